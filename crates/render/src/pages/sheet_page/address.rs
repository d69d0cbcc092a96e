//! The addresses of the page for making a sheet, also with exercises chosen already. Whether a site has the page is decided by
//! [`SheetPage`]; a theme without a template for it has none.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write as _;

use wellpress_site::config::{Config, LanguageId};
use wellpress_site::model::dose::{amount, fields};
use wellpress_site::model::programme::{Programme, ScheduledExercise};
use wellpress_site::model::{Page, Site};
use wellpress_site::resolve::bodies::language_url;
use wellpress_site::resolve::{ResolvedSite, SheetPage};

use crate::pages::sheet_page::dose_options::amount_key;
use crate::theme::Theme;

/// The template of the page.
const TEMPLATE: &str = "sheet.html";

/// The page, if the site and its theme have one.
pub(crate) fn sheet_page<'a>(resolved: &'a ResolvedSite<'_>, theme: &Theme) -> Option<&'a SheetPage> {
    resolved.sheet_page.as_ref().filter(|_| theme.has_template(TEMPLATE))
}

/// The address of the page in a language.
pub(crate) fn address(
    config: &Config,
    resolved: &ResolvedSite<'_>,
    theme: &Theme,
    language: LanguageId,
) -> Option<String> {
    let sheet = sheet_page(resolved, theme).filter(|sheet| sheet.languages.contains(&language))?;
    Some(format!("{}{}", language_url(config, language), sheet.path))
}

/// The address of the page with an exercise chosen.
pub(in crate::pages) fn with_exercise(sheet: &str, site: &Site, page: &Page) -> String {
    format!("{sheet}#e={}", component(&sheet_id(site, page)))
}

/// The address of the page with the exercises of a programme chosen, each once with its dose there; `None` without an exercise in the
/// language of the page, and if an exercise has several doses on the schedule, because a sheet has one dose for each exercise.
pub(in crate::pages) fn with_programme(
    sheet: &str,
    resolved: &ResolvedSite<'_>,
    page: &Page,
    programme: &Programme,
) -> Option<String> {
    let mut chosen = Vec::new();
    for scheduled in &programme.schedule {
        let exercise = resolved.site.page(scheduled.exercise);
        if exercise.language != page.language || exercise.is_withdrawn() {
            continue;
        }
        let of_exercise = programme.schedule.iter().filter(|other| other.exercise == scheduled.exercise);
        let doses: BTreeSet<Vec<&str>> = of_exercise.map(|other| dose_texts(other)).collect();
        if doses.len() > 1 {
            return None;
        }
        if !chosen.contains(&scheduled.exercise) {
            chosen.push(scheduled.exercise);
        }
    }
    let entries = chosen.iter().map(|id| {
        let mut entry = format!("e={},", component(&sheet_id(resolved.site, resolved.site.page(*id))));
        let scheduled = programme.schedule.iter().find(|scheduled| scheduled.exercise == *id);
        for (field, text) in scheduled.iter().flat_map(|scheduled| fields(&scheduled.dose)) {
            let key = text.and_then(|text| amount(field, &text.0)).map(amount_key);
            key.into_iter().for_each(|key| _ = write!(entry, ",{field}:{key}"));
        }
        entry
    });
    let fragment = entries.collect::<Vec<_>>().join("&");
    (!fragment.is_empty()).then(|| format!("{sheet}#{fragment}"))
}

/// The dose of a scheduled exercise, with an empty text for a field that it has not.
fn dose_texts(scheduled: &ScheduledExercise) -> Vec<&str> {
    fields(&scheduled.dose).iter().map(|(_, text)| text.map_or("", |text| &*text.0)).collect()
}

/// The id of an exercise or a topic in addresses and in the data, which no other page of its language has and which translations share:
/// two pages in different folders can have the same name.
pub(super) fn sheet_id<'a>(site: &Site, page: &'a Page) -> Cow<'a, str> {
    let is_in_own_section = page.section == page.kind.section() && !page.route.is_empty();
    if is_in_own_section { Cow::Borrowed(&page.route) } else { Cow::Owned(site.full_id(page)) }
}

/// Percent-encoded as `encodeURIComponent` does it, for scripts to read.
fn component(name: &str) -> String {
    let mut encoded = String::with_capacity(name.len());
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => encoded.push(char::from(byte)),
            _ => _ = write!(encoded, "%{byte:02X}"),
        }
    }
    encoded
}
