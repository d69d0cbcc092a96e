//! A page as blocks: what its readers get, in their order, with nothing folded and its exercises in full.

use wellpress_site::model::Page;
use wellpress_site::model::page::PageRecord;
use wellpress_site::resolve::reading_order::ShownText;

use crate::blocks::{Block, Blocks};
use crate::exercise::record;
use crate::fields::{declared, key_points};
use crate::media::captioned_figure;
use crate::notices::add;
use crate::programme::{cautions, with_exercises};
use crate::sources::sources;
use crate::text_walk::TextWalk;
use wellpress_render::html::{TextContext, TextView, handout};
use wellpress_render::notices::{AroundText, PlannedNotice, around_text, disclaimers_after_record, standing_notice};
use wellpress_render::pages::render_context::RenderContext;

/// A whole page: its title, who wrote it and when, its notices, its text and its numbered sources.
#[must_use]
pub fn page(cx: &RenderContext<'_>, page: &Page) -> Blocks {
    let mut blocks = Blocks::default();
    blocks.text_block(Block::Heading(1), &page.title);
    facts(&mut blocks, cx, page);
    blocks.append(content(cx, page));
    blocks.append(titled_sources(cx, page));
    blocks
}

/// The numbered sources of a page below their title; none of a withdrawn page, and of one that cites nothing.
#[must_use]
pub fn titled_sources(cx: &RenderContext<'_>, page: &Page) -> Blocks {
    let mut blocks = Blocks::default();
    let text_cx = cx.text_context(page);
    let sources = sources(text_cx, &cx.resolved.pages[page.id].citations);
    if !page.is_withdrawn() && !sources.is_empty() {
        blocks.text_block(Block::Heading(2), &text_cx.say("text-references-entry"));
        blocks.append(sources);
    }
    blocks
}

/// What stands between the facts about a page and its sources: its notices and its text. Of a withdrawn page, that it was withdrawn.
#[must_use]
pub fn content(cx: &RenderContext<'_>, page: &Page) -> Blocks {
    let mut blocks = Blocks::default();
    let text_cx = cx.text_context(page);
    let AroundText { above, below } = around_text(cx.resolved, page);
    standing_notice(cx.resolved, page).iter().chain(&above).for_each(|notice| add(&mut blocks, text_cx, notice));
    if page.is_withdrawn() {
        return blocks;
    }
    blocks.append(lead(cx, page));
    let resolved = &cx.resolved.pages[page.id];
    let pictures = resolved.hero.as_deref().into_iter().chain(&resolved.images);
    for picture in pictures.filter(|picture| picture.step.is_none()) {
        let caption = picture.caption.as_deref().unwrap_or_default();
        captioned_figure(&mut blocks, text_cx, picture, None, |blocks| blocks.text(caption));
    }
    blocks.append(text(cx, page));
    if page.programme().is_some() {
        disclaimers_after_record(cx.resolved, page).iter().for_each(|notice| add(&mut blocks, text_cx, notice));
    }
    below.iter().for_each(|notice| add(&mut blocks, text_cx, notice));
    blocks
}

/// The people behind a page and its dates.
pub fn facts(blocks: &mut Blocks, cx: &RenderContext<'_>, page: &Page) {
    let byline = cx.byline(page);
    let dates = [
        ("published", &byline.published),
        ("updated", &byline.updated),
        ("last-reviewed", &byline.last_reviewed),
        ("next-review-due", &byline.next_review),
    ];
    let people = byline.people.iter().map(|person| {
        let name = std::iter::once(&person.name).chain(&person.credentials).map(String::as_str).collect::<Vec<_>>();
        (person.role.clone(), name.join(", "))
    });
    let dates =
        dates.into_iter().filter_map(|(key, date)| Some((cx.say(page.language, key), date.as_ref()?.text.clone())));
    let mut facts = people.chain(dates).peekable();
    if facts.peek().is_none() {
        return;
    }
    blocks.block(Block::Definitions, |blocks| {
        for (name, value) in facts {
            blocks.text_block(Block::Term, &name);
            blocks.text_block(Block::Definition, &value);
        }
    });
}

/// The description of a page, and its declared fields.
#[must_use]
pub fn lead(cx: &RenderContext<'_>, page: &Page) -> Blocks {
    let mut blocks = Blocks::default();
    page.description.iter().for_each(|words| blocks.text_block(Block::Lead, words));
    declared(&mut blocks, cx.text_context(page), page);
    blocks
}

/// The key points and the text of a page, with dose, cautions and steps of its exercises.
#[must_use]
pub fn text(cx: &RenderContext<'_>, page: &Page) -> Blocks {
    let mut blocks = Blocks::default();
    let text_cx = TextContext { is_unfolded: true, directives: None, ..cx.text_context(page) };
    key_points(&mut blocks, text_cx, page);
    blocks.block(Block::Group, |blocks| match &page.record {
        PageRecord::Exercise(_) => record(blocks, text_cx, page),
        // A withdrawn programme has a notice in the place of its text, and no schedule.
        PageRecord::Programme(programme) if !page.is_withdrawn() => {
            let schedule_cx = TextContext {
                page: Some(page.id),
                is_unfolded: true,
                directives: None,
                ..cx.text_context_without_page(page.language)
            };
            // The text can show exercises too.
            cautions(blocks, schedule_cx, programme);
            body(blocks, text_cx, page);
            with_exercises(blocks, schedule_cx, &handout::Texts::new(schedule_cx, page), programme);
        }
        _ => body(blocks, text_cx, page),
    });
    blocks
}

fn body(blocks: &mut Blocks, text_cx: TextContext<'_>, page: &Page) {
    let instance = text_cx.reading_order.instance_of(ShownText::PageBody);
    TextWalk::new(text_cx, TextView { instance, ..TextView::of(text_cx, page) }, blocks).whole();
}

/// A notice as blocks.
#[must_use]
pub fn notice(text_cx: TextContext<'_>, notice: &PlannedNotice<'_>) -> Blocks {
    let mut blocks = Blocks::default();
    add(&mut blocks, text_cx, notice);
    blocks
}

/// A key point or another text of the front matter, for an item of a list.
#[must_use]
pub fn front_text(text_cx: TextContext<'_>, page: &Page, id: wellpress_site::parse::document::FrontTextId) -> Blocks {
    let mut blocks = Blocks::default();
    crate::fields::front_text(&mut blocks, text_cx, page, id);
    blocks
}
