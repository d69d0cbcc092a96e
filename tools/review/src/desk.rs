//! The desk of `serve --edit`: carries out suggestions of reviewers, marks remarks as done and adds sources. Its server, which refuses
//! requests that are not of its own page, is left to the preview; which edits are right, to [`import`].

mod accepted_edits;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Deserialize;
use serde_json::{Value, json};

use wellpress_build::pipeline::{CheckedSite, Request, Unobserved};
use wellpress_check::care::{self, CareKind};
use wellpress_check::external::{self, LinkHistory};
use wellpress_command::{Failure, Program};
use wellpress_diagnostics::{Report, Severity};
use wellpress_foundation::Day;
use wellpress_io::cache::CacheLocation;
use wellpress_io::fs::Files;
use wellpress_site::config::BuildOptions;
use wellpress_site::resolve::remark_places::RemarkPlaces;

use crate::accept::{self, EditedFile};
use crate::answers::EditedTexts;
use crate::import::{self, AcceptedSuggestion, RemarkOutcome};

use accepted_edits::{AcceptedEdits, UndoneEdit};

/// The page of the desk. `{token}` and `{preview}` stand for the token of its requests and the address of the preview.
pub const PAGE: &str = include_str!("desk/client/desk.html");
/// The script of the page.
pub const SCRIPT: &str = include_str!("desk/client/desk.js");
/// The style sheet of the page.
pub const STYLE: &str = include_str!("desk/client/desk.css");

/// Adds a pasted reference or an identifier to the library, and returns the keys or why it was refused.
pub type AddSource = Box<dyn Fn(&str) -> Result<String, String> + Send + Sync>;

/// The site that a desk works on, and what it needs besides.
pub struct DeskSetup {
    /// What the program gives to its commands.
    pub program: &'static Program,
    /// The files of the site.
    pub files: Arc<dyn Files>,
    /// The root of the site.
    pub root: PathBuf,
    /// Its settings file.
    pub settings: PathBuf,
    /// The choices of the command line.
    pub options: BuildOptions,
    /// The cache of builds.
    pub cache: CacheLocation,
    /// Today, for dates of packets.
    pub today: Day,
    /// Adds a source. The tool for citations has it, so that it comes in as a function.
    pub add_source: AddSource,
}

/// A desk.
pub struct Desk {
    setup: DeskSetup,
    /// Held while a remark is looked up, its file compared and both are written: two requests at once are carried out one after the
    /// other.
    own_edits: Mutex<OwnEdits>,
    accepted: AcceptedEdits,
}

/// The edits of the desk itself: the hash of a file before each, and after it. A request that saw a file before such an edit may still
/// edit it, since nobody else has changed it.
#[derive(Default)]
struct OwnEdits(HashMap<String, String>);

impl OwnEdits {
    fn add(&mut self, edited: &EditedFile) {
        let hash = |text: &str| blake3::hash(text.as_bytes()).to_hex().to_string();
        self.0.insert(hash(&edited.before), hash(&edited.text));
    }

    /// The hash of a file, and those that it had after edits of the desk.
    fn since(&self, hash: String) -> Vec<String> {
        let later = std::iter::successors(Some(hash), |hash| self.0.get(hash).cloned());
        // Two suggestions can undo each other.
        later.take(self.0.len() + 1).collect()
    }
}

/// What the page of the desk asks for.
#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case", deny_unknown_fields)]
enum DeskRequest {
    /// The open remarks of all pages.
    Remarks,
    /// What needs attention in the site, but for open remarks.
    Care,
    /// Carry out the suggestion of a remark in a file, which has this hash.
    Accept { id: String, hash: String },
    /// Mark a remark as done.
    Done { id: String },
    /// What an editor has saved over since it was accepted, as sentences.
    Undone,
    /// Add a source to the library.
    AddSource { text: String },
}

impl Desk {
    /// A desk for a site.
    #[must_use]
    pub fn new(setup: DeskSetup) -> Self {
        let accepted = AcceptedEdits::new(setup.files.clone(), setup.root.clone());
        Self { setup, own_edits: Mutex::default(), accepted }
    }

    /// Answers a request of the desk's page: with a value, or with why it was refused. `None` for a request that it does not know.
    pub fn answer(&self, request: &[u8]) -> Option<Result<Value, String>> {
        Some(self.act(serde_json::from_slice(request).ok()?))
    }

    /// What an editor has saved over since it was accepted and was not told before, as sentences.
    pub fn newly_undone(&self) -> Vec<String> {
        self.accepted.newly_undone().iter().map(UndoneEdit::message).collect()
    }

    fn act(&self, asked: DeskRequest) -> Result<Value, String> {
        let DeskSetup { program, files, root, settings, options, cache, today, add_source } = &self.setup;
        let request = Request {
            root: root.clone(),
            settings: settings.clone(),
            options: options.clone(),
            default_theme: program.default_theme,
            signature_verifier: program.signature_verifier,
            failing_severity: Severity::Error,
            cache: cache.clone(),
            observer: &Unobserved,
        };
        let resolve = |id: &str, resolution, hash: Option<String>| {
            // A panic leaves nothing half written: files are replaced as a whole.
            let mut own_edits = self.own_edits.lock().unwrap_or_else(PoisonError::into_inner);
            let seen = hash.map(|hash| own_edits.since(hash));
            let accepted =
                import::resolve(&**files, &request, id, resolution, seen.as_deref(), *today).map_err(words)?;
            if let Some(AcceptedSuggestion { record, edited }) = &accepted {
                own_edits.add(edited);
                self.accepted.add(id, record, edited);
            }
            Ok(json!({ "edited": accepted.map(|accepted| accepted.edited.file) }))
        };
        match asked {
            DeskRequest::Remarks => {
                import::inspect(&**files, &request, |checked| Ok(self.open_remarks(&checked))).map_err(words)
            }
            DeskRequest::Care => {
                let links = LinkHistory::load(&**files, cache, &mut Vec::new());
                import::inspect(&**files, &request, |checked| Ok(care_of(&checked, &links))).map_err(words)
            }
            DeskRequest::Accept { id, hash } => resolve(&id, RemarkOutcome::Accept, Some(hash)),
            DeskRequest::Done { id } => resolve(&id, RemarkOutcome::Done, None),
            DeskRequest::Undone => {
                let undone = self.accepted.undone();
                Ok(json!({ "undone": undone.iter().map(UndoneEdit::message).collect::<Vec<_>>() }))
            }
            DeskRequest::AddSource { text } => Ok(json!({ "added": add_source(&text)? })),
        }
    }

    /// The open remarks, each with its place in today's files and whether its suggestion can be carried out there.
    fn open_remarks(&self, checked: &CheckedSite<'_>) -> Value {
        let site = checked.resolved.site;
        let mut remarks = Vec::new();
        for answer in site.answers.iter().flat_map(|file| &file.answers) {
            let Ok(page) = crate::find(checked.config, site, &answer.page, Some(&answer.language)) else {
                continue;
            };
            let places = RemarkPlaces::of_page(checked.resolved, page);
            for remark in answer.open_remarks() {
                let location = places.find(&remark.words);
                let file = location.as_ref().map_or(&page.source.path, |place| &place.file);
                let bytes = self.setup.files.read(&self.setup.root.join(&**file)).unwrap_or_default();
                let earlier = EditedTexts::new();
                let edit = remark.suggestion.as_ref().map(|suggestion| {
                    accept::edited_file(&*self.setup.files, checked.config, &places, remark, suggestion, &earlier)
                });
                remarks.push(json!({
                    "remark": remark,
                    "reviewer": answer.reviewer,
                    "title": page.title,
                    "address": page.url,
                    "file": **file,
                    "line": location.as_ref().map(|place| place.line),
                    "hash": blake3::hash(&bytes).to_hex().as_str(),
                    "cannot": edit.and_then(Result::err).map(|reason| reason.to_string()),
                }));
            }
        }
        json!({ "remarks": remarks })
    }
}

/// The list of `wellpress care` without the remarks, which the desk shows with what it can do about them.
fn care_of(checked: &CheckedSite<'_>, links: &LinkHistory) -> Value {
    let (config, resolved) = (checked.config, checked.resolved);
    let dead_links = external::dead_links(config, resolved, links);
    let report = Report::new(checked.report.findings().iter().cloned().chain(dead_links));
    let list = care::list(config, resolved, &report, config.settings.review.soon);
    let items = list.items.iter().filter(|item| item.kind != CareKind::RemarkOpen);
    let items = items.map(|item| {
        json!({
            "heading": item.kind.heading(),
            "item": item,
            "address": item.page_id.map(|page| &resolved.site.page(page).url),
        })
    });
    json!({ "items": items.collect::<Vec<_>>() })
}

/// A failure in words.
fn words(failure: Failure) -> String {
    match failure.help {
        Some(help) => format!("{}; {help}", failure.message),
        None => failure.message,
    }
}
