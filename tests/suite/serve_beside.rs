//! The built output of another site beside the preview: which of its files are served, and to whom.

use std::fs;

use tempfile::TempDir;

use super::harness::TestSite;
use super::preview_harness::{PreviewResponse, PreviewSetup, RunningPreview, get_from};

fn old_site() -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::create_dir_all(folder.path().join("public/a")).unwrap();
    fs::write(folder.path().join("public/a/index.html"), "<h1>Old page</h1>").unwrap();
    fs::write(folder.path().join("public/b.html"), "<h1>Old b</h1>").unwrap();
    fs::write(folder.path().join("public/.env"), "secret").unwrap();
    fs::write(folder.path().join("secret.html"), "secret").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder.path().join("secret.html"), folder.path().join("public/link.html")).unwrap();
    folder
}

#[test]
fn the_old_site_is_shown_beside_the_new_one() {
    let folder = old_site();
    let beside = Some(folder.path().join("public"));
    let served = RunningPreview::with(
        &TestSite::new().article("neck", "Text.\n"),
        PreviewSetup { beside, ..PreviewSetup::default() },
    );
    let page = served.get("/__wellpress/beside?page=/a/%22%3E%3Cscript%3E");
    assert_eq!(page.status, 200);
    let html = page.text();
    assert!(html.contains("/a/%22%3E%3Cscript%3E") && !html.contains("<script>"), "{html}");
    let origin = html.split("data-origin=\"http://").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains(&format!("frame-src 'self' http://{origin};")), "{policy}");
    assert!(
        served
            .get("/__wellpress/beside?page=//evil.example/")
            .text()
            .contains(&format!("src=\"http://{origin}/evil.example/\""))
    );
    for file in ["beside.js", "beside.css"] {
        assert_eq!(served.get(&format!("/__wellpress/{file}")).status, 200);
    }

    let get = |path: &str, host: &str| -> PreviewResponse { get_from(origin.parse().unwrap(), path, host) };
    for (path, words) in
        [("/a/", "Old page"), ("/a", "Old page"), ("/a/index.html", "Old page"), ("/b", "Old b"), ("/b.html", "Old b")]
    {
        let response = get(path, &origin);
        assert_eq!(response.status, 200, "{path}");
        assert!(response.text().contains(words) && !response.text().contains("__wellpress"), "{path}");
        assert!(response.header("content-security-policy").unwrap().contains("frame-ancestors 'self' http://"));
    }
    for path in [
        "/../secret.html",
        "/%2e%2e/secret.html",
        "/a/..%2f..%2fsecret.html",
        "/.env",
        "/link.html",
        "/none/",
        "/..%5csecret.html",
    ] {
        let response = get(path, &origin);
        assert!(matches!(response.status, 400 | 404), "{path}: {}", response.status);
        assert!(!response.text().contains("secret"), "{path}");
    }
    assert_eq!(get("/a/", "evil.example").status, 403);
}

#[test]
fn without_another_site_there_is_no_such_page() {
    let served = RunningPreview::new(&TestSite::new().article("neck", "Text.\n"));
    assert_eq!(served.get("/__wellpress/beside").status, 404);
}
