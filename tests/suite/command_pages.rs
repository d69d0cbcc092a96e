//! `docs/commands` and the tables of `docs/command-line.md`, made of the definitions of the commands.

use std::collections::BTreeSet;

use wellpress_manual::command_pages::{FOLDER, command_pages, table_of_arguments};

use crate::written_pages::{compare_or_write, path_of, with_table};

#[test]
fn each_command_has_its_page() {
    let program = wellpress::cli::command();
    let pages = command_pages(&program);
    let names: BTreeSet<String> = pages.iter().map(|(name, _)| format!("{name}.md")).collect();
    for (name, text) in &pages {
        compare_or_write(&format!("{name}.md"), text, "command_pages");
    }
    let files = std::fs::read_dir(path_of(FOLDER)).unwrap();
    let files = files.map(|file| format!("{FOLDER}/{}", file.unwrap().file_name().to_string_lossy()));
    assert_eq!(files.collect::<BTreeSet<String>>(), names, "a page of a command that does not exist");
}

#[test]
fn the_page_of_the_command_line_lists_commands_and_common_arguments() {
    let mut program = wellpress::cli::command();
    program.build();
    let commands = program.get_subcommands().map(|command| {
        let name = command.get_name();
        format!("| [`{name}`]({FOLDER}/{name}.md) | {} |\n", command.get_about().unwrap())
    });
    let commands = format!("| command | what it does |\n| --- | --- |\n{}", commands.collect::<String>());
    let common = program.get_arguments().filter(|argument| argument.is_global_set());
    let page = std::fs::read_to_string(path_of("command-line.md")).unwrap();
    let page = with_table(&page, "## Commands", &commands);
    let page = with_table(&page, "## For every command", &table_of_arguments(common, str::to_owned));
    compare_or_write("command-line.md", &page, "command_pages");
}

/// A help sends readers to pages that `wellpress help` prints.
#[test]
fn every_page_that_a_help_names_is_in_the_program() {
    let program = wellpress::cli::command();
    let pages = wellpress::manual_pages::pages(&program);
    let embedded: BTreeSet<&str> = pages.iter().map(|(name, _)| name.as_str()).collect();
    let of_files_alone = ["hosts/", "import/"];
    for (name, text) in command_pages(&program) {
        let links = text.split("](../").skip(1).filter_map(|rest| rest.split([')', '#']).next());
        let lacking: Vec<&str> = links
            .filter_map(|link| link.strip_suffix(".md"))
            .filter(|page| !embedded.contains(page) && !of_files_alone.iter().any(|folder| page.starts_with(folder)))
            .collect();
        assert!(lacking.is_empty(), "{name}: {lacking:?}");
    }
}
