package web

import (
	"crypto"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/stamp"
	"github.com/holdshort/holdshort/vault"
)

// noVault is why a vault is not read, in words that name no folder.
func noVault(err error) error {
	if errors.Is(err, vault.ErrNone) {
		return errors.New("the case has no vault")
	}
	return errors.New("the vault cannot be read; holdshort log CASE --check says why")
}

// sealedAt says of one entry what was sealed and when, and whether it is in the
// log.
func sealedAt(v *vault.Case, p uint64) []fact {
	o := v.Entry(p)
	what := fmt.Sprintf("Entry %d", p)
	if o.Item == nil {
		return []fact{{What: what, Text: "erased"}}
	}
	out := []fact{{What: what, Text: fmt.Sprintf("sealed %s by the vault's own clock; %s; class %s", o.Body.At.RFC3339(), vault.What(o.Item), v.Class(p))}}
	for _, b := range o.Item.Blobs {
		out = append(out, fact{What: fmt.Sprintf("%s, %d bytes", b.Name, b.Bytes), Text: "sha256:" + b.SHA256, Code: true})
	}
	if c := o.Item.Clocks; c != nil {
		for _, x := range [][2]string{{"published", c.Published}, {"captured", c.Captured}, {"kept", c.Kept}} {
			if x[1] != "" {
				out = append(out, fact{What: "Sealed as " + x[0], Text: x[1]})
			}
		}
	}
	text := fmt.Sprintf("the entry is in the log of %d entries; the proof was checked just now", v.Log.Checkpoint.Size)
	if r, err := v.Record(p); err != nil {
		text = "no proof: " + err.Error()
	} else if err := r.CheckInclusion(o.Commitment, v.Log.Checkpoint); err != nil {
		text = "NOT in the log: " + err.Error()
	}
	return append(out, fact{What: "Inclusion", Text: text})
}

// provenBy says who outside saw the log with these entries in it: nobody,
// witnesses, time-stamping authorities.
func provenBy(v *vault.Case, ps []uint64) []fact {
	cp := v.Log.Checkpoint
	out := []fact{{What: "Checkpoint", Text: fmt.Sprintf("%d entries, signed by the log %s", cp.Size, cp.Origin)}}
	var first, last uint64
	for i, p := range ps {
		index := v.Entry(p).Index
		if i == 0 || index < first {
			first = index
		}
		last = max(last, index)
	}
	out = append(out, witnessed(v.Log, first, last)...)
	return append(out, stamped(v.Log, first, last)...)
}

// covers says how many of the entries from first to last a checkpoint of a size
// takes in.
func covers(size, first, last uint64) string {
	switch {
	case size > last:
		return "covers what is kept"
	case size > first:
		return "covers some of what is kept"
	}
	return ""
}

func witnessed(l *vault.Log, first, last uint64) []fact {
	cs, err := l.Witnessed()
	if err != nil {
		return []fact{{What: "Log witnesses", Text: "not read: " + err.Error()}}
	}
	var out []fact
	for _, c := range cs {
		if how := covers(c.Checkpoint.Size, first, last); how != "" {
			out = append(out, fact{What: "Log witnesses", Text: fmt.Sprintf("a checkpoint of %d entries %s and has lines of %s; whether to trust them is for a policy to say", c.Checkpoint.Size, how, cosigners(c))})
		}
	}
	if out == nil {
		out = []fact{{What: "Log witnesses", Text: "none has cosigned a checkpoint with it"}}
	}
	return out
}

// cosigners are the names on a checkpoint but the log's own. Nothing in their
// lines is checked: their keys are not known here.
func cosigners(c vault.SignedCheckpoint) string {
	n, err := note.Open(c.Signed, note.VerifierList())
	var unverified *note.UnverifiedNoteError
	if errors.As(err, &unverified) {
		n = unverified.Note
	}
	var names []string
	for _, s := range slices.Concat(n.Sigs, n.UnverifiedSigs) {
		if s.Name != c.Checkpoint.Origin && !slices.Contains(names, s.Name) {
			names = append(names, s.Name)
		}
	}
	if len(names) == 0 {
		return "nobody else"
	}
	return strings.Join(names, ", ")
}

func stamped(l *vault.Log, first, last uint64) []fact {
	ss, err := l.Stamps()
	if err != nil {
		return []fact{{What: "Time stamps", Text: "not read: " + err.Error()}}
	}
	var out []fact
	for _, s := range ss {
		if how := covers(s.Size, first, last); how != "" {
			out = append(out, fact{What: "Time stamp", Text: fmt.Sprintf("%s: a checkpoint of %d entries that %s, %s", s.Name, s.Size, how, stampText(l.Checkpoint, s))})
		}
	}
	if out == nil {
		out = []fact{{What: "Time stamps", Text: "no authority has stamped a checkpoint with it"}}
	}
	return out
}

// stampText is what a stamp says. Who vouches for its signer is not looked at:
// no roots are given here.
func stampText(cp ledger.Checkpoint, s vault.Stamp) string {
	if s.Size != cp.Size {
		return "not checked here, since the log has grown; holdshort stamp --verify checks it"
	}
	q := stamp.Query{Imprint: stamp.Of(crypto.SHA256, []byte(cp.Body()))}
	if asked, err := stamp.ParseRequest(s.Query); err == nil {
		q.Nonce = asked.Nonce
	}
	got, err := stamp.Unanchored(s.Answer, q)
	if err != nil {
		return "which does NOT hold: " + err.Error()
	}
	return fmt.Sprintf("not later than %s by the clock of %s; whether to trust it is not checked here: holdshort stamp --verify takes the roots that you trust", got.Time.Latest().RFC3339(), got.Authority)
}
