//! The one test binary of this tool: which requests the commands send, what they write into the library, and what they leave as it is.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::disallowed_methods, reason = "tests look at the disk from outside and start programs")]

mod add;
mod any;
mod cite_site;
mod external;
mod faults;
mod import;
mod program;
mod refresh;
mod verify;
