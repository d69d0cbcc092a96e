//! The translations of the theme `well`: each language has the messages of English, with the same variables.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

const ENGLISH: &str = include_str!("../../themes/well/i18n/en.ftl");

const LANGUAGES: [(&str, &str); 4] = [
    ("ar.ftl", include_str!("../../themes/well/i18n/ar.ftl")),
    ("de.ftl", include_str!("../../themes/well/i18n/de.ftl")),
    ("en.ftl", ENGLISH),
    ("es.ftl", include_str!("../../themes/well/i18n/es.ftl")),
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
