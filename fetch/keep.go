package fetch

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/internal/durable"
)

const (
	manifestEnd = ".capture.json"
	// apart is the folder, within that of Days, of what is no day's trace.
	// Readers of folders pass over names that begin with a full stop.
	apart = ".apart"
	// askedForm is how a time stands in a file's name.
	askedForm = "20060102T150405.000Z"
)

// past is what is kept of one want already.
type past []kept

// kept is one manifest in the folder.
type kept struct {
	dir, name string
	m         *Manifest
}

// folder is where files of a day are.
func (d *Days) folder(w Want) string {
	return filepath.Join(d.Dir, w.Source.Name, filepath.FromSlash(w.Day.path()))
}

// past reads the manifests of earlier askings, of the same address alone.
func (d *Days) past(w Want) (past, error) {
	dir := d.folder(w)
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	var out past
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), stem(w.Address)+".") || !strings.HasSuffix(e.Name(), manifestEnd) {
			continue
		}
		k, err := readKept(dir, e.Name())
		if err != nil {
			return nil, err
		}
		if k.m.URL == w.URL() {
			out = append(out, k)
		}
	}
	return out, nil
}

func readKept(dir, name string) (kept, error) {
	f, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		return kept{}, err
	}
	defer f.Close()
	m, err := ReadManifest(f)
	if err != nil {
		return kept{}, fmt.Errorf("%s is no manifest of this program: %w", f.Name(), err)
	}
	if f := m.Body.File; f != "" && f != filepath.Base(f) {
		return kept{}, fmt.Errorf("%s: the file %q is not beside it", filepath.Join(dir, name), f)
	}
	return kept{dir, name, m}, nil
}

// known is what settles the want, nil if nothing does: a trace before an answer
// that there is none, and the latest of either.
func (p past) known(day Day) *kept {
	var found *kept
	for i := range p {
		if p[i].settles(day) && (found == nil || p[i].over(found)) {
			found = &p[i]
		}
	}
	return found
}

func (k *kept) trace() bool { return k.m.Body.File != "" }

// settles reports whether the answer came late enough to be the last word on the
// day.
func (k *kept) settles(day Day) bool {
	wait := longPast
	if k.trace() {
		wait = settled
	}
	return !k.m.Clocks.AskedAt.Before(day.End().Add(wait))
}

// over reports whether k counts before another answer.
func (k *kept) over(other *kept) bool {
	if k.trace() != other.trace() {
		return k.trace()
	}
	return k.m.Clocks.AskedAt.After(other.m.Clocks.AskedAt)
}

// result is r as the kept answer has it. The bytes are read and held against
// their digest.
func (k *kept) result(r Result) Result {
	r.Manifest = filepath.Join(k.dir, k.name)
	if !k.trace() {
		r.Status = (&Capture{Manifest: *k.m}).Status()
		return r.as(NoData, "so said the source on %s; --again asks it again", k.m.Clocks.AskedAt.Format("2006-01-02"))
	}
	r.File, r.Bytes, r.SHA256 = filepath.Join(k.dir, k.m.Body.File), k.m.Body.Received, k.m.Body.SHA256
	b, err := os.ReadFile(r.File)
	switch {
	case err != nil:
		return r.as(Failed, "its manifest is there and it is not: %s; --again asks for it again", err)
	case cite.Sum(b).String() != r.SHA256:
		return r.as(Failed, "the file does not have the digest that its manifest has: it was altered; --again asks for it again, and keeps what comes beside it")
	}
	return r.as(Had, "")
}

// keep keeps an answer in the folder: a trace with its manifest, of an answer
// that there is none the manifest alone. The same bytes are kept once.
func (d *Days) keep(got *Capture, w Want, past past, r Result) Result {
	dir := d.folder(w)
	if err := durable.MkdirAll(dir); err != nil {
		return r.as(Failed, "%s", err)
	}
	b := &got.Manifest.Body
	trace := got.Status() == http.StatusOK
	for _, k := range past {
		if trace && k.trace() && k.m.Body.SHA256 == b.SHA256 && sameFile(filepath.Join(dir, k.m.Body.File), got.Body) {
			b.File = k.m.Body.File
		}
	}
	name, err := d.free(dir, got, w, trace && b.File == "")
	if err != nil {
		return r.as(Failed, "%s", err)
	}
	if trace && b.File == "" {
		b.File = name + ".json"
		if err := create(filepath.Join(dir, b.File), got.Body); err != nil {
			return r.as(Failed, "%s", err)
		}
	}
	if trace {
		r.File = filepath.Join(dir, b.File)
	}
	r.Manifest = filepath.Join(dir, name+manifestEnd)
	if err := durable.Create(r.Manifest, got.Manifest.Bytes()); err != nil {
		return r.as(Failed, "%s", err)
	}
	return r
}

// free is a name, without its ending, that no manifest has, and no other bytes.
// A trace without a manifest is left by a crash between the two; if the bytes
// are those that came again, it gets its manifest.
func (d *Days) free(dir string, got *Capture, w Want, body bool) (string, error) {
	plain := stem(w.Address)
	for _, name := range []string{plain, plain + "." + got.Manifest.Clocks.AskedAt.Format(askedForm)} {
		file := filepath.Join(dir, name+".json")
		taken := exists(filepath.Join(dir, name+manifestEnd)) || exists(file) && !(body && sameFile(file, got.Body))
		if !taken {
			return name, nil
		}
	}
	return "", fmt.Errorf("%s has two captures of one millisecond already", dir)
}

// create writes new bytes; the same bytes of that name are as good.
func create(name string, b []byte) error {
	err := durable.Create(name, b)
	if errors.Is(err, fs.ErrExist) && sameFile(name, b) {
		return nil
	}
	return err
}

// keepApart keeps what is no trace of the day where nobody takes it for one.
func (d *Days) keepApart(got *Capture, w Want, r Result) Result {
	dir := filepath.Join(d.Dir, apart, w.Source.Name, filepath.FromSlash(w.Day.path()))
	name := stem(w.Address) + "." + got.Manifest.Clocks.AskedAt.Format(askedForm)
	err := durable.MkdirAll(dir)
	if err == nil && len(got.Body) > 0 {
		got.Manifest.Body.File = name + ".bytes"
		r.File = filepath.Join(dir, got.Manifest.Body.File)
		err = create(r.File, got.Body)
	}
	if err == nil {
		r.Manifest = filepath.Join(dir, name+manifestEnd)
		err = durable.Create(r.Manifest, got.Manifest.Bytes())
	}
	if err != nil {
		r.File, r.Manifest = "", ""
		r.Why += "; and what came could not be kept: " + err.Error()
	}
	return r
}

func exists(name string) bool { _, err := os.Lstat(name); return err == nil }

func sameFile(name string, b []byte) bool {
	there, err := os.ReadFile(name)
	return err == nil && cite.Sum(there) == cite.Sum(b)
}
