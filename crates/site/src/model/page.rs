//! [`Page`]: everything that has an address, with the fields that all kinds share; the fields of one kind are in its
//! [`PageRecord`].
//!
//! Its ids are resolved; how they are is in `page_reader`. The references in its text are for `resolve`.

use std::collections::BTreeSet;
use std::sync::Arc;

use wellpress_bibliography::ExportFormat;
use wellpress_diagnostics::{Diagnostic, Source, Span};
use wellpress_foundation::Day;
use wellpress_foundation::ids::IdVec;
use wellpress_markdown::body::Body;

use crate::config::{Config, LanguageId};
use crate::discover::TextForm;
use crate::parse::document::{ContentFingerprint, FrontText, FrontTextId, IncludedSnippets};
use crate::parse::front_matter::{FrontMatter, Picture};
use crate::sections::{ContentKind, SectionId};

use super::article::Article;
use super::exercise::Exercise;
use super::fields::PageField;
use super::original::{Original, is_meant_as_guide};
pub use super::page_id::PageId;
use super::person::Person;
use super::programme::Programme;
use super::reference::ReferenceId;
use super::review::EditorialRecord;
use super::sign_off::PageSignOffs;
use super::topic::Topic;
pub use super::unpublished::Unpublished;

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
    /// Whether it is a whole page or the Easy Read version of one.
    pub form: TextForm,
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
    /// The front matter as it is written. Ids in it are not resolved: those are in this struct and in the record.
    pub front: Arc<FrontMatter>,
    /// Day of first publication.
    pub published: Option<Day>,
    /// The last day on which the page is shown.
    pub expires: Option<Day>,
    /// Day of the last update.
    pub updated: Option<Day>,
    /// The picture at the top.
    pub hero: Option<Picture>,
    /// The person who checked what AI was used for.
    pub ai_checker: Option<PageId>,
    /// The sign-offs of this page in `content/reviews`, if there is a file of them.
    pub sign_offs: Option<PageSignOffs>,
    /// For a translation or an Easy Read version: the data that it takes over from the page that it was made from.
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
    /// The title; of a person, the name with its prefix.
    #[must_use]
    pub fn full_title(&self) -> String {
        match &self.record {
            PageRecord::Person(person) => person.full_name(self),
            _ => self.title.clone(),
        }
    }

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

    /// Whether it is the Easy Read version of a page. [`Site::full_page_of`](super::Site::full_page_of) has that page.
    #[must_use]
    pub fn is_easy_read(&self) -> bool {
        self.form == TextForm::EasyRead
    }

    /// Whether the pages below it are to be the parts of a guide. A translation follows its original.
    #[must_use]
    pub fn is_meant_as_guide(&self) -> bool {
        is_meant_as_guide(self.original.as_deref(), self.front.guide)
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

    /// Whether the page was taken back. Its address then shows a notice in the place of the text.
    #[must_use]
    pub fn is_withdrawn(&self) -> bool {
        self.editorial().is_some_and(|editorial| editorial.withdrawn.is_some())
    }

    /// The day by which feeds sort this page: its publication, or its update if only that is known. `None` for a page that no feed
    /// has: of a kind without dates, withdrawn, without a day, or only part of a preview.
    #[must_use]
    pub fn feed_day(&self) -> Option<Day> {
        let is_public =
            self.editorial().is_some() && !self.is_easy_read() && self.unpublished.is_none() && !self.is_withdrawn();
        self.published.or(self.updated).filter(|_| is_public)
    }

    /// Its place in lists; lighter comes first.
    #[must_use]
    pub fn weight(&self) -> i64 {
        self.front.weight.unwrap_or(0)
    }

    /// The short form of the title for breadcrumbs and cards, else the title.
    #[must_use]
    pub fn short_title(&self) -> &str {
        self.front.short_title.as_deref().unwrap_or(&self.title)
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
}

/// Whether the content of a robots tag keeps a page out of search results. `none` is short for `noindex, nofollow`.
#[must_use]
pub fn forbids_indexing(robots: &str) -> bool {
    robots.split(',').any(|rule| matches!(rule.trim().to_ascii_lowercase().as_str(), "noindex" | "none"))
}
