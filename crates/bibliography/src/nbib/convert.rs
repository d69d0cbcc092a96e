//! MEDLINE's tags into a [`Reference`].

use super::super::identifiers::IdentifierField;
use super::super::intake::{self, Intake, line, set};
use super::super::markup;
use super::super::record::{Name, Reference, ReferenceKind, Title};
use super::super::tagged::Tagged;

/// Fills a record with what the tags say.
pub(super) fn fill(reference: &mut Reference, intake: &mut Intake<'_>, tags: &[Tagged<'_>]) {
    let mut reader = Reader { reference, intake, book: None };
    tags.iter().for_each(|tag| reader.tag(tag));
    let book = reader.book.take();
    reference.authors = authors(tags, ["FAU", "AU"], "CN");
    reference.editors = authors(tags, ["FED", "ED"], "");
    kind(reference, tags, book);
    let ahead = tags.iter().any(|tag| tag.tag == "PST" && tag.value.trim() == "aheadofprint");
    if ahead && reference.volume.is_none() {
        set(&mut reference.status, Some("ahead of print".to_owned()));
    }
}

fn kind(reference: &mut Reference, tags: &[Tagged<'_>], book: Option<Title>) {
    let is = |kind: &str| tags.iter().any(|tag| tag.tag == "PT" && tag.value.trim().eq_ignore_ascii_case(kind));
    if is("Preprint") {
        reference.kind = ReferenceKind::Preprint;
    } else if is("Dataset") {
        reference.kind = ReferenceKind::Dataset;
    } else if let Some(book) = book {
        reference.kind = if reference.title.is_some() { ReferenceKind::Chapter } else { ReferenceKind::Book };
        match reference.kind {
            ReferenceKind::Chapter => reference.container = Some(book),
            _ => reference.title = Some(book),
        }
    }
}

struct Reader<'r, 'i, 'a> {
    reference: &'r mut Reference,
    intake: &'i mut Intake<'a>,
    book: Option<Title>,
}

impl Reader<'_, '_, '_> {
    fn tag(&mut self, tag: &Tagged<'_>) {
        match tag.tag {
            "PMID" => self.reference.pmid = self.identifier(tag, tag.value, IdentifierField::Pmid),
            "PMC" => self.reference.pmcid = self.identifier(tag, tag.value, IdentifierField::Pmcid),
            "LID" | "AID" => self.article_id(tag),
            "TI" => set(&mut self.reference.title, title(tag.value)),
            "BTI" => self.book = title(tag.value),
            "JT" => set(&mut self.reference.container, title(tag.value)),
            "CTI" => set(&mut self.reference.collection, title(tag.value)),
            "DP" => self.date(tag),
            "IS" => self.serial_number(tag.value),
            "ISBN" => set(&mut self.reference.isbn, line(tag.value).map(|text| without_label(&text))),
            "OT" | "MH" => self.reference.keywords.extend(line(tag.value).map(|text| text.replace('*', ""))),
            _ => self.plain(tag),
        }
    }

    fn plain(&mut self, tag: &Tagged<'_>) {
        let field = match tag.tag {
            "TA" => &mut self.reference.container_short,
            "VI" => &mut self.reference.volume,
            "IP" => &mut self.reference.issue,
            "PG" => &mut self.reference.pages,
            "AB" => &mut self.reference.abstract_text,
            "PB" => &mut self.reference.publisher,
            "EN" => &mut self.reference.edition,
            "LA" => &mut self.reference.language,
            "GN" => &mut self.reference.note,
            _ => return,
        };
        set(field, line(tag.value));
    }

    fn identifier(&mut self, tag: &Tagged<'_>, text: &str, kind: IdentifierField) -> Option<String> {
        self.intake.identifier(tag.range.clone(), text.trim(), kind)
    }

    /// `10.5555/example [doi]`, `e12345 [pii]`; an article's number stands in for pages.
    fn article_id(&mut self, tag: &Tagged<'_>) {
        let text = tag.value.trim();
        if let Some(doi) = text.strip_suffix("[doi]") {
            let doi = self.identifier(tag, doi, IdentifierField::Doi);
            set(&mut self.reference.doi, doi);
        }
    }

    fn date(&mut self, tag: &Tagged<'_>) {
        let Some(text) = line(tag.value) else { return };
        let dated = self.intake.dated(tag.range.clone(), &text);
        intake::issue(self.reference, dated);
    }

    /// `1643-3750 (Electronic)`; the first counts.
    fn serial_number(&mut self, text: &str) {
        set(&mut self.reference.issn, line(text).map(|text| without_label(&text)));
    }
}

/// A title without the full stop that MEDLINE puts behind each.
fn title(text: &str) -> Option<Title> {
    let text = text.trim();
    let is_sentence = text.ends_with('.') && !text.ends_with("..");
    markup::title(if is_sentence { &text[..text.len() - 1] } else { text })
}

/// A number without what stands in parentheses behind it.
fn without_label(text: &str) -> String {
    text.split(" (").next().unwrap_or(text).trim().to_owned()
}

/// The names in full where there are any, else those with initials; bodies in their places among them.
fn authors(tags: &[Tagged<'_>], [full, short]: [&str; 2], body: &str) -> Vec<Name> {
    let has_full = tags.iter().any(|tag| tag.tag == full);
    let wanted = if has_full { full } else { short };
    let name = |tag: &Tagged<'_>| {
        let text = line(tag.value)?;
        match tag.tag {
            tag if tag == body => Some(Name::Body(text)),
            tag if tag == wanted && has_full => Some(full_name(&text)),
            tag if tag == wanted => Some(short_name(&text)),
            _ => None,
        }
    };
    tags.iter().filter_map(name).collect()
}

/// `Berg, Anna van der`, `King, Martin L Jr`.
fn full_name(text: &str) -> Name {
    let Some((family, given)) = text.split_once(", ") else { return Name::Body(text.to_owned()) };
    let (given, suffix) = split_suffix(given);
    Name::Person { family: family.to_owned(), given, particle: None, suffix }
}

/// `Berg AB`, `King ML Jr`: initials get their full stops.
fn short_name(text: &str) -> Name {
    let (name, suffix) = split_suffix(text);
    let name = name.unwrap_or_default();
    let Some((family, initials)) = name.rsplit_once(' ').filter(|(_, last)| last.chars().all(char::is_uppercase))
    else {
        return Name::Body(text.to_owned());
    };
    let given: Vec<String> = initials.chars().map(|initial| format!("{initial}.")).collect();
    Name::Person { family: family.to_owned(), given: Some(given.join(" ")), particle: None, suffix }
}

fn split_suffix(text: &str) -> (Option<String>, Option<String>) {
    const SUFFIXES: [&str; 10] = ["Jr", "Sr", "2nd", "3rd", "4th", "II", "III", "IV", "Jr.", "Sr."];
    match text.rsplit_once(' ').filter(|(_, last)| SUFFIXES.contains(last)) {
        Some((rest, suffix)) => (Some(rest.to_owned()), Some(suffix.to_owned())),
        None => (Some(text.to_owned()).filter(|text| !text.is_empty()), None),
    }
}
