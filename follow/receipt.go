package follow

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"time"

	"github.com/holdshort/holdshort/cite"
)

// ReceiptVersion is that of the format of receipts.
const ReceiptVersion = 1

const receiptEnd = ".receipt.json"

// Receipt says how a message came. The path that it came to is secret, and is not
// in it.
type Receipt struct {
	Version   int                 `json:"receipt"`
	Tool      string              `json:"tool"`
	ArrivedAt time.Time           `json:"arrived_at"` // whole, by this machine's clock
	Sender    string              `json:"sender"`     // the address that counts
	Peer      string              `json:"peer"`       // the other end of the connection: a proxy's if there is one
	Key       string              `json:"idempotency_key,omitempty"`
	Headers   map[string][]string `json:"headers"`
	Body      struct {
		Received int64  `json:"received"`
		SHA256   string `json:"sha256"`
		SHA512   string `json:"sha512"`
		File     string `json:"file"` // beside the receipt
	} `json:"body"`
}

func readReceipt(name string) (*Receipt, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var m Receipt
	switch err := json.Unmarshal(b, &m); {
	case err != nil:
		return nil, fmt.Errorf("%s is no receipt: %w", name, err)
	case m.Version != ReceiptVersion:
		return nil, fmt.Errorf("%s has version %d, and this program reads %d", name, m.Version, ReceiptVersion)
	case m.Body.File != path.Base(m.Body.File):
		return nil, fmt.Errorf("%s: the file %q is not beside it", name, m.Body.File)
	}
	return &m, nil
}

// loadReceipt reads a message that is kept, and holds it against its digest.
func (f *Follower) loadReceipt(name string) (*kept, error) {
	m, err := readReceipt(f.path(name))
	if err != nil {
		return nil, err
	}
	got := &kept{manifest: name, asked: m.ArrivedAt, received: m.ArrivedAt, status: ok, whole: true, head: func(string) string { return "" }}
	got.body, err = os.ReadFile(f.path(path.Join(path.Dir(name), m.Body.File)))
	if err == nil && cite.Sum(got.body).String() != m.Body.SHA256 {
		err = fmt.Errorf("%s: the bytes do not have the digest of the receipt: they were altered", name)
	}
	return got, err
}

// taken reports whether a Receiver has ever taken something in.
func (f *Follower) taken() bool {
	_, err := os.Stat(f.path(folder(hookName)))
	return !errors.Is(err, fs.ErrNotExist)
}

// Drain reads the messages that a Receiver has taken in. What they say is unsigned,
// so that each makes the mirrors due: they are asked before anybody relies on it.
func (f *Follower) Drain() error {
	if !f.taken() {
		return nil
	}
	before := len(f.hook.records)
	if f.hook.n == 0 {
		if err := f.open(f.hook); err != nil {
			return fmt.Errorf("messages: %w", err)
		}
	} else {
		left, err := f.left(f.hook)
		if err != nil {
			return fmt.Errorf("messages: %w", err)
		}
		for _, got := range left {
			if err := f.take(f.hook, got); err != nil {
				return err
			}
		}
	}
	for _, one := range f.feeds {
		if one.Kind == Mirror && one.n > 0 && len(f.hook.records) > before {
			one.due = f.pause(one, later(f.opts.Now(), one.notBefore))
		}
	}
	return nil
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
