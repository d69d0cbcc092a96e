//! [`Style`]: a style and its language, read once into a tree of [`Element`]s that the renderer walks for each source.

pub(crate) mod attributes;
pub(crate) mod date;
pub(crate) mod elements;
pub(crate) mod format;
pub(crate) mod names;
pub(crate) mod read;

use roxmltree::{Document, ParsingOptions};
use thiserror::Error;

use crate::locale::Locale;
use crate::term::TermForm;
use elements::{Element, Layout};
use names::{DemoteParticle, NameOptions};
use read::StyleReader;

/// A style in a language, ready to format sources.
///
/// ```
/// use wellpress_csl::Style;
/// let xml = r#"<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">
///   <info><title>Titles</title></info>
///   <citation><layout><text variable="title"/></layout></citation>
/// </style>"#;
/// let style = Style::parse(xml, Some("en-GB")).unwrap();
/// assert_eq!(style.title(), "Titles");
/// ```
#[derive(Debug)]
pub struct Style {
    title: String,
    warnings: Vec<StyleWarning>,
    pub(crate) macros: Vec<Vec<Element>>,
    pub(crate) citation: Layout,
    pub(crate) bibliography: Option<Layout>,
    pub(crate) locale: Locale,
    pub(crate) options: StyleOptions,
}

/// What a style sets for all of its elements: the attributes of `style`, then of `citation`, then what the elements show, then
/// the attributes of `bibliography`.
#[derive(Debug, Default)]
pub(crate) struct StyleOptions {
    /// `class="note"`.
    pub(crate) is_note: bool,
    pub(crate) demote_particle: DemoteParticle,
    pub(crate) initialize_with_hyphen: bool,
    pub(crate) page_range_format: Option<PageRangeFormat>,
    pub(crate) names: NameOptions,
    pub(crate) collapse: Option<Collapse>,
    pub(crate) cite_group_delimiter: Option<Box<str>>,
    pub(crate) year_suffix_delimiter: Option<Box<str>>,
    pub(crate) after_collapse_delimiter: Option<Box<str>>,
    /// `disambiguate-add-names`.
    pub(crate) adds_names: bool,
    /// `disambiguate-add-givenname`.
    pub(crate) adds_given_names: bool,
    /// `givenname-disambiguation-rule`.
    pub(crate) given_name_rule: GivenNameRule,
    /// `disambiguate-add-year-suffix`.
    pub(crate) adds_year_suffix: bool,
    /// Whether a layout prints `year-suffix` itself, so that no letter is added to a date.
    pub(crate) places_year_suffix: bool,
    /// Whether later cites of a source show fewer names (`et-al-subsequent-*`). Marks do not, but year letters are given as if
    /// they did.
    pub(crate) shortens_later_names: bool,
    /// Whether anything names `citation-number`, so that what is printed depends on the page's list.
    pub(crate) uses_number: bool,
    /// Whether a condition is `disambiguate="true"`.
    pub(crate) uses_disambiguate: bool,
    pub(crate) second_field_align: bool,
    pub(crate) subsequent_author: Option<SubsequentAuthor>,
}

/// How a range of pages is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PageRangeFormat {
    Chicago15,
    Chicago16,
    Expanded,
    Minimal,
    MinimalTwo,
}

/// How sources with something in common share a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Collapse {
    CitationNumber,
    Year,
    YearSuffix,
    YearSuffixRanged,
}

/// Which given names are added to tell names or marks apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum GivenNameRule {
    AllNames,
    AllNamesWithInitials,
    PrimaryName,
    PrimaryNameWithInitials,
    #[default]
    ByCite,
}

/// What stands in the list in place of the names of the entry before.
#[derive(Debug, Clone)]
pub(crate) struct SubsequentAuthor {
    pub(crate) text: Box<str>,
    pub(crate) rule: SubsequentAuthorRule,
}

/// `subsequent-author-substitute-rule`: whether all lists must be the same (`Complete*`) or names from the first (`Partial*`),
/// and whether the text stands for all names or for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SubsequentAuthorRule {
    CompleteAll,
    CompleteEach,
    PartialEach,
    PartialFirst,
}

/// Why a style cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StyleError {
    /// The text is empty.
    #[error("the file is empty")]
    Empty,
    /// The text is no well-formed XML.
    #[error("not well-formed XML: {message}")]
    Xml {
        /// The line, from 1.
        line: u32,
        /// The error of the XML parser.
        message: String,
    },
    /// The style only names another one whose format it has.
    #[error("this style has the format of another one, `{parent}`: use that one")]
    Dependent {
        /// The address or the name of the other style.
        parent: String,
    },
    /// An element or attribute keeps the style from being read.
    #[error("line {line}: <{element}>{}: {problem}", attribute.as_ref().map(|name| format!(" attribute `{name}`")).unwrap_or_default())]
    Element {
        /// The element.
        element: String,
        /// The attribute, if one is at fault.
        attribute: Option<String>,
        /// The line, from 1.
        line: u32,
        /// What is wrong and what to do.
        problem: String,
    },
}

impl StyleError {
    /// The line of the file that has the error, from 1.
    ///
    /// ```
    /// use wellpress_csl::Style;
    /// let error = Style::parse("<style>\n</citation>", None).unwrap_err();
    /// assert_eq!(error.line(), 2);
    /// ```
    #[must_use]
    pub const fn line(&self) -> u32 {
        match self {
            Self::Xml { line, .. } | Self::Element { line, .. } => *line,
            Self::Empty | Self::Dependent { .. } => 1,
        }
    }
}

/// Something in a style that is left out, because CSL has no such thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StyleWarning {
    /// The element.
    pub element: String,
    /// The attribute, if one is at fault.
    pub attribute: Option<String>,
    /// The line, from 1.
    pub line: u32,
    /// What is left out.
    pub problem: String,
}

/// The most XML nodes of a style: far more than any in use has, since each element costs time for each source.
const MAX_NODES: u32 = 500_000;

impl Style {
    /// Reads a style. Its terms are those of `language`, a BCP 47 tag, or of the language that the style asks for, or
    /// English.
    ///
    /// # Errors
    /// The XML is broken, the style depends on another one, or an element that it cannot do without is missing or wrong.
    pub fn parse(xml: &str, language: Option<&str>) -> Result<Self, StyleError> {
        // A few entities that stand for long texts can grow a small file beyond all memory, and no style needs any.
        if let Some(at) = xml.find("<!ENTITY") {
            return Err(StyleError::Element {
                element: "!ENTITY".to_owned(),
                attribute: None,
                line: u32::try_from(1 + xml[..at].matches('\n').count()).unwrap_or(u32::MAX),
                problem: "a style must not declare entities; write the text itself".to_owned(),
            });
        }
        if xml.trim_start_matches('\u{feff}').trim().is_empty() {
            return Err(StyleError::Empty);
        }
        let options = ParsingOptions { allow_dtd: true, nodes_limit: MAX_NODES, ..ParsingOptions::default() };
        let document = Document::parse_with_options(xml, options)
            .map_err(|error| StyleError::Xml { line: error.pos().row, message: error.to_string() })?;
        refuse_control_characters(&document)?;
        let root = document.root_element();
        let mut reader = StyleReader::new(root)?;
        let own_language = root.attribute("default-locale");
        let locale = Locale::new(language.or(own_language).unwrap_or("en-US"), Some(root), &mut reader);
        reader.read(root, locale)
    }

    /// The title that the style has in its `info`.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What was left out, because CSL has no such thing.
    #[must_use]
    pub fn warnings(&self) -> &[StyleWarning] {
        &self.warnings
    }

    /// Whether the style formats a list of sources.
    #[must_use]
    pub const fn has_bibliography(&self) -> bool {
        self.bibliography.is_some()
    }

    /// Whether the style is written for foot- and endnotes.
    #[must_use]
    pub const fn is_note_style(&self) -> bool {
        self.options.is_note
    }

    /// A term of the style or of its language, in the singular. `None` if there is no such term.
    #[must_use]
    pub fn term(&self, name: &str, form: TermForm) -> Option<String> {
        self.locale.term(name, form).map(|term| term.single.to_string())
    }

    /// Whether marks get letters after the year ("2019a") where they would be the same.
    #[must_use]
    pub const fn adds_year_suffix(&self) -> bool {
        self.options.adds_year_suffix
    }
}

/// Refuses U+007F to U+009F, which would become part of each citation: XML allows them, HTML does not. The parser refuses those
/// below U+0020.
fn refuse_control_characters(document: &Document<'_>) -> Result<(), StyleError> {
    for node in document.descendants() {
        let texts = node.attributes().map(|attribute| (Some(attribute.name()), attribute.value()));
        let mut texts = texts.chain(node.is_text().then(|| (None, node.text().unwrap_or_default())));
        if let Some((attribute, control)) = texts.find_map(|(name, text)| Some((name, first_control(text)?))) {
            let element = if node.is_text() { node.parent() } else { Some(node) };
            return Err(StyleError::Element {
                element: element.map(|element| element.tag_name().name().to_owned()).unwrap_or_default(),
                attribute: attribute.map(str::to_owned),
                line: document.text_pos_at(node.range().start).row,
                problem: format!("it has the control character U+{:04X}: take it out", u32::from(control)),
            });
        }
    }
    Ok(())
}

fn first_control(text: &str) -> Option<char> {
    text.chars().find(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
}
