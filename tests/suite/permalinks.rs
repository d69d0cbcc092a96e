//! `permalink` in front matter: the address of a page in place of that from its folder and its file's name, and all that hangs on it.

use wellpress_diagnostics::Severity;

use crate::harness::TestSite;

const CHARTS: &str = "---\ntitle: Charts\npermalink: /clinician/charts/\naliases: [/articles/charts/]\nauthors: [lee]\n\
    reviewers: [{person: may, role: medical, date: 2025-05-01}]\ntopics: [growth]\npublished: 2025-01-01\n---\n\
    Charts help [@ames-2020].\n\n## Reading\n\nText.\n";

/// An article with authors, reviewers, topics and sources at an address outside of `/articles/`, and an article that links to it.
fn site() -> TestSite {
    TestSite::new()
        .settings("languages: {es: {title: Sitio}}\n")
        .file("content/articles/charts.md", CHARTS)
        .article(
            "other",
            "See [[charts#reading]], [file](charts.md), [address](/clinician/charts/) and [old](/articles/charts/).\n",
        )
        .file("content/people/lee.md", "---\nname: Lee\n---\n")
        .file("content/people/may.md", "---\nname: May\ncredentials: [MD]\n---\n")
        .file("content/topics/growth.md", "---\ntitle: Growth\n---\n")
        .library("@article{ames-2020, title = {On charts}, author = {Ames, Ada}, journal = {J}, year = 2020}\n")
}

#[test]
fn an_article_may_have_any_address() {
    let built = site().build();
    built.assert_no_errors();
    let page = "clinician/charts/index.html";
    assert!(built.files().contains_key(page) && built.files().contains_key("clinician/charts/references.ris"));
    let canonical = "<link rel=\"canonical\" href=\"https://test.example/clinician/charts/\">";
    assert!(built.text(page).contains(canonical));
    assert_eq!(built.texts(page, ".crumbs a")[..2], ["Home", "Growth"]);
    assert!(built.text(page).contains("Medically reviewed") && built.text(page).contains("ref-ames-2020"));
    for list in ["articles/index.html", "topics/growth/index.html", "people/lee/index.html", "feed.xml", "sitemap.xml"]
    {
        assert!(built.text(list).contains("/clinician/charts/"), "{list}");
        assert!(!built.text(list).contains("/articles/charts/"), "{list}");
    }
    assert_eq!(built.select("articles/other/index.html", ".text a[href='/clinician/charts/#reading']").len(), 1);
    assert_eq!(built.select("articles/other/index.html", ".text a[href='/clinician/charts/']").len(), 3);
    assert!(built.text("references/ames-2020/index.html").contains("/clinician/charts/#cite-ames-2020-1"));
    assert_eq!(built.text("_redirects"), "/articles/charts/ /clinician/charts/ 301\n");
    assert!(built.text("articles/charts/index.html").contains("url=/clinician/charts/"));
}

#[test]
fn a_page_of_any_kind_may_have_a_permalink() {
    let page = |front: &str| format!("---\n{front}\npermalink: /x/y\n---\n\n1. Step.\n");
    for (file, front) in [
        ("exercises/a.md", "title: A"),
        ("programmes/a.md", "title: A\nschedule: [{exercise: e}]"),
        ("topics/a.md", "title: A"),
        ("people/a.md", "name: A"),
        ("pages/deep/a.md", "title: A"),
    ] {
        let site = TestSite::new().exercise("e", "1. Step.\n").file(&format!("content/{file}"), page(front));
        let built = site.build();
        built.assert_no_errors();
        assert!(built.files().contains_key("x/y/index.html"), "{file}");
        assert_eq!(
            built.files().contains_key("x/y/print/index.html"),
            file.starts_with(['e']) || file.contains("programmes"),
            "{file}"
        );
    }
}

#[test]
fn a_translation_has_a_permalink_below_its_language() {
    let translation = "---\ntitle: Gráficas\npermalink: /clinico/graficas/\n---\nTexto.\n";
    let built = site().file("content/articles/charts.es.md", translation).build();
    built.assert_no_errors();
    assert!(
        built
            .text("es/clinico/graficas/index.html")
            .contains("hreflang=\"en\" href=\"https://test.example/clinician/charts/\"")
    );
    let without = site().file("content/articles/charts.es.md", "---\ntitle: Gráficas\n---\nTexto.\n").build();
    assert!(
        without.files().contains_key("es/articles/charts/index.html"),
        "the original's permalink is not taken over"
    );
}

/// The only error of a site with another article that has this front matter, as `rule line: message`.
fn refusal(front: &str) -> String {
    let built = site()
        .exercise("cobra", "1. Step.\n")
        .file("content/articles/b.md", format!("---\ntitle: B\n{front}\n---\nText.\n"))
        .build();
    let errors: Vec<_> = built.findings().iter().filter(|finding| finding.severity == Severity::Error).collect();
    assert_eq!(errors.len(), 1, "{front}: {:?}", built.formatted_findings());
    assert!(errors[0].help.is_some() && &*errors[0].location.file == "content/articles/b.md", "{front}");
    format!("{} {}: {}", errors[0].rule.id, errors[0].location.line, errors[0].message)
}

#[test]
fn a_permalink_that_cannot_be_an_address_is_an_error_at_its_place() {
    for (permalink, expected) in [
        ("clinic/x/", "slug-invalid 3: `clinic/x/` cannot be the address of a page: it does not begin"),
        ("//host/x/", "slug-invalid 3: "),
        ("https://example.org/x/", "slug-invalid 3: "),
        ("/", "slug-invalid 3: `/` cannot be the address of a page: it is that of the home page"),
        ("/a/../b/", "slug-invalid 3: "),
        ("/a//b/", "slug-invalid 3: "),
        ("/a/%2e%2e/", "slug-invalid 3: "),
        ("/blog/:title/", "slug-invalid 3: "),
        ("/.well-known/x/", "slug-invalid 3: "),
        ("/a/con/", "slug-invalid 3: "),
        ("/a/b.html", "slug-invalid 3: `/a/b.html` cannot be the address of a page: it is that of a file"),
        ("/es/x/", "slug-invalid 3: `/es/x/` cannot be the address of a page: it begins with a language"),
        ("/articles/", "url-duplicate 3: `/articles/` cannot be the address of a page: the build makes"),
        ("/References/x/", "url-duplicate 3: "),
        ("/articles/page/2/", "url-duplicate 3: "),
        ("/feed.xml/", "url-duplicate 3: `feed.xml` is the name of a file that the build makes"),
        ("/exercises/cobra/print/", "url-duplicate 3: the build makes a page of its own at"),
        ("/articles/other/", "url-duplicate 3: `content/articles/other.md` has the address `/articles/other/` as well"),
    ] {
        let refusal = refusal(&format!("permalink: \"{permalink}\""));
        assert!(refusal.starts_with(expected), "{permalink}: {refusal}");
    }
    assert_eq!(refusal("permalink: /x/\nslug: y"), "slug-invalid 4: `slug` has no effect beside `permalink`");
}

#[test]
fn an_alias_at_the_handout_of_a_moved_exercise_is_an_error() {
    let built = TestSite::new()
        .file("content/exercises/cobra.md", "---\ntitle: Cobra\npermalink: /moves/cobra/\n---\n\n1. Step.\n")
        .file("content/articles/a.md", "---\ntitle: A\naliases: [/moves/cobra/print/]\n---\nText.\n")
        .build();
    assert_eq!(built.of_rule("url-duplicate").len(), 1, "{:?}", built.formatted_findings());
}

#[test]
fn keys_and_slugs_of_other_tools_lead_to_the_permalink() {
    let help = |front: &str| {
        let built = site().file("content/articles/b.md", format!("---\ntitle: B\n{front}\n---\nText.\n")).build();
        let finding =
            built.findings().iter().find(|finding| &*finding.location.file == "content/articles/b.md").cloned();
        finding.and_then(|finding| finding.help.clone()).unwrap_or_default()
    };
    for front in ["url: /clinician/x/", "path: /clinician/x/", "slug: /clinician/x/"] {
        assert!(help(front).contains("`permalink`"), "{front}: {}", help(front));
    }
}
