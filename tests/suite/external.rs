//! `wellpress check --external`: what it asks of other servers, how often and how many at a time, and what it makes of the
//! answers. All servers are of this machine.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

use crate::loopback::{Asked, Reply, Server};

/// A site that links to a server.
struct Desk {
    folder: TempDir,
    server: Server,
}

/// A finding in short: rule, file, line, message.
type Finding = (String, String, u64, String);

impl Desk {
    fn new(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        let desk = Self { folder: TempDir::new().unwrap(), server: Server::new(answer) };
        desk.settings("    private_hosts: [127.0.0.1]\n");
        desk
    }

    /// With these lines below `check.external` in the settings.
    fn settings(&self, external: &str) {
        let (doi, ncbi) = (self.server.url("doi/"), self.server.url("ncbi/"));
        let cite = format!("cite: {{doi: '{doi}', ncbi: '{ncbi}'}}");
        let rules = "  rules: {author-missing: off, published-missing: off, review-missing: off, description-missing: off, orphan: off}";
        let head = "title: Test\nbase_url: https://test.example/";
        self.write("wellpress.yaml", &format!("{head}\n{cite}\ncheck:\n{rules}\n  external:\n{external}"));
    }

    /// A page whose lines from 4 on link to these paths of the server.
    fn links(&self, paths: &[&str]) {
        let lines: String = paths.iter().map(|path| format!("[words]({})\n", self.server.url(path))).collect();
        self.text(&lines);
    }

    /// A page whose lines from 4 on are these.
    fn text(&self, text: &str) {
        self.write("content/pages/index.md", &format!("---\ntitle: Home\n---\n{text}"));
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn run(&self, clock: &str, arguments: &[&str]) -> std::process::Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wellpress"));
        for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"] {
            command.env_remove(name);
        }
        command.current_dir(self.folder.path()).args(["check", "--clock", clock, "--format", "json"]);
        command.args(arguments).output().unwrap()
    }

    /// What is found, and what was asked meanwhile.
    #[track_caller]
    fn check(&self, clock: &str, arguments: &[&str]) -> (Vec<Finding>, Vec<String>) {
        let before = self.server.asked().len();
        let output = self.run(clock, &[&["--external"], arguments].concat());
        let report: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let of = |found: &Value| {
            let message = text(&found["message"]).replace(&self.server.url(""), "HOST/");
            (text(&found["rule"]), text(&found["file"]), found["line"].as_u64().unwrap(), message)
        };
        let mut asked = self.server.asked().split_off(before);
        asked.sort();
        (report["findings"].as_array().unwrap().iter().map(of).collect(), asked)
    }
}

const TODAY: &str = "2026-07-01";
const HOME: &str = "content/pages/index.md";

#[track_caller]
fn assert_found(found: &[Finding], expected: &[(&str, u64, &str)]) {
    let found: Vec<_> = found.iter().map(|(rule, _, line, message)| (rule.as_str(), *line, message.as_str())).collect();
    assert_eq!(found, expected);
}

#[test]
fn each_answer_is_what_it_says() {
    let desk = Desk::new(|asked| match asked.path.as_str() {
        "/there" => Reply::html("<title>x</title>"),
        "/absent" => Reply::status(404),
        "/gone" => Reply::status(410),
        "/broken" => Reply::status(500),
        "/browsers" => Reply::status(403),
        "/moved" => Reply::new(301, &[("location", "/moved-again")], ""),
        "/moved-again" => Reply::new(308, &[("location", "/there")], ""),
        "/for-now" => Reply::new(307, &[("location", "/there")], ""),
        "/moved-for-now" => Reply::new(301, &[("location", "/for-now")], ""),
        "/moved-away" => Reply::new(301, &[("location", "/absent")], ""),
        "/circle" => Reply::redirect("/circle"),
        path => panic!("{path} was asked for"),
    });
    desk.links(&[
        "there",
        "absent",
        "gone",
        "broken",
        "browsers",
        "moved",
        "for-now",
        "moved-for-now",
        "moved-away",
        "circle",
    ]);
    let (found, asked) = desk.check(TODAY, &[]);
    assert_found(
        &found,
        &[
            ("link-dead", 5, "`HOST/absent` leads nowhere: `127.0.0.1` answered with status 404"),
            ("link-dead", 6, "`HOST/gone` leads nowhere: `127.0.0.1` answered with status 410"),
            ("link-unchecked", 7, "`HOST/broken` could not be checked: `127.0.0.1` answered with status 500"),
            ("link-unchecked", 8, "`HOST/browsers` could not be checked: `127.0.0.1` answered with status 403"),
            ("link-moved", 9, "`HOST/moved` has moved for good"),
            ("link-moved", 11, "`HOST/moved-for-now` has moved for good"),
            ("link-dead", 12, "`HOST/moved-away` leads nowhere: `127.0.0.1` answered with status 404"),
            (
                "link-dead",
                13,
                "`HOST/circle` leads nowhere: `HOST/circle` leads from one address to the next without end",
            ),
        ],
    );
    // A head is enough where it is answered well.
    assert_eq!(asked.iter().filter(|asked| asked.ends_with(" /there")).collect::<Vec<_>>(), ["HEAD /there"; 4]);
    assert_eq!(asked.iter().filter(|asked| asked.ends_with(" /gone")).collect::<Vec<_>>(), ["GET /gone", "HEAD /gone"]);
}

#[test]
fn what_has_moved_is_told_with_its_new_address_and_its_place_on_the_page() {
    let desk = Desk::new(|asked| match asked.path.as_str() {
        "/old" => Reply::new(301, &[("location", "/new?x=1")], ""),
        _ => Reply::status(200),
    });
    desk.links(&["old#dose"]);
    let output = desk.run(TODAY, &["--external"]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let found = &report["findings"][0];
    assert_eq!(found["help"], format!("look at it, and write `{}`", desk.server.url("new?x=1#dose")));
    assert_eq!((found["severity"].as_str(), output.status.code()), (Some("note"), Some(0)));
}

#[test]
fn a_server_that_refuses_a_head_is_asked_for_the_page_and_not_listened_to() {
    // Were the body read, the silence behind its first bytes would last until the time is over.
    let desk = Desk::new(|asked| match asked.method.as_str() {
        "HEAD" => Reply::status(405),
        _ => Reply::html(&"words ".repeat(100_000)).cut(200).hanging(),
    });
    desk.links(&["page"]);
    assert_eq!(desk.check(TODAY, &[]), (vec![], vec!["GET /page".to_owned(), "HEAD /page".to_owned()]));
}

#[test]
fn a_server_that_is_busy_is_asked_again_when_it_says() {
    let calls = AtomicUsize::new(0);
    let desk = Desk::new(move |asked| match asked.path.as_str() {
        "/soon" if calls.fetch_add(1, SeqCst) < 2 => Reply::new(429, &[("retry-after", "0")], ""),
        "/later" => Reply::new(503, &[("retry-after", "3600")], ""),
        _ => Reply::status(200),
    });
    desk.links(&["soon", "later"]);
    let (found, asked) = desk.check(TODAY, &[]);
    let said =
        "`HOST/later` could not be checked: `127.0.0.1` is busy (status 503) and asks to wait 3600 s; try again later";
    assert_found(&found, &[("link-unchecked", 5, said)]);
    assert_eq!(asked, ["HEAD /later", "HEAD /soon", "HEAD /soon", "HEAD /soon"]);
}

#[test]
fn a_server_that_does_not_answer_is_given_up() {
    let desk = Desk::new(|_| Reply::status(200).cut(0).hanging());
    desk.settings("    private_hosts: [127.0.0.1]\n    timeout: 1\n");
    desk.links(&["silent"]);
    let said = "`HOST/silent` could not be checked: `127.0.0.1` did not answer in full within 1 s";
    assert_found(&desk.check(TODAY, &[]).0, &[("link-unchecked", 4, said)]);
}

#[test]
fn a_machine_without_a_network_declares_nobody_dead() {
    let desk = Desk::new(|_| Reply::status(200));
    desk.text("[words](https://nobody.invalid/a)\n");
    let (found, _) = desk.check(TODAY, &[]);
    assert_eq!((found.len(), found[0].0.as_str()), (1, "link-unchecked"));
    desk.text(&format!("[words](https://nobody.invalid/a)\n[words]({})\n", desk.server.url("a")));
    let (found, _) = desk.check(TODAY, &[]);
    assert_found(
        &found,
        &[("link-dead", 4, "`https://nobody.invalid/a` leads nowhere: there is no host `nobody.invalid`")],
    );
}

#[test]
fn a_host_has_no_more_requests_at_a_time_than_the_settings_say() {
    let most_at_once = |per_host: usize| {
        // Whoever comes in waits until as many are in as may be, so that all that may come together do.
        let room = Arc::new((Mutex::new((0_usize, 0_usize)), Condvar::new()));
        let inside = room.clone();
        let desk = Desk::new(move |_| {
            let (count, changed) = &*inside;
            let mut now = count.lock().unwrap();
            now.0 += 1;
            now.1 = now.1.max(now.0);
            changed.notify_all();
            let (mut now, _) =
                changed.wait_timeout_while(now, Duration::from_millis(100), |(_, most)| *most <= per_host).unwrap();
            now.0 -= 1;
            Reply::status(200)
        });
        desk.settings(&format!("    private_hosts: [127.0.0.1]\n    per_host: {per_host}\n"));
        let paths: Vec<String> = (0..12).map(|number| format!("page-{number}")).collect();
        desk.links(&paths.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(desk.check(TODAY, &[]).1.len(), 12);
        room.0.lock().unwrap().1
    };
    assert_eq!([1, 2, 5].map(most_at_once), [1, 2, 5]);
}

#[test]
fn redirects_to_a_host_count_against_its_limit() {
    let most = Arc::new((AtomicUsize::new(0), AtomicUsize::new(0)));
    let seen = most.clone();
    let target = Server::new(move |_| {
        seen.1.fetch_max(seen.0.fetch_add(1, SeqCst) + 1, SeqCst);
        std::thread::yield_now();
        seen.0.fetch_sub(1, SeqCst);
        Reply::status(200)
    });
    let goal = target.url("goal").replace("127.0.0.1", "localhost");
    let desk = Desk::new(move |_| Reply::redirect(&goal));
    desk.settings("    private_hosts: [127.0.0.1, '127.0.0.2', '127.0.0.3', localhost]\n    per_host: 1\n");
    desk.links(&["a", "b", "c"]);
    assert_eq!(desk.check(TODAY, &[]).0, []);
    assert_eq!((target.asked().len(), most.1.load(SeqCst)), (3, 1));
}

#[test]
fn what_was_there_is_not_asked_for_again_until_it_is_old() {
    let desk = Desk::new(|asked| match asked.path.as_str() {
        "/absent" => Reply::status(404),
        "/old" => Reply::new(301, &[("location", "/there")], ""),
        _ => Reply::status(200),
    });
    desk.links(&["there", "there", "absent", "old"]);
    let first = desk.check(TODAY, &[]);
    assert_eq!(first.1, ["GET /absent", "HEAD /absent", "HEAD /old", "HEAD /there", "HEAD /there"]);
    let second = desk.check("2026-07-07", &[]);
    assert_eq!(second.1, ["GET /absent", "HEAD /absent"]);
    assert_eq!(second.0, first.0);
    assert_eq!(desk.check("2026-07-08", &["--cache", "read"]).1, first.1);
    assert_eq!(desk.check(TODAY, &["--cache", "off"]).1, first.1);
    desk.settings("    private_hosts: [127.0.0.1]\n    max_age: 1 year\n");
    assert_eq!(desk.check("2027-06-30", &[]).1, second.1);
}

#[test]
fn offline_nobody_is_asked_and_what_was_never_checked_is_said() {
    let desk = Desk::new(|asked| Reply::status(if asked.path == "/absent" { 404 } else { 200 }));
    desk.links(&["there", "absent"]);
    let (found, asked) = desk.check(TODAY, &["--offline"]);
    assert_found(
        &found,
        &[
            ("link-unchecked", 4, "`HOST/there` was never checked"),
            ("link-unchecked", 5, "`HOST/absent` was never checked"),
        ],
    );
    assert_eq!(asked, Vec::<String>::new());
    desk.check(TODAY, &[]);
    desk.links(&["there", "absent", "new"]);
    let (found, asked) = desk.check("2028-01-01", &["--offline"]);
    let absent = "`HOST/absent` leads nowhere: `127.0.0.1` answered with status 404, on 2026-07-01";
    assert_found(&found, &[("link-dead", 5, absent), ("link-unchecked", 6, "`HOST/new` was never checked")]);
    assert_eq!(asked, Vec::<String>::new());
    assert_eq!(desk.run(TODAY, &["--offline"]).status.code(), Some(2), "--offline alone makes no sense");
}

#[test]
fn a_private_address_is_not_asked_unless_its_host_is_named() {
    let inner = Server::new(|_| Reply::status(200));
    let port = inner.url("").rsplit(':').next().unwrap().trim_end_matches('/').to_owned();
    let to = format!("http://localhost:{port}/secret");
    let desk = Desk::new(move |_| Reply::new(301, &[("location", &to)], ""));
    desk.text(&format!(
        "[words]({})\n[words](http://10.0.0.1/a)\n[words](http://[::1]:{port}/a)\n",
        desk.server.url("way")
    ));
    let (found, _) = desk.check(TODAY, &[]);
    assert_found(
        &found,
        &[
            ("link-dead", 4, "`HOST/way` leads nowhere: `localhost` is at a private address, which is not asked"),
            (
                "link-dead",
                5,
                "`http://10.0.0.1/a` leads nowhere: `10.0.0.1` is at a private address, which is not asked",
            ),
            (
                "link-dead",
                6,
                &format!("`http://[::1]:{port}/a` leads nowhere: `[::1]` is at a private address, which is not asked"),
            ),
        ],
    );
    assert_eq!(inner.asked().len(), 0);
    desk.settings("    private_hosts: [127.0.0.1, localhost]\n");
    desk.text(&format!("[words]({})\n", desk.server.url("way")));
    let (found, _) = desk.check(TODAY, &[]);
    assert_found(&found, &[("link-moved", 4, "`HOST/way` has moved for good")]);
    assert_eq!(inner.asked(), ["HEAD /secret"]);
}

#[test]
fn sources_are_asked_for_by_doi_pubmed_id_and_address_and_only_where_they_are_cited() {
    let desk = Desk::new(|asked| match asked.path.as_str() {
        // Where a DOI leads is the publisher's, and often closed to programs.
        "/doi/10.5555/known" => Reply::new(302, &[("location", "/closed")], ""),
        "/ncbi/pubmed/?format=csl&id=30000001" | "/page" => Reply::status(200),
        _ => Reply::status(404),
    });
    let page = desk.server.url("page");
    let known = format!("@article{{known, title={{A}}, doi={{10.5555/known}}, pmid={{30000001}}, url={{{page}}}}}");
    let lost = "@article{lost, title={B}, doi={10.5555/lost}, pmid={39999999}}";
    let idle = "@article{idle, title={C}, doi={10.5555/idle}}";
    desk.write("content/references/library.bib", &[&known, lost, idle].map(|entry| format!("{entry}\n")).concat());
    desk.write(
        "content/articles/a.md",
        "---\ntitle: A\n---\nWords [@known; @lost]. See <https://doi.org/10.5555/known>.\n",
    );
    let (found, asked) = desk.check(TODAY, &[]);
    let found: Vec<_> = found.iter().filter(|found| found.0.starts_with("link-")).collect();
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!((found[0].1.as_str(), found[0].2), ("content/references/library.bib", 2));
    assert_eq!(found[0].3, "the DOI `10.5555/lost` leads nowhere: `127.0.0.1` answered with status 404");
    assert_eq!(found[1].3, "the PubMed id `39999999` leads nowhere: `127.0.0.1` answered with status 404");
    assert!(!asked.iter().any(|asked| asked.contains("idle") || asked.contains("closed")), "{asked:?}");
    assert_eq!(asked.iter().filter(|asked| asked.contains("10.5555/known")).count(), 1);
}

#[test]
fn each_place_of_an_address_is_found_and_the_site_itself_is_not_asked() {
    let desk = Desk::new(|_| Reply::status(404));
    let url = |path: &str| desk.server.url(path);
    desk.text("[own](https://test.example/not-yet/) [mail](mailto:a@test.example)\n");
    desk.write(
        "content/people/ann.md",
        &format!("---\nname: Ann\nlinks:\n  - {{title: Profile, url: '{}'}}\n---\n", url("ann")),
    );
    desk.write("content/glossary.yaml", &format!("bone:\n  definition: \"[Words]({}).\"\n", url("bone")));
    desk.write("content/disclaimers/general.md", &format!("---\ntitle: Note\n---\n[Words]({}).\n", url("note")));
    desk.write("content/topics/t.md", &format!("---\ntitle: T\ntype: other\n---\n[Words]({}).\n", url("topic")));
    let (found, asked) = desk.check(TODAY, &[]);
    let places: BTreeMap<_, _> =
        found.iter().filter(|found| found.0 == "link-dead").map(|found| (found.1.as_str(), found.2)).collect();
    let expected = [
        ("content/disclaimers/general.md", 4),
        ("content/glossary.yaml", 2),
        ("content/people/ann.md", 4),
        ("content/topics/t.md", 5),
    ];
    assert_eq!(places, BTreeMap::from(expected));
    assert_eq!(asked.len(), 8);
}

#[test]
fn an_address_is_left_out_by_the_settings_or_silenced_in_place() {
    let desk = Desk::new(|_| Reply::status(404));
    let skip = desk.server.url("skipped/");
    desk.settings(&format!("    private_hosts: [127.0.0.1]\n    skip: ['{skip}']\n"));
    let comment = "<!-- wellpress-allow link-dead: kept for history -->";
    desk.text(&format!("{comment}\n\n[words]({})\n\n[words]({skip}a)\n", desk.server.url("allowed")));
    let (found, asked) = desk.check(TODAY, &[]);
    assert_eq!((found.as_slice(), asked.len()), (&[][..], 2));
    // Without `--external` nobody knows whether the comment is needed.
    let output = desk.run(TODAY, &[]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["findings"].as_array().unwrap().len(), 0);
    assert_eq!(desk.server.asked().len(), 2);
}

#[test]
fn settings_that_make_no_sense_are_refused() {
    let desk = Desk::new(|_| Reply::status(200));
    desk.settings("    per_host: 0\n    timeout: 0\n    skip: [example.org]\n");
    desk.text("Words.\n");
    let output = desk.run(TODAY, &["--external"]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(2));
    for message in ["`per_host` is 0", "`timeout` is 0", "`example.org` is not the beginning of a web address"] {
        assert!(said.contains(message), "{said}");
    }
}

#[test]
fn what_was_heard_is_not_kept_among_the_content() {
    let desk = Desk::new(|_| Reply::status(200));
    desk.links(&["a"]);
    let output = desk.run(TODAY, &["--external", "--cache-dir", "content"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(!Path::new(HOME).with_file_name("external.pack").exists());
    assert_eq!(desk.server.asked().len(), 0);
}

#[test]
fn how_far_it_is_shows_on_terminals_alone() {
    let desk = Desk::new(|_| Reply::status(200));
    desk.links(&["one", "two"]);
    let said = |arguments: &[&str]| {
        let output = desk.run("2026-07-01", &[&["--external", "--cache", "off"], arguments].concat());
        String::from_utf8(output.stderr).unwrap()
    };
    assert_eq!(said(&[]), "");
    assert!(said(&["--verbose"]).contains("asking for 2 outside links\n"));
    assert!(!said(&["--quiet"]).contains("asking"));
}
