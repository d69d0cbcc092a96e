//! Resolved site in, artifacts out: the only room that knows HTML and the template engine.

pub mod context;
pub mod exports;
pub mod html;
pub mod json_ld;
pub mod strings;
pub mod theme;
