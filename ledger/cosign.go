package ledger

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/mod/sumdb/note"

	"github.com/holdshort/holdshort/span"
)

// algCosignature is the byte of signed notes for cosignature/v1.
const algCosignature = 0x04

// stampSize is how many bytes of a cosignature are its time.
const stampSize = 8

// Cosigner signs checkpoints as a witness does: that this is the largest tree of
// the log that it has seen, and that what it saw before grew into it. Form: C2SP
// tlog-cosignature, cosignature/v1. It is a note.Signer.
type Cosigner struct {
	*CosignVerifier
	key ed25519.PrivateKey
	now func() uint64
}

// CosignVerifier checks cosignatures of one witness. It is a note.Verifier.
type CosignVerifier struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

// NewCosignKey writes a witness's key as the line to sign with and the line to
// verify with. The name must hold no space or plus sign. Both lines have the type
// of cosignatures, so that neither is mistaken for the key of a log.
func NewCosignKey(name string, key ed25519.PrivateKey) (skey, vkey string, err error) {
	v, err := newCosignVerifier(name, key.Public().(ed25519.PublicKey))
	if err != nil {
		return "", "", err
	}
	line := func(b []byte) string {
		return fmt.Sprintf("%s+%08x+%s", name, v.hash, base64.StdEncoding.EncodeToString(append([]byte{algCosignature}, b...)))
	}
	return "PRIVATE+KEY+" + line(key.Seed()), line(v.key), nil
}

// NewCosigner reads a line to sign with. Each cosignature has the time that now
// gives: seconds of UTC since 1970, at most 2⁶³−1. An error shows nothing of the
// key.
func NewCosigner(skey string, now func() uint64) (*Cosigner, error) {
	rest, ok := strings.CutPrefix(skey, "PRIVATE+KEY+")
	name, hash, seed, err := splitKey(rest)
	if !ok || err != nil {
		return nil, fmt.Errorf("it is not the private key of a witness")
	}
	key := ed25519.NewKeyFromSeed(seed)
	v, err := newCosignVerifier(name, key.Public().(ed25519.PublicKey))
	if err != nil || fmt.Sprintf("%08x", v.hash) != hash {
		return nil, fmt.Errorf("it is not the private key of a witness")
	}
	return &Cosigner{v, key, now}, nil
}

// NewCosignVerifier reads a line to verify with.
func NewCosignVerifier(vkey string) (*CosignVerifier, error) {
	name, hash, key, err := splitKey(vkey)
	if err != nil {
		return nil, fmt.Errorf("%.100q is not the key of a witness: %w", vkey, err)
	}
	v, err := newCosignVerifier(name, key)
	if err == nil && fmt.Sprintf("%08x", v.hash) != hash {
		err = fmt.Errorf("its id is not that of its name and key")
	}
	if err != nil {
		return nil, fmt.Errorf("%.100q is not the key of a witness: %w", vkey, err)
	}
	return v, nil
}

// splitKey reads name, key id and the 32 bytes after the type. A plus sign may
// be in the base64, and not in the name.
func splitKey(line string) (name, hash string, key []byte, err error) {
	parts := strings.SplitN(line, "+", 3)
	if len(parts) != 3 {
		return "", "", nil, fmt.Errorf("it is not NAME+ID+KEY")
	}
	b, err := base64.StdEncoding.Strict().DecodeString(parts[2])
	switch {
	case err != nil:
		return "", "", nil, fmt.Errorf("it is not in base64")
	case len(b) != 1+ed25519.PublicKeySize || b[0] != algCosignature:
		return "", "", nil, fmt.Errorf("it is not of type 0x04 (Ed25519 cosignature/v1)")
	}
	return parts[0], parts[1], b[1:], nil
}

func newCosignVerifier(name string, key ed25519.PublicKey) (*CosignVerifier, error) {
	if name == "" || !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsSpace) || strings.Contains(name, "+") {
		return nil, fmt.Errorf("%q is not the name of a witness: it is empty, or holds a space or a plus sign", name)
	}
	h := sha256.Sum256(append([]byte(name+"\n\x04"), key...))
	return &CosignVerifier{name, binary.BigEndian.Uint32(h[:]), key}, nil
}

// Name is the witness's name.
func (v *CosignVerifier) Name() string { return v.name }

// KeyHash is the witness's key id.
func (v *CosignVerifier) KeyHash() uint32 { return v.hash }

// Verify reports whether sig is the witness's cosignature of the body.
func (v *CosignVerifier) Verify(body, sig []byte) bool {
	if len(sig) != stampSize+ed25519.SignatureSize {
		return false
	}
	at := binary.BigEndian.Uint64(sig)
	return at <= math.MaxInt64 && ed25519.Verify(v.key, cosigned(at, body), sig[stampSize:])
}

// Sign is the cosignature of a body, which must be a checkpoint's. A body that
// cannot be one is refused.
func (c *Cosigner) Sign(body []byte) ([]byte, error) {
	if strings.Count(string(body), "\n") < 3 || body[len(body)-1] != '\n' {
		return nil, fmt.Errorf("%.60q is not a checkpoint", body)
	}
	at := c.now()
	if at > math.MaxInt64 {
		return nil, fmt.Errorf("the clock says %d", at)
	}
	sig := binary.BigEndian.AppendUint64(nil, at)
	return append(sig, ed25519.Sign(c.key, cosigned(at, body))...), nil
}

// cosigned is the message that is signed.
func cosigned(at uint64, body []byte) []byte {
	return append(fmt.Appendf(nil, "cosignature/v1\ntime %d\n", at), body...)
}

// Cosignature is a witness's word, and when it was given by the witness's clock,
// to the second.
type Cosignature struct {
	Witness string // by the name that the policy has for it
	At      span.Instant
}

// latestCosignature is the last second of the year 9999.
const latestCosignature = 253402300799

// Cosigned checks the cosignatures on a signed checkpoint against the keys of the
// policy's witnesses, in the policy's order. Signatures of others are passed
// over. One under a witness's name and key id that is wrong, and a time after the
// year 9999, are errors. The log's own signature is not looked at: OpenCheckpoint
// is for that.
func (p *Policy) Cosigned(signed []byte) ([]Cosignature, error) {
	var keys []note.Verifier
	for _, w := range p.Witnesses {
		v, err := NewCosignVerifier(w.VKey)
		if err != nil {
			return nil, fmt.Errorf("witness %q of the policy: %w", w.Name, err)
		}
		keys = append(keys, v)
	}
	n, err := note.Open(signed, note.VerifierList(keys...))
	if _, none := err.(*note.UnverifiedNoteError); none {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []Cosignature
	for i, w := range p.Witnesses {
		for _, s := range n.Sigs {
			if s.Name != keys[i].Name() || s.Hash != keys[i].KeyHash() {
				continue
			}
			at, err := CosignedAt(s)
			if err != nil {
				return nil, err
			}
			out = append(out, Cosignature{w.Name, at})
		}
	}
	return out, nil
}

// CosignedAt is the time of a cosignature that was verified.
func CosignedAt(s note.Signature) (span.Instant, error) {
	b, err := base64.StdEncoding.DecodeString(s.Base64)
	if err != nil || len(b) < 4+stampSize {
		return 0, fmt.Errorf("the signature of %q is not a cosignature", s.Name)
	}
	at := binary.BigEndian.Uint64(b[4:])
	if at > latestCosignature {
		return 0, fmt.Errorf("the cosignature of %q is of a time after the year 9999", s.Name)
	}
	return span.Instant(at) * 1000, nil
}
