//! An article: a [MedicalWebPage](https://schema.org/MedicalWebPage) with an Article as its main entity. Also the properties
//! that articles share with exercises and programmes.

use wellpress_site::model::Page;
use wellpress_site::model::article::Article;
use wellpress_site::model::review::EditorialRecord;
use wellpress_site::parse::front_matter::Correction;

use crate::machine::json_ld::page::{audience, license};
use crate::machine::json_ld::schema::{
    self, CorrectionComment, CreativeWork, GraphNode, ImageObject, ItemList, MainEntity, NodeRef, SchemaType,
    VideoObject, WebPage,
};
use crate::machine::json_ld::subject::specialty;
use crate::machine::json_ld::{GraphNodes, StructuredData};

impl<'a> StructuredData<'a> {
    pub(crate) fn article(self, page: &'a Page, article: &'a Article) -> GraphNodes<'a> {
        let media = self.media(page);
        let hero = self.resolved.pages[page.id].hero.iter().map(|hero| self.image(hero)).collect();
        let mut work = self.work(page, &article.editorial, media.videos, hero);
        work.description = page.description.clone().unwrap_or_default();
        work.mentions = references(&media.playlists);
        work.sponsor =
            article.sponsor.as_ref().map(|sponsor| crate::machine::json_ld::people::organization(&sponsor.name));
        let entity = schema::Article {
            kind: SchemaType::One("Article"),
            id: self.id(&page.url, "article"),
            headline: &page.title,
            work: Some(work),
        };
        let mut web_page = self.medical_page(page, &article.editorial);
        web_page.audience = article.audience.map(audience);
        web_page.specialty = article.specialty.map(specialty);
        web_page.main_entity = Some(MainEntity::Article(Box::new(entity)));
        self.with_playlists(page, web_page, media.playlists)
    }

    /// The page around an article, an exercise or a programme: its reviewers, its topics, and the policies by which it is
    /// written.
    ///
    /// `reviewedBy` and `lastReviewed` are properties of the web page, not of the work. Only medical and clinical reviews of the
    /// present words
    /// count: a lay reader's or an editor's review vouches for no medical statement. Somebody who reviewed several times is
    /// named once.
    pub(crate) fn medical_page(self, page: &'a Page, reviewed: &'a EditorialRecord) -> WebPage<'a> {
        let mut reviewers = Vec::new();
        for review in self.resolved.standing_medical_reviews(page) {
            if !reviewers.contains(&review.person) {
                reviewers.push(review.person);
            }
        }
        WebPage {
            // A day without a reviewer of these words would claim the review all the same.
            last_reviewed: self
                .resolved
                .newest_of_some_medical_reviews(page)
                .or_else(|| reviewed.medically_reviewed_on())
                .filter(|_| !reviewers.is_empty())
                .map(|day| day.to_string()),
            reviewed_by: self.agents(reviewers),
            about: self.subjects(&reviewed.topics),
            publishing_principles: self.principles(),
            has_part: self.questions(page),
            ..self.described_page(page, SchemaType::One("MedicalWebPage"))
        }
    }

    /// The properties that articles, exercises and programmes share. The description is left to the caller, because that of
    /// an exercise has to begin with its cautions.
    pub(crate) fn work(
        self,
        page: &'a Page,
        reviewed: &'a EditorialRecord,
        video: Vec<VideoObject<'a>>,
        image: Vec<ImageObject<'a>>,
    ) -> CreativeWork<'a> {
        let contributors = reviewed.contributors.iter().map(|contributor| contributor.person);
        CreativeWork {
            url: self.absolute(&page.url),
            main_entity_of_page: Some(NodeRef { id: self.id(&page.url, "page") }),
            in_language: self.tag(),
            author: self.agents(reviewed.authors.iter().copied()),
            contributor: self.agents(contributors),
            publisher: Some(self.publisher()),
            date_published: page.published.map(|day| day.to_string()),
            date_modified: page.updated.map(|day| day.to_string()),
            is_part_of: Some(self.site()),
            license: license(page),
            image,
            video,
            correction: reviewed.corrections.iter().map(|correction| self.correction(correction)).collect(),
            citation: self.citations(page),
            ..CreativeWork::default()
        }
    }

    fn correction(self, correction: &Correction) -> CorrectionComment<'a> {
        CorrectionComment {
            kind: SchemaType::One("CorrectionComment"),
            date_published: correction.date.value.to_string(),
            // CorrectionComment has no properties for the two wordings, so the text has both: "was → now".
            text: format!("{} \u{2192} {}", correction.was.trim(), correction.now.trim()),
            in_language: self.tag(),
            ..CorrectionComment::default()
        }
    }

    /// Adds the page's videos and playlists to the page itself, for pages without a work that could have them.
    pub(crate) fn with_media(self, page: &'a Page, mut web_page: WebPage<'a>) -> GraphNodes<'a> {
        let media = self.media(page);
        web_page.video = media.videos;
        web_page.mentions = references(&media.playlists);
        self.with_playlists(page, web_page, media.playlists)
    }

    /// The page, its breadcrumbs and its playlists. Playlists are top-level nodes, and the page or its work mentions them.
    pub(crate) fn with_playlists(
        self,
        page: &'a Page,
        web_page: WebPage<'a>,
        playlists: Vec<ItemList<'a>>,
    ) -> GraphNodes<'a> {
        let mut nodes = self.with_breadcrumbs(page, web_page);
        nodes.extend(playlists.into_iter().map(|list| GraphNode::List(Box::new(list))));
        nodes
    }
}

pub(crate) fn references(playlists: &[ItemList<'_>]) -> Vec<NodeRef> {
    playlists.iter().map(|list| NodeRef { id: list.id.clone() }).collect()
}
