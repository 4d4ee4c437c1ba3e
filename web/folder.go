package web

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// mostFiles is how many files a folder may have for its state to be looked at
// once a second.
const mostFiles = 20_000

// folder says in which state the files of a case are.
type folder struct {
	dir string

	mu   sync.Mutex
	seen map[string]fileState // what was digested, so that it need not be again
}

type fileState struct {
	size   int64
	at     time.Time
	digest string
}

// stamp is the digest of the names and bytes of all files that make a case:
// those of YAML and those in tracks. A file whose size and time are as they were
// is taken to be as it was.
func (f *folder) stamp() (string, error) {
	root, err := os.OpenRoot(f.dir)
	if err != nil {
		return "", err
	}
	defer root.Close()
	f.mu.Lock()
	defer f.mu.Unlock()
	seen, sum := map[string]fileState{}, sha256.New()
	err = fs.WalkDir(root.FS(), ".", func(name string, e fs.DirEntry, err error) error {
		base := path.Base(name)
		switch {
		case err != nil:
			return err
		case name != "." && (base[0] == '.' || e.IsDir() && base == "vault"):
			if e.IsDir() {
				return fs.SkipDir
			}
			return nil
		case e.IsDir() || !isPart(name):
			return nil
		case len(seen) == mostFiles:
			return fmt.Errorf("the folder has more than %d files", mostFiles)
		}
		s, err := f.state(root, name)
		if err != nil {
			return err
		}
		seen[name] = s
		fmt.Fprintf(sum, "%q %s\n", name, s.digest)
		return nil
	})
	if err != nil {
		return "", err
	}
	f.seen = seen
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// isPart reports whether a file can change what is found.
func isPart(name string) bool {
	return strings.HasPrefix(name, "tracks/") || strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml")
}

func (f *folder) state(root *os.Root, name string) (fileState, error) {
	info, err := root.Stat(name)
	if err != nil {
		return fileState{}, err
	}
	s := fileState{size: info.Size(), at: info.ModTime(), digest: "no file"}
	if was, ok := f.seen[name]; ok && was.size == s.size && was.at.Equal(s.at) {
		return was, nil
	}
	if !info.Mode().IsRegular() {
		return s, nil // a pipe would be waited for; loading says what is wrong
	}
	file, err := root.Open(name)
	if err != nil {
		return s, err
	}
	defer file.Close()
	h := sha256.New()
	if _, err := io.Copy(h, file); err != nil {
		return s, err
	}
	s.digest = hex.EncodeToString(h.Sum(nil))
	return s, nil
}

// isCase reports whether a folder is one of a case: it has a file of YAML.
func isCase(dir string) bool {
	names, err := filepath.Glob(filepath.Join(escapeGlob(dir), "*.yaml"))
	return err == nil && len(names) > 0
}

var escapeGlob = strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace

// foldersOf are the folders of cases at dir: itself, or else those in it.
func foldersOf(dir string) ([]string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if isCase(dir) {
		return []string{dir}, nil
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, e := range entries {
		if in := filepath.Join(dir, e.Name()); e.IsDir() && e.Name()[0] != '.' && isCase(in) {
			out = append(out, in)
		}
	}
	if len(out) == 0 {
		return nil, ErrNoCase
	}
	return out, nil
}
