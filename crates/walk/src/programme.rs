//! Programmes as blocks: the cautions of all exercises first, then what is done on which days, then each exercise in full.

use wellpress_site::model::programme::{Programme, ScheduledExercise};
use wellpress_site::model::{Page, PageId};
use wellpress_site::resolve::outline::ShownParts;
use wellpress_site::resolve::reading_order::InstanceId;

use crate::address::absolute;
use crate::blocks::{Block, Blocks, Element, Inline, ListKind, Origin, Picture, Run};
use crate::exercise::{Manner, link_to_page, other_languages, parts};
use crate::media;
use crate::notices::{add, language_of};
use wellpress_render::html::{
    ShownDose, TextContext, TextView, dose as dose_words, handout, programme as programme_words, scheduled_doses,
};
use wellpress_render::notices::{at_title, before_schedule};

/// Adds a programme that a text embeds: its title, schedule and a link to its page.
pub(crate) fn embed(blocks: &mut Blocks, text_cx: TextContext<'_>, id: PageId) {
    let page = text_cx.resolved.site.page(id);
    let Some(programme) = page.programme() else { return };
    blocks.start(Block::Section("programme"));
    title(blocks, text_cx, page, Block::Paragraph.into(), None);
    let around = text_cx.page.map(|page| text_cx.resolved.site.page(page));
    at_title(text_cx.resolved, around, page).iter().for_each(|notice| add(blocks, text_cx, notice));
    if !page.is_withdrawn() {
        schedule(blocks, text_cx, programme, true);
    }
    link_to_page(blocks, text_cx, page, "text-view-programme");
    blocks.end();
}

fn title(blocks: &mut Blocks, text_cx: TextContext<'_>, page: &Page, element: Element, number: Option<usize>) {
    blocks.start(element);
    if let Some(number) = number {
        blocks.run(Run { text: format!("{number}."), origin: Origin::ExerciseNumber, ..Run::default() });
        blocks.text(" ");
    }
    let language = language_of(text_cx, page).map(str::to_owned);
    blocks.run(Run { text: page.title.clone(), language, ..Run::default() });
    blocks.end();
}

/// Cautions and table of a programme. Cautions come first, so that nobody reads a dose without them.
fn schedule(blocks: &mut Blocks, text_cx: TextContext<'_>, programme: &Programme, has_pictures: bool) {
    cautions(blocks, text_cx, programme);
    table(blocks, text_cx, programme, has_pictures);
}

/// The cautions of all exercises of a programme.
pub(crate) fn cautions(blocks: &mut Blocks, text_cx: TextContext<'_>, programme: &Programme) {
    let site = text_cx.resolved.site;
    let around = text_cx.page.map(|page| site.page(page));
    other_languages(blocks, text_cx, programme.exercises().map(|exercise| site.page(exercise)));
    before_schedule(text_cx.resolved, around, programme).iter().for_each(|notice| add(blocks, text_cx, notice));
}

fn table(blocks: &mut Blocks, text_cx: TextContext<'_>, programme: &Programme, has_pictures: bool) {
    let has_days = programme.schedule.iter().any(|scheduled| !scheduled.days.is_empty());
    blocks.start(Block::Table);
    blocks.block(Block::Row { is_head: true }, |blocks| {
        let columns = ["text-exercise", "text-dose", "text-days"];
        for column in &columns[..if has_days { 3 } else { 2 }] {
            blocks.text_block(Block::Cell { is_head: true }, &text_cx.say(column));
        }
    });
    for scheduled in &programme.schedule {
        let days = has_days.then(|| scheduled_doses::days(text_cx, &scheduled.days));
        row(blocks, text_cx, scheduled, has_pictures, days);
    }
    blocks.end();
}

fn row(
    blocks: &mut Blocks,
    text_cx: TextContext<'_>,
    scheduled: &ScheduledExercise,
    has_pictures: bool,
    days: Option<String>,
) {
    let page = text_cx.resolved.site.page(scheduled.exercise);
    blocks.start(Block::Row { is_head: false });
    blocks.start(Block::Cell { is_head: true });
    let resolved = &text_cx.resolved.pages[page.id];
    let picture = resolved.images.first().or(resolved.hero.as_deref());
    if let Some(picture) = picture.filter(|_| has_pictures && !page.is_withdrawn()) {
        blocks.inline(Inline::Picture(Picture { alt: String::new(), ..media::picture(text_cx, picture) }));
    }
    let (language, link) = (language_of(text_cx, page).map(str::to_owned), Some(absolute(text_cx.config, &page.url)));
    blocks.run(Run { text: page.title.clone(), link, language, ..Run::default() });
    blocks.end();
    blocks.start(Block::Cell { is_head: false });
    if page.is_withdrawn() {
        blocks.text(&text_cx.say("text-withdrawn-exercise"));
    } else {
        let dose = scheduled_doses::dose_of(text_cx, scheduled);
        blocks.block(Block::List(ListKind::Bullets), |blocks| {
            for (key, value) in dose_words::dose_facts(&dose) {
                blocks.text_block(Block::Item(None), &programme_words::dose_in_words(text_cx, key, &value));
            }
        });
    }
    blocks.end();
    if let Some(days) = days {
        blocks.text_block(Block::Cell { is_head: false }, &days);
    }
    blocks.end();
}

/// The table of a programme, followed by all its exercises in full.
pub(crate) fn with_exercises(
    blocks: &mut Blocks,
    text_cx: TextContext<'_>,
    texts: &handout::Texts,
    programme: &Programme,
) {
    let text_cx = TextContext { reading_order: texts.reading_order(), ..text_cx };
    table(blocks, text_cx, programme, false);
    for (number, (id, instance)) in texts.exercises().iter().enumerate() {
        blocks.start(Block::Section("exercise"));
        let page = text_cx.resolved.site.page(*id);
        let heading = Element { id: Some(section_id(page)), ..Element::from(Block::Heading(2)) };
        title(blocks, text_cx, page, heading, Some(number + 1));
        let doses = scheduled_doses::doses(text_cx, programme, *id);
        member(blocks, text_cx, page, *instance, &doses);
        blocks.end();
    }
}

/// The id of the title of an exercise in the text of a programme.
#[must_use]
pub fn section_id(exercise: &Page) -> String {
    format!("scheduled-{}", slug::slugify(&exercise.name))
}

/// Adds an exercise of a programme without its title.
fn member(blocks: &mut Blocks, text_cx: TextContext<'_>, page: &Page, instance: InstanceId, doses: &[ShownDose<'_>]) {
    let Some(exercise) = page.exercise() else { return };
    let around = text_cx.page.map(|page| text_cx.resolved.site.page(page));
    at_title(text_cx.resolved, around, page).iter().for_each(|notice| add(blocks, text_cx, notice));
    if page.is_withdrawn() {
        return;
    }
    // Those of single steps stand with their steps.
    for picture in text_cx.resolved.pages[page.id].images.iter().filter(|picture| picture.step.is_none()) {
        media::figure(blocks, text_cx, picture, language_of(text_cx, page));
    }
    let prefix = format!("{}-", slug::slugify(&page.name));
    let view =
        TextView { instance: Some(instance), id_prefix: &prefix, heading_shift: 1, ..TextView::of(text_cx, page) };
    parts(blocks, text_cx, (page, exercise), view, Manner { shows: ShownParts::All, level: 3, doses });
}
