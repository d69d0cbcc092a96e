//! `wellpress deploy`: publishes the output folder to a bucket or another folder, goes back to an earlier release, and prints
//! the releases. Reads the environment for credentials and keeps them out of every message; the protocol of a deploy is
//! left to the rest of the crate.

mod change;
mod progress;

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, ValueEnum};

use wellpress_bibliography::ExportFormat;
use wellpress_build::emit::Manifest;
use wellpress_build::pipeline::{self, Objection};
use wellpress_command::console::{self, Console, count};
use wellpress_command::gone_pages::note_of_gone_pages;
use wellpress_command::invocation::{Invocation, SiteArguments, settings};
use wellpress_command::stopwatch::Stopwatch;
use wellpress_command::{Exit, Failure};
use wellpress_io::fs::{Disk, Files, absolute, openable};
use wellpress_site::config::{Compression, Config};

use crate::{
    Consent, ContentEncoding, Credentials, DeployJob, DeployOutcome, Ledger, Object, OutputFolder, Plan, StaticHost,
    Target, TargetKind, TargetStore, Verification, WebServer,
};

pub use change::{ChangeFailure, PartOfSite, PublishedChange, check_change, publish_change, released_files};
use progress::DeployBar;

/// How often a deploy raises the count of its heartbeats in the record at the target. From the count another deploy knows
/// that it is still running.
const HEARTBEAT: Duration = Duration::from_secs(4);

/// Publish the built site to a bucket or a folder
///
/// For whoever publishes. Standard output has the plan of a dry run, the releases or a closing line; a terminal shows the progress.
/// A note names pages of the last release that are gone. `wellpress help deploy.md` describes how a site is published, and
/// `wellpress help hosts/README.md` each host.
#[derive(Debug, Args)]
#[command(after_long_help = "\
    Exit status: 0 if the release is there; 2 for wrong usage, and for what needs `--yes`; 3 if the \
    machine or the network fails; 4 if the target does: no access, no answer, another deploy in progress.

    $ wellpress deploy
    Release 8 is at s3://my-site/guide: 12 objects uploaded (348.1 kB), 115 unchanged, 3 deleted in 1.21 s")]
pub struct Arguments {
    /// A name from `deploy.targets` in the settings, an address such as `s3://bucket/path`, or a folder such as `/srv/www` or `../www` [default: `deploy.target` in the settings]
    target: Option<String>,
    /// A path below the target, such as `pr-12`
    #[arg(long, value_name = "PATH")]
    prefix: Option<String>,
    /// The folder of the built site [default: `output` in the root]
    #[arg(short, long, value_name = "DIR")]
    output_dir: Option<PathBuf>,
    /// Show what would be done, and do nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// Go on even if over a fifth of the site would be deleted, the output has no page, pages that are not public, text of templates or an address for examples, or files of others would be overwritten
    #[arg(short, long)]
    yes: bool,
    /// Check that each object is at the target which earlier deploys uploaded
    #[arg(long)]
    verify: bool,
    /// Publish the release before the current one again, or the current one after a deploy that did not finish
    #[arg(long, conflicts_with_all = ["verify", "dry_run"])]
    rollback: bool,
    /// With `--rollback`: go back to the release with this number
    #[arg(long, value_name = "RELEASE", requires = "rollback")]
    to: Option<u64>,
    /// List the releases that `--rollback` can publish again
    #[arg(long, conflicts_with_all = ["rollback", "dry_run", "verify"])]
    history: bool,
    /// Print the configuration that a web server or host needs for headers and redirects, and do nothing; Netlify and
    /// Cloudflare Pages need none, because they read `_headers` and `_redirects`
    #[arg(long, value_enum, value_name = "SERVER", conflicts_with_all = ["target", "rollback", "history", "dry_run"])]
    snippet: Option<ServerArgument>,
}

/// The values of `--snippet`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ServerArgument {
    /// For a `server` block.
    Nginx,
    /// For a site's block.
    Caddy,
    /// `vercel.json`.
    Vercel,
    /// `staticwebapp.config.json` of Azure Static Web Apps.
    Azure,
    /// `firebase.json`.
    Firebase,
}

/// Runs the command and removes the credentials from its failure: error pages of storage services repeat parts of the request,
/// and logs of continuous integration are often public.
///
/// # Errors
/// When the settings, the output or the target refuse it, or a request fails.
pub fn run(invocation: &Invocation<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    let credentials = Credentials::of(environment());
    run_with(invocation, arguments, &credentials).map_err(|failure| scrubbed(&credentials, failure))
}

/// A failure without the credentials.
fn scrubbed(credentials: &Credentials, failure: Failure) -> Failure {
    let (message, help) = (credentials.scrub(&failure.message), failure.help.map(|help| credentials.scrub(&help)));
    Failure { message, help, ..failure }
}

fn run_with(invocation: &Invocation<'_>, arguments: &Arguments, credentials: &Credentials) -> Result<Exit, Failure> {
    let console = &invocation.console;
    let stopwatch = Stopwatch::start(console);
    let site = SiteArguments { output_dir: arguments.output_dir.clone(), ..SiteArguments::default() };
    let request = site.request(invocation, &stopwatch)?;
    let config = settings(&request)?;
    if let Some(server) = arguments.snippet {
        return print_snippet(console, &config, server);
    }
    let target = target_at(&config, arguments.target.as_deref(), arguments.prefix.as_deref())?;
    refuse_source_folders(&config, &target)?;
    let store = crate::target::open(&Disk, &target, credentials)?;
    if arguments.history {
        return print_history(&*store);
    }
    // A rollback publishes what is at the target, whatever the output is.
    if !arguments.rollback && pipeline::is_outdated(&Disk, &request) {
        console::print_stderr("warning: the content changed since this output was built: run `wellpress build`\n");
    }
    publish(console, arguments, &config, &target, &*store)
}

fn deploy_job<'a>(config: &Config, store: &'a dyn TargetStore, bar: &'a DeployBar) -> DeployJob<'a> {
    DeployJob {
        store,
        id: deploy_id(),
        time: now(),
        keep_releases: config.settings.deploy.keep,
        heartbeat: HEARTBEAT,
        consent: Consent::Missing,
        verification: Verification::Unfinished,
        formats: ExportFormat::content_type,
        progress: bar,
    }
}

fn publish(
    console: &Console,
    arguments: &Arguments,
    config: &Config,
    target: &Target,
    store: &dyn TargetStore,
) -> Result<Exit, Failure> {
    let stopwatch = Stopwatch::start(console);
    let bar = DeployBar::new(console);
    let job = DeployJob {
        consent: if arguments.yes { Consent::Given } else { Consent::Missing },
        verification: if arguments.verify { Verification::Everything } else { Verification::Unfinished },
        ..deploy_job(config, store, &bar)
    };
    let result = if arguments.rollback {
        crate::rollback(&job, arguments.to)
    } else {
        let folder = config.options.output.clone();
        let objects = output_objects(config, store)?;
        let objections = pipeline::objections(&Disk, &folder);
        if arguments.dry_run {
            let preview = crate::preview(&job, &objects);
            // Removed before the error is returned, so that the message does not follow a bar on the same line.
            bar.end();
            let (plan, objection) = preview?;
            note_gone_pages(console, config, store, &plan.deletes);
            let reasons = objections.into_iter().map(|objection| objection.reason).chain(objection);
            return print_plan(console, target, &plan, &reasons.collect::<Vec<_>>());
        }
        if !objections.is_empty() && !arguments.yes {
            return Err(refusal(&objections));
        }
        let removed = crate::removed_objects(store, &objects)?;
        note_gone_pages(console, config, store, &removed);
        crate::publish(&job, objects, &OutputFolder { files: &Disk, folder })
    };
    bar.end();
    console.summary(&summary(&result?, target, &stopwatch.seconds()))?;
    Ok(Exit::Done)
}

/// The objects that the target will have after the deploy: the files of the manifest, in the encodings that the target can serve.
/// The manifest decides and not the folder, so that files which somebody put into the output by hand are never published.
fn output_objects(config: &Config, store: &dyn TargetStore) -> Result<Vec<Object>, Failure> {
    let folder = &config.options.output;
    let manifest = Manifest::read(&Disk, folder).map_err(pipeline::Error::from)?;
    let manifest = manifest.ok_or_else(|| no_built_site(folder))?;
    let encodings = store.usable_encodings(&content_encodings(config));
    let placement = store.encoded_placement();
    Ok(crate::objects(manifest.files(), &encodings, placement, ExportFormat::content_type))
}

/// Names the pages among the objects that the deploy deletes.
fn note_gone_pages(console: &Console, config: &Config, store: &dyn TargetStore, removed: &[Object]) {
    // Most deploys delete no page, and are spared the request for the redirects.
    if !removed.iter().any(Object::is_page) {
        return;
    }
    let stored = store.read(pipeline::REDIRECTS).ok().flatten();
    let redirects = stored.map(|stored| String::from_utf8_lossy(&stored.bytes).into_owned()).unwrap_or_default();
    let pages = pipeline::gone_pages(config, removed.iter().map(|object| object.path.as_str()), &redirects);
    if let Some(note) = note_of_gone_pages(&pages, "of the last release") {
        console.note(&note);
    }
}

/// Refuses to publish a site that is not for readers.
fn refusal(objections: &[Objection]) -> Failure {
    let reasons: Vec<&str> = objections.iter().map(|objection| &*objection.reason).collect();
    let helps: Vec<&str> = objections.iter().map(|objection| objection.help).collect();
    let help = format!("{}; `--yes` goes on, as for a preview", helps.join("; "));
    Failure::usage(reasons.join("; ")).help(help)
}

fn content_encodings(config: &Config) -> Vec<ContentEncoding> {
    let compressions = config.settings.deploy.compress.iter();
    let encodings = compressions.map(|compression| match compression {
        Compression::Br => ContentEncoding::Brotli,
        Compression::Gzip => ContentEncoding::Gzip,
    });
    encodings.collect()
}

fn no_built_site(folder: &Path) -> Failure {
    Failure::usage(format!("`{}` holds no built site", folder.display())).help("`wellpress build` makes one")
}

fn print_snippet(console: &Console, config: &Config, server: ServerArgument) -> Result<Exit, Failure> {
    let folder = &config.options.output;
    // Every build writes `_headers`; a site without redirects has no `_redirects`.
    let headers = Disk.read(&folder.join("_headers")).map_err(|_| no_built_site(folder))?;
    let redirects = Disk.read(&folder.join("_redirects")).unwrap_or_default();
    let (headers, redirects) = (String::from_utf8_lossy(&headers), String::from_utf8_lossy(&redirects));
    let base = &config.base.path;
    let for_server = |server| crate::server_config(server, &headers, &redirects, base, &content_encodings(config));
    let for_host = |host| {
        if base != "/" {
            console.note(&format!(
                "the host serves the uploaded folder at the root of its address, and `base_url` has the path `{base}`: upload a folder that has the site in `{}`, or remove the path",
                base.trim_matches('/')
            ));
        }
        let config = crate::host_config(host, &headers, &redirects, base);
        if config.omitted_redirects > 0 {
            console.note(&format!(
                "the host limits this file, so it has no room for {}; the pages at the old addresses redirect instead",
                count(config.omitted_redirects, "redirect")
            ));
        }
        if !config.unsupported_redirects.is_empty() {
            console.note(&format!(
                "the host has no redirect of this kind, so the file lacks those of `{}`",
                config.unsupported_redirects.join("`, `")
            ));
        }
        config.text
    };
    let snippet = match server {
        ServerArgument::Nginx => for_server(WebServer::Nginx),
        ServerArgument::Caddy => for_server(WebServer::Caddy),
        ServerArgument::Vercel => for_host(StaticHost::Vercel),
        ServerArgument::Azure => for_host(StaticHost::Azure),
        ServerArgument::Firebase => for_host(StaticHost::Firebase),
    };
    console::print_stdout(&snippet)?;
    Ok(Exit::Done)
}

/// The target of the argument, else the default of the settings. An argument with `:` or `/` is taken for an address or a path,
/// never for a name.
fn target_at(config: &Config, target: Option<&str>, prefix: Option<&str>) -> Result<Target, Failure> {
    let settings = &config.settings.deploy;
    let address = match target {
        Some(folder) if is_relative_folder(folder) => absolute_folder(folder)?,
        Some(name) if name.contains([':', '/']) => name.to_owned(),
        Some(name) => match settings.targets.get(name) {
            Some(address) => address.value.clone(),
            None => return Err(unknown_target(name, config)),
        },
        None => match &settings.target {
            Some(address) => address.value.clone(),
            None => {
                return Err(Failure::usage("the settings name no target").help(
                    "add `deploy: {target: \"s3://bucket/path\"}`, or name a folder, such as `wellpress deploy ../www`",
                ));
            }
        },
    };
    let target = Target::parse(&address).map_err(Failure::usage)?;
    match prefix {
        Some(prefix) => target.below(prefix).map_err(Failure::usage),
        None => Ok(target),
    }
}

/// Whether an argument is a folder relative to the working directory. It begins with a dot, so that it cannot be mistaken for a
/// name. Addresses in the settings are absolute, since they hold in any working directory.
fn is_relative_folder(argument: &str) -> bool {
    ["./", "../"].iter().any(|start| argument.starts_with(start)) || matches!(argument, "." | "..")
}

fn absolute_folder(folder: &str) -> Result<String, Failure> {
    let path = absolute(&Disk, Path::new(folder))
        .map_err(|error| Failure::usage(format!("cannot find the folder `{folder}`: {error}")))?;
    path.into_os_string().into_string().map_err(|_| Failure::usage(format!("the path of `{folder}` is not UTF-8")))
}

fn unknown_target(name: &str, config: &Config) -> Failure {
    let names: Vec<&str> = config.settings.deploy.targets.keys().map(String::as_str).collect();
    let failure = Failure::usage(format!("the settings have no target `{name}`"));
    match names.is_empty() {
        true => failure.help(format!(
            "name one in `deploy.targets`, or write an address such as `s3://bucket/path`, or `./{name}` for a folder"
        )),
        false => failure.help(format!("the targets are `{}`; for a folder, write `./{name}`", names.join("`, `"))),
    }
}

/// Refuses to publish into the folders of the site's sources and its output, whether they exist yet or not, into a hidden folder of
/// the site, such as `.git`, or into a folder that contains the whole site: a deploy deletes what the site does not have. Paths are compared
/// without symbolic links.
fn refuse_source_folders(config: &Config, target: &Target) -> Result<(), Failure> {
    if target.kind != TargetKind::Folder {
        return Ok(());
    }
    let folder = absolute(&Disk, Path::new(&target.path))
        .map_err(|error| Failure::usage(format!("cannot find the folder `{}`: {error}", target.path)))?;
    let root = openable(&config.root);
    let root = absolute(&Disk, root)
        .map_err(|error| Failure::usage(format!("cannot find the folder `{}`: {error}", root.display())))?;
    let output = absolute(&Disk, &config.options.output).ok();
    let is_source =
        pipeline::is_source(&Disk, config, &folder) || output.is_some_and(|output| folder.starts_with(output));
    let first = folder.strip_prefix(&root).ok().and_then(|below| below.components().next());
    let is_hidden = first.is_some_and(|name| name.as_os_str().as_encoded_bytes().starts_with(b"."));
    match is_source || is_hidden || root.starts_with(&folder) {
        true => Err(Failure::usage(format!("`{}` contains the site, or is one of its own folders", target.path))
            .help("publish to a folder of its own")),
        false => Ok(()),
    }
}

fn print_history(store: &dyn TargetStore) -> Result<Exit, Failure> {
    let ledger = Ledger::open(store)?;
    let unfinished = unfinished_lines(&ledger)?;
    let note = if unfinished.is_empty() { "" } else { ", with files of another one" };
    // The newest first: people look for the last release that was good.
    let lines = ledger.releases().iter().rev().map(|release| {
        let mark = if Some(release.number) == ledger.current() { format!("  current{note}") } else { String::new() };
        let (objects, size) = (count(release.objects, "object"), readable_size(release.bytes));
        format!("{}  {}  {objects}, {size}{mark}\n", release.number, release.time)
    });
    console::print_stdout(&unfinished.into_iter().chain(lines).collect::<String>())?;
    Ok(Exit::Done)
}

/// A line for each release that a deploy has begun to put at the target and not finished.
fn unfinished_lines(ledger: &Ledger<'_>) -> Result<Vec<String>, Failure> {
    let back = match ledger.current() {
        Some(current) => format!(", or `--rollback` to bring release {current} back"),
        None => String::new(),
    };
    let line = |release: crate::Release| {
        let bytes = release.objects.iter().map(|object| object.size).sum();
        let (objects, size) = (count(release.objects.len(), "object"), readable_size(bytes));
        format!("unfinished  {objects}, {size}: some of its files are there; deploy again to finish it{back}\n")
    };
    let on_record = ledger.unfinished_records().map(|record| {
        format!("unfinished  files of release {} are there as well; deploy again to finish\n", record.number)
    });
    Ok(ledger.unfinished_releases()?.into_iter().map(line).chain(on_record).collect())
}

fn print_plan(console: &Console, target: &Target, plan: &Plan, objections: &[String]) -> Result<Exit, Failure> {
    let uploads = plan.uploads.iter().map(|upload| {
        let verb = if upload.is_new { "add" } else { "change" };
        format!("{verb} {}\n", upload.object.path.as_str())
    });
    let deletes = plan.deletes.iter().map(|object| format!("delete {}\n", object.path.as_str()));
    console::print_stdout(&uploads.chain(deletes).collect::<String>())?;
    for reason in objections {
        console.note(&format!("{reason}: this needs `--yes`"));
    }
    console.summary(&format!(
        "Would upload {} to {target}, delete {}, and leave {} as they are",
        count(plan.uploads.len(), "object"),
        plan.deletes.len(),
        plan.unchanged
    ))?;
    Ok(Exit::Done)
}

fn summary(outcome: &DeployOutcome, target: &Target, seconds: &str) -> String {
    format!(
        "Release {} is at {target}: {} uploaded ({}), {} unchanged, {} deleted in {seconds}",
        outcome.release,
        count(outcome.uploaded, "object"),
        readable_size(outcome.bytes),
        outcome.unchanged,
        outcome.deleted
    )
}

fn readable_size(bytes: u64) -> String {
    indicatif::DecimalBytes(bytes).to_string()
}

/// The environment variables that are Unicode. `std::env::vars` would panic at one that is not.
#[expect(clippy::disallowed_methods, reason = "the environment is read here, once")]
fn environment() -> impl Iterator<Item = (String, String)> {
    std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
}

/// The present time for the record at the target. No page of the site contains it.
#[expect(clippy::disallowed_methods, reason = "the clock is asked for here, once")]
fn now() -> String {
    jiff::Timestamp::now().round(jiff::Unit::Second).map_or_else(|_| String::new(), |now| now.to_string())
}

/// A name that no other deploy has, by which a deploy recognises its own record at the target.
#[expect(clippy::disallowed_methods, reason = "the clock is asked for here, once")]
fn deploy_id() -> String {
    format!("{}-{}", jiff::Timestamp::now().as_nanosecond(), std::process::id())
}
