//! [`Page`]: anything with an address, with what all kinds have in common; the rest is in its [`Record`].

use std::sync::Arc;

use wellpress_diagnostics::yaml::{Day, Located};
use wellpress_diagnostics::{Diagnostic, Location, Source, Span, quotable, rules};
use wellpress_io::cache::FingerprintBuilder;
use wellpress_io::fs::MAX_NAME_BYTES;
use wellpress_markdown::body::Body;
use wellpress_markdown::is_safe_address;

use crate::config::Config;
use crate::discover::{Kind, is_reserved};
use crate::parse::document::{ContentFingerprint, Document};
use crate::parse::front_matter::{Extra, Front, Picture, Withdrawn};
use crate::parse::sign_offs::SignOffs;

use super::article::{self, Article};
use super::exercise::{self, Exercise};
use super::lookup::Lookup;
use super::original::Original;
use super::person::{self, Person};
use super::programme::{self, Programme};
use super::review::{self, Reviewed, reviewed};
use super::sign_off::{self, Signed};
use super::topic::{self, Topic};

/// An index into [`super::Site::pages`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageId(u32);

impl PageId {
    pub(super) fn new(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// As an index.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Anything with an address.
#[derive(Debug)]
pub struct Page {
    /// Its place in the site.
    pub id: PageId,
    /// What it is.
    pub kind: Kind,
    /// Its id in its kind.
    pub name: String,
    /// Index into the site's languages.
    pub language: usize,
    /// Root-relative address with the base path, such as `/guide/articles/neck-pain/`.
    pub url: String,
    /// Path in the output without `index.html`, such as `articles/neck-pain/`; empty for the home page.
    pub path: String,
    /// Its file.
    pub source: Source,
    /// What the bytes of its file and of its sign-offs are.
    pub content: ContentFingerprint,
    /// Folder of the file, relative to the root, with a last `/`.
    pub folder: Arc<str>,
    /// Title.
    pub title: String,
    /// Where the title stands.
    pub title_span: Span,
    /// The dek.
    pub description: Option<String>,
    /// Where the dek stands, if there is one.
    pub description_span: Span,
    /// Its text.
    pub body: Arc<Body>,
    /// What it shows though it would be left out.
    pub included: Option<Unpublished>,
    /// Fields of the front matter that every kind has.
    pub settings: PageSettings,
    /// First published.
    pub published: Option<Day>,
    /// Last updated.
    pub updated: Option<Day>,
    /// Picture at the top.
    pub hero: Option<Picture>,
    /// Who signed it off.
    pub signed: Option<Signed>,
    /// Of a translation: what it takes over from its original.
    pub original: Option<Arc<Original>>,
    /// What its kind has beside this.
    pub record: Record,
    /// What is wrong with its front matter.
    pub findings: Vec<Diagnostic>,
}

impl Page {
    /// What articles, exercises and programmes have in common.
    #[must_use]
    pub fn reviewed(&self) -> Option<&Reviewed> {
        match &self.record {
            Record::Article(article) => Some(&article.reviewed),
            Record::Exercise(exercise) => Some(&exercise.reviewed),
            Record::Programme(programme) => Some(&programme.reviewed),
            Record::Plain | Record::Topic(_) | Record::Person(_) => None,
        }
    }

    /// The exercise, if it is one.
    #[must_use]
    pub fn exercise(&self) -> Option<&Exercise> {
        match &self.record {
            Record::Exercise(exercise) => Some(exercise),
            _ => None,
        }
    }

    /// The article, if it is one.
    #[must_use]
    pub fn article(&self) -> Option<&Article> {
        match &self.record {
            Record::Article(article) => Some(article),
            _ => None,
        }
    }

    /// The programme, if it is one.
    #[must_use]
    pub fn programme(&self) -> Option<&Programme> {
        match &self.record {
            Record::Programme(programme) => Some(programme),
            _ => None,
        }
    }

    fn describe(&mut self, written: Option<Located<String>>) {
        self.description_span = written.as_ref().map(|written| written.span).unwrap_or_default();
        self.description = written.map(|written| written.value);
    }

    /// Whether it stands as a notice only.
    #[must_use]
    pub fn is_withdrawn(&self) -> bool {
        self.reviewed().is_some_and(|reviewed| reviewed.withdrawn.is_some())
    }

    /// The title, or its short form.
    #[must_use]
    pub fn short_title(&self) -> &str {
        self.settings.short_title.as_deref().unwrap_or(&self.title)
    }
}

/// What a kind has beside what all have.
#[derive(Debug)]
pub enum Record {
    /// An article.
    Article(Box<Article>),
    /// An exercise.
    Exercise(Box<Exercise>),
    /// An ordered routine of exercises.
    Programme(Box<Programme>),
    /// A topic.
    Topic(Box<Topic>),
    /// A person or a team.
    Person(Box<Person>),
    /// A plain page.
    Plain,
}

/// Fields of the front matter that every kind with a page has.
#[derive(Debug, Default)]
pub struct PageSettings {
    /// Old paths that redirect here, such as `/old/path/`.
    pub aliases: Vec<Located<String>>,
    /// Order in lists; lighter comes first.
    pub weight: i64,
    /// Absolute address that search engines should keep instead.
    pub canonical: Option<Located<String>>,
    /// Licence of the text.
    pub license: Option<String>,
    /// Content of the robots tag.
    pub robots: Option<String>,
    /// Of a translation: the hash of the original's words that it was made from.
    pub translated_from: Option<Located<String>>,
    /// For `<title>`.
    pub seo_title: Option<String>,
    /// For breadcrumbs and cards.
    pub short_title: Option<String>,
    /// Picture for sharing.
    pub social_image: Option<Located<String>>,
    /// The open map.
    pub extra: Extra,
}

/// Why a page is kept out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unpublished {
    /// It says so.
    Draft,
    /// It is to come.
    Future,
    /// Its time is over.
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
}

/// Whether a page is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Shown {
    Published,
    /// Though it would be kept out.
    Included(Unpublished),
    Hidden(Unpublished),
}

/// A document with the address that it will have.
#[derive(Debug)]
pub(super) struct Address {
    pub document: Arc<Document>,
    pub shown: Shown,
    pub url: String,
    pub path: String,
    pub sign_offs: Option<Arc<SignOffs>>,
    /// Of a translation: what it takes over from its original.
    pub original: Option<Arc<Original>>,
}

impl Address {
    /// The address of a page whose text alone was edited.
    pub fn again(page: &Page, document: Arc<Document>) -> Self {
        let shown = page.included.map_or(Shown::Published, Shown::Included);
        let sign_offs = page.signed.as_ref().map(|signed| signed.file.clone());
        let original = page.original.clone();
        Self { document, shown, url: page.url.clone(), path: page.path.clone(), sign_offs, original }
    }

    /// What the bytes are of which the page is made.
    pub fn content(&self) -> ContentFingerprint {
        let ContentFingerprint { front, text } = self.document.content;
        let signed =
            |file: &Arc<SignOffs>| FingerprintBuilder::new("signed").with((front, file.fingerprint)).fingerprint();
        let front = self.sign_offs.as_ref().map_or(front, signed);
        let with_original =
            |original: &Arc<Original>| FingerprintBuilder::new("original").with((front, original.front)).fingerprint();
        ContentFingerprint { front: self.original.as_ref().map_or(front, with_original), text }
    }

    /// That the page is taken back, by its own front matter.
    pub fn withdrawn(&self) -> Option<&Withdrawn> {
        match &self.document.front {
            Front::Article(front) => front.withdrawn.as_ref(),
            Front::Exercise(front) => front.withdrawn.as_ref(),
            Front::Programme(front) => front.withdrawn.as_ref(),
            Front::Page(_) | Front::Topic(_) | Front::Person(_) | Front::Disclaimer(_) => None,
        }
    }

    /// The `slug` that makes it what it is.
    pub fn slug(&self) -> Option<&Located<String>> {
        slug_of(&self.document.front).filter(|slug| is_sound_slug(&slug.value))
    }

    /// Old addresses that lead here.
    pub fn aliases(&self) -> &[Located<String>] {
        match &self.document.front {
            Front::Article(front) => &front.aliases,
            Front::Exercise(front) => &front.aliases,
            Front::Programme(front) => &front.aliases,
            Front::Topic(front) => &front.aliases,
            Front::Person(front) => &front.aliases,
            Front::Page(front) => &front.aliases,
            Front::Disclaimer(_) => &[],
        }
    }

    /// Where it is written: at the `slug`, or else in the file's name.
    pub fn place(&self) -> Location {
        let file = || Location::file(self.document.file.path.clone());
        self.slug().map_or_else(file, |slug| self.document.source.locate(slug.span))
    }

    pub fn sort_key(&self) -> (Kind, usize, &str) {
        (self.document.file.kind, self.document.file.language, &self.document.file.route)
    }
}

/// Where a document will be found, and whether it is shown at all.
pub(super) fn address(
    config: &Config,
    document: Arc<Document>,
    sign_offs: Option<Arc<SignOffs>>,
    findings: &mut Vec<Diagnostic>,
) -> Address {
    let file = &document.file;
    let slug = slug_of(&document.front);
    let mut route = file.route.clone();
    if let Some(slug) = slug {
        if is_sound_slug(&slug.value) {
            let parent = route.rfind('/').map_or(0, |at| at + 1);
            route.replace_range(parent.., &slug.value);
        } else {
            let place = document.source.locate(slug.span);
            let finding = Diagnostic::new(
                &rules::SLUG_INVALID,
                place,
                format!("`{}` cannot be a part of an address", slug.value),
            );
            findings.push(
                finding.help("use letters, digits, `-`, `_` and `.`, and no name that Windows keeps for devices"),
            );
        }
    }
    if let Some(long) = route.split('/').find(|segment| segment.len() > MAX_NAME_BYTES) {
        let place =
            slug.map_or_else(|| document.source.locate(Span::default()), |slug| document.source.locate(slug.span));
        let message = format!("`{}..` is too long for a folder's name", long.chars().take(40).collect::<String>());
        findings.push(Diagnostic::new(&rules::SLUG_INVALID, place, message).help("give the page a shorter `slug`"));
    }
    let section = if file.kind == Kind::Page { String::new() } else { format!("{}/", file.kind.folder()) };
    let language = if file.language == 0 { String::new() } else { format!("{}/", config.languages[file.language].tag) };
    let path = if route.is_empty() { language } else { format!("{language}{section}{route}/") };
    let url = format!("{}{}", config.base.path, escape_path(&path));
    let shown = shown(config, &document.front);
    Address { shown, url, path, document, sign_offs, original: None }
}

/// An alias as a path in the output: `old/path/` for a folder, `old/page.html` where it names a file.
#[must_use]
pub fn alias_path(alias: &str) -> String {
    let path = alias.trim_matches('/');
    let path = path.strip_suffix("index.html").filter(|rest| rest.is_empty() || rest.ends_with('/')).unwrap_or(path);
    let path = path.trim_end_matches('/');
    let is_file = path.rsplit_once('.').is_some_and(|(_, extension)| matches!(extension, "html" | "htm"));
    if is_file { path.to_owned() } else { format!("{path}/") }
}

/// A path as it stands in an address: what may not stand there is percent-encoded.
#[must_use]
pub fn escape_path(path: &str) -> String {
    let mut escaped = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.' | b'~') {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}

fn is_sound_slug(slug: &str) -> bool {
    let sound = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    !slug.is_empty()
        && slug.chars().all(sound)
        && !slug.contains("..")
        && !slug.starts_with('.')
        && !slug.ends_with('.')
        && !is_reserved(slug)
}

fn slug_of(front: &Front) -> Option<&Located<String>> {
    match front {
        Front::Article(front) => front.slug.as_ref(),
        Front::Exercise(front) => front.slug.as_ref(),
        Front::Programme(front) => front.slug.as_ref(),
        Front::Page(front) => front.slug.as_ref(),
        Front::Topic(front) => front.slug.as_ref(),
        Front::Person(front) => front.slug.as_ref(),
        Front::Disclaimer(_) => None,
    }
}

fn shown(config: &Config, front: &Front) -> Shown {
    let (draft, published, expires) = match front {
        Front::Article(front) => (front.draft, front.published, front.expires),
        Front::Exercise(front) => (front.draft, front.published, front.expires),
        Front::Programme(front) => (front.draft, front.published, front.expires),
        Front::Page(front) => (front.draft, front.published, front.expires),
        Front::Topic(front) => (front.draft, None, None),
        Front::Person(front) => (front.draft, None, None),
        Front::Disclaimer(_) => (false, None, None),
    };
    let (clock, include) = (&config.options.clock, config.options.include);
    let states = [
        (draft, Unpublished::Draft, include.drafts),
        (published.is_some_and(|day| !clock.has_come(day)), Unpublished::Future, include.future),
        (expires.is_some_and(|day| clock.is_over(day)), Unpublished::Expired, include.expired),
    ];
    let applying = || states.iter().filter(|(applies, ..)| *applies);
    if let Some((_, why, _)) = applying().find(|(_, _, included)| !included) {
        return Shown::Hidden(*why);
    }
    applying().next().map_or(Shown::Published, |(_, why, _)| Shown::Included(*why))
}

macro_rules! settings {
    ($front:expr) => {
        PageSettings {
            aliases: std::mem::take(&mut $front.aliases),
            weight: $front.weight.unwrap_or(0),
            canonical: $front.canonical.take(),
            license: $front.license.take(),
            robots: $front.robots.take(),
            translated_from: $front.translated_from.take(),
            seo_title: $front.seo_title.take(),
            short_title: $front.short_title.take(),
            social_image: $front.social_image.take(),
            extra: std::mem::take(&mut $front.extra),
        }
    };
}

/// Reads a document as a page, every id with its meaning.
pub(super) fn read(lookup: Lookup<'_>, id: PageId, address: Address) -> Page {
    let content = address.content();
    let Address { document, shown, url, path, sign_offs, original } = address;
    let Document { file, source, front, body, key_points, content: _ } = Arc::unwrap_or_clone(document);
    let title = super::title_of(&front).clone();
    let included = if let Shown::Included(why) = shown { Some(why) } else { None };
    let folder = file.path[..file.path.rfind('/').map_or(0, |at| at + 1)].into();
    let mut page = Page {
        id,
        kind: file.kind,
        name: file.id,
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
        body,
        included,
        settings: PageSettings::default(),
        published: None,
        updated: None,
        hero: None,
        signed: None,
        original,
        record: Record::Plain,
        findings: Vec::new(),
    };
    let mut findings = Vec::new();
    page.signed = sign_offs.map(|file| sign_off::of_page(lookup, &page, file));
    fill(&mut page, lookup, front, key_points, &mut findings);
    super::lookup::check_aliases(&page, &mut findings);
    check_canonical(&page, &mut findings);
    check_title(&page, &mut findings);
    page.findings = findings;
    page
}

/// What the front matter of its kind says of a page.
fn fill(page: &mut Page, lookup: Lookup<'_>, front: Front, key_points: Vec<Body>, findings: &mut Vec<Diagnostic>) {
    match front {
        Front::Article(mut front) => {
            page.settings = settings!(front);
            (page.published, page.updated) = (front.published, front.updated);
            page.hero = front.hero.take();
            page.describe(front.description.take());
            let reviewed = reviewed!(lookup, page, front, findings);
            page.record =
                Record::Article(Box::new(article::read(lookup, page, *front, key_points, reviewed, findings)));
        }
        Front::Exercise(mut front) => {
            page.settings = settings!(front);
            (page.published, page.updated) = (front.published, front.updated);
            page.hero = front.hero.take();
            page.describe(front.description.take());
            let reviewed = reviewed!(lookup, page, front, findings);
            page.record = Record::Exercise(Box::new(exercise::read(lookup, page, *front, reviewed, findings)));
        }
        Front::Page(mut front) => {
            page.settings = settings!(front);
            (page.published, page.updated) = (front.published, front.updated);
            page.hero = front.hero.take();
            page.describe(front.description.take());
        }
        Front::Topic(mut front) => {
            page.settings = settings!(front);
            page.describe(front.description.take());
            page.record = Record::Topic(Box::new(topic::read(lookup, page, *front, findings)));
        }
        Front::Person(mut front) => {
            page.settings = settings!(front);
            page.record = Record::Person(Box::new(person::read(page, *front, findings)));
        }
        Front::Programme(mut front) => {
            page.settings = settings!(front);
            (page.published, page.updated) = (front.published, front.updated);
            page.hero = front.hero.take();
            page.describe(front.description.take());
            let reviewed = review::of_programme(lookup, page, &mut front, findings);
            page.record = Record::Programme(Box::new(programme::read(lookup, page, *front, reviewed, findings)));
        }
        Front::Disclaimer(_) => {}
    }
}

/// A canonical address is a whole one, because search engines may read it on another host.
fn check_canonical(page: &Page, findings: &mut Vec<Diagnostic>) {
    let Some(canonical) = &page.settings.canonical else { return };
    let is_whole = canonical.value.starts_with("https://") || canonical.value.starts_with("http://");
    if !(is_whole && is_safe_address(&canonical.value)) {
        let message = format!("`{}` is not the whole address of a page", quotable(&canonical.value));
        let place = page.source.locate(canonical.span);
        findings.push(Diagnostic::new(&rules::URL_UNSAFE, place, message).help("begin it with `https://`"));
    }
}

/// A page without a title has no name in lists, in a browser's tab and for a screen reader.
fn check_title(page: &Page, findings: &mut Vec<Diagnostic>) {
    if page.title.trim().is_empty() {
        let key = if page.kind == Kind::Person { "name" } else { "title" };
        let place = page.source.locate(page.title_span);
        let finding = Diagnostic::new(&rules::FRONT_MATTER_REQUIRED, place, format!("the `{key}` is empty"));
        findings.push(finding.help("write a few words"));
    }
}
