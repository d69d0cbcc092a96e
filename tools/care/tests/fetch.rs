//! `wellpress care --fetch`: what is asked, what is stored, and what is lost of it when services fail (nothing).

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use wellpress_harness::loopback::CannedResponse;
use wellpress_harness::output::{ProgramOutput, tool_program};

use crate::played_services::{PlayedServices, Work};

const CLOCK: [&str; 4] = ["--clock", "2026-07-01", "--color", "never"];

/// A site of these services.
struct Site {
    folder: TempDir,
    services: PlayedServices,
}

impl Site {
    fn new(services: PlayedServices, library: &str) -> Self {
        let site = Self { folder: TempDir::new().unwrap(), services };
        site.write("wellpress.yaml", &site.services.settings());
        site.write("content/pages/index.md", "---\ntitle: Home\n---\nWords.\n");
        site.write("content/references/library.bib", library);
        site
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).unwrap_or_default()
    }

    fn run(&self, arguments: &[&str]) -> ProgramOutput {
        ProgramOutput::of(command(self.folder.path(), arguments).output().unwrap())
    }

    /// What the run says is in the list: kinds with what they are about, sorted.
    fn fetched(&self, status: i32) -> Vec<String> {
        let run = self.run(&["care", "--fetch", "--format", "json"]).assert_status(status);
        subjects(&run.json())
    }

    /// The stored answers, by file.
    fn stored(&self) -> [String; 3] {
        ["data/notices.csv", "data/notices.updates.csv", "data/notices.references.csv"].map(|path| self.read(path))
    }
}

fn command(folder: &Path, arguments: &[&str]) -> std::process::Command {
    let mut command = tool_program();
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"] {
        command.env_remove(name);
    }
    command.current_dir(folder).args(CLOCK).args(arguments);
    command
}

fn subjects(list: &Value) -> Vec<String> {
    let items = list["items"].as_array().unwrap().iter();
    let mut subjects: Vec<String> = items
        .map(|item| {
            let about = ["source", "link", "file"].iter().find_map(|name| item[*name].as_str()).unwrap();
            format!("{} {about}", item["kind"].as_str().unwrap())
        })
        .collect();
    subjects.sort();
    subjects
}

fn key(number: usize) -> String {
    format!("s{number:04}")
}

/// A source of the large site as the library has it. Each tenth has no identifier.
fn entry(number: usize) -> String {
    let key = key(number);
    let title = format!("Study of backs under number {number}");
    let (kind, place) = if number == 3 { ("unpublished", "") } else { ("article", "journal={J of Ex}, ") };
    let doi = if number % 10 == 9 { String::new() } else { format!("doi={{10.5555/{key}}}, ") };
    let pmid = if number % 10 != 9 && number.is_multiple_of(2) {
        format!("pmid={{{}}}, ", 1000 + number)
    } else {
        String::new()
    };
    let evidence = if number.is_multiple_of(7) { "evidence={systematic-review}, " } else { "" };
    format!("@{kind}{{{key}, title={{{title}}}, author={{Lee{number}, Ann}}, {place}date={{2025}}, {doi}{pmid}{evidence}url={{}}}}\n")
        .replace(", url={}}", "}")
}

fn work(number: usize) -> Work {
    Work {
        doi: format!("10.5555/{}", key(number)),
        pmid: if number.is_multiple_of(2) { (1000 + number).to_string() } else { String::new() },
        title: format!("Study of backs under number {number}"),
        family: format!("Lee{number}"),
        year: 2025,
        openalex: format!("W{number}"),
        cites_dois: if number.is_multiple_of(7) {
            (0..40).map(|cited| format!("10.5555/c{}", number + cited)).collect()
        } else {
            Vec::new()
        },
        cites_ids: if number.is_multiple_of(7) {
            (0..20).map(|cited| format!("W{}", 100_000 + number + cited)).collect()
        } else {
            Vec::new()
        },
        ..Work::default()
    }
}

/// A work that reviews cite.
fn cited(id: usize) -> Work {
    Work { doi: format!("10.5555/o{id}"), openalex: format!("W{id}"), title: format!("Cited {id}"), ..Work::default() }
}

/// 200 pages that cite 2,000 sources, and the services that know them.
fn large_site() -> Site {
    let works = (0..2000).filter(|number| *number != 19).map(work);
    let services = PlayedServices::new(works.chain((100_000..102_100).map(cited)));
    let library: String = (0..2000).map(entry).collect();
    let gone = services.server.url("gone");
    let site = Site::new(services, &library);
    for page in 0..200 {
        let marks: Vec<String> = (0..10).map(|at| format!("Sentence {at} [@{}].", key(page * 10 + at))).collect();
        let link = if page == 50 { format!(" See [this]({gone}).") } else { String::new() };
        site.write(
            &format!("content/articles/p{page:03}.md"),
            &format!("---\ntitle: Page {page}\n---\n{}{link}\n", marks.join(" ")),
        );
    }
    let settings = site.read("wellpress.yaml") + "check: {external: {private_hosts: [127.0.0.1]}}\n";
    site.write("wellpress.yaml", &settings);
    site
}

#[test]
fn each_event_of_a_year_is_in_the_list_once_and_nothing_else_is() {
    let site = large_site();
    let services = &site.services;
    // The first run: nothing has happened but the article that nobody knows and the dead link.
    let gone = services.server.url("gone");
    let first = [format!("link-dead {gone}"), "source-unfound s0019".to_owned()];
    assert_eq!(site.fetched(0), first);
    let requests = services.server.requests().len();
    assert!(requests < 3000, "{requests} requests");
    assert!(
        services.requests_to("/doi/") == 0 && services.requests_to("/ncbi/") == 0,
        "known identifiers are no links"
    );
    assert!(services.server.requests()[1].path.ends_with("&tool=wellpress&email=desk%40test.example"));

    services.retract("10.5555/S0001", "0");
    services.change("10.5555/s0002", |work| work.updated_by = vec![("retraction", "10.5555/r2")]);
    services.change("10.5555/s0003", |work| work.preprint_of = Some("10.5555/article3"));
    services.change("10.5555/s0004", |work| {
        work.comments = vec![("ExpressionOfConcernIn", "J. 2026 May 1;1:1."), ("CommentIn", "J. 2026")]
    });
    services
        .change("10.5555/s0005", |work| work.updated_by = vec![("erratum", "10.5555/e5"), ("erratum", "10.5555/e5")]);
    services.change("10.5555/s0006", |work| work.updated_by = vec![("new_version", "10.5555/s0006.v2")]);
    services.change("10.5555/s0008", |work| {
        work.comments = vec![("UpdateIn", "J. 2026 May 2;1:1. doi: 10.5555/s0008.v2.")]
    });
    services.change("10.5555/s0014", |work| work.cites_pmids = vec!["555".to_owned()]);
    services.change("10.5555/s0022", |work| {
        work.types = vec!["Journal Article", "Meta-Analysis"];
        work.cites_dois = vec!["10.5555/x22".to_owned()];
    });
    // A review that Crossref, one that PubMed and one that OpenAlex alone knows to cite it; and the study of no review.
    services.retract("10.5555/c2034", "0");
    services.retract("0", "555");
    services.retract("10.5555/o100001", "0");
    services.retract("10.5555/x22", "0");
    let list = site.fetched(0);
    let mut expected: Vec<String> = [
        "source-retracted s0001",
        "source-retracted s0002",
        "source-published s0003",
        "source-concern s0004",
        "source-corrected s0005",
        "source-superseded s0006",
        "source-superseded s0008",
        "source-cites-retracted s1995",
        "source-cites-retracted s0014",
        "source-cites-retracted s0000",
        "source-cites-retracted s0022",
        "source-unfound s0019",
    ]
    .map(str::to_owned)
    .to_vec();
    expected.push(format!("link-dead {gone}"));
    expected.sort();
    assert_eq!(list, expected);
    // The next list needs no request, and is the same.
    let before = services.server.requests().len();
    let offline = site.run(&["care", "--format", "json"]).assert_status(0).json();
    assert_eq!((subjects(&offline), services.server.requests().len()), (expected, before));
    site.run(&["care", "--fetch", "--strict"]).assert_status(1);
}

const SMALL: &str = "\
@article{one, title={Walking and the health of backs}, author={Lee, A}, journal={J}, date={2025}, doi={10.5555/one}, pmid={71}}
@article{two, title={Backs: a systematic review}, author={May, B}, journal={J}, date={2025}, doi={10.5555/two}, pmid={72}}
@article{three, title={Knees of people who sit}, author={Roe, C}, journal={J}, date={2025}, doi={10.5555/three}}
@article{four, title={Necks of people who stand}, author={Moe, D}, journal={J}, date={2025}}
";

fn small_works() -> Vec<Work> {
    let work = |doi: &str, pmid: &str, title: &str, family: &str| Work {
        doi: doi.to_owned(),
        pmid: pmid.to_owned(),
        title: title.to_owned(),
        family: family.to_owned(),
        year: 2025,
        ..Work::default()
    };
    let mut two = work("10.5555/two", "72", "Backs a systematic review", "May");
    two.openalex = "W2".to_owned();
    two.cites_ids = vec!["W9".to_owned()];
    let mut one = work("10.5555/one", "71", "Walking and the health of backs", "Lee");
    one.comments = vec![("ErratumIn", "J. 2026 May 1;1:1. doi: 10.5555/e1.")];
    let mut three = work("10.5555/three", "", "Knees of people who sit", "Roe");
    three.updated_by = vec![("new_edition", "10.5555/three.2")];
    let mut nine = work("10.5555/nine", "", "A study of nine", "Noe");
    nine.openalex = "W9".to_owned();
    vec![one, two, three, nine, work("10.5555/four", "", "Necks of people who stand", "Moe")]
}

fn small_site() -> Site {
    let site = Site::new(PlayedServices::new(small_works()), SMALL);
    site.services.retract("10.5555/nine", "0");
    site.write("content/articles/a.md", "---\ntitle: A\n---\nOne [@one]. Two [@two]. Three [@three]. Four [@four].\n");
    site
}

const SMALL_LIST: [&str; 3] = ["source-cites-retracted two", "source-corrected one", "source-superseded three"];

#[test]
fn what_services_say_is_stored_in_files_that_people_can_read() {
    let site = small_site();
    assert_eq!(site.fetched(0), SMALL_LIST);
    let [notices, updates, references] = site.stored();
    assert!(
        notices.contains(
            "\none,Walking and the health of backs,10.5555/one,71,Correction,2026-05-01,10.5555/e1,,,PubMed\n"
        ),
        "{notices}"
    );
    assert_eq!(
        updates,
        "Key,Title,DOI,PubMedID,Event,OtherDOI,OtherPubMedID,OtherTitle,Date,KnownBy\n\
         four,Necks of people who stand,,,found,10.5555/four,,\"Necks of people who stand (Moe, 2025)\",,Crossref\n\
         three,Knees of people who sit,10.5555/three,,new-version,10.5555/three.2,,,2026-06-01,Crossref\n"
    );
    assert_eq!(
        references,
        "Key,Title,DOI,PubMedID,CitedDOI,CitedPubMedID,CitedOpenAlexID,CitedTitle,KnownBy\n\
         two,Backs: a systematic review,10.5555/two,72,10.5555/nine,,W9,A study of nine,OpenAlex\n"
    );
    assert!(
        !site.path(".wellpress/care-fetch.json").exists()
            || !site.read(".wellpress/care-fetch.json").contains("10.5555")
    );
    let check = site.run(&["check"]).assert_status(0);
    for line in [
        "note[source-cites-retracted]: the source `two` cites a work that was retracted: \u{201c}A study of nine\u{201d} (10.5555/nine), retracted on 2026-06-30 by 10.5555/notice",
        "warning[source-superseded]: the source `three` has a newer version, doi:10.5555/three.2, as Crossref says",
    ] {
        assert!(check.err.contains(line), "{line}\n{}", check.err);
    }
    site.run(&["build"]).assert_status(0);
    let page = site.read("output/references/two/index.html");
    assert!(
        page.contains(
            "<a href=\"https://doi.org/10.5555/nine\" rel=\"noopener external\" dir=\"auto\">A study of nine</a>"
        ),
        "{page}"
    );
    // A found article is not searched again, and a work that is known is not looked up again.
    let before = site.services.requests_to("/crossref/works?query");
    site.fetched(0);
    assert_eq!(
        (
            site.services.requests_to("/crossref/works?query"),
            site.services.requests_to("/openalex/works?filter=openalex")
        ),
        (before, 1)
    );
    assert_eq!(site.stored(), [notices, updates, references]);
}

/// What is told, the start of the requests that fail, and the answer to them.
type Fault = (&'static str, &'static str, fn() -> CannedResponse);

#[test]
fn nothing_is_lost_while_a_service_fails_and_the_next_run_goes_on() {
    let is_broken = |path: &'static str, answer: fn() -> CannedResponse| {
        move |request: &wellpress_harness::loopback::ReceivedRequest| request.path.starts_with(path).then(answer)
    };
    let busy = || CannedResponse::new(429, &[("retry-after", "120")], "");
    let half =
        || CannedResponse::json(r#"{"status":"ok","message":{"total-results":3,"items":[{"DOI":"10.5555/one"}]}}"#);
    let cut = || CannedResponse::json(r#"{"status":"ok","message":{"total-results":3,"items":[]}}"#).truncated_to(90);
    let faults: [Fault; 12] = [
        ("Crossref: `127.0.0.1` is busy (status 429) and asks to wait 120 s", "/crossref/", busy),
        ("Crossref: `127.0.0.1` answered with status 500", "/crossref/", || CannedResponse::status(500)),
        ("Crossref: the answer is no record", "/crossref/", || CannedResponse::json("{\"message\": {\"items\": [")),
        ("Crossref: the answer has no record of it", "/crossref/works?filter", half),
        ("Crossref: the answer of `127.0.0.1` is broken: it breaks off", "/crossref/", cut),
        ("Crossref: `127.0.0.1` did not answer in full within 1 s", "/crossref/", || {
            CannedResponse::json("{").truncated_to(9).kept_open()
        }),
        ("PubMed: the answer is no record", "/eutils/", || {
            CannedResponse::new(200, &[], "<PubmedArticleSet><PubmedArticle>")
        }),
        ("PubMed: the answer is no record: it is no set", "/eutils/", || CannedResponse::html("<html>Log in</html>")),
        ("OpenAlex: `127.0.0.1` answered with status 403", "/openalex/", || CannedResponse::status(403)),
        ("OpenAlex: the answer is no record: it has 0 works of 1", "/openalex/works?filter=doi", || {
            CannedResponse::json(r#"{"meta":{"count":1,"per_page":50},"results":[]}"#)
        }),
        ("is not a list of retractions", "/list.csv", || CannedResponse::html("<html>Log in</html>")),
        ("the list was not fetched", "/list.csv", || CannedResponse::status(503)),
    ];
    for (message, path, fault) in faults {
        let site = small_site();
        site.fetched(0);
        let stored = site.stored();
        site.services.fail(is_broken(path, fault));
        let run = site.run(&["care", "--fetch", "--format", "json", "--strict"]).assert_status(3);
        assert!(run.err.contains(message), "{message}:\n{}", run.err);
        assert_eq!(
            (subjects(&run.json()), site.stored()),
            (SMALL_LIST.map(str::to_owned).to_vec(), stored.clone()),
            "{message}"
        );
        site.services.recover();
        assert_eq!((site.fetched(0), site.stored()), (SMALL_LIST.map(str::to_owned).to_vec(), stored), "{message}");
    }
}

#[test]
fn a_first_run_that_fails_stores_what_came() {
    let site = small_site();
    site.services.fail(|request| request.path.starts_with("/openalex/").then(|| CannedResponse::status(500)));
    assert_eq!(site.fetched(3), ["retractions-old wellpress.yaml", "source-corrected one", "source-superseded three"]);
    assert!(site.read("data/notices.csv").contains("PubMed") && !site.path("data/notices.csv.yaml").exists());
    let before = [site.services.requests_to("/crossref/works?filter"), site.services.requests_to("/eutils/")];
    site.services.recover();
    assert_eq!(site.fetched(0), SMALL_LIST);
    let after = [site.services.requests_to("/crossref/works?filter"), site.services.requests_to("/eutils/")];
    assert_eq!(after, before, "what has answered is not asked again");
    assert!(site.read("data/notices.csv.yaml").contains("fetched: 2026-07-01"));
}

#[test]
fn what_is_not_stored_any_more_is_asked_for_again() {
    let asked = |site: &Site| {
        let [crossref, pubmed, searches] =
            ["/crossref/works", "/eutils/", "/crossref/works?query"].map(|path| site.services.requests_to(path));
        [crossref - searches, pubmed, searches]
    };
    type Change = fn(&Site);
    let changes: [(Change, [bool; 3]); 5] = [
        (|_| (), [false, false, false]),
        // Another branch has none of the files.
        (|site| std::fs::remove_dir_all(site.path("data")).unwrap(), [true, true, true]),
        (|site| std::fs::remove_file(site.path("data/notices.csv")).unwrap(), [false, true, false]),
        (|site| site.write("data/notices.updates.csv", ""), [true, false, true]),
        // Somebody has taken a row back, or has edited it.
        (
            |site| site.write("data/notices.csv", &site.read("data/notices.csv").replace("10.5555/e1", "10.5555/e2")),
            [false, true, false],
        ),
    ];
    for (number, (change, expected)) in changes.into_iter().enumerate() {
        let site = small_site();
        site.services.fail(|request| request.path.starts_with("/openalex/").then(|| CannedResponse::status(500)));
        site.fetched(3);
        let (stored, before) = (site.stored(), asked(&site));
        change(&site);
        site.services.recover();
        assert_eq!(site.fetched(0), SMALL_LIST, "{number}");
        let after = asked(&site);
        assert_eq!([0, 1, 2].map(|at| after[at] > before[at]), expected, "{number}");
        assert_eq!(site.stored()[..2], stored[..2], "{number}");
    }
}

#[test]
fn the_names_of_the_stored_files_are_written_for_scripts() {
    let site = small_site();
    site.run(&["care", "--fetch", "--stored", ".wellpress/stored.txt"]).assert_status(0);
    let names = site.read(".wellpress/stored.txt");
    let expected = [
        "list.csv",
        "list.csv.yaml",
        "notices.csv",
        "notices.csv.yaml",
        "notices.references.csv",
        "notices.updates.csv",
    ];
    let expected: Vec<String> = expected.map(|name| format!("data/{name}")).to_vec();
    assert_eq!(names.lines().collect::<Vec<_>>(), expected);
    site.run(&["care", "--fetch", "--stored", "content/stored.md"]).assert_status(2);
    site.run(&["care", "--stored", "stored.txt"]).assert_status(2);
    site.run(&["care", "--limit", "60000"]).assert_status(2);
}

#[test]
fn a_run_that_is_killed_loses_nothing() {
    let site = large_site();
    let settings = site.read("wellpress.yaml").replace("timeout: 1\n", "timeout: 60\n");
    site.write("wellpress.yaml", &settings);
    // The fifth list of Crossref never comes.
    let count = std::sync::atomic::AtomicUsize::new(0);
    site.services.fail(move |request| {
        let is_list = request.path.starts_with("/crossref/works?filter");
        let number = if is_list { count.fetch_add(1, std::sync::atomic::Ordering::SeqCst) } else { 0 };
        (is_list && number >= 4).then(|| CannedResponse::json("{").kept_open())
    });
    let mut child = command(site.folder.path(), &["care", "--fetch"])
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let deadline = Instant::now() + Duration::from_secs(60);
    while site.services.requests_to("/crossref/works?filter") < 5 && Instant::now() < deadline {
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let stored = site.read("data/notices.references.csv");
    assert!(stored.contains("\ns0196,"), "what came is stored");
    site.services.recover();
    let [pubmed, crossref] = ["/eutils/efetch", "/crossref/works?filter"].map(|path| site.services.requests_to(path));
    let list = site.fetched(0);
    assert_eq!(list.last().map(String::as_str), Some("source-unfound s0019"));
    assert_eq!(site.services.requests_to("/eutils/efetch"), pubmed, "PubMed has answered about all");
    assert_eq!(site.services.requests_to("/crossref/works?filter") - crossref, 36 - 4);
    let stored = site.read("data/notices.references.csv");
    assert!(stored.contains("\ns0196,") && stored.contains("\ns1995,"));
}

#[test]
fn a_site_without_sources_asks_nobody() {
    let site = Site::new(PlayedServices::new([]), "");
    assert_eq!(site.fetched(0), Vec::<String>::new());
    assert_eq!(site.services.server.request_lines(), ["GET /list.csv"]);
    assert!(!site.path("data/notices.updates.csv").exists());
}

#[test]
fn a_contact_that_is_no_address_is_a_mistake_of_the_settings() {
    let site = small_site();
    let settings = site.read("wellpress.yaml").replace("desk@test.example", "\"the desk\"");
    site.write("wellpress.yaml", &settings);
    let run = site.run(&["care", "--fetch"]).assert_status(2);
    assert!(run.err.contains("`the desk` is not a mail address"), "{}", run.err);
}
