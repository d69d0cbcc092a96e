# The theme’s words in Italian, with `tu`. No native reader has read this translation yet.

# What the theme's templates say.

## Frame

skip-to-content = Vai al contenuto
menu = Menu
menu-main = Menu principale
menu-below = Pagine sotto { $title }
menu-footer = Informazioni su questo sito
menu-policies = Regole del sito
appearance = Aspetto
appearance-system = Come il dispositivo
appearance-light = Chiaro
appearance-dark = Scuro
breadcrumbs = Ti trovi qui
published-by = Pubblicato da
feed = Feed
home = Pagina iniziale
unpublished-draft = Bozza. Questa pagina non è pubblicata.
unpublished-future = Programmata. Questa pagina non è ancora pubblicata.
unpublished-expired = Scaduta. Questa pagina non è più pubblicata.

## Who stands behind a page

not-medically-reviewed = Senza revisione medica
medically-reviewed = Con revisione medica
clinically-reviewed = Con revisione clinica
page-details = Dettagli
reading-short = { $count } min di lettura
published = Pubblicazione
updated = Aggiornamento
reading-time = Tempo di lettura
reading-minutes = { $count ->
    [one] { $count } minuto
    [many] { $count } di minuti
   *[other] { $count } minuti
}
about-this-page = Informazioni su questa pagina
last-reviewed = Ultima revisione
last-reviewed-not-medically = Ultima revisione, non medica
next-review-due = Prossima revisione prevista
changed-since-review = Modificato dopo quella revisione
changed-since-sign-off = Il testo è cambiato da quando è stato approvato.
present-text = Testo attuale
signed = Firmato
not-yet = Non ancora
corrections = Correzioni
correction-minor = Correzione minore
correction-important = Correzione importante
correction-was = Diceva:
correction-now = Ora dice:
changes = Cronologia degli aggiornamenti
change-substantive = Modifica del contenuto
change-cosmetic = Modifica della forma

## Article

contents = In questa pagina
page-cautions = Precauzioni in questa pagina
contents-again = Il sommario, di nuovo
key-points = Punti chiave
references = Riferimenti bibliografici
download-sources = Porta con te queste fonti:
explore-related-exercises = Scopri esercizi collegati
shown-exercises = In questa pagina:
explore-related-articles = Scopri articoli collegati
source-tap-again = Tocca di nuovo il rimando per andare all’elenco.
term-tap-again = Tocca di nuovo il termine per andare al glossario.

## What can be done with a page

page-tools = Questa pagina
share = Condividi
copy-link = Copia il link
print = Stampa
open-steps = Mostra i passaggi
close-steps = Nascondi i passaggi
steps-failed = Non è stato possibile caricare i passaggi. Apri la pagina dell’esercizio.

## Practice mode

practice = Esercitazione
practice-start = Esercitati passo per passo
practice-before = Prima di iniziare
practice-understood = L’ho letto
practice-begin = Inizia
practice-exercise = Esercizio { $number } di { $total }
practice-step = Passaggio { $number } di { $total }
practice-repeat = Ripeti
practice-repeat-text = Esegui di nuovo tutti i passaggi, tante volte quante sono indicate.
practice-next = Avanti
practice-back = Indietro
practice-leave = Esci
practice-done = Hai finito
practice-done-text = Questo era l’ultimo passaggio.
practice-sound = Suono
practice-stop = Ferma
practice-time = { $name }: { $seconds } di { $goal }
practice-reached = { $seconds } secondi
practice-over = Tempo scaduto
practice-keys = Con le frecce vai avanti e indietro. Con Esc esci.

## Languages

language-name = Italiano
languages = Lingue
not-translated = Questa pagina non è ancora disponibile in italiano. Stai leggendo l’originale.
outdated-translation = L’originale di questa pagina è cambiato dopo la traduzione.
read-original = Leggi l’originale

## Exercise

ways-on = Da qui in poi
easier = Più facile
harder = Più difficile
next = Che cosa può seguire
read-about-it = Per saperne di più
in-programmes = Fa parte di
handout-exercise = Stampa una scheda di questo esercizio
handout-programme = Stampa una scheda di questo programma
handout-guide = Stampa la guida completa
forms-of-page = Questa pagina in altre forme
form-easy-read = Facile da leggere
form-audio = Ascolta
form-sign-language = Lingua dei segni
form-large-print = Caratteri grandi
form-file = { $type }, { $kilobytes } kB
form-behind = meno recente di questa pagina
easy-full-page = Leggi la pagina intera
easy-outdated = La pagina è cambiata da quando è stata fatta questa versione facile da leggere.
easy-tested-with = Provato con
download-pdf = Scarica in PDF ({ $kilobytes } kB)
download-epub = Scarica in EPUB ({ $kilobytes } kB)
handout-hint = Questa scheda è fatta per essere stampata.
print-sheet = Stampa questa scheda

## A sheet for one person

sheet-make = Prepara un foglio per una persona
sheet-with-exercise = Prepara un foglio con questo esercizio
sheet-with-programme = Prepara un foglio con questi esercizi
sheet-intro = Scelga gli esercizi, regoli la dose di ciascuno e li stampi con tutte le precauzioni. L’indirizzo della pagina conserva la scelta.
sheet-without-script = Per scegliere gli esercizi serve JavaScript. I fogli qui sotto sono pronti per la stampa.
sheet-ready = Fogli pronti per la stampa
sheet-choose = Scegli gli esercizi
sheet-conditions = La persona ha qualcosa di questo elenco? Ciò che spunta non viene conservato da nessuna parte.
sheet-leave-out = Nascondi gli esercizi che hanno una precauzione per ciò che è spuntato
sheet-chosen = Sul foglio
sheet-none-chosen = Non è ancora stato scelto nessun esercizio.
sheet-remove = Togli
sheet-up = Sposta su
sheet-down = Sposta giù
sheet-size = Dimensione dei caratteri
sheet-points = { $points } punti
sheet-as-made = Così com’è
sheet-lines = Per l’intestazione del foglio
sheet-private = Nome e telefono vengono solo stampati. Non sono nell’indirizzo, non vengono conservati e non vengono inviati da nessuna parte.
sheet-name = Nome
sheet-phone = Telefono del terapista
sheet-copy = Copia l’indirizzo
sheet-address = Questo foglio sul web
sheet-code = Codice che porta a questo foglio sul web
sheet-code-too-long = L’indirizzo è troppo lungo per un codice.
sheet-applies = Questo La riguarda.
sheet-added = { $title } è sul foglio con il numero { $number }.
sheet-moved = { $title } ha ora il numero { $number }.
sheet-removed = { $title } non è più sul foglio.
sheet-changed = { $title }: questo esercizio è cambiato da quando è stato preparato il foglio.
sheet-withdrawn = { $title }: questo esercizio è stato ritirato e non è sul foglio.
sheet-clamped = { $title }: l’indirizzo contiene una dose che questo esercizio non consente. Sul foglio c’è { $dose }.
sheet-unknown = Esercizi dell’indirizzo che questa pagina non ha: { $count }
sheet-full = Un foglio ha al massimo { $count } esercizi.
sheet-unreadable = Una parte dell’indirizzo non era leggibile ed è stata omessa.
sheet-failed = Non è stato possibile caricare gli esercizi. Ricarichi la pagina.

## Topics and people

articles = Articoli
exercises = Esercizi
programmes = Programmi
topic-condition = Problema di salute
topic-region = Parte del corpo
topic-method = Metodo
topic-population = Per chi
topic-other = Argomento
related-topics = Argomenti collegati
broader = Fa parte di
narrower = Comprende
person-wrote = Ha scritto
person-reviewed = Ha revisionato
person-contributed = Ha collaborato a

## Home page

home-find-exercise = Trova un esercizio
home-find-condition = Leggi su un problema di salute
home-where-to-begin = Da dove iniziare
home-where = Esercizi e articoli per parte del corpo
home-what-for = Per problema di salute e argomento
home-cover = Da leggere per primo
home-picks = Scelti dalla redazione
home-newest = Altre letture
all-articles = Tutti gli articoli
all-exercises = Tutti gli esercizi
all-topics = Tutti gli argomenti
all-sources = Tutte le fonti
promise = Che cosa puoi pretendere da noi
promise-sources = { $count ->
    [one] fonte, citata per intero
    [many] di fonti, citate per intero
   *[other] fonti, citate per intero
}
promise-sources-text = Ogni fonte elenca le frasi che si basano su di essa.
see-sources = Vedi tutte le fonti
promise-exercises = { $count ->
    [one] esercizio, prima le precauzioni
    [many] di esercizi, prima le precauzioni
   *[other] esercizi, prima le precauzioni
}
promise-exercises-text = Se un esercizio richiede una precauzione, la trovi prima del primo passaggio, ovunque l’esercizio sia mostrato.
promise-articles = { $count ->
    [one] articolo, con l’indicazione se è revisionato
    [many] di articoli, ciascuno con l’indicazione se è revisionato
   *[other] articoli, ciascuno con l’indicazione se è revisionato
}
promise-articles-text = Ogni articolo dice se un professionista sanitario lo ha revisionato. Le correzioni restano sulla pagina.

# What pages may call the places that the home page's figure marks: names of one place with commas between.
body-head = testa, viso, mandibola, mascella, cuoio capelluto
body-neck = collo, nuca, rachide cervicale, cervicale
body-shoulders = spalle, spalla
body-upper-back = parte alta della schiena, scapole, scapola
body-chest = petto, torace, costole, gabbia toracica, sterno
body-arms = braccia, braccio, parte superiore del corpo
body-mid-back = parte centrale della schiena, rachide dorsale, rachide toracico
body-back = schiena, dorso
body-elbows = gomiti, gomito
body-spine = colonna vertebrale, colonna, rachide
body-core = addome, pancia, tronco, addominali
body-lower-back = parte bassa della schiena, zona lombare, rachide lombare
body-wrists = polsi, polso, avambracci, avambraccio
body-pelvis = bacino, pavimento pelvico, inguine
body-hands = mani, mano, dita, pollice
body-hips = anche, anca, glutei, natiche
body-legs = gambe, gamba, cosce, coscia, parte inferiore del corpo
body-knees = ginocchia, ginocchio
body-calves = polpacci, polpaccio
body-ankles = caviglie, caviglia
body-feet = piedi, piede, tallone, dita dei piedi

## Lists

count-article = { $count ->
    [one] { $count } articolo
    [many] { $count } di articoli
   *[other] { $count } articoli
}
count-exercise = { $count ->
    [one] { $count } esercizio
    [many] { $count } di esercizi
   *[other] { $count } esercizi
}
count-programme = { $count ->
    [one] { $count } programma
    [many] { $count } di programmi
   *[other] { $count } programmi
}
count-topic = { $count ->
    [one] { $count } argomento
    [many] { $count } di argomenti
   *[other] { $count } argomenti
}
count-person = { $count ->
    [one] { $count } persona o gruppo
    [many] { $count } di persone e gruppi
   *[other] { $count } persone e gruppi
}
count-page = { $count ->
    [one] { $count } pagina
    [many] { $count } di pagine
   *[other] { $count } pagine
}
count-source = { $count ->
    [one] { $count } fonte
    [many] { $count } di fonti
   *[other] { $count } fonti
}
part-of = parte { $number } di { $parts }
pager = Parti di questo elenco
previous-part = Parte precedente
following-part = Parte successiva
text-field-yes = Sì
text-field-no = No
guide-ways = Percorso di questa guida
pages-below = Pagine di questa parte
edit-page = Modifica questa pagina
by-letter = Per lettera

## Glossary

also-called = Altri nomi
see-also = Vedi anche
used-in = Usato in
all-uses = Tutte le { $count } pagine che lo usano

## Sources

index-legend = Il numero accanto a una fonte indica quante pagine la citano.
filter-exercises = Filtra gli esercizi
filter-any = Tutti
filter-all-exercises = { $count ->
    [one] { $count } esercizio mostrato
    [many] { $count } di esercizi mostrati: tutti
   *[other] Sono mostrati tutti i { $count } esercizi
}
filter-some-exercises = Sono mostrati { $shown } esercizi su { $total }
filter-sources = Filtra le fonti
filter-words = Cerca
filter-year = Anno
filter-any-year = Tutti gli anni
filter-kind = Tipo
filter-any-kind = Tutti i tipi
filter-publisher = Rivista o editore
filter-any-publisher = Tutti
filter-all = { $count ->
    [one] { $count } fonte mostrata
    [many] { $count } di fonti mostrate: tutte
   *[other] Sono mostrate tutte le { $count } fonti
}
filter-some = Sono mostrate { $shown } fonti su { $total }
filter-found = { $shown } fonti su { $total } corrispondono
filter-results = Fonti corrispondenti
filter-more = Mostra altre fonti
filter-failed = Non è stato possibile caricare le fonti. Riprova.
filter-none = Nessuna fonte corrisponde. Togli un filtro.
filter-reset = Mostra tutto
cited-by = { $count ->
    [one] pagina la cita
    [many] di pagine la citano
   *[other] pagine la citano
}
read-notice = Leggi l’avviso
superseded-by = Una fonte più recente l’ha sostituita:
cited-retractions = Lavori ritrattati che cita
cited-retractions-about = Questa fonte cita lavori ritirati dopo la pubblicazione. Citare un lavoro non significa basarsi su di esso.
evidence = Prove
full-entry = Cita questa fonte
abstract = Riassunto
cited-in = Citata in
via = tramite
read-in-place = Leggi nel testo
listed-only = Compare tra le fonti, senza rimando nel testo.
take-along = Porta con te questa fonte
copy-citation = Copia la citazione
copy-format = Copia in { $format }
copied = Copiato

## Elsewhere

not-found-text = Forse l’indirizzo contiene un errore, oppure la pagina è stata spostata. Da qui puoi continuare:
moved = Questa pagina ha cambiato indirizzo
moved-link = Vai al nuovo indirizzo

# What the build itself says in a page's text. Keys begin with `text-`.

## Names of pages and sections

text-articles = Articoli
text-exercises = Esercizi
text-programmes = Programmi
text-topics = Argomenti
text-people = Persone
text-glossary = Glossario
text-references = Fonti
text-references-part = Fonti: { $part }
text-references-dek = Tutte le fonti su cui si basano queste pagine, e dove ciascuna è citata.
text-references-entry = Riferimenti bibliografici
text-home = Inizio
text-not-found = Questa pagina non è qui

## Roles

text-written-by = Scritto da
text-reviewed-medical = Revisione medica di
text-reviewed-clinical = Revisione clinica di
text-reviewed-editorial = Revisione redazionale di
text-reviewed-lay = Letto da una persona non esperta:
text-reviewed-before = Un testo precedente è stato revisionato da
text-contributed-expert = Con
text-contributed-editor = Revisione redazionale di
text-contributed-illustrator = Illustrazioni di
text-contributed-fact-checker = Verifica dei fatti di

## Exercises

text-view-exercise = Vai all’esercizio: { $title }
text-view-programme = Vedi il programma: { $title }
text-read-article = Leggi l’articolo: { $title }
text-how-to-do-it = Come si fa
text-cautions = Precauzioni
text-caution-avoid = { $condition }: non fare questo esercizio.
text-caution-modify = { $condition }: adatta l’esercizio.
text-caution-ask = { $condition }: chiedi prima a un professionista sanitario.
text-caution-applies = Riguarda l’argomento di questa pagina.
text-card-caution = Precauzione: { $conditions }
text-severity-avoid = non fare questo esercizio
text-severity-modify = adatta l’esercizio
text-severity-ask = chiedi prima a un professionista sanitario
text-stop-if = Fermati se
text-show-steps = Mostra i passaggi
text-hide-steps = Nascondi i passaggi
text-dose = Dosaggio
text-dose-sets = Serie
text-dose-reps = Ripetizioni
text-dose-rounds = Giri
text-dose-hold = Mantenimento
text-dose-rest = Riposo
text-dose-frequency = Frequenza
text-dose-sides = Lati
text-dose-words-sets = { $count ->
    [one] { $amount } serie
    [many] { $amount } di serie
   *[other] { $amount } serie
}
text-dose-words-reps = { $count ->
    [one] { $amount } volta
    [many] { $amount } di volte
   *[other] { $amount } volte
}
text-dose-words-rounds = { $count ->
    [one] { $amount } giro
    [many] { $amount } di giri
   *[other] { $amount } giri
}
text-dose-words-hold = mantieni per { $amount }
text-dose-words-rest = riposo di { $amount }
text-dose-words-frequency = { $amount }
text-dose-words-sides = lati: { $amount }
text-other-language = { $language ->
    [en] Ciò che segue non è tradotto: è in inglese.
    [es] Ciò che segue non è tradotto: è in spagnolo.
    [fr] Ciò che segue non è tradotto: è in francese.
    [de] Ciò che segue non è tradotto: è in tedesco.
    [nl] Ciò che segue non è tradotto: è in olandese.
    [pt] Ciò che segue non è tradotto: è in portoghese.
    [ar] Ciò che segue non è tradotto: è in arabo.
   *[other] Ciò che segue non è tradotto. La sua lingua: { $name }.
}
text-schedule = Calendario
text-exercise = Esercizio
text-days = Giorni
text-any-day = Qualsiasi giorno
text-day-mon = lunedì
text-day-tue = martedì
text-day-wed = mercoledì
text-day-thu = giovedì
text-day-fri = venerdì
text-day-sat = sabato
text-day-sun = domenica
text-withdrawn-exercise = Ritirato. Non farlo.
text-code-to-page = Codice che porta a questa pagina sul web
text-contents = Indice
text-llms-notices = Ogni pagina inizia con le sue precauzioni, i segnali per fermarsi e le sue avvertenze. Li riporti insieme a ciò che ne riprende.
text-llms-stop = Dice quando fermarsi.
text-outdated-translation = L’originale è cambiato da quando questo testo è stato tradotto.
text-book-accessibility = Titoli e un indice guidano nel testo, e le sue immagini hanno descrizioni.
text-sheet = Un foglio per una persona
text-fact-position = Posizione
text-fact-level = Livello
text-fact-kind = Tipo
text-fact-equipment = Attrezzatura
text-fact-regions = Zona
text-fact-muscles = Muscoli
text-none = nessuno
text-level-beginner = principiante
text-level-intermediate = intermedio
text-level-advanced = avanzato
text-kind-strength = forza
text-kind-flexibility = flessibilità
text-kind-balance = equilibrio
text-kind-aerobic = aerobico
text-kind-posture = postura
text-kind-breathing = respirazione
text-kind-mind-body = corpo e mente

## Blocks of the text

text-callout-tip = Consiglio
text-callout-note = Nota
text-callout-important = Importante
text-callout-warning = Avvertenza
text-callout-caution = Precauzione
text-care-non-urgent = Quando chiedere consiglio
text-care-urgent = Chiedi presto aiuto
text-care-emergency = Emergenza
text-do = Da fare
text-dont = Da non fare
text-details = Altro
text-figure = Figura { $number }
text-promotion = Pubblicità
text-disclaimer = Avvertenza
text-experts = I nostri esperti
text-people-and-teams = Persone e gruppi
text-playlist = Playlist
text-table = Tabella { $number }
text-task-done = Fatto
text-task-open = Da fare
text-code = Codice
text-footnotes = Note a piè di pagina
text-back = Torna al testo
text-watch = Guarda «{ $title }» su { $host }
text-listen = Ascolta «{ $title }» su { $host }
text-form-audio = Ascolta questa pagina
text-form-sign-language = Questa pagina in lingua dei segni
text-form-read-by = Letto da { $name }
text-form-interpreted-by = Interpretato da { $name }
text-form-made-by = Realizzato da { $name }
text-form-registration = Registrazione: { $number }
text-form-approved-by = Approvato da { $name }
text-form-approved = Approvato
text-form-not-approved = Nessuno lo ha ancora approvato
text-form-behind = La pagina è cambiata dopo questa registrazione. Vale ciò che dice la pagina.
text-transcript = Trascrizione
text-spoken-words = Leggere ciò che viene detto
text-video = Video: { $title }

## Sources

text-source-number = Fonte { $number }: { $name }
text-accessed-web = Web
text-doi = DOI
text-pubmed = PubMed
text-pmc = PMC
text-web = Web
text-archived = Copia archiviata
text-more-about-source = Pagina della fonte
text-more-about-source-named = Pagina della fonte: { $name }
text-back-to-mark = Torna al testo: rimando { $number } di { $name }
text-back-to-text = Torna al testo
text-year-letter = Nel testo con la lettera
text-retracted = Ritrattata
text-retracted-about = Questa fonte è stata ritirata dopo la pubblicazione.
text-concern = Espressione di perplessità
text-concern-about = La rivista ha pubblicato una nota di perplessità su questa fonte.
text-corrected = Corretta
text-corrected-about = Questa fonte è stata corretta dopo la pubblicazione.
text-evidence-guideline = Linea guida
text-evidence-systematic-review = Revisione sistematica
text-evidence-meta-analysis = Metanalisi
text-evidence-review = Revisione di studi
text-evidence-randomised-trial = Studio randomizzato
text-evidence-trial = Studio clinico
text-evidence-cohort = Studio di coorte
text-evidence-case-control = Studio caso-controllo
text-evidence-cross-sectional = Studio trasversale
text-evidence-observational = Studio osservazionale
text-evidence-case-report = Caso clinico
text-evidence-expert = Parere di esperti
text-evidence-web = Pagina web
text-certainty = Certezza delle prove: { $level }
text-certainty-high = alta
text-certainty-moderate = moderata
text-certainty-low = bassa
text-certainty-very-low = molto bassa
text-certainty-judged = Valutata da { $name } in data { $date }
text-other-sources = Altre fonti
text-untitled = Senza titolo
text-no-date = s.d.
text-and-others = et al.
text-kind-of-source-journal = Articolo di rivista
text-kind-of-source-news = Periodico o giornale
text-kind-of-source-book = Libro
text-kind-of-source-chapter = Capitolo
text-kind-of-source-conference = Contributo a un congresso
text-kind-of-source-report = Rapporto
text-kind-of-source-thesis = Tesi
text-kind-of-source-web = Pagina web
text-kind-of-source-preprint = Preprint
text-kind-of-source-data = Insieme di dati
text-kind-of-source-standard = Norma o legge
text-kind-of-source-video = Video
text-kind-of-source-software = Software
text-kind-of-source-other = Documento

## Statements

text-funding = Finanziamento
text-conflicts = Conflitti di interesse
text-sponsor = Sponsor
text-license = Licenza
text-ai = Uso dell’IA
text-ai-checked = Controllato da { $name }.
text-picture-ai-generated = Immagine creata con l’IA
text-picture-ai-edited = Immagine modificata con l’IA
text-withdrawn = { $kind ->
    [exercise] Questo esercizio è stato ritirato in data { $date }.
    [programme] Questo programma è stato ritirato in data { $date }.
   *[page] Questa pagina è stata ritirata in data { $date }.
}
text-unpublished-draft = Bozza
text-unpublished-future = Programmata
text-unpublished-expired = Scaduta
text-withdrawn-successor = Leggi invece:
text-count-pages = { $count ->
    [one] { $count } pagina
    [many] { $count } di pagine
   *[other] { $count } pagine
}
text-count-exercises = { $count ->
    [one] { $count } esercizio
    [many] { $count } di esercizi
   *[other] { $count } esercizi
}

## Forms

text-email = Indirizzo e-mail
text-optional = facoltativo
text-form-sending = Invio in corso…
text-form-thanks = Grazie
text-form-sent = Il messaggio è stato inviato.
text-form-failed = Non è stato possibile inviare il messaggio. Quello che hai scritto è ancora qui; riprova.
text-feedback-question = Questa pagina è stata utile?
text-feedback-yes = Sì
text-feedback-no = No
text-feedback-report = Segnala un problema
text-feedback-problem = Che cosa non va in questa pagina?
text-feedback-private = Il messaggio arriva alle persone che scrivono queste pagine. Non possono darti consigli sulla tua salute; per favore, non scriverne.
text-feedback-send = Invia
text-feedback-mail = Scrivici un’e-mail su questa pagina

## Dates

text-date = { $day } { $month } { $year }
text-month-1 = gennaio
text-month-2 = febbraio
text-month-3 = marzo
text-month-4 = aprile
text-month-5 = maggio
text-month-6 = giugno
text-month-7 = luglio
text-month-8 = agosto
text-month-9 = settembre
text-month-10 = ottobre
text-month-11 = novembre
text-month-12 = dicembre

## Packets for reviewers

text-packet-title = Da revisionare: { $title }
text-packet-file = File
text-packet-address = Indirizzo
text-packet-made = Fascicolo preparato il
text-packet-changed = Che cosa è cambiato dalla firma di { $name } in data { $date }
text-packet-changed-since-request = Che cosa è cambiato da quando { $name } ha chiesto modifiche in data { $date }
text-packet-nothing-changed = Non è cambiato nulla.
text-packet-part-added = Aggiunto: { $title }
text-packet-part-removed = Rimosso: { $title }
text-packet-disclaimers = Avvertenze
text-packet-version = Versione { $version }
text-packet-text = Il testo
text-packet-claims = Affermazioni e relative fonti
text-packet-claim = Che cosa dice il testo
text-packet-source = La fonte
text-packet-unmarked = In elenco, senza rimandi nel testo.
text-packet-sign = Approvazione
text-packet-approved = Ho letto tutto e lo approvo.
text-packet-changes = Chiedo prima delle modifiche.
text-packet-name = Nome e titoli:
text-packet-date = Data:
text-packet-signature = Firma:
text-packet-answer-word = Commenta le parole o cambiale: questo file registra le modifiche. Lascia come sono i numeri tra parentesi quadre. Alla fine compila le righe qui sotto, salva il file e rispediscilo.
text-packet-hash = Che cosa è stato letto: { $hash }
text-packet-captions = Sottotitoli dei video
text-packet-terms = Definizioni
text-packet-points = Punti chiave
text-packet-uncited = Frasi senza fonte
text-packet-comments = Commenti
text-packet-command = Chi gestisce il sito registra la revisione con il comando della casella spuntata. Se la persona firma con una chiave, si aggiunge --key FILE.
text-packet-ask = { $by } ti chiede di leggere questa pagina prima che sia pubblicata e di dire se la approvi.
text-packet-until = Ti chiediamo di rispondere entro questa data: { $date }.
text-packet-how = Fai clic su una frase, un passaggio, un’immagine o una fonte, oppure usa il pulsante «Commenta» lì accanto, e scrivi che cosa ne pensi o quali parole proponi. Alla fine della pagina indica il tuo nome e la data, approva o chiedi modifiche, e rispedisci la risposta. Su carta, scrivi accanto ai numeri e firma alla fine.
text-packet-packet = Fascicolo
text-packet-details = Titolo e dettagli
text-packet-comment = Commenta
text-packet-comment-on = Commenta il paragrafo { $number }
text-packet-your-comment = Il tuo commento
text-packet-suggestion = Proponi altre parole
text-packet-save = Salva
text-packet-cancel = Annulla
text-packet-edit = Modifica
text-packet-delete = Elimina
text-packet-suggested = Parole proposte
text-packet-answer = La tua risposta
text-packet-your-name = Il tuo nome
text-packet-your-date = Data
text-packet-decision = La tua decisione
text-packet-approve = Approva
text-packet-ask-changes = Chiedi modifiche
text-packet-closing = Altre osservazioni
text-packet-kept = Quello che scrivi resta in questo browser. Nulla viene inviato da solo.
text-packet-suggestions-count = Una proposta è una modifica che chiedi. Se approvi, la tua approvazione vale quando ogni proposta è nel testo, parola per parola.
text-packet-download = Scarica la risposta
text-packet-copy = Copia la risposta come testo
text-packet-downloaded = La risposta è nella tua cartella dei download. Rispedisci questo file:
text-packet-copied = La risposta è copiata. Incollala in un messaggio.
text-packet-copy-by-hand = Copia questo testo e incollalo in un messaggio.
text-packet-need-name = Scrivi prima il tuo nome.
text-packet-need-decision = Approva o chiedi prima delle modifiche.
text-packet-program = Le righe seguenti servono al programma. Lasciale come sono.
text-packet-video = Video inviato insieme a questo file: { $file }
text-packet-bundle = Pagine da revisionare: { $name }
text-packet-bundle-how = Ogni pagina ha la propria risposta alla fine. Invii una risposta per ogni pagina che ha letto.
text-packet-approve-changes = Approvare le modifiche
text-packet-approved-changes = Ho letto ciò che è cambiato da quando { $name } ha firmato il { $date } e lo approvo. Non ho riletto il resto.
text-reminder-subject = Promemoria: una revisione per { $site }
text-reminder-hello = Buongiorno { $name },
text-reminder-body = Le abbiamo chiesto di revisionare queste pagine e non abbiamo ancora una risposta:
text-reminder-page = { $title } (richiesta del { $asked })
text-reminder-page-until = { $title } (richiesta del { $asked }, risposta gradita entro il { $until })
text-reminder-close = Se ha già inviato la risposta, o se non può revisionare una pagina, ce lo faccia sapere.

## Corrections and people

all-corrections = Tutte le correzioni
count-correction = { $count ->
    [one] { $count } correzione
    [many] { $count } di correzioni
   *[other] { $count } correzioni
}
text-corrections = Correzioni
text-corrections-dek = Gli errori delle pagine di questo sito, e che cosa dicono ora.
text-people-reviewers = Revisori medici e clinici
text-people-authors = Autori
text-people-contributors = Redazione e collaborazioni
text-people-further = Altre persone

## Search

text-search = Cerca
search-site = Cerca in questo sito
search-for = Che cosa cerchi?
search-topic = Argomento
search-pages = Altre pagine
search-loading = Caricamento della ricerca…
search-failed = In questo momento non è possibile caricare la ricerca. Gli elenchi di articoli, esercizi e argomenti portano comunque a tutte le pagine.
search-without-script = La ricerca richiede JavaScript, che in questo browser è disattivato. Ecco tutte le pagine per nome; il browser può cercare una parola in questa pagina.
search-hint = Prova con meno parole, con altre parole o senza filtri.
search-partial = Nessuna pagina contiene tutte queste parole. Queste ne contengono la maggior parte.
search-more = Mostra altro
search-close = Chiudi
search-slash = Il tasto / apre la ricerca
search-lists = Tutte le pagine per nome
search-count = { $count ->
    [0] Nessun risultato
    [one] { $count } risultato
    [many] { $count } di risultati
   *[other] { $count } risultati
}

## Tables, charts and risks from numbers

text-people-affected = { $n } su { $of }
text-people-affected-then = { $n } su { $of }; poi { $then } su { $of }
text-people-yes = Colpite: { $n }
text-people-always = Colpite in entrambi i casi: { $n }
text-people-before = Colpite all’inizio, poi no: { $n }
text-people-after = Colpite solo dopo: { $n }
text-people-no = Non colpite: { $n }
text-number-decimal = ,
text-number-group = .
text-data-file = Scarica i dati: { $name }
text-data-part = Sono mostrate le prime { $shown } righe su { $count }. Il file le contiene tutte.
text-chart-numbers = I numeri in una tabella
text-chart-bar = Barre: { $y }, per { $x }.
text-chart-line = Linea: { $y }, per { $x }.
text-chart-interval = Punti con intervalli: { $y }, per { $x }.
text-chart-summary = { $y }: minimo { $low }, massimo { $high }; primo { $first }, ultimo { $last }.
text-chart-including = Intervalli che comprendono { $at }: { $n } su { $count }.
text-chart-range = { $y } (da { $low } a { $high })
