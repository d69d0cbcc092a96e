//! Which reviews of a page count, and what readers may be told of them, once the states of its sign-offs are known.

use wellpress_diagnostics::Span;
use wellpress_foundation::Day;

use crate::config::{Config, SignOffPolicy};
use crate::model::review::{Review, ReviewPlace};
use crate::model::sign_off::PageSignOffs;
use crate::model::{Page, PageId, PageRecord};
use crate::parse::sign_offs::{Decision, SignOff};
use crate::sections::ContentKind;

use super::resolved_site::ResolvedSite;
use super::review_states::{PageReviewState, ReviewStanding};
use super::signatures::SignatureVerdict;

impl ResolvedSite<'_> {
    /// The states of the sign-offs of a page; `None` if it has no file of sign-offs.
    #[must_use]
    pub fn review_state(&self, page: PageId) -> Option<&PageReviewState> {
        self.review_states.get(&page).map(|state| &**state)
    }

    /// Whether a page has other words than those that were signed last.
    #[must_use]
    pub fn is_changed_since_sign_off(&self, page: &Page) -> bool {
        let approval = page.sign_offs.as_ref().and_then(PageSignOffs::current_approval);
        let state = approval.and_then(|approval| self.review_state(page.id)?.of_entry(approval));
        state.is_some_and(|state| !state.is_of_present_words)
    }

    /// The last approval of a page, revoked or not, if it is of other words than the page has.
    #[must_use]
    pub fn last_approval_of_other_words<'p>(&self, page: &'p Page) -> Option<&'p SignOff> {
        let approval = page.sign_offs.as_ref()?.last_approval()?;
        let state = self.review_state(page.id)?.of_entry(approval)?;
        (!state.is_of_present_words).then_some(approval)
    }

    /// The approval since which a page changed, if a reviewer can approve of these changes alone: nobody has asked for others.
    #[must_use]
    pub fn approval_before_changes<'p>(&self, page: &'p Page) -> Option<&'p SignOff> {
        let sign_offs = page.sign_offs.as_ref().filter(|sign_offs| sign_offs.open_request().is_none())?;
        sign_offs.current_approval().filter(|_| self.is_changed_since_sign_off(page))
    }

    /// Whether an approval needs a signature: the settings ask for it, or its author had a key on that day. Otherwise anybody could
    /// write an approval in the name of somebody who signs with a key. Only the last decision of a person in a role counts, and
    /// what an approval of changes rests on.
    #[must_use]
    pub fn needs_signature(&self, config: &Config, sign_offs: &PageSignOffs, entry: &SignOff) -> bool {
        (config.settings.review.sign_off == SignOffPolicy::Signed
            || self.signing_keys.has_key_on(&entry.person.value, entry.date.value))
            && entry.decision == Decision::Approved
            && (sign_offs.decisions().iter().any(|decision| std::ptr::eq(*decision, entry))
                || sign_offs.resting_on(entry).next().is_some())
    }

    /// A sign-off of exactly the words that a page has now, with a signature where one is needed. The newest of them.
    #[must_use]
    pub fn standing_sign_off<'p>(&self, config: &Config, page: &'p Page) -> Option<&'p SignOff> {
        let (sign_offs, states) = (page.sign_offs.as_ref()?, self.review_state(page.id)?);
        let approvals = sign_offs.decisions().into_iter().filter(|entry| sign_offs.is_approval(entry));
        let mut standing = approvals.filter(|entry| {
            states.of_entry(entry).is_some_and(|state| {
                let is_signed_enough = match state.verdict {
                    SignatureVerdict::Valid { .. } => true,
                    SignatureVerdict::Unsigned => !self.needs_signature(config, sign_offs, entry),
                    SignatureVerdict::Invalid { .. } => false,
                };
                state.is_of_present_words && is_signed_enough
            })
        });
        standing.next()
    }

    /// What readers may be told of a review of this page. A review of the front matter is bound to no words.
    #[must_use]
    pub fn review_standing(&self, page: &Page, review: &Review) -> ReviewStanding {
        let ReviewPlace::SignOff(span) = review.place else { return ReviewStanding::default() };
        let Some(state) = self.review_state(page.id).and_then(|state| state.at(span)) else {
            return ReviewStanding::default();
        };
        let is_valid = matches!(state.verdict, SignatureVerdict::Valid { .. });
        let is_outdated = !state.is_of_present_words && !self.is_brought_up_to_date(page, span);
        ReviewStanding { is_outdated, is_signed: is_valid && state.is_of_present_words }
    }

    /// Whether somebody approved of what changed since the sign-off at this place, so that both together are of the present words.
    fn is_brought_up_to_date(&self, page: &Page, span: Span) -> bool {
        let Some(sign_offs) = &page.sign_offs else { return false };
        let entry = sign_offs.all().find(|entry| entry.person.span == span);
        let mut later = entry.into_iter().flat_map(|entry| sign_offs.resting_on(entry));
        let state_of = |entry| self.review_state(page.id).and_then(|state| state.of_entry(entry));
        later.any(|entry| {
            state_of(entry).is_some_and(|state| state.is_of_present_words) && self.is_able_to_approve(page, entry)
        })
    }

    /// Whether whoever approves in a medical or clinical role has credentials.
    fn is_able_to_approve(&self, page: &Page, entry: &SignOff) -> bool {
        let person = self.site.index.find(ContentKind::Person, &entry.person.value, page.language).page();
        let person = person.map(|person| &self.site.page(person).record);
        let is_able = matches!(person, Some(PageRecord::Person(person)) if person.can_review_medically());
        is_able || !entry.role.is_medical_or_clinical()
    }

    /// The reviews of a page that are of its present words, as far as that is known.
    pub fn standing_reviews<'b>(&'b self, page: &'b Page) -> impl Iterator<Item = &'b Review> {
        let reviews = page.editorial().into_iter().flat_map(|editorial| &editorial.reviews);
        reviews.filter(|review| !self.review_standing(page, review).is_outdated)
    }

    /// The medical and clinical reviews of a page that are of its present words.
    pub fn standing_medical_reviews<'b>(&'b self, page: &'b Page) -> impl Iterator<Item = &'b Review> {
        self.standing_reviews(page).filter(|review| self.is_medical(review))
    }

    /// Whether a review is medical or clinical, and its reviewer has credentials. Without them nobody has said that the
    /// advice is sound, whatever the role is called.
    #[must_use]
    pub fn is_medical(&self, review: &Review) -> bool {
        let reviewer = &self.site.page(review.person).record;
        let is_able = matches!(reviewer, PageRecord::Person(person) if person.can_review_medically());
        is_able && review.role.is_medical_or_clinical()
    }

    /// The day of the newest of these reviews, if the page also has medical or clinical reviews that do not count, whose days are
    /// in its record too. `None` if all count or none does.
    #[must_use]
    pub fn newest_of_some_medical_reviews(&self, page: &Page) -> Option<Day> {
        let reviews = page.editorial().into_iter().flat_map(|editorial| &editorial.reviews);
        let review_count = reviews.filter(|review| review.role.is_medical_or_clinical()).count();
        let has_fallen_reviews = self.standing_medical_reviews(page).count() < review_count;
        self.standing_medical_reviews(page).filter(|_| has_fallen_reviews).filter_map(|review| review.date).max()
    }

    /// Whether a page has a medical or clinical review of its present words.
    #[must_use]
    pub fn is_medically_reviewed(&self, page: &Page) -> bool {
        self.standing_medical_reviews(page).next().is_some()
    }
}
