//! What templates can call: filters, tests and functions, those of the template engine and our own.
//!
//! Input: the strings of the theme. Output: the functions, registered with the engine. A test compares the tables of the manual,
//! in `docs/templates.md`, with what is registered.

use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tera::value::Key;
use tera::{Kwargs, State, Tera, Value};

use wellpress_diagnostics::nearest;

use crate::theme::strings::{self, Strings};
use crate::theme::templates::{markdown_filter, page_selection};

/// What `urlencode` leaves as it is: the unreserved characters of RFC 3986, and `/`, which means nothing in a query.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// Registers our own functions beside those of the engine, some of which they replace.
pub(crate) fn register(tera: &mut Tera, strings: &Arc<Strings>) {
    let strings = strings.clone();
    tera.register_function("t", move |arguments: Kwargs, state: &State<'_>| translate(&strings, &arguments, state));
    tera.register_filter("safe", safe);
    tera.register_filter("where", page_selection::select);
    tera.register_filter("markdown", markdown_filter::filter);
    tera.register_filter("urlencode", |text: &str, _: Kwargs, _: &State<'_>| {
        utf8_percent_encode(text, ENCODED).to_string()
    });
}

/// The filter `safe`. The engine's own copies the text; this one marks it, which matters for the HTML of a whole page.
fn safe(value: Value, _: Kwargs, _: &State<'_>) -> Value {
    if value.is_string() { value.mark_safe() } else { Value::safe_string(&value.to_string()) }
}

/// The function `t(key="..", count=3)`: a string of the theme in the language of the page.
///
/// Fluent is slow beside copying, so strings without variables and strings that only insert text take shortcuts.
fn translate(strings: &Strings, arguments: &Kwargs, state: &State<'_>) -> tera::TeraResult<Value> {
    let key = arguments.must_get::<&str>("key")?;
    let site = state.get::<Value>("site")?;
    let tag = site.as_ref().and_then(|site| site.as_map()?.get(&Key::Str("language"))?.as_str()).unwrap_or_default();
    let language = strings.language_of(tag);
    let value = |text: &str| Value::from(&*strings.for_template(language, key, text));
    if let Some(text) = strings.plain(language, key) {
        return Ok(value(text));
    }
    if let Some(text) = simple_values(arguments).and_then(|values| strings.format_simple(language, key, &values)) {
        return Ok(value(&text));
    }
    let mut values = fluent_bundle::FluentArgs::new();
    for (name, value) in arguments.iter() {
        let name = name.to_string();
        if let Some(number) = value.as_f64().or_else(|| value.as_i64().map(as_float)) {
            values.set(name, number);
        } else if let Some(text) = value.as_str() {
            values.set(name, text.to_owned());
        }
    }
    match strings.resolve(language, key, Some(&values)) {
        Some(text) => Ok(value(&text)),
        None => {
            let hint = nearest(key, strings.keys(language)).map(|near| format!("; did you mean `{near}`?"));
            Err(tera::Error::message(format!("the theme has no string `{key}`{}", hint.unwrap_or_default())))
        }
    }
}

/// The arguments if all of them are text; `None` if one is a number, whose plural form Fluent has to choose.
fn simple_values(arguments: &Kwargs) -> Option<Vec<(&str, strings::MessageValue<'_>)>> {
    arguments.iter().map(|(name, value)| Some((name.as_str()?, strings::MessageValue::Text(value.as_str()?)))).collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn as_float(number: i64) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tera::Tera;

    use crate::theme::strings::Strings;
    use crate::theme::templates::functions::register;

    fn tera() -> Tera {
        let mut tera = Tera::default();
        register(&mut tera, &Arc::new(Strings::new(Vec::new())));
        tera
    }

    /// The names in the first column of the table below a heading of the manual.
    fn names<'m>(manual: &'m str, heading: &str) -> Vec<&'m str> {
        let section = manual.split_once(&format!("\n### {heading}\n")).unwrap().1;
        let table = section.split("\n### ").next().unwrap();
        let cells = table.lines().filter_map(|line| line.strip_prefix("| `"));
        cells.map(|cell| cell.split(['(', '`']).next().unwrap()).collect()
    }

    /// The engine tells how many there are of each, and refuses a template with a name that it does not know.
    #[test]
    #[expect(clippy::disallowed_methods, reason = "reads a page of the manual, and no site")]
    fn the_tables_of_the_manual_have_exactly_what_is_registered() {
        let manual = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/templates.md")).unwrap();
        let tables = ["Filters", "Tests", "Functions"].map(|heading| (heading, names(&manual, heading)));
        let tera = tera();
        let words = format!("{tera:?}");
        for (heading, names) in &tables {
            let kind = heading.to_lowercase();
            assert!(words.contains(&format!(" {kind}: {},", names.len())), "{kind}: {words}");
            assert!(names.is_sorted_by(|a, b| a < b), "{names:?}");
        }
        let [filters, tests, functions] = tables.map(|(_, names)| names);
        let filters = filters.into_iter().map(|name| format!("{{{{ x | {name} }}}}"));
        let tests = tests.into_iter().map(|name| format!("{{% if x is {name} %}}{{% endif %}}"));
        let functions = functions.into_iter().map(|name| format!("{{{{ {name}() }}}}"));
        for template in filters.chain(tests).chain(functions) {
            let added = tera.clone().add_raw_template("x", &template);
            assert!(added.is_ok(), "{template}: {added:?}");
        }
        assert!(tera.clone().add_raw_template("x", "{{ x | no_such_filter }}").is_err());
    }

    #[test]
    fn an_address_is_encoded_for_a_query() {
        let mut tera = tera();
        tera.add_raw_template("x", "{{ 'https://a.example/ä b/?c=d&e' | urlencode }}").unwrap();
        let text = tera.render("x", &tera::Context::new()).unwrap();
        assert_eq!(text, "https%3A//a.example/%C3%A4%20b/%3Fc%3Dd%26e");
    }
}
