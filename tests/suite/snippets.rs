//! `::snippet{#name}`: a text that stands once, in `content/snippets`, and is shown on several pages.

use wellpress_site::config::SearchIndex;

use crate::harness::{TestBuild, TestSite};

const LIBRARY: &str = "@article{ames, title={First}, author={Ames, A}, date={2020}, doi={10.5555/1}}
@article{berg, title={Second}, author={Berg, B}, date={2021}, doi={10.5555/2}}
@article{cole, title={Third}, author={Cole, C}, date={2022}, doi={10.5555/3}}";

const PAGE: &str = "articles/a/index.html";

/// A site with the snippets `help`, whose text is this, and `hours`.
fn site(help: &str) -> TestSite {
    let site = TestSite::new().settings("variables: {helpline: 0800 11}\nlanguages: {es: {title: Guía}}\n");
    site.file("content/snippets/help.md", help).file("content/snippets/hours.md", "At all hours.\n")
}

fn words(built: &TestBuild) -> String {
    built.texts(PAGE, ".text").concat().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn each_page_shows_the_text_in_its_place() {
    let site = site("Call *{{ helpline }}*.\n\n- One\n- Two\n").file("content/snippets/hours.md", "Or wait.\n");
    let text = "Before.\n\n::snippet{#help}\n\nBehind.\n\n::snippet{#hours}\n";
    let built = site.article("a", text).article("b", "::snippet{#help}\n").build();
    built.assert_no_findings();
    assert_eq!(words(&built), "Before. Call 0800 11. One Two Behind. Or wait.");
    assert_eq!(built.select(PAGE, ".text > ul > li").len(), 2, "{:?}", built.select(PAGE, ".text"));
    assert!(built.text("articles/b/index.html").contains("Call <em>0800 11</em>."));
    // It has no page.
    assert!(!built.files().keys().any(|path| path.contains("snippet")), "{:?}", built.files().keys());
}

#[test]
fn it_stands_in_lists_quotes_and_callouts() {
    let text = "- Item\n\n  ::snippet{#hours}\n\n> ::snippet{#hours}\n\n:::tip[Now]\n::snippet{#hours}\n:::\n\n\
        ::::tabs\n:::tab[One]\n::snippet{#hours}\n:::\n::::\n";
    let built = site("Unused.\n").article("a", text).build();
    built.assert_no_errors();
    for element in [".text li > p:last-child", ".text blockquote > p", ".text .callout p:last-child"] {
        assert_eq!(built.texts(PAGE, element), ["At all hours."], "{element}");
    }
    assert_eq!(built.text(PAGE).matches("At all hours.").count(), 4);
}

#[test]
fn it_may_have_all_that_a_text_has() {
    let help = "## When to get help\n\n:::care[Now]{level=\"urgent\"}\nCall.\n:::\n\n| A | B |\n| --- | --- |\n| c | d |\n\n\
        ::figure[A spine.]{#fig-spine src=\"spine.svg\" alt=\"A spine\"}\n\nAs @fig-spine and the note[^1] say.\n\n[^1]: Note.\n";
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><path d=\"M0 0h9\"/></svg>";
    let site = site(help).file("content/snippets/spine.svg", svg).file("content/articles/other.svg", svg);
    let text = "::figure[Other.]{#fig-other src=\"other.svg\" alt=\"Another\"}\n\nAs said[^1].\n\n::snippet{#help}\n\n## Rest\n\n[^1]: First.\n";
    let built = site.article("a", text).build();
    built.assert_no_errors();
    assert_eq!(built.select(PAGE, ".text h2#when-to-get-help").len(), 1);
    assert_eq!(built.select(PAGE, ".toc a[href='#when-to-get-help']").len(), 1, "the table of contents");
    assert!(built.select(PAGE, ".text td").len() == 2 && !built.select(PAGE, ".text .care").is_empty());
    // Numbers of figures and notes go on.
    assert!(built.texts(PAGE, "figure#fig-spine figcaption")[0].contains('2'));
    assert_eq!(built.texts(PAGE, "a[href='#fig-spine']").len(), 1);
    assert_eq!(built.texts(PAGE, "[role=doc-noteref]"), ["1", "2"]);
}

#[test]
fn its_marks_go_into_the_list_of_the_page() {
    let site = site("Calling helps [@berg].\n").library(LIBRARY).settings("citations: {marks: number}\n");
    let built = site.article("a", "Rest [@cole].\n\n::snippet{#help}\n\nMove [@ames; @berg].\n").build();
    built.assert_no_findings();
    let list = built.texts(PAGE, "#references li").concat();
    let order: Vec<usize> = ["Third", "Second", "First"].iter().map(|title| list.find(title).unwrap()).collect();
    assert!(order.is_sorted(), "{list}");
    // The page of the source has the page that shows the sentence.
    assert!(built.text("references/berg/index.html").contains("/articles/a/"));
    assert!(built.text("references/berg/index.html").contains("Calling helps"));
}

#[test]
fn findings_are_in_its_file_and_said_once() {
    let help = "This cures back pain.\n\nSee [that](gone.md), [@nobody] and [this](javascript:x).\n";
    let built = site(help).article("a", "::snippet{#help}\n").article("b", "Text.\n\n::snippet{#help}\n").build();
    let found = built.formatted_findings();
    let of_help: Vec<&String> = found.iter().filter(|finding| finding.contains("snippets/help.md")).collect();
    assert_eq!(of_help.len(), 4, "{found:#?}");
    for finding in [
        "warning[promise] content/snippets/help.md:1:",
        "error[link-broken] content/snippets/help.md:3:5",
        "error[citation-unknown] content/snippets/help.md:3:",
        "error[url-unsafe] content/snippets/help.md:3:",
    ] {
        assert!(of_help.iter().any(|found| found.starts_with(finding)), "{finding}: {found:#?}");
    }
    assert!(!found.iter().any(|finding| finding.contains("articles/")), "{found:#?}");
}

#[test]
fn what_stands_behind_it_keeps_its_place() {
    let text = "Before.\n\n::snippet{#help}\n\n- This cures back pain.\n";
    let built = site("---\ndescription: Mine.\n---\n\nOne.\n\nTwo.\n").article("a", text).build();
    built.assert_findings(&["warning[promise] content/articles/a.md:8:8"]);
}

#[test]
fn comments_that_silence_a_rule_stand_in_the_snippet() {
    let help = "<!-- wellpress-allow promise: it does -->\nThis cures back pain.\n";
    let built = site(help).article("a", "::snippet{#help}\n").article("b", "::snippet{#hours}\n").build();
    built.assert_no_findings();
    let idle = site("<!-- wellpress-allow promise: it does -->\nText.\n").article("a", "::snippet{#help}\n");
    let idle = idle.article("b", "::snippet{#hours}\n").build();
    idle.assert_findings(&["warning[allow-invalid] content/snippets/help.md:1:1"]);
}

#[test]
fn a_snippet_that_nobody_shows_is_a_note() {
    let built = site("Help.\n").article("a", "::snippet{#hours}\n").with_common_findings().build();
    let [orphan] = built.of_rule("orphan")[..] else { panic!("{:?}", built.formatted_findings()) };
    assert_eq!((&*orphan.location.file, &*orphan.message), ("content/snippets/help.md", "no page shows this snippet"));
    // A draft may be the one that shows it, as may a snippet within another.
    let draft = "---\ntitle: D\ndraft: true\n---\n::snippet{#help}\n";
    let shown = site("::snippet{#hours}\n").file("content/articles/d.md", draft).with_common_findings().build();
    assert_eq!(shown.of_rule("orphan").len(), 0, "{:?}", shown.formatted_findings());
}

#[test]
fn an_unknown_name_has_a_suggestion() {
    let built = site("::snippet{#our}\n").article("a", "::snippet{#halp}\n\n::snippet{#hours}\n").build();
    built.assert_findings(&[
        "error[reference-unknown] content/articles/a.md:4:12: there is no snippet with the id `halp`; did you mean `help`?",
        "error[reference-unknown] content/snippets/help.md:1:12: there is no snippet with the id `our`",
    ]);
}

#[test]
fn a_snippet_does_not_show_itself() {
    let site = site("::snippet{#hours}\n").file("content/snippets/hours.md", "Text.\n\n::snippet{#help}\n");
    let built = site.file("content/snippets/own.md", "- ::snippet{#own}\n").article("a", "::snippet{#help}\n").build();
    let cycles = built.of_rule("snippet-cycle");
    assert_eq!(cycles.len(), 2, "{:?}", built.formatted_findings());
    assert_eq!(cycles[0].message, "`help` would show itself: help > hours > help");
    assert_eq!(cycles[1].message, "`own` would show itself: own > own");
    assert!(!built.is_built());
}

#[test]
fn a_chain_of_snippets_ends_and_a_bomb_is_refused() {
    let chain = (0..300).fold(TestSite::new().article("a", "::snippet{#s0}\n"), |site, number| {
        site.file(&format!("content/snippets/s{number}.md"), format!("::snippet{{#s{}}}\n", number + 1))
    });
    let built = chain.file("content/snippets/s300.md", "End.\n").build();
    assert!(built.of_rule("snippet-cycle")[0].message.contains("more than 8 levels deep"));
    let bomb = (0..7).fold(TestSite::new().article("a", "::snippet{#s0}\n"), |site, number| {
        let text = format!("::snippet{{#s{}}}\n\n", number + 1).repeat(30);
        site.file(&format!("content/snippets/s{number}.md"), text)
    });
    let built = bomb.file("content/snippets/s7.md", "Words and words.\n").build();
    assert!(!built.of_rule("file-too-large").is_empty(), "{:?}", built.formatted_findings());
    assert!(!built.is_built());
}

#[test]
fn ids_that_meet_are_made_unique() {
    let help = "## Help {#rest}\n\nSee [above](#rest).\n";
    let built = site(help).article("a", "## Rest\n\n::snippet{#help}\n\n::snippet{#hours}\n").build();
    built.assert_findings(&[
        "warning[heading-id-duplicate] content/articles/a.md:6:1: the id `rest` is taken on this page",
    ]);
    assert_eq!(built.select(PAGE, "h2#rest-2").len(), 1);
    assert_eq!(built.select(PAGE, ".text p a[href='#rest-2']").len(), 1);
}

#[test]
fn where_no_block_can_stand_it_is_a_finding() {
    let points = "---\ntitle: A\nkey_points: [\"::snippet{#help}\"]\n---\n::snippet{#help}\n\n::snippet{#hours}\n";
    for (site, rule) in [
        (site("T.\n").article("a", "| A | B |\n| --- | --- |\n| ::snippet{#help} | x |\n"), "directive-unknown"),
        (site("T.\n").article("a", "Words and ::snippet{#help} behind.\n"), "directive-unknown"),
        (site("T.\n").article("a", "::snippet\n"), "directive-"),
        (site("T.\n").article("a", ":::snippet{#help}\nText.\n:::\n"), "directive-unknown"),
        (site("T.\n").file("content/articles/a.md", points), "directive-unknown"),
        (
            site("T.\n").file("content/glossary.yaml", "disc:\n  definition: |\n    ::snippet{#help}\n"),
            "directive-unknown",
        ),
    ] {
        let built = site.build();
        let found = built.formatted_findings();
        assert!(found.iter().any(|finding| finding.contains(rule) && !finding.contains("snippets/")), "{found:?}");
    }
    // Code shows it as it is.
    let code = site("T.\n").article("a", "`::snippet{#help}`\n\n```text\n::snippet{#help}\n```\n").build();
    assert!(code.formatted_findings().iter().all(|finding| finding.starts_with("note[orphan]")));
}

#[test]
fn front_matter_has_a_description_at_most() {
    let built = site("---\ntitle: Help\n---\nText.\n").article("a", "::snippet{#help}\n").build();
    built.assert_findings(&["error[front-matter-unknown-key] content/snippets/help.md:2:1"]);
    let fine = site("---\ndescription: Mine.\n---\nHelp.\n").article("a", "::snippet{#help}\n\n::snippet{#hours}\n");
    assert_eq!(words(fine.build().assert_no_findings()), "Help. At all hours.");
}

#[test]
fn a_translation_shows_its_own_text_or_the_first_one() {
    let spanish = "---\ntitle: A\n---\n::snippet{#help}\n\n::snippet{#hours}\n";
    let site = site("Help.\n").file("content/snippets/help.es.md", "Ayuda.\n");
    let site = site.article("a", "::snippet{#help}\n").file("content/articles/a.es.md", spanish);
    let built = site.build();
    built.assert_no_errors();
    let page = "es/articles/a/index.html";
    assert!(built.text(page).contains("<p>Ayuda.</p>"));
    assert_eq!(built.texts(page, ".text [lang=en] p"), ["At all hours."]);
}

#[test]
fn an_exercise_brings_its_snippets_along() {
    let site = site("Breathe [@ames].\n").library(LIBRARY).exercise("bridge", "::snippet{#help}\n");
    let site = site.file("content/snippets/hours.md", "1. Lift.\n2. Lower.\n");
    let steps = "---\ntitle: Steps\n---\nAs here:\n\n::snippet{#hours}\n";
    let site = site.file("content/exercises/steps.md", steps);
    let built = site.article("a", "::exercise{#bridge}\n\n::exercise{#steps}\n").build();
    built.assert_no_errors();
    assert!(words(&built).contains("Breathe (Ames, 2020)."), "{}", words(&built));
    assert!(words(&built).contains("Lift.") && built.text("exercises/steps/index.html").contains("Lower."));
}

#[test]
fn a_disclaimer_can_show_one() {
    let disclaimer = "---\ntitle: Mind\n---\nMind this.\n\n::snippet{#hours}\n";
    let site = site("Help.\n").file("content/disclaimers/mind.md", disclaimer);
    let built = site.article("a", "::disclaimer{#mind}\n\n::snippet{#help}\n").build();
    built.assert_no_errors();
    assert!(words(&built).contains("Mind this. At all hours."), "{}", words(&built));
}

#[test]
fn search_and_feeds_have_its_words() {
    let page = "---\ntitle: A\npublished: 2024-01-01\n---\n::snippet{#help}\n";
    let site = site("Wombats help.\n").settings("feeds: {content: full}\n").file("content/articles/a.md", page);
    let built = site.with_options(|options| options.index = SearchIndex::Build).build();
    built.assert_no_errors();
    assert!(built.text("feed.xml").contains("Wombats help."));
    assert!(built.text(PAGE).contains("Wombats help."));
}

#[test]
fn a_care_card_in_it_says_when_to_get_help() {
    let warning = "Loss of bladder control is an emergency.\n";
    let care = ":::care[Go now]{level=\"emergency\"}\nCall for help.\n:::\n";
    let finds = |help: &str| {
        let built = site(help).article("a", &format!("{warning}\n::snippet{{#help}}\n")).build();
        built.of_rule("red-flag-without-care").len()
    };
    assert_eq!((finds("Text.\n"), finds(care)), (1, 0));
}

#[test]
fn includes_of_other_tools_name_the_directive() {
    for text in
        ["{{< include /shared/ratio.md >}}", "{% include ratio.md %}", "--8<-- \"ratio.md\"", ":::include ratio.md"]
    {
        let built = TestSite::new().article("a", &format!("{text}\n")).build();
        let help = built.findings()[0].help.as_deref().unwrap_or_default().to_owned();
        assert!(help.contains("::snippet{#"), "{text}: {:?}", built.formatted_findings());
    }
}

#[test]
fn two_files_with_one_id_are_an_error() {
    let built =
        site("Help.\n").file("content/snippets/sub/help.md", "Other.\n").article("a", "::snippet{#help}\n").build();
    assert_eq!(built.of_rule("id-duplicate").len(), 1, "{:?}", built.formatted_findings());
}
