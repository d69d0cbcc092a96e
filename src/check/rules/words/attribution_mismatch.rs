//! "According to" a body, beside a source of another.

use super::Hit;
use crate::diagnostics::{Diagnostic, rules};
use crate::model::reference::Library;
use crate::parse::bibliography::{Name, Reference, Title};

/// A body by the names that a text gives it, and what its sources show of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PublicBody {
    /// In lower case, without an article.
    pub names: &'static [&'static str],
    /// In lower case: in an author, a publisher, a container or an address.
    signs: &'static [&'static str],
}

const fn body(names: &'static [&'static str], signs: &'static [&'static str]) -> PublicBody {
    PublicBody { names, signs }
}

/// A closed list: a name that is not in it may be anybody's.
pub(super) static BODIES: [PublicBody; 9] = [
    body(
        &["cdc", "centers for disease control"],
        &["centers for disease control", "cdc.gov", "morbidity and mortality", "national center for health statistics"],
    ),
    body(&["who", "world health organization", "world health organisation"], &["world health organi", "who.int"]),
    body(&["nhs", "national health service"], &["nhs", "national health service"]),
    body(
        &["nice", "national institute for health and care"],
        &["national institute for health and care", "nice.org.uk"],
    ),
    body(
        &["nih", "national institutes of health"],
        &["national institute", "nih.gov", "medlineplus", "national library of medicine"],
    ),
    body(&["fda", "food and drug administration"], &["food and drug administration", "fda.gov"]),
    body(&["mayo clinic"], &["mayo"]),
    body(&["cleveland clinic"], &["cleveland"]),
    body(
        &["uspstf", "preventive services task force"],
        &["preventive services task force", "uspreventiveservicestaskforce"],
    ),
];

/// A finding where sources are cited and none is the body's own.
pub(super) fn judge(hit: &Hit<'_>, library: &Library, body: &PublicBody) -> Option<Diagnostic> {
    if !is_named(hit) {
        return None;
    }
    let groups = hit.sentence.citations.iter().map(|group| &hit.page.body.citations[*group as usize]);
    let keys = groups.flat_map(|group| &group.items).filter_map(|item| library.find(&item.key));
    let mut sources = keys.map(|source| library.get(source)).peekable();
    let first = sources.peek()?.key.clone();
    (!sources.any(|source| is_of(source, body))).then(|| {
        let message = format!("`{}`, and the source beside it, `{first}`, is not theirs", hit.words());
        Diagnostic::new(&rules::ATTRIBUTION_MISMATCH, hit.locate(), message)
            .help("cite their own page or paper, or name whose source it is")
    })
}

/// Whether the words are a name: `WHO` is one, `who` is not.
fn is_named(hit: &Hit<'_>) -> bool {
    let last = hit.words().rsplit(' ').next().unwrap_or_default();
    let is_short = last.len() <= 5 && hit.words().split(' ').count() <= 4 && !last.chars().any(char::is_lowercase);
    is_short || (last.len() > 5 && last.starts_with(char::is_uppercase)) || hit.words().ends_with("Control")
}

fn is_of(source: &Reference, body: &PublicBody) -> bool {
    let authors = source.authors.iter().chain(&source.editors).filter_map(|name| match name {
        Name::Body(name) => Some(name.as_str()),
        Name::Person { .. } | Name::Others => None,
    });
    let container = source.container.as_ref().map(Title::as_str);
    let rest = [container, source.publisher.as_deref(), source.url.as_deref()].into_iter().flatten();
    let all: String = authors.chain(rest).flat_map(|text| [text, "\n"]).collect::<String>().to_lowercase();
    let mut words = all.split(|c: char| !c.is_alphanumeric());
    body.signs.iter().any(|sign| all.contains(sign)) || words.any(|word| body.names.contains(&word))
}
