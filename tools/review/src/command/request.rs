//! `wellpress review request`: a packet of one page, or with `--due` a packet for each reviewer with all pages that they have to look at.
//! Who was asked is recorded beside the reviews; which pages need a reviewer is the list of `wellpress_check::care`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use clap::Args;

use wellpress_build::pipeline::{CheckedSite, Unobserved};
use wellpress_check::care::{self, CareKind, OpenRequest};
use wellpress_command::console::{self, Console, count};
use wellpress_command::invocation::{Invocation, SiteArguments, day, period, today};
use wellpress_command::report::refuse_source;
use wellpress_command::{Exit, Failure};
use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Report, Span};
use wellpress_foundation::{Day, Period};
use wellpress_io::fs::{Disk, Files};
use wellpress_render::pages::render_context::RenderContext;
use wellpress_site::model::page::PageRecord;
use wellpress_site::model::{Page, PageId};
use wellpress_site::parse::requests::RecordedRequest;
use wellpress_site::resolve::reviewed_text::ReviewedText;

use super::shared::{file_name, inspect, inspect_site, render_context};
use crate::packet::{self, Bundle, PacketContents};
use crate::requests::{self, request_file};
use crate::sign::{person, written_work};

#[derive(Debug, Args)]
pub(super) struct RequestArguments {
    /// The page's id; `article:neck-pain` or `heart/principles` if several pages have the id
    #[arg(required_unless_present = "due")]
    id: Option<String>,
    /// The page's language [default: that of the site]
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// All pages whose review is overdue or due within this time, such as `30d`, that changed since their approval, that nobody has reviewed yet, or that AI was used for and nobody has signed off: a packet for each reviewer
    #[arg(long, value_name = "TIME", value_parser = period, conflicts_with_all = ["id", "language"], requires = "output")]
    due: Option<Period>,
    /// Write the packet to this file; one that ends in `.docx` is a Word file [default: HTML on standard output]. With `--due`, the folder of the packets
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Ask this person, and record it [default with `--due`: whoever reviewed the page last; pages that nobody has reviewed are only listed]
    #[arg(long, value_name = "PERSON")]
    reviewer: Option<String>,
    /// Who asks for the review, as the packet says it [default: the title of the site]
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// The day until which you ask for an answer
    #[arg(long, value_name = "DATE", value_parser = day)]
    until: Option<Day>,
    /// With `--due`: also pages about which the person was asked and has not answered yet
    #[arg(long, requires = "due")]
    again: bool,
}

pub(super) fn request(invocation: &Invocation<'_>, arguments: &RequestArguments) -> Result<Exit, Failure> {
    let today = today(invocation)?;
    if let Some(until) = arguments.until.filter(|until| *until < today) {
        return Err(Failure::usage(format!("{until} is over, so that nobody can answer until then"))
            .help("give a day that is still to come: `--until YYYY-MM-DD`"));
    }
    match (&arguments.id, arguments.due, &arguments.output) {
        (None, Some(period), Some(folder)) => of_due_pages(invocation, arguments, period, folder),
        (Some(id), ..) => of_page(invocation, arguments, id),
        // The parser lets neither through.
        (None, ..) => Err(Failure::usage("name a page, or `--due TIME` and `--output DIR`")),
    }
}

/// The packet of one page.
fn of_page(invocation: &Invocation<'_>, arguments: &RequestArguments, id: &str) -> Result<Exit, Failure> {
    let today = today(invocation)?;
    inspect(invocation, |checked| {
        let page = crate::find(checked.config, checked.resolved.site, id, arguments.language.as_deref())?;
        let asked = arguments.reviewer.as_deref().map(|person| AskedPerson::find(&checked, person)).transpose()?;
        asked.iter().try_for_each(|asked| asked.refuse_author(&checked, page))?;
        let findings = crate::errors_of(&checked, page);
        // Errors of other pages do not stop a review, but a broken theme does: the packet is rendered with it.
        let theme = checked.theme.filter(|_| findings.is_empty());
        let cx = theme.map(|theme| RenderContext::new(checked.render_input(theme)));
        let Some(Ok(cx)) = cx else {
            let report = if findings.is_empty() { checked.report } else { Report::new(findings) };
            console::print_findings(&report);
            return Ok(Exit::Content);
        };
        let record = Record { checked: &checked, arguments, today };
        asked.iter().try_for_each(|_| record.check(page))?;
        let open = care::open_requests(checked.config, checked.resolved);
        let until = asked.as_ref().and_then(|asked| record.until(page, asked, &open)).or(arguments.until);
        let contents = record.contents(asked.as_ref().map(|asked| asked.id.as_str()), until);
        match arguments.output.as_ref().filter(|path| is_word_file(path)) {
            Some(path) => {
                let packet_bytes = packet::word_packet(&cx, &Disk, page, &contents);
                let write_result = packet_bytes.and_then(|bytes| Disk.write(path, &bytes));
                write_result.map_err(|error| unwritten(path, &error.to_string()))?;
            }
            None => {
                let packet = packet::packet(&cx, &Disk, page, &contents);
                console::write_or_print(&packet.html, arguments.output.as_ref(), "the packet")?;
            }
        }
        let added = asked.iter().try_for_each(|asked| record.add(&invocation.console, page, asked, &open));
        added.map(|()| Exit::Done)
    })
}

fn is_word_file(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("docx"))
}

fn unwritten(path: &Path, why: &str) -> Failure {
    Failure::machine(format!("cannot write the packet to `{}`: {why}", path.display()))
}

/// A packet for each reviewer.
fn of_due_pages(
    invocation: &Invocation<'_>,
    arguments: &RequestArguments,
    period: Period,
    folder: &Path,
) -> Result<Exit, Failure> {
    let today = today(invocation)?;
    // As `care` sees the site: nobody has to review a draft again.
    let request = SiteArguments::default().request(invocation, &Unobserved)?;
    refuse_source(&request, folder)?;
    inspect_site(&request, |checked| {
        let record = Record { checked: &checked, arguments, today };
        let open = care::open_requests(checked.config, checked.resolved);
        let due = DuePages::find(&record, period, &open)?;
        let Some(cx) = render_context(&checked) else { return Ok(Exit::Content) };
        for asked in due.pages_by_person.values() {
            asked.pages.iter().try_for_each(|page| record.check(page))?;
        }
        for asked in due.pages_by_person.values() {
            let console = &invocation.console;
            // The packet of several pages names one day: the first that is recorded of them.
            let until = asked.pages.iter().filter_map(|page| record.until(page, &asked.person, &open)).min();
            write_packets(console, &cx, asked, folder, record.contents(Some(&asked.person.id), until))?;
            asked.pages.iter().try_for_each(|page| record.add(console, page, &asked.person, &open))?;
        }
        console::print_stdout(&due.summary(folder))?;
        // Whoever runs it weekly has to notice what nobody was asked about.
        let is_complete = due.with_errors.is_empty() && due.without_reviewer.is_empty() && due.unfit.is_empty();
        Ok(if is_complete { Exit::Done } else { Exit::Content })
    })
}

/// Writes the packet of a person in both forms. What Word cannot have is in the HTML alone.
fn write_packets(
    console: &Console,
    cx: &RenderContext<'_>,
    asked: &AskedPages<'_>,
    folder: &Path,
    contents: PacketContents<'_>,
) -> Result<(), Failure> {
    let bundle = Bundle { reviewer: &asked.person.name, contents };
    let write = |path: PathBuf, bytes: &[u8]| {
        let written = Disk.create_dir_all(folder).and_then(|()| Disk.write(&path, bytes));
        written.map_err(|error| unwritten(&path, &error.to_string()))
    };
    let name = file_name(&asked.person.id);
    let html = packet::bundle(cx, &Disk, &asked.pages, &bundle);
    write(folder.join(format!("{name}.html")), html.as_bytes())?;
    match packet::word_bundle(cx, &Disk, &asked.pages, &bundle) {
        Ok(bytes) => write(folder.join(format!("{name}.docx")), &bytes),
        Err(error) => {
            console.note(&format!("there is no Word file for `{}`: {error}", asked.person.id));
            Ok(())
        }
    }
}

/// Somebody who is asked for a review.
#[derive(Debug, Clone)]
pub(super) struct AskedPerson {
    profile: PageId,
    /// As sign-offs name them.
    id: String,
    /// With the prefix.
    name: String,
}

impl AskedPerson {
    fn find(checked: &CheckedSite<'_>, id: &str) -> Result<Self, Failure> {
        Ok(Self::of(checked, person(checked.config, checked.resolved.site, id)?))
    }

    fn of(checked: &CheckedSite<'_>, profile: PageId) -> Self {
        let site = checked.resolved.site;
        let page = site.page(profile);
        Self { profile, id: site.index.signing_id(page), name: page.full_title() }
    }

    fn refuse_author(&self, checked: &CheckedSite<'_>, page: &Page) -> Result<(), Failure> {
        let Some(work) = written_work(checked, page, self.profile) else { return Ok(()) };
        let message = format!("`{}` wrote {work}`{}` and cannot review it", self.id, page.source.path);
        Err(Failure::usage(message).help("ask somebody who is not an author"))
    }

    /// Why the person could not sign a page in the role in which they reviewed it, or a health page in which it needs a reviewer.
    fn lacks_credentials(&self, checked: &CheckedSite<'_>, page: &Page) -> Option<String> {
        let profile = checked.resolved.site.page(self.profile);
        let PageRecord::Person(person) = &profile.record else { return None };
        let reviews = page.editorial().map_or(&[][..], |editorial| &editorial.reviews);
        let of_person = reviews.iter().find(|review| review.person == self.profile);
        let is_medical = of_person.map_or(page.is_health, |review| review.role.is_medical_or_clinical());
        let expired = person.credentials_expire.as_ref().filter(|day| checked.config.options.clock.is_over(day.value));
        match expired.filter(|_| is_medical) {
            Some(day) => Some(format!("the credentials of `{}` expired on {day}", self.id)),
            None if of_person.is_some() && is_medical && !person.has_credentials() => {
                Some(format!("`{}` has no credentials on record", self.id))
            }
            None => None,
        }
    }
}

/// The pages that one person is asked about.
struct AskedPages<'a> {
    person: AskedPerson,
    pages: Vec<&'a Page>,
}

/// Which pages need a review, and of whom.
struct DuePages<'a> {
    pages_by_person: BTreeMap<String, AskedPages<'a>>,
    /// The ids of pages about which the person was asked already.
    waiting: Vec<String>,
    /// The ids of pages that nobody has reviewed.
    without_reviewer: Vec<String>,
    /// The ids of pages whose reviewer cannot be asked, with the reason.
    unfit: Vec<(String, String)>,
    /// The ids of pages that the person of `--reviewer` wrote.
    of_author: Vec<String>,
    /// The ids of pages with errors.
    with_errors: Vec<String>,
}

impl<'a> DuePages<'a> {
    fn find(record: &Record<'_, 'a>, period: Period, open: &[OpenRequest<'_>]) -> Result<Self, Failure> {
        let checked = record.checked;
        let list = care::list(checked.config, checked.resolved, &checked.report, period);
        let chosen =
            record.arguments.reviewer.as_deref().map(|person| AskedPerson::find(checked, person)).transpose()?;
        let mut due = Self {
            pages_by_person: BTreeMap::new(),
            waiting: Vec::new(),
            without_reviewer: Vec::new(),
            unfit: Vec::new(),
            of_author: Vec::new(),
            with_errors: Vec::new(),
        };
        let kinds = [CareKind::ReviewOverdue, CareKind::ReviewDue, CareKind::PageChanged, CareKind::AiUnreviewed];
        let mut seen: BTreeSet<PageId> = BTreeSet::new();
        for item in list.items.iter().filter(|item| kinds.contains(&item.kind)) {
            // A page can be overdue and changed; it is one page of the packet.
            let Some(id) = item.page_id.filter(|id| seen.insert(*id)) else { continue };
            let page = checked.resolved.site.page(id);
            // The authors of a page made with AI are no reviewers of it.
            let who = item.who.first().filter(|_| item.kind != CareKind::AiUnreviewed);
            let reviewer = who.and_then(|who| AskedPerson::find(checked, who.id.as_deref()?).ok()).or_else(|| {
                let known = care::known_reviewer(checked.resolved.site, page)?;
                Some(AskedPerson::of(checked, known))
            });
            due.add(record, page, chosen.clone().or(reviewer), open);
        }
        for page in care::never_reviewed(checked.resolved).filter(|page| seen.insert(page.id)) {
            due.add(record, page, chosen.clone(), open);
        }
        Ok(due)
    }

    fn add(
        &mut self,
        record: &Record<'_, 'a>,
        page: &'a Page,
        reviewer: Option<AskedPerson>,
        open: &[OpenRequest<'_>],
    ) {
        let checked = record.checked;
        let language = &checked.config.languages[page.language].tag;
        let name = format!("{} ({language})", checked.resolved.site.full_id(page));
        let unfit = reviewer.as_ref().and_then(|person| person.lacks_credentials(checked, page));
        match reviewer {
            None if record.waits_for_anybody(page, open) => self.waiting.push(name),
            None => match missing_person(page, open) {
                Some(reason) => self.unfit.push((name, reason)),
                None => self.without_reviewer.push(name),
            },
            Some(person) if person.refuse_author(checked, page).is_err() => self.of_author.push(name),
            Some(_) if unfit.is_some() => self.unfit.extend(unfit.map(|reason| (name, reason))),
            Some(_) if !crate::errors_of(checked, page).is_empty() => self.with_errors.push(name),
            Some(person) if !record.arguments.again && record.waits(page, &person, open) => self.waiting.push(name),
            Some(person) => {
                let asked = self.pages_by_person.entry(person.id.clone());
                asked.or_insert_with(|| AskedPages { person, pages: Vec::new() }).pages.push(page);
            }
        }
    }

    /// What was written, and what was left out with the reason.
    fn summary(&self, folder: &Path) -> String {
        let mut lines: Vec<String> = Vec::new();
        for asked in self.pages_by_person.values() {
            let path = folder.join(file_name(&asked.person.id));
            lines.push(format!(
                "{}: {}, {}.html and .docx",
                asked.person.name,
                count(asked.pages.len(), "page"),
                path.display()
            ));
        }
        if self.pages_by_person.is_empty() {
            lines.push("no page has to be sent to a reviewer".to_owned());
        }
        let left_out = [
            (&self.waiting, "an answer is awaited already; `--again` asks once more"),
            (
                &self.without_reviewer,
                "there is nobody to ask, as nobody has reviewed it; name somebody with `--reviewer PERSON`",
            ),
            (&self.of_author, "the person wrote it, and cannot review it"),
            (&self.with_errors, "it has errors, which `wellpress check` shows"),
        ];
        let unfit = self.unfit.iter();
        lines.extend(unfit.map(|(page, reason)| {
            format!("left out: {page}: there is nobody to ask, as {reason}; name somebody with `--reviewer PERSON`")
        }));
        for (pages, reason) in left_out {
            lines.extend(pages.iter().map(|page| format!("left out: {page}: {reason}")));
        }
        lines.join("\n") + "\n"
    }
}

/// Records requests, and knows what packets of them say.
struct Record<'r, 'a> {
    checked: &'r CheckedSite<'a>,
    arguments: &'r RequestArguments,
    today: Day,
}

impl Record<'_, '_> {
    fn contents<'c>(&'c self, asked_of: Option<&'c str>, until: Option<Day>) -> PacketContents<'c> {
        PacketContents {
            today: self.today,
            asked_of,
            asked_by: self.arguments.by.as_deref(),
            until,
            uncited: crate::uncited(&self.checked.report),
        }
    }

    /// Whether the person was asked about the present words of a page and has not answered.
    fn waits(&self, page: &Page, person: &AskedPerson, open: &[OpenRequest<'_>]) -> bool {
        open_request(page, person, open).is_some_and(|open| open.request.read == self.hash(page))
    }

    /// Whether somebody was asked about the present words of a page that nobody has reviewed yet.
    fn waits_for_anybody(&self, page: &Page, open: &[OpenRequest<'_>]) -> bool {
        requests_about(page, open).any(|open| open.person.is_some() && open.request.read == self.hash(page))
    }

    fn hash(&self, page: &Page) -> String {
        ReviewedText::of(self.checked.config, self.checked.resolved.texts(), page).hash()
    }

    fn check(&self, page: &Page) -> Result<(), Failure> {
        requests::check(&Disk, &self.checked.config.root, &request_file(self.checked.config.content_folder(), page))
    }

    /// The day until which an answer is asked for: a request that takes the place of another keeps its day.
    fn until(&self, page: &Page, person: &AskedPerson, open: &[OpenRequest<'_>]) -> Option<Day> {
        self.arguments.until.or_else(|| open_request(page, person, open)?.request.until)
    }

    fn add(
        &self,
        console: &Console,
        page: &Page,
        person: &AskedPerson,
        open: &[OpenRequest<'_>],
    ) -> Result<(), Failure> {
        let config = self.checked.config;
        let request = RecordedRequest {
            page: self.checked.resolved.site.full_id(page),
            language: config.languages[page.language].tag.clone(),
            person: Located { value: person.id.clone(), span: Span::default() },
            asked: self.today,
            until: self.until(page, person, open),
            by: self.arguments.by.clone(),
            read: self.hash(page),
        };
        let replaced = open_request(page, person, open);
        requests::add(&Disk, &config.root, &request_file(config.content_folder(), page), &request, replaced.is_some())?;
        if let Some(replaced) = replaced {
            let (page, person, asked) = (&request.page, &person.id, replaced.request.asked);
            console.note(&format!(
                "the request takes the place of that of {asked} to `{person}` about `{page}`, which had no answer{}",
                self.said_of_day(request.until)
            ));
        }
        Ok(())
    }

    /// What is said of the day that a request keeps.
    fn said_of_day(&self, until: Option<Day>) -> String {
        match until.filter(|_| self.arguments.until.is_none()) {
            None => String::new(),
            Some(day) if day < self.today => format!("; its day, {day}, is over: give another with `--until`"),
            Some(day) => format!("; an answer is still asked for until {day}"),
        }
    }
}

fn open_request<'o, 'a>(page: &Page, person: &AskedPerson, open: &'o [OpenRequest<'a>]) -> Option<&'o OpenRequest<'a>> {
    requests_about(page, open).find(|open| open.request.person.value == person.id)
}

fn requests_about<'o, 'a>(page: &Page, open: &'o [OpenRequest<'a>]) -> impl Iterator<Item = &'o OpenRequest<'a>> {
    let page = page.id;
    open.iter().filter(move |open| open.page.is_some_and(|asked| asked.id == page))
}

/// That somebody was asked about a page whom the site does not have any more.
fn missing_person(page: &Page, open: &[OpenRequest<'_>]) -> Option<String> {
    let missing = requests_about(page, open).find(|open| open.person.is_none())?;
    let RecordedRequest { person, asked, .. } = missing.request;
    Some(format!("`{person}` was asked on {asked}, and the site does not have this person any more"))
}
