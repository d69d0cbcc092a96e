//! The one test binary of this tool: what a server answers to the messages of an editor.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::disallowed_methods, reason = "tests write sites to the disk and start programs")]

mod capabilities;
mod editor;
mod edits;
mod program;
mod random_edits;
mod session;
