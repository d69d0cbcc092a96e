//! The workflows for GitHub, composed for a host and a way of installing the program.

use super::hosts::{CloudLogin, HostRecipe, Uploader, Variable, VariableKind};
use super::{InstallMethod, fill, manual_page, settings_comment, staging_commands};

/// The actions of the workflows: the name in the templates, and the commit with its version.
const ACTIONS: [(&str, &str); 9] = [
    ("actions/cache", "actions/cache@27d5ce7f107fe9357f9df03efb73ab90386fccae # v5.0.5"),
    ("actions/checkout", "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1"),
    ("actions/configure-pages", "actions/configure-pages@45bfe0192ca1faeb007ade9deae92b16b8254a0d # v6.0.0"),
    ("actions/deploy-pages", "actions/deploy-pages@cd2ce8fcbc39b97be8ca5fce6e763baed58fa128 # v5.0.0"),
    ("actions/setup-node", "actions/setup-node@820762786026740c76f36085b0efc47a31fe5020 # v7.0.0"),
    (
        "actions/upload-pages-artifact",
        "actions/upload-pages-artifact@fc324d3547104276b827a68afc52ff2a11cc49c9 # v5.0.0",
    ),
    (
        "aws-actions/configure-aws-credentials",
        "aws-actions/configure-aws-credentials@e6de054238d6b7531b4efff3b6587d9aade6a06c # v6.2.3",
    ),
    (
        "github/codeql-action/upload-sarif",
        "github/codeql-action/upload-sarif@8aad20d150bbac5944a9f9d289da16a4b0d87c1e # v4.36.2",
    ),
    ("google-github-actions/auth", "google-github-actions/auth@7c6bc770dae815cd3e89ee6cdf493a5fab2cc093 # v3.0.0"),
];

/// Where the program is installed on a runner.
const PREFIX: &str = "$HOME/.wellpress";

const PAGES_ENVIRONMENT: &str = "\
environment:
  name: github-pages
  url: ${{ steps.pages-deployment.outputs.page_url }}
";

pub(super) fn files(recipe: &HostRecipe, install: InstallMethod) -> Vec<(&'static str, String)> {
    let installation = install.script(PREFIX);
    let values = [("install", install.name()), ("installation", installation.as_str())];
    let action = fill(include_str!("github/action.yml"), &values);
    let files = [
        (".github/actions/wellpress/action.yml", action),
        (".github/workflows/check.yml", include_str!("github/check.yml").to_owned()),
        (".github/workflows/publish.yml", publish_workflow(recipe)),
        (".github/workflows/care.yml", include_str!("github/care.yml").to_owned()),
    ];
    files.into_iter().map(|(path, text)| (path, fill(&text, &ACTIONS))).collect()
}

fn publish_workflow(recipe: &HostRecipe) -> String {
    let is_service = recipe.uploader == Uploader::Service;
    let name = if is_service { "GitHub Pages" } else { recipe.name };
    let headline = match recipe.preview {
        Some(_) => format!("The main branch is published to {name}; a pull request gets a preview."),
        None => format!("The main branch is published to {name}."),
    };
    let publish = match is_service {
        true => format!("{}{}", staging_step(recipe, ""), include_str!("github/pages.yml")),
        false => format!("{}{}", staging_step(recipe, ""), upload_steps(recipe, recipe.production)),
    };
    let before_build = if is_service { "- id: pages\n  uses: {actions/configure-pages}\n" } else { "" };
    let base_url = "  env:\n    BASE_URL: ${{ steps.pages.outputs.base_url }}\n";
    fill(
        include_str!("github/publish.yml"),
        &[
            ("headline", &headline),
            ("needs", &needs(recipe)),
            ("pull_request", if recipe.preview.is_some() { "pull_request:" } else { "" }),
            ("permissions", permissions(recipe)),
            ("environment", if is_service { PAGES_ENVIRONMENT } else { "environment: production" }),
            ("before_build", before_build),
            ("build_flags", if is_service { " --base-url \"$BASE_URL/\"" } else { "" }),
            ("build_environment", if is_service { base_url } else { "" }),
            ("publish", &publish),
            ("preview", &preview_job(recipe)),
        ],
    )
}

fn preview_job(recipe: &HostRecipe) -> String {
    let Some(preview) = recipe.preview else { return String::new() };
    let is_bucket = recipe.uploader == Uploader::Wellpress;
    let url = recipe.preview_url.map_or_else(String::new, |url| format!("url: {}", expressions(url, recipe)));
    let publish = format!("{}{}", staging_step(recipe, " --yes"), upload_steps(recipe, preview));
    fill(
        include_str!("github/preview.yml"),
        &[
            ("preview_condition", if is_bucket { " vars.PREVIEW_URL != '' &&" } else { "" }),
            ("permissions", permissions(recipe)),
            ("url", &url),
            ("job_variables", if is_bucket { "PREVIEW_URL: ${{ vars.PREVIEW_URL }}" } else { "" }),
            ("build_flags", if is_bucket { " --base-url \"${PREVIEW_URL%/}/$PREVIEW/\"" } else { "" }),
            ("publish", &publish),
        ],
    )
}

/// The variables that the workflow takes, as lines of a comment.
fn needs(recipe: &HostRecipe) -> String {
    let mut text = settings_comment(recipe);
    let variables: String = (recipe.variables.iter())
        .filter(|variable| variable.kind != VariableKind::GitLabFile)
        .map(|Variable { name, kind, meaning }| match kind {
            VariableKind::Secret | VariableKind::SecretOrExported => format!("  secret {name}: {meaning}\n"),
            _ => format!("  variable {name}: {meaning}\n"),
        })
        .collect();
    match variables.is_empty() {
        true => text.push_str("In the settings of the repository: Pages > Source is \"GitHub Actions\".\n"),
        false => text.push_str(&format!(
            "In the settings of the repository, under Secrets and variables > Actions:\n{variables}"
        )),
    }
    text.push_str(&manual_page(recipe));
    text
}

/// A job that identifies itself at the host with a token of GitHub must be allowed to ask for one.
fn permissions(recipe: &HostRecipe) -> &'static str {
    match (recipe.uploader, recipe.login) {
        (Uploader::Service, _) => "permissions:\n  contents: read\n  id-token: write\n  pages: write\n",
        (_, CloudLogin::None) => "",
        _ => "permissions:\n  contents: read\n  id-token: write\n",
    }
}

/// The step that copies the published files to `public`. Nothing for `wellpress deploy`, which uploads from the built folder.
fn staging_step(recipe: &HostRecipe, deploy_flags: &str) -> String {
    match recipe.uploader {
        Uploader::Wellpress => String::new(),
        Uploader::Program | Uploader::Service => {
            fill("- run: |\n    {commands}\n", &[("commands", &staging_commands(recipe, deploy_flags))])
        }
    }
}

/// The steps that get credentials and upload.
fn upload_steps(recipe: &HostRecipe, command: &str) -> String {
    let google = include_str!("github/google.yml");
    let login = match recipe.login {
        CloudLogin::None => String::new(),
        CloudLogin::AwsRole => include_str!("github/aws.yml").to_owned(),
        CloudLogin::GoogleToken => {
            fill(google, &[("google_output", "token_format: access_token\ncreate_credentials_file: false")])
        }
        CloudLogin::GoogleFile => fill(google, &[("google_output", "")]),
    };
    let node = if command.starts_with("npx") { include_str!("github/node.yml") } else { "" };
    let run = match command.trim_end().contains('\n') {
        true => fill("- run: |\n    {command}\n", &[("command", command)]),
        false => format!("- run: {command}\n"),
    };
    format!("{login}{node}{run}{}", environment(recipe))
}

fn environment(recipe: &HostRecipe) -> String {
    let mut lines: String = recipe.variables.iter().filter_map(environment_line).collect();
    if recipe.login == CloudLogin::GoogleToken {
        lines.push_str("    GOOGLE_BEARER_TOKEN: ${{ steps.google.outputs.access_token }}\n");
    }
    if lines.is_empty() { lines } else { format!("  env:\n{lines}") }
}

fn environment_line(Variable { name, kind, .. }: &Variable) -> Option<String> {
    let expression = match kind {
        VariableKind::Secret => format!("secrets.{name}"),
        VariableKind::SecretOrExported => format!("secrets.{name} || env.{name}"),
        VariableKind::Plain => format!("vars.{name}"),
        VariableKind::Workflow | VariableKind::GitHubWorkflow | VariableKind::GitLabFile => return None,
    };
    Some(format!("    {name}: ${{{{ {expression} }}}}\n"))
}

/// Replaces `{preview}` and the names of variables by the expressions of GitHub.
fn expressions(address: &str, recipe: &HostRecipe) -> String {
    let address = address.replace("{preview}", "pr-${{ github.event.number }}");
    recipe.variables.iter().fold(address, |address, Variable { name, .. }| {
        address.replace(&format!("{{{name}}}"), &format!("${{{{ vars.{name} }}}}"))
    })
}
