//! House rules: rules on sentences in the folder `rules` of a site, those of wellpress and those of Vale.

use wellpress_diagnostics::Severity;

use crate::harness::{TestBuild, TestSite};

const GERMAN: &str = "\
id: keine-wunder
languages: [de]
message: \"`{words}` verspricht zu viel\"
help: sagen, was es bewirken kann
lists: {heilt: heilt heilen geheilt}
find:
  - <heilt> ..2 alles|jeden
not-when: [denied, quoted]
examples:
  found: [Der Tee heilt wirklich alles.]
  not-found: [Der Tee heilt nicht alles.]
";

const VALE: &str = "\
extends: substitution
message: \"Use '%s' instead of '%s'.\"
level: warning
ignorecase: true
swap:
  (?:utilise|utilize)s?: use
";

fn settings(rules: &str) -> String {
    format!("languages: {{de: {{title: T}}}}\ncheck: {{rules: {{{rules}}}}}\n")
}

fn site(rules: &[(&str, &str)], article: (&str, &str)) -> TestSite {
    let article = (article.0, format!("---\ntitle: Ein Titel\n---\n{}\n", article.1));
    let files = rules.iter().map(|(path, text)| (*path, (*text).to_owned()));
    files.chain([article]).fold(TestSite::new(), |site, (path, text)| site.file(path, text))
}

fn findings(build: &TestBuild, rule: &str) -> Vec<(u32, u32, String)> {
    let findings = build.of_rule(rule);
    findings.iter().map(|finding| (finding.location.line, finding.location.column, finding.message.clone())).collect()
}

#[test]
fn a_rule_in_german_finds_its_words_at_their_place() {
    let text = "Der Tee heilt *wirklich* alles. Der Saft heilt nicht alles.\n\nEr sagt: \u{201e}Er heilt alles\u{201c}, und lacht.";
    let build = site(&[("rules/keine-wunder.yaml", GERMAN)], ("content/articles/a.de.md", text));
    let build = build.settings(&settings("")).build();
    assert_eq!(findings(&build, "keine-wunder"), [(4, 9, "`heilt wirklich alles` verspricht zu viel".to_owned())]);
    assert!(build.of_rule("house-rule-invalid").is_empty());
    // A page in another language is not read.
    let english = site(&[("rules/keine-wunder.yaml", GERMAN)], ("content/articles/a.md", text));
    assert_eq!(findings(&english.settings(&settings("")).build(), "keine-wunder"), []);
}

#[test]
fn settings_and_comments_rule_house_rules_like_others() {
    let rules = [("rules/keine-wunder.yaml", GERMAN)];
    let article = ("content/articles/a.de.md", "Der Tee heilt alles.");
    let note = site(&rules, article).settings(&settings("keine-wunder: note")).build();
    assert_eq!(note.of_rule("keine-wunder")[0].severity, Severity::Note);
    let off = site(&rules, article).settings(&settings("keine-wunder: off")).build();
    assert!(off.of_rule("keine-wunder").is_empty());
    let text = "<!-- wellpress-allow keine-wunder: ein Zitat -->\n\nDer Tee heilt alles.";
    let silent = site(&rules, ("content/articles/a.de.md", text)).settings(&settings("")).build();
    assert!(silent.of_rule("keine-wunder").is_empty() && silent.of_rule("allow-invalid").is_empty());
}

#[test]
fn a_style_of_vale_finds_words_and_names_better_ones() {
    let build = site(
        &[("rules/Use.yml", VALE)],
        ("content/articles/a.md", "We Utilize\u{a0}stairs. It is a utilised\u{e9} word."),
    );
    let build = build.build();
    assert_eq!(findings(&build, "use"), [(4, 4, "Use 'use' instead of 'Utilize'.".to_owned())]);
    let existence =
        "extends: existence\nmessage: \"Avoid '%s'.\"\nlevel: suggestion\ntokens: ['very (?!high)', just]\n";
    let build = site(
        &[("rules/Weasel.yml", existence)],
        ("content/articles/a.md", "A very high wall. A very old wall, just so."),
    );
    let build = build.build();
    let [old, just] = &build.of_rule("weasel")[..] else { panic!("{:?}", build.of_rule("weasel")) };
    assert_eq!((&*old.message, old.severity), ("Avoid 'very '.", Severity::Note));
    assert_eq!((&*just.message, just.location.column), ("Avoid 'just'.", 36));
}

#[test]
fn a_page_can_put_a_rule_at_rest_and_report_a_sign_once() {
    let rule =
        "id: signs\nmessage: \"`{words}`\"\nonce: page\nfind: [dizzy, faint]\nunless-on-page: [call|ring ..2 doctor]\n";
    let rules = [("rules/signs.yaml", rule)];
    let text = "You feel dizzy. You are dizzy and faint.\n\nDizzy again.";
    let build = site(&rules, ("content/articles/a.md", text)).build();
    let messages: Vec<String> = findings(&build, "signs").into_iter().map(|(.., message)| message).collect();
    assert_eq!(messages, ["`dizzy`", "`faint`"]);
    let text = format!("{text}\n\n## When to call the doctor");
    assert!(site(&rules, ("content/articles/a.md", &text)).build().of_rule("signs").is_empty());
}

#[test]
fn a_mistake_in_one_file_leaves_the_others_alone() {
    let broken = "id: broken\nmessage: No.\nfind:\n  - <absent> word\n";
    let rules = [("rules/broken.yaml", broken), ("rules/keine-wunder.yaml", GERMAN)];
    let build = site(&rules, ("content/articles/a.de.md", "Der Tee heilt alles.")).settings(&settings("")).build();
    assert_eq!(findings(&build, "keine-wunder").len(), 1);
    let invalid = build.of_rule("house-rule-invalid");
    assert_eq!((&*invalid[0].location.file, invalid[0].location.line), ("rules/broken.yaml", 4));
    assert_eq!(invalid[0].message, "there is no list `absent` in this file");
}
