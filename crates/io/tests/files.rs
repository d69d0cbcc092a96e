//! The disk and the tree in memory behave alike.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::disallowed_methods, reason = "tests look at the disk from outside and start programs")]

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use wellpress_io::fs::{Disk, EntryKind, Files, ListedFile, Memory, ReadError};

/// Runs a test on both.
fn on_both(test: impl Fn(&dyn Files, &Path)) {
    let folder = tempfile::tempdir().unwrap();
    test(&Disk, &folder.path().canonicalize().unwrap());
    let memory = Memory::new();
    memory.create_dir_all(Path::new("/base")).unwrap();
    test(&memory, Path::new("/base"));
}

fn error<T>(result: std::io::Result<T>) -> ErrorKind {
    result.err().expect("it must not work").kind()
}

#[test]
fn what_is_written_is_read() {
    on_both(|files, base| {
        files.create_dir_all(&base.join("a/b")).unwrap();
        files.write(&base.join("a/b/c"), b"one").unwrap();
        files.write(&base.join("a/b/c"), b"three").unwrap();
        assert_eq!(files.read(&base.join("a/b/c")).unwrap(), b"three");
        let mut streamed = Vec::new();
        files.open(&base.join("a/b/c")).unwrap().read_to_end(&mut streamed).unwrap();
        assert_eq!(streamed, b"three");
        assert_eq!(error(files.create_new(&base.join("a/b/c"), b"")), ErrorKind::AlreadyExists);
        assert_eq!(error(files.publish_file(&base.join("a/b/c"), b"")), ErrorKind::AlreadyExists);
        assert_eq!(error(files.write(&base.join("missing/c"), b"")), ErrorKind::NotFound);
        assert_eq!(error(files.read(&base.join("missing"))), ErrorKind::NotFound);
        assert_eq!(error(files.read(&base.join("a"))), ErrorKind::IsADirectory);
        assert_eq!(error(files.read(&base.join("a/b/c/d"))), ErrorKind::NotADirectory);
    });
}

#[test]
fn a_file_is_replaced_only_if_it_has_the_bytes_that_were_seen() {
    on_both(|files, folder| {
        let path = folder.join("page.md");
        files.write(&path, b"one").unwrap();
        assert!(files.replace_if(&path, b"one", b"two").unwrap());
        assert!(!files.replace_if(&path, b"one", b"three").unwrap());
        assert_eq!(files.read(&path).unwrap(), b"two");
        assert_eq!(error(files.replace_if(&folder.join("none.md"), b"one", b"two")), ErrorKind::NotFound);
        let names: Vec<_> = files.list(folder).unwrap().into_iter().map(|entry| entry.path).collect();
        assert_eq!(names, [Path::new("page.md")], "no file of a write is left");
    });
}

/// Regression: all writes of one file had one temporary name, so that of twenty at once most failed.
#[test]
fn writes_at_once_do_not_disturb_one_another() {
    on_both(|files, folder| {
        let path = &folder.join("page.md");
        files.write(path, b"0").unwrap();
        std::thread::scope(|scope| {
            for number in 1..=20_u32 {
                scope.spawn(move || {
                    let add = || {
                        let before = files.read(path).unwrap();
                        let line = format!("{} {number}", String::from_utf8_lossy(&before));
                        files.replace_if(path, &before, line.as_bytes()).unwrap()
                    };
                    while !add() {}
                });
            }
        });
        let text = String::from_utf8(files.read(path).unwrap()).unwrap();
        let mut numbers: Vec<u32> = text.split(' ').map(|number| number.parse().unwrap()).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (0..=20).collect::<Vec<_>>());
        assert_eq!(files.list(folder).unwrap().len(), 1);
    });
}

#[test]
fn a_file_over_the_limit_is_refused() {
    on_both(|files, base| {
        let path = base.join("file");
        files.write(&path, b"12345").unwrap();
        assert_eq!(files.read_limited(&path, 5).unwrap(), b"12345");
        let refused = files.read_limited(&path, 4).unwrap_err();
        assert!(matches!(refused, ReadError::TooLarge { size: 5, limit: 4, .. }), "{refused}");
        let refused = files.read_limited(base, 4).unwrap_err();
        assert!(matches!(refused, ReadError::NotAFile { kind: EntryKind::Folder, .. }), "{refused}");
    });
}

#[test]
fn a_walk_is_sorted_folder_before_content() {
    on_both(|files, base| {
        for path in ["b/z", "b/a/q", "b-1", "a", "b.txt"] {
            files.create_dir_all(base.join(path).parent().unwrap()).unwrap();
            files.write(&base.join(path), path.as_bytes()).unwrap();
        }
        let walked = files.walk(base).unwrap();
        let paths: Vec<_> = walked.iter().map(|entry| entry.path.to_str().unwrap()).collect();
        assert_eq!(paths, ["a", "b", "b/a", "b/a/q", "b/z", "b-1", "b.txt"]);
        let (folder, file) = (&walked[1], &walked[3]);
        assert_eq!((folder.kind, folder.size), (EntryKind::Folder, 0));
        assert_eq!((file.kind, file.size), (EntryKind::File, 5));
        let entries = files.list(base).unwrap();
        let paths: Vec<_> = entries.iter().map(|entry| entry.path.to_str().unwrap()).collect();
        assert_eq!(paths, ["a", "b", "b-1", "b.txt"]);
        assert_eq!(error(files.walk(&base.join("a"))), ErrorKind::NotADirectory);
        assert_eq!(error(files.walk(&base.join("missing"))), ErrorKind::NotFound);
    });
}

/// Something done to a tree.
type Deed = fn(&dyn Files, &Path) -> std::io::Result<()>;

#[test]
fn a_tree_is_as_its_list_says_until_somebody_changes_it() {
    let deeds: [(&str, bool, Deed); 8] = [
        ("nothing", true, |_, _| Ok(())),
        ("the same size", false, |files, tree| files.write(&tree.join("a/x"), b"three")),
        ("removed", false, |files, tree| files.remove_file(&tree.join("b/c/z"))),
        ("added", false, |files, tree| files.write(&tree.join("b/c/new"), b"")),
        ("added above", false, |files, tree| files.write(&tree.join("new"), b"")),
        ("a folder", false, |files, tree| files.create_dir_all(&tree.join("a/folder"))),
        ("renamed", false, |files, tree| files.rename(&tree.join("a/x"), &tree.join("a/X"))),
        ("a folder in place of a file", false, |files, tree| {
            files.remove_file(&tree.join("b/c/z"))?;
            files.create_dir_all(&tree.join("b/c/z"))
        }),
    ];
    for (name, holds, deed) in deeds {
        on_both(|files, base| {
            let (tree, probe) = (base.join("tree"), base.join("probe"));
            for path in ["a-b", "a/x", "a/y", "b/c/z"] {
                files.create_dir_all(tree.join(path).parent().unwrap()).unwrap();
                files.write(&tree.join(path), b"bytes").unwrap();
            }
            files.write(&probe, b"").unwrap();
            let now = || files.entry(&probe).unwrap().modified.unwrap();
            let since = now();
            while now() <= since {
                files.write(&probe, b"the clock of the disk goes on").unwrap();
            }
            deed(files, &tree).unwrap();
            let expected_files = ["a-b", "a/x", "a/y", "b/c/z"].map(|path| ListedFile { path, size: 5 });
            assert_eq!(files.holds_only(&tree, &expected_files, since), holds, "{name}");
            assert!(
                !files.holds_only(&tree, &expected_files.map(|file| ListedFile { size: 6, ..file }), since),
                "{name}"
            );
            assert!(!files.holds_only(&base.join("missing"), &expected_files, since), "{name}");
        });
    }
}

#[test]
fn folders_are_renamed_exchanged_and_removed_whole() {
    on_both(|files, base| {
        for path in ["one/a/b", "two/c"] {
            files.create_dir_all(base.join(path).parent().unwrap()).unwrap();
            files.write(&base.join(path), path.as_bytes()).unwrap();
        }
        let (first, second) = (base.join("one"), base.join("two"));
        match files.exchange(&first, &second) {
            Err(error) if error.kind() == ErrorKind::Unsupported => return,
            result => result.unwrap(),
        }
        assert_eq!(files.read(&second.join("a/b")).unwrap(), b"one/a/b");
        assert_eq!(files.read(&first.join("c")).unwrap(), b"two/c");
        assert_eq!(error(files.rename(&first, &second)), ErrorKind::DirectoryNotEmpty);
        assert_eq!(error(files.remove_dir(&second)), ErrorKind::DirectoryNotEmpty);
        files.create_dir_all(&base.join("bare")).unwrap();
        files.remove_dir(&base.join("bare")).unwrap();
        assert!(!files.exists(&base.join("bare")).unwrap());
        files.remove_dir_all(&second).unwrap();
        assert!(!files.exists(&second).unwrap());
        files.rename(&first, &second).unwrap();
        assert_eq!(files.read(&second.join("c")).unwrap(), b"two/c");
        files.remove_file(&second.join("c")).unwrap();
        assert_eq!(files.walk(base).unwrap().len(), 1);
        files.sync_filesystem(base).unwrap();
    });
}

#[test]
fn a_lock_is_held_once_and_leaves_nothing() {
    on_both(|files, base| {
        let path = base.join("lock");
        let held = files.lock(&path).unwrap();
        assert_eq!(error(files.lock(&path)), ErrorKind::WouldBlock);
        drop(held);
        drop(files.lock(&path).unwrap());
        assert!(files.list(base).unwrap().is_empty());
    });
}

#[test]
fn a_link_is_a_second_name() {
    on_both(|files, base| {
        let (from, to, copy) = (base.join("from"), base.join("to"), base.join("copy"));
        files.write(&from, b"bytes").unwrap();
        files.link_or_copy(&from, &to).unwrap();
        files.publish_copy(&from, &copy).unwrap();
        files.remove_file(&from).unwrap();
        assert_eq!(files.read(&to).unwrap(), b"bytes");
        assert_eq!(files.read(&copy).unwrap(), b"bytes");
        assert_eq!(error(files.link_or_copy(&from, &base.join("again"))), ErrorKind::NotFound);
        assert_eq!(error(files.publish_copy(&copy, &to)), ErrorKind::AlreadyExists);
    });
}

#[test]
fn memory_resolves_links_like_a_disk() {
    let memory = Memory::new().with("/a/b/file", "x").with_symlink("/link", "a/../a/b").with_symlink("/loop", "loop");
    assert_eq!(memory.canonicalize(Path::new("/link/file")).unwrap(), PathBuf::from("/a/b/file"));
    assert_eq!(memory.read(Path::new("link/../b/file")).unwrap(), b"x");
    assert_eq!(memory.kind(Path::new("/link")).unwrap(), EntryKind::Symlink);
    assert!(memory.canonicalize(Path::new("/loop")).is_err());
    assert!(matches!(
        memory.read_limited(Path::new("/link"), 9),
        Err(ReadError::NotAFile { kind: EntryKind::Symlink, .. })
    ));
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::process::Command;

    use super::*;

    #[test]
    fn nothing_hangs_on_a_fifo_and_links_are_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let fifo = folder.path().join("fifo");
        assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
        symlink("/dev/zero", folder.path().join("device")).unwrap();
        symlink("..", folder.path().join("loop")).unwrap();
        let kinds: Vec<_> = Disk.walk(folder.path()).unwrap().into_iter().map(|entry| entry.kind).collect();
        assert_eq!(kinds, [EntryKind::Symlink, EntryKind::Special, EntryKind::Symlink]);
        assert!(matches!(Disk.read_limited(&fifo, 9), Err(ReadError::NotAFile { kind: EntryKind::Special, .. })));
        let linked = Disk.read_limited(&folder.path().join("device"), 9);
        assert!(matches!(linked, Err(ReadError::NotAFile { kind: EntryKind::Symlink, .. })), "{linked:?}");
        assert!(Disk.read(&folder.path().join("device")).is_err());
        assert!(Disk.read(&fifo).is_err());
        assert!(Disk.open(&fifo).is_err());
        // What was a file when it was found may be a link by now.
        let (secret, link) = (folder.path().join("secret"), folder.path().join("link"));
        std::fs::write(&secret, "secret").unwrap();
        symlink(&secret, &link).unwrap();
        assert!(Disk.open(&link).is_err() && Disk.publish_copy(&link, &folder.path().join("copy")).is_err());
        let memory = Memory::new().with("/secret", "secret").with_symlink("/link", "/secret");
        let (link, copy) = (Path::new("/link"), Path::new("/copy"));
        assert!(memory.open(link).is_err() && memory.publish_copy(link, copy).is_err());
    }

    #[test]
    fn a_link_in_the_place_of_a_folder_is_not_what_was_listed() {
        let folder = tempfile::tempdir().unwrap();
        let tree = folder.path().join("tree");
        std::fs::create_dir_all(tree.join("a")).unwrap();
        std::fs::write(tree.join("a/x"), "x").unwrap();
        std::fs::rename(tree.join("a"), folder.path().join("a")).unwrap();
        symlink("../a", tree.join("a")).unwrap();
        let (expected_files, since) =
            ([ListedFile { path: "a/x", size: 1 }], Disk.entry(&tree.join("a")).unwrap().modified);
        assert!(!Disk.holds_only(&tree, &expected_files, since.unwrap()));
        std::fs::remove_file(tree.join("a")).unwrap();
        std::fs::rename(folder.path().join("a"), tree.join("a")).unwrap();
        assert!(Disk.holds_only(&tree, &expected_files, Disk.entry(&tree).unwrap().modified.unwrap()));
    }

    #[test]
    fn removal_and_locks_stay_where_they_are_told() {
        let folder = tempfile::tempdir().unwrap();
        let (deep_folder, link) = (folder.path().join("kept/deep/deeper"), folder.path().join("link"));
        std::fs::create_dir_all(&deep_folder).unwrap();
        symlink(folder.path().join("kept"), &link).unwrap();
        assert_eq!(error(Disk.remove_dir_all(&link)), ErrorKind::NotADirectory);
        symlink("../../kept", folder.path().join("kept/deep/out")).unwrap();
        Disk.remove_dir_all(&folder.path().join("kept/deep")).unwrap();
        assert!(folder.path().join("kept").is_dir());
        symlink("elsewhere", folder.path().join("lock")).unwrap();
        assert!(Disk.lock(&folder.path().join("lock")).is_err());
        assert!(!folder.path().join("elsewhere").exists());
    }

    /// The administrator may list everything, so this shows nothing when run as root.
    #[test]
    fn a_folder_that_cannot_be_listed_is_an_entry() {
        let folder = tempfile::tempdir().unwrap();
        let closed = folder.path().join("closed");
        std::fs::create_dir(&closed).unwrap();
        std::fs::write(folder.path().join("open"), "").unwrap();
        std::fs::set_permissions(&closed, PermissionsExt::from_mode(0o000)).unwrap();
        let is_listable = std::fs::read_dir(&closed).is_ok();
        let walked = Disk.walk(folder.path()).unwrap();
        std::fs::set_permissions(&closed, PermissionsExt::from_mode(0o700)).unwrap();
        let expected = if is_listable { EntryKind::Folder } else { EntryKind::Unreadable(ErrorKind::PermissionDenied) };
        assert_eq!(walked.iter().map(|entry| entry.kind).collect::<Vec<_>>(), [expected, EntryKind::File]);
    }
}
