//! [`CiteSite`]: a site whose requests go to a server of the test, and the records that services answer with.

use std::path::PathBuf;

use assert_cmd::Command;
use tempfile::TempDir;

use wellpress_harness::loopback::{CannedResponse, LoopbackServer, ReceivedRequest};
use wellpress_harness::output::{ProgramOutput, tool_program};

pub const LIBRARY: &str = "content/references/library.bib";

pub const RAY: &str = "@article{ray-2018, author={Ray, C.}, title={A {Work} that is in the library}, date={2018}}\n";

/// A site with a library, and a server in place of Crossref, NCBI and the web.
pub struct CiteSite {
    folder: TempDir,
    pub server: LoopbackServer,
}

impl CiteSite {
    /// A site without a library, whose requests go to a server with these responses.
    pub fn new(respond: impl Fn(&ReceivedRequest) -> CannedResponse + Send + Sync + 'static) -> Self {
        let site = Self { folder: TempDir::new().unwrap(), server: LoopbackServer::new(respond) };
        site.write("content/pages/index.md", "---\ntitle: Home\n---\n");
        site.settings("");
        site
    }

    /// Writes settings with these further lines below `cite`.
    pub fn settings(&self, cite_lines: &str) {
        let services =
            ["doi", "ncbi", "eutils"].map(|name| format!("  {name}: {}\n", self.server.url(&format!("{name}/"))));
        let services = services.concat();
        let text = format!("title: Test\nbase_url: https://test.example/\ncite:\n{services}{cite_lines}");
        self.write("wellpress.yaml", &text);
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub fn write(&self, path: &str, text: &str) {
        std::fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        std::fs::write(self.path(path), text).unwrap();
    }

    pub fn library(&self) -> String {
        std::fs::read_to_string(self.path(LIBRARY)).unwrap_or_default()
    }

    pub fn run(&self, arguments: &[&str]) -> ProgramOutput {
        self.run_with(arguments, "")
    }

    /// Runs `wellpress cite` with this text on standard input.
    pub fn run_with(&self, arguments: &[&str], input: &str) -> ProgramOutput {
        self.start(&[&["cite", "--clock", "2026-07-01"], arguments].concat(), input)
    }

    /// Runs a command of another name.
    pub fn wellpress(&self, arguments: &[&str]) -> ProgramOutput {
        self.start(arguments, "")
    }

    fn start(&self, arguments: &[&str], input: &str) -> ProgramOutput {
        let mut command = Command::from_std(tool_program());
        for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"] {
            command.env_remove(name);
        }
        command.current_dir(self.folder.path()).args(arguments);
        ProgramOutput::of(command.write_stdin(input).output().unwrap())
    }
}

/// A response in the form of Crossref, which has lists where CSL-JSON has one string, and many fields beyond CSL.
pub const CROSSREF: &str = r#"{"indexed":{"date-parts":[[2024,1,1]]},"publisher":"Example Press","issue":"2","license":[{"URL":"x"}],
"DOI":"10.5555/Back.1","type":"journal-article","page":"11-19","source":"Crossref","title":"Walking and the health of backs in Norway: <i>a trial</i> with MRI",
"volume":"7","author":[{"given":"Ann B.","family":"Lee","sequence":"first","affiliation":[]},{"name":"The Walking Group","sequence":"additional"}],
"container-title":["Journal of Examples"],"short-container-title":["J Ex"],"ISSN":["1234-5678","8765-4321"],"abstract":"<jats:p>Long.</jats:p>",
"URL":"https://doi.org/10.5555/back.1","issued":{"date-parts":[[2021,3]]},"reference":[{"key":"r1"}],"subject":[]}"#;

pub const NCBI: &str = r#"{"source":"PubMed","accessed":{"date-parts":[[2024,5,2]]},"id":"pmid:30000001","title":"Standing and the health of backs","author":
[{"family":"May","given":"B"}],"container-title-short":"J Ex","container-title":"Journal of Examples","ISSN":"1234-5678","issued":{"date-parts":[[2019]]},
"page":"1-2","volume":"5","PMID":"30000001","PMCID":"PMC1234567","DOI":"10.5555/stand","type":"article-journal"}"#;

pub const PAGE: &str = r##"<!doctype html><html lang="en-US"><head><title>Caring for a back &amp; neck | Example Health</title>
<meta property="og:site_name" content="Example Health"><meta property="og:title" content="Caring for a back &amp; neck">
<link rel="canonical" href="/backs"><script type="application/ld+json">{"@context":"https://schema.org","@graph":[
{"@type":"MedicalWebPage","@id":"#p","headline":"Caring for a back & neck","datePublished":"2022-11-02T10:00:00Z","author":
{"@type":"Organization","name":"Example Health"}}]}</script></head><body><svg><title>Logo</title></svg></body></html>"##;

pub const JOURNAL_PAGE: &str = r#"<html><head><meta name="citation_title" content="A page of a journal on walking">
<meta name="citation_author" content="Lee, Ann B."><meta name="citation_author" content="Bo May">
<meta name="citation_journal_title" content="Journal of Examples"><meta name="citation_publication_date" content="2020/05/17">
<meta name="citation_volume" content="3"><meta name="citation_issue" content="1"><meta name="citation_firstpage" content="20">
<meta name="citation_lastpage" content="29"><meta name="citation_doi" content="10.5555/walk"><title>x</title></head></html>"#;

/// Answers as the services do for one DOI, one PubMed id and two pages, and with 404 for all else.
pub fn services(request: &ReceivedRequest) -> CannedResponse {
    match request.path.as_str() {
        "/doi/10.5555/back.1" => CannedResponse::json(CROSSREF),
        "/ncbi/pubmed/?format=csl&id=30000001" | "/ncbi/pmc/?format=csl&id=1234567" => CannedResponse::json(NCBI),
        "/page" => CannedResponse::html(PAGE),
        "/journal" => CannedResponse::html(JOURNAL_PAGE),
        _ => CannedResponse::status(404),
    }
}
