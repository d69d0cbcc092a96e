//! Which safety notices a page shows, where, and in which order: the one place that decides it.
//!
//! Input: a page, and the page around it. Output: [`PlannedNotice`]s. The HTML of the site (`html`, `pages`), the blocks of every other
//! format (`walk`) and the check that a template shows all notices (`safety`) take them from here. Care cards are in the texts of
//! authors, who decide where they stand; another form of the page, which has not that text, repeats them.

use std::ops::Range;

use wellpress_markdown::body::{Body, DirectiveId, Element, NodeKind};
use wellpress_markdown::directives::{Directive, DirectiveKind};
use wellpress_site::model::disclaimer::DisclaimerId;
use wellpress_site::model::exercise::Exercise;
use wellpress_site::model::page::PageRecord;
use wellpress_site::model::programme::Programme;
use wellpress_site::model::{Page, PageId, Site};
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::cautions::{ShownCaution, of_exercise, of_exercises, of_programme};
use wellpress_site::resolve::reading_order::DisclaimerPosition;

use crate::safety::SafetyNotice;

/// A notice with what it says.
#[derive(Debug, Clone)]
pub enum PlannedNotice<'a> {
    /// That a page was withdrawn. It replaces the content of the page.
    Withdrawal(&'a Page),
    /// That nobody with a medical credential has reviewed a page, or that it changed since: the keys of the theme's strings.
    MissingReview(Vec<&'static str>),
    /// A disclaimer, with its place in the reading order of the page; `None` where its marks lead nowhere.
    Disclaimer(DisclaimerId, Option<DisclaimerPosition>),
    /// The cautions of an exercise with its page, or those of a programme.
    Cautions(Vec<ShownCaution<'a>>, Option<&'a Page>),
    /// When to stop an exercise.
    StopSignals(&'a Page, &'a Exercise),
    /// A care card or a warning that an author wrote into the text of this page, for a place above another form of it: its nodes.
    InText(&'a Page, Range<usize>),
}

impl PlannedNotice<'_> {
    /// What it is about.
    #[must_use]
    pub fn kind(&self) -> SafetyNotice {
        match self {
            Self::Withdrawal(_) => SafetyNotice::Withdrawal,
            Self::MissingReview(_) => SafetyNotice::MissingReview,
            Self::Disclaimer(..) => SafetyNotice::Disclaimer,
            Self::Cautions(..) => SafetyNotice::Caution,
            Self::StopSignals(..) => SafetyNotice::StopSignals,
            Self::InText(..) => SafetyNotice::CareCard,
        }
    }
}

/// The notices around the text of a page.
#[derive(Debug, Clone, Default)]
pub struct AroundText<'a> {
    /// Above the text; of a withdrawn page in the place of its text.
    pub above: Vec<PlannedNotice<'a>>,
    /// Below the text.
    pub below: Vec<PlannedNotice<'a>>,
}

/// The notices around the text of a page that has a file of its own.
#[must_use]
pub fn around_text<'a>(resolved: &ResolvedSite<'a>, page: &'a Page) -> AroundText<'a> {
    if page.is_withdrawn() {
        return AroundText { above: vec![PlannedNotice::Withdrawal(page)], below: Vec::new() };
    }
    let placed = &resolved.pages[page.id].disclaimers;
    let disclaimers =
        |ids: &[DisclaimerId], position| ids.iter().map(|id| PlannedNotice::Disclaimer(*id, Some(position))).collect();
    let above: Vec<PlannedNotice<'_>> = disclaimers(&placed.top, DisclaimerPosition::Top);
    let of_full_page = resolved.site.full_page_of(page.id).map(|full| before_easy_read(resolved, full, page));
    AroundText {
        above: above.into_iter().chain(of_full_page.into_iter().flatten()).collect(),
        below: disclaimers(&placed.bottom, DisclaimerPosition::Bottom),
    }
}

/// What the exercises of a page say before their steps, for a place above other forms of the page: all cautions, merged, and the
/// signals to stop, the same ones once. Of a withdrawn one, that it was withdrawn.
#[must_use]
pub fn of_exercises_on<'a>(resolved: &ResolvedSite<'a>, full: &'a Page) -> Vec<PlannedNotice<'a>> {
    let site: &'a Site = resolved.site;
    let (exercises, withdrawn) = resolved.exercises_of(full);
    // Its other forms may still say what to do.
    let withdrawn = withdrawn.into_iter().filter(|exercise| *exercise != full.id);
    let withdrawn = withdrawn.map(|exercise| PlannedNotice::Withdrawal(site.page(exercise)));
    if let ([only], Some(exercise)) = (&exercises[..], full.exercise())
        && *only == full.id
    {
        return before_steps(resolved, Some(full), full, exercise).into_iter().chain(withdrawn).collect();
    }
    let cautions = of_exercises(site, Some(full), exercises.iter().copied());
    let mut notices = Vec::new();
    if !cautions.is_empty() {
        notices.push(PlannedNotice::Cautions(cautions, None));
    }
    notices.extend(withdrawn);
    let mut shown: Vec<&[String]> = Vec::new();
    for page in exercises.iter().map(|exercise| site.page(*exercise)) {
        let Some(exercise) = page.exercise().filter(|exercise| !exercise.stop_if.is_empty()) else { continue };
        if !shown.contains(&&exercise.stop_if[..]) {
            shown.push(&exercise.stop_if);
            notices.push(PlannedNotice::StopSignals(page, exercise));
        }
    }
    notices
}

/// What stands above the text of an Easy Read version: what the exercises of its page say, and what the texts of the page warn of. The
/// notices of a kind are left out if the version has as many of them in its own words; if it has fewer, nobody knows which are missing.
#[must_use]
pub fn before_easy_read<'a>(resolved: &ResolvedSite<'a>, full: &'a Page, easy: &Page) -> Vec<PlannedNotice<'a>> {
    let own: Vec<TextNotice<'_>> = notices_in(&easy.body).map(|(notice, _)| notice).collect();
    let in_texts = in_texts_of(resolved, full);
    let is_said = |kind: &TextNotice<'_>| {
        let (said, of_page) =
            (own.iter().filter(|own| *own == kind), in_texts.iter().filter(|(other, _)| other == kind));
        said.count() >= of_page.count()
    };
    let missing = in_texts.iter().filter(|(notice, _)| !is_said(notice)).map(|(_, planned)| planned.clone());
    of_exercises_on(resolved, full).into_iter().chain(missing).collect()
}

/// What stands above a recording of a page, which can be followed without the text: what the texts of the page warn of. What its
/// exercises say is for [`of_exercises_on`].
#[must_use]
pub fn in_texts<'a>(resolved: &ResolvedSite<'a>, page: &'a Page) -> Vec<PlannedNotice<'a>> {
    in_texts_of(resolved, page).into_iter().map(|(_, planned)| planned).collect()
}

/// What a form of a page says above its text, because it would stand behind the first step there: what the texts of the page warn of
/// behind it, and what its exercises say if there are several or a step stands before them. A form that shows the cautions of a programme
/// above its text has them from [`before_schedule`].
#[must_use]
pub fn before_first_step<'a>(resolved: &ResolvedSite<'a>, page: &'a Page) -> Vec<PlannedNotice<'a>> {
    if page.is_withdrawn() {
        return Vec::new();
    }
    let (first_step, is_exercise) = first_step_of(page);
    let (exercises, withdrawn) = resolved.exercises_of(page);
    // The schedule of a programme stands below its text.
    let is_exercise = is_exercise || page.programme().is_some() && first_step == page.body.nodes.len();
    let is_alone = exercises.len() + withdrawn.len() == 1 && is_exercise;
    let of_exercises = if is_alone { Vec::new() } else { of_exercises_on(resolved, page) };
    let is_in_place = |notice: &PlannedNotice<'_>| match notice {
        PlannedNotice::InText(text, nodes) => text.id == page.id && nodes.start < first_step,
        PlannedNotice::Cautions(..) => page.programme().is_some(),
        _ => false,
    };
    of_exercises.into_iter().chain(in_texts(resolved, page)).filter(|notice| !is_in_place(notice)).collect()
}

/// The node at which the text of a page begins to say what to do, and whether this is an exercise with its notices.
fn first_step_of(page: &Page) -> (usize, bool) {
    let steps = page.exercise().map(|exercise| &exercise.parts.steps).filter(|steps| !steps.is_empty());
    let body = &page.body;
    let mut nodes = body.nodes.without_text(0..body.nodes.len());
    let shown = nodes.find_map(|(at, node)| match node.kind {
        NodeKind::Start(Element::NumberedList(_)) => Some((at, false)),
        NodeKind::Start(Element::Directive(index)) => match body.directives[index].kind {
            DirectiveKind::Exercise => Some((at, true)),
            DirectiveKind::Programme | DirectiveKind::Playlist | DirectiveKind::Video => Some((at, false)),
            _ => None,
        },
        _ => None,
    });
    match (steps, shown) {
        (Some(steps), Some((at, _))) => (steps.start.min(at), steps.start <= at),
        (Some(steps), None) => (steps.start, true),
        (None, shown) => shown.unwrap_or((body.nodes.len(), page.exercise().is_some())),
    }
}

/// The kind of a notice in the text of an author: what one text says of it in its own words, another one need not repeat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TextNotice<'a> {
    /// A care card of this level.
    CareCard(&'a str),
    /// A callout that warns.
    Warning,
}

impl<'a> TextNotice<'a> {
    /// The kind of a directive that warns.
    fn of(directive: &'a Directive) -> Self {
        match directive.kind {
            DirectiveKind::Care => Self::CareCard(directive.get("level").unwrap_or("non-urgent")),
            _ => Self::Warning,
        }
    }
}

/// The names of what the texts of a page warn of, as keys of the theme's strings: "Get help soon", "Warning".
#[must_use]
pub fn text_notices(resolved: &ResolvedSite<'_>, page: &Page) -> Vec<String> {
    let texts = std::iter::once(page.id).chain(resolved.exercise_texts_of(page)).map(|text| resolved.site.page(text));
    let notices = texts.filter(|text| !text.is_withdrawn()).flat_map(|text| notices_in(&text.body));
    let keys = notices.map(|(notice, _)| match notice {
        TextNotice::CareCard(level) => format!("text-care-{level}"),
        TextNotice::Warning => "text-callout-warning".to_owned(),
    });
    keys.collect()
}

/// The notices in the texts of a page and of the exercises whose text it shows, each text once.
fn in_texts_of<'a>(resolved: &ResolvedSite<'a>, page: &'a Page) -> Vec<(TextNotice<'a>, PlannedNotice<'a>)> {
    let site: &'a Site = resolved.site;
    let mut texts = vec![page];
    for exercise in resolved.exercise_texts_of(page).map(|exercise| site.page(exercise)) {
        if !texts.iter().any(|text| text.id == exercise.id) {
            texts.push(exercise);
        }
    }
    let texts = texts.into_iter().filter(|text| !text.is_withdrawn());
    let notices = texts.flat_map(|text| {
        notices_in(&text.body).map(move |(notice, nodes)| (notice, PlannedNotice::InText(text, nodes)))
    });
    notices.collect()
}

/// The care cards and the warnings in a text with their nodes, without those that stand in another one.
fn notices_in(body: &Body) -> impl Iterator<Item = (TextNotice<'_>, Range<usize>)> {
    body.warnings(0..body.nodes.len()).map(|(directive, nodes)| (TextNotice::of(directive), nodes))
}

/// What a page says of its review, as keys of the theme's strings: that it changed since somebody signed it, and that nobody with a
/// medical credential has reviewed it. A withdrawn page has no words to review, and the kinds without reviews say nothing of one.
#[must_use]
pub fn review_lines(resolved: &ResolvedSite<'_>, page: &Page) -> Vec<&'static str> {
    if page.is_withdrawn() || page.editorial().is_none() {
        return Vec::new();
    }
    let changed = resolved.is_changed_since_sign_off(page).then_some(CHANGED_SINCE_SIGN_OFF);
    let is_missing = page.is_health && !resolved.is_medically_reviewed(page);
    changed.into_iter().chain(is_missing.then_some(NOT_REVIEWED)).collect()
}

/// What a form of a page without the banners of the web page says first: what the page says of its review, and that the original of a
/// translation has changed. As keys of the theme's strings.
#[must_use]
pub fn standing(resolved: &ResolvedSite<'_>, page: &Page) -> Vec<&'static str> {
    let outdated = is_outdated_translation(resolved, page).then_some(OUTDATED_TRANSLATION);
    review_lines(resolved, page).into_iter().chain(outdated).collect()
}

/// [`standing`] as a notice, if there is anything to say.
#[must_use]
pub fn standing_notice<'a>(resolved: &ResolvedSite<'a>, page: &Page) -> Option<PlannedNotice<'a>> {
    notice_of_lines(standing(resolved, page))
}

fn notice_of_lines<'a>(lines: Vec<&'static str>) -> Option<PlannedNotice<'a>> {
    (!lines.is_empty()).then_some(PlannedNotice::MissingReview(lines))
}

/// Whether the original of a translation has changed since. An Easy Read version says of itself that it is behind.
#[must_use]
pub fn is_outdated_translation(resolved: &ResolvedSite<'_>, page: &Page) -> bool {
    resolved.is_outdated(resolved.site.full_page_of(page.id).unwrap_or(page).id)
}

/// The key of the words that the original of a translation has changed.
pub const OUTDATED_TRANSLATION: &str = "text-outdated-translation";

/// The key of the words that a page has changed since somebody signed it.
pub const CHANGED_SINCE_SIGN_OFF: &str = "changed-since-sign-off";

/// The key of the words "Not medically reviewed".
pub const NOT_REVIEWED: &str = "not-medically-reviewed";

/// The notice at the title of an exercise or a programme that a page shows: that it was withdrawn, which replaces all the rest, or that
/// nobody has reviewed it, and that the original of a translation has changed. A page with a byline says there who reviewed all of its text. Topics, people, plain pages, sources and
/// pages that need no review have none.
#[must_use]
pub fn at_title<'a>(
    resolved: &ResolvedSite<'a>,
    host_page: Option<&Page>,
    page: &'a Page,
) -> Option<PlannedNotice<'a>> {
    if page.is_withdrawn() {
        return Some(PlannedNotice::Withdrawal(page));
    }
    let has_byline = host_page.is_some_and(|host| host.is_health && host.editorial().is_some());
    let lacks_review = !has_byline && !resolved.is_medically_reviewed(page);
    let outdated = is_outdated_translation(resolved, page).then_some(OUTDATED_TRANSLATION);
    notice_of_lines(lacks_review.then_some(NOT_REVIEWED).into_iter().chain(outdated).collect())
}

/// What a reader has to know before the first step of an exercise, wherever it is shown: all of it, always.
#[must_use]
pub fn before_steps<'a>(
    resolved: &ResolvedSite<'a>,
    host_page: Option<&Page>,
    page: &'a Page,
    exercise: &'a Exercise,
) -> Vec<PlannedNotice<'a>> {
    let cautions = of_exercise(resolved.site, host_page, exercise);
    let cautions = (!cautions.is_empty()).then_some(PlannedNotice::Cautions(cautions, Some(page)));
    let signals = (!exercise.stop_if.is_empty()).then_some(PlannedNotice::StopSignals(page, exercise));
    cautions.into_iter().chain(signals).collect()
}

/// What a reader has to know before a video of an exercise: what stands before its steps, and what its text warns of, which the video does
/// not show.
#[must_use]
pub fn before_video_of<'a>(
    resolved: &ResolvedSite<'a>,
    host_page: Option<&Page>,
    page: &'a Page,
    exercise: &'a Exercise,
) -> Vec<PlannedNotice<'a>> {
    before_steps(resolved, host_page, page, exercise).into_iter().chain(in_texts(resolved, page)).collect()
}

/// The cautions of all exercises of a programme, before its schedule.
#[must_use]
pub fn before_schedule<'a>(
    resolved: &'a ResolvedSite<'_>,
    host_page: Option<&Page>,
    programme: &Programme,
) -> Option<PlannedNotice<'a>> {
    let cautions = of_programme(resolved, host_page, programme);
    (!cautions.is_empty()).then_some(PlannedNotice::Cautions(cautions, None))
}

/// What stands before a video in the text of a page that shows no exercise of the site, if it is the first one: what the page says of
/// its exercises and warns of behind the video. Nothing in other texts on the page, and before a video of an exercise of the site, which
/// has the notices of that exercise.
#[must_use]
pub fn before_video<'a>(
    resolved: &'a ResolvedSite<'_>,
    page: Option<PageId>,
    text: &Body,
    video: DirectiveId,
) -> Vec<PlannedNotice<'a>> {
    let page = page.map(|page| resolved.site.page(page));
    let Some(page) = page.filter(|page| std::ptr::eq(text, &*page.body)) else { return Vec::new() };
    let body = &page.body;
    let directives = || {
        body.nodes.without_text(0..body.nodes.len()).filter_map(|(at, node)| match node.kind {
            NodeKind::Start(Element::Directive(index)) => Some((at, index)),
            _ => None,
        })
    };
    let is_film = |index: DirectiveId| {
        let directive = &body.directives[index];
        directive.kind == DirectiveKind::Video && directive.get("exercise").is_none()
    };
    let Some((at, _)) = directives().find(|(_, index)| is_film(*index)).filter(|(_, index)| *index == video) else {
        return Vec::new();
    };
    let shows_exercise = |(_, index): (usize, DirectiveId)| {
        let directive = &body.directives[index];
        matches!(directive.kind, DirectiveKind::Exercise | DirectiveKind::Programme)
            || directive.get("exercise").is_some()
    };
    let exercises_follow =
        page.kind.has_handouts() || directives().filter(|(start, _)| *start > at).any(shows_exercise);
    // An exercise and a programme say it above their text.
    let of_exercises =
        if exercises_follow && !page.kind.has_handouts() { of_exercises_on(resolved, page) } else { Vec::new() };
    let is_behind = |notice: &PlannedNotice<'_>| match notice {
        PlannedNotice::InText(text, nodes) if text.id == page.id => nodes.start > at,
        _ => exercises_follow,
    };
    of_exercises.into_iter().chain(in_texts(resolved, page).into_iter().filter(is_behind)).collect()
}

/// The disclaimers after what the front matter of an exercise or a programme shows (its steps or schedule), and before its video: those
/// for its video, then those for exercises.
#[must_use]
pub fn disclaimers_after_record<'a>(resolved: &'a ResolvedSite<'_>, page: &Page) -> Vec<PlannedNotice<'a>> {
    let page_value = &resolved.pages[page.id];
    let placed = &page_value.disclaimers;
    let has_video = page.exercise().is_some() && page_value.video.is_some();
    let with_video = placed.with_video.iter().filter(|_| has_video);
    let ids = with_video.chain(&placed.with_exercise);
    ids.map(|id| PlannedNotice::Disclaimer(*id, Some(DisclaimerPosition::Record))).collect()
}

/// The disclaimers of a page behind an exercise in its text.
#[must_use]
pub fn disclaimer_ids_after_exercise<'r>(resolved: &'r ResolvedSite<'_>, page: Option<PageId>) -> &'r [DisclaimerId] {
    page.map(|page| &resolved.pages[page].disclaimers.with_exercise[..]).unwrap_or_default()
}

/// The disclaimers of a page before a video in its text.
#[must_use]
pub fn disclaimer_ids_before_video<'r>(resolved: &'r ResolvedSite<'_>, page: Option<PageId>) -> &'r [DisclaimerId] {
    page.map(|page| &resolved.pages[page].disclaimers.with_video[..]).unwrap_or_default()
}

/// The disclaimers of a page above a playlist of these items, once for all of them.
#[must_use]
pub fn disclaimer_ids_of_playlist(
    resolved: &ResolvedSite<'_>,
    page: Option<PageId>,
    items: &[DirectiveKind],
) -> Vec<DisclaimerId> {
    let mut ids = Vec::new();
    if items.contains(&DirectiveKind::Video) {
        ids.extend(disclaimer_ids_before_video(resolved, page));
    }
    if items.contains(&DirectiveKind::Exercise) {
        ids.extend(disclaimer_ids_after_exercise(resolved, page));
    }
    ids
}

/// The kinds of the notices that the template of a page has to show. Notices in the page's text are not among them.
#[must_use]
pub fn required_notice_kinds(resolved: &ResolvedSite<'_>, page: &Page) -> Vec<SafetyNotice> {
    let AroundText { above, below } = around_text(resolved, page);
    let review = notice_of_lines(review_lines(resolved, page));
    let mut notices: Vec<SafetyNotice> = review.iter().chain(&above).chain(&below).map(PlannedNotice::kind).collect();
    if page.is_withdrawn() {
        return notices;
    }
    match &page.record {
        PageRecord::Exercise(exercise) => {
            notices.extend(before_steps(resolved, Some(page), page, exercise).iter().map(PlannedNotice::kind));
            notices.extend(disclaimers_after_record(resolved, page).iter().map(PlannedNotice::kind));
        }
        PageRecord::Programme(programme) => {
            notices.extend(before_schedule(resolved, Some(page), programme).as_ref().map(PlannedNotice::kind));
            notices.extend(disclaimers_after_record(resolved, page).iter().map(PlannedNotice::kind));
        }
        _ => {}
    }
    notices
}
