//! `calls_to_action` in the settings: forms and links with which a page asks its readers to do something. Rendering them is left
//! to the renderer.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use url::Url;

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Source, quotable};
use wellpress_io::fs::{MAX_NAME_BYTES, is_device_name};
use wellpress_markdown::is_safe_address;
use wellpress_markdown::parser::typographic;

use super::form_fields::{self, FormField};
use super::mistakes::{find_key, wrong};
use super::settings::Settings;
use super::site_language::SiteLanguage;

/// One call to action, as authors write it below its id.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CallToAction {
    /// A form, a link or an app.
    pub kind: CallKind,
    /// A short line above the title.
    pub eyebrow: Option<String>,
    /// The heading of the call.
    pub title: String,
    /// The text below the title.
    pub body: Option<String>,
    /// The label of the button; without it, the title.
    pub button: Option<String>,
    /// The target of the button of a link or an app; required for these.
    pub href: Option<Located<String>>,
    /// Where a form is sent, with its fields and `consent`: an `https` address, a path of this site, or an `http` address on this machine.
    /// A form without it is not shown.
    pub action: Option<Located<String>>,
    /// A link for readers who have already joined.
    pub login: Option<LoginLink>,
    /// Small print below the button, with links as in Markdown.
    pub fine_print: Option<String>,
    /// The fields of a form; without it, one for an email address.
    #[serde(default)]
    pub fields: Vec<FormField>,
    /// A checkbox that the reader has to tick.
    pub consent: Option<Consent>,
    /// The message after the form was sent; without it, the theme's words.
    pub success: Option<Success>,
    /// The message if the form could not be sent; without it, the theme's words.
    pub error: Option<String>,
    /// Why readers should trust the call, such as a number of members.
    pub proof: Option<String>,
}

impl CallToAction {
    /// Whether it is a form with an address to send it to.
    #[must_use]
    pub fn is_form(&self) -> bool {
        self.kind == CallKind::Form && self.action.is_some()
    }
}

/// Scheme, host and port of an absolute web address. `None` for any other address.
#[must_use]
pub fn web_origin(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.origin().ascii_serialization())
}

/// What the reader is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CallKind {
    /// Fill in a form.
    Form,
    /// Follow a link.
    Link,
    /// Install or open an app.
    App,
}

/// A link for readers who have already joined.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LoginLink {
    /// The words of the link.
    pub text: String,
    /// The address that it leads to.
    pub href: Located<String>,
}

/// What a reader agrees to. The version is sent with the form, so that the receiver can prove later which wording it was.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// The words beside the checkbox.
    pub text: String,
    /// The version of the words, which is the value that is sent.
    pub version: String,
}

/// The message after a form was sent.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Success {
    /// The heading of the message.
    pub title: String,
    /// The text of the message.
    pub body: Option<String>,
}

/// Sets the words of each call as the texts around it are set: with the quotation marks of the language, apostrophes and dashes.
pub(super) fn set_typography(settings: &mut Settings, language: &SiteLanguage) {
    let mut calls = std::mem::take(&mut settings.calls_to_action);
    let grammar = settings.grammar(language.of_texts());
    for call in calls.values_mut() {
        let success = call.success.iter_mut().flat_map(|success| [Some(&mut success.title), success.body.as_mut()]);
        let optional = [&mut call.eyebrow, &mut call.body, &mut call.button, &mut call.error, &mut call.proof];
        let texts = optional.into_iter().flatten().chain(success.flatten()).chain([&mut call.title]);
        let texts = texts.chain(call.fields.iter_mut().map(|field| &mut field.label));
        let texts = texts.chain(call.login.iter_mut().map(|login| &mut login.text));
        for text in texts.chain(call.consent.iter_mut().map(|consent| &mut consent.text)) {
            *text = typographic(text, grammar).into_owned();
        }
        if let Some(words) = &mut call.fine_print {
            *words = outside_addresses(words, |words| typographic(words, grammar).into_owned());
        }
    }
    settings.calls_to_action = calls;
}

/// Small print with `change` made to its words, and not to the addresses of its links.
fn outside_addresses(words: &str, change: impl Fn(&str) -> String) -> String {
    let mut changed = String::with_capacity(words.len());
    let mut remaining = words;
    while let Some(start) = remaining.find("](") {
        let end = remaining[start..].find(')').map_or(remaining.len(), |length| start + length);
        changed.push_str(&change(&remaining[..start]));
        changed.push_str(&remaining[start..end]);
        remaining = &remaining[end..];
    }
    changed + &change(remaining)
}

/// Checks where the calls lead and what they are called.
pub(super) fn check(settings: &Settings, source: &Source, findings: &mut Vec<Diagnostic>) {
    for (id, call) in &settings.calls_to_action {
        if let Some(action) = call.action.as_ref().filter(|action| !takes_a_form(&action.value)) {
            let message = format!("`{}` cannot take a form", quotable(&action.value));
            let help = "use `https`, or a path of this site from `/`; for `mailto`, `sms` and `tel` make it a `link` with an `href`";
            findings.push(wrong(source.locate(action.span), message).help(help));
        }
        if matches!(call.kind, CallKind::Link | CallKind::App) && call.href.is_none() {
            let message = format!("the call to action `{id}` has no `href`");
            findings.push(wrong(find_key(source, id), message).help("add `href: ..`, where its button leads"));
        }
        form_fields::check(&call.fields, call.consent.is_some(), source, findings);
        if !call.fields.is_empty() && call.kind != CallKind::Form {
            let message = format!("the call to action `{}` has fields and is no form", quotable(id));
            findings.push(wrong(find_key(source, id), message).help("make it a `form`, or take `fields` out"));
        }
        if call.is_form() && !is_folder_name(&slug::slugify(id)) {
            let message =
                format!("no folder can have the name of the form `{}`, which has a page of its own", quotable(id));
            findings.push(wrong(find_key(source, id), message).help("give it another name, of letters and digits"));
        }
    }
}

/// Whether every file system takes this text of letters, digits and hyphens as the name of a folder.
fn is_folder_name(slug: &str) -> bool {
    !slug.is_empty() && slug.len() <= MAX_NAME_BYTES && !is_device_name(slug)
}

/// Whether a form may be sent to this address: over HTTPS, to this machine, or to a path of this site. What readers type into a
/// form is personal, so it must not travel unencrypted.
pub(super) fn takes_a_form(address: &str) -> bool {
    if let Some(path) = address.strip_prefix('/') {
        // Browsers read `//host` and `/\host` as addresses at another host.
        return !path.starts_with(|c: char| matches!(c, '/' | '\\') || c.is_whitespace() || c.is_control());
    }
    let url = url::Url::parse(address).ok().filter(|_| is_safe_address(address));
    url.is_some_and(|url| url.scheme() == "https" || (url.scheme() == "http" && is_loopback(&url)))
}

fn is_loopback(url: &url::Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
