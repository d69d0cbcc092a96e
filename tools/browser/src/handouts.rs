//! Prints sheets of a site to PDF with a browser, and makes its books.
//!
//! Input: the files of a site that was built in memory, and the paths of the sheets. Output: PDF files with tags for assistive
//! software, a title, a language and bookmarks. The browser takes them from the HTML; what it leaves out is added behind it. Where the
//! files are kept is left to the caller.

mod books;
pub mod command;
mod pdf_ua;

use std::path::Path;

use serde_json::json;

use crate::browser::{Browser, BrowserError, ORIGIN, SiteInMemory};

/// A sheet to print.
pub struct SheetToPrint {
    /// The path of its HTML, such as `exercises/cat-cow/print/index.html`.
    pub path: String,
    /// The paper of most of its readers.
    pub paper: Paper,
}

/// A size of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// 210 x 297 mm.
    A4,
    /// 8.5 x 11 inches.
    Letter,
}

/// Countries in which printers have Letter, from the territory data of CLDR.
const COUNTRIES_WITH_LETTER: [&str; 14] =
    ["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"];

impl Paper {
    /// The paper of the country that a language tag such as `en-US` names; A4 for a tag without a country.
    #[must_use]
    pub fn of_language(tag: &str) -> Self {
        let is_letter = tag.split('-').skip(1).any(|part| COUNTRIES_WITH_LETTER.contains(&part));
        if is_letter { Self::Letter } else { Self::A4 }
    }

    /// Width and height in inches.
    fn size(self) -> (f64, f64) {
        match self {
            Self::A4 => (8.27, 11.69),
            Self::Letter => (8.5, 11.0),
        }
    }
}

/// Loads what a screen would show only later. Fonts and pictures that come after the page was printed would be missing.
const LOAD_EVERYTHING: &str = "(async () => {
  for (const image of document.images) image.loading = 'eager';
  await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
  await document.fonts.ready;
})()";

/// Prints sheets in one browser and gives each PDF file to `keep`, with the number of its sheet. Links within
/// the site lead to `origin` in them, such as `https://guide.example`.
///
/// # Errors
/// When the browser does not start or dies, or with the first error of `keep`.
pub fn print<E: From<BrowserError>>(
    program: &Path,
    site: &SiteInMemory<'_>,
    origin: &str,
    sheets: &[SheetToPrint],
    mut keep: impl FnMut(usize, Vec<u8>) -> Result<(), E>,
) -> Result<(), E> {
    let find_file = |address: &str| site.answer(address);
    let mut browser = Browser::start(program, &find_file, site.is_interrupted)?;
    for (number, sheet) in sheets.iter().enumerate() {
        keep(number, print_sheet(&mut browser, &site.address_of(&sheet.path), origin, sheet.paper)?)?;
    }
    Ok(())
}

fn print_sheet(browser: &mut Browser<'_>, address: &str, origin: &str, paper: Paper) -> Result<Vec<u8>, BrowserError> {
    let (width, height) = paper.size();
    // Of two pixels for each of CSS, so that the browser takes pictures that are sharp on paper.
    let screen = json!({"width": 794, "height": 1123, "deviceScaleFactor": 2, "mobile": false});
    browser.call("Emulation.setDeviceMetricsOverride", &screen)?;
    let features = json!([{"name": "prefers-color-scheme", "value": "light"}]);
    browser.call("Emulation.setEmulatedMedia", &json!({"media": "print", "features": features}))?;
    browser.show(address)?;
    browser.evaluate(LOAD_EVERYTHING)?;
    let pdf = browser.pdf(&json!({
        "paperWidth": width,
        "paperHeight": height,
        "generateTaggedPDF": true,
        "generateDocumentOutline": true,
    }))?;
    pdf_ua::mend(&pdf, ORIGIN, origin).map_err(|error| BrowserError::Page(format!("the file of `{address}`: {error}")))
}
