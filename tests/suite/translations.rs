//! Pages in several languages: the way from one to the other, and what happens where a translation is missing or behind.

use crate::harness::{Built, Site};

const NECK: &str = "articles/neck/index.html";
const CUELLO: &str = "es/articles/neck/index.html";

fn site() -> Site {
    Site::new()
        .settings("languages: {de: {title: Ratgeber}, es: {title: Guía}}\n")
        .file("content/articles/neck.md", "---\ntitle: Neck\n---\nText.\n")
        .file("content/articles/neck.es.md", "---\ntitle: Cuello\n---\nTexto.\n")
}

/// Name and address of each link of the switch.
fn links(built: &Built, path: &str) -> Vec<String> {
    let page = built.page(path);
    let links = scraper::Selector::parse(".languages a").unwrap();
    let link = |link: scraper::ElementRef<'_>| {
        format!("{} {} {}", link.attr("hreflang").unwrap(), link.text().collect::<String>(), link.attr("href").unwrap())
    };
    page.select(&links).map(link).collect()
}

#[test]
fn a_site_of_one_language_has_no_switch() {
    let built = Site::new().article("a", "Text.\n").build();
    assert!(built.select("articles/a/index.html", ".languages, .notice").is_empty());
}

#[test]
fn the_switch_leads_to_the_same_page_or_to_a_notice_on_the_original() {
    let built = site().build();
    built.assert_sound();
    assert_eq!(links(&built, NECK), ["de Deutsch /articles/neck/#not-in-de", "es Español /es/articles/neck/"]);
    assert_eq!(links(&built, CUELLO), ["en English /articles/neck/", "de Deutsch /articles/neck/#not-in-de"]);
    assert_eq!(built.texts(CUELLO, ".languages [aria-current]"), ["Español"]);
    let notice = built.select(NECK, "#not-in-de[lang=de][dir=ltr]").remove(0);
    assert!(notice.contains("Diese Seite gibt es noch nicht auf Deutsch."), "{notice}");
    assert!(notice.contains("href=\"/de/\""), "{notice}");
    assert!(built.select(CUELLO, ".notice").is_empty(), "the notice is on the original");
}

#[test]
fn a_page_without_an_original_says_itself_that_it_is_missing() {
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
    assert_eq!(
        links(&built, "index.html"),
        ["de Deutsch /index.html#not-in-de".replace("/index.html", "/"), "es Español /#not-in-es".to_owned()]
    );
}

#[test]
fn a_translation_says_that_its_original_has_changed() {
    let recorded = |hash: &str| format!("---\ntitle: Cuello\ntranslated_from: \"{hash}\"\n---\nTexto.\n");
    let behind = site().file("content/articles/neck.es.md", recorded("0000")).build();
    let finding = behind.of_rule("translation-outdated").remove(0);
    let notice = behind.select(CUELLO, ".notice[role=note]").remove(0);
    assert!(notice.contains("El original de esta página ha cambiado"), "{notice}");
    assert!(notice.contains("href=\"/articles/neck/\""), "{notice}");
    let help = finding.help.clone().unwrap();
    let hash = help.split('"').nth(1).unwrap();
    let current = site().file("content/articles/neck.es.md", recorded(hash)).build();
    current.assert_silent();
    assert!(current.select(CUELLO, ".notice").is_empty());
    let changed = site()
        .file("content/articles/neck.es.md", recorded(hash))
        .file("content/articles/neck.md", "---\ntitle: Neck\nupdated: 2026-01-01\n---\nText,  \nand more.\n")
        .build();
    assert_eq!(changed.of_rule("translation-outdated").len(), 1);
    let untouched = site()
        .file("content/articles/neck.es.md", recorded(hash))
        .file("content/articles/neck.md", "---\ntitle: Neck\nupdated: 2026-01-01\n---\n\nText.\n")
        .build();
    untouched.assert_silent();
}
