//! Where the editor keeps texts and how people sign in: the arguments and the git remote in, the part of the configuration that a person
//! chooses out ([`Choices::local_settings`]), and the addresses to which the editor may send requests ([`connect_sources`]).

use clap::ValueEnum;
use serde_json::{Value, json};
use url::Url;

use wellpress_command::Failure;

/// The services that have repositories.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum BackendName {
    /// GitHub
    #[value(name = "github")]
    GitHub,
    /// GitLab
    #[value(name = "gitlab")]
    GitLab,
}

/// How people sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SignIn {
    /// Each person pastes an access token of their own
    Token,
    /// GitLab asks the person, without a server between
    Pkce,
    /// A server that you or others run exchanges the sign-in for a token
    Relay,
}

/// What a person chooses.
#[derive(Debug, Clone)]
pub struct Choices {
    /// The service.
    pub backend: BackendName,
    /// Owner and name of the repository.
    pub repository: String,
    /// The branch; the service knows which is the main one.
    pub branch: Option<String>,
    /// How people sign in.
    pub sign_in: SignIn,
    /// The address of the relay.
    pub relay: Option<String>,
    /// The application of GitLab that PKCE needs.
    pub application: Option<String>,
}

impl Choices {
    /// What goes into `config.local.json`, which the command writes once and then leaves alone.
    ///
    /// # Errors
    /// When the way to sign in does not go with the service, or lacks its address.
    pub fn local_settings(&self) -> Result<Value, Failure> {
        let name = if self.backend == BackendName::GitHub { "github" } else { "gitlab" };
        let mut backend = json!({"name": name, "repo": self.repository});
        if let Some(branch) = &self.branch {
            backend["branch"] = json!(branch);
        }
        match self.sign_in {
            SignIn::Token => backend["auth_methods"] = json!(["token"]),
            SignIn::Pkce if self.backend == BackendName::GitHub => {
                return Err(
                    Failure::usage("GitHub has no sign-in with `pkce`").help("choose `--sign-in token` or `relay`")
                );
            }
            SignIn::Pkce => {
                let application = self.application.as_deref().ok_or_else(|| {
                    Failure::usage("`--sign-in pkce` lacks the id of an application of GitLab")
                        .help("register one, and write its id behind `--application`")
                })?;
                backend["auth_type"] = json!("pkce");
                backend["app_id"] = json!(application);
            }
            SignIn::Relay => {
                let relay = self.relay.as_deref().and_then(origin);
                let relay = relay.ok_or_else(|| {
                    Failure::usage("`--sign-in relay` lacks the address of the relay")
                        .help("write `--relay https://sign-in.example`")
                })?;
                backend["base_url"] = json!(relay);
            }
        }
        Ok(json!({"backend": backend, "publish_mode": "editorial_workflow"}))
    }
}

fn origin(address: &str) -> Option<String> {
    let url = Url::parse(address).ok().filter(|url| matches!(url.scheme(), "https" | "http"))?;
    Some(url.as_str().trim_end_matches('/').to_owned())
}

/// Service and repository by the address of a git remote, such as `git@github.com:owner/name.git`.
#[must_use]
pub fn of_remote(remote: &str) -> Option<(Option<BackendName>, String)> {
    let behind_scheme = remote.split_once("://").map(|(_, rest)| rest);
    let (host, path) = match behind_scheme {
        Some(rest) => rest.split_once('/')?,
        None => remote.split_once(':')?,
    };
    let host = host.rsplit('@').next()?.split(':').next()?.to_lowercase();
    let path = path.trim_matches('/').trim_end_matches(".git");
    let backend = match host.as_str() {
        "github.com" => Some(BackendName::GitHub),
        _ if host.contains("gitlab") => Some(BackendName::GitLab),
        _ => None,
    };
    is_repository(path).then(|| (backend, path.to_owned()))
}

/// Whether a text is the owner and the name of a repository; GitLab has groups in groups.
#[must_use]
pub fn is_repository(text: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty()
            && part.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.'))
    };
    text.split('/').count() >= 2 && text.split('/').all(is_part)
}

/// The address of the remote `origin` in the text of `.git/config`.
#[must_use]
pub fn remote_of_git_config(text: &str) -> Option<String> {
    let mut is_origin = false;
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') {
            is_origin = line.replace(' ', "") == "[remote\"origin\"]";
        } else if let (true, Some((key, value))) = (is_origin, line.split_once('='))
            && key.trim() == "url"
        {
            return Some(value.trim().to_owned());
        }
    }
    None
}

/// The sources of `connect-src` for the settings in `config.local.json`: the site itself, and the service that has the repository. Pictures
/// that were chosen in the editor are read from `blob:` and `data:`. The status page of the service, which Sveltia CMS asks, is left out.
#[must_use]
pub fn connect_sources(local: &Value) -> String {
    let text = |key: &str| local["backend"][key].as_str();
    let service = if text("name") == Some("gitlab") { "https://gitlab.com" } else { "https://api.github.com" };
    let mut origins = vec![service.to_owned()];
    let own = ["base_url", "api_root", "graphql_api_root"].into_iter().filter_map(text);
    let own = own.filter_map(|address| Url::parse(address).ok()).map(|url| url.origin().ascii_serialization());
    // Quotes and semicolons cannot stand in an origin.
    origins.extend(own);
    origins.dedup();
    format!("'self' blob: data: {}", origins.join(" "))
}

#[cfg(test)]
mod tests {
    use super::{BackendName, is_repository, of_remote, remote_of_git_config};

    #[test]
    fn remotes_name_their_repository() {
        let github = Some((Some(BackendName::GitHub), "clinic/guide".to_owned()));
        assert_eq!(of_remote("git@github.com:clinic/guide.git"), github);
        assert_eq!(of_remote("https://token@github.com/clinic/guide"), github);
        let gitlab = Some((Some(BackendName::GitLab), "a/b/c".to_owned()));
        assert_eq!(of_remote("ssh://git@gitlab.example:22/a/b/c.git"), gitlab);
        assert_eq!(of_remote("/srv/git/guide.git"), None);
        assert!(!is_repository("guide") && !is_repository("a/\"b\""));
    }

    #[test]
    fn the_remote_is_that_of_origin() {
        let config = "[remote \"fork\"]\n\turl = a\n[remote \"origin\"]\n\tfetch = x\n\turl = b\n";
        assert_eq!(remote_of_git_config(config).as_deref(), Some("b"));
        assert_eq!(remote_of_git_config("[core]\n"), None);
    }
}
