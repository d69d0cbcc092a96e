//! A small site in, its published files out.

mod support;

use wellpress_render::{JobRecords, RenderError};

use support::{ReusingSink, TinySite};

const LIBRARY: &str = "@article{ames2020, title = {On necks}, author = {Ames, Ada}, journal = {J Necks}, year = 2020, \
                       doi = {10.1000/necks}}\n";

fn article(title: &str, text: &str) -> String {
    format!("---\ntitle: {title}\ndescription: About necks.\npublished: 2026-01-01\n---\n\n{text}\n")
}

#[test]
fn a_site_is_published_with_its_pages_lists_sources_and_files_for_machines() {
    let files = TinySite::new()
        .file("content/references/library.bib", LIBRARY)
        .file("content/articles/neck-pain.md", &article("Neck pain", "It **passes** [@ames2020]."))
        .file("content/exercises/nod.md", "---\ntitle: Nod\n---\n\n1. Nod.\n")
        .render();
    for path in [
        "articles/neck-pain/index.html",
        "articles/neck-pain/references.ris",
        "articles/index.html",
        "exercises/nod/index.html",
        "references/ames2020/index.html",
        "index.html",
        "404.html",
        "feed.xml",
        "sitemap.xml",
        "robots.txt",
    ] {
        assert!(files.contains_key(path), "{path} is missing: {:?}", files.keys());
    }
    let page = &files["articles/neck-pain/index.html"];
    assert!(page.contains("It <strong>passes</strong> "), "{page}");
    assert!(page.contains("On necks"), "the list of sources: {page}");
    assert!(files["sitemap.xml"].contains("<loc>https://tiny.example/articles/neck-pain/</loc>"));
}

#[test]
fn a_hostile_title_is_text_wherever_it_is_shown() {
    let title = r#"'</title></script><script>alert("1")</script>'"#;
    let files = TinySite::new().file("content/articles/hostile.md", &article(title, "Text.")).render();
    for (path, text) in &files {
        assert!(!text.contains("<script>alert"), "{path}: {text}");
    }
    let page = &files["articles/hostile/index.html"];
    assert!(page.contains("<h1>&lt;/title&gt;&lt;/script&gt;&lt;script&gt;alert(“1”)"), "{page}");
    assert!(page.contains(r"\u003C/script\u003E\u003Cscript\u003Ealert(“1”)"), "the structured data: {page}");
    assert!(files["feed.xml"].contains("&lt;/script&gt;&lt;script&gt;"), "{}", files["feed.xml"]);
}

#[test]
fn minifying_changes_styles_but_no_text() {
    let code = "```\na   b\n\n    c\n```";
    let files = TinySite::new().file("content/articles/code.md", &article("Code", code)).render();
    let page = &files["articles/code/index.html"];
    assert!(page.contains("a   b\n\n    c\n"), "{page}");
    let style = files.iter().find(|(path, _)| path.starts_with("assets/tiny.") && path.ends_with(".css"));
    assert_eq!(style.unwrap().1, "pre{white-space:pre}");
}

#[test]
fn a_run_renders_only_what_changed_since_the_previous_one() {
    let site = TinySite::new()
        .file("content/articles/neck.md", &article("Neck", "Text."))
        .file("content/articles/back.md", &article("Back", "Text."));
    let first = site.render_again(&JobRecords::default(), &ReusingSink::default()).unwrap();
    assert_eq!(first.pages_rendered + 1, first.pages, "all but the page for missing addresses");

    let sink = ReusingSink::default();
    let second = site.render_again(&first.records, &sink).unwrap();
    assert_eq!((second.pages, second.pages_rendered), (first.pages, 0));
    assert_eq!(second.input, first.input);
    assert!(sink.reused.lock().unwrap().contains(&"articles/neck/index.html".to_owned()));
    assert!(!sink.put.lock().unwrap().iter().any(|path| path.starts_with("articles/")));

    let edited = site.file("content/articles/neck.md", &article("Neck", "Other text."));
    let sink = ReusingSink::default();
    let third = edited.render_again(&second.records, &sink).unwrap();
    assert_eq!(third.pages_rendered, 1, "{:?}", sink.put.lock().unwrap());
    assert!(sink.put.lock().unwrap().contains(&"articles/neck/index.html".to_owned()));
}

#[test]
fn a_theme_that_hides_a_caution_is_refused() {
    let exercise = "---\ntitle: Nod\ndose: {sets: 2}\ncautions: [{condition: spine, advice: Go slowly., severity: avoid}]\n---\n\n1. Nod.\n";
    let outcome = TinySite::new()
        .file("content/exercises/nod.md", exercise)
        .file("content/topics/spine.md", "---\ntitle: Spine\n---\n")
        .file("themes/tiny/templates/exercise.html", "<h1>{{ page.title }}</h1>{{ exercise.how_to | safe }}")
        .render_again(&JobRecords::default(), &ReusingSink::default());
    let Err(RenderError::Theme(finding)) = outcome else { panic!("the theme was accepted: {outcome:?}") };
    let message = "this template leaves out `exercise.dose_and_cautions` or changes it, and with it a caution: \
                   \"text-caution-avoid Go slowly.\"";
    assert_eq!(finding.message, message);
    assert_eq!(&*finding.location.file, "themes/tiny/templates/exercise.html");
}

#[test]
fn a_glossary_names_its_translations_to_search_engines() {
    let glossary = "pain: {definition: What hurts.}\n";
    let files = TinySite::new()
        .settings("languages: {de: {title: Klein}}\n")
        .file("content/glossary.yaml", glossary)
        .file("content/glossary.de.yaml", glossary)
        .render();
    let links = "<link hreflang=\"en\" href=\"https://tiny.example/glossary/\">\
                 <link hreflang=\"de\" href=\"https://tiny.example/de/glossary/\">\
                 <link hreflang=\"x-default\" href=\"https://tiny.example/glossary/\">";
    assert!(files["glossary/index.html"].trim().ends_with(links));
    assert!(files["de/glossary/index.html"].trim().ends_with(links));
}

/// DOIs may hold nearly any character. One that ends the path of an address must not end it.
#[test]
fn the_link_of_a_doi_leads_to_the_whole_doi() {
    let library = LIBRARY.replace("10.1000/necks", "10.1002/(SICI)1097(1998)17:15<1661::AID#8>3.0.CO;2-2");
    let files = TinySite::new()
        .file("content/references/library.bib", &library)
        .file("content/articles/neck.md", &article("Neck", "It passes [@ames2020]."))
        .render();
    let page = &files["articles/neck/index.html"];
    let address = "https://doi.org/10.1002/(SICI)1097(1998)17:15%3C1661::AID%238%3E3.0.CO;2-2";
    assert!(page.contains(&format!("<a href=\"{address}\"")), "{page}");
}
