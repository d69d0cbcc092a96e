//! The one test binary of this tool: which events are in the list, and what the commands print and write.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::disallowed_methods, reason = "tests look at the disk from outside and start programs")]

mod commands;
mod events;
mod fetch;
mod played_services;
mod program;
