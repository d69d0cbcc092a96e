//! Turns MEDLINE's tags of one entry into a [`Reference`].

use wellpress_foundation::text::one_line;

use crate::date_text;
use crate::identifier::IdentifierField;
use crate::notice_words::{RETRACTION_OF_PUBLICATION, TYPES_OF_NOTICES};
use crate::read::read_context::{ReadContext, nonempty_line, set_date, set_if_empty, set_issued};
use crate::read::tagged_lines::TaggedValue;
use crate::{
    ContributorName, DateVariable, Evidence, Notice, NoticeKind, Reference, ReferenceKind, TextVariable, Title, markup,
};

/// Fills a reference with the values of the tags. If a tag that is not a list occurs twice, the first one counts.
pub(super) fn fill(reference: &mut Reference, context: &mut ReadContext<'_>, tags: &[TaggedValue<'_>]) {
    let mut reader = MedlineReader { reference, context, book_title: None };
    tags.iter().for_each(|tag| reader.read_tag(tag));
    let book_title = reader.book_title.take();
    if has_publication_type(tags, "Retracted Publication") {
        reader.notice(NoticeKind::Retracted, "");
    }
    // As a keyword, which every format keeps.
    let is_notice = TYPES_OF_NOTICES.iter().any(|name| has_publication_type(tags, name));
    if is_notice || tags.iter().any(|tag| tag.tag == "ROF") {
        reader.reference.keywords.push(RETRACTION_OF_PUBLICATION.to_owned());
    }
    reference.authors = names(tags, &AUTHOR_TAGS);
    reference.editors = names(tags, &EDITOR_TAGS);
    reference.evidence = Evidence::of_publication_types(&publication_types(tags));
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
    publication_types(tags).iter().any(|own_type| own_type.eq_ignore_ascii_case(publication_type))
}

fn publication_types<'t>(tags: &'t [TaggedValue<'_>]) -> Vec<&'t str> {
    tags.iter().filter(|tag| tag.tag == "PT").map(|tag| tag.value.trim()).collect()
}

/// Reads the tags of one entry into a reference, one by one.
struct MedlineReader<'r, 'c, 'a> {
    reference: &'r mut Reference,
    context: &'c mut ReadContext<'a>,
    /// The title of the reference or of its container: which of them is known once all tags are read.
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
            "DEP" => self.day_of_electronic_publication(tag.value),
            "VTI" => self.title_variable(TextVariable::VolumeTitle, tag.value),
            "TT" => self.title_variable(TextVariable::OriginalTitle, tag.value),
            "RIN" | "RRI" => self.notice(NoticeKind::Retracted, tag.value),
            "ECI" | "PRIN" => self.notice(NoticeKind::Concern, tag.value),
            "EIN" | "CRI" => self.notice(NoticeKind::Corrected, tag.value),
            "IS" => set_if_empty(&mut self.reference.issn, number(tag.value)),
            "ISBN" => set_if_empty(&mut self.reference.isbn, number(tag.value)),
            // An asterisk marks the main topics among the MeSH headings.
            "OT" | "MH" => self.reference.keywords.extend(nonempty_line(tag.value).map(|text| text.replace('*', ""))),
            _ => self.plain_text(tag),
        }
    }

    /// Keeps the gravest notice about the work.
    fn notice(&mut self, kind: NoticeKind, source: &str) {
        if self.reference.notice.as_ref().is_none_or(|notice| notice.kind < kind) {
            self.reference.notice = Some(Box::new(Notice::in_pubmed(kind, &one_line(source))));
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
        set_if_empty(field, nonempty_line(tag.value));
    }

    fn identifier(&mut self, tag: &TaggedValue<'_>, text: &str, field: IdentifierField) -> Option<String> {
        self.context.identifier(tag.range.clone(), text.trim(), field)
    }

    /// Reads `10.5555/example [doi]`. Other ids, such as the publisher's `e12345 [pii]`, cannot be linked.
    fn article_id(&mut self, tag: &TaggedValue<'_>) {
        let text = tag.value.trim();
        if let Some(doi) = text.strip_suffix("[doi]") {
            let doi = self.identifier(tag, doi, IdentifierField::Doi);
            set_if_empty(&mut self.reference.doi, doi);
        }
    }

    fn title_variable(&mut self, variable: TextVariable, text: &str) {
        if self.reference.more.text(variable).is_none() {
            self.reference.more.set_text(variable, title(text).unwrap_or_default().as_str());
        }
    }

    /// Reads `20210227`. Another form is dropped without a finding, because the date of issue is in another tag.
    fn day_of_electronic_publication(&mut self, text: &str) {
        let digits = text.trim();
        if digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            let day = format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..]);
            set_date(self.reference, DateVariable::AvailableDate, date_text::parse(&day).ok());
        }
    }

    fn date(&mut self, tag: &TaggedValue<'_>) {
        let Some(text) = nonempty_line(tag.value) else { return };
        let field = self.context.date(tag.range.clone(), &text);
        set_issued(self.reference, field);
    }
}

/// A title without the full stop that MEDLINE adds to each.
fn title(text: &str) -> Option<Title> {
    let text = text.trim();
    // An ellipsis is the title's own.
    let has_full_stop = text.ends_with('.') && !text.ends_with("..");
    markup::title(if has_full_stop { &text[..text.len() - 1] } else { text })
}

/// A number without its label, as in `1643-3750 (Electronic)`.
fn number(text: &str) -> Option<String> {
    let text = nonempty_line(text)?;
    Some(text.split(" (").next().unwrap_or(&text).trim().to_owned())
}

/// The tags of the names of one role.
struct NameTags {
    /// With given names in full, which older entries lack.
    full: &'static str,
    /// With initials.
    short: &'static str,
    /// Organisations; the editors have no such tag.
    organisation: Option<&'static str>,
}

const AUTHOR_TAGS: NameTags = NameTags { full: "FAU", short: "AU", organisation: Some("CN") };
const EDITOR_TAGS: NameTags = NameTags { full: "FED", short: "ED", organisation: None };

/// The names of one role in the order of the file: persons in full if any of them is, else with initials, and
/// organisations. PubMed writes each person under both tags, so only one of the tags may be read.
fn names(tags: &[TaggedValue<'_>], name_tags: &NameTags) -> Vec<ContributorName> {
    let has_full = tags.iter().any(|tag| tag.tag == name_tags.full);
    let names = tags.iter().filter_map(|tag| {
        let text = nonempty_line(tag.value)?;
        match tag.tag {
            tag if Some(tag) == name_tags.organisation => Some(ContributorName::Organisation(text)),
            tag if has_full && tag == name_tags.full => Some(full_name(&text)),
            tag if !has_full && tag == name_tags.short => Some(short_name(&text)),
            _ => None,
        }
    });
    names.collect()
}

/// A name in full: `Berg, Anna van der` or `King, Martin L Jr`.
fn full_name(text: &str) -> ContributorName {
    let Some((family, given)) = text.split_once(", ") else { return ContributorName::Organisation(text.to_owned()) };
    let (given, suffix) = split_suffix(given);
    // MEDLINE does not mark particles: they are part of the family name or of the given names.
    ContributorName::of_parts(family.to_owned(), given, None, suffix)
}

/// A name with initials, which get their full stops: `Berg AB` or `King ML Jr`.
fn short_name(text: &str) -> ContributorName {
    let (name, suffix) = split_suffix(text);
    let name = name.unwrap_or_default();
    let Some((family, initials)) = name.rsplit_once(' ').filter(|(_, last)| last.chars().all(char::is_uppercase))
    else {
        return ContributorName::Organisation(text.to_owned());
    };
    let given: Vec<String> = initials.chars().map(|initial| format!("{initial}.")).collect();
    ContributorName::of_parts(family.to_owned(), Some(given.join(" ")), None, suffix)
}

/// The text without its suffix, and the suffix.
fn split_suffix(text: &str) -> (Option<String>, Option<String>) {
    const SUFFIXES: [&str; 10] = ["Jr", "Sr", "2nd", "3rd", "4th", "II", "III", "IV", "Jr.", "Sr."];
    match text.rsplit_once(' ').filter(|(_, last)| SUFFIXES.contains(last)) {
        Some((name, suffix)) => (Some(name.to_owned()), Some(suffix.to_owned())),
        None => (Some(text.to_owned()).filter(|text| !text.is_empty()), None),
    }
}
