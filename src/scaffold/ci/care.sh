mkdir -p .wellpress
rm -f .wellpress/care-failed .wellpress/stored.txt
# Asks services about the sources, and other servers about links. Status 3: one of them gave no answer; the others' answers are stored.
wellpress care --fetch --cache-dir .wellpress --stored .wellpress/stored.txt --output .wellpress/fetched.txt || touch .wellpress/care-failed
# An issue on GitHub has at most 65536 characters.
wellpress care --cache-dir .wellpress --format markdown --limit 60000 --output .wellpress/care.md
[#- -#]
