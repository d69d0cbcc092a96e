//! What stands in the place of a shortcode of a plugin, such as a page builder, which does not move. Its content stays, and the words and
//! addresses in its values become text or are listed. One that may be words of the page stays as it is written.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::text::tags::{Argument, SHOWN, has_amount, named};
use crate::text::{callout, excerpt, has_word, html, icons};
use crate::writer::is_picture_address;

use super::shortcodes::Shortcode;
use super::text::{Text, frame};

/// A place between two blocks of HTML.
pub(super) const BREAK: &str = "\n\n<div></div>\n\n";

/// Shortcodes with the names of elements that change what words mean: `10[sup]9[/sup]`.
const ELEMENTS: [(&str, &str, &str); 6] = [
    ("sup superscript", "<sup>", "</sup>"),
    ("sub subscript", "<sub>", "</sub>"),
    ("del deleted strike strikethrough s", "<del>", "</del>"),
    ("b", "<b>", "</b>"),
    ("i", "<i>", "</i>"),
    ("highlight", "<mark>", "</mark>"),
];

/// HTML in the place of a shortcode and of its end.
pub(super) struct Place {
    pub at_start: String,
    pub at_end: &'static str,
}

/// Whether a name is that of a shortcode of a page builder.
pub(super) fn is_of_builder(name: &str) -> bool {
    ["vc_", "et_pb_", "fusion_", "av_", "elementor-"].iter().any(|start| name.starts_with(start))
}

/// Whether a page builder does not show an element: `disable_element="yes"`, `disabled_on="on|on|on"`, `status="draft"`.
pub(super) fn is_switched_off(code: &Shortcode<'_>) -> bool {
    let says = |names: &[&str], value: &str| named(&code.arguments, names).is_some_and(|own| has_word(value, own));
    is_of_builder(code.name)
        && (says(&["disable_element", "disabled"], "yes on true")
            || says(&["disabled_on"], "on|on|on")
            || says(&["status"], "draft"))
}

/// What stands in the place of a shortcode; `None` if it stays. One of an unknown plugin is taken out if it has an end, or if it stands
/// alone and has `name="value"`. In a sentence, values with words may belong to it.
pub(super) fn place(text: &mut Text<'_>, code: &Shortcode<'_>, before: &str) -> Option<Place> {
    let callout = callout_of(code).filter(|_| code.content.is_some_and(|content| !content.trim().is_empty()));
    let is_alone = begins_line(before) && ends_line(code) || callout.is_some() && is_apart(code, before);
    let values = Values::of(code, is_alone);
    let is_named = code.arguments.iter().all(|argument| argument.name.is_some());
    let element = ELEMENTS.iter().find(|(names, ..)| has_word(names, code.name));
    if let Some((_, start, end)) = element.filter(|_| code.content.is_some() && is_named && values.address.is_none()) {
        text.log.translated("shortcode");
        return Some(Place { at_start: (*start).to_owned(), at_end: end });
    }
    let is_builder = is_of_builder(code.name);
    let is_form = is_of_form(code.name);
    let is_condition = is_condition(code.name);
    let is_taken = match code.content {
        Some(_) => is_condition || is_builder || is_named && (is_alone || values.shown.is_empty()),
        // A name of two words alone on a line is none of a remark.
        None => is_form || is_alone && (is_builder || is_named && (code.has_quotes || code.name.contains('_'))),
    };
    if is_condition && (is_taken || code.whole.is_some()) {
        text.log.doubt(text.source, format!("`[{}]` showed its words to some readers, or at some times", code.name));
    }
    if !is_taken {
        return None;
    }
    if is_form {
        values.note(text, code);
        return Some(Place { at_start: String::new(), at_end: "" });
    }
    if before.ends_with(|sign: char| sign.is_ascii_digit())
        && code.content.is_some_and(|content| content.starts_with(|sign: char| sign.is_ascii_digit()))
    {
        text.log.doubt(text.source, format!("`[{}]` stood between two numbers, such as a power of ten", code.name));
    }
    values.note(text, code);
    let paragraphs: String = values.shown.iter().map(|words| format!("\n\n<p>{words}</p>\n\n")).collect();
    // Without words around it, a shortcode is a block.
    let is_block = is_alone || is_builder && begins_line(before);
    let edge = if is_block { BREAK } else { "" };
    if let Some(kind) = callout.filter(|kind| !is_alone && danger(kind) < DANGERS.len()) {
        let words = excerpt(&html::plain(code.content.unwrap_or_default()));
        let kind = format!("words of the {kind} `{}`, which stands among others: \"{words}\"", code.name);
        text.log.left(&kind, text.source, "a callout");
    } else if let Some(kind) = callout.filter(|_| is_alone) {
        let start = format!("\n\n<div class=\"{kind}\">\n\n{}{paragraphs}", values.media.concat());
        return Some(Place { at_start: start, at_end: "\n\n</div>\n\n" });
    }
    let start = values.media.concat() + &paragraphs;
    if let Some(address) = &values.address {
        return Some(values.link(code, &address.replace('"', "&quot;"), edge, &start));
    }
    let sign = sign_of(code);
    let gap = if sign.is_empty() { "" } else { " " };
    Some(Place { at_start: format!("{edge}{start}{sign}{gap}"), at_end: edge })
}

/// The sign that says the same as the icon of an item of a list, such as "no"; empty for other shortcodes and icons.
fn sign_of(code: &Shortcode<'_>) -> &'static str {
    let is_item = code.name.split(['_', '-']).any(|part| has_word("icon li item list checklist", part));
    let icon = named(&code.arguments, &["icon", "icon_fontawesome"]).filter(|_| is_item);
    icon.map(icons::sign_of).unwrap_or_default()
}

/// The callouts that say most of danger, the strongest first.
const DANGERS: [&str; 3] = ["warning", "caution", "important"];

fn danger(callout: &&str) -> usize {
    DANGERS.iter().position(|kind| kind == callout).unwrap_or(DANGERS.len())
}

/// The kind of callout that a shortcode says. Of the words of its name and its values, the one that says most of danger decides, else
/// the first.
fn callout_of(code: &Shortcode<'_>) -> Option<&'static str> {
    let has_kind = |argument: &&Argument| {
        let name = argument.name.as_deref().unwrap_or_default();
        name.split(['_', '-']).any(|part| has_word("type kind style class color level status", part))
    };
    let values = code.arguments.iter().filter(has_kind).flat_map(|argument| argument.value.split_whitespace());
    let kinds = values.chain(code.name.split(['_', '-'])).filter_map(callout);
    kinds.min_by_key(danger).filter(|_| !is_of_number(code.name))
}

/// Whether a callout can stand in the place of a shortcode: in an item of a list or in other shortcodes too.
fn is_apart(code: &Shortcode<'_>, before: &str) -> bool {
    let behind = code.rest(code.content).trim_start_matches(' ').trim_start_matches("&nbsp;");
    let begins = begins_line(before) || ["<li>", "<dd>", "<blockquote>"].iter().any(|tag| before.ends_with(tag));
    begins
        && (ends_line(code) || begins_block(behind) || ["[/", "</li", "</dd"].iter().any(|tag| behind.starts_with(tag)))
}

/// What the values of a shortcode are.
struct Values {
    /// Titles and texts.
    shown: Vec<String>,
    /// Pictures and videos as HTML.
    media: Vec<String>,
    /// Where it leads.
    address: Option<String>,
    /// Words and numbers that may have been shown.
    lost: Vec<String>,
    /// Whether a number without a unit may be one of them, and not a width.
    may_be_number: bool,
}

impl Values {
    fn of(code: &Shortcode<'_>, is_alone: bool) -> Self {
        let is_in_words = code.content.is_some() && !is_of_builder(code.name) && !is_alone;
        let may_be_number = is_in_words || is_of_number(code.name);
        let mut values = Self { shown: Vec::new(), media: Vec::new(), address: None, lost: Vec::new(), may_be_number };
        let alt = code.arguments.iter().find(|argument| argument.name.as_deref() == Some("alt"));
        for argument in &code.arguments {
            let name = argument.name.as_deref().unwrap_or_default().to_lowercase();
            let value = decoded(argument, code.name);
            let value = value.trim();
            if let Some(address) = address(&name, value) {
                if is_picture_address(&address) {
                    let alt = alt.map_or("", |alt| &alt.value).replace('"', "&quot;");
                    values.media.push(format!("\n\n<figure><img src=\"{address}\" alt=\"{alt}\"></figure>\n\n"));
                } else if ["video", "audio", "youtube", "vimeo"].iter().any(|kind| code.name.contains(kind)) {
                    values.media.push(frame(&address, ""));
                } else {
                    values.address.get_or_insert(address);
                }
            } else if is_shown(&name, value) {
                values.shown.push(html_of(value));
            } else if is_lost(&name, value, may_be_number) {
                values.lost.push(value.to_owned());
            }
        }
        values
    }

    /// A link in the place of a shortcode: its content, else its words or the address.
    fn link(&self, code: &Shortcode<'_>, address: &str, edge: &'static str, start: &str) -> Place {
        if code.content.is_some_and(|content| !content.trim().is_empty() && !content.contains(['<', '[', '\n'])) {
            return Place { at_start: format!("{edge}{start}<a href=\"{address}\">"), at_end: "</a>" };
        }
        let words = if self.shown.is_empty() { address.to_owned() } else { self.shown.join(" ") };
        let link = format!("{BREAK}<p><a href=\"{address}\">{words}</a></p>{BREAK}");
        Place { at_start: self.media.concat() + &link, at_end: edge }
    }

    /// Notes what is not in the new text. Without a number beside a unit, a dose may be missing: the page is a draft.
    fn note(&self, text: &mut Text<'_>, code: &Shortcode<'_>) {
        if !self.lost.is_empty() {
            let words = excerpt(&self.lost.join("; "));
            let kind = format!("words of the shortcode `{}`: \"{words}\"", code.name);
            text.log.left(&kind, text.source, "what the plugin showed in its place");
            let is_number = |value: &String| has_amount(value) || self.may_be_number && is_number(value);
            if is_of_number(code.name) || self.lost.iter().any(is_number) {
                let what = format!("`[{}]` showed \"{words}\", which is not here", code.name);
                text.log.doubt(text.source, what);
            }
        } else if code.content.is_some() {
            text.log.translated("shortcode of layout");
        } else {
            let kind = format!("shortcode `{}` of a plugin", code.name);
            text.log.left(&kind, text.source, "what the plugin showed in its place");
        }
    }
}

/// A value as the plugin reads it: WPBakery encodes signs as addresses do.
fn decoded<'v>(argument: &'v Argument, name: &str) -> Cow<'v, str> {
    if name.starts_with("vc_") {
        percent_decode_str(&argument.value).decode_utf8_lossy()
    } else {
        (&argument.value).into()
    }
}

/// The address in a value whose name says that it is one. WPBakery writes `url:tel:112|title:Call`.
fn address(name: &str, value: &str) -> Option<String> {
    const NAMES: &str = "link url href src image img video button permalink";
    let mut parts = name.split(['_', '-']);
    if !parts.clone().any(|part| has_word(NAMES, part))
        || parts.any(|part| has_word("background bg icon pattern color colour", part))
    {
        return None;
    }
    let value = value.strip_prefix("url:").map_or(value, |link| link.split('|').next().unwrap_or_default());
    let is_address =
        ["http://", "https://", "tel:", "mailto:", "sms:", "/", "#", "./"].iter().any(|start| value.starts_with(start));
    let is_page = [".html", ".htm", ".php"].iter().any(|end| value.ends_with(end));
    ((is_address || is_page) && value.len() > 1 && !value.contains(char::is_whitespace)).then(|| value.to_owned())
}

/// Whether readers saw a value, by the last word of its name: `button_text`, `h2`.
fn is_shown(name: &str, value: &str) -> bool {
    let last = name.rsplit(['_', '-']).next().unwrap_or_default();
    let is_named = has_word(SHOWN, last) || has_word("h1 h2 h3 h4 h5 h6", last);
    // An answer may be "No".
    let is_words = has_word("answer text content body message question", last);
    let is_switch = !is_words && has_word("yes no on off true false none default", value);
    is_named && !is_switch && value.contains(char::is_alphanumeric)
}

/// Whether a value that is not in the new text may be words or a number for readers.
fn is_lost(name: &str, value: &str, may_be_number: bool) -> bool {
    let has_part = |words| name.split(['_', '-']).any(|part| has_word(words, part));
    let is_look = has_part("css style styles class classes font fonts color colors colour icon animation bg builder");
    let is_setting = is_look || has_part("link url id ids");
    let has_words = value.contains(char::is_alphanumeric)
        && (!is_setting && value.contains('|') || !is_look && value.trim().contains(' '));
    let is_number = || {
        let is_named = has_word(
            "value number percent count unit units price amount dose max min adult child warning caution sum currency per",
            name,
        );
        is_named
            || may_be_number
                && is_number(value)
                && !has_part("width height size border radius duration speed delay cols")
    };
    has_words || !is_setting && !value.is_empty() && (has_amount(value) || is_number())
}

/// Whether a value is a number without a unit.
fn is_number(value: &str) -> bool {
    value.contains(|sign: char| sign.is_ascii_digit())
        && value.chars().all(|sign| sign.is_ascii_digit() || ".,%/+-\u{2013}".contains(sign))
}

/// Words of a value as HTML.
fn html_of(value: &str) -> String {
    if value.contains("</") { html::plain(value) } else { value.replace('<', "&lt;") }
}

/// Whether a name is that of a form or a slider, whose words are in the plugin.
fn is_of_form(name: &str) -> bool {
    const NAMES: &str = "contact-form contact-form-7 wpforms gravityform gravityforms ninja_form ninja_forms caldera_form mc4wp_form \
         mailpoet_form rev_slider layerslider smartslider3 metaslider";
    has_word(NAMES, name) || name.starts_with("woocommerce_")
}

/// Whether a shortcode shows its words to some readers only: those of a role, a country or a language. Members of a team are none.
fn is_condition(name: &str) -> bool {
    const WORDS: &str = "if ifs else elseif conditional not unless when private restrict restricted protected protect member members \
         membership membersonly mepr memb pms s2 premium paywall paid payers subscriber subscribers vip hide hidepost hidden show visible \
         logged loggedin login user users role roles guest guests visitor visitors expire expires schedule scheduled access only level \
         locker lock locked sociallocker geo geoip geot country lang language multilang wpml";
    parts(name).any(|part| has_word(WORDS, &part)) && !parts(name).any(|part| part == "team")
}

/// The words of a name, such as `s2If` or `vc_message`.
fn parts(name: &str) -> impl Iterator<Item = String> {
    let mut is_small = false;
    let word = name.chars().fold(String::new(), |words, sign| {
        let gap = if is_small && sign.is_ascii_uppercase() { "_" } else { "" };
        is_small = sign.is_ascii_lowercase() || sign.is_ascii_digit();
        words + gap + &sign.to_ascii_lowercase().to_string()
    });
    word.split(['_', '-']).map(str::to_owned).collect::<Vec<_>>().into_iter()
}

/// Whether a shortcode shows a number, such as a counter.
fn is_of_number(name: &str) -> bool {
    let words = "counter counters number numbers progress pie chart bar price pricing dose dosage";
    parts(name).any(|part| has_word(words, &part))
}

/// Whether what stands before a shortcode ends with a block.
pub(super) fn begins_line(before: &str) -> bool {
    let before = before.trim_end_matches([' ', '\t']);
    let tag = before.strip_suffix('>').and_then(|before| before.rsplit_once('<')).map(|(_, tag)| tag);
    before.is_empty() || before.ends_with('\n') || tag.is_some_and(is_block)
}

/// Whether what stands behind a shortcode and its end begins with a block, or with its like: columns, or tabs.
fn ends_line(code: &Shortcode<'_>) -> bool {
    let behind = code.rest(code.content);
    let family = code.name.split(['_', '-']).next().unwrap_or_default();
    let of_shortcode = behind.trim_start_matches([' ', '\t']).strip_prefix('[').map(|tag| tag.trim_start_matches('/'));
    begins_block(behind) || of_shortcode.is_some_and(|tag| tag.starts_with(family))
}

/// Whether a text begins with a block, or with a shortcode of a page builder.
pub(super) fn begins_block(text: &str) -> bool {
    let text = text.trim_start_matches([' ', '\t']);
    let of_shortcode = text.strip_prefix('[').map(|tag| tag.trim_start_matches('/'));
    text.is_empty()
        || text.starts_with('\n')
        || text.strip_prefix('<').is_some_and(is_block)
        || of_shortcode.is_some_and(is_of_builder)
}

/// Whether a tag behind its `<` is one of a block or of a comment.
fn is_block(tag: &str) -> bool {
    const BLOCKS: &str =
        "p div section article header footer main aside h1 h2 h3 h4 h5 h6 blockquote figure hr br center";
    let name = tag.trim_start_matches('/').split(|sign: char| !sign.is_ascii_alphanumeric()).next().unwrap_or_default();
    tag.starts_with('!') || tag.ends_with("--") || has_word(BLOCKS, &name.to_lowercase())
}
