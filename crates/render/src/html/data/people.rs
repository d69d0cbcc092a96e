//! HTML of `::icon-array`: a risk as people of equal size, with its numbers in words.
//!
//! Input: the numbers of the directive. Output: a figure with a drawing, a sentence and a key. The people differ in form and not in colour
//! alone (filled, striped, outlined), and shapes are content, so that they are printed where backgrounds are not.

use std::fmt::Write as _;

use wellpress_markdown::body::DirectiveId;
use wellpress_markdown::directives::IconArray;

use crate::escape::{attribute, text};
use crate::html::{TextContext, Writer};
use crate::theme::strings::MessageValue;
use crate::theme::strings::text_direction::direction;

/// The size of the cell that a person stands in, in units of the drawing.
const CELL: (u16, u16) = (10, 18);

/// A person, as a path from the corner of the cell.
const PERSON: &str = "m5 1.8a2.2 2.2 0 1 0 .1 0zm-3.2 5.4h6.4v5.8h-1.2v4h-4v-4h-1.2z";

/// The stripes on a person, as a path from the corner of the cell.
const STRIPES: &str = "m2 8.8h6m-6 2h6m-6 2h6m-5 2h4";

/// How a person is drawn.
#[derive(Clone, Copy)]
enum Form {
    Filled,
    Striped,
    Outlined,
}

/// People of one form, with the message that explains them.
struct Group {
    form: Form,
    people: u16,
    message: &'static str,
}

impl Writer<'_, '_> {
    pub(in crate::html) fn icon_array(&mut self, index: DirectiveId, label: &str) {
        let Some(array) = IconArray::read(self.directive(index)) else { return };
        let words = in_words(self.text_cx, array);
        let groups = groups(array);
        self.html.push_str("<figure class=\"icon-array\">");
        let caption = self.numbered_caption(index, label);
        if !caption.is_empty() {
            let _ = write!(self.html, "<figcaption>{caption}</figcaption>");
        }
        self.html.push_str("<p class=\"people-numbers\">");
        text(self.html, &words);
        self.html.push_str("</p>\n");
        self.crowd(array, &groups, &words);
        self.html.push_str("<ul class=\"people-key\">\n");
        for group in groups.iter().filter(|group| group.people > 0) {
            self.key_entry(group);
        }
        self.html.push_str("</ul></figure>\n");
    }

    /// The drawing. Its first person stands where a reader of the language begins.
    fn crowd(&mut self, array: IconArray, groups: &[Group], words: &str) {
        let columns = columns(array.of);
        let size = (columns * CELL.0, array.of.div_ceil(columns) * CELL.1);
        // In pixels a person of a small group is nearly twice as large as the cell.
        let width = if array.of <= 100 { size.0 * 9 / 5 } else { size.0 };
        let _ = write!(
            self.html,
            "<svg class=\"people\" role=\"img\" viewBox=\"0 0 {} {}\" width=\"{width}\" height=\"{}\" stroke-linejoin=\"round\" aria-label=\"",
            size.0,
            size.1,
            u32::from(width) * u32::from(size.1) / u32::from(size.0),
        );
        attribute(self.html, words);
        self.html.push_str("\">");
        let is_rtl = direction(&self.text_cx.config.languages[self.text_cx.language].tag) == "rtl";
        let mut first = 0;
        for group in groups {
            let places = (first..first + group.people).map(|person| {
                let column = person % columns;
                (if is_rtl { columns - 1 - column } else { column }, person / columns)
            });
            people(self.html, group.form, places);
            first += group.people;
        }
        self.html.push_str("</svg>\n");
    }

    fn key_entry(&mut self, group: &Group) {
        let _ = write!(
            self.html,
            "<li><svg class=\"people\" aria-hidden=\"true\" viewBox=\"0 0 {} {}\" width=\"15\" height=\"27\" stroke-linejoin=\"round\">",
            CELL.0, CELL.1
        );
        people(self.html, group.form, std::iter::once((0, 0)));
        self.html.push_str("</svg> ");
        text(self.html, &group.in_words(self.text_cx));
        self.html.push_str("</li>\n");
    }
}

/// The absolute numbers as a sentence.
#[must_use]
pub fn in_words(text_cx: TextContext<'_>, array: IconArray) -> String {
    let (of, affected) = (("of", count(array.of)), ("n", count(array.affected)));
    match array.then {
        None => text_cx.say_with("text-people-affected", &[of, affected]),
        Some(then) => text_cx.say_with("text-people-affected-then", &[of, affected, ("then", count(then))]),
    }
}

/// What each form of people means, as the key says it.
#[must_use]
pub fn key(text_cx: TextContext<'_>, array: IconArray) -> Vec<String> {
    groups(array).iter().filter(|group| group.people > 0).map(|group| group.in_words(text_cx)).collect()
}

impl Group {
    fn in_words(&self, text_cx: TextContext<'_>) -> String {
        text_cx.say_with(self.message, &[("n", count(self.people))])
    }
}

fn count(people: u16) -> MessageValue<'static> {
    MessageValue::Count(usize::from(people))
}

/// The people in the order in which they are drawn.
fn groups(array: IconArray) -> [Group; 3] {
    let always = if array.then.is_some() { "text-people-always" } else { "text-people-yes" };
    let is_better = array.then.is_some_and(|then| then < array.affected);
    let changed = if is_better { "text-people-before" } else { "text-people-after" };
    [
        Group { form: Form::Filled, people: array.affected_always(), message: always },
        Group { form: Form::Striped, people: array.changed(), message: changed },
        Group { form: Form::Outlined, people: array.unaffected(), message: "text-people-no" },
    ]
}

/// The number of people in a row. A thousand people still fit on a narrow phone.
fn columns(of: u16) -> u16 {
    match of {
        1..=10 => of,
        11..=100 => 10,
        101..=400 => 20,
        _ => 40,
    }
}

/// Draws people of a form at these columns and rows, as one path: a thousand elements would be slow.
fn people(html: &mut String, form: Form, places: impl Iterator<Item = (u16, u16)> + Clone) {
    let mut path = |shape: &str, attributes: &str| {
        html.push_str("<path d=\"");
        for (column, row) in places.clone() {
            let _ = write!(html, "M{} {}{shape}", column * CELL.0, row * CELL.1);
        }
        let _ = write!(html, "\" stroke=\"currentColor\" {attributes}/>");
    };
    if places.clone().next().is_none() {
        return;
    }
    match form {
        Form::Filled => path(PERSON, "class=\"person-filled\" fill=\"currentColor\" stroke-width=\".8\""),
        Form::Striped => {
            path(PERSON, "class=\"person-striped\" fill=\"none\" stroke-width=\".8\"");
            path(STRIPES, "class=\"person-striped\" fill=\"none\" stroke-width=\".9\"");
        }
        Form::Outlined => path(PERSON, "fill=\"none\" stroke-width=\".8\" stroke-opacity=\".6\""),
    }
}
