//! `wellpress list`: records of the site as a table, for people and for other programs.

use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::config::Include;
use crate::diagnostics::Location;
use crate::diagnostics::render::text;
use crate::discover::Kind;
use crate::fs::Disk;
use crate::model::page::Unpublished;
use crate::model::reference::ReferenceId;
use crate::model::{Page, Site};
use crate::parse::bibliography::Reference;
use crate::pipeline::{self, Outcome, Read, Unobserved};

use super::Exit;
use super::arguments::{Common, SiteArguments};
use super::console::{self, Console};
use super::failure::Failure;

/// List the site's records
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Which
    what: What,
    /// The form of the list
    #[arg(long, value_enum, value_name = "FORM", default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// Articles that are published
    Articles,
    /// Exercises that are published
    Exercises,
    /// Sources of the library
    References,
    /// Pages that say `draft: true`
    Drafts,
    /// Pages whose day of publication is still to come
    Future,
    /// Pages that have expired
    Expired,
    /// Sources that no published page cites or lists
    Uncited,
}

/// The form of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people
    Text,
    /// For programs
    Json,
    /// For spreadsheets
    Csv,
}

/// One line of the list.
#[derive(Debug, Serialize)]
struct Row {
    /// Id, or a source's key.
    id: String,
    title: String,
    /// The day of publication, or a source's year.
    date: Option<String>,
    /// Relative to the site's root.
    file: String,
    line: u32,
}

/// Prints the list.
pub(super) fn run(console: &Console, common: &Common, arguments: &Arguments) -> Result<Exit, Failure> {
    let mut request = SiteArguments::default().request(common, &Unobserved)?;
    let is_kept_out = matches!(arguments.what, What::Drafts | What::Future | What::Expired);
    request.options.include = Include { drafts: is_kept_out, future: is_kept_out, expired: is_kept_out };
    match pipeline::inspect(&Disk, &request, |site| rows(&site, arguments.what))? {
        Outcome::Stopped(report) => {
            console::aside(&text::render(&report, console.colour));
            Ok(Exit::Usage)
        }
        Outcome::Done(rows) => {
            console::print(&rendered(&rows, arguments.format))?;
            Ok(Exit::Done)
        }
    }
}

fn rows(read: &Read<'_>, what: What) -> Vec<Row> {
    let site = read.resolved.site;
    let is_cited = |id: ReferenceId| read.resolved.citation_index.sources.contains_key(&id);
    match what {
        What::Articles => pages(site, |page| page.kind == Kind::Article),
        What::Exercises => pages(site, |page| page.kind == Kind::Exercise),
        What::Drafts => pages(site, |page| page.included == Some(Unpublished::Draft)),
        What::Future => pages(site, |page| page.included == Some(Unpublished::Future)),
        What::Expired => pages(site, |page| page.included == Some(Unpublished::Expired)),
        What::References => sources(site, |_| true),
        What::Uncited => sources(site, |id| !is_cited(id)),
    }
}

fn pages(site: &Site, is_wanted: impl Fn(&Page) -> bool) -> Vec<Row> {
    let wanted = site.pages.iter().filter(|page| is_wanted(page));
    let rows = wanted.map(|page| {
        let place = page.source.locate(page.title_span);
        row(&page.name, &page.title, page.published.map(|day| day.to_string()), &place)
    });
    rows.collect()
}

fn sources(site: &Site, is_wanted: impl Fn(ReferenceId) -> bool) -> Vec<Row> {
    let all = (0..).map(ReferenceId).zip(site.library.all());
    all.filter(|(id, _)| is_wanted(*id)).map(|(_, reference)| source(reference)).collect()
}

fn source(reference: &Reference) -> Row {
    let title = reference.title.as_ref().map_or("", |title| title.as_str());
    let year = reference.issued.as_ref().map(|issued| issued.year.to_string());
    row(reference.key.as_str(), title, year, &reference.location)
}

fn row(id: &str, title: &str, date: Option<String>, place: &Location) -> Row {
    Row { id: id.to_owned(), title: title.to_owned(), date, file: place.file.to_string(), line: place.line }
}

fn rendered(rows: &[Row], format: Format) -> String {
    match format {
        Format::Text => table(rows),
        Format::Json => json(rows),
        Format::Csv => csv(rows),
    }
}

/// For programs.
pub(super) fn json(rows: &[impl Serialize]) -> String {
    serde_json::to_string_pretty(rows).expect("strings and numbers are always JSON") + "\n"
}

fn table(rows: &[Row]) -> String {
    let widest = rows.iter().map(|row| row.id.chars().count()).max().unwrap_or(0);
    let lines = rows.iter().map(|row| {
        let date = row.date.as_deref().unwrap_or("-");
        format!("{:widest$}  {date:10}  {}\n", row.id, row.title)
    });
    lines.collect()
}

fn csv(rows: &[Row]) -> String {
    let lines = rows.iter().map(|row| {
        let date = row.date.as_deref().unwrap_or("");
        let cells = [&row.id, &row.title, date, &row.file].map(cell);
        format!("{},{}\r\n", cells.join(","), row.line)
    });
    std::iter::once("id,title,date,file,line\r\n".to_owned()).chain(lines).collect()
}

/// As RFC 4180 has it. A cell that a spreadsheet would take for a formula is made text with a `'` before it.
pub(super) fn cell(text: &str) -> String {
    let text = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}
