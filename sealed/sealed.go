// Package sealed makes a sealed exhibit from the entries of one chain: it chooses
// what the audience may see, puts the released files of the case together, derives
// the findings from them and writes all of it as one file that a stranger can
// check.
//
// It takes values and functions and gives bytes; it knows no vault. The same
// entries give the same bytes. Package verify shares none of its choices with it.
package sealed

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"strings"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/bag"
	"github.com/holdshort/holdshort/exhibit"
	"github.com/holdshort/holdshort/ledger"
)

// Input is everything that an exhibit is made from.
type Input struct {
	Tool     string       // program and version
	Audience ledger.Class // whose eyes it is made for
	Policy   []byte       // the text of the policy under which it is made

	// Records are the entries of one chain by position, each with its item, unless
	// that was erased, and its proof of inclusion in Checkpoint. They are ranged
	// over several times.
	Records iter.Seq2[*ledger.Record, error]

	Key        string            // the log's verifier key
	Checkpoint []byte            // the newest, signed
	Earlier    map[uint64][]byte // other signed checkpoints, by size
	Growth     []ledger.Growth   // from each of those to the newest
	Stamps     []Stamp

	// Blob gives bytes as they are stored, by their SHA-256.
	Blob func(sha256 string) (io.ReadCloser, error)
	// Derive attaches to the case what the files of its folder tracks/ show; nil
	// where there is nobody to read them.
	Derive func(*holdshort.Case, fs.FS) (*holdshort.Case, error)
	Page   []byte // verify.html; left out if empty
}

// Stamp is a time-stamping authority's answer on the checkpoint of a size.
type Stamp struct {
	Size            uint64
	Name            string // of the authority, as policies have it
	Query, Response []byte // DER
}

// Made is what was written.
type Made struct {
	bag.Written
	Chain    string
	Entries  uint64
	Shown    []uint64          // positions
	Withheld map[string]uint64 // entries, by reason
}

// NotReleased is the error of a case of which too little is released.
type NotReleased struct {
	Withheld []string // files that are not shown, each with its class
	Err      error    // why the rest is no case; nil if there is none
}

// Error names the files that are missing.
func (e *NotReleased) Error() string {
	s := "no file of the case is released to this audience"
	if e.Err != nil {
		s = fmt.Sprintf("the files released to this audience do not make a case: %s", e.Err)
	}
	if len(e.Withheld) > 0 {
		s += "; not released: " + strings.Join(e.Withheld, ", ")
	}
	return s
}

// Unwrap is why the rest is no case.
func (e *NotReleased) Unwrap() error { return e.Err }

// Write makes the exhibit. Its error is a *NotReleased where the files that may be
// shown do not make a case.
func Write(w io.Writer, in *Input) (*Made, error) {
	if !in.Audience.Known() || in.Audience == ledger.Unmarked {
		return nil, fmt.Errorf("the audience %q is no class of people", in.Audience)
	}
	ch, err := choose(in)
	if err != nil {
		return nil, err
	}
	caseFiles, err := ch.caseFiles(in)
	if err != nil {
		return nil, err
	}
	c, err := load(in, caseFiles)
	if err != nil {
		return nil, &NotReleased{ch.hidden(), err}
	}
	derived, _, err := exhibit.Derive(c)
	if err != nil {
		return nil, err
	}
	head, err := ch.head(in, c.Caption)
	if err != nil {
		return nil, err
	}
	files := []bag.File{
		bag.Bytes(ledger.HeadFile, head.Bytes()),
		bag.Bytes(ledger.PolicyFile, in.Policy),
		bag.Bytes(ledger.HelpFile, []byte(ledger.Help)),
		{Name: ledger.EntriesFile, Open: func() (io.ReadCloser, error) { return ch.lines(in), nil }},
	}
	files = append(files, logFiles(in)...)
	for name, b := range caseFiles {
		files = append(files, bag.Bytes(ledger.CaseDir+name, b))
	}
	for _, d := range derived {
		files = append(files, bag.Bytes(ledger.FindingsDir+d.Name, d.Bytes))
	}
	for sha := range ch.blobs {
		files = append(files, bag.File{Name: ledger.BlobsDir + sha, Open: func() (io.ReadCloser, error) { return in.Blob(sha) }})
	}
	if len(in.Page) > 0 {
		files = append(files, bag.Bytes(ledger.PageFile, in.Page))
	}
	written, err := bag.Write(w, bag.Info{Agent: in.Tool, Identifier: ch.chain}, files)
	if err != nil {
		return nil, err
	}
	return ch.made(written), nil
}

// load reads the case from the files that are shown.
func load(in *Input, files map[string][]byte) (*holdshort.Case, error) {
	tree := bag.Tree(files)
	c, err := holdshort.Load(tree)
	if err != nil {
		return nil, err
	}
	if in.Derive == nil {
		return c, nil
	}
	return in.Derive(c, tree)
}

// logFiles are the files on the log: its key, checkpoints and stamps.
func logFiles(in *Input) []bag.File {
	out := []bag.File{bag.Bytes(ledger.KeyFile, []byte(in.Key+"\n")), bag.Bytes(ledger.CheckpointFile, in.Checkpoint)}
	for size, b := range in.Earlier {
		out = append(out, bag.Bytes(fmt.Sprintf("%s%d", ledger.EarlierDir, size), b))
	}
	for _, s := range in.Stamps {
		name := fmt.Sprintf("%s%d/%s", ledger.StampsDir, s.Size, s.Name)
		out = append(out, bag.Bytes(name+".tsr", s.Response))
		if len(s.Query) > 0 {
			out = append(out, bag.Bytes(name+".tsq", s.Query))
		}
	}
	return out
}

var errNone = errors.New("the chain has no entries")
