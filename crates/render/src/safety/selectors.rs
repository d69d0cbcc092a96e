//! Selectors of style sheets, made readable for a parser that knows neither states nor all that browsers know.
//!
//! Input: a selector as its author wrote it. Output: one that matches at least the same elements.

use cssparser::{ParseError, Parser, ToCss, Token, serialize_identifier};
use scraper::Selector;

use super::notices;

/// The selector without states; `None` if it is one of generated content, such as `p::before`. One that cannot be read is replaced by
/// one that matches more.
pub(super) fn readable_selector(written: &str) -> Option<Selector> {
    let written = without_comments(written);
    let last = outside_of_parentheses(compounds(&written).last()?).to_ascii_lowercase();
    let last = last.trim();
    if last.contains("::")
        || [":before", ":after", ":first-line", ":first-letter"].iter().any(|end| last.ends_with(end))
    {
        return None;
    }
    let plain: String = compounds(&without_states(&written)).into_iter().map(without_classes_of_root).collect();
    let selector = plain.trim();
    // What is left behind a combinator may be nothing.
    let any = if selector.is_empty() || selector.ends_with(['>', '+', '~']) { "*" } else { "" };
    Some(Selector::parse(&format!("{selector}{any}")).unwrap_or_else(|_| subject(&written)))
}

/// A selector with each name written as browsers read it: `:\64 efined` is `:defined`.
pub(super) fn without_escapes(selector: &str) -> String {
    let mut written = String::with_capacity(selector.len());
    if selector.contains('\\') {
        write_without_escapes(&mut Parser::new(selector), &mut written);
    } else {
        written.push_str(selector);
    }
    written
}

fn write_without_escapes(parser: &mut Parser<'_>, written: &mut String) {
    while let Ok(token) = parser.next_including_whitespace() {
        let end = match token {
            Token::Function(name) => {
                serialize_identifier(name, written).expect("a string takes all text");
                written.push('(');
                ')'
            }
            Token::ParenthesisBlock => {
                written.push('(');
                ')'
            }
            Token::SquareBracketBlock => {
                written.push('[');
                ']'
            }
            token => {
                written.push_str(&token.to_css_string());
                continue;
            }
        };
        let _ = parser.parse_nested_block(|nested| {
            write_without_escapes(nested, written);
            Ok::<_, ParseError<()>>(())
        });
        written.push(end);
    }
}

/// `html`, `:root` and `body` without classes and attributes, which a script may set.
fn without_classes_of_root(compound: &str) -> String {
    let is_more = |rest: &str| rest.starts_with(['.', '[', ':', '#']);
    let root = ["html", ":root", "body"].into_iter().find(|root| compound.strip_prefix(root).is_some_and(is_more));
    let combinator = compound.trim_end_matches(is_combinator).len();
    root.map_or_else(|| compound.to_owned(), |root| format!("{root}{}", &compound[combinator..]))
}

fn is_combinator(c: char) -> bool {
    matches!(c, ' ' | '>' | '+' | '~')
}

/// A selector without comments. They separate nothing.
fn without_comments(selector: &str) -> String {
    let mut kept = String::with_capacity(selector.len());
    let mut rest = selector;
    let mut quote = None;
    while let Some(c) = rest.chars().next() {
        if quote.is_none() && rest.starts_with("/*") {
            rest = rest.split_once("*/").map_or("", |(_, behind)| behind);
            continue;
        }
        match quote {
            Some(open) if open == c => quote = None,
            None if matches!(c, '"' | '\'') => quote = Some(c),
            _ => {}
        }
        kept.push(c);
        rest = &rest[c.len_utf8()..];
    }
    kept
}

/// Each character of a selector with its place, and whether it stands outside of parentheses, brackets and quotes.
fn characters(selector: &str) -> impl Iterator<Item = (usize, char, bool)> {
    let (mut depth, mut quote, mut is_escaped) = (0_usize, None, false);
    selector.char_indices().map(move |(at, c)| {
        let is_outside = depth == 0 && quote.is_none();
        if std::mem::take(&mut is_escaped) {
            return (at, c, false);
        }
        match (quote, c) {
            (_, '\\') => is_escaped = true,
            (Some(open), _) if open == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '(' | '[') => depth += 1,
            (None, ')' | ']') => depth = depth.saturating_sub(1),
            (None, _) => {}
        }
        (at, c, is_outside && !matches!(c, '(' | '[' | '"' | '\'' | '\\'))
    })
}

/// The parts of a selector, each with the combinators behind it: `a > `, `b.c `, `d`.
fn compounds(selector: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut has_ended) = (0, false);
    for (at, c, is_outside) in characters(selector) {
        let is_end = is_outside && is_combinator(c);
        if has_ended && !is_end {
            parts.push(&selector[start..at]);
            start = at;
        }
        has_ended = is_end;
    }
    parts.push(&selector[start..]);
    parts
}

fn outside_of_parentheses(selector: &str) -> String {
    characters(selector).filter(|(_, _, is_outside)| *is_outside).map(|(_, c, _)| c).collect()
}

/// A selector without the pseudo-classes that are not known, and without a `:not(..)`, `:is(..)` or `:nth-child(..)` of one.
fn without_states(selector: &str) -> String {
    let mut plain = String::with_capacity(selector.len());
    let mut unread = selector;
    while let Some(at) = unread.find(':') {
        plain.push_str(&unread[..at]);
        unread = &unread[at..];
        let name_length =
            unread[1..].find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(unread.len() - 1);
        // Names of pseudo-classes may be in capitals, which the parser does not know.
        let name = unread[1..=name_length].to_ascii_lowercase();
        let length = 1 + name_length + closing(&unread[1 + name_length..]);
        let arguments = &unread[1 + name_length..length];
        let plain_arguments = without_states(arguments);
        let is_known = KNOWN_PSEUDO_CLASSES.contains(&name.as_str());
        let says_all = match name.as_str() {
            "not" => !arguments.eq_ignore_ascii_case(&plain_arguments),
            // `:is(:hover, a)` matches everything at some time.
            "is" | "where" => alternatives(arguments) != alternatives(&plain_arguments),
            // The parser cannot read `:nth-child(1 of p)`.
            _ => name.starts_with("nth") && arguments.contains(" of "),
        };
        if is_known && !says_all {
            plain.push(':');
            plain.push_str(&name);
            plain.push_str(&plain_arguments);
        }
        unread = &unread[length..];
    }
    plain.push_str(unread);
    plain
}

/// How many selectors stand in parentheses.
fn alternatives(arguments: &str) -> usize {
    split_at_commas(arguments.trim_start_matches('(').trim_end_matches(')')).len()
}

/// The length of what stands in parentheses at the start of a text, with them; 0 without parentheses.
pub(super) fn closing(text: &str) -> usize {
    if !text.starts_with('(') {
        return 0;
    }
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 1 => return at + 1,
            ')' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// The parts of a list of selectors.
pub(super) fn split_at_commas(selectors: &str) -> Vec<&str> {
    let commas = characters(selectors).filter(|(_, c, is_outside)| *is_outside && *c == ',').map(|(at, _, _)| at);
    let ends = commas.chain([selectors.len()]);
    let mut start = 0;
    let parts = ends.map(|end| {
        let part = &selectors[start..end];
        start = (end + 1).min(selectors.len());
        part.trim()
    });
    parts.filter(|part| !part.is_empty()).collect()
}

/// The pseudo-classes that the parser of selectors knows. Others are left out: states such as `:hover` that an element can have at some
/// time, and conditions such as `:lang(de)` that hold for some readers. The selector matches more elements without them.
const KNOWN_PSEUDO_CLASSES: [&str; 16] = [
    "is",
    "where",
    "not",
    "has",
    "root",
    "scope",
    "empty",
    "first-child",
    "last-child",
    "only-child",
    "nth-child",
    "nth-last-child",
    "first-of-type",
    "last-of-type",
    "only-of-type",
    "nth-of-type",
];

/// Whether a selector matches the same elements on all pages of one shape: it names neither ids nor what stands beside or in an
/// element, nor values that the shape leaves out.
pub(super) fn is_told_by_shape(selector: &str) -> bool {
    // A comment may stand behind a name.
    let is_name = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    let is_told = |name: &str| name == "class" || (is_name(name) && notices::is_in_shape(name.as_bytes()));
    let others = ["#", "+", "~", ":has", ":nth", ":first", ":last", ":only", ":empty"];
    attributes_with_values(selector).all(is_told) && !others.iter().any(|other| selector.contains(other))
}

/// The names of the attributes whose values a selector names.
pub(super) fn attributes_with_values(selector: &str) -> impl Iterator<Item = &str> {
    selector.split('[').skip(1).filter_map(|attribute| {
        let (condition, _) = attribute.split_once(']').unwrap_or((attribute, ""));
        let name = condition.split(['=', '~', '|', '^', '$', '*']).next().unwrap_or_default().trim();
        condition.contains('=').then_some(name)
    })
}

/// A selector that matches at least what this one does: its last element by its name and classes alone.
pub(super) fn subject(selector: &str) -> Selector {
    let parts = compounds(selector.trim());
    let compound = parts.last().copied().unwrap_or_default();
    // `:is(.a, .b)` stands for the selectors around a rule.
    let parents = if compound.starts_with(":is(") { 3 + closing(&compound[3..]) } else { 0 };
    let plain_length = compound[parents..].find(['[', '#', ':']).unwrap_or(compound.len() - parents);
    let plain = without_states(&compound[..parents + plain_length]);
    Selector::parse(&plain).or_else(|_| Selector::parse("*")).expect("`*` is a selector")
}

/// A selector that matches at least what this one does: its last element by its name, its classes and the names of its attributes.
pub(super) fn last_compound(selector: &str) -> Selector {
    let parts = compounds(selector.trim());
    let compound = parts.last().copied().unwrap_or_default();
    let is_simple = !compound.contains([':', '#', '\\', '"', '\'']) && compound.matches('[').count() == 1;
    let attribute = compound.split_once('[').and_then(|(element, rest)| Some((element, rest.strip_suffix(']')?)));
    let Some((element, attribute)) = attribute.filter(|_| is_simple) else { return subject(selector) };
    let name = attribute.split(['=', '~', '|', '^', '$', '*']).next().unwrap_or_default().trim();
    Selector::parse(&format!("{element}[{name}]")).unwrap_or_else(|_| subject(selector))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_rule_matches_at_most() {
        let page = scraper::Html::parse_fragment("<p class=a></p><p class=c></p>");
        let matched = |selector: &str| page.select(&subject(selector)).count();
        assert_eq!(matched(":is(.a, .b):hover"), 1);
        assert_eq!(matched(".x ~ p.c[id=y]"), 1);
        assert_eq!(matched("#x"), page.select(&subject("*")).count(), "any element may have an id");
        for (selector, expected) in
            [(".a > p[data-severity=avoid]", true), (".a[data-exercise=x] p", false), ("p + p", false)]
        {
            assert_eq!(is_told_by_shape(selector), expected, "{selector}");
        }
    }

    #[test]
    fn escapes_of_letters_are_read() {
        for (written, read) in [
            (".caution:\\64 efined", ".caution:defined"),
            (".c\\61 ution[d\\61ta-x='\\61']:n\\6ft(.z) > b", ".caution[data-x=\"a\"]:not(.z) > b"),
            (".\\:x \\000066 oot", ".\\:x foot"),
        ] {
            assert_eq!(without_escapes(written), read);
        }
    }

    #[test]
    fn states_are_left_out() {
        assert_eq!(without_states(".a:IS(:lang(en), .q) b:nth-child(1 of .c)"), ".a b");
        assert_eq!(without_states(".a:hover .b:not(:focus):not(.c) d:is(.e:active, f)"), ".a .b:not(.c) d:is(.e, f)");
    }

    #[test]
    fn selectors_that_only_a_browser_can_read_match_more() {
        let page = scraper::Html::parse_document("<p class=caution title='::'></p><p class=other></p>");
        let matched = |selector: &str| readable_selector(selector).map(|selector| page.select(&selector).count());
        for selector in [
            ".caution/*::*/",
            ".caution:not([title=\"::\"])",
            ".caution:not(:is(::before))",
            "html:not(.a .b) .caution",
            "body:not(.a>.b) .caution",
            "body:is(html > body) .caution",
            "[title='/*'] + .caution:nth-child(1 of .x)",
            ".\\:x > .caution",
            ".caution:some-new-state(1)",
        ] {
            assert!(matched(selector).is_some(), "{selector}");
        }
        assert_eq!(matched("body:not(.a>.b) .caution"), Some(1));
        for selector in [".caution::before", ".a > .caution:AFTER", "p::part(x)"] {
            assert_eq!(matched(selector), None, "{selector}");
        }
    }
}
