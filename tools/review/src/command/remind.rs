//! `wellpress review remind`: for each reviewer who has not answered, a draft of a mail that names the pages. It sends nothing.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;

use wellpress_build::pipeline::CheckedSite;
use wellpress_check::care::{self, OpenRequest};
use wellpress_command::console::{self, count};
use wellpress_command::invocation::{Invocation, period, today};
use wellpress_command::report::refuse_source;
use wellpress_command::{Exit, Failure};
use wellpress_foundation::{Day, Period};
use wellpress_io::fs::{Disk, Files};
use wellpress_render::pages::render_context::RenderContext;
use wellpress_render::theme::strings::MessageValue;
use wellpress_site::config::LanguageId;
use wellpress_site::model::page::PageRecord;

use super::shared::{file_name, inspect_site, render_context, site_request};
use crate::mail_draft::{MailAddress, MailDraft};
use crate::packet;

#[derive(Debug, Args)]
pub(super) struct RemindArguments {
    /// The folder of the drafts, one file `PERSON.eml` for each reviewer
    #[arg(long, value_name = "DIR")]
    output: PathBuf,
    /// Remind this person alone
    #[arg(long, value_name = "PERSON")]
    reviewer: Option<String>,
    /// Remind only of requests that were made this long ago, such as `7d` [default: of all that have no answer]
    #[arg(long, value_name = "TIME", value_parser = period)]
    after: Option<Period>,
    /// Who reminds, as the mail says it [default: the title of the site]
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Your mail address, for the sender of the drafts; without it the mail program puts in its own
    #[arg(long, value_name = "ADDRESS", value_parser = MailAddress::parse)]
    from: Option<MailAddress>,
}

pub(super) fn remind(invocation: &Invocation<'_>, arguments: &RemindArguments) -> Result<Exit, Failure> {
    let today = today(invocation)?;
    let request = site_request(invocation)?;
    refuse_source(&request, &arguments.output)?;
    inspect_site(&request, |checked| {
        let Some(cx) = render_context(&checked) else { return Ok(Exit::Content) };
        let open = care::open_requests(checked.config, checked.resolved);
        let mut by_person: BTreeMap<&str, Vec<&OpenRequest<'_>>> = BTreeMap::new();
        let waits = |open: &OpenRequest<'_>| {
            let person = arguments.reviewer.as_deref();
            open.page.is_some()
                && person.is_none_or(|person| person == open.request.person.value)
                && arguments.after.is_none_or(|period| period.after(open.request.asked) <= today)
        };
        for request in open.iter().filter(|open| waits(open)) {
            by_person.entry(&request.request.person.value).or_default().push(request);
        }
        let mut lines = String::new();
        for (id, requests) in &by_person {
            let reminder = Reminder { cx: &cx, checked: &checked, arguments, requests, today };
            let path = arguments.output.join(format!("{}.eml", file_name(id)));
            let written =
                Disk.create_dir_all(&arguments.output).and_then(|()| Disk.write(&path, reminder.draft().as_bytes()));
            written.map_err(|error| {
                Failure::machine(format!("cannot write the reminder to `{}`: {error}", path.display()))
            })?;
            let address = if reminder.address().is_some() { "" } else { "; the draft has no address" };
            let pages = count(requests.len(), "page");
            lines.push_str(&format!(
                "{}: {pages}, {}{address}\n",
                requests[0].name(checked.resolved.site),
                path.display()
            ));
        }
        if by_person.is_empty() {
            lines.push_str(match arguments.after {
                Some(_) => "no request has waited that long for an answer\n",
                None => "no request waits for an answer\n",
            });
        }
        console::print_stdout(&lines).map(|()| Exit::Done)
    })
}

/// The mail to one reviewer.
struct Reminder<'r, 'a> {
    cx: &'r RenderContext<'a>,
    checked: &'r CheckedSite<'a>,
    arguments: &'r RemindArguments,
    requests: &'r [&'r OpenRequest<'r>],
    today: Day,
}

impl Reminder<'_, '_> {
    fn draft(&self) -> String {
        let (sender, address) = (self.sender(), self.address());
        let draft = MailDraft {
            from_name: &sender,
            from: self.arguments.from.as_ref(),
            to_name: &self.name(),
            to: address.as_ref(),
            subject: &self
                .say("text-reminder-subject", &[("site", &self.checked.config.languages[self.language()].title)]),
            text: &self.text(&sender),
            date: self.today,
        };
        draft.eml()
    }

    fn language(&self) -> LanguageId {
        packet::language_of(self.requests.iter().filter_map(|open| open.page))
    }

    fn name(&self) -> String {
        self.requests.first().map(|open| open.name(self.checked.resolved.site)).unwrap_or_default()
    }

    fn sender(&self) -> String {
        let title = &self.checked.config.languages[self.language()].title;
        self.arguments.by.clone().unwrap_or_else(|| title.clone())
    }

    /// The address that the profile of the person links to as `mailto:`. There is no other on record.
    fn address(&self) -> Option<MailAddress> {
        let profile = self.checked.resolved.site.page(self.requests.first()?.person?);
        let PageRecord::Person(person) = &profile.record else { return None };
        let mut addresses = person.links.iter().filter_map(|link| link.url.value.strip_prefix("mailto:"));
        // What stands behind a question mark is a subject or a text.
        addresses.find_map(|address| MailAddress::parse(address.split('?').next()?).ok())
    }

    fn text(&self, sender: &str) -> String {
        let pages = self.requests.iter().filter_map(|open| {
            let page = open.page?;
            let date = |day: Day| self.cx.date(self.language(), day).text;
            let asked = date(open.request.asked);
            let line = match open.request.until {
                Some(until) => self.say(
                    "text-reminder-page-until",
                    &[("title", &page.title), ("asked", &asked), ("until", &date(until))],
                ),
                None => self.say("text-reminder-page", &[("title", &page.title), ("asked", &asked)]),
            };
            Some(format!("- {line}\n"))
        });
        let pages: String = pages.collect();
        let [hello, body, close] = [
            self.say("text-reminder-hello", &[("name", &self.name())]),
            self.say("text-reminder-body", &[]),
            self.say("text-reminder-close", &[]),
        ];
        format!("{hello}\n\n{body}\n\n{pages}\n{close}\n\n{sender}\n")
    }

    fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        let values: Vec<(&str, MessageValue<'_>)> =
            values.iter().map(|(name, value)| (*name, MessageValue::Text(value))).collect();
        self.cx.theme.strings.format(self.language(), key, &values)
    }
}
