//! `retractions-old`: a list of retractions or notices that nobody refreshed for long, so that the site may rest on works that were
//! withdrawn since.

use wellpress_diagnostics::{Diagnostic, rules};
use wellpress_foundation::Day;

use wellpress_site::config::{CitationSettings, Config};
use wellpress_site::model::reference::Library;

/// A finding at the setting of each list that is older than it may be, and of each that `cite refresh` fetches and that has no date.
/// A list that the site names by its path alone may have no date.
pub(super) fn find(config: &Config, library: &Library) -> Vec<Diagnostic> {
    let citations = &config.settings.citations;
    let findings = citations.notice_files().filter_map(|list| {
        let notice_list = library.notice_lists().iter().find(|notice_list| notice_list.file == list.value)?;
        let message = match notice_list.fetched {
            Some(fetched) => {
                let last_day: Day = citations.notices_max_age().after(fetched);
                let is_old = config.options.clock.is_over(last_day);
                is_old.then(|| {
                    format!("`{}` was fetched on {fetched}, and was good until {last_day}", notice_list.file)
                })?
            }
            None if is_fetched(citations, list.value) => {
                format!("nobody knows when `{}` was fetched", notice_list.file)
            }
            None => return None,
        };
        let finding = Diagnostic::new(&rules::RETRACTIONS_OLD, config.source.locate(list.span), message);
        Some(finding.help("run `wellpress cite refresh`, and commit what it changes"))
    });
    findings.collect()
}

/// Whether `cite refresh` makes this file: the list of retractions, if it has an address, or the list of notices.
fn is_fetched(citations: &CitationSettings, file: &str) -> bool {
    let is_list =
        citations.retractions.as_ref().is_some_and(|list| list.value.url.is_some() && list.value.file == file);
    is_list || citations.notices.as_ref().is_some_and(|notices| notices.value == file)
}
