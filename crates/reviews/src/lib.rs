//! The state of the reviews of each page (reviewed, due, overdue, changed since its approval), for `review status` and the overview of the
//! preview, and bar charts of the whole site ([`figures()`]).
//!
//! **Input:** a resolved site and its settings. **Output:** a [`PageStatus`] for each page that is reviewed, and the charts of a
//! report. What has to be done, and by whom, is listed by `wellpress_check::care`; signing a page, and what reviewers send back, are left to
//! `wellpress_review`.

mod figures;
mod status;

pub use figures::figures;
pub use status::{ApprovalState, PageStatus, ReviewState, statuses};
