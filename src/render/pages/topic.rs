//! The page of a topic, with what there is about it.

use crate::diagnostics::Diagnostic;
use crate::discover::Kind;
use crate::model::topic::Topic;
use crate::model::{Page, PageId};
use crate::parse::front_matter::TopicKind;

use super::super::context;
use super::super::frame::Frame;
use super::super::html::references;

/// Renders a topic.
pub(super) fn render(frame: &Frame<'_>, page: &Page, topic: &Topic) -> Result<Vec<u8>, Box<Diagnostic>> {
    let back = &frame.resolved.backlinks;
    let members = back.members.get(&page.id).map(Vec::as_slice).unwrap_or_default();
    let of_kind = |kind: Kind| {
        let same = |id: &&PageId| {
            let member = frame.resolved.site.page(**id);
            member.kind == kind && member.language == page.language
        };
        let mut pages: Vec<PageId> = members.iter().filter(same).copied().collect();
        super::lists::sort(frame, kind, &mut pages);
        frame.cards(&pages)
    };
    let own = context::Topic {
        kind: match topic.kind {
            TopicKind::Condition => "condition",
            TopicKind::Region => "region",
            TopicKind::Method => "method",
            TopicKind::Population => "population",
            TopicKind::Other => "other",
        },
        content: super::own_text(frame, page),
        broader: frame.links(&topic.broader),
        narrower: back.narrower.get(&page.id).map(|pages| frame.links(pages)).unwrap_or_default(),
        articles: of_kind(Kind::Article),
        exercises: of_kind(Kind::Exercise),
        programmes: of_kind(Kind::Programme),
        references: references::list(frame.scene(page), &frame.resolved.pages[page.id.index()].citations),
    };
    let head = super::head(frame, page);
    frame.render("topic.html", page.language, &super::page_context(frame, page, "topic"), &head, |context| {
        context.insert("topic", &own);
    })
}
