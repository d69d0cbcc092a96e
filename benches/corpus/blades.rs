//! The files that blades needs beside the articles: settings, sections and templates like those for Hugo. blades has no tables of
//! contents and no texts of topics. A section lists the articles in its folder.

use std::io;

use super::dialect::{Dialect, Front};
use super::{Corpus, Put};

/// Writes settings, templates and sections.
pub fn write(corpus: &Corpus, put: Put<'_>) -> io::Result<()> {
    put("Blades.toml", SETTINGS)?;
    for (path, text) in TEMPLATES {
        put(&format!("templates/{path}"), text)?;
    }
    put("content/index.md", &section("Bench"))?;
    put("content/articles/index.md", &section("Articles"))?;
    put("content/exercises/index.md", &section("Exercises"))?;
    for number in 0..corpus.topics() {
        let topic = Corpus::topic(number);
        put(&format!("content/articles/{topic}/index.md"), &section(&topic))?;
    }
    Ok(())
}

fn section(title: &str) -> String {
    let front = Front { title: title.to_owned(), more: "paginate_by = 50\n".to_owned(), ..Front::default() };
    Dialect::Blades.front_matter(&front)
}

/// Without an Atom feed, which would have the whole text of every page.
const SETTINGS: &str = r#"title = "Bench"
url = "https://bench.example"
lang = "en"
output_dir = "../blades-output"
atom = false

[taxonomies.topics]
title = "Topics"
paginate_by = 50

[taxonomies.authors]
title = "Authors"
paginate_by = 50
"#;

const TEMPLATES: [(&str, &str); 6] = [
    (
        "head.html",
        r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{title}} | {{site title}}</title>
{{#summary}}<meta name="description" content="{{summary}}">{{/summary}}
<link rel="canonical" href="{{permalink}}">
</head>
<body>
<header><a href="/">{{site title}}</a>
<nav><ul><li><a href="/articles/">Articles</a></li><li><a href="/exercises/">Exercises</a></li><li><a href="/topics/">Topics</a></li></ul></nav>
{{#parent}}<nav><a href="{{permalink}}">{{title}}</a></nav>{{/parent}}</header>
<main>
"#,
    ),
    (
        "foot.html",
        r#"</main>
<footer><p>{{site title}}</p></footer>
</body>
</html>
"#,
    ),
    (
        "page.html",
        r#"{{>head.html}}<article>
<h1>{{title}}</h1>
<p>{{summary}}</p>
<p>{{#date}}<time datetime="{{y}}-{{m}}-{{d}}">{{y}}-{{m}}-{{d}}</time>{{/date}}</p>
<ul>{{#taxonomies}}{{#topics}}<li><a href="/topics/{{name}}/">{{name}}</a></li>{{/topics}}{{#authors}}<li><a href="/authors/{{name}}/">{{name}}</a></li>{{/authors}}{{/taxonomies}}</ul>
{{content}}
</article>{{>foot.html}}"#,
    ),
    (
        "section.html",
        r#"{{>head.html}}<h1>{{title}}</h1>
<ul>{{#subsections}}<li><a href="{{permalink}}">{{title}}</a></li>{{/subsections}}{{#pages}}<li><a href="{{permalink}}">{{title}}</a> <p>{{summary}}</p></li>{{/pages}}</ul>
{{#pagination}}{{#previous}}<a href="{{previous}}.html">Previous</a>{{/previous}}{{#next}}<a href="{{next}}.html">Next</a>{{/next}}{{/pagination}}{{>foot.html}}"#,
    ),
    (
        "taxonomy.html",
        r#"{{>head.html}}<h1>{{title}}</h1>
<ul>{{#keys}}<li><a href="{{key}}/">{{key}}</a></li>{{/keys}}</ul>{{>foot.html}}"#,
    ),
    (
        "taxonomy_key.html",
        r#"{{>head.html}}<h1>{{title}}</h1>
<ul>{{#pages}}<li><a href="{{permalink}}">{{title}}</a> <p>{{summary}}</p></li>{{/pages}}</ul>
{{#pagination}}{{#previous}}<a href="{{previous}}.html">Previous</a>{{/previous}}{{#next}}<a href="{{next}}.html">Next</a>{{/next}}{{/pagination}}{{>foot.html}}"#,
    ),
];
