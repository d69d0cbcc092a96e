//! The texts that `init` and `new` write for authors to replace, with the places of their placeholders.
//!
//! A placeholder stands between `{{` and `}}` in the files of the folder `starter-texts`. Whoever writes a file takes the text
//! without these signs, and the rule `placeholder` looks for what stands between them, so that both have the same words.

use std::sync::LazyLock;

/// A text for authors to fill in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StarterText {
    marked: &'static str,
}

impl StarterText {
    /// The text as it is written into a file. It still has `{title}` and `{today}`.
    #[must_use]
    pub fn text(self) -> String {
        self.marked.replace("{{", "").replace("}}", "")
    }

    /// The passages that authors are to replace.
    pub fn placeholders(self) -> impl Iterator<Item = &'static str> {
        self.marked.split("{{").skip(1).filter_map(|rest| Some(rest.split_once("}}")?.0))
    }
}

macro_rules! starter_texts {
    ($($(#[$meta:meta])* $name:ident = $file:literal,)*) => {
        $($(#[$meta])* pub static $name: StarterText = StarterText { marked: include_str!(concat!("../starter-texts/", $file)) };)*

        /// Every text.
        pub static ALL: &[StarterText] = &[$($name,)*];
    };
}

starter_texts! {
    /// `new article`.
    NEW_ARTICLE = "new/article.md",
    /// `new exercise`.
    NEW_EXERCISE = "new/exercise.md",
    /// `new person`.
    NEW_PERSON = "new/person.md",
    /// `new topic`.
    NEW_TOPIC = "new/topic.md",
    /// `new programme`.
    NEW_PROGRAMME = "new/programme.md",
    /// `new page`.
    NEW_PAGE = "new/page.md",
    /// `new disclaimer`.
    NEW_DISCLAIMER = "new/disclaimer.md",
    /// `new snippet`.
    NEW_SNIPPET = "new/snippet.md",
    /// `new term`: an entry of the glossary, whose name `{title}` is a scalar of YAML.
    NEW_TERM = "new/term.yaml",
    /// The page about the site, of `init`.
    ABOUT = "pages/about.md",
    /// The team that writes the pages of `init`.
    EDITORIAL_TEAM = "pages/editorial-team.md",
    /// A policy of `init`, as the next ones.
    EDITORIAL_POLICY = "pages/editorial-policy.md",
    /// Who reviews the pages.
    REVIEW_POLICY = "pages/review-policy.md",
    /// What happens after a mistake.
    CORRECTIONS_POLICY = "pages/corrections-policy.md",
    /// What is paid for.
    ADVERTISING_POLICY = "pages/advertising-policy.md",
    /// What AI is used for.
    AI_POLICY = "pages/ai-policy.md",
    /// What the site knows about readers.
    PRIVACY = "pages/privacy.md",
    /// For whom the site is usable.
    ACCESSIBILITY = "pages/accessibility.md",
    /// How to reach those who make the site.
    CONTACT = "pages/contact.md",
}

/// The placeholders of all texts, each once.
pub static PLACEHOLDERS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut placeholders: Vec<&str> = ALL.iter().flat_map(|text| text.placeholders()).collect();
    placeholders.sort_unstable();
    placeholders.dedup();
    placeholders
});

#[cfg(test)]
mod tests {
    use super::{ALL, PLACEHOLDERS};

    #[test]
    fn every_text_has_a_placeholder_and_no_sign_of_one_is_left() {
        for starter_text in ALL {
            assert!(starter_text.placeholders().next().is_some(), "{}", starter_text.text());
            let text = starter_text.text();
            assert!(!text.contains("{{") && !text.contains("}}"), "{text}");
            assert!(starter_text.placeholders().all(|placeholder| text.contains(placeholder)), "{text}");
        }
    }

    #[test]
    fn no_placeholder_has_markup_or_a_line_break_which_the_text_of_a_page_does_not_show() {
        for placeholder in &*PLACEHOLDERS {
            assert!(!placeholder.contains(['`', '*', '[', '\n', '<', '\\', '"', '\'']), "{placeholder}");
        }
    }
}
