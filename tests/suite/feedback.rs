//! What readers are asked below a page: forms and mails of `feedback`, where they lead, what they send, and pages that ask nothing.

use crate::harness::TestSite;

const PAGE: &str = "articles/neck/index.html";
const FORMS: &str = "feedback: {action: \"https://f.example/in?x=1\"}\n";
const MAIL: &str = "feedback: {mail: \"o'neil+web@a.example\"}\n";

fn site(settings: &str) -> TestSite {
    TestSite::new()
        .settings(settings)
        .file("content/articles/neck.md", "---\ntitle: Neck & \"back\" 50 %\n---\nWords.\n")
        .file("content/exercises/cobra.md", "---\ntitle: Cobra\ndose: {hold: 3 s}\n---\n1. Lie down.\n")
        .file("content/pages/about.md", "---\ntitle: About\n---\nWords.\n")
        .file(
            "content/articles/gone.md",
            "---\ntitle: Gone\nwithdrawn: {date: 2026-01-01, reason: Wrong.}\n---\nWords.\n",
        )
}

#[test]
fn both_forms_send_the_page_and_its_version_and_nothing_else() {
    let built = site(FORMS).build();
    built.assert_no_errors();
    let forms = "section.feedback form[method=post][action='https://f.example/in?x=1'][data-state=idle]";
    assert_eq!(built.select(PAGE, forms).len(), 2);
    let url = "section.feedback form [type=hidden][name=page][value='https://test.example/articles/neck/']";
    assert_eq!(built.select(PAGE, url).len(), 2);
    assert_eq!(built.select(PAGE, "section.feedback form [type=hidden]").len(), 4);
    assert_eq!(built.select(PAGE, "button[name=helpful]").len(), 2);
    assert_eq!(built.select(PAGE, "textarea[name=problem][required], input[name=email]:not([required])").len(), 2);
    for field in ["feedback-problem", "feedback-email"] {
        assert_eq!(built.select(PAGE, &format!("label[for={field}]")).len(), 1);
    }
    let hash = blake3::hash("---\ntitle: Neck & \"back\" 50 %\n---\nWords.\n".as_bytes()).to_hex();
    let version = format!("[name=version][value='{}']", &hash[..12]);
    assert_eq!(built.select(PAGE, &version).len(), 2);
    assert_eq!(built.select(PAGE, "script[src*='/form.'], link[href*='/form.'], meta[content=no-referrer]").len(), 3);
}

#[test]
fn pages_in_force_with_health_information_ask_and_no_others() {
    let built = site(&format!("{FORMS}sections: {{news: {{like: article, health: false}}}}\n"))
        .file("content/news/a.md", "---\ntitle: News\n---\nWords.\n")
        .build();
    assert_eq!(built.select("exercises/cobra/index.html", "section.feedback").len(), 1);
    for page in [
        "about/index.html",
        "articles/gone/index.html",
        "news/a/index.html",
        "index.html",
        "articles/index.html",
        "exercises/cobra/print/index.html",
    ] {
        assert_eq!(built.select(page, ".feedback").len(), 0, "{page}");
    }
    assert_eq!(site("").build().select(PAGE, ".feedback, [src*='/form.']").len(), 0);
}

#[test]
fn the_policy_allows_the_publishers_address_and_no_other() {
    let headers = site(FORMS).build().text("_headers").to_owned();
    assert!(headers.contains("connect-src 'self' https://f.example;"), "{headers}");
    assert!(headers.contains("form-action 'self' https://f.example;"), "{headers}");
    for settings in [MAIL, "feedback: {action: /in}\n"] {
        let headers = site(settings).build().text("_headers").to_owned();
        assert!(headers.contains("form-action 'self';") && !headers.contains("connect-src"), "{headers}");
    }
}

#[test]
fn readers_without_script_are_thanked() {
    let built = site(&format!("{FORMS}languages: {{de: {{title: Titel}}}}\n")).build();
    assert!(built.select("thanks/feedback/index.html", "h1")[0].contains("Thank you"));
    assert!(built.select("de/thanks/feedback/index.html", "h1")[0].contains("Vielen Dank"));
    assert!(!site(MAIL).build().files().keys().any(|path| path.starts_with("thanks")));
}

#[test]
fn a_mail_has_the_page_and_its_version_and_cannot_get_a_second_address() {
    let built = site(MAIL).build();
    built.assert_no_errors();
    assert_eq!(built.select(PAGE, "form").len(), 0);
    let links = built.select(PAGE, ".feedback a[href^='mailto:o%27neil+web@a.example?subject=']");
    assert_eq!(links.len(), 3, "{links:?}");
    let report = &links[2];
    assert!(
        report.contains("subject=Report%20a%20problem%3A%20Neck%20%26%20%E2%80%9Cback%E2%80%9D%2050%20%25&amp;body="),
        "{report}"
    );
    assert!(report.contains("https%3A%2F%2Ftest.example%2Farticles%2Fneck%2F%0D%0A"), "{report}");
    let both = site("feedback: {action: /in, mail: a@b.example}\n").build();
    assert_eq!(
        (both.select(PAGE, "section.feedback form").len(), both.select(PAGE, ".feedback a[href^='mailto:']").len()),
        (2, 1)
    );
}

#[test]
fn the_words_are_those_of_each_language_of_the_theme() {
    let tags = ["ar", "de", "es", "fr", "it", "nl", "pt"];
    let languages: String = tags.iter().map(|tag| format!("  {tag}: {{title: T}}\n")).collect();
    let site = tags.iter().fold(site(&format!("{FORMS}languages:\n{languages}")), |site, tag| {
        site.file(&format!("content/articles/neck.{tag}.md"), "---\ntitle: T\n---\nWords.\n")
    });
    let built = site.build();
    let mut questions: Vec<String> = tags
        .iter()
        .map(|tag| {
            let page = format!("{tag}/{PAGE}");
            assert_eq!(built.select(&page, ".feedback [lang]").len(), 0, "{tag}");
            built.texts(&page, "#feedback").remove(0)
        })
        .chain(built.texts(PAGE, "#feedback"))
        .collect();
    questions.sort();
    questions.dedup();
    assert_eq!(questions.len(), 8, "{questions:?}");
}

#[test]
fn addresses_that_take_nothing_are_mistakes_of_the_settings() {
    let call = "calls_to_action: {feedback: {kind: form, title: T, action: /in}}\n";
    for (settings, message) in [
        ("feedback: {}\n", "`feedback` has neither an `action` nor a `mail`"),
        ("feedback: {action: \"http://f.example/\"}\n", "`http://f.example/` cannot take a form"),
        ("feedback: {action: \"mailto:a@b.example\"}\n", "`mailto:a@b.example` cannot take a form"),
        ("feedback: {mail: \"mailto:a@b.example\"}\n", "`mailto:a@b.example` is no address of a mailbox"),
        (
            "feedback: {mail: \"a@b.example?bcc=c@d.example\"}\n",
            "`a@b.example?bcc=c@d.example` is no address of a mailbox",
        ),
        (
            &format!("feedback: {{action: /in}}\n{call}"),
            "the form `feedback` and the forms of `feedback` would have one page of thanks",
        ),
    ] {
        let built = site(settings).build();
        let found = built.of_rule("settings-invalid");
        assert_eq!(found.iter().map(|finding| finding.message.as_str()).collect::<Vec<_>>(), [message]);
        assert!(found[0].location.line > 1, "{settings}");
    }
    site(&format!("feedback: {{mail: a@b.example}}\n{call}")).build().assert_no_errors();
}

const CONTACT: &str = "calls_to_action:\n  contact:\n    kind: form\n    title: Write to us\n    action: /in\n    fields:\n      \
    - {name: subject, type: choice, label: About what?, options: [A page, \"This & that\"], required: true}\n      \
    - {name: message, type: long-text, label: Your message, required: true}\n      \
    - {name: name, type: text, label: Your name}\n      - {name: reply_to, type: mail, label: Your address}\n";

#[test]
fn a_contact_form_has_its_fields_each_with_its_label() {
    let built = site(CONTACT).file("content/pages/contact.md", "---\ntitle: Contact\n---\n::cta{#contact}\n").build();
    built.assert_no_errors();
    let page = "contact/index.html";
    assert_eq!(
        built.select(page, "select[name=subject][required] option").len()
            + built.select(page, "option[value='This & that']").len(),
        4
    );
    assert_eq!(
        built.select(page, "textarea[name=message][required], input[type=text][name=name]:not([required])").len(),
        2
    );
    assert_eq!(built.select(page, "input[type=email][name=reply_to], [name=email]").len(), 1);
    let labels = built.texts(page, "form label");
    assert_eq!(labels, ["About what?", "Your message", "Your name (optional)", "Your address (optional)"]);
    for id in ["subject", "message", "name", "reply_to"] {
        assert_eq!(built.select(page, &format!("label[for=cta-contact-{id}], #cta-contact-{id}")).len(), 2, "{id}");
    }
}

#[test]
fn a_field_that_nobody_can_fill_in_is_a_mistake_of_the_settings() {
    let form =
        |fields: &str| format!("calls_to_action: {{c: {{kind: form, title: T, action: /in, fields: [{fields}]}}}}\n");
    let field = |keys: &str| form(&format!("{{name: a, type: text, label: L}}, {{{keys}}}"));
    for (settings, message) in [
        (field("name: a, type: mail, label: L"), "the form has two fields `a`"),
        (field("name: \"a b\", type: mail, label: L"), "`a b` is no name of a field"),
        (field("name: B, type: mail, label: L"), "`B` is no name of a field"),
        (
            field("name: submit, type: text, label: L"),
            "browsers would take the field `submit` for a part of the form itself",
        ),
        (field("name: b, type: mail, label: \" \""), "the field `b` has no words"),
        (field("name: b, type: choice, label: L"), "there is nothing to choose in the field `b`"),
        (field("name: b, type: choice, label: L, options: [x]"), "there is nothing to choose in the field `b`"),
        (
            field("name: b, type: choice, label: L, options: [x, \"x \"]"),
            "two options of the field `b` are the same, or one is empty",
        ),
        (field("name: b, type: text, label: L, options: [x, y]"), "the field `b` has options and is no `choice`"),
        (
            "calls_to_action: {c: {kind: link, title: T, href: /a/, fields: [{name: a, type: text, label: L}]}}\n"
                .to_owned(),
            "the call to action `c` has fields and is no form",
        ),
    ] {
        let built = site(&settings).build();
        let messages: Vec<&str> =
            built.of_rule("settings-invalid").iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(messages, [message]);
    }
}

#[test]
fn a_form_for_feedback_needs_a_privacy_policy() {
    let missing = |settings: &str| site(settings).with_common_findings().build().of_rule("policy-missing").len();
    assert_eq!((missing(FORMS), missing(MAIL)), (1, 0));
}
