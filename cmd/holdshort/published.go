package main

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"sync"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/holdshort/holdshort/internal/durable"
	"github.com/holdshort/holdshort/vault"
	"github.com/holdshort/holdshort/witness"
)

// published is the log of a vault, to be shown to others. What they say of its
// newest checkpoint is put beside it: private/witnessed/SIZE and
// private/stamps/SIZE/NAME.tsr.
type published struct {
	*vault.Log
	dir string
	one sync.Mutex // a Log is used by one goroutine at a time, and witnesses are asked at once
}

// openPublished reads the newest checkpoint of the vault in a folder.
func openPublished(dir string) (*published, error) {
	l, err := vault.Read(dir)
	if err != nil {
		return nil, vaultError(err)
	}
	return &published{Log: l, dir: dir}, nil
}

func (p *published) size() string { return strconv.FormatUint(p.Checkpoint.Size, 10) }

// grow proves that the log grew from one size to that of the newest checkpoint.
func (p *published) grow(from, _ uint64) ([]tlog.Hash, error) {
	p.one.Lock()
	defer p.one.Unlock()
	g, err := p.Growth(from)
	if err != nil {
		return nil, err
	}
	out := make([]tlog.Hash, len(g.Proof))
	for i, h := range g.Proof {
		if _, err := hex.Decode(out[i][:], []byte(h)); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// cosigned is the newest checkpoint with the cosignatures that were kept of it,
// and the file for them.
func (p *published) cosigned() (signed []byte, file string, err error) {
	file = filepath.Join(p.dir, "private", "witnessed", p.size())
	b, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return p.Signed, file, nil
	}
	if err == nil && !bytes.HasPrefix(b, []byte(p.Checkpoint.Body()+"\n")) {
		err = fmt.Errorf("read %s: it is of another checkpoint of this size", file)
	}
	return b, file, err
}

// locked does something while it holds the vault: others may have asked at the
// same time.
func (p *published) locked(ctx context.Context, do func() error) error {
	if err := durable.MkdirPrivate(filepath.Join(p.dir, "private", "witnessed")); err != nil {
		return err
	}
	lock, err := durable.Acquire(ctx, filepath.Join(p.dir, "private", "lock"))
	if err != nil {
		return vaultError(err)
	}
	defer lock.Release()
	return do()
}

// keepCosigned adds the signatures to those that are kept of the newest checkpoint.
func (p *published) keepCosigned(ctx context.Context, signed []byte) error {
	return p.locked(ctx, func() error {
		now, file, err := p.cosigned()
		if err != nil {
			return err
		}
		if signed, err = witness.Merge(now, signed); err != nil {
			return err
		}
		return durable.WritePrivate(file, signed)
	})
}

// keepStamp keeps what an authority was asked and answered, under a name without
// ending, unless there is an answer already: both are of one question.
func (p *published) keepStamp(ctx context.Context, name string, request, answer []byte) error {
	return p.locked(ctx, func() error {
		if _, err := os.Lstat(name + ".tsr"); err == nil {
			return fmt.Errorf("%s.tsr is there already", name)
		}
		if err := putIn(name+".tsq", request, durable.WritePrivate); err != nil {
			return err
		}
		return putIn(name+".tsr", answer, durable.CreatePrivate)
	})
}

// keepCheckpoint keeps the newest checkpoint, cosigned or not, so that a stamp of
// it can be shown once the log has grown.
func (p *published) keepCheckpoint(ctx context.Context) error { return p.keepCosigned(ctx, p.Signed) }

// stampFolder is the folder for time stamps of the newest checkpoint.
func (p *published) stampFolder() string {
	return filepath.Join(p.dir, "private", "stamps", p.size())
}

// putIn writes a file and the folders above it.
func putIn(file string, b []byte, write func(string, []byte) error) error {
	if err := durable.MkdirAll(filepath.Dir(file)); err != nil {
		return err
	}
	return write(file, b)
}
