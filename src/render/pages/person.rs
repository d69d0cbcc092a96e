//! The page of a person or a team, with what they wrote and reviewed.

use std::collections::BTreeMap;

use crate::diagnostics::Diagnostic;
use crate::model::person::Person;
use crate::model::{Page, PageId};
use crate::yaml::Located;

use super::super::context;
use super::super::frame::Frame;

/// Renders a person.
pub(super) fn render(frame: &Frame<'_>, page: &Page, person: &Person) -> Result<Vec<u8>, Box<Diagnostic>> {
    let back = &frame.resolved.backlinks;
    let cards =
        |map: &BTreeMap<PageId, Vec<PageId>>| map.get(&page.id).map(|pages| frame.cards(pages)).unwrap_or_default();
    let link = |(title, url): &(String, Located<String>)| context::Link::new(title.as_str(), url.value.as_str());
    let own = context::PersonPage {
        person: frame.person(page.id, String::new(), None),
        affiliation: person.affiliation.clone(),
        links: person.links.iter().map(link).collect(),
        content: super::own_text_with_sources(frame, page),
        wrote: cards(&back.wrote),
        contributed: cards(&back.contributed),
        reviewed: cards(&back.reviewed),
    };
    let head = super::head(frame, page);
    let mut about = super::page_context(frame, page, "person");
    about.title_html = super::super::html::escape::escaped(&own.person.name);
    frame.render("person.html", page.language, &about, &head, |context| {
        context.insert("person", &own);
    })
}
