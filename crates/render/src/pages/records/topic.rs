//! The page of a topic, with the pages that belong to it.

use wellpress_diagnostics::Diagnostic;
use wellpress_site::model::Page;
use wellpress_site::model::topic::Topic;

use crate::context;
use crate::html::references;
use crate::listing::members::Members;
use crate::pages::page_variables::PageVariables;
use crate::pages::render_context::RenderContext;

pub(in crate::pages) fn render(cx: &RenderContext<'_>, page: &Page, topic: &Topic) -> Result<Vec<u8>, Box<Diagnostic>> {
    let members = Members::of(cx.config, cx.resolved, page);
    let [articles, exercises, programmes] = members.as_ref().map(|members| members.on_page(1)).unwrap_or_default();
    let narrower = cx.resolved.backlinks.narrower.get(&page.id);
    let topic = context::Topic {
        kind: topic.kind.into(),
        content: crate::pages::body_html::folded_body_html(cx, page),
        broader: cx.links(&topic.broader),
        narrower: narrower.map(|topics| cx.links(topics)).unwrap_or_default(),
        articles: cx.cards(articles),
        exercises: cx.cards(exercises),
        programmes: cx.cards(programmes),
        pager: crate::pages::lists::members::pager(cx, page),
        references: references::list(cx.text_context(page), &cx.resolved.pages[page.id].citations),
    };
    let variables = PageVariables::of_content(cx, page, "topic");
    variables.render_text(cx, page, "topic.content", &topic.content, |context| context.insert("topic", &topic))
}
