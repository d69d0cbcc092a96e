//! [`ReviewedText`]: what a reviewer of a page approves: its own text, the exercises that it shows or schedules, the sources
//! in its list, its disclaimers, glossary terms, snippets, variables, calls to action, callouts and people, and the files of all these. A sign-off
//! stores the hash of it, so that a change to any of them makes the approval invalid.
//!
//! Which words count, and how they are written as lines, is left to `reviewed_words`; what the texts of a page show besides
//! their words, to `shown_bodies`. The text is computed when it is asked for, so a site without sign-offs pays nothing.

use std::collections::{BTreeMap, BTreeSet};

use wellpress_io::cache::Fingerprint;

use crate::config::Config;
use crate::model::disclaimer::DisclaimerId;
use crate::model::sign_off::PageSignOffs;
use crate::model::{LookupResult, Page, PageId, Site};
use crate::parse::sign_offs::{ReviewedPart, SignOff};
use crate::sections::ContentKind;

use super::resolved_page::ResolvedPage;
use super::resolved_texts::ResolvedTexts;
use super::reviewed_words::{
    in_one_line, normalise_blanks, words_of_call, words_of_callout, words_of_disclaimer, words_of_expert,
    words_of_page, words_of_person, words_of_snippet, words_of_source,
};
use super::shown_bodies::ShownBodies;
use super::shown_pages::{self, ShownPages};
use super::targets::DirectiveTarget;

/// The words of a page that a reviewer approves, in named parts, so that a finding can say which part changed.
///
/// Neither the path of a page nor its index in the site goes into it, so other pages can come and go without a new
/// review. The hash of the whole covers the names of the parts too: a source or an exercise that comes or goes is a
/// change, even if the page's own text is the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewedText {
    /// The name is one of `text`, `exercise:<id>`, `programme:<id>`, `source:<key>`, `disclaimer:<id>`,
    /// `snippet:<name>`, `variable:<name>`, `term:<term>`, `topic:<id>`, `call-to-action:<id>`, `callout:<name>`, `person:<id>`, `file:<name>`, `reviewer`. Only
    /// files have no words.
    pub parts: BTreeMap<String, ReviewedPart>,
    /// The part [`REVIEWER`] of each person who signed the page, by the person's id.
    reviewers: BTreeMap<String, ReviewedPart>,
}

/// The name of the part that is the page's own text.
pub const OWN_TEXT: &str = "text";

/// The name of the part that says who signed: the name and the credentials that the page shows beside the review. Each reviewer
/// has another, so the hash of what was read does not cover it; the signature does.
pub const REVIEWER: &str = "reviewer";

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

impl Difference {
    /// `changed`, `added` or `removed`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Added => "added",
            Self::Removed => "removed",
        }
    }
}

impl ReviewedText {
    /// Collects the words and files of a page as they are now.
    #[must_use]
    pub fn of(config: &Config, texts: ResolvedTexts<'_>, page: &Page) -> Self {
        Self::with_signer(config, texts, page, None)
    }

    /// As [`Self::of`], with the part [`REVIEWER`] of the person who is about to sign.
    #[must_use]
    pub fn for_signer(config: &Config, texts: ResolvedTexts<'_>, page: &Page, person: &str) -> Self {
        let mut text = Self::with_signer(config, texts, page, Some(person));
        text.parts.extend(text.reviewers.get(person).map(|part| (REVIEWER.to_owned(), part.clone())));
        text
    }

    fn with_signer(config: &Config, texts: ResolvedTexts<'_>, page: &Page, signer: Option<&str>) -> Self {
        let resolved_page = &texts.pages[page.id];
        let mut parts = Parts(BTreeMap::from([(OWN_TEXT.to_owned(), part(&words_of_page(page)))]));
        let fields = config.sections[page.section].fields.iter();
        for field in fields.filter(|field| page.fields.iter().any(|of_page| of_page.name == field.name)) {
            let label = field.label_in(&config.languages[page.language].tag);
            parts.add("field", &field.name, &[normalise_blanks(label)]);
        }
        let ShownPages { programmes, exercises, .. } = ShownPages::of(texts.site, texts.pages, page);
        let scheduled: BTreeSet<PageId> = shown_pages::scheduled(texts.site, page, &resolved_page.body).collect();
        for programme in programmes.iter().map(|programme| texts.site.page(*programme)) {
            parts.add("programme", &name_of(config, programme), &words_of_page(programme));
        }
        for exercise in exercises.iter().map(|exercise| texts.site.page(*exercise)) {
            parts.add("exercise", &name_of(config, exercise), &words_of_page(exercise));
        }
        let of_scheduled = scheduled.iter().flat_map(|exercise| &texts.pages[*exercise].citations.list);
        for item in resolved_page.citations.list.iter().chain(of_scheduled) {
            let source = texts.site.library.get(item.reference);
            parts.add("source", source.key.as_str(), &words_of_source(source));
        }
        for topic in topics(texts, page, exercises.iter().copied()) {
            let topic = texts.site.page(topic);
            parts.add("topic", &name_of(config, topic), &[normalise_blanks(&topic.title)]);
        }
        let disclaimers = disclaimers(resolved_page);
        for disclaimer in disclaimers.iter().map(|disclaimer| &texts.site.disclaimers[*disclaimer]) {
            parts.add("disclaimer", &disclaimer.name, &words_of_disclaimer(disclaimer));
        }
        let others = programmes.iter().chain(&exercises).copied();
        let shown_bodies = ShownBodies::new(config, texts, page, others, &disclaimers);
        parts.add_shown(config, texts.site, &shown_bodies);
        let shown_pages: Vec<PageId> =
            [page.id].into_iter().chain(programmes).chain(exercises).chain(shown_bodies.experts()).collect();
        parts.add_said_once(texts.site, &shown_pages, &disclaimers);
        let shown_pages = shown_pages.into_iter();
        let files = shown_pages.flat_map(|text| texts.pages[text].files());
        let in_disclaimers = disclaimers.iter().flat_map(|disclaimer| texts.disclaimers[*disclaimer].files());
        let in_html = shown_bodies.files_of_html_and_calls();
        parts.add_files(texts, files.chain(in_disclaimers).chain(in_html).collect());
        let signed = page.sign_offs.iter().flat_map(PageSignOffs::all).map(|entry| entry.person.value.as_str());
        let reviewers = signed.chain(signer).filter_map(|person| {
            let part = reviewer(texts.site, page, person, shown_bodies.has_experts())?;
            Some((person.to_owned(), part))
        });
        Self { parts: parts.0, reviewers: reviewers.collect() }
    }

    /// The hash over the names and hashes of all parts but the reviewer, in the order of their names: 64 hexadecimal digits.
    /// Sign-offs store it.
    #[must_use]
    pub fn hash(&self) -> String {
        hash_of_parts(&self.parts)
    }

    /// Whether a sign-off is of exactly these words and files.
    #[must_use]
    pub fn is_signed_by(&self, signed: &SignOff) -> bool {
        self.hash() == signed.hash && self.difference(signed, REVIEWER).is_none()
    }

    /// The parts that differ from the signed ones, sorted by name. Empty while the approval is valid.
    #[must_use]
    pub fn differences<'a>(&'a self, signed: &'a SignOff) -> Vec<(&'a str, Difference)> {
        if self.is_signed_by(signed) {
            return Vec::new();
        }
        let names: BTreeSet<&'a str> = self.parts.keys().chain(signed.parts.keys()).map(String::as_str).collect();
        names.into_iter().filter_map(|name| Some((name, self.difference(signed, name)?))).collect()
    }

    fn difference(&self, signed: &SignOff, name: &str) -> Option<Difference> {
        let now = match name {
            REVIEWER => self.reviewers.get(&signed.person.value),
            name => self.parts.get(name),
        };
        match (signed.parts.get(name), now) {
            (Some(was), Some(is)) if was.hash != is.hash => Some(Difference::Changed),
            // Nobody has to bind a sign-off to their own record: what was read does not depend on it.
            (None, Some(_)) if name == REVIEWER => None,
            (None, Some(_)) => Some(Difference::Added),
            (Some(_), None) => Some(Difference::Removed),
            _ => None,
        }
    }
}

/// The hash over the names and hashes of parts: of one line for each, `<hash>  <name>`.
fn hash_of_parts(parts: &BTreeMap<String, ReviewedPart>) -> String {
    let parts_without_reviewer = parts.iter().filter(|(name, _)| *name != REVIEWER);
    let lines: String = parts_without_reviewer.map(|(name, part)| format!("{}  {name}\n", part.hash)).collect();
    blake3::hash(lines.as_bytes()).to_hex().to_string()
}

/// The parts while they are collected.
struct Parts(BTreeMap<String, ReviewedPart>);

impl Parts {
    fn add(&mut self, kind: &str, name: &str, lines: &[String]) {
        // Without line breaks, as the name is a part of one line of what is signed.
        self.0.insert(format!("{kind}:{}", normalise_blanks(name)), part(lines));
    }

    /// Adds what the texts of the page show besides their words.
    fn add_shown(&mut self, config: &Config, site: &Site, shown: &ShownBodies<'_>) {
        for (term, definition) in shown.terms() {
            self.add("term", term, &[normalise_blanks(definition)]);
        }
        for (id, call) in shown.calls() {
            self.add("call-to-action", id, &words_of_call(call));
        }
        for (name, callout) in shown.callouts() {
            self.add("callout", name, &words_of_callout(callout));
        }
        for person in shown.speakers() {
            let person = site.page(person);
            self.add("person", &name_of(config, person), &words_of_person(person));
        }
        // After the speakers, because an expert who also speaks is shown with more.
        for person in shown.experts() {
            let person = site.page(person);
            self.add("person", &name_of(config, person), &words_of_expert(person));
        }
    }

    /// Adds the snippets and the variables of the settings in the texts of pages and disclaimers. A variable can have several values,
    /// where a snippet is in another language than the page.
    fn add_said_once(&mut self, site: &Site, pages: &[PageId], disclaimers: &BTreeSet<DisclaimerId>) {
        let pages = pages.iter().map(|page| site.page(*page)).map(|page| (&page.included, &page.variables));
        let disclaimers = disclaimers.iter().map(|disclaimer| &site.disclaimers[*disclaimer]);
        let texts = pages.chain(disclaimers.map(|disclaimer| (&disclaimer.included, &disclaimer.variables)));
        let mut values: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (included, variables) in texts {
            for snippet in included.iter().flat_map(|included| &included.snippets) {
                self.add("snippet", &snippet.file.route, &words_of_snippet(snippet));
            }
            for (name, value) in variables {
                values.entry(name).or_default().insert(value);
            }
        }
        for (name, values) in values {
            let lines: Vec<String> = values.into_iter().map(normalise_blanks).collect();
            self.add("variable", name, &lines);
        }
    }

    /// Adds the hashes of files. Files are named without their folder, so that a page can move with them; of several files
    /// with one name, the later in the order of paths get a number.
    fn add_files(&mut self, texts: ResolvedTexts<'_>, files: BTreeSet<&str>) {
        for asset in files.into_iter().filter_map(|file| texts.files.get(file)) {
            let name = normalise_blanks(asset.path.rsplit('/').next().unwrap_or_default());
            let names = std::iter::once(name.clone()).chain((2..).map(|number| format!("{name} ({number})")));
            let mut free_names = names.map(|name| format!("file:{name}")).filter(|name| !self.0.contains_key(name));
            let hash = asset.hash.to_hex().to_string();
            if let Some(name) = free_names.next() {
                self.0.insert(name, ReviewedPart { hash, words: String::new() });
            }
        }
    }
}

/// The name of a page in parts.
fn name_of(config: &Config, page: &Page) -> String {
    config.sections[page.section].short_path(&page.route)
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
fn topics(texts: ResolvedTexts<'_>, page: &Page, exercises: impl Iterator<Item = PageId>) -> BTreeSet<PageId> {
    let exercises = exercises.map(|exercise| texts.site.page(exercise)).chain([page]).filter_map(Page::exercise);
    let cautions = exercises.flat_map(|exercise| &exercise.cautions).flat_map(|caution| &caution.conditions);
    let page_topics = page.editorial().into_iter().flat_map(|reviewed| &reviewed.topics);
    page_topics.chain(cautions).copied().collect()
}

/// What the page shows of a person who signs it, in the language of the page. `None` if the person has no page.
fn reviewer(site: &Site, page: &Page, person: &str, has_experts: bool) -> Option<ReviewedPart> {
    let LookupResult::Page(id) = site.index.find(ContentKind::Person, person, page.language) else { return None };
    let profile = site.page(id);
    Some(part(&if has_experts { words_of_expert(profile) } else { words_of_person(profile) }))
}

/// The hash of a page's own words, without those of the exercises, sources and disclaimers that it shows. Translations
/// store it to notice when their original changes. It has 32 digits, because people copy it from a finding into a file;
/// white space of any kind counts as one space.
#[must_use]
pub fn own_words(page: &Page) -> String {
    Fingerprint::of(in_one_line(&words_of_page(page)).as_bytes()).to_string()
}

/// The hash of what an Easy Read version or a recording of a page says: its own words, and those of the exercises, programmes, snippets and
/// variables that it shows. That of a page without any of them is [`own_words`].
#[must_use]
pub fn shown_words(texts: ResolvedTexts<'_>, page: &Page) -> String {
    let site = texts.site;
    let ShownPages { programmes, exercises, .. } = ShownPages::of(site, texts.pages, page);
    let others: BTreeSet<PageId> = programmes.into_iter().chain(exercises).filter(|other| *other != page.id).collect();
    let mut parts = Parts(BTreeMap::new());
    for other in others.iter().map(|other| site.page(*other)) {
        parts.add("page", &site.full_id(other), &words_of_page(other));
    }
    let shown_pages: Vec<PageId> = others.into_iter().chain([page.id]).collect();
    parts.add_said_once(site, &shown_pages, &BTreeSet::new());
    let own_words = own_words(page);
    match parts.0.is_empty() {
        true => own_words,
        false => Fingerprint::of((own_words + &hash_of_parts(&parts.0)).as_bytes()).to_string(),
    }
}

fn part(lines: &[String]) -> ReviewedPart {
    let words = lines.join("\n");
    ReviewedPart { hash: blake3::hash(words.as_bytes()).to_hex().to_string(), words }
}
