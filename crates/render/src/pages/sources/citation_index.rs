//! The citation index: every source that a page cites or lists. It exists once, in the site's first language.
//!
//! A small index is one page. Of a larger one, the first page has the letters with links to the pages of sources, and the filters;
//! `index_plan` says which source is on which page, and `filter_lists` has what the filters look up.

use std::collections::BTreeMap;

use rayon::prelude::*;

use wellpress_bibliography::Reference;
use wellpress_diagnostics::Diagnostic;
use wellpress_io::artifact::Sink;
use wellpress_site::config::MAIN_LANGUAGE;
use wellpress_site::model::reference::ReferenceId;

use crate::html::references::{evidence_key, kind_key, kind_name};
use crate::pages::generated::GeneratedPage;
use crate::pages::lists::filter_lists;
use crate::pages::render_context::RenderContext;
use crate::pages::sources::index_entry::{self, index_entry};
use crate::pages::sources::index_pages::{IndexPart, IndexPlan, PlannedLetter};
use crate::pages::sources::references_files;
use crate::theme::reserve_page;
use crate::theme::strings::MessageValue;
use crate::{RenderError, context};

/// The folder of the citation index and of the sources' pages. They are in the first language only, so it is not below a
/// language's folder.
pub(crate) const FOLDER: &str = "references/";

/// The most journals and publishers that readers choose from. Whoever looks for another one types its name.
const MAX_PUBLISHERS: usize = 200;

/// Renders the first page of the index, and what its filters look up if the index has more pages.
///
/// # Errors
/// If the template or the sink fails.
pub fn render_first(cx: &RenderContext<'_>, sink: &dyn Sink) -> Result<(), RenderError> {
    let plan = cx.index_plan();
    let is_split = !plan.parts.is_empty();
    let slips = if is_split { Vec::new() } else { slips(cx, &plan.order).map_err(RenderError::Theme)? };
    let html_length = slips.iter().filter_map(tera::Value::as_str).map(str::len).sum();
    let letters = plan.letters.iter().map(|letter| context::IndexLetter {
        slips: slips.get(letter.sources.clone()).unwrap_or_default().to_vec(),
        parts: part_links(cx, plan, letter, |part| Some(part.sources.len())),
        ..letter_link(cx, plan, letter)
    });
    let publishers = references(cx, plan).filter_map(index_entry::publisher);
    let publishers = facets(publishers.map(|publisher| (publisher.clone(), publisher)));
    let kinds = references(cx, plan)
        .map(|reference| (kind_name(reference.kind).to_owned(), cx.say(MAIN_LANGUAGE, &kind_key(reference.kind))));
    let designs = references(cx, plan).filter_map(|reference| reference.evidence);
    let designs = designs.map(|design| (design.as_str().to_owned(), cx.say(MAIN_LANGUAGE, &evidence_key(design))));
    let index = context::CitationIndex {
        total: plan.order.len(),
        years: years(cx, plan),
        kinds: facets(kinds),
        designs: facets(designs),
        publishers: if is_split { most_frequent(publishers) } else { publishers },
        letters: letters.collect(),
        exports: references_files::site_links(cx),
        pager: None,
        filter_lists: is_split.then(|| filter_lists::url(cx)),
    };
    drop(slips);
    let url = format!("{}{FOLDER}", cx.config.base.path);
    let page = GeneratedPage {
        description: Some(cx.say(MAIN_LANGUAGE, "text-references-dek")),
        ..GeneratedPage::new("references", MAIN_LANGUAGE, url, cx.say(MAIN_LANGUAGE, "text-references"))
    };
    let variables = page.variables(cx, cx.structured_data(MAIN_LANGUAGE).of_citation_index());
    variables.put(cx, FOLDER, sink, |context| {
        context.insert("index", &index);
        // Reserved at once: growing a buffer of this size step by step copies it several times.
        reserve_page(html_length);
    })?;
    if is_split { filter_lists::put(cx, sink) } else { Ok(()) }
}

/// Renders one of the further pages, by its number in the plan.
///
/// # Errors
/// If the template or the sink fails.
pub fn render_part(cx: &RenderContext<'_>, part: usize, sink: &dyn Sink) -> Result<(), RenderError> {
    let plan = cx.index_plan();
    let part = &plan.parts[part];
    let mut letters: Vec<context::IndexLetter> =
        plan.letters.iter().map(|letter| letter_link(cx, plan, letter)).collect();
    let own_letter = &plan.letters[part.letter];
    letters[part.letter].parts = part_links(cx, plan, own_letter, |_| None);
    letters[part.letter].slips = slips(cx, &plan.order[part.sources.clone()]).map_err(RenderError::Theme)?;
    let index = context::CitationIndex {
        total: plan.order.len(),
        years: Vec::new(),
        kinds: Vec::new(),
        designs: Vec::new(),
        publishers: Vec::new(),
        letters,
        exports: Vec::new(),
        pager: Some(pager(cx, plan, part)),
        filter_lists: None,
    };
    let title =
        cx.theme.strings.format(MAIN_LANGUAGE, "text-references-part", &[("part", MessageValue::Text(&part.title))]);
    let url = part.url(cx.config);
    let json_ld = cx.structured_data(MAIN_LANGUAGE).of_further_page(&[breadcrumb(cx)], &url, &title);
    let page = GeneratedPage::new("references", MAIN_LANGUAGE, url, title);
    let mut variables = page.variables(cx, json_ld);
    variables.page.breadcrumbs.push(breadcrumb(cx));
    variables.put(cx, &part.folder, sink, |context| context.insert("index", &index))
}

/// The link to the index above its further pages and the pages of sources.
pub(in crate::pages) fn breadcrumb(cx: &RenderContext<'_>) -> context::Link {
    let url = format!("{}{FOLDER}", cx.config.base.path);
    context::Link::new(cx.say(MAIN_LANGUAGE, "text-references"), url)
}

/// A letter without its sources, with the address of its first page.
fn letter_link(cx: &RenderContext<'_>, plan: &IndexPlan, letter: &PlannedLetter) -> context::IndexLetter {
    let first_part = plan.parts.get(letter.parts.start).filter(|_| !letter.parts.is_empty());
    context::IndexLetter {
        letter: letter.letter.clone(),
        url: first_part.map(|part| part.url(cx.config)),
        parts: Vec::new(),
        slips: Vec::new(),
    }
}

fn part_links(
    cx: &RenderContext<'_>,
    plan: &IndexPlan,
    letter: &PlannedLetter,
    count: impl Fn(&IndexPart) -> Option<usize>,
) -> Vec<context::IndexPart> {
    let parts = plan.parts[letter.parts.clone()].iter();
    parts
        .map(|part| context::IndexPart { title: part.title.clone(), url: part.url(cx.config), count: count(part) })
        .collect()
}

/// The position among the pages of the letter.
fn pager(cx: &RenderContext<'_>, plan: &IndexPlan, part: &IndexPart) -> context::Pager {
    let siblings = &plan.parts[plan.letters[part.letter].parts.clone()];
    let at = siblings.iter().position(|sibling| sibling.folder == part.folder).unwrap_or_default();
    let url = |at: usize| siblings.get(at).map(|part| part.url(cx.config));
    context::Pager {
        number: at + 1,
        parts: siblings.len(),
        previous: at.checked_sub(1).and_then(url),
        following: url(at + 1),
    }
}

fn references<'a>(cx: &'a RenderContext<'_>, plan: &'a IndexPlan) -> impl Iterator<Item = &'a Reference> {
    plan.order.iter().map(|id| cx.resolved.site.library.get(*id))
}

/// Sources of the index, each rendered by the template `slip.html`.
///
/// Each is rendered on its own and its variables are dropped, so that the variables of all sources and the HTML of the page are
/// never in memory at the same time.
fn slips(cx: &RenderContext<'_>, sources: &[ReferenceId]) -> Result<Vec<tera::Value>, Box<Diagnostic>> {
    sources.par_iter().map(|id| slip(cx, *id)).collect()
}

fn slip(cx: &RenderContext<'_>, id: ReferenceId) -> Result<tera::Value, Box<Diagnostic>> {
    let cited_by = cx.resolved.citation_index.sources.get(&id).map_or(0, |cited_in| cited_in.len());
    let entry = index_entry(cx, cx.text_context_without_page(MAIN_LANGUAGE), id, cited_by);
    cx.render_piece("slip.html", MAIN_LANGUAGE, |context| context.insert("entry", &entry))
}

/// The years of the sources, newest first, and "n.d." after them.
fn years(cx: &RenderContext<'_>, plan: &IndexPlan) -> Vec<context::Facet> {
    let years = references(cx, plan).map(|reference| index_entry::year(cx, reference));
    let mut years = facets(years.map(|year| (year.clone(), year)));
    years.sort_by(|a, b| is_number(&b.value).cmp(&is_number(&a.value)).then(b.value.cmp(&a.value)));
    years
}

fn is_number(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_digit())
}

/// The values that most entries have, in the order in which they came.
fn most_frequent(mut facets: Vec<context::Facet>) -> Vec<context::Facet> {
    facets.sort_by_key(|facet| std::cmp::Reverse(facet.count));
    facets.truncate(MAX_PUBLISHERS);
    sort_by_label(&mut facets);
    facets
}

/// Counts pairs of a value and its label; sorted by label.
fn facets(values: impl Iterator<Item = (String, String)>) -> Vec<context::Facet> {
    let mut facets: BTreeMap<String, context::Facet> = BTreeMap::new();
    for (value, label) in values {
        let facet = context::Facet { value: value.clone(), label, count: 0 };
        facets.entry(value).or_insert(facet).count += 1;
    }
    let mut facets: Vec<context::Facet> = facets.into_values().collect();
    sort_by_label(&mut facets);
    facets
}

/// Equal labels are sorted by their values, so that they have the same order in every build.
fn sort_by_label(facets: &mut [context::Facet]) {
    facets.sort_by_cached_key(|facet| (facet.label.to_lowercase(), facet.value.clone()));
}
