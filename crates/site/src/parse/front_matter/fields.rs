//! [`FrontMatter`]: one struct for the pages of all kinds, made of the table in [`front_matter_fields`](crate::front_matter_fields).
//!
//! A struct for each kind would need `#[serde(flatten)]` for what kinds share. That cannot be combined with `deny_unknown_fields`, and
//! it buffers the values, which then lose their places in the file. Here the table says which kind has a field: a key that only other
//! kinds have is refused as an unknown one.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, MapAccess, Visitor};

use wellpress_diagnostics::Span;
use wellpress_diagnostics::yaml::Located;
use wellpress_foundation::Day;

use crate::front_matter_fields::{FIELDS, FrontMatterField, Need, TextForm, fields_of, front_matter_fields};
use crate::sections::ContentKind;
use crate::string_or_map::StringOrMap;

use super::plain_texts::PlainTexts;
use super::{
    AcknowledgedRetraction, AiUse, Audience, Caution, CitationFields, Contributor, Correction, DisclaimerPlacement,
    Dose, ExerciseImage, ExerciseKind, ExerciseLevel, Extra, FormFile, OmitDisclaimers, OneOrMany, PageChange,
    PersonKind, Picture, ProfileLink, RelatedPages, Reviewer, ScalarText, ScheduleEntry, SigningKey, SourceGroup,
    SourceNote, Sponsor, TocPosition, TopicKind, Video, VocabularyCodes, Withdrawn, specialty,
};

macro_rules! define_front_matter {
    ($(
        $(#[doc = $doc:literal])+
        $(#[schemars($($schemars:tt)+)])?
        $member:ident $(as $key:literal)? $(or $alias:literal)?: $type:ty
            = $kinds:ident, $need:ident, $text:ident, $shown:ident $(($($words:expr),+))? $(, $inherited:ident)?;
    )*) => {
        /// The front matter of one file. What its kind does not have is empty.
        #[derive(Debug, Clone, Default, JsonSchema)]
        pub struct FrontMatter {
            $(
                $(#[doc = $doc])+
                $(#[schemars($($schemars)+)])?
                pub $member: $type,
            )*
            /// The keys that are empty because of a mistake in them.
            #[schemars(skip)]
            pub unreadable: BTreeSet<String>,
        }

        /// The rows of the table, in its order.
        #[derive(Clone, Copy)]
        #[expect(non_camel_case_types, reason = "the members of the struct have the same names")]
        enum Row {
            $($member),*
        }

        const ROWS: &[Row] = &[$(Row::$member),*];

        impl FrontMatter {
            /// Reads the value of one row.
            fn read_value<'de, M: MapAccess<'de>>(&mut self, row: Row, entries: &mut M) -> Result<(), M::Error> {
                match row {
                    $(Row::$member => self.$member = entries.next_value()?,)*
                }
                Ok(())
            }

            /// Changes each text that is plain text.
            pub(super) fn for_each_plain_text(&mut self, change: &mut dyn FnMut(TextForm, &mut String)) {
                $(plain_texts!($text, self.$member, change);)*
            }

            /// Visits each text in Markdown.
            pub(in crate::parse) fn for_each_markdown_text(&self, visit: &mut dyn FnMut(&Located<String>)) {
                $(markdown_texts!($text, self.$member, visit);)*
            }

            /// What the translations of the page take over.
            #[must_use]
            pub fn inherited(&self) -> Self {
                Self {
                    $($member: inherited!(self.$member $(, $inherited)?),)*
                    unreadable: BTreeSet::new(),
                }
            }
        }
    };
}

macro_rules! plain_texts {
    (Verbatim, $value:expr, $change:ident) => {};
    (Markdown, $value:expr, $change:ident) => {};
    ($form:ident, $value:expr, $change:ident) => {
        $value.for_each_text(&mut |text| $change(TextForm::$form, text))
    };
}

macro_rules! markdown_texts {
    (Markdown, $value:expr, $visit:ident) => {
        $value.iter().for_each(&mut *$visit)
    };
    ($form:ident, $value:expr, $visit:ident) => {};
}

macro_rules! inherited {
    ($value:expr, Inherited) => {
        $value.clone()
    };
    ($value:expr) => {
        Default::default()
    };
}

front_matter_fields!(define_front_matter);

impl FrontMatter {
    /// The title of the page, for a person the name. A snippet has none.
    #[must_use]
    pub fn title(&self) -> &Located<String> {
        let titles = [&self.title, &self.name, &self.disclaimer_title];
        titles.into_iter().find(|title| title.span != Span::default()).unwrap_or(&self.title)
    }
}

/// Reads the fields of a kind.
#[derive(Clone, Copy)]
pub(super) struct FieldsOf(pub ContentKind);

impl<'de> DeserializeSeed<'de> for FieldsOf {
    type Value = Box<FrontMatter>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_struct("FrontMatter", &[], self)
    }
}

impl<'de> Visitor<'de> for FieldsOf {
    type Value = Box<FrontMatter>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("keys with values")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut entries: M) -> Result<Self::Value, M::Error> {
        let mut front = Box::<FrontMatter>::default();
        let mut is_written = [false; FIELDS.len()];
        while let Some(row) = entries.next_key_seed(KeyOf(self.0))? {
            if std::mem::replace(&mut is_written[row], true) {
                return Err(M::Error::duplicate_field(FIELDS[row].key));
            }
            front.read_value(ROWS[row], &mut entries)?;
        }
        let mut rows = FIELDS.iter().zip(is_written);
        match rows.find(|(field, is_written)| !is_written && field.need == Need::Required && field.is_of(self.0)) {
            Some((missing, _)) => Err(M::Error::missing_field(missing.key)),
            None => Ok(front),
        }
    }
}

/// Reads a key of a kind, as the index of its row.
struct KeyOf(ContentKind);

impl<'de> DeserializeSeed<'de> for KeyOf {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for KeyOf {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<usize, E> {
        let row = FIELDS.iter().position(|field| (field.key == key || field.alias == Some(key)) && field.is_of(self.0));
        row.ok_or_else(|| E::unknown_field(key, &KEYS[self.0 as usize]))
    }
}

/// The keys of each kind, for messages about others.
static KEYS: LazyLock<Vec<Vec<&str>>> = LazyLock::new(|| {
    let kinds = ContentKind::ALL.into_iter();
    kinds.map(|kind| fields_of(kind).flat_map(FrontMatterField::keys).collect()).collect()
});
