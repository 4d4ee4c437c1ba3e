package deadline

import (
	_ "embed" // for the table
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/holdshort/holdshort/span"
)

// The table of courts. If it is altered, deadlines of a court end at the midnight
// of another zone; a test compares it with the zones of airfields.
//
//go:embed courts.txt
var courtsText string

// CourtKind is the kind of a court, which says whose rules it keeps.
type CourtKind string

// The kinds of courts in the table.
const (
	DistrictCourt   CourtKind = "district"
	BankruptcyCourt CourtKind = "bankruptcy"
	AppellateCourt  CourtKind = "appellate"
)

// Court is one court of the United States.
type Court struct {
	ID        string    // as PACER and CourtListener write it: "dcd"
	Kind      CourtKind // district, bankruptcy or appellate
	Circuit   string    // "1" to "11", "dc" or "federal"
	State     string    // of the court, or of a circuit clerk's principal office: "dc"
	Name      string    // as it is cited: "D.D.C."
	Seat      string    // where the clerk has the main office
	Zone      string    // an IANA name; "" where the division decides
	Divisions []Division
}

// Division is a place with a clerk's office, of a court whose offices do not all
// keep one zone.
type Division struct {
	Name string // a town
	Zone string // an IANA name
}

var courts = sync.OnceValue(func() []Court {
	var out []Court
	for _, r := range rows("courts.txt", courtsText, 8) {
		c := Court{r[0], CourtKind(r[1]), r[2], r[3], r[4], r[5], strings.Trim(r[6], "?"), nil}
		for d := range strings.SplitSeq(r[7], ";") {
			if name, zone, ok := strings.Cut(d, "="); ok {
				c.Divisions = append(c.Divisions, Division{strings.TrimSpace(name), strings.TrimSpace(zone)})
			}
		}
		out = append(out, c)
	}
	return out
})

// Courts are all courts of the table, in its order: appellate, then each district
// with its bankruptcy court. They are shared: do not alter them.
func Courts() []Court { return courts() }

// CourtOf is the court with an id, in either case of letters.
func CourtOf(id string) (Court, bool) {
	i := slices.IndexFunc(courts(), func(c Court) bool { return c.ID == strings.ToLower(id) })
	if i < 0 {
		return Court{}, false
	}
	return courts()[i], true
}

// ZoneOf is the zone of a division of c, or of c itself where all its offices keep
// one; the error is an *Error that lists the divisions.
func (c Court) ZoneOf(division string) (string, error) {
	if division == "" && c.Zone != "" {
		return c.Zone, nil
	}
	var names []string
	for _, d := range c.Divisions {
		if strings.EqualFold(d.Name, division) {
			return d.Zone, nil
		}
		names = append(names, d.Name)
	}
	switch {
	case c.Zone != "":
		return "", fail("its offices all keep one zone: leave the division out", "%s has no division %q in the table", c.Name, division)
	case division == "":
		return "", fail("the divisions are "+strings.Join(names, ", "), "the offices of %s do not keep one zone, and no division is named", c.Name)
	}
	return "", fail("the divisions are "+strings.Join(names, ", "), "%s has no division %q", c.Name, division)
}

func (c Court) location(division string) (*time.Location, error) {
	zone, err := c.ZoneOf(division)
	if err != nil {
		return nil, err
	}
	return span.LoadZone(zone)
}
