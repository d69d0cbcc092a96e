//! `setting-deprecated`: the settings have a key or a value that another one replaced.

use wellpress_diagnostics::{Diagnostic, rules};

use crate::config::Config;

/// A finding for each deprecated setting, at its key.
pub(super) fn find(config: &Config) -> impl Iterator<Item = Diagnostic> {
    config.deprecated.iter().map(|setting| {
        let message = format!("`{}` is deprecated: it is called `{}` now", setting.old, setting.new);
        let help = format!("write `{}`; a later version will not know `{}`", setting.new, setting.old);
        Diagnostic::new(&rules::SETTING_DEPRECATED, config.location_of_key(setting.key), message).help(help)
    })
}
