//! What the tests of several crates share: sites in memory, a web server with responses of the test's own, and a program that has the
//! command of one tool. Only tests use it; no part of the program does.
//!
//! The tests of a tool start such a program in place of `wellpress`, so that they compile and link the tool alone. What needs the whole
//! program is tested in `tests/suite`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::disallowed_methods, reason = "tests look at the disk from outside and start programs")]
#![allow(missing_docs, reason = "the names of short functions say what they do")]
#![allow(clippy::new_without_default, reason = "a test says that it makes a new one")]

pub mod default_theme;
pub mod loopback;
pub mod output;
pub mod reviewed_site;
pub mod test_site;
pub mod tool_program;
pub mod two_versions;
