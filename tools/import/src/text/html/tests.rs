//! Tests of HTML as Markdown, element by element.

use super::{plain, to_markdown};
use crate::log::ImportLog;

fn markdown(html: &str) -> String {
    to_markdown(html, "page", &mut ImportLog::default())
}

/// The kinds of constructs that were left, in a translation of `html`.
fn left(html: &str) -> Vec<String> {
    let mut log = ImportLog::default();
    to_markdown(html, "page", &mut log);
    log.left_constructs().into_iter().map(|construct| construct.kind).collect()
}

#[track_caller]
fn check(cases: &[(&str, &str)]) {
    for (html, expected) in cases {
        assert_eq!(markdown(html), *expected, "{html}");
    }
}

#[test]
fn signs_of_markdown_in_text_stay_text() {
    check(&[
        ("<p>a_b</p>", "a_b"),
        ("<p>_b_</p>", "\\_b\\_"),
        ("<p>5 * 3</p>", "5 * 3"),
        ("<p>* 3</p>", "\\* 3"),
        ("<p>[note]</p>", "\\[note\\]"),
        ("<p>$5</p>", "\\$5"),
        ("<p>user@example.org</p>", "user@example.org"),
        ("<p>by @name</p>", "by \\@name"),
        ("<p>x &lt; y</p>", "x < y"),
        ("<p>&lt;b&gt;</p>", "\\<b>"),
        ("<p>{{ x }}</p>", "\\{{ x }}"),
        ("<p>~5</p>", "\\~5"),
        ("<p>a==b==</p>", "a\\=\\=b\\=\\="),
        ("<p>10^3</p>", "10\\^3"),
        ("<p># one</p><p>1. two</p><p>- three</p>", "\\# one\n\n1\\. two\n\n\\- three"),
        ("<p>#one, 1.5, -3 - 4</p>", "#one, 1.5, -3 - 4"),
        ("<p>:::note</p><p>: a</p>", "\\:::note\n\n\\: a"),
        ("<p>see<br>- this</p>", "see\\\n\\- this"),
        ("<p>at :heart: 10:30:00</p>", "at \\:heart: 10:30:00"),
        ("<p>&amp;copy; &amp; co</p>", "\\&copy; & co"),
        ("<p>https://example.org/~a/_b_</p>", "https://example.org/~a/_b_"),
        ("<p>No!<a href='/x'>x</a></p>", "No\\![x](/x)"),
        ("<p>\u{10F02A}a</p>", "a"),
    ]);
}

#[test]
fn lines_of_text_are_translated() {
    check(&[
        ("<h2>A <b>b</b></h2><p>c</p>", "## A b\n\nc"),
        ("<p>a<strong> b </strong>c <i>d</i></p>", "a **b** c *d*"),
        ("<p><b>Note:</b>words</p>", "<strong>Note:</strong>words"),
        ("<p><b>a<br></b>b</p>", "**a**\\\nb"),
        ("<p><u>a<br></u></p><p><b><i>c.</i></b> <em><b>d</b> e</em></p>", "<u>a</u>\n\n***c.*** ***d** e*"),
        ("<p><b><strong>a</strong></b> <b> </b></p>", "**a**"),
        ("<p>a<br/>\nb<br></p><p>c<br><br>d</p>", "a\\\nb\n\nc\n\nd"),
        ("<p><a href='/a (1)' title='T \"q\"'>b</a> <a name='x'>c</a></p>", "[b](</a (1)>) c"),
        ("<p><a href='java\nscript:alert(1)'>a</a></p>", "a"),
        ("<a href='/a'><h3>b</h3><p>c</p></a>", "### [b](/a)\n\nc"),
        (
            "<p>H<sub class='x'>2</sub>O <abbr title='a \"b\"'>c</abbr></p>",
            "H<sub>2</sub>O <abbr title=\"a &quot;b&quot;\">c</abbr>",
        ),
        ("<p><img src='a.jpg' alt='b [c]'></p>", "![b \\[c\\]](a.jpg)"),
        ("<p><code>a_b `c`</code></p>", "`` a_b `c` ``"),
        ("<p>a<!-- b --><span style='x'>c</span></p>", "ac"),
    ]);
}

#[test]
fn struck_words_stay_struck() {
    check(&[
        ("<p>Take <s>10 mg</s> <strike>20 mg</strike> 5 mg</p>", "Take <del>10 mg</del> <del>20 mg</del> 5 mg"),
        ("<p>a <span style='color: red; TEXT-DECORATION: line-through'>b</span> c</p>", "a <del>b</del> c"),
        ("<p style='text-decoration:line-through'>a <b>b</b> c</p>", "<del>a</del> **<del>b</del>** <del>c</del>"),
        ("<s><p>a</p><p>1. b</p></s>", "<del>a</del>\n\n<del>1. b</del>"),
        ("<ul style='text-decoration-line: underline line-through'><li>a</li></ul>", "- <del>a</del>"),
        ("<p><span style='text-decoration: underline'>a</span></p>", "a"),
        ("<p><del>a</del><del>b</del></p>", "<del>ab</del>"),
    ]);
    let expected = "Take 10⁶ H₂O on the 4th";
    assert_eq!(plain("Take <s>10 mg</s> 10<sup>6</sup> H<sub>2</sub>O on the 4<sup>th</sup>"), expected);
}

#[test]
fn words_that_a_style_raises_stay_above_the_line() {
    check(&[
        ("<p>Take 10<span style=\"vertical-align:super\">6</span> cells</p>", "Take 10<sup>6</sup> cells"),
        ("<p>H<font style='color: red; VERTICAL-ALIGN : Sub !important'>2</font>O</p>", "H<sub>2</sub>O"),
        ("<p>10<small style='vertical-align: 0.5em'>6</small></p>", "10<small><sup>6</sup></small>"),
        ("<p>10<span style='vertical-align:super'>6 </span>a</p>", "10<sup>6</sup> a"),
        ("<p>a<a href='/b' style='vertical-align:super'>1</a></p>", "a[<sup>1</sup>](/b)"),
        ("<p>10<span style='vertical-align:super'><sup>6</sup></span></p>", "10<sup>6</sup>"),
        ("<p>a <span style='vertical-align: middle'>b</span> <span style='vertical-align: -1px'>c</span></p>", "a b c"),
    ]);
    assert_eq!(plain("10<span style='vertical-align:super'>6</span>"), "10⁶");
}

#[test]
fn lists_begin_with_their_number() {
    check(&[
        ("<ol><li value=\"7\">seven</li></ol>", "7. seven"),
        ("<ol start='7'><li>seven</li><li value=8>eight</li></ol>", "7. seven\n8. eight"),
        ("<ol start='2'><li value='4'>four</li><li>five</li></ol>", "4. four\n5. five"),
    ]);
    for (html, is_told) in [
        ("<ol start='7'><li>a</li><li>b</li></ol>", false),
        ("<ol type='1'><li>a</li><li value=2>b</li></ol>", false),
        ("<ol reversed><li>a</li><li>b</li></ol>", true),
        ("<ol type='a'><li>a</li></ol>", true),
        ("<ol style='list-style-type: upper-roman'><li>a</li></ol>", true),
        ("<ol><li value=2>a</li><li value=5>b</li></ol>", true),
        ("<ol start='0'><li>a</li></ol>", true),
        ("<ul><li value=5>a</li></ul>", false),
    ] {
        let mut log = ImportLog::default();
        to_markdown(html, "page", &mut log);
        assert_eq!((log.is_doubtful("page"), log.left_constructs().len()), (is_told, is_told.into()), "{html}");
    }
}

#[test]
fn hidden_words_are_left_out_and_told() {
    for (html, expected, is_doubtful) in [
        ("<p style=\"display:none\">old dose 11 mg</p><p>5 mg</p>", "5 mg", false),
        ("<p hidden>old dose 11 mg</p><p>5 mg</p>", "5 mg", false),
        ("<p>5 <span style='color: red; DISPLAY : none !important'>old dose 11 mg</span>mg</p>", "5 mg", false),
        ("<div class='more' style='visibility: hidden'><p>old dose 11 mg</p></div><p>5 mg</p>", "5 mg", true),
    ] {
        let mut log = ImportLog::default();
        assert_eq!(to_markdown(html, "page", &mut log), expected, "{html}");
        assert_eq!(log.left_constructs()[0].kind, "hidden words", "{html}");
        assert!(log.to_confirm.iter().any(|(_, what)| what.contains("\"old dose 11 mg\"")), "{html}");
        assert_eq!(log.is_doubtful("page"), is_doubtful, "{html}");
    }
    assert!(
        left("<div style='display:none'><img src='a.gif'></div><p style='display: block' hidden='until-found'>a</p>")
            .is_empty()
    );
    assert_eq!(plain("Dose <span hidden>old</span>"), "Dose");
}

#[test]
fn blocks_are_translated() {
    check(&[
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<pre><code class='language-r'>x &lt;- 1\n# y</code></pre>", "```r\nx <- 1\n# y\n```"),
        ("<dl><dt>a</dt><dd>b</dd><dt>c</dt><dd>d</dd></dl>", "a\n: b\n\nc\n: d"),
        ("<p>a</p><hr><p>b</p>", "a\n\n* * *\n\nb"),
        ("<details><summary>A <b>b</b></summary><p>c</p></details>", ":::details[A **b**]\nc\n:::"),
        (
            "<details><summary>a</summary><details><summary>b</summary>c</details></details>",
            "::::details[a]\n:::details[b]\nc\n:::\n::::",
        ),
        ("<div><section>a</section><center>b</center></div>", "a\n\nb"),
        ("<html><head><title>t</title></head><body><p>a</p></body></html>", "a"),
    ]);
}

#[test]
fn figures_keep_their_captions() {
    check(&[
        (
            "<figure><a href='b.jpg'><img src='a.jpg' alt='x \"y\"'></a><figcaption>A <i>c</i> [d]</figcaption></figure>",
            "::figure[A *c* \\[d\\]]{src=\"a.jpg\" alt=\"x \\\"y\\\"\"}",
        ),
        ("<figure><img src='a.jpg' alt='x'></figure>", "![x](a.jpg)"),
        (
            "<figure><ul><li><figure><img src=a><figcaption>b</figcaption></figure><li><figure><img src=c></figure></ul></figure>",
            "::figure[b]{src=\"a\" alt=\"\"}\n\n![](c)",
        ),
        (
            "<figure><table><tr><th>a</th><th>b</th></tr></table><figcaption>c</figcaption></figure>",
            ":::table[c]\n| a | b |\n| --- | --- |\n:::",
        ),
        ("<figure><blockquote>a</blockquote></figure>", "> a"),
    ]);
}

#[test]
fn tables_are_pipe_tables_or_text() {
    check(&[
        (
            "<table><thead><tr><th>a|b</th><th>c</th></tr></thead><tr><td>d<br>e</td><td><p>f</p><p>g</p></td></tr></table>",
            "| a\\|b | c |\n| --- | --- |\n| d<br>e | f<br>g |",
        ),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "|  |  |\n| --- | --- |\n| a | b |"),
        (
            "<table><tr><th colspan=2>a</th></tr><tr><td rowspan=2>b</td><td>c</td></tr><tr><td>d</td></tr></table>",
            "| a |  |\n| --- | --- |\n| b | c |\n| b | d |",
        ),
        ("<table><tr><td><h2>a</h2></td><td>b</td></tr></table>", "## a\n\nb"),
    ]);
    assert_eq!(left("<table><tr><td colspan=2>a</td></tr><tr><td>b<td>c</table>"), ["table with merged cells"]);
    assert_eq!(left("<table><tr><td>a<td colspan=2>b</table>"), ["table with merged cells"]);
    assert!(markdown(&format!("<table><tr><td colspan={0}>a<td>b</table>", u64::MAX)).len() < 2000);
}

#[test]
fn words_of_buttons_lists_of_choices_and_formulas_stay() {
    check(&[
        ("<p><a href=\"tel:112\"> <button><i class=a></i> 112-555</button> </a></p>", " [112-555](tel:112)"),
        ("<ul><li>Call<button>112</button><button>113</button></ul>", "- Call 112 113"),
        ("<p><label>At most 4 tablets</label></p>", " At most 4 tablets"),
        ("<p>Take <select><option>13 mg</option><option>14 mg</option></select>.</p>", "Take 13 mg 14 mg ."),
        ("<form><p>Dose <label>Name</label><select><option>A</select><button>Send</button></p></form>", "Dose"),
        (
            "<p>Take <math alttext=\"a|b\"><mn>5</mn></math> or <math><annotation encoding=\"application/x-tex\">\\frac{5}{2}_a</annotation></math>.</p>",
            "Take $a\\vert b$ or $\\frac{5}{2}_a$.",
        ),
    ]);
    let mut log = ImportLog::default();
    to_markdown("<p>Take <math><mfrac><mn>5</mn><mn>2</mn></mfrac></math> mg.</p>", "page", &mut log);
    assert!(log.is_doubtful("page"));
}

#[test]
fn frames_become_links() {
    let video = "::video{src=\"https://www.youtube.com/watch?v=x1\" title=\"A \\\"b\\\"\"}";
    check(&[
        ("<iframe src='//www.youtube-nocookie.com/embed/x1?rel=0' title='A \"b\"'></iframe>", video),
        (
            "<iframe src='https://player.vimeo.com/video/7'></iframe>",
            "::video{src=\"https://vimeo.com/7\" title=\"Video\"}",
        ),
        ("<iframe src='https://maps.example.org/a'></iframe>", "[maps.example.org](https://maps.example.org/a)"),
        ("<audio><source src='https://example.org/a.mp3'></audio>", "[example.org](https://example.org/a.mp3)"),
        ("<iframe src='javascript:alert(1)'></iframe>", ""),
    ]);
    let mut log = ImportLog::default();
    to_markdown("<iframe src='https://example.org/'></iframe>", "page", &mut log);
    assert_eq!(log.translated["embedded frame"], 1);
}

#[test]
fn what_runs_or_asks_is_left() {
    assert_eq!(left("<script>a()</script>"), ["script"]);
    assert_eq!(left("<script type='application/ld+json'>{}</script>"), Vec::<String>::new());
    assert_eq!(left("<form><label>a</label><input></form>"), ["form"]);
    check(&[("<script>a</script><style>b</style><form><p>c</p><label>d</label><button>e</button></form>", "c")]);
}

#[test]
fn deep_nesting_keeps_the_words() {
    for tag in ["div", "b", "ul", "x-a", "blockquote"] {
        let html = format!("{}<p>1 &lt; 2</p><p>b</p>", format!("<{tag} a>").repeat(20_000));
        assert_eq!(left(&html), ["HTML nested too deeply"], "{tag}");
        assert!(markdown(&html).contains("1 < 2"), "{tag}");
        assert_eq!(plain(&html), "1 < 2 b", "{tag}");
    }
    let fonts: String = (0..20_000).map(|number| format!("<p><font size={number}>a</p>")).collect();
    assert_eq!(left(&fonts), ["HTML nested too deeply"]);
    assert_eq!(left(&format!("{}a", "<div>".repeat(500))), ["HTML nested too deeply"]);
    assert!(left(&format!("{}a", "<blockquote>".repeat(100))).is_empty());
    assert!(left(&"<div><span><p>a</p></div>".repeat(1000)).is_empty());
    assert!(left(&"<p><b>a</b><br><i>c</i><ul><li>d</ul>".repeat(1000)).is_empty());
}

#[test]
fn titles_are_plain_text() {
    assert_eq!(plain("Rest &amp; <em>sleep</em>\n <br>a * b"), "Rest & sleep a * b");
    assert_eq!(plain("1 < 2"), "1 < 2");
}
