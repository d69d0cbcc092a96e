//! Keeps a published site current: prints what time has done to it, and takes a page back in an emergency.
//!
//! **Input:** a checked site. **Output:** the list of `wellpress_check::care` in a form for people or programs ([`text`], [`markdown`]),
//! and an edit of one file ([`notice_edit`]). Which events there are is left to `wellpress_check`.

pub mod command;
pub mod markdown;
pub mod notice_edit;
pub mod text;
pub mod withdraw;
