# The files with the stored answers, and nothing else that the job has made.
if [ -s .wellpress/stored.txt ]; then git --literal-pathspecs add --pathspec-from-file=.wellpress/stored.txt; fi
changed=no
if ! git diff --cached --quiet; then
  changed=yes
  git -c user.name=wellpress -c user.email=wellpress@localhost commit --quiet --message 'Bring the data on sources up to date'
fi
[#- -#]
