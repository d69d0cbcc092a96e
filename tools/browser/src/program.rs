//! The argument `--browser`, and the browser that is installed where it is not given.

use std::path::PathBuf;

use clap::Args;

use wellpress_command::Failure;

use crate::browser::BrowserError;

#[derive(Debug, Args)]
pub(crate) struct BrowserArgument {
    /// The browser's program [default: that of the environment variable CHROMIUM, or the first that is installed]
    #[arg(long, value_name = "FILE")]
    browser: Option<PathBuf>,
}

impl BrowserArgument {
    pub fn program(&self) -> Result<PathBuf, Failure> {
        self.browser.clone().or_else(installed_browser).ok_or_else(|| {
            Failure::machine("there is no Chromium, Chrome or Edge on this machine")
                .help("install one, or name its program with `--browser`")
        })
    }
}

impl From<BrowserError> for Failure {
    fn from(error: BrowserError) -> Self {
        let failure = Self::machine(error.to_string());
        match error {
            BrowserError::Interrupted => failure,
            _ => failure.help("`--browser` names the program of a Chromium, Chrome or Edge"),
        }
    }
}

/// The programs of browsers, by the names under which they are installed.
const PROGRAMS: [&str; 8] = [
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
];

/// The places of programs that are in no folder of `PATH`.
const PLACES: [&str; 5] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
];

#[expect(clippy::disallowed_methods, reason = "the environment is read in the command line, once")]
fn installed_browser() -> Option<PathBuf> {
    if let Some(program) = std::env::var_os("CHROMIUM").filter(|program| !program.is_empty()) {
        return Some(program.into());
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let in_folders = PROGRAMS.iter().flat_map(|name| {
        let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
        folders.iter().map(move |folder| folder.join(&name))
    });
    in_folders.chain(PLACES.iter().map(PathBuf::from)).find(|program| program.is_file())
}
