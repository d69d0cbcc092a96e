//! [`Exercise`]: a record whose steps, dose and cautions belong together wherever they are shown.

use std::ops::Range;

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Location, Span, rules};
use wellpress_markdown::body::{Body, Element, NodeKind};

use crate::discover::Kind;
use crate::parse::front_matter::{self, CautionSeverity, Dose, ExerciseImage, ExerciseKind, Level, OneOrMany, Video};

use super::dose;
use super::lookup::{Found, Lookup};
use super::page::{Page, PageId};
use super::review::Reviewed;

/// An exercise.
#[derive(Debug)]
pub struct Exercise {
    /// What it shares with articles.
    pub reviewed: Reviewed,
    /// Body position.
    pub position: Option<String>,
    /// Level.
    pub level: Option<Level>,
    /// What sort of exercise.
    pub kind: Option<ExerciseKind>,
    /// What is needed; `None` is unknown, empty is nothing.
    pub equipment: Option<Vec<String>>,
    /// Regions of the body.
    pub regions: Vec<String>,
    /// Muscles.
    pub muscles: Vec<String>,
    /// How much.
    pub dose: Dose,
    /// Cautions, in the order written.
    pub cautions: Vec<Caution>,
    /// Signals to stop: the page's own, and behind them, where a translation has fewer, those of its original, in the
    /// site's own language.
    pub stop_if: Vec<String>,
    /// Where those stand that are the page's own: they come first.
    pub own_stop_if: Vec<Span>,
    /// Easier forms.
    pub easier: Vec<PageId>,
    /// Harder forms.
    pub harder: Vec<PageId>,
    /// What may follow.
    pub next: Vec<PageId>,
    /// Pictures.
    pub images: Vec<ExerciseImage>,
    /// A video.
    pub video: Option<Video>,
    /// The parts of its text.
    pub parts: Parts,
}

impl Exercise {
    /// What its record says is the easier of two, and where: the harder, the easier, and the place of the other's id.
    pub fn easier_ones(&self, own: PageId) -> impl Iterator<Item = (PageId, PageId, Span)> + '_ {
        // What its record leads to ends with these, in their order.
        let named = &self.reviewed.led_to;
        let count = self.easier.len() + self.harder.len() + self.next.len();
        let (easier, rest) = named[named.len() - count..].split_at(self.easier.len());
        let easier = easier.iter().map(move |(other, span)| (own, *other, *span));
        easier.chain(rest[..self.harder.len()].iter().map(move |(other, span)| (*other, own, *span)))
    }
}

/// A caution.
#[derive(Debug, Clone)]
pub struct Caution {
    /// Topics.
    pub conditions: Vec<PageId>,
    /// What to do.
    pub advice: String,
    /// What it asks for.
    pub severity: CautionSeverity,
    /// Whether a translation lacks it, so that the original's stands in its place, in the site's own language.
    pub is_of_original: bool,
}

/// Where the parts of an exercise's text stand among its nodes. In this order they are all of them: what belongs to no
/// part would not be shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parts {
    /// What it is for.
    pub intro: Range<usize>,
    /// The heading or bold line of the steps; empty where they have none.
    pub title: Range<usize>,
    /// What stands between that and the steps.
    pub lead: Range<usize>,
    /// The list of steps, as a whole.
    pub steps: Range<usize>,
    /// What follows the steps.
    pub note: Range<usize>,
}

/// The heading of the steps, by language.
const STEPS_TITLES: &[(&str, &str)] = &[
    ("en", "how to do it"),
    ("es", "cómo hacerlo"),
    ("de", "so geht es"),
    ("de", "so geht's"),
    ("fr", "comment faire"),
    ("ar", "كيفية القيام به"),
    ("ar", "طريقة الأداء"),
];

pub(super) fn read(
    lookup: Lookup<'_>,
    page: &Page,
    front: front_matter::Exercise,
    mut reviewed: Reviewed,
    findings: &mut Vec<Diagnostic>,
) -> Exercise {
    refuse_blanks(page, &front, findings);
    let dose = dose::read(page, front.dose, findings);
    let language = &lookup.config.languages[page.language].tag;
    let parts = parts(page, language);
    if parts.is_none() && reviewed.withdrawn.is_none() {
        let place = Location::file(page.source.path.clone());
        let finding = Diagnostic::new(&rules::EXERCISE_NO_STEPS, place, "this exercise has no list of steps");
        findings.push(finding.help("add a heading `## How to do it` and a numbered list below it"));
    }
    refuse_other_steps(page, parts.as_ref(), &front.images, findings);
    for caution in front.cautions.iter().filter(|caution| caution.condition.ids.is_empty()) {
        let place = page.source.locate(caution.condition.span);
        let finding = Diagnostic::new(&rules::FRONT_MATTER_TYPE, place, "this caution names no condition");
        findings.push(finding.help("name at least one topic, such as `condition: osteoporosis`"));
    }
    let mut ids = lookup.of(page, findings);
    let of_original = cautions_of_original(lookup, page, &front.cautions);
    let cautions = front.cautions.into_iter().map(|caution| Caution {
        conditions: ids.pages(Kind::Topic, &caution.condition.located(&page.source)),
        advice: caution.advice.value,
        severity: caution.severity,
        is_of_original: false,
    });
    let cautions = cautions.chain(of_original).collect();
    let texts = |list: Vec<Located<String>>| list.into_iter().map(|text| text.value).collect::<Vec<_>>();
    let own_stop_if: Vec<Span> = front.stop_if.iter().map(|signal| signal.span).collect();
    let mut stop_if = texts(front.stop_if);
    // Nobody can tell which of them a translation lacks, so all of the original's stand below its own.
    let of_original = page.original.iter().flat_map(|original| &original.stop_if);
    let is_lacking = page.original.as_ref().is_some_and(|original| own_stop_if.len() < original.stop_if.len());
    stop_if.extend(of_original.filter(|_| is_lacking).cloned());
    let before = reviewed.led_to.len();
    let mut led_to =
        |written: OneOrMany| ids.led_to(Kind::Exercise, &written.located(&page.source), &mut reviewed.led_to);
    let (easier, harder, next) = (led_to(front.easier), led_to(front.harder), led_to(front.next));
    for (_, span) in reviewed.led_to[before..].iter().filter(|(led_to, _)| *led_to == page.id) {
        let finding =
            Diagnostic::new(&rules::EXERCISE_CYCLE, page.source.locate(*span), "this exercise leads to itself");
        findings.push(finding.help("name another exercise, or take the id out"));
    }
    Exercise {
        reviewed,
        position: front.position.map(|position| position.value),
        level: front.level,
        kind: front.kind,
        equipment: front.equipment.map(texts),
        regions: texts(front.regions),
        muscles: texts(front.muscles),
        dose,
        cautions,
        stop_if,
        own_stop_if,
        easier,
        harder,
        next,
        images: front.images,
        video: front.video,
        parts: parts.unwrap_or_else(|| Parts { intro: 0..page.body.nodes.len(), ..Parts::default() }),
    }
}

/// A signal or an advice without a word warns of nothing, and would hide that there is none.
fn refuse_blanks(page: &Page, front: &front_matter::Exercise, findings: &mut Vec<Diagnostic>) {
    let signals = front.stop_if.iter().map(|signal| (signal, "signal to stop"));
    let advice = front.cautions.iter().map(|caution| (&caution.advice, "advice of a caution"));
    for (blank, what) in signals.chain(advice).filter(|(text, _)| says_nothing(&text.value)) {
        let place = page.source.locate(blank.span);
        let finding = Diagnostic::new(&rules::FRONT_MATTER_REQUIRED, place, format!("this {what} is empty"));
        findings.push(finding.help("write a few words, or take the line out"));
    }
}

/// Whether a text has neither a letter nor a digit beside comments and character references, of which readers see nothing.
fn says_nothing(text: &str) -> bool {
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let unseen = match next {
            '<' if rest.starts_with("<!--") => rest.find("-->").map(|end| end + "-->".len()),
            '&' => rest.find(';').filter(|end| !rest[..*end].contains(' ')).map(|end| end + 1),
            _ if next.is_alphanumeric() => return false,
            _ => None,
        };
        rest = &rest[unseen.unwrap_or(next.len_utf8())..];
    }
    true
}

/// A picture of a step that there is not would be shown nowhere.
fn refuse_other_steps(page: &Page, parts: Option<&Parts>, images: &[ExerciseImage], findings: &mut Vec<Diagnostic>) {
    let Some(parts) = parts else { return };
    let mut depth = 0_u32;
    let mut steps = 0;
    for node in page.body.nodes.range(parts.steps.clone()) {
        match node.kind {
            NodeKind::Start(Element::Item) => {
                steps += u32::from(depth == 0);
                depth += 1;
            }
            NodeKind::End(Element::Item) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    for image in images.iter().filter(|image| image.step.is_some_and(|step| !(1..=steps).contains(&step))) {
        let step = image.step.unwrap_or_default();
        let message = format!("this picture is of step {step}, and there are {steps}");
        let finding = Diagnostic::new(&rules::FRONT_MATTER_TYPE, page.source.locate(image.src.span), message);
        findings.push(finding.help("give the number of a step, from 1"));
    }
}

/// The cautions that the original of a translation has and it has not.
fn cautions_of_original(lookup: Lookup<'_>, page: &Page, own: &[front_matter::Caution]) -> Vec<Caution> {
    let Some(original) = &page.original else { return Vec::new() };
    let known = own.iter().flat_map(|caution| caution.condition.ids.iter().map(|id| (id.clone(), caution.severity)));
    let known: Vec<(String, CautionSeverity)> = known.collect();
    let lacking = original.cautions_beside(&known).map(|(id, caution)| {
        let found = lookup.index.find(Kind::Topic, id, page.language);
        let condition = if let Found::Page(topic) = found { Some(topic) } else { None };
        Caution {
            conditions: condition.into_iter().collect(),
            advice: caution.advice.value.clone(),
            severity: caution.severity,
            is_of_original: true,
        }
    });
    lacking.collect()
}

/// The steps are the list under their heading or bold line, else the first list of the text.
fn parts(page: &Page, language: &str) -> Option<Parts> {
    let body = &page.body;
    let titled = top_level(body).find_map(|block| {
        let title = steps_title(page, &block, language)?;
        let list = list_under(body, &title)?;
        Some((title, list))
    });
    let (title, steps) = match titled {
        Some(found) => found,
        None => {
            let list = top_level(body).find(|block| is_list(body, block))?;
            (list.start..list.start, list)
        }
    };
    let note = steps.end..body.nodes.len();
    Some(Parts { intro: 0..title.start, lead: title.end..steps.start, title, steps, note })
}

/// The top-level blocks of a text, each as the range of its nodes.
fn top_level(body: &Body) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at;
        let node = body.nodes.get(start)?;
        at = if matches!(node.kind, NodeKind::Start(_)) { body.end_of(start) + 1 } else { start + 1 };
        Some(start..at)
    })
}

/// The block itself, where it is the heading of the steps or a paragraph of that in bold.
fn steps_title(page: &Page, block: &Range<usize>, language: &str) -> Option<Range<usize>> {
    let body = &page.body;
    let title = match body.nodes.at(block.start).kind {
        NodeKind::Start(Element::Heading(_)) => block.clone(),
        NodeKind::Start(Element::Paragraph) => {
            let inner = block.start + 1;
            let is_bold = matches!(body.nodes.get(inner)?.kind, NodeKind::Start(Element::Strong));
            if !is_bold || body.end_of(inner) + 3 < block.end {
                return None;
            }
            block.clone()
        }
        _ => return None,
    };
    let text = body.plain(&page.source, title.clone()).to_lowercase().replace('’', "'");
    let text = text.trim().trim_end_matches(':').trim();
    let tag = language.split('-').next().unwrap_or(language);
    let known = |wanted: &str| STEPS_TITLES.iter().any(|(language, title)| *language == wanted && *title == text);
    (known(tag) || known("en")).then_some(title)
}

/// The first list at the top level that stands under a title: before the next heading of its level or a higher one. A
/// bold line is below every heading.
fn list_under(body: &Body, title: &Range<usize>) -> Option<Range<usize>> {
    let level = heading_level(body, title).unwrap_or(u8::MAX);
    top_level(body)
        .skip_while(|block| block.start < title.end)
        .take_while(|block| heading_level(body, block).is_none_or(|next| next > level))
        .find(|block| is_list(body, block))
}

fn heading_level(body: &Body, block: &Range<usize>) -> Option<u8> {
    match body.nodes.at(block.start).kind {
        NodeKind::Start(Element::Heading(index)) => Some(body.headings[index].level),
        _ => None,
    }
}

fn is_list(body: &Body, block: &Range<usize>) -> bool {
    matches!(body.nodes.at(block.start).kind, NodeKind::Start(Element::Numbered(_) | Element::Bullets))
}
