//! `editor` of the settings in, an [`EditorUrl`] out, which makes links that open a file at a line in the author's editor.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The links of editors that the settings can name.
const EDITORS: [(&str, &str); 3] = [
    ("jetbrains", "idea://open?file={file}&line={line}&column={column}"),
    ("vscode", "vscode://file{file}:{line}:{column}"),
    ("zed", "zed://file{file}:{line}:{column}"),
];

/// Schemes that the browser opens itself instead of starting a program. A link with one could run a script in the preview.
const FORBIDDEN_SCHEMES: [&str; 7] = ["about", "blob", "data", "file", "filesystem", "javascript", "vbscript"];

/// The characters of a path that stay as they are. All others are encoded, so that a file's name cannot add a parameter to the
/// link.
const UNESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A link with the placeholders `{file}`, `{line}` and `{column}`, whose scheme the browser does not open itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditorUrl(String);

impl EditorUrl {
    /// Reads the name of an editor, or a link with `{file}` in it.
    ///
    /// # Errors
    /// What is wrong with the text, as the end of a sentence: an unknown name, or a scheme of the browser.
    pub fn parse(text: &str) -> Result<Self, String> {
        if let Some((_, template)) = EDITORS.iter().find(|(name, _)| *name == text) {
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

    /// The names of editors that the settings can write instead of a link.
    pub fn names() -> impl Iterator<Item = &'static str> {
        EDITORS.iter().map(|(name, _)| *name)
    }

    /// The link to a position in a file, whose path is absolute; line and column count from 1.
    #[must_use]
    pub fn link(&self, file: &str, line: u32, column: u32) -> String {
        let file = file.replace('\\', "/");
        // A path such as `C:/site` has no first slash, and links need one.
        let absolute = if file.starts_with('/') { file } else { format!("/{file}") };
        let (line, column) = (line.to_string(), column.to_string());
        // The path comes last, because a file's name may contain `{line}`.
        let link = self.0.replace("{line}", &line).replace("{column}", &column);
        link.replace("{file}", &utf8_percent_encode(&absolute, UNESCAPED).to_string())
    }
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}
