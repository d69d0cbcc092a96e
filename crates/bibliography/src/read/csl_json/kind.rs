//! Maps a type's name to a [`ReferenceKind`](crate::ReferenceKind): the types of CSL 1.0.2, and those that services such
//! as Crossref write in their place (`journal-article`).

use crate::ReferenceKind as Kind;

/// The kind of a type; `None` for any other name. A known type that the program does not tell apart becomes `Document`.
pub(super) fn kind_of_type(csl_type: &str) -> Option<Kind> {
    Some(match csl_type {
        "article-journal" | "journal-article" => Kind::ArticleJournal,
        // Taken for reviews that appeared in a journal.
        "review" | "review-book" => Kind::ArticleJournal,
        "article-magazine" => Kind::ArticleMagazine,
        "article-newspaper" => Kind::ArticleNewspaper,
        "book" | "monograph" | "edited-book" | "reference-book" | "classic" | "collection" | "periodical" => Kind::Book,
        "chapter" | "book-chapter" | "book-section" => Kind::Chapter,
        "entry" | "entry-dictionary" | "entry-encyclopedia" => Kind::Entry,
        "paper-conference" | "proceedings-article" => Kind::PaperConference,
        "report" | "report-component" => Kind::Report,
        "thesis" | "dissertation" => Kind::Thesis,
        "webpage" => Kind::Webpage,
        // A message in a forum or on social media.
        "post" => Kind::Webpage,
        "post-weblog" => Kind::Post,
        "manuscript" => Kind::Manuscript,
        // CSL writes preprints as `article`.
        "article" | "posted-content" | "preprint" => Kind::Preprint,
        "dataset" => Kind::Dataset,
        "standard" | "legislation" | "legal_case" | "bill" | "regulation" | "treaty" | "hearing" => Kind::Standard,
        "motion_picture" | "broadcast" | "song" | "speech" | "performance" => Kind::Video,
        "software" => Kind::Software,
        // CSL's type for any other work, and Crossref's.
        "document" | "other" => Kind::Document,
        // Words of people, or about an occasion.
        "personal_communication" | "interview" | "event" => Kind::Document,
        // Pictures and scores.
        "map" | "figure" | "graphic" | "musical_score" => Kind::Document,
        // Published outside of books and journals.
        "pamphlet" | "patent" => Kind::Document,
        _ => return None,
    })
}
