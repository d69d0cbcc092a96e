mkdir -p .wellpress
# The titles of pages lead to their preview, if its address is known before the upload.
case "$PREVIEW_ADDRESS" in https://?*) set -- --base-url "$PREVIEW_ADDRESS";; *) set --;; esac
# Status 1 says that there are findings.
wellpress check --format comment --output .wellpress/comment.md "$@" || [ $? -eq 1 ]
[#- -#]
