//! The manual as a site: `docs/wellpress.yaml` makes pages of the files that people read on the host of the repository.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use scraper::{Html, Selector};
use tempfile::TempDir;
use walkdir::WalkDir;

use crate::program::PROGRAM;

const BASE: &str = "/wellpress/";

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")
}

/// The pages of the built manual by their addresses below the base.
fn pages(output: &Path) -> BTreeMap<String, Html> {
    let files = WalkDir::new(output).into_iter().map(Result::unwrap).filter(|entry| entry.file_name() == "index.html");
    let pages = files.map(|entry| {
        let folder = entry.path().parent().unwrap().strip_prefix(output).unwrap().to_str().unwrap().replace('\\', "/");
        let address = if folder.is_empty() { folder } else { format!("{folder}/") };
        (address, Html::parse_document(&std::fs::read_to_string(entry.path()).unwrap()))
    });
    pages.collect()
}

/// The addresses to which a page links, with the words of each link.
fn links(page: &Html, selector: &str) -> Vec<(String, String)> {
    let selector = Selector::parse(selector).unwrap();
    let links = page.select(&selector).map(|link| {
        let href = link.attr("href").unwrap_or_default().to_owned();
        (href, link.text().collect::<String>())
    });
    links.collect()
}

/// The pages of this site to which a page links.
fn pages_linked(page: &Html) -> BTreeSet<String> {
    let links = links(page, "a[href]").into_iter().filter_map(|(href, _)| href.strip_prefix(BASE).map(str::to_owned));
    links.map(|address| address.split(['#', '?']).next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn the_manual_is_a_site() {
    let output = TempDir::new().unwrap();
    let folder = output.path().join("site");
    let (docs, cache) = (docs(), output.path().join("cache"));
    let mut build = Command::new(PROGRAM);
    build.args(["build", "--root"]).arg(&docs).arg("--output-dir").arg(&folder).arg("--cache-dir").arg(&cache);
    let run = build.output().unwrap();
    let printed = String::from_utf8([run.stdout, run.stderr].concat()).unwrap();
    assert!(run.status.success(), "{printed}");
    let pages = pages(&folder);

    // Each file is a page; the README of a folder is the page of the folder.
    let files = WalkDir::new(&docs).into_iter().map(Result::unwrap);
    let files = files.map(|entry| entry.path().strip_prefix(&docs).unwrap().to_str().unwrap().replace('\\', "/"));
    let is_excluded = |file: &str| file.starts_with("compare/") || file.starts_with("output/");
    let texts: Vec<String> = files.filter(|file| file.ends_with(".md") && !is_excluded(file)).collect();
    let address = |file: &str| format!("{}/", file.trim_end_matches(".md")).replace("README/", "");
    let missing: Vec<&String> = texts.iter().filter(|file| !pages.contains_key(&address(file))).collect();
    assert!(texts.len() > 150 && missing.is_empty(), "{missing:#?}");

    // Links between files lead to pages, and those to other files of the repository there.
    let page = &pages["how-to/publish-on-a-date/"];
    let title = page.select(&Selector::parse("h1").unwrap()).next().unwrap().text().collect::<String>();
    assert_eq!(title, "Publish on a date");
    assert!(pages_linked(&pages["how-to/"]).contains("how-to/publish-on-a-date/"));
    assert!(pages_linked(&pages[""]).contains("rules/"));
    let contributing = links(&pages["architecture/"], "a[href]").into_iter().map(|(href, _)| href);
    let contributing: Vec<String> = contributing.filter(|href| href.contains("CONTRIBUTING.md")).collect();
    assert!(contributing.iter().all(|href| href.starts_with("https://github.com/") && !href.contains("..")));
    assert!(!contributing.is_empty());
    let edit = links(page, ".edit-page a");
    assert!(edit[0].0.ends_with("/edit/main/docs/how-to/publish-on-a-date.md"), "{edit:?}");
    assert!(!links(page, "a[rel=next]").is_empty() && !links(page, "a[rel=prev]").is_empty());

    // No page is further than two clicks from the first.
    let first: BTreeSet<String> = pages_linked(&pages[""]);
    let second = first.iter().filter_map(|address| pages.get(address)).flat_map(pages_linked);
    let near: BTreeSet<String> = second.chain(first.iter().cloned()).collect();
    let far: Vec<String> =
        texts.iter().map(|file| address(file)).filter(|page| !page.is_empty() && !near.contains(page)).collect();
    assert!(far.is_empty(), "{far:#?}");
}
