//! Builds a site from strings, in memory. A test gives files and settings, and gets the findings and the produced files. The file
//! system, the clock and the cache are replaced; the pipeline is the program's own.
//!
//! ```ignore
//! let built = TestSite::new().file("content/articles/neck.md", "---\ntitle: Neck\n---\nSee [@nobody].\n").build();
//! built.assert_findings(&["error[citation-unknown] content/articles/neck.md:4:7: no source has the key `nobody`"]);
//! ```

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use scraper::{ElementRef, Html, Selector};

use wellpress_build::pipeline::{self, Outcome, Request, Unobserved};
use wellpress_diagnostics::rules::Property;
use wellpress_diagnostics::{Diagnostic, Report, Severity};
use wellpress_foundation::Day;
use wellpress_io::artifact::MemorySink;
use wellpress_io::cache::{CacheLocation, CacheMode};
use wellpress_io::fs::Memory;
use wellpress_site::config::{BuildOptions, Clock, IncludeUnpublished, SearchIndex};
use wellpress_site::signature_verifier::SignatureVerifier;

use crate::default_theme::DEFAULT_THEME;

/// The settings of a [`TestSite`] that brings none.
pub const SETTINGS: &str = "title: Test site\nbase_url: https://test.example/\n";

/// The home page of a [`TestSite`] that brings none. A site without any content is an error.
const HOME: &str = "---\ntitle: Home\n---\n";

/// The day on which a [`TestSite`] is built unless [`TestSite::on`] names another.
const TODAY: &str = "2026-07-01";

const ROOT: &str = "/site";

/// A build of the site in `/site`, with its cache in `/site/.wellpress`.
pub fn request(index: SearchIndex) -> Request<'static> {
    Request {
        root: ROOT.into(),
        settings: Path::new(ROOT).join("wellpress.yaml"),
        options: BuildOptions {
            include: IncludeUnpublished::default(),
            left_out_drafts: Default::default(),
            base_url: None,
            output: Path::new(ROOT).join("output"),
            clock: Clock::at(Day::parse(TODAY).unwrap()),
            index,
        },
        default_theme: &DEFAULT_THEME,
        signature_verifier: None,
        failing_severity: Severity::Error,
        cache: CacheLocation {
            folder: Path::new(ROOT).join(".wellpress"),
            mode: CacheMode::ReadWrite,
            build: "a test",
        },
        observer: &Unobserved,
    }
}

/// A site in memory, and how to build it. [`TestSite::new`] has settings and a home page, and no findings; each method adds to it
/// or replaces a part. A build changes nothing, so one site can be built several times.
pub struct TestSite {
    files: Memory,
    options: BuildOptions,
    signature_verifier: Option<&'static dyn SignatureVerifier>,
    failing_severity: Severity,
    common_findings: CommonFindings,
}

/// Whether the findings count that nearly every small site has ([`Property::CommonInSmallSites`]). Few tests are about them, and
/// without them `assert_no_findings` can be used everywhere.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CommonFindings {
    LeftOut,
    Counted,
}

impl TestSite {
    /// A site of settings and a home page, the least that builds.
    pub fn new() -> Self {
        let site = Self {
            files: Memory::new(),
            options: request(SearchIndex::Skip).options,
            signature_verifier: None,
            failing_severity: Severity::Error,
            common_findings: CommonFindings::LeftOut,
        };
        site.file("wellpress.yaml", SETTINGS).file("content/pages/index.md", HOME)
    }

    /// Adds the files in `text`, each of which begins with a line such as `--- content/articles/a.md`. A suffix behind the path makes
    /// something else than a text file: `(hex)` a file whose bytes follow as numbers, `(fifo)` a FIFO, `(unreadable)` a file that
    /// cannot be opened, and `-> ../b.md` a symbolic link.
    pub fn from_text(text: &str) -> Self {
        split(text).into_iter().fold(Self::new(), |site, (head, text)| site.add_entry(&head, text))
    }

    fn add_entry(self, head: &str, text: String) -> Self {
        if let Some((path, target)) = head.split_once(" -> ") {
            return self.symlink(path, target);
        }
        match head.split_once(" (") {
            Some((path, "hex)")) => {
                let bytes = text.split_whitespace().map(|byte| u8::from_str_radix(byte, 16).unwrap());
                self.file(path, bytes.collect::<Vec<_>>())
            }
            Some((path, "fifo)")) => self.fifo(path),
            Some((path, "unreadable)")) => self.unreadable(path),
            _ => self.file(head, text),
        }
    }

    /// Adds a file, or replaces the one at this path.
    pub fn file(mut self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.files = self.files.with(Path::new(ROOT).join(path), bytes);
        self
    }

    /// Replaces the settings by [`SETTINGS`] and these lines.
    pub fn settings(self, lines: &str) -> Self {
        self.file("wellpress.yaml", format!("{SETTINGS}{lines}"))
    }

    /// Adds an article with this text, whose first line is line 4 of `content/articles/<id>.md`.
    pub fn article(self, id: &str, text: &str) -> Self {
        self.file(&format!("content/articles/{id}.md"), format!("---\ntitle: Article {id}\n---\n{text}"))
    }

    /// Adds an exercise with one step below this text, whose first line is line 4 of `content/exercises/<id>.md`.
    pub fn exercise(self, id: &str, text: &str) -> Self {
        let text = format!("---\ntitle: Exercise {id}\n---\n{text}\n\n1. Breathe in {id}.\n");
        self.file(&format!("content/exercises/{id}.md"), text)
    }

    /// Writes these BibTeX entries to `content/references/library.bib`.
    pub fn library(self, entries: &str) -> Self {
        self.file("content/references/library.bib", entries)
    }

    pub fn symlink(mut self, path: &str, target: &str) -> Self {
        self.files = self.files.with_symlink(Path::new(ROOT).join(path), target);
        self
    }

    pub fn fifo(mut self, path: &str) -> Self {
        self.files = self.files.with_special(Path::new(ROOT).join(path));
        self
    }

    pub fn unreadable(mut self, path: &str) -> Self {
        self.files = self.files.with_unreadable(Path::new(ROOT).join(path));
        self
    }

    /// Changes the options of the build.
    pub fn with_options(mut self, change: impl FnOnce(&mut BuildOptions)) -> Self {
        change(&mut self.options);
        self
    }

    /// Builds as if it were this day.
    pub fn on(self, day: &str) -> Self {
        self.with_options(|options| options.clock = Clock::at(Day::parse(day).unwrap()))
    }

    /// Lets warnings stop the build, as `--strict` does.
    pub fn strict(mut self) -> Self {
        self.failing_severity = Severity::Warning;
        self
    }

    /// Has signatures of reviews verified, as the program does that has the tool for reviews. Without it, settings that ask for signatures
    /// are an error.
    pub fn verifying_signatures(mut self, verifier: &'static dyn SignatureVerifier) -> Self {
        self.signature_verifier = Some(verifier);
        self
    }

    /// Keeps the findings that nearly every small site has, see [`Property::CommonInSmallSites`].
    pub fn with_common_findings(mut self) -> Self {
        self.common_findings = CommonFindings::Counted;
        self
    }

    /// Builds the site and fails if the run itself cannot go on. Findings are no failure; see [`TestBuild::assert_no_findings`].
    pub fn build(&self) -> TestBuild {
        self.try_build().unwrap()
    }

    /// Builds the site. Findings are no error; a folder that cannot be read is one.
    ///
    /// # Errors
    /// The error that ended the run.
    pub fn try_build(&self) -> Result<TestBuild, pipeline::Error> {
        let request = request(self.options.index);
        let request = Request {
            options: self.options.clone(),
            signature_verifier: self.signature_verifier,
            failing_severity: self.failing_severity,
            cache: CacheLocation { mode: CacheMode::Off, ..request.cache },
            ..request
        };
        let checked = pipeline::inspect(&self.files, &request, |site| {
            pipeline::with_render_findings(&self.files, &request, site).report
        })?;
        let sink = MemorySink::new(&self.files);
        let (report, files) = match pipeline::render_into(&self.files, &request, &sink, |_| {})? {
            Outcome::Stopped(report) => (report, None),
            Outcome::Done(site) => (site.report, Some(sink.into_files())),
        };
        let (Outcome::Stopped(checked) | Outcome::Done(checked)) = checked;
        assert_eq!(checked.findings(), report.findings(), "`check` has to find what `build` finds");
        let report = Report::new(report.findings().iter().filter(|finding| self.counts(finding)).cloned());
        let files =
            files.map(|files| files.into_iter().map(|(path, bytes)| (path.as_str().to_owned(), bytes)).collect());
        Ok(TestBuild { report, files })
    }

    fn counts(&self, finding: &Diagnostic) -> bool {
        self.common_findings == CommonFindings::Counted || !finding.rule.has(Property::CommonInSmallSites)
    }

    /// Writes the sources into a folder of the disk, for tests that start the program.
    pub fn write_to(&self, folder: &Path) {
        for (path, bytes) in self.files.snapshot() {
            let path = folder.join(path.strip_prefix(ROOT).unwrap());
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
    }
}

/// The result of a build: the findings, and the produced files unless an error stopped the build.
pub struct TestBuild {
    report: Report,
    /// `None` if findings stopped the build.
    files: Option<BTreeMap<String, Vec<u8>>>,
}

impl TestBuild {
    /// Whether the site was rendered.
    pub fn is_built(&self) -> bool {
        self.files.is_some()
    }

    /// All findings, in the order in which they are shown.
    pub fn findings(&self) -> &[Arc<Diagnostic>] {
        self.report.findings()
    }

    /// The findings of one rule.
    pub fn of_rule(&self, rule: &str) -> Vec<&Diagnostic> {
        self.findings().iter().map(|finding| &**finding).filter(|finding| finding.rule.id == rule).collect()
    }

    /// The produced files by path. Fails with the findings if they stopped the build.
    pub fn files(&self) -> &BTreeMap<String, Vec<u8>> {
        self.files
            .as_ref()
            .unwrap_or_else(|| panic!("the site was not built:\n{}", self.formatted_findings().join("\n")))
    }

    /// A produced file as text.
    pub fn text(&self, path: &str) -> &str {
        let files = self.files();
        let paths = || files.keys().map(String::as_str).collect::<Vec<_>>().join("\n");
        let bytes = files.get(path).unwrap_or_else(|| panic!("there is no `{path}` among\n{}", paths()));
        std::str::from_utf8(bytes).unwrap()
    }

    /// A produced page, parsed.
    pub fn page(&self, path: &str) -> Html {
        Html::parse_document(self.text(path))
    }

    /// The outer HTML of every element of a page that matches a CSS selector.
    pub fn select(&self, path: &str, selector: &str) -> Vec<String> {
        let page = self.page(path);
        page.select(&Selector::parse(selector).unwrap()).map(|element| element.html()).collect()
    }

    /// The text of every element of a page that matches a CSS selector, runs of white space as one space.
    pub fn texts(&self, path: &str, selector: &str) -> Vec<String> {
        let page = self.page(path);
        let elements = page.select(&Selector::parse(selector).unwrap()).collect::<Vec<_>>();
        elements.into_iter().map(element_text).collect()
    }

    /// Each finding as `error[rule] file:line:column: message; help`.
    pub fn formatted_findings(&self) -> Vec<String> {
        self.findings().iter().map(|finding| format_finding(finding)).collect()
    }

    /// Fails unless these are all findings, in order. An expected finding is the beginning of a formatted one, so that a test can
    /// leave out the help: `error[rule] file:line:column: message; help`.
    #[track_caller]
    pub fn assert_findings(&self, expected: &[&str]) {
        let actual = self.formatted_findings();
        let matches = actual.len() == expected.len()
            && actual.iter().zip(expected).all(|(finding, beginning)| finding.starts_with(beginning));
        assert!(matches, "\nexpected\n  {}\nfound\n  {}\n", expected.join("\n  "), actual.join("\n  "));
    }

    /// Fails if there is any finding, even a note.
    #[track_caller]
    pub fn assert_no_findings(&self) -> &Self {
        self.assert_findings(&[]);
        self
    }

    /// Fails if a finding is an error. Warnings and notes may be there.
    #[track_caller]
    pub fn assert_no_errors(&self) -> &Self {
        let has_no_errors = !self.report.has_errors() && self.is_built();
        assert!(has_no_errors, "\n{}\n", self.formatted_findings().join("\n"));
        self
    }
}

fn element_text(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A finding as `error[rule] file:line:column: message; help`.
pub fn format_finding(finding: &Diagnostic) -> String {
    let location = &finding.location;
    let help = finding.help.iter().map(|help| format!("; {help}")).collect::<String>();
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let position = format!("{}:{}:{}", location.file, location.line, location.column);
    format!("{severity}[{}] {position}: {}{help}", finding.rule.id, finding.message)
}

/// Splits a text into files at its `--- <path>` lines, and gives each with that line's remainder. Text above the first such line is
/// dropped; the `.site` files have their introduction there.
pub fn split(text: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        match line.trim_end().strip_prefix("--- ") {
            Some(head) => files.push((head.trim().to_owned(), String::new())),
            None => files.iter_mut().last().into_iter().for_each(|(_, text)| text.push_str(line)),
        }
    }
    files
}

/// Every file below a folder of the disk with its bytes, to compare two states of it. Links are not followed.
pub fn files_below(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        match entry.file_type().unwrap() {
            kind if kind.is_dir() => files.extend(files_below(&entry.path())),
            kind if kind.is_file() => _ = files.insert(entry.path(), std::fs::read(entry.path()).unwrap()),
            _ => {}
        }
    }
    files
}

#[cfg(test)]
mod tests {
    use super::TestSite;

    #[test]
    fn a_site_of_defaults_has_no_findings() {
        let built = TestSite::new().article("neck", "Text.\n").exercise("cat-cow", "").build();
        built.assert_no_findings();
        assert_eq!(built.texts("articles/neck/index.html", "h1"), ["Article neck"]);
    }

    #[test]
    fn a_site_is_parsed_from_one_text() {
        let site = TestSite::from_text(
            "--- content/articles/a.md\n---\ntitle: A\n---\nSee [@b].\n--- content/pages/about.md\nx\n",
        );
        site.build().assert_findings(&[
            "error[citation-unknown] content/articles/a.md:4:7: no source has the key `b`",
            "error[front-matter-missing] content/pages/about.md:1:1: the file does not begin with front matter; begin",
        ]);
    }

    #[test]
    fn the_options_of_a_test_site_reach_the_build() {
        let site = || TestSite::new().file("content/articles/a.md", "---\ntitle: A\npublished: 2026-08-01\n---\n<x>\n");
        let publishes_article = |site: TestSite| site.build().files().contains_key("articles/a/index.html");
        assert!(!publishes_article(site()));
        assert!(publishes_article(site().on("2026-08-01")));
        assert!(publishes_article(site().with_options(|options| options.include.future = true)));
        assert!(!site().on("2026-08-01").strict().build().is_built());
    }
}
