package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"

	"github.com/holdshort/holdshort/exhibit"
)

//go:embed page.css
var pageStyle string

// icon is a hold-short line as it is painted on a taxiway.
//
//go:embed icon.svg
var icon []byte

// dist is what the page's own script and styles were bundled to. Its
// manifest.json says which file a name stands for.
//
//go:embed dist
var dist embed.FS

// assets are the files that pages load. Each is under a name that changes with
// its bytes.
type assets struct {
	file  map[string]string  // by the name that pages use
	bytes map[string]*answer // by the name in addresses
}

func loadAssets() (assets, error) {
	a := assets{map[string]string{}, map[string]*answer{}}
	a.add("icon.svg", icon)
	a.add("page.css", []byte(exhibit.Style()+pageStyle))
	b, err := dist.ReadFile("dist/manifest.json")
	if err != nil {
		return a, err
	}
	if err := json.Unmarshal(b, &a.file); err != nil {
		return a, fmt.Errorf("read dist/manifest.json: %w", err)
	}
	return a, fs.WalkDir(dist, "dist", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || path.Base(name) == "manifest.json" {
			return err
		}
		b, err := dist.ReadFile(name)
		a.put(path.Base(name), b)
		return err
	})
}

// add gives bytes a name with their digest in it.
func (a assets) add(name string, b []byte) {
	sum := sha256.Sum256(b)
	ext := path.Ext(name)
	file := strings.TrimSuffix(name, ext) + "-" + hex.EncodeToString(sum[:6]) + ext
	a.file[name] = file
	a.put(file, b)
}

func (a assets) put(file string, b []byte) {
	kind := mime.TypeByExtension(path.Ext(file))
	if k, ok := map[string]string{".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".json": jsonType, ".svg": "image/svg+xml"}[path.Ext(file)]; ok {
		kind = k
	}
	a.bytes[file] = &answer{kind: kind, body: b, forever: true}
}

// href is the address of an asset by the name that pages use; empty if there is
// none.
func (a assets) href(name string) string {
	if a.file[name] == "" {
		return ""
	}
	return "/assets/" + a.file[name]
}

func (s *Server) asset(r *http.Request) (*answer, error) {
	a := s.assets.bytes[r.PathValue("name")]
	if a == nil {
		return nil, refuse(http.StatusNotFound, "load the page again", "no file of the page is named %q", r.PathValue("name"))
	}
	return a, nil
}
