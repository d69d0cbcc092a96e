//! Citation styles: by the name under which they ship, or a `.csl` file's text.

use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use wellpress_csl::{Style, shipped_style, style_names};
use wellpress_diagnostics::nearest;

/// A longer file is no style.
const MAX_BYTES: usize = 2_000_000;

/// Where a style comes from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum CslSource {
    /// One that ships with the program.
    Named(String),
    /// A `.csl` file of the site.
    File {
        /// Its path, for messages.
        path: String,
        /// Its text.
        text: String,
    },
}

impl CslSource {
    /// The name or path, for messages.
    #[must_use]
    pub fn label(&self) -> &str {
        match self {
            Self::Named(name) => name,
            Self::File { path, .. } => path,
        }
    }
}

/// Why a style cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StyleError {
    /// No style of that name ships.
    #[error("no citation style is called `{name}`")]
    Unknown {
        /// The name in the settings.
        name: String,
        /// The nearest name of a style that ships.
        near: Option<String>,
    },
    /// A file that is no CSL style.
    #[error("`{path}` is not a citation style: {message}")]
    Invalid {
        /// The file.
        path: String,
        /// The line that is wrong, from 1.
        line: u32,
        /// What is wrong with it.
        message: String,
    },
    /// A style without the part for which it was chosen.
    #[error("the citation style `{style}` has no {what}")]
    Lacks {
        /// The style.
        style: String,
        /// The missing part, such as `bibliography`.
        what: &'static str,
    },
}

/// The shipped styles whose journals print raised numbers behind a full stop or a comma. CSL cannot say it, so this is from
/// their instructions for authors. *Nature*, JBJS and GB/T 7714 print them before; of the others nothing is known.
const NUMBERS_AFTER_PUNCTUATION: [&str; 17] = [
    "american-chemical-society",
    "american-heart-association",
    "american-institute-of-physics",
    "american-medical-association",
    "american-medical-association-alphabetical",
    "angewandte-chemie",
    "cell",
    "journal-of-bone-and-mineral-research",
    "journal-of-clinical-oncology",
    "mary-ann-liebert-vancouver",
    "royal-society-of-chemistry",
    "sage-vancouver",
    "spie-journals",
    "spine",
    "stroke",
    "the-lancet",
    "the-new-england-journal-of-medicine",
];

pub(super) fn has_numbers_after_punctuation(source: &CslSource) -> bool {
    matches!(source, CslSource::Named(name) if NUMBERS_AFTER_PUNCTUATION.contains(&name.as_str()))
}

/// Reads a style for lists: it must have a bibliography.
pub(super) fn for_list(source: &CslSource, language: &str) -> Result<Arc<Style>, StyleError> {
    let style = load(source, language)?;
    if style.has_bibliography() {
        return Ok(style);
    }
    Err(StyleError::Lacks { style: source.label().to_owned(), what: "bibliography" })
}

/// Reads a style for author-date marks: one for text, which prints no numbers.
pub(super) fn for_marks(source: &CslSource, language: &str) -> Result<Arc<Style>, StyleError> {
    let style = load(source, language)?;
    if style.has_number_marks() || style.is_note_style() {
        return Err(StyleError::Lacks { style: source.label().to_owned(), what: "author-date marks" });
    }
    Ok(style)
}

fn load(source: &CslSource, language: &str) -> Result<Arc<Style>, StyleError> {
    match source {
        CslSource::Named(name) => {
            let xml = shipped_style(name).ok_or_else(|| unknown(name))?;
            Ok(built_in(xml, language))
        }
        CslSource::File { path, text } => file(path, text, language),
    }
}

fn file(path: &str, text: &str, language: &str) -> Result<Arc<Style>, StyleError> {
    if text.len() > MAX_BYTES {
        return Err(invalid(path, 1, "the file is too long".to_owned()));
    }
    match Style::parse(text, Some(language)) {
        Ok(style) => Ok(Arc::new(style)),
        Err(wellpress_csl::StyleError::Dependent { parent }) => {
            let message = format!("it only points to the style `{parent}`, which does not ship");
            let xml = shipped_style(&parent).ok_or_else(|| invalid(path, 1, message))?;
            Ok(built_in(xml, language))
        }
        Err(error) => Err(invalid(path, error.line(), error.to_string())),
    }
}

/// A style that is part of the program. Each is read once in a language, because a preview asks for it after every edit.
pub(super) fn built_in(xml: &'static str, language: &str) -> Arc<Style> {
    /// Styles by the address of their text and by language.
    type ReadStyles = FxHashMap<(usize, String), Arc<Style>>;
    static READ: LazyLock<Mutex<ReadStyles>> = LazyLock::new(Mutex::default);
    let mut read_styles = READ.lock().unwrap_or_else(PoisonError::into_inner);
    let style = read_styles
        .entry((xml.as_ptr().addr(), language.to_owned()))
        .or_insert_with(|| Arc::new(Style::parse(xml, Some(language)).expect("the styles in the program can be read")));
    Arc::clone(style)
}

fn unknown(name: &str) -> StyleError {
    // "AMA" is the American Medical Association, and no mistake in "APA".
    let initials = name.to_lowercase();
    let near = style_names().find(|style| has_initials(style, &initials)).or_else(|| nearest(name, style_names()));
    StyleError::Unknown { name: name.to_owned(), near: near.map(str::to_owned) }
}

fn has_initials(style: &str, initials: &str) -> bool {
    style.split('-').filter_map(|word| word.chars().next()).eq(initials.chars())
}

fn invalid(path: &str, line: u32, message: String) -> StyleError {
    StyleError::Invalid { path: path.to_owned(), line, message }
}
