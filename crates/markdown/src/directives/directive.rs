//! [`Directive`]: a directive as it stands in a text, with its id, its classes and its attributes.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use wellpress_diagnostics::Span;
use wellpress_diagnostics::yaml::Located;

use super::callout_kind::CalloutKind;
use super::table::{DirectiveKind, LinkUse};

/// A directive in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directive {
    /// The kind, which is its row in the table of directives.
    pub kind: DirectiveKind,
    /// The name as written; callouts of one kind have several.
    pub name: String,
    /// `#id`: the id of a record or the directive's own id on the page, see
    /// [`DirectiveKind::id_names_record`].
    #[serde(serialize_with = "with_place", deserialize_with = "located")]
    pub id: Option<Located<String>>,
    /// `.class`, for the theme's style sheets.
    pub classes: Vec<String>,
    /// `key="value"`, `key=value` or `key`, in the order written.
    pub attributes: Vec<Attribute>,
    /// The label as written, without escapes.
    #[serde(serialize_with = "with_place", deserialize_with = "located")]
    pub label: Option<Located<String>>,
    /// The directive's first line, or its range within a line.
    pub span: Span,
}

impl Directive {
    pub(super) fn new(kind: DirectiveKind, name: String, label: Option<Located<String>>, span: Span) -> Self {
        Self { kind, name, id: None, classes: Vec::new(), attributes: Vec::new(), label, span }
    }

    /// Whether it warns, or says when to get help: a care card, or a callout of the kinds `warning` and `caution`.
    #[must_use]
    pub fn warns(&self) -> bool {
        matches!(self.kind, DirectiveKind::Care | DirectiveKind::Callout(CalloutKind::Warning | CalloutKind::Caution))
    }

    /// The value of an attribute; a key without a value has an empty one. Of repeated keys the first counts.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.attributes.iter().find(|attribute| attribute.key == key).map(|attribute| attribute.value.as_str())
    }

    /// The value of an attribute that is a count of something.
    pub(super) fn count(&self, key: &str) -> Option<u16> {
        self.get(key)?.parse().ok()
    }

    /// The value of an attribute with its place.
    #[must_use]
    pub fn located(&self, key: &str) -> Option<Located<String>> {
        let attribute = self.attributes.iter().find(|attribute| attribute.key == key)?;
        Some(Located { value: attribute.value.clone(), span: attribute.span })
    }

    /// The span of an attribute's value, or of the whole directive if it has no such attribute.
    #[must_use]
    pub fn attribute_span(&self, key: &str) -> Span {
        self.attributes.iter().find(|attribute| attribute.key == key).map_or(self.span, |attribute| attribute.span)
    }

    /// The directive's own id on the page; `None` if it has none, or if `#id` names a record.
    #[must_use]
    pub fn anchor(&self) -> Option<&str> {
        self.id.as_ref().filter(|_| !self.kind.id_names_record()).map(|id| id.value.as_str())
    }

    /// Whether it is shown as a link, so that no other link may stand in it.
    #[must_use]
    pub fn is_link(&self) -> bool {
        match self.kind.spec().link {
            LinkUse::Never => false,
            LinkUse::WithAttribute(key) => self.get(key).is_some(),
            LinkUse::Always => true,
        }
    }

    /// The level of heading that the title becomes by `heading=2`.
    #[must_use]
    pub fn heading(&self) -> Option<u8> {
        self.get("heading").and_then(|level| level.parse().ok())
    }
}

/// Writes a text with its place, which [`Located`] itself leaves out.
#[expect(clippy::ref_option, reason = "the form that serde asks for")]
fn with_place<S: Serializer>(text: &Option<Located<String>>, serializer: S) -> Result<S::Ok, S::Error> {
    text.as_ref().map(|Located { value, span }| (value, span)).serialize(serializer)
}

/// The reverse of [`with_place`].
fn located<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Located<String>>, D::Error> {
    let text = Option::<(String, Span)>::deserialize(deserializer)?;
    Ok(text.map(|(value, span)| Located { value, span }))
}

/// An attribute of a directive, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribute {
    /// The word before `=`, or the whole attribute if it has no `=`.
    pub key: String,
    /// The value without quotes and escapes; empty if there is none.
    pub value: String,
    /// The span of the value, or of the key if there is no value.
    pub span: Span,
}
