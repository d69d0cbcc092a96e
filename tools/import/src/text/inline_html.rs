//! HTML inside of Markdown: whole elements go through [`super::html`], and of tags with Markdown between them only those stay that
//! mean something.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::log::ImportLog;

use super::scan::{find_unquoted, last_line, near, next_of, replaced, spliced};
use super::tags::{self, Argument};
use super::{
    block, code, column_of_item, divs, has_word, headings, html, html_callouts, indent, indented, links, quoted,
};

/// Elements that every site shows, without their attributes.
const SAFE: [&str; 22] = [
    "abbr", "b", "br", "cite", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s", "samp", "small", "strong",
    "sub", "sup", "time", "u", "var", "hr",
];

/// Elements whose content is shown without them.
const TRANSPARENT: &str = "figcaption div span p section article center font figure main header footer aside nav body html ul ol li dl tbody \
     picture source h1 big button label legend option";

/// Elements whose words stand apart from those beside them.
const APART: &str = "ul ol li dl dt dd p div section article center figure figcaption header footer main aside nav tr td th caption \
     blockquote pre summary h1 h2 h3 h4 h5 h6";

/// Translates the HTML of a Markdown text.
pub(crate) fn translate(text: &str, file: &str, log: &mut ImportLog) -> String {
    if !text.contains('<') {
        return text.to_owned();
    }
    let text = &code::single_comments(text, || {
        log.confirm(file, "in a comment another one begins: see that no words for readers are in it")
    });
    // Only a line that ends is a block of HTML.
    let text = if text.ends_with('\n') { text } else { &format!("{text}\n") };
    let text = &whole_elements(&with_lines_behind_html(text), file, log);
    let mut output = String::with_capacity(text.len());
    let mut at = 0;
    let mut reader = TagReader { file, log, open_links: Vec::new(), open_styles: BTreeMap::new(), is_in_table: false };
    let (ranges, tables) = html_ranges(text);
    for range in ranges {
        if range.start < at {
            continue;
        }
        output.push_str(&text[at..range.start]);
        let part = &text[range.clone()];
        reader.is_in_table = code::contains(&tables, range.start);
        if part.ends_with('\n') && part.trim_start().starts_with('<') {
            reader.block(part, &text[range.end..], &mut output);
        } else {
            reader.replace(part, &text[range.end..], &mut output);
        }
        at = range.end;
    }
    output.push_str(&text[at..]);
    output.replace(LINK, "[")
}

/// Lets Markdown go on below a line of HTML, as it does in kramdown and Pandoc: a line `<hr>` becomes one of Markdown, and a heading gets
/// an empty line above it, as does what stands below a break.
fn with_lines_behind_html(text: &str) -> String {
    let mut output = String::with_capacity(text.len());
    let (mut above, mut is_first) = ("", true);
    let has_cells = text.contains("<td");
    for (_, line, is_code) in code::lines(text) {
        let (name, attributes) = line.trim().split_at_checked("<hr".len()).unwrap_or_default();
        let is_rule = name.eq_ignore_ascii_case("<hr")
            && attributes.starts_with([' ', '/', '>'])
            && attributes.find('>') == Some(attributes.len() - 1)
            && indent(line) < 4
            // With attributes, a line in an element is a part of it.
            && (attributes.trim_matches([' ', '/', '>']).is_empty()
                || above.is_empty() && !has_cells);
        let is_heading = line.starts_with('#') && line.trim_start_matches('#').starts_with(' ');
        if is_rule && !is_code {
            output.push_str(&format!("\n{}***\n\n", &line[..line.len() - line.trim_start().len()]));
        } else {
            let is_below_html = above.starts_with('<') && above.ends_with('>');
            // A break in a paragraph or in an element is a part of it.
            let goes_on = is_heading || above.starts_with("<br") && is_first && !line.trim().is_empty();
            let is_apart = is_below_html && goes_on && !is_code;
            output.extend([if is_apart { "\n" } else { "" }, line]);
        }
        is_first = above.is_empty() || above.starts_with('#');
        above = if is_rule { "" } else { line.trim() };
    }
    output
}

/// Addresses in angle brackets, which HTML takes for tags, as links.
fn with_links(part: &str) -> String {
    replaced(part, "<", |_, behind| {
        let end = behind.find(|sign: char| sign.is_whitespace() || "<>".contains(sign))?;
        let (address, rest) = (&behind[..end], behind[end..].strip_prefix('>')?);
        let is_address = ["http://", "https://", "mailto:"].iter().any(|scheme| address.starts_with(scheme));
        let words = address.trim_start_matches("mailto:");
        is_address.then(|| (format!("<a href=\"{address}\">{words}</a>"), rest))
    })
}

/// Translates tables and figures as a whole, also those with empty lines in them, and takes programs and rules of style out. A table
/// around blocks is a layout of the old theme.
fn whole_elements(text: &str, file: &str, log: &mut ImportLog) -> String {
    let code = code::ranges(text);
    let comments = code::comments(text, &code);
    let (mut output, mut at, mut tries) = (String::with_capacity(text.len()), 0, MOST_UNCLOSED);
    let mut after = |at: usize, name: &str| element_after(text, at, name, [&code, &comments], &mut tries);
    let mut places = ["table", "figure", "style", "script"].map(|name| (name, after(0, name)));
    while let Some((start, mut end, name)) =
        places.iter().filter_map(|(name, place)| place.map(|(start, end)| (start, end, *name))).min()
    {
        output.push_str(&text[at..start]);
        let element = &text[start..end];
        let has_markdown = name == "figure" && (element.contains("![") || element.contains("]("));
        let has_blocks = has_markdown
            || element
                .lines()
                .any(|line| line.trim_start().starts_with(":::") || line.starts_with("```") || line.starts_with("- "));
        if matches!(name, "style" | "script") {
            if name == "script" {
                log.left("script", file, "nothing: pages run no scripts of authors");
            }
            end += usize::from((output.is_empty() || output.ends_with('\n')) && text[end..].starts_with('\n'));
        } else if has_blocks {
            log.left("table or figure around blocks", file, "the blocks one after another");
            let tags = elements(element).filter(|tag| LAYOUT.contains(&tag.name.as_str()));
            output.push_str(&spliced(element, tags.map(|tag| (tag.range, "\n".to_owned()))));
        } else {
            output.push_str(&format!("\n{}\n", html::to_markdown(element, file, log).trim()));
        }
        at = end;
        for (name, place) in places.iter_mut().filter(|(_, place)| place.is_some_and(|(start, _)| start < at)) {
            *place = after(at, name);
        }
    }
    output + &text[at..]
}

/// How many elements of a text are read to its end for an end tag that is not there.
const MOST_UNCLOSED: usize = 20;

/// The tags of a table and of a figure.
const LAYOUT: [&str; 10] = ["table", "thead", "tbody", "tfoot", "tr", "td", "th", "figure", "figcaption", "caption"];

/// The place of the next element of a name that is closed, with the elements of this name inside.
fn element_after(
    text: &str,
    from: usize,
    name: &str,
    [code, comments]: [&[Range<usize>]; 2],
    tries: &mut usize,
) -> Option<(usize, usize)> {
    let opening = format!("<{name}");
    let is_raw = matches!(name, "style" | "script");
    let is_text = |at: usize| code::contains(comments, at) || text[..at].ends_with('\\');
    let is_opening = |at: &usize| {
        text[at + opening.len()..].starts_with(['>', ' ', '\n', '\t'])
            && !code::contains(code, *at)
            && !(is_raw && is_text(*at))
    };
    let end_of_element = |start: usize| {
        let mut depth = 0_usize;
        let mut tags = elements(&text[start..]).filter(|tag| tag.name == name);
        let end = tags.find(|tag| {
            depth = if tag.is_closing { depth.saturating_sub(1) } else { depth + 1 };
            depth == 0
        });
        end.map(|tag| start + tag.range.end)
    };
    let mut starts = text[from..].match_indices(&opening).map(|(at, _)| from + at).filter(is_opening);
    starts.find_map(|start| {
        let end = match (*tries, is_raw) {
            (0, _) => None,
            (_, true) => closing_of(text, start, name, code),
            (_, false) => end_of_element(start),
        };
        *tries = tries.saturating_sub(usize::from(end.is_none()));
        end.map(|end| (start, end))
    })
}

/// Where a program or rules of style end, whose closing tag may have capitals and blanks. Those in a line end in their paragraph.
fn closing_of(text: &str, start: usize, name: &str, code: &[Range<usize>]) -> Option<usize> {
    let is_in_line = !last_line(&text[..start]).trim().is_empty();
    let end = text[start..].match_indices("</").find_map(|(at, sign)| {
        let (found, behind) = text[start + at + sign.len()..].split_at_checked(name.len())?;
        let is_end = found.eq_ignore_ascii_case(name) && behind.starts_with(['>', '/', ' ', '\t', '\n']);
        let end = if is_end && !code::contains(code, start + at) { behind.find('>') } else { None };
        end.map(|end| text.len() - behind.len() + end + 1)
    });
    end.filter(|end| !is_in_line || !text[start..*end].contains("\n\n"))
}

/// The places of blocks of HTML and of tags in a line, and those of tables of Markdown.
fn html_ranges(text: &str) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let (mut ranges, mut tables) = (Vec::new(), Vec::new());
    let mut block: Option<usize> = None;
    for (event, range) in Parser::new_ext(text, headings::options()).into_offset_iter() {
        match event {
            Event::Start(Tag::HtmlBlock) => block = Some(range.start),
            Event::End(TagEnd::HtmlBlock) => ranges.extend(block.take().map(|start| start..range.end)),
            Event::InlineHtml(_) => ranges.push(range),
            Event::Start(Tag::Table(_)) => tables.push(range),
            _ => {}
        }
    }
    (ranges, tables)
}

/// Whether each element that is opened is closed, but for those of layout, so that the part is HTML by itself.
fn is_balanced(part: &str) -> bool {
    const LAYOUT: &str = "div article section main header footer aside nav center";
    const VOID: [&str; 8] = ["br", "hr", "img", "input", "source", "link", "meta", "embed"];
    let mut open: Vec<String> = Vec::new();
    for tag in elements(part).filter(|tag| !has_word(LAYOUT, &tag.name)) {
        if tag.is_closing {
            if open.pop().is_none_or(|name| name != tag.name) {
                return false;
            }
        } else if !VOID.contains(&tag.name.as_str()) && !tag.is_empty {
            open.push(tag.name);
        }
    }
    open.is_empty()
}

/// A tag of HTML.
struct Element {
    range: Range<usize>,
    name: String,
    is_closing: bool,
    is_empty: bool,
}

/// The tags of a part, without comments.
fn elements(part: &str) -> impl Iterator<Item = Element> {
    let (mut at, mut next_end) = (0, next_of(&['>']));
    std::iter::from_fn(move || {
        while let Some(offset) = part[at..].find('<') {
            let start = at + offset;
            at = start + 1;
            let unread_part = &part[at..];
            if unread_part.starts_with("!--") {
                at = unread_part.find("-->").map_or(part.len(), |end| at + end + 3);
                continue;
            }
            let (is_closing, rest) = unread_part.strip_prefix('/').map_or((false, unread_part), |rest| (true, rest));
            let is_of_name = |sign: char| sign.is_alphanumeric() || sign == '-';
            let (name, behind) = rest.split_at(rest.find(|sign| !is_of_name(sign)).unwrap_or(rest.len()));
            // An address between angle brackets is no tag, nor is `<5 mg`.
            if !name.starts_with(char::is_alphabetic) || behind.starts_with([':', '@']) {
                continue;
            }
            let first = next_end(behind)?;
            let Some(length) = end_of(behind, first) else { continue };
            at = part.len() - behind.len() + length;
            let is_empty = part[..at].trim_end_matches('>').ends_with('/');
            return Some(Element { range: start..at, name: name.to_lowercase(), is_closing, is_empty });
        }
        None
    })
}

/// Where a tag ends, behind its name: not in quotes, unless they are never closed. With another tag in it, it is none. `first` is the
/// place of the first sign that can end it.
fn end_of(attributes: &str, first: usize) -> Option<usize> {
    let (end, sign) = find_unquoted(attributes, &['"', '\''], |sign| matches!(sign, '<' | '>')).unwrap_or((first, '>'));
    (sign == '>').then_some(end + 1)
}

/// The value of an attribute in a tag.
fn attribute(tag: &str, name: &str) -> Option<String> {
    tags::named(&attributes(tag), &[name]).map(str::to_owned)
}

fn attributes(tag: &str) -> Vec<Argument> {
    let inner = tag.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/');
    tags::arguments(inner, &[' ', '\n', '\t'])
}

/// Whether the style of a tag strikes words.
fn strikes(tag: &str) -> bool {
    attribute(tag, "style").is_some_and(|style| html::strikes(&style))
}

/// The tags that stand for the style of a tag.
fn styled(tag: &str) -> (&'static str, &'static str) {
    let style = attribute(tag, "style").unwrap_or_default();
    match (html::strikes(&style), html::script(&style)) {
        (true, Some("sup")) => ("<sup><del>", "</del></sup>"),
        (true, Some(_)) => ("<sub><del>", "</del></sub>"),
        (true, None) => ("<del>", "</del>"),
        (false, Some("sup")) => ("<sup>", "</sup>"),
        (false, Some(_)) => ("<sub>", "</sub>"),
        (false, None) => ("", ""),
    }
}

/// Whether a tag hides the words behind it.
fn hides(tag: &str) -> bool {
    if !tag.contains("hidden") && !tag.contains("none") {
        return false;
    }
    attributes(tag).into_iter().any(|argument| match argument.name.as_deref() {
        Some("hidden") => argument.value != "until-found",
        Some("style") => html::hides(&argument.value),
        Some("class") => html::hides_class(&argument.value),
        Some(_) => false,
        None => argument.value == "hidden",
    })
}

/// Begins a link whose end is not read. A private character tells its bracket from those of words.
pub(super) const LINK: &str = "\u{e000}[";

pub(super) struct TagReader<'a> {
    file: &'a str,
    log: &'a mut ImportLog,
    /// The addresses of links that are open. A link without an address is `None`.
    open_links: Vec<Option<String>>,
    /// What closes the styles of the open elements of a line, by the names of these.
    open_styles: BTreeMap<String, Vec<&'static str>>,
    /// Whether the part stands in a table of Markdown, each row of which is one line.
    is_in_table: bool,
}

impl TagReader<'_> {
    /// What opens the style of an element.
    fn open_style(&mut self, name: &str, raw: &str) -> &'static str {
        let (opening, closing) = styled(raw);
        self.open_styles.entry(name.to_owned()).or_default().push(closing);
        opening
    }

    /// What closes the style of the last open element of a name.
    fn close_style(&mut self, name: &str) -> &'static str {
        self.open_styles.get_mut(name).and_then(Vec::pop).unwrap_or_default()
    }

    /// What opens or closes a box, which its class makes a callout. Others part their words from those behind them.
    fn callout(&mut self, name: &str, raw: &str, is_closing: bool, output: &str, behind: &str) -> String {
        if is_closing {
            let end = self.close_style(name);
            return if end.is_empty() { "\n\n" } else { end }.to_owned();
        }
        // Deeper ones are paragraphs.
        let ends = self.open_styles.get(name).into_iter().flatten();
        let is_deep = ends.filter(|end| !end.is_empty()).count() > 7;
        let is_empty = behind.trim_start().starts_with("</");
        let class = attribute(raw, "class").filter(|_| !self.is_in_table && !is_deep && !is_empty && !hides(raw));
        let kind = class.as_deref().and_then(html_callouts::kind_of);
        self.open_styles.entry(name.to_owned()).or_default().push(kind.map_or("", |_| "\n\n:::::\n\n"));
        if kind.is_none() && name == "blockquote" {
            self.log.left("HTML element `blockquote`", self.file, "Markdown, or a directive of the manual");
        }
        let blanks = output.rsplit('\n').next().filter(|line| line.trim().is_empty()).unwrap_or_default();
        kind.map(|kind| format!("\n{blanks}:::::{kind}\n\n")).unwrap_or_default()
    }

    /// Replaces the tags of a part; comments and the words between tags stay. `below` is the text behind the part.
    fn replace(&mut self, part: &str, below: &str, output: &mut String) {
        let (mut at, mut skipped): (usize, Option<(String, usize)>) = (0, None);
        let margin = if part.contains('\n') { last_line(output).chars().count() } else { 0 };
        for tag in elements(part) {
            if skipped.is_none() {
                output.push_str(&without_blanks(&part[at..tag.range.start], margin));
            }
            at = tag.range.end;
            let raw = &part[tag.range.clone()];
            match (&skipped, tag.name.as_str()) {
                (Some((name, start)), _) if tag.is_closing && *name == tag.name => {
                    let inner = &part[*start..tag.range.start];
                    if tag.name == "span" {
                        output.push_str(&marks(inner));
                    }
                    if tag.name == "summary" {
                        let title = html::plain(inner);
                        self.log.translated("details");
                        let line = if last_line(output).trim().is_empty() { last_line(output) } else { "" };
                        *output += &format!("\n{line}:::::details[{}]\n", title.trim());
                    }
                    skipped = None;
                }
                (Some(_), _) => {}
                (None, "span")
                    if !tag.is_closing
                        && attribute(raw, "class").is_some_and(|class| class == "references" || class == "cite") =>
                {
                    skipped = Some((tag.name.clone(), tag.range.end));
                }
                (None, "summary" | "script" | "style") if !tag.is_closing => {
                    if tag.name == "script" {
                        self.log.left("script", self.file, "nothing: pages run no scripts of authors");
                    }
                    skipped = Some((tag.name.clone(), tag.range.end));
                }
                (None, _) => {
                    let behind = if at == part.len() { below } else { &part[at..] };
                    let is_apart = has_word(APART, &tag.name) && is_in_words(output, behind);
                    self.note_hidden(&tag, raw, behind);
                    let mut new = self.tag(&tag, raw, output, behind);
                    if tag.name == "a" && new.starts_with("](") {
                        new = links::closed_in_words(output, &new);
                    }
                    let is_row = self.is_in_table || last_line(output).starts_with('|');
                    let is_edge = new.is_empty() || is_row && tag.is_closing && new.starts_with('\n');
                    // A blank parts the words of a button, a label or a choice from those beside them.
                    let is_part =
                        has_word("button label legend option", &tag.name) && output.ends_with(char::is_alphanumeric);
                    let is_joined = is_part && behind.starts_with(|sign: char| sign.is_alphanumeric() || sign == '<');
                    output.push_str(match (is_edge, is_apart) {
                        (true, true) => "<br>",
                        (true, false) if is_joined => " ",
                        (true, false) => "",
                        (false, _) => &new,
                    });
                }
            }
        }
        if skipped.is_none() {
            output.push_str(&without_blanks(&part[at..], margin));
        }
    }

    /// Notes an element whose words readers of the old page did not see. Markdown between its tags is not taken out. One for the messages of a
    /// program is empty.
    fn note_hidden(&mut self, tag: &Element, raw: &str, behind: &str) {
        let has_words = has_word(TRANSPARENT, &tag.name) || SAFE.contains(&tag.name.as_str()) || tag.name == "a";
        let is_empty = behind.trim_start().starts_with("</");
        if has_words && !is_empty && !tag.is_closing && hides(raw) {
            self.log.left("hidden words", self.file, "nothing: readers of the old page do not see them");
            self.log.doubt(
                self.file,
                format!("the old page hides the words behind `{}`, which are shown here", raw.trim()),
            );
        }
    }

    fn tag(&mut self, tag: &Element, raw: &str, output: &str, behind: &str) -> String {
        match (tag.name.as_str(), tag.is_closing) {
            ("img", _) => html::to_markdown(raw, self.file, self.log).trim().to_owned(),
            ("iframe" | "video" | "embed", false) => attribute(raw, "src")
                .map(|src| html::to_markdown(&format!("<iframe src={}></iframe>", quoted(&src)), self.file, self.log))
                .unwrap_or_default(),
            ("a", false) => {
                let address = attribute(raw, "href");
                let opening = if address.is_some() { LINK } else { "" };
                self.open_links.push(address);
                format!("{opening}{}", self.open_style("a", raw))
            }
            ("a", true) => {
                let closing = self.close_style("a");
                match self.open_links.pop() {
                    Some(Some(address)) => format!("{closing}](<{}>)", address.replace(['<', '>'], "")),
                    Some(None) | None => closing.to_owned(),
                }
            }
            ("math", false) => {
                self.log.doubt(
                    self.file,
                    "the numbers of a formula in MathML stand side by side: write it in TeX, as `$..$`",
                );
                String::new()
            }
            // A line that begins with `</br>` would be HTML up to the next empty line.
            ("br", true) => String::new(),
            ("details", true) => "\n:::::\n".to_owned(),
            ("details", false) => String::new(),
            ("br" | "hr", false) => format!("<{}>", tag.name),
            (name, true) if SAFE.contains(&name) => format!("{}</{name}>", self.close_style(name)),
            (name, false) if SAFE.contains(&name) => {
                let style = if matches!(name, "sup" | "sub") { "" } else { self.open_style(name, raw) };
                match (name, attribute(raw, "title")) {
                    ("abbr" | "dfn", Some(title)) => format!("<{name} title={}>{style}", quoted(&title)),
                    _ => format!("<{name}>{style}"),
                }
            }
            ("strike", is_closing) => format!("<{}del>", if is_closing { "/" } else { "" }),
            (name @ ("span" | "font" | "big"), true) => self.close_style(name).to_owned(),
            (name @ ("span" | "font" | "big"), false) if !tag.is_empty => self.open_style(name, raw).to_owned(),
            (_, false) if has_word(TRANSPARENT, &tag.name) && strikes(raw) => {
                self.log.left("struck block of HTML", self.file, "`~~` around its words");
                self.log.doubt(self.file, "a style strikes a block of words, which are plain words here");
                self.open_styles.entry(tag.name.clone()).or_default().push("");
                String::new()
            }
            (name @ ("div" | "aside" | "section" | "blockquote"), is_closing) if !tag.is_empty => {
                self.callout(name, raw, is_closing, output, behind)
            }
            ("p", true) if behind.starts_with('\n') && !self.is_in_table => "\n".to_owned(),
            // The words of two such elements are two paragraphs.
            ("article" | "center" | "figcaption", true) => "\n\n".to_owned(),
            (name, _) if has_word(TRANSPARENT, name) => String::new(),
            (name, false) => {
                self.log.left(&format!("HTML element `{name}`"), self.file, "Markdown, or a directive of the manual");
                String::new()
            }
            (_, true) => String::new(),
        }
    }
}

/// Whether words at the start of a line would be more than a paragraph, such as `> 65 years`, or those behind a tag may be.
fn begins_block(words: &str) -> bool {
    words.is_empty()
        || column_of_item(words).is_some()
        || words.starts_with('[') && words.contains("]:")
        || words.starts_with(['>', '#', '+', '-', '*', '=', '~', '`', '|', ':', '_'])
}

/// Words between two tags without the blanks before them, which mean nothing there, where they would make code of the words.
fn without_blanks(words: &str, margin: usize) -> String {
    let start = words.trim_start();
    let blanks = &words[..words.len() - start.len()];
    match blanks.rsplit_once('\n') {
        Some((above, last)) if indent(last) >= margin + 4 && !begins_block(start) => {
            format!("{above}\n{}{start}", " ".repeat(margin))
        }
        _ => words.to_owned(),
    }
}

/// Whether a line or a cell has words both above a place and behind it.
fn is_in_words(above: &str, behind: &str) -> bool {
    const MOST_TAGS: usize = 20;
    let mut behind = behind.trim_start_matches(' ');
    for _ in 0..MOST_TAGS {
        let tag = behind.strip_prefix('<').filter(|tag| tag.starts_with(|c: char| c == '/' || c.is_alphabetic()));
        let Some(end) = tag.and_then(|tag| end_of(near(tag), near(tag).find('>')?)) else { break };
        behind = behind[1 + end..].trim_start_matches(' ');
    }
    let has_words_above = !above.trim_end_matches(' ').ends_with("<br>") && has_words_at_end(above);
    has_words_above && !behind.is_empty() && !behind.starts_with(['\n', '|'])
}

/// Whether the last line or cell of a text has more than the signs of lists, quotations and headings.
fn has_words_at_end(text: &str) -> bool {
    // A long line is not read once for each of its tags.
    const MOST_SIGNS: usize = 200;
    let start = text.char_indices().rev().take(MOST_SIGNS).last().map_or(0, |(start, _)| start);
    let line = text[start..].rsplit(['\n', '|']).next().unwrap_or_default();
    let is_cell = text[..text.len() - line.len()].ends_with('|');
    let is_sign =
        |word: &str| !is_cell && line.ends_with(' ') && (["-", "*", "+", ">"].contains(&word) || word.starts_with('#'));
    !line.split_whitespace().all(is_sign)
}

/// Keys between commas as a mark; other words stay as they are.
fn marks(words: &str) -> String {
    let keys: Vec<&str> = words.split(',').map(str::trim).collect();
    if keys.iter().all(|key| is_key(key)) { format!("[@{}]", keys.join("; @")) } else { words.to_owned() }
}

fn is_key(word: &str) -> bool {
    word.contains(|sign: char| sign.is_ascii_digit()) && !word.contains(char::is_whitespace)
}

/// Blocks that were opened and closed by single tags, with as many colons as their content needs.
pub(crate) fn closed_details(text: &str) -> String {
    if !text.contains(":::::") {
        return text.to_owned();
    }
    divs::replace(text, &mut |div, inner| {
        if inner.trim().is_empty() {
            return format!("\n:::{}\n\n:::\n", div.raw);
        }
        let block = block("details", "", inner);
        // The first line stays as it is, with its label and its attributes.
        block.replacen(":details\n", &format!(":{}\n", div.raw), 1)
    })
}

mod boxes;
#[cfg(test)]
mod tests;
