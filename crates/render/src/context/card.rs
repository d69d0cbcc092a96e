//! [`Card`]: another page, as lists and links to related pages show it.

use schemars::JsonSchema;
use serde::Serialize;

use super::{FilterValues, Picture};

/// A short fact on a card, such as the position of an exercise.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CardFact {
    /// The fact in words, in the language of the card unless `language` says another.
    pub text: String,
    /// BCP 47 tag of the text's language where it is not the card's, as for a topic that is not translated; else null.
    pub language: Option<String>,
    /// Whether it says for whom an exercise has cautions. Show it in the colour of cautions.
    pub caution: bool,
}

/// Another page, as lists and links to related pages show it.
// Templates get it as a `tera::Value`, so that a page that many others show is serialised once.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Card {
    /// `article`, `exercise`, `programme`, `topic`, `person`; in `all_pages` also `page`.
    pub kind: &'static str,
    /// The name among pages of its kind, such as `neck-pain`.
    pub id: String,
    /// The folder of its section, such as `articles`.
    pub section: String,
    /// The folder of its file below that of its section, such as `spine` for `content/articles/spine/neck-pain.md`; empty for a
    /// file in no folder. The folder that a page has for its pictures does not count.
    pub folder: String,
    /// The ids of its topics.
    pub topics: Vec<String>,
    /// The map `extra` of its front matter, as the author wrote it.
    pub extra: serde_json::Value,
    /// BCP 47 tag of that page's language, which may differ from the language of the page that shows the card.
    pub language: String,
    /// Title of that page; of a person the name with credentials.
    pub title: String,
    /// Whether the title has letters that run against the direction of its language. The element around it then needs `dir="auto"`.
    pub isolated: bool,
    /// Address of that page.
    pub url: String,
    /// The link's text or accessible name, such as "Go to the exercise: Cat-cow".
    pub label: String,
    /// Its standfirst; null without one.
    pub description: Option<String>,
    /// Its first picture, else its hero picture; null without either.
    pub picture: Option<Picture>,
    /// Short facts: the position, level and cautions of an exercise, the topic and date of an article.
    pub facts: Vec<CardFact>,
    /// The values by which the list of exercises can be filtered; empty for other kinds.
    pub filters: Vec<FilterValues>,
    /// HTML of the theme's templates in `cards/`, by name, without those that render to nothing. While these templates are
    /// rendered, the map is empty.
    #[schemars(with = "std::collections::BTreeMap<String, String>")]
    pub drawn: std::collections::BTreeMap<String, tera::Value>,
}
