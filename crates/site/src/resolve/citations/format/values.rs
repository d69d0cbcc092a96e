//! What a style asks of a source's values before it prints them, answered here for the processor, which answers otherwise:
//! whether a number is one (it takes `ACTRN12600000001` for words and `4.3` for a number), whether pages are several (it
//! forgets that a label is told never to be), whether a range of pages is to be rewritten (it does so unasked), and what a
//! title looks like in title case. Each answer is put into the style that is cut down for the source.

use hayagriva::citationberg::json::{Item, Value};
use hayagriva::citationberg::taxonomy::{PageVariable, StandardVariable, Term, Variable};
use hayagriva::citationberg::{
    IndependentStyle, Label, LabelPluralize, LayoutRenderingElement as Element, LongShortForm, Text, TextCase,
    TextTarget,
};

use super::stand_in::HYPHEN;
use super::title_case::title_case;

/// Variables that the processor takes for numbers.
const NUMBERS: [&str; 8] =
    ["chapter-number", "collection-number", "edition", "issue", "number", "page", "version", "volume"];

/// Carries the pages as the library writes them. No style that ships asks for it.
pub(super) const PAGES_AS_WRITTEN: StandardVariable = StandardVariable::Scale;

/// The titles that styles print in title case, and what carries them in it. No style that ships asks for those.
const CASED: [(StandardVariable, LongShortForm, StandardVariable); 4] = [
    (StandardVariable::Title, LongShortForm::Long, StandardVariable::Dimensions),
    (StandardVariable::Title, LongShortForm::Short, StandardVariable::Division),
    (StandardVariable::ContainerTitle, LongShortForm::Long, StandardVariable::CallNumber),
    (StandardVariable::CollectionTitle, LongShortForm::Long, StandardVariable::License),
];

/// How many numbers a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Count {
    /// It is words.
    None,
    One,
    Several,
}

/// How a value of a source decides what a style prints, in a sign for [`super::specialise::signature`].
pub(super) fn sign(variable: &str, value: &Value) -> &'static str {
    match value.to_str().filter(|_| may_be_number(variable)).map(|value| count(&value)) {
        None | Some(Count::None) => "",
        Some(Count::One) => "#",
        Some(Count::Several) => "##",
    }
}

/// Whether the processor looks for numbers in a variable.
pub(super) fn may_be_number(variable: &str) -> bool {
    NUMBERS.contains(&variable)
}

/// Whether a variable of a source is a number, as CSL has it: digits with letters before or behind, or several of these.
pub(super) fn is_numeric(item: &Item, variable: Variable) -> bool {
    of_item(item, variable) != Count::None
}

/// An element with the answers for a source in it, where the processor would give others.
pub(super) fn answered(style: &IndependentStyle, item: &Item, element: &Element) -> Option<Element> {
    match element {
        Element::Label(label) => label_of_number(item, label),
        Element::Text(text) => text_as_written(style, item, text).or_else(|| text_cased(text)).map(Element::Text),
        _ => None,
    }
}

/// The title in title case that an element asks for, once [`answered`].
pub(super) fn cased_title(element: &Element) -> Option<StandardVariable> {
    let Element::Text(Text { target: TextTarget::Variable { var: Variable::Standard(var), .. }, .. }) = element else {
        return None;
    };
    title_in(*var).map(|_| *var)
}

/// The title that a variable carries in title case.
pub(super) fn title_in(cased: StandardVariable) -> Option<StandardVariable> {
    CASED.iter().find(|(_, _, carrier)| *carrier == cased).map(|(title, ..)| *title)
}

/// A source with some of its titles in title case beside them; titles in other languages than English have none.
pub(super) fn with_cased_titles(item: &Item, wanted: &[StandardVariable], is_english: bool) -> Item {
    let language = item.0.get("language").and_then(Value::to_str);
    let is_english = language.map_or(is_english, |language| language.starts_with("en"));
    let mut with = item.clone();
    for (variable, form, cased) in CASED.into_iter().filter(|(_, _, cased)| wanted.contains(cased)) {
        let short = item.0.get("title-short").filter(|_| form == LongShortForm::Short);
        let value = short.or_else(|| item.0.get(&variable.to_string())).and_then(Value::to_str);
        if let Some(value) = value {
            let value = if is_english { title_case(&value) } else { value.into_owned() };
            with.0.insert(cased.to_string(), Value::String(value));
        }
    }
    with
}

/// `p.` or `pp.`, which the processor decides by the pages alone, and takes `1058-1081.e4` for one. And a label that stands
/// in place of names takes the number that it is asked about for printed.
fn label_of_number(item: &Item, label: &Label) -> Option<Element> {
    let variable = Variable::from(label.variable);
    if !item.0.contains_key(&variable.to_string()) {
        return None;
    }
    let plural = match label.label.plural {
        LabelPluralize::Always => true,
        LabelPluralize::Never => false,
        LabelPluralize::Contextual => of_item(item, variable) == Count::Several,
    };
    let term = Term::from(label.variable);
    let label = &label.label;
    let target = TextTarget::Term { term, form: label.form, plural };
    Some(Element::Text(Text {
        formatting: label.formatting,
        affixes: label.affixes.clone(),
        strip_periods: label.strip_periods,
        text_case: label.text_case,
        ..Text::with_target(target)
    }))
}

/// Pages in a style that says nothing of ranges.
fn text_as_written(style: &IndependentStyle, item: &Item, text: &Text) -> Option<Text> {
    let TextTarget::Variable { var: Variable::Page(PageVariable::Page), .. } = text.target else { return None };
    let unsaid = style.settings.page_range_format.is_none();
    (unsaid && item.0.contains_key(&PAGES_AS_WRITTEN.to_string()))
        .then(|| Text { target: TextTarget::from(Variable::Standard(PAGES_AS_WRITTEN)), ..text.clone() })
}

fn text_cased(text: &Text) -> Option<Text> {
    let TextTarget::Variable { var: Variable::Standard(var), form } = text.target else { return None };
    let is_cased = text.text_case == Some(TextCase::TitleCase);
    let (_, _, cased) = CASED.iter().find(|(title, its, _)| is_cased && *title == var && *its == form)?;
    Some(Text { target: TextTarget::from(Variable::Standard(*cased)), text_case: None, ..text.clone() })
}

fn of_item(item: &Item, variable: Variable) -> Count {
    item.0.get(&variable.to_string()).and_then(Value::to_str).map_or(Count::None, |value| count(&value))
}

fn count(text: &str) -> Count {
    let parts: Vec<_> = text.split(['-', HYPHEN, '\u{2013}', ',', '&', '/']).map(str::trim).collect();
    match parts.as_slice() {
        parts if !parts.iter().enumerate().all(|(at, part)| is_number(part, at > 0)) => Count::None,
        [_] => Count::One,
        _ => Count::Several,
    }
}

/// `12`, `7th`, `S12`, `iv`; the second of several also as `1081.e4`.
fn is_number(part: &str, is_later: bool) -> bool {
    let part = part.split_once(".e").filter(|_| is_later).map_or(part, |(number, _)| number);
    let is_roman = !part.is_empty() && part.chars().all(|c| "ivxlcdm".contains(c));
    let letter = |c: char| c.is_ascii_alphabetic();
    let digits = part.trim_start_matches(letter).trim_end_matches(letter);
    is_roman || (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::{Count, count};

    #[test]
    fn numbers_are_counted_as_citeproc_does() {
        let of =
            |wanted: Count, texts: &[&str]| texts.iter().for_each(|text| assert_eq!(count(text), wanted, "{text}"));
        of(Count::One, &["5", "7th", "CG146", "47A", "S12", "iv", "e12", "D4", "ACTRN12600000001", "CD000333"]);
        of(Count::Several, &["1-2", "1, 2", "2 & 3", "12a-12c", "S1-S22", "1-9, 12", "ii-iv", "12/13"]);
        of(Count::Several, &["1058-1081.e4", "e929853-1-e929853-7", "445-52", "12\u{2013}15", "2020-001"]);
        of(
            Count::None,
            &["WHO-26-0599", "arXiv:2003.14027", "Suppl 2", "ISO 11228-1:2021", "2nd rev.", "1.0.0", "4.3"],
        );
        of(Count::None, &["XII", "No. 4", "Revised", "7 (Suppl)", "12+", "Pt 2", "NG 12", "ab12cd34", "n/a", ""]);
    }
}
