//! Finds pages of the manual by what a reader looks for, in the terminal and without a network.
//!
//! [`sections`] divides the pages, [`search`] finds sections by words, and [`command`] is `wellpress help`.

pub mod command;
pub mod search;
pub mod sections;
