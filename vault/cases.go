package vault

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/holdshort/holdshort/internal/durable"
	"github.com/holdshort/holdshort/ledger"
)

// Known is a case that the vault has a chain of.
type Known struct {
	Chain   string `json:"chain"`
	Caption string `json:"caption"`
	Folder  string `json:"folder"` // with slashes, from the vault's folder
}

func (l layout) readCases() ([]Known, error) {
	b, err := os.ReadFile(l.cases())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []Known
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(&out); err != nil {
		return nil, fmt.Errorf("read %s: %w", l.cases(), err)
	}
	return out, nil
}

// folder is a case's folder as the vault knows it, so that both can be moved
// together.
func (l layout) folder(dir string) (string, error) {
	from, err := filepath.Abs(string(l))
	if err != nil {
		return "", err
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return "", err
	}
	rel, err := filepath.Rel(from, dir)
	if err != nil {
		rel = dir // on another volume
	}
	return filepath.ToSlash(rel), nil
}

// chainOf is the chain of the case in a folder; ok is false if it has none.
func (l layout) chainOf(dir string) (c ledger.Chain, ok bool, err error) {
	folder, err := l.folder(dir)
	if err != nil {
		return c, false, err
	}
	cases, err := l.readCases()
	if err != nil {
		return c, false, err
	}
	for _, k := range cases {
		if k.Folder == folder {
			c, err := ledger.ParseChain(k.Chain)
			return c, err == nil, err
		}
	}
	return c, false, nil
}

// CaptionError is that a vault has a case of the same caption in another folder: it
// may have been moved, and one case must not have two chains.
type CaptionError struct {
	Folder string // of the case that the vault knows
	Cases  string // the file that says so
}

// Error names the folder, and not the caption: it may name a person.
func (e *CaptionError) Error() string {
	return fmt.Sprintf("the vault has a case of this caption already, in the folder %s", e.Folder)
}

// Enter is the chain of the case in a folder, which is opened if it has none.
// Its error is a *CaptionError if another folder has a case of the same caption.
func (v *Vault) Enter(dir, caption, by string) (ledger.Chain, error) {
	v.keeping.Lock()
	defer v.keeping.Unlock()
	c, ok, err := v.chainOf(dir)
	if err != nil {
		return c, err
	}
	if !ok {
		if c, err = v.register(dir, caption); err != nil {
			return c, err
		}
	}
	if v.hasHead(c) {
		return c, nil
	}
	_, err = v.seal([]Draft{{Chain: c, Item: ledger.Item{Kind: ledger.Open, Case: caption, By: by}}})
	return c, err
}

func (v *Vault) hasHead(c ledger.Chain) bool {
	v.sealing.Lock()
	defer v.sealing.Unlock()
	_, ok := v.heads[c]
	return ok
}

// register notes a case, before its first entry is sealed.
func (v *Vault) register(dir, caption string) (ledger.Chain, error) {
	cases, err := v.readCases()
	if err != nil {
		return ledger.Chain{}, err
	}
	for _, k := range cases {
		if k.Caption == caption {
			return ledger.Chain{}, &CaptionError{filepath.Join(string(v.layout), filepath.FromSlash(k.Folder)), v.cases()}
		}
	}
	folder, err := v.folder(dir)
	if err != nil {
		return ledger.Chain{}, err
	}
	c := NewChain()
	b, err := json.MarshalIndent(append(cases, Known{c.String(), caption, folder}), "", "  ")
	if err != nil {
		return ledger.Chain{}, err
	}
	return c, durable.WritePrivate(v.cases(), append(b, '\n'))
}
