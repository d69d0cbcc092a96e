//! [`Masks`]: finds syntax that the CommonMark parser would misread, and hides it behind other characters before parsing.
//!
//! Every mask is as long as what it covers, so that offsets stay valid, and text is always taken from the source. Definitions
//! that stand on lines of their own are read here too, because such a line is masked as a whole.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::ops::Range;

use memchr::{memchr, memmem, memmem::Finder};
use pulldown_cmark::{Event, Parser, Tag};
use rustc_hash::{FxHashMap, FxHashSet};

use wellpress_diagnostics::Source;

use super::brackets;
use super::code_lines::{LinePlace, lines_without_code};
use super::grammar::Grammar;
use super::masked_variables::MaskedVariables;
use super::signs::Signs;
use super::wide_text::{self, is_wide_letter, is_wide_punctuation};
use super::words::words;
use crate::directives::{self, Fence};
use crate::extensions::Extensions;

/// Bytes that the parser sees as another character.
pub(super) struct Mask {
    pub(super) range: Range<usize>,
    pub(super) shown: u8,
}

/// The masks of one text.
#[derive(Default)]
pub(super) struct Masks {
    /// Directive lines, in order. The parser sees each as a thematic break.
    pub(super) fences: Vec<Fence>,
    /// All others, in ascending order and apart from each other.
    masks: Vec<Mask>,
    pub(super) definitions: Definitions,
    pub(super) variables: MaskedVariables,
    /// Runs of marks that the parser takes for words, in order.
    pub(super) unread_runs: Vec<Range<usize>>,
}

/// A longer meaning of an abbreviation, in bytes, is none. Each mention of the abbreviation repeats it in the page.
const LONGEST_MEANING: usize = 300;

/// What lines of their own define for the whole text.
#[derive(Debug, Default)]
pub(super) struct Definitions {
    /// Meanings by abbreviation.
    meanings: FxHashMap<String, Box<str>>,
    /// The lengths in bytes of the abbreviations that begin with a word, so that a text is compared once for each length, and not
    /// with each of many abbreviations.
    lengths: FxHashMap<String, BTreeSet<usize>>,
    /// Keys by the tag that stands for them, from Manubot's `[@tag:x]: doi:10.1000/y`.
    pub(super) citation_tags: FxHashMap<String, String>,
}

impl Definitions {
    pub(super) fn has_abbreviations(&self) -> bool {
        !self.meanings.is_empty()
    }

    /// The length of the longest abbreviation with which a text begins, whose first word is `word`, and its meaning.
    pub(super) fn abbreviation_at(&self, text: &str, word: &str) -> Option<(usize, Box<str>)> {
        self.lengths.get(word)?.iter().rev().find_map(|length| {
            let (short, behind) = text.split_at_checked(*length)?;
            let is_whole = !short.ends_with(char::is_alphanumeric) || !behind.starts_with(char::is_alphanumeric);
            let meaning = self.meanings.get(short).filter(|_| is_whole)?;
            Some((*length, meaning.clone()))
        })
    }

    /// The tags with their keys.
    pub(super) fn sorted_tags(&self) -> Vec<(String, String)> {
        let mut tags: Vec<_> = self.citation_tags.iter().map(|(tag, key)| (tag.clone(), key.clone())).collect();
        tags.sort();
        tags
    }

    /// Adds a line such as `*[BMD]: bone mineral density`. The last of two definitions counts.
    fn add_abbreviation(&mut self, first_word: &str, short: &str, meaning: &str) {
        self.lengths.entry(first_word.to_owned()).or_default().insert(short.len());
        self.meanings.insert(short.to_owned(), meaning.into());
    }
}

impl Masks {
    pub(super) fn new(source: &Source, range: &Range<usize>, grammar: Grammar<'_>, signs: &Signs) -> Self {
        let (text, extensions) = (&source.text[..range.end], grammar.extensions);
        let fences = directives::fences(text, range.start);
        let variables = MaskedVariables::new(text, range.start, grammar.language.variables);
        let mut masks = Self { fences, variables, ..Self::default() };
        // First, so that no other mask begins within one.
        masks.add(masks.variables.ranges().map(|range| Mask { range, shown: b'x' }).collect::<Vec<_>>().into_iter());
        masks.read_definitions(text, range.start, extensions);
        masks.add(ends_of_html(text, range.start, &masks.fences).into_iter());
        let colons = directives::leading_colons(text, range.start, &masks.fences);
        let colons: Vec<usize> =
            colons.into_iter().chain(brackets::colons_behind_citations(text, range.start)).collect();
        masks.hide(colons, 1, b';');
        // `==` is masked as `~~`, which the parser reads as deleted text; the source says which of the two it was.
        if extensions.highlights {
            masks.hide(highlight_marks(text, range.start), 2, b'~');
        }
        masks.add(signs.hidden.iter().map(|sign| Mask { range: sign.range.clone(), shown: sign.shown }));
        masks.hide(braces_of_heading_words(text, range.start), 1, b'(');
        masks.add(bracketed_link_texts(text, range.start).into_iter());
        let mut beside_marks = wide_text::beside_marks(text, range.start);
        beside_marks.masks.retain(|mask| !masks.covers_part_of(&mask.range));
        masks.add(beside_marks.masks.into_iter());
        masks.unread_runs = beside_marks.unread;
        masks
    }

    /// Hides the bytes at these offsets, each `length` bytes long, behind the character `shown`.
    fn hide(&mut self, offsets: Vec<usize>, length: usize, shown: u8) {
        self.add(offsets.into_iter().map(|start| Mask { range: start..start + length, shown }));
    }

    /// Adds masks. Of masks that overlap, the first by its start stays, and the longer one of those with the same start.
    fn add(&mut self, further: impl Iterator<Item = Mask>) {
        let previous_count = self.masks.len();
        self.masks.extend(further);
        if self.masks.len() > previous_count {
            self.masks.sort_by_key(|mark| (mark.range.start, std::cmp::Reverse(mark.range.end)));
            let mut end = 0;
            self.masks.retain(|mask| {
                let is_apart = mask.range.start >= end;
                end = end.max(mask.range.end);
                is_apart
            });
        }
    }

    /// The text of the range as the parser sees it.
    pub(super) fn apply<'a>(&self, source: &'a Source, range: &Range<usize>) -> Cow<'a, str> {
        let text = &source.text[range.clone()];
        if self.fences.is_empty() && self.masks.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut masked = text.as_bytes().to_vec();
        self.hide_in(&mut masked, range);
        // A directive line may contain other masks, and has to be a thematic break as a whole.
        for fence in &self.fences {
            masked[fence.span.start - range.start..fence.span.end - range.start].fill(b'_');
        }
        // The last line of HTML may look like a directive.
        for mask in self.masks.iter().filter(|mask| mask.shown == b'\n') {
            masked[mask.range.start - range.start] = b'\n';
        }
        // Whole characters are replaced by whole characters, so the bytes stay valid.
        String::from_utf8(masked).map_or(Cow::Borrowed(text), Cow::Owned)
    }

    /// The label of a directive as the parser sees it: its line as a whole is masked.
    pub(super) fn apply_to_label<'a>(&self, source: &'a Source, range: &Range<usize>) -> Cow<'a, str> {
        let label = &source.text[range.clone()];
        if !self.covers_part_of(range) {
            return Cow::Borrowed(label);
        }
        let mut masked = label.as_bytes().to_vec();
        self.hide_in(&mut masked, range);
        String::from_utf8(masked).map_or(Cow::Borrowed(label), Cow::Owned)
    }

    /// Hides what masks cover in the bytes of a range.
    fn hide_in(&self, bytes: &mut [u8], range: &Range<usize>) {
        let first = self.masks.partition_point(|mask| mask.range.start < range.start);
        for mask in self.masks[first..].iter().take_while(|mask| mask.range.end <= range.end) {
            bytes[mask.range.start - range.start..mask.range.end - range.start].fill(mask.shown);
        }
        self.variables.hide(bytes, range.start);
    }

    /// Whether the parser sees another character than the source has in this range. Lines of directives do not count.
    pub(super) fn covers_part_of(&self, range: &Range<usize>) -> bool {
        let next = self.masks.partition_point(|mask| mask.range.end <= range.start);
        self.masks.get(next).is_some_and(|mask| mask.range.start < range.end)
    }

    /// Reads the lines with definitions outside of code blocks, and hides them from the parser.
    fn read_definitions(&mut self, text: &str, from: usize, extensions: Extensions) {
        let bytes = text.as_bytes();
        if memmem::find(&bytes[from..], b"]:").is_none() {
            return;
        }
        let mut lines = Vec::new();
        for line in lines_without_code(text, from..text.len()) {
            if line.place == LinePlace::Text && self.read_definition(&text[line.content.clone()], extensions) {
                lines.push(Mask { range: line.content, shown: b' ' });
            }
        }
        self.add(lines.into_iter());
    }

    /// Reads a definition, and returns whether the line is one.
    fn read_definition(&mut self, line: &str, extensions: Extensions) -> bool {
        if let Some((short, meaning)) = line.strip_prefix("*[").and_then(|line| line.split_once("]:")) {
            let (short, meaning) = (short.trim(), meaning.trim());
            let is_meaning = (1..=LONGEST_MEANING).contains(&meaning.len());
            let first_word = words(short).next().filter(|(offset, _)| *offset == 0);
            let Some((_, first_word)) = first_word.filter(|_| extensions.abbreviations && is_meaning) else {
                return false;
            };
            self.definitions.add_abbreviation(first_word, short, meaning);
            return true;
        }
        let Some((tag, key)) = line.strip_prefix("[@").and_then(|line| line.split_once("]:")) else { return false };
        // A title in quotes may follow, as behind the address of a link.
        let (key, title) = key.trim().split_once(char::is_whitespace).unwrap_or((key.trim(), ""));
        let has_at_most_title = title.is_empty() || title.trim_start().starts_with(['"', '\'', '(']);
        let key_of_library = key.strip_prefix('@');
        let key = key_of_library.unwrap_or(key);
        let is_valid_key = brackets::is_identifier(key) || key_of_library.is_some_and(|key| !key.is_empty());
        let is_definition = !tag.contains([' ', ']']) && has_at_most_title && is_valid_key;
        if is_definition {
            self.definitions.citation_tags.insert(tag.to_owned(), key.to_owned());
        }
        is_definition
    }
}

/// CommonMark ends a block of HTML at an empty line alone, and would take a line that closes a directive for HTML. For each such line,
/// this makes the mask that turns the last character above it into an empty line. Other directive lines stay parts of the HTML. In a
/// block quote nothing is masked, because an empty line would end the quote too.
fn ends_of_html(text: &str, from: usize, fences: &[Fence]) -> Vec<Mask> {
    if fences.is_empty() || memchr(b'<', &text.as_bytes()[from..]).is_none() {
        return Vec::new();
    }
    let mut masks = Vec::new();
    let (mut is_html, mut is_paragraph) = (false, false);
    // How many directives are open around the HTML, and how many lines within it look like the start of one.
    let (mut around, mut within) = (0_usize, 0_usize);
    for line in lines_without_code(text, from..text.len()) {
        let content = &text[line.content.clone()];
        let fence = fences.binary_search_by_key(&line.content.start, |fence| fence.span.start).ok();
        // The content of an empty line begins where the next line does.
        let fence = fence.map(|index| &fences[index]).filter(|fence| fence.colons > 2 && !content.is_empty());
        match fence {
            Some(fence) if is_html && !fence.closes() => within += 1,
            Some(_) if is_html && within > 0 => within -= 1,
            Some(_) if is_html && (around == 0 || text[line.markers.clone()].contains('>')) => {}
            Some(fence) => {
                if is_html {
                    masks.extend(empty_line_before(text, from, line.markers.start));
                }
                around = if fence.closes() { around.saturating_sub(1) } else { around + 1 };
                (is_html, is_paragraph) = (false, false);
            }
            None if content.is_empty() => (is_html, is_paragraph) = (false, false),
            None if !is_html => {
                (is_html, within) = (begins_html(content, is_paragraph), 0);
                is_paragraph = !content.starts_with('#');
            }
            None => {}
        }
    }
    masks
}

/// Masks that make an empty line of the last character before the line at `line_start`. The empty line is one byte, and a character may
/// be several.
fn empty_line_before(text: &str, from: usize, line_start: usize) -> [Mask; 2] {
    let above = text[from..line_start].trim_end_matches('\n');
    let (length, end) = (above.chars().next_back().map_or(1, char::len_utf8), from + above.len());
    [Mask { range: end - length..end - 1, shown: b' ' }, Mask { range: end - 1..end, shown: b'\n' }]
}

/// Whether a line begins a block of HTML that goes on to the next empty line.
fn begins_html(line: &str, follows_words: bool) -> bool {
    const WITH_OWN_END: [&str; 6] = ["<!", "<?", "<pre", "<script", "<style", "<textarea"];
    if !line.starts_with('<') || WITH_OWN_END.iter().any(|start| line.to_ascii_lowercase().starts_with(start)) {
        return false;
    }
    let text = if follows_words { format!("words\n{line}") } else { line.to_owned() };
    Parser::new(&text).any(|event| matches!(event, Event::Start(Tag::HtmlBlock)))
}

/// The offsets of the marks in `==words==`, in pairs. A mark opens before a word and closes behind one, within one paragraph.
/// Equals signs in addresses and comparisons are neither.
fn highlight_marks(text: &str, from: usize) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut pairs = Vec::new();
    let is_wide = |c| is_wide_letter(c) || is_wide_punctuation(c);
    let mut open: Option<usize> = None;
    for offset in memmem::find_iter(&bytes[from..], b"==").map(|offset| from + offset) {
        let char_before = text[from..offset].chars().next_back();
        let behind = text[offset + 2..].chars().next();
        // With a tilde beside it, the mask would be a run of three tildes, which open a code block.
        if [char_before, behind].iter().flatten().any(|c| matches!(c, '=' | '~')) {
            continue;
        }
        let opens = behind.is_some_and(|c| !c.is_whitespace())
            && char_before.is_none_or(|c| c.is_whitespace() || "([{*_\u{201c}\"'>|".contains(c) || is_wide(c));
        let closes = char_before.is_some_and(|c| !c.is_whitespace())
            && behind.is_none_or(|c| !c.is_alphanumeric() || is_wide_letter(c));
        match open {
            Some(start) if closes => {
                let inner = &text[start..offset];
                // A mark that finds its end behind the paragraph or in code opens nothing.
                open = if inner.contains("\n\n") || inner.contains('`') {
                    opens.then_some(offset)
                } else {
                    pairs.extend([start, offset]);
                    None
                };
            }
            _ if opens => open = Some(offset),
            _ => {}
        }
    }
    pairs
}

/// The offset of the brace in each heading such as `## Set {a, b}`, whose braces hold words and no attributes. The parser would
/// take them for attributes and drop them.
fn braces_of_heading_words(text: &str, from: usize) -> Vec<usize> {
    let mut braces = Vec::new();
    let mut start = from;
    for line in text[from..].split_inclusive('\n') {
        let line_start = start;
        start += line.len();
        if !line.starts_with('#') {
            continue;
        }
        let Some(inner) = line.trim_end().strip_suffix('}') else { continue };
        let Some(brace) = inner.rfind('{') else { continue };
        if !inner[brace + 1..].split_whitespace().all(is_attribute) {
            braces.push(line_start + brace);
        }
    }
    braces
}

fn is_attribute(word: &str) -> bool {
    word.starts_with(['#', '.']) || word.contains('=') || word == "-"
}

/// What stands between the brackets of lines such as `[a]: /b`.
fn labels_at_line_starts(text: &str) -> FxHashSet<&str> {
    let lines = memmem::find_iter(text.as_bytes(), b"\n[").map(|newline| &text[newline + 2..]);
    let labels = lines.filter_map(|line| {
        let label = line.split([']', '\n']).next()?;
        line[label.len()..].starts_with("]:").then_some(label)
    });
    labels.collect()
}

/// Masks for the inner brackets of `[[1]](#ref-1)` and, where `[a]:` is defined, of `[[1]][a]`: links with the text "[1]" and no
/// wikilinks.
fn bracketed_link_texts(text: &str, from: usize) -> Vec<Mask> {
    const LONGEST_LINK_TEXT: usize = 1_000;
    let (inline, by_label) = (Finder::new(b"]]("), Finder::new(b"]]["));
    let bytes = &text.as_bytes()[from..];
    let defined_labels = OnceCell::new();
    let defined = by_label.find_iter(bytes).filter(|offset| {
        let label = text[from + offset + 3..].split_once(']').map(|(label, _)| label);
        // `[[page]][^1]` is a page and a footnote.
        label.is_some_and(|label| {
            !label.starts_with('^') && defined_labels.get_or_init(|| labels_at_line_starts(text)).contains(label)
        })
    });
    let mut masks = Vec::new();
    for end in inline.find_iter(bytes).chain(defined).map(|offset| from + offset) {
        let mut farthest = end.saturating_sub(LONGEST_LINK_TEXT).max(from);
        while !text.is_char_boundary(farthest) {
            farthest += 1;
        }
        let start_of_search = text[farthest..end].rfind('\n').map_or(farthest, |newline| farthest + newline + 1);
        let Some(start) = text[start_of_search..end].rfind("[[").map(|offset| start_of_search + offset) else {
            continue;
        };
        if !text[start + 2..end].contains(['[', ']']) {
            masks.push(Mask { range: start + 1..start + 2, shown: b'(' });
            masks.push(Mask { range: end..end + 1, shown: b')' });
        }
    }
    masks
}
