//! `==words==`.

use super::{paragraphs, paragraphs_without};

#[test]
fn words_between_the_marks_are_highlighted() {
    assert_eq!(
        paragraphs("Rest ==two *whole* days== at least.\n"),
        ["<p>Rest <mark>two <em>whole</em> days</mark> at least.</p>"]
    );
}

#[test]
fn equal_signs_with_blanks_or_without_a_partner_are_text() {
    assert_eq!(paragraphs("a == b and c ==d, `==e==`.\n"), ["<p>a == b and c ==d, <code>==e==</code>.</p>"]);
}

#[test]
fn the_setting_switches_them_off() {
    assert_eq!(paragraphs_without("highlights", "==a==\n"), ["<p>==a==</p>"]);
}

#[test]
fn a_mark_beside_a_tilde_opens_no_code_block() {
    for text in ["~==10 mg== a day", "==~~old~~== text", "~~==x==~~ y", "- ==~x~== t"] {
        let built = super::build(&format!("{text}\n\nAfter.\n"));
        assert_eq!(built.texts(super::PAGE, ".text > p").last().map(String::as_str), Some("After."), "{text}");
        assert_eq!(built.select(super::PAGE, ".text pre"), [""; 0], "{text}");
    }
}
