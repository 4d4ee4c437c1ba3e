package verify

import (
	"bytes"
	"testing"

	"github.com/holdshort/holdshort/bag"
	"github.com/holdshort/holdshort/ledger"
)

// FuzzRun: whatever stands in the files that an exhibit has, in a container that
// fits, there is a report of twelve checks; and only the files as they were pass.
func FuzzRun(f *testing.F) {
	b, _, o := reference(f)
	files, info := unpack(f, b)
	names := []string{ledger.HeadFile, ledger.EntriesFile, ledger.KeyFile, ledger.CheckpointFile, ledger.PolicyFile, ledger.FindingsDir + "proofs.json"}
	for i, name := range names {
		f.Add(byte(i), files[name])
	}
	f.Fuzz(func(t *testing.T, which byte, content []byte) {
		name := names[int(which)%len(names)]
		was := files[name]
		files[name] = content
		m := pack(t, files, info)
		files[name] = was
		r := run(t, m, o)
		if name == ledger.CheckpointFile && r.Exit != ExitFail && !bytes.Equal(was, content) && (r.Exit == ExitWeak || says(r, 6, "by nobody that the policy names")) {
			return // a cosignature taken away, or one of a stranger more
		}
		if len(r.Checks) != 12 || (r.Exit == ExitFail) == bytes.Equal(was, content) {
			t.Fatalf("%s: exit %d\n%s", name, r.Exit, text(r))
		}
	})
}

// FuzzKnown: whatever a reader brings as a checkpoint, it does not pass as one.
func FuzzKnown(f *testing.F) {
	b, c, o := reference(f)
	f.Add(c.Log.Checkpoint())
	f.Add([]byte("example.org/toy\n23\nx\n\n— a b\n"))
	g, err := bag.Open(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, note []byte) {
		o.Known = []Known{{Name: "brought", Signed: note}, {Name: "itself", Bag: g}}
		r := run(t, b, o)
		if same := bytes.HasPrefix(note, c.Log.Checkpoint()); !same && r.Exit == ExitPass {
			t.Fatalf("%q passes", note)
		}
	})
}
