# The theme’s words in French, with `vous`. No native reader has read this translation yet.

# What the theme's templates say.

## Frame

skip-to-content = Aller au contenu
menu = Menu
menu-main = Menu principal
menu-below = Pages sous { $title }
menu-footer = À propos de ce site
menu-policies = Règles du site
appearance = Apparence
appearance-system = Comme l’appareil
appearance-light = Clair
appearance-dark = Sombre
breadcrumbs = Vous êtes ici
published-by = Publié par
feed = Flux
home = Page d’accueil
unpublished-draft = Brouillon. Cette page n’est pas publiée.
unpublished-future = Programmée. Cette page n’est pas encore publiée.
unpublished-expired = Expirée. Cette page n’est plus publiée.

## Who stands behind a page

not-medically-reviewed = Sans relecture médicale
medically-reviewed = Relecture médicale effectuée
clinically-reviewed = Relecture clinique effectuée
page-details = Détails
reading-short = { $count } min de lecture
published = Publication
updated = Mise à jour
reading-time = Temps de lecture
reading-minutes = { $count ->
    [one] { $count } minute
    [many] { $count } de minutes
   *[other] { $count } minutes
}
about-this-page = À propos de cette page
last-reviewed = Dernière relecture
last-reviewed-not-medically = Dernière relecture, non médicale
next-review-due = Prochaine relecture prévue
changed-since-review = Modifié depuis cette relecture
changed-since-sign-off = Le texte a changé depuis son approbation.
present-text = Texte actuel
signed = Signé
not-yet = Pas encore
corrections = Corrections
correction-minor = Correction mineure
correction-important = Correction importante
correction-was = Le texte disait :
correction-now = Il dit maintenant :
changes = Historique des mises à jour
change-substantive = Changement de contenu
change-cosmetic = Changement de forme

## Article

contents = Sur cette page
page-cautions = Précautions sur cette page
contents-again = Le sommaire, de nouveau
key-points = Points clés
references = Références
download-sources = Emporter ces sources :
explore-related-exercises = Découvrir des exercices en rapport
shown-exercises = Sur cette page :
explore-related-articles = Découvrir des articles en rapport
source-tap-again = Touchez de nouveau le repère pour aller à la liste.
term-tap-again = Touchez de nouveau le terme pour aller au glossaire.

## What can be done with a page

page-tools = Cette page
share = Partager
copy-link = Copier le lien
print = Imprimer
open-steps = Afficher les étapes
close-steps = Masquer les étapes
steps-failed = Les étapes n’ont pas pu être chargées. Ouvrez la page de l’exercice.

## Practice mode

practice = Entraînement
practice-start = S’exercer étape par étape
practice-before = Avant de commencer
practice-understood = J’ai lu ce qui précède
practice-begin = Commencer
practice-exercise = Exercice { $number } sur { $total }
practice-step = Étape { $number } sur { $total }
practice-repeat = Recommencez
practice-repeat-text = Refaites toutes les étapes, autant de fois que c’est indiqué.
practice-next = Suivant
practice-back = Retour
practice-leave = Quitter
practice-done = Vous avez terminé
practice-done-text = C’était la dernière étape.
practice-sound = Son
practice-stop = Arrêter
practice-time = { $name } : { $seconds } sur { $goal }
practice-reached = { $seconds } secondes
practice-over = Le temps est écoulé
practice-keys = Les flèches permettent d’avancer et de revenir. La touche Échap permet de quitter.

## Languages

language-name = Français
languages = Langues
not-translated = Cette page n’existe pas encore en français. Vous lisez l’original.
outdated-translation = L’original de cette page a changé depuis sa traduction.
read-original = Lire l’original

## Exercise

ways-on = Et maintenant
easier = Plus facile
harder = Plus difficile
next = Ce qui peut suivre
read-about-it = Pour en savoir plus
in-programmes = Fait partie de
handout-exercise = Imprimer une fiche de cet exercice
handout-programme = Imprimer une fiche de ce programme
handout-guide = Imprimer le guide complet
forms-of-page = Cette page sous d’autres formes
form-easy-read = Facile à lire
form-audio = Écouter
form-sign-language = Langue des signes
form-large-print = Gros caractères
form-file = { $type }, { $kilobytes } ko
form-behind = plus ancien que cette page
easy-full-page = Lire la page entière
easy-outdated = La page a changé depuis la rédaction de cette version facile à lire.
easy-tested-with = Testé avec
download-pdf = Télécharger en PDF ({ $kilobytes } ko)
download-epub = Télécharger en EPUB ({ $kilobytes } ko)
handout-hint = Cette fiche est faite pour être imprimée.
print-sheet = Imprimer cette fiche

## A sheet for one person

sheet-make = Préparer une feuille pour une personne
sheet-with-exercise = Préparer une feuille avec cet exercice
sheet-with-programme = Préparer une feuille avec ces exercices
sheet-intro = Choisissez des exercices, réglez la dose de chacun et imprimez-les avec toutes leurs précautions. L’adresse de la page garde le choix.
sheet-without-script = Le choix des exercices demande JavaScript. Les feuilles ci-dessous sont prêtes à imprimer.
sheet-ready = Feuilles prêtes à imprimer
sheet-choose = Choisir des exercices
sheet-conditions = La personne est-elle concernée par l’un de ces points ? Ce que vous cochez n’est gardé nulle part.
sheet-leave-out = Masquer les exercices qui ont une précaution pour ce qui est coché
sheet-chosen = Sur la feuille
sheet-none-chosen = Aucun exercice n’est encore choisi.
sheet-remove = Retirer
sheet-up = Monter
sheet-down = Descendre
sheet-size = Taille des caractères
sheet-points = { $points } points
sheet-as-made = Telle quelle
sheet-lines = Pour l’en-tête de la feuille
sheet-private = Le nom et le téléphone sont seulement imprimés. Ils ne figurent pas dans l’adresse, ne sont pas enregistrés et ne sont envoyés nulle part.
sheet-name = Nom
sheet-phone = Téléphone du thérapeute
sheet-copy = Copier l’adresse
sheet-address = Cette feuille sur le web
sheet-code = Code qui mène à cette feuille sur le web
sheet-code-too-long = L’adresse est trop longue pour un code.
sheet-applies = Cela vous concerne.
sheet-added = { $title } est sur la feuille, numéro { $number }.
sheet-moved = { $title } porte maintenant le numéro { $number }.
sheet-removed = { $title } n’est plus sur la feuille.
sheet-changed = { $title } : cet exercice a changé depuis que la feuille a été préparée.
sheet-withdrawn = { $title } : cet exercice a été retiré et n’est pas sur la feuille.
sheet-clamped = { $title } : l’adresse contient une dose que cet exercice ne permet pas. La feuille indique { $dose }.
sheet-unknown = Exercices de l’adresse que cette page n’a pas : { $count }
sheet-full = Une feuille a au plus { $count } exercices.
sheet-unreadable = Une partie de l’adresse n’a pas pu être lue et a été omise.
sheet-failed = Les exercices n’ont pas pu être chargés. Rechargez la page.

## Topics and people

articles = Articles
exercises = Exercices
programmes = Programmes
topic-condition = Problème de santé
topic-region = Partie du corps
topic-method = Méthode
topic-population = Pour qui
topic-other = Thème
related-topics = Thèmes en rapport
broader = Fait partie de
narrower = Comprend
person-wrote = A écrit
person-reviewed = A relu
person-contributed = A contribué à

## Home page

home-find-exercise = Trouver un exercice
home-find-condition = Lire sur un problème de santé
home-where-to-begin = Par où commencer
home-where = Exercices et articles par partie du corps
home-what-for = Par problème de santé et par thème
home-cover = À lire en premier
home-picks = Choisis par la rédaction
home-newest = À lire aussi
all-articles = Tous les articles
all-exercises = Tous les exercices
all-topics = Tous les thèmes
all-sources = Toutes les sources
promise = Ce à quoi nous nous engageons
promise-sources = { $count ->
    [one] source, citée intégralement
    [many] de sources, citées intégralement
   *[other] sources, citées intégralement
}
promise-sources-text = Chaque source indique les phrases qui s’appuient sur elle.
see-sources = Voir toutes les sources
promise-exercises = { $count ->
    [one] exercice, précautions d’abord
    [many] d’exercices, précautions d’abord
   *[other] exercices, précautions d’abord
}
promise-exercises-text = Si un exercice demande une précaution, elle figure avant la première étape, partout où l’exercice est présenté.
promise-articles = { $count ->
    [one] article, avec mention de sa relecture ou de son absence
    [many] d’articles, chacun avec mention de sa relecture ou de son absence
   *[other] articles, chacun avec mention de sa relecture ou de son absence
}
promise-articles-text = Chaque article indique si un professionnel de santé l’a relu. Les corrections restent sur la page.

# What pages may call the places that the home page's figure marks: names of one place with commas between.
body-head = tête, visage, mâchoire, cuir chevelu
body-neck = cou, nuque, rachis cervical, cervicales
body-shoulders = épaules, épaule
body-upper-back = haut du dos, omoplates, omoplate
body-chest = poitrine, thorax, côtes, cage thoracique, sternum
body-arms = bras, haut des bras, haut du corps
body-mid-back = milieu du dos, rachis thoracique, dorsales
body-back = dos
body-elbows = coudes, coude
body-spine = colonne vertébrale, colonne, rachis
body-core = abdomen, ventre, tronc, abdominaux
body-lower-back = bas du dos, lombes, région lombaire, rachis lombaire, lombaires
body-wrists = poignets, poignet, avant-bras
body-pelvis = bassin, plancher pelvien, périnée, aine
body-hands = mains, main, doigts, pouce
body-hips = hanches, hanche, fesses, fessiers
body-legs = jambes, jambe, cuisses, cuisse, bas du corps
body-knees = genoux, genou
body-calves = mollets, mollet
body-ankles = chevilles, cheville
body-feet = pieds, pied, talon, orteils

## Lists

count-article = { $count ->
    [one] { $count } article
    [many] { $count } d’articles
   *[other] { $count } articles
}
count-exercise = { $count ->
    [one] { $count } exercice
    [many] { $count } d’exercices
   *[other] { $count } exercices
}
count-programme = { $count ->
    [one] { $count } programme
    [many] { $count } de programmes
   *[other] { $count } programmes
}
count-topic = { $count ->
    [one] { $count } thème
    [many] { $count } de thèmes
   *[other] { $count } thèmes
}
count-person = { $count ->
    [one] { $count } personne ou équipe
    [many] { $count } de personnes et d’équipes
   *[other] { $count } personnes et équipes
}
count-page = { $count ->
    [one] { $count } page
    [many] { $count } de pages
   *[other] { $count } pages
}
count-source = { $count ->
    [one] { $count } source
    [many] { $count } de sources
   *[other] { $count } sources
}
part-of = partie { $number } sur { $parts }
pager = Parties de cette liste
previous-part = Partie précédente
following-part = Partie suivante
text-field-yes = Oui
text-field-no = Non
guide-ways = Parcours de ce guide
pages-below = Pages de cette partie
edit-page = Modifier cette page
by-letter = Par lettre

## Glossary

also-called = Autres noms
see-also = Voir aussi
used-in = Employé dans
all-uses = Les { $count } pages qui l’emploient

## Sources

index-legend = Le nombre à côté d’une source est celui des pages qui la citent.
filter-exercises = Filtrer les exercices
filter-any = Tous
filter-all-exercises = { $count ->
    [one] { $count } exercice affiché
    [many] { $count } d’exercices affichés, tous
   *[other] Les { $count } exercices sont affichés
}
filter-some-exercises = { $shown } exercices affichés sur { $total }
filter-sources = Filtrer les sources
filter-words = Rechercher
filter-year = Année
filter-any-year = Toutes les années
filter-kind = Type
filter-any-kind = Tous les types
filter-publisher = Revue ou éditeur
filter-any-publisher = Tous
filter-all = { $count ->
    [one] { $count } source affichée
    [many] { $count } de sources affichées, toutes
   *[other] Les { $count } sources sont affichées
}
filter-some = { $shown } sources affichées sur { $total }
filter-found = { $shown } sources correspondantes sur { $total }
filter-results = Sources correspondantes
filter-more = Afficher plus de sources
filter-failed = Les sources n’ont pas pu être chargées. Réessayez.
filter-none = Aucune source ne correspond. Retirez un filtre.
filter-reset = Tout afficher
cited-by = { $count ->
    [one] page la cite
    [many] de pages la citent
   *[other] pages la citent
}
read-notice = Lire l’avis
superseded-by = Une source plus récente la remplace :
cited-retractions = Travaux rétractés qu’elle cite
cited-retractions-about = Cette source cite des travaux retirés après leur publication. Citer un travail ne veut pas dire s’appuyer sur lui.
evidence = Niveau de preuve
full-entry = Citer cette source
abstract = Résumé
cited-in = Citée dans
via = via
read-in-place = Lire dans le texte
listed-only = Figure parmi les sources, sans repère dans le texte.
take-along = Emporter cette source
copy-citation = Copier la référence
copy-format = Copier en { $format }
copied = Copié

## Elsewhere

not-found-text = L’adresse contient peut-être une erreur, ou la page a changé de place. Vous pouvez continuer ici :
moved = Cette page a changé d’adresse
moved-link = Aller à sa nouvelle adresse

# What the build itself says in a page's text. Keys begin with `text-`.

## Names of pages and sections

text-articles = Articles
text-exercises = Exercices
text-programmes = Programmes
text-topics = Thèmes
text-people = Personnes
text-glossary = Glossaire
text-references = Sources
text-references-part = Sources : { $part }
text-references-dek = Toutes les sources sur lesquelles ces pages s’appuient, et les endroits où chacune est citée.
text-references-entry = Références
text-home = Accueil
text-not-found = Cette page n’est pas ici

## Roles

text-written-by = Écrit par
text-reviewed-medical = Relecture médicale :
text-reviewed-clinical = Relecture clinique :
text-reviewed-editorial = Révision :
text-reviewed-lay = Lu par une personne non spécialiste :
text-reviewed-before = Un texte antérieur a été relu par
text-contributed-expert = Avec
text-contributed-editor = Révision :
text-contributed-illustrator = Illustrations :
text-contributed-fact-checker = Vérification des faits :

## Exercises

text-view-exercise = Aller à l’exercice : { $title }
text-view-programme = Voir le programme : { $title }
text-read-article = Lire l’article : { $title }
text-how-to-do-it = Comment faire
text-cautions = Précautions
text-caution-avoid = { $condition } : ne faites pas cet exercice.
text-caution-modify = { $condition } : adaptez l’exercice.
text-caution-ask = { $condition } : demandez d’abord l’avis d’un professionnel de santé.
text-caution-applies = Cela concerne le sujet de cette page.
text-card-caution = Précaution : { $conditions }
text-severity-avoid = ne faites pas cet exercice
text-severity-modify = adaptez l’exercice
text-severity-ask = demandez d’abord l’avis d’un professionnel de santé
text-stop-if = Arrêtez-vous si
text-show-steps = Afficher les étapes
text-hide-steps = Masquer les étapes
text-dose = Dosage
text-dose-sets = Séries
text-dose-reps = Répétitions
text-dose-rounds = Tours
text-dose-hold = Maintien
text-dose-rest = Repos
text-dose-frequency = Fréquence
text-dose-sides = Côtés
text-dose-words-sets = { $count ->
    [one] { $amount } série
    [many] { $amount } de séries
   *[other] { $amount } séries
}
text-dose-words-reps = { $count ->
    [one] { $amount } fois
    [many] { $amount } de fois
   *[other] { $amount } fois
}
text-dose-words-rounds = { $count ->
    [one] { $amount } tour
    [many] { $amount } de tours
   *[other] { $amount } tours
}
text-dose-words-hold = maintenir { $amount }
text-dose-words-rest = repos de { $amount }
text-dose-words-frequency = { $amount }
text-dose-words-sides = côtés : { $amount }
text-other-language = { $language ->
    [en] Ce qui suit n’est pas traduit : c’est en anglais.
    [es] Ce qui suit n’est pas traduit : c’est en espagnol.
    [de] Ce qui suit n’est pas traduit : c’est en allemand.
    [it] Ce qui suit n’est pas traduit : c’est en italien.
    [nl] Ce qui suit n’est pas traduit : c’est en néerlandais.
    [pt] Ce qui suit n’est pas traduit : c’est en portugais.
    [ar] Ce qui suit n’est pas traduit : c’est en arabe.
   *[other] Ce qui suit n’est pas traduit. Sa langue : { $name }.
}
text-schedule = Calendrier
text-exercise = Exercice
text-days = Jours
text-any-day = Tous les jours possibles
text-day-mon = lundi
text-day-tue = mardi
text-day-wed = mercredi
text-day-thu = jeudi
text-day-fri = vendredi
text-day-sat = samedi
text-day-sun = dimanche
text-withdrawn-exercise = Retiré. Ne le faites pas.
text-code-to-page = Code qui mène à cette page sur le web
text-contents = Sommaire
text-llms-notices = Chaque page commence par ses précautions, les signes qui demandent d’arrêter et ses avertissements. Transmettez-les avec ce que vous en reprenez.
text-llms-stop = Dit quand arrêter.
text-outdated-translation = L’original a changé depuis la traduction de ce texte.
text-book-accessibility = Des titres et un sommaire guident dans le texte, et ses images ont des descriptions.
text-sheet = Une feuille pour une personne
text-fact-position = Position
text-fact-level = Niveau
text-fact-kind = Type
text-fact-equipment = Matériel
text-fact-regions = Région
text-fact-muscles = Muscles
text-none = aucun
text-level-beginner = débutant
text-level-intermediate = intermédiaire
text-level-advanced = avancé
text-kind-strength = force
text-kind-flexibility = souplesse
text-kind-balance = équilibre
text-kind-aerobic = endurance
text-kind-posture = posture
text-kind-breathing = respiration
text-kind-mind-body = corps et esprit

## Blocks of the text

text-callout-tip = Conseil
text-callout-note = Remarque
text-callout-important = Important
text-callout-warning = Avertissement
text-callout-caution = Précaution
text-care-non-urgent = Quand demander conseil
text-care-urgent = Demandez vite de l’aide
text-care-emergency = Urgence
text-do = À faire
text-dont = À ne pas faire
text-details = Plus
text-figure = Figure { $number }
text-promotion = Publicité
text-disclaimer = Avertissement
text-experts = Nos spécialistes
text-people-and-teams = Personnes et équipes
text-playlist = Liste de lecture
text-table = Tableau { $number }
text-task-done = Fait
text-task-open = À faire
text-code = Code
text-footnotes = Notes de bas de page
text-back = Retour au texte
text-watch = Regarder « { $title } » sur { $host }
text-listen = Écouter « { $title } » sur { $host }
text-form-audio = Écouter cette page
text-form-sign-language = Cette page en langue des signes
text-form-read-by = Lu par { $name }
text-form-interpreted-by = Interprété par { $name }
text-form-made-by = Réalisé par { $name }
text-form-registration = Enregistrement : { $number }
text-form-approved-by = Approuvé par { $name }
text-form-approved = Approuvé
text-form-not-approved = Personne ne l’a encore approuvé
text-form-behind = La page a changé depuis cet enregistrement. C’est la page qui fait foi.
text-transcript = Transcription
text-spoken-words = Lire ce qui est dit
text-video = Vidéo : { $title }

## Sources

text-source-number = Source { $number } : { $name }
text-accessed-web = Web
text-doi = DOI
text-pubmed = PubMed
text-pmc = PMC
text-web = Web
text-archived = Copie archivée
text-more-about-source = Page de la source
text-more-about-source-named = Page de la source : { $name }
text-back-to-mark = Retour au texte : repère { $number } de { $name }
text-back-to-text = Retour au texte
text-year-letter = Dans le texte avec la lettre
text-retracted = Rétractée
text-retracted-about = Cette source a été retirée après sa publication.
text-concern = Expression de réserve
text-concern-about = La revue a publié une réserve au sujet de cette source.
text-corrected = Corrigée
text-corrected-about = Cette source a été corrigée après sa publication.
text-evidence-guideline = Recommandation de pratique
text-evidence-systematic-review = Revue systématique
text-evidence-meta-analysis = Méta-analyse
text-evidence-review = Revue d’études
text-evidence-randomised-trial = Essai randomisé
text-evidence-trial = Essai
text-evidence-cohort = Étude de cohorte
text-evidence-case-control = Étude cas-témoins
text-evidence-cross-sectional = Étude transversale
text-evidence-observational = Étude observationnelle
text-evidence-case-report = Étude de cas
text-evidence-expert = Avis d’experts
text-evidence-web = Page web
text-certainty = Certitude des preuves : { $level }
text-certainty-high = élevée
text-certainty-moderate = modérée
text-certainty-low = faible
text-certainty-very-low = très faible
text-certainty-judged = Évaluée par { $name } le { $date }
text-other-sources = Autres sources
text-untitled = Sans titre
text-no-date = s. d.
text-and-others = et al.
text-kind-of-source-journal = Article de revue
text-kind-of-source-news = Magazine ou journal
text-kind-of-source-book = Livre
text-kind-of-source-chapter = Chapitre
text-kind-of-source-conference = Communication de congrès
text-kind-of-source-report = Rapport
text-kind-of-source-thesis = Thèse
text-kind-of-source-web = Page web
text-kind-of-source-preprint = Prépublication
text-kind-of-source-data = Jeu de données
text-kind-of-source-standard = Norme ou loi
text-kind-of-source-video = Vidéo
text-kind-of-source-software = Logiciel
text-kind-of-source-other = Document

## Statements

text-funding = Financement
text-conflicts = Conflits d’intérêts
text-sponsor = Promoteur
text-license = Licence
text-ai = Recours à l’IA
text-ai-checked = Vérifié par { $name }.
text-picture-ai-generated = Image créée par IA
text-picture-ai-edited = Image modifiée par IA
text-withdrawn = { $kind ->
    [exercise] Cet exercice a été retiré le { $date }.
    [programme] Ce programme a été retiré le { $date }.
   *[page] Cette page a été retirée le { $date }.
}
text-unpublished-draft = Brouillon
text-unpublished-future = Programmée
text-unpublished-expired = Expirée
text-withdrawn-successor = À lire à la place :
text-count-pages = { $count ->
    [one] { $count } page
    [many] { $count } de pages
   *[other] { $count } pages
}
text-count-exercises = { $count ->
    [one] { $count } exercice
    [many] { $count } d’exercices
   *[other] { $count } exercices
}

## Forms

text-email = Adresse électronique
text-optional = facultatif
text-form-sending = Envoi en cours…
text-form-thanks = Merci
text-form-sent = Le message a été envoyé.
text-form-failed = L’envoi a échoué. Ce que vous avez écrit est toujours ici ; veuillez réessayer.
text-feedback-question = Cette page vous a-t-elle été utile ?
text-feedback-yes = Oui
text-feedback-no = Non
text-feedback-report = Signaler un problème
text-feedback-problem = Qu’est-ce qui ne va pas sur cette page ?
text-feedback-private = Ce message est destiné aux personnes qui rédigent ces pages. Elles ne peuvent pas vous conseiller sur votre propre santé ; merci de ne pas en parler ici.
text-feedback-send = Envoyer
text-feedback-mail = Nous écrire un e-mail à propos de cette page

## Dates

text-date = { $day ->
    [1] 1er { $month } { $year }
   *[other] { $day } { $month } { $year }
}
text-month-1 = janvier
text-month-2 = février
text-month-3 = mars
text-month-4 = avril
text-month-5 = mai
text-month-6 = juin
text-month-7 = juillet
text-month-8 = août
text-month-9 = septembre
text-month-10 = octobre
text-month-11 = novembre
text-month-12 = décembre

## Packets for reviewers

text-packet-title = À relire : { $title }
text-packet-file = Fichier
text-packet-address = Adresse
text-packet-made = Dossier préparé le
text-packet-changed = Ce qui a changé depuis la signature de { $name } le { $date }
text-packet-changed-since-request = Ce qui a changé depuis que { $name } a demandé des modifications le { $date }
text-packet-nothing-changed = Rien n’a changé.
text-packet-part-added = Ajouté : { $title }
text-packet-part-removed = Supprimé : { $title }
text-packet-disclaimers = Avertissements
text-packet-version = Version { $version }
text-packet-text = Le texte
text-packet-claims = Affirmations et leurs sources
text-packet-claim = Ce que dit le texte
text-packet-source = La source
text-packet-unmarked = Figure dans la liste, sans repère dans le texte.
text-packet-sign = Approbation
text-packet-approved = J’ai tout lu et je m’en porte garant.
text-packet-changes = Je demande d’abord des modifications.
text-packet-name = Nom et titres :
text-packet-date = Date :
text-packet-signature = Signature :
text-packet-answer-word = Commentez les mots ou modifiez-les : ce fichier enregistre les modifications. Ne touchez pas aux nombres entre crochets. À la fin, remplissez les lignes ci-dessous, enregistrez le fichier et renvoyez-le.
text-packet-hash = Ce qui a été lu : { $hash }
text-packet-captions = Sous-titres des vidéos
text-packet-terms = Définitions
text-packet-points = Points clés
text-packet-uncited = Phrases sans source
text-packet-comments = Commentaires
text-packet-command = La personne qui gère le site enregistre la relecture avec la commande de la case cochée. Si la personne signe avec une clé, ajouter --key FICHIER.
text-packet-ask = { $by } vous demande de lire cette page avant sa publication et de dire si vous vous en portez garant.
text-packet-until = Veuillez répondre avant le { $date }.
text-packet-how = Cliquez sur une phrase, une étape, une image ou une source, ou utilisez le bouton « Commenter » à côté, et écrivez ce que vous en pensez ou les mots que vous proposez. À la fin de la page, indiquez votre nom et la date, approuvez ou demandez des modifications, puis renvoyez votre réponse. Sur papier, écrivez à côté des numéros et signez à la fin.
text-packet-packet = Dossier
text-packet-details = Titre et détails
text-packet-comment = Commenter
text-packet-comment-on = Commenter le paragraphe { $number }
text-packet-your-comment = Votre commentaire
text-packet-suggestion = Proposer d’autres mots
text-packet-save = Enregistrer
text-packet-cancel = Annuler
text-packet-edit = Modifier
text-packet-delete = Supprimer
text-packet-suggested = Mots proposés
text-packet-answer = Votre réponse
text-packet-your-name = Votre nom
text-packet-your-date = Date
text-packet-decision = Votre décision
text-packet-approve = Approuver
text-packet-ask-changes = Demander des modifications
text-packet-closing = Autres remarques
text-packet-kept = Ce que vous écrivez est conservé dans ce navigateur. Rien n’est envoyé automatiquement.
text-packet-suggestions-count = Une proposition est une modification que vous demandez. Si vous approuvez, votre approbation vaut dès que chaque proposition figure dans le texte, mot pour mot.
text-packet-download = Télécharger la réponse
text-packet-copy = Copier la réponse comme texte
text-packet-downloaded = La réponse se trouve dans votre dossier de téléchargements. Renvoyez ce fichier :
text-packet-copied = La réponse est copiée. Collez-la dans un message.
text-packet-copy-by-hand = Copiez ce texte et collez-le dans un message.
text-packet-need-name = Écrivez d’abord votre nom.
text-packet-need-decision = Approuvez ou demandez d’abord des modifications.
text-packet-program = Les lignes suivantes sont destinées au programme. Ne les modifiez pas.
text-packet-video = Vidéo envoyée avec ce fichier : { $file }
text-packet-bundle = Pages à relire : { $name }
text-packet-bundle-how = Chaque page a sa propre réponse à la fin. Renvoyez une réponse pour chaque page que vous avez lue.
text-packet-approve-changes = Approuver les modifications
text-packet-approved-changes = J’ai lu ce qui a changé depuis la signature de { $name } le { $date }, et je l’approuve. Je n’ai pas relu le reste.
text-reminder-subject = Rappel : une relecture pour { $site }
text-reminder-hello = Bonjour { $name },
text-reminder-body = Nous vous avons demandé de relire ces pages et n’avons pas encore de réponse :
text-reminder-page = { $title } (demandé le { $asked })
text-reminder-page-until = { $title } (demandé le { $asked }, réponse souhaitée d’ici le { $until })
text-reminder-close = Si vous avez déjà répondu, ou si vous ne pouvez pas relire une page, merci de nous le dire.

## Corrections and people

all-corrections = Toutes les corrections
count-correction = { $count ->
    [one] { $count } correction
    [many] { $count } de corrections
   *[other] { $count } corrections
}
text-corrections = Corrections
text-corrections-dek = Les erreurs des pages de ce site, et ce que les pages disent maintenant.
text-people-reviewers = Relecture médicale et clinique
text-people-authors = Auteurs
text-people-contributors = Révision et contributions
text-people-further = Autres personnes

## Search

text-search = Rechercher
search-site = Rechercher sur ce site
search-for = Que cherchez-vous ?
search-topic = Thème
search-pages = Autres pages
search-loading = Chargement de la recherche…
search-failed = La recherche ne peut pas être chargée pour le moment. Les listes d’articles, d’exercices et de thèmes mènent toujours à toutes les pages.
search-without-script = La recherche a besoin de JavaScript, qui est désactivé dans ce navigateur. Voici toutes les pages par nom ; votre navigateur peut chercher un mot sur cette page.
search-hint = Essayez avec moins de mots, d’autres mots ou sans filtre.
search-partial = Aucune page ne contient tous ces mots. Celles-ci en contiennent la plupart.
search-more = Afficher plus
search-close = Fermer
search-slash = La touche / ouvre la recherche
search-lists = Toutes les pages par nom
search-count = { $count ->
    [0] Aucun résultat
    [one] { $count } résultat
    [many] { $count } de résultats
   *[other] { $count } résultats
}

## Tables, charts and risks from numbers

text-people-affected = { $n } sur { $of }
text-people-affected-then = { $n } sur { $of } ; puis { $then } sur { $of }
text-people-yes = Touchées : { $n }
text-people-always = Touchées dans les deux cas : { $n }
text-people-before = Touchées au début, puis non : { $n }
text-people-after = Touchées seulement ensuite : { $n }
text-people-no = Non touchées : { $n }
text-number-decimal = ,
text-number-group = { "\u202F" }
text-data-file = Télécharger les données : { $name }
text-data-part = Les { $shown } premières lignes sur { $count } sont affichées. Le fichier les contient toutes.
text-chart-numbers = Les chiffres sous forme de tableau
text-chart-bar = Barres : { $y }, par { $x }.
text-chart-line = Courbe : { $y }, par { $x }.
text-chart-interval = Points avec intervalles : { $y }, par { $x }.
text-chart-summary = { $y } : minimum { $low }, maximum { $high } ; premier { $first }, dernier { $last }.
text-chart-including = Intervalles qui contiennent { $at } : { $n } sur { $count }.
text-chart-range = { $y } (de { $low } à { $high })
