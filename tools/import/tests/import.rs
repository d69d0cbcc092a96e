//! `wellpress import`: sites of other tools build on the first day, keep their addresses, and lose nothing in silence.

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use wellpress_build::pipeline::Unobserved;
use wellpress_command::Program;
use wellpress_foundation::Day;
use wellpress_harness::output::{ProgramOutput, tool_program};
use wellpress_harness::tool_program;
use wellpress_import::run::ImportRequest;
use wellpress_io::fs::Disk;

/// A site of another tool in a temporary folder, and the place of the new site beside it.
pub struct OldSite {
    folder: TempDir,
}

impl OldSite {
    pub fn new(files: &[(&str, &str)]) -> Self {
        let site = Self { folder: TempDir::new().unwrap() };
        files.iter().for_each(|(path, text)| site.write(path, text.as_bytes()));
        site
    }

    pub fn source(&self) -> PathBuf {
        self.folder.path().join("old")
    }

    pub fn target(&self) -> PathBuf {
        self.folder.path().join("new")
    }

    pub fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.source().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub fn run(folder: &Path, arguments: &[&str]) -> ProgramOutput {
        let mut command = tool_program();
        command.args(arguments).args(["--clock", "2026-07-01"]).current_dir(folder);
        ProgramOutput::of(command.output().unwrap())
    }

    /// Imports it and returns the report.
    #[track_caller]
    pub fn import(&self, arguments: &[&str]) -> Value {
        let folder = self.folder.path();
        let run = Self::run(folder, &[&["import"], arguments, &["old", "new", "--format", "json"]].concat());
        run.assert_status(0).json()
    }

    /// Imports it, builds the new site, and checks that its first day has no new finding.
    #[track_caller]
    pub fn import_and_build(&self) -> Value {
        let report = self.import(&[]);
        assert_eq!(report["findings"]["errors"], 0, "{report:#}");
        Self::run(&self.target(), &["build"]).assert_status(0);
        Self::run(&self.target(), &["check", "--strict", "--baseline", "baseline.json"]).assert_status(0);
        report
    }

    #[track_caller]
    pub fn read(&self, path: &str) -> String {
        let path = self.target().join(path);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// The page of the built site at an address that ends in `/`.
    #[track_caller]
    pub fn html(&self, address: &str) -> String {
        self.read(&format!("output{address}index.html"))
    }

    /// Whether the built site has something at an address.
    pub fn has(&self, address: &str) -> bool {
        let path = self.target().join("output").join(address.trim_start_matches('/'));
        path.is_file() || path.join("index.html").is_file()
    }
}

/// Whether a list of the report has an entry with these words.
#[track_caller]
pub fn assert_listed(report: &Value, list: &str, words: &str) {
    assert!(
        report[list].as_array().unwrap().iter().any(|entry| entry.to_string().contains(words)),
        "{words}: {report:#}"
    );
}

/// What the program gives to the importer.
static PROGRAM: Program = tool_program::program(None);

/// A drawing that the build can publish.
pub const DRAWING: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>"#;

#[test]
fn a_site_of_hugo() {
    let site = OldSite::new(&[
        (
            "hugo.toml",
            "title = 'Backs'\nbaseURL = 'https://backs.example/'\n[permalinks]\nposts = '/:year/:slug/'\n[[menu.main]]\nname = 'About'\npageRef = '/about'\n[[module.mounts]]\nsource = 'content/en'\ntarget = 'content'\n",
        ),
        (
            "content/en/about.md",
            "---\ntitle: About\naliases: [/who.html]\n---\nSee [the post]({{< relref \"posts/neck\" >}}).\n",
        ),
        ("content/en/en/uk.md", "A page in a folder whose name is the language: a[[1]].\n"),
        (
            "content/en/posts/neck/index.md",
            "+++\ntitle = 'Neck pain'\ndate = 2024-03-05T10:00:00Z\nauthors = ['Ann Lee']\ntags = ['neck']\nmood = 'calm'\n+++\n# Neck pain\n\n![A neck](neck.svg)\n\n### Rest\n\nText [dead](nothing.md).\n\n{{< unknown >}}\n\nSee [rest][r] and [gone][g].\n\n[r]: ../../about.md#x\n[g]: nothing.md\n",
        ),
        ("content/en/posts/neck/neck.svg", DRAWING),
        ("content/en/posts/broken.md", "---\ntitle: [A\n---\nStill here.\n"),
    ]);
    let report = site.import_and_build();
    let page = site.read("content/posts/neck/index.md");
    assert!(page.contains("permalink: \"/2024/neck-pain/\"") && page.contains("authors: [ann-lee]"), "{page}");
    assert!(page.contains("\n## Rest\n") && !page.contains("# Neck pain\n"), "{page}");
    assert!(page.contains("![A neck](neck.svg)") && page.contains("mood: calm") && page.contains(" dead."), "{page}");
    assert!(page.contains("See [rest](../../pages/about/index.md) and gone."), "{page}");
    let broken = site.read("content/posts/broken/index.md");
    assert!(
        broken.contains("draft: true") && broken.contains("title: [A") && broken.contains("Still here."),
        "{broken}"
    );
    assert!(
        ["/2024/neck-pain/", "/who.html", "/tags/neck/", "/about/", "/en/uk/"].iter().all(|address| site.has(address))
    );
    assert_eq!((&report["pages"]["in"], &report["pages"]["out"]), (&4.into(), &4.into()));
    assert_listed(&report, "left", "shortcode `unknown`");
    assert_listed(&report, "left", "front matter `mood`");
    assert_listed(&report, "left", "link that leads nowhere");
    assert_listed(&report, "to_confirm", "its front matter cannot be read");
}

#[test]
fn a_site_of_jekyll_with_sources() {
    let site = OldSite::new(&[
        ("_config.yml", "title: Backs\nurl: https://backs.example\npermalink: pretty\n"),
        (
            "_posts/2024-03-05-walk.md",
            "---\ntitle: Walking\n---\nWalk {% cite lee2020 -l 15 %}, not {% cite nobody %}. [Home]({% link index.md %})\n\n## References\n\n{% bibliography --cited %}\n",
        ),
        ("index.md", "---\ntitle: Home\n---\n{% include warning.html text=\"Stop if it hurts.\" %}\n"),
        (
            "_bibliography/library.bib",
            "@book{lee2020, title = {Walking}, author = {Lee, Ann}, year = 2020, isbn = {9780131103627}}\n",
        ),
    ]);
    let report = site.import_and_build();
    let page = site.read("content/posts/walk/index.md");
    assert!(page.contains("Walk [@lee2020, p. 15], not [\\@nobody]. [Home](../../pages/index.md)"), "{page}");
    assert!(!page.contains("## References"), "{page}");
    assert!(site.read("content/pages/index.md").contains(":::warning\nStop if it hurts.\n:::"));
    assert!(site.has("/2024/03/05/walk/") && site.has("/references/lee2020/"));
    assert_listed(&report, "left", "citation of an unknown source");
}

#[test]
fn sites_of_zola_mkdocs_and_quarto() {
    let zola = OldSite::new(&[
        ("config.toml", "base_url = 'https://a.example'\ntitle = 'A'\n"),
        ("content/topics/_index.md", "+++\ntitle = 'Guides'\nsort_by = 'weight'\n+++\n"),
        (
            "content/topics/neck.md",
            "+++\ntitle = 'Neck'\nweight = 2\n+++\n{% admonition(type='danger', title='Stop') %}\n- It hurts.\n{% end %}\n\n[up](@/topics/_index.md)\n",
        ),
    ]);
    zola.import_and_build();
    assert!(zola.has("/topics/neck/"), "a folder whose name is taken keeps its address");
    assert!(zola.read("content/topics-pages/neck/index.md").contains(":::warning[Stop]\n- It hurts.\n:::"));
    let mkdocs = OldSite::new(&[
        (
            "mkdocs.yml",
            "site_name: A\nsite_url: https://a.example/\nnav:\n  - Home: index.md\n  - Guides:\n    - guides/neck.md\n",
        ),
        ("docs/index.md", "# Home\n"),
        ("docs/guides/neck.md", "# Neck\n\n!!! tip\n    Rest, and [go home](../index.md).\n"),
    ]);
    mkdocs.import_and_build();
    assert!(
        mkdocs.read("content/guides/neck/index.md").contains(":::tip\nRest, and [go home](../../pages/index.md).\n:::")
    );
    assert!(mkdocs.read("wellpress.yaml").contains("title: \"Guides\""));
    let quarto = OldSite::new(&[
        ("_quarto.yml", "project: {type: website}\nwebsite: {title: A, site-url: 'https://a.example/'}\n"),
        ("index.qmd", "---\ntitle: Home\n---\n"),
        (
            "guide/neck.qmd",
            "---\ntitle: Neck\nbibliography: x.bib\n---\nRest [@lee].\n\n::: {.callout-important}\n## Stop\nNow.\n:::\n",
        ),
        ("guide/x.bib", "@book{lee, title = {Rest}, isbn = {9780131103627}}\n"),
    ]);
    quarto.import_and_build();
    assert!(quarto.has("/guide/neck/") && quarto.has("/guide/neck.html"));
    assert!(quarto.read("content/guide/neck/index.md").contains(":::important[Stop]\nNow.\n:::"));
}

#[test]
fn an_export_of_wordpress() {
    let item = |id: u32, kind: &str, name: &str, status: &str, text: &str| {
        format!(
            "<item><title>Page {name}</title><link>https://a.example/{name}/</link><dc:creator>login1</dc:creator>\
             <content:encoded><![CDATA[{text}]]></content:encoded><wp:post_id>{id}</wp:post_id><wp:post_name>{name}</wp:post_name>\
             <wp:post_date>2024-03-05 10:00:00</wp:post_date><wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>\
             <wp:comment><wp:comment_author_email>reader@mail.example</wp:comment_author_email><wp:comment_content>Private words</wp:comment_content></wp:comment></item>"
        )
    };
    let items = item(
        1,
        "post",
        "neck",
        "publish",
        "<!-- wp:heading {\"level\":4} --><h4>Rest</h4><!-- /wp:heading --><p>Rest <strong>well</strong>, see <a href=\"https://a.example/about/#x\">us</a>.</p><script>alert(1)</script>",
    ) + &item(2, "page", "about", "publish", "<p>Medically reviewed by Bo May, MD.</p>")
        + &item(3, "post", "later", "draft", "<p>Not yet.</p>");
    let export = format!(
        "<rss xmlns:wp=\"http://wordpress.org/export/1.2/\" xmlns:dc=\"d\" xmlns:content=\"c\"><channel><title>Backs</title><link>https://a.example</link>\
         <language>en-GB</language><wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://a.example</wp:base_blog_url>\
         <wp:author><wp:author_login>login1</wp:author_login><wp:author_email>ann@mail.example</wp:author_email><wp:author_display_name>Ann Lee</wp:author_display_name></wp:author>{items}</channel></rss>"
    );
    let site = OldSite::new(&[("export.xml", &export)]);
    let report = site.import_and_build();
    let page = site.read("content/articles/neck/index.md");
    assert!(
        page.contains("## Rest\n\nRest **well**, see [us](../../pages/about/index.md).") && !page.contains("alert"),
        "{page}"
    );
    assert!(page.contains("permalink: \"/neck/\"") && page.contains("authors: [ann-lee]"), "{page}");
    assert!(site.read("content/articles/later/index.md").contains("draft: true"));
    assert!(site.read("content/pages/about/index.md").contains("imported_review"));
    let everything =
        Command::new("grep").args(["-rlE", "login1|mail.example|Private words"]).arg(site.target()).output().unwrap();
    assert!(everything.stdout.is_empty(), "{}", String::from_utf8_lossy(&everything.stdout));
    assert_listed(&report, "to_confirm", "Medically reviewed by Bo May, MD.");
}

#[test]
fn nothing_outside_of_the_source_comes_along() {
    let site = OldSite::new(&[
        (
            "a.md",
            "---\ntitle: A\n---\n![x](../secret.svg) [y](../../etc/passwd) ![z](link.svg) <script>alert(1)</script>\n",
        ),
        ("folder/b.md", "---\ntitle: !!python/object:os.system B\n---\nText.\n"),
    ]);
    fs::write(site.folder.path().join("secret.svg"), DRAWING).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(site.folder.path().join("secret.svg"), site.source().join("link.svg")).unwrap();
    site.import_and_build();
    let files =
        Command::new("find").arg(site.target()).args(["-name", "*.svg", "-path", "*content*"]).output().unwrap();
    assert!(files.stdout.is_empty(), "{}", String::from_utf8_lossy(&files.stdout));
}

#[test]
fn the_same_input_gives_the_same_output_and_a_dry_run_none() {
    let site = OldSite::new(&[("a.md", "# A\n\nText.\n"), ("b/c.md", "# C\n\n[a](../a.md)\n")]);
    let folder = site.folder.path();
    let dry = OldSite::run(folder, &["import", "markdown", "old", "--dry-run", "--format", "json"]).assert_status(0);
    assert!(!site.target().exists());
    assert_eq!(fs::read_dir(folder).unwrap().count(), 1, "it leaves no folder behind");
    let report = site.import(&["markdown"]);
    assert_eq!(dry.json(), report);
    let text = site.read("content/b/c/index.md");
    fs::rename(site.target(), folder.join("first")).unwrap();
    site.import(&[]);
    let differences = Command::new("diff").arg("-r").arg(folder.join("first")).arg(site.target()).output().unwrap();
    assert!(differences.stdout.is_empty(), "{}", String::from_utf8_lossy(&differences.stdout));
    assert!(text.contains("[a](../../pages/a/index.md)"), "{text}");
}

#[test]
fn mistakes_in_the_arguments_write_nothing() {
    let site = OldSite::new(&[("a.md", "# A\n")]);
    let folder = site.folder.path();
    let run = |arguments: &[&str]| OldSite::run(folder, &[&["import"], arguments].concat());
    assert!(run(&["hogo", "old", "new"]).assert_status(2).err.contains("there is no tool `hogo`"));
    assert!(run(&["old"]).assert_status(2).err.contains("the new folder is missing"));
    assert!(run(&["missing", "new"]).assert_status(2).err.contains("cannot read `missing`"));
    assert!(run(&["old", "old/new"]).assert_status(2).err.contains("inside of the source"));
    assert!(run(&["hugo", "old", "new"]).assert_status(1).err.contains("hugo.toml"));
    fs::create_dir(site.target()).unwrap();
    fs::write(site.target().join("mine.txt"), "x").unwrap();
    assert!(run(&["old", "new"]).assert_status(2).err.contains("`new` exists"));
    assert_eq!(fs::read_dir(site.target()).unwrap().count(), 1);
}

#[test]
fn pictures_of_other_sites_are_fetched_on_request() {
    let site = OldSite::new(&[(
        "a.md",
        "# A\n\n![One](https://other.example/one.svg) ![Two](https://other.example/two.png)\n",
    )]);
    site.import(&[]);
    assert!(site.read("content/pages/a/index.md").contains("[One](https://other.example/one.svg)"));
    fs::remove_dir_all(site.target()).unwrap();
    let fetch = |address: &str| match address {
        "https://other.example/one.svg" => Ok(DRAWING.as_bytes().to_vec()),
        _ => Err("not found".to_owned()),
    };
    let request = ImportRequest {
        program: &PROGRAM,
        tool: None,
        source: &site.source(),
        target: Some(&site.target()),
        exercises: false,
        cite: false,
        fetch: Some(&fetch),
        today: Day::parse("2026-07-01").unwrap(),
        observer: &Unobserved,
        progress: &|_| {},
    };
    let report = wellpress_import::run::import(&Disk, &request).unwrap();
    assert!(report.builds());
    let page = site.read("content/pages/a/index.md");
    assert!(page.contains("![One](one.svg) [Two](https://other.example/two.png)"), "{page}");
    assert_eq!(site.read("content/pages/a/one.svg"), DRAWING);
    assert!(report.json().contains("could not be fetched: not found"));
}

#[test]
fn numbers_of_a_list_become_marks_on_request() {
    let text =
        "---\ntitle: A\n---\nWalk [1].\n\n## References\n\n1. Lee A. Walking. Spine. 2020. doi:10.5555/12345678.\n";
    let site = OldSite::new(&[("articles/a.md", text)]);
    site.import(&["--cite"]);
    assert!(site.read("content/articles/a/index.md").ends_with("\nWalk [@doi:10.5555/12345678].\n"));
    assert!(site.read("content/references/to-complete.json").contains("10.5555/12345678"));
    OldSite::run(&site.target(), &["build"]).assert_status(0);
    fs::remove_dir_all(site.target()).unwrap();
    site.import_and_build();
    let page = site.read("content/articles/a/index.md");
    assert!(page.contains("citations:\n  list: manual") && page.contains("Walk [\\[1\\]](#reference-list)."), "{page}");
}

/// A Word file with a picture and a citation of Zotero.
fn word_file() -> Vec<u8> {
    let zotero = r#"ADDIN ZOTERO_ITEM CSL_CITATION {"citationItems":[{"locator":"4","itemData":{"type":"article-journal","title":"Walking","DOI":"10.5555/walk","author":[{"family":"Lee","given":"Ann"}],"issued":{"date-parts":[[2021]]}}}]}"#;
    let zotero = zotero.replace('"', "&quot;");
    let field = |kind: &str| format!(r#"<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>"#);
    let text = |words: &str| format!(r#"<w:r><w:t xml:space="preserve">{words}</w:t></w:r>"#);
    let paragraph =
        |style: &str, inner: &str| format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{inner}</w:p>"#);
    let citation = field("begin")
        + &format!("<w:r><w:instrText>{zotero}</w:instrText></w:r>")
        + &field("separate")
        + &text("(Lee, 2021, p. 4)")
        + &field("end");
    let body = paragraph("Title", &text("Walking again"))
        + &paragraph("Heading1", &text("What helps"))
        + &paragraph("Normal", &(text("Walk ") + &citation + &text(".")));
    let document = format!(
        r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>"#
    );
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(document.as_bytes()).unwrap();
    archive.finish().unwrap().into_inner()
}

#[test]
fn a_word_file_becomes_an_article_with_its_sources() {
    let site = OldSite::new(&[]);
    site.write("walking.docx", &word_file());
    site.import_and_build();
    let page = site.read("content/articles/walking/index.md");
    assert!(page.contains("title: \"Walking again\"") && page.contains("Walk [@lee-2021, p. 4]."), "{page}");
    assert!(site.has("/references/lee-2021/"));
}

#[test]
fn lists_of_steps_become_drafts_of_exercises() {
    let site = OldSite::new(&[(
        "guide/a.md",
        "---\ntitle: Backs\n---\n## Cat-cow\n\n### How to do it\n\n1. Kneel.\n2. Breathe.\n",
    )]);
    let report = site.import(&["--exercises"]);
    let exercise = site.read("content/exercises/cat-cow/index.md");
    assert!(exercise.contains("draft: true") && exercise.contains("1. Kneel.\n2. Breathe."), "{exercise}");
    assert!(site.read("content/guide/a/index.md").contains("1. Kneel."));
    assert_listed(&report, "to_confirm", "write its cautions");
}

#[test]
fn tables_that_pandoc_draws_arrive_with_each_word_in_its_cell() {
    let grid = "+-------+--------+\n| Drug  |   Dose |\n+=======+=======:+\n| A or  | 5 mg   |\n| B     | a day  |\n+-------+--------+\n";
    let lists = "+-------+----------+\n| Part  | Sign     |\n+=======+==========+\n| Skin  | * Rash   |\n|       | * Itch   |\n+-------+----------+\n| 7     | > 6 h    |\n+-------+----------+\n";
    let site = OldSite::new(&[
        ("_quarto.yml", "project: {type: website}\nwebsite: {title: T, site-url: 'https://t.example/'}\n"),
        ("index.qmd", "Welcome.\n"),
        (
            "a.qmd",
            &format!(
                "---\ntitle: A\n---\nSee @tbl-doses, @tbl-signs, @tbl-more and @tbl-few.\n\n{grid}\n: Doses {{#tbl-doses}}\n\nTable: Signs {{#tbl-signs}}\n\n{lists}\n::: {{#tbl-more tbl-cap=\"More [signs]\"}}\n{lists}:::\n\nDrug      Dose\n------ -------\nC        50 mg\n\n: A *few*\nlines {{#tbl-few}}\n"
            ),
        ),
        ("_part.md", &format!("{lists}\n: Part\n")),
        ("b.qmd", "---\ntitle: B\n---\n{{< include _part.md >}}\n"),
        (
            "c.qmd",
            "---\ntitle: C\n---\n- Item\n\n  +---+\n  | 8 |\n  +---+\n\nWords.\n\n+---+---+\n| a  | 9 |\n+---+---+\n\n```\n+---+\n| b |\n+---+\n```\n",
        ),
    ]);
    let report = site.import_and_build();
    let html = fs::read_to_string(site.target().join("output/a/index.html")).unwrap();
    for part in [
        "<td>A or B</td><td class=\"align-right\">5 mg a day</td>",
        "<a href=\"#tbl-doses\">",
        "<a href=\"#tbl-signs\">",
        "<a href=\"#tbl-more\">",
        "<a href=\"#tbl-few\">",
        "More [signs]",
        "A <em>few</em> lines",
        ">50 mg</td>",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    let rows = html.replace('\n', "");
    assert_eq!(
        rows.matches("<td><ul><li>Rash</li><li>Itch</li></ul></td></tr><tr><td>7</td><td>&gt; 6 h</td>").count(),
        2
    );
    assert_eq!(html.matches("<table").count(), 4);
    assert!(!html.contains("---") && !html.contains(":::"), "{html}");
    assert!(site.read("content/snippets/part.md").starts_with(":::list-table[Part]\n* - Part\n"));
    assert_eq!(report["left"].as_array().unwrap().len(), 1, "{report:#}");
    assert_listed(
        &report,
        "left",
        "\"count\":2,\"files\":[\"c.qmd\"],\"instead\":\"a table of pipes\",\"kind\":\"grid table\"",
    );
    assert_listed(&report, "left", "c.qmd:6");

    let manubot = OldSite::new(&[
        ("content/metadata.yaml", "title: M\n"),
        ("content/01.a.md", &format!("# A\n\nAs @tbl:a.\n\n{grid}\nTable: Doses {{#tbl:a}}\n")),
    ]);
    manubot.import_and_build();
    let text = manubot.read("content/articles/m/index.md");
    assert!(
        text.contains(":::table[Doses]{#tbl-a}\n| Drug | Dose |\n| --- | --: |\n| A or B | 5 mg a day |\n:::"),
        "{text}"
    );
}
