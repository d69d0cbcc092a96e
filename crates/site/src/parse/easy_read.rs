//! The values of a dose in the Easy Read version of an exercise, `{{ dose.hold }}`: those of its page, so that a dose is said once.
//!
//! Input: the parsed documents. Output: the same, with those versions parsed again that show values.

use std::collections::HashMap;
use std::sync::Arc;

use wellpress_markdown::variables::RecordValues;

use crate::config::LanguageId;
use crate::discover::{TextForm, easy_route};
use crate::sections::{ContentKind, SectionId};

use super::document::Document;
use super::{FileParser, ParsedFile, dose_values};

/// Whether a document may show values of another one.
pub(super) fn may_show_values(document: &Document) -> bool {
    document.file.form == TextForm::EasyRead && document.source.text.contains("{{")
}

/// Parses the Easy Read versions of exercises once more that show values of the dose. Sites without one pay a look at each document.
pub(super) fn with_doses_of_pages(parser: &FileParser<'_>, documents: Vec<Arc<ParsedFile>>) -> Vec<Arc<ParsedFile>> {
    let shows_values = |file: &ParsedFile| file.document().is_some_and(may_show_values);
    if !documents.iter().any(|file| shows_values(file)) {
        return documents;
    }
    let exercises = documents
        .iter()
        .filter_map(|file| file.document())
        .filter(|document| document.file.kind == ContentKind::Exercise && document.file.form == TextForm::Full);
    let doses = exercises.map(|exercise| {
        let file = &exercise.file;
        let dose = dose_values::values(&exercise.front.dose, &parser.config.languages[file.language].tag);
        ((file.section, file.language, easy_route(&file.route)), dose)
    });
    let doses: HashMap<(SectionId, LanguageId, String), RecordValues> = doses.collect();
    let parsed = documents.into_iter().map(|parsed| {
        let file = parsed.document().filter(|document| may_show_values(document)).map(|document| &document.file);
        let dose = file.and_then(|file| doses.get(&(file.section, file.language, file.route.clone())));
        match file.zip(dose) {
            Some((file, dose)) => Arc::new(parser.document(file, Some(dose))),
            None => parsed,
        }
    });
    parsed.collect()
}
