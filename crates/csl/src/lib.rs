//! A processor of the [Citation Style Language](https://citationstyles.org) 1.0.2.
mod buffer;
mod case;
mod cluster;
mod disambiguate;
mod formatted;
mod item;
mod json;
mod label;
mod locale;
mod markup;
mod processor;
mod render;
mod shipped;
mod sort;
mod style;
mod variables;

pub use formatted::{Formatted, Look, Role, Run, Span};
pub use item::{Date, DateParts, Item, Name};
pub use locale::TermForm;
pub use processor::{Citation, CitationForm, Cite, Library, Listing, Processor};
pub use render::{Locator, is_numeric, year_letters};
pub use shipped::{LOCALES, STYLES, shipped_style};
pub use style::format::{Display, VerticalPosition};
pub use style::{Style, StyleError, StyleWarning};
pub use variables::{ItemType, Variable, VariableKind, VariableSet};
