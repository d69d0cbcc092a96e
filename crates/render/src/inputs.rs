//! What each unit is made of, as one fingerprint: everything of the site that a template or a writer of this room could
//! show there. What is in all pages is mixed once; what a page shows of others is how they look from outside, and how
//! they look as a whole where their text comes along.
//!
//! Whoever lets a page show something new adds it here. The test that edits a site at random and compares a warm build
//! with a cold one finds what was forgotten.

use wellpress_io::cache::{Fingerprint, FingerprintBuilder};
use wellpress_markdown::directives::DirectiveKind;
use wellpress_site::discover::Kind;
use wellpress_site::model::page::Record;
use wellpress_site::model::programme::Programme;
use wellpress_site::model::reference::ReferenceId;
use wellpress_site::model::{Found, Page, PageId};
use wellpress_site::resolve::bodies::exercise_of_video;
use wellpress_site::resolve::citation_index::{CitedIn, CitingPage};
use wellpress_site::resolve::{ResolvedSite, page_fingerprints};

use super::image_cache::renditions;
use super::render_context::RenderContext;
use super::units::Work;

/// What all units share, mixed once.
pub(super) struct Inputs<'a> {
    cx: &'a RenderContext<'a>,
    /// What every page shows or could show.
    everywhere: Fingerprint,
    /// All pages as lists, feeds and the sitemap show them.
    listing: Fingerprint,
    glossaries: Vec<Fingerprint>,
}

impl<'a> Inputs<'a> {
    /// Of a site.
    pub fn new(cx: &'a RenderContext<'a>) -> Self {
        let glossaries = (0..cx.resolved.site.glossaries.len()).map(|number| glossary(cx, number)).collect();
        Self { cx, everywhere: everywhere(cx), listing: listing(cx), glossaries }
    }

    /// Of all that is of no page of its own: what all units share, and every template.
    pub fn around(&self) -> Fingerprint {
        FingerprintBuilder::new("around").with((self.everywhere, self.cx.theme.fingerprint)).fingerprint()
    }

    /// Of one unit.
    pub fn of(&self, work: Work<'_>) -> Fingerprint {
        match work {
            Work::Picture(file) => return self.picture(file),
            Work::Icons => {
                let mut mixer = FingerprintBuilder::new("icons");
                mixer.all(self.cx.icons.iter().filter_map(|icon| icon.key));
                return mixer.fingerprint();
            }
            Work::Card(_) | Work::CardOfSite(_) => {
                let card = work.card(self.cx);
                return FingerprintBuilder::new("card").with(card.map(|card| (card.key, card.published))).fingerprint();
            }
            _ => {}
        }
        let mut mixer = FingerprintBuilder::new("unit").with(self.everywhere);
        mixer.all(templates(self.cx, work).iter().filter_map(|template| self.cx.theme.made_of(template)));
        match work {
            Work::Page(page) => self.page(&mut mixer, page),
            Work::Source(id, cited) => self.source(&mut mixer, id, cited),
            Work::Glossary(number) => self.glossary(&mut mixer, number),
            Work::CitationIndex => self.citation_index(&mut mixer),
            Work::Picture(_) | Work::Icons | Work::Card(_) | Work::CardOfSite(_) => {}
            Work::List(..)
            | Work::HomeWithoutFile(_)
            | Work::Feed(_)
            | Work::Corrections(_)
            | Work::Search(_)
            | Work::Thanks(_)
            | Work::Sitemap => mixer.add(self.listing),
        }
        mixer.fingerprint()
    }

    /// Pictures are the same whatever is around them.
    fn picture(&self, file: &str) -> Fingerprint {
        let mut mixer = FingerprintBuilder::new("picture");
        if let Some(renditions) = self.cx.assets.get(file).and_then(renditions) {
            mixer.add((renditions.all.iter().map(|rendition| &rendition.published)).collect::<Vec<_>>());
        }
        mixer.fingerprint()
    }

    fn page(&self, mixer: &mut FingerprintBuilder, page: &Page) {
        let resolved = self.resolved();
        mixer.add(self.whole(page.id));
        mixer.add(self.glossaries.as_slice());
        mixer.all(resolved.texts_of(page).map(|exercise| self.whole(exercise)));
        mixer.all(named(resolved, page).into_iter().map(|other| self.outside(other)));
        mixer.all(led_to(resolved, page).into_iter().map(|other| self.outside(other)));
        mixer.all(self.translations(page));
        mixer.add(super::languages::outdated(self.cx, page).map(|original| (original.title, original.url)));
        if shows_experts(page) {
            mixer.all(named(resolved, page).into_iter().map(|person| self.whole(person)));
        }
        if page.url == self.cx.home(page.language) {
            mixer.add(self.listing);
        }
    }

    fn source(&self, mixer: &mut FingerprintBuilder, id: ReferenceId, cited: &[CitedIn]) {
        let library = &self.resolved().site.library;
        mixer.add(library.fingerprint(id));
        if let Some(successor) = library.successor(id) {
            let is_published = self.resolved().citation_index.sources.contains_key(&successor);
            mixer.add((library.fingerprint(successor), is_published));
        }
        for cited in cited {
            match cited.page {
                CitingPage::Page(page) => {
                    let is_written = self.resolved().pages[page.index()].citations.written.contains(&id);
                    mixer.add((self.outside(page), is_written));
                }
                CitingPage::Glossary(number) => mixer.add(number),
            }
            mixer.add(&cited.passages);
            mixer.all(self.conditions(cited).map(|topic| self.outside(topic)));
            mixer.all(cited.via.iter().map(|article| self.outside(*article)));
        }
    }

    /// The topics of the cautions that stand above a quoted step.
    fn conditions(&self, cited: &CitedIn) -> impl Iterator<Item = PageId> {
        let site = self.resolved().site;
        let page = if let CitingPage::Page(page) = cited.page { site.page(page).exercise() } else { None };
        let exercise = page.filter(|_| cited.passages.iter().any(|passage| passage.is_guarded));
        exercise.into_iter().flat_map(|exercise| &exercise.cautions).flat_map(|caution| &caution.conditions).copied()
    }

    fn glossary(&self, mixer: &mut FingerprintBuilder, number: usize) {
        mixer.add(self.glossaries[number]);
        for (term, pages) in &self.resolved().backlinks.term_uses {
            mixer.add(term);
            mixer.all(pages.iter().map(|page| self.outside(*page)));
        }
    }

    fn citation_index(&self, mixer: &mut FingerprintBuilder) {
        for (id, cited) in &self.resolved().citation_index.sources {
            mixer.add((self.resolved().site.library.fingerprint(*id), cited.len()));
        }
    }

    /// The same page in other languages.
    fn translations(&self, page: &'a Page) -> impl Iterator<Item = Fingerprint> + '_ {
        let languages = (0..self.cx.config.languages.len()).filter(|language| *language != page.language);
        languages.filter_map(|language| match self.resolved().site.index.find(page.kind, &page.name, language) {
            Found::Page(found) => Some(self.outside(found)),
            Found::Hidden(_) | Found::Nothing => None,
        })
    }

    fn outside(&self, page: PageId) -> Fingerprint {
        self.resolved().pages[page.index()].fingerprints.summary
    }

    fn whole(&self, page: PageId) -> Fingerprint {
        self.resolved().pages[page.index()].fingerprints.full
    }

    fn resolved(&self) -> &'a ResolvedSite<'a> {
        self.cx.resolved
    }
}

/// The templates that it is drawn with.
fn templates(cx: &RenderContext<'_>, work: Work<'_>) -> &'static [&'static str] {
    match work {
        Work::Page(page) => match page.record {
            Record::Article(_) => &["article.html"],
            Record::Exercise(_) => &["exercise.html", "print.html"],
            Record::Programme(_) => &["programme.html", "print.html"],
            Record::Topic(_) => &["topic.html"],
            Record::Person(_) => &["person.html"],
            Record::Plain if page.url == cx.home(page.language) => &["home.html"],
            Record::Plain => &["page.html"],
        },
        Work::Source(..) => &["reference.html"],
        Work::List(..) => &["list.html"],
        Work::HomeWithoutFile(_) => &["home.html"],
        Work::Glossary(_) => &["glossary.html"],
        Work::CitationIndex => &["references.html", "slip.html"],
        Work::Corrections(_) => &["corrections.html"],
        Work::Search(_) => &["search.html"],
        Work::Thanks(_) => &["page.html"],
        Work::Picture(_) | Work::Icons | Work::Card(_) | Work::CardOfSite(_) | Work::Feed(_) | Work::Sitemap => &[],
    }
}

/// Settings and styles, and what every page has of the theme; what the frame of every page shows; topics, which are few and
/// name breadcrumbs, cards and cautions; disclaimers, which are few as well.
fn everywhere(cx: &RenderContext<'_>) -> Fingerprint {
    let (config, resolved) = (cx.config, cx.resolved);
    let include = config.options.include;
    let mut mixer = FingerprintBuilder::new("everywhere").with(&config.source.text);
    mixer.add((&config.base.origin, &config.base.path, include.drafts, include.future, include.expired));
    mixer.add((cx.theme.everywhere, cx.formatters.fingerprint(), cx.looks()));
    mixer.all(pages_of(resolved, Kind::Topic));
    for (disclaimer, text) in resolved.site.disclaimers.iter().zip(&resolved.disclaimers) {
        mixer.add((&disclaimer.source.path, &disclaimer.source.text));
        page_fingerprints::text(&mut mixer, resolved.site, text);
    }
    mixer.fingerprint()
}

fn listing(cx: &RenderContext<'_>) -> Fingerprint {
    let resolved = cx.resolved;
    let mut mixer = FingerprintBuilder::new("listing");
    mixer.all(resolved.pages.iter().map(|page| page.fingerprints.summary));
    mixer.all(resolved.site.featured.iter().map(|page| resolved.pages[page.index()].fingerprints.summary));
    resolved.backlinks.members.values().for_each(|members| mixer.add(members.len()));
    mixer.add((resolved.citation_index.sources.len(), resolved.site.glossaries.len()));
    mixer.fingerprint()
}

fn glossary(cx: &RenderContext<'_>, number: usize) -> Fingerprint {
    let glossary = &cx.resolved.site.glossaries[number];
    let resolved = &cx.resolved.glossaries[number];
    let mut mixer = FingerprintBuilder::new("glossary").with((&glossary.source.text, glossary.language));
    resolved.definitions.iter().for_each(|text| page_fingerprints::text(&mut mixer, cx.resolved.site, text));
    mixer.all(page_fingerprints::sources(&cx.resolved.site.library, &resolved.citations));
    mixer.fingerprint()
}

fn pages_of(resolved: &ResolvedSite<'_>, kind: Kind) -> impl Iterator<Item = Fingerprint> {
    let pages = resolved.site.pages.iter().zip(&resolved.pages);
    pages.filter(move |(page, _)| page.kind == kind).map(|(_, resolved)| resolved.fingerprints.summary)
}

/// Pages that a page names in its front matter or its text.
fn named(resolved: &ResolvedSite<'_>, page: &Page) -> Vec<PageId> {
    let mut named: Vec<PageId> = Vec::new();
    if let Some(reviewed) = page.reviewed() {
        named.extend(&reviewed.authors);
        named.extend(reviewed.contributors.iter().map(|(person, _)| *person));
        named.extend(reviewed.reviews.iter().map(|review| review.person));
        named.extend(reviewed.withdrawn.as_ref().and_then(|withdrawn| withdrawn.successor));
    }
    match &page.record {
        Record::Article(article) => named.extend(article.ai.as_ref().and_then(|(_, checker)| *checker)),
        Record::Exercise(exercise) => {
            named.extend(exercise.easier.iter().chain(&exercise.harder).chain(&exercise.next));
        }
        Record::Programme(programme) => named.extend(programme.exercises()),
        Record::Topic(_) | Record::Person(_) | Record::Plain => {}
    }
    let own = &resolved.pages[page.id.index()];
    named.extend(own.key_points.iter().flat_map(page_fingerprints::people));
    let shown = || std::iter::once(page.id).chain(resolved.texts_of(page));
    for shown in shown().map(|page| resolved.site.page(page)) {
        let videos = shown.body.directives.iter();
        named.extend(videos.filter_map(|video| exercise_of_video(resolved.site, video, shown.language)));
    }
    for body in shown().map(|page| &resolved.pages[page.index()].body) {
        named.extend(page_fingerprints::people(body));
        for programme in page_fingerprints::programmes(body) {
            named.push(programme);
            let programme = resolved.site.page(programme);
            named.extend(programme.programme().into_iter().flat_map(Programme::exercises));
            named.extend(resolved.texts_of(programme));
        }
    }
    named
}

/// Pages that the site leads to from a page, without its naming them.
fn led_to(resolved: &ResolvedSite<'_>, page: &Page) -> Vec<PageId> {
    let related = &resolved.related[page.id.index()];
    let back = &resolved.backlinks;
    let lists = [
        &back.articles_of,
        &back.programmes_of,
        &back.members,
        &back.narrower,
        &back.wrote,
        &back.contributed,
        &back.reviewed,
    ];
    let mut led_to: Vec<PageId> = related.exercises.iter().chain(&related.articles).copied().collect();
    led_to.extend(lists.into_iter().filter_map(|list| list.get(&page.id)).flatten());
    led_to
}

fn shows_experts(page: &Page) -> bool {
    page.body.directives.iter().any(|directive| directive.kind == DirectiveKind::Experts)
}
