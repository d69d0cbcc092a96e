//! The parts of a packet that take an answer: the form for a remark, which `packet.js` shows below a paragraph, and the answer at the
//! end. Without the script they stay hidden, and the reviewer answers on paper or by mail.

use wellpress_render::escape::escaped;

use super::ReviewPacket;

/// What the script does not find in the packet itself: words that it says later.
const SAID_BY_SCRIPT: [&str; 9] =
    ["answer", "comment", "edit", "delete", "suggested", "downloaded", "copied", "copy-by-hand", "program"];

impl ReviewPacket<'_> {
    /// The answer with its buttons, and the templates for remarks.
    pub(super) fn answer_form(&self) -> String {
        let decision = self.choice("approved", "approve", &self.say("text-packet-approved"))
            + &self.choice_of_changes()
            + &self.choice("changes-requested", "ask-changes", &self.say("text-packet-changes"));
        format!(
            "<section id=\"answer\" class=\"answer\" hidden>\n<h2>{title}</h2>\n<div id=\"remarks\"></div>\n<form id=\"answer-form\">\n\
             {name}{date}<fieldset><legend>{legend}</legend>\n{decision}<p class=\"note\">{note}</p></fieldset>\n{closing}\
             <p><button type=\"submit\">{download}</button> <button type=\"button\" id=\"copy\">{copy}</button></p>\n\
             <p id=\"status\" class=\"status\" role=\"status\"></p>\n<p class=\"note\">{kept}</p>\n</form>\n</section>\n",
            title = self.packet_words("answer"),
            name = self.field("your-name", "<input name=\"name\" autocomplete=\"name\">"),
            date = self.field("your-date", "<input name=\"date\" type=\"date\">"),
            legend = self.packet_words("decision"),
            note = self.packet_words("suggestions-count"),
            closing = self.field("closing", "<textarea name=\"note\" rows=\"3\"></textarea>"),
            download = self.packet_words("download"),
            copy = self.packet_words("copy"),
            kept = self.packet_words("kept"),
        ) + &self.remark_template()
    }

    /// A message of packets as HTML.
    fn packet_words(&self, key: &str) -> String {
        escaped(&self.say(&format!("text-packet-{key}")))
    }

    fn field(&self, key: &str, input: &str) -> String {
        format!("<p><label>{} {input}</label></p>\n", self.packet_words(key))
    }

    /// One of the decisions to choose from.
    fn choice(&self, value: &str, key: &str, note: &str) -> String {
        let note = escaped(note);
        let input = format!("<input type=\"radio\" name=\"decision\" value=\"{value}\">");
        format!("<p><label>{input} <strong>{}</strong> {note}</label></p>\n", self.packet_words(key))
    }

    /// The choice to approve of what changed since the last approval alone, if anything did.
    fn choice_of_changes(&self) -> String {
        let choice = self.approved_changes().map(|words| self.choice("approved-changes", "approve-changes", &words));
        choice.unwrap_or_default()
    }

    fn remark_template(&self) -> String {
        format!(
            "<template id=\"remark-form\"><form class=\"remark-form\">\n<p class=\"quote\"><q></q></p>\n\
             <p><label>{comment}<textarea name=\"comment\" rows=\"3\"></textarea></label></p>\n\
             <p class=\"suggestion\"><label>{suggestion}<textarea name=\"suggestion\" rows=\"3\"></textarea></label></p>\n\
             <p><button type=\"submit\">{save}</button> <button type=\"button\" class=\"cancel\">{cancel}</button></p>\n\
             </form></template>\n",
            comment = self.packet_words("your-comment"),
            suggestion = self.packet_words("suggestion"),
            save = self.packet_words("save"),
            cancel = self.packet_words("cancel"),
        )
    }

    /// The words for the script as `data-say-..` attributes.
    pub(super) fn words_for_script(&self) -> String {
        let attribute =
            |key: &&str| format!(" data-say-{key}=\"{}\"", escaped_attribute(&self.say(&format!("text-packet-{key}"))));
        let number = self.say_with("text-packet-comment-on", "number", "#");
        let missing = ["need-name", "need-decision"];
        let words: String = SAID_BY_SCRIPT.iter().chain(&missing).map(attribute).collect();
        format!("{words} data-say-comment-on=\"{}\"", escaped_attribute(&number))
    }
}

pub(super) fn escaped_attribute(text: &str) -> String {
    let mut html = String::new();
    wellpress_render::escape::attribute(&mut html, text);
    html
}
