//! Sites to deploy, and stores that fail at a chosen request.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use wellpress_deploy::{
    Consent, ContentEncoding, DeployError, DeployJob, DeployOutcome, DeployProgress, DeployStep, EncodedPlacement,
    FileSource, Object, ObjectHeaders, ObjectVersion, StoreError, StoredObject, TargetStore, Verification, objects,
    publish,
};
use wellpress_io::artifact::{FormatTypes, PublishedFile, SitePath};

/// The sites here have no formats of their own.
pub const FORMATS: FormatTypes = |_| None;

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
    objects(&files, &store.usable_encodings(forms), store.encoded_placement(), FORMATS)
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
        time: "2026-07-01T12:00:00Z".to_owned(),
        keep_releases: 5,
        heartbeat: Duration::from_millis(20),
        consent: Consent::Missing,
        verification: Verification::Unfinished,
        formats: FORMATS,
        progress: &Silent,
    }
}

pub fn deploy(store: &dyn TargetStore, tree: &Tree) -> Result<DeployOutcome, DeployError> {
    publish(&job(store), wanted(store, tree, &[]), &Given(tree))
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
pub fn assert_the_record_is_guarded(store: &dyn TargetStore) {
    let state = store.read(wellpress_deploy::STATE).unwrap().unwrap();
    let changed_record = [&state.bytes[..], b" "].concat();
    store.write_if(wellpress_deploy::STATE, changed_record.clone(), Some(&state.version)).unwrap();
    let late = store.write_if(wellpress_deploy::STATE, changed_record, Some(&state.version)).unwrap_err();
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
type BeforeRequest<'a> = Box<dyn Fn(&str, &str) + Sync + Send + 'a>;

/// A store that fails at a chosen request.
pub struct Failing<'a> {
    inner: &'a dyn TargetStore,
    fault: Fault,
    at: usize,
    pub request_count: AtomicUsize,
    pub log: Mutex<Vec<String>>,
    before_request: BeforeRequest<'a>,
}

impl<'a> Failing<'a> {
    pub fn new(inner: &'a dyn TargetStore, fault: Fault, at: usize) -> Self {
        Self {
            inner,
            fault,
            at,
            request_count: AtomicUsize::new(0),
            log: Mutex::default(),
            before_request: Box::new(|_, _| {}),
        }
    }

    /// One that never fails, and at which something else happens once, before the first such request.
    pub fn interrupted(inner: &'a dyn TargetStore, at: &'static str, event: impl Fn() + Sync + Send + 'a) -> Self {
        let begun = AtomicUsize::new(0);
        let interruption = move |what: &str, path: &str| {
            if format!("{what} {path}").starts_with(at) && begun.fetch_add(1, Ordering::SeqCst) == 0 {
                event();
            }
        };
        Self { before_request: Box::new(interruption), ..Self::new(inner, Fault::Once, usize::MAX) }
    }

    fn ask<T>(&self, what: &str, path: &str, work: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
        (self.before_request)(what, path);
        let number = self.request_count.fetch_add(1, Ordering::SeqCst);
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
    fn usable_encodings(&self, requested: &[ContentEncoding]) -> Vec<ContentEncoding> {
        self.inner.usable_encodings(requested)
    }
    fn encoded_placement(&self) -> EncodedPlacement {
        self.inner.encoded_placement()
    }
    /// One after the other, so that the order can be seen.
    fn max_requests(&self) -> usize {
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
    fn has_object(&self, object: &Object) -> Result<bool, StoreError> {
        self.ask("has", object.path.as_str(), || self.inner.has_object(object))
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
