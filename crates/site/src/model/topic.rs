//! [`Topic`].

use wellpress_diagnostics::{Diagnostic, Span};

use crate::discover::Kind;
use crate::parse::front_matter::{self, Codes, TopicKind};

use super::lookup::Lookup;
use super::page::{Page, PageId};
use super::reference::ReferenceId;

/// A topic.
#[derive(Debug)]
pub struct Topic {
    /// What sort of topic.
    pub kind: TopicKind,
    /// Wider topics.
    pub broader: Vec<PageId>,
    /// Codes of vocabularies.
    pub codes: Codes,
    /// Sources listed though no mark cites them, with their places.
    pub listed: Vec<(ReferenceId, Span)>,
}

pub(super) fn read(
    lookup: Lookup<'_>,
    page: &Page,
    front: front_matter::Topic,
    findings: &mut Vec<Diagnostic>,
) -> Topic {
    let mut ids = lookup.of(page, findings);
    Topic {
        kind: front.kind,
        broader: ids.pages(Kind::Topic, &front.broader.located(&page.source)),
        codes: front.codes,
        listed: ids.references(front.references.iter()),
    }
}
