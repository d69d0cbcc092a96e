//! The links and pictures of a Markdown text: [`links`] finds them, [`rewrite`] gives them other addresses or takes them out.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};
use wellpress_markdown::behind_link_scheme;

use crate::source_folder::ending_of;

use super::scan::{id_at_start, next_of, replaced, spliced};
use super::{code, figures, headings, tags};

/// A link, a picture, the definition of a link, or the picture of a directive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Link {
    /// Everything that is written for it.
    pub range: Range<usize>,
    /// Its words, which stay if the link is taken out; of a directive its line.
    inner: Range<usize>,
    /// The address as it is written, without `<` and `>`.
    pub address: String,
    title: String,
    pub kind: LinkKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LinkKind {
    Link,
    Picture,
    /// `[id]: address`.
    Definition,
    /// `[words][id]`, which has the address of its definition.
    Reference,
    /// `![words][id]`.
    PictureReference,
    /// `src="address"` of a directive.
    Attribute,
}

impl Link {
    /// Whether there are no words between its brackets.
    pub fn has_no_words(&self) -> bool {
        self.inner.is_empty()
    }
}

impl LinkKind {
    /// Whether a file that is shown, and not one that is linked.
    pub fn is_picture(self) -> bool {
        matches!(self, Self::Picture | Self::Attribute | Self::PictureReference)
    }

    pub fn is_reference(self) -> bool {
        matches!(self, Self::Reference | Self::PictureReference)
    }
}

/// What becomes of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NewTarget {
    /// It stays as it is.
    Same,
    /// It leads to this address.
    Address(String),
    /// Only its words stay; of a picture its alternative text.
    Words,
    /// A picture becomes a link to its address.
    AsLink,
}

/// Ends the last link of HTML that is open in a text. One around several paragraphs becomes one of the first words in them.
pub(crate) fn closed_in_words(text: &mut String, closing: &str) -> String {
    let Some(start) = text.rfind(super::inline_html::LINK) else { return closing.to_owned() };
    let inner = text.split_off(start)[super::inline_html::LINK.len()..].to_owned();
    let is_line_of_words = |line: &&str| {
        let is_item = super::column_of_item(line).is_some() && !line.starts_with("- ");
        line.contains(char::is_alphanumeric) && !line.starts_with([':', '|', '<']) && !line.contains("](") && !is_item
    };
    let is_parted = inner.contains("\n\n") && !["```", "~~~"].iter().any(|fence| inner.contains(fence));
    let line = inner.lines().find(|line| is_line_of_words(&line.trim())).filter(|_| is_parted);
    let words = line.map(|line| line.trim().trim_start_matches(['#', '>', ' ']));
    let words = words.map(|line| line.strip_prefix("- ").unwrap_or(line));
    match line.zip(words) {
        Some((line, words)) => {
            let start = line.as_ptr().addr() - inner.as_ptr().addr() + line.find(words).unwrap_or_default();
            let (before, behind) = inner.split_at(start);
            format!("{before}[{words}{closing}{}", &behind[words.len()..])
        }
        None => format!("[{inner}{closing}"),
    }
}

/// A text in which `<doi:10.1/x>` is a link to that source, and identifiers that no page can lead to, such as `<pmid:1>`, are words.
pub(crate) fn with_identifiers(text: &str) -> String {
    replaced(text, "<", |_, behind| {
        let end = behind.find(['>', '<', ' ', '\n', '"']).filter(|end| behind[*end..].starts_with('>'))?;
        let (scheme, name) = behind[..end].split_once(':')?;
        let is_scheme = scheme.len() > 1 && scheme.bytes().all(|byte| byte.is_ascii_alphabetic());
        if !is_scheme
            || name.starts_with("//")
            || has_link_scheme(behind)
            || !name.contains(|sign: char| sign.is_ascii_digit())
        {
            return None;
        }
        let words = match name.starts_with("10.") && scheme.eq_ignore_ascii_case("doi") {
            true => format!("<https://doi.org/{name}>"),
            false => super::html::escape(&behind[..end]),
        };
        Some((words, &behind[end + 1..]))
    })
}

/// All links and pictures of a text, in the order of their beginnings.
pub(crate) fn links(text: &str) -> Vec<Link> {
    let parser = Parser::new_ext(text, headings::options());
    let mut links = Vec::new();
    // Manubot names sources in this form.
    for (_, definition) in parser.reference_definitions().iter().filter(|(label, _)| !label.starts_with('@')) {
        let (span, title) = (definition.span.clone(), definition.title.as_deref().unwrap_or_default());
        let inner = span.end..span.end;
        links.push(Link { inner, ..link(span, &definition.dest, title, LinkKind::Definition) });
    }
    // With each, where the last link in it ends.
    let mut open: Vec<(Option<Link>, usize)> = Vec::new();
    for (event, range) in parser.into_offset_iter() {
        let kinds = match &event {
            Event::Start(Tag::Link { .. }) => [LinkKind::Link, LinkKind::Reference],
            _ => [LinkKind::Picture, LinkKind::PictureReference],
        };
        match event {
            Event::Start(
                Tag::Link { link_type, dest_url, title, .. } | Tag::Image { link_type, dest_url, title, .. },
            ) => {
                let kind = match link_type {
                    LinkType::Inline => Some(kinds[0]),
                    LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut => Some(kinds[1]),
                    _ => None,
                };
                open.push((kind.map(|kind| link(range, &dest_url, &title, kind)), 0));
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                let (ended, from) = open.pop().unwrap_or_default();
                links.extend(ended.map(|link| Link { inner: inner_of(text, &link.range, from), ..link }));
                open.iter_mut().last().into_iter().for_each(|(_, end)| *end = range.end);
            }
            _ => {}
        }
    }
    links.extend(directive_sources(text));
    links.sort_by_key(|link| (link.range.start, std::cmp::Reverse(link.range.end)));
    links
}

fn link(range: Range<usize>, address: &str, title: &str, kind: LinkKind) -> Link {
    Link { inner: range.clone(), range, address: address.to_owned(), title: title.to_owned(), kind }
}

/// The words of a link: up to the bracket that pairs with the first, outside of code, escapes and the links in it, which end at `from`.
fn inner_of(text: &str, range: &Range<usize>, from: usize) -> Range<usize> {
    let start = range.start + if text[range.start..].starts_with('!') { 2 } else { 1 };
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0_usize, start.max(from));
    while at < range.end {
        match bytes[at] {
            b'\\' => at += 1,
            b'[' => depth += 1,
            b']' if depth == 0 => return start..at,
            b']' => depth -= 1,
            b'`' => {
                let run = bytes[at..range.end].iter().take_while(|byte| **byte == b'`').count();
                let fence = "`".repeat(run);
                if let Some(close) = text.get(at + run..range.end).and_then(|rest| rest.find(&fence)) {
                    at += run + close + run - 1;
                }
            }
            _ => {}
        }
        at += 1;
    }
    start..start
}

/// The values of `src` in lines that are directives.
fn directive_sources(text: &str) -> Vec<Link> {
    let mut links = Vec::new();
    for (start, line, is_code) in code::lines(text) {
        if is_code || !["::figure[", "::video{"].iter().any(|sign| line.trim_start().starts_with(sign)) {
            continue;
        }
        let Some(source) = line.find("src=\"") else { continue };
        let value_start = source + "src=".len();
        let arguments = tags::arguments(&line[value_start..], &[' ']);
        let Some(value) = arguments.first() else { continue };
        let length = line[value_start + 1..].find('"').map_or(0, |length| length + 2);
        let range = start + value_start..start + value_start + length;
        links.push(Link { inner: start..start + line.len(), ..link(range, &value.value, "", LinkKind::Attribute) });
    }
    links
}

/// Gives the links of a text other targets; `targets` has one for each.
pub(crate) fn rewrite(text: &str, links: &[Link], targets: &[NewTarget]) -> String {
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    // Where the last of the links above that stay links ends.
    let mut outer_end = 0;
    // The build numbers the figures of a page. If it has none, those that become links keep their numbers as words.
    let is_figure = |link: &Link| link.kind == LinkKind::Attribute && text[link.inner.clone()].contains("]{#");
    let mut figures = links.iter().zip(targets).filter(|(link, _)| is_figure(link));
    let is_numbered = figures.all(|(_, target)| *target == NewTarget::AsLink);
    let (mut number, mut words_by_id) = (0, HashMap::new());
    for (link, target) in links.iter().zip(targets) {
        match (target, link.kind) {
            (NewTarget::Same, _) => {}
            (NewTarget::Address(address), LinkKind::Attribute) => {
                edits.push((link.range.clone(), super::quoted(address)))
            }
            (NewTarget::Address(address), LinkKind::Definition) => {
                let id = text[link.range.clone()].split("]:").next().unwrap_or_default();
                edits.push((link.range.clone(), format!("{id}]: {}", destination(address, &link.title))));
            }
            (NewTarget::Address(address), _) => {
                edits.push((link.inner.end..link.range.end, format!("]({})", destination(address, &link.title))));
            }
            (NewTarget::Words | NewTarget::AsLink, LinkKind::Attribute) => {
                number += usize::from(is_numbered && is_figure(link));
                let is_link = *target == NewTarget::AsLink;
                let id = text[link.inner.clone()].split("]{#").nth(1).map(id_at_start).filter(|_| is_link);
                let word = if is_numbered { format!("Figure {number}") } else { "Figure".to_owned() };
                words_by_id.extend(id.map(|id| (id, format!("[{word}](#{id})"))));
                let words = words_of_figure(&text[link.inner.clone()], &link.address, is_link, &word);
                edits.push((link.inner.clone(), words + "\n"));
            }
            (NewTarget::AsLink, _) => {
                let words =
                    if link.inner.is_empty() { link.address.clone() } else { text[link.inner.clone()].to_owned() };
                // A link in a link would show its brackets.
                let target = destination(&link.address, &link.title);
                let is_in_link = link.range.end < outer_end;
                edits.push((link.range.clone(), if is_in_link { words } else { format!("[{words}]({target})") }));
            }
            (NewTarget::Words, LinkKind::Definition) => edits.push((link.range.clone(), String::new())),
            (NewTarget::Words, _) => {
                edits.push((link.range.start..link.inner.start, String::new()));
                let end = link.range.end + attributes_length(&text[link.range.end..]);
                edits.push((link.inner.end..end, String::new()));
            }
        }
        outer_end = if *target == NewTarget::Words { outer_end } else { outer_end.max(link.range.end) };
    }
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let text = spliced(text, edits);
    if words_by_id.is_empty() { text } else { figures::with_words(&text, |_, id| words_by_id.get(id).cloned()) }
}

/// The caption of a figure without its picture. With a citation in it, or an id, the link stands behind it. `word` stands
/// at the id, where references lead.
fn words_of_figure(line: &str, address: &str, is_link: bool, word: &str) -> String {
    let parts = line.split_once('[').and_then(|(_, rest)| rest.rsplit_once("]{"));
    let (caption, attributes) = parts.unwrap_or_default();
    let target = destination(address, "");
    match attributes.split(' ').next().filter(|id| id.starts_with('#')) {
        _ if !is_link => caption.to_owned(),
        Some(id) => format!("[{word}]{{{id}}}: {caption} [Figure]({target})"),
        None if caption.contains(['[', '@']) => format!("{caption} [Figure]({target})"),
        None => format!("[{caption}]({target})"),
    }
}

/// The length of the attributes with which the text behind a link begins, such as `{.btn target="_blank"}`.
fn attributes_length(behind: &str) -> usize {
    /// A longer list is none, and is not read once for each link.
    const LONGEST: usize = 1000;
    let mut signs = behind.bytes().take(if behind.starts_with('{') { LONGEST } else { 0 });
    let end = signs.position(|sign| matches!(sign, b'}' | b'\n')).filter(|end| behind[*end..].starts_with('}'));
    let list = end.map_or("", |end| behind[1..end].trim());
    let mut parts = list.strip_prefix(':').unwrap_or(list).split_whitespace().peekable();
    let begins_with_letter = |name: &str| name.starts_with(char::is_alphabetic);
    // A number is one of the text, as in `{p=0.05}`, but for sizes.
    let is_value = |(key, value): (&str, &str)| {
        begins_with_letter(key)
            && (!value.starts_with(|c: char| c.is_ascii_digit()) || matches!(key, "width" | "height"))
    };
    let is_list = parts.peek().is_some()
        && parts.all(|part| match part.strip_prefix(['.', '#']) {
            Some(name) => begins_with_letter(name),
            None => part.split_once('=').is_some_and(is_value),
        });
    end.filter(|_| is_list).map_or(0, |end| end + 1)
}

/// The endings of files that addresses with blanks lead to.
const FILES: [&str; 22] = [
    "md", "html", "htm", "pdf", "png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "docx", "xlsx", "pptx", "odt",
    "zip", "csv", "txt", "mp3", "mp4", "qmd", "ipynb",
];

/// Puts addresses with blanks, which Python-Markdown and others take, between `<` and `>`.
pub(crate) fn with_blanks(text: &str) -> String {
    let mut next = next_of(&[')', '\n', '<']);
    replaced(text, "](", |_, behind| {
        let end = next(behind).filter(|end| behind[*end..].starts_with(')'))?;
        let quote = [" \"", " '"].iter().filter_map(|quote| behind[..end].find(quote)).min();
        let address = behind[..quote.unwrap_or(end)].trim_end();
        // Words in brackets behind others in brackets are text: `[95% CI](0.5 to 1.2)`.
        let is_file = FILES.contains(&&*ending_of(address));
        let is_whole = ["http://", "https://"].iter().any(|scheme| address.trim_start().starts_with(scheme));
        let has_blanks = address.trim_start().contains(' ') && (is_file || is_whole);
        has_blanks.then(|| (format!("](<{}>", address.trim_start()), &behind[address.len()..]))
    })
}

/// The name of a picture without its size in pixels, such as `photo` for `photo-300x200`.
pub(crate) fn without_size<'n>(name: &'n str, separators: &[char]) -> Option<&'n str> {
    let (original, size) = name.rsplit_once(separators)?;
    (size.contains('x') && size.bytes().all(|byte| byte.is_ascii_digit() || byte == b'x')).then_some(original)
}

/// Whether an address has a scheme that links may have.
pub(crate) fn has_link_scheme(address: &str) -> bool {
    let address = address.to_lowercase();
    behind_link_scheme(&address).is_some_and(|behind| !address.starts_with("http") || behind.starts_with("//"))
}

fn destination(address: &str, title: &str) -> String {
    let needs_brackets = address.contains(|c: char| c.is_whitespace() || matches!(c, '(' | ')')) || address.is_empty();
    let address = if needs_brackets { format!("<{address}>") } else { address.to_owned() };
    if title.is_empty() { address } else { format!("{address} {}", super::quoted(title)) }
}

#[cfg(test)]
mod tests {
    #[test]
    fn identifiers_lead_to_their_source_or_are_words() {
        let shown = super::with_identifiers;
        assert_eq!(shown("| <doi:10.1/x> <DOI:10.2/y_z> |"), "| <https://doi.org/10.1/x> <https://doi.org/10.2/y_z> |");
        assert_eq!(shown("<urn:isbn:1> and <pmid:2*5*3>"), "urn:isbn:1 and pmid:2\\*5\\*3");
        for text in
            ["<https://a.example/1>", "<tel:112>", "<5 mg: 1>", "<doi:10.1/x", "<o:p1>", "<a href=\"x:1\">", "<b:1\n>"]
        {
            assert_eq!(shown(text), text);
        }
    }

    use super::{NewTarget, links, rewrite, with_blanks};

    #[test]
    fn words_in_brackets_are_no_address() {
        for text in ["[95% CI](0.5 to 1.2)", "[Start](2 x 0.5)", "[Ibuprofen](max 2.4 b.d)", "[a](b c)"] {
            assert_eq!(with_blanks(text), text);
        }
        assert_eq!(with_blanks("[a](b c.md \"t\")"), "[a](<b c.md> \"t\")");
    }

    #[test]
    fn links_get_new_addresses_or_lose_theirs() {
        let text = "[a `]` [b]](x.md \"T\") ![c](<d e.png>) [f](g) [h] ![q][r]\n\n[h]: i.md\n[r]: s.png\n\n::figure[k]{src=\"l.png\" alt=\"m\"}\n\n`[n](o)`\n";
        let links = links(text);
        let addresses: Vec<&str> = links.iter().map(|link| link.address.as_str()).collect();
        assert_eq!(addresses, ["x.md", "d e.png", "g", "i.md", "s.png", "i.md", "s.png", "l.png"]);
        let address = |address: &str| NewTarget::Address(address.to_owned());
        let targets = [
            address("y.md"),
            address("z (1).png"),
            NewTarget::Words,
            NewTarget::Same,
            NewTarget::AsLink,
            address("j.md"),
            NewTarget::Words,
            address("p.png"),
        ];
        assert_eq!(
            rewrite(text, &links, &targets),
            "[a `]` [b]](y.md \"T\") ![c](<z (1).png>) f [h] [q](s.png)\n\n[h]: j.md\n\n\n::figure[k]{src=\"p.png\" alt=\"m\"}\n\n`[n](o)`\n"
        );
    }

    #[test]
    fn a_link_that_is_taken_out_takes_its_attributes_along() {
        for (text, expected) in [
            ("[a](b.md){.btn target=\"_blank\"} c", "a c"),
            ("[a](b.md){: .btn #b} [a](b.md){:target=\"_blank\"} c", "a a c"),
            ("[a](b.md){5 mg} c", "a{5 mg} c"),
            ("[BMI](b.md){BMI = kg/m2} c", "BMI{BMI = kg/m2} c"),
            ("[dose](b.md){.5 mg} [x](b.md){ #5 a day} [x](b.md){}", "dose{.5 mg} x{ #5 a day} x{}"),
            ("[a](b.md){p=0.05} [a](b.md){width=50%}", "a{p=0.05} a"),
            ("[a](b.md){.open\nb}", "a{.open\nb}"),
        ] {
            let links = links(text);
            assert_eq!(rewrite(text, &links, &vec![NewTarget::Words; links.len()]), expected);
        }
    }

    #[test]
    fn a_figure_of_another_site_keeps_its_caption() {
        let shown = |caption: &str| {
            super::words_of_figure(&format!("::figure[{caption}src=\"x\"}}"), "https://a.example/b", true, "Figure")
        };
        assert_eq!(shown("5 mg]{"), "[5 mg](https://a.example/b)");
        assert_eq!(shown("5 mg [@c]]{"), "5 mg [@c] [Figure](https://a.example/b)");
        assert_eq!(shown("5 mg]{#fig-a "), "[Figure]{#fig-a}: 5 mg [Figure](https://a.example/b)");
    }

    #[test]
    fn a_picture_in_a_link_keeps_its_own_address() {
        let text = "[![a](b.png)](c.md)";
        let links = links(text);
        let targets = [NewTarget::Words, NewTarget::Address("d.png".to_owned())];
        assert_eq!(rewrite(text, &links, &targets), "![a](d.png)");
        let targets = [NewTarget::Address("d.md".to_owned()), NewTarget::AsLink];
        assert_eq!(rewrite(text, &links, &targets), "[a](d.md)");
    }
}
