//! [`Sections`]: the table of the folders of `content`, those of every site and those that the settings declare, with what
//! holds for the pages of each.
//!
//! What the settings say of a section is read by `config`; the pages of a section are for `model`.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use fancy_regex::Regex;
use serde::Deserialize;

use wellpress_diagnostics::yaml::Located;
use wellpress_foundation::ids::{Id, IdVec};
use wellpress_foundation::text::composed;

use crate::content_folder::ContentFolder;

/// What a content file describes: its fields, its parts, and the rules about it. Each section has pages of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ContentKind {
    /// A text about a topic, in `content/articles`.
    Article,
    /// One exercise with its steps, in `content/exercises`.
    Exercise,
    /// An ordered routine of exercises, in `content/programmes`.
    Programme,
    /// A person or a team, in `content/people`.
    Person,
    /// A subject that pages are about, in `content/topics`.
    Topic,
    /// A page without further fields, such as a policy, in `content/pages`.
    Page,
    /// A text that is shown on other pages, in `content/disclaimers`.
    Disclaimer,
    /// A part of the texts of other pages, in `content/snippets`.
    Snippet,
}

impl ContentKind {
    /// Every kind, in the order in which pages are sorted.
    pub const ALL: [Self; 8] = [
        Self::Article,
        Self::Exercise,
        Self::Programme,
        Self::Person,
        Self::Topic,
        Self::Page,
        Self::Disclaimer,
        Self::Snippet,
    ];

    /// The folder under `content` of the section that every site has for this kind, which is also the section's path.
    #[must_use]
    pub fn folder(self) -> &'static str {
        match self {
            Self::Article => "articles",
            Self::Exercise => "exercises",
            Self::Programme => "programmes",
            Self::Person => "people",
            Self::Topic => "topics",
            Self::Page => "pages",
            Self::Disclaimer => "disclaimers",
            Self::Snippet => "snippets",
        }
    }

    /// The kind in the singular, as links and messages name it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Exercise => "exercise",
            Self::Programme => "programme",
            Self::Person => "person",
            Self::Topic => "topic",
            Self::Page => "page",
            Self::Disclaimer => "disclaimer",
            Self::Snippet => "snippet",
        }
    }

    /// Whether its files have pages of their own. The others are shown on pages.
    #[must_use]
    pub fn has_pages(self) -> bool {
        !matches!(self, Self::Disclaimer | Self::Snippet)
    }

    /// Whether each of its pages has a version for paper.
    #[must_use]
    pub fn has_handouts(self) -> bool {
        matches!(self, Self::Exercise | Self::Programme)
    }

    /// The kind that has this [name](Self::name).
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The section that every site has for this kind.
    #[must_use]
    pub fn section(self) -> SectionId {
        // `Sections` begins with one section for each kind, in their order.
        SectionId::new(self as usize)
    }
}

impl fmt::Display for ContentKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Folders of the output in which the build makes pages or files of its own.
pub const RESERVED_FOLDERS: [&str; 5] = ["references", "glossary", "search", "corrections", "assets"];

/// The folder of the output with the pages that thank readers who sent a form.
pub const FORMS_FOLDER: &str = "thanks";

/// Indexes [`Sections`].
pub type SectionId = Id<Section>;

/// A folder of `content`, with what holds for its pages.
#[derive(Debug, Clone)]
pub struct Section {
    /// The kind whose fields, parts and rules the pages have.
    pub kind: ContentKind,
    /// The folder below that of the content.
    pub folder: String,
    /// Whether it also has the files of the content that are in no folder of a section.
    pub has_rest: bool,
    /// One of its pages in a word, such as `condition`, as links, commands and messages name it.
    pub name: Arc<str>,
    /// The title of the list by the tag of the language.
    pub titles: BTreeMap<String, String>,
    /// The title of the list in all other languages; without it, the list has the title of the theme.
    pub title: Option<String>,
    /// The address of its pages up to their routes: empty, or with a last `/`. It may have `{year}` and `{month}`.
    pub path: String,
    /// Whether the section has a list, and how it looks.
    pub list: ListLook,
    /// The order of the list.
    pub order: ListOrder,
    /// The template of its pages, if it is not that of their kind.
    pub template: Option<Located<String>>,
    /// The schema.org type of what its pages are about, if it is not that of their kind.
    pub schema_org: Option<Located<String>>,
    /// Whether its pages give health information, so that they need reviews and disclaimers.
    pub is_health: bool,
    /// The fields that its pages have besides those of their kind, in the order of the settings.
    pub fields: Vec<Field>,
}

impl Section {
    /// The section that every site has for a kind.
    #[must_use]
    pub fn of_kind(kind: ContentKind) -> Self {
        let has_list = kind.has_pages() && kind != ContentKind::Page;
        Self {
            kind,
            folder: kind.folder().to_owned(),
            has_rest: false,
            name: kind.name().into(),
            titles: BTreeMap::new(),
            title: None,
            path: if kind == ContentKind::Page { String::new() } else { format!("{}/", kind.folder()) },
            list: match kind {
                ContentKind::Exercise => ListLook::Cards,
                _ if has_list => ListLook::Rows,
                _ => ListLook::None,
            },
            order: if kind == ContentKind::Article { ListOrder::Date } else { ListOrder::Title },
            template: None,
            schema_org: None,
            is_health: true,
            fields: Vec::new(),
        }
    }

    /// The title of its list in a language; `None` if the settings have none, so that it is that of the theme.
    #[must_use]
    pub fn title_in(&self, language_tag: &str) -> Option<&str> {
        self.titles.get(language_tag).or(self.title.as_ref()).map(String::as_str)
    }

    /// The path of its list below the home page of each language: that of its pages, up to the date.
    #[must_use]
    pub fn list_path(&self) -> String {
        let path = self.path.split('{').next().unwrap_or_default();
        if path.is_empty() { format!("{}/", self.folder) } else { path.to_owned() }
    }

    /// Whether the address of a page has its date, so that no folder of the content has an address.
    #[must_use]
    pub fn is_dated(&self) -> bool {
        self.path.contains('{')
    }

    /// Whether the settings declare it.
    #[must_use]
    pub fn is_declared(&self) -> bool {
        self.folder != self.kind.folder()
    }

    /// How sign-offs name it: by its kind, and a section of the settings by its folder. The [name](Self::name) is not a part of what
    /// is signed, as it is a word for readers.
    #[must_use]
    pub fn name_in_sign_offs(&self) -> &str {
        if self.is_declared() { &self.folder } else { self.kind.name() }
    }

    /// The path of a page of it below the folder that every site has for its kind; of a section of the settings, below `content`.
    #[must_use]
    pub fn short_path(&self, route: &str) -> String {
        if self.is_declared() { format!("{}/{route}", self.folder) } else { route.to_owned() }
    }

    /// Whether its pages have addresses.
    #[must_use]
    pub fn has_pages(&self) -> bool {
        self.kind.has_pages()
    }

    /// Whether readers see a list of its pages.
    #[must_use]
    pub fn has_list(&self) -> bool {
        self.list != ListLook::None
    }
}

/// How the list of a section looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ListLook {
    /// A card for each page, with its description and picture.
    Cards,
    /// A line for each page, with its description.
    Rows,
    /// The titles below the letter that they begin with.
    Letters,
    /// The titles in the folders that they are in.
    Tree,
    /// No list.
    None,
}

impl ListLook {
    /// The word in the settings.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cards => "cards",
            Self::Rows => "rows",
            Self::Letters => "letters",
            Self::Tree => "tree",
            Self::None => "none",
        }
    }
}

/// The order of a section's list. A page's `weight` comes before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ListOrder {
    /// By title.
    Title,
    /// The newest first.
    Date,
    /// By `weight` alone, then by the name of the file.
    Weight,
}

/// A field that the settings declare for the pages of a section.
#[derive(Debug, Clone)]
pub struct Field {
    /// The key in front matter.
    pub name: String,
    /// The name that readers see.
    pub label: String,
    /// The name in other languages, by their tags.
    pub labels: BTreeMap<String, String>,
    /// Of a field of pages: the label of the list on the other pages that leads back.
    pub back: Option<String>,
    /// That label in other languages, by their tags.
    pub backs: BTreeMap<String, String>,
    /// The type of its value.
    pub kind: FieldType,
    /// Whether each page must have it.
    pub required: bool,
    /// What each text in it must match.
    pub pattern: Option<FieldPattern>,
    /// Whether the theme shows it by itself.
    pub show: bool,
}

impl Field {
    /// The name that readers of a language see.
    #[must_use]
    pub fn label_in(&self, language_tag: &str) -> &str {
        self.labels.get(language_tag).unwrap_or(&self.label)
    }

    /// The label of the list that leads back, for readers of a language.
    #[must_use]
    pub fn back_in(&self, language_tag: &str) -> Option<&str> {
        self.back.as_ref().map(|back| self.backs.get(language_tag).unwrap_or(back).as_str())
    }
}

/// A regular expression with its text.
#[derive(Debug, Clone)]
pub struct FieldPattern {
    /// As it is written in the settings.
    pub text: String,
    /// Matches a whole text.
    pub regex: Arc<Regex>,
}

/// The type of a declared field's value.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "`FieldTypeName` of the settings says it")]
pub enum FieldType {
    Text,
    Markdown,
    Number,
    Date,
    Url,
    Boolean,
    Picture,
    Choice(Vec<String>),
    List(Box<FieldType>),
    Map(Box<FieldType>),
    Pages(SectionId),
    Sources,
}

impl FieldType {
    /// Whether its values have texts that are Markdown, or links.
    #[must_use]
    pub fn has_texts(&self) -> bool {
        match self {
            Self::Markdown | Self::Url => true,
            Self::List(entries) | Self::Map(entries) => entries.has_texts(),
            _ => false,
        }
    }
}

/// All sections of a site: first one for each [`ContentKind`], then those that the settings declare, by their folders. It knows the
/// folder that they are in.
#[derive(Debug, Clone)]
pub struct Sections {
    table: IdVec<Section>,
    content: ContentFolder,
}

impl Default for Sections {
    fn default() -> Self {
        Self::new(ContentFolder::default(), Vec::new())
    }
}

impl Sections {
    /// The sections of every site and these.
    #[must_use]
    pub fn new(content: ContentFolder, declared: Vec<Section>) -> Self {
        Self { table: ContentKind::ALL.map(Section::of_kind).into_iter().chain(declared).collect(), content }
    }

    /// The folder with all texts of the site.
    #[must_use]
    pub fn content(&self) -> &ContentFolder {
        &self.content
    }

    /// The folder of a section from the root of the site, with a last `/`, in which new pages of it are made.
    #[must_use]
    pub fn folder_of(&self, section: SectionId) -> String {
        let Section { folder, has_rest, .. } = &self.table[section];
        self.content.path(&if *has_rest { String::new() } else { format!("{folder}/") })
    }

    /// The section of a file of the content, and the path of the file in it. `below` is its path below the content.
    #[must_use]
    pub fn of_file<'p>(&self, below: &'p str) -> Option<(SectionId, &'p str)> {
        let own = below.split_once('/').and_then(|(folder, rest)| {
            let section = self.of_folder(&composed(folder.to_owned()))?;
            Some((section, rest))
        });
        own.or_else(|| Some((self.table.position(|section| section.has_rest)?, below)))
    }

    /// A section, to change what the settings change.
    pub fn get_mut(&mut self, id: SectionId) -> &mut Section {
        &mut self.table[id]
    }

    /// Every section with its id, in the order of the table.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = (SectionId, &Section)> {
        self.table.entries()
    }

    /// The sections whose pages have addresses.
    pub fn with_pages(&self) -> impl Iterator<Item = (SectionId, &Section)> {
        self.entries().filter(|(_, section)| section.has_pages())
    }

    /// The sections with a list: articles, exercises, programmes, topics, people, then those of the settings.
    pub fn with_lists(&self) -> impl Iterator<Item = (SectionId, &Section)> {
        let mut sections: Vec<_> = self.entries().filter(|(_, section)| section.has_list()).collect();
        sections.sort_by_key(|(id, section)| list_position(*id, section));
        sections.into_iter()
    }

    /// The section with this folder under `content`.
    #[must_use]
    pub fn of_folder(&self, folder: &str) -> Option<SectionId> {
        self.table.position(|section| section.folder == folder)
    }

    /// The section whose pages have this name, such as `condition`.
    #[must_use]
    pub fn of_name(&self, name: &str) -> Option<SectionId> {
        self.table.position(|section| *section.name == *name)
    }
}

/// Where a section comes among those with a list. Readers look for a topic before a person.
fn list_position(id: SectionId, section: &Section) -> usize {
    match section.kind {
        ContentKind::Person if id == ContentKind::Person.section() => ContentKind::Topic.section().index() * 2 + 1,
        _ => id.index() * 2,
    }
}

impl std::ops::Index<SectionId> for Sections {
    type Output = Section;

    fn index(&self, id: SectionId) -> &Section {
        &self.table[id]
    }
}
