//! The tags of a RIS entry into a [`Reference`]. Several programs mean several things by one tag; what EndNote and Zotero
//! agree on counts.

use wellpress_diagnostics::{Severity, rules};

use super::super::csl_json;
use super::super::dates::{self, Dated, Fault};
use super::super::identifiers::{self, IdentifierField};
use super::super::intake::{self, Intake, line, set};
use super::super::markup;
use super::super::notes;
use super::super::record::{PartialDate, Reference, ReferenceKind as Kind, Title};
use super::super::tagged::Tagged;
use super::{names, pages};

/// Fills a record with what the tags say.
pub(super) fn fill(reference: &mut Reference, intake: &mut Intake<'_>, tags: &[Tagged<'_>]) {
    let word = tags.iter().find(|tag| tag.tag == "TY").map_or("", |tag| tag.value).trim().to_ascii_uppercase();
    reference.kind = kind(&word).unwrap_or_else(|| {
        unknown_kind(intake, tags, &word);
        Kind::Document
    });
    if word == "INPR" {
        reference.status = Some("in press".to_owned());
    }
    let mut reader = Reader { reference, intake, titles: Titles::default(), first_page: None, last_page: None };
    tags.iter().for_each(|tag| reader.tag(tag));
    let Reader { titles, first_page, last_page, .. } = reader;
    titles.settle(reference);
    set(&mut reference.pages, pages::range(first_page, last_page));
    dates(reference, intake, tags);
    for tag in tags.iter().filter(|tag| tag.tag == "U1" && tag.value.starts_with('{')) {
        csl_json::amend(reference, tag.value);
    }
}

/// The types that most entries have.
const USUAL: [&str; 12] =
    ["JOUR", "BOOK", "CHAP", "CONF", "RPRT", "THES", "ELEC", "BLOG", "DATA", "COMP", "NEWS", "GEN"];

fn unknown_kind(intake: &mut Intake<'_>, tags: &[Tagged<'_>], word: &str) {
    let Some(tag) = tags.iter().find(|tag| tag.tag == "TY") else { return };
    let place = intake.places.locate(tag.range.clone());
    intake.parsed.diagnostics.push(intake::unknown_kind(word, place, &USUAL, &USUAL));
}

fn kind(word: &str) -> Option<Kind> {
    Some(match word {
        "JOUR" | "JFULL" | "EJOUR" | "ABST" | "INPR" => Kind::ArticleJournal,
        "MGZN" => Kind::ArticleMagazine,
        "NEWS" => Kind::ArticleNewspaper,
        "BOOK" | "EBOOK" | "EDBOOK" | "WHOLE" | "CLSWK" | "SER" => Kind::Book,
        "CHAP" | "ECHAP" => Kind::Chapter,
        "ENCYC" | "DICT" => Kind::Entry,
        "CONF" | "CPAPER" => Kind::PaperConference,
        "RPRT" | "GOVDOC" => Kind::Report,
        "THES" => Kind::Thesis,
        "ELEC" | "WEB" | "ICOMM" => Kind::Webpage,
        "BLOG" => Kind::Post,
        "UNPB" => Kind::Preprint,
        "MANSCPT" => Kind::Manuscript,
        "DATA" | "AGGR" | "DBASE" => Kind::Dataset,
        "STAND" | "STAT" | "LEGAL" | "BILL" | "CASE" | "HEAR" => Kind::Standard,
        "VIDEO" | "MPCT" | "SOUND" | "MULTI" => Kind::Video,
        "COMP" => Kind::Software,
        "GEN" | "ADVS" | "ANCIENT" | "ART" | "CHART" | "CTLG" | "EQUA" | "FIGURE" | "GRANT" | "GRNT" | "INTV"
        | "MAP" | "MUSIC" | "PAMP" | "PAT" | "PCOMM" | "POD" | "PODCAST" | "PRESS" | "SLIDE" | "STD" | "UNBILL"
        | "UNPD" => Kind::Document,
        _ => return None,
    })
}

/// The titles of what a work appeared in, until its kind says which is which.
#[derive(Default)]
struct Titles {
    secondary: Option<Title>,
    tertiary: Option<Title>,
    journal: Option<Title>,
    either: Option<Title>,
    book: Option<Title>,
    proceedings: Option<Title>,
}

impl Titles {
    fn settle(self, reference: &mut Reference) {
        let Self { secondary, tertiary, journal, either, book, proceedings } = self;
        match reference.kind {
            Kind::Book | Kind::Report | Kind::Thesis | Kind::Standard => {
                set(&mut reference.title, book);
                reference.collection = tertiary.or(secondary).or(journal);
                return;
            }
            Kind::PaperConference if proceedings.is_some() => {
                reference.event = secondary.map(|event| event.to_string());
                reference.container = proceedings;
            }
            _ => reference.container = secondary.or(journal).or(book),
        }
        reference.collection = tertiary;
        match &reference.container {
            None => reference.container = either,
            Some(known) => set(
                &mut reference.container_short,
                either.filter(|title| title != known).map(|title| title.to_string()),
            ),
        }
        if reference.container.is_none() {
            reference.container = reference.container_short.as_deref().map(Title::from);
        }
    }
}

struct Reader<'r, 'i, 'a> {
    reference: &'r mut Reference,
    intake: &'i mut Intake<'a>,
    titles: Titles,
    first_page: Option<String>,
    last_page: Option<String>,
}

impl Reader<'_, '_, '_> {
    fn tag(&mut self, tag: &Tagged<'_>) {
        match tag.tag {
            "AU" | "A1" => self.reference.authors.extend(names::name(tag.value)),
            "ED" | "A2" | "A3" => self.reference.editors.extend(names::name(tag.value)),
            "A4" | "TA" => self.reference.translators.extend(names::name(tag.value)),
            "KW" => {
                self.reference.keywords.extend(tag.value.lines().flat_map(|words| words.split(';')).filter_map(line))
            }
            "N1" => self.note(tag.value),
            "DO" => self.identifier(tag, IdentifierField::Doi),
            "AN" | "C2" => self.accession(tag),
            "SN" => self.serial_number(tag.value),
            "M3" => self.kind_of_work(tag),
            "UR" | "LK" => self.address(tag),
            "AV" if tag.value.contains("://") => {
                self.reference.archived = self.intake.address(tag.range.clone(), tag.value.trim());
            }
            "ET" if self.reference.kind == Kind::Software => set(&mut self.reference.version, line(tag.value)),
            _ => {
                self.title(tag);
                self.plain(tag);
            }
        }
    }

    fn title(&mut self, tag: &Tagged<'_>) {
        let field = match tag.tag {
            "TI" | "T1" => &mut self.reference.title,
            "ST" => &mut self.reference.short_title,
            "T2" => &mut self.titles.secondary,
            "T3" => &mut self.titles.tertiary,
            "JF" => &mut self.titles.journal,
            "JO" => &mut self.titles.either,
            "BT" => &mut self.titles.book,
            "C3" => &mut self.titles.proceedings,
            _ => return,
        };
        set(field, markup::title(tag.value));
    }

    fn plain(&mut self, tag: &Tagged<'_>) {
        let field = match tag.tag {
            "J2" | "JA" | "J1" => &mut self.reference.container_short,
            "VL" => &mut self.reference.volume,
            "IS" | "CP" => &mut self.reference.issue,
            "M1" => &mut self.reference.number,
            "SP" => &mut self.first_page,
            "EP" => &mut self.last_page,
            "C7" => &mut self.reference.pages,
            "SE" => &mut self.reference.chapter,
            "ET" => &mut self.reference.edition,
            "PB" => &mut self.reference.publisher,
            "CY" | "PP" => &mut self.reference.place,
            "LA" => &mut self.reference.language,
            "AB" | "N2" => &mut self.reference.abstract_text,
            _ => return,
        };
        set(field, line(tag.value));
    }

    fn note(&mut self, text: &str) {
        let note = notes::without_identifiers(self.reference, text);
        self.reference.note = match (self.reference.note.take(), note) {
            (Some(before), Some(note)) => Some(format!("{before} {note}")),
            (before, note) => before.or(note),
        };
    }

    fn identifier(&mut self, tag: &Tagged<'_>, kind: IdentifierField) {
        let Some(text) = line(tag.value) else { return };
        let read = self.intake.identifier(tag.range.clone(), &text, kind);
        set(&mut self.reference.doi, read);
    }

    /// EndNote keeps PubMed's id as the accession number; of another database's it says nothing that a reader can use.
    fn accession(&mut self, tag: &Tagged<'_>) {
        let text = tag.value.trim();
        let is_number = (1..=9).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        let digits = text.strip_prefix("PMC").or_else(|| text.strip_prefix("pmc")).unwrap_or_default();
        if is_number {
            set(&mut self.reference.pmid, Some(text.to_owned()));
        } else if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            set(&mut self.reference.pmcid, identifiers::pmcid(digits));
        }
    }

    /// An ISBN has 10 or 13 digits, an ISSN 8; on a report it may be the report's number.
    fn serial_number(&mut self, text: &str) {
        let Some(text) = line(text) else { return };
        let digits = text.chars().filter(|c| c.is_ascii_digit() || matches!(c, 'X' | 'x')).count();
        let is_plain = text.chars().all(|c| c.is_ascii_digit() || " -Xx,;()".contains(c));
        let is_book = matches!(self.reference.kind, Kind::Book | Kind::Chapter | Kind::Entry);
        let reference = &mut *self.reference;
        let field = match digits {
            8 => &mut reference.issn,
            10 | 13 => &mut reference.isbn,
            _ if reference.kind == Kind::Report && !is_plain => &mut reference.number,
            _ if is_book => &mut reference.isbn,
            _ => &mut reference.issn,
        };
        set(field, Some(text));
    }

    /// Older versions of EndNote keep the DOI here.
    fn kind_of_work(&mut self, tag: &Tagged<'_>) {
        let Some(text) = line(tag.value) else { return };
        match identifiers::doi(&text) {
            Some(doi) => set(&mut self.reference.doi, Some(doi)),
            None => set(&mut self.reference.genre, Some(text)),
        }
    }

    fn address(&mut self, tag: &Tagged<'_>) {
        let is_of_a_database = tag.value.starts_with("<Go to");
        if self.reference.url.is_none() && !tag.value.trim().is_empty() && !is_of_a_database {
            self.reference.url = self.intake.address(tag.range.clone(), tag.value.trim());
        }
    }
}

fn dates(reference: &mut Reference, intake: &mut Intake<'_>, tags: &[Tagged<'_>]) {
    let find = |names: &[&str]| tags.iter().find(|tag| names.contains(&tag.tag) && !tag.value.trim().is_empty());
    let year = find(&["PY", "Y1"]);
    if let Some(tag) = year {
        match date(tag.value) {
            Ok(dated) => intake::issue(reference, Some(dated)),
            Err(why) => intake.not_a_date(tag.range.clone(), tag.value, why),
        }
    }
    if let Some(tag) = find(&["DA"]) {
        match day(tag.value, reference.issued.as_ref()) {
            Ok(Dated::On(date)) => reference.issued = Some(date),
            Ok(other) => intake::issue(reference, Some(other)),
            Err(why) => doubtful(intake, tag, why),
        }
    }
    if let Some(tag) = find(&["Y2"]) {
        match date(tag.value) {
            Ok(Dated::On(date)) => {
                reference.accessed = Some(PartialDate { end_year: None, end_month: None, end_day: None, ..date });
            }
            Ok(_) => {}
            Err(why) => doubtful(intake, tag, why),
        }
    }
}

/// The words that programs put beside the year are worth a warning; a day that no calendar has is an error as anywhere.
fn doubtful(intake: &mut Intake<'_>, tag: &Tagged<'_>, why: Fault) {
    intake.not_a_date(tag.range.clone(), tag.value, why);
    if why == dates::FORM
        && let Some(found) = intake.parsed.diagnostics.last_mut()
    {
        debug_assert_eq!(found.rule, &rules::DATE_INVALID);
        found.severity = Severity::Warning;
    }
}

/// A date that may lack its year, which another tag gives.
fn day(text: &str, year: Option<&PartialDate>) -> Result<Dated, Fault> {
    let Some(known) = year else { return date(text) };
    match date(text) {
        Ok(dated) => Ok(dated),
        Err(why) if why != dates::FORM => Err(why),
        Err(_) => {
            let bare = PartialDate { month: None, day: None, season: None, ..known.clone() };
            dates::completed(bare, text, None).map(Dated::On).map_err(|_| dates::FORM)
        }
    }
}

/// `2021/07/15/`, where each part but the year may be missing and the last one may be a season; or a date in other forms.
fn date(text: &str) -> Result<Dated, Fault> {
    let text = text.trim();
    let mut parts = text.splitn(4, '/').map(str::trim);
    let year = parts.next().unwrap_or_default();
    let is_slashed = text.contains('/') && !year.is_empty() && year.bytes().all(|byte| byte.is_ascii_digit());
    let (month, day) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    if !is_slashed || month.len() > 2 || day.len() > 2 {
        return dates::parse(text.trim_end_matches('/'));
    }
    let number = |part: &str| if part.is_empty() { Ok(None) } else { part.parse().map(Some).map_err(|_| dates::FORM) };
    let date = PartialDate {
        year: year.parse().map_err(|_| dates::FORM)?,
        month: number(month)?,
        day: number(day)?,
        ..PartialDate::default()
    };
    let words = parts.next().unwrap_or_default();
    if date.month.is_none() && words.contains(char::is_alphabetic) {
        return dates::completed(date.clone(), words, None).or(Ok(date)).map(Dated::On);
    }
    dates::checked(PartialDate { day: date.day.filter(|_| date.month.is_some()), ..date }).map(Dated::On)
}
