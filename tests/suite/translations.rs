//! Pages in several languages: the language switch, and notices about translations that are missing or out of date.

use crate::harness::{TestBuild, TestSite};

const NECK: &str = "articles/neck/index.html";
const CUELLO: &str = "es/articles/neck/index.html";

fn site() -> TestSite {
    TestSite::new()
        .settings("languages: {de: {title: Ratgeber}, es: {title: Guía}}\n")
        .file("content/articles/neck.md", "---\ntitle: Neck\n---\nText.\n")
        .file("content/articles/neck.es.md", "---\ntitle: Cuello\n---\nTexto.\n")
}

/// Language, text and address of each link of the language switch.
fn links(built: &TestBuild, path: &str) -> Vec<String> {
    let page = built.page(path);
    let links = scraper::Selector::parse(".languages a").unwrap();
    let texts = page.select(&links).map(|link| {
        format!("{} {} {}", link.attr("hreflang").unwrap(), link.text().collect::<String>(), link.attr("href").unwrap())
    });
    texts.collect()
}

#[test]
fn a_site_of_one_language_has_no_switch() {
    let built = TestSite::new().article("a", "Text.\n").build();
    assert!(built.select("articles/a/index.html", ".languages, .notice").is_empty());
}

#[test]
fn the_switch_leads_to_the_same_page_or_to_a_notice_on_the_original() {
    let built = site().build();
    built.assert_no_errors();
    assert_eq!(links(&built, NECK), ["de Deutsch /articles/neck/#not-in-de", "es Español /es/articles/neck/"]);
    assert_eq!(links(&built, CUELLO), ["en English /articles/neck/", "de Deutsch /articles/neck/#not-in-de"]);
    assert_eq!(built.texts(CUELLO, ".languages [aria-current]"), ["Español"]);
    let notice = built.select(NECK, "#not-in-de[lang=de][dir=ltr]").remove(0);
    assert!(notice.contains("Diese Seite gibt es noch nicht auf Deutsch."), "{notice}");
    assert!(notice.contains("href=\"/de/\""), "{notice}");
    assert!(built.select(CUELLO, ".notice").is_empty(), "the notice is on the original");
}

#[test]
fn a_source_has_one_address_in_all_languages() {
    let built = site()
        .article("a", "It helps [@k].\n")
        .file("content/articles/a.es.md", "---\ntitle: A\n---\nAyuda [@k].\n")
        .library("@article{k, title = {T}, author = {Doe, J}, date = {2020}, doi = {10.5555/t}}\n")
        .build();
    assert!(built.files().contains_key("references/k/index.html"));
    for path in ["articles/a/index.html", "es/articles/a/index.html"] {
        let id = "\"@id\":\"https://test.example/references/k/#source\"";
        assert!(built.text(path).contains(id), "{path}");
    }
}

#[test]
fn every_language_has_a_home_page() {
    let built = site().build();
    assert_eq!(links(&built, "index.html"), ["de Deutsch /de/", "es Español /es/"]);
    assert!(built.select("index.html", ".notice").is_empty());
    for path in ["index.html", "de/index.html", "es/index.html"] {
        assert_eq!(
            built.select(path, "link[hreflang]").len(),
            4,
            "{path}: each language, and the site's own for all others"
        );
    }
    let sitemap = String::from_utf8_lossy(&built.files()["sitemap.xml"]);
    let german = sitemap.split("<loc>https://test.example/de/</loc>").nth(1).unwrap().split("</url>").next().unwrap();
    assert!(german.contains("hreflang=\"en\" href=\"https://test.example/\""), "{german}");
}

#[test]
fn untranslated_parts_have_their_language_as_attribute() {
    let built = site()
        .settings("languages: {es: {title: Guía}}\ndisclaimers: {articles: [general]}\nfeatured: [foot]\n")
        .file("content/disclaimers/general.md", "---\ntitle: General\n---\nThis does not replace advice.\n")
        .file("content/articles/foot.md", "---\ntitle: Foot\n---\nText.\n")
        .file("content/articles/neck.es.md", "---\ntitle: Cuello\n---\nTexto.\n")
        .file("content/exercises/nod.md", "---\ntitle: Nod\n---\nText.\n\n1. Stand.\n2. Nod.\n3. Rest.\n")
        .file("content/programmes/day.es.md", "---\ntitle: Día\nschedule: [{exercise: nod}]\n---\nTexto.\n")
        .build();
    let foreign = "[lang=en][dir=auto]";
    assert_eq!(built.select(CUELLO, &format!(".disclaimer{foreign}")).len(), 1);
    assert_eq!(built.select("es/programmes/day/index.html", &format!("li.card{foreign}")).len(), 1);
    assert_eq!(built.select("es/index.html", &format!(".cover{foreign}")).len(), 1);
    assert!(built.select(NECK, "main [lang]").is_empty(), "nothing where it is the page's own");
}

#[test]
fn a_page_without_an_original_has_the_notices_itself() {
    let built = site().file("content/articles/pie.es.md", "---\ntitle: Pie\n---\nTexto.\n").build();
    let path = "es/articles/pie/index.html";
    assert_eq!(
        links(&built, path),
        ["en English /es/articles/pie/#not-in-en", "de Deutsch /es/articles/pie/#not-in-de"]
    );
    assert!(built.texts(path, "#not-in-en[lang=en]")[0].starts_with("This page is not available in English yet."));
}

#[test]
fn a_draft_is_no_translation() {
    let draft = "---\ntitle: Cuello\ndraft: true\n---\nTexto.\n";
    let built = site().file("content/articles/neck.es.md", draft).build();
    assert_eq!(links(&built, NECK)[1], "es Español /articles/neck/#not-in-es");
}

#[test]
fn a_list_leads_to_the_list_in_the_other_language_or_home() {
    let built = site().build();
    assert_eq!(links(&built, "articles/index.html"), ["de Deutsch /de/", "es Español /es/articles/"]);
    assert_eq!(links(&built, "es/articles/index.html"), ["en English /articles/", "de Deutsch /de/"]);
}

#[test]
fn a_translation_says_that_its_original_has_changed() {
    let recorded = |hash: &str| format!("---\ntitle: Cuello\ntranslated_from: \"{hash}\"\n---\nTexto.\n");
    let behind = site().file("content/articles/neck.es.md", recorded("0000")).build();
    let finding = behind.of_rule("translation-stale").remove(0);
    let notice = behind.select(CUELLO, ".notice[role=note]").remove(0);
    assert!(notice.contains("El original de esta página ha cambiado"), "{notice}");
    assert!(notice.contains("href=\"/articles/neck/\""), "{notice}");
    let help = finding.help.clone().unwrap();
    let hash = help.split('"').nth(1).unwrap();
    let current = site().file("content/articles/neck.es.md", recorded(hash)).build();
    current.assert_no_findings();
    assert!(current.select(CUELLO, ".notice").is_empty());
    let changed = site()
        .file("content/articles/neck.es.md", recorded(hash))
        .file("content/articles/neck.md", "---\ntitle: Neck\nupdated: 2026-01-01\n---\nText,  \nand more.\n")
        .build();
    assert_eq!(changed.of_rule("translation-stale").len(), 1);
    let untouched = site()
        .file("content/articles/neck.es.md", recorded(hash))
        .file("content/articles/neck.md", "---\ntitle: Neck\nupdated: 2026-01-01\n---\n\nText.\n")
        .build();
    untouched.assert_no_findings();
}

#[test]
fn each_form_of_a_translation_says_that_its_original_has_changed() {
    let outdated = "El original ha cambiado desde que se tradujo este texto.";
    let exercise = "---\ntitle: Press\nstop_if: [It hurts]\n---\n1. Press.\n";
    let spanish = "---\ntitle: Presionar\ntranslated_from: \"0000\"\nstop_if: [Duele]\n---\n1. Presione.\n";
    let built = TestSite::new()
        .settings("languages: {es: {title: Guía}}\nmachine_readable: [markdown, json]\nfeeds: {content: full}\n")
        .file("content/exercises/press.md", exercise)
        .file("content/exercises/press.es.md", spanish)
        .file("content/programmes/week.es.md", "---\ntitle: Semana\nschedule: [{exercise: press}]\n---\nTexto.\n")
        .file("content/articles/a.es.md", "---\ntitle: A\npublished: 2026-01-02\n---\n::exercise{#press}\n")
        .build();
    for path in [
        "es/exercises/press/print/index.html",
        "es/sheet/exercises.json",
        "es/exercises/press.md",
        "es/exercises/press.json",
        "es/llms.txt",
        "es/programmes/week/print/index.html",
        "es/programmes/week.md",
        "es/articles/a/index.html",
        "es/articles/a.md",
        "es/feed.xml",
    ] {
        assert!(built.text(path).contains(outdated), "{path}");
    }
    assert!(!built.text("exercises/press/print/index.html").contains("has changed since"));
    let page = built.text("es/exercises/press/index.html");
    assert!(page.contains("El original de esta página ha cambiado") && !page.contains(outdated), "{page}");
}

#[test]
fn a_link_with_a_title_in_another_language_has_its_language_as_attribute() {
    let topic = "---\ntitle: Bone\ntype: condition\n---\nText.\n";
    let built = site()
        .settings("languages: {de: {title: Ratgeber}, es: {title: Guía}}\npolicies: {privacy: privacy}\n")
        .file("content/topics/bone.md", topic)
        .file("content/topics/hip.md", "---\ntitle: Hip\n---\nText.\n")
        .file("content/topics/hip.de.md", "---\ntitle: Hüfte\nbroader: [bone]\n---\nText.\n")
        .file("content/pages/privacy.md", "---\ntitle: Privacy\n---\nText.\n")
        .file("content/articles/neck.es.md", "---\ntitle: Cuello\ntopics: [bone]\n---\nTexto.\n")
        .file("content/articles/neck.md", "---\ntitle: Neck\ntopics: [bone]\n---\nText.\n")
        .file("content/articles/neck.de.md", "---\ntitle: Nacken\ntopics: [hip]\n---\nText.\n")
        .build();
    assert_eq!(built.texts(CUELLO, ".crumbs a[lang=en][dir=auto]"), ["Bone"]);
    assert_eq!(built.texts(CUELLO, ".crumbs a:not([lang])"), ["Inicio"]);
    let cards = "es/articles/index.html";
    assert_eq!(built.texts(cards, ".facts li[lang=en][dir=auto]"), ["Bone"]);
    assert!(built.select("de/articles/index.html", ".facts li[lang]").is_empty(), "its topic is translated");
    assert_eq!(built.texts(CUELLO, ".colophon-links a[lang=en][dir=auto]"), ["Privacy"]);
    assert_eq!(built.texts("de/topics/hip/index.html", ".topic-tree a[lang=en][dir=auto]"), ["Bone"]);
    for path in [NECK, "de/articles/neck/index.html"] {
        assert!(
            built.select(path, ".crumbs a[lang]:not([hreflang])").is_empty(),
            "{path}: the topic is in the page's language"
        );
    }
}
