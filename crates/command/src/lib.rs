//! What the commands of the program share: the arguments of every run, what is printed and how, reports, and why a command failed.
//!
//! **Input:** the arguments of a command line, parsed by `clap`. **Output:** requests to the pipeline ([`invocation`]), text on the two
//! standard streams ([`console`]), and an [`Exit`] or a [`Failure`].
//!
//! Only commands print and read the clock, the environment and the working directory, most of them through this crate. The crates below
//! receive these as values, so that a build depends on nothing else. What a command does is left to the program and to the tools.

pub mod baseline;
pub mod console;
pub mod gone_pages;
pub mod invocation;
pub mod output_format;
pub mod report;
pub mod reviewed_page;
pub mod signals;
pub mod stopwatch;

mod advice;
mod failure;
mod library;

pub use failure::{Exit, Failure};
pub use invocation::{Invocation, Program};
pub use library::open_library;
