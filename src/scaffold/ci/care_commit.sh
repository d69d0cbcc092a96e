printf '%s\n' /.wellpress/ /.program/ /output/ /public/ >> .git/info/exclude
git add --all .
changed=no
if ! git diff --cached --quiet; then
  changed=yes
  git -c user.name=wellpress -c user.email=wellpress@localhost commit --quiet --message 'Bring the data on sources up to date'
fi
[#- -#]
