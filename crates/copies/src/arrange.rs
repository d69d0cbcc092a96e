//! [`arrange`]: takes the notices out of the blocks of a page, so that a copy can have them before everything else.
//!
//! Input: the blocks of a page in the order of its readers. Output: its notices, and the text. Each notice of the input is in the output:
//! it is moved to the front, or stays where it is and is repeated there. No kind of notice has a default, so that a new one does not
//! compile before somebody has decided where it belongs.

use wellpress_render::safety::SafetyNotice;
use wellpress_walk::{Block, Blocks, Element, Event, Inline, ListKind};

/// A notice of a page, in front of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FrontNotice {
    pub kind: SafetyNotice,
    /// The titles of the exercises or programmes that it is about; none if it is about the page.
    pub about: Vec<String>,
    /// Its content, without the notice itself.
    pub content: Blocks,
    /// Whether it has to stand before the text. A care card or a warning before all steps is where its author wants it.
    pub is_in_front: bool,
    /// Whether it is a callout in which the author warns.
    pub is_warning: bool,
}

/// A page with its notices in front.
#[derive(Debug, Default)]
pub(crate) struct Arranged {
    /// In the order in which readers need them.
    pub notices: Vec<FrontNotice>,
    pub text: Blocks,
}

/// Divides the blocks of a page into its notices and its text.
pub(crate) fn arrange(content: &Blocks) -> Arranged {
    let mut arranged = Arranged::default();
    let mut open: Vec<OpenBlock<'_>> = Vec::new();
    let mut has_steps = false;
    let events = content.events();
    let mut at = 0;
    while let Some(event) = events.get(at) {
        let kind = notice_kind(event);
        let end = if kind.is_some() { end_of(events, at) } else { at };
        match (event, kind) {
            (_, Some(kind)) => {
                let place = Place::of(kind, &open, has_steps);
                arranged.add_notice(kind, place, about(&open), &events[at..=end]);
                if place != Place::Moved {
                    copy(&mut arranged.text, &events[at..=end]);
                }
            }
            (Event::Start(element), None) => {
                has_steps |= says_what_to_do(&element.block);
                open.push(OpenBlock { block: &element.block, title: title_of(&events[at..]) });
                arranged.text.start(element.clone());
            }
            (Event::End, None) => {
                open.pop();
                arranged.text.end();
            }
            (Event::Inline(inline), None) => {
                has_steps |= matches!(inline, Inline::Video(_));
                arranged.text.inline(inline.clone());
            }
        }
        at = end + 1;
    }
    arranged.notices.sort_by_key(|notice| rank(notice.kind));
    arranged
}

/// The kind of a notice that starts here. A callout that warns is one to whoever reads the steps alone.
fn notice_kind(event: &Event) -> Option<SafetyNotice> {
    match event {
        Event::Start(Element { block: Block::Notice(kind), .. }) => Some(*kind),
        Event::Start(element) if element.block.is_warning() => Some(SafetyNotice::CareCard),
        _ => None,
    }
}

/// Whether a text says from this block on what to do.
fn says_what_to_do(block: &Block) -> bool {
    matches!(
        block,
        Block::List(ListKind::Steps(_) | ListKind::Numbers(_)) | Block::Section("exercise" | "programme" | "playlist")
    )
}

struct OpenBlock<'e> {
    block: &'e Block,
    /// The title of an exercise or a programme.
    title: Option<String>,
}

/// What becomes of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// It stands in front of the text, and no longer in it.
    Moved,
    /// It stays where it is, and stands in front too.
    Repeated,
    /// It stays where it is.
    Kept,
}

impl Place {
    fn of(kind: SafetyNotice, open: &[OpenBlock<'_>], has_steps: bool) -> Self {
        // Those of the page itself are around its text, or in the group of its record.
        let is_of_page = open.len() <= 1 && open.iter().all(|open| *open.block == Block::Group);
        match kind {
            SafetyNotice::Disclaimer => Self::Moved,
            SafetyNotice::Withdrawal
            | SafetyNotice::MissingReview
            | SafetyNotice::Caution
            | SafetyNotice::StopSignals => {
                if is_of_page {
                    Self::Moved
                } else {
                    Self::Repeated
                }
            }
            SafetyNotice::CareCard => {
                if has_steps {
                    Self::Repeated
                } else {
                    Self::Kept
                }
            }
        }
    }
}

/// The order of notices in front of a text.
fn rank(kind: SafetyNotice) -> u8 {
    match kind {
        SafetyNotice::Withdrawal => 0,
        SafetyNotice::MissingReview => 1,
        SafetyNotice::Disclaimer => 2,
        SafetyNotice::Caution => 3,
        SafetyNotice::StopSignals => 4,
        SafetyNotice::CareCard => 5,
    }
}

impl Arranged {
    /// Adds a notice. One that says the same as an earlier one is about more exercises than that.
    fn add_notice(&mut self, kind: SafetyNotice, place: Place, about: Option<String>, notice: &[Event]) {
        let content = &notice[1..notice.len() - 1];
        let is_warning = notice.iter().any(|event| matches!(event, Event::Start(of) if of.block.is_warning()));
        let about: Vec<String> = about.filter(|_| kind != SafetyNotice::Disclaimer).into_iter().collect();
        if let Some(same) = self.notices.iter_mut().find(|other| other.kind == kind && other.says_the_same(content)) {
            same.is_in_front |= place != Place::Kept;
            // What is said about the whole page is said about each exercise.
            if same.about.is_empty() || about.is_empty() {
                return same.about.clear();
            }
            let new = about.into_iter().filter(|title| !same.about.contains(title)).collect::<Vec<_>>();
            return same.about.extend(new);
        }
        if kind == SafetyNotice::Caution && !about.is_empty() && self.has_cautions(content) {
            return;
        }
        let mut blocks = Blocks::default();
        if place == Place::Moved {
            copy(&mut blocks, content)
        } else {
            repeat(&mut blocks, content)
        }
        self.notices.push(FrontNotice { kind, about, content: blocks, is_in_front: place != Place::Kept, is_warning });
    }

    /// Whether the page has these cautions already, as a programme has those of all its exercises.
    fn has_cautions(&self, content: &[Event]) -> bool {
        let mut of_page =
            self.notices.iter().filter(|notice| notice.kind == SafetyNotice::Caution && notice.about.is_empty());
        of_page.next().is_some_and(|merged| {
            let merged: Vec<String> = children(merged.content.events()).map(caution_words).collect();
            children(content).all(|caution| merged.contains(&caution_words(caution)))
        })
    }
}

impl FrontNotice {
    fn says_the_same(&self, content: &[Event]) -> bool {
        words(self.content.events()).eq(words(content))
    }
}

fn words(events: &[Event]) -> impl Iterator<Item = &str> {
    events.iter().filter_map(|event| match event {
        Event::Inline(Inline::Text(run)) => Some(run.text.as_str()),
        _ => None,
    })
}

/// The condition and the advice of a caution, without the exercises that have it.
fn caution_words(caution: &[Event]) -> String {
    words(caution).take(3).collect()
}

/// The blocks directly in a block; what stands between them is left out.
pub(crate) fn children(content: &[Event]) -> impl Iterator<Item = &[Event]> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while !matches!(content.get(at)?, Event::Start(_)) {
            at += 1;
        }
        let end = end_of(content, at);
        let child = &content[at..=end];
        at = end + 1;
        Some(child)
    })
}

/// The index of the end of the block that starts at `start`.
fn end_of(events: &[Event], start: usize) -> usize {
    let mut depth = 0_usize;
    for (at, event) in events.iter().enumerate().skip(start) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End => depth -= 1,
            Event::Inline(_) => {}
        }
        if depth == 0 {
            return at;
        }
    }
    events.len() - 1
}

/// The title of the innermost exercise or programme that is open.
fn about(open: &[OpenBlock<'_>]) -> Option<String> {
    open.iter().rev().find_map(|open| open.title.clone())
}

/// The title of the exercise or the programme that starts here: its first words.
fn title_of(events: &[Event]) -> Option<String> {
    let Some(Event::Start(Element { block, .. })) = events.first() else { return None };
    if *block == Block::Group {
        return title_of_video(&events[..=end_of(events, 0)]);
    }
    if !matches!(block, Block::Section("exercise" | "programme")) {
        return None;
    }
    let first = children(&events[1..]).next()?;
    Some(words(first).collect())
}

/// The title of the video of an exercise, which stands in a group behind the notices of the exercise; `None` for other groups.
fn title_of_video(group: &[Event]) -> Option<String> {
    let start_of = |child: &[Event]| match child.first() {
        Some(Event::Start(element)) => Some(element.block.clone()),
        _ => None,
    };
    let blocks: Vec<Option<Block>> = children(&group[1..group.len() - 1]).map(start_of).collect();
    let is_notice = |block: &Option<Block>| matches!(block, Some(Block::Notice(_)));
    let has_other = |block: &Option<Block>| {
        !is_notice(block) && !matches!(block, Some(Block::Paragraph | Block::Figure | Block::Group))
    };
    if !blocks.iter().any(is_notice) || blocks.iter().any(has_other) {
        return None;
    }
    group.iter().find_map(|event| match event {
        Event::Inline(Inline::Video(video)) => Some(video.label.clone()),
        _ => None,
    })
}

/// Adds these events to blocks a second time: without ids, and without headings of their own.
fn repeat(blocks: &mut Blocks, events: &[Event]) {
    for event in events {
        match event {
            Event::Start(Element { block: Block::Heading(_), language, .. }) => {
                blocks.start(Element { block: Block::Paragraph, id: None, language: language.clone() });
            }
            Event::Start(element) => blocks.start(Element { id: None, ..element.clone() }),
            Event::End => blocks.end(),
            Event::Inline(inline) => blocks.inline(inline.clone()),
        }
    }
}

/// Adds these events to blocks.
pub(crate) fn copy(blocks: &mut Blocks, events: &[Event]) {
    for event in events {
        match event {
            Event::Start(element) => blocks.start(element.clone()),
            Event::End => blocks.end(),
            Event::Inline(inline) => blocks.inline(inline.clone()),
        }
    }
}
