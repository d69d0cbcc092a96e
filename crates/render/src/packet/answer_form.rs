//! The parts of a packet that take an answer: the form for a remark, which `packet.js` shows below a paragraph, and the answer at the
//! end. Without the script they stay hidden, and the reviewer answers on paper or by mail.

use crate::escape::escaped;

use super::ReviewPacket;

/// What the script does not find in the packet itself: words that it says later.
const SAID_BY_SCRIPT: [&str; 9] =
    ["answer", "comment", "edit", "delete", "suggested", "downloaded", "copied", "copy-by-hand", "program"];

impl ReviewPacket<'_> {
    /// The answer with its buttons, and the templates for remarks.
    pub(super) fn answer_form(&self) -> String {
        let say = |key: &str| escaped(&self.say(&format!("text-packet-{key}")));
        let field = |key: &str, input: &str| format!("<p><label>{} {input}</label></p>\n", say(key));
        let choice = |value: &str, key: &str, note: &str| {
            let note = escaped(&self.say(note));
            let input = format!("<input type=\"radio\" name=\"decision\" value=\"{value}\">");
            format!("<p><label>{input} <strong>{}</strong> {note}</label></p>\n", say(key))
        };
        let decision = choice("approved", "approve", "text-packet-approved")
            + &choice("changes-requested", "ask-changes", "text-packet-changes");
        format!(
            "<section id=\"answer\" hidden>\n<h2>{title}</h2>\n<div id=\"remarks\"></div>\n<form id=\"answer-form\">\n\
             {name}{date}<fieldset><legend>{legend}</legend>\n{decision}<p class=\"note\">{note}</p></fieldset>\n{closing}\
             <p><button type=\"submit\">{download}</button> <button type=\"button\" id=\"copy\">{copy}</button></p>\n\
             <p id=\"status\" role=\"status\"></p>\n<p class=\"note\">{kept}</p>\n</form>\n</section>\n",
            title = say("answer"),
            name = field("your-name", "<input name=\"name\" autocomplete=\"name\">"),
            date = field("your-date", "<input name=\"date\" type=\"date\">"),
            legend = say("decision"),
            note = say("suggestions-count"),
            closing = field("closing", "<textarea name=\"note\" rows=\"3\"></textarea>"),
            download = say("download"),
            copy = say("copy"),
            kept = say("kept"),
        ) + &self.remark_template()
    }

    fn remark_template(&self) -> String {
        let say = |key: &str| escaped(&self.say(&format!("text-packet-{key}")));
        format!(
            "<template id=\"remark-form\"><form class=\"remark-form\">\n<p class=\"quote\"><q></q></p>\n\
             <p><label>{comment}<textarea name=\"comment\" rows=\"3\"></textarea></label></p>\n\
             <p class=\"suggestion\"><label>{suggestion}<textarea name=\"suggestion\" rows=\"3\"></textarea></label></p>\n\
             <p><button type=\"submit\">{save}</button> <button type=\"button\" class=\"cancel\">{cancel}</button></p>\n\
             </form></template>\n",
            comment = say("your-comment"),
            suggestion = say("suggestion"),
            save = say("save"),
            cancel = say("cancel"),
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
    crate::escape::attribute(&mut html, text);
    html
}
