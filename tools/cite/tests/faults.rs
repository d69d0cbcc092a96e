//! `wellpress cite` with services that are slow, busy, unreachable or wrong, and with a library that another program writes to. The
//! library keeps its text, and the message says what happened.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use url::Url;

use wellpress_harness::loopback::{CannedResponse, LoopbackServer, ReceivedRequest};
use wellpress_io::fs::{Disk, Files};
use wellpress_io::net::{RedirectPolicy, RequestMethod, WebClient, WebPolicy, WebRequest};
use wellpress_web::LiveWebClient;

use crate::cite_site::{CiteSite, LIBRARY, RAY};

const RECORD: &str = r#"{"type":"article-journal","title":"A work of words","DOI":"10.5555/a"}"#;
const BEFORE: &str = "% ours\n";

/// Runs `cite add 10.5555/a` against a server with these responses. Fails unless it ends with this status and writes nothing. Gives
/// the messages.
#[track_caller]
fn errors_of(status: i32, respond: impl Fn(&ReceivedRequest) -> CannedResponse + Send + Sync + 'static) -> String {
    let site = CiteSite::new(respond);
    site.settings("  timeout: 1\n");
    site.write(LIBRARY, BEFORE);
    let run = site.run(&["add", "10.5555/a"]).assert_status(status);
    assert_eq!((site.library().as_str(), run.out.as_str()), (BEFORE, ""));
    run.err
}

#[track_caller]
fn assert_contains(errors: &str, expected: &str) {
    assert!(errors.contains(expected), "expected `{expected}` in\n{errors}");
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

const JSON: (&str, &str) = ("content-type", "application/json");
const GZIP: (&str, &str) = ("content-encoding", "gzip");

#[test]
fn a_service_that_does_not_answer_is_given_up() {
    assert_contains(
        &errors_of(3, |_| CannedResponse::json("").truncated_to(0).kept_open()),
        "did not answer in full within 1 s",
    );
    assert_contains(
        &errors_of(3, |_| CannedResponse::json(RECORD).truncated_to(120).kept_open()),
        "did not answer in full within 1 s",
    );
}

#[test]
fn a_service_that_is_busy_for_an_hour_is_not_waited_for() {
    let errors = errors_of(3, |_| CannedResponse::new(429, &[("retry-after", "3600")], ""));
    assert_contains(&errors, "is busy (status 429) and asks to wait 3600 s; try again later");
}

#[test]
fn a_service_that_is_busy_for_a_moment_is_asked_again() {
    let calls = std::sync::atomic::AtomicUsize::new(0);
    let site = CiteSite::new(move |_| match calls.fetch_add(1, std::sync::atomic::Ordering::SeqCst) {
        0 => CannedResponse::new(429, &[("retry-after", "0")], ""),
        1 => CannedResponse::new(503, &[("retry-after", " 0 ")], ""),
        _ => CannedResponse::json(RECORD),
    });
    site.run(&["add", "10.5555/a"]).assert_status(0);
    assert_eq!(site.server.request_lines().len(), 3);
}

#[test]
fn a_service_that_stays_busy_is_given_up() {
    assert_contains(&errors_of(3, |_| CannedResponse::new(429, &[("retry-after", "0")], "")), "is busy (status 429)");
}

#[test]
fn an_unknown_source_and_a_failing_service_have_different_statuses() {
    assert_contains(&errors_of(1, |_| CannedResponse::status(404)), "there is no such source");
    assert_contains(&errors_of(3, |_| CannedResponse::status(500)), "answered with status 500");
    assert_contains(&errors_of(3, |_| CannedResponse::status(403)), "answered with status 403");
}

#[test]
fn a_login_page_of_the_network_is_no_record() {
    assert_contains(
        &errors_of(3, |_| CannedResponse::html("<html><title>Free Wi-Fi: log in</title></html>")),
        "answered with a web page in place of a record; does this network want a login first?",
    );
    // HTML that is declared as JSON.
    let errors = errors_of(3, |_| CannedResponse::json("\n <!doctype html><title>Log in</title>"));
    assert_contains(&errors, "answered with a web page in place of a record");
}

#[test]
fn a_response_that_is_no_record_is_refused() {
    assert_contains(
        &errors_of(3, |_| CannedResponse::json("{\"title\": ")),
        "is no record of a source: EOF while parsing",
    );
    assert_contains(&errors_of(3, |_| CannedResponse::json("[]")), "is no record of a source");
    assert_contains(&errors_of(3, |_| CannedResponse::json("\"words\"")), "is no record of a source");
    assert_contains(&errors_of(3, |_| CannedResponse::json("{\"type\":\"book\"}")), "it has no title");
    assert_contains(&errors_of(3, |_| CannedResponse::json("")), "is no record of a source");
    assert_contains(&errors_of(3, |_| CannedResponse::json(RECORD).truncated_to(0)), "breaks off before its end");
    assert_contains(&errors_of(3, |_| CannedResponse::json(RECORD).truncated_to(130)), "breaks off before its end");
}

#[test]
fn a_response_that_is_too_large_is_refused() {
    let large = format!("{{\"title\":\"{}\"}}", "x".repeat(10_000_000));
    assert_contains(&errors_of(3, move |_| CannedResponse::json(&large)), "has more than 8000000 bytes");
    let bomb = gzipped(&vec![b' '; 200_000_000]);
    assert!(bomb.len() < 300_000);
    assert_contains(
        &errors_of(3, move |_| CannedResponse::new(200, &[JSON, GZIP], &bomb)),
        "has more than 8000000 bytes",
    );
    assert_contains(&errors_of(3, |_| CannedResponse::new(200, &[JSON, GZIP], "not packed")), "it cannot be unpacked");
}

#[test]
fn a_gzipped_response_is_unpacked() {
    let site = CiteSite::new(|_| CannedResponse::new(200, &[JSON, GZIP], gzipped(RECORD.as_bytes())));
    site.run(&["add", "10.5555/a"]).assert_status(0);
    assert!(site.library().contains("A work of words"));
}

#[test]
fn redirects_are_followed_and_loops_are_refused() {
    let site = CiteSite::new(|request| match request.path.as_str() {
        "/doi/10.5555/a" => CannedResponse::redirect("/elsewhere/b?x=y"),
        "/elsewhere/b?x=y" if request.header("accept").unwrap().contains("csl+json") => CannedResponse::json(RECORD),
        _ => CannedResponse::status(500),
    });
    site.run(&["add", "10.5555/a"]).assert_status(0);
    assert_contains(
        &errors_of(3, |request| CannedResponse::redirect(&request.path)),
        "leads from one address to the next without end",
    );
    assert_contains(&errors_of(3, |_| CannedResponse::redirect("file:///etc/passwd")), "is not a web address");
    assert_contains(&errors_of(3, |_| CannedResponse::status(302)), "it leads elsewhere and does not say where");
}

#[test]
fn no_request_goes_to_a_private_address() {
    let private_server = LoopbackServer::new(|_| CannedResponse::json(RECORD));
    let port = private_server.url("").rsplit(':').next().unwrap().to_owned();
    for host in ["localhost", "[::1]", "10.0.0.1", "169.254.169.254", "[::ffff:10.0.0.1]", "0xa.1"] {
        let target = format!("http://{host}:{port}a");
        let errors = errors_of(3, move |_| CannedResponse::redirect(&target));
        assert_contains(&errors, "is at a private address, which is not asked");
    }
    assert_eq!(private_server.request_lines().len(), 0);
}

#[test]
fn a_private_page_is_fetched_if_the_settings_name_its_host() {
    let private_server = LoopbackServer::new(|_| CannedResponse::html("<title>Words of the house</title>"));
    let page = private_server.url("a").replace("127.0.0.1", "localhost");
    let site = CiteSite::new(|_| CannedResponse::status(404));
    let run = site.run(&["add", &page]).assert_status(3);
    assert_contains(&run.err, "name the host under `cite.private_hosts` in the settings, if it is yours");
    assert_eq!(private_server.request_lines().len(), 0);
    site.settings("  private_hosts: [localhost]\n");
    site.run(&["add", &page]).assert_status(0);
    assert!(site.library().contains("Words of the house"));
}

#[test]
fn a_page_without_a_title_and_a_file_that_is_no_page_are_refused() {
    let site = CiteSite::new(|request| match request.path.as_str() {
        "/file" => CannedResponse::new(200, &[("content-type", "application/pdf")], "%PDF"),
        _ => CannedResponse::html("<p>Words"),
    });
    assert_contains(
        &site.run(&["add", &site.server.url("words")]).assert_status(1).err,
        "the page gives no title of itself",
    );
    assert_contains(
        &site.run(&["add", &site.server.url("file")]).assert_status(1).err,
        "answered with `application/pdf`, which is no web page",
    );
    assert!(!site.path(LIBRARY).exists());
}

#[test]
fn hostile_text_of_a_page_cannot_break_the_library() {
    let site = CiteSite::new(|_| {
        let head = "<title>A } @book{x, title={y} % \\input{z} <script>alert(1)</script></title>";
        let tags =
            "<meta name=citation_doi content='javascript:alert(1)'><meta name=author content='} , \\n @string{a=b}'>";
        CannedResponse::html(&format!("{head}{tags}<script type=application/ld+json>{}</script>", "[".repeat(100_000)))
    });
    site.run(&["add", &site.server.url("a")]).assert_status(0);
    assert_eq!(
        site.run(&["list", "--format", "json"]).assert_status(0).out.matches("\"key\"").count(),
        1,
        "{}",
        site.library()
    );
}

#[test]
fn a_library_that_changed_during_the_request_keeps_the_change() {
    let site = CiteSite::new(|_| CannedResponse::status(500));
    let library = site.path(LIBRARY);
    site.write(LIBRARY, BEFORE);
    // The server writes the file before it answers, as an editor that saves during the request.
    let server = LoopbackServer::new(move |_| {
        std::fs::write(&library, "% theirs\n").unwrap();
        CannedResponse::json(RECORD)
    });
    site.write(
        "wellpress.yaml",
        &format!("title: T\nbase_url: https://test.example/\ncite: {{doi: '{}'}}\n", server.url("doi")),
    );
    site.run(&["add", "10.5555/a"]).assert_status(0);
    let text = site.library();
    assert!(text.starts_with("% theirs\n\n@"), "{text}");
    assert_eq!(text.matches("10.5555/a").count(), 1, "{text}");
}

#[test]
fn a_library_that_another_run_has_locked_is_left_alone() {
    let site = CiteSite::new(|_| CannedResponse::json(RECORD));
    site.write(LIBRARY, BEFORE);
    let lock = Disk.lock(&site.path("content/references/.library.bib.wellpress-lock")).unwrap();
    assert_contains(&site.run(&["add", "10.5555/a"]).assert_status(3).err, "another wellpress is writing to");
    assert_eq!(site.library(), BEFORE);
    drop(lock);
    site.run(&["add", "10.5555/a"]).assert_status(0);
}

#[test]
fn a_page_that_refuses_programs_is_reported_as_such() {
    let site = CiteSite::new(|_| CannedResponse::status(403));
    assert_contains(
        &site.run(&["add", &site.server.url("a")]).assert_status(3).err,
        "some sites show themselves to browsers alone",
    );
}

#[test]
fn a_host_without_tls_is_reported() {
    let site = CiteSite::new(|_| CannedResponse::json(RECORD));
    let page = site.server.url("a").replace("http://", "https://");
    assert_contains(&site.run(&["add", &page]).assert_status(3).err, "`127.0.0.1`");
}

#[test]
fn a_library_that_ends_within_an_entry_is_left_alone() {
    let site = CiteSite::new(|_| CannedResponse::json(RECORD));
    for open in ["@book{a, title={A}}\n@book{b, title={B", "@comment{words", "@book{a,\n"] {
        site.write(LIBRARY, open);
        assert_contains(&site.run(&["add", "10.5555/a"]).assert_status(1).err, "it ends in the middle of an entry");
        assert_eq!(site.library(), open);
    }
    site.write(LIBRARY, "@book{a, title={A}}\n% {");
    site.run(&["add", "10.5555/a"]).assert_status(0);
    std::fs::write(site.path(LIBRARY), [0xff, 0xfe, 0x41, 0x00]).unwrap();
    assert_contains(&site.run(&["add", "10.5555/a"]).assert_status(1).err, "the file is UTF-16");
}

#[cfg(unix)]
#[test]
fn a_library_that_may_not_be_written_is_left_alone() {
    let site = CiteSite::new(|_| CannedResponse::json(RECORD));
    site.write(LIBRARY, BEFORE);
    let mut permissions = std::fs::metadata(site.path(LIBRARY)).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(site.path(LIBRARY), permissions).unwrap();
    assert_contains(&site.run(&["add", "10.5555/a"]).assert_status(3).err, "cannot write");
    assert_eq!(site.library(), BEFORE);
}

#[cfg(unix)]
#[test]
fn a_retraction_that_may_not_be_written_is_told_and_the_command_goes_on() {
    let site = CiteSite::new(|_| CannedResponse::status(404));
    site.write(LIBRARY, RAY);
    let mut permissions = std::fs::metadata(site.path(LIBRARY)).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(site.path(LIBRARY), permissions).unwrap();
    let list = "Ray C. A work that is in the library. J Ex 2018;20:187-92. [Retracted]\n";
    let run = site.run_with(&["import", "--text", "--offline", "-"], list).assert_status(3);
    assert_eq!((run.out.as_str(), site.library().as_str()), ("1\tray-2018\n", RAY));
    assert_contains(&run.err, "cannot change `content/references/library.bib`");
    assert_contains(&run.err, "the list says that `ray-2018` was retracted, and its entry does not");
}

#[test]
fn settings_of_services_are_checked() {
    let site = CiteSite::new(|_| CannedResponse::status(404));
    site.write(
        "wellpress.yaml",
        "title: T\nbase_url: https://test.example/\ncite:\n  doi: ftp://example.org\n  timeout: 0\n  ncib: x\n",
    );
    let run = site.run(&["list"]).assert_status(2);
    assert_contains(&run.err, "did you mean `ncbi`?");
    site.write(
        "wellpress.yaml",
        "title: T\nbase_url: https://test.example/\ncite:\n  doi: ftp://example.org\n  timeout: 0\n",
    );
    let run = site.run(&["list"]).assert_status(2);
    assert_contains(&run.err, "`ftp://example.org` is not the base address of a service");
    assert_contains(&run.err, "write seconds, from 1 to 600");
}

#[test]
fn a_head_request_reads_no_body() {
    let server = LoopbackServer::new(|_| CannedResponse::status(200));
    let policy = WebPolicy { private_hosts: vec!["127.0.0.1".to_owned()], ..WebPolicy::default() };
    let url = Url::parse(&server.url("a")).unwrap();
    let request = WebRequest {
        url: &url,
        method: RequestMethod::Head,
        accept: "*/*",
        max_bytes: 0,
        redirects: RedirectPolicy::Follow,
    };
    assert_eq!(LiveWebClient::new(policy).send(&request).unwrap().body, b"");
    assert_eq!(server.request_lines(), ["HEAD /a"]);
}
