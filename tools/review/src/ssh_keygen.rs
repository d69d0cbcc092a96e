//! Signs with `ssh-keygen -Y sign`, which asks for passphrases, and finds keys in the agent and on security keys. Verifying needs no
//! other program.
#![expect(clippy::disallowed_methods, reason = "signing is a command of its own; no build comes here")]

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use wellpress_command::Failure;
use wellpress_site::resolve::signatures::NAMESPACE;

/// Signs a text with a key, and returns the signature as lines of text.
///
/// `key` is passed on as it is: a private key, or a public key whose private key is in the agent or on a security key. What
/// `ssh-keygen` asks or reports goes to the terminal.
///
/// # Errors
/// When there is no `ssh-keygen`, or it fails.
pub(super) fn sign(key: &Path, text: &str) -> Result<String, Failure> {
    let mut command = Command::new("ssh-keygen");
    command.args(["-q", "-Y", "sign", "-n", NAMESPACE, "-f"]).arg(key);
    let started = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn();
    let mut child = started.map_err(|error| failed(format!("it cannot be started ({error}); install OpenSSH")))?;
    if let Some(mut stdin) = child.stdin.take() {
        // If it ends before it has read everything, its status says more than the broken pipe.
        let _ = stdin.write_all(text.as_bytes());
    }
    let output = child.wait_with_output().map_err(failed)?;
    if !output.status.success() {
        return Err(failed(format!("it ended with {}", output.status)));
    }
    String::from_utf8(output.stdout).map_err(|_| failed("its answer is not text"))
}

/// Says why there is no signature.
pub(super) fn failed(reason: impl std::fmt::Display) -> Failure {
    Failure::machine(format!("`ssh-keygen` made no signature: {reason}"))
        .help("`--key` names a private key, or a public key whose private key is in the agent or on a security key")
}
