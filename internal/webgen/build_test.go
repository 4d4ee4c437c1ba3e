package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

const (
	ui   = "../../web/ui"
	dist = "../../web/dist"
)

// What is embedded is what the sources make.
func TestDistIsCurrent(t *testing.T) {
	if !installed(ui) {
		t.Skip("the page's libraries are not in web/ui/node_modules: run npm ci --ignore-scripts there")
	}
	want, err := build(ui)
	if err != nil {
		t.Fatal(err)
	}
	have, err := os.ReadDir(dist)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range have {
		if _, ok := want[e.Name()]; !ok {
			t.Errorf("web/dist/%s is not made from web/ui any more: go run ./internal/webgen", e.Name())
		}
	}
	for name, b := range want {
		got, err := os.ReadFile(filepath.Join(dist, name))
		if err != nil || !bytes.Equal(got, b) {
			t.Errorf("web/dist/%s is not what web/ui makes: go run ./internal/webgen", name)
		}
	}
}

// Nothing in the page asks another origin for anything, or runs text as script.
func TestPageKeepsToItsOrigin(t *testing.T) {
	files, err := filepath.Glob(dist + "/*")
	if err != nil || len(files) < 3 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{"eval(", "new Function", "innerHTML", "@import", "url(http", "url(//", "sourceMappingURL"} {
			if bytes.Contains(b, []byte(bad)) {
				t.Errorf("%s has %q in it", filepath.Base(name), bad)
			}
		}
	}
}

func TestPlain(t *testing.T) {
	for name, want := range map[string]string{"app-ABCD1234.js": "app.js", "flag-of-x-1.css": "flag-of-x.css"} {
		if got := plain(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}
