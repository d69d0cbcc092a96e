//! Citation styles: by the name under which they ship, or a `.csl` file's text; checked so that no style can make the
//! processor run without end.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use hayagriva::archive::ArchivedStyle;
use hayagriva::citationberg::{IndependentStyle, LayoutRenderingElement, Style, StyleClass, TextTarget};

use wellpress_diagnostics::nearest;

use super::repair::{self, children};

/// A longer file is no style.
const LONGEST: usize = 2_000_000;
/// Deeper elements are no style's; the reader of XML recurses.
const DEEPEST: usize = 100;
/// More elements than any style has once its macros are filled in.
const MOST_ELEMENTS: u64 = 1_000_000;

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
        /// The name asked for.
        name: String,
        /// The nearest that ships.
        near: Option<String>,
    },
    /// A file that is no CSL style.
    #[error("`{path}` is not a citation style: {message}")]
    Invalid {
        /// The file.
        path: String,
        /// What is wrong with it.
        message: String,
    },
    /// A style without the part that it is wanted for.
    #[error("the citation style `{style}` has no {what}")]
    Lacks {
        /// The style.
        style: String,
        /// What it has not, such as `bibliography`.
        what: &'static str,
    },
}

/// The names of the styles that ship, in order.
pub fn style_names() -> impl Iterator<Item = &'static str> {
    let mut names: Vec<_> = ArchivedStyle::all().iter().flat_map(|style| style.names().iter().copied()).collect();
    names.sort_unstable();
    names.into_iter()
}

/// A style for lists: it must have a bibliography.
pub(super) fn for_list(source: &CslSource) -> Result<IndependentStyle, StyleError> {
    let style = load(source)?;
    match style.bibliography {
        Some(_) => Ok(style),
        None => Err(StyleError::Lacks { style: source.label().to_owned(), what: "bibliography" }),
    }
}

/// A style for author-date marks: one for text, that shows no numbers.
pub(super) fn for_marks(source: &CslSource) -> Result<IndependentStyle, StyleError> {
    let style = load(source)?;
    let numbered = repair::shows_number(&style, &style.citation.layout.elements);
    if numbered || style.settings.class == StyleClass::Note {
        return Err(StyleError::Lacks { style: source.label().to_owned(), what: "author-date marks" });
    }
    Ok(style)
}

fn load(source: &CslSource) -> Result<IndependentStyle, StyleError> {
    match source {
        CslSource::Named(name) => shipped(name),
        CslSource::File { path, text } => {
            let invalid = |message| StyleError::Invalid { path: path.clone(), message };
            let style = read(text).map_err(invalid)?;
            check(&style).map_err(invalid)?;
            Ok(repair::repaired(style))
        }
    }
}

/// Styles that ship, by name: a preview asks for them with each edit.
static SHIPPED: Mutex<BTreeMap<String, IndependentStyle>> = Mutex::new(BTreeMap::new());

fn shipped(name: &str) -> Result<IndependentStyle, StyleError> {
    let known = || SHIPPED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(style) = known().get(name) {
        return Ok(style.clone());
    }
    let style = repair::repaired(named(name)?);
    known().insert(name.to_owned(), style.clone());
    Ok(style)
}

fn named(name: &str) -> Result<IndependentStyle, StyleError> {
    let unknown =
        || StyleError::Unknown { name: name.to_owned(), near: nearest(name, style_names()).map(str::to_owned) };
    match ArchivedStyle::by_name(name).map(ArchivedStyle::get) {
        Some(Style::Independent(style)) => Ok(style),
        _ => Err(unknown()),
    }
}

fn read(text: &str) -> Result<IndependentStyle, String> {
    if text.len() > LONGEST {
        return Err("the file is too long".to_owned());
    }
    if deepest(text) > DEEPEST {
        return Err("its elements are nested too deep".to_owned());
    }
    match Style::from_xml(text).map_err(|error| error.to_string())? {
        Style::Independent(style) => Ok(style),
        Style::Dependent(style) => {
            let parent = style.parent_link.href;
            let name = parent.rsplit('/').next().unwrap_or_default();
            named(name).map_err(|_| format!("it only points to the style `{parent}`, which does not ship"))
        }
    }
}

/// How deep the elements of an XML text nest, roughly: opening tags less closing ones.
fn deepest(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for tag in text.split('<').skip(1) {
        if tag.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if !tag.starts_with(['!', '?']) && !tag.split('>').next().unwrap_or_default().ends_with('/') {
            depth += 1;
            deepest = deepest.max(depth);
        }
    }
    deepest
}

/// Refuses macros that are not there, that call themselves, or that multiply beyond measure.
fn check(style: &IndependentStyle) -> Result<(), String> {
    let mut sizes = BTreeMap::new();
    let layouts = [Some(&style.citation.layout), style.bibliography.as_ref().map(|list| &list.layout)];
    let mut total = 0_u64;
    for layout in layouts.into_iter().flatten() {
        total = total.saturating_add(size(style, &layout.elements, &mut sizes)?);
    }
    for definition in &style.macros {
        total = total.saturating_add(size(style, &definition.children, &mut sizes)?);
    }
    if total > MOST_ELEMENTS { Err("its macros call each other too often".to_owned()) } else { Ok(()) }
}

/// How many elements there are with macros filled in; `None` in `sizes` marks a macro that is being counted.
fn size<'s>(
    style: &'s IndependentStyle,
    elements: &'s [LayoutRenderingElement],
    sizes: &mut BTreeMap<&'s str, Option<u64>>,
) -> Result<u64, String> {
    let mut total = 0_u64;
    for element in elements {
        total = total.saturating_add(1);
        for inner in children(element) {
            total = total.saturating_add(size(style, inner, sizes)?);
        }
        let LayoutRenderingElement::Text(text) = element else { continue };
        let TextTarget::Macro { name } = &text.target else { continue };
        let known = match sizes.get(name.as_str()) {
            Some(None) => return Err(format!("the macro `{name}` calls itself")),
            Some(Some(size)) => *size,
            None => {
                let definition = style.macros.iter().find(|definition| definition.name == *name);
                let definition = definition.ok_or_else(|| format!("there is no macro `{name}`"))?;
                sizes.insert(name, None);
                let inner = size(style, &definition.children, sizes)?;
                sizes.insert(name, Some(inner));
                inner
            }
        };
        total = total.saturating_add(known);
    }
    Ok(total)
}
