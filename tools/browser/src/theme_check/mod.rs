//! Looks at the pages of a site in a browser and finds safety notices that readers cannot see, or see after the steps.
//!
//! A build finds what the HTML tells, and reads no style sheet. A browser also knows what covers a notice, which of several
//! rules wins, and where on the page an element ends up. Input: the files of a site that was built in memory. Output: findings
//! [`rules::CAUTION_HIDDEN`], and how much was looked at.

pub mod command;
mod contrast;
mod look;
mod opened_cards;

use std::collections::{BTreeMap, BTreeSet};

use wellpress_diagnostics::{Diagnostic, Location, quotable, rules};
use wellpress_foundation::text::one_line;
use wellpress_render::safety::{SafetyNotice, SafetyOutline, notices_of, steps_of};

use crate::browser::{Browser, BrowserError, SiteInMemory, folder_of};
use crate::views::{Density, VIEWS, View, listed};

use look::{Problem, Scope, ShownProblem, look, removed};
use opened_cards::{OpenedCards, cards_to_open};

/// A site with its pages.
pub struct SiteToCheck<'s> {
    /// What the browser gets of it.
    pub files: &'s SiteInMemory<'s>,
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
        folder_of(&self.path)
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

/// Looks at each page in each view. `progress` is called with the number of pages that are done.
///
/// # Errors
/// When the browser does not answer.
pub(crate) fn check(
    site: &SiteToCheck<'_>,
    browser: &mut Browser<'_>,
    selection: Selection,
    progress: &dyn Fn(usize, usize),
) -> Result<ThemeCheck, BrowserError> {
    let pages = selected(&site.pages, selection);
    let mut found = BrowserFindings::default();
    let mut opened_shapes = BTreeSet::new();
    for (number, page) in pages.iter().enumerate() {
        progress(number, pages.len());
        let mut look = PageLook { browser, site, page, selection, found: &mut found };
        look.run(&mut opened_shapes)?;
    }
    progress(pages.len(), pages.len());
    let findings = found.problems.into_iter().map(|(cause, found)| found.finding(&cause.words)).collect();
    Ok(ThemeCheck { findings, seen: found.seen })
}

/// What the browser showed.
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
}

/// Loads the pictures that wait until a reader scrolls: without a size of their own they would move what is below them.
const LOAD_PICTURES: &str = "Promise.all([...document.images].map((picture) => { \
    picture.loading = 'eager'; return picture.decode().catch(() => null); })).then(() => true)";

/// A page that the browser shows. It is loaded once, and shown in one view after the other: before a reader acts, then with opened cards,
/// then in practice mode.
struct PageLook<'l, 's, 'b> {
    browser: &'l mut Browser<'b>,
    site: &'l SiteToCheck<'l>,
    page: &'s PageInMemory,
    selection: Selection,
    found: &'l mut BrowserFindings<'s>,
}

impl PageLook<'_, '_, '_> {
    fn run(&mut self, opened_shapes: &mut BTreeSet<(String, u64)>) -> Result<(), BrowserError> {
        let html = (self.site.files.file)(&self.page.path).map(|answer| answer.bytes).unwrap_or_default();
        let (written, steps) = (notices_of(&html), steps_of(&html));
        VIEWS[0].choose(self.browser, Density::Coarse)?;
        self.browser.show(&self.site.files.address_of(&self.page.path))?;
        self.browser.evaluate(LOAD_PICTURES)?;
        let had_problem = self.look_at_page(&written, &steps)?;
        let cards = cards_to_open(self.browser, self.site, self.page, self.selection, opened_shapes)?;
        if !cards.is_empty() {
            let opened = OpenedCards::open(self.browser, &cards)?;
            for (number, view) in screens() {
                let problems = opened.look(self.browser, view, &steps, &had_problem[number])?;
                self.add(number, problems);
            }
        }
        if String::from_utf8_lossy(&html).contains(PRACTICE) {
            self.look_in_practice_mode()?;
        }
        Ok(())
    }

    /// Looks at all notices of the page. Gives the texts of those with a problem, for each view.
    fn look_at_page(
        &mut self,
        written: &[(SafetyNotice, String)],
        steps: &[String],
    ) -> Result<Vec<BTreeSet<String>>, BrowserError> {
        let mut had_problem = Vec::new();
        for (number, view) in VIEWS.iter().enumerate() {
            let notices = look(self.browser, view, Scope { root: "html", steps, is_high: false })?;
            if number == 0 {
                let seen = self.found.seen.entry(self.page.template.clone()).or_default();
                seen.pages += 1;
                seen.notices += notices.len();
                seen.before_steps += notices.iter().filter(|(notice, _)| notice.steps_top.is_some()).count();
            }
            let mut problems: Vec<ShownProblem> = removed(written, &notices, "").collect();
            let with_problem = notices.iter().filter(|(_, problem)| problem.is_some());
            had_problem.push(with_problem.map(|(notice, _)| notice.text.clone()).collect());
            problems.extend(notices.into_iter().filter_map(|seen| ShownProblem::new(seen, "")));
            self.add(number, problems);
        }
        Ok(had_problem)
    }

    /// Looks at the notices of the first two screens of practice mode, where it can be opened.
    fn look_in_practice_mode(&mut self) -> Result<(), BrowserError> {
        if self.browser.evaluate(OPEN_PRACTICE_MODE)? != true {
            return Ok(());
        }
        for screen in 0..2 {
            if screen > 0 {
                self.browser.evaluate(GO_ON)?;
            }
            for (number, view) in screens() {
                let notices = look(self.browser, view, Scope { root: STAGE, steps: &[], is_high: true })?;
                let problems = notices.into_iter().filter_map(|seen| ShownProblem::new(seen, IN_PRACTICE_MODE));
                self.add(number, problems.collect());
            }
        }
        Ok(())
    }

    fn add(&mut self, view: usize, problems: Vec<ShownProblem>) {
        for problem in problems {
            self.found.add(self.page, self.selection, view, problem);
        }
    }
}

/// The views in which a reader can click, with their numbers.
fn screens() -> impl Iterator<Item = (usize, &'static View)> {
    VIEWS.iter().enumerate().filter(|(_, view)| !view.is_paper())
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
