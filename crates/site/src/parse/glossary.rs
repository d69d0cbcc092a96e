//! `glossary.yaml` in, a [`Glossary`] out. Whether the terms and sources that an entry names exist is left to `resolve`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use wellpress_diagnostics::yaml::{self, Located};
use wellpress_diagnostics::{Diagnostic, Source};

use wellpress_foundation::ids::{Id, IdVec};
use wellpress_foundation::text::is_joiner;
use wellpress_markdown::body::Body;
use wellpress_markdown::parser::{Grammar, typographic};

use crate::config::LanguageId;

use super::front_matter::OneOrMany;
use super::scalar_body;

/// Indexes [`Site::glossaries`](crate::model::Site::glossaries).
pub type GlossaryId = Id<Glossary>;
/// Indexes [`Glossary::terms`].
pub type TermId = Id<GlossaryTerm>;

/// A glossary in one language.
#[derive(Debug)]
pub struct Glossary {
    /// One of the site's languages.
    pub language: LanguageId,
    /// The text of the file, for places of findings.
    pub source: Source,
    /// The terms, sorted by name.
    pub terms: IdVec<GlossaryTerm>,
}

/// A term with its definition.
#[derive(Debug)]
pub struct GlossaryTerm {
    /// The name as the author wrote it.
    pub name: String,
    /// The id of its entry on the glossary's page.
    pub anchor: String,
    /// The name in lower case and with straight apostrophes, by which texts find it.
    pub folded: String,
    /// Other names, by which texts and searches find it.
    pub also_called: Vec<String>,
    /// The definition as plain text.
    pub plain: String,
    /// The definition, parsed as Markdown.
    pub definition: Body,
    /// Names of related terms.
    pub see: Vec<Located<String>>,
    /// Keys of sources to list although no mark cites them.
    pub references: Vec<Located<String>>,
}

/// The keys that authors write below the name of a term.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GlossaryEntry {
    /// What the term means, in Markdown.
    definition: Located<String>,
    /// Other names of the term, by which texts and searches find it.
    #[serde(default)]
    #[schemars(title = "Other names")]
    aka: OneOrMany,
    /// Names of related terms.
    #[serde(default)]
    #[schemars(title = "Related terms")]
    see: OneOrMany,
    /// Keys of sources to list although no mark cites them.
    #[serde(default)]
    #[schemars(title = "Sources to list without a citation")]
    references: Vec<Located<String>>,
}

/// A name as texts find it: without the difference of case, and of the apostrophe that the keyboard has from the printed one, and
/// without soft hyphens and joiners.
#[must_use]
pub fn folded(name: &str) -> String {
    name.to_lowercase().replace('\u{2019}', "'").replace(is_joiner, "")
}

/// Reads the glossary of a language. An entry with mistakes is left out, with findings.
pub fn parse(source: Source, language: LanguageId, grammar: Grammar<'_>, findings: &mut Vec<Diagnostic>) -> Glossary {
    // A `BTreeMap` sorts the terms by name, whatever the order of the file.
    let decoded = yaml::decode::<BTreeMap<String, GlossaryEntry>>(&source, source.text.len(), &yaml::GLOSSARY);
    findings.extend(decoded.diagnostics);
    let terms = decoded.value.unwrap_or_default().into_iter().map(|(name, entry)| {
        let definition = scalar_body(&source, &entry.definition, grammar, findings);
        GlossaryTerm {
            anchor: slug::slugify(&name),
            folded: folded(&name),
            name: typographic(&name, grammar).into_owned(),
            also_called: entry.aka.values.iter().map(|name| typographic(name, grammar).into_owned()).collect(),
            plain: definition.plain(&source, 0..definition.nodes.len()),
            definition,
            see: entry.see.located(&source),
            references: entry.references,
        }
    });
    let terms = terms.collect();
    Glossary { language, source, terms }
}
