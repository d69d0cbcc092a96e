//! HTML of people in a text: the name under a quote, and the list of an article's experts with their bios.

use wellpress_site::model::page::PageRecord;
use wellpress_site::model::{Page, PageId, Site};

use super::TextContext;
use super::{TextView, write};
use crate::escape::{attribute, text};

/// Appends a link to somebody's page with their name and credentials.
pub fn name(html: &mut String, text_cx: TextContext<'_>, person: PageId) {
    let page = text_cx.resolved.site.page(person);
    let PageRecord::Person(person) = &page.record else { return };
    html.push_str("<a href=\"");
    attribute(html, &page.url);
    html.push_str("\">");
    text(html, &person.full_name(page));
    html.push_str("</a>");
    for credential in &person.credentials {
        html.push_str(", ");
        text(html, credential);
    }
}

/// The heading over a list of experts.
#[derive(Clone, Copy)]
pub struct ExpertsHeading<'a> {
    /// The author's words as HTML; empty for the theme's.
    pub title: &'a str,
    /// Its id, which the list refers to.
    pub id: &'a str,
    /// Its level, from 2 to 6.
    pub level: u8,
}

/// Appends the authors, contributors and reviewers of the page with role and bio. Nothing if the page has none, or if the
/// text belongs to no page.
pub fn experts(html: &mut String, text_cx: TextContext<'_>, heading: ExpertsHeading<'_>) {
    let ExpertsHeading { title, id, level } = heading;
    let Some(page) = text_cx.page.map(|page| text_cx.resolved.site.page(page)) else { return };
    let people = people_of(page);
    if people.is_empty() {
        return;
    }
    html.push_str("<section class=\"experts\" aria-labelledby=\"");
    attribute(html, id);
    html.push_str(&format!("\"><h{level} class=\"experts-title\" id=\""));
    attribute(html, id);
    html.push_str("\">");
    if title.is_empty() {
        html.push_str(&text_cx.say_html(heading_key(text_cx.resolved.site, &people)))
    } else {
        html.push_str(title)
    }
    html.push_str(&format!("</h{level}><ul>\n"));
    for person in people {
        expert(html, text_cx, person);
    }
    html.push_str("</ul></section>\n");
}

/// The key of the theme's string over a list of people. They are called experts only if one of them has credentials.
#[must_use]
pub fn heading_key(site: &Site, people: &[PageId]) -> &'static str {
    let is_expert = people.iter().any(|id| match &site.page(*id).record {
        PageRecord::Person(person) => !person.credentials.is_empty(),
        _ => false,
    });
    if is_expert { "text-experts" } else { "text-people-and-teams" }
}

fn expert(html: &mut String, text_cx: TextContext<'_>, id: PageId) {
    let page = text_cx.resolved.site.page(id);
    let PageRecord::Person(person) = &page.record else { return };
    html.push_str("<li class=\"expert\">");
    if let Some(photo) = &text_cx.resolved.pages[id].hero {
        super::media::image_of(html, photo, &photo.alt, super::media::Loading::Lazy, "6rem");
    }
    html.push_str("<p class=\"expert-name\">");
    name(html, text_cx, id);
    html.push_str("</p>");
    if let Some(role) = &person.job_title {
        html.push_str("<p class=\"expert-role\">");
        text(html, role);
        html.push_str("</p>");
    }
    html.push_str("<div class=\"expert-bio\">");
    html.push_str(&bio(text_cx, page));
    html.push_str("</div></li>\n");
}

/// A person's bio. It has no citation marks: the sources are listed on the person's own page.
fn bio(text_cx: TextContext<'_>, page: &Page) -> String {
    let resolved = &text_cx.resolved.pages[page.id].body;
    write(
        text_cx,
        TextView {
            source: &page.source,
            body: &page.body,
            resolved,
            instance: None,
            id_prefix: "",
            heading_shift: 2,
            dose: None,
        },
    )
}

/// Authors, contributors and reviewers, in this order, each once.
#[must_use]
pub fn people_of(page: &Page) -> Vec<PageId> {
    let Some(reviewed) = page.editorial() else { return Vec::new() };
    let contributors = reviewed.contributors.iter().map(|contributor| contributor.person);
    let reviewers = reviewed.reviews.iter().map(|review| review.person);
    let mut people = Vec::new();
    for person in reviewed.authors.iter().copied().chain(contributors).chain(reviewers) {
        if !people.contains(&person) {
            people.push(person);
        }
    }
    people
}
