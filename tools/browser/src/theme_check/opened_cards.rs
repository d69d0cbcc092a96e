//! The cards of exercises that a script opens in place: which to open, and the notices of the page while they are open.

use std::collections::BTreeSet;

use serde_json::json;

use wellpress_render::safety::SafetyNotice;

use super::look::{Scope, SeenNotice, ShownProblem, look, notice_classes, removed};
use super::views::View;
use super::{PageInMemory, Selection, SiteToCheck};
use crate::browser::{Browser, BrowserError};

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

/// Opens cards of the page and looks at all notices. `notices` are those before, whose problems are left out. On paper, nothing can be
/// clicked.
pub(super) fn look_at_opened_cards(
    browser: &mut Browser<'_>,
    view: &View,
    steps: &[String],
    cards: &[usize],
    notices: &[SeenNotice],
) -> Result<Vec<ShownProblem>, BrowserError> {
    if view.is_paper() || cards.is_empty() {
        return Ok(Vec::new());
    }
    let arguments = format!("{}, {}", json!(cards), json!(notice_classes()));
    let script = format!("({})({arguments})", include_str!("cards.js").trim_end());
    let class_texts: Vec<(String, String)> = browser.evaluate_as(&script, "the notices of cards")?;
    let card_notices: Vec<(SafetyNotice, String)> =
        class_texts.into_iter().filter_map(|(class, text)| Some((SafetyNotice::of_class(&class)?, text))).collect();
    let with_cards = look(browser, view, Scope { root: "html", steps })?;
    let (on_cards, others): (Vec<_>, Vec<_>) = with_cards.into_iter().partition(|(notice, _)| notice.is_on_card);
    let mut problems: Vec<ShownProblem> = removed(&card_notices, &on_cards, ON_CARD).collect();
    let had_problem: BTreeSet<&str> =
        notices.iter().filter(|(_, problem)| problem.is_some()).map(|(notice, _)| notice.text.as_str()).collect();
    let new = others.into_iter().filter(|(notice, _)| !had_problem.contains(notice.text.as_str()));
    problems.extend(on_cards.into_iter().filter_map(|seen| ShownProblem::new(seen, ON_CARD)));
    problems.extend(new.filter_map(|seen| ShownProblem::new(seen, BESIDE_CARD)));
    Ok(problems)
}
