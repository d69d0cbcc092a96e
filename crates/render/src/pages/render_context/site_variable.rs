//! The variable `site` of templates: the settings, the theme and the sections of the site in one language.

use std::collections::BTreeMap;

use wellpress_io::artifact::FEED_FILE;
use wellpress_site::config::{Config, LanguageId, MenuChild, MenuItem};
use wellpress_site::model::address::escape_path;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::bodies::language_url;

use crate::context;
use crate::context::breadcrumbs::section_title;
use crate::drawings::icons::Icon;
use crate::pages::lists::search_address;
use crate::pages::render_context::{WEB_MANIFEST, link, listed_in};
use crate::pages::sheet_page::address as sheet_address;
use crate::theme::Theme;
use crate::theme::assets::logo::Logo;
use crate::theme::strings::text_direction::direction;

/// The parts of a [`RenderContext`](crate::pages::render_context::RenderContext) that the variable is made of. It is made before there is a context:
/// the HTML that a context holds is rendered with it.
#[derive(Clone, Copy)]
pub(crate) struct SiteVariables<'a> {
    pub config: &'a Config,
    pub resolved: &'a ResolvedSite<'a>,
    pub theme: &'a Theme,
    pub icons: &'a [Icon],
}

impl SiteVariables<'_> {
    /// The variable in a language, without the HTML of the theme's parts.
    pub fn site(self, language: LanguageId) -> context::Site {
        let (config, theme) = (self.config, self.theme);
        let settings = &config.settings;
        let names = &config.languages[language];
        let home = language_url(config, language);
        let policies = self.resolved.site.policies.iter().map(|page| link(config, self.resolved.site.page(*page)));
        context::Site {
            title: names.title.clone(),
            description: names.description.clone(),
            language: names.tag.clone(),
            dir: direction(&names.tag),
            menus: self.menus(language),
            policies: policies.collect(),
            organization: self.organization(),
            logo: logo(config, theme, theme.logos.light.as_ref()),
            logo_dark: logo(config, theme, theme.logos.dark.as_ref()),
            feed: format!("{home}{FEED_FILE}"),
            sheet: sheet_address::address(config, self.resolved, theme, language),
            search: search_address::is_offered(config, theme).then(|| search_address::address(config, language)),
            assets: self.assets(),
            fonts: self.fonts(),
            icons: self.icons(),
            manifest: format!("{home}{}", WEB_MANIFEST),
            home,
            tokens: theme.tokens.clone(),
            sections: self.sections(language),
            own_sections: self.own_sections(language),
            extra: serde_json::to_value(&settings.extra).unwrap_or_default(),
            words: theme.strings.words(language),
            parts: BTreeMap::new(),
        }
    }

    fn menus(self, language: LanguageId) -> context::Menus {
        let menus = self.config.settings.menus_in(&self.config.languages[language].tag);
        let links = |items: &[MenuItem]| items.iter().map(|item| self.menu_link(item)).collect();
        context::Menus { main: links(&menus.main), footer: links(&menus.footer) }
    }

    fn menu_link(self, item: &MenuItem) -> context::MenuLink {
        let base = &self.config.base;
        let link = |child: &MenuChild| context::Link::new(child.title.as_str(), base.site_address(&child.link.value));
        context::MenuLink {
            title: item.title.clone(),
            url: base.site_address(&item.link.value),
            children: item.children.iter().map(link).collect(),
        }
    }

    fn organization(self) -> Option<context::Organization> {
        let organization = self.config.settings.organization.as_ref()?;
        Some(context::Organization {
            name: organization.name.clone(),
            url: organization.url.as_ref().map(|url| url.value.clone()),
            logo: organization.logo.as_ref().map(|logo| self.config.base.site_address(logo)),
        })
    }

    fn assets(self) -> BTreeMap<String, String> {
        let base = &self.config.base.path;
        let assets = self.theme.assets.iter();
        assets.map(|(name, asset)| (name.clone(), format!("{base}{}", escape_path(&asset.published)))).collect()
    }

    fn fonts(self) -> Vec<context::Font> {
        let base = &self.config.base.path;
        let fonts = self.theme.preloaded_fonts.iter().filter_map(|font| {
            let published = &self.theme.assets.get(&font.asset)?.published;
            Some(context::Font { url: format!("{base}{}", escape_path(published)), media_type: font.media_type })
        });
        fonts.collect()
    }

    fn icons(self) -> BTreeMap<String, String> {
        let base = &self.config.base.path;
        self.icons.iter().map(|icon| (icon.size.to_string(), format!("{base}{}", icon.published))).collect()
    }

    fn own_sections(self, language: LanguageId) -> Vec<context::OwnSection> {
        let home = language_url(self.config, language);
        let declared_sections = self.config.sections.entries().filter(|(_, section)| section.is_declared());
        let listed_sections =
            declared_sections.filter(|(section, _)| listed_in(self.resolved, *section, language).next().is_some());
        let own_sections = listed_sections.map(|(id, section)| context::OwnSection {
            folder: section.folder.clone(),
            title: section_title(self.config, &self.theme.strings, id, language),
            url: section.has_list().then(|| format!("{home}{}", section.list_path())),
        });
        own_sections.collect()
    }

    /// The addresses of the sections that have pages. The citation index is one for all languages.
    fn sections(self, language: LanguageId) -> BTreeMap<String, String> {
        let site = self.resolved.site;
        let home = language_url(self.config, language);
        let lists = self.config.sections.with_lists();
        let lists = lists.filter(|(section, _)| listed_in(self.resolved, *section, language).next().is_some());
        let mut sections: BTreeMap<String, String> =
            lists.map(|(_, section)| (section.folder.clone(), format!("{home}{}", section.list_path()))).collect();
        if site.glossaries.iter().any(|glossary| glossary.language == language) {
            sections.insert("glossary".to_owned(), format!("{home}glossary/"));
        }
        if !site.corrections(language).is_empty() {
            sections.insert("corrections".to_owned(), format!("{home}corrections/"));
        }
        if !self.resolved.citation_index.sources.is_empty() {
            sections.insert("references".to_owned(), format!("{}references/", self.config.base.path));
        }
        sections
    }
}

/// A logo of the theme with the address under which it is published.
pub(crate) fn logo(config: &Config, theme: &Theme, logo: Option<&Logo>) -> Option<context::Logo> {
    let logo = logo?;
    let published = &theme.assets.get(&logo.asset)?.published;
    let src = format!("{}{}", config.base.path, escape_path(published));
    Some(context::Logo { src, width: logo.pixels.width, height: logo.pixels.height })
}
