//! The one test binary of this tool: the configuration for a site, and what of the package is taken.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod configuration;
mod package;
