//! Compares the manual with the code: every rule and template variable of the code is in the manual, and those in its tables are in the
//! code. What the program writes itself is compared by `command_pages`, `directive_pages`, `kind_pages` and `settings_page`. Links lead to
//! files and headings that exist.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use wellpress::rule_pages::page_of;
use wellpress_diagnostics::rules;

use crate::harness::TestSite;
use crate::program::ServeProcess;

#[test]
fn no_page_names_an_unknown_command() {
    let commands = commands();
    for (path, text) in markdown_files() {
        let calls = ["`wellpress ", "$ wellpress "].into_iter().flat_map(|start| text.split(start).skip(1));
        let words = calls.filter_map(|call| call.split(|c: char| !c.is_ascii_lowercase()).next());
        let unknown: Vec<&str> =
            words.filter(|word| !word.is_empty() && !commands.iter().any(|command| command == word)).collect();
        assert!(unknown.is_empty(), "{}: no such command: {unknown:?}", path.display());
    }
}

#[test]
fn every_rule_has_a_page_and_every_page_a_rule() {
    let entries = std::fs::read_dir(root().join("docs/rules")).unwrap();
    let names = entries.map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned());
    let pages: BTreeSet<String> = names.filter(|name| name != "README").collect();
    let list = page("rules/README.md");
    for name in &pages {
        assert!(list.contains(&format!("[{name}]({name}.md)\n")), "docs/rules/README.md lacks `{name}`");
    }
    let ids: BTreeSet<String> = rules::ALL.iter().map(|rule| rule.id.to_owned()).collect();
    assert_eq!(pages, ids);
    for rule in rules::ALL {
        assert!(page_of(rule).starts_with(&format!("# {}\n", rule.id)), "the page of `{}` has another title", rule.id);
    }
}

/// Each template in turn is replaced by one that uses an unknown variable. The help of the finding lists the variables that exist.
#[test]
fn the_manual_lists_exactly_the_variables_of_each_template() {
    let page = page("templates.md");
    let variables = |heading: &str| first_cells(variable_table(&page, heading)).collect::<Vec<_>>();
    let page_variables = variables("On every page");
    let names = page.split("\n## ").skip(2).map(|section| section.lines().next().unwrap());
    // A template of a share card reports no finding of its own. Other sections are about all templates.
    let names: Vec<&str> = names.filter(|name| name.ends_with(".html") && !name.starts_with("cards/")).collect();
    assert!(names.len() > 15, "{names:?}");
    for name in names {
        let file = name.replace('*', "mine");
        let built = site_with_each_kind().file(&format!("themes/mine/templates/{file}"), "{{ zzzzzzzz }}").build();
        let finding = built.of_rule("theme-invalid").first().map(|finding| finding.help.clone().unwrap_or_default());
        let help = finding.unwrap_or_else(|| panic!("nothing is drawn with {file}: {:?}", built.formatted_findings()));
        let actual: BTreeSet<String> = help.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        let mut documented: BTreeSet<String> = variables(name).into_iter().collect();
        if !documented.contains("site") {
            documented.extend(page_variables.iter().cloned());
        }
        // A section of its own describes it.
        documented.insert("data".to_owned());
        assert_eq!(actual, documented, "{file}");
    }
}

/// The part of a template's section that holds the table of its variables; the types below have tables too.
fn variable_table<'t>(page: &'t str, heading: &str) -> &'t str {
    let section = section(page, &format!("## {heading}"));
    section.find("\n### ").map_or(section, |end| &section[..end])
}

/// A site with a page of each kind, and a theme of its own.
fn site_with_each_kind() -> TestSite {
    let titled = |title: &str, front: &str| format!("---\ntitle: {title}\n{front}---\nText.\n");
    let corrected =
        "topics: [bone]\naliases: [/old/]\ncorrections: [{date: 2026-01-01, was: A, now: B, severity: minor}]\n";
    TestSite::new()
        .settings("theme: mine\n")
        .file("themes/mine/theme.yaml", "name: mine\nextends: well\n")
        .file("content/articles/a.md", titled("A", corrected).replace("Text.", "Text [@smith]."))
        .exercise("nod", "Text.")
        .file("content/programmes/day.md", titled("Day", "schedule: [{exercise: nod}]\n"))
        .file("content/topics/bone.md", titled("Bone", "type: other\n"))
        .file("content/people/jane.md", "---\nname: Jane\n---\nText.\n")
        .file("content/pages/about.md", titled("About", ""))
        .file("content/pages/about.easy.md", titled("About, easy", ""))
        .file("content/glossary.yaml", "Bone: {definition: What is hard.}\n")
        .library("@book{smith, title = {A book}, author = {Smith, Ann}, date = {2020}}\n")
}

#[test]
fn every_link_leads_to_an_existing_file_and_heading() {
    let mut broken = Vec::new();
    for (path, text) in markdown_files() {
        for target in links(&text).filter(|target| !target.contains(':') && !target.starts_with('<')) {
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let linked = if file.is_empty() { path.clone() } else { path.parent().unwrap().join(file) };
            let has_anchor = || anchors(&std::fs::read_to_string(&linked).unwrap()).any(|id| id == anchor);
            if !linked.exists() || !(anchor.is_empty() || has_anchor()) {
                broken.push(format!("{}: {target}", path.strip_prefix(root()).unwrap().display()));
            }
        }
    }
    assert!(broken.is_empty(), "links that lead nowhere: {broken:#?}");
}

#[test]
fn the_commands_of_the_five_minutes_print_what_the_page_shows() {
    let page = page("getting-started.md");
    let tour = section(&page, "## Five minutes");
    let folder = tempfile::TempDir::new().unwrap();
    let site = folder.path().join("my-guide");
    let article = site.join("content/articles/small-backbend/index.md");
    for (command, printed) in steps(tour) {
        let arguments: Vec<&str> = command.split_whitespace().collect();
        match arguments[..] {
            ["cd", _] => continue,
            ["wellpress", "serve"] => {
                let preview = ServeProcess::start(&site);
                let address = format!("http://{}/", preview.address);
                let first_line = preview.first_lines[0].replace(&address, "http://127.0.0.1:1111/");
                assert_eq!(first_line, printed);
                continue;
            }
            ["wellpress", "build"] if printed.starts_with("error") => {
                let text = std::fs::read_to_string(&article).unwrap();
                std::fs::write(&article, text.replace("@bouxsein-2003", "@bouxsein-2004")).unwrap();
            }
            ["wellpress", "build"] if article.exists() => {
                let example = tour.split("```markdown\n").nth(1).and_then(|block| block.split("```").next()).unwrap();
                std::fs::write(&article, example).unwrap();
            }
            _ => {}
        }
        let current_dir = if arguments[1] == "init" { folder.path() } else { &site };
        let mut program = Command::new(env!("CARGO_BIN_EXE_wellpress"));
        let run = program.args(&arguments[1..]).current_dir(current_dir).output().unwrap();
        // `new` gives advice behind its result; the other commands print findings first.
        let streams = if arguments[1] == "new" { [run.stdout, run.stderr] } else { [run.stderr, run.stdout] };
        let output = String::from_utf8(streams.concat()).unwrap();
        assert_eq!(without_seconds(&output), without_seconds(&printed), "`{command}`");
    }
}

/// The chart is drawn by hand from the first table of the speed page, which `benches/run` writes anew.
#[test]
fn the_chart_in_the_readme_shows_the_figures_of_the_speed_page() {
    let (chart, readme, speed) = (page("images/speed-short.svg"), read("README.md"), page("speed.md"));
    let table = section(&speed, "### 1,000 articles");
    let cells = |start: &str| {
        let row = table.lines().find(|line| line.starts_with(start)).unwrap_or_else(|| panic!("no row `{start}`"));
        row.split('|').skip(2).map(str::trim).take(6).collect::<Vec<_>>()
    };
    let programs = cells("| | wellpress");
    for row in ["| cold build |", "| one paragraph edited |"] {
        let figures = cells(row);
        let pairs: Vec<String> =
            programs.iter().zip(&figures).map(|(program, figure)| format!("{program} {figure}")).collect();
        let words = pairs.join(", ");
        assert!(chart.contains(&words) && readme.contains(&words), "{row} {words}");
        for figure in figures {
            assert!(chart.contains(&format!(">{figure}</text>")), "{row} {figure}");
        }
    }
}

/// The commands in the console blocks of a text, each with the output that the text shows.
fn steps(text: &str) -> Vec<(String, String)> {
    let blocks = text.split("```console\n").skip(1).filter_map(|block| block.split("```").next());
    let commands =
        blocks.flat_map(|block| format!("\n{block}").split("\n$ ").skip(1).map(str::to_owned).collect::<Vec<_>>());
    let steps = commands.map(|step| {
        let (command, printed) = step.split_once('\n').unwrap_or((&step, ""));
        (command.to_owned(), printed.trim_end().to_owned())
    });
    steps.collect()
}

/// Removes the build time, which differs from run to run.
fn without_seconds(text: &str) -> String {
    let lines = text.trim_end().lines().map(|line| match (line.split_once(" in "), line.split_once(" s; ")) {
        (Some((start, _)), Some((_, end))) if line.starts_with("Built ") => format!("{start}; {end}"),
        _ => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

fn page(name: &str) -> String {
    read(&format!("docs/{name}"))
}

/// The Markdown files in the root and the manual with all its folders, by path.
fn markdown_files() -> Vec<(PathBuf, String)> {
    let manual = ["commands", "compare", "directives", "hosts", "how-to", "import", "kinds", "rules", "tutorials"]
        .map(|folder| format!("docs/{folder}"));
    let folders = ["".to_owned(), "docs".to_owned()].into_iter().chain(manual).map(|folder| root().join(folder));
    let entries = folders.flat_map(|folder| std::fs::read_dir(folder).unwrap());
    let paths = entries.map(|entry| entry.unwrap().path());
    let pages = paths.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    pages.map(|path| (path.clone(), std::fs::read_to_string(path).unwrap())).collect()
}

fn commands() -> Vec<String> {
    wellpress::cli::command().get_subcommands().map(|command| command.get_name().to_owned()).collect()
}

/// The words in backticks in the first column of all tables.
fn first_cells(text: &str) -> impl Iterator<Item = String> {
    let rows = text.lines().filter(|line| line.starts_with("| `"));
    rows.filter_map(|row| row.split(" | ").next())
        .flat_map(|cell| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>())
}

/// The text from a heading to the next one of its level.
fn section<'t>(text: &'t str, heading: &str) -> &'t str {
    let start = text.find(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("there is no `{heading}`"));
    let from_heading = &text[start + 1..];
    from_heading[1..].find("\n## ").map_or(from_heading, |end| &from_heading[..=end])
}

/// The targets of the links and pictures of a page, without those in code.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let blocks = text.split("```").step_by(2);
    let plain = blocks.flat_map(|block| block.split('`').step_by(2));
    let links = plain.clone().flat_map(|piece| piece.split("](").skip(1).filter_map(|link| link.split(')').next()));
    let images = plain.flat_map(|piece| piece.split("src=\"").skip(1).filter_map(|value| value.split('"').next()));
    links.chain(images)
}

/// The anchors of a page's headings, as GitHub makes them.
fn anchors(text: &str) -> impl Iterator<Item = String> {
    let headings = text.split("```").step_by(2).flat_map(str::lines).filter(|line| line.starts_with('#'));
    headings.map(|line| {
        let title = line.trim_start_matches('#').trim().to_lowercase();
        let characters = title.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        characters.map(|c| if c == ' ' { '-' } else { c }).collect()
    })
}
