//! Who stands for a source where a label has its authors: in marks, in lists that are sorted by author, in short names.

use std::borrow::Cow;

use wellpress_bibliography::{ContributorName, KindGroup, Reference, ReferenceKind};
use wellpress_csl::Variable;

/// The authors of a source, else its editors, else who issued it; none for a source that its title stands for.
#[must_use]
pub fn label_names(reference: &Reference) -> Cow<'_, [ContributorName]> {
    let Reference { authors, editors, .. } = reference;
    match (authors.is_empty(), editors.is_empty()) {
        (false, _) => Cow::Borrowed(authors),
        (true, false) => Cow::Borrowed(editors),
        (true, true) => {
            Cow::Owned(issuer(reference).into_iter().map(|(_, name)| ContributorName::Organisation(name)).collect())
        }
    }
}

/// The organisation that speaks in a source without any names: its publisher, or the site of a page. The publisher of a book or of
/// an article lends it no voice, so these stay under their title. Returned with the variable that holds its name.
pub(super) fn issuer(reference: &Reference) -> Option<(Variable, String)> {
    if reference.names().next().is_some() || !is_issued(reference.kind) {
        return None;
    }
    let publisher = reference.publisher.clone().map(|name| (Variable::Publisher, name));
    let site = reference.container.as_ref().filter(|_| reference.kind.group() == KindGroup::Web);
    publisher.or_else(|| Some((Variable::ContainerTitle, site?.plain().into_owned())))
}

fn is_issued(kind: ReferenceKind) -> bool {
    let groups = [KindGroup::Web, KindGroup::Report, KindGroup::Data, KindGroup::Video, KindGroup::Software];
    let others = [ReferenceKind::Document, ReferenceKind::Pamphlet, ReferenceKind::Standard];
    groups.contains(&kind.group()) || others.contains(&kind)
}

/// The short title of a source, else its title.
fn label_title(reference: &Reference) -> Option<String> {
    let title = reference.short_title.as_ref().or(reference.title.as_ref());
    title.map(|title| title.plain().into_owned())
}

/// A source without its names: its short title, its title, or its key.
pub(super) fn title_or_key(reference: &Reference) -> String {
    label_title(reference).unwrap_or_else(|| reference.key.to_string())
}

/// A source in few words, with `no_date` in place of a missing year.
#[must_use]
pub fn short_name(reference: &Reference, no_date: &str) -> String {
    let names = label_names(reference);
    let name = names.first().map(ContributorName::display_family).filter(|name| !name.is_empty());
    let year = reference.issued.as_ref().map_or_else(|| no_date.to_owned(), |date| date.year.to_string());
    format!("{} {year}", name.unwrap_or_else(|| title_or_key(reference)))
}
