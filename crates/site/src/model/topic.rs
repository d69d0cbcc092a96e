//! [`Topic`]: a subject that pages are about, in a hierarchy of wider and narrower ones.

use wellpress_diagnostics::Diagnostic;
use wellpress_diagnostics::yaml::Located;

use crate::parse::front_matter::{FrontMatter, TopicKind, VocabularyCodes};
use crate::sections::ContentKind;

use super::lookup::Lookup;
use super::page_head::PageHead;
use super::page_id::PageId;
use super::reference::ReferenceId;

/// The fields that only topics have.
#[derive(Debug)]
pub struct Topic {
    /// Whether it is a condition, a region of the body, a method ..
    pub kind: TopicKind,
    /// Other names, by which searches find it and its pages.
    pub also_called: Vec<String>,
    /// Wider topics; `resolve` refuses circles.
    pub broader: Vec<PageId>,
    /// The same, each with the place of its id.
    pub broader_links: Vec<Located<PageId>>,
    /// Codes in medical vocabularies, for search engines.
    pub codes: VocabularyCodes,
    /// Sources to list though the text does not cite them, each with the place of its key.
    pub uncited_references: Vec<Located<ReferenceId>>,
}

pub(super) fn read(
    lookup: Lookup<'_>,
    page: &PageHead<'_>,
    front: &FrontMatter,
    findings: &mut Vec<Diagnostic>,
) -> Topic {
    let mut ids = lookup.ids_of(page, findings);
    let mut broader_links = Vec::new();
    Topic {
        kind: front.topic_kind,
        also_called: front.aka.values.clone(),
        broader: ids.linked_pages(ContentKind::Topic, &front.broader.located(page.source), &mut broader_links),
        broader_links,
        codes: front.codes.clone(),
        uncited_references: ids.references(front.topic_references.iter()),
    }
}
