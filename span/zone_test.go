package span

import (
	"crypto/sha256"
	"encoding/hex"
	"go/build"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestEmbeddedZonesAreTheRecordedRelease(t *testing.T) {
	sum := sha256.Sum256([]byte(zoneinfo))
	if got := hex.EncodeToString(sum[:]); got != tzDigest {
		t.Errorf("the archive is %s, recorded with release %s is %s: change both constants together", got, TZDataVersion(), tzDigest)
	}
	root := build.Default.GOROOT
	src, err := os.ReadFile(filepath.Join(root, "lib", "time", "zoneinfo.zip"))
	if err != nil || string(src) != zoneinfo {
		t.Skip("this Go distribution carries another release, or none")
	}
	script, err := os.ReadFile(filepath.Join(root, "lib", "time", "update.bash"))
	if err != nil {
		t.Skip(err)
	}
	if m := regexp.MustCompile(`(?m)^DATA=(\w+)$`).FindSubmatch(script); m == nil || string(m[1]) != TZDataVersion() {
		t.Errorf("the archive is of release %q, recorded as %q", m, TZDataVersion())
	}
}

func TestLoadZone(t *testing.T) {
	for name, want := range map[string]string{
		newYork: newYork, "america/new_york": newYork, "US/Eastern": "US/Eastern", "Eastern": newYork, "Eastern Time": newYork, "ET": newYork,
		"Irish time": "Europe/Dublin", "Caracas time": "America/Caracas", "UTC": "UTC", "GMT": "UTC", "Z": "UTC", "UTC-4": "UTC-04:00",
		"UTC−04:00": "UTC-04:00", "+05:30": "UTC+05:30", "EDT": "UTC-04:00", "EAT": "UTC+03:00", "Japan": "Japan",
	} {
		loc, err := LoadZone(name)
		if err != nil || loc.String() != want {
			t.Errorf("%q is %v, %v; want %q", name, loc, err, want)
		}
	}
	for _, name := range []string{"", "local", "Local", "IST", "Nowhere", "America/", "America/Nowhere", "../etc/passwd", "UTC-15", "Washington time", "Eastern EDT"} {
		if loc, err := LoadZone(name); err == nil {
			t.Errorf("%q is accepted as %v", name, loc)
		}
	}
}

// Every zone that the tables name exists, and keeps what the tables say.
func TestTablesAgreeWithTheDatabase(t *testing.T) {
	near := int64(utc(t, "2025-06-15T00:00"))
	for abbr, ms := range abbreviations {
		for _, m := range ms {
			if m.zone == "" || m.zone == "America/Caracas" {
				continue
			}
			if off, ok := uses(zoneFor(t, m.zone), abbr, near); !ok || off != int64(m.hours*float64(msHour)) {
				t.Errorf("%s: %s keeps %s, %v", abbr, m.zone, offsetName(off), ok)
			}
		}
	}
	for _, r := range regions {
		zoneFor(t, r.zone)
		if abbreviations[r.standard] == nil || r.daylight != "" && abbreviations[r.daylight] == nil {
			t.Errorf("%v names no abbreviation", r)
		}
	}
	for _, tables := range []map[string]string{zoneNames, placeTimes} {
		for _, zone := range tables {
			zoneFor(t, zone)
		}
	}
	for _, zone := range unitedStates {
		zoneFor(t, zone)
	}
	for words, abbr := range longNames {
		if abbr != "UTC" && abbreviations[abbr] == nil || strings.ToLower(words) != words {
			t.Errorf("%q is %q", words, abbr)
		}
	}
}

// Where an abbreviation of the database is in the table, one of its meanings
// is what the database says of every zone today: none is missing.
func TestTablesKnowEveryMeaningInUse(t *testing.T) {
	winter, summer := utc(t, "2025-01-15T00:00"), utc(t, "2025-07-15T00:00")
	for name := range zoneFiles() {
		loc, err := LoadZone(name)
		if err != nil || !strings.Contains(name, "/") {
			continue
		}
		for _, at := range []Instant{winter, summer} {
			abbr, off := at.Time().In(loc).Zone()
			known := abbreviations[abbr] == nil
			for _, m := range abbreviations[abbr] {
				known = known || m.hours*3600 == float64(off)
			}
			if !known {
				t.Errorf("%s keeps %s at %s", name, abbr, (time.Duration(off) * time.Second).String())
			}
		}
	}
}
