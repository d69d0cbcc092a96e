//! Reproducible builds: threads, time zone, locale, umask, the order in which files were created and the folder of the site do not
//! change the output.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::harness::files_below;

const PROGRAM: &str = env!("CARGO_BIN_EXE_wellpress");

/// Bytes and mode of each file, by its path in the output.
type Output = BTreeMap<PathBuf, (Vec<u8>, u32)>;

/// The project's own content and theme, without what was built of it.
fn sources() -> Vec<(PathBuf, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<_> = ["content", "static"].iter().flat_map(|folder| files_below(&root.join(folder))).collect();
    files.push((root.join("wellpress.yaml"), std::fs::read(root.join("wellpress.yaml")).unwrap()));
    files.into_iter().map(|(path, bytes)| (path.strip_prefix(root).unwrap().to_path_buf(), bytes)).collect()
}

/// The environment of a build, which must not change its output.
struct BuildEnvironment {
    folder: &'static str,
    umask: &'static str,
    jobs: u8,
    time_zone: &'static str,
    locale: &'static str,
}

const PLAIN: BuildEnvironment =
    BuildEnvironment { folder: "one", umask: "022", jobs: 1, time_zone: "Pacific/Kiritimati", locale: "C" };

fn build(files: &[(PathBuf, Vec<u8>)], environment: &BuildEnvironment) -> Output {
    let BuildEnvironment { folder, umask, jobs, time_zone, locale } = environment;
    let parent = TempDir::new().unwrap();
    let root = parent.path().join(folder);
    for (path, bytes) in files {
        std::fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
        std::fs::write(root.join(path), bytes).unwrap();
    }
    let script = format!("umask {umask}; cd \"$1\"; exec \"$0\" build --jobs {jobs}");
    let mut command = Command::new("sh");
    command.args(["-c", &script, PROGRAM]).arg(&root);
    command.env("TZ", time_zone).env("LC_ALL", locale).env("LANG", locale).env("SOURCE_DATE_EPOCH", "1782900000");
    let run = command.output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o7777;
    let files = files_below(&root.join("output")).into_iter();
    files.map(|(path, bytes)| (path.strip_prefix(&root).unwrap().to_path_buf(), (bytes, mode(&path)))).collect()
}

#[test]
fn one_input_gives_the_same_bytes_everywhere() {
    let mut files = sources();
    let first = build(&files, &PLAIN);
    assert!(first.len() > 50, "{:?}", first.keys());
    files.reverse();
    let unusual = BuildEnvironment {
        folder: "another/and deeper",
        umask: "077",
        jobs: 7,
        time_zone: "America/Los_Angeles",
        // In Turkish, the lower case of `I` is no `i`.
        locale: "tr_TR.UTF-8",
    };
    let second = build(&files, &unusual);
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    let differing: Vec<_> = first.iter().filter(|(path, file)| second[*path] != **file).map(|(path, _)| path).collect();
    assert!(differing.is_empty(), "{differing:?}");
}

#[test]
fn the_output_has_the_versions_and_the_hash_of_its_input() {
    let info = build_info("Words.");
    assert_eq!(info["generator"]["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(info["theme"], "well");
    assert_ne!(info["input"], build_info("Words. One more sentence.")["input"]);
}

/// The record of a site that has one article with this text.
fn build_info(text: &str) -> serde_json::Value {
    let settings = "title: T\nbase_url: https://test.example/\nsearch: none\n".to_owned();
    let files = [("wellpress.yaml", settings), ("content/articles/a.md", format!("---\ntitle: A\n---\n{text}\n"))];
    let files = files.map(|(path, text)| (path.into(), text.into_bytes()));
    serde_json::from_slice(&build(&files, &PLAIN)[Path::new("output/build-info.json")].0).unwrap()
}
