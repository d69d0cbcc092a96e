//! Sections that the settings declare, and the folders in sections: addresses, ids, lists, guides, and pages without reviews.

use wellpress_diagnostics::Diagnostic;

use crate::cli::ProgramSite;
use crate::harness::{TestBuild, TestSite};

const SETTINGS: &str = "languages: {es: {title: Prueba, sections: {conditions: {title: Enfermedades}}}}\n\
    sections:\n  \
      conditions: {title: \"Conditions A to Z\", singular: condition, list: letters, schema_org: MedicalCondition}\n  \
      clinics: {like: page, singular: clinic, schema_org: MedicalClinic}\n  \
      courses: {health: false}\n";

/// The page at an address.
fn html<'b>(built: &'b TestBuild, address: &str) -> &'b str {
    built.text(&format!("{address}index.html"))
}

fn article(title: &str, text: &str) -> String {
    format!("---\ntitle: {title}\nauthors: [broach]\n---\n{text}\n")
}

fn site() -> TestSite {
    TestSite::new()
        .settings(SETTINGS)
        .file("content/people/broach.md", "---\nname: Broach\n---\nBio.\n")
        .file("content/conditions/index.md", "---\ntitle: Conditions A to Z\n---\nFind a **condition**.\n")
        .file("content/conditions/hernia.md", article("Hernia", "See [[diabetes/type-2]] and [[clinic:north]]."))
        .file("content/conditions/asthma.md", article("Asthma", "See [[condition:hernia]]."))
        .file("content/conditions/asthma.es.md", article("Asma", "Asma."))
        .file("content/conditions/diabetes/index.md", "---\ntitle: Diabetes\nguide: true\n---\nOverview.\n")
        .file("content/conditions/diabetes/type-2.md", weighted("Type 2", 2))
        .file("content/conditions/diabetes/type-1.md", weighted("Type 1", 1))
        .file("content/clinics/north.md", "---\ntitle: North\n---\nOpen.\n")
        .file("content/courses/autumn.md", article("Autumn", "Come."))
}

/// Regression: the paper version left out what front matter says, and links within a part led nowhere.
#[test]
fn the_printed_guide_has_descriptions_and_key_points() {
    let part = "---\ntitle: Type 1\nweight: 1\ndescription: The first part.\nkey_points: [A **point**.]\n---\n\
        ## Signs {#signs}\n\nSee [signs](#signs).\n";
    let built = site().file("content/conditions/diabetes/type-1.md", part).build();
    let printed = html(&built, "conditions/diabetes/print/");
    for words in [
        "<p class=\"dek\">The first part.</p>",
        "<li>A <strong>point</strong>.</li>",
        "href=\"#part-1-signs\"",
        "id=\"part-1-signs\"",
    ] {
        assert!(printed.contains(words), "{words}: {printed}");
    }
}

fn weighted(title: &str, weight: i32) -> String {
    format!("---\ntitle: {title}\nweight: {weight}\n---\n## Signs\n\nText of {title}.\n")
}

#[test]
fn pages_of_a_section_are_at_its_folder_and_linked_by_its_word() {
    let built = site().build();
    let hernia = html(&built, "conditions/hernia/");
    assert!(hernia.contains("<a href=\"/conditions/diabetes/type-2/\">Type 2</a>"), "{hernia}");
    assert!(hernia.contains("<a href=\"/clinics/north/\">North</a>"), "{hernia}");
    assert!(hernia.contains("<a href=\"/conditions/\">Conditions A to Z</a>"), "{hernia}");
    assert!(html(&built, "es/conditions/asthma/").contains("<a href=\"/es/conditions/\">Enfermedades</a>"));
}

#[test]
fn the_list_of_a_section_has_its_text_and_letters_without_the_parts_of_guides() {
    let built = site().build();
    let list = html(&built, "conditions/");
    assert!(list.contains("Find a <strong>condition</strong>."), "{list}");
    let letters: Vec<&str> = list.split("<h2 id=\"letter-").skip(1).map(|rest| &rest[..1]).collect();
    assert_eq!(letters, ["a", "d", "h"]);
    assert!(!list.contains("/conditions/diabetes/type-1/"), "{list}");
    let spanish = html(&built, "es/conditions/");
    assert!(spanish.contains("<h1>Enfermedades</h1>") && spanish.contains("/es/conditions/asthma/"), "{spanish}");
}

/// Regression: all lists but those with letters sorted by code point, so that `Ärzte` came last and `yoga` behind `Zoster`.
#[test]
fn every_list_sorts_titles_as_readers_do() {
    for look in ["rows", "cards", "tree", "letters"] {
        let settings = format!("sections: {{conditions: {{list: {look}}}}}\n");
        let titles = ["Zoster", "Ärzte", "yoga", "Arm"];
        let site = titles.iter().enumerate().fold(TestSite::new().settings(&settings), |site, (number, title)| {
            site.file(&format!("content/conditions/{number}.md"), weighted(title, 0))
        });
        let site = site.file("content/topics/z.md", "---\ntitle: Zoster\n---\nT.\n");
        let built = site.file("content/topics/ä.md", "---\ntitle: Ärzte\n---\nT.\n").build();
        let places = |address: &str, titles: &[&str]| {
            let list = html(&built, address).split_once("<main").unwrap().1;
            titles.iter().map(|title| list.find(title).unwrap_or_else(|| panic!("{title}: {list}"))).collect::<Vec<_>>()
        };
        let found = places("conditions/", &[">Arm<", ">Ärzte<", ">yoga<", ">Zoster<"]);
        assert!(found.is_sorted(), "{look}: {found:?}");
        assert!(places("topics/", &[">Ärzte<", ">Zoster<"]).is_sorted());
    }
}

#[test]
fn a_guide_leads_from_part_to_part_and_prints_as_one_page() {
    let built = site().build();
    let first = html(&built, "conditions/diabetes/type-1/");
    let order = [
        "aria-current=\"page\">Type 1<",
        "rel=\"prev\" href=\"/conditions/diabetes/\"",
        "rel=\"next\" href=\"/conditions/diabetes/type-2/\"",
    ];
    let places: Vec<usize> =
        order.iter().map(|part| first.find(part).unwrap_or_else(|| panic!("{part}: {first}"))).collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(first.contains("<li><a href=\"/conditions/diabetes/\">Diabetes</a></li>"), "in the breadcrumbs: {first}");
    assert!(!html(&built, "conditions/diabetes/type-2/").contains("rel=\"next\""));
    let printed = html(&built, "conditions/diabetes/print/");
    for text in ["Overview.", "Text of Type 1.", "Text of Type 2.", "id=\"part-1-signs\"", "id=\"part-2-signs\""] {
        assert!(printed.contains(text), "{text}: {printed}");
    }
}

#[test]
fn a_translation_of_a_guide_is_a_guide() {
    let translated = |guide: &str| {
        site()
            .file("content/conditions/diabetes/index.es.md", format!("---\ntitle: Diabetes\n{guide}---\nResumen.\n"))
            .file("content/conditions/diabetes/type-1.es.md", weighted("Tipo 1", 1))
            .build()
    };
    for (guide, findings) in [("", 0), ("guide: true\n", 0), ("guide: false\n", 1)] {
        let built = translated(guide);
        let part = html(&built, "es/conditions/diabetes/type-1/");
        assert!(part.contains("aria-current=\"page\">Tipo 1<"), "{guide}: {part}");
        assert!(html(&built, "es/conditions/diabetes/print/").contains("Text of Tipo 1."));
        assert_eq!(built.of_rule("guide-invalid").len(), findings, "{guide}");
    }
}

#[test]
fn a_part_of_a_guide_is_no_guide() {
    let built = site()
        .file("content/conditions/diabetes/care/index.md", "---\ntitle: Care\nguide: true\nweight: 3\n---\nCare.\n")
        .file("content/conditions/diabetes/care/feet.md", weighted("Feet", 1))
        .build();
    assert_eq!(built.of_rule("guide-invalid").len(), 1, "{:#?}", built.formatted_findings());
    let care = html(&built, "conditions/diabetes/care/");
    assert!(care.contains("rel=\"prev\" href=\"/conditions/diabetes/type-2/\""), "{care}");
    assert!(care.contains("<a href=\"/conditions/diabetes/care/feet/\">Feet</a>"), "{care}");
    assert!(html(&built, "conditions/diabetes/care/feet/").contains("href=\"/conditions/diabetes/type-1/\""));
    assert!(!built.files().contains_key("conditions/diabetes/care/print/index.html"));
}

#[test]
fn pages_of_one_name_in_two_folders_are_told_apart_by_their_paths() {
    let site = TestSite::new()
        .file("content/articles/heart/principles.md", "---\ntitle: Heart\n---\nHeart.\n")
        .file("content/articles/ear/principles.md", "---\ntitle: Ear\n---\nEar.\n")
        .article("a", "See [[heart/principles]] and [[articles/ear/principles]].\n");
    let built = site.build();
    let html = html(&built, "articles/a/");
    assert!(
        html.contains("href=\"/articles/heart/principles/\"") && html.contains("href=\"/articles/ear/principles/\"")
    );

    let ambiguous = site.article("b", "See [[principles]].\n").build();
    let findings = ambiguous.formatted_findings();
    let expected = "write `[[articles/ear/principles]]` or `[[articles/heart/principles]]`";
    assert!(
        findings.iter().any(|finding| finding.contains("link-ambiguous") && finding.contains(expected)),
        "{findings:#?}"
    );
}

#[test]
fn a_folder_without_a_text_is_a_list() {
    let site = TestSite::new()
        .file("content/articles/child-health/growth.md", "---\ntitle: Growth\n---\nGrowth.\n")
        .article("a", "See [all](/articles/child-health/).\n");
    let built = site.build();
    assert_eq!(built.of_rule("link-broken").len(), 0);
    let list = html(&built, "articles/child-health/");
    assert!(
        list.contains("<h1>Child health</h1>") && list.contains("href=\"/articles/child-health/growth/\""),
        "{list}"
    );
    let growth = html(&built, "articles/child-health/growth/");
    assert!(growth.contains("<a href=\"/articles/\">Articles</a>"), "{growth}");
}

#[test]
fn the_lists_of_a_folder_in_all_languages_lead_to_each_other() {
    let mut site = TestSite::new().settings("languages: {es: {title: Prueba}, de: {title: Probe}}\n");
    for path in ["heart/a", "heart/valves/a", "ear/a", "heart-a/a", "heart/a.es", "ear/b.de", "heart/valves/b.de"] {
        site = site.file(&format!("content/articles/{path}.md"), "---\ntitle: T\n---\nText.\n");
    }
    let built = site.build();
    let languages = |folder: &str| {
        let list = html(&built, &format!("articles/{folder}/"));
        ["es", "de"].map(|tag| {
            list.contains(&format!("hreflang=\"{tag}\" href=\"https://test.example/{tag}/articles/{folder}/"))
        })
    };
    for (folder, expected) in
        [("heart", [true, true]), ("heart/valves", [false, true]), ("ear", [false, true]), ("heart-a", [false, false])]
    {
        assert_eq!(languages(folder), expected, "{folder}");
    }
}

#[test]
fn a_section_without_health_needs_no_review_and_no_disclaimer() {
    let built = site().with_common_findings().build();
    let is_of_course = |finding: &&&Diagnostic| finding.location.file.contains("courses/");
    let of_courses = |rule: &str| built.of_rule(rule).iter().filter(is_of_course).count();
    assert_eq!(["review-missing", "disclaimer-missing"].map(of_courses), [0, 0]);
    assert!(!html(&built, "courses/autumn/").contains("data-safety=\"not-reviewed\""));
    assert!(html(&built, "conditions/hernia/").contains("data-safety=\"not-reviewed\""));
    assert_eq!(built.of_rule("health-unreviewed").len(), 1, "the section is named once");
}

#[test]
fn the_home_page_counts_only_articles_that_say_whether_they_were_reviewed() {
    let built = site().build();
    let figures = built.texts("index.html", ".promise-figure");
    assert_eq!(figures, ["5"], "conditions and no course");
}

#[test]
fn structured_data_has_the_type_of_the_section() {
    let built = site().build();
    assert!(html(&built, "conditions/hernia/").contains("\"@type\":\"MedicalCondition\""));
    assert!(html(&built, "conditions/diabetes/").contains("\"@type\":\"MedicalCondition\""), "the guide");
    assert!(!html(&built, "conditions/diabetes/type-1/").contains("MedicalCondition"), "a part of it");
    assert!(html(&built, "clinics/north/").contains("\"@type\":\"MedicalClinic\""));
    assert!(html(&built, "courses/autumn/").contains("\"@type\":\"WebPage\""));
}

#[test]
fn settings_of_sections_are_refused_at_their_place() {
    for (settings, message) in [
        ("sections: {references: {}}\n", "`references` is no name for a section: this folder has another use"),
        ("sections: {article: {singular: x}}\n", "sign-offs name the pages of another section so"),
        ("sections: {a b: {}}\n", "`a b` is no name for a section"),
        ("sections: {articles: {like: page}}\n", "the pages in `articles` are always like `article`"),
        (
            "sections: {drills: {like: exercise, health: false}}\n",
            "pages like `exercise` always give health information",
        ),
        ("sections: {essays: {singular: article}}\n", "pages of `articles` and of `essays` are both called `article`"),
        ("sections: {essays: {singular: \"an essay\"}}\n", "`an essay` cannot stand before the colon of a link"),
        ("sections: {essays: {list: grid}}\n", "write one of `cards`, `rows`, `letters`, `tree`, `none`"),
        ("languages: {es: {title: Es, sections: {esays: {title: x}}}}\n", "there is no section `esays`"),
    ] {
        let findings = TestSite::new().settings(settings).build().formatted_findings();
        assert!(findings.iter().any(|finding| finding.contains(message)), "{settings}: {findings:#?}");
    }
}

const FIELDS: &str = "languages: {es: {title: Prueba, sections: {conditions: {labels: {also_called: También}}}}}\n\
    sections:\n  \
      conditions:\n    \
        singular: condition\n    \
        fields:\n      \
          also_called: {type: list, label: \"Also called\"}\n      \
          icd10: {type: text, pattern: \"[A-Z][0-9]{2}.*\", label: ICD-10}\n      \
          contagious: {type: boolean}\n      \
          severity: {type: choice, of: [mild, severe]}\n      \
          since: {type: date}\n      \
          cases: {type: number}\n      \
          portal: {type: url}\n      \
          hours: {type: map}\n      \
          internal: {type: text, show: false}\n      \
          medicines: {type: pages, of: medicines, back: \"Used for\"}\n  \
      medicines: {singular: medicine, fields: {name: {type: text, required: true}}}\n";

fn condition(fields: &str) -> TestSite {
    TestSite::new()
        .settings(
            &FIELDS
                .replace("{singular: medicine, fields: {name: {type: text, required: true}}}", "{singular: medicine}"),
        )
        .file("content/medicines/insulin.md", "---\ntitle: Insulin\n---\nInsulin.\n")
        .file("content/conditions/a.md", format!("---\ntitle: A\n{fields}---\nWords.\n"))
}

#[test]
fn declared_fields_are_shown_by_their_types_and_lead_both_ways() {
    let built = condition(
        "also_called: [\"B <c>\", D]\nicd10: E10\ncontagious: false\nseverity: mild\nsince: 2026-03-01\ncases: 12\n\
         portal: https://example.org/x\nhours: {monday: \"9 to 5\", friday: \"9 to 1\"}\ninternal: secret\nmedicines: [insulin]\n",
    )
    .build();
    let page = html(&built, "conditions/a/");
    for shown in [
        "<dt>Also called</dt><dd><ul><li>B &lt;c&gt;</li><li>D</li></ul></dd>",
        "<dt>ICD-10</dt><dd>E10</dd>",
        "<dt>Contagious</dt><dd>No</dd>",
        "<dt>Severity</dt><dd>mild</dd>",
        "<time datetime=\"2026-03-01\">",
        "<dt>Cases</dt><dd>12</dd>",
        "<a href=\"https://example.org/x\" rel=\"noopener external\">example.org/x</a>",
        "<div><dt>monday</dt><dd>9 to 5</dd></div><div><dt>friday</dt>",
        "<li><a href=\"/medicines/insulin/\">Insulin</a></li>",
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    assert!(!page.contains("secret"));
    let hidden = TestSite::new()
        .settings("sections: {notes: {fields: {code: {type: text, show: false}}}}\n")
        .file("content/notes/a.md", "---\ntitle: A\ncode: x\n---\nWords.\n")
        .build();
    assert!(!html(&hidden, "notes/a/").contains("class=\"fields\""), "an empty block");
    let back = html(&built, "medicines/insulin/");
    assert!(back.contains("Used for</h2>") && back.contains("<a href=\"/conditions/a/\">A</a>"), "{back}");
}

#[test]
fn a_wrong_value_of_a_declared_field_is_an_error_at_its_place() {
    for (line, message) in [
        ("also_called: B", "3:14: `also_called` is not a list such as `[one, two]`"),
        ("also_called: [[1]]", "3:15: an entry of `also_called` is not a text; write a text"),
        ("icd10: 10", "3:8: `10` does not match the pattern of `icd10`"),
        ("icd10: e10", "3:8: `e10` does not match the pattern of `icd10`; the settings ask for `[A-Z][0-9]{2}.*`"),
        ("severity: mildd", "3:11: `mildd` is no value of `severity`; did you mean `mild`?"),
        ("since: 2026-02-30", "3:8: `2026-02-30` is no day"),
        ("portal: \"javascript:alert(1)\"", "3:9: `javascript:alert(1)` is not an address that a page may lead to"),
        ("medicines: [insulinn]", "3:13: there is no medicine with the id `insulinn`; did you mean `insulin`?"),
        ("medicins: [insulin]", "3:1: unknown key `medicins` in the front matter; did you mean `medicines`?"),
        ("contagious: maybe", "3:13: `contagious` is not `true` or `false`"),
    ] {
        let findings = condition(&format!("{line}\n")).build().formatted_findings();
        assert!(findings.iter().any(|finding| finding.contains(message)), "{line}: {findings:#?}");
    }
    let required = TestSite::new()
        .settings(&FIELDS.replace("fields: {name:", "fields: {strength:"))
        .file("content/medicines/insulin.md", "---\ntitle: Insulin\n---\nInsulin.\n")
        .build()
        .formatted_findings();
    assert!(required.iter().any(|finding| finding.contains("the front matter lacks `strength`")), "{required:#?}");
}

/// The pages of a declared field were taken for easier exercises.
#[test]
fn pages_in_a_declared_field_are_no_easier_exercises() {
    let built = TestSite::new()
        .settings("sections: {drills: {like: exercise, fields: {see: {type: pages, of: drills}}}}\n")
        .file("content/drills/a.md", "---\ntitle: A\neasier: b\nsee: [c]\n---\n1. Press.\n")
        .file("content/drills/b.md", "---\ntitle: B\n---\n1. Press.\n")
        .file("content/drills/c.md", "---\ntitle: C\neasier: a\n---\n1. Press.\n")
        .build();
    assert!(built.of_rule("exercise-cycle").is_empty(), "{:#?}", built.formatted_findings());
}

#[test]
fn declarations_of_fields_are_refused_at_their_place() {
    for (field, message) in [
        ("title: {type: text}", "`title` is a field of front matter already"),
        ("a b: {type: text}", "`a b` cannot be the name of a field"),
        ("x: {type: txt}", "`txt` is not a value of this key; did you mean `text`?"),
        ("x: {type: choice}", "the field `x` lacks `of`: a choice lists its words"),
        ("x: {type: pages, of: medicine}", "there is no section `medicine`"),
        ("x: {type: list, of: txt}", "`txt` is no type of entries; did you mean `text`?"),
        ("x: {type: text, pattern: \"[\"}", "`[` is no regular expression"),
        ("x: {type: number, pattern: \"1\"}", "the field `x` has no text that a pattern could match"),
        ("x: {type: text, back: y}", "belongs to a field of the type `pages`"),
    ] {
        let settings = format!("sections: {{conditions: {{fields: {{{field}}}}}}}\n");
        let findings = TestSite::new().settings(&settings).build().formatted_findings();
        assert!(findings.iter().any(|finding| finding.contains(message)), "{field}: {findings:#?}");
    }
}

#[test]
fn the_settings_can_put_a_section_at_another_address() {
    let site = TestSite::new()
        .settings(
            "sections: {news: {path: \"/about/news/{year}/{month}/{slug}\"}, charts: {path: /clinician/charts/}}\n",
        )
        .file("content/news/a.md", "---\ntitle: A\npublished: 2026-03-01\n---\nSee [[b]] and [news](/about/news/).\n")
        .file("content/charts/b.md", "---\ntitle: B\n---\nB.\n");
    let built = site.build();
    assert!(built.is_built(), "{:#?}", built.formatted_findings());
    assert!(html(&built, "about/news/2026/03/a/").contains("href=\"/clinician/charts/b/\""));
    assert!(html(&built, "about/news/").contains("href=\"/about/news/2026/03/a/\""));
    assert!(html(&built, "clinician/charts/").contains("href=\"/clinician/charts/b/\""));

    let undated = site.file("content/news/c.md", "---\ntitle: C\n---\nC.\n").build().formatted_findings();
    assert!(
        undated.iter().any(|finding| finding.contains("the addresses of news have the date of publication")),
        "{undated:#?}"
    );
    for path in ["clinician/", "/{year}/", "/a b/", "/search/x/", "/es/", "/articles/", "/a/{day}/"] {
        let settings = format!("languages: {{es: {{title: Es}}}}\nsections: {{news: {{path: \"{path}\"}}}}\n");
        let findings = TestSite::new().settings(&settings).build().formatted_findings();
        assert!(findings.iter().any(|finding| finding.contains("is no address of a section")), "{path}: {findings:#?}");
    }
}

#[test]
fn sign_offs_of_a_moved_page_are_found_with_the_command_that_moves_them() {
    let findings = TestSite::new()
        .file("content/articles/ear/principles.md", "---\ntitle: Ear\n---\nEar.\n")
        .file("content/reviews/heart/principles.yaml", "[]\n")
        .build()
        .formatted_findings();
    let command =
        "`git mv content/reviews/heart/principles.yaml content/reviews/ear/principles.yaml` moves its sign-offs";
    assert!(findings.iter().any(|finding| finding.contains(command)), "{findings:#?}");
    let entry = "- {person: kim, role: medical, date: 2026-02-01, decision: approved, kind: article, hash: \"HASH\"}\n";
    let findings = TestSite::new()
        .settings("sections: {conditions: {singular: condition}}\n")
        .file("content/people/kim.md", "---\nname: Kim\n---\n")
        .file("content/conditions/ear.md", "---\ntitle: Ear\n---\nEar.\n")
        .file("content/reviews/ear.yaml", entry.replace("HASH", &"0".repeat(64)))
        .build()
        .formatted_findings();
    let help = "if the page was moved to another section, write `kind: conditions`";
    assert!(findings.iter().any(|finding| finding.contains(help)), "{findings:#?}");
}

#[test]
fn messages_call_a_page_by_the_word_of_its_section() {
    let built =
        site().with_common_findings().file("content/articles/x.md", "---\ntitle: X\ndescription: X.\n---\nX.\n");
    let findings = built.build().formatted_findings();
    assert!(findings.iter().any(|finding| finding.contains("this condition has no description")), "{findings:#?}");
}

#[test]
fn sources_in_a_declared_field_are_listed_by_the_page() {
    let site = TestSite::new()
        .settings("sections: {conditions: {fields: {guidelines: {type: sources}}}}\n")
        .library("@book{smith, title = {A guideline}, author = {Smith, Ann}, date = {2020}}\n")
        .file("content/conditions/a.md", "---\ntitle: A\nguidelines: [smith]\n---\nWords.\n");
    let built = site.build();
    let page = html(&built, "conditions/a/");
    assert!(page.contains("<li><a href=\"/references/smith/\">A guideline</a></li>"), "{page}");
    assert!(html(&built, "references/smith/").contains("/conditions/a/"), "the source leads back");
    let unknown = site.file("content/conditions/a.md", "---\ntitle: A\nguidelines: [smyth]\n---\nWords.\n").build();
    assert!(unknown.formatted_findings().iter().any(|finding| finding.contains("3:14") && finding.contains("`smith`")));
}

#[test]
fn the_printed_guide_is_an_address_like_others() {
    let linked = site().article("a", "[Print](/conditions/diabetes/print/).\n").build();
    assert_eq!(linked.of_rule("link-broken").len(), 0);
    let taken = site().file("content/conditions/diabetes/print.md", "---\ntitle: P\n---\nP.\n").build();
    assert_eq!(taken.of_rule("url-duplicate").len(), 1, "{:#?}", taken.formatted_findings());
}

#[test]
fn a_page_at_the_address_of_a_list_is_refused() {
    for (path, front) in [
        ("content/articles/x.md", "slug: heart"),
        ("content/pages/x.md", "permalink: /articles/heart/"),
        ("content/pages/x.es.md", "permalink: /articles/heart/"),
        ("content/pages/Conditions.md", "description: x"),
    ] {
        let built = site()
            .file("content/articles/heart/valves.md", "---\ntitle: V\n---\nV.\n")
            .file("content/articles/heart/valves.es.md", "---\ntitle: V\n---\nV.\n")
            .file(path, format!("---\ntitle: X\n{front}\n---\nX.\n"))
            .build();
        assert_eq!(built.of_rule("url-duplicate").len(), 1, "{path} {front}: {:#?}", built.formatted_findings());
    }
}

#[test]
fn a_draft_takes_no_id_from_a_published_page() {
    let built = TestSite::new()
        .file("content/articles/principles.md", "---\ntitle: Draft\ndraft: true\n---\nD.\n")
        .file("content/articles/heart/principles.md", "---\ntitle: Heart\n---\nH.\n")
        .article("a", "See [[principles]].\n")
        .build();
    assert!(html(&built, "articles/a/").contains("href=\"/articles/heart/principles/\""));
}

#[test]
fn the_parts_of_a_withdrawn_guide_are_listed() {
    let withdrawn = "---\ntitle: Diabetes\nguide: true\nwithdrawn: {date: 2026-01-01, reason: Old.}\n---\nOverview.\n";
    let built = site().file("content/conditions/diabetes/index.md", withdrawn).build();
    assert!(html(&built, "conditions/").contains("/conditions/diabetes/type-1/"));
}

#[test]
fn fields_show_variables_and_a_required_one_has_a_value() {
    let site = |fields: &str| {
        TestSite::new()
            .settings("variables: {host: example.org}\nsections: {clinics: {like: page, fields: {phone: {type: text, required: true}, web: {type: url}}}}\n")
            .file("content/clinics/a.md", format!("---\ntitle: A\n{fields}---\nA.\n"))
            .build()
    };
    let shown = site("phone: \"1 {{ host }}\"\nweb: \"https://{{ host }}/\"\n");
    let page = html(&shown, "clinics/a/");
    assert!(page.contains("<dd>1 example.org</dd>") && page.contains("href=\"https://example.org/\""), "{page}");
    assert_eq!(site("phone: \"{{ hots }}\"\n").of_rule("variable-unknown").len(), 1);
    assert_eq!(site("phone: \"\"\n").of_rule("front-matter-required").len(), 1);
}

#[test]
fn a_course_shows_its_own_disclaimers_and_those_of_what_it_shows() {
    let built = TestSite::new()
        .settings("disclaimers: {articles: [art], exercises: [exd]}\nsections: {courses: {health: false}}\n")
        .file("content/disclaimers/art.md", "---\ntitle: Art\n---\nFor articles.\n")
        .file("content/disclaimers/exd.md", "---\ntitle: Exd\n---\nFor exercises.\n")
        .file("content/disclaimers/own.md", "---\ntitle: Own\n---\nFor this course.\n")
        .exercise("r", "Text.")
        .file("content/programmes/p.md", "---\ntitle: P\nschedule: [{exercise: r}]\n---\nP.\n")
        .file("content/courses/c.md", "---\ntitle: C\ndisclaimers: [own]\n---\n::programme{#p}\n")
        .build();
    let page = html(&built, "courses/c/");
    let shows = ["For this course.", "For exercises.", "For articles."].map(|words| page.contains(words));
    assert_eq!(shows, [true, true, false], "{page}");
}

#[test]
fn an_exercise_is_no_guide() {
    let exercise = |title: &str| format!("---\ntitle: {title}\nguide: true\n---\n1. Breathe.\n");
    let built = TestSite::new()
        .file("content/exercises/back/index.md", exercise("Back"))
        .file("content/exercises/back/part.md", "---\ntitle: Part\n---\n1. Breathe.\n")
        .build();
    let findings = built.formatted_findings();
    assert!(
        findings.iter().any(|finding| finding.contains("a page like an exercise or a programme cannot be a guide")),
        "{findings:#?}"
    );
}

#[test]
fn a_new_page_has_the_required_fields_of_its_section() {
    let sections = "sections:\n  conditions:\n    singular: condition\n    fields:\n      \
        icd10: {type: text, pattern: \"[A-Z][0-9]{2}.*\", required: true}\n      also_called: {type: list, required: true}\n      \
        hours: {type: map, required: true}\n      since: {type: date, required: true}\n      cases: {type: number, required: true}\n      \
        severity: {type: choice, of: [mild, severe], required: true}\n      portal: {type: url, required: true}\n      \
        advice: {type: markdown, required: true}\n      notes: {type: text}\ntitle: Guide";
    let site = ProgramSite::new().edited("wellpress.yaml", "title: \"My health guide\"", sections);
    let new = site.run(&["new", "condition", "hernia"]).assert_status(0);
    assert!(new.err.contains("Fill in `icd10`, `also_called`, `hours`"), "{}", new.err);
    let file = "content/conditions/hernia/index.md";
    let text = std::fs::read_to_string(site.path(file)).unwrap();
    let filled = [
        ("icd10: \"\" # a text that matches `[A-Z][0-9]{2}.*`\n", "icd10: \"K40\"\n"),
        ("also_called: [] # a list such as `[one, two]`\n", "also_called: [rupture]\n"),
        ("hours: {} # a map such as `{monday: \"9 to 5\"}`\n", "hours: {monday: \"9 to 5\"}\n"),
        ("since: # a day such as `2026-03-01`\n", "since: 2026-03-01\n"),
        ("cases: # a number\n", "cases: 12\n"),
        ("severity: # one of `mild`, `severe`\n", "severity: mild\n"),
        ("advice: \"\" # a text\n", "advice: \"*Rest*.\"\n"),
        ("portal: \"\" # an address such as `https://example.org/`\n", "portal: \"https://a.example/\"\n"),
    ];
    for (line, _) in filled {
        assert!(text.contains(line), "{line}{text}");
    }
    assert!(!text.contains("notes"), "{text}");
    let lacking = site.run(&["check", "--drafts"]).assert_status(1);
    assert_eq!(lacking.err.matches("error[front-matter-required]").count(), filled.len(), "{}", lacking.err);
    let text = filled.iter().fold(text, |text, (line, value)| text.replace(line, value));
    site.with(file, &text).run(&["check", "--drafts"]).assert_status(0);
}

/// Regression: the sign-offs of a section named it by its `singular`, so that another word for readers made them invalid.
#[test]
fn another_word_for_the_pages_of_a_section_leaves_their_sign_offs_valid() {
    let settings = |singular: &str| format!("sections:\n  conditions: {{singular: {singular}}}\ntitle: Guide");
    let site = ProgramSite::new()
        .edited("wellpress.yaml", "title: \"My health guide\"", &settings("condition"))
        .with("content/people/kim.md", "---\nname: Kim\ncredentials: [MD]\n---\nBio.\n")
        .with("content/conditions/hernia.md", "---\ntitle: Hernia\ndescription: On it.\n---\nWords.\n");
    site.run(&["review", "sign", "condition:hernia", "--as", "kim", "--role", "medical"]).assert_status(0);
    let file = std::fs::read_to_string(site.path("content/reviews/hernia.yaml")).unwrap();
    assert!(file.contains("kind: conditions\n"), "{file}");
    let site = site.edited("wellpress.yaml", &settings("condition"), &settings("illness"));
    assert!(!site.findings().iter().any(|finding| finding.contains("reviews/")), "{:#?}", site.findings());
    let list = site.run(&["review", "verify", "illness:hernia"]).assert_status(0);
    assert!(list.out.contains("current"), "{}", list.out);
}

/// Regression: a page that took the id of another as its whole path was found in place of it, without a word.
#[test]
fn an_id_that_a_new_page_shares_is_ambiguous() {
    let site = TestSite::new().file("content/topics/bone/osteo.md", "---\ntitle: Osteo\n---\nText.\n").file(
        "content/exercises/bird.md",
        "---\ntitle: Bird\ncautions: [{condition: osteo, severity: avoid, advice: Stop.}]\n---\n1. Step.\n",
    );
    assert!(!site.build().formatted_findings().iter().any(|finding| finding.starts_with("error")));
    let site = TestSite::new()
        .file("content/topics/osteo.md", "---\ntitle: Other\n---\nText.\n")
        .file("content/topics/bone/osteo.md", "---\ntitle: Osteo\n---\nText.\n")
        .file(
            "content/exercises/bird.md",
            "---\ntitle: Bird\ncautions: [{condition: osteo, severity: avoid, advice: Stop.}]\n---\n1. Step.\n",
        );
    let findings = site.build().formatted_findings();
    let ambiguous = findings.iter().find(|finding| finding.contains("bird.md:3:")).unwrap();
    assert!(ambiguous.contains("topics/osteo") && ambiguous.contains("topics/bone/osteo"), "{ambiguous}");
    let named = site.file(
        "content/exercises/bird.md",
        "---\ntitle: Bird\ncautions: [{condition: topics/osteo, severity: avoid, advice: Stop.}]\n---\n1. Step.\n",
    );
    assert!(!named.build().formatted_findings().iter().any(|finding| finding.contains("bird.md:3:")));
}

#[test]
fn an_unreviewed_exercise_says_so_on_a_course() {
    let built = TestSite::new()
        .settings("sections: {courses: {health: false}}\nfeeds: {content: full}\n")
        .exercise("bird", "Text.")
        .file("content/courses/autumn.md", "---\ntitle: Autumn\npublished: 2026-01-01\n---\n::exercise{#bird}\n")
        .file("content/courses/winter.md", "---\ntitle: Winter\npublished: 2026-01-01\n---\nText.\n")
        .build();
    assert!(html(&built, "courses/autumn/").contains("Not medically reviewed"));
    assert!(!html(&built, "courses/winter/").contains("Not medically reviewed"));
    let feed = built.text("courses/feed.xml");
    assert_eq!(feed.matches("Not medically reviewed").count(), 1, "{feed}");
}

#[test]
fn steps_on_a_page_without_a_review_are_an_error() {
    let course = |text: &str| {
        TestSite::new()
            .settings("sections: {courses: {health: false}}\n")
            .file("content/courses/a.md", format!("---\ntitle: A\n---\n{text}\n"))
            .build()
            .formatted_findings()
    };
    let findings = course("## How to do it\n\n1. Lie down.\n");
    let message = "courses/a.md:4:1: a list of steps stands in the section `courses`, whose pages are not reviewed";
    assert!(findings.iter().any(|finding| finding.contains(message)), "{findings:#?}");
    let findings = course("## How to book\n\n1. Call.\n");
    assert!(!findings.iter().any(|finding| finding.starts_with("error")), "{findings:#?}");
}
