//! Findings about text files: what a checker reports, and how reports are shown.
//!
//! **Input:** texts with their paths ([`Source`]), byte ranges in them ([`Span`]), and what a checker has to say about
//! them ([`Diagnostic`]). **Output:** a sorted [`Report`], and the report as text for a terminal, JSON, SARIF, GitHub
//! annotations or an HTML page ([`render`]). [`baseline`] subtracts the findings that a project already knows, and
//! [`yaml`] reads YAML into typed values with a finding for every mistake.
//!
//! A finding carries its place and the text of its line, so a report can be stored or shown without the files it is
//! about. Nothing here reads or writes a file, prints, or decides which rule applies: that is left to the caller.
//!
//! ```
//! use wellpress_diagnostics::render::text::{self, Colour};
//! use wellpress_diagnostics::{Diagnostic, Report, Source, rules};
//!
//! let source = Source::new("content/neck.md", "---\ntitel: Neck pain\n---\n");
//! let finding = Diagnostic::new(
//!     &rules::FRONT_MATTER_UNKNOWN_KEY,
//!     source.locate_line(2, 1),
//!     "unknown key `titel` in the front matter",
//! );
//! let report = Report::new(vec![finding.suggest(Some("title"))]);
//! let expected = "\
//! error[front-matter-unknown-key]: unknown key `titel` in the front matter
//!  --> content/neck.md:2:1
//!   |
//! 2 | titel: Neck pain
//!   | ^^^^^
//!   = help: did you mean `title`?
//!   = see: wellpress explain front-matter-unknown-key
//!
//! 1 error
//! ";
//! assert_eq!(text::render(&report, Colour::Plain), expected);
//! ```

pub mod baseline;
mod control_character;
mod diagnostic;
mod garbled_text;
mod nearest;
mod packed;
pub mod render;
mod report;
pub mod rules;
mod source;
pub mod yaml;

pub use control_character::ControlCharacter;
pub use diagnostic::{Diagnostic, Missing, RelatedPlace, Severity, quotable};
pub use garbled_text::{GarbledKind, GarbledText};
pub use nearest::{may_suggest, nearest, nearest_path};
pub use packed::PackedFindings;
pub use report::Report;
pub use rules::Rule;
pub use source::{ComposedSource, IncludedText, Location, Source, SourceLine, Span};

/// The examples of the README, compiled as doc tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeExamples;
