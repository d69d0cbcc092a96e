//! What needs attention in a site: a resolved site and its report in, a sorted list of items out. No request is sent.
//!
//! A finding says what is wrong with a text. An item says what somebody has to do about a text that was right when it was written, who,
//! and until when. The commands `care` and `list`, the preview and the desk show this list or a part of it.

mod findings;
mod item;
mod names;
mod pages;
mod requests;
mod reviews;
mod same_page;

use wellpress_diagnostics::Report;
use wellpress_foundation::Period;
use wellpress_site::config::Config;
use wellpress_site::resolve::ResolvedSite;

pub use crate::review_commands::known_reviewer;
pub use item::{
    CareActor, CareChange, CareItem, CareKind, CareList, CarePage, CarePlace, CareRole, CareState, SignedAiPage,
};
pub use names::{last_review, never_reviewed};
pub use requests::{OpenRequest, open_requests};

use names::Names;

/// All items of a site: what is overdue first, then what is due, then what comes within `soon`; each part by its gravity, then by its
/// day, by kind and place.
#[must_use]
pub fn list(config: &Config, resolved: &ResolvedSite<'_>, report: &Report, soon: Period) -> CareList {
    let names = Names { config, site: resolved.site };
    let mut items = reviews::find(names, resolved, report, soon);
    let open = requests::open_requests(config, resolved);
    items.extend(requests::items(names, resolved, &open, soon));
    items.extend(pages::find(names, resolved, soon));
    items.extend(findings::find(names, resolved, report));
    items.retain(|item| same_page::is_due_before_publication(resolved.site, item));
    let mut items = same_page::merge(items);
    same_page::wait_for_answers(names, &open, &mut items);
    items.sort_by(|a, b| sort_key(a).cmp(&sort_key(b)));
    CareList { date: config.options.clock.today(), items, signed_ai: reviews::signed_ai(names, resolved) }
}

/// What has no day comes behind what has one.
fn sort_key(item: &CareItem) -> impl Ord + '_ {
    let day = item.until.or(item.since);
    (item.state, item.kind.rank(), day.is_none(), day, item.kind, &*item.file, item.line, item.column, &*item.message)
}
