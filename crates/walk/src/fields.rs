//! The fields that the settings declare for a section, and the texts of the front matter.

use wellpress_site::model::Page;
use wellpress_site::model::fields::FieldValue;
use wellpress_site::parse::document::FrontTextId;
use wellpress_site::resolve::reading_order::ShownText;

use crate::address::absolute;
use crate::blocks::{Block, Blocks, Event, ListKind, Run};
use crate::media;
use crate::text_walk::TextWalk;
use wellpress_render::html::fields::{FieldLink, address, boolean_key, links_to_pages, links_to_sources};
use wellpress_render::html::{TextContext, TextView};

/// Adds the declared fields of a page, in the order of the settings. A withdrawn page shows none.
pub(crate) fn declared(blocks: &mut Blocks, text_cx: TextContext<'_>, page: &Page) {
    let tag = &text_cx.config.languages[page.language].tag;
    let fields = text_cx.config.sections[page.section].fields.iter().filter(|_| !page.is_withdrawn());
    let fields = fields.filter_map(|field| {
        let value = &page.fields.iter().find(|of_page| of_page.name == field.name)?.value;
        Some((field.label_in(tag), value))
    });
    let mut fields = fields.peekable();
    if fields.peek().is_none() {
        return;
    }
    blocks.block(Block::Definitions, |blocks| {
        for (label, field_value) in fields {
            blocks.text_block(Block::Term, label);
            blocks.block(Block::Definition, |blocks| value(blocks, text_cx, page, field_value));
        }
    });
}

fn value(blocks: &mut Blocks, text_cx: TextContext<'_>, page: &Page, of_field: &FieldValue) {
    match of_field {
        FieldValue::Text(text) => blocks.text(text),
        FieldValue::Markdown(id) => blocks.block(Block::Group, |blocks| front_text(blocks, text_cx, page, *id)),
        FieldValue::Picture(id) => {
            if let Some(picture) = &text_cx.resolved.pages[page.id].field_pictures[*id] {
                let caption = picture.caption.as_deref().unwrap_or_default();
                media::captioned_figure(blocks, text_cx, picture, None, |blocks| blocks.text(caption));
            }
        }
        FieldValue::Number { written, .. } => blocks.text(written),
        FieldValue::Date(day) => blocks.text(&text_cx.strings.day(text_cx.language, *day)),
        FieldValue::Url(id) => address(text_cx, page, *id).iter().for_each(|to| link(blocks, text_cx, to)),
        FieldValue::Boolean(is_true) => blocks.text(&text_cx.say(boolean_key(*is_true))),
        FieldValue::List(items) => blocks.block(Block::List(ListKind::Bullets), |blocks| {
            for item in items {
                blocks.block(Block::Item(None), |blocks| value(blocks, text_cx, page, item));
            }
        }),
        FieldValue::Map(entries) => blocks.block(Block::Definitions, |blocks| {
            for (name, entry) in entries {
                blocks.text_block(Block::Term, name);
                blocks.block(Block::Definition, |blocks| value(blocks, text_cx, page, entry));
            }
        }),
        FieldValue::Pages(pages) => link_list(blocks, text_cx, links_to_pages(text_cx, pages)),
        FieldValue::Sources(sources) => link_list(blocks, text_cx, links_to_sources(text_cx, sources)),
    }
}

fn link(blocks: &mut Blocks, text_cx: TextContext<'_>, to: &FieldLink<'_>) {
    let (text, link) = (to.words.clone().into_owned(), Some(absolute(text_cx.config, &to.href)));
    blocks.run(Run { text, link, ..Run::default() });
}

fn link_list<'a>(blocks: &mut Blocks, text_cx: TextContext<'_>, links: impl Iterator<Item = FieldLink<'a>>) {
    blocks.block(Block::List(ListKind::Bullets), |blocks| {
        for to in links {
            blocks.block(Block::Item(None), |blocks| link(blocks, text_cx, &to));
        }
    });
}

/// Adds a text of the front matter; without its paragraph if it is one, because it stands in an item then.
pub(crate) fn front_text(blocks: &mut Blocks, text_cx: TextContext<'_>, page: &Page, id: FrontTextId) {
    let prefix = format!("front-{}-", id.index() + 1);
    let view = TextView {
        source: &page.source,
        body: &page.front_texts[id],
        resolved: &text_cx.resolved.pages[page.id].front_texts[id],
        instance: text_cx.reading_order.instance_of(ShownText::FrontText(id)),
        // Ids in it must not clash with those of the text below.
        id_prefix: &prefix,
        heading_shift: 1,
        dose: None,
    };
    let mut text = Blocks::default();
    TextWalk::new(text_cx, view, &mut text).whole();
    let is_start = |event: &Event| matches!(event, Event::Start(element) if element.block == Block::Paragraph);
    let is_paragraph = text.events.first().is_some_and(is_start)
        && text.events.iter().filter(|event| matches!(event, Event::Start(_))).count() == 1
        && text.events.last() == Some(&Event::End);
    if is_paragraph {
        text.events.pop();
        text.events.remove(0);
    }
    blocks.append(text);
}

/// Adds the key points of a page below their title; nothing without one.
pub(crate) fn key_points(blocks: &mut Blocks, text_cx: TextContext<'_>, page: &Page) {
    let mut points = page.key_points().peekable();
    if points.peek().is_none() {
        return;
    }
    blocks.block(Block::Paragraph, |blocks| blocks.strong(&text_cx.say("key-points")));
    blocks.block(Block::List(ListKind::Bullets), |blocks| {
        for (id, _) in points {
            blocks.block(Block::Item(None), |blocks| front_text(blocks, text_cx, page, id));
        }
    });
}
