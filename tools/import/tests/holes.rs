//! `wellpress import`: words that a tag, a setting or a key of the old tool showed arrive, or the report names them first.

use crate::import::{OldSite, assert_listed};

const HUGO: (&str, &str) = ("hugo.toml", "title = 'T'\nbaseURL = 'https://t.example/'\n");
const MKDOCS: &str = "site_name: M\nsite_url: https://m.example/\n";

/// The page of a text of Hugo, and the report, with a file of doses beside it.
fn of_hugo(text: &str) -> (String, serde_json::Value) {
    let page = format!("---\ntitle: A\n---\n{text}\n");
    let site = OldSite::new(&[
        HUGO,
        ("content/docs/a.md", &page),
        ("content/docs/doses.csv", "drug,dose\nAspirin,5 mg\n"),
        ("content/docs/part.md", "At most 7 mg.\n"),
        ("static/tag.md", "At most {{< x >}} mg.\n"),
    ]);
    let report = site.import_and_build();
    (site.read("content/docs/a/index.md"), report)
}

#[test]
fn a_file_that_a_tag_shows_is_a_snippet_or_makes_a_draft() {
    for text in ["{{< readfile file=\"part.md\" >}}", "{{% include \"/content/docs/part.md\" %}}"] {
        let (page, _) = of_hugo(text);
        assert!(page.contains("::snippet{#part}") && !page.contains("draft"), "{text}: {page}");
    }
    for text in [
        "{{< csv-table file=\"doses.csv\" >}}",
        "{{< table path=\"doses.csv\" header=\"true\" caption=\"Doses 5\" >}}",
        "{{< include \"/static/tag.md\" >}}",
        "{{< readfile file=\"gone.md\" >}}",
        "{{< box \"part.md\" >}}",
        "- {{< csv-table file=\"doses.csv\" >}} here",
        "Take at most\n{{< csv-table file=\"doses.csv\" >}}\na day.",
    ] {
        let (page, report) = of_hugo(text);
        assert!(page.contains("draft: true"), "{text}: {page}");
        assert_listed(&report, "first", "whose words are not here");
    }
}

#[test]
fn a_sentence_goes_on_in_the_line_of_a_tag() {
    for (text, is_draft) in [
        ("Take\n{{< dose 7 >}}\ndaily.", true),
        ("With water,\n  {{< dose 7 >}}\n", true),
        ("Rest.\n{{< dose 7 >}}\n", false),
        ("# Doses\n{{< dose 7 >}}\n", false),
        ("Doses:\n{{< dose 7 >}}\n", false),
    ] {
        let (page, report) = of_hugo(text);
        assert_eq!(page.contains("draft: true"), is_draft, "{text}: {page}");
        assert_listed(&report, "first", "`dose 7`");
    }
}

#[test]
fn a_tag_alone_on_a_line_with_values_is_named_first() {
    for (text, told) in [
        ("{{< dose 7 >}}", "words of `dose 7`"),
        ("{{< drug name=\"aspirin\" max=\"4\" >}}", "words of `drug name"),
        ("A {{< card max=\"5\" >}}b{{< /card >}}", "words of `card max"),
        ("{{< chart >}}\ndata: [7]\n{{< /chart >}}", "words of `chart`"),
        ("| A | B |\n|---|---|\n| c | {{< icon \"ban\" >}} |", "words of `icon"),
        ("| A | B |\n|---|---|\n| c | <i class=\"fa fa-ban\"></i> |", "words of `fa fa-ban`"),
    ] {
        let (page, report) = of_hugo(text);
        assert!(!page.contains("draft"), "{page}");
        assert_listed(&report, "first", told);
        assert_listed(&report, "first", "\"seen\":\"words\"");
    }
    for text in [
        "{{< toc >}}",
        "{{< button text=\"Call 112\" link=\"tel:112\" >}}",
        "{{< tree name=\"a.md\" >}}",
        "{{< icon \"heart\" >}} Rest",
        "{{< box class=\"x\" color=\"red\" wide=\"true\" >}}",
        "`{{< dose 7 >}}`",
        "A {{< badge content=\"Max 9 mg\" color=\"red\" >}} today",
    ] {
        let (page, report) = of_hugo(text);
        assert!(!page.contains("draft") && !report["first"].to_string().contains("words of"), "{text}: {report:#}");
    }
}

#[test]
fn words_in_values_of_shortcodes_arrive() {
    for (text, expected) in [
        ("{{< card header=\"H\" footer=\"At most 9 mg\" >}}B{{< /card >}}", "At most 9 mg"),
        ("{{< drug label=\"aspirin\" max=\"4 g\" >}}", "4 g"),
        ("{{< spoiler text=\"Side effects\" >}}Nausea{{< /spoiler >}}", ":::details[Side effects]"),
        ("Get {{< icon name=\"download\" pack=\"fas\" >}}it.", "Get it."),
        ("| A | {{< icon \"check\" >}} |\n|---|---|\n| b | {{< fa arrow-up >}} |", "| A | ✓ |"),
        ("{{< param \"title\" >}} 5 mg", "A 5 mg"),
        ("{{< columns >}}\nLeft\n<--->\nRight\n{{< /columns >}}", "Left\n\nRight"),
        (
            "{{< tabs items=\"Adults,Children\" >}}\n{{< tab >}}9{{< /tab >}}\n{{< tab >}}5{{< /tab >}}\n{{< /tabs >}}",
            ":::tab[Children]\n",
        ),
    ] {
        let (page, _) = of_hugo(text);
        assert!(page.contains(expected) && !page.contains("draft"), "{text}: {page}");
    }
    let (page, _) = of_hugo(
        "{{< tabs items=\"Adults, old,Children\" >}}\n{{< tab >}}9{{< /tab >}}\n{{< tab >}}5{{< /tab >}}\n{{< /tabs >}}",
    );
    assert!(page.contains("draft: true") && page.contains(":::tab[Tab]"), "{page}");
}

#[test]
fn what_hugo_has_in_front_matter_and_settings_is_named_first() {
    let hours = "---\ntitle: Hours\nparts:\n- kind: markdown\n  content: {title: Open, text: Mon to Fri 9-17}\n---\n";
    let asked = "---\ntitle: Asked\nfaq: [{q: How much?, a: At most 5 mg}]\nmood: calm\n---\nWords.\n";
    let site = OldSite::new(&[
        ("hugo.toml", "title = 'T'\nbaseURL = 'https://t.example/'\ncopyright = 'No <b>advice</b>. Call 112.'\n"),
        ("content/notes/hours.md", hours),
        ("content/notes/asked.md", asked),
    ]);
    let report = site.import_and_build();
    assert!(site.read("content/notes/hours/index.md").contains("draft: true"));
    assert!(!site.read("content/notes/asked/index.md").contains("draft"));
    for told in ["`parts` has words that no page shows", "At most 5 mg", "No advice. Call 112.", "it has no text"] {
        assert_listed(&report, "first", told);
    }
    assert!(!report["first"].to_string().contains("mood"), "{report:#}");
}

#[test]
fn addresses_at_which_the_build_has_pages_are_redirects_or_named() {
    let menu = "title = 'T'\nbaseURL = 'https://t.example/'\n[[menus.main]]\nname = 'R'\nurl = '/reviews/'\n[[menus.main]]\nname = 'G'\nurl = '/glossary/'\n";
    let page = "---\ntitle: What patients say\n---\nWords.\n";
    let site = OldSite::new(&[
        ("hugo.toml", menu),
        ("content/reviews/_index.md", page),
        ("content/reviews/one.md", page),
        ("content/glossary/_index.md", page),
        ("content/glossary/fever.md", page),
    ]);
    let report = site.import_and_build();
    assert!(["/reviews/", "/reviews/one/", "/glossary/fever/"].iter().all(|address| site.has(address)));
    let settings = site.read("wellpress.yaml");
    assert!(settings.contains("/reviews-pages/") && settings.contains("/glossary-pages/"), "{settings}");
    let addresses = &report["addresses"];
    assert_eq!((&addresses["kept"], &addresses["redirected"], &addresses["lost"]), (&1.into(), &2.into(), &1.into()));
    assert_listed(&report, "first", "the old address `/glossary/`");
    let plain = OldSite::new(&[HUGO, ("content/glossary.md", page), ("content/a.md", page)]);
    assert_eq!(plain.import_and_build()["addresses"]["kept"], 2);
    assert!(plain.has("/glossary/"));
}

#[test]
fn references_of_hugo_find_folders_and_paths_from_the_top() {
    let page = "---\ntitle: J\n---\nWords.\n";
    let links =
        "---\ntitle: A\n---\n[b]({{< relref \"joshua\" >}}) [c]({{< ref \"docs/ifs\" >}}) [d]({{< ref \"b\" >}})\n";
    let site = OldSite::new(&[
        HUGO,
        ("content/docs/staff/joshua/_index.md", page),
        ("content/docs/ifs/index.md", page),
        ("content/notes/b.md", page),
        ("content/notes/a.md", links),
    ]);
    site.import_and_build();
    let page = site.read("content/notes/a/index.md");
    assert!(page.contains("docs/staff/joshua/index.md)") && page.contains("docs/ifs/index.md)"), "{page}");
    assert!(page.contains("[d](../b/index.md)"), "{page}");
}

#[test]
fn parts_of_files_and_plugins_of_mkdocs() {
    let page = "# Home\n\n--8<-- \"docs/p.md:adult\"\n\n--8<-- \"docs/p.md:6:6\"\n\n--8<-- \"docs/p.md:none\"\n\n{% include-markdown \"inc/whole.md\" %}\n\n```\n{% include \"inc/whole.md\" %}\n```\n\n| A | B |\n|---|---|\n| c | :material-arrow-up: |\n| d | :material-pill: |\n";
    let part = "<!-- --8<-- [start:adult] -->\nAdults take 5 mg.\n\nAt the weekend too.\n<!-- --8<-- [end: adult] -->\nChildren take 2 mg.\n";
    let site = OldSite::new(&[
        ("mkdocs.yml", &format!("{MKDOCS}copyright: Not medical advice.\nmarkdown_extensions: [pymdownx.snippets]\n")),
        ("docs/index.md", page),
        ("docs/p.md", part),
        ("docs/inc/whole.md", "At most 7 mg.\n"),
    ]);
    let report = site.import(&[]);
    let home = site.read("content/pages/index.md");
    for words in ["::snippet{#p-adult}", "::snippet{#p-6-6}", "::snippet{#whole}", "| c | ↑ |", "```\n{% include"] {
        assert!(home.contains(words), "{words}: {home}");
    }
    assert_eq!(site.read("content/snippets/p-adult.md"), "Adults take 5 mg.\n\nAt the weekend too.\n");
    assert_eq!(site.read("content/snippets/p-6-6.md"), "Children take 2 mg.\n");
    assert!(site.read("content/pages/p/index.md").contains("Children take 2 mg."));
    for told in
        ["--8<--", "words of a file or a part that is missing", "Not medical advice.", "words of `material-pill`"]
    {
        assert_listed(&report, "first", told);
    }
}

#[test]
fn a_link_around_blocks_is_one_of_its_first_words() {
    let card = "<a class=\"card\" href=\"b/\">\n<div>**At most** 5 mg</div>\n<div>a day</div>\n</a>\n\n";
    let more = "<a href=\"b/\">*one*\nline</a> <a href=\"b/\">two [x]</a> <a href=\"b/\">open\n\n[c] <a>d</a>\n";
    let site = OldSite::new(&[
        ("mkdocs.yml", MKDOCS),
        ("docs/index.md", &format!("# Home\n\n{card}{more}")),
        ("docs/b.md", "# B\n\nx\n"),
    ]);
    site.import_and_build();
    let page = site.read("content/pages/index.md");
    for words in [
        "[**At most** 5 mg](b/index.md)",
        "\na day\n",
        "[*one*\nline](b/index.md) [two [x]](b/index.md) [open",
        "[c] d",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains('\u{e000}'), "{page}");
}

#[test]
fn quarto_keeps_wrapped_captions_icons_and_its_own_values() {
    let text = "---\ntitle: T\n---\nSee @tbl-a and @fig-a. Press {{< kbd Ctrl-C >}}.\n\n| a | {{< fa check >}} |\n|---|---|\n| c | {{< fa brands x-twitter >}} |\n\n: Doses for adults of more\nthan 50 kg {#tbl-a}\n\n![Give 5 mg](x.svg){#fig-a fig-align=\"center\"\nwidth=\"350\"}\n\n| d | e |\n|---|---|\n| f | g |\n\n: Alone\n\n::: {.note}\n| h | i |\n|---|---|\n| j | k |\n\n: Inner\n:::\n";
    let site = OldSite::new(&[
        ("_quarto.yml", "project: {type: website}\nwebsite: {title: T, page-footer: {left: Call 112 now}}\n"),
        ("index.qmd", text),
        ("x.svg", crate::import::DRAWING),
    ]);
    let report = site.import(&[]);
    let page = site.read("content/pages/index.md");
    for words in [
        ":::table[Doses for adults of more than 50 kg]{#tbl-a}",
        "{#fig-a src=",
        "Press <kbd>Ctrl-C</kbd>.",
        "✓",
        ":::table[Alone]\n",
        ":::table[Inner]\n",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert_listed(&report, "first", "Call 112 now");
    assert_listed(&report, "first", "words of `fa brands x-twitter`");
}

#[test]
fn docusaurus_names_terms_in_sentences_and_words_of_its_settings() {
    let settings = "module.exports = {\n  title: `Docs ${process.env.X}`,\n  url: 'https://d.example',\n  baseUrl: '/',\n  themeConfig: {\n    announcementBar: {content: 'Call 112 now'},\n    footer: {copyright: `Not advice ${new Date()}.`},\n  },\n};\n";
    let page = |text: &str| format!("---\ntitle: A\n---\n{text}\n");
    let (term, plain) =
        (page("Take <Term id=\"fever\" /> now."), page("Go <Icon name=\"check\" /> <B className=\"x\"/> on."));
    let site = OldSite::new(&[
        ("docusaurus.config.js", settings),
        ("docs/term.mdx", &term),
        ("docs/plain.mdx", &plain),
        ("docs/intro.mdx", "---\ntitle: A\nslug: /\n---\nx\n"),
    ]);
    let report = site.import(&[]);
    assert!(site.read("content/docs/term/index.md").contains("draft: true"));
    let page = site.read("content/docs/plain/index.md");
    assert!(page.contains("Go ✓  on.") && !page.contains("draft"), "{page}");
    let settings = site.read("wellpress.yaml");
    assert!(settings.contains("Docs") && !settings.contains("${"), "{settings}");
    for told in ["Call 112 now", "Not advice .", "which is computed"] {
        assert_listed(&report, "first", told);
    }
}

#[test]
fn values_for_the_look_and_boxes_beside_each_other_change_no_words() {
    for (text, expected, is_draft) in [
        ("See {{< svg viewbox=\"0 0 24 24\" >}} 5 mg", "See  5 mg", false),
        ("{{< button classes=\"shadow me-1\" >}}Call{{< /button >}}", "Call", false),
        (
            "{{< row >}}{{< col >}}Aspirin 1{{< /col >}}{{< col >}}5 mg{{< /col >}}{{< /row >}}",
            "Aspirin 1\n\n5 mg",
            false,
        ),
        ("Text {{< hr >}} more {{< clear >}}", "Text  more", false),
        ("Follow {{< icon \"x\" >}} us", "Follow  us", false),
        (
            "<!--\n{{< card copy=\"Take 500 mg\" >}}\n-->\nRest.",
            "<!--\n{{< card copy=\"Take 500 mg\" >}}\n-->\nRest.",
            false,
        ),
    ] {
        let (page, _) = of_hugo(text);
        let text_of_page = page.splitn(3, "---\n").nth(2).unwrap().trim().replace("\n\n\n", "\n\n");
        assert_eq!((text_of_page.as_str(), page.contains("draft: true")), (expected, is_draft), "{text}");
    }
}

#[test]
fn lists_are_no_drafts_and_no_entry_leads_nowhere() {
    let site = OldSite::new(&[
        (
            "hugo.toml",
            "title = 'T'\nbaseURL = 'https://t.example/'\n[[menu.main]]\nname = 'Home'\nurl = '/'\n[[menu.main]]\nname = 'About'\nurl = '/about/'\n[[menu.main]]\nname = 'Guides'\nurl = '/guides/'\n",
        ),
        ("content/_index.md", "---\ntitle: T\nsections: [{text: Call 112 in an emergency now}]\n---\n"),
        ("content/about/_index.md", "---\ntitle: About\nsections: [{text: Call 112 in an emergency now}]\n---\n"),
        ("content/guides/_index.md", "---\ntitle: Guides\nseo: {title: Two words}\n---\n"),
        ("content/guides/a.md", "---\ntitle: A\n---\nRest.\n"),
    ]);
    site.import_and_build();
    let settings = site.read("wellpress.yaml");
    assert!(settings.contains("Home") && settings.contains("/guides/") && !settings.contains("/about/"), "{settings}");
    assert!(!site.read("content/guides/index.md").contains("draft"));
}

#[test]
fn words_of_data_and_settings_that_templates_show_are_named_first() {
    let site = OldSite::new(&[
        (
            "hugo.toml",
            "title = 'T'\nbaseURL = 'https://t.example/'\n[params]\nphone = '0800 111'\nown = '5 mg daily'\nunused = '0800 222'\n",
        ),
        (
            "layouts/a.html",
            "{{ .Site.Params.Phone }} {{ .Site.Params.own }} {{ range .Site.Data.faq }}{{ . }}{{ end }} {{ site.Data.shown }}",
        ),
        ("data/faq.yml", "- {q: How much?, a: At most 805 mg}\n"),
        ("data/shown.yml", "- At most 7 mg\n"),
        ("data/other.yml", "- At most 9 mg\n"),
        ("content/a.md", "---\ntitle: A\n---\nTake 5 mg daily. At most 7 mg.\n"),
    ]);
    let report = site.import(&[]);
    assert_listed(
        &report,
        "first",
        "`site.params.phone` has words that no page shows but a template: \\\"0800 111\\\"",
    );
    assert_listed(&report, "first", "At most 805 mg");
    let first = report["first"].to_string();
    assert!(["own", "0800 222", "7 mg", "9 mg"].iter().all(|words| !first.contains(words)), "{first}");
}

#[test]
fn icons_and_frames_in_records_are_no_words() {
    let page = "---\ntitle: S\nicon: fas fa-tooth\nmap_address: '<iframe src=\"https://maps.example/x\"></iframe>'\nprices: [{name: Visit, icon: fa fa-user}]\nprice: $150\n---\nWords.\n";
    let site = OldSite::new(&[
        HUGO,
        ("layouts/single.html", "{{ .Params.icon }} {{ .Params.prices }}"),
        ("content/_index.md", page),
        ("content/blank.md", "---\ntitle: B\nrow: [{text: At most 5 mg}]\n---\n{{< x >}}\n"),
    ]);
    site.import(&[]);
    let page = site.read("content/pages/index.md");
    assert!(page.contains("<https://maps.example/x>") && page.contains("$150") && page.contains("| Visit |"), "{page}");
    assert!(!page.contains("fa-user") && !page.contains("Icon"), "{page}");
    assert!(site.read("content/pages/blank/index.md").contains("draft: true"));
}
