//! `wellpress deploy` as a person or a workflow runs it: what is printed, and the exit status.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use wellpress_harness::loopback::{CannedResponse, LoopbackServer};
use wellpress_harness::output::{ProgramOutput, tool_program};
use wellpress_harness::test_site::{TestSite, files_below};

/// A new site in the folder `guide` of a temporary folder. Its deploy target is the folder `www` beside it.
pub struct DeploySite {
    folder: TempDir,
}

impl DeploySite {
    /// The site of `fixtures/guide.site`, built, with these further lines below `deploy` in the settings.
    pub fn built(settings: &str) -> Self {
        let site = Self { folder: TempDir::new().unwrap() };
        TestSite::from_text(include_str!("fixtures/guide.site")).write_to(&site.path("guide"));
        let path = site.path("guide/wellpress.yaml");
        let text = std::fs::read_to_string(&path).unwrap();
        let target = format!("deploy:\n  target: \"{}\"\n{settings}", site.target());
        std::fs::write(&path, format!("{text}\n{target}")).unwrap();
        site.on(&["build"]).assert_status(0);
        site
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn target(&self) -> String {
        format!("file://{}", self.path("www").display())
    }

    fn run(&self, arguments: &[&str]) -> ProgramOutput {
        self.run_with(arguments, &[])
    }

    /// Runs a command with the site's root as `--root`.
    pub fn on(&self, arguments: &[&str]) -> ProgramOutput {
        self.run(&[arguments, &["--root", "guide"]].concat())
    }

    pub fn run_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> ProgramOutput {
        let mut command = tool_program();
        command.current_dir(self.folder.path()).args(arguments);
        for prefix in ["AWS_", "GOOGLE_", "AZURE_"] {
            std::env::vars().filter(|(name, _)| name.starts_with(prefix)).for_each(|(name, _)| {
                command.env_remove(name);
            });
        }
        ProgramOutput::of(command.envs(variables.iter().copied()).output().unwrap())
    }

    /// Removes the page `about` and the links to it, and builds.
    pub fn remove_a_page(&self) {
        std::fs::remove_file(self.path("guide/content/pages/about.md")).unwrap();
        let settings = self.path("guide/wellpress.yaml");
        let text = std::fs::read_to_string(&settings).unwrap();
        let text = text.replace("    - title: \"About\"\n      link: /about/\n", "");
        std::fs::write(&settings, text.replace("  footer:\n", "  footer: []\n")).unwrap();
        self.on(&["build"]).assert_status(0);
    }

    /// Fails unless the target has exactly the built files, without those of the tool itself.
    fn assert_published(&self) {
        let (built, served) = (public(&self.path("guide/output")), public(&self.path("www")));
        assert_eq!(served.keys().collect::<Vec<_>>(), built.keys().collect::<Vec<_>>());
        assert!(served == built, "what is served is not what was built");
        assert!(!self.path("www/.gitignore").exists() && !self.path("www/.wellpress-manifest").exists());
    }
}

/// The files of a folder that readers get: all but the manifest, the deploy record and `.gitignore`.
pub fn public(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = files_below(folder).into_iter();
    let files = files.map(|(path, bytes)| (path.strip_prefix(folder).unwrap().to_owned(), bytes));
    files.filter(|(path, _)| is_public(path)).collect()
}

fn is_public(path: &Path) -> bool {
    !path.to_str().unwrap().starts_with(".wellpress") && path != Path::new(".gitignore")
}

#[test]
fn a_site_is_deployed_changed_and_rolled_back() {
    let site = DeploySite::built("");
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

    site.remove_a_page();
    let plan = site.on(&["deploy", "-n"]);
    assert!(plan.out.contains("delete about/index.html\n") && plan.out.contains("change index.html\n"), "{}", plan.out);
    let note = "note: 1 page of the last release is gone: /about/. If it was published, write `aliases: [/about/]`";
    assert!(plan.err.starts_with(note), "{}", plan.err);
    assert!(site.on(&["deploy"]).assert_status(0).err.starts_with(note));
    site.assert_published();
    assert!(!site.path("www/about").exists());

    let history = site.on(&["deploy", "--history"]);
    let lines: Vec<&str> = history.out.lines().collect();
    assert!(lines.len() == 2 && lines[0].starts_with("2  ") && lines[0].ends_with("  current"), "{}", history.out);
    let back = site.on(&["deploy", "--rollback"]);
    assert!(back.out.starts_with("Release 1 is at "), "{} {}", back.out, back.err);
    assert!(site.path("www/about/index.html").exists());
    let refused = site.on(&["deploy", "--rollback"]);
    assert_eq!(refused.status, 2);
    assert!(refused.err.contains("no such release to go back to; on record: 1, 2"), "{}", refused.err);
    assert_eq!(site.on(&["deploy", "--rollback", "--to", "2"]).status, 0);
    site.assert_published();
}

#[test]
fn deleting_a_fifth_of_the_site_needs_consent() {
    let site = DeploySite::built("");
    assert_eq!(site.on(&["deploy"]).status, 0);
    let published = files_below(&site.path("www"));
    let removed = ["articles/", "exercises/", "references/", "topics/", "people/", "search/"];
    for folder in removed {
        std::fs::remove_dir_all(site.path("guide/output").join(folder)).unwrap();
    }
    let manifest = site.path("guide/output/.wellpress-manifest");
    let text = std::fs::read_to_string(&manifest).unwrap();
    let lines = text.lines().filter(|line| !removed.iter().any(|folder| line.contains(folder)));
    std::fs::write(&manifest, lines.map(|line| format!("{line}\n")).collect::<String>()).unwrap();
    let refused = site.on(&["deploy"]);
    assert_eq!(refused.status, 2);
    assert!(refused.err.contains("over a fifth") && refused.err.contains("--yes"), "{}", refused.err);
    assert_eq!(files_below(&site.path("www")), published);
    let plan = site.on(&["deploy", "--dry-run"]);
    assert!(plan.status == 0 && plan.err.contains("this needs `--yes`"), "{}", plan.err);
    assert_eq!(site.on(&["deploy", "--yes"]).status, 0);
    site.assert_published();
}

#[test]
fn a_site_that_nobody_has_completed_needs_consent() {
    let site = DeploySite::built("");
    let settings = site.path("guide/wellpress.yaml");
    let completed = std::fs::read_to_string(&settings).unwrap();
    let started = completed.replace("placeholder: off", "placeholder: warning");
    let build = |text: &str, arguments: &[&str]| {
        std::fs::write(&settings, text).unwrap();
        site.on(&[&["build"], arguments].concat()).assert_status(0);
        site.on(&["deploy"])
    };
    let new = build(&started.replace("https://guide.test.example/", "https://example.org/"), &[]).assert_status(2);
    assert!(
        new.err.contains("was built for `https://example.org/`, which is an address for examples; "),
        "{}",
        new.err
    );
    assert!(new.err.contains("text of a template is still in `content/pages/about.md`, "), "{}", new.err);
    assert!(!site.path("www").exists(), "nothing is published");
    let plan = site.on(&["deploy", "--dry-run"]).assert_status(0);
    assert!(plan.err.contains("an address for examples: this needs `--yes`"), "{}", plan.err);

    let with_address = build(&started, &[]).assert_status(2);
    assert!(!with_address.err.contains("address for examples") && with_address.err.contains("about.md"));
    // The address of the build counts: the workflow for Pages asks the service for it.
    build(
        &completed.replace("https://guide.test.example/", "https://example.org/"),
        &["--base-url", "https://me.test.example/"],
    )
    .assert_status(0);
    let local = build(&completed, &["--base-url", "http://localhost:8000/"]).assert_status(2);
    assert!(local.err.contains("`http://localhost:8000/`, which is an address of this machine"), "{}", local.err);
    site.on(&["deploy", "--prefix", "preview", "--yes"]).assert_status(0);
}

#[test]
fn a_site_with_drafts_needs_consent() {
    let site = DeploySite::built("");
    site.on(&["deploy"]).assert_status(0);
    site.on(&["build", "--drafts", "--future"]).assert_status(0);
    let refused = site.on(&["deploy"]).assert_status(2);
    assert!(refused.err.contains("built with `--drafts` and `--future`"), "{}", refused.err);
    let plan = site.on(&["deploy", "--dry-run"]).assert_status(0);
    assert!(plan.err.contains("`--drafts` and `--future`: this needs `--yes`"), "{}", plan.err);
    site.on(&["deploy", "--prefix", "preview", "--yes"]).assert_status(0);
    site.on(&["build"]).assert_status(0);
    site.on(&["deploy"]).assert_status(0);
}

#[test]
fn impossible_targets_are_refused_with_help() {
    let site = DeploySite::built("  targets:\n    preview: \"file:///nonexistent/previews\"\n");
    let refused = |arguments: &[&str], status: i32, words: &str| {
        let run = site.on(arguments);
        assert_eq!(run.status, status, "{arguments:?}: {}", run.err);
        assert!(run.err.contains(words), "{arguments:?}: {}", run.err);
    };
    refused(&["deploy", "elsewhere"], 2, "no target `elsewhere`\n  = help: the targets are `preview`");
    refused(&["deploy", "ftp://host/"], 2, "cannot begin with `ftp:`");
    refused(&["deploy", "s3://a:b@bucket"], 2, "they belong into the environment");
    refused(&["deploy", "s3://bucket"], 4, "does not set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY\n  = help: set ");
    assert!(!site.on(&["deploy", "s3://bucket"]).err.contains("the next deploy"), "nothing was begun");
    for folder in
        [".", "./guide", "./guide/content/", "./guide/static", "./guide/data/new", "./guide/.git", "./guide/.new/x"]
    {
        refused(&["deploy", folder], 2, "contains the site, or is one of its own folders");
    }
    refused(&["deploy", "./nowhere/../www"], 2, "cannot find the folder `./nowhere/../www`");
    refused(&["deploy", "--prefix", "../x"], 2, "no path below a target");
    refused(&["deploy", "-o", "nowhere"], 2, "`nowhere` holds no built site");
    for folder in ["", "/guide", "/guide/content", "/guide/output", "/guide/content/articles/new"] {
        let inside = format!("file://{}{folder}", site.folder.path().display());
        refused(&["deploy", &inside], 2, "contains the site, or is one of its own folders");
    }
    std::fs::write(site.path("guide/output/index.html"), "changed").unwrap();
    refused(&["deploy"], 3, "it changed since the build");
    assert!(site.on(&["deploy", "--prefix", "pr-12", "--dry-run"]).out.contains("/www/pr-12"));
}

#[test]
fn a_wrong_key_ends_with_status_4_and_no_secret_is_printed() {
    let refusal = "<?xml version=\"1.0\"?><Error><Code>SignatureDoesNotMatch</Code><Message>no match for HUSH-SECRET-KEY of AKIDHUSH and HUSH-TOKEN</Message></Error>";
    let server =
        LoopbackServer::new(move |_| CannedResponse::new(403, &[("content-type", "application/xml")], refusal));
    let site = DeploySite::built("");
    let endpoint = server.url("");
    let variables = [
        ("AWS_ACCESS_KEY_ID", "AKIDHUSH"),
        ("AWS_SECRET_ACCESS_KEY", "HUSH-SECRET-KEY"),
        ("AWS_SESSION_TOKEN", "HUSH-TOKEN"),
        ("AWS_ENDPOINT_URL", endpoint.trim_end_matches('/')),
        // Must have no effect: the target names the bucket.
        ("AWS_BUCKET", "elsewhere"),
    ];
    let run = site.run_with(&["deploy", "s3://bucket/guide", "--root", "guide", "-v"], &variables);
    assert_eq!(run.status, 4, "{}", run.err);
    assert!(run.err.contains("SignatureDoesNotMatch") && run.err.contains("[AWS_SECRET_ACCESS_KEY]"), "{}", run.err);
    assert!(!run.err.contains("HUSH") && !run.out.contains("HUSH"), "{}{}", run.out, run.err);
    assert_eq!(server.request_lines().len(), 1, "a refusal is not asked again");
    assert!(server.request_lines()[0].starts_with("GET /bucket/guide/.wellpress-deploy/state.json"));
}

#[test]
fn snippets_configure_a_server_with_the_headers_and_redirects() {
    let site = DeploySite::built("  compress: [br, gzip]\n");
    let page = site.path("guide/content/pages/about.md");
    let text = std::fs::read_to_string(&page).unwrap();
    std::fs::write(&page, text.replacen("---\n", "---\naliases: [\"/old/über us/\"]\n", 1)).unwrap();
    assert_eq!(site.on(&["build", "--base-url", "https://example.org/guide/"]).status, 0);
    let settings = site.path("guide/wellpress.yaml");
    let text = std::fs::read_to_string(&settings).unwrap();
    std::fs::write(&settings, text.replace("https://guide.test.example/", "https://example.org/guide/")).unwrap();

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
        assert!(nginx.lines().any(|snippet_line| snippet_line == line), "{line}\n{nginx}");
    }
    let policies = nginx.matches("add_header Content-Security-Policy \"default-src 'self';").count();
    assert_eq!(policies, 2, "nginx forgets headers where a location has its own");
    let caddy = site.on(&["deploy", "--snippet", "caddy"]).out;
    assert!(caddy.contains("redir \"/guide/old/über us/\" \"/guide/about/\" permanent\n"), "{caddy}");
    assert!(caddy.contains("precompressed br gzip\n") && caddy.contains("header @assets {\n"), "{caddy}");
    assert_eq!(site.on(&["deploy", "--snippet", "apache"]).status, 2);

    let azure = site.on(&["deploy", "--snippet", "azure"]).json();
    assert_eq!(azure["responseOverrides"]["404"]["rewrite"], "/guide/404.html");
    assert_eq!(azure["routes"][1]["redirect"], "/guide/about/");
    let firebase = site.on(&["deploy", "--snippet", "firebase"]).json();
    assert_eq!(firebase["hosting"]["redirects"][0]["regex"], "^/guide/old/über us/$");
    let vercel = site.on(&["deploy", "--snippet", "vercel"]).json();
    assert_eq!(vercel["redirects"][0]["source"], "/guide/old/%C3%BCber%20us/");
}

#[test]
fn snippets_have_redirects_of_folders_and_queries_as_far_as_the_host_can() {
    let site = DeploySite::built("");
    let settings = site.path("guide/wellpress.yaml");
    let text = std::fs::read_to_string(&settings).unwrap();
    let redirects = "redirects:\n  /blog/*: /articles/*\n  /v1.2/*: /about/\n  \"/?p=12&lang=en\": /about/\n";
    std::fs::write(&settings, format!("{text}{redirects}")).unwrap();
    site.on(&["build"]).assert_status(0);
    let snippet = |name: &str| site.on(&["deploy", "--snippet", name]).assert_status(0);

    let nginx = snippet("nginx").out;
    for line in [
        "set $wellpress_old \"$uri $arg_lang $arg_p\";",
        "if ($wellpress_old = \"/ en 12\") { return 301 \"/about/\"; }",
        "location ^~ \"/blog/\" { rewrite \"^/blog/[/\\\\\\\\]*(.*)$\" \"/articles/$1\" permanent; }",
        "location ^~ \"/v1.2/\" { return 301 \"/about/\"; }",
    ] {
        assert!(nginx.lines().any(|snippet_line| snippet_line == line), "{line}\n{nginx}");
    }
    let caddy = snippet("caddy").out;
    for lines in [
        "\t@old0 {\n\t\tpath \"/\"\n\t\tquery lang=en p=12\n\t}\n\tredir @old0 \"/about/\" permanent\n",
        "\t@old1 path_regexp old1 `^/blog/[/\\\\]*(.*)$`\n\tredir @old1 \"/articles/{re.old1.1}\" permanent\n",
        "\t@old2 path_regexp old2 `^/v1\\.2/[/\\\\]*(.*)$`\n\tredir @old2 \"/about/\" permanent\n",
    ] {
        assert!(caddy.contains(lines), "{lines}\n{caddy}");
    }
    let vercel = snippet("vercel").json();
    assert_eq!(vercel["redirects"][0]["has"][1]["value"], "12");
    assert_eq!(vercel["redirects"][1]["source"], "/blog/(.*)");
    assert_eq!(vercel["redirects"][1]["destination"], "/articles/$1");

    let firebase = snippet("firebase");
    assert!(firebase.err.contains("lacks those of `/?lang=en&p=12`"), "{}", firebase.err);
    assert_eq!(firebase.json()["hosting"]["redirects"][0]["destination"], "/articles/:rest");
    assert_eq!(firebase.json()["hosting"]["redirects"][1]["regex"], r"^/v1\.2/[/\\]*.*$");
    let azure = snippet("azure");
    assert!(azure.err.contains("lacks those of `/?lang=en&p=12`, `/blog/*`"), "{}", azure.err);
    assert_eq!(azure.json()["routes"][1]["route"], "/v1.2/*");
}

#[test]
fn a_snippet_says_how_many_redirects_the_host_has_no_room_for() {
    let site = DeploySite::built("");
    let page = site.path("guide/content/pages/about.md");
    let text = std::fs::read_to_string(&page).unwrap();
    let aliases: Vec<String> = (0..400).map(|number| format!("\"/old/{number}/\"")).collect();
    let aliases = format!("---\naliases: [{}]\n", aliases.join(", "));
    std::fs::write(&page, text.replacen("---\n", &aliases, 1)).unwrap();
    site.on(&["build"]).assert_status(0);
    let run = site.on(&["deploy", "--snippet", "azure"]).assert_status(0);
    assert!(run.out.len() <= 20_000, "{}", run.out.len());
    let redirects = run.json()["routes"].as_array().unwrap().len() - 1;
    let message = format!("it has no room for {} redirects", 400 - redirects);
    assert!(run.err.contains(&message), "{message}\n{}", run.err);
}

#[test]
fn a_snippet_for_a_host_says_that_a_path_of_the_address_needs_a_folder() {
    let site = DeploySite::built("");
    let settings = site.path("guide/wellpress.yaml");
    let text = std::fs::read_to_string(&settings).unwrap();
    let base_url = text.lines().find(|line| line.starts_with("base_url:")).unwrap().to_owned();
    std::fs::write(&settings, text.replace(&base_url, "base_url: https://example.org/guide/")).unwrap();
    site.on(&["build"]).assert_status(0);
    let vercel = site.on(&["deploy", "--snippet", "vercel"]).assert_status(0);
    assert!(
        vercel.err.contains("`base_url` has the path `/guide/`: upload a folder that has the site in `guide`"),
        "{}",
        vercel.err
    );
    let nginx = site.on(&["deploy", "--snippet", "nginx"]).assert_status(0);
    assert!(!nginx.err.contains("base_url"), "{}", nginx.err);
}

#[test]
fn a_folder_relative_to_the_working_directory_is_a_target() {
    let site = DeploySite::built("");
    let run = |arguments: &[&str]| {
        let mut command = tool_program();
        ProgramOutput::of(command.current_dir(site.path("guide")).args(arguments).output().unwrap())
    };
    let folder = site.folder.path().canonicalize().unwrap().join("www");
    let deployed = run(&["deploy", "../www"]).assert_status(0);
    assert!(deployed.out.starts_with(&format!("Release 1 is at file://{}: ", folder.display())), "{}", deployed.out);
    site.assert_published();
    assert!(run(&["deploy", "../www/", "--dry-run"]).assert_status(0).out.contains("Would upload 0 objects"));

    let settings = site.path("guide/wellpress.yaml");
    let text = std::fs::read_to_string(&settings).unwrap();
    std::fs::write(&settings, text.split("deploy:\n").next().unwrap()).unwrap();
    let refused = run(&["deploy"]).assert_status(2);
    assert!(refused.err.contains("or name a folder, such as `wellpress deploy ../www`"), "{}", refused.err);
}

#[test]
fn an_output_that_is_older_than_the_content_is_deployed_with_a_warning() {
    let site = DeploySite::built("");
    let warning = "warning: the content changed since this output was built: run `wellpress build`\n";
    assert_eq!(site.on(&["deploy"]).assert_status(0).err, "");
    let edit = |path: &str, from: &str, to: &str| {
        let path = site.path(path);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{text}");
        std::fs::write(&path, text.replace(from, to)).unwrap();
    };
    let article = "guide/content/articles/back-pain-at-a-desk/index.md";
    let title = "title: \"Back pain at a desk: two";
    edit(article, title, "title: \"Back pain on a chair: two");
    for arguments in [&["deploy", "--dry-run"][..], &["deploy"]] {
        assert_eq!(site.on(arguments).assert_status(0).err, warning, "{arguments:?}");
    }
    // The same content is no change, whatever the date of the file.
    edit(article, "title: \"Back pain on a chair: two", title);
    assert_eq!(site.on(&["deploy"]).assert_status(0).err, "");
    edit("guide/wellpress.yaml", "language: en", "language: en # a comment\npagination: 7");
    assert_eq!(site.on(&["deploy"]).assert_status(0).err, warning);
    site.on(&["build"]).assert_status(0);
    assert_eq!(site.on(&["deploy"]).assert_status(0).err, "");

    // What the command line of the build chose is no change either.
    site.on(&["build", "--drafts", "--base-url", "https://preview.example/pr-1/"]).assert_status(0);
    assert_eq!(site.on(&["deploy", "--prefix", "pr-1", "--yes"]).assert_status(0).err, "");
    // A mistake that no build has seen is a change.
    edit(article, title, "titel: \"Back pain at a desk: two");
    assert_eq!(site.on(&["deploy", "--prefix", "pr-1", "--yes"]).assert_status(0).err, warning);
    // Without the cache of the build it cannot be told.
    std::fs::remove_dir_all(site.path("guide/.wellpress")).unwrap();
    assert_eq!(site.on(&["deploy", "--prefix", "pr-1", "--yes"]).assert_status(0).err, "");
}
