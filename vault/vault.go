package vault

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"

	"github.com/holdshort/holdshort/internal/durable"
	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/span"
)

// ErrNone is that a folder holds no vault.
var ErrNone = errors.New("there is no vault")

// ErrFormat is that a folder holds a vault of another version.
var ErrFormat = errors.New("the vault is of another version")

// Options are how a vault is opened to write.
type Options struct {
	Origin string           // the log's name, at creation; one under vault.invalid
	Tool   string           // program and version, for items
	Clock  func() time.Time // time.Now
	// Guards are folders outside the vault, each with a file that remembers the
	// newest checkpoint too, so that an old copy of the whole vault is noticed.
	Guards []string
}

// Vault is a vault open to write. Its methods may be called from several
// goroutines; what they seal at the same time is sealed together.
type Vault struct {
	layout
	opts   Options
	lock   *durable.Lock
	signer note.Signer
	vkey   string
	key    note.Verifier

	// keeping is held to read while bytes are stored and sealed, and to write
	// while some are destroyed.
	keeping sync.RWMutex

	mu    sync.Mutex // guards queue
	queue []*request

	sealing sync.Mutex // guards what follows
	broken  bool       // a step failed: what is on disk is not known
	closed  bool
	stopped error // a replacement of the key broke off: it is finished when the vault is opened
	tiles   *tiles
	heads   map[ledger.Chain]head
}

// head is the last entry of a chain.
type head struct {
	next     uint64 // position of the next
	previous ledger.Hash
	at       span.Instant
}

// Create makes a vault in a folder, or completes one whose making broke off. A
// whole one is left as it is.
func Create(ctx context.Context, dir string, o Options) error {
	l := layout(dir)
	for _, d := range []string{l.at("log", "tile"), l.at()} {
		if err := durable.MkdirAll(d); err != nil {
			return err
		}
	}
	for _, d := range []string{l.at("private"), l.incoming(), l.chains(), l.blobs(), l.witnessed(), l.stamps()} {
		if err := durable.MkdirPrivate(d); err != nil {
			return err
		}
	}
	lock, err := durable.Acquire(ctx, l.lock())
	if err != nil {
		return err
	}
	defer lock.Release()
	if _, err := os.Stat(l.format()); err == nil {
		return nil
	}
	if err := durable.WriteFile(l.ignore(), []byte(ignoreText)); err != nil {
		return err
	}
	if err := l.makeKey(o.Origin); err != nil {
		return err
	}
	signer, _, err := l.readSigner()
	if err != nil {
		return err
	}
	empty, err := (&grown{}).checkpoint(signer.Name())
	if err != nil {
		return err
	}
	if err := l.publish(empty, signer); err != nil {
		return err
	}
	return durable.WriteFile(l.format(), []byte(formatText))
}

// checkFormat refuses a folder that is no vault of this version.
func (l layout) checkFormat() error {
	b, err := os.ReadFile(l.format())
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%w in %s", ErrNone, string(l))
	case err != nil:
		return err
	case string(b) != formatText:
		return fmt.Errorf("%w: %s says %.40q, and this program knows %q", ErrFormat, l.format(), b, formatText)
	}
	return nil
}

// Open opens a vault to write. While another process has it, Open waits until
// ctx is done and returns a *durable.LockedError. What a crash left unfinished it
// finishes. Its error is ErrNone if there is no vault, and a *RolledBackError if
// the vault is older than what it has signed.
func Open(ctx context.Context, dir string, o Options) (*Vault, error) {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	v := &Vault{layout: layout(dir), opts: o}
	if err := v.checkFormat(); err != nil {
		return nil, err
	}
	lock, err := durable.Acquire(ctx, v.layout.lock())
	if err != nil {
		return nil, err
	}
	v.lock = lock
	if err := v.load(); err != nil {
		_ = lock.Release()
		return nil, err
	}
	return v, nil
}

func (v *Vault) load() error {
	for _, step := range []func() error{v.readKeys, v.sweep, v.recover, v.finishErasure, v.finishRotation} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// readKeys reads both halves of the key. If it was being replaced and the public
// half is that of the next, so is the other made.
func (v *Vault) readKeys() (err error) {
	if v.vkey, v.key, err = v.readVerifier(); err != nil {
		return err
	}
	if _, vkey, err := readSigner(v.next()); err == nil && vkey == v.vkey {
		if err := v.takeNext(); err != nil {
			return err
		}
	}
	var vkey string
	if v.signer, vkey, err = v.readSigner(); err != nil {
		return err
	}
	if v.vkey != vkey {
		return fmt.Errorf("%s and %s are not of one key", v.layout.key(), v.publicKey())
	}
	return nil
}

// Close lets others have the vault. What is being sealed is sealed first.
func (v *Vault) Close() error {
	v.sealing.Lock()
	defer v.sealing.Unlock()
	if v.closed {
		return nil
	}
	v.closed = true
	return v.lock.Release()
}

// Dir is the vault's folder.
func (v *Vault) Dir() string { return string(v.layout) }

// Key is the log's verifier key, as signed notes write one.
func (v *Vault) Key() string {
	v.sealing.Lock()
	defer v.sealing.Unlock()
	return v.vkey
}
