//! [`publish`]: swaps a rendered site into the output folder and saves the caches for the next build; and [`report_of`], which
//! turns failures that an author caused into findings.

use std::io;
use std::path::Path;

use wellpress_diagnostics::{Diagnostic, Location, Report, rules};
use wellpress_io::artifact::SinkError;
use wellpress_io::fs::{EntryKind, ReadError, relative_display};
use wellpress_site::discover::unreadable;

use crate::emit::{EmitError, Emitted, Emitter};

use super::build_stamp::{self, SourceStats};
use super::error::Error;
use super::gone_pages::gone_since_last_build;
use super::outcome::{RenderedSite, with_findings};
use super::provenance;
use super::render_site::RenderCache;
use super::request::Stage;
use super::run_context::RunContext;

/// Finishes the output and saves the caches for the next build. `stats` were collected before the sources were read. Also returns
/// the addresses of pages that the output lost.
pub(super) fn publish(
    run: RunContext<'_>,
    cached: &RenderCache,
    stats: Option<SourceStats>,
    site: &RenderedSite,
    emitter: Emitter<'_>,
    notes: &mut Vec<String>,
) -> Result<(Emitted, Vec<String>), Error> {
    run.begin(Stage::Emit);
    let began = emitter.began();
    provenance::put_build_info(run.config, site, &emitter)?;
    let gone_pages = gone_since_last_build(run, &emitter);
    // The cache may be saved although the swap then fails: the next build takes a file over only if it is in the output.
    let (files, location) = (run.files, &run.request.cache);
    let (emitted, ()) = rayon::join(|| emitter.finish(), || cached.replace_with(files, location, site, notes));
    let emitted = emitted?;
    run.begin(Stage::Cache);
    build_stamp::save(run, stats, began, site, &emitted, notes);
    Ok((emitted, gone_pages))
}

/// Turns an error that an author caused into a report: a file in `static`, a page or an alias has a path that the build needs and
/// that no earlier stage could know of, or a file was deleted before it was copied. Any other error is returned.
pub(super) fn report_of(run: RunContext<'_>, report: &Report, error: Error) -> Result<Report, Error> {
    let finding = match error {
        Error::Emit(EmitError::Twice { path }) => path_conflict(run, Path::new(path.as_str())),
        Error::Sink(error) | Error::Emit(EmitError::Sink(error))
            if error.source.kind() == io::ErrorKind::AlreadyExists =>
        {
            path_conflict(run, &error.path)
        }
        Error::Sink(SinkError { action: "read", path, source }) if source.kind() == io::ErrorKind::NotFound => {
            let display_path = relative_display(&run.request.root, &path);
            unreadable(&display_path.into(), &ReadError::Io { path, source })
        }
        error => return Err(error),
    };
    Ok(with_findings(report, vec![finding]))
}

/// The finding about two files of the site with one path. It points to the file in `static` that has this path, or that has the
/// path of a folder which the build needs.
fn path_conflict(run: RunContext<'_>, path: &Path) -> Diagnostic {
    let static_folder = run.request.root.join("static");
    let message = format!("the build makes `/{}` itself", path.display());
    let static_file = path.ancestors().find(|ancestor| {
        let kind = run.files.kind(&static_folder.join(ancestor));
        kind.is_ok_and(|kind| *ancestor == path || kind != EntryKind::Folder)
    });
    match static_file {
        Some(static_file) => {
            let location = Location::file(format!("static/{}", static_file.display()));
            let finding = Diagnostic::new(&rules::URL_DUPLICATE, location, message);
            finding.help("give this file another name, or take it out")
        }
        None => {
            let message = format!("{message}, and a page or an alias stands there as well");
            let finding =
                Diagnostic::new(&rules::URL_DUPLICATE, Location::file(run.config.content_folder().name()), message);
            finding.help("give that page another `slug`, or take that alias out")
        }
    }
}
