//! Stars and double tildes within words and between digits: `2*5 mg`, `HLA-B*57:01`, "Patient*innen". CommonMark takes two of them for
//! the marks of emphasis, however many words stand between them.
//!
//! A sign with a letter or a digit on each side is a mark only where another one belongs to it: in one word (`un*real*istic`), or at the
//! start or end of words (`*red flag*s`). It is decided for one paragraph at a time, and only for paragraphs that have such a sign.

use std::ops::Range;

use memchr::{memchr_iter, memmem};

use super::sign::{Sign, Signs, is_escaped_behind, line_at};
use crate::parser::code_lines::TextLine;
use crate::parser::wide_text::{is_wide_letter, is_wide_punctuation};

/// The most words between a mark at the start of words and one within a word, in bytes.
const LONGEST_PHRASE: usize = 60;
/// So many bytes before a sign are searched for the start of an address.
const LONGEST_ADDRESS: usize = 300;
/// Of the marks that wait for their partner, only the last few are looked at.
const MOST_OPEN: usize = 16;
/// A part of a word that is so short may be a unit or a variable.
const LONGEST_VARIABLE: usize = 2;

/// Decides about all signs of these kinds.
pub(super) fn read(text: &str, from: usize, lines: &[TextLine], signs: &mut Signs) {
    for (mark, sign) in [(b'*', Sign::Star), (b'~', Sign::DoubleTilde)] {
        let mut next = from;
        while let Some(at) = next_inner_run(text, from, next, mark) {
            let paragraph = paragraph_around(text, from, at);
            next = paragraph.end.max(at + 1);
            let mut runs = Runs::new(text, paragraph, mark, lines);
            runs.pair();
            runs.decide(sign, signs);
        }
    }
}

/// The offset of the first sign that is no plain mark of words.
fn next_inner_run(text: &str, from: usize, start: usize, mark: u8) -> Option<usize> {
    let bytes = text.as_bytes();
    memchr_iter(mark, &bytes[start..]).map(|offset| start + offset).find(|at| {
        let is_first = *at == from || bytes[at - 1] != mark;
        is_first
            && (matches!(place(text, from, run_at(text, *at, mark)), Place::Inside | Place::BetweenNumbers)
                || stands_beside_number(text, from, *at, mark))
    })
}

/// Whether a run has a number on both sides, with blanks between: `2 *5`.
fn stands_beside_number(text: &str, from: usize, at: usize, mark: u8) -> bool {
    let run = run_at(text, at, mark);
    text[from..at].trim_end_matches(' ').ends_with(char::is_numeric)
        && text[run.end..].trim_start_matches(' ').starts_with(char::is_numeric)
}

fn run_at(text: &str, start: usize, mark: u8) -> Range<usize> {
    start..start + text.as_bytes()[start..].iter().take_while(|byte| **byte == mark).count()
}

fn paragraph_around(text: &str, from: usize, at: usize) -> Range<usize> {
    let start = memmem::rfind(&text.as_bytes()[from..at], b"\n\n").map_or(from, |offset| from + offset + 2);
    let end = memmem::find(&text.as_bytes()[at..], b"\n\n").map_or(text.len(), |offset| at + offset);
    start..end
}

/// Where a run of signs stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    BeforeWords,
    BehindWords,
    /// With a letter or a digit on each side.
    Inside,
    /// Between two numbers, where it multiplies.
    BetweenNumbers,
    /// Where it is no mark.
    Alone,
}

/// A run of signs, and what becomes of it.
struct Run {
    range: Range<usize>,
    place: Place,
    fate: Fate,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Undecided,
    Mark,
    Text,
    /// The first of two that may be marks, with the end of the second.
    Doubtful(usize),
}

fn place(text: &str, from: usize, run: Range<usize>) -> Place {
    let (before, behind) = (&text[from..run.start], &text[run.end..]);
    let (Some(previous), Some(next)) = (before.chars().next_back(), behind.chars().next()) else {
        return if before.is_empty() { Place::BeforeWords } else { Place::BehindWords };
    };
    match (previous, next) {
        (previous, next) if next.is_numeric() && (previous.is_numeric() || ")]%\u{b0}".contains(previous)) => {
            Place::BetweenNumbers
        }
        // Scripts without blanks have marks between letters, and the parser decides about them.
        (previous, next) if is_wide(previous) || is_wide(next) => Place::Alone,
        (previous, next) if previous.is_alphanumeric() && next.is_alphanumeric() => Place::Inside,
        (previous, next)
            if !next.is_whitespace()
                && (previous.is_whitespace() || "([{\"'\u{201c}\u{2018}\u{ab}/-\u{2013}|>_*~".contains(previous)) =>
        {
            Place::BeforeWords
        }
        (previous, _) if !previous.is_whitespace() && !next.is_alphanumeric() => Place::BehindWords,
        (_, next) if !next.is_whitespace() => Place::BeforeWords,
        _ => Place::Alone,
    }
}

fn is_wide(c: char) -> bool {
    is_wide_letter(c) || is_wide_punctuation(c)
}

/// The runs of one paragraph.
struct Runs<'t> {
    text: &'t str,
    start: usize,
    runs: Vec<Run>,
}

impl<'t> Runs<'t> {
    fn new(text: &'t str, paragraph: Range<usize>, mark: u8, lines: &[TextLine]) -> Self {
        let (start, bytes) = (paragraph.start, text.as_bytes());
        let mut runs: Vec<Run> = Vec::new();
        let mut is_code = false;
        let mut read_to = start;
        for at in memchr_iter(mark, &bytes[paragraph.clone()]).map(|offset| start + offset) {
            if at < read_to {
                continue;
            }
            is_code ^= text[read_to.min(at)..at].matches('`').count() % 2 == 1;
            let range = run_at(text, at, mark);
            read_to = range.end;
            let is_mark = !is_code
                && !is_escaped_behind(&text[start..at])
                && (mark == b'*' || range.len() == 2)
                && line_at(lines, at).is_some()
                && !is_in_address(&text[start..at]);
            if is_mark {
                runs.push(Run { place: place(text, start, range.clone()), range, fate: Fate::Undecided });
            }
        }
        Self { text, start, runs }
    }

    /// Decides what each run is: first those at the ends of words, which belong to each other, then those within words.
    fn pair(&mut self) {
        for run in &mut self.runs {
            match run.place {
                Place::BetweenNumbers => run.fate = Fate::Text,
                Place::Alone => run.fate = Fate::Mark,
                _ => {}
            }
        }
        let mut open: Vec<usize> = Vec::new();
        for index in 0..self.runs.len() {
            match self.runs[index].place {
                Place::BeforeWords => open.push(index),
                Place::BehindWords => {
                    let length = self.runs[index].range.len();
                    let first = open.len().saturating_sub(MOST_OPEN);
                    let opening = open[first..].iter().rposition(|opening| self.runs[*opening].range.len() == length);
                    if let Some(position) = opening.map(|position| first + position) {
                        let fate = self.fate_of_pair(open[position], index);
                        self.set_pair(open[position], index, fate);
                        open.truncate(position);
                    }
                }
                _ => {}
            }
        }
        self.pair_within_words();
    }

    /// Two runs belong to each other, so that one finding asks about both.
    fn set_pair(&mut self, first: usize, second: usize, fate: Fate) {
        self.runs[second].fate = if matches!(fate, Fate::Doubtful(_)) { Fate::Text } else { fate };
        self.runs[first].fate = fate;
    }

    /// `2 *5 mg and 2* 5 mg` may be two products, and all others are emphasis.
    fn fate_of_pair(&self, opening: usize, closing: usize) -> Fate {
        let (opening, closing) = (&self.runs[opening].range, &self.runs[closing].range);
        let follows_number = self.text[self.start..opening.start].trim_end_matches(' ').ends_with(char::is_numeric);
        let is_product = follows_number
            && self.text[opening.end..].starts_with(char::is_numeric)
            && self.text[..closing.start].ends_with(char::is_numeric)
            && self.text[closing.end..].trim_start_matches(' ').starts_with(char::is_numeric);
        if is_product { Fate::Doubtful(closing.end) } else { Fate::Mark }
    }

    fn pair_within_words(&mut self) {
        let mut index = 0;
        while index < self.runs.len() {
            let last = self.end_of_word(index);
            if self.runs[index].place == Place::Inside {
                let fate = match last - index {
                    0 => self.fate_beside_words(index),
                    1 => self.fate_of_part(index),
                    _ => Fate::Text,
                };
                self.runs[index..=last].iter_mut().for_each(|run| run.fate = Fate::Text);
                self.set_pair(index, last, fate);
            }
            index = last + 1;
        }
    }

    /// The last of the runs that stand in the same word as the one at `index`.
    fn end_of_word(&self, index: usize) -> usize {
        let mut last = index;
        while let [run, next, ..] = &self.runs[last..]
            && run.place == Place::Inside
            && next.place == Place::Inside
            && self.text[run.range.end..next.range.start].chars().all(char::is_alphanumeric)
        {
            last += 1;
        }
        last
    }

    /// The only run in a word is a mark where it ends or begins a phrase: `*red flag*s`, `pre*operative phase*`.
    fn fate_beside_words(&mut self, index: usize) -> Fate {
        let range = self.runs[index].range.clone();
        // Three stars are those of two marks.
        let is_partner = |run: &Run| {
            let (shorter, longer) = (run.range.len().min(range.len()), run.range.len().max(range.len()));
            run.fate == Fate::Undecided && (shorter == longer || longer > 2)
        };
        let is_phrase = |words: &str| !words.contains(['.', ';', ':', ',', '\n']);
        let before = (0..index)
            .rev()
            .take_while(|other| self.runs[*other].range.end + LONGEST_PHRASE >= range.start)
            .find(|other| is_partner(&self.runs[*other]) && self.runs[*other].place == Place::BeforeWords)
            .filter(|other| is_phrase(&self.text[self.runs[*other].range.end..range.start]));
        let behind = || {
            (index + 1..self.runs.len())
                .take_while(|other| self.runs[*other].range.start <= range.end + LONGEST_PHRASE)
                .find(|other| is_partner(&self.runs[*other]) && self.runs[*other].place == Place::BehindWords)
                .filter(|other| is_phrase(&self.text[range.end..self.runs[*other].range.start]))
        };
        let Some(partner) = before.or_else(behind) else { return Fate::Text };
        self.runs[partner].fate = Fate::Mark;
        Fate::Mark
    }

    /// A part of one word between two runs may be emphasis, unless it is a factor: `4*x*3`. In `mg*kg*h` it may be either.
    fn fate_of_part(&self, index: usize) -> Fate {
        let (first, second) = (&self.runs[index].range, &self.runs[index + 1].range);
        let (before, behind) = (&self.text[self.start..first.start], &self.text[second.end..]);
        let before = &before[before.trim_end_matches(char::is_alphanumeric).len()..];
        let behind = &behind[..behind.len() - behind.trim_start_matches(char::is_alphanumeric).len()];
        let part = &self.text[first.end..second.start];
        let is_number = |word: &str| word.chars().all(char::is_numeric);
        let is_variable = |word: &str| word.chars().count() <= LONGEST_VARIABLE || is_number(word);
        match [before, part, behind] {
            _ if is_number(before) && is_number(behind) => Fate::Text,
            words if words.iter().all(|word| is_variable(word)) => Fate::Doubtful(second.end),
            _ => Fate::Mark,
        }
    }

    fn decide(&self, sign: Sign, signs: &mut Signs) {
        for run in &self.runs {
            match run.fate {
                Fate::Text => signs.hide(sign, run.range.clone()),
                Fate::Doubtful(end) => {
                    signs.hide_in_doubt(sign, run.range.clone(), self.with_neighbours(run.range.start..end));
                }
                Fate::Undecided | Fate::Mark => {}
            }
        }
    }

    /// Two runs with the words beside them.
    fn with_neighbours(&self, run: Range<usize>) -> Range<usize> {
        let before = self.text[self.start..run.start].trim_end_matches(' ').trim_end_matches(char::is_alphanumeric);
        let behind = self.text[run.end..].trim_start_matches(' ').trim_start_matches(char::is_alphanumeric);
        self.start + before.len()..self.text.len() - behind.len()
    }
}

/// Whether a text ends within an address or an attribute of HTML, where a star is a star anyway.
fn is_in_address(before: &str) -> bool {
    let end = &before.as_bytes()[before.len().saturating_sub(LONGEST_ADDRESS)..];
    let token = end.rsplit(u8::is_ascii_whitespace).next().unwrap_or_default();
    let token = before.get(before.len() - token.len()..).unwrap_or_default();
    token.contains("://") || token.rfind("](").is_some_and(|open| !token[open..].contains(')')) || token.contains("=\"")
}
