//! Looks up glossary terms by the words of a text, and builds the addresses of glossaries.

use wellpress_diagnostics::{Diagnostic, Missing, nearest, rules};

use crate::config::{Config, LanguageId, MAIN_LANGUAGE};
use crate::model::Site;
use crate::parse::glossary::{Glossary, TermId, folded};

use super::context::language_url;

/// The glossary of a language, or that of the site's first language if it has none.
#[must_use]
pub fn glossary_of(site: &Site, language: LanguageId) -> Option<&Glossary> {
    let exact = glossary_in_exactly(site, language);
    exact.or_else(|| glossary_in_exactly(site, MAIN_LANGUAGE))
}

fn glossary_in_exactly(site: &Site, language: LanguageId) -> Option<&Glossary> {
    site.glossaries.iter().find(|glossary| glossary.language == language).map(|glossary| &**glossary)
}

/// The term with this name or anchor; if there is none, the term that is also called so. Case does not matter, and an `s` at the end
/// is dropped if the words as written are no term: authors use terms in the plural. Other inflections need `{#term}` in the text,
/// because a wrong definition is worse than a finding.
#[must_use]
pub fn find_term(glossary: &Glossary, words: &str) -> Option<TermId> {
    let words = folded(words);
    let as_written = find_folded(glossary, &words);
    as_written.or_else(|| find_folded(glossary, words.strip_suffix('s')?))
}

fn find_folded(glossary: &Glossary, words: &str) -> Option<TermId> {
    let by_name = glossary.terms.position(|term| term.folded == words || term.anchor == words);
    by_name.or_else(|| glossary.terms.position(|term| term.also_called.iter().any(|name| folded(name) == words)))
}

/// The address of a language's glossary page.
#[must_use]
pub fn glossary_url(config: &Config, language: LanguageId) -> String {
    format!("{}glossary/", language_url(config, language))
}

/// One finding for each `see` of a term that names no term of the same glossary.
pub(super) fn refuse_unknown_see(glossary: &Glossary, findings: &mut Vec<Diagnostic>) {
    for see in glossary.terms.iter().flat_map(|term| &term.see) {
        if find_term(glossary, &see.value).is_none() {
            let location = glossary.source.locate(see.span);
            let message = format!("the glossary has no term `{}`", see.value);
            let finding = Diagnostic::new(&rules::REFERENCE_UNKNOWN, location, message).about_missing(Missing::Term);
            let suggestion = nearest(&see.value, glossary.terms.iter().map(|term| term.name.as_str()));
            findings.push(finding.suggest_or(suggestion, "add it here, or take it out of `see`"));
        }
    }
}
