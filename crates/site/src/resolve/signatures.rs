//! Judges the SSH signatures of sign-offs: over the bytes of [`SignOff::statement`], in the format of `ssh-keygen -Y sign`.
//!
//! A signature counts only if its key was the reviewer's on the day of the sign-off. Making signatures is left to `ssh-keygen`, and
//! verifying one to a [`SignatureVerifier`].

use std::collections::BTreeMap;
use std::fmt;

use wellpress_diagnostics::{Diagnostic, Span, rules};
use wellpress_foundation::Day;

use crate::model::sign_off::PageSignOffs;
use crate::model::{Page, PageId, PageRecord, Site};
use crate::parse::front_matter;
use crate::parse::sign_offs::SignOff;
use crate::signature_verifier::{PublicKey, SignatureVerifier, SshSignature};

/// The namespace of the signatures. A signature that was made for something else, such as a commit, is none of a review.
pub const NAMESPACE: &str = "wellpress-review";

/// The value of `previous` in the first sign-off of a page.
pub const NO_PREVIOUS: &str = "none";

/// A public key of a person, and the days on which it is theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningKey {
    /// The key.
    pub key: PublicKey,
    /// The first day on which it is the person's.
    pub from: Day,
    /// The last day on which it is the person's, if it is no longer used.
    pub until: Option<Day>,
    /// The page of the person.
    pub page: PageId,
    /// Where the person's file has the key.
    pub span: Span,
}

impl SigningKey {
    /// Whether the key was the person's on this day.
    #[must_use]
    pub fn is_valid_on(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// The keys of all people, by the id of the person.
#[derive(Debug, Clone, Default)]
pub struct KeyRing {
    verifier: Option<&'static dyn SignatureVerifier>,
    keys: BTreeMap<String, Vec<SigningKey>>,
}

impl PartialEq for KeyRing {
    fn eq(&self, other: &Self) -> bool {
        self.keys == other.keys
    }
}

impl KeyRing {
    /// Collects the keys of a site. Those of a person in several languages count together. A line that is no public key is a finding.
    #[must_use]
    pub(super) fn of(
        site: &Site,
        verifier: Option<&'static dyn SignatureVerifier>,
        findings: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut keys: BTreeMap<String, Vec<SigningKey>> = BTreeMap::new();
        for page in &site.pages {
            if let PageRecord::Person(person) = &page.record
                && !person.signing_keys.is_empty()
            {
                let of_person = person.signing_keys.iter().filter_map(|key| signing_key(page, key, verifier, findings));
                keys.entry(site.index.signing_id(page)).or_default().extend(of_person);
            }
        }
        Self { verifier, keys }
    }

    /// The keys of a person.
    #[must_use]
    pub fn keys_of(&self, person: &str) -> &[SigningKey] {
        self.keys.get(person).map_or(&[], Vec::as_slice)
    }

    /// Whether a person had a key on this day.
    #[must_use]
    pub fn has_key_on(&self, person: &str, day: Day) -> bool {
        self.keys_of(person).iter().any(|key| key.is_valid_on(day))
    }

    /// All people who have keys, with these.
    pub fn people(&self) -> impl Iterator<Item = (&str, &[SigningKey])> {
        self.keys.iter().map(|(person, keys)| (person.as_str(), keys.as_slice()))
    }
}

/// A key of a person's front matter. Without a verifier it is taken as it is: the person signs with a key, whatever that is.
fn signing_key(
    page: &Page,
    key: &front_matter::SigningKey,
    verifier: Option<&'static dyn SignatureVerifier>,
    findings: &mut Vec<Diagnostic>,
) -> Option<SigningKey> {
    let line = &key.key.value;
    let parsed = match verifier {
        Some(verifier) => verifier.public_key(line),
        None => Some(PublicKey { line: line.clone(), fingerprint: String::new() }),
    };
    let Some(parsed) = parsed else {
        let message = "this is not a public SSH key";
        let finding = Diagnostic::new(&rules::FRONT_MATTER_TYPE, page.source.locate(key.key.span), message);
        findings.push(finding.help("write the line of the file `.pub`, which begins with `ssh-ed25519` or similar"));
        return None;
    };
    Some(SigningKey { key: parsed, from: key.from, until: key.until, page: page.id, span: key.key.span })
}

/// The result of verifying one sign-off.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum SignatureVerdict {
    /// It has no signature.
    Unsigned,
    /// The signature is of exactly this sign-off, by a key that was the reviewer's on its day.
    Valid {
        /// The key, as `ssh-keygen -l` prints it.
        fingerprint: String,
    },
    /// It has a signature that does not count.
    Invalid {
        /// Why not.
        fault: SignatureFault,
        /// The key that the signature names, if it can be read.
        fingerprint: Option<String>,
    },
}

impl SignatureVerdict {
    /// The word in lists.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Unsigned => "unsigned",
            Self::Valid { .. } => "valid",
            Self::Invalid { .. } => "invalid",
        }
    }

    /// The fingerprint of the key that signed.
    #[must_use]
    pub fn fingerprint(&self) -> Option<&str> {
        match self {
            Self::Unsigned => None,
            Self::Valid { fingerprint } => Some(fingerprint),
            Self::Invalid { fingerprint, .. } => fingerprint.as_deref(),
        }
    }
}

/// Why a signature does not count.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum SignatureFault {
    /// This program was built without what verifies signatures.
    NoVerifier,
    /// The field is no SSH signature.
    Unreadable,
    /// The signature was made for another purpose.
    OtherNamespace(String),
    /// The key is not the reviewer's.
    UnknownKey,
    /// The key was not yet the reviewer's on the day of the sign-off.
    KeyTooNew(Day),
    /// The key was no longer the reviewer's on the day of the sign-off.
    KeyTooOld(Day),
    /// The words of this part, as stored, are not those that were signed.
    OtherWords(String),
    /// The signature is of another sign-off, or the sign-off was changed.
    OtherStatement,
    /// The sign-off that it names as the one before it does not stand above it.
    OutOfOrder,
    /// The same sign-off stands above it.
    Repeated,
}

/// What is wrong, as the end of a sentence that begins with "the signature".
impl fmt::Display for SignatureFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoVerifier => f.write_str("cannot be verified: this program was built without the feature `review`"),
            Self::Unreadable => f.write_str("is not an SSH signature"),
            Self::OtherNamespace(namespace) => write!(f, "was made for `{namespace}`, not for `{NAMESPACE}`"),
            Self::UnknownKey => f.write_str("is by a key that the person's record does not list"),
            Self::KeyTooNew(from) => write!(f, "is by a key that is the person's only since {from}"),
            Self::KeyTooOld(until) => write!(f, "is by a key that was the person's only until {until}"),
            Self::OtherWords(part) => write!(f, "is of other words than those stored for `{part}`"),
            Self::OtherStatement => {
                f.write_str("is of another page, language, person, role, date, decision, note or hash")
            }
            Self::OutOfOrder => f.write_str("follows a sign-off that does not stand above it"),
            Self::Repeated => f.write_str("repeats that of a sign-off above it"),
        }
    }
}

/// A sign-off of a page with the bytes that its signature has to be of.
#[derive(Debug)]
pub struct SignOffStatement<'a> {
    /// The sign-off.
    pub entry: &'a SignOff,
    /// The bytes. Those of an entry that is out of order or a copy differ from what was signed, so that every program that
    /// verifies them refuses the signature.
    pub text: String,
    /// The hash by which the next sign-off names this one.
    pub hash: String,
    /// Why the order of the entries is not the signed one.
    fault: Option<SignatureFault>,
}

/// The statements of the sign-offs of a page, in the order of the file.
///
/// Each names the one before it by its hash, so that the entries cannot change places. Two reviewers may sign at the same time in
/// two branches of a repository: then both name the same one, and the order of the two says nothing.
#[must_use]
pub fn statements(sign_offs: &PageSignOffs) -> Vec<SignOffStatement<'_>> {
    let mut hashes: Vec<String> = Vec::new();
    let mut statements = Vec::new();
    for entry in sign_offs.all() {
        let previous = entry.previous.as_deref().unwrap_or(NO_PREVIOUS);
        let text = entry.statement(&sign_offs.file.id, previous).unwrap_or_default();
        let hash = hash_of_statement(&text);
        let fault = if previous != NO_PREVIOUS && !hashes.iter().any(|above| above == previous) {
            Some((SignatureFault::OutOfOrder, "missing"))
        } else if hashes.contains(&hash) {
            Some((SignatureFault::Repeated, "repeated"))
        } else {
            None
        };
        let text = match &fault {
            None => text,
            Some((_, word)) => entry.statement(&sign_offs.file.id, word).unwrap_or_default(),
        };
        hashes.push(hash.clone());
        statements.push(SignOffStatement { entry, text, hash, fault: fault.map(|(fault, _)| fault) });
    }
    statements
}

/// 64 hexadecimal digits.
fn hash_of_statement(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

impl<'a> SignOffStatement<'a> {
    /// The statement of a sign-off of the page with this id that stands below those that it names.
    #[must_use]
    pub fn of_last(entry: &'a SignOff, id: &str) -> Self {
        let previous = entry.previous.as_deref().unwrap_or(NO_PREVIOUS);
        let text = entry.statement(id, previous).unwrap_or_default();
        Self { entry, hash: hash_of_statement(&text), text, fault: None }
    }

    /// Verifies the signature of the sign-off.
    #[must_use]
    pub fn verify(&self, keys: &KeyRing) -> SignatureVerdict {
        let Some(armored) = &self.entry.signature else { return SignatureVerdict::Unsigned };
        let Some(verifier) = keys.verifier else {
            return SignatureVerdict::Invalid { fault: SignatureFault::NoVerifier, fingerprint: None };
        };
        let armored = armored_lines(&armored.value);
        let Some(signature) = verifier.signature(&armored) else {
            return SignatureVerdict::Invalid { fault: SignatureFault::Unreadable, fingerprint: None };
        };
        let is_of_statement = || verifier.is_of(&armored, self.text.as_bytes());
        let fault = self.fault(&signature, keys.keys_of(&self.entry.person.value), is_of_statement);
        let fingerprint = signature.key.fingerprint;
        match fault {
            None => SignatureVerdict::Valid { fingerprint },
            Some(fault) => SignatureVerdict::Invalid { fault, fingerprint: Some(fingerprint) },
        }
    }

    fn fault(
        &self,
        signature: &SshSignature,
        keys: &[SigningKey],
        is_of_statement: impl FnOnce() -> bool,
    ) -> Option<SignatureFault> {
        if signature.namespace != NAMESPACE {
            return Some(SignatureFault::OtherNamespace(signature.namespace.clone()));
        }
        if let Some(fault) = key_fault(&signature.key, keys, self.entry.date.value) {
            return Some(fault);
        }
        if self.fault.is_some() {
            return self.fault.clone();
        }
        if is_of_statement() {
            return None;
        }
        Some(self.changed_words().map_or(SignatureFault::OtherStatement, SignatureFault::OtherWords))
    }

    /// The first part whose stored words do not have the stored hash.
    fn changed_words(&self) -> Option<String> {
        let mut parts = self.entry.parts.iter().filter(|(_, part)| !part.words.is_empty());
        let changed = parts.find(|(_, part)| *blake3::hash(part.words.as_bytes()).to_hex() != *part.hash);
        changed.map(|(name, _)| name.clone())
    }
}

/// Why a key is not one of `keys` on this day.
fn key_fault(key: &PublicKey, keys: &[SigningKey], day: Day) -> Option<SignatureFault> {
    let mut matching_keys = keys.iter().filter(|listed| listed.key == *key).peekable();
    let first = matching_keys.peek().copied();
    match first {
        None => Some(SignatureFault::UnknownKey),
        Some(_) if matching_keys.any(|listed| listed.is_valid_on(day)) => None,
        Some(first) if day < first.from => Some(SignatureFault::KeyTooNew(first.from)),
        Some(first) => Some(SignatureFault::KeyTooOld(first.until.unwrap_or(first.from))),
    }
}

/// A signature as `ssh-keygen` writes it: without the white space around its lines that an indented block of YAML may have.
#[must_use]
pub fn armored_lines(signature: &str) -> String {
    signature.lines().map(|line| format!("{}\n", line.trim())).collect()
}
