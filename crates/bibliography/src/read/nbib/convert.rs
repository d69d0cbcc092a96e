//! MEDLINE's tags of one entry into a [`Reference`].

use crate::identifier::IdentifierField;
use crate::read::read_context::{ReadContext, one_line, set_if_empty, set_issued};
use crate::read::tagged_lines::TaggedValue;
use crate::{ContributorName, Reference, ReferenceKind, Title, markup};

/// Fills a record with what the tags say. Of a tag that stands twice the first one counts, unless it is a list.
pub(super) fn fill(reference: &mut Reference, context: &mut ReadContext<'_>, tags: &[TaggedValue<'_>]) {
    let mut reader = MedlineReader { reference, context, book_title: None };
    tags.iter().for_each(|tag| reader.read_tag(tag));
    let book_title = reader.book_title.take();
    reference.authors = names(tags, ["FAU", "AU"], "CN");
    reference.editors = names(tags, ["FED", "ED"], "");
    set_kind(reference, tags, book_title);
    let is_ahead_of_print = tags.iter().any(|tag| tag.tag == "PST" && tag.value.trim() == "aheadofprint");
    // An article with a volume has been printed, whatever its status still says.
    if is_ahead_of_print && reference.volume.is_none() {
        set_if_empty(&mut reference.status, Some("ahead of print".to_owned()));
    }
}

fn set_kind(reference: &mut Reference, tags: &[TaggedValue<'_>], book_title: Option<Title>) {
    if has_publication_type(tags, "Preprint") {
        reference.kind = ReferenceKind::Preprint;
    } else if has_publication_type(tags, "Dataset") {
        reference.kind = ReferenceKind::Dataset;
    } else if book_title.is_some() && reference.title.is_some() {
        reference.kind = ReferenceKind::Chapter;
        reference.container = book_title;
    } else if book_title.is_some() {
        reference.kind = ReferenceKind::Book;
        reference.title = book_title;
    }
}

fn has_publication_type(tags: &[TaggedValue<'_>], publication_type: &str) -> bool {
    tags.iter().any(|tag| tag.tag == "PT" && tag.value.trim().eq_ignore_ascii_case(publication_type))
}

struct MedlineReader<'r, 'c, 'a> {
    reference: &'r mut Reference,
    context: &'c mut ReadContext<'a>,
    book_title: Option<Title>,
}

impl MedlineReader<'_, '_, '_> {
    fn read_tag(&mut self, tag: &TaggedValue<'_>) {
        match tag.tag {
            "PMID" => self.reference.pmid = self.identifier(tag, tag.value, IdentifierField::Pmid),
            "PMC" => self.reference.pmcid = self.identifier(tag, tag.value, IdentifierField::Pmcid),
            "LID" | "AID" => self.article_id(tag),
            "TI" => set_if_empty(&mut self.reference.title, title(tag.value)),
            "BTI" => self.book_title = title(tag.value),
            "JT" => set_if_empty(&mut self.reference.container, title(tag.value)),
            "CTI" => set_if_empty(&mut self.reference.collection, title(tag.value)),
            "DP" => self.date(tag),
            "IS" => set_if_empty(&mut self.reference.issn, number(tag.value)),
            "ISBN" => set_if_empty(&mut self.reference.isbn, number(tag.value)),
            // An asterisk marks the main topics among the MeSH headings.
            "OT" | "MH" => self.reference.keywords.extend(one_line(tag.value).map(|text| text.replace('*', ""))),
            _ => self.plain_text(tag),
        }
    }

    fn plain_text(&mut self, tag: &TaggedValue<'_>) {
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
        set_if_empty(field, one_line(tag.value));
    }

    fn identifier(&mut self, tag: &TaggedValue<'_>, text: &str, field: IdentifierField) -> Option<String> {
        self.context.identifier(tag.range.clone(), text.trim(), field)
    }

    /// `10.5555/example [doi]`. Other ids, such as the publisher's `e12345 [pii]`, lead nowhere.
    fn article_id(&mut self, tag: &TaggedValue<'_>) {
        let text = tag.value.trim();
        if let Some(doi) = text.strip_suffix("[doi]") {
            let doi = self.identifier(tag, doi, IdentifierField::Doi);
            set_if_empty(&mut self.reference.doi, doi);
        }
    }

    fn date(&mut self, tag: &TaggedValue<'_>) {
        let Some(text) = one_line(tag.value) else { return };
        let field = self.context.date(tag.range.clone(), &text);
        set_issued(self.reference, field);
    }
}

/// A title without the full stop that MEDLINE puts behind each.
fn title(text: &str) -> Option<Title> {
    let text = text.trim();
    let has_full_stop = text.ends_with('.') && !text.ends_with("..");
    markup::title(if has_full_stop { &text[..text.len() - 1] } else { text })
}

/// `1643-3750 (Electronic)` without its label.
fn number(text: &str) -> Option<String> {
    let text = one_line(text)?;
    Some(text.split(" (").next().unwrap_or(&text).trim().to_owned())
}

/// The names of one role: those in full where there are any, else those with initials, and organisations in their places
/// among them. PubMed gives each person under both tags.
fn names(tags: &[TaggedValue<'_>], [full_tag, short_tag]: [&str; 2], organisation_tag: &str) -> Vec<ContributorName> {
    let has_full = tags.iter().any(|tag| tag.tag == full_tag);
    let names = tags.iter().filter_map(|tag| {
        let text = one_line(tag.value)?;
        match tag.tag {
            tag if tag == organisation_tag => Some(ContributorName::Organisation(text)),
            tag if has_full && tag == full_tag => Some(full_name(&text)),
            tag if !has_full && tag == short_tag => Some(short_name(&text)),
            _ => None,
        }
    });
    names.collect()
}

/// `Berg, Anna van der`, `King, Martin L Jr`.
fn full_name(text: &str) -> ContributorName {
    let Some((family, given)) = text.split_once(", ") else { return ContributorName::Organisation(text.to_owned()) };
    let (given, suffix) = split_suffix(given);
    ContributorName::Person { family: family.to_owned(), given, particle: None, suffix }
}

/// `Berg AB`, `King ML Jr`: initials get their full stops.
fn short_name(text: &str) -> ContributorName {
    let (name, suffix) = split_suffix(text);
    let name = name.unwrap_or_default();
    let Some((family, initials)) = name.rsplit_once(' ').filter(|(_, last)| last.chars().all(char::is_uppercase))
    else {
        return ContributorName::Organisation(text.to_owned());
    };
    let given: Vec<String> = initials.chars().map(|initial| format!("{initial}.")).collect();
    ContributorName::Person { family: family.to_owned(), given: Some(given.join(" ")), particle: None, suffix }
}

fn split_suffix(text: &str) -> (Option<String>, Option<String>) {
    const SUFFIXES: [&str; 10] = ["Jr", "Sr", "2nd", "3rd", "4th", "II", "III", "IV", "Jr.", "Sr."];
    match text.rsplit_once(' ').filter(|(_, last)| SUFFIXES.contains(last)) {
        Some((name, suffix)) => (Some(name.to_owned()), Some(suffix.to_owned())),
        None => (Some(text.to_owned()).filter(|text| !text.is_empty()), None),
    }
}
