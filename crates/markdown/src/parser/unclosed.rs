//! Reports comments, blocks of code and elements of HTML that never close: CommonMark ends them with the text or the list around
//! them, so that words behind them would vanish, be shown as code or be folded away. Containers have their finding in
//! [`super::containers`].

use std::ops::Range;

use memchr::memmem;

use wellpress_diagnostics::{Diagnostic, Severity, Span, rules};

use crate::body::Element;

use super::body_builder::{BodyBuilder, ContainerRole};

/// The most findings about one text.
const MOST_FINDINGS: usize = 50;

/// Elements of HTML in whose text `<!--` begins no comment.
const ELEMENTS_WITHOUT_COMMENTS: [&str; 3] = ["<script", "<style", "<textarea"];

/// The help about a comment that takes others, or the rest of a list or a page, with it.
const ENDS_BEFORE_NEXT: &str = "write `-->` where the comment ends, before another one begins";

impl BodyBuilder<'_, '_> {
    /// Reports the comment in a block of HTML that goes on to the end of the block.
    pub(super) fn report_comment_unclosed_in(&mut self, block: &Range<usize>) {
        let Some(html) = self.source.text.get(block.clone()) else { return };
        let Some(start) = unclosed_comment(html) else { return };
        let has_comments = |tag: &&str| !html.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
        if ELEMENTS_WITHOUT_COMMENTS.iter().all(has_comments) {
            self.report_comment(block.start + start, ENDS_BEFORE_NEXT);
        }
    }

    /// Reports a comment within a line that has no end in its paragraph. The parser takes its start for text.
    pub(super) fn report_comment_in_line(&mut self, start: usize) {
        let help = "write `-->` in the same paragraph; a comment with empty lines begins on a line of its own";
        self.report_comment(start, help);
    }

    /// Reports a comment within a line in which another one begins: its own end was forgotten, and the words between them vanish.
    pub(super) fn report_comment_in_comment(&mut self, comment: &Range<usize>) {
        let Some(text) = self.source.text.get(comment.clone()).filter(|text| text.starts_with("<!--")) else { return };
        if unclosed_comment(text).is_some() {
            self.report_comment(comment.start, ENDS_BEFORE_NEXT);
        }
    }

    fn report_comment(&mut self, start: usize, help: &'static str) {
        self.report_unclosed(start, "this comment is not closed".to_owned(), help.to_owned(), Severity::Error);
    }

    /// Reports a block of code that begins with a line of marks and ends without one of as many.
    pub(super) fn report_code_unclosed(&mut self, block: &Range<usize>) {
        let Some(code) = self.source.text.get(block.clone()) else { return };
        let code = code.trim_end();
        let marks = &code[..marks_at_start(code)];
        let last_line = code.rfind('\n').map(|newline| &code[newline + 1..]);
        if last_line.is_none_or(|line| !self.closes_code(line, marks)) {
            let help = format!("write `{marks}` on a line of its own where the code ends");
            self.report_unclosed(block.start, "this block of code is not closed".to_owned(), help, Severity::Error);
        }
    }

    /// Whether a line, with the marks of the quotes around it, ends a block of code that `marks` opened.
    fn closes_code(&self, line: &str, marks: &str) -> bool {
        // Four blanks would make the marks code, but in a list they may be the indentation of its item.
        if self.open.containers.is_empty() && line.starts_with("    ") {
            return false;
        }
        let is_quote = |role: &&ContainerRole| {
            matches!(role, ContainerRole::Plain(Element::BlockQuote) | ContainerRole::Callout(_))
        };
        let quotes = self.open.containers.iter().filter(is_quote).count();
        let line = (0..quotes).fold(line, |line, _| line.trim_start().strip_prefix('>').unwrap_or(line)).trim();
        line.len() >= marks.len() && line.len() == marks_at_start(line) && line.starts_with(marks)
    }

    /// Reports an element of HTML that ends with the element around it. Behind an open `<details>` the rest of the page would be
    /// folded; an element within a line ends with its paragraph.
    pub(super) fn report_html_unclosed(&mut self, name: &str, start: usize, is_block: bool) {
        let severity = if is_block { Severity::Error } else { Severity::Warning };
        let help = match is_block {
            true => format!("write `</{name}>` where it ends"),
            false => format!("write `</{name}>` in the same paragraph"),
        };
        self.report_unclosed(start, format!("`<{name}>` is not closed"), help, severity);
    }

    /// Reports what opens at `start`, at the rest of its line. Each finding reads its line, so that their number is limited.
    fn report_unclosed(&mut self, start: usize, message: String, help: String, severity: Severity) {
        self.open.unclosed += 1;
        if self.open.unclosed > MOST_FINDINGS {
            return;
        }
        let line = self.source.text[start..].lines().next().unwrap_or_default().trim_end();
        let location = self.source.locate(Span::new(start..start + line.len()));
        let finding = Diagnostic::new(&rules::DIRECTIVE_UNCLOSED, location, message).help(help);
        self.findings.push(Diagnostic { severity, ..finding });
    }
}

/// The number of equal marks of code, backquotes or tildes, with which a text begins.
fn marks_at_start(text: &str) -> usize {
    let mark = text.bytes().next().filter(|byte| matches!(byte, b'`' | b'~'));
    text.bytes().take_while(|byte| Some(*byte) == mark).count()
}

/// The offset of the comment in a text that has no end, or none before the next one begins.
fn unclosed_comment(html: &str) -> Option<usize> {
    let bytes = html.as_bytes();
    let mut from = 0;
    loop {
        let start = from + memmem::find(&bytes[from..], b"<!--")?;
        // `<!-->` is an empty comment.
        let inside = start + "<!".len();
        let Some(length) = memmem::find(&bytes[inside..], b"-->") else { return Some(start) };
        if memmem::find(&bytes[inside..inside + length], b"<!--").is_some() {
            return Some(start);
        }
        from = inside + length + "-->".len();
    }
}
