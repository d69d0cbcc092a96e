//! A programme: an ExercisePlan whose parts are its exercises. Its description begins with the cautions of all of them, its
//! care cards and its disclaimers, for the same reason as that of an exercise.

use wellpress_site::model::programme::Programme;
use wellpress_site::model::{Page, PageId};
use wellpress_site::resolve::cautions;

use crate::machine::json_ld::article::references;
use crate::machine::json_ld::schema::{self, MainEntity, ProgrammePart, SchemaType};
use crate::machine::json_ld::{GraphNodes, StructuredData};

impl<'a> StructuredData<'a> {
    pub(crate) fn programme(self, page: &'a Page, programme: &'a Programme) -> GraphNodes<'a> {
        let media = self.media(page);
        let hero = self.resolved.pages[page.id].hero.iter().map(|hero| self.image(hero)).collect();
        let mut work = self.work(page, &programme.editorial, media.videos, hero);
        let cautions = cautions::of_programme(self.resolved, Some(page), programme);
        work.description = self.cautioned_description(page, &cautions, None);
        work.mentions = references(&media.playlists);
        let published = programme.exercises().filter(|exercise| !self.resolved.site.page(*exercise).is_withdrawn());
        let entity = schema::Programme {
            kind: SchemaType::One("ExercisePlan"),
            id: self.id(&page.url, "programme"),
            name: &page.title,
            work: Some(work),
            has_part: published.map(|exercise| self.programme_part(exercise)).collect(),
        };
        let mut web_page = self.medical_page(page, &programme.editorial);
        web_page.main_entity = Some(MainEntity::Programme(Box::new(entity)));
        self.with_playlists(page, web_page, media.playlists)
    }

    fn programme_part(self, exercise: PageId) -> ProgrammePart<'a> {
        let page = self.resolved.site.page(exercise);
        ProgrammePart {
            kind: SchemaType::Both(["ExercisePlan", "HowTo"]),
            id: self.id(&page.url, "exercise"),
            name: &page.title,
            url: self.absolute(&page.url),
        }
    }
}
