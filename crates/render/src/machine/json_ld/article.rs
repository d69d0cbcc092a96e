//! An article: a [MedicalWebPage](https://schema.org/MedicalWebPage) with an Article as its main entity. Also the properties
//! that articles share with exercises and programmes.

use serde_json::{Value, json};

use wellpress_site::model::Page;
use wellpress_site::model::article::Article;
use wellpress_site::model::review::EditorialRecord;
use wellpress_site::parse::front_matter::Correction;
use wellpress_site::resolve::ResolvedPicture;

use crate::machine::json_ld::page::{audience, license};
use crate::machine::json_ld::people::organization;
use crate::machine::json_ld::subject::specialty;
use crate::machine::json_ld::video::Media;
use crate::machine::json_ld::{GraphNodes, StructuredData, node_ref, with};

impl StructuredData<'_> {
    pub(crate) fn article(self, page: &Page, article: &Article) -> GraphNodes {
        let media = self.media(page);
        let hero = self.resolved.pages[page.id].hero.as_deref();
        let properties = json!({
            "@type": "Article",
            "@id": self.id(&page.url, "article"),
            "headline": page.title,
            "description": page.description,
            "sponsor": article.sponsor.as_ref().map(|sponsor| organization(&sponsor.name)),
        });
        let mut web_page = self.medical_page(page, &article.editorial);
        web_page["audience"] = article.audience.map(audience).into();
        web_page["specialty"] = article.specialty.map(specialty).into();
        web_page["mainEntity"] = with(self.work(page, &article.editorial, &media, hero), properties);
        self.with_playlists(page, web_page, media)
    }

    /// The page around an article, an exercise or a programme: its reviewers, its topics, and the policies by which it is
    /// written.
    ///
    /// `reviewedBy` and `lastReviewed` are properties of the web page, not of the work. Only medical and clinical reviews of the
    /// present words
    /// count: a lay reader's or an editor's review vouches for no medical statement. Somebody who reviewed several times is
    /// named once.
    pub(crate) fn medical_page(self, page: &Page, reviewed: &EditorialRecord) -> Value {
        let mut reviewers = Vec::new();
        for review in self.resolved.standing_medical_reviews(page) {
            if !reviewers.contains(&review.person) {
                reviewers.push(review.person);
            }
        }
        // A day without a reviewer of these words would claim the review all the same.
        let last_reviewed = self
            .resolved
            .newest_of_some_medical_reviews(page)
            .or_else(|| reviewed.medically_reviewed_on())
            .filter(|_| !reviewers.is_empty())
            .map(|day| day.to_string());
        let properties = json!({
            "lastReviewed": last_reviewed,
            "reviewedBy": self.agents(reviewers),
            "about": self.subjects(&reviewed.topics).into_iter().chain(self.subject_of_section(page)).collect::<Vec<_>>(),
            "publishingPrinciples": self.principles(),
            "hasPart": self.questions(page),
        });
        let kind = if page.is_health { "MedicalWebPage" } else { "WebPage" };
        with(self.described_page(page, kind), properties)
    }

    /// The properties that articles, exercises and programmes share. The description is left to the caller, because that of
    /// an exercise has to begin with its cautions.
    pub(crate) fn work<'p>(
        self,
        page: &Page,
        reviewed: &EditorialRecord,
        media: &Media,
        pictures: impl IntoIterator<Item = &'p ResolvedPicture>,
    ) -> Value {
        let images: Vec<Value> = pictures.into_iter().map(|picture| self.image(picture)).collect();
        let corrections: Vec<Value> =
            reviewed.corrections.iter().map(|correction| self.correction(correction)).collect();
        let mut work = json!({
            "url": self.absolute(&page.url),
            "mainEntityOfPage": node_ref(&self.id(&page.url, "page")),
            "inLanguage": self.tag(),
            "author": self.agents(reviewed.authors.iter().copied()),
            "contributor": self.agents(reviewed.contributors.iter().map(|contributor| contributor.person)),
            "publisher": self.publisher(),
            "datePublished": page.published.map(|day| day.to_string()),
            "dateModified": page.updated.map(|day| day.to_string()),
            "isPartOf": self.site(),
            "license": license(page),
            "image": images,
            "video": media.videos,
            "correction": corrections,
            "mentions": media.mentions(),
        });
        work["citation"] = self.citations(page).into();
        work
    }

    fn correction(self, correction: &Correction) -> Value {
        let reason = correction.reason.as_ref().map(|reason| format!(". {}", reason.trim())).unwrap_or_default();
        json!({
            "@type": "CorrectionComment",
            "datePublished": correction.date.value.to_string(),
            // CorrectionComment has no properties for the two wordings, so the text has both: "was → now".
            "text": format!("{} \u{2192} {}{reason}", correction.was.trim(), correction.now.trim()),
            "inLanguage": self.tag(),
        })
    }

    /// Adds the page's videos and playlists to the page itself, for pages without a work that could have them.
    pub(crate) fn with_media(self, page: &Page, mut web_page: Value) -> GraphNodes {
        let media = self.media(page);
        web_page["mentions"] = media.mentions().into();
        web_page["video"] = media.videos.clone().into();
        self.with_playlists(page, web_page, media)
    }

    /// The page, its breadcrumbs and its playlists. Playlists are top-level nodes, and the page or its work mentions them.
    pub(crate) fn with_playlists(self, page: &Page, web_page: Value, media: Media) -> GraphNodes {
        let mut nodes = self.with_breadcrumbs(page, web_page);
        nodes.extend(media.playlists);
        nodes
    }
}
