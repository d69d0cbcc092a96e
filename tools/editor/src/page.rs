//! The page that opens the editor, with a policy of its own, and the files of ours that it loads.

use serde_json::Value;

use crate::backend::connect_sources;

/// The files of ours: name, and text.
pub const ASSETS: [(&str, &str); 11] = [
    ("wellpress-editor.js", include_str!("assets/wellpress-editor.js")),
    ("wellpress-editor.css", include_str!("assets/wellpress-editor.css")),
    ("front-matter.js", include_str!("assets/front-matter.js")),
    ("text-blocks.js", include_str!("assets/text-blocks.js")),
    ("yaml.js", include_str!("assets/yaml.js")),
    ("components.js", include_str!("assets/components.js")),
    ("immutable.js", include_str!("assets/immutable.js")),
    ("labels.js", include_str!("assets/labels.js")),
    ("page-parts.js", include_str!("assets/page-parts.js")),
    ("preview.js", include_str!("assets/preview.js")),
    ("wellpress-preview.css", include_str!("assets/wellpress-preview.css")),
];

/// The page for a folder such as `static/editor`. Its policy is a tag: it holds on every host, and takes nothing from that of the site, which hosts may add for all paths.
#[must_use]
pub fn html(folder: &str, configuration: &str, local: &Value) -> String {
    let site = "../".repeat(folder.matches('/').count());
    let policy = format!(
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; media-src 'self' blob: data:; \
         font-src 'self' data:; frame-src 'self' blob:; connect-src {}; object-src 'none'; base-uri 'self'; form-action 'self'",
        connect_sources(local)
    );
    format!(
        "<!doctype html>\n\
         <html lang=\"en\">\n\
         <head>\n\
         <meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"robots\" content=\"noindex, nofollow\">\n\
         <meta name=\"referrer\" content=\"same-origin\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>Editor</title>\n\
         <link rel=\"stylesheet\" href=\"wellpress-editor.css\">\n\
         <link rel=\"wellpress-configuration\" href=\"{configuration}\">\n\
         <link rel=\"wellpress-site\" href=\"{site}\">\n\
         <script type=\"module\" src=\"wellpress-editor.js\"></script>\n\
         </head>\n\
         <body>\n\
         <noscript><p>The editor needs JavaScript.</p></noscript>\n\
         </body>\n\
         </html>\n"
    )
}
