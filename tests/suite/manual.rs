//! The manual says what the program does: every field, key, directive, flag, rule and template variable that the code
//! knows stands in it, what stands in its tables the code knows, and its links lead somewhere.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use wellpress::rule_pages::page_of;
use wellpress_diagnostics::rules;
use wellpress_markdown::directives::{CalloutKind, DIRECTIVES};
use wellpress_render::context::described;

use crate::harness::Site;

#[test]
fn every_setting_is_in_the_manual() {
    assert_same_words(
        &fields(&[
            "crates/site/src/config/settings.rs",
            "crates/site/src/config/calls.rs",
            "crates/site/src/config/images.rs",
            "crates/markdown/src/directives.rs",
        ]),
        &page("settings.md"),
        "docs/settings.md",
    );
}

#[test]
fn every_field_of_front_matter_is_in_the_manual() {
    let files = ["front_matter/mod.rs", "front_matter/values.rs", "glossary.rs"];
    let files = files.map(|file| format!("crates/site/src/parse/{file}"));
    let fields = fields(&files);
    let page = page("content.md");
    assert_all_in(&fields, &page, "docs/content.md");
    let tables = section(&page, "## Front matter");
    let unknown: Vec<String> = first_cells(tables).filter(|name| name != "date" && !fields.contains(name)).collect();
    assert!(unknown.is_empty(), "docs/content.md has fields that no front matter has: {unknown:?}");
}

#[test]
fn every_directive_is_in_the_manual() {
    let known = directive_words();
    let page = page("content.md");
    assert_all_in(&known, &page, "docs/content.md");
    let table = section(&page, "## Directives");
    let rows = table.lines().filter(|line| line.starts_with("| `:"));
    let named: BTreeSet<String> = rows.flat_map(|row| row.split('`').filter_map(directive_name)).collect();
    assert!(named.len() > 15, "the table of directives was not found");
    let callouts = CalloutKind::ALL.map(|(name, _)| name.to_owned());
    let unknown: Vec<&String> =
        named.iter().filter(|name| !known.contains(*name) && !callouts.contains(name)).collect();
    assert!(unknown.is_empty(), "docs/content.md has directives that there are not: {unknown:?}");
    let missing: Vec<&String> = callouts.iter().filter(|name| !named.contains(*name)).collect();
    assert!(missing.is_empty(), "docs/content.md lacks callouts: {missing:?}");
}

#[test]
fn every_command_and_flag_is_in_the_manual() {
    let page = page("command-line.md");
    let commands = commands();
    assert!(commands.len() > 5, "no commands were found: {commands:?}");
    for command in commands.iter().filter(|command| *command != "help") {
        assert!(page.contains(&format!("\n## {command}\n")), "docs/command-line.md has no section `{command}`");
    }
    let helps = commands.iter().flat_map(|command| helps(command));
    let flags: BTreeSet<String> = helps.flat_map(|help| flags(&help)).collect();
    assert_all_in(&flags, &page, "docs/command-line.md");
    let tables: Vec<String> = first_cells(&page).filter(|cell| cell.starts_with("--")).collect();
    let named = tables.iter().map(|cell| cell.split_whitespace().next().unwrap_or_default().to_owned());
    let unknown: Vec<String> = named.filter(|flag| !flags.contains(flag)).collect();
    assert!(unknown.is_empty(), "docs/command-line.md has flags that there are not: {unknown:?}");
}

#[test]
fn no_page_names_a_command_that_is_not_there() {
    let commands = commands();
    for (path, text) in markdown_files() {
        let named = ["`wellpress ", "$ wellpress "].into_iter().flat_map(|before| text.split(before).skip(1));
        let words = named.filter_map(|rest| rest.split(|c: char| !c.is_ascii_lowercase()).next());
        let unknown: Vec<&str> =
            words.filter(|word| !word.is_empty() && !commands.iter().any(|known| known == word)).collect();
        assert!(unknown.is_empty(), "{}: no such command: {unknown:?}", path.display());
    }
}

#[test]
fn every_rule_has_a_page_and_every_page_a_rule() {
    let listed = std::fs::read_dir(root().join("docs/rules")).unwrap();
    let pages: BTreeSet<String> =
        listed.map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    let known: BTreeSet<String> = rules::ALL.iter().map(|rule| rule.id.to_owned()).collect();
    assert_eq!(pages, known);
    for rule in rules::ALL {
        assert!(page_of(rule).starts_with(&format!("# {}\n", rule.id)), "the page of `{}` has another title", rule.id);
    }
}

#[test]
fn the_page_of_what_templates_see_is_the_one_that_their_types_make() {
    assert!(page("templates.md") == described(), "`wellpress theme variables > docs/templates.md` writes it anew");
}

/// Each template in turn asks for what nobody has, and the finding says what it is given.
#[test]
fn every_template_is_given_what_the_manual_says_and_no_more() {
    let page = page("templates.md");
    let variables = |heading: &str| first_cells(of_template(&page, heading)).collect::<Vec<_>>();
    let everywhere = variables("On every page");
    let names = page.split("\n## ").skip(2).map(|section| section.lines().next().unwrap());
    // A card that cannot be drawn is drawn by whoever shows it, and says nothing.
    let names: Vec<&str> = names.filter(|name| !name.starts_with("cards/")).collect();
    assert!(names.len() > 15, "{names:?}");
    for name in names {
        let file = name.replace('*', "mine");
        let built = one_of_each().file(&format!("themes/mine/templates/{file}"), "{{ zzzzzzzz }}").build();
        let finding = built.of_rule("theme-invalid").first().map(|finding| finding.help.clone().unwrap_or_default());
        let help = finding.unwrap_or_else(|| panic!("nothing is drawn with {file}: {:?}", built.shown()));
        let given: BTreeSet<String> = help.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        let mut told: BTreeSet<String> = variables(name).into_iter().collect();
        if !told.contains("site") {
            told.extend(everywhere.iter().cloned());
        }
        assert_eq!(given, told, "{file}");
    }
}

/// The variables of a template: the section's first table.
fn of_template<'t>(page: &'t str, heading: &str) -> &'t str {
    let section = section(page, &format!("## {heading}"));
    section.find("\n### ").map_or(section, |end| &section[..end])
}

/// A site with a page of each kind, and a theme of its own.
fn one_of_each() -> Site {
    let titled = |title: &str, more: &str| format!("---\ntitle: {title}\n{more}---\nText.\n");
    let corrected =
        "topics: [bone]\naliases: [/old/]\ncorrections: [{date: 2026-01-01, was: A, now: B, severity: minor}]\n";
    Site::new()
        .settings("theme: mine\n")
        .file("themes/mine/theme.yaml", "name: mine\nextends: well\n")
        .file("content/articles/a.md", titled("A", corrected).replace("Text.", "Text [@smith]."))
        .exercise("nod", "Text.")
        .file("content/programmes/day.md", titled("Day", "schedule: [{exercise: nod}]\n"))
        .file("content/topics/bone.md", titled("Bone", "type: other\n"))
        .file("content/people/jane.md", "---\nname: Jane\n---\nText.\n")
        .file("content/pages/about.md", titled("About", ""))
        .file("content/glossary.yaml", "Bone: {definition: What is hard.}\n")
        .library("@book{smith, title = {A book}, author = {Smith, Ann}, date = {2020}}\n")
}

#[test]
fn every_link_leads_to_a_file_and_a_heading() {
    let mut broken = Vec::new();
    for (path, text) in markdown_files() {
        for target in links(&text).filter(|target| !target.contains(':') && !target.starts_with('<')) {
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let wanted = if file.is_empty() { path.clone() } else { path.parent().unwrap().join(file) };
            let is_there = wanted.exists();
            let has_anchor = || anchors(&std::fs::read_to_string(&wanted).unwrap()).any(|known| known == anchor);
            if !is_there || !(anchor.is_empty() || has_anchor()) {
                broken.push(format!("{}: {target}", path.strip_prefix(root()).unwrap().display()));
            }
        }
    }
    assert!(broken.is_empty(), "links that lead nowhere: {broken:#?}");
}

#[test]
fn the_tour_in_the_readme_goes_as_it_says() {
    let readme = read("README.md");
    let tour = section(&readme, "## Five minutes");
    let folder = tempfile::TempDir::new().unwrap();
    let site = folder.path().join("my-guide");
    let article = site.join("content/articles/small-backbend/index.md");
    for (command, printed) in steps(tour) {
        let arguments: Vec<&str> = command.split_whitespace().collect();
        match arguments[..] {
            ["cd", _] => continue,
            ["wellpress", "build"] if printed.starts_with("error") => {
                let text = std::fs::read_to_string(&article).unwrap();
                std::fs::write(&article, text.replace("@bouxsein-2003", "@bouxsein-2004")).unwrap();
            }
            ["wellpress", "build"] if article.exists() => {
                let written = tour.split("```markdown\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
                std::fs::write(&article, written).unwrap();
            }
            _ => {}
        }
        let place = if arguments[1] == "init" { folder.path() } else { &site };
        let run =
            Command::new(env!("CARGO_BIN_EXE_wellpress")).args(&arguments[1..]).current_dir(place).output().unwrap();
        let said = String::from_utf8([run.stderr, run.stdout].concat()).unwrap();
        assert_eq!(without_seconds(&said), without_seconds(&printed), "`{command}`");
    }
}

/// The commands of a text, each with what it prints.
fn steps(text: &str) -> Vec<(String, String)> {
    let blocks = text.split("```console\n").skip(1).filter_map(|rest| rest.split("```").next());
    let commands =
        blocks.flat_map(|block| format!("\n{block}").split("\n$ ").skip(1).map(str::to_owned).collect::<Vec<_>>());
    let parted = commands.map(|step| {
        let (command, printed) = step.split_once('\n').unwrap_or((&step, ""));
        (command.to_owned(), printed.trim_end().to_owned())
    });
    parted.collect()
}

/// How long a run took is not the same twice.
fn without_seconds(text: &str) -> String {
    let lines = text.trim_end().lines().map(|line| match (line.split_once(" in "), line.split_once(" s; ")) {
        (Some((before, _)), Some((_, after))) if line.starts_with("Built ") => format!("{before}; {after}"),
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

/// The pages for people: those in the root and the manual with its rules. A text of the changelog may name what was.
fn markdown_files() -> Vec<(PathBuf, String)> {
    let folders = ["", "docs", "docs/rules"].map(|folder| root().join(folder));
    let entries = folders.iter().flat_map(|folder| std::fs::read_dir(folder).unwrap());
    let paths = entries.map(|entry| entry.unwrap().path());
    let pages = paths.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    pages.map(|path| (path.clone(), std::fs::read_to_string(path).unwrap())).collect()
}

/// Names of the fields of structs that authors write into, as they are written.
fn fields(files: &[impl AsRef<str> + std::fmt::Debug]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for file in files {
        let text = read(file.as_ref());
        let (mut derives, mut inside, mut renamed) = (false, false, None);
        for line in text.lines() {
            if line.starts_with("#[derive(") {
                derives = line.contains("Deserialize");
            } else if let Some(name) = line.trim_start_matches("pub ").strip_prefix("struct ") {
                inside = derives && name.ends_with('{');
            } else if line.starts_with('}') {
                (inside, derives) = (false, false);
            } else if inside && (line.contains("serde(flatten)") || line.contains("serde(skip)")) {
                renamed = Some(String::new());
            } else if inside && line.contains("rename = \"") {
                renamed = line.split("rename = \"").nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned);
            } else if let Some((name, _)) = line.trim().trim_start_matches("pub ").split_once(": ").filter(|_| inside)
                && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
            {
                names.insert(renamed.take().unwrap_or_else(|| name.to_owned()));
            }
        }
    }
    names.remove("");
    assert!(names.len() > 15, "no fields were found in {files:?}");
    names
}

/// Every name and attribute in the table of directives that the parser has.
fn directive_words() -> BTreeSet<String> {
    let attributes = DIRECTIVES.iter().flat_map(|directive| directive.attributes).map(|attribute| attribute.name);
    DIRECTIVES.iter().map(|directive| directive.name).chain(attributes).map(str::to_owned).collect()
}

/// `care` of `:::care[title]{level="urgent"}`.
fn directive_name(code: &str) -> Option<String> {
    let name = code.trim_start_matches(':');
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    (name.len() < code.len() && end > 0).then(|| name[..end].to_owned())
}

fn help(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_wellpress")).args(arguments).arg("--help").output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// The help of a command and of those below it.
fn helps(command: &str) -> Vec<String> {
    let own = help(&[command]);
    let below: Vec<String> = listed(&own).iter().map(|name| help(&[command, name])).collect();
    std::iter::once(own).chain(below).collect()
}

/// The commands that the program lists.
fn commands() -> Vec<String> {
    listed(&help(&[]))
}

fn listed(help: &str) -> Vec<String> {
    let list = help.split("Commands:\n").nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap_or_default();
    let names = list.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

fn flags(help: &str) -> BTreeSet<String> {
    let options = help.split("Options:\n").nth(1).unwrap_or_default();
    let named = options.split_whitespace().map(|word| word.trim_end_matches(','));
    named.filter(|word| word.starts_with("--") && word.len() > 2).map(str::to_owned).collect()
}

/// What stands in backticks in the first cells of the tables.
fn first_cells(text: &str) -> impl Iterator<Item = String> {
    let rows = text.lines().filter(|line| line.starts_with("| `"));
    rows.filter_map(|row| row.split(" | ").next())
        .flat_map(|cell| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>())
}

/// From a heading to the next of its level.
fn section<'t>(text: &'t str, heading: &str) -> &'t str {
    let start = text.find(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("there is no `{heading}`"));
    let rest = &text[start + 1..];
    rest[1..].find("\n## ").map_or(rest, |end| &rest[..=end])
}

fn assert_all_in(words: &BTreeSet<String>, page: &str, name: &str) {
    let parted: BTreeSet<&str> = page.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-'))).collect();
    let missing: Vec<&String> = words.iter().filter(|word| !parted.contains(word.as_str())).collect();
    assert!(missing.is_empty(), "{name} does not tell of {missing:?}");
}

fn assert_same_words(words: &BTreeSet<String>, page: &str, name: &str) {
    assert_all_in(words, page, name);
    let unknown: Vec<String> = first_cells(page).filter(|cell| !words.contains(cell)).collect();
    assert!(unknown.is_empty(), "{name} has keys that there are not: {unknown:?}");
}

/// Where the links of a page lead, those in code left out.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let blocks = text.split("```").step_by(2);
    let plain = blocks.flat_map(|block| block.split('`').step_by(2));
    let written = plain.clone().flat_map(|piece| piece.split("](").skip(1).filter_map(|rest| rest.split(')').next()));
    let images = plain.flat_map(|piece| piece.split("src=\"").skip(1).filter_map(|rest| rest.split('"').next()));
    written.chain(images)
}

/// The anchors of a page's headings, as the sites that show Markdown make them.
fn anchors(text: &str) -> impl Iterator<Item = String> {
    let headings = text.split("```").step_by(2).flat_map(str::lines).filter(|line| line.starts_with('#'));
    headings.map(|line| {
        let title = line.trim_start_matches('#').trim().to_lowercase();
        let kept = title.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    })
}
