//! The page of the preview with two frames: an old site and this one.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use wellpress_diagnostics::render::html::escape;

/// What an address in an attribute has encoded.
const ENCODED: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'&').add(b'\'').add(b'%').add(b'\\');

/// The page of the preview that shows an address of both sites, from the query `page=/address/`.
pub(super) fn html(old_origin: &str, address: &str) -> String {
    // Two slashes would lead to another host.
    let address = format!("/{}", address.trim_start_matches(['/', '\\']));
    let encoded = utf8_percent_encode(&address, ENCODED).to_string();
    let (origin, shown) = (escape(old_origin), escape(&address));
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"robots\" content=\"noindex\">\n<title>Old and new</title>\n\
         <link rel=\"stylesheet\" href=\"beside.css\">\n<script src=\"beside.js\" type=\"module\"></script>\n</head>\n<body>\n<h1>Old and new</h1>\n\
         <form method=\"get\"><label>Address <input name=\"page\" value=\"{shown}\"></label> <button>Show</button></form>\n\
         <div class=\"sites\">\n<section><h2>Old</h2><iframe id=\"old\" title=\"The old site\" data-origin=\"{origin}\" src=\"{origin}{encoded}\" \
         sandbox=\"allow-same-origin allow-scripts\"></iframe></section>\n<section><h2>New</h2><iframe id=\"new\" title=\"The new site\" \
         src=\"{encoded}\"></iframe></section>\n</div>\n</body>\n</html>\n"
    )
}

/// The policy of the page, which shows the old site in a frame.
pub(super) fn policy(old_origin: &str) -> String {
    format!(
        "default-src 'self'; frame-src 'self' {old_origin}; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
}
