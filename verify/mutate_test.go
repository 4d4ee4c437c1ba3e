package verify

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/bag"
	"github.com/holdshort/holdshort/exhibit"
	"github.com/holdshort/holdshort/internal/toylog"
	"github.com/holdshort/holdshort/ledger"
)

// mutation is one way in which an exhibit was altered, and the checks of which at
// least one must fail.
type mutation struct {
	kind, name string
	bytes      []byte
	options    Options
	by         []int
}

// unpack are the files of an exhibit below data/.
func unpack(t testing.TB, b []byte) (map[string][]byte, bag.Info) {
	t.Helper()
	g, err := bag.Open(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, e := range g.Files {
		if out[e.Name], err = g.Read(e.Name, 1<<30); err != nil {
			t.Fatal(err)
		}
	}
	return out, g.Info
}

// pack makes an exhibit of files, with manifests that fit.
func pack(t testing.TB, files map[string][]byte, info bag.Info) []byte {
	t.Helper()
	var list []bag.File
	for name, b := range files {
		list = append(list, bag.Bytes(name, b))
	}
	var out bytes.Buffer
	if _, err := bag.Write(&out, info, list); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// altered is the exhibit with its files changed, packed afresh.
func altered(t testing.TB, b []byte, change func(files map[string][]byte)) []byte {
	t.Helper()
	files, info := unpack(t, b)
	change(files)
	return pack(t, files, info)
}

// records are the lines of entries.jsonl.
func records(t testing.TB, files map[string][]byte) []*ledger.Record {
	t.Helper()
	var out []*ledger.Record
	for line := range bytes.Lines(files[ledger.EntriesFile]) {
		r, err := ledger.ParseRecord(line)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

// setRecords writes entries.jsonl, and exhibit.json so that it fits.
func setRecords(files map[string][]byte, rs []*ledger.Record) {
	var b bytes.Buffer
	h := headIn(files)
	h.Entries, h.Withheld = uint64(len(rs)), map[string]uint64{}
	for _, r := range rs {
		b.Write(r.Line())
		if r.Withheld != "" {
			h.Withheld[r.Withheld]++
		}
	}
	files[ledger.EntriesFile], files[ledger.HeadFile] = b.Bytes(), h.Bytes()
}

func headIn(files map[string][]byte) *ledger.Exhibit {
	h, err := ledger.ParseExhibit(files[ledger.HeadFile])
	if err != nil {
		panic(err)
	}
	return h
}

// checksOf are the checks of which one must notice a change to a file.
func checksOf(name string) []int {
	folder, _, _ := strings.Cut(name, "/")
	switch {
	case name == ledger.EntriesFile:
		return []int{2, 3, 9}
	case name == ledger.KeyFile:
		return []int{4}
	case name == ledger.CheckpointFile:
		return []int{4, 6}
	case folder == "log":
		return []int{4, 5, 6}
	case folder == "blobs":
		return []int{2}
	case folder == "case", folder == "findings":
		return []int{10}
	case folder == "stamps":
		return []int{7}
	case name == ledger.HeadFile:
		return []int{1, 5}
	}
	return []int{1}
}

// TestFlippedBytes: no byte of the file can be changed.
func TestFlippedBytes(t *testing.T) {
	t.Parallel()
	b, _, o := reference(t)
	step := 1
	if testing.Short() {
		step = 97
	}
	const parts = 4
	for part := range parts {
		t.Run(fmt.Sprint(part), func(t *testing.T) {
			t.Parallel()
			b, n := bytes.Clone(b), 0
			for i := part * step; i < len(b); i += parts * step {
				for _, x := range []byte{0x01, 0x80} {
					b[i] ^= x
					if r := run(t, b, o); r.Exit != ExitFail || !slices.Equal(failing(r), []int{1}) {
						t.Fatalf("byte %d with %#x: exit %d, failing %v", i, x, r.Exit, failing(r))
					}
					b[i] ^= x
					n++
				}
			}
			t.Logf("%d of %d changes to %d bytes noticed, all by check 1", n, n, n/2)
		})
	}
}

// TestMutations: whatever else is altered is noticed by the check that
// docs/formats/sealed-exhibit.md names.
func TestMutations(t *testing.T) {
	t.Parallel()
	b, c, o := reference(t)
	ms := slices.Concat(changedFiles(t, b, o), changedRecords(t, b, o), changedHistory(t, b, c, o), lies(t, b, c, o))
	type row struct {
		count int
		by    map[int]int
	}
	table := map[string]*row{}
	good, unsigned, strangers := run(t, b, o), 0, 0
	for _, m := range ms {
		r := run(t, m.bytes, m.options)
		got := failing(r)
		if r.Exit == ExitPass && strings.Contains(m.name, ".tsr, byte") && silentOn(r) == silentOn(good) {
			unsigned++ // a byte of a stamp that nobody signed, and that nothing rests on
			continue
		}
		if r.Exit != ExitFail && strings.Contains(m.name, "log/checkpoint") && says(r, 6, "by nobody that the policy names") {
			strangers++ // a cosignature under another name, which is as good as taken away
			continue
		}
		if table[m.kind] == nil {
			table[m.kind] = &row{by: map[int]int{}}
		}
		table[m.kind].count++
		for _, n := range got {
			table[m.kind].by[n]++
		}
		if r.Exit != ExitFail || !slices.ContainsFunc(m.by, func(n int) bool { return slices.Contains(got, n) }) {
			t.Errorf("%s: %s: exit %d, failing %v, want one of %v\n%s", m.kind, m.name, r.Exit, got, m.by, text(r))
		}
	}
	t.Logf("%d changes to stamps are of bytes that nobody signed, and change nothing that is said", unsigned)
	t.Logf("%d changes to checkpoints put a cosignature under another name: it is missing then, and the report says so", strangers)
	if unsigned > 20 || strangers > 40 {
		t.Error("too many of them")
	}
	t.Logf("%-38s %6s  noticed by check: how often", "kind of change", "count")
	for _, kind := range slices.Sorted(maps.Keys(table)) {
		var by []string
		for _, n := range slices.Sorted(maps.Keys(table[kind].by)) {
			by = append(by, fmt.Sprintf("%d: %d", n, table[kind].by[n]))
		}
		t.Logf("%-38s %6d  %s", kind, table[kind].count, strings.Join(by, ", "))
	}
}

// silentOn is a report but for the exhibit's own digest.
func silentOn(r *Report) string { return strings.ReplaceAll(text(r), r.SHA256, "") }

// changedFiles changes, removes, adds and exchanges files, each time with manifests
// that fit.
func changedFiles(t *testing.T, b []byte, o Options) []mutation {
	var out []mutation
	files, _ := unpack(t, b)
	names := slices.Sorted(maps.Keys(files))
	for _, name := range names {
		size := len(files[name])
		for i := 0; i < size; i += max(1, size/40) {
			for _, x := range []byte{0x01, 0x80} {
				m := altered(t, b, func(f map[string][]byte) { f[name][i] ^= x })
				out = append(out, mutation{"a byte of a file, re-bagged", fmt.Sprintf("%s, byte %d, %#x", name, i, x), m, o, checksOf(name)})
			}
		}
		shorter := altered(t, b, func(f map[string][]byte) { f[name] = f[name][:size-min(size, 1)] })
		longer := altered(t, b, func(f map[string][]byte) { f[name] = append(f[name], '\n') })
		out = append(out, mutation{"a file cut or longer, re-bagged", name + " cut", shorter, o, checksOf(name)},
			mutation{"a file cut or longer, re-bagged", name + " longer", longer, o, checksOf(name)})
		by := checksOf(name)
		if strings.HasSuffix(name, ".tsq") {
			continue // it may be missing
		}
		if strings.HasSuffix(name, ".tsr") {
			by = []int{7}
		} else if folder, _, _ := strings.Cut(name, "/"); folder == "findings" || folder == "log" || !strings.Contains(name, "/") {
			by = []int{1, 5}
		}
		gone := altered(t, b, func(f map[string][]byte) { delete(f, name) })
		out = append(out, mutation{"a file left out, re-bagged", name, gone, o, by})
	}
	for i, one := range names {
		for _, two := range names[i+1:] {
			if bytes.Equal(files[one], files[two]) {
				continue
			}
			m := altered(t, b, func(f map[string][]byte) { f[one], f[two] = f[two], f[one] })
			out = append(out, mutation{"two files exchanged, re-bagged", one + " and " + two, m, o, append(checksOf(one), checksOf(two)...)})
		}
	}
	for name, by := range map[string][]int{"extra.txt": {1}, "log/more": {1}, "findings/more.json": {1}, "case/more.yaml": {10}, "blobs/" + strings.Repeat("0", 64): {12},
		"blobs/x": {1}, "log/checkpoints/5": {4, 5}, "log/checkpoints/05": {1}, "stamps/23/x.tsq": {7}, "stamps/5/clock.tsr": {7}, "stamps/23/x.tsr": {7}, "stamps/23/x/y.tsr": {1}} {
		m := altered(t, b, func(f map[string][]byte) { f[name] = []byte("# more\n") })
		out = append(out, mutation{"a file more, re-bagged", name, m, o, by})
	}
	return out
}

// changedRecords alters the list of entries, with all else made to fit.
func changedRecords(t *testing.T, b []byte, o Options) []mutation {
	var out []mutation
	add := func(kind, name string, by []int, change func(rs []*ledger.Record) []*ledger.Record) {
		m := altered(t, b, func(f map[string][]byte) { setRecords(f, change(records(t, f))) })
		if !bytes.Equal(m, b) {
			out = append(out, mutation{kind, name, m, o, by})
		}
	}
	files, _ := unpack(t, b)
	n := len(records(t, files))
	known := o
	g, err := bag.Open(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	known.Known = []Known{{Name: "whole.zip", Bag: g}}
	for i := range n {
		drop := func(rs []*ledger.Record) []*ledger.Record { return slices.Delete(rs, i, i+1) }
		if i < n-1 {
			add("an entry dropped", fmt.Sprint(i), []int{9}, drop)
		} else {
			// By itself this cannot be seen; with another exhibit it is.
			m := altered(t, b, func(f map[string][]byte) { setRecords(f, drop(records(t, f))) })
			if r := run(t, m, o); r.Exit != ExitPass {
				t.Errorf("the last entry dropped: %s", text(r))
			}
			out = append(out, mutation{"the last dropped, another exhibit known", fmt.Sprint(i), m, known, []int{9}})
		}
		add("an entry doubled", fmt.Sprint(i), []int{9}, func(rs []*ledger.Record) []*ledger.Record { return slices.Insert(rs, i, rs[i]) })
		add("an entry doubled", fmt.Sprint(i, " at the end"), []int{9}, func(rs []*ledger.Record) []*ledger.Record { return append(rs, rs[i]) })
		for j := i + 1; j < n; j++ {
			add("two entries exchanged", fmt.Sprint(i, j), []int{9}, func(rs []*ledger.Record) []*ledger.Record {
				rs[i], rs[j] = rs[j], rs[i]
				return rs
			})
			add("an entry moved", fmt.Sprint(i, j), []int{9}, func(rs []*ledger.Record) []*ledger.Record {
				r := rs[i]
				return slices.Insert(slices.Delete(rs, i, i+1), j, r)
			})
			for field, swap := range map[string]func(a, b *ledger.Record){
				"index": func(a, b *ledger.Record) { a.Index, b.Index = b.Index, a.Index },
				"salt":  func(a, b *ledger.Record) { a.Salt, b.Salt = b.Salt, a.Salt },
				"body":  func(a, b *ledger.Record) { a.Body, b.Body = b.Body, a.Body },
				"item":  func(a, b *ledger.Record) { a.Item, b.Item = b.Item, a.Item },
				"item with its salt": func(a, b *ledger.Record) {
					a.Item, b.Item, a.ItemSalt, b.ItemSalt, a.Withheld, b.Withheld = b.Item, a.Item, b.ItemSalt, a.ItemSalt, b.Withheld, a.Withheld
				},
				"proof": func(a, b *ledger.Record) { a.Proof, b.Proof = b.Proof, a.Proof },
			} {
				add("parts of two entries exchanged", fmt.Sprint(field, i, j), []int{2, 3, 9, 12}, func(rs []*ledger.Record) []*ledger.Record {
					if field == "item with its salt" && (rs[i].Item == "") && (rs[j].Item == "") {
						return rs
					}
					swap(rs[i], rs[j])
					return rs
				})
			}
		}
	}
	add("no entry is left", "", []int{9}, func(rs []*ledger.Record) []*ledger.Record { return nil })
	add("all entries backwards", "", []int{9}, func(rs []*ledger.Record) []*ledger.Record { slices.Reverse(rs); return rs })
	return out
}

// changedHistory is made by who holds a key of a log: another one, or this one.
func changedHistory(t *testing.T, b []byte, c *toylog.Chain, o Options) []mutation {
	var out []mutation
	other := toylog.NewLog("example.org/toy", "another key")
	out = append(out, mutation{"another key", "the same entries sealed under it", write(t, toylog.Sample(other).Input(ledger.Public, Basic)), o, []int{4}})
	keep := altered(t, b, func(f map[string][]byte) { f[ledger.CheckpointFile] = other.Checkpoint() })
	out = append(out, mutation{"another key", "its checkpoint beside this key", keep, o, []int{4}})

	// The log's own key tells another history: one entry says something else.
	fork := func(fill int) (*toylog.Chain, []byte) {
		l := toylog.NewLog("example.org/toy", "reference")
		f := toylog.NewChain(l, "Doe v. Roe (synthetic), D. Ex.")
		for _, name := range []string{"case.yaml", "movements.yaml", "sources.yaml"} {
			f.Change(name, bytes.ReplaceAll(toylog.Synthetic()[name], []byte("13:58"), []byte("14:58")))
		}
		f.Release(ledger.Public, nil, "./")
		l.Fill(fill)
		return f, write(t, f.Input(ledger.Public, Basic))
	}
	whole := func(name string, b []byte) Known {
		g, err := bag.Open(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			t.Fatal(err)
		}
		return Known{Name: name, Bag: g}
	}
	with := func(ks ...Known) Options { x := o; x.Known = ks; return x }
	same := int(c.Log.Size) - 5
	for name, fill := range map[string]int{"of the same size": same, "shorter": 1, "longer": same + 20} {
		f, forked := fork(fill)
		if f.Log.Size == 0 {
			t.Fatal("no fork")
		}
		out = append(out, mutation{"a fork, both exhibits known", name, forked, with(whole("first.zip", b)), []int{5}},
			mutation{"a fork, both exhibits known", name + ", the other way round", b, with(whole("second.zip", forked)), []int{5}})
		if name == "of the same size" {
			out = append(out, mutation{"a fork, a checkpoint known", name, forked, with(Known{Name: "printed", Signed: c.Log.Checkpoint()}), []int{5}})
		} else if r := run(t, forked, with(Known{Name: "printed", Signed: c.Log.Checkpoint()})); r.Exit != ExitWeak || r.Checks[4].Status != Weak {
			t.Errorf("a checkpoint that nothing here leads to or from: %s", text(r))
		}
	}
	return out
}

// lies are made by who makes the exhibit.
func lies(t *testing.T, b []byte, c *toylog.Chain, o Options) []mutation {
	var out []mutation
	add := func(kind, name string, by []int, change func(f map[string][]byte)) {
		out = append(out, mutation{kind, name, altered(t, b, change), o, by})
	}
	full := map[uint64]*ledger.Record{}
	for r := range c.Input(ledger.Public, Basic).Records {
		o, err := r.Check()
		if err != nil {
			t.Fatal(err)
		}
		full[o.Body.Position] = r
	}
	files, _ := unpack(t, b)
	for i, r := range records(t, files) {
		if r.Withheld == "" {
			add("a private part shown", fmt.Sprint(i), []int{12}, func(f map[string][]byte) {
				rs := records(t, f)
				rs[i].Private, rs[i].PrivateSalt = full[uint64(i)].Private, full[uint64(i)].PrivateSalt
				setRecords(f, rs)
			})
			add("a private part made up", fmt.Sprint(i), []int{2}, func(f map[string][]byte) {
				rs := records(t, f)
				rs[i].Private, rs[i].PrivateSalt = `{"by":"somebody else"}`, full[uint64(i)].PrivateSalt
				setRecords(f, rs)
			})
			continue
		}
		add("shown though withheld", fmt.Sprint(i), []int{12}, func(f map[string][]byte) {
			rs := records(t, f)
			rs[i] = full[uint64(i)].Hide()
			setRecords(f, rs)
			it, err := ledger.ParseItem([]byte(rs[i].Item))
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range it.Blobs {
				f[ledger.BlobsDir+x.SHA256] = c.Blobs[x.SHA256]
			}
		})
		add("bytes shown of what is withheld", fmt.Sprint(i), []int{12}, func(f map[string][]byte) {
			f[ledger.BlobsDir+strings.Repeat("ab", 32)] = []byte("bytes of the withheld (synthetic)\n")
		})
		for _, why := range []string{"public", "erased"} {
			if r.Withheld != why {
				add("a reason that cannot be", fmt.Sprint(i, why), []int{9, 12}, func(f map[string][]byte) {
					rs := records(t, f)
					rs[i].Withheld = why
					setRecords(f, rs)
				})
			}
		}
	}
	derive := func(f map[string][]byte) {
		in := map[string][]byte{}
		for name, b := range f {
			if rest, ok := strings.CutPrefix(name, ledger.CaseDir); ok {
				in[rest] = b
			}
		}
		held, err := holdshort.Load(bag.Tree(in))
		if err != nil {
			t.Fatal(err)
		}
		made, _, err := exhibit.Derive(held)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range made {
			f[ledger.FindingsDir+d.Name] = d.Bytes
		}
	}
	add("another case, its findings derived", "a time in it", []int{10}, func(f map[string][]byte) {
		f["case/movements.yaml"] = bytes.ReplaceAll(f["case/movements.yaml"], []byte("13:58"), []byte("14:58"))
		derive(f)
	})
	// The last character of a signature has bits that say nothing.
	add("a signature spelled otherwise", "", []int{4}, func(f map[string][]byte) {
		b := f[ledger.CheckpointFile]
		start := bytes.Index(b, []byte("\n\n"))
		i := start + bytes.IndexByte(b[start:], '=') - 1
		const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
		b[i] = digits[strings.IndexByte(digits, b[i])^1]
	})
	add("another case, its findings derived", "a file more", []int{10}, func(f map[string][]byte) {
		f["case/more.yaml"] = []byte("lists: [{id: more, items: [flight]}]\n")
		derive(f)
	})
	add("a stale file of the case", "case.yaml", []int{10}, func(f map[string][]byte) {
		f["case/case.yaml"] = []byte("case: {id: toy, caption: A draft, zone: UTC}\n")
	})
	add("a stale file of the case", "one that was removed", []int{10}, func(f map[string][]byte) {
		f["case/notes.yaml"] = []byte("# a draft that was removed\n")
	})
	add("a finding altered", "yes for no", []int{10}, func(f map[string][]byte) {
		for _, name := range derivedNames {
			f["findings/"+name] = bytes.ReplaceAll(bytes.ReplaceAll(f["findings/"+name], []byte("YES"), []byte("NO")), []byte(`"yes"`), []byte(`"no"`))
		}
	})
	add("a finding altered", "a proof left out", []int{10}, func(f map[string][]byte) {
		f["findings/proofs.json"] = []byte("{\n  \"digest\": \"\",\n  \"proofs\": []\n}\n")
	})
	for name, change := range map[string]func(h *ledger.Exhibit){
		"caption": func(h *ledger.Exhibit) { h.Caption = "Roe v. Doe" }, "chain": func(h *ledger.Exhibit) { h.Chain = strings.Repeat("0", 32) },
		"entries": func(h *ledger.Exhibit) { h.Entries++ }, "origin": func(h *ledger.Exhibit) { h.Origin += "x" }, "size": func(h *ledger.Exhibit) { h.Size++ },
		"root": func(h *ledger.Exhibit) { h.Root = strings.ToUpper(h.Root) }, "withheld": func(h *ledger.Exhibit) { h.Withheld["erased"]++ },
		"policy": func(h *ledger.Exhibit) { h.Policy.Name = "better" }, "tool": func(h *ledger.Exhibit) { h.Tool = "another" },
		"audience": func(h *ledger.Exhibit) { h.Audience = "everybody" },
		"growth":   func(h *ledger.Exhibit) { h.Growth = []ledger.Growth{{From: 1, To: h.Size}} },
	} {
		by := []int{1}
		if name == "growth" {
			by = []int{5}
		}
		add("a field of exhibit.json", name, by, func(f map[string][]byte) {
			h := headIn(f)
			change(h)
			f[ledger.HeadFile] = h.Bytes()
		})
	}
	slices.SortStableFunc(out, func(a, b mutation) int { return cmp.Compare(a.kind, b.kind) })
	return out
}
