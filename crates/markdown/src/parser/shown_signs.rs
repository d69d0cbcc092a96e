//! Reports Markdown that CommonMark takes for text, so that readers see its signs: a heading, a link or a picture, emphasis and a
//! formula that are written a little wrong.
//!
//! The parser reports each sign without a meaning as a text of its own, so that only the first byte of a text is looked at. Whether
//! stars are meant as marks can be told at the end alone, since a star may also lead to a note below a table.

use std::ops::Range;

use wellpress_diagnostics::{Diagnostic, Rule, Span, quotable, rules};

use crate::body::{Element, NodeKind};
use crate::directives::DirectiveForm;

use super::body_builder::{BodyBuilder, ContainerRole};
use super::signs::is_escaped_behind;
use super::wide_text::{is_wide_letter, is_wide_punctuation};

/// The longest text that is searched for the end of an address, in bytes.
const LONGEST_ADDRESS: usize = 500;

/// A run of stars, underscores or tildes without a meaning.
pub(super) struct ShownRun {
    range: Range<usize>,
    /// The number of nodes before it.
    node: usize,
}

/// What stands around a run of marks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum RunSides {
    /// Words begin behind it: `**words`.
    Leading,
    /// Words end before it: `words**`, as a reference to a note has it too.
    Trailing,
    /// Blanks on both sides.
    Apart,
    /// Words on both sides.
    Within,
    /// Punctuation on both sides, as in `(**)`.
    Alone,
}

impl BodyBuilder<'_, '_> {
    /// Reports the sign with which a text begins, or notes it for [`Self::report_shown_runs`].
    pub(super) fn note_shown_sign(&mut self, range: &Range<usize>) {
        let unread = &self.source.text.as_bytes()[range.start..];
        let may_be_markup = matches!(unread[0], b'<' | b']' | b'#' | b'*' | b'_' | b'~' | b'$');
        if may_be_markup && !is_escaped_behind(&self.source.text[self.text_start..range.start]) {
            self.note_sign(range);
        }
        if !self.masks.unread_runs.is_empty() {
            self.add_unread_runs(range);
        }
    }

    fn note_sign(&mut self, range: &Range<usize>) {
        let unread = &self.source.text.as_bytes()[range.start..];
        match unread[0] {
            b'<' if unread.starts_with(b"<!--") => self.report_comment_in_line(range.start),
            b']' => self.report_shown_link(range.start),
            b'#' => self.report_shown_heading(range.start),
            b'$' if unread.starts_with(b"$$") => self.report_shown_formula(range.start),
            b'*' | b'_' | b'~' => {
                self.add_shown_run(range);
            }
            _ => {}
        }
    }

    /// Adds the run of marks with which a text begins. The parser may report each of its signs by itself.
    fn add_shown_run(&mut self, text: &Range<usize>) {
        let bytes = self.source.text.as_bytes();
        let sign = bytes[text.start];
        let end = text.start + bytes[text.clone()].iter().take_while(|byte| **byte == sign).count();
        match self.open.shown_runs.last_mut().filter(|run| run.range.end == text.start) {
            Some(run) if bytes[run.range.start] == sign => run.range.end = end,
            _ => self.open.shown_runs.push(ShownRun { range: text.start..end, node: self.body.nodes.len() }),
        }
    }

    /// Adds the runs within a text that are words to the parser.
    fn add_unread_runs(&mut self, text: &Range<usize>) {
        let runs = &self.masks.unread_runs;
        let first = runs.partition_point(|run| run.start < text.start);
        for run in runs[first..].iter().take_while(|run| run.end <= text.end) {
            if self.open.shown_runs.last().is_none_or(|last| last.range.end <= run.start) {
                self.open.shown_runs.push(ShownRun { range: run.clone(), node: self.body.nodes.len() });
            }
        }
    }

    fn report_shown(&mut self, rule: &'static Rule, range: Range<usize>, message: &str, help: &'static str) {
        let message = format!("`{}` {message}", quotable(&self.source.text[range.clone()]));
        let finding = Diagnostic::new(rule, self.source.locate(Span::new(range)), message);
        self.findings.push(finding.help(help));
    }

    /// The place of a text that begins here in its block; `None` behind other text of the line.
    fn place_in_block(&self) -> Option<PlaceInBlock> {
        let is_in_item = || self.open.containers.contains(&ContainerRole::Plain(Element::ListItem));
        match self.body.nodes.last()?.kind {
            NodeKind::Start(Element::Paragraph) if !is_in_item() => Some(PlaceInBlock::Start),
            NodeKind::Start(Element::Paragraph | Element::ListItem) | NodeKind::SoftBreak | NodeKind::HardBreak => {
                Some(PlaceInBlock::Line)
            }
            _ => None,
        }
    }

    fn report_shown_heading(&mut self, start: usize) {
        let Some(place) = self.place_in_block() else { return };
        let line = self.source.text[start..].lines().next().unwrap_or_default().trim_end();
        if !is_heading_without_blank(line, place) {
            return;
        }
        let help = match line.starts_with("#######") {
            true => "write at most six `#` and a blank",
            false => "write a blank behind the `#` of a heading; `\\#` is a sign and no heading",
        };
        self.report_shown(
            &rules::MARKDOWN_UNREAD,
            start..start + line.len(),
            "is no heading and is shown as text",
            help,
        );
    }

    /// Reports a formula of its own lines that has no end in its paragraph.
    fn report_shown_formula(&mut self, start: usize) {
        if self.place_in_block().is_none() {
            return;
        }
        let line = self.source.text[start..].lines().next().unwrap_or_default().trim_end();
        if line.len() == 2 || line.contains(['\\', '^', '_', '{', '=']) {
            let help = "write `$$` where it ends, and no empty line before that; `\\$` is a dollar sign";
            self.report_shown(
                &rules::MATH_INVALID,
                start..start + line.len(),
                "begins a formula that is not closed",
                help,
            );
        }
    }

    /// Reports a link or a picture whose brackets end at `bracket` and whose address the parser could not read.
    fn report_shown_link(&mut self, bracket: usize) {
        let text = &self.source.text;
        let behind = &text[bracket + 1..];
        let parenthesis = match behind.as_bytes() {
            [b'(', ..] => bracket + 1,
            [b' ', b'(', ..] => bracket + 2,
            _ => return self.report_reversed_link(bracket),
        };
        let Some(opening) = opening_bracket(text, self.text_start, bracket) else { return };
        // What stands in brackets within brackets, as a citation does in a link, has a meaning and findings of its own.
        // The words of a picture in a link are judged as those of a picture.
        if text[..bracket].ends_with(']') || text[opening..bracket].contains("](") {
            return;
        }
        let is_picture = text[self.text_start..opening].ends_with('!');
        let is_adjacent = parenthesis == bracket + 1;
        let (address, is_closed) = in_parentheses(&text[parenthesis..]);
        let end = parenthesis + 1 + address.len() + usize::from(is_closed);
        let is_link = match is_adjacent {
            true => is_picture || is_address(without_title(address)),
            false => is_closed && is_address(address) && !address.contains(char::is_whitespace),
        };
        if !is_link || (!is_adjacent && self.is_in_written_reference()) {
            return;
        }
        let help = match (is_adjacent, is_closed) {
            (false, _) => "take the blank between `]` and `(` out",
            (true, false) => "write `)` behind the address",
            (true, true) => {
                "write an address with blanks between `<` and `>`, as in `[words](<my file.pdf>)`, or `%20` for each blank"
            }
        };
        let kind = if is_picture { "is no picture and is shown as text" } else { "is no link and is shown as text" };
        self.report_shown(&rules::MARKDOWN_UNREAD, opening - usize::from(is_picture)..end, kind, help);
    }

    /// Reports `(words)[address]`, a link with its signs exchanged.
    fn report_reversed_link(&mut self, bracket: usize) {
        let text = &self.source.text;
        let Some(opening) = opening_bracket(text, self.text_start, bracket) else { return };
        if text[..opening].ends_with(')') && is_address(&text[opening + 1..bracket]) {
            let help = "exchange the signs: `[words](address)`";
            let range = opening - 1..bracket + 1;
            self.report_shown(&rules::MARKDOWN_UNREAD, range, "is no link and is shown as text", help);
        }
    }

    /// Reports the marks of emphasis that are shown, in pairs and alone.
    pub(super) fn report_shown_runs(&mut self) {
        let runs = std::mem::take(&mut self.open.shown_runs);
        let mut first_trailing = None;
        let mut next = 0;
        while let Some(run) = runs.get(next) {
            next += 1;
            let pair = runs.get(next).filter(|second| self.are_in_one_block(run, second));
            if let Some(help) = pair.and_then(|second| self.help_about_pair(run, second)) {
                self.report_run(run, pair, help);
                next += 1;
                continue;
            }
            let sides = self.sides(run);
            if sides == RunSides::Trailing {
                first_trailing = first_trailing.or(Some(run));
            }
            if sides == RunSides::Leading && first_trailing.is_none() && self.lacks_end(run) {
                self.report_run(
                    run,
                    None,
                    "write the same signs behind the last word, or `\\*` for each star that is meant",
                );
            }
        }
    }

    fn report_run(&mut self, run: &ShownRun, second: Option<&ShownRun>, help: &'static str) {
        let end = second.map_or(run.range.end, |second| second.range.end);
        let is_line = !self.source.text[run.range.start..end].contains('\n');
        let range = if is_line { run.range.start..end } else { run.range.clone() };
        let message = if second.is_some() { "is shown with its signs" } else { "opens and is not closed" };
        self.report_shown(&rules::MARKDOWN_UNREAD, range, message, help);
    }

    /// Whether no block begins or ends between two runs.
    fn are_in_one_block(&self, first: &ShownRun, second: &ShownRun) -> bool {
        let count = self.body.nodes.len();
        let between = first.node.min(count)..second.node.min(count);
        self.body.nodes.without_text(between).all(|(_, node)| match node.kind {
            NodeKind::Start(element) | NodeKind::End(element) => self.is_within_line(element),
            _ => true,
        })
    }

    fn is_within_line(&self, element: Element) -> bool {
        match element {
            Element::Directive(id) => self.body.directives[id].kind.spec().form == DirectiveForm::Inline,
            Element::Html(id) => !self.body.html_elements[id].tag.is_block(),
            Element::Emphasis | Element::Strong | Element::Strikethrough | Element::Link(_) | Element::Image(_) => true,
            _ => false,
        }
    }

    fn chars_around(&self, run: &ShownRun) -> (Option<char>, Option<char>) {
        let text = &self.source.text;
        (text[self.text_start..run.range.start].chars().next_back(), text[run.range.end..].chars().next())
    }

    fn sides(&self, run: &ShownRun) -> RunSides {
        let (before, behind) = self.chars_around(run);
        let is_blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let begins = is_blank(before) || before.is_some_and(|c| "([{<\"'|/\u{201c}\u{201e}\u{2018}\u{ab}".contains(c));
        let ends =
            is_blank(behind) || behind.is_some_and(|c| ".,;:!?)]}>\"'|/\u{201d}\u{2019}\u{bb}\u{2026}".contains(c));
        match (is_blank(before), is_blank(behind)) {
            (true, true) => RunSides::Apart,
            _ if begins && ends => RunSides::Alone,
            (_, false) if begins => RunSides::Leading,
            (false, _) if ends => RunSides::Trailing,
            _ => RunSides::Within,
        }
    }

    /// What to do about two runs that are meant as the marks of one emphasis; `None` for other signs, such as `2 * 3 * 4` and the
    /// stars behind two words that lead to notes.
    fn help_about_pair(&self, first: &ShownRun, second: &ShownRun) -> Option<&'static str> {
        const INNER_BLANK: &str = "write no blank between the signs and the words inside them: `**words** others`";
        let text = &self.source.text;
        let signs = &text[first.range.clone()];
        let words = &text[first.range.end..second.range.start];
        if signs != &text[second.range.clone()] || signs.len() > 3 || words.trim().is_empty() || is_statistic(words) {
            return None;
        }
        let is_single = signs.len() == 1;
        let ((before, _), (_, behind)) = (self.chars_around(first), self.chars_around(second));
        let is_before_word = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        let begins_word = !is_single || words.starts_with(char::is_alphabetic);
        match (self.sides(first), self.sides(second)) {
            (RunSides::Leading, RunSides::Leading) if begins_word && words.ends_with(char::is_whitespace) => {
                (!is_single || is_before_word(behind)).then_some(INNER_BLANK)
            }
            (RunSides::Leading, RunSides::Apart) if begins_word => Some(INNER_BLANK),
            (RunSides::Apart, RunSides::Trailing | RunSides::Apart) if !is_single => Some(INNER_BLANK),
            (RunSides::Leading | RunSides::Within, RunSides::Within) | (RunSides::Within, RunSides::Trailing)
                if signs.starts_with('_') =>
            {
                let is_wide =
                    [before, behind].into_iter().flatten().any(|c| is_wide_letter(c) || is_wide_punctuation(c));
                is_wide.then_some("write stars: underscores are marks beside blanks and punctuation alone")
            }
            (RunSides::Leading, RunSides::Within) if begins_word && is_before_word(behind) => {
                Some("put the punctuation behind the signs, as in `**Note**: words`, or a blank there")
            }
            (RunSides::Leading | RunSides::Within, RunSides::Within | RunSides::Trailing) if !is_single => {
                Some("put a blank between the signs and the words outside of them")
            }
            _ => None,
        }
    }

    /// Whether a run that opens can only be the start of an emphasis: words follow it, or signs of its own kind that close.
    fn lacks_end(&self, run: &ShownRun) -> bool {
        let text = &self.source.text;
        let sign = text.as_bytes()[run.range.start];
        let behind = &text[run.range.end..];
        if run.range.len() == 1 {
            return sign == b'*' && behind.as_bytes().first() == Some(&sign);
        }
        // Names in code, such as `__init`, may begin with underscores.
        sign != b'_' && run.range.len() <= 3 && behind.starts_with(char::is_alphabetic) && !is_statistic(behind)
    }
}

/// Where a text begins in its block.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PlaceInBlock {
    /// At the start of a paragraph outside of lists.
    Start,
    /// At the start of a further line, or of an item.
    Line,
}

/// Whether a line that begins with `#` is meant as a heading. `#1` is a number and `#StayActive` a tag, so that one sign alone is a
/// heading only where a paragraph of several words or one word with a capital begins.
fn is_heading_without_blank(line: &str, place: PlaceInBlock) -> bool {
    let words = line.trim_start_matches('#');
    let signs = line.len() - words.len();
    let Some(first) = words.chars().next() else { return false };
    let begins_words =
        |c: char| c.is_alphabetic() || "*_\"([\u{201c}\u{201e}\u{ab}\u{300c}\u{300e}\u{3010}".contains(c);
    if signs > 1 {
        return first.is_whitespace() || first.is_numeric() || begins_words(first);
    }
    // Other blanks than those of ASCII begin no heading.
    if place != PlaceInBlock::Start || words.contains('#') || !(begins_words(first) || first.is_whitespace()) {
        return false;
    }
    let (first_word, others) = words.trim_start().split_once(char::is_whitespace).unwrap_or((words.trim_start(), ""));
    let has_inner_capital =
        first_word.chars().zip(first_word.chars().skip(1)).any(|(a, b)| a.is_lowercase() && b.is_uppercase());
    if has_inner_capital || first_word.contains('_') || words.ends_with(['.', ',', ';', '\u{3002}']) {
        return first.is_whitespace();
    }
    !others.is_empty() || !first.is_lowercase()
}

/// Whether a text begins as the note about a level of significance does: `p < 0.05`.
fn is_statistic(text: &str) -> bool {
    let behind = text.trim_start().strip_prefix(['p', 'P']).map(str::trim_start);
    behind.is_some_and(|behind| behind.starts_with(['<', '>', '=', '\u{2264}', '\u{2265}', '\\', '&']))
}

/// The bracket that opens what ends at `closing`, in the same line.
fn opening_bracket(text: &str, text_start: usize, closing: usize) -> Option<usize> {
    let bytes = &text.as_bytes()[text_start.max(closing.saturating_sub(LONGEST_ADDRESS))..closing];
    let length = bytes.iter().rev().position(|byte| matches!(byte, b'[' | b'\n'))?;
    let opening = closing - length - 1;
    (text.as_bytes()[opening] == b'[' && !is_escaped_behind(&text[text_start..opening])).then_some(opening)
}

/// What stands in the parentheses with which a text begins, up to the end of its line or of the longest address, and whether they are
/// closed.
fn in_parentheses(text: &str) -> (&str, bool) {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate().take(LONGEST_ADDRESS) {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 1 => return (&text[1..at], true),
            b')' => depth -= 1,
            b'\n' => return (text[1..at].trim_end(), false),
            _ => {}
        }
    }
    let mut end = text.len().min(LONGEST_ADDRESS);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    (&text[1..end], false)
}

/// The address of a link without the title in quotes behind it.
fn without_title(address: &str) -> &str {
    let address = address.trim();
    let Some(quote) = address.chars().next_back().filter(|c| matches!(c, '"' | '\'')) else { return address };
    let title = address[..address.len() - 1].rfind(quote);
    title.map_or(address, |start| address[..start].trim_end())
}

/// Whether a text is meant as the address of a page or a file, and not as words in parentheses.
fn is_address(text: &str) -> bool {
    const STARTS: [&str; 10] = ["https://", "http://", "www.", "mailto:", "tel:", "sms:", "../", "./", "/", "#"];
    let text = text.trim().trim_start_matches('<').trim_end_matches('>');
    if STARTS.iter().any(|start| {
        text.strip_prefix(start).is_some_and(|behind| behind.starts_with(|c: char| c.is_alphanumeric() || c == '+'))
    }) {
        return true;
    }
    let path = text.split(['#', '?']).next().unwrap_or_default();
    let Some((name, ending)) = path.rsplit_once('.') else { return false };
    let is_ending = (2..=5).contains(&ending.len())
        && ending.starts_with(|c: char| c.is_ascii_alphabetic())
        && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_ending && name.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | '_' | '-'))
}

#[cfg(test)]
mod tests {
    use super::{PlaceInBlock, in_parentheses, is_address, is_heading_without_blank, without_title};

    #[test]
    fn headings_are_told_from_tags() {
        for line in [
            "#No space",
            "##No space",
            "###1. Step",
            "#Introduction",
            "#\u{3000}注意",
            "#注意",
            "#**Bold**",
            "#When to stop?",
            "#######Deep",
        ] {
            assert!(is_heading_without_blank(line, PlaceInBlock::Start), "{line}");
        }
        for line in [
            "#StayActive",
            "#StayActive is our campaign",
            "#1",
            "#1 cause of pain",
            "#backpain",
            "#Move #Sleep",
            "#MeToo.",
            "##",
            "#",
            "#!x",
        ] {
            assert!(!is_heading_without_blank(line, PlaceInBlock::Start), "{line}");
        }
        assert!(!is_heading_without_blank("#Backpain tells", PlaceInBlock::Line));
        assert!(is_heading_without_blank("##Back pain", PlaceInBlock::Line));
    }

    #[test]
    fn addresses_are_told_from_words() {
        for address in [
            "our form.pdf",
            "/a b/",
            "../my page.md#top",
            "https://x.example/a b",
            "IMG (1).jpg",
            "#my part",
            "<a b.pdf",
        ] {
            assert!(is_address(address), "{address}");
        }
        for words in ["see p. 5", "up to 5.5mg", "e.g. this", "5 mg i.v.", "emphasis added", "a / b", "vgl. S. 5"] {
            assert!(!is_address(words), "{words}");
        }
        assert_eq!(without_title("a b.pdf \"The form\""), "a b.pdf");
        assert_eq!(in_parentheses("(IMG (1).jpg) x)"), ("IMG (1).jpg", true));
        assert_eq!(in_parentheses("(a.jpg\nx)"), ("a.jpg", false));
        assert_eq!(in_parentheses("(a.jpg"), ("a.jpg", false));
        let long = format!("(a{}", "\u{e9}".repeat(400));
        assert_eq!(in_parentheses(&long).0.len(), 499, "no more than the longest address is read");
    }
}
