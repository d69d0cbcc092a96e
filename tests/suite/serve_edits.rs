//! The preview while files are edited: which edits are noticed, which events browsers receive, and what happens after a mistake.

use std::fs;
use std::iter;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use serde_json::Value;
use wellpress::serve::{BuildResult, Follow, WatchMode};
use wellpress_build::pipeline::Stage;
use wellpress_foundation::Day;

use super::harness::{SETTINGS, TestSite};
use super::preview_harness::{PreviewSetup, RunningPreview};

const NECK: &str = "content/articles/neck.md";
const URL: &str = "/articles/neck/";

fn neck(text: &str) -> String {
    format!("---\ntitle: Neck\n---\n{text}\n")
}

fn small() -> TestSite {
    TestSite::new().file(NECK, neck("First words.")).article("back", "Text.\n")
}

/// The strings in an array of an event.
fn strings<'a>(event: &'a Value, key: &str) -> Vec<&'a str> {
    event[key].as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

#[test]
fn an_edit_of_the_original_updates_its_translation() {
    let recorded = |hash: &str| format!("---\ntitle: Cuello\ntranslated_from: \"{hash}\"\n---\nTexto.\n");
    let site = |hash: &str| {
        let settings = format!("{SETTINGS}languages: {{es: {{title: Prueba}}}}\n");
        small().file("wellpress.yaml", settings).file("content/articles/neck.es.md", recorded(hash))
    };
    let help = site("0000").build().of_rule("translation-stale")[0].help.clone().unwrap();
    let served = RunningPreview::new(&site(help.split('"').nth(1).unwrap()));
    let has_notice = || served.get("/es/articles/neck/").text().contains("El original de esta página ha cambiado");
    assert!(!has_notice(), "it is up to date");
    let mut events = served.events("");
    events.next();
    served.write(NECK, &neck("First words, and others."));
    served.wait_until_shown(URL, "and others.");
    assert!(has_notice());
    assert_eq!(strings(&events.next(), "changed"), [URL, "/es/articles/neck/"]);
    served.write(NECK, &neck("First words."));
    served.wait_until(|served, _| !served.get(URL).text().contains("and others."));
    assert!(!has_notice());
    assert_eq!(strings(&events.next(), "changed"), [URL, "/es/articles/neck/"]);
}

#[test]
fn an_edit_of_data_updates_the_pages_whose_templates_use_it() {
    let page = "{% extends \"base.html\" %}{% block content %}<p>{{ data.hours.monday }}</p>{% endblock %}";
    let site = small()
        .settings("theme: mine\n")
        .file("themes/mine/theme.yaml", "name: mine\nextends: well\n")
        .file("themes/mine/templates/page.html", page)
        .file("content/pages/hours.md", "---\ntitle: Hours\n---\nText.\n")
        .file("data/hours.yaml", "monday: 9 to 5\n");
    let served = RunningPreview::new(&site);
    let mut events = served.events("");
    events.next();
    assert!(served.get("/hours/").text().contains("<p>9 to 5</p>"));
    served.write("data/hours.yaml", "monday: [10 to 4\n");
    let (_, _, report) = served.next_build();
    assert_eq!(report.findings().iter().filter(|finding| finding.rule.id == "data-invalid").count(), 1);
    assert!(served.get("/hours/").text().contains("<p>9 to 5</p>"), "the last good page stays");
    served.write("data/hours.yaml", "monday: 10 to 4\n");
    served.wait_until_shown("/hours/", "<p>10 to 4</p>");
}

/// Operating systems report one save twice or more.
#[test]
fn an_unchanged_save_sends_no_reload_event() {
    let served = RunningPreview::new(&small());
    let mut events = served.events("");
    events.next();
    served.write(NECK, &neck("First words."));
    served.next_build();
    served.write(NECK, &neck("Second words."));
    served.wait_until_shown(URL, "Second words.");
    assert_eq!(strings(&events.next(), "changed"), [URL]);
}

#[test]
fn a_preview_that_runs_past_midnight_uses_the_new_day() {
    static IS_TOMORROW: AtomicBool = AtomicBool::new(false);
    let today = || Day::parse(if IS_TOMORROW.load(Ordering::Relaxed) { "2026-07-02" } else { "2026-07-01" });
    let site = small().file("content/articles/soon.md", "---\ntitle: Soon\npublished: 2026-07-02\n---\nText.\n");
    let served = RunningPreview::with(&site, PreviewSetup { today: Some(today), ..PreviewSetup::default() });
    assert_eq!(served.get("/articles/soon/").status, 404);
    IS_TOMORROW.store(true, Ordering::Relaxed);
    served.write(NECK, &neck("The next day."));
    served.wait_until_shown(URL, "The next day.");
    assert_eq!(served.get("/articles/soon/").status, 200);
}

#[test]
fn an_edit_is_shown_and_sends_a_reload_event() {
    let served = RunningPreview::new(&small());
    let mut events = served.events("");
    let first = events.next();
    assert_eq!((&first["id"], &first["ok"], strings(&first, "changed")), (&1.into(), &true.into(), vec![]));
    assert!(first.get("follow").is_none(), "{first}");
    served.write(NECK, &neck("Second words."));
    served.wait_until_shown(URL, "Second words.");
    let event = events.next();
    assert_eq!((&event["id"], &event["ok"], &event["errors"]), (&2.into(), &true.into(), &0.into()));
    assert_eq!((strings(&event, "changed"), &event["edited"]), (vec![URL], &URL.into()));
    assert!(event["seconds"].as_f64().unwrap() > 0.0, "{event}");
    assert!(served.get(URL).text().contains("data-build=\"2\""));
}

#[test]
fn a_browser_that_reconnects_receives_the_missed_events() {
    let served = RunningPreview::new(&small());
    let mut events = served.events("");
    events.next();
    let last_event_id = format!("Last-Event-ID: {}\r\n", events.last_id);
    drop(events);
    served.write(NECK, &neck("Second words."));
    served.wait_until_shown(URL, "Second words.");
    let event = served.events(&last_event_id).next();
    assert_eq!(strings(&event, "changed"), [URL]);
    served.write("content/articles/back.md", "---\ntitle: Article back\n---\nOther text.\n");
    served.wait_until_shown("/articles/back/", "Other text.");
    let event = served.events(&last_event_id).next();
    assert_eq!(strings(&event, "changed"), ["*"], "of two events");
    let event = served.events("Last-Event-ID: 17-1\r\n").next();
    assert_eq!(strings(&event, "changed"), ["*"]);
}

#[test]
fn a_save_by_rename_is_noticed() {
    let served = RunningPreview::new(&small());
    served.write("content/articles/.neck.md.part", &neck("Renamed words."));
    fs::rename(served.path("content/articles/.neck.md.part"), served.path(NECK)).unwrap();
    served.wait_until_shown(URL, "Renamed words.");
    fs::rename(served.path(NECK), served.path("content/articles/neck.md~")).unwrap();
    served.write(NECK, &neck("Words beside a copy."));
    served.wait_until_shown(URL, "Words beside a copy.");
}

#[test]
fn new_and_deleted_files_and_folders_are_noticed() {
    let served = RunningPreview::new(&small());
    served.write("content/articles/deep/knee/index.md", "---\ntitle: Knee\n---\nNew.\n");
    served.wait_until(|served, _| served.get("/articles/deep/knee/").status == 200);
    served.write("content/articles/deep/knee/index.md", "---\ntitle: Knee\n---\nNewer.\n");
    served.wait_until_shown("/articles/deep/knee/", "Newer.");
    fs::rename(served.path("content/articles/deep"), served.path("content/articles/legs")).unwrap();
    served.wait_until(|served, _| served.get("/articles/legs/knee/").status == 200);
    assert_eq!(served.get("/articles/deep/knee/").status, 404);
    fs::remove_dir_all(served.path("content/articles/legs")).unwrap();
    served.wait_until(|served, _| served.get("/articles/legs/knee/").status == 404);
    let mut events = served.events("");
    events.next();
    fs::remove_file(served.path(NECK)).unwrap();
    served.wait_until(|served, _| served.get(URL).status == 404);
    assert!(strings(&events.next(), "changed").contains(&URL));
}

#[test]
fn folders_that_were_missing_at_first_are_watched() {
    let served = RunningPreview::new(&small());
    served.write("static/note.txt", "one");
    served.wait_until(|served, _| served.get("/note.txt").text() == "one");
    served.write("static/note.txt", "two");
    served.wait_until(|served, _| served.get("/note.txt").text() == "two");
    fs::remove_dir_all(served.path("static")).unwrap();
    served.wait_until(|served, _| served.get("/note.txt").status == 404);
    served.write("static/note.txt", "three");
    served.wait_until(|served, _| served.get("/note.txt").text() == "three");
    served.write("static/note.txt", "four");
    served.wait_until(|served, _| served.get("/note.txt").text() == "four");
}

#[test]
fn a_changed_static_file_is_reported_by_its_address() {
    let served = RunningPreview::new(&small().file("static/note.txt", "one"));
    let mut events = served.events("");
    events.next();
    served.write("static/note.txt", "two");
    let event = events.next();
    assert_eq!((strings(&event, "changed"), strings(&event, "files")), (vec![], vec!["/note.txt"]));
}

#[test]
fn edits_of_the_theme_the_settings_and_files_they_name_are_noticed() {
    let served = RunningPreview::new(
        &small().article("neck", "See [@a].\n").library("@book{a, title = {Title one}, year = 2001}"),
    );
    served.write("wellpress.yaml", &SETTINGS.replace("Test site", "Renamed site"));
    served.wait_until_shown(URL, "Renamed site");
    served.write("content/references/library.bib", "@book{a, title = {Title two}, year = 2001}");
    served.wait_until_shown(URL, "Title two");
    served.write("wellpress.yaml", &format!("{SETTINGS}theme: own\n"));
    served.write("themes/own/theme.yaml", "extends: well\n");
    served.write("themes/own/templates/partials/footer.html", "<footer>Footer one</footer>");
    served.wait_until(|_, result| matches!(result, BuildResult::Built { .. }));
    served.write(
        "themes/own/templates/article.html",
        "{{ record.byline.not_reviewed | safe }}<p>{{ page.title }}: theme one</p>",
    );
    served.wait_until_shown(URL, "theme one");
    served.write(
        "themes/own/templates/article.html",
        "{{ record.byline.not_reviewed | safe }}<p>{{ page.title }}: theme two</p>",
    );
    served.wait_until_shown(URL, "theme two");
}

#[test]
fn an_edit_of_a_citation_style_is_noticed() {
    let style = |word: &str| {
        format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<style xmlns=\"http://purl.org/net/xbiblio/csl\" version=\"1.0\" \
             class=\"in-text\"><info><title>Own</title><id>own</id><updated>2020-01-01T00:00:00Z</updated></info>\
             <citation><layout><text variable=\"citation-number\"/></layout></citation>\
             <bibliography><layout prefix=\"{word}\"><text variable=\"title\"/></layout></bibliography></style>"
        )
    };
    let site = small()
        .article("neck", "See [@a].\n")
        .library("@book{a, title = {Title}, author = {Ames, Ada}, year = 2001}")
        .file("styles/own.csl", style("Once "))
        .settings("citations: {style: styles/own.csl}\n");
    let served = RunningPreview::new(&site);
    assert!(served.get(URL).text().contains("Once "), "{}", served.get(URL).text());
    served.write("styles/own.csl", &style("Twice "));
    served.wait_until_shown(URL, "Twice ");
    let (folder, away) = (served.path("styles"), served.path("away"));
    fs::rename(&folder, &away).unwrap();
    served.wait_until(|_, result| result == BuildResult::Stopped);
    fs::write(away.join("own.csl"), style("Thrice ")).unwrap();
    fs::rename(&away, &folder).unwrap();
    served.wait_until_shown(URL, "Thrice ");
}

#[test]
fn a_site_that_is_moved_away_and_back_is_still_watched() {
    let served = RunningPreview::new(&small());
    let (root, away) = (served.path(""), served.path("").with_extension("away"));
    fs::rename(&root, &away).unwrap();
    served.wait_until(|_, result| result == BuildResult::Stopped);
    fs::rename(&away, &root).unwrap();
    served.wait_until(|_, result| matches!(result, BuildResult::Built { .. }));
    served.write(NECK, &neck("Seen after all."));
    served.wait_until_shown(URL, "Seen after all.");
}

/// The preview resolves the link once: it builds the folder that it watches, even if the link leads elsewhere later.
#[cfg(unix)]
#[test]
fn a_preview_of_a_symbolic_link_stays_with_its_folder() {
    let link = |folder: &Path| {
        let link = folder.join("link");
        std::os::unix::fs::symlink(folder, &link).unwrap();
        link
    };
    let served = RunningPreview::with(&small(), PreviewSetup { root: link, ..PreviewSetup::default() });
    let other_site = served.path("other");
    small().file(NECK, neck("Of another site.")).write_to(&other_site);
    std::os::unix::fs::symlink(&other_site, served.path("turned")).unwrap();
    fs::rename(served.path("turned"), served.path("link")).unwrap();
    served.write(NECK, &neck("Of this site."));
    served.wait_until_shown(URL, "Of this site.");
}

#[cfg(unix)]
#[test]
fn settings_behind_a_symbolic_link_are_watched() {
    let link = |folder: &Path| {
        fs::create_dir(folder.join("shared")).unwrap();
        fs::rename(folder.join("wellpress.yaml"), folder.join("shared/site.yaml")).unwrap();
        std::os::unix::fs::symlink("shared/site.yaml", folder.join("wellpress.yaml")).unwrap();
        folder.to_owned()
    };
    for watch_mode in [WatchMode::Native, WatchMode::Poll] {
        let served = RunningPreview::with(&small(), PreviewSetup { root: link, watch_mode, ..PreviewSetup::default() });
        served.write("shared/site.yaml", &SETTINGS.replace("Test site", "Renamed site"));
        served.wait_until_shown(URL, "Renamed site");
    }
}

#[test]
fn after_a_burst_of_saves_the_last_is_shown() {
    let served = RunningPreview::new(&small());
    let mut events = served.events("");
    events.next();
    for number in 1..=1000 {
        served.write(NECK, &neck(&format!("Save number {number}.")));
    }
    served.wait_until_shown(URL, "Save number 1000.");
    // No builds of the burst are queued: the next edit is in the next build or the one after.
    served.write(NECK, &neck("After the burst."));
    served.wait_until_shown(URL, "After the burst.");
    assert!(events.next()["id"].as_u64().unwrap() > 1);
}

#[test]
fn a_burst_of_saves_during_a_build_causes_one_more_build() {
    let burst: &'static Mutex<Option<std::path::PathBuf>> = Box::leak(Box::default());
    let hook = Box::new(|stage: Stage| {
        if stage == Stage::Check
            && let Some(path) = burst.lock().unwrap().take()
        {
            (1..=1000).for_each(|number| fs::write(&path, neck(&format!("Save number {number}."))).unwrap());
        }
    });
    let served = RunningPreview::with(&small(), PreviewSetup { hook, ..PreviewSetup::default() });
    *burst.lock().unwrap() = Some(served.path(NECK));
    served.write(NECK, &neck("Before the burst."));
    let is_shown = |_| {
        served.next_build();
        served.get(URL).text().contains("Save number 1000.")
    };
    assert!((0..2).any(is_shown), "the last save does not show");
}

#[test]
fn after_a_mistake_the_last_good_page_is_served_and_the_mistake_reported() {
    let served = RunningPreview::new(&small().settings("editor: vscode\n"));
    let mut events = served.events("");
    events.next();
    served.write(NECK, &neck("See [@nobody]."));
    served.wait_until(|_, result| result == BuildResult::Stopped);
    assert!(served.get(URL).text().contains("First words."));
    let event = events.next();
    assert_eq!((&event["ok"], &event["errors"], strings(&event, "changed")), (&false.into(), &1.into(), vec![]));
    let finding = &event["findings"][0];
    assert_eq!((&finding["rule"], &finding["file"]), (&"citation-unknown".into(), &NECK.into()));
    assert_eq!((&finding["line"], &finding["column"], &finding["severity"]), (&4.into(), &7.into(), &"error".into()));
    assert_eq!(finding["excerpt"], "  |\n4 | See [@nobody].\n  |       ^^^^^^\n");
    let root = served.folder.path().canonicalize().unwrap();
    assert_eq!(finding["editor"], format!("vscode://file{}/{NECK}:4:7", root.display()));
    served.write(NECK, &neck("Put right."));
    served.wait_until_shown(URL, "Put right.");
    let event = events.next();
    assert_eq!((&event["ok"], event["findings"].as_array().unwrap().len()), (&true.into(), 0));
}

#[test]
fn a_site_that_cannot_be_built_at_first_is_served_once_it_can() {
    for broken in ["See [@nobody].", ""] {
        let served =
            RunningPreview::new(&small().file(NECK, if broken.is_empty() { String::new() } else { neck(broken) }));
        let page = served.get(URL);
        assert_eq!(page.status, 503);
        assert!(page.text().contains("/__wellpress/client.js"), "{}", page.text());
        assert_eq!(served.events("").next()["ok"], false);
        served.write(NECK, &neck("Put right."));
        served.wait_until_shown(URL, "Put right.");
    }
}

#[test]
fn the_preview_survives_settings_and_folders_that_are_missing_for_a_while() {
    let served = RunningPreview::new(&small());
    let settings = fs::read_to_string(served.path("wellpress.yaml")).unwrap();
    served.write("wellpress.yaml", "title: [\n");
    served.wait_until(|_, result| result == BuildResult::Stopped);
    fs::remove_file(served.path("wellpress.yaml")).unwrap();
    served.wait_until(|served, result| {
        result == BuildResult::Stopped && served.get("/__wellpress/findings.json").text().contains("there is no")
    });
    served.write("wellpress.yaml", &settings);
    served.wait_until(|_, result| matches!(result, BuildResult::Built { .. }));
    fs::rename(served.path("content"), served.path("away")).unwrap();
    served.wait_until(|_, result| result == BuildResult::Stopped);
    assert!(served.get(URL).text().contains("First words."));
    fs::rename(served.path("away"), served.path("content")).unwrap();
    served.wait_until(|_, result| matches!(result, BuildResult::Built { .. }));
    served.write(NECK, &neck("Still heard."));
    served.wait_until_shown(URL, "Still heard.");
}

#[test]
fn a_half_saved_file_is_not_reported() {
    // The build reads the first half of the file; the second half is written during the build.
    let unsaved_half: &'static Mutex<Option<std::path::PathBuf>> = Box::leak(Box::default());
    let hook = Box::new(|stage: Stage| {
        if stage == Stage::Check
            && let Some(path) = unsaved_half.lock().unwrap().take()
        {
            fs::write(path, neck("All of it.")).unwrap();
            // A busy machine reports the second write late.
            std::thread::sleep(Duration::from_millis(500));
        }
    });
    let served = RunningPreview::with(&small(), PreviewSetup { hook, ..PreviewSetup::default() });
    *unsaved_half.lock().unwrap() = Some(served.path(NECK));
    served.write(NECK, &neck("Half of [@it]."));
    let (result, ..) = served.next_build();
    assert_eq!(result, BuildResult::Built { pages: 1 });
    assert!(served.get(URL).text().contains("All of it."));
}

#[test]
fn settings_that_are_half_saved_when_a_build_begins_move_no_page() {
    // What the settings are at each reading.
    let readings: &'static Mutex<Vec<(std::path::PathBuf, &str)>> = Box::leak(Box::default());
    let hook = Box::new(|stage: Stage| {
        if stage == Stage::Settings
            && let Some((path, text)) = readings.lock().unwrap().pop()
        {
            fs::write(path, text).unwrap();
        }
    });
    let served = RunningPreview::with(&small(), PreviewSetup { hook, ..PreviewSetup::default() });
    let settings = served.path("wellpress.yaml");
    *readings.lock().unwrap() = vec![(settings.clone(), SETTINGS), (settings, "")];
    served.write(NECK, &neck("Second words."));
    served.wait_until(|preview, _| {
        let page = preview.get(URL);
        assert_eq!(page.status, 200);
        assert!(!page.text().contains("https://test.example/"), "{}", page.text());
        page.text().contains("Second words.")
    });
}

/// Many editors save to a temporary file and rename it.
#[test]
fn the_saved_file_is_reported_and_not_the_editors_temporary_one() {
    let folder: &'static Mutex<Option<std::path::PathBuf>> = Box::leak(Box::default());
    let hook = Box::new(|stage: Stage| {
        if stage == Stage::Check
            && let Some(folder) = folder.lock().unwrap().take()
        {
            fs::write(folder.join("4913"), neck("Third words.")).unwrap();
            fs::rename(folder.join("4913"), folder.join("neck.md")).unwrap();
            std::thread::sleep(Duration::from_millis(500));
        }
    });
    let served = RunningPreview::with(&small(), PreviewSetup { hook, ..PreviewSetup::default() });
    *folder.lock().unwrap() = Some(served.path("content/articles"));
    served.write(NECK, &neck("Second words."));
    served.next_build();
    assert_eq!(served.next_build().1, [NECK]);
    assert!(served.get(URL).text().contains("Third words."));
}

/// The event for the target of the rename arrives only after the build that met the temporary file.
#[test]
fn a_file_that_is_renamed_during_the_build_is_reported_by_its_new_name() {
    let names: &'static Mutex<Option<[std::path::PathBuf; 2]>> = Box::leak(Box::default());
    let hook = Box::new(|stage: Stage| {
        if stage == Stage::Check
            && let Some([from, to]) = names.lock().unwrap().take()
        {
            fs::rename(from, to).unwrap();
            std::thread::sleep(Duration::from_millis(500));
        }
    });
    let served = RunningPreview::with(&small(), PreviewSetup { hook, ..PreviewSetup::default() });
    *names.lock().unwrap() = Some([served.path("content/articles/neck.md.new"), served.path(NECK)]);
    served.write("content/articles/neck.md.new", &neck("Second words."));
    assert_eq!(served.next_build().1, [NECK]);
    assert!(served.get(URL).text().contains("Second words."));
}

/// The finding is about the template that extends the edited one, so the edited file alone does not tell that it is half saved.
#[test]
fn a_half_saved_template_that_another_extends_is_not_reported() {
    const FRAME: &str = "themes/own/templates/frame.html";
    let unsaved_half: &'static Mutex<Option<std::path::PathBuf>> = Box::leak(Box::default());
    let hook = Box::new(|stage: Stage| {
        if stage == Stage::Wait
            && let Some(path) = unsaved_half.lock().unwrap().take()
        {
            fs::write(path, "<main>All of it. {% block text %}{% endblock %}</main>").unwrap();
            std::thread::sleep(Duration::from_millis(500));
        }
    });
    let person = "{% extends \"frame.html\" %}{% block text %}Text.{% endblock %}";
    let site = small()
        .file("wellpress.yaml", format!("{SETTINGS}theme: own\n"))
        .file("themes/own/theme.yaml", "extends: well\n")
        .file("themes/own/templates/person.html", person)
        .file("content/people/jo.md", "---\nname: Jo\n---\n")
        .file(FRAME, "<main>{% block text %}{% endblock %}</main>");
    let served = RunningPreview::with(&site, PreviewSetup { hook, ..PreviewSetup::default() });
    served.get("/people/jo/");
    *unsaved_half.lock().unwrap() = Some(served.path(FRAME));
    served.write(FRAME, "<main>All of");
    let (result, _, report) = served.next_build();
    assert_eq!(result, BuildResult::Built { pages: 1 }, "{report:?}");
    assert!(served.get("/people/jo/").text().contains("All of it. Text."));
}

#[test]
fn a_mistake_in_an_edited_file_is_reported_after_a_wait_that_the_timings_show() {
    static STAGES: Mutex<Vec<Stage>> = Mutex::new(Vec::new());
    let hook = Box::new(|stage| STAGES.lock().unwrap().push(stage));
    let served = RunningPreview::with(&small(), PreviewSetup { hook, ..PreviewSetup::default() });
    assert!(!STAGES.lock().unwrap().contains(&Stage::Wait), "nothing was edited");
    served.write(NECK, "no front matter");
    served.wait_until(|_, result| result == BuildResult::Stopped);
    assert_eq!(STAGES.lock().unwrap().last(), Some(&Stage::Wait));
}

#[test]
fn a_file_that_stays_empty_is_a_mistake() {
    let served = RunningPreview::new(&small());
    served.write(NECK, "");
    served.wait_until(|_, result| result == BuildResult::Stopped);
    let findings = served.get("/__wellpress/findings.json").json();
    let of_file = findings.as_array().unwrap().iter().filter(|finding| finding["file"] == NECK);
    let rules: Vec<_> = of_file.map(|finding| &finding["rule"]).collect();
    assert_eq!(rules, ["front-matter-missing"]);
}

#[test]
fn an_unchanged_save_renders_no_page() {
    let served = RunningPreview::new(&small());
    let mut events = served.events("");
    assert_eq!(events.next()["id"], 1);
    served.write(NECK, &neck("First words."));
    assert_eq!(served.next_build().0, BuildResult::Built { pages: 0 });
    served.write(NECK, &neck("Other words."));
    served.wait_until_shown(URL, "Other words.");
    assert_eq!(events.next()["id"], 2);
}

#[test]
fn a_file_that_is_no_part_of_the_site_starts_no_build() {
    let served = RunningPreview::new(&small());
    for path in ["notes.txt", "output/index.html", ".git/HEAD", ".wellpress-cache", "content/articles/.neck.md.swp"] {
        served.write(path, "anything");
    }
    served.write(NECK, &neck("Other words."));
    let (_, edited, _) = served.next_build();
    assert_eq!(edited, [NECK]);
}

#[test]
fn following_browsers_are_sent_to_the_edited_page() {
    let served = RunningPreview::with(&small(), PreviewSetup { follow: Follow::Edited, ..PreviewSetup::default() });
    let mut events = served.events("");
    let first = events.next();
    assert_eq!((&first["follow"], &first["edited"]), (&true.into(), &Value::Null));
    served.write("content/articles/back.md", "---\ntitle: Back\n---\nOther text.\n");
    let event = events.next();
    assert_eq!((&event["follow"], &event["edited"]), (&true.into(), &"/articles/back/".into()));
    served.write("content/articles/new/index.md", "---\ntitle: New\n---\nText.\n");
    served.wait_until(|served, _| served.get("/articles/new/").status == 200);
    fs::rename(served.path("content/articles/new"), served.path("content/articles/renamed")).unwrap();
    served.wait_until(|served, _| served.get("/articles/renamed/").status == 200);
    let event =
        iter::repeat_with(|| events.next()).find(|event| event["changed"].to_string().contains("renamed")).unwrap();
    assert_eq!(event["edited"], "/articles/renamed/");
}

#[test]
fn edits_are_noticed_by_polling() {
    let served =
        RunningPreview::with(&small(), PreviewSetup { watch_mode: WatchMode::Poll, ..PreviewSetup::default() });
    served.write(NECK, &neck("Words that were found."));
    served.wait_until_shown(URL, "Words that were found.");
    let old = "---\ntitle: Neck\n---\nWords of an older date.\n";
    let copy = served.path("copy.md");
    fs::write(&copy, old).unwrap();
    fs::File::options().write(true).open(&copy).unwrap().set_modified(SystemTime::UNIX_EPOCH).unwrap();
    fs::rename(&copy, served.path(NECK)).unwrap();
    served.wait_until_shown(URL, "Words of an older date.");
    served.write("content/articles/new/index.md", "---\ntitle: New\n---\nText.\n");
    served.wait_until(|served, _| served.get("/articles/new/").status == 200);
}

#[test]
fn two_previews_of_one_site_work_side_by_side() {
    let first = RunningPreview::new(&small());
    let second = first.second_preview(PreviewSetup::default());
    first.write(NECK, &neck("Seen by both."));
    first.wait_until_shown(URL, "Seen by both.");
    second.wait_until_shown(URL, "Seen by both.");
}

#[test]
#[should_panic(expected = "the preview has ended on a bug in wellpress")]
fn a_build_that_panics_ends_the_preview() {
    let armed: &'static Mutex<bool> = Box::leak(Box::default());
    let hook = Box::new(|stage: Stage| assert!(!(stage == Stage::Check && *armed.lock().unwrap()), "a bug"));
    let served = RunningPreview::with(&small(), PreviewSetup { hook, ..PreviewSetup::default() });
    *armed.lock().unwrap() = true;
    served.write(NECK, &neck("Other words."));
    served.join();
}
