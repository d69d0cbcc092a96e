//! The one test binary of this tool: what a deploy does with stores in memory, and the command with folders, servers and failures.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::disallowed_methods, reason = "tests look at the disk from outside and start programs")]

mod azure;
mod buckets;
mod command;
mod google;
mod killed;
mod program;
mod publish;
mod s3;
mod service;
mod support;
