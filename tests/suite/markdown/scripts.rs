//! `H~2~O` and `m^2^`.

use super::{paragraphs, paragraphs_without};

#[test]
fn marks_lower_and_raise_what_is_between_them() {
    assert_eq!(
        paragraphs("H~2~O, 10^-3^ m^2^, and *CO~2~*.\n"),
        ["<p>H<sub>2</sub>O, 10<sup>-3</sup> m<sup>2</sup>, and <em>CO<sub>2</sub></em>.</p>"]
    );
}

#[test]
fn a_mark_next_to_a_blank_or_without_a_partner_is_text() {
    assert_eq!(paragraphs("About ~5 and ~6 kg, 2^3, a ^ b ^ c.\n"), ["<p>About ~5 and ~6 kg, 2^3, a ^ b ^ c.</p>"]);
}

#[test]
fn an_approximate_number_is_no_deleted_text() {
    for (text, expected) in [
        ("It takes ~10 minutes until CO~2~ rises.", "It takes ~10 minutes until CO<sub>2</sub> rises."),
        (
            "A dose of ~5 mg gives C~max~ of ~10 ng/ml after ~2 h.",
            "A dose of ~5 mg gives C<sub>max</sub> of ~10 ng/ml after ~2 h.",
        ),
        ("~5 to ~8 of ~~nine~~ ten", "~5 to ~8 of <del>nine</del> ten"),
        ("~one two~", "~one two~"),
    ] {
        assert_eq!(paragraphs(&format!("{text}\n")), [format!("<p>{expected}</p>")]);
    }
}

#[test]
fn deleted_words_footnotes_and_code_keep_their_meaning() {
    assert_eq!(paragraphs("~~gone~~ and `H~2~O`.\n"), ["<p><del>gone</del> and <code>H~2~O</code>.</p>"]);
}

#[test]
fn the_setting_switches_them_off() {
    assert_eq!(paragraphs_without("scripts", "H~2~O, m^2^.\n"), ["<p>H~2~O, m^2^.</p>"]);
}
