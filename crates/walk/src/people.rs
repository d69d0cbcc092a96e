//! People in a text: the name under a quote, and the list of an article's experts with their bios.

use wellpress_site::model::PageId;
use wellpress_site::model::page::PageRecord;

use crate::address::absolute;
use crate::blocks::{Block, Blocks, Inline, ListKind, Run};
use crate::media;
use crate::text_walk::TextWalk;
use wellpress_render::html::people::{heading_key, people_of};
use wellpress_render::html::{TextContext, TextView};

/// Adds a link to somebody's page with their name and credentials.
pub(crate) fn name(blocks: &mut Blocks, text_cx: TextContext<'_>, person: PageId) {
    let page = text_cx.resolved.site.page(person);
    let PageRecord::Person(person) = &page.record else { return };
    let (text, link) = (person.full_name(page), Some(absolute(text_cx.config, &page.url)));
    blocks.run(Run { text, link, ..Run::default() });
    person.credentials.iter().for_each(|credential| blocks.text(&format!(", {credential}")));
}

/// Adds the authors, contributors and reviewers of the page with role and bio. Nothing if the page has none, or if the text belongs to
/// no page.
pub(crate) fn experts(blocks: &mut Blocks, text_cx: TextContext<'_>, label: Blocks, level: u8) {
    let Some(page) = text_cx.page.map(|page| text_cx.resolved.site.page(page)) else { return };
    let people = people_of(page);
    if people.is_empty() {
        return;
    }
    blocks.start(Block::Section("experts"));
    blocks.block(Block::Heading(level), |blocks| match label.is_empty() {
        true => blocks.text(&text_cx.say(heading_key(text_cx.resolved.site, &people))),
        false => blocks.append(label),
    });
    blocks.block(Block::List(ListKind::Bullets), |blocks| {
        people.into_iter().for_each(|person| expert(blocks, text_cx, person));
    });
    blocks.end();
}

fn expert(blocks: &mut Blocks, text_cx: TextContext<'_>, id: PageId) {
    let page = text_cx.resolved.site.page(id);
    let PageRecord::Person(person) = &page.record else { return };
    blocks.start(Block::Item(None));
    if let Some(photo) = &text_cx.resolved.pages[id].hero {
        blocks.inline(Inline::Picture(media::picture(text_cx, photo)));
    }
    blocks.block(Block::Paragraph, |blocks| name(blocks, text_cx, id));
    person.job_title.iter().for_each(|role| blocks.text_block(Block::Paragraph, role));
    // It has no citation marks: the sources are listed on the person's own page.
    let view = TextView { heading_shift: 2, ..TextView::of(text_cx, page) };
    blocks.block(Block::Group, |blocks| TextWalk::new(text_cx, view, blocks).whole());
    blocks.end();
}
