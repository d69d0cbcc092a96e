# What the theme's templates say.

## Frame

skip-to-content = Skip to content
menu = Menu
menu-main = Main menu
menu-footer = About this site
menu-policies = Policies
breadcrumbs = You are here
published-by = Published by
feed = Feed
home = Home page
unpublished-draft = Draft. This page is not published.
unpublished-future = Scheduled. This page is not published yet.
unpublished-expired = Expired. This page is no longer published.

## Who stands behind a page

not-medically-reviewed = Not medically reviewed
published = Published
updated = Updated
reading-time = Reading time
reading-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
about-this-page = About this page
last-reviewed = Last reviewed
next-review-due = Next review due
not-yet = Not yet
corrections = Corrections
correction-minor = Minor correction
correction-important = Important correction
correction-was = It said:
correction-now = It says:

## Article

contents = Contents
contents-again = Contents, once more
key-points = Key points
references = References
download-sources = Take these sources along:
explore-related-exercises = Explore related exercises
explore-related-articles = Explore related articles
source-tap-again = Tap the mark again to go to the list.

## Exercise

ways-on = From here
easier = Easier
harder = Harder
next = What may follow
read-about-it = Read about it

## Topics and people

articles = Articles
exercises = Exercises
topic-condition = Condition
topic-region = Part of the body
topic-method = Method
topic-population = For whom
topic-other = Topic
related-topics = Related topics
broader = Part of
narrower = Includes
person-wrote = Wrote
person-reviewed = Reviewed
person-contributed = Contributed to

## Home page

home-where-to-begin = Where to begin
home-cover = Read this first
home-picks = Chosen by our editors
home-newest = More to read
all-articles = All articles
all-exercises = All exercises
all-sources = All sources
promise = What you can hold us to
promise-sources = { $count ->
    [one] source, named in full
   *[other] sources, named in full
}
promise-sources-text = A claim shows its source beside it, and each source lists the sentences that rest on it.
see-sources = See all sources
promise-exercises = { $count ->
    [one] exercise, cautions first
   *[other] exercises, cautions first
}
promise-exercises-text = If a movement can harm some people, the page says so before the first step.
promise-articles = { $count ->
    [one] article that says who stands behind it
   *[other] articles that say who stands behind them
}
promise-articles-text = Each names its authors, its dates and whether a clinician has reviewed it. What we got wrong stays on record.

## Lists

count-article = { $count ->
    [one] { $count } article
   *[other] { $count } articles
}
count-exercise = { $count ->
    [one] { $count } exercise
   *[other] { $count } exercises
}
count-topic = { $count ->
    [one] { $count } topic
   *[other] { $count } topics
}
count-person = { $count ->
    [one] { $count } person or team
   *[other] { $count } people and teams
}
count-source = { $count ->
    [one] { $count } source
   *[other] { $count } sources
}
part-of = part { $number } of { $parts }
pager = Parts of this list
previous-part = Previous part
following-part = Next part
by-letter = By letter

## Glossary

see-also = See also
used-in = Used in

## Sources

index-legend = The numeral beside a source is the number of pages that cite it.
filter-sources = Narrow down the sources
filter-words = Find
filter-year = Year
filter-any-year = Any year
filter-kind = Kind
filter-any-kind = Any kind
filter-publisher = Journal or publisher
filter-any-publisher = Any
filter-all = { $count ->
    [one] Showing { $count } source
   *[other] Showing all { $count } sources
}
filter-some = Showing { $shown } of { $total } sources
cited-by = { $count ->
    [one] page cites it
   *[other] pages cite it
}
retracted = Retracted
retracted-text = This source was withdrawn after it was published.
full-entry = Full entry
abstract = Abstract
cited-in = Cited in
via = By way of
read-in-place = Read it in place
listed-only = Listed among the sources, without a mark in the text.
take-along = Take this source along
download-file = Download { $file }

## Elsewhere

not-found-text = The address may have a slip in it, or the page has moved. These will take you on:
moved = This page has moved
moved-link = Go to its new address
