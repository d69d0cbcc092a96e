//! `wellpress import`: what it takes away it says, and what could change the sense makes a draft.

use std::fs;
use std::io::{Cursor, Write};

use crate::import::{OldSite, assert_listed};

#[test]
fn texts_and_components_of_docusaurus_arrive() {
    let site = OldSite::new(&[
        ("docusaurus.config.js", "module.exports = {title: 'Backs', url: 'https://backs.example', baseUrl: '/'};\n"),
        (
            "docs/start.mdx",
            "---\ntitle: Start\n---\nimport Limit from './_limit.mdx';\nimport Chart from '../chart.js';\n\nRead this.\n\n<Limit />\n\n<Admonition type=\"danger\" title=\"Not with wine\">\n\nWait a day.\n\n</Admonition>\n\n<Chart label=\"Days of rest\" />\n",
        ),
        ("docs/_limit.mdx", "Take at most 8 drops a day.\n"),
        ("docs/gone.mdx", "---\ntitle: Gone\n---\nimport X from './_nowhere.md';\n\nBefore.\n\n<X />\n"),
        ("docs/quiet.md", "---\ntitle: Quiet\nunlisted: true\n---\nText.\n"),
    ]);
    let report = site.import_and_build();
    let page = site.read("content/docs/start/index.md");
    assert!(
        page.contains("::snippet{#docs-limit}") && page.contains(":::warning[Not with wine]\nWait a day."),
        "{page}"
    );
    assert!(page.contains("**Days of rest**") && !page.contains("draft"), "{page}");
    assert!(site.read("content/snippets/docs-limit.md").contains("at most 8 drops"));
    assert!(site.read("content/docs/gone/index.md").contains("draft: true"));
    assert!(site.read("content/docs/quiet/index.md").contains("draft: true"));
    assert_listed(&report, "left", "component `Chart`");
    assert_listed(&report, "to_confirm", "docs/_nowhere.md");
    assert_listed(&report, "to_confirm", "unlisted: true");
}

#[test]
fn quarto_shows_what_its_web_site_shows() {
    let site = OldSite::new(&[
        (
            "_quarto.yml",
            "project: {type: website, render: [\"*.qmd\", \"!old.qmd\"]}\nwebsite: {title: T, site-url: \"https://t.example\"}\n",
        ),
        ("index.qmd", "---\ntitle: Home\n---\nWelcome.\n"),
        ("old.qmd", "---\ntitle: Old\n---\nOld words.\n"),
        (
            "a.qmd",
            "---\ntitle: A\n---\n::: {.content-visible when-format=\"html\"}\nSee below.\n:::\n\n::: {.content-visible when-format=\"pdf\"}\nSee page 9.\n:::\n\n::: {.content-hidden when-format=\"docx\"}\nNot in Word.\n:::\n\nAs [here]{.content-visible when-format=\"html\"}[there]{.content-hidden when-format=\"html\"}.\n\n```{=latex}\nOnly on paper.\n```\n",
        ),
        ("b.qmd", "---\ntitle: B\n---\nTake `r 3 * 4` drops.\n"),
        (
            "d.qmd",
            "---\ntitle: D\n---\nWrite \\<!-- for a start.\n\n::: {.content-visible when-format=\"pdf\"}\nPaper 7 mg\n:::\n\nand --> for an end.\n",
        ),
        ("c.qmd", "---\ntitle: C\n---\n<!-- old\n\n::: {.note}\nx\n::: -->\n\n| A | B |\n|---+---|\n| c | 5 mg |\n"),
    ]);
    let report = site.import_and_build();
    let page = site.read("content/pages/a/index.md");
    assert!(page.contains("See below.") && page.contains("Not in Word.") && page.contains("As here."), "{page}");
    assert!(
        !page.contains("page 9") && !page.contains("there") && !page.contains("paper") && !page.contains("draft"),
        "{page}"
    );
    assert!(site.read("content/pages/b/index.md").contains("draft: true"));
    let html = fs::read_to_string(site.target().join("output/c/index.html")).unwrap();
    assert!(html.contains("5 mg</td>") && !html.contains("-->"), "{html}");
    assert!(site.read("content/pages/old/index.md").contains("draft: true"));
    assert_listed(&report, "left", "result of code `r 3 * 4`");
    assert_listed(&report, "to_confirm", "See page 9.");
    assert!(!site.read("content/pages/d/index.md").contains("Paper 7 mg"));
    assert_listed(&report, "to_confirm", "Paper 7 mg");
}

#[test]
fn pages_that_hugo_hides_are_drafts_and_signs_tell_topics_apart() {
    let page = |title: &str, more: &str| format!("---\ntitle: {title}\ndate: 2024-05-06\n{more}---\nText.\n");
    let (seen, never, list) = (
        page("Seen", "tags: [\"ER+\"]\n"),
        page("Never", "build: {render: never, list: always}\n"),
        page("Listed", "_build:\n  list: false\n"),
    );
    let (other, below) = (page("Other", "tags: [\"ER-\", \"Sleep\", \"sleep\"]\n"), page("Below", ""));
    let site = OldSite::new(&[
        ("hugo.toml", "title = 'T'\nbaseURL = 'https://t.example/'\n"),
        ("content/posts/seen.md", &seen),
        ("content/posts/never.md", &never),
        ("content/posts/listed.md", &list),
        ("content/posts/other.md", &other),
        ("content/notes/_index.md", "---\ntitle: Notes\ncascade: {build: {render: never}}\n---\n"),
        ("content/notes/below.md", &below),
    ]);
    let report = site.import_and_build();
    let is_draft = |path: &str| site.read(&format!("content/{path}/index.md")).contains("draft: true");
    // Lists showed it.
    assert!(!is_draft("posts/never") && is_draft("posts/listed") && is_draft("notes/below") && !is_draft("posts/seen"));
    assert!(site.read("content/posts/seen/index.md").contains("topics: [er-plus]"));
    assert!(site.read("content/posts/other/index.md").contains("topics: [er-minus, sleep]"));
    assert!(
        site.read("content/topics/er-plus.md").contains("ER+")
            && site.read("content/topics/er-minus.md").contains("ER-")
    );
    assert_listed(
        &report,
        "to_confirm",
        "shows this page in lists alone (`build: {\\\"list\\\":\\\"always\\\",\\\"render\\\":\\\"never\\\"}`)",
    );
}

#[test]
fn a_hole_of_a_chapter_and_an_error_hide_the_page_and_its_entry() {
    let site =
        OldSite::new(&[("content/metadata.yaml", "title: M\n"), ("content/01.abstract.md", "Take {{dose}} mg now.\n")]);
    let report = site.import(&["manubot"]);
    assert!(site.read("content/articles/m/index.md").contains("draft: true"));
    assert_listed(&report, "to_confirm", "`dose` stood before");
    let site = OldSite::new(&[
        (
            "mkdocs.yml",
            "site_name: T\nsite_url: https://t.example/\nnav:\n  - Home: index.md\n  - Doses: [{A: a.md}, {B: b.md}]\n  - Old: a.md\n",
        ),
        ("docs/index.md", "# Home\n\nText.\n"),
        ("docs/a.md", "# Doses\n\n```\nAt most 5 mg.\n"),
        ("docs/b.md", "# Other\n\nText.\n"),
    ]);
    let report = site.import(&["mkdocs"]);
    let settings = site.read("wellpress.yaml");
    assert!(site.read("content/pages/a/index.md").contains("draft: true"));
    assert!(!settings.contains("/a/") && !settings.contains("Old") && settings.contains("/b/"), "{settings}");
    assert_listed(&report, "to_confirm", "an entry of the menu leads to `/a/`");
}

#[test]
fn fields_forms_and_tables_that_are_not_here_are_named_first() {
    let words = "[table id=1]<form>A</form><table><tr><td>a</td><td colspan=2>b</td></tr></table>";
    let field = "<wp:postmeta><wp:meta_key>dose</wp:meta_key><wp:meta_value>38 mg daily</wp:meta_value></wp:postmeta>";
    let export = format!(
        "<rss xmlns:wp=\"https://wordpress.org/export/1.2/\"><channel><title>T</title><wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://w.example</wp:base_blog_url><item><title>A</title><link>https://w.example/a/</link><content:encoded><![CDATA[{words}]]></content:encoded><wp:post_id>1</wp:post_id><wp:post_name>a</wp:post_name><wp:post_type>page</wp:post_type><wp:status>publish</wp:status>{field}</item></channel></rss>"
    );
    let site = OldSite::new(&[("export.xml", &export)]);
    let report = site.import(&[]);
    for kind in ["shortcode `table`", "form", "table with merged cells", "custom field `dose`"] {
        assert_listed(&report, "first", kind);
    }
}

#[test]
fn a_menu_of_other_sites_gets_the_sections_too() {
    let site = OldSite::new(&[
        (
            "_config.yml",
            "title: T\nurl: https://t.example\nnav_external_links: [{title: Code, url: \"https://c.example\"}]\n",
        ),
        ("drugs/a.md", "---\ntitle: A\n---\n## Contents\n\n1. TOC\n{:toc}\n\nText.\n"),
        ("b.md", "---\ntitle: B\n---\nText.\n"),
    ]);
    site.import_and_build();
    let settings = site.read("wellpress.yaml");
    assert!(settings.contains("link: \"/drugs/\"") && settings.contains("c.example"), "{settings}");
    assert!(!site.read("content/drugs/a/index.md").contains("TOC"));
}

#[test]
fn categories_of_jekyll_are_words() {
    let site = OldSite::new(&[
        ("_config.yml", "title: T\nurl: https://t.example\n"),
        ("_posts/2024-05-06-knee.md", "---\ntitle: Knee\ncategories: leg joint\n---\nText.\n"),
        ("_posts/2024-05-07-if.md", "---\ntitle: If\n---\n{% if page.next %}Take two.{% else %}Take one.{% endif %}\n"),
    ]);
    site.import_and_build();
    let page = site.read("content/posts/knee/index.md");
    assert!(page.contains("topics: [leg, joint]"), "{page}");
    assert!(site.has("/leg/joint/2024/05/06/knee.html"), "{page}");
    assert!(site.read("content/posts/if/index.md").contains("draft: true"));
}

#[test]
fn wordpress_keeps_struck_words_and_hides_what_plugins_hide() {
    let item = |id: u8, words: &str, meta: &str| {
        format!(
            "<item><title>Page {id}</title><link>https://w.example/p{id}/</link><content:encoded><![CDATA[{words}]]></content:encoded><wp:post_id>{id}</wp:post_id><wp:post_name>p{id}</wp:post_name><wp:post_type>page</wp:post_type><wp:status>publish</wp:status>{meta}</item>"
        )
    };
    let meta = |key: &str, value: &str| {
        format!(
            "<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
        )
    };
    let struck = "<!-- wp:paragraph --><p>Take <s>9 mg</s> <span style=\"text-decoration: line-through;\">8 mg</span> <strike>7 mg</strike> 6 mg<sup data-fn=\"n1\"><a href=\"#n1\">1</a></sup>.</p><!-- /wp:paragraph --><!-- wp:footnotes /-->";
    let items = [
        item(1, struck, &meta("footnotes", "[{\"content\":\"A note.\",\"id\":\"n1\"}]")),
        item(2, "<p>Hidden.</p>", &meta("_yoast_wpseo_meta-robots-noindex", "1")),
        item(3, "<p>Hidden.</p>", &meta("rank_math_robots", "a:1:{i:0;s:7:\"noindex\";}")),
        item(4, "<p>Shown.</p>", &meta("rank_math_robots", "a:1:{i:0;s:5:\"index\";}")),
    ];
    let export = format!(
        "<?xml version=\"1.0\"?><rss xmlns:wp=\"http://wordpress.org/export/1.2/\" xmlns:content=\"c\"><channel><title>W</title><wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://w.example</wp:base_blog_url>{}</channel></rss>",
        items.concat()
    );
    let site = OldSite::new(&[("export.xml", &export)]);
    let report = site.import_and_build();
    let page = site.read("content/pages/p1/index.md");
    assert!(page.contains("Take <del>9 mg</del> <del>8 mg</del> <del>7 mg</del> 6 mg[^1]."), "{page}");
    let is_draft = |id: u8| site.read(&format!("content/pages/p{id}/index.md")).contains("draft: true");
    assert_eq!([1, 2, 3, 4].map(is_draft), [false, true, true, false]);
    assert!(!report["left"].to_string().contains("footnotes"), "{report:#}");
    assert_listed(&report, "to_confirm", "rank_math_robots");
}

#[test]
fn rules_around_an_included_text_lose_no_words() {
    let site = OldSite::new(&[
        ("mkdocs.yml", "site_name: M\nsite_url: https://m.example/\n"),
        ("docs/index.md", "# Home\n\n--8<-- \"docs/_a.md\"\n\n--8<-- \"docs/_b.md\"\n\n--8<-- \"docs/_c.md\"\n"),
        ("docs/_a.md", "---\n\nAt most 5 mg: never more.\n\nNot for children.\n\n---\n"),
        ("docs/_b.md", "---\n\nWarning: at most 9 mg\n\n---\n"),
        ("docs/_c.md", "---\n\ntitle: X\nsecret: 5\n---\nWords 6 mg.\n"),
    ]);
    site.import_and_build();
    let html = fs::read_to_string(site.target().join("output/index.html")).unwrap();
    for words in ["At most 5 mg: never more.", "Not for children.", "Warning: at most 9 mg", "Words 6 mg."] {
        assert!(html.contains(words), "{words}: {html}");
    }
    assert!(!html.contains("secret"), "{html}");
}

#[test]
fn addresses_taken_out_of_fields_are_named() {
    let page =
        "---\ntitle: A\ncontact: \"[WhatsApp](https://wa.me/44116123)\"\ndose: \"10 [max](mg/kg)\"\n---\nWords.\n";
    let site = OldSite::new(&[("hugo.toml", "title = 'T'\n"), ("content/posts/a.md", page)]);
    let report = site.import_and_build();
    assert!(site.read("content/posts/a/index.md").contains("10 [max](mg/kg)"));
    assert_listed(&report, "to_confirm", "https://wa.me/44116123");
}

#[test]
fn values_that_nobody_knows_and_pages_that_are_not_read_are_named_first() {
    let mkdocs = OldSite::new(&[
        (
            "mkdocs.yml",
            "INHERIT: ../base.yml\nsite_name: !ENV [NAME, Hill]\nsite_url: https://m.example/\nplugins: [macros]\nextra: {dose: 500}\n",
        ),
        ("docs/index.md", "# Home\n\nWords.\n"),
        ("docs/a.md", "# A\n\n{% set x = dose * 2 %}\n\nTake {{ x }} mg.\n"),
    ]);
    let report = mkdocs.import_and_build();
    for words in
        ["`site_name` is read from the environment", "the settings of `../base.yml` are not here", "stood before"]
    {
        assert_listed(&report, "first", words);
    }
    let quarto = OldSite::new(&[
        (
            "_quarto.yml",
            "project: {type: website}\nwebsite: {title: T, site-url: \"https://t.example\", navbar: {left: [index.qmd, b.ipynb]}}\n",
        ),
        ("index.qmd", "---\ntitle: Home\n---\nWelcome.\n"),
        ("b.ipynb", "{}"),
    ]);
    let report = quarto.import_and_build();
    assert_listed(&report, "first", "notebooks and R Markdown are not read");
    assert_listed(&report, "first", "of the menu leads to `b.ipynb`");
    let jekyll = OldSite::new(&[
        ("_config.yml", "title: T\nurl: https://t.example\ncollections: [words]\n"),
        ("index.md", "---\ntitle: Home\n---\nWords.\n"),
        ("about.md", "---\ntitle: About\ndose: 4\n---\nTake {{ page.dose | in_grams }} g.\n"),
        ("_words/a.md", "---\ntitle: A\n---\nHidden words.\n"),
    ]);
    let report = jekyll.import_and_build();
    assert_listed(&report, "first", "`page.dose | in_grams` stood before");
    assert_listed(&report, "first", "has no `output: true`");
    assert_eq!(report["pages"]["drafts"], 2);
}

#[test]
fn a_row_with_more_cells_than_the_head_is_named_first() {
    let rows = "# Rows\n\n| A | B |\n| --- | --- |\n| c | d | 7 mg |\n";
    let site = OldSite::new(&[
        ("mkdocs.yml", "site_name: M\nsite_url: https://m.example/\n"),
        ("docs/index.md", "# Home\n\nWords.\n"),
        ("docs/rows.md", rows),
    ]);
    assert_listed(&site.import_and_build(), "first", "this row has 3 cells");
}

#[test]
fn cells_that_go_on_from_above_have_its_words_or_make_a_draft() {
    let head = "---\ntitle: A\n---\n\n| Drug | Dose |\n|:--+---|\n";
    let (sure, unsure) = (
        format!("{head}| Salt | 15 mg |\n| Sugar | ^^ |\n| ^^ | ^^ |\n\n`a | ^^`\n"),
        format!("{head}| Salt \\| x | 15 mg |\n| Sugar | ^^ |\n"),
    );
    let site = OldSite::new(&[
        ("_config.yml", "title: T\nurl: https://t.example\nplugins: [jekyll-spaceship]\n"),
        ("_posts/2024-05-06-sure.md", &sure),
        ("_posts/2024-05-07-unsure.md", &unsure),
    ]);
    let report = site.import_and_build();
    let page = site.read("content/posts/sure/index.md");
    assert!(page.contains("| Sugar | 15 mg |\n| Sugar | 15 mg |\n\n`a | ^^`") && !page.contains("draft"), "{page}");
    assert!(site.read("content/posts/unsure/index.md").contains("draft: true"));
    assert_listed(&report, "to_confirm", "a cell of a table is `^^`");
    let plain = OldSite::new(&[("_config.yml", "title: T\n"), ("_posts/2024-05-06-sure.md", &sure)]);
    plain.import(&[]);
    assert!(plain.read("content/posts/sure/index.md").contains("| Sugar | ^^ |"));
}

/// A Word file with a comment.
fn commented_file() -> Vec<u8> {
    let space = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    let run = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
    let document = format!(
        "<w:document {space}><w:body><w:p>{}<w:commentRangeStart w:id=\"0\"/>{}<w:commentRangeEnd w:id=\"0\"/><w:r><w:commentReference w:id=\"0\"/></w:r></w:p></w:body></w:document>",
        run("Rest for "),
        run("two days.")
    );
    let comments = format!(
        "<w:comments {space}><w:comment w:id=\"0\" w:author=\"Eva Brandt\" w:date=\"2026-02-03T08:00:00Z\"><w:p>{}</w:p></w:comment></w:comments>",
        run("Or three?")
    );
    let relationships =
        "<Relationships><Relationship Id=\"r1\" Type=\"t/comments\" Target=\"comments.xml\"/></Relationships>";
    let parts = [
        ("word/document.xml", &*document),
        ("word/comments.xml", &*comments),
        ("word/_rels/document.xml.rels", relationships),
    ];
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn a_comment_of_word_is_a_remark_beside_its_words() {
    let site = OldSite::new(&[]);
    site.write("resting.docx", &commented_file());
    site.import_and_build();
    let check = OldSite::run(&site.target(), &["check"]);
    let out = check.assert_status(0).err.clone();
    assert!(
        out.contains("Eva Brandt says: \"Or three?\"") && out.contains("content/articles/resting/index.md"),
        "{out}"
    );
}

#[test]
fn files_in_folders_with_a_low_line_are_published() {
    let site = OldSite::new(&[
        (
            "mkdocs.yml",
            "site_name: T\nsite_url: https://t.example/\nnav: [index.md, {L: list.html}, {E: _assets/e.svg}]\n",
        ),
        ("docs/list.html", "<p>5 mg</p>"),
        ("docs/index.md", "# Home\n\nWords.\n"),
        ("docs/a.md", "# A\n\nSee [the doses](_assets/_pdfs/a.pdf).\n"),
        ("docs/_assets/_pdfs/a.pdf", "%PDF"),
        ("docs/_assets/b.pdf", "%PDF"),
        ("docs/c/d.md", "# D\n\n![A](../../_assets/e.svg) <a href=\"../../_assets/b.pdf\">B</a>\n"),
        ("docs/_assets/e.svg", crate::import::DRAWING),
    ]);
    site.import_and_build();
    assert!(site.read("content/pages/a/index.md").contains("[the doses](/assets/pdfs/a.pdf)"));
    assert!(site.read("content/c/d/index.md").contains("[B](/assets/b.pdf)"), "{}", site.read("content/c/d/index.md"));
    assert!(!site.read("wellpress.yaml").contains("e.svg"), "a picture beside its page");
    assert!(site.read("wellpress.yaml").contains("{link: \"/list.html\", title: \"L\"}") && site.has("/list.html"));
    assert!(site.has("/assets/pdfs/a.pdf") && site.has("/assets/b.pdf"));
    assert!(site.read("wellpress.yaml").contains("\"/_assets/b.pdf\": \"/assets/b.pdf\""));
}

#[test]
fn a_page_that_only_asked_for_the_search_is_left_out() {
    let page = ("content/a.md", "---\ntitle: A\n---\nWords.\n");
    let search = ("content/search.md", "---\ntitle: Search\nlayout: search\n---\n");
    let site = OldSite::new(&[("hugo.toml", "title = 'T'\n"), page, search]);
    let report = site.import_and_build();
    assert_eq!(report["pages"]["out"], 1);
    assert_listed(&report, "to_confirm", "wellpress has its search");
    for link in ["/search/", "search.md", "{{< ref \"search\" >}}"] {
        let text = format!("---\ntitle: A\n---\nSee [the search]({link}).\n");
        let site = OldSite::new(&[("hugo.toml", "title = 'T'\n"), ("content/a.md", &text), search]);
        assert_eq!(site.import(&[])["pages"]["out"], 2, "{link}");
    }
    for value in ["description: Call us.", "phone: 116123"] {
        let text = format!("---\ntitle: Search\nlayout: search\n{value}\n---\n");
        let site = OldSite::new(&[("hugo.toml", "title = 'T'\n"), page, ("content/search.md", &text)]);
        assert_eq!(site.import(&[])["pages"]["out"], 2, "{value}");
    }
}

#[test]
fn an_entry_of_the_menu_to_a_draft_is_left_out_and_one_to_a_list_stays() {
    let site = OldSite::new(&[
        (
            "hugo.toml",
            "title = 'T'\n[[menu.main]]\nname = 'Notes'\nurl = '/notes/'\n[[menu.main]]\nname = 'More'\nurl = '/more/'\n[[menu.main]]\nname = 'A'\nparent = 'More'\nurl = '/notes/a/'\n",
        ),
        ("content/more.md", "---\ntitle: More\ndraft: true\n---\nWords.\n"),
        ("content/notes/_index.md", "---\ntitle: Notes\ndraft: true\n---\nWords.\n"),
        ("content/notes/a.md", "---\ntitle: A\n---\nWords.\n"),
    ]);
    let report = site.import_and_build();
    let settings = site.read("wellpress.yaml");
    assert!(settings.contains("/notes/a/") && settings.contains("\"/notes/\"") && site.has("/notes/"), "{settings}");
    assert!(settings.contains("\"A\"") && !settings.contains("More"), "{settings}");
    let line = "once it is published, add `{title: \"More\", link: /more/}` to `menus.main`";
    assert!(report["to_confirm"].to_string().replace("\\\"", "\"").contains(line), "{report:#}");
}

#[test]
fn a_start_page_whose_words_a_template_has_is_named() {
    let page = ("docs/a.md", "# A\n\nWords.\n");
    let settings = ("mkdocs.yml", "site_name: M\nsite_url: https://m.example/\n");
    let mkdocs = OldSite::new(&[settings, page, ("docs/index.md", "---\ntemplate: home.html\ntitle: Home\n---\n")]);
    assert_listed(&mkdocs.import_and_build(), "to_confirm", "the start page has no words of its own");
    let mkdocs = OldSite::new(&[settings, page, ("docs/index.md", "# Home\n\nWords.\n")]);
    assert!(!mkdocs.import(&[])["to_confirm"].to_string().contains("start page"));
    let hugo = [("hugo.toml", "title = 'T'\n"), ("content/a.md", "Words."), ("data/en/homepage.yml", "a: b\n")];
    assert_listed(&OldSite::new(&hugo).import_and_build(), "to_confirm", "write them as `content/pages/index.md`");
}
