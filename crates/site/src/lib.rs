//! A folder of settings and content in, a [`resolve::ResolvedSite`] and its findings out: what the site says, how its pages
//! lead to each other, and what is wrong with it. Nothing here knows HTML, except for pictures that contain it.
//!
//! Data flows one way, each stage a function of the one before it:
//!
//! ```text
//! Config -> Inventory -> Parsed -> Site -> ResolvedSite -> findings
//! config    discover     parse     model   resolve         check
//! ```
//!
//! The modules stand in the order in which they can use each other: each uses only those above it.

pub mod config;
pub mod discover;
pub mod previous;
pub mod assets;
pub mod parse;
pub mod schema;
pub mod model;
pub mod resolve;
pub mod check;
