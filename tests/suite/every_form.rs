//! Every article, exercise and programme of the Well Guide, and pages whose authors warn behind the steps, in every form: sheet of paper,
//! sheet for one person, Markdown, JSON, book, feed, Easy Read and recording. In each, the notices of the page stand before its first
//! step, but for disclaimers that have another `placement` in a form with the layout of the page.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use scraper::{Html, Selector};
use serde_json::Value;
use zip::ZipArchive;

use crate::harness::TestSite;
use crate::site_on_disk::SiteOnDisk;
use crate::well_guide;

const NOTICES: [&str; 6] = ["caution", "stop-if", "disclaimer", "not-reviewed", "withdrawn", "care"];
const KEYS: [&str; 7] = ["withdrawn", "not_reviewed", "disclaimers", "cautions", "stop_if", "care", "warnings"];
const FIRST_STEP: &str = ".steps li, .programme-text ol li, .text ol li";

/// The settings and the pages of a test: each form with a warning and a care card of the author behind the steps.
fn site() -> TestSite {
    let settings =
        include_str!("../../wellpress.yaml").to_owned() + "\nhandouts: {epub: true}\nfeeds: {content: full}\n";
    let mut site = well_guide::site().file("wellpress.yaml", settings);
    let pages = [
        ("exercises", "heel-taps", "stop_if: [Your shin burns]\n", "1. Tap the left heel."),
        ("exercises", "toe-taps", "stop_if: [Your toes tingle]\n", "1. Tap the left toes."),
        ("articles", "tapping", "", "1. Wear flat shoes today.\n\n::exercise{#heel-taps}\n\n::exercise{#toe-taps}"),
        ("programmes", "taps", "schedule: [{exercise: heel-taps}, {exercise: toe-taps}]\n", "1. Choose a firm floor."),
    ];
    for (kind, name, front, text) in pages {
        let front = format!("---\ntitle: {name}\npublished: 2026-06-01\naudio: {name}.mp3\n{front}---\n");
        let warned = format!(
            ":::warning[Not after surgery]\nLeave out {name} for six weeks.\n:::\n\n:::care{{level=urgent}}\nAsk about {name} today.\n:::\n"
        );
        site = site
            .file(&format!("content/{kind}/{name}.md"), format!("{front}{text}\n\n{warned}"))
            .file(&format!("content/{kind}/{name}.easy.md"), "---\ntitle: Taps\n---\nTap.\n")
            .file(&format!("content/{kind}/{name}.mp3"), "ID3\u{4}\0\0\0\0\0\0");
    }
    site
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

fn position(text: &[String], wanted: &[String]) -> Option<usize> {
    text.windows(wanted.len().max(1)).position(|window| window == wanted)
}

fn words_of(html: &Html, selector: &str) -> Vec<Vec<String>> {
    let selector = Selector::parse(selector).unwrap();
    html.select(&selector).map(|element| words(&element.text().collect::<Vec<_>>().join(" "))).collect()
}

/// The words of an HTML file in their order.
/// Texts in Markdown without the addresses of their links.
fn without_addresses(markdown: &str) -> String {
    let mut parts = markdown.split("](");
    let start = parts.next().unwrap_or_default().to_owned();
    parts.fold(start, |text, part| format!("{text} {}", part.split_once(')').map_or(part, |(_, behind)| behind)))
}

fn html_words(html: &str) -> Vec<String> {
    words_of(&Html::parse_document(html), "body").concat()
}

fn read(site: &SiteOnDisk, path: &str) -> Option<String> {
    std::fs::read_to_string(site.path(&format!("output/{path}"))).ok()
}

/// A page of the site with what it says.
struct Page<'s> {
    site: &'s SiteOnDisk,
    kind: &'static str,
    name: String,
    html: String,
    notices: BTreeSet<Vec<String>>,
    /// Those among them that stand at another place of the page by their `placement`.
    placed: BTreeSet<Vec<String>>,
    first_step: Option<Vec<String>>,
}

impl<'s> Page<'s> {
    fn new(site: &'s SiteOnDisk, kind: &'static str, name: String) -> Self {
        let html = read(site, &format!("{kind}/{name}/index.html")).unwrap();
        let paper = read(site, &format!("{kind}/{name}/print/index.html")).filter(|_| kind != "articles");
        let parsed = Html::parse_document(paper.as_ref().unwrap_or(&html));
        let first_step = words_of(&parsed, FIRST_STEP).into_iter().next();
        let first_step = first_step.map(|step| step.into_iter().take(4).collect());
        let mut notices = notices_of(&html);
        if kind == "programmes" {
            let names = Selector::parse(".handout-exercise").unwrap();
            for exercise in parsed.select(&names).filter_map(|section| section.attr("data-exercise")) {
                notices.extend(notices_in_text(&read(site, &format!("exercises/{exercise}/index.html")).unwrap()));
            }
        }
        let placed = "[data-disclaimer=article] p, [data-disclaimer=video] p";
        let placed = words_of(&Html::parse_document(&html), placed).into_iter().collect();
        Self { site, kind, name, html, notices, placed, first_step }
    }

    fn file(&self, end: &str) -> Option<String> {
        read(self.site, &format!("{}/{}{end}", self.kind, self.name))
    }

    /// The words of a form before its first step; all of them, if the page has no steps.
    #[track_caller]
    fn before_step(&self, mut text: Vec<String>) -> Vec<String> {
        let Some(step) = &self.first_step else { return text };
        let at = position(&text, step).unwrap_or_else(|| panic!("{} has no step {step:?}: {text:?}", self.name));
        text.truncate(at);
        text
    }
}

fn notices_of(html: &str) -> BTreeSet<Vec<String>> {
    let selector = NOTICES
        .map(|kind| format!("main [data-safety=\"{kind}\"] p:not(.stop-if-label), main [data-safety=\"{kind}\"] li"));
    // A list of exercises behind a caution, and that it is about this page, differ with the place.
    let html = without_spans(html, &["caution-exercises", "caution-applies"]);
    let notices = words_of(&Html::parse_document(&html), &selector.join(", ")).into_iter();
    notices.chain(notices_in_text(&html)).filter(|words| !words.is_empty()).collect()
}

/// HTML without the spans of these classes, which have no spans in them but for words of another language.
fn without_spans(html: &str, classes: &[&str]) -> String {
    classes.iter().fold(html.to_owned(), |html, class| {
        let tag = format!("<span class=\"{class}\">");
        let mut parts = html.split(&tag);
        let start = parts.next().unwrap_or_default().to_owned();
        parts.fold(start, |text, part| text + part.split_once("</span>").map_or(part, |(_, behind)| behind))
    })
}

/// When to stop, and what the author warns of.
fn notices_in_text(html: &str) -> Vec<Vec<String>> {
    let selector = "main .stop-if li, main .care p, main .callout-warning p, main .callout-caution p";
    words_of(&Html::parse_document(html), selector)
}

fn paper(page: &Page<'_>) -> Option<Vec<String>> {
    let paper = page.file("/print/index.html").filter(|_| page.kind != "articles")?;
    Some(page.before_step(html_words(&paper)))
}

fn markdown(page: &Page<'_>) -> Option<Vec<String>> {
    Some(page.before_step(words(&without_addresses(&page.file(".md")?))))
}

/// The values of the notices, which are the first keys.
fn json(page: &Page<'_>) -> Option<Vec<String>> {
    let json = page.file(".json")?;
    let copy: Value = serde_json::from_str(&json).unwrap();
    let before = KEYS.iter().filter_map(|key| {
        let notices = copy.get(key)?;
        let at = json.find(&format!("\"{key}\":")).unwrap();
        assert!(at < json.find("\"version\":").unwrap(), "{}.json says `{key}` late", page.name);
        Some(notices)
    });
    Some(before.flat_map(|notices| words(&without_addresses(&notices.to_string().replace("\\n", " ")))).collect())
}

/// What the sheet for one person has of an exercise besides its steps, which the page puts first.
fn sheet(page: &Page<'_>) -> Option<Vec<String>> {
    let data: Value = serde_json::from_str(&read(page.site, "sheet/exercises.json").unwrap()).unwrap();
    let exercises = data["exercises"].as_array().unwrap();
    let exercise = exercises.iter().find(|exercise| exercise["id"] == *page.name)?;
    let list = |key: &str| exercise[key].as_array().cloned().unwrap_or_default();
    let disclaimers = list("disclaimers").into_iter();
    let disclaimers = disclaimers.map(|at| data["disclaimers"][usize::try_from(at.as_u64().unwrap()).unwrap()].clone());
    let cautions = list("cautions").into_iter().map(|caution| caution["html"].clone());
    let parts = cautions.chain(list("stop")).chain(list("warnings")).chain(disclaimers);
    let parts = std::iter::once(exercise["review"].clone()).chain(parts);
    Some(parts.flat_map(|html| html_words(html.as_str().unwrap())).collect())
}

/// The first chapter of a book.
fn book(page: &Page<'_>) -> Option<Vec<String>> {
    let path = format!("output/{}/{1}/print/{1}.epub", page.kind, page.name);
    let mut archive = ZipArchive::new(Cursor::new(std::fs::read(page.site.path(&path)).ok()?)).unwrap();
    let mut text = String::new();
    archive.by_name("book/chapter-1.xhtml").unwrap().read_to_string(&mut text).unwrap();
    Some(page.before_step(html_words(&text)))
}

fn feed(page: &Page<'_>) -> Option<Vec<String>> {
    let feed = read(page.site, &format!("{}/feed.xml", page.kind))?;
    let address = format!("/{}/{}/</id>", page.kind, page.name);
    let entry = feed.split("<entry>").find(|entry| entry.contains(&address))?;
    let content = entry.split("<content type=\"html\">").nth(1)?.split("</content>").next()?;
    let html: String = Html::parse_fragment(content).root_element().text().collect();
    Some(page.before_step(html_words(&html)))
}

fn easy_read(page: &Page<'_>) -> Option<Vec<String>> {
    let easy = page.file("/easy/index.html")?;
    Some(html_words(easy.split("class=\"easy-row").next()?))
}

fn recording(page: &Page<'_>) -> Option<Vec<String>> {
    let (before, _) = page.html.split_once("<audio")?;
    Some(html_words(before))
}

/// The words of a page's form before its first step; `None` if it has not this form.
type BeforeStep = fn(&Page<'_>) -> Option<Vec<String>>;

/// The forms in which a disclaimer for the bottom of a page, or for its videos, stands there.
const AS_PLACED: [&str; 3] = ["feed", "easy read", "recording"];

const FORMS: [(&str, BeforeStep); 8] = [
    ("paper", paper),
    ("markdown", markdown),
    ("json", json),
    ("sheet", sheet),
    ("book", book),
    ("feed", feed),
    ("easy read", easy_read),
    ("recording", recording),
];

#[test]
fn the_notices_of_a_page_stand_before_its_steps_in_every_form() {
    let site = SiteOnDisk::build_first(&site());
    assert_eq!(site.run(&["handouts"]).status.code(), Some(0));
    assert_eq!(site.build().status.code(), Some(0));
    let mut seen = BTreeMap::new();
    let mut mistakes = Vec::new();
    for kind in ["articles", "exercises", "programmes"] {
        let folders = std::fs::read_dir(site.path(&format!("output/{kind}"))).unwrap();
        let names = folders.map(|folder| folder.unwrap().file_name().into_string().unwrap());
        for name in names.filter(|name| site.path(&format!("output/{kind}/{name}.md")).exists()) {
            let page = Page::new(&site, kind, name);
            assert!(!page.notices.is_empty(), "{}", page.name);
            for (form, before) in FORMS {
                let Some(before) = before(&page) else { continue };
                let is_placed = |notice: &&Vec<String>| AS_PLACED.contains(&form) && page.placed.contains(*notice);
                let expected = page.notices.iter().filter(|notice| !is_placed(notice));
                let lost = expected.filter(|notice| position(&before, notice).is_none());
                mistakes.extend(lost.map(|notice| format!("{kind}/{}, {form}: {}", page.name, notice.join(" "))));
                *seen.entry((kind, form)).or_insert(0) += 1;
            }
        }
    }
    assert!(mistakes.is_empty(), "behind a step or missing:\n{}", mistakes.join("\n"));
    let counts = FORMS.map(|(form, _)| {
        ["articles", "exercises", "programmes"].map(|kind| seen.get(&(kind, form)).copied().unwrap_or(0))
    });
    assert_eq!(counts, [[0, 13, 2], [6, 13, 2], [6, 13, 2], [0, 13, 0], [0, 0, 2], [6, 13, 2], [1, 2, 1], [1, 2, 1]]);
}
