//! Number marks, as the list's style writes them: `1-3` raised, `(1-3)`, `[1], [2]`. A style that has no numbers of its own
//! gets raised ones.

use std::sync::OnceLock;

use hayagriva::citationberg::json::{Item as CslItem, Value};
use hayagriva::citationberg::{Citation, Collapse, IndependentStyle, ToFormatting, VerticalAlign};
use hayagriva::{Elem, ElemChild, ElemChildren, ElemMeta};

use super::engine::{Engine, Form};
use super::locator::Locator;
use super::marks::{PageMarks, Parts};
use super::repair;
use super::rich_text::{RichText, Run};
use super::shape::{Shape, Wording};
use super::sorting::Sorter;
use super::stand_in::Words;
use super::{Group, GroupForm, Item, MarkPart};

/// A style's number marks.
pub(super) struct Numbers {
    engine: Engine,
    wording: Wording,
    /// How a group is sorted.
    order: Option<Sorter>,
    /// Whether the style's own citations show numbers.
    own: bool,
    instead: OnceLock<Engine>,
    plain: OnceLock<Around>,
}

/// Numbers for a style whose citations are names and years.
const INSTEAD: &str = r#"<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
    <info><title>Numbers</title><id>numbers</id><updated>2026-01-01T00:00:00+00:00</updated></info>
    <citation><layout><text variable="citation-number" vertical-align="sup"/><group prefix="(" suffix=")">
        <label variable="locator" form="short" strip-periods="true"/><text variable="locator"/>
    </group></layout></citation></style>"#;

/// What stands around the number of a source.
#[derive(Debug, Clone, Default)]
struct Around {
    before: Vec<Run>,
    behind: Vec<Run>,
    is_raised: bool,
}

impl Numbers {
    /// Takes the list's style, with the order that it asks for in a group.
    pub(super) fn new(engine: Engine, order: Option<Sorter>) -> Self {
        let style = engine.style();
        let own = repair::shows_number(style, &style.citation.layout.elements);
        Self { wording: engine.wording(), order, own, instead: OnceLock::new(), plain: OnceLock::new(), engine }
    }

    /// Whether numbers stand above the line.
    pub(super) fn are_raised(&self) -> bool {
        let layout = self.rules().layout.to_formatting().vertical_align;
        !self.own || layout == Some(VerticalAlign::Sup) || self.around(None, None).is_raised
    }

    /// The style's own citations, or numbers with their places for a style that has none.
    fn engine(&self) -> &Engine {
        if self.own {
            return &self.engine;
        }
        self.instead.get_or_init(|| {
            let style = IndependentStyle::from_xml(INSTEAD).expect("the style in the program is one");
            self.engine.in_style(style)
        })
    }

    fn rules(&self) -> &Citation {
        &self.engine.style().citation
    }

    /// Whether three numbers in a row become a range.
    fn collapse(&self) -> bool {
        !self.own || self.rules().collapse == Some(Collapse::CitationNumber)
    }

    fn delimiter(&self) -> &str {
        self.rules().layout.delimiter.as_deref().filter(|_| self.own).unwrap_or(",")
    }

    fn affixes(&self) -> (&str, &str) {
        let layout = &self.rules().layout;
        if self.own {
            (layout.prefix.as_deref().unwrap_or_default(), layout.suffix.as_deref().unwrap_or_default())
        } else {
            ("", "")
        }
    }

    /// What the style prints around a number: for a source with a place in it, or for any source.
    fn around(&self, source: Option<&CslItem>, locator: Option<&Locator>) -> Around {
        let make = |item: &CslItem| {
            let rendered = self.engine().cite(item, locator, Form::Whole);
            split_at_number(&rendered).map_or_else(Around::default, |split| self.read(&split))
        };
        match source.filter(|_| locator.is_some()) {
            Some(item) => make(item),
            None => self.plain.get_or_init(|| make(&any_source())).clone(),
        }
    }

    fn read(&self, (before, number, behind): &(ElemChildren, Elem, ElemChildren)) -> Around {
        let runs = |part: &ElemChildren| {
            let mut runs = Shape::new(part, &Words::default(), &self.wording).text(None, None).runs().to_vec();
            runs.iter_mut().for_each(|run| (run.superscript, run.subscript) = (false, false));
            runs
        };
        let (prefix, suffix) = self.affixes();
        let (mut before, mut behind) = (runs(before), runs(behind));
        if let Some(first) = before.first_mut() {
            first.text = first.text.strip_prefix(prefix).unwrap_or(&first.text).to_owned();
        }
        if let Some(last) = behind.last_mut() {
            last.text = last.text.strip_suffix(suffix).unwrap_or(&last.text).to_owned();
        }
        let number = ElemChildren(vec![ElemChild::Elem(number.clone())]);
        let number = Shape::new(&number, &Words::default(), &self.wording).text(None, None);
        let is_raised = number.runs().iter().any(|run| run.superscript);
        Around { before, behind, is_raised }
    }
}

impl PageMarks<'_> {
    /// The parts of a number group.
    pub(super) fn numbered(&self, marks: &Numbers, group: &Group) -> Vec<MarkPart> {
        let mut parts = Parts::default();
        let order = self.number_order(marks, group);
        let (prefix, suffix) = marks.affixes();
        let narrative = group.form == GroupForm::Narrative;
        parts.text(if narrative { "" } else { prefix });
        let mut at = 0;
        while at < order.len() {
            let item = &group.items[order[at]];
            parts.text(if at > 0 { marks.delimiter() } else { "" });
            if narrative && !item.suppress_author {
                parts.text(&format!("{} ", self.sources.author(item.reference)));
            }
            let length = if narrative || !marks.collapse() { 1 } else { self.range(group, &order[at..]) };
            parts.text(if narrative { prefix } else { "" });
            self.range_parts(marks, group, &order[at..at + length], &mut parts);
            parts.text(if narrative { suffix } else { "" });
            at += length;
        }
        parts.text(if narrative { "" } else { suffix });
        parts.0
    }

    /// One source, or as many as a range spans: each is a source of its own, the second shows the dash.
    fn range_parts(&self, marks: &Numbers, group: &Group, range: &[usize], parts: &mut Parts) {
        for (place, at) in range.iter().enumerate() {
            let item = &group.items[*at];
            let text = match place {
                1 if range.len() > 2 => RichText::plain_text("\u{2013}"),
                _ if place > 0 && place + 1 < range.len() => RichText::default(),
                _ => self.number_text(marks, item),
            };
            parts.item(*at, item, text);
        }
    }

    fn number_text(&self, marks: &Numbers, item: &Item) -> RichText {
        let entry = item.locator.as_ref().map(|_| self.sources.entry(item.reference));
        let around = marks.around(entry.as_ref().map(|entry| &entry.item), item.locator.as_ref());
        let number = Run::plain(self.number(item).to_string());
        around.before.into_iter().chain([number]).chain(around.behind).collect()
    }

    /// How many of the sources at the start are one range: three or more with nothing but their numbers, else one.
    fn range(&self, group: &Group, order: &[usize]) -> usize {
        let bare =
            |item: &Item| item.locator.is_none() && item.prefix.trim().is_empty() && item.suffix.trim().is_empty();
        let follows = |pair: &[usize]| {
            let (one, next) = (&group.items[pair[0]], &group.items[pair[1]]);
            bare(one) && bare(next) && self.number(next) == self.number(one) + 1
        };
        let length = 1 + order.windows(2).take_while(|pair| follows(pair)).count();
        if length > 2 { length } else { 1 }
    }

    fn number_order(&self, marks: &Numbers, group: &Group) -> Vec<usize> {
        if marks.own {
            return self.order(group, marks.order.as_ref(), |_| None);
        }
        let mut order: Vec<_> = (0..group.items.len()).collect();
        order.sort_by_key(|at| self.number(&group.items[*at]));
        order
    }

    fn number(&self, item: &Item) -> u32 {
        self.numbers.get(&item.reference).copied().unwrap_or_default()
    }
}

/// A source that says nothing.
fn any_source() -> CslItem {
    let value = |text: &str| Value::String(text.to_owned());
    CslItem([("id".to_owned(), value("any")), ("type".to_owned(), value("document"))].into())
}

/// A citation in what stands before its number, the number and what stands behind it.
fn split_at_number(children: &ElemChildren) -> Option<(ElemChildren, Elem, ElemChildren)> {
    for (at, child) in children.0.iter().enumerate() {
        let ElemChild::Elem(elem) = child else { continue };
        let (before, behind) = (children.0[..at].to_vec(), children.0[at + 1..].to_vec());
        if elem.meta == Some(ElemMeta::CitationNumber) {
            return Some((ElemChildren(before), elem.clone(), ElemChildren(behind)));
        }
        if let Some((inner_before, number, inner_behind)) = split_at_number(&elem.children) {
            let within = |children: ElemChildren| ElemChild::Elem(Elem { children, ..elem.clone() });
            let before = before.into_iter().chain([within(inner_before)]).collect();
            let behind = [within(inner_behind)].into_iter().chain(behind).collect();
            return Some((ElemChildren(before), number, ElemChildren(behind)));
        }
    }
    None
}
