//! Publishing to a target: what is done in which order, what stays, what is refused, and what stands there after a
//! failure at every single request. The target is a folder in memory, or a store of `object_store` in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use wellpress_bibliography::ExportFormat;
use wellpress_deploy::{
    Consent, ContentEncoding, DeployError, DeployJob, DeployOutcome, DeployProgress, DeployStep, FileSource,
    FolderStore, Ledger, Object, ObjectHeaders, ObjectVersion, StoreError, StoredObject, TargetStore, objects, preview,
    publish, rollback,
};
use wellpress_io::artifact::{PublishedFile, SitePath};
use wellpress_io::fs::{Files, Memory};

/// A site: paths and what is in them. A page or a feed names in its words what it refers to.
pub type Tree = BTreeMap<String, String>;

pub fn tree(files: &[(&str, &str)]) -> Tree {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

/// The site before, in which pages lead to each other and to assets.
pub fn old_site() -> Tree {
    tree(&[
        ("index.html", "articles/a/index.html articles/b/index.html gone/index.html assets/well.1111111111.css"),
        ("404.html", "index.html assets/well.1111111111.css"),
        (
            "articles/a/index.html",
            "index.html articles/b/index.html assets/well.1111111111.css assets/a.1111111111.svg",
        ),
        ("articles/b/index.html", "index.html gone/index.html assets/well.1111111111.css"),
        ("gone/index.html", "articles/a/index.html assets/gone.1111111111.svg assets/well.1111111111.css"),
        ("kept/index.html", "index.html"),
        ("one/index.html", "index.html"),
        ("two/index.html", "index.html"),
        ("feed.xml", "articles/a/index.html gone/index.html"),
        ("assets/well.1111111111.css", "old"),
        ("assets/a.1111111111.svg", "picture"),
        ("assets/gone.1111111111.svg", "gone"),
        ("references.json", "12345"),
    ])
}

/// The site after: new pages that lead to each other, changed ones that lead to them, a page and assets less.
pub fn new_site() -> Tree {
    tree(&[
        ("index.html", "articles/a/index.html articles/b/index.html new/index.html assets/well.2222222222.css"),
        ("404.html", "index.html assets/well.2222222222.css"),
        ("articles/a/index.html", "index.html new/index.html assets/well.2222222222.css assets/a.1111111111.svg"),
        ("articles/b/index.html", "index.html new/other/index.html assets/well.2222222222.css"),
        ("new/index.html", "new/other/index.html assets/new.2222222222.svg assets/well.2222222222.css"),
        ("new/other/index.html", "new/index.html index.html assets/well.2222222222.css"),
        ("kept/index.html", "index.html"),
        ("one/index.html", "index.html"),
        ("two/index.html", "index.html"),
        ("feed.xml", "articles/a/index.html new/index.html"),
        ("assets/well.2222222222.css", "new"),
        ("assets/a.1111111111.svg", "picture"),
        ("assets/new.2222222222.svg", "new"),
        ("references.json", "54321"),
    ])
}

/// A source of the files of a tree.
pub struct Given<'a>(pub &'a Tree);

impl FileSource for Given<'_> {
    fn bytes(&self, object: &Object) -> Result<Vec<u8>, DeployError> {
        Ok(self.0[object.file()].clone().into_bytes())
    }
}

pub fn wanted(store: &dyn TargetStore, tree: &Tree, forms: &[ContentEncoding]) -> Vec<Object> {
    let file =
        |(path, text): (&String, &String)| PublishedFile::of(SitePath::new(path.as_str()).unwrap(), text.as_bytes());
    let files: Vec<PublishedFile> = tree.iter().map(file).collect();
    objects(&files, &store.forms(forms), store.has_siblings(), ExportFormat::content_type)
}

struct Silent;

impl DeployProgress for Silent {
    fn begin(&self, _step: DeployStep, _total: usize) {}
    fn advance(&self) {}
}

pub fn job(store: &dyn TargetStore) -> DeployJob<'_> {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    DeployJob {
        store,
        id: format!("deploy {}", NEXT.fetch_add(1, Ordering::Relaxed)),
        at: "2026-07-01T12:00:00Z".to_owned(),
        kept: 5,
        beat: Duration::from_millis(20),
        consent: Consent::Missing,
        verify: false,
        formats: ExportFormat::content_type,
        progress: &Silent,
    }
}

pub fn deploy(store: &dyn TargetStore, tree: &Tree) -> Result<DeployOutcome, DeployError> {
    publish(&job(store), wanted(store, tree, &[]), &Given(tree))
}

const ROOT: &str = "/srv/www";

/// What readers find in the folder, the record left out.
fn served(files: &Memory) -> Tree {
    let entries = files.walk(Path::new(ROOT)).unwrap_or_default();
    let paths = entries.iter().filter_map(|entry| entry.path.to_str()).filter(|path| !path.starts_with(".wellpress"));
    let read = |path: &str| Some((path.to_owned(), files.read(&Path::new(ROOT).join(path)).ok()?));
    paths.filter_map(read).map(|(path, bytes)| (path, String::from_utf8_lossy(&bytes).into_owned())).collect()
}

/// Every page that a reader can reach leads to what is there, and every page that is there has its assets.
pub fn assert_no_dangling(served: &Tree, when: &str) {
    let mut reached: BTreeSet<&str> = BTreeSet::new();
    let mut open: Vec<&str> = ["index.html", "404.html", "feed.xml", "kept/index.html"]
        .into_iter()
        .filter(|path| served.contains_key(*path))
        .collect();
    while let Some(path) = open.pop() {
        if reached.insert(path) && (path.ends_with(".html") || path.ends_with(".xml")) {
            for target in served[path].split(' ') {
                assert!(
                    served.contains_key(target),
                    "{when}: `{path}` leads to `{target}`, which is not there: {served:#?}"
                );
                open.push(target);
            }
        }
    }
    for (path, text) in served.iter().filter(|(path, _)| path.ends_with(".html")) {
        for asset in text.split(' ').filter(|target| target.starts_with("assets/")) {
            assert!(served.contains_key(asset), "{when}: `{path}` shows `{asset}`, which is not there");
        }
    }
}

/// Another deploy's write of the record is refused by the target itself.
#[cfg(feature = "deploy")]
pub fn assert_the_record_is_guarded(store: &dyn TargetStore) {
    let state = store.read(wellpress_deploy::STATE).unwrap().unwrap();
    let other = [&state.bytes[..], b" "].concat();
    store.write_if(wellpress_deploy::STATE, other.clone(), Some(&state.version)).unwrap();
    let late = store.write_if(wellpress_deploy::STATE, other, Some(&state.version)).unwrap_err();
    assert!(matches!(late, StoreError::Changed(_)), "{late}");
    let absent = store.write_if(wellpress_deploy::STATE, b"{}".to_vec(), None).unwrap_err();
    assert!(matches!(absent, StoreError::Changed(_)), "{absent}");
}

/// Which requests fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// One of them, before anything is done.
    Once,
    /// One of them, after it was done: the answer was lost.
    Lost,
    /// It and all that follow, as if the program had been killed.
    Kill,
}

/// What happens before a request, told its verb and key.
type Before<'a> = Box<dyn Fn(&str, &str) + Sync + Send + 'a>;

/// A store that fails at a chosen request.
pub struct Failing<'a> {
    inner: &'a dyn TargetStore,
    fault: Fault,
    at: usize,
    pub asked: AtomicUsize,
    pub log: Mutex<Vec<String>>,
    before: Before<'a>,
}

impl<'a> Failing<'a> {
    pub fn new(inner: &'a dyn TargetStore, fault: Fault, at: usize) -> Self {
        Self { inner, fault, at, asked: AtomicUsize::new(0), log: Mutex::default(), before: Box::new(|_, _| {}) }
    }

    /// One that never fails, and at which something else happens once, before the first such request.
    fn interrupted(inner: &'a dyn TargetStore, at: &'static str, event: impl Fn() + Sync + Send + 'a) -> Self {
        let begun = AtomicUsize::new(0);
        let before = move |what: &str, path: &str| {
            if format!("{what} {path}").starts_with(at) && begun.fetch_add(1, Ordering::SeqCst) == 0 {
                event();
            }
        };
        Self { before: Box::new(before), ..Self::new(inner, Fault::Once, usize::MAX) }
    }

    fn ask<T>(&self, what: &str, path: &str, work: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
        (self.before)(what, path);
        let number = self.asked.fetch_add(1, Ordering::SeqCst);
        self.log.lock().unwrap().push(format!("{what} {path}"));
        let failed = Err(StoreError::failed(path, "injected"));
        match self.fault {
            Fault::Once if number == self.at => failed,
            Fault::Kill if number >= self.at => failed,
            Fault::Lost if number == self.at => work().and(failed),
            _ => work(),
        }
    }
}

impl TargetStore for Failing<'_> {
    fn forms(&self, wished: &[ContentEncoding]) -> Vec<ContentEncoding> {
        self.inner.forms(wished)
    }
    fn has_siblings(&self) -> bool {
        self.inner.has_siblings()
    }
    /// One after the other, so that the order can be seen.
    fn workers(&self) -> usize {
        1
    }
    fn read(&self, path: &str) -> Result<Option<StoredObject>, StoreError> {
        self.ask("read", path, || self.inner.read(path))
    }
    fn write(&self, path: &str, bytes: Vec<u8>, headers: &ObjectHeaders<'_>) -> Result<(), StoreError> {
        self.ask("write", path, || self.inner.write(path, bytes, headers))
    }
    fn write_if(
        &self,
        path: &str,
        bytes: Vec<u8>,
        expected: Option<&ObjectVersion>,
    ) -> Result<ObjectVersion, StoreError> {
        self.ask("write_if", path, || self.inner.write_if(path, bytes, expected))
    }
    fn has(&self, object: &Object) -> Result<bool, StoreError> {
        self.ask("has", object.path.as_str(), || self.inner.has(object))
    }
    fn exists(&self, path: &str) -> Result<bool, StoreError> {
        self.ask("exists", path, || self.inner.exists(path))
    }
    fn is_empty(&self) -> Result<bool, StoreError> {
        self.ask("is_empty", "", || self.inner.is_empty())
    }
    fn copy(&self, from: &str, to: &str) -> Result<bool, StoreError> {
        self.ask("copy", from, || self.inner.copy(from, to))
    }
    fn delete(&self, path: &str) -> Result<(), StoreError> {
        self.ask("delete", path, || self.inner.delete(path))
    }
    fn list(&self, folder: &str) -> Result<Vec<String>, StoreError> {
        self.ask("list", folder, || self.inner.list(folder))
    }
}

/// The requests of a deploy of the new site over the old one.
fn requests(first: &Tree, second: &Tree) -> Vec<String> {
    let files = Memory::new();
    let folder = FolderStore::new(&files, ROOT.into());
    deploy(&folder, first).unwrap();
    let store = Failing::new(&folder, Fault::Once, usize::MAX);
    // Its beats would come in between.
    let job = DeployJob { beat: Duration::from_secs(60), ..job(&store) };
    publish(&job, wanted(&store, second, &[]), &Given(second)).unwrap();
    store.log.into_inner().unwrap()
}

#[test]
fn what_is_new_comes_first_then_pages_then_feeds_then_the_record_and_the_deletes_last() {
    let asked = requests(&old_site(), &new_site());
    let done: Vec<&str> = asked
        .iter()
        .filter(|line| !line.contains(".wellpress") && ["write", "delete"].iter().any(|word| line.starts_with(word)))
        .map(String::as_str)
        .collect();
    assert_eq!(
        done,
        [
            "write assets/new.2222222222.svg",
            "write assets/well.2222222222.css",
            "write references.json",
            "write new/index.html",
            "write new/other/index.html",
            "write articles/a/index.html",
            "write articles/b/index.html",
            "write 404.html",
            "write index.html",
            "write feed.xml",
            "delete gone/index.html",
            "delete assets/gone.1111111111.svg",
            "delete assets/well.1111111111.css",
        ]
    );
    let record = asked.iter().position(|line| line == "write_if .wellpress-deploy/state.json").unwrap();
    assert!(record < asked.iter().position(|line| line == "write assets/new.2222222222.svg").unwrap(), "claimed first");
    let last_upload = asked.iter().position(|line| line == "write feed.xml").unwrap();
    assert_eq!(asked[last_upload + 1], "write_if .wellpress-deploy/state.json", "on record before the first delete");
}

#[test]
fn nothing_is_uploaded_twice_and_a_change_of_the_same_size_is() {
    let files = Memory::new();
    let folder = FolderStore::new(&files, ROOT.into());
    let first = deploy(&folder, &old_site()).unwrap();
    assert_eq!((first.release, first.uploaded, first.deleted), (1, 13, 0));
    let again = deploy(&folder, &old_site()).unwrap();
    assert_eq!((again.release, again.uploaded, again.deleted, again.unchanged), (1, 0, 0, 13));
    let mut changed = old_site();
    changed.insert("references.json".to_owned(), "54321".to_owned());
    let done = deploy(&folder, &changed).unwrap();
    assert_eq!((done.release, done.uploaded, done.deleted, done.unchanged), (2, 1, 0, 12));
    assert_eq!(served(&files), changed);
}

#[test]
fn names_come_through_as_they_are() {
    let mut site = old_site();
    for name in ["assets/a b+c%20#é.css", "übung/50%/index.html", "~x/[a]{b}&c=d?e.txt"] {
        site.insert(name.to_owned(), "index.html".to_owned());
    }
    let files = Memory::new();
    let folder = FolderStore::new(&files, ROOT.into());
    deploy(&folder, &site).unwrap();
    assert_eq!(served(&files), site);
    deploy(&folder, &old_site()).unwrap();
    assert_eq!(served(&files), old_site(), "and are deleted under the same names");
}

#[test]
fn what_others_put_there_is_kept_and_not_written_over_without_consent() {
    let files = Memory::new().with("/srv/www/theirs/data.csv", "x").with("/srv/www/index.html", "theirs");
    let folder = FolderStore::new(&files, ROOT.into());
    let refused = deploy(&folder, &old_site()).unwrap_err();
    assert!(
        refused.to_string().contains("write over 1 objects that no deploy put there, the first is `index.html`"),
        "{refused}"
    );
    assert_eq!(served(&files), tree(&[("theirs/data.csv", "x"), ("index.html", "theirs")]));

    let consented = DeployJob { consent: Consent::Given, ..job(&folder) };
    publish(&consented, wanted(&folder, &old_site(), &[]), &Given(&old_site())).unwrap();
    deploy(&folder, &new_site()).unwrap();
    let mut all = new_site();
    all.insert("theirs/data.csv".to_owned(), "x".to_owned());
    assert_eq!(served(&files), all);

    // A page that comes later to where somebody else's file is.
    all.insert("theirs/index.html".to_owned(), "index.html".to_owned());
    let files = files.with("/srv/www/theirs/index.html", "theirs");
    let folder = FolderStore::new(&files, ROOT.into());
    let mut later = new_site();
    later.insert("theirs/index.html".to_owned(), "index.html".to_owned());
    assert!(matches!(deploy(&folder, &later), Err(DeployError::NeedsConsent(_))));
}

#[test]
fn an_empty_site_and_one_that_lost_a_fifth_need_consent() {
    let files = Memory::new();
    let folder = FolderStore::new(&files, ROOT.into());
    deploy(&folder, &old_site()).unwrap();
    for (site, why) in [
        (tree(&[]), "no page"),
        (tree(&[("feed.xml", "x")]), "no page"),
        (tree(&[("index.html", "x")]), "over a fifth"),
    ] {
        let refused = deploy(&folder, &site).unwrap_err();
        assert!(matches!(&refused, DeployError::NeedsConsent(text) if text.contains(why)), "{refused}");
        assert_eq!(served(&files), old_site());
        let (plan, objection) = preview(&job(&folder), &wanted(&folder, &site, &[])).unwrap();
        assert!(objection.unwrap().contains(why) && !plan.deletes.is_empty());
    }
    // Two of thirteen are fewer than a fifth; assets with successors of another hash are not lost.
    let site = new_site();
    deploy(&folder, &site).unwrap();
    let consented = DeployJob { consent: Consent::Given, ..job(&folder) };
    let small = tree(&[("index.html", "index.html")]);
    publish(&consented, wanted(&folder, &small, &[]), &Given(&small)).unwrap();
    assert_eq!(served(&files), small);
}

/// The files of a theme are no reason to let half of the pages go.
#[test]
fn a_site_that_lost_a_fifth_of_its_pages_needs_consent() {
    let files = Memory::new();
    let folder = FolderStore::new(&files, ROOT.into());
    let names: Vec<String> = (0..40).map(|number| format!("assets/icon-{number}.0123456789.svg")).collect();
    let icons = names.iter().map(|name| (name.as_str(), "x"));
    let site =
        |pages: &[(&'static str, &'static str)]| tree(&icons.clone().chain(pages.iter().copied()).collect::<Vec<_>>());
    let pages = [("index.html", "x"), ("404.html", "x"), ("a/index.html", "x"), ("b/index.html", "x")];
    deploy(&folder, &site(&pages)).unwrap();
    let refused = deploy(&folder, &site(&pages[..3])).unwrap_err();
    assert!(matches!(&refused, DeployError::NeedsConsent(text) if text.contains("1 of the 4 pages")), "{refused}");
}

#[test]
fn a_preview_changes_nothing() {
    let files = Memory::new();
    let folder = FolderStore::new(&files, ROOT.into());
    deploy(&folder, &old_site()).unwrap();
    let before = files.walk(Path::new(ROOT)).unwrap().len();
    let store = Failing::new(&folder, Fault::Once, usize::MAX);
    let (plan, objection) = preview(&job(&store), &wanted(&store, &new_site(), &[])).unwrap();
    assert_eq!((plan.uploads.len(), plan.deletes.len(), plan.unchanged, objection), (10, 3, 4, None));
    assert!(
        store.log.into_inner().unwrap().iter().all(|line| !line.starts_with("write") && !line.starts_with("delete"))
    );
    assert_eq!(files.walk(Path::new(ROOT)).unwrap().len(), before);
}

#[test]
fn after_a_failure_at_any_request_nothing_dangles_and_the_next_deploy_ends_it() {
    for fault in [Fault::Once, Fault::Lost, Fault::Kill] {
        let mut failures = 0;
        for at in 0.. {
            let files = Memory::new();
            let folder = FolderStore::new(&files, ROOT.into());
            deploy(&folder, &old_site()).unwrap();
            let store = Failing::new(&folder, fault, at);
            let failed = deploy(&store, &new_site()).is_err();
            let when = format!("{fault:?} at request {at}: {:?}", store.log.lock().unwrap().last());
            assert_no_dangling(&served(&files), &when);
            if failed {
                failures += 1;
                deploy(&folder, &new_site()).unwrap_or_else(|error| panic!("{when}: {error}"));
            }
            assert_eq!(served(&files), new_site(), "{when}");
            assert_eq!(deploy(&folder, &new_site()).unwrap().uploaded, 0, "{when}");
            rollback(&job(&folder), None).unwrap_or_else(|error| panic!("{when}: {error}"));
            assert_eq!(served(&files), old_site(), "{when}: gone back");
            if store.asked.load(Ordering::SeqCst) <= at {
                break;
            }
        }
        assert!(failures > 20, "{fault:?} was not felt");
    }
}

#[test]
fn after_a_failure_a_deploy_of_another_site_leaves_none_of_the_first() {
    let mut third = old_site();
    third.insert("third/index.html".to_owned(), "index.html".to_owned());
    third.insert("references.json".to_owned(), "third".to_owned());
    for at in 0.. {
        let files = Memory::new();
        let folder = FolderStore::new(&files, ROOT.into());
        deploy(&folder, &old_site()).unwrap();
        let store = Failing::new(&folder, Fault::Kill, at);
        let failed = deploy(&store, &new_site()).is_err();
        if !failed {
            break;
        }
        let consented = DeployJob { consent: Consent::Given, ..job(&folder) };
        publish(&consented, wanted(&folder, &third, &[]), &Given(&third)).unwrap();
        assert_eq!(served(&files), third, "killed at {at}");
    }
}

#[test]
fn a_failure_in_going_back_leaves_a_whole_site_too() {
    for at in 0.. {
        let files = Memory::new();
        let folder = FolderStore::new(&files, ROOT.into());
        deploy(&folder, &old_site()).unwrap();
        deploy(&folder, &new_site()).unwrap();
        let store = Failing::new(&folder, Fault::Kill, at);
        let failed = rollback(&job(&store), None).is_err();
        assert_no_dangling(&served(&files), &format!("gone back, killed at {at}"));
        if !failed {
            break;
        }
        if Ledger::open(&folder).unwrap().current() == Some(2) {
            rollback(&job(&folder), None).unwrap();
        } else {
            deploy(&folder, &old_site()).unwrap();
        }
        assert_eq!(served(&files), old_site(), "killed at {at}");
    }
}

#[test]
fn releases_are_on_record_and_can_be_gone_back_to() {
    let files = Memory::new();
    let folder = FolderStore::new(&files, ROOT.into());
    assert!(matches!(rollback(&job(&folder), None), Err(DeployError::NoRelease(_))));
    let site = |text: &str| tree(&[("index.html", "index.html"), ("page/index.html", text)]);
    let short = || DeployJob { kept: 2, ..job(&folder) };
    for number in 1..=5 {
        let site = site(&format!("index.html {}", "index.html ".repeat(number)));
        publish(&short(), wanted(&folder, &site, &[]), &Given(&site)).unwrap();
    }
    let ledger = Ledger::open(&folder).unwrap();
    assert_eq!(ledger.notes().iter().map(|note| note.number).collect::<Vec<_>>(), [3, 4, 5]);
    let kept = || folder.list(".wellpress-deploy/kept/").unwrap().len();
    assert_eq!(kept(), 2, "what no release on record needs is gone");
    assert_eq!(rollback(&short(), None).unwrap().release, 4);
    assert_eq!(rollback(&short(), None).unwrap().release, 3);
    assert_eq!(served(&files)["page/index.html"].matches("index").count(), 4);
    assert!(matches!(rollback(&short(), None), Err(DeployError::NoRelease(_))));
    assert_eq!(rollback(&short(), Some(5)).unwrap().release, 5, "and forward again");
    assert_eq!(served(&files)["page/index.html"].matches("index").count(), 6);
    assert!(matches!(rollback(&short(), Some(1)), Err(DeployError::NoRelease(_))));
    let next = site("index.html");
    assert_eq!(publish(&short(), wanted(&folder, &next, &[]), &Given(&next)).unwrap().release, 6);
}

#[test]
fn a_release_of_which_something_was_lost_is_not_gone_back_to() {
    let files = Memory::new();
    let folder = FolderStore::new(&files, ROOT.into());
    deploy(&folder, &old_site()).unwrap();
    deploy(&folder, &new_site()).unwrap();
    let kept = folder.list(".wellpress-deploy/kept/").unwrap();
    folder.delete(&kept[0]).unwrap();
    assert!(matches!(rollback(&job(&folder), None), Err(DeployError::NoRelease(_))));
    assert_eq!(served(&files), new_site());
}

#[test]
fn of_two_deploys_one_is_refused_before_it_changed_anything() {
    let files = Memory::new();
    let folder = FolderStore::new(&files, ROOT.into());
    deploy(&folder, &old_site()).unwrap();
    let theirs = tree(&[("index.html", "index.html"), ("theirs/index.html", "index.html")]);
    let rival = || {
        let job = DeployJob { consent: Consent::Given, ..job(&folder) };
        publish(&job, wanted(&folder, &theirs, &[]), &Given(&theirs)).unwrap();
    };
    let store = Failing::interrupted(&folder, "write_if", rival);
    let refused = deploy(&store, &new_site()).unwrap_err();
    assert!(matches!(refused, DeployError::Rival("was quicker")), "{refused}");
    assert_eq!(served(&files), theirs);
}

#[test]
fn a_deploy_at_work_is_not_disturbed() {
    let files = Memory::new();
    let folder = FolderStore::new(&files, ROOT.into());
    deploy(&folder, &old_site()).unwrap();
    // It beats every 20 ms, and the other watches it for 200 ms.
    let rival = || {
        let job = DeployJob { beat: Duration::from_millis(200), ..job(&folder) };
        let refused = publish(&job, wanted(&folder, &old_site(), &[]), &Given(&old_site())).unwrap_err();
        assert!(matches!(refused, DeployError::Rival("is at work")), "{refused}");
    };
    deploy(&Failing::interrupted(&folder, "write index.html", rival), &new_site()).unwrap();
    assert_eq!(served(&files), new_site());
}

#[test]
fn a_deploy_that_slept_while_another_took_over_stops() {
    let files = Memory::new();
    let folder = FolderStore::new(&files, ROOT.into());
    deploy(&folder, &old_site()).unwrap();
    let theirs = old_site();
    let rival = || {
        deploy(&folder, &theirs).unwrap();
    };
    let store = Failing::interrupted(&folder, "write index.html", rival);
    // Its next beat is a minute away, as if its machine had slept.
    let slow = DeployJob { beat: Duration::from_secs(60), ..job(&store) };
    let refused = publish(&slow, wanted(&store, &new_site(), &[]), &Given(&new_site())).unwrap_err();
    assert!(matches!(refused, DeployError::Rival(_)), "{refused}");
    assert!(store.log.lock().unwrap().iter().all(|line| !line.starts_with("delete")), "it deleted nothing");
}

#[test]
fn a_record_that_was_tampered_with_leads_nowhere() {
    let files = Memory::new();
    let folder = FolderStore::new(&files, ROOT.into());
    deploy(&folder, &old_site()).unwrap();
    let list = folder.list(".wellpress-deploy/releases/").unwrap().remove(0);
    let text = String::from_utf8(folder.read(&list).unwrap().unwrap().bytes).unwrap();
    let stored = job(&folder);
    let headers = wanted(&folder, &old_site(), &[]);
    for evil in
        [text.replace("index.html", "../../etc/passwd"), text.replace("assets/gone", "assets/other"), "x".to_owned()]
    {
        folder.write(&list, evil.into_bytes(), &headers[0].headers(ExportFormat::content_type)).unwrap();
        let refused = publish(&stored, wanted(&folder, &new_site(), &[]), &Given(&new_site())).unwrap_err();
        assert!(matches!(refused, DeployError::Damaged { .. }), "{refused}");
    }
    for state in ["{", r#"{"format":2,"current":null,"releases":[],"unfinished":[],"holder":null}"#] {
        folder
            .write(
                ".wellpress-deploy/state.json",
                state.as_bytes().to_vec(),
                &headers[0].headers(ExportFormat::content_type),
            )
            .unwrap();
        assert!(matches!(deploy(&folder, &new_site()), Err(DeployError::Damaged { .. })));
    }
    assert_eq!(served(&files), old_site());
}

#[test]
fn compressed_files_stand_beside_the_plain_ones_and_go_with_them() {
    let files = Memory::new();
    let folder = FolderStore::new(&files, ROOT.into());
    let long = "index.html ".repeat(60).trim_end().to_owned();
    let mut site = old_site();
    site.insert("long/index.html".to_owned(), long.clone());
    let forms = [ContentEncoding::Brotli, ContentEncoding::Gzip];
    publish(&job(&folder), wanted(&folder, &site, &forms), &Given(&site)).unwrap();
    for (form, name) in [(ContentEncoding::Brotli, "long/index.html.br"), (ContentEncoding::Gzip, "long/index.html.gz")]
    {
        let stored = files.read(&Path::new(ROOT).join(name)).unwrap();
        assert_eq!(form.decode(&stored).unwrap(), long.as_bytes());
    }
    assert!(!served(&files).contains_key("index.html.gz"), "what is short is not worth it");
    publish(&job(&folder), wanted(&folder, &old_site(), &forms), &Given(&old_site())).unwrap();
    assert_eq!(served(&files), old_site());
    rollback(&job(&folder), None).unwrap();
    assert!(served(&files).contains_key("long/index.html.br"));
}

#[test]
fn a_folder_may_be_named_by_its_path_alone() {
    use wellpress_deploy::Target;
    assert_eq!(Target::parse("/srv/www/").unwrap(), Target::parse("file:///srv/www").unwrap());
    assert_eq!(Target::parse("/").unwrap().path, "/", "not the working directory");
    assert!(Target::parse("/srv/../etc").is_err() && Target::parse("srv/www").is_err());
}

#[test]
fn what_was_lost_at_the_target_comes_back_when_it_is_asked_for() {
    let files = Memory::new();
    let folder = FolderStore::new(&files, ROOT.into());
    deploy(&folder, &old_site()).unwrap();
    folder.delete("references.json").unwrap();
    assert_eq!(deploy(&folder, &old_site()).unwrap().uploaded, 0);
    let verified = DeployJob { verify: true, ..job(&folder) };
    assert_eq!(publish(&verified, wanted(&folder, &old_site(), &[]), &Given(&old_site())).unwrap().uploaded, 1);
    assert_eq!(served(&files), old_site());
}

/// Buckets, by the store of `object_store` that keeps all in memory: conditions, headers and prefixes are the real ones.
#[cfg(feature = "deploy")]
mod buckets {
    use std::sync::Arc;

    use object_store::memory::InMemory;
    use object_store::path::Path;
    use object_store::{Attribute, ObjectStoreExt};
    use wellpress_deploy::{BucketStore, Credentials, Target, open};

    use super::*;

    fn read(memory: &InMemory, path: &str) -> (Vec<u8>, String, String, String) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let got = memory.get(&Path::parse(path).unwrap()).await.unwrap();
            let said = |name: Attribute| got.attributes.get(&name).map(|value| value.to_string()).unwrap_or_default();
            let (kind, cache) = (said(Attribute::ContentType), said(Attribute::CacheControl));
            let encoding = said(Attribute::ContentEncoding);
            (got.bytes().await.unwrap().to_vec(), kind, cache, encoding)
        })
    }

    #[test]
    fn objects_have_their_headers_and_conditions_hold() {
        let memory = Arc::new(InMemory::new());
        let bucket = BucketStore::new(memory.clone());
        let mut site = old_site();
        site.insert("long/index.html".to_owned(), "index.html ".repeat(60).trim_end().to_owned());
        site.insert("assets/a b+c%20#é.css".to_owned(), "x".to_owned());
        let gzip = wanted(&bucket, &site, &[ContentEncoding::Gzip, ContentEncoding::Brotli]);
        publish(&job(&bucket), gzip.clone(), &Given(&site)).unwrap();
        let (bytes, kind, cache, encoding) = read(&memory, "long/index.html");
        assert_eq!(ContentEncoding::Gzip.decode(&bytes).unwrap(), site["long/index.html"].as_bytes());
        assert_eq!((&*kind, &*cache, &*encoding), ("text/html; charset=utf-8", "public, max-age=300", "gzip"));
        let (bytes, kind, cache, encoding) = read(&memory, "assets/well.1111111111.css");
        assert_eq!((&*bytes, &*kind, &*encoding), (&b"old"[..], "text/css; charset=utf-8", ""));
        assert_eq!(cache, "public, max-age=31536000, immutable");
        assert_eq!(read(&memory, "feed.xml").1, "application/atom+xml; charset=utf-8");
        assert_eq!(read(&memory, "assets/a b+c%20#é.css").0, b"x");

        let consented = DeployJob { consent: Consent::Given, ..job(&bucket) };
        publish(&consented, wanted(&bucket, &new_site(), &[]), &Given(&new_site())).unwrap();
        assert!(!bucket.exists("gone/index.html").unwrap() && !bucket.exists("assets/a b+c%20#é.css").unwrap());
        rollback(&job(&bucket), None).unwrap();
        assert_eq!(read(&memory, "long/index.html").3, "gzip");
        assert!(gzip.iter().all(|object| bucket.has(object).unwrap()), "all of it is as it was");
    }

    #[test]
    fn a_bucket_stands_every_failure() {
        for fault in [Fault::Once, Fault::Lost, Fault::Kill] {
            for at in 0.. {
                let bucket = BucketStore::new(Arc::new(InMemory::new()));
                deploy(&bucket, &old_site()).unwrap();
                let store = Failing::new(&bucket, fault, at);
                let failed = deploy(&store, &new_site()).is_err();
                if failed {
                    deploy(&bucket, &new_site()).unwrap();
                }
                let there = wanted(&bucket, &new_site(), &[]);
                assert!(there.iter().all(|object| bucket.has(object).unwrap()), "{fault:?} at {at}");
                assert!(!bucket.exists("gone/index.html").unwrap(), "{fault:?} at {at}");
                if store.asked.load(Ordering::SeqCst) <= at {
                    break;
                }
            }
        }
    }

    #[test]
    fn without_credentials_nobody_is_asked() {
        for target in ["s3://bucket/a", "gs://bucket", "azblob://container/a"] {
            let why = refusal(target, &[]);
            assert!(why.contains("the environment holds no credentials: set "), "{why}");
        }
    }

    #[test]
    fn what_is_no_credential_is_not_taken_for_one() {
        for (address, name) in [
            ("s3://bucket", "AWS_BUCKET"),
            ("gs://bucket", "GOOGLE_BUCKET"),
            ("azblob://container", "AZURE_ALLOW_HTTP"),
            ("azblob://container", "AZURE_CONTAINER_NAME"),
        ] {
            let why = refusal(address, &[(name, "true")]);
            assert!(why.contains("the environment holds no credentials: set "), "{name}: {why}");
        }
    }

    #[test]
    fn credentials_go_nowhere_without_encryption() {
        let s3 = [("AWS_ACCESS_KEY_ID", "a"), ("AWS_SECRET_ACCESS_KEY", "b")];
        let google = [("GOOGLE_BEARER_TOKEN", "a"), ("GOOGLE_BASE_URL", "http://storage.example")];
        let azure = [("AZURE_STORAGE_ACCOUNT_NAME", "a"), ("AZURE_STORAGE_ACCOUNT_KEY", "YQ==")];
        let named = [azure[0], azure[1], ("AZURE_STORAGE_ENDPOINT", "http://storage.example")];
        for (address, variables) in [
            ("s3://bucket?endpoint=http://storage.example", &s3[..]),
            ("gs://bucket", &google),
            ("azblob://container?endpoint=http://storage.example", &azure),
            ("azblob://container", &named),
        ] {
            let why = refusal(address, variables);
            assert!(why.contains("`storage.example` would get credentials without encryption"), "{address}: {why}");
        }
    }

    fn refusal(address: &str, variables: &[(&str, &str)]) -> String {
        let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let target = Target::parse(address).unwrap();
        open(&Memory::new(), &target, &Credentials::of(variables)).err().unwrap().to_string()
    }
}
