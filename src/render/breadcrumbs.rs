//! The way from the home page down to the parent of a page.

use crate::discover::Kind;
use crate::model::Page;

use super::context::Link;
use super::frame::Frame;

/// Home, then the first topic of an article or an exercise, else the list of its section.
#[must_use]
pub fn of_page(frame: &Frame<'_>, page: &Page) -> Vec<Link> {
    let home = frame.home(page.language);
    if page.url == home {
        return Vec::new();
    }
    let section = |kind: Kind| Link {
        title: frame.say(page.language, &format!("text-{}", kind.folder())),
        url: format!("{home}{}/", kind.folder()),
    };
    let mut links = vec![Link { title: frame.say(page.language, "text-home"), url: home.clone() }];
    match page.reviewed().and_then(|reviewed| reviewed.topics.first()) {
        Some(topic) => links.push(frame.link(*topic)),
        None if page.kind != Kind::Page => links.push(section(page.kind)),
        None => {}
    }
    links
}
