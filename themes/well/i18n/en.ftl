# What the theme's templates say.

## Frame

skip-to-content = Skip to content
menu = Menu
menu-main = Main menu
menu-below = Pages below { $title }
menu-footer = About this site
menu-policies = Policies
appearance = Appearance
appearance-system = As the device
appearance-light = Light
appearance-dark = Dark
breadcrumbs = You are here
published-by = Published by
feed = Feed
home = Home page
unpublished-draft = Draft. This page is not published.
unpublished-future = Scheduled. This page is not published yet.
unpublished-expired = Expired. This page is no longer published.

## Who stands behind a page

not-medically-reviewed = Not medically reviewed
medically-reviewed = Medically reviewed
clinically-reviewed = Clinically reviewed
page-details = Details
reading-short = { $count } min read
published = Published
updated = Updated
reading-time = Reading time
reading-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
about-this-page = About this page
last-reviewed = Last reviewed
last-reviewed-not-medically = Last reviewed, not medically
next-review-due = Next review due
changed-since-review = Changed since that review
changed-since-sign-off = The text has changed since it was signed off.
present-text = Present text
signed = Signed
not-yet = Not yet
corrections = Corrections
correction-minor = Minor correction
correction-important = Important correction
correction-was = It said:
correction-now = It says:
changes = Update history
change-substantive = Change of content
change-cosmetic = Change of form

## Article

contents = On this page
page-cautions = Cautions on this page
contents-again = Contents, once more
key-points = Key points
references = References
download-sources = Take these sources along:
explore-related-exercises = Explore related exercises
shown-exercises = On this page:
explore-related-articles = Explore related articles
source-tap-again = Tap the mark again to go to the list.
term-tap-again = Tap the term again to go to the glossary.

## What can be done with a page

page-tools = This page
share = Share
copy-link = Copy link
print = Print
open-steps = Show the steps
close-steps = Hide the steps
steps-failed = The steps could not be loaded. Open the page instead.

## Practice mode

practice = Practice
practice-start = Practise step by step
practice-before = Before you begin
practice-understood = I have read this
practice-begin = Begin
practice-exercise = Exercise { $number } of { $total }
practice-step = Step { $number } of { $total }
practice-repeat = Repeat it
practice-repeat-text = Do all the steps again, as often as it says.
practice-next = Next
practice-back = Back
practice-leave = Leave
practice-done = You are done
practice-done-text = That was the last step.
practice-sound = Sound
practice-stop = Stop
practice-time = { $name }: { $seconds } of { $goal }
practice-reached = { $seconds } seconds
practice-over = Time is up
practice-keys = The arrow keys go on and back. Escape leaves.

## Languages

language-name = English
languages = Languages
not-translated = This page is not available in English yet. You are reading the original.
outdated-translation = The original of this page has changed since it was translated.
read-original = Read the original

## Exercise

ways-on = From here
easier = Easier
harder = Harder
next = What may follow
read-about-it = Read about it
in-programmes = Part of
handout-exercise = Print this exercise as a handout
handout-programme = Print this programme as a handout
handout-guide = Print the whole guide
forms-of-page = This page in other forms
form-easy-read = Easy Read
form-audio = Listen
form-sign-language = Sign language
form-large-print = Large print
form-file = { $type }, { $kilobytes } kB
form-behind = older than this page
easy-full-page = Read the whole page
easy-outdated = The page has changed since this Easy Read version was made.
easy-tested-with = Tested with
download-pdf = Download as PDF ({ $kilobytes } kB)
download-epub = Download as EPUB ({ $kilobytes } kB)
handout-hint = This sheet is made for printing.
print-sheet = Print this sheet

## A sheet for one person

sheet-make = Make a sheet for one person
sheet-with-exercise = Make a sheet with this exercise
sheet-with-programme = Make a sheet with these exercises
sheet-intro = Choose exercises, set how much of each, and print them with all their cautions. The address of the page keeps the choice.
sheet-without-script = Choosing exercises needs JavaScript. The sheets below are ready to print.
sheet-ready = Sheets that are ready to print
sheet-choose = Choose exercises
sheet-conditions = Does the person have any of these? What you tick is kept nowhere.
sheet-leave-out = Hide exercises that have a caution for what is ticked
sheet-chosen = On the sheet
sheet-none-chosen = No exercise is chosen yet.
sheet-remove = Remove
sheet-up = Move up
sheet-down = Move down
sheet-size = Size of type
sheet-points = { $points } points
sheet-as-made = As it is
sheet-lines = For the head of the sheet
sheet-private = Name and telephone are printed only. They are not in the address, are not stored, and are sent nowhere.
sheet-name = Name
sheet-phone = Therapist’s telephone
sheet-copy = Copy the address
sheet-address = This sheet on the web
sheet-code = Code that leads to this sheet on the web
sheet-code-too-long = The address is too long for a code.
sheet-applies = This applies to you.
sheet-added = { $title } is on the sheet as number { $number }.
sheet-moved = { $title } is number { $number } now.
sheet-removed = { $title } is no longer on the sheet.
sheet-changed = { $title }: this exercise has changed since the sheet was made.
sheet-withdrawn = { $title }: this exercise was withdrawn and is not on the sheet.
sheet-clamped = { $title }: the address has a dose that this exercise does not allow. The sheet has { $dose }.
sheet-unknown = Exercises in the address that this page does not have: { $count }
sheet-full = A sheet has at most { $count } exercises.
sheet-unreadable = A part of the address could not be read and was left out.
sheet-failed = The exercises could not be loaded. Load the page again.

## Topics and people

articles = Articles
exercises = Exercises
programmes = Programmes
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

home-find-exercise = Find an exercise
home-find-condition = Read about a condition
home-where-to-begin = Where to begin
home-where = Exercises and articles by part of the body
home-what-for = By condition and topic
home-cover = Read this first
home-picks = Chosen by our editors
home-newest = More to read
all-articles = All articles
all-exercises = All exercises
all-topics = All topics
all-sources = All sources
promise = What you can hold us to
promise-sources = { $count ->
    [one] source, named in full
   *[other] sources, named in full
}
promise-sources-text = Each source lists the sentences that rest on it.
see-sources = See all sources
promise-exercises = { $count ->
    [one] exercise, cautions first
   *[other] exercises, cautions first
}
promise-exercises-text = Where an exercise has a caution, it stands before the first step, wherever the exercise is shown.
promise-articles = { $count ->
    [one] article, marked as reviewed or not
   *[other] articles, each marked as reviewed or not
}
promise-articles-text = Each says whether a clinician has reviewed it. Corrections stay on the page.

# What pages may call the places that the home page's figure marks: names of one place with commas between.
body-head = head, face, jaw, scalp
body-neck = neck, neck and throat, cervical spine
body-shoulders = shoulders, shoulder
body-upper-back = upper back, shoulder blades, shoulder blade
body-chest = chest, ribs, rib cage, breastbone
body-arms = arms, arm, upper arms, upper arm, upper body
body-mid-back = mid back, middle back, thoracic spine
body-back = back
body-elbows = elbows, elbow
body-spine = spine, whole spine
body-core = core, abdomen, belly, trunk
body-lower-back = lower back, low back, lumbar spine
body-wrists = wrists, wrist, forearms, forearm
body-pelvis = pelvis, pelvic floor, groin
body-hands = hands, hand, fingers, thumb
body-hips = hips, hip, buttocks, glutes
body-legs = legs, leg, thighs, thigh, lower body
body-knees = knees, knee
body-calves = calves, calf, lower legs, lower leg
body-ankles = ankles, ankle
body-feet = feet, foot, heel, toes

## Lists

count-article = { $count ->
    [one] { $count } article
   *[other] { $count } articles
}
count-exercise = { $count ->
    [one] { $count } exercise
   *[other] { $count } exercises
}
count-programme = { $count ->
    [one] { $count } programme
   *[other] { $count } programmes
}
count-topic = { $count ->
    [one] { $count } topic
   *[other] { $count } topics
}
count-person = { $count ->
    [one] { $count } person or team
   *[other] { $count } people and teams
}
count-page = { $count ->
    [one] { $count } page
   *[other] { $count } pages
}
count-source = { $count ->
    [one] { $count } source
   *[other] { $count } sources
}
part-of = part { $number } of { $parts }
pager = Parts of this list
previous-part = Previous part
following-part = Next part
text-field-yes = Yes
text-field-no = No
guide-ways = Ways through this guide
pages-below = Pages in this part
edit-page = Edit this page
by-letter = By letter

## Glossary

also-called = Also called
see-also = See also
used-in = Used in
all-uses = All { $count } pages that use it

## Sources

index-legend = The numeral beside a source is the number of pages that cite it.
filter-exercises = Narrow down the exercises
filter-any = Any
filter-all-exercises = { $count ->
    [one] Showing { $count } exercise
   *[other] Showing all { $count } exercises
}
filter-some-exercises = Showing { $shown } of { $total } exercises
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
filter-found = { $shown } of { $total } sources fit
filter-results = Sources that fit
filter-more = Show more sources
filter-failed = The sources could not be loaded. Try again.
filter-none = No source fits. Take a filter back.
filter-reset = Show all
cited-by = { $count ->
    [one] page cites it
   *[other] pages cite it
}
read-notice = Read the notice
superseded-by = A newer source has taken its place:
cited-retractions = Retracted works that it cites
cited-retractions-about = This source cites works that were withdrawn after they were published. To cite a work is not to rely on it.
evidence = Evidence
full-entry = Cite this source
abstract = Abstract
cited-in = Cited in
via = via
read-in-place = Read it in place
listed-only = Listed among the sources, without a mark in the text.
take-along = Take this source along
copy-citation = Copy citation
copy-format = Copy { $format }
copied = Copied

## Elsewhere

not-found-text = The address may have a slip in it, or the page has moved. These will take you on:
moved = This page has moved
moved-link = Go to its new address

# What the build itself says in a page's text. Keys begin with `text-`.

## Names of pages and sections

text-articles = Articles
text-exercises = Exercises
text-programmes = Programmes
text-topics = Topics
text-people = People
text-glossary = Glossary
text-references = Sources
text-references-part = Sources: { $part }
text-references-dek = Every source that these pages rest on, and where each is cited.
text-references-entry = References
text-home = Home
text-not-found = This page is not here

## Roles

text-written-by = Written by
text-reviewed-medical = Medically reviewed by
text-reviewed-clinical = Clinically reviewed by
text-reviewed-editorial = Edited by
text-reviewed-lay = Read by a lay reviewer
text-reviewed-before = An earlier text was reviewed by
text-contributed-expert = With
text-contributed-editor = Edited by
text-contributed-illustrator = Illustrated by
text-contributed-fact-checker = Facts checked by

## Exercises

text-view-exercise = Go to the exercise: { $title }
text-view-programme = View programme: { $title }
text-read-article = Read article: { $title }
text-how-to-do-it = How to do it
text-cautions = Cautions
text-caution-avoid = { $condition }: do not do this exercise.
text-caution-modify = { $condition }: change the exercise.
text-caution-ask = { $condition }: ask a clinician first.
text-caution-applies = It applies to this page’s topic.
text-card-caution = Caution: { $conditions }
text-severity-avoid = do not do this exercise
text-severity-modify = change the exercise
text-severity-ask = ask a clinician first
text-stop-if = Stop if
text-show-steps = Show the steps
text-hide-steps = Hide the steps
text-dose = Dose
text-dose-sets = Sets
text-dose-reps = Repetitions
text-dose-rounds = Rounds
text-dose-hold = Hold
text-dose-rest = Rest
text-dose-frequency = How often
text-dose-sides = Sides
text-dose-words-sets = { $count ->
    [one] { $amount } set
   *[other] { $amount } sets
}
text-dose-words-reps = { $count ->
    [one] { $amount } time
   *[other] { $amount } times
}
text-dose-words-rounds = { $count ->
    [one] { $amount } round
   *[other] { $amount } rounds
}
text-dose-words-hold = hold for { $amount }
text-dose-words-rest = rest for { $amount }
text-dose-words-frequency = { $amount }
text-dose-words-sides = sides: { $amount }
text-other-language = { $language ->
    [es] What follows has not been translated: it is in Spanish.
    [fr] What follows has not been translated: it is in French.
    [de] What follows has not been translated: it is in German.
    [it] What follows has not been translated: it is in Italian.
    [nl] What follows has not been translated: it is in Dutch.
    [pt] What follows has not been translated: it is in Portuguese.
    [ar] What follows has not been translated: it is in Arabic.
   *[other] What follows has not been translated. Its language: { $name }.
}
text-schedule = Schedule
text-exercise = Exercise
text-days = Days
text-any-day = Any day
text-day-mon = Monday
text-day-tue = Tuesday
text-day-wed = Wednesday
text-day-thu = Thursday
text-day-fri = Friday
text-day-sat = Saturday
text-day-sun = Sunday
text-withdrawn-exercise = Withdrawn. Leave it out.
text-code-to-page = Code that leads to this page on the web
text-contents = Contents
text-llms-notices = Each page begins with its cautions, signals to stop and disclaimers. Pass them on with what you take from it.
text-llms-stop = Says when to stop.
text-outdated-translation = The original has changed since this text was translated.
text-book-accessibility = Headings and a table of contents lead through the text, and its pictures have descriptions.
text-sheet = A sheet for one person
text-fact-position = Position
text-fact-level = Level
text-fact-kind = Kind
text-fact-equipment = Equipment
text-fact-regions = Region
text-fact-muscles = Muscles
text-none = none
text-level-beginner = beginner
text-level-intermediate = intermediate
text-level-advanced = advanced
text-kind-strength = strength
text-kind-flexibility = flexibility
text-kind-balance = balance
text-kind-aerobic = aerobic
text-kind-posture = posture
text-kind-breathing = breathing
text-kind-mind-body = mind-body

## Blocks of the text

text-callout-tip = Tip
text-callout-note = Note
text-callout-important = Important
text-callout-warning = Warning
text-callout-caution = Caution
text-care-non-urgent = When to ask
text-care-urgent = Get help soon
text-care-emergency = Emergency
text-do = Do
text-dont = Don’t
text-details = More
text-figure = Figure { $number }
text-people-affected = { $n } of { $of }
text-people-affected-then = { $n } of { $of }; then { $then } of { $of }
text-people-yes = Affected: { $n }
text-people-always = Affected in either case: { $n }
text-people-before = Affected at first, and then not: { $n }
text-people-after = Affected only then: { $n }
text-people-no = Not affected: { $n }
text-number-decimal = .
text-number-group = ,
text-data-file = Download the data: { $name }
text-data-part = The first { $shown } of { $count } rows are shown. The file has all of them.
text-chart-numbers = The numbers as a table
text-chart-bar = Bars: { $y }, by { $x }.
text-chart-line = Line: { $y }, by { $x }.
text-chart-interval = Points with intervals: { $y }, by { $x }.
text-chart-summary = { $y }: lowest { $low }, highest { $high }; first { $first }, last { $last }.
text-chart-including = Intervals that include { $at }: { $n } of { $count }.
text-chart-range = { $y } ({ $low } to { $high })
text-promotion = Promotion
text-disclaimer = Disclaimer
text-experts = Our experts
text-people-and-teams = People and teams
text-playlist = Playlist
text-table = Table { $number }
text-task-done = Done
text-task-open = To do
text-code = Code
text-footnotes = Footnotes
text-back = Back to the text
text-watch = Watch “{ $title }” on { $host }
text-listen = Listen to “{ $title }” on { $host }
text-form-audio = Listen to this page
text-form-sign-language = This page in sign language
text-form-read-by = Read by { $name }
text-form-interpreted-by = Interpreted by { $name }
text-form-made-by = Made by { $name }
text-form-registration = Registration: { $number }
text-form-approved-by = Approved by { $name }
text-form-approved = Approved
text-form-not-approved = Nobody has approved this yet
text-form-behind = The page has changed since this was recorded. What the page says is right.
text-transcript = Transcript
text-spoken-words = Read what is said
text-video = Video: { $title }

## Sources

text-source-number = Source { $number }: { $name }
text-accessed-web = Web
text-doi = DOI
text-pubmed = PubMed
text-pmc = PMC
text-web = Web
text-archived = Archived copy
text-more-about-source = Source page
text-more-about-source-named = Source page: { $name }
text-back-to-mark = Back to text: mark { $number } of { $name }
text-back-to-text = Back to text
text-year-letter = In the text with the letter
text-retracted = Retracted
text-retracted-about = This source was withdrawn after it was published.
text-concern = Expression of concern
text-concern-about = The journal has published a concern about this source.
text-corrected = Corrected
text-corrected-about = This source was corrected after it was published.
text-evidence-guideline = Guideline
text-evidence-systematic-review = Systematic review
text-evidence-meta-analysis = Meta-analysis
text-evidence-review = Review of studies
text-evidence-randomised-trial = Randomised trial
text-evidence-trial = Trial
text-evidence-cohort = Cohort study
text-evidence-case-control = Case-control study
text-evidence-cross-sectional = Cross-sectional study
text-evidence-observational = Observational study
text-evidence-case-report = Case report
text-evidence-expert = Expert opinion
text-evidence-web = Web page
text-certainty = Certainty of the evidence: { $level }
text-certainty-high = high
text-certainty-moderate = moderate
text-certainty-low = low
text-certainty-very-low = very low
text-certainty-judged = Judged by { $name } on { $date }
text-other-sources = Other sources
text-untitled = Untitled
text-no-date = n.d.
text-and-others = et al.
text-kind-of-source-journal = Journal article
text-kind-of-source-news = Magazine or newspaper
text-kind-of-source-book = Book
text-kind-of-source-chapter = Chapter
text-kind-of-source-conference = Conference paper
text-kind-of-source-report = Report
text-kind-of-source-thesis = Thesis
text-kind-of-source-web = Web page
text-kind-of-source-preprint = Preprint
text-kind-of-source-data = Data set
text-kind-of-source-standard = Standard or law
text-kind-of-source-video = Video
text-kind-of-source-software = Software
text-kind-of-source-other = Document

## Statements

text-funding = Funding
text-conflicts = Conflicts of interest
text-sponsor = Sponsor
text-license = License
text-ai = Use of AI
text-ai-checked = Checked by { $name }.
text-picture-ai-generated = Made with AI
text-picture-ai-edited = Edited with AI
text-withdrawn = { $kind ->
    [exercise] This exercise was withdrawn on { $date }.
    [programme] This programme was withdrawn on { $date }.
   *[page] This page was withdrawn on { $date }.
}
text-unpublished-draft = Draft
text-unpublished-future = Scheduled
text-unpublished-expired = Expired
text-withdrawn-successor = Read instead:
text-count-pages = { $count ->
    [one] { $count } page
   *[other] { $count } pages
}
text-count-exercises = { $count ->
    [one] { $count } exercise
   *[other] { $count } exercises
}

## Forms

text-email = Email address
text-optional = optional
text-form-sending = Sending …
text-form-thanks = Thank you
text-form-sent = It has been sent.
text-form-failed = It could not be sent. What you typed is still here; please try again.
text-feedback-question = Was this page helpful?
text-feedback-yes = Yes
text-feedback-no = No
text-feedback-report = Report a problem
text-feedback-problem = What is wrong with this page?
text-feedback-private = This goes to the people who write these pages. They cannot advise you about your own health; please do not write about it.
text-feedback-send = Send
text-feedback-mail = Write us a mail about this page

## Dates

text-date = { $month } { $day }, { $year }
text-month-1 = January
text-month-2 = February
text-month-3 = March
text-month-4 = April
text-month-5 = May
text-month-6 = June
text-month-7 = July
text-month-8 = August
text-month-9 = September
text-month-10 = October
text-month-11 = November
text-month-12 = December

## Packets for reviewers

text-packet-title = For review: { $title }
text-packet-file = File
text-packet-address = Address
text-packet-made = Packet made on
text-packet-changed = What changed since { $name } signed on { $date }
text-packet-changed-since-request = What changed since { $name } asked for changes on { $date }
text-packet-nothing-changed = Nothing changed.
text-packet-part-added = Added: { $title }
text-packet-part-removed = Removed: { $title }
text-packet-disclaimers = Disclaimers
text-packet-version = Version { $version }
text-packet-text = The text
text-packet-claims = Claims and their sources
text-packet-claim = What the text says
text-packet-source = The source
text-packet-unmarked = Listed, and not marked anywhere in the text.
text-packet-sign = Sign-off
text-packet-approved = I have read all of this and stand by it.
text-packet-changes = I ask for changes first.
text-packet-name = Name and credentials:
text-packet-date = Date:
text-packet-signature = Signature:
text-packet-answer-word = Comment on words, or change them: this file records changes. Leave the numbers in brackets as they are. At the end, fill in the lines below, save the file and send it back.
text-packet-hash = What was read: { $hash }
text-packet-captions = Captions of videos
text-packet-terms = Definitions
text-packet-points = Key points
text-packet-uncited = Sentences without a source
text-packet-comments = Comments
text-packet-command = Whoever keeps the site records the review with the command of the box that is ticked. For a reviewer who signs with a key, add --key FILE.
text-packet-ask = { $by } asks you to read this page before it is published, and to say whether you stand by it.
text-packet-until = Please answer by { $date }.
text-packet-how = Click a sentence, a step, a picture or a source, or use the button “Comment” beside it, and write what you think or which words you suggest. At the end of this page, give your name and the date, approve or ask for changes, and send your answer back. On paper, write beside the numbers and sign at the end.
text-packet-packet = Packet
text-packet-details = Title and details
text-packet-comment = Comment
text-packet-comment-on = Comment on paragraph { $number }
text-packet-your-comment = Your comment
text-packet-suggestion = Suggest other words
text-packet-save = Save
text-packet-cancel = Cancel
text-packet-edit = Edit
text-packet-delete = Delete
text-packet-suggested = Suggested words
text-packet-answer = Your answer
text-packet-your-name = Your name
text-packet-your-date = Date
text-packet-decision = Your decision
text-packet-approve = Approve
text-packet-ask-changes = Ask for changes
text-packet-closing = Anything else
text-packet-kept = What you write is kept in this browser. Nothing is sent by itself.
text-packet-suggestions-count = A suggestion is a change that you ask for. If you approve, your approval counts once every suggestion is in the text, word for word.
text-packet-download = Download answer
text-packet-copy = Copy answer as text
text-packet-downloaded = The answer is in the folder of your downloads. Send this file back:
text-packet-copied = The answer is copied. Paste it into a message.
text-packet-copy-by-hand = Copy this text, and paste it into a message.
text-packet-need-name = Write your name first.
text-packet-need-decision = Approve or ask for changes first.
text-packet-program = The lines below are for the program. Please leave them as they are.
text-packet-video = Video, sent beside this file: { $file }
text-packet-bundle = Pages for review: { $name }
text-packet-bundle-how = Each page has its own answer at its end. Send an answer back for each page that you have read.
text-packet-approve-changes = Approve the changes
text-packet-approved-changes = I have read what changed since { $name } signed on { $date }, and stand by it. I have not read the rest again.
text-reminder-subject = Reminder: a review for { $site }
text-reminder-hello = Dear { $name },
text-reminder-body = We asked you to review these pages, and have no answer yet:
text-reminder-page = { $title } (asked on { $asked })
text-reminder-page-until = { $title } (asked on { $asked }, answer wanted by { $until })
text-reminder-close = If you have sent your answer already, or cannot review a page, please tell us.

## Corrections and people

all-corrections = All corrections
count-correction = { $count ->
    [one] { $count } correction
   *[other] { $count } corrections
}
text-corrections = Corrections
text-corrections-dek = What pages of this site said wrongly, and what they say now.
text-people-reviewers = Medical and clinical reviewers
text-people-authors = Authors
text-people-contributors = Editors and contributors
text-people-further = Further people

## Search

text-search = Search
search-site = Search this site
search-for = What are you looking for?
search-topic = Topic
search-pages = Other pages
search-loading = Loading the search…
search-failed = The search cannot be loaded right now. The lists of articles, exercises and topics still lead to every page.
search-without-script = Search needs JavaScript, which is off in this browser. Here are all pages by name; your browser can search for a word on this page.
search-hint = Try fewer words, other words, or no filter.
search-partial = No page has all of these words. These have most of them.
search-more = Show more
search-close = Close
search-slash = The key / opens the search
search-lists = All pages by name
search-count = { $count ->
    [0] No results
    [one] { $count } result
   *[other] { $count } results
}
