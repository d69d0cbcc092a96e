//! Content written to do harm: URLs that run code, text that breaks out of its element, text whose cost explodes, exercises that
//! embed each other in cycles.

use scraper::{Html, Selector};

use crate::harness::{TestBuild, TestSite};

/// URLs that no page may link to, each in a spelling that Markdown allows in a link.
const UNSAFE: &[&str] = &[
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "jAvAsCrIpT:alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,x",
    "DATA:text/html;base64,eA==",
    "data:image/svg+xml,x",
    "file:///etc/passwd",
    "blob:https://a.example/x",
    "view-source:javascript:x",
    "feed:javascript:x",
    "x:y",
    "&#106;avascript:alert(1)",
    "&#x6a;avascript:alert(1)",
    "&#x0006A;avascript:alert(1)",
    "javascript&colon;alert(1)",
    "javascript&#58;alert(1)",
    "java&Tab;script:alert(1)",
    "java&NewLine;script:alert(1)",
    "java&#9;script:alert(1)",
    "java&#10;script:alert(1)",
    "java&#13;script:alert(1)",
    "&#1;javascript:alert(1)",
    "&#32;javascript:alert(1)",
    "&nbsp;javascript:alert(1)",
    "<  javascript:alert(1)>",
    "<java\tscript:alert(1)>",
    "<\tjavascript:alert(1)>",
    "\\javascript:alert(1)",
    "javascript\\:alert(1)",
    "java\\script:alert(1)",
];

#[test]
fn no_spelling_gets_an_unsafe_url_into_a_link() {
    for address in UNSAFE {
        let built = TestSite::new().article("a", &format!("A [link]({address}) here.\n")).build();
        assert_refused(&built, "content/articles/a.md:4:3", address);
    }
}

#[test]
fn no_spelling_gets_an_unsafe_url_into_a_picture_or_a_definition() {
    for address in UNSAFE {
        let built = TestSite::new().article("a", &format!("A ![picture]({address}) here.\n")).build();
        assert_refused(&built, "content/articles/a.md:4:3", address);
        let built = TestSite::new().article("a", &format!("A [link][x] here.\n\n[x]: {address}\n")).build();
        assert_refused(&built, "content/articles/a.md:4:3", address);
        let built = TestSite::new().article("a", &format!("A [x] here.\n\n[x]: {address} \"title\"\n")).build();
        assert_refused(&built, "content/articles/a.md:4:3", address);
    }
}

#[test]
fn no_unsafe_url_in_angle_brackets_becomes_a_link() {
    for address in UNSAFE.iter().filter(|address| !address.contains(['<', ' ', '\t'])) {
        let built = TestSite::new().article("a", &format!("An <{address}> here.\n")).build();
        assert!(
            !built.is_built() || !has_unsafe_link(built.text("articles/a/index.html")),
            "{address}: {:?}",
            built.formatted_findings()
        );
    }
}

fn has_unsafe_link(html: &str) -> bool {
    Html::parse_document(html).select(&selector("main a[href]")).any(|a| has_unsafe_scheme(a.value().attr("href")))
}

/// Media types of the `data:` URLs that a source page offers for download. Browsers save these and do not run them.
const DOWNLOADS: &[&str] =
    &["application/x-bibtex", "application/x-research-info-systems", "application/vnd.citationstyles.csl+json"];

fn has_unsafe_scheme(href: Option<&str>) -> bool {
    let scheme = href.and_then(|href| href.split_once(':')).map(|(scheme, _)| scheme.to_lowercase());
    scheme.is_some_and(|scheme| !matches!(scheme.as_str(), "https" | "http" | "mailto" | "tel"))
        && !href.is_some_and(|href| DOWNLOADS.iter().any(|kind| href.starts_with(&format!("data:{kind};"))))
}

#[test]
fn no_front_matter_gets_an_unsafe_url_onto_a_page() {
    for address in [
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "java\\tscript:alert(1)",
        "data:text/html,x",
        "\\u0001javascript:x",
    ] {
        let person = format!("---\nname: A\nlinks: [{{title: Site, url: \"{address}\"}}]\n---\n");
        // The control character is refused before anybody looks at the address.
        let rule = if address.contains("u0001") { "front-matter-invalid" } else { "url-unsafe" };
        let built = TestSite::new().file("content/people/a.md", person).build();
        assert_rule(&built, rule, "content/people/a.md:3:28", address);
        let article = format!("---\ntitle: A\ncanonical: \"{address}\"\n---\n");
        let built = TestSite::new().file("content/articles/a.md", article).build();
        assert_rule(&built, rule, "content/articles/a.md:3:12", address);
        let video =
            format!("---\ntitle: A\n---\n::video{{src=\"{}//x\" title=\"x\"}}\n", address.replace('\\', "\\\\"));
        let built = TestSite::new().file("content/articles/a.md", video).build();
        assert!(!built.is_built(), "{address}");
    }
}

#[test]
fn no_setting_gets_an_unsafe_url_onto_a_page() {
    let rows = [
        ("menus: {main: [{title: A, link: \"{}\"}]}\n", "wellpress.yaml:3:33"),
        ("menus: {footer: [{title: A, link: \"{}\"}]}\n", "wellpress.yaml:3:35"),
        ("organization: {name: A, url: \"{}\"}\n", "wellpress.yaml:3:30"),
        ("calls_to_action: {a: {kind: link, title: A, href: \"{}\"}}\n", "wellpress.yaml:3:51"),
        ("calls_to_action: {a: {kind: form, title: A, action: \"{}\"}}\n", "wellpress.yaml:3:53"),
        ("calls_to_action: {a: {kind: form, title: A, login: {text: B, href: \"{}\"}}}\n", "wellpress.yaml:3:68"),
    ];
    for (settings, place) in rows {
        for address in ["javascript:alert(1)", " javascript:alert(1)", "java\\nscript:alert(1)", "data:text/html,x"] {
            let built = TestSite::new().settings(&settings.replace("{}", address)).build();
            assert_rule(&built, "settings-invalid", place, address);
        }
    }
    for address in ["javascript:alert(1)", "data:text/html,x", "https://user@host/", "https://a.example/\\\" onload=x"]
    {
        let built = TestSite::new().file("wellpress.yaml", format!("title: A\nbase_url: \"{address}\"\n")).build();
        assert_rule(&built, "settings-invalid", "wellpress.yaml:2:11", address);
    }
}

#[test]
fn no_source_gets_an_unsafe_url_onto_a_page() {
    for address in
        ["javascript:alert(1)", "Java Script:alert(1)", "data:text/html,x", "vbscript:x", "{java}script:alert(1)"]
    {
        let built = TestSite::new()
            .library(&format!("@book{{a, title={{A}}, url={{{address}}}}}\n"))
            .article("a", "[@a]\n")
            .build();
        assert!(!built.is_built(), "{address}");
        assert!(!built.of_rule("url-unsafe").is_empty(), "{address}: {:?}", built.formatted_findings());
        let yaml = format!("a:\n  type: book\n  title: A\n  url: \"{address}\"\n");
        let built = TestSite::new().file("content/references/a.yaml", yaml).article("a", "[@a]\n").build();
        assert_rule(&built, "url-unsafe", "content/references/a.yaml:4:8", address);
    }
}

#[track_caller]
fn assert_refused(built: &TestBuild, position: &str, address: &str) {
    assert!(!built.is_built(), "{address}");
    assert_rule(built, "url-unsafe", position, address);
}

/// Fails unless there is exactly one finding of the rule, at `file:line:column`. `context` is printed on failure.
#[track_caller]
fn assert_rule(built: &TestBuild, rule: &str, position: &str, context: &str) {
    let findings = built.formatted_findings();
    let is_there = findings.iter().any(|finding| finding.starts_with(&format!("error[{rule}] {position}: ")));
    assert!(built.of_rule(rule).len() == 1 && is_there, "{context} at {position}: {findings:#?}");
}

/// Closes every element, attribute, comment and CDATA section that it may stand in, then opens an element with an attribute.
const BREAKOUT: &str = "</script></style></title></textarea>--><![CDATA[x]]>\"'`><evil onevil=1>&lt;evil onevil=1&gt;";

#[test]
fn no_text_breaks_out_of_its_element() {
    let text = include_str!("../sites/breakout.site")
        .replace("(TEXT)", BREAKOUT)
        .replace("(WORDS)", &BREAKOUT.replace(['[', ']', '`'], ""))
        .replace("(YAML)", &BREAKOUT.replace('"', "\\\""))
        .replace("(QUOTED)", &BREAKOUT.replace('"', "\\\""))
        .replace("(HREF)", &BREAKOUT.replace('"', "&quot;"))
        .replace("(SOURCE)", "</script><evil onevil=1>' &lt;evil onevil=1&gt;");
    let built = TestSite::from_text(&text).build();
    for (path, bytes) in built.assert_no_errors().files() {
        assert!(!path.contains(['<', '"', '\'']), "{path}");
        let text = || std::str::from_utf8(bytes).unwrap();
        match path.rsplit('.').next() {
            Some("html") => assert_unbroken(path, text()),
            Some("xml") => assert!(!text().contains("<evil"), "{path}"),
            _ => {}
        }
    }
}

fn assert_unbroken(path: &str, text: &str) {
    let page = Html::parse_document(text);
    for element in page.select(&selector("*")) {
        let element = element.value();
        assert_ne!(element.name(), "evil", "in {path}");
        for (name, value) in element.attrs() {
            assert!(!name.starts_with("on"), "`{name}` in {path}");
            assert!(
                !has_unsafe_scheme(Some(value).filter(|_| matches!(name, "href" | "src" | "action"))),
                "{value} in {path}"
            );
        }
    }
    for script in page.select(&selector("script[type='application/ld+json']")) {
        let json: String = script.text().collect();
        assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok(), "{json} in {path}");
    }
}

fn selector(text: &str) -> Selector {
    Selector::parse(text).unwrap()
}

#[test]
fn raw_html_is_shown_as_text() {
    let text = "<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n<svg><animate onbegin=alert(1)></svg>\n\nA <b onclick=\"x\">word</b>.\n";
    let built = TestSite::new().article("a", text).build();
    assert_unbroken("a", built.assert_no_errors().text("articles/a/index.html"));
    assert!(built.of_rule("raw-html").len() >= 4, "{:?}", built.formatted_findings());
    assert!(built.text("articles/a/index.html").contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
}

#[test]
fn slugs_do_not_leave_their_folder() {
    let slugs = [
        "..",
        ".",
        "../up",
        "a/../../b",
        "%2e%2e",
        "%2E%2e%2fup",
        "/root",
        "a/b",
        "\\\\\\\\host",
        "a\\\\b",
        "a\\u0000b",
        "a\\nb",
        ".hidden",
        "a..b",
        "a?b",
        "a#b",
        "a b",
        "",
        "a\\u2066b",
        "con:",
    ];
    for slug in slugs {
        let built =
            TestSite::new().file("content/articles/a.md", format!("---\ntitle: A\nslug: \"{slug}\"\n---\n")).build();
        let rule = if slug.contains("u0000") { "front-matter-invalid" } else { "slug-invalid" };
        assert_rule(&built, rule, "content/articles/a.md:3:7", slug);
        assert!(!built.is_built());
    }
}

#[test]
fn files_in_other_encodings_are_refused_at_their_first_invalid_byte() {
    let rows: [(&[u8], &str); 6] = [
        (b"\xff\xfe-\0-\0-\0\n\0", "1:1: the file is UTF-16; save it as UTF-8"),
        (b"\xfe\xff\0-\0-\0-\0\n", "1:1: the file is UTF-16; save it as UTF-8"),
        (b"---\ntitle: caf\xe9\n---\n", "2:11: the file is not UTF-8 from here on; save it as UTF-8"),
        (b"---\ntitle: A\n---\n\xed\xa0\x80", "4:1: the file is not UTF-8 from here on"),
        (b"---\ntitle: A\n---\n\xc0\xaf", "4:1: the file is not UTF-8 from here on"),
        (b"---\ntitle: A\0\n---\n", "2:9: the file has a NUL character"),
    ];
    for (bytes, place) in rows {
        let built = TestSite::new().file("content/articles/a.md", bytes).build();
        built.assert_findings(&[&format!("error[file-encoding] content/articles/a.md:{place}")]);
        let built = TestSite::new().file("wellpress.yaml", bytes).build();
        built.assert_findings(&[&format!("error[settings-invalid] wellpress.yaml:{place}")]);
        for name in ["a.bib", "a.yaml", "a.json", "a.ris", "a.nbib"] {
            let library = format!("content/references/{name}");
            let built = TestSite::new().file(&library, bytes).build();
            built.assert_findings(&[&format!("error[file-encoding] {library}:{place}")]);
        }
    }
}

#[test]
fn a_byte_order_mark_and_line_ends_change_nothing() {
    let text = "---\ntitle: A\nkey_points:\n  - One\n  - Two\n---\n## Heading\n\nOne\ntwo  \nthree.\n\n:::tip[Title]\nText.\n:::\n\n```rust\nfn a() {}\n```\n";
    let plain = TestSite::new().file("content/articles/a.md", text).build();
    for changed in [
        text.replace('\n', "\r\n"),
        format!("\u{feff}{text}"),
        text.replace('\n', "\r"),
        format!("\u{feff}{}", text.replace('\n', "\r\n")),
    ] {
        let built = TestSite::new()
            .file("content/articles/a.md", &changed)
            .file("wellpress.yaml", format!("\u{feff}{}", crate::harness::SETTINGS.replace('\n', "\r\n")))
            .build();
        built.assert_no_findings();
        assert_eq!(built.files(), plain.files());
    }
}

#[test]
fn yaml_that_would_expand_without_end_is_refused() {
    let mut bomb = "---\ntitle: A\nextra:\n  a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let inner = level - 1;
        bomb.push_str(&format!("  a{level}: &a{level} [{}]\n", vec![format!("*a{inner}"); 10].join(", ")));
    }
    let texts = [
        format!("---\ntitle: A\nextra: {{x: {}{}}}\n---\n", "[".repeat(5_000), "]".repeat(5_000)),
        format!("---\ntitle: A\nextra: {}x{}\n---\n", "{a: ".repeat(5_000), "}".repeat(5_000)),
        format!(
            "---\ntitle: A\nextra:\n{}---\n",
            (1..2_000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect::<String>()
        ),
        format!("---\ntitle: A\nextra:\n  x: {}\n---\n", "- ".repeat(5_000)),
        format!("---\ntitle: A\nextra: {{x: [{}]}}\n---\n", "x,".repeat(100_000)),
        format!("{bomb}---\n"),
    ];
    for text in texts {
        let built = TestSite::new().file("content/articles/a.md", &text).build();
        assert_eq!(built.findings().len(), 1, "{:#?}", built.formatted_findings());
        assert_eq!(built.findings()[0].rule.id, "front-matter-invalid", "{:#?}", built.formatted_findings());
        let settings = text.trim_start_matches("---\n").trim_end_matches("---\n");
        let built = TestSite::new().file("wellpress.yaml", format!("base_url: https://a.example/\n{settings}")).build();
        assert_eq!(built.findings().len(), 1, "{:#?}", built.formatted_findings());
        assert_eq!(built.findings()[0].rule.id, "settings-invalid", "{:#?}", built.formatted_findings());
    }
}

/// A recursive stage would overflow the stack and end the test run. That the parser takes linear time is tested in `growth.rs`, with
/// longer texts.
#[test]
fn ten_thousand_nested_tokens_are_built() {
    let pieces = [
        ">",
        "> ",
        "[",
        "*",
        "_",
        "[^",
        "- ",
        "1. ",
        "**a ",
        "`",
        ":::tip\n",
        "> [!TIP]\n",
        ":term[",
        "[@",
        "[@a ",
        "![",
        "<",
        "{",
        "[^a]: ",
        "[[a",
        "@{",
        "~~a",
        "a\n: ",
    ];
    for piece in pieces {
        let text = format!("{}x", piece.repeat(10_000));
        let built = TestSite::new().article("a", &text).build();
        assert!(built.is_built() || !built.findings().is_empty());
    }
}

#[test]
fn lists_a_thousand_levels_deep_are_read() {
    let text: String = (0..1_000).map(|depth| format!("{}- a\n", "  ".repeat(depth))).collect();
    TestSite::new().article("a", &text).build().assert_no_errors();
    TestSite::new().exercise("a", &text).build().assert_no_errors();
}

#[test]
fn twenty_thousand_mistakes_are_all_reported() {
    let rows = [
        ("[@nobody] ", 20_000),
        ("[a](nowhere.md) ", 5_000),
        ("![a](nowhere.svg) ", 5_000),
        (":term[nothing] ", 5_000),
        ("<x> ", 20_000),
        ("::nothing\n", 5_000),
    ];
    for (piece, times) in rows {
        let built = TestSite::new().library("@book{a, title={A}}\n").article("a", &piece.repeat(times)).build();
        let count = built.findings().iter().filter(|finding| finding.location.file.contains("articles")).count();
        assert_eq!(count, times, "{piece}");
    }
}

#[test]
fn a_long_chain_of_embedded_exercises_is_refused() {
    let mut site = TestSite::new();
    for number in 0..2_000 {
        site = site.exercise(&format!("e{number}"), &format!("::exercise{{#e{}}}", number + 1));
    }
    let built = site.exercise("e2000", "").article("a", "::exercise{#e0}\n").build();
    assert!(!built.is_built());
    assert!(!built.of_rule("exercise-cycle").is_empty(), "{:#?}", &built.formatted_findings()[..5]);
}

#[test]
fn embedded_exercises_that_double_at_each_level_are_refused() {
    let mut site = TestSite::new();
    for number in 0..60 {
        let next = number + 1;
        site = site.exercise(&format!("e{number}"), &format!("::exercise{{#e{next}}}\n\n::exercise{{#e{next}}}"));
    }
    let built = site.exercise("e60", "").article("a", "::exercise{#e0}\n").build();
    assert!(!built.is_built());
    assert!(!built.of_rule("exercise-cycle").is_empty());
}

#[test]
fn a_cycle_of_embedded_exercises_is_reported_with_its_path() {
    let built = TestSite::new()
        .exercise("a", "::exercise{#b}")
        .exercise("b", "::exercise{#c}")
        .exercise("c", "::exercise{#a}")
        .build();
    assert_eq!(built.findings().len(), 3, "{:#?}", built.formatted_findings());
    assert!(
        built.formatted_findings()[0]
            .starts_with("error[exercise-cycle] content/exercises/a.md:4:1: `a` would show itself: a > b > c > a")
    );
}

#[test]
fn an_exercise_embedded_twice_has_each_id_once() {
    let site = TestSite::new().library("@book{k, title={T}, author={A, B}, year=2020}\n");
    let site = site.exercise("cobra", "## Intro\n\nWords[^1] [@k].\n\n[^1]: Note.\n");
    let built = site.article("a", "::exercise{#cobra}\n\n::exercise{#cobra}\n\n## Intro\n").build();
    let page = built.assert_no_errors().page("articles/a/index.html");
    let mut ids: Vec<&str> = page.select(&selector("[id]")).filter_map(|element| element.value().attr("id")).collect();
    ids.sort_unstable();
    let duplicates: Vec<_> = ids.windows(2).filter(|pair| pair[0] == pair[1]).collect();
    assert!(duplicates.is_empty(), "{duplicates:?}");
    assert_eq!(page.select(&selector("section[data-exercise=cobra]")).count(), 2);
}

#[test]
fn a_broken_library_entry_leaves_the_others_loaded() {
    let library = "@book{a, title={A}, author={A, B}, year=2020}\n@book{b, title={B}\n@book{c, title={C}, author={C, D}, year=2021}\n";
    let built = TestSite::new().library(library).article("x", "See [@a; @c].\n").build();
    assert_eq!(built.findings().len(), 1, "{:#?}", built.formatted_findings());
    assert!(
        built.formatted_findings()[0].starts_with("error[bibliography-invalid] content/references/library.bib:2:1: "),
        "{:#?}",
        built.formatted_findings()
    );
}

#[test]
fn a_page_with_mistakes_causes_no_findings_in_others() {
    let built = TestSite::new()
        .file("content/articles/a.md", "---\ntitel: A\n---\n")
        .article("b", "See [a](a.md) and [[a]].\n")
        .build();
    assert!(
        built.findings().iter().all(|finding| &*finding.location.file == "content/articles/a.md"),
        "{:#?}",
        built.formatted_findings()
    );
}

#[test]
fn no_file_name_breaks_out_of_its_element() {
    let name = "x\"'><evil onevil=1>&lt;";
    let article = format!(
        "---\ntitle: A\nauthors: ['{0}']\ntopics: ['{0}']\n---\n::exercise{{#cobra}}\n\nSee [[a b]], [@{{{1}}}] and [[cobra|x]].\n",
        name.replace('\'', "''"),
        name
    );
    let library =
        format!("\"{}\":\n  type: book\n  title: T\n  author: \"A, B\"\n  date: 2020\n", name.replace('"', "\\\""));
    let built = TestSite::new()
        .file(&format!("content/articles/{name}.md"), article)
        .file(&format!("content/people/{name}.md"), "---\nname: N\n---\n")
        .file(&format!("content/topics/{name}.md"), "---\ntitle: T\n---\n")
        .file(
            &format!("content/exercises/{name}/cobra.md"),
            format!(
                "---\ntitle: C\nimages: [{{src: '{}.svg', alt: ''}}]\n---\n1. Breathe.\n",
                name.replace('\'', "''")
            ),
        )
        .file(
            &format!("content/exercises/{name}/{name}.svg"),
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"></svg>",
        )
        .article("a b", "Text.\n")
        .file("content/references/a.yaml", library)
        .build();
    for (path, bytes) in built.assert_no_errors().files() {
        if path.ends_with(".html") {
            assert_unbroken(path, std::str::from_utf8(bytes).unwrap());
        }
    }
    assert!(built.files().keys().any(|path| path.starts_with("references/x-")), "{:?}", built.files().keys());
}

#[test]
fn invisible_characters_in_a_dose_are_refused() {
    for hidden in [
        0xad, 0x61c, 0x180e, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x202a, 0x202e, 0x2060, 0x2066, 0x2069, 0x3164,
        0xfe0f, 0xfeff, 0xe0030, 1,
    ] {
        for field in ["sets", "reps", "hold", "rounds", "rest", "frequency", "sides"] {
            let text = format!("---\ntitle: A\ndose: {{{field}: \"1\\U{hidden:08x}0\"}}\n---\n1. Breathe.\n");
            let built = TestSite::new().file("content/exercises/a.md", text).build();
            let place = format!("content/exercises/a.md:3:{}", 10 + field.len());
            let rule = if matches!(hidden, 1 | 0x202e) { "front-matter-invalid" } else { "text-invisible" };
            assert_rule(&built, rule, &place, &format!("U+{hidden:04X}"));
        }
    }
    TestSite::new()
        .file(
            "content/exercises/a.md",
            "---\ntitle: A\ndose: {hold: \"30–60 s\", frequency: \"½ ×\"}\n---\n1. Breathe.\n",
        )
        .build()
        .assert_no_findings();
}

#[test]
fn a_text_over_ten_megabytes_is_refused_and_a_library_is_not() {
    let built = TestSite::new().article("a", &"a\n".repeat(5_000_000)).build();
    built.assert_findings(&[
        "error[file-too-large] content/articles/a.md:1:1: the file has 10000025 bytes, over the limit of 10000000",
    ]);
    let library = format!(
        "@book{{a, title={{A}}, author={{A, B}}, year=2020, isbn={{9780306406157}}}}\n{}",
        "% a\n".repeat(2_600_000)
    );
    TestSite::new().library(&library).article("a", "[@a]\n").build().assert_no_findings();
}

#[test]
fn a_symbolic_link_in_the_theme_is_not_followed() {
    let site = TestSite::new().settings("theme: mine\n").file("themes/mine/theme.yaml", "extends: well\n");
    let built = site.symlink("themes/mine/assets/secret.txt", "/etc/passwd").build();
    built.assert_findings(&[
        "error[theme-invalid] themes/mine/assets/secret.txt:1:1: this is a symbolic link, not a file",
    ]);
}
