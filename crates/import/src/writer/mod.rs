//! Writes an [`OldSite`] as a site of wellpress.
