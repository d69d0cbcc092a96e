//! The manual's page of each rule, `docs/rules/<id>.md`, embedded in the program for `wellpress explain` and SARIF reports.

use include_dir::{Dir, include_dir};

use wellpress_diagnostics::Rule;

static PAGES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/docs/rules");

/// The page of a rule: Markdown that begins with the rule's id as a heading. Empty if the rule has no page; a test checks that
/// every rule has one.
#[must_use]
pub fn page_of(rule: &Rule) -> &'static str {
    PAGES.get_file(format!("{}.md", rule.id)).and_then(|file| file.contents_utf8()).unwrap_or_default()
}
