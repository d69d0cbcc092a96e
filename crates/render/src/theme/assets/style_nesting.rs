//! [`too_deep`]: where CSS nests blocks and parentheses deeper than the readers of style sheets follow it.
//!
//! Input: the text of a style sheet or a value. Output: the place, or findings about a theme. It takes time in proportion to the text.
//! What reads style sheets calls itself for each level; a sheet that is nested too deep is therefore published without being read.

use cssparser::{Parser, Token};

use wellpress_diagnostics::{Diagnostic, Span};

use crate::theme::assets::has_extension;
use crate::theme::assets::style_addresses::nested;
use crate::theme::layers::{Layer, LayerOrigin, doubtful, wrong};

/// How deep blocks, parentheses and brackets may be nested.
pub(crate) const MAX_NESTING: usize = 32;

/// The place of the first block, parenthesis or bracket that is nested too deep.
pub(crate) fn too_deep(css: &str) -> Option<usize> {
    too_deep_in(&mut Parser::new(css), MAX_NESTING)
}

fn too_deep_in(parser: &mut Parser<'_>, levels: usize) -> Option<usize> {
    loop {
        parser.skip_whitespace();
        let at = parser.position().byte_index();
        let is_block = matches!(
            parser.next().ok()?,
            Token::Function(_) | Token::ParenthesisBlock | Token::SquareBracketBlock | Token::CurlyBracketBlock
        );
        if !is_block {
            continue;
        }
        if levels == 0 {
            return Some(at);
        }
        if let Some(place) = nested(parser, |inner| too_deep_in(inner, levels - 1)) {
            return Some(place);
        }
    }
}

/// Errors about the tokens of the site's own themes that are nested too deep.
pub(crate) fn find_in_tokens(layers: &[Layer]) -> Vec<Diagnostic> {
    let tokens = own_layers(layers).filter_map(|layer| layer.source().map(|source| (source, &layer.manifest.tokens)));
    let findings = tokens.flat_map(|(source, tokens)| {
        let deep = tokens.values().filter(|value| too_deep(&value.value).is_some());
        deep.map(|value| wrong(source.locate(value.span), message()).help("take some of them apart"))
            .collect::<Vec<_>>()
    });
    findings.collect()
}

/// Warnings about the style sheets of the site's own themes that are nested too deep. They are published as they are.
pub(crate) fn find_in_sheets(layers: &[Layer]) -> Vec<Diagnostic> {
    let files = own_layers(layers).flat_map(|layer| &layer.files).filter(|(path, _)| has_extension(path, "css"));
    let findings = files.filter_map(|(_, file)| {
        let sheet = file.source();
        let nested_start = too_deep(&sheet.text)?;
        let finding = doubtful(sheet.locate(Span::new(nested_start..nested_start + 1)), message());
        Some(finding.help("take some of them apart: the files that this style sheet loads are not found otherwise"))
    });
    findings.collect()
}

fn message() -> String {
    format!("blocks and parentheses are nested more than {MAX_NESTING} deep here")
}

fn own_layers(layers: &[Layer]) -> impl Iterator<Item = &Layer> {
    layers.iter().filter(|layer| layer.origin == LayerOrigin::Site)
}

#[cfg(test)]
mod tests {
    use crate::theme::assets::style_nesting::*;

    #[test]
    fn what_is_nested_too_deep() {
        let selector = |depth: usize| format!("{}.a{} {{ color: red }}", ":is(".repeat(depth), ")".repeat(depth));
        assert_eq!(too_deep(&selector(MAX_NESTING)), None);
        assert_eq!(too_deep(&selector(MAX_NESTING + 1)), Some(1 + 4 * MAX_NESTING));
        for deep in [
            selector(100_000),
            ":is(".repeat(100_000),
            ".a { ".repeat(100_000),
            format!(".a {{ width: {}", "calc(1px + (".repeat(100_000)),
            ":is([a=')']/*'*/".repeat(100_000),
        ] {
            assert!(too_deep(&deep).is_some());
        }
        let wide = ".a:is(.b, :not(.c)) { width: calc((1px + 2px) * 3); background: url(a.png) }\n".repeat(10_000);
        assert_eq!(too_deep(&wide), None);
        assert_eq!(too_deep(&format!("/* {} */ .a::before {{ content: '{0}' }}", "(".repeat(100))), None);
    }
}
