//! The list as Markdown for an issue: a section for each person, the desk last, and in it a checkbox for each item. An item of two
//! people stands in the sections of both.
//!
//! Words of pages and of reviewers are escaped: in an issue an `@` would call somebody, and a `#1` would link another issue.

use std::collections::BTreeMap;

use wellpress_check::care::{CareActor, CareItem, CareList, CareState};

use crate::text::actor;

/// The list as Markdown.
#[must_use]
pub fn render(list: &CareList) -> String {
    if list.items.is_empty() {
        return format!("Nothing to do on {}.\n", list.date);
    }
    // `None`, the desk, would sort first.
    let mut sections: BTreeMap<(bool, String), Vec<&CareItem>> = BTreeMap::new();
    for item in &list.items {
        for person in &item.who {
            sections.entry((person.id.is_none(), heading(person))).or_default().push(item);
        }
    }
    let mut text = format!("As of {}.\n", list.date);
    for ((_, heading), items) in sections {
        text.push_str(&format!("\n## {heading}\n\n"));
        items.into_iter().for_each(|item| text.push_str(&entry(item)));
    }
    text
}

fn heading(person: &CareActor) -> String {
    match person.id {
        Some(_) => escaped(&actor(person)),
        None => "The desk".to_owned(),
    }
}

fn entry(item: &CareItem) -> String {
    let when = match (item.state, item.until) {
        (CareState::Overdue, _) => "overdue: ".to_owned(),
        (_, Some(day)) => format!("until {day}: "),
        (_, None) => String::new(),
    };
    let page = item.page.as_ref().map(|page| match &page.url {
        Some(url) => format!(" [{}](<{}>)", escaped(&page.title), url.replace(['<', '>'], "")),
        None => format!(" {}", escaped(&page.title)),
    });
    let mut text = format!(
        "- [ ] **{}**{}\n  {when}{}\n",
        item.kind.heading(),
        page.map(|page| format!(" –{page}")).unwrap_or_default(),
        with_code(&item.message)
    );
    if let Some(sentence) = &item.sentence {
        text.push_str(&format!("  > {}\n\n", escaped(sentence)));
    }
    let places = item.places.iter().map(|at| (&at.file, at.line));
    let places: Vec<_> = if item.places.is_empty() { vec![(&item.file, item.line)] } else { places.collect() };
    let places: Vec<String> = places.into_iter().map(|(file, line)| code(&format!("{file}:{line}"))).collect();
    text.push_str(&format!("  {} · {}\n", places.join(", "), code(&item.command)));
    text.extend(item.help.iter().map(|help| format!("  {}\n", with_code(help))));
    text.push_str(&difference(item));
    text
}

/// The parts that changed, as a unified diff.
fn difference(item: &CareItem) -> String {
    if item.changes.is_empty() {
        return String::new();
    }
    let mut lines = Vec::new();
    for change in &item.changes {
        lines.push(format!("# {} {}", change.part, change.difference));
        lines.extend(change.lines.iter().cloned());
    }
    // A fence that is longer than any in the text.
    let longest = lines.iter().flat_map(|line| line.split(|c| c != '`')).map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let lines: String = lines.iter().map(|line| format!("  {line}\n")).collect();
    format!("  {fence}diff\n{lines}  {fence}\n")
}

/// A message: what stands between backticks as code, the rest as words.
fn with_code(message: &str) -> String {
    let parts: Vec<&str> = message.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return escaped(message);
    }
    let parts = parts.iter().enumerate();
    parts.map(|(index, part)| if index % 2 == 1 && !part.is_empty() { code(part) } else { escaped(part) }).collect()
}

fn code(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

fn escaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for char in words.chars() {
        match char {
            '@' => text.push_str("&#64;"),
            '#' => text.push_str("&#35;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '!' | '$' => {
                text.push('\\');
                text.push(char);
            }
            char if char.is_control() => text.push(' '),
            char => text.push(char),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{escaped, with_code};

    #[test]
    fn words_of_others_are_no_markup() {
        assert_eq!(escaped("ask @ann about #12 <b>"), "ask &#64;ann about &#35;12 \\<b\\>");
        assert_eq!(with_code("the source `a_b` is old"), "the source `a_b` is old");
        assert_eq!(with_code("one ` backtick_"), "one \\` backtick\\_");
    }
}
