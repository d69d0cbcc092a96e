//! Compares the entries of a library with the records that the services have for their DOIs and PubMed ids. Input: entries and a
//! [`Fetcher`]. Output: a [`VerifiedSource`] for each entry. How they are reported is left to [`findings`].

pub mod findings;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use wellpress_bibliography::comparison::{ComparedField, Comparison, FieldDifference, compare, has_value};
use wellpress_bibliography::{Identifier, Reference};
use wellpress_foundation::{Day, Period};

use super::fetch::{FetchError, Fetcher, ServiceRecord};
use super::title_capitals;

/// How long a record of an earlier run is used. The services correct few records.
const MAX_AGE: Period = Period::of_days(7);

/// A service that did not answer so many requests, and none before, is not asked again in this run.
const MAX_FAILURES: usize = 3;

/// An entry with what the services say about its identifiers.
#[derive(Debug)]
pub struct VerifiedSource<'a> {
    /// The entry of the library.
    pub entry: &'a Reference,
    /// The answer for each identifier of the entry, the DOI first; empty for an entry with neither.
    pub answers: Vec<(Identifier, Answer)>,
}

/// What a service says about an identifier.
#[derive(Debug)]
pub enum Answer {
    /// It has a record of the same work, which differs in these fields.
    SameWork(Box<Reference>, Vec<FieldDifference>),
    /// It has a record of another work.
    OtherWork(Box<Reference>),
    /// The identifier does not exist.
    Absent(FetchError),
    /// Nobody knows: the service did not answer, or not with a record.
    Unknown(FetchError),
    /// The service was not asked, since it did not answer before.
    Skipped,
}

impl VerifiedSource<'_> {
    /// The fields in which the entry differs from a record and agrees with no other one, each with the record.
    #[must_use]
    pub fn differences(&self) -> Vec<(&Identifier, &Reference, &FieldDifference)> {
        ComparedField::ALL.into_iter().filter_map(|field| self.difference(field)).collect()
    }

    /// The first difference in a field, if the entry agrees with no record in it.
    fn difference(&self, field: ComparedField) -> Option<(&Identifier, &Reference, &FieldDifference)> {
        let mut all_differences = self.records().flat_map(|(identifier, record, differences)| {
            differences.iter().map(move |difference| (identifier, record, difference))
        });
        all_differences.find(|(_, _, difference)| difference.field == field && !self.is_confirmed(field))
    }

    /// Whether a record has this field, and the entry does not differ from it there.
    fn is_confirmed(&self, field: ComparedField) -> bool {
        self.records().any(|(_, record, differences)| {
            has_value(record, field) && differences.iter().all(|difference| difference.field != field)
        })
    }

    /// The records of the same work, each with its differences.
    fn records(&self) -> impl Iterator<Item = (&Identifier, &Reference, &[FieldDifference])> {
        self.answers.iter().filter_map(|(identifier, answer)| match answer {
            Answer::SameWork(record, differences) => Some((identifier, &**record, differences.as_slice())),
            _ => None,
        })
    }
}

/// The DOI and the PubMed id of an entry.
#[must_use]
pub fn identifiers(entry: &Reference) -> Vec<Identifier> {
    let doi = entry.doi.clone().map(Identifier::Doi);
    doi.into_iter().chain(entry.pmid.clone().map(Identifier::Pmid)).collect()
}

/// Records that services sent in earlier runs, with the days on which they did.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct RecordHistory {
    by_identifier: BTreeMap<String, (Day, ServiceRecord)>,
}

/// Asks the services about entries. Limits of time, size and requests at a time are those of the client.
pub struct Verifier<'a> {
    fetcher: Fetcher<'a>,
    /// Records of earlier runs and of this one.
    history: Mutex<RecordHistory>,
    doi_failures: AtomicUsize,
    pmid_failures: AtomicUsize,
}

impl<'a> Verifier<'a> {
    /// A verifier that asks for what the history does not have, or has from more than seven days ago.
    #[must_use]
    pub fn new(fetcher: Fetcher<'a>, mut history: RecordHistory) -> Self {
        let (since, today) = (MAX_AGE.before(fetcher.today), fetcher.today);
        history.by_identifier.retain(|_, (day, _)| *day > since && *day <= today);
        let (doi_failures, pmid_failures) = Default::default();
        Self { fetcher, history: Mutex::new(history), doi_failures, pmid_failures }
    }

    /// The history with the records of this run.
    #[must_use]
    pub fn into_history(self) -> RecordHistory {
        self.history.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// Compares each entry with its records. `on_progress` is called after each.
    pub fn verify<'r>(&self, entries: &[&'r Reference], on_progress: &(dyn Fn() + Sync)) -> Vec<VerifiedSource<'r>> {
        let verified = entries.par_iter().with_max_len(1).map(|entry| {
            let answers = identifiers(entry).into_iter().map(|identifier| {
                let answer = self.answer(entry, &identifier);
                (identifier, answer)
            });
            let verified = VerifiedSource { entry, answers: answers.collect() };
            on_progress();
            verified
        });
        verified.collect()
    }

    fn answer(&self, entry: &Reference, identifier: &Identifier) -> Answer {
        let failures = match identifier {
            Identifier::Doi(_) => &self.doi_failures,
            _ => &self.pmid_failures,
        };
        let Some(result) = self.record(identifier, failures) else { return Answer::Skipped };
        let reference = result.and_then(|record| Ok((record.reference(identifier)?, record.years())));
        match reference {
            Err(error @ FetchError::Absent(_)) => Answer::Absent(error),
            Err(error) => Answer::Unknown(error),
            Ok((mut record, mut years)) => {
                // Works are cited by the year of the issue.
                if let (Some(print), Some(issued)) = (years.print, &mut record.issued) {
                    years.online = years.online.or(Some(issued.year));
                    issued.year = print;
                }
                // For the patch: the braces of BibTeX.
                title_capitals::protect(&mut record);
                match compare(entry, &record, years) {
                    Comparison::OtherWork => Answer::OtherWork(Box::new(record)),
                    Comparison::SameWork(differences) => Answer::SameWork(Box::new(record), differences),
                }
            }
        }
    }

    /// The record from the history or from the service; `None` if the service is not asked any more.
    fn record(&self, identifier: &Identifier, failures: &AtomicUsize) -> Option<Result<ServiceRecord, FetchError>> {
        let name = identifier.to_string();
        if let Some((_, record)) = self.history().by_identifier.get(&name) {
            return Some(Ok(record.clone()));
        }
        if failures.load(Ordering::SeqCst) >= MAX_FAILURES {
            return None;
        }
        let result = self.fetcher.fetch_record(identifier);
        match &result {
            Ok(record) => {
                failures.store(0, Ordering::SeqCst);
                // A record that says nothing is asked for again.
                if record.reference(identifier).is_ok() {
                    self.history().by_identifier.insert(name, (self.fetcher.today, record.clone()));
                }
            }
            Err(error) if error.is_silence() => _ = failures.fetch_add(1, Ordering::SeqCst),
            Err(_) => failures.store(0, Ordering::SeqCst),
        }
        Some(result)
    }

    fn history(&self) -> MutexGuard<'_, RecordHistory> {
        self.history.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
