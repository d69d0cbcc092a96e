mkdir -p .wellpress
rm -f .wellpress/care-failed .wellpress/stored.txt
# Asks services about the sources, and other servers about links. Status 3: one of them gave no answer; the others' answers are stored.
wellpress care --fetch --cache-dir .wellpress --stored .wellpress/stored.txt --output .wellpress/fetched.txt || touch .wellpress/care-failed
# The web editor has a form for each field of the site, so that it follows the settings.
wellpress check --format json --output .wellpress/check.json || true
if grep -qs '"editor-outdated"' .wellpress/check.json; then wellpress new editor >> .wellpress/stored.txt || touch .wellpress/care-failed; fi
# An issue on GitHub has at most 65536 characters.
wellpress care --cache-dir .wellpress --format markdown --limit 60000 --output .wellpress/care.md
[#- -#]
