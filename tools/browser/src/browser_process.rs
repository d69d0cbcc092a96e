//! The process of a browser, with a profile of its own. Both are gone when this program has ended, however it ended.
#![expect(clippy::disallowed_methods, reason = "only commands of their own start a browser; no build comes here")]

use std::fs;
use std::io;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// How long to wait for the start of the browser, and for each answer.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// How long a browser may take to end by itself.
const PATIENCE_AT_THE_END: Duration = Duration::from_secs(5);

/// A running browser. It ends when this value is dropped.
pub(crate) struct BrowserProcess {
    // In this order, so that the program has ended when its folder is removed.
    process: Process,
    profile: TempDir,
}

impl BrowserProcess {
    /// Starts the program. Returns the port and the path at which it takes commands, too.
    ///
    /// # Errors
    /// In words: why it does not start.
    pub fn start(program: &Path) -> Result<(Self, u16, String), String> {
        let profile = tempfile::Builder::new()
            .prefix("wellpress-browser-")
            .tempdir()
            .map_err(|error| format!("its folder cannot be made: {error}"))?;
        let process = Process::start(program, profile.path()).map_err(|error| error.to_string())?;
        let mut browser = Self { process, profile };
        let (port, path) = browser.debugging_address()?;
        Ok((browser, port, path))
    }

    /// Waits until it has ended by itself, but not for long.
    pub fn wait(&mut self) {
        self.process.wait(PATIENCE_AT_THE_END);
    }

    /// It writes the port and the path into a file of its profile once it is ready.
    fn debugging_address(&mut self) -> Result<(u16, String), String> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let text = fs::read_to_string(self.profile.path().join("DevToolsActivePort")).unwrap_or_default();
            if let Some((port, path)) = text.split_once('\n')
                && let Ok(port) = port.parse()
                && !path.is_empty()
            {
                return Ok((port, path.trim().to_owned()));
            }
            if let Ok(Some(status)) = self.process.browser.try_wait() {
                return Err(format!("it ended with {status}"));
            }
            if Instant::now() > deadline {
                return Err(format!("it was not ready within {} seconds", PATIENCE.as_secs()));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

fn command(program: &Path, profile: &Path) -> Command {
    let mut command = Command::new(program);
    command.args([
        "--headless=new",
        "--remote-debugging-port=0",
        "--no-first-run",
        "--no-default-browser-check",
        "--disable-extensions",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--mute-audio",
        "--hide-scrollbars",
        // So that the pixels of a page are the same on every machine.
        "--disable-lcd-text",
        "--force-color-profile=srgb",
        // Without a graphics card, a page is painted twice as fast by the processor itself as by an imitation of such a card.
        "--disable-gpu",
        "--disable-software-rasterizer",
    ]);
    if may_not_use_sandbox() {
        command.arg("--no-sandbox");
    }
    command.arg(format!("--user-data-dir={}", profile.display())).arg("about:blank");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Chromium refuses to start its sandbox for the user root, which is the user of many containers.
#[cfg(unix)]
fn may_not_use_sandbox() -> bool {
    rustix::process::geteuid().is_root()
}

#[cfg(not(unix))]
fn may_not_use_sandbox() -> bool {
    false
}

/// The processes of the browser, which end when this value is dropped.
struct Process {
    browser: Child,
    /// Ends them if this program is killed, which nothing in this program can notice.
    #[cfg(unix)]
    watcher: Child,
}

/// Waits for the end of its input, which comes with the end of this program. A line before says that the browser has ended. The browser
/// and all that it starts are in the group of this shell, and none of them blocks the signal. They write into the profile until they end.
#[cfg(unix)]
const WATCHER: &str = "read line && exit
trap '' TERM
kill -TERM 0
for try in 1 2 3; do rm -rf -- \"$1\"; sleep 1; done
rm -rf -- \"$1\"
kill -KILL 0";

impl Process {
    /// The watcher is there before the browser, so that there is no moment without one.
    #[cfg(unix)]
    fn start(program: &Path, profile: &Path) -> io::Result<Self> {
        use std::os::unix::process::CommandExt as _;
        let mut shell = Command::new("sh");
        shell
            .args(["-c", WATCHER, "sh"])
            .arg(profile)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        // In a group of its own, so that what interrupts this program leaves the watcher and the browser alone.
        let mut watcher = shell.process_group(0).spawn()?;
        let group = watcher.id().try_into().map_err(io::Error::other)?;
        match command(program, profile).process_group(group).spawn() {
            Ok(browser) => Ok(Self { browser, watcher }),
            Err(error) => {
                dismiss(&mut watcher);
                Err(error)
            }
        }
    }

    #[cfg(not(unix))]
    fn start(program: &Path, profile: &Path) -> io::Result<Self> {
        Ok(Self { browser: command(program, profile).spawn()? })
    }

    /// Waits until the browser has ended, but no longer than this. Returns whether it has.
    fn wait(&mut self, patience: Duration) -> bool {
        let deadline = Instant::now() + patience;
        while matches!(self.browser.try_wait(), Ok(None)) && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(20));
        }
        !matches!(self.browser.try_wait(), Ok(None))
    }
}

/// Tells a watcher that there is nothing to end.
#[cfg(unix)]
fn dismiss(watcher: &mut Child) {
    // Both fail only if it has ended by itself.
    let _ = watcher.stdin.take().map(|mut input| io::Write::write_all(&mut input, b"\n"));
    let _ = watcher.wait();
}

impl Drop for Process {
    #[cfg(unix)]
    fn drop(&mut self) {
        if self.wait(Duration::ZERO) {
            dismiss(&mut self.watcher);
            return;
        }
        // The program may be a script that waits for the browser itself: the watcher ends all of the group.
        drop(self.watcher.stdin.take());
        let _ = self.browser.wait();
        let _ = self.watcher.wait();
    }

    #[cfg(not(unix))]
    fn drop(&mut self) {
        // Both fail only if it has ended by itself.
        let _ = self.browser.kill();
        let _ = self.browser.wait();
    }
}
