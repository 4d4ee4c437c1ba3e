package formula

import (
	"strings"
	"testing"
)

// A language of other words has its own atoms, and none of a case's.
func TestWords(t *testing.T) {
	w := Words{Atoms: map[Op]Signature{"seen": {[]Kind{Name, Time}, 0, "it was seen"}}}
	const text = `any x in {a, b}: seen(x, "5 May 2025 10:00 UTC")`
	n, err := w.Parse(text)
	if err != nil || n.String() != text {
		t.Errorf("%q: %v, %v", text, n, err)
	}
	if err := n.Check(); err == nil || !strings.Contains(err.Error(), `"seen"`) {
		t.Errorf("a formula of a case: %v", err)
	}
	if _, err := w.Parse(`airborne(f, f.wheels-up)`); err == nil || !strings.Contains(err.Error(), `"airborne"`) {
		t.Errorf("an atom of a case: %v", err)
	}
	if _, err := w.Parse(`seem(f, f.wheels-up)`); err == nil || err.(*ParseError).Hint != `did you mean "seen"?` {
		t.Errorf("%v", err)
	}
}
