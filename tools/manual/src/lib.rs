//! Finds pages of the manual by what a reader looks for, in the terminal and without a network.
//!
//! [`command_pages`] makes the pages about commands, [`sections`] divides pages, [`search`] finds sections by words, and [`command`] is
//! `wellpress help`.

pub mod command;
pub mod command_pages;
pub mod search;
pub mod sections;
