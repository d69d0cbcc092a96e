//! Arguments that several commands share, and the [`Request`] that they make.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use wellpress_diagnostics::yaml::Day;
use wellpress_io::cache;
use wellpress_io::fs::{Disk, Files};
use wellpress_site::config::{BuildOptions, Clock, IncludeUnpublished, SearchIndex};

use crate::pipeline::{self, Observer, Request, Strictness};

use super::failure::Failure;

const SETTINGS: &str = "wellpress.yaml";

/// What every command takes.
#[derive(Debug, Args)]
#[command(next_display_order = 100)]
pub(super) struct Common {
    /// The site's root [default: the nearest folder upward with a `wellpress.yaml`]
    #[arg(long, global = true, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// The settings [default: `wellpress.yaml` in the root]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Whether text is coloured
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = ColourWish::Auto)]
    pub color: ColourWish,
    /// Say only what is wrong
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say more
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// Take this day for today [default: SOURCE_DATE_EPOCH, or else today in UTC]
    #[arg(long, global = true, value_name = "DATE", value_parser = day)]
    pub clock: Option<Day>,
}

/// Whether text is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ColourWish {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Everywhere.
    Always,
    /// Nowhere.
    Never,
}

/// What becomes of what is kept between runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum CacheWish {
    /// It is read and renewed.
    #[default]
    Use,
    /// It is read and left as it is, for runs that share one.
    Read,
    /// The run does without.
    Off,
}

impl CacheWish {
    fn mode(self) -> cache::CacheMode {
        match self {
            Self::Use => cache::CacheMode::ReadWrite,
            Self::Read => cache::CacheMode::ReadOnly,
            Self::Off => cache::CacheMode::Off,
        }
    }
}

/// What commands that read a whole site take.
#[derive(Debug, Default, Args)]
pub(super) struct SiteArguments {
    /// Bring in pages that say `draft: true`
    #[arg(long)]
    pub drafts: bool,
    /// Bring in pages whose day of publication is still to come
    #[arg(long)]
    pub future: bool,
    /// Bring in pages that have expired
    #[arg(long)]
    pub expired: bool,
    /// Where the site will live, in place of the settings' `base_url`
    #[arg(short = 'u', long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Where the site is written [default: `output` in the root]
    #[arg(short, long, value_name = "DIR")]
    pub output_dir: Option<PathBuf>,
    /// Let warnings fail the run as errors do
    #[arg(long)]
    pub strict: bool,
    /// How many threads work, at most 256 [default: one for each core]
    #[arg(long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
    /// Where what was built is kept for the next build [default: `.wellpress` in the root]; a preview keeps nothing, a check what `--external` heard
    #[arg(long, value_name = "DIR")]
    pub cache_dir: Option<PathBuf>,
    /// What becomes of it
    #[arg(long, value_enum, value_name = "HOW", default_value_t = CacheWish::Use)]
    pub cache: CacheWish,
    /// Say how long each stage took; of a build, its slowest pages, pictures and templates as well
    #[arg(long)]
    pub timings: bool,
}

impl SiteArguments {
    /// Whether warnings fail.
    pub fn strictness(&self) -> Strictness {
        if self.strict { Strictness::Warnings } else { Strictness::Errors }
    }

    /// What they ask for; also sets how many threads work.
    pub fn request<'a>(&self, common: &Common, observer: &'a dyn Observer) -> Result<Request<'a>, Failure> {
        set_threads(self.jobs)?;
        let root = site_root(common)?;
        let options = BuildOptions {
            include: IncludeUnpublished { drafts: self.drafts, future: self.future, expired: self.expired },
            base_url: self.base_url.clone(),
            output: self.output_dir.clone().unwrap_or_else(|| plain(&root).join("output")),
            clock: Clock::at(today(common)?),
            index: SearchIndex::Build,
        };
        let settings = common.config.clone().unwrap_or_else(|| plain(&root).join(SETTINGS));
        let folder = self.cache_dir.clone().unwrap_or_else(|| plain(&root).join(cache::FOLDER));
        let cache = cache::CacheLocation { folder, mode: self.cache.mode(), build: crate::BUILD };
        Ok(Request { root, settings, options, strictness: self.strictness(), cache, observer })
    }
}

/// A folder without a `.` in front, so that messages name what is in it as people do.
pub(super) fn plain(folder: &Path) -> &Path {
    folder.strip_prefix(".").unwrap_or(folder)
}

/// More threads than any machine has cores only wait for each other.
const MOST_THREADS: usize = 256;

/// Said to the pool in any case: left to itself it starts as many as the environment says, and a large number there
/// would keep it busy for minutes.
fn set_threads(jobs: Option<NonZeroUsize>) -> Result<(), Failure> {
    let cores = || std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let threads = jobs.map_or_else(cores, NonZeroUsize::get).min(MOST_THREADS);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    pool.map_err(|error| Failure::machine(format!("cannot start {threads} threads: {error}")))
}

/// The folder that was named, else the nearest upward that has settings, else the working directory.
fn site_root(common: &Common) -> Result<PathBuf, Failure> {
    match &common.root {
        Some(root) => Ok(root.clone()),
        None => Ok(nearest_site()?.unwrap_or_else(|| PathBuf::from("."))),
    }
}

/// The root of a site that is there.
pub(super) fn existing_site(common: &Common) -> Result<PathBuf, Failure> {
    let root = site_root(common)?;
    let settings = common.config.clone().unwrap_or_else(|| plain(&root).join(SETTINGS));
    match Disk.exists(&settings) {
        Ok(true) => Ok(plain(&root).to_owned()),
        _ => Err(pipeline::Error::NoSettings(settings).into()),
    }
}

/// As a path relative to the working directory, so that messages stay short.
#[expect(clippy::disallowed_methods, reason = "the working directory is asked for here alone")]
fn nearest_site() -> Result<Option<PathBuf>, Failure> {
    let here = std::env::current_dir().map_err(|error| Failure::machine(format!("no working directory: {error}")))?;
    for (up, folder) in here.ancestors().enumerate() {
        if Disk.exists(&folder.join(SETTINGS)).unwrap_or(false) {
            let climb: PathBuf = (0..up).map(|_| "..").collect();
            return Ok(Some(if up == 0 { Path::new(".").to_owned() } else { climb }));
        }
    }
    Ok(None)
}

fn day(text: &str) -> Result<Day, String> {
    Day::parse(text).ok_or_else(|| "it is not a day of the calendar; write it as YYYY-MM-DD".to_owned())
}

/// The day that was named, else that of `SOURCE_DATE_EPOCH`, else today; in UTC, so that all time zones build alike.
pub(super) fn today(common: &Common) -> Result<Day, Failure> {
    common.clock.map_or_else(current_day, Ok)
}

/// The day of `SOURCE_DATE_EPOCH`, else today.
#[expect(clippy::disallowed_methods, reason = "the clock and the environment are asked for here alone")]
pub(super) fn current_day() -> Result<Day, Failure> {
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
