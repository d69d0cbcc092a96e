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

use super::data::written_day;

/// The most bytes that a piece may write.
const MOST_BYTES: usize = 8_000_000;

/// What a piece writes, up to a bound.
#[derive(Default)]
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
    let blocks: [Box<dyn ParseBlock>; 7] = [
        stdlib::CaptureBlock.into(),
        stdlib::CaseBlock.into(),
        stdlib::CommentBlock.into(),
        stdlib::ForBlock.into(),
        stdlib::IfBlock.into(),
        stdlib::IfChangedBlock.into(),
        stdlib::UnlessBlock.into(),
    ];
    for block in blocks {
        language.blocks.register(block.reflection().start_tag().to_owned(), block);
    }
    let table_row: Box<dyn ParseBlock> = stdlib::TableRowBlock.into();
    language.blocks.register(table_row.reflection().start_tag().to_owned(), table_row);
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
        stdlib::Map.into(),
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
        stdlib::Split.into(),
        stdlib::Strip.into(),
        stdlib::StripHtml.into(),
        stdlib::StripNewlines.into(),
        stdlib::Times.into(),
        stdlib::Truncate.into(),
        stdlib::TruncateWords.into(),
        stdlib::Uniq.into(),
        stdlib::Upcase.into(),
        stdlib::UrlDecode.into(),
        stdlib::UrlEncode.into(),
        stdlib::Where.into(),
    ]
}

fn filters_of_jekyll() -> Vec<Box<dyn ParseFilter>> {
    let same = |text: &str, _: Option<&str>| Some(text.to_owned());
    let text = |name, write| Box::new(OwnFilter { name, makes: Makes::Text(write) }) as Box<dyn ParseFilter>;
    let list = |name, make| Box::new(OwnFilter { name, makes: Makes::List(make) }) as Box<dyn ParseFilter>;
    vec![
        jekyll::ArrayToSentenceString.into(),
        jekyll::Pop.into(),
        jekyll::Push.into(),
        jekyll::Shift.into(),
        jekyll::Slugify.into(),
        jekyll::Sort.into(),
        jekyll::Unshift.into(),
        list("group_by", |list, arguments, _| grouped(list, arguments.first()?)),
        list("list_alone", |list, _, _| Some(Value::Array(list))),
        list("list_or_nothing", |list, _, _| Some(Value::Array(list))),
        list("where_exp", |list, arguments, runtime| fitting(list, arguments.first()?, arguments.get(1)?, runtime)),
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
        text("uri_escape", same),
        text("date", |day, pattern| written_day(day, pattern?)),
        text("date_to_long_string", |day, _| written_day(day, "%d %B %Y")),
        text("date_to_string", |day, _| written_day(day, "%d %b %Y")),
        text("date_to_xmlschema", |day, _| Some(crate::dates::day(day)?.to_string())),
    ]
}

/// How much a value has, as bytes of its texts.
pub(super) fn size(value: &Value) -> usize {
    match value {
        Value::Scalar(text) => text.to_kstr().len(),
        Value::Array(values) => values.iter().map(|value| 1 + size(value)).sum(),
        Value::Object(values) => values.values().map(|value| 1 + size(value)).sum(),
        _ => 0,
    }
}

/// Whether a value is so large that no person gives it a name or a filter.
pub(super) fn is_too_large(value: &Value) -> bool {
    const MOST_OF_TEXT: usize = 20_000;
    const MOST_OF_LIST: usize = 5_000_000;
    size(value) > if value.is_scalar() { MOST_OF_TEXT } else { MOST_OF_LIST }
}

/// A filter that fails for what is too large. A text that is put into itself again and again fills all memory.
#[derive(Clone)]
struct Bounded(Box<dyn ParseFilter>);

impl ParseFilter for Bounded {
    fn parse(&self, arguments: FilterArguments<'_>) -> Result<Box<dyn Filter>> {
        Ok(Box::new(BoundedUse(self.0.parse(arguments)?)))
    }

    fn reflection(&self) -> &dyn FilterReflection {
        self.0.reflection()
    }
}

#[derive(Debug)]
struct BoundedUse(Box<dyn Filter>);

impl fmt::Display for BoundedUse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}

impl Filter for BoundedUse {
    fn evaluate(&self, input: &dyn ValueView, runtime: &dyn Runtime) -> Result<Value> {
        match is_too_large(&input.to_value()) {
            true => Err(Error::with_msg("the value is too large")),
            false => self.0.evaluate(input, runtime),
        }
    }
}

/// The items of a list by the value of one key, each group with its name, in the order of their first items.
fn grouped(list: Vec<Value>, key: &str) -> Option<Value> {
    let mut groups: Vec<(Value, Vec<Value>)> = Vec::new();
    for item in list {
        let name = item.as_object()?.get(key).map_or(Value::Nil, ValueView::to_value);
        match groups.iter_mut().find(|(other, _)| *other == name) {
            Some((_, items)) => items.push(item),
            None => groups.push((name, vec![item])),
        }
    }
    let group = |(name, items): (Value, Vec<Value>)| {
        let size = Value::scalar(i64::try_from(items.len()).unwrap_or(i64::MAX));
        let values = [("name", name), ("items", Value::Array(items)), ("size", size)];
        Value::Object(values.into_iter().map(|(key, value)| (KString::from_static(key), value)).collect())
    };
    Some(Value::array(groups.into_iter().map(group)))
}

/// The items of a list that fit a condition, in which they have a name.
fn fitting(list: Vec<Value>, name: &str, condition: &str, runtime: &dyn Runtime) -> Option<Value> {
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

/// What a filter of ours makes. It fails where nobody knows that.
#[derive(Debug, Clone, Copy)]
enum Makes {
    /// A text of a text and an argument.
    Text(fn(&str, Option<&str>) -> Option<String>),
    /// A value of a list and arguments.
    List(fn(Vec<Value>, &[String], &dyn Runtime) -> Option<Value>),
}

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
        if input.is_nil() && self.filter.name != "list_alone" {
            return Ok(Value::Nil);
        }
        let arguments = self.arguments.iter().map(|argument| Ok(argument.evaluate(runtime)?.to_kstr().into_string()));
        let arguments = arguments.collect::<Result<Vec<String>>>()?;
        let value = match (self.filter.makes, input.to_value()) {
            (Makes::Text(write), Value::Scalar(text)) => {
                write(text.to_kstr().as_str(), arguments.first().map(String::as_str)).map(Value::scalar)
            }
            (Makes::List(make), Value::Array(list)) => make(list, &arguments, runtime),
            _ => None,
        };
        value.ok_or_else(|| Error::with_msg("this filter writes something that is not known"))
    }
}
