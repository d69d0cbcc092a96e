//! [`Disclaimer`]: a text that is shown on other pages and has no address of its own.

use std::collections::BTreeSet;
use std::sync::Arc;

use wellpress_diagnostics::{Diagnostic, Location, Source, rules};
use wellpress_foundation::Day;
use wellpress_foundation::ids::{Id, IdVec};
use wellpress_markdown::body::Body;

use crate::config::LanguageId;
use crate::parse::document::{Document, IncludedSnippets};
use crate::parse::front_matter::DisclaimerPlacement;

use super::address::AddressedDocument;

/// Indexes [`super::Site::disclaimers`].
pub type DisclaimerId = Id<Disclaimer>;

/// A file of `content/disclaimers`, in one language.
#[derive(Debug)]
pub struct Disclaimer {
    /// The name that authors write in `disclaimers`; translations share it.
    pub name: String,
    /// One of the site's languages.
    pub language: LanguageId,
    /// The heading of the disclaimer.
    pub title: Arc<str>,
    /// The file, with its text.
    pub source: Source,
    /// The parsed text below the front matter.
    pub body: Arc<Body>,
    /// The variables of the settings that it shows, with their values.
    pub variables: BTreeSet<(String, String)>,
    /// The snippets in its text, if it has any.
    pub included: Option<Arc<IncludedSnippets>>,
    /// Where on a page it is shown.
    pub placement: DisclaimerPlacement,
    /// Version of the wording.
    pub version: Option<String>,
    /// The first day on which this wording holds.
    pub effective: Option<Day>,
}

/// Makes a list of all disclaimers, sorted by language and name: a [`DisclaimerId`] is a position in this list, and must not change
/// as long as no file comes or goes. Two files with one name are a finding, and both stay in the list, so that both are checked.
pub(super) fn collect(documents: Vec<AddressedDocument>, findings: &mut Vec<Diagnostic>) -> IdVec<Disclaimer> {
    let mut disclaimers: Vec<Disclaimer> =
        documents.into_iter().map(|document| read(Arc::unwrap_or_clone(document.document), findings)).collect();
    // By name and not by route, as the documents come: twins have to be neighbours.
    disclaimers.sort_by(|a, b| (a.language, &a.name).cmp(&(b.language, &b.name)));
    for pair in disclaimers.windows(2) {
        let [first, second] = pair else { continue };
        if (first.language, &first.name) == (second.language, &second.name) {
            let location = Location::file(second.source.path.clone());
            let message = format!("the disclaimer `{}` is there twice", second.name);
            findings.push(
                Diagnostic::new(&rules::ID_DUPLICATE, location, message)
                    .help(format!("`{}` has this id as well; rename one of the two", first.source.path))
                    .related(Location::file(first.source.path.clone()), "the other one"),
            );
        }
    }
    disclaimers.into()
}

fn read(document: Document, findings: &mut Vec<Diagnostic>) -> Disclaimer {
    let front = document.front;
    findings.extend(document.included.iter().flat_map(|included| included.findings.iter().cloned()));
    Disclaimer {
        name: document.file.id,
        language: document.file.language,
        title: front.disclaimer_title.value.as_str().into(),
        source: document.source,
        body: document.body,
        variables: document.variables,
        included: document.included,
        placement: front.placement,
        version: front.version.clone(),
        effective: front.effective,
    }
}
