//! Books of guides and programmes: which ones `wellpress handouts` makes, that they are sound XML, what stands in them, and when a
//! build publishes them.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use roxmltree::{Document, ParsingOptions};
use zip::ZipArchive;

use crate::harness::TestSite;
use crate::site_on_disk::SiteOnDisk;

const SETTINGS: &str = "handouts: {epub: true}\nlanguages: {ar: {title: دليل}}\n\
    disclaimers: {articles: [general], programmes: [general]}\n";
const LIBRARY: &str = "@article{berg, title={Backs & \"bones\"}, author={Berg, A.}, journal={J Backs}, year={2020}, doi={10.1000/a<b>}}\n";
const COBRA: &str = "---\ntitle: Cobra\ndose: {reps: 3, hold: 5 s}\ncautions: [{condition: spine, advice: Go slowly., severity: avoid}]\n\
    stop_if: [It hurts at once]\nimages: [{src: ../cobra.png, alt: A woman lifts her chest}]\n---\nLies down [@berg].\n\n1. Lift your chest.\n";
const GUIDE: &str = "---\ntitle: Bones\nguide: true\nupdated: 2026-02-03\n---\nAbout bones [@berg]. See [the hip](hip.md#pain \"Hip\").\n\n\
    Term\n:   Its meaning.\n\n::exercise{#cobra}\n\n:::tabs\n:::tab[One]\nFirst.\n:::\n:::tab[Two]\nSecond.\n:::\n:::\n";
const HIP: &str = "---\ntitle: Hip\n---\n## Pain\n\nIt *hurts*.[^1] Write H~2~O, `a < b` and ~~no~~.\n\n- [ ] Rest\n- [x] Walk\n\n\
    | Day | Hold |\n| --- | --- |\n| 1 | 30 s |\n\n> A quote.\n\n```\nif a < b && c\n```\n\n***\n\n[Back](index.md), [out](https://a.example/x[1]|2).\n\n[^1]: A note.\n";

fn site() -> SiteOnDisk {
    let mut picture = Cursor::new(Vec::new());
    image::RgbImage::from_pixel(8, 8, image::Rgb([9, 90, 9])).write_to(&mut picture, image::ImageFormat::Png).unwrap();
    let week = "---\ntitle: \"Week & <more>\"\nschedule: [{exercise: cobra, dose: {reps: 8}}]\n---\nEach week. [The cobra](../exercises/cobra.md) is first.\n";
    let site = TestSite::new()
        .settings(SETTINGS)
        .library(LIBRARY)
        .file("content/cobra.png", picture.into_inner())
        .file("content/disclaimers/general.md", "---\ntitle: General\n---\nAsk first.\n")
        .file("content/topics/spine.md", "---\ntitle: Spine\n---\n")
        .file("content/exercises/cobra.md", COBRA)
        .file("content/programmes/week.md", week)
        .file("content/programmes/week.ar.md", "---\ntitle: أسبوع\nschedule: [{exercise: cobra}]\n---\nكل أسبوع.\n")
        .file("content/articles/bones/index.md", GUIDE)
        .file("content/articles/bones/hip.md", HIP);
    SiteOnDisk::build_first(&site)
}

const GUIDE_BOOK: &str = "output/articles/bones/print/bones.epub";
const PROGRAMME_BOOK: &str = "output/programmes/week/print/week.epub";
const ARABIC_BOOK: &str = "output/ar/programmes/week/print/week.epub";

fn stdout(site: &SiteOnDisk, arguments: &[&str]) -> String {
    let run = site.run(arguments);
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).unwrap()
}

/// The text files of a book by their names.
fn texts(site: &SiteOnDisk, book: &str) -> BTreeMap<String, String> {
    let bytes = std::fs::read(site.path(book)).unwrap();
    assert_eq!(&bytes[30..58], b"mimetypeapplication/epub+zip", "what programs look for");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut texts = BTreeMap::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        let name = file.name().unwrap().into_owned();
        if !name.contains("picture") {
            texts.insert(name, String::from_utf8(bytes).unwrap());
        }
    }
    texts
}

#[test]
fn a_book_is_made_once_and_published_while_its_pages_are_the_same() {
    let site = site();
    assert!(String::from_utf8(site.build().stderr).unwrap().contains("3 books are missing or older than their pages"));
    for (made, kept) in [(3, 0), (0, 3)] {
        let said = stdout(&site, &["handouts"]);
        assert!(said.starts_with(&format!("Made {made} books in ")), "{said}");
        assert!(said.contains(&format!("; {kept} were as they are.")), "{said}");
    }
    let built = site.build();
    assert!(!String::from_utf8_lossy(&built.stderr).contains("older"), "{}", String::from_utf8_lossy(&built.stderr));
    let page = std::fs::read_to_string(site.path("output/articles/bones/index.html")).unwrap();
    let size = std::fs::metadata(site.path(GUIDE_BOOK)).unwrap().len().div_ceil(1000);
    assert!(page.contains(&format!(
        "type=\"application/epub+zip\" href=\"/articles/bones/print/bones.epub\">Download as EPUB ({size} kB)<"
    )));
    assert!(!site.path("output/exercises/cobra/print/cobra.epub").exists());
    let first = std::fs::read(site.path(GUIDE_BOOK)).unwrap();

    // A source was corrected: the sheet has no list of sources, and the book has.
    let library = LIBRARY.replace("J Backs", "Journal of Backs");
    std::fs::write(site.path("content/references/library.bib"), &library).unwrap();
    assert!(String::from_utf8(site.build().stderr).unwrap().contains("3 books are missing or older than their pages"));
    assert!(!site.path(GUIDE_BOOK).exists());
    stdout(&site, &["handouts"]);
    site.build();
    assert!(std::fs::read(site.path(GUIDE_BOOK)).unwrap() != first);
    assert!(texts(&site, PROGRAMME_BOOK)["book/chapter-2.xhtml"].contains("Journal of Backs"));
}

#[test]
fn a_book_is_sound_and_leads_nowhere_that_is_not_there() {
    let site = site();
    stdout(&site, &["handouts"]);
    site.build();
    for book in [GUIDE_BOOK, PROGRAMME_BOOK, ARABIC_BOOK] {
        let texts = texts(&site, book);
        let package = &texts["book/package.opf"];
        let names: Vec<&String> = texts.keys().filter(|name| name.ends_with("xhtml")).collect();
        let mut ids: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut targets: Vec<(String, String)> = Vec::new();
        for name in names {
            let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
            let document =
                Document::parse_with_options(&texts[name], options).unwrap_or_else(|error| panic!("{name}: {error}"));
            let file = name.strip_prefix("book/").unwrap();
            assert!(package.contains(&format!("href=\"{file}\"")), "{file} is in the list of files");
            for node in document.descendants() {
                ids.entry(file.to_owned()).or_default().extend(node.attribute("id").map(str::to_owned));
                let href = node
                    .attribute("href")
                    .filter(|href| node.has_tag_name(("http://www.w3.org/1999/xhtml", "a")) && !href.contains("://"));
                targets.extend(href.map(|href| {
                    let (other, id) = href.split_once('#').unwrap_or((href, ""));
                    (if other.is_empty() { file } else { other }.to_owned(), id.to_owned())
                }));
            }
        }
        assert!(!targets.is_empty());
        for (file, id) in targets {
            assert!(ids.contains_key(&file) && (id.is_empty() || ids[&file].contains(&id)), "{book}: {file}#{id}");
        }
        for (file, mut ids) in ids {
            ids.sort();
            let count = ids.len();
            ids.dedup();
            assert_eq!(ids.len(), count, "{file} has an id twice");
        }
    }
    assert!(texts(&site, ARABIC_BOOK)["book/package.opf"].contains("page-progression-direction=\"rtl\""));
}

#[test]
fn a_book_has_notices_before_steps_and_the_doses_of_its_programme() {
    let site = site();
    stdout(&site, &["handouts"]);
    site.build();
    let programme = &texts(&site, PROGRAMME_BOOK)["book/chapter-1.xhtml"];
    let at = |words: &str| programme.find(words).unwrap_or_else(|| panic!("no {words} in {programme}"));
    let steps = at("<li>Lift your chest.");
    for notice in ["Not medically reviewed", "Ask first.", "Go slowly.", "It hurts at once"] {
        assert!(at(notice) < steps, "{notice}");
    }
    assert!(at("<dt>Repetitions</dt>\n<dd>8</dd>") < steps);
    assert!(programme.contains("<h1 id=\"heading.1\">Week &amp; &lt;more&gt;</h1>"));
    assert!(programme.contains("<a href=\"chapter-1.xhtml#scheduled-cobra\">The cobra</a>"));
    assert!(programme.contains("alt=\"A woman lifts her chest\""));

    let guide = texts(&site, GUIDE_BOOK);
    let first = &guide["book/chapter-1.xhtml"];
    assert!(first.contains("<a href=\"chapter-2.xhtml#pain\">the hip</a>"), "{first}");
    assert!(first.find("Go slowly.").unwrap() < first.find("<li>Lift your chest.").unwrap());
    assert!(first.contains("role=\"doc-biblioref\"") && first.contains("id=\"ref-berg\""), "{first}");
    let second = &guide["book/chapter-2.xhtml"];
    assert!(second.contains("<a href=\"chapter-1.xhtml\">Back</a>"), "{second}");
    assert!(second.contains("Ask first."), "each part has its disclaimers");
    assert!(guide["book/package.opf"].contains("<meta property=\"dcterms:modified\">2026-02-03T00:00:00Z</meta>"));
}

#[test]
fn without_the_setting_there_is_nothing_to_make() {
    let site = SiteOnDisk::new();
    let run = site.run(&["handouts"]);
    assert_eq!(run.status.code(), Some(2));
    let errors = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(errors.contains("the settings ask for no PDF files and no books"), "{errors}");
}

#[test]
fn a_chapter_has_the_corrections_the_funding_and_the_licence_of_its_page() {
    let front = "title: Hip\ncorrections: [{date: 2026-01-03, was: Rest long., now: Rest little., severity: important, reason: A reader wrote.}]\n\
        funding: Nobody paid for it.\nlicense: CC BY 4.0\n";
    let site = TestSite::new()
        .settings("handouts: {epub: true}\n")
        .file("content/articles/bones/index.md", "---\ntitle: Bones\nguide: true\n---\nText.\n")
        .file("content/articles/bones/hip.md", format!("---\n{front}---\nText of the hip.\n"));
    let site = SiteOnDisk::build_first(&site);
    stdout(&site, &["handouts"]);
    site.build();
    let texts = texts(&site, GUIDE_BOOK);
    let chapter = &texts["book/chapter-2.xhtml"];
    for words in
        ["January 3, 2026", "Rest long.", "Rest little.", "A reader wrote.", "Nobody paid for it.", "CC BY 4.0"]
    {
        assert!(chapter.contains(words), "{words} in {chapter}");
    }
    assert!(!texts["book/chapter-1.xhtml"].contains("<dl"), "{}", texts["book/chapter-1.xhtml"]);
}
