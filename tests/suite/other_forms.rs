//! Other forms of a page: Easy Read versions, recordings, sign language, large print. Where each is, what stands before it, whether it
//! is behind its page, and what becomes of it with its page.

use std::io::Read;
use std::path::Path;

use flate2::read::GzDecoder;
use serde_json::Value;
use wellpress_io::cache::CacheMode;
use wellpress_io::fs::Files;
use wellpress_site::config::SearchIndex;

use crate::before_forms::WARNED;
use crate::editable_site::EditableSite;
use crate::harness::{TestBuild, TestSite};
use crate::program::ProgramOutput;

pub const PAGE: &str = "articles/knees/index.html";
pub const EASY: &str = "articles/knees/easy/index.html";
pub const DRAWING: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"64\" height=\"48\" viewBox=\"0 0 64 48\"></svg>";

pub const KNEES: &str = "---\ntitle: Sore knees\ndescription: What helps.\npublished: 2026-01-02\n---\nKnees can hurt. Walking helps.\n\n## Rest\n\nRest a little.\n";
pub const EASY_KNEES: &str = "---\ntitle: My knees\ndescription: About knees.\n---\n\
    ![A knee.](knee.svg)\n\nKnees can hurt.\n\nThat is common.\n\n## Rest\n\n\
    ![A chair.](chair.svg)\nYou can rest.\n\nAsk for help.\n";

pub fn site() -> TestSite {
    TestSite::new()
        .settings("disclaimers: {articles: [general], exercises: [moves]}\n")
        .file("content/disclaimers/general.md", "---\ntitle: General\n---\nNo replacement for advice.\n")
        .file("content/disclaimers/moves.md", "---\ntitle: Moves\nplacement: with-exercise\n---\nMove with care.\n")
        .file("content/articles/knees.md", KNEES)
        .file("content/articles/knees.easy.md", EASY_KNEES)
        .file("content/articles/knee.svg", DRAWING)
        .file("content/articles/chair.svg", DRAWING)
}

pub const LIFT: &str = "---\ntitle: Leg lift\ncautions: [{condition: hernia, severity: avoid, advice: Leave it out.}]\nstop_if: [Your groin hurts]\n---\n\n1. Lift a leg.\n2. Lower it.\n";

pub fn with_exercise(site: TestSite) -> TestSite {
    site.file("content/topics/hernia.md", "---\ntitle: Hernia\ntype: condition\n---\nText.\n")
        .file("content/exercises/lift.md", LIFT)
}

pub fn place(text: &str, words: &str) -> usize {
    text.find(words).unwrap_or_else(|| panic!("no `{words}` in {text}"))
}

/// The node of the page in its structured data.
fn web_page(built: &TestBuild, path: &str) -> Value {
    let json = built.texts(path, "script[type=\"application/ld+json\"]").remove(0);
    let graph: Value = serde_json::from_str(&json).unwrap();
    graph["@graph"][0].clone()
}

/// The finding at the address of a file that the words of a page have changed, and the hash that it names.
fn hash_in(help: &str) -> String {
    help.split('"').nth(1).unwrap().to_owned()
}

#[test]
fn an_easy_read_version_is_at_the_address_of_its_page() {
    let built = site().build();
    built.assert_no_errors();
    assert_eq!(built.texts(EASY, "h1"), ["My knees"]);
    assert_eq!(built.select(PAGE, ".page-forms a[href=\"/articles/knees/easy/\"][data-form=easy-read] svg").len(), 1);
    assert_eq!(built.texts(PAGE, ".page-forms .form-name"), ["Easy Read"]);
    assert_eq!(built.select(EASY, ".easy-full a[href=\"/articles/knees/\"]").len(), 1);
    assert!(built.select(EASY, ".page-forms").is_empty());
    assert_eq!(built.texts(EASY, "nav.crumbs a").last().map(String::as_str), Some("Sore knees"));
}

#[test]
fn its_rows_have_a_picture_and_the_words_beside_it() {
    let built = site().build();
    assert_eq!(built.select(EASY, ".easy-row").len(), 2);
    assert_eq!(built.select(EASY, ".easy-row > .easy-picture:first-child img[alt]").len(), 2);
    assert_eq!(built.texts(EASY, ".easy-row > .easy-words")[0].trim(), "Knees can hurt. That is common.");
    assert_eq!(built.texts(EASY, ".easy-row > .easy-words p").last().map(|words| words.trim()), Some("Ask for help."));
    assert_eq!(built.select(EASY, ".easy-text > h2#rest").len(), 1);
    let odd = "---\ntitle: E\n---\nFirst words.\n\n![a](knee.svg)\n\n![b](chair.svg)\n\n- one\n- two\n\n> quote\n\n---\n\nLast.\n";
    let built = site().file("content/articles/knees.easy.md", odd).build();
    built.assert_no_errors();
    assert_eq!(built.select(EASY, ".easy-row").len(), 3);
    assert_eq!(built.select(EASY, ".easy-row > .easy-picture").len(), 1);
    assert_eq!(built.select(EASY, ".easy-row > .easy-picture img").len(), 2);
    assert_eq!(built.select(EASY, ".easy-words li, .easy-words blockquote").len(), 3);
}

#[test]
fn it_stands_in_no_list_and_no_feed_and_is_found_by_search_and_sitemap() {
    let built = site().build();
    for path in ["articles/index.html", "index.html", "feed.xml", "articles/feed.xml"] {
        assert!(!built.text(path).contains("My knees"), "{path}");
    }
    assert!(built.texts("articles/index.html", ".total")[0].starts_with("1 "));
    assert!(built.text("sitemap.xml").contains("<loc>https://test.example/articles/knees/easy/</loc>"));
    let built = site().with_options(|options| options.index = SearchIndex::Build).build();
    let texts = built.files().iter().filter(|(path, _)| path.starts_with("search/index/en/texts/"));
    let found = texts.map(|(_, bytes)| {
        let mut text = String::new();
        GzDecoder::new(&bytes[..]).read_to_string(&mut text).unwrap();
        text
    });
    assert!(found.into_iter().any(|text| text.contains("\"/articles/knees/easy/\"") && text.contains("You can rest")));
}

#[test]
fn the_notices_of_its_page_come_before_its_text() {
    let easy = "---\ntitle: Lift your leg\n---\n![A leg.](leg.svg)\n\nLift your leg slowly.\n";
    let built = with_exercise(site())
        .file("content/exercises/lift.easy.md", easy)
        .file("content/exercises/leg.svg", DRAWING)
        .build();
    built.assert_no_errors();
    let page = built.text("exercises/lift/easy/index.html");
    let step = place(page, "Lift your leg slowly.");
    for notice in ["Not medically reviewed", "Move with care.", "Leave it out.", "Your groin hurts"] {
        assert!(place(page, notice) < step, "{notice}");
    }
    assert_eq!(built.texts("exercises/lift/index.html", ".page-forms .form-name"), ["Easy Read"]);
    let article = "---\ntitle: Easy\n---\nLift it.\n";
    let built = with_exercise(site())
        .file("content/articles/knees.md", format!("{KNEES}\n::exercise{{#lift}}\n"))
        .file("content/articles/knees.easy.md", article)
        .file("content/programmes/all.md", "---\ntitle: All\nschedule: [{exercise: lift}]\n---\nText.\n")
        .file("content/programmes/all.easy.md", article)
        .file("content/pages/about.md", "---\ntitle: About\n---\nText.\n")
        .file("content/pages/about.easy.md", article)
        .build();
    built.assert_no_errors();
    for path in [EASY, "programmes/all/easy/index.html"] {
        let page = built.text(path);
        let step = place(page, "<p>Lift it.");
        for notice in ["Not medically reviewed", "Move with care.", "Leave it out.", "Your groin hurts"] {
            assert!(place(page, notice) < step, "{path}: {notice}");
        }
    }
    assert!(built.text(EASY).contains("No replacement for advice."));
    assert!(!built.text("about/easy/index.html").contains("Not medically reviewed"), "its page needs no review");
}

#[test]
fn what_holds_for_the_page_holds_for_it() {
    let front = |more: &str| KNEES.replacen("published", &format!("{more}\npublished"), 1);
    let page = |more: &str| site().file("content/articles/knees.md", front(more));
    let built = page("withdrawn: {date: 2026-01-05, reason: It was wrong.}").build();
    built.assert_no_errors();
    let easy = built.text(EASY);
    assert!(easy.contains("It was wrong.") && !easy.contains("Knees can hurt."), "{easy}");
    assert!(built.select(PAGE, ".page-forms").is_empty());
    assert!(!built.text("sitemap.xml").contains("/easy/"));
    let built = page("robots: noindex").build();
    assert!(built.text(EASY).contains("noindex") && !built.text("sitemap.xml").contains("/easy/"));
    for hidden in ["draft: true", "expires: 2025-01-01"] {
        let built = page(hidden).build();
        assert!(!built.files().contains_key(EASY), "{hidden}");
    }
    let built = page("corrections: [{date: 2026-01-03, was: Left, now: Right, severity: important}]").build();
    assert!(built.texts(EASY, ".corrections")[0].contains("Right"), "{}", built.text(EASY));
    let built = page("slug: legs").build();
    built.assert_no_errors();
    assert!(built.files().contains_key("articles/legs/easy/index.html"));
    let built = page("permalink: /k/").build();
    assert!(built.files().contains_key("k/easy/index.html"));
    let draft =
        site().file("content/articles/knees.easy.md", EASY_KNEES.replacen("title", "draft: true\ntitle", 1)).build();
    assert!(!draft.files().contains_key(EASY) && draft.select(PAGE, ".page-forms").is_empty());
    let future = EASY_KNEES.replacen("title", "published: 2099-01-01\ntitle", 1);
    assert!(!site().file("content/articles/knees.easy.md", future).build().files().contains_key(EASY));
}

#[test]
fn an_author_of_the_page_cannot_review_it() {
    let people = |site: TestSite| site.file("content/people/ann.md", "---\nname: Ann\ncredentials: [MD]\n---\nText.\n");
    let built = people(site())
        .file("content/articles/knees.md", KNEES.replacen("published", "authors: [ann]\npublished", 1))
        .file(
            "content/articles/knees.easy.md",
            EASY_KNEES.replacen("title", "reviewers: [{person: ann, role: medical, date: 2026-01-01}]\ntitle", 1),
        )
        .build();
    assert_eq!(built.of_rule("review-self").len(), 1, "{:?}", built.formatted_findings());
}

#[test]
fn it_is_behind_when_the_words_of_its_page_change() {
    let built = site().with_common_findings().build();
    let unrecorded = built.of_rule("translation-unrecorded");
    assert_eq!(unrecorded.len(), 1);
    assert_eq!(unrecorded[0].message, "this Easy Read version does not say what it was made from");
    let hash = hash_in(unrecorded[0].help.as_deref().unwrap());
    let easy = EASY_KNEES.replacen("title", &format!("translated_from: \"{hash}\"\ntitle"), 1);
    let current = site().file("content/articles/knees.easy.md", &easy).with_common_findings().build();
    assert!(current.of_rule("translation-unrecorded").is_empty() && current.of_rule("translation-stale").is_empty());
    assert!(current.select(EASY, ".notice").is_empty());
    let changed = site()
        .file("content/articles/knees.easy.md", &easy)
        .file("content/articles/knees.md", KNEES.replace("Walking helps", "Swimming helps"))
        .build();
    let stale = changed.of_rule("translation-stale");
    assert_eq!(stale[0].message, "the page has changed since this Easy Read version was made");
    assert!(changed.texts(EASY, ".notice")[0].contains("has changed since this Easy Read version"));
    assert!(changed.texts(PAGE, ".page-forms .form-detail")[0].contains("older than this page"));
}

#[test]
fn forms_are_behind_when_what_their_page_shows_changes() {
    let page = |forms: &str| format!("{}\n::exercise{{#lift}}\n\n::snippet{{#rest}}\n", knees_with(forms));
    let site = |lift: &str, rest: &str, page: &str, easy: &str| {
        let site = with_files(with_exercise(site())).file("content/snippets/rest.md", rest);
        let site = site.file("content/exercises/lift.md", lift).file("content/articles/knees.easy.md", easy);
        site.file("content/articles/knees.md", page).with_common_findings().build()
    };
    let rest = "Rest for two minutes.\n";
    let built = site(LIFT, rest, &page("audio: knees.mp3\n"), EASY_KNEES);
    let hashes: Vec<String> = built
        .of_rule("translation-unrecorded")
        .iter()
        .map(|finding| hash_in(finding.help.as_deref().unwrap()))
        .collect();
    assert_eq!(hashes.len(), 2);
    assert_eq!(hashes[0], hashes[1], "both say the page with what it shows");
    let hash = &hashes[0];
    let easy = EASY_KNEES.replacen("title", &format!("translated_from: \"{hash}\"\ntitle"), 1);
    let page = page(&format!("audio: {{src: knees.mp3, made_from: \"{hash}\"}}\n"));
    assert!(site(LIFT, rest, &page, &easy).of_rule("translation-stale").is_empty());
    for (lift, rest) in [
        (LIFT.replacen("Lower it.", "Drop it.", 1), rest),
        (LIFT.replacen("Your groin hurts", "It hurts", 1), rest),
        (LIFT.replacen("title: Leg", "dose: {reps: 9}\ntitle: Leg", 1), rest),
        (LIFT.to_owned(), "Rest for ten minutes.\n"),
    ] {
        let built = site(&lift, rest, &page, &easy);
        assert_eq!(built.of_rule("translation-stale").len(), 2, "{lift}{rest}");
        assert_eq!(built.select(PAGE, "#form-audio-player .notice").len(), 1);
        assert_eq!(built.select(EASY, ".notice").len(), 1);
    }
}

#[test]
fn a_translation_has_one_of_its_own() {
    let built = site()
        .settings("languages: {es: {title: Guía}}\n")
        .file("content/articles/knees.es.md", "---\ntitle: Rodillas\n---\nTexto.\n")
        .file("content/articles/knees.easy.es.md", "---\ntitle: Mis rodillas\n---\nTexto fácil.\n")
        .build();
    built.assert_no_errors();
    let easy = "es/articles/knees/easy/index.html";
    assert_eq!(built.texts("es/articles/knees/index.html", ".page-forms .form-name"), ["Lectura fácil"]);
    assert_eq!(built.select(easy, ".easy-full a[href=\"/es/articles/knees/\"]").len(), 1);
    assert_eq!(built.select(easy, "link[hreflang=en][href=\"https://test.example/articles/knees/easy/\"]").len(), 1);
    let taken_back = site()
        .settings("languages: {es: {title: Guía}}\n")
        .file(
            "content/articles/knees.md",
            KNEES.replacen("published", "withdrawn: {date: 2026-01-05, reason: Wrong.}\npublished", 1),
        )
        .file("content/articles/knees.es.md", "---\ntitle: Rodillas\n---\nTexto.\n")
        .file("content/articles/knees.easy.es.md", "---\ntitle: Mis rodillas\n---\nTexto fácil.\n")
        .build();
    assert!(!taken_back.text(easy).contains("Texto fácil"));
    assert_eq!(taken_back.select(easy, "[data-withdrawn] [lang=en]").len(), 1);
}

#[test]
fn names_that_belong_to_no_page_are_findings() {
    let alone = |path: &str| {
        let built = TestSite::new()
            .settings("languages: {es: {title: Guía}}\n")
            .article("a", "Text.\n")
            .file(path, EASY_KNEES)
            .build();
        built.of_rule("file-name").iter().map(|finding| finding.message.clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        alone("content/articles/x.easy.md"),
        ["this is the Easy Read version of a page that is not there: `content/articles/x.md`"]
    );
    assert_eq!(
        alone("content/articles/a.easy.es.md"),
        ["this is the Easy Read version of a page that is not there: `content/articles/a.es.md`"]
    );
    assert_eq!(alone("content/articles/a.easy.easy.md"), ["an Easy Read version has no Easy Read version"]);
    assert_eq!(alone("content/articles/a.es.easy.md"), ["the tag of the language comes last"]);
    assert_eq!(alone("content/topics/t.easy.md").len(), 1);
    assert_eq!(alone("content/articles/index.easy.md"), ["the text above a list has no Easy Read version"]);
    assert!(
        alone("content/articles/easy.md").is_empty()
            || alone("content/articles/easy.md").iter().all(|message| !message.contains("Easy Read"))
    );
}

#[test]
fn an_authors_page_at_its_address_is_a_clash() {
    let built = site().file("content/articles/knees/easy.md", "---\ntitle: E\n---\nText.\n").build();
    assert_eq!(built.of_rule("url-duplicate").len(), 1, "{:?}", built.formatted_findings());
    let own = TestSite::new().file("content/articles/easy.md", "---\ntitle: Easy\n---\nText.\n").build();
    own.assert_no_errors();
    assert_eq!(own.texts("articles/easy/index.html", "h1"), ["Easy"]);
    assert!(own.select("articles/easy/index.html", ".easy-read").is_empty());
    let fixed =
        site().file("content/articles/knees.easy.md", EASY_KNEES.replacen("title", "slug: other\ntitle", 1)).build();
    assert_eq!(fixed.of_rule("slug-invalid").len(), 1);
}

#[test]
fn a_bundle_and_the_home_page_can_have_one() {
    let built = TestSite::new()
        .file("content/articles/hip/index.md", "---\ntitle: Hip\n---\nText.\n")
        .file("content/articles/hip/index.easy.md", "---\ntitle: My hip\n---\n![A hip.](hip.svg)\n\nText.\n")
        .file("content/articles/hip/hip.svg", DRAWING)
        .file("content/pages/index.md", "---\ntitle: Home\n---\nText.\n")
        .file("content/pages/index.easy.md", "---\ntitle: Easy home\n---\n")
        .build();
    built.assert_no_errors();
    assert_eq!(built.texts("articles/hip/easy/index.html", "h1"), ["My hip"]);
    assert_eq!(built.texts("easy/index.html", "h1"), ["Easy home"]);
}

pub const FORMS: &str = "audio: {src: knees.mp3, duration: \"1:05\", by: Jo Reader, transcript: knees.txt, date: 2026-01-03}\n\
    sign_language: {src: knees.mp4, by: ann, registration: 1234, approved: 2026-01-04, approved_by: Deaf club}\n\
    large_print: knees.pdf\n";

pub fn with_files(site: TestSite) -> TestSite {
    site.file("content/people/ann.md", "---\nname: Ann Sign\n---\nText.\n")
        .file("content/articles/knees.mp3", "ID3 sound of knees")
        .file("content/articles/knees.txt", "Knees can hurt.\n")
        .file("content/articles/knees.mp4", "\0\0\0\u{18}ftypmp42")
        .file("content/articles/knees.pdf", [b"%PDF-1.7".to_vec(), vec![b'%'; 2092]].concat())
}

pub fn knees_with(forms: &str) -> String {
    KNEES.replacen("published", &format!("{forms}published"), 1)
}

#[test]
fn files_are_offered_played_and_published() {
    let built = with_files(site()).file("content/articles/knees.md", knees_with(FORMS)).build();
    built.assert_no_errors();
    let names = built.texts(PAGE, ".page-forms .form-name");
    assert_eq!(names, ["Easy Read", "Listen", "Sign language", "Large print"]);
    assert_eq!(built.texts(PAGE, ".page-forms [data-form=large-print] .form-detail"), ["PDF, 3 kB"]);
    assert_eq!(built.select(PAGE, ".page-forms a[download][data-form=large-print]").len(), 1);
    assert_eq!(
        built.select(PAGE, ".page-forms a[href=\"#form-audio\"], .page-forms a[href=\"#form-sign-language\"]").len(),
        2
    );
    assert_eq!(
        built.select(PAGE, "#form-audio-player audio[controls][preload=none] source[type=\"audio/mpeg\"]").len(),
        1
    );
    assert_eq!(built.select(PAGE, "#form-sign-language-player video[controls] source[type=\"video/mp4\"]").len(), 1);
    let audio = &built.texts(PAGE, "#form-audio-player")[0];
    assert!(
        audio.contains("Read by Jo Reader") && audio.contains("1:05") && audio.contains("Knees can hurt."),
        "{audio}"
    );
    let film = &built.select(PAGE, "#form-sign-language-player")[0];
    assert!(film.contains("Registration: 1234") && film.contains("href=\"/people/ann/\""), "{film}");
    let published = built.files().keys().filter(|path| path.starts_with("assets/knees.")).count();
    assert_eq!(published, 4);
    assert!(built.select("articles/knees/easy/index.html", ".form-player").is_empty());
    let withdrawn = format!("{FORMS}withdrawn: {{date: 2026-01-05, reason: Wrong.}}\n");
    let built = with_files(site()).file("content/articles/knees.md", knees_with(&withdrawn)).build();
    assert!(!built.files().keys().any(|path| path.starts_with("assets/knees.")));
    assert!(built.select(PAGE, ".form-player, .page-forms").is_empty());
}

#[test]
fn cautions_come_before_a_recording_starts() {
    let lift = LIFT.replacen("cautions", "audio: lift.mp3\nsign_language: lift.mp4\ncautions", 1);
    let built = with_files(with_exercise(site()))
        .file("content/exercises/lift.md", lift)
        .file("content/exercises/lift.mp3", "ID3 sound")
        .file("content/exercises/lift.mp4", "\0\0\0\u{18}ftypmp42")
        .file("content/articles/knees.md", format!("{}\n::exercise{{#lift}}\n", knees_with(FORMS)))
        .file(
            "content/programmes/all.md",
            "---\ntitle: All\naudio: all.mp3\nschedule: [{exercise: lift}]\n---\nText.\n",
        )
        .file("content/programmes/all.mp3", "ID3 sound")
        .build();
    built.assert_no_errors();
    for path in [PAGE, "exercises/lift/index.html", "programmes/all/index.html"] {
        let page = built.text(path);
        let player = place(page, "<audio");
        for notice in ["Not medically reviewed", "Leave it out.", "Your groin hurts"] {
            assert!(place(page, notice) < player, "{path}: {notice}");
        }
        // The offers lead in front of the notices, so that whoever follows one reads them before the player.
        for offer in built.select(path, ".page-forms a[href^=\"#\"]") {
            let target = offer.split('#').nth(1).unwrap().split('"').next().unwrap();
            let start = place(page, &format!("id=\"{target}\""));
            for notice in ["Leave it out.", "Your groin hurts"] {
                assert!(page[start..player].contains(notice), "{path} #{target}: {notice}");
            }
        }
    }
}

#[test]
fn mistakes_in_a_form_are_findings() {
    let findings = |forms: &str| {
        let mut site = with_files(site()).file("content/articles/knees.md", knees_with(forms));
        for (name, text) in
            [("empty.mp3", ""), ("empty.txt", " "), ("text.mp3", "Sit."), ("text.mp4", "Sit."), ("text.pdf", "Sit.")]
        {
            site = site.file(&format!("content/articles/{name}"), text);
        }
        let built = site.build();
        let about = built.findings().iter().filter(|finding| &*finding.location.file == "content/articles/knees.md");
        about.map(|finding| format!("{}: {}", finding.rule.id, finding.message)).collect::<Vec<_>>()
    };
    let of = |forms: &str, rule: &str| {
        let found = findings(forms);
        assert!(found.iter().any(|finding| finding.starts_with(rule)), "{forms}: {found:?}");
    };
    of("audio: none.mp3\n", "picture-missing");
    of("audio: empty.mp3\n", "front-matter-type: `empty.mp3` is no recording: it is empty");
    of("audio: text.mp3\n", "front-matter-type: `text.mp3` is no recording: it is text");
    of("sign_language: text.mp4\n", "front-matter-type: `text.mp4` is no recording in sign language: it is text");
    of("large_print: text.pdf\n", "front-matter-type: `text.pdf` is no file in large print: it is no PDF");
    of(
        "audio: {src: knees.mp3, transcript: knees.pdf}\n",
        "front-matter-type: the transcript `knees.pdf` is no plain text",
    );
    of(
        "audio: {src: knees.mp3, transcript: empty.txt}\n",
        "front-matter-type: the transcript `empty.txt` has no words",
    );
    of(
        "audio: {src: knees.mp3, date: 2026-01-04, approved: 2026-01-03}\n",
        "date-invalid: `approved: 2026-01-03` is before",
    );
    for by in ["ann", "Jo Reader"] {
        let form = format!("audio: {{src: knees.mp3, by: {by}, approved: 2026-01-03, approved_by: {by}}}\n");
        of(&form, &format!("review-self: `{by}` made this recording and approves of it"));
    }
    of("audio: knees.pdf\n", "front-matter-type: `knees.pdf` is no recording");
    of("audio: {src: knees.mp3, duration: long}\n", "front-matter-type: `long` is not the length of a recording");
    for length in ["4.5", "\"0:00\"", "0", "0 s"] {
        let forms = format!("audio: {{src: knees.mp3, duration: {length}}}\n");
        of(&forms, &format!("front-matter-type: `{}` is not the length of a recording", length.trim_matches('"')));
    }
    of("audio: {src: knees.mp3, speaker: Jo}\n", "front-matter");
    of("audio: {src: knees.mp3, registration: 12}\n", "front-matter-unknown-key");
    of("large_print: {src: knees.pdf, duration: 3 s}\n", "front-matter-unknown-key");
    of("audio: {src: knees.mp3, date: 2099-01-01}\n", "date-invalid");
    of("audio: {src: knees.mp3, by: anne-sign}\n", "reference-unknown");
    of("audio: {src: \"javascript://x\"}\n", "url-unsafe");
    of("tested_with: Five people\n", "front-matter-type: `tested_with` belongs");
    assert!(
        findings("audio: {src: knees.mp3, by: Jo Reader}\n").iter().all(|finding| finding.starts_with("translation"))
    );
}

#[test]
fn a_recording_is_behind_when_the_words_of_its_page_change() {
    let built = with_files(site())
        .file("content/articles/knees.md", knees_with("audio: knees.mp3\n"))
        .with_common_findings()
        .build();
    let unrecorded: Vec<_> = built.of_rule("translation-unrecorded");
    let unrecorded = unrecorded.iter().find(|finding| finding.message.contains("`audio`")).unwrap();
    let hash = hash_in(unrecorded.help.as_deref().unwrap());
    let forms = format!("audio: {{src: knees.mp3, made_from: \"{hash}\"}}\n");
    let page = knees_with(&forms);
    let built = with_files(site()).file("content/articles/knees.md", &page).with_common_findings().build();
    assert!(built.of_rule("translation-stale").is_empty());
    assert!(built.select(PAGE, "#form-audio-player .notice").is_empty());
    let built =
        with_files(site()).file("content/articles/knees.md", page.replace("Rest a little", "Rest a lot")).build();
    assert_eq!(built.of_rule("translation-stale")[0].message, "this page has changed since its recording was made");
    assert_eq!(built.select(PAGE, "#form-audio-player .notice").len(), 1);
}

#[test]
fn machines_learn_of_the_forms() {
    let built = with_files(site())
        .settings("machine_readable: [markdown, json]\n")
        .file("content/articles/knees.md", knees_with(FORMS))
        .build();
    built.assert_no_errors();
    let page = web_page(&built, PAGE);
    assert_eq!(page["accessMode"], serde_json::json!(["textual", "auditory", "visual"]));
    assert_eq!(page["accessibilityFeature"], serde_json::json!(["transcript", "signLanguage", "largePrint"]));
    assert_eq!(page["encoding"].as_array().unwrap().len(), 3);
    assert_eq!(page["encoding"][0]["@type"], "AudioObject");
    assert_eq!(page["encoding"][0]["duration"], "PT1M5S");
    assert_eq!(page["encoding"][1]["@type"], "VideoObject");
    assert_eq!(page["workTranslation"]["url"], "https://test.example/articles/knees/easy/");
    let easy = web_page(&built, EASY);
    assert_eq!(easy["isBasedOn"], "https://test.example/articles/knees/");
    assert_eq!(easy["accessMode"], serde_json::json!(["textual", "visual"]));
    assert_eq!(easy["accessibilityFeature"], serde_json::json!(["alternativeText", "structuralNavigation"]));
    assert!(easy["encoding"].is_null() && easy["workTranslation"].is_null());
    let feed = built.text("feed.xml");
    assert!(
        feed.contains("rel=\"enclosure\"") && feed.contains("type=\"audio/mpeg\"") && feed.contains("length=\"18\""),
        "{feed}"
    );
    let markdown = built.text("articles/knees.md");
    assert!(
        markdown.contains("form: easy_read, url: \"https://test.example/articles/knees/easy/\", approved: false"),
        "{markdown}"
    );
    let json: Value = serde_json::from_str(built.text("articles/knees.json")).unwrap();
    assert_eq!(json["forms"].as_array().unwrap().len(), 4);
    assert!(!built.files().contains_key("articles/knees/easy.md"));
}

#[test]
fn pages_without_forms_have_nothing_of_them() {
    let built = TestSite::new().article("a", "Text.\n").build();
    let page = built.text("articles/a/index.html");
    for words in ["page-forms", "other-forms", "accessMode", "form-player"] {
        assert!(!page.contains(words), "{words}");
    }
}

/// What the program prints for this site, with these arguments.
fn printed(site: &TestSite, arguments: &[&str]) -> ProgramOutput {
    let folder = tempfile::TempDir::new().unwrap();
    site.write_to(folder.path());
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_wellpress"));
    command.current_dir(folder.path()).args(["--clock", "2026-06-12", "--color", "never"]).args(arguments);
    ProgramOutput::of(command.output().unwrap())
}

#[test]
fn care_lists_forms_that_are_behind_and_that_nobody_approved() {
    let old = "made_from: \"00000000000000000000000000000000\"";
    let forms = format!("audio: {{src: knees.mp3, {old}, approved: 2026-01-04}}\nlarge_print: knees.pdf\n");
    let easy = EASY_KNEES.replacen("title", "translated_from: \"00000000000000000000000000000000\"\ntitle", 1);
    let site = with_files(site())
        .file("content/articles/knees.md", knees_with(&forms))
        .file("content/articles/knees.easy.md", easy);
    let items = printed(&site, &["care", "--format", "json"]).json();
    let items: Vec<String> = items["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| format!("{} {}", item["kind"].as_str().unwrap(), item["message"].as_str().unwrap()))
        .collect();
    let has = |words: &str| items.iter().any(|item| item == words);
    assert!(has("translation-stale the page has changed since this Easy Read version was made"), "{items:?}");
    assert!(has("translation-stale this page has changed since its recording was made"), "{items:?}");
    assert!(has("form-unapproved nobody has approved the Easy Read version of this article"), "{items:?}");
    assert!(has("form-unapproved nobody has approved the file in large print of this article"), "{items:?}");
    assert!(!items.iter().any(|item| item.contains("approved of the recording")), "{items:?}");
    assert_eq!(items.iter().filter(|item| item.starts_with("translation-unrecorded")).count(), 1, "{items:?}");
}

#[test]
fn a_table_has_each_form_of_each_page_and_totals() {
    let site = with_files(site()).file("content/articles/knees.md", knees_with(FORMS)).article("plain", "Text.\n");
    let table = printed(&site, &["audit", "forms"]).assert_status(0).out;
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines[0], "page,title,language,address,form,form_address,date,approved,approved_on,state,pages");
    assert!(lines.contains(&"article:knees,Sore knees,en,https://test.example/articles/knees/,easy_read,https://test.example/articles/knees/easy/,,no,,unrecorded,"), "{table}");
    assert!(
        lines.iter().any(|line| line.contains(",sign_language,") && line.contains(",yes,2026-01-04,unrecorded,")),
        "{table}"
    );
    assert!(lines.iter().any(|line| line.starts_with("article:plain,") && line.ends_with(",,,,,,,")), "{table}");
    assert!(lines.contains(&"total,,en,,audio,,,0,,0 current,1 of 3"), "{table}");
    assert!(!table.contains("article:knees.easy"));
    printed(&site, &["audit", "forms", "--output", "forms.html"]).assert_status(2);
}

#[test]
fn a_build_after_an_edit_has_the_bytes_of_one_from_nothing() {
    let site = with_files(with_exercise(site()))
        .file("content/articles/knees.md", format!("{}\n{WARNED}\n::exercise{{#lift}}\n", knees_with(FORMS)))
        .file("content/exercises/lift.md", format!("{LIFT}\n:::care{{level=urgent}}\nAsk about your leg.\n:::\n"))
        .file("content/exercises/lift.easy.md", "---\ntitle: Lift\n---\nLift it.\n");
    let edits = [
        ("content/exercises/lift.md", "Leave it out.", "Do half."),
        ("content/exercises/lift.md", "Your groin hurts", "Your hip hurts"),
        ("content/articles/knees.md", "Walking helps", "Swimming helps"),
        ("content/articles/knees.md", "title: Sore knees", "title: Stiff knees"),
        ("content/exercises/lift.md", "Ask about your leg.", "Ask about your hip."),
        ("content/articles/knees.md", "::exercise{#lift}", ""),
        ("content/articles/knees.easy.md", "title: My knees", "title: Our knees"),
        ("content/articles/knees.mp3", "ID3 sound", "ID3 other sound"),
        ("content/disclaimers/moves.md", "with care", "slowly"),
        ("content/articles/knees.md", "Call for help.", "Call an ambulance."),
        ("content/articles/knees.md", "published:", "withdrawn: {date: 2026-01-05, reason: Wrong.}\npublished:"),
    ];
    let edited = EditableSite::new(&site);
    edited.build(CacheMode::ReadWrite);
    for (path, old, new) in edits {
        let path = Path::new("/site").join(path);
        let text = String::from_utf8(edited.0.snapshot()[&path].to_vec()).unwrap();
        assert!(text.contains(old), "{old}");
        edited.0.write(&path, text.replacen(old, new, 1).as_bytes()).unwrap();
        let (_, _, warm) = edited.build(CacheMode::ReadWrite);
        let (_, _, cold) = edited.without_output().build(CacheMode::ReadWrite);
        let differing: Vec<_> =
            cold.iter().filter(|(path, bytes)| warm.get(*path) != Some(bytes)).map(|(path, _)| path).collect();
        assert!(differing.is_empty() && warm.len() == cold.len(), "{new}: {differing:?}");
    }
}
