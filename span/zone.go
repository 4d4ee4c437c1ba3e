package span

import (
	"archive/zip"
	_ "embed"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"
)

// zoneinfo is the copy of the IANA time zone database that decides every civil
// time: the archive of the Go distribution, whose files are in the public
// domain. time.LoadLocation is never called, because it asks the host's
// ZONEINFO and zoneinfo folders first, and two machines could then disagree on
// when a minute was. If the archive is altered, the test of tzDigest fails.
//
//go:embed tzdata/zoneinfo.zip
var zoneinfo string

// The release of the embedded copy, which its files do not carry, and the
// SHA-256 of the archive it was recorded with. Both change together.
const (
	tzVersion = "2025c"
	tzDigest  = "8f55634d05f8bca1f7bc7c69c5933428c69357e0bdf565e5ba224e3f88ff12e8"
)

// TZDataVersion is the release of the embedded IANA time zone database, such
// as "2025c". A result computed under another release is another result.
func TZDataVersion() string { return tzVersion }

// zoneFiles is the embedded archive by name in lower case.
var zoneFiles = sync.OnceValue(func() map[string]*zip.File {
	r, err := zip.NewReader(strings.NewReader(zoneinfo), int64(len(zoneinfo)))
	if err != nil {
		panic("span: the embedded zone archive is broken: " + err.Error())
	}
	files := make(map[string]*zip.File, len(r.File))
	for _, f := range r.File {
		if !strings.HasSuffix(f.Name, "/") {
			files[strings.ToLower(f.Name)] = f
		}
	}
	return files
})

// loaded holds the zones read so far, so that one name is one *time.Location.
var loaded sync.Map

// LoadZone is the zone of that name from the embedded database, never from the
// host: an IANA name, "UTC", an offset such as "UTC-04:00", or a word that
// Parse takes for a zone, such as "Eastern Time". An abbreviation that names
// one half of the year, such as "EST", is the fixed offset.
func LoadZone(name string) (*time.Location, error) {
	if f, ok := zoneFiles()[strings.ToLower(name)]; ok && strings.Contains(name, "/") {
		return loadFile(f)
	}
	toks, err := lex(name)
	if err == nil && len(toks) > 0 {
		p := &parser{text: name, toks: toks}
		z, err := p.zone()
		if err == nil && z != nil && p.done() && !z.local {
			zd, err := z.resolve(place{}, 0)
			if err == nil && (zd.fixed || z.abbr != "") {
				return fixedZone(zd.off), nil
			}
			if err == nil {
				return zd.loc, nil
			}
		}
	}
	if f, ok := zoneFiles()[strings.ToLower(name)]; ok {
		return loadFile(f)
	}
	return nil, fmt.Errorf("unknown time zone %q", name)
}

func loadFile(f *zip.File) (*time.Location, error) {
	if l, ok := loaded.Load(f.Name); ok {
		return l.(*time.Location), nil
	}
	data, err := zoneData(f)
	if err != nil {
		return nil, err
	}
	l, err := time.LoadLocationFromTZData(f.Name, data)
	if err != nil {
		return nil, fmt.Errorf("cannot load time zone %q: %w", f.Name, err)
	}
	kept, _ := loaded.LoadOrStore(f.Name, l)
	return kept.(*time.Location), nil
}

func zoneData(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("cannot read time zone %q: %w", f.Name, err)
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("cannot read time zone %q: %w", f.Name, err)
	}
	return data, nil
}

// fixedZone is the zone that keeps one offset, in milliseconds east of UTC.
func fixedZone(off int64) *time.Location {
	if off == 0 {
		return time.UTC
	}
	return time.FixedZone(offsetName(off), int(off/1000))
}

// offsetName is the name of an offset: "UTC", "UTC-04:00".
func offsetName(off int64) string {
	if off == 0 {
		return "UTC"
	}
	sign, s := '+', off/1000
	if s < 0 {
		sign, s = '-', -s
	}
	if s%60 != 0 {
		return fmt.Sprintf("UTC%c%02d:%02d:%02d", sign, s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("UTC%c%02d:%02d", sign, s/3600, s/60%60)
}

// cityAreas are the areas of the database whose names end in a city.
var cityAreas = []string{"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}

// notCities are names in those areas whose last part is no city or island.
var notCities = []string{"act", "lhi", "nsw", "north", "south", "west"}

// cityZone is the zone of the database named after a city, in lower case with
// "_" for spaces; false if there is none, or several with different rules.
func cityZone(city string) (string, bool) {
	if slices.Contains(notCities, city) {
		return "", false
	}
	var found []*zip.File
	for name, f := range zoneFiles() {
		area, _, _ := strings.Cut(f.Name, "/")
		if strings.HasSuffix(name, "/"+city) && slices.Contains(cityAreas, area) {
			found = append(found, f)
		}
	}
	if len(found) == 0 {
		return "", false
	}
	slices.SortFunc(found, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	for _, f := range found[1:] {
		if f.CRC32 != found[0].CRC32 || f.UncompressedSize64 != found[0].UncompressedSize64 {
			return "", false
		}
	}
	return found[0].Name, true
}
