//! An exercise as it is shown on its own page and wherever it is embedded: dose, cautions, introduction, steps, note and
//! stop signals are one piece, so that steps never stand without their cautions.

use std::fmt::Write as _;
use std::ops::Range;

use wellpress_markdown::body::{DirectiveId, Element, NodeKind};
use wellpress_markdown::directives::Directive;
use wellpress_site::model::Page;
use wellpress_site::model::exercise::Exercise;
use wellpress_site::model::page::PageRecord;
use wellpress_site::parse::front_matter::{CautionSeverity, Dose, ScalarText};
use wellpress_site::resolve::ResolvedPicture;
use wellpress_site::resolve::bodies::{ResolvedVideo, exercise_of_video};
use wellpress_site::resolve::cautions::{ShownCaution, of_exercise};
use wellpress_site::resolve::outline::{Embed, Shows};
use wellpress_site::resolve::reading_order::{Spot, Text};

use super::super::strings::Value;
use super::blocks::withdrawn;
use super::escape::{attribute, escaped, text};
use super::media::Loading;
use super::{TextContext, TextView, Writer, media};

/// Pictures of the steps, put behind the step that they show.
#[derive(Clone, Copy)]
pub(super) struct StepPictures<'a> {
    images: &'a [ResolvedPicture],
    loading: Loading,
    lists: usize,
    items: usize,
    step: u32,
}

impl<'a> StepPictures<'a> {
    fn new(images: &'a [ResolvedPicture], loading: Loading) -> Self {
        Self { images, loading, lists: 0, items: 0, step: 0 }
    }

    /// The class of a list that begins: only the outermost holds the steps.
    pub(super) fn enter_list(&mut self) -> &'static str {
        self.lists += 1;
        if self.lists == 1 { " class=\"steps\"" } else { "" }
    }

    /// Whether the list that ends held the steps.
    pub(super) fn leave_list(&mut self) -> bool {
        self.lists = self.lists.saturating_sub(1);
        self.lists == 0
    }

    pub(super) fn enter_item(&mut self) {
        self.items += 1;
        if self.items == 1 {
            self.step += 1;
        }
    }

    pub(super) fn leave_item(&mut self, html: &mut String) {
        self.items = self.items.saturating_sub(1);
        if self.items == 0 {
            for picture in self.images.iter().filter(|picture| picture.step == Some(self.step)) {
                media::figure(html, "step-picture", picture, "", self.loading);
            }
        }
    }
}

/// What an exercise page shows of its record, everything but title and pictures: dose and cautions, and how it is done.
#[must_use]
pub fn record(text_cx: TextContext<'_>, page: &Page) -> (String, String) {
    let (mut before, mut html) = (String::new(), String::new());
    if let PageRecord::Exercise(exercise) = &page.record {
        let resolved = &text_cx.resolved.pages[page.id.index()];
        let view = TextView {
            source: &page.source,
            body: &page.body,
            resolved: &resolved.body,
            instance: text_cx.reading_order.instance_of(Text::Own),
            id_prefix: "",
            heading_shift: 0,
        };
        let manner = Manner { shows: Shows::All, level: 2, doses: &[&exercise.dose], loading: Loading::Lazy };
        dose_and_cautions(&mut before, text_cx, exercise, manner.doses);
        how_to(&mut html, text_cx, page, exercise, view, manner);
        if let Some(video) = &resolved.video {
            media::video(&mut html, text_cx, video);
            for id in &resolved.disclaimers.with_video {
                html.push_str(&super::blocks::disclaimer(text_cx, *id, Some(Spot::Record)));
            }
        }
        for id in &resolved.disclaimers.with_exercise {
            html.push_str(&super::blocks::disclaimer(text_cx, *id, Some(Spot::Record)));
        }
    }
    (before, html)
}

/// Appends an embedded exercise.
pub(super) fn embed(writer: &mut Writer<'_, '_>, directive: DirectiveId, label: &str) {
    let Some(host) = writer.view.instance else { return };
    let Some(found) = writer.text_cx.reading_order.embeds.get(&(host, directive)) else { return };
    let (text_cx, embed) = (writer.text_cx, &found.embed);
    let page = text_cx.resolved.site.page(embed.page);
    let PageRecord::Exercise(exercise) = &page.record else { return };
    let resolved = &text_cx.resolved.pages[page.id.index()];
    let (id, level) = (&embed.id, embed.level);
    let _ = write!(writer.html, "<section class=\"exercise\" data-exercise=\"");
    attribute(writer.html, &page.name);
    let _ = writeln!(writer.html, "\" id=\"{id}\" aria-labelledby=\"{id}-title\">");
    title(writer.html, embed, label);
    if let Some(notice) = withdrawn(text_cx, page) {
        writer.html.push_str(&notice);
        writer.html.push_str("</section>\n");
        return;
    }
    for picture in resolved.images.iter().filter(|picture| picture.step.is_none()) {
        media::figure(writer.html, "exercise-picture", picture, "", Loading::Lazy);
    }
    let prefix = format!("{id}-");
    let view = TextView {
        source: &page.source,
        body: &page.body,
        resolved: &resolved.body,
        instance: Some(found.instance),
        id_prefix: &prefix,
        heading_shift: level.saturating_sub(1),
    };
    let doses = &[&exercise.dose];
    let manner = Manner { shows: embed.shows, level: (level + 1).min(6), doses, loading: Loading::Lazy };
    parts(writer.html, text_cx, page, exercise, view, manner);
    if !writer.in_playlist() {
        writer.disclaimers(directive, |placed| &placed.with_exercise);
    }
    let view = text_cx.say_with("text-view-exercise", &[("title", Value::Text(&page.title))]);
    writer.html.push_str("<p class=\"exercise-link\"><a href=\"");
    attribute(writer.html, &page.url);
    let _ = writeln!(writer.html, "\">{}</a></p>\n</section>", escaped(&view));
}

/// Appends a video. One of an exercise shows how it is done, so that the exercise's cautions stand before it.
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
            cautions(html, text_cx, &of_exercise(site, text_cx.page.map(|page| site.page(page)), exercise));
            media::video(html, text_cx, video);
            stop_signals(html, text_cx, exercise);
        }
    }
    html.push_str("</div>\n");
}

/// The title in this place: the author's words, which are HTML, or the exercise's own.
fn title(html: &mut String, embed: &Embed, label: &str) {
    let _ = write!(html, "<h{} class=\"exercise-title\" id=\"{}-title\">", embed.level, embed.id);
    if let Some(number) = embed.number {
        let _ = write!(html, "<span class=\"exercise-number\">{number}.</span> ");
    }
    if label.is_empty() {
        text(html, &embed.title);
    } else {
        html.push_str(label);
    }
    let _ = writeln!(html, "</h{}>", embed.level);
}

/// How an exercise is shown in one place.
#[derive(Clone, Copy)]
pub(super) struct Manner<'a> {
    /// How much of its text.
    pub shows: Shows,
    /// The level of its headings.
    pub level: u8,
    /// Doses in the place of the record's.
    pub doses: &'a [&'a Dose],
    /// When the pictures of its steps are loaded.
    pub loading: Loading,
}

/// Dose, cautions, introduction, steps, note and stop signals.
pub(super) fn parts(
    html: &mut String,
    text_cx: TextContext<'_>,
    page: &Page,
    exercise: &Exercise,
    view: TextView<'_>,
    manner: Manner<'_>,
) {
    dose_and_cautions(html, text_cx, exercise, manner.doses);
    how_to(html, text_cx, page, exercise, view, manner);
}

fn dose_and_cautions(html: &mut String, text_cx: TextContext<'_>, exercise: &Exercise, doses: &[&Dose]) {
    doses.iter().for_each(|asked| dose(html, text_cx, asked));
    let site = text_cx.resolved.site;
    cautions(html, text_cx, &of_exercise(site, text_cx.page.map(|page| site.page(page)), exercise));
}

/// Introduction, steps, note and stop signals.
fn how_to(
    html: &mut String,
    text_cx: TextContext<'_>,
    page: &Page,
    exercise: &Exercise,
    view: TextView<'_>,
    manner: Manner<'_>,
) {
    let Manner { shows, level, .. } = manner;
    let mut writer = Writer::new(text_cx, view, html);
    around_steps(&mut writer, &exercise.parts.intro, "exercise-intro", shows);
    if !exercise.parts.steps.is_empty() {
        steps_title(&mut writer, exercise, level);
        writer.nodes(exercise.parts.lead.clone());
        writer.steps = Some(StepPictures::new(&text_cx.resolved.pages[page.id.index()].images, manner.loading));
        writer.nodes(exercise.parts.steps.clone());
        writer.steps = None;
    }
    around_steps(&mut writer, &exercise.parts.note, "exercise-note", shows);
    stop_signals(writer.html, text_cx, exercise);
    writer.footnotes();
}

/// The introduction or the note; where only the steps are asked for, what it says of when to get help.
fn around_steps(writer: &mut Writer<'_, '_>, part: &Range<usize>, class: &str, shows: Shows) {
    let ranges = shows.of(writer.view.body, part);
    if ranges.iter().all(Range::is_empty) {
        return;
    }
    let _ = writeln!(writer.html, "<div class=\"{class}\">");
    ranges.into_iter().for_each(|nodes| writer.nodes(nodes));
    writer.html.push_str("</div>\n");
}

/// The heading of the steps in the words of the theme, with the id and the marks of the one that the author wrote, so
/// that links to it and the numbers of marks go on.
fn steps_title(writer: &mut Writer<'_, '_>, exercise: &Exercise, level: u8) {
    let mut nodes = writer.view.body.nodes.range(exercise.parts.title.clone()).peekable();
    let _ = write!(writer.html, "<h{level} class=\"steps-title\"");
    if let Some(NodeKind::Start(Element::Heading(index))) = nodes.peek().map(|node| node.kind) {
        writer.heading_id(&writer.view.body.headings[index].id);
    }
    let _ = write!(writer.html, ">{}", escaped(&writer.text_cx.say("text-how-to-do-it")));
    for (at, node) in exercise.parts.title.clone().zip(nodes) {
        if matches!(node.kind, NodeKind::Citation(_) | NodeKind::FootnoteReference(_)) {
            writer.html.push(' ');
            writer.nodes(at..at + 1);
        }
    }
    let _ = writeln!(writer.html, "</h{level}>");
}

/// The cautions of an exercise and its signals to stop, for a place that quotes a step of it.
#[must_use]
pub fn warnings(text_cx: TextContext<'_>, exercise: &Exercise) -> String {
    let mut html = String::new();
    cautions(&mut html, text_cx, &of_exercise(text_cx.resolved.site, None, exercise));
    stop_signals(&mut html, text_cx, exercise);
    html
}

fn stop_signals(html: &mut String, text_cx: TextContext<'_>, exercise: &Exercise) {
    if exercise.stop_if.is_empty() {
        return;
    }
    let _ = writeln!(
        html,
        "<div class=\"stop-if\"><p class=\"stop-if-label\">{}</p><ul>",
        escaped(&text_cx.say("text-stop-if"))
    );
    for (number, signal) in exercise.stop_if.iter().enumerate() {
        let language = if number < exercise.stop_if_spans.len() { String::new() } else { of_original(text_cx) };
        let _ = writeln!(html, "<li{language}>{}</li>", escaped(signal));
    }
    html.push_str("</ul></div>\n");
}

fn dose(html: &mut String, text_cx: TextContext<'_>, dose: &Dose) {
    let facts = dose_facts(dose);
    if facts.is_empty() {
        return;
    }
    html.push_str("<dl class=\"dose\">");
    for (key, value) in facts {
        let label = text_cx.say(&format!("text-dose-{key}"));
        let _ = write!(html, "<div data-dose=\"{key}\"{}>", in_seconds(key, &value));
        let _ = write!(html, "<dt>{}</dt><dd>{}</dd></div>", escaped(&label), escaped(&value));
    }
    html.push_str("</dl>\n");
}

/// A length of time for programs, from the least to the most: ` data-seconds="5-10"`.
fn in_seconds(key: &str, value: &str) -> String {
    match wellpress_site::model::dose::seconds(value).filter(|_| matches!(key, "hold" | "rest")) {
        Some((least, most)) if least < most => format!(" data-seconds=\"{least}-{most}\""),
        Some((least, _)) => format!(" data-seconds=\"{least}\""),
        None => String::new(),
    }
}

/// The dose's fields that are known, in the order in which they are read, ranges with a dash.
#[must_use]
pub fn dose_facts(dose: &Dose) -> Vec<(&'static str, String)> {
    let known = |(key, field): (&'static str, Option<&ScalarText>)| Some((key, with_dash(&field?.0)));
    wellpress_site::model::dose::fields(dose).into_iter().filter_map(known).collect()
}

/// `10-20` as `10–20`.
fn with_dash(value: &str) -> String {
    let bytes = value.as_bytes();
    let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    let dash = |(at, c): (usize, char)| {
        if c == '-' && digit(at.checked_sub(1)) && digit(Some(at + 1)) { '–' } else { c }
    };
    value.char_indices().map(dash).collect()
}

/// Cautions in the order given; those for a topic of the page are marked.
pub(super) fn cautions(html: &mut String, text_cx: TextContext<'_>, cautions: &[ShownCaution<'_>]) {
    if cautions.is_empty() {
        return;
    }
    html.push_str("<div class=\"cautions\" role=\"group\" aria-label=\"");
    attribute(html, &text_cx.say("text-cautions"));
    html.push_str("\">\n");
    cautions.iter().for_each(|shown| caution(html, text_cx, shown));
    html.push_str("</div>\n");
}

fn caution(html: &mut String, text_cx: TextContext<'_>, shown: &ShownCaution<'_>) {
    let ShownCaution { caution, condition, applies, exercises } = shown;
    let severity = severity_name(caution.severity);
    let page = condition.map(|condition| text_cx.resolved.site.page(condition));
    html.push_str("<p class=\"caution\" data-caution=\"");
    attribute(html, page.map_or("", |page| &page.name));
    let _ = write!(html, "\" data-severity=\"{severity}\"");
    html.push_str(if *applies { " data-applies>" } else { ">" });
    let condition = page.map_or("", |page| page.title.as_str());
    let label = text_cx.say_with(&format!("text-caution-{severity}"), &[("condition", Value::Text(condition))]);
    let advice = escaped(&caution.advice);
    let _ = write!(html, "<strong class=\"caution-label\">{}</strong> ", escaped(&label));
    if caution.is_of_original {
        let _ = write!(html, "<span{}>{advice}</span>", of_original(text_cx));
    } else {
        html.push_str(&advice);
    }
    if !exercises.is_empty() {
        let names = exercises.iter().map(|exercise| text_cx.resolved.site.page(*exercise).title.as_str());
        let names = names.collect::<Vec<_>>().join(", ");
        let _ = write!(html, " <span class=\"caution-exercises\">({})</span>", escaped(&names));
    }
    if *applies {
        let _ =
            write!(html, " <span class=\"caution-applies\">{}</span>", escaped(&text_cx.say("text-caution-applies")));
    }
    html.push_str("</p>\n");
}

/// The attributes of words that a translation takes over from its original.
pub(super) fn of_original(text_cx: TextContext<'_>) -> String {
    format!(" lang=\"{}\" dir=\"auto\"", escaped(&text_cx.config.languages[0].tag))
}

/// `avoid`, `modify` or `ask`.
#[must_use]
pub fn severity_name(severity: CautionSeverity) -> &'static str {
    match severity {
        CautionSeverity::Avoid => "avoid",
        CautionSeverity::Modify => "modify",
        CautionSeverity::Ask => "ask",
    }
}
