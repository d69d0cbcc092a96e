//! One input gives the same bytes, whoever builds it where: threads, time zone, locale, umask, the order in which files
//! were made and the folder of the site change nothing.

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
    let mut files: Vec<_> = files_below(&root.join("content")).into_iter().collect();
    files.push((root.join("wellpress.yaml"), std::fs::read(root.join("wellpress.yaml")).unwrap()));
    files.into_iter().map(|(path, bytes)| (path.strip_prefix(root).unwrap().to_path_buf(), bytes)).collect()
}

fn build(files: &[(PathBuf, Vec<u8>)], folder: &str, umask: &str, jobs: &str, zone: &str, locale: &str) -> Output {
    let above = TempDir::new().unwrap();
    let root = above.path().join(folder);
    for (path, bytes) in files {
        std::fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
        std::fs::write(root.join(path), bytes).unwrap();
    }
    let script = format!("umask {umask}; cd \"$1\"; exec \"$0\" build --jobs {jobs}");
    let mut command = Command::new("sh");
    command.args(["-c", &script, PROGRAM]).arg(&root);
    command.env("TZ", zone).env("LC_ALL", locale).env("LANG", locale).env("SOURCE_DATE_EPOCH", "1782900000");
    let run = command.output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o7777;
    let files = files_below(&root.join("output")).into_iter();
    files.map(|(path, bytes)| (path.strip_prefix(&root).unwrap().to_path_buf(), (bytes, mode(&path)))).collect()
}

#[test]
fn one_input_gives_the_same_bytes_everywhere() {
    let mut files = sources();
    let one = build(&files, "one", "022", "1", "Pacific/Kiritimati", "C");
    assert!(one.len() > 50, "{:?}", one.keys());
    files.reverse();
    let other = build(&files, "another/and deeper", "077", "7", "America/Los_Angeles", "tr_TR.UTF-8");
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    let differing: Vec<_> = one.iter().filter(|(path, file)| other[*path] != **file).map(|(path, _)| path).collect();
    assert!(differing.is_empty(), "{differing:?}");
}
