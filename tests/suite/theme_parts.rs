//! Parts of a theme: drawn once for each language, shown on every page.

use crate::harness::{Built, Site};

fn site() -> Site {
    Site::new()
        .settings("theme: mine\nmenus:\n  footer:\n    - {title: About us, link: /about/}\n")
        .file("themes/mine/theme.yaml", "name: mine\nextends: well\n")
        .file("content/pages/about.md", "---\ntitle: About\n---\nText.\n")
        .article("a", "Text.\n")
}

fn current(built: &Built, path: &str) -> Vec<String> {
    built.texts(path, ".colophon a[aria-current]")
}

#[test]
fn a_part_is_on_every_page_that_prints_it() {
    let built = site()
        .file("themes/mine/templates/parts/motto.html", "\n<p class=\"motto\">{{ site.title }} & co</p>\n")
        .file("themes/mine/templates/article.html", "{{ site.parts.motto | safe }}|{{ page.title }}")
        .build();
    built.assert_sound();
    let title = built.texts("index.html", ".brand-name").remove(0);
    assert_eq!(built.text("articles/a/index.html"), format!("<p class=\"motto\">{title} & co</p>|Article a"));
}

#[test]
fn a_part_sees_the_site_alone() {
    let built = site().file("themes/mine/templates/parts/motto.html", "{{ page.title }}").build();
    assert_eq!(built.of_rule("theme-invalid").len(), 1, "{:?}", built.shown());
}

#[test]
fn the_footer_tells_a_page_apart_that_it_links_to() {
    let built = site().build();
    built.assert_sound();
    assert_eq!(current(&built, "about/index.html"), ["About us"]);
    assert!(current(&built, "articles/a/index.html").is_empty());
    assert_eq!(built.texts("articles/a/index.html", ".colophon a[href='/about/']"), ["About us"]);
}
