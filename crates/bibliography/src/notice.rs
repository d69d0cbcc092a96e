//! What became of a work, as a statement at the end of its note: `[Retracted 2021-06-30: Error in Data. Notice:
//! doi:10.1000/n]`. No exchange format has a field for it, and a note is what every program keeps and shows.

use wellpress_diagnostics::yaml::Day;

use crate::Reference;

/// What became of a source after it was published.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Notice {
    /// What.
    pub kind: NoticeKind,
    /// When, where the list says so.
    pub date: Option<Day>,
    /// DOI of the notice.
    pub doi: Option<String>,
    /// Why, in the list's words.
    pub reasons: Vec<String>,
}

/// What a notice says of a source; ordered: a retraction weighs most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoticeKind {
    /// It was corrected.
    Corrected,
    /// Its journal is concerned about it.
    Concern,
    /// It was taken back.
    Retracted,
}

const KINDS: [(&str, NoticeKind); 3] = [
    ("Retracted", NoticeKind::Retracted),
    ("Expression of concern", NoticeKind::Concern),
    ("Corrected", NoticeKind::Corrected),
];
const DOI: &str = " Notice: doi:";

/// Moves the statement at the end of a note into its field.
pub(crate) fn move_from_note(reference: &mut Reference) {
    let Some(note) = reference.note.as_deref().filter(|note| note.ends_with(']')) else { return };
    // Its DOI may have brackets of its own.
    let mut starts = note.rmatch_indices('[').map(|(at, _)| at);
    let Some((at, notice)) = starts.find_map(|at| Some((at, read(&note[at..])?))) else { return };
    let left = note[..at].trim_end();
    reference.note = (!left.is_empty()).then(|| left.to_owned());
    reference.notice.get_or_insert(Box::new(notice));
}

fn read(statement: &str) -> Option<Notice> {
    let said = statement.strip_prefix('[')?.strip_suffix(']')?;
    let (kind, rest) = KINDS.iter().find_map(|(word, kind)| Some((*kind, said.strip_prefix(word)?)))?;
    let (rest, doi) = match rest.rsplit_once(DOI) {
        Some((rest, doi)) if !doi.is_empty() => (rest.strip_suffix('.').unwrap_or(rest), Some(doi.to_owned())),
        _ => (rest, None),
    };
    let (date, reasons) = rest.split_once(": ").unwrap_or((rest, ""));
    let date = match date.trim() {
        "" => None,
        date => Some(Day::parse(date)?),
    };
    let reasons = reasons.split("; ").filter(|reason| !reason.is_empty()).map(str::to_owned).collect();
    Some(Notice { kind, date, doi, reasons })
}

impl Reference {
    /// The note with what became of the work, for the files of other programs.
    #[must_use]
    pub fn note_with_notice(&self) -> Option<String> {
        let Some(notice) = &self.notice else { return self.note.clone() };
        let statement = statement(notice);
        Some(self.note.as_ref().map_or_else(|| statement.clone(), |note| format!("{note} {statement}")))
    }
}

fn statement(notice: &Notice) -> String {
    let word = KINDS.iter().find(|(_, kind)| *kind == notice.kind).map_or("", |(word, _)| word);
    let mut said = format!("[{word}");
    said.extend(notice.date.map(|date| format!(" {date}")));
    if !notice.reasons.is_empty() {
        let reasons: Vec<String> = notice.reasons.iter().map(|reason| plain(reason)).collect();
        said.push_str(": ");
        said.push_str(&reasons.join("; "));
    }
    if let Some(doi) = &notice.doi {
        said.push_str(if notice.reasons.is_empty() { "" } else { "." });
        said.push_str(DOI);
        said.push_str(doi);
    }
    said + "]"
}

/// A reason without what ends a statement.
fn plain(reason: &str) -> String {
    reason.replace('[', "(").replace(']', ")").replace(';', ",")
}
