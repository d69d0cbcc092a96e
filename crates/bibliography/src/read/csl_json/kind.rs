//! Maps a type's name to a [`ReferenceKind`](crate::ReferenceKind): the types of CSL 1.0.2, and those that services such
//! as Crossref write in their place (`journal-article`).

use crate::ReferenceKind as Kind;

/// The kind of a type; `None` for any other name.
pub(crate) fn kind_of_type(name: &str) -> Option<Kind> {
    Kind::from_csl(name).or_else(|| kind_of_service(name))
}

/// The kind of a type that is not one of CSL.
fn kind_of_service(name: &str) -> Option<Kind> {
    Some(match name {
        "journal-article" => Kind::ArticleJournal,
        "monograph" | "edited-book" | "reference-book" => Kind::Book,
        "book-chapter" | "book-section" => Kind::Chapter,
        "proceedings-article" => Kind::PaperConference,
        "report-component" => Kind::Report,
        "dissertation" => Kind::Thesis,
        "posted-content" | "preprint" => Kind::Preprint,
        "other" => Kind::Document,
        _ => return None,
    })
}
