//! [`AcceptedEdits`]: what the desk wrote into authors' files, to tell when an editor saves an older text over it.
//!
//! An editor's program that holds a file from before an edit of the desk writes the old words back with its next save, and the record still
//! says that they were replaced. That is no conflict for the file system, so the preview looks after each build. A later edit of the new
//! words is the author's own decision and is not told.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use crate::accept::EditedFile;
use crate::answers;
use wellpress_io::fs::Files;
use wellpress_site::parse::answers::RemarkState;

/// The edits of this preview that are on record as accepted.
pub(super) struct AcceptedEdits {
    files: Arc<dyn Files>,
    root: PathBuf,
    edits: Mutex<Vec<AcceptedEdit>>,
}

struct AcceptedEdit {
    remark: String,
    /// The file with the record of the remark, relative to the root.
    record: String,
    /// The edited file, relative to the root.
    file: String,
    /// The words that were replaced and those that took their place, each with some characters around it.
    old_words: String,
    new_words: String,
    /// How often the file had the old words after the edit, at other places.
    old_count: usize,
    is_told: bool,
}

/// An edit whose old words are back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct UndoneEdit {
    pub remark: String,
    pub file: String,
}

impl UndoneEdit {
    /// What happened and what to do, as a sentence.
    pub fn message(&self) -> String {
        format!(
            "`{}` was saved with the old words of the remark `{}`, which is on record as accepted: open the file again in your editor, \
             and make the change once more",
            self.file, self.remark
        )
    }
}

/// How many bytes before and behind an edit tell its place. More would miss an old text with another change beside it.
const CONTEXT: usize = 6;

impl AcceptedEdits {
    pub fn new(files: Arc<dyn Files>, root: PathBuf) -> Self {
        Self { files, root, edits: Mutex::default() }
    }

    /// Remembers an edit. Earlier ones that it takes back itself are forgotten.
    pub fn add(&self, remark: &str, record: &str, edited: &EditedFile) {
        let (old_words, new_words) = edited.changed_words(CONTEXT);
        let old_count = edited.text.matches(old_words).count();
        let edit = AcceptedEdit {
            remark: remark.to_owned(),
            record: record.to_owned(),
            file: edited.file.clone(),
            old_words: old_words.to_owned(),
            new_words: new_words.to_owned(),
            old_count,
            is_told: false,
        };
        let mut edits = self.edits.lock().unwrap_or_else(PoisonError::into_inner);
        edits.retain(|earlier| earlier.file != edit.file || !earlier.is_undone_in(&edited.text));
        edits.push(edit);
    }

    /// All edits that are undone now.
    pub fn undone(&self) -> Vec<UndoneEdit> {
        let edits = self.edits.lock().unwrap_or_else(PoisonError::into_inner);
        edits.iter().filter(|edit| self.is_undone(edit)).map(AcceptedEdit::undone).collect()
    }

    /// Those that were not undone when this was asked last.
    pub fn newly_undone(&self) -> Vec<UndoneEdit> {
        let mut edits = self.edits.lock().unwrap_or_else(PoisonError::into_inner);
        let mut news = Vec::new();
        for edit in edits.iter_mut() {
            let is_undone = self.is_undone(edit);
            news.extend((is_undone && !edit.is_told).then(|| edit.undone()));
            edit.is_told = is_undone;
        }
        news
    }

    fn is_undone(&self, edit: &AcceptedEdit) -> bool {
        let text = self.files.read(&self.root.join(&edit.file)).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        text.is_some_and(|text| edit.is_undone_in(&text)) && self.is_on_record(edit)
    }

    /// Whether the remark is accepted still. Whoever takes back the file and the record knows of both.
    fn is_on_record(&self, edit: &AcceptedEdit) -> bool {
        let recorded = answers::read(&*self.files, &self.root.join(&edit.record), &edit.record).unwrap_or_default();
        let mut remarks = recorded.iter().flat_map(|answer| &answer.remarks);
        remarks.any(|remark| remark.id == edit.remark && remark.state == RemarkState::Accepted)
    }
}

impl AcceptedEdit {
    fn is_undone_in(&self, text: &str) -> bool {
        !text.contains(&self.new_words) && text.matches(&self.old_words).count() > self.old_count
    }

    fn undone(&self) -> UndoneEdit {
        UndoneEdit { remark: self.remark.clone(), file: self.file.clone() }
    }
}

#[cfg(test)]
mod tests {
    use wellpress_io::fs::Memory;

    use super::*;

    const PAGE: &str = "/s/content/articles/a.md";
    const RECORD: &str = "content/reviews/a.answers.yaml";

    fn record(state: &str) -> String {
        format!(
            "- file: aaaaaaaa\n  page: article:a\n  language: en\n  remarks:\n    - {{id: a-1, state: {state}, words: x}}\n"
        )
    }

    #[test]
    fn an_old_text_that_is_saved_over_an_edit_is_told_once() {
        let before = "Rest your neck for 2 weeks.\n\nNever rest your neck for long.\n";
        let text = before.replace("your neck for 2", "your head for 3");
        let edited =
            EditedFile { file: "content/articles/a.md".to_owned(), before: before.to_owned(), text: text.clone() };
        let with = |page: &str, state: &str| {
            let files = Memory::new().with(PAGE, page).with(format!("/s/{RECORD}"), record(state));
            let edits = AcceptedEdits::new(Arc::new(files), "/s".into());
            edits.add("a-1", RECORD, &edited);
            edits
        };
        for saved in [before.to_owned(), format!("# New\n\n{before}"), before.replace("weeks.", "weeks or more.")] {
            let edits = with(&saved, "accepted");
            let [undone] = &edits.newly_undone()[..] else { panic!("{saved}") };
            assert!(undone.message().contains("`content/articles/a.md`"));
            assert_eq!((edits.newly_undone(), edits.undone().len()), (vec![], 1));
            assert_eq!(with(&saved, "open").undone(), [], "the record was taken back too");
        }
        for saved in [&*text, &text.replace("head", "shoulders"), &text.replace("for 3 weeks", "now"), ""] {
            assert_eq!(with(saved, "accepted").undone(), [], "{saved}");
        }
    }

    #[test]
    fn an_edit_that_takes_back_an_earlier_one_is_none_that_was_undone() {
        let (one, other) = ("Rest your neck.\n", "Rest your head.\n");
        let edited = |before: &str, text: &str| EditedFile {
            file: "content/articles/a.md".to_owned(),
            before: before.to_owned(),
            text: text.to_owned(),
        };
        let files = Memory::new().with(PAGE, one).with(format!("/s/{RECORD}"), record("accepted"));
        let edits = AcceptedEdits::new(Arc::new(files), "/s".into());
        edits.add("a-1", RECORD, &edited(one, other));
        edits.add("a-2", RECORD, &edited(other, one));
        assert_eq!(edits.undone(), []);
    }
}
