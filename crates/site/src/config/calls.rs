//! `calls_to_action` in the settings: what readers are asked to do.

use schemars::JsonSchema;
use serde::Deserialize;

use wellpress_diagnostics::yaml::Located;

/// A call to action.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CallToAction {
    /// Form, link or app.
    pub kind: CallKind,
    /// A line above the title.
    pub eyebrow: Option<String>,
    /// Title.
    pub title: String,
    /// Text.
    pub body: Option<String>,
    /// The button's words.
    pub button: Option<String>,
    /// Where a link or an app's button goes.
    pub href: Option<Located<String>>,
    /// Where a form is sent; without one it does not render.
    pub action: Option<Located<String>>,
    /// A link for those who have joined.
    pub login: Option<LoginLink>,
    /// Small print.
    pub fine_print: Option<String>,
    /// Consent.
    pub consent: Option<Consent>,
    /// What is said once it was sent.
    pub success: Option<Success>,
    /// What is said when it could not be sent.
    pub error: Option<String>,
    /// Why somebody should trust it.
    pub proof: Option<String>,
}

impl CallToAction {
    /// Whether it is a form that goes somewhere.
    #[must_use]
    pub fn is_form(&self) -> bool {
        self.kind == CallKind::Form && self.action.is_some()
    }
}

/// What sort of call to action it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CallKind {
    /// A form with a field for an e-mail address.
    Form,
    /// A link.
    Link,
    /// A link to an app.
    App,
}

/// A link for those who have joined.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LoginLink {
    /// Its words.
    pub text: String,
    /// Where it goes.
    pub href: Located<String>,
}

/// What a person agrees to, in a wording that has a version.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// The words.
    pub text: String,
    /// Their version.
    pub version: String,
}

/// What is said once a form was sent.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Success {
    /// Title.
    pub title: String,
    /// Text.
    pub body: Option<String>,
}
