//! A programme: an ExercisePlan whose parts are its exercises. Its description begins with the cautions of all of them, its
//! care cards and its disclaimers, for the same reason as that of an exercise.

use serde_json::{Value, json};

use wellpress_site::model::programme::Programme;
use wellpress_site::model::{Page, PageId};
use wellpress_site::resolve::cautions;

use crate::machine::json_ld::{GraphNodes, StructuredData, with};

impl StructuredData<'_> {
    pub(crate) fn programme(self, page: &Page, programme: &Programme) -> GraphNodes {
        let media = self.media(page);
        let hero = self.resolved.pages[page.id].hero.as_deref();
        let cautions = cautions::of_programme(self.resolved, Some(page), programme);
        let published = programme.exercises().filter(|exercise| !self.resolved.site.page(*exercise).is_withdrawn());
        let properties = json!({
            "@type": "ExercisePlan",
            "@id": self.id(&page.url, "programme"),
            "name": page.title,
            "description": self.cautioned_description(page, &cautions, None),
            "hasPart": published.map(|exercise| self.programme_part(exercise)).collect::<Vec<Value>>(),
        });
        let mut web_page = self.medical_page(page, &programme.editorial);
        web_page["mainEntity"] = with(self.work(page, &programme.editorial, &media, hero), properties);
        self.with_playlists(page, web_page, media)
    }

    /// An exercise of a programme; its own page describes it in full under the same `@id`.
    fn programme_part(self, exercise: PageId) -> Value {
        let page = self.resolved.site.page(exercise);
        json!({
            "@type": ["ExercisePlan", "HowTo"],
            "@id": self.id(&page.url, "exercise"),
            "name": page.title,
            "url": self.absolute(&page.url),
        })
    }
}
