//! What the names in Liquid stand for: values of the page, of the configuration and of data files, and those that a text gives names
//! itself. What Jekyll makes when it builds a site, such as the list of all posts, nobody knows here.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use liquid_core::ValueView;
use liquid_core::error::{Error, Result};
use liquid_core::model::{KString, KStringCow, KStringRef, Object, ScalarCow, Value, ValueCow, try_find};
use liquid_core::runtime::{PartialStore, Registers, Renderable, Runtime};
use serde_json::{Map, Value as Json};

use crate::front_matter;
use crate::source_folder::SourceFolder;
use crate::text::has_word;
use crate::text::scan::replaced;

use super::super::settings::value_of_file;
use super::data::{is_rendered, is_too_large, rows};

/// Values of a page that Jekyll makes.
const MADE_OF_PAGES: &str = "url id content excerpt next previous collection dir path relative_path date title slug permalink \
                             tags categories tag category output draft";

/// Values of a site that Jekyll makes.
const MADE_OF_SITES: &str =
    "posts pages html_pages html_files static_files documents collections categories tags related_posts time github";

/// Values of pages that Jekyll makes, and that a list of pages shows.
const MADE_OF_TEXTS: &str = "url id content excerpt next previous path relative_path output";

/// How the names begin under which values are kept for tags that are read later.
pub(super) const KEPT: &str = "importedvalue";

/// The most names that one piece of a text may look up.
const MOST_LOOKUPS: usize = 10_000;

/// The names of one text.
pub(super) struct Names<'a> {
    source: &'a SourceFolder<'a>,
    config: &'a Map<String, Json>,
    /// The front matter of the page; none in a text that many pages show.
    page: Option<Map<String, Json>>,
    /// What an include was given. A value that nobody knows is none.
    given: Option<BTreeMap<String, Option<Value>>>,
    /// What the text gave names.
    assigned: RefCell<Object>,
    /// Keys that the text asks of records. A record without one of them shows nothing for it.
    keys: BTreeSet<String>,
    /// The lists and maps of the page that were shown.
    shown: RefCell<BTreeSet<String>>,
    asked: RefCell<Asked>,
    /// Data files and collections that were read.
    data: RefCell<BTreeMap<String, Option<Value>>>,
    counters: RefCell<Object>,
    registers: Registers,
    has_other_spelling: Cell<bool>,
    has_switch: Cell<bool>,
}

/// What a piece of a text has asked for.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// A name that nobody knows.
    pub unknown: bool,
    /// A number that is kept as text for its spelling, such as `2.50`, which compares otherwise.
    pub other_spelling: bool,
    /// A word such as `no`, which Jekyll reads as false.
    pub is_switch: bool,
    /// Lists and maps of the page.
    lists: BTreeSet<String>,
    lookups: usize,
}

impl<'a> Names<'a> {
    pub fn of_page(source: &'a SourceFolder<'a>, config: &'a Map<String, Json>, page: Map<String, Json>) -> Self {
        Self::new(source, config, Some(page), None)
    }

    fn new(
        source: &'a SourceFolder<'a>,
        config: &'a Map<String, Json>,
        page: Option<Map<String, Json>>,
        given: Option<BTreeMap<String, Option<Value>>>,
    ) -> Self {
        Self {
            source,
            config,
            page,
            given,
            assigned: RefCell::default(),
            keys: BTreeSet::new(),
            shown: RefCell::default(),
            data: RefCell::default(),
            counters: RefCell::default(),
            registers: Registers::default(),
            asked: RefCell::default(),
            has_other_spelling: Cell::new(false),
            has_switch: Cell::new(false),
        }
    }

    /// Those of a text that this one includes, which is read later: it does not know what this text gave names before it. A text that
    /// is the same on all pages does not know the page either.
    pub fn of_include(&self, given: BTreeMap<String, Option<Value>>, is_shared: bool) -> Self {
        let inner = Self::new(self.source, self.config, self.page.clone().filter(|_| !is_shared), Some(given));
        inner.has_other_spelling.set(self.has_other_spelling.get());
        inner.has_switch.set(self.has_switch.get());
        inner
    }

    /// The value of an argument of an include: a literal, or what was kept under this name when the text came to the tag.
    pub fn kept_value(&self, name: &str) -> Option<Value> {
        match name {
            "true" | "false" => Some(Value::scalar(name == "true")),
            "nil" => Some(Value::Nil),
            name if name.parse::<f64>().is_ok() => {
                Some(self.value(&serde_json::from_str(name).unwrap_or_else(|_| Json::from(name))))
            }
            name => self.assigned.borrow().get(name).filter(|_| name.starts_with(KEPT)).cloned(),
        }
    }

    /// A text with the values in it that were kept for tags which were not read.
    pub fn with_kept_values(&self, text: &str) -> String {
        replaced(text, KEPT, |_, behind| {
            let end = behind.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(behind.len());
            let value = self.kept_value(&format!("{KEPT}{}", &behind[..end]))?;
            let text = if value.is_scalar() { value.to_kstr().into_string() } else { String::new() };
            Some((text, &behind[end..]))
        })
    }

    /// Notes the keys that a text asks of records.
    pub fn ask(&mut self, text: &str) {
        let is_of_name = |sign: char| sign.is_alphanumeric() || matches!(sign, '_' | '-');
        let names = text.split('.').skip(1).map(|part| part.split(|sign| !is_of_name(sign)).next().unwrap_or_default());
        self.keys.extend(names.filter(|name| !name.is_empty() && *name != "size").map(str::to_owned));
    }

    /// Gives a text a name. Without one, nobody knows what the name stands for.
    pub fn assign(&self, name: &str, text: Option<String>) {
        let mut assigned = self.assigned.borrow_mut();
        match text {
            Some(text) => _ = assigned.insert(name.to_owned().into(), Value::scalar(text)),
            None => _ = assigned.remove(name),
        }
    }

    /// All that the text has given names, to come back to it.
    pub fn assigned(&self) -> Object {
        self.assigned.borrow().clone()
    }

    pub fn come_back_to(&self, assigned: Object) {
        self.assigned.replace(assigned);
    }

    /// The lists and maps of the page that were shown.
    pub fn shown(&self) -> Vec<String> {
        let is_list = |key: &&String| {
            self.page
                .as_ref()
                .is_some_and(|page| page.get(*key).is_some_and(|value| value.is_array() || value.is_object()))
        };
        self.shown.borrow().iter().filter(is_list).cloned().collect()
    }

    /// A list of the page, which counts as shown.
    pub fn take_list(&self, key: &str) -> Option<Vec<Json>> {
        let list = self.page.as_ref()?.get(key)?.as_array().cloned()?;
        self.shown.borrow_mut().insert(key.to_owned()).then_some(list)
    }

    /// What was asked for since the last call.
    pub fn take_asked(&self) -> Asked {
        // A value that was read once is asked for again under other names.
        let (other_spelling, is_switch) = (self.has_other_spelling.get(), self.has_switch.get());
        Asked { other_spelling, is_switch, ..self.asked.take() }
    }

    /// The piece that asked for this is shown.
    pub fn show(&self, asked: Asked) {
        self.shown.borrow_mut().extend(asked.lists);
    }

    /// The value at a path; `None` if nobody knows it.
    fn find(&self, path: &[ScalarCow<'_>]) -> Option<Value> {
        let key = |index: usize| path.get(index).map(|part| part.to_kstr().into_string());
        let first = key(0)?;
        if let Some(value) = self.assigned.borrow().get(first.as_str()) {
            return Some(below(value, &path[1..]));
        }
        let second = key(1)?;
        match first.as_str() {
            "include" => {
                let value = self.given.as_ref()?.get(&second);
                value.map_or(Some(Value::Nil), |value| Some(below(value.as_ref()?, &path[2..])))
            }
            "page" => {
                let page = self.page.as_ref()?;
                let value = page.get(&second);
                if value.is_none() && has_word(MADE_OF_PAGES, &second) {
                    return None;
                }
                Some(value.map_or(Value::Nil, |value| below(&self.value(value), &path[2..])))
            }
            "site" if second == "data" => (3..=path.len().min(5)).find_map(|end| {
                let names: Option<Vec<String>> = (2..end).map(key).collect();
                Some(below(&self.data(&names?.join("/"))?, &path[end..]))
            }),
            "site" if second == "baseurl" || second == "url" => Some(Value::scalar(String::new())),
            "site" if self.is_collection(&second) => Some(below(&self.collection(&second)?, &path[2..])),
            "site" => match self.config.get(&second) {
                Some(value) => Some(below(&self.value(value), &path[2..])),
                None if has_word(MADE_OF_SITES, &second) => None,
                None => Some(Value::Nil),
            },
            _ => None,
        }
    }

    fn is_collection(&self, name: &str) -> bool {
        match self.config.get("collections") {
            Some(Json::Object(collections)) => collections.contains_key(name),
            Some(Json::Array(collections)) => collections.iter().any(|collection| collection == name),
            _ => false,
        }
    }

    /// The values in the pages of a collection that has no pages of its own, so that loops alone show them. What Jekyll makes of
    /// pages, nobody knows.
    fn collection(&self, name: &str) -> Option<Value> {
        let folder = format!("_{name}/");
        let settings = self.config.get("collections").and_then(|collections| collections.get(name));
        let has_order = settings.is_some_and(|settings| settings.get("sort_by").or(settings.get("order")).is_some());
        let defaults = self.config.get("defaults").and_then(Json::as_array).into_iter().flatten();
        let mut defaults = defaults.filter_map(|entry| entry.get("values")?.as_object());
        let has_defaults = defaults.any(|values| values.keys().any(|key| self.keys.contains(key)));
        let is_made = has_order || has_defaults || self.keys.iter().any(|key| has_word(MADE_OF_TEXTS, key));
        if is_made || is_rendered(self.config, name) {
            return None;
        }
        self.read_once(&folder, || {
            let texts = self.source.below(&folder).filter_map(|path| self.source.text(path).ok());
            let values = texts.filter(|text| text.starts_with("---")).map(|text| front_matter::divide(&text).values);
            let values = values.filter(|values| values.get("published") != Some(&Json::Bool(false)));
            Some(Value::array(values.map(|values| self.value(&Json::Object(values)))))
        })
    }

    /// A value that is read when it is first asked for. `name` is its data file, or the folder of its collection.
    fn read_once(&self, name: &str, read: impl FnOnce() -> Option<Value>) -> Option<Value> {
        if let Some(value) = self.data.borrow().get(name) {
            return value.clone();
        }
        let value = read();
        self.data.borrow_mut().insert(name.to_owned(), value.clone());
        value
    }

    /// The values of a data file.
    fn data(&self, name: &str) -> Option<Value> {
        self.read_once(name, || {
            let path = |ending: &str| format!("_data/{name}.{ending}");
            let value = ["yml", "yaml", "json"].iter().find_map(|ending| value_of_file(self.source, &path(ending)));
            let tables = [("csv", b','), ("tsv", b'\t')];
            let table = |(ending, sign): &(&str, u8)| rows(&self.source.text(&path(ending)).ok()?, *sign);
            value.or_else(|| tables.iter().find_map(table)).map(|value| self.value(&value))
        })
    }

    /// A value as Liquid has it.
    fn value(&self, value: &Json) -> Value {
        match value {
            Json::Null => Value::Nil,
            Json::Bool(flag) => Value::scalar(*flag),
            Json::Number(number) => {
                let written = number.to_string();
                match (number.as_i64(), number.as_f64()) {
                    (Some(whole), _) => Value::scalar(whole),
                    (None, Some(part)) if part.to_string() == written => Value::scalar(part),
                    _ => self.spelled(written),
                }
            }
            Json::String(text) if text.parse::<f64>().is_ok() => self.spelled(text.trim().to_owned()),
            Json::String(text) => {
                if has_word("yes no on off y n", &text.to_lowercase()) {
                    self.has_switch.set(true);
                }
                Value::scalar(text.trim().to_owned())
            }
            Json::Array(values) => Value::array(values.iter().map(|value| self.value(value))),
            Json::Object(map) => {
                let mut object: Object =
                    map.iter().map(|(key, value)| (KString::from_ref(key), self.value(value))).collect();
                if map.is_empty() || map.values().any(|value| !value.is_array() && !value.is_object()) {
                    for key in self.keys.iter().filter(|key| !map.contains_key(*key)) {
                        object.insert(KString::from_ref(key), Value::Nil);
                    }
                }
                Value::Object(object)
            }
        }
    }

    fn spelled(&self, number: String) -> Value {
        self.has_other_spelling.set(true);
        Value::scalar(number)
    }
}

/// The value at a path below another; nothing if there is none.
fn below(value: &Value, path: &[ScalarCow<'_>]) -> Value {
    if path.is_empty() {
        return value.clone();
    }
    try_find(value, path).map_or(Value::Nil, ValueCow::into_owned)
}

impl Runtime for Names<'_> {
    fn partials(&self) -> &dyn PartialStore {
        &NoTexts
    }

    fn name(&self) -> Option<KStringRef<'_>> {
        None
    }

    fn roots(&self) -> BTreeSet<KStringCow<'_>> {
        BTreeSet::new()
    }

    fn try_get(&self, path: &[ScalarCow<'_>]) -> Option<ValueCow<'_>> {
        // A loop asks for the one around it.
        if path.len() == 1 && path[0].to_kstr() == "forloop" {
            return None;
        }
        let value = self.find(path);
        let mut asked = self.asked.borrow_mut();
        asked.lookups += 1;
        asked.unknown |= value.is_none() || asked.lookups > MOST_LOOKUPS;
        value.map(ValueCow::Owned).filter(|_| asked.lookups <= MOST_LOOKUPS)
    }

    fn get(&self, path: &[ScalarCow<'_>]) -> Result<ValueCow<'_>> {
        // Conditions ask otherwise whether there is a value.
        if let [root, key, behind @ ..] = path
            && root.to_kstr() == "page"
            && behind.last().is_none_or(|last| last.to_kstr() != "size")
        {
            self.asked.borrow_mut().lists.insert(key.to_kstr().into_string());
        }
        self.try_get(path).ok_or_else(|| Error::with_msg("this name is not known"))
    }

    fn set_global(&self, name: KString, value: Value) -> Option<Value> {
        self.asked.borrow_mut().unknown |= is_too_large(&value);
        self.assigned.borrow_mut().insert(name, value)
    }

    fn set_index(&self, name: KString, value: Value) -> Option<Value> {
        self.counters.borrow_mut().insert(name, value)
    }

    fn get_index<'b>(&'b self, name: &str) -> Option<ValueCow<'b>> {
        self.counters.borrow().get(name).cloned().map(ValueCow::Owned)
    }

    fn registers(&self) -> &Registers {
        &self.registers
    }
}

/// Texts of others are not included here, but by who translates the page.
#[derive(Debug)]
struct NoTexts;

impl PartialStore for NoTexts {
    fn contains(&self, _: &str) -> bool {
        false
    }

    fn names(&self) -> Vec<&str> {
        Vec::new()
    }

    fn try_get(&self, _: &str) -> Option<Arc<dyn Renderable>> {
        None
    }

    fn get(&self, _: &str) -> Result<Arc<dyn Renderable>> {
        Err(Error::with_msg("no text has a name"))
    }
}
