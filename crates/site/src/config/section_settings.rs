//! [`SectionSettings`]: what the settings say of a section. `sections` makes the table of it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use wellpress_diagnostics::yaml::Located;
use wellpress_foundation::text::upper_first;

use crate::sections::{ContentKind, ListLook, ListOrder};

use super::fields::FieldSettings;
use super::in_order::InOrder;

/// A section: a folder of `content`, with what holds for the pages in it.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SectionSettings {
    /// The kind whose fields, parts and rules the pages have.
    #[schemars(extend("default" = "article"))]
    pub like: Option<Located<SectionKind>>,
    /// The title of the section's list; without it, the name of the folder.
    pub title: Option<String>,
    /// One of the pages in a word, such as `condition`, for links (`[[condition:hernia]]`), commands and messages; without it, the name of
    /// the folder.
    pub singular: Option<Located<String>>,
    /// Of `pages` alone: `.` makes pages of all files of the content that are in the folder of no section.
    pub folder: Option<Located<String>>,
    /// The address of the pages from `/`, such as `/news/{year}/{month}/`; without it, the name of the folder. The list is at the part
    /// before the first brace, and a page without a day is an error then.
    pub path: Option<Located<String>>,
    /// How the list looks. Without it, `cards` for exercises and else `rows`.
    pub list: Option<ListLook>,
    /// The order of the list, behind a page's `weight`. Without it, `date` for articles and else `title`.
    pub order: Option<ListOrder>,
    /// The schema.org type of the pages, such as `MedicalCondition`.
    pub schema_org: Option<Located<String>>,
    /// The template of the pages, by its name in the theme, unless a page names its own; without it, that of the kind.
    pub template: Option<Located<String>>,
    /// Whether the pages give health information. If not, they need no reviews and no disclaimers. For sections like `article` or `page`.
    #[schemars(extend("default" = true))]
    pub health: Option<Located<bool>>,
    /// Fields of the front matter besides those of the kind, by their names.
    #[serde(default)]
    pub fields: InOrder<FieldSettings>,
}

/// The kinds that a section of the settings can be like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "`ContentKind` says it")]
pub enum SectionKind {
    Article,
    Exercise,
    Programme,
    Person,
    Topic,
    Page,
}

impl From<SectionKind> for ContentKind {
    fn from(kind: SectionKind) -> Self {
        match kind {
            SectionKind::Article => Self::Article,
            SectionKind::Exercise => Self::Exercise,
            SectionKind::Programme => Self::Programme,
            SectionKind::Person => Self::Person,
            SectionKind::Topic => Self::Topic,
            SectionKind::Page => Self::Page,
        }
    }
}

/// What a further language says of a section.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SectionWords {
    /// The title of the section's list.
    pub title: Option<String>,
    /// The labels of its fields, by the names of the fields.
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
    /// The labels of the lists that lead back, by the names of the fields.
    #[serde(default)]
    pub back: BTreeMap<String, String>,
}

/// The words of one of these kinds.
pub(super) type WordsByField = fn(&SectionWords) -> &BTreeMap<String, String>;

/// The name of a folder as a title: `child-health` is "Child health".
#[must_use]
pub fn capitalised(folder: &str) -> String {
    upper_first(&folder.replace(['-', '_'], " "))
}
