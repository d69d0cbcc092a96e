//! Markup of other tools is named where it begins.

use super::build;

#[test]
fn the_finding_names_the_tool_at_the_opening_line() {
    for (text, tool) in [
        ("{{< youtube abc >}}", "Hugo"),
        ("{% include a.html %}", "Jekyll"),
        ("{{< figure\n  src=\"a.jpg\" >}}", "Hugo"),
        ("!!! note \"A\"\n    Text.", "MkDocs"),
        ("???+tip \"A\"\n    Text.", "MkDocs"),
        ("--8<-- \"notes.md\"", "MkDocs"),
        ("\\newpage", "LaTeX"),
        ("=== \"Tab\"\n\n    Text.", "MkDocs"),
        ("```mermaid\ngraph TD\n```", "Mermaid"),
        ("::: {.callout-note}\nText.\n:::", "Quarto"),
        ("Text.\n{: .note}", "kramdown"),
        (
            "+-----+------+\n| A   | B    |\n+=====+======+\n| * C | D    |\n|     | E    |\n+-----+------+",
            "grid table of Pandoc",
        ),
        (": Causes by group\n\n| A | B |\n| --- | --- |\n| c | d |", "caption of a table"),
        ("Table: Causes by group\n\n| A | B |\n| --- | --- |\n| c | d |", "caption of a table"),
        ("A fact.^[With a note.]", "a note of Pandoc"),
        ("[caption id=\"a\"]Text[/caption]", "WordPress"),
        ("[TOC]", "table of contents"),
        ("{{< toc >}}", "table of contents"),
        ("{:toc}", "table of contents"),
        ("{{ TOC }}", "table of contents"),
        ("Take {++two++} steps.", "CriticMarkup"),
        ("Take {--two--} steps.", "CriticMarkup"),
        ("Take {~~two~>three~~} steps.", "CriticMarkup"),
        ("Take two {>>why?<<} steps.", "CriticMarkup"),
        ("Take {==two==} steps.", "CriticMarkup"),
        ("So \\textit{gently} now.", "a command of LaTeX"),
        ("So it is \\cite{k} and \\ref{x}.", "a command of LaTeX"),
        ("So it is \\cite[p. 3]{k}.", "a command of LaTeX"),
        (".. note::\n\n   Take care.", "a directive of reStructuredText"),
        (".. figure:: a.png", "a directive of reStructuredText"),
        ("See :ref:`back` here.", "a role of reStructuredText"),
        ("See {doc}`back` here.", "a role of reStructuredText"),
        ("```{note}\nTake care.\n```", "a directive of MyST"),
    ] {
        let built = build(&format!("{text}\n"));
        let findings = built.of_rule("markup-foreign");
        assert_eq!(findings.len(), 1, "{text}: {:?}", built.formatted_findings());
        assert!(findings[0].message.contains(tool), "{text}: {}", findings[0].message);
        assert_eq!(findings[0].location.line, if text.starts_with("Text.") { 5 } else { 4 }, "{text}");
    }
}

#[test]
fn shortcodes_spaced_tables_and_hidden_comments_have_one_finding() {
    for (text, tool) in [
        ("[youtube https://youtu.be/abc]", "WordPress"),
        ("[button link=\"/a/\" size=\"l\"]Press[/button]", "WordPress"),
        ("[highlight]Words[/highlight]", "WordPress"),
        ("[su_note]Words[/su_note]", "WordPress"),
        ("[fusion_text]Words[/fusion_text]", "WordPress"),
        ("[gallery]", "WordPress"),
        ("<!-- wp:block {\"ref\":12} /-->", "a block of WordPress"),
        ("  Part     Sign\n-------  ------\n  Neck     Pain\n  Back     Ache", "multiline table of Pandoc"),
        ("-------  ------\n  Neck     Pain\n-------  ------\n\nTable: Signs", "multiline table of Pandoc"),
        (
            "-----------------\n  Part     Sign\n-------  --------\n  Neck     Pain,\n           often\n\n  Back     Ache\n-----------------\n\n: Signs",
            "multiline table of Pandoc",
        ),
        ("#. One\n#. Two\n\n#. Three", "a numbered list"),
        ("(@good) One\n(@) Two", "a numbered list"),
        ("Words %%hidden%% words", "a comment of Obsidian"),
        ("%%\nhidden [TOC]\n{{< toc >}}\n%%", "a comment of Obsidian"),
    ] {
        let built = build(&format!("{text}\n"));
        let findings = built.of_rule("markup-foreign");
        assert_eq!(findings.len(), 1, "{text}: {:?}", built.formatted_findings());
        assert!(findings[0].message.contains(tool), "{text}: {}", findings[0].message);
        // A table is found at the dashes below its head.
        let lines_above =
            if text.starts_with("  Part") { 1 } else { 2 * usize::from(text.starts_with("-----------------")) };
        assert_eq!(findings[0].location.line as usize, 4 + lines_above, "{text}");
    }
}

#[test]
fn words_that_look_like_markup_of_others_are_text() {
    for text in [
        "10^[1]^ m",
        "[gallery] of pictures",
        "[gallery]: https://example.org/\n\nSee the [gallery].",
        "[button] and [a \"quoted\" word] and [x=1]",
        "[words title=\"x\"](https://example.org/)",
        "[@k, p=\"3\"] and [see Table 2]",
        "- - -\n\n---\n\n-- and ---",
        "Heading\n-------",
        "100%% and `%%x%%`",
        "(@ home) and #.x",
        "[video](https://example.org/)",
        "a^2^ [^1]\n\n[^1]: Note.",
        "Term\n: Definition",
        "The formula $\\text{a} + \\textit{b}$ stays.",
        "Write \\\\ and {a} and ..\n\n.. and so on",
        "A set {--} and {++} and `{++a++}`.",
        "Press `:ref:` or `\\textit{x}`.",
        "About [toc] and a :tip: `code`",
        "```{.python}\nx\n```",
    ] {
        assert_eq!(build(&format!("{text}\n")).of_rule("markup-foreign").len(), 0, "{text}");
    }
}

#[test]
fn a_directive_with_a_blank_is_written_out_without_it() {
    for (line, form) in [
        ("::: tip Do it", ":::tip[Do it]"),
        ("::: tip", ":::tip"),
        (":::: details More of it", "::::details[More of it]"),
        ("::: danger Stop now", ":::warning[Stop now]"),
    ] {
        let built = build(&format!("{line}\nText.\n\nMore.\n"));
        let findings = built.of_rule("markup-foreign");
        assert_eq!(findings.len(), 1, "{line}: {:?}", built.formatted_findings());
        assert_eq!(findings[0].help.as_deref(), Some(format!("did you mean `{form}`?").as_str()), "{line}");
        assert!(findings[0].message.contains("a blank behind its colons"), "{line}");
    }
    let class = build("::: panel Do it\nText.\n:::\n");
    assert!(class.of_rule("markup-foreign")[0].message.contains("a div of Quarto or Pandoc"));
}

#[test]
fn markup_in_code_is_text() {
    build("`{{< a >}}` and\n\n```text\n!!! note\n{% raw %}\n```\n").assert_no_findings();
}

#[test]
fn the_finding_is_at_the_form_also_in_lists_and_quotes() {
    for (text, column) in [
        ("Text {{< youtube x >}} and more.", 6),
        ("- !!! note \"A\"", 3),
        ("> ::: {.callout-note}", 3),
        ("- ```Mermaid\n  graph TD\n  ```", 3),
        ("> === \"Tab\"", 3),
        ("![x]({{ \"/a.png\" | relative_url }})", 6),
        ("{::comment}", 1),
        ("??? note \"T\"\n    body", 1),
        ("~~~mermaid\ngraph TD\n~~~", 1),
    ] {
        let built = build(&format!("{text}\n"));
        let findings = built.of_rule("markup-foreign");
        assert_eq!(findings.len(), 1, "{text}: {:?}", built.formatted_findings());
        assert_eq!(findings[0].location.column, column, "{text}");
    }
}

#[test]
fn indented_code_sets_and_closing_forms_are_no_findings() {
    for text in ["Code:\n\n    {{< x >}}", "A set {{a, b}}.", "- item\n\n  ```text\n  {% x %}\n  ```"] {
        assert_eq!(build(&format!("{text}\n")).of_rule("markup-foreign").len(), 0, "{text}");
    }
    let built = build("{{< note >}}\nText.\n{{< /note >}}\n\n{% quote() %}\nText.\n{% end %}\n");
    assert_eq!(built.of_rule("markup-foreign").len(), 2);
}

#[test]
fn rules_about_words_skip_it() {
    for text in [
        "::: {.column width=\"50%\"}\nText.\n:::",
        "Text.\n{: width=\"50%\" }",
        "Text {.x width=50%}.",
        "{{< x width=\"50%\" >}}",
        "{% x 50% %}",
    ] {
        let built = build(&format!("{text}\n"));
        assert_eq!(built.of_rule("claim-uncited").len(), 0, "{text}: {:?}", built.formatted_findings());
    }
    assert_eq!(build("It lowers the risk by 50%.\n").of_rule("claim-uncited").len(), 1);
}

#[test]
fn a_formula_may_begin_with_a_command_of_latex() {
    build("$$\n\\begin{matrix} 1 & 2 \\end{matrix}\n$$\n").assert_no_findings();
}

#[test]
fn a_foreign_box_that_is_not_closed_has_one_finding() {
    build(":::tip Summary\nText.\n").assert_findings(&["warning[markup-foreign] content/articles/a.md:4:1"]);
}

#[test]
fn code_marks_within_a_line_open_no_block() {
    let built = build("```a``` is code.\n\n!!! note\n");
    assert_eq!(built.of_rule("markup-foreign").len(), 1);
}

#[test]
fn the_title_of_a_foreign_box_is_shown_as_it_is_written() {
    let built = build(":::danger Take care\nDanger text.\n:::\n\n::: {.callout-note title=\"My title\"}\nBox.\n:::\n");
    let shown = built.texts(super::PAGE, ".text p");
    assert_eq!(shown, [":::danger Take care", "Danger text.", "::: {.callout-note title=\"My title\"}", "Box."]);
}
