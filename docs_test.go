package holdshort_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/bag"
	"github.com/holdshort/holdshort/cases"
	"github.com/holdshort/holdshort/docket"
	"github.com/holdshort/holdshort/fetch"
	"github.com/holdshort/holdshort/finding"
	"github.com/holdshort/holdshort/follow"
	"github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/ground"
	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
	"github.com/holdshort/holdshort/verify"
	"github.com/holdshort/holdshort/web"
)

// The pages are tested as the code is: sessions are run, examples are loaded,
// and every field, atom, verb and word has its row.

func page(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func pages(t *testing.T) []string {
	t.Helper()
	out := []string{"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"}
	err := filepath.WalkDir("docs", func(name string, e fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, ".md") {
			out = append(out, filepath.ToSlash(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// block is one fenced block of a page.
type block struct {
	lang, text string
	line       int // of the fence, from 1
}

func blocks(page string) []block {
	var out []block
	var open *block
	for i, l := range strings.Split(page, "\n") {
		lang, fence := strings.CutPrefix(l, "```")
		switch {
		case fence && open == nil:
			open = &block{lang: lang, line: i + 1}
		case fence:
			out = append(out, *open)
			open = nil
		case open != nil:
			open.text += l + "\n"
		}
	}
	return out
}

// section is the text under the heading, without its subsections unless deep.
func section(page, heading string, deep bool) string {
	level := strings.IndexFunc(heading, func(r rune) bool { return r != '#' })
	var b strings.Builder
	in, fenced := false, false
	for l := range strings.SplitSeq(page, "\n") {
		if strings.HasPrefix(l, "```") {
			fenced = !fenced
		}
		n := strings.IndexFunc(l, func(r rune) bool { return r != '#' })
		switch {
		case fenced || n < 1:
		case l == heading:
			in = true
			continue
		case in && (n <= level || !deep):
			return b.String()
		}
		if in {
			b.WriteString(l + "\n")
		}
	}
	return b.String()
}

// rows are the cells of every row of every table in the text, but for headings.
func rows(text string) [][]string {
	var out [][]string
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		if !strings.HasPrefix(l, "|") || strings.HasPrefix(l, "|---") || i+1 < len(lines) && strings.HasPrefix(lines[i+1], "|---") {
			continue
		}
		var cells []string
		for c := range strings.SplitSeq(strings.Trim(l, "|"), " | ") {
			cells = append(cells, strings.TrimSpace(c))
		}
		out = append(out, cells)
	}
	return out
}

var code = regexp.MustCompile("`([^`]+)`")

// codes are the words set as code in the text.
func codes(text string) []string {
	var out []string
	for _, m := range code.FindAllStringSubmatch(text, -1) {
		out = append(out, m[1])
	}
	return out
}

// program builds the program.
func program(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "holdshort")
	if out, err := exec.Command("go", "build", "-o", name, "./cmd/holdshort").CombinedOutput(); err != nil {
		t.Fatalf("build the program: %v\n%s", err, out)
	}
	return name
}

// session runs the commands of a console block in dir and compares what they
// print, standard output and error together. A line "..." stands for any lines.
func session(t *testing.T, name, dir string, b block) {
	t.Helper()
	for part := range strings.SplitSeq(strings.TrimPrefix(b.text, "$ "), "\n$ ") {
		command, want, _ := strings.Cut(part, "\n")
		args, ok := strings.CutPrefix(command, "holdshort ")
		if !ok {
			if args, ok = strings.CutPrefix(command, "go run ./cmd/holdshort "); !ok {
				t.Errorf("line %d: the session runs %q, not holdshort", b.line, command)
				continue
			}
		}
		cmd := exec.Command(name, strings.Fields(args)...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_CONFIG_HOME="+dir) // where a vault remembers what it signed
		got, err := cmd.CombinedOutput()
		weak := strings.Contains(want, "Result: intact, but below the policy") && cmd.ProcessState.ExitCode() == 2
		if err != nil && !weak {
			t.Errorf("line %d: %s: %v\n%s", b.line, command, err, got)
		}
		if at, ok := elided(lines(want), lines(string(got))); !ok {
			t.Errorf("line %d: %s prints no such line in its place:\n%s\nof\n%s", b.line, command, at, got)
		}
	}
}

func lines(s string) []string {
	if s = strings.TrimRight(s, "\n"); s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}

// elided compares lines, of which "..." in want stands for any number. It says
// the first line of want that has no place.
func elided(want, got []string) (string, bool) {
	for len(want) > 0 && want[0] != "..." {
		if len(got) == 0 || got[0] != want[0] {
			return want[0], false
		}
		want, got = want[1:], got[1:]
	}
	if len(want) == 0 {
		return "the end", len(got) == 0
	}
	want = want[1:]
	miss := ""
	for i := range len(got) + 1 {
		at, ok := elided(want, got[i:])
		if ok {
			return "", true
		}
		if miss == "" || slices.Index(want, at) > slices.Index(want, miss) {
			miss = at
		}
	}
	return miss, false
}

func TestDocsSessions(t *testing.T) {
	name, dir := program(t), t.TempDir()
	for _, b := range blocks(page(t, "README.md")) {
		if b.lang != "console" {
			continue
		}
		if strings.Contains(b.text, "holdshort demo") {
			if _, err := sample(cases.Names[0]); err != nil {
				t.Errorf("the sample case: %v", err)
				continue
			}
		}
		session(t, name, dir, b)
	}
}

func sample(name string) (*holdshort.Case, error) {
	files, err := cases.Open(name)
	if err != nil {
		return nil, err
	}
	return holdshort.Load(files)
}

func TestDocsVerbs(t *testing.T) {
	help, err := exec.Command(program(t), "help").Output()
	if err != nil {
		t.Fatal(err)
	}
	var have, want []string
	_, list, _ := strings.Cut(string(help), "Available Commands:\n")
	list, flags, _ := strings.Cut(list, "\n\n")
	for l := range strings.SplitSeq(list, "\n") {
		if verb := strings.Fields(l)[0]; verb != "help" && verb != "completion" {
			want = append(want, verb)
		}
	}
	for _, r := range rows(section(page(t, "README.md"), "## Install", true)) {
		have = append(have, strings.Trim(r[0], "`"))
	}
	slices.Sort(have)
	slices.Sort(want)
	if !slices.Equal(have, want) {
		t.Errorf("the table of verbs has %v, the program %v", have, want)
	}
	for _, f := range regexp.MustCompile(`--[a-z-]+`).FindAllString(flags, -1) {
		if f != "--help" && f != "--version" && !strings.Contains(page(t, "README.md"), "`"+f) {
			t.Errorf("README.md does not mention %s", f)
		}
	}
}

// kind is one declaration that Load reads by, and the heading of its section.
type kind struct {
	heading string
	of      reflect.Type
}

var nested = []kind{
	{"#### count", reflect.TypeFor[holdshort.Count]()},
	{"#### partition", reflect.TypeFor[holdshort.Parts]()},
	{"#### expression", reflect.TypeFor[holdshort.Expression]()},
	{"#### end of a period", reflect.TypeFor[holdshort.PeriodEnd]()},
	{"#### directive", reflect.TypeFor[holdshort.Directive]()},
	{"#### top speed", reflect.TypeFor[holdshort.TopSpeed]()},
	{"#### phase", reflect.TypeFor[holdshort.Phase]()},
	{"#### assertion", reflect.TypeFor[holdshort.Assertion]()},
	{"#### position", reflect.TypeFor[holdshort.Position]()},
	{"#### destination", reflect.TypeFor[holdshort.Bound]()},
	{"#### term", reflect.TypeFor[holdshort.Term]()},
	{"#### renewal", reflect.TypeFor[holdshort.Renewal]()},
	{"#### condition", reflect.TypeFor[holdshort.Condition]()},
	{"#### whereabout", reflect.TypeFor[holdshort.Whereabout]()},
	{"#### claim of a statement", reflect.TypeFor[holdshort.SpeakerClaim]()},
	{"#### binding", reflect.TypeFor[holdshort.Binding]()},
	{"#### completion", reflect.TypeFor[holdshort.Completion]()},
	{"#### covering", reflect.TypeFor[holdshort.Covering]()},
	{"#### vacatur rule", reflect.TypeFor[holdshort.VacaturRule]()},
	{"#### outcome", reflect.TypeFor[holdshort.Outcome]()},
	{"## Time claims", reflect.TypeFor[holdshort.Claim]()},
	{"### time claim of an expression", reflect.TypeFor[holdshort.KindClaim]()},
}

// kinds are all declarations: one for each list of a case, and the nested ones.
func kinds(t *testing.T) []kind {
	t.Helper()
	out := []kind{{"### case", reflect.TypeFor[holdshort.Header]()}}
	c := reflect.TypeFor[holdshort.Case]()
	props := holdshort.Schema()["properties"].(map[string]any)
	delete(props, "case")
	for i := range c.NumField() {
		name := strings.ToLower(c.Field(i).Name)
		if _, ok := props[name]; ok {
			delete(props, name)
			out = append(out, kind{"### " + name, c.Field(i).Type.Elem()})
		}
	}
	if len(props) > 0 {
		t.Errorf("lists of a case file that a Case does not have: %v", slices.Sorted(maps.Keys(props)))
	}
	return append(out, nested...)
}

// declared lists the fields that Load reads, in order, and whether each is
// required. A field of an embedded record is hidden by one of the same name.
func declared(t reflect.Type) (names []string, required map[string]bool, field map[string]reflect.StructField) {
	required, field = map[string]bool{}, map[string]reflect.StructField{}
	var walk func(reflect.Type)
	walk = func(t reflect.Type) {
		for i := range t.NumField() {
			f := t.Field(i)
			tag, ok := f.Tag.Lookup("case")
			if !ok {
				if f.Anonymous && f.Type != reflect.TypeFor[holdshort.At]() {
					walk(f.Type)
				}
				continue
			}
			name, opt, _ := strings.Cut(tag, ",")
			if _, seen := field[name]; seen {
				continue
			}
			names = append(names, name)
			required[name], field[name] = opt == "required", f
		}
	}
	walk(t)
	return names, required, field
}

func TestDocsCaseFormat(t *testing.T) {
	doc := page(t, "docs/case-format.md")
	covered := map[reflect.Type]bool{}
	for _, k := range kinds(t) {
		covered[k.of] = true
		text := section(doc, k.heading, false)
		if text == "" {
			t.Errorf("no section %q for %v", k.heading, k.of)
			continue
		}
		names, required, field := declared(k.of)
		var have []string
		for _, r := range rows(text) {
			name := strings.Trim(r[0], "`")
			have = append(have, name)
			if len(r) == 3 && strings.HasSuffix(r[1], ", required") != required[name] {
				t.Errorf("%s: whether %q is required is not as declared", k.heading, name)
			}
			if f, ok := field[name]; ok {
				checkWords(t, k.heading+" "+name, f.Type, r)
			}
		}
		if !slices.Equal(have, names) {
			t.Errorf("%s has the fields %v, declared are %v", k.heading, have, names)
		}
	}
	for _, k := range kinds(t) {
		_, _, field := declared(k.of)
		for name, f := range field {
			of := f.Type
			for of.Kind() == reflect.Slice || of.Kind() == reflect.Pointer {
				of = of.Elem()
			}
			if _, _, inner := declaredIf(of); len(inner) > 0 && !covered[of] {
				t.Errorf("%s: %q is a record %v without a section", k.heading, name, of)
			}
		}
	}
}

func declaredIf(t reflect.Type) ([]string, map[string]bool, map[string]reflect.StructField) {
	if t.Kind() != reflect.Struct {
		return nil, nil, nil
	}
	return declared(t)
}

// checkWords checks that a row lists every word that its field may hold.
func checkWords(t *testing.T, what string, of reflect.Type, row []string) {
	t.Helper()
	if of.Kind() == reflect.Slice {
		of = of.Elem()
	}
	opts, ok := reflect.Zero(of).Interface().(interface{ Options() []string })
	if !ok {
		return
	}
	_, list, _ := strings.Cut(strings.Join(row[2:], " | "), ": `")
	if got := codes("`" + list); !slices.Equal(got, opts.Options()) {
		t.Errorf("%s lists the words %v, declared are %v", what, got, opts.Options())
	}
}

// example is the case whose files are the examples of docs/case-format.md.
func example(t *testing.T) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	for _, b := range blocks(page(t, "docs/case-format.md")) {
		first, _, _ := strings.Cut(b.text, "\n")
		name, ok := strings.CutPrefix(first, "# ")
		if b.lang != "yaml" || name == "complete" {
			continue
		}
		if !ok || !strings.HasSuffix(name, ".yaml") || files[name] != nil {
			t.Fatalf("line %d: an example begins with a comment that is its file name, or %q, once", b.line, "# complete")
		}
		files[name] = &fstest.MapFile{Data: []byte(b.text)}
	}
	return files
}

func load(t *testing.T, files fs.FS) *holdshort.Case {
	t.Helper()
	c, err := holdshort.Load(files)
	if ps, ok := err.(holdshort.Problems); ok {
		for _, p := range ps {
			t.Error(p)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestDocsExamples(t *testing.T) {
	complete := 0
	for _, name := range pages(t) {
		for _, b := range blocks(page(t, name)) {
			if b.lang == "yaml" && strings.HasPrefix(b.text, "# complete\n") {
				complete++
				load(t, fstest.MapFS{"case.yaml": {Data: []byte(b.text)}})
			}
		}
	}
	if complete == 0 {
		t.Error("no page has a complete example")
	}
	c := load(t, example(t))
	if len(c.Warnings) > 0 {
		t.Errorf("the example has warnings: %v", c.Warnings)
	}
	if _, err := finding.New(c).Report(finding.Options{}); err != nil {
		t.Error(err)
	}
	// Each kind of record has an example, and the example uses each field.
	used := map[reflect.Type]map[string]bool{}
	for name, f := range example(t) {
		var n yaml.Node
		if err := yaml.Unmarshal(f.Data, &n); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		walkExample(n.Content[0], kinds(t), used)
	}
	for _, k := range kinds(t) {
		names, _, _ := declared(k.of)
		for _, n := range names {
			if !used[k.of][n] && !(n == "zone" || n == "note" || n == "where" || n == "id" || n == "source" || n == "on") {
				t.Errorf("%s: no example uses %q", k.heading, n)
			}
		}
	}
}

// walkExample notes the fields that a file uses.
func walkExample(n *yaml.Node, ks []kind, used map[reflect.Type]map[string]bool) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		name := n.Content[i].Value
		for _, k := range ks {
			if k.heading == "### "+name {
				noteFields(n.Content[i+1], k.of, used)
			}
		}
	}
}

func noteFields(n *yaml.Node, of reflect.Type, used map[reflect.Type]map[string]bool) {
	if n.Kind == yaml.SequenceNode {
		for _, item := range n.Content {
			noteFields(item, of, used)
		}
		return
	}
	_, _, field := declaredIf(of)
	if n.Kind != yaml.MappingNode || len(field) == 0 {
		return
	}
	if used[of] == nil {
		used[of] = map[string]bool{}
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		name := n.Content[i].Value
		used[of][name] = true
		if f, ok := field[name]; ok {
			sub := f.Type
			for sub.Kind() == reflect.Slice || sub.Kind() == reflect.Pointer {
				sub = sub.Elem()
			}
			noteFields(n.Content[i+1], sub, used)
		}
	}
}

func TestDocsTimes(t *testing.T) {
	doc := page(t, "docs/case-format.md")
	ctx := span.Context{Zone: "America/New_York", Date: "2025-03-15"}
	word := func(at span.Instant) string {
		if at == span.Beginning || at == span.End {
			return "open"
		}
		return at.RFC3339()
	}
	table := func(heading string) [][]string {
		rs := rows(section(doc, heading, false))
		if len(rs) == 0 {
			t.Errorf("no rows under %q", heading)
		}
		return rs
	}
	for _, r := range table("### Accepted forms") {
		st, err := span.Parse(strings.Trim(r[0], "`"), ctx)
		if err != nil {
			t.Error(err)
			continue
		}
		got := []string{r[0], word(st.Span.Earliest()), word(st.Span.Latest()), string(st.Precision)}
		if !slices.Equal(got, r) || len(st.Warnings) > 0 {
			t.Errorf("the row is %v, the reading %v, with warnings %v", r, got, st.Warnings)
		}
	}
	ctx.Date = ""
	for _, r := range table("### Warnings") {
		if st, err := span.Parse(strings.Trim(r[0], "`"), ctx); err != nil || len(st.Warnings) == 0 {
			t.Errorf("%s: no warning: %v, %v", r[0], st, err)
		}
	}
	for _, r := range table("### Refused") {
		_, err := span.Parse(strings.Trim(r[0], "`"), ctx)
		pe, ok := err.(*span.ParseError)
		if !ok || pe.Msg != r[1] || len(r) > 2 && pe.Hint != r[2] {
			t.Errorf("%s is refused with %v, and the row says %q", r[0], err, r[1:])
		}
	}
}

func TestDocsNumbers(t *testing.T) {
	doc := page(t, "docs/case-format.md")
	for _, r := range rows(section(doc, "## Numbers of people", false)) {
		for _, text := range codes(r[0]) {
			n, err := holdshort.ParseNumber(text)
			got := []string{fmt.Sprint(n.Least), fmt.Sprint(n.Most)}
			if n.Most > 1<<40 {
				got[1] = "open"
			}
			if err != nil || !slices.Equal(got, r[1:]) {
				t.Errorf("%q is %v, %v; the row says %v", text, got, err, r[1:])
			}
		}
	}
	for _, text := range codes(section(doc, "## Money", false))[:3] {
		if _, err := holdshort.ParseMoney(text); err != nil {
			t.Error(err)
		}
	}
}

func TestDocsFormula(t *testing.T) {
	doc := page(t, "docs/formula.md")
	if !strings.Contains(doc, fmt.Sprintf("**version %d**", formula.Version)) {
		t.Errorf("docs/formula.md is not of version %d", formula.Version)
	}
	have := map[formula.Op]string{}
	for _, r := range rows(section(doc, "## Atoms", true) + section(doc, "## Look-ups", true)) {
		op, args, _ := strings.Cut(strings.Trim(r[0], "`"), "(")
		if args != "" {
			have[formula.Op(op)] += args
		}
	}
	for _, table := range []map[formula.Op]formula.Signature{formula.Atoms, formula.Lookups} {
		for op, sig := range table {
			args, ok := have[op]
			if !ok {
				t.Errorf("docs/formula.md has no row for %q", op)
				continue
			}
			longest := 0
			for a := range strings.SplitSeq(args, ")") {
				longest = max(longest, strings.Count(a, ",")+1)
			}
			if longest != len(sig.Args) {
				t.Errorf("the row of %q has %d arguments, it takes %d", op, longest, len(sig.Args))
			}
			delete(have, op)
		}
	}
	for op := range have {
		t.Errorf("docs/formula.md has a row for %q, which does not exist", op)
	}
	for call := range formula.Calls {
		if !strings.Contains(section(doc, "## Moments", false), "`"+call+"(") {
			t.Errorf("docs/formula.md does not explain %q among the moments", call)
		}
	}

	// Every example is answered in the case of docs/case-format.md.
	files := example(t)
	var qs strings.Builder
	qs.WriteString("questions:\n")
	canonical := map[string]bool{}
	for _, b := range blocks(doc) {
		switch b.lang {
		case "formula":
			for _, l := range lines(b.text) {
				n, err := formula.Parse(l)
				if err != nil {
					t.Fatal(err)
				}
				canonical[n.String()] = true
				fmt.Fprintf(&qs, "  - {id: doc-%d, ask: an example, for: flight, find: %q}\n", len(canonical), l)
			}
		case "json":
			var n formula.Node
			if err := json.Unmarshal([]byte(b.text), &n); err != nil {
				t.Fatalf("line %d: %v", b.line, err)
			}
			defer func() {
				if !canonical[n.String()] {
					t.Errorf("line %d: the JSON form is %q, which the page does not show", b.line, n)
				}
			}()
		}
	}
	files["doc.yaml"] = &fstest.MapFile{Data: []byte(qs.String())}
	if _, err := finding.New(load(t, files)).Report(finding.Options{}); err != nil {
		t.Error(err)
	}
}

var jsonTag = regexp.MustCompile("`json:\"([a-z0-9_]+)")

// tags are the JSON fields that the files declare.
func tags(t *testing.T, patterns ...string) []string {
	t.Helper()
	var out []string
	for _, p := range patterns {
		names, err := filepath.Glob(p)
		if err != nil || len(names) == 0 {
			t.Fatalf("no files %s: %v", p, err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			for _, m := range jsonTag.FindAllStringSubmatch(page(t, name), -1) {
				out = append(out, m[1])
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// documented are the fields that have a row in a page.
func documented(doc string) []string {
	var out []string
	for _, r := range rows(doc) {
		out = append(out, codes(r[0])...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func missing(from, in []string) []string {
	return slices.DeleteFunc(slices.Clone(from), func(s string) bool { return slices.Contains(in, s) })
}

func TestDocsFindings(t *testing.T) {
	doc := page(t, "docs/formats/findings.md")
	if !strings.Contains(doc, fmt.Sprintf("**version %d**", finding.Version)) {
		t.Errorf("the page is not of version %d", finding.Version)
	}
	have := documented(doc)
	declared := tags(t, "finding/*.go", "cite/cite.go", "cmd/holdshort/*.go", "exhibit/derived.go")
	declared = missing(declared, missing(tags(t, "finding/orders_json.go", "finding/where_json.go", "cmd/holdshort/sweep_json.go"), have)) // these have pages of their own
	have = slices.DeleteFunc(have, func(s string) bool { return s == "1" })
	if m := missing(declared, have); len(m) > 0 {
		t.Errorf("fields without a row: %v", m)
	}
	if m := missing(have, declared); len(m) > 0 {
		t.Errorf("rows without a field: %v", m)
	}
}

// TestDocsAPI compares the page with the description that is served, and its
// fields with those that are written.
func TestDocsAPI(t *testing.T) {
	doc := page(t, "docs/formats/api.md")
	if !strings.Contains(doc, fmt.Sprintf("**version %d**", web.Version)) {
		t.Errorf("the page is not of version %d", web.Version)
	}
	var described struct{ Paths map[string]any }
	if err := json.Unmarshal([]byte(page(t, "web/openapi.json")), &described); err != nil {
		t.Fatal(err)
	}
	paths := documented(section(doc, "## What can be asked for", false))
	if want := slices.Sorted(maps.Keys(described.Paths)); !slices.Equal(paths, want) {
		t.Errorf("rows for %q, described are %q", paths, want)
	}
	fields := documented(section(doc, "## Fields", true))
	declared := tags(t, "web/*.go")
	all := slices.Concat(fields, documented(page(t, "docs/formats/findings.md")), documented(page(t, "docs/formats/where.md")))
	outlines := []string{"arcs", "countries", "geometries", "objects", "scale", "transform", "translate"} // of TopoJSON, which is read
	if m := missing(missing(declared, outlines), all); len(m) > 0 {
		t.Errorf("fields without a row: %v", m)
	}
	if m := missing(fields, declared); len(m) > 0 {
		t.Errorf("rows without a field: %v", m)
	}
}

func TestDocsCapture(t *testing.T) {
	doc := page(t, "docs/formats/capture.md")
	if !strings.Contains(doc, fmt.Sprintf("**version %d**", fetch.Version)) {
		t.Errorf("the page is not of version %d", fetch.Version)
	}
	have := slices.DeleteFunc(documented(doc), func(s string) bool { return s == "1" })
	declared := tags(t, "fetch/*.go")
	if m := missing(declared, have); len(m) > 0 {
		t.Errorf("fields without a row: %v", m)
	}
	if m := missing(have, declared); len(m) > 0 {
		t.Errorf("rows without a field: %v", m)
	}
}

// TestDocsFollowing compares the tables with what is written and read.
func TestDocsFollowing(t *testing.T) {
	doc := page(t, "docs/formats/following.md")
	for _, want := range []string{fmt.Sprintf("Journals and reports are **version %d**", follow.Version), fmt.Sprintf("receipts **version %d**", follow.ReceiptVersion)} {
		if !strings.Contains(doc, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	var outcomes []string
	for _, r := range rows(section(doc, "### Poll", false)) {
		if c := codes(r[0]); len(r) == 2 && len(c) == 1 {
			outcomes = append(outcomes, c[0])
		}
	}
	if want := []string{string(follow.Read), string(follow.Same), string(follow.Unread), string(follow.Busy), string(follow.Refused), string(follow.Failed)}; !slices.Equal(outcomes, want) {
		t.Errorf("outcomes %q, declared %q", outcomes, want)
	}
	have := slices.DeleteFunc(documented(doc), func(s string) bool { return s == "1" || slices.Contains(outcomes, s) })
	declared := slices.DeleteFunc(tags(t, "follow/*.go"), func(s string) bool { return s == "next" }) // CourtListener's
	if m := missing(declared, have); len(m) > 0 {
		t.Errorf("fields without a row: %v", m)
	}
	if m := missing(have, declared); len(m) > 0 {
		t.Errorf("rows without a field: %v", m)
	}
	guide := page(t, "docs/following.md")
	have = nil
	for _, r := range rows(section(guide, "## What is followed", false)) {
		have = append(have, codes(r[0])...)
	}
	fields := regexp.MustCompile("`yaml:\"([a-z]+)\"`").FindAllStringSubmatch(page(t, "follow/feed.go"), -1)
	var want []string
	for _, m := range fields {
		want = append(want, m[1])
	}
	if !slices.Equal(have, want) {
		t.Errorf("fields of follow.yaml %q, declared %q", have, want)
	}
	for _, b := range blocks(guide) {
		if b.lang != "yaml" {
			continue
		}
		if c, err := follow.ReadConfig(strings.NewReader(b.text)); err != nil || len(c.Feeds) != 2 {
			t.Errorf("line %d: %v", b.line, err)
		}
	}
	if follow.EveryWindow != 5*time.Minute || follow.EveryMirror != time.Hour || follow.LeastMirror != 15*time.Minute || follow.DailyWindow != 400 || follow.DailyMirror != 100 ||
		follow.MaxMessage != 8<<20 || follow.MaxUnpacked != 64<<20 || follow.MaxText != 4096 || follow.LeastPath != 16 || follow.MaxConfig != 1<<20 || follow.MaxFeeds != 1000 {
		t.Error("the pages have other figures")
	}
}

// TestDocsFetch compares the tables of the page with the program's sources and
// outcomes, and its figures with the program's.
func TestDocsFetch(t *testing.T) {
	doc := page(t, "docs/fetch.md")
	var want [][]string
	for _, s := range fetch.Sources {
		named := map[bool]string{true: "yes", false: "no"}[s.Open]
		want = append(want, []string{"`" + s.Name + "`", "`" + s.Base + "`", named, s.Documents, s.Terms, s.From, s.Seen})
		if s.Archive != "" && !strings.Contains(doc, "`"+s.Archive+"`") {
			t.Errorf("no word on the archive of %s", s.Name)
		}
	}
	if got := rows(section(doc, "## Sources", false)); !reflect.DeepEqual(got, want) {
		t.Errorf("the table of sources has %q, the program %q", got, want)
	}
	var outcomes []string
	for _, r := range rows(section(doc, "### What is kept", false)) {
		outcomes = append(outcomes, codes(r[0])...)
	}
	if want := []string{string(fetch.Kept), string(fetch.Had), string(fetch.NoData), string(fetch.Refused), string(fetch.Failed), string(fetch.NotAsked)}; !slices.Equal(outcomes, want) {
		t.Errorf("outcomes %q, declared %q", outcomes, want)
	}
	if fetch.Interval != 2*time.Second || fetch.Tries != 4 || fetch.MaxWait != 2*time.Minute {
		t.Error("the page says two seconds, four times and two minutes in words")
	}
}

func TestDocsDockets(t *testing.T) {
	doc := page(t, "docs/formats/dockets.md")
	_, fields, _ := strings.Cut(doc, "## JSON")
	have, declared := documented(fields), tags(t, "docket/*.go")
	if m := missing(declared, have); len(m) > 0 {
		t.Errorf("fields without a row: %v", m)
	}
	if m := missing(have, declared); len(m) > 0 {
		t.Errorf("rows without a field: %v", m)
	}
	var kinds, zones []string
	tables := rows(section(doc, "## Clocks", false))
	for _, r := range tables {
		kinds = append(kinds, codes(r[0])...)
	}
	for _, k := range []docket.Kind{docket.Filed, docket.Entered, docket.Signed, docket.Noticed, docket.Published, docket.Edited, docket.Retrieved, docket.Sent, docket.Received} {
		zones = append(zones, string(k))
	}
	for _, z := range []docket.ZoneHow{docket.ZoneStated, docket.ZoneResolved, docket.ZoneGuessed, docket.ZoneUnknown} {
		zones = append(zones, string(z))
	}
	if !slices.Equal(kinds, zones) {
		t.Errorf("the page has the kinds and zones %v, declared %v", kinds, zones)
	}
	if docket.MaxFile != 32<<20 || docket.MaxValues != 2_000_000 || docket.MaxDepth != 64 || !strings.Contains(page(t, "docs/limits.md"), "| one file of a docket | 32 MiB |") {
		t.Error("the pages say 32 MiB, 2 000 000 values and 64 deep")
	}
}

func TestDocsAreas(t *testing.T) {
	have, declared := documented(page(t, "docs/formats/areas.md")), tags(t, "place/write.go")
	if m := missing(declared, have); len(m) > 0 {
		t.Errorf("fields without a row: %v", m)
	}
	if m := missing(have, declared); len(m) > 0 {
		t.Errorf("rows without a field: %v", m)
	}
}

// TestDocsVerification holds the pages on sealed exhibits to the code.
func TestDocsVerification(t *testing.T) {
	compare := func(what string, declared, have []string) {
		if m := missing(declared, have); len(m) > 0 {
			t.Errorf("%s: fields without a row: %v", what, m)
		}
		if m := missing(have, declared); len(m) > 0 {
			t.Errorf("%s: rows without a field: %v", what, m)
		}
	}
	first := func(text string) []string {
		var out []string
		for _, r := range rows(text) {
			out = append(out, codes(r[0])...)
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	doc, exhibit := page(t, "docs/formats/verification.md"), page(t, "docs/formats/sealed-exhibit.md")
	compare("the report", tags(t, "verify/report.go"), first(section(doc, "## Fields", true)))
	head := missing(tags(t, "ledger/exhibit.go"), []string{"name", "sha256"}) // of its policy, in the row of that
	compare("exhibit.json", head, first(section(exhibit, "## exhibit.json", false)))

	texts := map[string]string{}
	for _, b := range blocks(doc) {
		texts[b.lang] = b.text
	}
	if texts["policy"] != verify.Basic {
		t.Error("the policy that names nobody is not that of the program")
	}
	if texts["text"] != ledger.Help {
		t.Error("VERIFY.txt is not that of the program")
	}
	var names []string
	for _, r := range rows(section(exhibit, "## The twelve checks", false)) {
		names = append(names, codes(r[1])...)
	}
	report, err := verify.Run(strings.NewReader(""), 0, verify.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range report.Checks {
		if i >= len(names) || names[i] != c.Name {
			t.Errorf("check %d is %q, and the page has %v", c.Number, c.Name, names)
		}
	}
	for _, n := range []int{bag.MaxFiles, bag.MaxName, bag.MaxPart, ledger.MaxPatterns} {
		if text := strings.ReplaceAll(exhibit, "262 144", "262144"); !strings.Contains(text, fmt.Sprint(n)) {
			t.Errorf("the page does not have the bound %d", n)
		}
	}
}

// TestDocsVault looks for each field of the vault and of the evidence log in the
// rows of its page.
func TestDocsVault(t *testing.T) {
	for name, files := range map[string][]string{
		"docs/formats/vault.md":  {"vault/*.go", "warc/*.go"},
		"docs/formats/ledger.md": {"ledger/item.go", "ledger/record.go"},
	} {
		var have []string
		for _, r := range rows(page(t, name)) {
			for _, word := range codes(strings.Join(r, " | ")) {
				have = append(have, regexp.MustCompile("^[a-z0-9_]*").FindString(word))
			}
		}
		if m := missing(tags(t, files...), have); len(m) > 0 {
			t.Errorf("%s has no row with the fields %v", name, m)
		}
	}
}

func TestDocsProof(t *testing.T) {
	doc := page(t, "docs/formats/proof.md")
	have := documented(section(doc, "## Fields", true))
	declared := missing(tags(t, "proof/*.go", "ground/form.go", "ground/edge.go"), []string{"and", "or", "lit"})
	if m := missing(declared, have); len(m) > 0 {
		t.Errorf("fields without a row: %v", m)
	}
	if m := missing(have, declared); len(m) > 0 {
		t.Errorf("rows without a field: %v", m)
	}
	for _, r := range rows(section(doc, "### constraint", false)) {
		if r[0] != "`basis`" {
			continue
		}
		for _, b := range []ground.Basis{ground.Claims, ground.Bound, ground.Sequence, ground.Phases, ground.Limit, ground.Stated} {
			if !slices.Contains(codes(r[2]), string(b)) {
				t.Errorf("no word on the basis %q", b)
			}
		}
	}
}

// TestDocsInForce compares the page with what is declared, and with what is
// written of the sample cases.
func TestDocsInForce(t *testing.T) {
	doc := page(t, "docs/formats/orders.md")
	if !strings.Contains(doc, fmt.Sprintf("**version %d**", finding.OrdersVersion)) {
		t.Errorf("the page is not of version %d", finding.OrdersVersion)
	}
	have := slices.DeleteFunc(documented(doc), func(s string) bool { return s == "1" })
	if m := missing(tags(t, "finding/orders_json.go"), have); len(m) > 0 {
		t.Errorf("fields without a row: %v", m)
	}
	if m := missing(have, tags(t, "finding/*.go", "cite/cite.go")); len(m) > 0 {
		t.Errorf("rows without a field: %v", m)
	}
	seen := map[string]bool{}
	for _, name := range cases.Names {
		c, err := sample(name)
		if err != nil {
			t.Fatal(err)
		}
		o, err := finding.New(c).Orders("16 March 2025", finding.Options{})
		if err != nil {
			t.Fatal(err)
		}
		b, err := json.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		var v any
		if err := json.Unmarshal(b, &v); err != nil {
			t.Fatal(err)
		}
		fields(v, seen)
	}
	for name := range seen {
		if !slices.Contains(have, name) {
			t.Errorf("the program writes the field %q, which the page does not explain", name)
		}
	}
}

// TestDocsProofExample compares the example of the page with the program's,
// but for the digests, which the page leaves out.
func TestDocsProofExample(t *testing.T) {
	x, _, err := finding.New(load(t, os.DirFS("cmd/holdshort/template"))).Explain("airborne/flight")
	if err != nil || x == nil {
		t.Fatalf("the template's finding: %v", err)
	}
	b, err := json.Marshal(x.Proofs[0])
	if err != nil {
		t.Fatal(err)
	}
	var got, want map[string]any
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	for _, b := range blocks(page(t, "docs/formats/proof.md")) {
		if b.lang == "json" {
			if err := json.Unmarshal([]byte(b.text), &want); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, m := range []map[string]any{got, want} {
		delete(m, "case")
		delete(m, "id")
	}
	if !reflect.DeepEqual(got, want) {
		pretty, _ := json.MarshalIndent(got, "", "  ")
		t.Errorf("the program's proof is\n%s", pretty)
	}
}

// TestDocsOutputs writes every output of the template, of the example case and
// of the sample cases, and looks for fields that no page explains.
func TestDocsOutputs(t *testing.T) {
	have := slices.Concat(documented(page(t, "docs/formats/findings.md")), documented(page(t, "docs/formats/proof.md")))
	cs := []*holdshort.Case{load(t, os.DirFS("cmd/holdshort/template")), load(t, example(t))}
	for _, name := range cases.Names {
		c, err := sample(name)
		if err != nil {
			t.Logf("%s is not looked at: %v", name, err)
			continue
		}
		cs = append(cs, c)
	}
	seen := map[string]bool{}
	for _, c := range cs {
		e := finding.New(c)
		r, err := e.Report(finding.Options{})
		if err != nil {
			t.Fatal(err)
		}
		outputs := []any{r, finding.Asked{Report: r}, e.Check(), finding.Timeline{Case: c, Entries: e.Timeline()}}
		for _, f := range r.Findings {
			x, _, err := e.Explain(f.ID)
			if err != nil {
				t.Errorf("%s: %v", f.ID, err)
				continue
			}
			outputs = append(outputs, x)
			if testing.Short() || len(outputs) > 40 {
				break
			}
		}
		for _, o := range outputs {
			b, err := json.Marshal(o)
			if err != nil {
				t.Fatal(err)
			}
			var v any
			d := json.NewDecoder(bytes.NewReader(b))
			if err := d.Decode(&v); err != nil {
				t.Fatal(err)
			}
			fields(v, seen)
		}
	}
	for name := range seen {
		if !slices.Contains(have, name) {
			t.Errorf("a program writes the field %q, which no page explains", name)
		}
	}
}

// fields notes the names of all fields but for those that are data: dates of
// worlds, answers of readings.
func fields(v any, seen map[string]bool) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			fields(x, seen)
		}
	case map[string]any:
		for name, x := range v {
			seen[name] = true
			if _, data := x.(map[string]any); data && slices.Contains([]string{"times", "facts", "answers"}, name) {
				continue
			}
			fields(x, seen)
		}
	}
}

func TestDocsWords(t *testing.T) {
	doc := page(t, "docs/terms.md")
	column := func(heading string) []string {
		var out []string
		for _, r := range rows(section(doc, heading, false)) {
			out = append(out, codes(r[0])...)
		}
		return out
	}
	var reasons []string
	for _, r := range tri.Reasons {
		reasons = append(reasons, string(r))
	}
	if got := column("### Reason codes"); !slices.Equal(got, reasons) {
		t.Errorf("reason codes %v, declared in this order %v", got, reasons)
	}
	verdicts := []string{finding.Consistent, finding.Contradicted, finding.DependsOnReading, finding.DependsOnFact, finding.CannotBeDecided}
	if got := column("### Verdict words"); !slices.Equal(got, verdicts) {
		t.Errorf("verdict words %v, declared %v", got, verdicts)
	}
	src := page(t, "finding/report.go")
	for _, w := range column("### Outcome words") {
		if !strings.Contains(src, `return "`+w+`", nil`) {
			t.Errorf("no finding has the outcome %q", w)
		}
	}
	for _, m := range regexp.MustCompile(`return "([a-z ]+)", nil`).FindAllStringSubmatch(src, -1) {
		if !slices.Contains(column("### Outcome words"), m[1]) {
			t.Errorf("the outcome %q has no row", m[1])
		}
	}
}

func TestDocsLimits(t *testing.T) {
	text := strings.ReplaceAll(section(page(t, "docs/limits.md"), "## Sizes", false), " ", "")
	for what, want := range map[string]string{
		"one case file":         fmt.Sprintf("onecasefile|%dMiB|", holdshort.MaxFile>>20),
		"all case files":        fmt.Sprintf("together|%dMiB|", holdshort.MaxCase>>20),
		"marks":                 fmt.Sprintf("|%d|", holdshort.MaxMarks),
		"depth of brackets":     fmt.Sprintf("|%ddeep|", holdshort.MaxDeep),
		"records":               fmt.Sprintf("included|%d|", holdshort.MaxRecords),
		"one value":             fmt.Sprintf("|%dKiB|", holdshort.MaxValue>>10),
		"problems":              fmt.Sprintf("|%d,therestarecounted|", holdshort.MaxProblems),
		"text of a formula":     fmt.Sprintf("|%dbytes|", formula.MaxText),
		"depth of formulas":     fmt.Sprintf("|%ddeep|", formula.MaxDepth),
		"undecided acts":        "oneruling|64|",
		"steps of a formula":    fmt.Sprintf("formula|%d|", finding.Budget),
		"text of a stated time": "|200bytes|",
		"one answer":            fmt.Sprintf("asource|%dMiB|", fetch.MaxBytes>>20),
		"days at once":          fmt.Sprintf("|%ddays|", fetch.MaxDays),
	} {
		if !strings.Contains(text, want) {
			t.Errorf("docs/limits.md does not have the bound on %s as %q", what, want)
		}
	}
}

// TestDocsPackages holds the table of packages true: no import outside it, no
// package without a row. Packages for tests and tools alone need none.
func TestDocsPackages(t *testing.T) {
	const module = "github.com/holdshort/holdshort"
	may := map[string][]string{}
	for _, r := range rows(section(page(t, "docs/overview.md"), "## Packages", false)) {
		name := strings.Trim(r[0], "`")
		if may[name] = []string{}; len(r) > 2 {
			may[name] = codes(r[2])
		}
	}
	err := filepath.WalkDir(".", func(name string, e fs.DirEntry, err error) error {
		switch base := path.Base(filepath.ToSlash(name)); {
		case err != nil:
			return err
		case e.IsDir() && name != "." && (strings.HasPrefix(base, ".") || base == "internal" || base == "testdata"):
			return fs.SkipDir
		case e.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		in := filepath.ToSlash(filepath.Dir(name))
		if in == "." {
			in = "holdshort"
		}
		row, ok := may[in]
		if !ok {
			t.Errorf("docs/overview.md has no row for the package %s of %s", in, name)
			may[in] = nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil || in == "cmd/holdshort" {
			return err
		}
		for _, im := range f.Imports {
			of, ours := strings.CutPrefix(strings.Trim(im.Path.Value, `"`), module)
			if of = strings.TrimPrefix(of, "/"); of == "" {
				of = "holdshort"
			}
			if ours && !slices.Contains(row, of) {
				t.Errorf("%s imports %s, which the row of %s in docs/overview.md does not list", name, of, in)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range may {
		if _, err := os.Stat(name); err != nil && name != "holdshort" {
			t.Errorf("docs/overview.md has a row for %s, which does not exist", name)
		}
	}
}

var link = regexp.MustCompile(`\]\(([^)#\s]*)(#[^)\s]*)?\)`)

func TestDocsLinks(t *testing.T) {
	anchors := func(name string) []string {
		var out []string
		fenced := false
		for l := range strings.SplitSeq(page(t, name), "\n") {
			if strings.HasPrefix(l, "```") {
				fenced = !fenced
			}
			if n := strings.IndexFunc(l, func(r rune) bool { return r != '#' }); n > 0 && !fenced {
				a := strings.ToLower(strings.TrimSpace(l[n:]))
				a = regexp.MustCompile("[^a-z0-9 _-]").ReplaceAllString(a, "")
				out = append(out, "#"+strings.ReplaceAll(a, " ", "-"))
			}
		}
		return out
	}
	for _, name := range pages(t) {
		for _, m := range link.FindAllStringSubmatch(page(t, name), -1) {
			to := m[1]
			if strings.Contains(to, "://") {
				continue
			}
			target := path.Join(path.Dir(name), to)
			if to == "" {
				target = name
			}
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s: no file %s", name, to)
			} else if m[2] != "" && !slices.Contains(anchors(target), m[2]) {
				t.Errorf("%s: %s has no heading %s", name, target, m[2])
			}
		}
	}
}

// TestDocsOrder shuffles the files, and the records within each list, of the
// example case: as the pages say, nothing changes.
func TestDocsOrder(t *testing.T) {
	report := func(files fs.FS) []byte {
		r, err := finding.New(load(t, files)).Report(finding.Options{})
		if err != nil {
			t.Fatal(err)
		}
		b, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	files := example(t)
	want := report(files)
	r := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		shuffled := fstest.MapFS{}
		for i, name := range slices.Sorted(maps.Keys(files)) {
			var n yaml.Node
			if err := yaml.Unmarshal(files[name].Data, &n); err != nil {
				t.Fatal(err)
			}
			for _, list := range n.Content[0].Content {
				if items := list.Content; list.Kind == yaml.SequenceNode {
					r.Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
				}
			}
			b, err := yaml.Marshal(&n)
			if err != nil {
				t.Fatal(err)
			}
			shuffled[fmt.Sprintf("%d-%d.yaml", r.IntN(1000), i)] = &fstest.MapFile{Data: b}
		}
		if got := report(shuffled); !bytes.Equal(got, want) {
			t.Fatalf("another order gives another report:\n%s\nnot\n%s", got, want)
		}
	}
}
