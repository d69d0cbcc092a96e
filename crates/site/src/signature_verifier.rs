//! [`SignatureVerifier`]: reads SSH keys and verifies SSH signatures. The tool for reviews implements it, so that a program without that
//! tool needs no cryptography.

use std::fmt::Debug;

/// Reads SSH keys and verifies SSH signatures.
pub trait SignatureVerifier: Debug + Send + Sync {
    /// The key in a line of a file `.pub`; `None` if it is no public SSH key.
    fn public_key(&self, line: &str) -> Option<PublicKey>;
    /// What a signature says of itself; `None` if the text is no SSH signature.
    fn signature(&self, armored: &str) -> Option<SshSignature>;
    /// Whether a signature is of exactly these bytes, by the key and for the purpose that it names.
    fn is_of(&self, armored: &str, bytes: &[u8]) -> bool;
}

/// A public SSH key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    /// The line of a file `.pub`, without its comment.
    pub line: String,
    /// The key as `ssh-keygen -l` prints it: `SHA256:` and 43 letters.
    pub fingerprint: String,
}

/// What an SSH signature says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SshSignature {
    /// The purpose for which it was made.
    pub namespace: String,
    /// The key that made it.
    pub key: PublicKey,
}
