package verify

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/holdshort/holdshort/bag"
	"github.com/holdshort/holdshort/internal/toylog"
	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/verify/browser"
)

var vectors = flag.String("vectors", "", "write exhibits, good and altered, and what the checks say of them, to this `folder`")

// vector is an exhibit for another verifier to agree on.
type vector struct {
	File   string   `json:"file"`
	Kind   string   `json:"kind"`
	Name   string   `json:"name"`
	LogKey string   `json:"log_key,omitempty"`
	Policy string   `json:"policy,omitempty"` // its text; empty: the one that names nobody
	Known  []string `json:"known,omitempty"`  // files of exhibits
	Exit   int      `json:"exit"`
	Status []Status `json:"status"` // of the twelve checks
	SHA256 string   `json:"sha256,omitempty"`
}

// TestVectors writes them: go test ./verify -run Vectors -vectors DIR. All are
// synthetic.
func TestVectors(t *testing.T) {
	if *vectors == "" {
		t.Skip("no folder was given to write them to")
	}
	b, c, o := reference(t)
	ms := []mutation{{"good", "the log's key is known", b, o, nil}, {"good", "nobody is known", b, Options{}, nil}}
	for _, audience := range []ledger.Class{ledger.PartyOnly, ledger.SealedClass} {
		ms = append(ms, mutation{"good", "for an audience: " + string(audience), write(t, c.Input(audience, Basic)), o, nil})
	}
	ms = append(ms, mutation{"good", "a policy without a name", write(t, c.Input(ledger.Public, "quorum none\n")), Options{LogKey: c.Log.Key.VKey}, nil})
	ms = append(ms, sampleOf(t, b, o)...)
	ms = append(ms, lies(t, b, c, o)...)
	ms = append(ms, changedHistory(t, b, c, o)...)
	ms = append(ms, rotations(t)...)
	ms = append(ms, pages(t, b, o)...)
	ms = append(ms, marks(t)...)
	ms = append(ms, erasedShown(t))
	ms = append(ms, bounds(t)...)
	var out []vector
	for i, m := range ms {
		r := run(t, m.bytes, m.options)
		v := vector{File: fmt.Sprintf("%03d.zip", i), Kind: m.kind, Name: m.name, LogKey: m.options.LogKey, Policy: string(m.options.Policy), Exit: r.Exit, SHA256: r.SHA256}
		for _, c := range r.Checks {
			v.Status = append(v.Status, c.Status)
		}
		for j, k := range m.options.Known {
			name := fmt.Sprintf("%03d.known%d", i, j)
			text := k.Signed
			if k.Bag != nil {
				text = whole(t, k.Bag)
			}
			put(t, name, text)
			v.Known = append(v.Known, name)
		}
		put(t, v.File, m.bytes)
		out = append(out, v)
	}
	text, err := json.MarshalIndent(out, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	put(t, "vectors.json", append(text, '\n'))
	t.Logf("%d vectors", len(out))
}

// rotations are exhibits of a log whose key was replaced.
func rotations(t *testing.T) []mutation {
	l := toylog.NewLog("example.org/toy", "reference")
	c := toylog.Sample(l)
	old, next, third := l.Key, toylog.NewKey("example.org/toy", "next"), toylog.NewKey("example.org/toy", "third")
	c.Seal(ledger.Item{Kind: ledger.Rotate, Rotated: &ledger.Rotated{Old: old.VKey, New: next.VKey}})
	size, covers := l.Size, l.Checkpoint()
	l.Key = next
	in := c.Input(ledger.Public, Basic)
	in.Checkpoint = l.Checkpoint(old)
	both := write(t, in)
	l.Fill(2)
	in = c.Input(ledger.Public, Basic)
	without := write(t, in)
	in.Earlier, in.Growth = map[uint64][]byte{size: covers}, []ledger.Growth{l.Growth(size)}
	with := write(t, in)
	c.Seal(ledger.Item{Kind: ledger.Rotate, Rotated: &ledger.Rotated{Old: old.VKey, New: next.VKey}})
	twice := write(t, c.Input(ledger.Public, Basic))
	return []mutation{
		{"a key replaced", "the new key is known", with, Options{LogKey: next.VKey}, nil},
		{"a key replaced", "the old key is known", with, Options{LogKey: old.VKey}, nil},
		{"a key replaced", "no key is known", with, Options{}, nil},
		{"a key replaced", "a third key is known", with, Options{LogKey: third.VKey}, nil},
		{"a key replaced", "a key of another log is known", with, Options{LogKey: toylog.NewKey("example.org/elsewhere", "next").VKey}, nil},
		{"a key replaced", "the new key is known, the old one signed nothing", without, Options{LogKey: next.VKey}, nil},
		{"a key replaced", "the old key is known, and signed nothing", without, Options{LogKey: old.VKey}, nil},
		{"a key replaced", "the old key is known, and both signed the newest", both, Options{LogKey: old.VKey}, nil},
		{"a key replaced", "twice from the same", twice, Options{LogKey: next.VKey}, nil},
	}
}

func patterns(class ledger.Class, ps ...string) (out []ledger.Mark) {
	for _, p := range ps {
		out = append(out, ledger.Mark{Class: class, Pattern: p})
	}
	return out
}

// pages are exhibits with a page in them.
func pages(t *testing.T, b []byte, o Options) []mutation {
	with := func(page string) []byte {
		return altered(t, b, func(files map[string][]byte) { files[ledger.PageFile] = []byte(page) })
	}
	return []mutation{
		{"a page", "the one that is known", with(string(browser.Page)), o, nil},
		{"a page", "a stranger's", with("<!doctype html>\n<p>All is well."), o, nil},
	}
}

// marks are exhibits in which classes are given and taken, and the same with
// another audience than they were made for.
func marks(t *testing.T) []mutation {
	var out []mutation
	for _, m := range []struct {
		name     string
		releases []ledger.Mark
	}{
		{"a pattern", []ledger.Mark{{Class: ledger.SealedClass, Pattern: "no*.ya[k-m]l"}}},
		{"patterns that match nothing", patterns(ledger.SealedClass, "*/notes.yaml", "n?tes", "[^n]otes.yaml", "notes.yaml/")},
		{"taken and given again", append(patterns(ledger.SealedClass, "./"), patterns(ledger.Public, "*")...)},
		{"a release that is released", []ledger.Mark{{Class: ledger.SealedClass, Positions: []uint64{7}}, {Class: ledger.Public, Positions: []uint64{16, 7}}}},
		{"private parts", []ledger.Mark{{Class: ledger.Public, Positions: []uint64{0, 12, 14}, Private: true}, {Class: ledger.SealedClass, Positions: []uint64{14}, Private: true}}},
	} {
		l := toylog.NewLog("example.org/toy", "reference")
		c := toylog.Sample(l)
		for i := range m.releases {
			c.Seal(ledger.Item{Kind: ledger.Release, Released: &m.releases[i]})
		}
		o := Options{LogKey: l.Key.VKey}
		for _, audience := range []ledger.Class{ledger.Public, ledger.SealedClass} {
			out = append(out, mutation{"marks", m.name + ", for " + string(audience), write(t, c.Input(audience, Basic)), o, nil})
		}
		b := altered(t, write(t, c.Input(ledger.SealedClass, Basic)), func(files map[string][]byte) {
			head := bytes.Replace(files[ledger.HeadFile], []byte(`"audience": "sealed"`), []byte(`"audience": "public"`), 1)
			files[ledger.HeadFile] = head
		})
		out = append(out, mutation{"marks", m.name + ", for sealed and said to be for public", b, o, nil})
	}
	return out
}

// erasedShown is an exhibit that shows what was public and is erased.
func erasedShown(t *testing.T) mutation {
	l := toylog.NewLog("example.org/toy", "reference")
	c := toylog.Sample(l)
	blob := c.Blob("gone.txt", []byte("public, and then erased (synthetic)\n"))
	p := c.Seal(ledger.Item{Kind: ledger.Keep, Class: ledger.Public, Blobs: []ledger.Blob{blob}})
	c.Seal(ledger.Item{Kind: ledger.Erase, Erased: &ledger.Tomb{Position: p}})
	b := altered(t, write(t, c.Input(ledger.Public, Basic)), func(files map[string][]byte) {
		rs := records(t, files)
		proof := rs[p].Proof
		rs[p] = c.Records[p].Hide()
		rs[p].Proof = proof
		setRecords(files, rs)
		files[ledger.BlobsDir+blob.SHA256] = c.Blobs[blob.SHA256]
	})
	return mutation{"erased and shown", "", b, Options{LogKey: l.Key.VKey}, []int{12}}
}

// What was public and is erased is not shown, and a verifier says so.
func TestErasedShown(t *testing.T) {
	m := erasedShown(t)
	if r := run(t, m.bytes, m.options); !slices.Equal(failing(r), m.by) || !says(r, 12, "was erased, and is shown") {
		t.Errorf("%s", text(r))
	}
}

func put(t *testing.T, name string, b []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(*vectors, name), b, 0o644); err != nil {
		t.Fatal(err)
	}
}

// sampleOf is a few mutations of each kind that there are thousands of.
func sampleOf(t *testing.T, b []byte, o Options) []mutation {
	var out []mutation
	for _, i := range []int{0, 6, 10, 26, 40, 1000, len(b) / 2, len(b) - 30, len(b) - 1} {
		m := bytes.Clone(b)
		m[i] ^= 0x01
		out = append(out, mutation{"a byte flipped", fmt.Sprint(i), m, o, nil})
	}
	out = append(out, mutation{"cut", "", b[:len(b)-1], o, nil}, mutation{"longer", "", append(bytes.Clone(b), 0), o, nil})
	seen := map[string]int{}
	for _, m := range append(changedFiles(t, b, o), changedRecords(t, b, o)...) {
		if n := seen[m.kind]; n%37 == 0 {
			out = append(out, m)
		}
		seen[m.kind]++
	}
	return out
}

// whole is an exhibit as it was before it was opened.
func whole(t *testing.T, b *bag.Bag) []byte {
	t.Helper()
	files := map[string][]byte{}
	for _, e := range b.Files {
		text, err := b.Read(e.Name, 1<<30)
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name] = text
	}
	return pack(t, files, b.Info)
}
