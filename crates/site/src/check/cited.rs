//! [`Cited`]: the sources that a page cites in its own text or lists, each at the place that an author would look at.

use wellpress_diagnostics::{Diagnostic, Rule, Source, Span};
use wellpress_markdown::body::Body;
use wellpress_markdown::citations::CitationItem;
use wellpress_markdown::reference_list::WrittenReference;

use crate::model::disclaimer::Disclaimer;
use crate::model::reference::{Library, ReferenceId};
use crate::model::{Page, Record};
use crate::parse::glossary::Glossary;
use crate::resolve::ResolvedSite;

/// What a page cites, in the order in which it stands in the file.
pub(super) struct Cited<'a> {
    library: &'a Library,
    source: &'a Source,
    groups: Vec<Vec<Place>>,
}

/// A source with the place that names it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// Which source.
    pub source: ReferenceId,
    /// Where its key stands.
    pub span: Span,
}

impl<'a> Cited<'a> {
    /// Of a page; what exercises on it cite is theirs.
    pub fn new(resolved: &'a ResolvedSite<'a>, page: &'a Page) -> Self {
        let library = &*resolved.site.library;
        let key_points = page.article().map_or(&[][..], |article| &article.key_points);
        let listed = listed(page).iter().map(|(source, span)| vec![Place { source: *source, span: *span }]);
        let marked = listed.chain(marks(library, key_points.iter().chain([&*page.body])));
        let groups = marked.chain(written(library, &page.body)).collect();
        Self { library, source: &page.source, groups }
    }

    /// Of a glossary.
    pub fn of_glossary(resolved: &'a ResolvedSite<'a>, glossary: &'a Glossary) -> Self {
        let library = &*resolved.site.library;
        let keys = glossary.terms.iter().flat_map(|term| &term.references);
        let listed = keys.filter_map(|key| Some(vec![Place { source: library.find(&key.value)?, span: key.span }]));
        let groups = listed.chain(marks(library, glossary.terms.iter().map(|term| &term.definition))).collect();
        Self { library, source: &glossary.source, groups }
    }

    /// Of a disclaimer.
    pub fn of_disclaimer(resolved: &'a ResolvedSite<'a>, disclaimer: &'a Disclaimer) -> Self {
        let library = &*resolved.site.library;
        let groups = marks(library, std::iter::once(&*disclaimer.body)).collect();
        Self { library, source: &disclaimer.source, groups }
    }

    /// The first place of each source in a group that `is_meant`, which is given the sources of that group.
    pub fn first(&self, is_meant: impl Fn(ReferenceId, &[Place]) -> bool) -> Vec<Place> {
        let mut first: Vec<Place> = Vec::new();
        for group in &self.groups {
            for place in group {
                let is_known = first.iter().any(|known| known.source == place.source);
                if !is_known && is_meant(place.source, group) {
                    first.push(*place);
                }
            }
        }
        first
    }

    /// A finding about a source at its place, with its entry in the library as a second place.
    pub fn finding(&self, rule: &'static Rule, place: Place, message: String) -> Diagnostic {
        let entry = self.library.get(place.source).location.clone();
        Diagnostic::new(rule, self.source.locate(place.span), message).related(entry, "its entry in the library")
    }
}

fn marks<'a>(library: &Library, bodies: impl Iterator<Item = &'a Body>) -> impl Iterator<Item = Vec<Place>> {
    bodies.flat_map(|body| &body.citations).map(|group| {
        let place = |item: &CitationItem| Some(Place { source: library.find(&item.key)?, span: item.key_span });
        group.items.iter().filter_map(place).collect()
    })
}

/// Sources in a list that the author wrote by hand, each at its item.
fn written<'a>(library: &'a Library, body: &'a Body) -> impl Iterator<Item = Vec<Place>> + 'a {
    let place = |item: &WrittenReference| Some(vec![Place { source: library.written(item)?, span: item.span }]);
    body.references.iter().filter_map(place)
}

/// Sources that the front matter lists, with the places that name them.
fn listed(page: &Page) -> &[(ReferenceId, Span)] {
    match (&page.record, page.reviewed()) {
        (_, Some(reviewed)) => &reviewed.listed,
        (Record::Topic(topic), None) => &topic.listed,
        _ => &[],
    }
}
