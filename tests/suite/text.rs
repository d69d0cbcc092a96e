//! HTML from Markdown: everything but citations, links between pages and directives, which have files of their own.

use crate::harness::{TestBuild, TestSite};

const PAGE: &str = "articles/a/index.html";

fn site(text: &str) -> TestSite {
    TestSite::new().article("a", text)
}

/// The text of an article as HTML, line ends as they are.
fn html(text: &str) -> String {
    content(&site(text).build())
}

fn content(built: &TestBuild) -> String {
    built.assert_no_errors();
    let page = built.page(PAGE);
    let text = page.select(&scraper::Selector::parse("article > .text").unwrap()).next().unwrap();
    text.inner_html()
}

#[track_caller]
fn assert_html(text: &str, expected: &str) {
    let html = html(text);
    assert!(html.contains(expected), "\nexpected\n{expected}\nin\n{html}");
}

#[test]
fn a_byte_order_mark_and_other_line_ends_change_nothing() {
    let text = "---\ntitle: A\nkey_points:\n  - One *point*.\n  - >\n    Folded\n    text.\n---\n\nOne\ntwo.\n\n```sh\necho 1\n\necho 2\n```\n\n:::tip\nHelp.\n:::\n\n- a\n- b\n";
    let crlf = text.replace('\n', "\r\n");
    let variants =
        [text.to_owned(), format!("\u{feff}{text}"), crlf.clone(), format!("\u{feff}{crlf}"), text.replace('\n', "\r")];
    let built = variants
        .map(|text| TestSite::new().file("content/articles/a.md", text).build().assert_no_errors().files().clone());
    assert!(built.iter().all(|files| *files == built[0]));
}

#[test]
fn line_ends_of_settings_and_library_change_nothing() {
    let settings = "title: T\nbase_url: https://t.example/\n";
    let library = "@article{a,\n  title = {One},\n  author = {Berg, A.},\n  date = {2020}\n}\n";
    let build = |settings: String, library: String| {
        let site = site("Seen [@a].\n").file("wellpress.yaml", settings).library(&library);
        site.build().assert_no_errors().files().clone()
    };
    let plain = build(settings.to_owned(), library.to_owned());
    let [settings, library] = [settings, library].map(|text| format!("\u{feff}{}", text.replace('\n', "\r\n")));
    assert_eq!(plain, build(settings, library));
}

#[test]
fn tables_have_heads_and_aligned_columns_without_style_attributes() {
    let html = html("| l | c | r | n |\n|:--|:-:|--:|---|\n| 1 | 2 | 3 | *4* |\n");
    for expected in [
        "<th class=\"align-left\" scope=\"col\">l</th>",
        "<th class=\"align-center\" scope=\"col\">c</th>",
        "<th class=\"align-right\" scope=\"col\">r</th>",
        "<th scope=\"col\">n</th>",
        "<td class=\"align-right\">3</td>",
        "<td><em>4</em></td>",
    ] {
        assert!(html.contains(expected), "{expected} in {html}");
    }
    assert!(!html.contains("style="));
}

#[test]
fn two_tables_keep_their_own_columns() {
    let html = html("| a | b |\n|--:|---|\n| 1 | 2 |\n\nText.\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n");
    assert!(html.contains("<td class=\"align-right\">1</td><td>2</td>"), "{html}");
    assert!(html.contains("<td>1</td><td class=\"align-right\">2</td>"), "{html}");
}

#[test]
fn emphasis_deletion_and_code_have_their_elements() {
    assert_html("*a* **b** ~~c~~ `d < e`\n", "<em>a</em> <strong>b</strong> <del>c</del> <code>d &lt; e</code>");
}

#[test]
fn tasks_are_boxes_that_cannot_be_ticked() {
    let html = html("- [x] Warm up\n- [ ] Cool down\n");
    let boxes = html.matches("type=\"checkbox\"").count();
    assert_eq!((boxes, html.matches("disabled").count(), html.matches("checked").count()), (2, 2, 1), "{html}");
}

#[test]
fn a_definition_list_has_terms_and_definitions() {
    assert_html("Bone\n: Hard tissue.\n: Living.\n", "<dt>Bone</dt>\n<dd>Hard tissue.</dd>\n<dd>Living.</dd>");
}

#[test]
fn definition_lists_and_directives_that_begin_a_line_are_told_apart() {
    let text = ":by[Dr. Broach] said so.\n\nBone\n: Hard tissue.\n\n:::tip\nMuscle\n: Soft tissue.\n:::\n";
    let html = html(text);
    assert_eq!(html.matches("<dl>").count(), 2, "{html}");
    assert!(html.contains("<span class=\"by\">Dr. Broach</span> said so."), "{html}");
}

#[test]
fn punctuation_is_smart_outside_code() {
    assert_html("\"It's\" -- so... `\"x\" -- y...`\n", "“It’s” – so… <code>\"x\" -- y...</code>");
}

#[test]
fn headings_have_ids_from_their_words_or_of_their_own() {
    let html = html("## Why *it* hurts\n\n## Zweites Übel\n\n## Third {#own-id}\n\n## Why it hurts\n");
    for id in ["why-it-hurts", "zweites-ubel", "own-id", "why-it-hurts-1"] {
        assert!(html.contains(&format!(" id=\"{id}\"")), "{id} in {html}");
    }
    assert!(!html.contains("{#"));
}

#[test]
fn the_contents_list_the_second_and_third_level_but_no_heading_that_opts_out() {
    let built =
        site("## One\n\n### One and a half\n\n#### Too deep\n\n## Left out {.no-toc}\n\n## Two {#two .no-print}\n")
            .build();
    built.assert_no_errors();
    assert_eq!(built.texts(PAGE, "[role=doc-toc] a"), ["One", "One and a half", "Two"]);
    assert_eq!(built.texts(PAGE, "[role=doc-toc] ol ol a"), ["One and a half"]);
    assert!(built.texts(PAGE, "article h2").contains(&"Left out".to_owned()));
}

#[test]
fn third_level_headings_without_a_second_level_are_top_entries_of_the_contents() {
    let built = site("### One\n\n### Two\n").build();
    assert_eq!(built.texts(PAGE, "[role=doc-toc] ol > li > a"), ["One", "Two"]);
    assert!(built.texts(PAGE, "[role=doc-toc] ol ol a").is_empty());
}

#[test]
fn a_heading_of_the_first_level_does_not_make_a_second_title() {
    let built = site("# Big\n\nText.\n").build();
    assert_eq!(built.texts(PAGE, "h1"), ["Article a"]);
    assert_eq!(built.texts(PAGE, ".text h2"), ["Big"]);
}

#[test]
fn footnotes_are_numbered_by_their_first_mark_and_link_back_to_each() {
    let built = site("First[^b] second[^a] again[^b].\n\n[^a]: Note *a*.\n[^b]: Note b.\n[^unused]: Never.\n").build();
    built.assert_no_errors();
    assert_eq!(built.texts(PAGE, "[role=doc-noteref]"), ["1", "2", "1"]);
    let notes = built.texts(PAGE, "[role=doc-endnotes] li");
    assert!(notes[0].starts_with("Note b.") && notes[1].starts_with("Note a."), "{notes:?}");
    assert_eq!(notes.len(), 2);
    let backlinks = built.select(PAGE, "[role=doc-endnotes] li:first-child [role=doc-backlink]");
    assert_eq!(backlinks.len(), 2, "one way back for each mark: {backlinks:?}");
    assert_links_resolve(&built);
}

#[test]
fn a_footnote_may_have_paragraphs_lists_and_another_footnote() {
    let built = site("Text[^a].\n\n[^a]: First paragraph.\n\n    Second[^b].\n\n    - item\n\n[^b]: Inner.\n").build();
    built.assert_no_errors();
    assert_eq!(built.select(PAGE, "[role=doc-endnotes] > ol > li").len(), 2);
    assert_eq!(built.select(PAGE, "[role=doc-endnotes] > ol > li:first-child ul li").len(), 1);
    assert_links_resolve(&built);
}

#[test]
fn footnotes_in_tables_headings_lists_quotes_and_callouts_have_their_notes() {
    let text = "## Heading[^h]\n\n| a[^t] |\n|---|\n| b |\n\n- item[^l]\n\n> quote[^q]\n\n:::tip[Title[^n]]\nText[^c].\n:::\n\n[^h]: H.\n[^t]: T.\n[^l]: L.\n[^q]: Q.\n[^n]: N.\n[^c]: C.\n";
    let built = site(text).build();
    built.assert_no_errors();
    let notes: Vec<String> =
        built.texts(PAGE, "[role=doc-endnotes] > ol > li").iter().map(|note| note.chars().take(2).collect()).collect();
    assert_eq!(notes, ["H.", "T.", "L.", "Q.", "N.", "C."]);
    assert_eq!(built.texts(PAGE, "[role=doc-toc] a"), ["Heading"]);
    assert_links_resolve(&built);
}

#[test]
fn a_footnote_in_the_steps_of_an_exercise_has_its_note_on_both_pages() {
    let exercise = "---\ntitle: Cat-cow\n---\nIntro[^i].\n\n1. Kneel[^k].\n2. Round[^i].\n\nNote[^n].\n\n[^i]: I.\n[^k]: K.\n[^n]: N.\n";
    let built = TestSite::new()
        .file("content/exercises/cat-cow.md", exercise)
        .article("a", "Text[^x].\n\n::exercise{#cat-cow}\n\n::exercise[Once more]{#cat-cow}\n\n[^x]: X.\n")
        .build();
    built.assert_no_errors();
    for page in ["exercises/cat-cow/index.html", PAGE] {
        assert_page_links_resolve(&built, page);
    }
    let notes = built.texts("exercises/cat-cow/index.html", "[role=doc-endnotes] > ol > li");
    assert_eq!(notes.iter().map(|note| &note[..2]).collect::<Vec<_>>(), ["I.", "K.", "N."]);
    let notes = built.texts(PAGE, "[role=doc-endnotes] > ol > li");
    assert_eq!(notes.len(), 7, "three for each showing and one of the page: {notes:?}");
}

#[test]
fn code_keeps_its_text_and_is_highlighted_by_classes() {
    let html = html("```python\ndef f(x):\n    return x < 1\n```\n\n```\nplain <b>\n```\n\n    indented\n");
    assert!(html.contains("data-language=\"python\"") && html.contains("class=\"hl-"), "{html}");
    assert!(html.contains("plain &lt;b&gt;") && html.contains("indented"), "{html}");
    assert!(!html.contains("style="));
}

#[test]
fn markup_in_code_stays_text() {
    let code =
        "[@nobody] @nobody [[nowhere]] [x](../no.md) :term[x]\n:::tip\n::exercise{#none}\n:::\n<!-- comment --> [^1]";
    let fenced = format!(
        "~~~\n{code}\n~~~\n\n- In a list:\n\n  ```text\n  :::warning\n  [@nobody]\n  ::video{{src}}\n  ```\n\n> ```\n> :::note\n> ::cta{{#x}}\n> ```\n\nInline `[@nobody] :term[x] ::exercise{{#none}}` and ``:::tip``.\n"
    );
    let built = site(&fenced).build();
    built.assert_no_findings();
    let html = content(&built);
    for line in [
        "[@nobody] @nobody [[nowhere]] [x](../no.md) :term[x]",
        ":::tip",
        "::exercise{#none}",
        "&lt;!-- comment --&gt; [^1]",
    ] {
        assert!(html.contains(line), "{line} in {html}");
    }
    assert!(html.contains("<code>[@nobody] :term[x] ::exercise{#none}</code> and <code>:::tip</code>"), "{html}");
    let text = built.texts(PAGE, "pre");
    assert_eq!(text[1], ":::warning [@nobody] ::video{src}");
    assert_eq!(text[2], ":::note ::cta{#x}");
}

#[test]
fn directives_in_indented_code_stay_text() {
    let built = site("Text:\n\n    :::tip\n    ::exercise{#none}\n    :term[x]\n    [@nobody]\n").build();
    built.assert_no_findings();
    assert_eq!(built.texts(PAGE, "pre"), [":::tip ::exercise{#none} :term[x] [@nobody]"]);
}

#[test]
fn the_info_string_of_a_code_block_cannot_break_out_of_its_attribute() {
    let html = html("```\"><script>alert(1)</script>\nx\n```\n");
    assert!(!html.contains("<script"), "{html}");
}

#[test]
fn alerts_are_callouts() {
    for (name, label) in
        [("NOTE", "Note"), ("TIP", "Tip"), ("IMPORTANT", "Important"), ("WARNING", "Warning"), ("CAUTION", "Caution")]
    {
        let built = site(&format!("> [!{name}]\n> Some *text*.\n")).build();
        built.assert_no_errors();
        let selector = format!("aside[role=note][data-callout={}]", name.to_lowercase());
        assert_eq!(built.texts(PAGE, &selector), [format!("{label} Some text.")]);
        assert!(built.select(PAGE, ".text blockquote").is_empty());
    }
}

#[test]
fn an_alert_may_have_a_title_and_a_folding_sign() {
    for head in ["[!tip] Use a *mat*", "[!tip]- Use a *mat*", "[!TIP]+ Use a *mat*"] {
        let built = site(&format!("> {head}\n> It is kinder.\n>\n> - to knees\n")).build();
        built.assert_no_errors();
        let callouts = built.select(PAGE, "aside[data-callout=tip]");
        assert_eq!(callouts.len(), 1, "{head}");
        assert!(callouts[0].contains("Use a <em>mat</em>"), "{}", callouts[0]);
        assert!(
            callouts[0].contains("<p>It is kinder.</p>") && callouts[0].contains("<li>to knees</li>"),
            "{}",
            callouts[0]
        );
        assert!(!callouts[0].contains("[!"), "{}", callouts[0]);
    }
}

#[test]
fn a_quote_that_only_mentions_an_alert_stays_a_quote() {
    let html = html("> Write this:\n> [!TIP] in brackets.\n");
    assert!(html.contains("<blockquote>") && html.contains("[!TIP] in brackets."), "{html}");
}

#[test]
fn raw_html_is_escaped_and_reported_as_a_warning() {
    let built =
        site("A <b onclick=\"x()\">bold</b> word.\n\n<script>alert(1)</script>\n\n<div>\n*no*\n</div>\n").build();
    built.assert_no_errors();
    assert_eq!(built.of_rule("raw-html").len(), 3, "{:?}", built.formatted_findings());
    let html = content(&built);
    assert!(html.contains("A &lt;b onclick=\"x()\"&gt;bold&lt;/b&gt; word."), "{html}");
    assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{html}");
    assert!(!html.contains("<div>\n*no*"), "{html}");
}

#[test]
fn raw_html_is_kept_if_the_settings_allow_it() {
    let built = site("A <b>bold</b> word.\n\n<div class=\"x\">\nblock\n</div>\n").settings("raw_html: true\n").build();
    built.assert_no_findings();
    let html = content(&built);
    assert!(html.contains("A <b>bold</b> word.") && html.contains("<div class=\"x\">\nblock\n</div>"), "{html}");
}

#[test]
fn comments_are_dropped() {
    let built = site(
        "Before <!-- secret one --> after.\n\n<!-- secret two -->\n\n<!-- secret\nthree\n\nand more -->\n\nEnd.\n",
    )
    .build();
    built.assert_no_findings();
    let html = built.text(PAGE);
    assert!(!html.contains("secret") && !html.contains("three") && !html.contains("and more"), "{html}");
    assert!(content(&built).contains("<p>End.</p>"));
}

#[test]
fn pictures_have_their_size_and_alternative_text() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"30\"/>";
    let built = TestSite::new()
        .file(
            "content/articles/a/index.md",
            "---\ntitle: A\n---\n![A *tall* \"spine\"](spine.svg)\n\n![Rooted](/root.svg)\n",
        )
        .file("content/articles/a/spine.svg", svg)
        .file("content/articles/a/unused.svg", svg)
        .file("static/root.svg", svg)
        .build();
    built.assert_no_errors();
    let pictures = built.select(PAGE, ".text img");
    assert!(pictures[0].contains("alt=\"A tall “spine”\""), "{pictures:?}");
    assert!(pictures.iter().all(|img| img.contains("width=\"40\"") && img.contains("height=\"30\"")), "{pictures:?}");
    let published_unused: Vec<&String> =
        built.files().keys().filter(|path| path.ends_with(".svg") && path.contains("unused")).collect();
    assert!(published_unused.is_empty(), "a file that nothing refers to is not published: {published_unused:?}");
}

#[test]
fn a_link_to_a_file_publishes_it() {
    let built = TestSite::new()
        .file("content/articles/a/index.md", "---\ntitle: A\n---\n[Leaflet](leaflet.pdf) and [chart](/chart.csv)\n")
        .file("content/articles/a/leaflet.pdf", "%PDF-1.4")
        .file("static/chart.csv", "a,b\n")
        .build();
    built.assert_no_errors();
    for link in built.page(PAGE).select(&scraper::Selector::parse(".text a").unwrap()) {
        let path = link.attr("href").unwrap().trim_start_matches('/').to_owned();
        assert!(built.files().contains_key(&path), "{path}");
    }
}

#[test]
fn deeply_nested_text_is_built() {
    let deep = format!("{}text\n\n{}\n\n{}\n", ">".repeat(3000), "*".repeat(20_000), "[".repeat(20_000));
    site(&deep).build().assert_no_errors();
}

fn assert_links_resolve(built: &TestBuild) {
    assert_page_links_resolve(built, PAGE);
}

/// Fails unless every fragment link of a page leads to an id on it, and no id is there twice.
#[track_caller]
pub fn assert_page_links_resolve(built: &TestBuild, path: &str) {
    let page = built.page(path);
    let mut ids = std::collections::BTreeSet::new();
    for element in page.select(&scraper::Selector::parse("[id]").unwrap()) {
        let id = element.attr("id").unwrap();
        assert!(ids.insert(id.to_owned()), "the id `{id}` is twice in {path}");
    }
    for link in page.select(&scraper::Selector::parse("a[href^='#']").unwrap()) {
        let id = &link.attr("href").unwrap()[1..];
        assert!(ids.contains(id), "`#{id}` leads nowhere in {path}");
    }
}
