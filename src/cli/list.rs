//! `wellpress list`: records of the site as a table, for people and for other programs.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Serialize;

use wellpress_bibliography::Reference;
use wellpress_diagnostics::Location;
use wellpress_diagnostics::render::{text, visible};
use wellpress_diagnostics::yaml::Day;
use wellpress_io::fs::{Disk, Files};
use wellpress_site::config::{Config, IncludeUnpublished};
use wellpress_site::discover::ContentKind;
use wellpress_site::model::page::Unpublished;
use wellpress_site::model::reference::ReferenceId;
use wellpress_site::model::review_clock::Overdue;
use wellpress_site::model::{Page, Site};

use crate::pipeline::{self, CheckedSite, Outcome, Unobserved};

use super::Exit;
use super::arguments::{Common, SiteArguments, today};
use super::calendar::{self, Event};
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
    /// Write the list to this file
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
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
    /// Pages whose review was due before today, or that say something else since
    Overdue,
    /// Sources that no published page cites or lists
    Uncited,
}

/// The form of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For programs
    Json,
    /// For spreadsheets
    Csv,
    /// For calendars; overdue reviews only
    Ics,
}

/// One line of the list.
#[derive(Debug, Serialize)]
struct Row {
    /// Id, or a source's key.
    id: String,
    title: String,
    /// The day of publication, a source's year, or the day since which a review is overdue.
    date: Option<String>,
    /// Relative to the site's root.
    file: String,
    line: u32,
    #[serde(flatten)]
    review: Option<ReviewRow>,
}

/// What a line says of an overdue review beside the day.
#[derive(Debug, Serialize)]
struct ReviewRow {
    kind: &'static str,
    language: String,
    /// Absolute address.
    url: String,
    last_reviewed: Option<String>,
    why: &'static str,
}

/// Prints the list.
pub(super) fn run(console: &Console, common: &Common, arguments: &Arguments) -> Result<Exit, Failure> {
    let mut request = SiteArguments::default().request(common, &Unobserved)?;
    let is_kept_out = matches!(arguments.what, What::Drafts | What::Future | What::Expired);
    request.options.include = IncludeUnpublished { drafts: is_kept_out, future: is_kept_out, expired: is_kept_out };
    if arguments.format == Format::Ics && arguments.what != What::Overdue {
        return Err(
            Failure::usage("only overdue reviews are a calendar").help("use `wellpress list overdue --format ics`")
        );
    }
    match pipeline::inspect(&Disk, &request, |site| rows(&site, arguments.what))? {
        Outcome::Stopped(report) => {
            console::aside(&text::render(&report, console.colour));
            Ok(Exit::Usage)
        }
        Outcome::Done(rows) => {
            let list = rendered(&rows, arguments, today(common)?);
            match &arguments.output {
                None => console::print(&list)?,
                Some(path) => Disk.write(path, list.as_bytes()).map_err(|error| {
                    Failure::machine(format!("cannot write the list to `{}`: {error}", path.display()))
                })?,
            }
            Ok(Exit::Done)
        }
    }
}

fn rows(read: &CheckedSite<'_>, what: What) -> Vec<Row> {
    let site = read.resolved.site;
    let is_cited = |id: ReferenceId| read.resolved.citation_index.sources.contains_key(&id);
    match what {
        What::Articles => pages(site, |page| page.kind == ContentKind::Article && !page.is_withdrawn()),
        What::Exercises => pages(site, |page| page.kind == ContentKind::Exercise && !page.is_withdrawn()),
        What::Drafts => pages(site, |page| page.unpublished == Some(Unpublished::Draft)),
        What::Future => pages(site, |page| page.unpublished == Some(Unpublished::Future)),
        What::Expired => pages(site, |page| page.unpublished == Some(Unpublished::Expired)),
        What::Overdue => overdue(site, read.config),
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

/// Those that are overdue the longest come first.
fn overdue(site: &Site, config: &Config) -> Vec<Row> {
    let pages = site.pages.iter().filter(|page| !page.is_withdrawn());
    let overdue = pages.filter_map(|page| Some((page, page.editorial()?, page.editorial()?.overdue(config)?)));
    let mut overdue: Vec<_> = overdue.collect();
    overdue.sort_by_key(|(page, _, why)| (why.since(), page.id));
    let rows = overdue.into_iter().map(|(page, reviewed, why)| {
        let (place, said) = match why {
            Overdue::Due(_) => (reviewed.due_location(page), "its review was due"),
            Overdue::Changed(_, span) => (page.source.locate(span), "it says something else since"),
        };
        let review = ReviewRow {
            kind: page.kind.name(),
            language: config.languages[page.language].tag.clone(),
            url: config.base.absolute(&page.url),
            last_reviewed: reviewed.last_reviewed.map(|day| day.to_string()),
            why: said,
        };
        Row { review: Some(review), ..row(&page.name, &page.title, Some(why.since().to_string()), &place) }
    });
    rows.collect()
}

fn sources(site: &Site, is_wanted: impl Fn(ReferenceId) -> bool) -> Vec<Row> {
    let all = (0..).map(ReferenceId).zip(site.library.references());
    all.filter(|(id, _)| is_wanted(*id)).map(|(_, reference)| source(reference)).collect()
}

fn source(reference: &Reference) -> Row {
    let title = reference.title.as_ref().map(|title| title.plain()).unwrap_or_default();
    let year = reference.issued.as_ref().map(|issued| issued.year.to_string());
    row(reference.key.as_str(), &title, year, &reference.location)
}

fn row(id: &str, title: &str, date: Option<String>, place: &Location) -> Row {
    Row {
        id: id.to_owned(),
        title: title.to_owned(),
        date,
        file: place.file.to_string(),
        line: place.line,
        review: None,
    }
}

fn rendered(rows: &[Row], arguments: &Arguments, today: Day) -> String {
    let what = arguments.what;
    match arguments.format {
        Format::Ics => calendar::render(&events(rows), today),
        Format::Text => table(rows),
        Format::Json => json(rows),
        Format::Csv => csv(rows, what),
    }
}

fn events(rows: &[Row]) -> Vec<Event> {
    let with_day = rows.iter().filter_map(|row| Some((row, row.review.as_ref()?, row.date.as_deref()?)));
    let event = |(row, review, day): (&Row, &ReviewRow, &str)| Event {
        day: day.to_owned(),
        summary: format!("Review overdue: {}", row.title),
        description: format!("{day}: {}.", review.why),
        url: review.url.clone(),
    };
    with_day.map(event).collect()
}

/// For programs.
pub(super) fn json(rows: &[impl Serialize]) -> String {
    serde_json::to_string_pretty(rows).expect("strings and numbers are always JSON") + "\n"
}

fn table(rows: &[Row]) -> String {
    let widest = rows.iter().map(|row| row.id.chars().count()).max().unwrap_or(0);
    let lines = rows.iter().map(|row| {
        let date = row.date.as_deref().unwrap_or("-");
        let why = row.review.as_ref().map_or_else(String::new, |review| format!(": {}", review.why));
        format!("{:widest$}  {date:10}  {}{why}\n", row.id, visible(&row.title))
    });
    lines.collect()
}

fn review_cells(review: &ReviewRow) -> String {
    let last = review.last_reviewed.as_deref().unwrap_or("");
    let cells = [review.kind, &review.language, &review.url, last, review.why].map(cell);
    format!(",{}", cells.join(","))
}

fn csv(rows: &[Row], what: What) -> String {
    let lines = rows.iter().map(|row| {
        let date = row.date.as_deref().unwrap_or("");
        let cells = [&row.id, &row.title, date, &row.file].map(cell);
        let review = row.review.as_ref().map_or_else(String::new, review_cells);
        format!("{},{}{review}\r\n", cells.join(","), row.line)
    });
    let of_reviews = if what == What::Overdue { ",kind,language,url,last_reviewed,why" } else { "" };
    std::iter::once(format!("id,title,date,file,line{of_reviews}\r\n")).chain(lines).collect()
}

/// As RFC 4180 has it. A cell that a spreadsheet would take for a formula is made text with a `'` before it.
pub(super) fn cell(text: &str) -> String {
    let text = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}
