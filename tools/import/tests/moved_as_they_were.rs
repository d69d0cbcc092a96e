//! What other tools and their themes make of front matter, of menus and of the ends of texts, and what the new site shows of it.

use crate::import::{DRAWING, OldSite, assert_listed};

const HUGO: (&str, &str) = ("hugo.yaml", "title: T\nbaseURL: https://t.example/\n");

#[test]
fn blocks_and_publications_of_hugoblox() {
    let home = "---\ntitle: ''\ntype: landing\nsections:\n\
        - {block: hero, content: {title: Backs, text: At most **5 mg**., cta: {label: Call, url: 'tel:112'}}}\n\
        - {block: features, content: {title: Skills, items: [{name: Walks, description: Long walks, icon: x}, {name: Rest, url: /post/a/}]}}\n\
        - {block: contact, content: {phone: 112, address: {street: 4 Mill Lane, postcode: 94305}, note_words: Ring twice}}\n\
        - {block: collection, content: {filters: {folders: [post]}}}\n\
        - {block: markdown, demo: true, content: {text: Of the demo.}}\n---\nBelow.\n";
    let publication = "---\ntitle: One\nauthors: [admin, Bo May]\nauthor_notes: [Lead author, Nurse]\ndate: 2015-09-01\ndoi: https://doi.org/10.5555/abc\npublication_types: [article-journal]\npublication: In *Backs*\nabstract: At most 5 mg a day.\nsummary: Short words of it.\nurl_pdf: https://p.example/a.pdf\nurl_code: '#'\nlinks: [{name: Data, url: https://d.example}]\nprojects: []\n---\n";
    let site = OldSite::new(&[
        HUGO,
        ("content/_index.md", home),
        ("content/authors/admin/_index.md", "---\ntitle: Ann Lee\n---\nA nurse.\n"),
        ("content/publication/one/index.md", publication),
        (
            "content/post/a.md",
            "---\ntitle: A\ndate: 2020-01-01\nauthors: [admin]\nsections: [One, Two]\npublication: true\n---\nWords.\n",
        ),
    ]);
    let report = site.import_and_build();
    let page = site.read("content/pages/index.md");
    let words = "At most **5 mg**.\n\n[Call](<tel:112>)\n\n## Skills\n\n### Walks\n\nLong walks\n\n### [Rest](../post/a/index.md)\n\n- **Address:** Postcode: 94305; Street: 4 Mill Lane\n\n- **Phone:** 112\n\nBelow.";
    assert!(page.contains("title: \"Backs\"") && page.contains(words), "{page}");
    for words in ["Of the demo.", "Ring twice"] {
        assert_listed(&report, "first", words);
    }
    assert_listed(&report, "left", "block `collection`");
    let page = site.read("content/publication/one/index.md");
    assert!(page.contains("authors: [ann-lee, bo-may]") && !page.contains("draft"), "{page}");
    for words in [
        "description: \"Short words of it.\"",
        "At most 5 mg a day.",
        "- **Publication:** In *Backs*\n- **DOI:** [10.5555/abc](<https://doi.org/10.5555/abc>)\n",
        "[PDF](<https://p.example/a.pdf>), [Data](<https://d.example>)",
        "Ann Lee: Lead author; Bo May: Nurse",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let page = site.read("content/post/a/index.md");
    assert!(page.contains("sections: [\"One\", \"Two\"]") && !page.contains("**Publication"), "{page}");
}

#[test]
fn settings_of_a_theme_are_no_fields_for_readers() {
    let page = "---\ntitle: A\noutput: html document here\nimage: {caption: By A B, focal_point: Smart}\ntoc_position: left side now\nlead_words: At most 5 mg\nwide: full width\nphone: 0800 111\nclinic: {photo: a b.jpg, show: true, phone: 112}\n---\nWords.\n";
    let site = OldSite::new(&[
        HUGO,
        (
            "layouts/single.html",
            "{{ .Params.output }} {{ .image }} {{ .toc_position }} {{ .lead_words }} {{ .wider }} {{ .clinic }}",
        ),
        ("content/guides/a.md", page),
    ]);
    let report = site.import_and_build();
    let page = site.read("content/guides/a/index.md");
    let (_, fields) = page.split_once("wide: \"full width\"").expect(&page);
    let (fields, _) = fields.split_once("\n---\n").unwrap();
    assert_eq!(fields.trim(), "clinic_phone: \"112\"\nlead_words: \"At most 5 mg\"\nphone: \"0800 111\"", "{page}");
    for key in ["output", "image", "toc_position", "clinic.photo", "wide"] {
        assert_listed(&report, "left", &format!("front matter `{key}`"));
    }
}

#[test]
fn values_keep_their_numbers_groups_and_lines() {
    let plain = "---\ntitle: A\nadults: |-\n  From 12 years:\n\n  ## At _most_\n  - 500 mg\nbabies: |-\n  Below 1 year:\n\n  60 mg.\ndose: {adult: {max: 2.50}, child: {max: 0250}}\n---\nWords.\n";
    let drug = "---\ntitle: B\ncontact: {phone: 0800}\ncontact_phone: 112\ndose: \"<p>Take 5</p><p>10 mg is too much</p>\"\ndose_a: {b: {c: {d: {e: 5 mg}}}}\ndoses: [{drug: A, dose: {adult: 500 mg, child: 1e3}}]\nwarnings: {style: Do not crush, dose: 4 g, meta: 5 mg}\nlong: |\n  Max 4 g [^1]\n\n  :::note\naddress: |\n  1 Mill Lane\n  Leeds\n---\nWords.\n";
    let site = OldSite::new(&[
        HUGO,
        ("layouts/single.html", "{{ .Params.adults }} {{ .Params.babies }} {{ .Params.warnings }}"),
        ("content/plain.md", plain),
        ("content/drugs/b.md", drug),
    ]);
    let report = site.import_and_build();
    let page = site.read("content/pages/plain/index.md");
    let text = "- **Dose: adult: max:** 2.50\n- **Dose: child: max:** 0250\n\n**Adults:**\n\nFrom 12 years:\n\n\n**At \\_most\\_**\n\n- 500 mg\n\n**Babies:**\n\nBelow 1 year:\n\n60 mg.\n\nWords.";
    assert!(page.contains(text), "{page}");
    let page = site.read("content/drugs/b/index.md");
    for words in [
        "contact_phone: \"0800\"\ncontact_phone_2: \"112\"\n",
        "dose: \"Take 5; 10 mg is too much\"",
        "warnings_meta: \"5 mg\"",
        "address: \"1 Mill Lane, Leeds\"",
        "dose_a_b_c_d: \"E: 5 mg\"",
        "| Adult: 500 mg; Child: 1e3 | A |",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert_listed(&report, "left", "Do not crush");
}

#[test]
fn widgets_of_a_start_page_and_yaml_at_the_margin() {
    let widget = |weight: u8, more: &str| format!("---\nwidget: blank\nheadless: true\nweight: {weight}\n{more}");
    let menu = "title: T\nbaseURL: https://t.example/\nmenu: {main: [{name: Services, url: '#services'}]}\n";
    let site = OldSite::new(&[
        ("hugo.yaml", menu),
        ("content/home/index.md", "---\ntype: widget_page\nheadless: true\n---\n"),
        ("content/home/call.md", &widget(20, "title: Call\nsubtitle: On weekdays\n---\nRing 112.\n")),
        ("content/home/services.md", &widget(10, "title: Our services\n---\nWe help.\n")),
        ("content/home/off.md", &widget(1, "active: false\ntitle: Off\n---\nOld words here.\n")),
        ("content/home/gone.md", &widget(2, "expiryDate: 2020-01-01\ntitle: Gone\n---\nGone words here.\n")),
        ("content/home/later.md", &widget(3, "date: 2199-01-01\ntitle: Later\n---\nLater words here.\n")),
        ("content/home/draft.md", &widget(4, "draft: true\ntitle: Draft\n---\nDraft words here.\n")),
        ("content/post/a.md", "---\ntitle: Ann's words\nsummary: \"\nAt most 5 mg.\"\n---\nWords.\n"),
        ("content/authors/justin/_index.md", "---\ntitle: Justin Clark\n---\nA nurse.\n"),
        (
            "content/fees.md",
            "---\ntitle: Fees\n---\nWith ({{% mention \"justin\" %}}).\n\n{{% cta cta_link=\"/post/\" cta_text=\"All texts\" %}}\n\n<div id=\"e\" style=\"display:none\"></div>\n",
        ),
        ("content/post/b.md", "---\ntitle: \"Of backs\"\na: [b\n---\nWords.\n"),
    ]);
    let report = site.import_and_build();
    let page = site.read("content/pages/index.md");
    let text = "## Our services {#services}\n\nWe help.\n\n## Call {#call}\n\nOn weekdays\n\nRing 112.";
    assert!(page.contains(text) && !page.contains("draft"), "{page}");
    for words in ["Old", "Gone", "Later", "Draft"] {
        assert!(!page.contains(words), "{page}");
        assert_listed(&report, "left", &format!("{words} words here."));
    }
    assert!(site.read("wellpress.yaml").contains("link: \"/#services\""));
    let page = site.read("content/post/a/index.md");
    let fees = site.read("content/pages/fees/index.md");
    assert!(fees.contains("([Justin Clark](../") && fees.contains("[All texts](") && !fees.contains("draft"), "{fees}");
    assert!(site.read("content/post/b/index.md").contains("title: \"Of backs\""));
    assert!(page.contains("title: \"Ann's words\"") && page.contains("description: \"At most 5 mg.\""), "{page}");
}

#[test]
fn pages_of_jekyll_with_a_list_of_posts_and_keys_of_a_menu() {
    let home = "---\ntitle: Home\n---\n<h2>Of us</h2><p>The clinic helps people with pain in the neck and back.</p>\n<ul>\n{%- for post in site.posts -%}<li>{{ post.title }}</li>{% if a %}{% for x in y %}{% endfor %}{% endif %}{% endfor %}\n</ul>\n";
    let site = OldSite::new(&[
        ("_config.yml", "title: T\nurl: https://t.example\ninclude: [_pages]\n"),
        ("_layouts/default.html", "{{ page.nav }}"),
        ("index.html", home),
        ("news.html", "---\ntitle: News\n---\n<h1>News</h1>{% for post in site.posts %}{{ post.title }}{% endfor %}\n"),
        (
            "contact.md",
            "---\ntitle: Contact\naliases: [Casey S. Greene, /old]\nnav: {order: 5, tooltip: 'By mail, or call 112'}\n---\nCall us.\n",
        ),
        ("_pages/team/_posts/2018-01-02-ann.md", "---\ntitle: Ann Lee\npermalink: team/ann\n---\nA nurse.\n"),
    ]);
    let report = site.import_and_build();
    let page = site.read("content/pages/index.md");
    assert!(page.contains("## Of us\n\nThe clinic helps") && !page.contains("draft"), "{page}");
    assert_listed(&report, "left", "loop `for post in site.posts`");
    assert_listed(&report, "first", "page that a template makes");
    let page = site.read("content/pages/contact/index.md");
    assert!(
        page.trim_end().ends_with("---\n\nCall us.") && page.contains("\"/old\"") && !page.contains("/Casey"),
        "{page}"
    );
    assert!(site.read("content/team/2018-01-02-ann/index.md").contains("permalink: \"/team/ann/\""));
}

#[test]
fn snippets_of_mkdocs_with_other_scissors() {
    let site = OldSite::new(&[
        ("mkdocs.yml", "site_name: T\nsite_url: https://t.example/\n"),
        ("docs/index.md", "# A\n\n---8<-- 'warning.md'\n\n-8<- \"warning.md:dose\"\n"),
        ("docs/warning.md", "Stop.\n\n-8<-- [start:dose]\nAt most 5 mg.\n-8<-- [end:dose]\n"),
    ]);
    site.import_and_build();
    let page = site.read("content/pages/index.md");
    assert_eq!((page.matches("::snippet{#").count(), page.matches("8<").count()), (2, 0), "{page}");
}

#[test]
fn more_libraries_with_one_key_than_rounds() {
    let text = "---\ntitle: A\n---\nIt helps [@lee].\n";
    let entry = |number: usize| format!("@book{{lee, title={{T{number}}}, author={{Lee, A.}}, year={{2020}}}}\n");
    let site = OldSite::new(&[("_config.yml", "title: T\nurl: https://t.example\n"), ("_posts/2020-01-01-a.md", text)]);
    (0..20).for_each(|number| site.write(&format!("_bibliography/{number:02}.bib"), entry(number).as_bytes()));
    site.write("_bibliography/20.bib", (entry(20) + &entry(21)).as_bytes());
    site.import_and_build();
    assert!(site.read("content/references/19.bib").contains("{lee-20,"));
    assert!(site.read("content/references/20.bib").contains("{lee-21,"));
}

#[test]
fn menus_keep_the_order_of_their_file_and_all_entries() {
    let page = |path: &str| (path.to_owned(), format!("---\ntitle: {path}\n---\nWords.\n"));
    let pages: Vec<(String, String)> = (0..20).map(|number| page(&format!("docs/p{number:02}.md"))).collect();
    let pages: Vec<(&str, &str)> = pages.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let many: String = (0..18).map(|number| format!("  - p{number:02}.md\n")).collect();
    let nav = format!("nav:\n- Z: p18.md\n  A: p19.md\n- Many:\n{many}- Maps: {{Y: p01.md, B: p02.md}}\n");
    let config = format!("site_name: T\nsite_url: https://t.example/\n{nav}");
    let site = OldSite::new(&[&[("mkdocs.yml", config.as_str())], &pages[..]].concat());
    let report = site.import_and_build();
    let settings = site.read("wellpress.yaml");
    assert!(settings.find("title: \"Z\"") < settings.find("title: \"A\""), "{settings}");
    assert!(settings.contains("/p00/") && settings.contains("/p17/"), "{settings}");
    assert!(
        settings.contains("{children: [{link: \"/p01/\", title: \"Y\"}, {link: \"/p02/\", title: \"B\"}]"),
        "{settings}"
    );
    assert_listed(&report, "to_confirm", "the 18 entries below \\\"Many\\\"");

    let site = OldSite::new(&[
        (
            "_config.yml",
            "title: T\nurl: https://t.example\nnavbar-links:\n  Two: b\n  More: {Z: a, C: c}\n  All: [{Y: a, D: b}]\n",
        ),
        ("a.md", "---\ntitle: A\n---\nA.\n"),
        ("b.md", "---\ntitle: B\n---\nB.\n"),
        ("c.md", "---\ntitle: C\n---\nC.\n"),
    ]);
    site.import_and_build();
    let settings = site.read("wellpress.yaml");
    // The title stands behind the entries below it.
    let place = |title: &str| settings.find(&format!("title: \"{title}\"")).expect(title);
    let order = ["Two", "More", "Z", "C", "All", "Y", "D"].map(place);
    assert!(order[0] < order[1] && order[2] < order[3] && order[1] < order[4] && order[5] < order[6], "{settings}");
}

#[test]
fn the_menu_of_just_the_docs() {
    let page = |title: &str, more: &str| format!("---\ntitle: {title}\n{more}---\nWords.\n");
    let files = |theme: &str| {
        OldSite::new(&[
            ("_config.yml", &format!("title: T\nurl: https://t.example\n{theme}")),
            ("index.md", &page("Home", "nav_order: 1\n")),
            ("b.md", &page("B", "nav_order: 2\nhas_children: true\n")),
            ("c.md", &page("Child", "parent: B\nhas_children: true\n")),
            ("d.md", &page("Grandchild", "parent: Child\ngrand_parent: B\n")),
            ("e.md", &page("E", "nav_order: \"a\"\n")),
            ("y.md", &page("Zed", "")),
            ("z.md", &page("Alone", "")),
            ("o.md", &page("Own", "parent: Own\n")),
            ("other.md", &page("Other", "nav_order: 10\n")),
            ("far.md", &page("Far", "parent: Child\ngrand_parent: Other\n")),
            ("hidden.md", &page("Hidden", "nav_exclude: true\n")),
        ])
    };
    let site = files("remote_theme: just-the-docs/just-the-docs@v0.10\n");
    site.import_and_build();
    let settings = site.read("wellpress.yaml");
    let (_, menu) = settings.split_once("  main:\n").unwrap();
    let links: Vec<&str> = menu.split("link: \"").skip(1).map(|link| link.split('"').next().unwrap()).collect();
    assert_eq!(&links[..7], ["/c/", "/d/", "/b/", "/other/", "/e/", "/z/", "/y/"], "{settings}");
    let site = files("");
    site.import_and_build();
    assert!(!site.read("wellpress.yaml").contains("/z/"));
}

#[test]
fn ends_of_texts_charts_and_pages_of_one_name_hide_nothing() {
    let site = OldSite::new(&[
        (
            "_config.yml",
            "title: T\nurl: https://t.example\ncollections: {tabs: {output: true, permalink: '/:title/'}}\n",
        ),
        ("_tabs/about.md", "---\ntitle: Tab\n---\nOf the tab.\n"),
        ("about.md", "---\ntitle: About\n---\nOf the root.\n\n```\ncode\n```\n\n```\n"),
        ("open.md", "---\ntitle: Open\n---\n````\n```\n5 mg\n```\n"),
        (
            "rows.md",
            "---\ntitle: Rows\nfeature_row:\n- {image_path: /a.svg, alt: Drawn, title: Rest, excerpt: 'At most *5 mg*.', url: /about/, btn_label: More}\nintro: [{excerpt: Hello you all}]\nitems: [{name: 6 mg}]\n---\n{% include feature_row id=\"intro\" %}\n\n{% include feature_row %}\n\n{% for item in page.items %}\n- {{ item.name }}\n{% endfor %}\n",
        ),
        ("a.svg", DRAWING),
    ]);
    let report = site.import_and_build();
    assert!(site.has("/about/") && site.has("/about.html"));
    let about = site.read("content/pages/about-2/index.md");
    assert!(about.trim_end().ends_with("```\ncode\n```") && !about.contains("draft"), "{about}");
    assert!(site.read("content/pages/open/index.md").contains("draft: true"));
    let rows = site.read("content/pages/rows/index.md");
    for words in ["Hello you all", "![Drawn](a.svg)\n\n## Rest\n\nAt most *5 mg*.\n\n[More](", "- 6 mg"] {
        assert!(rows.contains(words), "{words}: {rows}");
    }
    assert!(
        !rows.contains("feature_row") && !report.to_string().contains("has words that no page shows"),
        "{report:#}"
    );

    let site = OldSite::new(&[
        (
            "hugo.yaml",
            "title: T\nbaseURL: https://t.example/\ndefaultContentLanguage: en\nlanguages: {en: {}, sv: {}}\n",
        ),
        ("content/a/b.md", "---\ntitle: B\naliases: [old, ../older, /oldest/]\n---\nB.\n"),
        ("content/a/b.sv.md", "---\ntitle: B\naliases: [gammal]\n---\nB.\n"),
        (
            "content/a/c/index.md",
            "---\ntitle: C\n---\n{{< imgproc sunset Fill \"600x300\" >}}\nAt *most* 5 mg.\n{{< /imgproc >}}\n\n{{< chart \"https://a.example/x.json\" >}}\n\n{{< chart >}}\n{\"labels\": [\"7 mg\"]}\n{{< /chart >}}\n",
        ),
        ("content/a/c/the-sunset.svg", DRAWING),
    ]);
    let report = site.import_and_build();
    for address in ["/a/old", "/older", "/oldest/"] {
        assert!(site.has(address), "{address}");
    }
    assert!(site.read("wellpress.yaml").contains("\"/sv/a/gammal\": \"/sv/a/b/\""));
    let page = site.read("content/a/c/index.md");
    assert!(
        page.contains("](the-sunset.svg)") && page.contains("At *most* 5 mg.") && !page.contains("draft"),
        "{page}"
    );
    assert!(!site.html("/a/c/").contains("7 mg"));
    assert_listed(&report, "first", "7 mg");
    assert_listed(&report, "first", "https://a.example/x.json");
}

#[test]
fn numbers_of_figures_that_manubot_names() {
    let text = "![\nCap *x* one.\n](a.svg){#fig:a tag=\"S1\"}\n\n![Two.](a.svg){#fig:b}\n\nSee Figure {@fig:a}, {@fig:a}B and Figure {@fig:b}. `{@fig:a}` Table @tbl:c, @tbl:cc, @eq:d.\n\n| A |\n|---|\n| 5 mg |\n\nTable: Doses. {#tbl:c tag=\"T2\"}\n\n$$x$$ {#eq:d tag=\"B.1\"}\n\n$$y$$ {#eq:e}\n";
    let site = OldSite::new(&[
        ("content/metadata.yaml", "title: M\n"),
        ("content/01.a.md", text),
        ("content/02.b.md", "Also Figure {@fig:a}.\n"),
        ("content/a.svg", DRAWING),
    ]);
    site.import_and_build();
    let page = site.read("content/articles/m/index.md");
    for words in [
        "::figure[Figure S1: Cap *x* one.]{#numbered-fig-a src=",
        "See Figure [S1](#numbered-fig-a), [S1](#numbered-fig-a)B and @fig-b. `{@fig:a}` Table [T2](#numbered-tbl-c), ",
        ":::table[Table T2: Doses.]{#numbered-tbl-c}",
        "[(B.1)]{#eq-d}",
        "[(1)]{#eq-e}",
        "Also Figure [S1](#numbered-fig-a).",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(site.html("/articles/m/").contains("Figure 1"));
}

#[test]
fn words_beside_those_of_a_callout_are_told() {
    let template = "<div class='w'>{{ include.text }} {{ include.extra }} Never in pregnancy: call 112.</div>";
    let site = OldSite::new(&[
        ("_config.yml", "title: T\nurl: https://t.example\n"),
        ("_includes/warning.html", template),
        ("_includes/note.html", "{% if site.posts %}{{ include.extra }}{% endif %} Ask us first."),
        ("_includes/tip.html", "<b>Tip:</b> {{ include.text }}"),
        (
            "a.md",
            "---\ntitle: A\n---\n{% include warning.html text=\"At most 4 g.\" extra=\"Not with warfarin.\" %}\n\n{% include note.html text=\"One.\" extra=\"Not with wine.\" %}\n\n{% include tip.html text=\"Two.\" unused=\"Of nobody.\" %}\n\n<div class=\"note warning\">\n    Not before **a scan**.\n</div>\n\n- Item\n\n  <p class=\"alert alert-danger\">Stop at 5 g.</p>\n\n<div class=\"success\">Plain.</div>\n",
        ),
        ("b.html", "---\ntitle: B\n---\n<div class=\"notice--danger\"><p>Stop.</p><p>Now.</p></div>\n"),
    ]);
    let report = site.import_and_build();
    let page = site.read("content/pages/a/index.md");
    for words in [
        ":::warning\nAt most 4 g. Not with warfarin. Never in pregnancy: call 112.\n:::",
        ":::note\nOne.\n:::",
        ":::tip\nTwo.\n:::",
        ":::warning\nNot before **a scan**.\n:::",
        "  :::warning\n  Stop at 5 g.\n  :::",
        "\nPlain.",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let page = site.read("content/pages/b/index.md");
    assert!(page.contains(":::warning\nStop.\n\nNow.\n:::"), "{page}");
    for words in ["Not with wine.", "Ask us first."] {
        assert_listed(&report, "first", words);
    }
    assert!(!report.to_string().contains("Of nobody"), "{report:#}");
}

#[test]
fn values_and_data_of_tags_are_told_and_sentences_stay() {
    let text = "---\ntitle: A\n---\n{{< warning dose=\"4 g\" footer=\"Not with warfarin.\" >}}Stop.{{< /warning >}}\n\n{{< figure src=\"/x.png\" caption=\"Table\" note=\"Not at night\" width=\"300\" class=\"a b\" >}}\n\n{{< grid >}}\n{\"Adult\": {\"dose\": \"500 mg\"}}\n{{< /grid >}}\n\n{{< warning >}}\n[{\"Drug\":\"A\",\"Dose\":\"5 mg\"}]\n{{< /warning >}}\n";
    let chart = "---\ntitle: B\n---\n{{< svg-font \"icons/bootstrap/telephone\" >}}&nbsp; [Call us](tel:112) now.\n\n{{< flow-chart >}}\nIf rash, stop at once\nIf fever, take 5 mg\n{{< /flow-chart >}}\n";
    let template = "<div>{{ .Inner }} At most {{ .Get \"dose\" }}. {{ .Get \"footer\" }} Call 112 first.</div>";
    let site = OldSite::new(&[
        HUGO,
        ("layouts/shortcodes/warning.html", template),
        ("content/a.md", text),
        ("content/b.md", chart),
    ]);
    let report = site.import_and_build();
    for words in ["4 g\\\", \\\"Not with warfarin.", "Call 112 first.", "Not at night", "500 mg"] {
        assert_listed(&report, "first", words);
    }
    let page = site.read("content/pages/a/index.md");
    assert!(page.contains("draft: true") && page.contains("| A | 5 mg |\n:::"), "{page}");
    assert!(page.contains("<!-- grid\n{\"Adult"), "{page}");
    let page = site.read("content/pages/b/index.md");
    assert!(
        !page.contains("draft: true") && page.contains("If fever, take 5 mg") && !page.contains("mg\n-->"),
        "{page}"
    );

    let zola = OldSite::new(&[
        ("zola.toml", "title = 'T'\nbase_url = 'https://t.example'\n"),
        ("content/a.md", "+++\ntitle = 'A'\n+++\n{{ warning(text=\"Stop.\", note=\"Never in pregnancy\") }}\n"),
    ]);
    assert_listed(&zola.import_and_build(), "first", "Never in pregnancy");
    let mdx = OldSite::new(&[
        ("docusaurus.config.js", "module.exports = {title: 'T', url: 'https://t.example'};\n"),
        (
            "docs/a.md",
            "# A\n\n<Warn dose=\"4 g\" text=\"Stop\" note=\"Never alone\" />\n\n<Warning level=\"5 mg\" footer=\"Not with wine\">Stop</Warning>\n",
        ),
    ]);
    let report = mdx.import_and_build();
    for words in ["4 g\\\", \\\"Never alone", "5 mg\\\", \\\"Not with wine"] {
        assert_listed(&report, "first", words);
    }
}

#[test]
fn lists_and_menus_of_quarto_lead_to_pages() {
    let config = "project: {type: website}\nwebsite:\n  title: Lab\n  site-url: www.lab.example\n  navbar:\n    left:\n      - {text: '{{< fa house >}} Blog', href: blog.qmd}\n      - links.qmd\n      - sidebar:more\n  sidebar:\n    - {id: more, title: More, contents: [a.qmd, {text: B, file: b.qmd}]}\n";
    let entries = "---\ntitle: Links\nlisting:\n  - {id: one, contents: [{title: Tool, path: a.qmd, description: Counts 5 mg}]}\n  - {contents: [p*.qmd]}\n---\n::: {#one}\n:::\n\nBelow.\n";
    let page = |title: &str| format!("---\ntitle: {title}\n---\nWords.\n");
    let site = OldSite::new(&[
        ("_quarto.yml", config),
        ("blog.qmd", "---\ntitle: Blog\nlisting: {contents: posts, sort: date desc}\n---\n"),
        ("empty.qmd", "---\ntitle: Empty\nlisting: {contents: none}\n---\n"),
        ("posts/one.qmd", "---\ntitle: Late $R_t$, $5 or $6\ndate: 2024-01-02\n---\nWords.\n"),
        ("links.qmd", entries),
        ("a.qmd", &page("A")),
        ("b.qmd", &page("B")),
        ("pub.qmd", &page("Pub")),
    ]);
    let report = site.import_and_build();
    let settings = site.read("wellpress.yaml");
    assert!(
        settings.contains("base_url: \"https://www.lab.example/\"") && settings.contains("order: date"),
        "{settings}"
    );
    for entry in
        ["{link: \"/blog/\", title: \"Blog\"}", "link: \"/a/\", title: \"More\"", "{link: \"/b/\", title: \"B\"}"]
    {
        assert!(settings.contains(entry), "{entry}: {settings}");
    }
    assert!(site.html("/blog/").contains("Late R_t, $5 or $6") && site.has("/posts/one/"));
    let links = site.read("content/pages/links/index.md");
    let (above, below) = links.split_once("Below.").unwrap();
    assert!(
        above.contains("- [Tool](../a/index.md): Counts 5 mg") && below.contains("- [Pub](../pub/index.md)"),
        "{links}"
    );
    assert!(site.read("content/pages/empty/index.md").contains("draft: true"));
    assert_listed(&report, "to_confirm", "its list of `none` has no page");
}

#[test]
fn cells_references_and_pictures_of_quarto() {
    let text = "---\ntitle: T\n---\n```{r}\nknitr::opts_chunk$set(echo = FALSE)\n```\n\n```{r}\nsecret(5)\n```\n\nSee @fig-gone and [@fig-a]. An [error][Notes on Errors], [x].\n\n![A](pic.SVG){#fig-a}\n\n## Notes on errors\n\nWords.\n";
    let site = OldSite::new(&[("_quarto.yml", "project: {type: website}\n"), ("index.qmd", text)]);
    site.write("Pic.svg", DRAWING.as_bytes());
    let report = site.import_and_build();
    let page = site.read("content/pages/index.md");
    assert!(
        !page.contains("secret") && page.contains("See Figure and [@fig-a]") && page.contains("src=\"pic.svg\""),
        "{page}"
    );
    assert!(site.html("/").contains("<a href=\"#notes-on-errors\">error</a>"), "{page}");
    assert_listed(&report, "to_confirm", "`@fig-gone` refers to a figure");
}

#[test]
fn addresses_and_fences_of_docusaurus() {
    let config = "const root = process.env.ROOT || '/';\nconst whole = root.endsWith('/') ? baseUrl : `${root}/`;\nexport default {\n  title: 'T', url: 'https://t.example', baseUrl: root,\n  navbar: {items: [{to: '/blog', label: 'Blog'}]},\n};\n";
    let site = OldSite::new(&[
        ("docusaurus.config.ts", config),
        ("blog/index.md", "---\nslug: home\ntitle: Welcome\n---\nWords.\n"),
        ("blog/2024-02-25-b.md", "---\ntitle: B\n---\nWords.\n"),
        (
            "docs/a.md",
            "---\ntitle: A\n---\n- ```\n  {a: b}\n  ```\n\n:::tip\nSee\n```js\nload()\n:::\n\nAt most 5 mg.\n",
        ),
    ]);
    site.import_and_build();
    let settings = site.read("wellpress.yaml");
    assert!(
        settings.contains("base_url: \"https://t.example/\"")
            && settings.contains("{link: \"/blog/\", title: \"Blog\"}"),
        "{settings}"
    );
    assert!(site.has("/blog/home/") && site.has("/blog/2024/02/25/b/") && site.has("/blog/"));
    let page = site.read("content/docs/a/index.md");
    assert!(!page.contains("draft") && page.contains("load()\n```\n:::\n\nAt most 5 mg."), "{page}");
}

#[test]
fn figures_of_other_sites_keep_their_numbers() {
    let site = OldSite::new(&[
        ("content/metadata.yaml", "title: A study\n"),
        (
            "content/02.a.md",
            "## Use\n\nSee Figure {@fig:h}A.\n\n![Long\n  words.\n\n](https://o.example/h.svg){#fig:h .white}\n",
        ),
    ]);
    site.import_and_build();
    let page = site.read("content/articles/a-study/index.md");
    assert!(page.contains("[Figure 1]{#fig-h}: Long words. [Figure](https://o.example/h.svg)"), "{page}");
    assert!(site.html("/articles/a-study/").contains("<a href=\"#fig-h\">Figure 1</a>A"), "{page}");
}
