//! [`Failure`]: the error of a command as the user sees it: a message, advice, and the exit status. The conversions below decide
//! the status and the advice for each error of the libraries.

use std::io;

use wellpress_deploy::DeployError;

use crate::emit::EmitError;
use crate::pipeline;
use crate::review::ReviewError;
use crate::scaffold::ScaffoldError;
use crate::serve::ServeError;

use super::Exit;

/// Why a command ended without its result. Mistakes in the content are findings and no failure, unless a command is about a single
/// source or page.
#[derive(Debug)]
pub(super) struct Failure {
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
    fn target(message: String) -> Self {
        Self { exit: Exit::Target, message, help: None }
    }

    /// Adds advice, which replaces earlier advice.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl From<pipeline::Error> for Failure {
    fn from(error: pipeline::Error) -> Self {
        let message = error.to_string();
        let io_help = help_of_io_error(&error);
        match error {
            pipeline::Error::NoSettings(_) => {
                Self::usage(message).help("`wellpress init` makes a site; `--root` names the folder of one")
            }
            pipeline::Error::NoContent(_) => Self::usage(message).help("a site's pages are in `content`"),
            // A refused output is a choice of the user; other errors of the emitter are the machine's.
            pipeline::Error::Emit(error) if error.is_refusal() => Self::usage(message),
            pipeline::Error::Emit(EmitError::Io { ref source, .. }) if source.kind() == io::ErrorKind::ReadOnlyFilesystem => {
                Self::machine(message).help("choose a folder that can be written with `--output-dir`, or look at the site with `wellpress serve`")
            }
            pipeline::Error::CacheFolder(_) => Self::usage(message).help("name another with `--cache-dir`"),
            pipeline::Error::Read { .. }
            | pipeline::Error::Emit(_)
            | pipeline::Error::Sink(_)
            | pipeline::Error::Search(_)
            | pipeline::Error::Path(_) => Self { help: io_help, ..Self::machine(message) },
        }
    }
}

/// What to do about an error of the operating system that its own words do not tell.
fn help_of_io_error(error: &(dyn std::error::Error + 'static)) -> Option<String> {
    let mut causes = std::iter::successors(Some(error), |error| error.source());
    match causes.find_map(|cause| cause.downcast_ref::<io::Error>())?.kind() {
        io::ErrorKind::FileTooLarge => Some("the size of files is limited: raise the limit (`ulimit -f`)".to_owned()),
        io::ErrorKind::StorageFull => Some("free some space, or choose another disk with `--output-dir`".to_owned()),
        _ => None,
    }
}

impl From<ReviewError> for Failure {
    fn from(error: ReviewError) -> Self {
        let exit = match &error {
            ReviewError::Errors { .. } | ReviewError::Unreadable { .. } | ReviewError::OtherWords { .. } => {
                Exit::Content
            }
            ReviewError::Io { .. } | ReviewError::Signing { .. } => Exit::Machine,
            // All other errors are about arguments: a page, language or person that does not exist or may not sign.
            _ => Exit::Usage,
        };
        Self { exit, message: error.to_string(), help: error.help() }
    }
}

impl From<ServeError> for Failure {
    fn from(error: ServeError) -> Self {
        let message = error.to_string();
        match error {
            ServeError::Bind { .. } => Self::machine(message).help("choose another port with `--port`"),
            ServeError::Exposed(_) => Self::usage(message)
                .help("name the host under which it will be asked for, such as `--allow-host preview.example.org`"),
            ServeError::NotAHost(_) => Self::usage(message).help("write it as `preview.example.org`"),
            ServeError::Watch(_) | ServeError::Read { .. } | ServeError::Panic | ServeError::Start(_) => {
                Self::machine(message)
            }
        }
    }
}

impl From<DeployError> for Failure {
    fn from(error: DeployError) -> Self {
        let message = error.to_string();
        match error {
            DeployError::NotATarget(_) => Self::usage(message),
            DeployError::NoCredentials(ref variables) => Self::target(message).help(format!(
                "set {variables}; the page \"Publishing\" of the manual lists the variables of each service. Nothing was sent"
            )),
            DeployError::NeedsConsent(_) => Self::usage(message).help("`--dry-run` shows the plan; `--yes` goes on"),
            DeployError::NoRelease(_) => Self::usage(message).help("`--history` lists the releases"),
            DeployError::Output { .. } => Self::machine(message).help("build the site again"),
            DeployError::Rival(_) => Self::target(message).help("let that one end, then deploy again"),
            DeployError::Damaged { .. } => Self::target(message)
                .help("look at it; without `.wellpress-deploy/state.json` a deploy begins anew, with `--yes`"),
            DeployError::Store(_) => {
                Self::target(message).help("what is there holds together; the next deploy goes on")
            }
        }
    }
}

impl From<ScaffoldError> for Failure {
    fn from(error: ScaffoldError) -> Self {
        let message = error.to_string();
        match error {
            ScaffoldError::Exists(_) => {
                Self::usage(message).help("delete what is to be written anew, or choose another folder or name")
            }
            ScaffoldError::InsideSite(site) => Self::usage(message)
                .help(format!("call it with `--root {}` to add workflows to that site", site.display())),
            ScaffoldError::PartialVersion { .. } => {
                Self::usage(message).help("write all three numbers, such as `0.1.0`")
            }
            ScaffoldError::NoIdOfTitle { .. } => Self::usage(message).help("name one: `--id my-page`"),
            ScaffoldError::TermWithId => Self::usage(message).help("leave out `--id`"),
            ScaffoldError::NotATerm(_) => Self::usage(message).help("write the word as it stands in texts"),
            ScaffoldError::Glossary(_) => Self::usage(message)
                .help("`wellpress check` shows its mistakes; if there are none, write the term into it yourself"),
            ScaffoldError::NotAnId(_) | ScaffoldError::TermExists { .. } => Self::usage(message),
            ScaffoldError::Io { .. } => Self::machine(message),
        }
    }
}

/// The error of a write to standard output.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::machine(format!("cannot write: {error}"))
    }
}
