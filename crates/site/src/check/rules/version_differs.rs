//! `version-differs`: the site names another version of wellpress than the one that builds it.

use wellpress_diagnostics::{Diagnostic, Span, quotable, rules};

use crate::config::{Config, VERSION_FILE};

/// The version of this program; all crates of the workspace have the same.
const THIS: &str = env!("CARGO_PKG_VERSION");

/// A finding at the version in [`VERSION_FILE`], unless it is that of this program or the beginning of it: `0.1` is the same
/// as any `0.1.x`.
pub(super) fn find(config: &Config) -> Option<Diagnostic> {
    let source = config.version_file.as_ref()?;
    let version = source.text.trim();
    let is_same = THIS == version || THIS.strip_prefix(version).is_some_and(|patch| patch.starts_with('.'));
    if is_same {
        return None;
    }
    let start = source.text.len() - source.text.trim_start().len();
    let location = source.locate(Span::new(start..start + version.len()));
    let is_version = version.starts_with(|c: char| c.is_ascii_digit())
        && version.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+'));
    let finding = if is_version {
        let message = format!("the site is built with wellpress {version}, and this is {THIS}");
        let help = format!("install wellpress {version}, or write `{THIS}` into `{VERSION_FILE}` to change over");
        Diagnostic::new(&rules::VERSION_DIFFERS, location, message).help(help)
    } else {
        let message = format!("`{}` is not a version of wellpress", quotable(version));
        let help = format!("write nothing but a version into `{VERSION_FILE}`, such as `{THIS}`");
        Diagnostic::new(&rules::VERSION_DIFFERS, location, message).help(help)
    };
    Some(finding)
}
