install -d -m 700 ~/.ssh
(umask 077 && printf '%s\n' "$SSH_KEY" > ~/.ssh/wellpress)
printf '%s\n' "$SSH_KNOWN_HOSTS" > ~/.ssh/wellpress_hosts
rsync -rcz --delay-updates --delete-after -e "ssh -p ${SSH_PORT:-22} -i ~/.ssh/wellpress -o IdentitiesOnly=yes -o UserKnownHostsFile=~/.ssh/wellpress_hosts" public/ "$SSH_TARGET/"
