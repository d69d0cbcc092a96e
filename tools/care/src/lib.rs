//! Keeps a published site current: `wellpress care` and `wellpress withdraw`.
//!
//! **Input:** a checked site, and with `--fetch` what services say of its sources. **Output:** the list of `wellpress_check::care` as text, JSON or Markdown ([`command`], [`text`],
//! [`markdown`]); a page with a notice that it was withdrawn ([`notice_edit`]), and the site that is built with it ([`withdraw`]). Left to
//! others: which items there are (`wellpress_check`), and how a change is published (the caller passes a
//! [`withdraw::ChangePublisher`]).

pub mod command;
mod fetch;
pub mod markdown;
pub mod notice_edit;
pub mod text;
pub mod withdraw;
