package web

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/finding"
)

// Without script a reader gets from the page of the case to everything, and
// every link within a case leads somewhere: the page is there, and the place in
// it too.
func TestPagesHoldTogether(t *testing.T) {
	s, _ := toy(t)
	const start = "/c/toy/?as_of=2032&zone=utc"
	pages, ids := map[string]string{}, map[string]map[string]bool{}
	want := []string{start}
	type link struct{ from, to, id string }
	var links []link
	for len(want) > 0 {
		path := want[0]
		want = want[1:]
		if _, ok := pages[path]; ok {
			continue
		}
		pages[path] = s.page(path)
		ids[path] = map[string]bool{}
		if !strings.HasPrefix(path, "/c/") || strings.Contains(path, "/exhibit") {
			continue
		}
		for _, n := range elements(t, pages[path]) {
			if id := attr(n, "id"); id != "" {
				if ids[path][id] {
					t.Errorf("%s: two elements have the id %q", path, id)
				}
				ids[path][id] = true
			}
			if n.Data != "a" || attr(n, "href") == "" {
				continue
			}
			u, err := url.Parse(attr(n, "href"))
			if err != nil {
				t.Errorf("%s: %v", path, err)
				continue
			}
			if u.Host != "" {
				continue // TestHostile looks at these
			}
			base, _ := url.Parse(path)
			u = base.ResolveReference(u)
			id := u.Fragment
			u.Fragment, u.RawFragment = "", ""
			if q := u.Query(); q.Get("zone") != "utc" || q.Get("as_of") != "2032" || q.Get("reading") != "" {
				if strings.HasPrefix(u.Path, "/c/toy/") && n.Parent.Data != "li" {
					t.Errorf("%s: %s loses how the case is seen", path, u)
				}
				continue // another way to see the case
			}
			links = append(links, link{path, u.String(), id})
			want = append(want, u.String())
		}
	}
	for _, l := range links {
		if l.id != "" && !ids[l.to][l.id] {
			t.Errorf("%s links to %s#%s, which is not there", l.from, l.to, l.id)
		}
	}
	kinds := map[string]int{}
	for path := range pages {
		u, _ := url.Parse(path)
		kinds[strings.TrimPrefix(u.Path, "/c/toy/")]++
	}
	for _, kind := range []string{"", "event", "finding", "source", "statement", "ruling", "card", "exhibit"} {
		if kinds[kind] == 0 {
			t.Errorf("no page links to a page of the kind %q: %v", kind, kinds)
		}
	}
	t.Logf("%d pages, %d links: %v", len(pages), len(links), kinds)
}

// Each finding, event, source and claim of the case is reached from its page.
func TestPageIsWhole(t *testing.T) {
	s, _ := toy(t)
	c, err := holdshort.Load(os.DirFS(synthetic))
	if err != nil {
		t.Fatal(err)
	}
	hrefs := map[string]bool{}
	page := s.page("/c/toy/")
	for _, n := range elements(t, page) {
		hrefs[attr(n, "href")] = true
	}
	has := func(kind, id string) {
		t.Helper()
		if href := "/c/toy/" + kind + parameter("id", id); !hrefs[href] {
			t.Errorf("the page does not lead to %s", href)
		}
	}
	for _, id := range c.EventIDs() {
		has("event", id)
	}
	for _, x := range c.Sources {
		has("source", string(x.ID))
	}
	for _, x := range c.Movements {
		has("movement", string(x.ID))
	}
	r, err := finding.New(c).Report(finding.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Findings {
		if !strings.Contains(page, "finding-"+strings.ReplaceAll(f.ID, "/", "~")) {
			t.Errorf("the page does not have the finding %s", f.ID)
		}
	}
}

// part=1 is one article, and the same as in the whole page.
func TestPart(t *testing.T) {
	s, _ := toy(t)
	for _, path := range []string{"/c/toy/source?id=W1", "/c/toy/?zone=utc"} {
		part := s.page(path + "&part=1")
		if n := strings.Count(part, "<html"); n != 0 || !strings.HasPrefix(strings.TrimSpace(part), "<article") || !strings.HasSuffix(strings.TrimSpace(part), "</article>") {
			t.Errorf("%s: the part is not one article: %.80q … %q", path, part, part[len(part)-40:])
		}
		if !strings.Contains(s.page(path), strings.TrimSpace(part)) {
			t.Errorf("%s: the page says otherwise than its part", path)
		}
	}
}

// A page with a moment, a zone or a reading says so, and what it cannot take it
// refuses with a hint.
func TestWordsOfAddress(t *testing.T) {
	s, _ := toy(t)
	for _, x := range []struct{ path, has, lacks string }{
		{"/c/toy/?zone=utc", "<dd>UTC; time zone data", "EST)"},
		{"/c/toy/?zone=America/Chicago", "<dd>America/Chicago; time zone data", ""},
		{"/c/toy/?as_of=2031-03-05T20:00:00Z", "what was on record at 5 Mar 2031 15:00", "Morning Example says"},
	} {
		got := s.page(x.path)
		if !strings.Contains(got, x.has) || x.lacks != "" && strings.Contains(got, x.lacks) {
			t.Errorf("%s: has %q: %t", x.path, x.has, strings.Contains(got, x.has))
		}
	}
	for _, path := range []string{"/c/toy/?zone=Mars", "/c/toy/?as_of=yesterday", "/c/toy/?as_of=" + url.QueryEscape("after 3 March 2031"), "/c/toy/?reading=none", "/c/toy/?zone=..%2f..%2fetc%2fpasswd", "/c/toy/?a=%zz",
		"/api/cases/toy?zone=Mars", "/c/toy/card?id=order&at=never"} {
		if g := s.ask("GET", path); g.status != 400 || len(g.body) < 60 {
			t.Errorf("%s: status %d: %.200s", path, g.status, g.body)
		}
	}
	for _, path := range []string{"/c/toy/event?id=no", "/c/toy/event", "/c/toy/finding?id=no", "/c/toy/source?id=no", "/c/toy/statement?id=no", "/c/toy/ruling?id=no", "/c/toy/movement?id=no", "/c/toy/card?id=no",
		"/c/none/", "/api/cases/none", "/api/none", "/api/cases/toy/export/none", "/api/cases/toy/explain?finding=no", "/assets/none"} {
		if g := s.ask("GET", path); g.status != 404 {
			t.Errorf("%s: status %d: %.200s", path, g.status, g.body)
		}
	}
}

// As of a moment the page has what the case as of then gives, asked otherwise.
func TestAsOf(t *testing.T) {
	s, _ := toy(t)
	c, err := holdshort.Load(os.DirFS(synthetic))
	if err != nil {
		t.Fatal(err)
	}
	e := finding.New(c.As(1930507200000)) // 5 March 2031 20:00 UTC
	r, err := e.Report(finding.Options{Reading: c.Readings[0].ID})
	if err != nil {
		t.Fatal(err)
	}
	var v struct {
		Find     struct{ Findings []struct{ ID, Answer string } }
		Timeline struct{ Events []struct{ Event string } }
	}
	s.read("/api/cases/toy"+parameter("as_of", "2031-03-05T20:00:00.000Z", "reading", string(c.Readings[0].ID)), &v)
	if len(v.Find.Findings) != len(r.Findings) || len(r.Findings) == 0 || len(v.Timeline.Events) != len(e.Timeline()) {
		t.Fatalf("%d findings and %d events, want %d and %d", len(v.Find.Findings), len(v.Timeline.Events), len(r.Findings), len(e.Timeline()))
	}
	for i, f := range r.Findings {
		if got := v.Find.Findings[i]; got.ID != f.ID || got.Answer != f.Truth.String() {
			t.Errorf("%v, want %s %s", got, f.ID, f.Truth)
		}
	}
}

// A folder with cases in it lists them all, the one that does not load too; a
// case that no longer loads stays as it was, and says what is wrong.
func TestFollowsFiles(t *testing.T) {
	s, dir := toy(t)
	file := filepath.Join(dir, "case.yaml")
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	first := s.page("/c/toy/")
	write(strings.Replace(string(b), "caption: Doe et al. v. Roe", "caption: Poe et al. v. Roe", 1))
	if got := s.page("/c/toy/"); !strings.Contains(got, "<h1>Poe et al. v. Roe") {
		t.Error("a changed caption is not shown")
	}
	write(string(b) + "\nnonsense: [")
	got := s.page("/c/toy/")
	if !strings.Contains(got, "<h1>Poe et al. v. Roe") || !strings.Contains(got, "do not load") || !strings.Contains(got, "case.yaml:") || strings.Contains(got, dir) {
		t.Error("a case that does not load is not shown as it last did, with what is wrong and without where it lies")
	}
	if list := s.page("/"); !strings.Contains(list, "do not load") {
		t.Error("the list does not say that a case does not load")
	}
	write(string(b))
	if got := s.page("/c/toy/"); got != first {
		t.Error("the same files give another page")
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if got := s.page("/c/toy/"); !strings.Contains(got, "do not load") {
		t.Error("a case whose files are gone does not say so")
	}
}

// A case that never loaded is a page with what is wrong, and not a blank.
func TestNeverLoaded(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "case.yaml"), []byte("case: {id: x}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	s := serve(t, dir)
	g := s.ask("GET", s.One())
	if g.status != 503 || !strings.Contains(g.body, "case.yaml:1:") {
		t.Errorf("status %d: %.500s", g.status, g.body)
	}
	if err := s.Check(); err == nil {
		t.Error("Check finds nothing wrong")
	}
}
