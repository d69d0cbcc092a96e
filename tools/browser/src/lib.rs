//! What a build cannot see, because it needs a browser: whether readers see every safety notice of a theme, and sheets as PDF files. The
//! books that stand beside these sheets need none.
//!
//! **Input:** a site that is rendered into memory, and a Chromium, Chrome or Edge. **Output:** findings of `theme check`, or PDF and EPUB
//! files in the cache, from where the next build publishes them ([`handouts`]).

mod accessibility;
mod browser;
mod browser_process;
pub mod handouts;
mod program;
pub mod theme_check;
mod views;

pub use browser::{BrowserError, FileAnswer, SiteInMemory};
