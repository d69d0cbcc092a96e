//! Looks at the pages of a site in a browser and finds safety notices that readers cannot see, or see after the steps.
//!
//! A build finds what the text of templates and style sheets tells. A browser also knows what covers a notice, which of several
//! rules wins, and where on the page an element ends up. Input: the files of a site that was built in memory. Output: findings
//! [`rules::CAUTION_HIDDEN`], and how much was looked at.

mod browser;
mod contrast;
mod opened_cards;
mod site_files;
mod views;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;
use serde_json::json;

use wellpress_diagnostics::{Diagnostic, Location, rules};
use wellpress_render::safety::{
    NOTICE_CLASSES, NoticeKind, STEP_CLASSES, SafetyOutline, excerpt, notices_of, steps_of,
};
use wellpress_site::model::address::escape_path;

use browser::Browser;
pub use browser::{BrowserError, FileAnswer};
use contrast::{Area, Picture, contrast};
use opened_cards::{cards_to_open, look_at_opened_cards};
pub use site_files::SiteFiles;
use views::{DENSITY, VIEWS, View};

/// A site that was built in memory.
pub struct SiteInMemory<'s> {
    /// The path of its start page, such as `/guide/`.
    pub base_path: String,
    /// Finds the file at a path such as `articles/neck-pain/index.html`.
    pub file: &'s dyn Fn(&str) -> Option<FileAnswer>,
    /// The pages to look at.
    pub pages: Vec<PageInMemory>,
}

/// A page with safety notices.
pub struct PageInMemory {
    /// Such as `articles/neck-pain/index.html`.
    pub path: String,
    /// The name of the template that rendered it.
    pub template: String,
    /// The template's first line, or the theme if the template is not its own.
    pub location: Location,
    /// The part of its HTML that style sheets tell pages apart by.
    pub outline: SafetyOutline,
}

impl PageInMemory {
    /// The path as addresses have it, without `index.html`.
    fn folder(&self) -> &str {
        self.path.strip_suffix("index.html").unwrap_or(&self.path)
    }
}

/// Which pages to look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Selection {
    /// One of those with the same elements around the same notices, which most style sheets show alike.
    OneOfEachShape,
    /// Each page with a notice, with findings of its own.
    All,
}

/// What a browser showed.
#[derive(Debug, Default)]
pub struct ThemeCheck {
    /// What readers do not see, once for each template and cause; with [`Selection::All`], once for each page.
    pub findings: Vec<Diagnostic>,
    /// The number of pages and of notices on them, by the template's name.
    pub seen: BTreeMap<String, Seen>,
}

/// How much was looked at.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Pages.
    pub pages: usize,
    /// Notices on these pages. Each was looked at in every view.
    pub notices: usize,
    /// Those of the notices that are followed by steps.
    pub before_steps: usize,
}

/// The size of the browser's own font in pixels, and twice that.
const FONT_SIZE: u32 = 16;
const LARGE_FONT_SIZE: u32 = 32;

/// How many views there are.
pub const VIEW_COUNT: usize = VIEWS.len();

/// Looks at each page in each view. `progress` is called with the number of pages that are done.
///
/// # Errors
/// When the browser does not start or does not answer.
pub fn check(
    site: &SiteInMemory<'_>,
    program: &Path,
    selection: Selection,
    progress: &dyn Fn(usize, usize),
) -> Result<ThemeCheck, BrowserError> {
    let find_file = |address: &str| (site.file)(&path_of(address, &site.base_path)?);
    let pages = selected(&site.pages, selection);
    // The size of text is a setting of the whole browser.
    let mut browser = Browser::start(program, FONT_SIZE, &find_file)?;
    let mut browser_of_large_text = Browser::start(program, LARGE_FONT_SIZE, &find_file)?;
    let mut problems = BTreeMap::new();
    let mut result = ThemeCheck::default();
    let mut opened_shapes = BTreeSet::new();
    for (number, page) in pages.iter().enumerate() {
        progress(number, pages.len());
        let address = format!("{ORIGIN}{}{}", site.base_path, escape_path(page.folder()));
        let html = (site.file)(&page.path).map(|answer| answer.bytes).unwrap_or_default();
        let (written, steps) = (notices_of(&html), steps_of(&html));
        let has_practice = String::from_utf8_lossy(&html).contains(PRACTICE);
        let mut add = |class: &str, text: &str, view_number, problem: Problem, place: &str| {
            let of_page = if selection == Selection::All { page.path.as_str() } else { "" };
            let words = format!("{}{place}", problem.words(class));
            let key = (page.template.as_str(), of_page, words, problem.reason().to_owned());
            problems.entry(key).or_insert_with(|| Found::new(page, text, problem)).views.insert(view_number);
        };
        let mut cards = Vec::new();
        for (view_number, view) in VIEWS.iter().enumerate() {
            let browser = if view.has_large_text { &mut browser_of_large_text } else { &mut browser };
            view.choose(browser)?;
            browser.show(&address)?;
            let notices = look(browser, view, Scope { root: "html", steps: &steps })?;
            if view_number == 0 {
                let seen = result.seen.entry(page.template.clone()).or_default();
                seen.pages += 1;
                seen.notices += notices.len();
                seen.before_steps += notices.iter().filter(|(notice, _)| notice.steps_top.is_some()).count();
            }
            for (kind, text) in removed(&written, &notices) {
                add(kind.class(), text, view_number, Problem::Removed, "");
            }
            if view_number == 0 {
                cards = cards_to_open(browser, site, page, selection, &mut opened_shapes)?;
            }
            for found in look_at_opened_cards(browser, view, &steps, &cards, &notices)? {
                add(found.class, &found.text, view_number, found.problem, found.place);
            }
            for (notice, problem) in notices {
                if let Some(problem) = problem {
                    add(&notice.class, &notice.text, view_number, problem, "");
                }
            }
            let in_practice = if has_practice { look_in_practice_mode(browser, view)? } else { Vec::new() };
            for (notice, problem) in in_practice {
                if let Some(problem) = problem {
                    add(&notice.class, &notice.text, view_number, problem, " in practice mode");
                }
            }
        }
    }
    progress(pages.len(), pages.len());
    result.findings = problems.into_iter().map(|((_, _, words, _), found)| found.finding(&words)).collect();
    Ok(result)
}

fn selected(pages: &[PageInMemory], selection: Selection) -> Vec<&PageInMemory> {
    let mut shapes = BTreeSet::new();
    let pages = pages.iter().filter(|page| page.outline.notices > 0 || page.outline.has_cards);
    let is_new = |page: &&PageInMemory| shapes.insert((page.template.clone(), page.outline.shape));
    match selection {
        Selection::All => pages.collect(),
        Selection::OneOfEachShape => pages.filter(is_new).collect(),
    }
}

/// Where the browser takes the site to be. The pages' own links have no host, so the site's address plays no part.
const ORIGIN: &str = "https://wellpress.invalid";

/// The path of the file at an address, or `None` if the address is not of this site.
fn path_of(address: &str, base_path: &str) -> Option<String> {
    let path = address.strip_prefix(ORIGIN)?.split(['?', '#']).next()?;
    let decoded = |path: &str| Some(percent_encoding::percent_decode_str(path).decode_utf8().ok()?.into_owned());
    let path = decoded(path)?.strip_prefix(&decoded(base_path)?)?.to_owned();
    let is_folder = path.is_empty() || path.ends_with('/');
    Some(if is_folder { format!("{path}index.html") } else { path })
}

/// What `page.js` returns.
#[derive(Deserialize)]
struct Measured {
    notices: Vec<MeasuredNotice>,
    /// Whether something on the page moves or changes by itself.
    is_animated: bool,
    /// The size of the whole page in CSS pixels.
    width: f64,
    height: f64,
}

#[derive(Deserialize)]
struct MeasuredNotice {
    class: String,
    text: String,
    /// Whether a script copied it onto an opened card.
    is_on_card: bool,
    words: Vec<Word>,
    /// Whether what hides it also hides the steps that it belongs to, so that nobody sees these alone.
    is_hidden_with_steps: bool,
    /// The upper end of the steps after it; `None` without such steps.
    steps_top: Option<f64>,
    /// What may hide it, in words.
    reason: Option<String>,
}

#[derive(Deserialize)]
struct Word {
    text: String,
    /// `None` if it takes no place on the page.
    place: Option<Place>,
    /// The weight of the font: 700 is bold.
    weight: f64,
}

/// A rectangle of the page in CSS pixels.
#[derive(Deserialize, Clone, Copy)]
struct Place {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

impl Place {
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

    fn area_in(self, picture: Self) -> Area {
        Area {
            x: (self.x - picture.x) * DENSITY,
            y: (self.y - picture.y) * DENSITY,
            width: self.width * DENSITY,
            height: self.height * DENSITY,
        }
    }
}

/// Why readers do not see a notice, or too late.
#[derive(Debug, Clone, PartialEq)]
enum Problem {
    /// Nothing of a word is seen.
    Unseen { word: String, reason: Option<String> },
    /// Words can hardly be told from the background.
    LowContrast { ratio: f64, least: f64 },
    /// Letters are too small to be read.
    Tiny { pixels: f64 },
    /// The words end outside of the screen.
    Sideways,
    /// The steps are shown above it.
    BehindSteps,
    /// Its words lie on top of each other.
    Overlapping,
    /// It is in the HTML, but not in the page that a browser makes of it.
    Removed,
}

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
type SeenNotice = (MeasuredNotice, Option<Problem>);

/// Which notices to look at.
#[derive(Clone, Copy)]
struct Scope<'s> {
    /// The selector of the element that they are in.
    root: &'s str,
    /// The text of each list of steps that the build wrote.
    steps: &'s [String],
}

/// The element into which practice mode copies notices, as a selector.
const STAGE: &str = ".practice-stage";

/// What every page with practice mode has in its HTML.
const PRACTICE: &str = "data-practice";

/// Opens practice mode. It is there as soon as a programme's exercises are. Returns whether it is open.
const OPEN_PRACTICE_MODE: &str = "(async () => {
  const [start, box] = ['[data-practice]', 'dialog.practice'].map((selector) => document.querySelector(selector));
  const isReady = () => start?.closest('.scripted')?.classList.contains('ready');
  for (let tries = 0; box && !isReady() && tries < 40; tries++) await new Promise((resolve) => setTimeout(resolve, 50));
  if (box && isReady()) start.click();
  return Boolean(box?.open && box.querySelector('.practice-stage'));
})()";

/// Goes on from the notices to the first step, above which cautions stand again.
const GO_ON: &str = "document.querySelector('dialog.practice [data-do=on]')?.click()";

/// The notices of the first two screens of practice mode; none where it cannot be opened.
fn look_in_practice_mode(browser: &mut Browser<'_>, view: &View) -> Result<Vec<SeenNotice>, BrowserError> {
    if view.is_paper() || browser.evaluate(OPEN_PRACTICE_MODE)? != true {
        return Ok(Vec::new());
    }
    view.make_high(browser)?;
    let scope = Scope { root: STAGE, steps: &[] };
    let mut notices = look(browser, view, scope)?;
    browser.evaluate(GO_ON)?;
    notices.extend(look(browser, view, scope)?);
    Ok(notices)
}

/// The notices of the page that the browser shows: a second after the page was opened, and when all animations have ended.
fn look(browser: &mut Browser<'_>, view: &View, scope: Scope<'_>) -> Result<Vec<SeenNotice>, BrowserError> {
    let (mut notices, is_animated) = look_at(browser, view, scope, Moment::AfterASecond)?;
    if is_animated {
        let (at_the_end, _) = look_at(browser, view, scope, Moment::AtTheEnd)?;
        for ((_, problem), (_, later_problem)) in notices.iter_mut().zip(at_the_end) {
            *problem = problem.take().or(later_problem);
        }
    }
    Ok(notices)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Moment {
    AfterASecond,
    AtTheEnd,
}

/// The notices at a moment, and whether the page is animated.
fn look_at(
    browser: &mut Browser<'_>,
    view: &View,
    scope: Scope<'_>,
    moment: Moment,
) -> Result<(Vec<SeenNotice>, bool), BrowserError> {
    let has_ended = moment == Moment::AtTheEnd;
    let (root, classes, steps) = (json!(scope.root), json!(notice_classes()), json!(scope.steps));
    let arguments = format!("{root}, {classes}, {}, {steps}, {has_ended}", json!(STEP_CLASSES));
    let script = format!("({})({arguments})", include_str!("page.js").trim_end());
    let measured: Measured = browser.evaluate_as(&script, "the measurement")?;
    let page = Place { x: 0.0, y: 0.0, width: measured.width, height: measured.height };
    let mut notices = Vec::new();
    for notice in measured.notices {
        let problem = if notice.is_hidden_with_steps { None } else { problem_of(browser, view, page, &notice)? };
        notices.push((notice, problem));
    }
    Ok((notices, measured.is_animated))
}

fn notice_classes() -> Vec<&'static str> {
    NOTICE_CLASSES.iter().map(|(class, _)| *class).collect()
}

/// The notices of the HTML that the browser does not have.
fn removed<'w>(written: &'w [(NoticeKind, String)], shown: &[SeenNotice]) -> Vec<(NoticeKind, &'w str)> {
    let mut shown: Vec<(&str, &str)> =
        shown.iter().map(|(notice, _)| (notice.class.as_str(), notice.text.as_str())).collect();
    let is_missing = |(kind, text): &&(NoticeKind, String)| {
        let same = shown.iter().position(|(class, shown)| *class == kind.class() && has_words(shown, text));
        same.map(|at| shown.swap_remove(at)).is_none()
    };
    written.iter().filter(is_missing).map(|(kind, text)| (*kind, text.as_str())).collect()
}

/// Whether the words of a text stand in another one in the same order. Between them may stand words that the HTML strikes out or hides.
fn has_words(text: &str, words: &str) -> bool {
    let letters = |text: &str| text.split_whitespace().collect::<String>();
    let mut rest = text.split_whitespace();
    letters(text).contains(&letters(words)) || words.split_whitespace().all(|word| rest.any(|other| other == word))
}

fn problem_of(
    browser: &mut Browser<'_>,
    view: &View,
    page: Place,
    notice: &MeasuredNotice,
) -> Result<Option<Problem>, BrowserError> {
    let unseen = |word: &Word| Problem::Unseen { word: word.text.clone(), reason: notice.reason.clone() };
    let mut places = Vec::new();
    for word in &notice.words {
        let Some(place) = word.place.filter(|place| is_on(page, *place)) else { return Ok(Some(unseen(word))) };
        if place.height < MIN_LINE_PIXELS {
            return Ok(Some(Problem::Tiny { pixels: place.height }));
        }
        places.push((word, place));
    }
    if places.iter().enumerate().any(|(at, (_, place))| places[at + 1..].iter().any(|(_, other)| place.covers(*other)))
    {
        return Ok(Some(Problem::Overlapping));
    }
    let Some(whole) = places.iter().map(|(_, place)| *place).reduce(Place::around) else { return Ok(None) };
    let (with, without) = pictures(browser, whole)?;
    for (word, place) in &places {
        let ratio = contrast(&with, &without, place.area_in(whole));
        let is_large = place.height >= LARGE_LINE || (word.weight >= 700.0 && place.height >= LARGE_BOLD_LINE);
        let least = if is_large { MIN_CONTRAST_OF_LARGE } else { MIN_CONTRAST };
        if ratio < SEEN {
            return Ok(Some(unseen(word)));
        }
        if ratio < least * MEASURED {
            return Ok(Some(Problem::LowContrast { ratio, least }));
        }
    }
    if whole.x + whole.width > f64::from(view.width) + TOLERANCE || whole.x < -TOLERANCE {
        return Ok(Some(Problem::Sideways));
    }
    let is_behind = notice.steps_top.is_some_and(|steps| whole.y > steps + TOLERANCE);
    Ok(is_behind.then_some(Problem::BehindSteps))
}

/// Whether any of a place is on the page.
fn is_on(page: Place, place: Place) -> bool {
    place.x + place.width > 0.0 && place.y + place.height > 0.0 && place.x < page.width && place.y < page.height
}

/// Pictures of a part of the page with the words of the notices, and without them.
fn pictures(browser: &mut Browser<'_>, place: Place) -> Result<(Picture, Picture), BrowserError> {
    let clip = json!({"x": place.x, "y": place.y, "width": place.width, "height": place.height, "scale": 1});
    let with = browser.picture(&clip)?;
    browser.evaluate(&words_are("hidden"))?;
    let without = browser.picture(&clip)?;
    browser.evaluate(&words_are("inherit"))?;
    let unreadable = || BrowserError::Page("a picture cannot be read".to_owned());
    Ok((Picture::decode(&with).ok_or_else(unreadable)?, Picture::decode(&without).ok_or_else(unreadable)?))
}

/// A script that shows or hides the words of all notices.
fn words_are(visibility: &str) -> String {
    let important = if visibility == "hidden" { "important" } else { "" };
    format!(
        "for (const words of document.querySelectorAll('wellpress-words')) \
         words.style.setProperty('visibility', '{visibility}', '{important}')"
    )
}

/// A problem, with the views in which it is there.
struct Found {
    problem: Problem,
    location: Location,
    /// The address of the first page, in the site.
    page: String,
    text: String,
    /// Their numbers.
    views: BTreeSet<usize>,
}

impl Found {
    fn new(page: &PageInMemory, text: &str, problem: Problem) -> Self {
        Self {
            problem,
            location: page.location.clone(),
            page: page.folder().to_owned(),
            text: text.to_owned(),
            views: BTreeSet::new(),
        }
    }

    fn finding(self, words: &str) -> Diagnostic {
        let names: Vec<&str> = self.views.iter().map(|number| VIEWS[*number].name).collect();
        let views = if names.len() == VIEWS.len() { "in every view".to_owned() } else { listed(&names) };
        let message = format!("{words} {views}: \"{}\" at `/{}`", excerpt(&self.text), self.page);
        let help = match &self.problem {
            Problem::Unseen { word, reason: Some(reason) } => {
                format!("\"{word}\" is not seen, most likely because of {reason}")
            }
            Problem::Unseen { word, reason: None } => {
                format!("\"{word}\" is not seen: something covers, clips or moves it")
            }
            Problem::LowContrast { ratio, least } => {
                format!("it is {ratio:.1} to 1, and words need {least} to 1: take another colour")
            }
            Problem::Tiny { pixels } => {
                format!("a line has {pixels:.0} pixels: give it the size of the text around it")
            }
            Problem::Sideways => "let it become narrower with the screen, and break long words".to_owned(),
            Problem::BehindSteps => "keep the order of the HTML, which has it before the steps".to_owned(),
            Problem::Overlapping => "give its lines and words the distances of the text around it".to_owned(),
            Problem::Removed => "let the scripts of the theme leave it as it is in the HTML".to_owned(),
        };
        Diagnostic::new(&rules::CAUTION_HIDDEN, self.location, message).help(help)
    }
}

impl Problem {
    /// What most likely hides the notice; empty if that is not known.
    fn reason(&self) -> &str {
        match self {
            Self::Unseen { reason: Some(reason), .. } => reason,
            _ => "",
        }
    }

    /// What is wrong with a notice of this class, without the place.
    fn words(&self, class: &str) -> String {
        let kind = NoticeKind::of_class(class).map_or("notice", NoticeKind::words);
        let words = match self {
            Self::Unseen { .. } => "cannot be seen",
            Self::LowContrast { .. } => "has too little contrast",
            Self::Tiny { .. } => "has too small letters",
            Self::Sideways => "is partly outside of the screen",
            Self::BehindSteps => "is shown below the start of the steps",
            Self::Overlapping => "has words on top of each other",
            Self::Removed => "is removed or changed by a script",
        };
        format!("a {kind} {words}")
    }
}

/// `a`, `a and b`, `a, b and c`.
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [name] => (*name).to_owned(),
        [names @ .., last] => format!("{} and {last}", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_addresses() {
        let path = |address: &str| path_of(address, "/gu%C3%ADa/");
        assert_eq!(path("https://wellpress.invalid/gu%c3%ada/").as_deref(), Some("index.html"));
        assert_eq!(path("https://wellpress.invalid/guía/a%20b/?c#d").as_deref(), Some("a b/index.html"));
        assert_eq!(path("https://wellpress.invalid/gu%C3%ADa/x.css").as_deref(), Some("x.css"));
        assert_eq!(path("https://wellpress.invalid/x.css"), None);
        assert_eq!(path("https://elsewhere.example/gu%C3%ADa/"), None);
    }
}
