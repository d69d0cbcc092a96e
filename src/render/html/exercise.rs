//! An exercise as it is shown on its own page and wherever it is embedded: dose, cautions, introduction, steps, note and
//! stop signals are one piece, so that steps never stand without their cautions.

use std::fmt::Write as _;

use crate::model::exercise::{Caution, Exercise};
use crate::model::page::Record;
use crate::model::{Page, PageId, Site};
use crate::parse::document::{Element, NodeKind};
use crate::parse::front_matter::{CautionSeverity, Word};
use crate::resolve::ResolvedPicture;
use crate::resolve::outline::{Embed, Shows};

use super::super::strings::Value;
use super::blocks::withdrawn;
use super::escape::{attribute, escaped, text};
use super::{Scene, Shown, Writer, media};

/// Pictures of the steps, put behind the step that they show.
#[derive(Clone, Copy)]
pub(super) struct StepPictures<'a> {
    images: &'a [ResolvedPicture],
    lists: usize,
    items: usize,
    step: u32,
}

impl<'a> StepPictures<'a> {
    fn new(images: &'a [ResolvedPicture]) -> Self {
        Self { images, lists: 0, items: 0, step: 0 }
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
                media::figure(html, "step-picture", picture, "");
            }
        }
    }
}

/// What an exercise page shows of its record: everything but title and pictures.
#[must_use]
pub fn record(scene: Scene<'_>, page: &Page) -> String {
    let mut html = String::new();
    if let Record::Exercise(exercise) = &page.record {
        let resolved = &scene.resolved.pages[page.id.index()];
        let shown = Shown {
            source: &page.source,
            body: &page.body,
            resolved: &resolved.body,
            instance: own_instance(scene),
            id_prefix: "",
            heading_shift: 0,
        };
        parts(&mut html, scene, page, exercise, shown, Shows::All, 2);
        if let Some(video) = &resolved.video {
            media::video(&mut html, scene, video);
            for id in &resolved.disclaimers.with_video {
                html.push_str(&super::blocks::disclaimer(scene, *id));
            }
        }
        for id in &resolved.disclaimers.with_exercise {
            html.push_str(&super::blocks::disclaimer(scene, *id));
        }
    }
    html
}

fn own_instance(scene: Scene<'_>) -> Option<u32> {
    let own = |instance: &crate::resolve::flow::Instance| instance.text == crate::resolve::flow::Text::Own;
    scene.flow.instances.iter().position(own).and_then(|at| u32::try_from(at).ok())
}

/// Appends an embedded exercise.
pub(super) fn embed(writer: &mut Writer<'_, '_>, directive: u32, label: &str) {
    let Some(host) = writer.shown.instance else { return };
    let Some(found) = writer.scene.flow.embeds.get(&(host, directive)) else { return };
    let (scene, embed) = (writer.scene, &found.embed);
    let page = scene.resolved.site.page(embed.page);
    let Record::Exercise(exercise) = &page.record else { return };
    let resolved = &scene.resolved.pages[page.id.index()];
    let (id, level) = (&embed.id, embed.level);
    let _ = write!(writer.html, "<section class=\"exercise\" data-exercise=\"");
    attribute(writer.html, &page.name);
    let _ = writeln!(writer.html, "\" id=\"{id}\" aria-labelledby=\"{id}-title\">");
    title(writer.html, embed, label);
    if let Some(notice) = withdrawn(scene, page) {
        writer.html.push_str(&notice);
        writer.html.push_str("</section>\n");
        return;
    }
    for picture in resolved.images.iter().filter(|picture| picture.step.is_none()) {
        media::figure(writer.html, "exercise-picture", picture, "");
    }
    let prefix = format!("{id}-");
    let shown = Shown {
        source: &page.source,
        body: &page.body,
        resolved: &resolved.body,
        instance: Some(found.instance),
        id_prefix: &prefix,
        heading_shift: level.saturating_sub(1),
    };
    parts(writer.html, scene, page, exercise, shown, embed.shows, (level + 1).min(6));
    if !writer.in_playlist() {
        writer.disclaimers(|placed| &placed.with_exercise);
    }
    let view = scene.say_with("text-view-exercise", &[("title", Value::Text(&page.title))]);
    writer.html.push_str("<p class=\"exercise-link\"><a href=\"");
    attribute(writer.html, &page.url);
    let _ = writeln!(writer.html, "\">{}</a></p>\n</section>", escaped(&view));
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

/// Dose, cautions, introduction, steps, note and stop signals.
fn parts(
    html: &mut String,
    scene: Scene<'_>,
    page: &Page,
    exercise: &Exercise,
    shown: Shown<'_>,
    shows: Shows,
    level: u8,
) {
    dose(html, scene, exercise);
    cautions(html, scene, exercise);
    let mut writer = Writer::new(scene, shown, html);
    let [intro, note] = [exercise.parts.intro.clone(), exercise.parts.note.clone()];
    if shows == Shows::All && !intro.is_empty() {
        writer.html.push_str("<div class=\"exercise-intro\">\n");
        writer.nodes(intro);
        writer.html.push_str("</div>\n");
    }
    if !exercise.parts.steps.is_empty() {
        steps_title(&mut writer, exercise, level);
        writer.nodes(exercise.parts.lead.clone());
        writer.steps = Some(StepPictures::new(&scene.resolved.pages[page.id.index()].images));
        writer.nodes(exercise.parts.steps.clone());
        writer.steps = None;
    }
    if shows == Shows::All && !note.is_empty() {
        writer.html.push_str("<div class=\"exercise-note\">\n");
        writer.nodes(note);
        writer.html.push_str("</div>\n");
    }
    stop_signals(writer.html, scene, exercise);
    writer.footnotes();
}

/// The heading of the steps in the words of the theme, with the id and the marks of the one that the author wrote, so
/// that links to it and the numbers of marks go on.
fn steps_title(writer: &mut Writer<'_, '_>, exercise: &Exercise, level: u8) {
    let nodes = &writer.shown.body.nodes[exercise.parts.title.clone()];
    let _ = write!(writer.html, "<h{level} class=\"steps-title\"");
    if let Some(NodeKind::Start(Element::Heading(index))) = nodes.first().map(|node| node.kind) {
        writer.heading_id(&writer.shown.body.headings[index as usize].id);
    }
    let _ = write!(writer.html, ">{}", escaped(&writer.scene.say("text-how-to-do-it")));
    for (at, node) in exercise.parts.title.clone().zip(nodes) {
        if matches!(node.kind, NodeKind::Citation(_) | NodeKind::FootnoteReference(_)) {
            writer.html.push(' ');
            writer.nodes(at..at + 1);
        }
    }
    let _ = writeln!(writer.html, "</h{level}>");
}

fn stop_signals(html: &mut String, scene: Scene<'_>, exercise: &Exercise) {
    if exercise.stop_if.is_empty() {
        return;
    }
    let _ = writeln!(
        html,
        "<div class=\"stop-if\"><p class=\"stop-if-label\">{}</p><ul>",
        escaped(&scene.say("text-stop-if"))
    );
    for signal in &exercise.stop_if {
        let _ = writeln!(html, "<li>{}</li>", escaped(signal));
    }
    html.push_str("</ul></div>\n");
}

fn dose(html: &mut String, scene: Scene<'_>, exercise: &Exercise) {
    let facts = dose_facts(exercise);
    if facts.is_empty() {
        return;
    }
    html.push_str("<dl class=\"dose\">");
    for (key, value) in facts {
        let label = scene.say(&format!("text-dose-{key}"));
        let _ = write!(html, "<div data-dose=\"{key}\"><dt>{}</dt><dd>{}</dd></div>", escaped(&label), escaped(&value));
    }
    html.push_str("</dl>\n");
}

/// The dose's fields that are known, in the order in which they are read, ranges with a dash.
#[must_use]
pub fn dose_facts(exercise: &Exercise) -> Vec<(&'static str, String)> {
    let dose = &exercise.dose;
    let fields = [
        ("sets", &dose.sets),
        ("reps", &dose.reps),
        ("rounds", &dose.rounds),
        ("hold", &dose.hold),
        ("rest", &dose.rest),
        ("frequency", &dose.frequency),
        ("sides", &dose.sides),
    ];
    let known = |(key, field): (&'static str, &Option<crate::yaml::Located<Word>>)| {
        field.as_ref().map(|located| (key, with_dash(&located.value.0)))
    };
    fields.into_iter().filter_map(known).collect()
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

/// All cautions of an exercise: those for a topic of the page, or a narrower one, first and marked.
fn cautions(html: &mut String, scene: Scene<'_>, exercise: &Exercise) {
    if exercise.cautions.is_empty() {
        return;
    }
    html.push_str("<div class=\"cautions\" role=\"group\" aria-label=\"");
    attribute(html, &scene.say("text-cautions"));
    html.push_str("\">\n");
    for (caution, condition, applies) in sorted(scene, exercise) {
        one(html, scene, caution, condition, applies);
    }
    html.push_str("</div>\n");
}

/// Each caution with each of its conditions and whether the page is about it, those first, the gravest before.
fn sorted<'a>(scene: Scene<'_>, exercise: &'a Exercise) -> Vec<(&'a Caution, Option<PageId>, bool)> {
    let site = scene.resolved.site;
    let topics = scene.page.and_then(|page| site.page(page).reviewed()).map_or(&[][..], |reviewed| &reviewed.topics);
    let mut sorted: Vec<(&Caution, Option<PageId>, bool)> = Vec::new();
    for caution in &exercise.cautions {
        if caution.conditions.is_empty() {
            sorted.push((caution, None, false));
        }
        for condition in &caution.conditions {
            let applies = topics.iter().any(|topic| is_within(site, *condition, *topic, 0));
            sorted.push((caution, Some(*condition), applies));
        }
    }
    sorted.sort_by_key(|(caution, _, applies)| (!applies, caution.severity));
    sorted
}

/// Whether `topic` is `wider` or narrower than it.
fn is_within(site: &Site, topic: PageId, wider: PageId, depth: usize) -> bool {
    if topic == wider {
        return true;
    }
    let Record::Topic(record) = &site.page(topic).record else { return false };
    depth < 16 && record.broader.iter().any(|broader| is_within(site, *broader, wider, depth + 1))
}

fn one(html: &mut String, scene: Scene<'_>, caution: &Caution, condition: Option<PageId>, applies: bool) {
    let severity = severity_name(caution.severity);
    let page = condition.map(|condition| scene.resolved.site.page(condition));
    html.push_str("<p class=\"caution\" data-caution=\"");
    attribute(html, page.map_or("", |page| &page.name));
    let _ = write!(html, "\" data-severity=\"{severity}\"");
    html.push_str(if applies { " data-applies>" } else { ">" });
    let condition = page.map_or("", |page| page.title.as_str());
    let label = scene.say_with(&format!("text-caution-{severity}"), &[("condition", Value::Text(condition))]);
    let _ = write!(html, "<strong class=\"caution-label\">{}</strong> {}", escaped(&label), escaped(&caution.advice));
    if applies {
        let _ = write!(html, " <span class=\"caution-applies\">{}</span>", escaped(&scene.say("text-caution-applies")));
    }
    html.push_str("</p>\n");
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
