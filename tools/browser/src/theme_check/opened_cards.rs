//! The cards of exercises that a script opens in place: which to open, and the notices of the page while they are open.

use std::collections::BTreeSet;

use serde_json::json;

use wellpress_render::safety::SafetyNotice;

use super::look::{Scope, ShownProblem, look, notice_classes, removed};
use super::{PageInMemory, Selection, SiteToCheck};
use crate::browser::{Browser, BrowserError};
use crate::views::View;

/// Words for the place of a notice.
const ON_CARD: &str = " on the opened card of an exercise";
const BESIDE_CARD: &str = " while the card of an exercise is open";

/// The addresses of the exercises whose cards a script of the page can open, in their order.
const ADDRESSES_OF_CARDS: &str = "[...document.querySelectorAll('.open-steps')]\
  .map((button) => button.closest('.card')?.querySelector('.card-title a')?.href ?? '')";

/// The numbers of the cards to open: each, or one for each template and shape of the exercise's own page.
pub(super) fn cards_to_open(
    browser: &mut Browser<'_>,
    site: &SiteToCheck<'_>,
    page: &PageInMemory,
    selection: Selection,
    opened_shapes: &mut BTreeSet<(String, u64)>,
) -> Result<Vec<usize>, BrowserError> {
    let addresses: Vec<String> = browser.evaluate_as(ADDRESSES_OF_CARDS, "the addresses of cards")?;
    let is_opened = |(number, address): (usize, &String)| {
        let path = site.files.path_of(address)?;
        let exercise = site.pages.iter().find(|other| other.path == path)?;
        let is_new = opened_shapes.insert((page.template.clone(), exercise.outline.shape));
        (is_new || selection == Selection::All).then_some(number)
    };
    Ok(addresses.iter().enumerate().filter_map(is_opened).collect())
}

/// The cards that a script has opened.
pub(super) struct OpenedCards {
    /// The notices that they have to show.
    notices: Vec<(SafetyNotice, String)>,
}

impl OpenedCards {
    /// Opens cards of the page, by their numbers.
    pub fn open(browser: &mut Browser<'_>, cards: &[usize]) -> Result<Self, BrowserError> {
        let arguments = format!("{}, {}", json!(cards), json!(notice_classes()));
        let script = format!("({})({arguments})", include_str!("cards.js").trim_end());
        let class_texts: Vec<(String, String)> = browser.evaluate_as(&script, "the notices of cards")?;
        let of_class = |(class, text): (String, String)| Some((SafetyNotice::of_class(&class)?, text));
        Ok(Self { notices: class_texts.into_iter().filter_map(of_class).collect() })
    }

    /// Looks at all notices of the page. Leaves out those beside the cards that had a problem before, which are given by their texts.
    pub fn look(
        &self,
        browser: &mut Browser<'_>,
        view: &View,
        steps: &[String],
        had_problem: &BTreeSet<String>,
    ) -> Result<Vec<ShownProblem>, BrowserError> {
        let notices = look(browser, view, Scope { root: "html", steps, is_high: false })?;
        let (on_cards, others): (Vec<_>, Vec<_>) = notices.into_iter().partition(|(notice, _)| notice.is_on_card);
        let mut problems: Vec<ShownProblem> = removed(&self.notices, &on_cards, ON_CARD).collect();
        let new = others.into_iter().filter(|(notice, _)| !had_problem.contains(&notice.text));
        problems.extend(on_cards.into_iter().filter_map(|seen| ShownProblem::new(seen, ON_CARD)));
        problems.extend(new.filter_map(|seen| ShownProblem::new(seen, BESIDE_CARD)));
        Ok(problems)
    }
}
