package exhibit

import (
	"io"
	"strings"
	"time"

	"github.com/holdshort/holdshort/finding"
)

// CardText writes the same card as plain text, to read out or send where a page
// cannot go.
func CardText(w io.Writer, c *finding.Card, loc *time.Location) error {
	v := newCard(c, loc)
	p := &page{w: w, c: c.Case, loc: loc}
	p.para("", "", "ORDER CARD: "+v.Title)
	p.para("", "", v.Caption)
	p.para("", "", joinTexts(v.Court, v.By, v.Sort))
	if v.Label != "" {
		p.para("", "", v.Label)
	}
	for _, f := range v.Forms {
		p.section(f.Form)
		if f.Under != "" {
			p.para("as ", "   ", f.Under+" read it")
		}
		if f.Text != "" {
			p.para("  ", "  ", f.Text)
		}
		if len(f.Duties) == 0 && f.Says != "" {
			p.para("", "", f.Says)
		}
		for _, d := range f.Duties {
			p.para("- ", "  ", strings.TrimSpace(d.Head+". "+d.Says))
			for _, x := range d.Facts {
				p.para("    "+x.What+": ", "      ", x.Text)
			}
		}
	}
	if v.InFlight != nil {
		p.section("In the air, or before doors open")
		for _, t := range v.InFlight {
			p.para("", "", t)
		}
	}
	p.cardTime(v)
	p.readBack(v)
	return p.err
}

func (p *page) cardTime(v cardView) {
	p.section("In force")
	for _, s := range v.Stands {
		p.para("", "  ", s.Text)
		if s.Under != "" {
			p.para("  under ", "    ", s.Under)
		}
	}
	for _, l := range v.Later {
		p.para("- ", "  ", l)
	}
	p.section("Clocks: " + v.Zone + " and UTC")
	for _, k := range v.Clocks {
		p.para("", "  ", k.What+": "+k.Local+" = "+k.UTC)
	}
	if v.Class != "" {
		p.line("")
		p.para("", "", "Who is protected, in the words of the record: "+v.Class)
	}
	p.line("")
	for _, s := range v.Sources {
		p.para("["+s.ID+"] ", "    ", s.Text)
	}
}

// readBack writes the part to fill in by hand.
func (p *page) readBack(v cardView) {
	const blank = "______________________________"
	p.section("Read back")
	p.line("Received by     %s  time %s", blank, blank[:16])
	p.line("Read to them by %s  time %s", blank, blank[:16])
	p.line("The order in the receiver's own words: what, who, until when")
	for range 3 {
		p.line("%s%s%s", blank, blank, blank)
	}
	p.line("Confirmed by    %s  time %s", blank, blank[:16])
	p.line("[ ] read back, correct   [ ] read back, corrected and repeated   [ ] unable, because")
	p.line("")
	p.line("To telephone")
	for _, hop := range v.Chain {
		p.line("  %-16s %s  number %s  at %s  [ ]", hop, blank[:26], blank[:14], blank[:8])
	}
	p.line("")
	p.para("", "", v.RulingID+"; by "+v.Seen+"; time zone data "+v.TZData+"; "+v.Digest)
	p.para("", "", "This card repeats what is on record. It is not the order, and no legal advice.")
}
