package ledger

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Where the files of an exhibit lie, below data/.
const (
	HeadFile       = "exhibit.json"
	EntriesFile    = "entries.jsonl"
	KeyFile        = "log/key"
	CheckpointFile = "log/checkpoint"
	EarlierDir     = "log/checkpoints/" // SIZE
	StampsDir      = "stamps/"          // SIZE/NAME.tsr, SIZE/NAME.tsq
	BlobsDir       = "blobs/"           // SHA256
	CaseDir        = "case/"
	FindingsDir    = "findings/"
	PolicyFile     = "policy.txt"
	PageFile       = "verify.html"
	HelpFile       = "VERIFY.txt"
)

// ExhibitVersion is the version of sealed exhibits.
const ExhibitVersion = 2

// MaxEarlier is the most earlier checkpoints that an exhibit may have, so that a
// hostile one cannot make a reader check signatures for hours.
const MaxEarlier = 4096

// Exhibit is exhibit.json: what an exhibit is. Nothing in it is taken on trust.
type Exhibit struct {
	Version  int               `json:"version"` // ExhibitVersion
	Tool     string            `json:"tool"`
	Engine   int               `json:"engine"` // finding.Meaning
	Caption  string            `json:"caption"`
	Chain    string            `json:"chain"`
	Entries  uint64            `json:"entries"`
	Origin   string            `json:"origin"`
	Size     uint64            `json:"size"`
	Root     string            `json:"root"` // base64, as in the checkpoint
	Audience Class             `json:"audience"`
	Policy   PolicyName        `json:"policy"`
	Growth   []Growth          `json:"growth"`
	Withheld map[string]uint64 `json:"withheld"` // entries, by reason
}

// PolicyName is which policy an exhibit was made under.
type PolicyName struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"` // of the file
}

// Bytes is the only form of exhibit.json.
func (e Exhibit) Bytes() []byte {
	growth := make([]Growth, len(e.Growth))
	copy(growth, e.Growth)
	for i := range growth {
		if growth[i].Proof == nil {
			growth[i].Proof = []string{}
		}
	}
	e.Growth = growth
	if e.Withheld == nil {
		e.Withheld = map[string]uint64{}
	}
	return encode(e, "  ")
}

// ParseExhibit reads what Bytes writes, byte for byte, and nothing else.
func ParseExhibit(b []byte) (*Exhibit, error) {
	var e Exhibit
	if err := versioned(b, ExhibitVersion, "exhibits"); err != nil {
		return nil, err
	}
	if err := strict(b, &e); err != nil {
		return nil, err
	}
	if !bytes.Equal(e.Bytes(), b) {
		return nil, fmt.Errorf("it is not in its only form")
	}
	return &e, nil
}

// Line is the only form of a record in an exhibit: JSON without spaces, and a
// line end.
func (r *Record) Line() []byte { return encode(r, "") }

// encode writes JSON with a line end, and nothing escaped for HTML.
func encode(v any, indent string) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", indent)
	if err := enc.Encode(v); err != nil {
		panic("ledger: " + err.Error()) // plain fields alone
	}
	return b.Bytes()
}

// Help is VERIFY.txt: how a stranger checks an exhibit.
const Help = `HOW TO CHECK THIS EXHIBIT

This file is part of a sealed exhibit: a case, the evidence that was released
with it, and proofs that anybody can check. You need not trust whoever gave it
to you, and need no network.

1. Get the program "holdshort" from its own home, not from this exhibit and not
   from whoever gave it to you. It is free, and its source is open:
   github.com/holdshort/holdshort

2. Run it on the file that you were given, as a whole:

       holdshort verify exhibit.zip

   It makes twelve checks and says of each: pass, fail, weak or none. It ends
   with what the checks do not show. Read that part.

3. Ask the log's keeper for its key by another way than this exhibit: a court
   paper, a web page, a telephone call. Then run

       holdshort verify exhibit.zip --log-key KEY

4. Were you given another exhibit of the same log, or do you know somebody who
   was? Check them together. If the log showed the two of you different
   histories, this is how it comes out:

       holdshort verify exhibit.zip --known other.zip

Without that program: this is a plain zip with a BagIt bag in it (RFC 8493).
data/entries.jsonl lists every entry of the case, one to a line. Those that are
withheld are there too, without what they say. The forms are described in
docs/formats/ of the program's source.
`
