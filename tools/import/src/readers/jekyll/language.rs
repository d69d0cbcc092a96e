//! The language of the templates of Jekyll: the tags and filters of Liquid, and the filters that Jekyll adds.

use std::fmt;
use std::sync::LazyLock;

use liquid_core::error::{Error, Result};
use liquid_core::model::{KString, Object, Value, ValueView};
use liquid_core::parser::{
    self, Filter, FilterArguments, FilterReflection, Language, ParameterReflection, ParseBlock, ParseFilter, ParseTag,
};
use liquid_core::runtime::{Expression, Renderable, Runtime, StackFrame, Template};
use liquid_lib::{jekyll, stdlib};

use super::data::{is_too_large, written_day};
use super::names::KEPT;
use crate::text::has_word;

/// Filters that reckon. Fractions come out otherwise than in Jekyll.
const SUMS: &str = "abs at_least at_most ceil divided_by floor minus modulo plus round times";

/// The most bytes that a piece may write.
const MOST_BYTES: usize = 8_000_000;

/// What a piece writes, up to a bound.
pub(super) struct Bytes(pub Vec<u8>);

impl std::io::Write for Bytes {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.0.len() + bytes.len() > MOST_BYTES {
            return Err(std::io::Error::other("the text is too long"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Liquid as Jekyll has it.
pub(super) static LANGUAGE: LazyLock<Language> = LazyLock::new(|| {
    let mut language = Language::empty();
    let blocks: [Box<dyn ParseBlock>; 8] = [
        stdlib::CaptureBlock.into(),
        stdlib::CaseBlock.into(),
        stdlib::CommentBlock.into(),
        stdlib::ForBlock.into(),
        stdlib::IfBlock.into(),
        stdlib::IfChangedBlock.into(),
        stdlib::TableRowBlock.into(),
        stdlib::UnlessBlock.into(),
    ];
    for block in blocks {
        language.blocks.register(block.reflection().start_tag().to_owned(), block);
    }
    let tags: [Box<dyn ParseTag>; 6] = [
        stdlib::AssignTag.into(),
        stdlib::BreakTag.into(),
        stdlib::ContinueTag.into(),
        stdlib::CycleTag.into(),
        stdlib::DecrementTag.into(),
        stdlib::IncrementTag.into(),
    ];
    for tag in tags {
        language.tags.register(tag.reflection().tag().to_owned(), tag);
    }
    for filter in filters_of_liquid().into_iter().chain(filters_of_jekyll()) {
        language.filters.register(filter.reflection().name().to_owned(), Box::new(Bounded(filter)));
    }
    language.filters.register("xml_escape".to_owned(), Box::new(Bounded(stdlib::Escape.into())));
    language
});

fn filters_of_liquid() -> Vec<Box<dyn ParseFilter>> {
    vec![
        stdlib::Abs.into(),
        stdlib::Append.into(),
        stdlib::AtLeast.into(),
        stdlib::AtMost.into(),
        stdlib::Ceil.into(),
        stdlib::Compact.into(),
        stdlib::Concat.into(),
        stdlib::Default.into(),
        stdlib::DividedBy.into(),
        stdlib::Downcase.into(),
        stdlib::Escape.into(),
        stdlib::EscapeOnce.into(),
        stdlib::First.into(),
        stdlib::Floor.into(),
        stdlib::Join.into(),
        stdlib::Last.into(),
        stdlib::Lstrip.into(),
        stdlib::Minus.into(),
        stdlib::Modulo.into(),
        stdlib::NewlineToBr.into(),
        stdlib::Plus.into(),
        stdlib::Prepend.into(),
        stdlib::Remove.into(),
        stdlib::RemoveFirst.into(),
        stdlib::Replace.into(),
        stdlib::ReplaceFirst.into(),
        stdlib::Reverse.into(),
        stdlib::Round.into(),
        stdlib::Rstrip.into(),
        stdlib::Size.into(),
        stdlib::Slice.into(),
        stdlib::SortNatural.into(),
        stdlib::Strip.into(),
        stdlib::StripHtml.into(),
        stdlib::StripNewlines.into(),
        stdlib::Times.into(),
        stdlib::Uniq.into(),
        stdlib::Upcase.into(),
        stdlib::UrlDecode.into(),
    ]
}

fn filters_of_jekyll() -> Vec<Box<dyn ParseFilter>> {
    let same = |text: &str, _: &[String]| Some(text.to_owned());
    let text = |name, write| Box::new(OwnFilter { name, makes: Makes::Text(write) }) as Box<dyn ParseFilter>;
    let value = |name, make| Box::new(OwnFilter { name, makes: Makes::Value(make) }) as Box<dyn ParseFilter>;
    vec![
        jekyll::Pop.into(),
        jekyll::Push.into(),
        jekyll::Shift.into(),
        jekyll::Slugify.into(),
        jekyll::Unshift.into(),
        value("group_by", |list, arguments, _| grouped(list.into_array()?, arguments.first()?)),
        value("kept", |value, _, runtime| Some(kept(value, runtime))),
        value("list_alone", |list, _, _| list.into_array().map(Value::Array)),
        value("list_or_nothing", |list, _, _| list.into_array().map(Value::Array)),
        // That of the library leaves out what has no such key.
        value("map", |list, arguments, _| {
            let key = arguments.first()?;
            list.into_array()?.iter().map(|item| value_at(item, key)).collect::<Option<Vec<_>>>().map(Value::Array)
        }),
        value("sort", |list, arguments, _| sorted(list.into_array()?, arguments)),
        value("split", |text, arguments, _| Some(parts(text.into_scalar()?.to_kstr().as_str(), arguments.first()?))),
        value("where", |list, arguments, _| chosen(list.into_array()?, arguments.first()?, arguments.get(1)?)),
        value("where_exp", |list, arguments, runtime| {
            fitting(list.into_array()?, arguments.first()?, arguments.get(1)?, runtime)
        }),
        text("text_alone", same),
        text("absolute_url", same),
        // That of the library leaves the other letters as they are.
        text("capitalize", |text, _| Some(wellpress_foundation::text::upper_first(&text.to_lowercase()))),
        text("cgi_escape", same),
        text("encode_email", same),
        text("markdownify", same),
        text("normalize_whitespace", |text, _| Some(text.split_whitespace().collect::<Vec<_>>().join(" "))),
        text("relative_url", same),
        text("smartify", same),
        text("truncate", truncated),
        text("uri_escape", same),
        text("date", |day, arguments| written_day(day, arguments.first()?)),
        text("date_to_long_string", |day, arguments| written_day(day, "%d %B %Y").filter(|_| arguments.is_empty())),
        text("date_to_string", |day, arguments| written_day(day, "%d %b %Y").filter(|_| arguments.is_empty())),
        text("date_to_xmlschema", |day, _| Some(crate::dates::day(day)?.to_string())),
    ]
}

/// A filter that fails where Jekyll would show something else, and for a value that is too large: a text that is put into itself again
/// and again fills all memory.
#[derive(Clone)]
struct Bounded(Box<dyn ParseFilter>);

impl ParseFilter for Bounded {
    fn parse(&self, arguments: FilterArguments<'_>) -> Result<Box<dyn Filter>> {
        Ok(Box::new(BoundedUse { name: self.reflection().name().to_owned(), filter: self.0.parse(arguments)? }))
    }

    fn reflection(&self) -> &dyn FilterReflection {
        self.0.reflection()
    }
}

#[derive(Debug)]
struct BoundedUse {
    name: String,
    filter: Box<dyn Filter>,
}

impl fmt::Display for BoundedUse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.filter, formatter)
    }
}

impl Filter for BoundedUse {
    fn evaluate(&self, input: &dyn ValueView, runtime: &dyn Runtime) -> Result<Value> {
        let (name, input) = (self.name.as_str(), input.to_value());
        let is_whole = |value: &Value| value.type_name() == "whole number";
        let text = input.to_kstr();
        // The library counts bytes, cuts fractions, and divides down to zero.
        let is_other = match name {
            "size" | "slice" => input.is_scalar() && !text.is_ascii(),
            "first" | "last" => input.is_scalar(),
            "join" | "uniq" | "compact" => input
                .as_array()
                .is_some_and(|values| values.values().any(|value| value.is_array() || value.is_object())),
            "divided_by" | "modulo" => text.starts_with('-'),
            _ => false,
        };
        if is_too_large(&input) || is_other {
            return Err(Error::with_msg("nobody knows what this filter makes of the value"));
        }
        let value = self.filter.evaluate(&input, runtime)?;
        match has_word(SUMS, name) && !(is_whole(&input) && is_whole(&value)) {
            true => Err(Error::with_msg("only whole numbers are reckoned with")),
            false => Ok(value),
        }
    }
}

/// Keeps a value for a tag that is read later, and gives its name.
fn kept(value: Value, runtime: &dyn Runtime) -> Value {
    let count = runtime.get_index(KEPT).and_then(|count| count.as_scalar()?.to_integer()).unwrap_or_default() + 1;
    let name = format!("{KEPT}{count}");
    runtime.set_index(KString::from_static(KEPT), Value::scalar(count));
    runtime.set_global(name.clone().into(), value);
    Value::scalar(name)
}

/// The value of a key of an item. A key with points is a path in Jekyll.
fn value_at(item: &Value, key: &str) -> Option<Value> {
    let item = item.as_object().filter(|_| !key.contains('.'))?;
    Some(item.get(key).map_or(Value::Nil, ValueView::to_value))
}

/// The value of a key of an item as a text.
fn text_at(item: &Value, key: &str) -> Option<String> {
    let value = value_at(item, key)?;
    (value.is_nil() || value.is_scalar()).then(|| value.to_kstr().into_string())
}

/// The items of a list by the value of one key, each group with its name, in the order of their first items.
fn grouped(list: Vec<Value>, key: &str) -> Option<Value> {
    let mut groups: Vec<(String, Vec<Value>)> = Vec::new();
    for item in list {
        let name = text_at(&item, key)?;
        match groups.iter_mut().find(|(other, _)| *other == name) {
            Some((_, items)) => items.push(item),
            None => groups.push((name, vec![item])),
        }
    }
    let group = |(name, items): (String, Vec<Value>)| {
        let size = Value::scalar(i64::try_from(items.len()).unwrap_or(i64::MAX));
        let values = [("name", Value::scalar(name)), ("items", Value::Array(items)), ("size", size)];
        Value::Object(values.into_iter().map(|(key, value)| (KString::from_static(key), value)).collect())
    };
    Some(Value::array(groups.into_iter().map(group)))
}

/// The items of a list with this value under a key, or with a list under it that has this value.
fn chosen(list: Vec<Value>, key: &str, wanted: &str) -> Option<Value> {
    let mut items = Vec::new();
    for item in list {
        let value = value_at(&item, key)?;
        let text = value.to_kstr();
        let number = |text: &str| text.parse::<f64>().ok();
        if text != wanted && number(&text).is_some() && number(&text) == number(wanted) {
            // Numbers with two spellings are equal in Jekyll, and texts are not.
            return None;
        }
        let is_wanted = match &value {
            Value::Array(values) => values.iter().any(|value| value.to_kstr() == wanted),
            value => value.is_scalar() && value.to_kstr() == wanted,
        };
        items.extend(is_wanted.then_some(item));
    }
    Some(Value::Array(items))
}

/// A list in its order, or in that of a key: texts by their letters and numbers by their size. Items without the key come first.
fn sorted(list: Vec<Value>, arguments: &[String]) -> Option<Value> {
    let text = |item: &Value| match arguments {
        [] => item.is_scalar().then(|| item.to_kstr().into_string()),
        [key] => text_at(item, key),
        _ => None,
    };
    let mut items = list.into_iter().map(|item| Some((text(&item)?, item))).collect::<Option<Vec<_>>>()?;
    let texts = items.iter().filter(|(text, _)| !text.is_empty());
    let is_number = |(text, item): &&(String, Value)| {
        text.parse::<f64>().is_ok() && (!arguments.is_empty() || item.type_name() != "string")
    };
    let numbers = texts.clone().filter(is_number).count();
    if numbers == 0 {
        items.sort_by(|(one, _), (other, _)| one.cmp(other));
    } else if numbers == texts.count() {
        let number = |text: &str| text.parse().unwrap_or(f64::NEG_INFINITY);
        items.sort_by(|(one, _), (other, _)| number(one).total_cmp(&number(other)));
    } else {
        return None;
    }
    Some(Value::array(items.into_iter().map(|(_, item)| item)))
}

/// The parts of a text as Liquid has them, without empty ones at the end.
fn parts(text: &str, sign: &str) -> Value {
    let mut parts: Vec<String> = match sign {
        " " => text.split_whitespace().map(str::to_owned).collect(),
        "" => text.chars().map(String::from).collect(),
        sign => text.split(sign).map(str::to_owned).collect(),
    };
    while parts.last().is_some_and(String::is_empty) {
        parts.pop();
    }
    Value::array(parts.into_iter().map(Value::scalar))
}

/// A text that is cut to a number of letters, those of the sign at its end among them.
fn truncated(text: &str, arguments: &[String]) -> Option<String> {
    let length: usize = arguments.first().map_or(Some(50), |length| length.parse().ok())?;
    let end = arguments.get(1).map_or("...", String::as_str);
    if text.chars().count() <= length {
        return Some(text.to_owned());
    }
    Some(text.chars().take(length.saturating_sub(end.chars().count())).chain(end.chars()).collect())
}

/// The items of a list that fit a condition, in which they have a name.
fn fitting(list: Vec<Value>, name: &str, condition: &str, runtime: &dyn Runtime) -> Option<Value> {
    if !is_read_alike(condition) {
        return None;
    }
    let test = parser::parse(&format!("{{% if {condition} %}}yes{{% endif %}}"), &LANGUAGE).ok().map(Template::new)?;
    let mut items = Vec::new();
    for item in list {
        let scope: Object = [(KString::from_ref(name), item.clone())].into_iter().collect();
        let mut shown = Bytes(Vec::new());
        test.render_to(&mut shown, &StackFrame::new(runtime, &scope)).ok()?;
        items.extend((!shown.0.is_empty()).then_some(item));
    }
    Some(Value::Array(items))
}

/// Whether Liquid and the library read a condition alike. With both `and` and `or`, Liquid begins at the right and the library with
/// `and`. A comparison with `true`, `false`, `blank` or `empty` can come out otherwise.
pub(super) fn is_read_alike(condition: &str) -> bool {
    let is_between = |sign: char| sign.is_whitespace() || "=!<>".contains(sign);
    let has = |word: &str| condition.split(is_between).any(|other| other == word);
    !(has("and") && has("or") || ["true", "false", "blank", "empty"].into_iter().any(has))
}

/// What a filter of this file makes; `None` where nobody knows what Jekyll makes.
#[derive(Debug, Clone, Copy)]
enum Makes {
    /// A text of a text and arguments.
    Text(fn(&str, &[String]) -> Option<String>),
    /// A value of another and arguments.
    Value(fn(Value, &[String], &dyn Runtime) -> Option<Value>),
}

/// A filter of Jekyll, or one of Liquid that the library reads otherwise.
#[derive(Debug, Clone)]
struct OwnFilter {
    name: &'static str,
    makes: Makes,
}

impl FilterReflection for OwnFilter {
    fn name(&self) -> &str {
        self.name
    }

    fn description(&self) -> &str {
        ""
    }

    fn positional_parameters(&self) -> &'static [ParameterReflection] {
        &[]
    }

    fn keyword_parameters(&self) -> &'static [ParameterReflection] {
        &[]
    }
}

impl ParseFilter for OwnFilter {
    fn parse(&self, arguments: FilterArguments<'_>) -> Result<Box<dyn Filter>> {
        Ok(Box::new(OwnFilterUse { filter: self.clone(), arguments: arguments.positional.collect() }))
    }

    fn reflection(&self) -> &dyn FilterReflection {
        self
    }
}

/// A filter with what it is given.
#[derive(Debug)]
struct OwnFilterUse {
    filter: OwnFilter,
    arguments: Vec<Expression>,
}

impl fmt::Display for OwnFilterUse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.filter.name)
    }
}

impl Filter for OwnFilterUse {
    fn evaluate(&self, input: &dyn ValueView, runtime: &dyn Runtime) -> Result<Value> {
        if input.is_nil() && !matches!(self.filter.name, "list_alone" | "kept") {
            return Ok(Value::Nil);
        }
        let argument = |argument: &Expression| {
            let value = argument.evaluate(runtime)?.into_owned();
            match value.is_nil() {
                true => Err(Error::with_msg("a value is not there")),
                false => Ok(value.to_kstr().into_string()),
            }
        };
        let arguments = self.arguments.iter().map(argument).collect::<Result<Vec<String>>>()?;
        let value = match (self.filter.makes, input.to_value()) {
            (Makes::Text(write), Value::Scalar(text)) => write(text.to_kstr().as_str(), &arguments).map(Value::scalar),
            (Makes::Text(_), _) => None,
            (Makes::Value(make), value) => make(value, &arguments, runtime),
        };
        value.ok_or_else(|| Error::with_msg("this filter writes something that is not known"))
    }
}
