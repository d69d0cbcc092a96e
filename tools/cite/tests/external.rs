//! `wellpress check --external`: which requests it sends, how often and how many at a time, and which findings the responses
//! become. All servers run on the loopback interface.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use wellpress_harness::loopback::{CannedResponse, LoopbackServer, ReceivedRequest};
use wellpress_harness::output::{output_of, tool_program};

/// A site whose links lead to a loopback server.
struct LinkedSite {
    folder: TempDir,
    server: LoopbackServer,
}

/// A finding of the JSON report. `HOST/` stands for the server's address in the message.
#[derive(Debug, PartialEq, Eq)]
struct LinkFinding {
    rule: String,
    file: String,
    line: u64,
    message: String,
}

impl LinkedSite {
    fn new(respond: impl Fn(&ReceivedRequest) -> CannedResponse + Send + Sync + 'static) -> Self {
        let site = Self { folder: TempDir::new().unwrap(), server: LoopbackServer::new(respond) };
        site.settings("    private_hosts: [127.0.0.1]\n");
        site
    }

    /// Writes settings with these lines below `check.external`.
    fn settings(&self, external: &str) {
        let (doi, ncbi) = (self.server.url("doi/"), self.server.url("ncbi/"));
        let cite = format!("cite: {{doi: '{doi}', ncbi: '{ncbi}'}}");
        let rules = "  rules: {author-missing: off, published-missing: off, review-missing: off, description-missing: off, orphan: off}";
        let head = "title: Test\nbase_url: https://test.example/";
        self.write("wellpress.yaml", &format!("{head}\n{cite}\ncheck:\n{rules}\n  external:\n{external}"));
    }

    /// Writes a page whose lines from 4 on link to these paths of the server.
    fn links(&self, paths: &[&str]) {
        let lines: String = paths.iter().map(|path| format!("[words]({})\n", self.server.url(path))).collect();
        self.text(&lines);
    }

    /// Writes a page with this text from line 4 on.
    fn text(&self, text: &str) {
        self.write("content/pages/index.md", &format!("---\ntitle: Home\n---\n{text}"));
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn run(&self, clock: &str, arguments: &[&str]) -> std::process::Output {
        let mut command = tool_program();
        for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"] {
            command.env_remove(name);
        }
        command.current_dir(self.folder.path()).args(["check", "--clock", clock, "--format", "json"]);
        output_of(command.args(arguments))
    }

    /// Runs `check --external`; gives the findings, and the requests of this run in alphabetical order.
    #[track_caller]
    fn check(&self, clock: &str, arguments: &[&str]) -> (Vec<LinkFinding>, Vec<String>) {
        let earlier_requests = self.server.request_lines().len();
        let output = self.run(clock, &[&["--external"], arguments].concat());
        let report: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
        let mut requests = self.server.request_lines().split_off(earlier_requests);
        requests.sort();
        (report["findings"].as_array().unwrap().iter().map(|finding| self.link_finding(finding)).collect(), requests)
    }

    fn link_finding(&self, finding: &Value) -> LinkFinding {
        let text = |key: &str| finding[key].as_str().unwrap().to_owned();
        LinkFinding {
            rule: text("rule"),
            file: text("file"),
            line: finding["line"].as_u64().unwrap(),
            message: text("message").replace(&self.server.url(""), "HOST/"),
        }
    }
}

const TODAY: &str = "2026-07-01";
const HOME: &str = "content/pages/index.md";

/// Fails unless these are the findings: rule, line and message.
#[track_caller]
fn assert_findings(findings: &[LinkFinding], expected: &[(&str, u64, &str)]) {
    let actual: Vec<_> =
        findings.iter().map(|finding| (finding.rule.as_str(), finding.line, finding.message.as_str())).collect();
    assert_eq!(actual, expected);
}

#[test]
fn each_response_becomes_its_finding() {
    let site = LinkedSite::new(|request| match request.path.as_str() {
        "/there" => CannedResponse::html("<title>x</title>"),
        "/absent" => CannedResponse::status(404),
        "/gone" => CannedResponse::status(410),
        "/broken" => CannedResponse::status(500),
        "/browsers" => CannedResponse::status(403),
        "/moved" => CannedResponse::new(301, &[("location", "/moved-again")], ""),
        "/moved-again" => CannedResponse::new(308, &[("location", "/there")], ""),
        "/for-now" => CannedResponse::new(307, &[("location", "/there")], ""),
        "/moved-for-now" => CannedResponse::new(301, &[("location", "/for-now")], ""),
        "/moved-away" => CannedResponse::new(301, &[("location", "/absent")], ""),
        "/circle" => CannedResponse::redirect("/circle"),
        path => panic!("{path} was asked for"),
    });
    site.links(&[
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
    let (findings, requests) = site.check(TODAY, &[]);
    assert_findings(
        &findings,
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
    // A successful HEAD is enough; a failed one is followed by a GET, because some servers refuse HEAD.
    let requests_of = |path: &str| requests.iter().filter(|request| request.ends_with(path)).collect::<Vec<_>>();
    assert_eq!(requests_of(" /there"), ["HEAD /there"; 4]);
    assert_eq!(requests_of(" /gone"), ["GET /gone", "HEAD /gone"]);
}

#[test]
fn a_moved_link_is_reported_with_its_new_address_and_fragment() {
    let site = LinkedSite::new(|request| match request.path.as_str() {
        "/old" => CannedResponse::new(301, &[("location", "/new?x=1")], ""),
        _ => CannedResponse::status(200),
    });
    site.links(&["old#dose"]);
    let output = site.run(TODAY, &["--external"]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let finding = &report["findings"][0];
    assert_eq!(finding["help"], format!("look at it, and write `{}`", site.server.url("new?x=1#dose")));
    assert_eq!((finding["severity"].as_str(), output.status.code()), (Some("note"), Some(0)));
}

#[test]
fn a_server_that_refuses_head_gets_a_get_whose_body_is_not_read() {
    // If the body were read, the run would hang until the timeout, because the server stops after 200 bytes.
    let site = LinkedSite::new(|request| match request.method.as_str() {
        "HEAD" => CannedResponse::status(405),
        _ => CannedResponse::html(&"words ".repeat(100_000)).truncated_to(200).kept_open(),
    });
    site.links(&["page"]);
    assert_eq!(site.check(TODAY, &[]), (vec![], vec!["GET /page".to_owned(), "HEAD /page".to_owned()]));
}

#[test]
fn a_busy_server_is_asked_again_after_its_retry_after() {
    let calls = AtomicUsize::new(0);
    let site = LinkedSite::new(move |request| match request.path.as_str() {
        "/soon" if calls.fetch_add(1, SeqCst) < 2 => CannedResponse::new(429, &[("retry-after", "0")], ""),
        "/later" => CannedResponse::new(503, &[("retry-after", "3600")], ""),
        _ => CannedResponse::status(200),
    });
    site.links(&["soon", "later"]);
    let (findings, requests) = site.check(TODAY, &[]);
    let message =
        "`HOST/later` could not be checked: `127.0.0.1` is busy (status 503) and asks to wait 3600 s; try again later";
    assert_findings(&findings, &[("link-unchecked", 5, message)]);
    assert_eq!(requests, ["HEAD /later", "HEAD /soon", "HEAD /soon", "HEAD /soon"]);
}

#[test]
fn a_server_that_does_not_answer_is_given_up() {
    let site = LinkedSite::new(|_| CannedResponse::status(200).truncated_to(0).kept_open());
    site.settings("    private_hosts: [127.0.0.1]\n    timeout: 1\n");
    site.links(&["silent"]);
    let message = "`HOST/silent` could not be checked: `127.0.0.1` did not answer in full within 1 s";
    assert_findings(&site.check(TODAY, &[]).0, &[("link-unchecked", 4, message)]);
}

#[test]
fn other_sites_to_which_old_addresses_lead_are_requested() {
    let site = LinkedSite::new(|_| CannedResponse::status(404));
    let (gone, folder) = (site.server.url("gone"), site.server.url("all/*"));
    site.settings(&format!("    private_hosts: [127.0.0.1]\nredirects: {{/old/: '{gone}', /all/*: '{folder}'}}\n"));
    site.text("Text.\n");
    let (findings, requests) = site.check(TODAY, &[]);
    assert_eq!((findings.len(), findings[0].rule.as_str()), (1, "link-dead"));
    assert_eq!(requests, ["GET /gone", "HEAD /gone"]);
}

#[test]
fn without_a_network_no_link_is_declared_dead() {
    let site = LinkedSite::new(|_| CannedResponse::status(200));
    site.text("[words](https://nobody.invalid/a)\n");
    let (findings, _) = site.check(TODAY, &[]);
    assert_eq!((findings.len(), findings[0].rule.as_str()), (1, "link-unchecked"));
    site.text(&format!("[words](https://nobody.invalid/a)\n[words]({})\n", site.server.url("a")));
    let (findings, _) = site.check(TODAY, &[]);
    assert_findings(
        &findings,
        &[("link-dead", 4, "`https://nobody.invalid/a` leads nowhere: there is no host `nobody.invalid`")],
    );
}

#[derive(Default)]
struct Concurrency {
    running: usize,
    peak: usize,
}

/// The highest number of simultaneous requests during a check with this limit.
fn peak_of_requests(per_host: usize) -> usize {
    let state = Arc::new((Mutex::new(Concurrency::default()), Condvar::new()));
    let shared = state.clone();
    let site = LinkedSite::new(move |_| {
        let (concurrency, changed) = &*shared;
        let mut guard = concurrency.lock().unwrap();
        guard.running += 1;
        guard.peak = guard.peak.max(guard.running);
        changed.notify_all();
        // Each request waits for one request too many, so that the limit is reached on any machine. It never comes if the limit
        // holds, hence the timeout.
        let (mut guard, _) = changed
            .wait_timeout_while(guard, Duration::from_millis(100), |concurrency| concurrency.peak <= per_host)
            .unwrap();
        guard.running -= 1;
        CannedResponse::status(200)
    });
    site.settings(&format!("    private_hosts: [127.0.0.1]\n    per_host: {per_host}\n"));
    let paths: Vec<String> = (0..12).map(|number| format!("page-{number}")).collect();
    site.links(&paths.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(site.check(TODAY, &[]).1.len(), 12);
    state.0.lock().unwrap().peak
}

#[test]
fn a_host_has_as_many_simultaneous_requests_as_the_settings_say() {
    assert_eq!([1, 2, 5].map(peak_of_requests), [1, 2, 5]);
}

#[test]
fn redirects_to_a_host_count_against_its_limit() {
    let peak = Arc::new(AtomicUsize::new(0));
    let (running, shared_peak) = (AtomicUsize::new(0), peak.clone());
    let target = LoopbackServer::new(move |_| {
        shared_peak.fetch_max(running.fetch_add(1, SeqCst) + 1, SeqCst);
        std::thread::yield_now();
        running.fetch_sub(1, SeqCst);
        CannedResponse::status(200)
    });
    let goal = target.url("goal").replace("127.0.0.1", "localhost");
    let site = LinkedSite::new(move |_| CannedResponse::redirect(&goal));
    site.settings("    private_hosts: [127.0.0.1, '127.0.0.2', '127.0.0.3', localhost]\n    per_host: 1\n");
    site.links(&["a", "b", "c"]);
    assert_eq!(site.check(TODAY, &[]).0, []);
    assert_eq!((target.request_lines().len(), peak.load(SeqCst)), (3, 1));
}

#[test]
fn a_good_link_is_not_checked_again_for_a_week() {
    let site = LinkedSite::new(|request| match request.path.as_str() {
        "/absent" => CannedResponse::status(404),
        "/old" => CannedResponse::new(301, &[("location", "/there")], ""),
        _ => CannedResponse::status(200),
    });
    site.links(&["there", "there", "absent", "old"]);
    let first = site.check(TODAY, &[]);
    assert_eq!(first.1, ["GET /absent", "HEAD /absent", "HEAD /old", "HEAD /there", "HEAD /there"]);
    let second = site.check("2026-07-07", &[]);
    assert_eq!(second.1, ["GET /absent", "HEAD /absent"]);
    assert_eq!(second.0, first.0);
    assert_eq!(site.check("2026-07-08", &["--cache", "read"]).1, first.1);
    assert_eq!(site.check(TODAY, &["--cache", "off"]).1, first.1);
    site.settings("    private_hosts: [127.0.0.1]\n    max_age: 1 year\n");
    assert_eq!(site.check("2027-06-30", &[]).1, second.1);
}

#[test]
fn offline_no_request_is_sent_and_unchecked_links_are_reported() {
    let site = LinkedSite::new(|request| CannedResponse::status(if request.path == "/absent" { 404 } else { 200 }));
    site.links(&["there", "absent"]);
    let (findings, requests) = site.check(TODAY, &["--offline"]);
    assert_findings(
        &findings,
        &[
            ("link-unchecked", 4, "`HOST/there` was never checked"),
            ("link-unchecked", 5, "`HOST/absent` was never checked"),
        ],
    );
    assert_eq!(requests, Vec::<String>::new());
    site.check(TODAY, &[]);
    site.links(&["there", "absent", "new"]);
    let (findings, requests) = site.check("2028-01-01", &["--offline"]);
    let absent = "`HOST/absent` leads nowhere: `127.0.0.1` answered with status 404, on 2026-07-01";
    assert_findings(&findings, &[("link-dead", 5, absent), ("link-unchecked", 6, "`HOST/new` was never checked")]);
    assert_eq!(requests, Vec::<String>::new());
    assert_eq!(site.run(TODAY, &["--offline"]).status.code(), Some(2), "--offline alone makes no sense");
}

#[test]
fn a_private_address_gets_no_request_unless_the_settings_name_its_host() {
    let private_server = LoopbackServer::new(|_| CannedResponse::status(200));
    let port = private_server.url("").rsplit(':').next().unwrap().trim_end_matches('/').to_owned();
    let target = format!("http://localhost:{port}/secret");
    let site = LinkedSite::new(move |_| CannedResponse::new(301, &[("location", &target)], ""));
    site.text(&format!(
        "[words]({})\n[words](http://10.0.0.1/a)\n[words](http://[::1]:{port}/a)\n",
        site.server.url("way")
    ));
    let (findings, _) = site.check(TODAY, &[]);
    assert_findings(
        &findings,
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
    assert_eq!(private_server.request_lines().len(), 0);
    site.settings("    private_hosts: [127.0.0.1, localhost]\n");
    site.text(&format!("[words]({})\n", site.server.url("way")));
    let (findings, _) = site.check(TODAY, &[]);
    assert_findings(&findings, &[("link-moved", 4, "`HOST/way` has moved for good")]);
    assert_eq!(private_server.request_lines(), ["HEAD /secret"]);
}

#[test]
fn cited_sources_are_checked_by_doi_pubmed_id_and_url() {
    let site = LinkedSite::new(|request| match request.path.as_str() {
        // The redirect of a DOI is not followed: publishers' pages often refuse programs.
        "/doi/10.5555/known" => CannedResponse::new(302, &[("location", "/closed")], ""),
        "/ncbi/pubmed/?format=csl&id=30000001" | "/page" => CannedResponse::status(200),
        _ => CannedResponse::status(404),
    });
    let page = site.server.url("page");
    let existing = format!("@article{{known, title={{A}}, doi={{10.5555/known}}, pmid={{30000001}}, url={{{page}}}}}");
    let unknown = "@article{lost, title={B}, doi={10.5555/lost}, pmid={39999999}}";
    let uncited = "@article{idle, title={C}, doi={10.5555/idle}}";
    site.write(
        "content/references/library.bib",
        &[&existing, unknown, uncited].map(|entry| format!("{entry}\n")).concat(),
    );
    site.write(
        "content/articles/a.md",
        "---\ntitle: A\n---\nWords [@known; @lost]. See <https://doi.org/10.5555/known>.\n",
    );
    let (findings, requests) = site.check(TODAY, &[]);
    let findings: Vec<_> = findings.iter().filter(|finding| finding.rule.starts_with("link-")).collect();
    assert_eq!(findings.len(), 2, "{findings:?}");
    assert_eq!((findings[0].file.as_str(), findings[0].line), ("content/references/library.bib", 2));
    assert_eq!(findings[0].message, "the DOI `10.5555/lost` leads nowhere: `127.0.0.1` answered with status 404");
    assert_eq!(findings[1].message, "the PubMed id `39999999` leads nowhere: `127.0.0.1` answered with status 404");
    assert!(!requests.iter().any(|request| request.contains("idle") || request.contains("closed")), "{requests:?}");
    assert_eq!(requests.iter().filter(|request| request.contains("10.5555/known")).count(), 1);
}

#[test]
fn links_are_checked_in_every_kind_of_file_and_the_site_itself_is_not() {
    let site = LinkedSite::new(|_| CannedResponse::status(404));
    let url = |path: &str| site.server.url(path);
    site.text("[own](https://test.example/not-yet/) [mail](mailto:a@test.example)\n");
    site.write(
        "content/people/ann.md",
        &format!("---\nname: Ann\nlinks:\n  - {{title: Profile, url: '{}'}}\n---\n", url("ann")),
    );
    site.write("content/glossary.yaml", &format!("bone:\n  definition: \"[Words]({}).\"\n", url("bone")));
    site.write("content/disclaimers/general.md", &format!("---\ntitle: Note\n---\n[Words]({}).\n", url("note")));
    site.write("content/topics/t.md", &format!("---\ntitle: T\ntype: other\n---\n[Words]({}).\n", url("topic")));
    let (findings, requests) = site.check(TODAY, &[]);
    let dead_links = findings.iter().filter(|finding| finding.rule == "link-dead");
    let places: BTreeMap<_, _> = dead_links.map(|finding| (finding.file.as_str(), finding.line)).collect();
    let expected = [
        ("content/disclaimers/general.md", 4),
        ("content/glossary.yaml", 2),
        ("content/people/ann.md", 4),
        ("content/topics/t.md", 5),
    ];
    assert_eq!(places, BTreeMap::from(expected));
    assert_eq!(requests.len(), 8);
}

#[test]
fn a_link_is_skipped_by_the_settings_or_allowed_by_a_comment() {
    let site = LinkedSite::new(|_| CannedResponse::status(404));
    let skip = site.server.url("skipped/");
    site.settings(&format!("    private_hosts: [127.0.0.1]\n    skip: ['{skip}']\n"));
    let comment = "<!-- wellpress-allow link-dead: kept for history -->";
    site.text(&format!("{comment}\n\n[words]({})\n\n[words]({skip}a)\n", site.server.url("allowed")));
    let (findings, requests) = site.check(TODAY, &[]);
    assert_eq!((findings.as_slice(), requests.len()), (&[][..], 2));
    // Without `--external` the comment is not reported as unnecessary.
    let output = site.run(TODAY, &[]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["findings"].as_array().unwrap().len(), 0);
    assert_eq!(site.server.request_lines().len(), 2);
}

#[test]
fn invalid_settings_of_external_checks_are_refused() {
    let site = LinkedSite::new(|_| CannedResponse::status(200));
    site.settings("    per_host: 0\n    timeout: 0\n    skip: [example.org]\n");
    site.text("Words.\n");
    let output = site.run(TODAY, &["--external"]);
    let errors = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(2));
    for message in ["`per_host` is 0", "`timeout` is 0", "`example.org` is not the beginning of a web address"] {
        assert!(errors.contains(message), "{errors}");
    }
}

#[test]
fn the_cache_of_results_cannot_be_in_the_content_folder() {
    let site = LinkedSite::new(|_| CannedResponse::status(200));
    site.links(&["a"]);
    let output = site.run(TODAY, &["--external", "--cache-dir", "content"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(!Path::new(HOME).with_file_name("external-links.json").exists());
    assert_eq!(site.server.request_lines().len(), 0);
}

#[test]
fn progress_is_shown_on_terminals_only() {
    let site = LinkedSite::new(|_| CannedResponse::status(200));
    site.links(&["one", "two"]);
    let errors = |arguments: &[&str]| {
        let output = site.run("2026-07-01", &[&["--external", "--cache", "off"], arguments].concat());
        String::from_utf8(output.stderr).unwrap()
    };
    assert_eq!(errors(&[]), "");
    assert!(errors(&["--verbose"]).contains("asking for 2 outside links\n"));
    assert!(!errors(&["--quiet"]).contains("asking"));
}

#[test]
fn a_request_without_an_answer_leaves_what_an_earlier_one_found() {
    let site = LinkedSite::new(|_| CannedResponse::status(200));
    site.text("[words](http://gone.invalid/a)\n[words](http://good.invalid/b)\n");
    let dead = "{\"dead\": {\"why\": \"`gone.invalid` answered with status 404\", \"help\": \"find where it went\"}}";
    let stored = format!(
        "{{\"http://gone.invalid/a\": {{\"day\": \"2026-05-01\", \"verdict\": {dead}}},\n\
         \"http://good.invalid/b\": {{\"day\": \"2026-05-01\", \"verdict\": \"sound\"}}}}\n"
    );
    site.write(".wellpress/external-links.json", &stored);
    for _ in 0..2 {
        let (findings, _) = site.check(TODAY, &[]);
        assert_eq!(findings.len(), 2, "{findings:#?}");
        assert_eq!(findings[0].rule, "link-dead");
        assert!(findings[0].message.ends_with("status 404, on 2026-05-01"), "{findings:#?}");
        assert_eq!(findings[1].rule, "link-unchecked");
        let kept = std::fs::read(site.folder.path().join(".wellpress/external-links.json")).unwrap();
        let kept: Value = serde_json::from_slice(&kept).unwrap();
        assert_eq!(kept, serde_json::from_str::<Value>(&stored).unwrap());
    }
}
