//! `docs/directives`: pages about directives, each with a table of what can be written, which is made of the parser's table. The last
//! cell of a row says what it is. It is written by hand, and stays. `docs/content.md` lists all directives with their pages.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use wellpress::default_theme::DEFAULT_THEME;
use wellpress_markdown::directives::{
    AttributeNeed, AttributeSpec, AttributeValue, CalloutKind, DirectiveForm, DirectiveKind, DirectiveSpec, IdUse,
    LabelUse,
};

use crate::written_pages::{compare_or_write, path_of, with_table};

const HEAD: &str = "| part | values | what it is |\n| --- | --- | --- |\n";

/// Directives that differ in their names alone, with all that can stand in them.
struct Group {
    /// How each is written, such as `::figure`.
    written: Vec<String>,
    spec: DirectiveSpec,
}

#[test]
fn each_directive_is_on_a_page_with_its_parts_and_in_the_list() {
    let pages = pages();
    let files = std::fs::read_dir(path_of("directives")).unwrap();
    let files: BTreeSet<String> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(files, pages.keys().map(|page| format!("{page}.md")).collect(), "a page of no directive");
    let mut list = "| directive | what it is |\n| --- | --- |\n".to_owned();
    for (name, groups) in &pages {
        let file = format!("directives/{name}.md");
        let page = std::fs::read_to_string(path_of(&file)).unwrap();
        let meanings = meanings(&page);
        let rows: String = groups.iter().map(|group| group.rows(&meanings)).collect();
        let unexplained: Vec<&str> = rows.lines().filter(|row| row.ends_with("|  |")).collect();
        assert!(unexplained.is_empty(), "docs/{file} does not say what these are: {unexplained:#?}");
        compare_or_write(&file, &with_table(&page, "## Parts", &format!("{HEAD}{rows}")), "directive_pages");
        for group in groups {
            let meaning = &meanings[&(group.cell(), String::new())];
            // Links of the page lead from its own folder.
            let meaning = meaning.replace("](../", "](").replace("](#", &format!("]({file}#"));
            let _ = writeln!(list, "| [{}]({file}) | {meaning} |", group.cell());
        }
    }
    let page = std::fs::read_to_string(path_of("content.md")).unwrap();
    compare_or_write("content.md", &with_table(&page, "## Directives", &list), "directive_pages");
}

/// The pages with the directives on each: those that the parser knows, the callouts and those of the theme that ships.
fn pages() -> BTreeMap<&'static str, Vec<Group>> {
    let named = DirectiveKind::NAMED.iter().map(|kind| (kind.spec().name, *kind));
    let callouts = CalloutKind::ALL.into_iter().map(|(name, kind)| (name, DirectiveKind::Callout(kind)));
    let of_theme = DEFAULT_THEME.paths().filter_map(|path| path.strip_prefix("directives/")?.strip_suffix(".yaml"));
    // Blocks without attributes. A theme that ships another form needs its declaration read here.
    let of_theme = of_theme.map(|name| (name, DirectiveKind::OfTheme(DirectiveForm::Container)));
    let mut pages: BTreeMap<&str, Vec<Group>> = BTreeMap::new();
    for (name, kind) in named.chain(callouts).chain(of_theme) {
        let spec = DirectiveSpec { name: "", ..*kind.spec() };
        let page = match name {
            "playlist" => "video",
            "tab" => "tabs",
            "dont" => "do",
            _ if matches!(kind, DirectiveKind::Callout(_)) => "callouts",
            name => name,
        };
        let colons = match spec.form {
            DirectiveForm::Inline => ":",
            DirectiveForm::Leaf => "::",
            DirectiveForm::Container => ":::",
        };
        let groups = pages.entry(page).or_default();
        let written = format!("{colons}{name}");
        match groups.iter_mut().find(|group| group.spec == spec) {
            Some(group) => group.written.push(written),
            None => groups.push(Group { written: vec![written], spec }),
        }
    }
    pages
}

/// The last cells of the rows of a page, by the directive that they belong to and by the part, which of its own row is empty.
fn meanings(page: &str) -> BTreeMap<(String, String), String> {
    let mut directive = String::new();
    let rows = page.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
    let rows = rows.filter_map(|row| row.split_once(" | ").zip(row.rsplit_once(" | ")));
    let meanings = rows.map(|((part, _), (_, meaning))| {
        let is_directive = part.starts_with("`:");
        if is_directive {
            part.clone_into(&mut directive);
        }
        let part = if is_directive { "" } else { part };
        ((directive.clone(), part.to_owned()), meaning.to_owned())
    });
    meanings.collect()
}

impl Group {
    fn cell(&self) -> String {
        let written: Vec<String> = self.written.iter().map(|written| format!("`{written}`")).collect();
        written.join(", ")
    }

    /// A row of the directives, then one of each part that they can have.
    fn rows(&self, meanings: &BTreeMap<(String, String), String>) -> String {
        let cell = self.cell();
        let form = match self.spec.form {
            DirectiveForm::Inline => "in a line",
            DirectiveForm::Leaf => "alone on a line",
            DirectiveForm::Container => "a block",
        };
        let label = match self.spec.label {
            LabelUse::Unused => None,
            LabelUse::Words => Some("words"),
            LabelUse::Caption => Some("caption"),
            LabelUse::Title | LabelUse::Heading => Some("title"),
        };
        let id = match self.spec.id {
            IdUse::Anchor => None,
            IdUse::Record => Some("id, required"),
            IdUse::RecordUnlessLabel => Some("id"),
        };
        let label = label.map(|words| ("`[..]`".to_owned(), words.to_owned()));
        let id = id.map(|words| ("`#id`".to_owned(), words.to_owned()));
        let attributes = self.spec.attributes.iter().map(|spec| (format!("`{}`", spec.name), values(spec)));
        let parts = [(String::new(), form.to_owned())].into_iter().chain(label).chain(id).chain(attributes);
        let rows = parts.map(|(part, values)| {
            let first = if part.is_empty() { &cell } else { &part };
            let meaning = meanings.get(&(cell.clone(), part.clone())).map_or("", String::as_str);
            format!("| {first} | {values} | {meaning} |\n")
        });
        rows.collect()
    }
}

/// The values of an attribute in words.
fn values(spec: &AttributeSpec<'_>) -> String {
    let words = |words: &[&str]| format!("`{}`", words.join("`, `"));
    let values = match spec.value {
        AttributeValue::Any => "text".to_owned(),
        AttributeValue::Words => "words for readers".to_owned(),
        AttributeValue::HeadingLevel => "`2` to `6`".to_owned(),
        AttributeValue::OptionalNumber => "a number, or nothing".to_owned(),
        AttributeValue::OneOf(choices) => words(choices),
        AttributeValue::Choice(choices) => words(&choices.iter().map(String::as_str).collect::<Vec<_>>()),
        AttributeValue::Number => "a number".to_owned(),
        AttributeValue::Day => "a day".to_owned(),
        AttributeValue::Address => "an address".to_owned(),
        AttributeValue::Boolean => "`true`, `false`, or nothing".to_owned(),
        AttributeValue::Count(least, most) => format!("`{least}` to `{most}`"),
    };
    match spec.need {
        AttributeNeed::Optional => values,
        AttributeNeed::Required => format!("{values}, required"),
        AttributeNeed::RequiredWithout(other) => format!("{values}, required without `{other}`"),
    }
}
