package verify

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"slices"
	"strings"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/exhibit"
	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/proof"
)

// maxDerived is how many bytes a file of findings/ may have.
const maxDerived = 64 << 20

// findings makes checks 10 and 11.
func (v *verifier) findings() {
	c := v.report.check(10)
	v.caseFiles(c)
	files, err := fs.Sub(v.bag.Data(), strings.TrimSuffix(ledger.CaseDir, "/"))
	if err == nil {
		v.held, err = holdshort.Load(files)
	}
	if err != nil {
		c.fail("case/ does not make a case: %s", firstProblem(err))
		return
	}
	full := v.attach(c, files)
	v.derive(c, full)
	if c.Status != Fail { // what was altered is not worth the work
		v.proofs(c)
	}
	v.citations()
}

func firstProblem(err error) string {
	var ps holdshort.Problems
	if errors.As(err, &ps) && len(ps) > 0 {
		return ps[0].Error()
	}
	return err.Error()
}

// caseFiles checks that case/ is the files as the shown entries left them.
func (v *verifier) caseFiles(c *Check) {
	n := 0
	for i := range v.bag.Files {
		f := &v.bag.Files[i]
		name, ok := strings.CutPrefix(f.Name, ledger.CaseDir)
		if !ok {
			continue
		}
		n++
		switch x, ok := v.files[name]; {
		case !ok || x.sha256 == "":
			c.fail("%s is here, and no entry that is shown has left it so", f.Name)
		case x.sha256 != hex.EncodeToString(f.SHA256[:]):
			c.fail("%s is not the file that was sealed last, at position %d", f.Name, x.position)
		}
	}
	for name, x := range v.files {
		if x.sha256 != "" && v.bag.File(ledger.CaseDir+name) == nil {
			c.fail("%s%s is missing, which was sealed at position %d", ledger.CaseDir, name, x.position)
		}
	}
	hidden := 0
	for i := range v.entries {
		if e := &v.entries[i]; e.kind == ledger.Change && e.withheld != "" {
			hidden++
		}
	}
	c.say("%d files of the case, each as the last change that is shown left it; %d changes are withheld, and could have replaced one", n, hidden)
}

// attach gives the case what its tracks show, and the ends of its periods; false
// if there is nobody to read them.
func (v *verifier) attach(c *Check, files fs.FS) bool {
	if info, err := fs.Stat(files, "tracks"); (err != nil || !info.IsDir()) && !v.held.Lengths() {
		return true
	}
	if v.o.Derive == nil {
		c.weak("the case has a folder tracks/, or periods to be counted, which this program cannot read: the findings were not derived again")
		return false
	}
	with, err := v.o.Derive(v.held, files)
	if err != nil {
		c.fail("case/: %s", err)
		return false
	}
	v.held = with
	return true
}

// derive finds everything again, and compares the bytes.
func (v *verifier) derive(c *Check, full bool) {
	switch {
	case v.head.Engine != meaning:
		c.weak("the findings are of engine %d and this program is of engine %d: they were not derived again", v.head.Engine, meaning)
		return
	case !full:
		return
	}
	made, _, err := exhibit.Derive(v.held)
	if err != nil {
		c.fail("the findings cannot be derived: %s", err)
		return
	}
	for _, d := range made {
		got, err := v.bag.Read(ledger.FindingsDir+d.Name, maxDerived)
		switch {
		case err != nil:
			c.fail("%s", err)
		case !bytes.Equal(got, d.Bytes):
			c.fail("%s%s is not what follows from case/: they differ in line %d", ledger.FindingsDir, d.Name, 1+bytes.Count(d.Bytes[:common(got, d.Bytes)], []byte("\n")))
		}
	}
	c.pass("%d files derived again from case/, the same byte for byte", len(made))
}

// common is how many bytes two texts have in common at their beginnings.
func common(a, b []byte) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// proofs checks the proofs that came with the exhibit, without the solver.
func (v *verifier) proofs(c *Check) {
	b, err := v.bag.Read(ledger.FindingsDir+"proofs.json", maxDerived)
	if err != nil {
		return // said above
	}
	var file exhibit.ProofFile
	if err := json.Unmarshal(b, &file); err != nil {
		c.fail("%sproofs.json: %s", ledger.FindingsDir, err)
		return
	}
	n := 0
	for _, f := range file.Proofs {
		for _, p := range f.Proofs {
			if err := checkProof(v.held, p); err != nil {
				c.fail("the proof of %s: %s", f.Finding, err)
			}
			n++
		}
	}
	c.say("%d proofs were checked without the solver", n)
}

func checkProof(c *holdshort.Case, p *proof.Proof) error {
	if p == nil {
		return errors.New("there is none")
	}
	return proof.Check(c, p)
}

// cited are the sources that the findings here cite.
func (v *verifier) cited() []string {
	b, err := v.bag.Read(ledger.FindingsDir+"findings.json", maxDerived)
	if err != nil {
		return nil
	}
	type cites struct {
		Cites []struct {
			Source string `json:"source"`
		} `json:"cites"`
	}
	var file struct {
		Findings   []cites `json:"findings"`
		Statements []cites `json:"statements"`
	}
	if json.Unmarshal(b, &file) != nil {
		return nil // check 10 says so
	}
	var out []string
	for _, f := range append(file.Findings, file.Statements...) {
		for _, x := range f.Cites {
			out = append(out, x.Source)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// citations makes check 11.
func (v *verifier) citations() {
	c := v.report.check(11)
	withheld := v.unread
	for i := range v.entries {
		if e := &v.entries[i]; e.withheld != "" && (e.kind == ledger.Keep || e.kind == ledger.Change) {
			withheld++
		}
	}
	here := map[string]bool{}
	for _, x := range v.files {
		here[x.sha256] = true
	}
	var found, hidden int
	for _, id := range v.cited() {
		s := v.held.Source(holdshort.ID(id))
		if s == nil {
			c.fail("the findings cite %q, which is no source of the case", id)
			continue
		}
		digest := strings.TrimPrefix(s.Digest, "sha256:")
		switch {
		case digest == "":
		case slices.Contains(v.kept[id], digest) || here[digest]:
			found++
		case len(v.kept[id]) > 0:
			c.fail("the source %s has the digest %s in the case, and other bytes were kept as it", id, digest)
		case withheld > 0:
			hidden++
		default:
			c.weak("the source %s has a digest in the case, and its bytes were never kept in this chain", id)
		}
	}
	if found+hidden > 0 {
		c.pass("of the sources that findings cite and that have a digest, %d have their bytes here; %d may be among the %d entries withheld or encrypted", found, hidden, withheld)
	}
}
