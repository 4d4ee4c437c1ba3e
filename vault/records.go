package vault

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/holdshort/holdshort/ledger"
)

// opened is a record and what its hashes vouch for.
type opened struct {
	record *ledger.Record
	*ledger.Opened
}

// listChains are the chains that the vault has files of.
func (l layout) listChains() ([]ledger.Chain, error) {
	entries, err := os.ReadDir(l.chains())
	if err != nil {
		return nil, err
	}
	var out []ledger.Chain
	for _, e := range entries {
		c, err := ledger.ParseChain(e.Name())
		if err != nil {
			if strings.HasPrefix(e.Name(), ".") {
				continue // what the system or an editor left
			}
			return nil, fmt.Errorf("%s is in no chain's folder: %w", filepath.Join(l.chains(), e.Name()), err)
		}
		out = append(out, c)
	}
	return out, nil
}

// listRecords are the files of records of a chain in their order.
func (l layout) listRecords(c ledger.Chain) ([]string, error) {
	entries, err := os.ReadDir(l.chain(c))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var out []string
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && strings.HasSuffix(e.Name(), ".jsonl") {
			out = append(out, filepath.Join(l.chain(c), e.Name()))
		}
	}
	return out, nil
}

// readRecords reads one file of records and recomputes their hashes. Its errors
// name file and line.
func readRecords(name string) ([]opened, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	first, err := strconv.ParseUint(strings.TrimSuffix(filepath.Base(name), ".jsonl"), 10, 63)
	if err != nil {
		return nil, fmt.Errorf("%s is not named after a position", name)
	}
	if !bytes.HasSuffix(b, []byte("\n")) {
		return nil, fmt.Errorf("%s has no line end at its end", name)
	}
	var out []opened
	s := bufio.NewScanner(bytes.NewReader(b))
	s.Buffer(nil, len(b)+1)
	for n := 1; s.Scan(); n++ {
		o, err := openRecord(s.Bytes())
		if err == nil && o.Body.Position != first+uint64(len(out)) {
			err = fmt.Errorf("position %d stands where %d belongs", o.Body.Position, first+uint64(len(out)))
		}
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, n, err)
		}
		out = append(out, o)
	}
	if err := s.Err(); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s has no record", name)
	}
	return out, nil
}

func openRecord(line []byte) (o opened, err error) {
	if o.record, err = ledger.ParseRecord(line); err != nil {
		return o, err
	}
	o.Opened, err = o.record.Check()
	return o, err
}

// readChain reads all records of a chain whose leaves are in a log of the size,
// and checks that they lead from one to the next.
func (l layout) readChain(c ledger.Chain, size uint64) ([]opened, error) {
	files, err := l.listRecords(c)
	if err != nil {
		return nil, err
	}
	var out []opened
	var h head
	for _, name := range files {
		rs, err := readRecords(name)
		if err != nil {
			return nil, err
		}
		for i, o := range rs {
			if o.Index >= size {
				return out, nil
			}
			if err := h.follow(c, o); err != nil {
				return nil, fmt.Errorf("%s:%d: %w", name, i+1, err)
			}
			out = append(out, o)
		}
	}
	return out, nil
}

// follow checks that an entry comes after the head, and makes it the head.
func (h *head) follow(c ledger.Chain, o opened) error {
	b := o.Body
	switch {
	case b.Chain != c:
		return fmt.Errorf("the entry is of chain %s", b.Chain)
	case b.Position != h.next:
		return fmt.Errorf("position %d stands where %d belongs", b.Position, h.next)
	case b.Previous != h.previous:
		return fmt.Errorf("the entry at position %d does not follow from the one before", b.Position)
	case b.At < h.at:
		return fmt.Errorf("the entry at position %d is of %s, before the one before", b.Position, b.At.RFC3339())
	}
	*h = headAfter(o)
	return nil
}

func headAfter(o opened) head {
	b := o.Body
	return head{next: b.Position + 1, previous: o.Commitment, at: b.At}
}
