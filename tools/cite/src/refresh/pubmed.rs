//! Reads records of PubMed: the XML of NCBI's `efetch` in, the notices about each article and its types of
//! publication out. Notices are among its `CommentsCorrections`.

use std::collections::BTreeMap;

use roxmltree::{Document, Node, ParsingOptions};

use wellpress_bibliography::{Notice, NoticeKind};

use super::notice_file::ServiceNotice;

/// More nodes than the records of the largest request have.
const MAX_NODES: u32 = 5_000_000;

/// The notices about each article of the answer, by PubMed id. An article without notices is there too.
///
/// # Errors
/// What is wrong with the answer, in words.
pub fn notices(body: &[u8]) -> Result<BTreeMap<String, Vec<ServiceNotice>>, String> {
    let document = parsed(body)?;
    let notices =
        citations(&document).filter_map(|citation| Some((child_text(citation, "PMID")?, of_citation(citation))));
    Ok(notices.collect())
}

/// The types of publication of one article of the answer, such as `Randomized Controlled Trial`.
///
/// # Errors
/// What is wrong with the answer, in words.
pub fn publication_types(body: &[u8], pmid: &str) -> Result<Vec<String>, String> {
    let document = parsed(body)?;
    let citation = citations(&document).find(|citation| child_text(*citation, "PMID").as_deref() == Some(pmid));
    let types = citation.into_iter().flat_map(|citation| citation.descendants());
    let types = types.filter(|node| node.has_tag_name("PublicationType"));
    Ok(types.filter_map(|node| node.text()).map(str::to_owned).collect())
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

fn of_citation(citation: Node<'_, '_>) -> Vec<ServiceNotice> {
    let comments = citation.descendants().filter(|node| node.has_tag_name("CommentsCorrections"));
    let notices = comments.filter_map(|comment| {
        let kind = kind(comment.attribute("RefType")?)?;
        let source = child_text(comment, "RefSource").unwrap_or_default();
        let pmid = child_text(comment, "PMID");
        let Notice { date, doi, .. } = Notice::in_pubmed(kind, &source);
        Some(ServiceNotice { kind, date, doi, pmid })
    });
    notices.collect()
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

fn child_text(node: Node<'_, '_>, name: &str) -> Option<String> {
    let child = node.children().find(|child| child.has_tag_name(name))?;
    Some(child.text()?.trim().to_owned()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use wellpress_foundation::Day;

    use super::*;

    #[test]
    fn notices_in_an_article_are_read() {
        let body = br#"<?xml version="1.0" ?><!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle//EN" "https://example.org/p.dtd">
            <PubmedArticleSet><PubmedArticle><MedlineCitation><PMID Version="1">77</PMID><CommentsCorrectionsList>
            <CommentsCorrections RefType="RetractionIn"><RefSource>J Ex. 2010 Feb 6;375(9713):445. doi: 10.5555/r(1).</RefSource>
            <PMID Version="1">78</PMID></CommentsCorrections>
            <CommentsCorrections RefType="ErratumIn"><RefSource>J Ex. 2004 Mar;3(9411):750</RefSource></CommentsCorrections>
            <CommentsCorrections RefType="CommentIn"><RefSource>J Ex. 1998</RefSource></CommentsCorrections>
            </CommentsCorrectionsList></MedlineCitation></PubmedArticle>
            <PubmedArticle><MedlineCitation><PMID>79</PMID></MedlineCitation></PubmedArticle></PubmedArticleSet>"#;
        let notices = notices(body).unwrap();
        assert_eq!(
            notices["77"],
            [
                ServiceNotice {
                    kind: NoticeKind::Retracted,
                    date: Day::parse("2010-02-06"),
                    doi: Some("10.5555/r(1)".to_owned()),
                    pmid: Some("78".to_owned()),
                },
                ServiceNotice { kind: NoticeKind::Corrected, date: None, doi: None, pmid: None },
            ]
        );
        assert!(notices["79"].is_empty());
    }
}
