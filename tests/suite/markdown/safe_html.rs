//! The short list of HTML elements that always work.

use super::{PAGE, build, paragraphs, paragraphs_without};

#[test]
fn the_elements_of_the_list_work() {
    assert_eq!(
        paragraphs("H<sub>2</sub>O,<br>press <kbd>Esc</kbd>, <abbr title=\"bone mineral density\">BMD</abbr>.\n"),
        ["<p>H<sub>2</sub>O,<br>\npress <kbd>Esc</kbd>, <abbr title=\"bone mineral density\">BMD</abbr>.</p>"]
    );
}

#[test]
fn elements_of_editors_work_like_marks_of_markdown() {
    assert_eq!(
        paragraphs(
            "Take it <strong>with</strong> <em>food</em>, <del>not</del> <ins>now</ins> <span>and</span> then.\n"
        ),
        ["<p>Take it <strong>with</strong> <em>food</em>, <del>not</del> <ins>now</ins> <span>and</span> then.</p>"]
    );
    assert_eq!(paragraphs("<p>One.</p><p>Two <b>b</b>.</p>\n"), ["<p>One.</p>", "<p>Two <b>b</b>.</p>"]);
    let built = build("<p>One\n<b>open</p>\n");
    built.assert_findings(&["warning[directive-unclosed] content/articles/a.md:5:1: `<b>` is not closed"]);
    assert_eq!(built.select(PAGE, ".text p"), ["<p>One\n<b>open</b></p>"]);
}

#[test]
fn a_link_of_html_is_checked_like_one_of_markdown() {
    let built = build("See <a href=\"b.md\">b</a> and <a href='https://example.org/'>that</a>.\n");
    built.assert_findings(&["error[link-broken] content/articles/a.md:4:5: `b.md` leads nowhere"]);
    let built = super::TestSite::new()
        .article("b", "Text.\n")
        .article("a", "See <a href=\"b.md\">b</a>, [an <a href=\"b.md\">inner</a> one](b.md).\n")
        .build();
    built.assert_no_findings();
    assert_eq!(built.select(PAGE, ".text a").len(), 2);
    build("<a href=\"javascript:alert(1)\">x</a>\n")
        .assert_findings(&["error[url-unsafe] content/articles/a.md:4:1: `javascript:alert(1)` is not an address"]);
}

#[test]
fn words_in_any_script_may_follow_a_tag() {
    let built = super::build("<details>\n<summary>Übersicht</summary>\n\n<small>Ärzte</small>\n\n</details>\n");
    built.assert_no_findings();
    assert_eq!(built.texts(super::PAGE, ".text summary, .text small"), ["Übersicht", "Ärzte"]);
}

#[test]
fn details_contain_blocks() {
    let built = build("<details>\n<summary>More</summary>\n\nA *word*.\n\n- one\n\n</details>\n\nAfter.\n");
    built.assert_no_findings();
    assert_eq!(built.texts(PAGE, "details > summary"), ["More"]);
    assert_eq!(built.texts(PAGE, "details li"), ["one"]);
    assert_eq!(built.select(PAGE, "details p"), ["<p>A <em>word</em>.</p>"]);
}

#[test]
fn an_element_ends_with_its_paragraph() {
    let built = build("A <kbd>key\n\nNext.\n");
    built.assert_findings(&["warning[directive-unclosed] content/articles/a.md:4:3: `<kbd>` is not closed"]);
    assert_eq!(built.select(PAGE, ".text p"), ["<p>A <kbd>key</kbd></p>", "<p>Next.</p>"]);
}

#[test]
fn other_elements_and_attributes_are_shown_as_text() {
    let hostile = "<script>alert(1)</script> <b onclick=\"alert(1)\">b</b> <sub style=\"color:red\">s</sub> \
                   <img src=x onerror=alert(1)> <kbd/onclick=alert(1)>k</kbd> <details ontoggle=alert(1) open>d</details>\n";
    let built = build(hostile);
    assert!(built.is_built() && !built.findings().is_empty());
    assert_eq!(built.select(PAGE, ".text :is(script, img, [onclick], [style], [ontoggle], [onerror])"), [""; 0]);
    assert!(built.texts(PAGE, ".text p").concat().contains("alert(1)"));
}

#[test]
fn the_setting_switches_them_off() {
    let shown = paragraphs_without("safe_html", "H<sub>2</sub>O.\n");
    assert_eq!(shown, ["<p>H&lt;sub&gt;2&lt;/sub&gt;O.</p>"]);
}
