//! Workflows for continuous integration: they check and publish a site whenever it changes, and each week look for broken links
//! and overdue reviews. They are composed of texts in the folder `ci`; what differs between hosts is in `ci/hosts.rs`.

mod github;
mod gitlab;
mod hosts;
mod template;

use clap::ValueEnum;

use hosts::HostRecipe;
use template::fill;

/// A service for continuous integration that [`super::init`] has workflows for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CiService {
    /// GitHub Actions.
    #[value(name = "github")]
    GitHub,
    /// GitLab CI/CD.
    #[value(name = "gitlab")]
    GitLab,
}

/// Where the workflows publish the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Host {
    /// GitHub Pages or GitLab Pages.
    Pages,
    /// Netlify.
    Netlify,
    /// Cloudflare Pages.
    Cloudflare,
    /// Vercel.
    Vercel,
    /// A bucket of S3, or of a service with its protocol.
    S3,
    /// A bucket of Google Cloud Storage.
    Gcs,
    /// Azure Static Web Apps.
    Azure,
    /// Firebase Hosting.
    Firebase,
    /// A web server of your own, through SSH.
    Server,
}

/// How the workflows install the program. What they install is compared with its SHA-256 sum first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
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
    pub host: Host,
    /// How they install the program.
    pub install: InstallMethod,
}

impl CiSetup {
    /// The files of the workflows: path relative to the site's root, and text.
    pub fn files(self) -> Vec<(&'static str, String)> {
        match self.service {
            CiService::GitHub => github::files(self.host.recipe(), self.install),
            CiService::GitLab => gitlab::files(self.host.recipe(), self.install),
        }
    }

    /// What the owner of a new site has to do before the workflows can publish it, as lines of text.
    pub fn next_steps(self) -> Vec<String> {
        let workflow = match self.service {
            CiService::GitHub => ".github/workflows/publish.yml",
            CiService::GitLab => ".gitlab-ci.yml",
        };
        let recipe = self.host.recipe();
        let mut lines = vec![format!("The first lines of {workflow} name the secrets and settings that it needs")];
        if !recipe.address.is_empty() {
            lines.push(format!(
                "In wellpress.yaml, write the address of the published site into base_url, such as {}",
                recipe.address
            ));
        }
        // <!-- until the first release -->
        lines.push(format!(
            "No release of wellpress is published yet, so the workflows cannot install it: {}/blob/main/docs/hosts/README.md names another way",
            env!("CARGO_PKG_REPOSITORY")
        ));
        if !recipe.settings.is_empty() {
            lines.push(format!("In wellpress.yaml, name your buckets: {}", recipe.settings));
        }
        lines
    }
}

impl InstallMethod {
    fn name(self) -> &'static str {
        match self {
            Self::Archive => "archive",
            Self::Wheel => "wheel",
            Self::Npm => "npm",
            Self::Cargo => "cargo",
        }
    }

    /// The commands that put the program into `bin` below the folder `prefix`.
    fn script(self, prefix: &str) -> String {
        let script = match self {
            Self::Archive => include_str!("ci/install/archive.sh"),
            Self::Wheel => include_str!("ci/install/wheel.sh"),
            Self::Npm => include_str!("ci/install/npm.sh"),
            Self::Cargo => include_str!("ci/install/cargo.sh"),
        };
        let values = [
            ("sums", include_str!("ci/install/sums.sh")),
            ("fetch_sums", self.fetch_sums()),
            ("prefix", prefix),
            ("repository", env!("CARGO_PKG_REPOSITORY")),
        ];
        fill(&format!("{}{script}", include_str!("ci/install/version.sh")), &values)
    }

    /// The command that downloads `$address/SHA256SUMS` to the file `$sums`. The images of Python and Node.js have no curl.
    fn fetch_sums(self) -> &'static str {
        match self {
            Self::Archive => "curl -sSfL --retry 3 -o \"$sums\" \"$address/SHA256SUMS\"",
            Self::Wheel => {
                "python3 -c 'import sys, urllib.request; urllib.request.urlretrieve(*sys.argv[1:])' \"$address/SHA256SUMS\" \"$sums\""
            }
            Self::Npm => {
                "node -e 'fetch(process.argv[1]).then(async (response) => { if (!response.ok) throw new Error(response.status + \" \" + response.url); fs.writeFileSync(process.argv[2], await response.text()); })' \"$address/SHA256SUMS\" \"$sums\""
            }
            Self::Cargo => "",
        }
    }
}

/// What the settings of a site need, as lines of a comment.
fn settings_comment(recipe: &HostRecipe) -> String {
    let mut text = String::new();
    if !recipe.address.is_empty() {
        text.push_str(&format!(
            "In wellpress.yaml:   base_url, the address of the published site, such as {}\n",
            recipe.address
        ));
    }
    if !recipe.settings.is_empty() {
        text.push_str(&format!("In wellpress.yaml:   {}\n", recipe.settings));
    }
    text
}

/// The address of the host's page in the manual. Without a version: the site's version stands in one file, which a comment would
/// not follow.
fn manual_page(recipe: &HostRecipe) -> String {
    format!("{}/blob/main/docs/hosts/{}.md", env!("CARGO_PKG_REPOSITORY"), recipe.page)
}

/// The commands that copy the published files into the folder `public` and write the host's own file. A deploy to a folder copies
/// only what is published, and keeps a record there that the host must not get.
fn staging_commands(recipe: &HostRecipe, deploy_flags: &str) -> String {
    let mut commands = format!("wellpress deploy \"$PWD/public\"{deploy_flags}\nrm -r public/.wellpress-deploy\n");
    if let Some((snippet, path)) = recipe.config_file {
        // This host gets the content of both files in its own file.
        commands.push_str("rm -f public/_headers public/_redirects\n");
        commands.push_str(&format!("wellpress deploy --snippet {snippet} > {path}\n"));
    }
    commands
}
