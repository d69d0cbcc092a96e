//! The filter `where` of templates: from a list of cards, those of a kind, a folder, a topic or with a field in `extra`.

use tera::value::Key;
use tera::{Error, Kwargs, State, TeraResult, Value};

use wellpress_diagnostics::nearest;
use wellpress_site::sections::ContentKind;

const ARGUMENTS: [&str; 6] = ["kind", "folder", "topic", "extra", "value", "limit"];

/// The cards that meet every condition. A condition that is an empty text or null counts as none.
pub(crate) fn select(cards: Value, arguments: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let cards = cards.as_array().ok_or_else(|| Error::message("`where` stands behind a list of pages"))?;
    let selection = PageConditions::read(&arguments)?;
    let selected: Vec<Value> = cards.iter().filter(|card| selection.has(card)).cloned().collect();
    if selected.is_empty() {
        selection.check_names(cards)?;
    }
    let limit = selection.limit.unwrap_or(selected.len());
    Ok(Value::from(selected.into_iter().take(limit).collect::<Vec<_>>()))
}

struct PageConditions<'a> {
    kind: Option<&'a str>,
    folder: Option<&'a str>,
    topic: Option<&'a str>,
    extra: Option<&'a str>,
    value: Option<&'a Value>,
    limit: Option<usize>,
}

impl<'a> PageConditions<'a> {
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
        self.kind.is_none_or(|kind| text(card, "kind") == kind)
            && self.folder.is_none_or(|folder| is_in_folder(card, folder))
            && self.topic.is_none_or(|topic| has_topic(card, topic))
            && self.extra.is_none_or(|name| has_extra(card, name, self.value))
    }

    /// An error if a name is most likely misspelt: a topic that the list does not have though it has topics, or a folder or a field
    /// that no page has though another one has nearly that name.
    fn check_names(&self, cards: &[Value]) -> TeraResult<()> {
        if let Some(topic) = self.topic {
            let topics = cards.iter().filter(|card| text(card, "kind") == "topic").map(|card| text(card, "id"));
            let topics: Vec<&str> = topics.collect();
            if !topics.is_empty() && !topics.contains(&topic) {
                return Err(with_hint(format!("the site has no published topic `{topic}`"), topic, &topics));
            }
        }
        if let Some(folder) = self.folder {
            let folders: Vec<&str> = cards.iter().map(|card| text(card, "folder")).collect();
            let is_parent = |other: &&str| other.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
            if !folders.contains(&folder) && !folders.iter().any(is_parent) {
                check_near(format!("no page is in the folder `{folder}`"), folder, &folders)?;
            }
        }
        if let Some(name) = self.extra {
            let maps = cards.iter().filter_map(|card| field(card, "extra")?.as_map());
            let names: Vec<&str> = maps.flat_map(|map| map.keys()).filter_map(Key::as_str).collect();
            let first = name.split('.').next().unwrap_or(name);
            if !names.contains(&first) {
                check_near(format!("no page has the field `{first}` in `extra`"), first, &names)?;
            }
        }
        Ok(())
    }
}

fn is_in_folder(card: &Value, folder: &str) -> bool {
    let below = text(card, "folder").strip_prefix(folder);
    below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn has_topic(card: &Value, topic: &str) -> bool {
    let topics = field(card, "topics").and_then(Value::as_array).unwrap_or_default();
    topics.iter().any(|id| id.as_str() == Some(topic))
}

/// Whether a field in `extra` has the wanted value, or without one, any that counts as true.
fn has_extra(card: &Value, name: &str, wanted: Option<&Value>) -> bool {
    let value = field(card, "extra").and_then(|extra| extra.get_from_path(name));
    value.is_some_and(|value| match wanted {
        None => value.is_truthy(),
        Some(wanted) => value == wanted || value.as_array().is_some_and(|values| values.contains(wanted)),
    })
}

fn field<'v>(card: &'v Value, name: &'static str) -> Option<&'v Value> {
    card.as_map()?.get(&Key::Str(name))
}

/// The text of a field, empty without one.
fn text<'v>(card: &'v Value, name: &'static str) -> &'v str {
    field(card, name).and_then(Value::as_str).unwrap_or_default()
}

/// An error if one of these names is near to what was written.
fn check_near(message: String, written: &str, names: &[&str]) -> TeraResult<()> {
    match nearest(written, names.iter().copied()) {
        Some(_) => Err(with_hint(message, written, names)),
        None => Ok(()),
    }
}

fn with_hint(message: String, written: &str, names: &[&str]) -> Error {
    let hint = nearest(written, names.iter().copied()).map(|near| format!("; did you mean `{near}`?"));
    Error::message(format!("{message}{}", hint.unwrap_or_default()))
}
