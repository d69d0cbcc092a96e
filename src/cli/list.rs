//! `wellpress list`: lists records of the site as a table, for people, spreadsheets and other programs.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Serialize;

use wellpress_bibliography::Reference;
use wellpress_build::pipeline::{self, CheckedSite, Outcome, Unobserved};
use wellpress_command::console;
use wellpress_command::invocation::{Invocation, SiteArguments};
use wellpress_command::output_format::{ListFormat, csv, json};
use wellpress_command::{Exit, Failure};
use wellpress_diagnostics::render::visible;
use wellpress_diagnostics::{Location, nearest};
use wellpress_foundation::{Day, Period};
use wellpress_io::fs::Disk;
use wellpress_reviews::OverdueReview;
use wellpress_site::config::{Config, IncludeUnpublished};
use wellpress_site::model::page::Unpublished;
use wellpress_site::model::reference::ReferenceId;
use wellpress_site::model::review::EditorialRecord;
use wellpress_site::model::{Page, Site};
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::sections::ContentKind;

/// List the site's records
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The records to list: `articles`, `exercises`, `references`, `drafts`, `future`, `expired`, `overdue`, `due`, `uncited`, or the folder of a section
    #[arg(value_name = "WHAT", value_parser = subject)]
    subject: ListSubject,
    /// The form of the list
    #[arg(long, value_enum, value_name = "FORM", default_value_t = ListFormat::Text)]
    format: ListFormat,
    /// Write the list to this file
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// With `due`: reviews that are due within this time, such as `90d`, `6m` or `1y` [default: `review.soon` of the settings]
    #[arg(long, value_name = "TIME", value_parser = period)]
    within: Option<Period>,
}

/// A number and the first letter of a unit, or what the settings take for a length of time.
fn period(text: &str) -> Result<Period, String> {
    let number = text.trim_end_matches(char::is_alphabetic);
    let unit = match &text[number.len()..] {
        "d" => "days",
        "w" => "weeks",
        "m" => "months",
        "y" => "years",
        _ => "",
    };
    let period = if unit.is_empty() { Period::parse(text) } else { Period::parse(&format!("{number} {unit}")) };
    period.ok_or_else(|| "write it as `90d`, `12w`, `6m` or `1y`".to_owned())
}

/// What is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
enum ListSubject {
    /// A list that every site has.
    Known(KnownList),
    /// The pages of the section with this folder.
    Section(String),
}

#[expect(clippy::unnecessary_wraps, reason = "the form of a parser; whether there is such a section is known later")]
fn subject(text: &str) -> Result<ListSubject, String> {
    Ok(KnownList::from_str(text, false).map_or_else(|_| ListSubject::Section(text.to_owned()), ListSubject::Known))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum KnownList {
    /// Articles that are published, and drafts, marked as such
    Articles,
    /// Exercises that are published, and drafts, marked as such
    Exercises,
    /// Sources of the library
    References,
    /// Pages that say `draft: true`
    Drafts,
    /// Pages whose date of publication is in the future
    Future,
    /// Pages that have expired
    Expired,
    /// Pages whose review was due before today, that record a substantive change since, or that say something else than was signed
    Overdue,
    /// Pages whose review will be due soon
    Due,
    /// Sources that no page cites or lists
    Uncited,
}

/// A line of the list. The JSON of `--format json` has these names.
#[derive(Debug, Serialize)]
struct RecordRow {
    /// The id of a page, or the key of a source.
    id: String,
    /// The folder of a page's section under `content`, such as `articles`.
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<String>,
    title: String,
    /// The date of publication, a source's year, or the date since which a review is overdue or on which it is due.
    date: Option<String>,
    /// Relative to the site's root.
    file: String,
    line: u32,
    /// Why a page is left out of the site: `draft`, `future` or `expired`.
    #[serde(skip_serializing_if = "Option::is_none")]
    unpublished: Option<&'static str>,
    #[serde(flatten)]
    review: Option<ReviewColumns>,
}

/// The further columns of a review that is overdue or due.
#[derive(Debug, Serialize)]
struct ReviewColumns {
    kind: String,
    language: String,
    /// Absolute address of the page.
    url: String,
    last_reviewed: Option<String>,
    why: &'static str,
}

/// Prints the list. Unpublished pages are part of the site only if they are the subject, and drafts also in lists of pages, where
/// authors look up ids. What they cite counts as cited all the same: its author added it for them.
pub(super) fn run(invocation: &Invocation<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    let mut request = SiteArguments::default().request(invocation, &Unobserved)?;
    let known_list = if let ListSubject::Known(list) = arguments.subject { Some(list) } else { None };
    let is_unpublished = matches!(known_list, Some(KnownList::Drafts | KnownList::Future | KnownList::Expired));
    // All three reasons, since a draft may have expired as well.
    let has_drafts = is_unpublished || matches!(known_list, None | Some(KnownList::Articles | KnownList::Exercises));
    request.options.include =
        IncludeUnpublished { drafts: has_drafts, future: is_unpublished, expired: is_unpublished };
    if arguments.within.is_some() && known_list != Some(KnownList::Due) {
        return Err(Failure::usage("`--within` is for `list due`").help("use `wellpress list due --within 90d`"));
    }
    match pipeline::inspect(&Disk, &request, |site| rows(&site, arguments))? {
        Outcome::Stopped(report) => {
            console::print_findings(&report);
            Ok(Exit::Usage)
        }
        Outcome::Done(rows) => {
            console::write_or_print(&render(&rows?, arguments), arguments.output.as_ref(), "the list")?;
            Ok(Exit::Done)
        }
    }
}

fn rows(checked: &CheckedSite<'_>, arguments: &Arguments) -> Result<Vec<RecordRow>, Failure> {
    let site = checked.resolved.site;
    let config = checked.config;
    let citations = &checked.resolved.citation_index.sources;
    let cited_by_hidden = site.cited_by_hidden();
    let known_list = match &arguments.subject {
        ListSubject::Known(list) => *list,
        ListSubject::Section(folder) => return section_rows(site, folder),
    };
    Ok(match known_list {
        KnownList::Articles => page_rows(site, |page| page.kind == ContentKind::Article && !page.is_withdrawn()),
        KnownList::Exercises => page_rows(site, |page| page.kind == ContentKind::Exercise && !page.is_withdrawn()),
        KnownList::Drafts => page_rows(site, |page| page.unpublished == Some(Unpublished::Draft)),
        KnownList::Future => page_rows(site, |page| page.unpublished == Some(Unpublished::Future)),
        KnownList::Expired => page_rows(site, |page| page.unpublished == Some(Unpublished::Expired)),
        KnownList::Overdue => overdue_rows(config, checked.resolved),
        KnownList::Due => due_rows(config, checked.resolved, arguments.within.unwrap_or(config.settings.review.soon)),
        KnownList::References => source_rows(site, |_| true),
        KnownList::Uncited => source_rows(site, |id| !citations.contains_key(&id) && !cited_by_hidden.contains(&id)),
    })
}

/// The pages of a section, and its drafts.
fn section_rows(site: &Site, folder: &str) -> Result<Vec<RecordRow>, Failure> {
    let sections = site.index.sections();
    let Some(section) = sections.of_folder(folder) else {
        let lists = KnownList::value_variants().iter().filter_map(ValueEnum::to_possible_value);
        let lists: Vec<String> = lists.map(|list| list.get_name().to_owned()).collect();
        let folders = sections.with_pages().map(|(_, section)| section.folder.as_str());
        let near = nearest(folder, lists.iter().map(String::as_str).chain(folders));
        let help = format!("the lists are `{}`, and the folder of each section", lists.join("`, `"));
        return Err(Failure::usage(format!("there is no list `{folder}`")).suggest_or(near, help));
    };
    Ok(page_rows(site, |page| page.section == section && !page.is_withdrawn() && !page.is_section_text()))
}

fn page_rows(site: &Site, is_listed: impl Fn(&Page) -> bool) -> Vec<RecordRow> {
    let rows = site.pages.iter().filter(|page| is_listed(page)).map(|page| {
        let location = page.source.locate(page.title_span);
        let row = row(&page.route, &page.title, page.published.map(|day| day.to_string()), &location);
        RecordRow {
            unpublished: page.unpublished.map(Unpublished::as_str),
            section: Some(site.section(page).folder.clone()),
            ..row
        }
    });
    rows.collect()
}

/// The pages whose review is overdue, the longest overdue first.
fn overdue_rows(config: &Config, resolved: &ResolvedSite<'_>) -> Vec<RecordRow> {
    let pages = resolved.site.pages.iter().filter(|page| !page.is_withdrawn());
    let overdue = pages.filter_map(|page| {
        let overdue = wellpress_reviews::overdue(config, resolved, page)?;
        Some((page, page.editorial()?, overdue))
    });
    let mut overdue: Vec<_> = overdue.collect();
    overdue.sort_by_key(|(page, _, overdue)| (overdue.since, page.id));
    let rows = overdue.into_iter().map(|(page, editorial, OverdueReview { since, location, why })| {
        review_row(config, page, editorial, since, why, &location)
    });
    rows.collect()
}

/// The pages whose review is due today or later, within this time, the next one first.
fn due_rows(config: &Config, resolved: &ResolvedSite<'_>, within: Period) -> Vec<RecordRow> {
    let clock = &config.options.clock;
    let pages = resolved.site.pages.iter().filter(|page| !page.is_withdrawn());
    let due = pages.filter_map(|page| {
        let editorial = page.editorial()?;
        let is_overdue = wellpress_reviews::overdue(config, resolved, page).is_some();
        let day = editorial.next_review.filter(|day| !is_overdue && !clock.is_over(*day))?;
        clock.has_come(within.before(day)).then_some((page, editorial, day))
    });
    let mut due: Vec<_> = due.collect();
    due.sort_by_key(|(page, _, day)| (*day, page.id));
    let rows = due.into_iter().map(|(page, editorial, day)| {
        review_row(config, page, editorial, day, "its review is due", &editorial.due_location(page))
    });
    rows.collect()
}

fn review_row(
    config: &Config,
    page: &Page,
    editorial: &EditorialRecord,
    day: Day,
    why: &'static str,
    location: &Location,
) -> RecordRow {
    let review = ReviewColumns {
        kind: page.word.to_string(),
        language: config.languages[page.language].tag.clone(),
        url: config.base.absolute(&page.url),
        last_reviewed: editorial.last_reviewed.map(|day| day.to_string()),
        why,
    };
    let section = Some(config.sections[page.section].folder.clone());
    RecordRow { review: Some(review), section, ..row(&page.route, &page.title, Some(day.to_string()), location) }
}

fn source_rows(site: &Site, is_listed: impl Fn(ReferenceId) -> bool) -> Vec<RecordRow> {
    site.library.entries().filter(|(id, _)| is_listed(*id)).map(|(_, reference)| source_row(reference)).collect()
}

fn source_row(reference: &Reference) -> RecordRow {
    let title = reference.title.as_ref().map(|title| title.plain()).unwrap_or_default();
    let year = reference.issued.as_ref().map(|issued| issued.year.to_string());
    row(reference.key.as_str(), &title, year, &reference.location)
}

fn row(id: &str, title: &str, date: Option<String>, location: &Location) -> RecordRow {
    RecordRow {
        id: id.to_owned(),
        section: None,
        title: title.to_owned(),
        date,
        file: location.file.to_string(),
        line: location.line,
        unpublished: None,
        review: None,
    }
}

fn render(rows: &[RecordRow], arguments: &Arguments) -> String {
    match arguments.format {
        ListFormat::Text => table(rows),
        ListFormat::Json => json(rows),
        ListFormat::Csv => records_csv(rows, &arguments.subject),
    }
}

fn table(rows: &[RecordRow]) -> String {
    let width = rows.iter().map(|row| row.id.chars().count()).max().unwrap_or(0);
    let lines = rows.iter().map(|row| {
        let date = row.date.as_deref().unwrap_or("-");
        let why = row.review.as_ref().map_or_else(String::new, |review| format!(": {}", review.why));
        let unpublished = row.unpublished.map_or_else(String::new, |reason| format!(" ({reason})"));
        // A title with control characters must not write to the terminal.
        format!("{:width$}  {date:10}  {}{unpublished}{why}\n", row.id, visible(&row.title))
    });
    lines.collect()
}

fn records_csv(rows: &[RecordRow], subject: &ListSubject) -> String {
    let further_columns: &[&str] = match subject {
        ListSubject::Known(KnownList::Overdue | KnownList::Due) => &["kind", "language", "url", "last_reviewed", "why"],
        ListSubject::Known(KnownList::References | KnownList::Uncited) => &[],
        _ => &["unpublished"],
    };
    csv(&[&["id", "title", "date", "file", "line"][..], further_columns].concat(), rows)
}
