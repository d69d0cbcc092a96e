//! The one test binary of this tool: sites of other tools as they are imported, and what the import says of them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::disallowed_methods, reason = "tests look at the disk from outside and start programs")]

mod holes;
mod import;
mod live;
mod moved_as_they_were;
mod no_small_reason;
mod program;
mod templates;
mod told;
