//! Reads the fonts that style sheets declare, and the first font of a `font-family` list.

use cssparser::{Delimiter, ParseError, Parser, Token, UnicodeRange};
use wellpress_foundation::text::one_line;

use crate::theme::assets::style_addresses::nested;
use crate::theme::assets::style_nesting::too_deep;

/// An `@font-face` of a style sheet.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct FontFace {
    pub family: String,
    /// The first address of its `src`; `None` without one, as for a font of the device.
    pub address: Option<String>,
    pub is_upright: bool,
    /// Whether it is for the letters of the Latin alphabet, as a face without `unicode-range` is.
    pub has_latin_letters: bool,
}

/// Stands for the Latin alphabet: providers of fonts divide them by alphabets, and none within one.
const LATIN_LETTER: u32 = 'A' as u32;

/// The faces that a style sheet declares, also within other rules, such as `@media`; none if it is nested too deep to be read.
pub(crate) fn font_faces(style: &str) -> Vec<FontFace> {
    let mut faces = Vec::new();
    if too_deep(style).is_none() {
        collect(&mut Parser::new(style), &mut faces);
    }
    faces
}

/// The first family of a list: a name in quotes, or words with one space between them. `None` if the list begins with something
/// else, such as `var(--x)`, which may be any font.
pub(crate) fn first_family(list: &str) -> Option<String> {
    read_family(&mut Parser::new(list))
}

fn collect(parser: &mut Parser<'_>, faces: &mut Vec<FontFace>) {
    let mut is_face = false;
    while let Ok(token) = parser.next() {
        match token {
            Token::AtKeyword(name) => is_face = name.eq_ignore_ascii_case("font-face"),
            Token::Semicolon => is_face = false,
            Token::CurlyBracketBlock => {
                let is_face = std::mem::take(&mut is_face);
                nested(parser, |block| match is_face {
                    true => faces.extend(read_face(block)),
                    false => collect(block, faces),
                });
            }
            _ => {}
        }
    }
}

/// Reads the declarations of a face; `None` without a family.
fn read_face(block: &mut Parser<'_>) -> Option<FontFace> {
    let mut face = FontFace { is_upright: true, has_latin_letters: true, ..FontFace::default() };
    while !block.is_exhausted() {
        let declaration: Result<(), ParseError<()>> = block.parse_until_after(Delimiter::Semicolon, |declaration| {
            let name = declaration.expect_ident()?.to_ascii_lowercase();
            declaration.expect_colon()?;
            match name.as_str() {
                "font-family" => face.family = read_family(declaration).unwrap_or_default(),
                "font-style" => face.is_upright = declaration.expect_ident_matching("normal").is_ok(),
                "src" => face.address = first_address(declaration),
                "unicode-range" => {
                    let ranges = declaration.parse_comma_separated(|range| Ok(UnicodeRange::parse(range)?))?;
                    face.has_latin_letters =
                        ranges.iter().any(|range| (range.start..=range.end).contains(&LATIN_LETTER));
                }
                _ => {}
            }
            while declaration.next().is_ok() {}
            Ok(())
        });
        // Browsers ignore a damaged declaration.
        let _ = declaration;
    }
    (!face.family.is_empty()).then_some(face)
}

fn read_family(parser: &mut Parser<'_>) -> Option<String> {
    match parser.next().ok()?.clone() {
        Token::QuotedString(name) => Some(one_line(&name)),
        Token::Ident(first) => {
            let mut name = first.to_string();
            while let Ok(Token::Ident(word)) = parser.next() {
                name.push(' ');
                name.push_str(word);
            }
            Some(name)
        }
        _ => None,
    }
}

fn first_address(parser: &mut Parser<'_>) -> Option<String> {
    loop {
        match parser.next().ok()?.clone() {
            Token::UnquotedUrl(address) => return Some(address.to_string()),
            Token::Function(name) if name.eq_ignore_ascii_case("url") => {
                return nested(parser, |block| block.expect_string().ok().map(ToString::to_string));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::theme::assets::font_faces::*;

    #[test]
    fn faces_are_found_as_browsers_find_them() {
        let style = "/* @font-face { font-family: Gone; src: url(x) } */ a { content: '@font-face {' }
            @FONT-FACE { /* a; b */ Font-Family: 'My  font'; src: local(My), url( \"fonts/a.woff2\" ) format(\"woff2\") }
            @media print { @font-face { src: url(b.woff2); font-family: Br\\61nd Two; font-style: italic; } }
            @font-face { font-family: Local; src: local('L') } @font-face { src: url(c.woff2) }
            @font-face { font-family: Part; src: url(d.woff2); unicode-range: U+100-24F, U+1E00-1EFF }
            @font-face { font-family: Part; src: url(e.woff2); unicode-range: u+0-ff,U+131 }";
        let face = |family: &str, address: Option<&str>, is_upright| FontFace {
            family: family.to_owned(),
            address: address.map(str::to_owned),
            is_upright,
            has_latin_letters: address != Some("d.woff2"),
        };
        assert_eq!(
            font_faces(style),
            [
                face("My font", Some("fonts/a.woff2"), true),
                face("Brand Two", Some("b.woff2"), false),
                face("Local", None, true),
                face("Part", Some("d.woff2"), true),
                face("Part", Some("e.woff2"), true),
            ]
        );
    }

    #[test]
    fn the_first_family_of_a_list() {
        for (list, family) in [
            ("Georgia, serif", Some("Georgia")),
            ("\"Source  Serif\", serif", Some("Source Serif")),
            ("Source   Serif, serif", Some("Source Serif")),
            ("/* our font */ 'A, B'", Some("A, B")),
            ("var(--font), serif", None),
            ("", None),
        ] {
            assert_eq!(first_family(list).as_deref(), family, "{list}");
        }
    }
}
