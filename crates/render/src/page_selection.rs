//! The filter `where` of templates: from a list of cards, those of a kind, a folder, a topic or with a field in `extra`.

use tera::value::Key;
use tera::{Error, Kwargs, State, TeraResult, Value};

use wellpress_diagnostics::nearest;
use wellpress_site::discover::ContentKind;

const ARGUMENTS: [&str; 6] = ["kind", "folder", "topic", "extra", "value", "limit"];

/// The cards that meet every condition. A condition that is an empty text or null counts as none.
pub(super) fn select(cards: Value, arguments: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let cards = cards.as_array().ok_or_else(|| Error::message("`where` stands behind a list of pages"))?;
    let selection = Selection::read(&arguments)?;
    let selected: Vec<Value> = cards.iter().filter(|card| selection.has(card)).cloned().collect();
    match selection.topic {
        Some(topic) if selected.is_empty() => check_topic(topic, cards)?,
        _ => {}
    }
    let limit = selection.limit.unwrap_or(selected.len());
    Ok(Value::from(selected.into_iter().take(limit).collect::<Vec<_>>()))
}

struct Selection<'a> {
    kind: Option<&'a str>,
    folder: Option<&'a str>,
    topic: Option<&'a str>,
    extra: Option<&'a str>,
    value: Option<&'a Value>,
    limit: Option<usize>,
}

impl<'a> Selection<'a> {
    fn read(arguments: &'a Kwargs) -> TeraResult<Self> {
        if let Some(unknown) =
            arguments.iter().filter_map(|(name, _)| name.as_str()).find(|name| !ARGUMENTS.contains(name))
        {
            return Err(with_hint(format!("`where` has no argument `{unknown}`"), unknown, &ARGUMENTS));
        }
        let text = |name| Ok::<_, Error>(arguments.get::<&str>(name)?.filter(|text| !text.is_empty()));
        let value = arguments.iter().find(|(name, _)| name.as_str() == Some("value")).map(|(_, value)| value);
        let selection = Self {
            kind: text("kind")?,
            folder: text("folder")?.map(|folder| folder.trim_matches('/')),
            topic: text("topic")?,
            extra: text("extra")?,
            value: value.filter(|value| !value.is_none() && value.as_str() != Some("")),
            limit: arguments.get::<u32>("limit")?.filter(|limit| *limit > 0).map(|limit| limit as usize),
        };
        if let Some(kind) = selection.kind.filter(|kind| ContentKind::find(kind).is_none()) {
            let kinds = ContentKind::ALL.map(ContentKind::name);
            return Err(with_hint(format!("there is no kind of page `{kind}`"), kind, &kinds));
        }
        if selection.value.is_some() && selection.extra.is_none() {
            return Err(Error::message("`value` needs the name of the field: write `where(extra=\"..\", value=..)`"));
        }
        Ok(selection)
    }

    fn has(&self, card: &Value) -> bool {
        let field = |name: &'static str| card.as_map().and_then(|card| card.get(&Key::Str(name)));
        let text = |name| field(name).and_then(Value::as_str).unwrap_or_default();
        let in_folder = |folder: &str| {
            let below = text("folder").strip_prefix(folder);
            below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let has_topic = |topic: &str| {
            let topics = field("topics").and_then(Value::as_array).unwrap_or_default();
            topics.iter().any(|id| id.as_str() == Some(topic))
        };
        let has_extra = |name: &str| {
            let value = field("extra").and_then(|extra| extra.get_from_path(name));
            value.is_some_and(|value| match self.value {
                None => value.is_truthy(),
                Some(wanted) => value == wanted || value.as_array().is_some_and(|values| values.contains(wanted)),
            })
        };
        self.kind.is_none_or(|kind| text("kind") == kind)
            && self.folder.is_none_or(in_folder)
            && self.topic.is_none_or(has_topic)
            && self.extra.is_none_or(has_extra)
    }
}

/// An error if the list has topics, but none with this id.
fn check_topic(topic: &str, cards: &[Value]) -> TeraResult<()> {
    let text = |card: &Value, name: &'static str| {
        card.as_map().and_then(|card| card.get(&Key::Str(name))?.as_str().map(str::to_owned)).unwrap_or_default()
    };
    let topics: Vec<String> =
        cards.iter().filter(|card| text(card, "kind") == "topic").map(|card| text(card, "id")).collect();
    if topics.is_empty() || topics.iter().any(|id| id == topic) {
        return Ok(());
    }
    let topics: Vec<&str> = topics.iter().map(String::as_str).collect();
    Err(with_hint(format!("the site has no published topic `{topic}`"), topic, &topics))
}

fn with_hint(message: String, written: &str, names: &[&str]) -> Error {
    let hint = nearest(written, names.iter().copied()).map(|near| format!("; did you mean `{near}`?"));
    Error::message(format!("{message}{}", hint.unwrap_or_default()))
}
