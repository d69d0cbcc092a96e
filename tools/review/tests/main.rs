//! The one test binary of this tool: what is signed and which signatures count, what reviewers get, and what becomes of their answers.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::disallowed_methods, reason = "tests look at the disk from outside and start programs")]

mod answers;
mod approved_changes;
mod batches;
mod earlier_approvals;
mod packets;
mod program;
mod reviewed_site;
mod sign_offs;
mod signatures;
mod signed_site;
mod signed_words;
mod word_packets;
