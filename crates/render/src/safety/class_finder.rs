//! [`ClassFinder`]: whether HTML of the build has an element of a class, or a `noscript`, told without reading the HTML.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::notices;

/// Whether HTML may have an element of a notice or of steps. Most texts have none, and are not read.
pub(super) fn may_have_notices(html: &str) -> bool {
    static CLASSES: LazyLock<ClassFinder> = LazyLock::new(|| {
        ClassFinder::new(notices::NOTICE_CLASSES.iter().map(|(class, _)| *class).chain(notices::STEP_CLASSES))
    });
    CLASSES.is_in(html)
}

/// Whether a page may have a `noscript`.
pub(super) fn has_noscript(html: &[u8]) -> bool {
    static START: LazyLock<AhoCorasick> = LazyLock::new(|| {
        let finder = AhoCorasick::builder().ascii_case_insensitive(true).build(["<noscript"]);
        finder.expect("the name of an element is short")
    });
    START.is_match(html)
}

/// Finds classes in the HTML of the build, in which a class is the first or the last one of its attribute.
pub(super) struct ClassFinder {
    /// What the attributes have in common, up to the class or from the class on.
    spellings: AhoCorasick,
}

impl ClassFinder {
    pub fn new<'c>(classes: impl Iterator<Item = &'c str>) -> Self {
        let spellings = classes.flat_map(|class| [format!("class=\"{class}"), format!(" {class}\"")]);
        Self { spellings: AhoCorasick::new(spellings).expect("the names of classes are short") }
    }

    /// Whether HTML may have an element with one of the classes.
    pub fn is_in(&self, html: &str) -> bool {
        self.spellings.is_match(html)
    }
}
