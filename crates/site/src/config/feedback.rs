//! `feedback` in the settings: where readers send what they think of a page. The form and the links are left to the renderer.

use schemars::JsonSchema;
use serde::Deserialize;

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Source, quotable};

use super::calls::takes_a_form;
use super::mistakes::{find_key, wrong};
use super::settings::Settings;

/// The name of the page that thanks for feedback, below `thanks/`. No call to action can have it as well.
pub const FEEDBACK: &str = "feedback";

/// Where readers send what they think of a page. One of the two is required.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FeedbackSettings {
    /// The address to which the forms are sent.
    pub action: Option<Located<String>>,
    /// The address of a mailbox, without `mailto:`.
    pub mail: Option<Located<String>>,
}

/// Checks where feedback is sent.
pub(super) fn check(settings: &Settings, source: &Source, findings: &mut Vec<Diagnostic>) {
    let Some(feedback) = &settings.feedback else { return };
    if feedback.action.is_none() && feedback.mail.is_none() {
        let finding = wrong(find_key(source, FEEDBACK), "`feedback` has neither an `action` nor a `mail`");
        findings.push(finding.help("add `action: https://..`, to which forms are sent, or `mail: ..`"));
    }
    if let Some(action) = feedback.action.as_ref().filter(|action| !takes_a_form(&action.value)) {
        let message = format!("`{}` cannot take a form", quotable(&action.value));
        let help = "use `https`, or a path of this site from `/`; an address of a mailbox is a `mail`";
        findings.push(wrong(source.locate(action.span), message).help(help));
    }
    if let Some(mail) = feedback.mail.as_ref().filter(|mail| !is_mailbox(&mail.value)) {
        let message = format!("`{}` is no address of a mailbox", quotable(&mail.value));
        findings.push(
            wrong(source.locate(mail.span), message).help("write the address alone, such as `desk@clinic.example`"),
        );
    }
    let is_taken = |id: &String| feedback.action.is_some() && slug::slugify(id) == FEEDBACK;
    let forms = settings.calls_to_action.iter().filter(|(_, call)| call.is_form());
    for (id, _) in forms.filter(|(id, _)| is_taken(id)) {
        let message = format!("the form `{}` and the forms of `feedback` would have one page of thanks", quotable(id));
        findings.push(wrong(find_key(source, id), message).help("give the form another name"));
    }
}

/// Whether a text is the address of one mailbox, with nothing that would add a header or a second address to a mail.
fn is_mailbox(address: &str) -> bool {
    let is_plain = |c: char| c.is_alphanumeric() || "._%+-'!#$*/=^`{|}~".contains(c);
    let Some((name, host)) = address.rsplit_once('@') else { return false };
    let is_host = host.contains('.') && !host.starts_with('.') && !host.ends_with('.') && !host.contains("..");
    !name.is_empty()
        && name.chars().all(is_plain)
        && is_host
        && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-'))
}

#[cfg(test)]
mod tests {
    use super::is_mailbox;

    #[test]
    fn a_mailbox_is_one_address() {
        for address in ["desk@a.example", "o'brien+web@a.b.example", "praxis@größe.example"] {
            assert!(is_mailbox(address), "{address}");
        }
        for address in [
            "",
            "a",
            "a@b",
            "@a.example",
            "mailto:a@b.example",
            "a@b.example?bcc=c@d.example",
            "a b@c.example",
            "a@b.example,c@d.example",
            "A <a@b.example>",
            "a@b.example\n",
            "a@.example",
            "a@b..example",
        ] {
            assert!(!is_mailbox(address), "{address}");
        }
    }
}
