//! The words of the theme in other languages: each language of `well` has the messages of English with the same variables, and a
//! language that it lacks is English until somebody translates it.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

use crate::harness::TestSite;
use crate::program::ProgramOutput;
use crate::site_on_disk::SiteOnDisk;

const ENGLISH: &str = include_str!("../../themes/well/i18n/en.ftl");

const LANGUAGES: [(&str, &str); 8] = [
    ("ar.ftl", include_str!("../../themes/well/i18n/ar.ftl")),
    ("de.ftl", include_str!("../../themes/well/i18n/de.ftl")),
    ("en.ftl", ENGLISH),
    ("es.ftl", include_str!("../../themes/well/i18n/es.ftl")),
    ("fr.ftl", include_str!("../../themes/well/i18n/fr.ftl")),
    ("it.ftl", include_str!("../../themes/well/i18n/it.ftl")),
    ("nl.ftl", include_str!("../../themes/well/i18n/nl.ftl")),
    ("pt.ftl", include_str!("../../themes/well/i18n/pt.ftl")),
];

#[test]
fn every_language_of_the_theme_is_tested() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/themes/well/i18n");
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    // A variety such as `en-US.ftl` has only the words in which it differs.
    let files: BTreeSet<String> = names.filter(|name| name.ends_with(".ftl") && !name.contains('-')).collect();
    assert_eq!(files, LANGUAGES.iter().map(|(name, _)| (*name).to_owned()).collect());
}

#[test]
fn every_language_has_the_keys_of_english() {
    let english: BTreeSet<&str> = messages("en.ftl", ENGLISH).into_keys().collect();
    for (name, text) in LANGUAGES {
        let keys: BTreeSet<&str> = messages(name, text).into_keys().collect();
        let missing: Vec<_> = english.difference(&keys).collect();
        let unknown: Vec<_> = keys.difference(&english).collect();
        assert!(missing.is_empty() && unknown.is_empty(), "{name} lacks {missing:?}, and only it has {unknown:?}");
    }
}

#[test]
fn every_language_has_the_variables_of_english() {
    let english = messages("en.ftl", ENGLISH);
    for (name, text) in LANGUAGES {
        for (key, variables) in messages(name, text) {
            assert_eq!(Some(&variables), english.get(key), "{name}: {key}");
        }
    }
}

#[test]
fn dates_quotes_locators_and_plurals_are_those_of_the_language() {
    for (tag, date, quote, pages, chapter, count) in [
        ("fr", "1er mai 2026", "« yes »", "p. 3", "chapitre", "1 article"),
        ("it", "1 maggio 2026", "«yes»", "pp. 3", "capitolo", "1 articolo"),
        ("nl", "1 mei 2026", "“yes”", "pp. 3", "hoofdstuk", "1 artikel"),
        ("pt", "1 de maio de 2026", "“yes”", "pp. 3", "capítulo", "1 artigo"),
    ] {
        let text = format!("It says \"yes\" [@smith, p. 3-4]. It says \"no\" [@smith, {chapter} 2].\n");
        let built = TestSite::new()
            .settings(&format!("language: {tag}\ncitations: {{style: apa}}\n"))
            .library("@book{smith, title = {T}, author = {Smith, A.}, date = {2020}, publisher = {P}}\n")
            .file("content/articles/a.md", format!("---\ntitle: A\npublished: 2026-05-01\n---\n{text}"))
            .build();
        let page = "articles/a/index.html";
        let shown = built.texts(page, "body").concat();
        assert!(shown.contains(date) && shown.contains(quote), "{tag}: {shown}");
        let shown = shown.replace('\u{a0}', " ").to_lowercase();
        assert!(
            shown.contains(&format!("2020, {pages}")) && shown.contains(&format!("2020, {chapter} 2")),
            "{tag}: {shown}"
        );
        assert!(built.texts("articles/index.html", "body").concat().contains(count), "{tag}");
        assert_eq!(built.select(page, "[lang=en]"), Vec::<String>::new(), "{tag}");
    }
}

#[test]
fn a_language_without_words_has_english_ones_that_say_so() {
    let built = TestSite::new().settings("language: sv\n").article("a", "Ord.\n").build();
    let page = "articles/a/index.html";
    built.assert_findings(&[
        "warning[string-missing] wellpress.yaml:3:11: the theme has no words in `sv`: pages have its English ones",
    ]);
    assert_eq!(built.select(page, "html[lang=sv]").len(), 1);
    assert_eq!(built.texts(page, ".not-reviewed [lang=en]"), ["Not medically reviewed"]);
    assert_eq!(built.texts(page, ".skip > span[lang=en]"), ["Skip to content"]);
    assert_eq!(built.texts("search/index.html", "option [lang], title [lang]"), Vec::<String>::new());
    for (path, bytes) in built.files() {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains(['\u{fdd0}', '\u{fdd1}']), "{path} has a mark that is for templates");
    }
}

/// Readers of an exercise who are told in English when to stop are not told.
#[test]
fn notices_of_safety_need_words_in_every_language_of_the_site() {
    let site = TestSite::new()
        .settings("languages: {sv: {title: S}}\n")
        .file("content/exercises/bow.md", "---\ntitle: Bow\nstop_if: [it hurts]\n---\n## How to do it\n\n1. Bow.\n");
    let site = site.article("a", ":::care{level=urgent}\nCall.\n:::\n");
    let built = site.build();
    assert!(!built.is_built());
    let messages: Vec<&str> = built.of_rule("caution-hidden").iter().map(|finding| &*finding.message).collect();
    assert_eq!(messages, ["safety notices of this site have no words in `sv`: `text-stop-if`, `text-care-urgent`"]);
    let words = "text-stop-if = Sluta om\ntext-care-urgent = Snart\n";
    let review = "not-medically-reviewed = Inte granskad\nchanged-since-sign-off = Ändrad\n";
    let half = site.file("themes/well/i18n/sv.ftl", words);
    assert_eq!(half.build().of_rule("caution-hidden").len(), 1, "whoever has begun also says that nobody has reviewed");
    assert!(half.file("themes/well/i18n/sv.ftl", format!("{words}{review}")).build().is_built());
}

#[test]
fn theme_words_writes_the_file_to_translate_and_keeps_what_it_has() {
    let site = SiteOnDisk::new();
    let path = "themes/well/i18n/pl.ftl";
    let run = |arguments: &[&str]| ProgramOutput::of(site.run(arguments));
    let text = || std::fs::read_to_string(site.path(path)).unwrap();
    site.write(path, "menu = Menu główne\n# a remark\n");
    let output = run(&["theme", "words", "pl"]).assert_status(0);
    assert!(output.out.trim_end().ends_with(path), "{}", output.out);
    let first = text();
    assert!(first.starts_with(
        "menu = Menu główne\n# a remark\n\n## Frame\n\n# English: Skip to content\n# skip-to-content = …\n"
    ));
    let forms = "# count-article =\n#     { $count ->\n#         [one] …\n#         [few] …\n#         [many] …\n#        *[other] …\n#     }\n";
    assert!(first.contains(forms) && !first.contains("# menu ="), "{first}");
    run(&["theme", "words", "pl"]).assert_status(0);
    assert_eq!(text(), first, "nothing is added twice");

    // A translator takes the marks of comments away, from the line with the key on.
    let uncommented = first.split("\n\n").map(|block| {
        let mut is_message = false;
        let lines = block.lines().map(|line| {
            let bare = line.strip_prefix("# ").unwrap_or(line);
            is_message |= bare != line
                && !bare.starts_with("English")
                && bare.split_once(" =").is_some_and(|(key, _)| !key.contains(' '));
            if is_message { bare } else { line }
        });
        lines.collect::<Vec<_>>().join("\n").replace('…', "Słowo")
    });
    let uncommented = uncommented.collect::<Vec<_>>().join("\n\n");
    let keys: BTreeSet<String> = fluent_keys(&uncommented);
    assert_eq!(keys, messages("en.ftl", ENGLISH).into_keys().map(str::to_owned).collect());

    let refused = run(&["theme", "words", "x/../y"]).assert_status(2);
    assert!(refused.err.contains("`x/../y` is not a language tag"), "{}", refused.err);
}

/// A site that changes some words of a language of the theme starts from those of the theme.
#[test]
fn theme_words_of_a_language_of_the_theme_has_its_words() {
    let site = SiteOnDisk::new();
    ProgramOutput::of(site.run(&["theme", "words", "fr"])).assert_status(0);
    let text = std::fs::read_to_string(site.path("themes/well/i18n/fr.ftl")).unwrap();
    assert!(text.contains("# English: Stop if\ntext-stop-if = Arrêtez-vous si\n"), "{text}");
    assert_eq!(fluent_keys(&text).len(), messages("en.ftl", ENGLISH).len());
}

fn fluent_keys(text: &str) -> BTreeSet<String> {
    let resource =
        fluent_syntax::parser::parse(text.to_owned()).unwrap_or_else(|(_, errors)| panic!("{errors:?}: {text}"));
    let keys = resource.body.into_iter().filter_map(|entry| match entry {
        Entry::Message(message) => Some(message.id.name),
        _ => None,
    });
    keys.collect()
}

/// The variables of each message of a Fluent file, by the message's key.
fn messages<'a>(name: &str, text: &'a str) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
    let resource = fluent_syntax::parser::parse(text).unwrap_or_else(|(_, errors)| panic!("{name}: {errors:?}"));
    let mut messages = BTreeMap::new();
    for entry in resource.body {
        let Entry::Message(message) = entry else { continue };
        let mut variables = BTreeSet::new();
        collect_from_pattern(&message.value.unwrap(), &mut variables);
        assert!(messages.insert(message.id.name, variables).is_none(), "{name} has {} twice", message.id.name);
    }
    messages
}

fn collect_from_pattern<'a>(pattern: &Pattern<&'a str>, variables: &mut BTreeSet<&'a str>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            collect_from_expression(expression, variables);
        }
    }
}

fn collect_from_expression<'a>(expression: &Expression<&'a str>, variables: &mut BTreeSet<&'a str>) {
    match expression {
        Expression::Select { selector, variants } => {
            collect_from_inline(selector, variables);
            variants.iter().for_each(|variant| collect_from_pattern(&variant.value, variables));
        }
        Expression::Inline(inline) => collect_from_inline(inline, variables),
    }
}

fn collect_from_inline<'a>(inline: &InlineExpression<&'a str>, variables: &mut BTreeSet<&'a str>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            variables.insert(id.name);
        }
        InlineExpression::Placeable { expression } => collect_from_expression(expression, variables),
        unknown => {
            assert!(matches!(unknown, InlineExpression::StringLiteral { .. }), "the test does not know {unknown:?}");
        }
    }
}
