//! The program itself, killed at random moments of a rebuild: each time the output is wholly the old site or wholly the
//! new one, and the next build is right.
//!
//! The ordinary run is small. `WELLPRESS_KILLS=100 WELLPRESS_KILL_ARTICLES=2000` makes it as large as one likes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::harness::files_below;

type Tree = BTreeMap<PathBuf, Vec<u8>>;

/// Two forms of one site, in a folder, and what a build makes of each.
struct Rebuilt {
    folder: TempDir,
    articles: usize,
    whole: [Tree; 2],
    /// How long a build from one form to the other took last.
    takes: Duration,
}

impl Rebuilt {
    fn new(articles: usize) -> Self {
        let folder = TempDir::new().unwrap();
        let mut rebuilt = Self { folder, articles, whole: Default::default(), takes: Duration::ZERO };
        for form in [0, 1, 0] {
            write(rebuilt.folder.path(), articles, form);
            rebuilt.takes = rebuilt.build();
            rebuilt.whole[form] = rebuilt.output();
        }
        // One in ten is in the other form alone.
        assert!(rebuilt.whole[0].len() > articles * 9 / 10 && rebuilt.whole[0] != rebuilt.whole[1]);
        rebuilt
    }

    fn start(&self) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wellpress"));
        command.arg("build").args(["--clock", "2026-07-01"]).arg("--root").arg(self.folder.path());
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// Builds to the end; how long it took.
    fn build(&self) -> Duration {
        let begun = Instant::now();
        assert!(self.start().wait().unwrap().success());
        begun.elapsed()
    }

    fn output(&self) -> Tree {
        let output = self.folder.path().join("output");
        files_below(&output)
    }

    /// Which of the two forms the output is.
    fn form(&self) -> Option<usize> {
        let found = self.output();
        self.whole.iter().position(|whole| *whole == found)
    }
}

/// Writes a site. Most articles have other words in each form; some are only in one of the two.
pub fn write(root: &Path, articles: usize, form: usize) {
    std::fs::write(root.join("wellpress.yaml"), "title: Site\nbase_url: https://a.example/\nsearch: none\n").unwrap();
    let folder = root.join("content/articles");
    std::fs::create_dir_all(&folder).unwrap();
    for number in 0..articles {
        let path = folder.join(format!("article-{number}.md"));
        let next = number.div_ceil(2) * 2 % articles;
        let text = format!("---\ntitle: Article {number}\n---\nForm {form} of it. See [another](article-{next}.md).\n");
        match number % 2 == 1 && number % 5 == form {
            true => _ = std::fs::remove_file(&path),
            false => std::fs::write(&path, text).unwrap(),
        }
    }
}

pub fn number(name: &str, usual: usize) -> usize {
    std::env::var(name).map_or(usual, |text| text.parse().unwrap())
}

#[test]
fn killed_at_random_moments() {
    let wanted = number("WELLPRESS_KILLS", 20);
    let mut site = Rebuilt::new(number("WELLPRESS_KILL_ARTICLES", 60));
    let mut random = fastrand::Rng::with_seed(20_261_120);
    let (mut kills, mut new, mut late) = (0, 0, 0);
    while kills < wanted {
        let form = 1 - (kills + late) % 2;
        write(site.folder.path(), site.articles, form);
        let mut child = site.start();
        let moment = site.takes.mul_f64(random.f64() * 1.1);
        // The moment of the kill is what is tested: there is nothing to wait for.
        std::thread::sleep(moment);
        child.kill().unwrap();
        let was_killed = !child.wait().unwrap().success();
        let found = site.form().unwrap_or_else(|| panic!("a mixture after kill {kills}, {moment:?} after the start"));
        let took = site.build();
        if found != form {
            site.takes = took;
        }
        assert_eq!(site.form(), Some(form), "the next build is wrong after kill {kills}, {moment:?} after the start");
        assert_nothing_left(site.folder.path());
        kills += usize::from(was_killed);
        new += usize::from(was_killed && found == form);
        late += usize::from(!was_killed);
        assert!(late <= 10 * wanted, "kills do not come in time");
    }
    eprintln!(
        "{kills} kills at {} articles, a build taking {:?}: {} left the old site, {new} the new one; {late} more came after the end",
        site.articles,
        site.takes,
        kills - new
    );
}

fn assert_nothing_left(root: &Path) {
    let names = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let left: Vec<_> = names.filter(|name| name.starts_with(".wellpress-") && !name.contains("lock")).collect();
    assert!(left.is_empty(), "{left:?}");
}
