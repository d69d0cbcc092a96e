//! Maps the types of CSL to [`ReferenceKind`](crate::ReferenceKind)s, together with the types of services such as
//! Crossref that follow CSL-JSON loosely.

use crate::ReferenceKind as Kind;

/// The kind of a type; `None` for a name that is no type. A type without a counterpart is a document.
pub(super) fn kind(name: &str) -> Option<Kind> {
    Some(match name {
        "article-journal" | "journal-article" | "review" | "review-book" => Kind::ArticleJournal,
        "article-magazine" => Kind::ArticleMagazine,
        "article-newspaper" => Kind::ArticleNewspaper,
        "book" | "monograph" | "edited-book" | "reference-book" | "classic" | "collection" | "periodical" => Kind::Book,
        "chapter" | "book-chapter" | "book-section" => Kind::Chapter,
        "entry" | "entry-dictionary" | "entry-encyclopedia" => Kind::Entry,
        "paper-conference" | "proceedings-article" => Kind::PaperConference,
        "report" | "report-component" => Kind::Report,
        "thesis" | "dissertation" => Kind::Thesis,
        "webpage" | "post" => Kind::Webpage,
        "post-weblog" => Kind::Post,
        "manuscript" => Kind::Manuscript,
        "article" | "posted-content" | "preprint" => Kind::Preprint,
        "dataset" => Kind::Dataset,
        "standard" | "legislation" | "legal_case" | "bill" | "regulation" | "treaty" | "hearing" => Kind::Standard,
        "motion_picture" | "broadcast" | "song" | "speech" | "performance" => Kind::Video,
        "software" => Kind::Software,
        "document"
        | "pamphlet"
        | "personal_communication"
        | "interview"
        | "map"
        | "figure"
        | "graphic"
        | "patent"
        | "musical_score"
        | "event"
        | "other" => Kind::Document,
        _ => return None,
    })
}
