//! Kills `wellpress deploy` at random moments. At no moment does a page that a reader can reach link to a missing file, and the next
//! deploy takes over from the dead one and completes it.
//!
//! The targets are folders. `s3.rs` and `buckets.rs` end the connection to a bucket at each request.
//! `WELLPRESS_KILLS=100` kills more often.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use tempfile::TempDir;

use wellpress_harness::output::tool_program;
use wellpress_harness::two_versions::{self, number};

use crate::command::public;
use crate::support::Tree;

const ARTICLES: usize = 60;

/// How many targets are completed in parallel. A deploy waits before it takes over from another that may still be alive, so one
/// after the other would take minutes.
const PARALLEL_DEPLOYS: usize = 12;

/// Two versions of a site, 0 and 1, each built to a folder of its own.
struct SiteVersions {
    folder: TempDir,
}

impl SiteVersions {
    fn built() -> Self {
        let versions = Self { folder: TempDir::new().unwrap() };
        for version in [0, 1] {
            two_versions::write(versions.folder.path(), ARTICLES, version);
            let mut build = versions.program("build");
            assert!(build.arg("-o").arg(versions.output(version)).status().unwrap().success());
        }
        versions
    }

    fn output(&self, version: usize) -> PathBuf {
        self.folder.path().join(format!("version-{version}"))
    }

    fn program(&self, command: &str) -> Command {
        let mut program = tool_program();
        program.arg(command).args(["--clock", "2026-07-01"]).arg("--root").arg(self.folder.path());
        program.stdout(Stdio::null()).stderr(Stdio::null());
        program
    }

    /// Starts a deploy to a folder.
    fn start(&self, version: usize, target: &Path) -> Child {
        let mut deploy = self.program("deploy");
        deploy.arg(format!("file://{}", target.display())).arg("-o").arg(self.output(version)).spawn().unwrap()
    }

    #[track_caller]
    fn deploy(&self, version: usize, target: &Path) {
        assert!(self.start(version, target).wait().unwrap().success(), "{}", target.display());
    }

    /// The files of a version as readers should get them.
    fn built_files(&self, version: usize) -> Tree {
        texts(&self.output(version))
    }
}

/// The files of a folder as readers get them.
fn texts(folder: &Path) -> Tree {
    let files = public(folder).into_iter();
    files
        .map(|(path, bytes)| (path.to_str().unwrap().to_owned(), String::from_utf8_lossy(&bytes).into_owned()))
        .collect()
}

/// Kills a deploy of the new version over the old one at each target but the first, which measures how long a deploy takes. Then
/// completes all deploys. Gives a summary.
fn kill_deploys(versions: &SiteVersions, targets: &[PathBuf]) -> String {
    let (measured_target, targets) = targets.split_first().unwrap();
    versions.deploy(0, measured_target);
    let start = Instant::now();
    versions.deploy(1, measured_target);
    let duration = start.elapsed();
    let mut random = fastrand::Rng::with_seed(20_261_120);
    let (mut untouched, mut ended) = (0, 0);
    for target in targets {
        versions.deploy(0, target);
        let mut child = versions.start(1, target);
        let moment = duration.mul_f64(random.f64() * 1.1);
        // The moment of the kill is random on purpose, so there is no event to wait for.
        std::thread::sleep(moment);
        ended += usize::from(child.try_wait().unwrap().is_some());
        child.kill().unwrap();
        child.wait().unwrap();
        let served = texts(target);
        untouched += usize::from(served == versions.built_files(0));
        assert_no_broken_links(&served, &format!("{}, killed after {moment:?}", target.display()));
    }
    for chunk in targets.chunks(PARALLEL_DEPLOYS) {
        std::thread::scope(|scope| {
            for target in chunk {
                scope.spawn(|| versions.deploy(1, target));
            }
        });
    }
    for target in targets {
        assert!(texts(target) == versions.built_files(1), "{} is not what was built", target.display());
    }
    let kills = targets.len();
    assert!(ended < kills, "no kill came in time");
    format!("{kills} kills, a deploy taking {duration:?}: {untouched} left the old site, {ended} came after the end")
}

/// Fails unless every page that a reader can reach links to existing files only, and every existing page has its assets.
fn assert_no_broken_links(served: &Tree, when: &str) {
    let (mut reached, mut open) = (BTreeSet::new(), vec!["index.html".to_owned(), "404.html".to_owned()]);
    while let Some(path) = open.pop() {
        assert!(served.contains_key(&path), "{when}: a page that can be reached leads to `{path}`, which is not there");
        if path.ends_with(".html") && reached.insert(path.clone()) {
            open.extend(linked_files(&served[&path]));
        }
    }
    assert!(reached.len() > ARTICLES / 2, "{when}: only {reached:?}");
    for (path, text) in served.iter().filter(|(path, _)| path.ends_with(".html")) {
        for asset in linked_files(text).filter(|path| path.starts_with("assets/")) {
            assert!(served.contains_key(&asset), "{when}: `{path}` shows `{asset}`, which is not there");
        }
    }
}

/// The files that a page links to or loads.
fn linked_files(page: &str) -> impl Iterator<Item = String> {
    let attributes = ["href=\"/", "src=\"/"].into_iter().flat_map(|start| page.split(start).skip(1));
    let paths = attributes.filter_map(|value| value.split(['"', '#', '?']).next());
    paths.map(|path| if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.into() })
}

#[test]
fn a_killed_deploy_to_a_folder_breaks_no_link() {
    let versions = SiteVersions::built();
    let numbers = 0..=number("WELLPRESS_KILLS", 6);
    let targets: Vec<_> = numbers.map(|number| versions.folder.path().join(format!("www-{number}"))).collect();
    println!("{}", kill_deploys(&versions, &targets));
}
