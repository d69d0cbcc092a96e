//! The one test binary.

mod bibliography;
