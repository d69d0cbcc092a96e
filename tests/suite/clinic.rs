//! A site of conditions, medicines and clinics, with fields of every type: what its pages show, and mistakes in the fields.

use crate::harness::{TestBuild, TestSite};

fn site() -> TestSite {
    TestSite::from_text(include_str!("../sites/clinic/site.txt"))
}

/// The fields that a page shows: the name and the HTML of each.
fn fields(built: &TestBuild, address: &str) -> Vec<(String, String)> {
    let html = built.text(&format!("{address}index.html"));
    let rows = html.split("<div data-field=\"").skip(1).map(|row| {
        let (name, rest) = row.split_once("\"><dt>").unwrap();
        let value = rest.split_once("</dt><dd>").unwrap().1;
        (name.to_owned(), value.split("</dd></div>\n").next().unwrap().to_owned())
    });
    rows.collect()
}

#[test]
fn the_site_has_no_errors_and_shows_fields_in_the_order_of_the_settings() {
    let built = site().build();
    built.assert_no_errors();
    let names: Vec<String> = fields(&built, "conditions/ash-elbow/").into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["also_called", "advice", "picture", "icd10", "medicines", "guidelines"]);
    let german = built.text("de/conditions/ash-elbow/index.html");
    assert!(german.contains("<dt>In Kürze</dt>") && german.contains("<em>einen</em> Satz."), "{german}");
}

#[test]
fn markdown_in_a_field_has_links_marks_and_variables() {
    let built = site().build();
    let fields = fields(&built, "conditions/ash-elbow/");
    let (_, advice) = &fields[1];
    for part in [
        "<em>emphasis</em>",
        "<a href=\"/medicines/example-tablets/\">Example tablets</a>",
        "href=\"#ref-sample-2024\"",
        "<li>The second, with 0800 000 000</li>",
    ] {
        assert!(advice.contains(part), "{part}: {advice}");
    }
    let source = built.text("references/sample-2024/index.html");
    assert!(source.contains("/conditions/ash-elbow/#cite-sample-2024-1"), "{source}");
}

#[test]
fn pictures_and_addresses_in_fields_are_published() {
    let built = site().build();
    let condition = fields(&built, "conditions/ash-elbow/");
    assert!(condition[2].1.contains("alt=\"A circle between two lines\""), "{}", condition[2].1);
    assert!(condition[2].1.contains("<figcaption>A drawn elbow"), "{}", condition[2].1);
    let clinic = fields(&built, "clinics/north-street/");
    let of = |name: &str| clinic.iter().find(|(field, _)| field == name).map(|(_, html)| html.as_str()).unwrap();
    assert_eq!(of("phone"), "<a href=\"tel:0800000000\">0800000000</a>");
    let booking = "<a href=\"https://booking.example/north\" rel=\"noopener external\">booking.example/north</a>";
    assert_eq!(of("booking"), booking);
    let leaflet = of("leaflet").strip_prefix("<a href=\"/").unwrap().split('"').next().unwrap();
    assert!(built.files().contains_key(leaflet), "{leaflet}");
    assert!(of("rooms").contains("<img src=\"/assets/room."), "{}", of("rooms"));
}

#[test]
fn a_list_of_a_section_leads_to_each_of_its_plain_pages() {
    let findings = site().build().formatted_findings();
    assert!(!findings.iter().any(|finding| finding.contains("orphan")), "{findings:#?}");
    let of_clinics = findings.iter().find(|finding| finding.contains("`clinics` need no review")).unwrap();
    assert!(of_clinics.contains("wellpress.yaml:48:13"), "at `health: false`: {of_clinics}");
}

/// The findings of the site with another line in the front matter of a condition and a clinic.
fn findings_with(line: &str) -> Vec<String> {
    let settings =
        "fields: {note: {type: markdown}, shot: {type: picture}, site: {type: url}, sites: {type: list, of: url}}";
    TestSite::new()
        .settings(&format!("sections: {{conditions: {{{settings}}}}}\n"))
        .file("content/conditions/a.md", format!("---\ntitle: A\n{line}\n---\nWords.\n"))
        .file("content/conditions/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"/>")
        .build()
        .formatted_findings()
}

#[test]
fn mistakes_in_fields_have_their_places() {
    for (line, message) in [
        ("note: A source [@nobody].", "3:18: no source has the key `nobody`"),
        ("note: See [[nowhere]].", "3:11: "),
        (
            "note: \"::exercise{#bird}\"",
            "3:8: `exercise` does not belong into the front matter; move it into the text below",
        ),
        ("note: {a: b}", "3:7: `note` is not a text"),
        ("shot: a.svg", "3:7: this picture has no alternative text"),
        ("shot: {src: b.svg, alt: B}", "3:13: "),
        ("shot: {src: a.svg, alt: A, title: A}", "3:35: a picture has no `title`"),
        ("shot: {alt: A}", "3:7: `shot` lacks `src`, the picture's file"),
        ("shot: [a.svg]", "3:7: `shot` is not a picture such as"),
        ("site: /conditions/b/", "3:7: "),
        ("site: /conditions/a/#x", "3:7: `content/conditions/a.md` has no anchor `#x`"),
        ("site: conditions/b.pdf", "3:7: "),
        ("site: [https://a.example]", "3:7: `site` is not an address"),
        ("sites: [https://a.example, /b/]", "3:28: "),
        ("site: \"javascript:alert(1)\"", "3:7: "),
    ] {
        let findings = findings_with(line);
        let of_line = findings.iter().find(|finding| finding.contains(&format!("content/conditions/a.md:{message}")));
        assert!(of_line.is_some(), "{line}: {findings:#?}");
    }
    for line in
        ["shot: {src: a.svg, alt: \"\"}", "site: https://a.example/?a=1&copy=2 <3>", "site: /conditions/a/", "note: 5"]
    {
        let findings = findings_with(line);
        assert!(!findings.iter().any(|finding| finding.starts_with("error")), "{line}: {findings:#?}");
    }
}
