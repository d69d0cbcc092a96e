//! [`Exercise`]: a record whose steps, dose and cautions belong together wherever they are shown.
//!
//! Input are the front matter and the parsed text. The steps are not a field of the front matter but lists in the text, so
//! that authors write them in Markdown; `parts` decides which lists these are.

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Location, Span, rules};

use crate::parse::front_matter::{
    self, CautionSeverity, Dose, ExerciseImage, ExerciseKind, ExerciseLevel, FrontMatter, OneOrMany, Video,
};
use crate::sections::ContentKind;

use super::dose;
use super::indexed_page::LookupResult;
use super::lookup::{IdResolver, Lookup};
use super::page_head::PageHead;
use super::page_id::PageId;
use super::review::EditorialRecord;
pub use parts::{ExerciseParts, titled_steps};

mod parts;

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

pub(super) fn read(
    lookup: Lookup<'_>,
    page: &PageHead<'_>,
    front: &FrontMatter,
    mut editorial: EditorialRecord,
    findings: &mut Vec<Diagnostic>,
) -> Exercise {
    refuse_empty_warnings(page, front, findings);
    let dose = dose::check_and_complete(page.source, front.dose.clone(), findings);
    let tag = &lookup.config.languages[page.file.language].tag;
    // The text of a withdrawn page is not shown, so nobody misses its steps.
    let mut unclear_lists = Vec::new();
    let parts = parts::of(page.source, page.body, tag, &mut unclear_lists);
    if editorial.withdrawn.is_none() {
        findings.extend(unclear_lists);
    }
    if parts.is_none() && editorial.withdrawn.is_none() {
        let location = Location::file(page.source.path.clone());
        let finding = Diagnostic::new(&rules::EXERCISE_NO_STEPS, location, "this exercise has no list of steps");
        findings.push(finding.help("add a heading `## How to do it` and a numbered list below it"));
    }
    refuse_pictures_of_missing_steps(page, parts.as_ref(), &front.images, findings);
    let cautions = cautions(lookup, page, &front.cautions, findings);
    let stop_if_spans: Vec<Span> = front.stop_if.iter().map(|signal| signal.span).collect();
    let stop_if = signals_to_stop(page, &front.stop_if);
    let forms = [&front.easier, &front.harder, &front.next];
    let Progressions { easier, harder, next } = Progressions::read(lookup, page, forms, &mut editorial, findings);
    Exercise {
        editorial,
        position: front.position.as_ref().map(|position| position.value.clone()),
        level: front.level,
        kind: front.kind,
        equipment: front.equipment.as_deref().map(values),
        regions: values(&front.regions),
        muscles: values(&front.muscles),
        dose,
        cautions,
        stop_if,
        stop_if_spans,
        easier,
        harder,
        next,
        images: front.images.clone(),
        video: front.video.clone(),
        // Without steps all of the text is introduction: nodes outside of every part would not be shown.
        parts: parts.unwrap_or_else(|| ExerciseParts { intro: 0..page.body.nodes.len(), ..ExerciseParts::default() }),
    }
}

fn values(texts: &[Located<String>]) -> Vec<String> {
    texts.iter().map(|text| text.value.clone()).collect()
}

/// The page's own cautions, then those that it lacks and its original has.
fn cautions(
    lookup: Lookup<'_>,
    page: &PageHead<'_>,
    cautions: &[front_matter::Caution],
    findings: &mut Vec<Diagnostic>,
) -> Vec<Caution> {
    for caution in cautions.iter().filter(|caution| caution.condition.values.is_empty()) {
        let location = page.source.locate(caution.condition.span);
        let finding = Diagnostic::new(&rules::FRONT_MATTER_TYPE, location, "this caution names no condition");
        findings.push(finding.help("name at least one topic, such as `condition: osteoporosis`"));
    }
    let of_original = cautions_of_original(lookup, page, cautions);
    let mut ids = lookup.ids_of(page, findings);
    let of_page = cautions.iter().map(|caution| Caution {
        conditions: ids.pages(ContentKind::Topic, &caution.condition.located(page.source)),
        advice: caution.advice.value.clone(),
        severity: caution.severity,
        is_of_original: false,
    });
    of_page.chain(of_original).collect()
}

/// The cautions that a translation lacks and its original has.
fn cautions_of_original(lookup: Lookup<'_>, page: &PageHead<'_>, translated: &[front_matter::Caution]) -> Vec<Caution> {
    let Some(original) = page.original else { return Vec::new() };
    let translated: Vec<(String, CautionSeverity)> = translated
        .iter()
        .flat_map(|caution| caution.condition.values.iter().map(|id| (id.clone(), caution.severity)))
        .collect();
    original
        .cautions_missing_from(&translated)
        .map(|(condition, caution)| Caution {
            // An unknown condition was reported where the original names it; the advice stands without it.
            conditions: match lookup.index.find(ContentKind::Topic, condition, page.file.language) {
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
fn signals_to_stop(page: &PageHead<'_>, signals: &[Located<String>]) -> Vec<String> {
    let mut signals = values(signals);
    // Which of them a translation lacks cannot be told from their words, so all of the original's follow.
    if let Some(original) = page.original.filter(|original| signals.len() < original.fields.stop_if.len()) {
        signals.extend(original.fields.stop_if.iter().map(|signal| signal.value.clone()));
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
        page: &PageHead<'_>,
        [easier, harder, next]: [&OneOrMany; 3],
        editorial: &mut EditorialRecord,
        findings: &mut Vec<Diagnostic>,
    ) -> Self {
        let links = &mut editorial.front_matter_links;
        let start = links.len();
        let mut ids = lookup.ids_of(page, findings);
        let progressions = Self {
            easier: linked_exercises(&mut ids, page, easier, links),
            harder: linked_exercises(&mut ids, page, harder, links),
            next: linked_exercises(&mut ids, page, next, links),
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
    page: &PageHead<'_>,
    exercises: &OneOrMany,
    links: &mut Vec<Located<PageId>>,
) -> Vec<PageId> {
    ids.linked_pages(ContentKind::Exercise, &exercises.located(page.source), links)
}

/// An empty signal or advice warns of nothing, and would hide from other checks that there is none.
fn refuse_empty_warnings(page: &PageHead<'_>, front: &FrontMatter, findings: &mut Vec<Diagnostic>) {
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
    page: &PageHead<'_>,
    parts: Option<&ExerciseParts>,
    images: &[ExerciseImage],
    findings: &mut Vec<Diagnostic>,
) {
    let Some(parts) = parts else { return };
    let steps = parts.count(page.body);
    for image in images {
        let Some(step) = image.step.filter(|step| !(1..=steps).contains(step)) else { continue };
        let message = format!("this picture is of step {step}, and there are {steps}");
        let finding = Diagnostic::new(&rules::FRONT_MATTER_TYPE, page.source.locate(image.src.span), message);
        findings.push(finding.help("give the number of a step, from 1"));
    }
}
