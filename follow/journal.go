package follow

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/holdshort/holdshort/fetch"
	"github.com/holdshort/holdshort/internal/durable"
)

// Outcome is what became of a poll.
type Outcome string

// The outcomes.
const (
	Read    Outcome = "read"    // it came whole and was read
	Same    Outcome = "same"    // the server says that nothing has changed: 304
	Unread  Outcome = "unread"  // it came and is not what was expected, or breaks off
	Busy    Outcome = "busy"    // the server would rather be asked later: 429, 5xx
	Refused Outcome = "refused" // the server would not: any other status
	Failed  Outcome = "failed"  // no answer
)

// Entry is a line of a journal: what became of one poll.
type Entry struct {
	N        int       `json:"n"`
	Asked    time.Time `json:"asked_at"`
	Received time.Time `json:"received_at,omitzero"`
	Outcome  Outcome   `json:"outcome"`
	Status   int       `json:"status,omitempty"`
	Requests int       `json:"requests"`          // sent, redirects included
	Capture  string    `json:"capture,omitempty"` // path of the manifest in the case
	Items    int       `json:"items,omitempty"`   // listed
	Cover    *Cover    `json:"cover,omitempty"`
	New      []Record  `json:"new,omitempty"`
	Mark     time.Time `json:"mark,omitzero"`       // of a mirror: the latest change read, with all before it
	More     bool      `json:"more,omitempty"`      // of a mirror: another page follows
	After    time.Time `json:"not_before,omitzero"` // the server asks not to be asked before
	ETag     string    `json:"etag,omitempty"`
	Modified string    `json:"last_modified,omitempty"`
	Why      string    `json:"why,omitempty"`
	Notes    []string  `json:"notes,omitempty"`
}

// heading is the first line of a journal.
type heading struct {
	Version int    `json:"follow"`
	Tool    string `json:"tool"`
	Feed    string `json:"feed"`
	Kind    Kind   `json:"kind"`
	Address string `json:"address"`
}

func (f *Follower) journal(name string) string {
	return filepath.Join(f.opts.Dir, "follow", name+".jsonl")
}

// open reads the journal of a feed, and then what a crash left unread.
func (f *Follower) open(one *followed) error {
	one.clear()
	if err := f.openJournal(one); err != nil || f.opts.Look {
		return err
	}
	if err := f.remember(one); err != nil {
		return err
	}
	left, err := f.left(one)
	if err != nil {
		return err
	}
	for _, got := range left {
		if err := f.take(one, got); err != nil {
			return err
		}
	}
	return nil
}

// openJournal folds the journal's lines, or begins one. A last line that breaks
// off was being written when the program ended; it is cut, and its capture is
// read again.
func (f *Follower) openJournal(one *followed) error {
	name := f.journal(one.Name)
	b, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(b) == 0 {
		return f.begin(one)
	} else if err != nil {
		return err
	}
	whole := b[:bytes.LastIndexByte(b, '\n')+1]
	if len(whole) < len(b) && !f.opts.Look {
		if err := durable.Truncate(name, int64(len(whole))); err != nil {
			return err
		}
	}
	if len(whole) == 0 {
		return f.begin(one)
	}
	n := 0
	for line := range bytes.Lines(whole) {
		if n++; n == 1 {
			err = one.heading(line)
		} else {
			err = f.foldLine(one, line, n-1)
		}
		if err != nil {
			return fmt.Errorf("%s: line %d: %w", name, n, err)
		}
	}
	return nil
}

func (f *Follower) begin(one *followed) error {
	if f.opts.Look {
		return nil
	}
	if err := durable.MkdirAll(filepath.Dir(f.journal(one.Name))); err != nil {
		return err
	}
	return appendLine(f.journal(one.Name), heading{Version, fetch.Tool(), one.Name, one.Kind, one.Address})
}

// heading checks the first line: a journal of another address would mix two
// feeds' coverage.
func (one *followed) heading(line []byte) error {
	var h heading
	if err := strict(line, &h); err != nil {
		return err
	}
	switch {
	case h.Version != Version:
		return fmt.Errorf("the journal has version %d, and this program reads %d", h.Version, Version)
	case h.Feed != one.Name || h.Kind != one.Kind || h.Address != one.Address:
		return fmt.Errorf("the journal is of %s, %s at %s: give the other feed another name", h.Feed, h.Kind, h.Address)
	}
	return nil
}

func (f *Follower) foldLine(one *followed, line []byte, n int) error {
	var e Entry
	if err := strict(line, &e); err != nil {
		return err
	}
	if e.N != n {
		return fmt.Errorf("poll %d stands in the place of poll %d: a line was taken out or put in", e.N, n)
	}
	if err := one.fold(&e, one.Kind); err != nil {
		return err
	}
	f.spend(one.host, &e)
	return nil
}

// strict decodes one line and nothing else.
func strict(line []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return fmt.Errorf("no line of a journal: %w", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("other text follows")
	}
	return nil
}

func (f *Follower) write(one *followed, e *Entry) error { return appendLine(f.journal(one.Name), e) }

func appendLine(name string, v any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic("follow: " + err.Error()) // no type of it can fail
	}
	return durable.Append(name, b.Bytes())
}
