//! Drafts in the preview: shown with a banner, left out while they have mistakes, and explained at their addresses.

#[cfg(unix)]
use tempfile::TempDir;

use wellpress::serve::BuildResult;
use wellpress_site::config::IncludeUnpublished;

use super::harness::TestSite;
use super::preview_harness::{PreviewSetup, RunningPreview};
#[cfg(unix)]
use super::program::ServeProcess;

fn small() -> TestSite {
    let silent = "check: {rules: {author-missing: off, published-missing: off, review-missing: off}}\n";
    TestSite::new().settings(silent).article("neck", "Text about the neck.\n")
}

#[test]
fn drafts_are_served_only_if_the_options_include_them() {
    let site = || small().file("content/articles/idea.md", "---\ntitle: An idea\ndraft: true\n---\nText.\n");
    let served = RunningPreview::new(&site());
    assert_eq!(served.get("/articles/idea/").status, 404);
    let drafts = served.get("/__wellpress/drafts.json").json();
    let idea = serde_json::json!(
        [{"file": "content/articles/idea.md", "title": "An idea", "why": "draft", "url": null}]);
    assert_eq!(drafts, idea);
    let include = IncludeUnpublished { drafts: true, ..IncludeUnpublished::default() };
    let served = RunningPreview::with(&site(), PreviewSetup { include, ..PreviewSetup::default() });
    let page = served.get("/articles/idea/").text();
    assert!(page.contains("Draft. This page is not published."), "{page}");
    assert_eq!(served.get("/__wellpress/drafts.json").json()[0]["url"], "/articles/idea/");
}

#[test]
fn the_address_of_a_page_that_is_left_out_says_why() {
    let page = |title: &str, state: &str| format!("---\ntitle: \"{title}\"\n{state}\n---\nText.\n");
    let site = small()
        .file("content/articles/idea.md", page("An <idea>", "draft: true"))
        .file("content/articles/later.md", page("Later", "published: 2999-01-01"))
        .file("content/articles/over.md", page("Over", "expires: 2001-01-01"));
    let served = RunningPreview::new(&site);
    for (address, heading, what_to_do) in [
        ("/articles/idea/", "This page is a draft", "without it to see the page"),
        ("/articles/idea", "This page is a draft", "remove the line <code>draft: true</code> to publish it"),
        ("/articles/idea/index.html", "This page is a draft", "content/articles/idea.md"),
        ("/articles/later/", "This page is scheduled", "--future"),
        ("/articles/over/", "This page has expired", "--expired"),
    ] {
        let response = served.get(address);
        assert_eq!(response.status, 404, "{address}");
        let html = response.text();
        assert!(html.contains(heading) && html.contains(what_to_do), "{address}: {html}");
        assert!(html.contains("/__wellpress/client.js"), "{address}: it has to reload once it is shown");
    }
    assert!(served.get("/articles/idea/").text().contains("“An &lt;idea&gt;”"));
    assert!(!served.get("/articles/nothing/").text().contains("draft"));
}

fn with_drafts() -> PreviewSetup {
    let include = IncludeUnpublished { drafts: true, ..IncludeUnpublished::default() };
    PreviewSetup { include, ..PreviewSetup::default() }
}

#[test]
fn drafts_with_mistakes_do_not_keep_the_site_from_being_shown() {
    let draft = |text: &str| format!("---\ntitle: Idea\ndraft: true\n---\n{text}\n");
    let site = small()
        .file("content/articles/idea.md", draft("A mark [@unknown]."))
        .file("content/articles/led.md", draft("See [the idea](idea.md)."))
        .file("content/articles/good.md", draft("Text."))
        .article("back", "Text.\n");
    let served = RunningPreview::with(&site, with_drafts());
    assert_eq!(served.get("/articles/back/").status, 200);
    assert_eq!(served.get("/articles/good/").status, 200);
    let html = served.get("/articles/idea/").text();
    assert!(html.contains("This draft has mistakes") && html.contains("no source has the key `unknown`"), "{html}");
    // It links to a draft that is left out, which is an error in turn.
    let led = served.get("/articles/led/");
    assert_eq!(led.status, 404);
    assert!(
        led.text().contains("<code>content/articles/idea.md</code>, line 5: no source has the key"),
        "{}",
        led.text()
    );
    served.write("content/articles/back.md", "---\ntitle: Back\n---\nOther words.\n");
    served.wait_until_shown("/articles/back/", "Other words.");
    served.write("content/articles/idea.md", &draft("No mark."));
    served.wait_until_shown("/articles/idea/", "No mark.");
    assert!(served.get("/articles/idea/").text().contains("No mark."));
    assert_eq!(served.get("/articles/led/").status, 200);
}

#[test]
fn a_draft_that_is_shown_stays_as_it_was_while_it_has_a_mistake() {
    let draft = |text: &str| format!("---\ntitle: Idea\ndraft: true\n---\n{text}\n");
    let served = RunningPreview::with(&small().file("content/articles/idea.md", draft("First.")), with_drafts());
    served.write("content/articles/idea.md", &draft("A mark [@unknown]."));
    served.wait_until(|_, ended| ended == BuildResult::Stopped);
    assert!(served.get("/articles/idea/").text().contains("First."));
    served.write("content/articles/neck.md", "---\ntitle: Neck\n---\nOther words.\n");
    served.wait_until_shown("/articles/neck/", "Other words.");
    assert!(
        served.get("/articles/idea/").text().contains("This draft has mistakes"),
        "an edit elsewhere is shown without it"
    );
    served.write("content/articles/idea.md", &draft("Second."));
    served.wait_until_shown("/articles/idea/", "Second.");
}

#[test]
fn drafts_are_marked_where_other_pages_show_them() {
    let exercise = "---\ntitle: Nod\ndraft: true\n---\n1. Nod.\n";
    let site = small().file("content/exercises/nod.md", exercise).article("back", "::exercise{#nod}\n");
    let served = RunningPreview::with(&site, with_drafts());
    assert!(served.get("/exercises/").text().contains("<li>Draft</li>"));
    assert!(served.get("/articles/back/").text().contains("<p class=\"unpublished\">Draft</p>"));
}

#[test]
fn a_mistake_in_a_published_page_stops_a_preview_with_drafts() {
    let site = small().file("content/articles/idea.md", "---\ntitle: Idea\ndraft: true\n---\n[@unknown]\n");
    let served = RunningPreview::with(&site.article("back", "[@other]\n"), with_drafts());
    assert_eq!(served.get("/articles/back/").status, 503);
}

#[cfg(unix)]
#[test]
fn the_program_shows_drafts_unless_it_is_told_not_to() {
    let folder = TempDir::new().unwrap();
    small().file("content/articles/idea.md", "---\ntitle: An idea\ndraft: true\n---\nText.\n").write_to(folder.path());
    let with_drafts = ServeProcess::start(folder.path());
    assert!(with_drafts.first_lines[1].contains(" pages (1 draft) in "), "{:?}", with_drafts.first_lines);
    let without = ServeProcess::start_with(folder.path(), &["--no-drafts"]);
    assert!(!without.first_lines[1].contains("draft"), "{:?}", without.first_lines);
}

#[test]
fn an_expired_page_with_mistakes_does_not_keep_the_site_from_being_shown() {
    let site = small().file(
        "content/articles/over.md",
        "---\ntitle: Over\nexpires: 2001-01-01\naliases: [/articles/neck/]\n---\nSee [below](#none).\n",
    );
    let include = IncludeUnpublished { drafts: true, expired: true, ..IncludeUnpublished::default() };
    let served = RunningPreview::with(&site, PreviewSetup { include, ..PreviewSetup::default() });
    assert!(served.get("/articles/neck/").text().contains("Text about the neck."));
    assert!(served.get("/__wellpress/findings.json").text().contains("link-anchor"));
}

#[test]
fn a_draft_that_makes_an_error_elsewhere_does_not_keep_the_site_from_being_shown() {
    let site = small()
        .file("content/pages/about.md", "---\ntitle: About\npermalink: /info/\n---\nWords of the page.\n")
        .file("content/pages/info.md", "---\ntitle: Draft\ndraft: true\n---\nWords of the draft.\n");
    let served = RunningPreview::with(&site, with_drafts());
    assert!(served.get("/info/").text().contains("Words of the page."));
    assert!(served.get("/__wellpress/findings.json").text().contains("url-duplicate"));
}
