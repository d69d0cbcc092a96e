//! The glossary page of a language.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use wellpress_io::artifact::Sink;
use wellpress_site::parse::glossary::{Glossary, Term};
use wellpress_site::resolve::bodies::{find_term, glossary_url};

use super::super::RenderError;
use super::super::context;
use super::super::html::{TextContext, TextView, references, write_line};
use super::super::render_context::RenderContext;
use super::generated::Made;

/// Renders a glossary.
///
/// # Errors
/// Where the template cannot go on, or the sink.
pub fn render(cx: &RenderContext<'_>, number: usize, glossary: &Glossary, sink: &dyn Sink) -> Result<(), RenderError> {
    let language = glossary.language;
    let resolved = &cx.resolved.glossaries[number];
    let text_cx = TextContext {
        reading_order: &resolved.reading_order,
        citations: &resolved.citations,
        ..cx.text_context_without_page(language)
    };
    let mut terms: Vec<(usize, &Term)> = glossary.terms.iter().enumerate().collect();
    terms.sort_by_cached_key(|(_, term)| alphabetical(&term.name));
    let mut letters: Vec<context::GlossaryLetter> = Vec::new();
    for (at, term) in terms {
        let letter = letter_of(&term.name);
        let entry = entry(cx, text_cx, glossary, at, term, number);
        match letters.last_mut().filter(|last| last.letter == letter) {
            Some(last) => last.terms.push(entry),
            None => letters.push(context::GlossaryLetter { letter, terms: vec![entry] }),
        }
    }
    let own = context::Glossary { letters, references: references::list(text_cx, &resolved.citations) };
    let url = glossary_url(cx.config, language);
    let title = cx.say(language, "text-glossary");
    let made = Made { kind: "glossary", language, url, title, description: None, robots: None };
    let head = made.head(cx, cx.structured_data(language).of_glossary(number));
    let languages: Vec<usize> = cx.resolved.site.glossaries.iter().map(|glossary| glossary.language).collect();
    let mut about = made.page(cx);
    about.languages = super::super::languages::of_path(cx, language, &languages, "glossary/");
    let html = cx
        .render("glossary.html", language, &about, &head, |context| context.insert("glossary", &own))
        .map_err(RenderError::Theme)?;
    super::put(sink, &format!("{}glossary/index.html", cx.folder(language)), html)
}

fn entry(
    cx: &RenderContext<'_>,
    text_cx: TextContext<'_>,
    glossary: &Glossary,
    at: usize,
    term: &Term,
    number: usize,
) -> context::GlossaryTerm {
    let anchor = &term.anchor;
    let view = TextView {
        source: &glossary.source,
        body: &term.definition,
        resolved: &cx.resolved.glossaries[number].definitions[at],
        instance: u32::try_from(at).ok(),
        id_prefix: anchor,
        heading_shift: 2,
    };
    let uses = cx.resolved.backlinks.term_uses.get(&format!("{}#{anchor}", glossary_url(cx.config, glossary.language)));
    let see = term.see.iter().filter_map(|see| find_term(glossary, &see.value)).map(|at| &glossary.terms[at]);
    context::GlossaryTerm {
        definition: write_line(text_cx, view),
        term: term.name.clone(),
        see: see.map(|term| context::Link::new(term.name.as_str(), format!("#{}", term.anchor))).collect(),
        used_in: uses.into_iter().flatten().map(|page| cx.link(*page)).collect(),
        anchor: anchor.clone(),
    }
}

/// What a name is sorted by, so that all names under one letter stand together: first without accents and case.
#[must_use]
pub fn alphabetical(name: &str) -> (String, String) {
    if name.is_ascii() {
        let bare = name.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
        return (bare.to_ascii_lowercase(), name.to_owned());
    }
    let bare = name.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    (bare.skip_while(|c| !c.is_alphanumeric()).collect(), name.to_owned())
}

/// The letter under which a name stands, without its accent; `#` for what is no letter.
#[must_use]
pub fn letter_of(name: &str) -> String {
    let first = name.nfd().find(|c| c.is_alphanumeric());
    match first {
        Some(c) if c.is_alphabetic() => c.to_uppercase().collect(),
        _ => "#".to_owned(),
    }
}
