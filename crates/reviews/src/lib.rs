//! The state of the reviews of a site: which pages are reviewed, due, overdue or changed since somebody approved of them, and figures of
//! all pages.
//!
//! **Input:** a resolved site and its settings. **Output:** a [`PageStatus`] for each page that is reviewed, and the charts of a
//! report. Which reviews are due or overdue is listed by `wellpress_check::care`; signing a page, and what reviewers send back, are left to
//! `wellpress_review`.

mod figures;
mod status;

pub use figures::figures;
pub use status::{ApprovalState, PageStatus, ReviewState, statuses};
