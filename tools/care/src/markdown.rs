//! The list as Markdown for an issue: a section for each person, the desk last, and in it a checkbox for each item. An item of two
//! people stands in the sections of both.
//!
//! Words of pages and of reviewers are escaped: in an issue an `@` would call somebody, and a `#1` would link another issue.

use std::collections::BTreeMap;

use wellpress_check::care::{CareActor, CareItem, CareList, CareState, SignedAiPage};
use wellpress_command::console::count;

use crate::text::actor;

/// The list as Markdown, with at most `limit` characters if there is one. Then each section has as many of its items as fit, those
/// that are most urgent, and says how many it leaves out, so that nobody is missing from the list.
#[must_use]
pub fn render(list: &CareList, limit: Option<usize>) -> String {
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
    let sections: Vec<Section> =
        sections.into_iter().map(|((_, heading), items)| Section::new(&heading, items)).collect();
    let start = format!("As of {}.\n", list.date);
    let settled = settled(list);
    let whole: usize = length(&start) + sections.iter().map(Section::length).sum::<usize>() + length(&settled);
    match limit.filter(|limit| *limit < whole) {
        None => sections.iter().fold(start, |text, section| text + &section.within(usize::MAX)) + &settled,
        // What is settled gives its room to what is to be done.
        Some(limit) => within(&start, &sections, limit),
    }
}

/// The length of a text as services count it.
fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The start of each section. A short section leaves its room to the others.
fn within(start: &str, sections: &[Section], limit: usize) -> String {
    let end = "\nThis is a part of the list. `wellpress care` prints all of it.\n";
    let mut room = limit.saturating_sub(length(start) + length(end));
    // Of very many sections the last ones have no room even for their headings.
    let count_of_headings = sections.iter().scan(0, |sum, section| {
        *sum += section.shortest();
        Some(*sum)
    });
    let shown = count_of_headings.take_while(|sum| sum + LEFT_OUT <= room).count();
    let mut by_length: Vec<usize> = (0..shown).collect();
    by_length.sort_by_key(|index| sections[*index].length());
    let mut texts = vec![String::new(); shown];
    // What the headings of the sections that come later need.
    let mut reserved: usize = sections[..shown].iter().map(Section::shortest).sum();
    room = room.saturating_sub(LEFT_OUT);
    for (position, index) in by_length.into_iter().enumerate() {
        let section = &sections[index];
        reserved -= section.shortest();
        let share = (room - reserved - section.shortest()) / (shown - position) + section.shortest();
        texts[index] = section.within(share);
        room -= length(&texts[index]);
    }
    let people = match sections.len() - shown {
        0 => String::new(),
        more => format!("\nLeft out: {}.\n", count(more, "section")),
    };
    format!("{start}{}{people}{end}", texts.concat())
}

/// The most characters of a line that counts what is left out.
const LEFT_OUT: usize = 80;

/// What one person has to do.
struct Section {
    heading: String,
    entries: Vec<Entry>,
}

/// An item: what to do, and what changed.
struct Entry {
    text: String,
    difference: String,
}

impl Section {
    fn new(heading: &str, items: Vec<&CareItem>) -> Self {
        let entries = items.into_iter().map(|item| Entry { text: entry(item), difference: difference(item) });
        Self { heading: format!("\n## {heading}\n\n"), entries: entries.collect() }
    }

    fn length(&self) -> usize {
        let entries = self.entries.iter().map(|entry| length(&entry.text) + length(&entry.difference));
        length(&self.heading) + entries.sum::<usize>()
    }

    /// The length without any item.
    fn shortest(&self) -> usize {
        length(&self.heading) + LEFT_OUT
    }

    /// The section with as many items as fit. A difference is left out before an item is.
    fn within(&self, limit: usize) -> String {
        if self.length() <= limit {
            let entries = self.entries.iter().flat_map(|entry| [&*entry.text, &*entry.difference]);
            return format!("{}{}", self.heading, entries.collect::<String>());
        }
        let mut text = self.heading.clone();
        let mut room = limit.saturating_sub(self.shortest());
        let mut shown = 0;
        for Entry { text: entry, difference } in &self.entries {
            let whole = length(entry) + length(difference);
            let (words, size) = if whole <= room { (difference.as_str(), whole) } else { ("", length(entry)) };
            if size > room {
                break;
            }
            text.push_str(&format!("{entry}{words}"));
            room -= size;
            shown += 1;
        }
        // A box to tick as well: whoever looks for boxes sees that something is to do.
        if shown < self.entries.len() {
            text.push_str(&format!("- [ ] {} more\n", count(self.entries.len() - shown, "item")));
        }
        text
    }
}

/// The pages that AI was used for and that a person has signed off. Where nothing else is left, the issue is closed without them.
fn settled(list: &CareList) -> String {
    if list.signed_ai.is_empty() {
        return String::new();
    }
    let lines = list.signed_ai.iter().map(|SignedAiPage { page, person, role, date, .. }| {
        format!("- {}: signed by {} ({role}) on {date}\n", code(&page.id), escaped(person))
    });
    format!("\n## Made with AI and signed off\n\n{}", lines.collect::<String>())
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
