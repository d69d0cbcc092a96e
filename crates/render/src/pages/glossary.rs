//! The glossary page of a language.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use wellpress_io::artifact::Sink;
use wellpress_site::config::LanguageId;
use wellpress_site::parse::glossary::{GlossaryId, GlossaryTerm, TermId};
use wellpress_site::resolve::glossary_terms::{find_term, glossary_url};
use wellpress_site::resolve::reading_order::InstanceId;

use super::super::RenderError;
use super::super::alternates;
use super::super::context;
use super::super::html::{TextContext, TextView, references, write_line};
use super::super::languages;
use super::super::render_context::RenderContext;
use super::generated::GeneratedPage;

/// Path below the home page of each language.
const PATH: &str = "glossary/";

/// Renders a glossary.
///
/// # Errors
/// If the template or the sink fails.
pub fn render(cx: &RenderContext<'_>, id: GlossaryId, sink: &dyn Sink) -> Result<(), RenderError> {
    let glossary = &cx.resolved.site.glossaries[id];
    let language = glossary.language;
    let resolved = &cx.resolved.glossaries[id];
    let text_cx = TextContext {
        reading_order: &resolved.reading_order,
        citations: &resolved.citations,
        ..cx.text_context_without_page(language)
    };
    let mut terms: Vec<(TermId, &GlossaryTerm)> = glossary.terms.entries().collect();
    terms.sort_by_cached_key(|(_, term)| alphabetical(&term.name));
    let mut letters: Vec<context::GlossaryLetter> = Vec::new();
    for (term_id, term) in terms {
        let letter = letter_of(&term.name);
        let entry = entry(cx, text_cx, id, term_id);
        match letters.last_mut().filter(|last| last.letter == letter) {
            Some(last) => last.terms.push(entry),
            None => letters.push(context::GlossaryLetter { letter, terms: vec![entry] }),
        }
    }
    let content = context::Glossary { letters, references: references::list(text_cx, &resolved.citations) };
    let url = glossary_url(cx.config, language);
    let page = GeneratedPage::new("glossary", language, url, cx.say(language, "text-glossary"));
    let mut variables = page.variables(cx, cx.structured_data(language).of_glossary(id));
    let mut translations: Vec<LanguageId> =
        cx.resolved.site.glossaries.iter().map(|glossary| glossary.language).collect();
    // Glossaries have the order of their file names, alternates that of the settings.
    translations.sort_unstable();
    variables.page.languages = languages::of_path(cx, language, &translations, PATH);
    variables.head.alternates = alternates::of_path(cx.config, &translations, PATH);
    let folder = format!("{}{PATH}", cx.folder(language));
    variables.put(cx, &folder, sink, |context| context.insert("glossary", &content))
}

fn entry(
    cx: &RenderContext<'_>,
    text_cx: TextContext<'_>,
    glossary_id: GlossaryId,
    term_id: TermId,
) -> context::GlossaryTerm {
    let glossary = &cx.resolved.site.glossaries[glossary_id];
    let term = &glossary.terms[term_id];
    let anchor = &term.anchor;
    let view = TextView {
        source: &glossary.source,
        body: &term.definition,
        resolved: &cx.resolved.glossaries[glossary_id].definitions[term_id],
        // The reading order of a glossary has its definitions in the order of the terms.
        instance: Some(InstanceId::new(term_id.index())),
        id_prefix: anchor,
        heading_shift: 2,
    };
    let address = format!("{}#{anchor}", glossary_url(cx.config, glossary.language));
    let uses = cx.resolved.backlinks.term_uses.get(&address);
    let see = term.see.iter().filter_map(|see| find_term(glossary, &see.value)).map(|index| &glossary.terms[index]);
    context::GlossaryTerm {
        definition: write_line(text_cx, view),
        term: term.name.clone(),
        see: see.map(|term| context::Link::new(term.name.as_str(), format!("#{}", term.anchor))).collect(),
        used_in: uses.into_iter().flatten().map(|page| cx.link(*page)).collect(),
        anchor: anchor.clone(),
    }
}

/// The key by which names are sorted, so that all names under one letter are together: the name without accents, case and
/// leading punctuation. The name itself decides between names that then are the same.
#[must_use]
pub fn alphabetical(name: &str) -> (String, String) {
    // Decomposing is slow, and most names have nothing to decompose.
    if name.is_ascii() {
        let bare = name.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
        return (bare.to_ascii_lowercase(), name.to_owned());
    }
    let bare = name.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    (bare.skip_while(|c| !c.is_alphanumeric()).collect(), name.to_owned())
}

/// The letter under which a name is listed, in upper case and without accents; `#` for a digit or a name without letters.
#[must_use]
pub fn letter_of(name: &str) -> String {
    let first = name.nfd().find(|c| c.is_alphanumeric());
    match first {
        Some(c) if c.is_alphabetic() => c.to_uppercase().collect(),
        _ => "#".to_owned(),
    }
}
