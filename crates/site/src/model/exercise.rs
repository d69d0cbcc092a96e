//! [`Exercise`]: a record whose steps, dose and cautions belong together wherever they are shown.
//!
//! Input are the front matter and the parsed text. The steps are not a field of the front matter but a list in the text, so
//! that authors write them in Markdown; this module decides which list that is (see [`ExerciseParts`]).

use std::ops::Range;

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Location, Span, rules};
use wellpress_markdown::body::{Body, Element, NodeKind};

use crate::parse::front_matter::{
    self, CautionSeverity, Dose, ExerciseImage, ExerciseKind, ExerciseLevel, OneOrMany, Video,
};
use crate::sections::ContentKind;

use super::dose;
use super::lookup::{IdResolver, Lookup, LookupResult};
use super::page::{Page, PageId};
use super::review::EditorialRecord;

/// The fields that only exercises have.
#[derive(Debug)]
pub struct Exercise {
    /// Authors, reviews, corrections: the part that is the same for every reviewed kind.
    pub editorial: EditorialRecord,
    /// The position of the body, such as `standing`.
    pub position: Option<String>,
    /// For whom it is hard enough and not too hard.
    pub level: Option<ExerciseLevel>,
    /// Whether it trains strength, balance ..
    pub kind: Option<ExerciseKind>,
    /// Equipment. `None` means that the author did not say, an empty list that none is needed.
    pub equipment: Option<Vec<String>>,
    /// Regions of the body.
    pub regions: Vec<String>,
    /// Muscles that it trains.
    pub muscles: Vec<String>,
    /// How much and how often.
    pub dose: Dose,
    /// The page's own cautions in the order of its front matter, then those that only its original has.
    pub cautions: Vec<Caution>,
    /// Signals to stop: the page's own, then, if a translation has fewer than its original, all of the original's in the
    /// site's main language.
    pub stop_if: Vec<String>,
    /// The places of the page's own signals, which are the first of `stop_if`.
    pub stop_if_spans: Vec<Span>,
    /// Exercises that are easier forms of this one.
    pub easier: Vec<PageId>,
    /// Exercises that are harder forms of this one.
    pub harder: Vec<PageId>,
    /// Exercises that may follow.
    pub next: Vec<PageId>,
    /// Pictures of the exercise or of one step.
    pub images: Vec<ExerciseImage>,
    /// A video of the exercise.
    pub video: Option<Video>,
    /// The parts of its text.
    pub parts: ExerciseParts,
}

/// That one exercise is easier than another, as the front matter of one of them says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EasierForm {
    /// The harder of the two.
    pub harder: PageId,
    /// The easier of the two.
    pub easier: PageId,
    /// Where this page names the other.
    pub span: Span,
}

impl Exercise {
    /// The pairs of exercises that the `easier` and `harder` of this page order by difficulty. `exercise` is the page of
    /// this record.
    pub fn easier_forms(&self, exercise: PageId) -> impl Iterator<Item = EasierForm> + '_ {
        // `Progressions::read` added these last to the links of the front matter, in this order.
        let links = &self.editorial.front_matter_links;
        let count = self.easier.len() + self.harder.len() + self.next.len();
        let (easier, harder_and_next) = links[links.len() - count..].split_at(self.easier.len());
        let easier =
            easier.iter().map(move |link| EasierForm { harder: exercise, easier: link.value, span: link.span });
        let harder = harder_and_next[..self.harder.len()].iter();
        easier.chain(harder.map(move |link| EasierForm { harder: link.value, easier: exercise, span: link.span }))
    }
}

/// A warning to people with a condition.
#[derive(Debug, Clone)]
pub struct Caution {
    /// Topics that name the condition.
    pub conditions: Vec<PageId>,
    /// What these people should do.
    pub advice: String,
    /// Whether to avoid the exercise, to modify it or to ask first.
    pub severity: CautionSeverity,
    /// Whether a translation lacks this caution, so that the original's stands here, in the site's main language.
    pub is_of_original: bool,
}

/// The parts of an exercise's text, as ranges of its nodes. In this order they cover all nodes: one that belonged to no part
/// would not be shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExerciseParts {
    /// What the exercise is for.
    pub intro: Range<usize>,
    /// The heading or bold paragraph that titles the steps; empty if they have none.
    pub title: Range<usize>,
    /// The blocks between the title and the steps.
    pub lead: Range<usize>,
    /// The list of steps, as a whole.
    pub steps: Range<usize>,
    /// The blocks after the steps.
    pub note: Range<usize>,
}

/// Titles of the steps in lower case, by the primary language.
const STEPS_TITLES: &[(&str, &str)] = &[
    ("en", "how to do it"),
    ("es", "cómo hacerlo"),
    ("de", "so geht es"),
    ("de", "so geht's"),
    ("fr", "comment faire"),
    ("it", "come si fa"),
    ("nl", "zo doet u het"),
    ("nl", "zo doe je het"),
    ("pt", "como fazer"),
    ("ar", "كيفية القيام به"),
    ("ar", "طريقة الأداء"),
];

pub(super) fn read(
    lookup: Lookup<'_>,
    page: &Page,
    front: front_matter::Exercise,
    mut editorial: EditorialRecord,
    findings: &mut Vec<Diagnostic>,
) -> Exercise {
    // Before the fields are moved out of the front matter.
    refuse_empty_warnings(page, &front, findings);
    let dose = dose::check_and_complete(page, front.dose, findings);
    let parts = parts(page, &lookup.config.languages[page.language].tag);
    // The text of a withdrawn page is not shown, so nobody misses its steps.
    if parts.is_none() && editorial.withdrawn.is_none() {
        let location = Location::file(page.source.path.clone());
        let finding = Diagnostic::new(&rules::EXERCISE_NO_STEPS, location, "this exercise has no list of steps");
        findings.push(finding.help("add a heading `## How to do it` and a numbered list below it"));
    }
    refuse_pictures_of_missing_steps(page, parts.as_ref(), &front.images, findings);
    let cautions = cautions(lookup, page, front.cautions, findings);
    let stop_if_spans: Vec<Span> = front.stop_if.iter().map(|signal| signal.span).collect();
    let stop_if = signals_to_stop(page, front.stop_if);
    let forms = [front.easier, front.harder, front.next];
    let Progressions { easier, harder, next } = Progressions::read(lookup, page, forms, &mut editorial, findings);
    Exercise {
        editorial,
        position: front.position.map(|position| position.value),
        level: front.level,
        kind: front.kind,
        equipment: front.equipment.map(values),
        regions: values(front.regions),
        muscles: values(front.muscles),
        dose,
        cautions,
        stop_if,
        stop_if_spans,
        easier,
        harder,
        next,
        images: front.images,
        video: front.video,
        // Without steps all of the text is introduction: nodes outside of every part would not be shown.
        parts: parts.unwrap_or_else(|| ExerciseParts { intro: 0..page.body.nodes.len(), ..ExerciseParts::default() }),
    }
}

fn values(texts: Vec<Located<String>>) -> Vec<String> {
    texts.into_iter().map(|text| text.value).collect()
}

/// The page's own cautions, then those that it lacks and its original has.
fn cautions(
    lookup: Lookup<'_>,
    page: &Page,
    cautions: Vec<front_matter::Caution>,
    findings: &mut Vec<Diagnostic>,
) -> Vec<Caution> {
    for caution in cautions.iter().filter(|caution| caution.condition.values.is_empty()) {
        let location = page.source.locate(caution.condition.span);
        let finding = Diagnostic::new(&rules::FRONT_MATTER_TYPE, location, "this caution names no condition");
        findings.push(finding.help("name at least one topic, such as `condition: osteoporosis`"));
    }
    let of_original = cautions_of_original(lookup, page, &cautions);
    let mut ids = lookup.ids_of(page, findings);
    let of_page = cautions.into_iter().map(|caution| Caution {
        conditions: ids.pages(ContentKind::Topic, &caution.condition.located(&page.source)),
        advice: caution.advice.value,
        severity: caution.severity,
        is_of_original: false,
    });
    of_page.chain(of_original).collect()
}

/// The cautions that a translation lacks and its original has.
fn cautions_of_original(lookup: Lookup<'_>, page: &Page, translated: &[front_matter::Caution]) -> Vec<Caution> {
    let Some(original) = &page.original else { return Vec::new() };
    let translated: Vec<(String, CautionSeverity)> = translated
        .iter()
        .flat_map(|caution| caution.condition.values.iter().map(|id| (id.clone(), caution.severity)))
        .collect();
    original
        .cautions_missing_from(&translated)
        .map(|(condition, caution)| Caution {
            // An unknown condition was reported where the original names it; the advice stands without it.
            conditions: match lookup.index.find(ContentKind::Topic, condition, page.language) {
                LookupResult::Page(topic) => vec![topic],
                LookupResult::Hidden(_) | LookupResult::Several | LookupResult::Nothing => Vec::new(),
            },
            advice: caution.advice.value.clone(),
            severity: caution.severity,
            is_of_original: true,
        })
        .collect()
}

/// The page's own signals, then those of its original if that has more.
fn signals_to_stop(page: &Page, signals: Vec<Located<String>>) -> Vec<String> {
    let mut signals = values(signals);
    // Which of them a translation lacks cannot be told from their words, so all of the original's follow.
    if let Some(original) = page.original.as_ref().filter(|original| signals.len() < original.stop_if.len()) {
        signals.extend(original.stop_if.iter().cloned());
    }
    signals
}

/// The exercises to which an exercise leads on.
struct Progressions {
    easier: Vec<PageId>,
    harder: Vec<PageId>,
    next: Vec<PageId>,
}

impl Progressions {
    /// Resolves `easier`, `harder` and `next`, and adds them to the links of the front matter in this order.
    fn read(
        lookup: Lookup<'_>,
        page: &Page,
        [easier, harder, next]: [OneOrMany; 3],
        editorial: &mut EditorialRecord,
        findings: &mut Vec<Diagnostic>,
    ) -> Self {
        let links = &mut editorial.front_matter_links;
        let start = links.len();
        let mut ids = lookup.ids_of(page, findings);
        let progressions = Self {
            easier: linked_exercises(&mut ids, page, &easier, links),
            harder: linked_exercises(&mut ids, page, &harder, links),
            next: linked_exercises(&mut ids, page, &next, links),
        };
        for link in links[start..].iter().filter(|link| link.value == page.id) {
            let location = page.source.locate(link.span);
            let finding = Diagnostic::new(&rules::EXERCISE_CYCLE, location, "this exercise leads to itself");
            findings.push(finding.help("name another exercise, or take the id out"));
        }
        progressions
    }
}

fn linked_exercises(
    ids: &mut IdResolver<'_, '_>,
    page: &Page,
    exercises: &OneOrMany,
    links: &mut Vec<Located<PageId>>,
) -> Vec<PageId> {
    ids.linked_pages(ContentKind::Exercise, &exercises.located(&page.source), links)
}

/// An empty signal or advice warns of nothing, and would hide from other checks that there is none.
fn refuse_empty_warnings(page: &Page, front: &front_matter::Exercise, findings: &mut Vec<Diagnostic>) {
    let signals = front.stop_if.iter().map(|signal| (signal, "signal to stop"));
    let advice = front.cautions.iter().map(|caution| (&caution.advice, "advice of a caution"));
    for (text, field) in signals.chain(advice).filter(|(text, _)| has_no_words(&text.value)) {
        let location = page.source.locate(text.span);
        let finding = Diagnostic::new(&rules::FRONT_MATTER_REQUIRED, location, format!("this {field} is empty"));
        findings.push(finding.help("write a few words, or take the line out"));
    }
}

/// Whether a text has neither a letter nor a digit, comments and character references aside: `&nbsp;` and `<!-- todo -->` have
/// letters that readers do not see.
fn has_no_words(text: &str) -> bool {
    let mut remaining = text;
    while let Some(next) = remaining.chars().next() {
        let invisible_len = match next {
            '<' if remaining.starts_with("<!--") => remaining.find("-->").map(|end| end + "-->".len()),
            '&' => remaining.find(';').filter(|end| !remaining[..*end].contains(' ')).map(|end| end + 1),
            _ if next.is_alphanumeric() => return false,
            _ => None,
        };
        remaining = &remaining[invisible_len.unwrap_or(next.len_utf8())..];
    }
    true
}

/// A picture whose step does not exist would be shown nowhere.
fn refuse_pictures_of_missing_steps(
    page: &Page,
    parts: Option<&ExerciseParts>,
    images: &[ExerciseImage],
    findings: &mut Vec<Diagnostic>,
) {
    let Some(parts) = parts else { return };
    let steps = count_items(&page.body, parts.steps.clone());
    for image in images {
        let Some(step) = image.step.filter(|step| !(1..=steps).contains(step)) else { continue };
        let message = format!("this picture is of step {step}, and there are {steps}");
        let finding = Diagnostic::new(&rules::FRONT_MATTER_TYPE, page.source.locate(image.src.span), message);
        findings.push(finding.help("give the number of a step, from 1"));
    }
}

/// The items of a list, those of lists inside them not counted.
fn count_items(body: &Body, list: Range<usize>) -> u32 {
    let (mut depth, mut items) = (0_u32, 0);
    for node in body.nodes.range(list) {
        match node.kind {
            NodeKind::Start(Element::ListItem) => {
                items += u32::from(depth == 0);
                depth += 1;
            }
            NodeKind::End(Element::ListItem) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    items
}

/// The first title of steps in a text, and the list below it. `language` is the tag of the page's language.
#[must_use]
pub fn titled_steps(page: &Page, language: &str) -> Option<(Range<usize>, Range<usize>)> {
    top_level_blocks(&page.body).find_map(|block| {
        let title = is_steps_title(page, &block, language).then_some(block)?;
        let list = list_below(&page.body, &title)?;
        Some((title, list))
    })
}

/// Finds the steps: the list below a heading or bold paragraph that titles them, else the first list of the text. `None` if
/// the text has no list at its top level.
fn parts(page: &Page, language: &str) -> Option<ExerciseParts> {
    let body = &page.body;
    let titled_list = titled_steps(page, language);
    // Without a title, the place of the title is the empty range before the list.
    let first_list =
        top_level_blocks(body).find(|block| is_list(body, block)).map(|list| (list.start..list.start, list));
    let (title, steps) = titled_list.or(first_list)?;
    let note = steps.end..body.nodes.len();
    Some(ExerciseParts { intro: 0..title.start, lead: title.end..steps.start, title, steps, note })
}

/// The top-level blocks of a text, each as the range of its nodes.
fn top_level_blocks(body: &Body) -> impl Iterator<Item = Range<usize>> {
    let mut next_start = 0;
    std::iter::from_fn(move || {
        let start = next_start;
        let node = body.nodes.get(start)?;
        next_start = if matches!(node.kind, NodeKind::Start(_)) { body.end_of(start) + 1 } else { start + 1 };
        Some(start..next_start)
    })
}

/// Whether a block is a heading or a bold paragraph with a known title of steps. It is compared with the titles of the
/// page's language and with the English ones.
fn is_steps_title(page: &Page, block: &Range<usize>, language: &str) -> bool {
    let body = &page.body;
    let is_candidate = match body.nodes.at(block.start).kind {
        NodeKind::Start(Element::Heading(_)) => true,
        NodeKind::Start(Element::Paragraph) => is_bold_paragraph(body, block),
        _ => false,
    };
    if !is_candidate {
        return false;
    }
    let text = body.plain(&page.source, block.clone()).to_lowercase().replace('’', "'");
    let text = text.trim().trim_end_matches(':').trim();
    let primary_tag = language.split('-').next().unwrap_or(language);
    STEPS_TITLES.iter().any(|(tag, title)| (*tag == primary_tag || *tag == "en") && *title == text)
}

/// Whether a paragraph is bold as a whole. One node may stand behind the bold text, for a colon or a full stop.
fn is_bold_paragraph(body: &Body, paragraph: &Range<usize>) -> bool {
    let inner = paragraph.start + 1;
    let is_strong = body.nodes.get(inner).is_some_and(|node| matches!(node.kind, NodeKind::Start(Element::Strong)));
    // After the end of the bold text come at most that node and the end of the paragraph.
    is_strong && body.end_of(inner) + 3 >= paragraph.end
}

/// The first list at the top level below a title: before the next heading of the same level or a higher one. A bold paragraph
/// ranks below every heading, so it ends at the next one.
fn list_below(body: &Body, title: &Range<usize>) -> Option<Range<usize>> {
    let title_level = heading_level(body, title);
    top_level_blocks(body)
        .skip_while(|block| block.start < title.end)
        .take_while(|block| match (heading_level(body, block), title_level) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(level), Some(title_level)) => level > title_level,
        })
        .find(|block| is_list(body, block))
}

fn heading_level(body: &Body, block: &Range<usize>) -> Option<u8> {
    match body.nodes.at(block.start).kind {
        NodeKind::Start(Element::Heading(index)) => Some(body.headings[index].level),
        _ => None,
    }
}

fn is_list(body: &Body, block: &Range<usize>) -> bool {
    matches!(body.nodes.at(block.start).kind, NodeKind::Start(Element::NumberedList(_) | Element::BulletList))
}
