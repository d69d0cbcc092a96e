//! `wellpress withdraw`: replaces the text of a page with a notice that it was withdrawn. It edits the page's file, builds, and with
//! `--deploy` publishes that change alone. `--back` removes the notice.
//!
//! Whatever may refuse the edit or its publication is asked before the file is edited. A change that is edited already is published
//! by the same command, so that it can be repeated when an upload fails. How a change is published is left to the tool for deploys, which
//! the program hands in.

mod addresses;
mod change;
mod edit;

use std::collections::BTreeSet;

use clap::Args;

use wellpress_build::emit::Strays;
use wellpress_build::pipeline::{self, Outcome, Request, Unobserved};
use wellpress_command::console::{self, Console, count};
use wellpress_command::invocation::{Invocation, SiteArguments};
use wellpress_command::{Exit, Failure};
use wellpress_diagnostics::{Report, Severity};
use wellpress_io::fs::Disk;

pub use change::{Change, NeededFile};
use edit::Edit;

/// Take a page back in an emergency: a notice replaces its text
///
/// For editors. It writes the notice into the page's front matter, checks that the page then shows it, and builds the site. A page
/// in the site's main language takes its translations with it. `--reason` is needed unless the page is withdrawn already. `--back`
/// leaves every other byte of the file as it is. `wellpress help care#withdrawing-a-page` says what it does, and what it cannot
/// reach.
#[derive(Debug, Args)]
#[command(after_long_help = "\
    Exit status: as of `build`, and with `--deploy` of `deploy`.

    $ wellpress withdraw iron-tablets --reason \"The dose for children was wrong.\" --by ann-roe --deploy")]
pub struct Arguments {
    /// The page's id; `article:neck-pain` or `heart/principles` if several pages have the id
    id: String,
    /// Why it is taken back, for readers
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// The id of the person who takes it back [default: the only person of the site]
    #[arg(long, value_name = "PERSON", conflicts_with = "back")]
    by: Option<String>,
    /// The id of a page of the same kind to read instead
    #[arg(long, value_name = "ID", conflicts_with = "back")]
    replaced_by: Option<String>,
    /// The page's language [default: that of the site]
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// Publish this change alone to this target, or to that of the settings; also one that was made before
    #[arg(long, value_name = "TARGET", num_args = 0..=1)]
    deploy: Option<Option<String>>,
    /// With `--deploy`: go on although `wellpress deploy` would ask for `--yes`
    #[arg(short, long, requires = "deploy")]
    yes: bool,
    /// Take the notice out again
    #[arg(long, conflicts_with = "reason")]
    back: bool,
}

impl Arguments {
    /// The command that publishes the change once the file is edited.
    fn command_to_repeat(&self) -> String {
        let mut words = vec!["wellpress withdraw".to_owned(), quoted(&self.id)];
        words.extend(self.language.iter().map(|tag| format!("--language {}", quoted(tag))));
        words.extend(self.back.then(|| "--back".to_owned()));
        words.push("--deploy".to_owned());
        words.extend(self.deploy.iter().flatten().map(|target| quoted(target)));
        words.extend(self.yes.then(|| "--yes".to_owned()));
        words.join(" ")
    }
}

/// A word for a shell.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:@".contains(c);
    if word.chars().all(is_plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}

/// A change, where it goes, and what the person said to it.
#[derive(Clone, Copy)]
pub struct Publication<'a> {
    /// The target by its name or address; `None` for that of the settings.
    pub target: Option<&'a str>,
    /// What is published.
    pub change: &'a Change,
    /// Whether the person agrees to what needs consent: `--yes`.
    pub is_agreed: bool,
}

/// Why a change was not published.
#[derive(Debug)]
pub struct PublicationFailure {
    /// Whether readers see the change all the same: a later step has failed.
    pub is_live: bool,
    /// What failed.
    pub failure: Failure,
}

/// What publishes a change of the built site alone.
#[derive(Clone, Copy)]
pub struct ChangePublisher {
    /// The paths of the files that the target has.
    pub at_target: fn(&Request<'_>, &Publication<'_>) -> Result<BTreeSet<String>, Failure>,
    /// Makes sure that the change can be published, before anything is edited. Returns the paths of needed files that carry other edits.
    pub check: fn(&Console, &Request<'_>, &Publication<'_>) -> Result<Vec<String>, Failure>,
    /// Publishes the change.
    pub publish: fn(&Console, &Request<'_>, &Publication<'_>) -> Result<Published, PublicationFailure>,
}

/// A change that readers see.
#[derive(Debug)]
pub struct Published {
    /// What was done, in a line.
    pub summary: String,
    /// The paths of the files that are new, changed or gone at the target. New ones whose names have a hash are not among them: no cache
    /// has them.
    pub paths: Vec<String>,
}

/// Withdraws the page, or puts it back.
///
/// # Errors
/// When there is no such page, its file cannot be edited, or the site cannot be built or published.
pub fn run(
    invocation: &Invocation<'_>,
    arguments: &Arguments,
    publisher: Option<ChangePublisher>,
) -> Result<Exit, Failure> {
    let publish = match (&arguments.deploy, publisher) {
        (None, _) => None,
        (Some(target), Some(publisher)) => Some((target.as_deref(), publisher)),
        (Some(_), None) => {
            return Err(Failure::usage("this program was built without `wellpress deploy`")
                .help("leave `--deploy` out, and publish the output folder as you do otherwise"));
        }
    };
    let request = SiteArguments::default().request(invocation, &Unobserved)?;
    let edit = match pipeline::inspect(&Disk, &request, |site| Edit::plan(invocation, arguments, &site))? {
        Outcome::Done(edit) => edit?,
        Outcome::Stopped(report) => {
            console::print_findings(&report);
            return Ok(Exit::Usage);
        }
    };
    let run = Run { console: invocation.console, request: &request, arguments, edit: &edit };
    match publish {
        None => run.build(),
        Some((target, publisher)) => run.publish(target, publisher),
    }
}

/// A run whose edit is planned.
struct Run<'a> {
    console: Console,
    request: &'a Request<'a>,
    arguments: &'a Arguments,
    edit: &'a Edit,
}

impl Run<'_> {
    /// Edits the file and builds the site.
    fn build(&self) -> Result<Exit, Failure> {
        self.edit.check(self.request)?;
        self.edit.write(self.request)?;
        self.console.progress(&self.edit.done);
        if let Outcome::Stopped(report) = pipeline::build(&Disk, self.request, Strays::Refuse)? {
            console::print_findings(&report);
            let errors = count(errors(self.request, &report).findings().len(), "error");
            let failure = Failure::content(format!("the site was not built: {errors}; {}", self.edit.done));
            return Err(failure.help("correct the errors, then run `wellpress build` and `wellpress deploy`"));
        }
        self.console.summary(&self.summary())?;
        Ok(Exit::Done)
    }

    /// Makes sure that the change can be published, edits the file, builds the site, and publishes the change alone.
    fn publish(&self, target: Option<&str>, publisher: ChangePublisher) -> Result<Exit, Failure> {
        let (edit, console) = (self.edit, &self.console);
        // An empty change asks for the target alone, which takes less time than to make the site.
        let nothing = Publication { target, change: &Change::default(), is_agreed: self.arguments.yes };
        (publisher.check)(console, self.request, &nothing).map_err(|failure| self.untouched(failure))?;
        let at_target = (publisher.at_target)(self.request, &nothing).map_err(|failure| self.untouched(failure))?;
        let change = Change::rehearse(self.request, edit, &at_target).map_err(|failure| self.untouched(failure))?;
        let publication = Publication { target, change: &change, is_agreed: self.arguments.yes };
        let edited =
            (publisher.check)(console, self.request, &publication).map_err(|failure| self.untouched(failure))?;
        if !edited.is_empty() {
            let files = edited.join("`, `");
            console.note(&format!(
                "these files show the change and go out with other edits that were not deployed yet: `{files}`"
            ));
        }
        edit.write(self.request)?;
        console.progress(&edit.done);
        // The build may replace files of the output folder that the change takes from there.
        let published = (publisher.publish)(console, self.request, &publication);
        self.build_rest();
        let published = published.map_err(|failure| self.unpublished(failure))?;
        console.summary(&published.summary)?;
        console.summary(&self.summary_of_target(&published.paths))?;
        if change.held.is_empty() {
            return Ok(Exit::Done);
        }
        let files = change.held.join("`, `");
        let failure = Failure::content(format!("not published, since these pages have errors: `{files}`"));
        Err(failure.help(format!("correct the errors, then run `{}`", self.arguments.command_to_repeat())))
    }

    /// Builds the site. The change does not wait for a site that cannot be built because of other pages.
    fn build_rest(&self) {
        match pipeline::build(&Disk, self.request, Strays::Refuse) {
            Ok(Outcome::Done(_)) => {}
            Ok(Outcome::Stopped(report)) => {
                let errors = errors(self.request, &report);
                console::print_findings(&errors);
                let errors = count(errors.findings().len(), "error");
                self.console.note(&format!(
                    "{errors} elsewhere: the output folder and the pages with errors at the target stay as they are; \
                     correct the errors, then run `wellpress build` and `wellpress deploy`"
                ));
            }
            Err(error) => console::print_failure(&error.into()),
        }
    }

    /// A failure before the edit.
    fn untouched(&self, failure: Failure) -> Failure {
        let state = if self.edit.is_written { "nothing was published" } else { "nothing was edited" };
        let help = failure.help.as_ref().map(|help| format!("{help}; ")).unwrap_or_default();
        failure.help(format!("{help}{state}"))
    }

    /// A failure behind the edit: what is done, what is not, and how to go on.
    fn unpublished(&self, PublicationFailure { is_live, failure }: PublicationFailure) -> Failure {
        let Failure { exit, message, help } = failure;
        let (done, help) = (&self.edit.done, help.map(|help| format!("{help}; ")).unwrap_or_default());
        let message = match is_live {
            true => format!("{done}, and readers see that; but {message}"),
            false => format!("{done}, but that is not published: {message}"),
        };
        let help = format!("{help}`{}` goes on", self.arguments.command_to_repeat());
        Failure { exit, message, help: Some(help) }
    }

    /// What the built site shows, and what is left to a person.
    fn summary(&self) -> String {
        let built =
            format!("The built site {} at\n{}", self.shown_text(), indented(self.edit.addresses.iter().cloned()));
        let unpublished = "It is not published: `wellpress deploy` does that.\n";
        self.with_rest(&format!("{built}{unpublished}"))
    }

    /// What the target shows, the addresses that changed there, and what is left to a person.
    fn summary_of_target(&self, paths: &[String]) -> String {
        let shown = format!("The target {} at\n{}", self.shown_text(), indented(self.edit.addresses.iter().cloned()));
        let changed = addresses::grouped(paths, |path| self.edit.address_of(path));
        let changed: Vec<String> = changed.into_iter().filter(|line| !self.edit.addresses.contains(line)).collect();
        if changed.is_empty() {
            return self.with_rest(&shown);
        }
        self.with_rest(&format!("{shown}These addresses changed with it\n{}", indented(changed.into_iter())))
    }

    fn shown_text(&self) -> &'static str {
        if self.arguments.back { "shows its text again" } else { "shows the notice" }
    }

    fn with_rest(&self, text: &str) -> String {
        if self.arguments.back {
            let caches = "Caches of the host may have all of them: purge these addresses there.";
            let caches = if self.arguments.deploy.is_some() { caches } else { "" };
            return format!("{text}{caches}").trim_end().to_owned();
        }
        format!("{text}{}", BEYOND_REACH.trim_end())
    }
}

fn indented(lines: impl Iterator<Item = String>) -> String {
    lines.map(|line| format!("  {line}\n")).collect()
}

/// The findings that stop a build.
fn errors(request: &Request<'_>, report: &Report) -> Report {
    let from: Severity = request.failing_severity;
    Report::new(report.findings().iter().filter(|finding| finding.severity >= from).cloned())
}

/// What no command can change.
const BEYOND_REACH: &str = "\
What this cannot reach, and a person has to:
  caches of the host and of browsers: purge these addresses at the host; browsers keep a page for
  up to five minutes, and a file below /assets/ for up to a year
  search engines: ask for the removal of the cached text in their consoles
  feed readers and newsletters that have fetched or quoted the page
  printed pages and sheets, and PDF files that people have saved
  copies on other sites and in web archives
";
