//! `version-differs`: the site names another version of wellpress than the one that builds it.

use wellpress_diagnostics::{Diagnostic, Span, quotable, rules};

use wellpress_site::config::{Config, VERSION_FILE};

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
    let finding = if is_version(version) {
        let message = format!("the site is built with wellpress {version}, and this is {THIS}");
        let help = format!("install wellpress {version}, or write `{THIS}` into `{VERSION_FILE}` to change over");
        Diagnostic::new(&rules::VERSION_DIFFERS, location, message).help(help)
    } else {
        let message = match version.lines().next() {
            Some(first_line) => format!("`{}` is not a version of wellpress", quotable(first_line)),
            None => "the file is empty".to_owned(),
        };
        let help = format!("write nothing but a version into `{VERSION_FILE}`, such as `{THIS}`");
        Diagnostic::new(&rules::VERSION_DIFFERS, location, message).help(help)
    };
    Some(finding)
}

/// Whether a text is one to three numbers with dots between them, perhaps with a part such as `-beta.1`.
fn is_version(text: &str) -> bool {
    let numbers = text.split_once('-').map_or(text, |(numbers, _)| numbers);
    numbers.split('.').count() <= 3 && numbers.split('.').all(is_number) && !text.contains(char::is_whitespace)
}

/// Whether a text is digits, with no `0` before the others.
fn is_number(part: &str) -> bool {
    part.bytes().all(|c| c.is_ascii_digit()) && (part == "0" || part.starts_with(|c| ('1'..='9').contains(&c)))
}

#[cfg(test)]
mod tests {
    use super::is_version;

    #[test]
    fn versions_and_other_texts() {
        for text in ["0", "0.1", "0.1.0", "10.20.30", "0.2.0-beta.1"] {
            assert!(is_version(text), "{text}");
        }
        for text in ["", "latest", "0.1.", ".1", "00.1", "0.1.0.1", "v0.1.0", "0.1.0\n0.2.0", "1,0"] {
            assert!(!is_version(text), "{text}");
        }
    }
}
