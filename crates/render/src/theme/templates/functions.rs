//! What templates can call: filters, tests and functions, those of the template engine and our own.
//!
//! Input: the strings of the theme. Output: the functions, registered with the engine, and the tables from which the manual lists them.
//! A test compares the tables with what is registered.

use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tera::value::Key;
use tera::{Kwargs, State, Tera, Value};

use wellpress_diagnostics::nearest;

use crate::theme::strings::{self, Strings};
use crate::theme::templates::page_selection;

/// A row of the manual: how it is written, and what it does.
pub(crate) struct TemplateFunction {
    /// Its name and its arguments; those in square brackets may be left out.
    pub usage: &'static str,
    pub meaning: &'static str,
}

const fn row(usage: &'static str, meaning: &'static str) -> TemplateFunction {
    TemplateFunction { usage, meaning }
}

/// Written behind a value and `|`.
pub(crate) const FILTERS: [TemplateFunction; 39] = [
    row("abs", "a number without its sign"),
    row("capitalize", "the first letter in upper case, all others in lower case"),
    row(
        "default(value, [boolean])",
        "`value` if the variable is missing; with `boolean=true`, also if it is null, empty, 0 or false",
    ),
    row("escape", "the text escaped for HTML, which printing does by itself"),
    row("escape_html", "the same, also where nothing is escaped by itself"),
    row("escape_xml", "the text escaped for XML"),
    row("first", "the first element of a list; null for an empty one"),
    row("float", "the number in a text"),
    row("get(key, [default])", "the field `key` of a map, else `default`; an error without either"),
    row(
        "group_by(attribute)",
        "a map: the elements of a list by their field `attribute`; those in which it is null are left out",
    ),
    row(
        "indent([width], [indentation], [first], [blank])",
        "each line but the first indented by `width` blanks, 4 if not given",
    ),
    row("int([base])", "the whole number in a text"),
    row("join([sep])", "the elements of a list as one text, with `sep` between them"),
    row("keys", "the names of a map's fields"),
    row("last", "the last element of a list; null for an empty one"),
    row("length", "how many elements a list or a map has, or how many characters a text"),
    row("lower", "the text in lower case"),
    row("newlines_to_br", "line breaks as `<br>`"),
    row("nth(n)", "element `n` of a list, counted from 0; null if there is none"),
    row(
        "pairs",
        "a map as a list of pairs, each with the name at `[0]` and the value at `[1]`: `{% for pair in data.hours \\| pairs %}{{ pair[0] }}: {{ pair[1] }}{% endfor %}`",
    ),
    row(
        "pluralize([singular], [plural])",
        "`singular` for 1, else `plural`; use `t` for words of other languages than English",
    ),
    row("replace(from, to)", "the text with `to` in place of each `from`"),
    row("reverse", "a list or a text backwards"),
    row(
        "round([method], [precision])",
        "a rounded number; `method` is `ceil` or `floor`, `precision` the number of decimals",
    ),
    row("safe", "prints HTML as it is, without escaping it"),
    row("sort([attribute])", "the sorted list, by the field `attribute` of its elements if given"),
    row("split(pat)", "the parts of a text between each `pat`"),
    row("str", "the value as text"),
    row("title", "the first letter of each word in upper case"),
    row("trim([pat])", "the text without blanks, or `pat`, at both ends"),
    row("trim_end([pat])", "the same at the end only"),
    row("trim_start([pat])", "the same at the start only"),
    row("truncate(length, [end])", "the first `length` characters, followed by `end`, which is `…` if not given"),
    row("unique", "a list without repeated elements"),
    row("upper", "the text in upper case"),
    row(
        "urlencode",
        "the text for the query of an address: everything but letters, digits and `-._~/` as `%` and two digits",
    ),
    row("values", "the values of a map's fields"),
    row(
        "where([kind], [folder], [topic], [extra], [value], [limit])",
        "the cards of a list, such as `all_pages`, that meet each condition: of a kind, in a folder or below it, of a topic, with \
         the field `extra` in the front matter, with `value` in that field; at most `limit`. An empty condition counts as none",
    ),
    row("wordcount", "the number of words of a text"),
];

/// Written behind `is` or `is not`.
pub(crate) const TESTS: [TemplateFunction; 17] = [
    row("array", "a list"),
    row("bool", "true or false"),
    row("containing(pat)", "a text, a list or a map with `pat` in it"),
    row("defined", "a variable that exists, even if it is null"),
    row("divisible_by(divisor)", "a number that is a multiple of `divisor`"),
    row("ending_with(pat)", "a text that ends with `pat`"),
    row("even", "an even number"),
    row("float", "a number with decimals"),
    row("integer", "a whole number"),
    row("iterable", "something that `for` can go through"),
    row("map", "a value with fields"),
    row("none", "null"),
    row("number", "a number"),
    row("odd", "an odd number"),
    row("starting_with(pat)", "a text that starts with `pat`"),
    row("string", "a text"),
    row("undefined", "a variable that does not exist"),
];

/// Written by themselves.
pub(crate) const FUNCTIONS: [TemplateFunction; 3] = [
    row("range(end, [start], [step_by])", "the numbers from `start`, 0 if not given, up to but without `end`"),
    row(
        "t(key, ..)",
        "the message `key` of the theme in the language of the page, with further arguments for its variables",
    ),
    row("throw(message)", "stops the build with `message`"),
];

/// What `urlencode` leaves as it is: the unreserved characters of RFC 3986, and `/`, which means nothing in a query.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// Registers our own functions beside those of the engine, some of which they replace.
pub(crate) fn register(tera: &mut Tera, strings: &Arc<Strings>) {
    let strings = strings.clone();
    tera.register_function("t", move |arguments: Kwargs, state: &State<'_>| translate(&strings, &arguments, state));
    tera.register_filter("safe", safe);
    tera.register_filter("where", page_selection::select);
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
    if let Some(text) = strings.plain(language, key) {
        return Ok(Value::from(text));
    }
    if let Some(text) = simple_values(arguments).and_then(|values| strings.format_simple(language, key, &values)) {
        return Ok(Value::from(text));
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
        Some(text) => Ok(Value::from(&*text)),
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
    use crate::theme::templates::functions::{FILTERS, FUNCTIONS, TESTS, TemplateFunction, register};

    fn tera() -> Tera {
        let mut tera = Tera::default();
        register(&mut tera, &Arc::new(Strings::new(Vec::new())));
        tera
    }

    fn names(rows: &[TemplateFunction]) -> Vec<&'static str> {
        rows.iter().map(|row| row.usage.split('(').next().unwrap()).collect()
    }

    /// The engine tells how many there are of each, and refuses a template with a name that it does not know.
    #[test]
    fn the_tables_have_exactly_what_is_registered() {
        let tera = tera();
        let words = format!("{tera:?}");
        for (kind, rows) in [("filters", &FILTERS[..]), ("tests", &TESTS), ("functions", &FUNCTIONS)] {
            assert!(words.contains(&format!(" {kind}: {},", rows.len())), "{kind}: {words}");
            let names = names(rows);
            assert!(names.is_sorted_by(|a, b| a < b), "{names:?}");
        }
        let filters = names(&FILTERS).into_iter().map(|name| format!("{{{{ x | {name} }}}}"));
        let tests = names(&TESTS).into_iter().map(|name| format!("{{% if x is {name} %}}{{% endif %}}"));
        let functions = names(&FUNCTIONS).into_iter().map(|name| format!("{{{{ {name}() }}}}"));
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
