//! Forms of calls to action: markup that works without a script, the fields that it sends, the thank-you page, and pages without
//! a form.

use crate::harness::TestSite;

const FORM: &str = "calls_to_action:\n  join: {kind: form, title: Join, action: \"https://f.example/in?x=1\", consent: {text: I agree, version: v2}, success: {title: Thanks!, body: We write soon.}}\n";
const PAGE: &str = "articles/a/index.html";
const THANKS: &str = "thanks/join/index.html";

fn site(settings: &str) -> TestSite {
    TestSite::new().settings(settings).article("a", "::cta{#join}\n").article("b", "Words.\n")
}

#[test]
fn a_form_sends_its_visible_fields_and_nothing_else() {
    let built = site(FORM).build();
    built.assert_no_errors();
    assert_eq!(built.select(PAGE, "form[method=post][data-state=idle] [name]").len(), 2);
    assert_eq!(built.select(PAGE, "[name=email][type=email][required], [name=consent][value=v2][required]").len(), 2);
    assert_eq!(built.select(PAGE, "form [type=hidden]").len(), 0);
    assert_eq!(built.select(PAGE, "form [role=status]:empty, form [role=alert]:empty").len(), 2);
    assert_eq!(built.select(PAGE, "meta[name=referrer][content=no-referrer]").len(), 1);
    let form = &built.select(PAGE, "form")[0];
    assert!(form.contains("data-success=\"Thanks! We write soon.\""), "{form}");
    assert!(form.contains("data-error=\"It could not be sent.") && form.contains("data-sending=\"Sending"), "{form}");
}

#[test]
fn only_pages_with_a_form_load_its_script_and_style() {
    let built = site(FORM).build();
    let count = |page| built.select(page, "[src*='/form.'], [href*='/form.']").len();
    assert_eq!((count(PAGE), count("articles/b/index.html"), count("index.html")), (2, 0, 0));
    let below_text = TestSite::new()
        .settings(FORM)
        .file("content/articles/a.md", "---\ntitle: A\ncall_to_action: join\n---\nWords.\n");
    assert_eq!(below_text.build().select(PAGE, "script[src*='/form.']").len(), 1);
    let embedded = site(FORM)
        .file("content/exercises/e.md", "---\ntitle: E\n---\n1. Stand.\n\n::cta{#join}\n")
        .article("c", "::exercise{#e}\n")
        .build();
    let page = "articles/c/index.html";
    assert_eq!(embedded.select(page, "form").len(), embedded.select(page, "script[src*='/form.']").len());
}

#[test]
fn readers_without_script_get_a_thank_you_page() {
    let built = site(&format!("{FORM}languages: {{de: {{title: Titel}}}}\n")).build();
    assert!(built.select(THANKS, "h1")[0].contains("Thanks!"));
    assert!(built.texts(THANKS, ".text")[0].contains("We write soon."));
    assert_eq!(built.select(THANKS, "meta[name=robots][content='noindex, follow']").len(), 1);
    assert_eq!(built.select("de/thanks/join/index.html", "h1").len(), 1);
    assert!(!built.text("sitemap.xml").contains("thanks"));
    let plain = site("calls_to_action: {join: {kind: form, title: Join, action: /in}}\n").build();
    assert!(plain.select(THANKS, "h1")[0].contains("Thank you"));
}

#[test]
fn a_thank_you_page_of_the_site_replaces_the_generated_one() {
    let page = "---\ntitle: My thanks\n---\nWords.\n";
    let built = site(FORM).file("content/pages/thanks/join.md", page).build();
    built.assert_no_errors();
    assert!(built.select(THANKS, "h1")[0].contains("My thanks"));
}

#[test]
fn an_alias_at_the_address_of_a_thank_you_page_is_refused() {
    let built =
        site(FORM).file("content/articles/c.md", "---\ntitle: C\naliases: [/thanks/join/]\n---\nWords.\n").build();
    assert_eq!(built.of_rule("url-duplicate").len(), 1);
}

#[test]
fn without_an_action_there_is_no_form_no_thank_you_page_and_no_script() {
    let built = site("calls_to_action: {join: {kind: form, title: Join}}\n").build();
    built.assert_no_errors();
    assert_eq!(built.select(PAGE, "form, [data-cta], [src*='/form.']").len(), 0);
    assert!(!built.files().keys().any(|path| path.starts_with("thanks")));
}

#[test]
fn the_content_security_policy_allows_the_hosts_of_forms_only() {
    let headers = site(FORM).build().text("_headers").to_owned();
    assert!(headers.contains("connect-src 'self' https://f.example;"), "{headers}");
    assert!(headers.contains("form-action 'self' https://f.example;"), "{headers}");
    let headers =
        site("calls_to_action: {join: {kind: form, title: Join, action: /in}}\n").build().text("_headers").to_owned();
    assert!(!headers.contains("connect-src"), "{headers}");
}

#[test]
fn a_form_of_raw_html_that_the_policy_blocks_is_reported() {
    let form =
        |action: &str| format!("Text.\n\n<form\n  method=\"post\" action=\"{action}\"><button>Send</button></form>\n");
    let with_settings = |text: &str, settings: &str| {
        TestSite::new().settings(&format!("raw_html: true\n{settings}")).article("a", text).build()
    };
    for (address, host) in [
        ("https://forms.example/f/a", "forms.example"),
        ("//forms.example/f", "forms.example"),
        ("HTTP://test.example/f", "test.example"),
        ("https://test.example:8443/", "test.example"),
        ("mailto:a@b.example", "mailto:"),
    ] {
        with_settings(&form(address), "").assert_findings(&[&format!(
            "warning[raw-html] content/articles/a.md:6:1: the policy of the site keeps browsers from sending this form to `{host}`; make it a form under `calls_to_action`"
        )]);
    }
    let button = "A <form action=\"/in\"><button formaction='https://forms.example/'>Send</button></form>\n";
    assert_eq!(with_settings(button, "").of_rule("raw-html").len(), 1);
    for address in ["", "/in", "in?x=1", "https://test.example/in", "https://TEST.example:443/in"] {
        with_settings(&form(address), "").assert_no_findings();
    }
    with_settings(&form("https://f.example/other"), FORM).assert_no_findings();
    with_settings("`<form action=\"https://forms.example/\">` <p action=\"https://x.example/\">x</p>\n", "")
        .assert_no_findings();
}
