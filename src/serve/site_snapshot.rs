//! [`SiteSnapshot`]: the site of the last good build, shared between the build thread and the server, with the files that browsers
//! have asked for. A [`ServedSink`] collects the files of a render job.

use std::collections::HashMap;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock, RwLockReadGuard, mpsc};

use axum::body::Bytes;
use tokio::sync::oneshot;

use wellpress_deploy::RedirectRule;
use wellpress_diagnostics::Diagnostic;
use wellpress_io::artifact::{Artifact, ArtifactContent, DeferredBytes, PublishedFile, Sink, SinkError};
use wellpress_io::cache::Fingerprint;
use wellpress_io::fs::Files;
use wellpress_search::IndexRecords;
use wellpress_site::model::address::escape_path;

/// A file of the site as it is served.
#[derive(Debug, Clone)]
pub(super) struct ServedFile {
    pub content: ServedContent,
    /// The size in bytes; 0 for deferred content.
    size: u64,
    hash: blake3::Hash,
}

impl ServedFile {
    fn in_memory(bytes: Bytes) -> Self {
        Self { size: bytes.len() as u64, hash: blake3::hash(&bytes), content: ServedContent::Memory(bytes) }
    }
}

/// The place of a file's bytes.
#[derive(Debug, Clone)]
pub(super) enum ServedContent {
    Memory(Bytes),
    /// A large source file of the site, such as a video. It is streamed; an HTML file gets no script of the preview then.
    Disk(PathBuf),
    /// Content that is generated at the first request, such as a picture in one of its sizes.
    Deferred(Arc<DeferredContent>),
}

/// Larger source files are not copied into memory.
const MAX_BYTES_IN_MEMORY: u64 = 256 * 1024;

/// Bytes that are generated at the first request and then kept.
#[derive(Debug)]
pub(super) struct DeferredContent {
    deferred: DeferredBytes,
    bytes: OnceLock<Bytes>,
}

impl DeferredContent {
    /// The bytes. Generating them may take a while. Two requests at once may both do it, and get the same.
    pub fn bytes(&self, files: &dyn Files) -> io::Result<Bytes> {
        if let Some(bytes) = self.bytes.get() {
            return Ok(bytes.clone());
        }
        let bytes = Bytes::from(self.deferred.make(files)?);
        Ok(self.bytes.get_or_init(|| bytes).clone())
    }
}

/// The folder of the search index, which is made as a whole when the first of its files is asked for.
pub(super) const INDEX_FOLDER: &str = "search/index/";

/// Files of the site by their path.
pub(super) type ServedFiles = HashMap<Arc<str>, ServedFile>;

/// The files that belong to no render job, with the fingerprint of what they are made of. They are stored before the site is shown, and
/// taken over by the next build if the fingerprint is the same.
#[derive(Debug, Default)]
pub(super) struct SiteFiles {
    pub fingerprint: Fingerprint,
    pub files: ServedFiles,
}

/// What was rendered because a browser asked for it. It grows while the site is shown.
#[derive(Debug, Default, Clone)]
pub(super) struct RenderedFiles {
    pub files: ServedFiles,
    /// The fingerprint and the paths of each job that was run, by the name of the job.
    pub jobs: HashMap<String, (Fingerprint, Vec<Arc<str>>)>,
    pub index: KeptIndex,
}

/// The last search index that was asked for. The next one takes its unchanged files over.
#[derive(Debug, Default, Clone)]
pub(super) struct KeptIndex {
    pub records: IndexRecords,
    pub files: ServedFiles,
}

impl RenderedFiles {
    pub fn insert(&mut self, name: String, fingerprint: Fingerprint, files: ServedFiles) {
        self.jobs.insert(name, (fingerprint, files.keys().cloned().collect()));
        self.files.extend(files);
    }

    /// The files of a job, if it was run with this fingerprint.
    pub fn of_job(&self, name: &str, fingerprint: Fingerprint) -> Option<ServedFiles> {
        let (_, paths) = self.jobs.get(name).filter(|(known, _)| *known == fingerprint)?;
        paths.iter().map(|path| Some((path.clone(), self.files.get(path)?.clone()))).collect()
    }
}

/// A request to render a file.
pub(super) struct FileRequest {
    pub path: String,
    pub answer: oneshot::Sender<Result<Option<ServedFile>, Vec<Diagnostic>>>,
}

/// A site that is shown. Its pages are rendered when a browser asks for them, by the thread that owns the resolved site: that
/// thread ends, and frees the site, when the snapshot is dropped.
#[derive(Debug, Default)]
pub(super) struct SiteSnapshot {
    pub site_files: Arc<SiteFiles>,
    pub rendered: Arc<RwLock<RenderedFiles>>,
    /// Sends a request to the thread that renders; `None` before the first good build.
    pub requests: Option<mpsc::Sender<FileRequest>>,
    /// The path under which the site is served; begins and ends with `/`.
    pub base_path: String,
    /// The redirects of the site's own `_redirects` that no page does.
    pub redirects: Vec<RedirectRule>,
    /// The `Content-Security-Policy` of the site's own `_headers`, with permission for the preview's script.
    pub policy: Option<String>,
}

/// Addresses whose content differs between two snapshots.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct SnapshotDiff {
    /// Pages that are new, changed or removed; sorted.
    pub pages: Vec<String>,
    /// Other files that are new, changed or removed; sorted.
    pub files: Vec<String>,
}

impl SnapshotDiff {
    /// Whether both snapshots have the same content.
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty() && self.files.is_empty()
    }

    /// Adds pages by their addresses.
    pub fn add_pages(&mut self, addresses: Vec<String>) {
        self.pages.extend(addresses);
        self.pages.sort_unstable();
        self.pages.dedup();
    }

    fn sorted(mut self) -> Self {
        self.pages.sort_unstable();
        self.files.sort_unstable();
        self
    }
}

impl SiteSnapshot {
    /// The file at a path such as `articles/neck/index.html`, if there is one. It is rendered if that was not done before.
    ///
    /// # Errors
    /// The findings that keep the file from being rendered.
    pub async fn file(&self, path: &str) -> Result<Option<ServedFile>, Vec<Diagnostic>> {
        if let Some(file) = self.rendered_file(path) {
            return Ok(Some(file));
        }
        let Some(requests) = &self.requests else { return Ok(None) };
        let (sender, answer) = oneshot::channel();
        // Sending and receiving fail only when the preview ends.
        let _ = requests.send(FileRequest { path: path.to_owned(), answer: sender });
        answer.await.unwrap_or(Ok(None))
    }

    /// The file at a path, if it is rendered already.
    pub fn rendered_file(&self, path: &str) -> Option<ServedFile> {
        self.site_files.files.get(path).cloned().or_else(|| self.rendered().files.get(path).cloned())
    }

    fn rendered(&self) -> RwLockReadGuard<'_, RenderedFiles> {
        self.rendered.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The snapshot before the first good build, of a site that will be served under this path.
    pub fn before_first_build(base_path: String) -> Self {
        Self { base_path, ..Self::default() }
    }

    /// Whether this is the snapshot before the first good build.
    pub fn is_empty(&self) -> bool {
        self.requests.is_none()
    }

    /// Renders the files that an earlier snapshot has and this one lacks, because a browser asked for them while this one was made. So
    /// [`Self::diff`] compares them and does not report them as removed. The files of the search index are left out, since it is made
    /// anew for each snapshot when a browser asks for it.
    ///
    /// Called on a thread that may wait for a page.
    pub fn render_what_is_only_in(&self, earlier: &Self) {
        let Some(requests) = &self.requests else { return };
        let paths: Vec<Arc<str>> = earlier.rendered().files.keys().cloned().collect();
        for path in paths.iter().filter(|path| !path.starts_with(INDEX_FOLDER)) {
            // One request may render several files.
            if self.rendered_file(path).is_none() {
                let (sender, answer) = oneshot::channel();
                let _ = requests.send(FileRequest { path: path.to_string(), answer: sender });
                // A page that cannot be rendered counts as different, and shows why when a browser asks for it.
                let _ = answer.blocking_recv();
            }
        }
    }

    /// The addresses that differ from an earlier snapshot, of those that a browser has asked for. A file that is rendered only in the
    /// earlier one counts as different: it is gone, if [`Self::render_what_is_only_in`] was called before.
    pub fn diff(&self, earlier: &Self) -> SnapshotDiff {
        let mut diff = SnapshotDiff::default();
        let is_moved = self.base_path != earlier.base_path;
        let differs = |file: &ServedFile, other: Option<&ServedFile>| {
            is_moved || other.is_none_or(|other| other.hash != file.hash)
        };
        let (rendered, rendered_earlier) = (self.rendered(), earlier.rendered());
        let (site_files, earlier_site_files) = (&self.site_files.files, &earlier.site_files.files);
        if is_moved || !Arc::ptr_eq(&self.site_files, &earlier.site_files) {
            for (path, _) in site_files.iter().filter(|(path, file)| differs(file, earlier_site_files.get(*path))) {
                self.add_address(path, &mut diff);
            }
            for path in earlier_site_files.keys().filter(|path| is_moved || !site_files.contains_key(*path)) {
                earlier.add_address(path, &mut diff);
            }
        }
        let changed = rendered_earlier.files.iter().filter(|(path, file)| differs(file, rendered.files.get(*path)));
        changed.for_each(|(path, _)| earlier.add_address(path, &mut diff));
        for path in rendered.files.keys().filter(|path| is_moved || !rendered_earlier.files.contains_key(*path)) {
            self.add_address(path, &mut diff);
        }
        diff.sorted()
    }

    fn add_address(&self, path: &str, diff: &mut SnapshotDiff) {
        let base = &self.base_path;
        match path.strip_suffix("index.html") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => {
                diff.pages.push(format!("{base}{}", escape_path(folder)));
            }
            _ if path.ends_with(".html") => diff.pages.push(format!("{base}{}", escape_path(path))),
            _ => diff.files.push(format!("{base}{}", escape_path(path))),
        }
    }
}

/// A sink that keeps files in memory. It takes images deferred, since most of them are never asked for.
pub(crate) struct ServedSink<'a> {
    files: &'a dyn Files,
    /// The files of an earlier run that can be taken over.
    previous: Option<&'a ServedFiles>,
    received: Mutex<ServedFiles>,
}

impl<'a> ServedSink<'a> {
    /// An empty sink, for sites whose source files are in `files`.
    pub fn new(files: &'a dyn Files) -> Self {
        Self { files, previous: None, received: Mutex::default() }
    }

    /// An empty sink that can take over these files.
    pub(super) fn after(files: &'a dyn Files, previous: &'a ServedFiles) -> Self {
        Self { previous: Some(previous), ..Self::new(files) }
    }

    /// All files that were put or taken over.
    pub(super) fn into_files(self) -> ServedFiles {
        self.received.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// The files that were put, as a site.
    pub fn into_site(self) -> ServedSite {
        ServedSite(self.into_files())
    }

    fn received(&self) -> MutexGuard<'_, ServedFiles> {
        self.received.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn served_file(&self, content: ArtifactContent<'_>) -> Result<ServedFile, SinkError> {
        match content {
            ArtifactContent::Bytes(bytes) => Ok(ServedFile::in_memory(bytes.into_owned().into())),
            ArtifactContent::CopyOf(path) => {
                source_file(self.files, &path).map_err(|error| SinkError::unread(path, error))
            }
            ArtifactContent::Deferred(deferred) => {
                let hash = deferred.hash;
                let content = Arc::new(DeferredContent { deferred, bytes: OnceLock::new() });
                Ok(ServedFile { content: ServedContent::Deferred(content), size: 0, hash })
            }
        }
    }
}

impl Sink for ServedSink<'_> {
    fn put(&self, artifact: Artifact<'_>) -> Result<PublishedFile, SinkError> {
        // Hashed and copied before the lock is taken: render threads put files at the same time.
        let served = self.served_file(artifact.content)?;
        let published = PublishedFile { path: artifact.path, hash: served.hash, size: served.size };
        match self.received().insert(published.path.as_str().into(), served) {
            Some(_) => Err(SinkError::twice(&published.path)),
            None => Ok(published),
        }
    }

    fn reuse(&self, files: &[PublishedFile]) -> bool {
        let Some(previous) = self.previous else { return false };
        let reused = files.iter().map(|file| {
            let previous = previous.get_key_value(file.path.as_str());
            previous.filter(|(_, served)| served.hash == file.hash).map(|(path, served)| (path.clone(), served.clone()))
        });
        let Some(reused) = reused.collect::<Option<Vec<_>>>() else { return false };
        self.received().extend(reused);
        true
    }

    /// True: an author who writes a page looks at few of the site's pictures, and encoding all of them takes minutes.
    fn prefers_deferred(&self) -> bool {
        true
    }
}

/// A whole site that was rendered into a [`ServedSink`].
pub(crate) struct ServedSite(ServedFiles);

impl ServedSite {
    /// The pages by path, as their HTML.
    pub fn pages(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let pages = self.0.iter().filter(|(path, _)| path.ends_with(".html"));
        pages.filter_map(|(path, file)| match &file.content {
            ServedContent::Memory(html) => Some((&**path, &**html)),
            ServedContent::Disk(_) | ServedContent::Deferred(_) => None,
        })
    }

    /// The bytes of a file. `None` if there is no such file, or what it is made of cannot be read.
    pub fn bytes(&self, files: &dyn Files, path: &str) -> Option<Vec<u8>> {
        match &self.0.get(path)?.content {
            ServedContent::Memory(bytes) => Some(bytes.to_vec()),
            ServedContent::Disk(source) => files.read(source).ok(),
            ServedContent::Deferred(deferred) => Some(deferred.bytes(files).ok()?.to_vec()),
        }
    }
}

/// The policy for pages, from the site's own file for hosts.
pub(super) fn policy_of(files: &ServedFiles) -> Option<String> {
    preview_policy(host_file(files, "_headers")?)
}

/// The rules of `_redirects` for which there is no page that redirects: those of folders and those with a query.
pub(super) fn redirects_of(files: &ServedFiles) -> Vec<RedirectRule> {
    let rules = RedirectRule::parse(host_file(files, "_redirects").unwrap_or_default());
    rules.into_iter().filter(|rule| !rule.is_plain()).collect()
}

/// The text of a file that configures a host.
fn host_file<'f>(files: &'f ServedFiles, name: &str) -> Option<&'f str> {
    match &files.get(name)?.content {
        ServedContent::Memory(bytes) => std::str::from_utf8(bytes).ok(),
        ServedContent::Disk(_) | ServedContent::Deferred(_) => None,
    }
}

/// A source file that is published unchanged. A small one is copied into memory, so that no edit reaches browsers before its build.
fn source_file(files: &dyn Files, path: &Path) -> io::Result<ServedFile> {
    let mut file = files.open(path)?;
    let mut start = Vec::new();
    file.by_ref().take(MAX_BYTES_IN_MEMORY + 1).read_to_end(&mut start)?;
    if start.len() as u64 <= MAX_BYTES_IN_MEMORY {
        return Ok(ServedFile::in_memory(start.into()));
    }
    let mut hasher = blake3::Hasher::new();
    hasher.update(&start).update_reader(file)?;
    let content = ServedContent::Disk(path.to_path_buf());
    Ok(ServedFile { size: hasher.count(), hash: hasher.finalize(), content })
}

/// The policy in a `_headers` file, with `'self'` added to the directives that the preview's script and style need.
fn preview_policy(headers: &str) -> Option<String> {
    let policy = headers.lines().find_map(|line| line.trim().strip_prefix("Content-Security-Policy: "))?;
    let directives = policy.split(';').map(str::trim).filter(|directive| !directive.is_empty());
    Some(directives.map(with_self).collect::<Vec<_>>().join("; "))
}

fn with_self(directive: &str) -> String {
    const NEEDED: [&str; 4] = ["default-src", "script-src", "connect-src", "style-src"];
    match directive.split_once(' ') {
        Some((name, sources)) if NEEDED.contains(&name) && !sources.split(' ').any(|source| source == "'self'") => {
            // `'none'` is valid only as the single source of a directive.
            format!("{name} 'self' {}", sources.replace("'none'", "").trim()).trim_end().to_owned()
        }
        _ => directive.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, mpsc};

    use super::{Fingerprint, ServedFile, SiteSnapshot, SnapshotDiff};

    fn put(snapshot: &SiteSnapshot, path: &str, text: &'static str) {
        let files = [(Arc::from(path), ServedFile::in_memory(text.into()))].into();
        snapshot.rendered.write().unwrap().insert(path.to_owned(), Fingerprint::default(), files);
    }

    /// The site is built while a browser asks for pages of the one before.
    #[test]
    fn a_page_asked_for_during_a_build_differs_only_if_it_changed() {
        let earlier = SiteSnapshot::default();
        for path in ["a/index.html", "b/index.html", "c/index.html"] {
            put(&earlier, path, "one");
        }
        let (sender, requests) = mpsc::channel::<super::FileRequest>();
        let newer = SiteSnapshot { requests: Some(sender), base_path: String::new(), ..SiteSnapshot::default() };
        let rendered = newer.rendered.clone();
        let renderer = std::thread::spawn(move || {
            for request in requests {
                let view = SiteSnapshot { rendered: rendered.clone(), ..SiteSnapshot::default() };
                match &*request.path {
                    "a/index.html" => put(&view, &request.path, "one"),
                    "b/index.html" => put(&view, &request.path, "two"),
                    _ => {}
                }
                let _ = request.answer.send(Ok(view.rendered_file(&request.path)));
            }
        });
        newer.render_what_is_only_in(&earlier);
        let pages = vec!["b/".to_owned(), "c/".to_owned()];
        assert_eq!(newer.diff(&earlier), SnapshotDiff { pages, files: Vec::new() });
        drop(newer);
        renderer.join().unwrap();
    }
}
