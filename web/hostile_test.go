package web

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"go.yaml.in/yaml/v3"
	"golang.org/x/net/html"

	"github.com/holdshort/holdshort"
)

// hostile is put after the text of every field of a case that takes it.
const hostile = ` zq9</script><script>alert(1)</script><img src=x onerror=alert(1)>"onmouseover="alert(1)" 'onfocus='x' javascript:alert(1) ]]> --> {{.}} </style></title> ` + "\u202egnp\u2066"

// addresses are what a source may claim to be at.
var addresses = []string{"javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:x", "//evil.example/x", "/c/toy/", "file:///etc/passwd",
	`https://good.example/"onmouseover="alert(1)`, "https://user:pass@evil.example/", "https://good.example/page", " https://good.example/", "blob:https://x/1"}

// fields lists, by its path in the schema, every text of a case file that is
// free to be anything, with the nodes that are such texts.
func fields(schema map[string]any, n *yaml.Node, path string, out map[string][]*yaml.Node) {
	if forms, ok := schema["anyOf"].([]any); ok {
		schema = forms[0].(map[string]any)
		if n.Kind == yaml.SequenceNode {
			schema = map[string]any{"type": "array", "items": schema}
		}
	}
	switch n.Kind {
	case yaml.MappingNode:
		props, _ := schema["properties"].(map[string]any)
		for i := 0; i < len(n.Content); i += 2 {
			if sub, ok := props[n.Content[i].Value].(map[string]any); ok {
				fields(sub, n.Content[i+1], path+"."+n.Content[i].Value, out)
			}
		}
	case yaml.SequenceNode:
		items, _ := schema["items"].(map[string]any)
		for _, x := range n.Content {
			fields(items, x, path+"[]", out)
		}
	case yaml.ScalarNode:
		if schema["type"] == "string" && schema["enum"] == nil && schema["pattern"] == nil {
			out[path] = append(out[path], n)
		}
	}
}

// hostileCase is the synthetic case with hostile text in every field that a case
// loads with, and the paths of those fields.
func hostileCase(t *testing.T) (fs.FS, []string) {
	t.Helper()
	b, err := os.ReadFile(synthetic + "/case.yaml")
	if err != nil {
		t.Fatal(err)
	}
	const list = `["https://morning.example/night", "https://mirror.example/night-2"]`
	claimed, err := json.Marshal(addresses) // which is YAML too
	if err != nil || !strings.Contains(string(b), list) {
		t.Fatalf("the case does not have the addresses %s: %v", list, err)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(strings.Replace(string(b), list, string(claimed), 1)), &doc); err != nil {
		t.Fatal(err)
	}
	all := map[string][]*yaml.Node{}
	fields(holdshort.Schema(), doc.Content[0], "", all)
	delete(all, ".sources[].address[]")
	written := func() fs.FS {
		b, err := yaml.Marshal(&doc)
		if err != nil {
			t.Fatal(err)
		}
		return fstest.MapFS{"case.yaml": &fstest.MapFile{Data: b, Mode: 0o644}}
	}
	var taken, refused []string
	for _, path := range slices.Sorted(maps.Keys(all)) {
		was := map[*yaml.Node]string{}
		for _, n := range all[path] {
			was[n] = n.Value
			n.Value += hostile
			n.Style = yaml.DoubleQuotedStyle
		}
		if _, err := holdshort.Load(written()); err != nil {
			refused = append(refused, path)
			for n, text := range was {
				n.Value = text
			}
			continue
		}
		taken = append(taken, path)
	}
	t.Logf("hostile text in %d fields; %d refuse it: %v", len(taken), len(refused), refused)
	return written(), taken
}

// Whatever a case says, its pages are text: they run nothing, load nothing from
// elsewhere, and lead elsewhere only by addresses of the web.
func TestHostileCase(t *testing.T) {
	files, taken := hostileCase(t)
	if len(taken) < 60 {
		t.Fatalf("hostile text in %d fields only", len(taken))
	}
	s := serve(t, folderWith(t, map[string]fs.FS{"toy": files}))
	want, seen, shown := []string{"/", "/c/toy/"}, map[string]bool{}, 0
	for len(want) > 0 {
		path := want[0]
		want = want[1:]
		if seen[path] || strings.Contains(path, "reading=") || strings.Contains(path, "zone=") {
			continue
		}
		seen[path] = true
		g := s.ask("GET", path)
		if g.status != http.StatusOK {
			t.Errorf("%s: status %d: %.200s", path, g.status, g.body)
			continue
		}
		if g.header.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(g.header.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s: headers %v", path, g.header)
		}
		if !strings.HasPrefix(g.header.Get("Content-Type"), "text/html") || g.header.Get("Content-Disposition") != "" {
			continue
		}
		shown += strings.Count(g.body, "zq9")
		want = append(want, harmless(t, path, g.body)...)
		if strings.HasPrefix(path, "/c/") && !strings.Contains(path, "exhibit") && !strings.Contains(path, "card") {
			part := path + "?part=1"
			if strings.Contains(path, "?") {
				part = path + "&part=1"
			}
			harmless(t, part, s.page(part))
		}
	}
	if len(seen) < 60 || shown < 300 {
		t.Errorf("%d pages with %d hostile texts", len(seen), shown)
	}
	for _, n := range []string{"events.csv", "findings.csv"} {
		for line := range strings.SplitSeq(s.page("/api/cases/toy/export/"+n), "\n") {
			for cell := range strings.SplitSeq(line, ",") {
				if cell != "" && strings.ContainsAny(cell[:1], "=+@") {
					t.Errorf("%s: a cell that is a formula: %q", n, cell)
				}
			}
		}
	}
}

// harmless checks what a page may do, and returns where it leads within the
// site.
func harmless(t *testing.T, path, page string) []string {
	t.Helper()
	if strings.Contains(page, "<script>alert") || strings.ContainsFunc(page, func(r rune) bool { return unicode.Is(unicode.Bidi_Control, r) }) {
		t.Errorf("%s: text of the case is not escaped", path)
	}
	var leads []string
	for _, n := range elements(t, page) {
		switch n.Data {
		case "script":
			if !strings.HasPrefix(attr(n, "src"), "/assets/") || strings.TrimSpace(text(n)) != "" {
				t.Errorf("%s: a script: %s", path, attr(n, "src"))
			}
		case "img", "object", "embed", "base", "form", "video", "audio":
			t.Errorf("%s: an element %s", path, n.Data)
		case "style":
			if !strings.Contains(path, "/exhibit") && !strings.Contains(path, "/card") {
				t.Errorf("%s: a style sheet in the page", path)
			}
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "srcdoc" || a.Key == "http-equiv" {
				t.Errorf("%s: <%s %s=%q>", path, n.Data, a.Key, a.Val)
			}
			switch a.Key {
			case "src", "href", "action", "data", "poster":
				if lead := leadOf(t, path, n, a); lead != "" {
					leads = append(leads, lead)
				}
			}
		}
	}
	return leads
}

// leadOf checks an address on a page, and returns it if it is of the site.
func leadOf(t *testing.T, path string, n *html.Node, a html.Attribute) string {
	t.Helper()
	u, err := url.Parse(a.Val)
	switch {
	case err != nil:
		t.Errorf("%s: <%s %s=%q>", path, n.Data, a.Key, a.Val)
	case u.Scheme == "" && u.Host == "" && (a.Val[0] == '#' || a.Val[0] == '/'):
		u.Fragment, u.RawFragment = "", ""
		if n.Data == "a" && u.Path != "" {
			return u.String()
		}
	case n.Data == "a" && (u.Scheme == "http" || u.Scheme == "https") && (strings.Contains(path, "/source") || strings.Contains(path, "/event")):
		if rel := attr(n, "rel"); !strings.Contains(rel, "noreferrer") || !strings.Contains(rel, "noopener") {
			t.Errorf("%s: a link to %s with rel=%q", path, a.Val, rel)
		}
	default:
		t.Errorf("%s: <%s %s=%q>", path, n.Data, a.Key, a.Val)
	}
	return ""
}

// An address of a source is a link only where a browser may follow it; a source
// whose address is not is text.
func TestWebAddress(t *testing.T) {
	for i, a := range addresses {
		want := map[string]string{"https://good.example/page": a, `https://good.example/"onmouseover="alert(1)`: "https://good.example/%22onmouseover=%22alert%281%29"}[a]
		if got := webAddress(a); strings.NewReplacer("(", "%28", ")", "%29").Replace(got) != want {
			t.Errorf("%d: %q leads to %q, want %q", i, a, got, want)
		}
	}
}

// No request reaches a file that is not of the page or the case.
func TestNoOtherFile(t *testing.T) {
	dir := folderWith(t, map[string]fs.FS{"cases/toy": os.DirFS(synthetic)})
	secret := "secret-" + random()
	for _, name := range []string{"/secret.yaml", "/cases/secret.txt", "/cases/toy/notes.txt", "/cases/toy/vault/private"} {
		at := dir + name
		if err := os.MkdirAll(at[:strings.LastIndexByte(at, '/')], 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(secret), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s := serve(t, dir+"/cases")
	var paths []string
	for _, up := range []string{"..", "%2e%2e", "..%2f..", "%2e%2e%2f", "..%5c", "....//", "%252e%252e%252f", "..;", "toy%2f..", "toy%00", "/etc/passwd", "C:"} {
		for _, form := range []string{"/%s/secret.yaml", "/assets/%s/secret.txt", "/assets/%ssecret.txt", "/c/%s/", "/c/toy/%s/notes.txt", "/api/cases/%s", "/api/cases/%s/view", "/api/cases/toy/export/%s",
			"/api/cases/toy/export/%snotes.txt", "/c/toy/source?id=%s/notes.txt", "/c/toy/%snotes.txt", "/c/toy/event?id=%s", "/api/cases/toy/explain?finding=%s/secret.yaml"} {
			paths = append(paths, fmt.Sprintf(form, up))
		}
	}
	paths = append(paths, "/notes.txt", "/c/toy/notes.txt", "/c/toy/case.yaml", "/c/toy/vault/private", "/cases/toy/case.yaml", "/dist/manifest.json", "/assets/manifest.json", "//etc/passwd")
	for _, p := range paths {
		g := s.ask("GET", "/", func(r *http.Request) { r.URL.Opaque = "//" + r.URL.Host + p })
		switch {
		case strings.Contains(g.body, secret):
			t.Errorf("%s gives out a file", p)
		case g.status == http.StatusOK && !strings.Contains(g.body, "<html"):
			t.Errorf("%s: status %d: %.100q", p, g.status, g.body)
		case g.status >= 500:
			t.Errorf("%s: status %d", p, g.status)
		}
	}
}
