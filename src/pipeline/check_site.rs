//! [`check_site`]: runs the stages from parsing to the report, for checks, builds and the preview alike.

use std::sync::Arc;

use wellpress_diagnostics::Diagnostic;
use wellpress_render::Theme;
use wellpress_site::assets::{self, AssetManifest};
use wellpress_site::check::external::LinkChecker;
use wellpress_site::check::{self, Allowances, CheckContext, LeftOut};
use wellpress_site::discover::Inventory;
use wellpress_site::model::{self, Site};
use wellpress_site::parse::{self, Parsed, ParsedFiles};
use wellpress_site::previous::Previous;
use wellpress_site::resolve;
use wellpress_site::resolve::citations::Formatters;

use crate::default_theme::DEFAULT_THEME;

use super::session::{self, PreviousRun, StageValues, Start};
use super::{CheckedSite, RunContext, Stage};

/// The purpose of a run, which decides where it takes reusable values from and where it leaves them.
pub(super) enum RunMode<'a> {
    /// Reports on the site, and perhaps on the addresses that it links to elsewhere.
    Inspect(Option<&'a LinkChecker<'a>>),
    /// Builds the site once in this process.
    Build,
    /// Builds the site and returns the values of all stages for the next run of the same process.
    Session,
}

impl<'a> RunMode<'a> {
    fn link_checker(&self) -> Option<&'a LinkChecker<'a>> {
        if let Self::Inspect(checker) = self { *checker } else { None }
    }
}

/// Runs all stages from parsing to the report, then lends the site to `consume`.
///
/// The resolved site borrows the site, so both are lent instead of returned. The second value of the result is for the next run
/// of the same process; only [`RunMode::Session`] has one. Large values are freed on another thread, because freeing a large
/// site takes as long as modelling it.
pub(super) fn check_site<T>(
    run: RunContext<'_>,
    start: Start,
    mode: RunMode<'_>,
    consume: impl FnOnce(CheckedSite<'_>) -> T,
) -> (T, Option<PreviousRun>) {
    let Start { inventory, file_findings, reusable } = start;
    let previous = reusable.as_ref().map(session::Reusable::previous);
    let mut findings = file_findings.clone();
    findings.extend_from_slice(&run.config.house_rules.findings);
    let FilesOfSite { parsed, parsed_files, assets, context } =
        read_files(run, &inventory, previous, mode.link_checker(), &mut findings);
    // Only a session reuses them; any other run gives them up before the larger stages.
    let parsed_files = matches!(mode, RunMode::Session).then_some(parsed_files);

    run.begin(Stage::Model);
    let of_stage = previous.map(|run| run.map(|stages| stages.resolved.site()));
    let (site, model_findings) = model::model(run.config, parsed, of_stage);
    findings.extend(model_findings);
    let site = Arc::new(site);
    let formatters = load_styles(run, &site, &mut findings);
    let theme = load_theme(run, previous, &mut findings);
    findings.extend(theme.iter().flat_map(|theme| theme.findings_about_pages(&site)));

    run.begin(Stage::Resolve);
    let of_stage = previous.map(|run| run.map(|stages| &stages.resolved));
    let (resolved, formatters, resolve_findings) =
        resolve::resolve(run.config, &site, &assets, &inventory, formatters, of_stage);
    findings.extend(resolve_findings);

    run.begin(Stage::Check);
    let of_stage = previous.map(|run| run.map(|stages| &stages.judged));
    let (report, judged) = check::judge(run.config, &resolved, &context, findings, of_stage);
    // Its memory is free before the site is rendered.
    drop(context);
    let outcome = consume(CheckedSite {
        config: run.config,
        site: &site,
        resolved: &resolved,
        assets: &assets,
        formatters: &formatters,
        theme: theme.as_deref(),
        report,
    });
    formatters.drop_in_background();
    let this_run = match parsed_files {
        Some(parsed) => {
            let resolved = resolved.into_resolution(site.clone());
            let stages = StageValues { parsed, assets, resolved, judged, theme };
            Some(PreviousRun::new(run.config, inventory, file_findings, stages))
        }
        None => {
            resolved.drop_in_background();
            None
        }
    };
    rayon::spawn(move || drop((site, reusable)));
    (outcome, this_run)
}

/// What the files of the site say, before anything is known of their meaning.
struct FilesOfSite<'a> {
    parsed: Parsed,
    parsed_files: ParsedFiles,
    assets: AssetManifest,
    context: CheckContext<'a>,
}

fn read_files<'a>(
    run: RunContext<'_>,
    inventory: &Inventory,
    previous: Option<Previous<'_, StageValues>>,
    link_checker: Option<&'a LinkChecker<'a>>,
    findings: &mut Vec<Diagnostic>,
) -> FilesOfSite<'a> {
    run.begin(Stage::Parse);
    let of_stage = previous.map(|run| run.map(|stages| &stages.parsed));
    let (parsed, parse_findings, parsed_files) = parse::parse(run.files, run.config, inventory, of_stage);
    findings.extend(parse_findings);

    run.begin(Stage::Assets);
    let of_stage = previous.map(|run| run.map(|stages| &stages.assets));
    let (assets, asset_findings) = assets::read(run.files, run.config, inventory, of_stage);
    findings.extend(asset_findings);

    // Collected now, because the model consumes the parsed files, and a site no longer has what was left out.
    let left_out = LeftOut::new(inventory, &parsed, findings);
    let context = CheckContext { allowances: Allowances::new(&parsed), left_out, link_checker };
    FilesOfSite { parsed, parsed_files, assets, context }
}

/// Loads the citation styles. If the style of the settings has mistakes, the embedded ones are used instead, so that the other
/// stages can still run and report.
fn load_styles<'s>(run: RunContext<'_>, site: &'s Site, findings: &mut Vec<Diagnostic>) -> Formatters<'s> {
    run.begin(Stage::Styles);
    let formatters = Formatters::new(run.files, run.config, site).unwrap_or_else(|style_findings| {
        findings.extend(style_findings);
        Formatters::shipped(site)
    });
    findings.extend_from_slice(formatters.style_warnings());
    formatters
}

/// Takes the theme from the previous run, or loads it. A theme carries its findings, so that a run which reuses it reports them
/// again.
fn load_theme(
    run: RunContext<'_>,
    previous: Option<Previous<'_, StageValues>>,
    findings: &mut Vec<Diagnostic>,
) -> Option<Arc<Theme>> {
    run.begin(Stage::Theme);
    let theme = match previous.and_then(|run| run.value().theme.clone()) {
        Some(theme) => theme,
        None => match Theme::load(run.files, run.config, &DEFAULT_THEME) {
            Ok(theme) => Arc::new(theme),
            Err(theme_findings) => {
                findings.extend(theme_findings);
                return None;
            }
        },
    };
    findings.extend_from_slice(&theme.findings);
    Some(theme)
}
