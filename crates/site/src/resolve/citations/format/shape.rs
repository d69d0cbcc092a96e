//! What the processor rendered, as runs with the places that vary from page to page: the names, and the letter of the year.

use hayagriva::citationberg::taxonomy::NameVariable;
use hayagriva::citationberg::{FontStyle, FontVariant, FontWeight, TextDecoration, VerticalAlign};
use hayagriva::types::Person;
use hayagriva::{Elem, ElemChild, ElemChildren, ElemMeta, Formatted};

use wellpress_bibliography::markup::TextStyle;

use super::date_span::DateTerms;
use super::rich_text::{RichText, Run};
use super::stand_in::{self, End, INNER, LETTER, LOOK_LENGTH, OTHERS, PAIRED_BODY, Words};
use super::typography::{Quotes, Typesetter};

/// A rendered source.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Shape {
    /// Everything up to the names.
    pub(super) before: Vec<Run>,
    /// The names as the style shows them.
    pub(super) names: Vec<Run>,
    /// Everything behind the names.
    pub(super) after: Vec<Run>,
    /// Who the names are, if it is one list of names.
    pub(super) people: Option<People>,
}

/// The words and signs of a style's locale that are put in here.
#[derive(Debug)]
pub(super) struct Wording {
    /// "et al."
    pub(super) et_al: String,
    /// Quotation marks.
    pub(super) quotes: Quotes,
    /// Months and seasons.
    pub(super) dates: DateTerms,
}

/// A list of names, as rendered and as known.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct People {
    /// All of the list's names.
    pub(super) all: Vec<Person>,
    /// How many of them are shown, from the first.
    pub(super) shown: usize,
    /// Whether the library says that there are more.
    pub(super) others: bool,
    /// The formatting of the first name.
    pub(super) form: Run,
}

impl Shape {
    /// Reads a rendered source.
    pub(super) fn new(children: &ElemChildren, words: &Words, wording: &Wording) -> Self {
        let typesetter = Typesetter::new(&wording.quotes);
        let and_others = &wording.et_al;
        let looks = Vec::new();
        let (shape, part) = (Self::default(), Part::Before);
        let mut reader =
            Reader { words, and_others, typesetter, looks, shape, part, is_date: false, dates: &wording.dates };
        reader.children(children);
        let mut shape = reader.shape;
        [&mut shape.before, &mut shape.names, &mut shape.after].into_iter().for_each(Vec::shrink_to_fit);
        shape
    }

    /// The text with its year's letter, or without.
    pub(super) fn text(&self, names: Option<&[Run]>, letter: Option<&str>) -> RichText {
        let names = names.unwrap_or(&self.names);
        let runs = self.before.iter().chain(names).chain(&self.after);
        tidied(runs.map(|run| lettered(run, letter)).collect())
    }

    /// Whether it has a place for the letter of the year.
    pub(super) fn has_letter(&self) -> bool {
        self.runs().any(|run| run.text.contains(LETTER))
    }

    /// The part within the style's parentheses of a narrative mark, without the part before, which keeps the names.
    pub(super) fn split_inner(&self) -> (Self, Vec<Run>) {
        let mut outer = self.without_people();
        outer.before.iter_mut().for_each(|run| run.text = run.text.replace(INNER, ""));
        let Some(at) = outer.after.iter().position(|run| run.text.contains(INNER)) else { return (outer, Vec::new()) };
        let mut inner = outer.after.split_off(at);
        if let Some((before, behind)) = inner[0].text.clone().split_once(INNER) {
            outer.after.push(inner[0].with_text(before));
            inner[0].text = behind.to_owned();
        }
        inner.iter_mut().for_each(|run| run.text = run.text.replace(INNER, ""));
        (outer, inner)
    }

    /// The same text, of which nobody asks whose names are in it.
    pub(super) fn without_people(&self) -> Self {
        let Self { before, names, after, .. } = self;
        Self { before: before.clone(), names: names.clone(), after: after.clone(), people: None }
    }

    fn runs(&self) -> impl Iterator<Item = &Run> {
        self.before.iter().chain(&self.names).chain(&self.after)
    }
}

fn lettered(run: &Run, letter: Option<&str>) -> Run {
    if !run.text.contains(LETTER) {
        return run.clone();
    }
    Run { text: run.text.replace(LETTER, letter.unwrap_or_default()), ..run.clone() }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Before,
    Names,
    After,
}

struct Reader<'a> {
    words: &'a Words,
    and_others: &'a str,
    typesetter: Typesetter<'a>,
    /// The markup of a title that is open.
    looks: Vec<TextStyle>,
    shape: Shape,
    part: Part,
    /// Whether it stands within a date.
    is_date: bool,
    dates: &'a DateTerms,
}

impl Reader<'_> {
    fn children(&mut self, children: &ElemChildren) {
        for child in &children.0 {
            match child {
                ElemChild::Text(text) => self.text(text, None),
                ElemChild::Elem(elem) => self.elem(elem),
                ElemChild::Markup(text) => self.words(&self.words.restore(text), &Run::default()),
                ElemChild::Link { text, url } => self.text(text, Some(url)),
                ElemChild::Transparent { .. } => {}
            }
        }
    }

    fn elem(&mut self, elem: &Elem) {
        if elem.display.is_some() {
            self.push(Run::plain(" "));
        }
        match &elem.meta {
            Some(ElemMeta::Date) => {
                let is_outer = std::mem::replace(&mut self.is_date, true);
                self.children(&elem.children);
                self.is_date = is_outer;
            }
            Some(ElemMeta::Names(lists)) if self.part == Part::Before && shows_names(elem) => self.names(elem, lists),
            _ => self.children(&elem.children),
        }
    }

    fn names(&mut self, elem: &Elem, lists: &[(Vec<Person>, NameVariable)]) {
        self.part = Part::Names;
        self.children(&others_named(elem, self.and_others).children);
        self.part = Part::After;
        self.shape.people = people(elem, lists, self.words, &self.shape.names);
    }

    fn text(&mut self, text: &Formatted, link: Option<&String>) {
        let form = &text.formatting;
        let dated = if self.is_date { self.words.dated(&text.text, self.dates) } else { None };
        let restored = self.words.restore(dated.as_ref().unwrap_or(&text.text));
        let run = Run {
            text: String::new(),
            italic: form.font_style != FontStyle::Normal,
            bold: form.font_weight == FontWeight::Bold,
            small_caps: form.font_variant == FontVariant::SmallCaps,
            superscript: form.vertical_align == VerticalAlign::Sup,
            subscript: form.vertical_align == VerticalAlign::Sub,
            underline: form.text_decoration == TextDecoration::Underline,
            link: link.and_then(|link| address(&self.words.restore(link))),
        };
        if run.link.is_some() {
            return self.push(Run { text: restored, ..run });
        }
        self.words(&restored, &run);
    }

    /// Text with the marks of a title's markup in it, in a formatting.
    fn words(&mut self, text: &str, form: &Run) {
        let mut rest = text;
        while let Some((at, look, end)) = stand_in::next_look(rest) {
            self.plain(&rest[..at], form);
            if end == End::Begins {
                self.looks.push(look);
            } else {
                self.looks.retain(|open| *open != look);
            }
            rest = rest[at..].get(LOOK_LENGTH..).unwrap_or_default();
        }
        self.plain(rest, form);
    }

    fn plain(&mut self, text: &str, form: &Run) {
        if text.is_empty() {
            return;
        }
        let mut run = form.with_text(self.typesetter.set(text));
        for look in &self.looks {
            stand_in::apply(*look, &mut run);
        }
        self.push(run);
    }

    fn push(&mut self, run: Run) {
        match self.part {
            Part::Before => self.shape.before.push(run),
            Part::Names => self.shape.names.push(run),
            Part::After => self.shape.after.push(run),
        }
    }
}

/// Whether an element shows names itself: in place of names it can show a title, or the names of another role within.
fn shows_names(elem: &Elem) -> bool {
    let is_name = |elem: &Elem| matches!(elem.meta, Some(ElemMeta::Name(..)));
    let names_within = |elem: &Elem| matches!(elem.meta, Some(ElemMeta::Names(_))) && shows_names(elem);
    elem.children.find_elem_by(&is_name).is_some() && elem.children.find_elem_by(&names_within).is_none()
}

fn people(elem: &Elem, lists: &[(Vec<Person>, NameVariable)], words: &Words, runs: &[Run]) -> Option<People> {
    let shown: Vec<_> = shown_names(&elem.children);
    let variable = shown.first()?.0;
    let list = lists.iter().find(|(_, list)| *list == variable)?;
    let in_order = shown.iter().enumerate().all(|(at, (list, index, _))| *list == variable && *index == at);
    let (all, others): (Vec<_>, Vec<_>) = list.0.iter().cloned().partition(|person| !is_others(&person.name));
    let restored = |person: Person| Person { name: words.restore(&person.name), ..person };
    in_order.then(|| People {
        shown: shown.len().min(all.len()),
        all: all.into_iter().map(restored).collect(),
        others: !others.is_empty(),
        form: runs.first().map_or_else(Run::default, |run| run.with_text("")),
    })
}

/// Every single name within elements: its list, its place in the list, its text.
fn shown_names(children: &ElemChildren) -> Vec<(NameVariable, usize, &Elem)> {
    let mut names = Vec::new();
    for child in &children.0 {
        let ElemChild::Elem(elem) = child else { continue };
        match elem.meta {
            Some(ElemMeta::Name(variable, index)) => names.push((variable, index, elem)),
            _ => names.extend(shown_names(&elem.children)),
        }
    }
    names
}

fn is_others(text: &str) -> bool {
    text.contains(OTHERS)
}

/// Names whose last one stands for the authors that the library does not name: "et al." takes its place, and the "and"
/// before it goes. The comma goes before the "and" that leads to the second of two, where that is a body.
fn others_named(elem: &Elem, and_others: &str) -> Elem {
    let mut elem = elem.clone();
    let children = &mut elem.children.0;
    for at in 0..children.len() {
        let ElemChild::Elem(name) = &mut children[at] else { continue };
        let Some(ElemChild::Text(text)) = name.children.0.first_mut().filter(|_| name.meta.is_some()) else { continue };
        let is_others = is_others(&text.text);
        if !is_others && !text.text.contains(PAIRED_BODY) {
            continue;
        }
        if is_others {
            text.text = and_others.to_owned();
        }
        if let Some(ElemChild::Text(delimiter)) = at.checked_sub(1).and_then(|before| children.get_mut(before)) {
            delimiter.text = match delimiter.text.strip_prefix(',') {
                Some(and) if !is_others && !and.trim().is_empty() => and.to_owned(),
                _ if !is_others => continue,
                Some(_) => ", ".to_owned(),
                None => " ".to_owned(),
            };
        }
    }
    elem
}

/// A link as it can go into an attribute, or nothing for an address that is not of the web.
fn address(link: &str) -> Option<String> {
    let link = link
        .strip_prefix("https://www.ncbi.nlm.nih.gov/pubmed/")
        .map_or_else(|| link.to_owned(), |id| format!("https://pubmed.ncbi.nlm.nih.gov/{id}/"));
    let encoded = |c: char| match c {
        ' ' => "%20".to_owned(),
        '"' => "%22".to_owned(),
        '<' => "%3C".to_owned(),
        '>' => "%3E".to_owned(),
        _ => c.to_string(),
    };
    let lower = link.to_ascii_lowercase();
    let of_the_web = lower.starts_with("https://") || lower.starts_with("http://");
    of_the_web.then(|| link.chars().map(encoded).collect())
}

/// The runs with the processor's leftovers taken away: a space before a comma, semicolon or colon (`2003 ;14`), doubled
/// spaces, a full stop behind another mark (`?.`, `..`), a second comma (`Feb. 29,, pp.`), a comma with nothing behind it
/// (`2020,)`), space at the ends.
fn tidied(mut runs: Vec<Run>) -> RichText {
    if is_tidy(&runs) {
        return runs.into_iter().collect();
    }
    let mut kept: Vec<(usize, char)> = Vec::new();
    for (at, run) in runs.iter().enumerate() {
        for c in run.text.chars() {
            let last = kept.last().map(|(_, last)| *last);
            match (last, c) {
                (None | Some(' '), ' ') | (Some('.' | '?' | '!'), '.') | (Some(','), ',') => continue,
                (Some(' '), ',' | ';' | ':') | (Some(','), '.' | ')') => {
                    kept.pop();
                }
                (Some('\u{201d}'), '.') if ends_sentence(&kept) => continue,
                _ => {}
            }
            kept.push((at, c));
        }
    }
    while kept.last().is_some_and(|(_, last)| *last == ' ') {
        kept.pop();
    }
    runs.iter_mut().for_each(|run| run.text.clear());
    kept.into_iter().for_each(|(at, c)| runs[at].text.push(c));
    runs.into_iter().collect()
}

/// Whether there is certainly nothing to take away. `\u{201d}` and others end with the byte 0x9d.
fn is_tidy(runs: &[Run]) -> bool {
    let mut last = b' ';
    let are_kept = runs.iter().flat_map(|run| run.text.bytes()).all(|byte| {
        let is_leftover = match byte {
            b' ' | b';' | b':' => last == b' ',
            b',' => matches!(last, b' ' | b','),
            b'.' => matches!(last, b'.' | b'?' | b'!' | b',' | 0x9d),
            b')' => last == b',',
            _ => false,
        };
        last = byte;
        !is_leftover
    });
    are_kept && last != b' '
}

/// Whether what stands before a closing quote ends a sentence already.
fn ends_sentence(kept: &[(usize, char)]) -> bool {
    kept.iter().rev().nth(1).is_some_and(|(_, c)| matches!(c, '.' | '?' | '!'))
}
