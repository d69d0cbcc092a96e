//! [`CitedSources`]: the sources that a page, a glossary or a disclaimer cites in its own text or lists, each with the place
//! that an author would look at.
//!
//! For rules about sources, which report each source once. What exercises on the page cite belongs to their own pages.

use rustc_hash::FxHashSet;

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Rule, Source, Span};
use wellpress_markdown::body::Body;

use wellpress_site::model::disclaimer::Disclaimer;
use wellpress_site::model::reference::{Library, ReferenceId};
use wellpress_site::model::{Page, PageRecord};
use wellpress_site::parse::glossary::Glossary;
use wellpress_site::resolve::ResolvedSite;

/// The sources of one file in groups: those of one mark together, those of lists one by one.
///
/// The groups of the front matter's lists come first, then those of marks in the order of the file, then items of a list
/// that the author wrote by hand.
///
/// Groups matter because a mark is judged as a whole: an old source beside a newer one, or a superseded one beside its
/// successor, is what the author means. A source that the library does not have is missing here, since its unknown key
/// has a finding already.
pub(super) struct CitedSources<'a> {
    library: &'a Library,
    file: &'a Source,
    groups: Vec<Vec<CitationPlace>>,
}

/// A source with the place of its key in the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct CitationPlace {
    pub source: ReferenceId,
    pub span: Span,
}

impl<'a> CitedSources<'a> {
    pub fn of_page(resolved: &'a ResolvedSite<'a>, page: &'a Page) -> Self {
        let library = &*resolved.site.library;
        let in_front_matter = listed_in_front_matter(page).iter();
        let in_front_matter =
            in_front_matter.map(|source| vec![CitationPlace { source: source.value, span: source.span }]);
        let marks = marks(library, page.texts());
        let groups = in_front_matter.chain(marks).chain(listed_by_hand(library, &page.body)).collect();
        Self { library, file: &page.source, groups }
    }

    pub fn of_glossary(resolved: &'a ResolvedSite<'a>, glossary: &'a Glossary) -> Self {
        let library = &*resolved.site.library;
        let keys = glossary.terms.iter().flat_map(|term| &term.references);
        let in_terms =
            keys.filter_map(|key| Some(vec![CitationPlace { source: library.find(&key.value)?, span: key.span }]));
        let groups = in_terms.chain(marks(library, glossary.terms.iter().map(|term| &term.definition))).collect();
        Self { library, file: &glossary.source, groups }
    }

    pub fn of_disclaimer(resolved: &'a ResolvedSite<'a>, disclaimer: &'a Disclaimer) -> Self {
        let library = &*resolved.site.library;
        let groups = marks(library, std::iter::once(&*disclaimer.body)).collect();
        Self { library, file: &disclaimer.source, groups }
    }

    /// The first place of each source for which `is_meant` holds, which is given the source and all sources of its group.
    pub fn first_places(&self, is_meant: impl Fn(ReferenceId, &[CitationPlace]) -> bool) -> Vec<CitationPlace> {
        let mut places: Vec<CitationPlace> = Vec::new();
        let mut sources: FxHashSet<ReferenceId> = FxHashSet::default();
        for group in &self.groups {
            for place in group {
                // A mark that is not meant leaves the source open, so a later mark of it can still be reported.
                if !sources.contains(&place.source) && is_meant(place.source, group) {
                    sources.insert(place.source);
                    places.push(*place);
                }
            }
        }
        places
    }

    /// A finding about a source at its place, with its entry in the library as a second place.
    pub fn finding(&self, rule: &'static Rule, place: CitationPlace, message: String) -> Diagnostic {
        let entry = self.library.get(place.source).location.clone();
        Diagnostic::new(rule, self.file.locate(place.span), message).related(entry, "its entry in the library")
    }
}

fn marks<'a>(library: &Library, bodies: impl Iterator<Item = &'a Body>) -> impl Iterator<Item = Vec<CitationPlace>> {
    bodies.flat_map(|body| &body.citations).map(|group| {
        let items = group.items.iter();
        items.filter_map(|item| Some(CitationPlace { source: library.find(&item.key)?, span: item.key_span })).collect()
    })
}

/// Sources in a list that the author wrote by hand, each at its item.
fn listed_by_hand<'a>(library: &'a Library, body: &'a Body) -> impl Iterator<Item = Vec<CitationPlace>> + 'a {
    let items = body.references.iter();
    items.filter_map(|item| Some(vec![CitationPlace { source: library.find_written(item)?, span: item.span }]))
}

fn listed_in_front_matter(page: &Page) -> &[Located<ReferenceId>] {
    match (&page.record, page.editorial()) {
        (_, Some(reviewed)) => &reviewed.uncited_references,
        (PageRecord::Topic(topic), None) => &topic.uncited_references,
        _ => &[],
    }
}
