//! Moves a site of another tool to a new folder: reads it, writes it, and checks the result until it builds. Arguments and output are left
//! to [`crate::command`].

mod report;
mod work_list;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use wellpress_build::pipeline::{self, Observer, Outcome, Request};
use wellpress_command::{Failure, Program};
use wellpress_diagnostics::Report;
use wellpress_diagnostics::baseline::Baseline;
use wellpress_foundation::Day;
use wellpress_io::cache::{CacheLocation, CacheMode};
use wellpress_io::fs::{EntryKind, Files, openable};
use wellpress_site::config::{BuildOptions, Clock};

use crate::{NewFile, NewSite, OldSite, SourceFolder, Tool, WriteOptions};

pub use report::{ImportReport, schema};

/// After as many checks, an import gives up. Each check mends what it can.
const MAX_ROUNDS: usize = 12;

/// Projects of software have their site of Docusaurus in this folder.
const DOCUSAURUS_FOLDER: &str = "website";

/// The file with the findings of the first day.
pub const BASELINE: &str = "baseline.json";

/// The report beside the new site, as JSON and as a page.
const REPORTS: [&str; 2] = ["import-report.json", "import-report.html"];

/// Gets the bytes of a picture by its address, or says why not.
pub type FetchPicture<'a> = dyn Fn(&str) -> Result<Vec<u8>, String> + 'a;

/// What to import, and how.
pub struct ImportRequest<'a> {
    /// What the check of the new site needs of the program.
    pub program: &'static Program,
    /// `None`: the files of the source say it.
    pub tool: Option<Tool>,
    /// The folder or the file of the old site.
    pub source: &'a Path,
    /// The folder of the new site; `None` writes nothing.
    pub target: Option<&'a Path>,
    /// Lists of steps also become drafts of exercises.
    pub exercises: bool,
    /// Lists of references whose entries all have identifiers become marks.
    pub cite: bool,
    /// Gets a picture of another site; `None` leaves them where they are.
    pub fetch: Option<&'a FetchPicture<'a>>,
    /// Today, as builds of the new site see it.
    pub today: Day,
    /// Is told of the stages of each check.
    pub observer: &'a dyn Observer,
    /// Is told what is being done.
    pub progress: &'a dyn Fn(&str),
}

/// Imports a site.
///
/// # Errors
/// When the source cannot be read, the target exists, or the disk fails.
pub fn import(files: &dyn Files, request: &ImportRequest<'_>) -> Result<ImportReport, Failure> {
    if let Some(target) = request.target {
        refuse_target(files, request.source, target)?;
    }
    let source = SourceFolder::open(files, request.source)
        .map_err(|error| Failure::usage(format!("cannot read `{}`: {error}", request.source.display())))?;
    let below = request.source.join(DOCUSAURUS_FOLDER);
    let is_below = source.files().any(|path| path.starts_with(&format!("{DOCUSAURUS_FOLDER}/docusaurus.config.")));
    let mut source = match is_below && request.tool.is_none_or(|tool| tool == Tool::Docusaurus) {
        true => SourceFolder::open(files, &below).map_err(|error| failed("read", &below, &error))?,
        false => source,
    };
    source.today = Some(request.today);
    let tool = request.tool.or_else(|| Tool::recognise(&source));
    let tool = tool.ok_or_else(|| not_recognised(request.source))?;
    (request.progress)(&format!("reading it as a site of {}", tool.title()));
    let mut site = crate::read(tool, &source).map_err(|error| Failure::content(error.to_string()))?;
    if let Some(fetch) = request.fetch {
        fetch_pictures(&mut site, fetch, request.progress);
    }
    (request.progress)("writing it as a site of wellpress");
    let options = WriteOptions {
        exercises: request.exercises,
        cite: request.cite,
        languages: (request.program.theme_languages)(),
    };
    let mut site = crate::write(site, &source, &options).map_err(|error| failed("read", request.source, &error))?;
    let staging = staging_folder(files, request.target)?;
    let root = staging.path().join("site");
    write_files(files, &site, &root, site.files.keys())?;
    let report = mend(files, request, &mut site, &root)?;
    site.log.find_lines(&|file| source.text(file).ok());
    let baseline = Baseline::of(&report);
    let import_report = ImportReport::of(tool, &site, &report, baseline.len());
    if let Some(target) = request.target {
        let texts =
            [(BASELINE, baseline.render()), (REPORTS[0], import_report.json()), (REPORTS[1], import_report.html())];
        for (name, text) in texts {
            let path = root.join(name);
            files.write(&path, text.as_bytes()).map_err(|error| failed("write", &path, &error))?;
        }
        files.rename(&root, target).map_err(|error| failed("write", target, &error))?;
    }
    Ok(import_report)
}

/// A folder for the new site, beside the target, so that it is moved there as a whole.
fn staging_folder(files: &dyn Files, target: Option<&Path>) -> Result<tempfile::TempDir, Failure> {
    let mut builder = tempfile::Builder::new();
    let builder = builder.prefix(".wellpress-import-");
    let Some(target) = target else {
        return builder.tempdir().map_err(|error| failed("create a folder for", Path::new("the result"), &error));
    };
    let parent = target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    files.create_dir_all(parent).map_err(|error| failed("create", parent, &error))?;
    builder.tempdir_in(parent).map_err(|error| failed("create a folder in", parent, &error))
}

/// The target is a new folder, and no part of the source.
fn refuse_target(files: &dyn Files, source: &Path, target: &Path) -> Result<(), Failure> {
    let is_free = match files.kind(target) {
        Ok(EntryKind::Folder) => files.list(target).is_ok_and(|entries| entries.is_empty()),
        kind => kind.is_err(),
    };
    if !is_free {
        let failure = Failure::usage(format!("`{}` exists", target.display()));
        return Err(failure.help("name a folder that does not exist yet"));
    }
    let source = files.canonicalize(source).unwrap_or_else(|_| source.to_owned());
    let parent = target.ancestors().skip(1).map(openable);
    let parent = parent.into_iter().find_map(|path| files.canonicalize(path).ok());
    let is_folder = files.kind(&source).is_ok_and(|kind| kind == EntryKind::Folder);
    if is_folder && parent.is_some_and(|parent| parent.starts_with(&source)) {
        let failure = Failure::usage(format!("`{}` is inside of the source", target.display()));
        return Err(failure.help("name a folder beside it"));
    }
    Ok(())
}

fn not_recognised(source: &Path) -> Failure {
    let tools = Tool::names().collect::<Vec<_>>().join("`, `");
    Failure::usage(format!("`{}` is the site of no tool that is known", source.display()))
        .help(format!("name the tool before it: `{tools}`"))
}

fn failed(what: &str, path: &Path, error: &dyn std::fmt::Display) -> Failure {
    Failure::machine(format!("cannot {what} `{}`: {error}", path.display()))
}

fn fetch_pictures(site: &mut OldSite, fetch: &FetchPicture<'_>, progress: &dyn Fn(&str)) {
    let addresses = site.foreign_pictures();
    for (index, address) in addresses.iter().enumerate() {
        progress(&format!("fetching picture {} of {}", index + 1, addresses.len()));
        match fetch(address) {
            Ok(bytes) => site.add_fetched(address, bytes),
            Err(why) => site.log.confirm(address, format!("the picture could not be fetched: {why}")),
        }
    }
}

fn write_files<'n>(
    files: &dyn Files,
    site: &NewSite,
    root: &Path,
    names: impl Iterator<Item = &'n String>,
) -> Result<(), Failure> {
    let mut folders = BTreeSet::new();
    for name in names {
        let path = root.join(name);
        if let Some(folder) = path.parent().filter(|folder| folders.insert(folder.to_path_buf())) {
            files.create_dir_all(folder).map_err(|error| failed("create", folder, &error))?;
        }
        let write_result = match site.files.get(name) {
            Some(NewFile::Text(text)) => files.write(&path, text.as_bytes()),
            Some(NewFile::Bytes(bytes)) => files.write(&path, bytes),
            Some(NewFile::Copy(from)) => files.publish_copy(from, &path),
            // The last round has left it out.
            None => files.remove_file(&path),
        };
        write_result.map_err(|error| failed("write", &path, &error))?;
    }
    Ok(())
}

/// Checks the new site and mends its errors, until there are none or none can be mended.
fn mend(files: &dyn Files, request: &ImportRequest<'_>, site: &mut NewSite, root: &Path) -> Result<Report, Failure> {
    let pipeline_request = pipeline_request(request, root);
    let mut round = 0;
    loop {
        (request.progress)(if round == 0 { "checking the result" } else { "checking it again" });
        let outcome = pipeline::inspect(files, &pipeline_request, |site| site.report)
            .map_err(|error| Failure::content(format!("the result cannot be checked: {error}")))?;
        let (Outcome::Done(report) | Outcome::Stopped(report)) = outcome;
        let changed = if round == MAX_ROUNDS { BTreeSet::new() } else { site.mend(&report, round) };
        if changed.is_empty() {
            return Ok(report);
        }
        write_files(files, site, root, changed.iter())?;
        round += 1;
    }
}

fn pipeline_request<'a>(request: &ImportRequest<'a>, root: &Path) -> Request<'a> {
    let options = BuildOptions {
        include: Default::default(),
        left_out_drafts: Default::default(),
        base_url: None,
        output: root.join("output"),
        clock: Clock::at(request.today),
        index: wellpress_site::config::SearchIndex::Skip,
    };
    let cache = CacheLocation {
        folder: PathBuf::from(root).join(".wellpress"),
        mode: CacheMode::Off,
        build: request.program.build,
    };
    Request {
        root: root.to_owned(),
        settings: root.join("wellpress.yaml"),
        options,
        default_theme: request.program.default_theme,
        signature_verifier: request.program.signature_verifier,
        failing_severity: wellpress_diagnostics::Severity::Error,
        cache,
        observer: request.observer,
    }
}
