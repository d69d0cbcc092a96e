//! `wellpress serve`: starts the preview and prints what happens in it. Watching, building and serving are left to
//! [`crate::serve`].

mod desk;

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use clap::Args;

use wellpress_build::pipeline::{self, Stage};
use wellpress_command::console::{self, Console, Verbosity, count};
use wellpress_command::invocation::{Invocation, SiteArguments, current_day, existing_site};
use wellpress_command::report::{FindingFilter, render_text};
use wellpress_command::signals::end_on_interrupt;
use wellpress_command::stopwatch::{Stopwatch, time_since_start};
use wellpress_command::{Exit, Failure};
use wellpress_diagnostics::Severity;
use wellpress_diagnostics::render::Summary;
use wellpress_io::fs::Disk;
use wellpress_site::config::BuildOptions;

use crate::serve::{
    BuildResult, FinishedBuild, Follow, ListenOptions, Observer, Port, Preview, PreviewOptions, WatchMode,
};

use desk::DeskArgument;

/// The first port that is tried without `--port`.
pub(super) const FIRST_PORT: u16 = 1111;

/// How many edited files a line names before "and 3 more".
const MAX_NAMED_FILES: usize = 2;

/// Show the site in the browser, and update it with each edit
///
/// For authors. The site is shown from memory, and nothing is written to `output`. An edit of the content, the static files, the
/// theme or the settings is built at once; open pages are patched in the browser, and keep scroll position and focus. A mistake is
/// shown over the last good page until it is corrected.
///
/// Drafts are shown, each with a banner that says so; what they lack is a warning. A draft with mistakes does not stop the site.
/// The address of a page that is left out says why, and which flag shows it. Findings are marked at their words (`wellpress help
/// preview#what-an-editor-sees`). The server's own pages are at `/__wellpress/`: findings, what needs attention, drafts, the
/// library, and the links between pages.
///
/// The server answers only requests that read, only under the names that it was given, and none that a page of another site makes.
/// Links keep the path of `base_url`, and `/` redirects to it. `wellpress help preview` is about containers, read-only sites and
/// editors in the browser.
#[derive(Debug, Args)]
#[command(after_long_help = "\
    Exit status: 2 for wrong usage, and for an address that others reach without `--allow-host`; 3 for a port that is taken, and \
    for more folders than the system watches (use `--poll`). Mistakes in the content do not end it.

    $ wellpress serve
    Preview at http://127.0.0.1:1111/ (Ctrl-C ends it)
    built 53 pages in 0.25 s; no findings")]
#[command(mut_arg("drafts", |drafts| drafts.help("Has no effect: a preview shows drafts without it")))]
pub(super) struct Arguments {
    #[command(flatten)]
    site: SiteArguments,
    /// Leave out pages that say `draft: true`, as `build` does; without this flag a preview shows them, each with a banner
    #[arg(long, conflicts_with = "drafts")]
    no_drafts: bool,
    /// The port [default: 1111, or the next that is free]
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
    /// The IP address to listen on; one that other machines can reach needs `--allow-host`
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    interface: IpAddr,
    /// Also accept requests for this host name, besides `localhost`, `127.0.0.1` and `[::1]`; may be given several times
    #[arg(long, value_name = "NAME")]
    allow_host: Vec<String>,
    /// Let pages of this origin or scheme show the preview in a frame, such as `vscode-webview:`; may be given several times
    #[arg(long, value_name = "SOURCE", value_parser = frame_source)]
    allow_frame: Vec<String>,
    /// Open the site in the browser
    #[arg(long)]
    open: bool,
    /// Take open browsers to each page that is edited
    #[arg(long)]
    open_changed: bool,
    /// Also show the built output of another site, such as the one that was imported, on a page beside this one
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["interface", "allow_host"])]
    beside: Option<PathBuf>,
    #[command(flatten)]
    desk: DeskArgument,
    /// Look for edits several times a second, for file systems that do not report changes
    #[arg(long)]
    poll: bool,
}

/// Serves the site until it is interrupted. The port is bound before the first build, so that a port in use costs no time.
pub(super) fn run(invocation: &Invocation<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    let console = &invocation.console;
    existing_site(invocation)?;
    let options = preview_options(invocation, arguments)?.resolved(&Disk)?;
    let mut preview = Preview::bind(&arguments.listen_options())?;
    preview.allow_frames(&arguments.allow_frame);
    let desk = arguments.desk.bind(invocation, &options, &mut preview)?;
    let beside = arguments.beside.as_deref().map(|folder| preview.bind_beside(&Disk, folder)).transpose()?;
    let printer = PreviewPrinter {
        desk,
        beside,
        address: format!("{}/", preview.origin()),
        is_exposed: !arguments.interface.is_loopback(),
        opens_browser: arguments.open,
        console: *console,
        failing_severity: options.failing_severity,
        prints_timings: arguments.site.timings,
        stopwatch: Mutex::new(Stopwatch::start(console)),
        build_has_ended: AtomicBool::new(true),
        last_findings: Mutex::default(),
    };
    // A preview writes nothing to the disk, and the desk each file as a whole, so it may end at any point.
    end_on_interrupt();
    preview.run(Arc::new(Disk), options, Arc::new(printer))?;
    Ok(Exit::Done)
}

fn preview_options(invocation: &Invocation<'_>, arguments: &Arguments) -> Result<PreviewOptions, Failure> {
    let request = arguments.site.request(invocation, &pipeline::Unobserved)?;
    let mut include = request.options.include;
    // An author writes drafts, and looks at what they write.
    include.drafts = !arguments.no_drafts;
    Ok(PreviewOptions {
        root: request.root,
        settings: request.settings,
        cache: request.cache,
        options: BuildOptions { include, ..request.options },
        failing_severity: request.failing_severity,
        watch_mode: if arguments.poll { WatchMode::Poll } else { WatchMode::Native },
        follow: if arguments.open_changed { Follow::Edited } else { Follow::Stay },
        clock: time_since_start,
        // Asked again at each build, since a preview may run past midnight.
        today: invocation.common.clock.is_none().then_some(|| current_day().ok()),
    })
}

/// A source as content policies have it: a scheme, `vscode-webview:`, or an origin, `https://editor.example:8443`.
fn frame_source(value: &str) -> Result<String, String> {
    let (scheme, host) = value.split_once(':').ok_or("give a scheme, such as `vscode-webview:`, or an origin")?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    let is_host =
        |host: &str| !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || "-.:[]".contains(c));
    let is_source = is_scheme && (host.is_empty() || host.strip_prefix("//").is_some_and(is_host));
    is_source
        .then(|| value.to_owned())
        .ok_or_else(|| "give a scheme, such as `vscode-webview:`, or an origin".to_owned())
}

impl Arguments {
    fn listen_options(&self) -> ListenOptions {
        ListenOptions {
            interface: self.interface,
            port: self.port.map_or(Port::From(FIRST_PORT), Port::Exactly),
            allowed_hosts: self.allow_host.clone(),
        }
    }
}

/// Prints the address of the preview, the result of each build, and warnings.
struct PreviewPrinter {
    address: String,
    /// The address of the desk, with `--edit`.
    desk: Option<String>,
    /// The address of the page with another site, with `--beside`.
    beside: Option<String>,
    /// Whether other machines can reach the preview.
    is_exposed: bool,
    opens_browser: bool,
    console: Console,
    failing_severity: Severity,
    prints_timings: bool,
    stopwatch: Mutex<Stopwatch>,
    /// Set when a build has been printed. The next stage then begins a new measurement, which leaves out the time in which the
    /// preview only waited for an edit.
    build_has_ended: AtomicBool,
    /// The findings that were printed last.
    last_findings: Mutex<String>,
}

impl pipeline::Observer for PreviewPrinter {
    fn begin(&self, stage: Stage) {
        let mut stopwatch = self.stopwatch.lock().unwrap_or_else(PoisonError::into_inner);
        if self.build_has_ended.swap(false, Ordering::AcqRel) {
            stopwatch.restart();
        }
        stopwatch.begin(stage);
    }
}

impl Observer for PreviewPrinter {
    fn ready(&self) {
        // A closed standard output does not end the preview: a script may start it in the background.
        let _ = self.console.summary(&format!("Preview at {} (Ctrl-C ends it)", self.address));
        if let Some(desk) = &self.desk {
            let _ = self.console.summary(&format!("Desk at {desk}/"));
        }
        if let Some(beside) = &self.beside {
            let _ = self.console.summary(&format!("Old and new side by side at {beside}"));
        }
        if self.is_exposed {
            console::print_stderr("warning: other machines can reach this preview, drafts included\n");
        }
        if self.opens_browser
            && let Err(error) = opener::open_browser(&self.address)
        {
            console::print_stderr(&format!("warning: no browser was opened: {error}\n"));
        }
    }

    fn built(&self, build: &FinishedBuild) {
        let filter = FindingFilter::of_run(&self.console, self.failing_severity);
        if filter == FindingFilter::All || build.report.has_errors() {
            // The summary below has the number of findings, so the line with it is left out here.
            let console = Console { verbosity: Verbosity::Quiet };
            let findings = render_text(&console, &build.report, filter);
            // Mistakes in drafts stay for long, and are no news with each edit of another page.
            let mut last_findings = self.last_findings.lock().unwrap_or_else(PoisonError::into_inner);
            let is_known = std::mem::replace(&mut *last_findings, findings.clone()) == findings;
            if !(is_known && build.left_out_drafts > 0) {
                console::print_stderr(&findings);
            }
        }
        if self.prints_timings {
            console::print_stderr(&self.stopwatch.lock().unwrap_or_else(PoisonError::into_inner).timings());
        }
        self.build_has_ended.store(true, Ordering::Release);
        // As above, a closed standard output does not end the preview.
        let _ = self.console.summary(&build_summary(build));
    }

    fn trouble(&self, message: &str) {
        console::print_stderr(&format!("warning: {message}\n"));
    }
}

/// The edited files, the number of changed pages, the time and the number of findings, on one line.
fn build_summary(build: &FinishedBuild) -> String {
    let names: Vec<String> =
        build.edited.iter().take(MAX_NAMED_FILES).map(|name| without_control_characters(name)).collect();
    let edited = match build.edited.len() {
        0 => String::new(),
        count if count > MAX_NAMED_FILES => format!("{} and {} more: ", names[0], count - 1),
        _ => format!("{}: ", names.join(", ")),
    };
    let result = match build.result {
        BuildResult::Built { pages: 0 } => "no page changed".to_owned(),
        BuildResult::Built { pages } if build.edited.is_empty() => {
            format!("built {}{}", count(pages, "page"), drafts_of(build))
        }
        BuildResult::Built { pages } => format!("{} changed", count(pages, "page")),
        BuildResult::Stopped => "not built".to_owned(),
    };
    format!("{edited}{result} in {:.2} s; {}", build.took.as_secs_f64(), Summary::of(&build.report))
}

/// How many drafts the preview shows, and how many it leaves out because of mistakes; empty without drafts.
fn drafts_of(build: &FinishedBuild) -> String {
    let shown_drafts = (build.drafts > 0).then(|| count(build.drafts, "draft"));
    let left_out = (build.left_out_drafts > 0)
        .then(|| format!("{} with mistakes left out", count(build.left_out_drafts, "draft")));
    let parts: Vec<String> = [shown_drafts, left_out].into_iter().flatten().collect();
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join("; ")) }
}

/// A file name that cannot move the cursor or change colours of the terminal.
fn without_control_characters(name: &str) -> String {
    name.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}
