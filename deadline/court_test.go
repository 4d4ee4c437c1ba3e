package deadline

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/holdshort/holdshort/place"
	"github.com/holdshort/holdshort/span"
)

// There are 94 districts, 13 circuits, and a bankruptcy court for each district, two
// of them under two ids.
func TestCourts(t *testing.T) {
	n, ids := map[CourtKind]int{}, map[string]bool{}
	for _, c := range Courts() {
		n[c.Kind]++
		if ids[c.ID] {
			t.Errorf("%s is there twice", c.ID)
		}
		ids[c.ID] = true
		if c.ID != strings.ToLower(c.ID) || len(c.State) != 2 || c.Name == "" || (c.Zone == "") != (len(c.Divisions) > 0) {
			t.Errorf("%+v", c)
		}
		if c.Kind == BankruptcyCourt && !strings.HasPrefix(c.Name, "Bankr. ") {
			t.Errorf("%s is cited as %s", c.ID, c.Name)
		}
		for _, d := range append([]Division{{Zone: c.Zone}}, c.Divisions...) {
			if _, err := span.LoadZone(d.Zone); err != nil && d.Zone != "" {
				t.Errorf("%s: %v", c.ID, err)
			}
		}
		if c.Zone == "" && !slices.ContainsFunc(c.Divisions, func(d Division) bool { return d.Name == c.Seat }) {
			t.Errorf("%s: the seat %s is no division", c.ID, c.Seat)
		}
	}
	if n[DistrictCourt] != 94 || n[AppellateCourt] != 13 || n[BankruptcyCourt] != 96 {
		t.Errorf("%v", n)
	}
	for _, k := range []CourtKind{DistrictCourt, BankruptcyCourt, AppellateCourt} {
		if r := ruleFor(k); r.Courts[0] != k {
			t.Errorf("%s computes by %s", k, r.ID)
		}
	}
	if _, ok := CourtOf("DCD"); !ok {
		t.Error("an id in capitals is not found")
	}
}

// stateNames are the states of the table, by code.
var stateNames = func() map[string]string {
	out := map[string]string{}
	for line := range strings.SplitSeq("al Alabama,ak Alaska,az Arizona,ar Arkansas,ca California,co Colorado,ct Connecticut,de Delaware,"+
		"dc District of Columbia,fl Florida,ga Georgia,hi Hawaii,id Idaho,il Illinois,in Indiana,ia Iowa,ks Kansas,ky Kentucky,la Louisiana,"+
		"me Maine,md Maryland,ma Massachusetts,mi Michigan,mn Minnesota,ms Mississippi,mo Missouri,mt Montana,ne Nebraska,nv Nevada,"+
		"nh New Hampshire,nj New Jersey,nm New Mexico,ny New York,nc North Carolina,nd North Dakota,oh Ohio,ok Oklahoma,or Oregon,"+
		"pa Pennsylvania,pr Puerto Rico,ri Rhode Island,sc South Carolina,sd South Dakota,tn Tennessee,tx Texas,ut Utah,vt Vermont,"+
		"vi Virgin Islands,va Virginia,wa Washington,wv West Virginia,wi Wisconsin,wy Wyoming", ",") {
		code, name, _ := strings.Cut(line, " ")
		out[code] = name
	}
	return out
}()

// The zone of each seat and division is that of half or more of the airfields whose
// town has its name
// and state: another table, from another source. Five of these towns have a field
// that it puts across the line.
func TestCourtZones(t *testing.T) {
	zones := map[string][]string{} // by town and state
	for _, f := range place.Fields() {
		if f.Zone == "" {
			continue
		}
		key := f.City + ", " + f.Division
		zones[key] = append(zones[key], f.Zone)
	}
	compared, missed := 0, []string{}
	for _, c := range Courts() {
		if c.Kind == BankruptcyCourt {
			continue
		}
		towns := c.Divisions
		if c.Zone != "" {
			towns = []Division{{c.Seat, c.Zone}}
		}
		for _, d := range towns {
			key := d.Name + ", " + stateNames[c.State]
			theirs := zones[key]
			if len(theirs) == 0 {
				missed = append(missed, key)
				continue
			}
			compared++
			same := 0
			for _, z := range theirs {
				if sameClocks(t, z, d.Zone) {
					same++
				}
			}
			if 2*same < len(theirs) {
				t.Errorf("%s: %s keeps %s here, and %d of %d airfields there", c.ID, key, d.Zone, same, len(theirs))
			}
		}
	}
	t.Logf("compared %d towns, no airfield for %v", compared, missed)
	if compared < 80 {
		t.Errorf("%d towns compared", compared)
	}
}

// sameClocks reports whether two zones had one offset in each month of 2024 and 2025.
func sameClocks(t *testing.T, a, b string) bool {
	t.Helper()
	la, err := span.LoadZone(a)
	if err != nil {
		t.Fatal(err)
	}
	lb, err := span.LoadZone(b)
	if err != nil {
		t.Fatal(err)
	}
	for m := range 24 {
		at := time.Date(2024, time.Month(1+m), 15, 12, 0, 0, 0, time.UTC)
		_, x := at.In(la).Zone()
		_, y := at.In(lb).Zone()
		if x != y {
			return false
		}
	}
	return true
}

// Every row of the holidays is used: it gives a day within the days that its table
// was verified for.
func TestHolidayTable(t *testing.T) {
	c := holidays()
	for where, entries := range c.entries {
		r, ok := c.verified[where]
		if !ok {
			t.Errorf("%s has days and was never verified", where)
		}
		if r.Last < r.First {
			t.Errorf("%s is verified for %v", where, r)
		}
		for i := range entries {
			e := &entries[i]
			found := false
			for d := r.First; d <= r.Last && !found; d++ {
				_, found = e.on(d)
			}
			if !found || e.holiday.Name == "" || e.holiday.Source == "" {
				t.Errorf("%s: %+v is never kept", where, e.holiday)
			}
		}
	}
}

// The days of three years are those that courts have published: cacb.uscourts.gov for
// 2024, and ganb.uscourts.gov and flsb.uscourts.gov for 2021, of which the first two
// leave Juneteenth of 2021 out, being written before it was made a holiday.
func TestPublishedYears(t *testing.T) {
	for year, want := range map[int]string{
		2024: "01-01 01-15 02-19 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25",
		2021: "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31",
	} {
		var got []string
		for d := DayOf(year, 1, 1); d <= DayOf(year, 12, 31); d++ {
			for _, h := range HolidaysOn(d) {
				if !h.Contested && !d.weekend() {
					got = append(got, d.String()[5:])
				}
			}
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%d: %s, want %s", year, s, want)
		}
	}
}
