//! Runs the render jobs of a site, and reuses the files of those whose fingerprint is that of the previous run.
//!
//! Input: the jobs, their fingerprints, and the [`JobRecords`] of the previous run. Output: files in the sink, and a
//! [`RenderSummary`] with the records for the next run. A full build is the same with empty records, so there is no second
//! path that could render something else. What a fingerprint has to cover is left to `job_fingerprints`.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use wellpress_io::artifact::{Artifact, PublishedFile, Sink, SinkError};
use wellpress_io::cache::{Fingerprint, FingerprintBuilder};
use wellpress_site::model::Page;

use crate::jobs::job_fingerprints::JobFingerprints;
use crate::jobs::render_jobs::{RenderJob, jobs};
use crate::pages::records::sheet::sheet_of;
use crate::pages::render_context::RenderContext;
use crate::pictures::image_cache::ImageCache;
use crate::{RenderError, site_files};

/// The outcome of every job of one run, for the next run to reuse. It is saved to the cache between processes.
#[derive(Debug, Clone, Default)]
pub struct JobRecords {
    by_name: HashMap<Arc<str>, Arc<JobRecord>>,
    /// How many pages all jobs rendered.
    pages: usize,
}

impl JobRecords {
    /// Whether no run has left records here.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }

    fn insert(&mut self, record: Arc<JobRecord>) {
        self.pages += record.pages;
        if let Some(earlier) = self.by_name.insert(record.name.clone(), record) {
            self.pages -= earlier.pages;
        }
    }
}

/// The page for addresses that do not exist belongs to no job.
pub(super) const PAGES_WITHOUT_JOB: usize = 1;

/// The files of one job, and the fingerprint of what they were rendered from.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct JobRecord {
    name: Arc<str>,
    fingerprint: Fingerprint,
    /// How many of the files are pages.
    pages: usize,
    files: Box<[PublishedFile]>,
}

/// How the files of a job came into the sink.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    Rendered,
    Reused,
}

/// What a run rendered, in numbers, and its records for the next run.
#[derive(Debug, Clone, Default)]
pub struct RenderSummary {
    /// All HTML pages of the site, reused ones included. Redirects and handouts are not counted.
    pub pages: usize,
    /// The pages that were rendered in this run.
    pub pages_rendered: usize,
    /// Sheets without a PDF file of what they show now, if the site publishes such files.
    pub sheets_without_pdf: usize,
    /// Guides and programmes without a book of what they show now, if the site publishes such files.
    pub books_missing: usize,
    /// Images that had to be encoded or drawn because the image cache did not have them.
    pub images_made: usize,
    /// Fingerprint of everything that the site was rendered from.
    pub input: Fingerprint,
    /// The records for the next run.
    pub records: JobRecords,
}

/// What all jobs of a run share.
#[derive(Clone, Copy)]
pub(crate) struct RenderRun<'a> {
    pub cx: &'a RenderContext<'a>,
    pub image_cache: &'a ImageCache<'a>,
    pub previous: &'a JobRecords,
    pub sink: &'a dyn Sink,
}

impl RenderRun<'_> {
    /// Renders all jobs that changed, in parallel, and reuses the others.
    pub fn render(self) -> Result<RenderSummary, RenderError> {
        let fingerprints = JobFingerprints::new(self.cx);
        let outcomes = jobs(self.cx).into_par_iter().map(|job| self.reuse_or_render(job, &fingerprints)).collect();
        let mut summary = RenderSummary::default();
        let mut input = FingerprintBuilder::new("input");
        for (record, origin) in all_or_first_error(outcomes)? {
            // Outcomes have the order of the jobs and not that in which threads finished, so equal sites have equal
            // fingerprints.
            input.add_all([record.fingerprint]);
            summary.pages_rendered += if origin == Origin::Rendered { record.pages } else { 0 };
            summary.records.insert(record);
        }
        let recorder = Recorder::new(self.sink);
        site_files::put(self.cx, self.image_cache, &recorder)?;
        summary.input = input.with(recorder.sorted_hashes()).fingerprint();
        summary.pages = summary.records.pages + PAGES_WITHOUT_JOB;
        (summary.sheets_without_pdf, summary.books_missing) = self.files_to_print(&summary.records);
        summary.images_made = self.image_cache.images_made();
        self.image_cache.sweep(|| jobs(self.cx).into_iter().flat_map(|job| job.image_keys(self.cx)).collect());
        Ok(summary)
    }

    /// How many sheets have no PDF file and how many books are missing among the files of their pages, whether these were rendered in
    /// this run or an earlier one.
    fn files_to_print(self, records: &JobRecords) -> (usize, usize) {
        if self.cx.sheets.is_none() {
            return (0, 0);
        }
        let (site, wanted) = (self.cx.resolved.site, &self.cx.config.settings.handouts);
        let sheets: Vec<_> = site.pages.iter().filter_map(|page| Some((page, sheet_of(site, page)?))).collect();
        let without_pdf = sheets.iter().filter(|(page, sheet)| wanted.pdf && !self.has_file(records, page, &sheet.pdf));
        let books = sheets.iter().filter_map(|(page, sheet)| Some((page, sheet.epub.as_ref()?)));
        let missing = books.filter(|(page, epub)| wanted.epub && !self.has_file(records, page, epub));
        (without_pdf.count(), missing.count())
    }

    fn has_file(self, records: &JobRecords, page: &Page, path: &str) -> bool {
        let record = records.by_name.get(RenderJob::Page(page).name(self.cx).as_str());
        record.is_some_and(|record| record.files.iter().any(|file| file.path.as_str() == path))
    }

    fn reuse_or_render(
        self,
        job: RenderJob<'_>,
        fingerprints: &JobFingerprints<'_>,
    ) -> Result<(Arc<JobRecord>, Origin), RenderError> {
        let name = job.name(self.cx);
        let fingerprint = fingerprints.of(job);
        let previous = self.previous.by_name.get(name.as_str()).filter(|record| record.fingerprint == fingerprint);
        // The sink refuses files that somebody changed or removed since, so they are rendered again.
        match previous.filter(|record| self.sink.reuse(&record.files)) {
            Some(record) => Ok((record.clone(), Origin::Reused)),
            None => Ok((self.run_job(job, name, fingerprint)?, Origin::Rendered)),
        }
    }

    fn run_job(
        self,
        job: RenderJob<'_>,
        name: String,
        fingerprint: Fingerprint,
    ) -> Result<Arc<JobRecord>, RenderError> {
        let recorder = Recorder::new(self.sink);
        let pages = job.run(self.cx, self.image_cache, &recorder)?;
        Ok(Arc::new(JobRecord { name: name.into(), fingerprint, pages, files: recorder.into_files().into() }))
    }
}

/// All values, or the first error. Unreadable pictures are an exception: all of them are reported at once.
pub(super) fn all_or_first_error<T>(outcomes: Vec<Result<T, RenderError>>) -> Result<Vec<T>, RenderError> {
    let (mut values, mut unreadable) = (Vec::with_capacity(outcomes.len()), Vec::new());
    for outcome in outcomes {
        match outcome {
            Ok(value) => values.push(value),
            Err(RenderError::Pictures(findings)) => unreadable.extend(findings),
            Err(error) => return Err(error),
        }
    }
    if unreadable.is_empty() { Ok(values) } else { Err(RenderError::Pictures(unreadable)) }
}

/// A sink that passes files on and records them, with their hashes. A job's record is made of what the job put, so no job can
/// forget to report a file, and files that a job stops to put are missing from its next record.
struct Recorder<'a> {
    sink: &'a dyn Sink,
    files: Mutex<Vec<PublishedFile>>,
}

impl<'a> Recorder<'a> {
    fn new(sink: &'a dyn Sink) -> Self {
        Self { sink, files: Mutex::default() }
    }

    fn into_files(self) -> Vec<PublishedFile> {
        // A poisoned lock is no harm: a panic ends the run, and until then each file is added whole.
        self.files.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sorted by path: threads put files in any order.
    fn sorted_hashes(self) -> Vec<(String, [u8; 32])> {
        let files = self.into_files().into_iter();
        let mut hashes: Vec<_> = files.map(|file| (file.path.as_str().to_owned(), *file.hash.as_bytes())).collect();
        hashes.sort_unstable();
        hashes
    }
}

impl Sink for Recorder<'_> {
    fn put(&self, artifact: Artifact<'_>) -> Result<PublishedFile, SinkError> {
        let file = self.sink.put(artifact)?;
        self.files.lock().unwrap_or_else(PoisonError::into_inner).push(file.clone());
        Ok(file)
    }

    fn reuse(&self, files: &[PublishedFile]) -> bool {
        self.sink.reuse(files)
    }

    fn prefers_deferred(&self) -> bool {
        self.sink.prefers_deferred()
    }
}

/// Sorted by name, so that equal records are equal bytes in the cache.
impl Serialize for JobRecords {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut records: Vec<&JobRecord> = self.by_name.values().map(|record| &**record).collect();
        records.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        records.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for JobRecords {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut records = Self::default();
        Vec::deserialize(deserializer)?.into_iter().for_each(|record| records.insert(record));
        Ok(records)
    }
}
