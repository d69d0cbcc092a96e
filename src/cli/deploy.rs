//! `wellpress deploy`: the output to its target.

mod progress;

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, ValueEnum};

use wellpress_bibliography::ExportFormat;
use wellpress_deploy::{
    self, Consent, ContentEncoding, Credentials, DeployJob, DeployOutcome, Ledger, Object, OutputFolder, Plan, Target,
    TargetKind, TargetStore, Verification, WebServer,
};
use wellpress_io::cache;
use wellpress_io::fs::{Disk, Files};
use wellpress_site::config::{Compression, Config};

use crate::emit::Manifest;
use crate::pipeline;

use super::Exit;
use super::arguments::{Common, SiteArguments, plain};
use super::build::count;
use super::console::{self, Console};
use super::failure::Failure;
use super::stopwatch::Stopwatch;
use progress::Bar;

/// How often a deploy shows others that it is at work.
const BEAT: Duration = Duration::from_secs(4);

/// Publish the built site to a bucket or a folder
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// A name of the settings' `deploy.targets`, an address such as `s3://bucket/path`, or a folder's absolute path [default: `deploy.target`]
    target: Option<String>,
    /// A path below the target, such as `pr-12`
    #[arg(long, value_name = "PATH")]
    prefix: Option<String>,
    /// Where the site was built [default: `output` in the root]
    #[arg(short, long, value_name = "DIR")]
    output_dir: Option<PathBuf>,
    /// Show what would be done, and do nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// Go on where over a fifth of the site would be deleted, the output has no page or some that are not public, or what others put there would be written over
    #[arg(short, long)]
    yes: bool,
    /// Ask for each object that should be there already
    #[arg(long)]
    verify: bool,
    /// Make the release before the current one again
    #[arg(long, conflicts_with_all = ["verify", "dry_run"])]
    rollback: bool,
    /// Go back to the release with this number
    #[arg(long, value_name = "RELEASE", requires = "rollback")]
    to: Option<u64>,
    /// List the releases that can be gone back to
    #[arg(long, conflicts_with_all = ["rollback", "dry_run", "verify"])]
    history: bool,
    /// Print what a web server needs to be told of headers, redirects and compressed files, and do nothing
    #[arg(long, value_enum, value_name = "SERVER", conflicts_with_all = ["target", "rollback", "history", "dry_run"])]
    snippet: Option<ServerWish>,
}

/// The servers that there is a snippet for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ServerWish {
    /// For a `server` block.
    Nginx,
    /// For a site's block.
    Caddy,
}

/// Publishes the site.
pub(super) fn run(console: &Console, common: &Common, arguments: &Arguments) -> Result<Exit, Failure> {
    let credentials = Credentials::of(environment());
    let run = || -> Result<Exit, Failure> {
        let config = settings(console, common, arguments)?;
        if let Some(server) = arguments.snippet {
            return snippet(&config, server);
        }
        let target = target(&config, arguments)?;
        refuse_sources(&config, &target)?;
        let store = wellpress_deploy::open(&Disk, &target, &credentials)?;
        if arguments.history {
            return history(&*store);
        }
        publish(console, arguments, &config, &target, &*store)
    };
    // Whatever a service repeats of what it was sent, no secret comes through.
    run().map_err(|failure| Failure {
        message: credentials.scrub(&failure.message),
        help: failure.help.map(|help| credentials.scrub(&help)),
        ..failure
    })
}

fn publish(
    console: &Console,
    arguments: &Arguments,
    config: &Config,
    target: &Target,
    store: &dyn TargetStore,
) -> Result<Exit, Failure> {
    let stopwatch = Stopwatch::start(console);
    let bar = Bar::new(console);
    let job = DeployJob {
        store,
        id: id(),
        time: now(),
        keep_releases: config.settings.deploy.keep,
        heartbeat: BEAT,
        consent: if arguments.yes { Consent::Given } else { Consent::Missing },
        verification: if arguments.verify { Verification::Everything } else { Verification::Unfinished },
        formats: ExportFormat::content_type,
        progress: &bar,
    };
    let done = if arguments.rollback {
        wellpress_deploy::rollback(&job, arguments.to)
    } else {
        let (wanted, folder) = wanted(config, store)?;
        let hidden = hidden(&folder);
        if arguments.dry_run {
            let shown = wellpress_deploy::preview(&job, &wanted);
            bar.end();
            let (plan, objection) = shown?;
            return dry_run(console, target, &plan, hidden.or(objection));
        }
        if let Some(why) = hidden.filter(|_| !arguments.yes) {
            return Err(Failure::usage(why).help("build it again without them; `--yes` goes on, as for a preview"));
        }
        wellpress_deploy::publish(&job, wanted, &OutputFolder { files: &Disk, folder })
    };
    bar.end();
    console.closing(&closing(&done?, target, &stopwatch.seconds()))?;
    Ok(Exit::Done)
}

/// What the target is to have, and the folder that it comes from.
fn wanted(config: &Config, store: &dyn TargetStore) -> Result<(Vec<Object>, PathBuf), Failure> {
    let folder = &config.options.output;
    let manifest = Manifest::read(&Disk, folder).map_err(pipeline::Error::from)?;
    let manifest = manifest.ok_or_else(|| unbuilt(folder))?;
    let (encodings, placement) = (store.usable_encodings(&forms(config)), store.encoded_placement());
    let objects = wellpress_deploy::objects(manifest.files(), &encodings, placement, ExportFormat::content_type);
    Ok((objects, folder.clone()))
}

/// Why readers should not meet this site: it has pages that are not public.
fn hidden(folder: &Path) -> Option<String> {
    let flags = pipeline::inclusion_flags(&Disk, folder);
    (!flags.is_empty()).then(|| format!("the site was built with `{}`", flags.join("` and `")))
}

fn forms(config: &Config) -> Vec<ContentEncoding> {
    let form = |wish: &Compression| match wish {
        Compression::Br => ContentEncoding::Brotli,
        Compression::Gzip => ContentEncoding::Gzip,
    };
    config.settings.deploy.compress.iter().map(form).collect()
}

fn unbuilt(folder: &Path) -> Failure {
    Failure::usage(format!("`{}` holds no built site", folder.display())).help("`wellpress build` makes one")
}

fn snippet(config: &Config, server: ServerWish) -> Result<Exit, Failure> {
    let folder = &config.options.output;
    let read = |name: &str| Disk.read(&folder.join(name)).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let headers = read("_headers").map_err(|_| unbuilt(folder))?;
    let redirects = read("_redirects").unwrap_or_default();
    let server = match server {
        ServerWish::Nginx => WebServer::Nginx,
        ServerWish::Caddy => WebServer::Caddy,
    };
    console::print(&wellpress_deploy::server_config(server, &headers, &redirects, &config.base.path, &forms(config)))?;
    Ok(Exit::Done)
}

fn settings(console: &Console, common: &Common, arguments: &Arguments) -> Result<Config, Failure> {
    let stopwatch = Stopwatch::start(console);
    let site = SiteArguments { output_dir: arguments.output_dir.clone(), ..SiteArguments::default() };
    let request = site.request(common, &stopwatch)?;
    pipeline::settings(&Disk, &request)?.map_err(|report| {
        let first = report.findings().first().map(|finding| finding.message.clone()).unwrap_or_default();
        Failure::usage(format!("the settings have mistakes: {first}")).help("`wellpress check` shows them")
    })
}

fn target(config: &Config, arguments: &Arguments) -> Result<Target, Failure> {
    let settings = &config.settings.deploy;
    let text = match &arguments.target {
        Some(name) if name.contains([':', '/']) => name.clone(),
        Some(name) => match settings.targets.get(name) {
            Some(found) => found.value.clone(),
            None => return Err(unknown(name, config)),
        },
        None => match &settings.target {
            Some(target) => target.value.clone(),
            None => {
                return Err(
                    Failure::usage("the settings name no target").help("add `deploy: {target: \"s3://bucket/path\"}`")
                );
            }
        },
    };
    let target = Target::parse(&text).map_err(Failure::usage)?;
    match &arguments.prefix {
        Some(prefix) => target.below(prefix).map_err(Failure::usage),
        None => Ok(target),
    }
}

fn unknown(name: &str, config: &Config) -> Failure {
    let names: Vec<&str> = config.settings.deploy.targets.keys().map(String::as_str).collect();
    let failure = Failure::usage(format!("the settings have no target `{name}`"));
    match names.is_empty() {
        true => failure.help("name one in `deploy.targets`, or write an address such as `s3://bucket/path`"),
        false => failure.help(format!("there is `{}`", names.join("`, `"))),
    }
}

/// A site is not published into the folders that it is made from, nor around them.
fn refuse_sources(config: &Config, target: &Target) -> Result<(), Failure> {
    if target.kind != TargetKind::Folder {
        return Ok(());
    }
    let real = |path: &Path| Disk.canonicalize(path).ok();
    let folder = Path::new(&target.path);
    let Some(place) = folder.ancestors().find_map(real) else { return Ok(()) };
    let is_there = real(folder).is_some();
    let own = ["content", "themes", "static", cache::FOLDER].map(|name| plain(&config.root).join(name));
    let inside =
        own.iter().chain([&config.options.output]).filter_map(|path| real(path)).any(|own| place.starts_with(own));
    let root = if config.root.as_os_str().is_empty() { Path::new(".") } else { &config.root };
    let around = is_there && real(root).is_some_and(|root| root.starts_with(&place));
    match inside || around {
        true => Err(Failure::usage(format!("`{}` holds the site's sources, or is one of their folders", target.path))
            .help("publish to a folder of its own")),
        false => Ok(()),
    }
}

fn history(store: &dyn TargetStore) -> Result<Exit, Failure> {
    let ledger = Ledger::open(store)?;
    let lines = ledger.releases().iter().rev().map(|note| {
        let mark = if Some(note.number) == ledger.current() { "  current" } else { "" };
        format!("{}  {}  {}, {}{mark}\n", note.number, note.time, count(note.objects, "object"), size(note.bytes))
    });
    console::print(&lines.collect::<String>())?;
    Ok(Exit::Done)
}

fn dry_run(console: &Console, target: &Target, plan: &Plan, objection: Option<String>) -> Result<Exit, Failure> {
    let upload = |upload: &wellpress_deploy::Upload| {
        let word = if upload.is_new { "add" } else { "change" };
        format!("{word} {}\n", upload.object.path.as_str())
    };
    let mut text: String = plan.uploads.iter().map(upload).collect();
    text.extend(plan.deletes.iter().map(|object| format!("delete {}\n", object.path.as_str())));
    console::print(&text)?;
    if let Some(why) = objection {
        console.note(&format!("{why}: this needs `--yes`"));
    }
    console.closing(&format!(
        "Would upload {} to {target}, delete {}, and leave {} as they are",
        count(plan.uploads.len(), "object"),
        plan.deletes.len(),
        plan.unchanged
    ))?;
    Ok(Exit::Done)
}

fn closing(done: &DeployOutcome, target: &Target, seconds: &str) -> String {
    format!(
        "Release {} is at {target}: {} uploaded ({}), {} unchanged, {} deleted in {seconds}",
        done.release,
        count(done.uploaded, "object"),
        size(done.bytes),
        done.unchanged,
        done.deleted
    )
}

/// Bytes, as people read them.
fn size(bytes: u64) -> String {
    indicatif::DecimalBytes(bytes).to_string()
}

#[expect(clippy::disallowed_methods, reason = "the environment is read here, once")]
fn environment() -> impl Iterator<Item = (String, String)> {
    let text = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
        Some((name.into_string().ok()?, value.into_string().ok()?))
    };
    std::env::vars_os().filter_map(text)
}

/// When it is, for the record at the target; no page shows it.
#[expect(clippy::disallowed_methods, reason = "the clock is asked for here, once")]
fn now() -> String {
    jiff::Timestamp::now().round(jiff::Unit::Second).map_or_else(|_| String::new(), |now| now.to_string())
}

/// A name that no other deploy has.
#[expect(clippy::disallowed_methods, reason = "the clock is asked for here, once")]
fn id() -> String {
    format!("{}-{}", jiff::Timestamp::now().as_nanosecond(), std::process::id())
}
