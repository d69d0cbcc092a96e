//! The comments of a Word file, and the words that they mark.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::{Document, Node};
use wellpress_docx::{attribute, elements, name};
use wellpress_foundation::Day;

use super::super::Remark;
use super::changes::{Suggested, number_at_start, one_blank};
use super::day;
use super::text::{ChangeKind, FileParagraph, Position, Text};

/// A quote is cut at so many characters: a comment can mark a whole file.
const MAX_QUOTE: usize = 1_000;
/// So many paragraphs are searched for the words of a quote.
const MAX_PARAGRAPHS: usize = 100;

/// The comments in the order of their part.
#[derive(Clone)]
pub(super) struct Comments(Vec<Comment>);

#[derive(Clone)]
struct Comment {
    id: String,
    author: Option<String>,
    date: Option<Day>,
    words: String,
    /// The id of the comment that it answers.
    parent: Option<String>,
}

impl Comments {
    /// Reads the part with the comments, and the one that says which of them are replies.
    pub fn read(comments: &Document<'_>, extended: &Document<'_>) -> Self {
        let mut id_by_paragraph = BTreeMap::new();
        let nodes: Vec<Node<'_, '_>> =
            elements(comments.root_element()).filter(|node| name(*node) == "comment").collect();
        for node in &nodes {
            let paragraphs = elements(*node).filter_map(|paragraph| attribute(paragraph, "paraId"));
            id_by_paragraph.extend(paragraphs.filter_map(|paragraph| Some((paragraph, attribute(*node, "id")?))));
        }
        let replies = elements(extended.root_element()).filter_map(|reply| {
            let [reply, parent] = ["paraId", "paraIdParent"].map(|key| id_by_paragraph.get(attribute(reply, key)?));
            Some((*reply?, *parent?))
        });
        let parents: BTreeMap<&str, &str> = replies.collect();
        let comment = |node: &Node<'_, '_>| {
            let id = attribute(*node, "id")?;
            let author = attribute(*node, "author").map(str::trim).filter(|author| !author.is_empty());
            Some(Comment {
                id: id.to_owned(),
                author: author.map(str::to_owned),
                date: attribute(*node, "date").and_then(day),
                words: words_of(*node),
                parent: parents.get(id).map(|parent| (*parent).to_owned()),
            })
        };
        Self(nodes.iter().filter_map(comment).collect())
    }

    /// Those of one page of several: with a place in its text or in reply to one that has, and, for the first page, those that stand
    /// nowhere.
    pub fn of_page(&self, page: &Text, is_first: bool, whole: &BTreeSet<String>) -> Self {
        let is_in = |comment: &&Comment| {
            let ids = [Some(&comment.id), comment.parent.as_ref()];
            let mut ids = ids.into_iter().flatten();
            ids.clone().any(|id| page.has_comment(id)) || is_first && !ids.any(|id| whole.contains(id))
        };
        Self(self.0.iter().filter(is_in).cloned().collect())
    }

    /// Puts the comments between the suggestions, in the order of the text. A comment on exactly the words of a suggestion by the same
    /// person is its reason.
    pub fn with(self, suggestions: Vec<Suggested>, text: &Text, numbers: &[Option<u32>]) -> Vec<Remark> {
        let by_range: BTreeMap<(Position, Position), usize> = suggestions
            .iter()
            .enumerate()
            .map(|(index, suggestion)| ((suggestion.start, suggestion.end), index))
            .collect();
        let mut remarks: Vec<(Option<Position>, Remark)> =
            suggestions.into_iter().map(|suggestion| (Some(suggestion.start), suggestion.remark)).collect();
        for comment in self.0.into_iter().filter(|comment| !comment.words.is_empty()) {
            let commented_range = range(&comment.id, text).or_else(|| range(comment.parent.as_ref()?, text));
            let changed = commented_range.and_then(|place| by_range.get(&place)).map(|index| &mut remarks[*index].1);
            if let Some(changed) = changed
                && changed.comment.is_empty()
                && changed.author == comment.author
            {
                changed.comment = comment.words;
                continue;
            }
            let (start, quote) = commented_range.map_or((None, String::new()), |(start, end)| quote(text, start, end));
            let paragraph = start.and_then(|start| numbers.get(start).copied().flatten());
            let Comment { author, date, words, .. } = comment;
            let remark = Remark { paragraph, quote, comment: words, author, date, ..Remark::default() };
            remarks.push((commented_range.map(|(start, _)| start), remark));
        }
        // Those without a place come last.
        remarks.sort_by_key(|(place, _)| (place.is_none(), *place));
        remarks.into_iter().map(|(_, remark)| remark).collect()
    }
}

/// The words of a comment, a line for each paragraph.
fn words_of(comment: Node<'_, '_>) -> String {
    let mut words = String::new();
    for node in comment.descendants() {
        match name(node) {
            "p" => words.push('\n'),
            "br" | "tab" => words.push(' '),
            "t" => words.extend(node.children().filter_map(|text| text.text())),
            _ => {}
        }
    }
    words.trim().to_owned()
}

/// The range of a comment; empty if it stands at a point. `None`: the text does not have it.
fn range(id: &str, text: &Text) -> Option<(Position, Position)> {
    let sign = text.comment_signs.get(id).or(text.comment_ends.get(id));
    let start = text.comment_starts.get(id).or(sign)?;
    let end = text.comment_ends.get(id).or(sign).unwrap_or(start);
    Some((*start, *end.max(start)))
}

/// The words in a range, and the index of the paragraph in which they begin. They are those of the packet, if the range has any, else
/// those that were inserted.
fn quote(text: &Text, start: Position, end: Position) -> (Option<usize>, String) {
    let of_packet = quote_without(text, start, end, Some(ChangeKind::Insertion));
    let (first, quote) = of_packet.or_else(|| quote_without(text, start, end, None)).unwrap_or_default();
    (if quote.is_empty() { Some(start.paragraph) } else { Some(first) }, quote)
}

fn quote_without(text: &Text, start: Position, end: Position, left_out: Option<ChangeKind>) -> Option<(usize, String)> {
    let mut first = None;
    let mut quote = String::new();
    let last = end.paragraph.min(start.paragraph + MAX_PARAGRAPHS);
    for (index, paragraph) in text.paragraphs.iter().enumerate().take(last + 1).skip(start.paragraph) {
        let from = if index == start.paragraph { start.offset } else { 0 };
        let to = if index == end.paragraph { end.offset } else { usize::MAX };
        let words = words_between(paragraph, from, to, left_out);
        if !words.is_empty() {
            first = first.or(Some(index));
            quote.push_str(if quote.is_empty() { "" } else { "\n" });
            quote.push_str(&words);
        }
        if let Some((cut, _)) = quote.char_indices().nth(MAX_QUOTE) {
            quote.truncate(cut);
            quote.push('…');
            break;
        }
    }
    Some((first?, quote))
}

/// The words between two places of a paragraph, without its number.
fn words_between(paragraph: &FileParagraph, from: usize, to: usize, left_out: Option<ChangeKind>) -> String {
    let first = paragraph.pieces.partition_point(|piece| piece.start < from);
    let pieces = paragraph.pieces[first..].iter().take_while(|piece| piece.start < to).take(MAX_QUOTE);
    let pieces = pieces.filter(|piece| left_out.is_none_or(|kind| !piece.is(kind)));
    // A piece can be as long as the file.
    let text: String = pieces.flat_map(|piece| piece.text.chars()).take(2 * MAX_QUOTE).collect();
    let number = number_at_start(text.chars()).filter(|_| from == 0).map_or(0, |(_, length)| length);
    one_blank(text.chars().skip(number))
}
