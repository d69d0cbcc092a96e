//! Paragraphs that stand word for word on many pages: each becomes one disclaimer or one snippet.

use std::collections::BTreeMap;

use crate::old_site::{OldSite, OldSnippet, numbered};

use super::places::slug;

/// Shorter paragraphs may be equal by chance.
const MIN_WORDS: usize = 15;

/// On fewer pages, a copy is no burden.
const MIN_PAGES: usize = 4;

/// Replaces repeated paragraphs by snippets. Only plain paragraphs without links count, since those of links depend on their page.
pub(crate) fn share(site: &mut OldSite) {
    let mut pages_by_paragraph: BTreeMap<String, usize> = BTreeMap::new();
    for page in &site.pages {
        let mut seen = std::collections::BTreeSet::new();
        for paragraph in paragraphs(&page.text).filter(|paragraph| seen.insert(*paragraph)) {
            *pages_by_paragraph.entry(paragraph.to_owned()).or_default() += 1;
        }
    }
    pages_by_paragraph.retain(|_, count| *count >= MIN_PAGES);
    for (paragraph, count) in pages_by_paragraph {
        let words: Vec<&str> = paragraph.split_whitespace().take(4).collect();
        let name = numbered(&slug(&words.join(" ")), |name| !site.snippets.contains_key(name));
        let snippet = format!("::snippet{{#{name}}}");
        let shared =
            |part: &str| if part.trim() == paragraph { part.replace(&paragraph, &snippet) } else { part.to_owned() };
        for page in &mut site.pages {
            page.text = page.text.split("\n\n").map(shared).collect::<Vec<_>>().join("\n\n");
        }
        site.log.translated("paragraph that several pages have, as a snippet");
        let file = format!("content/snippets/{name}.md");
        if is_like_a_disclaimer(&paragraph) {
            let what = format!(
                "it stands on {count} pages and reads like a disclaimer: make it one, and name it in the settings"
            );
            site.log.confirm(&file, what);
        }
        site.snippets.insert(name, OldSnippet { text: paragraph, source: String::new() });
    }
}

fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    text.split("\n\n").map(str::trim).filter(|part| is_plain_paragraph(part))
}

fn is_plain_paragraph(text: &str) -> bool {
    !text.contains(['[', '`', '<', '|', '{'])
        && !text.contains("![")
        && !text.starts_with(['#', '-', '*', '>', ':', ' ', '+'])
        && !text.starts_with(|character: char| character.is_ascii_digit())
        && !text.lines().any(|line| line.trim_start().starts_with([':', '>', '~', '#']))
        && text.split_whitespace().count() >= MIN_WORDS
}

fn is_like_a_disclaimer(paragraph: &str) -> bool {
    const PHRASES: &str = "medical advice|not a substitute|consult your|consult a|health professional|for information only|\
                           educational purposes";
    let lower = paragraph.to_lowercase();
    PHRASES.split('|').any(|words| lower.contains(words))
}

#[cfg(test)]
mod tests {
    use super::share;
    use crate::old_site::{OldPage, OldSite};

    #[test]
    fn a_paragraph_on_many_pages_becomes_a_snippet() {
        let words =
            "This page is for information only and is not a substitute for the medical advice of your own doctor.";
        let page = || OldPage { text: format!("Text.\n\n{words}\n"), ..OldPage::default() };
        let mut site = OldSite { pages: (0..4).map(|_| page()).collect(), ..OldSite::default() };
        share(&mut site);
        assert_eq!(site.pages[0].text, "Text.\n\n::snippet{#this-page-is-for}\n");
        assert_eq!(site.snippets["this-page-is-for"].text, words);
        assert_eq!(site.log.to_confirm.len(), 1);
        let mut few = OldSite { pages: (0..3).map(|_| page()).collect(), ..OldSite::default() };
        share(&mut few);
        assert!(few.snippets.is_empty());
    }
}
