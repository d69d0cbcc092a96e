//! Reads records of PubMed: the XML of NCBI's `efetch` in, a `WorkAnswer` or a `Candidate` for each article out. Notices, newer
//! versions and comments are among an article's `CommentsCorrections`.

use std::collections::BTreeMap;

use roxmltree::{Document, Node, ParsingOptions};
use serde_json::Value;

use wellpress_bibliography::{Evidence, Notice, NoticeKind};
use wellpress_site::parse::service_records::SourceEvent;

use crate::answer::{self, CitedWork, ServiceUpdate, WorkAnswer, clean};
use crate::candidate::Candidate;
use crate::notice_file::ServiceNotice;

/// More nodes than the records of the largest request have.
const MAX_NODES: u32 = 20_000_000;

/// The answer about each article, by PubMed id.
///
/// # Errors
/// What is wrong with the answer, in words.
pub fn works(body: &[u8]) -> Result<BTreeMap<String, WorkAnswer>, String> {
    let document = parsed(body)?;
    let works =
        citations(&document).filter_map(|citation| Some((child_text(citation, "PMID")?, of_citation(citation))));
    Ok(works.collect())
}

/// The types of publication of one article of the answer, such as `Randomized Controlled Trial`.
///
/// # Errors
/// What is wrong with the answer, in words.
pub fn publication_types(body: &[u8], pmid: &str) -> Result<Vec<String>, String> {
    let document = parsed(body)?;
    let citation = citations(&document).find(|citation| child_text(*citation, "PMID").as_deref() == Some(pmid));
    Ok(citation.map(types).unwrap_or_default())
}

/// The articles of the answer, to compare them with an entry.
///
/// # Errors
/// What is wrong with the answer, in words.
pub fn candidates(body: &[u8]) -> Result<Vec<Candidate>, String> {
    let document = parsed(body)?;
    Ok(citations(&document).map(candidate).collect())
}

/// The PubMed ids that a search found: the JSON of NCBI's `esearch`.
///
/// # Errors
/// What is wrong with the answer, in words.
pub fn found_ids(body: &[u8]) -> Result<Vec<String>, String> {
    let answer: Value = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    let ids = answer["esearchresult"]["idlist"].as_array().ok_or("it has no `idlist`")?;
    let ids = ids.iter().filter_map(Value::as_str).map(answer::pmid).filter(|id| !id.is_empty());
    Ok(ids.collect())
}

fn parsed(body: &[u8]) -> Result<Document<'_>, String> {
    let text = std::str::from_utf8(body).map_err(|_| "it is not UTF-8")?;
    // The records begin with a document type, which names a file that is not read.
    let options = ParsingOptions { allow_dtd: true, nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| error.to_string())?;
    if !document.root_element().has_tag_name("PubmedArticleSet") {
        return Err("it is no set of articles".to_owned());
    }
    Ok(document)
}

fn citations<'d>(document: &'d Document<'_>) -> impl Iterator<Item = Node<'d, 'd>> {
    document.descendants().filter(|node| node.has_tag_name("MedlineCitation"))
}

fn of_citation(citation: Node<'_, '_>) -> WorkAnswer {
    let mut answer = WorkAnswer {
        references: cited(citation),
        is_review: Evidence::of_publication_types(&types(citation)).is_some_and(crate::is_review_design),
        ..WorkAnswer::default()
    };
    for comment in citation.descendants().filter(|node| node.has_tag_name("CommentsCorrections")) {
        let ref_type = comment.attribute("RefType").unwrap_or_default();
        let source = child_text(comment, "RefSource").unwrap_or_default();
        let pmid = child_text(comment, "PMID");
        if let Some(kind) = kind(ref_type) {
            let Notice { date, doi, .. } = Notice::in_pubmed(kind, &source);
            answer.notices.push(ServiceNotice { kind, date, doi, pmid });
        } else if let Some(event) = event(ref_type) {
            let Notice { date, doi, .. } = Notice::in_pubmed(NoticeKind::Corrected, &source);
            let doi = doi.map(|doi| doi.to_lowercase()).unwrap_or_default();
            let pmid = pmid.map(|id| answer::pmid(&id)).unwrap_or_default();
            answer.updates.push(ServiceUpdate { event, doi, pmid, title: clean(&source), date });
        }
    }
    answer
}

/// The kind of a notice about the article. Comments, and articles that this one is a notice about, are none.
fn kind(ref_type: &str) -> Option<NoticeKind> {
    Some(match ref_type {
        "RetractionIn" | "RetractedandRepublishedIn" => NoticeKind::Retracted,
        "ExpressionOfConcernIn" | "PartialRetractionIn" => NoticeKind::Concern,
        "ErratumIn" | "CorrectedandRepublishedIn" => NoticeKind::Corrected,
        _ => return None,
    })
}

/// What else became of the article. A preprint is `UpdateIn` the article that it became, and a review in its next version.
fn event(ref_type: &str) -> Option<SourceEvent> {
    Some(match ref_type {
        "UpdateIn" => SourceEvent::NewVersion,
        "CommentIn" => SourceEvent::Comment,
        _ => return None,
    })
}

/// The works that an article cites, which stand beside its citation.
fn cited(citation: Node<'_, '_>) -> Vec<CitedWork> {
    let Some(article) = citation.parent().filter(|parent| parent.has_tag_name("PubmedArticle")) else {
        return Vec::new();
    };
    let references = article.descendants().filter(|node| node.has_tag_name("Reference"));
    let cited = references.map(|reference| {
        let id = |kind: &str| article_id(reference, kind).unwrap_or_default();
        let title = child_text(reference, "Citation").map(|text| clean(&text)).unwrap_or_default();
        CitedWork { doi: answer::doi(&id("doi")), pmid: answer::pmid(&id("pubmed")), title, ..CitedWork::default() }
    });
    cited.filter(|cited| !cited.doi.is_empty() || !cited.pmid.is_empty()).collect()
}

fn article_id(node: Node<'_, '_>, kind: &str) -> Option<String> {
    let list = node.children().find(|child| child.has_tag_name("ArticleIdList"))?;
    let id = list.children().find(|id| id.attribute("IdType") == Some(kind))?;
    Some(id.text()?.trim().to_owned())
}

fn candidate(citation: Node<'_, '_>) -> Candidate {
    let text = |name: &str| descendant_text(citation, name).unwrap_or_default();
    let names =
        citation.descendants().filter(|node| node.has_tag_name("LastName") || node.has_tag_name("CollectiveName"));
    let year = citation.descendants().find(|node| node.has_tag_name("PubDate")).and_then(|date| {
        let year = descendant_text(date, "Year").or_else(|| descendant_text(date, "MedlineDate"))?;
        year.get(..4)?.parse().ok()
    });
    let titles = [text("ArticleTitle"), text("VernacularTitle")];
    let data = citation.parent().and_then(|article| article.children().find(|node| node.has_tag_name("PubmedData")));
    Candidate {
        // A translated title stands in brackets.
        titles: titles
            .iter()
            .map(|title| clean(title.trim_matches(['[', ']', '.'])))
            .filter(|title| !title.is_empty())
            .collect(),
        families: names.filter_map(|name| Some(name.text()?.to_owned())).collect(),
        year,
        container: descendant_text(citation, "Title").map(|title| clean(&title)).unwrap_or_default(),
        volume: text("Volume"),
        pages: text("MedlinePgn"),
        doi: data.and_then(|data| article_id(data, "doi")).map(|doi| answer::doi(&doi)).unwrap_or_default(),
        pmid: child_text(citation, "PMID").map(|id| answer::pmid(&id)).unwrap_or_default(),
    }
}

fn types(citation: Node<'_, '_>) -> Vec<String> {
    let types = citation.descendants().filter(|node| node.has_tag_name("PublicationType"));
    types.filter_map(|node| node.text()).map(str::to_owned).collect()
}

/// All text within the first element of this name: titles have italics.
fn descendant_text(node: Node<'_, '_>, name: &str) -> Option<String> {
    let element = node.descendants().find(|element| element.has_tag_name(name))?;
    Some(element.descendants().filter(Node::is_text).filter_map(|text| text.text()).collect())
}

fn child_text(node: Node<'_, '_>, name: &str) -> Option<String> {
    let child = node.children().find(|child| child.has_tag_name(name))?;
    Some(child.text()?.trim().to_owned()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use wellpress_foundation::Day;

    use super::*;

    const ARTICLES: &str = r#"<?xml version="1.0" ?><!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle//EN" "https://example.org/p.dtd">
        <PubmedArticleSet><PubmedArticle><MedlineCitation><PMID Version="1">77</PMID><Article><Journal><JournalIssue><Volume>3</Volume>
        <PubDate><Year>2003</Year></PubDate></JournalIssue><Title>J of Ex</Title></Journal><ArticleTitle>Walking in <i>pain</i>.</ArticleTitle>
        <Pagination><MedlinePgn>5-9</MedlinePgn></Pagination><AuthorList><Author><LastName>Moe</LastName></Author></AuthorList>
        <PublicationTypeList><PublicationType>Systematic Review</PublicationType></PublicationTypeList></Article><CommentsCorrectionsList>
        <CommentsCorrections RefType="RetractionIn"><RefSource>J Ex. 2010 Feb 6;375(9713):445. doi: 10.5555/r(1).</RefSource>
        <PMID Version="1">78</PMID></CommentsCorrections>
        <CommentsCorrections RefType="ErratumIn"><RefSource>J Ex. 2004 Mar;3(9411):750</RefSource></CommentsCorrections>
        <CommentsCorrections RefType="UpdateIn"><RefSource>J Ex. 2012 Mar 1;3:1. doi: 10.5555/New.</RefSource><PMID>81</PMID></CommentsCorrections>
        <CommentsCorrections RefType="UpdateOf"><RefSource>J Ex. 1990</RefSource></CommentsCorrections>
        <CommentsCorrections RefType="CommentIn"><RefSource>J Ex. 1998</RefSource></CommentsCorrections>
        </CommentsCorrectionsList></MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType="doi">10.5555/own</ArticleId></ArticleIdList>
        <ReferenceList><Reference><Citation>One. 1999.</Citation><ArticleIdList><ArticleId IdType="pubmed">5</ArticleId></ArticleIdList></Reference>
        <Reference><Citation>None.</Citation></Reference></ReferenceList></PubmedData></PubmedArticle>
        <PubmedArticle><MedlineCitation><PMID>79</PMID></MedlineCitation></PubmedArticle></PubmedArticleSet>"#;

    #[test]
    fn notices_updates_and_references_of_an_article_are_read() {
        let works = works(ARTICLES.as_bytes()).unwrap();
        let WorkAnswer { notices, updates, references, is_review } = &works["77"];
        assert_eq!(
            notices,
            &[
                ServiceNotice {
                    kind: NoticeKind::Retracted,
                    date: Day::parse("2010-02-06"),
                    doi: Some("10.5555/r(1)".to_owned()),
                    pmid: Some("78".to_owned()),
                },
                ServiceNotice { kind: NoticeKind::Corrected, date: None, doi: None, pmid: None },
            ]
        );
        let updates: Vec<_> = updates.iter().map(|update| (update.event, &*update.doi, &*update.pmid)).collect();
        assert_eq!(updates, [(SourceEvent::NewVersion, "10.5555/new", "81"), (SourceEvent::Comment, "", "")]);
        let one = CitedWork { pmid: "5".to_owned(), title: "One. 1999.".to_owned(), ..CitedWork::default() };
        assert_eq!((references.as_slice(), *is_review), (&[one][..], true));
        assert_eq!(works["79"], WorkAnswer::default());
    }

    #[test]
    fn an_article_can_be_compared_with_an_entry() {
        let candidates = candidates(ARTICLES.as_bytes()).unwrap();
        let Candidate { titles, families, year, volume, pages, doi, pmid, .. } = &candidates[0];
        assert_eq!((titles[0].as_str(), families[0].as_str(), *year), ("Walking in pain", "Moe", Some(2003)));
        assert_eq!([volume, pages, doi, pmid], ["3", "5-9", "10.5555/own", "77"]);
        assert_eq!(found_ids(br#"{"esearchresult":{"idlist":["77","x"]}}"#).unwrap(), ["77"]);
        assert!(found_ids(b"{}").is_err());
    }
}
