//! A site written in a string, built in memory: findings and produced files out.
//!
//! ```ignore
//! let built = Site::new().file("content/articles/neck.md", "---\ntitle: Neck\n---\nSee [@nobody].\n").build();
//! built.assert_findings(&["error[citation-unknown] content/articles/neck.md:4:7: no source has the key `nobody`"]);
//! ```

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use scraper::{Html, Selector};

use wellpress::pipeline::{self, Outcome, Request, Strictness, Unobserved};
use wellpress_diagnostics::yaml::Day;
use wellpress_diagnostics::{Diagnostic, Report, Severity};
use wellpress_io::artifact::MemorySink;
use wellpress_io::cache::{CacheLocation, CacheMode};
use wellpress_io::fs::Memory;
use wellpress_site::config::{BuildOptions, Clock, IncludeUnpublished, SearchIndex};

/// Settings that every site has unless it brings its own.
pub const SETTINGS: &str = "title: Test site\nbase_url: https://test.example/\n";

/// A page that every site has unless it brings its own, so that there is content.
const HOME: &str = "---\ntitle: Home\n---\n";

/// The day on which every site is built unless it names another.
const TODAY: &str = "2026-07-01";

/// Rules that ask for what few tests are about, such as a description of each page or the dose of an exercise. Their findings are left out unless a
/// site asks for them.
pub const ABSENCES: [&str; 16] = [
    "author-missing",
    "description-missing",
    "disclaimer-missing",
    "exercise-no-dose",
    "exercise-no-image",
    "exercise-no-stop-signal",
    "link-text-vague",
    "orphan",
    "pii",
    "policy-missing",
    "published-missing",
    "reading-grade",
    "review-missing",
    "translation-unrecorded",
    "video-no-captions",
    "video-not-described",
];

const ROOT: &str = "/site";

/// A build of the site in `/site`, which keeps what it made in `/site/.wellpress`.
pub fn request(index: SearchIndex) -> Request<'static> {
    Request {
        root: ROOT.into(),
        settings: Path::new(ROOT).join("wellpress.yaml"),
        options: BuildOptions {
            include: IncludeUnpublished::default(),
            base_url: None,
            output: Path::new(ROOT).join("output"),
            clock: Clock::at(Day::parse(TODAY).unwrap()),
            index,
        },
        strictness: Strictness::Errors,
        cache: CacheLocation {
            folder: Path::new(ROOT).join(".wellpress"),
            mode: CacheMode::ReadWrite,
            build: wellpress::BUILD,
        },
        observer: &Unobserved,
    }
}

/// A site in memory. It starts as a sound one with a home page and nothing else.
pub struct Site {
    files: Memory,
    options: BuildOptions,
    strictness: Strictness,
    absences: Absences,
}

/// Whether the findings of [`ABSENCES`] count.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Absences {
    LeftOut,
    Counted,
}

impl Site {
    /// With the least that a site needs.
    pub fn new() -> Self {
        let site = Self {
            files: Memory::new(),
            options: request(SearchIndex::Skip).options,
            strictness: Strictness::Errors,
            absences: Absences::LeftOut,
        };
        site.file("wellpress.yaml", SETTINGS).file("content/pages/index.md", HOME)
    }

    /// With the files in `text`: each begins with a line such as `--- content/articles/a.md`. Behind the path, `(hex)`
    /// says that the bytes follow as numbers, `(fifo)` and `(unreadable)` what is there instead of a file, and
    /// `-> ../b.md` where a symbolic link leads.
    pub fn of(text: &str) -> Self {
        split(text).into_iter().fold(Self::new(), |site, (head, text)| site.described(&head, text))
    }

    fn described(self, head: &str, text: String) -> Self {
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

    /// With this file, in place of one that is there.
    pub fn file(mut self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.files = self.files.with(Path::new(ROOT).join(path), bytes);
        self
    }

    /// With these lines below those of the settings that every site has.
    pub fn settings(self, lines: &str) -> Self {
        self.file("wellpress.yaml", format!("{SETTINGS}{lines}"))
    }

    /// With an article whose text this is; its first line is line 4 of `content/articles/<id>.md`.
    pub fn article(self, id: &str, text: &str) -> Self {
        self.file(&format!("content/articles/{id}.md"), format!("---\ntitle: Article {id}\n---\n{text}"))
    }

    /// With an exercise of one step below this text; its first line is line 4 of `content/exercises/<id>.md`.
    pub fn exercise(self, id: &str, text: &str) -> Self {
        let text = format!("---\ntitle: Exercise {id}\n---\n{text}\n\n1. Breathe in {id}.\n");
        self.file(&format!("content/exercises/{id}.md"), text)
    }

    /// With these entries in the library, `content/references/library.bib`.
    pub fn library(self, entries: &str) -> Self {
        self.file("content/references/library.bib", entries)
    }

    /// With a symbolic link.
    pub fn symlink(mut self, path: &str, target: &str) -> Self {
        self.files = self.files.with_symlink(Path::new(ROOT).join(path), target);
        self
    }

    /// With a FIFO.
    pub fn fifo(mut self, path: &str) -> Self {
        self.files = self.files.with_special(Path::new(ROOT).join(path));
        self
    }

    /// With a file that nobody may read.
    pub fn unreadable(mut self, path: &str) -> Self {
        self.files = self.files.with_unreadable(Path::new(ROOT).join(path));
        self
    }

    /// Built with other options.
    pub fn with(mut self, change: impl FnOnce(&mut BuildOptions)) -> Self {
        change(&mut self.options);
        self
    }

    /// Built on this day.
    pub fn on(self, day: &str) -> Self {
        self.with(|options| options.clock = Clock::at(Day::parse(day).unwrap()))
    }

    /// Built so that warnings fail.
    pub fn strict(mut self) -> Self {
        self.strictness = Strictness::Warnings;
        self
    }

    /// Judged by what is absent from its pages as well.
    pub fn with_absences(mut self) -> Self {
        self.absences = Absences::Counted;
        self
    }

    /// Builds it.
    pub fn build(&self) -> Built {
        self.try_build().unwrap()
    }

    /// Builds it, or gives what the run could not go on from.
    pub fn try_build(&self) -> Result<Built, pipeline::Error> {
        let request = request(self.options.index);
        let request = Request {
            options: self.options.clone(),
            strictness: self.strictness,
            cache: CacheLocation { mode: CacheMode::Off, ..request.cache },
            ..request
        };
        let sink = MemorySink::new(&self.files);
        let (report, files) = match pipeline::build_into(&self.files, &request, &sink)? {
            Outcome::Stopped(report) => (report, None),
            Outcome::Done(made) => (made.report, Some(sink.into_files())),
        };
        let is_counted =
            |finding: &Diagnostic| self.absences == Absences::Counted || !ABSENCES.contains(&finding.rule.id);
        let report = Report::new(report.findings().iter().filter(|finding| is_counted(finding)).cloned().collect());
        let files =
            files.map(|files| files.into_iter().map(|(path, bytes)| (path.as_str().to_owned(), bytes)).collect());
        Ok(Built { report, files })
    }

    /// Writes its files into a folder of the disk, for tests of the program itself.
    pub fn write_to(&self, folder: &Path) {
        for (path, bytes) in self.files.snapshot() {
            let path = folder.join(path.strip_prefix(ROOT).unwrap());
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
    }
}

/// What a build gave.
pub struct Built {
    report: Report,
    /// `None` where findings forbade it.
    files: Option<BTreeMap<String, Vec<u8>>>,
}

impl Built {
    /// Whether the site was rendered.
    pub fn is_done(&self) -> bool {
        self.files.is_some()
    }

    /// All findings, in the order in which they are shown.
    pub fn findings(&self) -> &[Diagnostic] {
        self.report.findings()
    }

    /// The findings of one rule.
    pub fn of_rule(&self, rule: &str) -> Vec<&Diagnostic> {
        self.findings().iter().filter(|finding| finding.rule.id == rule).collect()
    }

    /// The produced files; fails where there are none, and shows why.
    pub fn files(&self) -> &BTreeMap<String, Vec<u8>> {
        self.files.as_ref().unwrap_or_else(|| panic!("the site was not built:\n{}", self.shown().join("\n")))
    }

    /// A produced file as text.
    pub fn text(&self, path: &str) -> &str {
        let files = self.files();
        let paths = || files.keys().map(String::as_str).collect::<Vec<_>>().join("\n");
        let bytes = files.get(path).unwrap_or_else(|| panic!("there is no `{path}` among\n{}", paths()));
        std::str::from_utf8(bytes).unwrap()
    }

    /// A produced page, to look things up in.
    pub fn page(&self, path: &str) -> Html {
        Html::parse_document(self.text(path))
    }

    /// The HTML of every element of a page that a CSS selector finds.
    pub fn select(&self, path: &str, selector: &str) -> Vec<String> {
        let page = self.page(path);
        page.select(&Selector::parse(selector).unwrap()).map(|element| element.html()).collect()
    }

    /// The text of every element of a page that a CSS selector finds, blanks folded.
    pub fn texts(&self, path: &str, selector: &str) -> Vec<String> {
        let page = self.page(path);
        let elements = page.select(&Selector::parse(selector).unwrap()).collect::<Vec<_>>();
        let folded = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        elements.into_iter().map(|element| folded(element.text().collect())).collect()
    }

    /// Each finding as `error[rule] file:line:column: message; help`.
    pub fn shown(&self) -> Vec<String> {
        self.findings().iter().map(shown).collect()
    }

    /// Fails unless these are all findings; each is given as far as it matters: `error[rule] file:line:column: message`,
    /// and perhaps `; help`.
    #[track_caller]
    pub fn assert_findings(&self, expected: &[&str]) {
        let shown = self.shown();
        let matches =
            shown.len() == expected.len() && shown.iter().zip(expected).all(|(shown, e)| shown.starts_with(e));
        assert!(matches, "\nexpected\n  {}\nfound\n  {}\n", expected.join("\n  "), shown.join("\n  "));
    }

    /// Fails if anything was found.
    #[track_caller]
    pub fn assert_silent(&self) -> &Self {
        self.assert_findings(&[]);
        self
    }

    /// Fails if an error was found.
    #[track_caller]
    pub fn assert_sound(&self) -> &Self {
        let is_sound = !self.report.has_errors() && self.is_done();
        assert!(is_sound, "\n{}\n", self.shown().join("\n"));
        self
    }
}

/// A finding as `error[rule] file:line:column: message; help`.
pub fn shown(finding: &Diagnostic) -> String {
    let place = &finding.location;
    let help = finding.help.iter().map(|help| format!("; {help}")).collect::<String>();
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    format!("{severity}[{}] {}:{}:{}: {}{help}", finding.rule.id, place.file, place.line, place.column, finding.message)
}

/// The files of a site that is written in one text, each with the line that names it. What stands above the first is
/// left out.
pub fn split(text: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        match line.trim_end().strip_prefix("--- ") {
            Some(path) => files.push((path.trim().to_owned(), String::new())),
            None => files.iter_mut().last().into_iter().for_each(|(_, text)| text.push_str(line)),
        }
    }
    files
}

/// Every file below a folder of the disk with its bytes, to compare one state with another. Links are not followed.
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

mod tests {
    use super::Site;

    #[test]
    fn the_least_site_is_sound() {
        let built = Site::new().article("neck", "Text.\n").exercise("cat-cow", "").build();
        built.assert_silent();
        assert_eq!(built.texts("articles/neck/index.html", "h1"), ["Article neck"]);
    }

    #[test]
    fn a_site_is_read_from_one_text() {
        let site =
            Site::of("--- content/articles/a.md\n---\ntitle: A\n---\nSee [@b].\n--- content/pages/about.md\nx\n");
        site.build().assert_findings(&[
            "error[citation-unknown] content/articles/a.md:4:7: no source has the key `b`",
            "error[front-matter-missing] content/pages/about.md:1:1: the file does not begin with front matter; begin",
        ]);
    }

    #[test]
    fn a_site_is_built_as_it_is_asked_for() {
        let site = || Site::new().file("content/articles/a.md", "---\ntitle: A\npublished: 2026-08-01\n---\n<b>\n");
        let has_it = |site: Site| site.build().files().contains_key("articles/a/index.html");
        assert!(!has_it(site()));
        assert!(has_it(site().on("2026-08-01")));
        assert!(has_it(site().with(|options| options.include.future = true)));
        assert!(!site().on("2026-08-01").strict().build().is_done());
    }
}
