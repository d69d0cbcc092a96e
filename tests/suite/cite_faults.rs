//! What `wellpress cite` stands: services that are slow, busy, lost or lying, and a library that others write to. Nothing
//! is written then, and the message says what happened.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use url::Url;

use wellpress_io::fs::{Disk, Files};
use wellpress_io::net::{LiveWebClient, RedirectPolicy, RequestMethod, WebClient, WebPolicy, WebRequest};

use crate::cite::{Desk, LIBRARY};
use crate::loopback::{Asked, Reply, Server};

const RECORD: &str = r#"{"type":"article-journal","title":"A work of words","DOI":"10.5555/a"}"#;
const BEFORE: &str = "% ours\n";

/// Runs `cite add 10.5555/a` against a server that answers so; nothing may be written. Gives what was said, the host taken out.
#[track_caller]
fn refused(status: i32, answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> String {
    let desk = Desk::new(answer);
    desk.settings("  timeout: 1\n");
    desk.write(LIBRARY, BEFORE);
    let run = desk.run(&["add", "10.5555/a"]).ended(status);
    assert_eq!((desk.library().as_str(), run.out.as_str()), (BEFORE, ""));
    run.err
}

#[track_caller]
fn assert_says(said: &str, expected: &str) {
    assert!(said.contains(expected), "expected `{expected}` in\n{said}");
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
    assert_says(&refused(3, |_| Reply::json("").cut(0).hanging()), "did not answer in full within 1 s");
    assert_says(&refused(3, |_| Reply::json(RECORD).cut(120).hanging()), "did not answer in full within 1 s");
}

#[test]
fn a_service_that_is_busy_for_long_is_not_waited_for() {
    let busy = |_: &Asked| Reply::new(429, &[("retry-after", "3600")], "");
    assert_says(&refused(3, busy), "is busy (status 429) and asks to wait 3600 s; try again later");
}

#[test]
fn a_service_that_is_busy_for_a_moment_is_asked_again() {
    let calls = std::sync::atomic::AtomicUsize::new(0);
    let desk = Desk::new(move |_| match calls.fetch_add(1, std::sync::atomic::Ordering::SeqCst) {
        0 => Reply::new(429, &[("retry-after", "0")], ""),
        1 => Reply::new(
            503,
            &[("retry-after", "Wed, 01 Jul 2026 12:00:00 GMT"), ("date", "Wed, 01 Jul 2026 12:00:00 GMT")],
            "",
        ),
        _ => Reply::json(RECORD),
    });
    desk.run(&["add", "10.5555/a"]).ended(0);
    assert_eq!(desk.server.asked().len(), 3);
}

#[test]
fn a_service_that_stays_busy_is_given_up() {
    assert_says(&refused(3, |_| Reply::new(429, &[("retry-after", "0")], "")), "is busy (status 429)");
}

#[test]
fn a_source_that_does_not_exist_is_a_mistake_of_whoever_asked() {
    assert_says(&refused(1, |_| Reply::status(404)), "there is no such source");
    assert_says(&refused(3, |_| Reply::status(500)), "answered with status 500");
    assert_says(&refused(3, |_| Reply::status(403)), "answered with status 403");
}

#[test]
fn a_page_of_the_network_is_no_record() {
    let login = |_: &Asked| Reply::html("<html><title>Free Wi-Fi: log in</title></html>");
    assert_says(
        &refused(3, login),
        "answered with a web page in place of a record; does this network want a login first?",
    );
    let lying = |_: &Asked| Reply::json("\n <!doctype html><title>Log in</title>");
    assert_says(&refused(3, lying), "answered with a web page in place of a record");
}

#[test]
fn an_answer_that_makes_no_sense_is_refused() {
    assert_says(&refused(3, |_| Reply::json("{\"title\": ")), "is no record of a source: EOF while parsing");
    assert_says(&refused(3, |_| Reply::json("[]")), "is no record of a source");
    assert_says(&refused(3, |_| Reply::json("\"words\"")), "is no record of a source");
    assert_says(&refused(3, |_| Reply::json("{\"type\":\"book\"}")), "it has no title");
    assert_says(&refused(3, |_| Reply::json("")), "is no record of a source");
    assert_says(&refused(3, |_| Reply::json(RECORD).cut(0)), "breaks off before its end");
    assert_says(&refused(3, |_| Reply::json(RECORD).cut(130)), "breaks off before its end");
}

#[test]
fn an_answer_that_is_too_large_is_not_read_to_its_end() {
    let large = |_: &Asked| Reply::json(&format!("{{\"title\":\"{}\"}}", "x".repeat(10_000_000)));
    assert_says(&refused(3, large), "has more than 8000000 bytes");
    let bomb = gzipped(&vec![b' '; 200_000_000]);
    assert!(bomb.len() < 300_000);
    assert_says(&refused(3, move |_| Reply::new(200, &[JSON, GZIP], &bomb)), "has more than 8000000 bytes");
    assert_says(&refused(3, |_| Reply::new(200, &[JSON, GZIP], "not packed")), "it cannot be unpacked");
}

#[test]
fn a_packed_answer_is_unpacked() {
    let desk = Desk::new(|_| Reply::new(200, &[JSON, GZIP], gzipped(RECORD.as_bytes())));
    desk.run(&["add", "10.5555/a"]).ended(0);
    assert!(desk.library().contains("A work of words"));
}

#[test]
fn redirects_are_followed_to_their_end_and_not_for_ever() {
    let desk = Desk::new(|asked| match asked.path.as_str() {
        "/doi/10.5555/a" => Reply::redirect("/elsewhere/b?x=y"),
        "/elsewhere/b?x=y" if asked.header("accept").unwrap().contains("csl+json") => Reply::json(RECORD),
        _ => Reply::status(500),
    });
    desk.run(&["add", "10.5555/a"]).ended(0);
    assert_says(&refused(3, |asked| Reply::redirect(&asked.path)), "leads from one address to the next without end");
    assert_says(&refused(3, |_| Reply::redirect("file:///etc/passwd")), "is not a web address");
    assert_says(&refused(3, |_| Reply::status(302)), "it leads elsewhere and does not say where");
}

#[test]
fn an_address_that_is_not_public_is_not_asked() {
    let inner = Server::new(|_| Reply::json(RECORD));
    let port = inner.url("").rsplit(':').next().unwrap().to_owned();
    for host in ["localhost", "[::1]", "10.0.0.1", "169.254.169.254", "[::ffff:10.0.0.1]", "0xa.1"] {
        let to = format!("http://{host}:{port}a");
        let said = refused(3, move |_| Reply::redirect(&to));
        assert_says(&said, "is at a private address, which is not asked");
    }
    assert_eq!(inner.asked().len(), 0);
}

#[test]
fn a_private_page_is_asked_where_the_settings_name_its_host() {
    let inner = Server::new(|_| Reply::html("<title>Words of the house</title>"));
    let page = inner.url("a").replace("127.0.0.1", "localhost");
    let desk = Desk::new(|_| Reply::status(404));
    let run = desk.run(&["add", &page]).ended(3);
    assert_says(&run.err, "name the host under `cite.private_hosts` in the settings, if it is yours");
    assert_eq!(inner.asked().len(), 0);
    desk.settings("  private_hosts: [localhost]\n");
    desk.run(&["add", &page]).ended(0);
    assert!(desk.library().contains("Words of the house"));
}

#[test]
fn a_page_without_a_title_or_that_is_none_is_refused() {
    let desk = Desk::new(|asked| match asked.path.as_str() {
        "/file" => Reply::new(200, &[("content-type", "application/pdf")], "%PDF"),
        _ => Reply::html("<p>Words"),
    });
    assert_says(&desk.run(&["add", &desk.server.url("words")]).ended(1).err, "the page gives no title of itself");
    assert_says(
        &desk.run(&["add", &desk.server.url("file")]).ended(1).err,
        "answered with `application/pdf`, which is no web page",
    );
    assert!(!desk.path(LIBRARY).exists());
}

#[test]
fn hostile_text_of_a_page_stays_text() {
    let desk = Desk::new(|_| {
        let head = "<title>A } @book{x, title={y} % \\input{z} <script>alert(1)</script></title>";
        let tags =
            "<meta name=citation_doi content='javascript:alert(1)'><meta name=author content='} , \\n @string{a=b}'>";
        Reply::html(&format!("{head}{tags}<script type=application/ld+json>{}</script>", "[".repeat(100_000)))
    });
    desk.run(&["add", &desk.server.url("a")]).ended(0);
    assert_eq!(
        desk.run(&["list", "--format", "json"]).ended(0).out.matches("\"key\"").count(),
        1,
        "{}",
        desk.library()
    );
}

#[test]
fn a_library_that_was_changed_meanwhile_keeps_what_was_saved() {
    let desk = Desk::new(|_| Reply::status(500));
    let library = desk.path(LIBRARY);
    desk.write(LIBRARY, BEFORE);
    // The editor saves while the service is being asked.
    let writing = Server::new(move |_| {
        std::fs::write(&library, "% theirs\n").unwrap();
        Reply::json(RECORD)
    });
    desk.write(
        "wellpress.yaml",
        &format!("title: T\nbase_url: https://test.example/\ncite: {{doi: '{}'}}\n", writing.url("doi")),
    );
    desk.run(&["add", "10.5555/a"]).ended(0);
    let after = desk.library();
    assert!(after.starts_with("% theirs\n\n@"), "{after}");
    assert_eq!(after.matches("10.5555/a").count(), 1, "{after}");
}

#[test]
fn a_library_that_another_is_writing_to_is_left_alone() {
    let desk = Desk::new(|_| Reply::json(RECORD));
    desk.write(LIBRARY, BEFORE);
    let lock = Disk.lock(&desk.path("content/references/.library.bib.wellpress-lock")).unwrap();
    assert_says(&desk.run(&["add", "10.5555/a"]).ended(3).err, "another wellpress is writing to");
    assert_eq!(desk.library(), BEFORE);
    drop(lock);
    desk.run(&["add", "10.5555/a"]).ended(0);
}

#[test]
fn a_page_that_is_kept_from_programs_is_said_to_be() {
    let desk = Desk::new(|_| Reply::status(403));
    assert_says(
        &desk.run(&["add", &desk.server.url("a")]).ended(3).err,
        "some sites show themselves to browsers alone",
    );
}

#[test]
fn a_host_that_speaks_no_tls_is_not_reached() {
    let desk = Desk::new(|_| Reply::json(RECORD));
    let page = desk.server.url("a").replace("http://", "https://");
    assert_says(&desk.run(&["add", &page]).ended(3).err, "`127.0.0.1`");
}

#[test]
fn a_library_that_ends_within_an_entry_is_left_alone() {
    let desk = Desk::new(|_| Reply::json(RECORD));
    for open in ["@book{a, title={A}}\n@book{b, title={B", "@comment{words", "@book{a,\n"] {
        desk.write(LIBRARY, open);
        assert_says(&desk.run(&["add", "10.5555/a"]).ended(1).err, "it ends in the middle of an entry");
        assert_eq!(desk.library(), open);
    }
    desk.write(LIBRARY, "@book{a, title={A}}\n% {");
    desk.run(&["add", "10.5555/a"]).ended(0);
    std::fs::write(desk.path(LIBRARY), [0xff, 0xfe, 0x41, 0x00]).unwrap();
    assert_says(&desk.run(&["add", "10.5555/a"]).ended(1).err, "the file is UTF-16");
}

#[cfg(unix)]
#[test]
fn a_library_that_may_not_be_written_is_left_alone() {
    let desk = Desk::new(|_| Reply::json(RECORD));
    desk.write(LIBRARY, BEFORE);
    let mut permissions = std::fs::metadata(desk.path(LIBRARY)).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(desk.path(LIBRARY), permissions).unwrap();
    assert_says(&desk.run(&["add", "10.5555/a"]).ended(3).err, "cannot write");
    assert_eq!(desk.library(), BEFORE);
}

#[test]
fn settings_of_services_are_checked() {
    let desk = Desk::new(|_| Reply::status(404));
    desk.write(
        "wellpress.yaml",
        "title: T\nbase_url: https://test.example/\ncite:\n  doi: ftp://example.org\n  timeout: 0\n  ncib: x\n",
    );
    let run = desk.run(&["list"]).ended(2);
    assert_says(&run.err, "did you mean `ncbi`?");
    desk.write(
        "wellpress.yaml",
        "title: T\nbase_url: https://test.example/\ncite:\n  doi: ftp://example.org\n  timeout: 0\n",
    );
    let run = desk.run(&["list"]).ended(2);
    assert_says(&run.err, "`ftp://example.org` is not the base address of a service");
    assert_says(&run.err, "write seconds, from 1 to 600");
}

#[test]
fn only_the_head_is_asked_for_where_that_is_enough() {
    let server = Server::new(|_| Reply::status(200));
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
    assert_eq!(server.asked(), ["HEAD /a"]);
}
