//! Settings in: those under an old key move to the key that replaced it. The old keys out, for the rule `setting-deprecated`.

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Source};

use super::settings::Settings;
use super::{find_key, wrong};

/// A key of the settings that works although another one replaced it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeprecatedKey {
    /// The key in the settings.
    pub old: &'static str,
    /// The key that replaced it.
    pub new: &'static str,
}

/// Moves the values of deprecated keys to the keys that replaced them, and says which those are.
///
/// To deprecate a key, keep its field in [`Settings`] as an option, mark it as deprecated for the JSON Schema, and add a line here.
pub(super) fn replace(settings: &mut Settings, source: &Source, findings: &mut Vec<Diagnostic>) -> Vec<DeprecatedKey> {
    let editor = DeprecatedKey { old: "editor_url", new: "editor" };
    let keys = [move_value(editor, settings.editor_url.take(), &mut settings.editor, source, findings)];
    keys.into_iter().flatten().collect()
}

/// Moves the value of an old key, if the settings have one. If they have both keys, nobody knows which is meant.
fn move_value<T>(
    key: DeprecatedKey,
    old: Option<Located<T>>,
    new: &mut Option<Located<T>>,
    source: &Source,
    findings: &mut Vec<Diagnostic>,
) -> Option<DeprecatedKey> {
    let value = old?;
    if new.is_some() {
        let message = format!("`{}` is the old name of `{}`, and the settings have both", key.old, key.new);
        findings.push(wrong(find_key(source, key.old), message).help(format!("delete `{}`", key.old)));
        return None;
    }
    *new = Some(value);
    Some(key)
}
