//! What becomes of a site that was made: it takes the place of the one before, unless a file of the user's stands in the
//! way, and the next run finds what it may take over.

use std::io;
use std::path::Path;

use wellpress_diagnostics::{Diagnostic, Location, Report, rules};
use wellpress_io::artifact::SinkError;
use wellpress_io::cache::{CacheFile, CacheNote};
use wellpress_io::fs::{EntryKind, Files, ReadError, relative_display};
use wellpress_site::check::InTexts;
use wellpress_site::config::Config;
use wellpress_site::discover::unreadable;

use crate::emit::{EmitError, Emitted, Emitter};

use super::standing::{Standing, Survey};
use super::{Error, FINDINGS, Kept, Made, RECORDS, Request, SEARCH, STANDING, Stage, provenance, with_findings};

/// Lets what was made take the output's place, and keeps for the next run what it may take over.
pub(super) fn publish(
    files: &dyn Files,
    request: &Request<'_>,
    config: &Config,
    (known, survey): (&Kept, Option<Survey>),
    made: &Made,
    emitter: Emitter<'_>,
    notes: &mut Vec<CacheNote>,
) -> Result<Emitted, Error> {
    request.observer.begin(Stage::Emit);
    let began = emitter.began();
    provenance::put_build_info(config, made, &emitter)?;
    // Records whose files did not come to stand in the output do no harm: the next build looks for the files.
    let (cache, records, bundles) = (&request.cache, &made.rendered.records, &made.indexed.bundles);
    let save = || {
        CacheFile::new(cache, RECORDS).save(files, records, notes);
        if *bundles != known.bundles {
            CacheFile::new(cache, SEARCH).save(files, bundles, notes);
        }
    };
    let emitted = rayon::join(|| emitter.finish(), save).0?;
    request.observer.begin(Stage::Cache);
    let standing = survey.zip(began).and_then(|known| Standing::new(files, config, known, made, &emitted));
    if let Some(standing) = standing {
        CacheFile::new(cache, STANDING).save(files, &standing, notes);
    }
    Ok(emitted)
}

/// Keeps what was found in pages' own words, which holds whatever becomes of the site.
pub(super) fn keep_findings(
    files: &dyn Files,
    request: &Request<'_>,
    (known, found): (&InTexts<'_>, &InTexts<'_>),
    notes: &mut Vec<CacheNote>,
) {
    if !found.is_of_the_words_of(known) {
        CacheFile::new(&request.cache, FINDINGS).save(files, found, notes);
    }
}

/// The report of what stands in `static` where the build puts a file of its own, or of a page or an alias there that
/// nothing told of before, or of a file that went away before it was copied; any other error as it is.
pub(super) fn or_report(
    files: &dyn Files,
    request: &Request<'_>,
    report: &Report,
    error: Error,
) -> Result<Report, Error> {
    let wanted = match &error {
        Error::Emit(EmitError::Twice { path }) => Path::new(path.as_str()),
        Error::Sink(error) | Error::Emit(EmitError::Sink(error))
            if error.source.kind() == io::ErrorKind::AlreadyExists =>
        {
            &error.path
        }
        _ => return or_gone(request, report, error),
    };
    let folder = request.root.join("static");
    let stands =
        |path: &&Path| files.kind(&folder.join(path)).is_ok_and(|kind| *path == wanted || kind != EntryKind::Folder);
    let message = format!("the build makes `/{}` itself", wanted.display());
    let finding = match wanted.ancestors().find(stands) {
        Some(path) => {
            let place = Location::file(format!("static/{}", path.display()));
            Diagnostic::new(&rules::URL_DUPLICATE, place, message).help("give this file another name, or take it out")
        }
        None => {
            let message = format!("{message}, and a page or an alias stands there as well");
            let finding = Diagnostic::new(&rules::URL_DUPLICATE, Location::file("content"), message);
            finding.help("give that page another `slug`, or take that alias out")
        }
    };
    Ok(with_findings(report, vec![finding]))
}

/// The report of a file of the site that was there when it was looked at, and is not now that it is to be copied.
fn or_gone(request: &Request<'_>, report: &Report, error: Error) -> Result<Report, Error> {
    match error {
        Error::Sink(SinkError { action: "read", path, source }) if source.kind() == io::ErrorKind::NotFound => {
            let shown = relative_display(&request.root, &path);
            let finding = unreadable(&shown.into(), &ReadError::Io { path, source });
            Ok(with_findings(report, vec![finding]))
        }
        error => Err(error),
    }
}
