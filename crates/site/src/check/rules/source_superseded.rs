//! A source that another has taken the place of.

use wellpress_diagnostics::{Diagnostic, rules};

use crate::check::cited::{Cited, Place};
use crate::model::reference::Library;

/// One finding for each such source, at the first mark that does not cite its successor as well.
pub(super) fn find(library: &Library, cited: &Cited<'_>) -> Vec<Diagnostic> {
    let places = cited.first(|source, group| match library.successor(source) {
        Some(successor) => group.iter().all(|place| place.source != successor),
        None => false,
    });
    let finding = |place: Place| {
        let key = &library.get(place.source).key;
        let successor = &library.get(library.successor(place.source)?).key;
        let message = format!("the source `{key}` is superseded by `{successor}`");
        let help = format!("read `{successor}`, and cite it in its place");
        Some(cited.finding(&rules::SOURCE_SUPERSEDED, place, message).help(help))
    };
    places.into_iter().filter_map(finding).collect()
}
