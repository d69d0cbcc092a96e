//! The page of a topic, with what there is about it.

use wellpress_diagnostics::Diagnostic;
use wellpress_site::model::Page;
use wellpress_site::model::topic::Topic;
use wellpress_site::parse::front_matter::TopicKind;

use super::super::context;
use super::super::html::references;
use super::super::render_context::RenderContext;
use super::members::Members;

/// Renders a topic.
pub(super) fn render(cx: &RenderContext<'_>, page: &Page, topic: &Topic) -> Result<Vec<u8>, Box<Diagnostic>> {
    let back = &cx.resolved.backlinks;
    let members = Members::of(cx.config, cx.resolved, page);
    let [articles, exercises, programmes] = members.as_ref().map(|members| members.part(1)).unwrap_or_default();
    let own = context::Topic {
        kind: match topic.kind {
            TopicKind::Condition => "condition",
            TopicKind::Region => "region",
            TopicKind::Method => "method",
            TopicKind::Population => "population",
            TopicKind::Other => "other",
        },
        content: super::own_text(cx, page),
        broader: cx.links(&topic.broader),
        narrower: back.narrower.get(&page.id).map(|pages| cx.links(pages)).unwrap_or_default(),
        articles: cx.cards(articles),
        exercises: cx.cards(exercises),
        programmes: cx.cards(programmes),
        pager: super::members::pager(cx, page),
        references: references::list(cx.text_context(page), &cx.resolved.pages[page.id.index()].citations),
    };
    let head = super::head(cx, page);
    cx.render("topic.html", page.language, &super::page_context(cx, page, "topic"), &head, |context| {
        context.insert("topic", &own);
    })
}
