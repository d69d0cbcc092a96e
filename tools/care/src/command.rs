//! `wellpress care`: prints the list of what needs attention in the site. Without `--fetch` no request is sent: links are those that the
//! last run with requests found dead.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use wellpress_build::pipeline::{self, CheckedSite, Outcome, Request, Unobserved};
use wellpress_check::care::{self, CareList};
use wellpress_check::external::{LinkChecker, LinkHistory};
use wellpress_command::console::{self, Console};
use wellpress_command::invocation::{Invocation, SiteArguments};
use wellpress_command::output_format;
use wellpress_command::report::refuse_source;
use wellpress_command::{Exit, Failure};
use wellpress_io::fs::Disk;
use wellpress_site::config::IncludeUnpublished;

use crate::{fetch, markdown, text};

/// List what needs attention in the site: reviews that are due, sources that were retracted, dates that come, links that are dead
///
/// For editors. Each item says who has to act, until when, and which command settles it. The preview and the desk of `serve --edit`
/// show the same list. `wellpress help care.md` has all kinds, and the JSON.
///
/// Without `--fetch` no request is sent: dead links are those that the last `check --external` found.
#[derive(Debug, Args)]
#[command(after_long_help = "\
    Exit status: 1 with `--strict` if something has to be done now, which what comes soon is not; 3 with `--fetch` if a service \
    gave no answer.")]
pub struct Arguments {
    /// The form of the list
    #[arg(long, value_enum, value_name = "FORM", default_value_t = CareFormat::Text)]
    format: CareFormat,
    /// Write the list to this file
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// With `--format markdown`: the most characters, such as an issue has room for; each person keeps a section, which says what it leaves out
    #[arg(long, value_name = "CHARACTERS", value_parser = clap::value_parser!(u32).range(1000..))]
    limit: Option<u32>,
    /// First ask the services about sources, and other servers about links; status 3 if one of them fails
    #[arg(long)]
    fetch: bool,
    /// With `--fetch`: write the names of the files with the stored answers to this file, one on a line
    #[arg(long, value_name = "FILE", requires = "fetch")]
    stored: Option<PathBuf>,
    /// End with status 1 if something has to be done now
    #[arg(long)]
    strict: bool,
    /// The folder of the cache, in which a check of outside links keeps what it found [default: `.wellpress` in the root]
    #[arg(long, value_name = "DIR")]
    cache_dir: Option<PathBuf>,
}

/// The values of `--format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CareFormat {
    /// For people
    Text,
    /// For programs
    Json,
    /// For an issue, with a section for each person
    Markdown,
}

/// Prints the list.
///
/// # Errors
/// When the site cannot be read, or the list cannot be written.
pub fn run(invocation: &Invocation<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    let site = SiteArguments { cache_dir: arguments.cache_dir.clone(), ..SiteArguments::default() };
    let mut request = site.request(invocation, &Unobserved)?;
    // Somebody may have been asked about a page before it is published. Whatever else such a page has is no part of the list.
    request.options.include = IncludeUnpublished { drafts: true, future: true, expired: false };
    for path in arguments.output.iter().chain(&arguments.stored) {
        refuse_source(&request, path)?;
    }
    if arguments.limit.is_some() && arguments.format != CareFormat::Markdown {
        return Err(Failure::usage("`--limit` is for `--format markdown`").help("leave it out"));
    }
    let (outcome, fetched) = match arguments.fetch {
        true => fetch::fetch(invocation, &request, arguments.stored.as_deref())?,
        false => (inspect(&invocation.console, &request)?, Exit::Done),
    };
    let list = match outcome {
        Outcome::Done(list) => list,
        Outcome::Stopped(report) => {
            console::print_findings(&report);
            return Ok(if fetched == Exit::Done { Exit::Usage } else { fetched });
        }
    };
    let rendered = match arguments.format {
        CareFormat::Text => text::render(&list),
        CareFormat::Json => output_format::json(&list),
        CareFormat::Markdown => markdown::render(&list, arguments.limit.map(|limit| limit as usize)),
    };
    console::write_or_print(&rendered, arguments.output.as_ref(), "the list")?;
    // A failure comes first: what is due may be unknown.
    let is_due = arguments.strict && list.is_due();
    Ok(if fetched == Exit::Done && is_due { Exit::Content } else { fetched })
}

/// The list of a site, with the links that earlier runs of `check --external` found dead.
fn inspect(console: &Console, request: &Request<'_>) -> Result<Outcome<CareList>, Failure> {
    let mut notes: Vec<String> = Vec::new();
    let history = LinkHistory::load(&Disk, &request.cache, &mut notes);
    notes.iter().for_each(|note| console.note(note));
    // Without a dead link nobody has to collect the links of all pages.
    let checker = history.has_dead_links().then(|| LinkChecker::of_dead_links(request.options.clock.today(), history));
    Ok(pipeline::inspect_with(&Disk, request, checker.as_ref(), list_of)?)
}

/// The list of a checked site.
pub(crate) fn list_of(site: CheckedSite<'_>) -> CareList {
    care::list(site.config, site.resolved, &site.report, site.config.settings.review.soon)
}
