//! What libraries of other people contain, each in its smallest form: nothing of it may cost an entry or a field.

use wellpress_bibliography::write::ExportScope;
use wellpress_bibliography::{
    Case, CiteKey, ContributorName, ExportFormat, KeyAlias, NameRole, ParsedFile, Reference, ReferenceKind,
    TextVariable, Title, parse, parse_with_macros,
};
use wellpress_diagnostics::{Severity, Source};

fn read(name: &str, text: &str) -> ParsedFile {
    parse(&Source::new(name, text))
}

fn bib(text: &str) -> ParsedFile {
    read("library.bib", text)
}

fn ris(text: &str) -> ParsedFile {
    read("library.ris", text)
}

/// The only record of a file; findings may be warnings.
fn only(parsed: ParsedFile) -> Reference {
    assert!(parsed.diagnostics.iter().all(|finding| finding.severity != Severity::Error), "{:#?}", parsed.diagnostics);
    let [reference] = parsed.references.try_into().expect("one reference");
    reference
}

/// The record of an article with this field.
fn with_field(field: &str) -> Reference {
    only(bib(&format!("@article{{a, title = {{t}}, journal = {{J}}, {field}}}")))
}

fn with_title(tex: &str) -> Title {
    only(bib(&format!("@article{{a, journal = {{J}}, title = {{{tex}}}}}"))).title.expect("a title")
}

fn title(tex: &str) -> String {
    let parsed = bib(&format!("@article{{a, journal = {{J}}, title = {{{tex}}}}}"));
    assert_eq!(parsed.diagnostics, [], "{tex}");
    only(parsed).title.expect("a title").to_string()
}

fn family_names(reference: &Reference) -> Vec<String> {
    reference.authors.iter().map(ContributorName::display_family).collect()
}

#[test]
fn a_bad_field_is_a_warning_and_read_as_far_as_possible() {
    for (field, year) in [
        ("year = {1983a}", "1983"),
        ("year = {c2019}", "2019"),
        ("year = {[2019]}", "2019"),
        ("year = {2019/20}", "2019"),
        ("year = {1982--1983}", "1982/1983"),
        ("year = {Fall/Winter 1992-1993}", "1992/1993"),
        ("date = {~2003-06-21}", "2003-06-21"),
        ("date = {1999-uu-uu}", "1999"),
        ("date = {2004/unknown}", "2004/.."),
    ] {
        assert_eq!(with_field(field).issued.map(|date| date.to_string()).as_deref(), Some(year), "{field}");
    }
    for (field, url) in [
        ("url = {proteinatlas.org/about}", Some("https://proteinatlas.org/about")),
        ("url = {https://a.org/x y}", Some("https://a.org/x%20y")),
        ("url = {https://a.org/x; https://b.org/y}", Some("https://a.org/x")),
        ("url = {ftp://a.org/x}", None),
        ("url = {<Go to ISI>://WOS:000123}", None),
        ("url = {file:///home/jane/paper.pdf}", None),
    ] {
        assert_eq!(with_field(field).url.as_deref(), url, "{field}");
    }
    assert_eq!(with_field("volume = 3, volume = 4").volume.as_deref(), Some("3"), "the first of two counts");
    assert_eq!(
        with_field("abstract = {It cost $5 and 50 % of $x.}").abstract_text.as_deref(),
        Some("It cost $5 and 50 % of $x.")
    );
    assert_eq!(with_field("publisher = acme").publisher.as_deref(), Some("acme"), "an unknown macro is its name");
}

#[test]
fn an_entry_without_harm_to_others_is_no_error() {
    let parsed = read(
        "a.json",
        "[{\"id\": \"a\", \"type\": \"book\", \"title\": \"A\"},\n {\"id\": \"b\", \"title\": \"B\" x}]",
    );
    assert_eq!(parsed.references.len(), 1);
    assert_eq!((parsed.diagnostics[0].severity, parsed.faults[0].key.as_str()), (Severity::Warning, "b"));
    let open = bib("@article{a, title = {Never closed}\n");
    assert_eq!(open.diagnostics[0].severity, Severity::Error, "what follows is a guess");
}

#[test]
fn parentheses_underscores_and_blanks_are_bibtex() {
    let text = "@string(j = {Journal of Bones})\n@article(a, title = {Falls (in homes)}, journal = j, year = 2020)";
    let article = only(bib(text));
    assert_eq!(article.title.as_deref(), Some("Falls (in homes)"));
    assert_eq!(article.container.as_deref(), Some("Journal of Bones"));
    let open = bib("@article(doe2020, title = {The effects");
    assert_eq!(open.diagnostics[0].message, "the entry `doe2020` is never closed");
    assert_eq!(
        only(bib("@string{Ä = {Acta}}\n@book{a, title = {t}, publisher = Ä}")).publisher.as_deref(),
        Some("Acta")
    );
    let page = only(bib("@web_page{a, title = {t}, url = {https://a.org}}"));
    assert_eq!(page.kind, ReferenceKind::Webpage);
    assert_eq!(only(bib("@book_section{a, title = {t}, booktitle = {b}}")).kind, ReferenceKind::Chapter);
    let scopus =
        bib("Scopus\nEXPORT DATE: 1 May 2020\n\n@ARTICLE{Doe2020, title={t}, journal={J}, funding_text 1={Paid by X}}");
    assert_eq!((scopus.diagnostics.len(), scopus.references.len()), (0, 1));
    assert_eq!(
        bib("@article{Doe2020, title={a}, journal={J}}\n@article{doe2020, title={b}, journal={J}}").references.len(),
        2
    );
}

#[test]
fn macros_may_be_defined_in_another_file() {
    let macros = bib("@string{bone = {Bone}}\n@string{both = bone # \" Reports\"}");
    let source =
        Source::new("b.bib", "@string{bone = {Own}}\n@article{a, title={t}, journal = both, publisher = bone}");
    assert!(parse(&source).has_undefined_macros);
    let parsed = parse_with_macros(&source, &macros.definitions);
    assert_eq!(parsed.diagnostics, []);
    assert_eq!(parsed.references[0].container.as_deref(), Some("Bone Reports"));
    assert_eq!(parsed.references[0].publisher.as_deref(), Some("Own"), "a macro of the file itself comes first");
}

#[test]
fn links_between_entries_ignore_case() {
    let parsed = bib("@inbook{a, title={t}, crossref={PARENT}}\n@book{parent, title={The whole}, year=2001}");
    assert_eq!(parsed.diagnostics, []);
    assert_eq!(parsed.references[0].container.as_deref(), Some("The whole"));
}

#[test]
fn an_entry_without_a_key_gets_one() {
    let parsed = bib(
        "@article{, author={Doe, Jane}, title={Bones and age}, journal={J}, year=2020}\n@book{title={Hips}, year=2021}",
    );
    let keys: Vec<_> = parsed.references.iter().map(|reference| reference.key.as_str()).collect();
    assert_eq!(keys, ["doe-2020-bones", "2021-hips"]);
}

#[test]
fn commands_that_print_nothing_or_something_else() {
    assert_eq!(title("{\\noopsort{b}}The \\mkbibquote{new} way"), "The \u{201c}new\u{201d} way");
    assert_eq!(title("The 20\\({}^{\\mbox{th}}\\) day"), "The 20<sup>th</sup> day");
    assert_eq!(title("Half\\!way by $a\\thinspace b$"), "Halfway by a b");
    assert_eq!(title("$\\alpha$-linolenic and \\textalpha"), "α-linolenic and α");
    assert_eq!(title("{\\'{\\i}} \\v{c} {\\c c} \\r{a} \\H o \\k{a} \\ss{} {\\aa} \\'{\\^a}"), "í č ç å ő ą ß å ấ");
    assert_eq!(
        title("See \\href{https://a.org}{the page} \\& \\url{https://a.org/b_c}"),
        "See the page & https://a.org/b_c"
    );
    assert_eq!(title("A $<$i$>$ sign"), "A <i> sign");
    assert_eq!(title("{\\em E. coli} in {\\bf b}"), "<i>E. coli</i> in <b>b</b>");
    assert_eq!(with_field("series = newseries").collection.as_deref(), Some("new series"));
    assert_eq!(with_field("type = {bathesis}").genre.as_deref(), Some("Bachelor\u{2019}s thesis"));
}

#[test]
fn names_in_every_form_of_bibtex() {
    let authors = only(bib(
        "@book{a, title={t}, author={family=Berg, given=Ann, prefix=van den, useprefix=false and de la Cruz, Maria and \
         Ludwig van Beethoven and {Barnes and Noble} and Smith, Jr., Al and Plato}}",
    ));
    assert_eq!(family_names(&authors), ["Berg", "de la Cruz", "van Beethoven", "Barnes and Noble", "Smith", "Plato"]);
    let ContributorName::Person { dropping_particle, non_dropping_particle, .. } = &authors.authors[0] else {
        panic!()
    };
    assert_eq!((dropping_particle.as_deref(), non_dropping_particle.as_deref()), (Some("van den"), None));
}

#[test]
fn a_field_twice_in_json_is_a_warning() {
    let parsed = read("a.json", r#"[{"id": "a", "type": "book", "type": "chapter", "title": "T"}]"#);
    assert_eq!(only(parsed).kind, ReferenceKind::Book);
    let unknown = read("a.json", r#"[{"id": "a", "type": "no-such", "title": "T", "URL": "https://a.org"}]"#);
    assert_eq!(only(unknown).kind, ReferenceKind::Webpage);
}

#[test]
fn what_stands_behind_a_ris_entry_is_no_entry() {
    let parsed = ris(
        "1.\nTY  - JOUR\nID  - a\nTI  - T\nER  - \nNL  - Short\n\nLink to the text: https://a.org\n\n2.\nTY  - JOUR\nID  - b\nTI  - U\nER  - \n",
    );
    assert_eq!((parsed.diagnostics.len(), parsed.references.len()), (0, 2));
}

#[test]
fn embase_keeps_addresses_of_authors_where_others_have_numbers() {
    let source = only(ris(
        "TY  - JOUR\nT1  - Cysts of the gut\nA1  - Liu R.\nA1  - van der Berg A.B.\nM1  - (Liu R., liu@example.org) Department of Guts, 12 Main Street\n\
         AD  - R. Liu, 12 Main Street\nM3  - Article\nVL  - 3\nSP  - 152\nEP  - 160\nU2  - L373791783\nC5  - 25184122\nDB  - Embase\nER  - \n",
    ));
    assert_eq!(source.pages.as_deref(), Some("152-160"));
    assert_eq!((&source.number, &source.genre), (&None, &None), "neither addresses nor the database's types");
    assert_eq!(family_names(&source), ["Liu", "van der Berg"]);
    assert_eq!(source.authors[0].display_given().as_deref(), Some("R."));
    assert_eq!(source.pmid.as_deref(), Some("25184122"));
}

#[test]
fn addresses_of_databases_are_no_addresses_of_works() {
    for (database, address) in [
        ("Embase", "https://www.embase.com/search/results?subaction=viewrecord&id=L200002"),
        ("Ovid MEDLINE(R)", "http://ovidsp.ovid.com/ovidweb.cgi?T=JS&AN=1"),
    ] {
        let tags =
            format!("TY  - JOUR\nDB  - {database}\nUR  - {address}\nCP  - United States\nT1  - t\nIS  - 2\nER  - \n");
        let read = only(ris(&tags));
        assert_eq!(read.url, None, "{address}");
        assert_eq!(read.issue.as_deref(), Some("2"));
    }
}

#[test]
fn embase_writes_names_of_every_form_with_initials_behind() {
    let read =
        only(ris("TY  - JOUR\nDB  - Embase\nA1  - Liu R.\nA1  - Lee Y. K.\nA1  - Moss J.B., III\nA1  - Roe J. Jr.\n\
         A1  - WHO Study Group\nA2  - Dahl B.\nT1  - t\nER  - \n"));
    let names: Vec<String> = read.authors.iter().chain(&read.editors).map(ContributorName::in_full).collect();
    assert_eq!(names, ["Liu, R.", "Lee, Y. K.", "Moss, J.B., III", "Roe, J., Jr.", "WHO Study Group", "Dahl, B."]);
}

#[test]
fn the_number_of_an_article_does_not_replace_its_pages() {
    let article = |tags: &str| only(ris(&format!("TY  - JOUR\nTI  - t\nVL  - 3\n{tags}\nER  - \n")));
    let both = article("IS  - 2\nSP  - e12\nEP  - e20\nM1  - 5");
    assert_eq!((both.number.as_deref(), both.issue.as_deref()), (None, Some("2")));
    assert_eq!(both.pages.as_deref(), Some("e12-e20"));
    assert_eq!(article("SP  - 12\nM1  - Suppl 2").issue.as_deref(), Some("Suppl 2"));
    assert_eq!(article("M1  - e1005").number.as_deref(), Some("e1005"));
}

#[test]
fn a_chapter_in_a_series_of_books_has_the_series_as_its_book() {
    let read = only(ris("TY  - SER\nTI  - A chapter\nT2  - Advances in Bones\nSP  - 10\nEP  - 20\nER  - \n"));
    assert_eq!((read.kind, read.container.as_deref()), (ReferenceKind::Chapter, Some("Advances in Bones")));
    let book = only(ris("TY  - SER\nTI  - A book\nT2  - Advances in Bones\nER  - \n"));
    assert_eq!((book.kind, book.collection.as_deref()), (ReferenceKind::Book, Some("Advances in Bones")));
}

#[test]
fn ris_with_careless_blanks_is_read() {
    for text in ["TY  -JOUR\nID  -a\nTI  -Beta\nER  -\n", "  TY  - JOUR\n  ID  - a\n  TI  - Beta\n  ER  - \n"] {
        let read = only(ris(text));
        assert_eq!((read.key.as_str(), read.title.as_deref()), ("a", Some("Beta")), "{text}");
    }
}

#[test]
fn blanks_comments_and_open_quotes_lose_no_entry() {
    assert_eq!(only(bib("@ article{a, title={t}}")).kind, ReferenceKind::ArticleJournal);
    let read = only(bib("@book{a, title={t}, % a comment, with a comma\n author={Moss, Ann}}"));
    assert_eq!(family_names(&read), ["Moss"]);
    let open = bib("@book{a, title=\"Beta, year=2020}");
    assert_eq!(open.diagnostics.iter().filter(|finding| finding.message.contains("nothing closes")).count(), 1);
    assert_eq!(only(open).title.as_deref(), Some("Beta, year=2020"));
    assert_eq!(bib("Write to me @ home (x) or me@{x}.").references.len(), 0);
}

#[test]
fn ovid_lists_references_and_says_where_there_are_no_pages() {
    let source = only(ris(
        "TY  - JOUR\nID  - 2019-1\nT1  - Self-criticism\nA1  - Trindade, Ines A\nA2  - Baral, Braun, Campbell\nY1  - 2019//\n\
         M1  - Baral, S. (2011). An assessment.\nM2  - Trindade, Ines. University of Coimbra.\nM3  - Health & Mental Health [3300]\n\
         SP  - No\nEP  - Specified\nAD  - Trindade, Ines A.: ines@example.org\nL2  - http://ovidsp.ovid.com/ovidweb.cgi?T=JS\nER  - \n",
    ));
    assert_eq!((&source.pages, &source.number, &source.genre), (&None, &None, &None));
    assert!(source.editors.is_empty());
    for pages in ["SP  - No-Specified\n", "SP  - N.PAG\nEP  - N.PAG\n"] {
        assert_eq!(only(ris(&format!("TY  - JOUR\nTI  - T\n{pages}ER  - \n"))).pages, None, "{pages}");
    }
}

#[test]
fn no_private_data_is_in_a_record_for_readers() {
    let texts = [
        (
            "a.ris",
            "TY  - JOUR\nID  - a\nTI  - T\nAU  - Doe, Jane, jane@secret.example\nAD  - 12 Secret Road\nN1  - my secret note\nRN  - secret\nL1  - file:///home/secret/a.pdf\nM1  - secret@secret.example\nER  - \n",
        ),
        (
            "a.bib",
            "@article{a, title={T}, journal={J}, annote={secret}, annotation={secret}, file={:/home/secret/a.pdf:PDF}, note={Ask jane@secret.example}, affiliation={12 Secret Road}, url={file:///home/secret/a}}",
        ),
        ("a.json", r#"[{"id":"a","type":"book","title":"T","annote":"secret","note":"Write to jane@secret.example"}]"#),
    ];
    for (name, text) in texts {
        let reference = read(name, text).references.remove(0);
        for format in ExportFormat::ALL {
            for scope in [ExportScope::Readers, ExportScope::ReadersWithAbstracts] {
                let export = format.export(&[&reference], scope).to_lowercase();
                assert!(!export.contains("secret"), "{name}: {export}");
            }
        }
    }
}

#[test]
fn titles_of_bibtex_are_read_in_sentence_case() {
    for (tex, expected) in [
        (
            "The Effects of Exercise on Bone: A Systematic Review of {RCTs}",
            "The effects of exercise on bone: A systematic review of RCTs",
        ),
        (
            "Vitamin D, mRNA, McKenzie and COVID-19 in Low-Back Pain",
            "Vitamin D, mRNA, McKenzie and COVID-19 in low-back pain",
        ),
        ("Vitamin A Deficiency? An Update", "Vitamin A deficiency? An update"),
        ("Pain among {U.S.} Adults vs. Children", "Pain among U.S. adults vs. children"),
        ("{{Keep Every Capital Here}}", "Keep Every Capital Here"),
        ("EFFECTS OF EXERCISE AND WALKING ON BONE", "Effects of exercise and walking on bone"),
        (
            "Growth of \\emph{Escherichia coli} in the {Gut} of Older Adults",
            "Growth of <i>Escherichia coli</i> in the Gut of older adults",
        ),
        ("Falls among older women in Sweden and Norway", "Falls among older women in Sweden and Norway"),
        ("Die Wirkung von Bewegung auf Knochen", "Die Wirkung von Bewegung auf Knochen"),
        ("Prävention und Therapie", "Prävention und Therapie"),
        ("Gesundheit in Deutschland 2020", "Gesundheit in Deutschland 2020"),
        ("Nationale Versorgungsleitlinie Kreuzschmerz", "Nationale Versorgungsleitlinie Kreuzschmerz"),
        ("Lehrbuch Anatomie", "Lehrbuch Anatomie"),
        ("Vitamin D3 and Omega-3 Fatty Acids", "Vitamin D3 and omega-3 fatty acids"),
        ("Pain in L5-S1 Discs", "Pain in L5-S1 discs"),
        ("VITAMIN B12 AND FALLS IN WOMEN", "Vitamin B12 and falls in women"),
        ("BMI, Age, and Sex", "BMI, age, and sex"),
        ("mRNA and iPhone Use in COVID-19 Patients", "mRNA and iPhone use in COVID-19 patients"),
        ("\\textit{Staphylococcus aureus} Infection", "<i>Staphylococcus aureus</i> infection"),
        ("Lung Function in the Young", "Lung function in the young"),
        ("ALS Patients Exercise Program", "ALS patients exercise program"),
        ("Von {Willebrand} Disease in Women", "Von Willebrand disease in women"),
        ("Das neue Medikament", "Das neue Medikament"),
    ] {
        assert_eq!(title(tex), expected);
    }
    assert_eq!(
        with_field("langid = {ngerman}, shorttitle = {Knochen Heute}").short_title.as_deref(),
        Some("Knochen Heute")
    );
    let chapter = only(bib(
        "@incollection{a, title={One Two Three}, booktitle={Handbook of Bone Health}, series={Lecture Notes in Bones}, year=2000}",
    ));
    assert_eq!(chapter.container.as_deref(), Some("Handbook of bone health"));
    assert_eq!(chapter.collection.as_deref(), Some("Lecture Notes in Bones"), "a series keeps its name");
    assert_eq!(with_field("year = 2000").container.as_deref(), Some("J"));
    let csl = read("a.json", r#"[{"id":"a","type":"book","title":"Keep This Title As It Is"}]"#);
    assert_eq!(only(csl).title.as_deref(), Some("Keep This Title As It Is"), "CSL-JSON has sentence case already");
}

#[test]
fn titles_of_other_languages_keep_their_capitals() {
    for title_of_entry in [
        "Tratamiento del Dolor Lumbar Crónico",
        "Efectos Del Ejercicio En El Dolor: Un Estudio",
        "A Importância do Exercício na Saúde",
        "Prevenção de Quedas em Idosos",
        "L'Exercice Physique chez les Personnes Âgées",
        "Le Mal de Dos",
        "Esercizio e Salute dell'Anziano",
        "Het Effect van Oefening bij Ouderen",
        "Die Rolle der Physiotherapie",
        "TRATAMIENTO DEL DOLOR EN ADULTOS",
        "Innere Medizin",
        "Medicina Interna",
        "Salud Ósea",
        "Médecine Interne",
        "Interne Geneeskunde",
        "Salute Mentale",
        "Douleurs Chroniques",
        "Saúde Mental",
        "Physikalische Therapie",
        "Chronische Pijn",
    ] {
        assert_eq!(title(title_of_entry), title_of_entry);
    }
    for (tex, expected) in [
        ("E-Health Interventions and Vitamin E Intake", "E-health interventions and vitamin E intake"),
        ("De Novo Mutations", "De novo mutations"),
        ("Café Society and Health", "Café society and health"),
        ("Sjögren Syndrome", "Sjögren syndrome"),
        ("Internal Medicine Today", "Internal medicine today"),
        ("Myopia Control", "Myopia control"),
        ("Ménière's Disease Treatment", "Ménière's disease treatment"),
        (
            "Na Channels, LOS and the DE Gene in Post-op Patients",
            "Na channels, LOS and the DE gene in post-op patients",
        ),
    ] {
        assert_eq!(title(tex), expected, "an English title with a word that another language has");
    }
}

#[test]
fn no_field_of_bibtex_is_lost() {
    let blog = only(bib(
        "@online{a, title={A post}, titleaddon={The Bone Blog}, entrysubtype={Blog post}, url={https://a.org}}",
    ));
    assert_eq!((blog.kind, blog.container.as_deref()), (ReferenceKind::PostWeblog, Some("The Bone Blog")));
    let entry = only(bib("@inreference{a, title={Hip}, booktitle={Encyclopedia of bones}}"));
    assert_eq!(entry.container.as_deref(), Some("Encyclopedia of bones"));
    let paper = only(bib("@inproceedings{a, title={t}, booktitle={b}, organization={ACM}, publisher={Springer}}"));
    assert_eq!(paper.publisher.as_deref(), Some("ACM; Springer"));
    assert_eq!(
        only(bib("@misc{a, title={t}, howpublished={R package version 1.2}}")).publisher.as_deref(),
        Some("R package version 1.2")
    );
    let article = with_field(
        "number = {2, (1988)}, issue = {Spring}, eid = {e12}, pages = {1--10}, eprint = {2101.00001}, doi = {10.1000/x}, note = {One.}, addendum = {Two.}",
    );
    assert_eq!(article.issue.as_deref(), Some("2, (1988), Spring"));
    assert_eq!((article.pages.as_deref(), article.number.as_deref()), (Some("1-10"), Some("e12")));
    assert_eq!(article.url.as_deref(), Some("https://arxiv.org/abs/2101.00001"));
    assert_eq!(article.note.as_deref(), Some("One. Two."));
    let volume = only(bib("@incollection{a, title={t}, booktitle={b}, maintitle={m}}"));
    assert_eq!((volume.container.as_deref(), volume.collection.as_deref()), (Some("b"), Some("m")));
    let case = only(bib("@jurisdiction{a, title={t}, court={High Court}}"));
    assert_eq!(case.more.text(TextVariable::Authority), Some("High Court"));
    let edited = only(bib("@book{a, title={t}, editora={Doe, Jane}, editoratype={redactor}}"));
    assert_eq!(edited.more.names(NameRole::Contributor).len(), 1);
    let book = only(ris("TY  - SER\nID  - a\nTI  - T\nT2  - Notes on Bones\nA3  - Roe, R.\nER  - \n"));
    assert_eq!(book.collection.as_deref(), Some("Notes on Bones"));
    assert_eq!(book.more.names(NameRole::CollectionEditor).len(), 1);
}

#[test]
fn a_doi_is_found_in_the_addresses_around_it() {
    for text in [
        "https://dx.doi.org.ezproxy.example.edu/10.1000/x1",
        "http://doi.acm.org/10.1000/x1",
        "doi/10.1000/x1",
        "https://www.publisher.example/doi/full/10.1000/x1?journal=a",
        "https://onlinelibrary.example.com/doi/10.1000/x1/abstract",
        "doi: 10.1000/x1.",
    ] {
        assert_eq!(with_field(&format!("doi = {{{text}}}")).doi.as_deref(), Some("10.1000/x1"), "{text}");
    }
    assert_eq!(with_field("doi = {10/gf4s6x}").doi.as_deref(), Some("10/gf4s6x"));
    let moved = with_field("url = {https://dx.doi.org/10.1000/x1}");
    assert_eq!((moved.doi.as_deref(), moved.url), (Some("10.1000/x1"), None));
}

#[test]
fn a_doi_is_found_in_queries_and_fields_for_addresses() {
    assert_eq!(with_field("pmid = {PMC9674384}").pmid, None, "it is the id of another service");
    for (field, doi) in [
        ("doi = {https://doi.org/10.1002/a%3Cb%3E}", "10.1002/a<b>"),
        ("url = {https://login.ezproxy.example.edu/login?url=https://doi.org/10.1000/abc}", "10.1000/abc"),
        ("url = {https://doi.example.org/getdoi.cfm?doi=10.1000/abc}", "10.1000/abc"),
        ("url = {https://www.example.com/doifinder/10.1000/abc}", "10.1000/abc"),
        ("url = {10.1000/abc}", "10.1000/abc"),
        ("url = {https://ezproxy.example.edu/login?qurl=https%3A%2F%2Fdoi.org%2F10.1000%2Fabc}", "10.1000/abc"),
        ("url = {https://login.proxy.example.edu/login?url=https://dx.doi.org/10.1000/abc}", "10.1000/abc"),
        ("url = {http://dx.doi.org/doi:10.1000/abc}", "10.1000/abc"),
        ("url = {doi:10.1000/abc}", "10.1000/abc"),
        ("doi = {https://doi.org/10/abcde}", "10/abcde"),
        (
            "doi = {10.1002/(SICI)1097-0258(19980815/30)17:15{\\textless}1661::AID-SIM968{\\textgreater}3.0.CO;2-2}",
            "10.1002/(SICI)1097-0258(19980815/30)17:15<1661::AID-SIM968>3.0.CO;2-2",
        ),
    ] {
        assert_eq!(with_field(field).doi.as_deref(), Some(doi), "{field}");
    }
    assert_eq!(with_field("url = {https://doi-org.ezproxy.example.edu/10.1000/abc}").url, None);
    let unknown = with_field("eprint = {2020.01.123456}, eprinttype = {bioRxiv}").more;
    assert_eq!(unknown.text(TextVariable::ArchiveLocation), Some("2020.01.123456"));
    let eprint = with_field("eprint = {https://arxiv.org/abs/2101.00003}, eprinttype = {arxiv}");
    assert_eq!(eprint.url.as_deref(), Some("https://arxiv.org/abs/2101.00003"));
}

#[test]
fn a_source_keeps_its_other_keys() {
    let parsed =
        bib("@book{a, title={t}, ids={old, older key}}\n@set{merged, entryset={a}}\n@set{two, entryset={a, b}}");
    assert_eq!(parsed.references[0].aliases, ["old", "older key"].map(CiteKey::new));
    assert_eq!(parsed.aliases, [KeyAlias { alias: CiteKey::new("merged"), key: CiteKey::new("a") }]);
    for format in ExportFormat::ALL {
        let export = format.export(&[&parsed.references[0]], ExportScope::Owner);
        let again = read(&format!("a.{}", format.extension()), &export);
        assert_eq!(again.references[0].aliases, parsed.references[0].aliases, "{export}");
    }
}

#[test]
fn a_brace_within_a_word_protects_the_word() {
    assert_eq!(
        title("Modelling the {N}avier-{S}tokes Equations of {C}ox"),
        "Modelling the Navier-Stokes equations of Cox"
    );
    let read = with_title("Seventh {I}nternational {P}lanning {C}ompetition: Planner Abstracts");
    assert_eq!(read.as_str(), "Seventh International Planning Competition: Planner abstracts");
    let protected = read.protected_ranges().iter().map(|range| &read[range.clone()]).collect::<Vec<_>>();
    assert_eq!(protected, ["International Planning Competition"]);
}

#[test]
fn a_german_title_without_a_language_is_protected_as_a_whole() {
    let german = with_title("Grundlagen und Anwendungen der Technik");
    assert_eq!(german.pieces().next(), Some((german.as_str(), Case::Protected)));
}

#[test]
fn english_has_many_names() {
    for language in ["australian", "canadian", "ukenglish", "en-GB"] {
        let read = only(bib(&format!("@article{{a, title={{Falls in Older Women}}, langid={{{language}}}}}")));
        assert_eq!(read.title.as_deref(), Some("Falls in older women"), "{language}");
    }
}

#[test]
fn numbers_and_journals_of_proceedings_books_and_unknown_types() {
    let paper = only(bib("@inproceedings{a, title={t}, booktitle={b}, volume={9}, number={47}, pages={1--2}}"));
    assert_eq!((paper.issue.as_deref(), paper.number), (Some("47"), None));
    let in_series = only(bib("@inproceedings{a, title={t}, booktitle={b}, series={Lecture Notes}, number={47}}"));
    assert_eq!(in_series.more.text(TextVariable::CollectionNumber), Some("47"));
    let chapter = only(bib("@book{a, title={t}, journal={The Handbook}, pages={3-45}}"));
    assert_eq!((chapter.kind, chapter.container.as_deref()), (ReferenceKind::Chapter, Some("The Handbook")));
    let book = only(bib("@book{a, title={t}, journal={The Handbook}}"));
    assert_eq!((book.kind, book.container.as_deref()), (ReferenceKind::Book, Some("The Handbook")));
    let slip = only(bib("@aticle{a, title={t}, journal={j}, volume={1}, pages={2}, url={https://example.org/}}"));
    assert_eq!(slip.kind, ReferenceKind::ArticleJournal);
}

#[test]
fn addresses_within_other_words() {
    for (field, address) in [
        ("howpublished = {[Available online at \\url{http://www.example.org/a_b}]}", "http://www.example.org/a_b"),
        ("howpublished = {Available from https://example.org/a.}", "https://example.org/a"),
        ("url = {http://www.example.org/$\\sim$who/a}", "http://www.example.org/~who/a"),
    ] {
        assert_eq!(with_field(field).url.as_deref(), Some(address), "{field}");
    }
}

#[test]
fn fields_have_other_names_in_some_programs() {
    let read = only(bib("@book{a, title={t}, city={Oslo}, summary={About bones.}, numpages={90}}"));
    assert_eq!((read.place.as_deref(), read.abstract_text.as_deref()), (Some("Oslo"), Some("About bones.")));
    assert_eq!(read.more.text(TextVariable::NumberOfPages), Some("90"));
    let read = with_field("issn = {1234-5678}, eissn = {8765-4321}, lccn = {RD771 .B33}, collaborator = {Moss, Ann}");
    assert_eq!(read.issn.as_deref(), Some("1234-5678, 8765-4321"));
    assert_eq!(read.more.text(TextVariable::CallNumber), Some("RD771 .B33"));
    assert_eq!(read.more.names(NameRole::Contributor).len(), 1);
    assert_eq!(with_field("eissn = {8765-4321}").issn.as_deref(), Some("8765-4321"));
    assert_eq!(with_field("eprintclass = {cs.DS}").more.text(TextVariable::CallNumber), Some("cs.DS"));
}

#[test]
fn brackets_may_hold_a_status() {
    let read = only(bib("@book{a, title={t}, year={[In press]}}"));
    assert_eq!(read.status.as_deref(), Some("in press"));
}

#[test]
fn macros_that_double_at_each_level_have_one_finding_that_names_the_limit() {
    let mut file = "@string{a0 = \"x\"}\n".to_owned();
    for level in 1..30 {
        file.push_str(&format!("@string{{a{level} = a{0} # a{0}}}\n", level - 1));
    }
    file.push_str("@article{k, title = a15}\n");
    let parsed = parse(&Source::new("a.bib", file));
    let messages: Vec<&str> = parsed.diagnostics.iter().map(|finding| finding.message.as_str()).collect();
    let limit = "with its macros put in, the value has more than 1000000 bytes, so it is left out; write a shorter one";
    // Behind it, the name stands for itself, and the doubling begins again.
    assert_eq!(messages, [limit]);
    assert_eq!((parsed.diagnostics[0].location.line, parsed.diagnostics[0].location.column), (21, 15));
    assert_eq!(parsed.references[0].title.as_deref().map(str::len), Some(1 << 15));
}

#[test]
fn control_characters_become_blanks_with_a_warning() {
    let file = "@article{a, title = {One\u{2}two}, journal = {Three\u{92}s}}\n";
    let parsed = parse(&Source::new("a.bib", file));
    assert_eq!(parsed.references[0].title.as_deref(), Some("One two"));
    assert_eq!(parsed.diagnostics.len(), 1);
    let finding = &parsed.diagnostics[0];
    assert_eq!(finding.message, "the control character U+0002 is read as a blank, as are all others in the file");
    assert_eq!((finding.location.column, finding.severity), (25, Severity::Warning));
    let escaped = [
        ("a.json", r#"[{"id": "a", "type": "book", "title": "One\u0002two"}]"#),
        ("a.yaml", "a:\n  type: book\n  title: \"One\\x02two\"\n"),
    ];
    for (path, text) in escaped {
        let parsed = parse(&Source::new(path, text));
        assert_eq!(parsed.references[0].title.as_deref(), Some("One two"), "{path}");
    }
}
