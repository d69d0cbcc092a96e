//! What a YAML mistake means to an author: an error of the parser in, a [`Diagnostic`] in plain words out. Going on with the
//! rest of the document is left to [`decode`](super::decode).

use serde_yaml::Error;
use serde_yaml::budget::BudgetBreach;
use wellpress_foundation::text::lower_first;
use wellpress_foundation::{Day, INVALID_DAY};

use super::lost_text::unclosed_bracket;
use super::white_space::{special_blank, tab_in_indent};
use super::{Dialect, Node, NodeValue, TooDeepKey, is_confined_to_entry, quoted};
use crate::{Diagnostic, Location, Source, Span, nearest};

/// A YAML document at the start of a source.
#[derive(Clone, Copy)]
pub(super) struct Document<'a> {
    pub source: &'a Source,
    /// The part of the source that is YAML.
    pub text: &'a str,
    pub dialect: &'a Dialect<'a>,
}

/// The keys that lead to the map in which an error is, such as `languages.de`. `None` for a map in a list, whose line says which it is,
/// and for the document itself.
fn keys_around(text: &str, at: serde_yaml::Location) -> Option<String> {
    let keys = keys_to(&Node::read(text).ok()?, text, at)?;
    (!keys.is_empty()).then(|| keys.join("."))
}

/// The keys from a value to the map that is at a place or has a key there.
fn keys_to(node: &Node, text: &str, at: serde_yaml::Location) -> Option<Vec<String>> {
    let NodeValue::Map(entries) = &node.value else { return None };
    let is_at = |place: serde_yaml::Location| (place.line(), place.column()) == (at.line(), at.column());
    let name = |key: &Node| key.written(text).map(str::to_owned);
    for (key, value) in entries {
        if let Some(keys) = keys_to(value, text, at) {
            return Some([vec![name(key)?], keys].concat());
        }
        // A key without a value, among others that have maps, is one of these maps without anything in it.
        let is_map = |(_, value): &(Node, Node)| matches!(value.value, NodeValue::Map(_) | NodeValue::Null);
        if is_at(key.location) && matches!(value.value, NodeValue::Null) && entries.iter().all(is_map) {
            return Some(vec![name(key)?]);
        }
    }
    let is_here = is_at(node.location) || entries.iter().any(|(key, _)| is_at(key.location));
    is_here.then(Vec::new)
}

/// The finding about one error. An error without a place is reported at the start of the document.
pub(super) fn describe(document: Document<'_>, error: &Error) -> Diagnostic {
    let Document { source, dialect, .. } = document;
    let parser_location = error.location().filter(|location| location.line() > 0);
    let location = match parser_location {
        Some(location) => source.locate_line(to_index(location.line()), to_index(location.column())),
        None => source.locate(Span::new(0..0)),
    };
    let line = location.line as usize;
    if let Some((location, character)) = special_blank(source, line) {
        let message = format!("the character {character} stands where YAML needs a blank");
        return Diagnostic::new(dialect.syntax, location, message).help("delete it and type a blank");
    }
    match error.without_snippet() {
        Error::SerdeUnknownField { field, expected, .. } => unknown_key(field, expected, location, dialect),
        Error::SerdeUnknownVariant { variant, expected, .. } => {
            Diagnostic::new(dialect.wrong_type, location, format!("`{variant}` is not a value of this key")).suggest_or(
                nearest(variant, expected.iter().copied()),
                format!("write one of {}", quoted_list(expected)),
            )
        }
        Error::SerdeMissingField { field, .. } => {
            // A key missing from a nested map is reported at that map, one missing from the document at its start.
            let is_nested = parser_location.is_some() && location.column > 1;
            let keys = parser_location.filter(|_| is_nested).and_then(|location| keys_around(document.text, location));
            let location = if is_nested { location } else { source.locate(Span::new(0..0)) };
            let (path, place) = match keys {
                Some(keys) => (format!("{keys}.{field}"), format!(" below `{keys}`")),
                None => (field.to_string(), String::new()),
            };
            Diagnostic::new(dialect.required, location, format!("`{path}` is missing from the {}", dialect.name))
                .help(format!("add `{field}: ..`{place}"))
        }
        Error::DuplicateMappingKey { key, .. } => duplicate_key(source, dialect, key.as_deref(), location),
        Error::Message { msg, .. } => described_by_reader(msg, location, dialect),
        Error::SerdeInvalidType { unexpected, expected, .. }
        | Error::SerdeInvalidValue { unexpected, expected, .. } => {
            Diagnostic::new(dialect.wrong_type, location, format!("expected {expected}, found {unexpected}"))
        }
        other_error => {
            let (message, help) = in_plain_words(other_error);
            let help = right_form(source, other_error, &location, dialect)
                .or_else(|| right_boolean(source, other_error, &location))
                .unwrap_or_else(|| help.to_owned());
            // The parser reports a tab at the end of the value above it.
            let location = match message == TAB_MESSAGE {
                true => tab_in_indent(source, line).unwrap_or(location),
                false => location,
            };
            match is_confined_to_entry(other_error) {
                true => Diagnostic::new(dialect.wrong_type, location, message).help(help),
                false => broken(document, location, &message, &help),
            }
        }
    }
}

/// The finding about text that is no YAML. A bracket that is not closed is reported at its own line, and not where the parser met
/// the end of the text or the next key.
fn broken(document: Document<'_>, location: Location, message: &str, help: &str) -> Diagnostic {
    let Document { source, text, dialect } = document;
    if let Some(line) = unclosed_bracket(text) {
        let message = format!("the {} cannot be read: a bracket in this line is not closed", dialect.name);
        return Diagnostic::new(dialect.syntax, source.locate_line(line, 1), message)
            .help("close it, or put the value in quotes");
    }
    Diagnostic::new(dialect.syntax, location, format!("the {} cannot be read: {message}", dialect.name))
        .help(help.to_owned())
}

/// A key of another program is named with its counterpart: `lastmod` looks like `last_reviewed`, and means `updated`.
fn unknown_key(key: &str, expected: &[&str], location: Location, dialect: &Dialect) -> Diagnostic {
    let is_at_top = location.column == 1;
    let finding =
        Diagnostic::new(dialect.unknown_key, location, format!("unknown key `{key}` in the {}", dialect.name));
    let is_too_deep = |entry: &&TooDeepKey| entry.key == key && entry.keys_below == expected;
    if let Some(TooDeepKey { help, .. }) = dialect.too_deep_keys.iter().find(is_too_deep) {
        return finding.help(*help);
    }
    let counterpart =
        dialect.foreign_keys.iter().find(|(keys, _)| keys.contains(&key)).map(|(_, counterpart)| *counterpart);
    let without =
        dialect.keys_without_counterpart.iter().find(|(keys, _)| keys.contains(&key) && !expected.contains(&key));
    if let Some((_, help)) = without {
        return finding.help(*help);
    }
    let declared = if is_at_top { dialect.declared_keys } else { &[] };
    let keys: Vec<&str> = expected.iter().chain(declared).copied().collect();
    match counterpart.filter(|counterpart| expected.contains(counterpart)) {
        Some("permalink") => finding.help(
            "write the whole address from `/` as `permalink`, or its last part as `slug`, and former addresses under `aliases`",
        ),
        Some(counterpart) => finding.help(format!("write it as `{counterpart}`")),
        None => {
            finding.suggest_or(nearest(key, keys.iter().copied()), format!("the keys here are {}", quoted_list(&keys)))
        }
    }
}

/// The line as it has to be, if one word stands where a list or a map belongs: `hero: {src: path.png, alt: ".."}`.
fn right_form(source: &Source, error: &Error, location: &Location, dialect: &Dialect) -> Option<String> {
    let Error::Unexpected { expected: expected @ ("sequence start" | "mapping start"), .. } = error else {
        return None;
    };
    let line = source.text.lines().nth((location.line as usize).checked_sub(1)?)?;
    let (offset, _) = line.char_indices().nth((location.column as usize).checked_sub(1)?)?;
    let (before, written) = (line[..offset].trim(), line[offset..].trim_end());
    // A value in brackets or braces, or of several lines, is more than a word.
    let key = before.strip_suffix(':').filter(|key| !key.contains([':', '{', '[', ' ']))?;
    if written.is_empty() || written.starts_with(['[', '{', '|', '>', '&', '*', '!', '-']) || written.contains(" #") {
        return None;
    }
    let is_plain = written.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/'));
    let value = if is_plain || written.starts_with(['"', '\'']) { written.to_owned() } else { quoted(written) };
    let form = dialect.value_forms.iter().find(|(known_key, _)| *known_key == key).map(|(_, form)| *form);
    let form_of_entry = form.and_then(|form| form.strip_prefix('[')?.strip_suffix(']'));
    let entries = match form_of_entry.filter(|_| is_list_of_names(written)) {
        Some(form) => {
            let entries: Vec<String> = written.split(", ").map(|name| filled_form(form, &quoted(name))).collect();
            Some(entries.join(", "))
        }
        None if form.is_none() && *expected == "sequence start" && is_list_of_names(written) => {
            Some(written.to_owned())
        }
        None => None,
    };
    if let Some(entries) = entries {
        return Some(format!("write `{key}: [{entries}]`"));
    }
    let form = form.or((*expected == "sequence start").then_some("[VALUE]"))?;
    Some(format!("write `{key}: {}`", filled_form(form, &value)))
}

/// Whether a value is several names between commas, `neck, back pain`, and no sentence.
fn is_list_of_names(value: &str) -> bool {
    value.contains(", ") && value.split(", ").all(is_name)
}

fn is_name(text: &str) -> bool {
    (1..=3).contains(&text.split_whitespace().count())
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
}

/// What to write in place of `yes` or `off`, which other programs read as true or false.
fn right_boolean(source: &Source, error: &Error, location: &Location) -> Option<String> {
    let Error::InvalidBooleanStrict { .. } = error else { return None };
    let line = source.text.lines().nth((location.line as usize).checked_sub(1)?)?;
    let value: String = line.chars().skip(location.column as usize - 1).take_while(|c| c.is_alphanumeric()).collect();
    let right = match value.to_ascii_lowercase().as_str() {
        "yes" | "y" | "on" | "true" | "1" => "true",
        "no" | "n" | "off" | "false" | "0" => "false",
        _ => return None,
    };
    Some(format!("write `{right}`"))
}

/// The form with the value in it. A day goes where a day belongs, and of `10 times` the number where a number belongs; `true` and
/// `false` say nothing that could be kept.
fn filled_form(form: &str, value: &str) -> String {
    const DAY: &str = "YYYY-MM-DD";
    const NUMBER: &str = "NUMBER";
    let number = value.trim_start_matches(['"', '\'']);
    let number = number.split(|c: char| !(c.is_ascii_digit() || c == '-')).next().unwrap_or_default();
    match value {
        _ if form.contains(NUMBER) && number.starts_with(|c: char| c.is_ascii_digit()) => form.replace(NUMBER, number),
        "true" | "false" => form.replace("VALUE", "\"..\""),
        day if form.contains(DAY) && Day::parse(day).is_some() => form.replace("VALUE", "\"..\"").replace(DAY, day),
        _ => form.replace("VALUE", value),
    }
}

/// The finding about an error of a `Deserialize` of our own, whose words say to which rule it belongs.
fn described_by_reader(words: &str, location: Location, dialect: &Dialect) -> Diagnostic {
    if let Some(message) = words.strip_prefix(INVALID_DAY) {
        Diagnostic::new(dialect.date, location, message).help("write a day as YYYY-MM-DD")
    } else {
        Diagnostic::new(dialect.wrong_type, location, words)
    }
}

/// A line or column of the parser; one that does not fit into memory stands for none.
pub(super) fn to_index(number: u64) -> usize {
    usize::try_from(number).unwrap_or_default()
}

/// What is wrong with a document and what to do about it, in words for authors who have never heard of scalars. Public for
/// other readers of YAML, which report such errors in their own way.
///
/// ```
/// use wellpress_diagnostics::yaml::in_plain_words;
///
/// let error = serde_yaml::from_str::<Vec<u8>>("a: 1").unwrap_err();
/// let (message, help) = in_plain_words(error.without_snippet());
/// assert_eq!(message, "a list belongs here");
/// assert!(help.starts_with("write it in brackets"));
/// ```
pub fn in_plain_words(error: &Error) -> (String, &'static str) {
    let (message, help) = match error {
        Error::Unexpected { expected: "sequence start", .. } => (
            "a list belongs here",
            "write it in brackets, such as `[one, two]`, or each on a line of its own behind `- `",
        ),
        Error::Unexpected { expected: "mapping start", .. } => {
            ("keys with values belong here", "write each as `key: value`, below this key and indented")
        }
        Error::Unexpected { expected: "string scalar", .. } | Error::NullIntoString { .. } => {
            ("a text belongs here", "write it behind the colon, in quotes where it begins with a sign")
        }
        Error::ExternallyTaggedEnumExpectedScalarOrMapping { .. }
        | Error::ExpectedStringKeyForExternallyTaggedEnum { .. } => {
            ("one word belongs here, out of a few", "write it alone, without brackets")
        }
        Error::InvalidBooleanStrict { .. } => ("`true` or `false` belongs here", "write it without quotes"),
        Error::InvalidScalar { ty, .. } if ty.starts_with(['i', 'u']) => {
            ("a whole number belongs here", "write it in digits, without quotes")
        }
        Error::Budget { breach: BudgetBreach::Anchors { .. } | BudgetBreach::Aliases { .. }, .. }
        | Error::UnknownAnchor { .. } => (
            "`&` and `*` at the start of a value stand for other values, which are not read here",
            "write the value out, or put it in quotes",
        ),
        Error::Budget { breach: BudgetBreach::Depth { .. }, .. } => {
            ("it nests too deeply", "write it in fewer than 32 levels")
        }
        Error::Budget { .. } => ("it is too long", "write fewer than 20,000 values"),
        Error::Eof { .. } => ("it is empty", "write its keys, each as `key: value`"),
        other => return syntax_in_plain_words(first_line(other)),
    };
    (message.to_owned(), help)
}

const TAB_MESSAGE: &str = "a tab stands where blanks belong";

/// The parser's own words for a mistake of syntax; other words for the mistakes that authors make often.
fn syntax_in_plain_words(parser_words: String) -> (String, &'static str) {
    let (message, help) = match parser_words.as_str() {
        words if words.starts_with("mapping values are not allowed") => (
            "a second colon with a blank behind it stands in the line, or this line is indented too far",
            "put a text with a colon in quotes, and begin each key below the one above it",
        ),
        words if words.starts_with("tabs disallowed") || words.ends_with("found a tab") => {
            (TAB_MESSAGE, "indent with blanks")
        }
        words if words.starts_with("invalid indentation in multiline quoted") => {
            ("a quote above is not closed", "close it, or take it out")
        }
        words if words.starts_with("multiple YAML documents") => {
            ("a second document begins here, and nothing of it would be read", "take out the line `---` or `...`")
        }
        words if words.starts_with("unexpected character") => {
            ("a text begins with a sign that means something else here", "put the text in quotes")
        }
        _ => return (parser_words, "look for a quote or a bracket that is not closed, and for a wrong indent"),
    };
    (message.to_owned(), help)
}

/// A key that occurs twice in one map, with both places.
fn duplicate_key(source: &Source, dialect: &Dialect, key: Option<&str>, location: Location) -> Diagnostic {
    let first = key.and_then(|key| same_key_above(source, key, &location));
    let message = format!("`{}` is there twice", key.unwrap_or("this key"));
    let finding = Diagnostic::new(dialect.syntax, location, message);
    match first {
        Some(first) => finding
            .help(format!("keep one of the two; the other is in line {}", first.line))
            .related(first, "the other one"),
        None => finding.help("keep one of the two"),
    }
}

/// The nearest line above that has the same key in the same column. The parser does not tell where the first key is; a
/// key of another map may stand in the same column too, but that map lies further up.
fn same_key_above(source: &Source, key: &str, location: &Location) -> Option<Location> {
    let (line, column) = (location.line as usize, location.column as usize);
    let lines_above: Vec<&str> = source.text.lines().take(line.checked_sub(1)?).collect();
    let index = lines_above.iter().rposition(|line_text| has_key_at(line_text, key, column))?;
    Some(source.locate_line(index + 1, column))
}

/// Whether a line has this key at this column (from 1), behind nothing but blanks and the hyphen of a list.
fn has_key_at(line_text: &str, key: &str, column: usize) -> bool {
    let Some((offset, _)) = line_text.char_indices().nth(column - 1) else { return false };
    let (indent, content) = line_text.split_at(offset);
    indent.chars().all(|c| c == ' ' || c == '-')
        && content.strip_prefix(key).is_some_and(|behind_key| behind_key.trim_start().starts_with(':'))
}

fn first_line(error: &Error) -> String {
    let text = error.without_snippet().to_string();
    let line = text.lines().next().unwrap_or_default();
    // The finding has a place of its own.
    let line = line.split(" at line ").next().unwrap_or(line);
    lower_first(line)
}

fn quoted_list(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::{Node, keys_to};

    /// The path to the map in which the place is, which `|` marks.
    fn path(text: &str) -> Option<String> {
        let before = text.split('|').next().unwrap();
        let (line, column) =
            (before.matches('\n').count() + 1, before.rsplit('\n').next().unwrap().chars().count() + 1);
        let text = text.replace('|', "");
        let root = Node::read(&text).unwrap();
        let mut places = Vec::new();
        collect(&root, &mut places);
        let at = places.into_iter().find(|at| (at.line(), at.column()) == (line as u64, column as u64));
        keys_to(&root, &text, at.unwrap_or_else(|| panic!("{line}:{column}"))).map(|keys| keys.join("."))
    }

    fn collect(node: &Node, places: &mut Vec<serde_yaml::Location>) {
        places.push(node.location);
        if let super::NodeValue::Map(entries) = &node.value {
            entries.iter().for_each(|(key, value)| {
                places.push(key.location);
                collect(value, places);
            });
        }
    }

    #[test]
    fn a_place_in_nested_maps_has_a_path() {
        assert_eq!(path("a: 1\nlanguages:\n  de: {|description: D}\n").as_deref(), Some("languages.de"));
        assert_eq!(path("a: 1\nlanguages:\n  |de:\n  fr: {title: F}\n").as_deref(), Some("languages.de"));
        assert_eq!(path("a: {b: 1, |c: }\n").as_deref(), Some("a"));
        assert_eq!(path("a: [{b: 1}]\n|c: 1\n").as_deref(), Some(""));
    }
}
