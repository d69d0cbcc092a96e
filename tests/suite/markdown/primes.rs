//! Feet and inches.

use super::{paragraphs, paragraphs_without};

#[test]
fn quotes_behind_numbers_of_feet_and_inches_are_primes() {
    assert_eq!(paragraphs("She is 5'10\" and uses a 6\" box.\n"), ["<p>She is 5′10″ and uses a 6″ box.</p>"]);
}

#[test]
fn quotation_marks_and_apostrophes_stay() {
    assert_eq!(
        paragraphs("\"Rest until 8\" is the patients' advice of the 1990's.\n"),
        ["<p>“Rest until 8” is the patients’ advice of the 1990’s.</p>"]
    );
}

#[test]
fn measures_stand_in_quotations_and_products() {
    for (text, expected) in [
        ("\"5'10\" tall\"", "“5′10″ tall”"),
        ("a 2\"x4\" board, 2\" × 4\"", "a 2″x4″ board, 2″ × 4″"),
        ("5'10'' and 6''", "5′10″ and 6″"),
        ("A 12\"x12\" tile in a 10'x12' room.", "A 12″x12″ tile in a 10′x12′ room."),
        ("\"It's 5'10\",\" he said.", "“It’s 5′10″,” he said."),
        ("\"Rest\" and \"walk\"", "“Rest” and “walk”"),
    ] {
        assert_eq!(paragraphs(&format!("{text}\n")), [format!("<p>{expected}</p>")]);
    }
}

#[test]
fn the_setting_switches_them_off() {
    assert_eq!(paragraphs_without("primes", "A 6\" box.\n"), ["<p>A 6” box.</p>"]);
}

#[test]
fn a_single_quotation_mark_behind_a_number_closes() {
    assert_eq!(
        paragraphs("The encoding is 'UTF-8', ('v2'), 'vitamin B12', and it's 6' tall.\n"),
        ["<p>The encoding is ‘UTF-8’, (‘v2’), ‘vitamin B12’, and it’s 6′ tall.</p>"]
    );
}
