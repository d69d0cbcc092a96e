//! [`SourceAnchor`]: the anchors of sources on a page, `ref-key` in its list and `cite-key-2` at a mark.

use crate::model::Site;
use crate::model::reference::ReferenceId;

/// What an anchor of a source names.
pub(super) struct SourceAnchor {
    pub source: ReferenceId,
    /// The number of the mark on its page, from 1. `None` for the entry in the list.
    pub mark: Option<u32>,
}

/// Reads `ref-sawicki-2021` or `cite-sawicki-2021-2`. `None` if the library has no such source.
pub(super) fn of_anchor(site: &Site, anchor: &str) -> Option<SourceAnchor> {
    if let Some(slug) = anchor.strip_prefix("ref-") {
        return Some(SourceAnchor { source: site.library.find_slug(slug)?, mark: None });
    }
    // A key may have hyphens itself, so the number stands behind the last one.
    let (slug, number) = anchor.strip_prefix("cite-")?.rsplit_once('-')?;
    let source = site.library.find_slug(slug)?;
    let number = number.parse().ok().filter(|number| *number > 0)?;
    Some(SourceAnchor { source, mark: Some(number) })
}
