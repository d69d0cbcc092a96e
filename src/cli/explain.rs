//! `wellpress explain`: what a rule finds, why it matters, how to put it right.

use clap::Args;

use wellpress_diagnostics::{nearest, rules};

use crate::rule_pages::page_of;

use super::Exit;
use super::console;
use super::failure::Failure;

/// Say what a rule finds, why it matters and how to put it right
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The rule's id; without one, all rules are listed
    rule: Option<String>,
}

/// Prints a rule's page, or the list of all rules.
pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let Some(id) = &arguments.rule else {
        console::print(&list())?;
        return Ok(Exit::Done);
    };
    let Some(rule) = rules::find(id) else {
        let failure = Failure::usage(format!("there is no rule `{id}`"));
        return Err(match nearest(id, rules::ALL.iter().map(|rule| rule.id)) {
            Some(near) => failure.help(format!("did you mean `{near}`?")),
            None => failure.help("`wellpress explain` lists all rules"),
        });
    };
    console::print(page_of(rule))?;
    Ok(Exit::Done)
}

fn list() -> String {
    let widest = rules::ALL.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    let lines = rules::ALL.iter().map(|rule| format!("{:widest$}  {}\n", rule.id, rule.severity.as_str()));
    lines.collect()
}
