//! The settings under `citations`: how sources are cited and listed.

use schemars::JsonSchema;
use serde::Deserialize;

use wellpress_bibliography::ExportFormat;
use wellpress_diagnostics::yaml::Located;

use super::retractions::RetractionSettings;

/// How sources are cited and listed. A page can override the first keys in its front matter
/// ([`CitationFields`](crate::parse::front_matter::CitationFields)).
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CitationSettings {
    /// The CSL style of the list: the name of a style that ships, or the path of a `.csl` file from the root.
    #[schemars(extend("default" = "american-medical-association"))]
    pub style: Option<Located<String>>,
    /// The form of a citation in the text.
    #[schemars(extend("default" = "author-date"))]
    pub marks: Option<CitationMarks>,
    /// The CSL style of author-date marks: none with numbers, and none for footnotes.
    #[schemars(extend("default" = "apa"))]
    pub marks_style: Option<Located<String>>,
    /// Whether raised numbers stand behind the full stop or comma that follows them: "helps.¹ Rest", not "helps¹. Rest". Without it, as the
    /// style's journals have it.
    pub numbers_after_punctuation: Option<bool>,
    /// The order of a numbered list.
    #[schemars(extend("default" = "cited"))]
    pub order: Option<ReferenceOrder>,
    /// The formats in which each page offers its sources as a file; `[]` writes none. Files with all sources are always written.
    #[schemars(extend("default" = ["ris"]))]
    pub exports: Option<Vec<ExportFormat>>,
    /// The list of retractions: the path of a CSV file with the columns of Retraction Watch, or a map. Sources are looked up in it by DOI
    /// and PubMed id: a retracted one that is cited without a reason is an error, a corrected one a warning.
    pub retractions: Option<Located<RetractionSettings>>,
    /// The path of the CSV file in which `cite refresh` stores the notices of Crossref and PubMed. `care --fetch` stores what else they say
    /// beside it.
    pub notices: Option<Located<String>>,
    /// Whether pages have `citation_*` tags, which Google Scholar reads.
    #[serde(default)]
    pub scholar_tags: bool,
    /// Whether abstracts of sources are published.
    #[serde(default)]
    pub abstracts: bool,
}

impl CitationSettings {
    /// The formats of the files beside a page that names none itself: RIS, which every reference manager reads.
    #[must_use]
    pub fn exports(&self) -> &[ExportFormat] {
        self.exports.as_deref().unwrap_or(&[ExportFormat::Ris])
    }
}

/// The form of a citation in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CitationMarks {
    /// Author and year: `(Sawicki et al., 2021)`.
    AuthorDate,
    /// The number of the source in the list, in the form of the list's style.
    Number,
}

/// The order of a numbered list of sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ReferenceOrder {
    /// The order in which the marks appear.
    Cited,
    /// The sort order of the list's style, else author, year, title.
    Alphabetical,
}
