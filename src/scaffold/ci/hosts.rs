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

const fn variable(name: &'static str, kind: VariableKind, meaning: &'static str) -> Variable {
    Variable { name, kind, meaning }
}

const fn secret(name: &'static str, meaning: &'static str) -> Variable {
    variable(name, VariableKind::Secret, meaning)
}

const fn plain(name: &'static str, meaning: &'static str) -> Variable {
    variable(name, VariableKind::Plain, meaning)
}

const PREVIEW_URL: Variable = variable(
    "PREVIEW_URL",
    VariableKind::Workflow,
    "where the target `preview` is served, such as https://previews.example.org; without it there are no previews",
);

const GOOGLE_PROVIDER: Variable = variable(
    "GOOGLE_WORKLOAD_IDENTITY_PROVIDER",
    VariableKind::GitHubWorkflow,
    "the full name of the provider that trusts this repository",
);

const GOOGLE_ACCOUNT: Variable =
    variable("GOOGLE_SERVICE_ACCOUNT_EMAIL", VariableKind::GitHubWorkflow, "the service account that may write");

const GOOGLE_KEY: Variable = variable(
    "GOOGLE_APPLICATION_CREDENTIALS",
    VariableKind::GitLabFile,
    "the key of a service account that may write, as JSON",
);

/// What most hosts have in common: a program of npm uploads the site, with a secret alone.
const UPLOADED: HostRecipe = HostRecipe {
    name: "",
    page: "",
    uploader: Uploader::Program,
    login: CloudLogin::None,
    variables: &[],
    address: "",
    settings: "",
    config_file: None,
    production: "",
    preview: None,
    preview_url: None,
    gitlab_image: NODE_IMAGE,
    gitlab_setup: "",
};

const PAGES: HostRecipe = HostRecipe { name: "Pages", page: "pages", uploader: Uploader::Service, ..UPLOADED };

const NETLIFY: HostRecipe = HostRecipe {
    name: "Netlify",
    page: "netlify",
    variables: &[
        secret("NETLIFY_AUTH_TOKEN", "a personal access token"),
        plain("NETLIFY_SITE", "the name of the project, as in NAME.netlify.app"),
    ],
    address: "https://NAME.netlify.app/",
    production: "npx --yes netlify-cli@27.10.2 deploy --no-build --dir public --site \"$NETLIFY_SITE\" --prod",
    preview: Some(
        "npx --yes netlify-cli@27.10.2 deploy --no-build --dir public --site \"$NETLIFY_SITE\" --alias \"$PREVIEW\"",
    ),
    preview_url: Some("https://{preview}--{NETLIFY_SITE}.netlify.app/"),
    ..UPLOADED
};

const CLOUDFLARE: HostRecipe = HostRecipe {
    name: "Cloudflare Pages",
    page: "cloudflare",
    variables: &[
        secret("CLOUDFLARE_API_TOKEN", "a token that may edit Cloudflare Pages"),
        plain("CLOUDFLARE_ACCOUNT_ID", "the id of the account"),
        plain("CLOUDFLARE_PROJECT", "the name of the project, whose production branch is `main`"),
    ],
    address: "https://PROJECT.pages.dev/",
    production: "npx --yes wrangler@4.164.0 pages deploy public --project-name \"$CLOUDFLARE_PROJECT\" --branch main",
    preview: Some(
        "npx --yes wrangler@4.164.0 pages deploy public --project-name \"$CLOUDFLARE_PROJECT\" --branch \"$PREVIEW\"",
    ),
    preview_url: Some("https://{preview}.{CLOUDFLARE_PROJECT}.pages.dev/"),
    ..UPLOADED
};

const VERCEL: HostRecipe = HostRecipe {
    name: "Vercel",
    page: "vercel",
    variables: &[
        secret("VERCEL_TOKEN", "an access token"),
        plain("VERCEL_ORG_ID", "the id of the team or account"),
        plain("VERCEL_PROJECT_ID", "the id of the project"),
    ],
    address: "https://PROJECT.vercel.app/",
    config_file: Some(("vercel", "public/vercel.json")),
    production: "npx --yes vercel@60.1.3 deploy public --yes --prod",
    preview: Some("npx --yes vercel@60.1.3 deploy public --yes"),
    ..UPLOADED
};

/// What buckets have in common: the program itself uploads, and previews go to a bucket of their own.
const BUCKET: HostRecipe = HostRecipe {
    uploader: Uploader::Wellpress,
    address: "https://www.example.org/",
    production: "wellpress deploy",
    preview: Some("wellpress deploy preview --prefix \"$PREVIEW\" --yes"),
    preview_url: Some("{PREVIEW_URL}/{preview}/"),
    ..UPLOADED
};

const S3: HostRecipe = HostRecipe {
    name: "S3",
    page: "s3",
    login: CloudLogin::AwsRole,
    variables: &[
        variable(
            "AWS_ROLE_ARN",
            VariableKind::Workflow,
            "a role that trusts this repository; or instead the two secrets",
        ),
        variable(
            "AWS_ACCESS_KEY_ID",
            VariableKind::SecretOrExported,
            "the key of a user who may write, for services without roles",
        ),
        variable("AWS_SECRET_ACCESS_KEY", VariableKind::SecretOrExported, "the other half of the key"),
        plain("AWS_REGION", "the region of the bucket"),
        PREVIEW_URL,
    ],
    settings: "deploy: {target: \"s3://my-site\", targets: {preview: \"s3://my-previews\"}}",
    ..BUCKET
};

const GCS: HostRecipe = HostRecipe {
    name: "Google Cloud Storage",
    page: "gcs",
    login: CloudLogin::GoogleToken,
    variables: &[GOOGLE_PROVIDER, GOOGLE_ACCOUNT, GOOGLE_KEY, PREVIEW_URL],
    settings: "deploy: {target: \"gs://my-site\", targets: {preview: \"gs://my-previews\"}}",
    ..BUCKET
};

const AZURE: HostRecipe = HostRecipe {
    name: "Azure Static Web Apps",
    page: "azure",
    variables: &[secret("SWA_CLI_DEPLOYMENT_TOKEN", "the deployment token of the app")],
    address: "https://NAME.azurestaticapps.net/",
    config_file: Some(("azure", "public/staticwebapp.config.json")),
    production: "npx --yes @azure/static-web-apps-cli@2.0.10 deploy public --swa-config-location public --env production",
    preview: Some(
        "npx --yes @azure/static-web-apps-cli@2.0.10 deploy public --swa-config-location public --env \"${PREVIEW//-/}\"",
    ),
    ..UPLOADED
};

const FIREBASE: HostRecipe = HostRecipe {
    name: "Firebase Hosting",
    page: "firebase",
    login: CloudLogin::GoogleFile,
    variables: &[
        GOOGLE_PROVIDER,
        GOOGLE_ACCOUNT,
        GOOGLE_KEY,
        plain("FIREBASE_PROJECT", "the id of the Firebase project"),
    ],
    address: "https://PROJECT.web.app/",
    config_file: Some(("firebase", "firebase.json")),
    production: "npx --yes firebase-tools@15.34.2 deploy --only hosting --project \"$FIREBASE_PROJECT\" --non-interactive",
    preview: Some(
        "npx --yes firebase-tools@15.34.2 hosting:channel:deploy \"$PREVIEW\" --project \"$FIREBASE_PROJECT\" --non-interactive",
    ),
    ..UPLOADED
};

const SERVER: HostRecipe = HostRecipe {
    name: "a web server of your own",
    page: "server",
    variables: &[
        secret("SSH_KEY", "the private key of a user who may write to the folder"),
        plain("SSH_KNOWN_HOSTS", "the server's line of `known_hosts`, as `ssh-keyscan` prints it"),
        plain("SSH_TARGET", "user, server and folder, such as deploy@www.example.org:/srv/www/guide"),
        plain("SSH_PORT", "the port of the SSH server; 22 if it is not set"),
    ],
    address: "https://www.example.org/",
    production: include_str!("server.sh"),
    gitlab_image: DEBIAN_IMAGE,
    gitlab_setup: "apt-get update -qq && apt-get install -y -qq --no-install-recommends openssh-client rsync\n",
    ..UPLOADED
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
