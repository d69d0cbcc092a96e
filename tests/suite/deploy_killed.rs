//! `wellpress deploy` itself, killed at random moments: no page that a reader can reach leads to what is not there, and the
//! next deploy, which takes over from one that gives no sign, ends what it began.
//!
//! The targets are folders, and buckets where the server of `deploy_s3` is there. `WELLPRESS_KILLS=100` kills more often.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use tempfile::TempDir;

use crate::deploy_cli::public;
use crate::deploy_support::Tree;
use crate::killed;
use crate::program::PROGRAM;

const ARTICLES: usize = 60;

/// How many targets are made whole at once; each of them is watched for a while first.
const AT_ONCE: usize = 12;

/// A site in two forms, each built to a folder of its own.
struct Forms {
    folder: TempDir,
}

impl Forms {
    fn built() -> Self {
        let forms = Self { folder: TempDir::new().unwrap() };
        for form in [0, 1] {
            killed::write(forms.folder.path(), ARTICLES, form);
            let mut build = forms.program("build");
            assert!(build.arg("-o").arg(forms.output(form)).status().unwrap().success());
        }
        forms
    }

    fn output(&self, form: usize) -> PathBuf {
        self.folder.path().join(format!("form-{form}"))
    }

    fn program(&self, command: &str) -> Command {
        let mut program = Command::new(PROGRAM);
        program.arg(command).args(["--clock", "2026-07-01"]).arg("--root").arg(self.folder.path());
        program.stdout(Stdio::null()).stderr(Stdio::null());
        program
    }

    fn start(&self, form: usize, place: &impl Place) -> Child {
        let mut deploy = self.program("deploy");
        deploy.arg(place.address()).arg("-o").arg(self.output(form)).envs(place.variables().iter().copied());
        deploy.spawn().unwrap()
    }

    #[track_caller]
    fn deploy(&self, form: usize, place: &impl Place) {
        assert!(self.start(form, place).wait().unwrap().success(), "{}", place.address());
    }

    fn whole(&self, form: usize) -> Tree {
        texts(&self.output(form))
    }
}

fn texts(folder: &Path) -> Tree {
    let text = |(path, bytes): (PathBuf, Vec<u8>)| {
        (path.to_str().unwrap().to_owned(), String::from_utf8_lossy(&bytes).into_owned())
    };
    public(folder).into_iter().map(text).collect()
}

/// A target.
trait Place: Sync {
    fn address(&self) -> String;
    fn variables(&self) -> &[(&str, &str)];
    /// What readers find there.
    fn served(&self) -> Tree;
}

/// A folder.
struct Folder(PathBuf);

impl Place for Folder {
    fn address(&self) -> String {
        format!("file://{}", self.0.display())
    }

    fn variables(&self) -> &[(&str, &str)] {
        &[]
    }

    fn served(&self) -> Tree {
        texts(&self.0)
    }
}

/// Kills a deploy of the new form over the old one at each place, and makes them whole again. Says how it went.
fn kill_at_each<P: Place>(forms: &Forms, places: &[P]) -> String {
    let (calm, places) = places.split_first().unwrap();
    forms.deploy(0, calm);
    let begun = Instant::now();
    forms.deploy(1, calm);
    let takes = begun.elapsed();
    let mut random = fastrand::Rng::with_seed(20_261_120);
    let (mut untouched, mut ended) = (0, 0);
    for place in places {
        forms.deploy(0, place);
        let mut child = forms.start(1, place);
        let moment = takes.mul_f64(random.f64() * 1.1);
        // The moment of the kill is what is tested: there is nothing to wait for.
        std::thread::sleep(moment);
        ended += usize::from(child.try_wait().unwrap().is_some());
        child.kill().unwrap();
        child.wait().unwrap();
        let served = place.served();
        untouched += usize::from(served == forms.whole(0));
        assert_no_dead_ends(&served, &format!("{}, killed after {moment:?}", place.address()));
    }
    for some in places.chunks(AT_ONCE) {
        std::thread::scope(|scope| {
            for place in some {
                scope.spawn(|| forms.deploy(1, place));
            }
        });
    }
    for place in places {
        assert!(place.served() == forms.whole(1), "{} is not what was built", place.address());
    }
    let kills = places.len();
    assert!(ended < kills, "no kill came in time");
    format!("{kills} kills, a deploy taking {takes:?}: {untouched} left the old site, {ended} came after the end")
}

/// Every page that a reader can reach leads to what is there, and every page that is there has its assets.
fn assert_no_dead_ends(served: &Tree, when: &str) {
    let (mut reached, mut open) = (BTreeSet::new(), vec!["index.html".to_owned(), "404.html".to_owned()]);
    while let Some(path) = open.pop() {
        assert!(served.contains_key(&path), "{when}: a page that can be reached leads to `{path}`, which is not there");
        if path.ends_with(".html") && reached.insert(path.clone()) {
            open.extend(leads(&served[&path]));
        }
    }
    assert!(reached.len() > ARTICLES / 2, "{when}: only {reached:?}");
    for (path, text) in served.iter().filter(|(path, _)| path.ends_with(".html")) {
        for asset in leads(text).filter(|target| target.starts_with("assets/")) {
            assert!(served.contains_key(&asset), "{when}: `{path}` shows `{asset}`, which is not there");
        }
    }
}

/// The files that a page leads to or shows.
fn leads(page: &str) -> impl Iterator<Item = String> {
    let of = |mark| page.split(mark).skip(1).filter_map(|rest| rest.split(['"', '#', '?']).next());
    let file =
        |path: &str| if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.into() };
    of("href=\"/").chain(of("src=\"/")).map(file)
}

#[test]
fn a_folder() {
    let forms = Forms::built();
    let folder = |number: usize| forms.folder.path().join(format!("www-{number}"));
    let numbers = 0..=killed::number("WELLPRESS_KILLS", 6);
    let places: Vec<Folder> = numbers.map(|number| Folder(folder(number))).collect();
    println!("{}", kill_at_each(&forms, &places));
}

#[cfg(feature = "deploy")]
mod bucket {
    use super::{Forms, Place, Tree, kill_at_each, killed};
    use crate::deploy_s3::{Server, VARIABLES, address};

    /// A bucket.
    struct Bucket<'a> {
        server: &'a Server,
        name: String,
    }

    impl Place for Bucket<'_> {
        fn address(&self) -> String {
            address(&self.name, self.server.address())
        }

        fn variables(&self) -> &[(&str, &str)] {
            &VARIABLES
        }

        fn served(&self) -> Tree {
            self.server.served(&self.name)
        }
    }

    #[test]
    fn a_bucket() {
        let Some(server) = Server::start() else { return };
        let forms = Forms::built();
        let places = (0..=killed::number("WELLPRESS_KILLS", 6)).map(|number| {
            let name = format!("killed-{number}");
            server.bucket(&name);
            Bucket { server: &server, name }
        });
        println!("{}", kill_at_each(&forms, &places.collect::<Vec<_>>()));
    }
}
