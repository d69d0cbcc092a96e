//! Where this crate prints something else than citeproc-js on purpose: `deviations.json` has a style, sources, both results
//! and the reason for each case. A case that starts to agree fails, so that the list stays as short as it can be.

use serde::Deserialize;
use serde_json::Value as Json;

use crate::support::{cites, mark_of, style};

const DEVIATIONS: &str = include_str!("deviations.json");

/// A citation of all items in one mark.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Deviation {
    case: String,
    reason: String,
    /// The attributes of `citation` and of its `layout`, and the elements of the layout.
    citation: String,
    layout: String,
    elements: String,
    items: Vec<Json>,
    /// What citeproc-js 2.4 prints, and what this crate prints.
    citeproc_js: String,
    here: String,
}

#[test]
fn results_that_differ_from_citeproc_js_are_the_listed_ones() {
    let deviations: Vec<Deviation> = serde_json::from_str(DEVIATIONS).unwrap();
    assert!(!deviations.is_empty());
    for deviation in deviations {
        let Deviation { case, reason, citation, layout, elements, items, citeproc_js, here } = deviation;
        let xml = format!("<citation {citation}><layout {layout}>{elements}</layout></citation>");
        let sources: Vec<usize> = (0..items.len()).collect();
        let printed = mark_of(style("", &xml), Json::Array(items), &cites(&sources));
        assert_eq!(printed, here, "{case}");
        assert_ne!(printed, citeproc_js, "{case}: agrees now, so it is no deviation");
        assert!(reason.ends_with('.'), "{case}: why?");
    }
}
