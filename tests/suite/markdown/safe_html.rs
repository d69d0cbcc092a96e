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
    assert_eq!(paragraphs("A <kbd>key\n\nNext.\n"), ["<p>A <kbd>key</kbd></p>", "<p>Next.</p>"]);
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
