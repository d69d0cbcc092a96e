//! Numbers: forms, plurals, ranges of pages, locators.

use std::borrow::Cow;

use super::Renderer;
use crate::formatted::Role;
use crate::locale::Locale;
use crate::style::PageRangeFormat;
use crate::style::elements::{NumberElement, NumberForm};
use crate::term::{Gender, TermForm};
use crate::variables::Variable;

impl<'s, 'i> Renderer<'s, 'i> {
    pub(super) fn number(&mut self, number: &'s NumberElement) {
        let Some(variable) = number.variable else { return self.count_variable(false) };
        // As text, which marks it as the citation number.
        if variable == Variable::CitationNumber && number.form == NumberForm::Numeric {
            self.formatted(&number.format, |renderer| renderer.text_variable(variable, false));
            return;
        }
        let value = match variable {
            Variable::CitationNumber => self.cite.number.map(|number| number.to_string()),
            Variable::Locator => self.cite.locator.map(|locator| locator.value.to_owned()),
            Variable::PageFirst => self.page_first().map(ToOwned::to_owned),
            _ if self.is_available(variable) => self.item.text(variable).map(ToOwned::to_owned),
            _ => None,
        };
        self.count_variable(value.is_some());
        let Some(text) = value else { return };
        self.formatted(&number.format, |renderer| {
            if variable == Variable::Page && number.form == NumberForm::Numeric {
                renderer.page_range(&text);
            } else if let Some(literal) = unescaped_hyphens(&text) {
                renderer.push(&literal);
            } else if !is_numeric(&text) {
                renderer.push(&text);
            } else {
                let gender = renderer
                    .style
                    .locale
                    .term(variable.name(), TermForm::Long)
                    .map_or(Gender::Neuter, |term| term.gender);
                let formed = formed_numbers(&renderer.style.locale, &text, number.form, gender);
                renderer.push(&formed);
            }
        });
        self.mark_used(variable);
    }

    /// The first page of the pages.
    pub(super) fn page_first(&self) -> Option<&'i str> {
        let page = match self.item.text(Variable::PageFirst) {
            Some(page) => return Some(page),
            None => self.item.text(Variable::Page)?,
        };
        let page = without_label(page);
        let end = page.find(['-', '\u{2013}', ',', ';', '&']).unwrap_or(page.len());
        Some(page[..end].trim())
    }

    pub(super) fn page_range(&mut self, text: &str) {
        let ranges = PageRanges::new(self.style.options.page_range_format, &self.style.locale);
        self.push(&ranges.write(without_label(text)));
    }

    pub(super) fn locator(&mut self) {
        self.count_variable(self.cite.locator.is_some());
        let Some(locator) = self.cite.locator else { return };
        self.with_role(Role::Variable(Variable::Locator), |renderer| {
            let format = renderer.style.options.page_range_format.filter(|_| locator.label == "page");
            let text = PageRanges::new(format, &renderer.style.locale).write(locator.value);
            renderer.push(&text);
        });
    }
}

/// Pages without a label, which some libraries have in the value.
fn without_label(pages: &str) -> &str {
    ["pp.", "p."].iter().find_map(|label| pages.strip_prefix(label)).map_or(pages, str::trim_start)
}

/// The text with each `\-` as a plain hyphen, if it has one. As in citeproc-js, such a hyphen is part of a number and divides
/// no range.
pub(super) fn unescaped_hyphens(text: &str) -> Option<String> {
    text.contains("\\-").then(|| text.replace("\\-", "-"))
}

/// Whether a text is a number in the sense of CSL: numbers with or without letters around them, joined by commas, hyphens
/// or ampersands. `2nd`, `12-15` and `3 & 4` are; `second` and `2nd edition` are not.
///
/// ```
/// # use wellpress_csl::is_numeric;
/// assert!(is_numeric("2nd") && is_numeric("12-15") && !is_numeric("2nd edition"));
/// ```
#[must_use]
pub fn is_numeric(text: &str) -> bool {
    // A hyphen behind a backslash is part of a number.
    let text = if text.contains('\\') { Cow::Owned(text.replace("\\-", "")) } else { Cow::Borrowed(text) };
    text.split([',', '-', '&', '\u{2013}']).all(is_number_with_letters)
}

/// Whether the part is digits, with or without letters around them.
fn is_number_with_letters(part: &str) -> bool {
    let digits = part.trim().trim_start_matches(char::is_alphabetic).trim_end_matches(char::is_alphabetic);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a text is Roman numerals: one, a range or several.
pub(super) fn is_roman(text: &str) -> bool {
    text.split([',', '-', '&', '\u{2013}']).all(is_roman_number)
}

fn is_roman_number(part: &str) -> bool {
    let part = part.trim();
    !part.is_empty() && part.chars().all(|character| "ivxlcdmIVXLCDM".contains(character))
}

/// What stands between the ends of a range.
pub(super) fn range_delimiter(locale: &Locale) -> &str {
    locale.term("page-range-delimiter", TermForm::Long).map_or("\u{2013}", |term| &term.single)
}

/// Whether a value takes its label in the plural.
pub(super) fn is_plural(variable: Variable, value: &str) -> bool {
    if matches!(variable, Variable::NumberOfPages | Variable::NumberOfVolumes) {
        let digits: String = value.trim().chars().take_while(char::is_ascii_digit).collect();
        return digits.parse::<u64>().is_ok_and(|number| number != 1 && number != 0);
    }
    // Values with words are plural only of pages: "3 Suppl 2" is one issue.
    let is_page = matches!(variable, Variable::Page | Variable::PageFirst | Variable::Locator);
    (is_page || is_numeric(value)) && !value.contains("\\-") && names_several(value)
}

/// Whether a value of numbers or pages names more than one.
fn names_several(value: &str) -> bool {
    // "213 and 235", in any language.
    let words: Vec<&str> = value.split_whitespace().collect();
    if let [first, _, last] = words[..]
        && is_digits_and_commas(first)
        && is_digits_and_commas(last)
    {
        return true;
    }
    let separators = [',', '-', '&', '\u{2013}', ';'];
    let mut parts = value.split([',', '-', '&', '\u{2013}', ';', ' ']).filter(|part| !part.trim().is_empty());
    value.contains(separators) && parts.nth(1).is_some_and(can_be_page)
}

fn is_digits_and_commas(word: &str) -> bool {
    word.trim_end_matches(',').bytes().all(|byte| byte.is_ascii_digit())
}

/// A page may have letters before its digits ("e12") or be a Roman numeral.
fn can_be_page(part: &str) -> bool {
    part.chars().any(|character| character.is_ascii_digit() || "ivxlcdm".contains(character))
}

/// A text that [`is_numeric`], with its numbers in a form: `2nd`, `second` or `ii`. Numbers with letters of their own stay.
fn formed_numbers(locale: &Locale, text: &str, form: NumberForm, gender: Gender) -> String {
    let mut out = String::with_capacity(text.len() + 4);
    let mut unread_text = text.trim();
    while !unread_text.is_empty() {
        let end = unread_text.find(is_separator).unwrap_or(unread_text.len());
        let (word, tail) = unread_text.split_at(end);
        match word.parse() {
            Ok(number) => out.push_str(&formed(locale, number, form, gender)),
            Err(_) => out.push_str(word),
        }
        let end = tail.find(|character| !is_separator(character)).unwrap_or(tail.len());
        let (separator, tail) = tail.split_at(end);
        match separator.trim() {
            "" => {}
            "," => out.push_str(", "),
            "&" => {
                let ampersand = locale.term("and", TermForm::Symbol).map_or("&", |term| &term.single);
                out.extend([" ", ampersand, " "]);
            }
            _ => out.push('\u{2013}'),
        }
        unread_text = tail;
    }
    out
}

fn is_separator(character: char) -> bool {
    character.is_whitespace() || matches!(character, ',' | '-' | '\u{2013}' | '&')
}

/// One number in a form. A language without a word for it has the ordinal with digits.
pub(super) fn formed(locale: &Locale, number: u32, form: NumberForm, gender: Gender) -> String {
    match form {
        NumberForm::Numeric => number.to_string(),
        NumberForm::Ordinal => format!("{number}{}", locale.ordinal_suffix(number, gender)),
        NumberForm::LongOrdinal => match locale.long_ordinal(number, gender) {
            Some(word) => word.to_owned(),
            None => formed(locale, number, NumberForm::Ordinal, gender),
        },
        NumberForm::Roman => roman(number),
    }
}

/// Roman numerals in small letters, for numbers below 4000.
fn roman(number: u32) -> String {
    const NUMERALS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if number == 0 || number >= 4000 {
        return number.to_string();
    }
    let mut remaining_number = number;
    let mut numerals = String::new();
    for (value, numeral) in NUMERALS {
        while remaining_number >= value {
            numerals.push_str(numeral);
            remaining_number -= value;
        }
    }
    numerals
}

/// Writes ranges of pages in the format of a style.
pub(crate) struct PageRanges<'s> {
    format: Option<PageRangeFormat>,
    delimiter: &'s str,
    ampersand: &'s str,
}

impl<'s> PageRanges<'s> {
    pub(crate) fn new(format: Option<PageRangeFormat>, locale: &'s Locale) -> Self {
        let delimiter = range_delimiter(locale);
        let ampersand = locale.term("and", TermForm::Symbol).map_or("&", |term| &term.single);
        Self { format, delimiter, ampersand }
    }

    /// Writes all ranges of a text, such as `12-15, 20 & 33`.
    pub(crate) fn write(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut unread_text = text;
        while !unread_text.is_empty() {
            let end = unread_text.find([',', '&', ';']).unwrap_or(unread_text.len());
            let (range, tail) = unread_text.split_at(end);
            let range = range.trim();
            if !range.is_empty() {
                self.push_range(range, &mut out);
            }
            let Some(separator) = tail.chars().next() else { break };
            match separator {
                '&' => {
                    out.push(' ');
                    out.push_str(self.ampersand);
                }
                _ => out.push(separator),
            }
            unread_text = tail[1..].trim_start();
            if !unread_text.is_empty() {
                out.push(' ');
            }
        }
        out
    }

    fn push_range(&self, range: &str, out: &mut String) {
        if let Some(number) = unescaped_hyphens(range) {
            return out.push_str(&number);
        }
        // Numbers with full stops, such as "123.e1", are those of articles on the web and stay as they are.
        if range.contains('.') {
            return out.push_str(range);
        }
        let normal = range.replace("--", "-");
        let parts: Vec<&str> = normal.split(['-', '\u{2013}', '\u{2014}', '\u{2011}']).map(str::trim).collect();
        let [first, last] = parts[..] else { return out.push_str(range) };
        if first.is_empty() || last.is_empty() || !ends_alphanumeric(first) || !ends_alphanumeric(last) {
            return out.push_str(&parts.join(self.delimiter));
        }
        let ends_in_digit = |page: &str| page.ends_with(|last: char| last.is_ascii_digit());
        // Unlike prefixes: "N110-5" may be a range or a number, so it stays as it is.
        if ends_in_digit(first) && ends_in_digit(last) && split_digits(first).0 != split_digits(last).0 {
            out.push_str(first);
            out.push('-');
            return out.push_str(last);
        }
        out.push_str(first);
        out.push_str(self.delimiter);
        out.push_str(&self.last_page(first, last));
    }

    /// The second page of a range as the format writes it.
    fn last_page(&self, first: &str, last: &str) -> String {
        let Some(format) = self.format.filter(|_| first != last) else { return last.to_owned() };
        let (first_prefix, first_digits) = split_digits(first);
        let (_, last_digits) = split_digits(last);
        if first_digits.is_empty() || last_digits.is_empty() {
            return last.to_owned();
        }
        let full = if last_digits.len() < first_digits.len() {
            format!("{}{last_digits}", &first_digits[..first_digits.len() - last_digits.len()])
        } else {
            last_digits.to_owned()
        };
        // A prefix that both pages have is written once, unless everything is to be written out.
        match format {
            PageRangeFormat::Expanded => format!("{first_prefix}{full}"),
            _ if full.len() != first_digits.len() => full,
            PageRangeFormat::Minimal => shared_digits_left_out(first_digits, &full, 1),
            PageRangeFormat::MinimalTwo => shared_digits_left_out(first_digits, &full, 2),
            PageRangeFormat::Chicago15 | PageRangeFormat::Chicago16 => {
                chicago(format, first_digits, &full).unwrap_or(full)
            }
        }
    }
}

/// The second number by the rules of Chicago, `None` if it is written in full.
fn chicago(format: PageRangeFormat, first: &str, last: &str) -> Option<String> {
    if first.len() < 3 || first.ends_with("00") {
        return None;
    }
    if has_zero_tens(first) && has_zero_tens(last) && first[..first.len() - 1] == last[..last.len() - 1] {
        return Some(shared_digits_left_out(first, last, 1));
    }
    let changed = first.bytes().zip(last.bytes()).filter(|(left, right)| left != right).count();
    // The 15th edition writes 1496-1504 in full: three of four digits differ.
    if format == PageRangeFormat::Chicago15 && first.len() == 4 && changed >= 3 {
        return None;
    }
    Some(shared_digits_left_out(first, last, 2))
}

fn has_zero_tens(digits: &str) -> bool {
    digits.as_bytes()[digits.len() - 2] == b'0'
}

/// The digits of `last` from the first that differs, at least `keep` of them.
fn shared_digits_left_out(first: &str, last: &str, keep: usize) -> String {
    let shared = first.bytes().zip(last.bytes()).take_while(|(left, right)| left == right).count();
    let start = shared.min(last.len().saturating_sub(keep));
    last[start..].to_owned()
}

/// Whether a page ends with a letter or digit, so that it can be the end of a range.
fn ends_alphanumeric(page: &str) -> bool {
    page.ends_with(|character: char| character.is_alphanumeric())
}

/// A page number as letters and digits: `e12` is `e` and `12`.
fn split_digits(page: &str) -> (&str, &str) {
    let digits = page.trim_end_matches(|character: char| character.is_ascii_digit()).len();
    page.split_at(digits)
}
