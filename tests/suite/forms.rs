//! Forms: the markup that goes without script, what it sends, the page of thanks, and where none of it shows.

use crate::harness::Site;

const FORM: &str = "calls_to_action:\n  join: {kind: form, title: Join, action: \"https://f.example/in?x=1\", consent: {text: I agree, version: v2}, success: {title: Thanks!, body: We write soon.}}\n";
const PAGE: &str = "articles/a/index.html";
const THANKS: &str = "thanks/join/index.html";

fn site(settings: &str) -> Site {
    Site::new().settings(settings).article("a", "::cta{#join}\n").article("b", "Words.\n")
}

#[test]
fn a_form_sends_what_is_typed_and_nothing_else() {
    let built = site(FORM).build();
    built.assert_sound();
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
fn script_and_style_of_forms_are_only_where_there_is_one() {
    let built = site(FORM).build();
    let loaded = |page| built.select(page, "[src*='/form.'], [href*='/form.']").len();
    assert_eq!((loaded(PAGE), loaded("articles/b/index.html"), loaded("index.html")), (2, 0, 0));
    let below =
        Site::new().settings(FORM).file("content/articles/a.md", "---\ntitle: A\ncall_to_action: join\n---\nWords.\n");
    assert_eq!(below.build().select(PAGE, "script[src*='/form.']").len(), 1);
    let embedded = site(FORM)
        .file("content/exercises/e.md", "---\ntitle: E\n---\n1. Stand.\n\n::cta{#join}\n")
        .article("c", "::exercise{#e}\n")
        .build();
    let page = "articles/c/index.html";
    assert_eq!(embedded.select(page, "form").len(), embedded.select(page, "script[src*='/form.']").len());
}

#[test]
fn readers_without_script_are_led_to_a_page_of_thanks() {
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
fn a_page_of_thanks_of_ones_own_is_the_one() {
    let own = "---\ntitle: My thanks\n---\nWords.\n";
    let built = site(FORM).file("content/pages/thanks/join.md", own).build();
    built.assert_sound();
    assert!(built.select(THANKS, "h1")[0].contains("My thanks"));
}

#[test]
fn an_alias_does_not_stand_where_thanks_are_said() {
    let built =
        site(FORM).file("content/articles/c.md", "---\ntitle: C\naliases: [/thanks/join/]\n---\nWords.\n").build();
    assert_eq!(built.of_rule("url-duplicate").len(), 1);
}

#[test]
fn without_an_address_there_is_no_form_no_thanks_and_no_script() {
    let built = site("calls_to_action: {join: {kind: form, title: Join}}\n").build();
    built.assert_sound();
    assert_eq!(built.select(PAGE, "form, [data-cta], [src*='/form.']").len(), 0);
    assert!(!built.files().keys().any(|path| path.starts_with("thanks")));
}

#[test]
fn the_policy_lets_a_script_ask_where_forms_go_and_nowhere_else() {
    let headers = site(FORM).build().text("_headers").to_owned();
    assert!(headers.contains("connect-src 'self' https://f.example;"), "{headers}");
    assert!(headers.contains("form-action 'self' https://f.example;"), "{headers}");
    let headers =
        site("calls_to_action: {join: {kind: form, title: Join, action: /in}}\n").build().text("_headers").to_owned();
    assert!(!headers.contains("connect-src"), "{headers}");
}
