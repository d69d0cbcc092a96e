//! People in the text: who says a quote, who the experts of an article are.

use wellpress_site::model::page::PageRecord;
use wellpress_site::model::{Page, PageId, Site};

use super::TextContext;
use super::escape::{attribute, text};
use super::{TextView, write};

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

/// Appends the people of an article with role and bio, under a heading with this id and of this level.
pub fn experts(html: &mut String, text_cx: TextContext<'_>, title: &str, (id, level): (&str, u8)) {
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
        text(html, &text_cx.say(heading(text_cx.resolved.site, &people)))
    } else {
        html.push_str(title)
    }
    html.push_str(&format!("</h{level}><ul>\n"));
    for person in people {
        expert(html, text_cx, person);
    }
    html.push_str("</ul></section>\n");
}

/// The string that names a list of people: experts are those whose credentials are told.
#[must_use]
pub fn heading(site: &Site, people: &[PageId]) -> &'static str {
    let has_credentials = |id: &PageId| match &site.page(*id).record {
        PageRecord::Person(person) => !person.credentials.is_empty(),
        _ => false,
    };
    if people.iter().any(has_credentials) { "text-experts" } else { "text-people-and-teams" }
}

fn expert(html: &mut String, text_cx: TextContext<'_>, id: PageId) {
    let page = text_cx.resolved.site.page(id);
    let PageRecord::Person(person) = &page.record else { return };
    html.push_str("<li class=\"expert\">");
    if let Some(photo) = &text_cx.resolved.pages[id.index()].hero {
        super::media::image_of(html, photo, &photo.alt, (super::media::Loading::Lazy, "6rem"));
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

/// Somebody's bio without marks, which belong to their own page.
fn bio(text_cx: TextContext<'_>, page: &Page) -> String {
    let resolved = &text_cx.resolved.pages[page.id.index()].body;
    write(
        text_cx,
        TextView { source: &page.source, body: &page.body, resolved, instance: None, id_prefix: "", heading_shift: 2 },
    )
}

/// Authors, contributors and reviewers, none twice.
fn people_of(page: &Page) -> Vec<PageId> {
    let Some(reviewed) = page.editorial() else { return Vec::new() };
    let contributors = reviewed.contributors.iter().map(|(person, _)| *person);
    let reviewers = reviewed.reviews.iter().map(|review| review.person);
    let mut people = Vec::new();
    for person in reviewed.authors.iter().copied().chain(contributors).chain(reviewers) {
        if !people.contains(&person) {
            people.push(person);
        }
    }
    people
}
