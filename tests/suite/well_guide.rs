//! The Well Guide, the site in `content/`, built into memory: valid HTML, working links, accessibility, no requests to other origins.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, LazyLock};

use scraper::{ElementRef, Html, Selector};
use wellpress_diagnostics::{Diagnostic, Severity, yaml};

use crate::harness::{TestBuild, TestSite, files_below};
use crate::markup::check_nesting;
use crate::program::ProgramOutput;

static GUIDE: LazyLock<TestBuild> = LazyLock::new(|| site().build());

const MIDDLE_BACK: &str = "articles/middle-back-stretches/index.html";

pub(crate) fn site() -> TestSite {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let settings = std::fs::read(root.join("wellpress.yaml")).unwrap();
    let mut site = TestSite::new().file("wellpress.yaml", settings);
    for folder in ["content", "static"] {
        let folder = root.join(folder);
        for (path, bytes) in if folder.exists() { files_below(&folder) } else { BTreeMap::new() } {
            site = site.file(path.strip_prefix(root).unwrap().to_str().unwrap(), bytes);
        }
    }
    site
}

fn pages(built: &TestBuild) -> impl Iterator<Item = (&str, &str)> {
    let pages = built.files().iter().filter(|(path, _)| path.ends_with(".html"));
    pages.map(|(path, bytes)| (path.as_str(), std::str::from_utf8(bytes).unwrap()))
}

fn select<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

#[test]
fn the_well_guide_builds_with_known_warnings_only() {
    // The authors did not record the addresses and access dates of some web pages, and the videos have no captions yet.
    let known_rules =
        ["source-old", "source-no-access-date", "source-no-identifier", "video-no-captions", "video-not-described"];
    let findings = GUIDE.findings().iter().filter(|finding| finding.severity > Severity::Note);
    let unexpected: Vec<&Arc<Diagnostic>> =
        findings.filter(|finding| !known_rules.contains(&finding.rule.id)).collect();
    assert!(GUIDE.is_built() && unexpected.is_empty(), "{unexpected:#?}");
}

#[test]
fn every_link_and_fragment_leads_somewhere() {
    assert_links_lead_somewhere(&GUIDE, "/");
}

#[test]
fn every_link_and_fragment_leads_somewhere_below_a_base_path() {
    let built =
        site().with_options(|options| options.base_url = Some("https://example.org/guides/well/".to_owned())).build();
    assert_links_lead_somewhere(&built, "/guides/well/");
}

#[track_caller]
fn assert_links_lead_somewhere(built: &TestBuild, base: &str) {
    let parsed: BTreeMap<&str, Html> = pages(built).map(|(path, html)| (path, Html::parse_document(html))).collect();
    let ids: BTreeMap<&str, BTreeSet<&str>> = parsed
        .iter()
        .map(|(path, page)| {
            (*path, select(page, "[id]").into_iter().filter_map(|element| element.attr("id")).collect())
        })
        .collect();
    let mut broken = Vec::new();
    for (path, page) in &parsed {
        let page_address = format!("{base}{}", path.strip_suffix("index.html").unwrap_or(path));
        let addresses = select(page, "[href], [src], [poster]")
            .into_iter()
            .flat_map(|element| ["href", "src", "poster"].into_iter().filter_map(move |name| element.attr(name)));
        for address in addresses {
            let is_elsewhere =
                ["https:", "http:", "mailto:", "tel:", "data:", "//"].iter().any(|s| address.starts_with(s));
            if is_elsewhere {
                continue;
            }
            // The fragment of the page for making a sheet says what is chosen.
            let (target, fragment) = address.split_once('#').map_or((address, None), |(t, f)| (t, Some(f)));
            let target = target.split_once('?').map_or(target, |(target, _)| target);
            let folder = &page_address[..=page_address.rfind('/').unwrap()];
            let target = match target {
                "" => page_address.clone(),
                root if root.starts_with('/') => root.to_owned(),
                // Only a file of `static` has links like this one: it does not know where the site will be.
                beside => format!("{folder}{beside}"),
            };
            let Some(below) = target.strip_prefix(base) else {
                broken.push(format!("{path}: {address} is outside of {base}"));
                continue;
            };
            let file =
                if below.is_empty() || below.ends_with('/') { format!("{below}index.html") } else { below.to_owned() };
            if !built.files().contains_key(&file) {
                broken.push(format!("{path}: {address}"));
            } else if let Some(fragment) =
                fragment.filter(|fragment| !fragment.is_empty() && !fragment.starts_with("e="))
                && !ids[file.as_str()].contains(fragment)
            {
                broken.push(format!("{path}: {address} has no such id"));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn every_page_is_well_formed() {
    let mistakes: Vec<String> = pages(&GUIDE)
        .filter_map(|(path, html)| check_nesting(html).err().map(|mistake| format!("{path}: {mistake}")))
        .collect();
    assert!(mistakes.is_empty(), "{mistakes:#?}");
}

#[test]
fn ids_are_unique_and_references_to_ids_resolve() {
    for (path, html) in pages(&GUIDE) {
        let page = Html::parse_document(html);
        let mut ids = BTreeSet::new();
        for element in select(&page, "[id]") {
            assert!(ids.insert(element.attr("id").unwrap().to_owned()), "{path}: {:?} is twice", element.attr("id"));
        }
        for name in ["aria-labelledby", "aria-describedby", "aria-controls", "for", "popovertarget"] {
            for element in select(&page, &format!("[{name}]")) {
                for id in element.attr(name).unwrap().split_whitespace() {
                    assert!(ids.contains(id), "{path}: {name}={id} leads nowhere");
                }
            }
        }
    }
}

#[test]
fn every_page_has_one_title_and_headings_in_order() {
    for (path, html) in pages(&GUIDE) {
        let page = Html::parse_document(html);
        assert_eq!(select(&page, "h1").len(), 1, "{path}");
        let mut previous_level = 0;
        for heading in select(&page, "main h1, main h2, main h3, main h4, main h5, main h6") {
            let level = heading.value().name()[1..].parse::<u8>().unwrap();
            assert!(
                level <= previous_level + 1,
                "{path}: a heading of level {level} after {previous_level}: {}",
                heading.html()
            );
            previous_level = level;
        }
        assert_eq!(select(&page, "main").len(), 1, "{path}");
        assert!(!select(&page, "title").is_empty() && !select(&page, "html[lang]").is_empty(), "{path}");
    }
}

#[test]
fn every_picture_has_alternative_text_and_a_size() {
    for (path, html) in pages(&GUIDE) {
        for img in select(&Html::parse_document(html), "img") {
            for name in ["alt", "width", "height", "src"] {
                assert!(img.attr(name).is_some(), "{path}: no {name} on {}", img.html());
            }
        }
    }
}

#[test]
fn no_page_loads_anything_from_another_origin() {
    let own_origin = "https://well-guide.example/";
    for (path, html) in pages(&GUIDE) {
        let page = Html::parse_document(html);
        for element in select(
            &page,
            "[src], [srcset], [poster], link[href], form[action], object, embed, iframe, base, [ping], [style]",
        ) {
            let is_link = element.value().name() == "link";
            for name in ["src", "srcset", "poster", "href", "action", "data"] {
                let address = element.attr(name).unwrap_or_default();
                let is_loaded = !(is_link && matches!(element.attr("rel"), Some("canonical" | "alternate")));
                let is_own = !address.contains("//") || (!is_loaded && address.starts_with(own_origin));
                assert!(is_own, "{path}: {}", element.html());
            }
            let forbidden = ["object", "embed", "iframe", "base"];
            assert!(!forbidden.contains(&element.value().name()), "{path}: {}", element.html());
            assert!(element.attr("style").is_none(), "{path}: {}", element.html());
        }
        let inline =
            select(&page, "script:not([src])").into_iter().filter(|s| s.attr("type") != Some("application/ld+json"));
        assert_eq!(inline.count(), 0, "{path}: a script in the page");
        assert!(select(&page, "[onclick], [onload], [onerror]").is_empty(), "{path}");
        // The style sheet that keeps safety notices displayed, whose hash the policy has.
        let styles: Vec<String> = select(&page, "style").iter().map(scraper::ElementRef::inner_html).collect();
        let expected = [wellpress_render::safety::STYLE];
        let has_notices = !select(&page, "[data-safety]").is_empty();
        assert_eq!(styles, if has_notices { &expected[..] } else { &[] }, "{path}");
    }
    for (path, bytes) in GUIDE.files() {
        let text = String::from_utf8_lossy(bytes);
        if path.ends_with(".css") {
            let plain = text.replace(['"', '\''], "");
            for external in ["@import", "url(http", "url(//", "src(http"] {
                assert!(!plain.contains(external), "{path}: {external}");
            }
        }
        if path.ends_with(".js") {
            // The name of a namespace, from which nothing is loaded.
            let text = text.replace("http://www.w3.org/2000/svg", "");
            assert!(!text.contains("http://") && !text.contains("https://"), "{path}");
        }
    }
}

#[test]
fn css_and_script_of_an_article_are_small() {
    let page = GUIDE.page(MIDDLE_BACK);
    let sizes = select(&page, "link[rel=stylesheet]:not([media=print]), script[src]:not([data-opens])")
        .into_iter()
        .map(|element| {
            let address = element.attr("href").or(element.attr("src")).unwrap();
            GUIDE.files()[address.trim_start_matches('/')].len()
        });
    let total: usize = sizes.sum();
    assert!(total <= 45 * 1024, "{total} bytes");
}

#[test]
fn the_script_that_previews_sources_is_small() {
    let preview = GUIDE.files().iter().find(|(path, _)| path.starts_with("assets/preview.")).unwrap();
    assert!(preview.1.len() < 3 * 1024, "{} bytes", preview.1.len());
}

#[test]
fn structured_data_is_one_block_of_valid_json_on_each_page_that_has_it() {
    for (path, html) in pages(&GUIDE) {
        let page = Html::parse_document(html);
        let blocks = select(&page, "script[type='application/ld+json']");
        assert!(blocks.len() <= 1, "{path}");
        for block in blocks {
            let json: serde_json::Value = serde_json::from_str(&block.text().collect::<String>()).unwrap();
            assert!(json.get("@graph").is_some_and(serde_json::Value::is_array), "{path}");
        }
    }
    assert_eq!(GUIDE.select(MIDDLE_BACK, "script[type='application/ld+json']").len(), 1);
}

#[test]
fn the_middle_back_article_has_author_date_marks_and_a_numbered_list() {
    let marks = GUIDE.texts(MIDDLE_BACK, ".text .marks");
    assert!(marks.contains(&"(Sawicki et al., 2021)".to_owned()), "{marks:?}");
    let entries = GUIDE.texts(MIDDLE_BACK, "[role=doc-bibliography] > ol > li > [data-entry]");
    assert_eq!(entries.len(), 3, "{entries:?}");
    assert!(
        entries[1].starts_with("Sawicki P, Tałałaj M, Życińska K, Zgliczyński WS, Wierzba W. Comparison of"),
        "{entries:?}"
    );
    assert!(
        entries[1].ends_with("Med Sci Monit. 2021;27:e929853-1-e929853-7. doi:10.12659/MSM.929853")
            || entries[1].contains("Medical Science Monitor. 2021;27:e929853-1"),
        "{}",
        entries[1]
    );
    let bibliography = &GUIDE.select(MIDDLE_BACK, "[role=doc-bibliography]")[0];
    for doi in ["https://doi.org/10.12659/MSM.929853", "https://doi.org/10.1007/s00198-002-1308-9"] {
        assert!(bibliography.contains(doi), "{doi}");
    }
}

#[test]
fn cat_cow_has_its_caution_for_osteoporosis_first_and_marked() {
    let section = "[data-exercise=cat-cow]";
    let page = GUIDE.page(MIDDLE_BACK);
    let cautions = select(&page, &format!("{section} [data-caution]"));
    assert_eq!(cautions[0].attr("data-caution"), Some("osteoporosis"));
    assert!(cautions[0].attr("data-applies").is_some());
    let html = &GUIDE.select(MIDDLE_BACK, section)[0];
    assert!(html.find("data-caution").unwrap() < html.find("<ol").unwrap(), "cautions stand before the steps");
    assert!(GUIDE.texts(MIDDLE_BACK, &format!("{section} a")).contains(&"Go to the exercise: Cat-cow".to_owned()));
}

#[test]
fn every_embedded_exercise_shows_the_cautions_of_its_page() {
    for (path, html) in pages(&GUIDE) {
        let page = Html::parse_document(html);
        for section in select(&page, "[data-exercise]") {
            let exercise = GUIDE.page(&format!("exercises/{}/index.html", section.attr("data-exercise").unwrap()));
            let selector = Selector::parse("[data-caution]").unwrap();
            let embedded: BTreeSet<_> = section.select(&selector).map(|caution| caution.attr("data-caution")).collect();
            let expected = select(&exercise, "main [data-caution]").into_iter();
            assert_eq!(embedded, expected.map(|caution| caution.attr("data-caution")).collect(), "{path}");
        }
    }
}

#[test]
fn the_middle_back_article_has_disclaimers_related_cards_and_no_made_up_reviewer() {
    assert_eq!(GUIDE.select(MIDDLE_BACK, "aside[role=note][data-disclaimer=general]").len(), 1);
    for id in ["related-exercises", "related-articles"] {
        let cards = GUIDE.select(MIDDLE_BACK, &format!("[aria-labelledby={id}] .card"));
        assert!(!cards.is_empty() && cards.len() <= 4, "{id}: {}", cards.len());
    }
    assert!(GUIDE.text(MIDDLE_BACK).contains("Not medically reviewed"));
}

#[test]
fn the_page_of_a_source_quotes_the_sentence_that_cites_it() {
    let path = "references/sawicki-2021/index.html";
    let quotes = GUIDE.texts(path, "blockquote");
    let sentence = "Among women with osteoporosis after menopause, those with a compression fracture, even an undiagnosed one, reported more back pain than those without (Sawicki et al., 2021).";
    assert!(quotes.contains(&sentence.to_owned()), "{quotes:#?}");
    let links = GUIDE.select(path, "a[href='/articles/middle-back-stretches/#cite-sawicki-2021-1']");
    assert!(!links.is_empty());
    assert!(GUIDE.text(path).contains("When osteoporosis plays a part"));
    assert_eq!(GUIDE.select(path, "meta[name=robots][content='noindex, follow']").len(), 1);
}

#[test]
fn the_index_counts_the_pages_that_cite_each_source() {
    let page = GUIDE.page("references/index.html");
    for entry in select(&page, ".slip") {
        let link = entry.select(&Selector::parse("a").unwrap()).next().unwrap().attr("href").unwrap();
        let count = entry.select(&Selector::parse(".numeral").unwrap()).next().unwrap().text().collect::<String>();
        let pages = GUIDE.select(&format!("{}index.html", &link[1..]), ".citing").len();
        assert_eq!(count, pages.to_string(), "{link}");
    }
    assert!(select(&page, ".slip").len() >= 16);
}

#[test]
fn no_source_or_hidden_file_is_published() {
    for path in GUIDE.files().keys() {
        let name = path.rsplit('/').next().unwrap();
        let page = path.strip_suffix(".md").map(|page| format!("{page}/index.html").replace("index/index", "index"));
        let is_source = path.ends_with(".md") && !page.is_some_and(|page| GUIDE.files().contains_key(&page));
        let is_settings = path.ends_with(".yaml") && path != "accessibility/conformance.yaml";
        assert!(!is_source && !is_settings && !path.contains(".keep"), "{path}");
        assert!(!name.starts_with('.') || path == ".well-known/security.txt", "{path}");
    }
}

/// The levels of a conformance report in YAML, by the numbers of the criteria.
fn conformance_levels(report: &Path) -> BTreeMap<String, String> {
    let report: serde_json::Value = yaml::from_str(&std::fs::read_to_string(report).unwrap()).unwrap();
    let chapters = report["chapters"].as_object().unwrap().values();
    let criteria = chapters.filter_map(|chapter| chapter["criteria"].as_array()).flatten();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    criteria
        .map(|criterion| (text(&criterion["num"]), text(&criterion["components"][0]["adherence"]["level"])))
        .collect()
}

/// The guide publishes a report that was made earlier. It must not look better than the guide is, or leave open what is known.
#[test]
fn the_conformance_report_is_not_behind_the_guide() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let answers = std::fs::read(root.join("data/accessibility.yaml")).ok();
    let site = answers.into_iter().fold(site(), |site, answers| site.file("data/accessibility.yaml", answers));
    let folder = tempfile::TempDir::new().unwrap();
    site.write_to(folder.path());
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_wellpress"));
    command.current_dir(folder.path()).args(["audit", "wcag", "--output", "today.yaml"]);
    ProgramOutput::of(command.output().unwrap()).assert_status(0);

    let today = conformance_levels(&folder.path().join("today.yaml"));
    let published = conformance_levels(&root.join("static/accessibility/conformance.yaml"));
    let html = std::fs::read_to_string(root.join("static/accessibility/conformance.html")).unwrap();
    assert_eq!(today.len(), 55);
    for (number, level) in &today {
        let of_report = &published[number];
        // A check in a browser can have found what no rule looks for.
        let is_of_browser = level == "not-evaluated" && of_report == "partially-supports";
        assert!(
            level == of_report || is_of_browser,
            "{number} is {level} and not {of_report}: write the files in `static/accessibility` again, each by \
             `wellpress audit wcag --output FILE`, after `wellpress theme check --accessibility`"
        );
        let words = of_report.replace('-', " ");
        let row = html.split("<tr>").find(|row| row.starts_with(&format!("<th scope=\"row\">{number} "))).unwrap();
        assert!(row.to_lowercase().contains(&format!("</th><td>{words}</td>")), "{row}");
    }
}
