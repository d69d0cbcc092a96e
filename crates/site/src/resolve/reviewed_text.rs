//! [`ReviewedText`]: the words of a page that a reviewer approves: its own text, the exercises that it shows or schedules,
//! the sources in its list, its disclaimers and glossary terms. A sign-off stores the hash of these words, so that a change
//! to any of them makes the approval invalid.
//!
//! The words are taken from the author's files, not from the rendered page. Otherwise a new version of the theme or another
//! citation style would invalidate every approval. White space is normalised: runs are one space, wrapped lines one line.
//! The text is computed when it is asked for, so a site without sign-offs pays nothing.

use std::collections::{BTreeMap, BTreeSet};

use wellpress_bibliography::{ContributorName, PartialDate, Reference, TextVariable};
use wellpress_io::cache::Fingerprint;
use wellpress_markdown::body::Body;

use crate::model::disclaimer::{Disclaimer, DisclaimerId};
use crate::model::programme::Programme;
use crate::model::{Page, PageId, Site};
use crate::parse::front_matter;
use crate::parse::sign_offs::{ReviewedPart, SignOff};

use super::bodies::{DirectiveTarget, ResolvedBody};
use super::page_fingerprints;
use super::{ResolvedPage, ResolvedSite};

/// The words of a page that a reviewer approves, in named parts, so that a finding can say which part changed.
///
/// Neither the path of a page nor its index in the site goes into it, so other pages can come and go without a new
/// review. The hash of the whole covers the names of the parts too: a source or an exercise that comes or goes is a
/// change, even if the page's own text is the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewedText {
    /// The name is one of `text`, `exercise:<id>`, `programme:<id>`, `source:<key>`, `disclaimer:<id>`,
    /// `term:<term>`, `topic:<id>`.
    pub parts: BTreeMap<String, ReviewedPart>,
}

/// The name of the part that is the page's own text.
pub const OWN_TEXT: &str = "text";

/// How a part differs from the one that was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// Both exist, with different words.
    Changed,
    /// The sign-off does not have this part.
    Added,
    /// The page no longer has this part.
    Removed,
}

impl ReviewedText {
    /// Collects the words of a page as they are now.
    #[must_use]
    pub fn of(resolved: &ResolvedSite<'_>, page: &Page) -> Self {
        let resolved_page = &resolved.pages[page.id];
        let mut parts = BTreeMap::from([(OWN_TEXT.to_owned(), part(&words_of_page(page)))]);
        let scheduled: BTreeSet<PageId> = scheduled(resolved.site, page, &resolved_page.body).collect();
        for programme in
            page_fingerprints::programmes(&resolved_page.body).map(|programme| resolved.site.page(programme))
        {
            parts.insert(format!("programme:{}", programme.name), part(&words_of_page(programme)));
        }
        let exercises = resolved.exercises_in(page);
        for exercise in &exercises {
            let exercise = resolved.site.page(*exercise);
            parts.insert(format!("exercise:{}", exercise.name), part(&words_of_page(exercise)));
        }
        let of_scheduled = scheduled.iter().flat_map(|exercise| &resolved.pages[*exercise].citations.list);
        for item in resolved_page.citations.list.iter().chain(of_scheduled) {
            let source = resolved.site.library.get(item.reference);
            parts.insert(format!("source:{}", source.key), part(&words_of_source(source)));
        }
        for topic in topics(resolved, page, exercises.iter().copied()) {
            let topic = resolved.site.page(topic);
            parts.insert(format!("topic:{}", topic.name), part(&[normalise_spaces(&topic.title)]));
        }
        for disclaimer in disclaimers(resolved_page) {
            let disclaimer = &resolved.site.disclaimers[disclaimer];
            parts.insert(format!("disclaimer:{}", disclaimer.name), part(&words_of_disclaimer(disclaimer)));
        }
        let exercise_texts = exercises.iter().map(|exercise| &resolved.pages[*exercise].body);
        for (term, definition) in std::iter::once(&resolved_page.body).chain(exercise_texts).flat_map(terms) {
            parts.insert(format!("term:{term}"), part(&[normalise_spaces(definition)]));
        }
        Self { parts }
    }

    /// The hash over the names and hashes of all parts, in the order of their names. Sign-offs store it.
    #[must_use]
    pub fn hash(&self) -> String {
        let lines = self.parts.iter().map(|(name, part)| format!("{name} {}\n", part.hash));
        Fingerprint::of(lines.collect::<String>().as_bytes()).to_string()
    }

    /// The parts that differ from the signed ones, sorted by name. Empty while the approval is valid.
    #[must_use]
    pub fn differences<'a>(&'a self, signed: &'a SignOff) -> Vec<(&'a str, Difference)> {
        if self.hash() == signed.hash {
            return Vec::new();
        }
        let names: BTreeSet<&str> = self.parts.keys().chain(signed.parts.keys()).map(String::as_str).collect();
        names.into_iter().filter_map(|name| Some((name, self.difference(signed, name)?))).collect()
    }

    fn difference(&self, signed: &SignOff, name: &str) -> Option<Difference> {
        match (signed.parts.get(name), self.parts.get(name)) {
            (Some(was), Some(is)) if was.hash != is.hash => Some(Difference::Changed),
            (None, Some(_)) => Some(Difference::Added),
            (Some(_), None) => Some(Difference::Removed),
            _ => None,
        }
    }
}

/// The exercises on the schedule of a page (if it is a programme) and of the programmes embedded in its text.
pub(super) fn scheduled<'a>(
    site: &'a Site,
    page: &'a Page,
    body: &'a ResolvedBody,
) -> impl Iterator<Item = PageId> + 'a {
    let embedded = page_fingerprints::programmes(body).map(|programme| site.page(programme));
    std::iter::once(page).chain(embedded).filter_map(Page::programme).flat_map(Programme::exercises)
}

/// Every disclaimer on a page: placed by the settings or the front matter, or by a directive in the text.
fn disclaimers(page: &ResolvedPage) -> BTreeSet<DisclaimerId> {
    let placed = &page.disclaimers;
    let placed = placed.top.iter().chain(&placed.bottom).chain(&placed.with_exercise).chain(&placed.with_video);
    let in_text = page.body.directives.values().filter_map(|target| match target {
        DirectiveTarget::Disclaimer(disclaimer) => Some(disclaimer),
        _ => None,
    });
    placed.chain(in_text).copied().collect()
}

/// The topics whose names readers see: those of the page, and those that the cautions of its exercises are for.
fn topics(resolved: &ResolvedSite<'_>, page: &Page, exercises: impl Iterator<Item = PageId>) -> BTreeSet<PageId> {
    let exercises = exercises.map(|exercise| resolved.site.page(exercise)).chain([page]).filter_map(Page::exercise);
    let cautions = exercises.flat_map(|exercise| &exercise.cautions).flat_map(|caution| &caution.conditions);
    let page_topics = page.editorial().into_iter().flat_map(|reviewed| &reviewed.topics);
    page_topics.chain(cautions).copied().collect()
}

/// The glossary terms that a text uses, each with its definition, which readers see at the term.
fn terms(body: &ResolvedBody) -> impl Iterator<Item = (&str, &str)> {
    body.directives.values().filter_map(|target| match target {
        DirectiveTarget::Term { name, definition, .. } => Some((name.as_str(), definition.as_str())),
        _ => None,
    })
}

/// The hash of a page's own words, without those of the exercises, sources and disclaimers that it shows. Translations
/// store it to notice when their original changes.
#[must_use]
pub fn own_words(page: &Page) -> String {
    part(&words_of_page(page)).hash
}

fn part(lines: &[String]) -> ReviewedPart {
    ReviewedPart { hash: Fingerprint::of(lines.join(" ").as_bytes()).to_string(), read: lines.join("\n") }
}

/// The front matter fields whose text readers see. People, dates and links to other pages are left out: a new review date is
/// no new text. A field that is missing here could be changed after the approval without anybody noticing, so a new
/// visible field has to be added.
const VISIBLE_FIELDS: [&str; 25] = [
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
    let (fields, text_start) = front_matter::untyped_fields(&page.source);
    let mut lines = Vec::new();
    for (key, value) in fields.iter().filter(|(key, _)| VISIBLE_FIELDS.contains(&key.as_str())) {
        flatten(key, value, &mut lines);
    }
    lines.extend(paragraphs(&page.source.text, text_start, &page.body));
    lines
}

/// Appends one line for each value, with its path in the front matter: `dose.hold: 30 s`.
fn flatten(name: &str, value: &serde_json::Value, lines: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(fields) => {
            fields.iter().for_each(|(key, value)| flatten(&format!("{name}.{key}"), value, lines));
        }
        serde_json::Value::Array(items) => {
            let numbered = items.iter().enumerate();
            numbered.for_each(|(at, item)| flatten(&format!("{name}.{}", at + 1), item, lines));
        }
        serde_json::Value::String(text) => lines.push(format!("{name}: {}", normalise_spaces(text))),
        other => lines.push(format!("{name}: {other}")),
    }
}

/// The Markdown source with one line for each paragraph, list item or heading, without the comments that silence a rule: an
/// editor can add such a comment without asking the reviewer again.
fn paragraphs(text: &str, start: usize, body: &Body) -> Vec<String> {
    let mut without_comments = String::with_capacity(text.len() - start);
    let mut from = start;
    for allow in &body.allow_comments {
        let (comment, end) = (allow.span.start as usize, allow.span.end as usize);
        if comment >= from {
            without_comments.push_str(&text[from..comment]);
            from = end;
        }
    }
    without_comments.push_str(&text[from..]);
    join_wrapped_lines(&without_comments)
}

/// Joins the wrapped lines of each paragraph. Approximates CommonMark's blocks from the beginnings of lines, on the source
/// text. Parsed nodes would be exact, but a fix in the parser could then invalidate approvals.
fn join_wrapped_lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut paragraph = OpenParagraph::None;
    for raw in text.lines() {
        let quoted = raw.trim_start().starts_with('>');
        let line = normalise_spaces(raw.trim_start_matches(|c: char| c.is_whitespace() || c == '>'));
        let here = if quoted { OpenParagraph::Quote } else { OpenParagraph::Text };
        match lines.last_mut().filter(|_| paragraph == here && !starts_block(&line)) {
            _ if line.is_empty() => paragraph = OpenParagraph::None,
            Some(last) => {
                last.push(' ');
                last.push_str(&line);
            }
            None => {
                paragraph = if is_single_line_block(&line) { OpenParagraph::None } else { here };
                lines.push(if quoted { format!("> {line}") } else { line });
            }
        }
    }
    lines
}

/// The paragraph that the next line can continue.
#[derive(Clone, Copy, PartialEq, Eq)]
enum OpenParagraph {
    None,
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

fn is_single_line_block(line: &str) -> bool {
    line.starts_with('#') || line.starts_with("::")
}

fn words_of_source(source: &Reference) -> Vec<String> {
    let number = source.number.as_deref().or(source.more.text(TextVariable::CollectionNumber));
    let fields = [
        ("authors", names(&source.authors)),
        ("editors", names(&source.editors)),
        ("title", source.title.as_ref().map(ToString::to_string)),
        ("container", source.container.as_ref().map(ToString::to_string)),
        ("publisher", source.publisher.clone()),
        ("issued", source.issued.as_ref().map(iso_date)),
        ("volume", source.volume.clone()),
        ("issue", source.issue.clone()),
        ("pages", source.pages.clone()),
        ("number", number.map(str::to_owned)),
        ("version", source.version.clone()),
        ("edition", source.edition.clone()),
        ("doi", source.doi.clone()),
        ("pmid", source.pmid.clone()),
        ("pmcid", source.pmcid.clone()),
        ("isbn", source.isbn.clone()),
        ("url", source.url.clone()),
    ];
    let lines = fields.into_iter().filter_map(|(name, value)| Some(format!("{name}: {}", normalise_spaces(&value?))));
    lines.collect()
}

fn names(names: &[ContributorName]) -> Option<String> {
    let names: Vec<String> = names.iter().map(ContributorName::in_full).collect();
    (!names.is_empty()).then(|| names.join("; "))
}

/// As precise as the source: `2021`, `2021-06`, `2021-06-30`, with `/2022` for a range of years.
fn iso_date(date: &PartialDate) -> String {
    let parts = [date.month, date.day].map(|part| part.map_or_else(String::new, |part| format!("-{part:02}")));
    let end = date.end_year.map(|end| format!("/{end}")).unwrap_or_default();
    format!("{}{}{end}", date.year, parts.concat())
}

fn words_of_disclaimer(disclaimer: &Disclaimer) -> Vec<String> {
    let version = disclaimer.version.iter().map(|version| format!("version: {}", normalise_spaces(version)));
    let title = std::iter::once(format!("title: {}", normalise_spaces(&disclaimer.title)));
    let text_start = front_matter::untyped_fields(&disclaimer.source).1;
    version.chain(title).chain(paragraphs(&disclaimer.source.text, text_start, &disclaimer.body)).collect()
}

/// Makes runs of white space one space, trims the ends, and removes control characters, which a sign-off file (YAML) cannot
/// hold.
fn normalise_spaces(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace(char::is_control, "")
}
