package verify

import (
	"bytes"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"github.com/holdshort/holdshort/ledger"
)

// ProofMagic is the first line of a C2SP tlog-proof.
const ProofMagic = "c2sp.org/tlog-proof@v1\n"

// Proof checks the proof of one entry: a C2SP tlog-proof whose extra data is the
// entry's record. If there is a file, its bytes must be some of those that the entry
// is about, in the clear or as stored. Checks that need an exhibit are none.
func Proof(text []byte, file io.Reader, o Options) (*Report, error) {
	v, err := newVerifier(o, int64(len(text)))
	if err != nil {
		return nil, err
	}
	c1 := v.report.check(1)
	r, cp, err := parseProof(text)
	if err != nil {
		c1.fail("%s", err)
		return v.report.finish(), nil
	}
	c1.pass("a tlog-proof with the entry as its extra data")
	v.newest = cp
	v.report.Log = &Log{Origin: cp.Origin, Size: cp.Size, Root: rootText(cp.Checkpoint)}
	v.bare(v.report.check(4))
	opened, err := r.Check()
	if err != nil {
		v.report.check(2).fail("%s", err)
		return v.report.finish(), nil
	}
	if err := v.about(opened, file); err != nil {
		return nil, err
	}
	c3 := v.report.check(3)
	if err := r.CheckInclusion(opened.Commitment, cp.Checkpoint); err != nil {
		c3.fail("%s", err)
	}
	c3.pass("the entry at position %d of the chain %s is number %d of the log, sealed by the vault's clock at %s",
		opened.Body.Position, opened.Body.Chain, opened.Index, opened.Body.At.RFC3339())
	v.report.Chain = opened.Body.Chain.String()
	v.entries = []entry{entryOf(opened)}
	v.witnesses()
	v.times()
	return v.report.finish(), nil
}

// parseProof reads a tlog-proof, and nothing else.
func parseProof(text []byte) (*ledger.Record, signed, error) {
	head, cp, ok := bytes.Cut(text, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	if !ok || len(lines) < 3 || lines[0]+"\n" != ProofMagic {
		return nil, signed{}, fmt.Errorf("it is not a tlog-proof with a record as its extra data")
	}
	extra, err := onlyBase64(strings.TrimPrefix(lines[1], "extra "))
	if err != nil {
		return nil, signed{}, fmt.Errorf("line 2: %w", err)
	}
	r, err := ledger.ParseRecord(extra)
	if err != nil {
		return nil, signed{}, fmt.Errorf("line 2: %w", err)
	}
	if lines[1] != "extra "+base64.StdEncoding.EncodeToString(extra) || lines[2] != fmt.Sprintf("index %d", r.Index) || len(r.Proof) > 0 {
		return nil, signed{}, fmt.Errorf("lines 2 and 3 are not the record and its index")
	}
	for i, l := range lines[3:] {
		h, err := onlyBase64(l)
		if err != nil {
			return nil, signed{}, fmt.Errorf("line %d: %w", i+4, err)
		}
		r.Proof = append(r.Proof, hex.EncodeToString(h))
	}
	s, err := unsigned(cp, "the checkpoint")
	return r, s, err
}

// onlyBase64 reads base64 in its only form.
func onlyBase64(s string) ([]byte, error) {
	b, err := base64.StdEncoding.Strict().DecodeString(s)
	if err != nil || base64.StdEncoding.EncodeToString(b) != s {
		return nil, fmt.Errorf("%.40q is not base64 in its only form", s)
	}
	return b, nil
}

// bare makes check 4 where no key came with what is checked.
func (v *verifier) bare(c *Check) {
	known := append([]note.Verifier(nil), v.policy.Logs...)
	if v.logKey != nil {
		known = append(known, v.logKey)
	}
	for _, k := range known {
		if _, err := ledger.OpenCheckpoint(v.newest.note, k); err == nil {
			c.pass("the checkpoint of size %d is signed by a key that the reader names", v.newest.Size)
			return
		}
	}
	if len(known) > 0 {
		c.fail("the checkpoint is not signed by a key that the reader names")
		return
	}
	c.weak("who signed the checkpoint is not looked at: ask the log's keeper for the key, and give it as --log-key")
}

// about compares a file with the bytes that an entry is about. Its error is that of
// reading the file.
func (v *verifier) about(o *ledger.Opened, file io.Reader) error {
	c := v.report.check(2)
	if o.Item == nil {
		c.say("the item is withheld: %s", o.Withheld)
	} else {
		c.pass("the item is the one that was sealed")
	}
	if file == nil {
		return nil
	}
	h256, h512 := sha256.New(), sha512.New()
	n, err := io.Copy(io.MultiWriter(h256, h512), file)
	if err != nil {
		return err
	}
	got := ledger.Blob{Bytes: n, SHA256: hex.EncodeToString(h256.Sum(nil)), SHA512: hex.EncodeToString(h512.Sum(nil))}
	switch what := which(o.Item, got); {
	case what != "":
		c.pass("the file is %s", what)
	case o.Item != nil && slices.ContainsFunc(o.Item.Blobs, func(b ledger.Blob) bool { return b.SHA256 == "" }):
		c.weak("what the entry's encrypted bytes are in the clear is not shown, so that the file, with the SHA-256 %s, cannot be compared", got.SHA256)
	default:
		c.fail("the file, with the SHA-256 %s, is nothing that the entry is about", got.SHA256)
	}
	return nil
}

// which of an item's bytes the file is; empty if none.
func which(it *ledger.Item, got ledger.Blob) string {
	if it == nil {
		return ""
	}
	for _, b := range it.Blobs {
		if got.Bytes == b.Bytes && got.SHA256 == b.SHA256 && got.SHA512 == b.SHA512 {
			return fmt.Sprintf("%q, which the entry is about", b.Name)
		}
		if x := b.Cipher; x != nil && got.Bytes == x.Bytes && got.SHA256 == x.SHA256 && got.SHA512 == x.SHA512 {
			return "the entry's bytes as they were stored, encrypted"
		}
	}
	return ""
}
