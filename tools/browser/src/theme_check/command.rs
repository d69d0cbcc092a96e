//! `wellpress theme check`: builds the site in memory and looks at its pages in a browser. What is looked at is left to
//! [`crate::theme_check`].

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use clap::Args;

use wellpress_build::pipeline::{self, CheckedSite, Outcome};
use wellpress_build::served_site::{ServedSink, ServedSite};
use wellpress_command::console::{Console, count};
use wellpress_command::invocation::{Invocation, SiteArguments};
use wellpress_command::report::{FindingFilter, ReportArguments, exit_of};
use wellpress_command::signals;
use wellpress_command::stopwatch::Stopwatch;
use wellpress_command::{Exit, Failure};
use wellpress_diagnostics::{Location, Report};
use wellpress_foundation::Day;
use wellpress_io::fs::{Disk, Files as _};
use wellpress_render::safety::{SafetyNotice, SafetyOutline};
use wellpress_render::{CheckedFiles, Theme};
use wellpress_site::config::SearchIndex;

use crate::accessibility::{self, Audit, SiteToAudit};
use crate::browser::{Browser, BrowserError};
use crate::program::BrowserArgument;
use crate::theme_check::{self, PageInMemory, Selection, SiteToCheck, ThemeCheck, VIEW_COUNT};
use crate::{FileAnswer, SiteInMemory};

/// Look at the safety notices of the site in a browser: Chromium, Chrome or Edge
///
/// Each notice that readers do not see, or see below the steps, is a finding. If all are seen, the hashes of the theme's files and
/// the kinds of notices are written into `themes/NAME/checked.yaml`. `wellpress explain theme-unchecked` warns about a theme that
/// differs from them.
///
/// `--accessibility` runs axe-core on pages in all views that they have: on a desktop, on a phone, with text of 200 %, in the dark, in
/// forced colours, in print and without JavaScript. What breaks WCAG 2.2, level A or AA, is an error, with the line of the template or
/// style sheet where that is known; other advice is a note. The result is kept as `accessibility.json` in the folder of the cache.
#[derive(Debug, Args)]
#[command(after_long_help = "\
    Exit status: 1 if a notice is not seen or something breaks WCAG; 3 without a browser.")]
pub struct Arguments {
    #[command(flatten)]
    site: SiteArguments,
    #[command(flatten)]
    report: ReportArguments,
    #[command(flatten)]
    browser: BrowserArgument,
    /// Do nothing if the theme's files and the kinds of notices are those of its `checked.yaml`
    #[arg(long)]
    if_changed: bool,
    /// Look at every page with a safety notice, and not only at one of each shape; each gets findings of its own
    #[arg(long)]
    all: bool,
    /// Look for barriers with axe, too: on up to three pages of each template, at most 40
    #[arg(long, conflicts_with = "if_changed")]
    accessibility: bool,
}

/// Builds the site in memory, shows its pages and prints what readers do not see.
///
/// # Errors
/// When there is no browser, or the site cannot be read.
pub fn run(invocation: &Invocation<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    let console = &invocation.console;
    let stopwatch = Stopwatch::start(console);
    let mut request = arguments.site.request(invocation, &stopwatch)?;
    // Nobody searches in it.
    request.options.index = SearchIndex::Skip;
    let files = ServedSink::new(&Disk);
    let mut theme = ThemeOfSite::default();
    let outcome = pipeline::render_into(&Disk, &request, &files, |site| theme = ThemeOfSite::read(site))?;
    let snapshot = files.into_site();
    let pages = theme.pages(&snapshot);
    let kinds = pages.iter().flat_map(|page| &page.outline.notices).copied().collect();
    let (report, result) = match outcome {
        Outcome::Done(_) if arguments.if_changed && theme.is_checked(&kinds) => {
            console.summary("The theme is the one of its last check: nothing to look at")?;
            return Ok(Exit::Done);
        }
        Outcome::Done(_) => {
            let program = arguments.browser.program()?;
            let look = Look { console, program: &program, snapshot: &snapshot, theme: &theme };
            let (result, audit) = look.run(arguments, pages, request.options.clock.today())?;
            if result.findings.is_empty() {
                theme.write_record(&kinds)?;
            }
            let mut findings = result.findings.clone();
            if let Some(audit) = &audit {
                findings.extend(audit.findings.clone());
                audit.write(&request.cache).map_err(|error| {
                    Failure::machine(format!("the result of axe cannot be kept in the cache: {error}"))
                })?;
            }
            (Report::new(findings), Some((result, audit)))
        }
        Outcome::Stopped(report) => (report, None),
    };
    arguments.report.show(invocation, &report, FindingFilter::All)?;
    if let Some((result, audit)) = result.filter(|_| !arguments.report.owns_stdout()) {
        console.summary(&summary(&result, audit.as_ref(), &kinds, &stopwatch))?;
    }
    Ok(exit_of(&report, request.failing_severity))
}

/// A site that was built, and the browser that shows it.
struct Look<'l> {
    console: &'l Console,
    program: &'l Path,
    snapshot: &'l ServedSite,
    theme: &'l ThemeOfSite,
}

impl Look<'_> {
    fn run(
        &self,
        arguments: &Arguments,
        pages: Vec<PageInMemory>,
        day: Day,
    ) -> Result<(ThemeCheck, Option<Audit>), Failure> {
        let file = |path: &str| FileAnswer::of(self.snapshot, path);
        let is_interrupted = &signals::interruption();
        let files = &SiteInMemory { base_path: self.theme.base_path.clone(), file: &file, is_interrupted };
        let find_file = |address: &str| files.answer(address);
        let selection = if arguments.all { Selection::All } else { Selection::OneOfEachShape };
        let site = SiteToCheck { files, pages };
        let look = || {
            let browser = &mut Browser::start(self.program, &find_file, is_interrupted)?;
            let result = self.with_bar(|progress| theme_check::check(&site, browser, selection, progress))?;
            let audit =
                arguments.accessibility.then(|| self.with_bar(|progress| self.audit(files, browser, day, progress)));
            Ok((result, audit.transpose()?))
        };
        // On a busy machine, a browser may stop answering although nothing is wrong with the site. A new one is tried once.
        let result = look().or_else(|error| match error {
            BrowserError::Connection(_) => look(),
            error => Err(error),
        });
        Ok(result?)
    }

    fn audit(
        &self,
        files: &SiteInMemory<'_>,
        browser: &mut Browser<'_>,
        day: Day,
        progress: &dyn Fn(usize, usize),
    ) -> Result<Audit, BrowserError> {
        let theme = self.theme;
        let site = SiteToAudit {
            files,
            pages: self.snapshot.pages().collect(),
            template_of: &|path| theme.chosen_templates.get(path).map(String::as_str),
            location_of: &|template| theme.location_of(template),
            root: &theme.root,
            theme: &theme.name,
        };
        accessibility::audit(&site, browser, day, progress)
    }

    /// Does something while a bar shows how many pages of how many are done.
    fn with_bar<T>(
        &self,
        work: impl FnOnce(&dyn Fn(usize, usize)) -> Result<T, BrowserError>,
    ) -> Result<T, BrowserError> {
        let bar = self.console.bar();
        bar.set_message("pages");
        let result = work(&|done, all| {
            bar.set_length(all as u64);
            bar.set_position(done as u64);
        });
        bar.finish_and_clear();
        result
    }
}

/// What the check needs to know of a site besides its files.
#[derive(Default)]
struct ThemeOfSite {
    /// The path of the start page.
    base_path: String,
    /// The name of the template of each page that has a file of its own, by its path.
    templates: HashMap<String, String>,
    /// Those of them that authors chose for a page or its section.
    chosen_templates: HashMap<String, String>,
    /// The first lines of the theme's own templates, by their names.
    own_templates: HashMap<String, Location>,
    /// The theme's name.
    name: String,
    /// The file that describes the theme.
    manifest: String,
    /// The folder of the site.
    root: PathBuf,
    /// `None` for a theme that needs no check.
    checked_files: Option<CheckedFiles>,
}

impl ThemeOfSite {
    fn read(site: &CheckedSite<'_>) -> Self {
        let config = site.config;
        let (mut templates, mut chosen_templates) = (HashMap::new(), HashMap::new());
        for page in &site.resolved.site.pages {
            let own_template = site.resolved.site.own_template(page).map(|template| template.value.clone());
            let path = format!("{}index.html", page.path);
            chosen_templates.extend(own_template.clone().map(|template| (path.clone(), template)));
            templates.insert(path, own_template.unwrap_or_else(|| format!("{}.html", page.kind.name())));
            templates.insert(format!("{}print/index.html", page.path), "print.html".to_owned());
        }
        let name = config.settings.theme.value.clone();
        let manifest = format!("themes/{name}/theme.yaml");
        let own_templates = site.theme.into_iter().flat_map(Theme::own_templates);
        let own_templates = own_templates.map(|(name, start)| (name.to_owned(), start)).collect();
        let base_path = config.base.path.clone();
        let checked_files = site.theme.and_then(|theme| theme.checked_files.clone());
        Self {
            base_path,
            templates,
            chosen_templates,
            own_templates,
            name,
            manifest,
            root: config.root.clone(),
            checked_files,
        }
    }

    fn pages(&self, files: &ServedSite) -> Vec<PageInMemory> {
        let pages = files.pages().map(|(path, html)| {
            let template = self.template_of(path).to_owned();
            let location = self.location_of(&template);
            PageInMemory { path: path.to_owned(), template, location, outline: SafetyOutline::of(html) }
        });
        pages.collect()
    }

    /// Whether a browser has shown these kinds of notices with the present files.
    fn is_checked(&self, kinds: &BTreeSet<SafetyNotice>) -> bool {
        self.checked_files.as_ref().is_none_or(|files| files.are_current(kinds))
    }

    /// Records that a browser showed every notice of these kinds with the present files.
    fn write_record(&self, kinds: &BTreeSet<SafetyNotice>) -> Result<(), Failure> {
        let Some(files) = self.checked_files.as_ref().filter(|files| !files.are_current(kinds)) else { return Ok(()) };
        let path = self.root.join(&files.path);
        Disk.replace(&path, files.text(kinds).as_bytes())
            .map_err(|error| Failure::machine(format!("`{}` cannot be written: {error}", path.display())))
    }

    /// The name of the template that rendered a page. A page without a file of its own that has a notice is that of a source.
    fn template_of(&self, path: &str) -> &str {
        self.templates.get(path).map_or("reference.html", String::as_str)
    }

    /// Where an author of the theme begins to look.
    fn location_of(&self, template: &str) -> Location {
        self.own_templates.get(template).cloned().unwrap_or_else(|| Location::file(self.manifest.as_str()))
    }
}

/// How much was looked at, a line for each template, which kinds of notices the site does not have, and how many findings there are.
fn summary(
    result: &ThemeCheck,
    audit: Option<&Audit>,
    kinds: &BTreeSet<SafetyNotice>,
    stopwatch: &Stopwatch,
) -> String {
    let mut lines: Vec<String> = Vec::new();
    for (template, seen) in &result.seen {
        let (pages, notices) = (count(seen.pages, "page"), count(seen.notices, "notice"));
        lines.push(format!("{template}: {pages} with {notices}, {} before steps", seen.before_steps));
    }
    let missing: Vec<&str> =
        SafetyNotice::all().filter(|kind| !kinds.contains(kind)).map(SafetyNotice::words).collect();
    if !missing.is_empty() {
        lines.push(format!("Not looked at, because no page of this site has one: {}", missing.join(", ")));
    }
    let pages = result.seen.values().map(|seen| seen.pages).sum();
    let findings = match result.findings.len() {
        0 => "every notice on them is seen".to_owned(),
        findings => count(findings, "error"),
    };
    lines.push(format!(
        "Looked at {} in {VIEW_COUNT} views in {}: {findings}",
        count(pages, "page"),
        stopwatch.seconds()
    ));
    lines.extend(audit.map(Audit::summary));
    lines.join("\n")
}
