package amend

import (
	"github.com/aymanbagabas/go-udiff"
)

// Diff shows what became of a file's text, as a unified diff with three lines
// around each change; empty if nothing did.
func Diff(name string, was, now []byte) string {
	return udiff.Unified("a/"+name, "b/"+name, string(was), string(now))
}

// Merge joins two changes of one text, line by line. It reports false where both
// changed the same lines and did not make the same of them; a person must then
// choose. What it joins makes sense as lines: whether it does as a record is for
// the reader of the case to say.
func Merge(was, ours, theirs string) (string, bool) {
	edits, ok := udiff.Merge(udiff.Lines(was, ours), udiff.Lines(was, theirs))
	if !ok {
		return "", false
	}
	out, err := udiff.Apply(was, edits)
	return out, err == nil
}
