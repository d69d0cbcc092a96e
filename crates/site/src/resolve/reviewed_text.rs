//! [`Reading`]: what a reviewer reads of a page, word for word: its own text, the exercises that it shows or has
//! on its schedule, the sources in
//! its list, the disclaimers on it. A sign-off is bound to it.
//!
//! The words are those of the author, not those of the theme, so that no new version of the program and no other style of
//! citations breaks a sign-off. What a word is: runs of white space are one blank, wrapped lines are one line. It is made
//! where it is asked for, and costs a site without sign-offs nothing.

use std::collections::{BTreeMap, BTreeSet};

use wellpress_bibliography::{Name, Reference, Title};
use wellpress_io::cache::Fingerprint;
use wellpress_markdown::body::Body;

use crate::model::disclaimer::{Disclaimer, DisclaimerId};
use crate::model::programme::Programme;
use crate::model::{Page, PageId, Site};
use crate::parse::front_matter;
use crate::parse::sign_offs::{Part, SignOff};

use super::bodies::{Meaning, ResolvedBody};
use super::page_fingerprints;
use super::{ResolvedPage, ResolvedSite};

/// What a reviewer reads of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// By name: `text`, `exercise:<id>`, `programme:<id>`, `source:<key>`, `disclaimer:<id>`,
    /// `term:<term>`, `topic:<id>`.
    pub parts: BTreeMap<String, Part>,
}

/// The name of a page's own text among the parts.
pub const OWN_TEXT: &str = "text";

/// How a part differs from what was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// It says something else.
    Changed,
    /// It was not there.
    Added,
    /// It is gone.
    Removed,
}

impl Reading {
    /// Of a page as it is now.
    #[must_use]
    pub fn of(resolved: &ResolvedSite<'_>, page: &Page) -> Self {
        let own = &resolved.pages[page.id.index()];
        let mut parts = BTreeMap::from([(OWN_TEXT.to_owned(), part(&words_of_page(page)))]);
        let scheduled: BTreeSet<PageId> = scheduled(resolved.site, page, &own.body).collect();
        for programme in page_fingerprints::programmes(&own.body).map(|programme| resolved.site.page(programme)) {
            parts.insert(format!("programme:{}", programme.name), part(&words_of_page(programme)));
        }
        let exercises = resolved.exercises_in(page);
        for exercise in &exercises {
            let exercise = resolved.site.page(*exercise);
            parts.insert(format!("exercise:{}", exercise.name), part(&words_of_page(exercise)));
        }
        let of_scheduled = scheduled.iter().flat_map(|exercise| &resolved.pages[exercise.index()].citations.list);
        for listed in own.citations.list.iter().chain(of_scheduled) {
            let source = resolved.site.library.get(listed.reference);
            parts.insert(format!("source:{}", source.key), part(&words_of_source(source)));
        }
        for topic in topics(resolved, page, exercises.iter().copied()) {
            let topic = resolved.site.page(topic);
            parts.insert(format!("topic:{}", topic.name), part(&[folded(&topic.title)]));
        }
        for disclaimer in disclaimers(own) {
            let disclaimer = &resolved.site.disclaimers[disclaimer.index()];
            parts.insert(format!("disclaimer:{}", disclaimer.name), part(&words_of_disclaimer(disclaimer)));
        }
        let shown = exercises.iter().map(|exercise| &resolved.pages[exercise.index()].body);
        for (term, definition) in std::iter::once(&own.body).chain(shown).flat_map(terms) {
            parts.insert(format!("term:{term}"), part(&[folded(definition)]));
        }
        Self { parts }
    }

    /// The hash of all parts.
    #[must_use]
    pub fn hash(&self) -> String {
        let names = self.parts.iter().map(|(name, part)| format!("{name} {}\n", part.hash));
        Fingerprint::of(names.collect::<String>().as_bytes()).to_string()
    }

    /// The parts that are not as they were signed, by name.
    #[must_use]
    pub fn differences<'a>(&'a self, signed: &'a SignOff) -> Vec<(&'a str, Difference)> {
        if self.hash() == signed.hash {
            return Vec::new();
        }
        let names: BTreeSet<&str> = self.parts.keys().chain(signed.parts.keys()).map(String::as_str).collect();
        let difference = |name: &str| match (signed.parts.get(name), self.parts.get(name)) {
            (Some(was), Some(is)) if was.hash != is.hash => Some(Difference::Changed),
            (None, Some(_)) => Some(Difference::Added),
            (Some(_), None) => Some(Difference::Removed),
            _ => None,
        };
        names.into_iter().filter_map(|name| Some((name, difference(name)?))).collect()
    }
}

/// The exercises on the schedules of a page and of the programmes that its text shows.
pub(super) fn scheduled<'a>(
    site: &'a Site,
    page: &'a Page,
    body: &'a ResolvedBody,
) -> impl Iterator<Item = PageId> + 'a {
    let shown = page_fingerprints::programmes(body).map(|programme| site.page(programme));
    std::iter::once(page).chain(shown).filter_map(Page::programme).flat_map(Programme::exercises)
}

/// Every disclaimer on a page, those that its text shows included.
fn disclaimers(own: &ResolvedPage) -> BTreeSet<DisclaimerId> {
    let placed = &own.disclaimers;
    let placed = placed.top.iter().chain(&placed.bottom).chain(&placed.with_exercise).chain(&placed.with_video);
    let shown = own.body.directives.values().filter_map(|meaning| match meaning {
        Meaning::Disclaimer(disclaimer) => Some(disclaimer),
        _ => None,
    });
    placed.chain(shown).copied().collect()
}

/// What a page is about, and what the cautions on it are for: topics whose names readers see.
fn topics(resolved: &ResolvedSite<'_>, page: &Page, shown: impl Iterator<Item = PageId>) -> BTreeSet<PageId> {
    let exercises = shown.map(|exercise| resolved.site.page(exercise)).chain([page]).filter_map(Page::exercise);
    let cautions = exercises.flat_map(|exercise| &exercise.cautions).flat_map(|caution| &caution.conditions);
    let own = page.reviewed().into_iter().flat_map(|reviewed| &reviewed.topics);
    own.chain(cautions).copied().collect()
}

/// Terms of the glossary whose definitions stand in a text.
fn terms(body: &ResolvedBody) -> impl Iterator<Item = (&str, &str)> {
    body.directives.values().filter_map(|meaning| match meaning {
        Meaning::Term { name, definition, .. } => Some((name.as_str(), definition.as_str())),
        _ => None,
    })
}

/// The hash of a page's own words, whatever it shows of others.
#[must_use]
pub fn own_words(page: &Page) -> String {
    part(&words_of_page(page)).hash
}

fn part(lines: &[String]) -> Part {
    Part { hash: Fingerprint::of(lines.join(" ").as_bytes()).to_string(), read: lines.join("\n") }
}

/// Fields of front matter that readers see, other than people, dates and what leads to other pages.
const SEEN: [&str; 25] = [
    "title",
    "description",
    "key_points",
    "corrections",
    "audience",
    "hero",
    "images",
    "video",
    "kind",
    "position",
    "level",
    "equipment",
    "regions",
    "muscles",
    "dose",
    "cautions",
    "stop_if",
    "easier",
    "harder",
    "next",
    "schedule",
    "funding",
    "conflicts",
    "sponsor",
    "ai",
];

fn words_of_page(page: &Page) -> Vec<String> {
    let (fields, text_start) = front_matter::as_written(&page.source);
    let mut lines = Vec::new();
    for (key, value) in fields.iter().filter(|(key, _)| SEEN.contains(&key.as_str())) {
        flatten(key, value, &mut lines);
    }
    lines.extend(paragraphs(&page.source.text, text_start, &page.body));
    lines
}

/// One line for each value, named by where it stands: `dose.hold: 30 s`.
fn flatten(name: &str, value: &serde_json::Value, lines: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(fields) => {
            fields.iter().for_each(|(key, value)| flatten(&format!("{name}.{key}"), value, lines));
        }
        serde_json::Value::Array(items) => {
            let numbered = items.iter().enumerate();
            numbered.for_each(|(at, item)| flatten(&format!("{name}.{}", at + 1), item, lines));
        }
        serde_json::Value::String(text) => lines.push(format!("{name}: {}", folded(text))),
        other => lines.push(format!("{name}: {other}")),
    }
}

/// A text with one line for each paragraph, item, heading and the like, without the comments that silence a rule.
fn paragraphs(text: &str, start: usize, body: &Body) -> Vec<String> {
    let mut read = String::with_capacity(text.len() - start);
    let mut from = start;
    for allow in &body.allows {
        let (comment, end) = (allow.span.start as usize, allow.span.end as usize);
        if comment >= from {
            read.push_str(&text[from..comment]);
            from = end;
        }
    }
    read.push_str(&text[from..]);
    unwrapped(&read)
}

fn unwrapped(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut goes_on = GoesOn::No;
    for raw in text.lines() {
        let quoted = raw.trim_start().starts_with('>');
        let line = folded(raw.trim_start_matches(|c: char| c.is_whitespace() || c == '>'));
        let here = if quoted { GoesOn::Quote } else { GoesOn::Text };
        match lines.last_mut().filter(|_| goes_on == here && !starts_block(&line)) {
            _ if line.is_empty() => goes_on = GoesOn::No,
            Some(last) => {
                last.push(' ');
                last.push_str(&line);
            }
            None => {
                goes_on = if ends_block(&line) { GoesOn::No } else { here };
                lines.push(if quoted { format!("> {line}") } else { line });
            }
        }
    }
    lines
}

/// Whether the next line may belong to the paragraph before it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum GoesOn {
    No,
    Text,
    Quote,
}

fn starts_block(line: &str) -> bool {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let is_numbered = digits > 0 && line[digits..].starts_with([')', '.']) && line[digits + 1..].starts_with(' ');
    let is_item = ["- ", "* ", "+ "].iter().any(|mark| line.starts_with(mark));
    is_numbered
        || is_item
        || line.starts_with(['#', '|'])
        || ["::", "```", "~~~"].iter().any(|mark| line.starts_with(mark))
}

fn ends_block(line: &str) -> bool {
    line.starts_with('#') || line.starts_with("::")
}

fn words_of_source(source: &Reference) -> Vec<String> {
    let year = source.issued.as_ref().map(|issued| {
        let parts = [issued.month, issued.day].map(|part| part.map_or_else(String::new, |part| format!("-{part:02}")));
        let end = issued.end_year.map(|end| format!("/{end}")).unwrap_or_default();
        format!("{}{}{end}", issued.year, parts.concat())
    });
    let names = |names: &[Name]| {
        let names: Vec<String> = names.iter().map(Name::in_full).collect();
        (!names.is_empty()).then(|| names.join("; "))
    };
    let title = |title: &Option<Title>| title.as_ref().map(ToString::to_string);
    let fields = [
        ("authors", names(&source.authors)),
        ("editors", names(&source.editors)),
        ("title", title(&source.title)),
        ("container", title(&source.container)),
        ("publisher", source.publisher.clone()),
        ("issued", year),
        ("volume", source.volume.clone()),
        ("issue", source.issue.clone()),
        ("pages", source.pages.clone()),
        ("number", source.number.clone()),
        ("version", source.version.clone()),
        ("edition", source.edition.clone()),
        ("doi", source.doi.clone()),
        ("pmid", source.pmid.clone()),
        ("pmcid", source.pmcid.clone()),
        ("isbn", source.isbn.clone()),
        ("url", source.url.clone()),
    ];
    let written = fields.into_iter().filter_map(|(name, value)| Some(format!("{name}: {}", folded(&value?))));
    written.collect()
}

fn words_of_disclaimer(disclaimer: &Disclaimer) -> Vec<String> {
    let version = disclaimer.version.iter().map(|version| format!("version: {}", folded(version)));
    let title = std::iter::once(format!("title: {}", folded(&disclaimer.title)));
    let text_start = front_matter::as_written(&disclaimer.source).1;
    version.chain(title).chain(paragraphs(&disclaimer.source.text, text_start, &disclaimer.body)).collect()
}

/// Runs of white space as one blank, none at the ends; what no file can hold as text is left out.
fn folded(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace(char::is_control, "")
}
