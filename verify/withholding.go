package verify

import (
	"strings"

	"github.com/holdshort/holdshort/ledger"
)

// withholding makes check 12.
func (v *verifier) withholding() {
	c := v.report.check(12)
	audience, private := v.head.Audience, 0
	for i := range v.shown {
		s := &v.shown[i]
		it := ledger.Item{Kind: s.kind, Class: s.class}
		if s.path != "" {
			it.Edit = &ledger.Edit{Path: s.path}
		}
		if s.released != nil {
			it.Released = &ledger.Mark{Class: *s.released}
		}
		if class := v.marks.Class(s.position, &it); !class.ShownTo(audience) {
			c.fail("position %d is %s, and is shown to an audience that is %s", s.position, class, audience)
		}
		if v.erases[s.position] {
			c.fail("position %d was erased, and is shown", s.position)
		}
		if class := v.marks.PrivateClass(s.position); s.private && !class.ShownTo(audience) {
			c.fail("the private part of position %d is %s, and is shown to an audience that is %s", s.position, class, audience)
		}
		if s.private {
			private++
		}
	}
	releases := 0
	for i := range v.entries {
		e := &v.entries[i]
		if e.withheld == "" {
			continue
		}
		if e.kind == ledger.Release {
			releases++
		}
		if e.withheld != ledger.Erased && ledger.Class(e.withheld).ShownTo(audience) {
			c.fail("position %d is withheld as %s, which this audience may see", e.position, e.withheld)
		}
	}
	for i := range v.bag.Files {
		if sha, ok := strings.CutPrefix(v.bag.Files[i].Name, ledger.BlobsDir); ok && !v.used[sha] {
			c.fail("%s belongs to no entry that is shown", v.bag.Files[i].Name)
		}
	}
	eyes := string(ledger.Public)
	if audience != ledger.Public {
		eyes += " or " + string(audience)
	}
	c.pass("%d entries are shown, each %s, %d of them with the private part; no other bytes are here", len(v.shown), eyes, private)
	if releases > 0 {
		c.say("%d releases are withheld, and could have withdrawn what is shown", releases)
	}
}
