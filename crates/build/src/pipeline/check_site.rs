//! [`check_site`] and [`preview_site`]: run the stages from parsing to the report, for checks, builds and the preview alike.

use std::sync::Arc;

use wellpress_check::external::LinkChecker;
use wellpress_check::{Allowances, CheckContext, JudgedPages, LeftOut};
use wellpress_copies::Copies;
use wellpress_diagnostics::{Diagnostic, Report};
use wellpress_render::{RenderInput, Theme};
use wellpress_site::assets::{self, AssetManifest};
use wellpress_site::discover::Inventory;
use wellpress_site::model::{self, Site};
use wellpress_site::parse::kept_texts::KeptTexts;
use wellpress_site::parse::{self, Parsed, ParsedFiles};
use wellpress_site::previous::Previous;
use wellpress_site::resolve::citations::Formatters;
use wellpress_site::resolve::{self, ResolvedSite};

use super::findings_cache;
use super::outcome::CheckedSite;
use super::request::Stage;
use super::run_context::RunContext;
use super::session::{PreviewUser, PreviousRun, Reusable, Session, StageValues, Start};

/// Runs all stages from parsing to the report, then lends the site to `consume`.
pub(super) fn check_site<T>(
    run: RunContext<'_>,
    start: Start,
    link_checker: Option<&LinkChecker<'_>>,
    consume: impl FnOnce(CheckedSite<'_>) -> T,
) -> T {
    with_resolved_site(run, start, link_checker, |mut site| {
        // Only a preview reuses them.
        drop((site.parsed.take(), site.inventory.take()));
        let report = site.judge(run).0;
        consume(site.with_report(run, report))
    })
}

/// Runs all stages for a preview. The user shows the site on a thread of its own while the rules judge it on this one; a site with
/// errors that are known before the rules is shown only if the rules allow them. Returns when the user needs the site no longer.
pub(super) fn preview_site(run: RunContext<'_>, start: Start, user: &dyn PreviewUser) {
    let file_findings = start.file_findings.clone();
    with_resolved_site(run, start, None, |mut site| {
        let ResolvedRun { resolved, assets, formatters, .. } = site;
        let input = site.theme.map(|theme| RenderInput {
            config: run.config,
            resolved,
            assets,
            formatters,
            theme,
            sheets: None,
            copies: Some(&Copies),
        });
        let failing_severity = run.request.failing_severity;
        let is_sound = site.findings.iter().all(|finding| finding.severity < failing_severity);
        std::thread::scope(|scope| {
            let show = |input: RenderInput<'_>| user.show(run.request, run.files, input);
            let guard = TellOfPanic(user);
            if let Some(input) = input.filter(|_| is_sound) {
                scope.spawn(move || show(input));
            }
            let (report, judged) = site.judge(run);
            let (resolved, theme) = (site.resolved.resolution(site.site.clone()), site.theme.cloned());
            let (parsed, inventory) =
                (site.parsed.take().unwrap_or_default(), site.inventory.take().unwrap_or_default());
            let stages = StageValues { parsed, assets: site.assets.clone(), resolved, judged, theme };
            let session = Session::after(PreviousRun::new(run.config, inventory, file_findings, stages));
            let is_allowed = !report.has_from(failing_severity);
            user.judged(site.with_report(run, report), session);
            drop(guard);
            if let Some(input) = input.filter(|_| !is_sound && is_allowed) {
                show(input);
            }
        });
    });
}

/// Tells the user of a site that the rules have panicked. Otherwise it would go on showing the site, which the panic waits for.
struct TellOfPanic<'a>(&'a dyn PreviewUser);

impl Drop for TellOfPanic<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.panicked();
        }
    }
}

/// A site after the stage that resolves it, with the values that the rules and the next run need.
struct ResolvedRun<'a> {
    site: &'a Arc<Site>,
    resolved: &'a ResolvedSite<'a>,
    assets: &'a Arc<AssetManifest>,
    formatters: &'a Formatters<'a>,
    theme: Option<&'a Arc<Theme>>,
    findings: Vec<Diagnostic>,
    context: Option<CheckContext<'a>>,
    saves_cache: bool,
    /// For the next run.
    parsed: Option<ParsedFiles>,
    inventory: Option<Inventory>,
    /// The values of the run before.
    reusable: Option<Reusable>,
}

impl<'a> ResolvedRun<'a> {
    /// Judges the site, and gives up what only the rules need.
    fn judge(&mut self, run: RunContext<'_>) -> (Report, JudgedPages) {
        run.begin(Stage::Check);
        let (reusable, findings) = (self.reusable.take(), std::mem::take(&mut self.findings));
        let context = self.context.take().expect("a site is judged once");
        let of_stage = reusable.as_ref().map(|reusable| reusable.previous().map(|stages| &stages.judged));
        let judged = wellpress_check::judge(run.config, self.resolved, &context, findings, of_stage);
        if self.saves_cache {
            findings_cache::save(run, &context.kept, &judged.1);
        }
        // Freeing a large site takes as long as modelling it.
        rayon::spawn(move || drop(reusable));
        judged
    }

    fn with_report(&self, run: RunContext<'a>, report: Report) -> CheckedSite<'a> {
        CheckedSite {
            config: run.config,
            site: self.site,
            resolved: self.resolved,
            assets: self.assets,
            formatters: self.formatters,
            theme: self.theme.map(|theme| &**theme),
            report,
        }
    }
}

/// Runs the stages from parsing to resolving, then lends the site to `consume`.
///
/// The resolved site borrows the site, so both are lent instead of returned. Large values are freed on another thread, because
/// freeing a large site takes as long as modelling it.
fn with_resolved_site<T>(
    run: RunContext<'_>,
    start: Start,
    link_checker: Option<&LinkChecker<'_>>,
    consume: impl FnOnce(ResolvedRun<'_>) -> T,
) -> T {
    let Start { inventory, file_findings, reusable, kept, kept_texts, saves_cache } = start;
    let previous = reusable.as_ref().map(Reusable::previous);
    let mut findings = file_findings;
    findings.extend_from_slice(&run.house_rules.findings);
    let FilesOfSite { parsed, parsed_files, assets, context } =
        read_files(run, &inventory, previous, &kept_texts, &mut findings);
    if saves_cache {
        kept_texts.save(run.files, run.config, &run.request.cache, &parsed_files.texts_to_keep());
    }
    drop(kept_texts);
    let context = CheckContext { link_checker, kept, ..context };
    let assets = Arc::new(assets);

    run.begin(Stage::Model);
    let of_stage = previous.map(|run| run.map(|stages| stages.resolved.site()));
    let (site, model_findings) = model::model(run.config, parsed, of_stage);
    findings.extend(model_findings);
    let site = Arc::new(site);
    let formatters = load_styles(run, &site, &mut findings);
    let theme = load_theme(run, previous, &mut findings);
    findings.extend(theme.iter().flat_map(|theme| theme.findings_about_pages(run.config, &site)));

    run.begin(Stage::Resolve);
    let of_stage = previous.map(|run| run.map(|stages| &stages.resolved));
    let (resolved, formatters, resolve_findings) =
        resolve::resolve(run.config, &site, &assets, &inventory, formatters, of_stage);
    findings.extend(resolve_findings);

    let outcome = consume(ResolvedRun {
        site: &site,
        resolved: &resolved,
        assets: &assets,
        formatters: &formatters,
        theme: theme.as_ref(),
        findings,
        context: Some(context),
        saves_cache,
        parsed: Some(parsed_files),
        inventory: Some(inventory),
        reusable,
    });
    formatters.drop_in_background();
    resolved.drop_in_background();
    rayon::spawn(move || drop(site));
    outcome
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
    kept_texts: &KeptTexts,
    findings: &mut Vec<Diagnostic>,
) -> FilesOfSite<'a> {
    run.begin(Stage::Parse);
    let of_stage = previous.map(|run| run.map(|stages| &stages.parsed));
    let (parsed, parse_findings, parsed_files) = parse::parse(run.files, run.config, inventory, of_stage, kept_texts);
    findings.extend(parse_findings);

    run.begin(Stage::Assets);
    let of_stage = previous.map(|run| run.map(|stages| &*stages.assets));
    let (assets, asset_findings) = assets::read(run.files, run.config, inventory, of_stage);
    findings.extend(asset_findings);

    // Collected now, because the model consumes the parsed files, and a site no longer has what was left out.
    let left_out = LeftOut::new(run.config.content_folder(), inventory, &parsed, findings);
    let context = CheckContext {
        house_rules: run.house_rules.clone(),
        allowances: Allowances::new(&parsed),
        left_out,
        ..CheckContext::default()
    };
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
        None => match Theme::load(run.files, run.config, run.request.default_theme) {
            Ok(theme) => theme,
            Err(theme_findings) => {
                findings.extend(theme_findings);
                return None;
            }
        },
    };
    findings.extend_from_slice(&theme.findings);
    Some(theme)
}
