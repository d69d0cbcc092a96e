//! Selectors of style sheets, made readable for a parser that knows neither states nor all that browsers know.
//!
//! Input: a selector as its author wrote it. Output: one that matches at least the same elements.

use cssparser::{ParseError, Parser, ToCss, Token, serialize_identifier};
use scraper::Selector;

use super::notices;

/// The selector without states; `None` if it is one of generated content, such as `p::before`. One that cannot be read is replaced by
/// one that matches more.
pub(super) fn readable_selector(written: &str) -> Option<Selector> {
    let last = outside_of_parentheses(compounds(written).last()?).to_ascii_lowercase();
    let last = last.trim();
    if last.contains("::")
        || [":before", ":after", ":first-line", ":first-letter"].iter().any(|end| last.ends_with(end))
    {
        return None;
    }
    let plain: String = compounds(&without_states(written)).into_iter().map(without_classes_of_root).collect();
    let selector = plain.trim();
    // What is left behind a combinator may be nothing.
    let any = if selector.is_empty() || selector.ends_with(['>', '+', '~']) { "*" } else { "" };
    Some(Selector::parse(&format!("{selector}{any}")).unwrap_or_else(|_| subject(written)))
}

/// The selector of the element in which a selector such as `p::before` generates content; `None` for any other selector.
pub(super) fn element_of_generated(written: &str) -> Option<String> {
    let is_generated = |at: &usize| {
        let rest = written[*at..].to_ascii_lowercase();
        rest.starts_with(":before") || rest.starts_with(":after")
    };
    let mut colons = characters(written).filter(|(_, c, is_outside)| *is_outside && *c == ':').map(|(at, _, _)| at);
    let element = written[..colons.find(is_generated)?].trim_end_matches(':');
    let any = if element.is_empty() || element.ends_with(is_combinator) { "*" } else { "" };
    Some(format!("{element}{any}"))
}

/// A selector without comments, with each name written as browsers read it: `:\64 efined` is `:defined`.
pub(super) fn without_escapes(selector: &str) -> String {
    let mut written = String::with_capacity(selector.len());
    if selector.contains('\\') || selector.contains("/*") {
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

/// The attributes and classes that scripts of the theme `well` and readers give to elements and take away again: an expander is
/// open for some readers, and the written page does not have it.
const SET_ATTRIBUTES: [&str; 5] = ["open", "aria-expanded", "aria-pressed", "aria-selected", "data-scheme"];
const SET_CLASSES: [&str; 2] = ["opened", "ready"];

/// A selector that matches elements as if they had all that scripts and readers set. `:not([open])` stays as it is.
pub(super) fn without_set_states(selector: &str) -> String {
    let mut kept = String::with_capacity(selector.len());
    for piece in pieces(selector) {
        let is_set = match attribute_name(piece) {
            Some(name) => SET_ATTRIBUTES.iter().any(|known| name.eq_ignore_ascii_case(known)),
            None => piece.strip_prefix('.').is_some_and(|class| SET_CLASSES.contains(&class)),
        };
        if !is_set {
            kept.push_str(piece);
        } else if kept.is_empty() || kept.ends_with(|c| is_combinator(c) || matches!(c, '(' | ',' | '|')) {
            kept.push('*');
        }
    }
    kept
}

/// The attributes of notices, and of elements inside them, whose values differ from notice to notice.
const ATTRIBUTES_OF_NOTICES: [&str; 9] =
    ["data-caution", "data-severity", "data-care", "data-disclaimer", "data-review", "lang", "dir", "href", "title"];

/// A selector that matches notices whatever the values of their attributes are: `.care[data-care=urgent]` is `.care[data-care]`.
pub(super) fn without_values_of_notices(selector: &str) -> String {
    let name_with_value = |condition: &str| {
        let name = attribute_name(condition).filter(|_| condition.contains('='))?.to_ascii_lowercase();
        ATTRIBUTES_OF_NOTICES.iter().find(|known| **known == name)
    };
    let mut kept = String::with_capacity(selector.len());
    for piece in pieces(selector) {
        let is_not = piece.len() > 5 && piece.starts_with(':');
        match name_with_value(piece) {
            Some(name) => kept.push_str(&format!("[{name}]")),
            // Some other notice has another value.
            None if is_not && pieces(&piece[5..]).into_iter().any(|inside| name_with_value(inside).is_some()) => {}
            None => kept.push_str(piece),
        }
    }
    kept
}

/// The name of the attribute in a condition such as `[open]`; `None` for anything else.
fn attribute_name(piece: &str) -> Option<&str> {
    piece.strip_prefix('[').map(name_in_condition)
}

/// The name of the attribute in a condition without its first bracket, such as `data-care=urgent]`.
fn name_in_condition(condition: &str) -> &str {
    condition.split([']', '=', '~', '|', '^', '$', '*']).next().unwrap_or_default().trim()
}

/// A selector in pieces: each `:not(..)`, each condition of an attribute, each class, and the characters between them.
fn pieces(selector: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut unread = selector;
    while let Some(first) = unread.chars().next() {
        let is_not = unread.get(..5).is_some_and(|start| start.eq_ignore_ascii_case(":not("));
        let length = match first {
            '[' => closing_bracket(unread),
            '.' => {
                1 + unread[1..]
                    .find(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | '\\'))
                    .unwrap_or(unread.len() - 1)
            }
            _ if is_not => 4 + closing(&unread[4..]),
            _ => first.len_utf8(),
        };
        let (piece, rest) = unread.split_at(length);
        pieces.push(piece);
        unread = rest;
    }
    pieces
}

/// The length of a condition in brackets at the start of a text, with them.
fn closing_bracket(text: &str) -> usize {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), _) if open == c => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, ']') => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Whether [`readable_selector`] matches exactly what the selector does, at any time.
pub(super) fn is_read_as_written(written: &str) -> bool {
    let rooted: String = compounds(written).into_iter().map(without_classes_of_root).collect();
    rooted == written && without_set_states(written) == written && Selector::parse(written).is_ok()
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
    // One with an escape is not written as the attribute is.
    let is_name = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    let is_told = |name: &str| name == "class" || (is_name(name) && notices::is_in_shape(name.as_bytes()));
    let others = ["#", "+", "~", ":has", ":nth", ":first", ":last", ":only", ":empty"];
    attributes_with_values(selector).all(is_told) && !others.iter().any(|other| selector.contains(other))
}

/// The names of the attributes whose values a selector names.
pub(super) fn attributes_with_values(selector: &str) -> impl Iterator<Item = &str> {
    selector.split('[').skip(1).filter_map(|attribute| {
        let (condition, _) = attribute.split_once(']').unwrap_or((attribute, ""));
        condition.contains('=').then(|| name_in_condition(condition))
    })
}

/// A selector that matches at least what this one does: its last element by its name and classes alone.
pub(super) fn subject(selector: &str) -> Selector {
    Selector::parse(&subject_text(selector)).or_else(|_| Selector::parse("*")).expect("`*` is a selector")
}

/// The text of [`subject`].
fn subject_text(selector: &str) -> String {
    let parts = compounds(selector.trim());
    let compound = parts.last().copied().unwrap_or_default();
    // `:is(.a, .b)` stands for the selectors around a rule.
    let (parents, rest) = match compound.strip_prefix(":is") {
        Some(arguments) if arguments.starts_with('(') => {
            let (inside, rest) = arguments.split_at(closing(arguments));
            let inside = inside.strip_prefix('(').and_then(|inside| inside.strip_suffix(')')).unwrap_or_default();
            let subjects: Vec<String> = split_at_commas(inside).into_iter().map(subject_text).collect();
            let matches_all = subjects.is_empty() || subjects.iter().any(|subject| subject == "*");
            (if matches_all { String::new() } else { format!(":is({})", subjects.join(", ")) }, rest)
        }
        _ => (String::new(), compound),
    };
    let plain_length = rest.find(['[', '#', ':']).unwrap_or(rest.len());
    let text = parents + &rest[..plain_length];
    if text.is_empty() { "*".to_owned() } else { text }
}

/// A selector that matches at least what this one does: its last element by its name, its classes and the names of its attributes.
pub(super) fn last_compound(selector: &str) -> Selector {
    let parts = compounds(selector.trim());
    let compound = parts.last().copied().unwrap_or_default();
    let is_simple = !compound.contains([':', '#', '\\', '"', '\'']) && compound.matches('[').count() == 1;
    let attribute = compound.split_once('[').and_then(|(element, rest)| Some((element, rest.strip_suffix(']')?)));
    let Some((element, attribute)) = attribute.filter(|_| is_simple) else { return subject(selector) };
    Selector::parse(&format!("{element}[{}]", name_in_condition(attribute))).unwrap_or_else(|_| subject(selector))
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
        assert_eq!(matched(":is(.x .a, .b > p[id=y].c)"), 2);
        assert_eq!(matched("dialog :is([data-caution='b'])"), page.select(&subject("*")).count());
        assert_eq!(matched(":is(:is(.a, .d), #x)"), page.select(&subject("*")).count());
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
    fn what_scripts_and_readers_set_is_left_out() {
        for (written, read) in [
            ("details[open] .caution", "details .caution"),
            (".a:has([open]) > .ready.b", ".a:has(*) > *.b"),
            (".plate-card.opened .caution", ".plate-card .caution"),
            (".open-steps[aria-expanded=\"true\"] ~ .b", ".open-steps ~ .b"),
            ("details:not([open]) .a[title='[open]']", "details:not([open]) .a[title='[open]']"),
            (".already .opened-b[opening]", ".already .opened-b[opening]"),
        ] {
            assert_eq!(without_set_states(written), read);
        }
    }

    #[test]
    fn values_of_notices_are_left_out() {
        for (written, read) in [
            (".a[data-kind=x] .care[ data-care = 'soon' ] b", ".a[data-kind=x] .care[data-care] b"),
            (".care:not([data-care=urgent]):not(.b)", ".care:not(.b)"),
            (".care:not(:is([data-care=urgent]))", ".care"),
            (".care[data-care]", ".care[data-care]"),
        ] {
            assert_eq!(without_values_of_notices(written), read);
        }
    }

    #[test]
    fn selectors_that_are_read_as_written() {
        for (selector, expected) in
            [(".a > p:first-child", true), (".a:hover", false), ("html.dark .a", false), (".a[open]", false)]
        {
            assert_eq!(is_read_as_written(selector), expected, "{selector}");
        }
    }

    #[test]
    fn states_are_left_out() {
        assert_eq!(without_states(".a:IS(:lang(en), .q) b:nth-child(1 of .c)"), ".a b");
        assert_eq!(without_states(".a:hover .b:not(:focus):not(.c) d:is(.e:active, f)"), ".a .b:not(.c) d:is(.e, f)");
    }

    #[test]
    fn elements_of_generated_content() {
        for (written, element) in [
            (".a > .b::AFTER:hover", Some(".a > .b")),
            ("p:not(.c):before", Some("p:not(.c)")),
            (".a ::after", Some(".a *")),
            ("::before", Some("*")),
            (".a:not(:is(::before)) .b::first-line", None),
        ] {
            assert_eq!(element_of_generated(written).as_deref(), element, "{written}");
        }
    }

    #[test]
    fn comments_are_left_out() {
        assert_eq!(without_escapes(".caution/*::*/ [title='/*'] + p/**/.b/*"), ".caution [title=\"/*\"] + p.b");
    }

    #[test]
    fn selectors_that_only_a_browser_can_read_match_more() {
        let page = scraper::Html::parse_document("<p class=caution title='::'></p><p class=other></p>");
        let matched = |selector: &str| readable_selector(selector).map(|selector| page.select(&selector).count());
        for selector in [
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
