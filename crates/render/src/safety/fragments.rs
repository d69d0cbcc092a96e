//! [`Fragments`]: the notices and the steps in HTML that the build wrote.
//!
//! Input: the values of a template's variables. Output: the bytes of each notice and of each list of steps, in reading order. The
//! build escapes `<` in texts and attributes, so a start tag that it writes is found by its bytes alone.

use wellpress_foundation::text::{decode_references, one_line};

use super::{START, SafetyNotice};

/// The notices and the steps of a page as the build wrote them.
#[derive(Debug, Default)]
pub(super) struct Fragments<'h> {
    /// In reading order.
    pub notices: Vec<NoticeFragment<'h>>,
    /// The lists of steps and what else shows how an exercise is done, in reading order.
    pub steps: Vec<&'h str>,
    /// The HTML of each part of the page.
    pub parts: Vec<&'h str>,
}

/// A notice with the element around it.
#[derive(Debug)]
pub(super) struct NoticeFragment<'h> {
    /// What it is about.
    pub kind: SafetyNotice,
    /// Its bytes.
    pub html: &'h str,
    /// The template's variable that has it.
    pub variable: &'h str,
    /// The number of the part that has it, and the byte of that part at which it starts.
    pub part: usize,
    pub start: usize,
    /// How many lists of steps come before it.
    pub steps_before: usize,
    /// Whether it belongs before all steps, wherever its part stands.
    pub is_before_steps: bool,
}

/// The start tags of steps, up to where they may differ, with the names of the elements. The texts of a page have no other
/// elements with the classes of [`super::STEP_CLASSES`].
const STEP_TAGS: [(&str, &str); 5] = [
    ("<ol class=\"steps\"", "ol"),
    ("<ul class=\"steps\"", "ul"),
    ("<span class=\"quoted-step\"", "span"),
    ("<div class=\"table schedule\"", "div"),
    ("<figure class=\"video", "figure"),
];

impl<'h> Fragments<'h> {
    /// Reads the parts of a page, each with the name of its variable.
    pub fn of(parts: &[(&'h str, &'h str)]) -> Self {
        let mut fragments = Self::default();
        for (variable, html) in parts {
            fragments.add(variable, html);
        }
        fragments
    }

    /// Adds the notice of another part, which belongs before all steps.
    pub fn add_before_steps(&mut self, variable: &'h str, html: &'h str) {
        let number = self.notices.len();
        self.add(variable, html);
        for notice in &mut self.notices[number..] {
            (notice.steps_before, notice.is_before_steps) = (0, true);
        }
    }

    /// The numbers of the notices in the order in which each has to stand on the page: those with fewer steps before them first.
    /// Notices of the same words are told apart by nothing else, so the first of them on the page is the one that is due first.
    pub fn order_of_notices(&self) -> Vec<usize> {
        let mut numbers: Vec<usize> = (0..self.notices.len()).collect();
        numbers.sort_by_key(|number| {
            let notice = &self.notices[*number];
            (notice.steps_before, !notice.is_before_steps)
        });
        numbers
    }

    /// The notice that findings name instead of one of the same words: the last, whose variable stands alone in the template.
    pub fn last_of_same_words(&self, notice: &NoticeFragment<'h>) -> &NoticeFragment<'h> {
        self.notices.iter().rfind(|other| other.html == notice.html).expect("it is one of them itself")
    }

    fn add(&mut self, variable: &'h str, html: &'h str) {
        let part = self.parts.len();
        self.parts.push(html);
        let starts =
            memchr::memchr_iter(b'<', html.as_bytes()).filter_map(|at| Some((at, FragmentStart::of(&html[at..])?)));
        for (start, of) in starts {
            let (html, is_notice) = match of {
                FragmentStart::Notice => (element(html, start, "div"), true),
                FragmentStart::Steps(name) => (element(html, start, name), false),
            };
            let Some(kind) = kind_of(html).filter(|_| is_notice) else {
                self.steps.push(html);
                continue;
            };
            let steps_before = self.steps.len();
            let notice = NoticeFragment { kind, html, variable, part, start, steps_before, is_before_steps: false };
            self.notices.push(notice);
        }
    }
}

impl NoticeFragment<'_> {
    /// Its words, for messages.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for piece in self.html.split('<').filter_map(|piece| piece.split_once('>')) {
            text.push_str(piece.1);
            text.push(' ');
        }
        decode_references(&one_line(&text)).into_owned()
    }
}

/// What starts at a tag that the build wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FragmentStart {
    Notice,
    /// Steps, with the name of their element.
    Steps(&'static str),
}

impl FragmentStart {
    /// What starts at the beginning of this HTML; `None` for any other tag.
    pub fn of(html: &str) -> Option<Self> {
        // Most tags are told from those of notices and steps by their first letter.
        if !matches!(html.as_bytes().get(1), Some(b'd' | b'f' | b'o' | b's' | b'u')) {
            return None;
        }
        if html.starts_with(START) {
            return Some(Self::Notice);
        }
        let steps = STEP_TAGS.iter().find(|(tag, _)| html.starts_with(tag));
        steps.map(|(_, name)| Self::Steps(name))
    }
}

/// The kind of a notice, from its start tag.
fn kind_of(html: &str) -> Option<SafetyNotice> {
    SafetyNotice::of_class(html.strip_prefix(START)?.split('"').next()?)
}

/// The element that starts here, to the end of its end tag. The HTML is the build's own, in which every element of this name is
/// closed.
fn element<'h>(html: &'h str, start: usize, name: &str) -> &'h str {
    let mut depth = 0_usize;
    for at in memchr::memchr_iter(b'<', &html.as_bytes()[start..]).map(|at| start + at) {
        let is_end = html[at + 1..].starts_with('/');
        let Some(rest) = html[at + 1 + usize::from(is_end)..].strip_prefix(name) else { continue };
        if !rest.starts_with(['>', ' ', '\n']) {
            continue;
        }
        depth = if is_end { depth - 1 } else { depth + 1 };
        if depth == 0 {
            let end = html[at..].find('>').map_or(html.len(), |end| at + end + 1);
            return &html[start..end];
        }
    }
    &html[start..]
}

/// How often a text is among others.
pub(super) fn count(texts: &[&str], text: &str) -> usize {
    texts.iter().filter(|other| **other == text).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notices_and_steps_are_cut_out_whole_and_in_order() {
        let caution =
            "<div data-safety=\"caution\"><div class=\"cautions\"><p class=\"caution\">A &lt; b</p></div></div>";
        let steps = "<ol class=\"steps\">\n<li>C<ol><li>D</li></ol></li>\n</ol>";
        let care = "<div data-safety=\"care\"><aside>E</aside></div>";
        let text = format!("<div>F</div>{caution}\n<p>G</p>{steps}<p>&lt;ol class=\"steps\"</p>{care}");
        let fragments = Fragments::of(&[("record.content", &text)]);
        assert_eq!(fragments.steps, [steps]);
        let notices: Vec<_> = fragments.notices.iter().map(|notice| (notice.html, notice.steps_before)).collect();
        assert_eq!(notices, [(caution, 0), (care, 1)]);
        assert_eq!(fragments.notices[0].text(), "A < b");
        assert_eq!(fragments.notices[1].kind, SafetyNotice::CareCard);
    }
}
