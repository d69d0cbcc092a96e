//! Formulas in TeX.

use super::{PAGE, build, paragraphs, paragraphs_without};

#[test]
fn a_formula_is_mathml_without_a_script() {
    let built = build("The index $m / h^2$ and\n\n$$\\frac{1}{2}$$\n");
    built.assert_no_findings();
    assert_eq!(built.select(PAGE, "math").len(), 2);
    assert_eq!(built.select(PAGE, "math[display=block] mfrac").len(), 1);
    assert_eq!(built.select(PAGE, "math:not([display=block]) msup").len(), 1);
    assert!(built.select(PAGE, "math")[0].contains("xmlns") || !built.text(PAGE).contains("katex"));
}

#[test]
fn prices_are_no_formula() {
    assert_eq!(paragraphs("It costs $5 and $6, or \\$7.\n"), ["<p>It costs $5 and $6, or $7.</p>"]);
}

#[test]
fn ranges_and_lists_of_prices_are_no_formula() {
    for text in [
        "Costs US$5 to US$7. From $20/month ($5.99).",
        "Save $5-$10 or $1,000–$2,000.",
        "A co-pay of $5,$10, or $5/$6.",
        "Save $5 or **$10**, `a$b$c`.",
    ] {
        let built = build(&format!("{text}\n"));
        built.assert_no_findings();
        assert_eq!(built.select(PAGE, "math"), [""; 0], "{text}");
        assert_eq!(built.texts(PAGE, ".text p"), [text.replace(['*', '`'], "")]);
    }
}

#[test]
fn formulas_stand_beside_prices() {
    let built = build("For $5 the $n$th and ($x$) are $y = 2$, not $7.\n");
    assert_eq!(built.select(PAGE, "math").len(), 3);
    assert!(built.texts(PAGE, ".text p")[0].starts_with("For $5 the"));
}

#[test]
fn a_wrong_formula_is_shown_as_written_with_its_place() {
    let built = build("A $\\frac{1}$ here.\n");
    built.assert_findings(&["warning[math-invalid] content/articles/a.md:4:3"]);
    assert_eq!(built.texts(PAGE, ".text p"), ["A $\\frac{1}$ here."]);
}

#[test]
fn hostile_formulas_end_and_run_nothing() {
    let nested = format!("${}x{}$", "{".repeat(5_000), "}".repeat(5_000));
    let roots = format!("${}x$", "\\sqrt".repeat(5_000));
    let recursive = "$\\def\\a{\\a\\a}\\a$".to_owned();
    let script = "$\\text{<script>alert(1)</script>}$ $\\href{javascript:alert(1)}{x}$ $<img src=x>$".to_owned();
    for text in [nested, roots, recursive, script] {
        let built = build(&format!("{text}\n\nAfter.\n"));
        assert_eq!(built.select(PAGE, ".text :is(script, img, a)"), [""; 0]);
        assert_eq!(built.texts(PAGE, ".text p").last().map(String::as_str), Some("After."));
    }
}

#[test]
fn the_name_of_an_operator_is_no_html() {
    for text in [
        "$\\operatorname{<script>alert(1)</script>}$",
        "$\\operatorname*{<img src=x onerror=alert(1)>}$",
        "$\\mathop{</math><iframe src=//a.example>}$",
        "$\\operatorname{<mi onclick=alert(1)>}$",
    ] {
        let built = build(&format!("{text}\n"));
        assert_eq!(built.of_rule("math-invalid").len(), 1, "{text}");
        assert_eq!(built.select(PAGE, ".text :is(script, img, iframe, math)"), [""; 0], "{text}");
    }
    let built = build("$a < b > c \\& d$ and $\\operatorname*{argmin}_x f$ and $5~\\text{mg}$\n");
    built.assert_no_findings();
    assert_eq!(built.texts(PAGE, "mo, mi, mtext")[..7].join(" "), "a < b > c & d");
    assert!(built.texts(PAGE, "mi").contains(&"argmin".to_owned()));
    assert!(built.texts(PAGE, "mtext").iter().all(|text| !text.contains("nbsp")));
}

#[test]
fn a_formula_in_a_quote_is_without_the_marks_of_the_quote() {
    let built = build("> $$\n> x = 1\n> $$\n\n> > a $y +\n> > z$\n");
    assert_eq!(built.texts(PAGE, "mo"), ["=", "+"]);
}

#[test]
fn many_commands_within_each_other_are_refused() {
    for command in ["\\hat", "\\not", "\\sqrt", "\\sqrt[3]"] {
        assert_eq!(build(&format!("${}1$\n", command.repeat(401))).of_rule("math-invalid").len(), 1, "{command}");
        build(&format!("${}1$\n", command.repeat(399)));
    }
}

#[test]
fn the_setting_switches_them_off() {
    assert_eq!(paragraphs_without("math", "A $x$.\n"), ["<p>A $x$.</p>"]);
}
