//! `wellpress help`: prints the help of a command, a page of the manual, or what the manual has about some words.

use clap::Args;

use wellpress_command::console;
use wellpress_command::{Exit, Failure};

use crate::search::search;
use crate::sections::{ManualPage, Section};

/// How many sections are listed.
const MOST: usize = 5;

/// The longest line below a title.
const WIDTH: usize = 100;

/// Show the help of a command, or find pages of the manual
///
/// For whoever looks for something, without a network. The name of a command prints its help, that of a page or a section
/// (`settings#retractions`) its text. Other words print up to five sections that have them, best first, and how to print the first.
/// Words are compared without their endings: `publishing` finds `publish`. A program without the feature `manual` knows the
/// commands alone.
#[derive(Debug, Args)]
#[command(after_long_help = "\
    Exit status: 2 if the manual has nothing about the words.

    $ wellpress help publish on a date")]
pub struct Arguments {
    /// A command, such as `theme check`; a page of the manual, such as `how-to/cite-a-source`; or what you look for, in your own
    /// words
    words: Vec<String>,
}

/// Prints the help of the command that the words name, else the page, else the sections that have them.
///
/// # Errors
/// When the output cannot be written, or the manual has nothing about the words.
pub fn run(arguments: &Arguments, program: clap::Command, pages: &[ManualPage<'_>]) -> Result<Exit, Failure> {
    let words = arguments.words.join(" ");
    let text = help_of(program, &words)
        .or_else(|| page_text(pages, &words))
        .or_else(|| found_text(&search(pages, &words)))
        .ok_or_else(|| {
            Failure::usage(format!("the manual has nothing about `{words}`"))
                .help("try other words, or one word; `wellpress help` lists the commands")
        })?;
    console::print_stdout(&text)?;
    Ok(Exit::Done)
}

/// The help of the command with this name; of the program without one.
fn help_of(mut program: clap::Command, words: &str) -> Option<String> {
    program.build();
    let mut command = &mut program;
    for word in words.split_whitespace() {
        command = command.find_subcommand_mut(word)?;
    }
    Some(command.render_long_help().to_string())
}

/// The Markdown of a page or of a section by its name.
fn page_text(pages: &[ManualPage<'_>], name: &str) -> Option<String> {
    let name = name.trim_start_matches("docs/").replacen(".md", "", 1);
    let mut sections = pages.iter().flat_map(ManualPage::sections);
    let section = sections.find(|section| section.name() == name)?;
    Some(if section.is_start { section.page.text } else { section.text }.to_owned())
}

/// The sections with their first paragraphs, and how one is printed; `None` if there are none.
fn found_text(sections: &[Section<'_>]) -> Option<String> {
    let first = sections.first()?;
    let entries = sections.iter().take(MOST).map(|section| {
        let title = match section.is_start {
            true => section.heading.to_owned(),
            false => format!("{}: {}", section.page.title(), section.heading),
        };
        format!(
            "{}\n  {}\n  docs/{}\n\n",
            title.replace('`', ""),
            shortened(&section.first_paragraph()),
            path_of(section)
        )
    });
    let entries: String = entries.collect();
    Some(format!("{entries}`wellpress help {}` prints the first of them\n", first.name()))
}

fn path_of(section: &Section<'_>) -> String {
    let name = section.name();
    let (page, anchor) = name.split_once('#').unwrap_or((&name, ""));
    if anchor.is_empty() { format!("{page}.md") } else { format!("{page}.md#{anchor}") }
}

/// The start of a text, to the end of a word.
fn shortened(text: &str) -> String {
    let mut line = String::new();
    for word in text.split(' ') {
        if unicode_width::UnicodeWidthStr::width(line.as_str()) + word.len() > WIDTH {
            return format!("{line} ..");
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}
