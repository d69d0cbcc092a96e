# The theme’s words in Portuguese, in words that Brazil and Portugal share where there are such. No native reader has read this
# translation yet.

# What the theme's templates say.

## Frame

skip-to-content = Ir para o conteúdo
menu = Menu
menu-main = Menu principal
menu-below = Páginas dentro de { $title }
menu-footer = Sobre este site
menu-policies = Regras do site
appearance = Aparência
appearance-system = Como o dispositivo
appearance-light = Clara
appearance-dark = Escura
breadcrumbs = Está aqui
published-by = Publicado por
feed = Feed
home = Página inicial
unpublished-draft = Rascunho. Esta página não está publicada.
unpublished-future = Agendada. Esta página ainda não está publicada.
unpublished-expired = Expirada. Esta página já não está publicada.

## Who stands behind a page

not-medically-reviewed = Sem revisão médica
medically-reviewed = Com revisão médica
clinically-reviewed = Com revisão clínica
page-details = Detalhes
reading-short = { $count } min de leitura
published = Publicação
updated = Atualização
reading-time = Tempo de leitura
reading-minutes = { $count ->
    [one] { $count } minuto
    [many] { $count } de minutos
   *[other] { $count } minutos
}
about-this-page = Sobre esta página
last-reviewed = Última revisão
last-reviewed-not-medically = Última revisão, não médica
next-review-due = Próxima revisão prevista
changed-since-review = Alterado depois dessa revisão
changed-since-sign-off = O texto mudou depois de ter sido aprovado.
present-text = Texto atual
signed = Assinado
not-yet = Ainda não
corrections = Correções
correction-minor = Correção pequena
correction-important = Correção importante
correction-was = Dizia:
correction-now = Agora diz:
changes = Histórico de alterações
change-substantive = Alteração de conteúdo
change-cosmetic = Alteração de forma

## Article

contents = Nesta página
page-cautions = Cuidados nesta página
contents-again = O índice, de novo
key-points = Pontos principais
references = Referências
download-sources = Leve estas fontes consigo:
explore-related-exercises = Conheça exercícios relacionados
shown-exercises = Nesta página:
explore-related-articles = Conheça artigos relacionados
source-tap-again = Toque de novo na marca para ir para a lista.
term-tap-again = Toque de novo no termo para ir para o glossário.

## What can be done with a page

page-tools = Esta página
share = Compartilhar
copy-link = Copiar link
print = Imprimir
open-steps = Mostrar os passos
close-steps = Esconder os passos
steps-failed = Não foi possível carregar os passos. Abra a página do exercício.

## Practice mode

practice = Prática
practice-start = Praticar passo a passo
practice-before = Antes de começar
practice-understood = Já li isto
practice-begin = Começar
practice-exercise = Exercício { $number } de { $total }
practice-step = Passo { $number } de { $total }
practice-repeat = Repita
practice-repeat-text = Faça de novo todos os passos, tantas vezes quantas estão indicadas.
practice-next = Seguinte
practice-back = Voltar
practice-leave = Sair
practice-done = Terminou
practice-done-text = Esse foi o último passo.
practice-sound = Som
practice-stop = Parar
practice-time = { $name }: { $seconds } de { $goal }
practice-reached = { $seconds } segundos
practice-over = O tempo acabou
practice-keys = As setas avançam e voltam. A tecla Esc sai.

## Languages

language-name = Português
languages = Idiomas
not-translated = Esta página ainda não está disponível em português. Este é o original.
outdated-translation = O original desta página mudou depois da tradução.
read-original = Ler o original

## Exercise

ways-on = A partir daqui
easier = Mais fácil
harder = Mais difícil
next = O que pode vir a seguir
read-about-it = Saiba mais sobre este exercício
in-programmes = Faz parte de
handout-exercise = Imprimir este exercício numa folha
handout-programme = Imprimir este programa em folhas
handout-guide = Imprimir o guia completo
forms-of-page = Esta página noutras formas
form-easy-read = Leitura fácil
form-audio = Ouvir
form-sign-language = Língua gestual
form-large-print = Letra grande
form-file = { $type }, { $kilobytes } kB
form-behind = mais antigo do que esta página
easy-full-page = Ler a página inteira
easy-outdated = A página mudou desde que esta versão de leitura fácil foi feita.
easy-tested-with = Testado com
download-pdf = Transferir em PDF ({ $kilobytes } kB)
download-epub = Transferir em EPUB ({ $kilobytes } kB)
handout-hint = Esta folha foi feita para ser impressa.
print-sheet = Imprimir esta folha

## A sheet for one person

sheet-make = Fazer uma folha para uma pessoa
sheet-with-exercise = Fazer uma folha com este exercício
sheet-with-programme = Fazer uma folha com estes exercícios
sheet-intro = Escolha exercícios, ajuste a dose de cada um e imprima-os com todas as precauções. O endereço da página guarda a escolha.
sheet-without-script = Para escolher exercícios é preciso JavaScript. As folhas abaixo estão prontas para imprimir.
sheet-ready = Folhas prontas para imprimir
sheet-choose = Escolher exercícios
sheet-conditions = A pessoa tem alguma destas condições? O que marcar não é guardado em lado nenhum.
sheet-leave-out = Ocultar exercícios que têm uma precaução para o que está marcado
sheet-chosen = Na folha
sheet-none-chosen = Ainda não foi escolhido nenhum exercício.
sheet-remove = Retirar
sheet-up = Mover para cima
sheet-down = Mover para baixo
sheet-size = Tamanho da letra
sheet-points = { $points } pontos
sheet-as-made = Tal como está
sheet-lines = Para o cabeçalho da folha
sheet-private = O nome e o telefone são apenas impressos. Não estão no endereço, não são guardados e não são enviados para lado nenhum.
sheet-name = Nome
sheet-phone = Telefone do terapeuta
sheet-copy = Copiar o endereço
sheet-address = Esta folha na web
sheet-code = Código que leva a esta folha na web
sheet-code-too-long = O endereço é demasiado longo para um código.
sheet-applies = Isto aplica-se a si.
sheet-added = { $title } está na folha com o número { $number }.
sheet-moved = { $title } tem agora o número { $number }.
sheet-removed = { $title } já não está na folha.
sheet-changed = { $title }: este exercício mudou desde que a folha foi feita.
sheet-withdrawn = { $title }: este exercício foi retirado e não está na folha.
sheet-clamped = { $title }: o endereço tem uma dose que este exercício não permite. A folha tem { $dose }.
sheet-unknown = Exercícios do endereço que esta página não tem: { $count }
sheet-full = Uma folha tem no máximo { $count } exercícios.
sheet-unreadable = Uma parte do endereço não pôde ser lida e foi omitida.
sheet-failed = Não foi possível carregar os exercícios. Carregue a página de novo.

## Topics and people

articles = Artigos
exercises = Exercícios
programmes = Programas
topic-condition = Problema de saúde
topic-region = Parte do corpo
topic-method = Método
topic-population = Para quem
topic-other = Tema
related-topics = Temas relacionados
broader = Faz parte de
narrower = Inclui
person-wrote = Escreveu
person-reviewed = Revisou
person-contributed = Colaborou em

## Home page

home-find-exercise = Encontrar um exercício
home-find-condition = Ler sobre um problema de saúde
home-where-to-begin = Por onde começar
home-where = Exercícios e artigos por parte do corpo
home-what-for = Por problema de saúde e tema
home-cover = Leia isto primeiro
home-picks = Escolhas da redação
home-newest = Mais para ler
all-articles = Todos os artigos
all-exercises = Todos os exercícios
all-topics = Todos os temas
all-sources = Todas as fontes
promise = O que pode exigir de nós
promise-sources = { $count ->
    [one] fonte, citada por completo
    [many] de fontes, citadas por completo
   *[other] fontes, citadas por completo
}
promise-sources-text = Cada fonte indica as frases que se apoiam nela.
see-sources = Ver todas as fontes
promise-exercises = { $count ->
    [one] exercício, com os cuidados primeiro
    [many] de exercícios, com os cuidados primeiro
   *[other] exercícios, com os cuidados primeiro
}
promise-exercises-text = Se um exercício exige algum cuidado, este aparece antes do primeiro passo, onde quer que o exercício seja mostrado.
promise-articles = { $count ->
    [one] artigo, com indicação de ter ou não revisão
    [many] de artigos, cada um com indicação de ter ou não revisão
   *[other] artigos, cada um com indicação de ter ou não revisão
}
promise-articles-text = Cada artigo diz se teve revisão de um profissional de saúde. As correções permanecem na página.

# What pages may call the places that the home page's figure marks: names of one place with commas between.
body-head = cabeça, rosto, face, mandíbula, couro cabeludo
body-neck = pescoço, nuca, coluna cervical, cervical
body-shoulders = ombros, ombro
body-upper-back = parte superior das costas, parte de cima das costas, omoplatas, omoplata, escápulas
body-chest = peito, tórax, costelas, caixa torácica, esterno
body-arms = braços, braço, parte superior do corpo
body-mid-back = meio das costas, coluna dorsal, coluna torácica
body-back = costas
body-elbows = cotovelos, cotovelo
body-spine = coluna vertebral, coluna
body-core = abdómen, abdômen, abdome, barriga, tronco
body-lower-back = parte inferior das costas, fundo das costas, zona lombar, região lombar, lombar, coluna lombar
body-wrists = punhos, punho, pulsos, pulso, antebraços, antebraço
body-pelvis = pelve, pélvis, bacia, pavimento pélvico, assoalho pélvico, virilha
body-hands = mãos, mão, dedos, polegar
body-hips = ancas, anca, quadris, quadril, glúteos, nádegas
body-legs = pernas, perna, coxas, coxa, parte inferior do corpo
body-knees = joelhos, joelho
body-calves = panturrilhas, panturrilha, gémeos, barriga da perna
body-ankles = tornozelos, tornozelo
body-feet = pés, pé, calcanhar, dedos dos pés

## Lists

count-article = { $count ->
    [one] { $count } artigo
    [many] { $count } de artigos
   *[other] { $count } artigos
}
count-exercise = { $count ->
    [one] { $count } exercício
    [many] { $count } de exercícios
   *[other] { $count } exercícios
}
count-programme = { $count ->
    [one] { $count } programa
    [many] { $count } de programas
   *[other] { $count } programas
}
count-topic = { $count ->
    [one] { $count } tema
    [many] { $count } de temas
   *[other] { $count } temas
}
count-person = { $count ->
    [one] { $count } pessoa ou grupo
    [many] { $count } de pessoas e grupos
   *[other] { $count } pessoas e grupos
}
count-page = { $count ->
    [one] { $count } página
    [many] { $count } de páginas
   *[other] { $count } páginas
}
count-source = { $count ->
    [one] { $count } fonte
    [many] { $count } de fontes
   *[other] { $count } fontes
}
part-of = parte { $number } de { $parts }
pager = Partes desta lista
previous-part = Parte anterior
following-part = Parte seguinte
text-field-yes = Sim
text-field-no = Não
guide-ways = Percurso deste guia
pages-below = Páginas desta parte
edit-page = Editar esta página
by-letter = Por letra

## Glossary

also-called = Outros nomes
see-also = Ver também
used-in = Usado em
all-uses = As { $count } páginas que o usam

## Sources

index-legend = O número ao lado de cada fonte é o das páginas que a citam.
filter-exercises = Filtrar os exercícios
filter-any = Todos
filter-all-exercises = { $count ->
    [one] { $count } exercício mostrado
    [many] { $count } de exercícios mostrados: todos
   *[other] Todos os { $count } exercícios são mostrados
}
filter-some-exercises = { $shown } de { $total } exercícios mostrados
filter-sources = Filtrar as fontes
filter-words = Procurar
filter-year = Ano
filter-any-year = Todos os anos
filter-kind = Tipo
filter-any-kind = Todos os tipos
filter-publisher = Revista ou editora
filter-any-publisher = Todas
filter-all = { $count ->
    [one] { $count } fonte mostrada
    [many] { $count } de fontes mostradas: todas
   *[other] Todas as { $count } fontes são mostradas
}
filter-some = { $shown } de { $total } fontes mostradas
filter-found = { $shown } de { $total } fontes correspondem
filter-results = Fontes que correspondem
filter-more = Mostrar mais fontes
filter-failed = Não foi possível carregar as fontes. Tente de novo.
filter-none = Nenhuma fonte corresponde. Retire um filtro.
filter-reset = Mostrar tudo
cited-by = { $count ->
    [one] página a cita
    [many] de páginas a citam
   *[other] páginas a citam
}
read-notice = Ler o aviso
superseded-by = Uma fonte mais recente a substitui:
cited-retractions = Trabalhos retratados que cita
cited-retractions-about = Esta fonte cita trabalhos que foram retirados depois de publicados. Citar um trabalho não significa basear-se nele.
evidence = Evidência
full-entry = Citar esta fonte
abstract = Resumo
cited-in = Citada em
via = através de
read-in-place = Ler no texto
listed-only = Consta entre as fontes, sem marca no texto.
take-along = Leve esta fonte consigo
copy-citation = Copiar a citação
copy-format = Copiar em { $format }
copied = Copiado

## Elsewhere

not-found-text = O endereço pode ter um erro, ou a página mudou de lugar. Daqui pode continuar:
moved = Esta página mudou de endereço
moved-link = Ir para o novo endereço

# What the build itself says in a page's text. Keys begin with `text-`.

## Names of pages and sections

text-articles = Artigos
text-exercises = Exercícios
text-programmes = Programas
text-topics = Temas
text-people = Pessoas
text-glossary = Glossário
text-references = Fontes
text-references-part = Fontes: { $part }
text-references-dek = Todas as fontes em que estas páginas se apoiam, e onde cada uma é citada.
text-references-entry = Referências
text-home = Início
text-not-found = Esta página não está aqui

## Roles

text-written-by = Escrito por
text-reviewed-medical = Revisão médica de
text-reviewed-clinical = Revisão clínica de
text-reviewed-editorial = Edição de
text-reviewed-lay = Leitura de uma pessoa não especialista:
text-reviewed-before = Um texto anterior foi revisto por
text-contributed-expert = Com
text-contributed-editor = Edição de
text-contributed-illustrator = Ilustrações de
text-contributed-fact-checker = Verificação de dados de

## Exercises

text-view-exercise = Ir para o exercício: { $title }
text-view-programme = Ver o programa: { $title }
text-read-article = Ler o artigo: { $title }
text-how-to-do-it = Como fazer
text-cautions = Cuidados
text-caution-avoid = { $condition }: não faça este exercício.
text-caution-modify = { $condition }: adapte o exercício.
text-caution-ask = { $condition }: consulte antes um profissional de saúde.
text-caution-applies = Diz respeito ao tema desta página.
text-card-caution = Cuidado: { $conditions }
text-severity-avoid = não faça este exercício
text-severity-modify = adapte o exercício
text-severity-ask = consulte antes um profissional de saúde
text-stop-if = Pare se
text-show-steps = Mostrar os passos
text-hide-steps = Esconder os passos
text-dose = Dose
text-dose-sets = Séries
text-dose-reps = Repetições
text-dose-rounds = Voltas
text-dose-hold = Manter
text-dose-rest = Descanso
text-dose-frequency = Frequência
text-dose-sides = Lados
text-dose-words-sets = { $count ->
    [one] { $amount } série
    [many] { $amount } de séries
   *[other] { $amount } séries
}
text-dose-words-reps = { $count ->
    [one] { $amount } vez
    [many] { $amount } de vezes
   *[other] { $amount } vezes
}
text-dose-words-rounds = { $count ->
    [one] { $amount } volta
    [many] { $amount } de voltas
   *[other] { $amount } voltas
}
text-dose-words-hold = manter durante { $amount }
text-dose-words-rest = descansar { $amount }
text-dose-words-frequency = { $amount }
text-dose-words-sides = lados: { $amount }
text-other-language = { $language ->
    [en] O que se segue não está traduzido: está em inglês.
    [es] O que se segue não está traduzido: está em espanhol.
    [fr] O que se segue não está traduzido: está em francês.
    [de] O que se segue não está traduzido: está em alemão.
    [it] O que se segue não está traduzido: está em italiano.
    [nl] O que se segue não está traduzido: está em neerlandês.
    [ar] O que se segue não está traduzido: está em árabe.
   *[other] O que se segue não está traduzido. O seu idioma: { $name }.
}
text-schedule = Calendário
text-exercise = Exercício
text-days = Dias
text-any-day = Qualquer dia
text-day-mon = segunda-feira
text-day-tue = terça-feira
text-day-wed = quarta-feira
text-day-thu = quinta-feira
text-day-fri = sexta-feira
text-day-sat = sábado
text-day-sun = domingo
text-withdrawn-exercise = Retirado. Não o faça.
text-code-to-page = Código que leva a esta página na web
text-contents = Índice
text-llms-notices = Cada página começa com as suas precauções, os sinais para parar e os seus avisos. Transmita-os com o que dela retirar.
text-llms-stop = Diz quando parar.
text-outdated-translation = O original mudou desde que este texto foi traduzido.
text-book-accessibility = Títulos e um índice guiam pelo texto, e as suas imagens têm descrições.
text-sheet = Uma folha para uma pessoa
text-fact-position = Posição
text-fact-level = Nível
text-fact-kind = Tipo
text-fact-equipment = Material
text-fact-regions = Região
text-fact-muscles = Músculos
text-none = nenhum
text-level-beginner = principiante
text-level-intermediate = médio
text-level-advanced = avançado
text-kind-strength = força
text-kind-flexibility = flexibilidade
text-kind-balance = equilíbrio
text-kind-aerobic = aeróbico
text-kind-posture = postura
text-kind-breathing = respiração
text-kind-mind-body = corpo e mente

## Blocks of the text

text-callout-tip = Dica
text-callout-note = Nota
text-callout-important = Importante
text-callout-warning = Aviso
text-callout-caution = Cuidado
text-care-non-urgent = Quando pedir conselho
text-care-urgent = Procure ajuda em breve
text-care-emergency = Emergência
text-do = O que fazer
text-dont = O que não fazer
text-details = Mais
text-figure = Figura { $number }
text-promotion = Publicidade
text-disclaimer = Aviso
text-experts = Os nossos especialistas
text-people-and-teams = Pessoas e grupos
text-playlist = Lista de reprodução
text-table = Tabela { $number }
text-task-done = Feito
text-task-open = Por fazer
text-code = Código
text-footnotes = Notas de rodapé
text-back = Voltar ao texto
text-watch = Ver “{ $title }” em { $host }
text-listen = Ouvir “{ $title }” em { $host }
text-form-audio = Ouvir esta página
text-form-sign-language = Esta página em língua gestual
text-form-read-by = Lido por { $name }
text-form-interpreted-by = Interpretado por { $name }
text-form-made-by = Feito por { $name }
text-form-registration = Registo: { $number }
text-form-approved-by = Aprovado por { $name }
text-form-approved = Aprovado
text-form-not-approved = Ainda ninguém aprovou
text-form-behind = A página mudou desde esta gravação. Vale o que diz a página.
text-transcript = Transcrição
text-spoken-words = Ler o que é dito
text-video = Vídeo: { $title }

## Sources

text-source-number = Fonte { $number }: { $name }
text-accessed-web = Web
text-doi = DOI
text-pubmed = PubMed
text-pmc = PMC
text-web = Web
text-archived = Cópia arquivada
text-more-about-source = Página da fonte
text-more-about-source-named = Página da fonte: { $name }
text-back-to-mark = Voltar ao texto: marca { $number } de { $name }
text-back-to-text = Voltar ao texto
text-year-letter = No texto com a letra
text-retracted = Retratada
text-retracted-about = Esta fonte foi retirada depois de publicada.
text-concern = Expressão de preocupação
text-concern-about = A revista publicou uma preocupação sobre esta fonte.
text-corrected = Corrigida
text-corrected-about = Esta fonte foi corrigida depois de publicada.
text-evidence-guideline = Diretriz
text-evidence-systematic-review = Revisão sistemática
text-evidence-meta-analysis = Meta-análise
text-evidence-review = Revisão de estudos
text-evidence-randomised-trial = Ensaio aleatorizado
text-evidence-trial = Ensaio clínico
text-evidence-cohort = Estudo de coorte
text-evidence-case-control = Estudo de caso-controle
text-evidence-cross-sectional = Estudo transversal
text-evidence-observational = Estudo observacional
text-evidence-case-report = Relato de caso
text-evidence-expert = Opinião de especialistas
text-evidence-web = Página web
text-certainty = Certeza da evidência: { $level }
text-certainty-high = alta
text-certainty-moderate = moderada
text-certainty-low = baixa
text-certainty-very-low = muito baixa
text-certainty-judged = Avaliada por { $name } em { $date }
text-other-sources = Outras fontes
text-untitled = Sem título
text-no-date = s.d.
text-and-others = et al.
text-kind-of-source-journal = Artigo de revista científica
text-kind-of-source-news = Revista ou jornal
text-kind-of-source-book = Livro
text-kind-of-source-chapter = Capítulo
text-kind-of-source-conference = Comunicação em congresso
text-kind-of-source-report = Relatório
text-kind-of-source-thesis = Tese
text-kind-of-source-web = Página web
text-kind-of-source-preprint = Pré-publicação
text-kind-of-source-data = Conjunto de dados
text-kind-of-source-standard = Norma ou lei
text-kind-of-source-video = Vídeo
text-kind-of-source-software = Software
text-kind-of-source-other = Documento

## Statements

text-funding = Financiamento
text-conflicts = Conflitos de interesses
text-sponsor = Patrocinador
text-license = Licença
text-ai = Uso de IA
text-ai-checked = Verificado por { $name }.
text-picture-ai-generated = Imagem criada com IA
text-picture-ai-edited = Imagem alterada com IA
text-withdrawn = { $kind ->
    [exercise] Este exercício foi retirado em { $date }.
    [programme] Este programa foi retirado em { $date }.
   *[page] Esta página foi retirada em { $date }.
}
text-unpublished-draft = Rascunho
text-unpublished-future = Agendada
text-unpublished-expired = Expirada
text-withdrawn-successor = Leia em vez desta:
text-count-pages = { $count ->
    [one] { $count } página
    [many] { $count } de páginas
   *[other] { $count } páginas
}
text-count-exercises = { $count ->
    [one] { $count } exercício
    [many] { $count } de exercícios
   *[other] { $count } exercícios
}

## Forms

text-email = Endereço de e-mail
text-optional = opcional
text-form-sending = Envio em curso…
text-form-thanks = Obrigado
text-form-sent = A mensagem foi enviada.
text-form-failed = Não foi possível enviar. O que escreveu continua aqui; tente de novo.
text-feedback-question = Esta página foi útil?
text-feedback-yes = Sim
text-feedback-no = Não
text-feedback-report = Comunicar um problema
text-feedback-problem = O que está errado nesta página?
text-feedback-private = A mensagem chega às pessoas que escrevem estas páginas. Não podem aconselhar sobre a sua própria saúde; por favor, não escreva sobre ela.
text-feedback-send = Enviar
text-feedback-mail = Escreva-nos um e-mail sobre esta página

## Dates

text-date = { $day } de { $month } de { $year }
text-month-1 = janeiro
text-month-2 = fevereiro
text-month-3 = março
text-month-4 = abril
text-month-5 = maio
text-month-6 = junho
text-month-7 = julho
text-month-8 = agosto
text-month-9 = setembro
text-month-10 = outubro
text-month-11 = novembro
text-month-12 = dezembro

## Packets for reviewers

text-packet-title = Para revisão: { $title }
text-packet-file = Arquivo
text-packet-address = Endereço
text-packet-made = Documento preparado em
text-packet-changed = O que mudou desde que { $name } assinou em { $date }
text-packet-changed-since-request = O que mudou desde que { $name } pediu alterações em { $date }
text-packet-nothing-changed = Nada mudou.
text-packet-part-added = Acrescentado: { $title }
text-packet-part-removed = Removido: { $title }
text-packet-disclaimers = Avisos
text-packet-version = Versão { $version }
text-packet-text = O texto
text-packet-claims = Afirmações e as suas fontes
text-packet-claim = O que diz o texto
text-packet-source = A fonte
text-packet-unmarked = Consta da lista, sem marca no texto.
text-packet-sign = Aprovação
text-packet-approved = Li tudo isto e responsabilizo-me pelo texto.
text-packet-changes = Peço primeiro alterações.
text-packet-name = Nome e títulos:
text-packet-date = Data:
text-packet-signature = Assinatura:
text-packet-answer-word = Comente as palavras ou altere-as: este arquivo grava as alterações. Deixe os números entre colchetes como estão. No fim, preencha as linhas abaixo, guarde o arquivo e envie-o de volta.
text-packet-hash = O que foi lido: { $hash }
text-packet-captions = Legendas dos vídeos
text-packet-terms = Definições
text-packet-points = Pontos principais
text-packet-uncited = Frases sem fonte
text-packet-comments = Comentários
text-packet-command = Quem mantém o site grava a revisão com o comando da caixa assinalada. Se a pessoa assinar com uma chave, acrescenta-se --key ARQUIVO.
text-packet-ask = { $by } pede que leia esta página antes de ser publicada e que diga se a aprova.
text-packet-until = Responda, por favor, até { $date }.
text-packet-how = Clique numa frase, num passo, numa imagem ou numa fonte, ou use o botão “Comentar” ao lado, e escreva o que pensa ou que palavras sugere. No fim da página, indique o seu nome e a data, aprove ou peça alterações, e envie a sua resposta de volta. No papel, escreva ao lado dos números e assine no fim.
text-packet-packet = Documento
text-packet-details = Título e detalhes
text-packet-comment = Comentar
text-packet-comment-on = Comentar o parágrafo { $number }
text-packet-your-comment = O seu comentário
text-packet-suggestion = Sugerir outras palavras
text-packet-save = Guardar
text-packet-cancel = Cancelar
text-packet-edit = Editar
text-packet-delete = Apagar
text-packet-suggested = Palavras sugeridas
text-packet-answer = A sua resposta
text-packet-your-name = O seu nome
text-packet-your-date = Data
text-packet-decision = A sua decisão
text-packet-approve = Aprovar
text-packet-ask-changes = Pedir alterações
text-packet-closing = Outras observações
text-packet-kept = O que escreve fica guardado neste navegador. Nada é enviado automaticamente.
text-packet-suggestions-count = Uma sugestão é uma alteração que pede. Se aprovar, a sua aprovação vale quando cada sugestão estiver no texto, palavra por palavra.
text-packet-download = Transferir a resposta
text-packet-copy = Copiar a resposta como texto
text-packet-downloaded = A resposta está na sua pasta de transferências. Envie este arquivo de volta:
text-packet-copied = A resposta está copiada. Cole-a numa mensagem.
text-packet-copy-by-hand = Copie este texto e cole-o numa mensagem.
text-packet-need-name = Escreva primeiro o seu nome.
text-packet-need-decision = Aprove ou peça alterações primeiro.
text-packet-program = As linhas seguintes são para o programa. Deixe-as como estão.
text-packet-video = Vídeo, enviado com este arquivo: { $file }
text-packet-bundle = Páginas para revisão: { $name }
text-packet-bundle-how = Cada página tem a sua própria resposta no fim. Envie uma resposta para cada página que tenha lido.
text-packet-approve-changes = Aprovar as alterações
text-packet-approved-changes = Li o que mudou desde que { $name } assinou em { $date } e aprovo-o. Não voltei a ler o resto.
text-reminder-subject = Lembrete: uma revisão para { $site }
text-reminder-hello = Olá, { $name },
text-reminder-body = Pedimos-lhe que revisse estas páginas e ainda não temos resposta:
text-reminder-page = { $title } (pedido em { $asked })
text-reminder-page-until = { $title } (pedido em { $asked }, resposta desejada até { $until })
text-reminder-close = Se já enviou a sua resposta, ou se não pode rever uma página, diga-nos, por favor.

## Corrections and people

all-corrections = Todas as correções
count-correction = { $count ->
    [one] { $count } correção
    [many] { $count } de correções
   *[other] { $count } correções
}
text-corrections = Correções
text-corrections-dek = O que as páginas deste site diziam mal, e o que dizem agora.
text-people-reviewers = Revisão médica e clínica
text-people-authors = Autores
text-people-contributors = Edição e colaboração
text-people-further = Outras pessoas

## Search

text-search = Procurar
search-site = Procurar neste site
search-for = O que procura?
search-topic = Tema
search-pages = Outras páginas
search-loading = Pesquisa em carregamento…
search-failed = Não é possível carregar a pesquisa neste momento. As listas de artigos, exercícios e temas continuam a levar a todas as páginas.
search-without-script = A pesquisa precisa de JavaScript, que está desativado neste navegador. Aqui estão todas as páginas por nome; o navegador pode procurar uma palavra nesta página.
search-hint = Tente com menos palavras, com outras palavras ou sem filtro.
search-partial = Nenhuma página tem todas estas palavras. Estas têm a maior parte.
search-more = Mostrar mais
search-close = Fechar
search-slash = A tecla / abre a pesquisa
search-lists = Todas as páginas por nome
search-count = { $count ->
    [0] Nenhum resultado
    [one] { $count } resultado
    [many] { $count } de resultados
   *[other] { $count } resultados
}

## Tables, charts and risks from numbers

text-people-affected = { $n } em { $of }
text-people-affected-then = { $n } em { $of }; depois { $then } em { $of }
text-people-yes = Afetadas: { $n }
text-people-always = Afetadas em ambos os casos: { $n }
text-people-before = Afetadas no início, depois não: { $n }
text-people-after = Afetadas só depois: { $n }
text-people-no = Não afetadas: { $n }
text-number-decimal = ,
text-number-group = .
text-data-file = Transferir os dados: { $name }
text-data-part = São mostradas as primeiras { $shown } de { $count } linhas. O arquivo contém todas.
text-chart-numbers = Os números em tabela
text-chart-bar = Barras: { $y }, por { $x }.
text-chart-line = Linha: { $y }, por { $x }.
text-chart-interval = Pontos com intervalos: { $y }, por { $x }.
text-chart-summary = { $y }: mínimo { $low }, máximo { $high }; primeiro { $first }, último { $last }.
text-chart-including = Intervalos que incluem { $at }: { $n } de { $count }.
text-chart-range = { $y } (de { $low } a { $high })
