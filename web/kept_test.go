package web

import (
	"context"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"

	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/vault"
)

// keepAll keeps bytes for a case in a folder, each as its source, and closes the
// vault.
func keepAll(t *testing.T, dir string, ds ...vault.Draft) []vault.Sealed {
	t.Helper()
	ctx, in := context.Background(), filepath.Join(dir, "vault")
	if err := vault.Create(ctx, in, vault.Options{Tool: "test"}); err != nil {
		t.Fatal(err)
	}
	v, err := vault.Open(ctx, in, vault.Options{Tool: "test"})
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	c, err := v.Enter(dir, "Doe v. Roe (synthetic)", "tester")
	if err != nil {
		t.Fatal(err)
	}
	for i := range ds {
		ds[i].Chain, ds[i].Item.Kind, ds[i].Item.Method = c, ledger.Keep, "file"
	}
	out, err := v.Seal(ds...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func keeping(source string, class ledger.Class, name, text string, to ...string) vault.Draft {
	return vault.Draft{Item: ledger.Item{Source: source, Class: class}, Bytes: []vault.Content{{Name: name, From: strings.NewReader(text), Recipients: to}}}
}

// originalsOf are the addresses of originals on a page, and the frames.
func originalsOf(t *testing.T, page string) (links, frames []string) {
	t.Helper()
	for _, n := range elements(t, page) {
		switch {
		case n.Data == "a" && strings.Contains(attr(n, "rel"), "noopener") && strings.HasPrefix(attr(n, "href"), "http://127.0.0.1"):
			links = append(links, attr(n, "href"))
		case n.Data == "iframe":
			if v := n.Attr; !strings.Contains(attr(n, "class"), "original") || attr(n, "sandbox") != "" || !hasAttr(n.Attr, "sandbox") {
				t.Errorf("a frame that is no sandbox: %v", v)
			}
			frames = append(frames, attr(n, "src"))
		}
	}
	return links, frames
}

// A source page says what the vault has of it and what is proved, each by itself,
// and shows the original from another origin in a sandbox.
func TestKept(t *testing.T) {
	const text = "<h1>kept</h1><script>alert(1)</script>"
	dir := filepath.Join(folderWith(t, map[string]fs.FS{"toy": os.DirFS(synthetic)}), "toy")
	keepAll(t, dir, keeping("W1", "", "night.html", text), keeping("W1", ledger.Public, "night.bin", "\x00\x01"))
	s := serve(t, dir)
	page := s.page("/c/toy/source?id=W1")
	for _, want := range []string{"sealed 20", "by the vault&#39;s own clock", "class unmarked", "class public", "the entry is in the log of 3 entries; the proof was checked just now",
		"none has cosigned", "no authority has stamped", strings.TrimPrefix(cite.Sum([]byte(text)).String(), "sha256:")} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	links, frames := originalsOf(t, page)
	if len(links) != 2 || len(frames) != 1 || frames[0] != links[0] {
		t.Fatalf("links %q, frames %q", links, frames)
	}
	g := s.ask("GET", links[0])
	if g.status != 200 || g.body != text || !strings.HasPrefix(g.header.Get("Content-Security-Policy"), "sandbox; default-src 'none'") || strings.Contains(g.header.Get("Content-Security-Policy"), "allow-") ||
		g.header.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(g.header.Get("Content-Security-Policy"), "frame-ancestors "+s.base) {
		t.Errorf("the original: status %d, %v, %q", g.status, g.header, g.body)
	}
	if g := s.ask("GET", links[1]); g.body != "\x00\x01" || !strings.HasPrefix(g.header.Get("Content-Disposition"), "attachment") || g.header.Get("Content-Type") != "application/octet-stream" {
		t.Errorf("what no browser knows is not only saved: %v", g.header)
	}
	if !strings.Contains(s.ask("GET", "/").header.Get("Content-Security-Policy"), "frame-src 'self' "+s.originals) {
		t.Error("the page may not frame the originals, or others too")
	}
	u, err := url.Parse(links[0])
	if err != nil {
		t.Fatal(err)
	}
	for what, path := range map[string]string{"a guessed key": "/00/toy/1/0", "another position": strings.Replace(u.Path, "/1/0", "/9/0", 1), "another blob": strings.Replace(u.Path, "/1/0", "/1/4", 1),
		"the opening entry": strings.Replace(u.Path, "/1/0", "/0/0", 1), "a negative blob": strings.Replace(u.Path, "/1/0", "/1/-1", 1), "the pages": "/c/toy/"} {
		if g := s.ask("GET", s.originals+path); g.status != 404 {
			t.Errorf("%s: status %d", what, g.status)
		}
	}
	if g := s.ask("GET", links[0], func(r *http.Request) { r.Host = "evil.example" }); g.status != 421 {
		t.Errorf("by another name: status %d", g.status)
	}
	if other := s.page("/c/toy/source?id=T1"); !strings.Contains(other, "no bytes of it are kept") {
		t.Error("a source that is not kept does not say so")
	}
}

// What is encrypted or restricted is not given out, since nothing would be
// sealed of it; nor is what was altered.
func TestKeptBack(t *testing.T) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(folderWith(t, map[string]fs.FS{"toy": os.DirFS(synthetic)}), "toy")
	var ds []vault.Draft
	classes := []ledger.Class{ledger.PartyOnly, ledger.ProtectiveOrder, ledger.SealedClass, ledger.SourceProtecting}
	for _, c := range classes {
		ds = append(ds, keeping("W1", c, "x.txt", "secret of class "+string(c)))
	}
	ds = append(ds, keeping("W1", "", "names.txt", "secret names", id.Recipient().String()), keeping("W1", "", "plain.txt", "plain and public"))
	sealed := keepAll(t, dir, ds...)
	s := serve(t, dir)
	page := s.page("/c/toy/source?id=W1")
	links, _ := originalsOf(t, page)
	if len(links) != 1 || strings.Count(page, "holdshort open CASE") != 5 {
		t.Fatalf("links %q; %d are not given out", links, strings.Count(page, "holdshort open CASE"))
	}
	for _, x := range sealed[:5] {
		at := links[0][:strings.LastIndex(strings.TrimSuffix(links[0], "/0"), "/")] + "/" + string('0'+rune(x.Position)) + "/0"
		if g := s.ask("GET", at); g.status != 403 || strings.Contains(g.body, "secret") {
			t.Errorf("position %d: status %d, %q", x.Position, g.status, g.body)
		}
	}
	last := sealed[5]
	err = filepath.WalkDir(filepath.Join(dir, "vault"), func(name string, e fs.DirEntry, err error) error {
		if err == nil && filepath.Base(name) == last.Item.Blobs[0].SHA256 {
			if err := os.Chmod(name, 0o600); err != nil {
				return err
			}
			return os.WriteFile(name, []byte("plain and altered"[:16]), 0o600)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if g := s.ask("GET", links[0]); g.status != 500 || strings.Contains(g.body, "altered"[:3]) && !strings.Contains(g.body, "not those that were sealed") {
		t.Errorf("altered bytes: status %d, %q", g.status, g.body)
	}
}

// A digest on record that none of the kept bytes has is said aloud.
func TestKeptOtherwise(t *testing.T) {
	dir := filepath.Join(folderWith(t, map[string]fs.FS{"toy": os.DirFS(synthetic)}), "toy")
	keepAll(t, dir, keeping("W3", "", "other.txt", "not the bytes of the digest on record"))
	if page := serve(t, dir).page("/c/toy/source?id=W3"); !strings.Contains(page, "NONE of the bytes kept have the digest on record") {
		t.Error("the page does not say that the digests differ")
	}
}
