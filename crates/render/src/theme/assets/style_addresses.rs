//! The addresses in a theme's style sheets: which asset of the theme each means, and findings about those that lead nowhere.
//!
//! Input: style sheets and the names of the theme's assets. Output: the name of an asset for an address as written, and
//! findings at the addresses without one. Rewriting a sheet with published names is left to `theme_assets`.

use std::collections::BTreeMap;
use std::path::Path;

use cssparser::{ParseError, Parser, Token};

use wellpress_diagnostics::{Diagnostic, Severity, Source, Span, nearest};
use wellpress_io::fs::Files;

use crate::theme::assets::has_extension;
use crate::theme::layers::{Layer, LayerOrigin, ThemeFile, strongest, wrong};

/// The name of the asset that `address` means in the style sheet `sheet`, both below the theme's `assets/`, and the query or
/// fragment behind it. `None` for an address of something else: a scheme, a host, the root of the site, or a fragment.
pub(crate) fn asset_name<'a>(sheet: &str, address: &'a str) -> Option<(String, &'a str)> {
    let (path, suffix) = address.split_at(address.find(['?', '#']).unwrap_or(address.len()));
    if path.is_empty() || path.starts_with('/') || path.contains(':') {
        return None;
    }
    let mut segments: Vec<&str> = sheet.split('/').collect();
    segments.pop();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()),
            _ => segments.push(segment),
        }
    }
    Some((segments.join("/"), suffix))
}

/// Findings about the style sheets of the site's own themes: each address of a file that the theme does not have, and each import of
/// another sheet, which is published under another name than the one that is imported.
pub(crate) fn find_missing(files: &dyn Files, root: &Path, layers: &[Layer]) -> Vec<Diagnostic> {
    let assets = strongest(layers, "assets/");
    let own_layers = layers.iter().filter(|layer| layer.origin == LayerOrigin::Site);
    let own_sheets = own_layers.flat_map(|layer| &layer.files).filter_map(|(path, file)| {
        let name = path.strip_prefix("assets/").filter(|name| has_extension(name, "css"))?;
        Some((name, file))
    });
    let search = Search { files, root, assets: &assets };
    own_sheets.flat_map(|(name, file)| search.find_in(name, &file.source())).collect()
}

struct Search<'a> {
    files: &'a dyn Files,
    root: &'a Path,
    assets: &'a BTreeMap<&'a str, &'a ThemeFile>,
}

impl Search<'_> {
    fn find_in(&self, sheet: &str, source: &Source) -> Vec<Diagnostic> {
        let mut addresses = Vec::new();
        collect_addresses(&mut Parser::new(&source.text), &mut addresses);
        let findings = addresses.into_iter().filter_map(|address| self.finding(sheet, source, &address));
        findings.collect()
    }

    fn finding(&self, sheet: &str, source: &Source, address: &Address) -> Option<Diagnostic> {
        let Address { text, span, use_ } = address;
        let at = || source.locate(*span);
        let Some((name, _)) = asset_name(sheet, text) else {
            let in_static = text.split(['?', '#']).next()?.strip_prefix('/').filter(|path| !path.starts_with('/'))?;
            if in_static.is_empty() || self.files.kind(&self.root.join("static").join(in_static)).is_ok() {
                return None;
            }
            // Another program may serve the file at this host, so it is no error.
            let finding = wrong(at(), format!("there is no file `static/{in_static}`"));
            let help =
                "put the file there, or into the theme's `assets/` and write its path relative to the style sheet";
            return Some(Diagnostic { severity: Severity::Warning, ..finding.help(help) });
        };
        if *use_ == AddressUse::Import {
            let finding =
                wrong(at(), format!("`{text}` cannot be imported: style sheets have other names when published"));
            return Some(
                finding.help("copy its rules into this style sheet, or link it in a template with `site.assets`"),
            );
        }
        if self.assets.contains_key(&*name) {
            return None;
        }
        let finding = wrong(at(), format!("the theme has no file `assets/{name}`"));
        let near = nearest(&name, self.assets.keys().copied());
        let help = near.map_or_else(
            || "put the file there, or correct the address, which is relative to the style sheet".to_owned(),
            |near| format!("did you mean `assets/{near}`? Addresses are relative to the style sheet"),
        );
        Some(finding.help(help))
    }
}

/// An address in a style sheet.
struct Address {
    text: String,
    span: Span,
    use_: AddressUse,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum AddressUse {
    /// `@import`.
    Import,
    /// `url(..)` anywhere else.
    Load,
}

/// Collects the addresses of a style sheet, at any depth. The name of a namespace looks like an address and is none.
fn collect_addresses(parser: &mut Parser<'_>, addresses: &mut Vec<Address>) {
    let mut at_rule = String::new();
    loop {
        parser.skip_whitespace();
        let start = parser.position().byte_index();
        let Ok(token) = parser.next().cloned() else { return };
        let span = |parser: &Parser<'_>| Span::new(start..parser.position().byte_index());
        let use_ = if at_rule == "import" { AddressUse::Import } else { AddressUse::Load };
        match token {
            Token::AtKeyword(name) => at_rule = name.to_ascii_lowercase(),
            Token::Semicolon => at_rule.clear(),
            Token::UnquotedUrl(text) if at_rule != "namespace" => {
                addresses.push(Address { text: text.to_string(), span: span(parser), use_ });
            }
            Token::QuotedString(text) if use_ == AddressUse::Import => {
                addresses.push(Address { text: text.to_string(), span: span(parser), use_ });
            }
            Token::Function(name) if name.eq_ignore_ascii_case("url") => {
                let text = nested(parser, |inner| inner.expect_string().ok().map(ToString::to_string));
                if let Some(text) = text.filter(|_| at_rule != "namespace") {
                    addresses.push(Address { text, span: span(parser), use_ });
                }
            }
            Token::Function(_) | Token::ParenthesisBlock | Token::SquareBracketBlock => {
                nested(parser, |inner| collect_addresses(inner, addresses));
            }
            Token::CurlyBracketBlock => {
                nested(parser, |inner| collect_addresses(inner, addresses));
                at_rule.clear();
            }
            _ => {}
        }
    }
}

/// Reads the block that the last token opened.
pub(crate) fn nested<T: Default>(parser: &mut Parser<'_>, read: impl FnOnce(&mut Parser<'_>) -> T) -> T {
    let result: Result<T, ParseError<()>> = parser.parse_nested_block(|inner| {
        let value = read(inner);
        while inner.next().is_ok() {}
        Ok(value)
    });
    result.unwrap_or_default()
}
