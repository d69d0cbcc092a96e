//! [`EditorUrl`]: a link that opens a file at a line in the person's editor, from `editor_url` in the settings.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Editors that are known by name, with what their links look like.
const KNOWN: [(&str, &str); 3] = [
    ("jetbrains", "idea://open?file={file}&line={line}&column={column}"),
    ("vscode", "vscode://file{file}:{line}:{column}"),
    ("zed", "zed://file{file}:{line}:{column}"),
];

/// What runs or shows something in the browser itself, in place of asking the machine for a program.
const FORBIDDEN_SCHEMES: [&str; 7] = ["about", "blob", "data", "file", "filesystem", "javascript", "vbscript"];

/// Beside these, all of a path is encoded, so that no name of a file can add to the link.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A link with holes for file, line and column; its scheme is known to be harmless.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditorUrl(String);

impl EditorUrl {
    /// From an editor's name, or from a link with `{file}` in it.
    ///
    /// # Errors
    /// Says what is wrong with it: a name that is not known, a scheme that does more than open a program.
    pub fn parse(text: &str) -> Result<Self, String> {
        if let Some((_, template)) = KNOWN.iter().find(|(name, _)| *name == text) {
            return Ok(Self((*template).to_owned()));
        }
        if !text.contains("{file}") {
            return Err("it is no editor that is known by name, and has no `{file}`".to_owned());
        }
        let scheme = text.split_once(':').map_or("", |(scheme, _)| scheme);
        if !is_scheme(scheme) || text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err("it is not a link such as `vscode://file{file}:{line}:{column}`".to_owned());
        }
        if FORBIDDEN_SCHEMES.contains(&scheme.to_ascii_lowercase().as_str()) {
            return Err(format!("`{scheme}:` is for the browser itself, not for an editor"));
        }
        Ok(Self(text.to_owned()))
    }

    /// The names that stand for an editor.
    pub fn names() -> impl Iterator<Item = &'static str> {
        KNOWN.iter().map(|(name, _)| *name)
    }

    /// The link to a place in a file, whose path is absolute; line and column count from 1.
    #[must_use]
    pub fn link(&self, file: &str, line: u32, column: u32) -> String {
        let file = file.replace('\\', "/");
        let rooted = if file.starts_with('/') { file } else { format!("/{file}") };
        let (line, column) = (line.to_string(), column.to_string());
        let link = self.0.replace("{line}", &line).replace("{column}", &column);
        link.replace("{file}", &utf8_percent_encode(&rooted, KEPT).to_string())
    }
}

fn is_scheme(text: &str) -> bool {
    let sound = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(sound)
}
