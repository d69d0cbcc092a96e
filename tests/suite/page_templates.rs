//! Pages that choose their template, and templates that use the files in `data/`.

use crate::harness::TestSite;

fn site() -> TestSite {
    TestSite::new()
        .settings("theme: mine\n")
        .file("themes/mine/theme.yaml", "name: mine\nextends: well\n")
        .file("themes/mine/templates/landing.html", "<main>landing {{ page.title }} {{ record.content | safe }}{{ record.byline.not_reviewed | safe }}{{ record.disclaimers_top | safe }}{{ article.key_points | length }}{{ article.toc | length }}{{ article.call_to_action }}</main>")
        .file("themes/mine/templates/campaigns/bare.html", "<main>bare {{ content.html | safe }}</main>")
        .article("a", "Text.\n")
        .file("content/articles/b.md", "---\ntitle: B\ntemplate: landing.html\n---\nText.\n")
        .file("content/pages/c.md", "---\ntitle: C\ntemplate: campaigns/bare.html\n---\nText.\n")
}

#[test]
fn a_page_chooses_its_template() {
    let built = site().build();
    built.assert_no_errors();
    for (page, start) in
        [("articles/b/index.html", "<main>landing B <p>Text.</p>"), ("c/index.html", "<main>bare <p>Text.</p>")]
    {
        assert!(built.text(page).contains(start), "{}", built.text(page));
    }
    assert_eq!(built.select("articles/a/index.html", "article.article").len(), 1);
}

#[test]
fn a_missing_template_is_an_error_with_the_nearest_one() {
    for (name, help) in [
        ("landign.html", "did you mean `landing.html`?"),
        ("components/toc.html", "write the name of a file"),
        ("../secret.html", "write the name of a file"),
    ] {
        let page = format!("---\ntitle: B\ntemplate: {name}\n---\nText.\n");
        let built = site().file("content/articles/b.md", page).build();
        let finding = built.of_rule("reference-unknown")[0];
        assert_eq!(finding.message, format!("the theme has no template `{name}`"));
        assert_eq!((finding.location.line, finding.location.column), (3, 11));
        assert!(finding.help.as_deref().unwrap().contains(help), "{finding:?}");
        assert!(!built.is_built());
    }
}

#[test]
fn a_section_has_a_template_that_the_theme_has() {
    let section = |template: &str| {
        let settings = format!("theme: mine\nsections:\n  leaflets:\n    template: {template}\n");
        site().settings(&settings).file("content/leaflets/d.md", "---\ntitle: D\n---\nText.\n").build()
    };
    let built = section("landing.html");
    built.assert_no_errors();
    assert!(built.text("leaflets/d/index.html").contains("<main>landing D <p>Text.</p>"));
    let built = section("landign.html");
    let finding = built.of_rule("reference-unknown")[0];
    let location = &finding.location;
    assert_eq!((&*location.file, finding.location.column), ("wellpress.yaml", 15));
    assert_eq!(finding.help.as_deref(), Some("did you mean `landing.html`?"));
}

/// `theme check` and the note on parts that a template leaves out look at the same template as the build.
#[test]
fn parts_of_articles_are_looked_for_in_the_template_of_their_section() {
    let bare = "<main>{{ record.content | safe }}</main>";
    let built = site()
        .settings("theme: mine\nsections: {leaflets: {template: landing.html}}\n")
        .file("themes/mine/templates/landing.html", bare)
        .file("content/leaflets/d.md", "---\ntitle: D\nkey_points: [A point.]\n---\nText.\n")
        .build();
    assert_eq!(built.of_rule("template-incomplete").len(), 1, "{:?}", built.formatted_findings());
}

/// The variables of a kind are not those of another, and the template's author learns which one is missing.
#[test]
fn a_template_of_another_kind_is_an_error_at_its_line() {
    let built =
        TestSite::new().file("content/pages/c.md", "---\ntitle: C\ntemplate: article.html\n---\nText.\n").build();
    assert_eq!(built.of_rule("theme-invalid").len(), 1, "{:?}", built.formatted_findings());
    assert!(!built.is_built());
}

#[test]
fn a_chosen_template_has_to_show_safety_notices() {
    let exercise = "---\ntitle: Nod\ntemplate: short.html\ncautions: [{condition: spine, advice: Go slowly, severity: avoid}]\n---\n1. Nod.\n";
    let site = site().file("content/topics/spine.md", "---\ntitle: Spine\ntype: region\n---\nText.\n");
    let site = site.file("themes/mine/templates/short.html", "<main>{{ exercise.how_to | safe }}</main>");
    let built = site.file("content/exercises/nod.md", exercise).build();
    assert_eq!(built.of_rule("caution-hidden").len(), 1, "{:?}", built.formatted_findings());
    assert!(!built.is_built());
}

#[test]
fn parts_of_articles_are_looked_for_in_the_template_that_renders_them() {
    let bare = "<main>{{ record.content | safe }}</main>";
    let site = site().file("themes/mine/templates/landing.html", bare);
    let front = "template: landing.html\nkey_points: [A point.]\n";
    let built = site.file("content/articles/b.md", format!("---\ntitle: B\n{front}---\nText.\n")).build();
    let findings = built.of_rule("template-incomplete");
    assert_eq!(findings.len(), 1, "{:?}", built.formatted_findings());
    assert_eq!(findings[0].location.file, "themes/mine/templates/landing.html".into());
}

fn site_with_data() -> TestSite {
    site()
        .file("data/hours.yaml", "monday: 9 to 5\nclosed: [Saturday, Sunday]\ndoors: 2\n")
        .file("data/team/nurses.csv", "\u{feff}name, room\n\"Ann, RN\",12\nBob,<3\n")
        .file("data/opening-days.json", "{\"days\": [1, 2.5, true, null]}")
        .file("themes/mine/templates/components/hours.html", "{% component hours(@data) %}{{ data.hours.monday }}{% endcomponent hours %}")
        .file(
            "themes/mine/templates/campaigns/bare.html",
            "{{ <hours /> }}|{{ data.hours.closed | join(sep=\" \") }}|{{ data.hours.doors + 1 }}|{% for row in data.team.nurses %}{{ row.name }} {{ row.room }};{% endfor %}|{{ data[\"opening-days\"].days | length }}",
        )
}

#[test]
fn templates_and_components_see_the_data() {
    let built = site_with_data().build();
    built.assert_no_errors();
    let page = built.text("c/index.html");
    assert!(page.ends_with("9 to 5|Saturday Sunday|3|Ann, RN 12;Bob &lt;3;|4"), "{page}");
}

/// Other programs may keep files in a folder of this name.
#[test]
fn data_is_read_only_for_templates_that_name_it() {
    let built = TestSite::new().article("a", "Text.\n").file("data/broken.yaml", "a: [").build();
    built.assert_no_findings();
    let built = site().file("data/broken.yaml", "a: [").build();
    built.assert_no_errors();
}

fn listing_site(template: &str) -> TestSite {
    let page = |front: &str| format!("---\n{front}\n---\nText.\n");
    TestSite::new()
        .settings("theme: mine\n")
        .file("themes/mine/theme.yaml", "name: mine\nextends: well\n")
        .file("themes/mine/templates/page.html", format!("<main>{template}</main>"))
        .file("content/topics/spine.md", page("title: Spine\ntype: region"))
        .file("content/topics/hip.md", page("title: Hip\ntype: region"))
        .file(
            "content/articles/old.md",
            page("title: Old\npublished: 2020-01-01\ntopics: [spine]\nextra: {series: walks, part: 2}"),
        )
        .file(
            "content/articles/bones/new.md",
            page("title: New\npublished: 2021-01-01\ntopics: [spine]\nextra: {tags: [a, b]}"),
        )
        .file("content/articles/bones/deep/own/index.md", page("title: Deep\nextra: {series: runs}"))
        .file("content/articles/bonesetter/x.md", page("title: X"))
        .file("content/articles/draft.md", page("title: Draft\ndraft: true\ntopics: [spine]"))
        .exercise("nod", "")
        .file("content/pages/choice.md", page("title: Choice"))
}

#[test]
fn a_template_lists_the_pages_that_meet_conditions() {
    for (conditions, expected) in [
        ("", "New,Old,Deep,X,Exercise nod,Hip,Spine,Choice"),
        ("kind=\"exercise\"", "Exercise nod"),
        ("kind=\"page\"", "Choice"),
        ("topic=\"spine\"", "New,Old"),
        ("topic=\"hip\"", ""),
        ("topic=\"spine\", limit=1", "New"),
        ("folder=\"bones\"", "New,Deep"),
        ("folder=\"/bones/deep/\"", "Deep"),
        ("folder=\"none\"", ""),
        ("extra=\"series\"", "Old,Deep"),
        ("extra=\"series\", value=\"walks\"", "Old"),
        ("extra=\"part\", value=2", "Old"),
        ("extra=\"part\", value=\"2\"", ""),
        ("extra=\"tags\", value=\"b\"", "New"),
        ("kind=\"article\", topic=\"spine\", extra=\"tags\"", "New"),
        (
            "kind=\"\", topic=\"\", folder=\"\", extra=\"\", value=\"\", limit=0",
            "New,Old,Deep,X,Exercise nod,Hip,Spine,Choice",
        ),
    ] {
        let template =
            format!("{{% for card in all_pages | where({conditions}) %}}{{{{ card.title }}}},{{% endfor %}}");
        let built = listing_site(&template).build();
        let text = built.texts("choice/index.html", "main").concat();
        assert_eq!(text.trim_end_matches(','), expected, "{conditions}");
    }
}

#[test]
fn a_condition_that_cannot_be_met_is_an_error_at_its_line() {
    for (conditions, message) in [
        ("kind=\"exercises\"", "there is no kind of page `exercises`; did you mean `exercise`?"),
        ("topic=\"spin\"", "the site has no published topic `spin`; did you mean `spine`?"),
        ("topics=\"spine\"", "`where` has no argument `topics`; did you mean `topic`?"),
        ("folder=\"bonse\"", "no page is in the folder `bonse`; did you mean `bones`?"),
        ("extra=\"serie\"", "no page has the field `serie` in `extra`; did you mean `series`?"),
        ("value=\"x\"", "`value` needs the name of the field"),
    ] {
        let template = format!("\n{{% for card in all_pages | where({conditions}) %}}{{% endfor %}}");
        let built = listing_site(&template).build();
        let finding = built.of_rule("theme-invalid")[0];
        assert!(finding.message.contains(message), "{finding:?}");
        assert_eq!((&*finding.location.file, finding.location.line), ("themes/mine/templates/page.html", 2));
    }
}

#[test]
fn the_component_page_list_draws_cards_below_a_heading() {
    let list = "{{ <page_list title=\"In the series\" id=\"series\" extra=\"series\" of=\"plate-card\" /> }}";
    let built = listing_site(&format!("{list}{{{{ <page_list topic=\"hip\" title=\"None\" /> }}}}{{{{ <page_list kind=\"exercise\" level={{2}} /> }}}}")).build();
    let page = "choice/index.html";
    assert_eq!(built.texts(page, "section.related h2#series"), ["In the series"]);
    assert_eq!(built.texts(page, "section.related h3"), ["Old", "Deep"]);
    assert_eq!(built.texts(page, "main > ul.cards h2"), ["Exercise nod"]);
    assert!(!built.text(page).contains("None"));
}

#[test]
fn a_mistake_in_the_call_of_a_built_in_component_is_found_at_the_call() {
    let built = listing_site("\n<p>\n{{ <page_list topic=\"spin\" /> }}").build();
    let finding = built.of_rule("theme-invalid")[0];
    assert!(finding.message.contains("did you mean `spine`?"), "{finding:?}");
    assert_eq!((&*finding.location.file, finding.location.line), ("themes/mine/templates/page.html", 3));
}
