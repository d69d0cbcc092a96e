//! [`Invocation`]: a run of the program. Arguments that several commands share, and the [`Request`] that the pipeline receives for
//! them. The clock, the working directory and the environment are read here.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use clap::{Args, ColorChoice, ValueEnum};

use wellpress_build::pipeline::{self, Observer, Outcome, Request};
use wellpress_diagnostics::{Rule, Severity};
use wellpress_foundation::{Day, Period};
use wellpress_io::cache;
use wellpress_io::fs::{Disk, EntryKind, Files};
use wellpress_render::EmbeddedTheme;
use wellpress_site::config::{BuildOptions, Clock, Config, IncludeUnpublished, SearchIndex};
use wellpress_site::signature_verifier::SignatureVerifier;

use crate::console::Console;
use crate::failure::Failure;

/// The name of the settings file.
pub const SETTINGS: &str = "wellpress.yaml";

/// What the program gives to its commands: what is compiled into it and not into a library.
pub struct Program {
    /// A hash of the program. A cache of another one is not read.
    pub build: &'static str,
    /// The theme of a site that names none.
    pub default_theme: &'static LazyLock<EmbeddedTheme>,
    /// What verifies signatures of reviews, if the program has it.
    pub signature_verifier: Option<&'static dyn SignatureVerifier>,
    /// The languages that this theme has words in.
    pub theme_languages: fn() -> Vec<String>,
    /// The manual's page of a rule, as Markdown.
    pub rule_page: fn(&Rule) -> &'static str,
}

/// A run of the program, as every command receives it.
#[derive(Clone, Copy)]
pub struct Invocation<'a> {
    /// What the program gives to its commands.
    pub program: &'static Program,
    /// The arguments of every command.
    pub common: &'a CommonArguments,
    /// Standard output and standard error, as the arguments ask for them.
    pub console: Console,
}

impl<'a> Invocation<'a> {
    /// A run with these arguments. Sets for the process which text is coloured.
    #[must_use]
    pub fn new(program: &'static Program, common: &'a CommonArguments) -> Self {
        Self { program, common, console: Console::new(common) }
    }
}

/// The arguments of every command.
#[derive(Debug, Args)]
#[command(next_display_order = 100)]
pub struct CommonArguments {
    /// The site's root folder [default: the nearest folder upward with a `wellpress.yaml`]
    #[arg(long, global = true, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// The settings file [default: `wellpress.yaml` in the root]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// When to colour the text: `auto` is on a terminal, unless `NO_COLOR` is set
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = ColorChoice::Auto)]
    pub color: ColorChoice,
    /// Print only errors and findings
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Print more about what is being done
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// Use this date as today's [default: that of SOURCE_DATE_EPOCH, or else today in UTC]
    #[arg(long, global = true, value_name = "DATE", value_parser = day)]
    pub clock: Option<Day>,
}

/// The values of `--cache`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum CacheArgument {
    /// Read it, and update it at the end.
    #[default]
    Use,
    /// Read it and leave it as it is, for runs that share one cache.
    Read,
    /// Build without a cache.
    Off,
}

impl CacheArgument {
    fn mode(self) -> cache::CacheMode {
        match self {
            Self::Use => cache::CacheMode::ReadWrite,
            Self::Read => cache::CacheMode::ReadOnly,
            Self::Off => cache::CacheMode::Off,
        }
    }
}

/// The arguments of commands that read a whole site. The other commands take the default, which reads what a build would read.
#[derive(Debug, Default, Args)]
pub struct SiteArguments {
    /// Include pages that say `draft: true`
    #[arg(long)]
    pub drafts: bool,
    /// Include pages whose date of publication is in the future
    #[arg(long)]
    pub future: bool,
    /// Include pages that have expired
    #[arg(long)]
    pub expired: bool,
    /// The address at which the site will be published, in place of `base_url` in the settings
    #[arg(short = 'u', long, value_name = "URL")]
    pub base_url: Option<String>,
    /// The folder that the site is written to [default: `output` in the root]
    #[arg(short, long, value_name = "DIR")]
    pub output_dir: Option<PathBuf>,
    /// Fail on warnings as well as on errors
    #[arg(long)]
    pub strict: bool,
    /// How many threads to use, at most 256 [default: one for each core]
    #[arg(long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
    /// The folder of the cache, which makes the next build faster [default: `.wellpress` in the root]; `serve` reads it and stores nothing, `check` keeps there what `--external` found
    #[arg(long, value_name = "DIR")]
    pub cache_dir: Option<PathBuf>,
    /// How to use the cache
    #[arg(long, value_enum, value_name = "HOW", default_value_t = CacheArgument::Use)]
    pub cache: CacheArgument,
    /// Print how long each stage took; `build` also prints the slowest pages, pictures and templates
    #[arg(long)]
    pub timings: bool,
}

impl SiteArguments {
    /// The request that these arguments make to the pipeline. Also starts the thread pool of the whole process, so a command
    /// calls this once.
    ///
    /// # Errors
    /// When the pool cannot start, the working directory is gone, or `SOURCE_DATE_EPOCH` is no time.
    pub fn request<'a>(&self, invocation: &Invocation<'_>, observer: &'a dyn Observer) -> Result<Request<'a>, Failure> {
        // Before anything else: a first use of the pool would start it with rayon's own number of threads.
        set_threads(self.jobs)?;
        let root = site_root(invocation)?;
        let options = BuildOptions {
            include: IncludeUnpublished { drafts: self.drafts, future: self.future, expired: self.expired },
            left_out_drafts: Default::default(),
            base_url: self.base_url.clone(),
            output: self.output_dir.clone().unwrap_or_else(|| without_dot(&root).join("output")),
            clock: Clock::at(today(invocation)?),
            index: SearchIndex::Build,
        };
        let settings = settings_file(invocation, &root)?;
        let folder = self.cache_dir.clone().unwrap_or_else(|| without_dot(&root).join(cache::FOLDER));
        let cache = cache::CacheLocation { folder, mode: self.cache.mode(), build: invocation.program.build };
        let failing_severity = failing_severity(self.strict);
        Ok(Request {
            root,
            settings,
            options,
            default_theme: invocation.program.default_theme,
            signature_verifier: invocation.program.signature_verifier,
            failing_severity,
            cache,
            observer,
        })
    }
}

/// The severity from which findings fail a run, with or without `--strict`.
pub fn failing_severity(is_strict: bool) -> Severity {
    if is_strict { Severity::Warning } else { Severity::Error }
}

/// A folder without a `.` in front, so that messages name the files in it as people do: `content/a.md`, not `./content/a.md`.
pub fn without_dot(folder: &Path) -> &Path {
    folder.strip_prefix(".").unwrap_or(folder)
}

/// More threads than any machine has cores only wait for each other.
const MAX_THREADS: usize = 256;

/// Starts the thread pool. The number is always passed on: left to itself rayon starts as many threads as an environment
/// variable says, and a large number there would keep it busy for minutes.
fn set_threads(jobs: Option<NonZeroUsize>) -> Result<(), Failure> {
    let jobs = jobs.or_else(|| std::thread::available_parallelism().ok());
    let threads = jobs.map_or(1, NonZeroUsize::get).min(MAX_THREADS);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    pool.map_err(|error| Failure::machine(format!("cannot start {threads} threads: {error}")))
}

/// The folder of `--root`, else the nearest upward that has settings, else the working directory.
fn site_root(invocation: &Invocation<'_>) -> Result<PathBuf, Failure> {
    match &invocation.common.root {
        Some(root) if kind_of(root) == Some(EntryKind::File) => Err(root_is_file(root)),
        Some(root) => Ok(root.clone()),
        None => Ok(nearest_site()?.unwrap_or_else(|| PathBuf::from("."))),
    }
}

fn root_is_file(root: &Path) -> Failure {
    let failure = Failure::usage(format!("`--root` names the file `{}`, and takes a folder", root.display()));
    if root.file_name().is_none_or(|name| name != SETTINGS) {
        return failure.help(format!("name the folder that has the site's `{SETTINGS}`"));
    }
    let folder = root.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    failure.help(format!("name the folder that the file is in: `--root {}`", folder.display()))
}

/// The file of `--config`, else the settings in the root.
fn settings_file(invocation: &Invocation<'_>, root: &Path) -> Result<PathBuf, Failure> {
    let Some(config) = &invocation.common.config else { return Ok(without_dot(root).join(SETTINGS)) };
    if kind_of(config) == Some(EntryKind::Folder) {
        return Err(Failure::usage(format!("`--config` names the folder `{}`, and takes a file", config.display()))
            .help(format!("name the settings file, such as `{}`", config.join(SETTINGS).display())));
    }
    Ok(config.clone())
}

/// The kind of what is at a path, with links followed; `None` if nothing is there or nobody can tell.
pub fn kind_of(path: &Path) -> Option<EntryKind> {
    Disk.kind(&Disk.canonicalize(path).ok()?).ok()
}

/// The root of a site whose settings file exists. For commands that write into a site: a mistyped root would otherwise get a
/// new folder.
///
/// # Errors
/// When the site has no settings.
pub fn existing_site(invocation: &Invocation<'_>) -> Result<PathBuf, Failure> {
    let root = site_root(invocation)?;
    let settings = settings_file(invocation, &root)?;
    match Disk.exists(&settings) {
        Ok(true) => Ok(without_dot(&root).to_owned()),
        _ => Err(pipeline::Error::NoSettings(settings).into()),
    }
}

/// The settings of the site. Their mistakes are for `check` to show.
///
/// # Errors
/// When they have mistakes, or cannot be read.
pub fn settings(request: &Request<'_>) -> Result<Config, Failure> {
    match pipeline::settings(&Disk, request)? {
        Outcome::Done(config) => Ok(config),
        Outcome::Stopped(report) => {
            let first = report.findings().first().map(|finding| finding.message.clone()).unwrap_or_default();
            Err(Failure::usage(format!("the settings have mistakes: {first}")).help("`wellpress check` shows them"))
        }
    }
}

/// The nearest folder upward that has settings, as a path relative to the working directory, so that messages stay short.
#[expect(clippy::disallowed_methods, reason = "the working directory is asked for here alone")]
fn nearest_site() -> Result<Option<PathBuf>, Failure> {
    let here = std::env::current_dir().map_err(|error| Failure::machine(format!("no working directory: {error}")))?;
    let levels = here.ancestors().position(|folder| Disk.exists(&folder.join(SETTINGS)).unwrap_or(false));
    Ok(levels.map(|levels| match levels {
        0 => PathBuf::from("."),
        levels => (0..levels).map(|_| "..").collect(),
    }))
}

/// A day of the calendar, as arguments have it.
///
/// # Errors
/// When the text is no such day.
pub fn day(text: &str) -> Result<Day, String> {
    Day::parse(text).ok_or_else(|| "it is not a day of the calendar; write it as YYYY-MM-DD".to_owned())
}

/// A length of time, as arguments have it: a number and the first letter of a unit, or what the settings take.
///
/// # Errors
/// When the text is no such length.
pub fn period(text: &str) -> Result<Period, String> {
    let number = text.trim_end_matches(char::is_alphabetic);
    let unit = match &text[number.len()..] {
        "d" => "days",
        "w" => "weeks",
        "m" => "months",
        "y" => "years",
        _ => "",
    };
    let period = if unit.is_empty() { Period::parse(text) } else { Period::parse(&format!("{number} {unit}")) };
    period.ok_or_else(|| "write it as `90d`, `12w`, `6m` or `1y`".to_owned())
}

/// The day of `--clock`, else that of `SOURCE_DATE_EPOCH`, else today; in UTC, so that machines in all time zones build the
/// same site.
///
/// # Errors
/// When `SOURCE_DATE_EPOCH` is no time.
pub fn today(invocation: &Invocation<'_>) -> Result<Day, Failure> {
    invocation.common.clock.map_or_else(current_day, Ok)
}

/// The day of `SOURCE_DATE_EPOCH`, else today.
///
/// # Errors
/// When `SOURCE_DATE_EPOCH` is no time.
#[expect(clippy::disallowed_methods, reason = "the clock and the environment are asked for here alone")]
pub fn current_day() -> Result<Day, Failure> {
    // The convention of reproducible-builds.org, which package builds set to seconds since 1970.
    let now = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(seconds) => {
            let parsed = seconds.parse().ok().and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
            parsed.ok_or_else(|| {
                Failure::usage(format!("SOURCE_DATE_EPOCH is `{seconds}`, which is no time"))
                    .help("it is a number of seconds since 1970")
            })?
        }
        Err(_) => jiff::Timestamp::now(),
    };
    Ok(Day(now.to_zoned(jiff::tz::TimeZone::UTC).date()))
}
