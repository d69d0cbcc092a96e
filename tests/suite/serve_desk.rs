//! The desk of `wellpress serve --edit`: what it writes, and what it refuses.

use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::{Value, json};
use tempfile::{NamedTempFile, TempDir};

use crate::harness::TestSite;
use crate::program::ServeProcess;

const NECK: &str = "---\ntitle: Neck\n---\nRest your neck.\n";

struct RunningDesk {
    folder: TempDir,
    _preview: ServeProcess,
    host: String,
    /// A file with what the preview prints as warnings.
    warnings: NamedTempFile,
}

impl RunningDesk {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let answers = "- file: aaaaaaaa\n  page: article:neck\n  language: en\n  reviewer: <b>Jo</b>\n  remarks:\n\
            \x20   - {id: aaaaaaaa-1, state: open, words: Rest your neck., suggestion: {before: 'Rest your ', old: neck, new: '*head*', after: .}}\n\
            \x20   - {id: aaaaaaaa-2, state: open, words: Rest your neck., comment: How long?}\n";
        TestSite::new()
            .file("content/articles/neck.md", NECK)
            .file("content/reviews/neck.answers.yaml", answers)
            .write_to(folder.path());
        let warnings = NamedTempFile::new().unwrap();
        let preview = ServeProcess::start_with_errors_to(folder.path(), &["--edit"], warnings.reopen().unwrap());
        let desk = preview.first_lines[1].strip_prefix("Desk at http://").unwrap();
        let host = desk.trim_end_matches('/').to_owned();
        Self { folder, _preview: preview, host, warnings }
    }

    fn send(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).unwrap();
        response
    }

    fn token(&self) -> String {
        let page = self.send(&format!("GET / HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.host));
        page.split("<meta name=\"token\" content=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned()
    }

    /// The request that the page of the desk sends.
    fn request(&self, body: &Value) -> String {
        let (host, token, body) = (&self.host, self.token(), body.to_string());
        format!(
            "POST / HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nX-Wellpress-Token: {token}\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        )
    }

    /// The status and the JSON of the answer to a request of the desk's own page.
    fn ask(&self, body: &Value) -> (u16, Value) {
        let response = self.send(&self.request(body));
        let (head, body) = response.split_once("\r\n\r\n").unwrap();
        (head[9..12].parse().unwrap(), serde_json::from_str(body).unwrap_or_default())
    }

    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(path)).unwrap()
    }
}

#[test]
fn a_suggestion_is_carried_out_in_the_file_that_the_editor_saw() {
    let desk = RunningDesk::new();
    let (status, list) = desk.ask(&json!({"do": "remarks"}));
    assert_eq!(status, 200);
    let remark = &list["remarks"][0];
    assert_eq!((&remark["file"], &remark["line"]), (&"content/articles/neck.md".into(), &4.into()));
    let accept = json!({"do": "accept", "id": "aaaaaaaa-1", "hash": remark["hash"]});
    let edited = NECK.replace("Rest", "Please, rest");
    std::fs::write(desk.folder.path().join("content/articles/neck.md"), &edited).unwrap();
    let (status, answer) = desk.ask(&accept);
    assert_eq!((status, desk.read("content/articles/neck.md")), (409, edited), "{answer}");
    std::fs::write(desk.folder.path().join("content/articles/neck.md"), NECK).unwrap();
    assert_eq!(desk.ask(&accept), (200, json!({"edited": "content/articles/neck.md"})));
    assert_eq!(desk.read("content/articles/neck.md"), NECK.replace("neck.\n", "\\*head\\*.\n"));
    assert_eq!(desk.ask(&json!({"do": "done", "id": "aaaaaaaa-2"})).0, 200);
    assert_eq!(desk.ask(&json!({"do": "remarks"})).1, json!({"remarks": []}));
    let (status, answer) = desk.ask(&json!({"do": "done", "id": "../../x"}));
    assert_eq!((status, answer["error"].as_str().unwrap().contains("no remark has the id")), (409, true));
}

/// Regression: the suggestion stayed on record as accepted, and nobody was told that its words were gone.
#[test]
fn an_old_text_that_is_saved_over_accepted_words_is_told() {
    let desk = RunningDesk::new();
    let hash = desk.ask(&json!({"do": "remarks"})).1["remarks"][0]["hash"].clone();
    assert_eq!(desk.ask(&json!({"do": "accept", "id": "aaaaaaaa-1", "hash": hash})).0, 200);
    assert_eq!(desk.ask(&json!({"do": "undone"})).1, json!({"undone": []}));
    let page = desk.folder.path().join("content/articles/neck.md");
    let accepted = desk.read("content/articles/neck.md");
    let warnings = || std::fs::read_to_string(desk.warnings.path()).unwrap();
    let words = "`content/articles/neck.md` was saved with the old words of the remark `aaaaaaaa-1`";
    std::fs::write(&page, NECK.replace("title: Neck", "title: The neck")).unwrap();
    for _ in 0..600 {
        if warnings().contains(words) {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let printed = warnings();
    let told: Vec<&str> = printed.lines().filter(|line| line.contains(words)).collect();
    assert!(matches!(told[..], [line] if line.starts_with("warning: ")), "{printed}");
    let undone = desk.ask(&json!({"do": "undone"})).1;
    assert!(undone["undone"][0].as_str().unwrap().starts_with(words), "{undone}");
    std::fs::write(&page, accepted).unwrap();
    assert_eq!(desk.ask(&json!({"do": "undone"})).1, json!({"undone": []}));
}

/// Regression: requests at the same time read the same record, and the last one took back what the others had written.
#[test]
fn requests_at_the_same_time_are_all_carried_out() {
    let desk = RunningDesk::new();
    let numbers = 0..8;
    let text: String = numbers.clone().map(|number| format!("Rest your neck{number} often.\n\n")).collect();
    let remarks: String = numbers
        .clone()
        .map(|number| {
            format!(
                "    - {{id: aaaaaaaa-{number}, state: open, words: Rest your neck{number} often., \
             suggestion: {{before: 'Rest your ', old: neck{number}, new: head{number}, after: ' often.'}}}}\n"
            )
        })
        .collect();
    let write = |path: &str, text: String| std::fs::write(desk.folder.path().join(path), text).unwrap();
    write("content/articles/neck.md", format!("---\ntitle: Neck\n---\n{text}"));
    let head = "- file: aaaaaaaa\n  page: article:neck\n  language: en\n  reviewer: Jo\n  remarks:\n";
    write("content/reviews/neck.answers.yaml", format!("{head}{remarks}"));
    let hash = desk.ask(&json!({"do": "remarks"})).1["remarks"][0]["hash"].clone();
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let asked = numbers.clone().map(|number| {
            let id = format!("aaaaaaaa-{number}");
            let body = match number % 2 {
                0 => json!({"do": "done", "id": id}),
                _ => json!({"do": "accept", "id": id, "hash": hash}),
            };
            let desk = &desk;
            scope.spawn(move || desk.ask(&body).0)
        });
        let asked: Vec<_> = asked.collect();
        asked.into_iter().map(|answer| answer.join().unwrap()).collect()
    });
    assert_eq!(statuses, [200; 8]);
    let (page, record) = (desk.read("content/articles/neck.md"), desk.read("content/reviews/neck.answers.yaml"));
    assert_eq!((page.matches("head").count(), page.matches("neck").count()), (4, 4), "{page}");
    let count = |state: &str| record.matches(&format!("state: {state}")).count();
    assert_eq!((count("accepted"), count("done"), count("open")), (4, 4, 0), "{record}");
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_is_not_edited() {
    let desk = RunningDesk::new();
    let (_, list) = desk.ask(&json!({"do": "remarks"}));
    let outside = TempDir::new().unwrap();
    let (target, page) = (outside.path().join("neck.md"), desk.folder.path().join("content/articles/neck.md"));
    std::fs::write(&target, NECK).unwrap();
    std::fs::remove_file(&page).unwrap();
    std::os::unix::fs::symlink(&target, &page).unwrap();
    let (status, _) = desk.ask(&json!({"do": "accept", "id": "aaaaaaaa-1", "hash": list["remarks"][0]["hash"]}));
    assert_eq!((status, std::fs::read_to_string(&target).unwrap()), (409, NECK.to_owned()));
}

#[test]
fn only_the_page_of_the_desk_may_ask() {
    let desk = RunningDesk::new();
    let own = desk.request(&json!({"do": "done", "id": "aaaaaaaa-1"}));
    let (host, token) = (&desk.host, desk.token());
    let origin = format!("Origin: http://{host}\r\n");
    for (from, to, status) in [
        (&*origin, "", 403),
        (&origin, "Origin: null\r\n", 403),
        (&origin, "Origin: http://127.0.0.1:1111\r\n", 403),
        (&origin, "Origin: http://evil.example\r\n", 403),
        (&token, "", 403),
        (&token, "0", 403),
        (&format!("Host: {host}"), "Host: evil.example", 403),
        (&format!("Host: {host}"), &format!("Host: localhost:{}", host.split(':').nth(1).unwrap()), 403),
        ("POST /", "PUT /", 405),
        ("POST /", "OPTIONS /", 405),
        ("\"do\"", "\"to\"", 400),
    ] {
        let response = desk.send(&own.replacen(from, to, 1));
        assert!(response.starts_with(&format!("HTTP/1.1 {status} ")), "{from} -> {to}: {response}");
        assert!(!response.to_lowercase().contains("access-control-allow"), "{response}");
    }
    // Only the head, which says how much would follow.
    let large = desk.request(&json!({"do": "remarks"})).replace("Content-Length: 16", "Content-Length: 70000");
    let (head, _) = large.split_once("\r\n\r\n").unwrap();
    assert!(desk.send(&format!("{head}\r\n\r\n")).starts_with("HTTP/1.1 413 "));
    assert!(desk.read("content/reviews/neck.answers.yaml").matches("state: open").count() == 2);
    let reading = TestSite::new();
    let folder = TempDir::new().unwrap();
    reading.write_to(folder.path());
    for other in [&["--interface", "0.0.0.0", "--allow-host", "a.example"][..], &["--allow-host", "a.example"]] {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_wellpress"));
        let output = command.args(["serve", "--edit"]).args(other).current_dir(folder.path()).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{other:?}");
    }
}
