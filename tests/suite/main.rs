//! The one test binary: each feature in a file of its own.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::disallowed_methods, reason = "tests look at the disk from outside and start the program")]

mod any_text;
mod article_page;
mod bad_input;
mod baseline;
mod hostile_clients;
mod blocks;
mod cache;
mod citation_format;
mod citation_index;
#[cfg(feature = "net")]
mod cite;
mod cite_any;
#[cfg(feature = "net")]
mod cite_faults;
mod citation_oracle;
mod cli;
mod cross_links;
mod dashboard;
#[path = "../../crates/deploy/tests/support/mod.rs"]
mod deploy_support;
mod deploy_cli;
#[cfg(feature = "deploy")]
mod deploy_azure;
#[cfg(feature = "deploy")]
mod deploy_google;
mod deploy_killed;
#[cfg(feature = "deploy")]
mod deploy_s3;
mod diagnostics;
mod disclaimer_marks;
mod unusual_files;
mod emit;
mod exercises;
mod external;
mod faults;
mod failing_disk;
mod feeds;
mod formats;
mod forms;
mod fuzzed;
mod growth;
mod harness;
mod hostile;
mod incremental;
mod json_ld;
mod languages;
mod killed;
mod layers;
#[cfg(feature = "net")]
mod logo;
mod loopback;
mod machine;
mod manual;
mod marks;
mod markup;
mod site_on_disk;
mod pagination;
mod pictures;
mod processor_defects;
mod program;
mod programmes;
mod publishing;
mod records;
mod reference_list;
mod redirects;
mod regions;
mod reproducible;
mod retractions;
mod review;
mod rule_pages;
mod safety;
mod schema;
mod schema_org;
#[cfg(feature = "search")]
mod search;
mod sitemap;
mod sites;
mod serve;
mod serve_edits;
mod preview_harness;
#[cfg(feature = "deploy")]
mod service;
mod sharing;
mod small_site;
mod source_data;
mod template_edits;
mod text;
mod theme_parts;
mod translations;
mod well_guide;
