//! The list as text for a terminal: overdue, due, soon.

use wellpress_check::care::{CareActor, CareItem, CareList, CareState, SignedAiPage};
use wellpress_command::console::count;
use wellpress_diagnostics::render::visible;

/// The parts of the list with their titles.
const PARTS: [(CareState, &str); 3] =
    [(CareState::Overdue, "Overdue"), (CareState::Due, "To do now"), (CareState::Soon, "Soon")];

/// The most lines of a difference that are printed; `review diff` and the JSON have all.
const MOST_LINES: usize = 12;

/// The list as text.
#[must_use]
pub fn render(list: &CareList) -> String {
    if list.items.is_empty() {
        return format!("Nothing to do on {}\n{}", list.date, settled(list));
    }
    let mut text = String::new();
    for (state, title) in PARTS {
        let items: Vec<&CareItem> = list.items.iter().filter(|item| item.state == state).collect();
        if !items.is_empty() {
            text.push_str(&format!("{title}: {}\n\n", count(items.len(), "item")));
            items.iter().for_each(|item| text.push_str(&block(item)));
        }
    }
    text.push_str(settled(list).trim_start());
    text
}

/// A line for each page that AI was used for and that a person has signed off: nothing has to be done.
fn settled(list: &CareList) -> String {
    if list.signed_ai.is_empty() {
        return String::new();
    }
    let lines = list.signed_ai.iter().map(|signed| {
        let SignedAiPage { page, person, role, date, .. } = signed;
        visible(&format!("  {} ({}): signed by {person} ({role}) on {date}", page.id, page.language)) + "\n"
    });
    let pages = count(list.signed_ai.len(), "page");
    format!("\nMade with AI and signed off: {pages}\n\n{}", lines.collect::<String>())
}

/// What has happened on a line, and below it what to know of it.
fn block(item: &CareItem) -> String {
    let mut lines = vec![format!("{}: {}", item.kind.as_str(), item.message)];
    let mut add = |name: &str, value: String| lines.push(format!("  {name:<8} {value}"));
    if let Some(page) = &item.page {
        add("page", format!("{} ({}), \"{}\"", page.id, page.language, page.title));
    }
    if let Some(sentence) = &item.sentence {
        add("sentence", sentence.clone());
    }
    match item.places.as_slice() {
        [] | [_] => add("at", place(&item.file, item.line, item.column)),
        places => places.iter().for_each(|at| add("at", place(&at.file, at.line, at.column))),
    }
    add("who", item.who.iter().map(actor).collect::<Vec<_>>().join(", "));
    if let Some(day) = item.until {
        add("until", day.to_string());
    }
    if let Some(day) = item.since.filter(|day| Some(*day) != item.until) {
        add("since", day.to_string());
    }
    add("do", item.command.clone());
    if item.desk.is_some() {
        add("desk", "wellpress serve --edit".to_owned());
    }
    if let Some(help) = &item.help {
        add("help", help.clone());
    }
    let difference = item.changes.iter().flat_map(|change| {
        let part = format!("    {} {}", change.part, change.difference);
        std::iter::once(part).chain(change.lines.iter().map(|line| format!("    {line}")))
    });
    let difference: Vec<String> = difference.collect();
    let more = difference.len().saturating_sub(MOST_LINES);
    lines.extend(difference.into_iter().take(MOST_LINES));
    if more > 0 {
        lines.push(format!("    and {}", count(more, "more line")));
    }
    // Words of pages and of reviewers must not write to the terminal.
    lines.iter().map(|line| format!("{}\n", visible(line))).collect::<String>() + "\n"
}

fn place(file: &str, line: u32, column: u32) -> String {
    format!("{file}:{line}:{column}")
}

/// The name of a person with their id.
pub(crate) fn actor(actor: &CareActor) -> String {
    match &actor.id {
        Some(id) => format!("{} ({id})", actor.name),
        None => actor.name.clone(),
    }
}
