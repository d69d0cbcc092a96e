//! Pages that the build generates: the home page, lists, the glossary, the page of corrections and the citation index.

use serde_json::{Value, json};

use wellpress_bibliography::ExportFormat;
use wellpress_site::parse::glossary::GlossaryId;
use wellpress_site::resolve::bodies::language_url;
use wellpress_site::resolve::glossary_terms::glossary_url;

use crate::context::{Link, breadcrumbs};
use crate::machine::json_ld::text::plain;
use crate::machine::json_ld::{GraphNodes, ListPage, ListSubject, StructuredData, node_ref, with};

impl StructuredData<'_> {
    /// The site itself, described in full here and nowhere else, and its home page, which has no breadcrumbs.
    pub(crate) fn home(self) -> GraphNodes {
        let language = &self.config.languages[self.language];
        let site = json!({
            "description": language.description,
            "inLanguage": self.tag(),
            "publisher": self.full_publisher(),
        });
        let properties = json!({
            "description": language.description,
            "breadcrumb": null,
            "publishingPrinciples": self.principles(),
        });
        let home = language_url(self.config, self.language);
        vec![with(self.site(), site), with(self.titled_page(&home, &language.title, "WebPage"), properties)]
    }

    pub(crate) fn list(self, list: ListPage<'_>) -> GraphNodes {
        let name: String = match list.subject {
            ListSubject::Section(of) => of.title(self.config, self.strings, self.resolved.site),
            ListSubject::Page(page) => self.resolved.site.page(page).title.clone(),
        };
        let mut web_page = self.titled_page(list.url, &name, "CollectionPage");
        web_page["mainEntity"] = self.item_list(list.url, &name, list.entries, list.preceding).into();
        let ListSubject::Page(page) = list.subject else { return self.below_home(list.url, web_page) };
        web_page["about"] = self.subjects(&[page]).into();
        let parents = breadcrumbs::breadcrumbs(self.config, self.resolved, self.strings, page);
        self.below(parents, Link::new(self.resolved.site.page(page).short_title(), list.url), web_page)
    }

    /// A glossary as a [DefinedTermSet](https://schema.org/DefinedTermSet) with a DefinedTerm for each entry.
    pub(crate) fn glossary(self, glossary_id: GlossaryId) -> GraphNodes {
        let glossary = &self.resolved.site.glossaries[glossary_id];
        let url = glossary_url(self.config, self.language);
        let name = self.say("text-glossary");
        let id = self.id(&url, "terms");
        let terms = glossary.terms.iter().map(|term| {
            let address = self.id(&url, &term.anchor);
            json!({
                "@type": "DefinedTerm",
                "@id": address,
                "name": term.name,
                "alternateName": term.also_called,
                "description": plain(&term.definition, &glossary.source),
                "url": address,
                "inDefinedTermSet": node_ref(&id),
            })
        });
        let mut term_set = json!({
            "@type": "DefinedTermSet",
            "@id": id,
            "name": name,
            "url": self.absolute(&url),
            "inLanguage": self.tag(),
            "citation": super::source::cited(&self.resolved.glossaries[glossary_id].citations),
        });
        term_set["hasDefinedTerm"] = terms.collect();
        let mut web_page = self.titled_page(&url, &name, "WebPage");
        web_page["mainEntity"] = term_set;
        self.below_home(&url, web_page)
    }

    /// The page of all corrections. The corrections themselves are in the graphs of the pages that were corrected.
    pub(crate) fn corrections(self, url: &str) -> GraphNodes {
        let mut web_page = self.titled_page(url, &self.say("text-corrections"), "WebPage");
        web_page["publishingPrinciples"] = self.principles().into();
        self.below_home(url, web_page)
    }

    /// The citation index as a [Dataset](https://schema.org/Dataset) that can be downloaded in several formats. The sources
    /// are not listed here: there may be tens of thousands.
    pub(crate) fn citation_index(self) -> GraphNodes {
        let Link { title, url, .. } = breadcrumbs::references(self.config, self.strings, self.language);
        let mut web_page = self.titled_page(&url, &title, "CollectionPage");
        web_page["mainEntity"] = json!({
            "@type": "Dataset",
            "@id": self.id(&url, "sources"),
            "name": title,
            "description": self.config.languages[self.language].description,
            "url": self.absolute(&url),
            "inLanguage": self.tag(),
            "creator": self.publisher(),
            "distribution": self.exports(),
        });
        self.below_home(&url, web_page)
    }

    pub(crate) fn further_page(self, parents: &[Link], url: &str, title: &str) -> GraphNodes {
        let web_page = self.titled_page(url, title, "CollectionPage");
        let home = breadcrumbs::home(self.config, self.strings, self.language);
        self.below(std::iter::once(home).chain(parents.iter().cloned()).collect(), Link::new(title, url), web_page)
    }

    /// The files that hold all sources.
    fn exports(self) -> Vec<Value> {
        let files = ExportFormat::ALL.iter().map(|format| {
            let path = format!("{}references.{}", self.config.base.path, format.extension());
            json!({
                "@type": "DataDownload",
                "contentUrl": self.absolute(&path),
                "encodingFormat": format.media_type(),
            })
        });
        files.collect()
    }

    /// A page whose parent is the home page.
    fn below_home(self, url: &str, web_page: Value) -> GraphNodes {
        let home = breadcrumbs::home(self.config, self.strings, self.language);
        let current = Link::new(web_page["name"].as_str().unwrap_or_default(), url);
        self.below(vec![home], current, web_page)
    }
}
