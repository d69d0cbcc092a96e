//! A programme: an ExercisePlan whose parts are its exercises. Its description opens with the cautions of all of them.

use wellpress_site::model::programme::Programme;
use wellpress_site::model::{Page, PageId};
use wellpress_site::resolve::cautions;

use super::article::references;
use super::schema::{self, Entity, Part, Type};
use super::{About, Nodes};

impl<'a> About<'a> {
    /// A programme's page.
    pub(super) fn programme(self, page: &'a Page, programme: &'a Programme) -> Nodes<'a> {
        let media = self.media(page);
        let hero = self.resolved.pages[page.id.index()].hero.iter().map(|hero| self.image(hero)).collect();
        let mut work = self.work(page, &programme.reviewed, media.videos, hero);
        let cautions = cautions::of_programme(self.resolved, Some(page), programme);
        work.description = self.cautioned(page, &cautions, None);
        work.mentions = references(&media.playlists);
        let stands = |exercise: &PageId| !self.resolved.site.page(*exercise).is_withdrawn();
        let entity = schema::Programme {
            kind: Type::One("ExercisePlan"),
            id: self.id(&page.url, "programme"),
            name: &page.title,
            work: Some(work),
            has_part: programme.exercises().filter(stands).map(|exercise| self.part(exercise)).collect(),
        };
        let mut shell = self.medical_page(page, &programme.reviewed);
        shell.main_entity = Some(Entity::Programme(Box::new(entity)));
        self.with_playlists(page, shell, media.playlists)
    }

    fn part(self, exercise: PageId) -> Part<'a> {
        let page = self.resolved.site.page(exercise);
        Part {
            kind: Type::Both(["ExercisePlan", "HowTo"]),
            id: self.id(&page.url, "exercise"),
            name: &page.title,
            url: self.absolute(&page.url),
        }
    }
}
