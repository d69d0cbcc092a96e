//! `wellpress review`: how pages stand with their reviewers, what changed since they were signed, a packet to read, and a
//! signature.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use serde::Serialize;

use wellpress_diagnostics::Report;
use wellpress_diagnostics::render::text;
use wellpress_io::fs::{Disk, Files};
use wellpress_render::packet;
use wellpress_render::render_context::RenderContext;
use wellpress_site::config::IncludeUnpublished;
use wellpress_site::parse::front_matter::ReviewRole;
use wellpress_site::parse::sign_offs::Decision;
use wellpress_site::resolve::reviewed_text::Difference;

use crate::pipeline::{self, CheckedSite, Outcome, Unobserved};
use crate::review::{self, Named, ReviewError, Signature, Since, Status};

use super::Exit;
use super::arguments::{Common, SiteArguments, today};
use super::console::{self, Console};
use super::failure::Failure;

/// Ask for a review, sign a page off, and see what changed since
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Say how each page stands with its reviewers
    Status(StatusArguments),
    /// Show what changed since the page was signed off
    Diff(DiffArguments),
    /// Sign a page off as it is now
    Sign(SignArguments),
    /// Make a packet for a reviewer: the text, each claim beside its source, a place to sign
    Request(RequestArguments),
}

#[derive(Debug, Args)]
struct StatusArguments {
    /// The form of the list
    #[arg(long, value_enum, value_name = "FORM", default_value_t = Format::Text)]
    format: Format,
}

/// Which page.
#[derive(Debug, Args)]
struct Which {
    /// The page's id; `article:neck-pain` where pages of several kinds have it
    id: String,
    /// The page's language [default: the site's own]
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
}

#[derive(Debug, Args)]
struct DiffArguments {
    #[command(flatten)]
    which: Which,
    /// The form of the answer
    #[arg(long, value_enum, value_name = "FORM", default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Args)]
struct SignArguments {
    #[command(flatten)]
    which: Which,
    /// Who signs: a person's id
    #[arg(long = "as", value_name = "PERSON")]
    person: String,
    /// In which role
    #[arg(long, value_enum)]
    role: Role,
    /// With which result
    #[arg(long, value_enum, default_value_t = Wish::Approved)]
    decision: Wish,
    /// What is to be remembered of it
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

#[derive(Debug, Args)]
struct RequestArguments {
    #[command(flatten)]
    which: Which,
    /// Write the packet to this file [default: standard output]
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Role {
    /// Moves the date of the last review
    Medical,
    /// Moves the date of the last review
    Clinical,
    Editorial,
    Lay,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Wish {
    /// They stand by the page
    Approved,
    /// They do not yet
    ChangesRequested,
}

/// Runs the action.
pub(super) fn run(console: &Console, common: &Common, arguments: &Arguments) -> Result<Exit, Failure> {
    match &arguments.action {
        Action::Status(arguments) => status(console, common, arguments),
        Action::Diff(arguments) => diff(console, common, arguments),
        Action::Sign(arguments) => sign(console, common, arguments),
        Action::Request(arguments) => request(console, common, arguments),
    }
}

/// Reads the site with all that is still to come, because that is what reviewers read first.
fn inspect(
    console: &Console,
    common: &Common,
    look: impl FnOnce(CheckedSite<'_>) -> Result<Exit, Failure>,
) -> Result<Exit, Failure> {
    let mut request = SiteArguments::default().request(common, &Unobserved)?;
    request.options.include = IncludeUnpublished { drafts: true, future: true, expired: true };
    match pipeline::inspect(&Disk, &request, look)? {
        Outcome::Stopped(report) => {
            console::aside(&text::render(&report, console.colour));
            Ok(Exit::Usage)
        }
        Outcome::Done(done) => done,
    }
}

impl Which {
    fn named(&self) -> Named<'_> {
        Named { id: &self.id, language: self.language.as_deref() }
    }
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).expect("strings and lists are always JSON") + "\n"
}

fn status(console: &Console, common: &Common, arguments: &StatusArguments) -> Result<Exit, Failure> {
    inspect(console, common, |read| {
        let statuses = review::statuses(read.config, read.resolved);
        let text = if arguments.format == Format::Json { json(&statuses) } else { table(&statuses) };
        console::print(&text).map(|()| Exit::Done)
    })
}

fn table(statuses: &[Status]) -> String {
    let row = |status: &Status| {
        let day = |day: &Option<String>| day.clone().unwrap_or_else(|| "-".to_owned());
        [
            format!("{}:{}", status.kind, status.id),
            status.language.clone(),
            status.review.as_str().to_owned(),
            day(&status.last_reviewed),
            day(&status.next_review),
            status.sign_off.as_str().to_owned(),
            status.signed_by.clone().unwrap_or_else(|| "-".to_owned()),
        ]
    };
    let head = ["PAGE", "LANGUAGE", "REVIEW", "LAST", "NEXT", "SIGN-OFF", "SIGNED BY"].map(str::to_owned);
    let rows: Vec<[String; 7]> = std::iter::once(head).chain(statuses.iter().map(row)).collect();
    let mut widths = [0; 7];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let line = |row: &[String; 7]| {
        let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}

/// What changed, for programs.
#[derive(Serialize)]
struct Changed<'a> {
    person: &'a str,
    role: &'static str,
    date: String,
    changed: bool,
    parts: Vec<ChangedPart<'a>>,
}

#[derive(Serialize)]
struct ChangedPart<'a> {
    part: &'a str,
    difference: &'static str,
    lines: Vec<String>,
}

fn diff(console: &Console, common: &Common, arguments: &DiffArguments) -> Result<Exit, Failure> {
    inspect(console, common, |read| {
        let page = review::find(read.config, read.resolved.site, &arguments.which.named())?;
        let since = review::since(read.resolved, page);
        let text = match (arguments.format, &since) {
            (Format::Json, since) => json(&since.as_ref().map(changed)),
            (Format::Text, Some(since)) => told(since),
            (Format::Text, None) => format!("nobody has signed `{}` off\n", page.source.path),
        };
        console::print(&text).map(|()| Exit::Done)
    })
}

fn changed<'a>(since: &'a Since<'_>) -> Changed<'a> {
    let parts = since.parts.iter().map(|part| ChangedPart {
        part: &part.name,
        difference: word(part.difference),
        lines: part.lines.iter().map(|(sign, line)| format!("{sign} {line}")).collect(),
    });
    Changed {
        person: &since.signed.person.value,
        role: since.signed.role.as_str(),
        date: since.signed.date.to_string(),
        changed: !since.is_same,
        parts: parts.collect(),
    }
}

fn told(since: &Since<'_>) -> String {
    let signed = since.signed;
    let who = format!("since {} signed it ({}) on {}", signed.person, signed.role.as_str(), signed.date);
    if since.is_same {
        return format!("no word changed {who}\n");
    }
    let mut text = format!("changed {who}:\n");
    for part in &since.parts {
        text.push_str(&format!("\n{} {}\n", part.name, word(part.difference)));
        part.lines.iter().for_each(|(sign, line)| text.push_str(&format!("{sign} {line}\n")));
    }
    text
}

fn word(difference: Difference) -> &'static str {
    match difference {
        Difference::Changed => "changed",
        Difference::Added => "added",
        Difference::Removed => "removed",
    }
}

fn sign(console: &Console, common: &Common, arguments: &SignArguments) -> Result<Exit, Failure> {
    let date = today(common)?;
    let signature = Signature {
        person: &arguments.person,
        role: match arguments.role {
            Role::Medical => ReviewRole::Medical,
            Role::Clinical => ReviewRole::Clinical,
            Role::Editorial => ReviewRole::Editorial,
            Role::Lay => ReviewRole::Lay,
        },
        decision: match arguments.decision {
            Wish::Approved => Decision::Approved,
            Wish::ChangesRequested => Decision::ChangesRequested,
        },
        note: arguments.note.as_deref(),
        date,
    };
    inspect(console, common, |read| {
        let page = review::find(read.config, read.resolved.site, &arguments.which.named())?;
        match review::sign(&Disk, &read, page, &signature) {
            Ok(file) => console::print(&format!("{file}\n")).map(|()| Exit::Done),
            Err(ReviewError::Errors { findings, page }) => {
                console::aside(&text::render(&Report::new(findings.clone()), console.colour));
                Err(ReviewError::Errors { findings, page }.into())
            }
            Err(error) => Err(error.into()),
        }
    })
}

fn request(console: &Console, common: &Common, arguments: &RequestArguments) -> Result<Exit, Failure> {
    let date = today(common)?;
    inspect(console, common, |read| {
        let page = review::find(read.config, read.resolved.site, &arguments.which.named())?;
        let findings = review::errors_of(&read, page);
        let theme = read.theme.filter(|_| findings.is_empty());
        let cx = theme.map(|theme| RenderContext::new(read.render_input(theme)));
        let Some(Ok(cx)) = cx else {
            let report = if findings.is_empty() { read.report } else { Report::new(findings) };
            console::aside(&text::render(&report, console.colour));
            return Ok(Exit::Content);
        };
        let html = packet::packet(&cx, page, date);
        match &arguments.output {
            None => console::print(&html)?,
            Some(path) => Disk
                .write(path, html.as_bytes())
                .map_err(|error| Failure::machine(format!("cannot write `{}`: {error}", path.display())))?,
        }
        Ok(Exit::Done)
    })
}
