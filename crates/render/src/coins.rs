//! COinS: a source as an OpenURL ContextObject (Z39.88-2004, key/encoded-value form) in the `title` of an empty `<span>`.
//! Zotero and other reference managers find the spans of a page and save all its sources at once.

use form_urlencoded::Serializer;

use wellpress_bibliography::{Name, PartialDate, Reference, ReferenceKind as Kind, Title};
use wellpress_site::model::reference::{Library, ReferenceId};

use super::html::escape::attribute;
use super::per_source::PerSource;

/// The library's sources as ContextObjects: each is written once, however many pages show it.
pub struct Coins<'a> {
    library: &'a Library,
    written: PerSource,
}

impl<'a> Coins<'a> {
    /// Nothing is written yet.
    #[must_use]
    pub fn new(library: &'a Library) -> Self {
        Self { library, written: PerSource::new(library.all().len()) }
    }

    /// What stands in the attribute of a source's span, with nothing left to escape.
    #[must_use]
    pub fn title(&self, source: ReferenceId) -> &str {
        let write = || {
            let mut title = String::with_capacity(512);
            attribute(&mut title, &context_object(self.library.get(source)));
            title
        };
        self.written.get(source, write)
    }
}

/// A work of a thousand authors need not name them all; managers find the rest by the DOI.
const MOST_AUTHORS: usize = 20;

/// The ContextObject of a source.
#[must_use]
pub fn context_object(reference: &Reference) -> String {
    let form = form(reference.kind);
    let mut object = Serializer::new(String::with_capacity(384));
    object.append_pair("ctx_ver", "Z39.88-2004").append_pair("rft_val_fmt", form.schema());
    identifiers(&mut object, reference);
    match form {
        Form::Journal(genre) => journal(&mut object, reference, genre),
        Form::Book(genre) => book(&mut object, reference, genre),
        Form::Dissertation => dissertation(&mut object, reference),
        Form::DublinCore(kind) => dublin_core(&mut object, reference, kind),
    }
    object.finish()
}

/// The registered formats that say the most of each kind of work.
#[derive(Clone, Copy)]
enum Form {
    /// With its genre.
    Journal(&'static str),
    /// With its genre.
    Book(&'static str),
    Dissertation,
    /// With its type, in Zotero's words.
    DublinCore(&'static str),
}

impl Form {
    fn schema(self) -> &'static str {
        match self {
            Self::Journal(_) => "info:ofi/fmt:kev:mtx:journal",
            Self::Book(_) => "info:ofi/fmt:kev:mtx:book",
            Self::Dissertation => "info:ofi/fmt:kev:mtx:dissertation",
            Self::DublinCore(_) => "info:ofi/fmt:kev:mtx:dc",
        }
    }
}

fn form(kind: Kind) -> Form {
    match kind {
        Kind::ArticleJournal | Kind::ArticleMagazine | Kind::ArticleNewspaper => Form::Journal("article"),
        Kind::Preprint => Form::Journal("preprint"),
        Kind::Book => Form::Book("book"),
        Kind::Chapter | Kind::Entry => Form::Book("bookitem"),
        Kind::PaperConference => Form::Book("proceeding"),
        Kind::Report => Form::Book("report"),
        Kind::Standard | Kind::Manuscript | Kind::Document => Form::Book("document"),
        Kind::Thesis => Form::Dissertation,
        Kind::Webpage | Kind::Post => Form::DublinCore("webpage"),
        Kind::Dataset => Form::DublinCore("dataset"),
        Kind::Video => Form::DublinCore("videoRecording"),
        Kind::Software => Form::DublinCore("computerProgram"),
    }
}

type Object<'a> = Serializer<'a, String>;

/// The address is left out where the DOI leads there.
fn identifiers(object: &mut Object<'_>, reference: &Reference) {
    let address = reference.url.clone().filter(|_| reference.doi.is_none());
    let ids = [
        reference.doi.as_ref().map(|doi| format!("info:doi/{doi}")),
        reference.pmid.as_ref().map(|pmid| format!("info:pmid/{pmid}")),
        address,
    ];
    ids.iter().for_each(|id| pair(object, "rft_id", id.as_deref()));
}

fn journal(object: &mut Object<'_>, reference: &Reference, genre: &str) {
    pair(object, "rft.genre", Some(genre));
    pair(object, "rft.atitle", reference.title.as_ref().map(Title::plain).as_deref());
    pair(object, "rft.jtitle", reference.container.as_ref().map(Title::plain).as_deref());
    pair(object, "rft.stitle", reference.container_short.as_deref());
    pair(object, "rft.volume", reference.volume.as_deref());
    pair(object, "rft.issue", reference.issue.as_deref());
    pair(object, "rft.pages", reference.pages.as_deref());
    pair(object, "rft.issn", reference.issn.as_deref());
    common(object, reference);
}

fn book(object: &mut Object<'_>, reference: &Reference, genre: &str) {
    let is_part = matches!(genre, "bookitem" | "proceeding");
    let title = reference.title.as_ref().map(Title::plain);
    let title = title.as_deref();
    let container = reference.container.as_ref().map(Title::plain);
    pair(object, "rft.genre", Some(genre));
    pair(object, "rft.atitle", title.filter(|_| is_part));
    pair(object, "rft.btitle", if is_part { container.as_deref() } else { title });
    pair(object, "rft.series", reference.collection.as_deref());
    pair(object, "rft.edition", reference.edition.as_deref());
    pair(object, "rft.pages", reference.pages.as_deref().filter(|_| is_part));
    pair(object, "rft.isbn", reference.isbn.as_deref());
    pair(object, "rft.issn", reference.issn.as_deref());
    pair(object, "rft.pub", reference.publisher.as_deref());
    pair(object, "rft.place", reference.place.as_deref());
    common(object, reference);
}

fn dissertation(object: &mut Object<'_>, reference: &Reference) {
    pair(object, "rft.title", reference.title.as_ref().map(Title::plain).as_deref());
    pair(object, "rft.inst", reference.publisher.as_deref());
    pair(object, "rft.degree", reference.genre.as_deref());
    common(object, reference);
}

/// Web pages, data, videos and programs, which none of the other formats knows.
fn dublin_core(object: &mut Object<'_>, reference: &Reference, kind: &str) {
    pair(object, "rft.type", Some(kind));
    pair(object, "rft.title", reference.title.as_ref().map(Title::plain).as_deref());
    pair(object, "rft.source", reference.container.as_ref().map(Title::plain).as_deref());
    pair(object, "rft.publisher", reference.publisher.as_deref());
    pair(object, "rft.date", reference.issued.as_ref().map(day).as_deref());
    pair(object, "rft.language", reference.language.as_deref());
    for author in reference.authors.iter().take(MOST_AUTHORS) {
        pair(object, "rft.creator", full_name(author).as_deref());
    }
}

/// Date and authors as the three scholarly formats have them.
fn common(object: &mut Object<'_>, reference: &Reference) {
    pair(object, "rft.date", reference.issued.as_ref().map(day).as_deref());
    for author in reference.authors.iter().take(MOST_AUTHORS) {
        let key = if matches!(author, Name::Body(_)) { "rft.aucorp" } else { "rft.au" };
        pair(object, key, full_name(author).as_deref());
    }
}

fn pair(object: &mut Object<'_>, key: &str, value: Option<&str>) {
    if let Some(value) = value.filter(|value| !value.is_empty()) {
        object.append_pair(key, value);
    }
}

/// `van der Berg, Ada Jr`, or the body's name; nothing for the rest of the authors.
pub(super) fn full_name(name: &Name) -> Option<String> {
    let family = name.display_family();
    let Name::Person { given, suffix, .. } = name else { return Some(family).filter(|name| !name.is_empty()) };
    let given: Vec<&str> = [given, suffix].into_iter().filter_map(Option::as_deref).collect();
    Some(if given.is_empty() { family } else { format!("{family}, {}", given.join(" ")) })
}

/// As exact as it is known: `2021`, `2021-07`, `2021-07-03`.
fn day(date: &PartialDate) -> String {
    let parts = [date.month, date.month.and(date.day)].into_iter().flatten();
    parts.fold(format!("{:04}", date.year), |day, part| format!("{day}-{part:02}"))
}
