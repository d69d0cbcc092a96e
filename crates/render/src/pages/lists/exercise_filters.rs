//! The filters of the list of exercises: region, position, equipment and level, in the words of the list's language.

use std::collections::BTreeMap;

use wellpress_site::config::LanguageId;
use wellpress_site::model::exercise::Exercise;
use wellpress_site::model::{Page, PageId};

use crate::context::{Facet, Filter, FilterValues};
use crate::pages::render_context::RenderContext;

/// A property by which exercises can be filtered.
#[derive(Debug, Clone, Copy)]
pub(in crate::pages) enum ExerciseFilter {
    Region,
    Position,
    Equipment,
    Level,
}

impl ExerciseFilter {
    const ALL: [Self; 4] = [Self::Region, Self::Position, Self::Equipment, Self::Level];

    /// The id in templates, scripts and addresses.
    fn id(self) -> &'static str {
        match self {
            Self::Region => "region",
            Self::Position => "position",
            Self::Equipment => "equipment",
            Self::Level => "level",
        }
    }

    /// The key of the string that names it, which is that of the fact on an exercise's page.
    fn label_key(self) -> &'static str {
        match self {
            Self::Region => "text-fact-regions",
            Self::Position => "text-fact-position",
            Self::Equipment => "text-fact-equipment",
            Self::Level => "text-fact-level",
        }
    }

    /// The values of an exercise, each once, sorted.
    fn values(self, cx: &RenderContext<'_>, language: LanguageId, exercise: &Exercise) -> Vec<String> {
        let mut values: Vec<String> = match self {
            Self::Region => exercise.regions.clone(),
            Self::Position => exercise.position.clone().into_iter().collect(),
            Self::Level => {
                exercise.level.map(|level| cx.say(language, &format!("text-level-{level}"))).into_iter().collect()
            }
            Self::Equipment => match exercise.equipment.as_deref() {
                // An empty list says that no equipment is needed, which readers may look for; a missing one says
                // nothing.
                Some([]) => vec![cx.say(language, "text-none")],
                equipment => equipment.unwrap_or_default().to_vec(),
            },
        };
        values.sort_unstable();
        values.dedup();
        values
    }
}

/// The filters of a list of pages. A filter that has fewer than two values among them, as all have in lists of other kinds,
/// is left out: it would not narrow the list.
#[must_use]
pub fn filters(cx: &RenderContext<'_>, language: LanguageId, pages: &[PageId]) -> Vec<Filter> {
    let filters = ExerciseFilter::ALL.into_iter().map(|filter| {
        let facets = counts(cx, language, pages, filter).into_iter();
        let facets = facets.map(|(value, count)| Facet { label: value.clone(), value, count }).collect();
        Filter { id: filter.id(), label: cx.say(language, filter.label_key()), facets }
    });
    filters.filter(|filter| filter.facets.len() > 1).collect()
}

/// How many of these pages are exercises with each value of a filter.
pub(in crate::pages) fn counts(
    cx: &RenderContext<'_>,
    language: LanguageId,
    pages: &[PageId],
    filter: ExerciseFilter,
) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for exercise in pages.iter().filter_map(|page| cx.resolved.site.page(*page).exercise()) {
        for value in filter.values(cx, language, exercise) {
            *counts.entry(value).or_default() += 1;
        }
    }
    counts
}

/// An exercise's values for the data attributes of its card; other pages have none.
#[must_use]
pub fn values_of(cx: &RenderContext<'_>, page: &Page) -> Vec<FilterValues> {
    let Some(exercise) = page.exercise() else { return Vec::new() };
    let values = ExerciseFilter::ALL
        .into_iter()
        .map(|filter| FilterValues { id: filter.id(), values: filter.values(cx, page.language, exercise).join("\n") });
    values.filter(|filter| !filter.values.is_empty()).collect()
}
