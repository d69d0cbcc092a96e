//! What the commands of TeX print: characters, accents and space.

/// The character of a command, for the commands that occur in names, titles and abstracts.
pub(super) fn symbol(name: &str) -> Option<&'static str> {
    SYMBOLS.iter().find(|(command, _)| *command == name).map(|(_, symbol)| *symbol)
}

/// The combining character of an accent's command, which is a letter or a character of punctuation.
pub(super) fn accent(name: &str) -> Option<char> {
    const ACCENTS: [(&str, char); 19] = [
        ("`", '\u{300}'),
        ("'", '\u{301}'),
        ("^", '\u{302}'),
        ("~", '\u{303}'),
        ("=", '\u{304}'),
        ("u", '\u{306}'),
        (".", '\u{307}'),
        ("\"", '\u{308}'),
        ("h", '\u{309}'),
        ("r", '\u{30a}'),
        ("H", '\u{30b}'),
        ("v", '\u{30c}'),
        ("G", '\u{30f}'),
        ("d", '\u{323}'),
        ("textcommabelow", '\u{326}'),
        ("c", '\u{327}'),
        ("k", '\u{328}'),
        ("b", '\u{331}'),
        ("t", '\u{361}'),
    ];
    ACCENTS.iter().find(|(command, _)| *command == name).map(|(_, mark)| *mark)
}

/// The raised or lowered form of a character. Unicode has few of them.
pub(super) fn script_form(c: char, script: Script) -> Option<char> {
    let (plain, scripted) = match script {
        Script::Super => ("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ"),
        Script::Sub => ("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"),
    };
    scripted.chars().nth(plain.chars().position(|plain| plain == c)?)
}

/// Whether characters are raised or lowered.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    Super,
    Sub,
}

const SYMBOLS: &[(&str, &str)] = &[
    // Letters
    ("aa", "å"),
    ("AA", "Å"),
    ("ae", "æ"),
    ("AE", "Æ"),
    ("dh", "ð"),
    ("DH", "Ð"),
    ("dj", "đ"),
    ("DJ", "Đ"),
    ("i", "ı"),
    ("ij", "ĳ"),
    ("IJ", "Ĳ"),
    ("j", "ȷ"),
    ("l", "ł"),
    ("L", "Ł"),
    ("ng", "ŋ"),
    ("NG", "Ŋ"),
    ("o", "ø"),
    ("O", "Ø"),
    ("oe", "œ"),
    ("OE", "Œ"),
    ("ss", "ß"),
    ("SS", "SS"),
    ("th", "þ"),
    ("TH", "Þ"),
    // Punctuation and signs
    ("textbackslash", "\\"),
    ("textasciitilde", "~"),
    ("textasciicircum", "^"),
    ("textasciigrave", "`"),
    ("textquotesingle", "'"),
    ("textquotedbl", "\""),
    ("textdollar", "$"),
    ("textunderscore", "_"),
    ("textbar", "|"),
    ("textless", "<"),
    ("textgreater", ">"),
    ("textbraceleft", "{"),
    ("textbraceright", "}"),
    ("textendash", "–"),
    ("textemdash", "—"),
    ("textquoteleft", "‘"),
    ("textquoteright", "’"),
    ("lq", "‘"),
    ("rq", "’"),
    ("textquotedblleft", "“"),
    ("textquotedblright", "”"),
    ("quotedblbase", "„"),
    ("quotesinglbase", "‚"),
    ("glqq", "„"),
    ("grqq", "“"),
    ("guillemotleft", "«"),
    ("guillemotright", "»"),
    ("dots", "…"),
    ("ldots", "…"),
    ("textbullet", "•"),
    ("textperiodcentered", "·"),
    ("S", "§"),
    ("P", "¶"),
    ("copyright", "©"),
    ("textcopyright", "©"),
    ("textregistered", "®"),
    ("texttrademark", "™"),
    ("pounds", "£"),
    ("textsterling", "£"),
    ("texteuro", "€"),
    ("euro", "€"),
    ("textdegree", "°"),
    ("textmu", "μ"),
    ("textonehalf", "½"),
    ("texttimes", "×"),
    ("textpm", "±"),
    ("TeX", "TeX"),
    ("LaTeX", "LaTeX"),
    // Formulas
    ("pm", "±"),
    ("times", "×"),
    ("cdot", "·"),
    ("leq", "≤"),
    ("le", "≤"),
    ("leqslant", "≤"),
    ("geq", "≥"),
    ("ge", "≥"),
    ("geqslant", "≥"),
    ("lt", "<"),
    ("gt", ">"),
    ("neq", "≠"),
    ("ne", "≠"),
    ("approx", "≈"),
    ("sim", "∼"),
    ("infty", "∞"),
    ("degree", "°"),
    ("circ", "°"),
    ("prime", "′"),
    ("to", "→"),
    ("rightarrow", "→"),
    ("leftarrow", "←"),
    ("uparrow", "↑"),
    ("downarrow", "↓"),
    ("sum", "∑"),
];

/// The Greek letter with this name, such as `alpha` and `Omega`. `\textmu` and `\upbeta` are the upright letters of some
/// packages, and `\varphi` is another form of `\phi`.
pub(super) fn greek(name: &str) -> Option<char> {
    // In the order of the alphabet in Unicode, which begins with U+03B1 and has the final sigma before the other one.
    const NAMES: [&str; 25] = [
        "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu",
        "xi", "omicron", "pi", "rho", "varsigma", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
    ];
    let find = |name: &str| NAMES.iter().zip('\u{3b1}'..).find(|(known, _)| **known == name).map(|(_, letter)| letter);
    let lower = name.to_ascii_lowercase();
    let without_prefix = || ["text", "up", "var"].iter().find_map(|prefix| find(lower.strip_prefix(prefix)?));
    let letter = find(&lower).or_else(without_prefix)?;
    if name.starts_with(|c: char| c.is_ascii_uppercase()) { letter.to_uppercase().next() } else { Some(letter) }
}
