project = "A site of Sphinx that cites sources"
extensions = ["sphinxcontrib.bibtex"]
bibtex_bibfiles = ["library.bib"]
