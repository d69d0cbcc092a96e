//! Takes the citations of a page in reading order, returns [`PageCitations`]: a formatted mark for each, and the numbered list
//! of the sources with the number of marks that lead back from each.
//!
//! Which formatter a page has is decided in `formatters`, and how CSL styles write is left to `format`. This module
//! translates between the two: keys become ids of sources, and formatted parts get their occurrence on the page.

pub mod format;
mod formatters;

use std::sync::Arc;

use wellpress_csl::{Citation, CitationMode, Cite, Locator};
use wellpress_diagnostics::{Diagnostic, Severity, Source, rules};
use wellpress_foundation::ids::IdVec;
use wellpress_markdown::body::Body;
use wellpress_markdown::citations::{AuthorDisplay, CitationForm, CitationGroup, in_link};

use crate::model::reference::ReferenceId;
use crate::model::{Page, Site};
use crate::parse::front_matter::ReferenceListMode;
use crate::parse::glossary::GlossaryTerm;

use super::reading_order::{MarkPosition, ReadingOrder, ShownText};
use format::{FormattedPage, RichText};
pub use formatters::{ChosenFormatter, Formatters, LIST_STYLE, MARKS_STYLE, SITE_STYLE, StyleId, csl_source};

/// The formatted marks of a page and its list of sources.
#[derive(Debug)]
pub struct PageCitations {
    /// The formatter that made them.
    pub style: StyleId,
    /// The marks, indexed like [`ReadingOrder::marks`].
    pub marks: IdVec<MarkPosition, Mark>,
    /// The generated list, in its order.
    pub list: Vec<ListedSource>,
    /// Sources of the library in a list that the author wrote by hand, in its order.
    pub listed_by_hand: Vec<ReferenceId>,
}

impl Default for PageCitations {
    /// No marks and no list: the citations of a page that is not resolved yet, or has no reading order.
    fn default() -> Self {
        Self { style: SITE_STYLE, marks: IdVec::default(), list: Vec::new(), listed_by_hand: Vec::new() }
    }
}

impl PageCitations {
    /// Every source of the page once: those of the generated list, then those of the list written by hand.
    pub fn sources(&self) -> impl Iterator<Item = ReferenceId> + '_ {
        let by_hand = self.listed_by_hand.iter().copied();
        let only_by_hand = by_hand.filter(|source| self.list.iter().all(|entry| entry.reference != *source));
        self.list.iter().map(|entry| entry.reference).chain(only_by_hand)
    }
}

/// A formatted mark.
#[derive(Debug, Default)]
pub struct Mark {
    /// How the mark is typeset.
    pub form: MarkForm,
    /// Sources and the text between them, in order. Empty if no key of the citation is known.
    pub parts: Vec<MarkPart>,
}

/// How a mark is typeset.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum MarkForm {
    /// As text in the line: "(Adams, 2019)", "Adams (2019)".
    #[default]
    Line,
    /// As a superscript number.
    Number,
    /// As a number in the line, for styles that do not raise numbers.
    NumberInLine,
    /// As the author's name in the line with a superscript number.
    NamedNumber,
    /// As words of the page's author that lead to the source.
    Words,
}

/// A part of a mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkPart {
    /// Punctuation and words around sources.
    Text(RichText),
    /// A source.
    Source {
        /// The source that the mark leads to.
        reference: ReferenceId,
        /// The number of this mark among the page's marks of the source, from 1. Anchors contain it.
        occurrence: u32,
        /// The number of the source in the list, from 1.
        number: u32,
        /// The text of the mark. Empty for a source within a range of numbers.
        text: RichText,
    },
}

impl MarkPart {
    /// The text without markup.
    #[must_use]
    pub fn plain(&self) -> String {
        match self {
            Self::Text(text) | Self::Source { text, .. } => text.plain(),
        }
    }
}

/// A source in the list of a page.
///
/// The text of the entry is the same on every page with the same style, so the formatter keeps it
/// ([`Formatter::entry`](format::Formatter::entry)) and only what differs is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedSource {
    /// The source of the entry.
    pub reference: ReferenceId,
    /// The number in the list, from 1.
    pub number: u32,
    /// The letter in "2019a" that tells two sources of the same authors and year apart, if the list's style does not print it.
    pub year_letter: Option<String>,
    /// "Accessed May 2, 2023.", if the style does not print the access date.
    pub accessed: Option<Arc<str>>,
    /// The whole entry, if the list's style prints the letter of the year: it depends on the other sources of the page then.
    pub text: Option<RichText>,
    /// How many marks on the page lead to the source.
    pub occurrences: u32,
}

/// One finding for each key in a text that no source of the library has, whose entry must not be cited, or that stands in the
/// text of a link.
pub(super) fn refuse_keys(site: &Site, source: &Source, body: &Body, findings: &mut Vec<Diagnostic>) {
    for name in body.names_in_links.iter().filter(|name| site.library.find(&name.key).is_some()) {
        findings.push(in_link(source.locate(name.span)));
    }
    for group in &body.citations {
        for item in &group.items {
            let refusal = site.library.refusal(&item.key, || source.locate(item.key_span), findings);
            findings
                .extend(refusal.map(|finding| if is_account(group, &finding) { as_account(finding) } else { finding }));
        }
    }
}

/// Whether an unknown key may be the name of an account, as `@NHSuk` in running text.
fn is_account(group: &CitationGroup, refusal: &Diagnostic) -> bool {
    // `@fig:x` refers to a figure in texts for Pandoc.
    const OTHER_REFERENCES: [&str; 5] = ["fig:", "tbl:", "eq:", "sec:", "lst:"];
    let is_word = group
        .items
        .iter()
        .all(|item| !item.key.contains(':') || OTHER_REFERENCES.iter().any(|prefix| item.key.starts_with(prefix)));
    group.form == CitationForm::Narrative && is_word && refusal.rule == &rules::CITATION_UNKNOWN
}

/// The finding about such a word, which the page shows as it is written.
fn as_account(finding: Diagnostic) -> Diagnostic {
    Diagnostic { severity: Severity::Warning, ..finding }
}

/// The marks and the list of a page. `uncited` are sources that the list contains although no mark cites them.
pub fn of_page(
    site: &Site,
    page: &Page,
    chosen: ChosenFormatter<'_, '_>,
    reading_order: &ReadingOrder,
    uncited: &[ReferenceId],
) -> PageCitations {
    let groups = reading_order.marks.iter().map(|mark| {
        let body = match reading_order.instances[mark.instance].text {
            ShownText::FrontText(text) => page.front_texts.get(text)?,
            ShownText::Definition(_) => return None,
            ShownText::PageBody => &page.body,
            ShownText::Exercise(exercise) => &site.page(exercise).body,
            ShownText::Disclaimer(disclaimer) => &site.disclaimers[disclaimer].body,
        };
        Some(&body.citations[mark.citation])
    });
    let mut citations = format_marks(site, chosen, groups, uncited);
    citations.listed_by_hand = listed_by_hand(site, page);
    let list = page.editorial().and_then(|editorial| editorial.citations.list.as_ref());
    let is_manual = list.is_some_and(|list| list.value == ReferenceListMode::Manual);
    // Marks lead to the generated list, so a page with marks keeps it beside the one written by hand.
    if is_manual && citations.marks.is_empty() {
        citations.list.clear();
    }
    citations
}

/// The sources of the library in the list that an author wrote by hand, each once.
fn listed_by_hand(site: &Site, page: &Page) -> Vec<ReferenceId> {
    let mut sources = Vec::new();
    for source in page.body.references.iter().filter_map(|item| site.library.find_written(item)) {
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    sources
}

/// The marks and the list of a glossary.
pub(super) fn of_glossary(
    site: &Site,
    chosen: ChosenFormatter<'_, '_>,
    reading_order: &ReadingOrder,
    definitions: &IdVec<GlossaryTerm, &Body>,
    uncited: &[ReferenceId],
) -> PageCitations {
    let groups = reading_order.marks.iter().map(|mark| match reading_order.instances[mark.instance].text {
        ShownText::Definition(term) => Some(&definitions.get(term)?.citations[mark.citation]),
        ShownText::FrontText(_) | ShownText::PageBody | ShownText::Exercise(_) | ShownText::Disclaimer(_) => None,
    });
    format_marks(site, chosen, groups, uncited)
}

/// Formats citation groups in reading order. A group without a known key gets an empty mark, so that marks keep the indices
/// of [`ReadingOrder::marks`].
fn format_marks<'b>(
    site: &Site,
    chosen: ChosenFormatter<'_, '_>,
    citation_groups: impl ExactSizeIterator<Item = Option<&'b CitationGroup>>,
    uncited: &[ReferenceId],
) -> PageCitations {
    let ChosenFormatter { style, formatter } = chosen;
    let mut citations = Vec::with_capacity(citation_groups.len());
    let mut forms: Vec<Option<CitationForm>> = Vec::with_capacity(citation_groups.len());
    for group in citation_groups {
        let citation = group.and_then(|group| citation(site, group));
        forms.push(group.filter(|_| citation.is_some()).map(|group| group.form));
        citations.extend(citation);
    }
    if citations.is_empty() && uncited.is_empty() {
        return PageCitations { style, ..PageCitations::default() };
    }
    let FormattedPage { marks, list } = formatter.page(&citations, uncited);
    let mut formatted_marks = marks.into_iter();
    let marks = forms.into_iter().map(|form| {
        // No key of this mark is known, so the formatter was not asked and has no parts for it.
        let Some(form) = form else { return Mark::default() };
        Mark { form: formatter.mark_form(form), parts: formatted_marks.next().unwrap_or_default() }
    });
    PageCitations { style, marks: marks.collect(), list, listed_by_hand: Vec::new() }
}

/// A citation group as the style processor reads it, or `None` if none of its keys is known.
fn citation<'b>(site: &Site, group: &'b CitationGroup) -> Option<Citation<'b>> {
    let cites = group.items.iter().filter_map(|item| {
        let locator = item.locator.as_ref();
        Some(Cite {
            source: site.library.find(&item.key)?.index(),
            prefix: item.prefix.trim_end(),
            locator: locator.map(|locator| Locator { label: locator.label, value: &locator.value }),
            suffix: item.suffix.trim_end(),
            is_author_suppressed: item.author == AuthorDisplay::Suppressed,
        })
    });
    let cites: Vec<Cite<'b>> = cites.collect();
    let mode = match group.form {
        CitationForm::Narrative => CitationMode::Narrative,
        CitationForm::Brackets | CitationForm::Words => CitationMode::Parenthetical,
    };
    (!cites.is_empty()).then_some(Citation { mode, cites })
}
