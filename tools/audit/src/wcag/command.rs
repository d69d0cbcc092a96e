//! `wellpress audit wcag`: writes the report by the ending of its file, or prints it.

use std::path::Path;

use wellpress_build::pipeline::{CheckedSite, Request};
use wellpress_command::invocation::Invocation;
use wellpress_command::report::refuse_source;
use wellpress_command::{Exit, Failure, console};
use wellpress_diagnostics::Report;
use wellpress_io::fs::{Disk, absolute};

use crate::command::{Arguments, inspect};
use crate::notation::{self, Notation};

use super::answers::{self, AnswerFile};
use super::browser_check::{self, BrowserCheck};
use super::conformance::Conformance;
use super::head::ReportHead;
use super::openacr;
use super::report::{self, Layout};

/// The folder whose files are published as they are. A report may be written into it, although it is a source of the site.
const PUBLISHED: &str = "static";

/// Prints or writes the report.
///
/// # Errors
/// When the site cannot be read, or the report cannot be written.
pub fn run(invocation: &Invocation<'_>, request: &Request<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    let output = arguments.output.as_deref();
    let notation = Notation::of(output, &[Notation::Html, Notation::Word, Notation::OpenAcr])?;
    if let Some(path) = output.filter(|path| !is_published(request, path)) {
        refuse_source(request, path)?;
    }
    let answers = AnswerFile::of_site(&Disk, &request.root)
        .map_err(|error| Failure::machine(format!("cannot read `{}`: {error}", answers::FILE)))?;
    let answers = match answers {
        Ok(answers) => answers,
        Err(mistakes) => {
            console::print_findings(&Report::new(mistakes));
            return Ok(Exit::Usage);
        }
    };
    let look = |checked: CheckedSite<'_>| {
        let theme = &checked.config.settings.theme.value;
        let browser = browser_check::load(&Disk, &request.cache, theme);
        let conformance = write(&checked, request, (&answers, &browser), notation, arguments)?;
        if notation == Notation::OpenAcr && answers.contact.email.is_none() {
            let file = answers::FILE;
            invocation
                .console
                .note(&format!("OpenACR asks for a mail address: name one as `contact: {{email: ..}}` in `{file}`"));
        }
        Ok(if arguments.strict && conformance.has_exceptions() { Exit::Content } else { Exit::Done })
    };
    inspect(request, None, look)
}

/// Whether a file would be published as it is.
fn is_published(request: &Request<'_>, path: &Path) -> bool {
    let (Ok(folder), Ok(path)) = (absolute(&Disk, &request.root.join(PUBLISHED)), absolute(&Disk, path)) else {
        return false;
    };
    path.starts_with(folder)
}

fn write(
    checked: &CheckedSite<'_>,
    request: &Request<'_>,
    (answers, browser): (&AnswerFile, &Result<BrowserCheck, String>),
    notation: Notation,
    arguments: &Arguments,
) -> Result<Conformance, Failure> {
    let conformance = Conformance::of(checked, browser.as_ref().ok(), answers);
    let head = ReportHead::of(checked, request.options.clock.today(), answers, browser, &conformance);
    let output = arguments.output.as_ref();
    if notation == Notation::OpenAcr {
        let text = openacr::text(&head, &conformance)
            .map_err(|error| Failure::machine(format!("cannot write the report as YAML: {error}")))?;
        console::write_or_print(&text, output, "the report")?;
    } else {
        let layout = if notation == Notation::Text { Layout::Lines } else { Layout::Tables };
        let (title, blocks) = (head.title(), report::blocks(&head, &conformance, layout));
        match output.filter(|path| notation == Notation::Html && is_published(request, path)) {
            Some(path) => notation::write_for_site(&title, &blocks, path)?,
            None => notation::write(&title, &blocks, notation, output)?,
        }
    }
    Ok(conformance)
}
