package vault

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/tessera/client"
	"github.com/transparency-dev/tessera/fsck"

	"github.com/holdshort/holdshort/ledger"
)

// hashBundle is how a log of the tlog-tiles kind hashes its entries.
func hashBundle(b []byte) ([][]byte, error) {
	entries, err := parseBundle(b)
	var out [][]byte
	for _, e := range entries {
		out = append(out, rfc6962.DefaultHasher.HashLeaf(e))
	}
	return out, err
}

// Tessera's own check accepts the log as the vault writes it, and its client
// builds the same proofs.
func TestTesseraAccepts(t *testing.T) {
	v, c := fresh(t)
	sizes := []int{1, 2, 255, 256, 257, 300, 512, 1000}
	if !testing.Short() {
		sizes = append(sizes, 66_000) // three levels of tiles
	}
	have := 1
	for _, size := range sizes {
		var ds []Draft
		for ; have < size; have++ {
			ds = append(ds, Draft{Chain: c, Item: ledger.Item{Kind: ledger.Heartbeat, Heartbeat: &ledger.Asked{Got: fmt.Sprint(have)}}})
		}
		if _, err := v.Seal(ds...); err != nil {
			t.Fatal(err)
		}
		l, err := Read(v.Dir())
		if err != nil {
			t.Fatal(err)
		}
		fetch := &client.FileFetcher{Root: v.at("log")}
		ctx := context.Background()
		if err := fsck.New(l.Checkpoint.Origin, l.verifier, fetch, hashBundle, fsck.Opts{N: 1}).Check(ctx); err != nil {
			t.Fatalf("size %d: %v", size, err)
		}
		peerProofs(t, l, fetch)
	}
	checked(t, v.Dir())
}

// peerProofs compares proofs with those of Tessera's client, at both ends and in
// the middle.
func peerProofs(t *testing.T, l *Log, fetch *client.FileFetcher) {
	t.Helper()
	ctx, size := context.Background(), l.Checkpoint.Size
	pb, err := client.NewProofBuilder(ctx, size, fetch.ReadTile)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range []uint64{0, size / 3, size / 2, size - 1} {
		want, err := pb.InclusionProof(ctx, i)
		if err != nil {
			t.Fatal(err)
		}
		got, err := l.inclusion(i)
		if err != nil || len(got) != len(want) {
			t.Fatalf("entry %d of %d: %d hashes, want %d, %v", i, size, len(got), len(want), err)
		}
		for j := range got {
			if !bytes.Equal(got[j][:], want[j]) {
				t.Fatalf("entry %d of %d: hash %d differs", i, size, j)
			}
		}
		if i == 0 {
			continue
		}
		g, err := l.Growth(i)
		if err != nil {
			t.Fatal(err)
		}
		grown, err := pb.ConsistencyProof(ctx, i, size)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := strings.Join(g.Proof, " "), hexes(grown); got != want {
			t.Errorf("growth from %d to %d: %s, want %s", i, size, got, want)
		}
	}
}

func hexes(hs [][]byte) string {
	var out []string
	for _, h := range hs {
		out = append(out, hex.EncodeToString(h))
	}
	return strings.Join(out, " ")
}

// The text of a proof is read by its specification and accepted by an
// independent library.
func TestProofText(t *testing.T) {
	v, c := fresh(t)
	for i := range 20 {
		mustSeal(t, v, keepText(c, fmt.Sprint(i)))
	}
	l := checked(t, v.Dir())
	k := chainOf(t, l, c)
	for p := range uint64(k.Len()) {
		text, err := k.Proof(p, true)
		if err != nil {
			t.Fatal(err)
		}
		checkProofText(t, l, string(text))
	}
}

func checkProofText(t *testing.T, l *Log, text string) {
	t.Helper()
	head, signed, ok := strings.Cut(text, "\n\n")
	lines := strings.Split(head, "\n")
	if !ok || signed != string(l.Signed) || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		t.Fatalf("no proof: %q", text)
	}
	extra, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	if err != nil {
		t.Fatal(err)
	}
	r, err := ledger.ParseRecord(extra)
	if err != nil {
		t.Fatal(err)
	}
	o, err := r.Check()
	if err != nil {
		t.Fatal(err)
	}
	if lines[2] != fmt.Sprintf("index %d", o.Index) {
		t.Fatalf("%q is not of entry %d", lines[2], o.Index)
	}
	var hashes [][]byte
	for _, s := range lines[3:] {
		h, err := base64.StdEncoding.DecodeString(s)
		if err != nil || len(h) != 32 {
			t.Fatalf("%q is no hash", s)
		}
		hashes = append(hashes, h)
	}
	leaf := rfc6962.DefaultHasher.HashLeaf(ledger.Leaf(o.Commitment))
	if err := proof.VerifyInclusion(rfc6962.DefaultHasher, o.Index, l.Checkpoint.Size, leaf, hashes, l.Checkpoint.Root[:]); err != nil {
		t.Error(err)
	}
}
