package finding_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/cases"
	"github.com/holdshort/holdshort/exhibit"
	"github.com/holdshort/holdshort/finding"
	"github.com/holdshort/holdshort/internal/toy"
)

// The order of files, of the records in them, and of the values in a list that
// has no order of its own, changes no byte of what is found. The digest of the
// case, which proofs name, keeps the order of lists within a record.
func TestOrderChangesNothing(t *testing.T) {
	trials := map[string]fs.FS{"rich": os.DirFS("testdata/rich")}
	for seed := range uint64(20) {
		trials[fmt.Sprint("toy-", seed)] = toyWithQuestions(seed)
	}
	for name, files := range samples(t) {
		trials[name] = files
	}
	for name, files := range trials {
		t.Run(name, func(t *testing.T) {
			data, text, digest := found(t, files)
			for seed := range uint64(6) {
				lists := seed >= 3
				data2, text2, digest2 := found(t, shuffle(t, files, rand.New(rand.NewPCG(seed, 1)), lists))
				if lists {
					data2, text2 = strings.ReplaceAll(data2, digest2, digest), strings.ReplaceAll(text2, digest2, digest)
					text, text2 = sortedCites(text), sortedCites(text2)
				}
				if data != data2 {
					t.Fatalf("seed %d: the JSON differs: %s", seed, difference(data, data2))
				}
				if text != text2 {
					t.Fatalf("seed %d: the text differs: %s", seed, difference(text, text2))
				}
			}
		})
	}
}

// sortedCites is text without the wrapping of lines, and with the sources
// between brackets sorted: package exhibit keeps them as the file has them.
func sortedCites(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	return regexp.MustCompile(`\[[^\]]*\]`).ReplaceAllStringFunc(text, func(s string) string {
		parts := strings.Split(s[1:len(s)-1], ", ")
		slices.Sort(parts)
		return "[" + strings.Join(parts, ", ") + "]"
	})
}

// samples are the cases that come with the program.
func samples(t *testing.T) map[string]fs.FS {
	t.Helper()
	out := map[string]fs.FS{}
	for _, name := range cases.Names {
		files, err := cases.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = files
	}
	return out
}

func toyWithQuestions(seed uint64) fstest.MapFS {
	r := rand.New(rand.NewPCG(seed, 77))
	c := toy.Random(r, 4, false)
	files := c.Files()
	var b strings.Builder
	b.WriteString("questions:\n")
	for i := range 4 {
		fmt.Fprintf(&b, "- {id: ask%d, ask: a question, find: %q}\n", i, c.Formula(r, 2).String())
	}
	files["questions.yaml"] = &fstest.MapFile{Data: []byte(b.String())}
	return files
}

// found is the report of a case as JSON and as text, and the case's digest.
func found(t *testing.T, files fs.FS) (data, text, digest string) {
	t.Helper()
	c, err := holdshort.Load(files)
	if err != nil {
		t.Fatalf("%.600s", err)
	}
	r, err := finding.New(c).Report(finding.Options{})
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var page bytes.Buffer
	if err := exhibit.Text(&page, r, time.UTC); err != nil {
		t.Fatal(err)
	}
	return string(b), page.String(), c.Digest().String()
}

func difference(a, b string) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	cut := func(s string) string { return s[max(0, i-90):min(len(s), i+90)] }
	return fmt.Sprintf("%q against %q", cut(a), cut(b))
}

// ordered are the fields whose lists have an order that means something.
var ordered = []string{"in-order", "phases", "outline", "from", "renewals", "for", "claims", "expressions", "positions", "directives", "address",
	"bound-for", "whereabouts", "conditions", "facts", "of", "names", "args", "items"}

// shuffle writes the records of a case anew: in other files, in another order
// and, if asked, with the lists in them in another order.
func shuffle(t *testing.T, files fs.FS, r *rand.Rand, lists bool) fstest.MapFS {
	t.Helper()
	type record struct {
		list string
		node *yaml.Node
	}
	var records []record
	var head *yaml.Node
	err := fs.WalkDir(files, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || path.Ext(name) != ".yaml" {
			return err
		}
		b, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		var doc yaml.Node
		if err := yaml.Unmarshal(b, &doc); err != nil || len(doc.Content) == 0 {
			return err
		}
		top := doc.Content[0]
		for i := 0; i < len(top.Content); i += 2 {
			if top.Content[i].Value == "case" {
				head = top.Content[i+1]
				continue
			}
			for _, n := range top.Content[i+1].Content {
				if lists {
					mix(n, top.Content[i].Value, r)
				}
				records = append(records, record{top.Content[i].Value, n})
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	r.Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
	out := fstest.MapFS{}
	for k := range 3 {
		lists := map[string][]*yaml.Node{}
		for i, rec := range records {
			if i%3 == k {
				lists[rec.list] = append(lists[rec.list], rec.node)
			}
		}
		file := map[string]any{}
		for name, nodes := range lists {
			file[name] = nodes
		}
		if k == r.IntN(3) || k == 2 && head != nil {
			file["case"], head = head, nil
		}
		if file["case"] == (*yaml.Node)(nil) {
			delete(file, "case")
		}
		b, err := yaml.Marshal(file)
		if err != nil {
			t.Fatal(err)
		}
		out[fmt.Sprintf("%c/%d.yaml", 'a'+rune(r.IntN(26)), k)] = &fstest.MapFile{Data: b}
	}
	return out
}

// mix shuffles the lists below n that have no order.
func mix(n *yaml.Node, field string, r *rand.Rand) {
	if n.Kind == yaml.SequenceNode && !slices.Contains(ordered, field) {
		r.Shuffle(len(n.Content), func(i, j int) { n.Content[i], n.Content[j] = n.Content[j], n.Content[i] })
	}
	for i, sub := range n.Content {
		name := field
		if n.Kind == yaml.MappingNode {
			if i%2 == 0 {
				continue
			}
			name = n.Content[i-1].Value
		}
		mix(sub, name, r)
	}
}
