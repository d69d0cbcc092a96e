//! `wellpress deploy` and `init --ci` as a person or a workflow runs them: what is printed, and the exit status.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::harness::files_below;
use crate::program::Run;

/// A new site in a folder of its own, with a folder to publish to beside it.
pub struct Site {
    folder: TempDir,
}

impl Site {
    fn empty() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    pub fn built(settings: &str) -> Self {
        let site = Self::empty();
        site.run(&["init", "guide"]).ended(0);
        let path = site.path("guide/wellpress.yaml");
        let text = std::fs::read_to_string(&path).unwrap();
        let target = format!("deploy:\n  target: \"{}\"\n{settings}", site.target());
        std::fs::write(&path, format!("{text}\n{target}")).unwrap();
        site.on(&["build"]).ended(0);
        site
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn target(&self) -> String {
        format!("file://{}", self.path("www").display())
    }

    fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, &[])
    }

    /// In the site's root.
    pub fn on(&self, arguments: &[&str]) -> Run {
        self.run(&[arguments, &["--root", "guide"]].concat())
    }

    pub fn run_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wellpress"));
        command.current_dir(self.folder.path()).args(arguments).env_remove("SOURCE_DATE_EPOCH");
        for prefix in ["AWS_", "GOOGLE_", "AZURE_"] {
            std::env::vars().filter(|(name, _)| name.starts_with(prefix)).for_each(|(name, _)| {
                command.env_remove(name);
            });
        }
        Run::of(command.envs(variables.iter().copied()).output().unwrap())
    }

    /// Takes the page `about` and the links to it away, and builds.
    pub fn lose_a_page(&self) {
        std::fs::remove_file(self.path("guide/content/pages/about.md")).unwrap();
        let settings = self.path("guide/wellpress.yaml");
        let text = std::fs::read_to_string(&settings).unwrap();
        let text = text.replace("    - title: \"About\"\n      link: /about/\n", "");
        std::fs::write(&settings, text.replace("  footer:\n", "  footer: []\n")).unwrap();
        self.on(&["build"]).ended(0);
    }

    /// What readers are served, which is what was built without what is the tool's own.
    fn assert_published(&self) {
        let (built, served) = (public(&self.path("guide/output")), public(&self.path("www")));
        assert_eq!(served.keys().collect::<Vec<_>>(), built.keys().collect::<Vec<_>>());
        assert!(served == built, "what is served is not what was built");
        assert!(!self.path("www/.gitignore").exists() && !self.path("www/.wellpress-manifest").exists());
    }
}

/// The files of a folder without what is the tool's own.
pub fn public(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let is_public = |path: &Path| !path.to_str().unwrap().starts_with(".wellpress") && path != Path::new(".gitignore");
    let files = files_below(folder).into_iter();
    let files = files.map(|(path, bytes)| (path.strip_prefix(folder).unwrap().to_owned(), bytes));
    files.filter(|(path, _)| is_public(path)).collect()
}

/// A service elsewhere, with a place `guide/` in a bucket `site`.
pub trait Remote {
    fn deploy(&self, site: &Site, further: &[&str]) -> Run;
    /// Puts something there that is no deploy's.
    fn put(&self, path: &str, bytes: &[u8]);
    /// What is there, the record left out.
    fn served(&self) -> BTreeMap<PathBuf, Vec<u8>>;
    /// The head's lines of an object.
    fn head(&self, path: &str) -> Vec<String>;
}

pub fn assert_published_changed_and_taken_back(remote: &impl Remote) {
    let site = Site::built("");
    let odd = "a b+c%20#é.txt";
    std::fs::create_dir_all(site.path("guide/static")).unwrap();
    std::fs::write(site.path("guide/static").join(odd), "odd").unwrap();
    site.on(&["build"]).ended(0);
    remote.put("theirs/page.html", b"theirs");
    let built = || {
        let theirs = (PathBuf::from("theirs/page.html"), b"theirs".to_vec());
        public(&site.path("guide/output")).into_iter().chain([theirs]).collect::<BTreeMap<_, _>>()
    };

    let first = remote.deploy(&site, &[]).ended(0);
    assert!(first.out.starts_with("Release 1 is at ") && first.out.contains(", 0 deleted in "), "{}", first.out);
    let old = remote.served();
    assert!(old == built() && old.contains_key(Path::new(odd)), "{:?}", old.keys());
    let head = remote.head("index.html").join("\n").to_lowercase();
    assert!(head.contains("cache-control: public, max-age=300"), "{head}");
    assert!(head.contains("content-type: text/html; charset=utf-8"), "{head}");
    assert!(remote.deploy(&site, &["--verify"]).ended(0).out.contains(": 0 objects uploaded (0 B), "));

    std::fs::remove_file(site.path("guide/static").join(odd)).unwrap();
    site.lose_a_page();
    let second = remote.deploy(&site, &[]).ended(0);
    assert!(second.out.starts_with("Release 2 is at ") && !second.out.contains(" 0 deleted"), "{}", second.out);
    assert!(remote.served() == built(), "what is served is not what was built");
    assert!(remote.deploy(&site, &["--rollback"]).ended(0).out.starts_with("Release 1 is at "));
    assert!(remote.served() == old, "it is not what it was");
}

#[test]
fn a_site_is_published_changed_and_taken_back() {
    let site = Site::built("");
    let plan = site.on(&["deploy", "--dry-run"]);
    assert_eq!((plan.status, plan.err.as_str()), (0, ""));
    assert!(plan.out.contains("add articles/back-pain-at-a-desk/index.html\n"), "{}", plan.out);
    assert!(plan.out.lines().last().unwrap().starts_with("Would upload "), "{}", plan.out);
    assert!(!site.path("www").exists(), "a dry run makes nothing");

    let first = site.on(&["deploy"]);
    assert_eq!((first.status, first.err.as_str()), (0, ""), "no bar where there is no terminal");
    assert!(first.out.starts_with(&format!("Release 1 is at {}: ", site.target())), "{}", first.out);
    assert!(first.out.contains(", 0 unchanged, 0 deleted in "), "{}", first.out);
    site.assert_published();
    assert!(site.on(&["deploy"]).out.contains(": 0 objects uploaded (0 B), "));

    site.lose_a_page();
    let plan = site.on(&["deploy", "-n"]);
    assert!(plan.out.contains("delete about/index.html\n") && plan.out.contains("change index.html\n"), "{}", plan.out);
    assert_eq!(site.on(&["deploy"]).status, 0);
    site.assert_published();
    assert!(!site.path("www/about").exists());

    let history = site.on(&["deploy", "--history"]);
    let lines: Vec<&str> = history.out.lines().collect();
    assert!(lines.len() == 2 && lines[0].starts_with("2  ") && lines[0].ends_with("  current"), "{}", history.out);
    let back = site.on(&["deploy", "--rollback"]);
    assert!(back.out.starts_with("Release 1 is at "), "{} {}", back.out, back.err);
    assert!(site.path("www/about/index.html").exists());
    let none = site.on(&["deploy", "--rollback"]);
    assert_eq!(none.status, 2);
    assert!(none.err.contains("no such release to go back to; on record: 1, 2"), "{}", none.err);
    assert_eq!(site.on(&["deploy", "--rollback", "--to", "2"]).status, 0);
    site.assert_published();
}

#[test]
fn what_needs_consent_is_refused_and_can_be_given() {
    let site = Site::built("");
    assert_eq!(site.on(&["deploy"]).status, 0);
    let before = files_below(&site.path("www"));
    for folder in ["articles", "exercises", "references", "topics", "people", "search"] {
        std::fs::remove_dir_all(site.path("guide/output").join(folder)).unwrap();
    }
    let manifest = site.path("guide/output/.wellpress-manifest");
    let text = std::fs::read_to_string(&manifest).unwrap();
    let is_left = |line: &&str| {
        !["articles/", "exercises/", "references/", "topics/", "people/", "search/"]
            .iter()
            .any(|folder| line.contains(folder))
    };
    std::fs::write(&manifest, text.lines().filter(is_left).map(|line| format!("{line}\n")).collect::<String>())
        .unwrap();
    let refused = site.on(&["deploy"]);
    assert_eq!(refused.status, 2);
    assert!(refused.err.contains("over a fifth") && refused.err.contains("--yes"), "{}", refused.err);
    assert_eq!(files_below(&site.path("www")), before);
    let plan = site.on(&["deploy", "--dry-run"]);
    assert!(plan.status == 0 && plan.err.contains("this needs `--yes`"), "{}", plan.err);
    assert_eq!(site.on(&["deploy", "--yes"]).status, 0);
    site.assert_published();
}

#[test]
fn a_site_with_drafts_needs_consent() {
    let site = Site::built("");
    site.on(&["deploy"]).ended(0);
    site.on(&["build", "--drafts", "--future"]).ended(0);
    let refused = site.on(&["deploy"]).ended(2);
    assert!(refused.err.contains("built with `--drafts` and `--future`"), "{}", refused.err);
    let plan = site.on(&["deploy", "--dry-run"]).ended(0);
    assert!(plan.err.contains("`--drafts` and `--future`: this needs `--yes`"), "{}", plan.err);
    site.on(&["deploy", "--prefix", "preview", "--yes"]).ended(0);
    site.on(&["build"]).ended(0);
    site.on(&["deploy"]).ended(0);
}

#[test]
fn what_cannot_be_is_refused_with_what_to_do() {
    let site = Site::built("  targets:\n    preview: \"file:///nonexistent/previews\"\n");
    let refused = |arguments: &[&str], status: i32, words: &str| {
        let run = site.on(arguments);
        assert_eq!(run.status, status, "{arguments:?}: {}", run.err);
        assert!(run.err.contains(words), "{arguments:?}: {}", run.err);
    };
    refused(&["deploy", "elsewhere"], 2, "no target `elsewhere`\n  = help: there is `preview`");
    refused(&["deploy", "ftp://host/"], 2, "cannot begin with `ftp:`");
    refused(&["deploy", "s3://a:b@bucket"], 2, "they belong into the environment");
    refused(&["deploy", "s3://bucket"], 4, "set AWS_ACCESS_KEY_ID");
    refused(&["deploy", "--prefix", "../x"], 2, "no path below a target");
    refused(&["deploy", "-o", "nowhere"], 2, "`nowhere` holds no built site");
    for folder in ["", "/guide", "/guide/content", "/guide/output", "/guide/content/articles/new"] {
        let inside = format!("file://{}{folder}", site.folder.path().display());
        refused(&["deploy", &inside], 2, "sources, or is one of their folders");
    }
    std::fs::write(site.path("guide/output/index.html"), "changed").unwrap();
    refused(&["deploy"], 3, "it changed since the build");
    assert!(site.on(&["deploy", "--prefix", "pr-12", "--dry-run"]).out.contains("/www/pr-12"));
}

#[cfg(feature = "deploy")]
#[test]
fn a_wrong_key_ends_with_status_4_and_no_secret_is_printed() {
    use crate::loopback::{Reply, Server};

    let said = "<?xml version=\"1.0\"?><Error><Code>SignatureDoesNotMatch</Code><Message>no match for HUSH-SECRET-KEY of AKIDHUSH and HUSH-TOKEN</Message></Error>";
    let server = Server::new(move |_| Reply::new(403, &[("content-type", "application/xml")], said));
    let site = Site::built("");
    let endpoint = server.url("");
    let variables = [
        ("AWS_ACCESS_KEY_ID", "AKIDHUSH"),
        ("AWS_SECRET_ACCESS_KEY", "HUSH-SECRET-KEY"),
        ("AWS_SESSION_TOKEN", "HUSH-TOKEN"),
        ("AWS_ENDPOINT_URL", endpoint.trim_end_matches('/')),
        // The target alone says which bucket it is.
        ("AWS_BUCKET", "elsewhere"),
    ];
    let run = site.run_with(&["deploy", "s3://bucket/guide", "--root", "guide", "-v"], &variables);
    assert_eq!(run.status, 4, "{}", run.err);
    assert!(run.err.contains("SignatureDoesNotMatch") && run.err.contains("[AWS_SECRET_ACCESS_KEY]"), "{}", run.err);
    assert!(!run.err.contains("HUSH") && !run.out.contains("HUSH"), "{}{}", run.out, run.err);
    assert_eq!(server.asked().len(), 1, "a refusal is not asked again");
    assert!(server.asked()[0].starts_with("GET /bucket/guide/.wellpress-deploy/state.json"));
}

#[test]
fn a_server_is_told_what_the_headers_and_redirects_say() {
    let site = Site::built("  compress: [br, gzip]\n");
    let page = site.path("guide/content/pages/about.md");
    let text = std::fs::read_to_string(&page).unwrap();
    std::fs::write(&page, text.replacen("---\n", "---\naliases: [\"/old/über us/\"]\n", 1)).unwrap();
    assert_eq!(site.on(&["build", "--base-url", "https://example.org/guide/"]).status, 0);
    let settings = site.path("guide/wellpress.yaml");
    let text = std::fs::read_to_string(&settings).unwrap();
    std::fs::write(&settings, text.replace("https://example.org/", "https://example.org/guide/")).unwrap();

    let nginx = site.on(&["deploy", "--snippet", "nginx"]).out;
    for line in [
        "gzip_static on;",
        "error_page 404 /guide/404.html;",
        "location /guide/ {",
        "location ^~ /guide/assets/ {",
        "    add_header Cache-Control \"public, max-age=31536000, immutable\" always;",
        "    add_header X-Content-Type-Options \"nosniff\" always;",
        "location = \"/guide/old/über us/\" { return 301 \"/guide/about/\"; }",
        "location = /guide/_headers { return 404; }",
    ] {
        assert!(nginx.lines().any(|there| there == line), "{line}\n{nginx}");
    }
    let policies = nginx.matches("add_header Content-Security-Policy \"default-src 'self';").count();
    assert_eq!(policies, 2, "nginx forgets headers where a location has its own");
    let caddy = site.on(&["deploy", "--snippet", "caddy"]).out;
    assert!(caddy.contains("redir \"/guide/old/über us/\" \"/guide/about/\" permanent\n"), "{caddy}");
    assert!(caddy.contains("precompressed br gzip\n") && caddy.contains("header @assets {\n"), "{caddy}");
    assert_eq!(site.on(&["deploy", "--snippet", "apache"]).status, 2);
}

/// The lines of a workflow that run the program.
fn program_lines(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.starts_with('#')) {
        let run = line.trim_start_matches("- ").trim_start_matches("run: ");
        if let Some(rest) = run.strip_prefix("wellpress ") {
            let end = rest.find(" || ").or_else(|| rest.find(" | ")).or_else(|| rest.find(" > ")).unwrap_or(rest.len());
            // `> file 2>&1` and the like are the shell's.
            let words = rest[..end].split(" 2>").next().unwrap().trim();
            lines.push(words.replace('"', ""));
        }
    }
    lines
}

#[test]
fn workflows_run_commands_that_there_are_and_are_sound_yaml() {
    for (service, files) in [("github", 4), ("gitlab", 1)] {
        let site = Site::empty();
        let made = site.run(&["init", "guide", "--ci", service]);
        assert_eq!((made.status, made.err.lines().count()), (0, 26 + files), "{}", made.err);
        let written = made.err.lines().filter(|path| path.ends_with(".yml"));
        let texts: Vec<(String, String)> =
            written.map(|path| (path.to_owned(), std::fs::read_to_string(site.path(path)).unwrap())).collect();
        assert_eq!(texts.len(), files);
        let mut commands = Vec::new();
        for (path, text) in &texts {
            let value: serde_json::Value = serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{path}: {error}"));
            assert!(value.is_object(), "{path}");
            assert!(!text.contains("{version}"), "{path}");
            commands.extend(program_lines(text));
        }
        for wanted in ["check", "build", "deploy", "list overdue", "check --external"] {
            assert!(
                commands.iter().any(|line| line.starts_with(wanted)),
                "{service} never runs `{wanted}`: {commands:?}"
            );
        }
        for line in &commands {
            let words = std::iter::once("wellpress").chain(line.split_whitespace());
            let parsed = wellpress::cli::command().try_get_matches_from(words);
            match parsed {
                Err(error) if error.kind() != clap::error::ErrorKind::DisplayVersion => panic!("`{line}`: {error}"),
                _ => {}
            }
        }
    }
}

#[test]
fn a_site_that_is_there_gets_workflows_alone() {
    let site = Site::built("");
    let before = files_below(&site.path("guide"));
    let made = site.run(&["init", "guide", "--ci", "github"]);
    assert_eq!((made.status, made.err.lines().count()), (0, 4), "{}", made.err);
    let after = files_below(&site.path("guide"));
    assert!(before.iter().all(|(path, bytes)| after.get(path) == Some(bytes)) && after.len() == before.len() + 4);
    let again = site.run(&["init", "guide", "--ci", "github"]);
    assert!(again.status == 2 && again.err.contains("nothing was written"), "{}", again.err);
}
