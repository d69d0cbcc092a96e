//! The one test binary: each feature in a file of its own.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::disallowed_methods, reason = "tests look at the disk from outside and start the program")]

mod any_text;
mod article_page;
mod bad_input;
mod baseline;
mod blocks;
mod cache;
mod citation_corrections;
mod citation_disambiguation;
mod citation_format;
mod citation_index;
mod citation_oracle;
mod citation_processor;
#[cfg(feature = "net")]
mod cite;
mod cite_any;
#[cfg(feature = "net")]
mod cite_faults;
#[cfg(feature = "net")]
mod cite_refresh;
#[cfg(feature = "net")]
mod cite_verify;
mod cli;
mod cli_build;
mod cli_check;
mod cross_links;
mod dashboard;
#[cfg(feature = "deploy")]
mod deploy_azure;
mod deploy_cli;
#[cfg(feature = "deploy")]
mod deploy_google;
mod deploy_killed;
#[cfg(feature = "deploy")]
mod deploy_s3;
#[path = "../../crates/deploy/tests/support/mod.rs"]
mod deploy_support;
mod diagnostics;
mod disclaimer_marks;
mod drawings;
mod editable_site;
mod emit;
mod exercises;
mod external;
mod failing_disk;
mod faults;
mod feeds;
mod formats;
mod forms;
mod fuzzed;
mod growth;
mod harness;
mod hidden_notices;
mod hostile;
mod hostile_clients;
mod incremental;
mod index_pages;
mod json_ld;
mod killed;
mod languages;
mod large_pictures;
mod layers;
#[cfg(feature = "net")]
mod logo;
mod loopback;
mod machine;
mod manual;
mod marks;
mod markdown;
mod markup;
mod page_templates;
mod pagination;
mod picture_cache;
mod picture_preview;
mod pictures;
mod preview_harness;
mod private_fields;
mod program;
mod programmes;
mod prose_rules;
mod publishing;
mod records;
mod redirects;
mod reference_list;
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
mod serve;
mod serve_drafts;
mod serve_edits;
#[cfg(feature = "deploy")]
mod service;
mod sharing;
mod signatures;
mod site_on_disk;
mod sitemap;
mod sites;
mod small_site;
mod source_data;
mod template_edits;
mod text;
mod theme_parts;
mod translations;
mod unusual_files;
mod well_guide;
mod workflows;
