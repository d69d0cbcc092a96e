//! A Chromium without a window that shows the pages of one site from memory.
//!
//! It is driven through the Chrome DevTools Protocol (<https://chromedevtools.github.io/devtools-protocol/>). Each request of a
//! page is answered by the caller before it reaches the network; a request to another site fails.
#![expect(clippy::disallowed_methods, reason = "only commands of their own use a browser; no build comes here")]

use std::collections::BTreeMap;
use std::io;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use thiserror::Error;
use tungstenite::{Message, WebSocket};

use wellpress_bibliography::ExportFormat;
use wellpress_build::served_site::ServedSite;
use wellpress_io::artifact::media_type;
use wellpress_io::fs::Disk;
use wellpress_site::model::address::escape_path;

use crate::browser_process::{BrowserProcess, PATIENCE};

/// Why a page cannot be looked at.
#[derive(Debug, Error)]
pub enum BrowserError {
    /// The program is not there or does not start.
    #[error("the browser `{}` cannot be started: {reason}", program.display())]
    Start {
        /// The program.
        program: PathBuf,
        /// Why not.
        reason: String,
    },
    /// The connection broke, or an answer did not come in time.
    #[error("the browser does not answer: {0}")]
    Connection(String),
    /// The user, or a service that runs the command, wants it to end.
    #[error("it was interrupted")]
    Interrupted,
    /// The browser refused a command, or a page failed.
    #[error("the browser reports an error: {0}")]
    Page(String),
}

/// The answer to a request of a page.
pub struct FileAnswer {
    /// The file itself.
    pub bytes: Vec<u8>,
    /// The value of `Content-Type`.
    pub media_type: String,
}

impl FileAnswer {
    /// The file at a path of a site. `None` if there is no such file, or what it is made of cannot be read.
    pub fn of(site: &ServedSite, path: &str) -> Option<Self> {
        let media_type = media_type(path, ExportFormat::content_type).to_owned();
        Some(Self { bytes: site.bytes(&Disk, path)?, media_type })
    }
}

/// A site that was built in memory, as the browser sees it.
pub struct SiteInMemory<'s> {
    /// The path of its start page, such as `/guide/`.
    pub base_path: String,
    /// Finds the file at a path such as `articles/neck-pain/index.html`.
    pub file: &'s (dyn Fn(&str) -> Option<FileAnswer> + Sync),
    /// Is set when the command has to end. The browsers end with it.
    pub is_interrupted: &'s AtomicBool,
}

impl SiteInMemory<'_> {
    /// The answer to a request of a page: a file of the site, and nothing of any other.
    pub fn answer(&self, address: &str) -> Option<FileAnswer> {
        (self.file)(&self.path_of(address)?)
    }

    /// The path of the file at an address, or `None` if the address is not of this site.
    pub fn path_of(&self, address: &str) -> Option<String> {
        path_of(address, &self.base_path)
    }

    /// The address at which a browser shows a page, which is given by its path.
    pub fn address_of(&self, path: &str) -> String {
        let folder = folder_of(path);
        format!("{ORIGIN}{}{}", self.base_path, escape_path(folder))
    }
}

/// The path of a page as addresses have it, without `index.html`.
pub(crate) fn folder_of(path: &str) -> &str {
    path.strip_suffix("index.html").unwrap_or(path)
}

/// Where the browser takes the site to be. The pages' own links have no host, so the site's address plays no part.
pub(crate) const ORIGIN: &str = "https://wellpress.invalid";

fn path_of(address: &str, base_path: &str) -> Option<String> {
    let path = address.strip_prefix(ORIGIN)?.split(['?', '#']).next()?;
    let path = decoded(path)?.strip_prefix(&decoded(base_path)?)?.to_owned();
    let is_folder = path.is_empty() || path.ends_with('/');
    Some(if is_folder { format!("{path}index.html") } else { path })
}

fn decoded(path: &str) -> Option<String> {
    Some(percent_encoding::percent_decode_str(path).decode_utf8().ok()?.into_owned())
}

/// Finds the file at an absolute address. `None` for an address outside of the site, or without a file.
pub(crate) type FindFile<'a> = dyn Fn(&str) -> Option<FileAnswer> + 'a;

/// A running browser with one page. It ends when this value is dropped.
pub(crate) struct Browser<'a> {
    socket: WebSocket<TcpStream>,
    find_file: &'a FindFile<'a>,
    is_interrupted: &'a AtomicBool,
    /// The id of the last command.
    last_id: u64,
    /// The id of the session with the page; empty before it begins.
    session: String,
    is_loaded: bool,
    /// The address of the page that is shown.
    address: String,
    /// The parameters of commands that set something, by the names of the commands.
    set: BTreeMap<&'static str, Value>,
    process: BrowserProcess,
}

impl<'a> Browser<'a> {
    /// Starts the program. It takes no further command once `is_interrupted` is set.
    ///
    /// # Errors
    /// When it is not there or does not answer.
    pub fn start(
        program: &Path,
        find_file: &'a FindFile<'a>,
        is_interrupted: &'a AtomicBool,
    ) -> Result<Self, BrowserError> {
        let failed = |reason: String| BrowserError::Start { program: program.to_owned(), reason };
        let (process, port, path) = BrowserProcess::start(program).map_err(failed)?;
        let stream = TcpStream::connect(("127.0.0.1", port)).map_err(|error| failed(error.to_string()))?;
        stream.set_read_timeout(Some(PATIENCE)).map_err(|error| failed(error.to_string()))?;
        stream.set_nodelay(true).map_err(|error| failed(error.to_string()))?;
        let address = format!("ws://127.0.0.1:{port}{path}");
        let (socket, _) = tungstenite::client(address, stream).map_err(|error| failed(error.to_string()))?;
        let mut browser = Self {
            socket,
            find_file,
            is_interrupted,
            last_id: 0,
            session: String::new(),
            is_loaded: false,
            address: String::new(),
            set: BTreeMap::new(),
            process,
        };
        browser.open_page()?;
        Ok(browser)
    }

    fn open_page(&mut self) -> Result<(), BrowserError> {
        let target = self.call("Target.createTarget", &json!({"url": "about:blank"}))?;
        let attached = self.call("Target.attachToTarget", &json!({"targetId": target["targetId"], "flatten": true}))?;
        attached["sessionId"].as_str().unwrap_or_default().clone_into(&mut self.session);
        self.call("Page.enable", &json!({}))?;
        self.call("Fetch.enable", &json!({}))?;
        Ok(())
    }

    /// Runs a command of the protocol and returns its result.
    ///
    /// # Errors
    /// When the browser refuses it or does not answer.
    pub fn call(&mut self, method: &str, parameters: &Value) -> Result<Value, BrowserError> {
        if self.is_interrupted.load(Ordering::Relaxed) {
            return Err(BrowserError::Interrupted);
        }
        let id = self.send(method, parameters)?;
        loop {
            let mut message = self.receive()?;
            if message["id"] == id {
                let error = &message["error"]["message"];
                return match error.as_str() {
                    Some(error) => Err(BrowserError::Page(format!("{method}: {error}"))),
                    None => Ok(message["result"].take()),
                };
            }
        }
    }

    /// Runs a command that sets something, unless it is set so: each of them lays the page out again.
    ///
    /// # Errors
    /// When the browser refuses it or does not answer.
    pub fn set(&mut self, method: &'static str, parameters: Value) -> Result<(), BrowserError> {
        if self.set.get(method) != Some(&parameters) {
            self.call(method, &parameters)?;
            self.set.insert(method, parameters);
        }
        Ok(())
    }

    /// Shows the page at an address, and returns when it and its parts have loaded.
    ///
    /// # Errors
    /// When it does not load in time.
    pub fn show(&mut self, address: &str) -> Result<(), BrowserError> {
        self.is_loaded = false;
        address.clone_into(&mut self.address);
        let result = self.call("Page.navigate", &json!({"url": address}))?;
        if let Some(error) = result["errorText"].as_str() {
            return Err(BrowserError::Page(format!("`{address}`: {error}")));
        }
        let deadline = Instant::now() + PATIENCE;
        while !self.is_loaded {
            if Instant::now() > deadline {
                return Err(BrowserError::Page(format!("`{address}` does not load")));
            }
            self.receive()?;
        }
        Ok(())
    }

    /// Runs a script in the page and returns its value, or that of the promise which it returns.
    ///
    /// # Errors
    /// When the script fails.
    pub fn evaluate(&mut self, script: &str) -> Result<Value, BrowserError> {
        let parameters = json!({"expression": script, "awaitPromise": true, "returnByValue": true});
        let mut result = self.call("Runtime.evaluate", &parameters)?;
        let exception = &result["exceptionDetails"];
        if exception.is_null() {
            return Ok(result["result"]["value"].take());
        }
        let words = exception["exception"]["description"].as_str().or_else(|| exception["text"].as_str());
        Err(BrowserError::Page(words.unwrap_or("a script failed").to_owned()))
    }

    /// Runs a script like [`Self::evaluate`] and reads its value. `name` says in errors what the value is.
    ///
    /// # Errors
    /// When the script fails, or returns a value of another form.
    pub fn evaluate_as<T: DeserializeOwned>(&mut self, script: &str, name: &str) -> Result<T, BrowserError> {
        let value = self.evaluate(script)?;
        serde_json::from_value(value).map_err(|error| BrowserError::Page(format!("{name}: {error}")))
    }

    /// A picture of a part of the page as PNG. The screen has to show the part: a picture of all else takes four times as long.
    ///
    /// # Errors
    /// When the browser makes none.
    pub fn picture(&mut self, clip: &Value) -> Result<Vec<u8>, BrowserError> {
        let parameters =
            json!({"format": "png", "optimizeForSpeed": true, "captureBeyondViewport": false, "clip": clip});
        self.call_for_file("Page.captureScreenshot", &parameters)
    }

    /// The page as a PDF file.
    ///
    /// # Errors
    /// When the browser makes none, or only a part of one.
    pub fn pdf(&mut self, parameters: &Value) -> Result<Vec<u8>, BrowserError> {
        let bytes = self.call_for_file("Page.printToPDF", parameters)?;
        if bytes.starts_with(b"%PDF-") && bytes.trim_ascii_end().ends_with(b"%%EOF") {
            return Ok(bytes);
        }
        Err(BrowserError::Page(format!("`{}` was not printed whole", self.address)))
    }

    /// The bytes that a command returns as `data`.
    fn call_for_file(&mut self, method: &str, parameters: &Value) -> Result<Vec<u8>, BrowserError> {
        let result = self.call(method, parameters)?;
        let data = result["data"].as_str().unwrap_or_default();
        STANDARD.decode(data).map_err(|error| BrowserError::Page(format!("{method}: no base64: {error}")))
    }

    fn send(&mut self, method: &str, parameters: &Value) -> Result<u64, BrowserError> {
        self.last_id += 1;
        let mut message = json!({"id": self.last_id, "method": method, "params": parameters});
        if !self.session.is_empty() {
            message["sessionId"] = json!(self.session);
        }
        self.socket.send(Message::text(message.to_string())).map_err(broken)?;
        Ok(self.last_id)
    }

    /// The next message. Requests of the page are answered here.
    fn receive(&mut self) -> Result<Value, BrowserError> {
        let text = loop {
            match self.socket.read().map_err(broken)? {
                Message::Text(text) => break text,
                Message::Close(_) => return Err(BrowserError::Connection("it has ended".to_owned())),
                Message::Binary(_) | Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => {}
            }
        };
        let message: Value =
            serde_json::from_str(&text).map_err(|error| BrowserError::Connection(error.to_string()))?;
        match message["method"].as_str() {
            Some("Fetch.requestPaused") => self.answer(&message["params"])?,
            Some("Page.loadEventFired") => self.is_loaded = true,
            Some("Inspector.targetCrashed") => {
                return Err(BrowserError::Page(format!(
                    "`{}` crashed; a style of the theme may cause it",
                    self.address
                )));
            }
            _ => {}
        }
        Ok(message)
    }

    fn answer(&mut self, request: &Value) -> Result<(), BrowserError> {
        let id = &request["requestId"];
        let address = request["request"]["url"].as_str().unwrap_or_default();
        let response = match (self.find_file)(address) {
            Some(mut file) => {
                if file.media_type.starts_with("text/css") {
                    replace_optional_fonts(&mut file.bytes);
                }
                let headers = json!([{"name": "Content-Type", "value": file.media_type}]);
                let body = STANDARD.encode(file.bytes);
                let answer = json!({"requestId": id, "responseCode": 200, "responseHeaders": headers, "body": body});
                self.send("Fetch.fulfillRequest", &answer)
            }
            None => self.send("Fetch.failRequest", &json!({"requestId": id, "errorReason": "BlockedByClient"})),
        };
        response.map(drop)
    }
}

impl Drop for Browser<'_> {
    /// Lets the browser end by itself, so that nobody writes into its folder any more.
    fn drop(&mut self) {
        // The command is for the browser, not for its page.
        self.session.clear();
        if self.send("Browser.close", &json!({})).is_ok() {
            self.process.wait();
        }
    }
}

/// Replaces `font-display: optional` in a style sheet by `block`.
///
/// With `optional`, a font that comes late is left out when the page is drawn first, and used when it is drawn again. The two pictures of
/// a notice would differ by more than its words, which would then count as not seen.
fn replace_optional_fonts(sheet: &mut [u8]) {
    const NAME: &[u8] = b"font-display";
    const OPTIONAL: &[u8] = b"optional";
    let mut at = 0;
    while let Some(found) = sheet[at..].windows(NAME.len()).position(|bytes| bytes.eq_ignore_ascii_case(NAME)) {
        at += found + NAME.len();
        let behind_name = sheet[at..].iter().take_while(|byte| byte.is_ascii_whitespace() || **byte == b':').count();
        let value = sheet[at + behind_name..].get_mut(..OPTIONAL.len());
        if let Some(value) = value.filter(|value| value.eq_ignore_ascii_case(OPTIONAL)) {
            value.copy_from_slice(b"block   ");
        }
    }
}

fn broken(error: tungstenite::Error) -> BrowserError {
    let words = match error {
        tungstenite::Error::Io(error)
            if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) =>
        {
            format!("nothing came within {} seconds", PATIENCE.as_secs())
        }
        error => error.to_string(),
    };
    BrowserError::Connection(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_waits_for_its_fonts() {
        let mut sheet = b"@font-face{font-display:optional;src:url(a)}@font-face { Font-Display : OPTIONAL }a{font-display:swap}font-display:".to_vec();
        replace_optional_fonts(&mut sheet);
        let expected = "@font-face{font-display:block   ;src:url(a)}@font-face { Font-Display : block    }a{font-display:swap}font-display:";
        assert_eq!(String::from_utf8(sheet).expect("UTF-8"), expected);
    }

    #[test]
    fn paths_of_addresses() {
        let path = |address: &str| path_of(address, "/gu%C3%ADa/");
        assert_eq!(path("https://wellpress.invalid/gu%c3%ada/").as_deref(), Some("index.html"));
        assert_eq!(path("https://wellpress.invalid/guía/a%20b/?c#d").as_deref(), Some("a b/index.html"));
        assert_eq!(path("https://wellpress.invalid/gu%C3%ADa/x.css").as_deref(), Some("x.css"));
        assert_eq!(path("https://wellpress.invalid/x.css"), None);
        assert_eq!(path("https://elsewhere.example/gu%C3%ADa/"), None);
    }
}
