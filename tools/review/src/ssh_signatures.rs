//! [`SshSignatures`]: verifies the signatures of `ssh-keygen -Y sign`. Whose key counts on which day is left to
//! `wellpress_site::resolve::signatures`.

use ssh_key::{HashAlg, SshSig};

use wellpress_site::signature_verifier::{PublicKey, SignatureVerifier, SshSignature};

/// SSH signatures in the format of OpenSSH.
#[derive(Debug)]
pub struct SshSignatures;

impl SignatureVerifier for SshSignatures {
    fn public_key(&self, line: &str) -> Option<PublicKey> {
        without_comment(ssh_key::PublicKey::from_openssh(line).ok()?)
    }

    fn signature(&self, armored: &str) -> Option<SshSignature> {
        let signature = SshSig::from_pem(armored).ok()?;
        let key = without_comment(signature.public_key().clone().into())?;
        Some(SshSignature { namespace: signature.namespace().to_owned(), key })
    }

    fn is_of(&self, armored: &str, bytes: &[u8]) -> bool {
        let Ok(signature) = SshSig::from_pem(armored) else { return false };
        let key = ssh_key::PublicKey::from(signature.public_key().clone());
        key.verify(signature.namespace(), bytes, &signature).is_ok()
    }
}

fn without_comment(mut key: ssh_key::PublicKey) -> Option<PublicKey> {
    key.set_comment("");
    let fingerprint = key.fingerprint(HashAlg::Sha256).to_string();
    Some(PublicKey { line: key.to_openssh().ok()?, fingerprint })
}
