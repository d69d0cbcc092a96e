//! The files that Zola needs beside the articles: settings, sections and templates like those for Hugo. A section lists the
//! articles in its folder, because Zola lists no pages of subfolders on a paginated page.

use std::io;

use super::dialect::{Dialect, Front};
use super::{Corpus, Put, described};

/// Writes settings, templates and sections.
pub fn write(corpus: &Corpus, put: Put<'_>) -> io::Result<()> {
    put("config.toml", SETTINGS)?;
    for (path, text) in TEMPLATES {
        put(&format!("templates/{path}"), text)?;
    }
    put("content/_index.md", &Dialect::Zola.front_matter(&Front { title: "Bench".to_owned(), ..Front::default() }))?;
    put("content/articles/_index.md", &section("Articles"))?;
    put("content/exercises/_index.md", &section("Exercises"))?;
    for number in 0..corpus.topics() {
        let topic = Corpus::topic(number);
        let text = described(corpus, Dialect::Zola, topic.clone(), number, PAGINATION);
        put(&format!("content/articles/{topic}/_index.md"), &text)?;
    }
    Ok(())
}

fn section(title: &str) -> String {
    let front = Front { title: title.to_owned(), more: PAGINATION.to_owned(), ..Front::default() };
    Dialect::Zola.front_matter(&front)
}

const PAGINATION: &str = "paginate_by = 50\nsort_by = \"date\"\n";

const SETTINGS: &str = r#"base_url = "https://bench.example"
title = "Bench"
compile_sass = false
build_search_index = false
generate_feeds = true
feed_limit = 50
taxonomies = [
  { name = "topics", paginate_by = 50, feed = true },
  { name = "authors", paginate_by = 50, feed = true },
]
"#;

const TEMPLATES: [(&str, &str); 7] = [
    (
        "base.html",
        r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{% block title %}{% endblock %} | {{ config.title }}</title>
{% block description %}{% endblock %}
<link rel="canonical" href="{{ current_url }}">
</head>
<body>
<header><a href="/">{{ config.title }}</a>
<nav><ul><li><a href="/articles/">Articles</a></li><li><a href="/exercises/">Exercises</a></li><li><a href="/topics/">Topics</a></li></ul></nav></header>
<main>{% block main %}{% endblock %}</main>
<footer><p>{{ config.title }}</p></footer>
</body>
</html>
"#,
    ),
    (
        "page.html",
        r##"{% extends "base.html" %}
{% block title %}{{ page.title }}{% endblock %}
{% block description %}{% if page.description %}<meta name="description" content="{{ page.description }}">{% endif %}{% endblock %}
{% block main %}<article>
<h1>{{ page.title }}</h1>
<p>{{ page.description }}</p>
<p>{% if page.date %}<time datetime="{{ page.date | date(format="%Y-%m-%d") }}">{{ page.date | date(format="%B %-d, %Y") }}</time>{% endif %} {{ page.reading_time }} minutes</p>
<ul>{% for kind, names in page.taxonomies %}{% for name in names %}<li><a href="/{{ kind }}/{{ name }}/">{{ name }}</a></li>{% endfor %}{% endfor %}</ul>
<nav><ul>{% for h2 in page.toc %}<li><a href="#{{ h2.id }}">{{ h2.title }}</a>{% if h2.children %}<ul>{% for h3 in h2.children %}<li><a href="#{{ h3.id }}">{{ h3.title }}</a></li>{% endfor %}</ul>{% endif %}</li>{% endfor %}</ul></nav>
{{ page.content | safe }}
</article>{% endblock %}
"##,
    ),
    (
        "section.html",
        r#"{% extends "base.html" %}
{% block title %}{{ section.title }}{% endblock %}
{% block main %}<h1>{{ section.title }}</h1>
{{ section.content | safe }}
<ul>{% for subsection in section.subsections %}{% set below = get_section(path=subsection, metadata_only=true) %}<li><a href="{{ below.path }}">{{ below.title }}</a></li>{% endfor %}{% for page in paginator.pages %}<li><a href="{{ page.path }}">{{ page.title }}</a> <p>{{ page.description }}</p></li>{% endfor %}</ul>
{% if paginator.previous %}<a href="{{ paginator.previous }}">Previous</a>{% endif %}{% if paginator.next %}<a href="{{ paginator.next }}">Next</a>{% endif %}{% endblock %}
"#,
    ),
    (
        "index.html",
        r#"{% extends "base.html" %}
{% block title %}{{ section.title }}{% endblock %}
{% block main %}<h1>{{ section.title }}</h1>
<p><a href="/articles/">Articles</a></p>{% endblock %}
"#,
    ),
    (
        "taxonomy_list.html",
        r#"{% extends "base.html" %}
{% block title %}{{ taxonomy.name }}{% endblock %}
{% block main %}<h1>{{ taxonomy.name }}</h1>
<ul>{% for term in terms %}<li><a href="{{ term.path }}">{{ term.name }}</a></li>{% endfor %}</ul>{% endblock %}
"#,
    ),
    (
        "taxonomy_single.html",
        r#"{% extends "base.html" %}
{% block title %}{{ term.name }}{% endblock %}
{% block main %}<h1>{{ term.name }}</h1>
<ul>{% for page in paginator.pages %}<li><a href="{{ page.path }}">{{ page.title }}</a> <p>{{ page.description }}</p></li>{% endfor %}</ul>
{% if paginator.previous %}<a href="{{ paginator.previous }}">Previous</a>{% endif %}{% if paginator.next %}<a href="{{ paginator.next }}">Next</a>{% endif %}{% endblock %}
"#,
    ),
    ("404.html", "<!doctype html>\n<html lang=\"en\"><title>Not found</title>\n"),
];
