//! `calls_to_action` in the settings: forms and links with which a page asks its readers to do something. Rendering them is left
//! to the renderer; whether their addresses are allowed is checked in [`load`](super::load).

use schemars::JsonSchema;
use serde::Deserialize;

use wellpress_diagnostics::yaml::Located;

/// One call to action, as authors write it below its id.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
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
    /// The label of the button; by default the title.
    pub button: Option<String>,
    /// The target of the button of a link or an app; required for these.
    pub href: Option<Located<String>>,
    /// The address to which a form is sent. Without it, the form is not shown.
    pub action: Option<Located<String>>,
    /// A link for readers who have already joined.
    pub login: Option<LoginLink>,
    /// Small print below the button, with links as in Markdown.
    pub fine_print: Option<String>,
    /// A checkbox that the reader has to tick.
    pub consent: Option<Consent>,
    /// The message after the form was sent.
    pub success: Option<Success>,
    /// The message if the form could not be sent.
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

/// What the reader is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CallKind {
    /// Fill in a form with a field for an email address.
    Form,
    /// Follow a link.
    Link,
    /// Install or open an app.
    App,
}

/// A link for readers who have already joined.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LoginLink {
    /// The words of the link.
    pub text: String,
    /// The address that it leads to.
    pub href: Located<String>,
}

/// What a reader agrees to. The version is sent with the form, so that the receiver can prove later which wording it was.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// The words beside the checkbox.
    pub text: String,
    /// The version of these words, which is the value that is sent.
    pub version: String,
}

/// The message after a form was sent.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Success {
    /// The heading of the message.
    pub title: String,
    /// The text of the message.
    pub body: Option<String>,
}
