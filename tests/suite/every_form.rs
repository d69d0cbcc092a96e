//! Every exercise and programme of the Well Guide in every form: page, sheet of paper, sheet for one person, Markdown, JSON and book. In
//! each, the notices of the page stand before its first step.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::Path;

use scraper::{Html, Selector};
use serde_json::Value;
use zip::ZipArchive;

use crate::site_on_disk::SiteOnDisk;
use crate::well_guide;

const NOTICES: [&str; 6] = ["caution", "stop-if", "disclaimer", "not-reviewed", "withdrawn", "care"];

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

/// What the page of a record says.
struct Expected {
    notices: Vec<Vec<String>>,
    first_step: Vec<String>,
}

impl Expected {
    /// `None` for a page without steps.
    fn of(page: &Html, paper: &Html) -> Option<Self> {
        let selector = NOTICES.map(|kind| format!("main [data-safety=\"{kind}\"] p, main [data-safety=\"{kind}\"] li"));
        let notices = words_of(page, &selector.join(", ")).into_iter().filter(|words| !words.is_empty()).collect();
        let first_step = words_of(paper, ".steps li").into_iter().next()?.into_iter().take(4).collect();
        Some(Self { notices, first_step })
    }

    #[track_caller]
    fn assert_first(&self, form: &str, text: &[String]) {
        let step = position(text, &self.first_step).unwrap_or_else(|| panic!("{form} has no step"));
        for notice in &self.notices {
            let at = position(text, notice).unwrap_or_else(|| panic!("{form} lacks {notice:?}"));
            assert!(at < step, "{form} has {notice:?} behind a step");
        }
    }
}

fn read(site: &SiteOnDisk, path: &str) -> String {
    std::fs::read_to_string(site.path(&format!("output/{path}"))).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The words of an HTML file in their order.
fn html_words(html: &str) -> Vec<String> {
    words_of(&Html::parse_document(html), "body").concat()
}

/// The words of the chapters of a book.
fn book_words(path: &Path) -> Vec<String> {
    let mut archive = ZipArchive::new(Cursor::new(std::fs::read(path).unwrap())).unwrap();
    let mut text = String::new();
    archive.by_name("book/chapter-1.xhtml").unwrap().read_to_string(&mut text).unwrap();
    html_words(&text)
}

/// What the sheet for one person has of each exercise: its notices, which the page puts first, and then its steps.
fn sheet_words(data: &Value) -> BTreeMap<String, Vec<String>> {
    let text = |value: &Value| html_words(value.as_str().unwrap_or_default());
    let exercises = data["exercises"].as_array().unwrap().iter().map(|exercise| {
        let list = |key: &str| exercise[key].as_array().cloned().unwrap_or_default();
        let cautions = list("cautions").iter().flat_map(|caution| text(&caution["html"])).collect();
        // The page writes the heading itself.
        let heading = if list("stop").is_empty() { Vec::new() } else { words("Stop if") };
        let signals = heading.into_iter().chain(list("stop").iter().flat_map(text)).collect();
        let disclaimers = list("disclaimers").into_iter().flat_map(|at| {
            let at = usize::try_from(at.as_u64().unwrap()).unwrap();
            text(&data["disclaimers"][at])
        });
        let parts = [text(&exercise["review"]), cautions, signals, disclaimers.collect(), text(&exercise["steps"])];
        (exercise["id"].as_str().unwrap().to_owned(), parts.concat())
    });
    exercises.collect()
}

#[test]
fn the_notices_of_a_page_stand_before_its_steps_in_every_form() {
    let settings = include_str!("../../wellpress.yaml").to_owned() + "\nhandouts: {epub: true}\n";
    let site = SiteOnDisk::build_first(&well_guide::site().file("wellpress.yaml", settings));
    assert_eq!(site.run(&["handouts"]).status.code(), Some(0));
    assert_eq!(site.build().status.code(), Some(0));
    let sheet = sheet_words(&serde_json::from_str(&read(&site, "sheet/exercises.json")).unwrap());
    let mut seen = BTreeMap::new();
    for kind in ["exercises", "programmes"] {
        let folders = std::fs::read_dir(site.path(&format!("output/{kind}"))).unwrap();
        let names = folders.map(|folder| folder.unwrap().file_name().into_string().unwrap());
        for name in names.filter(|name| site.path(&format!("output/{kind}/{name}/print")).is_dir()) {
            let page = Html::parse_document(&read(&site, &format!("{kind}/{name}/index.html")));
            let paper = read(&site, &format!("{kind}/{name}/print/index.html"));
            let expected = Expected::of(&page, &Html::parse_document(&paper)).unwrap();
            expected.assert_first(&format!("{name} on paper"), &html_words(&paper));
            expected.assert_first(&format!("{name}.md"), &words(&read(&site, &format!("{kind}/{name}.md"))));
            if kind == "exercises" {
                expected.assert_first(&format!("{name} on a sheet for one person"), &sheet[&name]);
            } else {
                let book = site.path(&format!("output/{kind}/{name}/print/{name}.epub"));
                expected.assert_first(&format!("{name}.epub"), &book_words(&book));
            }
            *seen.entry(kind).or_insert(0) += expected.notices.len().min(1);
        }
    }
    assert_eq!(seen, BTreeMap::from([("exercises", 11), ("programmes", 1)]));
}
