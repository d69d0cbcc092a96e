//! `wellpress list`: lists records of the site as a table, for people, spreadsheets and other programs.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Serialize;

use wellpress_bibliography::Reference;
use wellpress_build::pipeline::{self, CheckedSite, Outcome, Unobserved};
use wellpress_check::care::{self, CareItem, CareKind, CareList};
use wellpress_command::console;
use wellpress_command::invocation::{Invocation, SiteArguments, day, period};
use wellpress_command::output_format::{ListFormat, csv, json};
use wellpress_command::{Exit, Failure};
use wellpress_diagnostics::render::visible;
use wellpress_diagnostics::{Location, nearest};
use wellpress_foundation::{Day, Period};
use wellpress_io::fs::Disk;
use wellpress_site::config::IncludeUnpublished;
use wellpress_site::model::page::Unpublished;
use wellpress_site::model::reference::ReferenceId;
use wellpress_site::model::{Page, PageId, Site};
use wellpress_site::sections::ContentKind;

/// List the site's records
///
/// For people, spreadsheets and other programs. `overdue` and `due` are parts of the list of `wellpress help care`. A page is
/// overdue too if it records a substantive change since its review, or says something else than was signed; the longest overdue
/// comes first.
///
/// JSON and CSV also have file and line, in a list of pages why a page is left out of the site, and for a review the page's kind,
/// language and address, its last review and the reason. A cell that a spreadsheet would read as a formula begins with `'`. A daily
/// job asks for `dates`, and publishes if the list is not empty.
#[derive(Debug, Args)]
#[command(after_long_help = "    $ wellpress list due --within 90d
    $ wellpress list dates --since 2026-06-12")]
pub(super) struct Arguments {
    /// The records to list: `articles`, `exercises`, `references`, `drafts`, `future`, `expired`, `overdue`, `due`, `dates`, `uncited`, or the folder of a section
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
    /// With `dates`: the day of the last build
    #[arg(long, value_name = "DATE", value_parser = day)]
    since: Option<Day>,
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
    /// Pages that a build of today shows and one of `--since` did not, or the other way round, because their day has come
    Dates,
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
    let has_expired = is_unpublished || known_list == Some(KnownList::Dates);
    request.options.include = IncludeUnpublished { drafts: has_drafts, future: is_unpublished, expired: has_expired };
    if arguments.within.is_some() && known_list != Some(KnownList::Due) {
        return Err(Failure::usage("`--within` is for `list due`").help("use `wellpress list due --within 90d`"));
    }
    if arguments.since.is_some() != (known_list == Some(KnownList::Dates)) {
        return Err(Failure::usage("`list dates` and `--since` belong together")
            .help("use `wellpress list dates --since 2026-06-12`, with the day of the last build"));
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
    let citations = &checked.resolved.citation_index.sources;
    let cited_by_hidden = site.cited_by_hidden();
    let known_list = match &arguments.subject {
        ListSubject::Known(list) => *list,
        ListSubject::Section(folder) => return section_rows(site, folder),
    };
    Ok(match known_list {
        KnownList::Articles => {
            page_rows(site, |page| page.kind == ContentKind::Article && !page.is_easy_read() && !page.is_withdrawn())
        }
        KnownList::Exercises => page_rows(site, |page| page.kind == ContentKind::Exercise && !page.is_withdrawn()),
        KnownList::Drafts => page_rows(site, |page| page.unpublished == Some(Unpublished::Draft)),
        KnownList::Future => page_rows(site, |page| page.unpublished == Some(Unpublished::Future)),
        KnownList::Expired => page_rows(site, |page| page.unpublished == Some(Unpublished::Expired)),
        KnownList::Overdue => overdue_rows(checked),
        KnownList::Due => due_rows(checked, arguments.within.unwrap_or(checked.config.settings.review.soon)),
        KnownList::Dates => date_rows(checked, arguments.since),
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

/// The pages that a build of this day did not show and one of today does, or the other way round.
fn date_rows(checked: &CheckedSite<'_>, since: Option<Day>) -> Vec<RecordRow> {
    let today = checked.config.options.clock.today();
    let since = since.unwrap_or(today);
    let is_shown = |page: &Page, day: Day| {
        page.published.is_none_or(|first| first <= day) && page.expires.is_none_or(|last| last >= day)
    };
    page_rows(checked.resolved.site, |page| is_shown(page, since) != is_shown(page, today))
}

/// The pages whose review is overdue, the longest overdue first: by its dates, or because the approved words were others. Such a page
/// counts as overdue since the approval, as nobody can tell when the words changed.
fn overdue_rows(checked: &CheckedSite<'_>) -> Vec<RecordRow> {
    let list = care_list(checked, checked.config.settings.review.soon);
    let mut overdue: BTreeMap<PageId, &CareItem> = BTreeMap::new();
    for item in list.items.iter().filter(|item| is_overdue(item)) {
        let Some(page) = item.page_id else { continue };
        // Of two reasons, the earlier one.
        let earlier = overdue.get(&page).filter(|earlier| earlier.since <= item.since);
        if earlier.is_none() {
            overdue.insert(page, item);
        }
    }
    let mut overdue: Vec<(PageId, &CareItem)> = overdue.into_iter().collect();
    overdue.sort_by_key(|(page, item)| (item.since, *page));
    let rows = overdue.into_iter().filter_map(|(_, item)| {
        let why =
            if item.kind == CareKind::ReviewOverdue { "its review was due" } else { "it says something else since" };
        review_row(checked, item, item.since?, why)
    });
    rows.collect()
}

fn is_overdue(item: &CareItem) -> bool {
    matches!(item.kind, CareKind::ReviewOverdue | CareKind::PageChanged)
}

/// The pages whose review is due today or later, within this time, the next one first.
fn due_rows(checked: &CheckedSite<'_>, within: Period) -> Vec<RecordRow> {
    let list = care_list(checked, within);
    let overdue: BTreeSet<PageId> =
        list.items.iter().filter(|item| is_overdue(item)).filter_map(|item| item.page_id).collect();
    let due = list.items.iter().filter(|item| item.kind == CareKind::ReviewDue);
    let mut due: Vec<&CareItem> =
        due.filter(|item| item.page_id.is_some_and(|page| !overdue.contains(&page))).collect();
    due.sort_by_key(|item| (item.until, item.page_id));
    due.into_iter().filter_map(|item| review_row(checked, item, item.until?, "its review is due")).collect()
}

fn care_list(checked: &CheckedSite<'_>, soon: Period) -> CareList {
    care::list(checked.config, checked.resolved, &checked.report, soon)
}

fn review_row(checked: &CheckedSite<'_>, item: &CareItem, day: Day, why: &'static str) -> Option<RecordRow> {
    let config = checked.config;
    let page = checked.resolved.site.page(item.page_id?);
    let review = ReviewColumns {
        kind: page.word.to_string(),
        language: config.languages[page.language].tag.clone(),
        url: config.base.absolute(&page.url),
        last_reviewed: page.editorial()?.last_reviewed.map(|day| day.to_string()),
        why,
    };
    Some(RecordRow {
        id: page.route.clone(),
        section: Some(config.sections[page.section].folder.clone()),
        title: page.title.clone(),
        date: Some(day.to_string()),
        file: item.file.clone(),
        line: item.line,
        unpublished: None,
        review: Some(review),
    })
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
