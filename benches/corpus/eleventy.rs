//! The files that Eleventy needs beside the articles: a configuration with lists of 50, and layouts like those for Hugo. Feeds,
//! tables of contents and texts of topics are left out, because they need plugins.

use std::io;

use super::Put;

/// Writes configuration and layouts.
pub fn write(put: Put<'_>) -> io::Result<()> {
    FILES.iter().try_for_each(|(path, text)| put(path, text))
}

const FILES: [(&str, &str); 8] = [
    (
        "eleventy.config.cjs",
        r#"const size = 50;

function day(date) {
  return date.toISOString().slice(0, 10);
}

// A list's pages, each with its address and those beside it.
function paged(title, address, items) {
  const count = Math.max(1, Math.ceil(items.length / size));
  const url = (number) => (number === 0 ? address : `${address}page/${number + 1}/`);
  return Array.from({ length: count }, (_, number) => ({
    title,
    url: url(number),
    items: items.slice(number * size, (number + 1) * size),
    previous: number > 0 ? url(number - 1) : null,
    next: number + 1 < count ? url(number + 1) : null,
  }));
}

function grouped(items, key) {
  const groups = new Map();
  for (const item of items) {
    for (const name of item.data[key] ?? []) {
      if (!groups.has(name)) groups.set(name, []);
      groups.get(name).push(item);
    }
  }
  return groups;
}

function terms(title, key, items) {
  const groups = grouped(items, key);
  const heads = [...groups.keys()].sort().map((name) => ({ url: `/${key}/${name}/`, data: { title: name } }));
  const lists = [...groups].flatMap(([name, members]) => paged(name, `/${key}/${name}/`, members));
  return [...paged(title, `/${key}/`, heads), ...lists];
}

module.exports = function (config) {
  config.addFilter("day", day);
  config.addCollection("lists", (api) => {
    const newest = api.getAll().filter((item) => item.data.section).sort((a, b) => b.date - a.date);
    const of = (section) => newest.filter((item) => item.data.section === section);
    return [
      ...paged("Articles", "/articles/", of("articles")),
      ...paged("Exercises", "/exercises/", of("exercises")),
      ...terms("Topics", "topics", newest),
      ...terms("Authors", "authors", newest),
    ];
  });
  config.addCollection("newest", (api) =>
    api.getAll().filter((item) => item.data.section === "articles").sort((a, b) => b.date - a.date).slice(0, 12));
  return {
    dir: { input: "content", includes: "../layouts", output: "../eleventy-output" },
    markdownTemplateEngine: false,
  };
};
"#,
    ),
    ("content/articles/articles.json", r#"{"layout": "page.njk", "section": "articles"}"#),
    ("content/exercises/exercises.json", r#"{"layout": "page.njk", "section": "exercises"}"#),
    (
        "layouts/frame.njk",
        r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{ title }} | Bench</title>
{% if description %}<meta name="description" content="{{ description }}">{% endif %}
<link rel="canonical" href="https://bench.example{{ page.url }}">
</head>
<body>
<header><a href="/">Bench</a>
<nav><ul><li><a href="/articles/">Articles</a></li><li><a href="/exercises/">Exercises</a></li><li><a href="/topics/">Topics</a></li></ul></nav>
{% if section %}<nav><a href="/{{ section }}/">{{ section }}</a></nav>{% endif %}</header>
<main>{{ content | safe }}</main>
<footer><p>Bench</p></footer>
</body>
</html>
"#,
    ),
    (
        "layouts/page.njk",
        r#"---
layout: frame.njk
---
<article>
<h1>{{ title }}</h1>
<p>{{ description }}</p>
<p><time datetime="{{ page.date | day }}">{{ page.date | day }}</time></p>
<ul>{% for topic in topics %}<li><a href="/topics/{{ topic }}/">{{ topic }}</a></li>{% endfor %}{% for author in authors %}<li><a href="/authors/{{ author }}/">{{ author }}</a></li>{% endfor %}</ul>
{{ content | safe }}
</article>
"#,
    ),
    (
        "content/lists.njk",
        r#"---
layout: frame.njk
pagination:
  data: collections.lists
  size: 1
  alias: list
permalink: "{{ list.url }}"
eleventyComputed:
  title: "{{ list.title }}"
---
<h1>{{ list.title }}</h1>
<ul>{% for item in list.items %}<li><a href="{{ item.url }}">{{ item.data.title }}</a> <p>{{ item.data.description }}</p></li>{% endfor %}</ul>
{% if list.previous %}<a href="{{ list.previous }}">Previous</a>{% endif %}{% if list.next %}<a href="{{ list.next }}">Next</a>{% endif %}
"#,
    ),
    (
        "content/index.njk",
        r#"---
layout: frame.njk
title: Bench
---
<h1>Bench</h1>
<ul>{% for item in collections.newest %}<li><a href="{{ item.url }}">{{ item.data.title }}</a></li>{% endfor %}</ul>
"#,
    ),
    (
        "content/sitemap.njk",
        r#"---
permalink: /sitemap.xml
---
<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{% for item in collections.all %}
<url><loc>https://bench.example{{ item.url }}</loc></url>{% endfor %}
</urlset>
"#,
    ),
];
