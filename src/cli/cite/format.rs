//! `wellpress cite format`: prints sources as entries of a list in a citation style.

use clap::Args;

use wellpress_bibliography::Reference;
use wellpress_io::fs::Disk;
use wellpress_site::resolve::citations::format::StyleError;

use crate::cite::{FormatError, format_entries};
use crate::cli::Exit;
use crate::cli::console;
use crate::cli::failure::Failure;

use super::CiteSession;

/// Print sources as entries of a list in a citation style
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Keys of the library, or `doi:..` and `pmid:..`
    #[arg(required = true, value_name = "KEY")]
    keys: Vec<String>,
    /// A CSL style by its name, or a `.csl` file by its path from the site's root [default: that of the settings]
    #[arg(long, value_name = "NAME")]
    style: Option<String>,
    /// Print each source in the styles that health journals use most, with the name of the style before each line
    #[arg(long, conflicts_with = "style")]
    all: bool,
}

/// The styles of the journals, publishers and associations in which most research on health appears.
const HEALTH_STYLES: [&str; 30] = [
    "american-heart-association",
    "american-medical-association",
    "american-physiological-society",
    "annual-reviews",
    "apa",
    "arthritis-and-rheumatism",
    "biomed-central",
    "bmj",
    "cell",
    "elsevier-harvard",
    "elsevier-vancouver",
    "elsevier-with-titles",
    "frontiers",
    "future-medicine",
    "harvard-cite-them-right",
    "journal-of-bone-and-mineral-research",
    "journal-of-clinical-oncology",
    "karger-journals",
    "medicine-and-science-in-sports-and-exercise",
    "multidisciplinary-digital-publishing-institute",
    "nature",
    "nlm-citation-sequence",
    "pain",
    "plos",
    "sage-vancouver",
    "spine",
    "springer-vancouver-brackets",
    "taylor-and-francis-national-library-of-medicine",
    "the-lancet",
    "the-new-england-journal-of-medicine",
];

/// Prints a line for each key, in the order of the arguments.
pub(super) fn run(session: &CiteSession<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    let references: Vec<&Reference> =
        arguments.keys.iter().map(|key| session.find(key)).collect::<Result<_, Failure>>()?;
    if arguments.all {
        return print_in_health_styles(session, &references);
    }
    let style = arguments.style.as_deref();
    let entries = format_entries(&Disk, &session.config, &references, style).map_err(style_failure)?;
    console::print_stdout(&entries.iter().map(|entry| format!("{entry}\n")).collect::<String>())?;
    Ok(Exit::Done)
}

/// Prints each reference in every style of [`HEALTH_STYLES`], aligned behind the names of the styles.
fn print_in_health_styles(session: &CiteSession<'_>, references: &[&Reference]) -> Result<Exit, Failure> {
    let width = HEALTH_STYLES.iter().map(|style| style.len()).max().unwrap_or(0);
    let by_style: Vec<Vec<String>> = HEALTH_STYLES
        .iter()
        .map(|style| format_entries(&Disk, &session.config, references, Some(style)).map_err(style_failure))
        .collect::<Result<_, Failure>>()?;
    let mut text = String::new();
    for index in 0..references.len() {
        for (style, entries) in HEALTH_STYLES.iter().zip(&by_style) {
            text += &format!("{style:width$}  {}\n", entries[index]);
        }
    }
    console::print_stdout(&text)?;
    Ok(Exit::Done)
}

fn style_failure(error: FormatError) -> Failure {
    let failure = Failure::usage(error.to_string());
    match error {
        FormatError::Style(StyleError::Unknown { near: Some(near), .. }) => {
            failure.help(format!("did you mean `{near}`?"))
        }
        _ => failure,
    }
}
