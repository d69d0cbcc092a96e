//! `wellpress lsp`: connects a server with the editor on standard input and output.

use std::io::{BufReader, stdin, stdout};
use std::path::Path;
use std::sync::Arc;

use clap::Args;

use wellpress_build::pipeline::Unobserved;
use wellpress_command::invocation::{SiteArguments, current_day};
use wellpress_command::{Exit, Failure, Invocation};
use wellpress_io::fs::{Disk, absolute};
use wellpress_site::config::IncludeUnpublished;

use crate::checker::CheckOptions;
use crate::server::{Ended, ServerOptions, serve};
use crate::transport::connect;

/// Answer an editor that speaks the Language Server Protocol on standard input and output
///
/// For editor programs, which start it themselves: findings, completion, hovers, references, renaming and quick fixes for texts
/// that are not saved yet. `wellpress help editors` has their settings.
#[derive(Debug, Args)]
#[command(after_long_help = "\
    Exit status: 0 after `shutdown` and `exit`; 1 if the editor is gone, or says `exit` alone.")]
pub struct Arguments {
    /// Leave out pages that say `draft: true`, lie in the future or have expired, as `check` does
    #[arg(long)]
    published: bool,
    /// Speak on standard input and output, as without this argument; for editors that ask for it
    #[arg(long)]
    stdio: bool,
}

/// Answers the editor until it ends the connection.
///
/// # Errors
/// When `--root` cannot be found, or the threads cannot start.
pub fn run(invocation: &Invocation<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    let options = options(invocation, arguments)?;
    let (connection, writer) = connect(BufReader::new(stdin()), stdout());
    let ended = serve(&connection, options);
    drop(connection);
    // What is not written yet is written before the process ends.
    let _ = writer.join();
    Ok(match ended {
        Ended::Properly => Exit::Done,
        Ended::Abruptly => Exit::Content,
    })
}

fn options(invocation: &Invocation<'_>, arguments: &Arguments) -> Result<ServerOptions, Failure> {
    // Also starts the threads that the stages share.
    let request = SiteArguments::default().request(invocation, &Unobserved)?;
    let absolute_path = |path: &Path| {
        absolute(&Disk, path).map_err(|error| Failure::usage(format!("cannot open `{}`: {error}", path.display())))
    };
    let common = invocation.common;
    let root = common.root.as_deref().or(common.config.as_deref().map(|_| &*request.root));
    let shown = !arguments.published;
    let first_day = request.options.clock.today();
    let clock = common.clock;
    Ok(ServerOptions {
        check: CheckOptions {
            default_theme: request.default_theme,
            signature_verifier: request.signature_verifier,
            build: request.cache.build,
            today: Arc::new(move || clock.unwrap_or_else(|| current_day().unwrap_or(first_day))),
            include: IncludeUnpublished { drafts: shown, future: shown, expired: shown },
            settings: common.config.as_deref().map(absolute_path).transpose()?,
        },
        root: root.map(absolute_path).transpose()?,
        rule_page: invocation.program.rule_page,
    })
}
