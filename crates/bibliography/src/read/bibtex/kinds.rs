//! Maps the type of a BibTeX or BibLaTeX entry to a [`ReferenceKind`].

use super::convert::{linked_how_published, unescaped};
use super::entry::BibtexEntry;
use crate::ReferenceKind;

/// The most common types, which a message lists if no type has a similar name.
pub(super) const USUAL_KINDS: [&str; 12] = [
    "article",
    "book",
    "inbook",
    "incollection",
    "inproceedings",
    "report",
    "thesis",
    "online",
    "dataset",
    "software",
    "unpublished",
    "misc",
];

/// The kind of work that an entry describes; `None` for a type that no program writes, which is most likely a slip.
///
/// The type alone does not decide: BibTeX has no type for preprints, magazines or blogs, so exporters write `article`
/// or `misc` and tell them apart by `entrysubtype` and `eprinttype`.
pub(super) fn kind(entry: &BibtexEntry) -> Option<ReferenceKind> {
    let subtype = entry.get("entrysubtype").map(|value| unescaped(&value.tex).to_ascii_lowercase());
    if let Some(kind) = subtype.as_deref().and_then(|subtype| kind_of_subtype(entry, subtype)) {
        return Some(kind);
    }
    Some(match entry.kind.as_str() {
        "article" | "suppperiodical" | "journal_article" => match subtype.as_deref() {
            Some("magazine") => ReferenceKind::ArticleMagazine,
            Some("newspaper") => ReferenceKind::ArticleNewspaper,
            _ if is_preprint(entry) => ReferenceKind::Preprint,
            _ => ReferenceKind::ArticleJournal,
        },
        "magazine" | "magazine_article" => ReferenceKind::ArticleMagazine,
        "newspaper" | "newspaper_article" => ReferenceKind::ArticleNewspaper,
        // Scopus calls chapters books, with the book in `journal`.
        "book" if has_journal(entry) && entry.get("pages").is_some() => ReferenceKind::Chapter,
        "book" | "mvbook" | "booklet" | "collection" | "mvcollection" | "proceedings" | "mvproceedings"
        | "reference" | "mvreference" | "manual" => ReferenceKind::Book,
        "inbook" | "incollection" | "bookinbook" | "suppbook" | "suppcollection" | "book_section" => {
            ReferenceKind::Chapter
        }
        "inreference" => ReferenceKind::EntryEncyclopedia,
        "periodical" => ReferenceKind::Periodical,
        "review" => ReferenceKind::Review,
        "inproceedings" | "conference" | "conference_proceedings" => ReferenceKind::PaperConference,
        "report" | "techreport" => ReferenceKind::Report,
        "thesis" | "phdthesis" | "mastersthesis" => ReferenceKind::Thesis,
        "blog" => ReferenceKind::PostWeblog,
        "online" | "electronic" | "www" | "webpage" | "web_page" | "website" => match subtype.as_deref() {
            Some(subtype) if subtype.contains("blog") => ReferenceKind::PostWeblog,
            Some(subtype) if subtype.contains("forum") || subtype.contains("tweet") => ReferenceKind::Post,
            _ => ReferenceKind::Webpage,
        },
        "unpublished" if subtype.as_deref() != Some("preprint") && !is_preprint(entry) => ReferenceKind::Manuscript,
        "unpublished" | "preprint" => ReferenceKind::Preprint,
        "dataset" | "data" => ReferenceKind::Dataset,
        "software" | "softwareversion" | "softwaremodule" | "computer_program" => ReferenceKind::Software,
        "standard" => ReferenceKind::Standard,
        "legislation" | "statute" => ReferenceKind::Legislation,
        "jurisdiction" => ReferenceKind::LegalCase,
        "legal" => ReferenceKind::Treaty,
        "video" | "movie" => ReferenceKind::Video,
        "audio" | "music" => ReferenceKind::Song,
        "podcast" => ReferenceKind::Broadcast,
        "performance" => ReferenceKind::Performance,
        "artwork" | "image" => ReferenceKind::Graphic,
        "map" => ReferenceKind::Map,
        "patent" => ReferenceKind::Patent,
        "letter" => ReferenceKind::PersonalCommunication,
        "interview" => ReferenceKind::Interview,
        "presentation" | "talk" | "poster" => ReferenceKind::Speech,
        "misc" | "other" | "generic" => kind_by_fields(entry),
        _ => return None,
    })
}

/// The kind of an entry whose type says nothing: an article if it has a journal and a volume, a web page if it has an
/// address, else a document.
pub(super) fn kind_by_fields(entry: &BibtexEntry) -> ReferenceKind {
    if is_preprint(entry) {
        ReferenceKind::Preprint
    } else if has_journal(entry) && entry.get("volume").is_some() {
        ReferenceKind::ArticleJournal
    } else if entry.get("url").is_some() || linked_how_published(entry).is_some() {
        ReferenceKind::Webpage
    } else {
        ReferenceKind::Document
    }
}

fn has_journal(entry: &BibtexEntry) -> bool {
    entry.first(&["journaltitle", "journal"]).is_some()
}

/// The kind that a subtype names among those with the type of the entry: the writer of this crate gives each kind its
/// own. Other words, such as a publisher's series, say nothing about the kind.
fn kind_of_subtype(entry: &BibtexEntry, subtype: &str) -> Option<ReferenceKind> {
    let has_subtype = |kind: &&ReferenceKind| {
        let row = kind.row();
        row.biblatex == entry.kind && row.biblatex_subtype == Some(subtype)
    };
    ReferenceKind::ALL.iter().find(has_subtype).copied()
}

/// Whether the entry names an archive of preprints and no journal that has published it since.
fn is_preprint(entry: &BibtexEntry) -> bool {
    let archive = entry.first(&["eprinttype", "archiveprefix"]).map(|value| value.tex.trim().to_ascii_lowercase());
    let published = entry.first(&["journal", "journaltitle", "volume"]).is_some();
    !published && matches!(archive.as_deref(), Some("arxiv" | "medrxiv" | "biorxiv" | "psyarxiv" | "osf"))
}
