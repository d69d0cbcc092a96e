//! The parsed document: what the import log says of it, and its texts in the form that the converter leaves alone.

use std::ops::RangeInclusive;
use std::rc::Rc;

use htmd::Node;
use markup5ever_rcdom::NodeData;

use crate::log::ImportLog;
use crate::text::has_word;

use super::super::{excerpt, scripts};
use super::{blocks, characters, inline};

/// The name of an element; empty for other nodes.
pub(super) fn tag(node: &Node) -> &str {
    match &node.data {
        NodeData::Element { name, .. } => &name.local,
        _ => "",
    }
}

/// An attribute of an element.
pub(super) fn attribute(node: &Node, name: &str) -> Option<String> {
    let NodeData::Element { attrs, .. } = &node.data else { return None };
    let attributes = attrs.borrow();
    let attribute = attributes.iter().find(|attribute| &*attribute.name.local == name)?;
    Some(attribute.value.trim().to_owned())
}

pub(super) fn children(node: &Node) -> Vec<Rc<Node>> {
    node.children.borrow().clone()
}

/// The elements with one of the names below a node, in their order. Those within one of them are left out.
pub(super) fn outermost(node: &Node, names: &[&str]) -> Vec<Rc<Node>> {
    children(node)
        .into_iter()
        .flat_map(|child| if names.contains(&tag(&child)) { vec![child] } else { outermost(&child, names) })
        .collect()
}

/// The text of a node as it is, without that of scripts and styles. A `<br>` is a new line.
pub(super) fn words(node: &Node) -> String {
    match (&node.data, tag(node)) {
        (NodeData::Text { contents }, _) => contents.borrow().to_string(),
        (_, "script" | "style" | "noscript" | "template") => String::new(),
        (_, "br") => "\n".to_owned(),
        _ => node.children.borrow().iter().map(|child| words(child)).collect(),
    }
}

/// The words of a node that hold: without struck ones, and with numbers above and below the line as such.
pub(super) fn plain_words(node: &Node) -> String {
    if is_struck(node) || is_hidden(node) {
        return String::new();
    }
    let script = script_of(node).filter(|_| is_inline(tag(node)));
    match script.unwrap_or_else(|| tag(node)) {
        "sup" => scripts::raised(&words(node)),
        "sub" => scripts::lowered(&words(node)),
        "" if matches!(node.data, NodeData::Text { .. }) => words(node),
        "script" | "style" | "noscript" | "template" => String::new(),
        "br" => "\n".to_owned(),
        name => {
            let inner: String = node.children.borrow().iter().map(|child| plain_words(child)).collect();
            let edge = if has_word(BLOCKS, name) { BLOCK_EDGE } else { "" };
            [edge, &inner, edge].concat()
        }
    }
}

/// Elements that stand on lines of their own.
const BLOCKS: &str = "address article aside blockquote caption center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 \
     h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul";

/// What stands between the words of two blocks, such as paragraphs or cells, before they become one line.
pub(super) const BLOCK_EDGE: &str = "\u{2029}";

/// Whether an element shows its words as struck, by its name or by its style.
pub(super) fn is_struck(node: &Node) -> bool {
    matches!(tag(node), "del" | "s" | "strike") || attribute(node, "style").is_some_and(|style| strikes(&style))
}

/// The properties of a style and their values, in small letters.
fn declarations(style: &str) -> impl DoubleEndedIterator<Item = (String, String)> {
    let declarations = style.split(';').filter_map(|declaration| declaration.split_once(':'));
    declarations.map(|(property, value)| (property.trim().to_ascii_lowercase(), value.trim().to_ascii_lowercase()))
}

/// Whether a style strikes words through: `text-decoration: underline line-through`.
pub(crate) fn strikes(style: &str) -> bool {
    declarations(style)
        .any(|(property, value)| property.starts_with("text-decoration") && value.contains("line-through"))
}

/// The element that raises or lowers words as a style does: `vertical-align: super`. A shift by a length counts if readers see it.
pub(crate) fn script(style: &str) -> Option<&'static str> {
    let (_, value) = declarations(style).rfind(|(property, _)| property == "vertical-align")?;
    let value = value.split_once('!').map_or(value.as_str(), |(value, _)| value).trim();
    match value {
        "super" => return Some("sup"),
        "sub" => return Some("sub"),
        _ => {}
    }
    let unit = value.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+'));
    let number: f64 = value.strip_suffix(unit)?.parse().ok()?;
    let least = match unit {
        "em" | "rem" | "ex" => 0.2,
        "%" => 20.0,
        "px" | "pt" => 3.0,
        _ => return None,
    };
    if number >= least { Some("sup") } else { (number <= -least).then_some("sub") }
}

/// Whether a style can raise the words of an element. It moves pictures, cells and blocks without any change of their sense.
fn is_inline(name: &str) -> bool {
    matches!(name, "a" | "font" | "big" | "span" | "del" | "s" | "strike") || inline::KEPT.contains(&name)
}

/// The element that the style of a node stands for.
pub(super) fn script_of(node: &Node) -> Option<&'static str> {
    attribute(node, "style").and_then(|style| script(&style))
}

/// Logs what will not be translated, and masks the signs in all texts but those of code. `in_struck`: an element around the node
/// strikes its words, which no element in it takes back.
pub(super) fn prepare(node: &Node, in_struck: bool, file: &str, log: &mut ImportLog) {
    let in_struck = in_struck || is_struck(node);
    if matches!(tag(node), "iframe" | "embed" | "object" | "video" | "audio") && blocks::address(node).is_some() {
        log.translated("embedded frame");
    }
    if let Some((kind, instead)) = what_is_left(node) {
        log.left(kind, file, instead);
    }
    match tag(node) {
        "math" if inline::tex(node).is_none() => {
            log.doubt(file, "a formula in MathML is not here: write it in TeX, as `$..$`")
        }
        "form" => leave_fields(node),
        // KaTeX shows a formula twice, to readers and to programs.
        _ if has_class(node, "katex")
            && outermost(node, &["math"]).iter().any(|formula| inline::tex(formula).is_some()) =>
        {
            node.children.borrow_mut().retain(|child| !has_class(child, "katex-html"));
        }
        _ => {}
    }
    if matches!(tag(node), "pre" | "code" | "tt" | "samp" | "math" | "svg") {
        return;
    }
    leave_hidden(node, file, log);
    if tag(node) == "ol" {
        numbers(node, file, log);
    }
    let reads_markdown = attribute(node, "markdown").is_some_and(|value| value != "0");
    let mut follows_break = false;
    for child in node.children.borrow().iter() {
        if let NodeData::Text { contents } = &child.data {
            let text = contents.borrow().to_string();
            let text = if follows_break { text.trim_start() } else { &text };
            let masked = match reads_markdown {
                true => characters::kept(text),
                false => characters::mask_with_formulas(text),
            };
            let masked = if in_struck { characters::struck(&masked) } else { masked };
            // The converter joins the words of equal elements.
            let masked = if inline::APART.contains(&tag(node)) { masked + " " } else { masked };
            *contents.borrow_mut() = masked.into();
        }
        follows_break = tag(child) == "br";
        prepare(child, in_struck, file, log);
    }
}

/// Takes the fields and buttons of a form out, with their names. They are of no use without its program.
fn leave_fields(form: &Node) {
    form.children.borrow_mut().retain(|child| !matches!(tag(child), "label" | "button" | "select"));
    children(form).iter().for_each(|child| leave_fields(child));
}

fn has_class(node: &Node, name: &str) -> bool {
    attribute(node, "class").is_some_and(|classes| classes.split_ascii_whitespace().any(|class| class == name))
}

/// Whether a style hides an element.
pub(crate) fn hides(style: &str) -> bool {
    declarations(style).any(|(property, value)| match property.as_str() {
        "display" => value.starts_with("none"),
        "visibility" => value.starts_with("hidden"),
        _ => false,
    })
}

/// Whether a class of Bootstrap, Bulma or Tailwind hides an element, on screens of all widths.
pub(crate) fn hides_class(classes: &str) -> bool {
    let mut names = classes.split_whitespace();
    let is_shown = |class: &str| {
        class.contains(':') || class.starts_with("d-") && !class.starts_with("d-print") && class != "d-none"
    };
    names.clone().any(|class| has_word("d-none is-hidden hidden", class)) && !names.any(is_shown)
}

/// Whether an element is hidden from readers. The search of a browser shows `until-found`.
fn is_hidden(node: &Node) -> bool {
    attribute(node, "hidden").is_some_and(|kind| !kind.eq_ignore_ascii_case("until-found"))
        || attribute(node, "style").is_some_and(|style| hides(&style))
        || attribute(node, "class").is_some_and(|classes| hides_class(&classes))
}

/// Takes the hidden elements out of a node, and tells their words. A script can show those that have a name to be found by.
fn leave_hidden(node: &Node, file: &str, log: &mut ImportLog) {
    if !node.children.borrow().iter().any(|child| is_hidden(child)) {
        return;
    }
    node.children.borrow_mut().retain(|child| {
        if !is_hidden(child) {
            return true;
        }
        let words = excerpt(&words(child));
        if !words.is_empty() {
            log.left("hidden words", file, "nothing: readers of the old page do not see them");
            let what = format!("the old page hides \"{words}\", which was left out");
            if ["id", "class"].iter().any(|name| attribute(child, name).is_some()) {
                log.doubt(file, format!("{what}, and a script may have shown it"));
            } else {
                log.confirm(file, what);
            }
        }
        false
    });
}

/// Lets a list begin with the number of its first item, and tells what of its numbers Markdown cannot say.
fn numbers(list: &Node, file: &str, log: &mut ImportLog) {
    // Markdown has no longer number, and the converter none below one.
    const NUMBERS: RangeInclusive<i64> = 1..=999_999_999;
    let style = attribute(list, "style").unwrap_or_default().to_ascii_lowercase();
    let has_letters = attribute(list, "type").is_some_and(|kind| matches!(kind.as_str(), "a" | "A" | "i" | "I"))
        || style.contains("list-style") && ["alpha", "latin", "roman", "greek"].iter().any(|kind| style.contains(kind));
    if has_letters {
        log.left("list with letters or words as numbers", file, "the letter in the text, if texts name it");
        log.doubt(file, "a list has letters or Roman numbers, and plain numbers here");
    }
    let items: Vec<_> = children(list).into_iter().filter(|child| tag(child) == "li").collect();
    let values: Vec<Option<i64>> = items.iter().map(|item| number(item, "value")).collect();
    let first = values.first().copied().flatten().or_else(|| number(list, "start")).unwrap_or(1);
    let counts_up = (first..).zip(&values).all(|(number, value)| value.is_none_or(|value| value == number));
    if attribute(list, "reversed").is_some() || !counts_up || !NUMBERS.contains(&first) {
        log.left("list whose numbers do not count up", file, "the number in the text of each item");
        let values: Vec<String> = values.iter().flatten().map(i64::to_string).collect();
        let how = match (attribute(list, "reversed").is_some(), values.is_empty()) {
            (true, _) => "counts down".to_owned(),
            (false, true) => format!("begins with {first}"),
            (false, false) => format!("has the numbers {}", values.join(", ")),
        };
        log.doubt(file, format!("a list {how}, and its numbers here count up from another one"));
    }
    if let Some(item) =
        items.first().filter(|_| NUMBERS.contains(&first) && values.first().is_some_and(Option::is_some))
    {
        set_start(list, item);
    }
}

fn number(node: &Node, name: &str) -> Option<i64> {
    attribute(node, name).and_then(|number| number.parse::<i32>().ok()).map(i64::from)
}

/// Gives a list the number of its first item.
fn set_start(list: &Node, item: &Node) {
    let (NodeData::Element { attrs: own, .. }, NodeData::Element { attrs, .. }) = (&list.data, &item.data) else {
        return;
    };
    let value = attrs.borrow().iter().find(|attribute| &*attribute.name.local == "value").cloned();
    let Some(mut start) = value else { return };
    start.name.local = "start".into();
    let mut own = own.borrow_mut();
    own.retain(|attribute| &*attribute.name.local != "start");
    own.push(start);
}

/// What of an element is not translated, and what to write instead.
fn what_is_left(node: &Node) -> Option<(&'static str, &'static str)> {
    Some(match tag(node) {
        "script" if is_program(node) => ("script", "nothing, or a template of the theme"),
        "form" => ("form", "link to a page with the form"),
        "svg" | "canvas" => ("drawing within the page", "a picture in a file of its own"),
        "table" if blocks::has_merged_cells(node) => {
            ("table with merged cells", "its words in the empty cells beside it, where they hold")
        }
        _ => return None,
    })
}

/// Whether an element `script` has a program: it is neither data nor empty.
fn is_program(node: &Node) -> bool {
    let is_data = attribute(node, "type").is_some_and(|kind| kind.contains("json"));
    let is_empty = attribute(node, "src").is_none() && node.children.borrow().is_empty();
    !is_data && !is_empty
}
