//! Facts of the whole site, most of which stand in its settings.

use wellpress_diagnostics::rules;
use wellpress_diagnostics::yaml::Located;
use wellpress_site::config::{CrawlerPermission, MAIN_LANGUAGE, Policies, SignOffPolicy};
use wellpress_site::sections::ContentKind;

use super::{AuditedSite, Observation};

use Observation::{Found, Missing};

pub(super) fn publisher(site: &AuditedSite<'_>) -> Observation {
    match &site.config.settings.organization {
        Some(publisher) if !publisher.name.trim().is_empty() => Found(publisher.name.clone()),
        _ => Missing("the settings have no `organization`".to_owned()),
    }
}

/// A policy of the settings, with the page that states it. What the page says is not read.
fn policy(site: &AuditedSite<'_>, name: &str, of: fn(&Policies) -> &Option<Located<String>>) -> Observation {
    let named = of(&site.config.settings.policies).as_ref();
    let index = &site.resolved.site.index;
    let page = named.and_then(|id| index.find(ContentKind::Page, &id.value, MAIN_LANGUAGE).page());
    match page.map(|page| site.resolved.site.page(page)) {
        Some(page) => Found(format!("\"{}\", {}", page.title, site.config.base.absolute(&page.url))),
        None => Missing(format!("the settings name no page under `policies.{name}`")),
    }
}

macro_rules! policies {
    ($($function:ident $name:ident)*) => {$(
        pub(super) fn $function(site: &AuditedSite<'_>) -> Observation {
            policy(site, stringify!($name), |policies| &policies.$name)
        }
    )*};
}

policies! {
    policy_editorial editorial
    policy_review review
    policy_corrections corrections
    policy_advertising advertising
    policy_ai ai
    policy_privacy privacy
    policy_accessibility accessibility
    policy_contact contact
}

pub(super) fn feedback(site: &AuditedSite<'_>) -> Observation {
    let feedback = site.config.settings.feedback.as_ref();
    let addresses = feedback.map(|feedback| [&feedback.action, &feedback.mail]).into_iter().flatten().flatten();
    let addresses: Vec<&str> = addresses.map(|address| address.value.as_str()).collect();
    match addresses.is_empty() {
        true => Missing("the settings have no `feedback`".to_owned()),
        false => Found(format!("sent to {}", addresses.join(", "))),
    }
}

pub(super) fn review_period(site: &AuditedSite<'_>) -> Observation {
    match site.config.settings.review.every {
        Some(_) => Found(String::new()),
        None => Missing("the settings have no `review.every`".to_owned()),
    }
}

pub(super) fn sign_off_required(site: &AuditedSite<'_>) -> Observation {
    match site.config.settings.review.sign_off {
        SignOffPolicy::Off => Missing("the settings do not ask for sign-offs (`review.sign_off`)".to_owned()),
        SignOffPolicy::Required => Found("`review.sign_off: required`".to_owned()),
        SignOffPolicy::Signed => Found("`review.sign_off: signed`, with a signature".to_owned()),
    }
}

pub(super) fn retraction_data(site: &AuditedSite<'_>) -> Observation {
    let mut lists = site.resolved.site.library.notice_lists().iter().peekable();
    let old = site.report.findings().iter().find(|finding| finding.rule == &rules::RETRACTIONS_OLD);
    match old {
        Some(finding) => Missing(finding.message.clone()),
        None if lists.peek().is_none() => Missing("the site has no data on retractions".to_owned()),
        None => {
            let fetched = lists.map(|list| match list.fetched {
                Some(day) => format!("`{}`, of {day}", list.file),
                None => format!("`{}`", list.file),
            });
            Found(fetched.collect::<Vec<_>>().join("; "))
        }
    }
}

pub(super) fn links(site: &AuditedSite<'_>) -> Observation {
    if !site.has_checked_links {
        return Missing("nobody has looked yet: `wellpress check --external` does".to_owned());
    }
    let dead = site.report.findings().iter().filter(|finding| finding.rule == &rules::LINK_DEAD);
    let dead: Vec<String> =
        dead.map(|finding| format!("{}:{}", finding.location.file, finding.location.line)).collect();
    match dead.is_empty() {
        true => Found(String::new()),
        false => Missing(format!("links that lead nowhere: {}", dead.join(", "))),
    }
}

pub(super) fn site_search(site: &AuditedSite<'_>) -> Observation {
    match site.config.has_search() {
        true => Found(String::new()),
        false => Missing("the settings switch the search off (`search: none`)".to_owned()),
    }
}

pub(super) fn search_engines(site: &AuditedSite<'_>) -> Observation {
    match site.config.settings.crawlers.search {
        None | Some(CrawlerPermission::Allow) => Found(String::new()),
        Some(CrawlerPermission::Disallow) => Missing("the settings keep them away (`crawlers.search`)".to_owned()),
    }
}

pub(super) fn glossary(site: &AuditedSite<'_>) -> Observation {
    match site.resolved.site.glossaries.iter().map(|glossary| glossary.terms.len()).sum::<usize>() {
        0 => Missing("there is no term in `content/glossary.yaml`".to_owned()),
        1 => Found("1 term".to_owned()),
        terms => Found(format!("{terms} terms")),
    }
}
