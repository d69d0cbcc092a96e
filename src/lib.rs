//! A static site generator for health content.

pub mod diagnostics;
pub mod fs;
pub mod parse;
pub mod artifact;
pub mod emit;
