//! **wellpress** is a static site generator for health content: articles, exercises and people as records, one library
//! of sources, checked as a whole and rendered as a site with a citation index.
//!
//! Data flows one way. Each stage is a function that takes the value of the stage before it and hands on a new one;
//! nothing is filled in later and nothing reaches back:
//!
//! ```text
//! Config -> Inventory -> Parsed -> Site -> ResolvedSite -> Report -> artifacts       -> Manifest
//! config    discover     parse     model   resolve         check     render, search     emit
//! ```
//!
//! The stages up to `resolve` are the crate `wellpress_site`; `check`, `render` and `search` are crates of these names. `wellpress_build` runs
//! them in order and publishes the output. The files under them, the findings and the library of sources have crates of their own. This
//! crate is what people use: the command line and the preview. It embeds the theme. What a desk uses now and then (`cite`, `review`,
//! `import`, `deploy`, and what needs a browser) is a crate in `tools` and a feature of this one.
//!
//! An author's mistake is a [`wellpress_diagnostics::Diagnostic`]: it joins the report and the stage continues, so that one
//! run shows all of them. A fault that the program cannot continue from, such as a full disk, is an error of the stage and
//! stops the run.
//!
//! The modules below are listed in the order in which they may use each other: each uses only those above it.

use wellpress_command::Program;

#[cfg(feature = "manual")]
pub mod manual_pages;
pub mod rule_pages;
pub mod default_theme;
pub mod scaffold;
pub mod serve;
pub mod cli;

/// What the commands receive from the program.
pub static PROGRAM: Program = Program {
    build: BUILD,
    default_theme: &default_theme::DEFAULT_THEME,
    #[cfg(feature = "review")]
    signature_verifier: Some(&wellpress_review::SSH_SIGNATURES),
    #[cfg(not(feature = "review"))]
    signature_verifier: None,
    theme_languages: default_theme::languages,
    rule_page: rule_pages::page_of,
};

/// A hash of this program's sources, its features and the compiler, made by `build.rs`. Caches carry it, and a cache with another
/// one is not read: even a small change of the program may change what a cached result means.
pub const BUILD: &str = env!("WELLPRESS_BUILD");
