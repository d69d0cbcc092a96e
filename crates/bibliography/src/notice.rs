//! [`Notice`]: the retraction or correction of a work, read from the end of its note and written there again.
//!
//! The statement is `[Retracted 2021-06-30: Error in Data. Notice: doi:10.1000/n]`. It stands in the note because no
//! exchange format has a field for it, and every program keeps a note and shows it. Finding out about retractions is
//! left to others.

use wellpress_foundation::Day;

use crate::{Reference, identifier};

/// A retraction, a correction or an expression of concern that was published about a source.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Notice {
    /// How grave it is.
    pub kind: NoticeKind,
    /// The day of the notice; `None` if the list of retractions does not say.
    pub date: Option<Day>,
    /// The DOI of the notice itself, which is another than that of the work.
    pub doi: Option<String>,
    /// The reasons in the words of the list of retractions, in its order.
    pub reasons: Vec<String>,
}

/// The kind of a notice, in ascending order of gravity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoticeKind {
    /// The work was corrected and stands.
    Corrected,
    /// The journal doubts the work and has not decided.
    Concern,
    /// The work was withdrawn and must not be relied on.
    Retracted,
}

impl Notice {
    /// A notice of which nothing else is known.
    #[must_use]
    pub fn of_kind(kind: NoticeKind) -> Self {
        Self { kind, date: None, doi: None, reasons: Vec::new() }
    }

    /// A notice as PubMed says where it was published.
    ///
    /// ```
    /// use wellpress_bibliography::{Notice, NoticeKind};
    ///
    /// let notice = Notice::in_pubmed(NoticeKind::Retracted, "Spine. 2021 Jan 5;1(1):1. doi: 10.1000/r. PMID: 31111111");
    /// assert_eq!(notice.doi.as_deref(), Some("10.1000/r"));
    /// assert_eq!(notice.date.map(|day| day.to_string()).as_deref(), Some("2021-01-05"));
    /// ```
    #[must_use]
    pub fn in_pubmed(kind: NoticeKind, source: &str) -> Self {
        Self { date: day(source), doi: identifier::doi(after_doi(source)), ..Self::of_kind(kind) }
    }
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The DOI in `Lancet. 2010 Feb 6;375(9713):445. doi: 10.1016/S0140-6736(10)60175-4.`; empty without one.
fn after_doi(source: &str) -> &str {
    let doi = source.split_once("doi:").map_or("", |(_, doi)| doi.trim());
    doi.split(' ').next().unwrap_or_default().trim_end_matches('.')
}

/// The day in `Lancet. 2010 Feb 6;375(9713):445`; `None` if the source gives less than a day.
fn day(source: &str) -> Option<Day> {
    // The volume follows a semicolon, so that the one of `2018 May;6(1):10` is no day.
    let date = source.split(';').next().unwrap_or_default();
    let words: Vec<&str> = date.split([' ', '.']).filter(|word| !word.is_empty()).collect();
    words.windows(3).find_map(|window| {
        let [year, month, day] = window.try_into().ok()?;
        let year: i16 = year.parse().ok().filter(|year| (1800..=2200).contains(year))?;
        let month = MONTHS.iter().position(|name| *name == month)? + 1;
        Day::parse(&format!("{year}-{month:02}-{:02}", day.parse::<u8>().ok()?))
    })
}

/// The words with which a statement begins.
const KIND_WORDS: [(&str, NoticeKind); 3] = [
    ("Retracted", NoticeKind::Retracted),
    ("Expression of concern", NoticeKind::Concern),
    ("Corrected", NoticeKind::Corrected),
];
/// The words before the DOI, which ends a statement.
const DOI_LABEL: &str = " Notice: doi:";

/// Moves the statement at the end of a note into the reference's field. A notice that the reference has already wins.
pub(crate) fn move_from_note(reference: &mut Reference) {
    let Some(note) = reference.note.as_deref().filter(|note| note.ends_with(']')) else { return };
    // The DOI may contain brackets as well, so each opening bracket is tried, from the last one on.
    let mut starts = note.rmatch_indices('[').map(|(start, _)| start);
    let Some((start, notice)) = starts.find_map(|start| Some((start, parse_statement(&note[start..])?))) else {
        return;
    };
    let note_without_statement = note[..start].trim_end();
    reference.note = (!note_without_statement.is_empty()).then(|| note_without_statement.to_owned());
    reference.notice.get_or_insert(Box::new(notice));
}

fn parse_statement(text: &str) -> Option<Notice> {
    let statement = text.strip_prefix('[')?.strip_suffix(']')?;
    let (kind, details) = KIND_WORDS.iter().find_map(|(word, kind)| Some((*kind, statement.strip_prefix(word)?)))?;
    let (details, doi) = match details.rsplit_once(DOI_LABEL) {
        Some((details, doi)) if !doi.is_empty() => (details.strip_suffix('.').unwrap_or(details), Some(doi.to_owned())),
        _ => (details, None),
    };
    let (date, reasons) = details.split_once(": ").unwrap_or((details, ""));
    let date = match date.trim() {
        "" => None,
        date => Some(Day::parse(date)?),
    };
    let reasons = reasons.split("; ").filter(|reason| !reason.is_empty()).map(str::to_owned).collect();
    Some(Notice { kind, date, doi, reasons })
}

impl Reference {
    /// The note with the statement of the notice behind it, for the files of other programs.
    ///
    /// ```
    /// use wellpress_bibliography::parse;
    /// use wellpress_diagnostics::Source;
    ///
    /// let text = "@book{a, title = {T}, note = {First. [Retracted 2021-06-30: Error in Data]}}";
    /// let reference = parse(&Source::new("a.bib", text)).references.remove(0);
    /// assert_eq!(reference.note.as_deref(), Some("First."));
    /// assert_eq!(reference.note_with_notice().as_deref(), Some("First. [Retracted 2021-06-30: Error in Data]"));
    /// ```
    #[must_use]
    pub fn note_with_notice(&self) -> Option<String> {
        let Some(notice) = &self.notice else { return self.note.clone() };
        let statement = statement(notice);
        Some(self.note.as_ref().map_or_else(|| statement.clone(), |note| format!("{note} {statement}")))
    }
}

fn statement(notice: &Notice) -> String {
    let word = KIND_WORDS.iter().find(|(_, kind)| *kind == notice.kind).map_or("", |(word, _)| word);
    let mut statement = format!("[{word}");
    statement.extend(notice.date.map(|date| format!(" {date}")));
    if !notice.reasons.is_empty() {
        let reasons: Vec<String> = notice.reasons.iter().map(|reason| without_separators(reason)).collect();
        statement.push_str(": ");
        statement.push_str(&reasons.join("; "));
    }
    if let Some(doi) = &notice.doi {
        statement.push_str(if notice.reasons.is_empty() { "" } else { "." });
        statement.push_str(DOI_LABEL);
        statement.push_str(doi);
    }
    statement + "]"
}

/// A reason without the characters that would end it or the statement when it is read back.
fn without_separators(reason: &str) -> String {
    reason.replace('[', "(").replace(']', ")").replace(';', ",")
}
