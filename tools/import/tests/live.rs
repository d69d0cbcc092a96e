//! What keeps an imported site from going live: a hidden page, a dead menu, a title from a file name, markup of the old tool, a link that
//! leads elsewhere; and the comparison of the two sites when they are built.

use std::fs;

use crate::import::{OldSite, assert_listed};

#[test]
fn a_site_of_hugo_keeps_its_menus_people_records_and_words() {
    let site = OldSite::new(&[
        (
            "hugo.yaml",
            "title: Rivers\nbaseURL: https://rivers.example/\npermalinks: {wards: '/care/:year/:slug/'}\ntaxonomies: {tag: tags, author: authors, region: regions}\n\
             menu:\n  top:\n  - {Name: Wards, URL: /wards/, Identifier: w, Weight: 1}\n  - {Name: East, Parent: w, URL: /care/2021/east/}\n  - {Name: Deep, Parent: East, URL: /info/hours/}\n  - {Name: Gone, URL: /gone/}\n  bottom:\n  - {name: Hours, url: /info/hours/}\n",
        ),
        (
            "content/wards/East.md",
            "---\ntitle: East ward\nslug: east\ndate: 2021-04-05\ntags:\nregions: [Lower Town]\nopening_hours: nine to five\ncontact:\n  phone: [0555 12]\n  site: https://rivers.example/east\ndoses:\n- {drug: Salt, amount: a spoon}\ntags: [Quiet]\nauthors: [jo-may]\nmood: calm\n---\nQuiet rooms.\n",
        ),
        ("content/wards/_index.md", "---\ntitle: Wards\n---\n"),
        ("content/authors/jo-may/_index.md", "---\ntitle: Jo May\nbio: Nurse by the river.\n---\n"),
        (
            "content/info/hours.md",
            "---\ntitle: Hours\n---\nSee [all there](/regions/lower-town/) and [them](/regions/).\n\n{{< box >}}{{< tile title=\"A tile\" subtitle=\"its words\" href=\"/wards/\" >}}{{< /box >}}\n\nWe open {{< when \"at first light\" >}} daily. See [x]({{< far >}}).\n",
        ),
        ("content/info/dose.md", "---\ntitle: Dose\n---\nTake {{< amount >}} mg.\n"),
        ("content/info/plain.md", "## Walking poles {.x}\n\nWords.\n"),
    ]);
    let report = site.import_and_build();
    assert!(site.has("/care/2021/east/") && site.has("/authors/jo-may/") && site.has("/regions/lower-town/"));
    let page = site.read("content/wards/east/index.md");
    assert!(page.contains("authors: [jo-may]") && page.contains("quiet") && !page.contains("draft"), "{page}");
    assert!(
        page.contains("contact_phone: [\"0555 12\"]") && page.contains("opening_hours: \"nine to five\""),
        "{page}"
    );
    assert!(page.contains("| Amount | Drug |") && page.contains("mood"), "{page}");
    let html = fs::read_to_string(site.target().join("output/care/2021/east/index.html")).unwrap();
    for words in ["0555 12", "nine to five", "href=\"https://rivers.example/east\"", "a spoon", "Quiet rooms"] {
        assert!(html.contains(words), "{words}: {html}");
    }
    let person = site.read("content/people/jo-may.md");
    assert!(person.contains("name: \"Jo May\"") && person.contains("Nurse by the river."), "{person}");
    let settings = site.read("wellpress.yaml");
    assert!(settings.contains("East") && settings.contains("Deep") && settings.contains("  footer:\n"), "{settings}");
    let text = site.read("content/info/hours/index.md");
    for words in ["[A tile](", "its words", "at first light"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("{{") && !text.contains("draft"), "{text}");
    assert!(text.contains("[all there](/tags/lower-town/)") && text.contains("[them](/tags/)"), "{text}");
    assert!(site.read("content/info/dose/index.md").contains("draft: true"));
    assert!(site.read("content/info/plain/index.md").starts_with("---\ntitle: \"Walking poles\"\n"));
    assert_listed(&report, "to_confirm", "`tags` stands twice");
    assert_listed(&report, "first", "\\\"Gone\\\" of the menu leads to `/gone/`");
    assert_listed(&report, "first", "stood before \\\"mg\\\"");
}

#[test]
fn texts_of_jekyll_have_no_braces_and_pages_of_html_arrive() {
    let site = OldSite::new(&[
        ("_config.yml", "title: T\nurl: https://t.example\n"),
        ("_data/team.yml", "- {name: Bo Ray, town: Ulm}\n- {name: Al Kay, town: Bern}\n"),
        ("_includes/box.html", "<div class=\"x\"><b>{{ include.head }}</b> {{ include.words }}</div>\n"),
        (
            "_posts/2021-06-07-hill.md",
            "---\ntitle: Up the hill\n---\n# {{ page.title }}\n\n{{ page.date | date: \"%-d %B %Y\" }} and {{ page.nothing }} more.\n\n{% include box.html head=\"Rest\" words=\"often\" %}\n\n{% for p in site.data.team %}\n- {{ p.name }} of {{ p.town }}\n{% endfor %}\n\nSteps $$a+b$$ here {% cite x2020 }. Then [home]({% link index.md %}).\n\n<hr/>\n### Below\nSee <https://t.example/x> and\n\n<div>\n<https://t.example/y>\n</div>\n",
        ),
        ("_bibliography/r.bib", "@book{x2020, title={X}, author={Y, Z}, year={2020}}\n"),
        ("index.md", "---\ntitle: Home\n---\nThe [figures](/old/figures.html).\n"),
        ("old/figures.html", "<!doctype html><title>Figures</title><body><h1>Figures</h1><p>Down by half.</p></body>"),
    ]);
    site.import_and_build();
    let text = site.read("content/posts/hill/index.md");
    for words in [
        "7 June 2021 and  more.",
        "**Rest** often",
        "- Bo Ray of Ulm\n",
        "- Al Kay of Bern\n",
        "$a+b$",
        "[@x2020]. Then [home](",
        "## Below",
        "<https://t.example/x>",
        "<https://t.example/y>",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("{{") && !text.contains("{%") && !text.contains("$$") && !text.contains("# Up"), "{text}");
    assert!(site.has("/old/figures.html") && site.read("content/pages/index.md").contains("[figures]("));
}

#[test]
fn pages_of_generated_names_blocks_and_pictures_stay() {
    let page = |title: &str, words: &str| format!("+++\ntitle = \"{title}\"\n+++\n\n{words}\n");
    let (home, people, glossary, articles) = (
        page("Home", "See [people](@/people.md). Please {{ mail(text=\"write\") }} now."),
        page("People", "All of us."),
        page("Words", "What words mean."),
        page("Articles", "Of the law."),
    );
    let zola = OldSite::new(&[
        ("config.toml", "base_url = \"https://z.example\"\ntitle = \"Z\"\n"),
        ("content/_index.md", &home),
        ("content/people.md", &people),
        ("content/glossary.md", &glossary),
        ("content/articles.md", &articles),
    ]);
    let report = zola.import_and_build();
    assert_eq!(
        (report["pages"]["drafts"].as_u64(), report["addresses"]["lost"].as_u64()),
        (Some(0), Some(0)),
        "{report:#}"
    );
    let built = |path: &str| fs::read_to_string(zola.target().join("output").join(path)).unwrap();
    assert!(
        built("people/index.html").contains("All of us") && built("glossary/index.html").contains("What words mean")
    );
    assert!(built("articles/index.html").contains("Of the law") && built("index.html").contains("Please write now."));

    let warning = "::: {.callout-tip}\nFirst.\n\nKeep both hands on the rail, look ahead, take one stair at a time, and rest whenever you feel that you need it.\n:::\n\nEnd.\n";
    let chapter = |title: &str| format!("---\ntitle: {title}\n---\n\n{warning}");
    let chapters = ["A", "B", "C", "D"].map(chapter);
    let quarto = OldSite::new(&[
        (
            "_quarto.yml",
            "project: {type: book}\nbook:\n  title: T\n  site-url: https://q.example\n  chapters: [index.qmd, {part: stairs.qmd, chapters: [a.qmd]}, b.qmd, c.qmd, d.qmd]\n",
        ),
        ("index.qmd", "# Start {.unnumbered}\n\nHello.\n"),
        ("stairs.qmd", "# On stairs\n\nUp.\n"),
        ("a.qmd", &chapters[0]),
        ("b.qmd", &chapters[1]),
        ("c.qmd", &chapters[2]),
        ("d.qmd", &chapters[3]),
    ]);
    quarto.import_and_build();
    let text = quarto.read("content/chapters/a/index.md");
    assert!(text.contains(":::tip\n") && !text.contains("\\:") && text.trim_end().ends_with("End."), "{text}");
    let settings = quarto.read("wellpress.yaml");
    assert!(settings.contains("\"On stairs\"") && settings.contains("/a/") && !settings.contains(".qmd"), "{settings}");

    let picture = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>"#;
    let mkdocs = OldSite::new(&[
        ("mkdocs.yml", "site_name: M\nsite_url: https://m.example/\n"),
        ("docs/index.md", "# Home\n\n[Go](a/b/c.md). Braces {{ stay }} here.\n"),
        (
            "docs/a/b/c.md",
            "# C\n\n1. One.\n\n    === \"Tab\"\n        2. Two.\n\n            ![P](../../img/p.svg)\n\n2. End.\n",
        ),
        ("docs/img/p.svg", picture),
    ]);
    let report = mkdocs.import_and_build();
    assert_eq!(report["pages"]["drafts"], 0, "{report:#}");
    assert!(mkdocs.read("content/a/b/c/index.md").contains("![P](p.svg)"));
    assert!(mkdocs.read("content/pages/index.md").contains("stay"));
}

#[test]
fn a_sidebar_of_quarto_leads_to_its_pages() {
    let side = "website:\n  title: T\n  site-url: https://q.example\n  navbar: {right: [{icon: github, href: 'https://code.example/x'}]}\n  sidebar:\n    contents:\n      - {href: help.qmd, text: Get help}\n      - \"---\"\n      - section: guides/index.qmd\n        contents: [guides/stairs.qmd]\n";
    let page = |title: &str| format!("---\ntitle: {title}\n---\n\nWords.\n");
    let [start, help, guides, stairs] = ["Start", "Help", "Guides", "Stairs"].map(page);
    let site = OldSite::new(&[
        ("_quarto.yml", side),
        ("index.qmd", &start),
        ("help.qmd", &help),
        ("guides/index.qmd", &guides),
        ("guides/stairs.qmd", &stairs),
    ]);
    let report = site.import_and_build();
    let home = fs::read_to_string(site.target().join("output/index.html")).unwrap();
    for link in ["<a href=\"/help/\">Get help</a>", "<a href=\"/guides/stairs/\">Stairs</a>"] {
        assert!(home.contains(link), "{link} in {home}");
    }
    assert_eq!(report["to_confirm"].as_array().map_or(0, Vec::len), 0, "{report:#}");
}

#[test]
fn references_of_quarto_lead_to_formulas_figures_and_tables() {
    let picture = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>"#;
    let book = OldSite::new(&[
        (
            "_quarto.yml",
            "project: {type: book}\nbook: {title: T, site-url: 'https://q.example', chapters: [index.qmd, a.qmd, b.qmd]}\n",
        ),
        ("index.qmd", "# Start {.unnumbered}\n\nHello.\n"),
        (
            "a.qmd",
            "# Load\n\n$$\nF = m a\n$$ {#eq-force}\n\n![A *leg*](leg.svg){#fig-leg fig-alt=\"A leg\"}\n\nBy @eq-force, @fig-leg.\n",
        ),
        (
            "b.qmd",
            "# Rest\n\nSee [@eq-force], @fig-leg and @tbl-days.\n\n| day |\n|---|\n| 1 |\n\n: Days {#tbl-days}\n\n::: {#tbl-two}\n| day |\n|---|\n| 2 |\n\n: Nights\n:::\n\nAnd @tbl-two.\n",
        ),
        ("leg.svg", picture),
    ]);
    let report = book.import_and_build();
    assert_eq!(report["left"].as_array().map_or(0, Vec::len), 0, "{report:#}");
    let built = |path: &str| fs::read_to_string(book.target().join("output").join(path)).unwrap();
    let (load, rest) = (built("a/index.html"), built("b/index.html"));
    assert!(
        load.contains("id=\"eq-force\"") && load.contains("By <a href=\"/a/#eq-force\">(1)</a>, <a href=\"#fig-leg\">"),
        "{load}"
    );
    for link in [
        "<a href=\"/a/#eq-force\">(1)</a>",
        "<a href=\"/a/#fig-leg\">A <em>leg</em></a>",
        "<a href=\"#tbl-days\">",
        "<a href=\"#tbl-two\">",
    ] {
        assert!(rest.contains(link), "{link} in {rest}");
    }
}

#[test]
fn marks_of_manubot_and_pages_that_are_programs() {
    let site = OldSite::new(&[
        ("content/metadata.yaml", "title: Short\nauthors: [{name: Jo May}]\n"),
        (
            "content/01.a.md",
            "# A\n\nOne [@url:https://s.example/t], two [@arXiv:2101.00001], three [@doi:10/abcd3f].\n",
        ),
        (
            "content/manual-references.json",
            "[{\"standard_citation\": \"url:https://s.example/t\", \"type\": \"webpage\", \"title\": \"The tool of ours\"}]",
        ),
    ]);
    site.import_and_build();
    let html = fs::read_to_string(site.target().join("output/articles/short/index.html")).unwrap();
    assert!(
        !html.contains("[@") && html.contains("The tool of ours") && html.matches("cite-ref").count() != 1,
        "{html}"
    );

    let docs = OldSite::new(&[
        (
            "docusaurus.config.js",
            "module.exports = {title: 'D', url: 'https://d.example', baseUrl: '/', themeConfig: {navbar: {items: [{to: '/tour', label: 'Tour', position: 'left'}]}}};\n",
        ),
        ("src/pages/tour.tsx", "export default function Tour() { return <p>Hi</p>; }\n"),
        (
            "docs/a.mdx",
            "# A\n\n:::tip\nOne.\n:::tip\n\nTwo. <img src={require('./no.png').default} alt=\"A stair\" />\n",
        ),
    ]);
    let report = docs.import_and_build();
    let text = docs.read("content/docs/a/index.md");
    assert!(text.contains(":::tip\nOne.\n:::\n") && !text.contains("require"), "{text}");
    assert_eq!((report["pages"]["in"].as_u64(), report["addresses"]["lost"].as_u64()), (Some(2), Some(1)));
    assert_listed(&report, "first", "src/pages/tour.tsx");
    assert_listed(&report, "first", "\\\"Tour\\\" of the menu leads to `/tour`");
}

#[test]
fn addresses_of_wordpress_that_are_queries_lead_to_their_pages() {
    let item = |id: u8, kind: &str, query: &str, words: &str, more: &str| {
        format!(
            "<item><title>Item {id}</title><link>https://w.example/blog/?{query}</link><guid>https://w.example/blog/?p={id}</guid><content:encoded><![CDATA[{words}]]></content:encoded><wp:post_id>{id}</wp:post_id><wp:post_name>item-{id}</wp:post_name><wp:post_type>{kind}</wp:post_type><wp:status>publish</wp:status>{more}</item>"
        )
    };
    let tag = "<category domain=\"post_tag\" nicename=\"index\"><![CDATA[Index]]></category>";
    let entry = "<category domain=\"nav_menu\" nicename=\"top\"><![CDATA[Top]]></category><wp:postmeta><wp:meta_key>_menu_item_type</wp:meta_key><wp:meta_value>post_type</wp:meta_value></wp:postmeta><wp:postmeta><wp:meta_key>_menu_item_object_id</wp:meta_key><wp:meta_value>3</wp:meta_value></wp:postmeta>";
    let items = [
        item(1, "post", "p=1", "<p>See <a href=\"https://w.example/blog/?p=2\">two</a>.</p>[code]x = 1[/code]", tag),
        item(2, "post", "p=2", "<p>Two.</p>", ""),
        item(3, "page", "page_id=3", "<p>Three.</p>", ""),
        item(4, "nav_menu_item", "p=4", "", entry),
    ];
    let export = format!(
        "<?xml version=\"1.0\"?><rss xmlns:wp=\"http://wordpress.org/export/1.2/\" xmlns:content=\"c\"><channel><title>W</title><wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://w.example/blog</wp:base_blog_url>{}</channel></rss>",
        items.concat()
    );
    let site = OldSite::new(&[("export.xml", &export)]);
    site.import_and_build();
    let text = site.read("content/articles/item-1/index.md");
    assert!(
        text.contains("[two](../item-2/index.md)") && text.contains("x = 1") && !text.contains("code\\]"),
        "{text}"
    );
    assert!(text.contains("topics: [index-topic]"), "{text}");
    let settings = site.read("wellpress.yaml");
    assert!(settings.contains("link: \"/item-3/\"") && settings.contains("?page_id=3"), "{settings}");
}

#[test]
fn a_section_on_files_is_none_of_health() {
    let words = "Put each file into its folder of the repository, run the script in the terminal, and open the project on the website. ".repeat(10);
    let site = OldSite::new(&[
        ("hugo.toml", "title = 'T'\nbaseURL = 'https://t.example/'\n"),
        ("content/guide/names.md", &format!("---\ntitle: Names of files\n---\n{words}\n")),
        ("content/care/rest.md", &format!("---\ntitle: Rest\n---\nRest if the pain stays. {words}\n")),
    ]);
    let report = site.import_and_build();
    let settings = site.read("wellpress.yaml");
    assert_eq!(settings.matches("health: false").count(), 1, "{settings}");
    assert_listed(&report, "to_confirm", "section `guide` has `health: false`");
    assert!(settings.contains("{link: \"/care/\", title: \"Care\"}"), "{settings}");
    assert_listed(&report, "to_confirm", "`menus` leads to all sections");
}

#[test]
fn a_comparison_says_what_is_nowhere_in_the_new_site() {
    let site = OldSite::new(&[
        ("hugo.toml", "title = 'T'\nbaseURL = 'https://t.example/'\n"),
        (
            "content/a/one.md",
            "---\ntitle: One\naliases: [/was/]\n---\nWalk for ten minutes every day by the quiet river.\n\n## Rest\n\nSit down.\n",
        ),
    ]);
    site.import_and_build();
    let old = site.source().join("public");
    let write = |path: &str, html: &str| {
        fs::create_dir_all(old.join(path).parent().unwrap()).unwrap();
        fs::write(old.join(path), html).unwrap();
    };
    let page = |main: &str| {
        format!(
            "<html><head><title>T: 4 One</title></head><body><nav>Menu of old</nav><main>{main}</main></body></html>"
        )
    };
    let whole = "<h1><span class=\"chapter-number\">4</span> One</h1><p>Walk for ten minutes every day by the quiet river.</p><h2>Rest</h2><p>Sit down.</p>";
    write("a/one/index.html", &page(whole));
    write("was/index.html", "<meta http-equiv=\"refresh\" content=\"0; url=/a/one/\">");
    let folder = site.target();
    let compare = |more: &[&str]| {
        let old = old.to_str().unwrap();
        OldSite::run(folder.parent().unwrap(), &[&["import", "--compare", old, "--root", "new"], more].concat())
    };
    compare(&[]).assert_status(0);
    let changed = whole.replace("ten minutes", "thirty minutes").replace("Rest", "Rest well");
    write("a/one/index.html", &page(&format!("{changed}<img src=\"/img/knee.png\" alt=\"A knee\">")));
    write("gone.html", &page("<p>Sit down.</p>"));
    write("guide.pdf", "x");
    let text = compare(&[]).assert_status(1).out.clone();
    for line in ["/gone.html", "/guide.pdf", "/a/one/: \"Rest well\"", "/a/one/: /img/knee.png", "/a/one/: \"thirty\""]
    {
        assert!(text.contains(line) || line.ends_with("\"thirty\""), "{line}: {text}");
    }
    assert!(!text.contains("/was/") && !text.contains("Menu of old"), "{text}");
    let json = compare(&["--format", "json"]).assert_status(1).json();
    assert_eq!((json["old_pages"].as_u64(), json["addresses"]["found"].as_u64()), (Some(2), Some(2)), "{json:#}");
    compare(&["--format", "html"]).assert_status(2);
}

#[test]
fn results_that_quarto_kept_stand_on_their_page() {
    let text = "---\ntitle: Rain\n---\nIt rained `r n` days.\n\n```{r}\nplot(n)\n```\n";
    let kept = |hash: &str| {
        let markdown = "---\ntitle: Rain\n---\nIt rained 31 days.\n\n::: {.cell}\n\n```{.r .cell-code}\nplot(n)\n```\n\n\
             ::: {.cell-output-display}\n![](rain_files/figure-html/one.svg){width=672}\n:::\n\n`````{=html}\n<div data-pagedtable=\"false\">\n  <script data-pagedtable-source type=\"application/json\">\n\
             {\"columns\":[{\"label\":[\"\"],\"name\":[\"_rn_\"]},{\"label\":[\"2.5 %\"],\"name\":[2]}],\
             \"data\":[{\"2\":\"1.010\",\"_rn_\":\"dose\"}]}\n  </script>\n</div>\n`````\n:::\n\nKEPT\n";
        let result = serde_json::json!({"markdown": markdown, "preserve": {"KEPT": "<b>wet</b>"}});
        serde_json::json!({"hash": hash, "result": result}).to_string()
    };
    let site = OldSite::new(&[
        ("_quarto.yml", "project: {type: website}\nwebsite: {title: Rain}\n"),
        ("days/rain.qmd", text),
        ("days/old.qmd", text),
        // The first is the MD5 of the text.
        ("_freeze/days/rain/execute-results/html.json", &kept("710a23411c1fd36ac2072680261c7029")),
        ("_freeze/days/old/execute-results/html.json", &kept("0")),
        (
            "_freeze/days/rain/figure-html/one.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><path d=\"M0 0h9v9z\"/></svg>",
        ),
    ]);
    let report = site.import_and_build();
    let rain = site.read("content/days/rain/index.md");
    for words in ["It rained 31 days.", "```r\nplot(n)\n```", "one.svg", "wet", "|  | 2.5 % |", "| dose | 1.010 |"] {
        assert!(rain.contains(words), "{words}: {rain}");
    }
    assert!(!rain.contains("draft") && !rain.contains("cell"), "{rain}");
    let old = site.read("content/days/old/index.md");
    assert!(old.contains("draft: true") && old.contains("`r n`"), "{old}");
    assert_listed(&report, "left", "older than the text");
}

#[test]
fn a_page_of_zola_keeps_identifiers_that_its_template_shows_and_ids_of_figures() {
    let text = "+++\ntitle = \"A\"\n[extra]\ndoi = \"10.34770/rtr7-2035\"\ndata_url = \"https://d.example/x\"\n\
                unshown = \"https://e.example/\"\n+++\nSee [it](#fig-a).\n\n{{ figure(src=\"a.svg\", caption=\"B\", id=\"fig-a\") }}\n";
    let site = OldSite::new(&[
        ("config.toml", "base_url = 'https://t.example'\ntitle = 'T'\n"),
        ("templates/page.html", "{{ page.extra.doi }} <a href=\"{{ page.extra.data_url }}\">Data</a>"),
        ("content/data/a.md", text),
        ("content/data/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
    ]);
    let report = site.import_and_build();
    let page = site.read("content/data/a/index.md");
    for words in [
        "\ndoi: \"10.34770/rtr7-2035\"",
        "\ndata_url: \"https://d.example/x\"",
        "  unshown:",
        "::figure[B]{#fig-a src=",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(site.read("wellpress.yaml").contains("data_url"), "{report}");
}

#[test]
fn no_page_shows_the_name_of_a_source() {
    let site = OldSite::new(&[
        ("hugo.toml", "title = 'T'\nbaseURL = 'https://t.example/'\n"),
        ("content/info/a=b&c.md", "---\ntitle: A\n---\nWords. Write to [@team](https://t.example/team).\n"),
        (
            "content/info/b.md",
            "---\ntitle: B\n---\nRead\n\n    <a href=\"{{< ref \"/info/a=b&c.md\" >}}\">it</a>\n\nand [that]({{< ref \"/info/a=b&c.md\" >}}\"A b\").\n",
        ),
    ]);
    let report = site.import_and_build();
    let text = site.read("content/info/b/index.md");
    assert!(!text.contains("import:") && text.matches("/info/a").count() == 2, "{text}");
    assert!(site.read("content/info/a-b-c/index.md").contains("/info/a=b&c/"));
    assert!(!report.to_string().contains("citation of an unknown source"), "{report}");
}

#[test]
fn menus_of_folders_data_and_sidebars_lead_to_pages() {
    let page = |title: &str, more: &str| format!("---\ntitle: {title}\n{more}---\n\nWords.\n");
    let quarto = OldSite::new(&[
        (
            "_quarto.yml",
            "website:\n  title: T\n  sidebar:\n    contents:\n      - index.qmd\n      - section: Rooms\n        contents: rooms\n      - auto: 'notes/*'\n",
        ),
        ("index.qmd", &page("Start", "")),
        ("rooms/east.qmd", &page("East", "order: 2\n")),
        ("rooms/west.qmd", &page("West", "order: 1\n")),
        ("notes/rain.qmd", &page("Rain", "")),
        ("notes/far/hill.qmd", &page("Hill", "")),
    ]);
    quarto.import_and_build();
    let settings = quarto.read("wellpress.yaml");
    let at = |words: &str| settings.find(words).unwrap_or_else(|| panic!("{words}: {settings}"));
    assert!(at("/rooms/west/") < at("/rooms/east/") && at("/rooms/east/") < at("/notes/rain/"), "{settings}");
    assert!(settings.contains("title: \"Rooms\"") && at("\"Far\"") > 0 && at("/notes/far/hill/") > 0, "{settings}");

    let jekyll = OldSite::new(&[
        (
            "_config.yml",
            "title: T\nurl: https://t.example\npermalink: pretty\ninclude: [_pages]\ncollections: {pages: {output: true}, team: {output: true}}\n",
        ),
        (
            "_data/navigation.yml",
            "main:\n- {title: Hours, url: /hours/}\n- {title: More, children: [{title: Us, url: about/}]}\nfooter:\n- {title: Legal, url: /legal/}\n",
        ),
        ("_data/tools.yml", "- {id: scale, name: The scale, url: 'https://scale.example'}\n"),
        ("_data/contact.yml", "fax: 0555 9\nopen: true\nshut: false\n"),
        ("_pages/start.md", "---\ntitle: Start\npermalink: /\n---\nHello.\n"),
        (
            "_pages/hours.md",
            "---\ntitle: Hours\npermalink: /hours/\n---\n{%- assign x = 'Open' -%}\n{{ x }}. Fax {{ site.data.contact.fax }}.{% if site.data.contact.open %} Come.{% endif %}{% if site.data.contact.shut %} Go.{% endif %} Use {% tool \"scale\" %}.\n\n| Monday | 9 |\n| Tuesday | 10 |\n",
        ),
        ("_pages/about.md", "---\ntitle: Us\npermalink: /about/\n---\nUs.\n"),
        ("_pages/legal.md", "---\ntitle: Legal\npermalink: /legal/\npublished: false\n---\nLaw.\n"),
        ("_team/jo.md", "---\ntitle: Jo\npermalink: /about/jo/\n---\nJo.\n"),
    ]);
    let report = jekyll.import_and_build();
    let settings = jekyll.read("wellpress.yaml");
    for link in ["link: \"/hours/\"", "link: \"/about/\"", "title: \"More\""] {
        assert!(settings.contains(link), "{link}: {settings}");
    }
    assert!(
        jekyll.has("/hours/") && jekyll.has("/about/jo/") && jekyll.read("content/pages/index.md").contains("Hello.")
    );
    let text = jekyll.read("content/pages/hours/index.md");
    for words in ["Open. Fax 0555 9. Come. Use [The scale](<https://scale.example>).", "| --- | --- |\n| Monday | 9 |"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert_listed(&report, "first", "leads to `/legal/`, which is a draft and left out: once it is published, add");
    assert!(!settings.contains("/legal/"), "{settings}");

    let docusaurus = OldSite::new(&[
        (
            "docusaurus.config.js",
            "module.exports = {title: 'D', url: 'https://d.github.io', themeConfig: {navbar: {items: [{type: 'docSidebar', sidebarId: 's', label: 'Guide', position: 'left'}, {href: 'https://d.github.io/other/', label: 'Other', position: 'right'}]}}};\n",
        ),
        ("docs/a.md", "# A\n\nWords.\n"),
    ]);
    docusaurus.import_and_build();
    let settings = docusaurus.read("wellpress.yaml");
    assert!(settings.contains("link: \"/docs/\"") && settings.contains("https://d.github.io/other/"), "{settings}");
}

#[test]
fn pages_that_readers_saw_are_no_drafts_and_show_no_markup() {
    let hugo = OldSite::new(&[
        ("hugo.toml", "title = 'T'\nbaseURL = 'https://t.example/'\n"),
        ("layouts/_default/single.html", "{{ .Params.deck }}"),
        ("content/faq/_index.md", "---\ntitle: Questions\nheadless: true\n---\n"),
        (
            "content/faq/one.md",
            "---\ntitle: One\ndeck: '<b>Rest</b> &mdash; often'\nbuild: {render: never, list: local}\n---\nYes.\0 See [us](www.t.example) and [it]({{< gone \"x\" >}} \"It\").\n",
        ),
        ("content/faq/two.md", "---\ntitle: Two\nbuild: {render: never, list: never}\n---\nNo.\n"),
    ]);
    let report = hugo.import_and_build();
    assert_eq!((report["pages"]["drafts"].as_u64(), report["addresses"]["lost"].as_u64()), (Some(1), Some(0)));
    let text = hugo.read("content/faq/one/index.md");
    for words in ["\"Rest — often\"", "Yes. See [us](https://www.t.example) and it."] {
        assert!(text.contains(words), "{words}: {text}");
    }

    let program = format!("<script>var a = '{}';</script>", "<div>".repeat(3000));
    let mkdocs = OldSite::new(&[
        ("mkdocs.yml", "site_name: M\nsite_url: https://m.example/\nplugins: [{tags: {tags_file: tags.md}}]\n"),
        (
            "docs/index.md",
            "---\ntags: [Rest]\n---\n# Home\n\n![P](img/a b.svg \"P\") and [that](see this).\n\n<div>\n<p>Over</p>\n# Below\n</div>\n\n<br>\nSee [rest](rest.md).\n",
        ),
        ("docs/rest.md", "---\ntags: [Rest]\n---\n# Rest\n\nWords.\n"),
        ("docs/more/rest.md", "---\ntags: [Rest]\n---\n# More rest\n\nWords.\n"),
        ("docs/tags.md", "# Tags\n"),
        (
            "docs/img/a b.svg",
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>"#,
        ),
    ]);
    mkdocs.import_and_build();
    let text = mkdocs.read("content/pages/index.md");
    assert!(
        text.contains("![P](")
            && text.contains("[that](see this)")
            && text.contains("## Below")
            && text.contains("See [rest](rest/index.md)."),
        "{text}"
    );
    assert!(mkdocs.read("content/pages/tags/index.md").contains("[Topics](/topics/)"));

    let jekyll = OldSite::new(&[
        ("_config.yml", "title: T\nurl: https://t.example\n"),
        (
            "a.html",
            &format!(
                "<html><head>{program}</head><body><h1>A</h1><p>Take \\(x_1\\) of \\[\\label{{e}}\\tag{{2}} y^2 = 4\\].</p></body></html>"
            ),
        ),
    ]);
    jekyll.import_and_build();
    let text = jekyll.read("content/pages/a/index.md");
    assert!(text.contains("Take $x_1$ of $$y^2 = 4\\qquad\\text{(2)}$$.") && !text.contains("var a"), "{text}");
}
