//! BibLaTeX. Braces keep what the library's braces kept.

use super::Abstracts;
use crate::parse::bibliography::{Case, Name, PartialDate, Reference, ReferenceKind as Kind, Title};

/// The references as a BibLaTeX file.
#[must_use]
pub fn bibtex(references: &[&Reference], abstracts: Abstracts) -> String {
    let entries: Vec<_> = references.iter().map(|reference| entry(reference, abstracts)).collect();
    entries.join("\n")
}

/// Entries as a file.
pub(super) fn join(entries: &[&str]) -> String {
    entries.join("\n")
}

/// A reference as an entry.
pub(super) fn entry(reference: &Reference, abstracts: Abstracts) -> String {
    let mut fields = Fields(String::new());
    fields.0 += &format!("@{}{{{},\n", kind(reference.kind), key(reference));
    if let Some(subtype) = subtype(reference.kind) {
        fields.verbatim("entrysubtype", Some(subtype));
    }
    titles_and_names(&mut fields, reference);
    fields.verbatim("date", reference.issued.as_ref().map(date).as_deref());
    fields.text("pubstate", reference.status.as_deref().map(status));
    numbers(&mut fields, reference);
    fields.verbatim("doi", reference.doi.as_deref());
    fields.verbatim("pmid", reference.pmid.as_deref());
    fields.verbatim("pmcid", reference.pmcid.as_deref());
    fields.verbatim("isbn", reference.isbn.as_deref());
    fields.verbatim("issn", reference.issn.as_deref());
    fields.verbatim("url", reference.url.as_deref());
    fields.verbatim("urldate", reference.accessed.as_ref().map(date).as_deref());
    fields.text("language", reference.language.as_deref());
    fields.text("keywords", Some(reference.keywords.join(", ")).filter(|words| !words.is_empty()).as_deref());
    fields.text("note", reference.note.as_deref());
    fields.text("abstract", reference.abstract_text.as_deref().filter(|_| abstracts == Abstracts::Keep));
    fields.0 + "}\n"
}

fn titles_and_names(fields: &mut Fields, reference: &Reference) {
    let container = match reference.kind {
        Kind::Chapter | Kind::PaperConference => "booktitle",
        Kind::Webpage | Kind::Document | Kind::Dataset | Kind::Software | Kind::Video => "organization",
        Kind::Book | Kind::Report | Kind::Thesis | Kind::Standard => "maintitle",
        _ => "journaltitle",
    };
    let publisher = if matches!(reference.kind, Kind::Report | Kind::Thesis) { "institution" } else { "publisher" };
    fields.names("author", &reference.authors);
    fields.title("title", reference.title.as_ref());
    fields.title("shorttitle", reference.short_title.as_ref());
    fields.names("editor", &reference.editors);
    fields.names("translator", &reference.translators);
    fields.title(container, reference.container.as_ref());
    fields.text("shortjournal", reference.container_short.as_deref());
    fields.title("series", reference.collection.as_ref());
    fields.text("eventtitle", reference.event.as_deref());
    fields.text("type", reference.genre.as_deref());
    fields.text(publisher, reference.publisher.as_deref());
    fields.text("location", reference.place.as_deref());
}

fn numbers(fields: &mut Fields, reference: &Reference) {
    let periodical = matches!(reference.kind, Kind::ArticleJournal | Kind::ArticleMagazine | Kind::ArticleNewspaper);
    fields.text("volume", reference.volume.as_deref());
    if periodical {
        fields.text("number", reference.issue.as_deref());
    } else {
        fields.text("issue", reference.issue.as_deref());
        fields.text("number", reference.number.as_deref());
    }
    fields.verbatim("pages", reference.pages.as_deref().map(pages).as_deref());
    fields.text("chapter", reference.chapter.as_deref());
    fields.text("edition", reference.edition.as_deref());
    fields.text("version", reference.version.as_deref());
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::ArticleJournal | Kind::ArticleMagazine | Kind::ArticleNewspaper => "article",
        Kind::Book => "book",
        Kind::Chapter => "incollection",
        Kind::PaperConference => "inproceedings",
        Kind::Report => "report",
        Kind::Thesis => "thesis",
        Kind::Webpage => "online",
        Kind::Preprint => "unpublished",
        Kind::Dataset => "dataset",
        Kind::Standard => "standard",
        Kind::Video => "video",
        Kind::Software => "software",
        Kind::Document => "misc",
    }
}

fn subtype(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::ArticleMagazine => Some("magazine"),
        Kind::ArticleNewspaper => Some("newspaper"),
        Kind::Document => Some("document"),
        _ => None,
    }
}

/// The key as it is, or slugged where BibTeX could not read it.
fn key(reference: &Reference) -> String {
    let key = reference.key.as_str();
    let readable =
        !key.is_empty() && !key.contains(|c: char| c.is_whitespace() || c.is_control() || ",{}%#\\\"".contains(c));
    if readable { key.to_owned() } else { reference.key.slug() }
}

fn date(date: &PartialDate) -> String {
    let sign = if date.year < 0 { "-" } else { "" };
    let mut text = format!("{sign}{:04}", date.year.unsigned_abs());
    if let Some(month) = date.month {
        text += &format!("-{month:02}");
    }
    if let Some(day) = date.day {
        text += &format!("-{day:02}");
    }
    if let Some(end) = date.end_year {
        text += &format!("/{end:04}");
    }
    if date.approximate { text + "~" } else { text }
}

fn status(status: &str) -> &str {
    match status {
        "in press" => "inpress",
        "in preparation" => "inpreparation",
        _ => status,
    }
}

/// Ranges with two hyphens. Where a dash divides, hyphens belong to the numbers.
fn pages(pages: &str) -> String {
    let divider = if pages.contains('\u{2013}') { "\u{2013}" } else { "-" };
    escaped(&pages.split(divider).collect::<Vec<_>>().join("\u{2013}")).replace('\u{2013}', "--")
}

fn name(name: &Name) -> String {
    let (family, given, particle, suffix) = match name {
        Name::Body(body) => return format!("{{{}}}", escaped(body)),
        Name::Others => return "others".to_owned(),
        Name::Person { family, given, particle, suffix } => (family, given, particle, suffix),
    };
    let lower = particle.iter().all(|particle| particle.split(' ').all(|word| word.starts_with(char::is_lowercase)));
    match given {
        Some(given) if lower => {
            let particle = particle.as_ref().map_or_else(String::new, |particle| format!("{} ", escaped(particle)));
            let suffix = suffix.as_ref().map_or_else(String::new, |suffix| format!("{}, ", name_part(suffix)));
            format!("{particle}{}, {suffix}{}", family_part(family), name_part(given))
        }
        _ => {
            let parts = [("family", Some(family)), ("given", given.as_ref()), ("prefix", particle.as_ref())];
            let parts = parts.into_iter().chain([("suffix", suffix.as_ref())]);
            let parts = parts.filter_map(|(key, part)| Some(format!("{key}={{{}}}", escaped(part?))));
            parts.collect::<Vec<_>>().join(", ")
        }
    }
}

/// A family name; in braces where BibTeX would take a word of it for a particle.
fn family_part(family: &str) -> String {
    let plain = !family.contains(' ') && family.starts_with(char::is_uppercase);
    if plain { name_part(family) } else { format!("{{{}}}", escaped(family)) }
}

/// A part of a name; in braces where it holds what divides names.
fn name_part(part: &str) -> String {
    let divides = part.contains([',', '=']) || part.split(' ').any(|word| word.eq_ignore_ascii_case("and"));
    if divides { format!("{{{}}}", escaped(part)) } else { escaped(part) }
}

/// Text as TeX: its special characters quoted, and empty braces in what TeX would join to a dash or a quote.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '{' | '}' | '$' | '&' | '%' | '#' | '_' => {
                out.push('\\');
                out.push(c);
            }
            '-' | '`' | '\'' if before == c => {
                out.push_str("{}");
                out.push(c);
            }
            _ => out.push(c),
        }
        before = c;
    }
    out
}

struct Fields(String);

impl Fields {
    fn raw(&mut self, name: &str, value: &str) {
        self.0 += &format!("  {name:<12} = {{{value}}},\n");
    }

    fn text(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.raw(name, &escaped(value));
        }
    }

    fn verbatim(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.raw(name, &value.replace(['{', '}'], ""));
        }
    }

    fn title(&mut self, name: &str, value: Option<&Title>) {
        let Some(value) = value else { return };
        let piece = |(piece, case): (&str, Case)| match case {
            Case::Free => escaped(piece),
            Case::Kept => format!("{{{}}}", escaped(piece)),
        };
        let value: String = value.pieces().map(piece).collect();
        self.raw(name, &value);
    }

    fn names(&mut self, name: &str, names: &[Name]) {
        if !names.is_empty() {
            let names: Vec<_> = names.iter().map(self::name).collect();
            self.raw(name, &names.join(" and "));
        }
    }
}
