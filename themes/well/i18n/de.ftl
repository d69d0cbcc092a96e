# What the theme's templates say.

## Frame

skip-to-content = Zum Inhalt springen
menu = Menü
menu-main = Hauptmenü
menu-below = Seiten unter { $title }
menu-footer = Über diese Website
menu-policies = Richtlinien
appearance = Darstellung
appearance-system = Wie das Gerät
appearance-light = Hell
appearance-dark = Dunkel
breadcrumbs = Sie sind hier
published-by = Herausgegeben von
feed = Feed
home = Startseite
unpublished-draft = Entwurf. Diese Seite ist nicht veröffentlicht.
unpublished-future = Geplant. Diese Seite ist noch nicht veröffentlicht.
unpublished-expired = Abgelaufen. Diese Seite ist nicht mehr veröffentlicht.

## Who stands behind a page

not-medically-reviewed = Nicht medizinisch geprüft
medically-reviewed = Medizinisch geprüft
clinically-reviewed = Klinisch geprüft
page-details = Details
reading-short = { $count } Min. Lesezeit
published = Veröffentlicht
updated = Aktualisiert
reading-time = Lesezeit
reading-minutes = { $count ->
    [one] { $count } Minute
   *[other] { $count } Minuten
}
about-this-page = Über diese Seite
last-reviewed = Zuletzt geprüft
last-reviewed-not-medically = Zuletzt geprüft, nicht medizinisch
next-review-due = Nächste Prüfung fällig
changed-since-review = Seit dieser Prüfung geändert
changed-since-sign-off = Der Text wurde seit der Freigabe geändert.
present-text = Jetziger Text
signed = Signiert
not-yet = Noch nicht
corrections = Korrekturen
correction-minor = Kleine Korrektur
correction-important = Wichtige Korrektur
correction-was = Vorher:
correction-now = Jetzt:
changes = Änderungsverlauf
change-substantive = Inhaltliche Änderung
change-cosmetic = Formale Änderung

## Article

contents = Auf dieser Seite
page-cautions = Vorsichtshinweise auf dieser Seite
contents-again = Inhalt, noch einmal
key-points = Das Wichtigste in Kürze
references = Quellenverzeichnis
download-sources = Nehmen Sie diese Quellen mit:
explore-related-exercises = Passende Übungen entdecken
shown-exercises = Auf dieser Seite:
explore-related-articles = Passende Artikel entdecken
source-tap-again = Tippen Sie noch einmal auf die Markierung, um zur Liste zu gelangen.
term-tap-again = Tippen Sie noch einmal auf den Begriff, um zum Glossar zu gehen.

## What can be done with a page

page-tools = Diese Seite
share = Teilen
copy-link = Link kopieren
print = Drucken
open-steps = Schritte zeigen
close-steps = Schritte verbergen
steps-failed = Die Schritte ließen sich nicht laden. Öffnen Sie stattdessen die Seite.

## Practice mode

practice = Üben
practice-start = Schritt für Schritt üben
practice-before = Bevor Sie beginnen
practice-understood = Ich habe das gelesen
practice-begin = Beginnen
practice-exercise = Übung { $number } von { $total }
practice-step = Schritt { $number } von { $total }
practice-repeat = Wiederholen
practice-repeat-text = Machen Sie alle Schritte noch einmal, so oft wie angegeben.
practice-next = Weiter
practice-back = Zurück
practice-leave = Beenden
practice-done = Geschafft
practice-done-text = Das war der letzte Schritt.
practice-sound = Ton
practice-stop = Anhalten
practice-time = { $name }: { $seconds } von { $goal }
practice-reached = { $seconds } Sekunden
practice-over = Die Zeit ist um
practice-keys = Die Pfeiltasten führen weiter und zurück. Escape beendet.

## Languages

language-name = Deutsch
languages = Sprachen
not-translated = Diese Seite gibt es noch nicht auf Deutsch. Sie lesen das Original.
outdated-translation = Das Original dieser Seite hat sich geändert, seit es übersetzt wurde.
read-original = Das Original lesen

## Exercise

ways-on = So geht es weiter
easier = Leichter
harder = Schwerer
next = Was danach passt
read-about-it = Mehr dazu lesen
in-programmes = Teil von
handout-exercise = Diese Übung als Blatt drucken
handout-programme = Dieses Programm als Blätter drucken
handout-guide = Den ganzen Leitfaden drucken
forms-of-page = Diese Seite in anderen Formen
form-easy-read = Leichte Sprache
form-audio = Anhören
form-sign-language = Gebärdensprache
form-large-print = Großdruck
form-file = { $type }, { $kilobytes } kB
form-behind = älter als diese Seite
easy-full-page = Die ganze Seite lesen
easy-outdated = Die Seite hat sich geändert, seit diese Fassung in Leichter Sprache entstand.
easy-tested-with = Geprüft mit
download-pdf = Als PDF herunterladen ({ $kilobytes } kB)
download-epub = Als EPUB herunterladen ({ $kilobytes } kB)
handout-hint = Dieses Blatt ist zum Drucken gemacht.
print-sheet = Dieses Blatt drucken

## A sheet for one person

sheet-make = Ein Blatt für eine Person zusammenstellen
sheet-with-exercise = Ein Blatt mit dieser Übung zusammenstellen
sheet-with-programme = Ein Blatt mit diesen Übungen zusammenstellen
sheet-intro = Wählen Sie Übungen aus, stellen Sie jede Dosis ein und drucken Sie sie mit allen Vorsichtshinweisen. Die Adresse der Seite behält die Auswahl.
sheet-without-script = Zum Auswählen von Übungen ist JavaScript nötig. Die Blätter unten sind fertig zum Drucken.
sheet-ready = Fertige Blätter zum Drucken
sheet-choose = Übungen auswählen
sheet-conditions = Trifft davon etwas auf die Person zu? Was Sie ankreuzen, wird nirgends gespeichert.
sheet-leave-out = Übungen ausblenden, die dafür einen Vorsichtshinweis haben
sheet-chosen = Auf dem Blatt
sheet-none-chosen = Noch ist keine Übung ausgewählt.
sheet-remove = Entfernen
sheet-up = Nach oben
sheet-down = Nach unten
sheet-size = Schriftgröße
sheet-points = { $points } Punkt
sheet-as-made = Wie vorgesehen
sheet-lines = Für den Kopf des Blatts
sheet-private = Name und Telefon werden nur gedruckt. Sie stehen nicht in der Adresse, werden nicht gespeichert und nirgendwohin gesendet.
sheet-name = Name
sheet-phone = Telefon der Praxis
sheet-copy = Adresse kopieren
sheet-address = Dieses Blatt im Web
sheet-code = Code, der zu diesem Blatt im Web führt
sheet-code-too-long = Die Adresse ist zu lang für einen Code.
sheet-applies = Das trifft auf Sie zu.
sheet-added = { $title } steht als Nummer { $number } auf dem Blatt.
sheet-moved = { $title } ist jetzt Nummer { $number }.
sheet-removed = { $title } steht nicht mehr auf dem Blatt.
sheet-changed = { $title }: Diese Übung wurde geändert, seit das Blatt erstellt wurde.
sheet-withdrawn = { $title }: Diese Übung wurde zurückgezogen und steht nicht auf dem Blatt.
sheet-clamped = { $title }: Die Adresse nennt eine Dosis, die diese Übung nicht erlaubt. Auf dem Blatt steht { $dose }.
sheet-unknown = Übungen in der Adresse, die es auf dieser Seite nicht gibt: { $count }
sheet-full = Ein Blatt hat höchstens { $count } Übungen.
sheet-unreadable = Ein Teil der Adresse war nicht lesbar und wurde weggelassen.
sheet-failed = Die Übungen konnten nicht geladen werden. Laden Sie die Seite neu.

## Topics and people

articles = Artikel
exercises = Übungen
programmes = Programme
topic-condition = Erkrankung oder Beschwerde
topic-region = Körperregion
topic-method = Methode
topic-population = Für wen
topic-other = Thema
related-topics = Verwandte Themen
broader = Teil von
narrower = Umfasst
person-wrote = Verfasst
person-reviewed = Geprüft
person-contributed = Mitgewirkt an

## Home page

home-find-exercise = Eine Übung finden
home-find-condition = Über eine Erkrankung lesen
home-where-to-begin = Womit Sie anfangen können
home-where = Übungen und Artikel nach Körperteil
home-what-for = Nach Erkrankung und Thema
home-cover = Lesen Sie das zuerst
home-picks = Von der Redaktion ausgewählt
home-newest = Mehr zum Lesen
all-articles = Alle Artikel
all-exercises = Alle Übungen
all-topics = Alle Themen
all-sources = Alle Quellen
promise = Woran Sie uns messen können
promise-sources = { $count ->
    [one] Quelle, vollständig genannt
   *[other] Quellen, vollständig genannt
}
promise-sources-text = Bei jeder Quelle stehen die Sätze, die sich auf sie stützen.
see-sources = Alle Quellen ansehen
promise-exercises = { $count ->
    [one] Übung, Vorsichtshinweise zuerst
   *[other] Übungen, Vorsichtshinweise zuerst
}
promise-exercises-text = Gibt es zu einer Übung einen Vorsichtshinweis, steht er vor dem ersten Schritt, wo auch immer die Übung gezeigt wird.
promise-articles = { $count ->
    [one] Artikel, als geprüft oder ungeprüft gekennzeichnet
   *[other] Artikel, jeder als geprüft oder ungeprüft gekennzeichnet
}
promise-articles-text = In jedem steht, ob ihn eine medizinische Fachperson geprüft hat. Korrekturen bleiben auf der Seite.

# What pages may call the places that the home page's figure marks: names of one place with commas between.
body-head = Kopf, Gesicht, Kiefer
body-neck = Nacken, Hals, Halswirbelsäule
body-shoulders = Schultern, Schulter
body-upper-back = oberer Rücken, Schulterblätter, Schulterblatt
body-chest = Brust, Brustkorb, Rippen, Brustbein
body-arms = Arme, Arm, Oberarme, Oberarm, Oberkörper
body-mid-back = mittlerer Rücken, Brustwirbelsäule
body-back = Rücken
body-elbows = Ellenbogen, Ellbogen
body-spine = Wirbelsäule
body-core = Rumpf, Bauch, Körpermitte
body-lower-back = unterer Rücken, Kreuz, Lendenwirbelsäule
body-wrists = Handgelenke, Handgelenk, Unterarme, Unterarm
body-pelvis = Becken, Beckenboden, Leiste
body-hands = Hände, Hand, Finger, Daumen
body-hips = Hüften, Hüfte, Gesäß
body-legs = Beine, Bein, Oberschenkel
body-knees = Knie
body-calves = Waden, Wade, Unterschenkel
body-ankles = Sprunggelenke, Sprunggelenk, Knöchel
body-feet = Füße, Fuß, Ferse, Zehen

## Lists

count-article = { $count ->
    [one] { $count } Artikel
   *[other] { $count } Artikel
}
count-exercise = { $count ->
    [one] { $count } Übung
   *[other] { $count } Übungen
}
count-programme = { $count ->
    [one] { $count } Programm
   *[other] { $count } Programme
}
count-topic = { $count ->
    [one] { $count } Thema
   *[other] { $count } Themen
}
count-person = { $count ->
    [one] { $count } Person oder Team
   *[other] { $count } Personen und Teams
}
count-page = { $count ->
    [one] { $count } Seite
   *[other] { $count } Seiten
}
count-source = { $count ->
    [one] { $count } Quelle
   *[other] { $count } Quellen
}
part-of = Teil { $number } von { $parts }
pager = Teile dieser Liste
previous-part = Voriger Teil
following-part = Nächster Teil
text-field-yes = Ja
text-field-no = Nein
guide-ways = Wege durch diesen Leitfaden
pages-below = Seiten in diesem Teil
edit-page = Diese Seite bearbeiten
by-letter = Nach Buchstaben

## Glossary

also-called = Auch genannt
see-also = Siehe auch
used-in = Kommt vor in
all-uses = Alle { $count } Seiten, die ihn verwenden

## Sources

index-legend = Die Zahl neben einer Quelle gibt an, wie viele Seiten sie zitieren.
filter-exercises = Übungen eingrenzen
filter-any = Alle
filter-all-exercises = { $count ->
    [one] { $count } Übung
   *[other] Alle { $count } Übungen
}
filter-some-exercises = { $shown } von { $total } Übungen
filter-sources = Quellen eingrenzen
filter-words = Suchen
filter-year = Jahr
filter-any-year = Alle Jahre
filter-kind = Art
filter-any-kind = Alle Arten
filter-publisher = Zeitschrift oder Verlag
filter-any-publisher = Alle
filter-all = { $count ->
    [one] { $count } Quelle wird angezeigt
   *[other] Alle { $count } Quellen werden angezeigt
}
filter-some = { $shown } von { $total } Quellen werden angezeigt
filter-found = { $shown } von { $total } Quellen passen
filter-results = Passende Quellen
filter-more = Weitere Quellen zeigen
filter-failed = Die Quellen konnten nicht geladen werden. Versuchen Sie es noch einmal.
filter-none = Keine Quelle passt. Nehmen Sie einen Filter zurück.
filter-reset = Alle zeigen
cited-by = { $count ->
    [one] Seite zitiert sie
   *[other] Seiten zitieren sie
}
read-notice = Mitteilung lesen
superseded-by = Eine neuere Quelle ist an ihre Stelle getreten:
cited-retractions = Zurückgezogene Arbeiten, die sie zitiert
cited-retractions-about = Diese Quelle zitiert Arbeiten, die nach ihrer Veröffentlichung zurückgezogen wurden. Eine Arbeit zu zitieren heißt nicht, sich auf sie zu stützen.
evidence = Evidenz
full-entry = Diese Quelle zitieren
abstract = Zusammenfassung
cited-in = Zitiert in
via = Auf dem Weg über
read-in-place = Im Zusammenhang lesen
listed-only = Steht im Quellenverzeichnis, ohne Markierung im Text.
take-along = Nehmen Sie diese Quelle mit
copy-citation = Quelle kopieren
copy-format = { $format } kopieren
copied = Kopiert

## Elsewhere

not-found-text = Vielleicht enthält die Adresse einen Tippfehler, oder die Seite ist umgezogen. Hier geht es weiter:
moved = Diese Seite ist umgezogen
moved-link = Zur neuen Adresse

# What the build itself says in a page's text. Keys begin with `text-`.

## Names of pages and sections

text-articles = Artikel
text-exercises = Übungen
text-programmes = Programme
text-topics = Themen
text-people = Menschen
text-glossary = Glossar
text-references = Quellen
text-references-part = Quellen: { $part }
text-references-dek = Alle Quellen, auf die sich diese Seiten stützen, und wo sie zitiert werden.
text-references-entry = Quellenverzeichnis
text-home = Startseite
text-not-found = Diese Seite gibt es hier nicht

## Roles

text-written-by = Verfasst von
text-reviewed-medical = Medizinisch geprüft von
text-reviewed-clinical = Klinisch geprüft von
text-reviewed-editorial = Redigiert von
text-reviewed-lay = Aus Laiensicht geprüft von
text-reviewed-before = Eine frühere Fassung prüfte
text-contributed-expert = Unter Mitwirkung von
text-contributed-editor = Redigiert von
text-contributed-illustrator = Illustriert von
text-contributed-fact-checker = Fakten geprüft von

## Exercises

text-view-exercise = Zur Übung: { $title }
text-view-programme = Programm ansehen: { $title }
text-read-article = Artikel lesen: { $title }
text-how-to-do-it = So geht’s
text-cautions = Vorsichtshinweise
text-caution-avoid = { $condition }: Machen Sie diese Übung nicht.
text-caution-modify = { $condition }: Wandeln Sie die Übung ab.
text-caution-ask = { $condition }: Fragen Sie zuerst eine medizinische Fachperson.
text-caution-applies = Das betrifft das Thema dieser Seite.
text-card-caution = Vorsicht: { $conditions }
text-severity-avoid = machen Sie diese Übung nicht
text-severity-modify = wandeln Sie die Übung ab
text-severity-ask = fragen Sie zuerst eine medizinische Fachperson
text-stop-if = Hören Sie auf, wenn
text-show-steps = Schritte zeigen
text-hide-steps = Schritte verbergen
text-dose = Dosierung
text-dose-sets = Sätze
text-dose-reps = Wiederholungen
text-dose-rounds = Runden
text-dose-hold = Halten
text-dose-rest = Pause
text-dose-frequency = Wie oft
text-dose-sides = Seiten
text-dose-words-sets = { $count ->
    [one] { $amount } Satz
   *[other] { $amount } Sätze
}
text-dose-words-reps = { $count ->
   *[other] { $amount } Mal
}
text-dose-words-rounds = { $count ->
    [one] { $amount } Runde
   *[other] { $amount } Runden
}
text-dose-words-hold = { $amount } halten
text-dose-words-rest = { $amount } Pause
text-dose-words-frequency = { $amount }
text-dose-words-sides = Seiten: { $amount }
text-other-language = { $language ->
    [en] Das Folgende ist nicht übersetzt: Es ist auf Englisch.
    [es] Das Folgende ist nicht übersetzt: Es ist auf Spanisch.
    [fr] Das Folgende ist nicht übersetzt: Es ist auf Französisch.
    [it] Das Folgende ist nicht übersetzt: Es ist auf Italienisch.
    [nl] Das Folgende ist nicht übersetzt: Es ist auf Niederländisch.
    [pt] Das Folgende ist nicht übersetzt: Es ist auf Portugiesisch.
    [ar] Das Folgende ist nicht übersetzt: Es ist auf Arabisch.
   *[other] Das Folgende ist nicht übersetzt. Seine Sprache: { $name }.
}
text-schedule = Plan
text-exercise = Übung
text-days = Tage
text-any-day = An jedem Tag
text-day-mon = Montag
text-day-tue = Dienstag
text-day-wed = Mittwoch
text-day-thu = Donnerstag
text-day-fri = Freitag
text-day-sat = Samstag
text-day-sun = Sonntag
text-withdrawn-exercise = Zurückgezogen. Bitte auslassen.
text-code-to-page = Code, der zu dieser Seite im Netz führt
text-contents = Inhalt
text-llms-notices = Jede Seite beginnt mit ihren Warnungen, den Zeichen zum Aufhören und ihren Hinweisen. Geben Sie diese zusammen mit dem Inhalt weiter.
text-llms-stop = Sagt, wann Sie aufhören sollen.
text-outdated-translation = Das Original wurde geändert, seit dieser Text übersetzt wurde.
text-book-accessibility = Überschriften und ein Inhaltsverzeichnis führen durch den Text, und seine Bilder haben Beschreibungen.
text-sheet = Ein Blatt für eine Person
text-fact-position = Ausgangsposition
text-fact-level = Niveau
text-fact-kind = Art
text-fact-equipment = Hilfsmittel
text-fact-regions = Körperregion
text-fact-muscles = Muskeln
text-none = keine
text-level-beginner = Einstieg
text-level-intermediate = mittel
text-level-advanced = fortgeschritten
text-kind-strength = Kraft
text-kind-flexibility = Beweglichkeit
text-kind-balance = Gleichgewicht
text-kind-aerobic = Ausdauer
text-kind-posture = Haltung
text-kind-breathing = Atmung
text-kind-mind-body = Körper und Geist

## Blocks of the text

text-callout-tip = Tipp
text-callout-note = Hinweis
text-callout-important = Wichtig
text-callout-warning = Warnung
text-callout-caution = Vorsicht
text-care-non-urgent = Wann Sie nachfragen sollten
text-care-urgent = Holen Sie sich bald Hilfe
text-care-emergency = Notfall
text-do = Was Sie tun sollten
text-dont = Was Sie lassen sollten
text-details = Mehr
text-figure = Abbildung { $number }
text-people-affected = { $n } von { $of }
text-people-affected-then = { $n } von { $of }; dann { $then } von { $of }
text-people-yes = Betroffen: { $n }
text-people-always = In beiden Fällen betroffen: { $n }
text-people-before = Zuerst betroffen, dann nicht mehr: { $n }
text-people-after = Erst dann betroffen: { $n }
text-people-no = Nicht betroffen: { $n }
text-number-decimal = ,
text-number-group = .
text-data-file = Daten herunterladen: { $name }
text-data-part = Gezeigt sind die ersten { $shown } von { $count } Zeilen. Die Datei enthält alle.
text-chart-numbers = Die Zahlen als Tabelle
text-chart-bar = Balken: { $y }, nach { $x }.
text-chart-line = Linie: { $y }, nach { $x }.
text-chart-interval = Punkte mit Intervallen: { $y }, nach { $x }.
text-chart-summary = { $y }: niedrigster Wert { $low }, höchster { $high }; erster { $first }, letzter { $last }.
text-chart-including = Intervalle, die { $at } enthalten: { $n } von { $count }.
text-chart-range = { $y } ({ $low } bis { $high })
text-promotion = Werbung
text-disclaimer = Haftungshinweis
text-experts = Unsere Fachleute
text-people-and-teams = Menschen und Teams
text-playlist = Playlist
text-table = Tabelle { $number }
text-task-done = Erledigt
text-task-open = Noch zu tun
text-code = Code
text-footnotes = Fußnoten
text-back = Zurück zum Text
text-watch = „{ $title }“ auf { $host } ansehen
text-listen = „{ $title }“ auf { $host } anhören
text-form-audio = Diese Seite anhören
text-form-sign-language = Diese Seite in Gebärdensprache
text-form-read-by = Gelesen von { $name }
text-form-interpreted-by = Gebärdet von { $name }
text-form-made-by = Erstellt von { $name }
text-form-registration = Registrierung: { $number }
text-form-approved-by = Freigegeben von { $name }
text-form-approved = Freigegeben
text-form-not-approved = Noch von niemandem freigegeben
text-form-behind = Die Seite hat sich seit der Aufnahme geändert. Es gilt, was auf der Seite steht.
text-transcript = Transkript
text-spoken-words = Lesen, was gesagt wird
text-video = Video: { $title }

## Sources

text-source-number = Quelle { $number }: { $name }
text-accessed-web = Web
text-doi = DOI
text-pubmed = PubMed
text-pmc = PMC
text-web = Web
text-archived = Archivierte Kopie
text-more-about-source = Seite der Quelle
text-more-about-source-named = Seite der Quelle: { $name }
text-back-to-mark = Zurück zum Text: Markierung { $number } von { $name }
text-back-to-text = Zurück zum Text
text-year-letter = Im Text mit dem Buchstaben
text-retracted = Zurückgezogen
text-retracted-about = Diese Quelle wurde nach ihrer Veröffentlichung zurückgezogen.
text-concern = Bedenken geäußert
text-concern-about = Die Zeitschrift hat Bedenken zu dieser Quelle veröffentlicht.
text-corrected = Berichtigt
text-corrected-about = Diese Quelle wurde nach ihrer Veröffentlichung berichtigt.
text-evidence-guideline = Leitlinie
text-evidence-systematic-review = Systematische Übersicht
text-evidence-meta-analysis = Metaanalyse
text-evidence-review = Übersichtsarbeit
text-evidence-randomised-trial = Randomisierte Studie
text-evidence-trial = Studie mit Zuteilung
text-evidence-cohort = Kohortenstudie
text-evidence-case-control = Fall-Kontroll-Studie
text-evidence-cross-sectional = Querschnittsstudie
text-evidence-observational = Beobachtungsstudie
text-evidence-case-report = Fallbericht
text-evidence-expert = Expertenmeinung
text-evidence-web = Webseite
text-certainty = Vertrauenswürdigkeit der Evidenz: { $level }
text-certainty-high = hoch
text-certainty-moderate = moderat
text-certainty-low = niedrig
text-certainty-very-low = sehr niedrig
text-certainty-judged = Beurteilt von { $name } am { $date }
text-other-sources = Weitere Quellen
text-untitled = Ohne Titel
text-no-date = o. J.
text-and-others = et al.
text-kind-of-source-journal = Zeitschriftenartikel
text-kind-of-source-news = Magazin oder Zeitung
text-kind-of-source-book = Buch
text-kind-of-source-chapter = Kapitel
text-kind-of-source-conference = Konferenzbeitrag
text-kind-of-source-report = Bericht
text-kind-of-source-thesis = Hochschulschrift
text-kind-of-source-web = Webseite
text-kind-of-source-preprint = Preprint
text-kind-of-source-data = Datensatz
text-kind-of-source-standard = Norm oder Gesetz
text-kind-of-source-video = Video
text-kind-of-source-software = Software
text-kind-of-source-other = Dokument

## Statements

text-funding = Finanzierung
text-conflicts = Interessenkonflikte
text-sponsor = Sponsor
text-ai = Einsatz von KI
text-ai-checked = Geprüft von { $name }.
text-picture-ai-generated = Mit KI erzeugt
text-picture-ai-edited = Mit KI bearbeitet
text-license = Lizenz
text-withdrawn = { $kind ->
    [exercise] Diese Übung wurde am { $date } zurückgezogen.
    [programme] Dieses Programm wurde am { $date } zurückgezogen.
   *[page] Diese Seite wurde am { $date } zurückgezogen.
}
text-unpublished-draft = Entwurf
text-unpublished-future = Geplant
text-unpublished-expired = Abgelaufen
text-withdrawn-successor = Lesen Sie stattdessen:
text-count-pages = { $count ->
    [one] { $count } Seite
   *[other] { $count } Seiten
}
text-count-exercises = { $count ->
    [one] { $count } Übung
   *[other] { $count } Übungen
}

## Forms

text-email = E-Mail-Adresse
text-optional = freiwillig
text-form-sending = Wird gesendet …
text-form-thanks = Vielen Dank
text-form-sent = Es wurde gesendet.
text-form-failed = Es konnte nicht gesendet werden. Ihre Eingabe ist noch da; bitte versuchen Sie es noch einmal.
text-feedback-question = War diese Seite hilfreich?
text-feedback-yes = Ja
text-feedback-no = Nein
text-feedback-report = Einen Fehler melden
text-feedback-problem = Was stimmt auf dieser Seite nicht?
text-feedback-private = Das geht an die Menschen, die diese Seiten schreiben. Sie können Sie nicht zu Ihrer eigenen Gesundheit beraten; bitte schreiben Sie nichts darüber.
text-feedback-send = Senden
text-feedback-mail = Schreiben Sie uns eine E-Mail zu dieser Seite

## Dates

text-date = { $day }. { $month } { $year }
text-month-1 = Januar
text-month-2 = Februar
text-month-3 = März
text-month-4 = April
text-month-5 = Mai
text-month-6 = Juni
text-month-7 = Juli
text-month-8 = August
text-month-9 = September
text-month-10 = Oktober
text-month-11 = November
text-month-12 = Dezember

## Packets for reviewers

text-packet-title = Zur Prüfung: { $title }
text-packet-file = Datei
text-packet-address = Adresse
text-packet-made = Unterlage erstellt am
text-packet-changed = Was sich geändert hat, seit { $name } am { $date } abgezeichnet hat
text-packet-changed-since-request = Was sich geändert hat, seit { $name } am { $date } um Änderungen gebeten hat
text-packet-nothing-changed = Nichts hat sich geändert.
text-packet-part-added = Hinzugefügt: { $title }
text-packet-part-removed = Entfernt: { $title }
text-packet-disclaimers = Hinweise
text-packet-version = Fassung { $version }
text-packet-text = Der Text
text-packet-claims = Aussagen und ihre Quellen
text-packet-claim = Was der Text sagt
text-packet-source = Die Quelle
text-packet-unmarked = Aufgeführt, aber nirgends im Text angegeben.
text-packet-sign = Freigabe
text-packet-approved = Ich habe alles gelesen und stehe dafür ein.
text-packet-changes = Ich bitte zuerst um Änderungen.
text-packet-name = Name und Qualifikation:
text-packet-date = Datum:
text-packet-signature = Unterschrift:
text-packet-answer-word = Kommentieren Sie Stellen oder ändern Sie den Text: Die Datei zeichnet Änderungen auf. Lassen Sie die Nummern in Klammern stehen. Füllen Sie zum Schluss die Zeilen unten aus, speichern Sie die Datei und senden Sie sie zurück.
text-packet-hash = Was gelesen wurde: { $hash }
text-packet-captions = Untertitel der Videos
text-packet-terms = Begriffe
text-packet-points = Das Wichtigste in Kürze
text-packet-uncited = Sätze ohne Quelle
text-packet-comments = Anmerkungen
text-packet-command = Wer die Website pflegt, hält die Prüfung mit dem Befehl des angekreuzten Kästchens fest. Für Prüfende, die mit einem Schlüssel signieren, kommt --key DATEI hinzu.
text-packet-ask = { $by } bittet Sie, diese Seite vor der Veröffentlichung zu lesen und zu sagen, ob Sie dafür einstehen.
text-packet-until = Bitte antworten Sie bis zum { $date }.
text-packet-how = Klicken Sie auf einen Satz, einen Schritt, ein Bild oder eine Quelle, oder auf „Anmerken“ daneben, und schreiben Sie, was Sie denken oder welche Worte Sie vorschlagen. Geben Sie am Ende der Seite Namen und Datum an, stimmen Sie zu oder bitten Sie um Änderungen, und senden Sie Ihre Antwort zurück. Auf Papier schreiben Sie neben die Nummern und unterschreiben am Ende.
text-packet-packet = Unterlage
text-packet-details = Titel und Angaben
text-packet-comment = Anmerken
text-packet-comment-on = Absatz { $number } anmerken
text-packet-your-comment = Ihre Anmerkung
text-packet-suggestion = Andere Worte vorschlagen
text-packet-save = Speichern
text-packet-cancel = Abbrechen
text-packet-edit = Bearbeiten
text-packet-delete = Löschen
text-packet-suggested = Vorgeschlagene Worte
text-packet-answer = Ihre Antwort
text-packet-your-name = Ihr Name
text-packet-your-date = Datum
text-packet-decision = Ihre Entscheidung
text-packet-approve = Zustimmen
text-packet-ask-changes = Um Änderungen bitten
text-packet-closing = Was Sie sonst sagen möchten
text-packet-kept = Was Sie schreiben, bleibt in diesem Browser. Nichts wird von selbst gesendet.
text-packet-suggestions-count = Ein Vorschlag ist eine Änderung, um die Sie bitten. Wenn Sie zustimmen, gilt das, sobald jeder Vorschlag wörtlich im Text steht.
text-packet-download = Antwort herunterladen
text-packet-copy = Antwort als Text kopieren
text-packet-downloaded = Die Antwort liegt im Ordner Ihrer Downloads. Senden Sie diese Datei zurück:
text-packet-copied = Die Antwort ist kopiert. Fügen Sie sie in eine Nachricht ein.
text-packet-copy-by-hand = Kopieren Sie diesen Text, und fügen Sie ihn in eine Nachricht ein.
text-packet-need-name = Schreiben Sie zuerst Ihren Namen.
text-packet-need-decision = Stimmen Sie zuerst zu, oder bitten Sie um Änderungen.
text-packet-program = Die Zeilen darunter sind für das Programm. Bitte lassen Sie sie, wie sie sind.
text-packet-video = Video, neben dieser Datei gesendet: { $file }
text-packet-bundle = Seiten zur Prüfung: { $name }
text-packet-bundle-how = Jede Seite hat am Ende ihre eigene Antwort. Senden Sie für jede Seite, die Sie gelesen haben, eine Antwort zurück.
text-packet-approve-changes = Den Änderungen zustimmen
text-packet-approved-changes = Ich habe gelesen, was sich geändert hat, seit { $name } am { $date } unterschrieben hat, und stehe dafür ein. Den Rest habe ich nicht noch einmal gelesen.
text-reminder-subject = Erinnerung: eine Prüfung für { $site }
text-reminder-hello = Guten Tag, { $name },
text-reminder-body = wir haben Sie gebeten, diese Seiten zu prüfen, und noch keine Antwort erhalten:
text-reminder-page = { $title } (gefragt am { $asked })
text-reminder-page-until = { $title } (gefragt am { $asked }, Antwort erbeten bis { $until })
text-reminder-close = Wenn Sie schon geantwortet haben oder eine Seite nicht prüfen können, sagen Sie uns bitte Bescheid.

## Corrections and people

all-corrections = Alle Korrekturen
count-correction = { $count ->
    [one] { $count } Korrektur
   *[other] { $count } Korrekturen
}
text-corrections = Korrekturen
text-corrections-dek = Was Seiten dieser Website falsch sagten und was sie jetzt sagen.
text-people-reviewers = Medizinische und klinische Prüfung
text-people-authors = Autorinnen und Autoren
text-people-contributors = Redaktion und Mitwirkende
text-people-further = Weitere Personen

## Search

text-search = Suche
search-site = Diese Website durchsuchen
search-for = Wonach suchen Sie?
search-topic = Thema
search-pages = Weitere Seiten
search-loading = Die Suche wird geladen …
search-failed = Die Suche kann gerade nicht geladen werden. Die Listen der Artikel, Übungen und Themen führen weiterhin zu jeder Seite.
search-without-script = Die Suche braucht JavaScript, das in diesem Browser ausgeschaltet ist. Hier stehen alle Seiten nach Namen; Ihr Browser kann auf dieser Seite nach einem Wort suchen.
search-hint = Versuchen Sie es mit weniger Wörtern, mit anderen oder ohne Filter.
search-partial = Keine Seite hat alle diese Wörter. Diese haben die meisten davon.
search-more = Mehr zeigen
search-close = Schließen
search-slash = Die Taste / öffnet die Suche
search-lists = Alle Seiten nach Namen
search-count = { $count ->
    [0] Keine Ergebnisse
    [one] { $count } Ergebnis
   *[other] { $count } Ergebnisse
}
