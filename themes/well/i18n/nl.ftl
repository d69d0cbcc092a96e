# The theme’s words in Dutch, with `u`. No native reader has read this translation yet.

# What the theme's templates say.

## Frame

skip-to-content = Naar de inhoud
menu = Menu
menu-main = Hoofdmenu
menu-below = Pagina’s onder { $title }
menu-footer = Over deze site
menu-policies = Regels van de site
appearance = Weergave
appearance-system = Zoals het apparaat
appearance-light = Licht
appearance-dark = Donker
breadcrumbs = U bent hier
published-by = Uitgegeven door
feed = Feed
home = Startpagina
unpublished-draft = Concept. Deze pagina is niet gepubliceerd.
unpublished-future = Gepland. Deze pagina is nog niet gepubliceerd.
unpublished-expired = Verlopen. Deze pagina is niet meer gepubliceerd.

## Who stands behind a page

not-medically-reviewed = Niet medisch gecontroleerd
medically-reviewed = Medisch gecontroleerd
clinically-reviewed = Klinisch gecontroleerd
page-details = Gegevens
reading-short = { $count } min leestijd
published = Gepubliceerd
updated = Bijgewerkt
reading-time = Leestijd
reading-minutes = { $count ->
    [one] { $count } minuut
   *[other] { $count } minuten
}
about-this-page = Over deze pagina
last-reviewed = Laatst gecontroleerd
last-reviewed-not-medically = Laatst gecontroleerd, niet medisch
next-review-due = Volgende controle
changed-since-review = Gewijzigd sinds die controle
changed-since-sign-off = De tekst is gewijzigd sinds de goedkeuring.
present-text = Huidige tekst
signed = Ondertekend
not-yet = Nog niet
corrections = Correcties
correction-minor = Kleine correctie
correction-important = Belangrijke correctie
correction-was = Er stond:
correction-now = Er staat nu:
changes = Wijzigingen
change-substantive = Wijziging van de inhoud
change-cosmetic = Wijziging van de vorm

## Article

contents = Op deze pagina
page-cautions = Waarschuwingen op deze pagina
contents-again = De inhoud, nog een keer
key-points = Kernpunten
references = Bronnen
download-sources = Deze bronnen meenemen:
explore-related-exercises = Bekijk verwante oefeningen
shown-exercises = Op deze pagina:
explore-related-articles = Bekijk verwante artikelen
source-tap-again = Tik nog een keer op de verwijzing om naar de lijst te gaan.
term-tap-again = Tik nog een keer op het woord om naar de woordenlijst te gaan.

## What can be done with a page

page-tools = Deze pagina
share = Delen
copy-link = Link kopiëren
print = Afdrukken
open-steps = De stappen tonen
close-steps = De stappen verbergen
steps-failed = De stappen konden niet worden geladen. Open de pagina van de oefening.

## Practice mode

practice = Oefenen
practice-start = Stap voor stap oefenen
practice-before = Voordat u begint
practice-understood = Ik heb dit gelezen
practice-begin = Beginnen
practice-exercise = Oefening { $number } van { $total }
practice-step = Stap { $number } van { $total }
practice-repeat = Herhaal de oefening
practice-repeat-text = Doe alle stappen opnieuw, zo vaak als er staat.
practice-next = Verder
practice-back = Terug
practice-leave = Stoppen
practice-done = U bent klaar
practice-done-text = Dat was de laatste stap.
practice-sound = Geluid
practice-stop = Stop
practice-time = { $name }: { $seconds } van { $goal }
practice-reached = { $seconds } seconden
practice-over = De tijd is om
practice-keys = Met de pijltjestoetsen gaat u verder en terug. Met Escape stopt u.

## Languages

language-name = Nederlands
languages = Talen
not-translated = Deze pagina is er nog niet in het Nederlands. U leest het origineel.
outdated-translation = Het origineel van deze pagina is gewijzigd sinds de vertaling.
read-original = Het origineel lezen

## Exercise

ways-on = Hoe nu verder
easier = Makkelijker
harder = Moeilijker
next = Wat hierna kan komen
read-about-it = Lees hierover
in-programmes = Onderdeel van
handout-exercise = Deze oefening afdrukken als werkblad
handout-programme = Dit programma afdrukken als werkblad
handout-guide = De hele gids afdrukken
forms-of-page = Deze pagina in andere vormen
form-easy-read = Makkelijk lezen
form-audio = Luisteren
form-sign-language = Gebarentaal
form-large-print = Grote letters
form-file = { $type }, { $kilobytes } kB
form-behind = ouder dan deze pagina
easy-full-page = De hele pagina lezen
easy-outdated = De pagina is veranderd sinds deze makkelijk leesbare versie is gemaakt.
easy-tested-with = Getest met
download-pdf = Downloaden als pdf ({ $kilobytes } kB)
download-epub = Downloaden als epub ({ $kilobytes } kB)
handout-hint = Dit blad is gemaakt om af te drukken.
print-sheet = Dit blad afdrukken

## A sheet for one person

sheet-make = Een blad voor één persoon maken
sheet-with-exercise = Een blad met deze oefening maken
sheet-with-programme = Een blad met deze oefeningen maken
sheet-intro = Kies oefeningen, stel de dosis van elke oefening in en druk ze af met alle waarschuwingen. Het adres van de pagina bewaart de keuze.
sheet-without-script = Voor het kiezen van oefeningen is JavaScript nodig. De bladen hieronder zijn klaar om af te drukken.
sheet-ready = Bladen die klaar zijn om af te drukken
sheet-choose = Oefeningen kiezen
sheet-conditions = Heeft de persoon iets van deze lijst? Wat u aankruist, wordt nergens bewaard.
sheet-leave-out = Oefeningen verbergen die hiervoor een waarschuwing hebben
sheet-chosen = Op het blad
sheet-none-chosen = Er is nog geen oefening gekozen.
sheet-remove = Weghalen
sheet-up = Omhoog
sheet-down = Omlaag
sheet-size = Lettergrootte
sheet-points = { $points } punten
sheet-as-made = Zoals het is
sheet-lines = Voor de kop van het blad
sheet-private = Naam en telefoon worden alleen afgedrukt. Ze staan niet in het adres, worden niet bewaard en nergens heen gestuurd.
sheet-name = Naam
sheet-phone = Telefoon van de therapeut
sheet-copy = Adres kopiëren
sheet-address = Dit blad op het web
sheet-code = Code die naar dit blad op het web leidt
sheet-code-too-long = Het adres is te lang voor een code.
sheet-applies = Dit geldt voor u.
sheet-added = { $title } staat als nummer { $number } op het blad.
sheet-moved = { $title } is nu nummer { $number }.
sheet-removed = { $title } staat niet meer op het blad.
sheet-changed = { $title }: deze oefening is veranderd sinds het blad is gemaakt.
sheet-withdrawn = { $title }: deze oefening is ingetrokken en staat niet op het blad.
sheet-clamped = { $title }: het adres heeft een dosis die deze oefening niet toelaat. Op het blad staat { $dose }.
sheet-unknown = Oefeningen in het adres die deze pagina niet heeft: { $count }
sheet-full = Een blad heeft hoogstens { $count } oefeningen.
sheet-unreadable = Een deel van het adres was niet leesbaar en is weggelaten.
sheet-failed = De oefeningen konden niet worden geladen. Laad de pagina opnieuw.

## Topics and people

articles = Artikelen
exercises = Oefeningen
programmes = Programma’s
topic-condition = Aandoening
topic-region = Lichaamsdeel
topic-method = Methode
topic-population = Voor wie
topic-other = Onderwerp
related-topics = Verwante onderwerpen
broader = Onderdeel van
narrower = Omvat
person-wrote = Schreef
person-reviewed = Controleerde
person-contributed = Werkte mee aan

## Home page

home-find-exercise = Een oefening vinden
home-find-condition = Lezen over een aandoening
home-where-to-begin = Waar te beginnen
home-where = Oefeningen en artikelen per lichaamsdeel
home-what-for = Per aandoening en onderwerp
home-cover = Lees dit eerst
home-picks = Gekozen door de redactie
home-newest = Meer om te lezen
all-articles = Alle artikelen
all-exercises = Alle oefeningen
all-topics = Alle onderwerpen
all-sources = Alle bronnen
promise = Waar u ons aan kunt houden
promise-sources = { $count ->
    [one] bron, volledig vermeld
   *[other] bronnen, volledig vermeld
}
promise-sources-text = Bij elke bron staan de zinnen die erop steunen.
see-sources = Alle bronnen bekijken
promise-exercises = { $count ->
    [one] oefening, waarschuwingen eerst
   *[other] oefeningen, waarschuwingen eerst
}
promise-exercises-text = Heeft een oefening een waarschuwing, dan staat die vóór de eerste stap, overal waar de oefening te zien is.
promise-articles = { $count ->
    [one] artikel, met vermelding of het gecontroleerd is
   *[other] artikelen, elk met vermelding of het gecontroleerd is
}
promise-articles-text = Bij elk artikel staat of een zorgverlener het heeft gecontroleerd. Correcties blijven op de pagina staan.

# What pages may call the places that the home page's figure marks: names of one place with commas between.
body-head = hoofd, gezicht, kaak, hoofdhuid
body-neck = nek, hals, halswervels
body-shoulders = schouders, schouder
body-upper-back = bovenrug, schouderbladen, schouderblad
body-chest = borst, borstkas, ribben, borstbeen
body-arms = armen, arm, bovenarmen, bovenarm, bovenlichaam
body-mid-back = middenrug, midden van de rug, borstwervels
body-back = rug
body-elbows = ellebogen, elleboog
body-spine = wervelkolom, ruggengraat
body-core = buik, romp, buikspieren
body-lower-back = onderrug, lage rug, lendenwervels
body-wrists = polsen, pols, onderarmen, onderarm
body-pelvis = bekken, bekkenbodem, lies
body-hands = handen, hand, vingers, duim
body-hips = heupen, heup, billen, bilspieren
body-legs = benen, been, dijen, dij, bovenbenen, bovenbeen, onderlichaam
body-knees = knieën, knie
body-calves = kuiten, kuit, onderbenen, onderbeen
body-ankles = enkels, enkel
body-feet = voeten, voet, hiel, tenen

## Lists

count-article = { $count ->
    [one] { $count } artikel
   *[other] { $count } artikelen
}
count-exercise = { $count ->
    [one] { $count } oefening
   *[other] { $count } oefeningen
}
count-programme = { $count ->
    [one] { $count } programma
   *[other] { $count } programma’s
}
count-topic = { $count ->
    [one] { $count } onderwerp
   *[other] { $count } onderwerpen
}
count-person = { $count ->
    [one] { $count } persoon of team
   *[other] { $count } personen en teams
}
count-page = { $count ->
    [one] { $count } pagina
   *[other] { $count } pagina’s
}
count-source = { $count ->
    [one] { $count } bron
   *[other] { $count } bronnen
}
part-of = deel { $number } van { $parts }
pager = Delen van deze lijst
previous-part = Vorig deel
following-part = Volgend deel
text-field-yes = Ja
text-field-no = Nee
guide-ways = Door deze gids
pages-below = Pagina’s in dit deel
edit-page = Deze pagina bewerken
by-letter = Per letter

## Glossary

also-called = Ook wel
see-also = Zie ook
used-in = Komt voor in
all-uses = Alle { $count } pagina’s waarin het voorkomt

## Sources

index-legend = Het getal naast een bron is het aantal pagina’s dat de bron noemt.
filter-exercises = De oefeningen beperken
filter-any = Alle
filter-all-exercises = { $count ->
    [one] { $count } oefening getoond
   *[other] Alle { $count } oefeningen getoond
}
filter-some-exercises = { $shown } van { $total } oefeningen getoond
filter-sources = De bronnen beperken
filter-words = Zoeken
filter-year = Jaar
filter-any-year = Alle jaren
filter-kind = Soort
filter-any-kind = Alle soorten
filter-publisher = Tijdschrift of uitgever
filter-any-publisher = Alle
filter-all = { $count ->
    [one] { $count } bron getoond
   *[other] Alle { $count } bronnen getoond
}
filter-some = { $shown } van { $total } bronnen getoond
filter-found = { $shown } van { $total } bronnen voldoen
filter-results = Bronnen die voldoen
filter-more = Meer bronnen tonen
filter-failed = De bronnen konden niet worden geladen. Probeer het opnieuw.
filter-none = Geen enkele bron voldoet. Haal een filter weg.
filter-reset = Alles tonen
cited-by = { $count ->
    [one] pagina noemt deze bron
   *[other] pagina’s noemen deze bron
}
read-notice = Het bericht lezen
superseded-by = Een nieuwere bron vervangt deze:
cited-retractions = Teruggetrokken werken die zij aanhaalt
cited-retractions-about = Deze bron haalt werken aan die na publicatie zijn teruggetrokken. Een werk aanhalen is niet hetzelfde als erop steunen.
evidence = Bewijs
full-entry = Deze bron citeren
abstract = Samenvatting
cited-in = Genoemd in
via = via
read-in-place = In de tekst lezen
listed-only = Staat bij de bronnen, zonder verwijzing in de tekst.
take-along = Deze bron meenemen
copy-citation = Bronvermelding kopiëren
copy-format = { $format } kopiëren
copied = Gekopieerd

## Elsewhere

not-found-text = Misschien zit er een fout in het adres, of is de pagina verplaatst. Hier kunt u verder:
moved = Deze pagina is verplaatst
moved-link = Naar het nieuwe adres

# What the build itself says in a page's text. Keys begin with `text-`.

## Names of pages and sections

text-articles = Artikelen
text-exercises = Oefeningen
text-programmes = Programma’s
text-topics = Onderwerpen
text-people = Personen
text-glossary = Woordenlijst
text-references = Bronnen
text-references-part = Bronnen: { $part }
text-references-dek = Alle bronnen waarop deze pagina’s steunen, en waar elke bron wordt genoemd.
text-references-entry = Bronnen
text-home = Start
text-not-found = Deze pagina is hier niet

## Roles

text-written-by = Geschreven door
text-reviewed-medical = Medisch gecontroleerd door
text-reviewed-clinical = Klinisch gecontroleerd door
text-reviewed-editorial = Redactie:
text-reviewed-lay = Gelezen door een leek:
text-reviewed-before = Een eerdere tekst is gecontroleerd door
text-contributed-expert = Met
text-contributed-editor = Redactie:
text-contributed-illustrator = Illustraties:
text-contributed-fact-checker = Feiten gecontroleerd door

## Exercises

text-view-exercise = Naar de oefening: { $title }
text-view-programme = Bekijk het programma: { $title }
text-read-article = Lees het artikel: { $title }
text-how-to-do-it = Zo doet u het
text-cautions = Waarschuwingen
text-caution-avoid = { $condition }: doe deze oefening niet.
text-caution-modify = { $condition }: pas de oefening aan.
text-caution-ask = { $condition }: vraag het eerst aan een zorgverlener.
text-caution-applies = Dit geldt voor het onderwerp van deze pagina.
text-card-caution = Let op: { $conditions }
text-severity-avoid = doe deze oefening niet
text-severity-modify = pas de oefening aan
text-severity-ask = vraag het eerst aan een zorgverlener
text-stop-if = Stop als
text-show-steps = De stappen tonen
text-hide-steps = De stappen verbergen
text-dose = Dosering
text-dose-sets = Series
text-dose-reps = Herhalingen
text-dose-rounds = Rondes
text-dose-hold = Vasthouden
text-dose-rest = Rust
text-dose-frequency = Hoe vaak
text-dose-sides = Kanten
text-dose-words-sets = { $count ->
    [one] { $amount } serie
   *[other] { $amount } series
}
text-dose-words-reps = { $count ->
    [one] { $amount } keer
   *[other] { $amount } keer
}
text-dose-words-rounds = { $count ->
    [one] { $amount } ronde
   *[other] { $amount } rondes
}
text-dose-words-hold = { $amount } vasthouden
text-dose-words-rest = { $amount } rust
text-dose-words-frequency = { $amount }
text-dose-words-sides = kanten: { $amount }
text-other-language = { $language ->
    [en] Wat volgt is niet vertaald: het is in het Engels.
    [es] Wat volgt is niet vertaald: het is in het Spaans.
    [fr] Wat volgt is niet vertaald: het is in het Frans.
    [de] Wat volgt is niet vertaald: het is in het Duits.
    [it] Wat volgt is niet vertaald: het is in het Italiaans.
    [pt] Wat volgt is niet vertaald: het is in het Portugees.
    [ar] Wat volgt is niet vertaald: het is in het Arabisch.
   *[other] Wat volgt is niet vertaald. De taal ervan: { $name }.
}
text-schedule = Schema
text-exercise = Oefening
text-days = Dagen
text-any-day = Elke dag mogelijk
text-day-mon = maandag
text-day-tue = dinsdag
text-day-wed = woensdag
text-day-thu = donderdag
text-day-fri = vrijdag
text-day-sat = zaterdag
text-day-sun = zondag
text-withdrawn-exercise = Ingetrokken. Doe deze oefening niet.
text-code-to-page = Code die naar deze pagina op het web leidt
text-contents = Inhoud
text-llms-notices = Elke pagina begint met haar waarschuwingen, de tekenen om te stoppen en haar disclaimers. Geef die door met wat u eruit overneemt.
text-llms-stop = Zegt wanneer u moet stoppen.
text-outdated-translation = Het origineel is gewijzigd sinds deze tekst is vertaald.
text-book-accessibility = Koppen en een inhoudsopgave leiden door de tekst, en de afbeeldingen hebben beschrijvingen.
text-sheet = Een blad voor één persoon
text-fact-position = Houding
text-fact-level = Niveau
text-fact-kind = Soort
text-fact-equipment = Materiaal
text-fact-regions = Lichaamsdeel
text-fact-muscles = Spieren
text-none = geen
text-level-beginner = beginner
text-level-intermediate = gemiddeld
text-level-advanced = gevorderd
text-kind-strength = kracht
text-kind-flexibility = lenigheid
text-kind-balance = balans
text-kind-aerobic = conditie
text-kind-posture = houding
text-kind-breathing = ademhaling
text-kind-mind-body = lichaam en geest

## Blocks of the text

text-callout-tip = Tip
text-callout-note = Opmerking
text-callout-important = Belangrijk
text-callout-warning = Waarschuwing
text-callout-caution = Let op
text-care-non-urgent = Wanneer u advies vraagt
text-care-urgent = Vraag snel hulp
text-care-emergency = Spoed
text-do = Wel doen
text-dont = Niet doen
text-details = Meer
text-figure = Figuur { $number }
text-promotion = Reclame
text-disclaimer = Disclaimer
text-experts = Onze deskundigen
text-people-and-teams = Personen en teams
text-playlist = Afspeellijst
text-table = Tabel { $number }
text-task-done = Klaar
text-task-open = Nog te doen
text-code = Code
text-footnotes = Voetnoten
text-back = Terug naar de tekst
text-watch = “{ $title }” bekijken op { $host }
text-listen = “{ $title }” beluisteren op { $host }
text-form-audio = Naar deze pagina luisteren
text-form-sign-language = Deze pagina in gebarentaal
text-form-read-by = Voorgelezen door { $name }
text-form-interpreted-by = Getolkt door { $name }
text-form-made-by = Gemaakt door { $name }
text-form-registration = Registratie: { $number }
text-form-approved-by = Goedgekeurd door { $name }
text-form-approved = Goedgekeurd
text-form-not-approved = Nog door niemand goedgekeurd
text-form-behind = De pagina is sinds deze opname veranderd. Wat op de pagina staat, is juist.
text-transcript = Uitgeschreven tekst
text-spoken-words = Lezen wat er wordt gezegd
text-video = Video: { $title }

## Sources

text-source-number = Bron { $number }: { $name }
text-accessed-web = Web
text-doi = DOI
text-pubmed = PubMed
text-pmc = PMC
text-web = Web
text-archived = Gearchiveerde kopie
text-more-about-source = Bronpagina
text-more-about-source-named = Bronpagina: { $name }
text-back-to-mark = Terug naar de tekst: verwijzing { $number } naar { $name }
text-back-to-text = Terug naar de tekst
text-year-letter = In de tekst met de letter
text-retracted = Teruggetrokken
text-retracted-about = Deze bron is na publicatie teruggetrokken.
text-concern = Uiting van bezorgdheid
text-concern-about = Het tijdschrift heeft bezorgdheid geuit over deze bron.
text-corrected = Gecorrigeerd
text-corrected-about = Deze bron is na publicatie gecorrigeerd.
text-evidence-guideline = Richtlijn
text-evidence-systematic-review = Systematische review
text-evidence-meta-analysis = Meta-analyse
text-evidence-review = Overzicht van studies
text-evidence-randomised-trial = Gerandomiseerd onderzoek
text-evidence-trial = Klinisch onderzoek
text-evidence-cohort = Cohortonderzoek
text-evidence-case-control = Patiënt-controleonderzoek
text-evidence-cross-sectional = Dwarsdoorsnedeonderzoek
text-evidence-observational = Observationeel onderzoek
text-evidence-case-report = Casusbeschrijving
text-evidence-expert = Mening van deskundigen
text-evidence-web = Webpagina
text-certainty = Zekerheid van het bewijs: { $level }
text-certainty-high = hoog
text-certainty-moderate = redelijk
text-certainty-low = laag
text-certainty-very-low = zeer laag
text-certainty-judged = Beoordeeld door { $name } op { $date }
text-other-sources = Andere bronnen
text-untitled = Zonder titel
text-no-date = z.d.
text-and-others = et al.
text-kind-of-source-journal = Tijdschriftartikel
text-kind-of-source-news = Tijdschrift of krant
text-kind-of-source-book = Boek
text-kind-of-source-chapter = Hoofdstuk
text-kind-of-source-conference = Congresbijdrage
text-kind-of-source-report = Rapport
text-kind-of-source-thesis = Proefschrift of scriptie
text-kind-of-source-web = Webpagina
text-kind-of-source-preprint = Preprint
text-kind-of-source-data = Dataset
text-kind-of-source-standard = Norm of wet
text-kind-of-source-video = Video
text-kind-of-source-software = Software
text-kind-of-source-other = Document

## Statements

text-funding = Financiering
text-conflicts = Belangenverstrengeling
text-sponsor = Sponsor
text-license = Licentie
text-ai = Gebruik van AI
text-ai-checked = Gecontroleerd door { $name }.
text-picture-ai-generated = Gemaakt met AI
text-picture-ai-edited = Bewerkt met AI
text-withdrawn = { $kind ->
    [exercise] Deze oefening is op { $date } ingetrokken.
    [programme] Dit programma is op { $date } ingetrokken.
   *[page] Deze pagina is op { $date } ingetrokken.
}
text-unpublished-draft = Concept
text-unpublished-future = Gepland
text-unpublished-expired = Verlopen
text-withdrawn-successor = Lees in plaats daarvan:
text-count-pages = { $count ->
    [one] { $count } pagina
   *[other] { $count } pagina’s
}
text-count-exercises = { $count ->
    [one] { $count } oefening
   *[other] { $count } oefeningen
}

## Forms

text-email = E-mailadres
text-optional = niet verplicht
text-form-sending = Wordt verzonden…
text-form-thanks = Dank u wel
text-form-sent = Het bericht is verzonden.
text-form-failed = Het bericht kon niet worden verzonden. Wat u typte, staat er nog; probeer het opnieuw.
text-feedback-question = Was deze pagina nuttig?
text-feedback-yes = Ja
text-feedback-no = Nee
text-feedback-report = Een probleem melden
text-feedback-problem = Wat klopt er niet op deze pagina?
text-feedback-private = Dit gaat naar de mensen die deze pagina’s schrijven. Zij kunnen u geen advies geven over uw eigen gezondheid; schrijf daar alstublieft niet over.
text-feedback-send = Verzenden
text-feedback-mail = Stuur ons een e-mail over deze pagina

## Dates

text-date = { $day } { $month } { $year }
text-month-1 = januari
text-month-2 = februari
text-month-3 = maart
text-month-4 = april
text-month-5 = mei
text-month-6 = juni
text-month-7 = juli
text-month-8 = augustus
text-month-9 = september
text-month-10 = oktober
text-month-11 = november
text-month-12 = december

## Packets for reviewers

text-packet-title = Ter controle: { $title }
text-packet-file = Bestand
text-packet-address = Adres
text-packet-made = Pakket gemaakt op
text-packet-changed = Wat er is gewijzigd sinds { $name } op { $date } ondertekende
text-packet-changed-since-request = Wat er is gewijzigd sinds { $name } op { $date } om wijzigingen vroeg
text-packet-nothing-changed = Er is niets gewijzigd.
text-packet-part-added = Toegevoegd: { $title }
text-packet-part-removed = Verwijderd: { $title }
text-packet-disclaimers = Disclaimers
text-packet-version = Versie { $version }
text-packet-text = De tekst
text-packet-claims = Beweringen en hun bronnen
text-packet-claim = Wat de tekst zegt
text-packet-source = De bron
text-packet-unmarked = Staat in de lijst, zonder verwijzing in de tekst.
text-packet-sign = Goedkeuring
text-packet-approved = Ik heb alles gelezen en sta erachter.
text-packet-changes = Ik vraag eerst om wijzigingen.
text-packet-name = Naam en titels:
text-packet-date = Datum:
text-packet-signature = Handtekening:
text-packet-answer-word = Plaats opmerkingen bij woorden of wijzig ze: dit bestand houdt wijzigingen bij. Laat de nummers tussen vierkante haken staan. Vul aan het eind de regels hieronder in, sla het bestand op en stuur het terug.
text-packet-hash = Wat is gelezen: { $hash }
text-packet-captions = Ondertitels van video’s
text-packet-terms = Definities
text-packet-points = Kernpunten
text-packet-uncited = Zinnen zonder bron
text-packet-comments = Opmerkingen
text-packet-command = Wie de site beheert, legt de controle vast met de opdracht van het aangekruiste vakje. Voor wie met een sleutel ondertekent, komt daar --key BESTAND bij.
text-packet-ask = { $by } vraagt u deze pagina te lezen voordat zij wordt gepubliceerd, en te zeggen of u erachter staat.
text-packet-until = Antwoord alstublieft vóór { $date }.
text-packet-how = Klik op een zin, een stap, een afbeelding of een bron, of gebruik de knop “Opmerking” ernaast, en schrijf wat u vindt of welke woorden u voorstelt. Vul onder aan de pagina uw naam en de datum in, keur goed of vraag om wijzigingen, en stuur uw antwoord terug. Op papier schrijft u naast de nummers en ondertekent u aan het eind.
text-packet-packet = Pakket
text-packet-details = Titel en gegevens
text-packet-comment = Opmerking
text-packet-comment-on = Opmerking bij alinea { $number }
text-packet-your-comment = Uw opmerking
text-packet-suggestion = Andere woorden voorstellen
text-packet-save = Opslaan
text-packet-cancel = Annuleren
text-packet-edit = Bewerken
text-packet-delete = Verwijderen
text-packet-suggested = Voorgestelde woorden
text-packet-answer = Uw antwoord
text-packet-your-name = Uw naam
text-packet-your-date = Datum
text-packet-decision = Uw besluit
text-packet-approve = Goedkeuren
text-packet-ask-changes = Om wijzigingen vragen
text-packet-closing = Overige opmerkingen
text-packet-kept = Wat u schrijft, wordt in deze browser bewaard. Er wordt niets vanzelf verzonden.
text-packet-suggestions-count = Een voorstel is een wijziging waar u om vraagt. Als u goedkeurt, geldt uw goedkeuring zodra elk voorstel woord voor woord in de tekst staat.
text-packet-download = Antwoord downloaden
text-packet-copy = Antwoord als tekst kopiëren
text-packet-downloaded = Het antwoord staat in uw map met downloads. Stuur dit bestand terug:
text-packet-copied = Het antwoord is gekopieerd. Plak het in een bericht.
text-packet-copy-by-hand = Kopieer deze tekst en plak hem in een bericht.
text-packet-need-name = Vul eerst uw naam in.
text-packet-need-decision = Keur eerst goed of vraag om wijzigingen.
text-packet-program = De regels hieronder zijn voor het programma. Laat ze staan zoals ze zijn.
text-packet-video = Video, meegestuurd met dit bestand: { $file }
text-packet-bundle = Pagina’s om te beoordelen: { $name }
text-packet-bundle-how = Elke pagina heeft aan het einde een eigen antwoord. Stuur een antwoord terug voor elke pagina die u hebt gelezen.
text-packet-approve-changes = De wijzigingen goedkeuren
text-packet-approved-changes = Ik heb gelezen wat er is veranderd sinds { $name } op { $date } tekende, en sta erachter. De rest heb ik niet opnieuw gelezen.
text-reminder-subject = Herinnering: een beoordeling voor { $site }
text-reminder-hello = Beste { $name },
text-reminder-body = Wij hebben u gevraagd deze pagina’s te beoordelen en hebben nog geen antwoord:
text-reminder-page = { $title } (gevraagd op { $asked })
text-reminder-page-until = { $title } (gevraagd op { $asked }, antwoord graag vóór { $until })
text-reminder-close = Hebt u al geantwoord, of kunt u een pagina niet beoordelen, laat het ons dan weten.

## Corrections and people

all-corrections = Alle correcties
count-correction = { $count ->
    [one] { $count } correctie
   *[other] { $count } correcties
}
text-corrections = Correcties
text-corrections-dek = Wat er op pagina’s van deze site verkeerd stond, en wat er nu staat.
text-people-reviewers = Medische en klinische controle
text-people-authors = Auteurs
text-people-contributors = Redactie en medewerkers
text-people-further = Andere personen

## Search

text-search = Zoeken
search-site = Op deze site zoeken
search-for = Waar zoekt u naar?
search-topic = Onderwerp
search-pages = Andere pagina’s
search-loading = De zoekfunctie wordt geladen…
search-failed = De zoekfunctie kan nu niet worden geladen. De lijsten met artikelen, oefeningen en onderwerpen leiden nog steeds naar elke pagina.
search-without-script = Zoeken werkt met JavaScript, dat in deze browser is uitgeschakeld. Hier staan alle pagina’s op naam; uw browser kan op deze pagina naar een woord zoeken.
search-hint = Probeer minder woorden, andere woorden of geen filter.
search-partial = Geen enkele pagina heeft al deze woorden. Deze hebben de meeste.
search-more = Meer tonen
search-close = Sluiten
search-slash = De toets / opent het zoeken
search-lists = Alle pagina’s op naam
search-count = { $count ->
    [0] Geen resultaten
    [one] { $count } resultaat
   *[other] { $count } resultaten
}

## Tables, charts and risks from numbers

text-people-affected = { $n } van de { $of }
text-people-affected-then = { $n } van de { $of }; daarna { $then } van de { $of }
text-people-yes = Getroffen: { $n }
text-people-always = In beide gevallen getroffen: { $n }
text-people-before = Eerst getroffen, daarna niet: { $n }
text-people-after = Pas daarna getroffen: { $n }
text-people-no = Niet getroffen: { $n }
text-number-decimal = ,
text-number-group = .
text-data-file = De gegevens downloaden: { $name }
text-data-part = De eerste { $shown } van { $count } rijen worden getoond. Het bestand bevat ze alle.
text-chart-numbers = De getallen als tabel
text-chart-bar = Staven: { $y }, per { $x }.
text-chart-line = Lijn: { $y }, per { $x }.
text-chart-interval = Punten met intervallen: { $y }, per { $x }.
text-chart-summary = { $y }: laagste { $low }, hoogste { $high }; eerste { $first }, laatste { $last }.
text-chart-including = Intervallen die { $at } omvatten: { $n } van { $count }.
text-chart-range = { $y } ({ $low } tot { $high })
