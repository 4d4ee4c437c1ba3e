package verify

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"

	"golang.org/x/mod/sumdb/note"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/bag"
	"github.com/holdshort/holdshort/finding"
	"github.com/holdshort/holdshort/ledger"
)

const meaning = finding.Meaning

// Options are what the reader brings.
type Options struct {
	Verifier string // program and version, for the report
	Policy   []byte // text of the reader's policy; empty: Basic
	LogKey   string // the log's verifier key, if the reader has it from elsewhere
	Known    []Known
	All      bool // the time of each position
	// Derive attaches to the case what the files of its folder tracks/ show. Without
	// it the findings of a case with tracks are not derived again.
	Derive func(*holdshort.Case, fs.FS) (*holdshort.Case, error)
}

// Known is a checkpoint that the reader has from elsewhere, or another exhibit.
type Known struct {
	Name   string
	Signed []byte   // a signed checkpoint
	Bag    *bag.Bag // or an exhibit, which has one
}

// Run checks an exhibit. Its error is that of the options; whatever is wrong with
// the exhibit is in the report.
func Run(r io.ReaderAt, size int64, o Options) (*Report, error) {
	v, err := newVerifier(o, size)
	if err != nil {
		return nil, err
	}
	if v.open(r, size) {
		v.run()
	}
	return v.report.finish(), nil
}

func newVerifier(o Options, size int64) (*verifier, error) {
	text := o.Policy
	if len(text) == 0 {
		text = []byte(Basic)
	}
	policy, err := ledger.ParsePolicy(text)
	if err != nil {
		return nil, err
	}
	v := &verifier{o: o, policy: policy, used: map[string]bool{}, files: map[string]edited{}, kept: map[string][]string{}, theirs: map[string]*forest{}}
	if o.LogKey != "" {
		if v.logKey, err = note.NewVerifier(o.LogKey); err != nil {
			return nil, fmt.Errorf("the log's key %q: %w", o.LogKey, err)
		}
	}
	sum := sha256.Sum256(text)
	v.report = newReport(o.Verifier, size, Named{cmp.Or(policy.Name, "unnamed"), hex.EncodeToString(sum[:])})
	return v, nil
}

// verifier is the state of one run.
type verifier struct {
	o      Options
	policy *ledger.Policy
	logKey note.Verifier
	report *Report

	bag     *bag.Bag
	head    *ledger.Exhibit
	key     note.Verifier // log/key
	keyText string
	newest  signed
	earlier []signed          // by size, without the newest
	texts   map[uint64]string // what is signed of each, by size
	others  []signed          // that the reader brought
	forest  *forest
	theirs  map[string]*forest     // of exhibits that the reader brought
	linked  map[uint64]ledger.Hash // roots of the one history, by size

	entries []entry
	shown   []shownEntry
	rotated []rotation
	marks   ledger.Marks
	erases  map[uint64]bool     // positions that erase entries name
	used    map[string]bool     // blobs of entries that are shown
	files   map[string]edited   // of the case, by path: the last edit that is shown
	kept    map[string][]string // by source: SHA-256 of bytes that are shown
	unread  int                 // blobs of sources that are shown, encrypted, and no digest of them in the clear
	bounds  []upper             // when something showed that a checkpoint existed
	held    *holdshort.Case     // from case/
}

// open makes the first check, as far as it needs nothing of what is inside.
func (v *verifier) open(r io.ReaderAt, size int64) bool {
	c := v.report.check(1)
	b, err := bag.Open(r, size)
	if err == nil {
		v.bag = b
		v.report.SHA256 = hex.EncodeToString(b.SHA256[:])
		v.layout(c)
		err = v.readHead()
	}
	if err != nil {
		c.fail("%s", err)
		for i := 2; i <= len(names); i++ {
			v.report.check(i).say("not looked at, since the container is not what it should be")
		}
		return false
	}
	return true
}

func (v *verifier) run() {
	v.checkpoints()
	v.readEntries()
	v.rotations()
	v.consistency()
	v.witnesses()
	v.stamps()
	v.chain()
	v.times()
	v.findings()
	v.withholding()
	v.agree()
}
