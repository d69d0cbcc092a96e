//! [`Link`] and [`ExternalLink`]: links as templates see them, with their texts.

use schemars::JsonSchema;
use serde::Serialize;

/// A link with its text.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Link {
    /// Text of the link.
    pub title: String,
    /// Address that it leads to.
    pub url: String,
    /// BCP 47 tag of the title's language. A link may lead to a page that is not translated, and then its title is in
    /// another language than the page around it. Null for a title in the language of that page.
    pub language: Option<String>,
}

impl Link {
    /// A link whose title is in the language of the page that shows it.
    #[must_use]
    pub fn new(title: impl Into<String>, url: impl Into<String>) -> Self {
        Self { title: title.into(), url: url.into(), language: None }
    }
}

/// A link to another site.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ExternalLink {
    /// Text of the link.
    pub title: String,
    /// Absolute address, with its scheme.
    pub url: String,
    /// The address without `https://`, for showing it to readers.
    pub shown: String,
}
