//! Reads the settings of a site and the house rules that they can name, before any stage.

use std::io;
use std::sync::Arc;

use wellpress_check::sentence_rules::{self, HouseRules};
use wellpress_diagnostics::{Diagnostic, Report, Source, rules};
use wellpress_io::fs::{Files, relative_display};
use wellpress_render::declared_directives;
use wellpress_site::config::{self, Config, SignOffPolicy};
use wellpress_site::parse;

use super::error::Error;
use super::outcome::Outcome;
use super::request::{Request, Stage};

/// Reads the settings file. One with mistakes stops the run, with a report of them.
///
/// # Errors
/// When the file is missing or cannot be read.
pub fn settings(files: &dyn Files, request: &Request<'_>) -> Result<Outcome<Config>, Error> {
    Ok(match load_settings(files, request)? {
        Outcome::Done(loaded) => Outcome::Done(loaded.config),
        Outcome::Stopped(report) => Outcome::Stopped(report),
    })
}

/// The settings, and the rules of the site that they can name.
pub(super) struct Loaded {
    pub(super) config: Config,
    pub(super) house_rules: Arc<HouseRules>,
}

pub(super) fn load_settings(files: &dyn Files, request: &Request<'_>) -> Result<Outcome<Loaded>, Error> {
    request.observer.begin(Stage::Settings);
    let path = &request.settings;
    let bytes = files.read(path).map_err(|source| match source.kind() {
        // `NotADirectory` if the root is a file.
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Error::NoSettings(path.clone()),
        _ => Error::Read { path: path.clone(), source },
    })?;
    let display_path = relative_display(&request.root, path);
    let mut findings = Vec::new();
    // Before the settings, which can name house rules.
    let house_rules = HouseRules::read(files, &request.root)
        .map_err(|source| Error::Read { path: request.root.join(sentence_rules::FOLDER), source })?;
    let config = match parse::decode(&display_path.into(), bytes, &mut findings) {
        Some(source) => config::load(&request.root, source, version_file(files, request)?, request.options.clone()),
        None => Err(findings),
    };
    Ok(match config {
        Ok(config) if needs_missing_verifier(&config, request) => {
            let message = "`signed` needs a program that verifies signatures, and this one was built without the feature `review`";
            let finding = Diagnostic::new(&rules::SETTINGS_INVALID, config.key_location("sign_off"), message);
            Outcome::Stopped(Report::new([
                finding.help("build the program with `--features review`, or with the features that are on by default")
            ]))
        }
        Ok(mut config) => {
            config.signature_verifier = request.signature_verifier;
            config.settings.directives = Arc::new(declared_directives(files, &config, request.default_theme));
            config.rule_files.clone_from(&house_rules.sources);
            Outcome::Done(Loaded { config, house_rules: Arc::new(house_rules) })
        }
        Err(findings) => {
            // A setting may name a house rule whose file has a mistake.
            let findings = findings.into_iter().map(with_settings_rule).chain(house_rules.findings);
            Outcome::Stopped(Report::new(findings))
        }
    })
}

/// Whether the settings ask for signatures that nothing in this program verifies.
fn needs_missing_verifier(config: &Config, request: &Request<'_>) -> bool {
    config.settings.review.sign_off == SignOffPolicy::Signed && request.signature_verifier.is_none()
}

fn version_file(files: &dyn Files, request: &Request<'_>) -> Result<Option<Source>, Error> {
    let path = request.root.join(config::VERSION_FILE);
    match files.read(&path) {
        Ok(bytes) => Ok(Some(Source::new(config::VERSION_FILE, String::from_utf8_lossy(&bytes)))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(Error::Read { path, source }),
    }
}

/// Gives a finding the rule of the settings, whose exit status differs from that of the content. Findings about the encoding of
/// the file come with the rule of any text file.
fn with_settings_rule(mut finding: Diagnostic) -> Diagnostic {
    finding.rule = &rules::SETTINGS_INVALID;
    finding
}
