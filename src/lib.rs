//! A static site generator for health content.

pub mod artifact;
pub mod config;
pub mod diagnostics;
pub mod discover;
pub mod fs;
pub mod model;
pub mod parse;
pub mod yaml;
