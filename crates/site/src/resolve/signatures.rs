//! Verifies the SSH signatures of sign-offs: over the bytes of [`SignOff::statement`], in the format of `ssh-keygen -Y sign`.
//!
//! A signature counts only if its key was the reviewer's on the day of the sign-off. Making signatures is left to `ssh-keygen`.

use std::collections::BTreeMap;
use std::fmt;

use ssh_key::{HashAlg, PublicKey, SshSig};

use wellpress_foundation::Day;

use crate::model::sign_off::PageSignOffs;
use crate::model::signing_keys::SigningKey;
use crate::model::{PageRecord, Site};
use crate::parse::sign_offs::SignOff;

/// The namespace of the signatures. A signature that was made for something else, such as a commit, is none of a review.
pub const NAMESPACE: &str = "wellpress-review";

/// The value of `previous` in the first sign-off of a page.
pub const NO_PREVIOUS: &str = "none";

/// The keys of all people, by the id of the person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeyRing(BTreeMap<String, Vec<SigningKey>>);

impl KeyRing {
    /// Collects the keys of a site. Those of a person in several languages count together.
    #[must_use]
    pub fn of(site: &Site) -> Self {
        let mut keys: BTreeMap<String, Vec<SigningKey>> = BTreeMap::new();
        for page in &site.pages {
            if let PageRecord::Person(person) = &page.record
                && !person.signing_keys.is_empty()
            {
                keys.entry(site.index.signing_id(page)).or_default().extend(person.signing_keys.iter().cloned());
            }
        }
        Self(keys)
    }

    /// The keys of a person.
    #[must_use]
    pub fn keys_of(&self, person: &str) -> &[SigningKey] {
        self.0.get(person).map_or(&[], Vec::as_slice)
    }

    /// Whether a person had a key on this day.
    #[must_use]
    pub fn has_key_on(&self, person: &str, day: Day) -> bool {
        self.keys_of(person).iter().any(|key| key.is_valid_on(day))
    }

    /// All people who have keys, with these.
    pub fn people(&self) -> impl Iterator<Item = (&str, &[SigningKey])> {
        self.0.iter().map(|(person, keys)| (person.as_str(), keys.as_slice()))
    }
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
        let Some(signature) = read(&armored.value) else {
            return SignatureVerdict::Invalid { fault: SignatureFault::Unreadable, fingerprint: None };
        };
        let key = key_of(&signature);
        let fingerprint = key.fingerprint(HashAlg::Sha256).to_string();
        match self.fault(&signature, &key, keys.keys_of(&self.entry.person.value)) {
            None => SignatureVerdict::Valid { fingerprint },
            Some(fault) => SignatureVerdict::Invalid { fault, fingerprint: Some(fingerprint) },
        }
    }

    fn fault(&self, signature: &SshSig, key: &PublicKey, keys: &[SigningKey]) -> Option<SignatureFault> {
        if signature.namespace() != NAMESPACE {
            return Some(SignatureFault::OtherNamespace(signature.namespace().to_owned()));
        }
        if let Some(fault) = key_fault(key, keys, self.entry.date.value) {
            return Some(fault);
        }
        if self.fault.is_some() {
            return self.fault.clone();
        }
        match key.verify(NAMESPACE, self.text.as_bytes(), signature) {
            Ok(()) => None,
            Err(_) => Some(self.changed_words().map_or(SignatureFault::OtherStatement, SignatureFault::OtherWords)),
        }
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
    let mut matching_keys = keys.iter().filter(|listed| listed.key.key_data() == key.key_data()).peekable();
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

fn read(signature: &str) -> Option<SshSig> {
    SshSig::from_pem(armored_lines(signature)).ok()
}

fn key_of(signature: &SshSig) -> PublicKey {
    PublicKey::from(signature.public_key().clone())
}

/// The public key that a signature names, as the line of a file `.pub`. `None` if the text is no SSH signature.
#[must_use]
pub fn public_key_line(signature: &str) -> Option<String> {
    key_of(&read(signature)?).to_openssh().ok()
}
