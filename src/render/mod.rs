//! Resolved site in, artifacts out.

pub mod exports;
