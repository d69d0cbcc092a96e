//! `wellpress build` as a person runs it: when the output is replaced, what is printed, and options that must not change the output.

use std::time::Duration;

use wellpress_build::emit::{EmitOptions, Emitter, Strays};
use wellpress_io::fs::Disk;

use crate::cli::{BROKEN, ProgramSite, WITH_HTML};
use crate::program::ProgramOutput;

#[test]
fn an_error_leaves_the_output_as_it_was() {
    let site = ProgramSite::new();
    assert_eq!(site.run(&["build"]).status, 0);
    let old_output = site.output();
    let site = site.with("content/articles/a.md", BROKEN);
    let run = site.run(&["build"]);
    assert_eq!((run.status, run.out.as_str()), (1, ""));
    assert!(run.err.ends_with("2 errors\n"), "{}", run.err);
    assert!(site.output() == old_output);
    let names = std::fs::read_dir(site.folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    let temporary = names.map(|name| name.into_string().unwrap()).filter(|name| name.starts_with(".wellpress-"));
    assert_eq!(temporary.collect::<Vec<_>>(), [".wellpress-version"], "only the file of the site itself");
}

#[test]
fn warnings_fail_only_strict_runs() {
    let site = ProgramSite::new().with("content/topics/raw.md", WITH_HTML);
    let strict = site.run(&["build", "--strict"]);
    assert_eq!((strict.status, strict.out.as_str()), (1, ""));
    assert!(strict.err.contains("warning[raw-html]"), "{}", strict.err);
    assert!(site.output().is_empty());
    assert_eq!(site.run(&["check", "--strict"]).status, 1);

    let lenient = site.run(&["build"]);
    assert_eq!((lenient.status, lenient.err.as_str()), (0, "1 warning: see `wellpress check`\n"));
    let checked = site.run(&["check"]);
    assert_eq!(checked.status, 0);
    assert!(checked.err.contains("warning[raw-html]") && checked.out.ends_with(": 1 warning\n"), "{}", checked.out);
}

#[test]
fn quiet_prints_only_errors() {
    let site = ProgramSite::new().with("content/topics/raw.md", WITH_HTML);
    let built = site.run(&["build", "-q"]);
    assert_eq!((built.status, built.out.as_str(), built.err.as_str()), (0, "", ""));
    let site = site.with("content/articles/a.md", BROKEN);
    let stopped = site.run(&["build", "-q"]);
    assert_eq!((stopped.status, stopped.out.as_str()), (1, ""));
    assert!(stopped.err.contains("error[citation-unknown]"), "{}", stopped.err);
}

#[test]
fn timings_name_every_stage() {
    let run = ProgramSite::new().run(&["build", "--timings", "--jobs", "1"]);
    for stage in ["settings", "discover", "parse", "resolve", "check", "render", "emit", "total"] {
        assert!(run.err.contains(stage), "{}", run.err);
    }
}

#[test]
fn a_build_stopped_by_findings_reports_a_damaged_cache() {
    let site = ProgramSite::new().with("content/articles/neck.md", "---\ntitle: Neck\n---\n[Gone](gone.md).\n");
    let site = site.with(".wellpress/render_jobs.pack", "not a pack");
    let run = site.run(&["build"]);
    assert_eq!(run.status, 1, "{}", run.err);
    assert!(run.err.contains("render_jobs.pack` is damaged and is made anew"), "{}", run.err);
    assert!(!site.run(&["build"]).err.contains("damaged"));
}

#[test]
fn a_report_does_not_write_over_a_source() {
    let text = "---\ntitle: Neck\n---\nText.\n";
    let site = ProgramSite::new().with("content/articles/neck.md", text);
    for arguments in [
        ["build", "--format=json", "--output=content/articles/neck.md"],
        ["build", "--format=json", "--output=wellpress.yaml"],
        ["check", "--format=json", "--output=content/articles/../articles/new.json"],
    ] {
        let refused = site.run(&arguments);
        let message = "would write over a source of the site";
        assert!(refused.status == 2 && refused.err.contains(message), "{arguments:?}: {}", refused.err);
    }
    assert_eq!(std::fs::read_to_string(site.path("content/articles/neck.md")).unwrap(), text);
    assert_eq!(site.run(&["check", "--format=json", "--output=report.json"]).status, 0);
}

#[test]
fn an_output_folder_that_no_build_made_is_refused() {
    let site = ProgramSite::new().with("mine/notes.txt", "mine");
    for output in ["mine", ".", "content", "wellpress.yaml"] {
        let refused = site.run(&["build", "-o", output]);
        assert_eq!((refused.status, refused.out.as_str()), (2, ""), "{output}");
        assert!(refused.err.starts_with("error: cannot build into"), "{}", refused.err);
    }
    assert_eq!(site.run(&["build", "--output-dir", "mine/site"]).status, 0);
    assert!(site.path("mine/site/index.html").is_file());

    let site = site.with("mine/site/stray.txt", "mine");
    let refused = site.run(&["build", "-o", "mine/site"]);
    assert_eq!(refused.status, 2);
    assert!(refused.err.contains("--force"), "{}", refused.err);
    assert_eq!(site.run(&["build", "-o", "mine/site", "--force"]).status, 0);
    assert!(!site.path("mine/site/stray.txt").exists());
}

#[test]
fn a_second_build_at_the_same_time_ends_with_3() {
    let site = ProgramSite::new();
    let options =
        EmitOptions { root: site.folder.path().to_owned(), sources: Vec::new(), strays: Strays::Refuse, spare: None };
    let first = Emitter::begin(&Disk, &site.path("output"), &options).unwrap();
    let second = site.run(&["build"]);
    assert_eq!(second.status, 3, "{}", second.err);
    drop(first);
    assert_eq!(site.run(&["build"]).status, 0);
}

#[test]
fn threads_time_zone_and_locale_do_not_change_the_output() {
    let site = ProgramSite::new();
    let output_of = |jobs: &str, zone: &str, locale: &str| {
        let mut command = site.command();
        command.env("TZ", zone).env("LC_ALL", locale).args(["build", "--clock", "2026-01-01", "--jobs", jobs]);
        ProgramOutput::of(command.output().unwrap()).assert_status(0);
        let files = site.output();
        std::fs::remove_dir_all(site.path("output")).unwrap();
        files
    };
    let expected = output_of("1", "Pacific/Kiritimati", "C");
    assert!(!expected.is_empty());
    assert!(expected == output_of("8", "America/Los_Angeles", "tr_TR.UTF-8"));
    assert!(expected == output_of("1000000", "UTC", "C"), "no more threads are started than can be of use");
}

/// Rayon would start as many threads, which takes minutes.
#[test]
fn an_absurd_number_of_threads_in_the_environment_is_limited() {
    let site = ProgramSite::new();
    let mut command = site.command();
    command.env("RAYON_NUM_THREADS", "99999999").arg("build").timeout(Duration::from_secs(50));
    ProgramOutput::of(command.output().unwrap()).assert_status(0);
}

#[test]
fn a_mistake_in_the_theme_stops_the_build() {
    let site = ProgramSite::new().with("themes/mine/theme.yaml", "name: mine\nextends: well\n");
    let site = site.with("themes/mine/templates/page.html", "{{ nothing_of_the_kind }}\n");
    let site = site.edited("wellpress.yaml", "language: en", "language: en\ntheme: mine");
    let run = site.run(&["build"]);
    assert_eq!((run.status, run.out.as_str()), (1, ""), "{}", run.err);
    assert!(run.err.contains("themes/mine/templates/page.html:1:4"), "{}", run.err);
    assert!(site.output().is_empty());
}

#[test]
fn a_build_names_pages_whose_address_is_gone() {
    let site = ProgramSite::new();
    assert_eq!(site.run(&["build"]).assert_status(0).err, "");
    let site = site.edited("content/pages/about.md", "---\n", "---\nslug: us\n").edited(
        "wellpress.yaml",
        "link: /about/",
        "link: /us/",
    );
    let moved = site.run(&["build"]).assert_status(0);
    let note = "note: 1 page of the last build is gone: /about/. If it was published, write `aliases: [/about/]` into the page that replaces it\n";
    assert_eq!(moved.err, note);
    assert_eq!(site.run(&["build"]).assert_status(0).err, "", "the last build has no such page");

    // An address that redirects is not gone, and neither is a page when its redirect goes.
    let site = site.edited("content/pages/about.md", "slug: us\n", "slug: we\naliases: [/us/]\n").edited(
        "wellpress.yaml",
        "link: /us/",
        "link: /we/",
    );
    assert_eq!(site.run(&["build"]).assert_status(0).err, "");
    let site = site.edited("content/pages/about.md", "aliases: [/us/]\n", "");
    assert_eq!(site.run(&["build"]).assert_status(0).err, "");
}

#[test]
fn a_build_without_drafts_does_not_miss_those_of_the_last_build() {
    let site = ProgramSite::new()
        .with("content/pages/new.md", "---\ntitle: New\ndescription: A draft.\ndraft: true\n---\nA draft.\n");
    site.run(&["build", "--drafts"]).assert_status(0);
    assert!(site.path("output/new/index.html").is_file());
    let run = site.run(&["build"]).assert_status(0);
    assert!(!site.path("output/new").exists() && !run.err.contains("gone"), "{}", run.err);
}
