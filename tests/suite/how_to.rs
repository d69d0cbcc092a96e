//! Follows the task pages, the tutorials and the examples of the reference in the manual: the files that a page tells to write are
//! written, its commands print what it shows, and what it says that readers see is in the built site. `manual.rs` checks links, commands
//! and tables of all pages.
//!
//! A page is followed by these forms:
//!
//! - A block of a file stands below a line that ends in "Write `FILE`:" (its whole content), "Add to `FILE`:" (at its end), "Add to the front
//!   matter of `FILE`:" or "Change `FILE`:" (a block `diff`).
//! - "Put .., as `FILE`." at the start of a line asks for a recording or a film.
//! - A block `console` has commands of wellpress, each with what it prints. A line `..` stands for any lines. A command without output has to
//!   succeed. Commands for a network or for other programs stand in blocks `sh`.
//! - Under "What you see", words in quotation marks are words of the site or of the output, and code that begins with `/` is an address of
//!   the site. Words of other services are in italics.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use scraper::{Html, Selector};
use tempfile::TempDir;
use walkdir::WalkDir;

use crate::program::{PROGRAM, ServeProcess};

/// The day of the examples, 1 December 2026, in seconds since 1970.
const DAY: &str = "1796083200";

/// Languages of blocks that are not followed: commands for a network or another program, files that do not belong to a site.
const NOT_FOLLOWED: [&str; 4] = ["sh", "text", "lua", "nginx"];

/// The smallest files that the program takes for a recording and a film. A page asks for one in a line `Put .., as `FILE`.`
const SAMPLES: [(&str, &[u8]); 2] =
    [(".mp3", b"ID3\x03\0\0\0\0\0\0"), (".mp4", b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2")];

/// Makes the new content of a file of its old content and a block of a page. `None` if the block does not fit.
type Edit = fn(&str, &str) -> Option<String>;

/// What a page says before the path of a file and a colon, in the line before a block.
const EDITS: [(&str, Edit); 4] = [
    ("Write ", replace_all),
    ("Add to ", append),
    ("Add to the front matter of ", add_to_front_matter),
    ("Change ", change),
];

#[test]
fn each_task_page_has_its_four_sections_and_at_most_400_words() {
    let pages = pages("how-to");
    assert!(pages.len() > 40, "{} pages", pages.len());
    for page in pages {
        let words = page.text.split_whitespace().count();
        assert!(words <= 400, "{}: {words} words", page.name);
        let prose = prose(&page.text);
        let headings: Vec<&str> = prose.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        assert_eq!(headings, ["Steps", "Example", "What you see", "Reference"], "{}", page.name);
        // Words that people search for and the page does not have elsewhere.
        assert!(page.text.contains("\n\nAlso asked as: "), "{} has no other words", page.name);
    }
}

#[test]
fn the_index_has_each_task_page_under_its_title() {
    let index = fs::read_to_string(docs().join("how-to/README.md")).unwrap();
    for page in pages("how-to") {
        let title = page.text.lines().next().unwrap().trim_start_matches("# ");
        let link = format!("[{title}]({})", page.name);
        assert!(index.contains(&link), "docs/how-to/README.md lacks {link}");
    }
    for folder in ["how-to/README.md", "tutorials/editor.md", "tutorials/web-person.md", "tutorials/developer.md"] {
        let manual = fs::read_to_string(docs().join("README.md")).unwrap();
        assert!(manual.contains(&format!("]({folder})")), "docs/README.md does not lead to {folder}");
    }
}

#[test]
fn the_examples_of_task_pages_do_what_the_pages_say() {
    let pages = pages("how-to");
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let problems: Vec<String> = thread::scope(|scope| {
        let shares = pages.chunks(pages.len().div_ceil(threads));
        let threads: Vec<_> = shares
            .map(|share| scope.spawn(move || share.iter().flat_map(problems_of_task_page).collect::<Vec<_>>()))
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert!(problems.is_empty(), "{}", problems.join("\n\n"));
}

/// What the pages of the reference tell to write is a site that builds.
#[test]
fn the_examples_of_directives_and_kinds_are_built() {
    let threads: Vec<_> =
        ["directives", "kinds"].map(|folder| thread::spawn(move || problems_of_reference(folder))).into();
    let problems: Vec<String> = threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n\n"));
}

fn problems_of_reference(folder: &str) -> Vec<String> {
    let mut pages = pages(folder);
    assert!(pages.len() > 10, "{} pages", pages.len());
    for page in &mut pages {
        page.text = example(&page.text);
        assert!(page.text.contains("```"), "{} has no example", page.name);
    }
    pages.iter().flat_map(problems_of_task_page).collect()
}

/// What stands below the heading "Example".
fn example(text: &str) -> String {
    let mut in_block = false;
    let below = text.lines().skip_while(|line| *line != "## Example").skip(1);
    let lines = below.take_while(|line| {
        in_block ^= line.starts_with("```");
        in_block || !line.starts_with("## ")
    });
    lines.flat_map(|line| [line, "\n"]).collect()
}

#[test]
fn the_tutorials_lead_from_an_empty_folder_to_a_published_one() {
    for page in pages("tutorials") {
        let folder = TempDir::new().unwrap();
        let mut reader = Reader::new(folder.path());
        reader.follow(&page.text);
        assert!(reader.problems.is_empty(), "{}: {}", page.name, reader.problems.join("\n\n"));
        let is_published =
            ["www", "published"].iter().any(|target| folder.path().join(target).join("index.html").exists());
        assert!(is_published, "{} publishes nothing", page.name);
    }
}

/// The answers are for a test of the manual's search. Each is a page of the manual, with the heading if the page is a long one.
#[test]
fn each_question_of_newcomers_has_a_page() {
    let table = fs::read_to_string(root().join("tests/manual_questions.tsv")).unwrap();
    let rows: Vec<(&str, &str)> = table.lines().skip(1).filter_map(|line| line.split_once('\t')).collect();
    assert!(rows.len() >= 40, "{} questions", rows.len());
    for (question, page) in rows {
        assert!(docs().join(page).exists(), "{question}: there is no docs/{page}");
    }
}

struct Page {
    name: String,
    text: String,
}

/// A block of code, with the line of text before it.
struct Block<'t> {
    introduction: &'t str,
    language: &'t str,
    body: String,
}

/// Does what a page says, in a folder of its own.
struct Reader {
    current_dir: PathBuf,
    /// What all commands printed.
    printed: String,
    problems: Vec<String>,
}

impl Reader {
    fn new(folder: &Path) -> Self {
        Self { current_dir: folder.to_owned(), printed: String::new(), problems: Vec::new() }
    }

    fn follow(&mut self, text: &str) {
        self.put_samples(text);
        for block in blocks(text) {
            match block.language {
                "console" => self.run_all(&block.body),
                language if NOT_FOLLOWED.contains(&language) => {}
                _ => self.edit(&block),
            }
        }
    }

    fn put_samples(&self, text: &str) {
        let prose = prose(text);
        let requests = prose.lines().filter(|line| line.starts_with("Put "));
        for path in requests.filter_map(|line| line.split(", as `").nth(1)?.split('`').next()) {
            let sample = SAMPLES.iter().find(|(extension, _)| path.ends_with(extension));
            let (_, bytes) = sample.unwrap_or_else(|| panic!("there is no sample for `{path}`"));
            self.write(path, bytes);
        }
    }

    fn edit(&mut self, block: &Block<'_>) {
        let Some((edit, path)) = edit_before(block.introduction) else {
            self.problems.push(format!("`{}` does not say what to do with:\n{}", block.introduction, block.body));
            return;
        };
        let old = fs::read_to_string(self.current_dir.join(path)).unwrap_or_default();
        match edit(&old, &block.body) {
            Some(new) => self.write(path, new.as_bytes()),
            None => self.problems.push(format!("`{path}` has no place, or several, for:\n{}", block.body)),
        }
    }

    fn write(&self, path: &str, content: &[u8]) {
        let file = self.current_dir.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, content).unwrap();
    }

    fn run_all(&mut self, block: &str) {
        let block = format!("\n{block}");
        for step in block.split("\n$ ").skip(1) {
            let (command, shown) = step.split_once('\n').unwrap_or((step, ""));
            self.run(command, shown.trim_end());
        }
    }

    fn run(&mut self, command: &str, shown: &str) {
        let words = words_of(command);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words[..] {
            ["cd", folder] => self.current_dir.push(folder),
            ["wellpress", "serve"] => {
                let preview = ServeProcess::start(&self.current_dir);
                let address = format!("http://{}/", preview.address);
                let first_line = preview.first_lines[0].replace(&address, "http://127.0.0.1:1111/");
                self.compare(command, shown, &first_line);
            }
            ["wellpress", ref arguments @ ..] => {
                let (printed, is_success) = self.output(arguments);
                if !shown.is_empty() {
                    self.compare(command, shown, &printed);
                } else if !is_success {
                    self.problems.push(format!("`{command}` failed:\n{printed}"));
                }
                self.printed.push_str(&printed);
            }
            _ => self.problems.push(format!("`{command}` is no command of wellpress: put it into a block `sh`")),
        }
    }

    /// What the program prints, and whether it succeeds.
    fn output(&self, arguments: &[&str]) -> (String, bool) {
        let mut program = Command::new(PROGRAM);
        program.args(arguments).current_dir(&self.current_dir).env("SOURCE_DATE_EPOCH", DAY).env("NO_COLOR", "1");
        let run = program.output().unwrap();
        // `new` and `theme` give advice behind their result; the other commands print findings and progress first.
        let is_result_first = matches!(arguments, ["new" | "theme", ..]);
        let streams = if is_result_first { [run.stdout, run.stderr] } else { [run.stderr, run.stdout] };
        (String::from_utf8(streams.concat()).unwrap(), run.status.success())
    }

    fn compare(&mut self, command: &str, shown: &str, printed: &str) {
        if !has_lines(printed, shown) {
            self.problems.push(format!("`{command}` printed:\n{printed}\nand not:\n{shown}"));
        }
    }

    /// Reports words in quotation marks under "What you see" that nobody sees, and addresses there that the site does not have.
    fn look(&mut self, text: &str) {
        let section = text.split("\n## What you see\n").nth(1).and_then(|rest| rest.split("\n## ").next());
        let prose = one_line(&prose(section.unwrap_or_default()));
        let output = self.current_dir.join("output");
        let seen = plain_quotes(&(visible_text(&output) + &self.printed));
        let words: String = prose.split('`').step_by(2).collect();
        for quote in words.split('"').skip(1).step_by(2) {
            if !seen.contains(quote.trim_end_matches(['.', ','])) {
                self.problems.push(format!("nobody sees \"{quote}\""));
            }
        }
        let code = prose.split('`').skip(1).step_by(2);
        for address in code.filter(|code| code.starts_with('/') && !code.contains(' ')) {
            if !output.join(address.trim_start_matches('/')).exists() {
                self.problems.push(format!("the site has no `{address}`"));
            }
        }
    }
}

/// Follows a page in the site that `init` makes, builds it once more and looks at it.
fn problems_of_task_page(page: &Page) -> Vec<String> {
    let folder = TempDir::new().unwrap();
    let mut reader = Reader::new(folder.path());
    reader.run("wellpress init my-guide --quiet", "");
    reader.run("cd my-guide", "");
    reader.follow(&page.text);
    reader.run("wellpress build --quiet", "");
    reader.look(&page.text);
    reader.problems.iter().map(|problem| format!("{}: {problem}", page.name)).collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn docs() -> PathBuf {
    root().join("docs")
}

/// The pages of a folder of the manual without its index, by name.
fn pages(folder: &str) -> Vec<Page> {
    let entries = fs::read_dir(docs().join(folder)).unwrap().map(Result::unwrap);
    let mut pages: Vec<Page> = entries
        .filter(|entry| entry.file_name() != "README.md")
        .map(|entry| Page {
            name: entry.file_name().into_string().unwrap(),
            text: fs::read_to_string(entry.path()).unwrap(),
        })
        .collect();
    pages.sort_by(|a, b| a.name.cmp(&b.name));
    pages
}

/// A text without its blocks of code.
fn prose(text: &str) -> String {
    text.split("```").step_by(2).collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut introduction = "";
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(language) = line.strip_prefix("```") {
            let mut body = String::new();
            for line in lines.by_ref().take_while(|line| *line != "```") {
                body.push_str(line);
                body.push('\n');
            }
            blocks.push(Block { introduction, language, body });
            introduction = "";
        } else if !line.trim().is_empty() {
            introduction = line;
        }
    }
    blocks
}

/// What a line such as "Add to `wellpress.yaml`:" asks for, and the path of the file.
fn edit_before(introduction: &str) -> Option<(Edit, &str)> {
    let (words, path) = introduction.strip_suffix("`:")?.rsplit_once('`')?;
    let (_, edit) = EDITS.iter().find(|(verb, _)| words.ends_with(verb))?;
    Some((*edit, path))
}

fn replace_all(_: &str, block: &str) -> Option<String> {
    Some(block.to_owned())
}

fn append(old: &str, block: &str) -> Option<String> {
    Some(if old.is_empty() { block.to_owned() } else { format!("{old}\n{block}") })
}

/// Puts lines at the end of the front matter.
fn add_to_front_matter(old: &str, block: &str) -> Option<String> {
    let end = old.find("\n---\n")? + 1;
    Some(format!("{}{block}{}", &old[..end], &old[end..]))
}

/// Applies a block of the language `diff`, whose lines begin with a blank, `-` or `+`. They have to fit one place.
fn change(old: &str, block: &str) -> Option<String> {
    let side = |left_out: char| {
        let lines = block.lines().filter(|line| !line.starts_with(left_out));
        lines.flat_map(|line| [line.get(1..).unwrap_or_default(), "\n"]).collect::<String>()
    };
    let (before, after) = (side('+'), side('-'));
    (old.matches(&before).count() == 1).then(|| old.replacen(&before, &after, 1))
}

/// The words of a command. Words in quotation marks are one.
fn words_of(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (index, piece) in command.split('"').enumerate() {
        if index % 2 == 1 {
            words.push(piece.to_owned());
        } else {
            words.extend(piece.split_whitespace().map(str::to_owned));
        }
    }
    words
}

/// Whether the output is what a page shows. A line `..` stands for any lines.
fn has_lines(printed: &str, shown: &str) -> bool {
    let (printed, shown) = (without_seconds(printed), format!("\n{}\n", without_seconds(shown)));
    let parts: Vec<&str> = shown.split("\n..\n").map(|part| part.trim_matches('\n')).collect();
    if let [whole] = parts[..] {
        return whole == printed.trim_matches('\n');
    }
    let mut rest = printed.as_str();
    for part in parts {
        let Some(start) = rest.find(part) else { return false };
        rest = &rest[start + part.len()..];
    }
    true
}

/// Removes the time that a command took, and blanks at the ends of lines.
fn without_seconds(text: &str) -> String {
    let timed = ["Built ", "Checked ", "Made ", "Printed ", "Release "];
    let lines = text.trim_end().lines().map(|line| match line.split_once(" in ") {
        Some((start, end)) if timed.iter().any(|word| line.starts_with(word)) => {
            format!("{start} in {}", end.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.'))
        }
        _ => line.trim_end().to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The words of all pages of a built site.
fn visible_text(output: &Path) -> String {
    let body = Selector::parse("body").unwrap();
    let mut text = String::new();
    for entry in WalkDir::new(output).sort_by_file_name().into_iter().filter_map(Result::ok) {
        if entry.path().extension().is_some_and(|extension| extension == "html") {
            let page = Html::parse_document(&fs::read_to_string(entry.path()).unwrap());
            for element in page.select(&body) {
                text.push_str(&one_line(&element.text().collect::<String>()));
                text.push('\n');
            }
        }
    }
    text
}

/// The theme writes typographic quotes, the manual plain ones.
fn plain_quotes(text: &str) -> String {
    text.replace(['“', '”'], "\"").replace('’', "'")
}
