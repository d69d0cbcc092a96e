//! `wellpress care --fetch`: asks services about the sources and other servers about the links of the site, stores the answers, and makes
//! the list from them. A service that fails keeps none of the others from being asked.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::path::Path;

use wellpress_build::pipeline::{self, Outcome, Request};
use wellpress_check::care::CareList;
use wellpress_command::console::{self, Console, count};
use wellpress_command::invocation::{Invocation, today};
use wellpress_command::{Exit, Failure, open_library};
use wellpress_foundation::Day;
use wellpress_io::fs::{Disk, Files};
use wellpress_services::inquiry::{Extent, Inquiry, Run};
use wellpress_services::links::{self, LinkRequests, link_web};
use wellpress_services::list::refresh_list;
use wellpress_services::stored_answers::{AnswerStore, StoredAnswers};
use wellpress_services::{Progress, RequestCount, openalex_web, service_web};
use wellpress_site::config::Config;
use wellpress_site::library_files::LibraryFiles;
use wellpress_site::parse::retractions::ListOrigin;

use crate::command::list_of;

/// The list of the site as services and servers know it today, and the status: 3 if one of them gave no answer. The names of the files
/// with the answers are written to `stored`.
pub(crate) fn fetch(
    invocation: &Invocation<'_>,
    request: &Request<'_>,
    stored: Option<&Path>,
) -> Result<(Outcome<CareList>, Exit), Failure> {
    let config = match pipeline::settings(&Disk, request)? {
        Outcome::Done(config) => config,
        Outcome::Stopped(report) => return Ok((Outcome::Stopped(report), Exit::Usage)),
    };
    let console = &invocation.console;
    let fetch = Fetch { console, request, config: &config, today: today(invocation)?, exit: Cell::new(Exit::Done) };
    let known = fetch.sources()?;
    if let Some(path) = stored {
        let names: String = stored_files(&config).iter().map(|name| format!("{name}\n")).collect();
        console::write_or_print(&names, Some(&path.to_path_buf()), "the names of the stored files")?;
    }
    let web = link_web(&config);
    let requests = LinkRequests { web: Some(&web), known: &known, today: fetch.today };
    let outcome = links::inspect(console, request, &requests, list_of)?;
    Ok((outcome, fetch.exit.get()))
}

/// The files that have the answers of services, relative to the root, with what is written beside them.
fn stored_files(config: &Config) -> Vec<String> {
    let citations = &config.settings.citations;
    let lists = [
        citations.retractions.as_ref().map(|list| list.value.file.clone()),
        citations.notices.as_ref().map(|notices| notices.value.clone()),
    ];
    let lists = lists.into_iter().flatten().flat_map(|list| [ListOrigin::path_of(&list), list]);
    let records = citations.service_record_files().into_iter().flat_map(|files| [files.updates, files.references]);
    let files = lists.chain(records).collect::<BTreeSet<String>>().into_iter();
    files.filter(|file| Disk.exists(&config.root.join(file)).unwrap_or(false)).collect()
}

/// One run of the command.
struct Fetch<'a> {
    console: &'a Console,
    request: &'a Request<'a>,
    config: &'a Config,
    today: Day,
    exit: Cell<Exit>,
}

impl Fetch<'_> {
    /// Asks about the sources. Returns the addresses of identifiers that services know.
    fn sources(&self) -> Result<BTreeSet<String>, Failure> {
        let library = open_library(&Disk, self.config, None)?;
        let citations = &self.config.settings.citations;
        let list = citations.retractions.as_ref().map(|list| &list.value).filter(|list| list.url.is_some());
        if let Some(list) = list {
            match refresh_list(&Disk, self.config, list, &library.references, self.today) {
                Ok(done) => self.console.progress(&done),
                // Whatever is wrong with the list, no newer one came.
                Err(failure) => self.fail(&Failure { exit: Exit::Machine, ..failure }),
            }
        }
        let Some(notices) = &citations.notices else {
            if !library.references.is_empty() {
                self.console.note(&"no service is asked about sources: name a file under `citations.notices`");
            }
            return Ok(BTreeSet::new());
        };
        self.answers(&library, &notices.value).or_else(|failure| {
            self.fail(&failure);
            Ok(BTreeSet::new())
        })
    }

    fn fail(&self, failure: &Failure) {
        console::print_failure(failure);
        self.exit.set(self.exit.get().worse(failure.exit));
    }

    /// Asks Crossref, PubMed and OpenAlex, and stores what they say after each step.
    fn answers(&self, library: &LibraryFiles, notices: &str) -> Result<BTreeSet<String>, Failure> {
        let others = self.config.settings.citations.service_record_files();
        let store = AnswerStore::open(&Disk, &self.config.root, notices, others.as_ref())?;
        let before = store.load()?;
        let stored = RefCell::new(before.clone());
        let on_step = |run: &mut Run| {
            store.save(&stored.borrow(), &run.stored, None)?;
            stored.borrow_mut().clone_from(&run.stored);
            // Behind the answers: what is done is stored.
            run.progress.save(&Disk, &self.request.cache, &run.stored);
            Ok(())
        };
        let inquiry = Inquiry {
            web: &service_web(self.config),
            openalex_web: &openalex_web(self.config),
            services: &self.config.services,
            library: &library.references,
            extent: Extent::Everything,
            today: self.today,
            requests: RequestCount::default(),
        };
        let mut run = Run::new(before.clone(), Progress::load(&Disk, &self.request.cache, self.today, &before));
        wellpress_services::ask(&inquiry, &mut run, &on_step)?;
        self.finish(&store, &before, &inquiry, run)
    }

    /// Says what changed and what failed. Only a run without failures is at its end, and gives the notices its day.
    fn finish(
        &self,
        store: &AnswerStore<'_>,
        before: &StoredAnswers,
        inquiry: &Inquiry<'_>,
        mut run: Run,
    ) -> Result<BTreeSet<String>, Failure> {
        StoredAnswers::changes(before, &run.stored).iter().for_each(|line| self.console.progress(line));
        run.notes.iter().for_each(|note| self.console.note(note));
        let failures: Vec<String> = run.failures().collect();
        failures.iter().for_each(|reason| self.fail(&Failure::machine(reason.clone())));
        let known = std::mem::take(&mut run.progress.known);
        let (requests, sources) = (inquiry.requests.sent(), count(inquiry.library.len(), "source"));
        self.console.progress(&format!("asked about {sources} with {}", count(requests, "request")));
        if failures.is_empty() {
            run.progress.finish();
            run.progress.save(&Disk, &self.request.cache, &run.stored);
            store.save(&run.stored, &run.stored, Some(self.today))?;
        } else {
            self.console.note(&"what was stored about these sources stays; run the command again to go on");
        }
        Ok(known)
    }
}
