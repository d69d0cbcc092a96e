//! The headings of a text: the title is taken out, and the others begin at level 2 without a gap.

use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use wellpress_foundation::text::one_line;

use super::code;
use super::scan::spliced;

/// The options with which texts are read here. Directives and marks of wellpress are text for this parser, which leaves them as they are.
pub(crate) fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_HEADING_ATTRIBUTES
}

struct Heading {
    range: Range<usize>,
    level: usize,
    /// The place of its words.
    inner: Range<usize>,
    words: String,
    /// Whether it stands in a list or a quote, where its line has other signs before it.
    is_nested: bool,
    has_attributes: bool,
    id: Option<String>,
}

/// The ids that headings have in braces, with their words.
pub(crate) fn ids(text: &str) -> Vec<(String, String)> {
    headings(text).into_iter().filter_map(|heading| Some((heading.id?, heading.words))).collect()
}

/// A text whose words in brackets lead to the heading with these words, as Pandoc reads them.
pub(crate) fn with_links_to_headings(text: &str) -> String {
    let code = code::ranges(text);
    let named = |(at, _): (usize, &str)| {
        let inner = &text[at + 1..];
        // Behind a letter stands the label of a block such as `:::note[Words]`.
        let is_label = text[..at].ends_with(char::is_alphanumeric) || code::contains(&code, at);
        let end = inner.find(['[', ']']).filter(|_| !is_label)?;
        let behind = inner[end..].strip_prefix(']').filter(|behind| !behind.starts_with(['(', ':', '{']))?;
        (behind.len() < inner.len()).then(|| one_line(&inner[..end]).to_lowercase())
    };
    let mut named: HashSet<String> = text.match_indices('[').filter_map(named).collect();
    let title = take_title(text).map(|(title, _)| title);
    let others = headings(text).into_iter().filter(|heading| title.as_ref() != Some(&heading.words));
    let definitions = others.filter(|heading| named.remove(&one_line(&heading.words).to_lowercase())).map(|heading| {
        let id = heading.id.unwrap_or_else(|| slug::slugify(&heading.words));
        format!("\n[{}]: #{id}\n", heading.words)
    });
    let definitions: String = definitions.collect();
    format!("{text}{definitions}")
}

/// The title of a text, if it begins with a heading of level 1, and the text without it.
pub(crate) fn take_title(text: &str) -> Option<(String, String)> {
    let first = headings(text).into_iter().next()?;
    let is_at_start = text[..first.range.start].trim().is_empty();
    (first.level == 1 && is_at_start && !first.words.is_empty())
        .then(|| (first.words, text[first.range.end..].trim_start().to_owned()))
}

/// The words of the heading that stands for a missing title: the first one if it begins the text, else the only one of level 1. With
/// it comes the text without the heading, if that begins the text.
pub(crate) fn first_title(text: &str) -> Option<(String, Option<String>)> {
    let headings = headings(text);
    let first = headings.first().filter(|first| !first.words.is_empty() && text[..first.range.start].trim().is_empty());
    if let Some(first) = first {
        return Some((first.words.clone(), Some(text[first.range.end..].trim_start().to_owned())));
    }
    let mut titles =
        headings.into_iter().filter(|heading| heading.level == 1 && !heading.words.is_empty() && !heading.is_nested);
    let title = titles.next().filter(|_| titles.next().is_none())?;
    Some((title.words, None))
}

/// Moves the headings so that the highest is of level 2 and none skips a level.
pub(crate) fn moved(text: &str) -> String {
    // The levels of the headings above, so that siblings stay siblings.
    let mut above: Vec<usize> = Vec::new();
    let moved = |heading: Heading| {
        while above.last().is_some_and(|level| *level >= heading.level) {
            above.pop();
        }
        above.push(heading.level);
        let level = (above.len() + 1).min(6);
        // The attributes behind the words, such as `{#id}`, are kept.
        let heading_text = text[heading.inner.start..heading.range.end].lines().next().unwrap_or_default();
        let words = text[heading.inner.clone()].replace('\n', " ");
        let new_words = if heading.has_attributes { heading_text } else { words.trim() };
        let line = format!("{} {}\n", "#".repeat(level), new_words.trim_end());
        (!heading.is_nested).then_some((heading.range, line))
    };
    spliced(text, headings(text).into_iter().filter_map(moved))
}

fn headings(text: &str) -> Vec<Heading> {
    let mut headings = Vec::new();
    let mut depth = 0_usize;
    let mut current: Option<Heading> = None;
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, id, classes, attrs }) => {
                let has_attributes = id.is_some() || !classes.is_empty() || !attrs.is_empty();
                let (is_nested, inner) = (depth > 0, range.end..range.end);
                let level = level as usize;
                let id = id.map(|id| id.to_string());
                current = Some(Heading { range, level, inner, words: String::new(), is_nested, has_attributes, id });
            }
            Event::End(TagEnd::Heading(_)) => headings.extend(current.take()),
            Event::Start(Tag::List(_) | Tag::BlockQuote(_) | Tag::FootnoteDefinition(_)) => depth += 1,
            Event::End(TagEnd::List(_) | TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition) => depth -= 1,
            other => {
                let Some(heading) = &mut current else { continue };
                heading.inner.start = heading.inner.start.min(range.start);
                heading.inner.end = if heading.inner.end == heading.range.end
                    && heading.words.is_empty()
                    && heading.inner.start == range.start
                {
                    range.end
                } else {
                    heading.inner.end.max(range.end)
                };
                match other {
                    Event::Text(words) | Event::Code(words) => heading.words.push_str(&words),
                    Event::InlineHtml(tag) if !tag.starts_with("<br") => {}
                    Event::InlineHtml(_) | Event::SoftBreak | Event::HardBreak => heading.words.push(' '),
                    _ => {}
                }
            }
        }
    }
    headings
}

#[cfg(test)]
mod tests {
    use super::{moved, take_title};

    #[test]
    fn headings_begin_at_level_2_and_skip_none() {
        assert_eq!(moved("# A\n\n### B\n\n# C\n"), "## A\n\n### B\n\n## C\n");
        assert_eq!(moved("#### A {#a}\n\nText.\n\nB\n=\n\nText.\n"), "## A {#a}\n\nText.\n\n## B\n\nText.\n");
        assert_eq!(moved("#### A\n#### B\n##### C\n"), "## A\n## B\n### C\n");
        assert_eq!(moved("## A\n### B *c*\n## D\n"), "## A\n### B *c*\n## D\n");
        assert_eq!(moved("```\n# A\n```\n"), "```\n# A\n```\n");
    }

    #[test]
    fn a_first_heading_is_a_title() {
        let (title, text) = take_title("\n# A `b`\n\nText.\n").unwrap();
        assert_eq!((title.as_str(), text.as_str()), ("A b", "Text.\n"));
        assert_eq!(take_title("# Aspirin<br>5 H<sub>2</sub>O\n").unwrap().0, "Aspirin 5 H2O");
        assert!(take_title("Text.\n\n# A\n").is_none() && take_title("## A\n").is_none());
    }
}
