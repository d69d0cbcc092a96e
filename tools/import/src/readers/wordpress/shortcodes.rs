//! Shortcodes such as `[caption]..[/caption]`. Those of WordPress itself and of plugins for footnotes are translated. Others
//! that stand alone are taken out, and one in a sentence stays and makes a draft.

use std::collections::BTreeMap;

use crate::text::scan::{FARTHEST, near, replaced};
use crate::text::tags::{self, Argument, arguments, named};
use crate::text::{excerpt, has_word};

use super::text::{Text, frame, is_block};
use super::wxr::Record;

/// Shortcodes of plugins that show code: a word for code, or the name of a language.
const CODE: &str = "code sourcecode source highlight cc text plain bash shell sh c cpp csharp css html xml java javascript js json perl php \
     powershell python py r ruby scala sql matlab latex tex diff go";

/// A shortcode at the start of a text.
struct Shortcode<'t> {
    name: &'t str,
    arguments: Vec<Argument>,
    /// What stands between it and its end, if it has one.
    content: Option<&'t str>,
    /// The text behind all of it.
    rest: &'t str,
}

/// Replaces shortcodes by HTML.
pub(super) fn replace(text: &mut Text<'_>, page: &str) -> String {
    let ends = Ends::of(page);
    let elements = ELEMENTS.map(|(open, close)| [open, close].map(|sign| places(page, sign)));
    replaced(page, "[", |_, behind| {
        let shortcode = read(behind, &ends)?;
        if let Some(translated) = translate(text, &shortcode) {
            text.log.translated("shortcode");
            return Some((translated, shortcode.rest));
        }
        let has_end = shortcode.content.is_some();
        let before = &page[..page.len() - behind.len() - "[".len()];
        let place = place(before, shortcode.rest, &elements).filter(|_| !has_end);
        let is_hole = matches!(place, Some(Place::Words(Some(_))));
        if !is_hole && !has_end && shortcode.arguments.is_empty() && !shortcode.name.contains(['_', '-']) {
            return None;
        }
        let is_sure = shortcode.name.contains('_') || shortcode.arguments.iter().any(|value| value.name.is_some());
        let has_task = place.is_some() && (is_sure || shortcode.name.contains('-'));
        let kind = if has_task { "shortcode of a plugin" } else { "shortcode" };
        let instead = "what the plugin showed; one that stood alone on a line is taken out";
        text.log.left(
            &format!("{kind} `{}`", shortcode.name),
            text.source,
            if has_task { instead } else { "what the plugin showed in its place" },
        );
        let written = excerpt(&behind[..behind.len() - shortcode.rest.len()]);
        match place? {
            Place::Words(Some(unit)) => text.log.doubt(text.source, format!("`[{written}` stands before \"{unit}\"")),
            _ if !is_sure => {}
            Place::Words(None) if !tags::is_wordless(shortcode.name) => {
                text.log.doubt(text.source, format!("`[{written}` stands in a sentence"));
            }
            _ => return Some((String::new(), shortcode.rest)),
        }
        None
    })
}

/// How many of the elements are tags or code. In the others, a shortcode stands among words.
const HIDDEN: usize = 3;

/// How elements in which no shortcode is taken out open and close.
const ELEMENTS: [(&str, &str); 14] = [
    ("<", ">"),
    ("<pre", "</pre"),
    ("<code", "</code"),
    ("<td", "</td"),
    ("<th", "</th"),
    ("<li", "</li"),
    ("<dd", "</dd"),
    ("<dt", "</dt"),
    ("<h1", "</h1"),
    ("<h2", "</h2"),
    ("<h3", "</h3"),
    ("<h4", "</h4"),
    ("<h5", "</h5"),
    ("<h6", "</h6"),
];

/// Where a sign stands. A `<` before a number, as in `CRP <10`, begins no tag.
fn places(text: &str, sign: &str) -> Vec<usize> {
    let is_tag =
        |place: &usize| text[place + 1..].starts_with(|next: char| next.is_ascii_alphabetic() || "/!".contains(next));
    let places = text.match_indices(sign).map(|(place, _)| place);
    places.filter(|place| sign != "<" || is_tag(place)).collect()
}

/// Where a shortcode without an end stands.
enum Place {
    /// Alone on a line.
    Line,
    /// Among words, in a cell or in an item, with the unit behind it.
    Words(Option<String>),
}

/// The place between two texts of HTML. `None` in code, in a tag, and for one that a second bracket makes text.
fn place(before: &str, behind: &str, elements: &[[Vec<usize>; 2]]) -> Option<Place> {
    let last = |places: &[usize]| {
        let count = places.partition_point(|place| *place < before.len());
        count.checked_sub(1).map(|index| places[index])
    };
    let is_in = |element: &[Vec<usize>; 2]| last(&element[0]) > last(&element[1]);
    let (hidden, parts) = elements.split_at(HIDDEN);
    if before.ends_with('[') || hidden.iter().any(is_in) {
        return None;
    }
    let ends_line = |words: &str, gap: &str| {
        words.is_empty() || is_block(words) || words.starts_with("<br") || gap.contains('\n') && !words.starts_with('<')
    };
    let (words, next) = (before.trim_end(), behind.trim_start());
    let last_tag = last(&elements[0][0]).filter(|_| words.ends_with('>'));
    let last_words = last_tag.map_or(words, |at| &words[at..]);
    let is_last = ends_line(next, &behind[..behind.len() - next.len()]);
    if is_last && ends_line(last_words, &before[words.len()..]) && !parts.iter().any(is_in) {
        return Some(Place::Line);
    }
    let next = next.chars().take(60).collect::<String>().replace("&nbsp;", " ").replace("&micro;", "\u{b5}");
    let mut words = next.trim_start();
    while let Some((_, behind_tag)) = words.strip_prefix('<').and_then(|tag| tag.split_once('>')) {
        words = behind_tag.trim_start();
    }
    Some(Place::Words(tags::unit_behind(words).filter(|_| !is_last)))
}

/// Reads a shortcode behind its bracket.
fn read<'t>(text: &'t str, ends: &Ends<'t>) -> Option<Shortcode<'t>> {
    let length = text.find(|c: char| !is_of_name(c))?;
    let (name, behind) = text.split_at(length);
    let (inner, _) = near(behind).split_once(']')?;
    let text_behind_tag = behind.get(inner.len() + 1..)?;
    if !name.starts_with(char::is_alphabetic) || !(inner.is_empty() || inner.starts_with([' ', '/', '\n'])) {
        return None;
    }
    let content = if inner.ends_with('/') { None } else { ends.content(name, text_behind_tag) };
    let end_length = name.len() + "[/]".len();
    let unread_text =
        content.and_then(|content| text_behind_tag.get(content.len() + end_length..)).unwrap_or(text_behind_tag);
    Some(Shortcode { name, arguments: arguments(inner, &[' ', '\n', '\t']), content, rest: unread_text })
}

/// The ends of shortcodes in a text, by their names. A text full of starts would otherwise be searched once for each.
struct Ends<'t> {
    text: &'t str,
    places: BTreeMap<&'t str, Vec<usize>>,
}

impl<'t> Ends<'t> {
    fn of(text: &'t str) -> Self {
        let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (place, sign) in text.match_indices("[/") {
            let behind = &text[place + sign.len()..];
            let length = behind.find(|c: char| !is_of_name(c)).unwrap_or(behind.len());
            let (name, behind) = behind.split_at(length);
            if behind.starts_with(']') {
                places.entry(name).or_default().push(place);
            }
        }
        Self { text, places }
    }

    /// What stands before the next end of a name, in the last part of the text.
    fn content<'r>(&self, name: &str, rest: &'r str) -> Option<&'r str> {
        let start = self.text.len().checked_sub(rest.len())?;
        let places = self.places.get(name)?;
        let place = places.get(places.partition_point(|place| *place < start))?;
        rest.get(..place - start).filter(|content| content.len() <= FARTHEST)
    }
}

/// Whether a sign can stand in the name of a shortcode.
fn is_of_name(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-')
}

/// HTML for a shortcode that has a translation.
fn translate(text: &mut Text<'_>, shortcode: &Shortcode<'_>) -> Option<String> {
    match (shortcode.name, shortcode.content) {
        ("caption" | "wp_caption", Some(content)) => {
            let (image, words) = content.split_once("<img")?.1.split_once('>')?;
            let words = named(&shortcode.arguments, &["caption"]).unwrap_or(words);
            Some(format!("\n<figure><img{image}><figcaption>{words}</figcaption></figure>\n"))
        }
        ("gallery", _) => {
            let ids = named(&shortcode.arguments, &["ids"]).or_else(|| named(&shortcode.arguments, &["include"]));
            Some(gallery(text, ids))
        }
        ("embed" | "video" | "audio" | "youtube" | "vimeo", content) => {
            let mut arguments =
                shortcode.arguments.iter().filter(|argument| argument.name.as_deref() != Some("poster"));
            let address = arguments.find(|argument| argument.value.starts_with("http"));
            Some(frame(address.map(|argument| argument.value.as_str()).or(content)?, ""))
        }
        ("ref" | "efn_note" | "footnote" | "mfn", Some(note)) => Some(text.footnote(note)),
        (name, Some(code)) if has_word(CODE, name) => {
            // Signs of code that no tag of HTML is around.
            let code = if code.contains("</") {
                code.to_owned()
            } else {
                code.replace("<br", "\u{1}").replace('<', "&lt;").replace('\u{1}', "<br")
            };
            let code = code.replace("<br />", "\n").replace("<br>", "\n").replace("<p>", "").replace("</p>", "\n");
            Some(format!("\n\n<pre><code>{}</code></pre>\n\n", code.trim_matches('\n')))
        }
        _ => None,
    }
}

/// The pictures with these numbers, or all that belong to the page.
fn gallery(text: &Text<'_>, ids: Option<&str>) -> String {
    let pictures: Vec<&Record> = match ids {
        Some(ids) => ids.split(',').filter_map(|id| text.items.get(id.trim())).collect(),
        None => text.items.attachments_of(text.id).to_vec(),
    };
    pictures.into_iter().filter(|item| item.kind() == "attachment").map(figure).collect()
}

fn figure(picture: &Record) -> String {
    let alt = picture.meta("_wp_attachment_image_alt").replace('&', "&amp;").replace('"', "&quot;");
    let (src, caption) = (picture.field("wp:attachment_url"), picture.field("excerpt:encoded"));
    format!("\n<figure><img src=\"{src}\" alt=\"{alt}\"><figcaption>{caption}</figcaption></figure>\n")
}
