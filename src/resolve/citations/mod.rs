//! Citations of a site.

pub mod format;
