package vault

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"github.com/holdshort/holdshort/ledger"
)

// A vault that comes from somebody else may state any size, signed by its own key.
// It is said not to hold; no room is made for entries that are not there.
func TestCheckHugeSize(t *testing.T) {
	v, c := fresh(t)
	mustSeal(t, v, keepText(c, "one"))
	l := checked(t, v.Dir())
	for _, size := range []uint64{3, 1 << 40, ledger.MaxSize} {
		b, err := note.Sign(&note.Note{Text: ledger.Checkpoint{Origin: l.Checkpoint.Origin, Size: size, Root: l.Checkpoint.Root}.Body()}, v.signer)
		if err != nil {
			t.Fatal(err)
		}
		for name, text := range map[string][]byte{v.checkpoint(): b, filepath.Join(v.witnessed(), "1"): l.Signed} {
			if err := os.WriteFile(name, text, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		log, err := Read(v.Dir())
		if err != nil {
			t.Fatal(err)
		}
		r, err := log.Check()
		if err != nil || len(r.Problems) == 0 || !strings.Contains(strings.Join(r.Problems, "; "), "tile/entries") {
			t.Errorf("size %d: %v, %v", size, r, err)
		}
	}
}
