package witness

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/span"
)

// Peer is a witness to ask.
type Peer struct {
	URL string // what /add-checkpoint is put after
	Key *ledger.CosignVerifier
	Old uint64 // the size that it is thought to have cosigned last; 0 if not known
}

// Answer is what came of asking one witness.
type Answer struct {
	Peer Peer
	At   span.Instant // when it cosigned, by its own clock
	Err  error        // nil if it cosigned
	line []byte
}

// ForkError is that a witness says it has cosigned another history of the log, or
// more of it than the checkpoint has. A witness that errs may say so too: it shows
// a fork only with the checkpoint that it cosigned.
type ForkError struct {
	Witness   string
	Had, Have uint64 // sizes: cosigned before, and of the checkpoint
}

func (e *ForkError) Error() string {
	if e.Had == e.Have {
		return fmt.Sprintf("%s says that it cosigned another history of %d entries: the log was forked", e.Witness, e.Had)
	}
	return fmt.Sprintf("%s says that it cosigned %d entries and the checkpoint has %d: the log was rolled back, or this is an old checkpoint", e.Witness, e.Had, e.Have)
}

// Client asks witnesses. Its zero value is ready.
type Client struct {
	HTTP    *http.Client  // http.DefaultTransport without redirects if nil
	Timeout time.Duration // for one witness, with its retry; 20 s if 0
}

// Grow is the proof that the log grew from one size to another (RFC 6962,
// 2.1.2).
type Grow func(from, to uint64) ([]tlog.Hash, error)

// Ask asks every peer at once for a cosignature of the signed checkpoint, and
// returns the checkpoint with those that are good added, and an answer for each
// peer in order. A peer that is silent or wrong costs no more than the timeout.
// A cosignature that was there already is replaced by a newer one of its peer.
// The error is about the checkpoint: none of the peers was asked.
func (c Client) Ask(ctx context.Context, signed []byte, peers []Peer, grow Grow) ([]byte, []Answer, error) {
	text, sigs, ok := cut(signed)
	if !ok {
		return nil, nil, fmt.Errorf("%.60q is not a signed checkpoint", signed)
	}
	cp, err := parseBody(string(text))
	if err != nil {
		return nil, nil, err
	}
	answers := make([]Answer, len(peers))
	var all sync.WaitGroup
	for i, p := range peers {
		all.Go(func() { answers[i] = c.ask(ctx, question{signed, text, cp, grow}, p) })
	}
	all.Wait()
	for _, a := range answers {
		if a.Err == nil {
			sigs = replace(sigs, a.line)
		}
	}
	return append(append(bytes.Clone(text), '\n'), sigs...), answers, nil
}

// Merge is a signed checkpoint with the signatures of another of the same text
// added, in place of those of the same keys.
func Merge(signed, more []byte) ([]byte, error) {
	text, sigs, ok := cut(signed)
	if same, lines, ok2 := cut(more); ok && ok2 && bytes.Equal(text, same) {
		for l := range bytes.Lines(lines) {
			sigs = replace(sigs, l)
		}
		return append(append(bytes.Clone(text), '\n'), sigs...), nil
	}
	return nil, fmt.Errorf("%.60q and %.60q are not one checkpoint", signed, more)
}

// cut parts a signed note: its text and its signature lines.
func cut(signed []byte) (text, sigs []byte, ok bool) {
	i := bytes.LastIndex(signed, []byte("\n\n"))
	if i < 0 {
		return nil, nil, false
	}
	return signed[:i+1], bytes.Clone(signed[i+2:]), true
}

// replace adds a signature line in place of one of the same key.
func replace(sigs, line []byte) []byte {
	var out []byte
	for l := range bytes.Lines(sigs) {
		if signerOf(l) != signerOf(line) {
			out = append(out, l...)
		}
	}
	return append(out, line...)
}

// signerOf is the name and key id of a signature line.
func signerOf(line []byte) string {
	head, sig, _ := strings.Cut(strings.TrimPrefix(strings.TrimSuffix(string(line), "\n"), "— "), " ")
	if b, err := base64.StdEncoding.DecodeString(sig); err == nil && len(b) > 4 {
		return head + " " + string(b[:4])
	}
	return string(line)
}

// question is what every peer is asked.
type question struct {
	signed, text []byte
	checkpoint   ledger.Checkpoint
	grow         Grow
}

const (
	defaultTimeout = 20 * time.Second
	mostReason     = 200 // bytes shown of what a witness says
)

func (c Client) ask(ctx context.Context, q question, p Peer) Answer {
	a := Answer{Peer: p}
	timeout := c.Timeout
	if timeout == 0 {
		timeout = defaultTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	a.line, a.At, a.Err = c.try(ctx, q, p, min(p.Old, q.checkpoint.Size))
	var conflict *conflictError
	if !errors.As(a.Err, &conflict) {
		return a
	}
	if conflict.has != conflict.told && conflict.has <= q.checkpoint.Size {
		a.line, a.At, a.Err = c.try(ctx, q, p, conflict.has)
	}
	size := q.checkpoint.Size
	if errors.As(a.Err, &conflict) && (conflict.has > size || conflict.has == size && conflict.told == size) {
		a.Err = &ForkError{p.Key.Name(), conflict.has, size}
	}
	return a
}

// conflictError is a witness's 409: the size it was told, and that it has.
type conflictError struct{ told, has uint64 }

func (e *conflictError) Error() string {
	return fmt.Sprintf("the witness has cosigned %d entries, not %d", e.has, e.told)
}

// try asks once, from the size that the peer is thought to have.
func (c Client) try(ctx context.Context, q question, p Peer, old uint64) ([]byte, span.Instant, error) {
	m := message{old: old, signed: q.signed}
	if 0 < old && old < q.checkpoint.Size {
		var err error
		if m.proof, err = q.grow(old, q.checkpoint.Size); err != nil {
			return nil, 0, fmt.Errorf("prove that the log grew from %d to %d: %w", old, q.checkpoint.Size, err)
		}
	}
	status, kind, body, err := c.post(ctx, p.URL, m.bytes())
	switch {
	case err != nil:
		return nil, 0, err
	case status == http.StatusConflict && kind == sizeType:
		has, err := parseSize(strings.TrimSuffix(string(body), "\n"))
		if err != nil {
			return nil, 0, fmt.Errorf("%s answered 409: %w", p.Key.Name(), err)
		}
		return nil, 0, &conflictError{old, has}
	case status != http.StatusOK:
		return nil, 0, fmt.Errorf("%s answered %d: %.*q", p.Key.Name(), status, mostReason, bytes.TrimSpace(body))
	}
	return good(q.text, body, p.Key)
}

// good is the line among those answered that is the peer's cosignature. Lines of
// others are passed over.
func good(text, lines []byte, key *ledger.CosignVerifier) ([]byte, span.Instant, error) {
	n, err := note.Open(append(append(bytes.Clone(text), '\n'), lines...), note.VerifierList(key))
	if err != nil {
		return nil, 0, fmt.Errorf("what %s answered is not its cosignature: %w", key.Name(), err)
	}
	if n.Text != string(text) {
		return nil, 0, fmt.Errorf("what %s answered is not lines of signatures", key.Name())
	}
	at, err := ledger.CosignedAt(n.Sigs[0])
	return fmt.Appendf(nil, "— %s %s\n", n.Sigs[0].Name, n.Sigs[0].Base64), at, err
}

// post sends a request. Redirects are not followed: they would lead to somebody
// who was not named.
func (c Client) post(ctx context.Context, prefix string, body []byte) (status int, kind string, answer []byte, err error) {
	at, err := url.JoinPath(prefix, addPath)
	if err != nil {
		return 0, "", nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, at, bytes.NewReader(body))
	if err != nil {
		return 0, "", nil, err
	}
	client := c.HTTP
	if client == nil {
		client = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	}
	resp, err := client.Do(req)
	if err != nil {
		return 0, "", nil, err
	}
	defer resp.Body.Close()
	answer, err = io.ReadAll(io.LimitReader(resp.Body, mostBody))
	return resp.StatusCode, resp.Header.Get("Content-Type"), answer, err
}
