//! A static site generator for health content.

pub mod artifact;
pub mod diagnostics;
pub mod fs;
pub mod parse;
pub mod render;
pub mod resolve;
