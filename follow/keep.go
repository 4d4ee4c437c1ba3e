package follow

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/fetch"
	"github.com/holdshort/holdshort/internal/durable"
)

const (
	manifestEnd = ".capture.json"
	stampForm   = "20060102T150405.000Z"
	dayForm     = "2006/01/02"
)

// kept is an answer, or a message, that lies in the case's folder.
type kept struct {
	manifest        string // path in the case, with slashes
	asked, received time.Time
	status          int // 0 if no answer came
	requests        int
	whole           bool
	why             string // there is no answer, or no whole one
	head            func(name string) string
	body            []byte
}

func keptOf(c *fetch.Capture, manifest string) *kept {
	m := &c.Manifest
	got := &kept{manifest: manifest, asked: m.Clocks.AskedAt, received: m.Clocks.ReceivedAt, status: c.Status(),
		whole: m.Body.Complete, head: c.Header, body: c.Body}
	for _, t := range m.Tries {
		got.requests += len(t.Hops)
		got.why = t.Error
	}
	return got
}

// folder is where captures of a feed lie, in the case.
func folder(name string) string { return path.Join("originals", "follow", name) }

// keep keeps the bytes and then the manifest, before anything reads them. The
// same bytes as those of the poll before are kept once a day.
func (f *Follower) keep(one *followed, got *fetch.Capture) (*kept, error) {
	m := &got.Manifest
	dir := path.Join(folder(one.Name), m.Clocks.AskedAt.Format(dayForm))
	if err := durable.MkdirAll(f.path(dir)); err != nil {
		return nil, err
	}
	if err := f.step("keep"); err != nil {
		return nil, err
	}
	stem, b := m.Clocks.AskedAt.Format(stampForm), &m.Body
	if b.Received > 0 {
		b.File = stem + ".bytes"
		if one.body.dir == dir && one.body.digest == b.SHA256 {
			b.File = one.body.file
		} else if err := f.create(dir, &b.File, got.Body); err != nil {
			return nil, err
		}
		one.body = body{dir, b.File, b.SHA256}
	}
	if err := f.step("manifest"); err != nil {
		return nil, err
	}
	name := stem + manifestEnd
	if err := f.create(dir, &name, m.Bytes()); err != nil {
		return nil, err
	}
	return keptOf(got, path.Join(dir, name)), nil
}

// body is the file that holds the bytes that came last.
type body struct{ dir, file, digest string }

// create makes a new file. If there is one of that name, the name is changed, to
// one that stands after it in order.
func (f *Follower) create(dir string, name *string, b []byte) error {
	stem, end, _ := strings.Cut(*name, "Z.")
	for i := range 100 {
		if i > 0 {
			*name = fmt.Sprintf("%sZ_%02d.%s", stem, i, end)
		}
		if err := durable.Create(f.path(path.Join(dir, *name)), b); !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	return fmt.Errorf("%s has 100 captures of one millisecond", dir)
}

func (f *Follower) path(name string) string {
	return filepath.Join(f.opts.Dir, filepath.FromSlash(name))
}

// left are the captures that were kept and have no line in the journal, in order.
// Folders of days long before the last poll are passed over.
func (f *Follower) left(one *followed) ([]*kept, error) {
	root, end, load := f.path(folder(one.Name)), manifestEnd, f.load
	if one.Kind == Hook {
		end, load = receiptEnd, f.loadReceipt
	}
	var names []string
	err := filepath.WalkDir(root, func(p string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && p == root {
			return nil
		} else if err != nil {
			return err
		}
		if e.IsDir() {
			if before(root, p, one.lastAsked.AddDate(0, 0, -2)) {
				return fs.SkipDir
			}
			return nil
		}
		rel, err := filepath.Rel(f.opts.Dir, p)
		if name := filepath.ToSlash(rel); strings.HasSuffix(name, end) && !one.read[name] {
			names = append(names, name)
		}
		return err
	})
	slices.Sort(names)
	var out []*kept
	for _, name := range names {
		got, err := load(name)
		if err != nil { // what was altered or lost is said, and holds up nothing
			got = spoiled(name, err)
		}
		out = append(out, got)
	}
	return out, err
}

// spoiled is a capture of which no more is known than its name.
func spoiled(name string, err error) *kept {
	base := path.Base(name)
	at, _ := time.Parse(stampForm, base[:min(len(base), len(stampForm))])
	return &kept{manifest: name, asked: at, received: at, status: ok, why: err.Error(), head: func(string) string { return "" }}
}

// before reports whether a folder of a year, month or day ends before the day of
// a moment.
func before(root, dir string, at time.Time) bool {
	rel, err := filepath.Rel(root, dir)
	rel = filepath.ToSlash(rel)
	day := at.Format(dayForm)
	return err == nil && rel != "." && len(rel) <= len(day) && rel < day[:len(rel)]
}

// load reads a capture that is kept, and holds its bytes against their digest.
func (f *Follower) load(manifest string) (*kept, error) {
	file, err := os.Open(f.path(manifest))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	m, err := fetch.ReadManifest(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", manifest, err)
	}
	c := &fetch.Capture{Manifest: *m}
	if m.Body.File == "" {
		return keptOf(c, manifest), nil
	}
	if m.Body.File != path.Base(m.Body.File) {
		return nil, fmt.Errorf("%s: the file %q is not beside it", manifest, m.Body.File)
	}
	c.Body, err = os.ReadFile(f.path(path.Join(path.Dir(manifest), m.Body.File)))
	if err == nil && cite.Sum(c.Body).String() != m.Body.SHA256 {
		err = fmt.Errorf("%s: the bytes do not have the digest of the manifest: they were altered", manifest)
	}
	return keptOf(c, manifest), err
}

// MaxUnpacked is the most bytes that an answer may have once unpacked.
const MaxUnpacked = 64 << 20

// unpacked are the bytes of an answer without their packing.
func unpacked(b []byte) ([]byte, error) {
	if !bytes.HasPrefix(b, []byte{0x1f, 0x8b}) {
		return b, nil
	}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	out, err := io.ReadAll(io.LimitReader(z, MaxUnpacked+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("unpack: %w", err)
	case len(out) > MaxUnpacked:
		return nil, fmt.Errorf("unpacked it has more than %d bytes", MaxUnpacked)
	}
	return out, nil
}
