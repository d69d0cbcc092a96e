//! HTML of an exercise, on its own page, embedded in a text and in handouts.
//!
//! Input: the exercise's record and its text. Output: dose, cautions, stop signals, introduction, steps and note, always
//! together: no caller can write the steps without the cautions.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;

use wellpress_markdown::body::{Body, DirectiveId, Element, NodeKind};
use wellpress_markdown::directives::{Directive, DirectiveForm};
use wellpress_site::config::{LanguageId, MAIN_LANGUAGE};
use wellpress_site::model::Page;
use wellpress_site::model::exercise::Exercise;
use wellpress_site::model::page::PageRecord;
use wellpress_site::resolve::ResolvedPicture;
use wellpress_site::resolve::cautions::ShownCaution;
use wellpress_site::resolve::outline::{Embed, ShownParts};
use wellpress_site::resolve::reading_order::ShownText;
use wellpress_site::resolve::videos::{ResolvedVideo, exercise_of_video};

use super::super::safety::{START, SafetyNotice};
use super::blocks::withdrawn;
use super::media::Loading;
use super::step_pictures::{StepPictures, marked};
use super::{ShownDose, ShownDoses, TextContext, TextView, Writer, dose, media, safety_element, scheduled_doses};
use crate::escape::{attribute, escaped};
use crate::notices::{
    self, PlannedNotice, at_title, before_steps, before_video_of, disclaimer_ids_after_exercise,
    disclaimers_after_record,
};
use crate::theme::strings::MessageValue;

/// What an exercise's page shows of its record without title and pictures, in two parts: dose, cautions and stop signals, and
/// how it is done.
/// A theme may put pictures between them. Both are empty for other pages.
#[must_use]
pub fn record(text_cx: TextContext<'_>, page: &Page) -> (String, String) {
    let (mut warnings, mut html) = (String::new(), String::new());
    if let PageRecord::Exercise(exercise) = &page.record {
        let resolved = &text_cx.resolved.pages[page.id];
        let view = TextView {
            source: &page.source,
            body: &page.body,
            resolved: &resolved.body,
            instance: text_cx.reading_order.instance_of(ShownText::PageBody),
            id_prefix: "",
            heading_shift: 0,
            dose: None,
        };
        let manner = Manner {
            shows: ShownParts::All,
            level: 2,
            doses: &[ShownDose::of_record(&exercise.dose)],
            loading: Loading::Lazy,
            fold: None,
        };
        dose_and_cautions(&mut warnings, text_cx, page, exercise, manner.doses);
        how_to(&mut html, text_cx, page, exercise, view, manner);
        html.push_str(&disclaimers(text_cx, &disclaimers_after_record(text_cx.resolved, page)));
        if let Some(video) = &resolved.video {
            media::video(&mut html, text_cx, video);
        }
    }
    (warnings, html)
}

/// Appends an embedded exercise with its cautions, disclaimers and a link to its page. Nothing for an embed that was not
/// resolved, about which there is a finding.
pub(super) fn embed(writer: &mut Writer<'_, '_>, directive: DirectiveId, label: &str) {
    let Some(host) = writer.view.instance else { return };
    let Some(placed) = writer.text_cx.reading_order.embeds.get(&(host, directive)) else { return };
    let (text_cx, embed) = (writer.text_cx, &placed.embed);
    let page = text_cx.resolved.site.page(embed.page);
    let PageRecord::Exercise(exercise) = &page.record else { return };
    let resolved = &text_cx.resolved.pages[page.id];
    let (id, level) = (&embed.id, embed.level);
    let _ = write!(writer.html, "<section class=\"exercise\" data-exercise=\"");
    attribute(writer.html, &page.name);
    let _ = writeln!(writer.html, "\" id=\"{id}\" aria-labelledby=\"{id}-title\">");
    title(writer.html, text_cx, embed, label);
    if let Some(notice) = withdrawn(text_cx, page) {
        writer.html.push_str(&notice);
        writer.html.push_str("</section>\n");
        return;
    }
    unpublished(writer.html, text_cx, page);
    missing_review(writer.html, text_cx, page);
    other_languages(writer.html, text_cx, [page]);
    for picture in resolved.images.iter().filter(|picture| picture.step.is_none()) {
        figure(writer.html, text_cx, page, picture, Loading::Lazy);
    }
    let prefix = format!("{id}-");
    let view = TextView {
        source: &page.source,
        body: &page.body,
        resolved: &resolved.body,
        instance: Some(placed.instance),
        id_prefix: &prefix,
        // A text's highest headings are at level 2. Moved down by this, they stand one level below the exercise's
        // title.
        heading_shift: level.saturating_sub(1),
        dose: None,
    };
    let doses = scheduled_doses::doses_on_page(text_cx, page, exercise);
    let fold = text_cx.folds_steps.then_some(&*embed.title);
    let manner = Manner { shows: embed.shows, level: (level + 1).min(6), doses: &doses, loading: Loading::Lazy, fold };
    parts(writer.html, text_cx, page, exercise, view, manner);
    if !writer.in_playlist() {
        writer.disclaimers(directive, disclaimer_ids_after_exercise(text_cx.resolved, text_cx.page));
    }
    let view = text_cx.say_with("text-view-exercise", &[("title", MessageValue::Text(&page.title))]);
    writer.html.push_str("<p class=\"exercise-link\"><a href=\"");
    attribute(writer.html, &page.url);
    let _ = writeln!(writer.html, "\">{}</a></p>\n</section>", escaped(&view));
}

/// Appends what a reader has to know before the first video of a page, which can be followed without the text behind it. A text outside
/// of the site, such as a review packet, plays none.
pub(super) fn before_video(writer: &mut Writer<'_, '_>, index: DirectiveId) {
    let text_cx = writer.text_cx;
    if text_cx.directives.is_none() {
        return;
    }
    let before = notices::before_video(text_cx.resolved, text_cx.page, writer.view.body, index);
    cautions_and_signals(writer.html, text_cx, &before);
}

/// Appends a video. A video of an exercise shows how it is done, so it comes with the exercise's cautions and stop signals.
pub(super) fn video(html: &mut String, text_cx: TextContext<'_>, directive: &Directive, video: &ResolvedVideo) {
    let site = text_cx.resolved.site;
    let page = exercise_of_video(site, directive, text_cx.language).map(|exercise| site.page(exercise));
    let Some((page, exercise)) = page.and_then(|page| Some((page, page.exercise()?))) else {
        return media::video(html, text_cx, video);
    };
    html.push_str("<div class=\"exercise-video\" data-exercise=\"");
    attribute(html, &page.name);
    html.push_str("\">\n");
    match withdrawn(text_cx, page) {
        Some(notice) => html.push_str(&notice),
        None => {
            missing_review(html, text_cx, page);
            let around = text_cx.page.map(|page| site.page(page));
            let notices = before_video_of(text_cx.resolved, around, page, exercise);
            if !notices.is_empty() {
                other_languages(html, text_cx, [page]);
            }
            cautions_and_signals(html, text_cx, &notices);
            media::video(html, text_cx, video);
        }
    }
    html.push_str("</div>\n");
}

/// Appends the title of an embedded exercise: the `label` that the author gave it here, as HTML, or the exercise's own.
fn title(html: &mut String, text_cx: TextContext<'_>, embed: &Embed, label: &str) {
    let _ = write!(html, "<h{} class=\"exercise-title\" id=\"{}-title\">", embed.level, embed.id);
    if let Some(number) = embed.number {
        let _ = write!(html, "<span class=\"exercise-number\">{number}.</span> ");
    }
    if label.is_empty() {
        html.push_str(&own_words(text_cx, text_cx.resolved.site.page(embed.page), &embed.title));
    } else {
        html.push_str(label);
    }
    let _ = writeln!(html, "</h{}>", embed.level);
}

/// How one place shows an exercise.
///
/// A place may leave out introduction and note, but nothing here lets it leave out cautions or signals to
/// stop.
#[derive(Clone, Copy)]
pub(super) struct Manner<'a> {
    /// How much of its text is shown.
    pub shows: ShownParts,
    /// The level of its headings.
    pub level: u8,
    /// The doses to show: the record's own, or those of a programme's scheduled exercises.
    pub doses: &'a [ShownDose<'a>],
    /// When the pictures of its steps are loaded.
    pub loading: Loading,
    /// The name of the exercise for the button that shows its steps; `None` where they are shown at once.
    pub fold: Option<&'a str>,
}

/// Appends everything that an exercise shows, in the order in which a reader needs it.
pub(super) fn parts(
    html: &mut String,
    text_cx: TextContext<'_>,
    page: &Page,
    exercise: &Exercise,
    view: TextView<'_>,
    manner: Manner<'_>,
) {
    dose_and_cautions(html, text_cx, page, exercise, manner.doses);
    how_to(html, text_cx, page, exercise, view, manner);
}

fn dose_and_cautions(
    html: &mut String,
    text_cx: TextContext<'_>,
    page: &Page,
    exercise: &Exercise,
    doses: &[ShownDose<'_>],
) {
    doses.iter().for_each(|shown| dose::list(html, text_cx, page, shown));
    cautions_and_stop_signals(html, text_cx, page, exercise);
}

/// Appends what a reader has to know before the first step.
fn cautions_and_stop_signals(html: &mut String, text_cx: TextContext<'_>, page: &Page, exercise: &Exercise) {
    let around = text_cx.page.map(|page| text_cx.resolved.site.page(page));
    cautions_and_signals(html, text_cx, &before_steps(text_cx.resolved, around, page, exercise));
}

/// Appends the cautions and the signals to stop among notices, which exercises were withdrawn, and what their texts warn of.
pub(super) fn cautions_and_signals(html: &mut String, text_cx: TextContext<'_>, notices: &[PlannedNotice<'_>]) {
    let site = text_cx.resolved.site;
    for notice in notices {
        match notice {
            PlannedNotice::Cautions(shown, of) => cautions(html, text_cx, shown, |shown| {
                let exercise = of.or_else(|| shown.exercises.first().map(|exercise| site.page(*exercise)));
                marked(exercise.and_then(|exercise| other_language(text_cx, exercise)))
            }),
            PlannedNotice::StopSignals(page, exercise) => stop_signals(html, text_cx, page, exercise),
            PlannedNotice::Withdrawal(page) => {
                let _ = writeln!(html, "<p><strong>{}</strong></p>", own_words(text_cx, page, &page.title));
                html.extend(super::blocks::withdrawn(text_cx, page));
            }
            PlannedNotice::InText(page, nodes) => in_text(html, text_cx, page, nodes.clone()),
            PlannedNotice::MissingReview(_) | PlannedNotice::Disclaimer(..) => {}
        }
    }
}

/// What a form of a page says above its text, because it would stand behind the first step there.
#[must_use]
pub fn before_first_step(text_cx: TextContext<'_>, page: &Page) -> String {
    let mut html = String::new();
    cautions_and_signals(&mut html, text_cx, &notices::before_first_step(text_cx.resolved, page));
    html
}

/// Appends a care card or a warning that stands in the text of a page. It is repeated here, so that it has no citation marks and no ids.
pub(super) fn in_text(html: &mut String, text_cx: TextContext<'_>, page: &Page, nodes: Range<usize>) {
    let view = TextView::of(text_cx, page);
    let start = html.len();
    let language = other_language(text_cx, page);
    in_language(&mut Writer::new(text_cx, view, html), language, |writer| writer.nodes(nodes));
    // A warning is no safety notice in its text. Here the build sees to it that no template hides it.
    if !html[start..].contains(START) {
        let warning = html.split_off(start);
        safety_element::wrapped(html, SafetyNotice::CareCard, |html| html.push_str(&warning));
    }
}

/// Disclaimers among notices.
pub(crate) fn disclaimers(text_cx: TextContext<'_>, notices: &[PlannedNotice<'_>]) -> String {
    let disclaimers = notices.iter().filter_map(|notice| match notice {
        PlannedNotice::Disclaimer(id, position) => Some(super::blocks::disclaimer(text_cx, *id, *position)),
        _ => None,
    });
    disclaimers.collect()
}

/// Appends introduction, steps and note.
pub(super) fn how_to(
    html: &mut String,
    text_cx: TextContext<'_>,
    page: &Page,
    exercise: &Exercise,
    view: TextView<'_>,
    manner: Manner<'_>,
) {
    let Manner { shows, level, .. } = manner;
    let other_language = other_language(text_cx, page);
    let dose = view.dose.or_else(|| ShownDoses::of(text_cx, page, exercise, manner.doses));
    let view = TextView { dose, ..view };
    let mut writer = Writer::new(text_cx, view, html);
    around_steps(&mut writer, &exercise.parts.intro, ("exercise-intro", other_language), shows);
    if !exercise.parts.steps.is_empty() {
        let fold =
            manner.fold.filter(|_| !has_notice(writer.view.body, exercise.parts.lead.start..exercise.parts.steps.end));
        fold.into_iter().for_each(|name| fold_start(&mut writer, name));
        steps_title(&mut writer, exercise, level);
        in_language(&mut writer, other_language, |writer| writer.nodes(exercise.parts.lead.clone()));
        let pictures = &text_cx.resolved.pages[page.id].images;
        let step_lists = &exercise.parts.step_lists;
        writer.steps = Some(StepPictures::new(text_cx, (pictures, step_lists), manner.loading, other_language));
        // A list has its language itself. What stands between two lists needs an element around it.
        let around_all = other_language.filter(|_| step_lists.len() > 1);
        in_language(&mut writer, around_all, |writer| writer.nodes(exercise.parts.steps.clone()));
        // Lists in the note are no steps, and must not get the pictures of steps.
        writer.steps = None;
        if fold.is_some() {
            writer.html.push_str("</details>\n");
        }
    }
    around_steps(&mut writer, &exercise.parts.note, ("exercise-note", other_language), shows);
    in_language(&mut writer, other_language, Writer::footnotes);
}

/// Writes something into an element with its language, unless it is that of the page, or nothing is written.
fn in_language<'a, 'h>(
    writer: &mut Writer<'a, 'h>,
    other_language: Option<&str>,
    write: impl FnOnce(&mut Writer<'a, 'h>),
) {
    let start = writer.html.len();
    write(writer);
    if other_language.is_some() && writer.html.len() > start {
        writer.html.insert_str(start, &format!("<div{}>\n", marked(other_language)));
        writer.html.push_str("</div>\n");
    }
}

/// Whether nodes have a block that could be a warning: a directive other than words in a line, or a quote such as `> [!WARNING]`.
/// Readers have to see it before they open the steps.
fn has_notice(body: &Body, nodes: Range<usize>) -> bool {
    body.nodes.range(nodes).any(|node| match node.kind {
        NodeKind::Start(Element::Directive(index)) => body.directives[index].kind.spec().form != DirectiveForm::Inline,
        NodeKind::Start(Element::BlockQuote) => true,
        _ => false,
    })
}

fn fold_start(writer: &mut Writer<'_, '_>, name: &str) {
    let (show, hide) = (writer.text_cx.say_html("text-show-steps"), writer.text_cx.say_html("text-hide-steps"));
    let _ = writeln!(
        writer.html,
        "<details class=\"steps-fold\"><summary class=\"fold\"><span class=\"fold-show\">{show}</span><span class=\"fold-hide\">{hide}</span> <span class=\"visually-hidden\">({})</span></summary>",
        escaped(name)
    );
}

/// Appends the introduction or the note. A place that shows only the steps still gets what they say about getting help.
fn around_steps(
    writer: &mut Writer<'_, '_>,
    part: &Range<usize>,
    (class, other_language): (&str, Option<&str>),
    shows: ShownParts,
) {
    let ranges = shows.of(writer.view.body, part);
    if ranges.iter().all(Range::is_empty) {
        return;
    }
    let _ = writeln!(writer.html, "<div class=\"{class}\"{}>", marked(other_language));
    ranges.into_iter().for_each(|nodes| writer.nodes(nodes));
    writer.html.push_str("</div>\n");
}

/// Appends the heading of the steps in the words of the theme. It has the id and the citation marks of the heading that the
/// author wrote: links lead to that id, and the marks were counted when the page's marks were numbered.
fn steps_title(writer: &mut Writer<'_, '_>, exercise: &Exercise, level: u8) {
    let mut nodes = writer.view.body.nodes.range(exercise.parts.title.clone()).peekable();
    let _ = write!(writer.html, "<h{level} class=\"steps-title\"");
    if let Some(NodeKind::Start(Element::Heading(index))) = nodes.peek().map(|node| node.kind) {
        writer.heading_id(&writer.view.body.headings[index].id);
    }
    let _ = write!(writer.html, ">{}", writer.text_cx.say_html("text-how-to-do-it"));
    for (at, node) in exercise.parts.title.clone().zip(nodes) {
        if matches!(node.kind, NodeKind::Citation(_) | NodeKind::FootnoteReference(_)) {
            writer.html.push(' ');
            writer.nodes(at..at + 1);
        }
    }
    let _ = writeln!(writer.html, "</h{level}>");
}

/// What has to stand before a step of an exercise that the page of a source quotes: whether somebody with a medical credential has
/// reviewed it, its cautions, its signals to stop and its care cards.
#[must_use]
pub fn warnings(text_cx: TextContext<'_>, page: &Page, exercise: &Exercise) -> String {
    let text_cx = TextContext { page: None, ..text_cx };
    let mut html = String::new();
    missing_review(&mut html, text_cx, page);
    cautions_and_stop_signals(&mut html, text_cx, page, exercise);
    let view = TextView {
        source: &page.source,
        body: &page.body,
        resolved: &text_cx.resolved.pages[page.id].body,
        // Without an instance, no mark links to a list of sources, which this page does not have.
        instance: None,
        id_prefix: "",
        heading_shift: 2,
        dose: None,
    };
    let mut writer = Writer::new(text_cx, view, &mut html);
    let parts = &exercise.parts;
    for part in [&parts.intro, &parts.lead, &parts.note] {
        ShownParts::Steps.of(&page.body, part).into_iter().for_each(|nodes| writer.nodes(nodes));
    }
    html
}

/// "Draft" or the like for an exercise that only a preview shows; else empty.
#[must_use]
pub fn unpublished_notice(text_cx: TextContext<'_>, page: &Page) -> String {
    let mut html = String::new();
    unpublished(&mut html, text_cx, page);
    html
}

/// Appends "Draft" or the like to an exercise that only a preview shows: a published page cannot show it.
fn unpublished(html: &mut String, text_cx: TextContext<'_>, page: &Page) {
    if let Some(why) = page.unpublished {
        let words = text_cx.say_html(&format!("text-unpublished-{}", why.as_str()));
        let _ = writeln!(html, "<p class=\"unpublished\">{words}</p>");
    }
}

/// Appends "Not medically reviewed" if the page around does not say who reviewed it, and that the original of a translation has changed.
pub(super) fn missing_review(html: &mut String, text_cx: TextContext<'_>, page: &Page) {
    let around = text_cx.page.map(|page| text_cx.resolved.site.page(page));
    if let Some(PlannedNotice::MissingReview(lines)) = at_title(text_cx.resolved, around, page) {
        let lines: Vec<String> = lines.iter().map(|key| text_cx.say_html(key)).collect();
        let lines: Vec<(&str, &str)> = lines.iter().map(|words| (words.as_str(), "")).collect();
        html.push_str(&not_reviewed(&lines));
    }
}

/// The notice about a missing review: a line for each of these words in HTML, which are given with further attributes.
#[must_use]
pub fn not_reviewed(lines: &[(&str, &str)]) -> String {
    let mut html = String::new();
    safety_element::wrapped(&mut html, SafetyNotice::MissingReview, |html| {
        for (words, attributes) in lines {
            let _ = writeln!(html, "<p class=\"not-reviewed\"{attributes}>{words}</p>");
        }
    });
    html
}

fn stop_signals(html: &mut String, text_cx: TextContext<'_>, page: &Page, exercise: &Exercise) {
    if exercise.stop_if.is_empty() {
        return;
    }
    safety_element::start(html, SafetyNotice::StopSignals);
    let _ = writeln!(
        html,
        "<div class=\"stop-if\"><p class=\"stop-if-label\">{}</p><ul>",
        text_cx.say_html("text-stop-if")
    );
    stop_signal_items(text_cx, page, exercise).for_each(|item| html.extend([&*item, "\n"]));
    html.push_str("</ul></div>");
    html.push_str(safety_element::END);
}

/// The signals to stop, each as an item of a list.
pub(super) fn stop_signal_items<'a>(
    text_cx: TextContext<'a>,
    page: &'a Page,
    exercise: &'a Exercise,
) -> impl Iterator<Item = String> + 'a {
    exercise.stop_if.iter().enumerate().map(move |(number, signal)| {
        // Signals that a translation takes over from its original come last. They stand in another file, so they have
        // no span.
        let is_own = number < exercise.stop_if_spans.len();
        let language = if is_own { marked(other_language(text_cx, page)) } else { of_original(text_cx) };
        format!("<li{language}>{}</li>", escaped(signal))
    })
}

/// Appends cautions in the given order. Those for a condition that is a topic of the page are marked. `language` gives the attributes of
/// advice in the language of its exercise.
pub(super) fn cautions(
    html: &mut String,
    text_cx: TextContext<'_>,
    cautions: &[ShownCaution<'_>],
    language: impl Fn(&ShownCaution<'_>) -> String,
) {
    if cautions.is_empty() {
        return;
    }
    safety_element::wrapped(html, SafetyNotice::Caution, |html| {
        html.push_str("<div class=\"cautions\" role=\"group\" aria-label=\"");
        attribute(html, &text_cx.say("text-cautions"));
        html.push_str("\">\n");
        cautions.iter().for_each(|shown| caution(html, text_cx, shown, &language(shown)));
        html.push_str("</div>");
    });
}

/// Appends one caution.
pub(super) fn caution(html: &mut String, text_cx: TextContext<'_>, shown: &ShownCaution<'_>, language: &str) {
    let ShownCaution { caution, condition, applies, exercises } = shown;
    let severity = <&str>::from(caution.severity);
    let page = condition.map(|condition| text_cx.resolved.site.page(condition));
    html.push_str("<p class=\"caution\" data-caution=\"");
    attribute(html, page.map_or("", |page| &page.name));
    let _ = write!(html, "\" data-severity=\"{severity}\"");
    html.push_str(if *applies { " data-applies>" } else { ">" });
    let label = caution_label(text_cx, shown);
    let advice = escaped(&caution.advice);
    let _ = write!(html, "<strong class=\"caution-label\">{}</strong> ", escaped(&label));
    let of_original = caution.is_of_original.then(|| of_original(text_cx));
    match of_original.as_deref().unwrap_or(language) {
        "" => html.push_str(&advice),
        language => _ = write!(html, "<span{language}>{advice}</span>"),
    }
    if !exercises.is_empty() {
        let pages = exercises.iter().map(|exercise| text_cx.resolved.site.page(*exercise));
        let names: Vec<String> = pages.map(|page| own_words(text_cx, page, &page.title)).collect();
        let _ = write!(html, " <span class=\"caution-exercises\">({})</span>", names.join(text_cx.separator()));
    }
    if *applies {
        let _ = write!(html, " <span class=\"caution-applies\">{}</span>", text_cx.say_html("text-caution-applies"));
    }
    html.push_str("</p>\n");
}

/// For whom a caution is and what to do, such as "Osteoporosis: ask a clinician first."
pub fn caution_label(text_cx: TextContext<'_>, shown: &ShownCaution<'_>) -> String {
    let condition = shown.condition.map_or("", |condition| text_cx.resolved.site.page(condition).title.as_str());
    let key = format!("text-caution-{}", <&str>::from(shown.caution.severity));
    text_cx.say_with(&key, &[("condition", MessageValue::Text(condition))])
}

/// The tag of a page's language, if a page of another language shows its words.
pub(super) fn other_language<'a>(text_cx: TextContext<'a>, page: &Page) -> Option<&'a str> {
    (page.language != text_cx.language).then(|| text_cx.config.languages[page.language].tag.as_str())
}

/// Words of a page as HTML, in an element with their language if it is another one than that of the page around them.
pub(super) fn own_words(text_cx: TextContext<'_>, page: &Page, words: &str) -> String {
    match other_language(text_cx, page) {
        Some(tag) => format!("<span{}>{}</span>", marked(Some(tag)), escaped(words)),
        None => escaped(words),
    }
}

/// Appends a line for each other language in which the words of these pages are: a translation may show exercises that nobody has
/// translated.
pub(super) fn other_languages<'p>(
    html: &mut String,
    text_cx: TextContext<'_>,
    pages: impl IntoIterator<Item = &'p Page>,
) {
    let pages = pages.into_iter().filter(|page| page.language != text_cx.language && !page.is_withdrawn());
    let languages: BTreeSet<LanguageId> = pages.map(|page| page.language).collect();
    for language in languages {
        let words = other_language_words(text_cx, language);
        let _ = writeln!(html, "<p class=\"other-language\">{}</p>", escaped(&words));
    }
}

/// What a page says of words in another language, such as "In Spanish (español)".
#[must_use]
pub fn other_language_words(text_cx: TextContext<'_>, language: LanguageId) -> String {
    let tag = &text_cx.config.languages[language].tag;
    let name = text_cx.strings.get(language, "language-name");
    let primary = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let values = [("language", MessageValue::Text(&primary)), ("name", MessageValue::Text(&name))];
    text_cx.say_with("text-other-language", &values)
}

/// Appends a picture of an exercise. Its caption and its description are in the language of the exercise.
pub(super) fn figure(
    html: &mut String,
    text_cx: TextContext<'_>,
    page: &Page,
    picture: &ResolvedPicture,
    loading: Loading,
) {
    let start = html.len();
    media::figure(html, text_cx, "exercise-picture", picture, "", loading);
    if let Some(tag) = other_language(text_cx, page) {
        html.insert_str(start + "<figure".len(), &marked(Some(tag)));
    }
}

/// The attributes of text that a translation takes over from its original: the original's language, for screen readers.
pub(super) fn of_original(text_cx: TextContext<'_>) -> String {
    format!(" lang=\"{}\" dir=\"auto\"", escaped(&text_cx.config.languages[MAIN_LANGUAGE].tag))
}
