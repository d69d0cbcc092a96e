//! Shortcodes such as `[caption]..[/caption]`. Those of WordPress itself and of plugins for footnotes are translated, others stay.

use std::collections::BTreeMap;

use crate::text::scan::{FARTHEST, near, replaced};
use crate::text::tags::{Argument, SHOWN, arguments, named};
use crate::text::{excerpt, has_word};

use super::text::{Text, frame};
use super::wxr::Record;

/// Shortcodes of plugins that show code: a word for code, or the name of a language.
const CODE: &str = "code sourcecode source highlight cc text plain bash shell sh c cpp csharp css html xml java javascript js json perl php \
     powershell python py r ruby scala sql matlab latex tex diff go";

/// A shortcode at the start of a text.
struct Shortcode<'t> {
    name: &'t str,
    arguments: Vec<Argument>,
    /// Whether it has `name="value"`.
    has_quotes: bool,
    /// What stands between it and its end, if it has one.
    content: Option<&'t str>,
    /// The text behind its bracket.
    behind: &'t str,
    /// The text behind all of it.
    rest: &'t str,
}

/// Replaces shortcodes by HTML. Of those of plugins, the ones that can be nothing else are taken out.
pub(super) fn replace(text: &mut Text<'_>, html: &str) -> String {
    let ends = Ends::of(html);
    // By name, how many shortcodes were taken out whose ends are still to come.
    let mut open: BTreeMap<&str, usize> = BTreeMap::new();
    replaced(html, "[", |before, behind| {
        if let Some(end) = behind.strip_prefix('/') {
            let length = end.find(|c: char| !is_of_name(c))?;
            let (name, rest) = (&end[..length], end[length..].strip_prefix(']')?);
            let count = open.get_mut(name).filter(|count| **count > 0);
            let is_taken = count.is_some() || is_of_builder(name);
            count.into_iter().for_each(|count| *count -= 1);
            return is_taken.then(|| (String::new(), rest));
        }
        let shortcode = read(behind, &ends)?;
        if let Some(translated) = translate(text, &shortcode) {
            text.log.translated("shortcode");
            return Some((translated, shortcode.rest));
        }
        if let Some(words) = words_of(&shortcode, before) {
            *open.entry(shortcode.name).or_default() += usize::from(shortcode.content.is_some());
            note(text, &shortcode);
            return Some((words, shortcode.behind));
        }
        if is_likely(&shortcode) {
            let kind = format!("shortcode `{}` of a plugin", shortcode.name);
            text.log.left(&kind, text.source, "what the plugin showed in its place");
        }
        None
    })
}

/// Whether words in brackets are meant as a shortcode. Others are remarks such as `[sic]`.
fn is_likely(code: &Shortcode<'_>) -> bool {
    !code.arguments.is_empty() || code.content.is_some() || code.name.contains(['_', '-'])
}

/// Whether a name is that of a shortcode of a page builder.
fn is_of_builder(name: &str) -> bool {
    ["vc_", "et_pb_", "fusion_", "av_", "su_", "elementor-"].iter().any(|start| name.starts_with(start))
}

/// Whether a name is that of a form or a slider, whose words are in the plugin.
fn is_of_form(name: &str) -> bool {
    const NAMES: &str = "contact-form contact-form-7 wpforms gravityform gravityforms ninja_form ninja_forms caldera_form mc4wp_form \
         mailpoet_form rev_slider layerslider smartslider3 metaslider";
    has_word(NAMES, name) || name.starts_with("woocommerce_")
}

/// The words in the values of a shortcode that is taken out. `None` if the shortcode stays, since it may be words of the page. One of an
/// unknown plugin is taken out if it has an end and no words in its values, or if it stands alone and has `name="value"`.
fn words_of(code: &Shortcode<'_>, before: &str) -> Option<String> {
    let shown =
        code.arguments.iter().filter(|argument| argument.name.as_deref().is_some_and(|name| has_word(SHOWN, name)));
    let shown: Vec<&str> = shown.map(|argument| argument.value.trim()).filter(|words| !words.is_empty()).collect();
    let begins_line = before.is_empty() || before.trim_end_matches(' ').ends_with(['\n', '>', ']']);
    let ends_line = code.behind.is_empty() || code.behind.trim_start_matches(' ').starts_with(['\n', '<', '[']);
    let is_named = code.arguments.iter().all(|argument| argument.name.is_some());
    let is_certain = match code.content {
        Some(_) => is_named && shown.is_empty(),
        None => is_named && begins_line && ends_line && code.has_quotes,
    };
    let paragraph = |words: &&str| format!("\n\n<p>{words}</p>\n\n");
    match is_of_form(code.name) {
        true => Some(String::new()),
        false => (is_of_builder(code.name) || is_certain).then(|| shown.iter().map(paragraph).collect()),
    }
}

/// Notes what a shortcode that is taken out showed, but for the layout of its content.
fn note(text: &mut Text<'_>, code: &Shortcode<'_>) {
    const LOOK: [&str; 9] = ["css", "style", "class", "font", "color", "animation", "link", "url", "id"];
    let is_lost = |argument: &&Argument| {
        let name = argument.name.as_deref().unwrap_or_default();
        let has_words = argument.value.contains([' ', '|']) && argument.value.contains(char::is_alphanumeric);
        has_words && !has_word(SHOWN, name) && !LOOK.iter().any(|part| name.contains(part))
    };
    let kind = match code.arguments.iter().find(is_lost) {
        Some(lost) => format!("words of the shortcode `{}`: \"{}\"", code.name, excerpt(&lost.value)),
        None if code.content.is_some() => return text.log.translated("shortcode of layout"),
        None => format!("shortcode `{}` of a plugin", code.name),
    };
    text.log.left(&kind, text.source, "what the plugin showed in its place");
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
    let arguments = arguments(inner.trim_end_matches('/'), &[' ', '\n', '\t']);
    let has_quotes = inner.contains("=\"") || inner.contains("='");
    Some(Shortcode { name, arguments, has_quotes, content, behind: text_behind_tag, rest: unread_text })
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
