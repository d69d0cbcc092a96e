//! `variables` of the settings: what texts, fields and addresses show where they have `{{ name }}`.

use crate::harness::{TestBuild, TestSite};

const SETTINGS: &str = r#"variables:
  helpline: "0800 11 22"
  number: 0800
  version: 1.10
  finder: "https://find.example/"
  markup: "<b>*x*</b> [@k] {{ helpline }} [[a]]"
  tag: "<b>*x*"
  script: "javascript:alert(1)//"
  half: "script:alert(1)"
languages: {es: {title: Guía, variables: {helpline: "900 33 44"}}}
"#;

#[track_caller]
fn built(text: &str) -> TestBuild {
    TestSite::new().settings(SETTINGS).article("a", text).build()
}

/// The words of the only paragraph of an article.
#[track_caller]
fn shown(text: &str) -> String {
    let built = built(text);
    built.assert_no_findings();
    built.texts("articles/a/index.html", ".text p").concat()
}

#[test]
fn a_text_shows_the_value() {
    for (text, words) in [
        ("Call {{ helpline }} now.", "Call 0800 11 22 now."),
        ("Call {{helpline}}, **{{ helpline }}**s or *{{\thelpline }}*.", "Call 0800 11 22, 0800 11 22s or 0800 11 22."),
        ("{{ helpline }}", "0800 11 22"),
        ("Say \"{{ number }}\" -- {{ version }}.", "Say “0800” – 1.10."),
        ("So {{ markup }}.", "So <b>*x*</b> [@k] {{ helpline }} [[a]]."),
        ("Write `{{ helpline }}` or \\{{ helpline }}.", "Write {{ helpline }} or {{ helpline }}."),
        ("A set {{a, b}} and {{ 2 }} stay.", "A set {{a, b}} and {{ 2 }} stay."),
        ("[Call {{ helpline }}]({{ finder }}?q=1)", "Call 0800 11 22"),
    ] {
        assert!(shown(text).contains(words), "{text}: {}", shown(text));
    }
}

#[test]
fn blocks_of_all_kinds_show_it() {
    let text = "## Call {{ helpline }}\n\n| A | B |\n| --- | --- |\n| {{ helpline }} | x |\n\n- {{ helpline }}\n\n\
        :::tip[Ring {{ helpline }}]\nOr [look]({{ finder }}).\n:::\n\n![At {{ helpline }}](/p.svg)\n\n\
        Text[^1].\n\n[^1]: Or {{ helpline }}.\n\n[ref]: {{ finder }}clinics \"On {{ helpline }}\"\n\nSee [there][ref].\n\n\
        ```text\n{{ helpline }} {{ nothing }}\n```\n";
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><path d=\"M0 0h9\"/></svg>";
    let built = TestSite::new().settings(SETTINGS).file("static/p.svg", svg).article("a", text).build();
    built.assert_no_findings();
    let page = "articles/a/index.html";
    assert_eq!(built.texts(page, "article h2#call-0800-11-22").len(), 1);
    assert_eq!(built.texts(page, "td")[0], "0800 11 22");
    assert_eq!(built.select(page, "img[alt='At 0800 11 22']").len(), 1);
    assert_eq!(built.select(page, "a[href='https://find.example/clinics'][title='On 0800 11 22']").len(), 1);
    assert!(built.text(page).contains("Ring 0800 11 22") && built.text(page).contains("Or 0800 11 22."));
    assert!(built.texts(page, "pre")[0].contains("{{ helpline }} {{ nothing }}"));
}

#[test]
fn fields_and_what_is_made_of_them_show_it() {
    let front = "---\ntitle: \"Call {{ helpline }}\"\ndescription: \"On {{ helpline }} and \\\"{{ tag }}\\\".\"\n\
        key_points: [\"Ring {{ helpline }}.\"]\npublished: 2024-01-01\n---\nText.\n";
    let built = TestSite::new().settings(SETTINGS).file("content/articles/a.md", front).build();
    built.assert_no_findings();
    let page = "articles/a/index.html";
    assert_eq!(built.texts(page, "h1"), ["Call 0800 11 22"]);
    let description = built.select(page, "meta[name='description']").concat();
    assert!(description.contains("On 0800 11 22 and “&lt;b&gt;*x*"), "{description}");
    assert!(built.text(page).contains("Ring 0800 11 22."));
    assert!(built.text("feed.xml").contains("Call 0800 11 22"));
}

#[test]
fn an_exercise_shows_it_in_its_cautions() {
    let text = "---\ntitle: Bridge\nstop_if: [\"pain; call {{ helpline }}\"]\n---\n1. Lift, or call {{ helpline }}.\n";
    let site = TestSite::new().settings(SETTINGS).file("content/exercises/bridge.md", text);
    let built = site.article("a", "::exercise{#bridge}\n").build();
    built.assert_no_findings();
    assert!(built.text("articles/a/index.html").contains("call 0800 11 22"), "stop signal");
    assert!(!built.text("articles/a/index.html").contains("{{"));
}

#[test]
fn a_language_has_its_own_values() {
    let site = TestSite::new().settings(SETTINGS).article("a", "Call {{ helpline }} or {{ number }}.\n");
    let spanish = "---\ntitle: \"Llame {{ helpline }}\"\n---\nLlame al {{ helpline }} o {{ number }}.\n";
    let built = site.file("content/articles/a.es.md", spanish).build();
    built.assert_no_errors();
    assert!(built.text("es/articles/a/index.html").contains("Llame al 900 33 44 o 0800."));
    assert!(built.text("articles/a/index.html").contains("Call 0800 11 22 or 0800."));
}

#[test]
fn an_address_is_checked_with_its_value() {
    for text in ["[x]({{ script }})", "[x](<{{ script }}>)", "[x][r]\n\n[r]: {{ script }}", "[x](java{{ half }})"] {
        let built = built(&format!("{text}\n"));
        assert_eq!(built.of_rule("url-unsafe").len(), 1, "{text}: {:?}", built.formatted_findings());
        assert!(!built.is_built(), "{text}");
    }
    // A path of the site, too.
    let missing = TestSite::new().settings("variables: {page: missing}\n").article("a", "[x]({{ page }}.md)\n").build();
    missing.assert_findings(&["error[link-broken] content/articles/a.md:4:1"]);
}

#[test]
fn ids_and_keys_are_no_texts() {
    for text in ["[[{{ helpline }}]]", "[x](cite:{{ helpline }})", "Text [@{{ helpline }}]."] {
        let built = built(&format!("{text}\n"));
        assert!(!built.formatted_findings().iter().any(|finding| finding.contains("0800")), "{text}");
    }
}

#[test]
fn rules_on_sentences_read_the_value() {
    let site = TestSite::new().settings("variables: {promise: \"This cures back pain\"}\n");
    let built = site.article("a", "Well: {{ promise }}.\n").build();
    built.assert_findings(&["warning[promise] content/articles/a.md:4:7"]);
}

#[test]
fn a_site_without_variables_names_the_key() {
    let built = TestSite::new().article("a", "Call {{ helpline }}.\n").build();
    built.assert_findings(&["warning[markup-foreign] content/articles/a.md:4:6"]);
    assert!(built.findings()[0].help.as_deref().unwrap_or_default().contains("`variables`"));
    assert!(built.text("articles/a/index.html").contains("{{ helpline }}"));
}

#[test]
fn templates_of_other_tools_stay_findings() {
    for text in ["{{ .Title }}", "{{ site.title }}", "{{< x >}}", "{{ f(1) }}", "{% if a %}"] {
        assert_eq!(built(&format!("{text}\n")).of_rule("markup-foreign").len(), 1, "{text}");
    }
    let both = built("Call {{ helpline }} and {{ site.title }}.\n");
    both.assert_findings(&["warning[markup-foreign] content/articles/a.md:4:25"]);
}

#[test]
fn thousands_of_variables_keep_their_values() {
    let names: Vec<String> = (0..1_000).map(|number| format!("v{number}")).collect();
    let values: String = names.iter().map(|name| format!("  {name}: \"value of {name}\"\n")).collect();
    let text: String =
        names.iter().map(|name| format!("{{{{ {name} }}}} [x](https://e.example/{{{{{name}}}}})\n")).collect();
    let site = TestSite::new().settings(&format!("variables:\n  a: b\n{values}"));
    let built = site.article("a", &text.replace("value of ", "")).build();
    let page = built.text("articles/a/index.html");
    assert!(page.contains("value of v0 ") && page.contains("value of v511 ") && page.contains("value of v999 "));
    assert!(!page.contains('\u{fdd0}') && !page.contains('\u{80}'));
}

#[test]
fn values_that_are_no_line_of_text_are_mistakes_of_the_settings() {
    for (variables, message) in [
        ("variables: {a: [b]}", ""),
        ("variables: {a: {b: c}}", ""),
        ("variables: {a: }", ""),
        ("variables: {a: \"\"}", "has no text"),
        ("variables: {a: \"b\\nc\"}", "has several lines"),
        ("variables:\n  a: |\n    b\n    c\n", "has several lines"),
        ("variables: {\"a b\": c}", "is no name of a variable"),
        ("variables: {2nd: c}", "is no name of a variable"),
        ("variables: {line: a}\nlanguages: {es: {title: A, variables: {lime: b}}}", "no variable `lime`"),
    ] {
        let findings = match TestSite::new().settings(variables).article("a", "Text.\n").try_build() {
            Ok(built) => built.formatted_findings(),
            Err(error) => vec![format!("{error:?}")],
        };
        assert!(
            findings.iter().any(|finding| finding.contains("settings-invalid") && finding.contains(message)),
            "{variables}: {findings:?}"
        );
    }
}
