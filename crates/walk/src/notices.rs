//! Safety notices as blocks. Which ones there are is decided in [`wellpress_render::notices`].

use std::ops::Range;

use wellpress_site::config::MAIN_LANGUAGE;
use wellpress_site::model::Page;
use wellpress_site::model::disclaimer::DisclaimerId;
use wellpress_site::model::exercise::Exercise;
use wellpress_site::resolve::cautions::ShownCaution;
use wellpress_site::resolve::reading_order::DisclaimerPosition;
use wellpress_site::sections::ContentKind;

use crate::address::absolute;
use crate::blocks::{Block, Blocks, Element, Event, ListKind, Origin, Run};
use crate::text_walk::TextWalk;
use wellpress_render::html::{TextContext, TextView, exercise as exercise_words};
use wellpress_render::notices::PlannedNotice;
use wellpress_render::safety::SafetyNotice;
use wellpress_render::theme::strings::MessageValue;

/// Adds a notice.
pub(crate) fn add(blocks: &mut Blocks, text_cx: TextContext<'_>, notice: &PlannedNotice<'_>) {
    let block = Block::Notice(notice.kind());
    match notice {
        PlannedNotice::Disclaimer(id, position) => {
            let disclaimer = &text_cx.resolved.site.disclaimers[*id];
            let tag = &text_cx.config.languages[disclaimer.language].tag;
            let language = (disclaimer.language != text_cx.language).then(|| tag.clone());
            blocks.start(Element { block, id: None, language });
            let mut title =
                Run { text: disclaimer.title.to_string(), origin: Origin::DisclaimerTitle, ..Run::default() };
            title.style.strong = true;
            blocks.block(Block::Paragraph, |blocks| blocks.run(title));
            text_of_disclaimer(blocks, text_cx, *id, *position);
        }
        PlannedNotice::Withdrawal(page) => {
            blocks.start(block);
            withdrawal(blocks, text_cx, page);
        }
        PlannedNotice::MissingReview(lines) => {
            blocks.start(block);
            lines.iter().for_each(|key| blocks.text_block(Block::Paragraph, &text_cx.say(key)));
        }
        PlannedNotice::Cautions(cautions, exercise) => {
            blocks.start(block);
            cautions.iter().for_each(|shown| caution(blocks, text_cx, shown, *exercise));
        }
        PlannedNotice::StopSignals(page, exercise) => {
            blocks.start(block);
            stop_signals(blocks, text_cx, page, exercise);
        }
        PlannedNotice::InText(page, nodes) => return in_text(blocks, text_cx, page, nodes.clone()),
    }
    blocks.end();
}

/// A care card or a warning that stands in the text of a page, repeated in front of another form of it.
fn in_text(blocks: &mut Blocks, text_cx: TextContext<'_>, page: &Page, nodes: Range<usize>) {
    let view = TextView::of(text_cx, page);
    let mut notice = Blocks::default();
    TextWalk::new(text_cx, view, &mut notice).nodes(nodes);
    let is_notice = |event: &Event| matches!(event, Event::Start(Element { block: Block::Notice(_), .. }));
    let language = language_of(text_cx, page).map(str::to_owned);
    let block =
        if notice.events().iter().any(is_notice) { Block::Group } else { Block::Notice(SafetyNotice::CareCard) };
    blocks.start(Element { block, id: None, language });
    blocks.append(notice);
    blocks.end();
}

fn text_of_disclaimer(
    blocks: &mut Blocks,
    text_cx: TextContext<'_>,
    id: DisclaimerId,
    position: Option<DisclaimerPosition>,
) {
    let instance = position.and_then(|position| text_cx.reading_order.disclaimers.get(&(position, id)).copied());
    let id_prefix = instance.map_or_else(String::new, |instance| format!("disclaimer-{}-", instance.index()));
    let disclaimer = &text_cx.resolved.site.disclaimers[id];
    let is_around_text = matches!(position, Some(DisclaimerPosition::Top | DisclaimerPosition::Bottom));
    let view = TextView {
        source: &disclaimer.source,
        body: &disclaimer.body,
        resolved: &text_cx.resolved.disclaimers[id],
        instance,
        id_prefix: &id_prefix,
        heading_shift: u8::from(!is_around_text),
        dose: None,
    };
    TextWalk::new(text_cx, view, blocks).whole();
}

/// Date, reason and successor of a withdrawn page.
fn withdrawal(blocks: &mut Blocks, text_cx: TextContext<'_>, page: &Page) {
    let Some(withdrawn) = page.editorial().and_then(|editorial| editorial.withdrawn.as_ref()) else { return };
    let date = text_cx.strings.day(text_cx.language, withdrawn.date);
    let kind = if text_cx.page == Some(page.id) { ContentKind::Page } else { page.kind };
    let values = [("kind", MessageValue::Text(kind.name())), ("date", MessageValue::Text(&date))];
    blocks.block(Block::Paragraph, |blocks| blocks.strong(&text_cx.say_with("text-withdrawn", &values)));
    let language = withdrawn.is_of_original.then(|| language_of_original(text_cx));
    blocks.text_block(Element { block: Block::Paragraph, id: None, language }, &withdrawn.reason);
    if let Some(successor) = withdrawn.successor {
        let successor = text_cx.resolved.site.page(successor);
        blocks.block(Block::Paragraph, |blocks| {
            blocks.text(&format!("{} ", text_cx.say("text-withdrawn-successor")));
            let (text, link) = (successor.title.clone(), Some(absolute(text_cx.config, &successor.url)));
            blocks.run(Run { text, link, ..Run::default() });
        });
    }
}

fn caution(blocks: &mut Blocks, text_cx: TextContext<'_>, shown: &ShownCaution<'_>, exercise: Option<&Page>) {
    blocks.start(Block::Paragraph);
    blocks.strong(&exercise_words::caution_label(text_cx, shown));
    blocks.text(" ");
    let first = || shown.exercises.first().map(|exercise| text_cx.resolved.site.page(*exercise));
    let language = match exercise.or_else(first) {
        _ if shown.caution.is_of_original => Some(language_of_original(text_cx)),
        page => page.and_then(|page| language_of(text_cx, page)).map(str::to_owned),
    };
    blocks.run(Run { text: shown.caution.advice.clone(), language, ..Run::default() });
    if !shown.exercises.is_empty() {
        blocks.text(" (");
        for (number, exercise) in shown.exercises.iter().enumerate() {
            blocks.text(if number > 0 { text_cx.separator() } else { "" });
            let page = text_cx.resolved.site.page(*exercise);
            let language = language_of(text_cx, page).map(str::to_owned);
            blocks.run(Run { text: page.title.clone(), language, ..Run::default() });
        }
        blocks.text(")");
    }
    if shown.applies {
        blocks.text(&format!(" {}", text_cx.say("text-caution-applies")));
    }
    blocks.end();
}

fn stop_signals(blocks: &mut Blocks, text_cx: TextContext<'_>, page: &Page, exercise: &Exercise) {
    blocks.block(Block::Paragraph, |blocks| blocks.strong(&text_cx.say("text-stop-if")));
    blocks.start(Block::List(ListKind::Bullets));
    for (number, signal) in exercise.stop_if.iter().enumerate() {
        // Signals that a translation takes over from its original come last and have no span.
        let is_own = number < exercise.stop_if_spans.len();
        let language =
            if is_own { language_of(text_cx, page).map(str::to_owned) } else { Some(language_of_original(text_cx)) };
        blocks.text_block(Element { block: Block::Item(None), id: None, language }, signal);
    }
    blocks.end();
}

/// The tag of a page's language, if a page of another language shows its words.
pub(crate) fn language_of<'a>(text_cx: TextContext<'a>, page: &Page) -> Option<&'a str> {
    (page.language != text_cx.language).then(|| text_cx.config.languages[page.language].tag.as_str())
}

/// The language of what a translation takes over from its original.
fn language_of_original(text_cx: TextContext<'_>) -> String {
    text_cx.config.languages[MAIN_LANGUAGE].tag.clone()
}
