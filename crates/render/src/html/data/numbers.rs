//! [`NumberFormat`]: numbers in digits as a language writes them.

use std::borrow::Cow;

use super::axis::{Axis, Tick};
use crate::html::TextContext;

/// Whether the digits of thousands stand apart from those below.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Grouping {
    /// Numbers stay in one piece, as years do.
    None,
    Thousands,
}

impl Grouping {
    /// The grouping of numbers that stand together: none unless one of them has five digits before its decimal mark.
    pub fn of<'a>(mut numbers: impl Iterator<Item = &'a str>) -> Self {
        if numbers.any(|number| count_of_whole_digits(number) >= 5) { Self::Thousands } else { Self::None }
    }
}

/// The number of digits before the decimal mark.
fn count_of_whole_digits(number: &str) -> usize {
    number.trim_start_matches(['-', '−']).split('.').next().map_or(0, str::len)
}

/// The marks that a language puts into numbers.
pub(super) struct NumberFormat<'a> {
    decimal: Cow<'a, str>,
    group: Cow<'a, str>,
}

impl<'a> NumberFormat<'a> {
    pub fn of(text_cx: TextContext<'a>) -> Self {
        Self { decimal: text_cx.say("text-number-decimal"), group: text_cx.say("text-number-group") }
    }

    /// A number that is written in digits with a decimal point. Other texts stay as they are.
    pub fn written(&self, text: &str, grouping: Grouping) -> String {
        let (sign, digits) = match text.strip_prefix(['-', '−']) {
            Some(digits) => ("−", digits),
            None => ("", text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        if whole.is_empty() || !is_digits(whole) || !is_digits(fraction) {
            return text.to_owned();
        }
        let mut number = sign.to_owned();
        for (at, digit) in whole.char_indices() {
            if at > 0 && grouping == Grouping::Thousands && (whole.len() - at).is_multiple_of(3) {
                number.push_str(&self.group);
            }
            number.push(digit);
        }
        if !fraction.is_empty() {
            number.push_str(&self.decimal);
            number.push_str(fraction);
        }
        number
    }

    /// The labels of an axis.
    pub fn labels(&self, axis: &Axis) -> Vec<String> {
        let labels: Vec<String> = axis.ticks.iter().map(label_of_tick).collect();
        let grouping = Grouping::of(labels.iter().map(String::as_str));
        labels.iter().map(|label| self.written(label, grouping)).collect()
    }
}

fn is_digits(part: &str) -> bool {
    part.bytes().all(|byte| byte.is_ascii_digit())
}

/// The number at a mark, in digits with a decimal point.
fn label_of_tick(tick: &Tick) -> String {
    let digits = format!("{:.*}", tick.decimals, tick.at);
    // Rounding can leave a zero with a sign.
    let is_zero = digits.bytes().all(|byte| matches!(byte, b'-' | b'0' | b'.'));
    if is_zero { "0".to_owned() } else { digits }
}
