//! The addresses in a theme's style sheets: which asset of the theme each means, and findings about those that lead nowhere.
//!
//! Input: style sheets and the names of the theme's assets. Output: the name of an asset for an address as written, and
//! findings at the addresses without one. Rewriting a sheet with published names is left to the module above.

use cssparser::{ParseError, Parser, Token};

use wellpress_diagnostics::{Diagnostic, Span};
use wellpress_site::config::{Config, web_origin};

use crate::theme::assets::has_extension;
use crate::theme::assets::style_nesting::MAX_NESTING;
use crate::theme::layers::{Layer, LayerOrigin, doubtful, strongest};

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

/// Warnings about the style sheets of the site's own themes: each address of a file that the theme does not have, each import of
/// another sheet, which is published under another name than the one that is imported, and each address of another host, from which
/// the site's policy lets browsers load nothing.
pub(crate) fn find_missing(layers: &[Layer], config: &Config) -> Vec<Diagnostic> {
    let assets = strongest(layers, "assets/");
    let own_layers = layers.iter().filter(|layer| layer.origin == LayerOrigin::Site);
    let mut findings = Vec::new();
    for (path, file) in own_layers.flat_map(|layer| &layer.files) {
        let Some(sheet) = path.strip_prefix("assets/").filter(|name| has_extension(name, "css")) else { continue };
        let source = file.source();
        for address in addresses(&source.text) {
            let Some((name, _)) = asset_name(sheet, &address.text) else {
                findings.extend(
                    of_other_host(&address, config)
                        .map(|finding| doubtful(source.locate(address.span), finding).help(OWN_FILES)),
                );
                continue;
            };
            let (message, help) = if address.is_import {
                (
                    format!("`{}` cannot be imported: style sheets have other names when published", address.text),
                    "copy its rules into this style sheet, or link it in a template with `site.assets`",
                )
            } else if assets.contains_key(&*name) {
                continue;
            } else {
                (
                    format!("the theme has no file `assets/{name}`"),
                    "put the file there, or correct the address, which is relative to the style sheet",
                )
            };
            findings.push(doubtful(source.locate(address.span), message).help(help));
        }
    }
    findings
}

const OWN_FILES: &str = "put the file, such as the font, into the theme's `assets/`, and name it there: readers' addresses stay with the site";

/// What is wrong with an address that leads to another host.
fn of_other_host(address: &Address, config: &Config) -> Option<String> {
    // Browsers read backslashes as slashes, and leave out tabs and line ends.
    let text: String = address.text.chars().filter(|c| !c.is_control()).collect();
    let text = text.trim().replace('\\', "/").to_ascii_lowercase();
    let behind_scheme = text.strip_prefix("https:").or_else(|| text.strip_prefix("http:")).unwrap_or(&text);
    let host = behind_scheme.strip_prefix("//")?.trim_start_matches('/').split(['/', '?', '#']).next()?;
    if web_origin(&text) == web_origin(&config.base.origin) {
        return None;
    }
    let what = if address.is_import { "`@import` of a style sheet" } else { "a file" };
    Some(format!("{what} of another host, `{host}`, which the policy of the site keeps browsers from loading"))
}

/// An address in a style sheet.
pub(crate) struct Address {
    pub text: String,
    /// The whole `url(..)`, or the text behind `@import`.
    pub span: Span,
    pub is_import: bool,
}

/// The addresses of a style sheet; none if it is nested too deep to be read.
pub(crate) fn addresses(style: &str) -> Vec<Address> {
    let mut addresses = Vec::new();
    let is_read = collect_addresses(&mut Parser::new(style), MAX_NESTING, &mut addresses);
    if is_read { addresses } else { Vec::new() }
}

/// Returns whether everything could be read within these levels.
fn collect_addresses(parser: &mut Parser<'_>, levels: usize, addresses: &mut Vec<Address>) -> bool {
    let (mut is_import, mut is_namespace) = (false, false);
    loop {
        parser.skip_whitespace();
        let start = parser.position().byte_index();
        let Ok(token) = parser.next().cloned() else { return true };
        let text = match token {
            Token::AtKeyword(name) => {
                is_import = name.eq_ignore_ascii_case("import");
                is_namespace = name.eq_ignore_ascii_case("namespace");
                None
            }
            Token::Semicolon => {
                (is_import, is_namespace) = (false, false);
                None
            }
            Token::UnquotedUrl(text) => Some(text.to_string()),
            Token::QuotedString(text) if is_import => Some(text.to_string()),
            Token::Function(name) if name.eq_ignore_ascii_case("url") => {
                nested(parser, |inner| inner.expect_string().ok().map(ToString::to_string))
            }
            Token::Function(_) | Token::ParenthesisBlock | Token::SquareBracketBlock | Token::CurlyBracketBlock => {
                if levels == 0 || !nested(parser, |inner| collect_addresses(inner, levels - 1, addresses)) {
                    return false;
                }
                None
            }
            _ => None,
        };
        let span = Span::new(start..parser.position().byte_index());
        // The address of a namespace is a name, and nothing is loaded from it.
        addresses.extend(text.filter(|_| !is_namespace).map(|text| Address { text, span, is_import }));
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
