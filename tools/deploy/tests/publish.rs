//! Publishing to a target: what is done in which order, what stays, what is refused, and what stands there after a
//! failure at every single request. The target is a folder in memory.

use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::Duration;

use wellpress_deploy::{
    Consent, ContentEncoding, DeployError, DeployJob, FolderStore, Ledger, TargetStore, Verification, preview, publish,
    rollback,
};
use wellpress_io::fs::{Files, Memory};

use crate::support::{
    FORMATS, Failing, Fault, Given, Tree, assert_no_dangling, deploy, job, new_site, old_site, tree, wanted,
};

const ROOT: &str = "/srv/www";

/// What readers find in the folder, the record left out.
fn served(files: &Memory) -> Tree {
    let entries = files.walk(Path::new(ROOT)).unwrap_or_default();
    let paths = entries.iter().filter_map(|entry| entry.path.to_str()).filter(|path| !path.starts_with(".wellpress"));
    let path_and_bytes = |path: &str| Some((path.to_owned(), files.read(&Path::new(ROOT).join(path)).ok()?));
    paths.filter_map(path_and_bytes).map(|(path, bytes)| (path, String::from_utf8_lossy(&bytes).into_owned())).collect()
}

/// The requests of a deploy of the new site over the old one.
fn requests(first: &Tree, second: &Tree) -> Vec<String> {
    let files = Memory::new();
    let folder = FolderStore::new(&files, ROOT.into());
    deploy(&folder, first).unwrap();
    let store = Failing::new(&folder, Fault::Once, usize::MAX);
    // Its beats would come in between.
    let job = DeployJob { heartbeat: Duration::from_secs(60), ..job(&store) };
    publish(&job, wanted(&store, second, &[]), &Given(second)).unwrap();
    store.log.into_inner().unwrap()
}

#[test]
fn what_is_new_comes_first_then_pages_then_feeds_then_the_record_and_the_deletes_last() {
    let requests_in_order = requests(&old_site(), &new_site());
    let done: Vec<&str> = requests_in_order
        .iter()
        .filter(|line| !line.contains(".wellpress") && ["write", "delete"].iter().any(|word| line.starts_with(word)))
        .map(String::as_str)
        .collect();
    assert_eq!(
        done,
        [
            "write assets/new.2222222222.svg",
            "write assets/well.2222222222.css",
            "write references.json",
            "write new/index.html",
            "write new/other/index.html",
            "write articles/a/index.html",
            "write articles/b/index.html",
            "write 404.html",
            "write index.html",
            "write feed.xml",
            "delete gone/index.html",
            "delete assets/gone.1111111111.svg",
            "delete assets/well.1111111111.css",
        ]
    );
    let record = requests_in_order.iter().position(|line| line == "write_if .wellpress-deploy/state.json").unwrap();
    assert!(
        record < requests_in_order.iter().position(|line| line == "write assets/new.2222222222.svg").unwrap(),
        "claimed first"
    );
    let last_upload = requests_in_order.iter().position(|line| line == "write feed.xml").unwrap();
    assert_eq!(
        requests_in_order[last_upload + 1],
        "write_if .wellpress-deploy/state.json",
        "on record before the first delete"
    );
}

#[test]
fn nothing_is_uploaded_twice_and_a_change_of_the_same_size_is() {
    let files = Memory::new();
    let folder = FolderStore::new(&files, ROOT.into());
    let first = deploy(&folder, &old_site()).unwrap();
    assert_eq!((first.release, first.uploaded, first.deleted), (1, 13, 0));
    let again = deploy(&folder, &old_site()).unwrap();
    assert_eq!((again.release, again.uploaded, again.deleted, again.unchanged), (1, 0, 0, 13));
    let mut changed = old_site();
    changed.insert("references.json".to_owned(), "54321".to_owned());
    let done = deploy(&folder, &changed).unwrap();
    assert_eq!((done.release, done.uploaded, done.deleted, done.unchanged), (2, 1, 0, 12));
    assert_eq!(served(&files), changed);
}

#[test]
fn names_come_through_as_they_are() {
    let mut site = old_site();
    for name in ["assets/a b+c%20#é.css", "übung/50%/index.html", "~x/[a]{b}&c=d?e.txt"] {
        site.insert(name.to_owned(), "index.html".to_owned());
    }
    let files = Memory::new();
    let folder = FolderStore::new(&files, ROOT.into());
    deploy(&folder, &site).unwrap();
    assert_eq!(served(&files), site);
    deploy(&folder, &old_site()).unwrap();
    assert_eq!(served(&files), old_site(), "and are deleted under the same names");
}

#[test]
fn what_others_put_there_is_kept_and_not_written_over_without_consent() {
    let files = Memory::new().with("/srv/www/theirs/data.csv", "x").with("/srv/www/index.html", "theirs");
    let folder = FolderStore::new(&files, ROOT.into());
    let refused = deploy(&folder, &old_site()).unwrap_err();
    assert!(refused.to_string().contains("it would write over `index.html`, which no deploy put there"), "{refused}");
    assert_eq!(served(&files), tree(&[("theirs/data.csv", "x"), ("index.html", "theirs")]));

    let consented = DeployJob { consent: Consent::Given, ..job(&folder) };
    publish(&consented, wanted(&folder, &old_site(), &[]), &Given(&old_site())).unwrap();
    deploy(&folder, &new_site()).unwrap();
    let mut expected = new_site();
    expected.insert("theirs/data.csv".to_owned(), "x".to_owned());
    assert_eq!(served(&files), expected);

    // A page that comes later to where somebody else's file is.
    expected.insert("theirs/index.html".to_owned(), "index.html".to_owned());
    let files = files.with("/srv/www/theirs/index.html", "theirs");
    let folder = FolderStore::new(&files, ROOT.into());
    let mut later = new_site();
    later.insert("theirs/index.html".to_owned(), "index.html".to_owned());
    assert!(matches!(deploy(&folder, &later), Err(DeployError::NeedsConsent(_))));
}

#[test]
fn an_empty_site_and_one_that_lost_a_fifth_need_consent() {
    let files = Memory::new();
    let folder = FolderStore::new(&files, ROOT.into());
    deploy(&folder, &old_site()).unwrap();
    for (site, why) in [
        (tree(&[]), "no page"),
        (tree(&[("feed.xml", "x")]), "no page"),
        (tree(&[("index.html", "x")]), "over a fifth"),
    ] {
        let refused = deploy(&folder, &site).unwrap_err();
        assert!(matches!(&refused, DeployError::NeedsConsent(text) if text.contains(why)), "{refused}");
        assert_eq!(served(&files), old_site());
        let (plan, objection) = preview(&job(&folder), &wanted(&folder, &site, &[])).unwrap();
        assert!(objection.unwrap().contains(why) && !plan.deletes.is_empty());
    }
    // Two of thirteen are fewer than a fifth; assets with successors of another hash are not lost.
    let site = new_site();
    deploy(&folder, &site).unwrap();
    let consented = DeployJob { consent: Consent::Given, ..job(&folder) };
    let small = tree(&[("index.html", "index.html")]);
    publish(&consented, wanted(&folder, &small, &[]), &Given(&small)).unwrap();
    assert_eq!(served(&files), small);
}

/// The files of a theme are no reason to let half of the pages go.
#[test]
fn a_site_that_lost_a_fifth_of_its_pages_needs_consent() {
    let files = Memory::new();
    let folder = FolderStore::new(&files, ROOT.into());
    let names: Vec<String> = (0..40).map(|number| format!("assets/icon-{number}.0123456789.svg")).collect();
    let icons = names.iter().map(|name| (name.as_str(), "x"));
    let site =
        |pages: &[(&'static str, &'static str)]| tree(&icons.clone().chain(pages.iter().copied()).collect::<Vec<_>>());
    let pages = [("index.html", "x"), ("404.html", "x"), ("a/index.html", "x"), ("b/index.html", "x")];
    deploy(&folder, &site(&pages)).unwrap();
    let refused = deploy(&folder, &site(&pages[..3])).unwrap_err();
    assert!(matches!(&refused, DeployError::NeedsConsent(text) if text.contains("1 of the 4 pages")), "{refused}");
}

#[test]
fn a_preview_changes_nothing() {
    let files = Memory::new();
    let folder = FolderStore::new(&files, ROOT.into());
    deploy(&folder, &old_site()).unwrap();
    let files_before = files.walk(Path::new(ROOT)).unwrap().len();
    let store = Failing::new(&folder, Fault::Once, usize::MAX);
    let (plan, objection) = preview(&job(&store), &wanted(&store, &new_site(), &[])).unwrap();
    assert_eq!((plan.uploads.len(), plan.deletes.len(), plan.unchanged, objection), (10, 3, 4, None));
    assert!(
        store.log.into_inner().unwrap().iter().all(|line| !line.starts_with("write") && !line.starts_with("delete"))
    );
    assert_eq!(files.walk(Path::new(ROOT)).unwrap().len(), files_before);
}

#[test]
fn after_a_failure_at_any_request_nothing_dangles_and_the_next_deploy_ends_it() {
    for fault in [Fault::Once, Fault::Lost, Fault::Kill] {
        let [mut failures, mut failures_behind_release] = [0, 0];
        for at in 0.. {
            let files = Memory::new();
            let folder = FolderStore::new(&files, ROOT.into());
            deploy(&folder, &old_site()).unwrap();
            let store = Failing::new(&folder, fault, at);
            let result = deploy(&store, &new_site());
            let failed = result.is_err();
            if matches!(result, Err(DeployError::NotCleaned { release: 2, .. })) {
                failures_behind_release += 1;
                let at_target = served(&files);
                assert!(new_site().iter().all(|(path, bytes)| at_target.get(path) == Some(bytes)), "{result:?}");
            }
            let when = format!("{fault:?} at request {at}: {:?}", store.log.lock().unwrap().last());
            assert_no_dangling(&served(&files), &when);
            if failed {
                failures += 1;
                deploy(&folder, &new_site()).unwrap_or_else(|error| panic!("{when}: {error}"));
            }
            assert_eq!(served(&files), new_site(), "{when}");
            assert_eq!(deploy(&folder, &new_site()).unwrap().uploaded, 0, "{when}");
            rollback(&job(&folder), None).unwrap_or_else(|error| panic!("{when}: {error}"));
            assert_eq!(served(&files), old_site(), "{when}: gone back");
            if store.request_count.load(Ordering::SeqCst) <= at {
                break;
            }
        }
        assert!(failures > 20 && failures_behind_release > 0, "{fault:?} was not felt");
    }
}

#[test]
fn after_a_failure_a_deploy_of_another_site_leaves_none_of_the_first() {
    let mut third = old_site();
    third.insert("third/index.html".to_owned(), "index.html".to_owned());
    third.insert("references.json".to_owned(), "third".to_owned());
    for at in 0.. {
        let files = Memory::new();
        let folder = FolderStore::new(&files, ROOT.into());
        deploy(&folder, &old_site()).unwrap();
        let store = Failing::new(&folder, Fault::Kill, at);
        let failed = deploy(&store, &new_site()).is_err();
        if !failed {
            break;
        }
        let consented = DeployJob { consent: Consent::Given, ..job(&folder) };
        publish(&consented, wanted(&folder, &third, &[]), &Given(&third)).unwrap();
        assert_eq!(served(&files), third, "killed at {at}");
    }
}

#[test]
fn a_failure_in_going_back_leaves_a_whole_site_too() {
    for at in 0.. {
        let files = Memory::new();
        let folder = FolderStore::new(&files, ROOT.into());
        deploy(&folder, &old_site()).unwrap();
        deploy(&folder, &new_site()).unwrap();
        let store = Failing::new(&folder, Fault::Kill, at);
        let failed = rollback(&job(&store), None).is_err();
        assert_no_dangling(&served(&files), &format!("gone back, killed at {at}"));
        if !failed {
            break;
        }
        if Ledger::open(&folder).unwrap().current() == Some(2) {
            rollback(&job(&folder), None).unwrap();
        } else {
            deploy(&folder, &old_site()).unwrap();
        }
        assert_eq!(served(&files), old_site(), "killed at {at}");
    }
}

#[test]
fn after_a_failure_the_record_names_what_is_unfinished_and_the_current_release_comes_back() {
    for at in 0.. {
        let files = Memory::new();
        let folder = FolderStore::new(&files, ROOT.into());
        deploy(&folder, &old_site()).unwrap();
        let store = Failing::new(&folder, Fault::Kill, at);
        if deploy(&store, &new_site()).is_ok() {
            break;
        }
        let ledger = Ledger::open(&folder).unwrap();
        if ledger.current() != Some(1) {
            // Only the deletes are missing: what is left is of the first release, which is on record.
            assert!(ledger.unfinished_releases().unwrap().is_empty(), "killed at {at}");
            assert_eq!(ledger.unfinished_records().map(|record| record.number).collect::<Vec<_>>(), [1], "{at}");
            continue;
        }
        let unfinished = ledger.unfinished_releases().unwrap();
        let went_back = rollback(&job(&folder), None);
        match unfinished.first() {
            Some(release) => {
                assert_eq!(release.objects.len(), new_site().len(), "killed at {at}");
                assert_eq!(went_back.unwrap().release, 1, "killed at {at}");
            }
            None => assert!(matches!(went_back, Err(DeployError::NoRelease(_))), "killed at {at}"),
        }
        assert_eq!(served(&files), old_site(), "killed at {at}");
        assert!(Ledger::open(&folder).unwrap().unfinished_releases().unwrap().is_empty());
    }
}

#[test]
fn nothing_is_written_or_deleted_through_a_link() {
    const OUTSIDE: &str = "/srv/other";
    let served_first = || {
        let files = Memory::new();
        deploy(&FolderStore::new(&files, ROOT.into()), &old_site()).unwrap();
        files.remove_dir_all(&Path::new(ROOT).join("articles")).unwrap();
        files.with(format!("{OUTSIDE}/a/index.html"), "theirs").with(format!("{OUTSIDE}/a/notes.txt"), "theirs")
    };
    let theirs = |files: &Memory| {
        let read = |name: &str| files.read(Path::new(&format!("{OUTSIDE}/a/{name}"))).unwrap();
        (read("index.html"), read("notes.txt")) == (b"theirs".to_vec(), b"theirs".to_vec())
    };
    let files = served_first().with_symlink(Path::new(ROOT).join("articles"), OUTSIDE);
    let folder = FolderStore::new(&files, ROOT.into());
    let before = files.snapshot();
    assert!(deploy(&folder, &new_site()).unwrap_err().to_string().contains("`articles` is a link"));
    assert!(files.snapshot() == before, "it is refused before anything changes");
    // A site without these pages deletes none of them there.
    let without: Tree = new_site().into_iter().filter(|(path, _)| !path.starts_with("articles/")).collect();
    let consented = DeployJob { consent: Consent::Given, ..job(&folder) };
    publish(&consented, wanted(&folder, &without, &[]), &Given(&without)).unwrap();
    assert!(theirs(&files));
    // A link in the place of a file is replaced, and not written through.
    let files = served_first()
        .with_symlink(Path::new(ROOT).join("articles/a/index.html"), OUTSIDE.to_owned() + "/a/index.html");
    let folder = FolderStore::new(&files, ROOT.into());
    let consented = DeployJob { consent: Consent::Given, ..job(&folder) };
    publish(&consented, wanted(&folder, &new_site(), &[]), &Given(&new_site())).unwrap();
    assert!(theirs(&files));
    assert_eq!(served(&files)["articles/a/index.html"], new_site()["articles/a/index.html"]);
}

#[test]
fn a_linked_record_does_not_end_the_history() {
    for link in ["", "/state.json", "/lock", "/releases"].map(|name| format!(".wellpress-deploy{name}")) {
        let files = Memory::new().with(Path::new(ROOT).join("index.html"), "earlier");
        let files = files.with_symlink(Path::new(ROOT).join(&link), "/elsewhere");
        let before = files.snapshot();
        let folder = FolderStore::new(&files, ROOT.into());
        let consented = DeployJob { consent: Consent::Given, ..job(&folder) };
        let error =
            publish(&consented, wanted(&folder, &new_site(), &[]), &Given(&new_site())).unwrap_err().to_string();
        assert!(error.contains(&format!("`{link}` is a link")) && error.contains("move what it leads to"), "{error}");
        assert!(files.snapshot() == before, "nothing changes: {link}");
    }
}

#[test]
fn releases_are_on_record_and_can_be_gone_back_to() {
    let files = Memory::new();
    let folder = FolderStore::new(&files, ROOT.into());
    assert!(matches!(rollback(&job(&folder), None), Err(DeployError::NoRelease(_))));
    let site = |text: &str| tree(&[("index.html", "index.html"), ("page/index.html", text)]);
    let short = || DeployJob { keep_releases: 2, ..job(&folder) };
    for number in 1..=5 {
        let site = site(&format!("index.html {}", "index.html ".repeat(number)));
        publish(&short(), wanted(&folder, &site, &[]), &Given(&site)).unwrap();
    }
    let ledger = Ledger::open(&folder).unwrap();
    assert_eq!(ledger.releases().iter().map(|record| record.number).collect::<Vec<_>>(), [3, 4, 5]);
    let kept_count = || folder.list(".wellpress-deploy/kept/").unwrap().len();
    assert_eq!(kept_count(), 2, "what no release on record needs is gone");
    assert_eq!(rollback(&short(), None).unwrap().release, 4);
    assert_eq!(rollback(&short(), None).unwrap().release, 3);
    assert_eq!(served(&files)["page/index.html"].matches("index").count(), 4);
    assert!(matches!(rollback(&short(), None), Err(DeployError::NoRelease(_))));
    assert_eq!(rollback(&short(), Some(5)).unwrap().release, 5, "and forward again");
    assert_eq!(served(&files)["page/index.html"].matches("index").count(), 6);
    assert!(matches!(rollback(&short(), Some(1)), Err(DeployError::NoRelease(_))));
    let next = site("index.html");
    assert_eq!(publish(&short(), wanted(&folder, &next, &[]), &Given(&next)).unwrap().release, 6);
}

#[test]
fn a_release_of_which_something_was_lost_is_not_gone_back_to() {
    let files = Memory::new();
    let folder = FolderStore::new(&files, ROOT.into());
    deploy(&folder, &old_site()).unwrap();
    deploy(&folder, &new_site()).unwrap();
    let kept_paths = folder.list(".wellpress-deploy/kept/").unwrap();
    folder.delete(&kept_paths[0]).unwrap();
    assert!(matches!(rollback(&job(&folder), None), Err(DeployError::NoRelease(_))));
    assert_eq!(served(&files), new_site());
}

#[test]
fn of_two_deploys_one_is_refused_before_it_changed_anything() {
    let files = Memory::new();
    let folder = FolderStore::new(&files, ROOT.into());
    deploy(&folder, &old_site()).unwrap();
    let theirs = tree(&[("index.html", "index.html"), ("theirs/index.html", "index.html")]);
    let rival = || {
        let job = DeployJob { consent: Consent::Given, ..job(&folder) };
        publish(&job, wanted(&folder, &theirs, &[]), &Given(&theirs)).unwrap();
    };
    let store = Failing::interrupted(&folder, "write_if", rival);
    let refused = deploy(&store, &new_site()).unwrap_err();
    assert!(matches!(refused, DeployError::Rival("was quicker")), "{refused}");
    assert_eq!(served(&files), theirs);
}

#[test]
fn a_deploy_at_work_is_not_disturbed() {
    let files = Memory::new();
    let folder = FolderStore::new(&files, ROOT.into());
    deploy(&folder, &old_site()).unwrap();
    // It beats every 20 ms, and the other watches it for 200 ms.
    let rival = || {
        let job = DeployJob { heartbeat: Duration::from_millis(200), ..job(&folder) };
        let refused = publish(&job, wanted(&folder, &old_site(), &[]), &Given(&old_site())).unwrap_err();
        assert!(matches!(refused, DeployError::Rival("is at work")), "{refused}");
    };
    deploy(&Failing::interrupted(&folder, "write index.html", rival), &new_site()).unwrap();
    assert_eq!(served(&files), new_site());
}

#[test]
fn a_deploy_that_slept_while_another_took_over_stops() {
    let files = Memory::new();
    let folder = FolderStore::new(&files, ROOT.into());
    deploy(&folder, &old_site()).unwrap();
    let theirs = old_site();
    let rival = || {
        deploy(&folder, &theirs).unwrap();
    };
    let store = Failing::interrupted(&folder, "write index.html", rival);
    // Its next beat is a minute away, as if its machine had slept.
    let slow = DeployJob { heartbeat: Duration::from_secs(60), ..job(&store) };
    let refused = publish(&slow, wanted(&store, &new_site(), &[]), &Given(&new_site())).unwrap_err();
    assert!(matches!(refused, DeployError::Rival(_)), "{refused}");
    assert!(store.log.lock().unwrap().iter().all(|line| !line.starts_with("delete")), "it deleted nothing");
}

#[test]
fn a_record_that_was_tampered_with_leads_nowhere() {
    let files = Memory::new();
    let folder = FolderStore::new(&files, ROOT.into());
    deploy(&folder, &old_site()).unwrap();
    let list = folder.list(".wellpress-deploy/releases/").unwrap().remove(0);
    let text = String::from_utf8(folder.read(&list).unwrap().unwrap().bytes).unwrap();
    let stored = job(&folder);
    let headers = wanted(&folder, &old_site(), &[]);
    for evil in
        [text.replace("index.html", "../../etc/passwd"), text.replace("assets/gone", "assets/other"), "x".to_owned()]
    {
        folder.write(&list, evil.into_bytes(), &headers[0].headers(FORMATS)).unwrap();
        let refused = publish(&stored, wanted(&folder, &new_site(), &[]), &Given(&new_site())).unwrap_err();
        assert!(matches!(refused, DeployError::Damaged { .. }), "{refused}");
    }
    for state in ["{", r#"{"format":2,"current":null,"releases":[],"unfinished":[],"holder":null}"#] {
        folder.write(".wellpress-deploy/state.json", state.as_bytes().to_vec(), &headers[0].headers(FORMATS)).unwrap();
        assert!(matches!(deploy(&folder, &new_site()), Err(DeployError::Damaged { .. })));
    }
    assert_eq!(served(&files), old_site());
}

#[test]
fn compressed_files_stand_beside_the_plain_ones_and_go_with_them() {
    let files = Memory::new();
    let folder = FolderStore::new(&files, ROOT.into());
    let long = "index.html ".repeat(60).trim_end().to_owned();
    let mut site = old_site();
    site.insert("long/index.html".to_owned(), long.clone());
    let forms = [ContentEncoding::Brotli, ContentEncoding::Gzip];
    publish(&job(&folder), wanted(&folder, &site, &forms), &Given(&site)).unwrap();
    for (form, name) in [(ContentEncoding::Brotli, "long/index.html.br"), (ContentEncoding::Gzip, "long/index.html.gz")]
    {
        let stored = files.read(&Path::new(ROOT).join(name)).unwrap();
        assert_eq!(form.decode(&stored).unwrap(), long.as_bytes());
    }
    assert!(!served(&files).contains_key("index.html.gz"), "what is short is not worth it");
    publish(&job(&folder), wanted(&folder, &old_site(), &forms), &Given(&old_site())).unwrap();
    assert_eq!(served(&files), old_site());
    rollback(&job(&folder), None).unwrap();
    assert!(served(&files).contains_key("long/index.html.br"));
}

#[test]
fn a_folder_may_be_named_by_its_path_alone() {
    use wellpress_deploy::Target;
    assert_eq!(Target::parse("/srv/www/").unwrap(), Target::parse("file:///srv/www").unwrap());
    assert_eq!(Target::parse("/").unwrap().path, "/", "not the working directory");
    assert!(Target::parse("/srv/../etc").is_err() && Target::parse("srv/www").is_err());
}

#[test]
fn what_was_lost_at_the_target_comes_back_when_it_is_asked_for() {
    let files = Memory::new();
    let folder = FolderStore::new(&files, ROOT.into());
    deploy(&folder, &old_site()).unwrap();
    folder.delete("references.json").unwrap();
    assert_eq!(deploy(&folder, &old_site()).unwrap().uploaded, 0);
    let verified = DeployJob { verification: Verification::Everything, ..job(&folder) };
    assert_eq!(publish(&verified, wanted(&folder, &old_site(), &[]), &Given(&old_site())).unwrap().uploaded, 1);
    assert_eq!(served(&files), old_site());
}
