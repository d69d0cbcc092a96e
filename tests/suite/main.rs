//! The one test binary: each feature in a file of its own.

mod bibliography;
mod emit;
mod faulty;
mod feeds;
mod files;
mod json_ld;
mod redirects;
mod schema_org;
mod sitemap;
mod small_site;
