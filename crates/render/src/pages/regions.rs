//! The parts of the body that the home page leads to: topics that are one, and what exercises name as their regions; each
//! with its place on a figure of the body, where the theme's words know it.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use form_urlencoded::Serializer;

use wellpress_site::discover::Kind;
use wellpress_site::model::page::Record;
use wellpress_site::model::{Page, PageId};
use wellpress_site::parse::front_matter::TopicKind;

use super::super::context::Region;
use super::super::html::blocks::pages_count;
use super::super::render_context::RenderContext;
use super::super::strings::Value;
use super::library;

/// Places on a figure of the body, from head to foot. How a language calls each is the theme's message `body-<place>`.
const PLACES: [&str; 21] = [
    "head",
    "neck",
    "shoulders",
    "upper-back",
    "chest",
    "arms",
    "mid-back",
    "back",
    "elbows",
    "spine",
    "core",
    "lower-back",
    "wrists",
    "pelvis",
    "hands",
    "hips",
    "legs",
    "knees",
    "calves",
    "ankles",
    "feet",
];

/// How many regions the home page leads to.
const MOST_REGIONS: usize = 12;

/// A region before it has its place among the others.
struct Found {
    title: String,
    url: String,
    count: usize,
    counted: String,
}

/// The regions with the most pages: those that have a place from head to foot, then the others by name.
pub(super) fn regions(cx: &RenderContext<'_>, language: usize, exercises: &[PageId]) -> Vec<Region> {
    let topics: Vec<&Page> = cx.listed(Kind::Topic, language).filter(|page| is_region(cx, page)).collect();
    let known: Vec<String> = topics.iter().flat_map(|page| [folded(&page.title), folded(page.short_title())]).collect();
    let mut found: Vec<Found> = topics.into_iter().map(|page| of_topic(cx, page)).collect();
    found.extend(of_exercises(cx, language, exercises).filter(|region| !known.contains(&folded(&region.title))));
    found.sort_by_key(|region| Reverse(region.count));
    found.truncate(MOST_REGIONS);
    let places = places(cx, language);
    let place = |region: &Found| places.get(&folded(&region.title)).copied();
    found.sort_by_cached_key(|region| (place(region).unwrap_or(PLACES.len()), region.title.clone()));
    marked(found.into_iter().map(|region| (place(&region), region)))
}

/// Each with its number on the figure; what has the same place has the same number.
fn marked(found: impl Iterator<Item = (Option<usize>, Found)>) -> Vec<Region> {
    let (mut last, mut number) = (None, 0);
    let region = |(place, Found { title, url, counted, .. }): (Option<usize>, Found)| {
        number += usize::from(place.is_some() && place != last);
        last = place;
        Region { title, url, counted, place: place.map(|place| PLACES[place]), number: place.map(|_| number) }
    };
    found.map(region).collect()
}

/// Whether it is a topic that is a part of the body.
pub(super) fn is_part(page: &Page) -> bool {
    matches!(&page.record, Record::Topic(topic) if topic.kind == TopicKind::Region)
}

/// Whether it is one that has pages.
fn is_region(cx: &RenderContext<'_>, page: &Page) -> bool {
    is_part(page) && cx.resolved.backlinks.members.contains_key(&page.id)
}

fn of_topic(cx: &RenderContext<'_>, page: &Page) -> Found {
    let count = cx.resolved.backlinks.members.get(&page.id).map_or(0, Vec::len);
    let counted = pages_count(cx.text_context_without_page(page.language), count);
    Found { title: page.short_title().to_owned(), url: page.url.clone(), count, counted }
}

/// What exercises name: each leads to the library, with the exercises for it.
fn of_exercises(cx: &RenderContext<'_>, language: usize, exercises: &[PageId]) -> impl Iterator<Item = Found> {
    let library = format!("{}{}/", cx.home(language), Kind::Exercise.folder());
    let strings = &cx.theme.strings;
    library::counts(cx, language, exercises, "region").into_iter().map(move |(title, count)| Found {
        url: format!("{library}?{}", Serializer::new(String::new()).append_pair("region", &title).finish()),
        counted: strings.format(language, "count-exercise", &[("count", Value::Count(count))]),
        title,
        count,
    })
}

/// By name as [`folded`]: the place, by its number among [`PLACES`].
fn places(cx: &RenderContext<'_>, language: usize) -> BTreeMap<String, usize> {
    let mut places = BTreeMap::new();
    for (number, place) in PLACES.iter().enumerate() {
        let names = cx.say(language, &format!("body-{place}"));
        places.extend(names.split([',', '،']).map(|name| (folded(name), number)));
    }
    places
}

/// Names that differ by case or by a hyphen only are one.
fn folded(name: &str) -> String {
    name.trim().replace(['-', '‑'], " ").to_lowercase()
}
