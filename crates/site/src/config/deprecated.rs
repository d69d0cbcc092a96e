//! Settings in: those in an old form move to the form that replaced it. The old forms out, for the rule `setting-deprecated`.

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Source};

use super::settings::{SearchEngine, Settings};
use super::{find_key, wrong};

/// A key of the settings, or a key with a value, that works although another one replaced it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeprecatedSetting {
    /// The key that the settings have. A finding stands at its place.
    pub key: &'static str,
    /// The old form: the key alone, or with its value.
    pub old: &'static str,
    /// The form that replaced it.
    pub new: &'static str,
}

/// Moves the values of deprecated settings to the form that replaced them, and says which those are.
///
/// To deprecate a key, keep its field in [`Settings`] as an option, mark it as deprecated for the JSON Schema, and add a line here.
/// To deprecate a value, do the same with the variant of its enum.
pub(super) fn replace(
    settings: &mut Settings,
    source: &Source,
    findings: &mut Vec<Diagnostic>,
) -> Vec<DeprecatedSetting> {
    let editor = DeprecatedSetting { key: "editor_url", old: "editor_url", new: "editor" };
    let pagefind = DeprecatedSetting { key: "search", old: "search: pagefind", new: "search: built-in" };
    let deprecated = [
        move_value(editor, settings.editor_url.take(), &mut settings.editor, source, findings),
        replace_value(pagefind, SearchEngine::Pagefind, SearchEngine::BuiltIn, &mut settings.search),
    ];
    deprecated.into_iter().flatten().collect()
}

/// Moves the value of an old key, if the settings have one. If they have both keys, nobody knows which is meant.
fn move_value<T>(
    key: DeprecatedSetting,
    old: Option<Located<T>>,
    new: &mut Option<Located<T>>,
    source: &Source,
    findings: &mut Vec<Diagnostic>,
) -> Option<DeprecatedSetting> {
    let value = old?;
    if new.is_some() {
        let message = format!("`{}` is the old name of `{}`, and the settings have both", key.old, key.new);
        findings.push(wrong(find_key(source, key.key), message).help(format!("delete `{}`", key.old)));
        return None;
    }
    *new = Some(value);
    Some(key)
}

/// Replaces the old value of a key.
fn replace_value<T: PartialEq>(setting: DeprecatedSetting, old: T, new: T, value: &mut T) -> Option<DeprecatedSetting> {
    let is_old = *value == old;
    if is_old {
        *value = new;
    }
    is_old.then_some(setting)
}
