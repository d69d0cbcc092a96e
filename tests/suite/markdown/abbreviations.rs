//! `*[BMD]: bone mineral density`.

use super::{paragraphs, paragraphs_without};

#[test]
fn each_use_of_a_defined_abbreviation_has_its_meaning() {
    assert_eq!(
        paragraphs("BMD and *BMD*, not ABMD or `BMD`.\n\n*[BMD]: bone mineral \"density\"\n"),
        ["<p><abbr title=\"bone mineral &quot;density&quot;\">BMD</abbr> and \
          <em><abbr title=\"bone mineral &quot;density&quot;\">BMD</abbr></em>, not ABMD or <code>BMD</code>.</p>"]
    );
}

#[test]
fn the_longest_abbreviation_wins() {
    let text = "HRT and HR.\n\n*[HR]: heart rate\n*[HRT]: hormone replacement therapy\n";
    assert_eq!(
        paragraphs(text),
        ["<p><abbr title=\"hormone replacement therapy\">HRT</abbr> and <abbr title=\"heart rate\">HR</abbr>.</p>"]
    );
}

#[test]
fn the_setting_switches_them_off() {
    let shown = paragraphs_without("abbreviations", "BMD.\n\n*[BMD]: bone\n");
    assert_eq!(shown, ["<p>BMD.</p>", "<p>*[BMD]: bone</p>"]);
}

#[test]
fn an_abbreviation_can_have_several_words_and_signs() {
    let text = "World Health Organization, R&D, C++, BMD-test and A.B.\n\n*[World Health Organization]: one\n\
                *[World]: no\n*[R&D]: two\n*[C++]: three\n*[BMD]: four\n*[A.B.]: five\n";
    let titles = super::build(text).select(super::PAGE, ".text abbr");
    let shown: Vec<_> = titles.iter().filter_map(|abbr| abbr.split(['"', '>', '<']).nth(2)).collect();
    assert_eq!(shown, ["one", "two", "three", "four", "five"]);
}
