//! Takes a [`Site`], whose pages each know only themselves, and returns a [`ResolvedSite`]: links lead to pages, citations
//! have formatted marks and lists of sources, and each source knows where it is cited.
//!
//! Everything that needs a second page is decided here. Whether the result is good advice is left to `check`, and how it
//! looks to the renderer. An author's mistake (a broken link, a cycle) is a finding; the text around it is still resolved, so
//! that one run shows all mistakes.

pub mod aliases;
pub mod backlinks;
pub mod bodies;
pub mod cautions;
pub mod citation_index;
pub mod charts;
pub mod citations;
mod context;
mod copy_conflicts;
mod cycles;
pub mod data;
pub mod disclaimers;
mod embeds;
mod form_files;
pub mod forms;
pub mod glossary_terms;
mod links;
pub mod outline;
pub mod page_fingerprints;
mod page_references;
mod pictures;
mod publications;
pub mod reading_order;
pub mod redirects;
pub mod related;
mod resolved_page;
mod resolved_site;
mod resolved_texts;
mod reuse;
mod review_standing;
pub mod review_states;
pub mod reviewed_text;
mod reviewed_words;
mod sentence;
mod settings_links;
mod shown_bodies;
pub mod shown_pages;
pub mod remark_places;
pub mod sign_off_changes;
pub mod sheet_page;
pub mod signatures;
mod static_conflicts;
mod targets;
pub mod template_texts;
mod topics;
pub mod translations;
pub mod videos;

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use wellpress_diagnostics::Diagnostic;
use wellpress_foundation::ids::IdVec;
use wellpress_io::cache::Fingerprint;
use wellpress_markdown::body::Body;

use crate::assets::AssetManifest;
use crate::config::Config;
use crate::discover::Inventory;
use crate::model::disclaimer::Disclaimer;
use crate::model::{Page, PageId, PageTable, Site};
use crate::parse::glossary::{Glossary, GlossaryTerm};
use crate::previous::Previous;
use crate::sections::ContentKind;

use backlinks::Backlinks;
use citation_index::{CitationIndex, PassagesBySource};
use citations::Formatters;
use context::{ResolveContext, TextOrigin};
use outline::Outline;
use page_fingerprints::PageFingerprints;
use page_references::PageReferences;
pub use pictures::ResolvedPicture;
pub use related::ResolvedRelated;
pub use resolved_page::{ResolvedGlossary, ResolvedPage};
pub use resolved_site::ResolvedSite;
pub use resolved_texts::ResolvedTexts;
use reuse::Invalidation;
pub use reuse::Resolution;
pub use sheet_page::{SHEET_DATA_FILE, SheetPage};
use signatures::KeyRing;
use targets::ResolvedBody;

/// Resolves the whole site and collects the findings of all pages.
///
/// A resolved page of the previous run is taken over if nothing that it depends on changed (`Invalidation`). Site-wide
/// results (backlinks, related pages, the citation index) are taken over or patched while every page has the same
/// dependencies, so that an edit of one text costs about as much as resolving that page. A run without a previous one gives
/// the same result.
///
/// Pages are resolved in parallel; findings keep the order of the pages. The formatters are returned without the data that only
/// marks need: they are many, and lists are all that the renderer formats later.
#[must_use]
pub fn resolve<'a, 'f>(
    config: &Config,
    site: &'a Site,
    assets: &'a AssetManifest,
    inventory: &Inventory,
    formatters: Formatters<'f>,
    previous: Option<Previous<'_, Resolution>>,
) -> (ResolvedSite<'a>, Formatters<'f>, Vec<Diagnostic>) {
    let all_files = assets;
    let styles = formatters.fingerprint();
    let invalidation = previous.and_then(|previous| invalidation(previous, site, inventory, styles));
    let cyclic = cyclic_exercises(site, invalidation.as_ref());
    // A page in a cycle has no reading order, and so no record of what it embeds. If the cycles are different now, it is not
    // known what such pages depended on.
    let invalidation = invalidation.filter(|invalidation| invalidation.previous.cyclic == cyclic);
    let mut findings = embeds::refuse_cycles(site, &cyclic);
    findings.extend(refuse_clashes_and_cycles(config, site, assets));
    let sheet_page = sheet_page::find(config, site, assets, &mut findings);
    // Any text may link to it.
    let invalidation = invalidation.filter(|invalidation| invalidation.previous.sheet_page == sheet_page);
    let outlines = outlines(site, invalidation.as_ref());
    let context = ResolveContext { config, site, assets, outlines: &outlines, sheet_page: sheet_page.as_ref() };
    let pages = resolve_pages(&context, &cyclic, &formatters, invalidation.as_ref());
    pages.iter().for_each(|page| findings.extend_from_slice(&page.findings));
    let disclaimers = resolve_disclaimers(&context, &mut findings);
    let glossaries = resolve_glossaries(&context, &formatters, &mut findings);
    let formatters = formatters.without_mark_data();
    let passages = citation_index::passages_of_pages(site, &pages, invalidation.as_ref());
    let unchanged_relations =
        invalidation.as_ref().filter(|invalidation| has_same_dependencies(invalidation, site, &pages, &passages));
    let Relations { backlinks, related, citation_index } =
        relate(&context, &pages, &passages, &glossaries, unchanged_relations);
    findings.extend(links::sources::refuse_dead_links(config, site, &pages, &citation_index));
    let pages_linked_from_settings = settings_links::resolve(&context, &citation_index, &mut findings);
    let redirects = redirects::resolve(&context, &citation_index, &mut findings);
    let UsedFiles { assets, pictures } = used_files(site, &pages, &disclaimers, &glossaries);
    let signing_keys = KeyRing::of(site, config.signature_verifier, &mut findings);
    let texts = ResolvedTexts { site, files: all_files, pages: &pages, disclaimers: &disclaimers };
    let review_states = review_states::of_pages(config, texts, &signing_keys, invalidation.as_ref());
    let outdated = translations::outdated_pages(texts);
    let resolved = ResolvedSite {
        site,
        files: all_files,
        pages,
        outlines,
        related,
        disclaimers,
        glossaries,
        backlinks,
        citation_index: Arc::new(citation_index),
        assets,
        pictures,
        redirects,
        sheet_page,
        pages_linked_from_settings,
        signing_keys,
        review_states,
        outdated,
        passages,
        cyclic,
        styles,
    };
    (resolved, formatters, findings)
}

/// What the edits since the previous run invalidate; `None` if nothing of that run can be reused.
fn invalidation<'a>(
    previous: Previous<'a, Resolution>,
    site: &'a Site,
    inventory: &Inventory,
    styles: Fingerprint,
) -> Option<Invalidation<'a>> {
    // `Invalidation` does not track which pictures and files a page uses, so an edit of any of them invalidates all pages.
    let other_files = inventory.attachments.iter().chain(&inventory.static_files);
    let previous = previous.if_all_unchanged(other_files)?;
    previous.is_reusable_in(site, styles).then(|| Invalidation::new(previous, site))
}

fn has_same_dependencies(
    invalidation: &Invalidation<'_>,
    site: &Site,
    pages: &PageTable<Arc<ResolvedPage>>,
    passages: &PageTable<Arc<PassagesBySource>>,
) -> bool {
    let mut resolved_pages = site.pages.iter().zip(pages).zip(passages);
    resolved_pages.all(|((page, resolved), passages)| invalidation.has_same_dependencies(page.id, resolved, passages))
}

/// What pages say of each other and of sources.
struct Relations {
    backlinks: Arc<Backlinks>,
    related: Arc<PageTable<ResolvedRelated>>,
    citation_index: CitationIndex,
}

/// Relates the pages of a site. With the run before, if no page depends on anything else than it did then, its relations are
/// taken over or patched.
fn relate(
    context: &ResolveContext<'_>,
    pages: &PageTable<Arc<ResolvedPage>>,
    passages: &PageTable<Arc<PassagesBySource>>,
    glossaries: &IdVec<Glossary, ResolvedGlossary>,
    unchanged: Option<&Invalidation<'_>>,
) -> Relations {
    let site = context.site;
    let (backlinks, related) = match unchanged {
        Some(invalidation) => (invalidation.previous.backlinks.clone(), invalidation.previous.related.clone()),
        None => {
            let backlinks = Arc::new(backlinks::collect(site, pages));
            let related = Arc::new(related::related(context.config, site, pages, &backlinks));
            (backlinks, related)
        }
    };
    // `patch` takes over what glossaries cite, which a changed source would alter.
    let citation_index = match unchanged.filter(|invalidation| invalidation.has_same_library()) {
        Some(invalidation) => citation_index::patch(site, pages, passages, invalidation),
        None => citation_index::collect(site, pages, passages, glossaries, &backlinks),
    };
    Relations { backlinks, related, citation_index }
}

/// The findings that need no resolved page: cycles in the order of exercises and of topics, and paths that two things claim.
fn refuse_clashes_and_cycles(config: &Config, site: &Site, assets: &AssetManifest) -> impl Iterator<Item = Diagnostic> {
    let clashes = aliases::refuse_clashes(config, site);
    let clashes = clashes.into_iter().chain(copy_conflicts::refuse_conflicts(config, site));
    let conflicts = static_conflicts::refuse_conflicts(config, site, assets);
    cycles::refuse_cycles(site).into_iter().chain(clashes).chain(conflicts)
}

fn cyclic_exercises(site: &Site, invalidation: Option<&Invalidation<'_>>) -> BTreeSet<PageId> {
    match invalidation {
        Some(invalidation) if !invalidation.has_edited(ContentKind::Exercise) => invalidation.previous.cyclic.clone(),
        _ => embeds::cyclic(site),
    }
}

fn outlines(site: &Site, invalidation: Option<&Invalidation<'_>>) -> PageTable<Arc<Outline>> {
    let outlines = site.pages.as_slice().par_iter().map(|page| {
        let reusable = invalidation.and_then(|invalidation| invalidation.outline(page.id));
        reusable.cloned().unwrap_or_else(|| Arc::new(outline::outline(site, page)))
    });
    outlines.collect::<Vec<_>>().into()
}

fn resolve_pages(
    context: &ResolveContext<'_>,
    cyclic: &BTreeSet<PageId>,
    formatters: &Formatters<'_>,
    invalidation: Option<&Invalidation<'_>>,
) -> PageTable<Arc<ResolvedPage>> {
    let changed_targets = invalidation.map(|invalidation| invalidation.changed_targets(context.outlines));
    let changed_targets = changed_targets.unwrap_or_default();
    let pages = context.site.pages.as_slice().par_iter().map(|page| {
        let reusable = invalidation.and_then(|invalidation| invalidation.page(page.id, &changed_targets));
        reusable.cloned().unwrap_or_else(|| Arc::new(resolve_page(context, page, cyclic, formatters)))
    });
    pages.collect::<Vec<_>>().into()
}

fn resolve_page(
    context: &ResolveContext<'_>,
    page: &Page,
    cyclic: &BTreeSet<PageId>,
    formatters: &Formatters<'_>,
) -> ResolvedPage {
    let site = context.site;
    let mut findings = Vec::new();
    let references = PageReferences::resolve(context, page, &mut findings);
    for body in page.texts() {
        citations::refuse_keys(site, &page.source, body, &mut findings);
    }
    // A page in a cycle, and one that embeds such a page, has no finite text. It gets neither marks nor a list, and the
    // finding about the cycle stops the build.
    let is_cyclic = cyclic.contains(&page.id) || embeds::embedded(site, page.id).any(|page| cyclic.contains(&page));
    let exercises = embeds::exercises_shown_on(site, page, &references.body, context.outlines);
    let disclaimers = disclaimers::placed(site, page, &context.outlines[page.id], &exercises);
    let too_large = if is_cyclic { None } else { embeds::refuse_size(site, page, context.outlines) };
    let has_no_end = is_cyclic || too_large.is_some();
    findings.extend(too_large);
    let (reading_order, citations) = if has_no_end {
        Default::default()
    } else {
        let reading_order = reading_order::of_page(site, page, context.outlines, &disclaimers);
        let uncited = page.record.uncited_references();
        let citations = citations::of_page(site, page, formatters.of_page(page), &reading_order, &uncited);
        (reading_order, citations)
    };
    let fingerprints = PageFingerprints::new(site, page, &references, &citations);
    let links_to_sources = references
        .front_texts
        .iter()
        .chain([&references.body])
        .any(|body| links::sources::may_lead_to_sources(context.config, body));
    let PageReferences { body, front_texts, hero, images, field_pictures, video, forms, social_image } = references;
    ResolvedPage {
        body,
        front_texts,
        hero,
        images,
        field_pictures,
        video,
        forms,
        social_image,
        reading_order,
        citations,
        disclaimers,
        links_to_sources,
        fingerprints,
        findings,
    }
}

fn resolve_disclaimers(
    context: &ResolveContext<'_>,
    findings: &mut Vec<Diagnostic>,
) -> IdVec<Disclaimer, ResolvedBody> {
    let folder = context.config.sections.folder_of(ContentKind::Disclaimer.section());
    let bodies = context.site.disclaimers.iter().map(|disclaimer| {
        let origin =
            TextOrigin { source: &disclaimer.source, folder: &folder, language: disclaimer.language, page: None };
        citations::refuse_keys(context.site, &disclaimer.source, &disclaimer.body, findings);
        bodies::resolve(context, origin, &disclaimer.body, findings)
    });
    bodies.collect()
}

fn resolve_glossaries(
    context: &ResolveContext<'_>,
    formatters: &Formatters<'_>,
    findings: &mut Vec<Diagnostic>,
) -> IdVec<Glossary, ResolvedGlossary> {
    let mut glossaries = IdVec::default();
    let folder = context.config.content_folder().path("");
    for glossary in &context.site.glossaries {
        let source = &glossary.source;
        let origin = TextOrigin { source, folder: &folder, language: glossary.language, page: None };
        let bodies: IdVec<GlossaryTerm, &Body> = glossary.terms.iter().map(|term| &term.definition).collect();
        let definitions = bodies.iter().map(|body| bodies::resolve(context, origin, body, findings)).collect();
        let reading_order = reading_order::of_glossary(&bodies, glossary.language);
        let mut references = Vec::new();
        for key in glossary.terms.iter().flat_map(|term| &term.references) {
            let library = &context.site.library;
            let refusal = library.refusal(&key.value, || source.locate(key.span), findings);
            findings.extend(refusal);
            references.extend(library.find(&key.value));
        }
        for body in &bodies {
            citations::refuse_keys(context.site, source, body, findings);
        }
        let formatter = formatters.of_glossary(glossary.language);
        let citations = citations::of_glossary(context.site, formatter, &reading_order, &bodies, &references);
        glossary_terms::refuse_unknown_see(glossary, findings);
        glossaries.push(ResolvedGlossary { definitions, reading_order, citations });
    }
    glossaries
}

/// The files of the content that the site publishes because a page uses them.
struct UsedFiles {
    /// Files that are published unchanged.
    assets: BTreeSet<String>,
    /// Pictures that are published in other formats and sizes.
    pictures: BTreeSet<String>,
}

/// A withdrawn page shows none of its files, so that they are published only if another page shows them.
fn used_files(
    site: &Site,
    pages: &PageTable<Arc<ResolvedPage>>,
    disclaimers: &IdVec<Disclaimer, ResolvedBody>,
    glossaries: &IdVec<Glossary, ResolvedGlossary>,
) -> UsedFiles {
    let mut used = UsedFiles { assets: BTreeSet::new(), pictures: BTreeSet::new() };
    for page in site.pages.iter().filter(|page| !page.is_withdrawn()).map(|page| &pages[page.id]) {
        page.pictures().chain(page.social_image.as_deref()).for_each(|picture| used.add_picture(picture));
        used.assets.extend(page.linked_files().chain(page.files_of_forms()).cloned());
    }
    let definitions = glossaries.iter().flat_map(|glossary| &glossary.definitions);
    disclaimers.iter().chain(definitions).for_each(|body| used.add_body(body));
    used
}

impl UsedFiles {
    fn add_body(&mut self, body: &ResolvedBody) {
        body.pictures_and_posters().for_each(|picture| self.add_picture(picture));
        self.assets.extend(body.assets.iter().cloned());
    }

    fn add_picture(&mut self, picture: &ResolvedPicture) {
        let files = if picture.is_unchanged() { &mut self.assets } else { &mut self.pictures };
        files.insert(picture.file.clone());
    }
}
