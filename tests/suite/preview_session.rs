//! A preview without a server, of which somebody looks at every file after each edit.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;

use wellpress_build::pipeline::{CheckedSite, Edited, PreviewUser, Request, Session};
use wellpress_diagnostics::{Diagnostic, Report};
use wellpress_io::artifact::{MemorySink, SitePath};
use wellpress_io::cache::Fingerprint;
use wellpress_io::fs::Files;
use wellpress_render::{ImageCache, LazySite, RenderError, RenderInput, with_lazy_site};

type RenderedFiles = BTreeMap<SitePath, Vec<u8>>;

/// Runs builds one after the other, and keeps the files of each job while its fingerprint is the same.
#[derive(Default)]
pub struct PreviewSession {
    session: Mutex<Session>,
    jobs: Mutex<BTreeMap<String, (Fingerprint, RenderedFiles)>>,
    shown: Mutex<Option<Result<RenderedFiles, Vec<Diagnostic>>>>,
    rendered: Mutex<Vec<String>>,
    report: Mutex<Report>,
    page_count: Mutex<usize>,
}

/// What a build of a preview shows.
pub struct ShownSite {
    pub report: Report,
    /// All files; `None` if findings stopped the build.
    pub files: Option<RenderedFiles>,
    pub page_count: usize,
    /// The names of the jobs that were rendered, in their order.
    pub rendered: Vec<String>,
}

impl PreviewSession {
    pub fn run(&mut self, files: &dyn Files, request: &Request<'_>, edited: Edited<'_>) -> ShownSite {
        *self.shown.get_mut().unwrap() = None;
        self.rendered.get_mut().unwrap().clear();
        let session = std::mem::take(self.session.get_mut().unwrap());
        session.run(files, request, edited, self).unwrap();
        let report = std::mem::take(self.report.get_mut().unwrap());
        let is_refused = report.has_from(request.failing_severity);
        let (report, files) = match self.shown.get_mut().unwrap().take() {
            Some(Ok(files)) => (report, Some(files).filter(|_| !is_refused)),
            Some(Err(findings)) if !is_refused => {
                (Report::new(report.findings().iter().cloned().chain(findings.into_iter().map(Arc::new))), None)
            }
            Some(Err(_)) | None => (report, None),
        };
        ShownSite {
            report,
            files,
            page_count: *self.page_count.get_mut().unwrap(),
            rendered: self.rendered.get_mut().unwrap().clone(),
        }
    }

    fn all_files(&self, lazy: &LazySite<'_>, files: &dyn Files) -> Result<RenderedFiles, RenderError> {
        let sink = MemorySink::new(files);
        lazy.put_site_files(&sink)?;
        let mut all = sink.into_files();
        let mut jobs = self.jobs.lock().unwrap();
        let earlier = std::mem::take(&mut *jobs);
        for job in lazy.jobs() {
            let (name, fingerprint) = (lazy.name(job), lazy.fingerprint(job));
            let rendered = match earlier.get(&name).filter(|(known, _)| *known == fingerprint) {
                Some((_, rendered)) => rendered.clone(),
                None => {
                    let sink = MemorySink::new(files);
                    lazy.render(job, &sink)?;
                    self.rendered.lock().unwrap().push(name.clone());
                    sink.into_files()
                }
            };
            for path in rendered.keys() {
                let is_found = lazy.jobs_for(path.as_str()).into_iter().any(|job| lazy.name(job) == name);
                assert!(is_found, "a request for {} does not lead to {name}", path.as_str());
            }
            all.extend(rendered.clone());
            jobs.insert(name, (fingerprint, rendered));
        }
        *self.page_count.lock().unwrap() = lazy.page_count();
        Ok(all)
    }
}

impl PreviewUser for PreviewSession {
    fn show(&self, request: &Request<'_>, files: &dyn Files, site: RenderInput<'_>) {
        let image_cache = ImageCache::new(files, &request.cache);
        let shown = with_lazy_site(site, &image_cache, |lazy| lazy.and_then(|lazy| self.all_files(&lazy, files)));
        let shown = shown.map_err(|error| match error {
            RenderError::Theme(finding) | RenderError::Copy(finding) => vec![*finding],
            RenderError::Pictures(findings) => findings,
            RenderError::Sink(_) | RenderError::Path(_) => panic!("{error}"),
        });
        *self.shown.lock().unwrap() = Some(shown);
    }

    fn judged(&self, site: CheckedSite<'_>, session: Session) {
        *self.report.lock().unwrap() = site.report;
        *self.session.lock().unwrap() = session;
    }

    fn panicked(&self) {}

    fn stopped(&self, report: Report, session: Session) {
        *self.report.lock().unwrap() = report;
        *self.session.lock().unwrap() = session;
    }
}
