//! Finds control characters that escapes such as `"\e"` put into values, and values of which nothing can be seen. They are looked
//! for in the decoded values and not in the text, because only the parser knows where a backslash is an escape.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::Error;
use wellpress_foundation::text::is_invisible;

use super::from_str;
use crate::ControlCharacter;
use crate::control_character::has_only_invisible_characters;

/// The start of the message of the error, by which it is told from errors of the parser.
pub(super) const CONTROL_MARK: &str = "control: ";

/// What is wrong with a value of which nothing can be seen.
pub(super) const ONLY_INVISIBLE: &str = "this has only characters that cannot be seen";

/// The error about the first key or value that holds a control character, or only characters that cannot be seen. Texts without a
/// backslash and without such a character are not read: a control character that stands in the text itself was found when the file
/// was read.
pub(super) fn control_character_error(text: &str) -> Option<Error> {
    let is_suspect = text.contains(|c| c == '\\' || is_invisible(c));
    let error = is_suspect.then(|| from_str::<VisibleText>(text).err()).flatten()?;
    // All other errors are found again when the document is read as what it is.
    matches!(error.without_snippet(), Error::Message { msg, .. } if msg.starts_with(CONTROL_MARK)).then_some(error)
}

/// Any document without control characters.
struct VisibleText;

impl<'de> Deserialize<'de> for VisibleText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Self)
    }
}

impl<'de> Visitor<'de> for VisibleText {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a document")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self, E> {
        match ControlCharacter::first_in(text) {
            None if has_only_invisible_characters(text) => {
                Err(E::custom(format_args!("{CONTROL_MARK}{ONLY_INVISIBLE}")))
            }
            None => Ok(self),
            Some(control) => {
                let description = control.description();
                Err(E::custom(format_args!("{CONTROL_MARK}this has the {description} in it")))
            }
        }
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_unit<E>(self) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_none<E>(self) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self, A::Error> {
        while items.next_element::<Self>()?.is_some() {}
        Ok(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self, A::Error> {
        while entries.next_entry::<Self, Self>()?.is_some() {}
        Ok(self)
    }
}
