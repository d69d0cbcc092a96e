//! [`SigningKey`]: a public SSH key with which a person signs reviews, and the days on which it is theirs.

use ssh_key::{HashAlg, PublicKey};

use wellpress_diagnostics::{Diagnostic, Span, rules};
use wellpress_foundation::Day;

use crate::parse::front_matter;

use super::page::Page;

/// A public key of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningKey {
    /// The key, without its comment.
    pub key: PublicKey,
    /// The first day on which it is the person's.
    pub from: Day,
    /// The last day on which it is the person's, if it is no longer used.
    pub until: Option<Day>,
    /// Where the person's file has the key.
    pub span: Span,
}

impl SigningKey {
    /// Whether the key was the person's on this day.
    #[must_use]
    pub fn is_valid_on(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// The key as `ssh-keygen -l` prints it: `SHA256:` and 43 letters.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        self.key.fingerprint(HashAlg::Sha256).to_string()
    }
}

/// The keys of a person, from the front matter. A line that is no public key is a finding.
pub(super) fn read(page: &Page, keys: &[front_matter::SigningKey], findings: &mut Vec<Diagnostic>) -> Vec<SigningKey> {
    let mut valid = Vec::new();
    for front_matter::SigningKey { key: line, from, until } in keys {
        match PublicKey::from_openssh(&line.value) {
            Ok(mut key) => {
                key.set_comment("");
                valid.push(SigningKey { key, from: *from, until: *until, span: line.span });
            }
            Err(_) => {
                let message = "this is not a public SSH key";
                let finding = Diagnostic::new(&rules::FRONT_MATTER_TYPE, page.source.locate(line.span), message);
                findings.push(
                    finding.help("write the line of the file `.pub`, which begins with `ssh-ed25519` or similar"),
                );
            }
        }
    }
    valid
}
