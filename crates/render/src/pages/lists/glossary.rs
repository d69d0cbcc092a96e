//! The glossary page of a language, and further pages with the uses of terms that many pages use.

use std::collections::BTreeSet;

use wellpress_io::artifact::Sink;
use wellpress_site::config::LanguageId;
use wellpress_site::model::PageId;
use wellpress_site::model::address::escape_path;
use wellpress_site::parse::glossary::{Glossary, GlossaryId, GlossaryTerm, TermId};
use wellpress_site::resolve::glossary_terms::{find_term, glossary_url};
use wellpress_site::resolve::reading_order::InstanceId;

use crate::RenderError;
use crate::context::{self, alternates};
use crate::html::{TextContext, TextView, references, write_line};
use crate::listing::{alphabetical, letter_of};
use crate::pages::generated::GeneratedPage;
use crate::pages::lists::pagination::{self, PagePosition};
use crate::pages::render_context::{RenderContext, languages};

/// Path below the home page of each language.
pub(crate) const PATH: &str = "glossary/";

/// The most uses of a term that the glossary itself shows.
const MAX_USES: usize = 20;

/// How many uses of a term one of its own pages shows.
pub(crate) const USES_ON_A_PAGE: usize = 500;

/// A term that more pages use than the glossary shows.
#[derive(Clone, Copy)]
pub struct TermUses<'a> {
    /// Its glossary.
    pub glossary: GlossaryId,
    /// The term.
    pub term: &'a GlossaryTerm,
    /// The pages that use it.
    pub pages: &'a BTreeSet<PageId>,
}

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
    let references = references::list(text_cx, &resolved.citations);
    let content = context::Glossary { letters, references, pager: None };
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
        dose: None,
    };
    let uses = uses(cx, glossary, term);
    let uses_url = has_own_pages(uses).then(|| uses_url(cx, glossary, term));
    let shown_uses = uses.iter().take(if uses_url.is_some() { MAX_USES } else { uses.len() });
    let see = term.see.iter().filter_map(|see| find_term(glossary, &see.value)).map(|index| &glossary.terms[index]);
    context::GlossaryTerm {
        definition: write_line(text_cx, view),
        term: term.name.clone(),
        also_called: term.also_called.clone(),
        see: see.map(|term| context::Link::new(term.name.as_str(), format!("#{}", term.anchor))).collect(),
        used_in: shown_uses.map(|page| cx.link(*page)).collect(),
        uses: uses.len(),
        uses_url,
        anchor: anchor.clone(),
    }
}

/// The pages that use a term.
fn uses<'a>(cx: &RenderContext<'a>, glossary: &Glossary, term: &GlossaryTerm) -> &'a BTreeSet<PageId> {
    static NONE: BTreeSet<PageId> = BTreeSet::new();
    let address = format!("{}#{}", glossary_url(cx.config, glossary.language), term.anchor);
    cx.resolved.backlinks.term_uses.get(&address).unwrap_or(&NONE)
}

fn has_own_pages(uses: &BTreeSet<PageId>) -> bool {
    uses.len() > MAX_USES
}

fn uses_url(cx: &RenderContext<'_>, glossary: &Glossary, term: &GlossaryTerm) -> String {
    format!("{}used-in/{}/", glossary_url(cx.config, glossary.language), escape_path(&term.anchor))
}

/// The terms whose uses have pages of their own.
pub fn long_uses<'a>(cx: &RenderContext<'a>) -> impl Iterator<Item = TermUses<'a>> {
    let glossaries = cx.resolved.site.glossaries.entries();
    let terms = glossaries.flat_map(|(id, glossary)| glossary.terms.iter().map(move |term| (id, &**glossary, term)));
    let terms = terms.map(|(id, glossary, term)| TermUses { glossary: id, term, pages: uses(cx, glossary, term) });
    terms.filter(|uses| has_own_pages(uses.pages))
}

/// Renders the pages with all uses of a term. Returns how many these are.
///
/// # Errors
/// If the template or the sink fails.
pub fn render_uses(cx: &RenderContext<'_>, uses: TermUses<'_>, sink: &dyn Sink) -> Result<usize, RenderError> {
    let glossary = &cx.resolved.site.glossaries[uses.glossary];
    let (language, title) = (glossary.language, uses.term.name.as_str());
    let first_url = uses_url(cx, glossary, uses.term);
    let count = uses.pages.len().div_ceil(USES_ON_A_PAGE);
    let parent = context::Link::new(cx.say(language, "text-glossary"), glossary_url(cx.config, language));
    let pages: Vec<PageId> = uses.pages.iter().copied().collect();
    for (number, pages) in (1..).zip(pages.chunks(USES_ON_A_PAGE)) {
        let position = PagePosition { first_url: &first_url, number, count };
        let page = GeneratedPage {
            robots: Some(crate::pages::robots::NOT_INDEXED),
            ..GeneratedPage::new("glossary", language, position.url(), title.to_owned())
        };
        let json_ld = cx.structured_data(language).of_further_page(std::slice::from_ref(&parent), &page.url, title);
        let mut variables = page.variables(cx, json_ld);
        variables.page.breadcrumbs.push(parent.clone());
        if number > 1 {
            variables.head.title = position.head_title(title, &cx.config.languages[language].title);
        }
        let content = uses_on_page(cx, uses, pages, position.pager());
        let folder = format!("{}{PATH}used-in/{}/", cx.folder(language), uses.term.anchor);
        let folder = pagination::address(&folder, number);
        variables.put(cx, &folder, sink, |context| context.insert("glossary", &content))?;
    }
    Ok(count)
}

/// A glossary with one term, which has nothing but its uses.
fn uses_on_page(
    cx: &RenderContext<'_>,
    uses: TermUses<'_>,
    pages: &[PageId],
    pager: context::Pager,
) -> context::Glossary {
    let term = context::GlossaryTerm {
        anchor: uses.term.anchor.clone(),
        term: uses.term.name.clone(),
        definition: String::new(),
        also_called: Vec::new(),
        see: Vec::new(),
        used_in: pages.iter().map(|page| cx.link(*page)).collect(),
        uses: uses.pages.len(),
        uses_url: None,
    };
    let letter = context::GlossaryLetter { letter: letter_of(&uses.term.name), terms: vec![term] };
    context::Glossary { letters: vec![letter], references: String::new(), pager: Some(pager) }
}
