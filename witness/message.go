package witness

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/holdshort/holdshort/ledger"
)

const (
	mostProof = 63       // hashes in a proof, by the protocol
	mostBody  = 64 << 10 // bytes of a request or an answer
	sizeType  = "text/x.tlog.size"
	addPath   = "/add-checkpoint"
)

// message is the body of an add-checkpoint request.
type message struct {
	old    uint64
	proof  []tlog.Hash // RFC 6962, 2.1.2, from old to the checkpoint's size
	signed []byte      // the checkpoint
}

func (m message) bytes() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "old %d\n", m.old)
	for _, h := range m.proof {
		b.WriteString(base64.StdEncoding.EncodeToString(h[:]) + "\n")
	}
	b.WriteString("\n")
	b.Write(m.signed)
	return b.Bytes()
}

func parseMessage(b []byte) (m message, err error) {
	head, signed, ok := bytes.Cut(b, []byte("\n\n"))
	if !ok {
		return m, fmt.Errorf("no empty line parts the proof from the checkpoint")
	}
	m.signed = signed
	lines := strings.Split(string(head), "\n")
	if m.old, err = parseSize(strings.TrimPrefix(lines[0], "old ")); err != nil || !strings.HasPrefix(lines[0], "old ") {
		return m, fmt.Errorf("the first line is %.40q and not such as \"old 17\"", lines[0])
	}
	if len(lines)-1 > mostProof {
		return m, fmt.Errorf("a proof of %d lines, more than %d", len(lines)-1, mostProof)
	}
	for _, l := range lines[1:] {
		h, err := base64.StdEncoding.Strict().DecodeString(l)
		if err != nil || len(h) != tlog.HashSize {
			return m, fmt.Errorf("the line %.60q of the proof is not a hash in base64", l)
		}
		m.proof = append(m.proof, tlog.Hash(h))
	}
	return m, nil
}

// parseSize reads a size in its only form.
func parseSize(s string) (uint64, error) {
	n, err := strconv.ParseUint(s, 10, 63)
	if err != nil || strconv.FormatUint(n, 10) != s {
		return 0, fmt.Errorf("%.40q is not a size", s)
	}
	return n, nil
}

// parseBody reads a checkpoint's first three lines. A log that is not ours may
// have written more, which a witness cosigns and makes no statement on.
func parseBody(text string) (ledger.Checkpoint, error) {
	at := 0
	for range 3 {
		n := strings.IndexByte(text[at:], '\n')
		if n < 0 {
			return ledger.Checkpoint{}, fmt.Errorf("%.60q is not a checkpoint", text)
		}
		at += n + 1
	}
	if rest := "\n" + text[at:]; strings.Contains(rest, "\n\n") {
		return ledger.Checkpoint{}, fmt.Errorf("a line after the third of a checkpoint is empty")
	}
	return ledger.ParseCheckpoint(text[:at])
}
