//! A web page in, the record that it gives of itself out, as a CSL-JSON item: its `citation_*` tags, its JSON-LD and its
//! Open Graph tags, in this order of trust.

mod json_ld;
mod tags;

use encoding_rs::{Encoding, UTF_8};
use serde_json::{Map, Value, json};
use url::Url;

use wellpress_io::net::WebResponse;

use json_ld::Described;
use tags::Tags;

/// Where a page says in which characters it is written.
const PREFIX: usize = 4_096;

/// The page's record; `None` where it has not even a title.
#[must_use]
pub fn item(answer: &WebResponse) -> Option<Value> {
    let tags = Tags::read(&text(answer));
    let described = Described::find(&tags.json_ld);
    let page = Page { tags: &tags, described: &described, url: &answer.url };
    page.item()
}

struct Page<'a> {
    tags: &'a Tags,
    described: &'a Described,
    url: &'a Url,
}

impl Page<'_> {
    fn item(&self) -> Option<Value> {
        let mut item = Map::new();
        item.insert("title".to_owned(), json!(self.title()?));
        item.insert("type".to_owned(), json!(self.kind()));
        item.insert("URL".to_owned(), json!(self.address()));
        let mut put = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                item.insert(name.to_owned(), json!(value));
            }
        };
        put("container-title", self.container());
        put("publisher", self.tags.first(&["citation_publisher", "dc.publisher"]));
        put("container-title-short", self.tags.first(&["citation_journal_abbrev"]));
        put("volume", self.tags.first(&["citation_volume"]));
        put("issue", self.tags.first(&["citation_issue"]));
        put("page", self.pages());
        put("DOI", self.tags.first(&["citation_doi"]).or_else(|| self.described.doi.clone()));
        put("PMID", self.tags.first(&["citation_pmid"]));
        put("ISSN", self.tags.first(&["citation_issn"]));
        put("ISBN", self.tags.first(&["citation_isbn"]));
        put("number", self.tags.first(&["citation_technical_report_number"]));
        put("language", self.language());
        let authors = self.authors();
        if !authors.is_empty() {
            item.insert("author".to_owned(), Value::Array(authors));
        }
        item.extend(self.issued().map(|issued| ("issued".to_owned(), issued)));
        Some(Value::Object(item))
    }

    fn kind(&self) -> &'static str {
        const KINDS: [(&str, &str); 6] = [
            ("citation_journal_title", "article-journal"),
            ("citation_conference_title", "paper-conference"),
            ("citation_inbook_title", "chapter"),
            ("citation_dissertation_institution", "thesis"),
            ("citation_technical_report_institution", "report"),
            ("citation_isbn", "book"),
        ];
        let tagged = KINDS.iter().find(|(tag, _)| self.tags.first(&[tag]).is_some());
        tagged.map(|(_, kind)| *kind).or(self.described.kind).unwrap_or("webpage")
    }

    /// Without the site's name, which titles of pages end with.
    fn title(&self) -> Option<String> {
        let title = self.tags.first(&["citation_title"]).or_else(|| self.described.title.clone());
        let title = title.or_else(|| self.tags.first(&["dc.title", "og:title"]).or_else(|| self.tags.title.clone()))?;
        let Some(site) = self.site() else { return Some(title) };
        let ends = [" | ", " - ", " \u{2013} ", " \u{2014} ", " :: ", " \u{00b7} "];
        let bare = ends.iter().find_map(|end| title.strip_suffix(site.as_str())?.strip_suffix(end));
        Some(bare.map(|bare| bare.trim().to_owned()).filter(|bare| !bare.is_empty()).unwrap_or(title))
    }

    fn site(&self) -> Option<String> {
        self.tags.first(&["og:site_name"]).or_else(|| self.described.site.clone())
    }

    fn container(&self) -> Option<String> {
        let of_record = ["citation_journal_title", "citation_conference_title", "citation_inbook_title"];
        self.tags.first(&of_record).or_else(|| self.described.journal.clone()).or_else(|| self.site())
    }

    fn pages(&self) -> Option<String> {
        let first = self.tags.first(&["citation_firstpage"])?;
        let last = self.tags.first(&["citation_lastpage"]).filter(|last| *last != first);
        Some(last.map_or_else(|| first.clone(), |last| format!("{first}-{last}")))
    }

    fn authors(&self) -> Vec<Value> {
        let tagged = self.tags.all(&["citation_author"]);
        if !tagged.is_empty() {
            return tagged.iter().flat_map(|names| names.split(';')).filter_map(person).collect();
        }
        if !self.described.authors.is_empty() {
            return self.described.authors.clone();
        }
        let named = self.tags.all(&["dc.creator", "author", "article:author"]);
        named.iter().filter(|name| !name.contains("://")).filter_map(|name| self.somebody(name)).collect()
    }

    /// A name of which nothing says whether it is a person's.
    fn somebody(&self, name: &str) -> Option<Value> {
        const OF_BODIES: [&str; 9] =
            ["staff", "team", "editors", "editorial", "foundation", "society", "association", "organization", "clinic"];
        let is_site = self.site().is_some_and(|site| name.starts_with(&site));
        let is_body = name.split_whitespace().any(|word| OF_BODIES.contains(&word.to_lowercase().as_str()));
        if is_site || is_body { Some(json!({ "literal": name })) } else { person(without_credentials(name)) }
    }

    fn issued(&self) -> Option<Value> {
        const DATES: [&str; 6] = [
            "citation_publication_date",
            "citation_date",
            "citation_online_date",
            "dc.date",
            "article:published_time",
            "article:modified_time",
        ];
        let (tagged, rest) = DATES.split_at(4);
        let written = self.tags.first(tagged).or_else(|| self.described.date.clone());
        date(&written.or_else(|| rest.iter().find_map(|tag| self.tags.first(&[tag])))?)
    }

    fn language(&self) -> Option<String> {
        let written = self.tags.first(&["citation_language"]).or_else(|| self.tags.language.clone())?;
        let sound = |tag: &String| tag.parse::<unic_langid::LanguageIdentifier>().is_ok();
        Some(written.replace('_', "-")).filter(sound)
    }

    /// The address that the page calls its own, if it is on the same host; without what only counts visitors.
    fn address(&self) -> String {
        let own = self.tags.canonical.as_ref().and_then(|canonical| self.url.join(canonical).ok());
        let mut url = own.filter(|own| own.host_str() == self.url.host_str()).unwrap_or_else(|| self.url.clone());
        url.set_fragment(None);
        let is_counter = |name: &str| name.starts_with("utm_") || matches!(name, "fbclid" | "gclid" | "mc_cid");
        let kept: Vec<(String, String)> =
            url.query_pairs().into_owned().filter(|(name, _)| !is_counter(name)).collect();
        if kept.is_empty() {
            url.set_query(None);
        } else if kept.len() < url.query_pairs().count() {
            url.query_pairs_mut().clear().extend_pairs(kept);
        }
        url.into()
    }
}

/// The page's text: in the characters that the answer names, else those that the page names, else UTF-8.
fn text(answer: &WebResponse) -> String {
    let named = answer.media_type.split_once("charset=").map(|(_, rest)| rest.split(';').next().unwrap_or_default());
    let named = named.and_then(|name| Encoding::for_label(name.trim().trim_matches('"').as_bytes()));
    let start = String::from_utf8_lossy(&answer.body[..answer.body.len().min(PREFIX)]).to_ascii_lowercase();
    let within = || {
        let (_, rest) = start.split_once("charset=")?;
        let label: String =
            rest.trim_start_matches(['"', '\'']).chars().take_while(|c| !" \"'/>;".contains(*c)).collect();
        Encoding::for_label(label.as_bytes())
    };
    let encoding = named.or_else(within).unwrap_or(UTF_8);
    encoding.decode(&answer.body).0.into_owned()
}

/// `Lee, A. B.` and `A. B. Lee` as a person; a single word as it is.
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

/// `Ann Lee, MD, PhD` as `Ann Lee`.
fn without_credentials(name: &str) -> &str {
    const CREDENTIALS: [&str; 22] = [
        "md", "do", "phd", "dpt", "pt", "rn", "np", "pa", "mph", "ms", "msc", "ma", "mba", "bsc", "rd", "rdn",
        "pharmd", "dc", "ot", "dds", "cscs", "facp",
    ];
    let is_credential = |part: &str| CREDENTIALS.contains(&part.trim().replace('.', "").to_lowercase().as_str());
    match name.split_once(',') {
        Some((bare, rest)) if rest.split([',', ' ']).filter(|part| !part.trim().is_empty()).all(is_credential) => bare,
        _ => name,
    }
}

/// The day, month or year with which a date begins.
fn date(text: &str) -> Option<Value> {
    let day = text.trim().split(['T', ' ']).next()?;
    let parts: Vec<u32> = day.split(['-', '/']).map_while(|part| part.parse().ok()).take(3).collect();
    let is_sound = match parts[..] {
        [year] => year >= 1000,
        [year, month] => year >= 1000 && (1..=12).contains(&month),
        [year, month, day] => {
            let numbers = (i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
            year >= 1000 && jiff::civil::Date::new(numbers.0, numbers.1, numbers.2).is_ok()
        }
        _ => false,
    };
    is_sound.then(|| json!({ "date-parts": [parts] }))
}
