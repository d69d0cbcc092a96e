//! Checks the keys `variables` of the settings and of their languages. What texts do with them is left to the parser of Markdown.

use std::collections::BTreeMap;

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{ControlCharacter, Diagnostic, Source, nearest, quotable};
use wellpress_markdown::variables::is_variable_name;

use super::mistakes::wrong;
use super::settings::Settings;

pub(super) fn check(settings: &Settings, source: &Source, findings: &mut Vec<Diagnostic>) {
    findings.extend(mistakes(&settings.variables, source));
    for language in settings.languages.values() {
        findings.extend(mistakes(&language.variables, source));
        let unknown = language.variables.iter().filter(|(name, _)| !settings.variables.contains_key(*name));
        findings.extend(unknown.map(|(name, value)| {
            let message = format!("the site has no variable `{}`", quotable(name));
            let help = "define it under `variables` of the site, for texts in the other languages";
            let near = nearest(name, settings.variables.keys().map(String::as_str));
            wrong(source.locate(value.span), message).suggest_or(near, help)
        }));
    }
}

fn mistakes<'s>(
    variables: &'s BTreeMap<String, Located<String>>,
    source: &'s Source,
) -> impl Iterator<Item = Diagnostic> + 's {
    variables.iter().filter_map(|(name, value)| {
        let location = source.locate(value.span);
        let text = value.value.as_str();
        if !is_variable_name(name) {
            let message = format!("`{}` is no name of a variable", quotable(name));
            return Some(wrong(location, message).help("begin it with a letter; letters, digits, `-` and `_` follow"));
        }
        if text.trim().contains('\n') {
            let message = format!("the variable `{name}` has several lines");
            let help = "write it on one line; blocks of text belong into `content/snippets`";
            return Some(wrong(location, message).help(help));
        }
        if text != text.trim() || text.is_empty() {
            let message = format!("the variable `{name}` begins or ends with white space, or has no text");
            return Some(wrong(location, message).help("write the text alone, in quotation marks"));
        }
        let control = ControlCharacter::first_in(text)?;
        let message = format!("the variable `{name}` has the {}", control.description());
        Some(wrong(location, message).help("take it out"))
    })
}
