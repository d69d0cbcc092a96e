//! `wellpress cite refresh`: fetches the list of retractions and the notices of Crossref and PubMed, and stores them in the site.

use clap::Args;

use wellpress_command::console::count;
use wellpress_command::invocation::today;
use wellpress_command::{Exit, Failure};
use wellpress_foundation::Day;
use wellpress_io::fs::Disk;
use wellpress_services::inquiry::{Extent, Inquiry, Run};
use wellpress_services::list::refresh_list;
use wellpress_services::stored_answers::{AnswerStore, StoredAnswers};
use wellpress_services::{Progress, RequestCount, openalex_web, service_web};

use super::outcome::report_failure;
use super::session::CiteSession;

/// Fetch the list of retractions and the notices of Crossref and PubMed about the library's sources
///
/// It stores in the site what became of its sources, for builds, which ask no other machine, and prints what is new and what is
/// gone. `citations` in the settings names the files (`wellpress help settings#retractions`). A list that is late, over 200 MB,
/// unreadable, or without the SHA-256 of the settings changes nothing. What was stored about a source stays while a service does
/// not answer.
///
/// Beside each file stands another with the day on which it was fetched, such as `retractions.csv.yaml`: commit both. `wellpress
/// explain retractions-old` warns of an old list. `care --fetch` does the same, and asks for more.
#[derive(Debug, Args)]
#[command(after_long_help = "\
    Exit status: 1 for a wrong list; 3 if a service does not answer.")]
pub struct Arguments {}

/// Refreshes what the settings name. The second file is refreshed if the first cannot be.
pub fn run(session: &CiteSession<'_>, _: &Arguments) -> Result<Exit, Failure> {
    let CiteSession { config, library, .. } = session;
    let citations = &config.settings.citations;
    let today = today(session.invocation)?;
    let list = citations.retractions.as_ref().map(|list| &list.value).filter(|list| list.url.is_some());
    let notices = citations.notices.as_ref().map(|path| path.value.as_str());
    if list.is_none() && notices.is_none() {
        return Err(Failure::usage("the settings name nothing to refresh")
            .help("name the address of a list under `citations.retractions.url`, or a file for notices under `citations.notices`"));
    }
    let of_list = list.map(|list| {
        let done = refresh_list(&Disk, config, list, &library.references, today)?;
        session.console.progress(&done);
        Ok(Exit::Done)
    });
    let of_notices = notices.map(|path| refresh_notices(session, path, today));
    let results = of_list.into_iter().chain(of_notices);
    Ok(results.fold(Exit::Done, |exit, result| exit.worse(result.unwrap_or_else(|failure| report_failure(&failure)))))
}

fn refresh_notices(session: &CiteSession<'_>, path: &str, today: Day) -> Result<Exit, Failure> {
    let config = &session.config;
    let store = AnswerStore::open(&Disk, &config.root, path, None)?;
    let before = store.load()?;
    let inquiry = Inquiry {
        web: &service_web(config),
        openalex_web: &openalex_web(config),
        services: &config.services,
        library: &session.library.references,
        extent: Extent::Notices,
        today,
        requests: RequestCount::default(),
    };
    let mut run = Run::new(before.clone(), Progress::default());
    wellpress_services::ask(&inquiry, &mut run, &|_| Ok(()))?;
    let failures: Vec<String> = run.failures().collect();
    // The date says since when nothing can be missing, so it stays if a service gave no answer about a source.
    store.save(&before, &run.stored, failures.is_empty().then_some(today))?;
    StoredAnswers::changes(&before, &run.stored).iter().for_each(|line| session.console.progress(line));
    let (rows, sources) = (run.stored.notices.rows().len(), inquiry.identified());
    session.console.progress(&format!("`{path}`: {} about {}", count(rows, "row"), count(sources, "source")));
    run.notes.iter().for_each(|note| session.console.note(note));
    if !failures.is_empty() {
        session.console.note(&"what was stored about these sources stays, and so does the date of the file");
    }
    let failures = failures.into_iter().map(|reason| report_failure(&Failure::machine(reason)));
    Ok(failures.fold(Exit::Done, Exit::worse))
}
