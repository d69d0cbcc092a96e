//! Templates of Jekyll in pages: run where all that they ask for is known, told where it is not.

use crate::import::{OldSite, assert_listed};

const CONFIG: &str = "title: T\nurl: https://t.example\ncollections: {clinics: {}, words: {output: true}}\ndefaults: [{scope: {path: ''}, values: {emergency: '112'}}]\nareas: [North]\n";
const TEAM: &str = "- {name: Bo, role: nurse, links: [{url: /bo/}], max: 2.50}\n- {name: Al, role: doctor, order: 1}\n- {name: Cy, role: nurse}\n";

/// The text of a page, and whether it is a draft.
fn imported(text: &str) -> (String, bool) {
    let site = OldSite::new(&[
        ("_config.yml", CONFIG),
        ("_data/team.yml", TEAM),
        ("_data/doses.yml", "Adult: 5 mg\nChild: 2 mg\n"),
        ("_clinics/a.md", "---\ntitle: Hill\narea: North\n---\nWords.\n"),
        ("_clinics/b.md", "---\ntitle: Dale\n---\n"),
        ("_words/c.md", "---\ntitle: C\n---\nWords.\n"),
        ("_includes/box.md", "{{ include.drug }}: {{ include.dose }}\n"),
        (
            "_includes/age.md",
            "{% if include.n > 3 %}Call.{% else %}Wait.{% endif %}{% if include.child %} Child.{% endif %}{% for p in include.of %} {{ p }}{% endfor %}\n",
        ),
        ("_data/t.csv", "name,max,note\nBeta,20,\nAlpha,100,late\n"),
        ("_includes/card.md", "{{ include.name }}: {{ include.of | default: \"all\" }}\n"),
        (
            "a.md",
            &format!("---\ntitle: A\ndose: {{adult: 500 mg}}\nsteps: [Sit., Rise.]\nopen: no\n---\nBegin.\n\n{text}\n"),
        ),
    ]);
    site.import_and_build();
    let page = site.read("content/pages/a/index.md");
    let (matter, text) = page.split_once("Begin.").unwrap();
    (text.split_whitespace().collect::<Vec<_>>().join(" "), matter.contains("draft: true"))
}

#[test]
fn what_is_known_is_shown_as_it_was() {
    for (text, expected) in [
        (
            "Take {{ page.dose.adult | default: \"250 mg\" }}. Call {{ page.emergency | default: \"999\" }}.",
            "Take 500 mg. Call 112.",
        ),
        (
            "{% if page.gone %}Never.{% elsif page.dose.adult contains \"500\" and page.steps.size == 2 %}Yes.{% else %}No.{% endif %}",
            "Yes.",
        ),
        (
            "{% for p in site.data.team %}{% if p.role == 'nurse' %}{{ p.name }}{% for l in p.links %} <{{ l.url }}>{% endfor %}; {% endif %}{% endfor %}",
            "Bo </bo/>; Cy;",
        ),
        (
            "{% assign n = site.data.team | where: 'role', 'nurse' | sort: 'name' | map: 'name' | join: ', ' %}Nurses: {{ n }}.",
            "Nurses: Bo, Cy.",
        ),
        (
            "{% assign g = site.data.team | group_by: 'role' %}{% for r in g %}{{ r.name }} {{ r.size }}{% for p in r.items %} {{ p.name }}{% endfor %}. {% endfor %}",
            "nurse 2 Bo Cy. doctor 1 Al.",
        ),
        (
            "{% assign f = site.data.team | where_exp: 'p', \"p.name != 'Al'\" %}{{ f | map: 'name' | join: '+' }}",
            "Bo+Cy",
        ),
        ("{% for c in site.clinics %}{% if c.area contains 'North' %}{{ c.title }}{% endif %}{% endfor %}", "Hill"),
        ("{% for p in site.data.team limit: 1 %}{% include card.md name=p.name of=p.role %}{% endfor %}", "Bo: nurse"),
        (
            "{% capture w %}{% for s in page.steps %}{{ forloop.index }} {{ s }} {% endfor %}{% endcapture %}Then {{ w | strip }}",
            "Then 1 Sit. 2 Rise.",
        ),
        ("{% for p in site.data.team %}{{ p.max }}{% endfor %} {% raw %}`{{ x }}`{% endraw %}", "2.50 `{{ x }}`"),
        (
            "{% assign d = \"Alpha\" %}A {% include box.md drug=d dose=\"5 mg\" %}, {% assign d = \"Beta\" %}{% include box.md drug=d dose=page.dose.adult %}",
            "A Alpha: 5 mg, Beta: 500 mg",
        ),
        ("A {% include age.md n=5 child=false of=page.steps %}", "A Call. Sit. Rise."),
        ("{% assign m = \"It contains lactose\" %}{{ m }}", "It contains lactose"),
        ("{{ site.data.team | map: \"order\" | size }}", "3"),
        ("{{ \"10,9,2\" | split: \",\" | sort | join: \" \" }}", "10 2 9"),
        (
            "<ul>\n    {% for p in site.data.team %}\n    <li>{{ p.name }}</li>\n    {% endfor %}\n</ul>",
            "- Bo - Al - Cy",
        ),
        (
            "{% assign t = site.data.t | sort: 'max' %}{% for r in t %}{{ r.name }}{% if r.note %} ({{ r.note }}){% endif %} {% endfor %}",
            "Beta Alpha (late)",
        ),
        (
            "{{ \"Größe: 5 ml und mehr\" | truncate: 12, \"…\" }} {{ \"a; b; \" | split: \"; \" | size }}",
            "Größe: 5 ml… 2",
        ),
        ("<div>\n  {% for p in site.data.team %}\n    <p>{{ p.name }}</p>\n  {% endfor %}\n</div>", "Bo Al Cy"),
    ] {
        assert_eq!(imported(text), (expected.to_owned(), false), "{text}");
    }
}

#[test]
fn what_nobody_knows_hides_the_page() {
    for (text, expected) in [
        ("{% for p in page.team %}{{ p.name }}{% endfor %}None.", "None."),
        ("{% for d in site.data.doses %}{{ d[0] }} {{ d[1] }}{% endfor %}", ""),
        ("{% if site.posts.size == 0 %}No news.{% endif %}", "No news."),
        ("{% for p in site.data.team %}{% if p.max > 2 %}{{ p.name }}{% endif %}{% endfor %}", ""),
        ("{% if paginator.next %}{% assign d = \"9 mg\" %}{% endif %}Take {{ d }}.", "Take ."),
        ("{% if page.a and page.steps or page.dose %}Never.{% else %}Yes.{% endif %}", "Never.<!-- {% else %} -->Yes."),
        ("{% if page.seen == false %}Not seen.{% endif %}", "Not seen."),
        ("{{ 0.1 | times: 3 }} mg", "mg"),
        (
            "{% capture n %}{% include box.md drug=\"A\" %}{% endcapture %}{% if n contains \"A\" %}Yes.{% endif %}",
            "Yes.",
        ),
        ("{% assign a = site.data.team | where: \"max\", 2.5 %}{{ a | size }} mg", "mg"),
        ("{{ site.data.team | map: \"links\" | join: \", \" }} mg", "mg"),
        ("{% if page.open %}Open.{% endif %}", "Open."),
        ("{% for i in (1..900) %}{% for j in (1..900) %}{{ i }}{% endfor %}{% endfor %}", ""),
        ("Take {{ page.dose }} and {{ page.gone }} mg.", "Take and mg."),
        ("{{ 9 | divided_by: 0 }} mg {{ 99999999999999999999 | plus: 1 }}", "mg"),
        (
            "{% assign s = \"0123456789\" %}{% for i in (1..40) %}{% assign s = s | append: s %}{% endfor %}{{ s }} mg",
            "mg",
        ),
    ] {
        let (words, is_hidden) = imported(text);
        let words = words.split(" <!--").next().unwrap();
        assert_eq!((words.trim(), is_hidden), (expected, true), "{text}");
    }
}

#[test]
fn a_page_of_html_is_there_with_what_its_template_showed() {
    let site = OldSite::new(&[
        ("_config.yml", CONFIG),
        ("_data/team.yml", TEAM),
        ("part.html", "<p>Part.</p>\n"),
        (
            "team.html",
            "---\ntitle: Team\n---\n<ul>{% for p in site.data.team %}\n  <li>{{ p.name }}</li>\n{% endfor %}</ul>\n",
        ),
        ("all.html", "---\ntitle: All\n---\n{% for p in site.posts %}<p>{{ p.title }}</p>{% endfor %}\n"),
        ("b.html", "---\ntitle: B\n---\n<p>Not in pregnancy.</p>\n{% include_relative part.html %}\n"),
    ]);
    let report = site.import_and_build();
    assert!(site.read("content/pages/team/index.md").contains("Cy"));
    assert!(site.read("content/pages/b/index.md").contains("Not in pregnancy."));
    assert_listed(&report, "first", "page that a template makes");
    assert!(!site.target().join("content/pages/all").exists());
}
