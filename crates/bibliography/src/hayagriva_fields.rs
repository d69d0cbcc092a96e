//! The fields of Hayagriva for the variables in [`MoreVariables`](crate::MoreVariables), for its reader and its writer.

use crate::{NameRole, TextVariable};

/// Fields with text.
pub(crate) const TEXTS: [(&str, TextVariable); 3] = [
    ("call-number", TextVariable::CallNumber),
    ("archive", TextVariable::Archive),
    ("archive-location", TextVariable::ArchivePlace),
];

/// Fields with a number, for which Hayagriva refuses words.
pub(crate) const NUMBERS: [(&str, TextVariable); 2] =
    [("volume-total", TextVariable::NumberOfVolumes), ("page-total", TextVariable::NumberOfPages)];

/// Hayagriva's words for the roles of `affiliated` people, besides `translator`.
pub(crate) const ROLES: [(&str, NameRole); 11] = [
    ("compiler", NameRole::Compiler),
    ("collaborator", NameRole::Contributor),
    ("organizer", NameRole::Organizer),
    ("cast-member", NameRole::Performer),
    ("composer", NameRole::Composer),
    ("producer", NameRole::Producer),
    ("executive-producer", NameRole::ExecutiveProducer),
    ("writer", NameRole::ScriptWriter),
    ("director", NameRole::Director),
    ("illustrator", NameRole::Illustrator),
    ("narrator", NameRole::Narrator),
];
