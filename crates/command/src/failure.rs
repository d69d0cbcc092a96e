//! [`Failure`]: why a command ended without its result, as the user sees it: a message, advice, and the exit status. The stages have
//! errors of their own; what these mean for the user is decided in `advice`.

use std::io;
use std::process::ExitCode;

/// The exit status of the program. Scripts rely on the numbers, and so does the choice of the graver of two: what an author
/// can correct comes before what an administrator has to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// The command has its result.
    Done = 0,
    /// The content, a source or the theme has errors.
    Content = 1,
    /// The arguments or the settings are wrong.
    Usage = 2,
    /// The machine failed: disk, permissions, network, or another build in the same folder.
    Machine = 3,
    /// The target of a deploy failed.
    Target = 4,
}

impl Exit {
    /// The graver of two, for a command of several parts: the higher number, as its cause is further from the author.
    #[must_use]
    pub fn worse(self, other: Self) -> Self {
        if (self as u8) < other as u8 { other } else { self }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a command ended without its result. Mistakes in the content are findings and no failure, unless a command is about a single
/// source or page.
#[derive(Debug)]
pub struct Failure {
    /// The exit status.
    pub exit: Exit,
    /// What is wrong, in lower case and without a full stop.
    pub message: String,
    /// What the user can do, printed on a line of its own.
    pub help: Option<String>,
}

impl Failure {
    /// The arguments or the settings ask for something impossible.
    pub fn usage(message: impl Into<String>) -> Self {
        Self { exit: Exit::Usage, message: message.into(), help: None }
    }

    /// The content is wrong, or a source or page that the user named.
    pub fn content(message: impl Into<String>) -> Self {
        Self { exit: Exit::Content, message: message.into(), help: None }
    }

    /// Disk, network or permissions failed, through no fault of the content.
    pub fn machine(message: impl Into<String>) -> Self {
        Self { exit: Exit::Machine, message: message.into(), help: None }
    }

    /// The target of a deploy refused or is in an unexpected state.
    pub fn target(message: impl Into<String>) -> Self {
        Self { exit: Exit::Target, message: message.into(), help: None }
    }

    /// Adds advice, which replaces earlier advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds "did you mean" with the result of [`nearest`](wellpress_diagnostics::nearest), or `otherwise` if nothing is near enough.
    #[must_use]
    pub fn suggest_or(self, nearest: Option<&str>, otherwise: impl Into<String>) -> Self {
        match nearest {
            Some(name) => self.help(format!("did you mean `{name}`?")),
            None => self.help(otherwise),
        }
    }
}

/// The error of a write to standard output.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::machine(format!("cannot write: {error}"))
    }
}
