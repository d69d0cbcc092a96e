//! The files that Hugo needs beside the articles: settings and a simple theme with pages, lists, topics and people.

use std::io;

use super::{Corpus, Dialect, Put, described};

/// Writes settings, layouts and the pages of topics.
pub fn write(corpus: &Corpus, put: Put<'_>) -> io::Result<()> {
    put("hugo.toml", SETTINGS)?;
    for (path, text) in LAYOUTS {
        put(&format!("layouts/{path}"), text)?;
    }
    for number in 0..corpus.topics() {
        let topic = Corpus::topic(number);
        let text = described(corpus, Dialect::Hugo, topic.clone(), number, "");
        put(&format!("content/topics/{topic}/_index.md"), &text)?;
    }
    Ok(())
}

const SETTINGS: &str = r#"baseURL = "https://bench.example/"
title = "Bench"
[pagination]
pagerSize = 50
[services.rss]
limit = 50
[taxonomies]
topic = "topics"
author = "authors"
"#;

const LAYOUTS: [(&str, &str); 5] = [
    (
        "_default/baseof.html",
        r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{ .Title }} | {{ site.Title }}</title>
{{ with .Description }}<meta name="description" content="{{ . }}">{{ end }}
<link rel="canonical" href="{{ .Permalink }}">
</head>
<body>
{{ partial "header.html" . }}
<main>{{ block "main" . }}{{ end }}</main>
<footer><p>{{ site.Title }}</p></footer>
</body>
</html>
"#,
    ),
    (
        "partials/header.html",
        r#"<header><a href="/">{{ site.Title }}</a>
<nav><ul><li><a href="/articles/">Articles</a></li><li><a href="/exercises/">Exercises</a></li><li><a href="/topics/">Topics</a></li></ul></nav>
{{ with .CurrentSection }}<nav><a href="{{ .RelPermalink }}">{{ .Title }}</a></nav>{{ end }}</header>
"#,
    ),
    (
        "_default/single.html",
        r#"{{ define "main" }}<article>
<h1>{{ .Title }}</h1>
<p>{{ .Description }}</p>
<p><time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "January 2, 2006" }}</time> {{ .ReadingTime }} minutes</p>
<ul>{{ range .GetTerms "topics" }}<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></li>{{ end }}{{ range .GetTerms "authors" }}<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></li>{{ end }}</ul>
{{ .TableOfContents }}
{{ .Content }}
</article>{{ end }}
"#,
    ),
    (
        "_default/list.html",
        r#"{{ define "main" }}<h1>{{ .Title }}</h1>
{{ .Content }}
<ul>{{ range .Paginator.Pages }}<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a> <p>{{ .Description }}</p></li>{{ end }}</ul>
{{ with .Paginator.Prev }}<a href="{{ .URL }}">Previous</a>{{ end }}{{ with .Paginator.Next }}<a href="{{ .URL }}">Next</a>{{ end }}{{ end }}
"#,
    ),
    (
        "index.html",
        r#"{{ define "main" }}<h1>{{ .Title }}</h1>
<ul>{{ range first 12 (where site.RegularPages "Section" "articles") }}<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></li>{{ end }}</ul>{{ end }}
"#,
    ),
];
