//! The table of the forms of other tools: what each is, and what to write for it. Where a form stands in a text is left to
//! [`super`].

use crate::directives::SNIPPET_HELP;

/// A form of another tool.
#[derive(Clone, Copy)]
pub(super) struct ForeignForm {
    /// The tools that have it.
    pub(super) tool: &'static str,
    /// What to write instead.
    pub(super) help: &'static str,
}

pub(super) const HUGO: ForeignForm = ForeignForm {
    tool: "a shortcode of Hugo or Quarto",
    help: "write a directive, such as `::figure[caption]{src=\"..\"}` or `::video{src=\"..\" title=\"..\"}`",
};
pub(super) const ZOLA: ForeignForm = ForeignForm {
    tool: "a shortcode of Zola",
    help: "write a directive, such as `::figure[caption]{src=\"..\"}` or `::video{src=\"..\" title=\"..\"}`",
};
pub(super) const LIQUID: ForeignForm = ForeignForm {
    tool: "Liquid, the templates of Jekyll",
    help: "write the text itself here, and templates in the theme",
};
pub(super) const LIQUID_VALUE: ForeignForm = ForeignForm {
    help: "write the text itself here, or give it a name under `variables` in the settings and write `{{ name }}`; a dose is shown in the text of its exercise alone",
    ..LIQUID
};
pub(super) const HUGO_INCLUDE: ForeignForm = ForeignForm { help: SNIPPET_HELP, ..HUGO };
pub(super) const LIQUID_INCLUDE: ForeignForm = ForeignForm { help: SNIPPET_HELP, ..LIQUID };
pub(super) const LEAF_IN_LINE: ForeignForm = ForeignForm {
    tool: "a directive within a line, where none can stand",
    help: "write it alone on a line; a cell of a table has none",
};
pub(super) const KRAMDOWN: ForeignForm = ForeignForm {
    tool: "an attribute list of kramdown or MkDocs",
    help: "write `{.class #id}` directly behind the link, the picture or the title of the heading",
};
pub(super) const MKDOCS_NOTE: ForeignForm = ForeignForm {
    tool: "an admonition of MkDocs",
    help: "write `:::note[Title]`, or `:::tip`, `:::important`, `:::warning` or `:::caution`, the text, and `:::` on a line of its own",
};
pub(super) const MKDOCS_DETAILS: ForeignForm = ForeignForm {
    tool: "a folding admonition of MkDocs",
    help: "write `:::details[Title]`, the text, and `:::` on a line of its own",
};
pub(super) const MKDOCS_TAB: ForeignForm = ForeignForm {
    tool: "a tab of MkDocs",
    help: "write `:::tab[Title]`, the text and `:::`, all tabs between `::::tabs` and `::::`",
};
pub(super) const MKDOCS_SNIPPET: ForeignForm =
    ForeignForm { tool: "a snippet of MkDocs, which puts another file here", help: SNIPPET_HELP };
pub(super) const LATEX: ForeignForm = ForeignForm {
    tool: "LaTeX, which Pandoc and R Markdown pass on",
    help: "write a formula between `$$` and `$$`, and a table or a figure in Markdown",
};
pub(super) const QUARTO_DIV: ForeignForm = ForeignForm {
    tool: "a div of Quarto or Pandoc",
    help: "write `:::name[Title]` without a blank behind the colons; callouts are `:::tip`, `:::note`, `:::important`, `:::warning` and `:::caution`",
};
pub(super) const SPACED_DIRECTIVE: ForeignForm = ForeignForm {
    tool: "a directive with a blank behind its colons, as VitePress and Pandoc write it",
    help: "write `:::name[Title]` without the blank",
};
pub(super) const DOCUSAURUS: ForeignForm = ForeignForm {
    tool: "an admonition of Docusaurus",
    help: "put the title in brackets, `:::note[Title]`; callouts are `tip`, `note`, `important`, `warning` and `caution`",
};
pub(super) const MDX: ForeignForm = ForeignForm { tool: "an import of MDX", help: "take it out: a text loads no code" };
pub(super) const MERMAID: ForeignForm = ForeignForm {
    tool: "a diagram in Mermaid, which needs a script",
    help: "export it as SVG, and show it with `::figure[caption]{src=\"diagram.svg\" alt=\"..\"}`",
};
pub(super) const KNITR: ForeignForm = ForeignForm {
    tool: "a chunk of R Markdown or Quarto, which is not run here",
    help: "run it there, and show its output as a picture or a table",
};

pub(super) const GRID_TABLE: ForeignForm = ForeignForm {
    tool: "a grid table of Pandoc",
    help: "write a table of bars, `| Part | Sign |` above `| --- | --- |`; one with lists or paragraphs in its cells is written as `:::list-table`",
};
pub(super) const SPACED_TABLE: ForeignForm = ForeignForm {
    tool: "a simple or multiline table of Pandoc",
    help: "write a table of bars, `| Part | Sign |` above `| --- | --- |` and a line for each row; its caption is `:::table[caption]` above it and `:::` below it",
};
pub(super) const PANDOC_LIST: ForeignForm = ForeignForm {
    tool: "a numbered list as Pandoc writes it",
    help: "write `1. ` in front of each item: the page counts them",
};
pub(super) const OBSIDIAN_COMMENT: ForeignForm = ForeignForm {
    tool: "a comment of Obsidian, which readers would see",
    help: "take it out, or write it between `<!--` and `-->`",
};
pub(super) const TABLE_CAPTION: ForeignForm = ForeignForm {
    tool: "the caption of a table as Pandoc writes it",
    help: "write `:::table[caption]` above the table and `:::` below it",
};
pub(super) const INLINE_NOTE: ForeignForm = ForeignForm {
    tool: "a note of Pandoc within the text",
    help: "write a footnote: `[^1]` in the text, and `[^1]: The note.` in a paragraph of its own",
};
pub(super) const TABLE_OF_CONTENTS: ForeignForm = ForeignForm {
    tool: "the place of a table of contents, as other tools mark it",
    help: "take it out: an article has its table of contents already, and `toc` in the front matter says where",
};
pub(super) const CRITIC_MARKUP: ForeignForm = ForeignForm {
    tool: "a change or a comment in CriticMarkup",
    help: "write the words that you decided on; a comment stands between `<!--` and `-->`, and `==words==` marks words",
};
pub(super) const RST_DIRECTIVE: ForeignForm = ForeignForm {
    tool: "a directive of reStructuredText",
    help: "write `:::note[Title]`, the text, and `:::` on a line of its own; a picture is `![what it shows](picture.jpg)`",
};
pub(super) const RST_ROLE: ForeignForm = ForeignForm {
    tool: "a role of reStructuredText or MyST",
    help: "write `[words](page.md)` for a link, and `[@key]` for a source",
};
pub(super) const MYST_DIRECTIVE: ForeignForm = ForeignForm {
    tool: "a directive of MyST",
    help: "write `:::note[Title]`, the text, and `:::` on a line of its own; a picture is `![what it shows](picture.jpg)`",
};

/// The commands of LaTeX within text, with what to write for them. Those of formulas alone are missing.
pub(super) const LATEX_COMMANDS: [(&[&str], ForeignForm); 6] = [
    (
        &["emph", "textbf", "textit", "textsc", "textsl", "texttt"],
        latex("write `*words*` for italics and `**words**` for bold"),
    ),
    (
        &["autocite", "cite", "citealp", "citeauthor", "citep", "citet", "footcite", "parencite", "textcite"],
        latex("write `[@key]` for a source, and `@key` where its author is a part of the sentence"),
    ),
    (
        &["autoref", "cref", "eqref", "label", "pageref", "ref"],
        latex(
            "write `{#fig-name}` behind a figure, `@fig-name` where the text names it, and `[words](#heading)` for a part of the text",
        ),
    ),
    (&["chapter", "section", "subsection", "subsubsection"], latex("begin the line of a heading with `## `")),
    (&["footnote"], latex("write a footnote: `[^1]` in the text, and `[^1]: The note.` in a paragraph of its own")),
    (
        &["href", "includegraphics", "url"],
        latex("write `[words](address)` for a link, and `![what it shows](picture.jpg)` for a picture"),
    ),
];

const fn latex(help: &'static str) -> ForeignForm {
    ForeignForm { tool: "a command of LaTeX", help }
}

pub(super) const WORDPRESS: ForeignForm = ForeignForm {
    tool: "a shortcode of WordPress",
    help: "write a directive, such as `::figure[caption]{src=\"..\"}`, `::video{src=\"..\" title=\"..\"}` or `:::note[Title]`; a button is `[words](page.md){.button}`",
};

pub(super) const WORDPRESS_BLOCK: ForeignForm = ForeignForm {
    tool: "a block of WordPress, whose content stands elsewhere",
    help: "write here what it shows: `::figure[caption]{src=\"..\"}`, `::video{src=\"..\" title=\"..\"}`, or the text itself",
};
