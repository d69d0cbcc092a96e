//! The values of a dose in the Easy Read version of an exercise, `{{ dose.hold }}`: those of its page, so that a dose is said once.
//!
//! Input: the parsed documents. Output: [`DosesOfPages`], with which those versions that show values are parsed again.

use std::collections::HashMap;

use wellpress_markdown::variables::RecordValues;

use crate::config::{Config, LanguageId};
use crate::discover::{ContentFile, TextForm, easy_route};
use crate::sections::{ContentKind, SectionId};

use super::document::Document;
use super::dose_values;

/// Whether a document may show values of another one.
pub(super) fn may_show_values(document: &Document) -> bool {
    document.file.form == TextForm::EasyRead && document.source.text.contains("{{")
}

/// The values of the doses of exercises, for their Easy Read versions.
pub(super) struct DosesOfPages(HashMap<(SectionId, LanguageId, String), RecordValues>);

impl DosesOfPages {
    pub fn new<'a>(config: &Config, documents: impl Iterator<Item = &'a Document>) -> Self {
        let is_exercise = |file: &ContentFile| file.kind == ContentKind::Exercise && file.form == TextForm::Full;
        let exercises = documents.filter(|document| is_exercise(&document.file));
        let doses = exercises.map(|exercise| {
            let file = &exercise.file;
            let dose = dose_values::values(&exercise.front.dose, &config.languages[file.language].tag);
            ((file.section, file.language, easy_route(&file.route)), dose)
        });
        Self(doses.collect())
    }

    /// The values of the page that a file is the Easy Read version of.
    pub fn of(&self, file: &ContentFile) -> Option<&RecordValues> {
        self.0.get(&(file.section, file.language, file.route.clone()))
    }
}
