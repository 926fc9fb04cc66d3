# Sourced by ./run, ./test and scripts/prepare: one line per long step, one sentence when something is wrong.

# step TEXT: says what begins, with the seconds since the script began.
step() {
    printf '==> [%4ds] %s\n' "$SECONDS" "$1"
}

# fail TEXT: ends the script with one line on stderr.
fail() {
    printf '%s: %s\n' "$(basename "$0")" "$1" >&2
    exit 1
}

# build ARGUMENTS: `swift build` without its warnings about -pthread, which pkg-config suggests and which is not needed.
build() {
    swift build "$@" 2> >(grep -v 'prohibited flag(s): -pthread' >&2)
}

# need_swift: ends the script unless a Swift 6.2 or newer toolchain answers.
need_swift() {
    command -v swift >/dev/null ||
        fail "Swift is not on PATH; install the Swift 6.3 toolchain from swift.org and add its usr/bin to PATH."
    local version
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
    case $version in
        6.[2-9] | 6.[1-9][0-9] | [7-9].*) ;;
        *) fail "Swift 6.2 or newer is needed, but \`swift --version\` says ${version:-nothing}." ;;
    esac
}
