//! Values that every crate uses and none of them owns: days, typed indices, text as it is compared, and the tokens of HTML.
//!
//! **Input:** text and numbers. **Output:** values that can be compared, sorted and stored. What depends on a file, a page or
//! a rule is left to the crates above.

mod day;
pub mod html_tokens;
pub mod ids;
pub mod text;

pub use day::{Day, INVALID_DAY, Period};

/// Compiles and runs the example of the README as a doc test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeExample;
