mkdir -p .wellpress
rm -f .wellpress/care-failed
# Asks services about the sources, and other servers about links. Status 3: one of them gave no answer; the others' answers are stored.
wellpress care --fetch --cache-dir .wellpress --output .wellpress/fetched.txt || touch .wellpress/care-failed
wellpress care --cache-dir .wellpress --format markdown --output .wellpress/all.md
# An issue on GitHub has at most 65536 characters.
awk '{ length_so_far += length($0) + 1 } length_so_far > 60000 { print "\nThis is the start of the list. `wellpress care` prints all of it."; exit } { print }' .wellpress/all.md > .wellpress/care.md
[#- -#]
