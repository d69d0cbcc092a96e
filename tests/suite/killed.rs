//! Kills the program at random moments of a rebuild. The output has to be the whole old site or the whole new one, and the next build
//! has to be right. `faults.rs` does this at each change to a disk in memory; here it is the real program on a real disk.
//!
//! The default is a short run. `WELLPRESS_KILLS=100 WELLPRESS_KILL_ARTICLES=2000` makes a longer one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use wellpress_harness::two_versions::{self, number};

use crate::harness::files_below;

type Tree = BTreeMap<PathBuf, Vec<u8>>;

/// A site that changes between two versions, 0 and 1, and the complete output of each.
struct SiteOfTwoVersions {
    folder: TempDir,
    articles: usize,
    complete_outputs: [Tree; 2],
    /// How long the last complete build from one version to the other took.
    build_time: Duration,
}

impl SiteOfTwoVersions {
    fn new(articles: usize) -> Self {
        let folder = TempDir::new().unwrap();
        let mut site = Self { folder, articles, complete_outputs: Default::default(), build_time: Duration::ZERO };
        for version in [0, 1, 0] {
            two_versions::write(site.folder.path(), articles, version);
            site.build_time = site.build();
            site.complete_outputs[version] = site.output();
        }
        // One article in ten exists only in the other version.
        let [first, second] = &site.complete_outputs;
        assert!(first.len() > articles * 9 / 10 && first != second);
        site
    }

    fn start(&self) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wellpress"));
        command.arg("build").args(["--clock", "2026-07-01"]).arg("--root").arg(self.folder.path());
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// Builds to the end, and gives how long that took.
    fn build(&self) -> Duration {
        let start = Instant::now();
        assert!(self.start().wait().unwrap().success());
        start.elapsed()
    }

    fn output(&self) -> Tree {
        let output = self.folder.path().join("output");
        files_below(&output)
    }

    /// The version that the output is, or `None` if it is a mixture.
    fn published_version(&self) -> Option<usize> {
        let output = self.output();
        self.complete_outputs.iter().position(|complete| *complete == output)
    }
}

#[test]
fn a_build_killed_at_random_moments_leaves_a_whole_site() {
    let kill_count = number("WELLPRESS_KILLS", 6);
    let mut site = SiteOfTwoVersions::new(number("WELLPRESS_KILL_ARTICLES", 60));
    let mut random = fastrand::Rng::with_seed(20_261_120);
    let (mut kills, mut new, mut late) = (0, 0, 0);
    while kills < kill_count {
        let version = 1 - (kills + late) % 2;
        two_versions::write(site.folder.path(), site.articles, version);
        let mut child = site.start();
        let moment = site.build_time.mul_f64(random.f64() * 1.1);
        // The moment of the kill is random on purpose, so there is no event to wait for.
        std::thread::sleep(moment);
        child.kill().unwrap();
        let was_killed = !child.wait().unwrap().success();
        let context = format!("kill {kills}, {moment:?} after the start");
        let published = site.published_version().unwrap_or_else(|| panic!("a mixture after {context}"));
        let build_time = site.build();
        // A build that had nothing to do says nothing about how long a build takes.
        if published != version {
            site.build_time = build_time;
        }
        assert_eq!(site.published_version(), Some(version), "the next build is wrong after {context}");
        assert_no_leftovers(site.folder.path());
        kills += usize::from(was_killed);
        new += usize::from(was_killed && published == version);
        late += usize::from(!was_killed);
        assert!(late <= 10 * kill_count, "kills do not come in time");
    }
    eprintln!(
        "{kills} kills at {} articles, a build taking {:?}: {} left the old site, {new} the new one; {late} more came after the end",
        site.articles,
        site.build_time,
        kills - new
    );
}

fn assert_no_leftovers(root: &Path) {
    let names = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let leftovers: Vec<_> = names.filter(|name| name.starts_with(".wellpress-") && !name.contains("lock")).collect();
    assert!(leftovers.is_empty(), "{leftovers:?}");
}
