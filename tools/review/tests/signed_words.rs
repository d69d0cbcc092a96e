//! What is signed: all words and files that a page shows, and nothing else.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use proptest::prelude::*;
use tempfile::TempDir;

use wellpress_harness::output::{ProgramOutput, tool_program};
use wellpress_harness::test_site::{TestBuild, TestSite};

use crate::signed_site::{CAPTIONS, COBRA, LIBRARY, NECK, PICTURE, REVIEWS, SETTINGS, SignedSite, site};

/// An edit of the site: a file, what stands there, and what takes its place.
type Edit = (&'static str, &'static str, &'static str);

const NECK_FILE: &str = "content/articles/neck/index.md";
const COBRA_FILE: &str = "content/exercises/cobra/index.md";
const SETTINGS_FILE: &str = "wellpress.yaml";
const JO_FILE: &str = "content/people/jo.md";
const KIM_FILE: &str = "content/people/kim.md";
const SNIPPET_FILE: &str = "content/snippets/help.md";

/// Added to the article and the settings, so that the page shows words and files of other places.
const MORE_TEXT: &str = "
::cta{#book}

:::pt-tip
Tip.
:::

:::quote{by=lee}
Rest.
:::

::experts

<img src=\"/raw.svg\" alt=\"Raw\">

<a href=\"/leaf.pdf\">Leaflet</a>

Call {{ helpline }}.

::snippet{#help}
";
const MORE_SETTINGS: &str = "
raw_html: true
callouts: {pt-tip: {label: A tip, like: tip}}
variables: {helpline: 0800 11}
calls_to_action:
  book: {kind: link, title: Book, body: See a therapist., button: Book now, href: \"/steps.pdf\"}
  join: {kind: link, title: Join, href: \"https://example.org/join\"}
";
const EDITS: [Edit; 45] = [
    (NECK_FILE, "gets better", "gets worse"),
    (NECK_FILE, "title: Neck pain", "title: Neck"),
    (NECK_FILE, "Most pain goes.", "All pain goes."),
    (NECK_FILE, "alt: A neck", "alt: A back"),
    (NECK_FILE, "@ames-2020, p. 4", "@ames-2020, p. 5"),
    (NECK_FILE, "@ames-2020", "@berg-2021"),
    (NECK_FILE, "- Rest.\n- Move.", "- Move.\n- Rest."),
    (NECK_FILE, "  - Slowly.", "- Slowly."),
    (NECK_FILE, "- Rest.\n- Move.", "Rest.\n\nMove."),
    (NECK_FILE, "published:", "seo_title: Cured\npublished:"),
    (NECK_FILE, "better\nby", "better\n\nby"),
    ("content/articles/neck/neck.svg", "M0 0", "M1 1"),
    (COBRA_FILE, "hold: 30 s", "hold: 60 s"),
    (COBRA_FILE, "sets: 2", "sets: 3"),
    (COBRA_FILE, "Go slowly.", "Go fast."),
    (COBRA_FILE, "severity: modify", "severity: avoid"),
    (COBRA_FILE, "Your arm goes numb.", "Your arm hurts."),
    (COBRA_FILE, "1. Lie down.\n2. Lift your chest.", "1. Lift your chest.\n2. Lie down."),
    (COBRA_FILE, "2. Lift your chest.\n", ""),
    ("content/exercises/cobra/cobra.vtt", "Lie down.", "Sit down."),
    ("content/references/library.bib", "On necks", "On knees"),
    ("content/references/library.bib", "Ames, Ada", "Ames, Bea"),
    ("content/references/library.bib", "year = 2020", "year = 2020, number = 7"),
    ("content/disclaimers/general.md", "Ask first.", "Ask later."),
    ("content/glossary.yaml", "How you stand.", "How you sit."),
    ("content/topics/spine.md", "Spine", "Knee"),
    (NECK_FILE, "published:", "call_to_action: join\npublished:"),
    (NECK_FILE, "published:", "call_to_action: book\npublished:"),
    (SETTINGS_FILE, "title: Book,", "title: Book it,"),
    (SETTINGS_FILE, "See a therapist.", "No therapist is needed."),
    (SETTINGS_FILE, "button: Book now", "button: Buy now"),
    (SETTINGS_FILE, "href: \"/steps.pdf\"", "href: \"https://example.org/pills\""),
    (SETTINGS_FILE, "Book now,", "Book now, fine_print: It cures.,"),
    (SETTINGS_FILE, "label: A tip", "label: The cure"),
    (SETTINGS_FILE, "like: tip", "like: note"),
    (JO_FILE, "Jo treats necks.", "Jo heals all necks."),
    (JO_FILE, "name: Jo", "name: Joe"),
    (JO_FILE, "job_title: Editor", "job_title: Surgeon"),
    ("content/people/lee.md", "name: Lee", "name: Lea"),
    ("content/people/lee.md", "[PT]", "[MD]"),
    ("static/raw.svg", "M0 0", "M1 1"),
    ("static/leaf.pdf", "Rest", "Run"),
    ("static/steps.pdf", "Walk", "Sit"),
    (SNIPPET_FILE, "At night.", "By day."),
    (SETTINGS_FILE, "0800 11", "0800 22"),
];

/// Edits of what the page shows of its reviewer.
const EDITS_OF_REVIEWER: [Edit; 4] = [
    (KIM_FILE, "[MD]", "[MD, PhD]"),
    (KIM_FILE, "name: Kim Lee", "name: Kim Li"),
    (KIM_FILE, "name: Kim Lee", "prefix: Prof.\nname: Kim Lee"),
    (KIM_FILE, "Kim treats backs.", "Kim heals all backs."),
];
const STATIC_FILES: [&str; 3] = ["static/raw.svg", "static/leaf.pdf", "static/steps.pdf"];

/// A site with some of the edits, and its settings without the demand for signatures, so that it is built all the same.
fn edited(edits: &[Edit], reviews: Option<&str>) -> TestSite {
    let text = |path: &str| match path {
        SETTINGS_FILE => SETTINGS.replace("sign_off: signed", "sign_off: off") + MORE_SETTINGS,
        NECK_FILE => NECK.to_owned() + MORE_TEXT,
        JO_FILE => "---\nname: Jo\njob_title: Editor\n---\nJo treats necks.\n".to_owned(),
        KIM_FILE => "---\nname: Kim Lee\ncredentials: [MD]\n---\nKim treats backs.\n".to_owned(),
        "content/people/lee.md" => "---\nname: Lee\ncredentials: [PT]\n---\n".to_owned(),
        SNIPPET_FILE => "Come at any time. At night.\n".to_owned(),
        "static/raw.svg" => PICTURE.to_owned(),
        "static/leaf.pdf" => "%PDF Rest".to_owned(),
        "static/steps.pdf" => "%PDF Walk".to_owned(),
        COBRA_FILE => COBRA.to_owned(),
        "content/articles/neck/neck.svg" => PICTURE.to_owned(),
        "content/exercises/cobra/cobra.vtt" => CAPTIONS.to_owned(),
        "content/references/library.bib" => LIBRARY.to_owned(),
        "content/disclaimers/general.md" => "---\ntitle: Not advice\n---\nAsk first.\n".to_owned(),
        "content/glossary.yaml" => "posture:\n  definition: How you stand.\n".to_owned(),
        _ => "---\ntitle: Spine\n---\n".to_owned(),
    };
    let mut site = site();
    let also = [SETTINGS_FILE, NECK_FILE, JO_FILE, KIM_FILE, SNIPPET_FILE].into_iter().chain(STATIC_FILES);
    let paths: BTreeSet<&str> = edits.iter().map(|(path, ..)| *path).chain(also).collect();
    for path in paths {
        let of_path = edits.iter().filter(|(other, ..)| *other == path);
        let text = of_path.fold(text(path), |text, (_, from, to)| text.replace(from, to));
        site = site.file(path, text);
    }
    match reviews {
        Some(reviews) => site.file(REVIEWS, reviews),
        None => site,
    }
}

/// What readers get of the page: all of its file, and the files of `static`, whose addresses do not change with them.
fn shown(built: &TestBuild) -> String {
    let files = STATIC_FILES.map(|file| built.text(file.trim_start_matches("static/")));
    built.text("articles/neck/index.html").to_owned() + &files.concat()
}

/// The page without edits, before and after its sign-off.
struct Unedited {
    reviews: String,
    unsigned: String,
    signed: String,
}

static UNEDITED: LazyLock<Unedited> = LazyLock::new(|| {
    let reviews = sign_off();
    let [unsigned, signed] = [None, Some(reviews.as_str())].map(|reviews| {
        let built = edited(&[], reviews).build();
        built.assert_no_errors();
        shown(&built)
    });
    Unedited { reviews, unsigned, signed }
});

/// The sign-off of the page without edits. It needs no key: the hash of an unsigned one is the same.
fn sign_off() -> String {
    let folder = TempDir::new().unwrap();
    edited(&[], None).write_to(folder.path());
    let mut command = tool_program();
    command.args(["review", "sign", "article:neck", "--as", "kim", "--role", "medical", "--clock", "2026-03-01"]);
    let run = ProgramOutput::of(command.current_dir(folder.path()).output().unwrap());
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    std::fs::read_to_string(folder.path().join(REVIEWS)).unwrap()
}

#[test]
fn each_edit_of_what_a_page_shows_changes_what_is_signed() {
    let Unedited { reviews, unsigned, .. } = &*UNEDITED;
    let is_changed =
        |edits: &[Edit]| !edited(edits, Some(reviews)).build().of_rule("review-content-changed").is_empty();
    assert!(!is_changed(&[]), "nothing was edited");
    for edit in EDITS {
        let built = edited(&[edit], None).build();
        built.assert_no_errors();
        assert_ne!(shown(&built), *unsigned, "the page does not show {edit:?}");
        assert!(is_changed(&[edit]), "{edit:?}");
    }
    for edit in EDITS_OF_REVIEWER {
        assert!(is_changed(&[edit]), "{edit:?}");
    }
}

#[test]
fn a_person_whom_the_page_does_not_show_is_not_signed() {
    let Unedited { reviews, .. } = &*UNEDITED;
    let edits = [(JO_FILE, "Jo treats necks.", "Jo rests."), (NECK_FILE, "::experts\n", "")];
    let built = edited(&edits, Some(reviews)).build();
    let messages: Vec<&str> =
        built.of_rule("review-content-changed").iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(messages.len(), 1, "{messages:?}");
    let expected = "what the page says about the reviewer changed; the text of the article changed";
    assert!(messages[0].contains("the person `jo` is gone") && messages[0].contains(expected), "{messages:?}");
    let other =
        [(SETTINGS_FILE, "title: Join", "title: Join us"), (KIM_FILE, "---\nKim", "affiliation: Well\n---\nKim")];
    assert!(edited(&other, Some(reviews)).build().of_rule("review-content-changed").is_empty());
}

#[test]
fn the_reviewer_is_signed() {
    let Some(site) = SignedSite::new() else { return };
    site.sign("kim", &[]).assert_status(0);
    let signed = site.read(REVIEWS);
    assert!(signed.contains("\"reviewer\":\n      hash: ") && signed.contains("credentials: MD\n"), "{signed}");
    site.write(KIM_FILE, site.read(KIM_FILE).replace("[MD]", "[MD, PhD]"));
    let built = site.run(&["build"]);
    assert!(built.status == 1 && built.err.contains("what the page says about the reviewer changed"), "{}", built.err);
    assert_eq!(site.run(&["review", "verify"]).status, 1);
    let diff = site.run(&["review", "diff", "article:neck"]).out;
    assert!(diff.contains("-credentials: MD") || diff.contains("- credentials: MD"), "{diff}");
    site.write("wellpress.yaml", SETTINGS.replace("sign_off: signed", "sign_off: off"));
    site.run(&["build"]).assert_status(0);
    let page = site.read("output/articles/neck/index.html");
    assert!(!page.contains("data-signed") && !page.contains("Medically reviewed by"), "{page}");
    // The stored words of the reviewer are signed too.
    site.write(REVIEWS, signed.replace("credentials: MD\n", "credentials: MD, PhD\n"));
    site.assert_refused("reviewer", "is of other words than those stored for `reviewer`");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_changes_the_page_changes_what_is_signed(
        edits in proptest::sample::subsequence([&EDITS[..], &EDITS_OF_REVIEWER].concat(), 0..5),
        // Not in each case, as it is a change of the text by itself.
        word in proptest::option::weighted(0.3, "[a-z]{1,9}"),
        place in 0usize..400,
    ) {
        let Unedited { reviews, signed, .. } = &*UNEDITED;
        // A word anywhere in the text, also inside of markup.
        let text = &NECK[NECK.rfind("---\n").unwrap() + 4..];
        let place = (place % text.len()..).find(|place| text.is_char_boundary(*place)).unwrap();
        let old: &'static str = text;
        let mut edits = edits;
        if let Some(word) = word {
            let new: &'static str = format!("{}{word}{}", &text[..place], &text[place..]).leak();
            // First, as the other edits are of pieces of this text.
            edits.insert(0, (NECK_FILE, old, new));
        }
        let built = edited(&edits, Some(reviews)).build();
        // An edit that breaks the site is no page that anybody sees.
        if built.is_built() && shown(&built) != *signed {
            prop_assert!(!built.of_rule("review-content-changed").is_empty(), "{edits:?}");
        }
    }

    #[test]
    fn white_space_and_comments_that_change_the_page_change_what_is_signed(
        // White space can make code of a care card and a paragraph of a heading, and words can follow a comment.
        added in prop::sample::select(vec![
            "\t", "    ", "\n\n", "\n    ", "\u{a0}", "\u{3000}", "\u{2028}",
            "<!-- wellpress-allow raw-html: x --> Bend hard.",
        ]),
        is_at_line_start in any::<bool>(),
        place in 0usize..400,
    ) {
        let Unedited { reviews, signed, .. } = &*UNEDITED;
        let text = &NECK[NECK.rfind("---\n").unwrap() + 4..];
        // In the place of a blank, or before a line.
        let places: Vec<usize> = if is_at_line_start {
            text.lines().map(|line| line.as_ptr() as usize - text.as_ptr() as usize).collect()
        } else {
            text.match_indices(' ').map(|(at, _)| at).collect()
        };
        let start = places[place % places.len()];
        let end = start + usize::from(!is_at_line_start);
        let new = format!("{}{added}{}", &text[..start], &text[end..]).leak();
        let built = edited(&[(NECK_FILE, text, new)], Some(reviews)).build();
        // Browsers show a tab within a sentence as a blank, and a list with empty lines with wider gaps.
        let words = |page: &str| page.replace("<p>", "").replace("</p>", "").replace(|c: char| c.is_ascii_whitespace(), "");
        if built.is_built() && words(&shown(&built)) != words(signed) {
            prop_assert!(!built.of_rule("review-content-changed").is_empty(), "{new}");
        }
    }
}
