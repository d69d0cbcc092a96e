//! What the library of exercises can be filtered by: region, position, equipment and level, in the words of its language.

use std::collections::BTreeMap;

use wellpress_site::model::exercise::Exercise;
use wellpress_site::model::{Page, PageId};

use super::super::context::{Facet, Filter, FilteredBy};
use super::super::render_context::RenderContext;
use super::exercise::level_key;

/// What there is to filter by, and the fact that names it.
const FILTERS: [(&str, &str); 4] =
    [("region", "regions"), ("position", "position"), ("equipment", "equipment"), ("level", "level")];

/// The filters of a list of exercises, those that part it; of other lists none.
#[must_use]
pub fn filters(cx: &RenderContext<'_>, language: usize, pages: &[PageId]) -> Vec<Filter> {
    let filter = |(id, fact): (&'static str, &str)| {
        let counts = counts(cx, language, pages, id);
        let facets = counts.into_iter().map(|(value, count)| Facet { label: value.clone(), value, count });
        Filter { id, label: cx.say(language, &format!("text-fact-{fact}")), facets: facets.collect() }
    };
    FILTERS.into_iter().map(filter).filter(|filter| filter.facets.len() > 1).collect()
}

/// How many exercises there are of each value of a filter.
pub(super) fn counts(
    cx: &RenderContext<'_>,
    language: usize,
    pages: &[PageId],
    filter: &str,
) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for exercise in pages.iter().filter_map(|page| cx.resolved.site.page(*page).exercise()) {
        values(cx, language, exercise, filter).into_iter().for_each(|value| *counts.entry(value).or_default() += 1);
    }
    counts
}

/// A page's values for its card, by filter.
#[must_use]
pub fn filters_of(cx: &RenderContext<'_>, page: &Page) -> Vec<FilteredBy> {
    let Some(exercise) = page.exercise() else { return Vec::new() };
    let of = |(id, _)| FilteredBy { id, values: values(cx, page.language, exercise, id).join("\n") };
    FILTERS.into_iter().map(of).filter(|filter| !filter.values.is_empty()).collect()
}

/// The values of an exercise, each once.
fn values(cx: &RenderContext<'_>, language: usize, exercise: &Exercise, filter: &str) -> Vec<String> {
    let mut values: Vec<String> = match filter {
        "region" => exercise.regions.clone(),
        "position" => exercise.position.clone().into_iter().collect(),
        "level" => exercise.level.map(|level| cx.say(language, level_key(level))).into_iter().collect(),
        _ => match exercise.equipment.as_deref() {
            Some([]) => vec![cx.say(language, "text-none")],
            equipment => equipment.unwrap_or_default().to_vec(),
        },
    };
    values.sort_unstable();
    values.dedup();
    values
}
