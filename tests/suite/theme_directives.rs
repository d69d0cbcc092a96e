//! Directives that a theme declares, the note in the margin, and Markdown that templates print.

use std::path::Path;

use wellpress_io::cache::CacheMode;
use wellpress_io::fs::Files;

use crate::editable_site::EditableSite;
use crate::harness::{TestBuild, TestSite};

const COLUMNS: &str =
    "attributes:\n  count: {type: number, required: true}\n  look: {type: choice, of: [plain, boxed]}\n";
const COLUMNS_HTML: &str = "<div class=\"columns\" data-count=\"{{ attributes.count + 1 }}\"{% if attributes.look %} data-look{% endif %}>\n\
    {% if label %}<p class=\"columns-title\">{{ label }}</p>{% endif %}{{ content }}</div>";
const MAP: &str = "form: inline\nlabel: required\nattributes: {address: {type: text, required: true}}\n";
const MAP_HTML: &str =
    "<a class=\"map\" href=\"https://map.example/?q={{ attributes.address | urlencode }}\">{{ label }}</a>";
const HOURS: &str =
    "form: line\nlabel: none\nattributes: {open: {type: boolean}, from: {type: date}, phone: {type: url}}\n";
const HOURS_HTML: &str =
    "<p class=\"hours\">{% if attributes.open %}Open{% else %}Closed{% endif %} {{ attributes.from or \"now\" }}</p>";

fn site() -> TestSite {
    TestSite::new()
        .settings("theme: mine\nfeeds: {content: full}\n")
        .file("themes/mine/theme.yaml", "extends: well\n")
        .file("themes/mine/directives/columns.yaml", COLUMNS)
        .file("themes/mine/directives/columns.html", COLUMNS_HTML)
        .file("themes/mine/directives/map.yaml", MAP)
        .file("themes/mine/directives/map.html", MAP_HTML)
        .file("themes/mine/directives/hours.yaml", HOURS)
        .file("themes/mine/directives/hours.html", HOURS_HTML)
}

const TEXT: &str = "Go to the :map[*old* clinic]{address=\"1 High St & Co\"}.\n\n\
    ::hours{open from=2026-03-01 phone=\"tel:1\"}\n\n\
    ::::columns[Two **ways**[^1]]{#cols .wide count=2 look=boxed}\nOne [way](#cols).\n\n\
    :::care[Get help]{level=urgent}\nCall us.\n:::\n::::\n\n\
    :::margin[Aside]\nA remark.\n:::\n\n[^1]: A footnote.\n";

#[test]
fn a_directive_of_the_theme_shows_label_attributes_and_content_through_its_template() {
    let built = site().article("a", TEXT).build();
    built.assert_no_errors();
    let page = "articles/a/index.html";
    let map = "<a class=\"map\" href=\"https://map.example/?q=1%20High%20St%20%26%20Co\"><em>old</em> clinic</a>";
    assert!(built.text(page).contains(map), "{}", built.text(page));
    assert_eq!(built.texts(page, ".hours"), ["Open 2026-03-01"]);
    assert_eq!(built.select(page, ".columns.wide#cols[data-count='3'][data-look] > .columns-title > strong").len(), 1);
    assert_eq!(
        built.select(page, ".columns #fnref-1-1, .columns [data-safety=care], .columns a[href='#cols']").len(),
        3
    );
    assert_eq!(built.texts(page, "aside.margin-note > .margin-title"), ["Aside"]);
    let head = built.select(page, "link[href*='extensions']");
    assert_eq!(head.len(), 1, "the style sheet of rare parts");
}

#[test]
fn outside_of_the_site_label_and_content_stand_without_the_template() {
    let dated = format!("---\ntitle: A\npublished: 2026-01-01\n---\n{TEXT}");
    let built = site().file("content/articles/a.md", dated).build();
    let feed = built.text("feed.xml");
    assert!(!feed.contains("columns-title") && !feed.contains("map.example"), "{feed}");
    for words in ["old&lt;/em&gt; clinic (1 High St &amp;amp; Co)", "Two &lt;strong&gt;ways", "Call us.", "A remark."] {
        assert!(feed.contains(words), "{words}: {feed}");
    }
    let index = built.files().iter().filter(|(path, _)| path.starts_with("search/"));
    assert!(index.count() > 0);
}

fn errors(site: TestSite) -> Vec<String> {
    let built: TestBuild = site.build();
    built
        .findings()
        .iter()
        .filter(|finding| finding.rule.id != "theme-unchecked")
        .map(|finding| format!("{}:{} {}", finding.location.file, finding.location.line, finding.message))
        .collect()
}

#[test]
fn label_and_attributes_are_checked_as_those_of_every_directive() {
    let text = ":::columns{cuont=2 look=boxy}\nA.\n:::\n\n::hours[Now]{from=tomorrow phone=\"javascript:x\" open=perhaps}\n\nA :map[see [a](/)]{address=a} b :map[c]{address=\"\"}.\n\n::columns{count=2}\n\n:::colums{count=2}\n:::\n\n:::column-margin\nA.\n:::\n";
    let found = errors(site().article("a", text));
    for expected in [
        "`columns` has no attribute `cuont`",
        "`columns` needs `count`",
        "`boxy` is not a value of `look`",
        "`tomorrow` is not a value of `from`",
        "`javascript:x` is not a value of `phone`",
        "`perhaps` is not a value of `open`",
        "`hours` has no label",
        "`map` needs `address`",
        "the brackets behind `map` do not hold plain words",
        "`columns` is not written like this",
        "there is no directive `colums`",
        "there is no directive `column-margin`",
    ] {
        assert!(found.iter().any(|finding| finding.contains(expected)), "{expected}: {found:#?}");
    }
}

#[test]
fn a_declaration_without_sense_is_refused() {
    let with = |path: &str, text: &str| {
        let found = errors(site().article("a", "Text.\n").file(&format!("themes/mine/directives/{path}"), text));
        found.join("\n")
    };
    assert!(with("tip.yaml", "").contains("themes/mine/directives/tip.yaml:1 there is no `tip.html` beside it"));
    assert!(with("x.html", "<p></p>").contains("there is no `x.yaml` beside it"));
    assert!(with("columns.yaml", "from: block\n").contains("themes/mine/directives/columns.yaml:1"));
    assert!(with("columns.yaml", "attributes: {a: {type: choice}}\n").contains("`a` lacks its words under `of`"));
    assert!(with("x.txt", "").contains("this is no part of a directive"));
    let reserved = site().file("themes/mine/directives/tip.yaml", "").file("themes/mine/directives/tip.html", "<p>");
    assert!(errors(reserved).join("\n").contains("every site has a directive `tip`"));
    let clash = site().settings("theme: mine\ncallouts: {columns: {label: Columns, like: tip}}\n");
    assert!(errors(clash).join("\n").contains("the settings have a callout of this name"));
}

#[test]
fn a_template_that_loses_or_hides_content_is_refused() {
    let with = |html: &str| {
        let text = ":::::columns{count=2}\n:::care[Get help]{level=urgent}\nCall us.\n:::\n:::::\n";
        errors(site().article("a", text).file("themes/mine/directives/columns.html", html)).join("\n")
    };
    assert_eq!(with("<div>{{ content }}</div>"), "");
    for html in [
        "<div></div>",
        "<div>{{ content }}{{ content }}</div>",
        "<div>{{ content | upper }}</div>",
        "<p>{{ content }}</p>",
        "<div>{{ content }}",
    ] {
        let found = with(html);
        assert!(
            found.contains("the directive `columns` ") && found.contains("in content/articles/a.md:"),
            "{html}: {found}"
        );
    }
    assert!(with("<div hidden>{{ content }}</div>").contains("prints in `<div hidden>` what readers have to see"));
    assert!(with("<div>{{ contents }}</div>").contains("themes/mine/directives/columns.html:1"));
}

#[test]
fn an_edit_of_a_directive_renders_its_pages_anew() {
    let edited = |path: &str, text: &str| {
        let site = EditableSite::new(&site().article("a", ":::columns{count=2}\nA.\n:::\n"));
        site.build(CacheMode::ReadWrite);
        site.0.write(&Path::new("/site").join(path), text.as_bytes()).unwrap();
        let warm = site.build(CacheMode::ReadWrite).2;
        let cold = site.without_output().build(CacheMode::Off).2;
        assert!(warm == cold, "{path}");
        warm
    };
    let page = edited("themes/mine/directives/columns.html", "<div class=\"edited\">{{ content }}</div>");
    let page = &page[Path::new("/site/output/articles/a/index.html")];
    assert!(String::from_utf8_lossy(page).contains("class=\"edited\""));
    edited("themes/mine/directives/columns.yaml", "attributes: {count: {type: number}, more: {type: text}}\n");
}

#[test]
fn a_template_prints_markdown_with_the_links_of_the_site() {
    let with = |lead: &str, template: &str| {
        site()
            .article("a", "Text.\n")
            .file("data/notes.yaml", format!("lead: {lead:?}\n"))
            .file(
                &format!("themes/mine/templates/{template}"),
                "<p class=\"lead\">{{ data.notes.lead | markdown }}</p>",
            )
            .build()
    };
    let built = with("See [[a]] & *this*, [that](/articles/a/).", "home.html");
    built.assert_no_errors();
    let lead = "See <a href=\"/articles/a/\">Article a</a> &amp; <em>this</em>, <a href=\"/articles/a/\">that</a>.";
    assert!(
        built.text("index.html").contains(&format!("<p class=\"lead\">{lead}</p>")),
        "{}",
        built.text("index.html")
    );
    let message = |lead: &str, template: &str| {
        let built = with(lead, template);
        built.findings().iter().map(|finding| finding.message.clone()).collect::<Vec<_>>().join("\n")
    };
    assert!(message("[x](/nowhere/)", "home.html").contains("`/nowhere/` leads nowhere"));
    assert!(message("A claim [@x].", "home.html").contains("a mark cannot stand"));
    assert!(message(":::tip\nA\n:::", "home.html").contains("a directive cannot stand"));
    assert!(message("An {{ unknown }}.", "home.html").contains("unknown"));
    assert!(message("[c](#nope)", "home.html").contains("a link within the page cannot stand"));
    assert!(message("A", "parts/x.html").contains("cannot be used"));
    assert!(message("A", "cards/row.html").contains("cannot be used"));
}
