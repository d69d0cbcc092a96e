//! Texts of other tools as Markdown of wellpress.

pub(crate) mod html;
