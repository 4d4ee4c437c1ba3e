package vault

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/holdshort/holdshort/ledger"
)

// Edit is a file of the case that is not as it was last sealed.
type Edit struct {
	Path string `json:"path"`
	Was  string `json:"was,omitempty"` // SHA-256 in hexadecimal; empty if it is new
	Now  string `json:"now,omitempty"` // empty if it is gone
}

// Edits compares the case's own files in root with those last sealed, by path.
// Names that begin with a full stop and the folder vault are no files of the case.
// What is neither a file nor a folder, such as a link, is returned as odd.
func Edits(root *os.Root, sealed map[string]string) (edits []Edit, odd []string, err error) {
	now := map[string]string{}
	err = fs.WalkDir(root.FS(), ".", func(name string, e fs.DirEntry, err error) error {
		base := path.Base(name)
		switch {
		case err != nil:
			return err
		case name == ".":
			return nil
		case strings.HasPrefix(base, ".") || e.IsDir() && base == "vault":
			if e.IsDir() {
				return fs.SkipDir
			}
			return nil
		case e.IsDir():
			return nil
		case !e.Type().IsRegular():
			odd = append(odd, name)
			return nil
		case !utf8.ValidString(name):
			return fmt.Errorf("the file name %q is not UTF-8, and could not be sealed as it is", name)
		}
		now[name], err = digestOf(root, name)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	for name, is := range now {
		if sealed[name] != is {
			edits = append(edits, Edit{name, sealed[name], is})
		}
	}
	for name, was := range sealed {
		if now[name] == "" {
			edits = append(edits, Edit{Path: name, Was: was})
		}
	}
	slices.SortFunc(edits, func(a, b Edit) int { return strings.Compare(a.Path, b.Path) })
	return edits, odd, nil
}

func digestOf(root *os.Root, name string) (string, error) {
	f, err := root.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	s := sha256.New()
	if _, err := io.Copy(s, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(s.Sum(nil)), nil
}

// SealEdits seals each edit as an entry of its own, with the file as it is when
// it is read now.
func (v *Vault) SealEdits(c ledger.Chain, root *os.Root, edits []Edit, class ledger.Class, by, why string) ([]Sealed, error) {
	var drafts []Draft
	for _, e := range edits {
		d := Draft{Chain: c, Item: ledger.Item{Kind: ledger.Change, By: by, Why: why, Edit: &ledger.Edit{Path: e.Path, New: e.Was == "", Gone: e.Now == ""}}}
		if e.Now != "" {
			d.Item.Class = class
			d.Bytes = []Content{{Name: e.Path, From: &lazyFile{root: root, name: e.Path}}}
		}
		drafts = append(drafts, d)
	}
	return v.Seal(drafts...)
}

// lazyFile opens a file when it is first read, and closes it at its end, so that
// a case of many files does not have all of them open.
type lazyFile struct {
	root *os.Root
	name string
	file *os.File
}

// Read implements io.Reader.
func (l *lazyFile) Read(p []byte) (n int, err error) {
	if l.file == nil {
		if l.file, err = l.root.Open(l.name); err != nil {
			return 0, err
		}
	}
	n, err = l.file.Read(p)
	if err != nil {
		_ = l.file.Close()
	}
	return n, err
}
