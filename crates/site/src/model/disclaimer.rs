//! [`Disclaimer`]: words that stand on other pages.

use std::sync::Arc;

use wellpress_diagnostics::yaml::Day;
use wellpress_diagnostics::{Diagnostic, Location, Source, rules};
use wellpress_markdown::body::Body;

use crate::parse::document::Document;
use crate::parse::front_matter::{Front, Placement};

use super::page::Address;

/// An index into [`super::Site::disclaimers`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DisclaimerId(u32);

impl DisclaimerId {
    /// The disclaimer at this index.
    #[must_use]
    pub fn at(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// As an index.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A disclaimer.
#[derive(Debug)]
pub struct Disclaimer {
    /// Its id.
    pub name: String,
    /// Index into the site's languages.
    pub language: usize,
    /// Title.
    pub title: Arc<str>,
    /// Its file.
    pub source: Source,
    /// Its words.
    pub body: Arc<Body>,
    /// Where it stands.
    pub placement: Placement,
    /// Version of the wording.
    pub version: Option<String>,
    /// Since when the wording holds.
    pub effective: Option<Day>,
}

/// All disclaimers, by language and id; an id that is there twice is a finding.
pub(super) fn collect(found: Vec<Address>, findings: &mut Vec<Diagnostic>) -> Vec<Disclaimer> {
    let mut disclaimers: Vec<Disclaimer> =
        found.into_iter().filter_map(|address| read(Arc::unwrap_or_clone(address.document))).collect();
    disclaimers.sort_by(|a, b| (a.language, &a.name).cmp(&(b.language, &b.name)));
    for pair in disclaimers.windows(2) {
        let [first, second] = pair else { continue };
        if (first.language, &first.name) == (second.language, &second.name) {
            let place = Location::file(second.source.path.clone());
            let message = format!("the disclaimer `{}` is there twice", second.name);
            findings.push(
                Diagnostic::new(&rules::ID_DUPLICATE, place, message)
                    .help(format!("`{}` has this id as well; rename one of the two", first.source.path))
                    .related(Location::file(first.source.path.clone()), "the other one"),
            );
        }
    }
    disclaimers
}

fn read(document: Document) -> Option<Disclaimer> {
    let Front::Disclaimer(front) = document.front else { return None };
    Some(Disclaimer {
        name: document.file.id,
        language: document.file.language,
        title: front.title.value.into(),
        source: document.source,
        body: document.body,
        placement: front.placement,
        version: front.version,
        effective: front.effective,
    })
}
