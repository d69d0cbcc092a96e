//! The sentences of the lines that changed: what readers see of each, and which of them belong together. A sentence that moved, was
//! divided or was joined with another is found again by its words.

use std::cmp::Reverse;
use std::collections::HashMap;

use wellpress_wording::{Telling, TellingWeight, WordKey, Words};

use super::TellingText;

/// A sentence, or the value of a field.
pub(super) struct Sentence {
    /// The path of the field in the front matter, such as `dose.reps`.
    pub field: Option<String>,
    /// The part of the page that is another page, such as `exercise:cobra`.
    pub part: Option<String>,
    /// As it is written.
    pub text: String,
    /// What readers see of it.
    shown: String,
    /// Its words in their order.
    in_order: Vec<WordKey>,
    /// The same words, each once, ascending.
    words: Vec<WordKey>,
}

impl Sentence {
    /// The sentences of a line, without the mark of a list or a heading. The value of a field has no such mark.
    pub fn of_line(part: Option<&str>, field: Option<&str>, line: &str) -> Vec<Self> {
        let line = if field.is_some() { line } else { without_mark(line) };
        let words = Words::of(line);
        let sentences = words.sentences().map(|range| {
            let text = line[range].trim();
            let shown = shown(text);
            let in_order: Vec<WordKey> = keys(&shown);
            let mut words = in_order.clone();
            words.sort_unstable();
            words.dedup();
            let [field, part] = [field, part].map(|name| name.map(str::to_owned));
            Self { field, part, text: text.to_owned(), shown, in_order, words }
        });
        sentences.filter(|sentence| !sentence.in_order.is_empty()).collect()
    }

    /// As readers can be told: with the name of the field before a bare number.
    pub fn readable(&self) -> String {
        let name = self.field.as_deref().and_then(|path| path.rsplit('.').find(|name| !is_position(name)));
        match name.filter(|_| self.is_bare()) {
            Some(name) => format!("{name}: {}", self.text),
            None => self.text.clone(),
        }
    }

    /// Whether a word of each is a form of the same: "smoke" and "smoking".
    fn is_akin(&self, other: &Self) -> bool {
        let words = |sentence: &'_ Self| {
            let words = sentence.shown.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 3);
            words.map(|word| word.to_lowercase().chars().collect::<Vec<char>>()).collect::<Vec<_>>()
        };
        let of_other = words(other);
        let is_form = |word: &Vec<char>, other: &Vec<char>| {
            let common = word.iter().zip(other).take_while(|(a, b)| a == b).count();
            common >= 3 && common + 2 >= word.len().min(other.len())
        };
        words(self).iter().any(|word| of_other.iter().any(|other| is_form(word, other)))
    }

    fn is_bare(&self) -> bool {
        !self.text.contains(char::is_alphabetic)
    }

    /// The field that the sentence is the value of, if it is no text in a list, which can move.
    fn place(&self) -> Option<(Option<&str>, &str)> {
        let is_of_list = |path: &&str| path.split('.').any(is_position);
        let field = self.field.as_deref().filter(|path| self.is_bare() || !is_of_list(path))?;
        Some((self.part.as_deref(), field))
    }

    /// How much of the longer of two sentences both have, from 0 to 1. The value of a field that is no list is compared with its own.
    fn likeness(&self, other: &Self) -> f64 {
        if self.place().is_some() && self.place() == other.place() {
            return 1.0;
        }
        part_of(shared(&self.words, &other.words), self.words.len().max(other.words.len()))
    }
}

/// Sentences that stand for each other: one and one, or several where a sentence was divided or joined. Without old ones they are new,
/// without new ones they were deleted.
#[derive(Default)]
pub(super) struct Group<'s> {
    pub was: Vec<&'s Sentence>,
    pub now: Vec<&'s Sentence>,
}

impl Group<'_> {
    /// What the old and the new sentences say.
    pub fn telling(&self, telling: &TellingText<'_>) -> [Telling; 2] {
        [&self.was, &self.now].map(|sentences| {
            let shown: Vec<&str> = sentences.iter().map(|sentence| sentence.shown.as_str()).collect();
            telling.of(&shown.join(". "))
        })
    }
}

/// The least likeness of two sentences that stand for each other.
const LEAST_LIKENESS: f64 = 0.5;

/// The same of two sentences that tell people the same.
const LEAST_LIKENESS_OF_SAME: f64 = 0.2;

/// The least part of a sentence that has to stand in another of which it is taken to be a piece.
const LEAST_CONTAINED: f64 = 0.6;

/// How far apart sentences are compared, so that the cost of a page that was written anew stays in bounds.
const FARTHEST: usize = 200;

/// Puts sentences together. Those that both have, wherever they stand, are left out, and so are those that say the same in other words.
pub(super) fn grouped<'s>(was: &'s [Sentence], now: &'s [Sentence], telling: &TellingText<'_>) -> Vec<Group<'s>> {
    let (was, now) = without_common(was, now);
    let (mut groups, mut was, mut now) = pairs(was, now);
    drop_reworded(&mut was, &mut now, telling);
    // A piece of a sentence that was divided.
    groups.extend(was.into_iter().map(|sentence| Group { was: vec![sentence], ..Group::default() }));
    for sentence in now {
        let best = best_group(&groups, sentence, |group| (&group.was, &group.now));
        match best {
            Some(at) => groups[at].now.push(sentence),
            None => groups.push(Group { now: vec![sentence], ..Group::default() }),
        }
    }
    // A piece of a sentence that was joined.
    let (lone, mut groups): (Vec<Group<'s>>, _) = groups.into_iter().partition(|group| group.now.is_empty());
    for group in lone {
        let sentence = group.was[0];
        match best_group(&groups, sentence, |group| (&group.now, &group.was)) {
            Some(at) => groups[at].was.push(sentence),
            None => groups.push(group),
        }
    }
    groups
}

/// Whether a name in the path of a field is the position in a list.
fn is_position(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_digit())
}

fn without_common<'s>(was: &'s [Sentence], now: &'s [Sentence]) -> (Sentences<'s>, Sentences<'s>) {
    let mut common: HashMap<_, [usize; 2]> = HashMap::new();
    // A bare number says something else in another field.
    let key = |sentence: &'s Sentence| (sentence.place().filter(|_| sentence.is_bare()), &*sentence.in_order);
    for (side, sentences) in [was, now].into_iter().enumerate() {
        sentences.iter().for_each(|sentence| common.entry(key(sentence)).or_default()[side] += 1);
    }
    common.values_mut().for_each(|count| *count = [count[0].min(count[1]); 2]);
    let mut is_own = |sentence: &&'s Sentence, side: usize| {
        let Some(count) = common.get_mut(&key(sentence)) else { return true };
        let is_common = count[side] > 0;
        count[side] = count[side].saturating_sub(1);
        !is_common
    };
    let was = was.iter().filter(|sentence| is_own(sentence, 0)).collect();
    (was, now.iter().filter(|sentence| is_own(sentence, 1)).collect())
}

type Sentences<'s> = Vec<&'s Sentence>;

/// Each old sentence with the new one that is most like it, the most alike first; and those that are left.
fn pairs<'s>(was: Sentences<'s>, now: Sentences<'s>) -> (Vec<Group<'s>>, Sentences<'s>, Sentences<'s>) {
    let mut candidates = Vec::new();
    for (old, sentence) in was.iter().enumerate() {
        let near = old.saturating_sub(FARTHEST)..now.len().min(old + FARTHEST);
        for new in near {
            let likeness = sentence.likeness(now[new]);
            if likeness >= LEAST_LIKENESS {
                candidates.push((likeness, Reverse(old.abs_diff(new)), Reverse(old), new));
            }
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (b.1, b.2).cmp(&(a.1, a.2))));
    let (mut was, mut now) =
        (was.into_iter().map(Some).collect::<Vec<_>>(), now.into_iter().map(Some).collect::<Vec<_>>());
    let mut groups: Vec<(usize, Group<'s>)> = Vec::new();
    for (_, _, Reverse(old), new) in candidates {
        if let (Some(first), Some(second)) = (was[old], now[new]) {
            (was[old], now[new]) = (None, None);
            groups.push((old, Group { was: vec![first], now: vec![second] }));
        }
    }
    groups.sort_by_key(|(old, _)| *old);
    let groups = groups.into_iter().map(|(_, group)| group).collect();
    (groups, was.into_iter().flatten().collect(), now.into_iter().flatten().collect())
}

/// Whether texts with the same numbers are as much to act on. Only one of them may name what it counts: "25 %", "a quarter".
fn is_as_weighty(a: Option<TellingWeight>, b: Option<TellingWeight>) -> bool {
    a == b || matches!((a, b), (Some(TellingWeight::Amount), None) | (None, Some(TellingWeight::Amount)))
}

/// Drops short sentences that have few words in common, and yet tell people the same: "Take 1 g." and "Take 1,000 mg."
fn drop_reworded(was: &mut Sentences<'_>, now: &mut Sentences<'_>, telling: &TellingText<'_>) {
    let mut new: Vec<(usize, Telling)> = now.iter().map(|sentence| telling.of(&sentence.shown)).enumerate().collect();
    let mut reworded = Vec::new();
    was.retain(|sentence| {
        let old = telling.of(&sentence.shown);
        let is_same = |(at, other): &(usize, Telling)| {
            let other_sentence: &Sentence = now[*at];
            is_as_weighty(old.weight(), other.weight())
                && (sentence.likeness(other_sentence) >= LEAST_LIKENESS_OF_SAME
                    || old.weight().is_some() && sentence.is_akin(other_sentence))
                && old.difference(other).is_none()
        };
        let found = new.iter().take(FARTHEST).position(is_same);
        reworded.extend(found.map(|index| new.remove(index).0));
        found.is_none()
    });
    let mut at = 0..;
    now.retain(|_| at.next().is_some_and(|at| !reworded.contains(&at)));
}

/// The group in which a sentence is a piece of the others: most of its words are in `whole`, and not in the pieces that are known.
fn best_group<'s>(
    groups: &[Group<'s>],
    sentence: &Sentence,
    sides: impl for<'g> Fn(&'g Group<'s>) -> (&'g Sentences<'s>, &'g Sentences<'s>),
) -> Option<usize> {
    let contained = groups.iter().enumerate().map(|(at, group)| {
        let (whole, pieces) = sides(group);
        let covered = |word: &WordKey| pieces.iter().any(|piece| piece.words.binary_search(word).is_ok());
        let in_whole = |word: &WordKey| whole.iter().any(|whole| whole.words.binary_search(word).is_ok());
        let count = sentence.words.iter().filter(|word| in_whole(word) && !covered(word)).count();
        // One word is in many sentences.
        let is_enough = count > 1 || pieces.is_empty() && count == sentence.words.len();
        (if is_enough { part_of(count, sentence.words.len()) } else { 0.0 }, at)
    });
    let best = contained.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    best.filter(|(part, _)| *part >= LEAST_CONTAINED).map(|(_, at)| at)
}

/// How many of the words of one ascending list are in another.
fn shared(a: &[WordKey], b: &[WordKey]) -> usize {
    a.iter().filter(|word| b.binary_search(word).is_ok()).count()
}

#[expect(clippy::cast_precision_loss, reason = "no sentence has so many words")]
fn part_of(count: usize, all: usize) -> f64 {
    count as f64 / all.max(1) as f64
}

fn keys(text: &str) -> Vec<WordKey> {
    let words = Words::of(text);
    words.by_sentence().flat_map(|(_, words)| words.map(|word| word.key).collect::<Vec<_>>()).collect()
}

/// The line without the marks that begin a list item, a heading or a quotation.
fn without_mark(line: &str) -> &str {
    let mut rest = line.trim_start();
    loop {
        let marks = rest.trim_start_matches(['#', '>', '*', '-', '+', ':', '|']);
        let number = marks.trim_start_matches(|c: char| c.is_ascii_digit());
        let behind =
            number.strip_prefix(['.', ')']).filter(|_| number.len() < marks.len() && marks.len() - number.len() < 4);
        let next = behind.filter(|behind| behind.starts_with(' ')).unwrap_or(marks);
        let is_mark = next.len() == rest.len() || next.starts_with(' ') || rest.starts_with(['>', '|', ':']);
        if next.len() == rest.len() || !is_mark {
            return rest;
        }
        rest = next.trim_start();
    }
}

/// What readers see of Markdown: without addresses, marks of sources and notes, tags and attributes; fractions as decimal numbers, and
/// "don't" as "do not".
fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let is_word_start = !shown.ends_with(char::is_alphanumeric);
        if let Some(behind) = behind_contraction(rest, is_word_start) {
            shown.push_str(" not");
            rest = behind;
        } else if let Some(behind) = behind_hidden(rest, is_word_start) {
            shown.push(' ');
            rest = behind;
        } else if let Some(sign) = sign_of(next, &rest[next.len_utf8()..], &shown) {
            shown.push(sign);
            rest = &rest[next.len_utf8()..];
        } else if let Some((value, behind)) = fraction(rest, &mut shown) {
            shown.push_str(value);
            rest = behind;
        } else {
            shown.push(next);
            rest = &rest[next.len_utf8()..];
        }
    }
    shown
}

/// A digit of another script as that of ASCII, and the minus before a number as its own sign.
fn sign_of(c: char, behind: &str, shown: &str) -> Option<char> {
    /// The zeros of Arabic, Persian, Hindi, Bengali and of wide letters, each with nine digits behind it.
    const ZEROS: [char; 5] = ['٠', '۰', '०', '০', '０'];
    if c == '-' {
        let is_minus = behind.starts_with(|c: char| c.is_ascii_digit())
            && !shown.ends_with(|c: char| !c.is_whitespace() && c != '(')
            && !shown.trim_end().ends_with(|c: char| c.is_ascii_digit());
        return is_minus.then_some('−');
    }
    let is_behind_digit = || shown.ends_with(|c: char| c.is_ascii_digit());
    match c {
        '٪' => Some('%'),
        '٫' if is_behind_digit() => Some('.'),
        _ => ZEROS.iter().find_map(|zero| {
            let value = (c as u32).checked_sub(*zero as u32)?;
            char::from_digit(value, 10)
        }),
    }
}

/// The text behind a contracted "not", as in "don't": both are compared as two words.
fn behind_contraction(text: &str, is_word_start: bool) -> Option<&str> {
    let behind = text.strip_prefix("n't").or_else(|| text.strip_prefix("n’t"));
    behind.filter(|behind| !is_word_start && !behind.starts_with(char::is_alphanumeric))
}

/// The text behind what readers do not see, if the text begins with that.
fn behind_hidden(text: &str, is_word_start: bool) -> Option<&str> {
    let behind = |end: &str| text.find(end).map(|at| &text[at + end.len()..]);
    let is_mark_of_source = |bracket: &str| {
        bracket.starts_with('^')
            || bracket.contains('@')
            || bracket.starts_with(|c: char| c.is_ascii_digit())
                && bracket.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | ' ' | '-' | '–'))
    };
    if text.starts_with("](") {
        return behind(")");
    }
    if let Some(bracket) = text.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
        return is_mark_of_source(bracket.0).then_some(bracket.1);
    }
    if text.starts_with("<!--") {
        return behind("-->");
    }
    let is_tag =
        text.strip_prefix('<').is_some_and(|tag| tag.starts_with(|c: char| c == '/' || c.is_ascii_alphabetic()));
    if is_tag {
        return behind(">");
    }
    if text.starts_with('{') {
        return behind("}");
    }
    let is_superscript = |c: char| matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹');
    if text.starts_with(is_superscript) && !is_word_start {
        return Some(text.trim_start_matches(is_superscript));
    }
    let is_address = text.starts_with("https://") || text.starts_with("http://") || text.starts_with("www.");
    let is_key = text.strip_prefix('@').is_some_and(|key| key.starts_with(char::is_alphanumeric));
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    (is_word_start && (is_address || is_key)).then(|| &text[end..])
}

/// A fraction in one character or with a stroke, as decimals; `1 ½` is one number.
fn fraction<'t>(text: &'t str, shown: &mut String) -> Option<(&'static str, &'t str)> {
    const FRACTIONS: [(&str, &str, &str); 5] =
        [("½", "1/2", ".5"), ("¼", "1/4", ".25"), ("¾", "3/4", ".75"), ("⅓", "1/3", ".333"), ("⅔", "2/3", ".667")];
    let is_digit = |c: char| c.is_ascii_digit();
    let found = FRACTIONS.iter().find_map(|(sign, stroked, value)| {
        let stroked = text.strip_prefix(stroked).filter(|behind| !behind.starts_with(|c| is_digit(c) || c == '/'));
        let behind =
            text.strip_prefix(sign).or_else(|| stroked.filter(|_| !shown.ends_with(|c| is_digit(c) || c == '/')));
        Some((*value, behind?))
    })?;
    let whole = shown.trim_end_matches(' ').len();
    match shown[..whole].ends_with(is_digit) {
        true => shown.truncate(whole),
        false => shown.push('0'),
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::{Sentence, TellingText, grouped, shown, without_mark};

    #[test]
    fn readers_see_no_marks() {
        for (text, expected) in [
            ("Take 2 [^1] of [these](/a-2023/) [12, 14].", "Take 2   of [these   ."),
            ("See [@a-2019, p. 4] and @b-2020 now.", "See   and   now."),
            ("Take ½ or 1 ½ or 1/2 tablets.", "Take 0.5 or 1.5 or 0.5 tablets."),
            ("A <b>dose</b>{.big} of https://a.example/2 it", "A  dose   of   it"),
        ] {
            assert_eq!(shown(text), expected);
        }
        assert_eq!(without_mark("12. Bend."), "Bend.");
        assert_eq!(without_mark("  - 10 mg a day"), "10 mg a day");
        assert_eq!(without_mark("10 mg a day"), "10 mg a day");
        assert_eq!(without_mark("> ## Dose"), "Dose");
    }

    #[test]
    fn sentences_are_found_again() {
        let sentences = |line: &str| Sentence::of_line(None, None, line);
        let telling = TellingText { language: "en" };
        let was = sentences("Take two tablets twice a day and drink a glass of water. Do not drive. Rest.");
        let now = sentences("Rest. Take two tablets twice a day. Drink a glass of water. Do not drive.");
        let groups = grouped(&was, &now, &telling);
        let sizes: Vec<(usize, usize)> = groups.iter().map(|group| (group.was.len(), group.now.len())).collect();
        assert_eq!(sizes, [(1, 2)]);
        let groups = grouped(&now, &was, &telling);
        let sizes: Vec<(usize, usize)> = groups.iter().map(|group| (group.was.len(), group.now.len())).collect();
        assert_eq!(sizes, [(2, 1)]);
    }
    #[test]
    fn short_sentences_that_say_the_same_are_no_change() {
        let telling = TellingText { language: "en" };
        for (was, now, expected) in [
            ("Take 1 g.", "Take 1,000 mg.", 0),
            ("Don't drive.", "Do not drive.", 0),
            ("Do not smoke.", "Avoid smoking.", 0),
            ("Store at -5 °C.", "Store at 5 °C.", 1),
            ("Store at -5 °C.", "Store at −5 °C.", 0),
            ("Take ١٠ mg.", "Take 10 mg.", 0),
            ("Take 1 g.", "Take 2,000 mg.", 2),
            ("Sit down. Take 1 g.", "Take 1,000 mg. Sit down.", 0),
        ] {
            let [was_sentences, now_sentences] = [was, now].map(|line| Sentence::of_line(None, None, line));
            assert_eq!(grouped(&was_sentences, &now_sentences, &telling).len(), expected, "{was} {now}");
        }
    }
}
