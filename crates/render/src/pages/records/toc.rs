//! The table of contents of articles and plain pages.

use wellpress_site::model::Page;
use wellpress_site::resolve::outline::OutlineEntry;

use crate::context::TocEntry;
use crate::pages::render_context::RenderContext;

/// Level-3 entries below the level-2 entry before them, then "References" if the page has a list of sources.
pub(in crate::pages) fn toc(cx: &RenderContext<'_>, page: &Page) -> Vec<TocEntry> {
    let resolved = &cx.resolved.pages[page.id];
    let mut toc: Vec<TocEntry> = Vec::new();
    // A text may begin with level-3 headings; until the first of level 2 there is no parent, and they stand at the top.
    let mut has_parent = false;
    for outline_entry in cx.resolved.outlines[page.id].entries(&page.body) {
        let entry = toc_entry(outline_entry);
        has_parent = has_parent || outline_entry.level == 2;
        match toc.last_mut().filter(|_| outline_entry.level == 3 && has_parent) {
            Some(parent) => parent.children.push(entry),
            None => toc.push(entry),
        }
    }
    if !resolved.citations.list.is_empty() {
        let title = cx.say(page.language, "text-references-entry");
        toc.push(TocEntry { title, url: "#references".to_owned(), children: Vec::new() });
    }
    toc
}

fn toc_entry(entry: OutlineEntry<'_>) -> TocEntry {
    TocEntry { title: entry.title.to_string(), url: format!("#{}", entry.id), children: Vec::new() }
}
