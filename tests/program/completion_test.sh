# Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
source "$(dirname "${BASH_SOURCE[0]}")/support.sh"

# completes SHELL WORD... EXPECTED: the shell offers these words, sorted, to go on with the last WORD.
# The words are as the shell parts them: bash takes "=" for one.
completes() {
    local shell=$1 expected=${*: -1}
    shift
    command="completion of: ${*:1:$#-1}"
    complete_in_"$shell" "${@:1:$#-1}" | sort -u >out 2>err
    [ "$(tr '\n' ' ' <out)" = "${expected:+$expected }" ] || fail "$shell should offer: $expected"
}

complete_in_bash() {
    bash --norc -c 'source bash-completion
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
        "$(complete -p human-support | sed "s/.*-F \([^ ]*\) .*/\1/")"
        printf "%s\n" "${COMPREPLY[@]}" | grep .' bash "$@"
}

complete_in_fish() {
    HOME=$PWD fish --no-config -c 'source fish-completion; complete -C (string join " " -- $argv)' -- "$@" | cut -f 1
}

files() {
    for shell in bash zsh fish; do
        run generate "$shell-completion"
        exits_with 0
        mv out "$shell-completion"
    done
    touch records.jsonl 'records of June.jsonl' other.txt
}

check_completions() {
    completes "$1" human-support cre create
    completes "$1" human-support --db x.db ex export
    completes "$1" human-support --acc --account
    completes "$1" human-support help pur purge-erasures
    completes "$1" human-support changes --fo --follow
    completes "$1" human-support list --fo ''
    completes "$1" human-support --account acme list --lim --limit
    completes "$1" human-support get --acc --account
    completes "$1" human-support import rec 'records of June.jsonl records.jsonl'
    completes "$1" human-support --db oth other.txt
    completes "$1" human-support gen ''
}

it "completes commands, options and files in bash"
files
check_completions bash
completes bash human-support --db = oth other.txt
completes bash human-support --db = x.db ex export
completes bash human-support list --limit 3 --af --after
completes bash human-support list --limit 3 ''
completes bash human-support create bot @ oth other.txt

if fish --version >/dev/null 2>&1; then
    it "completes commands, options and files in fish"
    files
    check_completions fish
else
    echo 'Skipped: the completions of fish, which is not installed.'
fi

if zsh --version >/dev/null 2>&1; then
    it "has completions that zsh reads"
    files
    zsh -f -c 'autoload -U compinit; compinit -u -D; source ./zsh-completion; [[ $_comps[human-support] == _human_support ]]' \
        >out 2>err || fail 'zsh should know the function'
    err_is ''
else
    echo 'Skipped: the completions of zsh, which is not installed.'
fi
