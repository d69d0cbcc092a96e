//! [`SiteSnapshot`]: the site of the last good build, shared between the build thread and the server, with the files that browsers
//! have asked for.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, mpsc};

use tokio::sync::oneshot;

use wellpress_build::served_site::{ServedContent, ServedFile, ServedFiles};
use wellpress_diagnostics::Diagnostic;
use wellpress_io::cache::Fingerprint;
use wellpress_io::redirect_rule::RedirectRule;
use wellpress_search::IndexRecords;
use wellpress_site::model::address::escape_path;

/// The folder of the search index, which is made as a whole when the first of its files is asked for.
pub(super) const INDEX_FOLDER: &str = "search/index/";

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
    /// The policies of folders that have one of their own, by their paths with a last `/`.
    pub folder_policies: Vec<(String, String)>,
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
    /// The policy for a file at a path below that of the site.
    pub fn policy_of(&self, path: &str) -> Option<&str> {
        self.own_policy(path).or(self.policy.as_deref())
    }

    /// Whether a file is in a folder with a policy of its own.
    pub fn has_own_policy(&self, path: &str) -> bool {
        self.own_policy(path).is_some()
    }

    fn own_policy(&self, path: &str) -> Option<&str> {
        let own = self.folder_policies.iter().find(|(folder, _)| path.starts_with(folder.as_str()));
        own.map(|(_, policy)| policy.as_str())
    }

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

/// The policy for pages, from the site's own file for hosts.
pub(super) fn policy_of(files: &ServedFiles) -> Option<String> {
    preview_policy(host_file(files, "_headers")?)
}

/// The policies of folders that have one of their own, as the page of a web editor needs it.
pub(super) fn folder_policies_of(files: &ServedFiles) -> Vec<(String, String)> {
    host_file(files, "_headers").map(folder_policies).unwrap_or_default()
}

/// The first rule of a `_headers` file is for all paths of the site; its path is the one below which the others lie.
fn folder_policies(headers: &str) -> Vec<(String, String)> {
    let mut policies = Vec::new();
    let root = headers.lines().next().and_then(|line| line.strip_suffix('*')).unwrap_or("/");
    let mut folder = "";
    for line in headers.lines() {
        if let Some(policy) = line.trim().strip_prefix("Content-Security-Policy: ") {
            policies.push((folder.to_owned(), policy.to_owned()));
        } else if !line.starts_with(' ') {
            folder = line.strip_prefix(root).and_then(|path| path.strip_suffix('*')).unwrap_or_default();
        }
    }
    policies.retain(|(folder, _)| !folder.is_empty());
    policies
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
    fn a_folder_can_have_a_policy_of_its_own() {
        let headers = "/site/*\n  A: b\n  Content-Security-Policy: x\n\n/site/assets/*\n  A: c\n\n/site/editor/*\n  ! \
            Content-Security-Policy\n  Content-Security-Policy: y\n";
        assert_eq!(super::folder_policies(headers), [("editor/".to_owned(), "y".to_owned())]);
    }

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
