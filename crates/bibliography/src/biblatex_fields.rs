//! The fields of BibLaTeX for the variables in [`MoreVariables`](crate::MoreVariables), for its reader and its writer.

use crate::{DateVariable, NameRole, TextVariable};

/// The field in which the writer puts the variables that BibLaTeX has no field for, as an object of CSL-JSON. BibLaTeX
/// ignores fields that it does not know.
pub(crate) const OTHER_VARIABLES: &str = "csl_json";

/// Fields with plain text or a number.
pub(crate) const TEXTS: [(&str, TextVariable); 9] = [
    ("annotation", TextVariable::Annote),
    ("library", TextVariable::CallNumber),
    ("venue", TextVariable::EventPlace),
    ("pagetotal", TextVariable::NumberOfPages),
    ("volumes", TextVariable::NumberOfVolumes),
    ("part", TextVariable::PartNumber),
    ("origpublisher", TextVariable::OriginalPublisher),
    ("origlocation", TextVariable::OriginalPublisherPlace),
    ("shortseries", TextVariable::CollectionTitleShort),
];

/// Fields with a title, whose braces protect case.
pub(crate) const TITLES: [(&str, TextVariable); 2] =
    [("origtitle", TextVariable::OriginalTitle), ("issuetitle", TextVariable::VolumeTitle)];

/// Fields with dates, besides those of the issue and of the access.
pub(crate) const DATES: [(&str, DateVariable); 2] =
    [("eventdate", DateVariable::EventDate), ("origdate", DateVariable::OriginalDate)];

/// The fields for editors with a role, each with the field for the role.
pub(crate) const EDITORS: [(&str, &str); 4] =
    [("editor", "editortype"), ("editora", "editoratype"), ("editorb", "editorbtype"), ("editorc", "editorctype")];

/// BibLaTeX's words for the roles of editors.
pub(crate) const EDITOR_ROLES: [(&str, NameRole); 4] = [
    ("compiler", NameRole::Compiler),
    ("collaborator", NameRole::Contributor),
    ("organizer", NameRole::Organizer),
    ("director", NameRole::Director),
];

/// The field with the authors of the book that contains a chapter.
pub(crate) const BOOK_AUTHORS: &str = "bookauthor";
