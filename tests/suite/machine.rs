//! Builds on a machine that lacks something: file handles, space on the disk, or the right to rename the output because it is a
//! mount point. The old output stays whole, the exit status is 3, and the next build is right.

use std::path::Path;
use std::process::{Command, Output};

use crate::harness::{TestSite, files_below};
use crate::site_on_disk::SiteOnDisk;

const PROGRAM: &str = env!("CARGO_BIN_EXE_wellpress");

fn printed(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// `faults.rs` lets the handles run out at each opening, on a disk in memory.
#[test]
fn with_too_few_file_handles_the_old_output_stays() {
    let site = SiteOnDisk::new();
    let new_text = "---\ntitle: Page\n---\nAnother text.\n";
    site.write("content/articles/spine.md", new_text);
    let mut failed = 0;
    for handles in (3..24).step_by(2) {
        let script = format!("ulimit -n {handles}; exec \"$0\" build --clock 2026-07-01 --root \"$1\"");
        let run = Command::new("sh").args(["-c", &script, PROGRAM]).arg(site.folder.path()).output().unwrap();
        let is_old = files_below(&site.path("output")) == site.output;
        match run.status.success() {
            true => assert!(!is_old, "{handles} handles: {}", printed(&run)),
            false => {
                failed += 1;
                assert!(is_old, "{handles} handles: {}", printed(&run));
            }
        }
        site.assert_built();
        site.write("content/articles/spine.md", "---\ntitle: Article spine\n---\nText.\n").assert_built();
        assert!(files_below(&site.path("output")) == site.output, "{handles} handles");
        site.write("content/articles/spine.md", new_text);
    }
    assert!(failed > 0, "handles were never too few");
}

/// Each write of a build ends at another limit: the pages, the manifest, the caches.
#[test]
fn with_a_limit_of_the_size_of_files_the_old_output_stays() {
    let site = SiteOnDisk::new();
    site.write("content/articles/spine.md", format!("---\ntitle: Page\n---\n{}\n", "Another text. ".repeat(5_000)));
    let mut failed = 0;
    for blocks in [0, 4, 16, 64] {
        let script = format!("ulimit -f {blocks}; exec \"$0\" build --clock 2026-07-01 --root \"$1\"");
        let run = Command::new("sh").args(["-c", &script, PROGRAM]).arg(site.folder.path()).output().unwrap();
        let text = printed(&run);
        assert!(run.status.code().is_some(), "{blocks} blocks: a signal ended it: {text}");
        if !run.status.success() {
            failed += 1;
            assert_eq!(run.status.code(), Some(3), "{blocks} blocks: {text}");
            assert!(text.contains("error: cannot write `") && text.contains("ulimit -f"), "{blocks} blocks: {text}");
            assert!(files_below(&site.path("output")) == site.output, "{blocks} blocks: {text}");
        }
    }
    assert!(failed > 0, "no file was too large");
    site.assert_built();
}

/// Memory runs out in turn while the program starts, reads and renders. Which limit is how far depends on the machine.
#[test]
fn with_little_memory_the_old_output_stays() {
    let site = SiteOnDisk::new();
    let new_text = "---\ntitle: Page\n---\nAnother text.\n";
    let mut failed = 0;
    for kilobytes in (100_000..=320_000).step_by(20_000).chain([600_000]) {
        site.write("content/articles/spine.md", new_text);
        let script = format!("ulimit -v {kilobytes}; exec \"$0\" build --clock 2026-07-01 --root \"$1\"");
        let run = Command::new("sh").args(["-c", &script, PROGRAM]).arg(site.folder.path()).output().unwrap();
        let text = printed(&run);
        if run.status.success() {
            site.write("content/articles/spine.md", "---\ntitle: Article spine\n---\nText.\n").assert_built();
            continue;
        }
        assert!(files_below(&site.path("output")) == site.output, "{kilobytes}: {text}");
        // With very little, the program cannot be loaded, or ends before it can set its status. With more it can.
        let has_status = run.status.code() == Some(3);
        assert!(has_status || failed == 0, "{kilobytes}: {:?} {text}", run.status);
        failed += usize::from(has_status);
    }
    assert!(failed > 0, "memory never ran out");
    site.assert_built();
}

/// Runs a script as the root of a namespace of its own, where it may mount and reaches no network; `None` where this
/// machine forbids that.
fn in_a_namespace(script: &str, folder: &Path) -> Option<Output> {
    let probe = Command::new("unshare").args(["-rmn", "mount", "-t", "tmpfs", "none", "/mnt"]).output();
    if !probe.is_ok_and(|probe| probe.status.success()) {
        #[allow(clippy::print_stderr, reason = "what was left out has to be seen")]
        {
            eprintln!("NOT TESTED: this machine does not let a test mount a file system");
        }
        return None;
    }
    let mut command = Command::new("unshare");
    command.args(["-rmn", "sh", "-euc", script, PROGRAM]).arg(folder);
    Some(command.output().unwrap())
}

#[test]
fn an_output_that_is_a_mount_point_is_left_alone() {
    let site = SiteOnDisk::new();
    site.write("content/articles/spine.md", "---\ntitle: Page\n---\nAnother text.\n");
    let script = r#"
        cp -a "$1/output" "$1/kept"
        mount -t tmpfs none "$1/output"
        cp -a "$1/kept/." "$1/output"
        status=0
        "$0" build --clock 2026-07-01 --root "$1" || status=$?
        echo "status $status"
        diff -r "$1/kept" "$1/output" && echo same
        status=0
        "$0" build --clock 2026-07-01 --root "$1" --output-dir "$1/output/inside" --force || status=$?
        echo "inside $status"
    "#;
    let Some(output) = in_a_namespace(script, site.folder.path()) else { return };
    let text = printed(&output);
    assert!(text.contains("status 3\nsame\n"), "{text}");
    assert!(text.contains("is a mount point") && text.contains("--output-dir"), "{text}");
    assert!(text.contains("inside 0\n"), "{text}");
}

#[test]
fn a_build_has_neither_a_network_nor_other_programs() {
    let site = SiteOnDisk::new();
    std::fs::remove_dir_all(site.path("output")).unwrap();
    std::fs::remove_dir_all(site.path(".wellpress")).unwrap();
    let script = r#"
        for folder in /usr/local/bin /usr/sbin /sbin /usr/bin /bin; do
            mount -t tmpfs none "$folder" || :
        done
        if command ls; then echo "there are programs"; fi
        exec "$0" build --clock 2026-07-01 --root "$1"
    "#;
    let Some(output) = in_a_namespace(script, site.folder.path()) else { return };
    let text = printed(&output);
    assert!(output.status.success() && !text.contains("there are programs"), "{text}");
    assert!(files_below(&site.path("output")) == site.output, "{text}");
}

/// Fills a small file system of its own to a different level for each build, so that the space runs out at different writes.
/// `faults.rs` does this at each write, on a disk in memory.
#[test]
fn on_a_full_disk_the_old_output_stays() {
    let site = SiteOnDisk::build_first(
        &(0..20).fold(TestSite::new(), |site, number| site.article(&format!("a{number}"), "Text.\n")),
    );
    let script = r#"
        mkdir "$1/disk"
        mount -t tmpfs -o size=64m none "$1/disk"
        cp -a "$1/content" "$1/wellpress.yaml" "$1/output" "$1/disk"
        run() { "$1" build --clock 2026-07-01 --root "$2/disk"; }
        for article in "$1"/disk/content/articles/*; do echo "Other text." >>"$article"; done
        cp -a "$1/disk" "$1/wanted"; "$0" build --clock 2026-07-01 --root "$1/wanted" >"$1/log"
        free() { df -Pk "$1/disk" | awk 'NR == 2 { print $4 }'; }
        failed=0
        for left in 0 4 100 400 800 1400; do
            rm -rf "$1/disk/output" "$1/disk/.wellpress"; cp -a "$1/output" "$1/disk"
            fill=$(( $(free "$1") - left ))
            dd if=/dev/zero of="$1/disk/ballast" bs=1024 count=$fill status=none
            status=0
            run "$0" "$1" >"$1/log" 2>&1 || status=$?
            if [ $status = 0 ]; then
                diff -r "$1/wanted/output" "$1/disk/output"
            else
                [ $status = 3 ] || { echo "status $status"; cat "$1/log"; exit 1; }
                failed=$(( failed + 1 ))
                diff -r "$1/output" "$1/disk/output"
            fi
            rm "$1/disk/ballast"
            run "$0" "$1" >"$1/log" 2>&1
            diff -r "$1/wanted/output" "$1/disk/output"
        done
        echo "$failed builds had too little room"
    "#;
    let Some(output) = in_a_namespace(script, site.folder.path()) else { return };
    let text = printed(&output);
    assert!(output.status.success(), "{text}");
    assert!(text.contains("builds had too little room") && !text.contains("\n0 builds"), "{text}");
}
