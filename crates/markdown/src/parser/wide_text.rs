//! What differs in scripts that are written without blanks between words, as Chinese, Japanese and Thai are, and in Korean, whose
//! particles follow a word at once: which marks stand beside a word, and where a bare address ends.
//!
//! CommonMark decides by blanks and punctuation whether stars open or close. In `これは**「重要」**です` a bracket stands inside and
//! a word outside, so that they would do neither. What stands beside such stars is masked, so that they do both.

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr_iter, memchr3_iter};

use super::masks::Mask;

/// What stands for a letter before the parser.
const LETTER: u8 = b'x';
/// What stands for punctuation before the parser: a sign that begins no markup.
const PUNCTUATION: u8 = b',';

/// Whether a character is a letter of a script whose words follow each other without blanks, or a sign that belongs to them.
pub(super) fn is_wide_letter(c: char) -> bool {
    let is_of_script = matches!(c,
        '\u{e00}'..='\u{fff}' | '\u{1000}'..='\u{109f}' | '\u{1100}'..='\u{11ff}' | '\u{1780}'..='\u{17ff}'
        | '\u{2e80}'..='\u{2fff}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{9fff}' | '\u{a960}'..='\u{a97f}'
        | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{ff10}'..='\u{ff19}' | '\u{ff21}'..='\u{ff3a}'
        | '\u{ff41}'..='\u{ff5a}' | '\u{ff66}'..='\u{ffdc}' | '\u{20000}'..='\u{3ffff}');
    is_of_script && !is_wide_punctuation(c)
}

/// Whether a character is punctuation as wide as a letter of these scripts, such as `。`, `、`, `「` and `（`, or of Thai and its
/// neighbours.
pub(super) fn is_wide_punctuation(c: char) -> bool {
    matches!(c,
        '\u{3001}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '\u{3030}' | '\u{303d}' | '\u{30a0}' | '\u{30fb}'
        | '\u{fe10}'..='\u{fe19}' | '\u{fe30}'..='\u{fe6b}' | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}'
        | '\u{ff3b}'..='\u{ff40}' | '\u{ff5b}'..='\u{ff65}' | '\u{ffe0}'..='\u{ffee}'
        | '\u{e4f}' | '\u{e5a}' | '\u{e5b}' | '\u{f04}'..='\u{f12}' | '\u{f14}' | '\u{f3a}'..='\u{f3d}'
        | '\u{104a}'..='\u{104f}' | '\u{17d4}'..='\u{17d6}' | '\u{17d8}'..='\u{17da}')
}

/// Whether the parser takes a character for punctuation. The marks of other scripts do not matter here.
fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation()
        || is_wide_punctuation(c)
        || matches!(c, '\u{a1}' | '\u{a7}' | '\u{ab}' | '\u{b6}' | '\u{b7}' | '\u{bb}' | '\u{bf}')
        || matches!(c, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{2043}' | '\u{2045}'..='\u{2051}')
}

/// Whether a bare address ends before a character, wherever it stands in it. Letters of all scripts may be a part of an address, and
/// so may `・`, which names on Japanese pages have.
pub(super) fn ends_address(c: char) -> bool {
    (is_wide_punctuation(c) && c != '\u{30fb}')
        || matches!(c, '\u{ab}' | '\u{bb}' | '\u{201c}'..='\u{201e}' | '\u{2039}' | '\u{203a}')
}

/// Whether a character is the punctuation of a sentence where it stands behind a bare address.
pub(super) fn follows_address(c: char) -> bool {
    "?!.,:;*_~'\\".contains(c)
        || matches!(c, '\u{b7}' | '\u{2010}'..='\u{2027}' | '\u{30fb}' | '\u{60c}' | '\u{61b}' | '\u{61f}' | '\u{6d4}')
        || matches!(c, '\u{589}' | '\u{964}' | '\u{965}')
}

/// What stands beside marks, as far as CommonMark sees it otherwise than their author.
pub(super) struct MarkNeighbours {
    pub(super) masks: Vec<Mask>,
    /// Runs of marks that the parser takes for words, in order: stars and tildes between blanks, and underscores beside a letter of
    /// these scripts.
    pub(super) unread: Vec<Range<usize>>,
}

/// Masks for what stands beside stars (`**`), tildes (`~~`) and equals signs (`==`) that would neither open nor close: punctuation
/// beside a letter of these scripts. Wide punctuation is shown to the parser as a letter. Other punctuation may be a part of the
/// markup, as in `**[words](a.md)**です`, so that the letter beside it is shown as punctuation.
pub(super) fn beside_marks(text: &str, from: usize) -> MarkNeighbours {
    let mut beside = MaskedNeighbours { text, masks: Vec::new(), run_before: None };
    let mut apart = Vec::new();
    let bytes = text.as_bytes();
    let mut next = from;
    for start in memchr3_iter(b'*', b'~', b'=', &bytes[from..]).map(|offset| from + offset) {
        if start < next {
            continue;
        }
        next = start + bytes[start..].iter().take_while(|byte| **byte == bytes[start]).count();
        let neighbours = [bytes.get(start.wrapping_sub(1)), bytes.get(next)];
        if bytes[start] != b'=' && neighbours.iter().all(|byte| byte.is_none_or(u8::is_ascii_whitespace)) {
            apart.push(start..next);
        }
        let is_other_sign = bytes[start] != b'*' && next - start != 2;
        let has_wide_neighbour = neighbours.iter().any(|byte| byte.is_some_and(|byte| !byte.is_ascii()));
        if has_wide_neighbour && !is_other_sign {
            beside.add(from, start..next);
        }
    }
    apart.extend(underscores_within_words(text, from));
    apart.sort_by_key(|run| run.start);
    MarkNeighbours { masks: beside.masks, unread: apart }
}

/// The runs of one or two underscores with a letter of these scripts beside them.
fn underscores_within_words(text: &str, from: usize) -> impl Iterator<Item = Range<usize>> + '_ {
    let bytes = text.as_bytes();
    let mut next = from;
    memchr_iter(b'_', &bytes[from..]).filter_map(move |offset| {
        let start = from + offset;
        if start < next {
            return None;
        }
        next = start + bytes[start..].iter().take_while(|byte| **byte == b'_').count();
        let is_beside = text[from..start].ends_with(is_wide_letter) || text[next..].starts_with(is_wide_letter);
        (is_beside && next - start <= 2).then_some(start..next)
    })
}

/// The masks beside the runs of marks that were read.
struct MaskedNeighbours<'t> {
    text: &'t str,
    masks: Vec<Mask>,
    /// The last run with a neighbour of these scripts.
    run_before: Option<Range<usize>>,
}

impl MaskedNeighbours<'_> {
    fn add(&mut self, from: usize, run: Range<usize>) {
        let before = self.text[from..run.start].chars().next_back();
        let (Some(before), Some(behind)) = (before, self.text[run.end..].chars().next()) else { return };
        let before_range = run.start - before.len_utf8()..run.start;
        let behind_range = run.end..run.end + behind.len_utf8();
        // One character may stand between two runs.
        let mask_before = self.masks.last().filter(|mask| mask.range == before_range).map(|mask| mask.shown);
        let is_word = |c: char| !c.is_whitespace() && !is_punctuation(c);
        let before_is_punctuation = mask_before.map_or(is_punctuation(before), |shown| shown == PUNCTUATION);
        let before_is_word = mask_before.map_or(is_word(before), |shown| shown == LETTER);
        match (before_is_punctuation, is_punctuation(behind)) {
            (true, false) if is_wide_punctuation(before) && is_word(behind) => self.mask(before_range, LETTER),
            (true, false) if is_wide_letter(behind) => self.mask(behind_range, PUNCTUATION),
            (false, true) if is_wide_punctuation(behind) && before_is_word => self.mask(behind_range, LETTER),
            (false, true) if is_wide_letter(before) && mask_before.is_none() => {
                self.mask_before_run(from, before_range)
            }
            _ => {}
        }
        self.run_before = Some(run);
    }

    fn mask(&mut self, range: Range<usize>, shown: u8) {
        self.masks.push(Mask { range, shown });
    }

    /// Shows the letter before a run as punctuation. If it is the only one behind another run, what stands before that run has to
    /// be punctuation too, or that run would no longer open.
    fn mask_before_run(&mut self, from: usize, letter: Range<usize>) {
        if let Some(run) = self.run_before.clone().filter(|run| run.end == letter.start)
            && let Some(before) = self.text[from..run.start].chars().next_back()
            && is_wide_letter(before)
            && self.masks.last().is_none_or(|mask| mask.range.end < run.start)
        {
            self.mask(run.start - before.len_utf8()..run.start, PUNCTUATION);
        }
        self.mask(letter, PUNCTUATION);
    }
}

/// A text of its own, such as a label, with the masks of [`beside_marks`].
pub(super) fn masked_beside_marks(text: Cow<'_, str>) -> Cow<'_, str> {
    let masks = beside_marks(&text, 0).masks;
    if masks.is_empty() {
        return text;
    }
    let mut masked = text.as_bytes().to_vec();
    for Mask { range, shown } in masks {
        masked[range].fill(shown);
    }
    // Whole characters are replaced by whole characters, so the bytes stay valid.
    String::from_utf8(masked).map_or(text, Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::{beside_marks, ends_address, follows_address, is_wide_letter, is_wide_punctuation};

    fn masked(text: &str) -> Vec<(&str, char)> {
        beside_marks(text, 0).masks.into_iter().map(|mask| (&text[mask.range], char::from(mask.shown))).collect()
    }

    #[test]
    fn letters_and_wide_punctuation_beside_marks_are_masked() {
        assert_eq!(masked("は**「要」**で"), [("「", 'x'), ("」", 'x')]);
        assert_eq!(masked("5mg**（x）**a"), [("（", 'x'), ("）", 'x')]);
        assert_eq!(masked("は**要**(で)"), [("は", ','), ("要", ',')]);
        assert_eq!(masked("**甲**、**「a」**と"), [("、", 'x'), ("「", 'x'), ("」", 'x')]);
        assert_eq!(masked("**(밀리)**을"), [("을", ',')]);
        assert_eq!(masked("**[a](b.md)**です"), [("で", ',')]);
        assert!(masked("**要**です").is_empty() && masked("**a.**b").is_empty() && masked("。**「a」** ").is_empty());
        assert!(masked("a = 「b」, ~「c」").is_empty());
    }

    #[test]
    fn letters_are_no_punctuation() {
        for c in ['重', 'ー', '々', 'を', '밀', 'ค', '\u{e48}', 'Ａ', '９'] {
            assert!(is_wide_letter(c) && !is_wide_punctuation(c) && !ends_address(c), "{c}");
        }
        for c in ['。', '、', '「', '）', '，', '：', '！', '】', '｡'] {
            assert!(!is_wide_letter(c) && is_wide_punctuation(c) && ends_address(c), "{c}");
        }
        assert!(!ends_address('・') && follows_address('・') && follows_address('…') && ends_address('“'));
        assert!(!is_wide_letter('\u{3000}') && !is_wide_punctuation('\u{3000}'));
    }
}
