//! [`Inquiry`]: the sources, and whom to ask about them; and [`Run`]: what came so far. An answer replaces what the same service said
//! before; what a service gave no answer about stays as it was stored. Who is asked in which order is left to the steps.

use std::collections::BTreeMap;

use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

use wellpress_bibliography::{KindGroup, Reference};
use wellpress_command::Failure;
use wellpress_foundation::Day;
use wellpress_io::net::WebClient;
use wellpress_site::config::CitationServices;
use wellpress_site::parse::service_records::{ReferenceRow, SourceEvent, UpdateRow};

use crate::answer::{CitedWork, ServiceUpdate, WorkAnswer};
use crate::client::{RequestCount, ServiceClient};
use crate::notice_file::NoticeRow;
use crate::progress::Progress;
use crate::row_file::PUBMED;
use crate::stored_answers::StoredAnswers;

/// How many requests wait for an answer at once, where one does not need the answer of another. The client limits them for each host.
const MOST_AT_ONCE: usize = 4;

/// What a run asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Retractions, concerns and corrections.
    Notices,
    /// These, newer versions, what reviews cite, and articles without an identifier.
    Everything,
}

/// The sources, and whom to ask about them.
pub struct Inquiry<'a> {
    /// Sends requests to Crossref and PubMed.
    pub web: &'a dyn WebClient,
    /// Sends requests to OpenAlex.
    pub openalex_web: &'a dyn WebClient,
    /// The addresses of the services.
    pub services: &'a CitationServices,
    /// The sources.
    pub library: &'a [Reference],
    /// What to ask for.
    pub extent: Extent,
    /// The day of the run.
    pub today: Day,
    /// How many requests were sent.
    pub requests: RequestCount,
}

/// Stores what came so far.
pub type OnStep<'a> = dyn Fn(&mut Run) -> Result<(), Failure> + 'a;

/// What came of an inquiry so far.
#[derive(Debug, Default)]
pub struct Run {
    /// The rows of the files of the site.
    pub stored: StoredAnswers,
    /// What is done.
    pub progress: Progress,
    /// What is worth a note and no failure.
    pub notes: Vec<String>,
    keys_by_failure: BTreeMap<String, Vec<String>>,
}

impl Run {
    /// A run that goes on from what is stored.
    #[must_use]
    pub fn new(stored: StoredAnswers, progress: Progress) -> Self {
        Self { stored, progress, ..Self::default() }
    }

    /// Why services gave no answer about sources, in words.
    pub fn failures(&self) -> impl Iterator<Item = String> {
        self.keys_by_failure.iter().map(|(reason, keys)| match keys.as_slice() {
            [key] => format!("{reason} (about `{key}`)"),
            [first, others @ ..] => format!("{reason} (about `{first}` and {} more)", others.len()),
            [] => reason.clone(),
        })
    }

    pub(crate) fn fail(&mut self, service: &str, key: &str, reason: &str) {
        self.keys_by_failure.entry(format!("{service}: {reason}")).or_default().push(key.to_owned());
    }
}

impl Inquiry<'_> {
    /// How many sources a service can be asked about by an identifier.
    #[must_use]
    pub fn identified(&self) -> usize {
        self.library.iter().filter(|reference| reference.doi.is_some() || reference.pmid.is_some()).count()
    }

    /// A client of Crossref or PubMed for one step.
    pub(crate) fn client(&self) -> ServiceClient<'_> {
        ServiceClient::new(self.web, &self.requests)
    }

    /// A client of OpenAlex for one step.
    pub(crate) fn openalex_client(&self) -> ServiceClient<'_> {
        ServiceClient::new(self.openalex_web, &self.requests)
    }

    /// Whether what a source cites is asked for.
    pub(crate) fn is_review(run: &Run, reference: &Reference) -> bool {
        crate::is_review(reference) || run.progress.reviews.contains(reference.key.as_str())
    }

    /// Takes what a service says of a source, in the place of what it said before; without an answer that stays.
    pub(crate) fn take(
        &self,
        run: &mut Run,
        service: &'static str,
        source: (&Reference, &str),
        result: Result<WorkAnswer, String>,
    ) {
        let (reference, identifier) = source;
        let key = reference.key.as_str();
        let answer = match result {
            Ok(answer) => answer,
            Err(reason) => return run.fail(service, key, &reason),
        };
        let notices = answer.notices.iter().map(|notice| NoticeRow::new(reference, notice, service));
        run.stored.notices.set(key, service, notices.collect());
        if self.extent == Extent::Everything {
            let updates = answer.updates.iter().map(|update| update_row(reference, update, service));
            run.stored.updates.set(key, service, updates.collect());
            if answer.is_review {
                run.progress.reviews.insert(key.to_owned());
            }
            if Self::is_review(run, reference) {
                let rows = answer.references.iter().map(|cited| reference_row(reference, cited, service));
                run.stored.references.set(key, service, rows.collect());
            } else if reference.pmid.as_ref().is_none_or(|pmid| run.progress.has(PUBMED, key, pmid)) {
                // Otherwise PubMed may still call it a review.
                run.stored.references.set(key, service, Vec::new());
            }
        }
        run.progress.add(service, key, identifier);
    }
}

/// Sends requests for several things at once. The answers are in the order of the things.
pub(crate) fn at_once<T: Sync, A: Send>(things: &[T], ask: impl Fn(&T) -> A + Sync) -> Vec<A> {
    let threads = ThreadPoolBuilder::new().num_threads(things.len().clamp(1, MOST_AT_ONCE)).build();
    let threads = threads.expect("the system has threads for a few requests");
    threads.install(|| things.par_iter().with_max_len(1).map(&ask).collect())
}

/// What became of a source, as a row.
pub(crate) fn update_row(reference: &Reference, update: &ServiceUpdate, known_by: &str) -> UpdateRow {
    let ServiceUpdate { event, doi, pmid, title, date } = update;
    let is_preprint = reference.kind.group() == KindGroup::Preprint;
    UpdateRow {
        key: reference.key.to_string(),
        title: title_of(reference),
        doi: reference.doi.clone().unwrap_or_default(),
        pmid: reference.pmid.clone().unwrap_or_default(),
        // PubMed has one word for both.
        event: match event {
            SourceEvent::NewVersion if is_preprint && known_by == PUBMED => SourceEvent::Published,
            event => *event,
        },
        other_doi: doi.clone(),
        other_pmid: pmid.clone(),
        other_title: title.clone(),
        date: date.map(|date| date.to_string()).unwrap_or_default(),
        known_by: known_by.to_owned(),
    }
}

/// A work that a source cites, as a row.
pub(crate) fn reference_row(reference: &Reference, cited: &CitedWork, known_by: &str) -> ReferenceRow {
    ReferenceRow {
        key: reference.key.to_string(),
        title: title_of(reference),
        doi: reference.doi.clone().unwrap_or_default(),
        pmid: reference.pmid.clone().unwrap_or_default(),
        cited_doi: cited.doi.clone(),
        cited_pmid: cited.pmid.clone(),
        cited_openalex: cited.openalex.clone(),
        cited_title: cited.title.clone(),
        known_by: known_by.to_owned(),
    }
}

fn title_of(reference: &Reference) -> String {
    reference.title.as_ref().map(|title| title.plain().into_owned()).unwrap_or_default()
}

/// The sources that a service has not answered about in this run, each with its identifier.
pub(crate) fn open_sources<'l>(
    library: &'l [Reference],
    run: &Run,
    service: &str,
    identifier: impl Fn(&'l Reference) -> Option<&'l str>,
) -> Vec<(&'l Reference, &'l str)> {
    let sources = library.iter().filter_map(|reference| Some((reference, identifier(reference)?)));
    sources.filter(|(reference, id)| !run.progress.has(service, reference.key.as_str(), id)).collect()
}
