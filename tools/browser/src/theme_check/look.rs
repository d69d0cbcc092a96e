//! Looks at the notices of the page that a browser shows, in one view: where their words are, and whether a reader can tell them from
//! what is behind them.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::json;

use wellpress_render::safety::{STEP_CLASSES, SafetyNotice};

use super::contrast::{Area, Picture, contrast};
use crate::browser::{Browser, BrowserError};
use crate::views::{Density, View};

/// What `page.js` returns.
#[derive(Deserialize)]
struct Measured {
    notices: Vec<MeasuredNotice>,
    /// Whether something on the page moves or changes by itself for longer than a second.
    is_animated: bool,
    /// The size of the whole page in CSS pixels.
    width: f64,
    height: f64,
}

#[derive(Deserialize)]
pub(super) struct MeasuredNotice {
    pub class: String,
    pub text: String,
    /// Whether a script copied it onto an opened card.
    pub is_on_card: bool,
    words: Vec<Word>,
    /// Whether what hides it also hides the steps that it belongs to, so that nobody sees these alone.
    is_hidden_with_steps: bool,
    /// The upper end of the steps after it; `None` without such steps.
    pub steps_top: Option<f64>,
    /// What may hide it, in words.
    reason: Option<String>,
    /// The start tag of the element with its first words.
    element: String,
}

#[derive(Deserialize)]
struct Word {
    text: String,
    /// `None` if it takes no place on the page.
    place: Option<Rectangle>,
    /// On how many lines it stands.
    lines: usize,
    /// The weight of the font: 700 is bold.
    weight: f64,
}

impl Word {
    /// Whether it is cut into pieces of a few letters, one below the other.
    fn is_in_pieces(&self) -> bool {
        self.lines >= MIN_PIECES && self.text.chars().count() < MIN_LETTERS_OF_PIECE * self.lines
    }
}

/// A rectangle of the page in CSS pixels.
#[derive(Deserialize, Clone, Copy)]
struct Rectangle {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

impl Rectangle {
    fn around(self, other: Self) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        let right = (self.x + self.width).max(other.x + other.width);
        let end = (self.y + self.height).max(other.y + other.height);
        Self { x, y, width: right - x, height: end - y }
    }

    /// Whether half of the smaller of two places is in the other one, too.
    fn covers(self, other: Self) -> bool {
        let width = (self.x + self.width).min(other.x + other.width) - self.x.max(other.x);
        let height = (self.y + self.height).min(other.y + other.height) - self.y.max(other.y);
        let smaller = (self.width * self.height).min(other.width * other.height);
        width > 0.0 && height > 0.0 && width * height > smaller / 2.0
    }

    fn area_in(self, picture: Self, density: Density) -> Area {
        let pixels = density.pixels();
        Area {
            x: (self.x - picture.x) * pixels,
            y: (self.y - picture.y) * pixels,
            width: self.width * pixels,
            height: self.height * pixels,
        }
    }
}

/// Why readers do not see a notice, or too late.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Problem {
    /// Nothing of a word is seen.
    Unseen { word: String, reason: Option<String> },
    /// Words can hardly be told from the background.
    LowContrast { ratio: f64, least: f64, element: String },
    /// Letters are too small to be read.
    Tiny { pixels: f64, element: String },
    /// The words end outside of the screen.
    Sideways,
    /// The steps are shown above it.
    BehindSteps,
    /// Its words lie on top of each other.
    Overlapping,
    /// A word is cut into pieces of a few letters.
    InPieces { word: String },
    /// It is in the HTML, but not in the page that a browser makes of it.
    Removed,
}

/// A word on this many lines cannot be read if a line has fewer letters. A narrow screen may break a long word once.
const MIN_PIECES: usize = 3;
const MIN_LETTERS_OF_PIECE: usize = 4;

/// Letters with a line lower than this are not read.
const MIN_LINE_PIXELS: f64 = 10.0;

/// The least contrast of WCAG 2.2, level AA, and that for large letters.
const MIN_CONTRAST: f64 = 4.5;
const MIN_CONTRAST_OF_LARGE: f64 = 3.0;

/// The height of a line of large letters: 24 pixels, or 18.7 in bold, are 18 and 14 points. A line is a sixth higher.
const LARGE_LINE: f64 = 28.0;
const LARGE_BOLD_LINE: f64 = 21.8;

/// A word counts as seen from this contrast on. Below it, it can only be told by a measurement.
const SEEN: f64 = 1.3;

/// Strokes of small letters are thinner than a pixel, and their measured contrast is lower than that of their colours.
const MEASURED: f64 = 0.85;

/// Differences of less than a pixel come from rounding.
const TOLERANCE: f64 = 1.0;

/// A notice of the page that the browser shows, with what is wrong with it.
pub(super) type SeenNotice = (MeasuredNotice, Option<Problem>);

/// What is wrong with a notice, with what a finding says about it.
pub(super) struct ShownProblem {
    /// The notice's class and text.
    pub class: &'static str,
    pub text: String,
    pub problem: Problem,
    /// Words for the place of the notice; empty for the page itself.
    pub place: &'static str,
}

impl ShownProblem {
    /// `None` for a notice without a problem.
    pub fn new((notice, problem): SeenNotice, place: &'static str) -> Option<Self> {
        let class = SafetyNotice::of_class(&notice.class)?.class();
        Some(Self { class, text: notice.text, problem: problem?, place })
    }
}

/// Which notices to look at.
#[derive(Clone, Copy)]
pub(super) struct Scope<'s> {
    /// The selector of the element that they are in.
    pub root: &'s str,
    /// The text of each list of steps that the build wrote.
    pub steps: &'s [String],
    /// Whether the screen becomes as high as what the page scrolls in a box of its own.
    pub is_high: bool,
}

/// The notices of the page that the browser shows, in a view: a second after the page was opened, and when all animations have ended.
///
/// Coarse pixels blur thin strokes, so that contrast seems lower than it is, and are painted in a quarter of the time. Only where they show
/// a problem, fine ones are looked at.
pub(super) fn look(browser: &mut Browser<'_>, view: &View, scope: Scope<'_>) -> Result<Vec<SeenNotice>, BrowserError> {
    let coarse = look_in(browser, view, scope, Density::Coarse)?;
    match coarse.iter().any(|(_, problem)| problem.is_some()) {
        true => look_in(browser, view, scope, Density::Fine),
        false => Ok(coarse),
    }
}

fn look_in(
    browser: &mut Browser<'_>,
    view: &View,
    scope: Scope<'_>,
    density: Density,
) -> Result<Vec<SeenNotice>, BrowserError> {
    view.choose(browser, density)?;
    let height = if scope.is_high { view.make_high(browser, density)? } else { view.height };
    let shown = Shown { view, scope, density, height: f64::from(height) };
    let (mut notices, is_animated) = shown.look_at(browser, Moment::AfterASecond)?;
    if is_animated {
        let (at_the_end, _) = shown.look_at(browser, Moment::AtTheEnd)?;
        for (seen, later) in notices.iter_mut().zip(at_the_end) {
            if seen.1.is_none() && later.1.is_some() {
                *seen = later;
            }
        }
    }
    Ok(notices)
}

/// What the browser shows.
#[derive(Clone, Copy)]
struct Shown<'s> {
    view: &'s View,
    scope: Scope<'s>,
    density: Density,
    /// The height of the screen in CSS pixels.
    height: f64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Moment {
    AfterASecond,
    AtTheEnd,
}

impl Shown<'_> {
    /// The notices at a moment, and whether the page is animated.
    fn look_at(self, browser: &mut Browser<'_>, moment: Moment) -> Result<(Vec<SeenNotice>, bool), BrowserError> {
        let Self { view, scope, density, .. } = self;
        let (has_ended, has_reasons) = (moment == Moment::AtTheEnd, density == Density::Fine);
        let (root, classes, steps) = (json!(scope.root), json!(notice_classes()), json!(scope.steps));
        let arguments = format!("{root}, {classes}, {}, {steps}, {has_ended}, {has_reasons}", json!(STEP_CLASSES));
        let script = format!("({})({arguments})", include_str!("page.js").trim_end());
        let measured: Measured = browser.evaluate_as(&script, "the measurement")?;
        let page = Rectangle { x: 0.0, y: 0.0, width: measured.width, height: measured.height };
        let mut problems: Vec<Option<Problem>> = Vec::new();
        let mut placed = Vec::new();
        for (number, notice) in measured.notices.iter().enumerate() {
            match PlacedNotice::new(number, notice, page) {
                _ if notice.is_hidden_with_steps => problems.push(None),
                Ok(notice) => {
                    placed.extend(notice);
                    problems.push(None);
                }
                Err(problem) => problems.push(Some(problem)),
            }
        }
        for notice in &placed {
            problems[notice.number] = notice.problem_of_place(view);
        }
        // The screen does not show what lies beside it.
        placed.retain(|notice| problems[notice.number] != Some(Problem::Sideways));
        for (number, problem) in self.problems_in_pictures(browser, placed)? {
            problems[number] = Some(problem);
        }
        Ok((measured.notices.into_iter().zip(problems).collect(), measured.is_animated))
    }

    /// What is wrong with notices in pictures of the page, by the number of the notice.
    fn problems_in_pictures(
        self,
        browser: &mut Browser<'_>,
        mut notices: Vec<PlacedNotice<'_>>,
    ) -> Result<BTreeMap<usize, Problem>, BrowserError> {
        let mut problems = BTreeMap::new();
        for _ in 0..self.density.tries() {
            problems = self.problems_in_new_pictures(browser, &notices)?;
            notices.retain(|notice| problems.contains_key(&notice.number));
            if notices.is_empty() {
                break;
            }
        }
        Ok(problems)
    }

    fn problems_in_new_pictures(
        self,
        browser: &mut Browser<'_>,
        notices: &[PlacedNotice<'_>],
    ) -> Result<BTreeMap<usize, Problem>, BrowserError> {
        // The first word with a problem of each notice, by the number of the word.
        let mut problems: BTreeMap<usize, (usize, Problem)> = BTreeMap::new();
        for part in Part::of_all(notices, self.height * SHARE_OF_SCREEN) {
            let pictures = part.pictures(browser, self.height)?;
            for (notice, number) in part.words {
                let is_later = |(first, _): &(usize, Problem)| *first < number;
                if problems.get(&notice.number).is_some_and(is_later) {
                    continue;
                }
                if let Some(problem) = notice.problem_of_word(number, &pictures, part.place, self.density) {
                    problems.insert(notice.number, (number, problem));
                }
            }
        }
        Ok(problems.into_iter().map(|(notice, (_, problem))| (notice, problem)).collect())
    }
}

/// A notice whose words all have a place on the page.
struct PlacedNotice<'m> {
    /// Its number among the notices of the page.
    number: usize,
    notice: &'m MeasuredNotice,
    words: Vec<(&'m Word, Rectangle)>,
    /// The place of all words.
    whole: Rectangle,
}

impl<'m> PlacedNotice<'m> {
    /// `None` for a notice without words.
    fn new(number: usize, notice: &'m MeasuredNotice, page: Rectangle) -> Result<Option<Self>, Problem> {
        let mut words: Vec<(&Word, Rectangle)> = Vec::new();
        for word in &notice.words {
            let rectangle = word.place.filter(|place| is_on(page, *place)).ok_or_else(|| notice.unseen(word))?;
            if rectangle.height < MIN_LINE_PIXELS {
                return Err(Problem::Tiny { pixels: rectangle.height, element: notice.element.clone() });
            }
            if word.is_in_pieces() {
                return Err(Problem::InPieces { word: word.text.clone() });
            }
            words.push((word, rectangle));
        }
        let mut places = words.iter().enumerate();
        if places.any(|(at, (_, place))| words[at + 1..].iter().any(|(_, other)| place.covers(*other))) {
            return Err(Problem::Overlapping);
        }
        let whole = words.iter().map(|(_, place)| *place).reduce(Rectangle::around);
        Ok(whole.map(|whole| Self { number, notice, words, whole }))
    }

    /// What is wrong if its words can be told from the background.
    fn problem_of_place(&self, view: &View) -> Option<Problem> {
        if self.whole.x + self.whole.width > f64::from(view.width) + TOLERANCE || self.whole.x < -TOLERANCE {
            return Some(Problem::Sideways);
        }
        let is_behind = self.notice.steps_top.is_some_and(|steps| self.whole.y > steps + TOLERANCE);
        is_behind.then_some(Problem::BehindSteps)
    }

    /// What is wrong with a word in two pictures, with the words and without. They show `part` of the page.
    fn problem_of_word(
        &self,
        number: usize,
        (with, without): &(Picture, Picture),
        part: Rectangle,
        density: Density,
    ) -> Option<Problem> {
        let (word, place) = self.words[number];
        let ratio = contrast(with, without, place.area_in(part, density));
        let is_large = place.height >= LARGE_LINE || (word.weight >= 700.0 && place.height >= LARGE_BOLD_LINE);
        let least = if is_large { MIN_CONTRAST_OF_LARGE } else { MIN_CONTRAST };
        if ratio < SEEN {
            return Some(self.notice.unseen(word));
        }
        let is_low = ratio < least * MEASURED;
        is_low.then(|| Problem::LowContrast { ratio, least, element: self.notice.element.clone() })
    }
}

impl MeasuredNotice {
    fn unseen(&self, word: &Word) -> Problem {
        Problem::Unseen { word: word.text.clone(), reason: self.reason.clone() }
    }
}

/// A part of the page that a screen shows, with the words in it: each with its notice and its number there.
struct Part<'p, 'm> {
    place: Rectangle,
    words: Vec<(&'p PlacedNotice<'m>, usize)>,
}

/// How much of the height of a screen a part takes. Above and below it is room for what stays when the page is scrolled.
const SHARE_OF_SCREEN: f64 = 0.8;

impl<'p, 'm> Part<'p, 'm> {
    /// The parts that show all words of some notices, from the top. Each has this height at most, or has one word.
    fn of_all(notices: &'p [PlacedNotice<'m>], height: f64) -> Vec<Self> {
        let words_of = |notice: &'p PlacedNotice<'m>| {
            notice.words.iter().enumerate().map(move |(number, (_, place))| (notice, number, *place))
        };
        let mut words: Vec<_> = notices.iter().flat_map(words_of).collect();
        words.sort_by(|(.., one), (.., other)| one.y.total_cmp(&other.y));
        let mut parts: Vec<Self> = Vec::new();
        for (notice, number, place) in words {
            match parts.last_mut() {
                Some(part) if part.place.around(place).height <= height => {
                    part.place = part.place.around(place);
                    part.words.push((notice, number));
                }
                _ => parts.push(Self { place, words: vec![(notice, number)] }),
            }
        }
        parts
    }

    /// Two pictures of it: with the words of the notices, and without them. The screen has this height.
    fn pictures(&self, browser: &mut Browser<'_>, screen: f64) -> Result<(Picture, Picture), BrowserError> {
        let Rectangle { y, height, .. } = self.place;
        // What stays in its place while the page scrolls is looked at before anybody scrolls.
        let top = if y + height <= screen { 0.0 } else { y + height / 2.0 - screen / 2.0 };
        browser.evaluate(&format!("scrollTo({{top: {top}, behavior: 'instant'}})"))?;
        let with = self.picture(browser)?;
        browser.evaluate(&words_are("hidden"))?;
        let without = self.picture(browser)?;
        browser.evaluate(&words_are("inherit"))?;
        Ok((with, without))
    }

    fn picture(&self, browser: &mut Browser<'_>) -> Result<Picture, BrowserError> {
        let Rectangle { x, y, width, height } = self.place;
        let clip = json!({"x": x, "y": y, "width": width, "height": height, "scale": 1});
        Picture::decode(&browser.picture(&clip)?)
            .ok_or_else(|| BrowserError::Page("a picture cannot be read".to_owned()))
    }
}

/// Whether any of a place is on the page.
fn is_on(page: Rectangle, place: Rectangle) -> bool {
    place.x + place.width > 0.0 && place.y + place.height > 0.0 && place.x < page.width && place.y < page.height
}

pub(super) fn notice_classes() -> Vec<&'static str> {
    SafetyNotice::all().map(SafetyNotice::class).collect()
}

/// The notices of the HTML that the browser does not have.
pub(super) fn removed(
    written: &[(SafetyNotice, String)],
    shown: &[SeenNotice],
    place: &'static str,
) -> impl Iterator<Item = ShownProblem> {
    let mut unmatched: Vec<(&str, &str)> =
        shown.iter().map(|(notice, _)| (notice.class.as_str(), notice.text.as_str())).collect();
    // Those of the same words first, so that none of them is taken for another notice with more words.
    let mut missing: Vec<&(SafetyNotice, String)> = written.iter().collect();
    for is_same in [|shown: &str, text: &str| without_blanks(shown) == without_blanks(text), has_words] {
        missing.retain(|(kind, text)| {
            let same = unmatched.iter().position(|(class, shown)| *class == kind.class() && is_same(shown, text));
            same.map(|at| unmatched.swap_remove(at)).is_none()
        });
    }
    missing.into_iter().map(move |(kind, text)| ShownProblem {
        class: kind.class(),
        text: text.clone(),
        problem: Problem::Removed,
        place,
    })
}

/// Whether the words of a text stand in another one in the same order. Between them may stand words that the HTML strikes out or hides.
fn has_words(text: &str, words: &str) -> bool {
    let mut unread_words = text.split_whitespace();
    without_blanks(text).contains(&without_blanks(words))
        || words.split_whitespace().all(|word| unread_words.any(|other| other == word))
}

fn without_blanks(text: &str) -> String {
    text.split_whitespace().collect()
}

/// A script that shows or hides the words of all notices.
fn words_are(visibility: &str) -> String {
    let important = if visibility == "hidden" { "important" } else { "" };
    format!(
        "for (const words of document.querySelectorAll('wellpress-words')) \
         words.style.setProperty('visibility', '{visibility}', '{important}')"
    )
}

impl Problem {
    /// What most likely hides the notice; empty if that is not known.
    pub fn reason(&self) -> &str {
        match self {
            Self::Unseen { reason: Some(reason), .. } => reason,
            _ => "",
        }
    }

    /// What is wrong with a notice of this class, without the place.
    pub fn words(&self, class: &str) -> String {
        let kind = SafetyNotice::of_class(class).map_or("notice", SafetyNotice::words);
        let words = match self {
            Self::Unseen { .. } => "cannot be seen",
            Self::LowContrast { .. } => "has too little contrast",
            Self::Tiny { .. } => "has too small letters",
            Self::Sideways => "is partly outside of the screen",
            Self::BehindSteps => "is shown below the start of the steps",
            Self::Overlapping => "has words on top of each other",
            Self::InPieces { .. } => "has words in pieces",
            Self::Removed => "is removed or changed by a script",
        };
        format!("a {kind} {words}")
    }
}
