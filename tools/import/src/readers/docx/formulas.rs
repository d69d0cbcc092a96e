//! Formulas of Word (OMML) as TeX. One that is a number or words, such as a half or a power of ten, is text with a number above the line.

use roxmltree::Node;

use super::inline::BREAK;
use crate::text::{scripts, word_of_sign};
use wellpress_docx::{attribute, child, elements, name, switch, value};

/// Formulas nested deeper than this are not read.
const MAX_DEPTH: usize = 32;

/// A piece of a formula that is text, and whether it stands above the line.
pub(super) type TextPiece = (String, bool);

/// What becomes of a formula.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Formula {
    Text(Vec<TextPiece>),
    /// Each line with its signs.
    Tex(Vec<String>),
    /// It is nested too deeply.
    Unread,
}

/// Signs of formulas, each with its command. Others stand as they are.
const COMMANDS: &str = "\u{2212} - × \\times · \\cdot ⋅ \\cdot ∙ \\cdot ÷ \\div ± \\pm ∓ \\mp ≤ \\leq ≥ \\geq ≪ \\ll ≫ \\gg ≠ \\neq ≈ \\approx \
     ≅ \\cong ≡ \\equiv ∼ \\sim ∝ \\propto ∞ \\infty ∂ \\partial ∇ \\nabla ∈ \\in → \\to ← \\leftarrow ↔ \\leftrightarrow \
     ⇒ \\Rightarrow ⇔ \\Leftrightarrow ° ^{\\circ} … \\dots ⋯ \\cdots | \\vert ‖ \\Vert α \\alpha β \\beta γ \\gamma δ \\delta \
     ε \\varepsilon ϵ \\epsilon ζ \\zeta η \\eta θ \\theta κ \\kappa λ \\lambda μ \\mu µ \\mu ν \\nu ξ \\xi π \\pi ρ \\rho \
     σ \\sigma τ \\tau φ \\varphi χ \\chi ψ \\psi ω \\omega Δ \\Delta Σ \\Sigma Ω \\Omega";

/// The signs of large operators, as a property has them, each with its command. Without one it is an integral.
const OPERATORS: &str = "∫ \\int ∬ \\iint ∭ \\iiint ∮ \\oint ∑ \\sum ∏ \\prod ∐ \\coprod ⋃ \\bigcup ⋂ \\bigcap ⋁ \\bigvee ⋀ \\bigwedge ⨁ \\bigoplus";

/// The signs of accents, as a property has them, each with its command.
const ACCENTS: &str = "\u{0302} \\hat ^ \\hat \u{0303} \\tilde ~ \\tilde \u{0304} \\bar \u{0305} \\overline \u{00AF} \\overline \u{20D7} \\vec \
     \u{0307} \\dot \u{0308} \\ddot \u{0301} \\acute \u{0306} \\breve";

/// The names of functions that TeX has commands for.
const FUNCTIONS: [&str; 17] = [
    "sin", "cos", "tan", "cot", "sinh", "cosh", "tanh", "arcsin", "arccos", "arctan", "log", "ln", "exp", "lim", "max",
    "min", "det",
];

/// The form of each element with parts: their names, and the TeX around them. `0` is the first part.
const FORMS: [(&str, &[&str], &str); 10] = [
    ("sSup", &["e", "sup"], "{0}^{1}"),
    ("sSub", &["e", "sub"], "{0}_{1}"),
    ("sSubSup", &["e", "sub", "sup"], "{0}_{1}^{2}"),
    ("sPre", &["sub", "sup", "e"], "{}_{0}^{1}{2}"),
    ("limLow", &["e", "lim"], "\\underset{1}{0}"),
    ("limUpp", &["e", "lim"], "\\overset{1}{0}"),
    ("box", &["e"], "{0}"),
    ("borderBox", &["e"], "{0}"),
    ("phant", &["e"], "{0}"),
    ("func", &["fName", "e"], "0{1}"),
];

/// Reads `oMath` or `oMathPara`.
pub(super) fn formula(node: Node<'_, '_>) -> Formula {
    if let Some(pieces) = text(node, 0) {
        return Formula::Text(pieces);
    }
    let Some(tex) = inside(node, 0) else { return Formula::Unread };
    // A blank at the end of a line would hide the sign behind it.
    let lines = tex.split(BREAK).map(|line| line.trim_end_matches("\\ ").trim());
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    // Formulas of several lines stand in one paragraph, where none can be a block.
    let signs = if name(node) == "oMathPara" && lines.len() == 1 { "$$" } else { "$" };
    Formula::Tex(lines.iter().map(|line| format!("{signs}{line}{signs}")).collect())
}

/// Whether signs of a formula are struck or hidden, which TeX here cannot say.
pub(super) fn has_struck(node: Node<'_, '_>) -> bool {
    let kinds = ["strike", "dstrike", "vanish", "strikeH", "strikeV", "strikeBLTR", "strikeTLBR"];
    node.descendants().any(|properties| kinds.iter().any(|kind| switch(properties, kind) == Some(true)))
}

/// The pieces of a formula that has nothing but words, fractions with a character of their own, and powers of numbers.
fn text(node: Node<'_, '_>, depth: usize) -> Option<Vec<TextPiece>> {
    let mut pieces: Vec<TextPiece> = Vec::new();
    for part in elements(node).filter(|_| depth < 4) {
        let words = |part_name| child(part, part_name).and_then(|part| text(part, depth + 1)).and_then(one_text);
        match name(part) {
            "r" => pieces.push((run_text(part), false)),
            "f" if fraction_kind(part) == "bar" => {
                let sign = scripts::fraction(&words("num")?, &words("den")?)?;
                pieces.push((sign.to_string(), false));
            }
            "f" if matches!(fraction_kind(part), "lin") => {
                pieces.push((format!("{}/{}", simple(words("num")?)?, simple(words("den")?)?), false));
            }
            "sSup" => {
                let (base, power) = (words("e")?, words("sup")?);
                let is_number = base.ends_with(|last: char| last.is_ascii_digit());
                let has_digits = power.chars().all(|sign| sign.is_ascii_digit() || "+-\u{2212}".contains(sign));
                if !is_number || !has_digits || power.is_empty() {
                    return None;
                }
                pieces.extend([(base, false), (power, true)]);
            }
            "oMath" if !pieces.is_empty() => {
                pieces.push((BREAK.to_string(), false));
                pieces.extend(text(part, depth + 1)?);
            }
            "oMath" | "ins" | "e" | "moveTo" => pieces.extend(text(part, depth + 1)?),
            "del" | "moveFrom" => {}
            part_name if part_name.ends_with("Pr") || is_mark(part_name) => {}
            _ => return None,
        }
    }
    Some(pieces)
}

fn one_text(pieces: Vec<TextPiece>) -> Option<String> {
    let is_plain = pieces.iter().all(|(_, is_above)| !is_above);
    is_plain.then(|| pieces.into_iter().map(|(text, _)| text).collect::<String>().trim().to_owned())
}

/// Words that stay one part of a fraction in one line.
fn simple(words: String) -> Option<String> {
    words.chars().all(char::is_alphanumeric).then_some(words)
}

/// Marks of Word in a formula, which say nothing in it.
fn is_mark(name: &str) -> bool {
    name.starts_with("bookmark") || name.starts_with("comment") || name == "proofErr"
}

fn fraction_kind<'a>(fraction: Node<'a, '_>) -> &'a str {
    child(fraction, "fPr").and_then(|properties| value(properties, "type")).unwrap_or("bar")
}

fn run_text(run: Node<'_, '_>) -> String {
    let text = |part: Node<'_, '_>| match name(part) {
        "t" => part.text().unwrap_or_default().replace(BREAK, " "),
        "br" | "cr" => BREAK.to_string(),
        _ => String::new(),
    };
    elements(run).map(text).collect()
}

/// The TeX of a part that has its place in one line.
fn in_line(part: Node<'_, '_>, depth: usize) -> Option<String> {
    inside(part, depth).map(|tex| tex.replace(BREAK, "\\ "))
}

/// The TeX of all elements in a node; `None` where it is nested too deeply.
fn inside(node: Node<'_, '_>, depth: usize) -> Option<String> {
    if depth > MAX_DEPTH {
        return None;
    }
    let mut tex = String::new();
    for part in elements(node) {
        let written = element(part, depth)?;
        if name(part) == "oMath" && !tex.is_empty() {
            tex.push(BREAK);
        }
        // A letter behind a command would be a part of its name.
        let ends_with_command = tex.rsplit('\\').next().is_some_and(|last| {
            tex.contains('\\') && !last.is_empty() && last.chars().all(|sign| sign.is_ascii_alphabetic())
        });
        if ends_with_command && written.starts_with(|first: char| first.is_ascii_alphabetic()) {
            tex.push(' ');
        }
        tex.push_str(&written);
    }
    Some(tex)
}

fn element(node: Node<'_, '_>, depth: usize) -> Option<String> {
    let part = |wanted: &str| match child(node, wanted) {
        Some(part) => in_line(part, depth + 1),
        None => Some(String::new()),
    };
    let property = |wanted: &str| {
        let properties = elements(node).find(|part| name(*part).ends_with("Pr"));
        properties
            .and_then(|properties| child(properties, wanted))
            .map(|property| attribute(property, "val").unwrap_or(""))
    };
    let tag = name(node);
    if tag == "phant" && matches!(property("show"), Some("0" | "off" | "false")) {
        return Some("\\ ".to_owned());
    }
    if let Some((_, parts, form)) = FORMS.iter().find(|(known, ..)| *known == tag) {
        let parts: Vec<String> = parts.iter().map(|wanted| part(wanted)).collect::<Option<_>>()?;
        return Some(filled(form, &parts));
    }
    Some(match tag {
        "r" => run(node),
        "f" => match fraction_kind(node) {
            "lin" | "skw" => format!("{{{}}}/{{{}}}", part("num")?, part("den")?),
            "noBar" => format!("\\binom{{{}}}{{{}}}", part("num")?, part("den")?),
            _ => format!("\\frac{{{}}}{{{}}}", part("num")?, part("den")?),
        },
        "rad" => match part("deg")? {
            degree if degree.is_empty() => format!("\\sqrt{{{}}}", part("e")?),
            degree => format!("\\sqrt[{degree}]{{{}}}", part("e")?),
        },
        "nary" => {
            let operator = command(OPERATORS, property("chr"), "\\int");
            let limits = [("_", part("sub")?), ("^", part("sup")?)];
            let limits = limits.iter().filter(|(_, limit)| !limit.is_empty());
            let limits: String = limits.map(|(sign, limit)| format!("{sign}{{{limit}}}")).collect();
            format!("{operator}{limits}{{{}}}", part("e")?)
        }
        "d" => delimited(node, depth, [property("begChr"), property("sepChr"), property("endChr")])?,
        "acc" => format!("{}{{{}}}", command(ACCENTS, property("chr"), "\\hat"), part("e")?),
        "bar" if property("pos") == Some("top") => format!("\\overline{{{}}}", part("e")?),
        "bar" => format!("\\underline{{{}}}", part("e")?),
        "groupChr" if property("pos") == Some("top") => format!("\\overbrace{{{}}}", part("e")?),
        "groupChr" => format!("\\underbrace{{{}}}", part("e")?),
        "m" => {
            let rows = elements(node).filter(|row| name(*row) == "mr");
            matrix(rows.map(|row| Some(cells(row, depth + 2)?.join(" & "))).collect::<Option<_>>()?)
        }
        // `&` is where its lines are aligned.
        "eqArr" => matrix(cells(node, depth + 1)?.iter().map(|line| line.replace("\\&", "")).collect()),
        "del" | "moveFrom" => String::new(),
        properties if properties.ends_with("Pr") => String::new(),
        _ => inside(node, depth + 1)?,
    })
}

/// A form with its parts in the place of their numbers.
fn filled(form: &str, parts: &[String]) -> String {
    let numbered = |number: char| number.to_digit(10).and_then(|number| parts.get(number as usize));
    form.chars().map(|sign| numbered(sign).cloned().unwrap_or_else(|| sign.to_string())).collect()
}

/// The elements `e` in a node.
fn cells(node: Node<'_, '_>, depth: usize) -> Option<Vec<String>> {
    elements(node).filter(|part| name(*part) == "e").map(|part| in_line(part, depth)).collect()
}

fn matrix(rows: Vec<String>) -> String {
    format!("\\begin{{matrix}}{}\\end{{matrix}}", rows.join("\\\\"))
}

/// Parts between brackets, which have parentheses without a property.
fn delimited(node: Node<'_, '_>, depth: usize, [begin, separator, end]: [Option<&str>; 3]) -> Option<String> {
    let parts = cells(node, depth + 1)?;
    let side = |sign: Option<&str>, usual: &str| match sign.unwrap_or(usual) {
        "" => ".".to_owned(),
        sign => signs(sign).trim().to_owned(),
    };
    let separator = signs(separator.unwrap_or("|"));
    Some(format!("\\left{}{}\\right{}", spaced(&side(begin, "(")), parts.join(&separator), spaced(&side(end, ")"))))
}

/// A delimiter behind a command: a letter would be a part of its name.
fn spaced(delimiter: &str) -> String {
    if delimiter.starts_with('\\') { format!("{delimiter} ") } else { delimiter.to_owned() }
}

/// The command of a sign that a property has, or the usual one without the property.
fn command(list: &'static str, sign: Option<&str>, usual: &'static str) -> &'static str {
    sign.and_then(|sign| word_of_sign(list, sign.chars().next()?)).unwrap_or(usual)
}

/// A run: signs and numbers as they are, words of two letters and more and normal text as text.
fn run(node: Node<'_, '_>) -> String {
    let is_normal = elements(node).any(|part| name(part) == "rPr" && child(part, "nor").is_some());
    let text = run_text(node);
    let lines = text
        .split(BREAK)
        .map(|line| if is_normal && line.contains(char::is_alphabetic) { words(line) } else { line_of_run(line) });
    lines.collect::<Vec<_>>().join(&BREAK.to_string())
}

fn line_of_run(text: &str) -> String {
    let mut tex = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let length = rest.find(|sign: char| !sign.is_alphabetic() || word_of_sign(COMMANDS, sign).is_some());
        let (word, behind) = rest.split_at(length.unwrap_or(rest.len()));
        match word.chars().count() {
            0 => {
                let length = behind.find(char::is_alphabetic).unwrap_or(behind.len());
                let length = length.max(behind.chars().next().map_or(0, char::len_utf8));
                tex.push_str(&signs(&behind[..length]));
                rest = &behind[length..];
                continue;
            }
            1 => tex.push_str(word),
            _ if FUNCTIONS.contains(&word) => tex.push_str(&format!("\\{word} ")),
            _ => tex.push_str(&words(word)),
        }
        rest = behind;
    }
    tex
}

fn words(text: &str) -> String {
    let escaped: String = text.chars().map(|sign| if "\\{}$&#%_^~".contains(sign) { ' ' } else { sign }).collect();
    format!("\\text{{{escaped}}}")
}

/// Signs and digits as TeX. A comma between digits is no separator of a list.
fn signs(text: &str) -> String {
    let mut tex = String::new();
    let characters: Vec<char> = text.chars().collect();
    for (at, sign) in characters.iter().enumerate() {
        let is_digit = |at: Option<usize>| at.and_then(|at| characters.get(at)).is_some_and(char::is_ascii_digit);
        match sign {
            ',' if is_digit(at.checked_sub(1)) && is_digit(Some(at + 1)) => tex.push_str("{,}"),
            '{' | '}' | '$' | '&' | '#' | '%' | '_' => tex.extend(['\\', *sign]),
            '\\' => tex.push_str("\\backslash "),
            '^' => tex.push_str("\\hat{}"),
            '~' => tex.push_str("\\sim "),
            '\u{2061}'..='\u{2064}' | '\u{200B}' => {}
            '\u{2032}' => tex.push('\''),
            blank if blank.is_whitespace() => tex.push_str("\\ "),
            _ => match word_of_sign(COMMANDS, *sign) {
                Some(command) => tex.push_str(&format!("{command} ")),
                None => tex.push(*sign),
            },
        }
    }
    tex
}

#[cfg(test)]
mod tests {
    use super::{Formula, formula};
    use wellpress_docx::parse;

    fn tex(inner: &str) -> String {
        let xml = format!("<m:oMath xmlns:m=\"m\">{inner}</m:oMath>");
        match formula(parse(&xml).unwrap().root_element()) {
            Formula::Tex(lines) => lines.join("|"),
            Formula::Text(pieces) => {
                pieces.into_iter().map(|(text, is_above)| if is_above { format!("^{text}^") } else { text }).collect()
            }
            Formula::Unread => "unread".to_owned(),
        }
    }

    fn r(text: &str) -> String {
        format!("<m:r><m:t>{text}</m:t></m:r>")
    }

    fn f(kind: &str, top: &str, bottom: &str) -> String {
        format!("<m:f><m:fPr><m:type m:val=\"{kind}\"/></m:fPr><m:num>{top}</m:num><m:den>{bottom}</m:den></m:f>")
    }

    fn with(tag: &str, parts: &[(&str, &str)]) -> String {
        let parts: String = parts.iter().map(|(part, inner)| format!("<m:{part}>{inner}</m:{part}>")).collect();
        format!("<m:{tag}>{parts}</m:{tag}>")
    }

    #[test]
    fn numbers_are_text() {
        assert_eq!(tex(&f("bar", &r("1"), &r("2"))), "½");
        assert_eq!(tex(&[r("2"), f("bar", &r("3"), &r("4"))].concat()), "2¾");
        assert_eq!(tex(&f("lin", &r("mg"), &r("kg"))), "mg/kg");
        assert_eq!(tex(&with("sSup", &[("e", &r("10")), ("sup", &r("−6"))])), "10^−6^");
        assert_eq!(tex(&r("n = 5")), "n = 5");
    }

    #[test]
    fn structure_is_tex() {
        let (a, b) = (r("a"), r("b"));
        for (xml, expected) in [
            (f("bar", &r("3"), &r("7")), "$\\frac{3}{7}$"),
            (f("bar", &r("dose"), &r("1,5")), "$\\frac{\\text{dose}}{1{,}5}$"),
            (with("sSup", &[("e", &a), ("sup", &r("2"))]), "$a^2$"),
            (with("sSubSup", &[("e", &a), ("sub", &b), ("sup", &r("2"))]), "$a_b^2$"),
            (with("rad", &[("deg", ""), ("e", &[r("a×"), b.clone()].concat())]), "$\\sqrt{a\\times b}$"),
            (with("rad", &[("deg", &r("3")), ("e", &a)]), "$\\sqrt[3]{a}$"),
            (
                with("nary", &[("naryPr", "<m:chr m:val=\"∑\"/>"), ("sub", &r("i=1")), ("sup", &r("n")), ("e", &a)]),
                "$\\sum_{i=1}^{n}{a}$",
            ),
            (with("d", &[("e", &f("bar", &a, &b))]), "$\\left(\\frac{a}{b}\\right)$"),
            (
                with("d", &[("dPr", "<m:begChr m:val=\"|\"/><m:endChr m:val=\"|\"/>"), ("e", &a)]),
                "$\\left\\vert a\\right\\vert $",
            ),
            (with("func", &[("fName", &r("log")), ("e", &a)]), "$\\log {a}$"),
            (with("acc", &[("accPr", "<m:chr m:val=\"\u{0304}\"/>"), ("e", &a)]), "$\\bar{a}$"),
            (
                with("m", &[("mr", &with("e", &[]).replace("<m:e></m:e>", &format!("<m:e>{a}</m:e><m:e>{b}</m:e>")))]),
                "$\\begin{matrix}a & b\\end{matrix}$",
            ),
        ] {
            let expected = expected.replace("a^2", "{a}^{2}").replace("a_b^2", "{a}_{b}^{2}");
            assert_eq!(tex(&xml).replace(' ', ""), expected.replace(' ', ""), "{xml}");
        }
        let deep = (0..100).fold(a.clone(), |inner, _| f("bar", &inner, &b));
        assert_eq!(tex(&deep), "unread");
    }
}
