//! Texts that were written for another generator, or by a program that writes other characters: what they mean is taken over, or a
//! finding says what it is and what to write here. Nothing is lost in silence.

use crate::harness::TestSite;

/// The help of the only finding of an article with this front matter.
#[track_caller]
fn help_of(front_matter: &str) -> String {
    let text = format!("---\ntitle: A\n{front_matter}\n---\nText.\n");
    let built = TestSite::new().file("content/articles/a.md", text).build();
    let [finding] = built.findings() else { panic!("{:#?}", built.formatted_findings()) };
    finding.help.as_deref().unwrap_or_default().to_owned()
}

#[test]
fn keys_of_other_generators_are_named_with_their_counterparts() {
    for (key, counterpart) in [
        ("tags: [back]", "`topics`"),
        ("categories: [advice]", "`topics`"),
        ("image: a.jpg", "`hero`"),
        ("heroImage: a.jpg", "`hero`"),
        ("cover_image: a.jpg", "`hero`"),
        ("og_image: a.jpg", "`social_image`"),
        ("lastUpdated: 2024-06-01", "`updated`"),
        ("dateModified: 2024-06-01", "`updated`"),
        ("datePublished: 2024-06-01", "`published`"),
        ("meta_description: Words.", "`description`"),
        ("noindex: true", "`robots: noindex`"),
        ("lang: es", "`neck-pain.es.md`"),
        ("translationKey: neck", "`neck-pain.es.md`"),
        ("bibliography: refs.bib", "`content/references`"),
        ("csl: apa.csl", "`citations: {style: apa}`"),
        ("review_date: 2024-06-01", "`reviewers: [{person: .., role: medical, date: YYYY-MM-DD}]`"),
        ("topics: back, neck pain", "`topics: [back, neck pain]`"),
        ("key_points: Sit down, and then stand up again.", "`key_points: [\"Sit down, and then stand up again.\"]`"),
        ("cover: a.jpg", "`hero`"),
        ("lastmod: 2024-06-01", "`updated`"),
        ("modified: 2024-06-01", "`updated`"),
        ("summary: Words.", "`description`"),
        ("url: /a/", "`permalink`"),
        ("redirect_from: [/b/]", "`aliases`"),
        ("author: ann", "`authors`"),
        ("layout: post", "`template`"),
        ("nav_order: 3", "`weight`"),
    ] {
        let help = help_of(key);
        assert!(help.contains(counterpart), "{key}: {help}");
        assert!(!help.contains("last_reviewed"), "{key}: {help}");
    }
    let topic = TestSite::new().file("content/topics/t.md", "---\ntitle: T\nbroader: pain, neck\n---\n").build();
    assert_eq!(topic.findings()[0].help.as_deref(), Some("write several ids as a list: `[pain, neck]`"));
    for (settings, help) in [
        ("citations: {style: ama}", "did you mean `american-medical-association`?"),
        ("citations: {style: vancuver}", "did you mean `vancouver`?"),
        ("style: ama", "write it below `citations`: `citations: {style: apa}`"),
    ] {
        let built = TestSite::new().settings(&format!("{settings}\n")).article("a", "Text.\n").build();
        assert_eq!(built.of_rule("settings-invalid")[0].help.as_deref(), Some(help), "{settings}");
    }
    // A topic has no topics, so the list of its keys is shown.
    let topic = TestSite::new().file("content/topics/t.md", "---\ntitle: T\ntags: [a]\n---\n").build();
    assert!(!topic.findings()[0].help.as_deref().unwrap_or_default().contains("write it as"));
}

#[test]
fn a_tag_of_manubot_serves_all_texts() {
    let library = "@article{x, title={A trial}, author={Doe, J}, date={2020}, doi={10.5555/t1}}
@article{y, title={Another}, author={Roe, J}, date={2021}, doi={10.5555/t2}}";
    let site = TestSite::new()
        .article("a", "It helped [@tag:trial].\n")
        .article("b", "It helped [@tag:trial].\n\n[@tag:trial]: doi:10.5555/t1\n")
        .article("c", "It helped [@tag:trial].\n\n[@tag:trial]: doi:10.5555/t2\n")
        .library(library);
    let built = site.build();
    for (article, mark) in [("a", "(Doe, 2020)"), ("b", "(Doe, 2020)"), ("c", "(Roe, 2021)")] {
        assert_eq!(built.texts(&format!("articles/{article}/index.html"), ".marks"), [mark], "{article}");
    }
}

#[test]
fn sources_of_pandoc_in_front_matter_name_the_command_that_imports_them() {
    let references = "references:\n- author:\n  - family: Alpha\n  id: 11\n  issued: 2019\n  title: A study";
    let help = help_of(references);
    assert_eq!(
        help,
        "`wellpress cite import content/articles/a.md` adds them to the library; then take `references` out"
    );
}

#[test]
fn a_date_with_a_time_is_its_day() {
    for date in ["2024-03-05T23:30:00-08:00", "2024-03-05 09:30", "2024-03-05T09:30:00Z"] {
        let text = format!("---\ntitle: A\ndate: {date}\n---\nText.\n");
        let built = TestSite::new().file("content/articles/a.md", text).build();
        built.assert_no_findings();
        assert!(!built.select("articles/a/index.html", "time[datetime='2024-03-05']").is_empty(), "{date}");
    }
    for date in ["2024-03-05T", "2024-03-05 morning", "2024-13-05T09:30:00Z"] {
        assert_eq!(help_of(&format!("date: {date}")), "write a day as YYYY-MM-DD", "{date}");
    }
}

#[test]
fn text_that_yaml_reads_otherwise_is_a_finding_at_its_line() {
    let article =
        |front: &str| TestSite::new().file("content/articles/a.md", format!("---\n{front}\n---\nText.\n")).build();
    article("title: Pain #1 tips").assert_findings(&[
        "warning[yaml-misread] content/articles/a.md:2:13: `#1 tips` is a comment in YAML, so that the value is only `Pain`",
    ]);
    article("title: “Neck”").assert_findings(&[
        "warning[yaml-misread] content/articles/a.md:2:8: the quotation marks of `“Neck”` become a part of the value: YAML knows straight ones; write `\"Neck\"`",
    ]);
    article("title: A\ndraft: no").assert_findings(&[
        "error[front-matter-type] content/articles/a.md:3:8: `true` or `false` belongs here; write `false`",
    ]);
    article("title: A\ntopics: [back, neck\npublished: 2024-01-01").assert_findings(&[
        "error[front-matter-invalid] content/articles/a.md:3:1: the front matter cannot be read: a bracket in this line is not closed",
    ]);
    TestSite::new().file("content/articles/a.md", "+++\ntitle = \"A\"\n+++\nText.\n").build().assert_findings(&[
        "error[front-matter-missing] content/articles/a.md:1:1: this front matter is TOML, and YAML belongs here",
    ]);
}

#[test]
fn a_comment_that_cuts_a_setting_does_not_stop_the_build() {
    let built = TestSite::new().settings("description: Backs #backpain\n").article("a", "Text.\n").build();
    assert_eq!(built.of_rule("yaml-misread").len(), 1);
    assert!(built.files().contains_key("articles/a/index.html"));
}

#[test]
fn files_that_would_be_left_out_in_silence_are_reported() {
    let page = "---\ntitle: Y\n---\nKept.\n";
    let built = TestSite::new()
        .file("content/articles/b.markdown", page)
        .file("content/articles/c.qmd", page)
        .file("content/articles/d.mdx", page)
        .file("content/articles/e.MD", page)
        .file("content/articles/sec/_index.md", page)
        .file("content/articles/_draft.md", page)
        .file("content/_archive/f.md", page)
        .file("content/.obsidian/g.md", page)
        .file("content/articles/h.md~", page)
        .file("content/glossary.yml", "a: {definition: A.}\n")
        .file("content/glossary.de.toml", "a = 1\n")
        .file("content/people/p.yaml", "name: P\n")
        .file("content/articles/notes.txt", "Text.\n")
        .file("content/articles/old.html", "<p>Text.\n")
        .file("content/articles/linked.txt", "Text.\n")
        .article("links", "Read [the transcript](linked.txt).\n")
        .file("wellpress.yml", "title: Other\n")
        .file("data/a.toml", "a = 1\n")
        .file("data/b.yaml", "a: 1\n")
        .build();
    built.assert_findings(&[
        "note[file-left-out] content/_archive/f.md:1:1: the name of the folder `content/_archive` leaves out this text",
        "warning[file-left-out] content/articles/b.markdown:1:1: a file that ends in `.markdown` is no page",
        "warning[file-left-out] content/articles/c.qmd:1:1: a file that ends in `.qmd` is no page",
        "warning[file-left-out] content/articles/d.mdx:1:1: a file that ends in `.mdx` is no page",
        "warning[file-left-out] content/articles/e.MD:1:1: a file that ends in `.MD` is no page",
        "note[file-left-out] content/articles/notes.txt:1:1: no page leads to this file, so that it is not published",
        "note[file-left-out] content/articles/old.html:1:1: pages publish no file of this kind",
        "warning[file-left-out] content/articles/sec/_index.md:1:1: a name that begins with `_` leaves the file out",
        "warning[file-left-out] content/glossary.de.toml:1:1: the glossary is read from `glossary.yaml`, and not from `glossary.de.toml`; write it as YAML, and name it `content/glossary.de.yaml`",
        "warning[file-left-out] content/glossary.yml:1:1: the glossary is read from `glossary.yaml`, and not from `glossary.yml`; rename it to `content/glossary.yaml`",
        "warning[file-left-out] content/people/p.yaml:1:1: a file of YAML is no page, and is not published as one",
        "warning[file-left-out] data/a.toml:1:1: templates cannot read data in the format `toml`",
        "warning[file-left-out] wellpress.yml:1:1: the settings are read from `wellpress.yaml`, and not from this file",
    ]);
}

#[test]
fn names_keys_and_anchors_are_one_in_both_unicode_forms() {
    // Composed in texts; decomposed, as macOS stores it, in the names of files and in the library.
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"></svg>";
    let built = TestSite::new()
        .file("content/articles/u\u{308}bung.md", "---\ntitle: U\u{308}bung\n---\n## U\u{308}ber\n\nText.\n")
        .file("content/articles/bild-u\u{308}.svg", drawing)
        .library("@article{mu\u{308}ller-2020, title={A}, author={M, A}, year={2020}}")
        .article(
            "a",
            "[@müller-2020] [x](übung.md) [[übung]] [y](übung.md#über) ![z](bild-ü.svg) [@mu\u{308}ller-2020] [[u\u{308}bung]]\n",
        )
        .build();
    built.assert_no_errors();
    assert_eq!(built.of_rule("citation-unknown").len() + built.of_rule("link-case").len(), 0);
    let links = built.select("articles/a/index.html", ".text a[href*='/articles/']");
    assert_eq!(links.len(), 4, "{links:?}");
}

#[test]
fn a_soft_hyphen_ends_no_key() {
    let library = "@article{smith-2020, title={A}, author={Smith, A}, year={2020}}";
    let built = TestSite::new().library(library).article("a", "It helps [@smi\u{ad}th-2020].\n").build();
    assert_eq!(built.of_rule("citation-unknown").len(), 0, "{:?}", built.formatted_findings());
}

#[test]
fn cross_references_and_identifiers_of_others_are_named() {
    let text = "See @sec-turning, [@fig:lungs] and [@tbl:doses]; it helped [@doi:10.5555/t2] and [@pmid:123].\n";
    let built = TestSite::new().article("a", text).build();
    let findings = built.formatted_findings();
    for (number, words) in
        ["[words](#sec-turning)", "[@fig-lungs]", "[@tbl-doses]", "cite add 10.5555/t2", "cite add 123"]
            .iter()
            .enumerate()
    {
        assert!(findings[number].contains(words), "{words}: {findings:#?}");
        assert_eq!(findings[number].contains("Quarto or Manubot"), number < 3, "{findings:#?}");
    }
}

/// The findings of one rule in an article with this text, without the file.
fn findings_of(rule: &str, text: &str) -> Vec<String> {
    let built = TestSite::new().article("a", text).library(LIBRARY).build();
    built.assert_no_errors();
    let findings = built.of_rule(rule).into_iter();
    findings
        .map(|finding| format!("{}:{}: {}", finding.location.line, finding.location.column, finding.message))
        .collect()
}

const LIBRARY: &str = "@article{s20, title={A}, author={Doe, Jane}, date={2020}, doi={10.5555/s20}}
@article{a17, title={B}, author={Adams, Ann}, date={2017}, doi={10.5555/a17}}";

/// Regression: the mark was published as it is written, without a finding.
#[test]
fn markdown_within_html_is_a_finding() {
    for (text, place) in [
        ("<p>Walking helps [@s20].</p>", "4:18: `[@s20]`"),
        ("<p>\nWalking helps\n@s20 and **much**.\n</p>", "6:1: `@s20`"),
        ("<p>Walking <em>really</em> **helps**.</p>", "4:28: `**helps**`"),
        ("<p>See [this](a.md).</p>", "4:8: `[this](a.md)`"),
        ("<p>See :term[this].</p>", "4:8: `:term[this]`"),
        ("<details><summary>A `b`</summary>c</details>", "4:21: ``b``"),
        ("<p>Walking helps.</p>\n:::tip\n**Now**.\n:::", "5:1: `:::tip`"),
        ("::::note\n<p>Walking helps.</p>\n:::tip\n**Now**.\n:::\n::::", "6:1: `:::tip`"),
        (":::note\n<p>Walking helps.</p>\n::figure[A]{src=\"a.svg\"}\n:::", "6:1: `::figure[A]{src=\"a.svg\"}`"),
        ("- <p>Walking **helps**.</p>", "4:14: `**helps**`"),
    ] {
        let expected = format!("{place} stands within HTML, where Markdown is not read");
        assert_eq!(findings_of("markdown-unread", &format!("{text}\n")), [expected], "{text}");
    }
    for text in [
        "<p>Walking, 5 * 3 [or so], for ann@example.org.</p>",
        "<p>\n\nWalking helps [@s20].\n\n</p>",
        "<span>Walking **helps**</span> [@s20].",
        "<details>\n<summary>A</summary>\n\nIt **helps** [@s20].\n\n</details>",
        "<!-- Walking **helps** [@s20]. -->",
    ] {
        assert_eq!(findings_of("markdown-unread", &format!("{text}\n")), Vec::<String>::new(), "{text}");
    }
    let raw = TestSite::new().settings("raw_html: true\n");
    let raw = raw.article("a", "<div class=\"x\">\n**Now**\n</div>\n\n<pre>a **b** c</pre>\n").build();
    raw.assert_findings(&["warning[markdown-unread] content/articles/a.md:5:1: `**Now**` stands within HTML"]);
}

/// Regression: the HTML went on to the next empty line and hid the line that closes the block.
#[test]
fn html_ends_at_the_line_of_a_directive() {
    for html in [
        "<p>Words.</p>",
        "<p>Wörter é",
        "<p>\nWords.\n</p>",
        "Words.\n<p>More.</p>",
        "<details><summary>A</summary>B</details>",
        "<b>Words.</b>",
        "Words.\n<!-- A comment. -->",
        "Words.\n<!-- A comment\nof lines. -->",
        "Words.\n\n<br>\n<br>",
    ] {
        for text in [
            format!(":::note\n{html}\n:::\n\nAfter **it**.\n"),
            format!("::::note\n{html}\n\n:::tip\n{html}\n:::\n::::\nAfter **it**.\n"),
            format!("- Item\n\n  :::note\n  {}\n  :::\n\nAfter **it**.\n", html.replace('\n', "\n  ")),
        ] {
            let built = TestSite::new().article("a", &text).build();
            built.assert_no_findings();
            assert_eq!(built.texts("articles/a/index.html", "p > strong"), ["it"], "{text}");
            let inside = built.texts("articles/a/index.html", ".callout").concat();
            assert!(!inside.contains(['<', '>', ':']), "{text}: {inside}");
            assert_eq!(html.contains("Words"), inside.contains("Words."), "{text}: {inside}");
        }
    }
    for text in ["<!--\n:::note\nHidden.\n:::\n-->\n\nWords.\n", "Words <b>with\nHTML</b>.\n\n:::note\nA.\n:::\n"] {
        TestSite::new().article("a", text).build().assert_no_findings();
    }
}

#[test]
fn comments_of_wordpress_around_html_are_dropped() {
    let text = "<!-- wp:paragraph -->\n<p>First &amp; last.</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:paragraph -->\n<p>Second.</p>\n<!-- /wp:paragraph -->\n";
    let built = TestSite::new().article("a", text).build();
    built.assert_no_findings();
    assert_eq!(built.texts("articles/a/index.html", ".text > p"), ["First & last.", "Second."]);
}

#[test]
fn markdown_in_a_plain_field_is_a_finding_at_its_place() {
    let built = TestSite::new()
        .file(
            "content/articles/a.md",
            "---\ntitle: A [see](b.md) title\ndescription: \"It **is** \\\"it\\\"\"\n---\nText.\n",
        )
        .file("content/people/p.md", "---\nname: P\ncredentials: [PT, '*DPT*']\n---\n")
        .exercise("e", "Text.")
        .file(
            "content/exercises/f.md",
            "---\ntitle: F\nequipment:\n  - a :term[band]\n  - Chair [low] * 2\nstop_if: [\"`x`\"]\n---\n1. Breathe.\n",
        )
        .build();
    let places: Vec<String> = built
        .of_rule("markdown-unread")
        .into_iter()
        .map(|finding| {
            let mark = finding.message.split(" stands in a field").next().unwrap();
            format!("{}:{}:{} {mark}", finding.location.file, finding.location.line, finding.location.column)
        })
        .collect();
    assert_eq!(
        places,
        [
            "content/articles/a.md:2:10 `[see](b.md)`",
            "content/articles/a.md:3:18 `**is**`",
            "content/exercises/f.md:4:7 `:term[band]`",
            "content/exercises/f.md:6:12 ``x``",
            "content/people/p.md:3:20 `*DPT*`",
        ]
    );
}

/// Regression: `</aside>` stood within the `<details>` that it should have ended.
#[test]
fn html_that_crosses_a_directive_is_an_error() {
    for text in [
        ":::note\n<details>\n<summary>A</summary>\n\nB\n:::\n\nAfter.\n",
        "::::note\n:::tip\n<details>\n<summary>A</summary>\n\nB\n:::\n::::\n\nAfter.\n",
        "<details>\n<summary>A</summary>\n\n:::note\nB\n\n</details>\n\nC\n\n:::\n\nD\n",
    ] {
        let built = TestSite::new().article("a", text).build();
        assert!(!built.is_built(), "{text}");
        assert_eq!(built.of_rule("directive-unclosed").len(), 1, "{text} {:?}", built.formatted_findings());
    }
}

#[test]
fn citations_in_plain_fields_are_named_by_one_rule() {
    let built = TestSite::new()
        .library(LIBRARY)
        .file("content/articles/a.md", "---\ntitle: A [@s20]\n---\nText [@s20; @a17].\n")
        .file("content/people/p.md", "---\nname: P\ncredentials: [PT, \"[@s20]\"]\n---\n")
        .file(
            "content/exercises/e.md",
            "---\ntitle: E\nequipment: [\"a band [@s20]\"]\nimages: [{src: e.svg, alt: \"as [@s20] says\"}]\n---\n1. Breathe.\n",
        )
        .file("content/exercises/e.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"></svg>")
        .build();
    built.assert_findings(&[
        "warning[citation-form] content/articles/a.md:2:11: `@s20` is no citation in this field",
        "warning[citation-form] content/exercises/e.md:3:22: `@s20` is no citation in this field",
        "warning[citation-form] content/exercises/e.md:4:33: `@s20` is no citation in this field",
        "warning[citation-form] content/people/p.md:3:21: `@s20` is no citation in this field",
    ]);
}

#[test]
fn a_source_without_its_author_keeps_its_place() {
    let marks = |text: &str| {
        let built = TestSite::new().article("a", text).library(LIBRARY).build();
        built.texts("articles/a/index.html", ".marks")
    };
    assert_eq!(marks("Doe [-@s20; @a17].\n"), ["(2020; Adams, 2017)"]);
    assert_eq!(marks("It helps [@s20; @a17].\n"), ["(Adams, 2017; Doe, 2020)"]);
}

#[test]
fn a_blank_in_front_of_a_comma_behind_a_source_is_dropped() {
    for (text, mark) in [
        ("[@s20, p. 3 , and more]", "(Doe, 2020, p. 3, and more)"),
        ("[@s20 , and more]", "(Doe, 2020, and more)"),
        ("@s20 [p. 3 , and more]", "Doe (2020, p. 3, and more)"),
        ("[@s20, p. 3 and more]", "(Doe, 2020, p. 3 and more)"),
    ] {
        let built = TestSite::new().article("a", &format!("It helps {text}.\n")).library(LIBRARY).build();
        assert_eq!(built.texts("articles/a/index.html", ".marks"), [mark], "{text}");
    }
}

#[test]
fn a_soft_hyphen_ends_no_term() {
    let built = TestSite::new()
        .file(
            "content/glossary.yaml",
            "osteo\u{ad}porosis:\n  definition: Thin bones.\nswelling:\n  definition: A lump.\n",
        )
        .article("a", "See :term[swell\u{ad}ing] and :term[osteoporosis].\n")
        .build();
    built.assert_no_findings();
}

#[test]
fn a_backslash_at_the_end_of_a_block_is_dropped() {
    for (text, selector, shown) in [
        ("Words\\", "p", "Words"),
        ("Words \\", "p", "Words"),
        ("A line\\\nand words\\", "p", "A line and words"),
        ("- Words\\", "li", "Words"),
        ("## Words\\", "h2", "Words"),
        ("| A |\n| --- |\n| Words \\ |", "td", "Words"),
        ("Words\\\\", "p", "Words\\"),
        ("In C:\\", "p", "In C:\\"),
        ("`code\\`", "p", "code\\"),
    ] {
        let built = TestSite::new().article("a", &format!("{text}\n\nMore.\n")).build();
        let shown_texts = built.texts("articles/a/index.html", &format!(".text {selector}"));
        assert_eq!(shown_texts[0], shown, "{text}: {shown_texts:?}");
    }
}

#[test]
fn what_has_no_counterpart_says_what_to_write() {
    for (text, help) in [
        ("See @eq-three.", "figures and tables alone have numbers here"),
        ("![[x.svg]]", "write `![what it shows](x.svg)`, and put the file beside this page"),
        ("![[Neck pain]]", "write the text itself here, or link to the page: `[[Neck pain]]`"),
        ("[words](zzz.html)", "a link names the file of a page, such as `zzz.md`, and not its address"),
    ] {
        let built = TestSite::new().article("a", &format!("{text}\n")).build();
        let [finding] = built.findings() else { panic!("{:#?}", built.formatted_findings()) };
        assert!(finding.help.as_deref().is_some_and(|own| own.starts_with(help)), "{text}: {finding:?}");
    }
}
