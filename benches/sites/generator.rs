//! A generator in the comparison: its program and arguments, its site, one timed build, and the removal of its output.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use wait4::Wait4 as _;

use crate::corpus::{Corpus, Dialect};
use crate::figures::{Cost, OutputSize};

const NO_SEARCH: &str = "search: none\n";

/// A generator with its site.
pub struct SiteGenerator {
    /// The name in the tables.
    pub name: String,
    /// `None` for a program without versions.
    pub version: Option<String>,
    /// The format of its source files.
    pub dialect: Dialect,
    pub root: PathBuf,
    pub output: PathBuf,
    program: PathBuf,
    arguments: Vec<String>,
    /// Caches that it keeps between builds, outside the output.
    caches: Vec<PathBuf>,
    pub has_search: bool,
}

impl SiteGenerator {
    /// A generator that is started in its site's root; `folder` holds both its site and its output.
    pub fn new(name: &str, dialect: Dialect, program: PathBuf, folder: &Path) -> Self {
        let folder_name = name.to_lowercase().replace([' ', ','], "-");
        Self {
            name: name.to_owned(),
            version: None,
            dialect,
            root: folder.join(&folder_name),
            output: folder.join(format!("{folder_name}-output")),
            program,
            arguments: Vec::new(),
            caches: Vec::new(),
            has_search: false,
        }
    }

    /// Adds arguments of the command line.
    pub fn with_arguments(mut self, arguments: &[&str]) -> Self {
        self.arguments.extend(arguments.iter().map(|&argument| argument.to_owned()));
        self
    }

    /// Adds a cache that the generator keeps between builds, by its path below the root. [`Self::clear`] removes it.
    pub fn with_cache(mut self, path: &str) -> Self {
        self.caches.push(self.root.join(path));
        self
    }

    /// Sets the version that the tables show.
    pub fn with_version(mut self, version: Option<String>) -> Self {
        self.version = version;
        self
    }

    /// This program, or another build of it.
    pub fn wellpress(name: &str, program: &Path, folder: &Path) -> Self {
        let program = fs::canonicalize(program).unwrap();
        let generator = Self::new(name, Dialect::Wellpress, program, folder).with_cache(".wellpress");
        let output = generator.output.to_str().unwrap().to_owned();
        generator.with_arguments(&["build", "--output-dir", &output])
    }

    /// Lets wellpress make the index for search, as its default settings say. The articles are written with `search: none`.
    pub fn with_search(mut self) -> Self {
        self.has_search = true;
        self
    }

    /// Changes the site that was written for wellpress to what [`Self::with_search`] asks for.
    pub fn finish_site(&self) {
        if self.has_search {
            let path = self.root.join("wellpress.yaml");
            let settings = fs::read_to_string(&path).unwrap();
            assert!(settings.contains(NO_SEARCH));
            fs::write(path, settings.replace(NO_SEARCH, "")).unwrap();
        }
    }

    /// Removes its output and caches, so that the next build is a cold one.
    pub fn clear(&self) {
        for path in self.caches.iter().chain([&self.output]) {
            let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
            if let Err(error) = removed {
                assert_eq!(error.kind(), io::ErrorKind::NotFound, "{}: {error}", path.display());
            }
        }
    }

    /// Builds the site and returns the cost. Fails if the edited page lacks the words of the last edit: a generator that skips
    /// the page would look fast.
    pub fn build(&self, corpus: &Corpus) -> Result<Cost, String> {
        let cost = self.run()?;
        let page = self.output.join(self.dialect.file(&corpus.page(corpus.edited())));
        let html = fs::read_to_string(&page).map_err(|error| format!("its page cannot be read: {error}"))?;
        match corpus.proofs().into_iter().find(|proof| !html.contains(proof)) {
            Some(missing) => Err(format!("its page lacks `{missing}`")),
            None => Ok(Cost { output: output_size(&self.output), ..cost }),
        }
    }

    /// Runs the program to its end. The error has the last lines that it wrote, for whoever runs the bench.
    fn run(&self) -> Result<Cost, String> {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).current_dir(&self.root).stdout(Stdio::null()).stderr(Stdio::piped());
        let begin = Instant::now();
        let mut child = command.spawn().map_err(|error| format!("cannot start: {error}"))?;
        let stderr = read_stderr(&mut child);
        // `wait4` tells the processor time and memory of this one process; the standard library has only its status.
        let exit = child.wait4().unwrap();
        let wall = begin.elapsed();
        let stderr = stderr.join().unwrap();
        if !exit.status.success() {
            return Err(format!("{}\n{}", exit.status, last_lines(&stderr)));
        }
        let processor = exit.rusage.utime + exit.rusage.stime;
        Ok(Cost { wall, processor, memory: exit.rusage.maxrss, output: OutputSize::default() })
    }
}

/// Reads a program's standard error in a thread. A program with a full pipe would wait, and the wait would count as its time.
fn read_stderr(child: &mut Child) -> std::thread::JoinHandle<String> {
    let mut stderr = child.stderr.take().unwrap();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = stderr.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

fn last_lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(10)..].join("\n")
}

fn output_size(folder: &Path) -> OutputSize {
    let entries = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.file_type().is_file());
    files.filter_map(|entry| entry.metadata().ok()).fold(OutputSize::default(), |size, metadata| OutputSize {
        files: size.files + 1,
        bytes: size.bytes + metadata.len(),
    })
}
