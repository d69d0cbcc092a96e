//! Which files become pages, at which addresses, and which lists, feeds and sitemaps name them.

use crate::harness::{TestBuild, TestSite};
use crate::site_on_disk::SiteOnDisk;

const ES: &str = include_str!("../../themes/well/i18n/en.ftl");

/// Every produced file whose bytes have these words.
fn mentions<'a>(built: &'a TestBuild, words: &str) -> Vec<&'a str> {
    let contains = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(words);
    built.files().iter().filter(|(_, bytes)| contains(bytes)).map(|(path, _)| path.as_str()).collect()
}

fn page(title: &str, front: &str) -> String {
    format!("---\ntitle: {title}\n{front}\n---\nText.\n")
}

#[test]
fn files_bundles_and_folders_have_their_addresses() {
    let built = TestSite::new()
        .file("content/articles/plain.md", page("Plain", ""))
        .file("content/articles/bundle/index.md", page("Bundle", ""))
        .file("content/articles/neck/deep/er.md", page("Deeper", ""))
        .file("content/articles/neck/bundle-two/index.md", page("Deep bundle", ""))
        .file("content/exercises/group/x.md", "---\ntitle: X\n---\n1. Go.\n")
        .file("content/pages/legal/privacy.md", page("Privacy", ""))
        .file("content/topics/t.md", page("T", ""))
        .file("content/people/p.md", "---\nname: P\n---\n")
        .build();
    built.assert_no_errors();
    for path in [
        "articles/plain",
        "articles/bundle",
        "articles/neck/deep/er",
        "articles/neck/bundle-two",
        "exercises/group/x",
        "legal/privacy",
        "topics/t",
        "people/p",
    ] {
        assert!(built.files().contains_key(&format!("{path}/index.html")), "{path}");
    }
    for path in [
        "index.html",
        "404.html",
        "robots.txt",
        "sitemap.xml",
        "feed.xml",
        "articles/index.html",
        "exercises/index.html",
        "topics/index.html",
        "people/index.html",
    ] {
        assert!(built.files().contains_key(path), "{path}");
    }
}

#[test]
fn names_with_a_dot_or_an_underscore_are_skipped() {
    let mut site = TestSite::new().article("a", "x\n");
    for path in [
        "articles/_draft.md",
        "articles/.hidden.md",
        "articles/_folder/b.md",
        "articles/.git/c.md",
        "_notes/d.md",
        ".obsidian/e.md",
        "articles/f.md~",
        "articles/g.md.bak",
    ] {
        site = site.file(&format!("content/{path}"), "no front matter: SECRET\n");
    }
    let built = site.file("static/.env", "SECRET").file("static/_partial.html", "SECRET").build();
    built.assert_findings(&[
        "note[file-left-out] content/_notes/d.md:1:1: the name of the folder `content/_notes` leaves out this text",
        "note[file-left-out] content/articles/_folder/b.md:1:1: the name of the folder `content/articles/_folder` leaves",
    ]);
    assert!(mentions(&built, "SECRET").is_empty());
}

#[test]
fn the_well_known_folder_is_published() {
    let contact = "Contact: mailto:security@example.org\n";
    let built =
        TestSite::new().file("static/.well-known/security.txt", contact).file("static/.well-known/.key", "S").build();
    assert_eq!(built.text(".well-known/security.txt"), contact);
    assert!(!built.files().contains_key(".well-known/.key"));
}

#[test]
fn unpublished_pages_are_in_no_file_unless_a_flag_includes_them() {
    for (front, flag) in [("draft: true", 0), ("published: 2030-01-01", 1), ("expires: 2020-01-01", 2)] {
        let secret =
            page("SECRET-TITLE", &format!("topics: [t]\ndescription: SECRET-DEK\naliases: [/was-secret/]\n{front}"));
        let site = || {
            TestSite::from_text("--- content/topics/t.md\n---\ntitle: T\n---\n")
                .library("@article{berg, title = {One}, author = {Berg, A.}, date = {2020}, doi = {10.1000/a}}\n")
                .file("content/articles/a.md", page("A", "topics: [t]") + "See [@berg].\n")
                .file("content/articles/secret.md", format!("{secret}SECRET-TEXT [@berg].\n"))
                .file(
                    "content/exercises/secret-x.md",
                    format!("---\ntitle: SECRET-EXERCISE\ntopics: [t]\n{front}\n---\n1. Go.\n"),
                )
                .file("content/pages/secret-page.md", page("SECRET-PAGE", front))
        };
        let built = site().build();
        built.assert_no_errors();
        assert!(mentions(&built, "SECRET").is_empty(), "{front}: {:?}", mentions(&built, "SECRET"));
        assert!(!built.files().keys().any(|path| path.contains("secret")), "{front}");
        let built = site()
            .with_options(|options| {
                options.include.drafts = flag == 0;
                options.include.future = flag == 1;
                options.include.expired = flag == 2;
            })
            .build();
        built.assert_no_errors();
        assert!(built.text("references/berg/index.html").contains("SECRET-TEXT"), "{front}");
        let page = "articles/secret/index.html";
        assert!(built.text(page).contains("SECRET-TITLE"), "{front}");
        // None of the pages of a preview may be found by a search engine, also not those that are public.
        for page in [page, "index.html", "references/index.html", "references/berg/index.html", "404.html"] {
            assert_eq!(built.select(page, "meta[name=robots][content^=noindex]").len(), 1, "{front}: {page}");
        }
    }
}

#[test]
fn search_engines_get_the_rules_of_a_page_whatever_the_theme() {
    let site = || {
        TestSite::new()
            .settings("theme: plain\n")
            .file("themes/plain/theme.yaml", "name: plain\nextends: well\n")
            .file(
                "themes/plain/templates/article.html",
                "<!doctype html>\n<title>A</title>\n{{ record.byline.not_reviewed | safe }}{{ article.content | safe }}",
            )
            .file("content/articles/a.md", page("A", ""))
            .file("content/articles/b.md", page("B", "robots: \"index, noarchive\""))
            .file("content/articles/c.md", page("C", "robots: \"NoIndex, nofollow\""))
    };
    let rules_of = |built: &TestBuild, id: &str| {
        let html = built.text(&format!("articles/{id}/index.html")).to_owned();
        html.split("<meta name=\"robots\" content=\"").nth(1).map(|rest| rest.split('"').next().unwrap().to_owned())
    };
    let public = site().build();
    assert_eq!(
        ["a", "b", "c"].map(|id| rules_of(&public, id)).map(Option::unwrap_or_default),
        ["", "index, noarchive", "NoIndex, nofollow"]
    );
    assert!(public.text("robots.txt").contains("Sitemap: "));
    let preview = site().with_options(|options| options.include.drafts = true).build();
    assert_eq!(
        ["a", "b", "c"].map(|id| rules_of(&preview, id)).map(Option::unwrap_or_default),
        ["noindex, follow", "noindex, follow", "NoIndex, nofollow"]
    );
    assert!(!preview.text("robots.txt").contains("Sitemap: "));
    assert!(!preview.files().contains_key("sitemap.xml"));
}

#[test]
fn a_page_is_unpublished_before_its_day_and_after_its_expiry() {
    let site =
        || TestSite::new().file("content/articles/a.md", page("A", "published: 2026-07-02\nexpires: 2026-07-04"));
    for (day, is_published) in
        [("2026-07-01", false), ("2026-07-02", true), ("2026-07-04", true), ("2026-07-05", false)]
    {
        let built = site().on(day).build();
        built.assert_no_errors();
        assert_eq!(built.files().contains_key("articles/a/index.html"), is_published, "{day}");
    }
}

#[test]
fn a_withdrawn_page_stays_as_a_notice_out_of_lists_feeds_and_the_sitemap() {
    let built = TestSite::from_text("--- content/topics/t.md\n---\ntitle: T\n---\n")
        .library("@article{berg, title = {One}, author = {Berg, A.}, date = {2020}}\n")
        .file("content/articles/gone.md", "---\ntitle: GONE-TITLE\ntopics: [t]\nkey_points: [OLD-POINT]\nwithdrawn: {date: 2024-02-03, reason: \"It was <wrong>.\", replaced_by: new}\n---\nOLD-TEXT [@berg].\n")
        .file("content/articles/new.md", page("New", "topics: [t]"))
        .file("content/exercises/gone-x.md", "---\ntitle: GONE-EXERCISE\ntopics: [t]\nwithdrawn: {date: 2024-02-03, reason: Wrong.}\n---\n1. OLD-STEP\n")
        .build();
    built.assert_no_errors();
    let text = &built.texts("articles/gone/index.html", "article")[0];
    for expected in ["GONE-TITLE", "February 3, 2024", "It was <wrong>."] {
        assert!(text.contains(expected), "{expected} in {text}");
    }
    assert_eq!(built.select("articles/gone/index.html", "article a[href='/articles/new/']").len(), 1);
    assert_eq!(mentions(&built, "GONE-TITLE"), ["articles/gone/index.html"]);
    let page_and_handout = ["exercises/gone-x/index.html", "exercises/gone-x/print/index.html"];
    assert_eq!(mentions(&built, "GONE-EXERCISE"), page_and_handout);
    for words in ["OLD-TEXT", "OLD-POINT", "OLD-STEP"] {
        assert!(mentions(&built, words).is_empty(), "{words}: {:?}", mentions(&built, words));
    }
    assert!(!built.text("sitemap.xml").contains("gone"));
}

#[test]
fn a_translation_is_withdrawn_with_its_original_and_an_original_not_with_its_translation() {
    let withdrawn_original =
        "title: Gone\nwithdrawn: {date: 2024-02-03, reason: \"It was <wrong>.\", replaced_by: new}";
    let withdrawn_translation = "title: Solo\nwithdrawn: {date: 2024-03-04, reason: \"Mal traducido.\"}";
    let site = TestSite::new()
        .settings("languages: {es: {title: Guía}}\n")
        .file("content/articles/gone.md", format!("---\n{withdrawn_original}\n---\nOLD-TEXT\n"))
        .file("content/articles/gone.es.md", "---\ntitle: Ido\n---\nTEXTO-VIEJO\n")
        .file("content/articles/new.md", page("New", ""))
        .file("content/articles/new.es.md", page("Nuevo", ""))
        .file("content/articles/solo.md", "---\ntitle: Alone\n---\nSTILL-THERE\n")
        .file("content/articles/solo.es.md", format!("---\n{withdrawn_translation}\n---\nTexto.\n"));
    let built = site.build();
    built.assert_no_errors();
    let path = "es/articles/gone/index.html";
    assert!(mentions(&built, "TEXTO-VIEJO").is_empty());
    assert_eq!(built.texts(path, "[data-withdrawn] p[lang=en]"), ["It was <wrong>."]);
    assert_eq!(built.select(path, "[data-withdrawn='2024-02-03'] a[href='/es/articles/new/']").len(), 1);
    assert_eq!(built.select(path, "meta[name=robots][content^=noindex]").len(), 1);
    assert!(!built.text("sitemap.xml").contains("gone"));
    assert!(built.text("articles/solo/index.html").contains("STILL-THERE"));
    assert_eq!(built.texts("es/articles/solo/index.html", "[data-withdrawn] p:not([lang])")[1], "Mal traducido.");
}

#[test]
fn a_withdrawn_page_keeps_nothing_but_its_title_and_the_notice() {
    let withdrawn = "---\ntitle: Gone\ndescription: OLD-DEK\ntopics: [t]\nlevel: beginner\npublished: 2024-01-01\n\
        withdrawn: {date: 2024-02-03, reason: It harmed.}\nimages: [{src: one.svg, alt: OLD-ALT}]\n---\n1. OLD-STEP\n";
    let built = TestSite::from_text(
        "--- content/topics/t.md\n---\ntitle: T\n---\n--- content/disclaimers/d.md\n---\ntitle: D\n---\nSHOWN-WITH\n",
    )
    .settings("disclaimers: {exercises: [d], programmes: [d], articles: [d]}\n")
    .file("content/exercises/gone/index.md", withdrawn)
    .file("content/exercises/gone/one.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='4' height='3'/>")
    .file(
        "content/programmes/week.md",
        "---\ntitle: Week\nwithdrawn: {date: 2024-02-03, reason: It harmed.}\nschedule: [{exercise: gone}]\n---\n",
    )
    .file(
        "content/articles/old.md",
        "---\ntitle: Old\npublished: 2024-01-01\nwithdrawn: {date: 2024-02-03, reason: It harmed.}\n---\nOLD-TEXT\n",
    )
    .build();
    built.assert_no_errors();
    for words in ["OLD-DEK", "OLD-ALT", "OLD-STEP", "OLD-TEXT", "SHOWN-WITH", "Not medically reviewed", "Beginner"] {
        assert!(mentions(&built, words).is_empty(), "{words}: {:?}", mentions(&built, words));
    }
    let dates = ".page-tools, .byline-dates dt, .ledger dt";
    assert_eq!(built.texts("articles/old/index.html", dates), ["Published", "Published"]);
    // The code on a printed sheet and people's bookmarks lead to the handout.
    for path in ["exercises/gone/print/index.html", "programmes/week/print/index.html"] {
        let notices = built.texts(path, "main [data-withdrawn]");
        assert_eq!(notices, ["This page was withdrawn on February 3, 2024. It harmed."], "{path}");
    }
}

fn bilingual() -> TestBuild {
    let built = TestSite::from_text(
        "--- content/topics/t.md\n---\ntitle: T\n---\n--- content/topics/t.es.md\n---\ntitle: Tema\n---\n",
    )
    .settings("languages: {es: {title: Guía}}\ntheme: own\n")
    .file("themes/own/theme.yaml", "name: own\nextends: well\n")
    .file("themes/own/i18n/es.ftl", ES.replace("text-articles = Articles", "text-articles = Artículos"))
    .file("content/articles/a.md", "---\ntitle: A\ntopics: [t]\n---\n[B](b/index.md) [[article:b]]\n")
    .file(
        "content/articles/a.es.md",
        "---\ntitle: A es\ntopics: [t]\n---\n[B](b/index.md) [[article:b]] [solo](solo.md)\n",
    )
    .file("content/articles/b/index.md", page("B", "topics: [t]"))
    .file("content/articles/b/index.es.md", page("B es", "topics: [t]"))
    .file("content/articles/solo.md", page("Solo", "topics: [t]"))
    .file("content/pages/index.es.md", page("Inicio", ""))
    .build();
    built.assert_no_errors();
    built
}

#[test]
fn a_translation_is_the_same_path_with_a_language() {
    let built = bilingual();
    for path in [
        "es/articles/a/index.html",
        "es/articles/b/index.html",
        "es/topics/t/index.html",
        "es/index.html",
        "es/articles/index.html",
        "es/feed.xml",
    ] {
        assert!(built.files().contains_key(path), "{path}");
    }
    assert!(built.text("es/articles/a/index.html").contains("<html lang=\"es\""));
    assert_eq!(built.texts("es/articles/index.html", "h1"), ["Artículos"]);
    assert_eq!(built.texts("es/articles/index.html", ".card a"), ["A es", "B es"]);
    assert_eq!(built.texts("articles/index.html", ".card a"), ["A", "B", "Solo"]);
}

#[test]
fn links_lead_to_the_translation_if_there_is_one() {
    let built = bilingual();
    let hrefs: Vec<String> = built
        .select("es/articles/a/index.html", ".text a")
        .iter()
        .map(|a| a.split('"').nth(1).unwrap().to_owned())
        .collect();
    assert_eq!(hrefs, ["/es/articles/b/", "/es/articles/b/", "/articles/solo/"]);
}

#[test]
fn translations_name_each_other() {
    let built = bilingual();
    for path in ["articles/a/index.html", "es/articles/a/index.html"] {
        let html = built.text(path);
        for (language, address) in [("en", "articles/a/"), ("es", "es/articles/a/"), ("x-default", "articles/a/")] {
            let link = format!("hreflang=\"{language}\" href=\"https://test.example/{address}\"");
            assert!(html.contains(&link), "{link} in {path}");
        }
    }
    assert!(built.select("articles/solo/index.html", "link[hreflang]").is_empty());
}

#[test]
fn long_lists_are_split() {
    let mut site = TestSite::new().settings("pagination: 2\n");
    for (number, name) in ["one", "two", "three", "four", "five"].iter().enumerate() {
        site = site
            .file(&format!("content/articles/{name}.md"), page(name, &format!("published: 2024-01-0{}", number + 1)));
    }
    let built = site.build();
    built.assert_no_errors();
    assert_eq!(built.texts("articles/index.html", ".card a"), ["five", "four"]);
    assert_eq!(built.texts("articles/page/2/index.html", ".card a"), ["three", "two"]);
    assert_eq!(built.texts("articles/page/3/index.html", ".card a"), ["one"]);
    assert_eq!(
        built
            .select(
                "articles/page/2/index.html",
                "a[rel=prev][href='/articles/'], a[rel=next][href='/articles/page/3/']"
            )
            .len(),
        2
    );
    assert!(built.select("articles/index.html", "a[rel=prev]").is_empty());
    assert!(!built.files().contains_key("articles/page/1/index.html"));
}

#[test]
fn lists_are_in_order_of_weight_then_date_then_title() {
    let built = TestSite::new()
        .file("content/articles/a.md", page("A", "published: 2024-01-01"))
        .file("content/articles/b.md", page("B", "published: 2024-02-01"))
        .file("content/articles/c.md", page("C", "published: 2024-01-01"))
        .file("content/articles/last.md", page("Last", "published: 2025-01-01\nweight: 1"))
        .file("content/articles/first.md", page("First", "weight: -1"))
        .build();
    built.assert_no_errors();
    assert_eq!(built.texts("articles/index.html", ".card a"), ["First", "B", "A", "C", "Last"]);
}

#[test]
fn old_addresses_redirect_below_a_base_path_too() {
    let built = TestSite::new()
        .file("content/articles/a.md", page("A", "aliases: [/old/one/, \"/old two\"]"))
        .with_options(|options| options.base_url = Some("https://example.org/guide/".to_owned()))
        .build();
    built.assert_no_errors();
    assert!(built.text("old/one/index.html").contains("url=/guide/articles/a/"));
    assert!(built.text("old two/index.html").contains("/guide/articles/a/"));
    let redirects = built.text("_redirects");
    assert!(redirects.contains("/guide/old/one/ /guide/articles/a/"), "{redirects}");
    assert!(!built.text("sitemap.xml").contains("old"));
}

#[test]
fn the_404_page_links_home_and_is_not_indexed() {
    let built = TestSite::new().build();
    built.assert_no_errors();
    assert!(!built.select("404.html", "main a[href='/']").is_empty());
    assert_eq!(built.select("404.html", "meta[name=robots][content^=noindex]").len(), 1);
    assert!(!built.text("sitemap.xml").contains("404"));
}

#[test]
fn the_home_page_has_its_text_and_featured_pages() {
    let built = TestSite::new()
        .settings("featured: [b, x]\n")
        .file("content/pages/index.md", "---\ntitle: Welcome\n---\nHome *text*.\n")
        .article("a", "x\n")
        .article("b", "x\n")
        .exercise("x", "")
        .build();
    built.assert_no_errors();
    let main = &built.texts("index.html", "main")[0];
    for expected in ["Home text.", "Article a", "Article b", "Exercise x"] {
        assert!(main.contains(expected), "{expected} in {main}");
    }
    assert!(main.find("Article b").unwrap() < main.find("Article a").unwrap());
}

#[test]
fn glossary_terms_name_related_terms_and_their_uses() {
    let built = TestSite::new()
        .file("content/glossary.yaml", "Zinc:\n  definition: A *metal*.\n  see: bone\nbone:\n  definition: Hard.\n  see: [Zinc]\nÉtude:\n  definition: A piece.\necho:\n  definition: A sound.\nezone:\n  definition: A zone.\n3D:\n  definition: Deep.\n")
        .article("a", ":term[zinc]\n")
        .build();
    built.assert_no_errors();
    assert_eq!(built.texts("glossary/index.html", ".drawer > h2"), ["#", "B", "E", "Z"]);
    assert_eq!(built.texts("glossary/index.html", "dt"), ["3D", "bone", "echo", "Étude", "ezone", "Zinc"]);
    assert_eq!(built.texts("glossary/index.html", "#zinc .see a"), ["bone", "Article a"]);
    assert!(built.select("glossary/index.html", "#zinc .definition")[0].contains("<em>metal</em>"));
    crate::text::assert_page_links_resolve(&built, "glossary/index.html");
}

#[test]
fn more_texts_than_the_settings_allow_are_refused() {
    let site =
        |pages: usize| TestSite::new().article("a", "Text.\n").settings(&format!("limits: {{pages: {pages}}}\n"));
    site(2).build().assert_no_findings();
    site(1).build().assert_findings(&[
        "error[file-too-large] content:1:1: there are 2 texts, over the limit of 1; take out what is no content, or raise `limits.pages` in the settings",
    ]);
}

#[test]
fn a_static_file_never_replaces_a_file_of_the_build() {
    for (static_path, generated) in [
        ("sitemap.xml", "sitemap.xml"),
        ("index.html", "index.html"),
        ("build-info.json", "build-info.json"),
        ("robots.txt/a.txt", "robots.txt"),
    ] {
        let site = SiteOnDisk::build_first(&TestSite::new());
        site.write(&format!("static/{static_path}"), "theirs");
        let finding =
            format!("error[url-duplicate]: the build makes `/{generated}` itself\n --> static/{generated}:1:1\n");
        site.assert_refused(1, &[&finding, "give this file another name"]);
    }
    let site = SiteOnDisk::build_first(&TestSite::new().article("a", "Text.\n"));
    site.write("static/articles", "a file where a folder must be");
    site.assert_refused(1, &["error[url-duplicate]: the build makes `/articles/", " --> static/articles:1:1\n"]);
}

#[test]
fn a_check_reports_static_files_at_the_paths_of_generated_ones() {
    let site = SiteOnDisk::build_first(
        &TestSite::new().file("content/articles/a.md", "---\ntitle: A\naliases: [/old/]\n---\nText.\n"),
    );
    let always = ["404.html", "build-info.json", "index.html", "robots.txt", "site.webmanifest", "sitemap.xml"];
    let of_this_site = ["_headers", "_redirects", "articles/a/index.html", "old/index.html"];
    for path in always.into_iter().chain(of_this_site) {
        assert!(site.path("output").join(path).exists(), "the build makes no `{path}`");
        site.write(&format!("static/{path}"), "theirs");
    }
    for free_path in ["articles/a/b.txt", "assets/a.css", "old/a.txt", "humans.txt"] {
        site.write(&format!("static/{free_path}"), "theirs");
    }
    let expected: Vec<String> =
        ["404.html", "_headers", "_redirects", "articles/a/index.html", "build-info.json", "index.html"]
            .into_iter()
            .chain(["old/index.html", "robots.txt", "site.webmanifest", "sitemap.xml"])
            .map(|path| format!("the build makes `/{path}` itself"))
            .collect();
    assert_eq!(duplicates(&site), expected);
    let site = SiteOnDisk::build_first(&TestSite::new().article("a", "Text.\n"));
    site.write("static/articles", "a file where a folder must be").write("static/robots.txt/a.txt", "below a file");
    site.write("static/robots.txt/b.txt", "below it too");
    assert_eq!(
        duplicates(&site),
        ["the build makes `/articles/a/index.html` itself", "the build makes `/robots.txt` itself"]
    );
}

/// The messages of the findings of `url-duplicate`.
fn duplicates(site: &SiteOnDisk) -> Vec<String> {
    let output = site.run(&["check", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let findings = report["findings"].as_array().unwrap().iter();
    let duplicates = findings.filter(|finding| finding["rule"] == "url-duplicate");
    duplicates.map(|finding| finding["message"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_static_file_that_differs_from_a_generated_one_only_in_case_is_refused() {
    let site = SiteOnDisk::build_first(
        &TestSite::new().file("content/articles/a.md", "---\ntitle: A\naliases: [/old/, /é/]\n---\nText.\n"),
    );
    let paths =
        ["404.HTML", "Articles/A/index.html", "Articles/index.html", "Index.html", "OLD/index.html", "É/index.html"];
    for path in paths {
        site.write(&format!("static/{path}"), "theirs");
        let at = format!("--> static/{path}:1:1");
        site.assert_refused(1, &["error[url-duplicate]: the build makes `/", &at]);
        std::fs::remove_file(site.path("static").join(path)).unwrap();
    }
    site.write("static/ARTICLES/A/picture.png", "of another folder").assert_built();
}

/// A file of the build would stand where the page needs its folder.
#[test]
fn a_page_at_the_path_of_a_generated_file_is_refused() {
    for (path, slug) in [
        ("pages/a.md", "feed.xml"),
        ("pages/a.md", "_headers"),
        ("pages/a.md", "_redirects"),
        ("pages/a.md", "References.bib"),
        ("articles/a.md", "index.html"),
        ("articles/back/a.md", "references.json"),
    ] {
        let site = SiteOnDisk::new();
        site.write(&format!("content/{path}"), format!("---\ntitle: A\nslug: {slug}\n---\nText.\n"));
        let finding = format!("error[url-duplicate]: `{}` is the name of a file", slug.to_ascii_lowercase());
        site.assert_refused(1, &[&finding, &format!("--> content/{path}:3:7")]);
    }
    let site = SiteOnDisk::build_first(&TestSite::new().exercise("cat-cow", "1. Step.\n"));
    site.write("content/pages/exercises/cat-cow/print.md", "---\ntitle: A\n---\nText.\n");
    let at = "--> content/pages/exercises/cat-cow/print.md:1:1";
    site.assert_refused(1, &["error[url-duplicate]: the build makes a page of its own", at]);
}

/// Only the build can report this, because the number of pages of a list is known only when it is rendered.
#[test]
fn a_page_at_the_address_of_a_page_of_a_list_is_refused() {
    let site = SiteOnDisk::build_first(
        &TestSite::new().settings("pagination: 1\n").article("a", "Text.\n").article("b", "Text.\n"),
    );
    site.write("content/articles/page/2.md", "---\ntitle: A\n---\nText.\n");
    site.assert_refused(
        1,
        &["error[url-duplicate]: the build makes `/articles/page/2/index.html` itself", "--> content:1:1"],
    );
}

#[test]
fn static_files_are_copied_as_they_are() {
    let built = TestSite::new().file("static/files/a b.txt", "exactly\r\n").build();
    built.assert_no_errors();
    let copied: Vec<&String> =
        built.files().keys().filter(|path| path.ends_with(".txt") && path.contains("a b")).collect();
    assert_eq!(copied, ["files/a b.txt"]);
    assert_eq!(built.files()["files/a b.txt"], b"exactly\r\n");
}
