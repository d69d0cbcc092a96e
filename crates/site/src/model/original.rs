//! [`Original`]: what a translation takes over from the page that it was made from. What is harmful in one language is so in all:
//! a withdrawal holds for the translations too, and a caution or a signal to stop is not lost with the words around it. Who
//! wrote the original vouches for no translation of it either.

use std::collections::HashMap;
use std::sync::Arc;

use wellpress_diagnostics::yaml::Located;
use wellpress_io::cache::Fingerprint;

use crate::discover::Kind;
use crate::parse::front_matter::{Caution, CautionSeverity, Front, Withdrawn};

use super::page::Address;

/// What a translation takes over.
#[derive(Debug)]
pub struct Original {
    /// Who wrote the page.
    pub authors: Vec<String>,
    /// That the page was taken back.
    pub withdrawn: Option<Withdrawn>,
    /// Cautions of an exercise.
    pub cautions: Vec<Caution>,
    /// Signals to stop an exercise.
    pub stop_if: Vec<String>,
    /// What its front matter is, for fingerprints.
    pub front: Fingerprint,
}

impl Original {
    /// Of a page, if there is anything to take over.
    fn of(page: &Address) -> Option<Self> {
        let withdrawn = page.withdrawn().cloned();
        let authors: &[Located<String>] = match &page.document.front {
            Front::Article(article) => &article.authors,
            Front::Exercise(exercise) => &exercise.authors,
            Front::Programme(programme) => &programme.authors,
            _ => &[],
        };
        let authors: Vec<String> = authors.iter().map(|author| author.value.clone()).collect();
        let (cautions, stop_if) = match &page.document.front {
            Front::Exercise(exercise) => (exercise.cautions.clone(), exercise.stop_if.clone()),
            _ => (Vec::new(), Vec::new()),
        };
        let is_any = withdrawn.is_some() || !authors.is_empty() || !cautions.is_empty() || !stop_if.is_empty();
        let stop_if = stop_if.into_iter().map(|signal| signal.value).collect();
        is_any.then(|| Self { authors, withdrawn, cautions, stop_if, front: page.document.content.front })
    }

    /// Whether this person is among those who wrote it.
    pub fn is_by(&self, person: &str) -> bool {
        self.authors.iter().any(|author| author == person)
    }

    /// The cautions that a translation with these conditions and severities lacks: each condition with its advice.
    pub fn cautions_beside<'a>(
        &'a self,
        own: &'a [(String, CautionSeverity)],
    ) -> impl Iterator<Item = (&'a str, &'a Caution)> {
        let each =
            self.cautions.iter().flat_map(|caution| caution.condition.ids.iter().map(move |id| (&**id, caution)));
        each.filter(|(id, caution)| !own.iter().any(|(known, severity)| known == id && *severity <= caution.severity))
    }
}

/// Tells each translation what it takes over. A site in one language costs nothing.
pub(super) fn tell_translations(pages: &mut [Address]) {
    let is_translation = |page: &Address| page.document.file.language != 0;
    let id = |page: &Address| (page.document.file.kind, page.document.file.id.clone());
    let translated: HashMap<(Kind, String), Option<Arc<Original>>> =
        pages.iter().filter(|page| is_translation(page)).map(|page| (id(page), None)).collect();
    if translated.is_empty() {
        return;
    }
    let mut originals = translated;
    for page in pages.iter().filter(|page| !is_translation(page)) {
        if let Some(original) = originals.get_mut(&id(page)) {
            *original = Original::of(page).map(Arc::new);
        }
    }
    for page in pages.iter_mut().filter(|page| is_translation(page)) {
        page.original = originals.get(&id(page)).cloned().flatten();
    }
}
