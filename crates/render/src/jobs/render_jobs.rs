//! [`RenderJob`]: the smallest unit that is rendered, or reused, as a whole: a page with its handout, a source's page, the
//! sitemap, one picture in all its sizes.
//!
//! Input: a resolved site. Output: [`jobs`], the list of everything to render, and the files that each of them puts into a
//! sink. Whether a job has to run at all is left to `incremental` and `job_fingerprints`.

use std::collections::BTreeSet;

use wellpress_io::artifact::Sink;
use wellpress_io::cache::Fingerprint;
use wellpress_site::assets::RenditionPlan;
use wellpress_site::config::LanguageId;
use wellpress_site::model::Page;
use wellpress_site::parse::glossary::GlossaryId;

use crate::drawings::share_cards::ShareCard;
use crate::listing::feeds::{self, Feed};
use crate::listing::section_lists::{SectionList, section_lists};
use crate::pages::lists::glossary::TermUses;
use crate::pages::lists::pagination;
use crate::pages::render_context::{RenderContext, sharing};
use crate::pages::sheet_page::address::sheet_page;
use crate::pages::sources::references_files;
use crate::pages::sources::source::SourcePart;
use crate::pictures::image_cache::{ImageCache, renditions};
use crate::{RenderError, pages, site_files};

/// The name of a page's job begins with this; the path of the page follows.
pub(crate) const PAGE_NAME: &str = "page /";

/// One job.
///
/// A job is what becomes stale as a whole. The handout of an exercise shows the same text as its page and is part of
/// the page's job; the pictures depend on other files and are jobs of their own, so that an edit of the text does not
/// encode them again.
#[derive(Clone, Copy)]
pub(crate) enum RenderJob<'a> {
    /// A picture of the content in all its formats and sizes, by its path.
    Picture(&'a str),
    /// The picture for sharing a page.
    Card(&'a Page),
    /// The picture for sharing pages that have none of their own.
    SiteCard {
        language: LanguageId,
    },
    /// The icons that are drawn from the theme's mark.
    Icons,
    Page(&'a Page),
    /// A page of a source, with the places that cite it.
    Source(SourcePart<'a>),
    /// The list of a section or of a folder.
    List(SectionList),
    /// The home page of a language whose content has none.
    HomeWithoutFile {
        language: LanguageId,
    },
    Glossary(GlossaryId),
    /// The pages with the uses of a term that many pages use.
    TermUses(TermUses<'a>),
    /// The first page of the citation index, and what its filters look up.
    CitationIndex,
    /// A further page of the citation index, by its number in the plan.
    CitationIndexPart(usize),
    /// The files with all sources of the site.
    SiteReferences,
    Feed(Feed),
    Corrections {
        language: LanguageId,
    },
    Search {
        language: LanguageId,
    },
    Thanks {
        language: LanguageId,
    },
    /// The page on which readers make a sheet of exercises, with its data.
    Sheet {
        language: LanguageId,
    },
    /// The list of a language's pages for programs.
    Llms {
        language: LanguageId,
    },
    Sitemap,
}

impl RenderJob<'_> {
    /// The picture for sharing that this job draws, if it draws one.
    pub fn card(self, cx: &RenderContext<'_>) -> Option<ShareCard> {
        match self {
            Self::Card(page) => sharing::card_of_page(cx, page),
            Self::SiteCard { language } => cx.share_cards.as_ref().and_then(|cards| cards.of_site(language)),
            _ => None,
        }
    }

    /// Keys of the images that this job takes from the image cache or stores there.
    pub fn image_keys(self, cx: &RenderContext<'_>) -> Vec<Fingerprint> {
        match self {
            Self::Picture(file) => {
                let renditions = cx.assets.get(file).and_then(renditions);
                renditions.iter().flat_map(|renditions| &renditions.renditions).map(|rendition| rendition.key).collect()
            }
            Self::Icons => cx.icons.iter().filter_map(|icon| icon.key).collect(),
            _ => self.card(cx).map(|card| card.key).into_iter().collect(),
        }
    }

    /// A name that is unique in the site and stable between builds: the key of the job's record, and what a trace shows.
    pub fn name(self, cx: &RenderContext<'_>) -> String {
        let tag = |language: LanguageId| &cx.config.languages[language].tag;
        match self {
            Self::Picture(file) => format!("picture {file}"),
            Self::Card(page) => format!("card /{}", page.path),
            Self::SiteCard { language } => format!("card of site, {}", tag(language)),
            Self::Icons => "icons".to_owned(),
            Self::Page(page) => format!("{PAGE_NAME}{}", page.path),
            Self::Source(SourcePart { id, number, .. }) => {
                pagination::address(&format!("source {}/", cx.resolved.site.library.slug(id)), number)
            }
            Self::List(list) => format!("list {}, {}", list.path(cx.config, cx.resolved.site), tag(list.language)),
            Self::HomeWithoutFile { language } => format!("home, {}", tag(language)),
            Self::Glossary(id) => format!("glossary, {}", tag(cx.resolved.site.glossaries[id].language)),
            Self::TermUses(TermUses { glossary, term, .. }) => {
                format!("uses of {}, {}", term.anchor, tag(cx.resolved.site.glossaries[glossary].language))
            }
            Self::CitationIndex => "citation index".to_owned(),
            Self::CitationIndexPart(part) => format!("citation index /{}", cx.index_plan().parts[part].folder),
            Self::SiteReferences => "files of all sources".to_owned(),
            Self::Feed(of) => format!("feed /{}", of.folder(cx.config, cx.resolved)),
            Self::Corrections { language } => format!("corrections, {}", tag(language)),
            Self::Search { language } => format!("search, {}", tag(language)),
            Self::Thanks { language } => format!("thanks, {}", tag(language)),
            Self::Sheet { language } => format!("sheet, {}", tag(language)),
            Self::Llms { language } => format!("llms, {}", tag(language)),
            Self::Sitemap => "sitemap".to_owned(),
        }
    }

    /// Puts the job's files into `sink` and returns how many of them are pages.
    pub fn run(
        self,
        cx: &RenderContext<'_>,
        image_cache: &ImageCache<'_>,
        sink: &dyn Sink,
    ) -> Result<usize, RenderError> {
        match self {
            Self::Picture(file) => {
                let asset = cx.assets.get(file);
                asset.map_or(Ok(0), |asset| image_cache.put_picture(cx, asset, sink).map(|()| 0))
            }
            Self::Icons => image_cache.put_icons(cx, sink).map(|()| 0),
            Self::Card(_) | Self::SiteCard { .. } => {
                let card = self.card(cx);
                card.map_or(Ok(0), |card| image_cache.put_card(cx, &card, sink).map(|()| 0))
            }
            Self::Page(page) => {
                pages::records::sheet::put_page(cx, page, sink)?;
                references_files::put_of_page(cx, page, sink)?;
                pages::records::copies::put_copies(cx, page, sink)?;
                pages::lists::members::render_further(cx, page, sink).map(|further| 1 + further)
            }
            Self::Source(part) => pages::sources::source::render(cx, part, sink).map(|()| 1),
            Self::List(list) => pages::lists::sections::render(cx, list, sink),
            Self::HomeWithoutFile { language } => pages::home::put_without_file(cx, language, sink).map(usize::from),
            Self::Glossary(id) => pages::lists::glossary::render(cx, id, sink).map(|()| 1),
            Self::TermUses(uses) => pages::lists::glossary::render_uses(cx, uses, sink),
            Self::CitationIndex => pages::sources::citation_index::render_first(cx, sink).map(|()| 1),
            Self::CitationIndexPart(part) => pages::sources::citation_index::render_part(cx, part, sink).map(|()| 1),
            Self::SiteReferences => references_files::put_of_site(cx, sink).map(|()| 0),
            Self::Feed(of) => site_files::put_feed(cx, of, sink).map(|()| 0),
            Self::Corrections { language } => {
                site_files::put_feed_of_corrections(cx, language, sink)?;
                pages::lists::corrections::render(cx, language, sink)
            }
            Self::Search { language } => pages::lists::search::render(cx, language, sink).map(|()| 1),
            Self::Thanks { language } => pages::thanks::render(cx, language, sink),
            Self::Sheet { language } => pages::sheet_page::render(cx, language, sink),
            Self::Llms { language } => site_files::put_llms(cx, language, sink).map(|()| 0),
            Self::Sitemap => site_files::put_sitemap(cx, sink).map(|()| 0),
        }
    }
}

/// Every job of the site. Long jobs that run on one thread (pictures, the citation index, the sitemap) come first: started
/// last, one of them would keep a single thread busy while all others have run out of work.
pub(crate) fn jobs<'a>(cx: &RenderContext<'a>) -> Vec<RenderJob<'a>> {
    [image_jobs(cx), index_jobs(cx), site_jobs(cx), page_jobs(cx).collect(), source_jobs(cx)].concat()
}

/// The jobs that encode or draw images.
pub(crate) fn image_jobs<'a>(cx: &RenderContext<'a>) -> Vec<RenderJob<'a>> {
    let mut jobs: Vec<RenderJob<'a>> = pictures(cx).map(RenderJob::Picture).collect();
    jobs.extend(cx.icons.iter().any(|icon| icon.key.is_some()).then_some(RenderJob::Icons));
    if cx.share_cards.is_some() {
        jobs.extend(cx.config.languages.ids().map(|language| RenderJob::SiteCard { language }));
        let pages = cx.resolved.site.pages.iter().filter(|page| sharing::card_of_page(cx, page).is_some());
        jobs.extend(pages.map(|page| RenderJob::Card(page)));
    }
    jobs
}

/// The jobs with all sources of the site. To list them, all sources are sorted.
pub(crate) fn index_jobs<'a>(cx: &RenderContext<'a>) -> Vec<RenderJob<'a>> {
    if cx.resolved.citation_index.sources.is_empty() {
        return Vec::new();
    }
    let parts = (0..cx.index_plan().parts.len()).map(RenderJob::CitationIndexPart);
    [RenderJob::CitationIndex, RenderJob::SiteReferences].into_iter().chain(parts).collect()
}

/// The jobs of what the site makes of its pages: lists, feeds, glossaries, the sitemap.
pub(crate) fn site_jobs<'a>(cx: &RenderContext<'a>) -> Vec<RenderJob<'a>> {
    let resolved = cx.resolved;
    let mut jobs = vec![RenderJob::Sitemap];
    for language in cx.config.languages.ids() {
        jobs.push(RenderJob::HomeWithoutFile { language });
        jobs.extend([RenderJob::Corrections { language }, RenderJob::Thanks { language }]);
        jobs.extend(cx.has_search().then_some(RenderJob::Search { language }));
        let has_copies = cx.config.machine_formats().next().is_some();
        jobs.extend(has_copies.then_some(RenderJob::Llms { language }));
    }
    let sheet = sheet_page(resolved, cx.theme).into_iter();
    jobs.extend(sheet.flat_map(|sheet| &sheet.languages).map(|language| RenderJob::Sheet { language: *language }));
    jobs.extend(section_lists(cx.config, resolved.site).map(RenderJob::List));
    jobs.extend(feeds::feeds(resolved, cx.config.languages.ids()).into_iter().map(RenderJob::Feed));
    jobs.extend(resolved.site.glossaries.ids().map(RenderJob::Glossary));
    jobs.extend(pages::lists::glossary::long_uses(cx).map(RenderJob::TermUses));
    jobs
}

/// The jobs of the pages that authors write.
pub(crate) fn page_jobs<'a>(cx: &RenderContext<'a>) -> impl Iterator<Item = RenderJob<'a>> {
    cx.resolved.site.pages.iter().map(|page| RenderJob::Page(page))
}

/// The jobs of the pages of sources.
pub(crate) fn source_jobs<'a>(cx: &RenderContext<'a>) -> Vec<RenderJob<'a>> {
    let sources = cx.resolved.citation_index.sources.iter();
    sources.flat_map(|(id, cited)| pages::sources::source::parts(*id, cited)).map(RenderJob::Source).collect()
}

/// The pictures that are published in other formats or sizes. Copies of one file have renditions of the same names, which
/// a sink would refuse as two files in one place, so only the first copy is rendered.
pub(super) fn pictures<'a>(cx: &RenderContext<'a>) -> impl Iterator<Item = &'a str> {
    let mut seen = BTreeSet::new();
    let is_first = move |file: &&'a str| {
        let widest = cx.assets.get(file).and_then(renditions).and_then(RenditionPlan::widest);
        widest.is_some_and(|widest| seen.insert(widest.published.as_str()))
    };
    cx.resolved.pictures.iter().map(String::as_str).filter(is_first)
}
