//! The one test binary.

mod bibliography;
mod citation_format;
mod exports;
