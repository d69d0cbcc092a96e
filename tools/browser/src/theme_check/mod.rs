//! Looks at the pages of a site in a browser and finds safety notices that readers cannot see, or see after the steps.
//!
//! A build finds what the HTML tells, and reads no style sheet. A browser also knows what covers a notice, which of several
//! rules wins, and where on the page an element ends up. Input: the files of a site that was built in memory. Output: findings
//! [`rules::CAUTION_HIDDEN`], and how much was looked at.

pub mod command;
mod contrast;
mod look;
mod opened_cards;
mod views;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::iter;
use std::panic::resume_unwind;
use std::path::Path;
use std::thread;

use wellpress_diagnostics::{Diagnostic, Location, quotable, rules};
use wellpress_foundation::text::one_line;
use wellpress_render::safety::{SafetyOutline, notices_of, steps_of};

use crate::browser::{Browser, BrowserError, SiteInMemory};

use look::{Problem, Scope, SeenNotice, ShownProblem, look, removed};
use opened_cards::{cards_to_open, look_at_opened_cards};
use views::{VIEWS, View};

/// A site with its pages.
pub struct SiteToCheck<'s> {
    /// What the browser gets of it.
    pub files: SiteInMemory<'s>,
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

/// How many views there are.
pub const VIEW_COUNT: usize = VIEWS.len();

/// A browser takes half a gigabyte, and more than these wait for each other.
const MAX_BROWSERS: usize = 4;

/// Looks at each page in each view. `progress` is called with the number of pages that are done.
///
/// # Errors
/// When a browser does not start or does not answer.
pub fn check(
    site: &SiteToCheck<'_>,
    program: &Path,
    selection: Selection,
    progress: &dyn Fn(usize, usize),
) -> Result<ThemeCheck, BrowserError> {
    let pages = selected(&site.pages, selection);
    // Each browser looks at all pages in some of the views.
    let browsers = rayon::current_num_threads().min(MAX_BROWSERS);
    let look = |first_view: usize, progress: &dyn Fn(usize, usize)| {
        let views = VIEWS.iter().enumerate().skip(first_view).step_by(browsers).collect();
        look_at_pages(site, program, selection, &pages, views, progress)
    };
    let looks = thread::scope(|scope| {
        let others: Vec<_> = (1..browsers).map(|first| scope.spawn(move || look(first, &|_, _| {}))).collect();
        let first = look(0, progress);
        let others = others.into_iter().map(|other| other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        iter::once(first).chain(others).collect::<Result<Vec<BrowserFindings<'_>>, BrowserError>>()
    })?;
    let whole = looks.into_iter().reduce(BrowserFindings::and).unwrap_or_default();
    let findings = whole.problems.into_iter().map(|(cause, found)| found.finding(&cause.words)).collect();
    Ok(ThemeCheck { findings, seen: whole.seen })
}

/// What one browser showed.
#[derive(Default)]
struct BrowserFindings<'s> {
    problems: BTreeMap<Cause<'s>, Found>,
    seen: BTreeMap<String, Seen>,
}

/// What makes two problems the same finding.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Cause<'s> {
    template: &'s str,
    /// The path of the page, with [`Selection::All`].
    page: &'s str,
    words: String,
    reason: String,
}

impl<'s> BrowserFindings<'s> {
    fn add(&mut self, page: &'s PageInMemory, selection: Selection, view: usize, shown: ShownProblem) {
        let cause = Cause {
            template: &page.template,
            page: if selection == Selection::All { &page.path } else { "" },
            words: format!("{}{}", shown.problem.words(shown.class), shown.place),
            reason: shown.problem.reason().to_owned(),
        };
        let recorded_problem = self.problems.entry(cause).or_insert_with(|| Found {
            location: page.location.clone(),
            problem: shown.problem,
            page: page.folder().to_owned(),
            text: shown.text,
            views: BTreeSet::new(),
        });
        recorded_problem.views.insert(view);
    }

    /// The problems of both. `other` is what another browser showed.
    fn and(mut self, other: Self) -> Self {
        for (cause, found) in other.problems {
            match self.problems.entry(cause) {
                Entry::Vacant(entry) => drop(entry.insert(found)),
                Entry::Occupied(mut entry) => entry.get_mut().views.extend(found.views),
            }
        }
        self.seen.extend(other.seen);
        self
    }
}

/// Looks at pages in some views, which are given with their numbers.
fn look_at_pages<'s>(
    site: &'s SiteToCheck<'_>,
    program: &Path,
    selection: Selection,
    pages: &[&'s PageInMemory],
    views: Vec<(usize, &View)>,
    progress: &dyn Fn(usize, usize),
) -> Result<BrowserFindings<'s>, BrowserError> {
    let find_file = |address: &str| site.files.answer(address);
    let mut browsers = BTreeMap::new();
    let mut result = BrowserFindings::default();
    let mut opened_shapes = BTreeSet::new();
    for (number, page) in pages.iter().enumerate() {
        progress(number, pages.len());
        let address = site.files.address_of(&page.path);
        let html = (site.files.file)(&page.path).map(|answer| answer.bytes).unwrap_or_default();
        let (written, steps) = (notices_of(&html), steps_of(&html));
        let has_practice = String::from_utf8_lossy(&html).contains(PRACTICE);
        let mut cards = None;
        for (view_number, view) in &views {
            // The size of text is a setting of the whole browser.
            let browser = match browsers.entry(view.font_size) {
                Entry::Occupied(entry) => entry.into_mut(),
                Entry::Vacant(entry) => {
                    entry.insert(Browser::start(program, view.font_size, &find_file, site.files.is_interrupted)?)
                }
            };
            view.choose(browser)?;
            browser.show(&address)?;
            let notices = look(browser, view, Scope { root: "html", steps: &steps })?;
            if *view_number == 0 {
                let seen = result.seen.entry(page.template.clone()).or_default();
                seen.pages += 1;
                seen.notices += notices.len();
                seen.before_steps += notices.iter().filter(|(notice, _)| notice.steps_top.is_some()).count();
            }
            let mut problems: Vec<ShownProblem> = removed(&written, &notices, "").collect();
            let cards = match &mut cards {
                Some(cards) => cards,
                None => cards.insert(cards_to_open(browser, site, page, selection, &mut opened_shapes)?),
            };
            problems.extend(look_at_opened_cards(browser, view, &steps, cards, &notices)?);
            problems.extend(notices.into_iter().filter_map(|seen| ShownProblem::new(seen, "")));
            if has_practice {
                let in_practice = look_in_practice_mode(browser, view)?;
                problems.extend(in_practice.into_iter().filter_map(|seen| ShownProblem::new(seen, IN_PRACTICE_MODE)));
            }
            for problem in problems {
                result.add(page, selection, *view_number, problem);
            }
        }
    }
    progress(pages.len(), pages.len());
    Ok(result)
}

fn selected(pages: &[PageInMemory], selection: Selection) -> Vec<&PageInMemory> {
    let mut shapes = BTreeSet::new();
    let pages = pages.iter().filter(|page| !page.outline.notices.is_empty() || page.outline.has_cards);
    let is_new = |page: &&PageInMemory| shapes.insert((page.template.clone(), page.outline.shape));
    match selection {
        Selection::All => pages.collect(),
        Selection::OneOfEachShape => pages.filter(is_new).collect(),
    }
}

/// The element into which practice mode copies notices, as a selector.
const STAGE: &str = ".practice-stage";

/// Words for the place of a notice.
const IN_PRACTICE_MODE: &str = " in practice mode";

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
    fn finding(self, words: &str) -> Diagnostic {
        let names: Vec<&str> = self.views.iter().map(|number| VIEWS[*number].name).collect();
        let views = if names.len() == VIEWS.len() { "in every view".to_owned() } else { listed(&names) };
        let message = format!("{words} {views}: \"{}\" at `/{}`", quotable(&one_line(&self.text)), self.page);
        let help = match &self.problem {
            Problem::Unseen { word, reason: Some(reason) } => {
                format!("\"{word}\" is not seen, most likely because of {reason}")
            }
            Problem::Unseen { word, reason: None } => {
                format!("\"{word}\" is not seen: something covers, clips or moves it")
            }
            Problem::LowContrast { ratio, least, element } => {
                format!("it is {ratio:.1} to 1, and words need {least} to 1: take another `color` for `{element}`")
            }
            Problem::Tiny { pixels, element } => {
                format!("a line has {pixels:.0} pixels: give `{element}` the `font-size` of the text around it")
            }
            Problem::Sideways => "let it become narrower with the screen, and break long words".to_owned(),
            Problem::BehindSteps => "keep the order of the HTML, which has it before the steps".to_owned(),
            Problem::Overlapping => "give its lines and words the distances of the text around it".to_owned(),
            Problem::InPieces { word } => format!("\"{word}\" has a few letters on each line: give it more width"),
            Problem::Removed => "let the scripts of the theme leave it as it is in the HTML".to_owned(),
        };
        Diagnostic::new(&rules::CAUTION_HIDDEN, self.location, message).help(help)
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
