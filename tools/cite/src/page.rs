//! Reads the metadata of a web page into a CSL-JSON item: its `citation_*` tags, its JSON-LD and its Open Graph tags. Where they
//! disagree, the first of these wins: the `citation_*` tags are written for reference managers, the last for social networks.

mod json_ld;
mod tags;

use serde_json::{Map, Value, json};
use url::Url;

use wellpress_io::net::WebResponse;

use json_ld::JsonLdMetadata;
use tags::HeadTags;

/// The metadata of a page as a CSL item; `None` if the page has no title at all.
#[must_use]
pub fn csl_item_of_page(response: &WebResponse) -> Option<Value> {
    let tags = HeadTags::read(&String::from_utf8_lossy(&response.body));
    let json_ld = JsonLdMetadata::from_blocks(&tags.json_ld);
    PageMetadata { tags: &tags, json_ld: &json_ld, url: &response.url }.csl_item()
}

/// All metadata of a page, from which each method below chooses one variable of CSL. The order of trust is the same in each: the
/// `citation_*` tags, then JSON-LD, then the tags that every page has. A page seldom has all of them, so the result often mixes
/// the three.
struct PageMetadata<'a> {
    tags: &'a HeadTags,
    json_ld: &'a JsonLdMetadata,
    url: &'a Url,
}

impl PageMetadata<'_> {
    fn csl_item(&self) -> Option<Value> {
        let texts = [
            ("container-title", self.container()),
            ("publisher", self.tags.first(&["citation_publisher", "dc.publisher"])),
            ("container-title-short", self.tags.first(&["citation_journal_abbrev"])),
            ("volume", self.tags.first(&["citation_volume"])),
            ("issue", self.tags.first(&["citation_issue"])),
            ("page", self.pages()),
            ("DOI", self.tags.first(&["citation_doi"])),
            ("PMID", self.tags.first(&["citation_pmid"])),
            ("ISSN", self.tags.first(&["citation_issn"])),
            ("ISBN", self.tags.first(&["citation_isbn"])),
            ("number", self.tags.first(&["citation_technical_report_number"])),
            ("language", self.language()),
        ];
        let mut item = Map::new();
        item.insert("title".to_owned(), json!(self.title()?));
        item.insert("type".to_owned(), json!(self.csl_type()));
        item.insert("URL".to_owned(), json!(self.address()));
        for (variable, text) in texts {
            item.extend(text.map(|text| (variable.to_owned(), json!(text))));
        }
        let authors = self.authors();
        if !authors.is_empty() {
            item.insert("author".to_owned(), Value::Array(authors));
        }
        item.extend(self.issued().map(|issued| ("issued".to_owned(), issued)));
        Some(Value::Object(item))
    }

    fn csl_type(&self) -> &'static str {
        const TYPE_BY_TAG: [(&str, &str); 6] = [
            ("citation_journal_title", "article-journal"),
            ("citation_conference_title", "paper-conference"),
            ("citation_inbook_title", "chapter"),
            ("citation_dissertation_institution", "thesis"),
            ("citation_technical_report_institution", "report"),
            ("citation_isbn", "book"),
        ];
        let tagged_type = TYPE_BY_TAG.iter().find(|(tag, _)| self.tags.first(&[tag]).is_some());
        tagged_type.map(|(_, csl_type)| *csl_type).or(self.json_ld.csl_type).unwrap_or("webpage")
    }

    /// The title without the site's name behind it, which pages add for browser tabs: "Back pain | Mayo Clinic".
    fn title(&self) -> Option<String> {
        let title = self.tags.first(&["citation_title"]).or_else(|| self.json_ld.title.clone());
        let title = title.or_else(|| self.tags.first(&["dc.title", "og:title"]).or_else(|| self.tags.title.clone()))?;
        let Some(site) = self.site_name() else { return Some(title) };
        let dividers = [" | ", " - ", " \u{2013} ", " \u{2014} ", " :: ", " \u{00b7} "];
        let without_site = dividers.iter().find_map(|divider| title.strip_suffix(site.as_str())?.strip_suffix(divider));
        Some(without_site.map(str::trim).filter(|title| !title.is_empty()).map(str::to_owned).unwrap_or(title))
    }

    fn site_name(&self) -> Option<String> {
        self.tags.first(&["og:site_name"]).or_else(|| self.json_ld.site.clone())
    }

    fn container(&self) -> Option<String> {
        let tags = ["citation_journal_title", "citation_conference_title", "citation_inbook_title"];
        self.tags.first(&tags).or_else(|| self.json_ld.journal.clone()).or_else(|| self.site_name())
    }

    fn pages(&self) -> Option<String> {
        let first = self.tags.first(&["citation_firstpage"])?;
        let last = self.tags.first(&["citation_lastpage"]).filter(|last| *last != first);
        Some(last.map_or_else(|| first.clone(), |last| format!("{first}-{last}")))
    }

    fn authors(&self) -> Vec<Value> {
        let citation_authors = self.tags.all(&["citation_author"]);
        if !citation_authors.is_empty() {
            return citation_authors.iter().flat_map(|names| names.split(';')).filter_map(person).collect();
        }
        if !self.json_ld.authors.is_empty() {
            return self.json_ld.authors.clone();
        }
        let names = self.tags.all(&["dc.creator", "author", "article:author"]);
        // `article:author` is the address of a profile on many pages.
        names.iter().filter(|name| !name.contains("://")).filter_map(|name| self.person_or_body(name)).collect()
    }

    /// Reads a name from a tag that people and organisations share. An organisation taken for a person would be cited as
    /// "Clinic, M.", so a name with the site's own name is kept whole.
    fn person_or_body(&self, name: &str) -> Option<Value> {
        let is_site = self.site_name().is_some_and(|site| name.starts_with(&site));
        if is_site { Some(json!({ "literal": name })) } else { person(name) }
    }

    fn issued(&self) -> Option<Value> {
        const OF_THE_RECORD: [&str; 4] =
            ["citation_publication_date", "citation_date", "citation_online_date", "dc.date"];
        let recorded = self.tags.first(&OF_THE_RECORD).or_else(|| self.json_ld.date.clone());
        let date = recorded.or_else(|| self.tags.first(&["article:published_time", "article:modified_time"]))?;
        // The library's reader knows the forms of dates. Some sites divide the parts by slashes, which it takes for a range.
        Some(json!({ "raw": date.replace('/', "-") }))
    }

    fn language(&self) -> Option<String> {
        let tag = self.tags.first(&["citation_language"]).or_else(|| self.tags.language.clone())?;
        let tag = tag.replace('_', "-");
        tag.parse::<unic_langid::LanguageIdentifier>().is_ok().then_some(tag)
    }

    /// The canonical address of the page, else the address of the response; without fragment. A canonical
    /// address on another host is ignored: it would cite a page that nobody fetched.
    fn address(&self) -> String {
        let canonical = self.tags.canonical.as_ref().and_then(|address| self.url.join(address).ok());
        let same_host = canonical.filter(|canonical| canonical.host_str() == self.url.host_str());
        let mut url = same_host.unwrap_or_else(|| self.url.clone());
        url.set_fragment(None);
        url.into()
    }
}

/// `Lee, A. B.` and `A. B. Lee` as a CSL name with its parts; a single word as a literal name.
fn person(text: &str) -> Option<Value> {
    let text = text.trim().trim_end_matches(',');
    let name = match text.split_once(',') {
        Some((family, given)) => json!({ "family": family.trim(), "given": given.trim() }),
        None => match text.rsplit_once(' ') {
            Some((given, family)) => json!({ "family": family, "given": given.trim() }),
            None if text.is_empty() => return None,
            None => json!({ "literal": text }),
        },
    };
    Some(name)
}
