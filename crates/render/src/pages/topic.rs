//! The page of a topic, with what there is about it.

use wellpress_diagnostics::Diagnostic;
use wellpress_site::model::Page;
use wellpress_site::model::topic::Topic;
use wellpress_site::parse::front_matter::TopicKind;

use super::super::context;
use super::super::frame::Frame;
use super::super::html::references;
use super::members::Members;

/// Renders a topic.
pub(super) fn render(frame: &Frame<'_>, page: &Page, topic: &Topic) -> Result<Vec<u8>, Box<Diagnostic>> {
    let back = &frame.resolved.backlinks;
    let members = Members::of(frame.config, frame.resolved, page);
    let [articles, exercises, programmes] = members.as_ref().map(|members| members.part(1)).unwrap_or_default();
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
        articles: frame.cards(articles),
        exercises: frame.cards(exercises),
        programmes: frame.cards(programmes),
        pager: super::members::pager(frame, page),
        references: references::list(frame.scene(page), &frame.resolved.pages[page.id.index()].citations),
    };
    let head = super::head(frame, page);
    frame.render("topic.html", page.language, &super::page_context(frame, page, "topic"), &head, |context| {
        context.insert("topic", &own);
    })
}
