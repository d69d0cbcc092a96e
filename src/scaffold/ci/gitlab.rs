//! The pipeline for GitLab, composed for a host and a way of installing the program.

use super::hosts::{CloudLogin, HostRecipe, Uploader, Variable, VariableKind};
use super::{InstallMethod, fill, manual_page, settings_comment, staging_commands};

/// Where the program is installed.
const PREFIX: &str = "$CI_PROJECT_DIR/.program";

/// A token by which AWS recognises the project.
const AWS_ID_TOKEN: &str = "\
id_tokens:
  AWS_ID_TOKEN:
    aud: $CI_SERVER_URL
";

// Merge requests come from branches that are not protected, and their jobs get no protected variables.

const PREVIEWS_BY_PROGRAM: &str = "\
For previews of merge requests, set PREVIEWS to any text, and set the variables above once more for the environment preview/*. Do
not protect them. Whoever can push a branch can read them.
";

const PREVIEWS_BY_WELLPRESS: &str = "\
For previews of merge requests, PREVIEW_URL must not be protected and must have no environment. Set the other variables once more
for the environment preview/*, not protected. Whoever can push a branch can read them.
";

pub(super) fn files(recipe: &HostRecipe, install: InstallMethod) -> Vec<(&'static str, String)> {
    let headline = match (recipe.uploader, recipe.preview) {
        (Uploader::Service, _) => "Publishes the main branch to GitLab Pages.".to_owned(),
        (_, Some(_)) => format!("Publishes the main branch to {}, with a preview of each merge request.", recipe.name),
        (_, None) => format!("Publishes the main branch to {}.", recipe.name),
    };
    let text = fill(
        include_str!("gitlab/pipeline.yml"),
        &[
            ("headline", &headline),
            ("needs", &needs(recipe)),
            ("image", image(install)),
            ("install", install.name()),
            ("installation", &install.script(PREFIX)),
            ("publish", &publish_jobs(recipe)),
        ],
    );
    vec![(".gitlab-ci.yml", text)]
}

/// The image of the jobs that run wellpress: one with the program that installs it. Images are pinned by digest: behind a tag there
/// can be another image tomorrow. The tag only tells people which version the digest has.
fn image(install: InstallMethod) -> &'static str {
    match install {
        InstallMethod::Archive => {
            "buildpack-deps:trixie-curl@sha256:1fc77c1cf7efed94e9a8311321dd7c3c4e7294d1d2ddabb4f63b8ffbebb79ccf"
        }
        InstallMethod::Wheel => {
            "python:3.14.8-slim-trixie@sha256:f85c5697265c178cc6887276c55fe16cf3d14ca35c3df6a5eab3b360534a55d2"
        }
        InstallMethod::Npm => {
            "node:24.21.0-bookworm-slim@sha256:0e0ff40c39bc087845bfb27465a0df4ea419520094bc35842ff83dd8cbe6f9b6"
        }
        InstallMethod::Cargo => {
            "rust:1.95.0-slim-trixie@sha256:e14e87345b4d5964ddcc3491d27ee046a0f23820f340c3c1e24da6880141f7c0"
        }
    }
}

fn publish_jobs(recipe: &HostRecipe) -> String {
    match recipe.uploader {
        Uploader::Service => fill(include_str!("gitlab/pages.yml"), &[("stage", &staging_commands(recipe, ""))]),
        Uploader::Wellpress => bucket_jobs(recipe),
        Uploader::Program => upload_jobs(recipe),
    }
}

fn bucket_jobs(recipe: &HostRecipe) -> String {
    let is_aws = recipe.login == CloudLogin::AwsRole;
    fill(
        include_str!("gitlab/bucket.yml"),
        &[
            ("preview_url", &references(recipe.preview_url.unwrap_or_default())),
            ("id_tokens", if is_aws { AWS_ID_TOKEN } else { "" }),
            ("credentials", if is_aws { include_str!("gitlab/aws.sh") } else { "" }),
            ("preview", recipe.preview.unwrap_or_default()),
            ("production", recipe.production),
        ],
    )
}

fn upload_jobs(recipe: &HostRecipe) -> String {
    let preview_rule = "\
- if: $CI_PIPELINE_SOURCE == \"merge_request_event\" && $PREVIEWS && $CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID
  variables:
    BUILD_FLAGS: --drafts
    DEPLOY_FLAGS: --yes";
    // A configuration file outside of the folder has to be named, too.
    let config_file = recipe.config_file.map(|(_, path)| path).filter(|path| !path.starts_with("public/"));
    let artifacts = config_file.map_or_else(|| "public".to_owned(), |path| format!("public, {path}"));
    let production = format!("{}{}", recipe.gitlab_setup, recipe.production);
    let jobs = fill(
        include_str!("gitlab/upload.yml"),
        &[
            ("preview_rule", if recipe.preview.is_some() { preview_rule } else { "" }),
            ("stage", &staging_commands(recipe, " $DEPLOY_FLAGS")),
            ("artifacts", &artifacts),
            ("upload_image", recipe.gitlab_image),
            ("production", &production),
        ],
    );
    let Some(preview) = recipe.preview else { return jobs };
    let url = recipe.preview_url.map_or_else(String::new, |url| format!("url: {}", references(url)));
    let preview_job = fill(
        include_str!("gitlab/preview.yml"),
        &[("upload_image", recipe.gitlab_image), ("url", &url), ("preview", preview)],
    );
    format!("{jobs}{preview_job}")
}

/// The variables that the pipeline takes, as lines of a comment.
fn needs(recipe: &HostRecipe) -> String {
    let mut text = settings_comment(recipe);
    let variables: String = (recipe.variables.iter())
        .filter(|variable| variable.kind != VariableKind::GitHubWorkflow)
        .map(|Variable { name, kind, meaning }| match kind {
            VariableKind::Secret | VariableKind::SecretOrExported => format!("  {name} (secret): {meaning}\n"),
            VariableKind::GitLabFile => format!("  {name} (type \"File\"): {meaning}\n"),
            _ => format!("  {name}: {meaning}\n"),
        })
        .collect();
    if !variables.is_empty() {
        text.push_str(&format!("In the settings of the project, under CI/CD > Variables:\n{variables}"));
    }
    if recipe.preview.is_some() {
        text.push_str(match recipe.uploader {
            Uploader::Program => PREVIEWS_BY_PROGRAM,
            Uploader::Wellpress | Uploader::Service => PREVIEWS_BY_WELLPRESS,
        });
    }
    text.push_str(&manual_page(recipe));
    text
}

/// Replaces `{preview}` and the names of variables by references to variables of GitLab.
fn references(address: &str) -> String {
    address.replace("{preview}", "mr-$CI_MERGE_REQUEST_IID").replace('{', "${")
}
