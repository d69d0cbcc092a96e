//! Shortcodes such as `[caption]..[/caption]`. Those of WordPress itself and of plugins for footnotes are translated, others stay.

use std::collections::BTreeMap;

use base64::Engine;
use base64::prelude::BASE64_STANDARD as STANDARD;
use percent_encoding::{percent_decode, percent_decode_str};

use crate::text::scan::{FARTHEST, near, replaced};
use crate::text::tags::{Argument, arguments, named};
use crate::text::{has_word, html};

use super::plugins;
use super::text::{Text, frame};
use super::wxr::Record;

/// Shortcodes of plugins that show code: a word for code, or the name of a language.
const CODE: &str = "code sourcecode source highlight cc text plain bash shell sh c cpp csharp css html xml java javascript js json perl php \
     powershell python py r ruby scala sql matlab latex tex diff go";

/// A shortcode at the start of a text.
pub(super) struct Shortcode<'t> {
    pub name: &'t str,
    pub arguments: Vec<Argument>,
    /// Whether it has `name="value"`.
    pub has_quotes: bool,
    /// What stands between it and its end, if it has one.
    pub content: Option<&'t str>,
    /// The same, however long it is.
    pub whole: Option<&'t str>,
    /// The text behind its bracket.
    pub behind: &'t str,
}

impl<'t> Shortcode<'t> {
    /// The text behind all of it, if this stands between it and its end.
    pub fn rest(&self, content: Option<&str>) -> &'t str {
        let end = content.map_or(0, |content| content.len() + self.name.len() + "[/]".len());
        self.behind.get(end..).unwrap_or(self.behind)
    }
}

/// Replaces shortcodes by HTML. Of those of plugins, the ones that can be nothing else are taken out.
pub(super) fn replace(text: &mut Text<'_>, html: &str) -> String {
    let ends = Ends::of(html);
    // By name, what stands in the place of ends that are still to come.
    let mut open: BTreeMap<&str, Vec<&'static str>> = BTreeMap::new();
    replaced(html, "[", |before, behind| {
        if let Some(end) = behind.strip_prefix('/') {
            let length = end.find(|c: char| !is_of_name(c))?;
            let (name, rest) = (&end[..length], end[length..].strip_prefix(']')?);
            let is_builder = plugins::is_of_builder(name);
            let of_builder = is_builder.then(|| if plugins::begins_block(rest) { plugins::BREAK } else { "" });
            let words = open.get_mut(name).and_then(Vec::pop).or(of_builder)?;
            return Some((parted(before, words, rest), rest));
        }
        let shortcode = read(behind, &ends)?;
        if plugins::is_switched_off(&shortcode) {
            text.leave_hidden(shortcode.whole.unwrap_or_default());
            return Some((String::new(), shortcode.rest(shortcode.whole)));
        }
        if let Some(translated) = translate(text, &shortcode, before) {
            text.log.translated("shortcode");
            return Some((translated, shortcode.rest(shortcode.content)));
        }
        if let Some(place) = plugins::place(text, &shortcode, before) {
            if shortcode.content.is_some() {
                open.entry(shortcode.name).or_default().push(place.at_end);
            }
            return Some((parted(before, &place.at_start, shortcode.behind), shortcode.behind));
        }
        if is_likely(&shortcode) {
            let kind = format!("shortcode `{}` of a plugin", shortcode.name);
            text.log.left(&kind, text.source, "what the plugin showed in its place");
        }
        None
    })
}

/// What stands between two texts. Nothing would join the words of two elements beside each other, but `[dropcap]5[/dropcap]0` is `50`.
fn parted(before: &str, words: &str, behind: &str) -> String {
    let (last, first) = (before.chars().next_back().unwrap_or(' '), behind.chars().next().unwrap_or(' '));
    let is_joint = last.is_alphanumeric() && first == '[' || last.is_lowercase() && first.is_uppercase();
    if words.is_empty() && is_joint { " ".to_owned() } else { words.to_owned() }
}

/// Whether words in brackets are meant as a shortcode. Others are remarks such as `[sic]`.
fn is_likely(code: &Shortcode<'_>) -> bool {
    !code.arguments.is_empty() || code.content.is_some() || code.name.contains(['_', '-'])
}

/// Reads a shortcode behind its bracket.
fn read<'t>(text: &'t str, ends: &Ends<'t>) -> Option<Shortcode<'t>> {
    let length = text.find(|c: char| !is_of_name(c))?;
    let (name, behind) = text.split_at(length);
    if !name.starts_with(char::is_alphabetic) || !behind.starts_with([']', ' ', '/', '\n']) {
        return None;
    }
    let (inner, _) = near(behind).split_once(']')?;
    let text_behind_tag = behind.get(inner.len() + 1..)?;
    let whole = if inner.ends_with('/') { None } else { ends.content(name, text_behind_tag) };
    let arguments = arguments(inner.trim_end_matches('/'), &[' ', '\n', '\t']);
    let has_quotes = inner.contains("=\"") || inner.contains("='");
    // Words that begin with a capital letter are remarks, such as `[See note]`.
    if name.contains(|sign: char| sign.is_ascii_uppercase()) && whole.is_none() && !has_quotes {
        return None;
    }
    // Content that is longer is not looked at for each of its shortcodes.
    let content = whole.filter(|content| content.len() <= FARTHEST);
    Some(Shortcode { name, arguments, has_quotes, content, whole, behind: text_behind_tag })
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
        rest.get(..place - start)
    }
}

/// Whether a sign can stand in the name of a shortcode.
fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-')
}

/// HTML for a shortcode that has a translation.
fn translate(text: &mut Text<'_>, shortcode: &Shortcode<'_>, before: &str) -> Option<String> {
    match (shortcode.name, shortcode.content) {
        ("caption" | "wp_caption", Some(content)) => {
            let (words_above, picture) = content.split_once("<img")?;
            let (image, words) = picture.split_once('>')?;
            let words = named(&shortcode.arguments, &["caption"]).unwrap_or(words);
            let above = html::escape(&html::plain(words_above));
            Some(format!("\n<figure><img{image}><figcaption>{above} {words}</figcaption></figure>\n"))
        }
        ("gallery", _) => {
            let pictures = gallery(text, named(&shortcode.arguments, &["ids", "include"]));
            if pictures.is_empty() {
                text.log.left("picture that is missing", text.source, "the picture");
            }
            Some(pictures)
        }
        ("vc_single_image" | "vc_gallery", _) => {
            let ids = named(&shortcode.arguments, &["image", "images"])?;
            Some(gallery(text, Some(ids))).filter(|pictures| !pictures.is_empty())
        }
        ("embed" | "video" | "audio" | "youtube" | "vimeo", content) => {
            let mut arguments =
                shortcode.arguments.iter().filter(|argument| argument.name.as_deref() != Some("poster"));
            let address = arguments.find(|argument| argument.value.starts_with("http"));
            Some(frame(address.map(|argument| argument.value.as_str()).or(content)?, ""))
        }
        ("ref" | "efn_note" | "footnote" | "mfn", Some(note)) => Some(text.footnote(note)),
        ("table" | "csv" | "vc_table", Some(content)) => {
            let table = table(content, shortcode)?;
            Some(replace(text, &table))
        }
        ("vc_raw_js", Some(_)) => {
            text.log.left("script", text.source, "nothing: pages run no scripts of authors");
            Some(String::new())
        }
        ("vc_raw_html" | "fusion_code", Some(content)) => {
            let bytes = STANDARD.decode(content.trim()).ok()?;
            Some(format!("\n\n{}\n\n", percent_decode(&bytes).decode_utf8_lossy()))
        }
        (name, Some(code)) if has_word(CODE, name) && plugins::begins_line(before) => {
            // Words such as `[source]WHO[/source]` are no code.
            if !name.contains("code") && !code.trim().contains('\n') {
                return None;
            }
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

/// A table whose rows are lines of CSV. WPBakery parts rows by bars, and encodes signs as addresses do.
fn table(content: &str, shortcode: &Shortcode<'_>) -> Option<String> {
    let is_encoded = shortcode.name == "vc_table";
    let rows = if is_encoded { content.replace('|', "\n") } else { content.replace("<br />", "\n") };
    let rows = rows.replace("<p>", "").replace("</p>", "\n");
    let has_head = named(&shortcode.arguments, &["th", "head"]).is_none_or(|head| !has_word("0 false no", head));
    let caption = named(&shortcode.arguments, &["caption", "title"]);
    let caption = caption.map(|words| format!("<caption>{}</caption>", words.replace('<', "&lt;"))).unwrap_or_default();
    let table = |delimiter: u8| {
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).delimiter(delimiter).from_reader(rows.trim().as_bytes());
        let mut table = String::new();
        for row in reader.records() {
            let row = row.ok().filter(|row| row.len() > 1)?;
            let cell = if has_head && table.is_empty() { "th" } else { "td" };
            let words = |words: &str| {
                if is_encoded { percent_decode_str(words).decode_utf8_lossy().into_owned() } else { words.to_owned() }
            };
            let cells: String =
                row.iter().map(|cell_words| format!("<{cell}>{}</{cell}>", words(cell_words))).collect();
            table.push_str(&format!("<tr>{cells}</tr>"));
        }
        Some(format!("\n\n<table>{caption}{table}</table>\n\n"))
    };
    if rows.contains("<t") || rows.trim().is_empty() {
        None
    } else {
        [b',', b';', b'|', b'\t'].into_iter().find_map(table)
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
