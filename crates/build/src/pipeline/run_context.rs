//! [`RunContext`]: the inputs that every step of a run shares.

use std::sync::Arc;

use wellpress_check::sentence_rules::HouseRules;
use wellpress_io::fs::Files;
use wellpress_site::config::Config;

use super::request::{Request, Stage};

/// The inputs that every step of a run shares: the file system, the request and the settings that were read for it. It is [`Copy`], so that a step can keep it beside values that it borrows mutably.
#[derive(Clone, Copy)]
pub(super) struct RunContext<'a> {
    pub(super) files: &'a dyn Files,
    pub(super) request: &'a Request<'a>,
    pub(super) config: &'a Config,
    pub(super) house_rules: &'a Arc<HouseRules>,
}

impl RunContext<'_> {
    pub(super) fn begin(self, stage: Stage) {
        self.request.observer.begin(stage);
    }
}
