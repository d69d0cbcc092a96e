//! The fields of a form in the settings: what readers type or choose, and what is sent. Their HTML is left to the renderer.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Source, quotable};

use super::mistakes::wrong;

/// A field of a form.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormField {
    /// The name under which the value is sent: a small letter, then small letters, digits, `_` and `-`; not `action`, `append`, `dataset`
    /// or `submit`.
    pub name: Located<String>,
    /// What is typed or chosen.
    #[serde(rename = "type")]
    pub kind: FormFieldKind,
    /// The words above the field.
    pub label: String,
    /// Whether the form cannot be sent without it. A field that may be left empty says so.
    #[serde(default)]
    pub required: bool,
    /// The words of a `choice`, at least two, which are sent as they stand here.
    #[serde(default)]
    pub options: Vec<String>,
}

/// What readers type into a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FormFieldKind {
    /// A line of text.
    Text,
    /// Text of several lines.
    LongText,
    /// One word of a list.
    Choice,
    /// An email address.
    Mail,
}

/// What the script of forms asks of a form. A field of such a name would hide it from the script.
const NAMES_OF_FORMS: [&str; 4] = ["action", "append", "dataset", "submit"];

/// Checks the fields of a form: a receiver could not tell two of one name apart, and readers would meet one without words. `has_consent`
/// says whether the form has a checkbox as well, which has a name of its own.
pub(super) fn check(fields: &[FormField], has_consent: bool, source: &Source, findings: &mut Vec<Diagnostic>) {
    let mut names = BTreeSet::new();
    for field in fields {
        let name = field.name.value.as_str();
        let located = |message: String| wrong(source.locate(field.name.span), message);
        if !is_name(name) {
            let finding = located(format!("`{}` is no name of a field", quotable(name)));
            findings.push(finding.help("begin with a small letter, and go on with small letters, digits, `_` and `-`"));
        } else if NAMES_OF_FORMS.contains(&name) {
            let finding = located(format!("browsers would take the field `{name}` for a part of the form itself"));
            findings.push(finding.help("give the field another name"));
        } else if name == "consent" && has_consent {
            findings.push(
                located("`consent` is the name of the checkbox of this form".to_owned())
                    .help("give the field another name"),
            );
        } else if !names.insert(name) {
            findings.push(located(format!("the form has two fields `{name}`")).help("give one of them another name"));
        }
        if field.label.trim().is_empty() {
            findings.push(
                located(format!("the field `{}` has no words", quotable(name))).help("say in `label` what to fill in"),
            );
        }
        findings.extend(mistake_of_options(field).map(|(message, help)| located(message).help(help)));
    }
}

fn mistake_of_options(field: &FormField) -> Option<(String, &'static str)> {
    let name = quotable(&field.name.value);
    let different: BTreeSet<&str> = field.options.iter().map(|option| option.trim()).collect();
    if field.kind != FormFieldKind::Choice {
        let has_options = !field.options.is_empty();
        return has_options.then(|| {
            (format!("the field `{name}` has options and is no `choice`"), "make it one, or take `options` out")
        });
    }
    if field.options.len() < 2 {
        return Some((format!("there is nothing to choose in the field `{name}`"), "add `options`, at least two"));
    }
    let is_unclear = different.len() < field.options.len() || different.contains("");
    is_unclear.then(|| {
        (format!("two options of the field `{name}` are the same, or one is empty"), "make each a word of its own")
    })
}

fn is_name(name: &str) -> bool {
    let is_of_name = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-');
    name.as_bytes().first().is_some_and(u8::is_ascii_lowercase) && name.bytes().all(is_of_name)
}
