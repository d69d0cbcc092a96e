//! `dist/publish-crates`: which crates a release publishes, and that it stops at a name of somebody else. The registry is a server of
//! this test; nothing is published.

use std::path::Path;
use std::process::Command;

use crate::loopback::{CannedResponse, LoopbackServer};
use crate::program::ProgramOutput;

/// Runs the script against a registry. `None` without Python, which CI has to have.
fn publish_crates(argument: &str, registry: &LoopbackServer) -> Option<ProgramOutput> {
    let mut command = Command::new("python3");
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(["dist/publish-crates", argument]);
    command.env("CRATES_INDEX", registry.url("index")).env("CRATES_API", registry.url("api"));
    let output = command.env("CRATES_OWNERS", "Our-Account, github:wellpress:release").output();
    assert!(output.is_ok() || std::env::var_os("CI").is_none(), "this test needs Python");
    output.ok().map(ProgramOutput::of)
}

/// A registry that has one crate in another version, which belongs to `owner`.
fn registry_with(name: &'static str, owner: &'static str) -> LoopbackServer {
    LoopbackServer::new(move |request| {
        if request.path.starts_with("/index/") && request.path.ends_with(&format!("/{name}")) {
            CannedResponse::new(200, &[], format!("{{\"name\":\"{name}\",\"vers\":\"0.0.1\",\"cksum\":\"0\"}}\n"))
        } else if request.path == format!("/api/crates/{name}/owners") {
            CannedResponse::json(&format!("{{\"users\":[{{\"login\":\"{owner}\"}}]}}"))
        } else {
            CannedResponse::status(404)
        }
    })
}

#[test]
fn a_release_publishes_each_crate_of_the_workspace() {
    let registry = registry_with("none", "nobody");
    let Some(run) = publish_crates("--list", &registry) else { return };
    let names: Vec<&str> = run.out.lines().collect();
    let folders = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("crates")).unwrap();
    for folder in folders.map(|folder| folder.unwrap().file_name().into_string().unwrap()) {
        assert!(names.contains(&&*format!("wellpress-{folder}")), "{folder}: {}{}", run.out, run.err);
    }
    assert_eq!(names.last(), Some(&"wellpress"), "the program depends on all of them");
    let place = |name: &str| names.iter().position(|candidate| *candidate == name).unwrap();
    assert!(place("wellpress-wording") < place("wellpress-site") && place("wellpress-io") < place("wellpress-import"));
    assert!(registry.requests().is_empty());
}

#[test]
fn a_crate_of_somebody_else_stops_the_release() {
    let foreign = registry_with("wellpress-import", "somebody-else");
    let Some(run) = publish_crates("--check", &foreign) else { return };
    assert_ne!(run.status, 0);
    assert!(run.err.contains("`wellpress-import` at the registry belongs to somebody-else"), "{}", run.err);
    for ours in ["our-account", "github:wellpress:release"] {
        let registry = registry_with("wellpress-import", ours);
        let run = publish_crates("--check", &registry).unwrap();
        assert_eq!(run.status, 0, "{}", run.err);
        assert!(registry.request_lines().contains(&"GET /index/we/ll/wellpress-wording".to_owned()));
    }
}
