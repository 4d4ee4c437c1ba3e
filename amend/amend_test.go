package amend

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"

	"github.com/holdshort/holdshort"
)

// samples are the files of the sample cases, by name.
func samples(t *testing.T) map[string]fstest.MapFS {
	t.Helper()
	dirs, err := filepath.Glob("../cases/*/case.yaml")
	if err != nil || len(dirs) < 5 {
		t.Fatalf("%d sample cases: %v", len(dirs), err)
	}
	out := map[string]fstest.MapFS{}
	for _, d := range dirs {
		dir, files := filepath.Dir(d), fstest.MapFS{}
		err := fs.WalkDir(os.DirFS(dir), ".", func(name string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			b, err := os.ReadFile(filepath.Join(dir, name))
			files[name] = &fstest.MapFile{Data: b}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.Base(dir)] = files
	}
	return out
}

// each calls f with every record of a file, as another reader of YAML has them.
func each(t *testing.T, file []byte, f func(list, id string)) {
	t.Helper()
	var lists map[string]any
	if err := yaml.Unmarshal(file, &lists); err != nil {
		t.Fatal(err)
	}
	for list, v := range lists {
		items, ok := v.([]any)
		if !ok {
			items = []any{v}
		}
		for _, x := range items {
			m := x.(map[string]any)
			id, ok := m["id"]
			if !ok {
				id = m["claim"]
			}
			f(list, fmt.Sprint(id))
		}
	}
}

// Every record of every sample is found; put back as it stands it changes no byte,
// and so does a form in which nothing was changed.
func TestNothingChanged(t *testing.T) {
	n := 0
	for name, files := range samples(t) {
		for file, f := range files {
			each(t, f.Data, func(list, id string) {
				n++
				r, ok, err := Find(f.Data, list, id)
				if err != nil || !ok {
					t.Errorf("%s/%s: %s %q: found %v, %v", name, file, list, id, ok, err)
					return
				}
				if got := Put(f.Data, r, r.Text); !bytes.Equal(got, f.Data) {
					t.Errorf("%s/%s: %s %q: put back, the file differs:\n%s", name, file, list, id, Diff(file, f.Data, got))
				}
				fields, err := Fields(r.Text)
				if err != nil {
					t.Fatal(err)
				}
				if got, err := Write(r.Text, fields, nil); err != nil || got != r.Text {
					t.Errorf("%s/%s: %s %q: %v: a form without changes changes the record:\n%s", name, file, list, id, err, Diff(id, []byte(r.Text), []byte(got)))
				}
			})
		}
	}
	if n < 500 {
		t.Errorf("only %d records were tried", n)
	}
}

// A record written anew from its fields means what it meant: the case has the same
// digest of all that bears on findings.
func TestWrittenAnew(t *testing.T) {
	for name, files := range samples(t) {
		before, err := holdshort.Load(files)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			text := f.Data
			each(t, f.Data, func(list, id string) {
				r, _, err := Find(text, list, id)
				if err != nil {
					t.Fatal(err)
				}
				fields, _ := Fields(r.Text)
				now, err := Write("", fields, []string{"id"})
				if err != nil {
					t.Fatal(err)
				}
				text = Put(text, r, now)
			})
			f.Data = text
		}
		after, err := holdshort.Load(files)
		if err != nil {
			t.Fatalf("%s written anew: %v", name, err)
		}
		if after.Digest() != before.Digest() {
			t.Errorf("%s written anew is another case", name)
		}
	}
}

const small = `# A case.
case:
  id: x # the id
  zone: UTC

events:
  # first
  - id: a
    what: one   # why

    note: |
      text
      # no comment

  # second
  - id: b
    what: two
parties:
- id: p
  name: P
`

func TestEdits(t *testing.T) {
	for _, c := range []struct {
		name, list, id string
		change         func(map[string]any)
		was, now       string
	}{
		{"a value", "events", "a", func(m map[string]any) { m["what"] = "eins: zwei" }, "what: one   # why", "what: 'eins: zwei'"},
		{"the last value", "events", "b", func(m map[string]any) { m["what"] = "deux" }, "what: two", "what: deux"},
		{"a block", "events", "a", func(m map[string]any) { m["note"] = "short" }, "note: |\n      text\n      # no comment\n", "note: short\n"},
		{"a new field", "events", "b", func(m map[string]any) { m["source"] = []any{"S1", "S2"} }, "what: two\n", "what: two\n    source: [S1, S2]\n"},
		{"a field taken out", "events", "a", func(m map[string]any) { delete(m, "what") }, "    what: one   # why\n", ""},
		{"a list at the margin", "parties", "p", func(m map[string]any) { m["name"] = "Q" }, "name: P", "name: Q"},
		{"the header", "case", "x", func(m map[string]any) { m["zone"] = "America/New_York" }, "zone: UTC", "zone: America/New_York"},
		{"what YAML takes for something else", "events", "b", func(m map[string]any) { m["what"] = "null" }, "what: two", `what: "null"`},
		{"records within", "events", "b", func(m map[string]any) {
			m["times"] = []any{map[string]any{"source": []any{"S1"}, "at": "17:26 EDT"}}
		}, "what: two\n", "what: two\n    times:\n      - {at: '17:26 EDT', source: [S1]}\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, nl := range []string{"\n", "\r\n"} {
				file := []byte(strings.ReplaceAll(small, "\n", nl))
				r, ok, err := Find(file, c.list, c.id)
				if err != nil || !ok {
					t.Fatal(ok, err)
				}
				m, err := Fields(r.Text)
				if err != nil {
					t.Fatal(err)
				}
				c.change(m)
				now, err := Write(r.Text, m, nil)
				if err != nil {
					t.Fatal(err)
				}
				want := strings.ReplaceAll(strings.Replace(small, c.was, c.now, 1), "\n", nl)
				if got := string(Put(file, r, now)); got != want {
					t.Errorf("want\n%s", Diff("file", []byte(want), []byte(got)))
				}
			}
		})
	}
}

func TestAdd(t *testing.T) {
	for _, c := range []struct{ file, list, want string }{
		{small, "events", strings.Replace(small, "what: two\n", "what: two\n  - id: n\n    what: new\n", 1)},
		{small, "parties", small + "- id: n\n  what: new\n"},
		{small, "sources", small + "\nsources:\n  - id: n\n    what: new\n"},
		{"", "sources", "sources:\n  - id: n\n    what: new\n"},
		{"# only a comment", "sources", "# only a comment\n\nsources:\n  - id: n\n    what: new\n"},
	} {
		got, err := Add([]byte(c.file), c.list, "id: n\nwhat: new\n")
		if err != nil || string(got) != c.want {
			t.Errorf("%v\n%s", err, Diff(c.list, []byte(c.want), got))
		}
	}
}

func TestRefused(t *testing.T) {
	for file, want := range map[string]string{
		"events: [{id: a, what: x}]\n":            "line 1: events \"a\" is written within brackets",
		"events:\n  -\n    id: a\n    what: x\n":  "line 3: events \"a\" begins below its dash",
		"events:\n  - id: a\n    what: \"x\n":     "found unexpected end of stream",
		"case: {id: a, caption: x}\n":             "",
		"events: nothing\n":                       "",
		"- a\n":                                   "",
		"events:\n  - {id: a, what: on one line}": "",
	} {
		_, ok, err := Find([]byte(file), "events", "a")
		switch {
		case want == "" && err != nil:
			t.Errorf("%q: %v", file, err)
		case want != "" && (ok || err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%q: %v, %v; want %q", file, ok, err, want)
		}
	}
	if _, err := Add([]byte("events: [{id: a}]\n"), "events", "id: b\n"); err == nil {
		t.Error("a list within brackets is added to")
	}
	if _, err := Write("id: a\n", map[string]any{"id": 1.5}, nil); err == nil {
		t.Error("a number is taken")
	}
}

// What a form gives is what is read again, whatever it is, and the other records
// of the file keep their bytes.
func TestAnyFields(t *testing.T) {
	word := rapid.OneOf(rapid.StringMatching(`[ -~]{1,12}`), rapid.StringMatching(`[ -~\n]{1,20}`), rapid.SampledFrom([]string{"null", "~", "yes", "1e3", "2025-03-15", "17:26 EDT", "- a", "# b", "a: b", "é\u2028x", "\ttab", " lead", "trail ", "[", "{a: b}", "&a", "*a", "!t", "|", ">", "%", "@", "`", "'", `"`}))
	var any_ func(depth int) *rapid.Generator[any]
	any_ = func(depth int) *rapid.Generator[any] {
		if depth == 0 {
			return rapid.Map(word, func(s string) any { return s })
		}
		return rapid.OneOf(
			rapid.Map(word, func(s string) any { return s }),
			rapid.Map(rapid.SliceOfN(any_(depth-1), 1, 3), func(s []any) any { return s }),
			rapid.Map(rapid.MapOfN(rapid.StringMatching(`[a-z][-a-z]{0,5}`), any_(depth-1), 1, 3), func(m map[string]any) any { return m }))
	}
	record := rapid.MapOfN(rapid.StringMatching(`[a-z][-a-z]{0,5}`), any_(2), 1, 5)
	rapid.Check(t, func(t *rapid.T) {
		first, second := record.Draw(t, "first"), record.Draw(t, "second")
		first["id"], second["id"] = "b", "b"
		text := []byte(small)
		for _, m := range []map[string]any{first, second} {
			r, ok, err := Find(text, "events", "b")
			if err != nil || !ok {
				t.Fatal(ok, err)
			}
			now, err := Write(r.Text, m, nil)
			if err != nil {
				t.Fatal(err)
			}
			text = Put(text, r, now)
			back, _, err := Find(text, "events", "b")
			if err != nil {
				t.Fatalf("%v\n%s", err, text)
			}
			got, err := Fields(back.Text)
			if err != nil || !equal(got, m) {
				t.Fatalf("%v: %#v became %#v\n%s", err, m, got, text)
			}
		}
		head, tail, _ := strings.Cut(small, "  - id: b\n    what: two\n")
		if s := string(text); !strings.HasPrefix(s, head) || !strings.HasSuffix(s, tail) {
			t.Fatalf("other records changed:\n%s", Diff("file", []byte(small), text))
		}
	})
}

// Where git merges without a conflict, so do we or we ask; what we merge has every
// line that either side added.
func TestMergeAsGit(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("skipped: git, whose merge this one is compared with, is not installed")
	}
	dir := t.TempDir()
	line := rapid.SampledFrom([]string{"a\n", "b\n", "c\n", "d\n", "e\n"})
	alike, asked, bolder := 0, 0, 0
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		if n++; n > 60 {
			return
		}
		base := rapid.SliceOfN(line, 6, 12).Draw(t, "base")
		change := func(name string) string {
			out := append([]string{}, base...)
			i := rapid.IntRange(0, len(out)-1).Draw(t, name)
			out[i] = name + "\n"
			return strings.Join(out, "")
		}
		was, ours, theirs := strings.Join(base, ""), change("ours"), change("theirs")
		for name, s := range map[string]string{"was": was, "ours": ours, "theirs": theirs} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(s), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		cmd := exec.Command("git", "merge-file", "-p", "ours", "was", "theirs")
		cmd.Dir = dir
		want, err := cmd.Output()
		got, ok := Merge(was, ours, theirs)
		switch {
		case ok && err == nil:
			alike++
			if got != string(want) {
				t.Fatalf("merged\n%s\ngit has\n%s", got, want)
			}
		case !ok && err == nil:
			t.Fatalf("git merges this and we ask:\n%q\n%q\n%q", was, ours, theirs)
		case ok:
			bolder++ // git holds changes of neighbouring lines for a conflict
			if !strings.Contains(got, "ours\n") || !strings.Contains(got, "theirs\n") {
				t.Fatalf("a change is lost: %q", got)
			}
		default:
			asked++
		}
	})
	if alike == 0 || asked == 0 {
		t.Errorf("alike %d, asked %d, bolder %d: the test tried too little", alike, asked, bolder)
	}
}

// leaves calls f with a function that sets each text within a value, and puts it
// back.
func leaves(v any, f func(set func(string))) {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			if s, ok := x.(string); ok {
				f(func(now string) { v[k] = now })
				v[k] = s
			}
			leaves(x, f)
		}
	case []any:
		for i, x := range v {
			if s, ok := x.(string); ok {
				f(func(now string) { v[i] = now })
				v[i] = s
			}
			leaves(x, f)
		}
	}
}

// One text changed, at any depth of any record of the samples, changes the lines
// of its own field alone, and what is read again is what was written.
func TestOneTextChanged(t *testing.T) {
	n, most := 0, 0
	for name, files := range samples(t) {
		for file, f := range files {
			each(t, f.Data, func(list, id string) {
				r, _, err := Find(f.Data, list, id)
				if err != nil {
					t.Fatal(err)
				}
				fields, err := Fields(r.Text)
				if err != nil {
					t.Fatal(err)
				}
				flat := strings.HasPrefix(r.Text, "{")
				leaves(fields, func(set func(string)) {
					set("another text")
					got, err := Write(r.Text, fields, nil)
					if err != nil {
						t.Fatal(err)
					}
					back, err := Fields(got)
					if err != nil || !equal(back, fields) {
						t.Errorf("%s/%s: %s %q: %v: what is read again is not what was written:\n%s", name, file, list, id, err, got)
					}
					if n++; !flat {
						was, now := apart(splitLines([]byte(r.Text)), splitLines([]byte(got)))
						most = max(most, now)
						if now > 4 {
							t.Errorf("%s/%s: %s %q: one text changed, and %d lines for %d:\n%s", name, file, list, id, now, was, Diff(id, []byte(r.Text), []byte(got)))
						}
					}
				})
			})
		}
	}
	if n < 3000 {
		t.Errorf("only %d texts were changed", n)
	}
	t.Logf("%d texts; at most %d new lines", n, most)
}

// apart are how many lines two texts have between what is alike at their beginning
// and at their end.
func apart(a, b []string) (int, int) {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return len(a), len(b)
}

// An item put into a list, or taken out, leaves the others as they are.
func TestItems(t *testing.T) {
	const text = "id: a\ntimes:\n  # first\n  - at: one\n    source: [S1]   # why\n  - {at: two, source: [S2]}\n\n  # third\n  - at: three\n    source: [S3]\nnote: n\n"
	for _, c := range []struct {
		change   func([]any) []any
		was, now string
	}{
		{func(v []any) []any { return append(v, map[string]any{"at": "four"}) }, "[S3]\n", "[S3]\n  - {at: four}\n"},
		{func(v []any) []any { return append([]any{map[string]any{"at": "nought"}}, v...) }, "  # first\n", "  # first\n  - {at: nought}\n"},
		{func(v []any) []any { return v[:2] }, "  - at: three\n    source: [S3]\n", ""},
		{func(v []any) []any { return v[1:] }, "  - at: one\n    source: [S1]   # why\n", ""},
		{func(v []any) []any { return append(v[:1:1], v[2]) }, "  - {at: two, source: [S2]}\n", ""},
		{func(v []any) []any { v[0].(map[string]any)["at"] = "eins"; return v }, "at: one", "at: eins"},
		{func(v []any) []any { v[0].(map[string]any)["kind"] = "planned"; return v }, "# why\n", "# why\n    kind: planned\n"},
		{func(v []any) []any { delete(v[0].(map[string]any), "at"); return v }, "  - at: one\n    source: [S1]   # why\n", "  - source: [S1]   # why\n"},
	} {
		m, err := Fields(text)
		if err != nil {
			t.Fatal(err)
		}
		m["times"] = c.change(m["times"].([]any))
		got, err := Write(text, m, nil)
		if want := strings.Replace(text, c.was, c.now, 1); err != nil || got != want {
			t.Errorf("%v\n%s", err, Diff("record", []byte(want), []byte(got)))
		}
	}
}
