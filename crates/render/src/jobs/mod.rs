//! What has to be rendered, and what can be reused: the jobs of a site, their fingerprints, and the run over them.

pub(crate) mod dry_run;
pub(crate) mod incremental;
mod job_fingerprints;
pub(crate) mod lazy_site;
mod render_jobs;
