//! What stands in the place of a tag that has no translation, and what the report says of it.

use crate::log::ImportLog;
use crate::source_folder::ending_of;

use super::super::{has_word, icons};
use super::{Argument, Tag, TagKind, comment};

/// Values of a tag that its template shows to readers.
const SHOWN: &str = "title subtitle heading subheading header subheader headline footer label name caption text content body copy message description \
     summary question answer";

/// Values for the look of a tag, or for its program.
pub(crate) const LOOK: &str = "class className classes cls style viewbox viewBox sizes key icon width height lang target rel variant color colour cardColor \
     textColor align sidebar_position defaultValue groupId queryString";

/// Endings of files whose words a tag may show.
const TEXTS: &str = "md markdown mdx qmd txt csv tsv json yml yaml";

/// Notes a tag whose text is missing: before a unit, where a dose may have lost its number, in a sentence, which may have lost a word,
/// alone on its line, or alone in a cell of a table.
pub(crate) fn note_hole(tag: &Tag, file: &str, log: &mut ImportLog) {
    if let Some(unit) = &tag.unit {
        log.doubt(file, format!("`{}` stood before \"{unit}\", and nothing stands there now", tag.written()));
        return;
    }
    let is_include = tag.name == "include";
    let name = if is_include { tag.position(0).unwrap_or_default() } else { &tag.name };
    if is_wordless(name) && tag.is_in_cell && icon(tag).is_empty() {
        icons::note(&tag.written(), file, log);
    }
    if is_wordless(name) || !(tag.is_alone || tag.is_in_words) {
        return;
    }
    let has_name =
        |argument: &Argument, names: &str| argument.name.as_deref().is_some_and(|name| has_word(names, name));
    let is_text = |argument: &&Argument| {
        let is_file = has_word(TEXTS, &ending_of(argument.value.trim_end_matches(['"', '\'', ')'])));
        is_file && !has_name(argument, "href url link to page except exclude") && !is_shown(tag, argument)
    };
    let is_single = tag.kind == TagKind::Single;
    if let Some(text) = tag.arguments.iter().find(is_text).filter(|_| is_single) {
        log.doubt(file, format!("`{}` shows `{}`, whose words are not here", tag.written(), text.value));
        return;
    }
    let is_picture_or_link = tag.argument(&["src", "file", "href", "url", "link", "to"]).is_some() && tag.is_in_words;
    // The first words are a link to it, or the address of a picture or of an account is lost.
    let is_address = |name: &str| ["link", "href", "url"].iter().any(|end| name.to_lowercase().ends_with(end));
    let has_link = !words_of(tag).is_empty();
    let is_lost = |argument: &Argument| match argument.name.as_deref() {
        Some(name) if has_link && is_address(name) => false,
        // Beside words between two tags, numbers may be more than their look.
        _ if !is_single && !argument.value.contains(|sign: char| sign.is_ascii_digit()) => false,
        _ if is_shown(tag, argument) || has_word("true false", argument.value.trim()) => false,
        Some(name) => !is_picture_or_link && !has_word(LOOK, name),
        None => true,
    };
    let mut values = tag.arguments.iter().skip(usize::from(is_include && tag.is_in_words));
    let has_no_value = is_single && tag.is_in_words && tag.arguments.is_empty();
    match has_no_value || values.any(is_lost) {
        true if !tag.is_in_words || !is_single => {
            let instead = "the words that it shows, or nothing if it shows none";
            log.left(&format!("words of `{}`", tag.written()), file, instead);
        }
        true => log.doubt(file, format!("`{}` stood in a sentence, and its words are not here", tag.written())),
        false => {}
    }
}

/// Whether tags of a name show no words: by a part of it, or by the whole of it.
fn is_wordless(name: &str) -> bool {
    const CONTROL: &str = "assign if elsif else endif unless endunless when case for endfor";
    has_word(CONTROL, name) || has_part(SPACES, name) || has_part(ICONS, name)
}

/// Parts of the names of tags that draw a gap, a line or a picture of a sign.
const SPACES: &str = "emoji br nbsp anchor hr clear clearfix spacer space gap divider pagebreak break vspace";

/// Parts of the names of tags that draw an icon.
const ICONS: &str = "icon icons iconify fa fas fab far bi";

fn has_part(list: &str, name: &str) -> bool {
    name.split(|sign: char| !sign.is_alphanumeric()).any(|part| has_word(list, part))
}

/// The sign that says the same as a tag of an icon; empty for other tags and for mere drawings.
pub(crate) fn icon(tag: &Tag) -> &'static str {
    if !has_part(ICONS, &tag.name.to_lowercase()) {
        return "";
    }
    let is_name = |argument: &&Argument| argument.name.as_deref().is_none_or(|name| has_word("name icon", name));
    let names: Vec<&str> = tag.arguments.iter().filter(is_name).map(|argument| argument.value.as_str()).collect();
    icons::sign_of(&names.join(" "))
}

/// Whether readers see a value of a tag: by its name, or because it has no name and several words.
fn is_shown(tag: &Tag, argument: &Argument) -> bool {
    let value = argument.value.trim();
    match argument.name.as_deref() {
        _ if has_word("true false", value) || value.is_empty() => false,
        Some("name") if is_wordless(&tag.name) => false,
        Some(name) => has_word(SHOWN, name),
        None => value.contains(' '),
    }
}

/// The words that a tag without a translation gives to its template, with the address that it has for them.
fn words_of(tag: &Tag) -> Vec<String> {
    // Filters change the words of a value.
    if tag.name.is_empty() && tag.rest.contains('|') {
        return Vec::new();
    }
    let (named, phrases): (Vec<&Argument>, Vec<&Argument>) =
        tag.arguments.iter().filter(|argument| is_shown(tag, argument)).partition(|argument| argument.name.is_some());
    let mut words: Vec<String> =
        named.into_iter().chain(phrases).map(|argument| argument.value.trim().to_owned()).collect();
    let address = tag.argument(&["link", "href", "url"]).filter(|address| !address.contains([' ', '<', '>']));
    if let (Some(first), Some(address)) = (words.first_mut(), address) {
        *first = format!("[{first}](<{address}>)");
    }
    words
}

/// What stands in the place of a tag without a translation: the words of its arguments, and a comment where it stands alone.
pub(super) fn left_over(tag: &Tag, raw: &str) -> String {
    let (words, sign) = (words_of(tag), icon(tag));
    match (tag.is_alone, words.is_empty()) {
        _ if !sign.is_empty() => sign.to_owned(),
        (true, true) => comment(raw),
        (true, false) => format!("{}\n\n{}\n", comment(raw), words.join("\n\n")),
        (false, _) => words.join(", "),
    }
}
