//! Citations in texts: which brackets are one, what is read from them, and where a text that looks like one stays text.

mod support;

use support::parsed;
use wellpress_markdown::body::LinkTarget;
use wellpress_markdown::citations::{AuthorDisplay, CitationForm, CitationGroup, CitationItem};

/// Each source of a group as `prefix|key|label value|suffix`.
fn described(group: &CitationGroup) -> Vec<String> {
    let described = group.items.iter().map(|CitationItem { key, prefix, locator, suffix, .. }| {
        let locator = locator.as_ref().map(|locator| format!("{} {}", locator.label, locator.value));
        format!("{prefix}|{key}|{}|{suffix}", locator.unwrap_or_default())
    });
    described.collect()
}

/// The citations of a text without findings, each with its sources.
fn citations(text: &str) -> Vec<Vec<String>> {
    let parsed = parsed(text);
    assert!(parsed.findings.is_empty(), "{:?}", parsed.findings);
    parsed.body.citations.iter().map(described).collect()
}

#[test]
fn a_group_has_its_sources_in_order_with_the_words_around_them() {
    assert_eq!(
        citations("Move [see @berg2020, pp. 3-5 and elsewhere; @okoro2019].\n"),
        [["see |berg2020|page 3-5| and elsewhere", "|okoro2019||"]]
    );
}

#[test]
fn the_mark_is_no_part_of_the_words_and_keeps_its_place() {
    let text = "Move early [@berg2020, p. 3].\n";
    let parsed = parsed(text);
    let group = parsed.body.citations.iter().next().unwrap();
    assert_eq!(parsed.plain(), "Move early.");
    assert_eq!(&text[group.span.range()], "[@berg2020, p. 3]");
    assert_eq!(&text[group.items[0].key_span.range()], "berg2020");
}

#[test]
fn the_form_follows_from_the_syntax() {
    let forms = |text: &str| parsed(text).body.citations.iter().map(|group| group.form).collect::<Vec<_>>();
    assert_eq!(
        forms("[@a] and @b say [words](cite:c).\n"),
        [CitationForm::Brackets, CitationForm::Narrative, CitationForm::Words]
    );
}

#[test]
fn words_that_are_linked_to_a_source_stay_the_authors() {
    let parsed = parsed("As [three trials](cite:berg2020) show.\n");
    let link = parsed.body.links.iter().next().unwrap();
    assert!(matches!(link.target, LinkTarget::Cite(id) if parsed.body.citations[id].items[0].key == "berg2020"));
    assert_eq!(parsed.plain(), "As three trials show.");
}

#[test]
fn a_hyphen_before_the_sign_leaves_the_author_out() {
    let parsed = parsed("Berg [-@berg2020] and [@okoro2019].\n");
    let authors: Vec<_> = parsed.body.citations.iter().map(|group| group.items[0].author).collect();
    assert_eq!(authors, [AuthorDisplay::Suppressed, AuthorDisplay::Named]);
}

#[test]
fn a_locator_is_read_in_each_form_that_authors_write() {
    for (written, read) in [
        (", p. 3", "page 3|"),
        (", p.\n   3", "page 3|"),
        (", p.\t3  and\nmore", "page 3| and more"),
        (", 33", "page 33|"),
        (", pp. 3--5, 8", "page 3-5, 8|"),
        (", chap. iv", "chapter iv|"),
        (", § 2.1", "section 2.1|"),
        (", table 2", "table 2|"),
        (", op. 100", "opus 100|"),
        (", {s.v. bone}", "sub-verbo bone|"),
        (", fig. 2 in colour", "figure 2| in colour"),
        (", {vol. 2, no. 3} as a note", "volume 2, no. 3| as a note"),
        (" {}, 99 years later", "|, 99 years later"),
        // Without a comma a number belongs to the sentence, and without a number a label is a word.
        (" 2020 was cold", "| 2020 was cold"),
        (", p. and so on", "|, p. and so on"),
    ] {
        assert_eq!(citations(&format!("[@a{written}]\n")), [[format!("|a|{read}")]], "{written}");
    }
}

#[test]
fn brackets_behind_a_narrative_citation_are_its_locator() {
    let text = "@berg2020 [p. 33] says so, and @okoro2019 [a physician] agrees.\n";
    let parsed = parsed(text);
    let groups: Vec<_> = parsed.body.citations.iter().map(described).collect();
    assert_eq!(groups, [["|berg2020|page 33|"], ["|okoro2019||, a physician"]]);
    let first = parsed.body.citations.iter().next().unwrap();
    assert_eq!(&text[first.span.range()], "@berg2020 [p. 33]");
    assert_eq!(parsed.plain(), " says so, and agrees.");
}

#[test]
fn brackets_behind_a_narrative_citation_hold_what_those_of_a_citation_hold() {
    for (written, read) in [
        ("@a [p. 30; see also @b; @c, p. 2]", "|a|page 30| see also |b|| |c|page 2|"),
        ("@a[p. 4]", "|a|page 4|"),
        ("@a\n[p. 5 , twice]", "|a|page 5|, twice"),
        ("@a [;@b]", "|a|| |b||"),
        ("@a []", "|a||"),
        ("@a [p. 3; nothing]", "|a||"),
        ("@a [`p. 3`]", "|a||"),
    ] {
        let read: Vec<_> = read
            .split(" |")
            .enumerate()
            .map(|(at, part)| if at == 0 { part.to_owned() } else { format!("|{part}") })
            .collect();
        assert_eq!(citations(&format!("{written} says.\n")).concat().join(" "), read.join(" "), "{written}");
    }
}

#[test]
fn a_doi_is_a_key_with_its_parentheses_and_without_the_full_stop() {
    for key in ["doi:10.1016/S0140-6736(18)30480-X", "https://doi.org/10.1000/182"] {
        assert_eq!(citations(&format!("As @{key}.\n")), [[format!("|{key}||")]]);
    }
    assert_eq!(citations("[@{a key: with signs}, p. 2]\n"), [["|a key: with signs|page 2|"]]);
}

#[test]
fn citations_stand_in_lists_tables_footnotes_and_labels() {
    let text =
        "- One [@a].\n\n| T |\n| - |\n| two [@b] |\n\n:::details[Three [@c]]\nFour.[^1]\n:::\n\n[^1]: Five [@d].\n";
    assert_eq!(citations(text), [["|a||"], ["|b||"], ["|c||"], ["|d||"]]);
}

#[test]
fn a_citation_that_begins_a_line_is_no_definition_of_a_link() {
    assert_eq!(citations("[@a]: yes.\n\n- [@b; @c]: no.\n"), [vec!["|a||"], vec!["|b||", "|c||"]]);
    assert_eq!(parsed("[@a and @b]: /x\n").body.citations.len(), 0);
}

#[test]
fn several_brackets_in_a_row_are_a_citation_each() {
    assert_eq!(citations("Both [@a][@b, p. 2] say so.\n"), [["|a||"], ["|b|page 2|"]]);
}

#[test]
fn text_that_is_no_citation_stays_as_written() {
    for text in [
        "Write to me@example.org.",
        "[@a and @b] are one sentence.",
        "[no key here]",
        r"\@berg2020 and [\@berg2020]",
        "An @ alone, and [@].",
    ] {
        let parsed = parsed(&format!("{text}\n"));
        // A key within brackets that are text is still a narrative citation, so only whole groups are counted.
        let groups = parsed.body.citations.iter().filter(|group| group.form == CitationForm::Brackets).count();
        assert_eq!((groups, parsed.findings.len()), (0, 0), "{text}");
    }
    assert_eq!(citations("`[@a]` and `@b`\n\n    @c\n"), Vec::<Vec<String>>::new());
}

#[test]
fn the_words_around_a_key_are_printed_without_marks() {
    assert_eq!(citations("[*see* \"this\" -- @a, p. 2 *only*]\n"), [["see “this” – |a|page 2| only"]]);
}
