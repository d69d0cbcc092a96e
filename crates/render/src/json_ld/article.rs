//! An article: a MedicalWebPage whose main entity is an Article; and what articles share with exercises.

use wellpress_site::model::Page;
use wellpress_site::model::article::Article;
use wellpress_site::model::review::Reviewed;
use wellpress_site::parse::front_matter::Correction;

use super::page::{audience, license};
use super::schema::{self, Entity, Image, List, Node, Ref, Type, Work};
use super::subject::specialty;
use super::{About, Nodes};

impl<'a> About<'a> {
    /// An article's page.
    pub(super) fn article(self, page: &'a Page, article: &'a Article) -> Nodes<'a> {
        let media = self.media(page);
        let hero = self.resolved.pages[page.id.index()].hero.iter().map(|hero| self.image(hero)).collect();
        let mut work = self.work(page, &article.reviewed, media.videos, hero);
        work.description = page.description.clone().unwrap_or_default();
        work.mentions = references(&media.playlists);
        work.sponsor = article.sponsor.as_ref().map(|sponsor| super::people::organization(&sponsor.name));
        let entity = schema::Article {
            kind: Type::One("Article"),
            id: self.id(&page.url, "article"),
            headline: &page.title,
            work: Some(work),
        };
        let mut shell = self.medical_page(page, &article.reviewed);
        shell.audience = article.audience.map(audience);
        shell.specialty = article.specialty.map(specialty);
        shell.main_entity = Some(Entity::Article(Box::new(entity)));
        self.with_playlists(page, shell, media.playlists)
    }

    /// The page around an article or an exercise: who reviewed it, what it is about, by which rules it is written.
    pub(super) fn medical_page(self, page: &'a Page, reviewed: &'a Reviewed) -> schema::Page<'a> {
        let mut reviewers = Vec::new();
        for review in reviewed.reviews.iter().filter(|review| review.role.moves_the_date()) {
            if !reviewers.contains(&review.person) {
                reviewers.push(review.person);
            }
        }
        schema::Page {
            last_reviewed: reviewed.vouched_on().map(|day| day.to_string()),
            reviewed_by: self.agents(reviewers),
            about: self.subjects(&reviewed.topics),
            publishing_principles: self.principles(),
            has_part: self.questions(page),
            ..self.shell(page, Type::One("MedicalWebPage"))
        }
    }

    /// What an article and an exercise have in common; the description is for each to add.
    pub(super) fn work(
        self,
        page: &'a Page,
        reviewed: &'a Reviewed,
        video: Vec<schema::Video<'a>>,
        image: Vec<Image<'a>>,
    ) -> Work<'a> {
        let contributors = reviewed.contributors.iter().map(|(person, _)| *person);
        Work {
            url: self.absolute(&page.url),
            main_entity_of_page: Some(Ref { id: self.id(&page.url, "page") }),
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
            ..Work::default()
        }
    }

    fn correction(self, correction: &Correction) -> schema::Correction<'a> {
        schema::Correction {
            kind: Type::One("CorrectionComment"),
            date_published: correction.date.value.to_string(),
            text: format!("{} \u{2192} {}", correction.was.trim(), correction.now.trim()),
            in_language: self.tag(),
            ..schema::Correction::default()
        }
    }

    /// The page with its own videos, where no work has them, and its playlists.
    pub(super) fn with_media(self, page: &'a Page, mut shell: schema::Page<'a>) -> Nodes<'a> {
        let media = self.media(page);
        shell.video = media.videos;
        shell.mentions = references(&media.playlists);
        self.with_playlists(page, shell, media.playlists)
    }

    /// The page, the way to it and its playlists.
    pub(super) fn with_playlists(self, page: &'a Page, shell: schema::Page<'a>, playlists: Vec<List<'a>>) -> Nodes<'a> {
        let mut nodes = self.with_breadcrumbs(page, shell);
        nodes.extend(playlists.into_iter().map(|list| Node::List(Box::new(list))));
        nodes
    }
}

/// Playlists stand in the graph beside the page; a work mentions them.
pub(super) fn references(playlists: &[List<'_>]) -> Vec<Ref> {
    playlists.iter().map(|list| Ref { id: list.id.clone() }).collect()
}
