//! The one test binary of this tool: what is read from files of criteria, what is found in a site, and what the command writes.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::disallowed_methods, reason = "tests look at the disk from outside and start programs")]

mod commands;
mod facts;
mod program;
mod standards;
mod wcag;
