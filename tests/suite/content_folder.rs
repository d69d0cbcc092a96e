//! `content` and `exclude` of the settings: texts in another folder than `content`, or in that of the settings.

use crate::harness::{TestSite, format_finding};

fn root_site() -> TestSite {
    TestSite::from_text(include_str!("../sites/root-content.site"))
}

/// The addresses to which the text of a page links.
fn links(built: &crate::harness::TestBuild, page: &str) -> Vec<String> {
    let links = built.page(page);
    let selector = scraper::Selector::parse(".text a[href]").unwrap();
    links.select(&selector).filter_map(|link| link.attr("href").map(str::to_owned)).collect()
}

#[test]
fn the_root_of_a_site_can_have_its_texts() {
    let built = root_site().build();
    built.assert_no_errors();
    let pages = ["index", "how-to/index", "how-to/task/index", "how-to/second/index", "rules/one/index"];
    for page in pages.into_iter().chain(["articles/neck/index", "people/ann/index", "glossary/index"]) {
        assert!(built.files().contains_key(&format!("{page}.html")), "{page}");
    }
    let unwanted = ["drafts", "themes", "how-to/old", "static", "README", "wellpress"];
    for path in built.files().keys() {
        assert!(!unwanted.iter().any(|start| path.starts_with(start)), "{path}");
    }
    let (form, others) = links(&built, "index.html").into_iter().partition::<Vec<_>, _>(|link| link.ends_with(".csv"));
    assert!(form.len() == 1 && form[0].starts_with("/assets/form."), "{form:?}");
    assert_eq!(
        others,
        [
            "/how-to/task/",
            "/how-to/",
            "https://code.example/blob/main/CHANGELOG.md#new",
            "https://code.example/blob/main/docs/drafts/a.md",
        ]
    );
    assert_eq!(links(&built, "how-to/index.html"), ["/how-to/second/#words"]);
    assert_eq!(links(&built, "how-to/task/index.html")[..2], ["/", "/articles/neck/"]);
    assert_eq!(built.texts("how-to/task/index.html", "h1"), ["A task"]);
    assert_eq!(built.texts("how-to/task/index.html", ".edit-page a"), ["Edit this page"]);
    assert_eq!(
        built.select("how-to/task/index.html", "a[rel=prev]").len(),
        1,
        "the README is a guide through its folder"
    );
    assert!(built.text("articles/neck/index.html").contains("Standing well"), "the library is read");
}

#[test]
fn a_page_of_the_health_site_still_needs_front_matter() {
    let built = root_site().file("articles/back.md", "# Back\n\nText.\n").build();
    assert_eq!(built.of_rule("front-matter-missing").len(), 1);
}

#[test]
fn texts_can_be_in_another_folder() {
    let site = TestSite::new().settings("content: docs/texts\n");
    let site = site.file("docs/texts/pages/about.md", "---\ntitle: About\n---\nSee [the site](@/pages/more.md).\n");
    let built = site.file("docs/texts/pages/more.md", "---\ntitle: More\n---\nMore.\n").build();
    built.assert_no_errors();
    assert_eq!(links(&built, "about/index.html"), ["/more/"]);
    let lost =
        TestSite::new().settings("content: docs/texts\n").file("docs/texts/lost/a.md", "---\ntitle: A\n---\n").build();
    assert_eq!(lost.of_rule("file-name")[0].location.file.as_ref(), "docs/texts/lost/a.md");
}

#[test]
fn a_setting_that_names_no_folder_is_an_error_at_its_place() {
    let mistakes = [
        ("content: ..", "it leads out of the site"),
        ("content: a/../../b", "it leads out of the site"),
        ("content: /srv/texts", "it is an absolute path"),
        ("content: \"C:/texts\"", "it is an absolute path"),
        ("content: 'a\\b'", "it has a backslash"),
        ("content: \"\"", "it is empty"),
        ("content: themes/own", "this folder has another use"),
        ("content: .hidden", "its name leaves out what is in it"),
        ("content: texts", "there is no folder `texts`"),
        ("content: file.txt", "`file.txt` is a file, not a folder"),
        ("content: link", "`link` is a symbolic link, not a folder"),
        ("content: link/below", "`link` is a symbolic link, not a folder"),
        ("exclude: ['a\\b']", "is no pattern of paths in the content"),
        ("exclude: [../a]", "is no pattern of paths in the content"),
        ("sections: {articles: {folder: .}}", "only the section `pages` can have another folder"),
        ("sections: {pages: {folder: texts}}", "only the section `pages` can have another folder"),
    ];
    for (setting, words) in mistakes {
        let site = TestSite::new().settings(&format!("{setting}\n")).file("file.txt", "a").symlink("link", "/tmp");
        let built = site.build();
        let findings: Vec<String> = built.findings().iter().map(|finding| format_finding(finding)).collect();
        let found = built.of_rule("settings-invalid");
        assert!(!built.is_built() && found.len() == 1, "{setting}: {findings:#?}");
        assert!(found[0].message.contains(words), "{setting}: {findings:#?}");
        assert!(found[0].location.line > 1 && found[0].location.column > 1 && found[0].help.is_some(), "{setting}");
    }
}

#[test]
fn the_output_cannot_be_among_the_texts() {
    let site = TestSite::new().settings("content: texts\n").file("texts/pages/a.md", "---\ntitle: A\n---\nA.\n");
    let site = site.with_options(|options| options.output = "/site/texts/site".into());
    let built = site.build();
    assert!(built.of_rule("settings-invalid")[0].message.contains("the output `texts/site`"));
}
