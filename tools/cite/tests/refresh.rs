//! `wellpress cite refresh`: the list of retractions and the notices of Crossref and PubMed, and what builds make of them.

use sha2::{Digest, Sha256};
use url::Url;

use wellpress_bibliography::Reference;
use wellpress_foundation::Day;
use wellpress_harness::loopback::{CannedResponse, LoopbackServer, ReceivedRequest};
use wellpress_harness::output::{ProgramOutput, tool_program};
use wellpress_harness::test_site::TestSite;
use wellpress_io::net::WebPolicy;
use wellpress_services::list::{ListRequest, fetch_list};
use wellpress_web::LiveWebClient;

use crate::cite_site::{CiteSite, LIBRARY};

const LIST: &str =
    "Record ID,RetractionDate,RetractionDOI,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason
1,6/30/2021 0:00,10.5555/notice,10.5555/back,0,Retraction,+Error in Data;
2,6/30/2021 0:00,10.5555/other,10.5555/nobody,0,Retraction,
";

const SOURCES: &str =
    "@article{back, title = {Backs}, author = {Lee, A.}, date = {2019}, doi = {10.5555/back}, pmid = {77}}
@article{neck, title = {Necks}, author = {May, B.}, date = {2018}, doi = {10.5555/neck}}
@article{knee, title = {Knees}, author = {Roe, C.}, date = {2017}, pmid = {79}}
@online{web, title = {Web}, url = {https://example.org/}}
";

const STORED: &str = "data/retractions.csv";
const NOTICES: &str = "data/notices.csv";

/// A site with these sources, lines below `citations`, and services with these answers.
fn site(
    citations: impl Fn(&LoopbackServer) -> String,
    respond: impl Fn(&ReceivedRequest) -> CannedResponse + Send + Sync + 'static,
) -> CiteSite {
    let site = CiteSite::new(respond);
    let services = ["doi", "ncbi", "crossref", "eutils"]
        .map(|name| format!("  {name}: {}\n", site.server.url(&format!("{name}/"))));
    site.write(
        "wellpress.yaml",
        &format!(
            "title: Test\nbase_url: https://test.example/\ncite:\n  timeout: 1\n{}citations:\n{}",
            services.concat(),
            citations(&site.server)
        ),
    );
    site.write(LIBRARY, SOURCES);
    site
}

fn read(site: &CiteSite, path: &str) -> String {
    std::fs::read_to_string(site.path(path)).unwrap_or_default()
}

fn sha256(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The setting of a list that is fetched, with further keys.
fn fetched_list(server: &LoopbackServer, keys: &str) -> String {
    format!("  retractions: {{file: {STORED}, url: \"{}\", timeout: 1{keys}}}\n", server.url("list.csv"))
}

fn csv(text: &str) -> CannedResponse {
    CannedResponse::new(200, &[("content-type", "text/csv")], text)
}

#[test]
fn the_list_is_stored_with_its_date_and_read_without_a_network() {
    let site =
        site(|server| fetched_list(server, &format!(", sha256: {}", sha256(LIST).to_uppercase())), |_| csv(LIST));
    let run = site.run(&["refresh"]).assert_status(0);
    assert!(run.err.contains("`data/retractions.csv`: 2 rows, of 2026-07-01"), "{}", run.err);
    assert_eq!(read(&site, STORED), LIST);
    let origin = format!(
        "# Written by `wellpress cite refresh`.\nfetched: 2026-07-01\nurl: \"{}\"\nsha256: \"{}\"\n",
        site.server.url("list.csv"),
        sha256(LIST)
    );
    assert_eq!(read(&site, "data/retractions.csv.yaml"), origin);
    site.write("content/articles/a.md", "---\ntitle: A\n---\nSee [@back].\n");
    let requests = site.server.requests().len();
    let check = check(&site, "2026-07-11");
    assert!(check.err.contains("the source `back` was retracted on 2021-06-30: Error in Data"), "{}", check.err);
    assert_eq!(site.server.requests().len(), requests, "a check sends no request");
}

fn check(site: &CiteSite, clock: &str) -> ProgramOutput {
    run(site, "check", clock)
}

fn run(site: &CiteSite, command_name: &str, clock: &str) -> ProgramOutput {
    let mut command = tool_program();
    command.current_dir(site.path("")).args([command_name, "--clock", clock]);
    ProgramOutput::of(command.output().unwrap())
}

/// Runs `refresh` for a list that is there already, with this answer. The stored list has to stay.
fn refused(keys: &str, respond: impl Fn(&ReceivedRequest) -> CannedResponse + Send + Sync + 'static) -> ProgramOutput {
    let site = site(|server| fetched_list(server, keys), respond);
    site.write(STORED, "old");
    site.write("data/retractions.csv.yaml", "fetched: 2020-01-01\n");
    let run = site.run(&["refresh"]);
    assert_eq!(
        (read(&site, STORED).as_str(), read(&site, "data/retractions.csv.yaml").as_str()),
        ("old", "fetched: 2020-01-01\n")
    );
    assert_eq!(std::fs::read_dir(site.path("data")).unwrap().count(), 2, "no file is left behind");
    run
}

#[test]
fn a_list_that_is_not_whole_or_not_a_list_changes_nothing() {
    let wrong_sum = format!(", sha256: {}", "0".repeat(64));
    let unknown_nature = LIST.replace("10.5555/back,0,Retraction", "10.5555/back,0,Withdrawn");
    let short_row = format!("{LIST}3,4\n");
    let header = LIST.lines().next().unwrap().to_owned() + "\n";
    for (run, status, message) in [
        (refused(&wrong_sum, |_| csv(LIST)), 1, "and the settings name `0000"),
        (
            refused("", |_| CannedResponse::html("<html>Log in</html>")),
            1,
            "line 1: the list of retractions has no column",
        ),
        (refused("", move |_| csv(&unknown_nature)), 1, "line 2: `Withdrawn` is not a known `RetractionNature`"),
        (refused("", move |_| csv(&short_row)), 1, "line 4: this row has 2 fields"),
        (refused("", move |_| csv(&header)), 1, "it has no rows"),
        (refused("", |_| csv("")), 1, "the list of retractions has no column"),
        (refused("", |_| CannedResponse::status(404)), 3, "answered with status 404"),
        (refused("", |_| csv(LIST).truncated_to(200)), 3, "it breaks off before its end"),
        (refused("", |_| csv(LIST).truncated_to(200).kept_open()), 3, "did not answer in full within 1 s"),
        (refused("", |_| CannedResponse::redirect("/list.csv")), 3, "leads from one address to the next without end"),
        (
            refused("", |_| CannedResponse::redirect("http://10.0.0.1/")),
            3,
            "is at a private address, which is not asked",
        ),
    ] {
        let run = run.assert_status(status);
        assert!(run.err.contains(message), "{message}: {}", run.err);
    }
}

#[test]
fn a_list_that_is_too_long_is_not_taken() {
    let server = LoopbackServer::new(|_| csv(LIST));
    let web = LiveWebClient::new(WebPolicy { private_hosts: vec!["127.0.0.1".to_owned()], ..WebPolicy::default() });
    let url = Url::parse(&server.url("list.csv")).unwrap();
    let today = Day::parse("2026-07-01").unwrap();
    let fetch = |max_bytes| {
        let request = ListRequest { url: &url, sha256: None, max_bytes, today };
        fetch_list(&web, request, std::iter::empty::<&Reference>())
    };
    let error = fetch(LIST.len() as u64 - 1).unwrap_err();
    assert_eq!(
        error.message,
        format!("the list was not fetched: the answer of `127.0.0.1` has more than {} bytes", LIST.len() - 1)
    );
    assert_eq!(fetch(LIST.len() as u64).unwrap().rows, 2);
}

#[test]
fn a_list_outside_of_the_site_is_not_written() {
    for path in ["../list.csv", "/tmp/list.csv", "."] {
        let site = site(
            |server| format!("  retractions: {{file: \"{path}\", url: \"{}\"}}\n", server.url("l")),
            |_| csv(LIST),
        );
        let run = site.run(&["refresh"]).assert_status(2);
        assert!(run.err.contains(&format!("`{path}` is not a path within the site")), "{}", run.err);
    }
}

const WORK: &str = r#"{"DOI":"10.5555/back","updated-by":[
{"DOI":"10.5555/Notice","type":"retraction","source":"publisher","updated":{"date-parts":[[2021,6,30]]}}]}"#;

const WORKS: &str = r#"{"status":"ok","message":{"total-results":2,"items":[{"DOI":"10.5555/NECK"},{"DOI":"10.5555/back","updated-by":[
{"DOI":"10.5555/Notice","type":"retraction","source":"publisher","updated":{"date-parts":[[2021,6,30]]}}]}]}}"#;

const ARTICLES: &str = r#"<?xml version="1.0"?><!DOCTYPE PubmedArticleSet><PubmedArticleSet>
<PubmedArticle><MedlineCitation><PMID>77</PMID><CommentsCorrectionsList>
<CommentsCorrections RefType="RetractionIn"><RefSource>J Ex. 2021 Jun 30;7(2):99. doi: 10.5555/notice</RefSource><PMID>78</PMID></CommentsCorrections>
</CommentsCorrectionsList></MedlineCitation></PubmedArticle>
<PubmedArticle><MedlineCitation><PMID>79</PMID><CommentsCorrectionsList>
<CommentsCorrections RefType="ErratumIn"><RefSource>J Ex. 2018 May;6(1):10</RefSource><PMID>80</PMID></CommentsCorrections>
</CommentsCorrectionsList></MedlineCitation></PubmedArticle></PubmedArticleSet>"#;

fn services(request: &ReceivedRequest) -> CannedResponse {
    match request.path.as_str() {
        "/crossref/works?filter=doi%3A10.5555%2Fback%2Cdoi%3A10.5555%2Fneck&rows=2" => CannedResponse::json(WORKS),
        "/eutils/efetch.fcgi?db=pubmed&retmode=xml&id=77%2C79" => {
            CannedResponse::new(200, &[("content-type", "text/xml")], ARTICLES)
        }
        _ => CannedResponse::status(404),
    }
}

fn notices_setting(_: &LoopbackServer) -> String {
    format!("  notices: {NOTICES}\n")
}

const ROWS: &str = "Key,Title,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,RetractionDate,RetractionDOI,RetractionPubMedID,Reason,KnownBy
back,Backs,10.5555/back,77,Retraction,2021-06-30,10.5555/notice,,,Crossref
back,Backs,10.5555/back,77,Retraction,2021-06-30,10.5555/notice,78,,PubMed
knee,Knees,,79,Correction,,,80,,PubMed
";

#[test]
fn notices_are_stored_where_people_can_review_them_and_builds_read_them() {
    let site = site(notices_setting, services);
    let run = site.run(&["refresh"]).assert_status(0);
    assert_eq!(read(&site, NOTICES), ROWS);
    assert_eq!(read(&site, "data/notices.csv.yaml"), "# Written by `wellpress cite refresh`.\nfetched: 2026-07-01\n");
    assert!(run.err.contains("new: `back`: Retraction of 2021-06-30, doi:10.5555/notice (Crossref)"), "{}", run.err);
    assert!(run.err.contains("`data/notices.csv`: 3 rows about 3 sources"), "{}", run.err);
    assert_eq!(site.server.requests().len(), 2, "one request for all DOIs and one for all PubMed ids");
    let again = site.run(&["refresh"]).assert_status(0);
    assert!(!again.err.contains("new:") && !again.err.contains("gone:"), "{}", again.err);
    assert_eq!(read(&site, NOTICES), ROWS);
    site.write("content/articles/a.md", "---\ntitle: A\n---\nSee [@back; @knee; @neck].\n");
    let check = check(&site, "2026-07-01").assert_status(1);
    assert!(
        check.err.contains("error[source-retracted]: the source `back` was retracted on 2021-06-30"),
        "{}",
        check.err
    );
    assert!(check.err.contains("warning[source-corrected]: the source `knee` was corrected"), "{}", check.err);
    assert!(!check.err.contains("`neck`"), "{}", check.err);
}

/// One DOI that Crossref refuses, a DOI of another agency, and a mirror that has no lists.
#[test]
fn where_a_list_is_refused_each_doi_is_asked_for_alone() {
    for refusal in [400, 404, 414] {
        let site = site(notices_setting, move |request| match request.path.as_str() {
            "/crossref/works/10.5555/back" => CannedResponse::json(&format!("{{\"message\":{WORK}}}")),
            path if path.starts_with("/crossref/works?") => CannedResponse::status(refusal),
            path if path.starts_with("/crossref/") => CannedResponse::status(404),
            _ => services(request),
        });
        site.run(&["refresh"]).assert_status(0);
        assert_eq!(read(&site, NOTICES), ROWS);
    }
}

#[test]
fn what_was_stored_stays_while_a_service_does_not_answer() {
    let site = site(notices_setting, |request| match request.path.starts_with("/crossref/") {
        true => CannedResponse::status(500),
        false => CannedResponse::json("{").truncated_to(0).kept_open(),
    });
    site.write(NOTICES, ROWS);
    site.write("data/notices.csv.yaml", "fetched: 2026-01-01\n");
    let run = site.run(&["refresh"]).assert_status(3);
    assert_eq!(read(&site, NOTICES), ROWS);
    assert_eq!(read(&site, "data/notices.csv.yaml"), "fetched: 2026-01-01\n");
    assert!(
        run.err.contains("Crossref: `127.0.0.1` answered with status 500 (about `back` and 1 more)"),
        "{}",
        run.err
    );
    assert!(
        run.err.contains("PubMed: `127.0.0.1` did not answer in full within 1 s (about `back` and 1 more)"),
        "{}",
        run.err
    );
    assert!(run.err.contains("and so does the date of the file"), "{}", run.err);
}

#[test]
fn a_notice_that_a_service_no_longer_has_goes() {
    let site = site(notices_setting, |request| match request.path.starts_with("/crossref/") {
        true => CannedResponse::json(r#"{"message":{}}"#),
        false => CannedResponse::new(
            200,
            &[],
            "<PubmedArticleSet><MedlineCitation><PMID>77</PMID></MedlineCitation><MedlineCitation><PMID>79</PMID></MedlineCitation></PubmedArticleSet>",
        ),
    });
    site.write(NOTICES, ROWS);
    let run = site.run(&["refresh"]).assert_status(0);
    assert_eq!(read(&site, NOTICES).lines().count(), 1);
    assert!(run.err.contains("gone: `knee`: Correction, pmid:80 (PubMed)"), "{}", run.err);
}

#[test]
fn broken_answers_and_a_broken_file_are_named() {
    let broken = site(notices_setting, |request| match request.path.starts_with("/crossref/") {
        true => CannedResponse::html("<html>Log in</html>"),
        false => {
            CannedResponse::new(200, &[], "<!DOCTYPE a [<!ENTITY b \"bb\"><!ENTITY c \"&b;&b;\">]><html>&c;</html>")
        }
    });
    let run = broken.run(&["refresh"]).assert_status(3);
    assert!(
        run.err.contains("Crossref: the answer is no record: ") && run.err.contains("it is no set of articles"),
        "{}",
        run.err
    );
    let site = site(notices_setting, services);
    site.write(NOTICES, "Key,Title\na,b\n");
    let run = site.run(&["refresh"]).assert_status(1);
    assert!(run.err.contains("the notices in `data/notices.csv` cannot be read: "), "{}", run.err);
    assert_eq!((read(&site, NOTICES).as_str(), site.server.requests().len()), ("Key,Title\na,b\n", 0));
}

#[test]
fn without_a_setting_there_is_nothing_to_refresh() {
    let run = site(|_| "  retractions: data/retractions.csv\n".to_owned(), services).run(&["refresh"]).assert_status(2);
    assert!(run.err.contains("the settings name nothing to refresh"), "{}", run.err);
}

/// A site in memory with a list and the file beside it, checked on 2026-06-24, the day of the harness.
fn listed(setting: &str, origin: Option<&str>) -> Vec<String> {
    let site = TestSite::new()
        .settings(&format!("citations: {{retractions: {setting}}}\n"))
        .file("data/list.csv", LIST)
        .library("@article{known, title = {Known}, author = {Ames, A.}, date = {2020}, doi = {10.1000/known}}\n");
    let site = match origin {
        Some(origin) => site.file("data/list.csv.yaml", origin),
        None => site,
    };
    let findings = site.with_common_findings().build().formatted_findings();
    findings
        .into_iter()
        .filter(|finding| finding.contains("[retractions-old]") || finding.contains("[settings-"))
        .collect()
}

#[test]
fn an_old_list_is_a_finding_with_its_date() {
    let with_url = "{file: data/list.csv, url: \"https://example.org/l.csv\"}";
    assert_eq!(listed("data/list.csv", None), Vec::<String>::new());
    let old = listed("data/list.csv", Some("fetched: 2020-01-01\n"));
    let message = "warning[retractions-old] wellpress.yaml:3:26: `data/list.csv` was fetched on 2020-01-01, and was good until 2020-03-31";
    assert!(old.len() == 1 && old[0].starts_with(message), "{old:#?}");
    let unknown = listed(with_url, None);
    assert!(unknown.len() == 1 && unknown[0].contains("nobody knows when `data/list.csv` was fetched"), "{unknown:#?}");
    assert_eq!(
        listed("{file: data/list.csv, max_age: 100 years}", Some("fetched: 2020-01-01\n")),
        Vec::<String>::new()
    );
    let broken = listed("data/list.csv", Some("fetched: last week\n"));
    assert!(
        broken.len() == 1 && broken[0].starts_with("error[settings-invalid] data/list.csv.yaml:1:1: the date of"),
        "{broken:#?}"
    );
}

#[test]
fn mistakes_in_the_settings_have_their_place() {
    for (setting, message) in [
        ("{file: data/list.csv, url: \"ftp://example.org/l\"}", "`ftp://example.org/l` is not the address of a list"),
        ("{file: data/list.csv, sha256: abc}", "`abc` is not a SHA-256"),
        ("{file: data/list.csv, timeout: 0}", "`timeout` is 0"),
        ("{file: data/list.csv, uri: x}", "uri"),
        ("{url: \"https://example.org/l\"}", "file"),
    ] {
        let found = listed(setting, None);
        assert!(
            found[0].starts_with("error[settings-invalid] wellpress.yaml:3:") && found[0].contains(message),
            "{found:#?}"
        );
    }
}

#[test]
fn the_build_info_says_which_list_was_used() {
    let site = site(|_| format!("  retractions: {STORED}\n"), services);
    site.write(STORED, LIST);
    for fetched in ["2026-06-01", "2026-06-02"] {
        site.write("data/retractions.csv.yaml", &format!("fetched: {fetched}\n"));
        run(&site, "build", "2026-07-01").assert_status(0);
        let info: serde_json::Value = serde_json::from_str(&read(&site, "output/build-info.json")).unwrap();
        assert_eq!(info["retraction_lists"][0], serde_json::json!({"file": STORED, "fetched": fetched}));
    }
}
