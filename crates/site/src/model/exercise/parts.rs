//! [`ExerciseParts`]: which blocks of an exercise's text are introduction, steps and note.
//!
//! Input is the parsed text. A paragraph between two steps is no end of them: CommonMark reads two lists there, and readers who see
//! the steps alone must not miss the second one.

use std::ops::Range;

use wellpress_diagnostics::{Diagnostic, Severity, Source, Span, rules};
use wellpress_markdown::body::{Body, Element, NodeKind};
use wellpress_markdown::directives::DirectiveKind;

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
    /// From the first step to the last, with what stands between the lists of steps.
    pub steps: Range<usize>,
    /// The lists whose items are the steps: one, or several if paragraphs or pictures stand between steps.
    pub step_lists: Vec<Range<usize>>,
    /// The blocks after the steps.
    pub note: Range<usize>,
}

impl ExerciseParts {
    /// The number of steps.
    pub(super) fn count(&self, body: &Body) -> u32 {
        self.step_lists.iter().map(|list| count_items(body, list)).sum()
    }
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

/// The items of a list, those of lists inside them not counted.
fn count_items(body: &Body, list: &Range<usize>) -> u32 {
    let (mut depth, mut items) = (0_u32, 0);
    for node in body.nodes.range(list.clone()) {
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
pub fn titled_steps(source: &Source, body: &Body, language: &str) -> Option<(Range<usize>, Range<usize>)> {
    top_level_blocks(body).find_map(|block| {
        let title = is_steps_title(source, body, &block, language).then_some(block)?;
        let list = list_below(body, &title)?;
        Some((title, list))
    })
}

/// Finds the steps: the list below a heading or bold paragraph that titles them, else the first list of the text, and the lists that
/// go on with it. `None` if the text has no list at its top level. A list of which nobody can tell whether it goes on has a finding.
pub(super) fn of(
    source: &Source,
    body: &Body,
    language: &str,
    findings: &mut Vec<Diagnostic>,
) -> Option<ExerciseParts> {
    let titled_list = titled_steps(source, body, language);
    // Without a title, the place of the title is the empty range before the list.
    let first_list =
        top_level_blocks(body).find(|block| is_list(body, block)).map(|list| (list.start..list.start, list));
    let (title, first) = titled_list.or(first_list)?;
    let step_lists = StepLists::read(source, body, &title, first, findings);
    let steps = step_lists[0].start..step_lists[step_lists.len() - 1].end;
    let note = steps.end..body.nodes.len();
    Some(ExerciseParts { intro: 0..title.start, lead: title.end..steps.start, title, steps, step_lists, note })
}

/// What a further list is to the steps above it.
enum FurtherList {
    /// It goes on with the steps.
    Steps,
    /// It may go on with them or say something else.
    Unclear,
    Other,
}

/// The lists of steps, while those behind the first are looked for.
struct StepLists<'a> {
    source: &'a Source,
    body: &'a Body,
    lists: Vec<Range<usize>>,
    /// The number of steps in them.
    count: u32,
    /// The blocks behind the last of them.
    between: Vec<Range<usize>>,
}

impl<'a> StepLists<'a> {
    fn read(
        source: &'a Source,
        body: &'a Body,
        title: &Range<usize>,
        first: Range<usize>,
        findings: &mut Vec<Diagnostic>,
    ) -> Vec<Range<usize>> {
        let mut steps =
            Self { source, body, count: count_items(body, &first), lists: vec![first.clone()], between: Vec::new() };
        let section = top_level_blocks(body).skip_while(|block| block.start < first.end);
        for block in section.take_while(|block| !ends_section(body, title, block)) {
            match steps.further_list(&block) {
                FurtherList::Steps => steps.add(block),
                FurtherList::Unclear => {
                    findings.push(steps.finding(&block));
                    steps.between.push(block);
                }
                FurtherList::Other => steps.between.push(block),
            }
        }
        steps.lists
    }

    fn add(&mut self, list: Range<usize>) {
        self.count += count_items(self.body, &list);
        self.lists.push(list);
        self.between.clear();
    }

    /// Decides by the number of a list, which a paragraph or a picture between two steps does not interrupt, or else by what stands
    /// above it: a list below a heading or a line that ends with a colon is another one.
    fn further_list(&self, block: &Range<usize>) -> FurtherList {
        let body = self.body;
        let number_of = |list: &Range<usize>| match body.nodes.at(list.start).kind {
            NodeKind::Start(Element::NumberedList(first)) => Some(first),
            _ => None,
        };
        let (first_number, number) = (number_of(&self.lists[0]), number_of(block));
        let is_like_steps = is_list(body, block) && first_number.is_some() == number.is_some();
        match number {
            _ if !is_like_steps => FurtherList::Other,
            Some(number) if number == first_number.unwrap_or(1).max(1) + self.count => FurtherList::Steps,
            None if self.between.is_empty() => FurtherList::Steps,
            _ if !self.between.is_empty() && self.between.iter().all(|block| is_picture(body, block)) => {
                FurtherList::Steps
            }
            Some(2..) => FurtherList::Unclear,
            _ if self.between.iter().any(|block| divides(body, block)) => FurtherList::Other,
            _ if self.between.last().is_some_and(|block| introduces(self.source, body, block)) => FurtherList::Other,
            _ => FurtherList::Unclear,
        }
    }

    fn finding(&self, list: &Range<usize>) -> Diagnostic {
        let location = self.source.locate(first_line(self.source, self.body, list));
        let message = "this list is not among the steps, which end above it";
        let next = self.count + 1;
        let help = match self.body.nodes.at(self.lists[0].start).kind {
            NodeKind::Start(Element::NumberedList(_)) => format!("go on with `{next}.` if its items are steps"),
            _ => format!("number the steps, and go on with `{next}.` if these items are steps"),
        };
        let finding = Diagnostic::new(&rules::EXERCISE_NO_STEPS, location, message);
        let help = format!("{help}; if not, put a heading or a line that ends with a colon above it");
        Diagnostic { severity: Severity::Warning, ..finding }.help(help)
    }
}

/// The span of the first line of a block.
fn first_line(source: &Source, body: &Body, block: &Range<usize>) -> Span {
    let Range { start, end } = body.nodes.at(block.start).span.range();
    let text = source.text.get(start..end).unwrap_or_default();
    let line = text.lines().next().unwrap_or_default().trim_end();
    Span::new(start..start + line.len())
}

/// Whether a block begins another section than the one of the steps.
fn ends_section(body: &Body, title: &Range<usize>, block: &Range<usize>) -> bool {
    let title_level = if title.is_empty() { None } else { heading_level(body, title) };
    match (heading_level(body, block), title_level) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some(level), Some(title_level)) => level <= title_level,
    }
}

/// Whether a block has pictures and no words of its own.
fn is_picture(body: &Body, block: &Range<usize>) -> bool {
    match body.nodes.at(block.start).kind {
        NodeKind::Start(Element::Directive(id)) => {
            matches!(body.directives[id].kind, DirectiveKind::Figure | DirectiveKind::Video)
        }
        NodeKind::Start(Element::Paragraph) => {
            let mut depth = 0_usize;
            let mut has_picture = false;
            let mut is_outside = |kind| match kind {
                NodeKind::Start(Element::Image(_)) => {
                    (depth, has_picture) = (depth + 1, true);
                    true
                }
                NodeKind::End(Element::Image(_)) => {
                    depth -= 1;
                    true
                }
                NodeKind::SoftBreak | NodeKind::HardBreak => true,
                _ => depth > 0,
            };
            body.nodes.range(block.start + 1..block.end - 1).all(|node| is_outside(node.kind)) && has_picture
        }
        _ => false,
    }
}

/// Whether a block divides what stands above it from what stands below it.
fn divides(body: &Body, block: &Range<usize>) -> bool {
    matches!(body.nodes.at(block.start).kind, NodeKind::Start(Element::Heading(_)) | NodeKind::Rule)
        || is_bold_paragraph(body, block)
}

/// Whether a paragraph introduces the list below it, as one with a colon at its end does.
fn introduces(source: &Source, body: &Body, block: &Range<usize>) -> bool {
    let text = body.plain(source, block.clone());
    text.trim_end().ends_with([':', '\u{ff1a}'])
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
fn is_steps_title(source: &Source, body: &Body, block: &Range<usize>, language: &str) -> bool {
    let is_candidate = match body.nodes.at(block.start).kind {
        NodeKind::Start(Element::Heading(_)) => true,
        NodeKind::Start(Element::Paragraph) => is_bold_paragraph(body, block),
        _ => false,
    };
    if !is_candidate {
        return false;
    }
    let text = body.plain(source, block.clone()).to_lowercase().replace('’', "'");
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
