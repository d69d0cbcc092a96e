//! `wellpress review`: shows the review status of pages and what changed since a page was signed off, prints a packet for a
//! reviewer, and records a sign-off. Which changes count is left to `wellpress_site::resolve::sign_off_changes`.

mod answers;
mod records;
mod remind;
mod request;
mod shared;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use wellpress_command::console;
use wellpress_command::invocation::{Invocation, today};
use wellpress_command::output_format::{self, TextOrJson};
use wellpress_command::{Exit, Failure};
use wellpress_diagnostics::Report;
use wellpress_io::fs::Disk;
use wellpress_site::parse::front_matter::ReviewRole;
use wellpress_site::parse::sign_offs::Decision;
use wellpress_site::resolve::sign_off_changes::{ChangesSinceSignOff, changes_since_sign_off};

use crate::{OnlyChanges, PageStatus, Signature};

use shared::{PageArguments, inspect, one_of};

/// Request a review, sign a page off, and see what changed since
///
/// For editors and reviewers. Drafts and pages of the future can be reviewed as well. If several pages have one id, write the kind,
/// or as much of the path as is needed: `article:neck-pain`, `heart/principles`. `wellpress help reviews` has the details.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Show for each page its last and next review and its sign-off
    ///
    /// Articles, exercises and programmes have a review: `reviewed`, `due-soon`, `overdue`, `changed` since the review or the
    /// sign-off, or `missing` without one by a reviewer with credentials. The signed words are `current` or `changed`, a reviewer
    /// asked for changes (`changes-requested`), or there are `none`. Open remarks of reviewers are counted.
    Status(StatusArguments),
    /// Show what changed since a page was signed off
    ///
    /// It names the exercises, sources and disclaimers that changed, and the lines. If a reviewer asked for changes, and no later
    /// approval by a medical or clinical reviewer or by the same person answers it, it shows what changed since that request.
    #[command(after_long_help = "    $ wellpress review diff neck-pain
    changed since daniel-reyes signed it (medical) on 2026-03-01:
    exercise:chin-tuck changed
    - dose.hold: 5 s
    + dose.hold: 10 s")]
    Diff(DiffArguments),
    /// Sign a page off in its present state
    ///
    /// The sign-off is recorded in `content/reviews/PAGE.yaml`, whose path is printed (`wellpress help reviews#sign-offs`). Refused
    /// are an author of the page, an unknown person, a page with errors, and as medical or clinical reviewer a person without
    /// credentials on record or with expired ones. With `--read`, so is a page that has other words now. `--key` adds an SSH
    /// signature, which `ssh-keygen` makes.
    #[command(after_long_help = "\
        Exit status: 1 if the page has errors or other words; 2 if the person cannot sign.")]
    Sign(SignArguments),
    /// Make a packet for a reviewer: the text, each claim beside its source, a space for the signature; with `--due` for all
    /// reviewers
    ///
    /// A packet is one file with its pictures inside, to read on a screen, to print or to work on in Word: what changed since the
    /// last sign-off, the text as readers see it, each claim beside its source, sentences that cite none, and a form to answer. It
    /// is in the page's language. Videos over 6 MB are named as files to send beside it (`wellpress help reviews#packets`).
    ///
    /// With `--due`, there is a packet for each reviewer with all their pages, as HTML and for Word, and
    /// `content/reviews/PAGE.requests.yaml` records who was asked about what. Left out, with the reason, are pages whose answer is
    /// awaited already, pages that the person wrote, pages with errors, and pages for which there is nobody to ask (`wellpress help
    /// reviews#requests-in-batches`).
    #[command(after_long_help = "\
        Exit status: 1 if a page has errors, or if there is nobody to ask.

    $ wellpress review request neck-pain --output packet.html
    $ wellpress review request --due 30d --output packets --until 2026-12-15")]
    Request(request::RequestArguments),
    /// Write a reminder for each reviewer who has not answered, as a draft of a mail
    ///
    /// Each mail has all pages that wait, and mail programs open it as a draft. Nothing is sent.
    #[command(after_long_help = "    $ wellpress review remind --output reminders --after 7d")]
    Remind(remind::RemindArguments),
    /// Take in what a reviewer sent back: comments, suggestions and the decision
    ///
    /// They are recorded in `content/reviews/PAGE.answers.yaml`, of a file about several pages beside each page. The same file is
    /// recorded once. With `--as` and `--role` the decision becomes a sign-off, if the page has the words that were read
    /// (`wellpress help reviews#what-comes-back`).
    Import(answers::ImportArguments),
    /// Mark remarks of reviewers as done, or carry out their suggestions
    ///
    /// `wellpress check` prints the ids as notes of `wellpress explain review-remark`. `--accept` changes the authors' files only
    /// if the words are found once, and if the page then shows the suggested words and has no new error.
    Resolve(answers::ResolveArguments),
    /// Verify the signatures of sign-offs
    ///
    /// Each sign-off is `valid`, `unsigned`, or `invalid` and why; the words of its page are `current` or `changed`. `--export`
    /// also writes a script, with which `ssh-keygen -Y verify` comes to the same verdicts.
    #[command(after_long_help = "\
        Exit status: 1 if a signature is invalid, a page has other words than its approval, or an approval lacks the signature that \
        the settings ask for.")]
    Verify(records::VerifyArguments),
    /// Show the record of a page's reviews
    ///
    /// It has each sign-off, and each review that the front matter names (`named`), with date, role, person, the hash of the words,
    /// the fingerprint of the key and the verdict. JSON also names the approval on which one of changes alone rests (`since`).
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
    /// Approve only of what changed since the last approval, which this one rests on; the date of the page's last review stays
    #[arg(long)]
    only_changes: bool,
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

/// Runs a command of `review`.
///
/// # Errors
/// When the site cannot be read, a name means no page, or a file cannot be written.
pub fn run(invocation: &Invocation<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    match &arguments.action {
        Action::Status(arguments) => status(invocation, arguments),
        Action::Diff(arguments) => diff(invocation, arguments),
        Action::Sign(arguments) => sign(invocation, arguments),
        Action::Request(arguments) => request::request(invocation, arguments),
        Action::Remind(arguments) => remind::remind(invocation, arguments),
        Action::Import(arguments) => answers::import(invocation, arguments),
        Action::Resolve(arguments) => answers::resolve(invocation, arguments),
        Action::Verify(arguments) => records::verify(invocation, arguments),
        Action::Log(arguments) => records::log(invocation, arguments),
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
        only_changes: arguments.only_changes.then_some(OnlyChanges { since: None }),
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
