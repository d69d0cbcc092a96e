//! [`ReviewedText`]: what a reviewer of a page approves: its own text, the exercises that it shows or schedules, the sources
//! in its list, its disclaimers and glossary terms, and the files of all these. A sign-off stores the hash of it, so that a
//! change to any of them makes the approval invalid.
//!
//! Which words count, and how they are written as lines, is left to `reviewed_words`. The text is computed when it is asked
//! for, so a site without sign-offs pays nothing.

use std::collections::{BTreeMap, BTreeSet};

use wellpress_io::cache::Fingerprint;

use crate::model::disclaimer::DisclaimerId;
use crate::model::programme::Programme;
use crate::model::{Page, PageId, Site};
use crate::parse::sign_offs::{ReviewedPart, SignOff};

use super::bodies::{DirectiveTarget, ResolvedBody};
use super::page_fingerprints;
use super::reviewed_words::{in_one_line, normalise_spaces, words_of_disclaimer, words_of_page, words_of_source};
use super::{ResolvedPage, ResolvedSite};

/// The words of a page that a reviewer approves, in named parts, so that a finding can say which part changed.
///
/// Neither the path of a page nor its index in the site goes into it, so other pages can come and go without a new
/// review. The hash of the whole covers the names of the parts too: a source or an exercise that comes or goes is a
/// change, even if the page's own text is the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewedText {
    /// The name is one of `text`, `exercise:<id>`, `programme:<id>`, `source:<key>`, `disclaimer:<id>`,
    /// `term:<term>`, `topic:<id>`, `file:<name>`. Only files have no words.
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

/// The beginning of the names of parts that are files.
pub const FILE: &str = "file:";

impl ReviewedText {
    /// Collects the words and files of a page as they are now.
    #[must_use]
    pub fn of(resolved: &ResolvedSite<'_>, page: &Page) -> Self {
        let resolved_page = &resolved.pages[page.id];
        let mut parts = Parts(BTreeMap::from([(OWN_TEXT.to_owned(), part(&words_of_page(page)))]));
        let scheduled: BTreeSet<PageId> = scheduled(resolved.site, page, &resolved_page.body).collect();
        let programmes: Vec<PageId> = page_fingerprints::programmes(&resolved_page.body).collect();
        for programme in programmes.iter().map(|programme| resolved.site.page(*programme)) {
            parts.add("programme", &programme.name, &words_of_page(programme));
        }
        let exercises = resolved.exercises_in(page);
        for exercise in exercises.iter().map(|exercise| resolved.site.page(*exercise)) {
            parts.add("exercise", &exercise.name, &words_of_page(exercise));
        }
        let of_scheduled = scheduled.iter().flat_map(|exercise| &resolved.pages[*exercise].citations.list);
        for item in resolved_page.citations.list.iter().chain(of_scheduled) {
            let source = resolved.site.library.get(item.reference);
            parts.add("source", source.key.as_str(), &words_of_source(source));
        }
        for topic in topics(resolved, page, exercises.iter().copied()) {
            let topic = resolved.site.page(topic);
            parts.add("topic", &topic.name, &[normalise_spaces(&topic.title)]);
        }
        let disclaimers = disclaimers(resolved_page);
        for disclaimer in disclaimers.iter().map(|disclaimer| &resolved.site.disclaimers[*disclaimer]) {
            parts.add("disclaimer", &disclaimer.name, &words_of_disclaimer(disclaimer));
        }
        let exercise_texts = exercises.iter().map(|exercise| &resolved.pages[*exercise].body);
        for (term, definition) in std::iter::once(&resolved_page.body).chain(exercise_texts).flat_map(terms) {
            parts.add("term", term, &[normalise_spaces(definition)]);
        }
        let texts = [page.id].into_iter().chain(programmes).chain(exercises);
        let files = texts.flat_map(|text| resolved.pages[text].files());
        let in_disclaimers = disclaimers.iter().flat_map(|disclaimer| resolved.disclaimers[*disclaimer].files());
        parts.add_files(resolved, files.chain(in_disclaimers).collect());
        Self { parts: parts.0 }
    }

    /// The hash over the names and hashes of all parts, in the order of their names: 64 hexadecimal digits. Sign-offs store it.
    #[must_use]
    pub fn hash(&self) -> String {
        hash_of_parts(&self.parts)
    }

    /// Whether a sign-off is of exactly these words and files. One with a hash of 32 digits is of the words alone.
    #[must_use]
    pub fn is_signed_by(&self, signed: &SignOff) -> bool {
        let hash = if signed.has_short_hashes() { self.short_hash() } else { self.hash() };
        hash == signed.hash
    }

    /// The hash that sign-offs stored before files were a part of what is signed.
    fn short_hash(&self) -> String {
        let words = self.parts.iter().filter(|(name, _)| !name.starts_with(FILE));
        let lines = words.map(|(name, part)| format!("{name} {}\n", short_hash(name, &part.read)));
        Fingerprint::of(lines.collect::<String>().as_bytes()).to_string()
    }

    /// The parts that differ from the signed ones, sorted by name. Empty while the approval is valid.
    #[must_use]
    pub fn differences<'a>(&'a self, signed: &'a SignOff) -> Vec<(&'a str, Difference)> {
        if self.is_signed_by(signed) {
            return Vec::new();
        }
        let names: BTreeSet<&str> = self.parts.keys().chain(signed.parts.keys()).map(String::as_str).collect();
        names.into_iter().filter_map(|name| Some((name, self.difference(signed, name)?))).collect()
    }

    fn difference(&self, signed: &SignOff, name: &str) -> Option<Difference> {
        let is_same = |was: &ReviewedPart, is: &ReviewedPart| match signed.has_short_hashes() {
            true => was.hash == short_hash(name, &is.read),
            false => was.hash == is.hash,
        };
        match (signed.parts.get(name), self.parts.get(name)) {
            (Some(was), Some(is)) if !is_same(was, is) => Some(Difference::Changed),
            (None, Some(_)) if signed.has_short_hashes() && name.starts_with(FILE) => None,
            (None, Some(_)) => Some(Difference::Added),
            (Some(_), None) => Some(Difference::Removed),
            _ => None,
        }
    }
}

/// The hash over the names and hashes of parts: of one line for each, `<hash>  <name>`.
#[must_use]
pub fn hash_of_parts(parts: &BTreeMap<String, ReviewedPart>) -> String {
    let lines: String = parts.iter().map(|(name, part)| format!("{}  {name}\n", part.hash)).collect();
    blake3::hash(lines.as_bytes()).to_hex().to_string()
}

/// The parts while they are collected.
struct Parts(BTreeMap<String, ReviewedPart>);

impl Parts {
    fn add(&mut self, kind: &str, name: &str, lines: &[String]) {
        // Without line breaks, as the name is a part of one line of what is signed.
        self.0.insert(format!("{kind}:{}", normalise_spaces(name)), part(lines));
    }

    /// Adds the hashes of files. Files are named without their folder, so that a page can move with them; of several files
    /// with one name, the later in the order of paths get a number.
    fn add_files(&mut self, resolved: &ResolvedSite<'_>, files: BTreeSet<&str>) {
        for asset in files.into_iter().filter_map(|file| resolved.files.get(file)) {
            let name = normalise_spaces(asset.path.rsplit('/').next().unwrap_or_default());
            let names = std::iter::once(name.clone()).chain((2..).map(|number| format!("{name} ({number})")));
            let mut free_names = names.map(|name| format!("{FILE}{name}")).filter(|name| !self.0.contains_key(name));
            let hash = asset.hash.to_hex().to_string();
            if let Some(name) = free_names.next() {
                self.0.insert(name, ReviewedPart { hash, read: String::new() });
            }
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
    short_hash(OWN_TEXT, &words_of_page(page).join("\n"))
}

fn part(lines: &[String]) -> ReviewedPart {
    let read = lines.join("\n");
    ReviewedPart { hash: blake3::hash(read.as_bytes()).to_hex().to_string(), read }
}

fn short_hash(part: &str, read: &str) -> String {
    Fingerprint::of(in_one_line(part, read).as_bytes()).to_string()
}
