//! The differences between generators: front matter, headings with ids, addresses and output files.

use std::fmt::Write as _;

use clap::ValueEnum;

/// The generator that a corpus is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Dialect {
    Wellpress,
    Hugo,
    Eleventy,
    Blades,
    Zola,
}

/// The front matter of a page, before it is written as YAML or TOML.
#[derive(Debug, Default)]
pub struct Front {
    pub title: String,
    pub description: String,
    /// A day such as `2021-03-04`. `None` on pages that only list others.
    pub date: Option<String>,
    pub authors: Vec<String>,
    pub topics: Vec<String>,
    /// Further lines, already in the syntax of the dialect.
    pub more: String,
}

impl Dialect {
    /// Whether the generator itself makes marks, lists of sources, terms and exercises. The others get finished text.
    pub fn has_records(self) -> bool {
        self == Self::Wellpress
    }

    /// The front matter with its fences and an empty line.
    pub fn front_matter(self, front: &Front) -> String {
        match self {
            Self::Wellpress => yaml(front, "published"),
            Self::Hugo | Self::Eleventy => yaml(front, "date"),
            Self::Blades => toml(front, "summary"),
            Self::Zola => toml(front, "description"),
        }
    }

    /// A heading with an id, for links to it.
    pub fn heading(self, title: &str, id: &str) -> String {
        match self {
            // Its Markdown has no ids on headings without a plugin.
            Self::Eleventy => format!("<h2 id=\"{id}\">{title}</h2>\n\n"),
            _ => format!("## {title} {{#{id}}}\n\n"),
        }
    }

    /// The address of a page such as `articles/topic-1/some-words-7`.
    pub fn address(self, page: &str) -> String {
        match self {
            Self::Blades => format!("/{page}.html"),
            _ => format!("/{page}/"),
        }
    }

    /// The file that holds a page.
    pub fn file(self, page: &str) -> String {
        match self {
            Self::Blades => format!("{page}.html"),
            _ => format!("{page}/index.html"),
        }
    }
}

fn yaml(front: &Front, date: &str) -> String {
    let mut text = format!("---\ntitle: \"{}\"\n", front.title);
    if !front.description.is_empty() {
        writeln!(text, "description: \"{}\"", front.description).unwrap();
    }
    if let Some(day) = &front.date {
        writeln!(text, "{date}: {day}").unwrap();
    }
    for (key, ids) in [("authors", &front.authors), ("topics", &front.topics)] {
        if !ids.is_empty() {
            writeln!(text, "{key}: [{}]", ids.join(", ")).unwrap();
        }
    }
    format!("{text}{}---\n\n", front.more)
}

fn toml(front: &Front, description: &str) -> String {
    let mut text = format!("+++\ntitle = \"{}\"\n", front.title);
    if !front.description.is_empty() {
        writeln!(text, "{description} = \"{}\"", front.description).unwrap();
    }
    if let Some(day) = &front.date {
        writeln!(text, "date = {day}").unwrap();
    }
    text.push_str(&front.more);
    if front.authors.is_empty() && front.topics.is_empty() {
        return format!("{text}+++\n\n");
    }
    text.push_str("[taxonomies]\n");
    for (key, ids) in [("authors", &front.authors), ("topics", &front.topics)] {
        if !ids.is_empty() {
            writeln!(text, "{key} = {ids:?}").unwrap();
        }
    }
    format!("{text}+++\n\n")
}
