//! What is found in a site for each fact: once where it is so, once where it is not.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use wellpress_audit::audit::{Audit, CriterionState, FactState, audit};
use wellpress_audit::facts::{AuditedSite, FACTS};
use wellpress_audit::standard::Standard;
use wellpress_build::pipeline::{self, Outcome, Request};
use wellpress_diagnostics::Source;
use wellpress_foundation::Day;
use wellpress_harness::test_site::request;
use wellpress_io::fs::Memory;
use wellpress_render::EmbeddedTheme;
use wellpress_site::config::{Clock, SearchIndex};

static NO_THEME: LazyLock<EmbeddedTheme> = LazyLock::new(|| EmbeddedTheme::new("well", Vec::new()));

const BARE: &str = "title: Backs\nbase_url: https://backs.example/\n";

const FULL: &str = "\
title: Backs
base_url: https://backs.example/
languages: {de: {title: Rücken}}
organization: {name: Backs Ltd}
review: {every: 24 months, sign_off: required}
citations: {retractions: data/list.csv}
feedback: {mail: desk@backs.example}
policies: {editorial: p, review: p, corrections: p, advertising: p, ai: p, privacy: p, accessibility: p, contact: p}
disclaimers: {articles: [general], exercises: [general]}
";

fn audit_of(settings: &str, files: &[(&str, &str)], criteria: &str, has_checked_links: bool) -> Audit {
    let memory = files.iter().fold(Memory::new().with("/site/wellpress.yaml", settings), |memory, (path, text)| {
        memory.with(format!("/site/{path}"), text)
    });
    let mut request = Request { default_theme: &NO_THEME, ..request(SearchIndex::Skip) };
    request.options.clock = Clock::at(Day::parse("2026-06-12").unwrap());
    let outcome = pipeline::inspect(&memory, &request, |checked| {
        let source = Source::new("audits/a.yaml", criteria);
        let standard = Standard::read("a", &source, true, &checked.config.sections).unwrap();
        audit(&AuditedSite::new(checked.config, checked.resolved, &checked.report, has_checked_links), vec![standard])
    });
    match outcome.unwrap() {
        Outcome::Done(audit) => audit,
        Outcome::Stopped(report) => panic!("{report:#?}"),
    }
}

/// All facts in one criterion.
fn all_facts() -> String {
    let names: Vec<&str> = FACTS.iter().map(|fact| fact.name).collect();
    format!("title: A\ncriteria: [{{id: a, title: T, asks: W., facts: [{}]}}]\n", names.join(", "))
}

fn states(audit: &Audit) -> BTreeMap<&str, FactState> {
    audit.facts.iter().map(|fact| (fact.name.as_str(), fact.state())).collect()
}

#[test]
fn a_bare_site_lacks_every_fact_that_can_be_lacking() {
    let files = [
        ("content/pages/index.md", "---\ntitle: Home\n---\n"),
        ("content/articles/bare.md", "---\ntitle: Bare\n---\nText.\n"),
        ("content/articles/draft.md", "---\ntitle: Draft\ndraft: true\n---\nText.\n"),
        ("content/articles/gone.md", "---\ntitle: Gone\nwithdrawn: {date: 2026-01-01, reason: Wrong.}\n---\nText.\n"),
    ];
    let audit = audit_of(BARE, &files, &all_facts(), false);
    assert_eq!(audit.pages.iter().map(|page| page.id.as_str()).collect::<Vec<_>>(), ["article:bare"]);
    let quiet = [
        ("site-search", FactState::Found),
        ("search-engines", FactState::Found),
        ("reading-grade", FactState::DoesNotApply),
        ("handout", FactState::DoesNotApply),
        ("translation-current", FactState::DoesNotApply),
    ];
    for (name, state) in states(&audit) {
        let expected = quiet.iter().find(|(quiet, _)| *quiet == name).map_or(FactState::Missing, |(_, state)| *state);
        assert_eq!(state, expected, "{name}");
    }
    assert_eq!(audit.standards[0].state(&audit, 0), CriterionState::Incomplete);
}

const TEXT: &str = "The cat sat on the mat. The dog ran to the tree. We like to walk in the sun. It is warm and good. You can sit \
    down and rest. Drink some water if you want. Ask a friend to go with you. Take your time and do not rush. If it hurts, stop and \
    rest. Then try again on the next day. Keep your back straight. Look ahead and breathe. Put your feet flat on the floor. Move one \
    arm, then the other. Do this five times. You may feel a bit tired. That is fine. Go on as long as you feel well and safe.";

fn full_files() -> Vec<(&'static str, String)> {
    let article = format!(
        "---\ntitle: Full\ndescription: All of it.\npublished: 2026-01-01\nupdated: 2026-02-01\nauthors: [jo]\nlicense: CC-BY-4.0\n\
         conflicts: None.\nfunding: Backs Ltd.\nai: {{used: no}}\naudience: patient\nkey_points: [Rest.]\ntopics: [spine]\n\
         reviewers:\n  - {{person: ada, role: medical, date: 2026-03-01}}\n  - {{person: lou, role: lay, date: 2026-03-01}}\n---\n\
         {TEXT} See [@ames].\n\n:::care[Call]{{level=urgent}}\nCall us.\n:::\n"
    );
    vec![
        ("data/list.csv", "RetractionDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature\n".to_owned()),
        ("data/list.csv.yaml", "fetched: 2026-06-01\n".to_owned()),
        (
            "content/references/a.bib",
            "@article{ames, title={On}, author={A, A}, journal={J}, date={2024}, doi={10.1000/a}}\n".to_owned(),
        ),
        ("content/glossary.yaml", "back:\n  definition: The back.\n".to_owned()),
        ("content/disclaimers/general.md", "---\ntitle: General\n---\nAsk.\n".to_owned()),
        ("content/pages/index.md", "---\ntitle: Home\n---\n".to_owned()),
        ("content/pages/p.md", "---\ntitle: Policy\n---\nWords.\n".to_owned()),
        ("content/topics/spine.md", "---\ntitle: Spine\n---\n".to_owned()),
        ("content/people/jo.md", "---\nname: Jo\ncredentials: [PT]\naffiliation: Clinic\n---\n".to_owned()),
        ("content/people/ada.md", "---\nname: Ada\ncredentials: [MD]\n---\n".to_owned()),
        ("content/people/lou.md", "---\nname: Lou\n---\n".to_owned()),
        ("content/articles/full.md", article),
        (
            "content/exercises/cobra.md",
            "---\ntitle: Cobra\nstop_if: [Pain]\ndose: {hold: 3 s}\n---\n1. Lie down.\n".to_owned(),
        ),
    ]
}

#[test]
fn a_full_site_has_every_fact_but_a_sign_off() {
    let files = full_files();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let audit = audit_of(FULL, &files, &all_facts().replace("facts:", "sections: [articles], facts:"), true);
    for (name, state) in states(&audit) {
        let expected = match name {
            "signed-off" => FactState::Missing,
            "handout" | "translation-current" => FactState::DoesNotApply,
            _ => FactState::Found,
        };
        let fact = audit.facts.iter().find(|fact| fact.name == name).unwrap();
        assert_eq!(state, expected, "{fact:#?}");
    }
    let words = |name: &str| audit.facts.iter().find(|fact| fact.name == name).unwrap().found[0].words.clone();
    assert_eq!(words("medical-review"), "Ada, MD (medical, 2026-03-01)");
    assert_eq!(words("policy-privacy"), "\"Policy\", https://backs.example/p/");
    assert_eq!(words("review-dates"), "reviewed on 2026-03-01, next on 2028-03-01");
}

#[test]
fn a_review_that_is_overdue_and_a_page_that_changed_are_missing() {
    let page = |front: &str| {
        format!("---\ntitle: T\nreviewers: [{{person: ada, role: medical, date: 2024-01-01}}]\n{front}---\nText.\n")
    };
    let (due, changed, sound) = (
        page("next_review: 2026-06-11\n"),
        page("next_review: 2027-01-01\nchanges: [{date: 2026-05-01, kind: substantive, note: New}]\n"),
        page("next_review: 2026-06-12\n"),
    );
    let files = [
        ("content/people/ada.md", "---\nname: Ada\ncredentials: [MD]\n---\n"),
        ("content/articles/due.md", &due),
        ("content/articles/changed.md", &changed),
        ("content/articles/sound.md", &sound),
    ];
    let criteria = "title: A\ncriteria: [{id: a, title: T, asks: W., facts: [review-current], judge: [Is it?]}]\n";
    let audit = audit_of(BARE, &files, criteria, false);
    let fact = &audit.facts[0];
    let missing: Vec<&str> = fact.missing.iter().map(|missing| missing.words.as_str()).collect();
    assert_eq!(missing, ["changed on 2026-05-01, after its last review", "its review was due on 2026-06-11"]);
    assert_eq!(fact.found.len(), 1);
    assert_eq!(audit.standards[0].state(&audit, 0), CriterionState::Incomplete);
}

#[test]
fn a_rule_is_a_fact_unless_it_is_off() {
    let files = [
        ("content/people/ada.md", "---\nname: Ada\ncredentials: [MD]\n---\n"),
        ("content/articles/a.md", "---\ntitle: A\nauthors: [ada]\n---\nThis cures back pain in every patient.\n"),
        ("content/articles/b.md", "---\ntitle: B\nauthors: [ada]\n---\nText.\n"),
        ("content/exercises/c.md", "---\ntitle: C\nauthors: [ada]\n---\n1. Lie down.\n"),
    ];
    let criteria =
        |sections: &str| format!("title: A\ncriteria: [{{id: a, title: T, asks: W., {sections}rules: [promise]}}]\n");
    let found = audit_of(BARE, &files, &criteria(""), false);
    assert_eq!(found.facts[0].missing.len(), 1, "{:#?}", found.facts);
    assert_eq!(found.pages[found.facts[0].missing[0].page.unwrap()].id, "article:a");
    assert!(found.facts[0].missing[0].words.starts_with("content/articles/a.md:5: "));
    assert_eq!(audit_of(BARE, &files, &criteria("sections: [exercises], "), false).facts[0].state(), FactState::Found);
    let off = format!("{BARE}check: {{rules: {{promise: off}}}}\n");
    let off = audit_of(&off, &files, &criteria(""), false);
    assert_eq!(off.facts[0].missing[0].words, "the settings switch the rule off");
}

#[test]
fn a_rule_whose_findings_are_held_back_is_not_found() {
    let files = [("content/articles/a.md", "---\ntitle: A\n---\nText.\n")];
    let criteria = "title: A\ncriteria: [{id: a, title: T, asks: W., rules: [author-missing]}]\n";
    let audit = audit_of(BARE, &files, criteria, false);
    assert_eq!(audit.facts[0].state(), FactState::Missing, "{:#?}", audit.facts);
}

#[test]
fn ai_that_was_used_needs_a_sign_off_on_every_kind_of_page() {
    let page = |front: &str| format!("---\ntitle: T\n{front}---\nText.\n");
    let (used, none) = (page("ai: {used: Draft}\n"), page("ai: {used: no}\n"));
    let files = [
        ("content/pages/index.md", "---\ntitle: Home\n---\n"),
        ("content/articles/used.md", used.as_str()),
        ("content/articles/none.md", &none),
        ("content/topics/used.md", &used),
        ("content/topics/none.md", &none),
        ("content/pages/used.md", &used),
    ];
    let audit = audit_of(BARE, &files, &all_facts(), false);
    let of = |name: &str| {
        let fact = audit.facts.iter().find(|fact| fact.name == name).unwrap();
        (fact.found.len(), fact.missing.len())
    };
    assert_eq!(of("ai-statement"), (1, 3));
    assert_eq!(of("signed-off"), (0, 4));
    assert_eq!(of("authors"), (0, 2));
}
