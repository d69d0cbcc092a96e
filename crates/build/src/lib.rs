//! Runs the stages of a build in their order, and publishes what they make.
//!
//! The input is a [`Request`](pipeline::Request), the output a report and a site, which is published, rendered or lent to the caller.
//! The stages themselves are other crates. Arguments and printing are left to the program.

pub mod emit;
pub mod served_site;
pub mod pipeline;
