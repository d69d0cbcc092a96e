//! `wellpress import`: moves a site of another tool to a new folder, and prints what came over and what did not.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, ValueEnum};
use url::Url;

use wellpress_build::emit::Strays;
use wellpress_build::pipeline::{self, Outcome, Unobserved};
use wellpress_command::console;
use wellpress_command::invocation::{Invocation, SiteArguments, existing_site, today};
use wellpress_command::{Exit, Failure};
use wellpress_io::fs::{Disk, Files};
use wellpress_io::net::{RedirectPolicy, RequestMethod, WebClient, WebPolicy, WebRequest};
use wellpress_web::LiveWebClient;

use crate::run::{self, ImportRequest};
use crate::{MAX_PICTURE, Tool};

/// The forms of the report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum ImportFormat {
    /// For people.
    #[default]
    Text,
    /// For programs; `wellpress schema import-report` describes it.
    Json,
    /// A page.
    Html,
}

/// Move a site of Hugo, Jekyll, Zola, MkDocs, Quarto, Docusaurus, Manubot or WordPress, Word files or a folder of Markdown to a new
/// site
///
/// For whoever has texts already. The source stays as it is. The target is a folder outside of it that does not exist yet or is
/// empty. The report counts what came over, and lists what was translated, what was left, and what a person has to confirm.
///
/// The new folder has the report as `import-report.json` and `import-report.html`, and the findings of the first check as
/// `baseline.json`. `wellpress check --strict --baseline baseline.json` then fails for new findings alone.
/// `wellpress help import/README.md` has a page for each tool.
#[derive(Debug, Args)]
#[command(after_long_help = "\
    Exit status: 0 if the new site builds; 1 if it has errors, or if the source is not what the tool writes or has no page; 2 if \
    the tool is unknown, the source cannot be opened, or the target is missing, in use or inside of the source; 3 if the disk \
    fails. With `--compare`, 0 if nothing is missing and else 1.

    $ wellpress import --dry-run ../old-site
         pages  96 of 96, 3 of them drafts
     addresses  96 kept, 0 redirected, 0 lost
      pictures  11 files for 14 places, 0 of other sites
         links  46 of 56 lead somewhere
       records  0 sources, 6 people, 18 topics, 2 snippets
      findings  0 errors, 264 warnings, 18 notes")]
pub struct Arguments {
    /// The tool (`hugo`, `jekyll`, `zola`, `mkdocs`, `quarto`, `docusaurus`, `manubot`, `wordpress`, `docx`, `markdown`; without it, the files of the source say it), the folder or file of the old site, and the new folder
    #[arg(value_name = "[TOOL] SOURCE TARGET", required_unless_present = "compare", num_args = 1..=3)]
    places: Vec<PathBuf>,
    /// Import nothing: compare the built output of the old site, a folder of HTML, with the site in `--root`, and say what is nowhere in it
    #[arg(long, value_name = "OLD", conflicts_with_all = ["places", "dry_run", "exercises", "cite", "fetch"])]
    compare: Option<PathBuf>,
    /// Write nothing, and print only the report; the target may be left out
    #[arg(long)]
    dry_run: bool,
    /// Also make a draft of an exercise of each list of steps below "How to do it"; the page keeps its list
    #[arg(long)]
    exercises: bool,
    /// Make marks of the numbers in texts where each entry of the list of references has a DOI or a PubMed id
    #[arg(long)]
    cite: bool,
    /// Fetch the pictures of other sites that pages show, from public hosts alone
    #[arg(long)]
    fetch: bool,
    /// The form of the report on standard output
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = ImportFormat::Text)]
    format: ImportFormat,
}

impl Arguments {
    /// The tool, the source and the target.
    fn parts(&self) -> Result<(Option<Tool>, &Path, Option<&Path>), Failure> {
        let tool = self.places.first().and_then(|first| first.to_str()).and_then(Tool::from_name);
        let (tool, places) = match &self.places[..] {
            // A single word is a source, also one that is the name of a tool.
            [_, rest @ ..] if tool.is_some() && !rest.is_empty() && (rest.len() == 2 || self.dry_run) => (tool, rest),
            places => (None, places),
        };
        match places {
            [source, target] => Ok((tool, source, Some(target).filter(|_| !self.dry_run).map(PathBuf::as_path))),
            [source] if self.dry_run => Ok((tool, source, None)),
            [_] => {
                Err(Failure::usage("the new folder is missing").help("write it last: `wellpress import SOURCE TARGET`"))
            }
            _ => {
                let tools = Tool::names().collect::<Vec<_>>().join("`, `");
                let first = self.places.first().map(|place| place.display().to_string()).unwrap_or_default();
                Err(Failure::usage(format!("there is no tool `{first}`")).help(format!("the tools are `{tools}`")))
            }
        }
    }
}

/// Imports the site and prints the report.
///
/// # Errors
/// When the source cannot be read, or the target cannot be written.
pub fn run(invocation: &Invocation<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    if let Some(old) = &arguments.compare {
        return compare(invocation, old, arguments.format);
    }
    let console = &invocation.console;
    let (tool, source, target) = arguments.parts()?;
    let client =
        LiveWebClient::new(WebPolicy { timeout: Duration::from_secs(30), max_per_host: 2, ..WebPolicy::default() });
    let fetch = |address: &str| fetch(&client, address);
    let request = ImportRequest {
        program: invocation.program,
        tool,
        source,
        target,
        exercises: arguments.exercises,
        cite: arguments.cite,
        fetch: arguments.fetch.then_some(&fetch),
        today: today(invocation)?,
        observer: &Unobserved,
        progress: &|what| console.progress(&format!("{what} ..")),
    };
    let report = run::import(&Disk, &request)?;
    match arguments.format {
        ImportFormat::Text => console::print_stdout(&report.text())?,
        ImportFormat::Json => console::print_stdout(&report.json())?,
        ImportFormat::Html => console::print_stdout(&report.html())?,
    }
    if let Some(target) = target.filter(|_| arguments.format == ImportFormat::Text) {
        let folder = target.display();
        console.summary(&format!(
            "The new site is in {folder}, with this report in {folder}/import-report.html. See it with: cd {folder} && wellpress serve\n\
             Its findings are in {}: `wellpress check --strict --baseline {0}` shows only new ones.",
            run::BASELINE
        ))?;
    }
    Ok(if report.builds() { Exit::Done } else { Exit::Content })
}

/// Compares the output of an old site with that of the new one, which is built first.
fn compare(invocation: &Invocation<'_>, old: &Path, format: ImportFormat) -> Result<Exit, Failure> {
    if format == ImportFormat::Html {
        return Err(Failure::usage("a comparison has no page").help("write `--format text` or `--format json`"));
    }
    let root = invocation.common.root.as_deref();
    // The new site may also be a folder that is built already.
    let built = root
        .filter(|root| Disk.kind(&root.join("wellpress.yaml")).is_err() && Disk.kind(&root.join("index.html")).is_ok());
    let output = match built {
        Some(folder) => folder.to_owned(),
        None => {
            existing_site(invocation)?;
            let request = SiteArguments::default().request(invocation, &Unobserved)?;
            invocation.console.progress("building the new site ..");
            match pipeline::build(&Disk, &request, Strays::Refuse)? {
                Outcome::Done(_) => request.options.output,
                Outcome::Stopped(_) => {
                    return Err(Failure::content("the new site has errors").help("see `wellpress check`"));
                }
            }
        }
    };
    let comparison = crate::compare::compare(&Disk, old, &output)?;
    console::print_stdout(&if format == ImportFormat::Json { comparison.json() } else { comparison.text() })?;
    Ok(if comparison.is_whole() { Exit::Done } else { Exit::Content })
}

fn fetch(client: &dyn WebClient, address: &str) -> Result<Vec<u8>, String> {
    let url = Url::parse(address).map_err(|error| error.to_string())?;
    let request = WebRequest {
        url: &url,
        method: RequestMethod::Get,
        accept: "image/*",
        max_bytes: MAX_PICTURE,
        redirects: RedirectPolicy::Follow,
    };
    let response = client.send(&request).map_err(|error| error.to_string())?;
    if response.media_type.starts_with("image/") {
        Ok(response.body)
    } else {
        Err(format!("it is no picture but `{}`", response.media_type))
    }
}
