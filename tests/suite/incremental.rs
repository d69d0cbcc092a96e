//! A warm build gives the same bytes as a cold one after any edit, and renders only what the edit changes. Random edits, damage to
//! the cache and to the output, and every edit of the fixture by itself.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use proptest::prelude::*;
use proptest::sample::Index;

use wellpress_build::emit::{MANIFEST_NAME, Strays};
use wellpress_build::pipeline::{self, BuiltSite, Edited, Observer, Outcome, RenderedSite, Request, Stage};
use wellpress_diagnostics::{Diagnostic, Report, Severity, rules};
use wellpress_foundation::Day;
use wellpress_io::artifact::SitePath;
use wellpress_io::cache::{CacheLocation, CacheMode};
use wellpress_io::fs::{Files, Memory};
use wellpress_site::config::{BuildOptions, Clock, IncludeUnpublished, SearchIndex};

use crate::failing_disk::FailingDisk;
use crate::harness;
use crate::preview_session::PreviewSession;

const ROOT: &str = "/site";

/// A site whose files have several versions each.
const VERSIONS: &str = include_str!("fixtures/edits.site");

/// Days between which some pages of the site are published and some expire.
const DAYS: [&str; 3] = ["2026-07-01", "2028-07-01", "2031-07-01"];

/// Every file of the fixture with its versions; in a version that is `None` the file does not exist.
fn versions() -> BTreeMap<&'static str, Vec<Option<&'static str>>> {
    let mut versions: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for section in VERSIONS.split("=== ").skip(1) {
        let (path, text) = section.split_once('\n').unwrap();
        versions.entry(path).or_default().push((text != "(none)\n").then_some(text));
    }
    versions
}

/// A state of the site: the version of each file, the edits to it, and the options of the build.
#[derive(Debug, Clone, Default)]
pub(crate) struct SiteState {
    /// The version of each file; the first one if the file is not in the map.
    versions: BTreeMap<&'static str, usize>,
    /// Replaced words of each file: the position, and the position of the word that is copied there.
    replaced_words: BTreeMap<&'static str, Vec<(Index, Index)>>,
    renamed: BTreeSet<&'static str>,
    day: usize,
    include: IncludeUnpublished,
    has_other_base_url: bool,
}

impl SiteState {
    /// Brings the files in memory into this state. Gives the paths that were written or removed.
    pub(crate) fn write(&self, memory: &Memory) -> Vec<PathBuf> {
        let mut changed_paths = Vec::new();
        for (path, versions) in versions() {
            let names = [path.to_owned(), other_name(path)];
            let (used_name, unused_name) =
                if self.renamed.contains(path) { (&names[1], &names[0]) } else { (&names[0], &names[1]) };
            let version = versions[self.versions.get(path).copied().unwrap_or(0)];
            let bytes = version.map(|text| self.edited(path, text));
            let contents = [(unused_name, None), (used_name, bytes)];
            let changed = contents.into_iter().filter(|(name, bytes)| write(memory, name, bytes.as_deref()));
            changed_paths.extend(changed.map(|(name, _)| Path::new(ROOT).join(name)));
        }
        changed_paths
    }

    /// The bytes of a version: its text with the replaced words, or the decoded digits behind `(hex)`.
    fn edited(&self, path: &str, text: &str) -> Vec<u8> {
        if let Some(digits) = text.strip_prefix("(hex) ").map(str::trim) {
            return (0..digits.len())
                .step_by(2)
                .map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap())
                .collect();
        }
        let mut words: Vec<&str> = text.split_inclusive(char::is_whitespace).collect();
        for (at, from) in self.replaced_words.get(path).into_iter().flatten().filter(|_| !text.is_empty()) {
            let (at, word) = (at.index(words.len()), words[from.index(words.len())]);
            words[at] = word;
        }
        words.concat().into_bytes()
    }

    fn build(&self, memory: &Memory, mode: CacheMode) -> Result<Outcome<BuiltSite>, pipeline::Error> {
        pipeline::build(memory, &self.request(mode), Strays::Refuse)
    }

    pub(crate) fn request(&self, mode: CacheMode) -> Request<'static> {
        let request = harness::request(SearchIndex::Skip);
        let options = BuildOptions {
            include: self.include,
            left_out_drafts: Default::default(),
            base_url: self.has_other_base_url.then(|| "https://elsewhere.example/below/".to_owned()),
            clock: Clock::at(Day::parse(DAYS[self.day]).unwrap()),
            ..request.options
        };
        Request { options, cache: CacheLocation { mode, ..request.cache }, ..request }
    }
}

/// The name of a file after `Edit::Rename`. A rename also changes the id of the page, which most ids are made of.
fn other_name(path: &str) -> String {
    let (folder, name) = path.split_at(path.rfind('/').map_or(0, |at| at + 1));
    format!("{folder}other-{name}")
}

/// Writes a file, or removes it if there are no bytes. Gives whether that changed anything.
fn write(memory: &Memory, path: &str, bytes: Option<&[u8]>) -> bool {
    let path = Path::new(ROOT).join(path);
    let old_bytes = memory.read(&path).ok();
    match bytes {
        Some(bytes) if old_bytes.as_deref() != Some(bytes) => {
            memory.create_dir_all(path.parent().unwrap()).unwrap();
            memory.write(&path, bytes).unwrap();
            true
        }
        None if old_bytes.is_some() => {
            memory.remove_file(&path).unwrap();
            true
        }
        _ => false,
    }
}

/// Advances the clock of the disk, which counts writes. A build does not trust the dates of files that changed a moment ago, so
/// without this it would not record them.
pub(crate) fn advance_clock(memory: &Memory) {
    for _ in 0..4 {
        memory.write(Path::new("/clock"), b"tick").unwrap();
    }
}

pub(crate) fn output(memory: &Memory) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = memory.snapshot().into_iter().map(|(path, bytes)| (path, bytes.to_vec()));
    files.filter(|(path, _)| path.starts_with("/site/output")).collect()
}

/// Everything that has to be the same for a warm and a cold build.
struct ComparableBuild {
    report: Report,
    page_count: usize,
    /// The files by their path in the output; `None` if findings stopped the build.
    files: Option<BTreeMap<PathBuf, Vec<u8>>>,
}

impl ComparableBuild {
    fn stopped(report: Report) -> Self {
        Self { report, page_count: 0, files: None }
    }

    fn done(site: RenderedSite, files: BTreeMap<PathBuf, Vec<u8>>) -> Self {
        Self { report: site.report, page_count: site.rendered.pages, files: Some(files) }
    }

    fn of(outcome: Outcome<BuiltSite>, memory: &Memory) -> Self {
        match outcome {
            Outcome::Stopped(report) => Self::stopped(report),
            Outcome::Done(built) => Self::done(built.site, output(memory)),
        }
    }

    /// Builds the state in a fresh memory, without a cache.
    fn cold(state: &SiteState) -> Self {
        let memory = Memory::new();
        state.write(&memory);
        Self::of(state.build(&memory, CacheMode::Off).unwrap(), &memory)
    }

    /// Without the files that only a build to a folder has.
    fn without_ownership(&self) -> Self {
        let is_of_site =
            |path: &Path| ![MANIFEST_NAME, ".gitignore", "build-info.json"].iter().any(|name| path.ends_with(name));
        let files = self.files.clone().map(|files| files.into_iter().filter(|(path, _)| is_of_site(path)).collect());
        Self { report: self.report.clone(), page_count: self.page_count, files }
    }

    fn assert_same_as(&self, cold: &Self, state: &SiteState) {
        assert_eq!(self.report, cold.report, "{state:?}");
        assert_eq!(self.page_count, cold.page_count, "{state:?}");
        if let (Some(files), Some(cold_files)) = (&self.files, &cold.files) {
            let differing = cold_files.iter().find(|(path, bytes)| files.get(*path) != Some(bytes));
            assert_eq!(differing.map(|(path, _)| path), None, "{state:?}");
        }
        let [count, cold_count] = [self, cold].map(|build| build.files.as_ref().map(BTreeMap::len));
        assert_eq!(count, cold_count, "{state:?}");
    }
}

/// A random change to a file.
#[derive(Debug, Clone)]
enum FileEdit {
    /// Puts a version of the file in place, which may be that it does not exist. Undoes all earlier edits of the file.
    SetVersion(Index),
    /// Copies a word of the file over another one, which is a mistake more often than not.
    ReplaceWord(Index, Index),
    /// Gives the file its other name, or its first name again.
    Rename,
}

fn file_edit() -> impl Strategy<Value = FileEdit> {
    prop_oneof![
        6 => any::<Index>().prop_map(FileEdit::SetVersion),
        2 => any::<(Index, Index)>().prop_map(|(at, from)| FileEdit::ReplaceWord(at, from)),
        1 => Just(FileEdit::Rename),
    ]
}

/// The number of options of the command line that `edit` can change.
const OPTION_COUNT: usize = 5;

/// Edits the file with this number. The numbers beyond the files change an option of the command line instead.
fn edit(state: &mut SiteState, file: &Index, edit: FileEdit) {
    let versions = versions();
    let number = file.index(versions.len() + OPTION_COUNT);
    let Some((path, versions)) = versions.iter().nth(number) else {
        return change_option(state, number - versions.len());
    };
    match edit {
        FileEdit::SetVersion(version) => {
            state.versions.insert(path, version.index(versions.len()));
            state.replaced_words.remove(path);
            state.renamed.remove(path);
        }
        FileEdit::ReplaceWord(at, from) => state.replaced_words.entry(path).or_default().push((at, from)),
        // A site without settings cannot be built.
        FileEdit::Rename if *path == "wellpress.yaml" => {}
        FileEdit::Rename => _ = state.renamed.remove(path) || state.renamed.insert(path),
    }
}

fn change_option(state: &mut SiteState, number: usize) {
    let SiteState { include, has_other_base_url, .. } = state;
    match number {
        0 => state.day = (state.day + 1) % DAYS.len(),
        1 => include.drafts = !include.drafts,
        2 => include.future = !include.future,
        3 => include.expired = !include.expired,
        _ => *has_other_base_url = !*has_other_base_url,
    }
}

/// Random damage to the cache or to the output between two builds.
#[derive(Debug, Clone)]
enum StoredFileDamage {
    None,
    /// Flips a bit of a cache file.
    FlipBit(Index, Index),
    /// Cuts off the end of a cache file.
    Truncate(Index, Index),
    /// Deletes a cache file.
    DeleteCacheFile(Index),
    /// Overwrites a file of the output.
    OverwriteOutput(Index),
    /// Deletes a file of the output.
    DeleteOutput(Index),
}

fn damage() -> impl Strategy<Value = StoredFileDamage> {
    prop_oneof![
        4 => Just(StoredFileDamage::None),
        1 => any::<(Index, Index)>().prop_map(|(file, at)| StoredFileDamage::FlipBit(file, at)),
        1 => any::<(Index, Index)>().prop_map(|(file, at)| StoredFileDamage::Truncate(file, at)),
        1 => any::<Index>().prop_map(StoredFileDamage::DeleteCacheFile),
        1 => any::<Index>().prop_map(StoredFileDamage::OverwriteOutput),
        1 => any::<Index>().prop_map(StoredFileDamage::DeleteOutput),
    ]
}

impl StoredFileDamage {
    fn apply(&self, memory: &Memory) {
        let [cache, output] = ["/site/.wellpress", "/site/output"];
        match self {
            Self::None => {}
            Self::FlipBit(file, at) => {
                if let Some((path, mut bytes)) = pick_file(memory, cache, file).filter(|(_, bytes)| !bytes.is_empty()) {
                    let at = at.index(bytes.len());
                    bytes[at] ^= 0x10;
                    memory.write(&path, &bytes).unwrap();
                }
            }
            Self::Truncate(file, at) => {
                if let Some((path, bytes)) = pick_file(memory, cache, file).filter(|(_, bytes)| !bytes.is_empty()) {
                    memory.write(&path, &bytes[..at.index(bytes.len())]).unwrap();
                }
            }
            Self::DeleteCacheFile(file) => {
                if let Some((path, _)) = pick_file(memory, cache, file) {
                    memory.remove_file(&path).unwrap();
                }
            }
            Self::OverwriteOutput(file) => {
                if let Some((path, bytes)) = pick_file(memory, output, file) {
                    memory.write(&path, &bytes.iter().map(|byte| byte ^ 1).collect::<Vec<_>>()).unwrap();
                }
            }
            Self::DeleteOutput(file) => {
                if let Some((path, _)) = pick_file(memory, output, file) {
                    memory.remove_file(&path).unwrap();
                }
            }
        }
    }
}

/// A file of a folder, or `None` if the folder is empty. Never the marker or the manifest: without them the output is not the
/// program's, and the next build refuses to replace it.
fn pick_file(memory: &Memory, folder: &str, file: &Index) -> Option<(PathBuf, Vec<u8>)> {
    let is_ownership = |path: &Path| path.ends_with(".gitignore") || path.ends_with(".wellpress-manifest");
    let files = memory.snapshot().into_iter().filter(|(path, _)| path.starts_with(folder) && !is_ownership(path));
    let mut files: Vec<_> = files.map(|(path, bytes)| (path, bytes.to_vec())).collect();
    (!files.is_empty()).then(|| files.swap_remove(file.index(files.len())))
}

fn cache_mode() -> impl Strategy<Value = CacheMode> {
    prop_oneof![4 => Just(CacheMode::ReadWrite), 1 => Just(CacheMode::ReadOnly), 1 => Just(CacheMode::Off)]
}

fn build_on(threads: usize, state: &SiteState, memory: &Memory, mode: CacheMode) -> Outcome<BuiltSite> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| state.build(memory, mode)).unwrap()
}

/// A preview in which somebody looks at every file after each edit.
struct Preview<'a> {
    memory: &'a Memory,
    session: PreviewSession,
}

impl<'a> Preview<'a> {
    fn new(memory: &'a Memory) -> Self {
        Self { memory, session: PreviewSession::default() }
    }

    /// A preview of the site in its first state.
    fn built(memory: &'a Memory) -> Self {
        let (mut preview, state) = (Self::new(memory), SiteState::default());
        state.write(memory);
        preview.assert_builds(&ComparableBuild::cold(&state), &state, Edited::Unknown);
        preview
    }

    /// Builds the state and compares the result with a cold build.
    fn assert_builds(&mut self, cold: &ComparableBuild, state: &SiteState, edited: Edited<'_>) {
        let shown = self.session.run(self.memory, &state.request(CacheMode::ReadOnly), edited);
        let in_output =
            |(path, bytes): (SitePath, Vec<u8>)| (Path::new(ROOT).join("output").join(path.as_str()), bytes);
        let files = shown.files.map(|files| files.into_iter().map(in_output).collect());
        let page_count = if files.is_some() { shown.page_count } else { 0 };
        ComparableBuild { report: shown.report, page_count, files }.assert_same_as(&cold.without_ownership(), state);
    }
}

/// What happens before a build, and how it is built.
#[derive(Debug)]
struct Step {
    edits: Vec<(Index, FileEdit)>,
    damage: StoredFileDamage,
    cache_mode: CacheMode,
    threads: usize,
    /// Whether the preview is told which files were edited.
    is_preview_told: bool,
}

fn step() -> impl Strategy<Value = Step> {
    let edits = prop::collection::vec((any::<Index>(), file_edit()), 0..3);
    (edits, damage(), cache_mode(), 1..4_usize, any::<bool>()).prop_map(
        |(edits, damage, cache_mode, threads, is_preview_told)| Step {
            edits,
            damage,
            cache_mode,
            threads,
            is_preview_told,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    /// The program and a preview build the same site in turn, and both are compared with one cold build.
    #[test]
    fn warm_builds_and_previews_give_the_same_as_cold_builds(steps in prop::collection::vec(step(), 1..8)) {
        let memory = Memory::new();
        let (mut preview, mut state) = (Preview::built(&memory), SiteState::default());
        advance_clock(&memory);
        let mut cold = ComparableBuild::cold(&state);
        ComparableBuild::of(state.build(&memory, CacheMode::ReadWrite).unwrap(), &memory).assert_same_as(&cold, &state);
        for step in steps {
            step.edits.into_iter().for_each(|(file, file_edit)| edit(&mut state, &file, file_edit));
            let changed_paths = state.write(&memory);
            advance_clock(&memory);
            step.damage.apply(&memory);
            advance_clock(&memory);
            cold = ComparableBuild::cold(&state);
            let outcome = build_on(step.threads, &state, &memory, step.cache_mode);
            ComparableBuild::of(outcome, &memory).assert_same_as(&cold, &state);
            let edited = if step.is_preview_told { Edited::Files(&changed_paths) } else { Edited::Unknown };
            preview.assert_builds(&cold, &state, edited);
        }
        // A preview that starts now begins with the findings of the last build.
        Preview::new(&memory).assert_builds(&cold, &state, Edited::Unknown);
    }
}

/// Each edit of the fixture by itself and its undoing, which random edits seldom make one at a time.
#[test]
fn each_single_edit_and_its_undoing_give_the_same_as_a_cold_build() {
    let memory = Memory::new();
    let (mut preview, mut state) = (Preview::built(&memory), SiteState::default());
    let first = ComparableBuild::cold(&state);
    for (path, versions) in versions() {
        for version in 1..versions.len() {
            state.versions.insert(path, version);
            let changed_paths = state.write(&memory);
            preview.assert_builds(&ComparableBuild::cold(&state), &state, Edited::Files(&changed_paths));
        }
        state.versions.remove(path);
        let changed_paths = state.write(&memory);
        preview.assert_builds(&first, &state, Edited::Files(&changed_paths));
    }
}

/// Regression: editors save to a temporary file that no longer exists when the build looks at it. It may be reported together with
/// another edited file.
#[test]
fn an_edit_reported_together_with_a_deleted_file_is_not_lost() {
    let memory = Memory::new();
    let (mut preview, mut state) = (Preview::built(&memory), SiteState::default());
    state.versions.insert("content/articles/back.md", 1);
    let mut changed_paths = state.write(&memory);
    // The second file gets a later date, so the date of the folder alone does not reveal the first edit.
    advance_clock(&memory);
    state.versions.insert("content/articles/neck.md", 1);
    changed_paths.push(Path::new(ROOT).join("content/articles/back.md.tmp123"));
    changed_paths.extend(state.write(&memory));
    preview.assert_builds(&ComparableBuild::cold(&state), &state, Edited::Files(&changed_paths));
}

/// Builds the site, puts other versions of some files in place, and builds again. Gives the numbers of pages that the second build
/// rendered and of files that it wrote.
fn rendered_after(edits: &[(&'static str, usize)]) -> (usize, usize) {
    let memory = Memory::new();
    let mut state = SiteState::default();
    state.write(&memory);
    advance_clock(&memory);
    state.build(&memory, CacheMode::ReadWrite).unwrap();
    state.versions.extend(edits.iter().copied());
    state.write(&memory);
    advance_clock(&memory);
    match state.build(&memory, CacheMode::ReadWrite).unwrap() {
        Outcome::Done(built) => (built.site.rendered.pages_rendered, built.emitted.written),
        Outcome::Stopped(report) => panic!("{report:?}"),
    }
}

/// A folder that disappears and comes back, such as a network drive, leaves the dates of its files, and no edit is reported.
#[test]
fn a_file_that_could_not_be_read_is_read_again() {
    let (memory, state) = (Memory::new(), SiteState::default());
    state.write(&memory);
    let is_unread = |finding: &Arc<Diagnostic>| {
        finding.rule == &rules::FILE_UNREADABLE && &*finding.location.file == "content/articles/back.md"
    };
    let files = FailingDisk::reading(Path::new(ROOT).join("content/articles/back.md"), &memory);
    let mut preview = Preview::new(&memory);
    let shown = preview.session.run(&files, &state.request(CacheMode::Off), Edited::Unknown);
    assert!(shown.files.is_none() && shown.report.findings().iter().any(is_unread));
    preview.assert_builds(&ComparableBuild::cold(&state), &state, Edited::Files(&[]));
}

/// Deletes a file after all of the site has been read and before its files are copied.
struct FileDeleter<'a> {
    memory: &'a Memory,
    file: &'a Path,
}

impl Observer for FileDeleter<'_> {
    fn begin(&self, stage: Stage) {
        if stage == Stage::Render {
            self.memory.remove_file(self.file).unwrap();
        }
    }
}

#[test]
fn a_file_deleted_before_it_is_copied_is_an_error_and_the_old_output_stays() {
    let (memory, state) = (Memory::new(), SiteState::default());
    state.write(&memory);
    advance_clock(&memory);
    state.build(&memory, CacheMode::Off).unwrap();
    let old_output = output(&memory);
    let deleter = FileDeleter { memory: &memory, file: Path::new("/site/content/articles/back.svg") };
    memory.write(deleter.file, b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"2\"/>").unwrap();
    let request = Request { observer: &deleter, ..state.request(CacheMode::Off) };
    let Ok(Outcome::Stopped(report)) = pipeline::build(&memory, &request, Strays::Refuse) else {
        panic!("it was built")
    };
    let errors: Vec<_> = report.findings().iter().filter(|finding| finding.severity == Severity::Error).collect();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert_eq!((errors[0].rule.id, &*errors[0].location.file), ("file-unreadable", "content/articles/back.svg"));
    assert!(errors[0].help.as_ref().is_some_and(|help| help.contains("build again")), "{errors:?}");
    assert_eq!(output(&memory), old_output);
}

/// Builds the site twice in one session, with an edit in between. Gives the jobs that the second build rendered.
fn session_after(edits: &[(&'static str, usize)]) -> Vec<String> {
    let memory = Memory::new();
    let mut state = SiteState::default();
    state.write(&memory);
    advance_clock(&memory);
    let mut session = PreviewSession::default();
    session.run(&memory, &state.request(CacheMode::Off), Edited::Unknown);
    state.versions.extend(edits.iter().copied());
    let changed_paths = state.write(&memory);
    session.run(&memory, &state.request(CacheMode::Off), Edited::Files(&changed_paths)).rendered
}

#[test]
fn a_preview_renders_only_what_an_edit_changes() {
    // The article, and the two sources that it cites in its own text.
    let rendered = session_after(&[("content/articles/back.md", 2)]);
    assert_eq!(rendered, ["page /articles/back/", "source jones-2019/", "source smith-2020/"]);
    assert_eq!(session_after(&[]), [""; 0]);
}

#[test]
fn nothing_is_rendered_when_nothing_changed() {
    assert_eq!(rendered_after(&[]), (0, 0));
}

#[test]
fn comments_in_the_settings_render_nothing() {
    assert_eq!(rendered_after(&[("wellpress.yaml", 4)]), (0, 0));
}

#[test]
fn an_edited_paragraph_renders_its_own_page_and_those_that_quote_it() {
    // The article itself, and the pages of the two sources whose sentences or headings stand in it.
    assert_eq!(rendered_after(&[("content/articles/back.md", 1)]).0, 3);
}

#[test]
fn an_edited_source_renders_the_pages_that_cite_it() {
    // Its own page, the citation index, and the article, its translation and the programme, which cite it.
    assert_eq!(rendered_after(&[("content/references/a.bib", 1)]).0, 5);
}

#[test]
fn an_edited_snippet_renders_the_pages_that_show_it() {
    // The article, its translation, the exercise, the programme and the sheet with it; both sources that it cites, and the citation
    // index.
    assert_eq!(rendered_after(&[("content/snippets/help.md", 1)]).0, 8);
}

#[test]
fn a_cycle_of_exercises_that_an_edit_closes_is_found() {
    let path = Path::new("/site/content/exercises/cow.md");
    let memory = Memory::new()
        .with("/site/wellpress.yaml", "title: T\nbase_url: https://test.example/\nsearch: none\n")
        .with("/site/content/exercises/cat.md", "---\ntitle: Cat\n---\n::exercise{#cow}\n\n1. Arch.\n")
        .with(path, "---\ntitle: Cow\n---\n1. Sag.\n");
    let mut session = PreviewSession::default();
    let request = harness::request(SearchIndex::Skip);
    let first = session.run(&memory, &request, Edited::Unknown);
    assert!(first.files.is_some(), "{:?}", first.report);
    memory.write(path, b"---\ntitle: Cow\n---\n::exercise{#cat}\n\n1. Sag.\n").unwrap();
    let second = session.run(&memory, &request, Edited::Files(&[path.into()]));
    assert!(second.files.is_none());
    let findings = second.report.findings();
    assert!(findings.iter().any(|finding| finding.rule.id == "exercise-cycle"), "{findings:?}");
}
