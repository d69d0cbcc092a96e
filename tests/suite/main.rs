//! The one test binary: each feature in a file of its own.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::disallowed_methods, reason = "tests look at the disk from outside and start the program")]

mod any_text;
mod bibliography;
mod citation_format;
mod diagnostics;
mod disk;
mod emit;
mod exports;
mod faulty;
mod files;
mod growth;
mod harness;
mod hostile;
mod layers;
mod report;
