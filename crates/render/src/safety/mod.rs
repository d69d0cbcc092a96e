//! Safety notices: cautions, signals to stop, care cards, disclaimers, withdrawals, and that nobody with a medical credential has
//! reviewed a page.
//!
//! The build writes each notice as one piece of HTML, in an element of its own that [`STYLE`] keeps displayed. Input: these
//! pieces, and the page that a template made of them. Output: a finding `caution-hidden` if the page lacks a piece, changes it,
//! shows it behind its steps, or puts it into an element that hides it. This is a search for known bytes and a look at the open
//! elements. What style sheets do to a notice is left to a browser (`wellpress theme check`): only a browser knows which of
//! several rules wins.

mod findings;
mod fragments;
pub(crate) mod hiding_elements;
pub(crate) mod html_reader;
mod outline;

use std::ops::Range;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use memchr::memmem;
use sha2::{Digest, Sha256};

use wellpress_diagnostics::{Diagnostic, Source};

use findings::{hidden_by_open_element, hidden_by_template, hidden_in_text, late, lost, steps_changed};
use fragments::{Fragments, NoticeFragment, count};
use hiding_elements::{HiddenPlaces, folded_places, hidden_places};
pub use outline::{SafetyOutline, notices_of, steps_of};

/// A kind of safety notice: what a reader has to see before the steps of an exercise.
///
/// A new kind needs: a row of `KINDS`; its place in [`crate::notices`], without which no format has it; its blocks in `crates/walk`;
/// its HTML, in the element that `html::safety_element` writes; its variable in the parts that `records::record::render_record` and
/// `records::handout` check; its sentence in `machine::json_ld::notices`; and, if it stands outside of the page's text, its line in
/// `site_files::feeds::full_text`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SafetyNotice {
    /// Advice for readers with a condition. One element has all cautions of an exercise.
    Caution,
    /// When to stop.
    StopSignals,
    /// When to get help.
    CareCard,
    /// A disclaimer.
    Disclaimer,
    /// Why a page was withdrawn.
    Withdrawal,
    /// That nobody with a medical credential has reviewed the page, or that it changed since.
    MissingReview,
}

/// Each kind with its class, which is also the value of `data-safety` of the element around it, and its name in messages.
const KINDS: [(SafetyNotice, &str, &str); 6] = [
    (SafetyNotice::Caution, "caution", "caution"),
    (SafetyNotice::StopSignals, "stop-if", "list of signals to stop"),
    (SafetyNotice::CareCard, "care", "care card"),
    (SafetyNotice::Disclaimer, "disclaimer", "disclaimer"),
    (SafetyNotice::Withdrawal, "withdrawn", "notice of withdrawal"),
    (SafetyNotice::MissingReview, "not-reviewed", "line about the missing review"),
];

impl SafetyNotice {
    /// All kinds.
    pub fn all() -> impl Iterator<Item = Self> {
        KINDS.iter().map(|(kind, ..)| *kind)
    }

    /// The kind with this class.
    #[must_use]
    pub fn of_class(class: &str) -> Option<Self> {
        Self::all().find(|kind| kind.class() == class)
    }

    /// The class of the notice, and the value of `data-safety` of the element around it.
    #[must_use]
    pub fn class(self) -> &'static str {
        self.row().1
    }

    /// The notice in words, for messages.
    #[must_use]
    pub fn words(self) -> &'static str {
        self.row().2
    }

    fn row(self) -> &'static (Self, &'static str, &'static str) {
        KINDS.iter().find(|(kind, ..)| *kind == self).expect("every kind has a row")
    }
}

/// The start tag of the element around a notice, up to the name of its kind.
pub const START: &str = "<div data-safety=\"";

/// The classes of elements that show how an exercise is done: its steps, a step that a source's page quotes, the schedule of
/// a programme, and a video.
pub const STEP_CLASSES: [&str; 4] = ["steps", "quoted-step", "schedule", "video"];

/// The style sheet of the build, which stands in front of everything else that a page loads. It keeps the elements around notices
/// displayed, visible, opaque and unclipped.
///
/// Among important declarations the first cascade layer wins, and no other sheet can join an anonymous layer. So no style sheet of
/// a theme can undo it. An inline `!important` would win, but the element is the build's own. Transitions stand above important
/// declarations, so there are none.
pub const STYLE: &str = "@layer{[data-safety]{display:block!important;visibility:visible!important;opacity:1!important;\
    content:normal!important;content-visibility:visible!important;contain:none!important;container-type:normal!important;\
    interactivity:auto!important;overflow:visible!important;height:auto!important;max-height:none!important;\
    -webkit-line-clamp:none!important;line-clamp:none!important;clip:auto!important;clip-path:none!important;\
    mask:none!important;-webkit-mask-box-image:none!important;mix-blend-mode:normal!important;filter:none!important;\
    transform:none!important;translate:none!important;rotate:none!important;scale:none!important;\
    backface-visibility:visible!important;offset-path:none!important;zoom:1!important;position:static!important;\
    animation:none!important;transition:none!important}}";

/// [`STYLE`] as a source of a [Content-Security-Policy](https://www.w3.org/TR/CSP3/). It is the one style sheet inside pages, so that a
/// policy needs no `unsafe-inline`.
#[must_use]
pub fn style_hash() -> String {
    format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(STYLE)))
}

/// What readers of a page have to see.
#[derive(Debug)]
pub(super) struct RequiredNotices<'r> {
    /// The HTML that the build wrote for the page, in reading order: the name of the template's variable, and its value.
    pub parts: &'r [(&'r str, &'r str)],
    /// The line about the missing review as HTML, with the template's variable. It has to stand before the first step of a page.
    pub missing_review: Option<(&'r str, &'r str)>,
    /// The notices that [`crate::notices`] plans for the page, so that HTML without one of them is noticed too.
    pub planned: &'r [SafetyNotice],
    /// The file with the page's text.
    pub content: &'r str,
    /// Whether authors may write HTML of their own.
    pub has_raw_html: bool,
}

/// The templates that a page was rendered with.
pub(super) struct PageTemplates<'t> {
    /// The page's own template.
    pub page: &'t Source,
    /// Whether they are those that the program brings along, of which tests know that they put no notice into an element that
    /// hides it.
    pub are_as_shipped: bool,
}

/// Checks that readers of a finished page see its notices before the steps.
///
/// # Errors
/// The first notice that they do not see.
pub(super) fn check(
    templates: &PageTemplates<'_>,
    html: &[u8],
    required: &RequiredNotices<'_>,
) -> Result<(), Box<Diagnostic>> {
    let mut fragments = Fragments::of(required.parts);
    if let Some(review) = required.missing_review {
        let (variable, html) = review;
        fragments.add_before_steps(variable, html);
    }
    if let Some(kind) = unwritten(&fragments, required.planned) {
        return Err(Box::new(findings::unwritten(kind, required.content)));
    }
    if fragments.notices.is_empty() {
        return Ok(());
    }
    let places = places_of_notices(templates, html, &fragments)?;
    let steps = places_of_steps(&fragments, html).ok_or_else(|| Box::new(steps_changed(templates.page)))?;
    let mut placed = fragments.notices.iter().zip(&places);
    let is_late = |(notice, place): &(&NoticeFragment<'_>, &usize)| {
        steps.get(notice.steps_before).is_some_and(|steps| steps < *place)
    };
    if let Some((notice, _)) = placed.find(is_late) {
        return Err(Box::new(late(templates.page, fragments.last_of_same_words(notice))));
    }
    check_hiding(templates, html, required, &fragments, &places)
}

/// A planned notice that the HTML of the build does not have.
fn unwritten(fragments: &Fragments<'_>, planned: &[SafetyNotice]) -> Option<SafetyNotice> {
    let mut written: Vec<SafetyNotice> = fragments.notices.iter().map(|notice| notice.kind).collect();
    planned.iter().copied().find(|kind| match written.iter().position(|other| other == kind) {
        Some(at) => {
            written.swap_remove(at);
            false
        }
        None => true,
    })
}

/// Where the page has each list of steps. `None` if it lacks one, or has what is inside one more often than the build wrote it: a list
/// that a template renamed could stand above the cautions.
fn places_of_steps(fragments: &Fragments<'_>, html: &[u8]) -> Option<Vec<usize>> {
    let places = fragments.steps.iter().enumerate().map(|(number, steps)| {
        let content = content_of(steps);
        let places = PlacesOf::new(&steps.as_bytes()[content.clone()]);
        let on_page = places.in_html(html);
        let count_in_parts: usize = fragments.parts.iter().map(|part| places.in_html(part.as_bytes()).len()).sum();
        let starts = on_page.iter().filter_map(|at| at.checked_sub(content.start));
        let mut starts = starts.filter(|start| html[*start..].starts_with(steps.as_bytes()));
        let start = starts.nth(count(&fragments.steps[..number], steps))?;
        (on_page.len() == count_in_parts).then_some(start)
    });
    places.collect()
}

/// Looks for a long text by its first bytes: to prepare a search for all of them takes longer than the search.
struct PlacesOf<'t> {
    text: &'t [u8],
    start: memmem::Finder<'t>,
}

impl<'t> PlacesOf<'t> {
    fn new(text: &'t [u8]) -> Self {
        const START_LENGTH: usize = 32;
        Self { text, start: memmem::Finder::new(&text[..text.len().min(START_LENGTH)]) }
    }

    /// The places of the text, of which no two overlap.
    fn in_html(&self, html: &[u8]) -> Vec<usize> {
        let (mut places, mut from) = (Vec::new(), 0);
        while let Some(at) = html.get(from..).and_then(|rest| self.start.find(rest)).map(|offset| from + offset) {
            let is_found = html[at..].starts_with(self.text);
            places.extend(is_found.then_some(at));
            from = at + if is_found { self.text.len().max(1) } else { 1 };
        }
        places
    }
}

/// What is in an element of steps. Of a list it is the items alone, which a template can put into another list; other elements may
/// have few words, which also stand elsewhere, so their end tag belongs to it.
fn content_of(steps: &str) -> Range<usize> {
    let start = steps.find('>').map_or(0, |tag_end| tag_end + 1);
    let content = &steps[start..];
    match content.rsplit_once("</") {
        Some((items, _)) if content.contains("<li") => {
            let first = start + items.len() - items.trim_start().len();
            first..first + items.trim().len()
        }
        _ => start..steps.len(),
    }
}

/// Where the page has each notice. Several may have the same words: exercises share a caution, and each part of a printed guide says
/// that nobody has reviewed it. Each of them has a place of its own.
fn places_of_notices(
    templates: &PageTemplates<'_>,
    html: &[u8],
    fragments: &Fragments<'_>,
) -> Result<Vec<usize>, Box<Diagnostic>> {
    // Each place is taken by one notice.
    let mut starts: Vec<usize> = memmem::find_iter(html, START).collect();
    let mut places = vec![None; fragments.notices.len()];
    for number in fragments.order_of_notices() {
        let notice = fragments.notices[number].html.as_bytes();
        let start_index = starts.iter().position(|start| html[*start..].starts_with(notice));
        places[number] = start_index.map(|index| starts.remove(index));
    }
    let placed = fragments.notices.iter().zip(places);
    let lost = |notice| Box::new(lost(templates.page, fragments.last_of_same_words(notice)));
    placed.map(|(notice, place)| place.ok_or_else(|| lost(notice))).collect()
}

/// Checks that no element hides a notice: neither one of the template, nor one of the text that does not hide the steps as well.
fn check_hiding(
    templates: &PageTemplates<'_>,
    html: &[u8],
    required: &RequiredNotices<'_>,
    fragments: &Fragments<'_>,
    places: &[usize],
) -> Result<(), Box<Diagnostic>> {
    let places_in = |part: &&str| match required.has_raw_html {
        true => hidden_places(part.as_bytes()),
        false => folded_places(part),
    };
    let in_parts: Vec<HiddenPlaces> = fragments.parts.iter().map(places_in).collect();
    let in_text = |notice: &NoticeFragment<'_>| in_parts[notice.part].notices.get(&notice.start);
    for notice in &fragments.notices {
        let without_steps =
            in_text(notice).and_then(|hiding| in_parts[notice.part].without_steps(notice.start, hiding));
        if let Some(element) = without_steps {
            return Err(Box::new(hidden_in_text(notice, &element.start_tag, required.content)));
        }
    }
    // An element that the author's HTML leaves open can go on into what the template shows next.
    if templates.are_as_shipped && !required.has_raw_html {
        return Ok(());
    }
    let on_page = hidden_places(html);
    for (notice, place) in fragments.notices.iter().zip(places) {
        let Some(hiding) = on_page.notices.get(place) else {
            // The bytes are there, but they are no element: they stand in a comment, a script or the like.
            return Err(Box::new(match templates.are_as_shipped {
                true => hidden_by_open_element(notice, required.content),
                false => lost(templates.page, notice),
            }));
        };
        let of_text = in_text(notice).map_or(0, Vec::len);
        // The elements of the template are around those of the text.
        if let Some(element) = hiding.first().filter(|_| hiding.len() > of_text) {
            return Err(Box::new(match templates.are_as_shipped {
                true => hidden_in_text(notice, &element.start_tag, required.content),
                false => hidden_by_template(templates.page, notice, &element.start_tag),
            }));
        }
    }
    Ok(())
}
