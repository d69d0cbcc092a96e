//! The pages of the manual for `wellpress help`: those about commands are made of their help, the others are embedded in the program.

use std::borrow::Cow;

use include_dir::{Dir, include_dir};
use wellpress_manual::command_pages::command_pages;

static DIRECTIVES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/docs/directives");
static HOSTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/docs/hosts");
static HOW_TO: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/docs/how-to");
static IMPORT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/docs/import");
static KINDS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/docs/kinds");
static TUTORIALS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/docs/tutorials");
static RULES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/docs/rules");

macro_rules! pages {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../docs/", $name, ".md")))),*]
    };
}

/// The pages that stand in the folder of the manual itself. A test compares them with the folder.
const REFERENCE: [(&str, &str); 25] = pages![
    "architecture",
    "audit",
    "care",
    "command-line",
    "compare",
    "content",
    "deploy",
    "editor",
    "editors",
    "front-matter",
    "getting-started",
    "house-rules",
    "html-vocabulary",
    "install",
    "judged",
    "output",
    "preview",
    "prose-rules",
    "reviews",
    "safety",
    "settings",
    "speed",
    "templates",
    "themes",
    "versions",
];

/// The pages about tasks that name a rule, each by its name and its title.
pub fn tasks_of(rule: &str) -> impl Iterator<Item = (String, &'static str)> {
    let link = format!("](../rules/{rule}.md");
    HOW_TO.files().filter_map(move |file| {
        let page = file.path().file_stem()?.to_str().filter(|page| *page != "README")?;
        let text = file.contents_utf8().filter(|text| text.contains(&link))?;
        Some((format!("how-to/{page}"), text.lines().next()?.trim_start_matches("# ")))
    })
}

/// The pages with their names, such as `how-to/cite-a-source`, and their Markdown: those about tasks first.
#[must_use]
pub fn pages(program: &clap::Command) -> Vec<(String, Cow<'static, str>)> {
    let folders = [
        ("how-to", &HOW_TO),
        ("tutorials", &TUTORIALS),
        ("kinds", &KINDS),
        ("directives", &DIRECTIVES),
        ("hosts", &HOSTS),
        ("import", &IMPORT),
        ("rules", &RULES),
    ];
    let in_folders = folders.into_iter().flat_map(|(name, folder)| {
        folder.files().filter_map(move |file| {
            // What most folders have under this name is a list of links.
            let is_text = |page: &&str| *page != "README" || matches!(name, "hosts" | "import");
            let page = file.path().file_stem()?.to_str().filter(is_text)?;
            Some((format!("{name}/{page}"), Cow::Borrowed(file.contents_utf8()?)))
        })
    });
    let reference = REFERENCE.into_iter().map(|(name, text)| (name.to_owned(), Cow::Borrowed(text)));
    let of_commands = command_pages(program).into_iter().map(|(name, text)| (name, Cow::Owned(text)));
    in_folders.chain(reference).chain(of_commands).collect()
}
