//! What builds a site: its program, how it is started, and what it leaves behind.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use wait4::Wait4 as _;

use crate::corpus::{Corpus, Dialect};
use crate::figures::Cost;

/// A generator with its site.
pub struct Contender {
    /// As the tables show it.
    pub name: String,
    /// Its version, where it has one.
    pub version: Option<String>,
    /// How its site is written.
    pub dialect: Dialect,
    /// Its site.
    pub root: PathBuf,
    /// What it makes.
    pub output: PathBuf,
    program: PathBuf,
    arguments: Vec<String>,
    /// What it keeps between builds beside the output.
    kept: Vec<PathBuf>,
}

impl Contender {
    /// A generator that is started in its site's root; `folder` holds both its site and its output.
    pub fn new(name: &str, dialect: Dialect, program: PathBuf, folder: &Path) -> Self {
        let short = name.to_lowercase().replace(' ', "-");
        Self {
            name: name.to_owned(),
            version: None,
            dialect,
            root: folder.join(&short),
            output: folder.join(format!("{short}-output")),
            program,
            arguments: Vec::new(),
            kept: Vec::new(),
        }
    }

    /// With what is said to it.
    pub fn with(mut self, arguments: &[&str]) -> Self {
        self.arguments.extend(arguments.iter().map(|&argument| argument.to_owned()));
        self
    }

    /// With what it keeps between builds, below its root.
    pub fn keeping(mut self, path: &str) -> Self {
        self.kept.push(self.root.join(path));
        self
    }

    /// With its version.
    pub fn of_version(mut self, version: Option<String>) -> Self {
        self.version = version;
        self
    }

    /// A build of this program.
    pub fn wellpress(name: &str, program: &Path, folder: &Path) -> Self {
        let program = fs::canonicalize(program).unwrap();
        let contender = Self::new(name, Dialect::Wellpress, program, folder).keeping(".wellpress");
        let output = contender.output.to_str().unwrap().to_owned();
        contender.with(&["build", "--output-dir", &output])
    }

    /// Removes what it made and what it keeps, so that the next build is a cold one.
    pub fn clear(&self) {
        for path in self.kept.iter().chain([&self.output]) {
            let gone = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
            if let Err(error) = gone {
                assert_eq!(error.kind(), io::ErrorKind::NotFound, "{}: {error}", path.display());
            }
        }
    }

    /// Builds, and makes sure that the edited page says what it must: a page that was not built again would be no feat.
    pub fn build(&self, corpus: &Corpus) -> Result<Cost, String> {
        let cost = self.run()?;
        let page = self.output.join(self.dialect.file(&corpus.page(corpus.edited())));
        let html = fs::read_to_string(&page).map_err(|error| format!("its page cannot be read: {error}"))?;
        match corpus.proofs().into_iter().find(|proof| !html.contains(proof)) {
            Some(missing) => Err(format!("its page lacks `{missing}`")),
            None => Ok(Cost { files: files(&self.output), ..cost }),
        }
    }

    fn run(&self) -> Result<Cost, String> {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).current_dir(&self.root).stdout(Stdio::null()).stderr(Stdio::piped());
        let begin = Instant::now();
        let mut child = command.spawn().map_err(|error| format!("cannot start: {error}"))?;
        let said = listen(&mut child);
        let ended = child.wait4().unwrap();
        let wall = begin.elapsed();
        let said = said.join().unwrap();
        if !ended.status.success() {
            return Err(format!("{}\n{}", ended.status, last_lines(&said)));
        }
        let processor = ended.rusage.utime + ended.rusage.stime;
        Ok(Cost { wall, processor, memory: ended.rusage.maxrss, files: 0 })
    }
}

/// Reads what a program complains of while it runs, so that it need not wait for a reader.
fn listen(child: &mut Child) -> std::thread::JoinHandle<String> {
    let mut stderr = child.stderr.take().unwrap();
    std::thread::spawn(move || {
        let mut said = Vec::new();
        let _ = stderr.read_to_end(&mut said);
        String::from_utf8_lossy(&said).into_owned()
    })
}

fn last_lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(10)..].join("\n")
}

fn files(folder: &Path) -> usize {
    walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file()).count()
}
