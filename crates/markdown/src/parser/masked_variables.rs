//! [`MaskedVariables`]: the variables of a text, which the CommonMark parser must see as a word: `[call]({{ finder }})` would be
//! no link for it, because of the blanks, and `{{ a }}` behind a heading would be its attributes.
//!
//! Each is hidden behind characters that no text can have (noncharacters of Unicode and control characters, with which no file is
//! read), as long as itself. They say which one it is, since the parser hands on addresses without their places.

use std::borrow::Cow;
use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::variables::{self, VariableUse, Variables};

/// The noncharacters with which a hidden variable begins.
const FIRST: Range<u32> = 0xfdd0..0xfdf0;
/// The control characters that follow.
const SECOND: Range<u32> = 0x80..0xa0;
/// What follows these in all variables but the shortest, `{{a}}`, for which no byte is left.
const THIRD: Range<u32> = 0x61..0x7b;
const SHORTEST: usize = 5;
/// So many of the first signs are for the shortest, of which there are as many as letters.
const FIRST_OF_SHORTEST: u32 = 2;
/// How many spellings can be told apart. Further ones are text.
const MAX_SPELLINGS: usize = 30 * 32 * 26;

/// The variables of a text, in order.
#[derive(Default)]
pub(super) struct MaskedVariables {
    /// Whether the site has any, so that a backslash before two braces makes text of them.
    pub(super) are_defined: bool,
    uses: Vec<VariableUse>,
    /// What each use is hidden behind, as long as itself.
    stand_ins: Vec<String>,
    /// The spellings, such as `{{ helpline }}`, by the signs with which their stand-ins begin.
    spellings: FxHashMap<String, String>,
}

impl MaskedVariables {
    pub(super) fn new(text: &str, from: usize, variables: Variables<'_>) -> Self {
        let mut masked = Self { are_defined: variables.are_defined(), ..Self::default() };
        if !masked.are_defined {
            return masked;
        }
        let mut stand_ins_by_spelling: FxHashMap<&str, String> = FxHashMap::default();
        let (mut shortest, mut others) = (0, 0);
        for variable in variables::uses(text, from, variables) {
            let spelling = &text[variable.range.clone()];
            if !stand_ins_by_spelling.contains_key(spelling) {
                let number = if spelling.len() == SHORTEST { &mut shortest } else { &mut others };
                if *number == MAX_SPELLINGS {
                    continue;
                }
                let stand_in = stand_in(*number, spelling.len());
                *number += 1;
                masked.spellings.insert(signs(&stand_in).to_owned(), spelling.to_owned());
                stand_ins_by_spelling.insert(spelling, stand_in);
            }
            masked.stand_ins.push(stand_ins_by_spelling[spelling].clone());
            masked.uses.push(variable);
        }
        masked
    }

    /// The bytes of all, in order.
    pub(super) fn ranges(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        self.uses.iter().map(|variable| variable.range.clone())
    }

    /// The variables within a range.
    pub(super) fn within(&self, range: &Range<usize>) -> Vec<VariableUse> {
        let first = self.uses.partition_point(|variable| variable.range.start < range.start);
        self.uses[first..].iter().take_while(|variable| variable.range.end <= range.end).cloned().collect()
    }

    /// Whether a variable begins at an offset, and where it ends.
    pub(super) fn end_of(&self, start: usize) -> Option<usize> {
        let at = self.uses.binary_search_by_key(&start, |variable| variable.range.start).ok()?;
        Some(self.uses[at].range.end)
    }

    /// Hides the variables in the bytes of a text that begins at `start`.
    pub(super) fn hide(&self, bytes: &mut [u8], start: usize) {
        for (VariableUse { range, .. }, stand_in) in self.uses.iter().zip(&self.stand_ins) {
            if range.start >= start && range.end - start <= bytes.len() {
                bytes[range.start - start..range.end - start].copy_from_slice(stand_in.as_bytes());
            }
        }
    }

    /// A text from the parser with the variables as they are written.
    pub(super) fn restored<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.spellings.is_empty() || !text.contains(is_first_sign) {
            return Cow::Borrowed(text);
        }
        let mut restored = String::with_capacity(text.len());
        let mut unread = text;
        while let Some(at) = unread.find(is_first_sign) {
            restored.push_str(&unread[..at]);
            unread = &unread[at..];
            let Some(spelling) = self.spelling_at(unread).filter(|spelling| unread.is_char_boundary(spelling.len()))
            else {
                break;
            };
            restored.push_str(spelling);
            unread = &unread[spelling.len()..];
        }
        restored.push_str(unread);
        Cow::Owned(restored)
    }

    fn spelling_at(&self, text: &str) -> Option<&str> {
        self.spellings.get(signs(text)).map(String::as_str)
    }
}

/// Whether a character is the first of a stand-in.
fn is_first_sign(c: char) -> bool {
    FIRST.contains(&u32::from(c))
}

/// The signs with which a stand-in at the start of a text begins: all of it but what fills its length.
fn signs(text: &str) -> &str {
    let is_shortest = text.chars().next().is_some_and(|c| u32::from(c) < FIRST.start + FIRST_OF_SHORTEST);
    text.get(..if is_shortest { SHORTEST } else { SHORTEST + 1 }).unwrap_or_default()
}

const FILLER: char = 'x';

/// What hides the spelling with this number, in so many bytes.
fn stand_in(number: usize, length: usize) -> String {
    let mut text = String::with_capacity(length);
    if length == SHORTEST {
        text.extend([sign_of(FIRST, number / 32), sign_of(SECOND, number % 32)]);
    } else {
        let (letter, rest) = (number % 26, number / 26);
        text.extend([
            sign_of(FIRST, FIRST_OF_SHORTEST as usize + rest / 32),
            sign_of(SECOND, rest % 32),
            sign_of(THIRD, letter),
        ]);
    }
    text.extend(std::iter::repeat_n(FILLER, length - text.len()));
    text
}

fn sign_of(range: Range<u32>, number: usize) -> char {
    let number = u32::try_from(number).expect("the number of spellings is limited");
    char::from_u32(range.start + number).expect("a range of characters")
}
