//! Signs beside digits and at the start of a line: what stays in the text, what is markup, and where the author is asked.

mod support;

use support::parsed;
use wellpress_markdown::body::{Element, NodeKind};
use wellpress_markdown::safe_html::HtmlTag;

/// A text with the elements in it as `name(words)`, and then its findings, each as its place.
fn shown(text: &str) -> (String, Vec<String>) {
    let text = parsed(&format!("{text}\n"));
    let mut shown = String::new();
    for node in text.body.nodes.iter() {
        match node.kind {
            NodeKind::Start(element) => {
                shown.push_str(&name(&text, element));
                shown.push('(');
            }
            NodeKind::End(_) => shown.push(')'),
            NodeKind::Text(words) | NodeKind::Code(words) => shown.push_str(text.body.text(&text.source, words)),
            NodeKind::SoftBreak => shown.push(' '),
            NodeKind::Rule => shown.push_str("rule()"),
            NodeKind::Math(_) => shown.push_str("math()"),
            _ => shown.push('?'),
        }
    }
    let places = text.findings.iter().map(|finding| finding.split([' ']).next().unwrap_or_default().to_owned());
    (shown, places.collect())
}

fn name(text: &support::ParsedText, element: Element) -> String {
    let name = match element {
        Element::Paragraph => "",
        Element::Emphasis => "em",
        Element::Strong => "strong",
        Element::Strikethrough => "del",
        Element::BulletList => "ul",
        Element::NumberedList(_) => "ol",
        Element::ListItem => "li",
        Element::BlockQuote => "quote",
        Element::Heading(_) => "h",
        Element::Link(_) => "a",
        Element::DefinitionList => "dl",
        Element::Html(id) if text.body.html_elements[id].tag == HtmlTag::Sup => "sup",
        Element::Html(id) if text.body.html_elements[id].tag == HtmlTag::Sub => "sub",
        _ => "x",
    };
    name.to_owned()
}

/// Fails unless each text is shown as expected without a finding.
#[track_caller]
fn assert_shown(cases: &[(&str, &str)]) {
    let wrong = cases.iter().map(|(text, expected)| (*text, *expected, shown(text)));
    let wrong: Vec<_> =
        wrong.filter(|(_, expected, shown)| (&shown.0, shown.1.len()) != (&format!("({expected})"), 0)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Fails unless each text has one finding, at this place, and is shown as expected.
#[track_caller]
fn assert_doubtful(cases: &[(&str, &str, &str)]) {
    let wrong = cases.iter().map(|(text, place, expected)| (*text, *place, *expected, shown(text)));
    let wrong: Vec<_> = wrong
        .filter(|(_, place, expected, (shown, places))| {
            !(places.len() == 1 && places[0].starts_with(place) && *shown == *expected)
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn stars_between_digits_and_within_words_are_no_emphasis() {
    assert_shown(&[
        ("Take 2*5 mg in the morning and 2*5 mg at night.", "Take 2*5 mg in the morning and 2*5 mg at night."),
        ("A cube of 4*3*2 cm.", "A cube of 4*3*2 cm."),
        ("2**5 mg and 2**5 mg", "2**5 mg and 2**5 mg"),
        ("2*(3+4)*5", "2*(3+4)*5"),
        ("1.5*.5*2 and ½*2*½", "1.5*.5*2 and ½*2*½"),
        ("5mg*2 daily, then 5mg*3", "5mg*2 daily, then 5mg*3"),
        ("HLA-B*57:01 and HLA-B*58:01", "HLA-B*57:01 and HLA-B*58:01"),
        ("The *HLA-B*57:01* allele", "The em(HLA-B*57:01) allele"),
        ("CYP2C19*2 or *CYP2C19*17*", "CYP2C19*2 or em(CYP2C19*17)"),
        ("Patient*innen und Ärzt*innen", "Patient*innen und Ärzt*innen"),
        ("**Patient*innen** und *Kolleg*innen*", "strong(Patient*innen) und em(Kolleg*innen)"),
        ("4*x*3", "4*x*3"),
        ("a*b*c*d", "a*b*c*d"),
        ("5~~10 mg or 5~~10 ml", "5~~10 mg or 5~~10 ml"),
        ("p = 0.05*, p = 0.01**", "p = 0.05*, p = 0.01**"),
    ]);
}

/// Bug: a list further below in the text, or another wrapped sign, made a list of the sign above it.
#[test]
fn wrapped_signs_stay_with_others_and_with_a_list_below() {
    let text = "A T-score of\n- 2.5 or lower.\n\nThe minimum is\n- 3.5 D.\n\n## Call if\n\n- you fall\n- it hurts";
    let expected = "(A T-score of - 2.5 or lower.)(The minimum is - 3.5 D.)h(Call if)ul(li(you fall)li(it hurts))";
    assert_eq!(shown(text), (expected.to_owned(), Vec::new()));
    let text = "A T-score of\n- 2.5 or lower.\n\n| a |\n| - |\n| b |\n\n- you fall\n- it hurts";
    assert!(shown(text).0.starts_with("(A T-score of - 2.5 or lower.)"), "{}", shown(text).0);
}

/// The plus may be the sign of a number: nobody marks one list in two ways.
#[test]
fn a_number_behind_another_sign_than_the_list_has_is_asked_about() {
    let text = "- Take one\n+ 5 mg more\n- Rest";
    assert_eq!(shown(text).1, ["2:1..4"], "{:?}", shown(text));
    assert!(shown("- Take one\n- 5 mg more\n- Rest").1.is_empty());
    assert!(shown("- Take one\n+ More\n- Rest").1.is_empty());
}

#[test]
fn labels_in_a_definition_list_stay() {
    assert!(shown("Term\n: [Dose]: 5mg").0.contains("[Dose]: 5mg"), "{}", shown("Term\n: [Dose]: 5mg").0);
}

#[test]
fn emphasis_that_an_author_means_stays() {
    assert_shown(&[
        ("*5 mg* and **10 mg** or _20 mg_", "em(5 mg) and strong(10 mg) or em(20 mg)"),
        ("Take 2 *5 mg* tablets", "Take 2 em(5 mg) tablets"),
        ("Take *2* 5 mg tablets", "Take em(2) 5 mg tablets"),
        ("un*frigging*believable", "unem(frigging)believable"),
        ("two *red flag*s", "two em(red flag)s"),
        ("a pre*operative phase*", "a preem(operative phase)"),
        ("**Step 1**: 5", "strong(Step 1): 5"),
        ("*x*2", "em(x)2"),
        ("~~5 mg~~ 10 mg", "del(5 mg) 10 mg"),
        ("5 mg (*or 10 mg*), *10*", "5 mg (em(or 10 mg)), em(10)"),
        ("`2*5` and 2*5 and `3*4`", "2*5 and 2*5 and 3*4"),
        ("***5 mg***", "em(strong(5 mg))"),
        ("H~2~O, 10^6^, m^2^, CO~2~max, ^131^I", "Hsub(2)O, 10sup(6), msup(2), COsub(2)max, sup(131)I"),
    ]);
}

#[test]
fn a_product_of_variables_may_be_emphasis() {
    assert_doubtful(&[("2^3^4", "1:2", "(2sup(3)4)")]);
    let (text, places) = shown("The dose in mg*kg*h.");
    assert_eq!((text.as_str(), places.len()), ("(The dose in mg*kg*h.)", 1));
    let (text, places) = shown("2 *5 mg and 2* 5 mg");
    assert_eq!((text.as_str(), places.len()), ("(2 *5 mg and 2* 5 mg)", 1));
}

#[test]
fn carets_and_tildes_around_a_calculation_are_no_scripts() {
    assert_shown(&[
        ("10^5-10^6 units", "10^5-10^6 units"),
        ("10^-5-10^-6, x^2+y^2", "10^-5-10^-6, x^2+y^2"),
        ("10^5^-10^6^", "10sup(5)-10sup(6)"),
        ("5~10/20~30", "5~10/20~30"),
        ("3~5回、1~2週", "3~5回、1~2週"),
        ("~5-~8 mg", "~5-~8 mg"),
    ]);
}

#[test]
fn prices_with_words_are_no_formula() {
    assert_shown(&[
        ("It costs $5 a day, which is 35$ a week", "It costs $5 a day, which is 35$ a week"),
        ("$5 to $10", "$5 to $10"),
        ("$2 + 3$", "math()"),
    ]);
    assert_doubtful(&[("It costs $5 or 10$.", "1:10", "(It costs math().)")]);
}

#[test]
fn a_wrapped_line_keeps_its_sign() {
    assert_shown(&[
        (
            "A T-score of\n- 2.5 or lower. Keep it at\n+ 2 to + 8 degrees.",
            "A T-score of - 2.5 or lower. Keep it at + 2 to + 8 degrees.",
        ),
        ("Scores (low\n- 2.5) are rare", "Scores (low - 2.5) are rare"),
        ("Der Wert liegt zwischen\n- 1,0 und - 2,5.", "Der Wert liegt zwischen - 1,0 und - 2,5."),
        ("Adults older than\n> 65 years", "Adults older than > 65 years"),
        ("Adults\n>65 years and\n>= 80 years", "Adults >65 years and >= 80 years"),
        ("Take at most\n1. 5 mg", "Take at most 1. 5 mg"),
        ("The room is number\n14. It is open.", "The room is number 14. It is open."),
        ("Use a needle of\n# 3 or 4", "Use a needle of # 3 or 4"),
        ("A T-score of\n-\n2.5", "A T-score of - 2.5"),
        ("The BMI is\n=\n24.9", "The BMI is = 24.9"),
        ("Mix it 1\n: 10 with water", "Mix it 1 : 10 with water"),
        ("> 65 years: half the dose", "> 65 years: half the dose"),
    ]);
}

#[test]
fn a_sign_without_a_word_that_goes_on_above_it_is_in_doubt() {
    assert_doubtful(&[
        ("Low is a T-score\n- 2.5 or lower", "2:1", "(Low is a T-score - 2.5 or lower)"),
        ("For adults\n> 65 years", "2:1", "(For adults > 65 years)"),
        ("See figure\n# 3 below", "2:1", "(See figure # 3 below)"),
        ("2 mg times\n* 3", "2:1", "(2 mg times * 3)"),
        ("> 65 years: half the dose\n\nMore.", "1:1", "quote((65 years: half the dose))(More.)"),
        (
            "This exercise is safe for nearly all people\n- even for beginners",
            "2:1",
            "(This exercise is safe for nearly all people - even for beginners)",
        ),
        ("Keep it at:\n\n+ 2 to + 8 °C", "3:1", "(Keep it at:)(+ 2 to + 8 °C)"),
    ]);
}

#[test]
fn lists_quotes_and_headings_that_an_author_means_stay() {
    for (text, expected) in [
        ("You need:\n- 2 chairs\n- 1 band", "(You need:)ul(li(2 chairs)li(1 band))"),
        ("You need\n- 2 chairs\n- 1 band", "(You need)ul(li(2 chairs)li(1 band))"),
        ("You need\n- a chair", "(You need)ul(li(a chair))"),
        ("Do this.\n1. 5 mg", "(Do this.)ol(li(5 mg))"),
        ("Steps\n1. Sit.\n2. Stand.", "(Steps)ol(li(Sit.)li(Stand.))"),
        ("- 2 chairs", "ul(li(2 chairs))"),
        ("- 2 chairs\n- 1 band", "ul(li(2 chairs)li(1 band))"),
        ("- Bands\n  - 2 red\n  - 1 blue", "ul(li(Bandsul(li(2 red)li(1 blue))))"),
        ("- Bands\n  - 2 red", "ul(li(Bandsul(li(2 red))))"),
        ("1. Sit.\n\n2. Stand.", "ol(li((Sit.))li((Stand.)))"),
        ("> 65 percent\n> of people", "quote((65 percent of people))"),
        ("> Some words", "quote((Some words))"),
        ("She says:\n> Some words", "(She says:)quote((Some words))"),
        ("> 65 percent of people recover.\n\nMore.", "quote((65 percent of people recover.))(More.)"),
        ("# 3 exercises", "h(3 exercises)"),
        ("Words.\n# 3 exercises", "(Words.)h(3 exercises)"),
        ("Title\n---\n\nWords", "h(Title)(Words)"),
        ("Title\n=", "h(Title)"),
        ("Words\n\n---\n\nWords", "(Words)rule()(Words)"),
        ("1. One\n1. Two\n1. Three", "ol(li(One)li(Two)li(Three))"),
        ("* - 5\n  - 6\n* - 7\n  - 8", "ul(li(ul(li(5)li(6)))li(ul(li(7)li(8))))"),
    ] {
        assert_eq!(shown(text), (expected.to_owned(), Vec::new()), "{text}");
    }
}

#[test]
fn a_sign_keeps_its_place_in_lists_quotes_and_tables() {
    for (text, expected) in [
        ("- < 65 years: 5 mg\n- > 65 years: 2 mg", "ul(li(< 65 years: 5 mg)li(> 65 years: 2 mg))"),
        ("- + 2 to + 8 °C\n- - 18 °C", "ul(li(+ 2 to + 8 °C)li(- 18 °C))"),
        ("- A T-score of\n  - 2.5 or lower\n- More", "ul(li(A T-score of - 2.5 or lower)li(More))"),
        ("> A T-score of\n> - 2.5 or lower", "quote((A T-score of - 2.5 or lower))"),
        ("1. Hold it for\n   - 5 seconds\n2. Rest", "ol(li(Hold it for - 5 seconds)li(Rest))"),
        ("> aged\n> >65", "quote((aged >65))"),
    ] {
        assert_eq!(shown(text), (expected.to_owned(), Vec::new()), "{text}");
    }
    let (table, places) = shown("| a | b |\n|---|---|\n| 1 | 2 |\n- 5 chairs\n- 6 bands");
    assert_eq!((table.ends_with("ul(li(5 chairs)li(6 bands))"), places.len()), (true, 0), "{table}");
    let (table, places) = shown("T-score | Meaning\n---|---\n- 2.5 | low\n> 1 | high");
    assert_eq!((table.matches("- 2.5").count(), table.matches("> 1").count(), places.len()), (1, 1, 0), "{table}");
}

#[test]
fn dashes_below_a_paragraph_are_no_underline_of_it() {
    for (text, expected) in [
        ("Some words,\nand more.\n---\nNext.", "(Some words, and more.)rule()(Next.)"),
        ("Some words,\nand more.\n===\nNext.", "(Some words, and more. === Next.)"),
    ] {
        assert_eq!(shown(text), (expected.to_owned(), Vec::new()), "{text}");
    }
    assert_doubtful(&[(
        "A whole sentence stands here above the dashes.\n---",
        "2:1",
        "h(A whole sentence stands here above the dashes.)",
    )]);
}

#[test]
fn a_number_of_a_list_that_the_page_changes_is_reported() {
    let (_, places) = shown("1. January: start\n15. January: check");
    assert_eq!(places, ["2:1..4"]);
    assert_eq!(shown("3. May\n4. May").1, [""; 0]);
    assert_eq!(shown("- a\n\n  1. b\n  2. c\n\n- d\n\n  1. e").1, [""; 0]);
}

#[test]
fn a_line_with_a_label_is_text_unless_a_link_uses_it() {
    assert_shown(&[
        ("[Dose]: 5mg", "[Dose]: 5mg"),
        ("[Maximum]: 40mg/day", "[Maximum]: 40mg/day"),
        ("[Dose]:5mg", "[Dose]:5mg"),
        ("[Dose]:\n5mg", "[Dose]: 5mg"),
        ("[Emergency]: 112", "[Emergency]: 112"),
        ("[Dosis]: <5mg>", "[Dosis]: <5mg>"),
        ("[Dose]: 5mg \"per day\"", "[Dose]: 5mg “per day”"),
        ("[Limit]: -2.5", "[Limit]: -2.5"),
    ]);
    for text in [
        "[a]: https://example.org/",
        "[//]: # (note)",
        "[note]: <> (text)",
        "[b]: sleep.md",
        "[c]: /sleep/",
        "[d]: #part",
    ] {
        assert_eq!(shown(text), (String::new(), Vec::new()), "{text}");
    }
    assert_eq!(shown("See [the dose].\n\n[The  Dose]: dose").0, "(See a(the dose).)");
    assert_eq!(shown("- [Dose]: 5mg\n- [x] done").0, "ul(li([Dose]: 5mg)li(?done))");
}

#[test]
fn signs_behind_a_backslash_and_in_code_are_left_alone() {
    assert_shown(&[
        ("2\\*5 and 2\\*5", "2*5 and 2*5"),
        ("A score of\n\\- 2.5", "A score of - 2.5"),
        ("10^5-10\\^6", "10^5-10^6"),
        ("[a](https://example.org/2*5*3) 2*5", "a(a) 2*5"),
    ]);
    assert_eq!(shown("```\nA T-score\n- 2.5\n> 65\n```").1, [""; 0]);
    assert_eq!(shown("    A T-score\n    - 2.5\n    a*b*c").1, [""; 0]);
    assert_eq!(shown("::figure[2*5 mg and 2*5 mg]{src=a.png alt=b}").0, "x(x(2*5 mg and 2*5 mg))");
}

#[test]
fn many_signs_end_soon() {
    for unit in [
        "2*5 ",
        "a*b ",
        "- 2\n",
        "> 65\n",
        "+ 2\n- 3\n",
        "[a]: b\n",
        "x^2+",
        "a\n-\n",
        "1. a\n15. b\n",
        "*a*2 ",
        "$5 a b 3$ ",
    ] {
        shown(&unit.repeat(20_000));
    }
}
