//! [`ManualReference`]: an item of a list of references that an author wrote by hand, and the headings that announce such a list.

use wellpress_bibliography::Identifier;
use wellpress_diagnostics::Span;

use crate::body::NodeId;

/// An item of a list of references that an author wrote by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManualReference {
    /// The node with which the item starts.
    pub node: NodeId,
    /// The first line of the item, for findings about it.
    pub span: Span,
    /// The identifiers in the item, in the order of its text, those of its links included.
    pub identifiers: Vec<Identifier>,
}

impl ManualReference {
    /// Whether a citation key is one of the item's identifiers, such as `doi:10.1000/x` or `pmid:30000001`.
    #[must_use]
    pub fn is_named(&self, key: &str) -> bool {
        let Some(identifier) = Identifier::parse(key).map(|identifier| identifier.to_string()) else { return false };
        self.identifiers.iter().any(|own_identifier| own_identifier.to_string().eq_ignore_ascii_case(&identifier))
    }
}

/// Headings above such a list in small letters, in the languages of the default theme.
const HEADINGS: &[&str] = &[
    "references",
    "reference list",
    "bibliography",
    "sources",
    "works cited",
    "literature cited",
    "referencias",
    "bibliografía",
    "fuentes",
    "literatur",
    "literaturverzeichnis",
    "quellen",
    "einzelnachweise",
    "المراجع",
    "المصادر",
    "références",
    "bibliographie",
    "riferimenti",
    "riferimenti bibliografici",
    "bibliografia",
    "fonti",
    "referências",
    "referências bibliográficas",
    "fontes",
    "bronnen",
    "referenties",
    "literatuur",
    "literatuurlijst",
];

pub(super) fn announces_references(heading: &str) -> bool {
    HEADINGS.contains(&heading.trim().trim_end_matches(':').to_lowercase().as_str())
}
