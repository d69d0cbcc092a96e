//! Checks the site in a folder: reads `wellpress.yaml` and `content`, runs every stage, and prints the findings.
//!
//! ```console
//! $ cargo run -p wellpress-check --example check_folder
//! $ cargo run -p wellpress-check --example check_folder -- path/to/site
//! ```
//!
//! Without a path it checks this repository, whose `content` is the Well Guide.

#![expect(clippy::print_stdout, reason = "an example shows its result")]
#![expect(clippy::disallowed_methods, reason = "an example of its own reads its arguments and the clock")]

use std::error::Error;
use std::path::Path;

use wellpress_check::{Allowances, CheckContext, LeftOut};
use wellpress_diagnostics::render::text::{self, Colour};
use wellpress_diagnostics::{Diagnostic, Report};
use wellpress_foundation::Day;
use wellpress_io::fs::{Disk, Files};
use wellpress_site::config::{self, BuildOptions, Clock, Config, IncludeUnpublished, SearchIndex};
use wellpress_site::parse::kept_texts::KeptTexts;
use wellpress_site::resolve::citations::Formatters;
use wellpress_site::{assets, discover, model, parse, resolve};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/../..").to_owned());
    let root = Path::new(&folder);
    let settings = Disk.read(&root.join("wellpress.yaml"))?;
    let report = match load_config(root, settings) {
        Ok(config) => check_site(&config)?,
        Err(findings) => Report::new(findings),
    };
    print!("{}", text::render(&report, Colour::Plain));
    Ok(())
}

/// Reads the settings, without which no other stage can run.
fn load_config(root: &Path, settings: Vec<u8>) -> Result<Config, Vec<Diagnostic>> {
    let options = BuildOptions {
        include: IncludeUnpublished::default(),
        left_out_drafts: Default::default(),
        base_url: None,
        output: root.join("output"),
        clock: Clock::at(Day(jiff::Zoned::now().date())),
        index: SearchIndex::Skip,
    };
    let mut findings = Vec::new();
    match parse::decode(&"wellpress.yaml".into(), settings, &mut findings) {
        Some(source) => config::load(root, source, None, options),
        None => Err(findings),
    }
}

/// Runs the stages. `None` stands for the values of a previous run: an editor's preview passes them to reuse what did not change.
fn check_site(config: &Config) -> std::io::Result<Report> {
    let (inventory, mut findings) = discover::discover(&Disk, config)?;
    let (parsed, parse_findings, _) = parse::parse(&Disk, config, &inventory, None, &KeptTexts::default());
    findings.extend(parse_findings);
    let (assets, asset_findings) = assets::read(&Disk, config, &inventory, None);
    findings.extend(asset_findings);
    // Taken before the parsed files become the site: comments that allow a finding, and files that are missing from the site.
    let context = CheckContext {
        allowances: Allowances::new(&parsed),
        left_out: LeftOut::new(config.content_folder(), &inventory, &parsed, &findings),
        ..CheckContext::default()
    };
    let (site, model_findings) = model::model(config, parsed, None);
    findings.extend(model_findings);
    let formatters = Formatters::new(&Disk, config, &site).unwrap_or_else(|style_findings| {
        findings.extend(style_findings);
        Formatters::shipped(&site)
    });
    findings.extend_from_slice(formatters.style_warnings());
    let (resolved, _, resolve_findings) = resolve::resolve(config, &site, &assets, &inventory, formatters, None);
    findings.extend(resolve_findings);
    println!("{} pages, {} cited sources", site.pages.len(), resolved.citation_index.sources.len());
    let (report, _) = wellpress_check::judge(config, &resolved, &context, findings, None);
    Ok(report)
}
