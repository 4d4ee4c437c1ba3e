package toylog

import (
	"bytes"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"path"

	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/sealed"
	"github.com/holdshort/holdshort/span"
)

// Chain is the chain of one synthetic case.
type Chain struct {
	Log     *Log
	ID      ledger.Chain
	Records []ledger.Record // without proofs
	Blobs   map[string][]byte
	Now     span.Instant // by the vault's own clock; a minute passes with each entry
	Tool    string

	previous ledger.Hash
}

// NewChain is a chain with its first entry, on a caption.
func NewChain(l *Log, caption string) *Chain {
	id := sha256.Sum256([]byte("toylog chain " + caption))
	c := &Chain{Log: l, ID: ledger.Chain(id[:16]), Blobs: map[string][]byte{}, Now: 1_795_554_000_000, Tool: "holdshort test"}
	c.Seal(ledger.Item{Kind: ledger.Open, Case: caption})
	return c
}

// Clone is a chain of the same history, over another log.
func (c *Chain) Clone(l *Log) *Chain {
	out := *c
	out.Log, out.Records = l, append([]ledger.Record(nil), c.Records...)
	return &out
}

// Seal adds an entry and gives its position.
func (c *Chain) Seal(it ledger.Item) uint64 {
	n := uint64(len(c.Records))
	it.Version, it.Tool = ledger.ItemVersion, c.Tool
	item, private := it.Split()
	salt, itemSalt, privateSalt := c.salt("leaf", n), c.salt("item", n), c.salt("private", n)
	c.Now += 60_000
	body := ledger.Body{Chain: c.ID, Position: n, Previous: c.previous, Kind: it.Kind, At: c.Now,
		Item: ledger.ItemCommitment(itemSalt, item), Private: ledger.PrivateCommitment(privateSalt, private)}.String()
	c.previous = ledger.Commitment(salt, body)
	c.Records = append(c.Records, ledger.Record{Index: c.Log.Append(c.previous), Salt: salt.String(), Body: body,
		ItemSalt: itemSalt.String(), Item: string(item), PrivateSalt: privateSalt.String(), Private: string(private)})
	return n
}

func (c *Chain) salt(of string, n uint64) ledger.Salt {
	return sha256.Sum256(fmt.Appendf(nil, "toylog salt %s %s %d", c.ID, of, n))
}

// Blob is bytes that the vault has from now on.
func (c *Chain) Blob(name string, b []byte) ledger.Blob {
	s256, s512 := sha256.Sum256(b), sha512.Sum512(b)
	out := ledger.Blob{Name: path.Base(name), Bytes: int64(len(b)), SHA256: hex.EncodeToString(s256[:]), SHA512: hex.EncodeToString(s512[:])}
	c.Blobs[out.SHA256] = b
	return out
}

// Keep seals bytes.
func (c *Chain) Keep(source string, class ledger.Class, b []byte) uint64 {
	return c.Seal(ledger.Item{Kind: ledger.Keep, Source: source, Method: "file", Class: class, Blobs: []ledger.Blob{c.Blob(source+".txt", b)}})
}

// Change seals a file of the case as it now is; nil removes it.
func (c *Chain) Change(name string, b []byte) uint64 {
	it := ledger.Item{Kind: ledger.Change, Edit: &ledger.Edit{Path: name, Gone: b == nil}}
	if b != nil {
		it.Blobs = []ledger.Blob{c.Blob(name, b)}
	}
	return c.Seal(it)
}

// Release gives a class to entries, and to files by each of the patterns, with an
// entry for each. It gives the position of the last.
func (c *Chain) Release(class ledger.Class, positions []uint64, patterns ...string) (last uint64) {
	marks := []ledger.Mark{{Class: class, Positions: positions}}
	if len(positions) == 0 {
		marks = nil
	}
	for _, p := range patterns {
		marks = append(marks, ledger.Mark{Class: class, Pattern: p})
	}
	for i := range marks {
		last = c.Seal(ledger.Item{Kind: ledger.Release, Why: "for a test", Released: &marks[i]})
	}
	return last
}

// Proof is a C2SP tlog-proof of the entry at a position, with its record.
func (c *Chain) Proof(position uint64) []byte {
	r := c.Records[position]
	record, err := json.Marshal(r)
	if err != nil {
		panic("toylog: " + err.Error())
	}
	out := fmt.Appendf(nil, "c2sp.org/tlog-proof@v1\nextra %s\nindex %d\n", base64.StdEncoding.EncodeToString(record), r.Index)
	for _, s := range c.Log.Prove(r.Index) {
		h, err := ledger.ParseHash(s)
		if err != nil {
			panic("toylog: " + err.Error())
		}
		out = fmt.Appendf(out, "%s\n", base64.StdEncoding.EncodeToString(h[:]))
	}
	return append(append(out, '\n'), c.Log.Checkpoint()...)
}

// Input is what an exhibit of the chain, as the log is now, is made from.
func (c *Chain) Input(audience ledger.Class, policy string) *sealed.Input {
	return &sealed.Input{
		Tool: c.Tool, Audience: audience, Policy: []byte(policy), Key: c.Log.Key.VKey, Checkpoint: c.Log.Checkpoint(),
		Records: func(yield func(*ledger.Record, error) bool) {
			for i := range c.Records {
				r := c.Records[i]
				r.Proof = c.Log.Prove(r.Index)
				if !yield(&r, nil) {
					return
				}
			}
		},
		Blob: func(sha string) (io.ReadCloser, error) {
			b, ok := c.Blobs[sha]
			if !ok {
				return nil, fmt.Errorf("no blob %s", sha)
			}
			return io.NopCloser(bytes.NewReader(b)), nil
		},
	}
}
