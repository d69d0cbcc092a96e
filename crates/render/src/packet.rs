//! A packet for a reviewer: one page of HTML that can be printed and stands on its own. It has the text as readers get it,
//! with dose, cautions and disclaimers, each claim beside the source that it leads to, and a place to sign.
//!
//! It is no page of the site: it brings its own style, and what it links to need not be published.

use std::fmt::Write as _;

use wellpress_diagnostics::yaml::Day;
use wellpress_site::model::disclaimer::DisclaimerId;
use wellpress_site::model::page::Record;
use wellpress_site::model::programme::Programme;
use wellpress_site::model::reference::ReferenceId;
use wellpress_site::model::{Page, PageId};
use wellpress_site::parse::front_matter::ReviewRole;
use wellpress_site::parse::sign_offs::Decision;
use wellpress_site::resolve::citation_index::Passage;
use wellpress_site::resolve::reading_order::Spot;
use wellpress_site::resolve::reviewed_text::ReviewedText;

use super::html::escape::{attribute, escaped};
use super::html::rich_text::{Links, rich_text};
use super::html::{TextContext, blocks, exercise, handout, references};
use super::pages::{body_html, key_points};
use super::render_context::{RenderContext, review_key};
use super::strings::Value;

const STYLE: &str = include_str!("packet.css");

/// The packet of a page, made on this day.
#[must_use]
pub fn packet(cx: &RenderContext<'_>, page: &Page, today: Day) -> String {
    let packet = Packet { cx, page };
    let language = &cx.config.languages[page.language].tag;
    let mut html =
        format!("<!doctype html>\n<html lang=\"{language}\" dir=\"{}\">\n", super::render_context::direction(language));
    let title = packet.say_with("text-packet-title", "title", &page.title);
    let _ = write!(html, "<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">");
    let _ = writeln!(html, "<meta name=\"robots\" content=\"noindex\"><title>{}</title>", escaped(&title));
    let _ = writeln!(html, "<style>{STYLE}</style></head>\n<body>\n<main>\n<h1>{}</h1>", escaped(&title));
    html.push_str(&packet.about(today));
    html.push_str(&packet.section("text-packet-disclaimers", packet.disclaimers()));
    html.push_str(&packet.section("text-packet-text", packet.text()));
    html.push_str(&packet.section("text-packet-claims", packet.claims()));
    let sources = references::list(cx.text_context(page), &packet.resolved().citations);
    html.push_str(&packet.section("text-references-entry", sources));
    html.push_str(&packet.section("text-packet-sign", packet.form()));
    html.push_str("</main>\n</body>\n</html>\n");
    html
}

struct Packet<'a> {
    cx: &'a RenderContext<'a>,
    page: &'a Page,
}

impl Packet<'_> {
    fn resolved(&self) -> &wellpress_site::resolve::ResolvedPage {
        &self.cx.resolved.pages[self.page.id.index()]
    }

    fn say(&self, key: &str) -> String {
        escaped(&self.cx.say(self.page.language, key))
    }

    fn say_with(&self, key: &str, name: &str, value: &str) -> String {
        self.cx.theme.strings.format(self.page.language, key, &[(name, Value::Text(value))])
    }

    /// A section with its heading, or nothing where it would be empty.
    fn section(&self, title: &str, content: String) -> String {
        if content.is_empty() {
            return content;
        }
        format!("<section>\n<h2>{}</h2>\n{content}</section>\n", self.say(title))
    }

    /// What the page is, who wrote it and who reviewed it last.
    fn about(&self, today: Day) -> String {
        let (cx, page) = (self.cx, self.page);
        let byline = cx.byline(page);
        let people = byline.people.iter().map(|person| (person.role.clone(), person.name.clone()));
        let date = |day: &super::context::Date| day.text.clone();
        let mut rows: Vec<(String, String)> = vec![
            (cx.say(page.language, "text-packet-file"), page.source.path.to_string()),
            (cx.say(page.language, "text-packet-address"), cx.config.base.absolute(&page.url)),
            (cx.say(page.language, "text-packet-made"), cx.date(page.language, today).text),
        ];
        rows.extend(people);
        rows.extend(byline.published.as_ref().map(|day| (cx.say(page.language, "published"), date(day))));
        rows.extend(byline.last_reviewed.as_ref().map(|day| (cx.say(page.language, "last-reviewed"), date(day))));
        rows.extend(
            byline.changed_since.as_ref().map(|day| (cx.say(page.language, "changed-since-review"), date(day))),
        );
        rows.extend(byline.next_review.as_ref().map(|day| (cx.say(page.language, "next-review-due"), date(day))));
        let row = |(name, value): (String, String)| {
            format!("<div><dt>{}</dt><dd>{}</dd></div>\n", escaped(&name), escaped(&value))
        };
        format!("<dl class=\"about\">\n{}</dl>\n", rows.into_iter().map(row).collect::<String>())
    }

    fn disclaimers(&self) -> String {
        let placed = &self.resolved().disclaimers;
        let all = placed.top.iter().chain(&placed.bottom).chain(&placed.with_exercise).chain(&placed.with_video);
        let shown = all.map(|id| {
            let disclaimer = &self.cx.resolved.site.disclaimers[id.index()];
            let version =
                disclaimer.version.as_ref().map(|version| self.say_with("text-packet-version", "version", version));
            let version = version.map(|version| format!("<p class=\"version\">{}</p>\n", escaped(&version)));
            let title = escaped(&disclaimer.title);
            let words = blocks::disclaimer(self.cx.text_context(self.page), *id, self.spot(*id));
            format!("<h3>{title}</h3>\n{}{words}", version.unwrap_or_default())
        });
        shown.collect()
    }

    /// Where the packet itself shows a disclaimer; those within the text keep their marks there.
    fn spot(&self, id: DisclaimerId) -> Option<Spot> {
        let placed = &self.resolved().disclaimers;
        let is_top = placed.top.contains(&id).then_some(Spot::Top);
        is_top.or_else(|| placed.bottom.contains(&id).then_some(Spot::Bottom))
    }

    /// The page as readers get it, with all that opens on demand open.
    fn text(&self) -> String {
        let dek = self.page.description.as_ref().map(|dek| format!("<p class=\"dek\">{}</p>\n", escaped(dek)));
        let points = self.page.article().map(|article| key_points(self.cx, self.page, article)).unwrap_or_default();
        let points = points.iter().map(|point| format!("<li>{point}</li>\n")).collect::<String>();
        let points = if points.is_empty() { points } else { format!("<ul class=\"points\">\n{points}</ul>\n") };
        let text = match &self.page.record {
            Record::Exercise(_) => {
                let (dose_and_cautions, how_to) = exercise::record(self.cx.text_context(self.page), self.page);
                dose_and_cautions + &how_to
            }
            Record::Programme(record) if !self.page.is_withdrawn() => {
                body_html(self.cx, self.page) + &self.exercises(record)
            }
            _ => body_html(self.cx, self.page),
        };
        let text = text.replace("<details", "<details open");
        format!("{}{points}<div class=\"words\">{text}</div>\n", dek.unwrap_or_default())
    }

    /// A programme's schedule and its exercises in full, as its handout has them: who signs for it signs for them.
    fn exercises(&self, record: &Programme) -> String {
        let text_cx = TextContext { page: Some(self.page.id), ..self.cx.text_context_without_page(self.page.language) };
        handout::schedule(text_cx, &handout::Texts::new(text_cx, self.page), record)
    }

    /// The page and the exercises that it shows or schedules, each once.
    fn shown(&self) -> Vec<PageId> {
        let resolved = self.cx.resolved;
        let mut shown = vec![self.page.id];
        for exercise in resolved.texts_of(self.page) {
            if !shown.contains(&exercise) {
                shown.push(exercise);
            }
        }
        shown
    }

    /// Every sentence with a mark, of the page and of the exercises that it shows, each beside its source.
    fn claims(&self) -> String {
        let shown = self.shown();
        let mut cited: Vec<ReferenceId> = self.resolved().citations.sources().collect();
        for reference in shown.iter().flat_map(|page| self.cx.resolved.cited_by(*page)) {
            if !cited.contains(&reference) {
                cited.push(reference);
            }
        }
        let mut rows = String::new();
        for reference in cited {
            let mut claims: Vec<String> = Vec::new();
            for page in shown.iter().copied() {
                let passages = self.cx.resolved.passages(page, reference);
                claims.extend(passages.iter().map(|passage| self.claim(page, passage)));
            }
            if claims.is_empty() {
                claims.push(format!("<p class=\"unmarked\">{}</p>\n", self.say("text-packet-unmarked")));
            }
            let source = self.source(reference);
            let _ = writeln!(rows, "<tr><td>{}</td><td>{source}</td></tr>", claims.concat());
        }
        if rows.is_empty() {
            return rows;
        }
        let (claim, source) = (self.say("text-packet-claim"), self.say("text-packet-source"));
        format!(
            "<table class=\"claims\">\n<thead><tr><th scope=\"col\">{claim}</th><th scope=\"col\">{source}</th></tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n"
        )
    }

    fn claim(&self, page: PageId, passage: &Passage) -> String {
        let page = self.cx.resolved.site.page(page);
        let place = match (&*passage.heading, page.id == self.page.id) {
            ("", true) => String::new(),
            (heading, true) => heading.to_owned(),
            ("", false) => page.title.clone(),
            (heading, false) => format!("{}: {heading}", page.title),
        };
        let place = if place.is_empty() { place } else { format!("<span class=\"place\">{}</span> ", escaped(&place)) };
        let words = [passage.before(), passage.mark(), passage.after()].map(escaped);
        let [before, mark, after] = words;
        format!("<p>{place}{before}<mark>{mark}</mark>{after}</p>\n")
    }

    fn source(&self, reference: ReferenceId) -> String {
        let text_cx = self.cx.text_context(self.page);
        let mut html = String::from("<p>");
        rich_text(&mut html, text_cx.entry(text_cx.citations.style, reference), Links::Written);
        html.push_str("</p>\n");
        for (name, url) in references::links(self.cx.resolved.site.library.get(reference)) {
            html.push_str("<p><a href=\"");
            attribute(&mut html, &url);
            let _ = writeln!(html, "\">{}: {}</a></p>", escaped(name), escaped(&url));
        }
        html
    }

    /// Where a reviewer signs, with the command that puts it on record.
    fn form(&self) -> String {
        let boxed =
            |label: &str| format!("<li><span class=\"box\" aria-hidden=\"true\"></span> {}</li>\n", escaped(label));
        let roles = ReviewRole::ALL.map(|role| boxed(&self.cx.say(self.page.language, review_key(role)))).concat();
        let decisions = Decision::ALL.map(|decision| {
            let key = match decision {
                Decision::Approved => "text-packet-approved",
                Decision::ChangesRequested => "text-packet-changes",
            };
            boxed(&self.cx.say(self.page.language, key))
        });
        let lines = ["text-packet-name", "text-packet-date", "text-packet-signature"];
        let lines = lines.map(|key| format!("<p class=\"line\">{}</p>\n", self.say(key))).concat();
        let hash = ReviewedText::of(self.cx.resolved, self.page).hash();
        let note = self.say_with("text-packet-hash", "hash", &hash);
        let command = format!("wellpress review sign {}:{} --as .. --role ..", self.page.kind.name(), self.page.name);
        format!(
            "<ul class=\"boxes\">\n{roles}</ul>\n<ul class=\"boxes\">\n{}</ul>\n{lines}<p class=\"hash\">{}</p>\n<p><code>{}</code></p>\n",
            decisions.concat(),
            escaped(&note),
            escaped(&command)
        )
    }
}
