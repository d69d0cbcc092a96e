//! Resolved site in, artifacts out: the only room that knows HTML and the template engine.

pub mod context;
pub mod breadcrumbs;
pub mod alternates;
pub mod json_ld;
pub mod feeds;
pub mod sitemap;
pub mod redirects;
