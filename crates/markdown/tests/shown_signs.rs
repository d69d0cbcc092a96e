//! Markdown that would be shown as it is written, or that takes words away, has a finding; signs that are meant have none.

mod support;

use support::{ParsedText, parsed};
use wellpress_markdown::body::{Element, LinkTarget, NodeKind};

/// The findings of a text, each as its line and its message up to the first blank behind the excerpt.
fn findings(text: &str) -> Vec<String> {
    parsed(text).findings
}

/// The words between marks of bold, italics and deleted text, each as `*words*`.
fn marked(text: &str) -> Vec<String> {
    let ParsedText { source, body, .. } = parsed(text);
    let marks = body.nodes.iter().enumerate().filter_map(|(at, node)| match node.kind {
        NodeKind::Start(Element::Strong | Element::Emphasis | Element::Strikethrough | Element::Html(_)) => {
            Some(body.plain(&source, at..body.end_of(at)))
        }
        _ => None,
    });
    marks.collect()
}

fn addresses(text: &str) -> Vec<String> {
    let body = parsed(text).body;
    let addresses = body.links.iter().filter_map(|link| match &link.target {
        LinkTarget::External(address) => Some(address.to_string()),
        _ => None,
    });
    addresses.collect()
}

#[test]
fn comments_that_never_close_are_errors_where_they_open() {
    for (text, place) in [
        ("Take 5 mg.\n\n<!-- todo: ask\n\n## Stop\n\nStop if you get a rash.\n", "3:1..15"),
        ("Take 5 mg <!-- todo: ask\n\nStop.\n", "1:11..25"),
        ("Take 5 mg <!-- todo\n\nStop. --> Rest.\n", "1:11..20"),
        ("- One.\n- <!-- two\n\n  Three.\n\nFour.\n", "2:3..11"),
        ("> <!-- two\n\nFour --> five.\n", "1:3..11"),
        ("<!-- a --> <!-- b\n\nText.\n", "1:12..18"),
        ("<div>\n<!-- x\n</div>\n\nText.\n", "2:1..7"),
        ("<!-- wellpress-allow pii: our own number\n\nText.\n", "1:1..41"),
        ("| a | b |\n| - | - |\n| 1 <!-- x | 2 |\n", "3:5..17"),
        ("## Dose <!-- ask\n\nText.\n", "1:9..17"),
        ("Take <!-- ask -- > 5 mg. <!-- b --> End.\n", "1:6..41"),
        ("<!-- one -- >\n\nStop if you get a rash.\n\n<!-- two -->\n\nEnd.\n", "1:1..14"),
    ] {
        let findings = findings(text);
        assert!(
            findings.iter().any(|finding| *finding == format!("{place} this comment is not closed")),
            "{text} {findings:?}"
        );
    }
    for text in [
        "<!-- a\n\nb -->\n\nText.\n",
        "A <!-- b\nc --> d.\n",
        "<!-->\n\nText.\n",
        "`<!--` and \\<!-- and &lt;!--.\n",
        "```\n<!--\n```\n",
        "    <!-- a\n",
    ] {
        assert_eq!(findings(text), [""; 0], "{text}");
    }
}

#[test]
fn code_that_never_closes_is_an_error_where_it_opens() {
    for (text, place) in [
        ("Text.\n\n```\ncode\n\nText.\n", "3:1..4"),
        ("~~~ text\ncode\n```\n", "1:1..9"),
        ("````\ncode\n```\n\nText.\n", "1:1..5"),
        ("- One:\n\n  ```\n  code\n\nText.\n", "3:3..6"),
        ("> ```\n> code\n\nText.\n", "1:3..6"),
        ("```\ncode ```\n\nText.\n", "1:1..4"),
        ("Text.\n\n```\n", "3:1..4"),
        ("```\n    ```\n", "1:1..4"),
    ] {
        assert_eq!(findings(text), [format!("{place} this block of code is not closed")], "{text}");
    }
    for text in [
        "```\ncode\n```\n",
        "~~~\ncode\n~~~~\n\nText.\n",
        "> ```\n> code\n> ```\n",
        "- ```\n  code\n  ```\n- Two.\n",
        "1. One\n\n   ~~~ text\n   code\n   ~~~\n\nText.\n",
        "    ```\n    code\n",
        "```\n\n```",
        "> > ~~~\n> > a\n> > ~~~\n",
        "```a```\n",
        "````\n```\n````\n",
    ] {
        assert_eq!(findings(text), [""; 0], "{text}");
    }
}

#[test]
fn elements_that_never_close_have_a_finding() {
    assert_eq!(
        findings("<details>\n<summary>More</summary>\n\nText.\n\n## Stop\n"),
        ["1:1..10 `<details>` is not closed"]
    );
    assert_eq!(findings("Take <s>5 mg.\n\nMore.\n"), ["1:6..14 `<s>` is not closed"]);
    assert_eq!(findings("<details><summary>More</summary>\n\nText <b>bold</b>.\n\n</details>\n"), [""; 0]);
}

#[test]
fn links_and_pictures_that_are_shown_as_text_have_a_finding() {
    for text in [
        "![A rail](IMG 1.jpg)\n",
        "[the form](our form.pdf)\n",
        "[the form](our form.pdf \"The form\")\n",
        "[the form] (form.pdf)\n",
        "[us] (https://example.org/a)\n",
        "(the form)[form.pdf]\n",
        "![A rail](IMG (1) b.jpg) x\n",
        "[the form](form.pdf\n\nText.\n",
        "- [x](a b.pdf)\n",
        "| a |\n| - |\n| [x](a b.pdf) |\n",
        "![A](my picture)\n",
        "[our nurse](tel:+1 555 0100)\n",
        "[薬](薬 の 表.pdf)\n",
    ] {
        let findings = findings(text);
        assert!(findings.len() == 1 && findings[0].ends_with("and is shown as text"), "{text} {findings:?}");
    }
    for text in [
        "[the form](<our form.pdf>)\n",
        "[the form](our%20form.pdf)\n",
        "[sic](see the note)\n",
        "[12] (p. 5)\n",
        "[0, 1] (closed)\n",
        "`[a](b c.pdf)`\n",
        "\\[a](b c.pdf)\n",
        "(see Smith)[^1]\n\n[^1]: Note.\n",
        "(a)[b]\n",
        "[x] (see below)\n",
        "[INN](paracetamol or acetaminophen)\n",
    ] {
        assert_eq!(findings(text), [""; 0], "{text}");
    }
}

#[test]
fn headings_without_a_blank_have_a_finding() {
    for text in [
        "#No space\n",
        "##No space\n\nText.\n",
        "Text.\n##No space\nText.\n",
        "#\u{a0}Dose\n",
        "- ##Dose\n",
        "> #What to do\n",
        "#注意\n",
        "####### Deep\n",
    ] {
        assert_eq!(findings(text).len(), 1, "{text} {:?}", findings(text));
    }
    for text in [
        "#1\n",
        "#StayActive\n",
        "We are #1.\n",
        "Follow us:\n#backpain and more\n",
        "#Move #Sleep\n",
        "\\#No space\n",
        "- #Backpain\n",
        "#\n",
        "C# and F#\n",
        "#1 cause of pain\n",
    ] {
        assert_eq!(findings(text), [""; 0], "{text}");
    }
}

#[test]
fn emphasis_that_is_shown_as_text_has_a_finding() {
    for text in [
        "**Bold **word\n",
        "__Bold __word\n",
        "~~5 mg ~~10 mg\n",
        "** Bold** word\n",
        "** Bold ** word\n",
        "*Italic *word\n",
        "*word * others\n",
        "**Note:**word\n",
        "word**(bold)**word\n",
        "**Not closed.\n",
        "**Bold\n\nText** more.\n",
        "- **Bold **word\n",
        "| a |\n| - |\n| **Bold **word |\n",
        "## **Bold **word\n",
        "これは__重要__です\n",
        "~~ 5 mg ~~ 10 mg\n",
        "**bold*\n",
        "***Both ***word\n",
        "**Warning **[link](https://example.org/)\n",
    ] {
        assert_eq!(findings(text).len(), 1, "{text} {:?}", findings(text));
    }
    for text in [
        "5 * 3 * 2\n",
        "p < 0.05* and p < 0.01**\n",
        "*p < 0.05 **p < 0.01\n",
        "Results* and costs*\n\n*p < 0.05\n",
        "Drug A** and drug B**, both.\n\n**Not approved.\n",
        "snake_case_name and _x\n",
        "Name: ____ Date: ____\n",
        "\\*\\*Bold \\*\\*word\n",
        "`**Bold **word`\n",
        "*.pdf and *.docx\n",
        "**a**b**\n",
        "2 ** 3\n",
        "* *x*\n",
        "$a_1 * b_2$\n",
        "*E. coli*\\*\n",
        "foo__bar__baz and __init\n",
        "| 0.45** | 0.31** |\n| - | - |\n| a | b |\n",
        "** p < 0.01\n",
        "(*) see (*)\n",
        "~5 to ~8\n",
        "Dr*in and Patient*in\n",
    ] {
        assert_eq!(findings(text), [""; 0], "{text}");
    }
}

#[test]
fn formulas_that_never_close_have_a_finding() {
    assert_eq!(findings("$$\nx = 1\n\nText.\n"), ["1:1..3 `$$` begins a formula that is not closed"]);
    assert_eq!(findings("$$x^2 = 1\n\nText.\n").len(), 1);
    assert_eq!(findings("$$\nx = 1\n$$\n\nIt costs $$ or $$$.\n\n- $$ – cheap\n"), [""; 0]);
}

#[test]
fn stars_beside_wide_punctuation_mark_words() {
    for (text, words) in [
        ("これは**「重要」**です。\n", "「重要」"),
        ("**5mg（ミリグラム）**を飲む。\n", "5mg（ミリグラム）"),
        ("**注意：**飲まない。\n", "注意："),
        ("한국어 **5mg(밀리그램)**을 드세요.\n", "5mg(밀리그램)"),
        ("他说**“重要”**的。\n", "“重要”"),
        ("服用*《药典》*规定的量。\n", "《药典》"),
        ("古い~~「5mg」~~は誤り。\n", "「5mg」"),
        ("これは=={「重要」}==です。\n", "{「重要」}"),
        ("これは**[頁](https://example.org/)**です。\n", "頁"),
        ("ยา**(สำคัญ)**คือ\n", "(สำคัญ)"),
        ("5mg**（重要）**a\n", "（重要）"),
        ("请**立即停药！**并就医。\n", "立即停药！"),
        ("1日**3回（食後）**飲む。\n", "3回（食後）"),
        ("用**50％**的人\n", "50％"),
        ("「**重要**」です\n", "重要"),
        ("| 薬 |\n| - |\n| は**「要」**で |\n", "「要」"),
        (":::note[は**「要」**で]\n本文。\n:::\n", "「要」"),
    ] {
        assert_eq!(marked(text), [words], "{text}");
        let parsed = parsed(text);
        assert!(
            parsed.findings.is_empty() && !parsed.plain().contains(['*', '~', '=', ',', 'x']),
            "{text} {} {:?}",
            parsed.plain(),
            parsed.findings
        );
    }
    assert_eq!(marked("**甲**、**乙**です。**「a」**と**「b」**。\n"), ["甲", "乙", "「a」", "「b」"]);
    assert_eq!(marked("请**停药！**并就医。不要（自行）加量。**请问医生。**\n"), ["停药！", "请问医生。"]);
    assert_eq!(marked("は**要**(で)、は**要**「で」\n"), ["要", "要"]);
    assert_eq!(marked("`は**「要」**で`\n"), [""; 0]);
    assert_eq!(parsed("## は**「要」**で\n").body.headings.iter().next().unwrap().plain.as_ref(), "は「要」で");
}

#[test]
fn addresses_end_before_wide_punctuation() {
    for (text, address) in [
        ("见 https://www.example.org/docs。然后继续。\n", "https://www.example.org/docs"),
        ("见 https://www.example.org/a（说明）了解。\n", "https://www.example.org/a"),
        ("见https://www.example.org/b，再看。\n", "https://www.example.org/b"),
        ("「https://example.org/c」と\n", "https://example.org/c"),
        ("„https://example.org/d“ heißt\n", "https://example.org/d"),
        ("www.example.org/e、次\n", "https://www.example.org/e"),
        ("https://zh.wikipedia.org/wiki/高血压\n", "https://zh.wikipedia.org/wiki/高血压"),
        ("https://ja.wikipedia.org/wiki/ア・イ・\n", "https://ja.wikipedia.org/wiki/ア・イ"),
        ("راجع https://example.org/f، ثم\n", "https://example.org/f"),
        ("https://example.org/g… und\n", "https://example.org/g"),
    ] {
        assert_eq!(addresses(text), [address], "{text}");
    }
}
