//! [`command_pages`]: a page of the manual for each command, made of what its `--help` says.
//!
//! A help names other pages as commands that print them, since a terminal has no links: of `wellpress help NAME` and of
//! `wellpress explain RULE` a page makes links.

use std::fmt::Write as _;

use clap::{Arg, Command};

/// The folder of the pages in the manual.
pub const FOLDER: &str = "commands";

/// The pages with their names, such as `commands/check`, and their Markdown, in the order of the commands.
#[must_use]
pub fn command_pages(program: &Command) -> Vec<(String, String)> {
    // The arguments of every command stand on the page about the command line.
    let mut program = program.clone();
    program.build();
    let pages = program.get_subcommands().map(|command| {
        let mut page = CommandPage { program: &program, markdown: String::new() };
        page.section(command, "#");
        (format!("{FOLDER}/{}", command.get_name()), page.markdown)
    });
    pages.collect()
}

/// A table of these arguments with what they do and their defaults.
#[must_use]
pub fn table_of_arguments<'a>(arguments: impl Iterator<Item = &'a Arg>, link: impl Fn(&str) -> String) -> String {
    let rows = arguments.map(|argument| {
        let short = argument.get_short().map(|short| format!("`-{short}`, ")).unwrap_or_default();
        let (help, default) = help_and_default(argument);
        let words = link(&help).replace('|', "\\|");
        format!("| {short}`{}` | {words} | {default} |\n", argument.to_string().replace('|', "\\|"))
    });
    let rows: String = rows.collect();
    if rows.is_empty() { rows } else { format!("| argument | what it does | default |\n| --- | --- | --- |\n{rows}") }
}

/// What an argument does, with its values, and its default. A default that depends on the site stands in the words.
fn help_and_default(argument: &Arg) -> (String, String) {
    let help = argument.get_long_help().or_else(|| argument.get_help()).map(ToString::to_string).unwrap_or_default();
    let mut help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    let takes_values = argument.get_num_args().is_some_and(|number| number.takes_values());
    let mut default = String::new();
    if takes_values && !argument.is_hide_default_value_set() {
        let values = argument.get_default_values().iter().map(|value| format!("`{}`", value.to_string_lossy()));
        default = values.collect::<Vec<_>>().join(", ");
    }
    if let Some((before, behind)) = help.split_once(" [default: ")
        && let Some((words, rest)) = behind.split_once(']')
    {
        (default, help) = (words.to_owned(), format!("{before}{rest}"));
    }
    let values = argument.get_possible_values();
    if takes_values && !values.is_empty() && !argument.is_hide_possible_values_set() {
        let named = values.iter().filter(|value| !value.is_hide_set()).map(|value| match value.get_help() {
            Some(words) => format!("`{}` ({})", value.get_name(), words.to_string().trim_end_matches('.')),
            None => format!("`{}`", value.get_name()),
        });
        let _ = write!(help, ": {}", named.collect::<Vec<_>>().join(", "));
    }
    (help, default)
}

struct CommandPage<'p> {
    program: &'p Command,
    markdown: String,
}

impl CommandPage<'_> {
    /// What a command does, its usage and its arguments, then the same of its subcommands.
    fn section(&mut self, command: &Command, marks: &str) {
        let name = command.get_bin_name().unwrap_or(command.get_name());
        let about = command.get_long_about().or_else(|| command.get_about()).map(ToString::to_string);
        let about = self.markdown_of(&about.unwrap_or_default());
        let usage = command.clone().render_usage().to_string();
        let _ =
            write!(self.markdown, "{marks} {name}\n\n{about}```text\n{}\n```\n", usage.trim_start_matches("Usage: "));
        let own = command.get_arguments().filter(|argument| {
            !argument.is_global_set()
                && !argument.is_hide_set()
                && !["help", "version"].contains(&argument.get_id().as_str())
        });
        let table = table_of_arguments(own, |words| self.linked(words));
        let behind = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
        let behind = self.markdown_of(&behind);
        for part in [table, behind].iter().filter(|part| !part.is_empty()) {
            let _ = write!(self.markdown, "\n{}\n", part.trim_end());
        }
        for subcommand in command.get_subcommands().filter(|subcommand| subcommand.get_name() != "help") {
            self.markdown.push('\n');
            self.section(subcommand, "##");
        }
    }

    /// The paragraphs of a help: those that are indented are examples, the others sentences.
    fn markdown_of(&self, help: &str) -> String {
        let paragraphs = help.trim_end().split("\n\n").filter(|paragraph| !paragraph.trim().is_empty());
        let paragraphs = paragraphs.map(|paragraph| match paragraph.strip_prefix("    ") {
            Some(example) => format!("```console\n{}\n```\n\n", example.replace("\n    ", "\n")),
            None => {
                let end = if paragraph.ends_with([':', '.', '?']) || paragraph.starts_with("- ") { "" } else { "." };
                format!("{}{end}\n\n", self.linked(paragraph))
            }
        });
        paragraphs.collect()
    }

    /// Sentences with a link in the place of each command that prints a page.
    fn linked(&self, sentences: &str) -> String {
        let pieces = sentences.split('`').enumerate().map(|(number, piece)| match number % 2 {
            0 => piece.to_owned(),
            _ => self.link(piece).unwrap_or_else(|| format!("`{piece}`")),
        });
        pieces.collect()
    }

    fn link(&self, code: &str) -> Option<String> {
        let is_name = |word: &str| word.contains(|c: char| c.is_ascii_lowercase()) && !word.contains(' ');
        if let Some(rule) = code.strip_prefix("wellpress explain ").filter(|rule| is_name(rule)) {
            return Some(format!("[`{rule}`](../rules/{rule}.md)"));
        }
        let name = code.strip_prefix("wellpress help ")?.trim_end_matches(".md");
        let command = name.split(' ').next().unwrap_or(name);
        if self.program.find_subcommand(command).is_some() && !code.ends_with(".md") {
            let anchor = if command == name { String::new() } else { format!("#wellpress-{}", name.replace(' ', "-")) };
            return Some(format!("[`wellpress {name}`]({command}.md{anchor})"));
        }
        let (page, anchor) =
            name.split_once('#').map_or((name, String::new()), |(page, anchor)| (page, format!("#{anchor}")));
        let last = name.trim_end_matches("/README").rsplit(['#', '/']).next().unwrap_or(name);
        is_name(name).then(|| format!("[{}](../{page}.md{anchor})", last.replace('-', " ")))
    }
}

#[cfg(test)]
mod tests {
    use clap::{Arg, Command};

    use super::command_pages;

    #[test]
    fn a_page_has_what_the_help_says() {
        let check = Command::new("check")
            .about("Check the site")
            .long_about("Check the site\n\nFor authors; see `wellpress help care#asking-the-services` and `wellpress help add one`.")
            .arg(Arg::new("form").long("form").value_name("A|B").value_parser(["a", "b"]).default_value("a").help("The form"))
            .arg(Arg::new("dir").long("dir").value_name("DIR").help("The folder | place [default: `output`]; not `--form`"))
            .after_long_help("Exit status: see `wellpress explain orphan`.\n\n    $ wellpress check\n    Checked");
        let add = Command::new("add").subcommand(Command::new("one").about("Add one"));
        let program = Command::new("wellpress").subcommand(check).subcommand(add);
        let pages = command_pages(&program);
        let names: Vec<&str> = pages.iter().map(|(name, _)| &**name).collect();
        assert_eq!(names, ["commands/check", "commands/add", "commands/help"]);
        assert_eq!(
            pages[0].1,
            "# wellpress check\n\nCheck the site.\n\nFor authors; see [asking the services](../care.md#asking-the-services) and \
             [`wellpress add one`](add.md#wellpress-add-one).\n\n```text\nwellpress check [OPTIONS]\n```\n\n\
             | argument | what it does | default |\n| --- | --- | --- |\n\
             | `--form <A\\|B>` | The form: `a`, `b` | `a` |\n\
             | `--dir <DIR>` | The folder \\| place; not `--form` | `output` |\n\n\
             Exit status: see [`orphan`](../rules/orphan.md).\n\n```console\n$ wellpress check\nChecked\n```\n"
        );
        assert!(pages[1].1.contains("\n## wellpress add one\n\nAdd one.\n"), "{}", pages[1].1);
    }
}
