//! Shortcodes such as `[caption]..[/caption]`. Those of WordPress itself and of plugins for footnotes are translated, others stay.

use std::collections::BTreeMap;

use super::text::{Attachment, Text};

/// A shortcode at the start of a text.
struct Shortcode<'t> {
    name: &'t str,
    attributes: BTreeMap<&'t str, &'t str>,
    /// An address that stands alone, as in `[audio https://..]`.
    address: Option<&'t str>,
    /// What stands between it and its end, if it has one.
    content: Option<&'t str>,
    /// The text behind all of it.
    rest: &'t str,
}

/// Replaces shortcodes and notes in double parentheses.
pub(super) fn replace(text: &mut Text<'_>, html: &str) -> String {
    let (mut replaced, mut rest) = (String::new(), html);
    // Without this, each of many brackets would search for an end that is not there.
    let last_end = html.rfind("[/").unwrap_or(0);
    while let Some(start) = rest.find(['[', '(']) {
        let (before, found) = rest.split_at(start);
        replaced.push_str(before);
        let at = html.len() - found.len();
        if let Some((note, behind)) = note_in_parentheses(found) {
            replaced.truncate(replaced.trim_end().len());
            replaced.push_str(&text.footnote(note));
            rest = behind;
            continue;
        }
        let follows_word = replaced.ends_with(char::is_alphanumeric);
        let shortcode = read(found, at < last_end);
        let translated = shortcode.as_ref().and_then(|shortcode| translate(text, shortcode));
        match (shortcode, translated) {
            (Some(shortcode), Some(translated)) => {
                text.log.translated("shortcode");
                replaced.push_str(&translated);
                rest = shortcode.rest;
            }
            (shortcode, _) => {
                if let Some(shortcode) = shortcode.filter(|shortcode| !follows_word && is_likely(shortcode)) {
                    let kind = format!("shortcode `{}`", shortcode.name);
                    text.log.left(&kind, text.source, "what the plugin showed in its place");
                }
                let (sign, behind) = found.split_at(1);
                replaced.push_str(sign);
                rest = behind;
            }
        }
    }
    replaced + rest
}

/// `((a note))`, as plugins for footnotes have it. A note has several words, and a formula in double parentheses has none.
fn note_in_parentheses(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix("((")?;
    // No parenthesis stands within a note, so the first one ends the search.
    let (note, rest) = inside.split_at_checked(near(inside).find(['(', ')'])?)?;
    let rest = rest.strip_prefix("))")?;
    let words = note.split_whitespace().filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1).count();
    (words > 1 && !note.contains("\n\n") && !note.contains("</p>")).then_some((note, rest))
}

fn read(text: &str, has_ends: bool) -> Option<Shortcode<'_>> {
    let inner = text.strip_prefix('[')?;
    let length = inner.find(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-')))?;
    let (name, behind) = inner.split_at(length);
    let (attributes, rest) = behind.split_at_checked(near(behind).find(']')?)?;
    let rest = rest.strip_prefix(']')?;
    let is_name = name.len() > 1 && name.starts_with(|c: char| c.is_ascii_lowercase());
    if !is_name || !attributes.is_empty() && !attributes.starts_with([' ', '/', '\n']) {
        return None;
    }
    let end = format!("[/{name}]");
    let may_have_end = has_ends && !attributes.ends_with('/');
    let length = if may_have_end { near(rest).find(&end) } else { None };
    let content = length.and_then(|length| rest.get(..length));
    let rest = content.and_then(|content| rest.get(content.len() + end.len()..)).unwrap_or(rest);
    let address = attributes.split_whitespace().find(|word| word.starts_with("http"));
    Some(Shortcode { name, attributes: read_attributes(attributes), address, content, rest })
}

/// Where the end of a shortcode or block is looked for. Without a limit a text full of starts would be searched once for each.
pub(super) fn near(text: &str) -> &str {
    const FARTHEST: usize = 10_000;
    (FARTHEST..FARTHEST + 4).find_map(|end| text.get(..end)).unwrap_or(text)
}

fn read_attributes(text: &str) -> BTreeMap<&str, &str> {
    let (mut attributes, mut rest) = (BTreeMap::new(), text);
    while let Some((before, behind)) = rest.split_once('=') {
        let name = before.split_whitespace().next_back().unwrap_or_default();
        let quote = behind.chars().next().filter(|c| matches!(c, '"' | '\''));
        let value = match quote {
            Some(quote) => behind.get(1..).and_then(|value| value.split_once(quote)),
            None => behind.split_once(char::is_whitespace),
        };
        let (value, after) = value.unwrap_or((behind, ""));
        attributes.insert(name, value);
        rest = after;
    }
    attributes
}

/// Whether words in brackets are a shortcode, and not a remark such as `[sic]`.
fn is_likely(shortcode: &Shortcode<'_>) -> bool {
    !shortcode.attributes.is_empty() || shortcode.content.is_some() || shortcode.name.contains(['_', '-'])
}

/// HTML for a shortcode that has a translation.
fn translate(text: &mut Text<'_>, shortcode: &Shortcode<'_>) -> Option<String> {
    let attribute = |names: &[&str]| names.iter().find_map(|name| shortcode.attributes.get(name)).copied();
    match (shortcode.name, shortcode.content) {
        ("caption" | "wp_caption", Some(content)) => Some(caption(content, attribute(&["caption"]))),
        ("gallery", _) => Some(gallery(text, attribute(&["ids", "include"]))),
        ("embed" | "video" | "audio" | "youtube" | "vimeo", content) => {
            let named = attribute(&["src", "mp4", "m4v", "webm", "ogv", "mp3", "m4a", "ogg", "wav"]);
            let address = named.or(shortcode.address).or(content).filter(|address| !address.trim().is_empty())?;
            Some(text.embed(address, ""))
        }
        ("ref" | "efn_note" | "footnote" | "footnotes" | "mfn" | "note", Some(note)) => Some(text.footnote(note)),
        _ => None,
    }
}

fn caption(content: &str, words: Option<&str>) -> String {
    let picture_end =
        content.find("<img").and_then(|start| Some(start + content.get(start..)?.find('>')? + 1)).unwrap_or(0);
    let (picture, behind) = content.split_at(picture_end);
    let behind = behind.trim_start();
    let behind = behind.strip_prefix("</a>").unwrap_or(behind);
    let caption = words.unwrap_or(behind.trim());
    format!("\n<figure>{picture}</a><figcaption>{caption}</figcaption></figure>\n")
}

/// The pictures with these numbers, or all that belong to the page.
fn gallery(text: &Text<'_>, ids: Option<&str>) -> String {
    let all = &text.library.attachments;
    let pictures: Vec<&Attachment> = match ids {
        Some(ids) => ids.split(',').filter_map(|id| all.get(id.trim())).collect(),
        None => all.values().filter(|attachment| attachment.parent == text.id).collect(),
    };
    let figure = |picture: &&Attachment| {
        let alt = picture.alt.replace('&', "&amp;").replace('"', "&quot;");
        format!(
            "<figure><img src=\"{}\" alt=\"{alt}\"><figcaption>{}</figcaption></figure>",
            picture.url, picture.caption
        )
    };
    format!("\n{}\n", pictures.iter().map(figure).collect::<Vec<_>>().join("\n"))
}
