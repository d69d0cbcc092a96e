//! What stands in the place of a tag that has no translation, and what the report says of it.

use crate::log::ImportLog;
use crate::source_folder::ending_of;

use super::super::scan::{last_line, near_end};
use super::super::{column_in_item, column_of_item, has_word, icons, indent, quoted};
use super::{Argument, Tag, TagKind};

/// Values of a tag that its template shows to readers.
pub(crate) const SHOWN: &str = "title subtitle heading subheading header subheader headline footer label name caption text content body copy message description \
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
    let is_wordless = is_wordless(name) || is_icon(tag);
    if is_wordless && tag.is_in_cell && icon(tag).is_empty() {
        icons::note(&tag.written(), file, log);
    }
    if is_wordless || !(tag.is_alone || tag.is_in_words) {
        return;
    }
    let has_name =
        |argument: &Argument, names: &str| argument.name.as_deref().is_some_and(|name| has_word(names, name));
    let is_text = |argument: &&Argument| {
        let is_file = has_word(TEXTS, &ending_of(argument.value.trim_end_matches(['"', '\'', ')'])));
        let is_remote = argument.value.starts_with("http") && argument.value.ends_with(".json");
        is_file && !is_remote && !has_name(argument, "href url link to page except exclude") && !is_shown(tag, argument)
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
    let address = address_of(tag, "link href url relref page").filter(|_| has_link);
    let is_lost = |argument: &&Argument| match argument.name.as_deref() {
        Some(name) if has_link && is_address(name) || address == Some(&argument.value) => false,
        // Beside words between two tags, numbers may be more than their look.
        _ if !is_single && !argument.value.contains(|sign: char| sign.is_ascii_digit()) => false,
        _ if is_shown(tag, argument) || has_word("true false", argument.value.trim()) => false,
        Some(name) => !is_picture_or_link && !has_word(LOOK, name),
        None => true,
    };
    let values = tag.arguments.iter().skip(usize::from(is_include && tag.is_in_words));
    let lost: Vec<&Argument> = values.filter(is_lost).collect();
    let has_no_value = is_single && tag.is_in_words && tag.arguments.is_empty();
    // Beside words that are shown, these are the look of them. A number may be a dose.
    let is_look = |lost: &&Argument| {
        has_name(lost, "type kind level size border") && !lost.value.contains(|sign: char| sign.is_numeric())
    };
    let is_look = has_link && !lost.is_empty() && lost.iter().all(is_look);
    match has_no_value || !lost.is_empty() {
        true if !tag.is_in_words || !is_single || is_look => {
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

/// Whether a tag draws an icon, by its name or by the folder of its only value, such as `icons/bootstrap/telephone`.
fn is_icon(tag: &Tag) -> bool {
    let name = tag.name.to_lowercase();
    let is_in_folder =
        matches!(&*tag.arguments, [one] if one.value.split('/').rev().skip(1).any(|part| has_part("icon icons", part)));
    has_part(ICONS, &name) || has_part("svg", &name) && !tag.is_alone || is_in_folder
}

fn has_part(list: &str, name: &str) -> bool {
    name.split(|sign: char| !sign.is_alphanumeric()).any(|part| has_word(list, part))
}

/// The sign that says the same as a tag of an icon; empty for other tags and for mere drawings.
pub(crate) fn icon(tag: &Tag) -> &'static str {
    if !is_icon(tag) {
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

/// The address that a tag has for its words, in a value with one of these names.
fn address_of<'t>(tag: &'t Tag, names: &str) -> Option<&'t str> {
    let is_address = |address: &&str| {
        let has_signs = address.contains(|sign: char| sign.is_alphabetic() || "/#".contains(sign));
        has_signs && !has_word("true false", address) && !address.contains([' ', '<', '>', '|'])
    };
    names.split(' ').find_map(|name| tag.argument(&[name]).filter(is_address))
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
    // The path of a page begins at the top.
    let page = address_of(tag, "page")
        .map(|page| if page.contains('/') { format!("/{}", page.trim_start_matches('/')) } else { page.to_owned() });
    let address = address_of(tag, "link href url relref").map(str::to_owned).or(page);
    if let (Some(first), Some(address)) = (words.first_mut(), address) {
        *first = format!("[{first}](<{address}>)");
    }
    words
}

/// The content of a tag without a translation. One line of plain words is a link to the address of the tag, which is taken out of its
/// values. `above` is the text before the tag.
pub(super) fn linked(tag: &mut Tag, content: String, above: &str) -> String {
    const NAMES: &str = "link href url relref";
    let words = content.trim();
    let is_plain = words.contains(char::is_alphanumeric)
        && !words.contains(['\n', '[', ']', '<', '>', '|', '$', '`', '{', '}', '\\', '~'])
        && !words.starts_with(['#', ':', '+', '-', '=', '@'])
        && !words.contains("://")
        && column_of_item(words).is_none()
        && indent(content.trim_matches('\n')) < 4;
    let address = address_of(tag, NAMES).filter(|_| is_plain && words_of(tag).is_empty() && !is_inside(above));
    let Some(address) = address.map(str::to_owned) else { return content };
    let is_address = |argument: &Argument| argument.name.as_deref().is_some_and(|name| has_word(NAMES, name));
    tag.arguments.retain(|argument| argument.value != address || !is_address(argument));
    content.replacen(words, &format!("<a href={}>{words}</a>", quoted(&address)), 1)
}

/// Whether what stands behind a text is in a link, in a tag of HTML, in a heading or in what may be code.
fn is_inside(above: &str) -> bool {
    let paragraph = near_end(above).rsplit("\n\n").next().unwrap_or_default();
    let line = paragraph.rsplit('\n').next().unwrap_or_default();
    let is_open = |(start, end): (&str, &str)| paragraph.matches(start).count() > paragraph.matches(end).count();
    [("[", "]"), ("<a ", "</a"), ("<", ">")].into_iter().any(is_open) || line.starts_with('#') || indent(line) >= 4
}

/// Takes the blanks before a tag that says nothing out, where they would make code of the words behind it.
pub(super) fn without_code_blanks(output: &mut String) {
    let start = output.len() - last_line(output).len();
    let (above, blanks) = output.split_at(start);
    let is_below_end = last_line(above.trim_end_matches('\n')).ends_with('>') || above.ends_with("\n\n") || start == 0;
    if !blanks.trim().is_empty() || indent(blanks) < 4 || !is_below_end {
        return;
    }
    let column = column_in_item(above, indent(blanks)).unwrap_or_default();
    if indent(blanks) >= column + 4 {
        output.replace_range(start.., &" ".repeat(column));
    }
}

/// What stands in the place of a tag without a translation: the words of its arguments, and a comment where it stands alone.
pub(super) fn left_over(tag: &Tag, raw: &str) -> String {
    let (words, sign) = (words_of(tag), icon(tag));
    match (tag.is_alone, words.is_empty()) {
        _ if !sign.is_empty() => sign.to_owned(),
        (true, true) => tag.comment(raw),
        (true, false) => format!("{}\n\n{}\n", tag.comment(raw), words.join("\n\n")),
        (false, _) => words.join(", "),
    }
}
