//! Decides the exit status and the advice for each error of the stages.

use std::io;

use wellpress_build::emit::EmitError;
use wellpress_build::pipeline;
use wellpress_io::fs::{Disk, Files};

use crate::failure::Failure;

impl From<pipeline::Error> for Failure {
    fn from(error: pipeline::Error) -> Self {
        let message = error.to_string();
        let io_help = help_of_io_error(&error);
        match error {
            pipeline::Error::NoSettings(path) => {
                let misnamed = path.with_extension("yml");
                if Disk.exists(&misnamed).unwrap_or(false) {
                    let help = format!("rename `{}` to `{}`", misnamed.display(), path.display());
                    return Self::usage(message).help(help);
                }
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
