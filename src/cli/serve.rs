//! `wellpress serve`: the preview.

use std::cell::{Cell, RefCell};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use clap::Args;

use wellpress_diagnostics::render::Summary;
use wellpress_io::fs::Disk;
use wellpress_site::config::{BuildOptions, SearchIndex};

use crate::pipeline::{self, Stage, Strictness};
use crate::serve::{
    BuildResult, FinishedBuild, Follow, ListenOptions, Observer, Port, Preview, PreviewOptions, WatchMode,
};

use super::Exit;
use super::arguments::{Common, SiteArguments, current_day, existing_site};
use super::build::count;
use super::console::{self, Console, Volume};
use super::failure::Failure;
use super::report::{Shown, text_form};
use super::stopwatch::{Stopwatch, running};

/// The first port that is tried.
const PORT: u16 = 1111;

/// How many edited files a line names.
const NAMED: usize = 2;

/// Show the site in the browser as it is being written
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    site: SiteArguments,
    /// The port [default: 1111, or the next that is free]
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
    /// The address of this machine at which to listen; one that others reach needs `--allow-host`
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    interface: IpAddr,
    /// Answer to this name too, beside `localhost`, `127.0.0.1` and `[::1]`; may be given several times
    #[arg(long, value_name = "NAME")]
    allow_host: Vec<String>,
    /// Open the site in the browser
    #[arg(long)]
    open: bool,
    /// Lead browsers to the page that was edited
    #[arg(long)]
    open_changed: bool,
    /// Make the index for search too, which takes a while with each edit
    #[arg(long)]
    search: bool,
    /// Look for edits several times a second, where the system does not tell of them
    #[arg(long)]
    poll: bool,
}

/// Serves the site until it is interrupted.
pub(super) fn run(console: &Console, common: &Common, arguments: &Arguments) -> Result<Exit, Failure> {
    existing_site(common)?;
    let options = preview_options(common, arguments)?;
    let preview = Preview::bind(&arguments.listen_options())?;
    let teller = Teller {
        address: format!("{}/", preview.origin()),
        is_exposed: !arguments.interface.is_loopback(),
        opens: arguments.open,
        console: *console,
        strictness: options.strictness,
        has_timings: arguments.site.timings,
        stopwatch: RefCell::new(Stopwatch::start(console)),
        is_over: Cell::new(true),
    };
    preview.run(Arc::new(Disk), options, Box::new(teller))?;
    Ok(Exit::Done)
}

fn preview_options(common: &Common, arguments: &Arguments) -> Result<PreviewOptions, Failure> {
    let request = arguments.site.request(common, &pipeline::Unobserved)?;
    let index = if arguments.search { SearchIndex::Build } else { SearchIndex::Skip };
    Ok(PreviewOptions {
        root: request.root,
        settings: request.settings,
        options: BuildOptions { index, ..request.options },
        strictness: request.strictness,
        watch_mode: if arguments.poll { WatchMode::Poll } else { WatchMode::Native },
        follow: if arguments.open_changed { Follow::Edited } else { Follow::Stay },
        clock: running,
        today: common.clock.is_none().then_some(|| current_day().ok()),
    })
}

impl Arguments {
    fn listen_options(&self) -> ListenOptions {
        ListenOptions {
            interface: self.interface,
            port: self.port.map_or(Port::From(PORT), Port::Exactly),
            allowed_hosts: self.allow_host.clone(),
        }
    }
}

/// Prints what happens.
struct Teller {
    address: String,
    /// Whether other machines can reach it.
    is_exposed: bool,
    /// Whether the browser is opened.
    opens: bool,
    console: Console,
    strictness: Strictness,
    has_timings: bool,
    stopwatch: RefCell<Stopwatch>,
    /// Whether the build that was measured has been told of.
    is_over: Cell<bool>,
}

impl pipeline::Observer for Teller {
    fn begin(&self, stage: Stage) {
        if self.is_over.take() {
            self.stopwatch.borrow_mut().restart();
        }
        self.stopwatch.borrow().begin(stage);
    }
}

impl Observer for Teller {
    fn ready(&self) {
        // Where nobody reads standard output, the preview is there all the same.
        let _ = self.console.closing(&format!("Preview at {} (Ctrl-C ends it)", self.address));
        if self.is_exposed {
            console::aside("warning: other machines can reach this preview, drafts included\n");
        }
        if self.opens
            && let Err(error) = opener::open_browser(&self.address)
        {
            console::aside(&format!("warning: no browser was opened: {error}\n"));
        }
    }

    fn built(&self, build: &FinishedBuild) {
        let is_all = self.strictness == Strictness::Warnings || self.console.volume == Volume::Verbose;
        if is_all || build.report.has_errors() {
            let shown = if is_all { Shown::All } else { Shown::Errors };
            console::aside(&text_form(&Console { volume: Volume::Quiet, ..self.console }, &build.report, shown));
        }
        if self.has_timings {
            console::aside(&self.stopwatch.borrow().timings());
        }
        self.is_over.set(true);
        // Where nobody reads standard output any more, the preview itself goes on.
        let _ = self.console.closing(&summary_line(build));
    }

    fn trouble(&self, message: &str) {
        console::aside(&format!("warning: {message}\n"));
    }
}

/// What was edited and what came of it.
fn summary_line(build: &FinishedBuild) -> String {
    let names: Vec<String> = build.edited.iter().take(NAMED).map(|name| shown(name)).collect();
    let edited = match build.edited.len() {
        0 => String::new(),
        many if many > NAMED => format!("{} and {} more: ", names[0], many - 1),
        _ => format!("{}: ", names.join(", ")),
    };
    let result = match build.result {
        BuildResult::Built { pages: 0 } => "no page changed".to_owned(),
        BuildResult::Built { pages } if build.edited.is_empty() => format!("built {}", count(pages, "page")),
        BuildResult::Built { pages } => format!("{} changed", count(pages, "page")),
        BuildResult::Stopped => "not built".to_owned(),
    };
    format!("{edited}{result} in {:.2} s; {}", build.took.as_secs_f64(), Summary::of(&build.report))
}

/// A file's name as a terminal may show it.
fn shown(name: &str) -> String {
    name.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}
