//! What each host takes: variables, upload commands for releases and previews, files of its own. The texts of the workflows
//! are left to the parent module.

use super::Host;

/// How a variable of the repository's settings gets into a workflow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum VariableKind {
    /// A secret that the upload reads from its environment.
    Secret,
    /// Such a secret that another step may have put into the environment instead.
    SecretOrExported,
    /// A variable that the upload reads from its environment.
    Plain,
    /// A variable that the workflow itself reads.
    Workflow,
    /// The same, for workflows of GitHub only.
    GitHubWorkflow,
    /// A variable of the type "File", for GitLab only.
    GitLabFile,
}

/// A variable of the repository's settings.
#[derive(Debug)]
pub(super) struct Variable {
    pub name: &'static str,
    pub kind: VariableKind,
    pub meaning: &'static str,
}

/// Who uploads the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Uploader {
    /// `wellpress deploy`, from the folder of the build.
    Wellpress,
    /// Another program, from the folder `public`, which has the published files only.
    Program,
    /// The service itself: GitHub Pages or GitLab Pages.
    Service,
}

/// How a workflow identifies itself at a cloud without a stored key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CloudLogin {
    /// It does not: a secret is enough.
    None,
    /// By a role of AWS, if the variable `AWS_ROLE_ARN` names one.
    AwsRole,
    /// By an access token of Google, which `wellpress deploy` takes. GitHub only.
    GoogleToken,
    /// By a file with credentials of Google, which Google's own programs take. GitHub only.
    GoogleFile,
}

/// How a site is published at a host. A command can have several lines.
#[derive(Debug)]
pub(super) struct HostRecipe {
    pub name: &'static str,
    /// The name of its page in the manual.
    pub page: &'static str,
    pub uploader: Uploader,
    pub login: CloudLogin,
    pub variables: &'static [Variable],
    /// An example of the site's address, which the settings have to name. Empty if the workflow asks the service for it.
    pub address: &'static str,
    /// What else the settings of a site need, if they need anything.
    pub settings: &'static str,
    /// The value of `--snippet` and the file that its output goes into.
    pub config_file: Option<(&'static str, &'static str)>,
    /// The command that uploads the main branch.
    pub production: &'static str,
    /// The command that uploads a preview, whose name is in `$PREVIEW`.
    pub preview: Option<&'static str>,
    /// The address of a preview, if it is known before the upload. `{preview}` is its name, other names are variables.
    pub preview_url: Option<&'static str>,
    /// The image in which GitLab runs the upload.
    pub gitlab_image: &'static str,
    /// The command that installs what the image lacks.
    pub gitlab_setup: &'static str,
}

const NODE_IMAGE: &str = "node:24.21.0-trixie@sha256:acd6b1bc507facfd69a145935a7409a8686d2faf57dfc3f242de642c8e0b2b07";
const DEBIAN_IMAGE: &str =
    "debian:trixie-20260918-slim@sha256:a99cfc517144bc59b1978475ec53b46ecabec7e43635402ee5b77cc54cd1b20a";
const BUCKET_PREVIEW: &str = "wellpress deploy preview --prefix \"$PREVIEW\" --yes";
const BUCKET_PREVIEW_URL: &str = "{PREVIEW_URL}/{preview}/";

const fn secret(name: &'static str, meaning: &'static str) -> Variable {
    Variable { name, kind: VariableKind::Secret, meaning }
}

const fn plain(name: &'static str, meaning: &'static str) -> Variable {
    Variable { name, kind: VariableKind::Plain, meaning }
}

const PREVIEW_URL: Variable = Variable {
    name: "PREVIEW_URL",
    kind: VariableKind::Workflow,
    meaning: "where the target `preview` is served, such as https://previews.example.org; without it there are no previews",
};

const GOOGLE_PROVIDER: Variable = Variable {
    name: "GOOGLE_WORKLOAD_IDENTITY_PROVIDER",
    kind: VariableKind::GitHubWorkflow,
    meaning: "the full name of the provider that trusts this repository",
};

const GOOGLE_ACCOUNT: Variable = Variable {
    name: "GOOGLE_SERVICE_ACCOUNT_EMAIL",
    kind: VariableKind::GitHubWorkflow,
    meaning: "the service account that may write",
};

const GOOGLE_KEY: Variable = Variable {
    name: "GOOGLE_APPLICATION_CREDENTIALS",
    kind: VariableKind::GitLabFile,
    meaning: "the key of a service account that may write, as JSON",
};

const PAGES: HostRecipe = HostRecipe {
    name: "Pages",
    page: "pages",
    uploader: Uploader::Service,
    login: CloudLogin::None,
    variables: &[],
    address: "",
    settings: "",
    config_file: None,
    production: "",
    preview: None,
    preview_url: None,
    gitlab_image: "",
    gitlab_setup: "",
};

const NETLIFY: HostRecipe = HostRecipe {
    name: "Netlify",
    page: "netlify",
    uploader: Uploader::Program,
    login: CloudLogin::None,
    variables: &[
        secret("NETLIFY_AUTH_TOKEN", "a personal access token"),
        plain("NETLIFY_SITE", "the name of the project, as in NAME.netlify.app"),
    ],
    address: "https://NAME.netlify.app/",
    settings: "",
    config_file: None,
    production: "npx --yes netlify-cli@27.10.2 deploy --no-build --dir public --site \"$NETLIFY_SITE\" --prod",
    preview: Some(
        "npx --yes netlify-cli@27.10.2 deploy --no-build --dir public --site \"$NETLIFY_SITE\" --alias \"$PREVIEW\"",
    ),
    preview_url: Some("https://{preview}--{NETLIFY_SITE}.netlify.app/"),
    gitlab_image: NODE_IMAGE,
    gitlab_setup: "",
};

const CLOUDFLARE: HostRecipe = HostRecipe {
    name: "Cloudflare Pages",
    page: "cloudflare",
    uploader: Uploader::Program,
    login: CloudLogin::None,
    variables: &[
        secret("CLOUDFLARE_API_TOKEN", "a token that may edit Cloudflare Pages"),
        plain("CLOUDFLARE_ACCOUNT_ID", "the id of the account"),
        plain("CLOUDFLARE_PROJECT", "the name of the project, whose production branch is `main`"),
    ],
    address: "https://PROJECT.pages.dev/",
    settings: "",
    config_file: None,
    production: "npx --yes wrangler@4.164.0 pages deploy public --project-name \"$CLOUDFLARE_PROJECT\" --branch main",
    preview: Some(
        "npx --yes wrangler@4.164.0 pages deploy public --project-name \"$CLOUDFLARE_PROJECT\" --branch \"$PREVIEW\"",
    ),
    preview_url: Some("https://{preview}.{CLOUDFLARE_PROJECT}.pages.dev/"),
    gitlab_image: NODE_IMAGE,
    gitlab_setup: "",
};

const VERCEL: HostRecipe = HostRecipe {
    name: "Vercel",
    page: "vercel",
    uploader: Uploader::Program,
    login: CloudLogin::None,
    variables: &[
        secret("VERCEL_TOKEN", "an access token"),
        plain("VERCEL_ORG_ID", "the id of the team or account"),
        plain("VERCEL_PROJECT_ID", "the id of the project"),
    ],
    address: "https://PROJECT.vercel.app/",
    settings: "",
    config_file: Some(("vercel", "public/vercel.json")),
    production: "npx --yes vercel@60.1.3 deploy public --yes --prod",
    preview: Some("npx --yes vercel@60.1.3 deploy public --yes"),
    preview_url: None,
    gitlab_image: NODE_IMAGE,
    gitlab_setup: "",
};

const S3: HostRecipe = HostRecipe {
    name: "S3",
    page: "s3",
    uploader: Uploader::Wellpress,
    login: CloudLogin::AwsRole,
    variables: &[
        Variable {
            name: "AWS_ROLE_ARN",
            kind: VariableKind::Workflow,
            meaning: "a role that trusts this repository; or instead the two secrets",
        },
        Variable {
            name: "AWS_ACCESS_KEY_ID",
            kind: VariableKind::SecretOrExported,
            meaning: "the key of a user who may write, for services without roles",
        },
        Variable {
            name: "AWS_SECRET_ACCESS_KEY",
            kind: VariableKind::SecretOrExported,
            meaning: "the other half of the key",
        },
        plain("AWS_REGION", "the region of the bucket"),
        PREVIEW_URL,
    ],
    address: "https://www.example.org/",
    settings: "deploy: {target: \"s3://my-site\", targets: {preview: \"s3://my-previews\"}}",
    config_file: None,
    production: "wellpress deploy",
    preview: Some(BUCKET_PREVIEW),
    preview_url: Some(BUCKET_PREVIEW_URL),
    gitlab_image: "",
    gitlab_setup: "",
};

const GCS: HostRecipe = HostRecipe {
    name: "Google Cloud Storage",
    page: "gcs",
    uploader: Uploader::Wellpress,
    login: CloudLogin::GoogleToken,
    variables: &[GOOGLE_PROVIDER, GOOGLE_ACCOUNT, GOOGLE_KEY, PREVIEW_URL],
    address: "https://www.example.org/",
    settings: "deploy: {target: \"gs://my-site\", targets: {preview: \"gs://my-previews\"}}",
    config_file: None,
    production: "wellpress deploy",
    preview: Some(BUCKET_PREVIEW),
    preview_url: Some(BUCKET_PREVIEW_URL),
    gitlab_image: "",
    gitlab_setup: "",
};

const AZURE: HostRecipe = HostRecipe {
    name: "Azure Static Web Apps",
    page: "azure",
    uploader: Uploader::Program,
    login: CloudLogin::None,
    variables: &[secret("SWA_CLI_DEPLOYMENT_TOKEN", "the deployment token of the app")],
    address: "https://NAME.azurestaticapps.net/",
    settings: "",
    config_file: Some(("azure", "public/staticwebapp.config.json")),
    production: "npx --yes @azure/static-web-apps-cli@2.0.10 deploy public --swa-config-location public --env production",
    preview: Some(
        "npx --yes @azure/static-web-apps-cli@2.0.10 deploy public --swa-config-location public --env \"${PREVIEW//-/}\"",
    ),
    preview_url: None,
    gitlab_image: NODE_IMAGE,
    gitlab_setup: "",
};

const FIREBASE: HostRecipe = HostRecipe {
    name: "Firebase Hosting",
    page: "firebase",
    uploader: Uploader::Program,
    login: CloudLogin::GoogleFile,
    variables: &[
        GOOGLE_PROVIDER,
        GOOGLE_ACCOUNT,
        GOOGLE_KEY,
        plain("FIREBASE_PROJECT", "the id of the Firebase project"),
    ],
    address: "https://PROJECT.web.app/",
    settings: "",
    config_file: Some(("firebase", "firebase.json")),
    production: "npx --yes firebase-tools@15.34.2 deploy --only hosting --project \"$FIREBASE_PROJECT\" --non-interactive",
    preview: Some(
        "npx --yes firebase-tools@15.34.2 hosting:channel:deploy \"$PREVIEW\" --project \"$FIREBASE_PROJECT\" --non-interactive",
    ),
    preview_url: None,
    gitlab_image: NODE_IMAGE,
    gitlab_setup: "",
};

const SERVER: HostRecipe = HostRecipe {
    name: "a web server of your own",
    page: "server",
    uploader: Uploader::Program,
    login: CloudLogin::None,
    variables: &[
        secret("SSH_KEY", "the private key of a user who may write to the folder"),
        plain("SSH_KNOWN_HOSTS", "the server's line of `known_hosts`, as `ssh-keyscan` prints it"),
        plain("SSH_TARGET", "user, server and folder, such as deploy@www.example.org:/srv/www/guide"),
        plain("SSH_PORT", "the port of the SSH server; 22 if it is not set"),
    ],
    address: "https://www.example.org/",
    settings: "",
    config_file: None,
    production: include_str!("server.sh"),
    preview: None,
    preview_url: None,
    gitlab_image: DEBIAN_IMAGE,
    gitlab_setup: "apt-get update -qq && apt-get install -y -qq --no-install-recommends openssh-client rsync\n",
};

impl Host {
    pub(super) fn recipe(self) -> &'static HostRecipe {
        match self {
            Self::Pages => &PAGES,
            Self::Netlify => &NETLIFY,
            Self::Cloudflare => &CLOUDFLARE,
            Self::Vercel => &VERCEL,
            Self::S3 => &S3,
            Self::Gcs => &GCS,
            Self::Azure => &AZURE,
            Self::Firebase => &FIREBASE,
            Self::Server => &SERVER,
        }
    }
}
