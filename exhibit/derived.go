package exhibit

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/finding"
	"github.com/holdshort/holdshort/span"
)

// Derived is one file that follows from a case alone.
type Derived struct {
	Name  string
	Bytes []byte
}

// Derive is everything that is found about a case, on everything that is on
// record and in the zone of the court: findings.json, findings.txt, exhibit.html
// and proofs.json, as find --json, find, exhibit and explain write them. The
// report comes with them. The same case gives the same bytes, under one
// finding.Meaning and one release of the zone data.
func Derive(c *holdshort.Case) ([]Derived, *finding.Report, error) {
	loc, err := span.LoadZone(c.Zone)
	if err != nil {
		return nil, nil, err
	}
	e := finding.New(c)
	r, err := e.Report(finding.Options{})
	if err != nil {
		return nil, nil, err
	}
	proved, err := e.Proofs(r)
	if err != nil {
		return nil, nil, err
	}
	var out []Derived
	for _, f := range []struct {
		name  string
		write func(io.Writer) error
	}{
		{"findings.json", func(w io.Writer) error { return JSON(w, r) }},
		{"findings.txt", func(w io.Writer) error { return Text(w, r, loc) }},
		{"exhibit.html", func(w io.Writer) error { return HTML(w, r, e.Timeline(), loc) }},
		{"proofs.json", func(w io.Writer) error { return JSON(w, ProofFile{c.Digest().String(), proved}) }},
	} {
		var b bytes.Buffer
		if err := f.write(&b); err != nil {
			return nil, nil, fmt.Errorf("derive %s: %w", f.name, err)
		}
		out = append(out, Derived{f.name, b.Bytes()})
	}
	return out, r, nil
}

// ProofFile is proofs.json: the proofs of everything that was found.
type ProofFile struct {
	Digest string           `json:"digest"` // of the case
	Proofs []finding.Proved `json:"proofs"`
}

// JSON writes v as every verb does: two spaces, nothing escaped for HTML, a line
// end.
func JSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
