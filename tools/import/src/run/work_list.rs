//! The list of what readers of the new site would see first: what of the old tool is left in their words, pages that are hidden, entries
//! of the menu and addresses that lead nowhere. Each entry has its file, its line and what to write.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use wellpress_diagnostics::Report;

use crate::text::{code, excerpt};
use crate::writer::{is_draft, start_of_text};
use crate::{NewFile, NewSite};

/// Something to do by hand.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub(super) struct Task {
    /// What readers see of it.
    pub(super) seen: Seen,
    /// The file of the new site, or of the old one if the new site has none.
    pub(super) file: String,
    /// The line in this file, if it is one line.
    pub(super) line: Option<usize>,
    /// What is there.
    pub(super) what: String,
    /// What to write or to do.
    pub(super) write: String,
}

impl Task {
    /// File and line, as terminals and editors read them.
    pub(super) fn place(&self) -> String {
        self.line.map_or_else(|| self.file.clone(), |line| format!("{}:{line}", self.file))
    }
}

/// What readers see, in the order in which it keeps a site from going live.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Seen {
    /// Markup of the old tool in the words of a page.
    Markup,
    /// Words of the old page that are not there.
    Words,
    /// A page that is not there.
    HiddenPage,
    /// An entry of the menu that is not there.
    Menu,
    /// An old address that nothing answers.
    Address,
    /// A title that comes from the name of a file.
    Title,
    /// A link that lead somewhere.
    Link,
    /// A picture that is not there.
    Picture,
}

/// Signs of other tools that no text of wellpress has, and what to write in their place. Those with `^` begin a line.
const SIGNS: &[(&str, &str, &str)] = &[
    ("{{<", "shortcode", "the words that it showed, a directive, or nothing"),
    ("{{%", "shortcode", "the words that it showed, a directive, or nothing"),
    ("{%", "tag of a template", "the words that it showed, or nothing"),
    ("\\{{", "value of a template", "the words that it showed, or a variable of the settings"),
    ("{{ ", "value of a template", "the words that it showed, or a variable of the settings"),
    ("{/*", "comment of MDX", "nothing"),
    ("={", "attribute of a component", "Markdown, or a directive"),
    ("className=", "attribute of a component", "Markdown, or a directive"),
    ("import:", "address of a page that was not found", "the address of a page of this site"),
    ("^\\:\\:\\:", "line of a block", "a directive of the manual, closed by `:::`"),
    ("^::: ", "line of a block", "a directive of the manual, closed by `:::`"),
    ("-8<-", "place of another file", "`::snippet{#id}`"),
    ("^!!! ", "admonition", "`:::note[Title]`, closed by `:::`"),
    ("^??? ", "admonition", "`:::details[Title]`, closed by `:::`"),
    ("^=== \"", "tab", "`:::tab[Title]` in `::::tabs`"),
    ("^/// ", "block of `pymdownx.blocks`", "a directive such as `:::note[Title]`, closed by `:::`"),
    ("{: ", "attribute list of kramdown", "nothing, or `{#id}` behind a heading"),
    ("\\[/", "end of a shortcode", "nothing, or what the shortcode showed"),
    (" /\\]", "shortcode of a plugin", "what the plugin showed in its place"),
    ("[\\@", "citation of an unknown source", "`[@key]` of a source in `content/references`, or words"),
];

/// Rules whose findings are about markup that readers see, or words that they do not see.
const RULES: [&str; 7] = [
    "markup-foreign",
    "directive-unknown",
    "directive-unclosed",
    "raw-html",
    "text-garbled",
    "math-invalid",
    "table-invalid",
];

/// All tasks, those first that readers see first.
pub(super) fn tasks(site: &NewSite, report: &Report) -> Vec<Task> {
    let mut tasks = Vec::new();
    let mut visible_lines: BTreeMap<&str, Vec<bool>> = BTreeMap::new();
    for finding in report.findings().iter().filter(|finding| RULES.contains(&finding.rule.id)) {
        let lines = visible_lines
            .entry(&finding.location.file)
            .or_insert_with(|| visible_lines_of(site, &finding.location.file));
        let index = usize::try_from(finding.location.line).unwrap_or(1).saturating_sub(1);
        if lines.get(index) == Some(&false) {
            continue;
        }
        tasks.push(Task {
            seen: Seen::Markup,
            file: finding.location.file.to_string(),
            line: usize::try_from(finding.location.line).ok(),
            what: finding.message.clone(),
            write: finding.help.as_deref().unwrap_or("the words that readers need").to_owned(),
        });
    }
    for (file, text) in site.files.iter().filter(|(file, _)| file.starts_with("content/") && file.ends_with(".md")) {
        let NewFile::Text(text) = text else { continue };
        if !is_draft(text) {
            tasks.extend(left_markup(file, text));
        }
    }
    tasks.extend(site.log.to_confirm.iter().filter_map(|(file, what)| of_confirmation(file, what)));
    tasks.extend(site.log.left_constructs().iter().flat_map(of_left));
    // One line has one task for each kind: a finding says more than a sign.
    tasks.sort();
    let mut lines = BTreeSet::new();
    tasks.retain(|task| {
        task.seen != Seen::Markup || task.line.is_none() || lines.insert((task.file.clone(), task.line))
    });
    tasks
}

/// Which lines of a file have more than comments.
fn visible_lines_of(site: &NewSite, file: &str) -> Vec<bool> {
    let Some(NewFile::Text(text)) = site.files.get(file) else { return Vec::new() };
    let mut is_comment = false;
    text.lines()
        .map(|line| line.trim().is_empty() || !without_comments(line, &mut is_comment).trim().is_empty())
        .collect()
}

/// The lines of a page whose words have signs of another tool.
fn left_markup(file: &str, text: &str) -> Vec<Task> {
    let body = start_of_text(text);
    let hidden = code::ranges(text);
    let (mut tasks, mut at, mut is_comment) = (Vec::new(), 0, false);
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let start = at;
        at += line.len();
        let visible = without_comments(line, &mut is_comment);
        if start < body {
            continue;
        }
        let sign = SIGNS.iter().find(|(sign, ..)| match sign.strip_prefix('^') {
            Some(sign) => visible.trim_start().starts_with(sign),
            None => visible
                .match_indices(sign)
                .any(|(offset, _)| !code::contains(&hidden, start + offset) && is_meant(sign, &visible, offset)),
        });
        if let Some((_, name, write)) = sign.filter(|_| !code::contains(&hidden, start)) {
            let what = format!("{name}: `{}`", excerpt(line).replace('`', "'"));
            tasks.push(Task {
                seen: Seen::Markup,
                file: file.to_owned(),
                line: Some(index + 1),
                what,
                write: (*write).to_owned(),
            });
        }
    }
    tasks
}

/// Whether a sign is one of a tool and no attribute of a directive or formula.
fn is_meant(sign: &str, line: &str, at: usize) -> bool {
    let before = &line[..at];
    match sign {
        "={" => before.contains('<') && !before.contains('$'),
        "{{ " => !before.contains('$'),
        // The words of a link, such as the name of an account, are no citation.
        "[\\@" => !line[at..].split_once(']').is_some_and(|(_, behind)| behind.trim_start().starts_with('(')),
        "import:" => {
            let is_address =
                line[at + sign.len()..].starts_with(|next: char| next.is_alphanumeric() || "/._".contains(next));
            is_address && (before.is_empty() || before.ends_with(['(', '<', ' ']))
        }
        _ => true,
    }
}

/// A line without what comments of HTML hide, in place of which blanks stand.
fn without_comments(line: &str, is_comment: &mut bool) -> String {
    let (mut output, mut rest) = (String::with_capacity(line.len()), line);
    loop {
        let sign = if *is_comment { "-->" } else { "<!--" };
        let Some((part, behind)) = rest.split_once(sign) else {
            output.push_str(&if *is_comment { " ".repeat(rest.len()) } else { rest.to_owned() });
            return output;
        };
        output.push_str(&if *is_comment { " ".repeat(part.len()) } else { part.to_owned() });
        output.push_str(&" ".repeat(sign.len()));
        *is_comment = !*is_comment;
        rest = behind;
    }
}

/// The task of an entry under "To confirm", if readers see what it is about.
fn of_confirmation(file: &str, what: &str) -> Option<Task> {
    const KINDS: &[(&str, Seen, &str)] = &[
        ("it is a draft, because", Seen::HiddenPage, "correct the line, and take `draft: true` out"),
        ("the page is a draft until", Seen::HiddenPage, "look at the words, and take `draft: true` out"),
        ("the old site hides this page", Seen::HiddenPage, "take `draft: true` out if readers may see it"),
        ("has no `output: true`", Seen::HiddenPage, "take `draft: true` out of those that readers may see"),
        ("the page is left out", Seen::HiddenPage, "write the page by hand"),
        (" of the menu leads to ", Seen::Menu, "the entry in `menus` of the settings, with an address of this site"),
        ("the menu `", Seen::Menu, "its entries in `menus` of the settings"),
        ("the old address ", Seen::Address, "`aliases` in the front matter, or `redirects` in the settings"),
        ("is read from the environment", Seen::Title, "the value of the old site in the settings"),
        ("its title is the name", Seen::Title, "`title` in the front matter"),
        ("which is computed", Seen::Title, "`title` in the settings"),
        ("has words that no page shows", Seen::Words, "them in the text, or nothing if no reader saw them"),
        ("has words that stood on every page", Seen::Words, "them in a template, a disclaimer or a plain page"),
    ];
    let (_, seen, write) = KINDS.iter().find(|(words, ..)| what.contains(words))?;
    Some(Task { seen: *seen, file: file.to_owned(), line: None, what: what.to_owned(), write: (*write).to_owned() })
}

/// The tasks of a construct that was left, if readers miss something by it.
fn of_left(left: &crate::LeftConstruct) -> Vec<Task> {
    let seen = match left.kind.as_str() {
        "link that leads nowhere" | "link to a heading that does not exist" | "link to a draft" => Seen::Link,
        "picture that is missing" | "picture that the build refuses" | "picture at the top that is missing" => {
            Seen::Picture
        }
        kind if kind.starts_with("page ") => Seen::HiddenPage,
        "form" | "table with merged cells" => Seen::Markup,
        kind if kind.ends_with("` of a plugin") => Seen::Markup,
        kind if kind.starts_with("custom field ") => Seen::Markup,
        kind if kind.starts_with("words of ") => Seen::Words,
        _ => return Vec::new(),
    };
    let task = |place: &String| {
        let (file, line) = match place.rsplit_once(':').map(|(file, line)| (file, line.parse().ok())) {
            Some((file, Some(line))) => (file.to_owned(), Some(line)),
            _ => (place.clone(), None),
        };
        Task { seen, file, line, what: left.kind.clone(), write: left.instead.clone() }
    };
    left.places.iter().map(task).collect()
}

#[cfg(test)]
mod tests {
    use super::left_markup;

    #[test]
    fn only_what_readers_see_is_found() {
        let seen = [
            "A {{< b >}} c",
            "{% if a %}",
            "See import:a.md.",
            "\\:\\:\\:tip",
            "<img src={a}>",
            "B \\[/code\\]",
            "!!! note",
            "\\[table id=1 /\\]",
            "{: .x}",
            "/// note | Title",
        ];
        for line in seen {
            let tasks = left_markup("a.md", &format!("---\ntitle: A\n---\n\nB\n{line}\n"));
            assert_eq!(tasks.first().and_then(|task| task.line), Some(6), "{line}");
        }
        let unseen = [
            "`{{< b >}}`",
            "<!-- {{< b >}} -->",
            "<!--\n{% a %}\n-->",
            "$\\frac{{ a}}{b}$",
            "We import: a, b.",
            "[a](b.md){.c}",
            "{{name}}",
            "```\n!!! a\n```",
            ":::tip[A]\nB\n:::",
            "a!!! b",
            "\\[95% CI 1 to 2\\] \\[mean = 5\\] \\[and/or\\]",
            "```\n/// a\n```",
            "A /// b",
        ];
        for line in unseen {
            assert!(left_markup("a.md", &format!("---\ntitle: '{{{{<'\n---\n\n{line}\n")).is_empty(), "{line}");
        }
    }
}
