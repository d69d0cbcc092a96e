//! COinS: the metadata of a source as an OpenURL ContextObject (ANSI/NISO Z39.88-2004, key/encoded-value format) in the
//! `title` of an empty `<span class="Z3988">`. Zotero and other reference managers find the spans of a page and save all its
//! sources at once.
//!
//! Input: a reference of the library. Output: the text of the attribute. The span itself is written by `html`.

use form_urlencoded::Serializer;

use wellpress_bibliography::{ContributorName, PartialDate, Reference, ReferenceKind as Kind, Title};
use wellpress_site::model::reference::{Library, ReferenceId};

use crate::escape::attribute;
use crate::html::source_text_cache::SourceTextCache;

/// The ContextObjects of a library, each made when the first page shows the source.
///
/// A source is on every page that cites it, in the index and on its own page, with the same ContextObject each time. So
/// it is made and escaped once, and later pages copy it. Memory grows with the sources that are shown.
pub struct Coins<'a> {
    library: &'a Library,
    titles: SourceTextCache,
}

impl<'a> Coins<'a> {
    /// An empty cache with a slot for each source.
    #[must_use]
    pub fn new(library: &'a Library) -> Self {
        Self { library, titles: SourceTextCache::new(library.references().len()) }
    }

    /// The value of the `title` attribute of a source's span, already escaped.
    #[must_use]
    pub fn title(&self, source: ReferenceId) -> &str {
        self.titles.get(source, || {
            let mut title = String::with_capacity(512);
            attribute(&mut title, &context_object(self.library.get(source)));
            title
        })
    }
}

/// How many authors a ContextObject names. Some works have thousands, and reference managers complete the list by the DOI.
const MOST_AUTHORS: usize = 20;

/// The ContextObject of a source: `ctx_ver=Z39.88-2004&rft_val_fmt=..&..`.
#[must_use]
pub fn context_object(reference: &Reference) -> String {
    let format = format(reference.kind);
    let mut object = Serializer::new(String::with_capacity(384));
    object.append_pair("ctx_ver", "Z39.88-2004").append_pair("rft_val_fmt", format.identifier());
    identifiers(&mut object, reference);
    match format {
        MetadataFormat::Journal { genre } => journal(&mut object, reference, genre),
        MetadataFormat::Book { genre } => book(&mut object, reference, genre),
        MetadataFormat::Dissertation => dissertation(&mut object, reference),
        MetadataFormat::DublinCore { item_type } => dublin_core(&mut object, reference, item_type),
    }
    object.finish()
}

/// The registered metadata formats of OpenURL. Each has its own keys, and `genre` says which sort of work it is.
#[derive(Clone, Copy)]
enum MetadataFormat {
    Journal {
        genre: &'static str,
    },
    Book {
        genre: &'static str,
    },
    Dissertation,
    /// For works that the scholarly formats do not know. Zotero reads `rft.type` as the name of one of its item types.
    DublinCore {
        item_type: &'static str,
    },
}

impl MetadataFormat {
    /// The format's name in the OpenURL registry.
    fn identifier(self) -> &'static str {
        match self {
            Self::Journal { .. } => "info:ofi/fmt:kev:mtx:journal",
            Self::Book { .. } => "info:ofi/fmt:kev:mtx:book",
            Self::Dissertation => "info:ofi/fmt:kev:mtx:dissertation",
            Self::DublinCore { .. } => "info:ofi/fmt:kev:mtx:dc",
        }
    }
}

/// The format that says the most about a kind of work.
fn format(kind: Kind) -> MetadataFormat {
    use MetadataFormat::{Book, Dissertation, DublinCore, Journal};
    match kind {
        Kind::ArticleJournal | Kind::ArticleMagazine | Kind::ArticleNewspaper => Journal { genre: "article" },
        Kind::Review | Kind::ReviewBook => Journal { genre: "article" },
        Kind::Preprint => Journal { genre: "preprint" },
        Kind::Book | Kind::Classic | Kind::Collection | Kind::Periodical => Book { genre: "book" },
        Kind::Chapter | Kind::Entry | Kind::EntryDictionary | Kind::EntryEncyclopedia => Book { genre: "bookitem" },
        Kind::PaperConference => Book { genre: "proceeding" },
        Kind::Report => Book { genre: "report" },
        Kind::Thesis => Dissertation,
        Kind::Webpage | Kind::Post | Kind::PostWeblog => DublinCore { item_type: "webpage" },
        Kind::Dataset => DublinCore { item_type: "dataset" },
        Kind::Video | Kind::Broadcast | Kind::Song | Kind::Speech | Kind::Performance => {
            DublinCore { item_type: "videoRecording" }
        }
        Kind::Software => DublinCore { item_type: "computerProgram" },
        _ => Book { genre: "document" },
    }
}

type ContextObject<'a> = Serializer<'a, String>;

/// The identifiers of the work. Its address is left out if there is a DOI, which leads to the same place.
fn identifiers(object: &mut ContextObject<'_>, reference: &Reference) {
    let address = reference.url.clone().filter(|_| reference.doi.is_none());
    let ids = [
        reference.doi.as_ref().map(|doi| format!("info:doi/{doi}")),
        reference.pmid.as_ref().map(|pmid| format!("info:pmid/{pmid}")),
        address,
    ];
    ids.iter().for_each(|id| append(object, "rft_id", id.as_deref()));
}

fn journal(object: &mut ContextObject<'_>, reference: &Reference, genre: &str) {
    append(object, "rft.genre", Some(genre));
    append(object, "rft.atitle", reference.title.as_ref().map(Title::plain).as_deref());
    append(object, "rft.jtitle", reference.container.as_ref().map(Title::plain).as_deref());
    append(object, "rft.stitle", reference.container_short.as_deref());
    append(object, "rft.volume", reference.volume.as_deref());
    append(object, "rft.issue", reference.issue.as_deref());
    append(object, "rft.pages", reference.pages.as_deref());
    append(object, "rft.issn", reference.issn.as_deref());
    date_and_authors(object, reference);
}

/// A book, or a part of one: then `atitle` is the title of the part and `btitle` that of the book.
fn book(object: &mut ContextObject<'_>, reference: &Reference, genre: &str) {
    let is_part = matches!(genre, "bookitem" | "proceeding");
    let title = reference.title.as_ref().map(Title::plain);
    let title = title.as_deref();
    let container = reference.container.as_ref().map(Title::plain);
    append(object, "rft.genre", Some(genre));
    append(object, "rft.atitle", title.filter(|_| is_part));
    append(object, "rft.btitle", if is_part { container.as_deref() } else { title });
    append(object, "rft.series", reference.collection.as_deref());
    append(object, "rft.edition", reference.edition.as_deref());
    append(object, "rft.pages", reference.pages.as_deref().filter(|_| is_part));
    append(object, "rft.isbn", reference.isbn.as_deref());
    append(object, "rft.issn", reference.issn.as_deref());
    append(object, "rft.pub", reference.publisher.as_deref());
    append(object, "rft.place", reference.place.as_deref());
    date_and_authors(object, reference);
}

fn dissertation(object: &mut ContextObject<'_>, reference: &Reference) {
    append(object, "rft.title", reference.title.as_ref().map(Title::plain).as_deref());
    append(object, "rft.inst", reference.publisher.as_deref());
    append(object, "rft.degree", reference.genre.as_deref());
    date_and_authors(object, reference);
}

fn dublin_core(object: &mut ContextObject<'_>, reference: &Reference, item_type: &str) {
    append(object, "rft.type", Some(item_type));
    append(object, "rft.title", reference.title.as_ref().map(Title::plain).as_deref());
    append(object, "rft.source", reference.container.as_ref().map(Title::plain).as_deref());
    append(object, "rft.publisher", reference.publisher.as_deref());
    append(object, "rft.date", reference.issued.as_ref().map(iso_date).as_deref());
    append(object, "rft.language", reference.language.as_deref());
    for author in reference.authors.iter().take(MOST_AUTHORS) {
        append(object, "rft.creator", full_name(author).as_deref());
    }
}

/// Date and authors under the keys that the three scholarly formats share. `au` is a person, `aucorp` an organisation.
fn date_and_authors(object: &mut ContextObject<'_>, reference: &Reference) {
    append(object, "rft.date", reference.issued.as_ref().map(iso_date).as_deref());
    for author in reference.authors.iter().take(MOST_AUTHORS) {
        let key = if matches!(author, ContributorName::Organisation(_)) { "rft.aucorp" } else { "rft.au" };
        append(object, key, full_name(author).as_deref());
    }
}

/// Appends a pair unless the value is missing or empty.
fn append(object: &mut ContextObject<'_>, key: &str, value: Option<&str>) {
    if let Some(value) = value.filter(|value| !value.is_empty()) {
        object.append_pair(key, value);
    }
}

/// `van der Berg, Ada Jr`, or the name of an organisation; `None` for "and others".
pub(crate) fn full_name(name: &ContributorName) -> Option<String> {
    let family = name.display_family();
    let ContributorName::Person { suffix, .. } = name else {
        return Some(family).filter(|name| !name.is_empty());
    };
    let given = name.display_given();
    let given: Vec<&str> = [given.as_deref(), suffix.as_deref()].into_iter().flatten().collect();
    Some(if given.is_empty() { family } else { format!("{family}, {}", given.join(" ")) })
}

/// As exact as it is known: `2021`, `2021-07`, `2021-07-03`.
fn iso_date(date: &PartialDate) -> String {
    // A day without its month would be read as a month, so it is left out.
    let parts = [date.month, date.month.and(date.day)].into_iter().flatten();
    parts.fold(format!("{:04}", date.year), |text, part| format!("{text}-{part:02}"))
}
