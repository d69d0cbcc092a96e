//! What several items of one page are to each other: two that one review settles are one item, and while somebody is asked about a page no
//! item says to ask again.

use std::collections::HashMap;

use wellpress_site::model::page::Unpublished;
use wellpress_site::model::{PageId, Site};

use super::item::{CareItem, CareKind};
use super::names::Names;
use super::requests::OpenRequest;
use crate::review_commands::{self, quoted};

/// Whether an item belongs in the list although its page is not published: somebody was asked about a draft, and waits or has answered.
/// What else becomes of a draft is looked at when it is published.
pub(super) fn is_due_before_publication(site: &Site, item: &CareItem) -> bool {
    let is_of_review = matches!(item.kind, CareKind::RequestOpen | CareKind::ChangesRequested | CareKind::RemarkOpen);
    match item.page_id.and_then(|page| site.page(page).unpublished) {
        None | Some(Unpublished::Expired) => true,
        Some(Unpublished::Draft) => is_of_review,
        Some(Unpublished::Future) => is_of_review || item.kind == CareKind::PageAppears,
    }
}

/// Makes one item of a change and of a use of AI that the same person reviews: one sign-off settles both.
pub(super) fn merge(items: Vec<CareItem>) -> Vec<CareItem> {
    let (of_ai, mut items): (Vec<CareItem>, Vec<CareItem>) =
        items.into_iter().partition(|item| item.kind == CareKind::AiUnreviewed);
    for item in of_ai {
        let is_same = |other: &&mut CareItem| {
            other.kind == CareKind::PageChanged && other.page_id == item.page_id && other.command == item.command
        };
        match items.iter_mut().find(is_same).filter(|_| item.page_id.is_some()) {
            Some(changed) => {
                changed.message.push_str("; AI was used for it, so that its present words need a sign-off")
            }
            None => items.push(item),
        }
    }
    items
}

/// Puts a reminder in the place of each command that asks for a review of a page about which somebody was asked already.
pub(super) fn wait_for_answers(names: Names<'_>, open: &[OpenRequest<'_>], items: &mut [CareItem]) {
    // Nobody waits for a person whom the site does not have any more.
    let mut by_page: HashMap<PageId, Vec<&OpenRequest<'_>>> = HashMap::new();
    for request in open.iter().filter(|open| open.person.is_some()) {
        request.page.iter().for_each(|page| by_page.entry(page.id).or_default().push(request));
    }
    let asks = |item: &CareItem| item.command.starts_with(review_commands::REQUEST);
    for item in items.iter_mut().filter(|item| asks(item)) {
        let Some(requests) = item.page_id.and_then(|page| by_page.get(&page)) else { continue };
        item.command = match &requests[..] {
            [only] => format!("{} --reviewer {}", review_commands::REMIND, quoted(&only.request.person.value)),
            _ => review_commands::REMIND.to_owned(),
        };
        let asked: Vec<String> = requests
            .iter()
            .map(|open| format!("`{}` was asked on {}", open.name(names.site), open.request.asked))
            .collect();
        let help = item.help.take().map(|help| format!(": {help}")).unwrap_or_default();
        item.help = Some(format!("{}: wait for the answer, or remind{help}", asked.join(", ")));
    }
}
