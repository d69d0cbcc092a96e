//! A warm build gives what a cold one gives, byte for byte, whatever was edited in between; and it renders no more than
//! the edit asks for.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use proptest::prelude::*;
use proptest::sample::Index;

use wellpress::emit::Strays;
use wellpress::pipeline::{self, BuiltSite, Edited, Observer, Outcome, Request, Session, Stage};
use wellpress_diagnostics::yaml::Day;
use wellpress_diagnostics::{Diagnostic, Report, Severity, rules};
use wellpress_io::artifact::{Artifact, ArtifactContent, PublishedFile, Sink, SinkError, SitePath};
use wellpress_io::cache::{CacheLocation, CacheMode};
use wellpress_io::fs::{Files, Memory};
use wellpress_site::config::{BuildOptions, Clock, IncludeUnpublished, SearchIndex};

use crate::failing_disk::FailingDisk;
use crate::harness;

const ROOT: &str = "/site";

/// A site whose files have several forms each.
const FORMS: &str = include_str!("fixtures/edits.site");

/// Days on which some of its pages are to come, or over, and some are not.
const DAYS: [&str; 3] = ["2026-07-01", "2028-07-01", "2031-07-01"];

/// Every file with its forms; `None` is one in which it is not there.
fn forms() -> BTreeMap<&'static str, Vec<Option<&'static str>>> {
    let mut forms: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for part in FORMS.split("=== ").skip(1) {
        let (path, text) = part.split_once('\n').unwrap();
        forms.entry(path).or_default().push((text != "(none)\n").then_some(text));
    }
    forms
}

/// Which form each file has, what else was done to it, and the day.
#[derive(Debug, Clone, Default)]
pub(crate) struct State {
    forms: BTreeMap<&'static str, usize>,
    /// Words that stand in the place of others of the same file.
    words: BTreeMap<&'static str, Vec<(Index, Index)>>,
    /// Files that have another name.
    renamed: BTreeSet<&'static str>,
    day: usize,
    include: IncludeUnpublished,
    is_elsewhere: bool,
}

impl State {
    /// Writes the files that are not so yet, and removes those that are no more; which they are.
    pub(crate) fn write(&self, memory: &Memory) -> Vec<PathBuf> {
        let mut written = Vec::new();
        for (path, forms) in forms() {
            let names = [path.to_owned(), renamed(path)];
            let (name, other) =
                if self.renamed.contains(path) { (&names[1], &names[0]) } else { (&names[0], &names[1]) };
            let form = forms[self.forms.get(path).copied().unwrap_or(0)];
            let bytes = form.map(|form| self.edited(path, form));
            let pairs = [(other, None), (name, bytes)];
            let changed = pairs.into_iter().filter(|(name, bytes)| write(memory, name, bytes.as_deref()));
            written.extend(changed.map(|(name, _)| Path::new(ROOT).join(name)));
        }
        written
    }

    /// The bytes of a form: its text with the words that were put into it, or what stands behind `(hex)`.
    fn edited(&self, path: &str, form: &str) -> Vec<u8> {
        if let Some(digits) = form.strip_prefix("(hex) ").map(str::trim) {
            return (0..digits.len())
                .step_by(2)
                .map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap())
                .collect();
        }
        let mut words: Vec<&str> = form.split_inclusive(char::is_whitespace).collect();
        for (at, from) in self.words.get(path).into_iter().flatten().filter(|_| !form.is_empty()) {
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
            base_url: self.is_elsewhere.then(|| "https://elsewhere.example/below/".to_owned()),
            clock: Clock::at(Day::parse(DAYS[self.day]).unwrap()),
            ..request.options
        };
        Request { options, cache: CacheLocation { mode, ..request.cache }, ..request }
    }
}

/// The other name of a file, of which most ids are a part.
fn renamed(path: &str) -> String {
    let (stem, rest) = path.split_at(path.rfind('/').map_or(0, |at| at + 1));
    format!("{stem}other-{rest}")
}

/// Gives a file these bytes; whether it had others.
fn write(memory: &Memory, path: &str, bytes: Option<&[u8]>) -> bool {
    let path = Path::new(ROOT).join(path);
    let there = memory.read(&path).ok();
    match bytes {
        Some(bytes) if there.as_deref() != Some(bytes) => {
            memory.create_dir_all(path.parent().unwrap()).unwrap();
            memory.write(&path, bytes).unwrap();
            true
        }
        None if there.is_some() => {
            memory.remove_file(&path).unwrap();
            true
        }
        _ => false,
    }
}

/// Lets the clock of the disk go on, so that what was written before is no longer fresh.
pub(crate) fn wait(memory: &Memory) {
    for _ in 0..4 {
        memory.write(Path::new("/clock"), b"tick").unwrap();
    }
}

pub(crate) fn output(memory: &Memory) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = memory.snapshot().into_iter().map(|(path, bytes)| (path, bytes.to_vec()));
    files.filter(|(path, _)| path.starts_with("/site/output")).collect()
}

/// What a build says, and what stands in the output then; nothing where there were errors.
fn result(outcome: Outcome<BuiltSite>, memory: &Memory) -> (Report, usize, Option<BTreeMap<PathBuf, Vec<u8>>>) {
    match outcome {
        Outcome::Stopped(report) => (report, 0, None),
        Outcome::Done(built) => (built.site.report, built.site.rendered.pages, Some(output(memory))),
    }
}

/// What a build gives that knows nothing of any before.
fn cold(state: &State) -> (Report, usize, Option<BTreeMap<PathBuf, Vec<u8>>>) {
    let memory = Memory::new();
    state.write(&memory);
    result(state.build(&memory, CacheMode::Off).unwrap(), &memory)
}

fn assert_same(state: &State, warm: &Memory, outcome: Outcome<BuiltSite>) {
    let (report, pages, files) = result(outcome, warm);
    let (cold_report, cold_pages, cold_files) = cold(state);
    assert_eq!(report, cold_report, "{state:?}");
    assert_eq!(pages, cold_pages, "{state:?}");
    if let (Some(files), Some(cold_files)) = (&files, &cold_files) {
        let differing = cold_files.iter().find(|(path, bytes)| files.get(*path) != Some(bytes));
        assert_eq!(differing.map(|(path, _)| path), None, "{state:?}");
    }
    assert_eq!(files.map(|files| files.len()), cold_files.map(|files| files.len()), "{state:?}");
}

/// What is done to a file.
#[derive(Debug, Clone)]
enum Deed {
    /// It gets one of its forms, which may be that it is not there. Whatever was done to it before is undone.
    Form(Index),
    /// One of its words takes the place of another: a mistake more often than not.
    Word(Index, Index),
    /// It gets its other name, or the first one again.
    Rename,
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        6 => any::<Index>().prop_map(Deed::Form),
        2 => any::<(Index, Index)>().prop_map(|(at, from)| Deed::Word(at, from)),
        1 => Just(Deed::Rename),
    ]
}

/// An edit: something is done to a file, or, for the numbers beyond the files, what the command line says is another.
fn edit(state: &mut State, (file, deed): (Index, Deed)) {
    let forms = forms();
    let at = file.index(forms.len() + 5);
    let Some((path, forms)) = forms.iter().nth(at) else {
        let State { include, is_elsewhere, .. } = state;
        match at - forms.len() {
            0 => state.day = (state.day + 1) % DAYS.len(),
            1 => include.drafts = !include.drafts,
            2 => include.future = !include.future,
            3 => include.expired = !include.expired,
            _ => *is_elsewhere = !*is_elsewhere,
        }
        return;
    };
    match deed {
        Deed::Form(form) => {
            state.forms.insert(path, form.index(forms.len()));
            state.words.remove(path);
            state.renamed.remove(path);
        }
        Deed::Word(at, from) => state.words.entry(path).or_default().push((at, from)),
        // Without its settings it is no site.
        Deed::Rename if *path == "wellpress.yaml" => {}
        Deed::Rename => _ = state.renamed.remove(path) || state.renamed.insert(path),
    }
}

/// What befalls the cache or the output between two builds.
#[derive(Debug, Clone)]
enum Mishap {
    Nothing,
    /// A byte of a pack is another.
    Rot(Index, Index),
    /// The end of a pack is missing.
    Torn(Index, Index),
    /// A pack is gone.
    Lost(Index),
    /// Somebody writes over a file of the site.
    WrittenOver(Index),
    /// Somebody deletes one.
    Deleted(Index),
}

fn mishap() -> impl Strategy<Value = Mishap> {
    prop_oneof![
        4 => Just(Mishap::Nothing),
        1 => any::<(Index, Index)>().prop_map(|(pack, at)| Mishap::Rot(pack, at)),
        1 => any::<(Index, Index)>().prop_map(|(pack, at)| Mishap::Torn(pack, at)),
        1 => any::<Index>().prop_map(Mishap::Lost),
        1 => any::<Index>().prop_map(Mishap::WrittenOver),
        1 => any::<Index>().prop_map(Mishap::Deleted),
    ]
}

impl Mishap {
    fn befall(&self, memory: &Memory) {
        let all = memory.snapshot();
        // The mark and the list say whose the output is: without them it is somebody else's.
        let is_own = |path: &Path| path.ends_with(".gitignore") || path.ends_with(".wellpress-manifest");
        let pick = |folder: &str, file: &Index| {
            let files: Vec<_> =
                all.iter().filter(|(path, _)| path.starts_with(folder) && !is_own(path.as_path())).collect();
            (!files.is_empty()).then(|| (files[file.index(files.len())].0, files[file.index(files.len())].1.to_vec()))
        };
        let [cache, output] = ["/site/.wellpress", "/site/output"];
        match self {
            Self::Nothing => {}
            Self::Rot(pack, at) => {
                if let Some((path, mut bytes)) = pick(cache, pack).filter(|(_, bytes)| !bytes.is_empty()) {
                    let at = at.index(bytes.len());
                    bytes[at] ^= 0x10;
                    memory.write(path, &bytes).unwrap();
                }
            }
            Self::Torn(pack, at) => {
                if let Some((path, bytes)) = pick(cache, pack).filter(|(_, bytes)| !bytes.is_empty()) {
                    memory.write(path, &bytes[..at.index(bytes.len())]).unwrap();
                }
            }
            Self::Lost(pack) => pick(cache, pack).into_iter().for_each(|(path, _)| memory.remove_file(path).unwrap()),
            Self::WrittenOver(file) => {
                if let Some((path, bytes)) = pick(output, file) {
                    memory.write(path, &bytes.iter().map(|byte| byte ^ 1).collect::<Vec<_>>()).unwrap();
                }
            }
            Self::Deleted(file) => {
                if let Some((path, _)) = pick(output, file) {
                    memory.remove_file(path).unwrap();
                }
            }
        }
    }
}

/// How a build comes by its cache, more often than not by its own.
fn mode() -> impl Strategy<Value = CacheMode> {
    prop_oneof![4 => Just(CacheMode::ReadWrite), 1 => Just(CacheMode::ReadOnly), 1 => Just(CacheMode::Off)]
}

/// What one build makes of the site on so many threads.
fn build_on(threads: usize, state: &State, memory: &Memory, mode: CacheMode) -> Outcome<BuiltSite> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| state.build(memory, mode)).unwrap()
}

/// A site that is kept in memory, with what it was before.
#[derive(Default)]
struct Shelf {
    before: BTreeMap<SitePath, (PublishedFile, Vec<u8>)>,
    now: Mutex<BTreeMap<SitePath, (PublishedFile, Vec<u8>)>>,
    took_rest: AtomicBool,
}

impl Shelf {
    fn turn(&mut self) {
        self.before = std::mem::take(self.now.get_mut().unwrap());
    }
}

/// Copies nothing: the sources of copies are compared by path.
impl Sink for Shelf {
    fn put(&self, artifact: Artifact<'_>) -> Result<PublishedFile, SinkError> {
        let bytes = match artifact.content {
            ArtifactContent::Bytes(bytes) => bytes.into_owned(),
            ArtifactContent::CopyOf(path) => path.to_str().unwrap().as_bytes().to_vec(),
            ArtifactContent::Deferred(later) => later.hash.as_bytes().to_vec(),
        };
        let file = PublishedFile::of(artifact.path, &bytes);
        self.now.lock().unwrap().insert(file.path.clone(), (file.clone(), bytes));
        Ok(file)
    }

    fn reuse(&self, files: &[PublishedFile]) -> bool {
        let known: Option<Vec<_>> =
            files.iter().map(|file| self.before.get(&file.path).filter(|(known, _)| known == file)).collect();
        let Some(known) = known else { return false };
        self.now.lock().unwrap().extend(known.into_iter().map(|known| (known.0.path.clone(), known.clone())));
        true
    }

    fn reuse_rest(&self) -> bool {
        self.now.lock().unwrap().clone_from(&self.before);
        self.took_rest.store(true, Ordering::Relaxed);
        true
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn warm_and_cold_builds_are_the_same(
        steps in prop::collection::vec(
            (prop::collection::vec((any::<Index>(), deed()), 0..3), mishap(), mode(), 1..4_usize),
            1..7,
        ),
    ) {
        let memory = Memory::new();
        let mut state = State::default();
        state.write(&memory);
        wait(&memory);
        assert_same(&state, &memory, state.build(&memory, CacheMode::ReadWrite).unwrap());
        for (edits, mishap, mode, threads) in steps {
            edits.into_iter().for_each(|one| edit(&mut state, one));
            state.write(&memory);
            wait(&memory);
            mishap.befall(&memory);
            wait(&memory);
            assert_same(&state, &memory, build_on(threads, &state, &memory, mode));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn a_session_and_builds_from_nothing_are_the_same(
        steps in prop::collection::vec((prop::collection::vec((any::<Index>(), deed()), 1..3), any::<bool>()), 1..9),
    ) {
        let memory = Memory::new();
        let mut state = State::default();
        state.write(&memory);
        wait(&memory);
        let (mut session, mut shelf) = (Session::new(), Shelf::default());
        session_and_nothing_agree(&mut session, &mut shelf, &state, &memory, Edited::Unknown);
        for (edits, is_told) in steps {
            edits.into_iter().for_each(|one| edit(&mut state, one));
            let written = state.write(&memory);
            let edited = if is_told { Edited::Files(&written) } else { Edited::Unknown };
            wait(&memory);
            session_and_nothing_agree(&mut session, &mut shelf, &state, &memory, edited);
        }
    }
}

/// What random edits seldom meet: all that an edit leaves as it was is taken over, and nothing else.
#[test]
fn each_edit_and_its_undoing_give_the_same_as_a_build_from_nothing() {
    let (memory, mut state, mut session, mut shelf) = built_once();
    for (path, forms) in forms() {
        for form in (1..forms.len()).chain([0]) {
            state.forms.insert(path, form);
            let written = state.write(&memory);
            session_and_nothing_agree(&mut session, &mut shelf, &state, &memory, Edited::Files(&written));
        }
    }
}

/// A site and a session that has built it.
fn built_once() -> (Memory, State, Session, Shelf) {
    let (memory, state) = (Memory::new(), State::default());
    let (mut session, mut shelf) = (Session::new(), Shelf::default());
    state.write(&memory);
    session_and_nothing_agree(&mut session, &mut shelf, &state, &memory, Edited::Unknown);
    (memory, state, session, shelf)
}

fn session_and_nothing_agree(
    session: &mut Session,
    shelf: &mut Shelf,
    state: &State,
    memory: &Memory,
    edited: Edited<'_>,
) {
    let request = state.request(CacheMode::Off);
    let outcome = session.build(memory, &request, edited, shelf, |_| {}).unwrap();
    let fresh = Memory::new();
    state.write(&fresh);
    let mut other = Shelf::default();
    let cold = Session::new().build(&fresh, &request, Edited::Unknown, &other, |_| {}).unwrap();
    match (outcome, cold) {
        (Outcome::Done(made), Outcome::Done(cold)) => {
            assert_eq!(made.report, cold.report, "{state:?}");
            assert_eq!(made.rendered.pages, cold.rendered.pages, "{state:?}");
            shelf.turn();
            other.turn();
            let differing = other.before.iter().find(|(path, file)| shelf.before.get(*path) != Some(*file));
            assert_eq!(differing.map(|(path, _)| path), None, "{state:?}");
            assert_eq!(shelf.before.len(), other.before.len(), "{state:?}");
        }
        (Outcome::Stopped(report), Outcome::Stopped(cold)) => {
            assert_eq!(report, cold, "{state:?}");
            shelf.now.get_mut().unwrap().clear();
        }
        (warm, cold) => panic!("{state:?}: {warm:?} {cold:?}"),
    }
}

/// As editors save: beside the file, under a name that is gone when somebody looks.
#[test]
fn an_edit_named_together_with_a_deleted_file_is_not_lost() {
    let (memory, mut state, mut session, mut shelf) = built_once();
    state.forms.insert("content/articles/back.md", 1);
    let mut written = state.write(&memory);
    // What has a later date says nothing of when the other was written.
    wait(&memory);
    state.forms.insert("content/articles/neck.md", 1);
    written.push(Path::new(ROOT).join("content/articles/back.md.tmp123"));
    written.extend(state.write(&memory));
    session_and_nothing_agree(&mut session, &mut shelf, &state, &memory, Edited::Files(&written));
}

/// Builds the site as it is, gives one file its second form, and says how many pages the next build rendered.
fn rendered_after(edits: &[(&'static str, usize)]) -> (usize, usize) {
    let memory = Memory::new();
    let mut state = State::default();
    state.write(&memory);
    wait(&memory);
    state.build(&memory, CacheMode::ReadWrite).unwrap();
    state.forms.extend(edits.iter().copied());
    state.write(&memory);
    wait(&memory);
    match state.build(&memory, CacheMode::ReadWrite).unwrap() {
        Outcome::Done(built) => (built.site.rendered.pages_rendered, built.emitted.written),
        Outcome::Stopped(report) => panic!("{report:?}"),
    }
}

/// A folder that goes away and comes back leaves its files as they were, and nobody tells of them.
#[test]
fn a_file_that_could_not_be_read_is_read_again() {
    let (memory, state, ..) = built_once();
    let is_unread = |finding: &Diagnostic| {
        finding.rule == &rules::FILE_UNREADABLE && &*finding.location.file == "content/articles/back.md"
    };
    let (mut session, files) =
        (Session::new(), FailingDisk::reading(Path::new(ROOT).join("content/articles/back.md"), &memory));
    let outcome = session.build(&files, &state.request(CacheMode::Off), Edited::Unknown, &Shelf::default(), |_| {});
    assert!(matches!(outcome, Ok(Outcome::Stopped(report)) if report.findings().iter().any(is_unread)));
    session_and_nothing_agree(&mut session, &mut Shelf::default(), &state, &memory, Edited::Files(&[]));
}

/// Somebody who takes a file away once all of the site has been read.
struct Taker<'a> {
    memory: &'a Memory,
    file: &'a Path,
}

impl Observer for Taker<'_> {
    fn begin(&self, stage: Stage) {
        if stage == Stage::Render {
            self.memory.remove_file(self.file).unwrap();
        }
    }
}

#[test]
fn a_file_that_goes_away_before_it_is_copied_is_an_error_and_the_site_stays() {
    let (memory, state) = (Memory::new(), State::default());
    state.write(&memory);
    wait(&memory);
    state.build(&memory, CacheMode::Off).unwrap();
    let before = output(&memory);
    let taker = Taker { memory: &memory, file: Path::new("/site/content/articles/back.svg") };
    memory.write(taker.file, b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"2\"/>").unwrap();
    let request = Request { observer: &taker, ..state.request(CacheMode::Off) };
    let Ok(Outcome::Stopped(report)) = pipeline::build(&memory, &request, Strays::Refuse) else {
        panic!("it was built")
    };
    let gone: Vec<_> = report.findings().iter().filter(|finding| finding.severity == Severity::Error).collect();
    assert_eq!(gone.len(), 1, "{gone:?}");
    assert_eq!((gone[0].rule.id, &*gone[0].location.file), ("file-unreadable", "content/articles/back.svg"));
    assert!(gone[0].help.as_ref().is_some_and(|help| help.contains("build again")), "{gone:?}");
    assert_eq!(output(&memory), before);
}

/// Builds the site twice in one session, with an edit in between; how many pages the second build rendered, and whether it
/// took the rest over without a look at each file.
fn session_after(edits: &[(&'static str, usize)]) -> (usize, bool) {
    let memory = Memory::new();
    let mut state = State::default();
    state.write(&memory);
    wait(&memory);
    let (mut session, mut shelf) = (Session::new(), Shelf::default());
    session.build(&memory, &state.request(CacheMode::Off), Edited::Unknown, &shelf, |_| {}).unwrap();
    shelf.turn();
    state.forms.extend(edits.iter().copied());
    let written = state.write(&memory);
    match session.build(&memory, &state.request(CacheMode::Off), Edited::Files(&written), &shelf, |_| {}).unwrap() {
        Outcome::Done(made) => (made.rendered.pages_rendered, shelf.took_rest.into_inner()),
        Outcome::Stopped(report) => panic!("{report:?}"),
    }
}

#[test]
fn a_session_looks_at_edited_files_alone() {
    // The article, and the two sources that it cites in its own text.
    assert_eq!(session_after(&[("content/articles/back.md", 2)]), (3, true));
    // The exercise, its source, and the article and the programme that show it; a new link may make other pages related, so
    // all are looked at.
    assert_eq!(session_after(&[("content/exercises/cobra.md", 2)]), (4, false));
    assert_eq!(session_after(&[]), (0, true));
}

#[test]
fn nothing_is_rendered_when_nothing_changed() {
    assert_eq!(rendered_after(&[]), (0, 0));
}

#[test]
fn an_edited_paragraph_renders_its_own_page_and_those_that_quote_it() {
    // The article itself, and the pages of the two sources whose sentences or headings stand in it.
    assert_eq!(rendered_after(&[("content/articles/back.md", 1)]).0, 3);
}

#[test]
fn a_source_renders_the_pages_that_show_it() {
    // Its own page, the citation index, and the article, its translation and the programme, which cite it.
    assert_eq!(rendered_after(&[("content/references/a.bib", 1)]).0, 5);
}

#[test]
fn a_cycle_of_exercises_that_an_edit_closes_is_found() {
    let path = Path::new("/site/content/exercises/cow.md");
    let memory = Memory::new()
        .with("/site/wellpress.yaml", "title: T\nbase_url: https://test.example/\nsearch: none\n")
        .with("/site/content/exercises/cat.md", "---\ntitle: Cat\n---\n::exercise{#cow}\n\n1. Arch.\n")
        .with(path, "---\ntitle: Cow\n---\n1. Sag.\n");
    let (mut session, shelf, request) = (Session::new(), Shelf::default(), harness::request(SearchIndex::Skip));
    let first = session.build(&memory, &request, Edited::Unknown, &shelf, |_| {}).unwrap();
    assert!(matches!(first, Outcome::Done(_)), "{first:?}");
    memory.write(path, b"---\ntitle: Cow\n---\n::exercise{#cat}\n\n1. Sag.\n").unwrap();
    let second = session.build(&memory, &request, Edited::Files(&[path.into()]), &shelf, |_| {}).unwrap();
    let Outcome::Stopped(report) = second else { panic!("{second:?}") };
    assert!(report.findings().iter().any(|finding| finding.rule.id == "exercise-cycle"), "{report:?}");
}
