//! Steps that a paragraph, a picture or a callout interrupts: every place that shows or counts steps has all of them.

use crate::harness::{TestBuild, TestSite};

const PAGE: &str = "exercises/x/index.html";

fn site(text: &str) -> TestSite {
    let text = format!("---\ntitle: X\ndose: {{reps: 5}}\nstop_if: [your leg goes numb]\n---\nIntro.\n\n{text}");
    TestSite::new()
        .file("content/exercises/x.md", text)
        .article("a", "::exercise{#x only=\"steps\"}\n")
        .file("content/programmes/p.md", "---\ntitle: P\nschedule: [{exercise: x}]\n---\nText.\n")
}

fn assert_steps(built: &TestBuild, expected: &[&str]) {
    for page in [PAGE, "articles/a/index.html", "exercises/x/print/index.html", "programmes/p/print/index.html"] {
        assert_eq!(built.texts(page, "ol.steps > li"), expected, "{page}");
    }
    let html = built.text(PAGE);
    for (number, step) in (1..).zip(expected) {
        assert!(html.contains(&format!("\"position\":{number},\"text\":\"{step}\"")), "{step} in JSON-LD");
    }
    assert!(!html.contains(&format!("\"position\":{},\"text\"", expected.len() + 1)));
}

/// Regression: behind a paragraph the numbers went on, and readers of an article saw the steps before it alone.
#[test]
fn a_list_that_goes_on_with_the_next_number_has_further_steps() {
    for between in [
        "Do not hold your breath.",
        "Then, on the other side:",
        "![](x.svg)",
        ":::warning\n- Slowly.\n- Gently.\n:::",
        "> Slowly.",
        "### The second half",
        "- a mat\n- a band",
        "| a |\n| - |\n| b |",
    ] {
        let text = format!("## How to do it\n\n1. Lie down.\n2. Lift.\n\n{between}\n\n3. Lower.\n4. Stop.\n\nRest.\n");
        let built = site(&text)
            .file("content/exercises/x.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"8\"/>")
            .build();
        assert!(built.of_rule("exercise-no-steps").is_empty(), "{:?}", built.formatted_findings());
        assert_steps(&built, &["Lie down.", "Lift.", "Lower.", "Stop."]);
        assert!(built.text(PAGE).contains("<ol class=\"steps\" start=\"3\">"), "{between}");
        assert_eq!(built.texts(PAGE, ".exercise-note"), ["Rest."], "{between}");
    }
}

#[test]
fn what_stands_between_steps_is_shown_with_the_steps_alone() {
    let built = site("1. Lie down.\n2. Lift.\n\nDo not hold your breath.\n\n3. Lower.\n\nRest.\n").build();
    let article = &built.texts("articles/a/index.html", ".exercise")[0];
    assert!(article.contains("Do not hold your breath.") && !article.contains("Rest."), "{article}");
}

#[test]
fn a_picture_alone_interrupts_neither_numbers_nor_bullets() {
    for (first, second) in
        [("- One.\n- Two.", "- Three."), ("1. One.\n1. Two.", "1. Three."), ("4. One.\n5. Two.", "6. Three.")]
    {
        let text = format!("{first}\n\n::figure[A rail]{{src=x.svg alt=\"A rail\"}}\n\n{second}\n");
        let built = site(&text)
            .file("content/exercises/x.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"8\"/>")
            .build();
        assert_steps(&built, &["One.", "Two.", "Three."]);
    }
}

#[test]
fn pictures_of_steps_are_counted_over_all_lists() {
    let image = "images: [{src: x.svg, alt: A leg, step: 3}]\n";
    let text = format!("---\ntitle: X\n{image}---\n1. One.\n2. Two.\n\n- a\n- b\n\n3. Three.\n");
    let built = TestSite::new()
        .file("content/exercises/x.md", text)
        .file("content/exercises/x.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"8\"/>")
        .build();
    built.assert_no_errors();
    assert_eq!(built.texts(PAGE, "ol.steps > li:has(.step-picture)"), ["Three."]);
    let four = image.replace('3', "4");
    let built = TestSite::new()
        .file("content/exercises/x.md", format!("---\ntitle: X\n{four}---\n1. One.\n\nRest.\n\n2. Two.\n"))
        .build();
    assert!(
        built.formatted_findings().iter().any(|finding| finding.contains("this picture is of step 4, and there are 2"))
    );
}

#[test]
fn a_list_that_may_go_on_with_the_steps_has_a_warning_at_its_line() {
    for (text, line) in [
        ("1. One.\n2. Two.\n\nBreathe on.\n\n1. Three.\n", 15),
        ("- One.\n- Two.\n\nBreathe on.\n\n- Three.\n", 15),
        ("1. One.\n2. Two.\n\nBreathe on.\n\n5. Five.\n", 15),
        ("1. One.\n2. Two.\n\n<!-- -->\n\n1. Three.\n", 15),
    ] {
        let built = site(&format!("## How to do it\n\n{text}")).build();
        let findings = built.of_rule("exercise-no-steps");
        assert_eq!((findings.len(), findings.first().map_or(0, |finding| finding.location.line)), (1, line), "{text}");
        built.assert_no_errors();
        assert_steps(&built, &["One.", "Two."]);
    }
    let allowed =
        "1. One.\n\nBreathe on.\n\n<!-- wellpress-allow exercise-no-steps: other exercises -->\n\n1. Another.\n";
    assert!(site(allowed).build().findings().is_empty());
}

#[test]
fn another_list_has_no_finding() {
    for other in [
        "To make it harder:\n\n1. Hold a weight.\n",
        "**Variations**\n\n1. Sit.\n",
        "### Variations\n\n1. Sit.\n",
        "## Variations\n\nWords.\n\n3. Sit.\n",
        "---\n\nWords.\n\n1. Sit.\n",
        "Stop if you feel one of these.\n\n- Pain.\n",
        "注意：\n\n1. Sit.\n",
    ] {
        let built = site(&format!("## How to do it\n\n1. One.\n2. Two.\n\n{other}")).build();
        assert!(built.of_rule("exercise-no-steps").is_empty(), "{other} {:?}", built.formatted_findings());
        assert_steps(&built, &["One.", "Two."]);
    }
}
