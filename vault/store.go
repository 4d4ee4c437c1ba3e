package vault

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/holdshort/holdshort/internal/durable"
	"github.com/holdshort/holdshort/ledger"
)

// lanes is how many files of bytes are written at once. A disk that is asked to
// make several durable at one time does so together.
const lanes = 16

// unnamed is bytes that the disk has, in a file without a name yet.
type unnamed struct {
	ledger.Blob
	file *durable.Writer
	n    int64  // of bytes in the file
	s512 string // of the file
}

// store stores bytes durably, each under the digest of what is stored of it. The
// files are written and waited for side by side, then named, then each folder is
// waited for once: when store returns, the disk has them all. Bytes that are there
// already are compared.
func (l layout) store(cs []Content) ([]ledger.Blob, error) {
	if len(cs) == 0 {
		return nil, nil
	}
	files := make([]*unnamed, len(cs))
	defer func() {
		for _, f := range files {
			if f != nil {
				f.file.Close()
			}
		}
	}()
	err := beside(len(cs), func(i int) (err error) {
		files[i], err = l.take(cs[i])
		return err
	})
	if err != nil {
		return nil, err
	}
	return l.name(files)
}

// take writes bytes, as they are to be stored, to a file without a name.
func (l layout) take(c Content) (_ *unnamed, err error) {
	recipients, err := ParseRecipients(c.Recipients)
	if err != nil {
		return nil, err
	}
	w, err := durable.NewWriter(l.incoming(), ".blob")
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			w.Close()
		}
	}()
	plain, stored := newSums(), newSums()
	if err := pour(io.MultiWriter(w, stored), plain, c.From, recipients); err != nil {
		return nil, err
	}
	b := ledger.Blob{Name: filepath.Base(c.Name), Media: c.Media, Bytes: plain.n, SHA256: plain.sha256(), SHA512: plain.sha512()}
	if len(recipients) > 0 {
		b.Cipher = &ledger.Cipher{Bytes: stored.n, SHA256: stored.sha256(), SHA512: stored.sha512(), Recipients: c.Recipients}
	}
	return &unnamed{b, w, stored.n, stored.sha512()}, w.Finish(0o400)
}

// name gives the files their names and waits until the disk has them. The folder
// of the folders is among those that are waited for: one of them may be there
// and not yet on the disk.
func (l layout) name(files []*unnamed) ([]ledger.Blob, error) {
	dirs := map[string]bool{l.blobs(): true}
	var out []ledger.Blob
	for _, f := range files {
		name := l.blob(f.Blob.Stored())
		if dir := filepath.Dir(name); !dirs[dir] {
			if err := durable.Mkdir(dir); err != nil {
				return nil, err
			}
			dirs[dir] = true
		}
		if err := f.give(name); err != nil {
			return nil, err
		}
		out = append(out, f.Blob)
	}
	sync := slices.Sorted(maps.Keys(dirs))
	return out, beside(len(sync), func(i int) error { return durable.SyncDir(sync[i]) })
}

// give gives the file its name. One that has it already must hold the same.
func (f *unnamed) give(name string) error {
	err := f.file.Name(name)
	if !errors.Is(err, fs.ErrExist) {
		return err
	}
	if err := checkFile(name, f.n, f.Blob.Stored(), f.s512); err != nil {
		return fmt.Errorf("bytes of this digest were kept before, and are altered: %w", err)
	}
	return nil
}

// beside does something for each number below n, several at once. After an error
// it begins no more; the error is that of the lowest number.
func beside(n int, do func(i int) error) error {
	errs := make([]error, n)
	var next atomic.Int64
	var failed atomic.Bool
	var all sync.WaitGroup
	for range min(n, lanes) {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < n && !failed.Load(); i = int(next.Add(1)) - 1 {
				if errs[i] = do(i); errs[i] != nil {
					failed.Store(true)
				}
			}
		})
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
