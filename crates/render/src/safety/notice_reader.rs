//! [`Reader`]: finds the safety notices and the steps among the elements of a page, and [`Fragment`], a part that was read before.

use std::collections::HashSet;
use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use super::copied_notices::{Host, Place};
use super::declarations;
use super::elements::{self, Scripts, Visitor};
use super::notices::{
    BETWEEN_PARTS, LEAST_SENTENCE, Notice, NoticeKind, PageNotices, STEP_CLASSES, ShapeAttributes, StepList, Words,
    append_words,
};

/// A part of a page that was read by itself. It has the same notices and steps wherever it stands between other elements.
pub struct Fragment<'h> {
    pub(super) html: &'h str,
    reader: Reader<'h>,
}

impl<'h> Fragment<'h> {
    /// Reads HTML; `None` if it may have other elements where something stands around it.
    #[must_use]
    pub(super) fn read(html: &'h str, attributes: ShapeAttributes<'h>) -> Option<Self> {
        let html = html.trim();
        let reader = elements::visit_fragment(html.as_bytes(), Reader::new(&[], false, attributes))?;
        Some(Self { html, reader })
    }

    /// Its words. They are read only now: pages that have all of it do without.
    #[must_use]
    pub fn words(&self) -> Words {
        PageNotices::read(self.html.as_bytes()).words
    }
}

/// What the name of an element says about its content.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum ElementKind {
    /// Browsers do not show its content.
    Machine,
    /// Browsers do not show its content, show it only instead of something else, show its text without the elements in it, or
    /// show its words struck out, in another order, in motion or as a part of a control.
    Unshown,
    /// A style sheet.
    Style,
    /// Its content is for readers without scripts, and the reader is one of these.
    NoScript,
    /// Its content is shown if it has the attribute `open`.
    Expander,
    #[default]
    Other,
}

impl ElementKind {
    /// For a name in lower case.
    fn of(name: &[u8], scripts: Scripts) -> Self {
        match name {
            b"noscript" if scripts == Scripts::Off => Self::NoScript,
            b"style" => Self::Style,
            b"script" | b"title" | b"head" => Self::Machine,
            b"template" | b"noscript" | b"textarea" | b"select" | b"option" | b"datalist" | b"iframe" | b"object"
            | b"video" | b"audio" | b"canvas" | b"noembed" | b"noframes" | b"frameset" | b"xmp" | b"plaintext"
            | b"rp" | b"map" | b"progress" | b"meter" | b"svg" | b"math" | b"del" | b"s" | b"strike" | b"bdo"
            | b"marquee" | b"button" | b"fencedframe" => Self::Unshown,
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
    /// How many elements began before it.
    number: usize,
    /// Whether text was read in it, apart from the elements in it.
    has_text: bool,
}

/// A start tag while its attributes are read.
#[derive(Default)]
struct StartTag {
    name: Vec<u8>,
    kind: ElementKind,
    attribute: Attribute,
    notice: Option<NoticeKind>,
    is_steps: bool,
    /// Whether it may be the host of a place, and of one that takes notices of the page.
    is_host: bool,
    takes_notices: bool,
    is_open: bool,
    /// The name of an expander.
    group: Option<String>,
    has_shadow_root: bool,
    is_refresh: bool,
    is_sheet: bool,
    has_class: bool,
    has_style: bool,
    /// The attribute that hides it, as it would be written.
    hidden_by: Option<String>,
    shape: FxHasher,
}

/// The roles whose elements have no elements inside for those who use a screen reader (`Children Presentational` in WAI-ARIA 1.2,
/// in its modules for books and graphics, and in its next version).
#[rustfmt::skip]
const OPAQUE_ROLES: [&str; 19] = [
    "button", "checkbox", "doc-cover", "doc-pagebreak", "graphics-symbol", "image", "img", "math", "menuitemcheckbox",
    "menuitemradio", "meter", "option", "progressbar", "radio", "scrollbar", "separator", "slider", "switch", "tab",
];

/// Whether a screen reader may take one of the roles in this list that leave out the elements inside. It takes the first one that it
/// knows.
fn has_opaque_role(roles: &str) -> bool {
    let mut roles = roles.split_ascii_whitespace();
    roles.any(|role| OPAQUE_ROLES.iter().any(|opaque| role.eq_ignore_ascii_case(opaque)))
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
    /// What a `meta` stands for.
    HttpEquiv,
    /// What a `link` leads to.
    Rel,
    /// The name of an expander.
    ExpanderName,
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
    /// The numbers of the elements around it.
    path: Vec<usize>,
    shape: FxHasher,
}

/// Where a list of steps begins.
struct StepsPlace {
    /// The numbers of the elements around it.
    path: Vec<usize>,
    /// The elements around it that hide something.
    hiding: Vec<usize>,
    shape: u64,
}

#[derive(Default)]
pub(super) struct Reader<'f> {
    fragments: &'f [Fragment<'f>],
    shape_attributes: ShapeAttributes<'f>,
    scripts: Scripts,
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
    /// The places of the lists of steps.
    places: Vec<StepsPlace>,
    steps: Vec<StepList>,
    /// The elements into which scripts may copy notices.
    hosts: Vec<Host>,
    /// The lists of steps that are open, by their indices, each with the number of hiding elements around it.
    steps_open: Vec<(usize, usize)>,
    /// `None` if nobody asks for them.
    words: Option<Words>,
    has_shadow_root: bool,
    has_refresh: bool,
    has_sheet_in_noscript: bool,
    /// The names of the expanders that were open so far.
    open_groups: HashSet<String>,
    /// How many elements are open whose text nobody sees.
    machine_elements: usize,
    styles: Vec<String>,
    is_too_deep: bool,
    /// How many elements have begun.
    begun: usize,
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
        self.tag = StartTag { name: bytes, kind: ElementKind::of(name, self.scripts), ..StartTag::default() };
        name.hash(&mut self.tag.shape);
    }

    fn attribute_name(&mut self, name: &[u8]) {
        self.tag.attribute_name(name, self.shape_attributes);
    }

    fn attribute_value(&mut self, value: &str) {
        self.tag.attribute_value(value);
        // Addresses and classes have no blanks between words, or no sentences. Not all characters that look blank are white space.
        let may_be_sentence = value.len() >= LEAST_SENTENCE && self.tag.attribute != Attribute::Class;
        let may_have_blanks = || value.bytes().any(|byte| byte.is_ascii_whitespace() || !byte.is_ascii());
        if let Some(words) = self.words.as_mut().filter(|_| may_be_sentence && may_have_blanks()) {
            append_words(&mut words.attributes, value);
            words.attributes.push('\n');
        }
    }

    fn open(&mut self) {
        let tag = &mut self.tag;
        let mut shape = tag.shape.clone();
        self.open.last().map_or(0, |parent| parent.shape).hash(&mut shape);
        let shape = shape.finish();
        self.has_shadow_root |= tag.has_shadow_root;
        self.has_refresh |= tag.is_refresh;
        self.has_sheet_in_noscript |=
            tag.is_sheet && self.open.iter().any(|element| element.kind == ElementKind::NoScript);
        self.machine_elements += usize::from(matches!(tag.kind, ElementKind::Machine | ElementKind::Style));
        if let Some((index, _)) = self.steps_open.last().filter(|_| tag.name.eq_ignore_ascii_case(b"li")) {
            self.steps[*index].items.push(String::new());
        }
        let path = || self.open.iter().map(|element| element.number).collect();
        if tag.is_steps {
            self.places.push(StepsPlace { path: path(), hiding: self.hiding_open.clone(), shape });
            self.steps.push(StepList::default());
        }
        let host = Host { shape, takes_notices: tag.takes_notices };
        if tag.is_host && self.hosts.last() != Some(&host) {
            self.hosts.push(host);
        }
        for index in &self.notices_open {
            shape.hash(&mut self.found[*index].shape);
        }
        let steps = tag.is_steps.then(|| self.steps.len() - 1);
        let hides_content = match tag.kind {
            ElementKind::Machine | ElementKind::Unshown | ElementKind::Style => true,
            // Of the expanders with one name a browser opens the first alone.
            ElementKind::Expander => {
                let is_first = |group| !self.open_groups.contains(group);
                let stays_open = tag.is_open && tag.group.as_ref().is_none_or(is_first);
                self.open_groups.extend(tag.group.take().filter(|_| tag.is_open));
                !stays_open
            }
            ElementKind::NoScript | ElementKind::Other => false,
        };
        let name = || String::from_utf8_lossy(&tag.name);
        let start_tag = match &tag.hidden_by {
            Some(attribute) => Some(format!("<{} {attribute}>", name())),
            None => hides_content.then(|| format!("<{}>", name())),
        };
        let hides = start_tag.map(|start_tag| {
            self.hiding.push(start_tag);
            self.hiding_open.push(self.hiding.len() - 1);
            self.hiding.len() - 1
        });
        let notice = tag.notice.map(|kind| {
            let notice = Notice::new(kind, self.places.len());
            let (hidden_by, hiding_around) = (self.hiding_open.clone(), self.hiding_open.len());
            let mut whole_shape = FxHasher::default();
            shape.hash(&mut whole_shape);
            self.found.push(Found { notice, hidden_by, hiding_around, path: path(), shape: whole_shape });
            self.found.len() - 1
        });
        self.notices_open.extend(notice);
        self.steps_open.extend(steps.map(|index| (index, self.hiding_open.len())));
        let number = self.begun;
        self.begun += 1;
        self.open.push(OpenElement { kind: tag.kind, hides, notice, steps, shape, number, has_text: false });
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
        if let Some(words) = &mut self.words {
            append_words(&mut words.text, text);
        }
        // Neither is open around most texts.
        if self.steps_open.is_empty() && self.notices_open.is_empty() {
            return;
        }
        let hiding_count = self.hiding_open.len();
        for (index, hiding_around) in &self.steps_open {
            if *hiding_around == hiding_count {
                let steps = &mut self.steps[*index];
                append_words(&mut steps.text, text);
                steps.items.last_mut().into_iter().for_each(|item| append_words(item, text));
            }
        }
        let element = self.open.last_mut().filter(|element| !element.has_text && !text.trim().is_empty());
        let with_first_text = element.map(|element| {
            element.has_text = true;
            element.shape
        });
        for index in &self.notices_open {
            let open_notice = &mut self.found[*index];
            if let Some(shape) = with_first_text {
                (shape, "text").hash(&mut open_notice.shape);
            }
            if open_notice.hiding_around == hiding_count {
                append_words(&mut open_notice.notice.text, text);
            }
        }
    }
}

impl<'f> Reader<'f> {
    /// For a page that may have these fragments.
    pub fn new(fragments: &'f [Fragment<'f>], with_words: bool, shape_attributes: ShapeAttributes<'f>) -> Self {
        Self { fragments, words: with_words.then(Words::default), shape_attributes, ..Self::default() }
    }

    /// For readers whose browsers run scripts or do not.
    pub fn for_readers_with(self, scripts: Scripts) -> Self {
        Self { scripts, ..self }
    }

    /// Takes over what was read of a fragment, as if it had been read here.
    pub fn insert(&mut self, number: usize) {
        self.known.push(number);
        let fragment = &self.fragments[number].reader;
        self.open_groups.extend(fragment.open_groups.iter().cloned());
        let (hiding_before, hiding_around) = (self.hiding.len(), self.hiding_open.clone());
        let hiding_here = |inside: &[usize]| -> Vec<usize> {
            hiding_around.iter().copied().chain(inside.iter().map(|number| hiding_before + number)).collect()
        };
        let begun_before = self.begun;
        let path_here = |inside: &[usize]| -> Vec<usize> {
            let around = self.open.iter().map(|element| element.number);
            around.chain(inside.iter().map(|number| begun_before + number)).collect()
        };
        let shape_around = self.open.last().map_or(0, |parent| parent.shape);
        let steps_before = self.places.len();
        self.found.extend(fragment.found.iter().map(|found| {
            let notice = Notice { steps_before: steps_before + found.notice.steps_before, ..found.notice.clone() };
            let mut shape = found.shape.clone();
            shape_around.hash(&mut shape);
            let (hidden_by, path) = (hiding_here(&found.hidden_by), path_here(&found.path));
            Found { notice, hidden_by, hiding_around: found.hiding_around, path, shape }
        }));
        self.places.extend(fragment.places.iter().map(|place| {
            let mut shape = FxHasher::default();
            (place.shape, shape_around).hash(&mut shape);
            StepsPlace { path: path_here(&place.path), hiding: hiding_here(&place.hiding), shape: shape.finish() }
        }));
        self.hosts.extend(fragment.hosts.iter().map(|host| {
            let mut shape = FxHasher::default();
            (host.shape, shape_around).hash(&mut shape);
            Host { shape: shape.finish(), ..*host }
        }));
        self.begun += fragment.begun;
        self.hiding.extend_from_slice(&fragment.hiding);
        self.steps.extend_from_slice(&fragment.steps);
        self.styles.extend_from_slice(&fragment.styles);
        self.has_shadow_root |= fragment.has_shadow_root;
        self.has_refresh |= fragment.has_refresh;
        if let Some(words) = &mut self.words {
            append_words(&mut words.text, BETWEEN_PARTS);
        }
    }

    /// What was found.
    pub fn finish(mut self) -> PageNotices {
        for list in &mut self.steps {
            list.text.truncate(list.text.trim_end().len());
        }
        self.hosts.sort_unstable();
        self.hosts.dedup();
        let Self { hiding, places, .. } = self;
        let mut page_shape = FxHasher::default();
        places.iter().for_each(|place| place.shape.hash(&mut page_shape));
        let notices = self.found.into_iter().map(|Found { notice, hidden_by, path, mut shape, .. }| {
            let beside = [Some(notice.steps_before), notice.steps_before.checked_sub(1)];
            let beside: Vec<&StepsPlace> = beside.into_iter().flatten().filter_map(|index| places.get(index)).collect();
            let is_around_both = |steps: &&StepsPlace| path.iter().zip(&steps.path).take_while(|(a, b)| a == b).count();
            beside.iter().map(is_around_both).max().hash(&mut shape);
            let hides_it_alone = |number: &&usize| !beside.iter().any(|steps| steps.hiding.contains(number));
            let hidden_without_steps = hidden_by.iter().find(hides_it_alone).map(|number| hiding[*number].clone());
            let hidden_in = hidden_by.iter().map(|number| hiding[*number].clone()).collect();
            let shape = shape.finish();
            shape.hash(&mut page_shape);
            Notice { hidden_in, hidden_without_steps, shape, ..notice }
        });
        let notices = notices.collect();
        PageNotices {
            notices,
            steps: self.steps,
            hosts: self.hosts,
            words: self.words.unwrap_or_default(),
            known: self.known,
            has_shadow_root: self.has_shadow_root,
            has_refresh: self.has_refresh,
            has_sheet_in_noscript: self.has_sheet_in_noscript,
            styles: self.styles,
            is_too_deep: self.is_too_deep,
            shape: page_shape.finish(),
        }
    }
}

impl StartTag {
    fn attribute_name(&mut self, name: &[u8], shape_attributes: ShapeAttributes<'_>) {
        name.hash(&mut self.shape);
        self.attribute = match name {
            b"class" => Attribute::Class,
            b"style" => Attribute::Style,
            b"aria-hidden" => Attribute::AriaHidden,
            b"role" => Attribute::Role,
            b"color" if self.name == b"font" => Attribute::FontColour,
            b"http-equiv" if self.name == b"meta" => Attribute::HttpEquiv,
            b"rel" if self.name == b"link" => Attribute::Rel,
            b"shadowrootmode" => {
                self.has_shadow_root = true;
                Attribute::Other
            }
            b"hidden" | b"inert" | b"popover" => {
                self.hidden_by = Some(String::from_utf8_lossy(name).into_owned());
                Attribute::Other
            }
            // Its content counts as a part of a form that is not in use.
            b"disabled" if self.name == b"fieldset" => {
                self.hidden_by = Some("disabled".to_owned());
                Attribute::Other
            }
            b"open" => {
                self.is_open = true;
                Attribute::Other
            }
            b"name" if self.kind == ElementKind::Expander => Attribute::ExpanderName,
            _ if shape_attributes.contains(name) => Attribute::Data,
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
                let mut places = classes().filter_map(Place::of_class).peekable();
                self.is_host = places.peek().is_some();
                self.takes_notices = places.any(Place::takes_notices);
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
            Attribute::Role if has_opaque_role(value) => {
                self.hidden_by = Some(format!("role=\"{}\"", value.trim()));
            }
            Attribute::ExpanderName => self.group = Some(value.to_owned()),
            Attribute::FontColour => self.hidden_by = Some(format!("color=\"{value}\"")),
            Attribute::HttpEquiv => self.is_refresh |= value.trim().eq_ignore_ascii_case("refresh"),
            Attribute::Rel => {
                let mut words = value.split_ascii_whitespace();
                self.is_sheet |= words.any(|word| word.eq_ignore_ascii_case("stylesheet"));
            }
            Attribute::Data => value.hash(&mut self.shape),
            Attribute::Class | Attribute::Style | Attribute::AriaHidden | Attribute::Role | Attribute::Other => {}
        }
    }
}
