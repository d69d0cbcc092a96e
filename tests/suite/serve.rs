//! The preview's server: which requests it answers and which it refuses, the responses, and clients that misbehave.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{IpAddr, Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::{Command as Process, Stdio};

use assert_cmd::Command;
use tempfile::TempDir;

use wellpress::serve::{BuildResult, ListenOptions, Port, Preview};
use wellpress_command::{Exit, Failure};
use wellpress_diagnostics::rules::{Property, find};
use wellpress_site::config::EditorUrl;

use super::harness::{SETTINGS, TestSite};
use super::preview_harness::{PreviewResponse, PreviewSetup, RunningPreview};
use super::program::{PROGRAM, ServeProcess};

fn small() -> TestSite {
    let silent = "check: {rules: {author-missing: off, published-missing: off, review-missing: off}}\n";
    TestSite::new().settings(silent).article("neck", "Text about the neck.\n").file("static/clip.mp4", "0123456789")
}

/// Fails unless the response has the headers that every response of the preview must have.
#[track_caller]
fn assert_guarded(response: &PreviewResponse) {
    assert_eq!(response.header("x-content-type-options"), Some("nosniff"), "{}", response.head);
    assert_eq!(response.header("cross-origin-resource-policy"), Some("same-origin"), "{}", response.head);
    assert_eq!(response.header("cache-control"), Some("no-store, no-transform"), "{}", response.head);
    assert!(response.header("content-security-policy").is_some(), "{}", response.head);
    assert!(!response.head.to_lowercase().contains("access-control"), "{}", response.head);
}

#[track_caller]
fn assert_alive(served: &RunningPreview) {
    assert_eq!(served.get("/articles/neck/").status, 200);
}

#[test]
fn a_page_is_served_as_published_plus_the_reload_script() {
    let served = RunningPreview::new(&small());
    let page = served.get("/articles/neck/");
    assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    let text = page.text();
    let script = "<script src=\"/__wellpress/client.js\" defer data-build=\"1\" data-page=\"";
    assert!(text.contains("Text about the neck.") && text.contains(script), "{text}");
    assert_guarded(&page);
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'self'; ") && !policy.contains("unsafe-inline"), "{policy}");
    let published = small().build();
    let headers = published.text("_headers");
    assert!(headers.contains(&format!("Content-Security-Policy: {policy}\n")), "{headers}");
}

#[test]
fn only_requests_to_names_of_this_machine_are_answered() {
    let served = RunningPreview::new(&small());
    let port = served.address.port();
    let with =
        |hosts: &str| served.send_bytes(format!("GET / HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n").as_bytes());
    for name in ["127.0.0.1", "localhost", "[::1]", "LocalHost"] {
        assert_eq!(with(&format!("Host: {name}:{port}\r\n")).status, 200, "{name}");
    }
    let foreign =
        ["evil.example", "127.0.0.1", "localhost", "127.0.0.1.evil.example:1", "127.0.0.1:1", "localhost.:1", "", "@"];
    for name in foreign {
        let response = with(&format!("Host: {name}\r\n"));
        assert_eq!(response.status, 403, "{name}");
        assert_guarded(&response);
        assert!(!response.text().contains("evil"), "{}", response.text());
    }
    for hosts in [String::new(), format!("Host: localhost:{port}\r\nHost: localhost:{port}\r\n")] {
        let response = with(&hosts);
        assert_eq!(response.status, 400, "{hosts}");
        assert_guarded(&response);
    }
    let absolute = format!("GET http://evil.example/ HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n");
    assert_eq!(served.send_bytes(absolute.as_bytes()).status, 403);
    assert_eq!(served.send_bytes(b"GET / HTTP/1.0\r\n\r\n").status, 400);
    assert_alive(&served);
}

#[test]
fn an_allowed_host_is_answered_with_and_without_a_port() {
    let allowed_hosts = vec!["Preview.example".to_owned(), "box:8443".to_owned()];
    let served = RunningPreview::with(&small(), PreviewSetup { allowed_hosts, ..PreviewSetup::default() });
    let port = served.address.port();
    let status = |host: &str| {
        let request = format!("GET / HTTP/1.1\r\nHost: {host}\r\nOrigin: https://{host}\r\nConnection: close\r\n\r\n");
        served.send_bytes(request.as_bytes()).status
    };
    assert_eq!(status("preview.example"), 200);
    assert_eq!(status(&format!("preview.example:{port}")), 200);
    assert_eq!(status("box:8443"), 200);
    assert_eq!((status("box"), status("other.example"), status("sub.preview.example")), (403, 403, 403));
}

#[test]
fn requests_from_pages_of_other_sites_are_refused() {
    let served = RunningPreview::new(&small());
    let port = served.address.port();
    for origin in
        ["https://evil.example", "null", "http://127.0.0.1:1", "", "http://evil.example:1/127.0.0.1", "file://"]
    {
        let response = served.send("GET", "/__wellpress/events", &format!("Origin: {origin}\r\n"));
        assert_eq!(response.status, 403, "{origin}");
        assert_guarded(&response);
    }
    let own_origin = format!("Origin: http://localhost:{port}\r\n");
    let response = served.send("GET", "/", &own_origin);
    assert_eq!(response.status, 200);
    assert_guarded(&response);
    assert_eq!(served.send("GET", "/", &format!("{own_origin}Origin: https://evil.example\r\n")).status, 403);
}

#[test]
fn all_methods_but_get_and_head_are_refused() {
    let served = RunningPreview::new(&small());
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"] {
        for path in ["/", "/__wellpress/events", "/__wellpress/findings.json", "/nothing"] {
            let response = served.send(method, path, "");
            assert_eq!((response.status, response.header("allow")), (405, Some("GET, HEAD")), "{method} {path}");
            assert_guarded(&response);
        }
    }
    let host = served.address;
    let response =
        served.send_bytes(format!("CONNECT {host} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes());
    assert_eq!(response.status, 405);
    let body = "Content-Length: 1000000\r\n";
    assert_eq!(served.send("POST", "/", body).status, 405);
    assert_alive(&served);
}

#[test]
fn no_address_leads_out_of_the_site() {
    let served = RunningPreview::new(&small());
    std::fs::write(served.path("secret.txt"), "the secret").unwrap();
    let paths = [
        "/../secret.txt",
        "/articles/../../secret.txt",
        "/articles/neck/../../../secret.txt",
        "/%2e%2e/secret.txt",
        "/%2e%2e%2fsecret.txt",
        "/%252e%252e/secret.txt",
        "/%252e%252e%252fsecret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "/%5c..%5csecret.txt",
        "/./secret.txt",
        "/secret.txt",
        "/wellpress.yaml",
        "/content/articles/neck.md",
        "/__wellpress/../secret.txt",
        "/__wellpress/%2e%2e/%2e%2e/secret.txt",
        "/__wellpress/..%2f..%2fsecret.txt",
    ];
    for path in paths {
        let response = served.get(path);
        assert!(matches!(response.status, 400 | 404), "{path}: {}", response.status);
        assert!(!response.text().contains("the secret"), "{path}");
        assert_guarded(&response);
    }
    let absolute = format!("{}/secret.txt", served.folder.path().display());
    assert_eq!(served.get(&absolute).status, 404);
    assert_alive(&served);
}

#[test]
fn malformed_addresses_are_refused() {
    let served = RunningPreview::new(&small());
    for path in ["/%00", "/articles/%00neck/", "/%zz", "/%", "/%4", "/articles/%ff%fe/", "/%0d%0aSet-Cookie:x", "/%7f"]
    {
        let response = served.get(path);
        assert_eq!(response.status, 400, "{path}");
        assert_guarded(&response);
    }
    for request in
        [&b"GET /\0 HTTP/1.1\r\n\r\n"[..], b"GET /a b HTTP/1.1\r\n\r\n", b"\0\0\0\0\r\n\r\n", b"nonsense\r\n\r\n"]
    {
        assert_eq!(served.send_bytes(request).status, 400, "{}", String::from_utf8_lossy(request));
    }
    assert_alive(&served);
}

#[test]
fn host_configuration_files_are_not_served() {
    let hidden = [".env", ".git/config", ".neck.md.swp"];
    let site = hidden.iter().fold(small(), |site, name| {
        site.file(&format!("static/{name}"), "secret").file(&format!("content/articles/{name}"), "secret")
    });
    let served = RunningPreview::new(&site);
    for path in ["/.env", "/.git/config", "/articles/.neck.md.swp", "/%2eenv", "/_headers", "/_redirects"] {
        assert_eq!(served.get(path).status, 404, "{path}");
    }
}

#[test]
fn no_redirect_leads_to_another_host() {
    let served = RunningPreview::new(&small());
    for path in
        ["//evil.example/", "//evil.example/articles/neck", "///articles/neck", "/%2f/evil.example", "//articles"]
    {
        let response = served.get(path);
        assert_eq!((response.status, response.header("location")), (404, None), "{path}");
    }
    let response = served.get("/articles/neck?a=b");
    assert_eq!((response.status, response.header("location")), (302, Some("/articles/neck/?a=b")));
    assert_guarded(&response);
}

#[test]
fn redirects_of_the_settings_are_answered() {
    let redirects = "redirects:\n  /blog/*: /articles/*\n  \"/?p=12\": /articles/neck/\n  /old/: /articles/neck/\n";
    let served = RunningPreview::new(&small().file("wellpress.yaml", format!("{SETTINGS}{redirects}")));
    for (path, location) in [
        ("/blog/neck/", "/articles/neck/"),
        ("/blog/", "/articles/"),
        ("/blog//evil.example/", "/articles/evil.example/"),
        ("/?utm=x&p=12", "/articles/neck/"),
    ] {
        let response = served.get(path);
        assert_eq!((response.status, response.header("location")), (302, Some(location)), "{path}");
        assert_guarded(&response);
    }
    assert_eq!(
        (served.get("/").status, served.get("/?p=13").status, served.get("/blogs/neck/").status),
        (200, 200, 404)
    );
    assert!(served.get("/old/").text().contains("url=/articles/neck/"));
}

#[test]
fn a_base_url_with_a_path_keeps_it() {
    let settings = SETTINGS.replace("test.example/", "test.example/guide/");
    let served = RunningPreview::new(&small().file("wellpress.yaml", settings));
    for path in ["/", "/guide"] {
        assert_eq!(served.get(path).header("location"), Some("/guide/"), "{path}");
    }
    let page = served.get("/guide/articles/neck/").text();
    let canonical = format!("<link rel=\"canonical\" href=\"http://{}/guide/articles/neck/\">", served.address);
    assert!(page.contains(&canonical), "{page}");
    assert_eq!(served.get("/guide/articles/neck").header("location"), Some("/guide/articles/neck/"));
    assert_eq!((served.get("/articles/neck/").status, served.get("/guidebook/").status), (404, 404));
}

/// A browser editor forwards a port below a path, and passes on nothing outside of it.
#[test]
fn the_own_pages_are_also_below_the_path_of_the_site() {
    let settings = SETTINGS.replace("test.example/", "test.example/guide/");
    let served = RunningPreview::new(&small().file("wellpress.yaml", settings));
    let page = served.get("/guide/articles/neck/").text();
    assert!(page.contains("<script src=\"/guide/__wellpress/client.js\" defer"), "{page}");
    for name in ["", "client.js", "findings", "findings.json", "links?page=%2Fguide%2F"] {
        let below = served.get(&format!("/guide/__wellpress/{name}"));
        assert_eq!((below.status, below.text()), (200, served.get(&format!("/__wellpress/{name}")).text()), "{name}");
        assert_guarded(&below);
    }
    let foreign =
        served.send_bytes(b"GET /guide/__wellpress/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
    assert_eq!(foreign.status, 403);
    assert_eq!((served.get("/guide/__wellpress").status, served.get("/other/__wellpress/").status), (404, 404));
    assert_eq!(served.get("/guide/__wellpress/../wellpress.yaml").status, 404);
}

#[test]
fn the_mistakes_of_a_first_build_are_shown_below_the_path_of_the_address() {
    let base_url = Some("https://editor.example/absproxy/1111/");
    let setup = PreviewSetup { base_url, ..PreviewSetup::default() };
    let served = RunningPreview::with(&small().article("wrong", "Wrong [@nobody].\n"), setup);
    let page = served.get("/absproxy/1111/");
    assert!(page.text().contains("src=\"/absproxy/1111/__wellpress/client.js\""), "{}", page.text());
    let findings = served.get("/absproxy/1111/__wellpress/findings.json").text();
    assert!(findings.contains("citation-unknown"), "{findings}");
}

/// A site may be mounted read-only, in a container for instance.
#[test]
fn a_preview_writes_nothing_into_the_site() {
    let paths = |root: &Path| {
        let entries = walkdir::WalkDir::new(root).sort_by_file_name().into_iter();
        entries.map(|entry| entry.unwrap().path().strip_prefix(root).unwrap().to_owned()).collect::<Vec<_>>()
    };
    let written = TempDir::new().unwrap();
    small().write_to(written.path());
    let served = RunningPreview::new(&small());
    served.write("content/articles/neck.md", "---\ntitle: Neck\n---\nNew text.\n");
    served.wait_until_shown("/articles/neck/", "New text.");
    assert_eq!(paths(served.folder.path()), paths(written.path()));
}

#[test]
fn proxies_are_asked_not_to_hold_reload_events_back() {
    let served = RunningPreview::new(&small());
    let mut stream = served.connect();
    write!(stream, "GET /__wellpress/events HTTP/1.1\r\nHost: {}\r\n\r\n", served.address).unwrap();
    // The stream itself never ends.
    let lines = BufReader::new(stream).lines().map_while(Result::ok);
    let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    assert!(head.iter().any(|line| line == "x-accel-buffering: no"), "{head:?}");
}

#[test]
fn a_missing_page_gets_the_sites_own_404_page() {
    let served = RunningPreview::new(&small());
    let response = served.get("/%3Cimg%20src=x%20onerror=alert(1)%3E");
    let text = response.text();
    assert_eq!(response.status, 404);
    assert!(text.contains("Test site") && text.contains("/__wellpress/client.js"), "{text}");
    assert!(!text.contains("onerror"), "{text}");
    assert_guarded(&response);
}

#[test]
fn range_requests_get_parts_and_head_requests_no_body() {
    let served = RunningPreview::new(&small());
    let whole = served.get("/clip.mp4");
    assert_eq!(
        (whole.status, whole.header("content-type"), whole.text().as_str()),
        (200, Some("video/mp4"), "0123456789")
    );
    let part = served.send("GET", "/clip.mp4", "Range: bytes=2-4\r\n");
    assert_eq!((part.status, part.text().as_str()), (206, "234"));
    assert_eq!(part.header("content-range"), Some("bytes 2-4/10"));
    let beyond = served.send("GET", "/clip.mp4", "Range: bytes=10-\r\n");
    assert_eq!((beyond.status, beyond.header("content-range")), (416, Some("bytes */10")));
    for path in ["/clip.mp4", "/articles/neck/", "/__wellpress/", "/__wellpress/findings.json"] {
        let (head, whole) = (served.send("HEAD", path, ""), served.get(path));
        assert_eq!((head.status, head.body.len()), (200, 0), "{path}");
        assert_eq!(head.header("content-length"), whole.header("content-length"), "{path}");
    }
}

#[test]
fn content_types_are_those_of_the_files() {
    let site =
        small().file("static/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>").file("static/page.html", "<p>x");
    let served = RunningPreview::new(&site);
    let content_type = |path: &str| served.get(path).header("content-type").map(str::to_owned).unwrap();
    assert_eq!(content_type("/a.svg"), "image/svg+xml");
    assert_eq!(content_type("/feed.xml"), "application/atom+xml; charset=utf-8");
    assert_eq!(content_type("/robots.txt"), "text/plain; charset=utf-8");
    assert_eq!(content_type("/__wellpress/client.js"), "text/javascript; charset=utf-8");
    assert_eq!(content_type("/__wellpress/client.css"), "text/css; charset=utf-8");
    let page = served.get("/page.html");
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    assert!(page.text().starts_with("<p>x<script src=\"/__wellpress/client.js\""), "{}", page.text());
}

#[test]
fn copies_of_pages_for_programs_are_served() {
    let settings = "machine_readable: [markdown, json]\nlanguages: {es: {title: Prueba}}\n";
    let site = TestSite::new().settings(settings).article("neck", "Text.\n");
    let served = RunningPreview::new(&site.file("content/articles/neck.es.md", "---\ntitle: Cuello\n---\nTexto.\n"));
    for (path, content_type) in [
        ("/articles/neck.md", "text/markdown; charset=utf-8"),
        ("/es/articles/neck.json", "application/json; charset=utf-8"),
        ("/index.md", "text/markdown; charset=utf-8"),
        ("/es/llms.txt", "text/plain; charset=utf-8"),
    ] {
        let response = served.get(path);
        assert_eq!(response.header("content-type"), Some(content_type), "{path}");
    }
    assert!(served.get("/articles/neck.md").text().contains("Not medically reviewed"));
    assert_eq!(served.get("/articles/back.md").status, 404);
}

#[cfg(unix)]
#[test]
fn a_file_that_has_become_a_symbolic_link_is_not_followed() {
    let served = RunningPreview::new(&small());
    let outside = TempDir::new().unwrap();
    std::fs::write(outside.path().join("secret"), "the secret").unwrap();
    std::fs::remove_file(served.path("static/clip.mp4")).unwrap();
    std::os::unix::fs::symlink(outside.path().join("secret"), served.path("static/clip.mp4")).unwrap();
    served.wait_until(|_, ended| ended == BuildResult::Stopped);
    assert_eq!(served.get("/clip.mp4").text(), "0123456789", "the last good site has it as it was");
    let with_long_file = RunningPreview::new(&small().file("static/clip.mp4", vec![b'x'; 500_000]));
    std::fs::remove_file(with_long_file.path("static/clip.mp4")).unwrap();
    std::os::unix::fs::symlink(outside.path().join("secret"), with_long_file.path("static/clip.mp4")).unwrap();
    with_long_file.wait_until(|_, ended| ended == BuildResult::Stopped);
    assert_eq!(with_long_file.get("/clip.mp4").status, 404, "a long one is not kept");
}

#[test]
fn while_there_is_an_error_short_static_files_stay_as_they_were() {
    let long = |letter: u8| vec![letter; 400_000];
    let served =
        RunningPreview::new(&small().file("static/note.txt", "ten bytes.").file("static/long.txt", long(b'a')));
    served.write("content/articles/neck.md", "---\ntitle: Neck\n---\nWrong [@nobody].\n");
    served.wait_until(|_, ended| ended == BuildResult::Stopped);
    served.write("static/note.txt", "Other words, and more of them.");
    std::fs::write(served.path("static/long.txt"), &long(b'b')[..300_000]).unwrap();
    served.wait_until(|_, ended| ended == BuildResult::Stopped);
    assert_eq!(served.get("/note.txt").text(), "ten bytes.");
    let response = served.get("/long.txt");
    assert_eq!(response.header("content-length"), Some("300000"), "one that is not kept is whole all the same");
    assert_eq!(response.text().len(), 300_000);
    std::fs::remove_file(served.path("static/note.txt")).unwrap();
    served.wait_until(|_, ended| ended == BuildResult::Stopped);
    assert_eq!(served.get("/note.txt").text(), "ten bytes.");
}

#[test]
fn the_dashboard_lists_findings_drafts_links_and_sources() {
    let site = small()
        .article("back", "See [the neck](neck.md) and [@a-2020].\n\n<x>\n")
        .library("@article{a-2020, title = {On <backs>}, author = {Ames, Ada}, year = 2020, doi = {10.1000/a}}\n@book{b, title = {B}}\n");
    let served = RunningPreview::new(&site);
    for page in ["", "findings", "drafts", "links", "sources"] {
        let response = served.get(&format!("/__wellpress/{page}"));
        assert_eq!(
            (response.status, response.text()),
            (200, include_str!("../../src/serve/client/app.html").into()),
            "{page}"
        );
        assert_guarded(&response);
    }
    assert_eq!(served.get("/__wellpress").header("location"), Some("/__wellpress/"));
    assert_eq!(served.get("/__wellpress/findings/").header("location"), Some("/__wellpress/findings"));
    assert_eq!(served.get("/__wellpress/nothing/").status, 404);
    assert_eq!(served.get("/__wellpress/nothing").status, 404);
    let graph = served.get("/__wellpress/links.json").json();
    let at = |url: &str| graph["pages"].as_array().unwrap().iter().position(|page| page["url"] == url).unwrap();
    assert_eq!(graph["links"], serde_json::json!([[at("/articles/back/"), at("/articles/neck/")]]));
    assert_eq!(graph["pages"][at("/articles/neck/")]["file"], "content/articles/neck.md");
    let expected = serde_json::json!([
        {"key": "a-2020", "label": "Ames 2020", "title": "On <backs>", "year": "2020", "cited": 1, "url": "/references/a-2020/"},
        {"key": "b", "label": "B n.d.", "title": "B", "year": null, "cited": 0, "url": null},
    ]);
    assert_eq!(served.get("/__wellpress/sources.json").json(), expected);
    let findings = served.get("/__wellpress/findings.json").json();
    let rules: Vec<&str> =
        findings.as_array().unwrap().iter().map(|finding| finding["rule"].as_str().unwrap()).collect();
    let rules: Vec<&str> =
        rules.into_iter().filter(|id| !find(id).is_some_and(|rule| rule.has(Property::CommonInSmallSites))).collect();
    assert_eq!(rules, ["raw-html", "source-unused"]);
    let findings = findings.as_array().unwrap();
    let raw = findings.iter().find(|finding| finding["rule"] == "raw-html").unwrap();
    assert_eq!(raw["excerpt"], "  |\n6 | <x>\n  | ^^^\n");
}

#[test]
fn long_requests_are_refused_and_idle_connections_do_no_harm() {
    let served = RunningPreview::new(&small());
    let idle: Vec<_> = (0..200).map(|_| served.connect()).collect();
    let mut listening: Vec<_> = (0..200).map(|_| served.events("")).collect();
    for events in &mut listening {
        assert_eq!(events.next()["id"], 1);
    }
    let long = format!("X-Long: {}\r\n", "a".repeat(100_000));
    assert!(matches!(served.send("GET", "/", &long).status, 400 | 431 | 0));
    let many: String = (0..1000).map(|number| format!("X-{number}: 1\r\n")).collect();
    assert!(matches!(served.send("GET", "/", &many).status, 400 | 431 | 0));
    let mut half = served.connect();
    half.write_all(b"GET / HT").unwrap();
    served.write("content/articles/neck.md", "---\ntitle: Article neck\n---\nOther words.\n");
    served.wait_until_shown("/articles/neck/", "Other words.");
    for events in &mut listening {
        assert_eq!(events.next()["changed"][0], "/articles/neck/");
    }
    drop((idle, half));
    assert_alive(&served);
}

#[test]
fn a_client_that_stops_reading_does_no_harm() {
    let served = RunningPreview::new(&small().file("static/long.mp4", vec![b'x'; 5_000_000]));
    for _ in 0..20 {
        let mut stream = served.connect();
        write!(stream, "GET /long.mp4 HTTP/1.1\r\nHost: {}\r\n\r\n", served.address).unwrap();
        let mut first_bytes = [0; 1000];
        stream.read_exact(&mut first_bytes).unwrap();
    }
    let whole = served.get("/long.mp4");
    assert_eq!((whole.status, whole.body.len()), (200, 5_000_000));
    let end = served.send("GET", "/long.mp4", "Range: bytes=-3\r\n");
    assert_eq!((end.status, end.text().as_str()), (206, "xxx"));
}

#[test]
fn a_public_interface_needs_an_allowed_host() {
    let options = |allowed: &[&str]| ListenOptions {
        interface: IpAddr::V4(Ipv4Addr::UNSPECIFIED),
        port: Port::Exactly(0),
        allowed_hosts: allowed.iter().map(|&name| name.to_owned()).collect(),
    };
    assert!(matches!(Preview::bind(&options(&[])), Err(Failure { exit: Exit::Usage, .. })));
    assert!(matches!(Preview::bind(&options(&["a b"])), Err(Failure { exit: Exit::Usage, .. })));
    let preview = Preview::bind(&options(&["box.example"])).unwrap();
    assert_eq!(preview.origin(), format!("http://box.example:{}", preview.address().port()));
}

#[test]
fn a_port_in_use_is_skipped_unless_it_was_requested() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let interface = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let bind = |port| Preview::bind(&ListenOptions { interface, port, allowed_hosts: Vec::new() });
    assert!(matches!(bind(Port::Exactly(port)), Err(Failure { exit: Exit::Machine, .. })));
    let next = bind(Port::From(port)).unwrap();
    assert!(next.address().port() > port);
}

#[test]
fn an_editor_link_must_open_files() {
    let build_with = |url: &str| small().settings(&format!("editor: '{url}'\n")).build();
    for url in ["vscode", "zed", "jetbrains", "subl://open?url=file://{file}&line={line}", "x-own+1:{file}:{column}"] {
        build_with(url).assert_no_findings();
    }
    let refused = [
        ("vscod", "it is no editor that is known by name, and has no `{file}`; did you mean `vscode`?"),
        ("vscode://file", "it is no editor that is known by name, and has no `{file}`; write `vscode`"),
        ("javascript:alert({file})", "`javascript:` is for the browser itself"),
        ("JavaScript:alert({file})", "`JavaScript:` is for the browser itself"),
        ("data:text/html,{file}", "`data:` is for the browser itself"),
        ("java script:{file}", "it is not a link such as"),
        ("{file}:{line}", "it is not a link such as"),
        (" javascript:{file}", "it is not a link such as"),
    ];
    for (url, reason) in refused {
        let expected =
            format!("error[settings-invalid] wellpress.yaml:3:9: `{url}` does not lead to an editor: {reason}");
        build_with(url).assert_findings(&[&expected]);
    }
}

#[test]
fn the_file_name_in_an_editor_link_is_escaped() {
    let url = |text: &str| EditorUrl::parse(text).unwrap();
    let custom = url("own://open?file={file}&line={line}&column={column}");
    assert_eq!(custom.link("/a b/ü&x=1#?.md", 3, 5), "own://open?file=/a%20b/%C3%BC%26x%3D1%23%3F.md&line=3&column=5");
    assert_eq!(url("vscode").link("/site/{line}.md", 3, 5), "vscode://file/site/%7Bline%7D.md:3:5");
    assert_eq!(url("zed").link("C:\\site\\a.md", 1, 1), "zed://file/C%3A/site/a.md:1:1");
}

fn program(folder: &TempDir) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wellpress"));
    command.current_dir(folder.path());
    command
}

#[test]
fn the_program_says_why_it_cannot_serve() {
    let folder = TempDir::new().unwrap();
    small().write_to(folder.path());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let run = program(&folder).args(["serve", "--port", &port]).output().unwrap();
    let errors = String::from_utf8(run.stderr).unwrap();
    assert_eq!(run.status.code(), Some(3), "{errors}");
    assert!(
        errors.contains(&format!("cannot listen at 127.0.0.1:{port}: ")) && errors.contains("`--port`"),
        "{errors}"
    );
    let run = program(&folder).args(["serve", "--port", "0", "--interface", "0.0.0.0"]).output().unwrap();
    let errors = String::from_utf8(run.stderr).unwrap();
    assert_eq!(run.status.code(), Some(2), "{errors}");
    assert!(errors.contains("--allow-host"), "{errors}");
    let empty_folder = TempDir::new().unwrap();
    let run = program(&empty_folder).arg("serve").output().unwrap();
    assert_eq!(run.status.code(), Some(2), "{}", String::from_utf8_lossy(&run.stderr));
}

#[test]
fn the_program_warns_if_other_machines_can_reach_it() {
    let folder = TempDir::new().unwrap();
    small().write_to(folder.path());
    let mut command = Process::new(PROGRAM);
    command.args(["serve", "--port", "0", "--interface", "0.0.0.0", "--allow-host", "box.example"]);
    let mut preview = command.current_dir(folder.path()).stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let mut first = String::new();
    BufReader::new(preview.stderr.take().unwrap()).read_line(&mut first).unwrap();
    preview.kill().unwrap();
    preview.wait().unwrap();
    assert_eq!(first, "warning: other machines can reach this preview, drafts included\n");
}

#[cfg(unix)]
#[test]
fn the_preview_and_a_build_print_the_same_number_of_pages() {
    let folder = TempDir::new().unwrap();
    small().write_to(folder.path());
    let preview = ServeProcess::start(folder.path());
    let run = program(&folder).arg("build").output().unwrap();
    let built = String::from_utf8(run.stdout).unwrap();
    let page_count = |line: &str| line.split_once("uilt ").unwrap().1.split([',', ' ']).next().unwrap().to_owned();
    assert_eq!(page_count(&preview.first_lines[1]), page_count(&built), "{:?} {built}", preview.first_lines);
}

#[cfg(unix)]
#[test]
fn the_program_prints_its_address_first_and_ends_when_interrupted() {
    let folder = TempDir::new().unwrap();
    small().article("neck", "[@nobody]\n").write_to(folder.path());
    let mut preview = ServeProcess::start(folder.path());
    let [first, second] = &preview.first_lines;
    assert!(first.starts_with("Preview at http://127.0.0.1:") && first.ends_with("/ (Ctrl-C ends it)"), "{first}");
    assert!(second.starts_with("not built in ") && second.contains("; 1 error"), "{second}");
    let interrupted = Process::new("kill").args(["-INT", &preview.process.id().to_string()]).status().unwrap();
    assert!(interrupted.success());
    assert_eq!(preview.process.wait().unwrap().code(), Some(0));
}
