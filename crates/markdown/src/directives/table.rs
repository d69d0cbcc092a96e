//! [`DirectiveKind`] and the table of all directives, with form, id, label, attributes and the origin of the words.
//!
//! The parser, the checks, the search index and the structured data derive from this table whether a directive stands
//! in a line, contains blocks, or has words that count. A new directive needs a row here, an arm where it is rendered,
//! and one where it is resolved if it refers to a record.

use serde::{Deserialize, Serialize};

use wellpress_foundation::Day;

use super::callout_kind::CalloutKind;
use super::icon_array::IconArray;
use crate::address::{behind_link_scheme, is_safe_address};

/// A row of the table: everything that an author can write as a directive of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DirectiveSpec {
    /// The name behind the colons. Callouts have several names and share one row, whose name is never written.
    pub name: &'static str,
    /// Whether it stands in a line, alone on a line, or around blocks.
    pub form: DirectiveForm,
    /// The meaning of `#id`.
    pub id: IdUse,
    /// The use of the label in brackets.
    pub label: LabelUse,
    /// Who wrote the label and the content.
    pub words: WordOrigin,
    /// Whether it is shown as a link.
    pub link: LinkUse,
    /// The attributes that it takes. Any other gives a finding.
    pub attributes: &'static [AttributeSpec<'static>],
}

/// The form in which a directive is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DirectiveForm {
    /// `:name[..]` in a line.
    Inline,
    /// `::name[..]{..}` alone on a line.
    #[serde(rename = "line")]
    Leaf,
    /// From `:::name` to `:::`, with blocks between them.
    #[default]
    #[serde(rename = "block")]
    Container,
}

/// The meaning of the `#id` of a directive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdUse {
    /// The directive's own id on the page, to which links can lead.
    Anchor,
    /// The record that the directive shows; required.
    Record,
    /// The record that the directive shows; without it the label names the record.
    RecordUnlessLabel,
}

/// The use of a directive's label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LabelUse {
    /// The label is not shown.
    Unused,
    /// The words that the directive marks in their line.
    Words,
    /// The caption of a picture or a table.
    Caption,
    /// A title above the content.
    Title,
    /// A title that becomes a heading of the page with `heading=2`.
    Heading,
}

/// Who wrote the words in a directive. Rules about wording judge the author's words only; search and structured data
/// leave out promotion and the words of other records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordOrigin {
    /// The author of the page.
    Author,
    /// An expert whom the directive names.
    Expert,
    /// Somebody who is quoted.
    Quoted,
    /// Promotion, as in `:::promo`.
    Promotion,
    /// Another record or a medium, whose words stand elsewhere.
    Embedded,
}

/// Whether a directive is shown as a link. No other link may stand in one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkUse {
    /// It is never a link, although its content may have some.
    Never,
    /// It is a link if it has this attribute, which names the page to link to.
    WithAttribute(&'static str),
    /// It is always a link.
    Always,
}

/// An attribute that a directive takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttributeSpec<'a> {
    /// The key before the `=`.
    pub name: &'a str,
    /// The values that it accepts.
    pub value: AttributeValue<'a>,
    /// Whether it may be absent.
    pub need: AttributeNeed,
}

/// The values that an attribute accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttributeValue<'a> {
    /// Any text, checked later if at all.
    Any,
    /// Words that readers see, with the typography of the text beside them.
    Words,
    /// The level of a heading below the page's title, 2 to 6.
    HeadingLevel,
    /// A number, or no value for the next number.
    OptionalNumber,
    /// One of these words.
    OneOf(&'a [&'a str]),
    /// One of these words, which a theme declares.
    Choice(&'a [String]),
    /// A finite number such as `3`, `-1` or `0.5`.
    Number,
    /// A day, as `YYYY-MM-DD`.
    Day,
    /// An address with a scheme to which a page may lead.
    Address,
    /// `true`, `false`, or no value for `true`.
    Boolean,
    /// A whole number in this range, both ends included.
    Count(u16, u16),
}

/// Whether an attribute may be absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttributeNeed {
    /// It may be absent.
    Optional,
    /// Its absence gives a finding.
    Required,
    /// Its absence gives a finding unless the directive has this attribute.
    RequiredWithout(&'static str),
}

impl AttributeValue<'_> {
    /// Whether the attribute accepts a value.
    ///
    /// ```
    /// use wellpress_markdown::directives::AttributeValue;
    ///
    /// assert!(AttributeValue::HeadingLevel.accepts("2") && !AttributeValue::HeadingLevel.accepts("7"));
    /// ```
    #[must_use]
    pub fn accepts(self, value: &str) -> bool {
        match self {
            Self::Any | Self::Words => true,
            Self::HeadingLevel => matches!(value, "2" | "3" | "4" | "5" | "6"),
            Self::OptionalNumber => value.is_empty() || value.parse::<u16>().is_ok(),
            Self::OneOf(words) => words.contains(&value),
            Self::Choice(words) => words.iter().any(|word| word == value),
            Self::Number => value.parse::<f64>().is_ok_and(f64::is_finite),
            Self::Day => Day::parse(value).is_some(),
            Self::Address => behind_link_scheme(value).is_some() && is_safe_address(value),
            Self::Boolean => matches!(value, "" | "true" | "false"),
            // Without signs, which `parse` accepts.
            Self::Count(least, most) => {
                value.bytes().all(|byte| byte.is_ascii_digit())
                    && value.parse().is_ok_and(|count: u16| (least..=most).contains(&count))
            }
        }
    }
}

const fn attribute(name: &'static str, value: AttributeValue<'static>, need: AttributeNeed) -> AttributeSpec<'static> {
    AttributeSpec { name, value, need }
}

const fn any(name: &'static str) -> AttributeSpec<'static> {
    attribute(name, AttributeValue::Any, AttributeNeed::Optional)
}

const fn words(name: &'static str) -> AttributeSpec<'static> {
    attribute(name, AttributeValue::Words, AttributeNeed::Optional)
}

const HEADING: AttributeSpec<'static> = attribute("heading", AttributeValue::HeadingLevel, AttributeNeed::Optional);

/// A leaf without attributes, from which other rows differ.
const LEAF: DirectiveSpec = DirectiveSpec {
    name: "",
    form: DirectiveForm::Leaf,
    id: IdUse::Anchor,
    label: LabelUse::Unused,
    words: WordOrigin::Embedded,
    link: LinkUse::Never,
    attributes: &[],
};

/// A leaf with words of the author.
const TITLED_LEAF: DirectiveSpec = DirectiveSpec { label: LabelUse::Title, words: WordOrigin::Author, ..LEAF };

/// A container around the author's words with a title and without attributes.
const CONTAINER: DirectiveSpec =
    DirectiveSpec { form: DirectiveForm::Container, label: LabelUse::Title, words: WordOrigin::Author, ..LEAF };

/// A directive around words of a line.
const INLINE: DirectiveSpec =
    DirectiveSpec { form: DirectiveForm::Inline, label: LabelUse::Words, words: WordOrigin::Author, ..LEAF };

/// Declares [`DirectiveKind`] together with its table. A kind without a row cannot be written, and
/// the renderer matches all kinds, so that one without HTML does not compile.
macro_rules! directives {
    ($($kind:ident => $row:expr;)+) => {
        /// The kind of a directive. [`DirectiveKind::spec`] has everything else that is known about it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[expect(missing_docs, reason = "the names are those of the manual's table")]
        pub enum DirectiveKind {
            $($kind,)+
            /// A callout: one of the five that every site has, or one of the settings that looks like it. All share a row.
            Callout(CalloutKind),
            /// A directive that a theme declares. All of one form share a row, which has no attributes: each declaration has
            /// its own.
            OfTheme(DirectiveForm),
        }

        impl DirectiveKind {
            /// All kinds but the callouts, each with the one name of its row. For an unknown name, the nearest name in this
            /// order is suggested.
            pub const NAMED: &[Self] = &[$(Self::$kind),+];

            /// The row of this kind.
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
                    $(Self::$kind => const { &$row },)+
                    Self::Callout(_) => &CALLOUT,
                    Self::OfTheme(DirectiveForm::Inline) => &INLINE,
                    Self::OfTheme(DirectiveForm::Leaf) => &TITLED_LEAF,
                    Self::OfTheme(DirectiveForm::Container) => &CONTAINER,
                }
            }
        }
    };
}

directives! {
    Exercise => DirectiveSpec {
        name: "exercise",
        id: IdUse::Record,
        label: LabelUse::Title,
        attributes: &[
            attribute("number", AttributeValue::OptionalNumber, AttributeNeed::Optional),
            attribute("only", AttributeValue::OneOf(&["steps"]), AttributeNeed::Optional),
            HEADING,
            any("acknowledged"),
        ],
        ..LEAF
    };
    Programme => DirectiveSpec {
        name: "programme",
        id: IdUse::Record,
        attributes: &[any("acknowledged")],
        ..LEAF
    };
    Video => DirectiveSpec {
        name: "video",
        attributes: &[
            attribute("src", AttributeValue::Any, AttributeNeed::RequiredWithout("exercise")),
            attribute("title", AttributeValue::Words, AttributeNeed::RequiredWithout("exercise")),
            any("duration"),
            any("poster"),
            any("captions"),
            any("transcript"),
            attribute("described", AttributeValue::OneOf(&["soundtrack", "track", "version"]), AttributeNeed::Optional),
            any("exercise"),
            any("acknowledged"),
        ],
        ..LEAF
    };
    Playlist => DirectiveSpec { name: "playlist", words: WordOrigin::Embedded, ..CONTAINER };
    Disclaimer => DirectiveSpec { name: "disclaimer", id: IdUse::Record, ..LEAF };
    Snippet => DirectiveSpec { name: "snippet", id: IdUse::Record, words: WordOrigin::Author, ..LEAF };
    CallToAction => DirectiveSpec { name: "cta", id: IdUse::Record, ..LEAF };
    Experts => DirectiveSpec { name: "experts", label: LabelUse::Title, ..LEAF };
    Figure => DirectiveSpec {
        name: "figure",
        label: LabelUse::Caption,
        attributes: &[
            attribute("src", AttributeValue::Any, AttributeNeed::Required),
            words("alt"),
            words("credit"),
            attribute("ai", AttributeValue::OneOf(&["generated", "edited"]), AttributeNeed::Optional),
        ],
        ..LEAF
    };
    Table => DirectiveSpec { name: "table", label: LabelUse::Caption, ..CONTAINER };
    ListTable => DirectiveSpec {
        name: "list-table",
        label: LabelUse::Caption,
        attributes: &[attribute("header-rows", AttributeValue::Count(0, 1), AttributeNeed::Optional)],
        ..CONTAINER
    };
    DataTable => DirectiveSpec {
        name: "table",
        label: LabelUse::Caption,
        words: WordOrigin::Author,
        attributes: &[
            attribute("src", AttributeValue::Any, AttributeNeed::Required),
            any("columns"),
            words("labels"),
            words("units"),
            any("align"),
        ],
        ..LEAF
    };
    Chart => DirectiveSpec {
        name: "chart",
        label: LabelUse::Caption,
        words: WordOrigin::Author,
        attributes: &[
            attribute("src", AttributeValue::Any, AttributeNeed::Required),
            attribute("type", AttributeValue::OneOf(&["bar", "line", "interval"]), AttributeNeed::Required),
            attribute("x", AttributeValue::Any, AttributeNeed::Required),
            attribute("y", AttributeValue::Any, AttributeNeed::Required),
            any("low"),
            any("high"),
            any("at"),
            attribute("scale", AttributeValue::OneOf(&["log"]), AttributeNeed::Optional),
            words("labels"),
            words("units"),
        ],
        ..LEAF
    };
    IconArray => DirectiveSpec {
        name: "icon-array",
        label: LabelUse::Caption,
        words: WordOrigin::Author,
        attributes: &[
            attribute("of", AttributeValue::Count(1, IconArray::MOST_PEOPLE), AttributeNeed::Required),
            attribute("n", AttributeValue::Count(0, IconArray::MOST_PEOPLE), AttributeNeed::Required),
            attribute("then", AttributeValue::Count(0, IconArray::MOST_PEOPLE), AttributeNeed::Optional),
        ],
        ..LEAF
    };
    Tabs => DirectiveSpec { name: "tabs", label: LabelUse::Unused, ..CONTAINER };
    Tab => DirectiveSpec { name: "tab", ..CONTAINER };
    Care => DirectiveSpec {
        name: "care",
        attributes: &[attribute(
            "level",
            AttributeValue::OneOf(&["non-urgent", "urgent", "emergency"]),
            AttributeNeed::Required,
        )],
        ..CONTAINER
    };
    Do => DirectiveSpec { name: "do", ..CONTAINER };
    Dont => DirectiveSpec { name: "dont", ..CONTAINER };
    Details => DirectiveSpec { name: "details", ..CONTAINER };
    Faq => DirectiveSpec { name: "faq", ..CONTAINER };
    Quote => DirectiveSpec {
        name: "quote",
        label: LabelUse::Unused,
        words: WordOrigin::Quoted,
        attributes: &[any("by")],
        ..CONTAINER
    };
    Evidence => DirectiveSpec {
        name: "evidence",
        label: LabelUse::Unused,
        attributes: &[
            attribute(
                "certainty",
                AttributeValue::OneOf(&["high", "moderate", "low", "very-low"]),
                AttributeNeed::Required,
            ),
            attribute("by", AttributeValue::Any, AttributeNeed::Required),
            attribute("date", AttributeValue::Any, AttributeNeed::Required),
        ],
        ..CONTAINER
    };
    Promo => DirectiveSpec {
        name: "promo",
        label: LabelUse::Heading,
        words: WordOrigin::Promotion,
        attributes: &[HEADING],
        ..CONTAINER
    };
    By => DirectiveSpec {
        name: "by",
        words: WordOrigin::Expert,
        link: LinkUse::WithAttribute("person"),
        attributes: &[any("person")],
        ..INLINE
    };
    Term => DirectiveSpec { name: "term", id: IdUse::RecordUnlessLabel, link: LinkUse::Always, ..INLINE };
}

/// The row of all callouts.
const CALLOUT: DirectiveSpec =
    DirectiveSpec { name: "callout", label: LabelUse::Heading, attributes: &[HEADING], ..CONTAINER };

impl DirectiveKind {
    /// The kind with this name in its row. Callouts and directives of a theme are looked up by [`Vocabulary`](super::Vocabulary).
    pub(super) fn of_name(name: &str) -> Option<Self> {
        Self::NAMED.iter().copied().find(|kind| kind.spec().name == name)
    }

    /// The kind with this name and form: `::table` shows a file, and `:::table` has the table in it.
    pub(super) fn of_name_and_form(name: &str, form: DirectiveForm) -> Option<Self> {
        Self::NAMED.iter().copied().find(|kind| kind.spec().name == name && kind.spec().form == form)
    }

    /// Whether it stands within a line, so that the words around it and in it can be one sentence.
    #[must_use]
    pub fn is_inline(self) -> bool {
        self.spec().form == DirectiveForm::Inline
    }

    /// Who wrote its label and its content.
    #[must_use]
    pub fn words(self) -> WordOrigin {
        self.spec().words
    }

    /// Whether `#id` is the id of a record that the directive shows, and not an id of its own.
    #[must_use]
    pub fn id_names_record(self) -> bool {
        self.spec().id != IdUse::Anchor
    }
}

/// Whether a directive of this name stands alone on a line with two colons.
pub(crate) fn is_leaf_name(name: &str) -> bool {
    DirectiveKind::of_name_and_form(name, DirectiveForm::Leaf).is_some()
}
