//! [`PlayedServices`]: Crossref, PubMed, OpenAlex, a list of retractions and a site with links, played on this machine in the form that
//! each documents.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use url::form_urlencoded;

use wellpress_harness::loopback::{CannedResponse, LoopbackServer, ReceivedRequest};

/// A work that services know.
#[derive(Debug, Clone, Default)]
pub struct Work {
    pub doi: String,
    pub pmid: String,
    pub title: String,
    pub family: String,
    pub year: i32,
    /// Crossref's `updated-by`: type and DOI of the notice.
    pub updated_by: Vec<(&'static str, &'static str)>,
    /// Crossref's relation `is-preprint-of`.
    pub preprint_of: Option<&'static str>,
    /// PubMed's comments and corrections: `RefType`, and where.
    pub comments: Vec<(&'static str, &'static str)>,
    pub types: Vec<&'static str>,
    /// What it cites, as Crossref has it: DOIs.
    pub cites_dois: Vec<String>,
    /// As PubMed has it: PubMed ids.
    pub cites_pmids: Vec<String>,
    /// As OpenAlex has it: ids of works.
    pub cites_ids: Vec<String>,
    /// The id in OpenAlex; empty for a work that OpenAlex does not have.
    pub openalex: String,
}

type Fault = dyn Fn(&ReceivedRequest) -> Option<CannedResponse> + Send + Sync;

/// The server, and what it does instead of answering.
pub struct PlayedServices {
    pub server: LoopbackServer,
    fault: Arc<Mutex<Option<Box<Fault>>>>,
    works: Arc<Mutex<HashMap<String, Work>>>,
    list: Arc<Mutex<String>>,
}

const COLUMNS: &str =
    "Record ID,RetractionDate,RetractionDOI,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason\n";

impl PlayedServices {
    pub fn new(works: impl IntoIterator<Item = Work>) -> Self {
        let fault: Arc<Mutex<Option<Box<Fault>>>> = Arc::default();
        let works: HashMap<String, Work> = works.into_iter().map(|work| (work.doi.clone(), work)).collect();
        let (works, list) = (Arc::new(Mutex::new(works)), Arc::new(Mutex::new(COLUMNS.to_owned() + NOBODY)));
        let (played_fault, played_works, played_list) = (fault.clone(), works.clone(), list.clone());
        let server = LoopbackServer::new(move |request| {
            let instead = played_fault.lock().unwrap().as_ref().and_then(|fault| fault(request));
            let answer = || answer(request, &played_works.lock().unwrap(), &played_list.lock().unwrap());
            instead.unwrap_or_else(answer)
        });
        Self { server, fault, works, list }
    }

    /// Answers so in place of what the service says, as long as there is an answer.
    pub fn fail(&self, fault: impl Fn(&ReceivedRequest) -> Option<CannedResponse> + Send + Sync + 'static) {
        *self.fault.lock().unwrap() = Some(Box::new(fault));
    }

    pub fn recover(&self) {
        *self.fault.lock().unwrap() = None;
    }

    /// Adds a row to the list of retractions.
    pub fn retract(&self, doi: &str, pmid: &str) {
        self.list.lock().unwrap().push_str(&format!("1,6/30/2026 0:00,10.5555/notice,{doi},{pmid},Retraction,\n"));
    }

    pub fn change(&self, doi: &str, change: impl FnOnce(&mut Work)) {
        change(self.works.lock().unwrap().get_mut(doi).unwrap());
    }

    /// The settings of a site that asks these services.
    pub fn settings(&self) -> String {
        let services = ["doi", "ncbi", "crossref", "eutils", "openalex"];
        let services = services.map(|name| format!("  {name}: {}\n", self.server.url(&format!("{name}/")))).concat();
        format!(
            "title: T\nbase_url: https://test.example/\ncite:\n  timeout: 1\n  contact: desk@test.example\n{services}\
             citations:\n  retractions: {{file: data/list.csv, url: \"{}\", timeout: 2}}\n  notices: data/notices.csv\n",
            self.server.url("list.csv")
        )
    }

    /// How many requests went to this path.
    pub fn requests_to(&self, start: &str) -> usize {
        self.server.requests().iter().filter(|request| request.path.starts_with(start)).count()
    }
}

/// A list has at least a row.
const NOBODY: &str = "0,6/30/2021 0:00,10.5555/n,10.5555/nobody,0,Retraction,\n";

fn answer(request: &ReceivedRequest, works: &HashMap<String, Work>, list: &str) -> CannedResponse {
    let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
    let query: HashMap<String, String> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let find = |doi: &str| works.get(&doi.to_lowercase());
    match path {
        "/list.csv" => CannedResponse::new(200, &[("content-type", "text/csv")], list),
        "/crossref/works" => CannedResponse::json(&crossref_list(&query, works).to_string()),
        "/eutils/efetch.fcgi" => {
            let ids: Vec<&str> = query["id"].split(',').collect();
            let articles = works.values().filter(|work| ids.contains(&work.pmid.as_str())).map(article);
            let xml =
                format!("<?xml version=\"1.0\"?><PubmedArticleSet>{}</PubmedArticleSet>", articles.collect::<String>());
            CannedResponse::new(200, &[("content-type", "text/xml")], xml)
        }
        "/eutils/esearch.fcgi" => {
            let ids = works.values().filter(|work| is_like(&query["term"], work)).map(|work| &work.pmid);
            let ids: Vec<&String> = ids.filter(|id| !id.is_empty()).collect();
            CannedResponse::json(&json!({"esearchresult": {"count": ids.len().to_string(), "idlist": ids}}).to_string())
        }
        "/openalex/works" => CannedResponse::json(&openalex_list(&query, works).to_string()),
        _ => match path.strip_prefix("/crossref/works/").map(|doi| doi.replace("%2F", "/")) {
            Some(doi) => match find(&doi) {
                Some(work) => CannedResponse::json(&json!({"message": crossref(work)}).to_string()),
                None => CannedResponse::status(404),
            },
            None => CannedResponse::status(404),
        },
    }
}

/// Whether words of a search are the title of a work.
fn is_like(words: &str, work: &Work) -> bool {
    !work.title.is_empty() && words.to_lowercase().contains(&work.title.to_lowercase())
}

fn crossref_list(query: &HashMap<String, String>, works: &HashMap<String, Work>) -> Value {
    let found: Vec<Value> = match (query.get("filter"), query.get("query.bibliographic")) {
        (Some(filter), _) => {
            let dois = filter.split(',').filter_map(|part| part.strip_prefix("doi:"));
            dois.filter_map(|doi| works.get(&doi.to_lowercase())).map(crossref).collect()
        }
        (None, Some(words)) => {
            let found = works.values().filter(|work| is_like(words, work)).map(crossref);
            // A search always finds something.
            found.chain([json!({"DOI": "10.5555/far", "title": ["Something else altogether"]})]).collect()
        }
        (None, None) => Vec::new(),
    };
    json!({"status": "ok", "message-type": "work-list", "message": {"total-results": found.len(), "items": found}})
}

fn crossref(work: &Work) -> Value {
    let updated_by: Vec<Value> = (work.updated_by.iter())
        .map(|(kind, doi)| json!({"DOI": doi, "type": kind, "source": "publisher", "updated": {"date-parts": [[2026, 6, 1]]}}))
        .collect();
    let references: Vec<Value> = work
        .cites_dois
        .iter()
        .enumerate()
        .map(|(at, doi)| json!({"key": at.to_string(), "DOI": doi, "article-title": format!("Cited {doi}")}))
        .collect();
    let mut record = json!({
        "DOI": work.doi.to_uppercase(),
        "title": [work.title],
        "author": [{"family": work.family, "given": "A"}],
        "issued": {"date-parts": [[work.year]]},
        "updated-by": updated_by,
        "reference": references,
    });
    if let Some(article) = work.preprint_of {
        record["relation"] = json!({"is-preprint-of": [{"id-type": "doi", "id": article, "asserted-by": "subject"}]});
    }
    record
}

fn article(work: &Work) -> String {
    let comments = work.comments.iter().map(|(kind, place)| {
        format!("<CommentsCorrections RefType=\"{kind}\"><RefSource>{place}</RefSource></CommentsCorrections>")
    });
    let types = work.types.iter().map(|name| format!("<PublicationType>{name}</PublicationType>"));
    let references = work.cites_pmids.iter().map(|pmid| {
        format!(
            "<Reference><Citation>Cited {pmid}</Citation><ArticleIdList><ArticleId IdType=\"pubmed\">{pmid}</ArticleId></ArticleIdList></Reference>"
        )
    });
    format!(
        "<PubmedArticle><MedlineCitation><PMID>{}</PMID><Article><Journal><JournalIssue><PubDate><Year>{}</Year></PubDate></JournalIssue>\
         <Title>J</Title></Journal><ArticleTitle>{}.</ArticleTitle><AuthorList><Author><LastName>{}</LastName></Author></AuthorList>\
         <PublicationTypeList>{}</PublicationTypeList></Article><CommentsCorrectionsList>{}</CommentsCorrectionsList></MedlineCitation>\
         <PubmedData><ReferenceList>{}</ReferenceList></PubmedData></PubmedArticle>",
        work.pmid,
        work.year,
        work.title,
        work.family,
        types.collect::<String>(),
        comments.collect::<String>(),
        references.collect::<String>()
    )
}

fn openalex_list(query: &HashMap<String, String>, works: &HashMap<String, Work>) -> Value {
    let filter = query.get("filter").map(String::as_str).unwrap_or_default();
    let (name, values) = filter.split_once(':').unwrap_or_default();
    let values: Vec<&str> = values.split('|').collect();
    let is_meant = |work: &Work| match name {
        "doi" => values.contains(&work.doi.as_str()),
        "pmid" => values.contains(&work.pmid.as_str()),
        "openalex" => values.contains(&work.openalex.as_str()),
        _ => query.get("search").is_some_and(|words| is_like(words, work)),
    };
    let found = works.values().filter(|work| !work.openalex.is_empty() && is_meant(work));
    let results: Vec<Value> = found.map(|work| {
        let cited: Vec<String> = work.cites_ids.iter().map(|id| format!("https://openalex.org/{id}")).collect();
        json!({
            "id": format!("https://openalex.org/{}", work.openalex),
            "doi": format!("https://doi.org/{}", work.doi),
            "ids": {"pmid": (!work.pmid.is_empty()).then(|| format!("https://pubmed.ncbi.nlm.nih.gov/{}", work.pmid))},
            "title": work.title,
            "publication_year": work.year,
            "authorships": [{"author": {"display_name": format!("A. {}", work.family)}}],
            // OpenAlex's own mark is not asked for.
            "is_retracted": false,
            "referenced_works": cited,
        })
    }).collect();
    json!({"meta": {"count": results.len(), "per_page": 50}, "results": results})
}
