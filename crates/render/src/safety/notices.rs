//! [`PageNotices`]: the safety notices and the steps of an HTML page, in reading order, each with what hides it.
//!
//! Input: the HTML of a whole page or of a part of it. Output: what a reader of that HTML gets to see, as far as elements and
//! attributes decide it. Style sheets are left to `hiding_rules`.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use super::declarations;
use super::elements::{self, Visitor};

/// What a reader has to see before the steps of an exercise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// Advice for readers with a condition.
    Caution,
    /// When to stop.
    StopSignals,
    /// When to get help.
    CareCard,
    /// A disclaimer.
    Disclaimer,
    /// The notice of a withdrawn page.
    Withdrawal,
    /// The line which says that nobody with a medical credential has reviewed the page.
    MissingReview,
}

/// The class of the element of each notice.
pub const NOTICE_CLASSES: [(&str, NoticeKind); 6] = [
    ("caution", NoticeKind::Caution),
    ("stop-if", NoticeKind::StopSignals),
    ("care", NoticeKind::CareCard),
    ("disclaimer", NoticeKind::Disclaimer),
    ("withdrawn", NoticeKind::Withdrawal),
    ("not-reviewed", NoticeKind::MissingReview),
];

/// The classes of elements that show how an exercise is done: its steps, a step that a source's page quotes, the schedule of
/// a programme, and a video.
pub const STEP_CLASSES: [&str; 4] = ["steps", "quoted-step", "schedule", "video"];

impl NoticeKind {
    /// The kind of an element with this class.
    #[must_use]
    pub fn of_class(class: &str) -> Option<Self> {
        NOTICE_CLASSES.iter().find(|(name, _)| *name == class).map(|(_, kind)| *kind)
    }

    /// The class of its element.
    #[must_use]
    pub fn class(self) -> &'static str {
        NOTICE_CLASSES.iter().find(|(_, kind)| *kind == self).map_or("", |(class, _)| *class)
    }

    /// The notice in words, for messages.
    pub fn words(self) -> &'static str {
        match self {
            Self::Caution => "caution",
            Self::StopSignals => "list of signals to stop",
            Self::CareCard => "care card",
            Self::Disclaimer => "disclaimer",
            Self::Withdrawal => "notice of withdrawal",
            Self::MissingReview => "line about the missing review",
        }
    }
}

/// A notice in the HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Which of the notices it is.
    pub kind: NoticeKind,
    /// Its visible text, with single blanks.
    pub text: String,
    /// How many lists of steps begin before it.
    pub steps_before: usize,
    /// The start tags of the elements around it that hide what is inside them, from the outside in.
    pub hidden_in: Vec<String>,
    /// The first of them that does not also hide the steps before or behind it: whoever opens an expander to read the steps
    /// sees the cautions in it too.
    pub hidden_without_steps: Option<String>,
}

/// A list of steps in the HTML.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct StepList {
    /// Its visible text, with single blanks.
    pub text: String,
    /// The visible text of each step.
    pub items: Vec<String>,
}

/// Words that a page may show.
#[derive(Debug, Default, Clone)]
pub struct Words {
    /// The text, also where it is hidden, without that of scripts and style sheets.
    pub text: String,
    /// The values of attributes that may have words for readers, in lines.
    pub attributes: String,
}

/// The notices of a page.
#[derive(Debug, Default)]
pub struct PageNotices {
    /// In reading order.
    pub notices: Vec<Notice>,
    /// The lists of steps, in reading order.
    pub steps: Vec<StepList>,
    /// The words outside of known fragments.
    pub words: Words,
    /// The fragments that the page has word for word, by their numbers. They were not read again.
    pub known: Vec<usize>,
    /// Whether an element shows something else than the HTML inside it (`shadowrootmode`).
    pub has_shadow_root: bool,
    /// The text of its `style` elements.
    pub styles: Vec<String>,
    /// Whether elements are nested so deep that the page was not read to its end.
    pub is_too_deep: bool,
    /// A hash of the elements around and inside all notices and around all steps: which they are, with their classes, the names of
    /// their attributes and most values of `data-*`. Pages with the same value look the same to most style sheets.
    pub shape: u64,
}

impl PageNotices {
    /// Reads HTML.
    #[must_use]
    pub fn read(html: &[u8]) -> Self {
        Self::read_around(html, &[])
    }

    /// Reads a page, and what it has word for word from these fragments only if it does not stand between other elements.
    #[must_use]
    pub fn read_around(html: &[u8], fragments: &[Fragment<'_>]) -> Self {
        let texts: Vec<&[u8]> = fragments.iter().map(|fragment| fragment.html.as_bytes()).collect();
        elements::visit(html, &texts, || Reader { fragments, ..Reader::default() }).finish()
    }

    /// The notices of fragments, one behind the other.
    #[must_use]
    pub fn of_fragments(fragments: &[Fragment<'_>]) -> Self {
        let mut reader = Reader { fragments, ..Reader::default() };
        (0..fragments.len()).for_each(|number| reader.insert(number));
        reader.finish()
    }
}

/// A part of a page that was read by itself. It has the same notices and steps wherever it stands between other elements.
pub struct Fragment<'h> {
    html: &'h str,
    reader: Reader<'static>,
}

impl<'h> Fragment<'h> {
    /// Reads HTML; `None` if it may have other elements where something stands around it.
    #[must_use]
    pub fn read(html: &'h str) -> Option<Self> {
        let html = html.trim();
        Some(Self { html, reader: elements::visit_fragment(html.as_bytes(), Reader::default())? })
    }

    /// Its words.
    #[must_use]
    pub fn words(&self) -> &Words {
        &self.reader.words
    }
}

/// What the name of an element says about its content.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum ElementKind {
    /// Browsers do not show its content.
    Machine,
    /// Browsers do not show its content, show it only instead of something else, or show its text without the elements in it.
    Unshown,
    /// A style sheet.
    Style,
    /// Its content is shown if it has the attribute `open`.
    Expander,
    #[default]
    Other,
}

impl ElementKind {
    /// For a name in lower case.
    fn of(name: &[u8]) -> Self {
        match name {
            b"style" => Self::Style,
            b"script" | b"title" | b"head" => Self::Machine,
            b"template" | b"noscript" | b"textarea" | b"select" | b"option" | b"datalist" | b"iframe" | b"object"
            | b"video" | b"audio" | b"canvas" | b"noembed" | b"noframes" | b"frameset" | b"xmp" | b"plaintext"
            | b"rp" | b"map" | b"progress" | b"meter" | b"svg" | b"math" => Self::Unshown,
            b"details" | b"dialog" => Self::Expander,
            _ => Self::Other,
        }
    }
}

/// An element whose end tag was not read yet.
struct OpenElement {
    kind: ElementKind,
    /// Its number if it hides what is inside it.
    hides: Option<usize>,
    /// The notice that it is, by its index.
    notice: Option<usize>,
    /// The list of steps that it is, by its index.
    steps: Option<usize>,
    /// The hash of its start tag and of those around it.
    shape: u64,
}

/// A start tag while its attributes are read.
#[derive(Default)]
struct StartTag {
    name: Vec<u8>,
    kind: ElementKind,
    attribute: Attribute,
    notice: Option<NoticeKind>,
    is_steps: bool,
    is_open: bool,
    has_shadow_root: bool,
    has_class: bool,
    has_style: bool,
    /// The attribute that hides it, as it would be written.
    hidden_by: Option<String>,
    shape: FxHasher,
}

/// The roles whose elements have no elements inside for those who use a screen reader (`Children Presentational` in WAI-ARIA 1.2).
const OPAQUE_ROLES: [&str; 14] = [
    "button",
    "checkbox",
    "img",
    "image",
    "math",
    "menuitemcheckbox",
    "menuitemradio",
    "option",
    "progressbar",
    "radio",
    "scrollbar",
    "separator",
    "slider",
    "switch",
];

/// Values of attributes that are shorter than this are no steps.
pub(super) const LEAST_SENTENCE: usize = 8;

/// Attributes whose values differ from page to page. They are left out of [`PageNotices::shape`].
const NAMING: [&[u8]; 3] = [b"data-exercise", b"data-programme", b"data-seconds"];

/// Whether the values of an attribute are part of [`PageNotices::shape`].
pub(super) fn is_in_shape(attribute: &str) -> bool {
    attribute.starts_with("data-") && !NAMING.contains(&attribute.as_bytes())
}

/// The attributes that matter.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Attribute {
    Class,
    Style,
    AriaHidden,
    Role,
    /// The colour of `font`.
    FontColour,
    /// One of the attributes that style sheets tell notices apart by, such as `data-severity`.
    Data,
    #[default]
    Other,
}

/// A notice whose hiding elements are known by their numbers.
struct Found {
    notice: Notice,
    hidden_by: Vec<usize>,
    /// How many hiding elements are open around it.
    hiding_around: usize,
}

#[derive(Default)]
struct Reader<'f> {
    fragments: &'f [Fragment<'f>],
    known: Vec<usize>,
    open: Vec<OpenElement>,
    tag: StartTag,
    /// Every element that hides something, as its start tag could be written. Their numbers are indices.
    hiding: Vec<String>,
    /// The numbers of the hiding elements that are open.
    hiding_open: Vec<usize>,
    found: Vec<Found>,
    /// The notices that are open, by their indices in `found`.
    notices_open: Vec<usize>,
    /// The hiding elements around each list of steps.
    hiding_steps: Vec<Vec<usize>>,
    steps: Vec<StepList>,
    /// The lists of steps that are open, by their indices, each with the number of hiding elements around it.
    steps_open: Vec<(usize, usize)>,
    words: Words,
    has_shadow_root: bool,
    /// How many elements are open whose text nobody sees.
    machine_elements: usize,
    styles: Vec<String>,
    is_too_deep: bool,
    shape: FxHasher,
}

impl Visitor for Reader<'_> {
    fn known(&mut self, fragment: usize) -> bool {
        // Inside of them, it would be a part of what they say.
        let is_outside = self.notices_open.is_empty() && self.steps_open.is_empty() && self.machine_elements == 0;
        if is_outside {
            self.insert(fragment);
        }
        is_outside
    }

    fn too_deep(&mut self) {
        self.is_too_deep = true;
    }

    fn start(&mut self, name: &[u8]) {
        let mut bytes = std::mem::take(&mut self.tag.name);
        bytes.clear();
        bytes.extend_from_slice(name);
        self.tag = StartTag { name: bytes, kind: ElementKind::of(name), ..StartTag::default() };
        name.hash(&mut self.tag.shape);
    }

    fn attribute_name(&mut self, name: &[u8]) {
        self.tag.attribute_name(name);
    }

    fn attribute_value(&mut self, value: &str) {
        self.tag.attribute_value(value);
        // Addresses and classes have no blanks between words, or no sentences.
        if value.len() >= LEAST_SENTENCE && value.contains(' ') && self.tag.attribute != Attribute::Class {
            append_words(&mut self.words.attributes, value);
            self.words.attributes.push('\n');
        }
    }

    fn open(&mut self) {
        let tag = &mut self.tag;
        let mut shape = tag.shape.clone();
        self.open.last().map_or(0, |parent| parent.shape).hash(&mut shape);
        let shape = shape.finish();
        self.has_shadow_root |= tag.has_shadow_root;
        self.machine_elements += usize::from(matches!(tag.kind, ElementKind::Machine | ElementKind::Style));
        if let Some((index, _)) = self.steps_open.last().filter(|_| tag.name.eq_ignore_ascii_case(b"li")) {
            self.steps[*index].items.push(String::new());
        }
        let is_in_notice = !self.notices_open.is_empty();
        if tag.is_steps {
            self.hiding_steps.push(self.hiding_open.clone());
            self.steps.push(StepList::default());
        }
        if tag.is_steps || is_in_notice {
            shape.hash(&mut self.shape);
        }
        let steps = tag.is_steps.then(|| self.steps.len() - 1);
        let hides_content = match tag.kind {
            ElementKind::Machine | ElementKind::Unshown | ElementKind::Style => true,
            ElementKind::Expander => !tag.is_open,
            ElementKind::Other => false,
        };
        let name = String::from_utf8_lossy(&tag.name);
        let start_tag = match &tag.hidden_by {
            Some(attribute) => Some(format!("<{name} {attribute}>")),
            None => hides_content.then(|| format!("<{name}>")),
        };
        let hides = start_tag.map(|start_tag| {
            self.hiding.push(start_tag);
            self.hiding_open.push(self.hiding.len() - 1);
            self.hiding.len() - 1
        });
        let notice = tag.notice.map(|kind| {
            shape.hash(&mut self.shape);
            let steps_before = self.hiding_steps.len();
            let notice =
                Notice { kind, text: String::new(), steps_before, hidden_in: Vec::new(), hidden_without_steps: None };
            let (hidden_by, hiding_around) = (self.hiding_open.clone(), self.hiding_open.len());
            self.found.push(Found { notice, hidden_by, hiding_around });
            self.found.len() - 1
        });
        self.notices_open.extend(notice);
        self.steps_open.extend(steps.map(|index| (index, self.hiding_open.len())));
        self.open.push(OpenElement { kind: tag.kind, hides, notice, steps, shape });
    }

    fn end(&mut self) {
        let Some(element) = self.open.pop() else { return };
        if element.notice.is_some() {
            self.notices_open.pop();
        }
        self.machine_elements -= usize::from(matches!(element.kind, ElementKind::Machine | ElementKind::Style));
        if element.steps.is_some() {
            self.steps_open.pop();
        }
        if element.hides.is_some() {
            self.hiding_open.pop();
        }
    }

    fn text(&mut self, text: &str) {
        if self.open.last().is_some_and(|element| element.kind == ElementKind::Style) {
            self.styles.push(text.to_owned());
            return;
        }
        if self.machine_elements > 0 {
            return;
        }
        append_words(&mut self.words.text, text);
        let hiding_count = self.hiding_open.len();
        for (index, hiding_around) in &self.steps_open {
            if *hiding_around == hiding_count {
                let steps = &mut self.steps[*index];
                append_words(&mut steps.text, text);
                steps.items.last_mut().into_iter().for_each(|item| append_words(item, text));
            }
        }
        for index in &self.notices_open {
            let open_notice = &mut self.found[*index];
            if open_notice.hiding_around == hiding_count {
                append_words(&mut open_notice.notice.text, text);
            }
        }
    }
}

impl Reader<'_> {
    /// Takes over what was read of a fragment, as if it had been read here.
    fn insert(&mut self, number: usize) {
        self.known.push(number);
        let fragment = &self.fragments[number].reader;
        let (hiding_before, hiding_around) = (self.hiding.len(), self.hiding_open.clone());
        let hiding_here = |inside: &[usize]| -> Vec<usize> {
            hiding_around.iter().copied().chain(inside.iter().map(|number| hiding_before + number)).collect()
        };
        let steps_before = self.hiding_steps.len();
        self.found.extend(fragment.found.iter().map(|found| {
            let notice = Notice { steps_before: steps_before + found.notice.steps_before, ..found.notice.clone() };
            Found { notice, hidden_by: hiding_here(&found.hidden_by), hiding_around: found.hiding_around }
        }));
        self.hiding_steps.extend(fragment.hiding_steps.iter().map(|hiding| hiding_here(hiding)));
        self.hiding.extend_from_slice(&fragment.hiding);
        self.steps.extend_from_slice(&fragment.steps);
        self.styles.extend_from_slice(&fragment.styles);
        self.has_shadow_root |= fragment.has_shadow_root;
        self.open.last().map_or(0, |parent| parent.shape).hash(&mut self.shape);
        fragment.shape.finish().hash(&mut self.shape);
        append_words(&mut self.words.text, BETWEEN_PARTS);
    }

    fn finish(mut self) -> PageNotices {
        for list in &mut self.steps {
            list.text.truncate(list.text.trim_end().len());
        }
        let Self { hiding, hiding_steps, .. } = self;
        let notices = self.found.into_iter().map(|Found { notice, hidden_by, .. }| {
            let steps_beside = [Some(notice.steps_before), notice.steps_before.checked_sub(1)];
            let steps_beside: Vec<&Vec<usize>> =
                steps_beside.into_iter().flatten().filter_map(|index| hiding_steps.get(index)).collect();
            let hides_it_alone = |number: &&usize| !steps_beside.iter().any(|steps| steps.contains(number));
            let hidden_without_steps = hidden_by.iter().find(hides_it_alone).map(|number| hiding[*number].clone());
            let hidden_in = hidden_by.iter().map(|number| hiding[*number].clone()).collect();
            Notice { hidden_in, hidden_without_steps, ..notice }
        });
        PageNotices {
            notices: notices.collect(),
            steps: self.steps,
            words: self.words,
            known: self.known,
            has_shadow_root: self.has_shadow_root,
            styles: self.styles,
            is_too_deep: self.is_too_deep,
            shape: self.shape.finish(),
        }
    }
}

impl StartTag {
    fn attribute_name(&mut self, name: &[u8]) {
        name.hash(&mut self.shape);
        self.attribute = match name {
            b"class" => Attribute::Class,
            b"style" => Attribute::Style,
            b"aria-hidden" => Attribute::AriaHidden,
            b"role" => Attribute::Role,
            b"color" if self.name == b"font" => Attribute::FontColour,
            b"shadowrootmode" => {
                self.has_shadow_root = true;
                Attribute::Other
            }
            b"hidden" | b"inert" | b"popover" => {
                self.hidden_by = Some(String::from_utf8_lossy(name).into_owned());
                Attribute::Other
            }
            b"open" => {
                self.is_open = true;
                Attribute::Other
            }
            _ if std::str::from_utf8(name).is_ok_and(is_in_shape) => Attribute::Data,
            _ => Attribute::Other,
        };
    }

    fn attribute_value(&mut self, value: &str) {
        match self.attribute {
            // If an attribute is written twice, the first one counts.
            Attribute::Class if !std::mem::replace(&mut self.has_class, true) => {
                value.hash(&mut self.shape);
                let classes = || value.split_ascii_whitespace();
                self.notice = classes().find_map(NoticeKind::of_class);
                self.is_steps = classes().any(|class| STEP_CLASSES.contains(&class));
            }
            Attribute::Style if !std::mem::replace(&mut self.has_style, true) => {
                if let Some(reason) = declarations::hiding_in_attribute(value) {
                    self.hidden_by = Some(format!("style=\"{reason}\""));
                }
            }
            Attribute::AriaHidden if value.trim().eq_ignore_ascii_case("true") => {
                self.hidden_by = Some("aria-hidden=\"true\"".to_owned());
            }
            // Screen readers take the text inside for a part of the picture or the control.
            Attribute::Role if OPAQUE_ROLES.contains(&value.trim().to_ascii_lowercase().as_str()) => {
                self.hidden_by = Some(format!("role=\"{}\"", value.trim()));
            }
            Attribute::FontColour => self.hidden_by = Some(format!("color=\"{value}\"")),
            Attribute::Data => value.hash(&mut self.shape),
            Attribute::Class | Attribute::Style | Attribute::AriaHidden | Attribute::Role | Attribute::Other => {}
        }
    }
}

/// Stands for a part of a page in its text: a character that no text has.
pub(super) const BETWEEN_PARTS: &str = "\u{f8ff}";

/// A text as [`Notice::text`] has it.
pub(super) fn with_single_blanks(text: &str) -> String {
    let mut words = String::new();
    append_words(&mut words, text.trim());
    words
}

/// Whether a text is ASCII, without white space but single blanks.
fn has_single_blanks(text: &str) -> bool {
    let mut is_behind_blank = false;
    text.bytes().all(|byte| {
        let is_blank = byte == b' ';
        let is_plain = byte.is_ascii_graphic() || (is_blank && !is_behind_blank);
        is_behind_blank = is_blank;
        is_plain
    })
}

/// Appends text with single blanks for all white space.
fn append_words(words: &mut String, text: &str) {
    if has_single_blanks(text) {
        let is_apart = words.is_empty() || words.ends_with(' ');
        return words.push_str(if is_apart { text.strip_prefix(' ').unwrap_or(text) } else { text });
    }
    for (number, word) in text.split_whitespace().enumerate() {
        let is_apart = number > 0 || text.starts_with(char::is_whitespace);
        if is_apart && !words.is_empty() && !words.ends_with(' ') {
            words.push(' ');
        }
        words.push_str(word);
    }
    if text.ends_with(char::is_whitespace) && !words.is_empty() && !words.ends_with(' ') {
        words.push(' ');
    }
}
