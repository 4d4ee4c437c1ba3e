package vault

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/span"
)

// Line is an entry as a list shows it.
type Line struct {
	Position uint64       `json:"position"`
	Index    uint64       `json:"index"` // in the log
	At       string       `json:"at"`
	Kind     ledger.Kind  `json:"kind"`
	What     string       `json:"what"`
	Class    ledger.Class `json:"class,omitempty"` // as it is now; of keep and change
	Bytes    int64        `json:"bytes,omitempty"`
	SHA256   string       `json:"sha256,omitempty"` // of the first blob
	By       string       `json:"by,omitempty"`
	Why      string       `json:"why,omitempty"`
	Notes    []string     `json:"notes,omitempty"`
	Silence  string       `json:"silence,omitempty"` // before it, if longer than asked for
}

// View is a case's entries as a list shows them.
type View struct {
	Chain    string `json:"chain"`
	Origin   string `json:"origin"`
	Key      string `json:"key"` // the log's verifier key
	LogSize  uint64 `json:"log_size"`
	Entries  []Line `json:"entries"`
	Silences int    `json:"silences"` // how many lines have one
}

// View lists the case's entries. A silence is a time longer than the bound in
// which nothing of the case was sealed, no heartbeat either. Nothing can be said of
// what happened in it. A bound of 0 looks for none.
func (c *Case) View(bound time.Duration) *View {
	v := &View{Chain: c.Chain.String(), Origin: c.Log.Checkpoint.Origin, Key: c.Log.Key, LogSize: c.Log.Checkpoint.Size, Entries: []Line{}}
	for i, o := range c.entries {
		l := c.line(o)
		if i > 0 && bound > 0 {
			l.Silence = silence(c.entries[i-1], o.Body.At, bound)
		}
		if l.Silence != "" {
			v.Silences++
		}
		v.Entries = append(v.Entries, l)
	}
	return v
}

// silence is the time between two entries, or nothing if it is within bounds.
func silence(before opened, at span.Instant, bound time.Duration) string {
	d := at.Time().Sub(before.Body.At.Time())
	if d <= bound {
		return ""
	}
	return d.Round(time.Second).String()
}

func (c *Case) line(o opened) Line {
	l := Line{Position: o.Body.Position, Index: o.Index, At: o.Body.At.RFC3339(), Kind: o.Body.Kind, What: "erased"}
	if o.Body.Kind == ledger.Keep || o.Body.Kind == ledger.Change {
		l.Class = c.Class(o.Body.Position)
	}
	if o.Item != nil {
		l.show(o.Item)
	}
	return l
}

// Line is the entry as a list shows it, of the class that it was sealed with.
func (s Sealed) Line() Line {
	l := Line{Position: s.Position, Index: s.Index, At: s.At.RFC3339(), Kind: s.Item.Kind, Class: s.Item.Class}
	l.show(s.Item)
	return l
}

func (l *Line) show(it *ledger.Item) {
	l.What, l.By, l.Why, l.Notes = What(it), it.By, it.Why, it.Notes
	for i, b := range it.Blobs {
		l.Bytes += b.Bytes
		if i == 0 {
			l.SHA256 = b.SHA256
		}
	}
}

// What says in a few words what an item is about.
func What(it *ledger.Item) string {
	switch {
	case it.Edit != nil && it.Edit.Gone:
		return it.Edit.Path + " (removed)"
	case it.Edit != nil && it.Edit.New:
		return it.Edit.Path + " (new)"
	case it.Edit != nil:
		return it.Edit.Path + " (changed)"
	case it.Heartbeat != nil:
		return asked(it.Heartbeat)
	case it.Released != nil && it.Released.Private:
		return "as " + string(it.Released.Class) + ": private parts of " + positions(it.Released.Positions)
	case it.Released != nil:
		return "as " + string(it.Released.Class) + ": " + join(positions(it.Released.Positions), it.Released.Pattern)
	case it.Erased != nil:
		return fmt.Sprintf("position %d: %s, on the authority of %s", it.Erased.Position, it.Erased.Reason, it.Erased.Authority)
	case it.Exported != nil:
		return join(it.Exported.What, positions(it.Exported.Positions))
	case it.Rotated != nil:
		return "the log's key"
	}
	var names []string
	for _, b := range it.Blobs {
		if b.Cipher != nil {
			b.Name += " (encrypted)"
		}
		names = append(names, b.Name)
	}
	return cmp.Or(it.Case, join(it.Source, strings.Join(names, ", ")))
}

// asked says what came of a look.
func asked(h *ledger.Asked) string {
	switch {
	case h.Address == "":
		return "the vault is alive"
	case h.Error != "":
		return h.Address + ": failed: " + h.Error
	}
	return h.Address + ": " + h.Got
}

func positions(ps []uint64) string {
	if len(ps) == 0 {
		return ""
	}
	return strings.ReplaceAll(strings.Trim(fmt.Sprint(ps), "[]"), " ", ", ")
}

// join puts a comma between two texts unless one is empty.
func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + ", " + b
}

// Tied is a source of the case and the bytes that the vault has of it.
type Tied struct {
	Source    string   `json:"source"`
	Declared  string   `json:"declared,omitempty"` // digest that the case states
	Positions []uint64 `json:"positions"`          // of entries that keep it
	Agrees    *bool    `json:"agrees,omitempty"`   // whether bytes of the digest are among them; none without a digest or bytes
}

// Tie finds what is kept of a source: entries that name it, and entries whose
// bytes have the digest that the case states.
func (c *Case) Tie(source string, digest ledger.Hash) Tied {
	t := Tied{Source: source, Positions: []uint64{}}
	agrees := false
	for _, o := range c.entries {
		if o.Item == nil || o.Item.Kind != ledger.Keep {
			continue
		}
		same := digest != ledger.Hash{} && slices.ContainsFunc(o.Item.Blobs, func(b ledger.Blob) bool { return b.SHA256 == digest.String() })
		agrees = agrees || same
		if same || o.Item.Source == source {
			t.Positions = append(t.Positions, o.Body.Position)
		}
	}
	if (digest != ledger.Hash{}) {
		t.Declared = "sha256:" + digest.String()
		if len(t.Positions) > 0 {
			t.Agrees = &agrees
		}
	}
	return t
}
