//! The tokens of a theme, its colours, fonts and lengths: the style sheet that sets them, and findings about those that no style
//! sheet can set.

pub mod contrast;
pub(crate) mod dark_action;

use std::collections::BTreeMap;

use cssparser::{Parser, Token};

use wellpress_diagnostics::Diagnostic;

use crate::theme::layers::{Layer, wrong};

/// A style sheet with each token whose value differs from the base theme's; `None` if there is none. The base theme's own
/// values stand in its style sheets already. A token that [`find_invalid`] reports is left out.
pub(crate) fn style(layers: &[Layer]) -> Option<String> {
    let base = layers.last()?;
    let mut tokens: BTreeMap<&str, &str> = BTreeMap::new();
    for (name, value) in layers.iter().rev().skip(1).flat_map(|layer| &layer.manifest.tokens) {
        tokens.insert(name, &value.value);
    }
    // A layer may repeat the value of the base theme, or restore it over a weaker layer.
    tokens.retain(|name, value| base.manifest.tokens.get(*name).is_none_or(|base_value| base_value.value != *value));
    let declarations: String = tokens
        .iter()
        .filter(|(name, value)| is_name(name) && is_value(value))
        .map(|(name, value)| format!("--{name}:{value};"))
        .collect();
    (!declarations.is_empty()).then(|| format!(":root{{{declarations}}}\n"))
}

/// One finding for each token whose name or value would break the style sheet.
pub(crate) fn find_invalid(layers: &[Layer]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    // The embedded theme has no source.
    for (layer, source) in layers.iter().filter_map(|layer| Some((layer, layer.source()?))) {
        for (name, value) in &layer.manifest.tokens {
            let at = source.locate(value.span);
            if !is_name(name) {
                let finding =
                    wrong(at, format!("`{}` is not a valid name of a token", wellpress_diagnostics::quotable(name)));
                findings.push(finding.help("write letters, digits, `-` and `_`"));
            } else if !is_value(&value.value) {
                let finding = wrong(at, format!("the value of `{name}` is not a valid CSS value"));
                findings
                    .push(finding.help("close each quote, bracket and comment, and write no semicolon, brace or `<`"));
            }
        }
    }
    findings
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
}

/// Whether a text can be the value of one declaration. A semicolon is appended, as in the style sheet: the value is sound if it is
/// the first semicolon that the parser meets, and the last token. An open quote, bracket or comment would hide it.
pub(crate) fn is_value(text: &str) -> bool {
    let declaration = format!("{text};");
    let mut parser = Parser::new(&declaration);
    loop {
        match parser.next() {
            Ok(Token::Semicolon) => return parser.is_exhausted() && !text.trim().is_empty(),
            Ok(
                Token::BadString(_)
                | Token::BadUrl(_)
                | Token::CloseParenthesis
                | Token::CloseSquareBracket
                | Token::CloseCurlyBracket
                | Token::CurlyBracketBlock
                // `<` and the next two could end a style element; a backslash would escape the semicolon.
                | Token::Delim('<' | '\\')
                | Token::CDO
                | Token::CDC,
            )
            | Err(_) => return false,
            Ok(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::theme::tokens::*;

    #[test]
    fn a_value_cannot_end_its_declaration() {
        for value in [
            "#123456",
            "'A', B, serif",
            "clamp(1rem, 2vw, 3rem)",
            "a /* note */",
            "\"a;b\"",
            "0 1px 2px rgb(0 0 0 / .5)",
        ] {
            assert!(is_value(value), "{value}");
        }
        for value in [
            "",
            " ",
            "'A, serif",
            "\"A",
            "red;",
            "a; b",
            "calc(1px",
            "a)",
            "a}",
            "a {b}",
            "a /* b",
            "<!-- a",
            "url(a b)",
            "a\\",
        ] {
            assert!(!is_value(value), "{value}");
        }
    }
}
