//! `setting-deprecated`: the settings have a key that another one replaced.

use wellpress_diagnostics::{Diagnostic, rules};

use crate::config::Config;

/// A finding for each deprecated key, at the key.
pub(super) fn find(config: &Config) -> impl Iterator<Item = Diagnostic> {
    config.deprecated.iter().map(|key| {
        let message = format!("`{}` is deprecated: it is called `{}` now", key.old, key.new);
        let help = format!("write `{}`; a later version will not know `{}`", key.new, key.old);
        Diagnostic::new(&rules::SETTING_DEPRECATED, config.location_of_key(key.old), message).help(help)
    })
}
