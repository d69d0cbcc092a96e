//! `wellpress explain`: prints the manual's page of a rule, or the list of all rules with what each finds.

use clap::Args;

use wellpress_command::console;
use wellpress_command::{Exit, Failure};
use wellpress_diagnostics::{nearest, rules};

use crate::rule_pages::page_of;

/// Explain what a rule finds, why it matters and how to correct the finding
///
/// For whoever has a finding. Without a rule, all rules are listed, with the severity and the first sentence of each. A rule with
/// findings of two severities has both, such as `error or warning`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The rule's id; without one, all rules are listed
    rule: Option<String>,
}

/// Prints a rule's page as Markdown with the tasks that name it, or the list of all rules.
pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let Some(id) = &arguments.rule else {
        console::print_stdout(&list())?;
        return Ok(Exit::Done);
    };
    let Some(rule) = rules::find(id) else {
        let failure = Failure::usage(format!("there is no rule `{id}`"));
        let nearest = nearest(id, rules::ALL.iter().map(|rule| rule.id));
        return Err(failure.suggest_or(
            nearest,
            "`wellpress explain` lists all rules; a house rule is explained by its file in `rules`",
        ));
    };
    console::print_stdout(&format!("{}{}", page_of(rule), tasks(rule.id)))?;
    Ok(Exit::Done)
}

/// The pages of the manual about tasks that name a rule, as a section of its page.
#[cfg(feature = "manual")]
fn tasks(rule: &str) -> String {
    let tasks = crate::manual_pages::tasks_of(rule);
    let tasks: String = tasks.map(|(name, title)| format!("- {title}: `wellpress help {name}`\n")).collect();
    if tasks.is_empty() { tasks } else { format!("\n## Step by step\n\n{tasks}") }
}

#[cfg(not(feature = "manual"))]
fn tasks(_rule: &str) -> String {
    String::new()
}

/// One line for each rule: id, severity, and what it finds. A rule with findings of two severities has both.
fn list() -> String {
    let width = rules::ALL.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    let lines = rules::ALL.iter().map(|rule| {
        let other_severity =
            rule.other_severity.map_or_else(String::new, |severity| format!(" or {}", severity.as_str()));
        let severity = format!("{}{other_severity}", rule.severity.as_str());
        format!("{:width$}  {severity:16}  {}\n", rule.id, first_sentence(page_of(rule)))
    });
    lines.collect()
}

/// The first sentence of a rule's page, below its heading.
fn first_sentence(page: &str) -> &str {
    let text = page.split("\n\n").nth(1).unwrap_or_default();
    let text = text.lines().next().unwrap_or_default();
    text.find(". ").map_or(text, |end| &text[..=end])
}
