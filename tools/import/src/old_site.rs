//! [`OldSite`]: the description of a site that every reader makes and the writer takes. Texts in it are Markdown as wellpress reads it,
//! with the links of the old site.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use wellpress_foundation::Day;

use crate::log::ImportLog;
use crate::text::links;

/// A site of another tool.
#[derive(Debug, Default)]
pub struct OldSite {
    pub(crate) title: Option<String>,
    pub(crate) description: Option<String>,
    /// The address at which it is published, with scheme and host.
    pub(crate) base_url: Option<String>,
    /// The language of its texts as a BCP 47 tag.
    pub(crate) language: Option<String>,
    /// Further languages with their titles.
    pub(crate) languages: BTreeMap<String, String>,
    pub(crate) menu: Vec<MenuItem>,
    pub(crate) footer_menu: Vec<MenuItem>,
    /// Entries that pages of Hugo name themselves, each with its menu.
    pub(crate) page_menu: Vec<(String, Map<String, Value>)>,
    /// Texts by name that pages show where they have `{{ name }}`.
    pub(crate) variables: BTreeMap<String, String>,
    /// Other settings, for templates.
    pub(crate) extra: Map<String, Value>,
    pub(crate) sections: BTreeMap<String, OldSection>,
    pub(crate) pages: Vec<OldPage>,
    /// What is known of authors besides their names.
    pub(crate) people: Vec<OldPerson>,
    /// What is known of tags and categories besides their names.
    pub(crate) topics: Vec<OldTopic>,
    /// Where the old tool has the lists of its tags, such as `/tags/`.
    pub(crate) topics_address: Option<String>,
    /// Where the old tool has the pages of authors, such as `/author/`.
    pub(crate) people_address: Option<String>,
    /// Files of sources: paths in the source folder.
    pub(crate) libraries: Vec<String>,
    /// Sources as CSL-JSON that stand in no file of their own, such as those of a Word file.
    pub(crate) sources: Vec<Value>,
    /// Texts that several pages show, by name.
    pub(crate) snippets: BTreeMap<String, OldSnippet>,
    /// Files that are published as they are: their address from `/`, and the path in the source folder.
    pub(crate) published_files: BTreeMap<String, FileOrigin>,
    /// Data files: their path below `data/`, and the path in the source folder.
    pub(crate) data_files: BTreeMap<String, String>,
    /// Old addresses that lead to another one, besides those of pages.
    pub(crate) redirects: BTreeMap<String, String>,
    /// The bytes of fetched pictures by their address.
    pub(crate) fetched: BTreeMap<String, Vec<u8>>,
    /// Addresses that nothing answers in the new site, with the file that had each.
    pub(crate) lost: Vec<(String, String)>,
    /// How many pages the source has, those included that cannot be read.
    pub(crate) page_count: usize,
    pub(crate) log: ImportLog,
}

impl OldSite {
    /// Takes the menus of a site by their names: those at the foot of pages together, and one for the top. The report names the others.
    pub(crate) fn set_menus(&mut self, menus: impl Iterator<Item = (String, Vec<MenuItem>)>) {
        let (foot, mut tops): (Vec<_>, Vec<_>) =
            menus.filter(|(_, items)| !items.is_empty()).partition(|(name, _)| is_foot(name));
        self.footer_menu = foot.into_iter().flat_map(|(_, items)| items).collect();
        // Links to a site's accounts lead away from it.
        let of_site = || tops.iter().enumerate().filter(|(_, (name, _))| !has(name, "social"));
        let names = ["main", "primary", "header", "nav", "top"];
        let named = names.iter().find_map(|word| of_site().find(|(_, (name, _))| has(name, word)));
        let longest = || of_site().rev().max_by_key(|(_, (_, items))| items.len());
        if let Some((main, _)) = named.or_else(longest) {
            self.menu = tops.remove(main).1;
        }
        for (name, items) in tops {
            let titles: Vec<&str> = items.iter().map(|item| item.title.as_str()).collect();
            let what = format!("the menu `{name}` is not here: it has {}", titles.join(", "));
            self.log.confirm("wellpress.yaml", what);
        }
    }

    /// Leaves out the pages whose files others include: one is a page only if a menu has it.
    pub(crate) fn leave_included(&mut self, is_included: impl Fn(&str) -> bool) {
        self.page_count -= self.pages.extract_if(.., |page| is_included(&page.source)).count();
    }

    /// The id of the snippet of a file, if it has one.
    pub(crate) fn snippet_of(&self, name: &str, source: &str) -> Option<String> {
        let (id, snippet) = self.first_snippet(name, source);
        snippet.map(|_| id)
    }

    /// Adds the snippet of a file, or replaces its text, and returns its id. A number behind the id tells files of one name apart:
    /// pages would show the text of the wrong one.
    pub(crate) fn add_snippet(&mut self, name: &str, source: &str, text: String) -> String {
        let (id, _) = self.first_snippet(name, source);
        self.snippets.insert(id.clone(), OldSnippet { text, source: source.to_owned() });
        id
    }

    /// The first id for a name that no other file has, with its snippet.
    fn first_snippet(&self, name: &str, source: &str) -> (String, Option<&OldSnippet>) {
        let id = snippet_name(name);
        let is_own = |id: &str| self.snippets.get(id).is_none_or(|snippet| snippet.source == source);
        let id = numbered(&id, is_own);
        let snippet = self.snippets.get(&id);
        (id, snippet)
    }

    /// The addresses of pictures of other sites that texts show.
    #[must_use]
    pub fn foreign_pictures(&self) -> BTreeSet<String> {
        let links = self.pages.iter().flat_map(|page| links::links(&page.text));
        let pictures = links.filter(|link| link.kind.is_picture()).map(|link| link.address);
        let heroes = self.pages.iter().filter_map(|page| page.hero.as_ref().map(|hero| hero.src.clone()));
        pictures.chain(heroes).filter(|address| is_picture_of_another_site(address)).collect()
    }

    /// Adds the bytes of a picture of another site, which is then a picture of each page that shows it.
    pub fn add_fetched(&mut self, address: &str, bytes: Vec<u8>) {
        self.log.translated("picture of another site that was fetched");
        self.log.confirm(address, "the picture was fetched: see whether its licence allows that");
        self.fetched.insert(address.to_owned(), bytes);
    }
}

/// The name, with a number behind it if it is not free.
pub(crate) fn numbered(name: &str, mut is_free: impl FnMut(&str) -> bool) -> String {
    let mut names = std::iter::once(name.to_owned()).chain((2..).map(|number| format!("{name}-{number}")));
    names.find(|name| is_free(name)).expect("numbers do not end")
}

/// The id of a snippet.
fn snippet_name(name: &str) -> String {
    let name = name.trim_end_matches(".md").trim_end_matches(".html").trim_end_matches(".qmd");
    let id = slug::slugify(name.replace(['/', '_'], "-").trim_matches('-'));
    if id.is_empty() { "snippet".to_owned() } else { id }
}

/// Whether a menu of this name stands below the text, whatever else the theme shows. "Foot care" does not.
pub(crate) fn is_foot(name: &str) -> bool {
    name.eq_ignore_ascii_case("foot") || ["footer", "bottom", "legal"].iter().any(|word| has(name, word))
}

/// Whether a name has this word, alone or before "menu" or "nav".
fn has(name: &str, word: &str) -> bool {
    let name = name.to_lowercase();
    let mut parts = name.split(|sign: char| !sign.is_alphanumeric());
    parts.any(|part| part.strip_prefix(word).is_some_and(|rest| matches!(rest, "" | "s" | "menu" | "nav")))
}

fn is_picture_of_another_site(address: &str) -> bool {
    (address.starts_with("https://") || address.starts_with("http://")) && crate::writer::is_picture_address(address)
}

/// Where the bytes of a file are.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FileOrigin {
    /// A path in the source folder.
    Source(String),
    /// A file inside a ZIP archive of the source folder: the path of the archive and that in it.
    Archive(String, String),
    /// A picture of another site that was fetched, by its address.
    Fetched(String),
}

/// An entry of a menu.
#[derive(Debug, Clone, Default)]
pub(crate) struct MenuItem {
    /// Empty for the title of the page.
    pub title: String,
    /// A path in the source folder, an address from `/` or a whole address; none for a title above others.
    pub link: Option<String>,
    pub children: Vec<MenuItem>,
}

/// A folder of pages.
#[derive(Debug, Clone, Default)]
pub(crate) struct OldSection {
    pub title: Option<String>,
    /// The order of its list: `title`, `date` or `weight`.
    pub order: Option<&'static str>,
}

/// A page with its text.
#[derive(Debug, Clone, Default)]
pub(crate) struct OldPage {
    /// The path of its file in the source folder, or a name for it if it has none, such as `post 12`.
    pub source: String,
    /// The folders above it, the section first; empty for a page of the site's root.
    pub folders: Vec<String>,
    /// The name of its file without ending. `index` is the text of its folder.
    pub name: String,
    pub title: Option<String>,
    pub description: Option<String>,
    /// Markdown. Links and pictures are as in the source.
    pub text: String,
    /// Its address in the old site, from `/`, such as `/blog/neck/` or `/neck.html`; empty if the writer may choose.
    pub address: String,
    /// Further old addresses.
    pub aliases: Vec<String>,
    pub published: Option<Day>,
    pub updated: Option<Day>,
    pub expires: Option<Day>,
    pub is_draft: bool,
    pub weight: Option<i64>,
    /// Names, or names of files of [`OldPerson`]s.
    pub authors: Vec<String>,
    /// Names of tags and categories.
    pub topics: Vec<String>,
    pub hero: Option<OldPicture>,
    /// Its language, if it is a translation.
    pub language: Option<String>,
    /// Keys for `extra`.
    pub extra: Map<String, Value>,
    /// Values of the fields that its section declares.
    pub record: Map<String, Value>,
    /// Keys of wellpress that the reader has a value for, such as `citations`.
    pub fields: Map<String, Value>,
    /// Pictures and files that belong to the page alone: their address as the text has it, and where the bytes are.
    pub files: BTreeMap<String, FileOrigin>,
    /// Comments of people on its words.
    pub remarks: Vec<OldRemark>,
}

impl OldPage {
    /// Makes a draft of a page that the old site hides by this setting.
    pub fn hide(&mut self, setting: &str, log: &mut ImportLog) {
        self.is_draft = true;
        log.confirm(&self.source, format!("the old site hides this page (`{setting}`); it is a draft"));
    }

    /// Keeps what the old site says of a review. It is a claim, which a person has to confirm.
    pub fn add_review(&mut self, key: &str, value: Value) {
        let reviews = self.extra.entry("imported_review").or_insert_with(|| Value::Object(Map::new()));
        if let Value::Object(reviews) = reviews {
            reviews.insert(key.to_owned(), value);
        }
    }
}

/// A comment on the words of a page.
#[derive(Debug, Clone, Default)]
pub(crate) struct OldRemark {
    /// The words of the paragraph.
    pub words: String,
    /// The words that the comment marks.
    pub quote: String,
    pub comment: String,
    pub author: Option<String>,
    pub date: Option<Day>,
    /// Somebody has dealt with it.
    pub is_done: bool,
}

/// A picture at the top of a page.
#[derive(Debug, Clone, Default)]
pub(crate) struct OldPicture {
    pub src: String,
    pub alt: Option<String>,
    pub caption: Option<String>,
    /// Who made it.
    pub credit: Option<String>,
}

/// An author.
#[derive(Debug, Clone, Default)]
pub(crate) struct OldPerson {
    /// The word by which pages name them.
    pub key: String,
    pub name: String,
    pub text: String,
    pub job_title: Option<String>,
    pub links: Vec<String>,
    /// Their page in the old site.
    pub address: Option<String>,
}

/// A tag or a category.
#[derive(Debug, Clone, Default)]
pub(crate) struct OldTopic {
    pub name: String,
    pub title: String,
    pub description: Option<String>,
    pub broader: Option<String>,
    /// Its page in the old site.
    pub address: Option<String>,
}

/// A text that several pages show.
#[derive(Debug, Clone, Default)]
pub(crate) struct OldSnippet {
    pub text: String,
    /// The path of its file in the source folder, from which its links begin.
    pub source: String,
}
