//! [`ResolvedPage`] and [`ResolvedGlossary`]: the texts of one page or glossary with all that they refer to.

use wellpress_diagnostics::Diagnostic;
use wellpress_foundation::ids::IdVec;
use wellpress_markdown::body::CitationId;

use crate::parse::document::FrontText;
use crate::parse::front_matter::Picture;
use crate::parse::glossary::GlossaryTerm;

use super::citations::{Mark, PageCitations};
use super::disclaimers::PlacedDisclaimers;
use super::form_files::ResolvedForm;
use super::page_fingerprints::PageFingerprints;
use super::pictures::ResolvedPicture;
use super::reading_order::{ReadingOrder, ShownText};
use super::targets::ResolvedBody;
use super::videos::ResolvedVideo;

/// A page with everything that its texts and its front matter refer to.
#[derive(Debug, Default)]
pub struct ResolvedPage {
    /// The links and directives of the page's text.
    pub body: ResolvedBody,
    /// Those of the texts in its front matter.
    pub front_texts: IdVec<FrontText, ResolvedBody>,
    /// Picture at the top, or a person's portrait.
    pub hero: Option<Box<ResolvedPicture>>,
    /// Pictures of an exercise.
    pub images: Vec<ResolvedPicture>,
    /// The pictures of declared fields; `None` for one with a mistake.
    pub field_pictures: IdVec<Picture, Option<ResolvedPicture>>,
    /// The video in the front matter of an exercise.
    pub video: Option<Box<ResolvedVideo>>,
    /// The recordings and files that give the page in other forms.
    pub forms: Vec<ResolvedForm>,
    /// Picture for sharing.
    pub social_image: Option<Box<ResolvedPicture>>,
    /// The texts that the page shows in the order in which they are read, which numbers marks and footnotes. Empty for a page
    /// whose embeds form a cycle.
    pub reading_order: ReadingOrder,
    /// Formatted marks and the list of sources.
    pub citations: PageCitations,
    /// The disclaimers that the page shows, by position.
    pub disclaimers: PlacedDisclaimers,
    /// Whether a link of the page may lead to a source. Such links are checked once it is known which sources have a page.
    pub(super) links_to_sources: bool,
    /// Decide whether other pages that show this one have to be rendered again.
    pub fingerprints: PageFingerprints,
    /// Findings about what the page refers to.
    pub findings: Vec<Diagnostic>,
}

impl ResolvedPage {
    /// The mark of a citation in one of the texts that the page shows. `None` if the citation is not shown.
    #[must_use]
    pub fn mark(&self, text: ShownText, citation: CitationId) -> Option<&Mark> {
        let instance = &self.reading_order.instances[self.reading_order.instance_of(text)?];
        let mark = *instance.marks.get(citation)?;
        self.citations.marks.get(mark?)
    }

    /// The page's texts: those of its front matter and its body.
    pub(super) fn texts(&self) -> impl Iterator<Item = &ResolvedBody> {
        self.front_texts.iter().chain([&self.body])
    }

    /// Whether the page shows the picture in this file, or has it for sharing.
    #[must_use]
    pub fn shows(&self, file: &str) -> bool {
        self.pictures().chain(self.social_image.as_deref()).any(|picture| picture.file == file)
    }

    /// The files that the page shows or links to, in its texts or from its front matter: pictures, videos with captions and
    /// transcripts, documents.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.pictures().map(|picture| &picture.file).chain(self.linked_files()).map(String::as_str)
    }

    /// The pictures that the page shows, in its texts or from its front matter. That for sharing is left out, as the page does
    /// not show it.
    pub fn pictures(&self) -> impl Iterator<Item = &ResolvedPicture> {
        let poster = self.video.iter().filter_map(|video| video.poster.as_ref());
        let in_texts = self.texts().flat_map(ResolvedBody::pictures_and_posters);
        let in_fields = self.field_pictures.iter().flatten();
        self.hero.as_deref().into_iter().chain(&self.images).chain(in_fields).chain(poster).chain(in_texts)
    }

    /// The files of the forms of the page. They are apart from the others, because nobody who reviews the text approves of them.
    pub fn files_of_forms(&self) -> impl Iterator<Item = &String> {
        self.forms.iter().flat_map(|form| &form.files)
    }

    pub(super) fn linked_files(&self) -> impl Iterator<Item = &String> {
        let videos = self.video.iter().flat_map(|video| &video.files);
        videos.chain(self.texts().flat_map(|body| &body.assets))
    }
}

/// The texts of a glossary with the sources that they cite.
#[derive(Debug, Default)]
pub struct ResolvedGlossary {
    /// The definition of each term.
    pub definitions: IdVec<GlossaryTerm, ResolvedBody>,
    /// The order in which the definitions are read.
    pub reading_order: ReadingOrder,
    /// Formatted marks and the list of sources.
    pub citations: PageCitations,
}
