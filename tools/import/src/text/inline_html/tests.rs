//! Tests of HTML inside of Markdown.

use super::{closed_details, translate};
use crate::log::ImportLog;

fn translated(text: &str) -> String {
    closed_details(&translate(text, "a.md", &mut ImportLog::default()))
}

#[test]
fn words_of_two_blocks_stay_apart_and_those_of_programs_go() {
    for (text, expected) in [
        (
            "<div>\n<style>\n.x {\n  a: b;\n}\n\n.y { c: d; }\n</style>\n<script>\n\nif (a<b) {}\n\n</script>\nA\n</div>\n",
            "A",
        ),
        ("B <style>.x { a: b; }</style>\nC\n\n`<style>` D </style>\n", "B \nC\n\n`<style>` D "),
        ("<!-- <style> -->\nTake 5 mg.\n<!-- </style> -->\n", "<!-- <style> -->\nTake 5 mg.\n<!-- </style> -->\n"),
        ("<style>a{}</STYLE>\n\nTake 5 mg.\n\n<style>b{}</style>\n", "Take 5 mg.\n"),
        ("A<button>1</button><button>2</button>3, [<label>x</label>]\n", "A 1 2 3, [x]\n"),
        ("| <option>1</option><option>2</option> |\n", "| 1 2 |\n"),
        ("`<math>` <!-- <math><mn>5</mn></math> --> a\n", "`<math>` <!-- <math><mn>5</mn></math> --> a\n"),
        (
            "<!--<section>\n<!--<h2>x</h2>\n</section>-->\n\nTake 5 mg.\n",
            "<!--<section>\n<! --<h2>x</h2>\n</section>-->\n\nTake 5 mg.\n",
        ),
        ("<!--\n<!-- {% a %} -->\n-->\n", "<!--\n<!-- {% a %} -->\n-->\n"),
        ("`<!-- <!-- -->` <!-- a --> <!-- b -->\n", "`<!-- <!-- -->` <!-- a --> <!-- b -->\n"),
        ("A <style>\n\nTake 5 mg.\n\nThen `</style>`\n", "A \n\nTake 5 mg.\n\nThen `</style>`\n"),
        ("A <style> is.\n\nTake 5 mg.\n</style>\n", "A  is.\n\nTake 5 mg.\n"),
        ("<style>a{}</style >\n\nTake 5 mg.\n\n<style>b{}</style\n>\n", "Take 5 mg.\n"),
        (
            "Write \\<style> first.\n\nTake 5 mg.\n\nThen `</style>`.\n",
            "Write \\<style> first.\n\nTake 5 mg.\n\nThen `</style>`.\n",
        ),
        ("| A | <ul><li>200 mg</li><li>400 mg</li></ul> |\n", "| A | 200 mg<br>400 mg |\n"),
        ("| A | <li>++</li><li>5 mg</li> | <li>- </li><li>5 mg</li> |\n", "| A | ++<br>5 mg | - <br>5 mg |\n"),
        ("A\n<li>≥</li><li>5 mg</li>\n\n- <p>5 mg</p>\n", "A\n≥<br>5 mg\n\n- 5 mg\n"),
        ("- Adults<p>5 mg</p><p><b>6 mg</b></p>\n", "- Adults<br>5 mg<br><b>6 mg</b>\n"),
        (
            "| <div class=\"a\">Drug</div> | Dose |\n| --- | --- |\n| A | <div>5 mg</div>daily |\n",
            "| Drug | Dose |\n| --- | --- |\n| A | 5 mg<br>daily |\n",
        ),
        ("a | b\n--- | ---\nc | 5 <div>mg</div> d\n", "a | b\n--- | ---\nc | 5 <br>mg<br> d\n"),
        ("<ol>\n  <li>One 5 mg</li>\n  <li>Two 6 mg</li>\n</ol>", "1. One 5 mg\n2. Two 6 mg"),
        ("Take <b>5 mg</b>", "Take <b>5 mg</b>"),
        ("<div>\n  <div>\n      5 mg\n  </div>\n</div>\n", "5 mg"),
        ("- a\n\n  <div>\n    5 mg\n  </div>\n", "- a\n\n  5 mg"),
        ("<div>\n<b>A</b>\n    > 65 years: 5 mg\n</div>\n", "<b>A</b>\n    > 65 years: 5 mg"),
        ("<div>\n<b>A</b>\n    <b>> 65 years</b>\n</div>\n", "<b>A</b>\n    <b>> 65 years</b>"),
        ("<div>\n<b>A</b>\n    [a]: 5 mg\n</div>\n", "<b>A</b>\n    [a]: 5 mg"),
        ("A\n\n<blockquote>\nB\n<HR class=\"x\">\n5 mg\n</blockquote>\n", "A\n\n> B\n>\n> * * *\n>\n> 5 mg"),
        ("<!-- a\n<hr class=\"x\">\nb --> 5 mg", "<!-- a\n<hr class=\"x\">\nb --> 5 mg"),
        ("<div>\n    - a\n        - 5 mg\n</div>\n", "- a\n        - 5 mg"),
        ("<div>\n<ul><li>5 mg</li><li><6 mg</li></ul>\n<!-- a -->\n", "5 mg<br><6 mg\n<!-- a -->"),
    ] {
        assert_eq!(translated(text).trim(), expected.trim());
    }
}

#[test]
fn a_long_line_of_tags_is_read_in_time() {
    let items = translated(&"<li>-".repeat(10_000));
    assert_eq!(items.matches('-').count(), 10_000);
    let text = format!("<style>{}\n", "</style \n".repeat(5_000));
    assert!(!translated(&text).contains("<style>"));
}

#[test]
fn a_box_keeps_all_that_stands_in_it() {
    for (html, expected) in [
        ("<h4>Stop</h4>\n\n*A* 1 mg\n", "#### Stop\n\n*A* 1 mg"),
        ("<ul>\n<li>A</li>\n</ul>\n\n1 mg\n\n", "- A\n\n1 mg"),
        ("<h4>A</h4>\n  <p>B</p>\n  <hr>\n  <p>1 mg</p>\n", "#### A\n\nB\n\n***\n\n1 mg"),
        ("<h4>A</h4>\n    <p>B</p>\n    <hr>\n    <p>1 mg</p>\n", "#### A\n\nB\n\n* * *\n\n1 mg"),
        ("<div class=\"row\"><p>A</p>\n\nB\n\n</div>\n1 mg\n", "A\n\nB\n\n1 mg"),
    ] {
        let text = translated(&format!("<div class=\"alert alert-danger\">{html}</div>\n\nEnd\n"));
        let lines: Vec<&str> =
            text.split("\n\n").map(|part| part.trim_matches(['\n', ' '])).filter(|part| !part.is_empty()).collect();
        assert_eq!(lines.join("\n\n"), format!(":::warning\n{expected}\n:::\n\nEnd"), "{html}");
    }
    let quotation = translated("<blockquote class=\"warning\">\n<p>A</p>\n\n*B*\n\n</blockquote>\nC\n");
    let parts: Vec<&str> = quotation.split('\n').filter(|line| !line.is_empty()).collect();
    assert_eq!(parts, [":::warning", "A", "*B*", ":::", "C"]);
    let in_item = translated("- A\n\n  <div class=\"alert alert-danger\">\n  <p>B</p>\n\n  1 mg\n  </div>\n\nC\n");
    assert_eq!(in_item, "- A\n\n  \n\n  :::warning\n  B\n\n\n  1 mg\n  :::\n\n\n\nC\n");
}

#[test]
fn hidden_boxes_are_no_callouts() {
    for (html, is_shown) in [
        ("<div class=\"alert alert-danger d-none\">Old 5 mg</div>\n", false),
        ("<div class=\"alert d-none d-print-block\">Old 5 mg</div>\n", false),
        ("<div class=\"alert\" hidden>\nOld 5 mg\n</div>\n", false),
        ("<p class=\"danger\" style=\"display:none\">Old 5 mg</p>\n", false),
        ("<div class=\"alert hidden\">\n\nOld 5 mg\n\n</div>\n", true),
    ] {
        let mut log = ImportLog::default();
        let text = closed_details(&translate(html, "a.md", &mut log));
        assert_eq!((text.contains("Old"), text.contains(":::")), (is_shown, false), "{html}");
        assert_eq!(log.left_constructs()[0].kind, "hidden words", "{html}");
    }
    assert!(translated("<div class=\"alert d-none d-md-block\">5 mg</div>\n").contains(":::note\n"));
}

#[test]
fn markdown_in_elements_that_ask_for_it_is_read() {
    for (html, expected) in [
        (
            "<div class=\"admonition warning\" markdown>\n<p class=\"title\">A*</p>\nNever **1 mg** or\n  [dose](a.md).\n</div>\n",
            ":::warning\nA\\*\n\nNever **1 mg** or\n[dose](a.md).\n:::",
        ),
        ("<p class=\"danger\" markdown=\"1\">15 **mg**</p>\n", ":::warning\n15 **mg**\n:::"),
        ("<p markdown=\"0\">15 **mg**</p>\n", "15 \\*\\*mg\\*\\*"),
        ("<div markdown=\"1\">\n<p>A</p>\n- 1 mg\n- 2 mg\n</div>\n", "A\n\n- 1 mg\n- 2 mg"),
        ("<ul class=\"alert-danger\">\n<li>A</li>\n<li>1 mg</li>\n</ul>\n", ":::warning\n- A\n- 1 mg\n:::"),
    ] {
        assert_eq!(translated(html).trim(), expected);
    }
}

#[test]
fn tags_with_markdown_between_them() {
    assert_eq!(
        translated("A <a href=\"/b\" target=\"_blank\">*link*</a> and <span class=\"x\">words</span>.\n"),
        "A [*link*](</b>) and words.\n"
    );
    assert_eq!(translated("<div class=\"x\" markdown=\"1\">\n\n*A*\n\n</div>\n").trim(), "*A*");
    assert_eq!(translated("H<sub class=\"a\">2</sub>O<br/>\n"), "H<sub>2</sub>O<br>\n");
    assert_eq!(closed_details(":::::details[5 mg]\n:::::\n"), "\n:::details[5 mg]\n\n:::\n");
    let in_item = translated("1. A\n   <details>\n   <summary>S</summary>\n   7 mg\n   </details>\n   B\n2. C\n");
    assert_eq!(in_item, "1. A\n   \n   \n\n   :::details[S]\n\n   7 mg\n\n   :::\n\n   B\n2. C\n");
    let expected = ":::details[More of it]\n*A*\n:::";
    assert_eq!(translated("<details>\n<summary>More <b>of</b> it</summary>\n\n*A*\n\n</details>\n").trim(), expected);
    assert_eq!(translated("<table>\n<tr>\n<td>A</td>\n\n<td>B</td>\n</tr>\n</table>\n").trim().lines().count(), 3);
    assert_eq!(translated("<table><tr><td>\n\n:::note\nA\n:::\n\n</td></tr></table>\n").trim(), ":::note\nA\n:::");
    assert_eq!(
        translated("A <strike>b</strike> <span style=\"text-decoration: line-through\">c <span>d</span></span> e\n"),
        "A <del>b</del> <del>c d</del> e\n"
    );
    assert_eq!(
        translated("10<span style=\"vertical-align: super\">6</span> H<b style=\"vertical-align:sub\">2</b>O\n"),
        "10<sup>6</sup> H<b><sub>2</sub></b>O\n"
    );
    for (text, is_doubtful) in [
        ("<div hidden>\n\nold dose\n\n</div>\n", true),
        ("Take <math><mn>5</mn><mn>2</mn></math> mg.\n", true),
        ("Take <math><mn>5</mn><mn>2</mn> mg.\n", true),
        ("A <span style=\"display: none\">b</span> c\n", true),
        ("A <span title=\"hidden\">b</span> <span hidden=\"until-found\">c</span>\n", false),
    ] {
        let mut log = ImportLog::default();
        translate(text, "a.md", &mut log);
        assert_eq!(log.is_doubtful("a.md"), is_doubtful, "{text}");
    }
    let nested = "<div>\n    <div>Take *5* mg</div>\n    <div>\n        <span>twice</span>\n    </div>\n</div>\n";
    assert_eq!(translated(nested).trim(), "Take \\*5\\* mg\n\ntwice");
    assert_eq!(translated("`<div>` and x < y\n"), "`<div>` and x < y\n");
    assert_eq!(translated("A\n\n<hr/>\n## B\nC <https://a.example>\n"), "A\n\n\n***\n\n## B\nC <https://a.example>\n");
    assert_eq!(translated("<div>\nSee <https://a.example/b> now.\n</div>\n").trim(), "See <https://a.example/b> now.");
    let expected = "See [https://a.example/b](https://a.example/b).";
    assert_eq!(translated("<p>See <https://a.example/b>.</p>\n").trim(), expected);
}
