package holdshort_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/formula"
)

func compiled(t testing.TB) *jsonschema.Schema {
	t.Helper()
	b, err := json.Marshal(holdshort.Schema())
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(string(b)))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	if err := c.AddResource("case.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("case.schema.json") // checks it against the schema of draft 2020-12 too
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// plainJSON is a YAML tree as an editor has it: numbers, yes and no, and texts.
func plainJSON(t testing.TB, b []byte) any {
	t.Helper()
	var doc yaml.Node
	if err := yaml.Unmarshal(b, &doc); err != nil {
		t.Fatal(err)
	}
	var walk func(n *yaml.Node) any
	walk = func(n *yaml.Node) any {
		switch n.Kind {
		case yaml.DocumentNode:
			return walk(n.Content[0])
		case yaml.MappingNode:
			m := map[string]any{}
			for i := 0; i < len(n.Content); i += 2 {
				m[n.Content[i].Value] = walk(n.Content[i+1])
			}
			return m
		case yaml.SequenceNode:
			s := []any{}
			for _, x := range n.Content {
				s = append(s, walk(x))
			}
			return s
		}
		switch n.Tag {
		case "!!int":
			if _, err := strconv.ParseInt(n.Value, 10, 64); err == nil {
				return json.Number(n.Value)
			}
		case "!!bool":
			return n.Value == "true"
		case "!!null":
			return nil
		}
		return n.Value
	}
	return walk(&doc)
}

func TestSchemaAcceptsTheCases(t *testing.T) {
	s := compiled(t)
	for name, files := range folders(t) {
		n := 0
		err := fs.WalkDir(files, ".", func(file string, e fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(file, ".yaml") {
				return err
			}
			b, err := fs.ReadFile(files, file)
			if err != nil {
				return err
			}
			n++
			if err := s.Validate(plainJSON(t, b)); err != nil {
				t.Errorf("%s/%s: %v", name, file, err)
			}
			return nil
		})
		if err != nil || n == 0 {
			t.Errorf("%s: %d files, %v", name, n, err)
		}
	}
}

// What Load refuses for its structure the schema refuses too, and what the one
// accepts the other does.
func TestSchemaAgreesWithLoad(t *testing.T) {
	s := compiled(t)
	const head = "case: {id: a, caption: b, zone: UTC}\n"
	for _, x := range []struct {
		text string
		ok   bool
	}{
		{"", true},
		{"sources: [{id: s, kind: map, publisher: p}]", true},
		{"sources: [{id: 7, kind: map, publisher: p, published: 2025}]", true},
		{"sources: [{id: s, kind: map, publisher: p, address: x}, {id: r, kind: map, publisher: p, address: [x, y]}]", true},
		{"events: [{id: e, what: w, happened: [{says: yes, source: e}, {says: no, source: e}, {says: true, source: e}]}]", true},
		{"cohorts: [{id: c, name: n, counts: [{n: 5, source: s}, {n: at least 8, source: [s]}]}]", true},
		{"questions: [{id: q, ask: a, find: happened(e)}, {id: r, ask: a, find: {v: 1, op: happened, args: [{event: e}]}}]", true},
		{"surces: []", false},
		{"sources: [{id: s, kind: map, publisher: p, colour: red}]", false},
		{"sources: [{id: s, kind: map}]", false},
		{"sources: [{kind: map, publisher: p}]", false},
		{"sources: [{id: s, kind: artcle, publisher: p}]", false},
		{"sources: [s]", false},
		{"sources: {id: s, kind: map, publisher: p}", false},
		{"sources: s", false},
		{"sources: []", false},
		{"sources:", false},
		{"sources: [{id: a b, kind: map, publisher: p}]", false},
		{"sources: [{id: -a, kind: map, publisher: p}]", false},
		{"sources: [{id: a, kind: map, publisher: ''}]", false},
		{"sources: [{id: a, kind: map, publisher: [p]}]", false},
		{"sources: [{id: a, kind: map, publisher: {p: q}}]", false},
		{"sources: [{id: a, kind: map, publisher: p, address: []}]", false},
		{"events: [{id: e, what: w, source: [a b]}]", false},
		{"events: [{id: e, what: w, times: [{at: '', source: s}]}]", false},
		{"events: [{id: e, what: w, times: [{at: noon}]}]", false},
		{"events: [{id: e, what: w, times: [{at: noon, source: s, kind: maybe}]}]", false},
		{"events: [{id: e, what: w, happened: [{says: perhaps, source: s}]}]", false},
		{"questions: [{id: q, ask: a, find: happened(e), number: -1}]", false},
		{"questions: [{id: q, ask: a, find: happened(e), number: one}]", false},
		{"questions: [{id: q, ask: a, find: [e]}]", false},
		{"questions: [{id: q, ask: a}]", false},
		{"questions: [{id: q, ask: a, find: happened(e), outcome: {act: e}}]", false},
		{"movements: [{id: m, name: n, phases: [{phase: landing}]}]", false},
		{"payments: [{id: p, amount: 6 million, per: total, status: paid, source: s}]", false},
		{"payments: [{id: p, amount: '4,76 million USD', per: total, status: paid, source: s}]", false},
		{"movements: [{id: m, name: n, phases: [{phase: boarding}], top-speed: {speed: 550, why: w}}]", false},
		{"areas: [{id: a, name: n, kind: fir, error: 5 miles}]", false},
	} {
		if err := s.Validate(plainJSON(t, []byte(head+x.text))); (err == nil) != x.ok {
			t.Errorf("the schema on %s: %v", x.text, err)
		}
		_, err := holdshort.Load(fstest.MapFS{"case.yaml": {Data: []byte(head + x.text)}})
		// What it names need not be there.
		structural := err != nil && !strings.Contains(fmt.Sprint(problems(err)), "has this id")
		if structural == x.ok {
			t.Errorf("Load on %s: %q", x.text, problems(err))
		}
	}
	for _, text := range []string{"case: {id: a, caption: b}", "case: {id: a, caption: b, zone: UTC, judge: c}", "case: a", "[]", "a", "case:"} {
		if err := s.Validate(plainJSON(t, []byte(text))); err == nil {
			t.Errorf("the schema takes %s", text)
		}
		if _, err := holdshort.Load(fstest.MapFS{"case.yaml": {Data: []byte(text)}}); err == nil {
			t.Errorf("Load takes %s", text)
		}
	}
}

// The patterns of the schema accept what the readers do.
func TestSchemaPatterns(t *testing.T) {
	var id, money string
	props := holdshort.Schema()["properties"].(map[string]any)
	field := func(list, name string) map[string]any {
		return props[list].(map[string]any)["items"].(map[string]any)["properties"].(map[string]any)[name].(map[string]any)
	}
	id, money = field("events", "id")["pattern"].(string), field("payments", "amount")["pattern"].(string)
	isID := regexp.MustCompile(id)
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.StringMatching(`[-._@a0Z/ ]{0,7}`), rapid.String()).Draw(t, "id")
		if isID.MatchString(s) != formula.IsName(s) {
			t.Fatalf("%q: the pattern says %v, the reader %v", s, isID.MatchString(s), formula.IsName(s))
		}
	})
	isMoney := regexp.MustCompile(money)
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`\$? ?[0-9,]{1,8}(\.[0-9]{1,3})?( (thousand|million|billion))?( [A-Z]{2,4})?`).Draw(t, "amount")
		if _, err := holdshort.ParseMoney(s); err == nil && !isMoney.MatchString(s) {
			t.Fatalf("%q is read and does not match", s)
		}
	})
}

// Every field says what it holds, in a word that a table can show, and the
// schema tells it on.
func TestEveryFieldIsExplained(t *testing.T) {
	n := 0
	holdshort.EachField(func(record reflect.Type, f holdshort.Field) {
		n++
		if strings.TrimSpace(f.Doc) == "" || strings.ContainsAny(f.Doc, "\n|") {
			t.Errorf("%s, field %q: doc %q", record, f.Name, f.Doc)
		}
		if f.Name == "" || strings.ToLower(f.Name) != f.Name {
			t.Errorf("%s: a field is named %q", record, f.Name)
		}
	})
	if n < 150 {
		t.Errorf("%d fields", n)
	}
	var walk func(at string, s map[string]any)
	walk = func(at string, s map[string]any) {
		if props, ok := s["properties"].(map[string]any); ok {
			if s["additionalProperties"] != false {
				t.Errorf("%s may have other fields", at)
			}
			for name, p := range props {
				p := p.(map[string]any)
				if d, _ := p["description"].(string); d == "" {
					t.Errorf("%s.%s has no description", at, name)
				}
				walk(at+"."+name, p)
			}
		}
		if items, ok := s["items"].(map[string]any); ok {
			walk(at+"[]", items)
		}
	}
	walk("", holdshort.Schema())
}
