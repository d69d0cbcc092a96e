//! `wellpress new editor`: writes the folder of the editor, or brings it up to date. What a person chose stays in `config.local.json`.

use std::io::{IsTerminal, stdin};
use std::path::Path;
use std::time::Duration;

use clap::Args;
use serde_json::{Value, json};

use wellpress_build::pipeline::Unobserved;
use wellpress_command::console::{self, Console, Verbosity};
use wellpress_command::invocation::{Invocation, SiteArguments, settings};
use wellpress_command::{Exit, Failure, open_library};
use wellpress_io::fs::{Disk, Files};
use wellpress_render::Theme;
use wellpress_services::web_with_timeout;
use wellpress_site::config::Config;
use wellpress_site::discover::{Inventory, discover};
use wellpress_site::sections::{FORMS_FOLDER, RESERVED_FOLDERS};

use crate::backend::{BackendName, Choices, SignIn, is_repository, of_remote, remote_of_git_config};
use crate::configuration::Configuration;
use crate::folder::EditorFolder;
use crate::package::{self, MAX_BYTES};
use crate::page::{ASSETS, html};
use crate::sign_in::{self, WayIn};
use crate::words;

/// The file with what a person chose.
const LOCAL: &str = "config.local.json";

/// The address without `--path`.
const DEFAULT_PATH: &str = "/editor/";

/// The longest wait for the package.
const TIMEOUT: Duration = Duration::from_secs(120);

/// The arguments of `new editor`.
#[derive(Debug, Args)]
pub struct EditorArguments {
    /// With `editor`: the address of the web editor
    #[arg(long, value_name = "PATH")]
    path: Option<String>,
    /// With `editor`: owner and name of the repository [default: that of the git remote `origin`]
    #[arg(long, value_name = "OWNER/NAME")]
    repo: Option<String>,
    /// With `editor`: the service that has the repository [default: that of the git remote, or `github`]
    #[arg(long, value_enum, value_name = "SERVICE")]
    backend: Option<BackendName>,
    /// With `editor`: the branch that editors change [default: the main branch of the repository]
    #[arg(long, value_name = "BRANCH")]
    branch: Option<String>,
    /// With `editor`: how people sign in [default: a question on a terminal, else `token`]
    #[arg(long, value_enum, value_name = "WAY")]
    sign_in: Option<SignIn>,
    /// With `--sign-in relay`: the address of the relay
    #[arg(long, value_name = "URL")]
    relay: Option<String>,
    /// With `--sign-in pkce`: the id of the application that is registered at GitLab
    #[arg(long, value_name = "ID")]
    application: Option<String>,
}

impl EditorArguments {
    /// Whether an argument was given that belongs to `new editor` alone.
    #[must_use]
    pub fn is_given(&self) -> bool {
        self.path.is_some() || self.has_choices()
    }

    /// Whether an argument was given that goes into [`LOCAL`].
    fn has_choices(&self) -> bool {
        let texts = [&self.repo, &self.branch, &self.relay, &self.application];
        self.backend.is_some() || self.sign_in.is_some() || texts.iter().any(|text| text.is_some())
    }
}

/// Writes the folder of the editor. `from` is the archive of Sveltia CMS; without it, it is fetched.
///
/// # Errors
/// When the settings have mistakes, the archive cannot be had, or a file was changed by hand.
pub fn run(invocation: &Invocation<'_>, arguments: &EditorArguments, from: Option<&Path>) -> Result<Exit, Failure> {
    let console = &invocation.console;
    let request = SiteArguments::default().request(invocation, &Unobserved)?;
    let config = settings(&request)?;
    let (inventory, _) = discover(&Disk, &config)
        .map_err(|error| Failure::machine(format!("cannot read `{}`: {error}", config.content_path().display())))?;
    let folder_name = folder_name(arguments, &inventory)?;
    let mut folder = EditorFolder::open(&config.root.join(&folder_name))?;
    let local = local_settings(arguments, &config, &folder, console)?;
    let library = open_library(&Disk, &config, None)?;
    // A theme with mistakes is reported by `check`; the preview pane shows the names of its words then.
    let theme = Theme::load(&Disk, &config, request.default_theme).ok();
    let words = theme.map_or_else(|| json!({}), |theme| words::of_theme(&theme, &config));
    let configuration = Configuration::of(&config, &inventory, &library.references, &words);
    let is_new = folder.is_new();
    if !folder.has_package(package::MENDED_VERSION) || from.is_some() {
        let archive = archive(&config, from)?;
        for (name, bytes) in package::unpack(&archive)? {
            folder.put(name, bytes);
        }
        folder.set_package(package::MENDED_VERSION);
    }
    ASSETS.iter().for_each(|(name, text)| folder.put(name, text.as_bytes().to_vec()));
    folder.put("index.html", html(&folder_name, &configuration.file_name, &local).into_bytes());
    folder.put(&configuration.file_name, configuration.text.into_bytes());
    folder.keep(LOCAL, format!("{local:#}\n").into_bytes());
    folder.write()?;
    console::print_stdout(&format!("{folder_name}\n"))?;
    if console.verbosity != Verbosity::Quiet {
        console::print_stderr(&advice(&folder_name, is_new, &local));
    }
    Ok(Exit::Done)
}

/// The folder of the editor relative to the root: that of `--path`, else the one that is there, else the default.
fn folder_name(arguments: &EditorArguments, inventory: &Inventory) -> Result<String, Failure> {
    let existing = inventory.static_files.iter().find_map(|path| path.strip_suffix("/wellpress-editor.js"));
    let path = match (arguments.path.as_deref(), existing) {
        (None, Some(existing)) => return Ok(existing.to_owned()),
        (path, _) => path.unwrap_or(DEFAULT_PATH),
    };
    let is_part = |part: &str| {
        part.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || matches!(letter, '-' | '_'))
    };
    let name = path.trim_matches('/');
    let parts: Vec<&str> = name.split('/').collect();
    let is_reserved = RESERVED_FOLDERS.contains(&parts[0]) || parts[0] == FORMS_FOLDER;
    if is_reserved || parts.iter().any(|part| part.is_empty() || part.starts_with('_') || !is_part(part)) {
        return Err(Failure::usage(format!("`{path}` cannot be the address of the editor")).help(
            "write a folder of small letters, digits and hyphens that the site does not use, such as `/editor/`",
        ));
    }
    let wanted = format!("static/{name}");
    match existing {
        Some(existing) if existing != wanted => Err(Failure::usage(format!("the editor is in `{existing}` already"))
            .help(format!("move that folder to `{wanted}` first, or leave out `--path`"))),
        _ => Ok(wanted),
    }
}

/// What a person chose: from the file that is there, else from the arguments and the git remote.
fn local_settings(
    arguments: &EditorArguments,
    config: &Config,
    folder: &EditorFolder,
    console: &Console,
) -> Result<Value, Failure> {
    let Some(bytes) = folder.read(LOCAL) else { return choices(arguments, config, console)?.local_settings() };
    let path = folder.path(LOCAL).display().to_string();
    if arguments.has_choices() {
        return Err(Failure::usage(format!("`{path}` has the repository and the way to sign in already"))
            .help("change them there; the command leaves that file alone"));
    }
    serde_json::from_slice(&bytes).map_err(|error| Failure::content(format!("`{path}` is not JSON: {error}")))
}

fn choices(arguments: &EditorArguments, config: &Config, console: &Console) -> Result<Choices, Failure> {
    let git_config = Disk.read(&config.root.join(".git/config")).ok();
    let git_config = git_config.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let remote = git_config.and_then(|text| remote_of_git_config(&text)).and_then(|address| of_remote(&address));
    let (service, repository) = remote.map_or((None, None), |(service, name)| (service, Some(name)));
    let repository = match &arguments.repo {
        Some(name) => Some(name.clone()).filter(|name| is_repository(name)),
        None => repository,
    };
    let repository = repository.ok_or_else(|| {
        Failure::usage("which repository has this site?")
            .help("write `--repo OWNER/NAME`; without it, the git remote `origin` says it")
    })?;
    let backend = arguments.backend.or(service).unwrap_or(BackendName::GitHub);
    let chosen = match arguments.sign_in {
        Some(sign_in) => WayIn { sign_in, relay: arguments.relay.clone(), application: arguments.application.clone() },
        None if stdin().is_terminal() && console.verbosity != Verbosity::Quiet => {
            sign_in::ask(backend, &mut stdin().lock(), &mut |text| console::print_stderr(text))?
        }
        None => {
            console.progress("People sign in with an access token of their own. `--sign-in` chooses another way.");
            WayIn { sign_in: SignIn::Token, relay: None, application: None }
        }
    };
    Ok(Choices {
        backend,
        repository,
        branch: arguments.branch.clone(),
        sign_in: chosen.sign_in,
        relay: chosen.relay,
        application: chosen.application,
    })
}

fn archive(config: &Config, from: Option<&Path>) -> Result<Vec<u8>, Failure> {
    match from {
        Some(path) => Disk.read_limited(path, MAX_BYTES).map_err(|error| {
            Failure::usage(format!("cannot read `{}`: {error}", path.display()))
                .help(format!("name the file that `npm pack @sveltia/cms@{}` fetches", package::VERSION))
        }),
        None => package::fetch(&web_with_timeout(config, TIMEOUT)),
    }
}

fn advice(folder: &str, is_new: bool, local: &Value) -> String {
    let address = folder.trim_start_matches("static");
    if !is_new {
        return format!("The editor is up to date. Commit `{folder}`.\n");
    }
    let backend = &local["backend"];
    let sign_in = match (backend["auth_type"].as_str(), backend["base_url"].as_str()) {
        (Some("pkce"), _) => "by the application of GitLab",
        (_, Some(_)) => "by the relay",
        _ => "with an access token of their own",
    };
    format!(
        "The editor opens at {address}/ of the published site, for the repository `{}`. People sign in {sign_in}.\n\
         Commit `{folder}`. What differs for you belongs in `{folder}/{LOCAL}`; the other files are made anew by the next run.\n",
        backend["repo"].as_str().unwrap_or_default()
    )
}
