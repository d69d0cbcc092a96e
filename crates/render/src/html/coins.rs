//! COinS: the metadata of a source as an OpenURL ContextObject (ANSI/NISO Z39.88-2004, key/encoded-value format) in the
//! `title` of an empty `<span class="Z3988">`. Zotero and other reference managers find the spans of a page and save all its
//! sources at once.
//!
//! Input: a reference of the library. Output: the text of the attribute. The span itself is written by `html`.

use form_urlencoded::Serializer;

use wellpress_bibliography::{ContributorName, KindGroup, PartialDate, Reference, ReferenceKind, Title};
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
    let (format, genre) = format(reference.kind);
    let mut object = Serializer::new(String::with_capacity(384));
    object.append_pair("ctx_ver", "Z39.88-2004").append_pair("rft_val_fmt", FORMATS[format as usize]);
    identifiers(&mut object, reference);
    metadata(&mut object, reference, format, genre);
    for author in reference.authors.iter().take(MOST_AUTHORS) {
        let key = match author {
            _ if format == MetadataFormat::DublinCore => "rft.creator",
            ContributorName::Organisation(_) => "rft.aucorp",
            _ => "rft.au",
        };
        append(&mut object, key, full_name(author).as_deref());
    }
    object.finish()
}

/// The registered metadata formats of OpenURL, each with keys of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum MetadataFormat {
    Journal,
    Book,
    /// A part of a book: `atitle` is its title, and `btitle` that of the book.
    BookPart,
    Dissertation,
    /// For works that the scholarly formats do not know. Zotero reads `rft.type` as the name of one of its item types.
    DublinCore,
}

/// The names of the formats in the OpenURL registry, in the order of [`MetadataFormat`].
const FORMATS: [&str; 5] = [
    "info:ofi/fmt:kev:mtx:journal",
    "info:ofi/fmt:kev:mtx:book",
    "info:ofi/fmt:kev:mtx:book",
    "info:ofi/fmt:kev:mtx:dissertation",
    "info:ofi/fmt:kev:mtx:dc",
];

/// The format that says the most about a kind of work, and what it calls that kind.
fn format(kind: ReferenceKind) -> (MetadataFormat, &'static str) {
    use MetadataFormat::{Book, BookPart, Dissertation, DublinCore, Journal};
    match kind.group() {
        KindGroup::Journal | KindGroup::News => (Journal, "article"),
        KindGroup::Preprint => (Journal, "preprint"),
        KindGroup::Book => (Book, "book"),
        KindGroup::Chapter => (BookPart, "bookitem"),
        KindGroup::Conference => (BookPart, "proceeding"),
        KindGroup::Report => (Book, "report"),
        KindGroup::Thesis => (Dissertation, ""),
        KindGroup::Web => (DublinCore, "webpage"),
        KindGroup::Data => (DublinCore, "dataset"),
        KindGroup::Video => (DublinCore, "videoRecording"),
        KindGroup::Software => (DublinCore, "computerProgram"),
        KindGroup::Standard | KindGroup::Other => (Book, "document"),
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

/// Appends what the library says about a source under the keys of a format: each row has them in the order of
/// [`MetadataFormat`], and none where the format has no such key.
fn metadata(object: &mut ContextObject<'_>, reference: &Reference, format: MetadataFormat, genre: &str) {
    let title = reference.title.as_ref().map(Title::plain);
    let container = reference.container.as_ref().map(Title::plain);
    let date = reference.issued.as_ref().map(iso_date);
    let rows = [
        (["rft.genre", "rft.genre", "rft.genre", "", "rft.type"], Some(genre)),
        (["rft.atitle", "rft.btitle", "rft.atitle", "rft.title", "rft.title"], title.as_deref()),
        (["rft.jtitle", "", "rft.btitle", "", "rft.source"], container.as_deref()),
        (["rft.stitle", "", "", "", ""], reference.container_short.as_deref()),
        (["", "rft.series", "rft.series", "", ""], reference.collection.as_deref()),
        (["", "rft.edition", "rft.edition", "", ""], reference.edition.as_deref()),
        (["rft.volume", "", "", "", ""], reference.volume.as_deref()),
        (["rft.issue", "", "", "", ""], reference.issue.as_deref()),
        (["rft.pages", "", "rft.pages", "", ""], reference.pages.as_deref()),
        (["", "rft.isbn", "rft.isbn", "", ""], reference.isbn.as_deref()),
        (["rft.issn", "rft.issn", "rft.issn", "", ""], reference.issn.as_deref()),
        (["", "rft.pub", "rft.pub", "rft.inst", "rft.publisher"], reference.publisher.as_deref()),
        (["", "rft.place", "rft.place", "", ""], reference.place.as_deref()),
        (["", "", "", "rft.degree", ""], reference.genre.as_deref()),
        (["rft.date"; 5], date.as_deref()),
        (["", "", "", "", "rft.language"], reference.language.as_deref()),
    ];
    for (keys, value) in rows {
        let key = keys[format as usize];
        append(object, key, value.filter(|_| !key.is_empty()));
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
pub(crate) fn iso_date(date: &PartialDate) -> String {
    // A day without its month would be read as a month, so it is left out.
    let parts = [date.month, date.month.and(date.day)].into_iter().flatten();
    parts.fold(format!("{:04}", date.year), |text, part| format!("{text}-{part:02}"))
}
