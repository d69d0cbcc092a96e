//! Directives in texts: lines, blocks and words in brackets, how they nest, and the place of each mistake.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use support::{NESTING, ParsedText, parsed};
use wellpress_diagnostics::Span;
use wellpress_markdown::body::{Element, NodeKind};
use wellpress_markdown::directives::{Attribute, CalloutKind, Directive, DirectiveForm, DirectiveKind};

/// The only directive of a text without findings.
fn only_directive(text: &str) -> Directive {
    let ParsedText { body, findings, .. } = parsed(text);
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(body.directives.len(), 1);
    body.directives.iter().next().unwrap().clone()
}

#[test]
fn each_form_is_read_with_its_parts() {
    let leaf = only_directive("::exercise[At home]{#bridge .wide only=steps}\n");
    assert_eq!((leaf.kind, leaf.name.as_str()), (DirectiveKind::Exercise, "exercise"));
    assert_eq!(leaf.id.unwrap().value, "bridge");
    assert_eq!(leaf.label.unwrap().value, "At home");
    assert_eq!(leaf.classes, ["wide"]);
    assert_eq!(leaf.attributes, [Attribute { key: "only".into(), value: "steps".into(), span: Span::new(39..44) }]);
    assert_eq!(only_directive("A :term[disc]{#spine-disc} here.\n").kind, DirectiveKind::Term);
    assert_eq!(only_directive(":::details[More]\nText.\n:::\n").kind, DirectiveKind::Details);
}

#[test]
fn parts_keep_their_places() {
    let text = "Words.\n\n::figure[A caption]{src=\"a b.png\"}\n";
    let figure = only_directive(text);
    assert_eq!(&text[figure.span.range()], "::figure[A caption]{src=\"a b.png\"}");
    assert_eq!(&text[figure.label.as_ref().unwrap().span.range()], "A caption");
    assert_eq!(&text[figure.attribute_span("src").range()], "a b.png");
    assert_eq!(figure.attribute_span("alt"), figure.span);
}

#[test]
fn an_id_is_the_record_or_the_directives_own() {
    let exercise = only_directive("::exercise{#bridge}\n");
    assert_eq!((exercise.anchor(), exercise.id.as_ref().unwrap().value.as_str()), (None, "bridge"));
    assert_eq!(only_directive(":::details[More]{#more}\nText.\n:::\n").anchor(), Some("more"));
}

#[test]
fn every_named_kind_is_found_by_its_name() {
    for kind in DirectiveKind::NAMED {
        let spec = kind.spec();
        let attributes = "{#a src=b title=c level=urgent}";
        let text = match spec.form {
            DirectiveForm::Inline => format!(":{}[words]{attributes}\n", spec.name),
            DirectiveForm::Leaf => format!("::{}{attributes}\n", spec.name),
            DirectiveForm::Container => format!(":::{}{attributes}\n## T\n\nText.\n:::\n", spec.name),
        };
        assert_eq!(parsed(&text).body.directives.iter().next().unwrap().kind, *kind, "{text}");
    }
}

#[test]
fn a_link_is_no_directive_and_some_directives_are_links() {
    assert!(only_directive("A :term[disc].\n").is_link());
    assert!(only_directive("\"Move\", says :by[Kim]{person=kim}.\n").is_link());
    assert!(!only_directive("\"Move\", says :by[Kim].\n").is_link());
    assert!(!only_directive(":::details[More]\nText.\n:::\n").is_link());
}

#[test]
fn containers_nest_by_their_colons() {
    let text = "::::details[Outer]\n:::do\n- Walk.\n:::\n:::dont\n- Lift.\n:::\n::::\n";
    let parsed = parsed(text);
    assert_eq!((parsed.nesting().as_str(), parsed.findings.len()), ("(details(do)(dont))", 0));
}

#[test]
fn containers_of_the_same_length_nest_as_well() {
    assert_eq!(parsed(":::details\n:::do\n- Walk.\n:::\nText.\n:::\n").nesting(), "(details(do))");
}

#[test]
fn a_container_holds_lists_and_a_list_holds_containers() {
    let parsed = parsed("- Item\n\n  :::details[In the item]\n  ::exercise{#bridge}\n  :::\n- Next\n");
    assert_eq!((parsed.nesting().as_str(), parsed.findings.len()), ("(details(exercise))", 0));
    let items = parsed.body.nodes.iter().filter(|node| node.kind == NodeKind::Start(Element::ListItem)).count();
    assert_eq!(items, 2);
}

#[test]
fn a_label_is_a_text_with_marks_and_directives() {
    let parsed = parsed(":::details[A *new* :term[disc] [@a]]\nText.\n:::\n");
    assert_eq!(parsed.nesting(), "(details(term))");
    assert_eq!(parsed.body.citations.len(), 1);
    assert!(parsed.body.nodes.iter().any(|node| node.kind == NodeKind::Start(Element::Emphasis)));
}

#[test]
fn a_title_becomes_a_heading_with_the_id_of_the_directive() {
    let parsed = parsed(":::tip[Before you start]{#start heading=2}\nText.\n:::\n");
    let heading = parsed.body.headings.iter().next().unwrap();
    assert_eq!((heading.level, &*heading.id, &*heading.plain), (2, "start", "Before you start"));
    assert_eq!(parsed.body.directives.iter().next().unwrap().anchor(), None);
}

#[test]
fn a_quote_that_begins_with_a_name_is_a_callout() {
    let tip = only_directive("> [!TIP] Before you start\n> Text.\n");
    assert_eq!(tip.kind, DirectiveKind::Callout(CalloutKind::Tip));
    assert_eq!(tip.label.unwrap().value, "Before you start");
    assert_eq!(parsed("A [!TIP] in a line.\n").body.directives.len(), 0);
}

#[test]
fn text_that_is_no_directive_stays_as_written() {
    for (text, plain) in [
        ("At 10:30 it rains.", "At 10:30 it rains."),
        (r"\::exercise{#a}", "::exercise{#a}"),
        ("`::exercise{#a}`", "::exercise{#a}"),
        (r"\:term[words]", ":term[words]"),
        ("A: b, and c :[d].", "A: b, and c :[d]."),
    ] {
        let parsed = parsed(&format!("{text}\n"));
        assert_eq!((parsed.body.directives.len(), parsed.findings.len()), (0, 0), "{text}");
        assert_eq!(parsed.plain(), plain);
    }
    assert_eq!(parsed("```\n:::tip\n```\n").body.directives.len(), 0);
}

#[test]
fn a_mistake_is_found_at_its_place() {
    for (text, finding) in [
        (":::cuation\nText.\n:::\n", "1:4..11 there is no directive `cuation`"),
        ("Text.\n\n::exercise\n", "3:3..11 `exercise` does not say which one it means"),
        ("::exercise{#a #b}\n", "1:15..17 there is a second id"),
        ("::exercise{#a size=2}\n", "1:20..21 `exercise` has no attribute `size`"),
        ("::exercise{#a heading=7}\n", "1:23..24 `7` is not a value of `heading`"),
        ("::exercise{#a heading=2 heading=3}\n", "1:33..34 `heading` is given twice"),
        ("::figure[A caption]\n", "1:1..20 `figure` needs `src`"),
        ("::details\n", "1:3..10 `details` is not written like this"),
        ("::exercise{#a\n", "1:1..14 this line begins like a directive and is none"),
        ("Text.\n\n:::\n", "3:1..4 this line closes nothing"),
        (":::details\nText.\n", "1:1..11 `details` is not closed"),
        ("> [!TIPP]\n> Text.\n", "1:5..9 there is no callout `tipp`"),
    ] {
        assert_eq!(parsed(text).findings, [finding], "{text}");
    }
}

#[test]
fn a_mistake_hides_neither_the_content_nor_its_mistakes() {
    let parsed = parsed(":::details{wrong=1}\n::exercise{#bridge}\n\n::exercise\n:::\n");
    assert_eq!(parsed.nesting(), "(details(exercise))");
    assert_eq!(
        parsed.findings,
        ["1:18..19 `details` has no attribute `wrong`", "4:3..11 `exercise` does not say which one it means"]
    );
}

#[test]
fn a_container_beyond_the_limit_is_one_finding() {
    let opening: String = (0..NESTING + 3).map(|depth| format!("{}details\n", ":".repeat(20 - depth))).collect();
    let closing: String = (0..NESTING + 3).rev().map(|depth| format!("{}\n", ":".repeat(20 - depth))).collect();
    let parsed = parsed(&format!("{opening}Text.\n{closing}"));
    assert_eq!(parsed.nesting(), "(details(details(details)))");
    assert_eq!(parsed.findings, ["4:1..25 this container stands inside 3 others, which is the limit"]);
}

#[test]
fn a_container_ends_with_the_quote_that_holds_it() {
    let parsed = parsed("> :::details\n> Text.\n\nAfter.\n");
    assert_eq!(parsed.findings, ["1:3..13 `details` is not closed"]);
    let last = parsed.body.nodes.iter().rposition(|node| matches!(node.kind, NodeKind::End(Element::Directive(_))));
    let paragraph = parsed.body.nodes.iter().rposition(|node| node.kind == NodeKind::Start(Element::Paragraph));
    assert!(last < paragraph, "the paragraph behind the quote is outside");
}
