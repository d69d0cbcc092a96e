//! `wellpress review`: shows the review status of pages and what changed since a page was signed off, prints a packet for a
//! reviewer, and records a sign-off. Which changes count is left to `wellpress_site::resolve::sign_off_changes`.

mod answers;
mod records;

use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use wellpress_build::pipeline::{self, CheckedSite, Outcome, Request, Unobserved};
use wellpress_command::console;
use wellpress_command::invocation::{Invocation, SiteArguments, day, today};
use wellpress_command::output_format::{self, TextOrJson};
use wellpress_command::{Exit, Failure};
use wellpress_diagnostics::Report;
use wellpress_foundation::Day;
use wellpress_io::fs::{Disk, Files};
use wellpress_render::pages::render_context::RenderContext;
use wellpress_site::config::IncludeUnpublished;
use wellpress_site::model::Page;
use wellpress_site::parse::front_matter::ReviewRole;
use wellpress_site::parse::sign_offs::Decision;
use wellpress_site::resolve::sign_off_changes::{ChangesSinceSignOff, changes_since_sign_off};

use crate::packet::{self, PacketContents};
use crate::{PageStatus, Signature};

/// Request a review, sign a page off, and see what changed since
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Show for each page its last and next review and its sign-off
    Status(StatusArguments),
    /// Show what changed since a page was signed off
    Diff(DiffArguments),
    /// Sign a page off in its present state
    Sign(SignArguments),
    /// Make a packet for a reviewer: the text, each claim beside its source, a space for the signature
    Request(RequestArguments),
    /// Take in what a reviewer sent back: comments, suggestions and the decision
    Import(answers::ImportArguments),
    /// Mark remarks of reviewers as done, or carry out their suggestions
    Resolve(answers::ResolveArguments),
    /// Verify the signatures of sign-offs
    Verify(records::VerifyArguments),
    /// Show the record of a page's reviews
    Log(records::LogArguments),
}

#[derive(Debug, Args)]
struct StatusArguments {
    /// Show only pages with these ids, such as `neck-pain` or `article:neck-pain`, in all languages
    #[arg(value_name = "ID")]
    ids: Vec<String>,
    /// The form of the list
    #[arg(long, value_enum, value_name = "FORM", default_value_t = TextOrJson::Text)]
    format: TextOrJson,
}

/// The arguments that name a page.
#[derive(Debug, Args)]
struct PageArguments {
    /// The page's id; `article:neck-pain` or `heart/principles` if several pages have the id
    id: String,
    /// The page's language [default: that of the site]
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
}

#[derive(Debug, Args)]
struct DiffArguments {
    #[command(flatten)]
    page: PageArguments,
    /// The form of the changes
    #[arg(long, value_enum, value_name = "FORM", default_value_t = TextOrJson::Text)]
    format: TextOrJson,
}

#[derive(Debug, Args)]
struct SignArguments {
    #[command(flatten)]
    page: PageArguments,
    /// The id of the person who signs
    #[arg(long = "as", value_name = "PERSON")]
    person: String,
    /// The role in which they reviewed the page; approval by the first two updates the date of the page's last review
    #[arg(long, value_parser = one_of(ReviewRole::ALL, ReviewRole::as_str))]
    role: ReviewRole,
    /// Whether the reviewer stands by the page, or asks for changes first
    #[arg(long, value_parser = one_of(Decision::ALL, Decision::as_str), default_value = Decision::Approved.as_str())]
    decision: Decision,
    /// A remark that is kept with the sign-off
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Sign only if the page still has the words with this hash, which the packet prints
    #[arg(long, value_name = "HASH")]
    read: Option<String>,
    /// Sign with this SSH key: a private key, or a public key whose private key is in the agent or on a security key
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct RequestArguments {
    #[command(flatten)]
    page: PageArguments,
    /// Write the packet to this file; one that ends in `.docx` is a Word file [default: HTML on standard output]
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Who asks for the review, as the packet says it [default: the title of the site]
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// The day until which you ask for an answer
    #[arg(long, value_name = "DATE", value_parser = day)]
    until: Option<Day>,
}

/// Reads one of the words that a file of sign-offs can have for a role or a decision.
fn one_of<T, const N: usize>(all: [T; N], word: fn(T) -> &'static str) -> impl TypedValueParser<Value = T>
where
    T: Copy + Send + Sync + 'static,
{
    PossibleValuesParser::new(all.map(word)).map(move |text| {
        let value = all.into_iter().find(|value| word(*value) == text);
        value.expect("the parser lets these words through alone")
    })
}

/// Runs a command of `review`.
///
/// # Errors
/// When the site cannot be read, a name means no page, or a file cannot be written.
pub fn run(invocation: &Invocation<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    match &arguments.action {
        Action::Status(arguments) => status(invocation, arguments),
        Action::Diff(arguments) => diff(invocation, arguments),
        Action::Sign(arguments) => sign(invocation, arguments),
        Action::Request(arguments) => request(invocation, arguments),
        Action::Import(arguments) => answers::import(invocation, arguments),
        Action::Resolve(arguments) => answers::resolve(invocation, arguments),
        Action::Verify(arguments) => records::verify(invocation, arguments),
        Action::Log(arguments) => records::log(invocation, arguments),
    }
}

/// The site with drafts and pages of the future: reviewers read a page before it is published.
fn site_request(invocation: &Invocation<'_>) -> Result<Request<'static>, Failure> {
    let mut request = SiteArguments::default().request(invocation, &Unobserved)?;
    request.options.include = IncludeUnpublished { drafts: true, future: true, expired: true };
    Ok(request)
}

/// Checks the site, and prints the findings about settings that stop this.
fn inspect(
    invocation: &Invocation<'_>,
    look: impl FnOnce(CheckedSite<'_>) -> Result<Exit, Failure>,
) -> Result<Exit, Failure> {
    match pipeline::inspect(&Disk, &site_request(invocation)?, look)? {
        Outcome::Stopped(report) => {
            console::print_findings(&report);
            Ok(Exit::Usage)
        }
        Outcome::Done(result) => result,
    }
}

impl PageArguments {
    fn find<'a>(&self, checked: &CheckedSite<'a>) -> Result<&'a Page, Failure> {
        crate::find(checked.config, checked.resolved.site, &self.id, self.language.as_deref())
    }
}

fn status(invocation: &Invocation<'_>, arguments: &StatusArguments) -> Result<Exit, Failure> {
    inspect(invocation, |checked| {
        let mut statuses = crate::statuses(checked.config, checked.resolved);
        for id in &arguments.ids {
            if !statuses.iter().any(|status| status.is_of(id)) {
                let page = crate::find(checked.config, checked.resolved.site, id, None)?;
                return Err(Failure::usage(format!("`{}` is withdrawn, so it has no review status", page.source.path)));
            }
        }
        statuses.retain(|status| arguments.ids.is_empty() || arguments.ids.iter().any(|id| status.is_of(id)));
        let text = match arguments.format {
            TextOrJson::Json => output_format::json(&statuses),
            TextOrJson::Text => table(&statuses),
        };
        console::print_stdout(&text).map(|()| Exit::Done)
    })
}

fn table(statuses: &[PageStatus]) -> String {
    let rows = statuses.iter().map(|status| {
        let mut row = json!(status);
        row["page"] = json!(format!("{}:{}", status.kind, status.id));
        row
    });
    let columns = [
        ("PAGE", "page"),
        ("LANGUAGE", "language"),
        ("REVIEW", "review"),
        ("LAST", "last_reviewed"),
        ("NEXT", "next_review"),
        ("SIGN-OFF", "sign_off"),
        ("SIGNED BY", "signed_by"),
        ("REMARKS", "open_remarks"),
    ];
    // The last column is shown where there is something in it.
    let shown_columns =
        if statuses.iter().any(|status| status.open_remarks > 0) { &columns[..] } else { &columns[..7] };
    output_format::table(shown_columns, &rows.collect::<Vec<_>>())
}

fn diff(invocation: &Invocation<'_>, arguments: &DiffArguments) -> Result<Exit, Failure> {
    inspect(invocation, |checked| {
        let page = arguments.page.find(&checked)?;
        let changes = changes_since_sign_off(checked.config, checked.resolved, page);
        let text = match (arguments.format, &changes) {
            (TextOrJson::Json, changes) => output_format::json(&changes.as_ref().map(json_changes)),
            (TextOrJson::Text, Some(changes)) => text_of_changes(changes),
            (TextOrJson::Text, None) => format!("nobody has signed `{}` off\n", page.source.path),
        };
        console::print_stdout(&text).map(|()| Exit::Done)
    })
}

fn json_changes(changes: &ChangesSinceSignOff<'_>) -> Value {
    let parts = changes.parts.iter().map(|part| {
        let lines = part.places.iter().flatten().map(|(sign, line)| format!("{sign} {line}"));
        json!({"part": part.name, "difference": part.difference.as_str(), "lines": lines.collect::<Vec<_>>()})
    });
    json!({
        "person": changes.sign_off.person.value,
        "role": changes.sign_off.role.as_str(),
        "decision": changes.sign_off.decision.as_str(),
        "date": changes.sign_off.date.to_string(),
        "changed": !changes.is_same,
        "parts": parts.collect::<Vec<_>>(),
    })
}

fn text_of_changes(changes: &ChangesSinceSignOff<'_>) -> String {
    let sign_off = changes.sign_off;
    let done = match sign_off.decision {
        Decision::Approved => "signed it",
        Decision::ChangesRequested => "asked for changes",
    };
    let since = format!("since {} {done} ({}) on {}", sign_off.person, sign_off.role.as_str(), sign_off.date);
    if changes.is_same {
        return format!("nothing changed {since}\n");
    }
    let mut text = format!("changed {since}:\n");
    for part in &changes.parts {
        text.push_str(&format!("\n{} {}\n", part.name, part.difference.as_str()));
        let places =
            part.places.iter().map(|lines| lines.iter().map(|(sign, line)| format!("{sign} {line}\n")).collect());
        text.push_str(&places.collect::<Vec<String>>().join("  …\n"));
    }
    text
}

fn sign(invocation: &Invocation<'_>, arguments: &SignArguments) -> Result<Exit, Failure> {
    let date = today(invocation)?;
    let signature = Signature {
        person: &arguments.person,
        role: arguments.role,
        decision: arguments.decision,
        note: arguments.note.as_deref(),
        date,
        read: arguments.read.as_deref(),
        key: arguments.key.as_deref(),
    };
    inspect(invocation, |checked| {
        let page = arguments.page.find(&checked)?;
        let signed = crate::sign(&Disk, &checked, page, &signature);
        // The failure names the page alone, so its findings are printed first.
        let findings = match &signed {
            Err(failure) if failure.exit == Exit::Content => crate::errors_of(&checked, page),
            _ => Vec::new(),
        };
        if !findings.is_empty() {
            console::print_findings(&Report::new(findings));
        }
        console::print_stdout(&format!("{}\n", signed?)).map(|()| Exit::Done)
    })
}

fn request(invocation: &Invocation<'_>, arguments: &RequestArguments) -> Result<Exit, Failure> {
    let today = today(invocation)?;
    inspect(invocation, |checked| {
        let page = arguments.page.find(&checked)?;
        let findings = crate::errors_of(&checked, page);
        // Errors of other pages do not stop a review, but a broken theme does: the packet is rendered with it.
        let theme = checked.theme.filter(|_| findings.is_empty());
        let cx = theme.map(|theme| RenderContext::new(checked.render_input(theme)));
        let Some(Ok(cx)) = cx else {
            let report = if findings.is_empty() { checked.report } else { Report::new(findings) };
            console::print_findings(&report);
            return Ok(Exit::Content);
        };
        let uncited = crate::uncited(&checked.report);
        let contents = PacketContents { today, asked_by: arguments.by.as_deref(), until: arguments.until, uncited };
        match arguments.output.as_ref().filter(|path| is_word_file(path)) {
            Some(path) => {
                let packet_bytes = packet::word_packet(&cx, &Disk, page, &contents);
                let write_result = packet_bytes.and_then(|bytes| Disk.write(path, &bytes));
                write_result.map_err(|error| {
                    Failure::machine(format!("cannot write the packet to `{}`: {error}", path.display()))
                })?;
            }
            None => {
                let packet = packet::packet(&cx, &Disk, page, &contents);
                console::write_or_print(&packet.html, arguments.output.as_ref(), "the packet")?;
            }
        }
        Ok(Exit::Done)
    })
}

fn is_word_file(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("docx"))
}
