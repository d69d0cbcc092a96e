//! [`Page`]: everything that has an address, with the fields that all kinds share; the fields of one kind are in its
//! [`PageRecord`].
//!
//! Input is an `AddressedDocument` and the index of all ids; output is a page whose ids are resolved, with the findings
//! about its front matter. The references in its text are for `resolve`.

use std::collections::BTreeSet;
use std::sync::Arc;

use wellpress_bibliography::ExportFormat;
use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Source, Span, quotable, rules};
use wellpress_foundation::Day;
use wellpress_foundation::ids::{Id, IdVec};
use wellpress_io::fs::{MAX_NAME_BYTES, MAX_PATH_BYTES, is_device_name};
use wellpress_markdown::body::Body;
use wellpress_markdown::is_safe_address;

use crate::config::{Config, LanguageId};
use crate::discover::WELL_KNOWN;
use crate::parse::document::{ContentFingerprint, Document, FrontText, FrontTextId, IncludedSnippets};
use crate::parse::front_matter::{Extra, FrontMatter, Picture};
use crate::sections::{ContentKind, SectionId};

use super::address::{AddressedDocument, Visibility};
use super::article::{self, Article};
use super::exercise::{self, Exercise};
use super::fields::{self, NamedInFields, PageField};
use super::lookup::Lookup;
use super::original::{Original, is_meant_as_guide};
use super::person::{self, Person};
use super::programme::{self, Programme};
use super::reference::ReferenceId;
use super::review::{self, EditorialRecord, take_cited_fields, take_reviewed_fields};
use super::sign_off::PageSignOffs;
use super::topic::{self, Topic};

/// Indexes [`super::Site::pages`], and every table with a value for each page.
pub type PageId = Id<Page>;

/// A page of the site: an article, an exercise, a programme, a topic, a person or a plain page.
///
/// All ids of the front matter are resolved, so that later stages only follow [`PageId`]s. A page is immutable and shared
/// (`Arc`) between the site of one build and the next: one whose files did not change is taken over as it is, which is why
/// nothing in here may depend on the text of another page.
#[derive(Debug)]
pub struct Page {
    /// The index of this page in the site.
    pub id: PageId,
    /// The section of `content` in which its file is.
    pub section: SectionId,
    /// The kind of that section.
    pub kind: ContentKind,
    /// What messages call the page: the name of its section, such as `condition`.
    pub word: Arc<str>,
    /// The last part of its path, by which authors name it if no other page of the kind has it; translations share it.
    pub name: String,
    /// The path of its file below the section, such as `heart/principles`, which is unique there; translations share it.
    pub route: String,
    /// Whether its section gives health information, so that the page needs reviews and disclaimers.
    pub is_health: bool,
    /// One of the site's languages.
    pub language: LanguageId,
    /// Root-relative address with the base path, such as `/guide/articles/neck-pain/`.
    pub url: String,
    /// Path in the output without `index.html`, such as `articles/neck-pain/`; empty for the home page.
    pub path: String,
    /// The file, with its text.
    pub source: Source,
    /// A fingerprint of the files that this page is made of: its own, its sign-offs, its original's front matter.
    pub content: ContentFingerprint,
    /// Folder of the file, relative to the root, with a last `/`.
    pub folder: Arc<str>,
    /// The title; a person's name.
    pub title: String,
    /// Where the title is written.
    pub title_span: Span,
    /// The sentence below the title, which is also the meta description.
    pub description: Option<String>,
    /// Where the description is written; empty without one.
    pub description_span: Span,
    /// The texts of the front matter that are Markdown, in the order in which readers see them.
    pub front_texts: IdVec<FrontText, Body>,
    /// The parsed text below the front matter.
    pub body: Arc<Body>,
    /// The variables of the settings that its texts and fields show, with their values.
    pub variables: BTreeSet<(String, String)>,
    /// The snippets in its text, if it has any.
    pub included: Option<Arc<IncludedSnippets>>,
    /// Why this page would normally be left out, if only the command line brings it in. `None` is a public page.
    pub unpublished: Option<Unpublished>,
    /// Fields of the front matter that every kind has.
    pub settings: PageSettings,
    /// Day of first publication.
    pub published: Option<Day>,
    /// Day of the last update.
    pub updated: Option<Day>,
    /// The picture at the top.
    pub hero: Option<Picture>,
    /// The sign-offs of this page in `content/reviews`, if there is a file of them.
    pub sign_offs: Option<PageSignOffs>,
    /// For a translation: the data that it takes over from its original.
    pub original: Option<Arc<Original>>,
    /// The fields of its kind.
    pub record: PageRecord,
    /// The fields that the settings declare for its section.
    pub fields: Vec<PageField>,
    /// The pictures of these fields.
    pub field_pictures: IdVec<Picture>,
    /// Mistakes in the front matter of this page.
    pub findings: Vec<Diagnostic>,
}

impl Page {
    /// Authorship, reviews and corrections: the part that articles, exercises and programmes share. `None` for the kinds
    /// that nobody reviews.
    #[must_use]
    pub fn editorial(&self) -> Option<&EditorialRecord> {
        match &self.record {
            PageRecord::Article(article) => Some(&article.editorial),
            PageRecord::Exercise(exercise) => Some(&exercise.editorial),
            PageRecord::Programme(programme) => Some(&programme.editorial),
            PageRecord::Plain | PageRecord::Topic(_) | PageRecord::Person(_) => None,
        }
    }

    /// The formats in which the page has its sources as files beside it, as its front matter or the settings say. Empty for the
    /// kinds whose templates link no such file.
    #[must_use]
    pub fn exports<'a>(&'a self, config: &'a Config) -> &'a [ExportFormat] {
        let Some(editorial) = self.editorial() else { return &[] };
        editorial.citations.exports.as_deref().unwrap_or(config.settings.citations.exports())
    }

    /// Whether it is the text above the list of its section. The home page is no such text.
    #[must_use]
    pub fn is_section_text(&self) -> bool {
        self.route.is_empty() && self.section != ContentKind::Page.section()
    }

    /// Whether the pages below it are to be the parts of a guide. A translation follows its original.
    #[must_use]
    pub fn is_meant_as_guide(&self) -> bool {
        is_meant_as_guide(self.original.as_deref(), self.settings.guide)
    }

    /// The file and the text that the author of the page wrote, without the words of snippets.
    #[must_use]
    pub fn written(&self) -> (&Source, &Body) {
        match &self.included {
            Some(included) => (&included.written.source, &included.written.body),
            None => (&self.source, &self.body),
        }
    }

    /// The record of an exercise; `None` for other kinds.
    #[must_use]
    pub fn exercise(&self) -> Option<&Exercise> {
        match &self.record {
            PageRecord::Exercise(exercise) => Some(exercise),
            _ => None,
        }
    }

    /// The record of an article; `None` for other kinds.
    #[must_use]
    pub fn article(&self) -> Option<&Article> {
        match &self.record {
            PageRecord::Article(article) => Some(article),
            _ => None,
        }
    }

    /// The key points of an article; none for other pages.
    pub fn key_points(&self) -> impl Iterator<Item = (FrontTextId, &Body)> {
        let others = self.front_texts.len() - self.article().map_or(0, |article| article.key_point_count);
        self.front_texts.entries().skip(others)
    }

    /// The texts that its author wrote: those of the front matter, then the one below it.
    pub fn texts(&self) -> impl Iterator<Item = &Body> {
        self.front_texts.iter().chain([&*self.body])
    }

    /// The record of a programme; `None` for other kinds.
    #[must_use]
    pub fn programme(&self) -> Option<&Programme> {
        match &self.record {
            PageRecord::Programme(programme) => Some(programme),
            _ => None,
        }
    }

    fn describe(&mut self, description: Option<Located<String>>) {
        self.description_span = description.as_ref().map(|description| description.span).unwrap_or_default();
        self.description = description.map(|description| description.value);
    }

    /// Whether the page was taken back. Its address then shows a notice in the place of the text.
    #[must_use]
    pub fn is_withdrawn(&self) -> bool {
        self.editorial().is_some_and(|editorial| editorial.withdrawn.is_some())
    }

    /// The day by which feeds sort this page: its publication, or its update if only that is known. `None` for a page that no feed
    /// has: of a kind without dates, withdrawn, without a day, or only part of a preview.
    #[must_use]
    pub fn feed_day(&self) -> Option<Day> {
        let is_public = self.editorial().is_some() && self.unpublished.is_none() && !self.is_withdrawn();
        self.published.or(self.updated).filter(|_| is_public)
    }

    /// The short form of the title for breadcrumbs and cards, else the title.
    #[must_use]
    pub fn short_title(&self) -> &str {
        self.settings.short_title.as_deref().unwrap_or(&self.title)
    }
}

/// The fields that only one kind of page has.
#[derive(Debug)]
pub enum PageRecord {
    /// Key points, audience, funding.
    Article(Box<Article>),
    /// Steps, dose, cautions and pictures.
    Exercise(Box<Exercise>),
    /// An ordered routine of exercises.
    Programme(Box<Programme>),
    /// A subject that pages are about, in a hierarchy.
    Topic(Box<Topic>),
    /// A person or a team.
    Person(Box<Person>),
    /// A plain page, which has no further fields.
    Plain,
}

impl PageRecord {
    /// The sources that the front matter lists although no mark cites them.
    #[must_use]
    pub fn uncited_references(&self) -> Vec<ReferenceId> {
        let references = match self {
            Self::Article(article) => &article.editorial.uncited_references,
            Self::Exercise(exercise) => &exercise.editorial.uncited_references,
            Self::Programme(programme) => &programme.editorial.uncited_references,
            Self::Topic(topic) => &topic.uncited_references,
            Self::Person(_) | Self::Plain => return Vec::new(),
        };
        references.iter().map(|reference| reference.value).collect()
    }

    /// Adds what declared fields name to what the page leads to and to the sources that it lists.
    fn add_named(&mut self, named: NamedInFields) {
        let editorial = match self {
            Self::Article(article) => &mut article.editorial,
            Self::Exercise(exercise) => &mut exercise.editorial,
            Self::Programme(programme) => &mut programme.editorial,
            Self::Topic(_) | Self::Person(_) | Self::Plain => return,
        };
        editorial.front_matter_links.extend(named.pages);
        editorial.uncited_references.extend(named.sources);
    }
}

/// Fields of the front matter that every kind with a page has.
#[derive(Debug, Default)]
pub struct PageSettings {
    /// Old paths that redirect here, such as `/old/path/`.
    pub aliases: Vec<Located<String>>,
    /// Order in lists; lighter comes first.
    pub weight: i64,
    /// Absolute address that search engines should index instead.
    pub canonical: Option<Located<String>>,
    /// Licence of the text: an address, an SPDX id or words.
    pub license: Option<String>,
    /// Content of the robots tag.
    pub robots: Option<String>,
    /// The template that renders the page, by its name in the theme, if it is not the one for the kind. The model does not know
    /// the theme, so the template may be missing.
    pub template: Option<Located<String>>,
    /// For a translation: the hash of the original's words that it was made from.
    pub translated_from: Option<Located<String>>,
    /// Whether the pages below it are the parts of a guide, as the front matter says it.
    pub guide: Option<Located<bool>>,
    /// For `<title>`, if it differs from the title.
    pub seo_title: Option<String>,
    /// For breadcrumbs and cards.
    pub short_title: Option<String>,
    /// The picture for social networks.
    pub social_image: Option<Located<String>>,
    /// Keys under `extra`, which templates read and the program does not.
    pub extra: Extra,
}

/// Why a page is not public.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unpublished {
    /// It says `draft: true`.
    Draft,
    /// `published` is after today.
    Future,
    /// `expires` is before today.
    Expired,
}

impl Unpublished {
    /// `draft`, `future` or `expired`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Future => "future",
            Self::Expired => "expired",
        }
    }

    /// What makes the page public, as the first half of a help text: "take `draft: true` out of its front matter".
    #[must_use]
    pub fn remedy(self) -> &'static str {
        match self {
            Self::Draft => "take `draft: true` out of its front matter",
            Self::Future => "give it a `published` that is not after today",
            Self::Expired => "give it a later day in `expires`",
        }
    }
}

macro_rules! take_page_settings {
    ($front:expr) => {
        PageSettings {
            aliases: std::mem::take(&mut $front.aliases),
            weight: $front.weight.unwrap_or(0),
            canonical: $front.canonical.take(),
            license: $front.license.take(),
            robots: $front.robots.take(),
            template: $front.template.take(),
            translated_from: $front.translated_from.take(),
            guide: $front.guide,
            seo_title: $front.seo_title.take(),
            short_title: $front.short_title.take(),
            social_image: $front.social_image.take(),
            extra: std::mem::take(&mut $front.extra),
        }
    };
}

macro_rules! fill_dated_fields {
    ($page:expr, $front:expr) => {
        $page.settings = take_page_settings!($front);
        ($page.published, $page.updated) = ($front.published, $front.updated);
        $page.hero = $front.hero.take();
        $page.describe($front.description.take());
    };
}

/// Makes the page of a document, with every id of the front matter resolved.
pub(super) fn read(lookup: Lookup<'_>, id: PageId, document: AddressedDocument) -> Page {
    let content = document.content();
    let AddressedDocument { document, visibility, url, path, sign_offs, original } = document;
    let Document { file, source, front, fields: written_fields, body, front_texts, variables, included, content: _ } =
        Arc::unwrap_or_clone(document);
    let title = front.common().title.clone();
    let unpublished = if let Visibility::Included(reason) = visibility { Some(reason) } else { None };
    let folder = file.path[..file.path.rfind('/').map_or(0, |at| at + 1)].into();
    let mut page = Page {
        id,
        section: file.section,
        kind: file.kind,
        word: lookup.config.sections[file.section].name.clone(),
        name: file.id,
        route: file.route,
        is_health: lookup.config.sections[file.section].is_health,
        language: file.language,
        url,
        path,
        source,
        content,
        folder,
        title: title.value,
        title_span: title.span,
        description: None,
        description_span: Span::default(),
        front_texts,
        body,
        variables,
        included,
        unpublished,
        settings: PageSettings::default(),
        published: None,
        updated: None,
        hero: None,
        sign_offs: None,
        original,
        record: PageRecord::Plain,
        fields: Vec::new(),
        field_pictures: IdVec::default(),
        findings: Vec::new(),
    };
    // Filled in below, because the readers of the kinds take the page with its language, source and sign-offs.
    let mut findings = Vec::new();
    page.sign_offs = sign_offs.map(|file| PageSignOffs::of_page(lookup, &page, file));
    fill(&mut page, lookup, front, &mut findings);
    let mut named_in_fields = NamedInFields::default();
    page.fields = fields::read(lookup, &page, &written_fields, &mut named_in_fields, &mut findings);
    page.field_pictures = std::mem::take(&mut named_in_fields.pictures);
    page.record.add_named(named_in_fields);
    check_guide(&page, &mut findings);
    check_aliases(&page, &mut findings);
    check_canonical(&page, &mut findings);
    check_title(&page, &mut findings);
    findings.extend(page.included.iter().flat_map(|included| included.findings.iter().cloned()));
    page.findings = findings;
    page
}

fn check_guide(page: &Page, findings: &mut Vec<Diagnostic>) {
    let guide = page.settings.guide.filter(|guide| guide.value);
    if let Some(guide) = guide.filter(|_| page.kind.has_handouts()) {
        let message = "a page like an exercise or a programme cannot be a guide";
        let finding = Diagnostic::new(&rules::FRONT_MATTER_TYPE, page.source.locate(guide.span), message);
        findings.push(finding.help("take `guide` out; a programme puts exercises into an order"));
    }
}

/// Moves the fields of the front matter into the page.
fn fill(page: &mut Page, lookup: Lookup<'_>, front: FrontMatter, findings: &mut Vec<Diagnostic>) {
    match front {
        FrontMatter::Article(mut front) => {
            fill_dated_fields!(page, front);
            let editorial = review::read(lookup, page, take_cited_fields!(front), findings);
            page.record = PageRecord::Article(Box::new(article::read(lookup, page, *front, editorial, findings)));
        }
        FrontMatter::Exercise(mut front) => {
            fill_dated_fields!(page, front);
            let editorial = review::read(lookup, page, take_cited_fields!(front), findings);
            page.record = PageRecord::Exercise(Box::new(exercise::read(lookup, page, *front, editorial, findings)));
        }
        FrontMatter::Page(mut front) => {
            fill_dated_fields!(page, front);
        }
        FrontMatter::Topic(mut front) => {
            page.settings = take_page_settings!(front);
            page.describe(front.description.take());
            page.record = PageRecord::Topic(Box::new(topic::read(lookup, page, *front, findings)));
        }
        FrontMatter::Person(mut front) => {
            page.settings = take_page_settings!(front);
            page.record = PageRecord::Person(Box::new(person::read(page, *front, findings)));
        }
        FrontMatter::Programme(mut front) => {
            fill_dated_fields!(page, front);
            let editorial = review::read(lookup, page, take_reviewed_fields!(front), findings);
            page.record = PageRecord::Programme(Box::new(programme::read(lookup, page, *front, editorial, findings)));
        }
        FrontMatter::Disclaimer(_) | FrontMatter::Snippet(_) => {}
    }
}

/// A canonical address must be absolute, because search engines may read it on another host.
fn check_canonical(page: &Page, findings: &mut Vec<Diagnostic>) {
    let Some(canonical) = &page.settings.canonical else { return };
    let is_absolute = canonical.value.starts_with("https://") || canonical.value.starts_with("http://");
    if !(is_absolute && is_safe_address(&canonical.value)) {
        let message = format!("`{}` is not the whole address of a page", quotable(&canonical.value));
        let location = page.source.locate(canonical.span);
        findings.push(Diagnostic::new(&rules::URL_UNSAFE, location, message).help("begin it with `https://`"));
    }
}

/// A page without a title has no name in lists, in a browser's tab and for a screen reader.
fn check_title(page: &Page, findings: &mut Vec<Diagnostic>) {
    if page.title.trim().is_empty() {
        let key = if page.kind == ContentKind::Person { "name" } else { "title" };
        let location = page.source.locate(page.title_span);
        let finding = Diagnostic::new(&rules::FRONT_MATTER_REQUIRED, location, format!("the `{key}` is empty"));
        findings.push(finding.help("write a few words"));
    }
}

/// Aliases are paths below the root of this site. Whether another page has the path is for `resolve`.
fn check_aliases(page: &Page, findings: &mut Vec<Diagnostic>) {
    for alias in &page.settings.aliases {
        if let Some((message, help)) = old_path_defect(&alias.value) {
            let location = page.source.locate(alias.span);
            findings.push(Diagnostic::new(&rules::SLUG_INVALID, location, message).help(help));
        }
    }
}

/// Why no redirect can be written at a path, and what to do: each part has to be a file name on every system and not hidden, and
/// all together have to fit into a path.
pub(crate) fn old_path_defect(written: &str) -> Option<(String, &'static str)> {
    let path = written.trim_matches('/');
    if path.len() > MAX_PATH_BYTES {
        let start: String = written.chars().take(40).collect();
        let message = format!("the old path `{start}..` has {} bytes, over the limit of {MAX_PATH_BYTES}", path.len());
        return Some((message, "take it out; the host's own settings can redirect the old path"));
    }
    if let Some(reserved) = path.split('/').find(|segment| is_device_name(segment)) {
        let message =
            format!("Windows keeps the name `{reserved}` for a device, so that no folder or file can have it");
        return Some((message, "take it out; the host's own settings can redirect the old path"));
    }
    // `//host/path` is an address at another host, so that nobody can have meant a path of this site.
    let is_site_path =
        path.split('/').all(is_file_name) && !written.contains("//") && !path.chars().any(char::is_control);
    let help = match written.contains(['*', '?']) {
        true => {
            "an alias is one path: write this under `redirects` in the settings, such as `/old/*: /new/*` or `/?p=12: /new/`"
        }
        false => "write it from `/`, such as `/old/path/`",
    };
    (!is_site_path).then(|| (format!("`{}` is not a path of this site", quotable(written)), help))
}

/// Whether this part of a path can be the name of a file or folder that servers publish. `?`, `#` and `%` would mean something
/// else in an address, and the other characters are not allowed on Windows, nor a dot or a blank at the end.
fn is_file_name(segment: &str) -> bool {
    let is_hidden = segment.starts_with('.') && segment != WELL_KNOWN;
    let is_length_allowed = !segment.is_empty() && segment.len() <= MAX_NAME_BYTES;
    let has_foreign_end = segment.ends_with(['.', ' ']);
    let has_foreign_sign = segment.contains(['\\', '?', '#', '%', ':', '<', '>', '"', '|', '*']);
    is_length_allowed && !is_hidden && !has_foreign_end && !has_foreign_sign
}
