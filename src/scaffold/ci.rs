//! Workflows for continuous integration: they check and publish a site whenever it changes, publish it again when a date of a page has
//! come, and each week list what needs attention and bring the stored data on sources up to date. Their templates are in the folder
//! `ci`; what differs between hosts is in `ci/hosts.yaml`.

use std::borrow::Cow;
use std::collections::HashMap;

use clap::ValueEnum;
use serde::Serialize;
use tera::{Context, Delimiters, Tera};

use wellpress_site::config::WebHost;

/// The templates: name, and text. The texts of what they include follow the files that `init` writes.
const TEMPLATES: [(&str, &str); 15] = [
    ("github/action.yml", include_str!("ci/github/action.yml")),
    ("github/check.yml", include_str!("ci/github/check.yml")),
    ("github/publish.yml", include_str!("ci/github/publish.yml")),
    ("github/care.yml", include_str!("ci/github/care.yml")),
    ("gitlab/pipeline.yml", include_str!("ci/gitlab/pipeline.yml")),
    ("next_steps.txt", include_str!("ci/next_steps.txt")),
    ("github/upload.yml", include_str!("ci/github/upload.yml")),
    ("gitlab/pages.yml", include_str!("ci/gitlab/pages.yml")),
    ("gitlab/bucket.yml", include_str!("ci/gitlab/bucket.yml")),
    ("gitlab/upload.yml", include_str!("ci/gitlab/upload.yml")),
    ("install.sh", include_str!("ci/install.sh")),
    ("care.sh", include_str!("ci/care.sh")),
    ("care_commit.sh", include_str!("ci/care_commit.sh")),
    ("comment.sh", include_str!("ci/comment.sh")),
    ("needs.txt", include_str!("ci/needs.txt")),
];

/// The expressions of GitHub have the usual delimiters of Tera.
const DELIMITERS: [&str; 6] = ["[%", "%]", "[[", "]]", "[#", "#]"];

/// A map of YAML, which goes to the templates as it is.
type Table = HashMap<String, serde_json::Value>;

/// A service for continuous integration that [`super::init`] has workflows for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CiService {
    /// GitHub Actions.
    #[value(name = "github")]
    GitHub,
    /// GitLab CI/CD.
    #[value(name = "gitlab")]
    GitLab,
}

/// How the workflows install the program. What they install is compared with its SHA-256 sum first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum InstallMethod {
    /// The archive of a release.
    Archive,
    /// The wheel, with pip.
    Wheel,
    /// The npm package.
    Npm,
    /// Compiled from its sources, with Cargo.
    Cargo,
}

/// What [`super::init`] writes workflows for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CiSetup {
    /// The service that runs the workflows.
    pub service: CiService,
    /// Where they publish.
    pub host: WebHost,
    /// How they install the program.
    pub install: InstallMethod,
}

impl CiSetup {
    /// The files of the workflows: path relative to the site's root, and text.
    pub fn files(self) -> Vec<(&'static str, String)> {
        let files: &[(&str, &str)] = match self.service {
            CiService::GitHub => &[
                (".github/actions/wellpress/action.yml", "github/action.yml"),
                (".github/workflows/check.yml", "github/check.yml"),
                (".github/workflows/publish.yml", "github/publish.yml"),
                (".github/workflows/care.yml", "github/care.yml"),
            ],
            CiService::GitLab => &[(".gitlab-ci.yml", "gitlab/pipeline.yml")],
        };
        files.iter().map(|(path, template)| (*path, self.render(template))).collect()
    }

    /// What the owner of a new site has to do before the workflows can publish it, as lines of text.
    pub fn next_steps(self) -> Vec<String> {
        self.render("next_steps.txt").lines().map(str::to_owned).collect()
    }

    fn render(self, template: &str) -> String {
        let rendered = tera().and_then(|tera| tera.render(template, &self.context()));
        rendered.expect("a test renders all templates for each host")
    }

    fn context(self) -> Context {
        let pins: Table = serde_yaml::from_str(include_str!("ci/pins.yaml")).expect("the file is well-formed");
        let mut hosts: HashMap<WebHost, Table> =
            serde_yaml::from_str(include_str!("ci/hosts.yaml")).expect("the file is well-formed");
        let mut context = Context::new();
        for (name, value) in pins.into_iter().chain(hosts.remove(&self.host).unwrap_or_default()) {
            context.insert(name, &value);
        }
        context.insert("service", &self.service);
        context.insert("host", &self.host);
        context.insert("install", &self.install);
        context.insert("repository", env!("CARGO_PKG_REPOSITORY"));
        // Without a version: the site's version stands in one file, which a comment would not follow.
        context.insert("manual", concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/hosts"));
        context
    }
}

fn tera() -> tera::TeraResult<Tera> {
    let [block_start, block_end, variable_start, variable_end, comment_start, comment_end] =
        DELIMITERS.map(Cow::Borrowed);
    let mut tera = Tera::new();
    tera.set_delimiters(Delimiters {
        block_start,
        block_end,
        variable_start,
        variable_end,
        comment_start,
        comment_end,
    })?;
    tera.add_raw_templates(TEMPLATES)?;
    Ok(tera)
}
