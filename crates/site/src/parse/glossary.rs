//! `glossary.yaml` in, terms out.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use wellpress_diagnostics::yaml::{self, Located};
use wellpress_diagnostics::{Diagnostic, Source};

use wellpress_markdown::body::Body;
use wellpress_markdown::parser::Grammar;

use super::front_matter::OneOrMany;
use super::scalar_body;

/// A glossary in one language.
#[derive(Debug)]
pub struct Glossary {
    /// Index into the site's languages.
    pub language: usize,
    /// Its text as read.
    pub source: Source,
    /// Its terms, by their name.
    pub terms: Vec<GlossaryTerm>,
}

/// One term.
#[derive(Debug)]
pub struct GlossaryTerm {
    /// The term.
    pub name: String,
    /// Its id on the glossary's page.
    pub anchor: String,
    /// In lower case, to be found by.
    pub folded: String,
    /// Its definition as plain text.
    pub plain: String,
    /// Its definition as marked-up text.
    pub definition: Body,
    /// Other terms to see.
    pub see: Vec<Located<String>>,
    /// Sources listed though no mark cites them.
    pub references: Vec<Located<String>>,
}

/// A term as it is written below its name.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GlossaryEntry {
    /// What it means, in Markdown.
    definition: Located<String>,
    /// Other terms to see.
    #[serde(default)]
    see: OneOrMany,
    /// Sources listed though no mark cites them.
    #[serde(default)]
    references: Vec<Located<String>>,
}

/// Reads a glossary.
pub fn parse(source: Source, language: usize, grammar: Grammar<'_>, findings: &mut Vec<Diagnostic>) -> Glossary {
    let decoded = yaml::decode::<BTreeMap<String, GlossaryEntry>>(&source, source.text.len(), &yaml::GLOSSARY);
    findings.extend(decoded.diagnostics);
    let terms = decoded.value.unwrap_or_default().into_iter().map(|(name, written)| {
        let definition = scalar_body(&source, &written.definition, grammar, findings);
        GlossaryTerm {
            anchor: slug::slugify(&name),
            folded: name.to_lowercase(),
            name,
            plain: definition.plain(&source, 0..definition.nodes.len()),
            definition,
            see: written.see.located(&source),
            references: written.references,
        }
    });
    let terms = terms.collect();
    Glossary { language, source, terms }
}
