//! Exercises as blocks, on their own pages, embedded in a text, and in full below the schedule of a programme. No caller can read the
//! steps without what a reader has to know before them.

use std::collections::BTreeSet;
use std::ops::Range;

use wellpress_markdown::body::{DirectiveId, Element as Node, NodeKind};
use wellpress_markdown::directives::Directive;
use wellpress_site::config::LanguageId;
use wellpress_site::model::Page;
use wellpress_site::model::exercise::Exercise;
use wellpress_site::model::page::PageRecord;
use wellpress_site::resolve::outline::ShownParts;
use wellpress_site::resolve::reading_order::ShownText;
use wellpress_site::resolve::videos::{ResolvedVideo, exercise_of_video};

use crate::address::absolute;
use crate::blocks::{Block, Blocks, Element, Origin, Run};
use crate::media;
use crate::notices::{add, language_of};
use crate::text_walk::{Steps, TextWalk};
use wellpress_render::html::{
    ShownDose, ShownDoses, TextContext, TextView, dose as dose_words, exercise as exercise_words, scheduled_doses,
};
use wellpress_render::notices::{
    at_title, before_steps, before_video_of, disclaimer_ids_after_exercise, disclaimers_after_record,
};
use wellpress_render::theme::strings::MessageValue;

/// What an exercise's page shows of its record without title and pictures: dose, cautions, stop signals, how it is done, its video and
/// its disclaimers. Nothing for other pages.
pub(crate) fn record(blocks: &mut Blocks, text_cx: TextContext<'_>, page: &Page) {
    let PageRecord::Exercise(exercise) = &page.record else { return };
    let resolved = &text_cx.resolved.pages[page.id];
    let instance = text_cx.reading_order.instance_of(ShownText::PageBody);
    let view = TextView { instance, ..TextView::of(text_cx, page) };
    parts(
        blocks,
        text_cx,
        (page, exercise),
        view,
        Manner { shows: ShownParts::All, level: 2, doses: &[ShownDose::of_record(&exercise.dose)] },
    );
    disclaimers_after_record(text_cx.resolved, page).iter().for_each(|notice| add(blocks, text_cx, notice));
    if let Some(video) = &resolved.video {
        media::video(blocks, text_cx, video);
    }
}

/// Reads an embedded exercise with its cautions, disclaimers and a link to its page. Nothing for an embed that was not resolved, about
/// which there is a finding.
pub(crate) fn embed(walk: &mut TextWalk<'_, '_>, directive: DirectiveId, at: usize) {
    let Some(host) = walk.view.instance else { return };
    let Some(placed) = walk.text_cx.reading_order.embeds.get(&(host, directive)) else { return };
    let (text_cx, embed) = (walk.text_cx, &placed.embed);
    let page = text_cx.resolved.site.page(embed.page);
    let PageRecord::Exercise(exercise) = &page.record else { return };
    walk.open(Element { block: Block::Section("exercise"), id: Some(embed.id.to_string()), language: None });
    let title = Element { block: Block::Heading(embed.level), id: Some(format!("{}-title", embed.id)), language: None };
    walk.open(title);
    if let Some(number) = embed.number {
        walk.text_in(&format!("{number}."), |form| form.origin = Origin::ExerciseNumber);
        walk.text(" ");
    }
    let label = walk.label(at);
    if label.is_empty() {
        let language = language_of(text_cx, page).map(str::to_owned);
        walk.text_in(&embed.title, |form| form.language = language);
    } else {
        walk.blocks.append(label);
    }
    walk.close();
    let around = text_cx.page.map(|page| text_cx.resolved.site.page(page));
    let notice = at_title(text_cx.resolved, around, page);
    if let Some(why) = page.unpublished.filter(|_| !page.is_withdrawn()) {
        walk.blocks.text_block(Block::Paragraph, &text_cx.say(&format!("text-unpublished-{}", why.as_str())));
    }
    notice.iter().for_each(|notice| add(walk.blocks, text_cx, notice));
    if page.is_withdrawn() {
        return walk.close();
    }
    other_languages(walk.blocks, text_cx, [page]);
    let resolved = &text_cx.resolved.pages[page.id];
    for picture in resolved.images.iter().filter(|picture| picture.step.is_none()) {
        media::figure(walk.blocks, text_cx, picture, language_of(text_cx, page));
    }
    let prefix = format!("{}-", embed.id);
    let heading_shift = embed.level.saturating_sub(1);
    let view =
        TextView { instance: Some(placed.instance), id_prefix: &prefix, heading_shift, ..TextView::of(text_cx, page) };
    let doses = scheduled_doses::doses_on_page(text_cx, page, exercise);
    let manner = Manner { shows: embed.shows, level: (embed.level + 1).min(6), doses: &doses };
    parts(walk.blocks, text_cx, (page, exercise), view, manner);
    if !walk.in_playlist() {
        for id in disclaimer_ids_after_exercise(text_cx.resolved, text_cx.page) {
            walk.placed_disclaimer(*id, directive);
        }
    }
    link_to_page(walk.blocks, text_cx, page, "text-view-exercise");
    walk.close();
}

/// Adds the link to the page of an exercise or a programme that a text shows.
pub(crate) fn link_to_page(blocks: &mut Blocks, text_cx: TextContext<'_>, page: &Page, key: &str) {
    let text = text_cx.say_with(key, &[("title", MessageValue::Text(&page.title))]);
    let link = Some(absolute(text_cx.config, &page.url));
    blocks.block(Block::Paragraph, |blocks| {
        blocks.run(Run { text, link, origin: Origin::Navigation, ..Run::default() });
    });
}

/// Adds a video. A video of an exercise shows how it is done, so it comes with the exercise's cautions and stop signals.
pub(crate) fn video(blocks: &mut Blocks, text_cx: TextContext<'_>, directive: &Directive, video: &ResolvedVideo) {
    let site = text_cx.resolved.site;
    let page = exercise_of_video(site, directive, text_cx.language).map(|exercise| site.page(exercise));
    let Some((page, exercise)) = page.and_then(|page| Some((page, page.exercise()?))) else {
        return media::video(blocks, text_cx, video);
    };
    let around = text_cx.page.map(|page| site.page(page));
    blocks.start(Block::Group);
    at_title(text_cx.resolved, around, page).iter().for_each(|notice| add(blocks, text_cx, notice));
    if !page.is_withdrawn() {
        let notices = before_video_of(text_cx.resolved, around, page, exercise);
        if !notices.is_empty() {
            other_languages(blocks, text_cx, [page]);
        }
        notices.iter().for_each(|notice| add(blocks, text_cx, notice));
        media::video(blocks, text_cx, video);
    }
    blocks.end();
}

/// How one place shows an exercise.
#[derive(Clone, Copy)]
pub(crate) struct Manner<'a> {
    /// How much of its text is shown.
    pub shows: ShownParts,
    /// The level of its headings.
    pub level: u8,
    /// The doses to show: the record's own, or those of a programme's scheduled exercises.
    pub doses: &'a [ShownDose<'a>],
}

/// Adds everything that an exercise shows, in the order in which a reader needs it.
pub(crate) fn parts(
    blocks: &mut Blocks,
    text_cx: TextContext<'_>,
    (page, exercise): (&Page, &Exercise),
    view: TextView<'_>,
    manner: Manner<'_>,
) {
    let around = text_cx.page.map(|page| text_cx.resolved.site.page(page));
    manner.doses.iter().for_each(|shown| dose(blocks, text_cx, page, shown));
    before_steps(text_cx.resolved, around, page, exercise).iter().for_each(|notice| add(blocks, text_cx, notice));
    let language = language_of(text_cx, page);
    let view = TextView { dose: ShownDoses::of(text_cx, page, exercise, manner.doses), ..view };
    let mut walk = TextWalk::new(text_cx, view, blocks);
    around_steps(&mut walk, &exercise.parts.intro, language, manner.shows);
    if !exercise.parts.steps.is_empty() {
        steps_title(&mut walk, exercise, manner.level);
        in_language(&mut walk, language, |walk| walk.nodes(exercise.parts.lead.clone()));
        walk.steps = Some(Steps {
            images: &text_cx.resolved.pages[page.id].images,
            lists: &exercise.parts.step_lists,
            language,
            open_lists: 0,
            open_items: 0,
            is_in_steps: false,
            step: 0,
        });
        // A list has its language itself. What stands between two lists needs a block around it.
        let around_all = language.filter(|_| exercise.parts.step_lists.len() > 1);
        in_language(&mut walk, around_all, |walk| walk.nodes(exercise.parts.steps.clone()));
        // Lists in the note are no steps, and must not get the pictures of steps.
        walk.steps = None;
    }
    around_steps(&mut walk, &exercise.parts.note, language, manner.shows);
    in_language(&mut walk, language, TextWalk::footnotes);
    walk.close_html(0);
}

/// Reads something into a block with its language, unless it is that of the page, or there is nothing.
fn in_language<'a, 'b>(walk: &mut TextWalk<'a, 'b>, language: Option<&str>, read: impl FnOnce(&mut TextWalk<'a, 'b>)) {
    let Some(language) = language else { return read(walk) };
    let start = walk.blocks.events.len();
    walk.open(Element { block: Block::Group, id: None, language: Some(language.to_owned()) });
    read(walk);
    if walk.blocks.events.len() == start + 1 {
        walk.html_before.pop();
        walk.blocks.events.truncate(start);
    } else {
        walk.close();
    }
}

/// Reads the introduction or the note. A place that shows only the steps still gets what they say about getting help.
fn around_steps(walk: &mut TextWalk<'_, '_>, part: &Range<usize>, language: Option<&str>, shows: ShownParts) {
    let ranges = shows.of(walk.view.body, part);
    if ranges.iter().all(Range::is_empty) {
        return;
    }
    walk.open(Element { block: Block::Group, id: None, language: language.map(str::to_owned) });
    ranges.into_iter().for_each(|nodes| walk.nodes(nodes));
    walk.close();
}

/// Reads the heading of the steps in the words of the theme, with the id and the citation marks of the author's heading.
fn steps_title(walk: &mut TextWalk<'_, '_>, exercise: &Exercise, level: u8) {
    let mut nodes = walk.view.body.nodes.range(exercise.parts.title.clone()).peekable();
    let id = match nodes.peek().map(|node| node.kind) {
        Some(NodeKind::Start(Node::Heading(index))) => walk.id(&walk.view.body.headings[index].id),
        _ => None,
    };
    walk.open(Element { block: Block::Heading(level), id, language: None });
    walk.text(&walk.text_cx.say("text-how-to-do-it"));
    for (at, node) in exercise.parts.title.clone().zip(nodes) {
        if matches!(node.kind, NodeKind::Citation(_) | NodeKind::FootnoteReference(_)) {
            walk.text(" ");
            walk.nodes(at..at + 1);
        }
    }
    walk.close();
}

fn dose(blocks: &mut Blocks, text_cx: TextContext<'_>, page: &Page, ShownDose { dose, days }: &ShownDose<'_>) {
    let facts = dose_words::dose_facts(dose);
    if facts.is_empty() {
        return;
    }
    blocks.start(Block::Dose);
    if !days.is_empty() {
        blocks.text_block(Block::Term, &text_cx.say("text-days"));
        blocks.text_block(Block::Definition, days);
    }
    for (key, value) in facts {
        blocks.text_block(Block::Term, &text_cx.say(&format!("text-dose-{key}")));
        let value = dose_words::dose_value(key, &value, &text_cx.config.languages[page.language].tag);
        // Digits are the same in all languages.
        let has_words = value.chars().any(char::is_alphabetic);
        let language = language_of(text_cx, page).filter(|_| has_words).map(str::to_owned);
        blocks.text_block(Element { block: Block::Definition, id: None, language }, &value);
    }
    blocks.end();
}

/// Adds a line for each other language in which the words of these pages are.
pub(crate) fn other_languages<'p>(
    blocks: &mut Blocks,
    text_cx: TextContext<'_>,
    pages: impl IntoIterator<Item = &'p Page>,
) {
    let pages = pages.into_iter().filter(|page| page.language != text_cx.language && !page.is_withdrawn());
    let languages: BTreeSet<LanguageId> = pages.map(|page| page.language).collect();
    for language in languages {
        blocks.text_block(Block::Paragraph, &exercise_words::other_language_words(text_cx, language));
    }
}
