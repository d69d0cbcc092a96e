# What the theme's templates say.

## Frame

skip-to-content = Ir al contenido
menu = Menú
menu-main = Menú principal
menu-below = Páginas dentro de { $title }
menu-footer = Acerca de este sitio
menu-policies = Normas del sitio
appearance = Apariencia
appearance-system = Como el dispositivo
appearance-light = Claro
appearance-dark = Oscuro
breadcrumbs = Está usted aquí
published-by = Publicado por
feed = Canal de novedades
home = Página de inicio
unpublished-draft = Borrador. Esta página no está publicada.
unpublished-future = Programada. Esta página aún no está publicada.
unpublished-expired = Caducada. Esta página ya no está publicada.

## Who stands behind a page

not-medically-reviewed = Sin revisión médica
medically-reviewed = Con revisión médica
clinically-reviewed = Con revisión clínica
page-details = Detalles
reading-short = { $count } min de lectura
published = Publicación
updated = Actualización
reading-time = Tiempo de lectura
reading-minutes = { $count ->
    [one] { $count } minuto
    [many] { $count } de minutos
   *[other] { $count } minutos
}
about-this-page = Acerca de esta página
last-reviewed = Última revisión
last-reviewed-not-medically = Última revisión, no médica
next-review-due = Próxima revisión prevista
changed-since-review = Modificado después de esa revisión
changed-since-sign-off = El texto ha cambiado desde que se aprobó.
present-text = Texto actual
signed = Firmado
not-yet = Todavía no
corrections = Correcciones
correction-minor = Corrección menor
correction-important = Corrección importante
correction-was = Decía:
correction-now = Dice:
changes = Historial de cambios
change-substantive = Cambio de contenido
change-cosmetic = Cambio de forma

## Article

contents = En esta página
page-cautions = Precauciones en esta página
contents-again = El contenido, de nuevo
key-points = Puntos clave
references = Referencias
download-sources = Llévese estas fuentes:
explore-related-exercises = Descubra ejercicios relacionados
shown-exercises = En esta página:
explore-related-articles = Descubra artículos relacionados
source-tap-again = Toque la marca otra vez para ir a la lista.
term-tap-again = Toque el término otra vez para ir al glosario.

## What can be done with a page

page-tools = Esta página
share = Compartir
copy-link = Copiar enlace
print = Imprimir
open-steps = Mostrar los pasos
close-steps = Ocultar los pasos
steps-failed = No se pudieron cargar los pasos. Abra la página.

## Practice mode

practice = Práctica
practice-start = Practicar paso a paso
practice-before = Antes de empezar
practice-understood = Lo he leído
practice-begin = Empezar
practice-exercise = Ejercicio { $number } de { $total }
practice-step = Paso { $number } de { $total }
practice-repeat = Repita
practice-repeat-text = Haga de nuevo todos los pasos, tantas veces como se indica.
practice-next = Siguiente
practice-back = Atrás
practice-leave = Salir
practice-done = Ha terminado
practice-done-text = Ese fue el último paso.
practice-sound = Sonido
practice-stop = Detener
practice-time = { $name }: { $seconds } de { $goal }
practice-reached = { $seconds } segundos
practice-over = Se acabó el tiempo
practice-keys = Las flechas avanzan y retroceden. Escape cierra.

## Languages

language-name = Español
languages = Idiomas
not-translated = Esta página aún no está disponible en español. Está leyendo el original.
outdated-translation = El original de esta página ha cambiado desde que se tradujo.
read-original = Leer el original

## Exercise

ways-on = A partir de aquí
easier = Más fácil
harder = Más difícil
next = Cómo continuar
read-about-it = Más información sobre este ejercicio
in-programmes = Forma parte de
handout-exercise = Imprimir este ejercicio en una hoja
handout-programme = Imprimir este programa en hojas
handout-guide = Imprimir la guía completa
forms-of-page = Esta página en otros formatos
form-easy-read = Lectura fácil
form-audio = Escuchar
form-sign-language = Lengua de signos
form-large-print = Letra grande
form-file = { $type }, { $kilobytes } kB
form-behind = más antiguo que esta página
easy-full-page = Leer la página completa
easy-outdated = La página ha cambiado desde que se hizo esta versión en lectura fácil.
easy-tested-with = Probado con
download-pdf = Descargar en PDF ({ $kilobytes } kB)
download-epub = Descargar en EPUB ({ $kilobytes } kB)
handout-hint = Esta hoja está hecha para imprimirse.
print-sheet = Imprimir esta hoja

## A sheet for one person

sheet-make = Hacer una hoja para una persona
sheet-with-exercise = Hacer una hoja con este ejercicio
sheet-with-programme = Hacer una hoja con estos ejercicios
sheet-intro = Elija ejercicios, ajuste la dosis de cada uno e imprímalos con todas sus precauciones. La dirección de la página guarda la elección.
sheet-without-script = Para elegir ejercicios hace falta JavaScript. Las hojas de abajo están listas para imprimir.
sheet-ready = Hojas listas para imprimir
sheet-choose = Elegir ejercicios
sheet-conditions = ¿Tiene la persona algo de esto? Lo que marque no se guarda en ninguna parte.
sheet-leave-out = Ocultar los ejercicios que tienen una precaución para lo marcado
sheet-chosen = En la hoja
sheet-none-chosen = Todavía no se ha elegido ningún ejercicio.
sheet-remove = Quitar
sheet-up = Subir
sheet-down = Bajar
sheet-size = Tamaño de letra
sheet-points = { $points } puntos
sheet-as-made = Tal como está
sheet-lines = Para la cabecera de la hoja
sheet-private = El nombre y el teléfono solo se imprimen. No están en la dirección, no se guardan y no se envían a ninguna parte.
sheet-name = Nombre
sheet-phone = Teléfono del terapeuta
sheet-copy = Copiar la dirección
sheet-address = Esta hoja en la web
sheet-code = Código que lleva a esta hoja en la web
sheet-code-too-long = La dirección es demasiado larga para un código.
sheet-applies = Esto le concierne a usted.
sheet-added = { $title } está en la hoja con el número { $number }.
sheet-moved = { $title } tiene ahora el número { $number }.
sheet-removed = { $title } ya no está en la hoja.
sheet-changed = { $title }: este ejercicio ha cambiado desde que se hizo la hoja.
sheet-withdrawn = { $title }: este ejercicio fue retirado y no está en la hoja.
sheet-clamped = { $title }: la dirección tiene una dosis que este ejercicio no permite. En la hoja figura { $dose }.
sheet-unknown = Ejercicios de la dirección que esta página no tiene: { $count }
sheet-full = Una hoja tiene como máximo { $count } ejercicios.
sheet-unreadable = Una parte de la dirección no se pudo leer y se ha omitido.
sheet-failed = No se pudieron cargar los ejercicios. Vuelva a cargar la página.

## Topics and people

articles = Artículos
exercises = Ejercicios
programmes = Programas
topic-condition = Problema de salud
topic-region = Parte del cuerpo
topic-method = Método
topic-population = Para quién
topic-other = Tema
related-topics = Temas relacionados
broader = Forma parte de
narrower = Incluye
person-wrote = Ha escrito
person-reviewed = Ha revisado
person-contributed = Ha colaborado en

## Home page

home-find-exercise = Encontrar un ejercicio
home-find-condition = Leer sobre un problema de salud
home-where-to-begin = Por dónde empezar
home-where = Ejercicios y artículos por parte del cuerpo
home-what-for = Por enfermedad y tema
home-cover = Lea esto primero
home-picks = La selección de la redacción
home-newest = Más lecturas
all-articles = Todos los artículos
all-exercises = Todos los ejercicios
all-topics = Todos los temas
all-sources = Todas las fuentes
promise = Lo que puede exigirnos
promise-sources = { $count ->
    [one] fuente, citada con todos sus datos
    [many] de fuentes, citadas con todos sus datos
   *[other] fuentes, citadas con todos sus datos
}
promise-sources-text = Cada fuente enumera las frases que se apoyan en ella.
see-sources = Ver todas las fuentes
promise-exercises = { $count ->
    [one] ejercicio, con las precauciones por delante
    [many] de ejercicios, con las precauciones por delante
   *[other] ejercicios, con las precauciones por delante
}
promise-exercises-text = Si un ejercicio exige alguna precaución, figura antes del primer paso, dondequiera que se muestre el ejercicio.
promise-articles = { $count ->
    [one] artículo, con indicación de si está revisado
    [many] de artículos, cada uno con indicación de si está revisado
   *[other] artículos, cada uno con indicación de si está revisado
}
promise-articles-text = Cada artículo indica si lo ha revisado un profesional de la salud. Las correcciones permanecen en la página.

# What pages may call the places that the home page's figure marks: names of one place with commas between.
body-head = cabeza, cara, mandíbula
body-neck = cuello, nuca, columna cervical
body-shoulders = hombros, hombro
body-upper-back = espalda alta, parte alta de la espalda, parte superior de la espalda, omóplatos, omóplato
body-chest = pecho, tórax, costillas, esternón
body-arms = brazos, brazo
body-mid-back = espalda media, parte media de la espalda, columna dorsal
body-back = espalda
body-elbows = codos, codo
body-spine = columna, columna vertebral
body-core = abdomen, tronco, vientre, centro del cuerpo
body-lower-back = espalda baja, parte baja de la espalda, zona lumbar, columna lumbar
body-wrists = muñecas, muñeca, antebrazos, antebrazo
body-pelvis = pelvis, suelo pélvico, ingle
body-hands = manos, mano, dedos de la mano, pulgar
body-hips = caderas, cadera, glúteos
body-legs = piernas, pierna, muslos, muslo
body-knees = rodillas, rodilla
body-calves = pantorrillas, pantorrilla
body-ankles = tobillos, tobillo
body-feet = pies, pie, talón, dedos del pie

## Lists

count-article = { $count ->
    [one] { $count } artículo
    [many] { $count } de artículos
   *[other] { $count } artículos
}
count-exercise = { $count ->
    [one] { $count } ejercicio
    [many] { $count } de ejercicios
   *[other] { $count } ejercicios
}
count-programme = { $count ->
    [one] { $count } programa
   *[other] { $count } programas
}
count-topic = { $count ->
    [one] { $count } tema
    [many] { $count } de temas
   *[other] { $count } temas
}
count-person = { $count ->
    [one] { $count } persona o equipo
    [many] { $count } de personas y equipos
   *[other] { $count } personas y equipos
}
count-page = { $count ->
    [one] { $count } página
    [many] { $count } de páginas
   *[other] { $count } páginas
}
count-source = { $count ->
    [one] { $count } fuente
    [many] { $count } de fuentes
   *[other] { $count } fuentes
}
part-of = parte { $number } de { $parts }
pager = Partes de esta lista
previous-part = Parte anterior
following-part = Parte siguiente
text-field-yes = Sí
text-field-no = No
guide-ways = Recorrido por esta guía
pages-below = Páginas de esta parte
edit-page = Editar esta página
by-letter = Por letra

## Glossary

also-called = También se llama
see-also = Véase también
used-in = Aparece en
all-uses = Las { $count } páginas que lo usan

## Sources

index-legend = La cifra junto a cada fuente es el número de páginas que la citan.
filter-exercises = Acotar los ejercicios
filter-any = Cualquiera
filter-all-exercises = { $count ->
    [one] Se muestra { $count } ejercicio
   *[other] Se muestran los { $count } ejercicios
}
filter-some-exercises = Se muestran { $shown } de { $total } ejercicios
filter-sources = Acotar las fuentes
filter-words = Buscar
filter-year = Año
filter-any-year = Cualquier año
filter-kind = Tipo
filter-any-kind = Cualquier tipo
filter-publisher = Revista o editorial
filter-any-publisher = Cualquiera
filter-all = { $count ->
    [one] Se muestra { $count } fuente
    [many] Se muestran { $count } de fuentes: todas
   *[other] Se muestran las { $count } fuentes
}
filter-some = Se muestran { $shown } de { $total } fuentes
filter-found = Coinciden { $shown } de { $total } fuentes
filter-results = Fuentes que coinciden
filter-more = Mostrar más fuentes
filter-failed = No se pudieron cargar las fuentes. Inténtelo de nuevo.
filter-none = Ninguna fuente coincide. Quite un filtro.
filter-reset = Mostrar todas
cited-by = { $count ->
    [one] página la cita
    [many] de páginas la citan
   *[other] páginas la citan
}
read-notice = Leer el aviso
superseded-by = Una fuente más reciente la sustituye:
cited-retractions = Trabajos retractados que cita
cited-retractions-about = Esta fuente cita trabajos que fueron retirados después de su publicación. Citar un trabajo no significa basarse en él.
evidence = Evidencia
full-entry = Citar esta fuente
abstract = Resumen
cited-in = Citada en
via = A través de
read-in-place = Leer en su contexto
listed-only = Figura entre las fuentes, sin marca en el texto.
take-along = Llévese esta fuente
copy-citation = Copiar la cita
copy-format = Copiar { $format }
copied = Copiado

## Elsewhere

not-found-text = Puede que la dirección contenga un error o que la página haya cambiado de sitio. Desde aquí puede continuar:
moved = Esta página ha cambiado de dirección
moved-link = Ir a la nueva dirección

# What the build itself says in a page's text. Keys begin with `text-`.

## Names of pages and sections

text-articles = Artículos
text-exercises = Ejercicios
text-programmes = Programas
text-topics = Temas
text-people = Personas
text-glossary = Glosario
text-references = Fuentes
text-references-part = Fuentes: { $part }
text-references-dek = Todas las fuentes en las que se apoyan estas páginas y dónde se cita cada una.
text-references-entry = Referencias
text-home = Inicio
text-not-found = Esta página no está aquí

## Roles

text-written-by = Escrito por
text-reviewed-medical = Revisión médica de
text-reviewed-clinical = Revisión clínica de
text-reviewed-editorial = Edición de
text-reviewed-lay = Revisión no especializada de
text-reviewed-before = Un texto anterior fue revisado por
text-contributed-expert = Con la colaboración de
text-contributed-editor = Edición de
text-contributed-illustrator = Ilustraciones de
text-contributed-fact-checker = Verificación de datos de

## Exercises

text-view-exercise = Ir al ejercicio: { $title }
text-view-programme = Ver programa: { $title }
text-read-article = Leer el artículo: { $title }
text-how-to-do-it = Cómo hacerlo
text-cautions = Precauciones
text-caution-avoid = { $condition }: no haga este ejercicio.
text-caution-modify = { $condition }: adapte el ejercicio.
text-caution-ask = { $condition }: consulte antes a un profesional de la salud.
text-caution-applies = Se refiere al tema de esta página.
text-card-caution = Precaución: { $conditions }
text-severity-avoid = no haga este ejercicio
text-severity-modify = adapte el ejercicio
text-severity-ask = consulte antes a un profesional de la salud
text-stop-if = Deténgase si
text-show-steps = Mostrar los pasos
text-hide-steps = Ocultar los pasos
text-dose = Dosis
text-dose-sets = Series
text-dose-reps = Repeticiones
text-dose-rounds = Rondas
text-dose-hold = Mantener
text-dose-rest = Descanso
text-dose-frequency = Frecuencia
text-dose-sides = Lados
text-dose-words-sets = { $count ->
    [one] { $amount } serie
   *[other] { $amount } series
}
text-dose-words-reps = { $count ->
    [one] { $amount } vez
   *[other] { $amount } veces
}
text-dose-words-rounds = { $count ->
    [one] { $amount } ronda
   *[other] { $amount } rondas
}
text-dose-words-hold = mantener { $amount }
text-dose-words-rest = descansar { $amount }
text-dose-words-frequency = { $amount }
text-dose-words-sides = lados: { $amount }
text-other-language = { $language ->
    [en] Lo que sigue no está traducido: está en inglés.
    [fr] Lo que sigue no está traducido: está en francés.
    [de] Lo que sigue no está traducido: está en alemán.
    [it] Lo que sigue no está traducido: está en italiano.
    [nl] Lo que sigue no está traducido: está en neerlandés.
    [pt] Lo que sigue no está traducido: está en portugués.
    [ar] Lo que sigue no está traducido: está en árabe.
   *[other] Lo que sigue no está traducido. Su idioma: { $name }.
}
text-schedule = Calendario
text-exercise = Ejercicio
text-days = Días
text-any-day = Cualquier día
text-day-mon = lunes
text-day-tue = martes
text-day-wed = miércoles
text-day-thu = jueves
text-day-fri = viernes
text-day-sat = sábado
text-day-sun = domingo
text-withdrawn-exercise = Retirado. No lo haga.
text-code-to-page = Código que lleva a esta página en la web
text-contents = Índice
text-llms-notices = Cada página empieza con sus precauciones, las señales para parar y sus avisos. Transmítalos junto con lo que tome de ella.
text-llms-stop = Dice cuándo parar.
text-outdated-translation = El original ha cambiado desde que se tradujo este texto.
text-book-accessibility = Los títulos y un índice guían por el texto, y sus imágenes tienen descripciones.
text-sheet = Una hoja para una persona
text-fact-position = Posición
text-fact-level = Nivel
text-fact-kind = Tipo
text-fact-equipment = Material
text-fact-regions = Zona
text-fact-muscles = Músculos
text-none = ninguno
text-level-beginner = principiante
text-level-intermediate = intermedio
text-level-advanced = avanzado
text-kind-strength = fuerza
text-kind-flexibility = flexibilidad
text-kind-balance = equilibrio
text-kind-aerobic = aeróbico
text-kind-posture = postura
text-kind-breathing = respiración
text-kind-mind-body = cuerpo y mente

## Blocks of the text

text-callout-tip = Consejo
text-callout-note = Nota
text-callout-important = Importante
text-callout-warning = Advertencia
text-callout-caution = Precaución
text-care-non-urgent = Cuándo consultar
text-care-urgent = Busque ayuda pronto
text-care-emergency = Emergencia
text-do = Qué hacer
text-dont = Qué no hacer
text-details = Más
text-figure = Figura { $number }
text-people-affected = { $n } de { $of }
text-people-affected-then = { $n } de { $of }; después, { $then } de { $of }
text-people-yes = Afectadas: { $n }
text-people-always = Afectadas en ambos casos: { $n }
text-people-before = Afectadas al principio, y después no: { $n }
text-people-after = Afectadas solo después: { $n }
text-people-no = No afectadas: { $n }
text-number-decimal = ,
text-number-group = { "\u202F" }
text-data-file = Descargar los datos: { $name }
text-data-part = Se muestran las primeras { $shown } de { $count } filas. El archivo las contiene todas.
text-chart-numbers = Los números en una tabla
text-chart-bar = Barras: { $y }, por { $x }.
text-chart-line = Línea: { $y }, por { $x }.
text-chart-interval = Puntos con intervalos: { $y }, por { $x }.
text-chart-summary = { $y }: el valor más bajo, { $low }; el más alto, { $high }; el primero, { $first }; el último, { $last }.
text-chart-including = Intervalos que incluyen { $at }: { $n } de { $count }.
text-chart-range = { $y } (de { $low } a { $high })
text-promotion = Promoción
text-disclaimer = Aviso
text-experts = Nuestros especialistas
text-people-and-teams = Personas y equipos
text-playlist = Lista de reproducción
text-table = Tabla { $number }
text-task-done = Hecho
text-task-open = Pendiente
text-code = Código
text-footnotes = Notas al pie
text-back = Volver al texto
text-watch = Ver «{ $title }» en { $host }
text-listen = Escuchar «{ $title }» en { $host }
text-form-audio = Escuchar esta página
text-form-sign-language = Esta página en lengua de signos
text-form-read-by = Leído por { $name }
text-form-interpreted-by = Interpretado por { $name }
text-form-made-by = Hecho por { $name }
text-form-registration = Registro: { $number }
text-form-approved-by = Aprobado por { $name }
text-form-approved = Aprobado
text-form-not-approved = Nadie lo ha aprobado todavía
text-form-behind = La página ha cambiado desde que se grabó. Vale lo que dice la página.
text-transcript = Transcripción
text-spoken-words = Leer lo que se dice
text-video = Vídeo: { $title }

## Sources

text-source-number = Fuente { $number }: { $name }
text-accessed-web = Web
text-doi = DOI
text-pubmed = PubMed
text-pmc = PMC
text-web = Web
text-archived = Copia archivada
text-more-about-source = Página de la fuente
text-more-about-source-named = Página de la fuente: { $name }
text-back-to-mark = Volver al texto: marca { $number } de { $name }
text-back-to-text = Volver al texto
text-year-letter = En el texto, con la letra
text-retracted = Fuente retractada
text-retracted-about = Esta fuente fue retirada después de su publicación.
text-concern = Expresión de preocupación
text-concern-about = La revista ha expresado su preocupación por esta fuente.
text-corrected = Corregida
text-corrected-about = Esta fuente fue corregida después de su publicación.
text-evidence-guideline = Guía
text-evidence-systematic-review = Revisión sistemática
text-evidence-meta-analysis = Metanálisis
text-evidence-review = Revisión de estudios
text-evidence-randomised-trial = Ensayo aleatorizado
text-evidence-trial = Ensayo
text-evidence-cohort = Estudio de cohorte
text-evidence-case-control = Estudio de casos y controles
text-evidence-cross-sectional = Estudio transversal
text-evidence-observational = Estudio observacional
text-evidence-case-report = Informe de caso
text-evidence-expert = Opinión de expertos
text-evidence-web = Página web
text-certainty = Certeza de la evidencia: { $level }
text-certainty-high = alta
text-certainty-moderate = moderada
text-certainty-low = baja
text-certainty-very-low = muy baja
text-certainty-judged = Evaluada por { $name } el { $date }
text-other-sources = Otras fuentes
text-untitled = Sin título
text-no-date = s. f.
text-and-others = et al.
text-kind-of-source-journal = Artículo de revista científica
text-kind-of-source-news = Revista o periódico
text-kind-of-source-book = Libro
text-kind-of-source-chapter = Capítulo
text-kind-of-source-conference = Ponencia
text-kind-of-source-report = Informe
text-kind-of-source-thesis = Tesis
text-kind-of-source-web = Página web
text-kind-of-source-preprint = Prepublicación
text-kind-of-source-data = Conjunto de datos
text-kind-of-source-standard = Norma o ley
text-kind-of-source-video = Vídeo
text-kind-of-source-software = Programa informático
text-kind-of-source-other = Documento

## Statements

text-funding = Financiación
text-conflicts = Conflictos de intereses
text-sponsor = Patrocinador
text-ai = Uso de la IA
text-ai-checked = Comprobado por { $name }.
text-picture-ai-generated = Imagen creada con IA
text-picture-ai-edited = Imagen modificada con IA
text-license = Licencia
text-withdrawn = { $kind ->
    [exercise] Este ejercicio se retiró el { $date }.
    [programme] Este programa se retiró el { $date }.
   *[page] Esta página se retiró el { $date }.
}
text-unpublished-draft = Borrador
text-unpublished-future = Programada
text-unpublished-expired = Caducada
text-withdrawn-successor = Lea en su lugar:
text-count-pages = { $count ->
    [one] { $count } página
    [many] { $count } de páginas
   *[other] { $count } páginas
}
text-count-exercises = { $count ->
    [one] { $count } ejercicio
   *[other] { $count } ejercicios
}

## Forms

text-email = Correo electrónico
text-optional = opcional
text-form-sending = Enviando…
text-form-thanks = Gracias
text-form-sent = Se ha enviado.
text-form-failed = No se ha podido enviar. Lo que escribió sigue aquí; inténtelo de nuevo.
text-feedback-question = ¿Le ha sido útil esta página?
text-feedback-yes = Sí
text-feedback-no = No
text-feedback-report = Avisar de un problema
text-feedback-problem = ¿Qué está mal en esta página?
text-feedback-private = Este mensaje llega a las personas que escriben estas páginas. No pueden aconsejarle sobre su propia salud; por favor, no escriba sobre ella.
text-feedback-send = Enviar
text-feedback-mail = Escríbanos un correo sobre esta página

## Dates

text-date = { $day } de { $month } de { $year }
text-month-1 = enero
text-month-2 = febrero
text-month-3 = marzo
text-month-4 = abril
text-month-5 = mayo
text-month-6 = junio
text-month-7 = julio
text-month-8 = agosto
text-month-9 = septiembre
text-month-10 = octubre
text-month-11 = noviembre
text-month-12 = diciembre

## Packets for reviewers

text-packet-title = Para revisión: { $title }
text-packet-file = Archivo
text-packet-address = Dirección
text-packet-made = Documento preparado el
text-packet-changed = Qué ha cambiado desde que { $name } firmó el { $date }
text-packet-changed-since-request = Qué ha cambiado desde que { $name } pidió cambios el { $date }
text-packet-nothing-changed = No ha cambiado nada.
text-packet-part-added = Añadido: { $title }
text-packet-part-removed = Eliminado: { $title }
text-packet-disclaimers = Avisos
text-packet-version = Versión { $version }
text-packet-text = El texto
text-packet-claims = Afirmaciones y sus fuentes
text-packet-claim = Lo que dice el texto
text-packet-source = La fuente
text-packet-unmarked = Figura en la lista y no se cita en ninguna parte del texto.
text-packet-sign = Aprobación
text-packet-approved = He leído todo y lo respaldo.
text-packet-changes = Pido cambios antes.
text-packet-name = Nombre y titulación:
text-packet-date = Fecha:
text-packet-signature = Firma:
text-packet-answer-word = Comente el texto o cámbielo: este archivo registra los cambios. Deje los números entre corchetes como están. Al final, complete las líneas de abajo, guarde el archivo y devuélvalo.
text-packet-hash = Lo que se leyó: { $hash }
text-packet-captions = Subtítulos de los vídeos
text-packet-terms = Definiciones
text-packet-points = Puntos clave
text-packet-uncited = Frases sin fuente
text-packet-comments = Comentarios
text-packet-command = Quien mantiene el sitio registra la revisión con la orden de la casilla marcada. Si la persona firma con una clave, se añade --key ARCHIVO.
text-packet-ask = { $by } le pide que lea esta página antes de su publicación y que diga si la respalda.
text-packet-until = Responda, por favor, antes del { $date }.
text-packet-how = Pulse una frase, un paso, una imagen o una fuente, o el botón «Comentar» que está al lado, y escriba qué piensa o qué palabras propone. Al final de la página, escriba su nombre y la fecha, apruebe o pida cambios, y envíe su respuesta. En papel, escriba junto a los números y firme al final.
text-packet-packet = Documento
text-packet-details = Título y datos
text-packet-comment = Comentar
text-packet-comment-on = Comentar el párrafo { $number }
text-packet-your-comment = Su comentario
text-packet-suggestion = Proponer otras palabras
text-packet-save = Guardar
text-packet-cancel = Cancelar
text-packet-edit = Editar
text-packet-delete = Borrar
text-packet-suggested = Palabras propuestas
text-packet-answer = Su respuesta
text-packet-your-name = Su nombre
text-packet-your-date = Fecha
text-packet-decision = Su decisión
text-packet-approve = Aprobar
text-packet-ask-changes = Pedir cambios
text-packet-closing = Otras observaciones
text-packet-kept = Lo que escribe se guarda en este navegador. Nada se envía por sí solo.
text-packet-suggestions-count = Una propuesta es un cambio que usted pide. Si aprueba, su aprobación vale en cuanto cada propuesta esté en el texto, palabra por palabra.
text-packet-download = Descargar respuesta
text-packet-copy = Copiar la respuesta como texto
text-packet-downloaded = La respuesta está en su carpeta de descargas. Envíe este archivo:
text-packet-copied = La respuesta está copiada. Péguela en un mensaje.
text-packet-copy-by-hand = Copie este texto y péguelo en un mensaje.
text-packet-need-name = Escriba primero su nombre.
text-packet-need-decision = Primero apruebe o pida cambios.
text-packet-program = Las líneas siguientes son para el programa. Déjelas como están.
text-packet-video = Vídeo, enviado junto a este archivo: { $file }
text-packet-bundle = Páginas para revisar: { $name }
text-packet-bundle-how = Cada página tiene su propia respuesta al final. Envíe una respuesta por cada página que haya leído.
text-packet-approve-changes = Aprobar los cambios
text-packet-approved-changes = He leído lo que ha cambiado desde que { $name } firmó el { $date } y lo apruebo. No he vuelto a leer el resto.
text-reminder-subject = Recordatorio: una revisión para { $site }
text-reminder-hello = Hola, { $name }:
text-reminder-body = Le pedimos que revisara estas páginas y aún no tenemos respuesta:
text-reminder-page = { $title } (pedido el { $asked })
text-reminder-page-until = { $title } (pedido el { $asked }, respuesta deseada antes del { $until })
text-reminder-close = Si ya ha enviado su respuesta o no puede revisar una página, díganoslo, por favor.

## Corrections and people

all-corrections = Todas las correcciones
count-correction = { $count ->
    [one] { $count } corrección
   *[other] { $count } correcciones
}
text-corrections = Correcciones
text-corrections-dek = Lo que las páginas de este sitio decían mal y lo que dicen ahora.
text-people-reviewers = Revisores médicos y clínicos
text-people-authors = Autores
text-people-contributors = Editores y colaboradores
text-people-further = Otras personas

## Search

text-search = Buscar
search-site = Buscar en este sitio
search-for = ¿Qué busca?
search-topic = Tema
search-pages = Otras páginas
search-loading = Cargando la búsqueda…
search-failed = La búsqueda no se puede cargar en este momento. Las listas de artículos, ejercicios y temas siguen llevando a todas las páginas.
search-without-script = La búsqueda necesita JavaScript, que está desactivado en este navegador. Aquí están todas las páginas por nombre; su navegador puede buscar una palabra en esta página.
search-hint = Pruebe con menos palabras, con otras o sin filtros.
search-partial = Ninguna página tiene todas estas palabras. Estas tienen la mayoría.
search-more = Mostrar más
search-close = Cerrar
search-slash = La tecla / abre la búsqueda
search-lists = Todas las páginas por nombre
search-count = { $count ->
    [0] Ningún resultado
    [one] { $count } resultado
   *[other] { $count } resultados
}
