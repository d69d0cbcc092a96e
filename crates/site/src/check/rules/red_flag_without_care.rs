//! A warning sign named in the text of a page that does not say when to get help.

use std::sync::LazyLock;

use aho_corasick::packed::Searcher;

use wellpress_diagnostics::{Diagnostic, Span, rules};
use wellpress_markdown::directives::DirectiveKind;

use crate::model::Page;
use crate::resolve::ResolvedSite;

use super::super::words::{Word, blocks};

/// Words that stand one behind another in this order, the first and the last of them with at most two others between.
const FLAGS: &[&[&str]] = &[
    &["chest", "pain"],
    &["pain", "chest"],
    &["numbness"],
    &["numb"],
    &["shooting", "down"],
    &["shoots", "down"],
    &["shoot", "down"],
    &["bladder"],
    &["dolor", "pecho"],
    &["entumecimiento"],
    &["vejiga"],
    &["brustschmerzen"],
    &["brustschmerz"],
    &["taubheit"],
    &["taubheitsgefühl"],
    &["harnblase"],
];

/// How many words may stand between two of a flag.
const BETWEEN: usize = 2;

/// Finds the longest word of each flag in lower case; most files have none of them.
static FINDER: LazyLock<Option<Searcher>> = LazyLock::new(|| {
    let longest = FLAGS.iter().filter_map(|flag| flag.iter().max_by_key(|word| word.len()));
    // Only in ASCII is it known how a word is written in capitals.
    Searcher::new(longest.filter_map(|word| word.split(|c: char| !c.is_ascii()).next()))
});

/// One finding for each sign, where it is first named.
pub(super) fn find(resolved: &ResolvedSite<'_>, page: &Page) -> Vec<Diagnostic> {
    let has_care = page.body.directives.iter().any(|directive| directive.kind == DirectiveKind::Care);
    let stops = page.exercise().is_some_and(|exercise| !exercise.stop_if.is_empty());
    if has_care || stops || page.is_withdrawn() || !may_name_any(page) {
        return Vec::new();
    }
    let mut found: Vec<&[&str]> = Vec::new();
    let mut findings = Vec::new();
    for block in blocks(page, 0..page.body.nodes.len()) {
        for flag in FLAGS {
            let Some(place) = place_of(&block, flag).filter(|_| !found.contains(flag)) else { continue };
            found.push(flag);
            if !is_said_below(resolved, page, flag) {
                findings.push(finding(page, place));
            }
        }
    }
    findings
}

/// Whether it is worth a look at each word.
fn may_name_any(page: &Page) -> bool {
    let Some(finder) = &*FINDER else { return true };
    let is_named = |text: &str| finder.find(text.to_ascii_lowercase()).is_some();
    is_named(&page.source.text) || is_named(&page.body.arena)
}

fn finding(page: &Page, place: Span) -> Diagnostic {
    let words = page.source.slice(place).split_whitespace().collect::<Vec<_>>().join(" ");
    let message = format!("`{words}` can be a warning sign, and this page does not say when to get help");
    let help = if page.exercise().is_some() {
        "add it to `stop_if`, or a `:::care` card"
    } else {
        "add a card: `:::care{level=\"urgent\"}`"
    };
    Diagnostic::new(&rules::RED_FLAG_WITHOUT_CARE, page.source.locate(place), message).help(help)
}

/// Whether an exercise that the page shows names the same sign as one to stop at.
fn is_said_below(resolved: &ResolvedSite<'_>, page: &Page, flag: &[&str]) -> bool {
    let shown = resolved.texts_of(page).filter_map(|id| resolved.site.page(id).exercise());
    let mut signals = shown.flat_map(|exercise| &exercise.stop_if);
    signals.any(|signal| {
        let signal = signal.to_lowercase();
        flag.iter().all(|word| signal.split(|c: char| !c.is_alphanumeric()).any(|said| said == *word))
    })
}

/// Where the words of a flag stand.
fn place_of(block: &[Word], flag: &[&str]) -> Option<Span> {
    let starts = (0..block.len()).filter(|at| block[*at].text == flag[0]);
    starts.into_iter().find_map(|start| {
        let mut at = start;
        for wanted in &flag[1..] {
            let next = at + 1..(at + 2 + BETWEEN).min(block.len());
            let mut near = next.take_while(|place| !block[place - 1].ends);
            at = near.find(|place| block[*place].text == *wanted)?;
        }
        Some(Span::new(block[start].span.start as usize..block[at].span.end as usize))
    })
}
