//! [`HtmlFile`]: writes the blocks of a report as an HTML file without scripts, complete in itself or with a style sheet beside it.

use wellpress_diagnostics::render::html::escape;
use wellpress_walk::{Block, Element, Format, Inline, ListKind, Run};

/// The style sheet of reports.
pub const STYLE: &str = include_str!("report.css");

/// An HTML file in the making.
#[derive(Debug, Default)]
pub struct HtmlFile {
    body: String,
    /// Whether the open row of a table names the columns.
    is_in_head_row: bool,
    /// Ends of the open blocks.
    ends: Vec<&'static str>,
}

impl HtmlFile {
    /// The file, with this title. It is complete in itself, and search engines shall not list it.
    #[must_use]
    pub fn finish(self, title: &str) -> String {
        let style = format!("<meta name=\"robots\" content=\"noindex\">\n<style>\n{STYLE}</style>");
        self.document(title, "'unsafe-inline'", &style)
    }

    /// The file for a site, with this title. Its style sheet stands beside it, because the policy of a site allows none in a page.
    #[must_use]
    pub fn finish_for_site(self, title: &str, style_sheet: &str) -> String {
        let style = format!("<link rel=\"stylesheet\" href=\"{}\">", escape(style_sheet));
        self.document(title, "'self'", &style)
    }

    fn document(self, title: &str, style_policy: &str, style: &str) -> String {
        // Nothing else may be loaded, whatever a title or a finding contains.
        let policy = format!("default-src 'none'; style-src {style_policy}; base-uri 'none'; form-action 'none'");
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{}</title>\n{style}\n</head>\n<body>\n<main>\n{}</main>\n</body>\n</html>\n",
            escape(title),
            self.body
        )
    }

    fn text(&mut self, run: &Run) {
        let mut ends = Vec::new();
        if let Some(link) = run.link.as_deref().filter(|link| is_safe(link)) {
            self.body.push_str(&format!("<a href=\"{}\">", escape(link)));
            ends.push("</a>");
        }
        if let Some(language) = &run.language {
            self.body.push_str(&format!("<span lang=\"{}\" dir=\"auto\">", escape(language)));
            ends.push("</span>");
        }
        for (has, start, end) in [(run.style.strong, "<strong>", "</strong>"), (run.style.code, "<code>", "</code>")] {
            if has {
                self.body.push_str(start);
                ends.push(end);
            }
        }
        self.body.push_str(&escape(&run.text));
        ends.iter().rev().for_each(|end| self.body.push_str(end));
    }

    /// The tag of a block with the text behind its end; `None` for what no report has.
    fn tags(&self, block: &Block) -> Option<(&'static str, &'static str)> {
        Some(match block {
            Block::Heading(1) => ("h1", "</h1>\n"),
            Block::Heading(2) => ("h2", "</h2>\n"),
            Block::Heading(_) => ("h3", "</h3>\n"),
            Block::Paragraph => ("p", "</p>\n"),
            Block::Lead => ("p class=\"lead\"", "</p>\n"),
            Block::Aside(_) => ("div role=\"note\" class=\"note\"", "</div>\n"),
            Block::List(ListKind::Boxes) => ("ul class=\"boxes\"", "</ul>\n"),
            Block::List(ListKind::Numbers(_) | ListKind::Steps(_) | ListKind::Notes) => ("ol", "</ol>\n"),
            Block::List(ListKind::Bullets) => ("ul", "</ul>\n"),
            Block::Item(_) => ("li", "</li>\n"),
            Block::Table => ("table", "</table>\n"),
            Block::Row { .. } => ("tr", "</tr>\n"),
            Block::Cell { is_head: true } if self.is_in_head_row => ("th scope=\"col\"", "</th>"),
            Block::Cell { is_head: true } => ("th scope=\"row\"", "</th>"),
            Block::Cell { is_head: false } => ("td", "</td>"),
            // Without a `_` arm, so that a new kind of block does not compile before somebody has decided what it is here.
            Block::Notice(_)
            | Block::Quote
            | Block::Definitions
            | Block::Dose
            | Block::Term
            | Block::Definition
            | Block::Figure
            | Block::Caption
            | Block::Code(_)
            | Block::Section(_)
            | Block::Group
            | Block::Expander
            | Block::ExpanderTitle
            | Block::Form
            | Block::Rule => return None,
        })
    }
}

/// Whether a link may stand in the file: an address of the web, or a place of the file.
fn is_safe(link: &str) -> bool {
    ["https://", "http://", "#"].iter().any(|start| link.starts_with(start))
}

impl Format for HtmlFile {
    fn name(&self) -> &str {
        "HTML"
    }

    fn start(&mut self, element: &Element) {
        if let Block::Row { is_head } = element.block {
            self.is_in_head_row = is_head;
        }
        let Some((tag, end)) = self.tags(&element.block) else {
            self.ends.push("");
            return;
        };
        let id = element.id.as_ref().map(|id| format!(" id=\"{}\"", escape(id))).unwrap_or_default();
        self.body.push_str(&format!("<{tag}{id}>"));
        self.ends.push(end);
    }

    fn end(&mut self, _: &Element) {
        self.body.push_str(self.ends.pop().unwrap_or_default());
    }

    fn inline(&mut self, inline: &Inline) {
        if let Inline::Text(run) = inline {
            self.text(run);
        }
    }

    fn written(&self) -> &str {
        &self.body
    }
}
