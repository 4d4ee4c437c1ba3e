package witness

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"

	"golang.org/x/mod/sumdb/note"

	"github.com/holdshort/holdshort/internal/durable"
	"github.com/holdshort/holdshort/ledger"
)

// Witness is a log witness over HTTP. It has one address,
// POST /add-checkpoint, and cosigns checkpoints of the logs that it was given. It
// may be used by many requests at once. Two witnesses of one key must never have
// states of their own, since each would cosign a history of its own.
type Witness struct {
	cosigner *ledger.Cosigner
	logs     map[string]*watched // by origin; not changed after New
}

// New is a witness with its state in a folder, which it makes if need be. The
// origin of each log is its key's name; several keys of one origin are those of
// one log. Its error names a key that is given twice, and the file if the state
// cannot be read.
func New(cosigner *ledger.Cosigner, logs []note.Verifier, dir string) (*Witness, error) {
	if err := durable.MkdirAll(dir); err != nil {
		return nil, err
	}
	w := &Witness{cosigner, map[string]*watched{}}
	for _, v := range logs {
		if w.logs[v.Name()] == nil {
			w.logs[v.Name()] = &watched{file: fileOf(dir, v.Name())}
		}
		l := w.logs[v.Name()]
		if slices.ContainsFunc(l.keys, func(k note.Verifier) bool { return k.KeyHash() == v.KeyHash() }) {
			// Which of the two signed could not be told, and nothing would be cosigned.
			return nil, fmt.Errorf("a key of the log %q is given twice: the one with the id %08x", v.Name(), v.KeyHash())
		}
		l.keys = append(l.keys, v)
	}
	for origin, l := range w.logs {
		if err := l.load(origin); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// ServeHTTP answers as C2SP tlog-witness says: 200 with the cosignature line; 400
// for what cannot be read, 404 for a log that is not known, 403 for one that did
// not sign, 409 with the size cosigned last, 422 for a proof that does not hold;
// and 405, 413 and 500 as HTTP has them.
func (w *Witness) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	switch {
	case r.URL.Path != addPath:
		http.Error(rw, "only "+addPath+" is here", http.StatusNotFound)
		return
	case r.Method != http.MethodPost:
		rw.Header().Set("Allow", http.MethodPost)
		http.Error(rw, "it takes POST", http.StatusMethodNotAllowed)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(rw, r.Body, mostBody))
	if err != nil {
		status := http.StatusBadRequest
		var long *http.MaxBytesError
		if errors.As(err, &long) {
			status = http.StatusRequestEntityTooLarge
		}
		http.Error(rw, err.Error(), status)
		return
	}
	line, err := w.Add(body)
	if err != nil {
		answer(rw, err)
		return
	}
	rw.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = rw.Write(line)
}

// answer sends a refusal. What went wrong on the witness's own disk is not told.
func answer(rw http.ResponseWriter, err error) {
	var r *refusal
	switch {
	case !errors.As(err, &r):
		http.Error(rw, "the witness cannot keep its state", http.StatusInternalServerError)
	case r.status == http.StatusConflict:
		rw.Header().Set("Content-Type", sizeType)
		rw.WriteHeader(r.status)
		fmt.Fprintf(rw, "%d\n", r.size)
	default:
		http.Error(rw, r.reason, r.status)
	}
}

// Add is the answer to the body of one request: the line of the cosignature. The
// checkpoint is on disk when it returns.
func (w *Witness) Add(body []byte) ([]byte, error) {
	m, err := parseMessage(body)
	if err != nil {
		return nil, refuse(http.StatusBadRequest, "%s", err)
	}
	// The origin says which keys count, so it is read before any is known to
	// have signed.
	text, _, ok := bytes.Cut(m.signed, []byte("\n\n— "))
	if !ok {
		return nil, refuse(http.StatusBadRequest, "the checkpoint is not a signed note")
	}
	c, err := parseBody(string(text) + "\n")
	if err != nil {
		return nil, refuse(http.StatusBadRequest, "%s", err)
	}
	l := w.logs[c.Origin]
	if l == nil {
		return nil, refuse(http.StatusNotFound, "the log %q is not known here", c.Origin)
	}
	n, err := note.Open(m.signed, note.VerifierList(l.keys...))
	switch err.(type) {
	case nil:
	case *note.UnverifiedNoteError, *note.InvalidSignatureError:
		return nil, refuse(http.StatusForbidden, "no key known of %q signed the checkpoint", c.Origin)
	default:
		return nil, refuse(http.StatusBadRequest, "%s", err)
	}
	if n.Text != string(text)+"\n" {
		return nil, refuse(http.StatusBadRequest, "the checkpoint is not a signed note of one part")
	}
	sig, err := l.add(m, n, c, w.cosigner.Sign)
	if err != nil {
		return nil, err
	}
	return signatureLine(w.cosigner.Name(), w.cosigner.KeyHash(), sig), nil
}

// signatureLine is one line of a signed note.
func signatureLine(name string, hash uint32, sig []byte) []byte {
	b := append(binary.BigEndian.AppendUint32(nil, hash), sig...)
	return fmt.Appendf(nil, "— %s %s\n", name, base64.StdEncoding.EncodeToString(b))
}
