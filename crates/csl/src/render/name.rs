//! One name: its parts in the order that the style and the script ask for, and initials.

use std::borrow::Cow;

use super::names::NameStyle;
use super::{GivenNameLevel, Renderer};
use crate::item::Name;
use crate::style::GivenNameRule;
use crate::style::format::Format;
use crate::style::names::{DemoteParticle, NameForm};

/// The formatting of a part of the name.
#[derive(Clone, Copy)]
enum Part {
    Family,
    Given,
    Suffix,
}

/// The parts of a name as text. Those that are not shown are empty.
struct NameParts<'n> {
    given: Cow<'n, str>,
    dropping: &'n str,
    non_dropping: Cow<'n, str>,
    family: &'n str,
    suffix: Cow<'n, str>,
}

impl<'s> Renderer<'s, '_> {
    pub(super) fn one_name(&mut self, name: &Name<'_>, index: usize, style: &NameStyle<'s>) {
        if name.is_literal() {
            return self.part(&name.literal, Part::Family, style);
        }
        let parts = self.name_parts(name, index, style);
        let separator = style.options.sort_separator();
        match script_of(name) {
            Script::WithoutSpaces => {
                for text in [&*parts.non_dropping, parts.family] {
                    self.part(text, Part::Family, style);
                }
                self.part(&parts.given, Part::Given, style);
            }
            Script::FamilyFirst => self.family_first(&parts, style),
            Script::Roman if name.static_ordering => self.family_first(&parts, style),
            Script::Roman if self.is_sort_key => self.sort_name(&parts, separator, style),
            Script::Roman if style.options.inverts(index) => self.inverted_name(&parts, separator, style),
            Script::Roman => self.plain_name(&parts, name.comma_suffix, style),
        }
    }

    fn family_first(&mut self, parts: &NameParts<'_>, style: &NameStyle<'s>) {
        let start = self.buffer.frame();
        self.family(parts, style);
        if self.buffer.has_printed(&start) && !parts.given.is_empty() {
            self.buffer.push_affix(" ");
        }
        self.part(&parts.given, Part::Given, style);
    }

    /// "Berg van der, Piet": the order of a list of names.
    fn sort_name(&mut self, parts: &NameParts<'_>, separator: &str, style: &NameStyle<'s>) {
        let stays = self.style.options.demote_particle == DemoteParticle::Never;
        if stays {
            self.words(
                &[(&parts.non_dropping, Part::Family), (parts.family, Part::Family), (parts.dropping, Part::Given)],
                style,
            );
        } else {
            self.part(parts.family, Part::Family, style);
        }
        let demoted = if stays { "" } else { &*parts.non_dropping };
        let dropping = if stays { "" } else { parts.dropping };
        if !(parts.given.is_empty() && dropping.is_empty() && demoted.is_empty()) {
            self.buffer.push_affix(separator);
            self.words(&[(&parts.given, Part::Given), (dropping, Part::Given), (demoted, Part::Family)], style);
        }
        if !parts.suffix.is_empty() {
            self.buffer.push_affix(" ");
            self.part(&parts.suffix, Part::Suffix, style);
        }
    }

    /// "van der Berg, Piet, Jr."
    fn inverted_name(&mut self, parts: &NameParts<'_>, separator: &str, style: &NameStyle<'s>) {
        let demotes = self.style.options.demote_particle == DemoteParticle::DisplayAndSort;
        let (family_prefix, family_suffix) = affixes(style.name.and_then(|name| name.family.as_ref()));
        self.buffer.push_affix(family_prefix);
        if demotes {
            self.part(parts.family, Part::Family, style);
        } else {
            self.family(parts, style);
        }
        self.buffer.push_affix(family_suffix);
        let demoted = if demotes { &*parts.non_dropping } else { "" };
        if !(parts.given.is_empty() && parts.dropping.is_empty() && demoted.is_empty()) {
            let (prefix, suffix) = affixes(style.name.and_then(|name| name.given.as_ref()));
            if !parts.family.is_empty() {
                self.buffer.push_affix(separator);
            }
            self.buffer.push_affix(prefix);
            self.words(&[(&parts.given, Part::Given), (parts.dropping, Part::Given), (demoted, Part::Family)], style);
            self.buffer.push_affix(suffix);
        }
        if !parts.suffix.is_empty() {
            self.buffer.push_affix(separator);
            self.part(&parts.suffix, Part::Suffix, style);
        }
    }

    /// "Piet van der Berg Jr."
    fn plain_name(&mut self, parts: &NameParts<'_>, has_comma: bool, style: &NameStyle<'s>) {
        if !parts.given.is_empty() {
            let (prefix, suffix) = affixes(style.name.and_then(|name| name.given.as_ref()));
            self.buffer.push_affix(prefix);
            self.part(&parts.given, Part::Given, style);
            self.buffer.push_affix(suffix);
            self.buffer.push_affix(" ");
        }
        let (prefix, suffix) = affixes(style.name.and_then(|name| name.family.as_ref()));
        self.buffer.push_affix(prefix);
        if !parts.dropping.is_empty() {
            self.part(parts.dropping, Part::Given, style);
            if !(parts.non_dropping.is_empty() && joins_next_word(parts.dropping)) {
                self.buffer.push_affix(self.word_space());
            }
        }
        self.family(parts, style);
        if !parts.suffix.is_empty() {
            self.buffer.push_affix(if has_comma { ", " } else { " " });
            self.part(&parts.suffix, Part::Suffix, style);
        }
        self.buffer.push_affix(suffix);
    }

    /// The family name with the particle that belongs to it.
    fn family(&mut self, parts: &NameParts<'_>, style: &NameStyle<'s>) {
        self.words(&[(&parts.non_dropping, Part::Family), (parts.family, Part::Family)], style);
    }

    /// Parts with spaces between them, unless a part ends in a sign that joins it to the next.
    fn words(&mut self, parts: &[(&str, Part)], style: &NameStyle<'s>) {
        let mut previous_text: Option<&str> = None;
        for (text, part) in parts.iter().filter(|(text, _)| !text.is_empty()) {
            if previous_text.is_some_and(|before| !joins_next_word(before) && !before.ends_with(' ')) {
                let space = if matches!(part, Part::Family) { self.word_space() } else { " " };
                self.buffer.push_affix(space);
            }
            self.part(text, *part, style);
            previous_text = Some(text);
        }
    }

    /// Languages that do not break lines between a particle and the name behind it.
    fn word_space(&self) -> &'static str {
        let tag = &self.style.locale.tag;
        if ["fr", "ru", "cs"].iter().any(|language| tag.starts_with(language)) { "\u{a0}" } else { " " }
    }

    fn part(&mut self, text: &str, part: Part, style: &NameStyle<'s>) {
        let format = match part {
            Part::Family => style.name.and_then(|name| name.family.as_ref()),
            Part::Given => style.name.and_then(|name| name.given.as_ref()),
            Part::Suffix => None,
        };
        match format {
            Some(format) => {
                self.formatted_between("", format, "", |renderer| renderer.push(text));
            }
            None => self.push(text),
        }
    }

    fn name_parts<'n>(&self, name: &'n Name<'_>, index: usize, style: &NameStyle<'s>) -> NameParts<'n> {
        let given = self.given_name(name, index, style);
        let has_given = given.is_some();
        let non_dropping = if self.is_sort_key {
            Cow::Owned(name.non_dropping_particle.replace(['\'', '\u{2019}'], ""))
        } else {
            Cow::Borrowed(&*name.non_dropping_particle)
        };
        let suffix = match style.options.initialize_with() {
            Some(with) if has_given && !name.suffix.is_empty() => {
                Cow::Owned(normalised_initials(&name.suffix, with, true))
            }
            _ if has_given => Cow::Borrowed(&*name.suffix),
            _ => Cow::Borrowed(""),
        };
        NameParts {
            dropping: if has_given { &name.dropping_particle } else { "" },
            given: given.unwrap_or_default(),
            non_dropping,
            family: &name.family,
            suffix,
        }
    }

    /// The given names as they show, `None` where only the family name does.
    fn given_name<'n>(&self, name: &'n Name<'_>, index: usize, style: &NameStyle<'s>) -> Option<Cow<'n, str>> {
        let options = style.options;
        let initialize_with = options.initialize_with();
        let default = match (options.form(), initialize_with) {
            (NameForm::Long, Some(_)) => GivenNameLevel::Initials,
            (NameForm::Long, None) => GivenNameLevel::Full,
            _ => GivenNameLevel::Default,
        };
        let level = default.max(self.given_name_level(index));
        let has_initials_rule = matches!(
            self.style.options.given_name_rule,
            GivenNameRule::AllNamesWithInitials | GivenNameRule::PrimaryNameWithInitials
        );
        match level {
            GivenNameLevel::Default => None,
            GivenNameLevel::Full => Some(Cow::Borrowed(&*name.given)),
            GivenNameLevel::Initials if name.family.is_empty() => Some(Cow::Borrowed(&*name.given)),
            GivenNameLevel::Initials => {
                let Some(with) = initialize_with.or_else(|| has_initials_rule.then_some("")) else {
                    return Some(Cow::Borrowed(&*name.given));
                };
                let is_shortened = options.get(|options| options.initialize).unwrap_or(true);
                Some(Cow::Owned(if is_shortened {
                    initials(&name.given, with, self.style.options.initialize_with_hyphen)
                } else {
                    normalised_initials(&name.given, with, self.style.options.initialize_with_hyphen)
                }))
            }
        }
    }
}

fn affixes(format: Option<&Format>) -> (&str, &str) {
    format.map_or(("", ""), |format| (&format.prefix, &format.suffix))
}

fn joins_next_word(word: &str) -> bool {
    word.ends_with(['\u{2019}', '\'', '-', '\u{a0}', '\u{2013}', '\u{02bc}'])
}

enum Script {
    /// Latin, Greek, Cyrillic, Arabic and others with given names first.
    Roman,
    /// A family name in characters without spaces, with a given name in letters.
    FamilyFirst,
    /// Chinese, Japanese, Korean: family name and given name are written together.
    WithoutSpaces,
}

fn script_of(name: &Name<'_>) -> Script {
    if name.family.chars().any(is_alphabet_with_spaces) || !name.family.chars().any(is_east_asian) {
        Script::Roman
    } else if name.given.chars().next().is_some_and(is_alphabet_with_spaces) {
        Script::FamilyFirst
    } else {
        Script::WithoutSpaces
    }
}

/// Han, Kana, Bopomofo and Hangul.
const fn is_east_asian(character: char) -> bool {
    matches!(
        character,
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{9fff}' | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}'
            | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}'
    )
}

pub(super) const fn is_alphabet_with_spaces(character: char) -> bool {
    matches!(
        character,
        '-' | '0'..='9' | 'a'..='z' | 'A'..='Z' | '\u{e01}'..='\u{e5b}' | '\u{c0}'..='\u{17f}' | '\u{370}'..='\u{3ff}'
            | '\u{400}'..='\u{52f}' | '\u{590}'..='\u{5d4}' | '\u{5d6}'..='\u{5ff}' | '\u{1e00}'..='\u{1fff}'
            | '\u{600}'..='\u{6ff}' | '\u{200c}'..='\u{200e}' | '\u{218}'..='\u{21b}' | '\u{202a}'..='\u{202e}'
    )
}

/// Given names as initials, each followed by `with`. A hyphen between names stays if `keeps_hyphen`; a name after a hyphen
/// that begins with a small letter is part of the one before: "Ji-ping" is "J.".
pub(crate) fn initials(given: &str, with: &str, keeps_hyphen: bool) -> String {
    if matches!(given, "Lord" | "Lady")
        || !given.chars().find(|character| *character != '<').is_some_and(is_alphabet_with_spaces)
    {
        return given.to_owned();
    }
    let words = name_words(given, keeps_hyphen);
    let mut out = String::with_capacity(given.len());
    for (index, word) in words.iter().enumerate() {
        let next = words.get(index + 1);
        match initial(word.text) {
            Some(initial) => {
                out.push_str(&initial);
                out.push_str(with);
                if next.is_some_and(|next| next.is_hyphenated) {
                    while out.ends_with(' ') {
                        out.pop();
                    }
                    out.push('-');
                }
            }
            None => {
                if !out.is_empty() && !out.ends_with([' ', '-']) {
                    out.push(' ');
                }
                out.push_str(word.text);
                if next.is_some() {
                    out.push(' ');
                }
            }
        }
    }
    squeezed(out)
}

/// Initials within given names in the form of a style; names that are written in full stay.
pub(crate) fn normalised_initials(given: &str, with: &str, keeps_hyphen: bool) -> String {
    let words = name_words(given, keeps_hyphen);
    let mut out = String::with_capacity(given.len());
    for (index, word) in words.iter().enumerate() {
        let separator = if word.is_hyphenated { "-" } else { " " };
        let is_previous_initial = index.checked_sub(1).map(|previous| is_initial(&words[previous]));
        let stem = word.text.trim_end_matches('.');
        match (is_previous_initial, is_initial(word)) {
            (None, _) => {}
            // Between two initials stands only what follows each.
            (Some(true), true) if stem.chars().count() == 1 && !word.is_hyphenated => {}
            (Some(true), _) if out.ends_with(' ') && !word.is_hyphenated => {}
            (Some(_), _) => {
                if word.is_hyphenated {
                    out.truncate(out.trim_end().len());
                }
                out.push_str(separator);
            }
        }
        if is_initial(word) {
            out.push_str(stem);
            out.push_str(with);
        } else {
            out.push_str(word.text);
        }
    }
    squeezed(out)
}

fn is_initial(word: &NameWord<'_>) -> bool {
    let stem = word.text.trim_end_matches('.');
    (word.text.ends_with('.') && !stem.is_empty())
        || (stem.chars().count() == 1 && stem.chars().all(char::is_uppercase))
}

#[derive(Debug)]
struct NameWord<'a> {
    text: &'a str,
    /// Whether a hyphen joins it to the word before.
    is_hyphenated: bool,
}

/// Cuts given names at spaces, at hyphens before capitals, and behind full stops.
fn name_words(given: &str, keeps_hyphen: bool) -> Vec<NameWord<'_>> {
    let mut words: Vec<NameWord<'_>> = Vec::new();
    let mut start = 0;
    let mut is_hyphenated = false;
    let mut characters = given.char_indices().peekable();
    let mut add = |start: usize, end: usize, is_hyphenated: bool| {
        if start < end {
            words.push(NameWord { text: &given[start..end], is_hyphenated });
        }
    };
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        let end = at + character.len_utf8();
        match character {
            _ if character.is_whitespace() => {
                if start < at {
                    add(start, at, is_hyphenated);
                    is_hyphenated = false;
                }
                start = end;
            }
            '-' if !next.is_some_and(char::is_lowercase) => {
                if start < at {
                    add(start, at, is_hyphenated);
                }
                is_hyphenated = keeps_hyphen;
                start = end;
            }
            '.' if next.is_some_and(|next| !next.is_whitespace() && next != '-' && next != '.') => {
                add(start, end, is_hyphenated);
                (start, is_hyphenated) = (end, false);
            }
            _ => {}
        }
    }
    add(start, given.len(), is_hyphenated);
    words
}

/// The initial of a name that begins with a capital: `P` of "Philip", `Ph` of "Ph.".
fn initial(word: &str) -> Option<String> {
    let mut characters = word.chars();
    let first = characters.next()?;
    if !first.is_uppercase() {
        return None;
    }
    let letters_after_first: String = characters.by_ref().take_while(|character| character.is_alphabetic()).collect();
    let is_abbreviation = word.ends_with('.');
    if is_abbreviation && !letters_after_first.is_empty() {
        return Some(format!("{first}{letters_after_first}"));
    }
    let capitals: String = letters_after_first.chars().take_while(|character| character.is_uppercase()).collect();
    let extra = if !capitals.is_empty() && capitals.len() < letters_after_first.len() {
        capitals.to_lowercase()
    } else {
        String::new()
    };
    Some(format!("{first}{extra}"))
}

/// Text without spaces at the end and without two spaces in a row.
fn squeezed(mut text: String) -> String {
    while text.contains("  ") {
        text = text.replace("  ", " ");
    }
    text.truncate(text.trim_end().len());
    text
}
