//! Turns errors of the template engine into findings: the template, line and column, with a suggestion for a misspelt name.
//!
//! Input: an error of Tera and the texts of the templates. Output: one finding. The engine reports some errors only as
//! words, so parts of this read its messages; a message that is not recognised is passed on as it is.

use std::collections::{BTreeMap, BTreeSet};

use tera::ErrorKind;

use wellpress_diagnostics::{Diagnostic, Location, Source, Span, nearest};
use wellpress_foundation::text::lower_first;

use crate::theme::embedded_files::{EMBEDDED_PREFIX, EmbeddedFiles};
use crate::theme::layers::wrong;

/// The templates among which an error is explained.
///
/// The engine knows names of templates and offsets in them, but not which file of the site a template came from, nor
/// what else its author could have meant. Both are looked up here. What is not recognised keeps the engine's own words.
#[derive(Clone, Copy)]
pub(crate) struct TemplateErrors<'a> {
    pub templates: &'a BTreeMap<String, Source>,
    /// Names in its templates are suggested as well: they are what a template can be given.
    pub embedded: &'a EmbeddedFiles,
}

impl TemplateErrors<'_> {
    /// The finding for an error.
    pub fn describe(self, error: &tera::Error) -> Box<Diagnostic> {
        let (location, message) = match self.locate(error) {
            Ok(located) => located,
            Err(finding) => return finding,
        };
        let message = lower_first(message.lines().next().unwrap_or_default().trim_end_matches('.'));
        if let Some(finding) = not_given(&location, &message) {
            return Box::new(finding);
        }
        if message.starts_with("block `") && message.contains("not defined") {
            let help = "give the template that this one extends a block of that name, or take this one out";
            return Box::new(wrong(location, message).help(help));
        }
        if message.contains("type `undefined`") {
            let help = "nothing has this name: compare it with `wellpress theme variables`, or with the files in `data/` for `data`";
            return Box::new(wrong(location, message).help(help));
        }
        let near = missing_name(&message).and_then(|missing| self.near_name(&missing));
        Box::new(match near {
            Some(near) => wrong(location, message).suggest(Some(&near)),
            None => wrong(location, message).help("see the manual's page on themes for what a template is given"),
        })
    }

    /// Where an error is, with its message; `Err` is a finding that needs no more words.
    fn locate(self, error: &tera::Error) -> Result<(Location, String), Box<Diagnostic>> {
        Ok(match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let source = self.source(report.filename());
                if let Some(caller) = self.caller_of(&source, error) {
                    return Ok((caller, report.message().to_owned()));
                }
                let location = if source.text.is_empty() {
                    Location::file(report.filename())
                } else {
                    source.locate(Span::new(report.span().range.clone()))
                };
                (location, report.message().to_owned())
            }
            ErrorKind::CircularInclude { tpl, include_chain } => (
                find_in(&self.source(tpl), "{% include"),
                format!("templates include each other without end: {}", include_chain.join(" > ")),
            ),
            ErrorKind::CircularExtend { tpl, inheritance_chain } => (
                find_in(&self.source(tpl), "{% extends"),
                format!("templates extend each other: {}", inheritance_chain.join(" > ")),
            ),
            ErrorKind::MissingParent { current, parent } => {
                (find_in(&self.source(current), "{% extends"), format!("there is no template `{parent}`"))
            }
            ErrorKind::TemplateNotFound(name) => (self.mention(name), format!("there is no template `{name}`")),
            kind => {
                let words = kind.to_string();
                match self.defined_twice(&words) {
                    Some(finding) => return Err(Box::new(finding)),
                    None => self.locate_words(&words),
                }
            }
        })
    }

    /// The place in the site's own theme that called an embedded component which failed: the author can change the call and not
    /// the component. The engine names its callers only in the words of the error, the nearest first.
    fn caller_of(self, failed: &Source, error: &tera::Error) -> Option<Location> {
        if !failed.path.starts_with(EMBEDDED_PREFIX) {
            return None;
        }
        let words = error.to_string();
        let callers = words.lines().filter_map(|line| line.strip_prefix("note: called from "));
        let mut locations = callers.filter_map(|position| self.location_of(position));
        locations.find(|location| !location.file.starts_with(EMBEDDED_PREFIX))
    }

    fn source(self, name: &str) -> Source {
        self.templates.get(name).cloned().unwrap_or_else(|| Source::new(name, ""))
    }

    /// The finding for a component that two templates define, at the one that is not embedded.
    fn defined_twice(self, words: &str) -> Option<Diagnostic> {
        let (_, about) = words.lines().next()?.split_once("Component `")?;
        let (component, both) = about.split_once("` is defined in both `")?;
        let (first, second) = both.trim_end_matches('`').split_once("` and `")?;
        let is_second_embedded =
            self.templates.get(second).is_some_and(|source| source.path.starts_with(EMBEDDED_PREFIX));
        let (to_edit, duplicate) = if is_second_embedded { (first, second) } else { (second, first) };
        let location = find_in(self.templates.get(to_edit)?, &format!("component {component}"));
        let message = format!("the component `{component}` is defined in `{duplicate}` too");
        Some(wrong(location, message).help("take one of the two out, or give it another name"))
    }

    /// An error that the engine gives as words alone: it names a template that does not exist, or a place, or neither.
    fn locate_words(self, words: &str) -> (Location, String) {
        let line = words.lines().next().unwrap_or_default();
        match line.split_once("Unknown template `").and_then(|(_, rest)| rest.split('`').next()) {
            Some(name) => (self.mention(name), format!("there is no template `{name}`")),
            None => {
                let location = self.position_in_words(words).unwrap_or_else(|| Location::file("themes"));
                (location, line.trim_start_matches("error: ").to_owned())
            }
        }
    }

    /// The position that the engine's message has as `--> article.html:3:5`.
    fn position_in_words(self, words: &str) -> Option<Location> {
        self.location_of(words.lines().find_map(|line| line.trim_start().strip_prefix("--> "))?)
    }

    /// The location of a position as the engine writes it: `article.html:3:5`.
    fn location_of(self, position: &str) -> Option<Location> {
        let (line_position, column) = position.rsplit_once(':')?;
        let (name, line) = line_position.rsplit_once(':')?;
        let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
        let source = self.templates.get(name)?;
        let start: usize = source.text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
        let (at, first) = source.text[start..].char_indices().nth(column.checked_sub(1)?)?;
        Some(source.locate(Span::new(start + at..start + at + first.len_utf8())))
    }

    /// The first place where a template names another.
    fn mention(self, name: &str) -> Location {
        let quoted = format!("\"{name}\"");
        let mention = self.templates.values().find_map(|source| {
            let at = source.text.find(&quoted)?;
            Some(source.locate(Span::new(at..at + quoted.len())))
        });
        mention.unwrap_or_else(|| Location::file(format!("templates/{name}")))
    }

    /// The name nearest to a missing one, among all templates and all words of the embedded theme's templates.
    fn near_name(self, missing: &str) -> Option<String> {
        let texts: Vec<_> = self.embedded.templates().map(String::from_utf8_lossy).collect();
        let words = texts.iter().flat_map(|text| text.split(|c: char| !is_in_name(c))).filter(|word| word.len() > 2);
        let names: BTreeSet<&str> = words.chain(self.templates.keys().map(String::as_str)).collect();
        nearest(missing, names).map(str::to_owned)
    }
}

fn is_in_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// The finding for a variable or field that the template is not given. The engine lists those that it is given.
fn not_given(location: &Location, message: &str) -> Option<Diagnostic> {
    let lists = [". Available fields: ", ". Available variables: "];
    let (message, given) = lists.iter().find_map(|list| message.split_once(list))?;
    let missing = missing_name(message)?;
    let given: Vec<&str> = given.split(", ").collect();
    let names = given.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let near = nearest(&missing, given.iter().copied());
    Some(wrong(location.clone(), message).suggest_or(near, format!("the template is given {names} here")))
}

fn find_in(source: &Source, words: &str) -> Location {
    match source.text.find(words) {
        Some(at) => source.locate(Span::new(at..at + words.len())),
        None => Location::file(source.path.clone()),
    }
}

/// The name in backticks or quotes that a message says is missing; of a path such as `page.titel` its last part. `None` for
/// a message that lists what alone may stand there, which is no misspelling.
fn missing_name(message: &str) -> Option<String> {
    if message.contains("only `") {
        return None;
    }
    let quote = message.find(['`', '\''])?;
    let quoted = &message[quote + 1..];
    let name = &quoted[..quoted.find(['`', '\''])?];
    let is_file = name.ends_with(".html") || name.ends_with(".xml") || name.ends_with(".txt");
    Some(if is_file { name } else { name.rsplit('.').next().unwrap_or(name) }.to_owned())
}
