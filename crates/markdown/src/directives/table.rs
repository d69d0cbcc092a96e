//! [`DIRECTIVES`]: every directive with its form, its id, its label, its attributes and whose words it holds.
//!
//! The parser, the checks, the search index and the structured data all derive from this table whether a directive stands
//! in a line, holds blocks, or has words that count. A new directive is a row here, an arm where it is rendered, and one
//! where it is resolved if it leads to something.

use super::DirectiveKind;

/// What an author can write as a directive of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DirectiveSpec {
    /// What stands behind the colons. A callout has one of several names instead, and this one stands for all of them.
    pub name: &'static str,
    /// The kind that it is parsed to.
    pub kind: DirectiveKind,
    /// In a line, alone on a line, or around blocks.
    pub form: DirectiveForm,
    /// What `#id` says.
    pub id: IdUse,
    /// What the label in brackets is.
    pub label: LabelUse,
    /// Whose words the label and the content are.
    pub words: WordOrigin,
    /// The keys between its braces. A key that is not here is a finding.
    pub attributes: &'static [AttributeSpec],
}

/// In which of the three forms a directive is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DirectiveForm {
    /// `:name[..]` in a line.
    Inline,
    /// `::name[..]{..}` alone on a line.
    Leaf,
    /// From `:::name` to `:::`, with blocks between.
    Container,
}

/// What the `#id` of a directive says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdUse {
    /// The id that the directive itself has on the page.
    Anchor,
    /// The record that the directive shows. Without one it means nothing.
    Record,
    /// The record, where the label does not name it.
    RecordUnlessLabel,
}

/// What the label of a directive is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LabelUse {
    /// It is not shown.
    Unused,
    /// The words that the directive marks in their line.
    Words,
    /// The caption below a picture.
    Caption,
    /// A title above the content.
    Title,
    /// A title that becomes a heading of the page with `heading=2`.
    Heading,
}

/// Whose words a directive holds. Rules about wording judge the author alone; search and structured data leave out
/// promotion and what other records say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordOrigin {
    /// The author's, as around it.
    Author,
    /// An expert's, whom the directive names.
    Expert,
    /// Somebody's who is quoted.
    Quoted,
    /// Promotion.
    Promotion,
    /// It shows a record or media, whose words are found elsewhere.
    Embedded,
}

/// An attribute that a directive takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttributeSpec {
    /// The key.
    pub name: &'static str,
    /// What the value has to be.
    pub value: AttributeValue,
    /// Whether it may be absent.
    pub need: AttributeNeed,
}

/// What the value of an attribute has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttributeValue {
    /// Anything.
    Any,
    /// The level of a heading below the page's title, 2 to 6.
    HeadingLevel,
    /// A number, or nothing for the next one.
    OptionalNumber,
    /// One of these words.
    OneOf(&'static [&'static str]),
}

/// Whether an attribute may be absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttributeNeed {
    /// It may.
    Optional,
    /// Its absence is a finding.
    Required,
    /// Its absence is a finding unless this attribute is there.
    RequiredWithout(&'static str),
}

impl AttributeValue {
    /// Whether `value` is one.
    #[must_use]
    pub fn accepts(self, value: &str) -> bool {
        match self {
            Self::Any => true,
            Self::HeadingLevel => matches!(value, "2" | "3" | "4" | "5" | "6"),
            Self::OptionalNumber => value.is_empty() || value.parse::<u16>().is_ok(),
            Self::OneOf(words) => words.contains(&value),
        }
    }
}

const fn attribute(name: &'static str, value: AttributeValue, need: AttributeNeed) -> AttributeSpec {
    AttributeSpec { name, value, need }
}

const fn any(name: &'static str) -> AttributeSpec {
    attribute(name, AttributeValue::Any, AttributeNeed::Optional)
}

const HEADING: AttributeSpec = attribute("heading", AttributeValue::HeadingLevel, AttributeNeed::Optional);

/// A leaf with no attributes: the basis of most rows.
const LEAF: DirectiveSpec = DirectiveSpec {
    name: "",
    kind: DirectiveKind::Experts,
    form: DirectiveForm::Leaf,
    id: IdUse::Anchor,
    label: LabelUse::Unused,
    words: WordOrigin::Embedded,
    attributes: &[],
};

/// A container around the author's words, with a title and no attributes.
const CONTAINER: DirectiveSpec =
    DirectiveSpec { form: DirectiveForm::Container, label: LabelUse::Title, words: WordOrigin::Author, ..LEAF };

/// Words in a line.
const INLINE: DirectiveSpec =
    DirectiveSpec { form: DirectiveForm::Inline, label: LabelUse::Words, words: WordOrigin::Author, ..LEAF };

/// Every directive but the callouts, which share [`CALLOUT`]. The order is that of suggestions for an unknown name.
pub const DIRECTIVES: &[DirectiveSpec] = &[
    DirectiveSpec {
        name: "exercise",
        kind: DirectiveKind::Exercise,
        id: IdUse::Record,
        label: LabelUse::Title,
        attributes: &[
            attribute("number", AttributeValue::OptionalNumber, AttributeNeed::Optional),
            attribute("only", AttributeValue::OneOf(&["steps"]), AttributeNeed::Optional),
            HEADING,
            any("acknowledged"),
        ],
        ..LEAF
    },
    DirectiveSpec {
        name: "programme",
        kind: DirectiveKind::Programme,
        id: IdUse::Record,
        attributes: &[any("acknowledged")],
        ..LEAF
    },
    DirectiveSpec {
        name: "video",
        kind: DirectiveKind::Video,
        attributes: &[
            attribute("src", AttributeValue::Any, AttributeNeed::RequiredWithout("exercise")),
            attribute("title", AttributeValue::Any, AttributeNeed::RequiredWithout("exercise")),
            any("duration"),
            any("poster"),
            any("captions"),
            any("transcript"),
            attribute("described", AttributeValue::OneOf(&["soundtrack", "track", "version"]), AttributeNeed::Optional),
            any("exercise"),
            any("acknowledged"),
        ],
        ..LEAF
    },
    DirectiveSpec { name: "playlist", kind: DirectiveKind::Playlist, words: WordOrigin::Embedded, ..CONTAINER },
    DirectiveSpec { name: "disclaimer", kind: DirectiveKind::Disclaimer, id: IdUse::Record, ..LEAF },
    DirectiveSpec { name: "cta", kind: DirectiveKind::CallToAction, id: IdUse::Record, ..LEAF },
    DirectiveSpec { name: "experts", kind: DirectiveKind::Experts, label: LabelUse::Title, ..LEAF },
    DirectiveSpec {
        name: "figure",
        kind: DirectiveKind::Figure,
        label: LabelUse::Caption,
        attributes: &[attribute("src", AttributeValue::Any, AttributeNeed::Required), any("alt"), any("credit")],
        ..LEAF
    },
    DirectiveSpec {
        name: "care",
        kind: DirectiveKind::Care,
        attributes: &[attribute(
            "level",
            AttributeValue::OneOf(&["non-urgent", "urgent", "emergency"]),
            AttributeNeed::Required,
        )],
        ..CONTAINER
    },
    DirectiveSpec { name: "do", kind: DirectiveKind::Do, ..CONTAINER },
    DirectiveSpec { name: "dont", kind: DirectiveKind::Dont, ..CONTAINER },
    DirectiveSpec { name: "details", kind: DirectiveKind::Details, ..CONTAINER },
    DirectiveSpec { name: "faq", kind: DirectiveKind::Faq, ..CONTAINER },
    DirectiveSpec {
        name: "quote",
        kind: DirectiveKind::Quote,
        label: LabelUse::Unused,
        words: WordOrigin::Quoted,
        attributes: &[any("by")],
        ..CONTAINER
    },
    DirectiveSpec {
        name: "promo",
        kind: DirectiveKind::Promo,
        label: LabelUse::Heading,
        words: WordOrigin::Promotion,
        attributes: &[HEADING],
        ..CONTAINER
    },
    DirectiveSpec {
        name: "by",
        kind: DirectiveKind::By,
        words: WordOrigin::Expert,
        attributes: &[any("person")],
        ..INLINE
    },
    DirectiveSpec { name: "term", kind: DirectiveKind::Term, id: IdUse::RecordUnlessLabel, ..INLINE },
];

/// A callout of any name: the five that every site has, and those of the settings.
pub const CALLOUT: DirectiveSpec = DirectiveSpec {
    name: "callout",
    kind: DirectiveKind::Callout(super::CalloutKind::Note),
    label: LabelUse::Heading,
    attributes: &[HEADING],
    ..CONTAINER
};

impl DirectiveKind {
    /// The row of [`DIRECTIVES`] for this kind, or [`CALLOUT`].
    ///
    /// ```
    /// use wellpress_markdown::directives::{DirectiveForm, DirectiveKind};
    ///
    /// assert_eq!(DirectiveKind::Term.spec().form, DirectiveForm::Inline);
    /// assert!(DirectiveKind::Care.spec().attributes.iter().any(|attribute| attribute.name == "level"));
    /// ```
    #[must_use]
    pub fn spec(self) -> &'static DirectiveSpec {
        match self {
            Self::Callout(_) => &CALLOUT,
            _ => DIRECTIVES.iter().find(|spec| spec.kind == self).expect("every kind but the callouts has a row"),
        }
    }

    /// Whether it stands in a line, so that the words around it and within it are one sentence.
    #[must_use]
    pub fn is_inline(self) -> bool {
        self.spec().form == DirectiveForm::Inline
    }

    /// Whose words its label and its content are.
    #[must_use]
    pub fn words(self) -> WordOrigin {
        self.spec().words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_one_row() {
        use DirectiveKind::*;
        let kinds = [
            Exercise,
            Programme,
            Video,
            Playlist,
            Disclaimer,
            CallToAction,
            Experts,
            Figure,
            Care,
            Do,
            Dont,
            Details,
            Faq,
            Quote,
            By,
            Promo,
            Term,
        ];
        assert_eq!(DIRECTIVES.len(), kinds.len());
        for kind in kinds {
            assert_eq!(DIRECTIVES.iter().filter(|spec| spec.kind == kind).count(), 1, "{kind:?}");
        }
    }
}
