//! The page of a person or a team, with what they wrote and reviewed.

use wellpress_diagnostics::Diagnostic;
use wellpress_diagnostics::yaml::Located;
use wellpress_site::model::Page;
use wellpress_site::model::person::Person;

use super::super::context;
use super::super::render_context::RenderContext;
use super::members::Members;

/// Renders a person.
pub(super) fn render(cx: &RenderContext<'_>, page: &Page, person: &Person) -> Result<Vec<u8>, Box<Diagnostic>> {
    let members = Members::of(cx.config, cx.resolved, page);
    let [wrote, reviewed, contributed] = members.as_ref().map(|members| members.part(1)).unwrap_or_default();
    let link = |(title, url): &(String, Located<String>)| context::Link::new(title.as_str(), url.value.as_str());
    let own = context::PersonPage {
        person: cx.person(page.id, String::new(), None),
        affiliation: person.affiliation.clone(),
        links: person.links.iter().map(link).collect(),
        content: super::own_text_with_sources(cx, page),
        wrote: cx.cards(wrote),
        contributed: cx.cards(contributed),
        reviewed: cx.cards(reviewed),
        pager: super::members::pager(cx, page),
    };
    let head = super::head(cx, page);
    let mut about = super::page_context(cx, page, "person");
    about.title_html = super::super::html::escape::escaped(&own.person.name);
    cx.render("person.html", page.language, &about, &head, |context| {
        context.insert("person", &own);
    })
}
