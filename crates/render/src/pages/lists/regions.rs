//! The regions of the body that the home page leads to: topics of the type `region`, and the regions that exercises name in
//! their front matter. A region whose name the theme's messages know has its place on a figure of the body.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use form_urlencoded::Serializer;

use wellpress_foundation::text::plain_words;
use wellpress_site::config::LanguageId;
use wellpress_site::model::page::PageRecord;
use wellpress_site::model::{Page, PageId};
use wellpress_site::parse::front_matter::TopicKind;
use wellpress_site::sections::ContentKind;

use crate::context::Region;
use crate::html::blocks::pages_count;
use crate::listing::alphabetical;
use crate::pages::lists::exercise_filters::{self, ExerciseFilter};
use crate::pages::render_context::RenderContext;
use crate::theme::strings::MessageValue;

/// Places on the figure of the body, from head to foot. The theme's message `body-<place>` has the names of each in a
/// language, separated by commas.
const BODY_PLACES: [&str; 21] = [
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

/// A region that the home page may lead to.
struct Candidate {
    title: String,
    url: String,
    /// How many pages or exercises it has.
    count: usize,
    /// The same in words.
    count_text: String,
}

/// A candidate that is shown, with its place by its index in [`BODY_PLACES`].
struct PlacedRegion {
    candidate: Candidate,
    body_place: Option<usize>,
}

/// The regions with the most pages: from head to foot those that have a place, then the others by name.
pub(in crate::pages) fn regions(cx: &RenderContext<'_>, language: LanguageId, exercises: &[PageId]) -> Vec<Region> {
    let places = places_by_name(cx, language);
    let mut candidates = candidates(cx, language, exercises);
    candidates.sort_by_key(|region| Reverse(region.count));
    candidates.truncate(MOST_REGIONS);
    let regions = candidates.into_iter().map(|candidate| {
        let body_place = places.get(&plain_words(&candidate.title)).copied();
        PlacedRegion { candidate, body_place }
    });
    let mut regions: Vec<PlacedRegion> = regions.collect();
    regions.sort_by_cached_key(|region| {
        (region.body_place.unwrap_or(BODY_PLACES.len()), alphabetical(&region.candidate.title))
    });
    numbered(regions)
}

/// Topics, then the regions of exercises that no topic has the name of.
fn candidates(cx: &RenderContext<'_>, language: LanguageId, exercises: &[PageId]) -> Vec<Candidate> {
    let members = &cx.resolved.backlinks.members;
    let topics = cx.listed(ContentKind::Topic, language).filter(|page| is_part_of_body(page));
    let topics: Vec<&Page> = topics.filter(|page| members.contains_key(&page.id)).collect();
    let topic_names: Vec<String> =
        topics.iter().flat_map(|page| [plain_words(&page.title), plain_words(page.short_title())]).collect();
    let of_topics = topics.into_iter().map(|page| topic_candidate(cx, page));
    let of_exercises = exercise_candidates(cx, language, exercises)
        .filter(|region| !topic_names.contains(&plain_words(&region.title)));
    of_topics.chain(of_exercises).collect()
}

/// Gives regions their numbers on the figure, from 1. Regions at the same place share one number, as there is one point on
/// the figure for them.
fn numbered(regions: Vec<PlacedRegion>) -> Vec<Region> {
    let (mut last_place, mut number) = (None, 0);
    let regions = regions.into_iter().map(|PlacedRegion { candidate, body_place }| {
        number += usize::from(body_place.is_some() && body_place != last_place);
        last_place = body_place;
        Region {
            title: candidate.title,
            url: candidate.url,
            counted: candidate.count_text,
            place: body_place.map(|index| BODY_PLACES[index]),
            number: body_place.map(|_| number),
        }
    });
    regions.collect()
}

/// Whether the page is a topic of the type `region`.
pub(in crate::pages) fn is_part_of_body(page: &Page) -> bool {
    matches!(&page.record, PageRecord::Topic(topic) if topic.kind == TopicKind::Region)
}

fn topic_candidate(cx: &RenderContext<'_>, page: &Page) -> Candidate {
    let count = cx.resolved.backlinks.members.get(&page.id).map_or(0, Vec::len);
    let count_text = pages_count(cx.text_context_without_page(page.language), count);
    Candidate { title: page.short_title().to_owned(), url: page.url.clone(), count, count_text }
}

/// The regions that exercises name. Each leads to the list of exercises, filtered by the region.
fn exercise_candidates(
    cx: &RenderContext<'_>,
    language: LanguageId,
    exercises: &[PageId],
) -> impl Iterator<Item = Candidate> {
    let list = format!("{}{}/", cx.home(language), ContentKind::Exercise.folder());
    let strings = &cx.theme.strings;
    let counts = exercise_filters::counts(cx, language, exercises, ExerciseFilter::Region);
    counts.into_iter().map(move |(title, count)| Candidate {
        url: format!("{list}?{}", Serializer::new(String::new()).append_pair("region", &title).finish()),
        count_text: strings.format(language, "count-exercise", &[("count", MessageValue::Count(count))]),
        title,
        count,
    })
}

/// The index in [`BODY_PLACES`] by name as [`plain_words`]. Names are separated by a comma, in Arabic script by its own.
fn places_by_name(cx: &RenderContext<'_>, language: LanguageId) -> BTreeMap<String, usize> {
    let mut places = BTreeMap::new();
    for (index, place) in BODY_PLACES.iter().enumerate() {
        let names = cx.say(language, &format!("body-{place}"));
        places.extend(names.split([',', '،']).map(|name| (plain_words(name), index)));
    }
    places
}
