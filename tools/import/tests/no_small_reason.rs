//! Pages, menus and titles that a site of another tool has for a reason that is easy to overlook.

use crate::import::{DRAWING, OldSite, assert_listed};

#[test]
fn notes_have_the_names_of_their_files_and_no_marks_of_obsidian() {
    let site = OldSite::new(&[
        (
            "beta-blockers.md",
            "---\naliases: [BB, 'A: b']\n---\n# Doses\n\nAt most 5 mg. See [[gone|them]].\n\n# Risks\n\nFew.\n",
        ),
        ("pain.md", "See [[beta-blockers]].\n\n>[!danger] Stop\n> Now.\n\n> [!Definition] Pain\n> It hurts.\n"),
    ]);
    let report = site.import_and_build();
    let note = site.read("content/pages/beta-blockers/index.md");
    assert!(note.starts_with("---\ntitle: \"Beta-blockers\"\n") && note.contains("## Doses"), "{note}");
    assert!(!note.contains("\naliases") && note.contains("See them."), "{note}");
    assert!(!site.has("/BB/") && site.html("/beta-blockers/").contains("At most 5 mg."));
    let pain = site.read("content/pages/pain/index.md");
    assert!(pain.contains("> [!warning] Stop") && pain.contains("> [!note] Pain"), "{pain}");
    assert_listed(&report, "left", "link to a missing note");
    let settings = site.read("wellpress.yaml");
    assert!(settings.contains("{link: \"/beta-blockers/\", title: \"Beta-blockers\"}"), "{settings}");
}

#[test]
fn one_heading_of_level_1_is_a_title_and_two_are_none() {
    let site = OldSite::new(&[
        ("a.md", "Words.\n\n# Alone\n\nMore.\n"),
        ("b.md", "Words.\n\n# Treatment\n\nRest.\n\n# Outlook\n\nGood.\n"),
    ]);
    site.import_and_build();
    assert!(site.read("content/pages/a/index.md").contains("title: \"Alone\""));
    let second = site.read("content/pages/b/index.md");
    assert!(second.contains("title: \"B\"") && second.contains("## Treatment"), "{second}");
}

#[test]
fn menus_of_jekyll_that_pages_and_titles_make() {
    let page = |title: &str, more: &str| format!("---\ntitle: {title}\n{more}---\nWords.\n");
    let config = "title: T\nurl: https://t.example\n";
    let site = OldSite::new(&[
        ("_config.yml", config),
        ("index.md", &page("Home", "nav_order: 1\n")),
        ("two.md", &page("<i>Two</i>", "nav_order: 2\n")),
        ("one.md", &page("One", "nav: {order: 1.5}\n")),
        ("below.md", &page("Below", "parent: One\n")),
        ("hidden.md", &page("Hidden", "nav_order: 3\nnav_exclude: true\n")),
    ]);
    site.import_and_build();
    let settings = site.read("wellpress.yaml");
    let menu = "  main:\n    - {children: [{link: \"/below/\", title: \"Below\"}], link: \"/one/\", title: \"One\"}\n    - {link: \"/two/\", title: \"Two\"}\n";
    assert!(settings.contains(menu), "{settings}");

    let links = format!(
        "{config}navbar-links:\n  Speakers: speakers\n  More:\n  - Papers: /papers\n  - Web: https://w.example\n"
    );
    let site = OldSite::new(&[("_config.yml", &links), ("speakers.md", &page("S", "")), ("papers.md", &page("P", ""))]);
    site.import_and_build();
    let settings = site.read("wellpress.yaml");
    let more = "{children: [{link: \"/papers/\", title: \"Papers\"}, {link: \"https://w.example\", title: \"Web\"}], link: \"/papers/\", title: \"More\"}";
    assert!(settings.contains(more) && settings.contains("{link: \"/speakers/\", title: \"Speakers\"}"), "{settings}");
}

#[test]
fn a_site_of_jekyll_without_a_menu_gets_one_of_its_texts() {
    let site = OldSite::new(&[
        (
            "_config.yml",
            "title: T\nurl: https://t.example\ncollections: {tabs: {output: true}, members: {output: true}}\n",
        ),
        ("_tabs/papers.md", "---\ntitle: Papers\norder: 1\n---\nWords.\n"),
        ("_members/ann-lee.md", "---\nname: Ann Lee\n---\nWords.\n"),
        ("css/icons.html", "<html><head><title>Icons</title></head><body><p>Icons.</p></body></html>"),
        (
            "admin/index.html",
            "<html>\n<head>\n<title>Of a tool</title>\n<script src='x.js'></script>\n</head>\n<body></body>\n</html>",
        ),
        ("404.md", "---\ntitle: Not here\npermalink: /404.html\n---\nGone.\n"),
        (
            "report.html",
            "<html><head><title>Report</title><script>function a(e){{if(e)return e;}}; var s=\"{{x}}\";</script></head><body><p>12 deaths.</p></body></html>",
        ),
        ("_data/team.yml", "- {name: Bo Kim, role: Nurse}\n"),
        (
            "people.html",
            "---\ntitle: People\n---\n<p>5 patients a day.</p>\n{% for p in site.data.team %}\n<p>{{ p.name }}, {{ p.role }}</p>\n{% endfor %}\n",
        ),
        ("list.html", "---\ntitle: List\n---\n{% for p in site.posts %}\n<p>{{ p.title }}</p>\n{% endfor %}\n"),
    ]);
    let report = site.import_and_build();
    let settings = site.read("wellpress.yaml");
    let menu = "  main:\n    - {link: \"/papers/\", title: \"Papers\"}\n    - {link: \"/members/\", title: \"Members\"}\n    - {link: \"/people/\", title: \"People\"}\n    - {link: \"/report/\", title: \"Report\"}\n";
    assert!(settings.contains(menu), "{settings}");
    assert!(site.read("content/members/ann-lee/index.md").contains("title: \"Ann Lee\""));
    let people = site.read("content/pages/people/index.md");
    assert!(people.contains("5 patients a day.") && people.contains("Bo Kim, Nurse"), "{people}");
    let text = site.read("content/pages/report/index.md");
    assert!(text.contains("12 deaths.") && !text.contains("draft"), "{text}");
    assert!(!site.has("/404/") && !site.has("/admin/") && !site.has("/list/"));
    assert_listed(&report, "left", "page for missing addresses");
}

#[test]
fn appendices_raw_text_and_authors_of_quarto() {
    let site = OldSite::new(&[
        (
            "_quarto.yml",
            "project: {type: book}\nbook:\n  title: Doses\n  chapters: [index.qmd, one.qmd]\n  appendices: [words.qmd]\n",
        ),
        ("index.qmd", "# Welcome\n\nWords.\n"),
        (
            "one.qmd",
            "---\nauthor: \"<a href='https://a.example'>Ann Lee, Ph.D.</a>\"\nparams: {dose: 5 mg}\n---\n# `r fontawesome::fa(\"x\")` One\n\nTake `r params$dose`, `<b>no more</b>`{=html}. See [it](words.qmd#sec-heat).\n",
        ),
        ("words.qmd", "# Words\n\n## Heat {#sec-heat}\n\nAbove 38.\n"),
    ]);
    site.import_and_build();
    let page = site.read("content/chapters/one/index.md");
    assert!(page.contains("title: \"One\"") && page.contains("authors: [ann-lee-ph-d]"), "{page}");
    assert!(page.contains("Take 5 mg, <b>no more</b>.") && page.contains("../words/index.md#sec-heat"), "{page}");
    assert!(!page.contains("draft") && site.read("content/people/ann-lee-ph-d.md").contains("\"Ann Lee, Ph.D.\""));
    assert!(site.read("wellpress.yaml").contains("title: \"Appendices\""));
}

#[test]
fn authors_and_tags_of_older_manuscripts() {
    let site = OldSite::new(&[
        ("content/metadata.yaml", "title: Review\nauthor_info:\n- {name: Ann Lee, orcid: 0000-0002-1825-0097}\n"),
        ("content/citation-tags.tsv", "tag\tcitation\ngonl\tdoi:10.1038/ng.3021\n"),
        ("content/01.text.md", "Many variants were found [@tag:gonl; @tag:gone].\n"),
    ]);
    site.import_and_build();
    let page = site.read("content/articles/review/index.md");
    assert!(page.contains("authors: [ann-lee]") && page.contains("[@doi:10.1038/ng.3021; "), "{page}");
    assert!(site.html("/articles/review/").contains("10.1038/ng.3021"), "{page}");
}

#[test]
fn shortcodes_of_hugo_whose_templates_show_words_or_data() {
    let site = OldSite::new(&[
        (
            "hugo.yaml",
            "title: T\nbaseURL: https://t.example/\ndefaultContentLanguage: en\nlanguages:\n  en: {contentDir: content/en}\n  sv: {contentDir: content/sv}\n",
        ),
        ("layouts/shortcodes/doses.html", "{{ range .Site.Data.doses }}<p>{{ .name }}</p>{{ end }}"),
        ("layouts/shortcodes/call.html", "<div class=\"w {{ .Get 0 }}\"><p>Call 113 now.</p></div>"),
        ("content/en/a.md", "---\ntitle: A\ndate: 2021-08-20\n---\nDoses for adults:\n\n{{< doses >}}\n"),
        (
            "content/en/b.md",
            "---\ntitle: B\ndate: 2021-08-20\nmenu: {navbar_top: {weight: 1}}\n---\nHelp.\n\n{{< call >}}\n\n<hr class=\"faded\" />\n\n$$\nx = \\left\\[ F(t) \\right\\]^{o}\n$$\n",
        ),
        ("content/en/c.md", "---\ntitle: C\nmenu: {a_side: {weight: 1}}\n---\nC.\n"),
        ("content/sv/b.md", "---\ntitle: B\naliases: [/sv/old/, /gammal/]\n---\nB.\n"),
    ]);
    let report = site.import_and_build();
    assert!(site.read("content/pages/a/index.md").contains("draft: true"), "its doses are not there");
    let page = site.read("content/pages/b/index.md");
    assert!(page.contains("published: 2021-08-20") && !page.contains("draft") && page.contains("\n***\n"), "{page}");
    assert!(page.contains("\\left[ F(t) \\right]^{o}"), "{page}");
    assert_listed(&report, "left", "Call 113 now.");
    let settings = site.read("wellpress.yaml");
    assert!(
        settings.contains("\"/gammal/\": \"/sv/b/\"") && settings.contains("\"/sv/old/\": \"/sv/b/\""),
        "{settings}"
    );
    assert!(site.has("/sv/b/"));
    assert!(settings.contains("  main:\n    - {link: \"/b/\""), "{settings}");
}

#[test]
fn one_title_above_a_menu_of_mkdocs_and_attributes_of_its_pictures() {
    let site = OldSite::new(&[
        (
            "mkdocs.yml",
            "site_name: T\nsite_url: https://t.example/\nmarkdown_extensions:\n- attr_list\n- zensical.extensions.macros: {module_name: docs/main}\nnav:\n- Health:\n  - Home: index.md\n  - Dose: dose.md\n  - Work: [a.md, b.md]\n",
        ),
        (
            "docs/index.md",
            "# T\n\n[Go](dose.md){: onclick=\"x()\" } and ![a](a.png){: width=\"50%\" } and *this*{: title=\"5 mg\" }.\n",
        ),
        ("docs/a.png", "x"),
        ("docs/dose.md", "# Dose\n\nTake {{ amount(5) }} mg.\n"),
        ("docs/a.md", "# A\n\nA.\n"),
        ("docs/b.md", "# B\n\nB.\n"),
    ]);
    site.import_and_build();
    let settings = site.read("wellpress.yaml");
    assert!(settings.contains("link: \"/a/\", title: \"A\"") && !settings.contains("title: \"Health\""), "{settings}");
    let home = site.read("content/pages/index.md");
    assert!(!home.contains("onclick") && !home.contains("50%") && home.contains("5 mg"), "{home}");
    assert!(site.read("content/pages/dose/index.md").contains("draft: true"));
}

#[test]
fn addresses_of_files_and_the_title_of_a_theme_in_hugo() {
    let config = |ugly: &str| {
        format!("baseURL = 'https://t.example/'\n{ugly}[params]\ntitle = 'Backs'\ndescription = 'Of backs.'\n")
    };
    let files = [
        (
            "content/posts/a.md",
            "---\ntitle: A\ntags: [Neck pain]\ndate: 2024-03-05\n---\nAt most 5 mg. [B](b.html), [about](../about.html), ![x](../x.svg), ![y](y.svg)\n",
        ),
        ("content/posts/b/index.md", "---\ntitle: B\ndate: 2024-03-05\n---\n![y](y.svg)\n"),
        ("content/posts/b/y.svg", DRAWING),
        ("content/about.md", "---\ntitle: About\nurl: /about/\n---\nB.\n"),
        ("static/x.svg", DRAWING),
        ("static/posts/y.svg", DRAWING),
    ];
    let of = |ugly: &str| {
        let site = OldSite::new(&files);
        site.write("hugo.toml", config(ugly).as_bytes());
        let report = site.import_and_build();
        assert_eq!(report["addresses"]["lost"], 0, "{report:#}");
        site
    };
    let site = of("uglyURLs = true\n");
    for address in ["/posts/a.html", "/posts/b.html", "/about/", "/posts.html", "/tags/neck-pain.html", "/posts/a/"] {
        assert!(site.has(address), "{address}");
    }
    let page = site.read("content/posts/a/index.md");
    assert!(page.contains("[B](../b/index.md), [about](../../pages/about/index.md)"), "{page}");
    assert!(page.matches(".svg)").count() == 2, "{page}");
    let settings = site.read("wellpress.yaml");
    assert!(settings.starts_with("title: \"Backs\"") && settings.contains("description: \"Of backs.\""), "{settings}");
    let site = of("uglyURLs = {posts = true}\n");
    assert!(site.has("/posts/a.html") && !site.has("/tags/neck-pain.html"));
    assert!(!of("uglyURLs = {other = true}\n").has("/posts/a.html"));
}
