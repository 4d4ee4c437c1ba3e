package web

import (
	"encoding/json"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/cases"
)

// loadFiles is a Load without tracks and periods, which the command line adds.
func loadFiles(dir string) (*Loaded, error) {
	c, err := holdshort.Load(os.DirFS(dir))
	if err != nil {
		return nil, err
	}
	return &Loaded{Case: c}, nil
}

// synthetic is the folder of the synthetic case with something for every
// section of a page.
const synthetic = "../exhibit/testdata/page"

// folderWith is a folder of cases: copies of folders, by their new names.
func folderWith(t *testing.T, from map[string]fs.FS) string {
	t.Helper()
	dir := t.TempDir()
	for name, files := range from {
		if err := os.CopyFS(filepath.Join(dir, name), files); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// site is a server of a test, on two ports as serve has them.
type site struct {
	*Server
	t    *testing.T
	base string // "http://127.0.0.1:1234"
}

// serve shows what is in a folder until the test ends.
func serve(t *testing.T, dir string, names ...string) *site {
	t.Helper()
	s, err := New(Options{Dir: dir, Load: loadFiles, Names: names, Log: func(what string) { t.Logf("server: %s", what) }})
	if err != nil {
		t.Fatal(err)
	}
	originals := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.Originals().ServeHTTP(w, r) }))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Listening(l.Addr(), originals.URL); err != nil {
		t.Fatal(err)
	}
	pages := &httptest.Server{Listener: l, Config: &http.Server{Handler: s.Handler()}}
	pages.Start()
	t.Cleanup(func() { s.Close(); pages.Close(); originals.Close() })
	return &site{s, t, pages.URL}
}

// sample is a server of one sample case, under its own name.
func sample(t *testing.T, name string) *site {
	t.Helper()
	files, err := cases.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	return serve(t, folderWith(t, map[string]fs.FS{name: files}))
}

// toy is a server of the synthetic case, under the name "toy", and its folder.
func toy(t *testing.T) (*site, string) {
	t.Helper()
	dir := folderWith(t, map[string]fs.FS{"toy": os.DirFS(synthetic)})
	return serve(t, dir), filepath.Join(dir, "toy")
}

// got is an answer as a client has it.
type got struct {
	status int
	header http.Header
	body   string
}

// ask asks for a path of the site; each of more changes the request.
func (s *site) ask(method, path string, more ...func(*http.Request)) got {
	s.t.Helper()
	target := path
	if !strings.HasPrefix(path, "http://") {
		target = s.base + path
	}
	r, err := http.NewRequest(method, target, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, f := range more {
		f(r)
	}
	c := http.Client{Transport: &http.Transport{DisableCompression: true, DisableKeepAlives: true, ExpectContinueTimeout: 10 * time.Second}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := c.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return got{resp.StatusCode, resp.Header, string(b)}
}

// page is what a path answers, which must be well.
func (s *site) page(path string) string {
	s.t.Helper()
	g := s.ask("GET", path)
	if g.status != http.StatusOK {
		s.t.Fatalf("%s: status %d: %.300s", path, g.status, g.body)
	}
	return g.body
}

// read is the JSON at a path.
func (s *site) read(path string, v any) {
	s.t.Helper()
	if err := json.Unmarshal([]byte(s.page(path)), v); err != nil {
		s.t.Fatalf("%s: %v", path, err)
	}
}

// elements are the elements of a page, in order.
func elements(t *testing.T, page string) []*html.Node {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var out []*html.Node
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode {
			out = append(out, n)
		}
	}
	return out
}

// attr is an attribute of an element; empty if it has none.
func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// text is the text in an element.
func text(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

func parameter(values ...string) string {
	v := url.Values{}
	for i := 0; i < len(values); i += 2 {
		v.Set(values[i], values[i+1])
	}
	return "?" + v.Encode()
}

func hasAttr(as []html.Attribute, name string) bool {
	return slices.ContainsFunc(as, func(a html.Attribute) bool { return a.Key == name })
}
