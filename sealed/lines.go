package sealed

import (
	"io"
	"iter"

	"github.com/holdshort/holdshort/ledger"
)

// lines is entries.jsonl, made as it is read: a chain may be longer than memory.
type lines struct {
	ch   *choice
	next func() (*ledger.Record, error, bool)
	stop func()
	rest []byte
	at   int
}

func (ch *choice) lines(in *Input) io.ReadCloser {
	l := &lines{ch: ch}
	l.next, l.stop = iter.Pull2(in.Records)
	return l
}

// Read gives the next bytes of the lines.
func (l *lines) Read(b []byte) (int, error) {
	for len(l.rest) == 0 {
		r, err, ok := l.next()
		if err != nil {
			return 0, err
		}
		if !ok {
			return 0, io.EOF
		}
		if why := l.ch.reason[l.at]; why != "" {
			r = r.Withhold(why)
		} else if !l.ch.tells[l.at] {
			r = r.Hide()
		}
		l.at++
		l.rest = r.Line()
	}
	n := copy(b, l.rest)
	l.rest = l.rest[n:]
	return n, nil
}

// Close ends the reading of the records.
func (l *lines) Close() error { l.stop(); return nil }
