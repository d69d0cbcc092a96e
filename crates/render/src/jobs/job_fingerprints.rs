//! [`JobFingerprints`]: one fingerprint for each render job, over everything of the site that its templates could show.
//!
//! Input: a resolved site, its theme and its settings. Output: a fingerprint that is equal in two builds only if the job
//! renders the same bytes in both. What happens with it is left to `incremental`.
//!
//! What all pages share is mixed once. Of another page that it merely mentions, a page mixes the `summary` fingerprint (title,
//! address, card); of one whose text it embeds, the `full` fingerprint. Fingerprints err on the safe side: too much in one
//! renders a page for nothing, too little publishes a stale page.
//!
//! A change that lets a page show something new has to add it here. The test that edits a site at random and compares a
//! warm build with a cold one finds what was forgotten.

use wellpress_foundation::ids::IdVec;
use wellpress_io::cache::{Fingerprint, FingerprintBuilder};
use wellpress_site::config::{FeedContent, LanguageId};
use wellpress_site::model::fields::FieldValue;
use wellpress_site::model::page::PageRecord;
use wellpress_site::model::reference::{Library, ReferenceId};
use wellpress_site::model::{Page, PageId};
use wellpress_site::parse::glossary::{Glossary, GlossaryId};
use wellpress_site::resolve::citation_index::CitingPage;
use wellpress_site::resolve::forms::{FormPlace, FormState, has_forms, of_page};
use wellpress_site::resolve::{ResolvedSite, page_fingerprints};
use wellpress_site::sections::ContentKind;

use crate::jobs::render_jobs::RenderJob;
use crate::listing::feeds::Feed;
use crate::notices::{is_outdated_translation, text_notices};
use crate::pages::records::sheet::{PrintedSheets, mix_chapter, sheet_of, shows_experts};
use crate::pages::render_context::RenderContext;
use crate::pages::sources::source::SourcePart;
use crate::pictures::image_cache::renditions;

/// The fingerprints that many jobs share, computed once per build; [`of`](Self::of) adds what is a job's own.
///
/// Without them each job would mix the settings and all topics again, and each list the summaries of all pages.
/// What only some jobs show is a field of its own, so that a new article makes lists stale, but not every page.
pub(crate) struct JobFingerprints<'a> {
    cx: &'a RenderContext<'a>,
    /// Whatever every page shows or could show.
    everywhere: Fingerprint,
    /// The summaries of all pages, as lists and the sitemap show them.
    listing: Fingerprint,
    glossaries: IdVec<Glossary, Fingerprint>,
}

impl<'a> JobFingerprints<'a> {
    pub fn new(cx: &'a RenderContext<'a>) -> Self {
        let glossaries = cx.resolved.site.glossaries.ids().map(|id| glossary(cx, id)).collect();
        Self { cx, everywhere: everywhere(cx), listing: listing(cx), glossaries }
    }

    /// The fingerprint of everything that belongs to no single page: what all jobs share, and every template.
    pub fn shared(&self) -> Fingerprint {
        FingerprintBuilder::new("around").with((self.everywhere, self.cx.theme.fingerprint)).fingerprint()
    }

    /// The fingerprint of one job.
    pub fn of(&self, job: RenderJob<'_>) -> Fingerprint {
        match job {
            // Images do not depend on settings or templates, so an edit of those leaves them alone.
            RenderJob::Picture(file) => return self.picture(file),
            RenderJob::Icons => {
                let mut mixer = FingerprintBuilder::new("icons");
                mixer.add_all(self.cx.icons.iter().filter_map(|icon| icon.key));
                return mixer.fingerprint();
            }
            RenderJob::Card(_) | RenderJob::SiteCard { .. } => {
                let card = job.card(self.cx);
                return FingerprintBuilder::new("card").with(card.map(|card| (card.key, card.published))).fingerprint();
            }
            _ => {}
        }
        let mut mixer = FingerprintBuilder::new("unit").with(self.everywhere);
        let own_template =
            if let RenderJob::Page(page) = job { self.cx.resolved.site.own_template(page) } else { None };
        let names = templates(self.cx, job).iter().copied().chain(own_template.map(|template| template.value.as_str()));
        for template in names {
            mixer.add(self.cx.theme.template_fingerprint(template));
            if self.cx.theme.lists_all_pages(template) {
                mixer.add(self.listing);
            }
        }
        match job {
            RenderJob::Page(page) => self.page(&mut mixer, page),
            RenderJob::Source(part) => self.source(&mut mixer, part),
            RenderJob::Glossary(id) => self.glossary(&mut mixer, id),
            RenderJob::TermUses(uses) => {
                mixer.add(self.glossaries[uses.glossary]);
                mixer.add_all(uses.pages.iter().map(|page| self.summary(*page)));
            }
            RenderJob::CitationIndex => self.citation_index(&mut mixer),
            RenderJob::CitationIndexPart(part) => self.citation_index_part(&mut mixer, part),
            RenderJob::SiteReferences => mixer.add_all(self.sources().map(|(id, _)| self.library().fingerprint(id))),
            // Returned above. Named instead of `_`, so that the compiler asks what a new kind of job depends on.
            RenderJob::Picture(_) | RenderJob::Icons | RenderJob::Card(_) | RenderJob::SiteCard { .. } => {}
            RenderJob::Feed(of) => self.feed(&mut mixer, of),
            RenderJob::List(_)
            | RenderJob::HomeWithoutFile { .. }
            | RenderJob::Corrections { .. }
            | RenderJob::Search { .. }
            | RenderJob::Thanks { .. } => mixer.add(self.listing),
            RenderJob::Sheet { language } => self.sheet(&mut mixer, language),
            RenderJob::Llms { language } => {
                mixer.add(self.listing);
                for page in self.resolved().site.pages.iter().filter(|page| page.language == language) {
                    mixer.add((self.resolved().review_state(page.id), self.standing(page.id)));
                    mixer.add(text_notices(self.resolved(), page));
                    // What they warn of is in their summaries.
                    mixer.add_all(self.resolved().shown_by(page).records().map(|record| self.summary(record)));
                }
            }
            RenderJob::Sitemap => {
                mixer.add(self.listing);
                mixer.add(self.cx.index_plan().parts.iter().map(|part| &part.folder).collect::<Vec<_>>());
            }
        }
        mixer.fingerprint()
    }

    fn picture(&self, file: &str) -> Fingerprint {
        let mut mixer = FingerprintBuilder::new("picture");
        if let Some(renditions) = self.cx.assets.get(file).and_then(renditions) {
            // Published names have the fingerprint of the file and of the way it is encoded.
            mixer.add((renditions.renditions.iter().map(|rendition| &rendition.published)).collect::<Vec<_>>());
        }
        mixer.fingerprint()
    }

    fn page(&self, mixer: &mut FingerprintBuilder, page: &Page) {
        let resolved = self.resolved();
        mixer.add(self.full(page.id));
        mixer.add(resolved.review_state(page.id));
        // Which file belongs to the page is known when it is rendered.
        let sheets = self.cx.sheets.filter(|_| sheet_of(resolved.site, page).is_some());
        mixer.add(sheets.map(PrintedSheets::listing));
        // Any text may link a term, and the link shows the term's definition as its title.
        mixer.add(self.glossaries.as_slice());
        let shown_pages = resolved.shown_by(page);
        mixer.add_all(shown_pages.texts.iter().map(|exercise| self.full(*exercise)));
        if let Some(full) = resolved.site.full_page_of(page.id) {
            // The care cards and the warnings of its page.
            let texts = std::iter::once(full.id).chain(resolved.exercise_texts_of(full));
            mixer.add_all(texts.map(|text| self.full(text)));
        }
        for other in shown_pages.records().chain(shown_pages.named.iter().copied()) {
            mixer.add((self.summary(other), self.standing(other)));
        }
        mixer.add_all(linked_pages(resolved, page).into_iter().map(|other| self.summary(other)));
        mixer.add_all(self.translations(page));
        self.folders(mixer, page);
        mixer.add(
            crate::pages::render_context::languages::outdated(self.cx, page)
                .map(|original| (original.title, original.url)),
        );
        self.forms(mixer, page);
        if shows_experts(page) {
            // A list of experts has their bios, which are the text of their own pages.
            mixer.add_all(shown_pages.named.iter().map(|person| self.full(*person)));
        }
        if page.url == self.cx.home(page.language) || page.is_section_text() {
            mixer.add(self.listing);
        }
    }

    /// Which forms a page offers, and which of them are behind; nothing for the many pages without any.
    fn forms(&self, mixer: &mut FingerprintBuilder, page: &Page) {
        if !has_forms(self.resolved(), page) {
            return;
        }
        for form in of_page(self.resolved(), page) {
            mixer.add((form.kind, form.state == FormState::Behind, form.is_approved));
            if let FormPlace::Page(easy) = form.place {
                mixer.add(self.summary(easy.id));
            }
        }
    }

    fn source(&self, mixer: &mut FingerprintBuilder, part: SourcePart<'_>) {
        let (id, library) = (part.id, self.library());
        mixer.add((library.fingerprint(id), part.cited_by));
        if let Some(successor) = library.successor(id) {
            let is_published = self.resolved().citation_index.sources.contains_key(&successor);
            // A successor that no page cites has no page of its own, and its name is then no link.
            mixer.add((library.fingerprint(successor), is_published));
        }
        for cited in part.cited_in {
            match cited.page {
                CitingPage::Page(page) => {
                    // The source's page tells pages that cite it from pages that only list it by hand.
                    let is_manual = self.resolved().pages[page].citations.listed_by_hand.contains(&id);
                    mixer.add((self.summary(page), is_manual));
                }
                CitingPage::Glossary(id) => mixer.add(id.index()),
            }
            mixer.add(&cited.passages);
            if let Some((page, exercise)) = cited.quoted_exercise(self.resolved().site) {
                let conditions = exercise.cautions.iter().flat_map(|caution| &caution.conditions);
                mixer.add_all(conditions.map(|topic| self.summary(*topic)));
                mixer.add((self.full(page.id), self.standing(page.id)));
            }
            mixer.add_all(cited.via.iter().map(|article| self.summary(*article)));
        }
    }

    fn glossary(&self, mixer: &mut FingerprintBuilder, id: GlossaryId) {
        mixer.add(self.glossaries[id]);
        for (term, pages) in &self.resolved().backlinks.term_uses {
            mixer.add(term);
            mixer.add_all(pages.iter().map(|page| self.summary(*page)));
        }
    }

    fn feed(&self, mixer: &mut FingerprintBuilder, of: Feed) {
        if let Feed::Topic(page) | Feed::Author(page) = of {
            mixer.add(self.summary(page));
        }
        let settings = &self.cx.config.settings.feeds;
        for dated in of.newest(self.resolved(), settings.limit) {
            let authors = dated.page.editorial().into_iter().flat_map(|reviewed| &reviewed.authors);
            mixer.add_all(authors.map(|author| self.summary(*author)));
            match settings.content {
                // The recording of a page is in its entry, with all that its readers have to know first.
                FeedContent::Description if !has_forms(self.resolved(), dated.page) => {
                    mixer.add(self.summary(dated.page.id));
                }
                _ => self.page(mixer, dated.page),
            }
        }
    }

    /// All exercises of a language in full, with those that they embed, and links to the handouts of the others.
    fn sheet(&self, mixer: &mut FingerprintBuilder, language: LanguageId) {
        mixer.add(self.listing);
        mixer.add(self.glossaries.as_slice());
        let pages = self.resolved().site.pages.iter().filter(|page| page.language == language);
        for page in pages.filter(|page| page.exercise().is_some()) {
            mixer.add((self.full(page.id), self.resolved().review_state(page.id), self.standing(page.id)));
            mixer.add_all(self.resolved().shown_by(page).texts.iter().map(|exercise| self.full(*exercise)));
        }
    }

    /// The first page. It has the number of pages that cite a source only if it has the sources themselves.
    fn citation_index(&self, mixer: &mut FingerprintBuilder) {
        let plan = self.cx.index_plan();
        plan.mix(mixer);
        let is_whole = plan.parts.is_empty();
        for (id, cited_by) in self.sources() {
            mixer.add((self.library().fingerprint(id), is_whole.then_some(cited_by)));
        }
    }

    fn citation_index_part(&self, mixer: &mut FingerprintBuilder, part: usize) {
        let plan = self.cx.index_plan();
        let part = &plan.parts[part];
        plan.mix_around(part, mixer);
        for id in &plan.order[part.sources.clone()] {
            let cited = self.resolved().citation_index.sources.get(id).map_or(0, |cited| cited.len());
            mixer.add((self.library().fingerprint(*id), cited));
        }
    }

    /// The sources of the citation index, with the number of pages that cite each.
    fn sources(&self) -> impl Iterator<Item = (ReferenceId, usize)> {
        self.resolved().citation_index.sources.iter().map(|(id, cited)| (*id, cited.len()))
    }

    fn library(&self) -> &'a Library {
        &self.resolved().site.library
    }

    /// The pages above a page in its folders, those below it, and the parts of its guide.
    fn folders(&self, mixer: &mut FingerprintBuilder, page: &Page) {
        let site = self.resolved().site;
        mixer.add_all(site.tree.above(page.id).map(|above| self.summary(above)));
        mixer.add_all(site.below(page.id).into_iter().map(|below| self.summary(below)));
        let Some(guide) = site.guide_of(page.id) else { return };
        let parts = site.below(guide);
        if guide == page.id {
            // The page for printing has the texts of all parts.
            parts.iter().for_each(|part| mix_chapter(self.cx, mixer, site.page(*part)));
        }
        parts.into_iter().for_each(|part| mixer.add((self.summary(part), self.standing(part))));
    }

    /// The same page in each other language that has it.
    fn translations(&self, page: &'a Page) -> impl Iterator<Item = Fingerprint> + '_ {
        let languages = self.cx.config.languages.ids().filter(|language| *language != page.language);
        let translations = languages.filter_map(|language| self.resolved().site.index.in_language(page, language));
        translations.map(|translation| self.summary(translation))
    }

    fn summary(&self, page: PageId) -> Fingerprint {
        self.resolved().pages[page].fingerprints.summary
    }

    fn full(&self, page: PageId) -> Fingerprint {
        self.resolved().pages[page].fingerprints.full
    }

    /// Whether somebody with a medical credential has reviewed a page, and whether it is a translation whose original has changed.
    fn standing(&self, page: PageId) -> (bool, bool) {
        let page = self.resolved().site.page(page);
        (self.resolved().is_medically_reviewed(page), is_outdated_translation(self.resolved(), page))
    }

    fn resolved(&self) -> &'a ResolvedSite<'a> {
        self.cx.resolved
    }
}

/// The templates that a job renders. Those that they include or extend are part of their fingerprints.
fn templates(cx: &RenderContext<'_>, job: RenderJob<'_>) -> &'static [&'static str] {
    match job {
        RenderJob::Page(page) if page.is_easy_read() => &["easy-read.html", "article.html"],
        RenderJob::Page(page) => match page.record {
            PageRecord::Article(_) => &["article.html"],
            PageRecord::Exercise(_) => &["exercise.html", "print.html"],
            PageRecord::Programme(_) => &["programme.html", "print.html"],
            // The further pages of their lists are lists.
            PageRecord::Topic(_) => &["topic.html", "list.html"],
            PageRecord::Person(_) => &["person.html", "list.html"],
            PageRecord::Plain if page.url == cx.home(page.language) => &["home.html"],
            PageRecord::Plain => &["page.html"],
        },
        RenderJob::Source(_) => &["reference.html"],
        RenderJob::List(_) => &["list.html"],
        RenderJob::HomeWithoutFile { .. } => &["home.html"],
        RenderJob::Glossary(_) | RenderJob::TermUses(_) => &["glossary.html"],
        RenderJob::CitationIndex | RenderJob::CitationIndexPart(_) => &["references.html", "slip.html"],
        RenderJob::Corrections { .. } => &["corrections.html"],
        RenderJob::Search { .. } => &["search.html"],
        RenderJob::Thanks { .. } => &["page.html"],
        RenderJob::Sheet { .. } => &["sheet.html"],
        RenderJob::Picture(_)
        | RenderJob::Icons
        | RenderJob::Card(_)
        | RenderJob::SiteCard { .. }
        | RenderJob::Feed(_)
        | RenderJob::SiteReferences
        | RenderJob::Llms { .. }
        | RenderJob::Sitemap => &[],
    }
}

/// Settings, citation styles, the theme's shared templates, and the site as templates see it on every page.
///
/// Topics and disclaimers are in here too: they are few, and topics are named by breadcrumbs, cards and cautions in so many
/// places that their uses are not tracked one by one.
fn everywhere(cx: &RenderContext<'_>) -> Fingerprint {
    let (config, resolved) = (cx.config, cx.resolved);
    let include = config.options.include;
    let mut mixer = FingerprintBuilder::new("everywhere").with(&config.content);
    mixer.add((&config.base.origin, &config.base.path, include.drafts, include.future, include.expired));
    mixer.add((cx.theme.everywhere, cx.formatters.fingerprint(), cx.site_fingerprint(), &cx.policy));
    mixer.add_all(pages_of(resolved, ContentKind::Topic));
    for (disclaimer, text) in resolved.site.disclaimers.iter().zip(&resolved.disclaimers) {
        mixer.add((&disclaimer.source.path, &disclaimer.source.text));
        page_fingerprints::text(&mut mixer, resolved.site, text);
    }
    mixer.fingerprint()
}

fn listing(cx: &RenderContext<'_>) -> Fingerprint {
    let resolved = cx.resolved;
    let mut mixer = FingerprintBuilder::new("listing");
    mixer.add_all(resolved.pages.iter().map(|page| page.fingerprints.summary));
    mixer.add_all(resolved.site.featured.iter().map(|page| resolved.pages[*page].fingerprints.summary));
    resolved.backlinks.members.values().for_each(|members| mixer.add(members.len()));
    mixer.add((resolved.citation_index.sources.len(), resolved.site.glossaries.len()));
    mixer.fingerprint()
}

fn glossary(cx: &RenderContext<'_>, id: GlossaryId) -> Fingerprint {
    let glossary = &cx.resolved.site.glossaries[id];
    let resolved = &cx.resolved.glossaries[id];
    let mut mixer = FingerprintBuilder::new("glossary").with((&glossary.source.text, glossary.language.index()));
    resolved.definitions.iter().for_each(|text| page_fingerprints::text(&mut mixer, cx.resolved.site, text));
    mixer.add_all(page_fingerprints::sources(&cx.resolved.site.library, &resolved.citations));
    mixer.fingerprint()
}

fn pages_of(resolved: &ResolvedSite<'_>, kind: ContentKind) -> impl Iterator<Item = Fingerprint> {
    let pages = resolved.site.pages.iter().zip(&resolved.pages);
    pages.filter(move |(page, _)| page.kind == kind).map(|(_, resolved)| resolved.fingerprints.summary)
}

/// The pages that the site itself links from a page without the page naming them: related ones and backlinks.
fn linked_pages(resolved: &ResolvedSite<'_>, page: &Page) -> Vec<PageId> {
    let related = &resolved.related[page.id];
    let backlinks = &resolved.backlinks;
    let lists = [
        &backlinks.articles_of,
        &backlinks.programmes_of,
        &backlinks.members,
        &backlinks.narrower,
        &backlinks.wrote,
        &backlinks.contributed,
        &backlinks.reviewed,
    ];
    let in_fields = backlinks.named_in_fields.get(&page.id).into_iter().flatten().flat_map(|(_, pages)| pages);
    let of_fields = page.fields.iter().filter_map(|field| match &field.value {
        FieldValue::Pages(pages) => Some(pages),
        _ => None,
    });
    let mut linked: Vec<PageId> = related.exercises.iter().chain(&related.articles).copied().collect();
    linked.extend(in_fields.chain(of_fields.flatten()));
    linked.extend(lists.into_iter().filter_map(|list| list.get(&page.id)).flatten());
    linked
}
