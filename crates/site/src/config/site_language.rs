//! [`SiteLanguage`]: a language of the site, and what it decides about texts.

use std::borrow::Cow;
use std::collections::BTreeMap;

use wellpress_foundation::ids::Id;
use wellpress_foundation::text::composed;
use wellpress_markdown::directives::Vocabulary;
use wellpress_markdown::language::{LocatorWord, QuoteMarks, TextLanguage};
use wellpress_markdown::parser::{Grammar, RawHtml, typographic};
use wellpress_markdown::variables::Variables;

use super::settings::Settings;

/// Indexes [`Config::languages`](super::Config::languages), and every table with a value for each language.
pub type LanguageId = Id<SiteLanguage>;

/// The language of the setting `language`. Its pages have no folder of their own, and it stands in for any other language.
pub const MAIN_LANGUAGE: LanguageId = LanguageId::FIRST;

/// A language that the site is published in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteLanguage {
    /// The BCP 47 tag, such as `pt-BR`.
    pub tag: String,
    /// The title of the site in this language.
    pub title: String,
    /// One sentence about the site in this language.
    pub description: Option<String>,
    /// The words with which a locator begins in texts of this language.
    locator_words: Vec<LocatorWord>,
    /// The values of the settings' variables in this language.
    variables: BTreeMap<String, String>,
}

impl SiteLanguage {
    /// `title` and `description` are as the author wrote them.
    pub(super) fn new(tag: &str, title: &str, description: Option<&str>, settings: &Settings) -> Self {
        // The parser knows the English words, and more of them.
        let is_english = tag.split('-').next() == Some("en");
        let words = if is_english { Vec::new() } else { wellpress_csl::locator_words(tag) };
        let mut language = Self {
            tag: tag.to_owned(),
            title: String::new(),
            description: None,
            locator_words: words.into_iter().map(|(label, word)| LocatorWord { label, word }).collect(),
            variables: BTreeMap::new(),
        };
        let grammar = settings.grammar(language.of_texts());
        let (title, description) = (typographic(title, grammar), description.map(|text| typographic(text, grammar)));
        let (title, description) = (title.into_owned(), description.map(Cow::into_owned));
        (language.title, language.description) = (title, description);
        // Those of the site first, so that those of the language replace them.
        let of_language = settings.languages.get(tag).map(|language| &language.variables);
        let variables = std::iter::once(&settings.variables).chain(of_language).flatten();
        language.variables = variables.map(|(name, value)| (name.clone(), composed(value.value.clone()))).collect();
        language
    }

    /// What the language decides about texts.
    #[must_use]
    pub fn of_texts(&self) -> TextLanguage<'_> {
        let variables = Variables::new(&self.variables);
        TextLanguage { quotes: QuoteMarks::of(&self.tag), locator_words: &self.locator_words, variables }
    }
}

impl Settings {
    /// What texts of this site may contain, in a language: callouts of the settings, directives of the theme, HTML, nested containers.
    #[must_use]
    pub fn grammar<'a>(&'a self, language: TextLanguage<'a>) -> Grammar<'a> {
        Grammar {
            vocabulary: Vocabulary { callouts: &self.callouts, declared: &self.directives },
            raw_html: if self.raw_html { RawHtml::Passed } else { RawHtml::Escaped },
            nesting: self.limits.nesting,
            extensions: self.markdown,
            language,
        }
    }
}
