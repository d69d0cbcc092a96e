//! Fonts of signs: what the characters of a text in the font Symbol, Wingdings and the like show, as Unicode.
//!
//! Such a font has signs in the place of the letters of Latin 1. Word writes their codes as they are, from U+F020 to U+F0FF, or in
//! `w:sym`; other programs write the letters.

use strum::Display;

/// A font whose characters are not those that its codes say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display)]
pub(super) enum SymbolFont {
    Symbol,
    Wingdings,
    #[strum(to_string = "Wingdings 2")]
    Wingdings2,
    #[strum(to_string = "Wingdings 3")]
    Wingdings3,
    Webdings,
    /// One without a table here.
    #[strum(to_string = "of signs")]
    Other,
}

/// The signs of each font from a code on; `¤` is one without a character of Unicode. Symbol has the encoding of Adobe. For Wingdings the
/// characters are those that Unicode 7 took over from it; arrows and squares are the common ones, which every font of a reader has.
const SIGNS: [(SymbolFont, u32, &str); 12] = [
    (
        SymbolFont::Symbol,
        0x20,
        " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
    ),
    (
        SymbolFont::Symbol,
        0xA0,
        "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊⟨®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪¤⟩∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭",
    ),
    (
        SymbolFont::Wingdings,
        0x20,
        " 🖉✂✁👓🕭🕮🕯🕿✆🖂🖃📪📫📬📭🗀🗁🗎🗏🗐🗄⌛🖮🖰🖲🖳🖴🖫🖬✇✍🖎✌🖏👍👎☜☞☝☟🖐☺😐☹💣☠🏳🏱✈☼💧❄🕆✞🕈✠✡☪☯🕉☸♈♉♊♋♌♍♎♏♐♑♒♓🙰🙵●❍■□□❑❒🞟⧫◆❖⬩⌧⮹⌘🏵🏶🙶🙷▯",
    ),
    (
        SymbolFont::Wingdings,
        0x80,
        "🄋➀➁➂➃➄➅➆➇➈➉🄌➊➋➌➍➎➏➐➑➒➓🙢🙠🙡🙣🙞🙜🙝🙟∙•⬝○🞆🞈🞊🞋🔿▪☐🟁🟅★🟋🟏🟓🟑⯐⌖⯎⯏⯑✪✰🕐🕑🕒🕓🕔🕕🕖🕗🕘🕙🕚🕛⮰⮱⮲⮳⮴⮵⮶⮷🙪🙫🙕🙔🙗🙖🙐🙑🙒🙓⌫⌦←→↑↓⮈⮊⮉⮋←→↑↓↖↗↙↘←→↑↓↖↗↙↘⇦⇨⇧⇩↔⇳↖↗↙↘🢬🢭✗✓☒☑",
    ),
    (SymbolFont::Wingdings2, 0x4F, "✗✓☒☑☒☒"),
    (SymbolFont::Wingdings2, 0x69, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
    (SymbolFont::Wingdings2, 0x97, "●"),
    (SymbolFont::Wingdings2, 0xA2, "■□"),
    (SymbolFont::Wingdings3, 0x21, "←→↑↓↖↗↙↘"),
    (SymbolFont::Wingdings3, 0x70, "▲▼△▽◀▶◁▷"),
    (SymbolFont::Webdings, 0x61, "✔"),
    (SymbolFont::Webdings, 0x72, "❌"),
];

impl SymbolFont {
    /// The font of a name, if it is one of signs.
    pub fn of(name: &str) -> Option<Self> {
        let name: String = name.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        Some(match name.as_str() {
            "symbol" | "symbolmt" | "symbolps" | "standardsymbolsl" | "standardsymbolsps" => Self::Symbol,
            "wingdings" => Self::Wingdings,
            "wingdings2" => Self::Wingdings2,
            "wingdings3" => Self::Wingdings3,
            "webdings" => Self::Webdings,
            "zapfdingbats" | "itczapfdingbats" | "monotypesorts" | "mtextra" => Self::Other,
            _ => return None,
        })
    }

    /// What a code shows.
    fn sign(self, code: u32) -> Option<char> {
        let mut rows = SIGNS.iter().filter(|(font, ..)| *font == self);
        rows.find_map(|(_, first, signs)| signs.chars().nth(code.checked_sub(*first)? as usize))
            .filter(|sign| *sign != '¤')
    }
}

/// The fonts of a run: that of letters of ASCII, and that of other characters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Fonts {
    pub ascii: Option<Font>,
    pub other: Option<Font>,
}

/// A font as far as it changes what a text says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Font {
    Letters,
    Signs(SymbolFont),
}

impl Font {
    pub fn of(name: &str) -> Self {
        SymbolFont::of(name).map_or(Self::Letters, Self::Signs)
    }

    fn signs(font: Option<Self>) -> Option<SymbolFont> {
        if let Some(Self::Signs(font)) = font { Some(font) } else { None }
    }
}

impl Fonts {
    /// Takes what these fonts do not say from those below.
    pub fn or(self, below: Self) -> Self {
        Self { ascii: self.ascii.or(below.ascii), other: self.other.or(below.other) }
    }

    /// The text as it shows, and the characters of which nobody knows what they show, with their fonts.
    pub fn shown(self, text: &str) -> (String, Vec<(char, Option<SymbolFont>)>) {
        let mut unknown = Vec::new();
        let shown = text.chars().map(|character| {
            let code = u32::from(character);
            let is_private = (0xE000..=0xF8FF).contains(&code);
            let [ascii, other] = [self.ascii, self.other].map(Font::signs);
            let font = match code {
                0x20..=0x7E => ascii,
                0xA0..=0xFF => other,
                _ if is_private => other.or(ascii),
                _ => None,
            };
            let sign = font.and_then(|font| font.sign(if code > 0xFF { code.checked_sub(0xF000)? } else { code }));
            if sign.is_none() && (font.is_some() || is_private) && !character.is_whitespace() {
                unknown.push((character, font));
            }
            sign.unwrap_or(character)
        });
        (shown.collect(), unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::{Font, Fonts};

    fn shown(font: &str, text: &str) -> (String, usize) {
        let font = Some(Font::of(font));
        let (text, unknown) = Fonts { ascii: font, other: font }.shown(text);
        (text, unknown.len())
    }

    #[test]
    fn signs_are_what_they_show() {
        for (font, text, expected) in [
            ("Symbol", "50 \u{F06D}g, \u{F0B3} 60 \u{F0A3} 100", "50 μγ, ≥ 60 ≤ 100"),
            ("Symbol", "abgm £³°±´®", "αβγμ ≤≥°±×→"),
            ("Symbol", "\u{F02D}5\u{F02B}2 = 3", "−5+2 = 3"),
            ("Wingdings", "\u{F0FC} \u{F0FB} \u{F0E0} \u{F0A8} J L", "✓ ✗ → ☐ ☺ ☹"),
            ("Wingdings 2", "P \u{F052}", "✓ ☑"),
            ("Arial", "abc ≥ é", "abc ≥ é"),
            ("Symbol", "≥ é 中", "≥ ⎡ 中"),
        ] {
            assert_eq!(shown(font, text), (expected.to_owned(), 0), "{font} {text}");
        }
        assert_eq!(shown("Wingdings 3", "\u{F0FE}").1, 1);
        assert_eq!(shown("Arial", "\u{F06D}").1, 1);
    }
}
