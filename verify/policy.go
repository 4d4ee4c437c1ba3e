package verify

// Basic is the text of the policy of a reader who states none. It names no log, no
// witness and no authority, so that a check against it shows that an exhibit is
// whole and not who stands behind it. It is never changed: another policy has
// another name.
const Basic = `name holdshort-basic-2026
quorum none
stamps 0
`
