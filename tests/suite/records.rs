//! Front matter of every kind of page: each documented field is accepted in each documented form, and shown on the page.

use crate::harness::{TestBuild, TestSite};

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"30\"></svg>";
const LIBRARY: &str = "@article{berg, title = {One}, author = {Berg, A.}, date = {2020}, doi = {10.1000/x}}\n";

/// The files that the records below refer to.
const OTHERS: &str = "--- content/people/jane.md
---
name: Jane Doe
prefix: Dr.
short_name: Jane
credentials: [MD, PhD]
credentials_expire: 2030-01-01
job_title: Physician
affiliation: The Clinic
photo: {src: jane.svg, alt: Jane smiles}
links: [{title: Clinic, url: \"https://clinic.example/\"}]
orcid: 0000-0002-1825-0097
is: person
slug: dr-jane
aliases: [/team/jane/]
weight: 3
seo_title: Dr. Jane
short_title: Jane D.
robots: noindex
license: CC0
canonical: https://clinic.example/jane
social_image: jane.svg
extra: {any: [thing, {goes: 1}]}
---
Her *bio*.
--- content/people/team.md
---
name: The Team
is: organisation
---
We write.
--- content/people/rita.md
---
name: Rita
credentials: [PT]
---
--- content/topics/bones.md
---
title: Bones
---
--- content/topics/osteoporosis.md
---
title: Osteoporosis
description: Thin bones.
type: condition
broader: [bones]
codes: {mesh: D010024, icd10: M81, snomed: 64859006}
references: [berg]
slug: osteo
short_title: OP
aliases: [/op/]
weight: -1
---
Its text.
--- content/disclaimers/general.md
---
title: General
description: For all.
placement: top
version: \"2\"
effective: 2023-01-01
---
No advice.
--- content/disclaimers/extra.md
---
title: Extra
placement: bottom
---
More.
--- content/exercises/cobra.md
---
title: Cobra
---
1. Lie.
--- content/articles/other.md
---
title: Other
---
x
";

const ARTICLE: &str = "---
title: Everything
description: The *dek*.
slug: all-of-it
aliases: [/old/path/, /older]
draft: false
weight: 5
canonical: https://elsewhere.example/x
license: CC BY 4.0
robots: max-snippet:50
seo_title: For engines
short_title: Short
social_image: hero.svg
published: 2024-01-02
updated: 2024-03-04
expires: 2099-12-31
corrections:
  - {date: 2024-02-01, was: Wrong words, now: Right words, severity: important}
  - {date: 2024-03-01, was: Typo, now: Type}
changes:
  - {date: 2024-03-04, kind: substantive, note: A new section}
  - {date: 2024-03-03, kind: cosmetic}
authors: [team]
contributors:
  - {person: rita, role: expert}
  - {person: rita, role: editor}
  - {person: rita, role: illustrator}
  - {person: rita, role: fact-checker}
reviewers:
  - {person: jane, role: medical, date: 2024-02-02}
  - {person: jane, role: clinical, date: 2024-02-03}
  - {person: rita, role: editorial, date: 2024-05-05}
  - {person: rita, role: lay}
next_review: 2026-02-03
topics: [osteoporosis, bones]
hero: {src: hero.svg, alt: \"\", caption: A caption, credit: Jane}
disclaimers: [extra]
omit_disclaimers: {ids: [general], reason: Not about health.}
references: [berg, \"doi:10.1000/x\"]
citations: {style: apa, marks: author-date, marks_style: apa, order: alphabetical}
acknowledged_retractions: [{source: berg, reason: It is the history.}]
related: {articles: [other], exercises: [cobra]}
exercises: [cobra]
call_to_action: join
key_points: [\"One *point*\", Two]
toc: both
audience: clinician
specialty: Musculoskeletal
funding: A grant.
conflicts: None known.
sponsor: {name: Acme, role: Paid for drawings}
ai: {used: Drafting, tool: A model, checked_by: jane}
extra: {anything: {at: all}}
---
## Section

Text.
";

fn site() -> TestSite {
    TestSite::from_text(OTHERS)
        .settings("calls_to_action: {join: {kind: link, title: Join, href: /}}\ndisclaimers: {articles: [general]}\n")
        .library(LIBRARY)
        .file("content/people/jane.svg", SVG)
}

fn article(front: &str) -> TestBuild {
    let built =
        site().file("content/articles/a.md", format!("---\ntitle: A\n{front}\n---\n## Section\n\nText.\n")).build();
    built.assert_no_errors();
    built
}

const PAGE: &str = "articles/a/index.html";

#[test]
fn every_kind_of_page_and_each_picture_says_what_a_machine_did() {
    const AI: &str = "ai: {used: Drafting the text, tool: A model}\n";
    const DOT: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"4\"/>";
    let page = |front: &str, text: &str| format!("---\ntitle: A\n{front}---\n{text}\n");
    let of_person = format!("---\nname: Ann\n{AI}---\nText.\n");
    let hero = "hero: {src: dot.svg, alt: A dot, credit: Jo, ai: generated}\n";
    let built = TestSite::new()
        .file("content/articles/a.md", &*page(AI, "Text."))
        .file("content/exercises/a.md", &*page(AI, "1. Go."))
        .file("content/programmes/a.md", &*page(&format!("{AI}schedule: [{{exercise: a}}]\n"), "Text."))
        .file("content/topics/a.md", &*page(AI, "Text."))
        .file("content/pages/a.md", &*page(AI, "Text."))
        .file("content/people/ann.md", &*of_person)
        .file("content/articles/b.md", &*page(hero, "::figure{src=dot.svg alt=\"A dot\" ai=edited}"))
        .file("content/articles/dot.svg", DOT)
        .file("content/pages/index.md", &*page(AI, "Text."))
        .build();
    for path in ["articles/a", "exercises/a", "programmes/a", "topics/a", "a", "people/ann", "."] {
        let path = if path == "." { "index.html".to_owned() } else { format!("{path}/index.html") };
        assert!(built.text(&path).contains("Drafting the text (A model)."), "{path}");
    }
    let html = built.text("articles/b/index.html");
    assert!(html.contains("<span class=\"credit\">Jo \u{b7} Made with AI</span>"), "{html}");
    assert!(html.contains("<span class=\"credit\">Edited with AI</span>"), "{html}");
    assert!(html.contains("https://schema.org/TrainedAlgorithmicMediaDigitalSource"), "{html}");
    let findings = built.formatted_findings();
    let unreviewed = findings.iter().filter(|finding| finding.contains("[ai-unreviewed]")).count();
    assert_eq!(unreviewed, 7, "each kind of page: {findings:#?}");
}

#[test]
fn structured_data_name_the_pictures_that_a_machine_made_or_changed() {
    const DOT: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"4\"/>";
    let page = |front: &str, text: &str| format!("---\ntitle: A\n{front}---\n{text}\n");
    let hero = "hero: {src: /dot.svg, alt: A dot, ai: generated}\n";
    let figure = "::figure{src=/dot.svg alt=\"A dot\" ai=generated}\n\n::figure{src=/two.svg alt=\"Two\" ai=edited}\n\n\
                  ::figure{src=/three.svg alt=\"Three\"}";
    let built = TestSite::new()
        .file("static/dot.svg", DOT)
        .file("static/two.svg", DOT.replace('4', "5"))
        .file("static/three.svg", DOT.replace('4', "6"))
        .file("content/articles/a.md", page(hero, figure))
        .file("content/topics/a.md", page("", figure))
        .file("content/exercises/a.md", page("", &format!("1. Go.\n\n{figure}")))
        .file("content/pages/a.md", page("", figure))
        .file("content/pages/b.md", page(hero, "Text."))
        .file("content/pages/c.md", page(&hero.replace(", ai: generated", ""), "Text."))
        .file("content/pages/index.md", page("", figure))
        .build();
    for (path, expected) in [
        ("articles/a/index.html", [1, 1]),
        ("topics/a/index.html", [1, 1]),
        ("exercises/a/index.html", [1, 1]),
        ("a/index.html", [1, 1]),
        ("b/index.html", [1, 0]),
        ("c/index.html", [0, 0]),
        ("index.html", [1, 1]),
    ] {
        let html = built.text(path);
        let count = |kind: &str| html.matches(&format!("https://schema.org/{kind}MediaDigitalSource\"")).count();
        assert_eq!([count("TrainedAlgorithmic"), count("CompositeWithTrainedAlgorithmic")], expected, "{path}: {html}");
    }
}

#[test]
fn an_article_takes_every_field() {
    let built =
        site().file("content/articles/all/index.md", ARTICLE).file("content/articles/all/hero.svg", SVG).build();
    built.assert_no_errors();
    let page = "articles/all-of-it/index.html";
    let html = built.text(page);
    for expected in [
        "<title>For engines | Test site</title>",
        "<link rel=\"canonical\" href=\"https://elsewhere.example/x\">",
        "content=\"max-snippet:50\"",
        "datetime=\"2024-01-02\"",
        "datetime=\"2024-03-04\"",
        "datetime=\"2024-02-03\"",
        "datetime=\"2026-02-03\"",
        "A caption",
        "Wrong words",
        "Right words",
        "A new section",
        "A grant.",
        "None known.",
        "Acme",
        "Paid for drawings",
        "Drafting (A model).",
    ] {
        assert!(html.contains(expected), "{expected} in\n{html}");
    }
    assert!(built.select(page, "[data-disclaimer=general]").is_empty());
    assert_eq!(built.select(page, "[data-disclaimer=extra]").len(), 1);
    assert_eq!(built.select(page, "[role=doc-toc]").len(), 2);
    assert!(!built.select(page, "[data-cta=join]").is_empty());
    for alias in ["old/path/index.html", "older/index.html", "team/jane/index.html", "op/index.html"] {
        assert!(built.files().contains_key(alias), "{alias}");
    }
    assert!(built.text("old/path/index.html").contains("/articles/all-of-it/"));
    assert!(built.text("_redirects").contains("/old/path/ /articles/all-of-it/"), "{}", built.text("_redirects"));
    crate::text::assert_page_links_resolve(&built, page);
}

#[test]
fn the_byline_names_everybody_with_role_credentials_and_date() {
    let built =
        site().file("content/articles/all/index.md", ARTICLE).file("content/articles/all/hero.svg", SVG).build();
    let byline = &built.texts("articles/all-of-it/index.html", ".byline")[0];
    for expected in [
        "Written by The Team",
        "Medically reviewed by Dr. Jane Doe, MD, PhD February 2, 2024",
        "Clinically reviewed by",
        "Illustrated by Rita, PT",
        "Facts checked by Rita",
    ] {
        assert!(byline.contains(expected), "{expected} in {byline}");
    }
    assert!(!byline.contains("Not medically reviewed"));
    assert!(!built.select("articles/all-of-it/index.html", ".byline a[href='/people/dr-jane/']").is_empty());
}

#[test]
fn only_a_medical_or_clinical_review_counts() {
    for (review, counts) in [("medical", true), ("clinical", true), ("editorial", false), ("lay", false)] {
        let built = article(&format!("reviewers: [{{person: jane, role: {review}, date: 2024-02-03}}]"));
        let html = built.text(PAGE);
        assert_eq!(html.contains("Not medically reviewed"), !counts, "{review}");
        assert_eq!(built.texts(PAGE, ".provenance time").contains(&"February 3, 2024".to_owned()), counts, "{review}");
    }
    assert!(article("").text(PAGE).contains("Not medically reviewed"));
}

#[test]
fn the_next_review_follows_from_the_settings() {
    let built = site()
        .settings("review: {every: 24 months}\n")
        .file("content/articles/a.md", "---\ntitle: A\nlast_reviewed: 2024-02-29\n---\nText.\n")
        .build();
    built.assert_no_errors();
    assert_eq!(built.texts(PAGE, ".provenance time"), ["February 29, 2024", "February 28, 2026"]);
}

#[test]
fn published_may_be_called_date() {
    assert!(article("date: 2023-05-06").text(PAGE).contains("datetime=\"2023-05-06\""));
}

#[test]
fn the_table_of_contents_is_where_toc_says() {
    for (place, count) in [("top", 1), ("end", 1), ("both", 2), ("none", 0)] {
        let built = article(&format!("toc: {place}"));
        assert_eq!(built.select(PAGE, "[role=doc-toc]").len(), count, "{place}");
        let html = built.text(PAGE);
        if let (Some(toc), Some(text)) = (html.find("doc-toc"), html.find("class=\"text\"")) {
            assert_eq!(toc < text, place != "end", "{place}");
        }
        crate::text::assert_page_links_resolve(&built, PAGE);
    }
}

#[test]
fn every_audience_level_kind_and_type_is_accepted() {
    for audience in ["patient", "clinician", "caregiver"] {
        article(&format!("audience: {audience}"));
    }
    let mut site = site();
    for level in ["beginner", "intermediate", "advanced"] {
        site = site.file(
            &format!("content/exercises/{level}.md"),
            format!("---\ntitle: {level}\nlevel: {level}\n---\n1. Go.\n"),
        );
    }
    for kind in ["strength", "flexibility", "balance", "aerobic", "posture", "breathing", "mind-body"] {
        site = site
            .file(&format!("content/exercises/{kind}.md"), format!("---\ntitle: {kind}\nkind: {kind}\n---\n1. Go.\n"));
    }
    for kind in ["condition", "region", "method", "population", "other"] {
        site = site.file(&format!("content/topics/{kind}.md"), format!("---\ntitle: {kind}\ntype: {kind}\n---\n"));
    }
    site.build().assert_no_errors();
}

#[test]
fn a_dose_takes_numbers_ranges_and_durations() {
    for (dose, text) in [
        ("3", "3 s"),
        ("10-20", "10–20 s"),
        ("\"10–20\"", "10–20 s"),
        ("30-60 s", "30–60 s"),
        ("2.5 min", "2.5 min"),
        ("1-2 minutes", "1–2 minutes"),
    ] {
        let built = site()
            .file("content/exercises/x.md", format!("---\ntitle: X\ndose: {{hold: {dose}}}\n---\n1. Go.\n"))
            .build();
        built.assert_no_errors();
        assert_eq!(built.texts("exercises/x/index.html", "[data-dose=hold] dd"), [text], "{dose}");
    }
}

#[test]
fn a_caution_has_one_or_several_conditions_and_the_default_severity_ask() {
    let front = "cautions:\n  - condition: bones\n    advice: One.\n  - condition: [bones, osteoporosis]\n    advice: Two.\n    severity: avoid\n  - {condition: [osteoporosis], advice: Three., severity: modify}\n";
    let built = site().file("content/exercises/x.md", format!("---\ntitle: X\n{front}---\n1. Go.\n")).build();
    built.assert_no_errors();
    let page = built.page("exercises/x/index.html");
    let cautions: Vec<(String, String)> = page
        .select(&scraper::Selector::parse("[data-caution]").unwrap())
        .map(|caution| {
            (caution.attr("data-caution").unwrap().to_owned(), caution.attr("data-severity").unwrap().to_owned())
        })
        .collect();
    let expected = [("bones", "avoid"), ("osteoporosis", "avoid"), ("osteoporosis", "modify"), ("bones", "ask")];
    assert_eq!(cautions, expected.map(|(topic, severity)| (topic.to_owned(), severity.to_owned())));
}

#[test]
fn an_exercise_takes_a_video_with_all_its_parts() {
    for described in ["soundtrack", "track", "version"] {
        let built = site()
            .file("content/exercises/x/index.md", format!("---\ntitle: X\nvideo: {{src: v.webm, title: How, duration: \"2:10\", poster: p.svg, captions: c.vtt, transcript: t.txt, described: {described}}}\n---\n1. Go.\n"))
            .file("content/exercises/x/v.webm", "x")
            .file("content/exercises/x/p.svg", SVG)
            .file("content/exercises/x/c.vtt", "WEBVTT\n")
            .file("content/exercises/x/t.txt", "Words.")
            .file("content/articles/a.md", "---\ntitle: A\n---\n::video{exercise=x}\n")
            .build();
        built.assert_no_errors();
        for page in ["exercises/x/index.html", PAGE] {
            assert_eq!(built.select(page, "video[preload=none]").len(), 1, "{page}");
        }
    }
}

#[test]
fn the_page_of_a_person_shows_every_field() {
    let built = site().article("a", "x\n").build();
    built.assert_no_errors();
    let page = "people/dr-jane/index.html";
    let text = &built.texts(page, "main")[0];
    for expected in ["Dr. Jane Doe", "MD, PhD", "Physician", "The Clinic", "Her bio."] {
        assert!(text.contains(expected), "{expected} in {text}");
    }
    assert_eq!(built.select(page, "main a[href='https://clinic.example/']").len(), 1);
    assert!(built.text(page).contains("0000-0002-1825-0097"), "the ORCID iD is in the structured data or shown");
    assert_eq!(built.select(page, "main img[alt='Jane smiles']").len(), 1);
}

#[test]
fn a_portrait_may_be_a_path_and_a_profile_link_a_url() {
    let ann = "---\nname: Ann Berg\nphoto: ann.svg\nlinks: [\"https://www.clinic.example/ann\", {title: Notes, url: \"https://ann.example/\"}]\n---\n";
    let built =
        TestSite::new().file("content/people/ann/index.md", ann).file("content/people/ann/ann.svg", SVG).build();
    built.assert_no_errors();
    let page = "people/ann/index.html";
    assert_eq!(built.select(page, "main img[alt='Ann Berg']").len(), 1);
    assert_eq!(built.texts(page, "main a[href^='https://']"), ["clinic.example", "Notes"]);
    for (field, expected) in [
        ("photo: 3", "content/people/bo.md:3:1"),
        ("photo: {alt: Bo}", "content/people/bo.md:3:9"),
        ("photo: gone.svg", "content/people/bo.md:3:8"),
        ("photo: {src: gone.svg, alt: Bo, colour: red}", "content/people/bo.md:3:33"),
        ("links: ['javascript:x']", "content/people/bo.md:3:9"),
    ] {
        let built = TestSite::new().file("content/people/bo.md", format!("---\nname: Bo\n{field}\n---\n")).build();
        let findings = built.formatted_findings();
        assert!(findings.len() == 1 && findings[0].contains(expected), "{field}: {findings:?}");
    }
}

#[test]
fn a_topic_links_to_wider_and_narrower_ones_and_lists_its_pages() {
    let built = site()
        .file("content/articles/a.md", "---\ntitle: A\ntopics: [osteoporosis]\n---\nx\n")
        .file("content/exercises/x.md", "---\ntitle: X\ntopics: [osteoporosis]\n---\n1. Go.\n")
        .build();
    built.assert_no_errors();
    let page = "topics/osteo/index.html";
    assert_eq!(built.texts(page, ".topic-tree a"), ["Bones"]);
    assert_eq!(built.texts("topics/bones/index.html", ".topic-tree a"), ["Osteoporosis"]);
    assert_eq!(built.texts(page, "[aria-labelledby=articles] .card a"), ["A"]);
    assert_eq!(built.texts(page, "[aria-labelledby=exercises] .card a"), ["X"]);
    assert_eq!(built.select(page, "[role=doc-bibliography] li").len(), 1);
}

#[test]
fn a_page_takes_its_fields() {
    let built = site()
        .file("content/pages/more/index.md", "---\ntitle: More\ndescription: Dek\nslug: info\naliases: [/more/]\nweight: 1\npublished: 2024-01-01\nupdated: 2024-02-01\nexpires: 2099-01-01\nhero: {src: h.svg, alt: Alt}\nextra: {}\nlicense: CC0\nseo_title: S\nshort_title: M\n---\nText.\n")
        .file("content/pages/more/h.svg", SVG)
        .build();
    built.assert_no_errors();
    assert_eq!(built.select("info/index.html", "img[alt=Alt]").len(), 1);
    assert!(built.text("info/index.html").contains("<title>S | Test site</title>"));
}

#[test]
fn empty_front_matter_fields_and_comments_are_accepted() {
    let built = site()
        .file(
            "content/articles/a.md",
            "--- \ntitle: A # a comment\nauthors: []\ntopics: []\n# another\n---\t\n\nText.\n",
        )
        .build();
    built.assert_no_errors();
    assert_eq!(built.texts(PAGE, ".text"), ["Text."]);
}

#[test]
fn the_settings_take_every_key() {
    let settings = "language: en\nlanguages: {}\ntheme: well\ndescription: D\norganization: {name: O, url: \"https://o.example/\", logo: /logo.svg}\n\
        menus: {main: [{title: A, link: /articles/}], footer: []}\nfeatured: [other]\nextra: {x: 1}\n\
        citations: {style: american-medical-association, marks: author-date, marks_style: apa, order: cited, exports: [bib, json, ris], scholar_tags: false, abstracts: false}\n\
        disclaimers: {articles: [general], exercises: [general]}\nreview: {every: 24 months}\n\
        calls_to_action:\n  join: {kind: form, eyebrow: E, title: T, body: B, button: Go, action: \"https://f.example/\", login: {text: L, href: /}, fine_print: F, consent: {text: C, version: \"1\"}, success: {title: S, body: B}, error: X, proof: P}\n\
        callouts: {pt-tip: {label: PT Tip, like: tip}}\npolicies: {privacy: index, editorial: index, review: index, corrections: index, advertising: index, ai: index, accessibility: index, contact: index}\n\
        search: none\nraw_html: false\npagination: 50\nrelated: {limit: 4}\n";
    let built = site().settings(settings).file("static/logo.svg", SVG).article("a", "::cta{#join}\n").build();
    built.assert_no_errors();
    let form = &built.select(PAGE, "[data-cta=join] form")[0];
    assert!(form.contains("action=\"https://f.example/\"") && form.contains("type=\"email\""), "{form}");
}

#[test]
fn one_credential_needs_no_list() {
    for credentials in ["PT", "[PT]"] {
        let person = format!("---\nname: Jane Broach\ncredentials: {credentials}\n---\nShe treats backs.\n");
        let built = TestSite::new().file("content/people/broach.md", person).build();
        assert!(built.text("people/broach/index.html").contains("\"honorificSuffix\":\"PT\""), "{credentials}");
    }
}
