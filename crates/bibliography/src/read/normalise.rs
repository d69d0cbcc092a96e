//! Gives every reference one spelling of values that formats write differently: ranges of pages, languages, genres of
//! theses, states of publication.
//!
//! Every reference passes through here once after its reader. That is why a reference is the same after it was written in
//! another format and read back.

use super::foreign_markup::without_foreign_markup;
use super::{biblatex_strings, contradictions, note_identifiers, private_data, undivided_names};
use crate::identifier::{self, bare_address};
use crate::{Case, ContributorName, Reference, Title, markup, notice};

/// Rewrites the fields of a reference that was just read. Words without an entry in the tables below stay as they are.
pub(super) fn normalise(reference: &mut Reference) {
    replace_foreign_markup(reference);
    remove_private_data(reference);
    undivided_names::divide(reference);
    doi_from_address(reference);
    notice::move_from_note(reference);
    contradictions::retraction_from_title(reference);
    contradictions::notice_from_words(reference);
    note_identifiers::move_from_note(reference);
    contradictions::access_day_from_note(reference);
    reference.pages = reference.pages.take().map(|pages| page_range(&pages));
    reference.language = reference.language.take().map(|name| language_tag(&name).map_or(name, str::to_owned));
    reference.genre = reference.genre.take().map(|genre| biblatex_strings::text(&genre).map_or(genre, str::to_owned));
    reference.status =
        reference.status.take().map(|status| biblatex_strings::text(&status).map_or(status, str::to_owned));
}

/// Replaces entities of HTML and XML, and tags of HTML and JATS, in every text, name and title.
fn replace_foreign_markup(reference: &mut Reference) {
    reference.plain_texts_mut().flatten().for_each(clean_text);
    let identifiers = [&mut reference.doi, &mut reference.url, &mut reference.note];
    identifiers.into_iter().flatten().chain(&mut reference.keywords).for_each(clean_text);
    let titles =
        [&mut reference.title, &mut reference.short_title, &mut reference.container, &mut reference.collection];
    for title in titles.into_iter().flatten().filter(|title| may_have_markup(title.as_str())) {
        *title = title_of_csl(title);
    }
    let texts = reference.more.all_texts().filter(|(_, text)| may_have_markup(text));
    let texts = texts.map(|(variable, text)| (variable, without_foreign_markup(text).into_owned()));
    for (variable, text) in texts.collect::<Vec<_>>() {
        reference.more.set_text(variable, text);
    }
    people_mut(reference).flat_map(name_parts_mut).for_each(clean_text);
}

fn clean_text(text: &mut String) {
    if may_have_markup(text) {
        *text = without_foreign_markup(text).into_owned();
    }
}

fn may_have_markup(text: &str) -> bool {
    text.contains('&') || text.contains("</")
}

fn title_of_csl(title: &Title) -> Title {
    // Decoded tags may protect capitals themselves.
    if title.protected_ranges().is_empty() {
        return markup::title(&without_foreign_markup(title.as_str())).unwrap_or_default();
    }
    let pieces: Vec<(String, Case)> =
        title.pieces().map(|(text, case)| (without_foreign_markup(text).into_owned(), case)).collect();
    Title::from_pieces(pieces.iter().map(|(text, case)| (text.as_str(), *case)))
}

fn people_mut(reference: &mut Reference) -> impl Iterator<Item = &mut ContributorName> {
    let people = [&mut reference.authors, &mut reference.editors, &mut reference.translators].into_iter().flatten();
    people.chain(reference.more.all_people_mut())
}

fn name_parts_mut(name: &mut ContributorName) -> impl Iterator<Item = &mut String> {
    let parts = match name {
        ContributorName::Person { family, given, suffix, .. } => [Some(family), given.as_mut(), suffix.as_mut()],
        ContributorName::Organisation(name) => [Some(name), None, None],
        ContributorName::Others => [None, None, None],
    };
    parts.into_iter().flatten()
}

/// Removes e-mail addresses and paths of files from every name and every text but titles of works, and a note that is the
/// bookkeeping of a database. No reader of a source needs them, and whoever exported them from a database hardly knows that
/// they are there.
fn remove_private_data(reference: &mut Reference) {
    reference.plain_texts_mut().for_each(remove_private_words);
    remove_private_words(&mut reference.note);
    for title in [&mut reference.container, &mut reference.collection] {
        if let Some(present) = title.take_if(|title| private_data::has_private_words(title.as_str())) {
            *title = Some(Title::from(&*private_data::without_private_words(present.as_str())));
        }
    }
    reference.keywords.retain(|keyword| *private_data::without_private_words(keyword) == **keyword);
    reference.note.take_if(|note| private_data::is_bookkeeping(note));
    let texts = reference.more.all_texts().filter(|(_, text)| private_data::has_private_words(text));
    let texts = texts.map(|(variable, text)| (variable, private_data::without_private_words(text).into_owned()));
    for (variable, text) in texts.collect::<Vec<_>>() {
        reference.more.set_text(variable, text);
    }
    people_mut(reference).for_each(clean_name);
}

fn remove_private_words(text: &mut Option<String>) {
    if let Some(present) = text.take_if(|text| private_data::has_private_words(text)) {
        *text = Some(private_data::without_private_words(&present).into_owned()).filter(|text| !text.is_empty());
    }
}

/// Removes an e-mail address from a name, unless the name is nothing else.
fn clean_name(name: &mut ContributorName) {
    for part in name_parts_mut(name).filter(|part| part.contains('@')) {
        let public_words = private_data::without_private_words(part).into_owned();
        if !public_words.is_empty() {
            *part = public_words;
        }
    }
}

/// Takes the DOI out of the address, if it has one. An address that only resolves the DOI, or leads through a library's
/// proxy, is dropped.
fn doi_from_address(reference: &mut Reference) {
    let Some(url) = reference.url.as_deref().filter(|url| url.contains("10.") && url.contains("doi")) else { return };
    let Some(doi) = identifier::doi(url) else { return };
    let is_resolver = bare_address(url).strip_prefix("dx.").unwrap_or(&bare_address(url)).starts_with("doi.org/");
    // Readers cannot pass the proxy of a library.
    let is_proxy = bare_address(url).split('/').next().is_some_and(|host| host.contains("proxy"));
    if (is_resolver || is_proxy) && reference.doi.as_ref().is_none_or(|present| present.eq_ignore_ascii_case(&doi)) {
        reference.url = None;
    }
    reference.doi.get_or_insert(doi);
}

/// A range with a plain hyphen, such as `1437-1447`. If the numbers have hyphens themselves, as in `e1-1–e1-7`, the
/// dash stays, because a hyphen could not be told from theirs.
fn page_range(pages: &str) -> String {
    // Dashes are outside ASCII, so without `--` there is nothing to replace.
    if !pages.contains("--") && pages.is_ascii() {
        return pages.to_owned();
    }
    let pages = pages.replace("--", "\u{2013}");
    let numbers = pages.split(['\u{2013}', '\u{2014}']).map(str::trim).collect::<Vec<_>>();
    let has_hyphens = numbers.iter().any(|number| number.contains('-'));
    numbers.join(if has_hyphens { "\u{2013}" } else { "-" })
}

fn translate(word: &str, table: &[(&str, &'static str)]) -> Option<&'static str> {
    table.iter().find(|(from, _)| *from == word).map(|(_, to)| *to)
}

/// BCP 47 tags by the names that LaTeX's babel and biblatex use, and by the three letters of ISO 639-2 that catalogues
/// of libraries and MEDLINE use.
const LANGUAGES: [(&str, &str); 60] = [
    ("english", "en"),
    ("american", "en-US"),
    ("usenglish", "en-US"),
    ("british", "en-GB"),
    ("ukenglish", "en-GB"),
    ("australian", "en-AU"),
    ("canadian", "en-CA"),
    ("german", "de"),
    ("ngerman", "de"),
    ("austrian", "de-AT"),
    ("naustrian", "de-AT"),
    ("french", "fr"),
    ("francais", "fr"),
    ("spanish", "es"),
    ("italian", "it"),
    ("portuguese", "pt"),
    ("brazilian", "pt-BR"),
    ("dutch", "nl"),
    ("polish", "pl"),
    ("swedish", "sv"),
    ("danish", "da"),
    ("norwegian", "no"),
    ("finnish", "fi"),
    ("russian", "ru"),
    ("japanese", "ja"),
    ("chinese", "zh"),
    ("arabic", "ar"),
    ("hebrew", "he"),
    ("eng", "en"),
    ("ger", "de"),
    ("deu", "de"),
    ("fre", "fr"),
    ("fra", "fr"),
    ("spa", "es"),
    ("ita", "it"),
    ("por", "pt"),
    ("dut", "nl"),
    ("nld", "nl"),
    ("pol", "pl"),
    ("rus", "ru"),
    ("chi", "zh"),
    ("zho", "zh"),
    ("jpn", "ja"),
    ("kor", "ko"),
    ("ara", "ar"),
    ("heb", "he"),
    ("per", "fa"),
    ("tur", "tr"),
    ("swe", "sv"),
    ("dan", "da"),
    ("nor", "no"),
    ("fin", "fi"),
    ("cze", "cs"),
    ("slo", "sk"),
    ("hun", "hu"),
    ("gre", "el"),
    ("ukr", "uk"),
    ("rum", "ro"),
    ("hrv", "hr"),
    ("srp", "sr"),
];

pub(super) fn language_tag(name: &str) -> Option<&'static str> {
    translate(&name.to_lowercase(), &LANGUAGES)
}
