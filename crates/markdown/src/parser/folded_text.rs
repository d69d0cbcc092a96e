//! [`parse_folded`]: text of a YAML string that does not stand in the source as it is.

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Source};

use crate::body::Body;

use super::grammar::Grammar;
use super::parse;

/// Parses a YAML string whose text does not stand in the source as it is, because of escapes or folded lines. All nodes
/// keep their text in the arena and have the span of the whole string, and findings point at it.
pub fn parse_folded(
    source: &Source,
    scalar: &Located<String>,
    grammar: Grammar<'_>,
    findings: &mut Vec<Diagnostic>,
) -> Body {
    let scalar_source = Source::new(source.path.clone(), scalar.value.as_str());
    let mut scalar_findings = Vec::new();
    let mut body = parse(&scalar_source, 0..scalar_source.text.len(), grammar, &mut scalar_findings);
    let relocated = scalar_findings.into_iter();
    findings.extend(relocated.map(|finding| Diagnostic { location: source.locate(scalar.span), ..finding }));
    body.move_to_arena(&scalar_source, scalar.span);
    body
}
