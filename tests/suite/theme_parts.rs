//! Parts and frames of a theme, which are rendered once for many pages, menus, style sheets, and mistakes in templates.

use crate::harness::{TestBuild, TestSite};

fn site() -> TestSite {
    TestSite::new()
        .settings("theme: mine\nmenus:\n  footer:\n    - {title: About us, link: /about/}\n")
        .file("themes/mine/theme.yaml", "name: mine\nextends: well\n")
        .file("content/pages/about.md", "---\ntitle: About\n---\nText.\n")
        .article("a", "Text.\n")
}

fn current(built: &TestBuild, path: &str) -> Vec<String> {
    built.texts(path, ".colophon a[aria-current]")
}

#[test]
fn a_part_is_on_every_page_that_prints_it() {
    let built = site()
        .file("themes/mine/templates/parts/motto.html", "\n<p class=\"motto\">{{ site.title }} & co</p>\n")
        .file(
            "themes/mine/templates/article.html",
            "{{ record.byline.not_reviewed | safe }}{{ site.parts.motto | safe }}|{{ page.title }}",
        )
        .build();
    built.assert_no_errors();
    let title = built.texts("index.html", ".brand-name").remove(0);
    assert!(built.text("articles/a/index.html").ends_with(&format!("<p class=\"motto\">{title} & co</p>|Article a")));
}

#[test]
fn no_theme_leaves_out_disclaimers_and_withdrawals() {
    let bare = "<html><title>{{ page.title }}</title></html>";
    let findings = |kind: &str, template: &str, front: &str| {
        let disclaimed = "disclaimers: {articles: [general], exercises: [general]}\n";
        let built = site()
            .settings(&format!("theme: mine\n{disclaimed}"))
            .file("content/disclaimers/general.md", "---\ntitle: General\n---\nAsk first.\n")
            .file(&format!("themes/mine/templates/{template}.html"), bare)
            .file(&format!("content/{kind}/b.md"), format!("---\ntitle: B\n{front}---\n1. Go.\n"))
            .build();
        built.of_rule("caution-hidden").into_iter().map(|finding| finding.message.clone()).collect::<String>()
    };
    let lost = |variable: &str, notice: &str| {
        format!("this template leaves out `{variable}` or changes it, and with it a {notice}")
    };
    let disclaimer = lost("record.disclaimers_top", "disclaimer: \"Ask first.\"");
    assert_eq!(findings("articles", "article", ""), disclaimer);
    assert_eq!(findings("exercises", "exercise", ""), disclaimer);
    assert_eq!(findings("exercises", "print", ""), lost("handout.disclaimers_top", "disclaimer: \"Ask first.\""));
    let omitted = "omit_disclaimers: {ids: [general], reason: None.}\n";
    let unsaid = lost("record.byline.not_reviewed", "line about the missing review: \"Not medically reviewed\"");
    assert_eq!(findings("exercises", "exercise", omitted), unsaid);
    let withdrawn =
        findings("programmes", "programme", "schedule: []\nwithdrawn: {date: 2026-01-01, reason: Wrong.}\n");
    assert!(withdrawn.starts_with(&lost("record.withdrawn", "notice of withdrawal")), "{withdrawn}");
}

#[test]
fn a_part_has_the_variables_of_the_site_only() {
    let built = site().file("themes/mine/templates/parts/motto.html", "{{ page.title }}").build();
    assert_eq!(built.of_rule("theme-invalid").len(), 1, "{:?}", built.formatted_findings());
}

#[test]
fn the_footer_marks_its_link_to_the_current_page() {
    let built = site().build();
    built.assert_no_errors();
    assert_eq!(current(&built, "about/index.html"), ["About us"]);
    assert!(current(&built, "articles/a/index.html").is_empty());
    assert_eq!(built.texts("articles/a/index.html", ".colophon a[href='/about/']"), ["About us"]);
}

fn with_menu() -> TestSite {
    let menus = "    - {title: Home, link: /}\n    - {title: Articles, link: /articles/}\n    - {title: About us, link: /about/}\n";
    TestSite::new()
        .settings(&format!("theme: mine\nmenus:\n  main:\n{menus}"))
        .file("themes/mine/theme.yaml", "name: mine\nextends: well\n")
        .file("content/pages/about.md", "---\ntitle: About\n---\nText.\n")
        .article("a", "Text.\n")
        .article("b", "Text.\n")
}

#[test]
fn a_language_may_have_menus_of_its_own() {
    let menus = "menus: {main: [{title: About, link: /about/}]}\nlanguages:\n  es: {title: Guía, menus: {main: [{title: Acerca, link: /es/about/}, {title: Falta, link: /es/gone/}]}}\n  de: {title: Ratgeber}\n";
    let mut site = TestSite::new().settings(menus);
    for (suffix, title) in [("", "About"), (".es", "Acerca de"), (".de", "Über uns")] {
        site = site.file(&format!("content/pages/about{suffix}.md"), format!("---\ntitle: {title}\n---\n"));
    }
    let built = site.build();
    let menu = |page: &str| built.texts(page, "header nav li a");
    assert_eq!(menu("about/index.html")[..1], ["About"]);
    assert_eq!(menu("es/about/index.html")[..2], ["Acerca", "Falta"]);
    assert_eq!(menu("de/about/index.html")[..1], ["About"]);
    let broken = built.of_rule("link-broken");
    assert!(broken.len() == 1 && broken[0].message.contains("/es/gone/"), "{:?}", built.formatted_findings());
}

fn with_children() -> TestSite {
    let children = "[{title: The first, link: /articles/a/}, {title: About us, link: /about/}]";
    TestSite::new()
        .settings(&format!(
            "menus:\n  main:\n    - {{title: Conditions, link: /articles/, children: {children}}}\n    - {{title: Home, link: /}}\n  \
             footer:\n    - {{title: Who we are, link: /who/, children: [{{title: About, link: /about/}}]}}\n\
             policies: {{contact: about}}\n"
        ))
        .file("content/pages/about.md", "---\ntitle: About\n---\nText.\n")
        .file("content/pages/who.md", "---\ntitle: Who\n---\nText.\n")
        .article("a", "Text.\n")
        .article("b", "Text.\n")
}

#[test]
fn a_menu_has_links_below_its_links() {
    let built = with_children().build();
    built.assert_no_errors();
    assert!(built.of_rule("orphan").is_empty(), "{:?}", built.formatted_findings());
    let page = "articles/b/index.html";
    assert_eq!(built.texts(page, ".menu-fold > ul > li > a"), ["Conditions", "Home"]);
    assert_eq!(built.texts(page, ".menu-parent > details > ul a"), ["The first", "About us"]);
    assert_eq!(built.texts(page, ".menu-parent > details > summary"), ["Pages below Conditions"]);
    assert_eq!(built.texts(page, ".colophon-links li li a[href='/about/']"), ["About"]);
    assert_eq!(
        built.texts(page, ".colophon-links a[href='/about/']").len(),
        1,
        "a policy in the menu is not listed again"
    );
}

#[test]
fn a_parent_is_marked_on_the_pages_of_its_children() {
    let built = with_children().build();
    let marked = |path: &str, value: &str| built.texts(path, &format!(".menu a[aria-current='{value}']"));
    assert_eq!(marked("articles/a/index.html", "page"), ["The first"]);
    assert_eq!(marked("articles/a/index.html", "true"), ["Conditions"]);
    assert_eq!(marked("about/index.html", "true"), ["Conditions"]);
    assert_eq!(marked("about/index.html", "page"), ["About us"]);
    assert!(marked("who/index.html", "true").is_empty());
}

#[test]
fn links_of_the_second_level_are_checked_as_those_of_the_first() {
    let child = |link: &str| {
        let menus = format!("menus: {{main: [{{title: A, link: /, children: [{{title: B, link: \"{link}\"}}]}}]}}\n");
        TestSite::new().settings(&menus).article("a", "Text.\n").build()
    };
    assert_eq!(child("/articles/").of_rule("link-broken").len(), 0);
    assert_eq!(child("/gone/").of_rule("link-broken").len(), 1);
    assert!(child("javascript:alert(1)").formatted_findings().concat().contains("settings-invalid"));
}

#[test]
fn a_third_level_of_a_menu_is_refused() {
    let menus =
        "menus: {main: [{title: A, link: /, children: [{title: B, link: /, children: [{title: C, link: /}]}]}]}\n";
    let built = TestSite::new().settings(menus).build();
    let findings = built.of_rule("settings-invalid");
    assert_eq!(findings.len(), 1, "{:?}", built.formatted_findings());
    assert_eq!(findings[0].message, "unknown key `children` in the settings");
    assert!(findings[0].help.as_ref().is_some_and(|help| help.starts_with("a menu has two levels")));
}

#[test]
fn the_menu_marks_the_current_page_and_its_section() {
    let built = with_menu().build();
    built.assert_no_errors();
    let marked = |path: &str, value: &str| built.texts(path, &format!(".menu a[aria-current='{value}']"));
    assert_eq!(marked("about/index.html", "page"), ["About us"]);
    assert_eq!(marked("articles/index.html", "page"), ["Articles"]);
    assert_eq!(marked("index.html", "page"), ["Home"]);
    for article in ["articles/a/index.html", "articles/b/index.html"] {
        assert_eq!(marked(article, "true"), ["Articles"]);
        assert!(marked(article, "page").is_empty());
    }
    assert!(marked("about/index.html", "true").is_empty());
    assert_eq!(built.texts("index.html", ".brand[aria-current='page']").len(), 1);
    assert!(built.texts("about/index.html", ".brand[aria-current]").is_empty());
}

#[test]
fn a_frame_has_the_address_of_its_page() {
    let built = with_menu()
        .file("themes/mine/templates/frames/place.html", "[{{ here }}|{% for link in above %}{{ link }}{% endfor %}]")
        .file("themes/mine/templates/article.html", "{{ record.byline.not_reviewed | safe }}{{ frame.place | safe }}")
        .file("themes/mine/templates/page.html", "{{ frame.place | safe }}")
        .build();
    built.assert_no_errors();
    assert!(built.text("articles/a/index.html").ends_with("[|/articles/]"));
    assert!(built.text("about/index.html").ends_with(">[/about/|]"));
}

#[test]
fn a_mistake_in_a_frame_is_reported() {
    let built = with_menu().file("themes/mine/templates/frames/place.html", "{{ page.title }}").build();
    assert_eq!(built.of_rule("theme-invalid").len(), 1, "{:?}", built.formatted_findings());
}

#[test]
fn the_example_theme_looks_like_another_site_in_a_hundred_lines() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/clinic");
    let files = crate::harness::files_below(&folder);
    let mut site = TestSite::new().settings("theme: clinic\n").article("a", "Text.\n");
    for (path, bytes) in &files {
        let path = path.strip_prefix(&folder).unwrap_or(path);
        site = site.file(&format!("themes/clinic/{}", path.display()), bytes);
    }
    let lines: usize = files.values().map(|bytes| bytes.iter().filter(|byte| **byte == b'\n').count()).sum();
    assert!(lines < 100, "{lines} lines");
    let built = site.build();
    built.assert_no_findings();
    let sheets = built.select("articles/a/index.html", "link[rel=stylesheet]").join("\n");
    let [well, tokens, brand] = ["well.", "tokens.", "brand."].map(|name| sheets.find(name).unwrap());
    assert!(well < tokens && tokens < brand, "{sheets}");
    let preloaded = |built: &TestBuild| built.select("articles/a/index.html", "link[rel=preload]").join("\n");
    let (clinic, well) = (preloaded(&built), preloaded(&TestSite::new().article("a", "Text.\n").build()));
    assert!(clinic.contains("/atkinson-next-latin") && !clinic.contains("newsreader"), "{clinic}");
    assert!(well.contains("/atkinson-next-latin") && well.contains("/newsreader-latin"), "{well}");
}

#[test]
fn a_font_of_a_theme_is_preloaded_as_those_of_the_default_theme_are() {
    let face = |file: &str, more: &str| format!("@font-face {{ font-family: 'Mine'; src: url(\"{file}\"); {more} }}\n");
    let faces = [
        face("fonts/mine.woff2", ""),
        face("fonts/mine-bold.woff", "font-weight: 700; unicode-range: U+0-FF"),
        face("fonts/mine-italic.woff2", "font-style: italic"),
        face("fonts/mine-ext.woff2", "unicode-range: U+100-24F"),
        face("/fonts/elsewhere.woff2", ""),
    ];
    let tokens = "tokens:\n  font-title: '\"mine\", serif'\n  font-text: 'Mine, sans-serif'\n";
    let mut site = TestSite::new()
        .settings("theme: mine\n")
        .file("themes/mine/theme.yaml", format!("name: mine\nextends: well\n{tokens}"))
        .file("themes/mine/assets/brand.css", faces.concat())
        .file("static/fonts/elsewhere.woff2", "font")
        .article("a", "Text.\n");
    for file in ["mine.woff2", "mine-bold.woff", "mine-italic.woff2", "mine-ext.woff2"] {
        site = site.file(&format!("themes/mine/assets/fonts/{file}"), file);
    }
    let built = site.build();
    built.assert_no_findings();
    for page in ["index.html", "articles/a/index.html"] {
        let links = built.select(page, "link[rel=preload][as=font][crossorigin]");
        let kinds: Vec<[bool; 2]> = links
            .iter()
            .map(|link| {
                let is = |file: &str, media_type: &str| link.contains(file) && link.contains(media_type);
                [is("/assets/mine.", "\"font/woff2\""), is("/assets/mine-bold.", "\"font/woff\"")]
            })
            .collect();
        assert_eq!(kinds, [[true, false], [false, true]], "{page}: {links:?}");
    }
}

#[test]
fn a_style_sheet_is_published_minified() {
    let style = "/* one */\n@layer parts {\n  .a > .b, .c :is(.d, .e) { margin: 0 /* two */ auto; width: calc(1px + 2px) }\n\n  [data-x=\"a, /* b */ { c }\"]::after { content: '\\'; } '; --y: 1 }\n}\n.f/**/.g { color: red }\n.h { color: red; }";
    let site = TestSite::new().settings("theme: mine\n").file("themes/mine/theme.yaml", "name: mine\nextends: well\n");
    let built = site.file("themes/mine/assets/mine.css", style).build();
    let is_mine = |path: &&String| path.starts_with("assets/mine.") && path.ends_with(".css");
    let published = built.text(built.files().keys().find(is_mine).unwrap());
    let expected = "@layer parts{.a>.b,.c :is(.d,.e){margin:0 auto;width:calc(1px + 2px)}[data-x=\"a, /* b */ { c }\"]::after{content:'\\'; } ';--y:1}}.f.g{color:red}.h{color:red}";
    assert_eq!(published, expected);
}

#[test]
fn unknown_names_in_a_template_are_reported_at_their_position() {
    let cases = [
        ("{{ page.title | uper }}", 19, "unknown filter `uper`", ""),
        ("{{ <breadcrumb /> }}", 6, "unknown component `breadcrumb`", "breadcrumbs"),
        ("{% if page is odder %}{% endif %}", 17, "unknown test `odder`", ""),
        ("{{ translate(key=\"a\") }}", 6, "unknown function `translate`", ""),
    ];
    for (piece, column, message, suggestion) in cases {
        let site =
            TestSite::new().settings("theme: mine\n").file("themes/mine/theme.yaml", "name: mine\nextends: well\n");
        let built = site.file("themes/mine/templates/article.html", format!("<p>\n  {piece}\n</p>\n")).build();
        let [finding] = built.findings() else { panic!("{:?}", built.formatted_findings()) };
        let location = &finding.location;
        assert_eq!(
            (&*location.file, location.line, location.column),
            ("themes/mine/templates/article.html", 2, column),
            "{piece}"
        );
        assert_eq!(finding.message, message);
        let help = finding.help.as_deref().unwrap_or_default();
        assert!(help.contains(suggestion), "{help}");
    }
}

/// The tokens that a site publishes with these lines under `tokens` of its theme.
fn published_tokens(tokens: &str) -> String {
    let theme = format!("name: mine\nextends: well\ntokens:\n{tokens}");
    let site = TestSite::new().settings("theme: mine\n").file("themes/mine/theme.yaml", theme).build();
    site.assert_no_errors();
    let sheet = site.files().keys().find(|path| path.starts_with("assets/tokens.")).unwrap().clone();
    site.text(&sheet).to_owned()
}

#[test]
fn a_colour_of_links_for_light_alone_gets_one_for_dark() {
    let derived = published_tokens("  color-action: \"#7A3B12\"\n");
    assert_eq!(derived, ":root{--color-action:#7A3B12;--color-action-dark:#C5AA99;}\n");
    let chosen = published_tokens("  color-action: \"#7A3B12\"\n  color-action-dark: \"#E8B48C\"\n");
    assert_eq!(chosen, ":root{--color-action:#7A3B12;--color-action-dark:#E8B48C;}\n");
    let without = published_tokens("  radius: \"6px\"\n");
    assert_eq!(without, ":root{--radius:6px;}\n");
}

#[test]
fn addresses_in_style_sheets_are_relative_to_the_sheet() {
    let site = TestSite::new().settings("theme: mine\n").file("themes/mine/theme.yaml", "name: mine\nextends: well\n");
    let sheet = "a{mask:url(../fonts/x.svg#part)}b{mask:url('./y.svg?v=2')}";
    let site = site.file("themes/mine/assets/fonts/x.svg", "<svg/>").file("themes/mine/assets/css/y.svg", "<svg/>");
    let built = site.file("themes/mine/assets/css/mine.css", sheet).build();
    built.assert_no_findings();
    let path = built.files().keys().find(|path| path.starts_with("assets/mine.")).unwrap().clone();
    let published = |start: &str| {
        let found = built.files().keys().find(|path| path.starts_with(&format!("assets/{start}."))).unwrap();
        found.trim_start_matches("assets/").to_owned()
    };
    let expected = format!("a{{mask:url(\"{}#part\")}}b{{mask:url(\"{}?v=2\")}}", published("x"), published("y"));
    assert_eq!(built.text(&path), expected);
}

#[test]
fn what_a_style_sheet_loads_from_another_host_is_reported() {
    let built = |css: &str| {
        let theme = "name: mine\nextends: well\n";
        let site = TestSite::new().settings("theme: mine\n").file("themes/mine/theme.yaml", theme);
        site.file("themes/mine/assets/brand.css", css).build()
    };
    for (css, what) in [
        ("@import url('https://fonts.example/css?a=b&c');", "`@import` of a style sheet"),
        ("@import \"//fonts.example/a.css\" screen;", "`@import` of a style sheet"),
        ("@\\69mport /* x */ 'HTTPS:\\\\\\\\fonts.example';", "`@import` of a style sheet"),
        ("@font-face { src: url(https://fonts.example/a.woff2) }", "a file"),
        ("@media print { p { background: u\\72l(//fonts.example/a.png) } }", "a file"),
    ] {
        let built = built(css);
        let findings = built.of_rule("theme-invalid");
        let message = format!(
            "{what} of another host, `fonts.example`, which the policy of the site keeps browsers from loading"
        );
        assert_eq!(findings.iter().map(|finding| &*finding.message).collect::<Vec<_>>(), [message], "{css}");
    }
    for css in [
        "/* @import url(https://fonts.example/) */",
        "@namespace svg url(http://www.w3.org/2000/svg);",
        "p { background: url(/static.png) }",
        "p { background: url(https://test.example/static.png) }",
        "p { background: url(data:image/png;base64,AAAA) }",
        "p::before { content: \"@import url(https://fonts.example/)\" }",
    ] {
        assert_eq!(built(css).of_rule("theme-invalid"), Vec::<&wellpress_diagnostics::Diagnostic>::new(), "{css}");
    }
}
