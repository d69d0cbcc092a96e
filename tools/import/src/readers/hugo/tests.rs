//! Tests of sites of Hugo.
use crate::readers::site_of_files;

#[test]
fn callouts_keep_the_title_behind_their_kind() {
    for (text, expected) in [
        (
            "{{% notice warning \"Not with alcohol\" %}}\nStop.\n{{% /notice %}}\n",
            ":::warning[Not with alcohol]\nStop.\n:::",
        ),
        ("{{< admonition tip \"Rest\" true >}}\nSleep.\n{{< /admonition >}}\n", ":::tip[Rest]\nSleep.\n:::"),
        (
            "{{< quote author=\"Dr Lee 26\" >}}\nRest.\n\nSleep.\n{{< /quote >}}\n",
            "> Rest.\n> \n> Sleep.\n>\n> — Dr Lee 26",
        ),
        (
            "{{< blockquote author=\"Dr Lee\" title=\"Notes\" >}}Rest.{{< /blockquote >}}\n",
            "> Rest.\n>\n> — Dr Lee, Notes",
        ),
        ("{{< admonition tip false >}}\nSleep.\n{{< /admonition >}}\n", ":::tip\nSleep.\n:::"),
    ] {
        assert_eq!(site_of(&format!("---\ntitle: A\n---\n{text}")).pages[0].text.trim(), expected, "{text}");
    }
}

#[test]
fn words_around_the_text_of_a_shortcode_hide_the_page() {
    for (template, is_hidden) in
        [("<td>Do not: {{ .Inner }}</td>", true), ("<td data-label=\"Do not\">{{ .Inner }}</td>", false)]
    {
        let site = site_of_files(&[
            ("hugo.toml", "title = 'T'\n"),
            ("layouts/shortcodes/dont.html", template),
            ("content/a.md", "{{< dont >}}Give aspirin to children.{{< /dont >}}\n"),
        ]);
        assert_eq!(site.log.is_doubtful("content/a.md"), is_hidden, "{template}");
    }
}

#[test]
fn the_value_of_a_callout_that_warns_the_most_counts() {
    let layout = ("layouts/shortcodes/highlight.html", "<span class=\"c highlight\">{{ .Inner }}</span>");
    for (tag, kind) in [
        ("callout context=\"danger\"", ":::warning\n"),
        ("alert theme=\"danger\"", ":::warning\n"),
        ("bs-alert danger", ":::warning\n"),
        ("bs/alert danger", ":::warning\n"),
        ("message class=\"is-danger\"", ":::warning\n"),
        ("alert icon=\"danger\"", ":::warning\n"),
        ("panel status=\"danger\"", ":::warning\n"),
        ("warning type=\"info\"", ":::warning\n"),
        ("alert type=\"success\"", ":::tip\n"),
        ("theme-name type=\"danger\"", ":::warning\n"),
        ("theme-name theme=\"danger\"", ""),
        ("highlight", ""),
    ] {
        let name = tag.split(' ').next().unwrap_or_default();
        let text = format!("{{{{< {tag} >}}}}\nNever 1 mg\n{{{{< /{name} >}}}}\n");
        let site = site_of_files(&[("hugo.toml", "title = 'T'\n"), layout, ("content/a.md", &text)]);
        assert!(site.pages[0].text.contains(&format!("{kind}Never 1 mg\n")), "{tag}: {}", site.pages[0].text);
        assert_eq!(site.pages[0].text.contains(":::"), !kind.is_empty(), "{tag}");
    }
    for (written, expected) in [
        ("{{< callout type=\"warning\" text=\"Never 1 mg\" >}}\n", ":::warning\nNever 1 mg\n:::"),
        ("{{< button type=\"danger\" text=\"Never 1 mg\" >}}\n", "Never 1 mg"),
    ] {
        let text = site_of(written).pages[0].text.clone();
        assert!(text.trim().ends_with(expected), "{text}");
    }
}

#[test]
fn a_shortcode_in_a_sentence_keeps_its_words_or_hides_the_page() {
    for (text, expected, is_hidden) in [
        ("{{< icon heart >}} Rest [a]({{< cdn a.pdf >}}).", " Rest [a](# ).", false),
        ("See {{< logo src=\"a.svg\" alt=\"A\" >}} now.", "See  now.", false),
        ("A {{< term \"fever\" >}} of", "A  of", true),
        ("Take {{< dose \"5\" >}} mg now.", "Take  mg now.", true),
        ("Take {{% more %}}5 mg{{% /more %}} now.", "Take 5 mg now.", false),
        ("Take {{< limit mg=5 >}} now", "Take  now", true),
        ("A\n\n    {{< do-row >}} 5 mg\n    {{< do-row >}} 6 mg", "A\n\n 5 mg\n     6 mg", true),
        ("- A\n\n      {{< do-row >}} 5 mg", "- A\n\n   5 mg", true),
        ("If BMI < 18 take {{< term five >}} daily.", "If BMI < 18 take  daily.", true),
        ("[^1]: Take {{< term six >}} daily.", "[^1]: Take  daily.", true),
        ("Take {{< case-count seven >}} daily.", "Take  daily.", true),
        ("Take {{< term id=eleven >}} daily.", "Take  daily.", true),
    ] {
        let site = site_of_files(&[
            ("hugo.toml", "title = 'T'\n"),
            ("layouts/shortcodes/dose.html", "<span data-dose=\"{{ .Get 0 }}\"></span>"),
            ("layouts/shortcodes/more.html", "<p style=\"display:none\">{{ .Inner | markdownify }}</p>"),
            ("layouts/shortcodes/term.html", "{{ with .Get 0 }}{{ . }}{{ end }}"),
            ("content/a.md", text),
        ]);
        assert_eq!(site.pages[0].text.trim_end(), expected);
        assert_eq!(site.log.is_doubtful("content/a.md"), is_hidden, "{text}");
    }
}

#[test]
fn a_text_of_the_site_stays_in_its_line() {
    for (text, expected) in [
        ("Call {{< phone >}} now, {{% phone %}}.", "Call 0800 111 now, 0800 111."),
        ("- {{< phone >}}\n\n## At {{< phone >}}", "- 0800 111\n\n## At 0800 111"),
        (
            "| {{< phone >}} | b |\n|---|---|\n| `{{< phone >}}` | c |",
            "| 0800 111 | b |\n|---|---|\n| `{{< phone >}}` | c |",
        ),
        ("[Call](tel:{{< phone >}})", "[Call](tel:0800 111)"),
        ("{{< phone >}}", "::snippet{#phone}"),
        ("| {{< lead >}}5 mg{{< /lead >}} | b |\n|---|---|", "|  5 mg  | b |\n|---|---|"),
        (
            "A \\(x = \\frac{5}{2}\\) and \\(\\frac{5\\) \\(5 mg\\) \\[1\\] `\\(\\frac{a}\\)`",
            "A $x = \\frac{5}{2}$ and \\(\\frac{5\\) \\(5 mg\\) \\[1\\] `\\(\\frac{a}\\)`",
        ),
        ("\\[ \\sqrt{7}\n= z \\]", "$$\\sqrt{7}\n= z$$"),
    ] {
        let site = site_of_files(&[
            ("hugo.toml", "title = 'T'\n"),
            ("layouts/shortcodes/phone.html", "0800 111\n"),
            ("content/a.md", text),
        ]);
        assert_eq!(site.pages[0].text.trim(), expected);
    }
    let passthrough =
        "[markup.goldmark.extensions.passthrough]\nenable = true\ndelimiters = {inline = [['\\(', '\\)']]}\n";
    let site = site_of_files(&[("hugo.toml", passthrough), ("content/a.md", "A \\(x\\) \\(b\n")]);
    assert_eq!(site.pages[0].text.trim(), "A $x$ \\(b");
}

#[test]
fn entries_of_menus_lead_to_pages_and_stand_below_their_parents() {
    let entries = "[[menus.main]]\nidentifier = 'g'\nname = 'G'\npageRef = '/posts'\n[[menus.main]]\nname = 'One'\npageRef = 'posts/One.md'\n[[menus.main]]\nname = 'Gone'\npageRef = '/gone'\n";
    let site = site_of_files(&[
        ("hugo.toml", entries),
        ("content/posts/_index.md", "P"),
        ("content/posts/one.md", "---\nslug: other\n---\n"),
        ("content/a.md", "---\ntitle: A\nmenus: {main: {parent: g}, footer: {}}\n---\n"),
        ("content/b.md", "---\ntitle: B\nmenu: [main]\nweight: 1\n---\n"),
    ]);
    let link = |item: &crate::old_site::MenuItem| item.link.clone().unwrap_or_default();
    let links: Vec<String> = site.menu.iter().map(link).collect();
    let expected = ["import:content/posts/_index.md", "import:content/posts/one.md", "/gone", "import:content/b.md"];
    assert_eq!(links, expected);
    assert_eq!(link(&site.menu[0].children[0]), "import:content/a.md");
    assert_eq!(link(&site.footer_menu[0]), "import:content/a.md");
}

#[test]
fn menus_of_the_default_language_come_first() {
    let entry = "name = 'A'\nurl = '/a/'\n";
    for (name, text) in [
        ("hugo.toml", format!("[[languages.en.menus.main]]\n{entry}")),
        ("config/_default/menus.en.toml", format!("[[main]]\n{entry}")),
        ("config/_default/languages.en.toml", format!("[[menu.main]]\n{entry}")),
        ("config/_default/menu.toml", format!("[[main]]\n{entry}")),
    ] {
        let foot = "[[menus.footer]]\nname = 'Crisis 116 123'\nurl = 'tel:116123'\n";
        let text = if name == "hugo.toml" { format!("{foot}{text}") } else { text };
        let site = site_of_files(&[("hugo.toml", foot), ("content/a.md", "A\n"), (name, &text)]);
        assert_eq!(site.menu.first().and_then(|item| item.link.as_deref()), Some("/a/"), "{name}");
        assert_eq!(site.footer_menu.first().and_then(|item| item.link.as_deref()), Some("tel:116123"), "{name}");
    }
}

#[test]
fn settings_at_the_top_and_in_the_folder_are_one() {
    let site = site_of_files(&[
        (
            "hugo.toml",
            "title = 'T'\nbaseURL = 'https://a.example/'\nlanguageCode = 'en'\n[params]\ndescription = 'D'\n[permalinks]\na = '/x/:slug/'\nb = '/b/'\n",
        ),
        ("config/_default/hugo.toml", "languageCode = 'de'\n[permalinks]\na = '/y/:slug/'\n"),
        ("config/_default/params.toml", "author = 'A'\n"),
        ("content/a/c.md", "C"),
    ]);
    assert_eq!((site.title.as_deref(), site.description.as_deref()), (Some("T"), Some("D")));
    assert_eq!((site.base_url.as_deref(), site.language.as_deref()), (Some("https://a.example/"), Some("de")));
    assert_eq!(site.pages[0].address, "/y/c/");
}

#[test]
fn a_site_with_permalinks_bundles_and_shortcodes() {
    let site = site_of_files(&[
        (
            "hugo.toml",
            "title = 'T'\nbaseURL = 'https://a.example/'\n[permalinks]\nposts = '/:year/:slug/'\n[[menu.main]]\nname = 'A'\nurl = '/about/'\n",
        ),
        (
            "content/posts/neck/index.md",
            "---\ntitle: Neck Pain\ndate: 2024-03-05\ntags: [neck]\n---\n{{< figure src=\"a.png\" alt=\"A\" caption=\"C\" >}}\n\n[b]({{< ref \"/about.md#x\" >}})\n\n{{% alert type=\"warning\" %}}Stop.{{% /alert %}}\n",
        ),
        ("content/posts/neck/a.png", "x"),
        ("content/posts/_index.md", "---\ntitle: Posts\n---\n"),
        ("content/about.md", "+++\ntitle = 'About'\n+++\nText.\n"),
    ]);
    let page = site.pages.iter().find(|page| page.name == "neck").unwrap();
    assert_eq!((page.address.as_str(), page.folders.join("/")), ("/2024/neck-pain/", "posts".to_owned()));
    assert_eq!(
        page.text.trim(),
        "::figure[C]{src=\"a.png\" alt=\"A\"}\n\n\n[b](import:content/about.md#x)\n\n\n:::warning\nStop.\n:::"
    );
    assert_eq!((site.menu[0].link.as_deref(), site.pages.len(), site.page_count), (Some("/about/"), 3, 3));
}

/// The site of a text with `dose = "5 mg"` in the settings.
fn site_of(text: &str) -> crate::old_site::OldSite {
    let settings = "title = 'T'\n[params]\ndose = '5 mg'\nown = '6 mg'\n";
    site_of_files(&[("hugo.toml", settings), ("content/a.md", text)])
}

#[test]
fn the_address_of_a_tag_stays_with_the_words_behind_it() {
    for (text, expected) in [
        ("{{< button href=\"tel:116123\" >}}Call us{{< /button >}}", "[Call us](<tel:116123>)"),
        ("Or {{< btn relref=\"/b\" >}}*book*{{< /btn >}} now.", "Or [*book*](</b>) now."),
        ("{{% button href=\"/b\" style=\"primary\" %}}Doses{{% /button %}}", "[Doses](</b>)"),
        ("A {{< pane link=\"true\" >}}5 mg{{< /pane >}} b", "A 5 mg b"),
        ("A {{< pane url=\"5\" >}}See [b](/c){{< /pane >}}", "A See [b](/c)"),
        ("A {{< see-also page=\"b\" title=\"The doses\" >}} b", "A [The doses](<b>) b"),
        ("A {{< see-also page=\"b/c#d\" title=\"At most 5\" >}} b", "A [At most 5](</b/c#d>) b"),
        ("`{{< button href=\"/b\" >}}a{{< /button >}}`", "`{{< button href=\"/b\" >}}a{{< /button >}}`"),
    ] {
        assert_eq!(site_of(text).pages[0].text.trim(), expected, "{text}");
    }
    for content in [
        "### Doses\n\n5 mg",
        "$$\nx = 5\n$$",
        "See <a href=\"/b/\">the dose</a> of 5 mg",
        "Drug | Dose\n--- | ---\nA | 5 mg",
        "    x = 5 mg",
        "~~~\n5 mg\n~~~",
        "A\\\nB",
        "### Doses",
    ] {
        let shown =
            site_of(&format!("{{{{< card link=\"/b\" >}}}}\n{content}\n{{{{< /card >}}}}\n")).pages[0].text.clone();
        assert!(!shown.contains("](</b>)") && !shown.contains("href=\"/b\""), "{shown}");
    }
    let in_link = site_of("[{{< btn href=\"/c\" >}}in link{{< /btn >}}](/b/)").pages[0].text.clone();
    assert_eq!(in_link.trim(), "[in link](/b/)");
    let in_code = site_of("A\n\n    {{< btn href=\"/c\" >}}5 mg{{< /btn >}}\n").pages[0].text.clone();
    assert_eq!(in_code.trim(), "A\n\n    5 mg");
    assert!(site_of("{{< cta-box type=\"warning\" >}}Call 112{{< /cta-box >}}").pages[0].text.contains(":::warning"));
}

#[test]
fn values_of_the_settings_and_titles_of_tabs_arrive() {
    for (text, expected) in [
        ("Take {{% siteparam name=\"dose\" %}} or {{< param name=\"dose\" >}}.", "Take 5 mg or 5 mg."),
        ("---\nown: 9 mg\n---\n{{< param own >}}, {{% siteparam \"own\" %}}", "9 mg, 6 mg"),
        ("---\n\"site own\": 9 mg\nown: 7 mg\n---\n{{< siteparam own >}}", "6 mg"),
        (
            "{{< tabs title=\"1. Adults\" >}}{{% tab title=\"A\" %}}5{{% /tab %}}{{< /tabs >}}",
            "1\\. Adults\n\n::::tabs\n:::tab[A]\n\n5\n\n:::\n::::",
        ),
        (
            "{{< tabs title=\"# Max\" >}}{{% tab title=\"A\" %}}5{{% /tab %}}{{< /tabs >}}",
            "\\# Max\n\n::::tabs\n:::tab[A]\n\n5\n\n:::\n::::",
        ),
        ("5 *{{< icon \"x\" >}} 3", "5 * 3"),
        ("**5 mg **{{< icon \"x\" >}} daily", "**5 mg ** daily"),
        ("{{< card >}}\n    5 mg\n    {{< /card >}}", "<!-- {{< card >}} -->\n    5 mg"),
        (
            "{{< tabs title=\"At most 9 mg\" >}}{{% tab title=\"A\" %}}5{{% /tab %}}{{< /tabs >}}",
            "At most 9 mg\n\n::::tabs\n:::tab[A]\n\n5\n\n:::\n::::",
        ),
        ("Do {{< flow wrapper_class=\"card shadow rounded\" >}} now", "Do  now"),
        ("A **{{< icon \"book\" >}} Doses** and **5**{{< icon \"x\" >}} mg", "A **Doses** and **5** mg"),
    ] {
        assert_eq!(site_of(text).pages[0].text.trim(), expected, "{text}");
    }
}

#[test]
fn a_look_beside_words_is_named_and_hides_no_page() {
    for (text, is_hidden) in [
        ("A {{< badge content=\"Max 9 mg\" type=\"warning\" >}} b", false),
        ("A {{< badge content=\"Max 9 mg\" at=\"2 h\" >}} b", true),
        ("A {{< badge content=\"Ibuprofen\" size=\"400 mg\" >}} b", true),
        ("A {{< badge type=\"warning\" >}} b", true),
    ] {
        let site = site_of(text);
        assert_eq!(site.log.is_doubtful("content/a.md"), is_hidden, "{text}");
        let is_named = site.log.left_constructs().iter().any(|left| left.kind.starts_with("words of `badge"));
        assert_eq!(is_named, !is_hidden, "{text}");
    }
}

#[test]
fn comments_for_authors_are_no_code_and_short_heads_no_text() {
    let text = "{{< cards >}}\n    {{< x >}}\n    {{< card title=\"5 mg\" link=\"/b\" >}}\n{{< /cards >}}\n\nWords\n    {{< x >}}\n";
    let shown = site_of(text).pages[0].text.clone();
    assert!(!shown.contains("    <!-- {{< card") && shown.contains("\n[5 mg](</b>)\n"), "{shown}");
    assert!(shown.ends_with("Words\n    <!-- {{< x >}} -->\n"), "{shown}");
    let table = "| Doses |\n|--\t|--|\n| Adults | 5 mg |\n";
    assert_eq!(site_of(table).pages[0].text, "| Doses |  |\n|-- |--|\n| Adults | 5 mg |\n");
}

#[test]
fn front_matter_may_stand_below_blanks() {
    let page = site_of("\n---\ntitle: Doses\ndraft: true\n---\n5 mg\n").pages.remove(0);
    assert_eq!((page.title.as_deref(), page.is_draft, page.text.trim()), (Some("Doses"), true, "5 mg"));
    let rule = "\n---\nWarning: 5 mg\n---\nText\n";
    assert!(site_of(rule).pages[0].text.contains("Warning: 5 mg"));
}

#[test]
fn rows_for_a_program_are_a_table() {
    let text = "{{< json >}}\n[{\"b\": \"5.0 mg\\n a day\", \"a\": 2.50}, {\"b\": \"<b>6|7</b>\", \"a\": null}]\n{{< /json >}}\n";
    let page = &site_of(text).pages[0];
    assert_eq!(page.text.trim(), "| b | a |\n| --- | --- |\n| 5.0 mg a day | 2.50 |\n| <b>6\\|7</b> |  |");
    let site = site_of("{{< json >}}\n[{\"b\": \"5 mg\"}, {\"a\": \"6 mg\"}]\n{{< /json >}}\n");
    assert!(!site.pages[0].text.contains("| 5 mg") && site.log.is_doubtful("content/a.md"));
}

#[test]
fn data_for_a_program_are_no_words() {
    for (text, is_shown) in [
        (
            "{{< chart 90 >}}\n{type: 'bar', data: {labels: ['5 mg'], f: function (x) { return x }}}\n{{< /chart >}}",
            false,
        ),
        ("{{< echarts >}}\ntitle: {text: 5 mg}\n{{< /echarts >}}", false),
        ("{{< bar-chart >}}\nA,5 mg\nB,6 mg\n{{< /bar-chart >}}", false),
        ("{{< plot >}}\n{\"a\": [\"5 mg\"]}\n{{< /plot >}}", false),
        ("{{< plot >}}[{\"a\": \"5 mg\"}]{{< /plot >}}", false),
        ("{{< chart >}}\nAt most 5 mg, or less.\n{{< /chart >}}", true),
        ("{{< badge >}}[5 mg]{{< /badge >}} {{< box >}}{5 mg}{{< /box >}}", true),
        ("{{< box >}}\ndose: 5 mg\n{{< /box >}}", true),
        ("{{< note >}}\n{\"a\": \"5 mg\"}\n{{< /note >}}", false),
        ("{{< flow-chart >}}\nIf rash, stop at once\nIf fever, take 5 mg\n{{< /flow-chart >}}", true),
        ("{{< highlight json >}}\n{\"a\": \"5 mg\"}\n{{< /highlight >}}", true),
    ] {
        let site = site_of(&format!("---\ntitle: A\n---\nWords.\n\n{text}\n"));
        let text = &site.pages[0].text;
        let shown = text.split("<!--").enumerate().map(|(index, part)| {
            if index == 0 { part } else { part.split_once("-->").map_or("", |(_, behind)| behind) }
        });
        assert_eq!(shown.collect::<String>().contains("5 mg"), is_shown, "{text}");
        let is_told =
            site.log.left_constructs().iter().any(|left| left.kind.contains("words of") && left.kind.contains("5 mg"));
        assert_eq!(is_told, !is_shown, "{text}");
    }
}
