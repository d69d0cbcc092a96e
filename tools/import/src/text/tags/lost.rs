//! What a translated tag said besides its translation: values that the old theme may have shown, and words of the template of the site.

use std::collections::BTreeMap;

use crate::log::ImportLog;

use super::super::scan::{near, replaced};
use super::super::{callout, excerpt, has_word, html};
use super::left_over::{LOOK, SHOWN};
use super::{Tag, TagTranslator};

/// Tags whose values are no words: those of programs, of links and of lists of sources.
const PROGRAMS: &str = "assign capture if elsif case when for unless highlight code codeblock ref relref link post_url cite citet citep \
     param siteparam comment mermaid katex math latex";

/// Further values for the look of a tag or for its program, whose words or numbers readers do not see.
const SETTINGS: &str = "id type kind level src path url href file image link page ref start end size border cols columns rows gap index order \
     weight loop muted autoplay controls zoom scale ratio aspect delay speed quality options command data loading align position placement theme \
     mode layout group groupId sync values items imports isDark is_dark provider host sources srcset onclick onClick dimensions attrlink";

/// The translation of a tag. Its translator is told of it, to see whether words are lost.
pub(super) fn translated(translator: &mut dyn TagTranslator, tag: &Tag, content: Option<&str>) -> Option<String> {
    let text = match content {
        Some(content) => translator.block(tag, content),
        None => translator.single(tag),
    }?;
    if !tag.name.is_empty() && !has_word(PROGRAMS, &tag.name.to_lowercase()) {
        translator.lost(tag, &text);
    }
    Some(text)
}

/// Notes what a tag and its template, which has a path and a text, said besides what its translation says.
pub(crate) fn note_lost(tag: &Tag, template: Option<(String, String)>, new: &str, file: &str, log: &mut ImportLog) {
    // A snippet is all that the template said.
    if new.trim_start().starts_with("::snippet{#") {
        return;
    }
    let new = words_between_blanks(new);
    let mut note = |kind: String, words: &str| {
        log.left(&format!("{kind}: \"{}\"", excerpt(words)), file, "these words, if readers need them");
    };
    let lost = tag.arguments.iter().filter_map(|argument| {
        let (name, value) = (argument.name.as_deref(), argument.value.trim());
        let template = template.as_ref().map_or(".Params", |(_, text)| text);
        let is_used = template.contains(".Params") || name.is_none_or(|name| template.contains(name));
        (is_used && is_lost(name, value, &new)).then_some(value)
    });
    let lost: Vec<&str> = lost.collect();
    if !lost.is_empty() {
        note(format!("words of `{}`", tag.written()), &lost.join("\", \""));
    }
    let Some((path, text)) = template else { return };
    if let Some(words) = template_words(&text).filter(|words| !stands_in(words, &new)) {
        note(format!("words of `{}` in `{path}`", tag.name), &words);
    }
}

/// Whether a template shows more than a translation says: words of its own, or one of these values.
pub(crate) fn has_more(template: &str, values: &BTreeMap<String, String>, new: &str) -> bool {
    let new = words_between_blanks(new);
    let mut shown = values.iter().filter(|(name, _)| template.contains(name.as_str()));
    template_words(template).is_some() || shown.any(|(name, value)| is_lost(Some(name), value, &new))
}

fn is_lost(name: Option<&str>, value: &str, new: &str) -> bool {
    may_be_shown(name, value) && !stands_in(&html::plain(value), new)
}

/// The words of a text, each between two blanks, without capitals and signs.
fn words_between_blanks(text: &str) -> String {
    let words = text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    words.fold(" ".to_owned(), |words, word| words + &word.to_lowercase() + " ")
}

/// Whether words stand in others, at least as a list or a template does, one part here and the next there.
fn stands_in(value: &str, words: &str) -> bool {
    let has = |part: &str| words.contains(&words_between_blanks(part));
    has(value) || value.split([',', ';', '|', VALUE]).all(has)
}

/// Whether readers may see a value of a tag: it has several words, or a number, and is no address and no setting.
fn may_be_shown(name: Option<&str>, value: &str) -> bool {
    let ending = value.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_file = (2..6).contains(&ending.len()) && ending.bytes().all(|sign| sign.is_ascii_lowercase());
    let is_address = is_file || !value.contains(' ') && value.contains(['/', '#', ':', '{']);
    if is_address || value.contains("=>") || !value.contains(char::is_alphanumeric) || has_word("true false", value) {
        return false;
    }
    let unit = value.trim_start_matches(|sign: char| sign.is_ascii_digit() || ".,-–".contains(sign));
    let is_dose = unit.len() < value.len() && unit_behind(unit).is_some();
    let has_words = value.contains(char::is_whitespace);
    let has_sign = value.contains(|sign: char| sign.is_uppercase() || sign.is_ascii_digit());
    match name {
        Some(name) if has_word(LOOK, name) || name.starts_with("on") || name.starts_with("data-") => false,
        // `level="5 mg"` is none.
        Some(name) if has_word(SETTINGS, name) => is_dose,
        Some(name) => has_words || has_sign || has_word(SHOWN, name),
        None => is_dose || has_words && !value.contains('='),
    }
}

/// Stands in the words of a template for a value.
const VALUE: char = '\u{2026}';

/// The words that a template has besides its values. One word is but a name of what it shows, as are those of callouts, such as "Note".
pub(crate) fn template_words(template: &str) -> Option<String> {
    let signs = [("{{/*", "*/}}"), ("{{- /*", "*/ -}}"), ("{{", "}}"), ("{%", "%}"), ("{#", "#}")];
    let text = signs.into_iter().fold(template.to_owned(), |text, (start, end)| {
        replaced(&text, start, |_, behind| {
            let length = near(behind).find(end)? + end.len();
            Some((format!(" {VALUE} "), &behind[length..]))
        })
    });
    let words = html::plain(&text);
    let own =
        words.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty() && callout(word).is_none());
    (own.count() > 1).then_some(words)
}

/// Whether a text has a number with a unit of a dose or of a time. A percentage may be the width of a box.
pub(crate) fn has_amount(text: &str) -> bool {
    let numbers = text.char_indices().filter(|(_, sign)| sign.is_ascii_digit());
    let mut units = numbers.filter_map(|(at, sign)| unit_behind(&text[at + sign.len_utf8()..]));
    units.any(|unit| unit != "%")
}

/// The unit of a dose or of a time with which a text begins.
pub(super) fn unit_behind(text: &str) -> Option<String> {
    const WORDS: &str = "units tablet tablets drop drops capsule capsules puff puffs time times second seconds minute minutes hour hours \
         day days week weeks set sets repetition repetitions";
    let text = text.strip_prefix([' ', '\u{a0}']).unwrap_or(text);
    let end = text.find(|sign: char| !(sign.is_alphabetic() || sign == '%')).unwrap_or(text.len());
    let is_unit = |word: &&str| is_sign_of_unit(word) || has_word(WORDS, &word.to_lowercase());
    Some(&text[..end]).filter(|word| !word.is_empty() && is_unit(word)).map(str::to_owned)
}

/// Whether a word is the short name of a unit. Its letters say how much it is: `mg` is no `Mg`.
pub(crate) fn is_sign_of_unit(word: &str) -> bool {
    has_word("mg g kg mcg ug \u{b5}g \u{3bc}g ml l dl iu mmol % mm cm", &word.to_lowercase())
}
