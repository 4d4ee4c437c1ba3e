package holdshort_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/holdshort/holdshort"

// row is what one package may import of this module and of others, and why not
// more.
type row struct {
	may   []string // package folders; "" is the root
	any   bool     // any package of this module
	other []string // packages of other modules
	why   string
}

// leaves know nothing of the case.
const leaf = "leaves know nothing of the case, so that each can be read and trusted by itself"

var (
	facts = []string{"", "formula", "geo", "span", "cite", "tri"}
	table = map[string]row{
		"tri":                 {why: leaf},
		"cite":                {why: leaf},
		"span":                {may: []string{"tri"}, why: leaf},
		"geo":                 {may: []string{"tri"}, why: leaf},
		"formula":             {may: []string{"span"}, why: leaf},
		"":                    {may: []string{"tri", "span", "cite", "geo", "formula"}, other: []string{"go.yaml.in/yaml/v3"}, why: "the case holds facts and computes no findings; it reads YAML and nothing else"},
		"ground":              {may: facts, why: "ground gives the solver and the checker the meaning of words, and neither's reasoning"},
		"proof":               {may: append([]string{"ground"}, facts...), why: "a proof is checked without the solver: it may never import finding"},
		"finding":             {may: append([]string{"proof", "ground"}, facts...), why: "findings know facts and no reader or face"},
		"track":               {may: []string{"tri", "span", "cite", "geo"}, why: "a track is positions and what follows from them, and knows no case"},
		"feed":                {may: []string{"track", "tri", "span", "cite", "geo"}, other: []string{"github.com/klauspost/compress/flate", "github.com/klauspost/compress/gzip", "github.com/klauspost/compress/zstd", "github.com/parquet-go/parquet-go"}, why: "readers know the facts they produce, and no other reader"},
		"place":               {may: []string{"tri", "geo"}, why: leaf},
		"internal/durable":    {other: []string{"golang.org/x/sys/unix", "golang.org/x/sys/windows"}, why: leaf},
		"warc":                {why: leaf},
		"vault":               {may: []string{"ledger", "span", "internal/durable", "warc"}, other: []string{"filippo.io/age", "golang.org/x/mod/sumdb/note", "golang.org/x/mod/sumdb/tlog"}, why: "the vault keeps bytes and seals entries, and knows no case's facts"},
		"internal/legcheck":   {may: []string{"atlas", "feed", "track", "place", "geo", "span"}, why: "it measures legs, and is used by nothing"},
		"internal/placegen":   {may: []string{"place", "tri", "geo"}, why: "it makes the tables of package place"},
		"deadline":            {may: []string{"tri", "span", "cite"}, why: leaf},
		"ledger":              {may: []string{"cite", "span"}, other: []string{"golang.org/x/mod/sumdb/note", "golang.org/x/mod/sumdb/tlog"}, why: "the form of the log is shared by the vault and the verifier, and needs neither"},
		"bag":                 {other: []string{"golang.org/x/text/unicode/norm"}, why: "a container knows nothing of what is in it"},
		"sealed":              {may: []string{"bag", "exhibit", "finding", "ledger", ""}, other: []string{"golang.org/x/mod/sumdb/note"}, why: "it makes an exhibit from values, and knows no vault"},
		"verify":              {may: append([]string{"bag", "verify/browser", "stamp", "exhibit", "finding", "proof", "ledger"}, facts...), other: []string{"golang.org/x/mod/sumdb/note", "golang.org/x/mod/sumdb/tlog"}, why: "a verifier trusts nobody: never the vault, nor the maker of exhibits"},
		"verify/browser":      {why: "the page is a file, and the verifiers share no code"},
		"stamp":               {may: []string{"span"}, why: "a time stamp is checked from its bytes alone, by the standard library"},
		"witness":             {may: []string{"ledger", "span", "internal/durable"}, other: []string{"golang.org/x/mod/sumdb/note", "golang.org/x/mod/sumdb/tlog"}, why: "a log witness sees checkpoints, and neither vault nor case"},
		"address":             {may: []string{"track"}, why: leaf},
		"docket":              {may: []string{"span", "cite"}, other: []string{"golang.org/x/net/html", "golang.org/x/text/encoding/charmap", "golang.org/x/text/encoding/htmlindex"}, why: "readers know the facts they produce, and no other reader; nothing of the network is in them"},
		"fetch":               {may: []string{"track", "cite", "internal/durable"}, why: "fetch brings bytes and reads none of them: what is in them is for a reader to say"},
		"follow":              {may: []string{"cite", "docket", "fetch", "internal/durable", "span"}, other: []string{"go.yaml.in/yaml/v3"}, why: "following asks by fetch, reads by docket, and knows no case"},
		"airframe":            {may: []string{"geo"}, why: leaf},
		"atlas":               {may: []string{"place", "track", "geo"}, why: "it joins places to tracks, and neither knows the other"},
		"internal/webgen":     {other: []string{"github.com/evanw/esbuild/pkg/api"}, why: "it makes the files that package web embeds; the bundler is in no program that users get"},
		"internal/typegen":    {why: "it makes the table of package airframe"},
		"exhibit":             {may: append([]string{"finding", "proof", "ground", "track", "archive", "month"}, facts...), why: "an exhibit is findings written out, and finds nothing itself"},
		"amend":               {other: []string{"go.yaml.in/yaml/v3", "github.com/aymanbagabas/go-udiff"}, why: "it changes texts, and what they mean is for the case to say"},
		"web":                 {may: append([]string{"amend", "internal/durable", "exhibit", "finding", "proof", "ground", "track", "place", "vault", "ledger", "stamp"}, facts...), other: []string{"golang.org/x/mod/sumdb/note"}, why: "the page shows what is found and kept; it never asks for anything, and reads no form of evidence itself"},
		"cases":               {why: "the sample cases are files"},
		"internal/bench":      {may: append([]string{"finding", "proof", "ground", "internal/toy", "internal/toylog", "cases", "ledger", "sealed", "verify"}, facts...), why: "the benchmarks measure findings on made cases"},
		"internal/toylog":     {may: []string{"ledger", "sealed", "span"}, other: []string{"golang.org/x/mod/sumdb/note", "golang.org/x/mod/sumdb/tlog"}, why: "made logs for tests and benchmarks"},
		"internal/toy":        {may: append([]string{"finding", "proof", "ground"}, facts...), why: "made cases for tests and benchmarks"},
		"internal/daygen":     {may: []string{"place", "geo", "span"}, other: []string{"github.com/klauspost/compress/gzip"}, why: "it makes days of traffic for tests and measurements, and reads none"},
		"sweep":               {may: []string{"address", "airframe", "atlas", "feed", "formula", "geo", "internal/durable", "place", "span", "track", "tri"}, other: []string{"github.com/klauspost/compress/gzip"}, why: "a sweep asks tracks and places, and knows no case and no network: its parts are opened by whoever has them"},
		"internal/sweepbench": {may: []string{"internal/daygen", "place", "sweep"}, why: "it measures sweeps, and is used by nothing"},
		"archive":             {may: []string{"track", "tri", "span", "cite", "geo", "internal/durable"}, other: []string{"github.com/parquet-go/parquet-go"}, why: "an archive takes tracks and gives positions, and knows no reader and no table of airfields"},
		"month":               {may: []string{"archive", "track", "span"}, why: "it counts legs, and knows no table of airfields"},
		"archive/trino":       {may: []string{"archive", "span", "geo"}, other: []string{"github.com/parquet-go/parquet-go"}, why: "it asks a cluster for an archive's rows, and knows no reader and no other driver"},
		"internal/trinotest":  {why: "it starts a cluster for tests, and depends on nothing that it tests"},
		"archive/archivetest": {may: []string{"archive", "track", "span", "cite", "geo"}, why: "it holds histories to their rules, for tests"},
		"cmd/holdshort":       {any: true, other: []string{"github.com/spf13/cobra", "filippo.io/age", "golang.org/x/mod/sumdb/note", "golang.org/x/mod/sumdb/tlog"}, why: "the command line sees everything, and nothing imports it"},
	}
	// middle is pure: it takes values and returns values.
	middle = []string{"amend", "track", "deadline", "ledger", "stamp", "bag", "sealed", "verify", "verify/browser", "", "ground", "proof", "finding", "formula", "span", "geo", "tri", "cite"}
)

// source is one file of Go.
type source struct {
	name string // from the root, with slashes
	dir  string // "" for the root
	test bool
	made bool // generated
	text []byte
	ast  *ast.File
}

// sources are the files of the module.
func sources(t *testing.T) []source {
	t.Helper()
	var out []source
	set := token.NewFileSet()
	err := filepath.WalkDir(".", func(name string, e fs.DirEntry, err error) error {
		name = filepath.ToSlash(name)
		base := path.Base(name)
		switch {
		case err != nil:
			return err
		case e.IsDir() && name != "." && (base == "testdata" || base[0] == '.' || base[0] == '_' || base == "node_modules"):
			return fs.SkipDir
		case e.IsDir() || path.Ext(name) != ".go":
			return nil
		}
		b, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(set, name, b, parser.ParseComments)
		if err != nil {
			return err
		}
		out = append(out, source{name, strings.TrimPrefix(path.Dir("./"+name), "."), strings.HasSuffix(name, "_test.go"), ast.IsGenerated(f), b, f})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 50 {
		t.Fatalf("%d files found", len(out))
	}
	return out
}

func (s source) imports() []string {
	var out []string
	for _, i := range s.ast.Imports {
		p, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			panic(err)
		}
		out = append(out, p)
	}
	return out
}

// The table of who may import whom holds both ways: no import outside it, no
// package without a row, no row or entry without a package that needs it.
func TestImports(t *testing.T) {
	seen := map[string]map[string]bool{}
	for _, s := range sources(t) {
		if s.test {
			continue
		}
		r, ok := table[s.dir]
		if !ok {
			t.Errorf("%s: package %q has no row in the table of imports_test.go", s.name, s.dir)
			continue
		}
		if seen[s.dir] == nil {
			seen[s.dir] = map[string]bool{}
		}
		for _, p := range s.imports() {
			seen[s.dir][p] = true
			first, _, _ := strings.Cut(p, "/")
			switch in, ours := strings.CutPrefix(p+"/", module+"/"); {
			case ours && (r.any || slices.Contains(r.may, strings.TrimSuffix(in, "/"))):
			case ours:
				t.Errorf("%s imports %s: %s", s.name, p, r.why)
			case strings.Contains(first, ".") && !slices.Contains(r.other, p):
				t.Errorf("%s imports %s: of other modules %q may import %v; forty lines of ours may do", s.name, p, s.dir, r.other)
			}
		}
	}
	for dir, r := range table {
		if seen[dir] == nil {
			t.Errorf("the table has a row for %q, which is no package", dir)
			continue
		}
		for _, p := range r.other {
			if !seen[dir][p] {
				t.Errorf("the table lets %q import %s, which it does not", dir, p)
			}
		}
		for _, p := range r.may {
			if _, ok := table[p]; !ok {
				t.Errorf("the table lets %q import %q, which is no package", dir, p)
			}
		}
	}
	for dir, r := range table {
		if slices.Contains(r.may, "cmd/holdshort") {
			t.Errorf("%q may import the command line", dir)
		}
	}
}

// impure are packages of the standard library that the middle may not import,
// and impureCalls what it may not use of others.
var (
	impure      = []string{"os", "net", "log", "syscall", "plugin", "math/rand", "crypto/rand", "runtime/debug", "os/exec", "path/filepath", "embed"}
	impureCalls = map[string][]string{
		"time":    {"Now", "Since", "Until", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker", "Sleep", "Local", "LoadLocation"},
		"fmt":     {"Print", "Printf", "Println", "Scan", "Scanf", "Scanln"},
		"runtime": {"GOMAXPROCS", "NumCPU"},
	}
	embeds = []string{"span", "deadline", "verify/browser"} // the zone data; courts and holidays; the page
)

// The middle is pure: no clock, disk, network, goroutine or logger, so that any
// finding can be had again.
func TestMiddleIsPure(t *testing.T) {
	for _, s := range sources(t) {
		if s.test || !slices.Contains(middle, s.dir) {
			continue
		}
		for _, p := range s.imports() {
			first, _, _ := strings.Cut(p, "/")
			if p == "embed" && slices.Contains(embeds, s.dir) {
				continue
			}
			if slices.Contains(impure, p) || first == "net" || first == "log" {
				t.Errorf("%s imports %s: the middle has no clock, disk, network or logger", s.name, p)
			}
		}
		for _, what := range impureUses(s.ast) {
			t.Errorf("%s: %s: the middle takes values and returns values", s.name, what)
		}
	}
}

// doors are the files, or beginnings of their names, that may open connections
// or ask by package fetch.
var doors = []string{"fetch/", "witness/", "follow/", "archive/trino/", "internal/trinotest/", "cmd/holdshort/witness", "cmd/holdshort/stamp", "cmd/holdshort/fetch", "cmd/holdshort/docket_follow"}

// listens are the files, or beginnings of their names, that take connections in.
// They may open none.
var listens = []string{"follow/receive.go", "web/", "cmd/holdshort/serve.go"}

// asks are what opens a connection in the packages that listening needs.
var asks = map[string][]string{
	"net":  {"Dial", "DialTimeout", "DialTCP", "DialUDP", "DialIP", "DialUnix", "Dialer", "LookupHost", "LookupIP", "LookupAddr", "DefaultResolver", "Resolver"},
	"http": {"Get", "Head", "Post", "PostForm", "Client", "Transport", "DefaultClient", "DefaultTransport", "NewRequest", "NewRequestWithContext"},
}

// Few places open connections, each for a verb whose purpose it is, and few
// listen: nothing leaves the machine unless somebody runs one of those.
func TestOneDoorOut(t *testing.T) {
	seen := 0
	for _, s := range sources(t) {
		if s.test {
			continue
		}
		for _, p := range s.imports() {
			switch {
			case p == "net/url" || p == "net/netip" || p == "net/textproto": // they only read text
			case slices.ContainsFunc(listens, func(d string) bool { return strings.HasPrefix(s.name, d) }):
				for _, what := range usesOf(s.ast, asks) {
					t.Errorf("%s: %s: it listens, and fetch alone opens connections", s.name, what)
				}
			case p == "net" || strings.HasPrefix(p, "net/") || p == "crypto/tls":
				if seen++; !slices.ContainsFunc(doors, func(d string) bool { return strings.HasPrefix(s.name, d) }) {
					t.Errorf("%s imports %s: only %v open connections", s.name, p, doors)
				}
			case p == module+"/fetch" && !slices.ContainsFunc(doors, func(d string) bool { return strings.HasPrefix(s.name, d) }):
				t.Errorf("%s imports fetch: the verbs fetch and docket follow alone ask for anything", s.name)
			case p == module+"/archive/trino" && !strings.HasPrefix(s.name, "cmd/holdshort/archive"):
				t.Errorf("%s imports archive/trino: archive query alone asks a cluster", s.name)
			}
		}
	}
	if seen == 0 {
		t.Error("fetch opens no connection")
	}
}

// usesOf are the uses in a file of the names of packages.
func usesOf(f *ast.File, names map[string][]string) []string {
	var out []string
	ast.Inspect(f, func(n ast.Node) bool {
		if n, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := n.X.(*ast.Ident); ok && x.Obj == nil && slices.Contains(names[x.Name], n.Sel.Name) {
				out = append(out, x.Name+"."+n.Sel.Name)
			}
		}
		return true
	})
	return out
}

// impureUses are the uses in a file of what reaches outside a value.
func impureUses(f *ast.File) []string {
	var out []string
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			out = append(out, "a goroutine")
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok && x.Obj == nil && slices.Contains(impureCalls[x.Name], n.Sel.Name) {
				out = append(out, x.Name+"."+n.Sel.Name)
			}
		case *ast.CallExpr:
			if x, ok := n.Fun.(*ast.Ident); ok && (x.Name == "print" || x.Name == "println") {
				out = append(out, x.Name)
			}
		}
		return true
	})
	return out
}

// Every package opens with its purpose, in one file, in a sentence that begins
// as godoc has it.
func TestPackagesAreExplained(t *testing.T) {
	docs := map[string][]string{}
	for _, s := range sources(t) {
		if s.test {
			continue
		}
		docs[s.dir] = append(docs[s.dir], "")
		if s.ast.Doc == nil {
			continue
		}
		docs[s.dir] = append(docs[s.dir], s.name)
		text, start := s.ast.Doc.Text(), "Package "+s.ast.Name.Name+" "
		if s.ast.Name.Name == "main" {
			start = path.Base(s.dir) + " "
			text = strings.TrimPrefix(text, "Command ")
			text = strings.ToLower(text[:1]) + text[1:]
		}
		if !strings.HasPrefix(text, start) {
			t.Errorf("%s: the comment of the package does not begin with %q", s.name, start)
		}
	}
	for _, dir := range slices.Sorted(maps.Keys(docs)) {
		in := slices.DeleteFunc(docs[dir], func(s string) bool { return s == "" })
		if len(in) != 1 {
			t.Errorf("package %q is explained in %d files: %v", dir, len(in), in)
		}
	}
}

// Every exported name has a comment that begins with it.
func TestExportedNamesAreExplained(t *testing.T) {
	for _, s := range sources(t) {
		if s.test || s.made || s.ast.Name.Name == "main" {
			continue
		}
		check := func(name *ast.Ident, docs ...*ast.CommentGroup) {
			if !name.IsExported() {
				return
			}
			for _, d := range docs {
				if d == nil {
					continue
				}
				text := d.Text()
				for _, article := range []string{"", "A ", "An ", "The "} {
					if rest, ok := strings.CutPrefix(text, article+name.Name); ok && (rest == "" || !isWordByte(rest[0])) {
						return
					}
				}
			}
			t.Errorf("%s: %s has no comment that begins with it", s.name, name.Name)
		}
		for _, d := range s.ast.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil || ast.IsExported(receiver(d)) && !wellKnown(d.Name.Name) {
					check(d.Name, d.Doc)
				}
			case *ast.GenDecl:
				explained(d, check)
			}
		}
	}
}

// wellKnown are methods whose meaning is that of an interface of the standard
// library.
func wellKnown(name string) bool {
	return slices.Contains([]string{"Error", "Unwrap"}, name)
}

func receiver(d *ast.FuncDecl) string {
	t := d.Recv.List[0].Type
	if p, ok := t.(*ast.StarExpr); ok {
		t = p.X
	}
	if g, ok := t.(*ast.IndexExpr); ok {
		t = g.X
	}
	if id, ok := t.(*ast.Ident); ok {
		return id.Name
	}
	return ""
}

// explained checks a declaration. The constants and variables of one group may
// share the comment above it.
func explained(d *ast.GenDecl, check func(*ast.Ident, ...*ast.CommentGroup)) {
	for _, spec := range d.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			check(spec.Name, spec.Doc, d.Doc)
		case *ast.ValueSpec:
			if d.Lparen.IsValid() && (d.Doc != nil || spec.Doc != nil || spec.Comment != nil) {
				continue
			}
			for _, name := range spec.Names {
				check(name, spec.Doc, d.Doc)
			}
		}
	}
}

func isWordByte(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// A file is read in one sitting: far beyond 500 lines, a noun is missing.
func TestFilesAreShort(t *testing.T) {
	const most = 500
	for _, s := range sources(t) {
		n := bytes.Count(s.text, []byte("\n"))
		if s.test || s.made || n <= most {
			continue
		}
		t.Errorf("%s has %d lines, more than %d: look for the missing noun", s.name, n, most)
	}
}

// What the test forbids, it sees.
func TestImpureUses(t *testing.T) {
	for text, want := range map[string]bool{
		"package x\nimport \"time\"\nvar t = time.Now()":                    true,
		"package x\nimport \"time\"\nvar t time.Time":                       false,
		"package x\nfunc f() { go f() }":                                    true,
		"package x\ntype t struct{ Now int }\nvar time t\nvar u = time.Now": false,
	} {
		f, err := parser.ParseFile(token.NewFileSet(), "x.go", text, 0)
		if err != nil {
			t.Fatal(err)
		}
		got := len(impureUses(f)) > 0
		if got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
