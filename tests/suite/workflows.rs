//! The workflows of `wellpress init --ci`, for each service, host and way of installing the program.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::harness::files_below;
use crate::program::{PROGRAM, ProgramOutput};

const SERVICES: [&str; 2] = ["github", "gitlab"];
const METHODS: [&str; 4] = ["archive", "wheel", "npm", "cargo"];
const HOSTS: [&str; 9] = ["pages", "netlify", "cloudflare", "vercel", "s3", "gcs", "azure", "firebase", "server"];

/// What `init` wrote: path in the site's folder, and text.
type Files = BTreeMap<String, String>;

fn init(folder: &TempDir, arguments: &[&str]) -> ProgramOutput {
    let mut command = Command::new(PROGRAM);
    ProgramOutput::of(command.current_dir(folder.path()).args(["init", "guide"]).args(arguments).output().unwrap())
}

/// The workflows that `init` writes into the folder of an existing site.
fn workflows(arguments: &[&str]) -> Files {
    let folder = TempDir::new().unwrap();
    std::fs::create_dir(folder.path().join("guide")).unwrap();
    std::fs::write(folder.path().join("guide/wellpress.yaml"), "title: A\n").unwrap();
    init(&folder, arguments).assert_status(0);
    let guide = folder.path().join("guide");
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let path = |path: PathBuf| path.strip_prefix(&guide).unwrap().to_str().unwrap().to_owned();
    let mut files: Files = files_below(&guide).into_iter().map(|(file, bytes)| (path(file), text(bytes))).collect();
    files.remove("wellpress.yaml");
    files
}

/// Calls the function with each combination: service, host, method and files.
fn for_each_combination(check: impl Fn(&str, &str, &str, &Files)) {
    for service in SERVICES {
        for host in HOSTS {
            for method in METHODS {
                let files = workflows(&["--ci", service, "--host", host, "--install", method]);
                check(service, host, method, &files);
            }
        }
    }
}

fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// The strings below a key anywhere in a document: `run` for GitHub, `script` and `before_script` for GitLab.
fn scripts(document: &Value) -> Vec<&str> {
    let Value::Object(map) = document else {
        return document.as_array().map_or_else(Vec::new, |items| items.iter().flat_map(scripts).collect());
    };
    map.iter()
        .flat_map(|(key, value)| match key.as_str() {
            "run" => vec![value.as_str().unwrap()],
            "script" | "before_script" => value.as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect(),
            _ => scripts(value),
        })
        .collect()
}

/// The commands of scripts that start the program, without its name, pipes, redirections and quotation marks.
fn program_lines(scripts: &[&str]) -> Vec<String> {
    let lines = scripts.iter().flat_map(|script| script.lines());
    let commands = lines.filter_map(|line| line.trim().strip_prefix("wellpress "));
    commands
        .map(|command| {
            let end = [" || ", " | ", " > "].iter().filter_map(|operator| command.find(operator)).min();
            command[..end.unwrap_or(command.len())].replace('"', "")
        })
        .collect()
}

#[test]
fn the_combinations_are_those_that_the_program_has() {
    let command = wellpress::cli::command();
    let init = command.find_subcommand("init").unwrap();
    let values = |name: &str| -> Vec<String> {
        let argument = init.get_arguments().find(|argument| argument.get_id() == name).unwrap();
        argument.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect()
    };
    assert_eq!(values("ci"), SERVICES);
    assert_eq!(values("host"), HOSTS);
    assert_eq!(values("install"), METHODS);
}

#[test]
fn each_combination_writes_its_files_without_placeholders() {
    let github = [
        ".github/actions/wellpress/action.yml",
        ".github/workflows/care.yml",
        ".github/workflows/check.yml",
        ".github/workflows/publish.yml",
        ".wellpress-version",
    ];
    for_each_combination(|service, host, method, files| {
        let expected: &[&str] = if service == "github" { &github } else { &[".gitlab-ci.yml", ".wellpress-version"] };
        assert_eq!(files.keys().collect::<Vec<_>>(), expected, "{service} {host} {method}");
        for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".yml")) {
            assert!(yaml(text).is_object(), "{path}");
            let text: String = text.lines().filter(|line| !line.starts_with('#')).collect();
            // An expression of GitHub has two braces, one of a shell a `$`, a list of shell commands a space.
            let placeholder = text.match_indices('{').find(|(at, _)| {
                let before = text[..*at].chars().next_back();
                let name = &text[at + 1..];
                !matches!(before, Some('$' | '{')) && name.starts_with(|c: char| c.is_ascii_lowercase())
            });
            assert_eq!(placeholder, None, "{service} {host} {method} {path}\n{text}");
        }
    });
}

#[test]
fn each_command_of_a_workflow_exists() {
    for_each_combination(|service, host, method, files| {
        let documents: Vec<Value> =
            files.iter().filter(|(path, _)| path.ends_with(".yml")).map(|(_, text)| yaml(text)).collect();
        let commands: Vec<String> = documents.iter().flat_map(|document| program_lines(&scripts(document))).collect();
        for command in ["check", "build", "deploy", "care --fetch", "care", "list dates --since"] {
            assert!(
                commands.iter().any(|line| line.starts_with(command)),
                "{service} {host} {method} never runs `{command}`: {commands:?}"
            );
        }
        for line in &commands {
            // Variables with flags, which are empty for the main branch.
            // The day of the last look.
            let line = line.replace("${last%%T*}", "2026-06-12").replace("$last", "2026-06-12");
            let words = line.split_whitespace().filter(|word| !word.ends_with("_FLAGS"));
            let result = wellpress::cli::command().try_get_matches_from(std::iter::once("wellpress").chain(words));
            assert!(result.is_ok(), "`{line}`: {}", result.unwrap_err());
        }
    });
}

#[test]
fn actions_are_pinned_by_commit() {
    for host in HOSTS {
        for text in workflows(&["--ci", "github", "--host", host]).values() {
            for line in text.lines().filter_map(|line| line.trim().trim_start_matches("- ").strip_prefix("uses: ")) {
                let Some((_, commit)) = line.split_once('@') else {
                    assert_eq!(line, "./.github/actions/wellpress");
                    continue;
                };
                let (commit, version) = commit.split_once(" # v").unwrap_or_else(|| panic!("{line}"));
                assert!(commit.len() == 40 && commit.chars().all(|c| c.is_ascii_hexdigit()), "{line}");
                assert_eq!(version.split('.').count(), 3, "{line}");
            }
        }
    }
}

#[test]
fn images_are_pinned_by_digest() {
    for (host, method) in HOSTS.iter().flat_map(|host| METHODS.map(|method| (host, method))) {
        let pipeline = &workflows(&["--ci", "gitlab", "--host", host, "--install", method])[".gitlab-ci.yml"];
        let images: Vec<&str> = pipeline.lines().filter_map(|line| line.trim().strip_prefix("image: ")).collect();
        assert!(!images.is_empty(), "{host} {method}");
        for image in images {
            let digest = image.split_once("@sha256:").unwrap_or_else(|| panic!("{image}")).1;
            assert!(digest.len() == 64 && digest.chars().all(|c| c.is_ascii_hexdigit()), "{image}");
        }
    }
}

#[test]
fn no_secret_is_on_a_command_line_of_npx() {
    for (service, host) in SERVICES.iter().flat_map(|service| HOSTS.map(|host| (service, host))) {
        for text in workflows(&["--ci", service, "--host", host]).values() {
            for line in text.lines().filter(|line| line.contains("npx ")) {
                assert!(!line.contains("TOKEN") && !line.contains("KEY"), "{service} {host}: {line}");
            }
        }
    }
}

#[test]
fn programs_of_npm_have_exact_versions() {
    for (service, host) in SERVICES.iter().flat_map(|service| HOSTS.map(|host| (service, host))) {
        for text in workflows(&["--ci", service, "--host", host]).values() {
            for command in text.split("npx --yes ").skip(1) {
                let package = command.split(' ').next().unwrap();
                let version = package.rsplit('@').next().unwrap();
                assert_eq!(version.split('.').count(), 3, "{package}");
            }
        }
    }
}

#[test]
fn only_one_file_names_the_version_of_wellpress() {
    let version = env!("CARGO_PKG_VERSION");
    for_each_combination(|service, host, method, files| {
        assert_eq!(files[".wellpress-version"], format!("{version}\n"));
        for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".yml")) {
            for name in ["wellpress-", "wellpress@", "wellpress==", "--version "] {
                assert!(!text.contains(&format!("{name}{version}")), "{service} {host} {method} {path}");
            }
        }
    });
}

#[test]
fn without_a_host_the_site_goes_to_the_bucket_of_the_settings() {
    for service in SERVICES {
        let expected = workflows(&["--ci", service, "--host", "s3", "--install", "archive"]);
        assert!(workflows(&["--ci", service]) == expected, "{service}");
    }
}

#[test]
fn a_host_or_a_method_needs_a_service() {
    let folder = TempDir::new().unwrap();
    for arguments in [["--host", "netlify"], ["--install", "npm"]] {
        let run = init(&folder, &arguments);
        assert!(run.status == 2 && run.err.contains("--ci"), "{}", run.err);
    }
    assert!(!folder.path().join("guide").exists());
}

/// A service looks for workflows in the root of the repository alone.
#[test]
fn no_workflows_are_written_below_a_site() {
    let folder = TempDir::new().unwrap();
    init(&folder, &[]).assert_status(0);
    let content = folder.path().join("guide/content");
    let mut command = Command::new(PROGRAM);
    let run = ProgramOutput::of(command.current_dir(&content).args(["init", "--ci", "github"]).output().unwrap());
    let (out, err) = (&run.out, &run.err);
    assert!(
        run.status == 2 && err.contains("error: this folder is inside the site in `") && err.contains("--root"),
        "{out}{err}"
    );
    assert!(!content.join(".github").exists());
}

#[test]
fn a_new_site_with_workflows_says_what_is_left_to_do() {
    let output = |arguments: &[&str]| init(&TempDir::new().unwrap(), arguments).assert_status(0).out;
    let bucket = output(&["--ci", "github", "--host", "gcs"]);
    assert!(bucket.contains("The first lines of .github/workflows/publish.yml name the secrets"), "{bucket}");
    assert!(bucket.contains("In wellpress.yaml, name your buckets: deploy: {target: \"gs://my-site\""), "{bucket}");
    assert!(bucket.contains("write the address of the published site into base_url"), "{bucket}");
    let netlify = output(&["--ci", "gitlab", "--host", "netlify"]);
    assert!(netlify.contains("into base_url, such as https://NAME.netlify.app/"), "{netlify}");
    // The workflow asks the service for the address.
    let pages = output(&["--ci", "gitlab", "--host", "pages"]);
    assert!(!pages.contains("base_url"), "{pages}");
    assert!(pages.contains("The first lines of .gitlab-ci.yml name the secrets"), "{pages}");
    assert!(!pages.contains("bucket"), "{pages}");
}

#[test]
fn init_adds_workflows_to_an_existing_site_and_nothing_else() {
    let folder = TempDir::new().unwrap();
    let guide = folder.path().join("guide");
    init(&folder, &[]).assert_status(0);
    std::fs::write(guide.join(".wellpress-version"), "0.0.9\n").unwrap();
    let old_files = files_below(&guide);
    let run = init(&folder, &["--ci", "github"]);
    assert_eq!((run.status, run.err.lines().count()), (0, 4), "{}", run.err);
    let new_files = files_below(&guide);
    assert!(old_files.iter().all(|(path, bytes)| new_files.get(path) == Some(bytes)), "a file has changed");
    assert_eq!(new_files.len(), old_files.len() + 4);
    let again = init(&folder, &["--ci", "github"]);
    assert!(again.status == 2 && again.err.contains("nothing was written"), "{}", again.err);
}
