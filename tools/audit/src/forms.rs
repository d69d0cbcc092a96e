//! `audit forms`: which other forms the pages of a site have, as a table for the yearly report on how people's needs are met.
//!
//! Input: a checked site. Output: CSV with a row for each form of each page, a row for each page without any, and a row for each form and
//! language with how many pages have it. Withdrawn pages and those that are not published are left out.

use wellpress_site::config::{Config, LanguageId};
use wellpress_site::model::Page;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::forms::{FormKind, FormPlace, FormState, PageForm, of_page};
use wellpress_site::sections::ContentKind;

/// The name of the table among the arguments.
pub const NAME: &str = "forms";

/// The columns.
const HEADER: [&str; 11] = [
    "page",
    "title",
    "language",
    "address",
    "form",
    "form_address",
    "date",
    "approved",
    "approved_on",
    "state",
    "pages",
];

/// The table as CSV.
#[must_use]
pub fn table(config: &Config, resolved: &ResolvedSite<'_>) -> String {
    let mut csv = line(HEADER.map(str::to_owned).as_slice());
    let pages: Vec<&Page> = resolved.site.pages.iter().map(|page| &**page).filter(|page| counts(page)).collect();
    for page in &pages {
        let about = [
            resolved.site.full_id(page),
            page.title.clone(),
            config.languages[page.language].tag.clone(),
            config.base.absolute(&page.url),
        ];
        let forms = of_page(resolved, page);
        if forms.is_empty() {
            csv.push_str(&row(&about, std::iter::repeat_n(String::new(), HEADER.len() - about.len())));
        }
        for form in forms {
            csv.push_str(&row(&about, cells(config, &form)));
        }
    }
    for language in config.languages.ids() {
        csv.push_str(&totals(config, resolved, &pages, language));
    }
    csv
}

/// Whether a page could have other forms and readers can open it. Lists, topics and people have none.
fn counts(page: &Page) -> bool {
    let is_text =
        matches!(page.kind, ContentKind::Article | ContentKind::Exercise | ContentKind::Programme | ContentKind::Page);
    is_text && !page.is_section_text() && !page.is_easy_read() && !page.is_withdrawn() && page.unpublished.is_none()
}

/// What is known of a form.
fn cells(config: &Config, form: &PageForm<'_>) -> impl Iterator<Item = String> + use<> {
    let day = |day: Option<wellpress_foundation::Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let is_published = !matches!(form.place, FormPlace::Page(easy) if easy.unpublished.is_some());
    [
        form.kind.as_str().to_owned(),
        if is_published { form.place.address(&config.base) } else { String::new() },
        day(form.date),
        if form.is_approved { "yes" } else { "no" }.to_owned(),
        day(form.approved),
        state(form.state).to_owned(),
        String::new(),
    ]
    .into_iter()
}

fn state(state: FormState) -> &'static str {
    match state {
        FormState::Current => "current",
        FormState::Behind => "behind",
        FormState::Unrecorded => "unrecorded",
    }
}

/// For each form, how many pages of a language have it, how many of these are approved and how many current.
fn totals(config: &Config, resolved: &ResolvedSite<'_>, pages: &[&Page], language: LanguageId) -> String {
    let pages: Vec<&&Page> = pages.iter().filter(|page| page.language == language).collect();
    if pages.is_empty() {
        return String::new();
    }
    let forms: Vec<PageForm<'_>> = pages.iter().flat_map(|page| of_page(resolved, page)).collect();
    let rows = FormKind::ALL.map(|kind| {
        let of_kind = || forms.iter().filter(move |form| form.kind == kind);
        let tag = config.languages[language].tag.clone();
        let approved = of_kind().filter(|form| form.is_approved).count().to_string();
        let current = of_kind().filter(|form| form.state == FormState::Current).count();
        let cells = [
            kind.as_str().to_owned(),
            String::new(),
            String::new(),
            approved,
            String::new(),
            format!("{current} current"),
            format!("{} of {}", of_kind().count(), pages.len()),
        ];
        row(&["total".to_owned(), String::new(), tag, String::new()], cells.into_iter())
    });
    rows.concat()
}

fn row(about: &[String], cells: impl Iterator<Item = String>) -> String {
    line(&about.iter().cloned().chain(cells).collect::<Vec<_>>())
}

fn line(cells: &[String]) -> String {
    format!("{}\r\n", cells.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(","))
}

/// A cell of CSV (RFC 4180). Programs for tables run a cell that begins as a formula does, so that an apostrophe goes before it.
fn quoted(cell: &str) -> String {
    let cell = cell.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_formula = cell.starts_with(['=', '+', '-', '@']);
    let cell = if is_formula { format!("'{cell}") } else { cell };
    if cell.contains(['"', ',', ';']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}
