//! The page of a person or a team, with the pages that they wrote, reviewed or contributed to.

use wellpress_diagnostics::Diagnostic;
use wellpress_site::model::Page;
use wellpress_site::model::person::Person;

use crate::context;
use crate::escape::escaped;
use crate::listing::members::Members;
use crate::pages::page_variables::PageVariables;
use crate::pages::render_context::RenderContext;

pub(in crate::pages) fn render(
    cx: &RenderContext<'_>,
    page: &Page,
    person: &Person,
) -> Result<Vec<u8>, Box<Diagnostic>> {
    let members = Members::of(cx.config, cx.resolved, page);
    let [wrote, reviewed, contributed] = members.as_ref().map(|members| members.on_page(1)).unwrap_or_default();
    let links = person.links.iter().map(|link| context::Link::new(link.title.as_str(), link.url.value.as_str()));
    let profile = context::PersonPage {
        person: cx.person(page.id, String::new(), None),
        affiliation: person.affiliation.clone(),
        links: links.collect(),
        content: crate::pages::body_html::body_html_with_sources(cx, page),
        wrote: cx.cards(wrote),
        contributed: cx.cards(contributed),
        reviewed: cx.cards(reviewed),
        pager: crate::pages::lists::members::pager(cx, page),
    };
    let mut variables = PageVariables::of_content(cx, page, "person");
    // The heading has the name with its prefix, such as "Dr."; `page.title` stays without it.
    variables.page.title_html = escaped(&profile.person.name);
    variables.render_text(cx, page, "person.content", &profile.content, |context| context.insert("person", &profile))
}
