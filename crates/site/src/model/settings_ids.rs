//! The ids that the settings name: standing disclaimers, featured pages and policies become pages and disclaimers, or
//! findings at their place in `wellpress.yaml`.

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Missing, Severity, nearest, rules};

use crate::config::MAIN_LANGUAGE;
use crate::discover::ContentKind;

use super::disclaimer::DisclaimerId;
use super::lookup::{Lookup, LookupResult};
use super::page::{PageId, Unpublished};
use super::{StandingDisclaimers, TopicDisclaimers};

/// The ids of the settings, resolved.
pub(super) struct SettingsIds {
    pub standing: StandingDisclaimers,
    pub featured: Vec<PageId>,
    pub policies: Vec<PageId>,
    /// Featured pages and policies, each with the place of its id.
    pub links: Vec<Located<PageId>>,
}

/// Looks up every id that the settings name.
pub(super) fn resolve(lookup: Lookup<'_>, findings: &mut Vec<Diagnostic>) -> SettingsIds {
    let settings = &lookup.config.settings;
    let mut resolver = SettingsResolver { lookup, findings, links: Vec::new() };
    let standing = resolver.standing_disclaimers();
    let featurable = [ContentKind::Article, ContentKind::Exercise, ContentKind::Programme, ContentKind::Topic];
    let featured = settings.featured.iter().filter_map(|id| resolver.page(id, &featurable)).collect();
    let policies = settings.policies.iter().filter_map(|id| resolver.page(id, &[ContentKind::Page])).collect();
    SettingsIds { standing, featured, policies, links: resolver.links }
}

struct SettingsResolver<'a, 'f> {
    lookup: Lookup<'a>,
    findings: &'f mut Vec<Diagnostic>,
    links: Vec<Located<PageId>>,
}

impl SettingsResolver<'_, '_> {
    fn standing_disclaimers(&mut self) -> StandingDisclaimers {
        let settings = &self.lookup.config.settings.disclaimers;
        StandingDisclaimers {
            articles: self.disclaimers(&settings.articles),
            exercises: self.disclaimers(&settings.exercises),
            programmes: self.disclaimers(&settings.programmes),
            topics: settings.topics.iter().filter_map(|(topic, ids)| self.disclaimers_of_topic(topic, ids)).collect(),
        }
    }

    fn disclaimers_of_topic(&mut self, topic: &str, ids: &[Located<String>]) -> Option<TopicDisclaimers> {
        let index = self.lookup.index;
        let LookupResult::Page(page) = index.find(ContentKind::Topic, topic, MAIN_LANGUAGE) else {
            let message = format!("there is no topic with the id `{topic}`");
            let location = self.lookup.config.location_of_key(topic);
            let finding = Diagnostic::new(&rules::SETTINGS_INVALID, location, message)
                .about_missing(Missing::File(topic.to_owned()));
            let near = nearest(topic, index.ids(ContentKind::Topic));
            self.findings.push(finding.suggest_or(near, "make it with a file in `content/topics`"));
            return None;
        };
        Some(TopicDisclaimers { topic: page, disclaimers: self.disclaimers(ids) })
    }

    fn disclaimers(&mut self, ids: &[Located<String>]) -> Vec<DisclaimerId> {
        let source = &self.lookup.config.source;
        ids.iter()
            .filter_map(|id| self.lookup.disclaimer(source, id, &rules::SETTINGS_INVALID, self.findings))
            .collect()
    }

    /// The page of this id in the first of `kinds` that has one.
    fn page(&mut self, id: &Located<String>, kinds: &[ContentKind]) -> Option<PageId> {
        for kind in kinds {
            match self.lookup.index.find(*kind, &id.value, MAIN_LANGUAGE) {
                LookupResult::Page(page) => {
                    self.links.push(Located { value: page, span: id.span });
                    return Some(page);
                }
                LookupResult::Hidden(reason) => {
                    self.warn_of_hidden(id, *kind, reason);
                    return None;
                }
                LookupResult::Nothing => {}
            }
        }
        let near = nearest(&id.value, kinds.iter().flat_map(|kind| self.lookup.index.ids(*kind)));
        let message = format!("there is no {} with the id `{}`", kinds[0].name(), id.value);
        let location = self.lookup.config.source.locate(id.span);
        let finding =
            Diagnostic::new(&rules::SETTINGS_INVALID, location, message).about_missing(Missing::File(id.value.clone()));
        let help = format!("make it with a file in `content/{}`", kinds[0].folder());
        self.findings.push(finding.suggest_or(near, help));
        None
    }

    /// The site is complete without this page, so the error of a link to an unpublished page is only a warning here.
    fn warn_of_hidden(&mut self, id: &Located<String>, kind: ContentKind, reason: Unpublished) {
        let message = format!("the {kind} `{}` is not published: {}", id.value, reason.as_str());
        let location = self.lookup.config.source.locate(id.span);
        let help = format!("{}, or take the id out", reason.remedy());
        let finding = Diagnostic::new(&rules::LINK_UNPUBLISHED, location, message).help(help);
        self.findings.push(Diagnostic { severity: Severity::Warning, ..finding });
    }
}
