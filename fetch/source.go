package fetch

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/holdshort/holdshort/track"
)

// Source is a server that keeps readsb's traces by day, at
//
//	BASE/YYYY/MM/DD/traces/LAST TWO DIGITS/trace_full_ADDRESS.json
//
// which is how readsb's option --write-globe-history lays them out.
type Source struct {
	Name string // as asked for, and the folder
	Base string // address before the day, without a slash at its end

	// Open says that the files are published for anybody under a licence. Only
	// such a source is asked without being given by its address.
	Open bool

	Documents string // what its keeper says of these files
	Terms     string // what its keeper allows
	From      string // where that was read
	Seen      string // when that was read
	Archive   string // where whole days can be had, YEAR standing for the year
}

// Sources are the networks known to lay files out so. A row without a licence
// is there so that nobody has to find out again.
var Sources = []Source{
	{
		Name: "adsb.lol", Base: "https://adsb.lol/globe_history", Open: true,
		Documents: "one gzip JSON file for each aircraft and day, made by readsb: those behind the replay on its map",
		Terms:     "Open Database License 1.0",
		From:      "README of github.com/adsblol/globe_history; www.adsb.lol/docs/open-data/historical",
		Seen:      "2026-11-24",
		Archive:   "https://github.com/adsblol/globe_history_YEAR/releases",
	},
	{
		Name: "airplanes.live", Base: "https://globe.airplanes.live/globe_history",
		Documents: "replay on its map; no address for programs",
		Terms:     "no systematic retrieval into a collection without written permission",
		From:      "its terms of 2025-08-10, as others quote them; the page itself was not to be had",
		Seen:      "2026-11-24",
	},
	{
		Name: "adsb.fi", Base: "https://globe.adsb.fi/globe_history",
		Documents: "an interface to live positions; nothing on past days",
		Terms:     "of that interface: personal, non-commercial use, naming adsb.fi with a link",
		From:      "README of github.com/adsbfi/opendata",
		Seen:      "2026-11-24",
	},
	{
		Name: "theairtraffic", Base: "https://globe.theairtraffic.com/globe_history",
		Documents: "nothing found; others report 404 for traces of days. adsb.lol has what it receives",
		Terms:     "none found",
		From:      "README of github.com/adsblol/globe_history; reports of others",
		Seen:      "2026-11-24",
	},
	{
		Name: "adsbexchange", Base: "https://globe.adsbexchange.com/globe_history",
		Documents: "others report 403 and a text that direct access is not permitted. Free samples of the first of each month lie elsewhere, laid out otherwise",
		Terms:     "paid; no redistribution",
		From:      "www.adsbexchange.com/acceptable-use-policy; reports of others",
		Seen:      "2026-11-24",
	},
}

// Known is the source of that name in Sources.
func Known(name string) (Source, bool) {
	for _, s := range Sources {
		if s.Name == name {
			return s, true
		}
	}
	return Source{}, false
}

// At is the source with that base address. One that is in Sources is returned
// from there; another is named after its host, and port and path if need be.
func At(base string) (Source, error) {
	u, err := ParseAddress(base)
	if err != nil {
		return Source{}, err
	}
	if u.RawQuery != "" {
		return Source{}, fmt.Errorf("address %q has a question mark in it, where days are added", base)
	}
	base = strings.TrimRight(u.String(), "/")
	for _, s := range Sources {
		if s.Base == base {
			return s, nil
		}
	}
	return Source{Name: folderOf(u), Base: base}, nil
}

// folderOf is a folder's name made of an address.
func folderOf(u *url.URL) string {
	name := u.Host + strings.TrimSuffix(strings.TrimRight(u.Path, "/"), "/globe_history")
	name = strings.Map(func(r rune) rune {
		if r < 0x80 && (r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r == '.' || r == '_') {
			return r
		}
		return '-'
	}, strings.ToLower(name))
	return "at-" + name
}

// trace is the address of an aircraft's day.
func (s Source) trace(a track.Address, d Day) string {
	hex := a.String()
	return s.Base + "/" + d.path() + "/traces/" + hex[len(hex)-2:] + "/" + stem(a) + ".json"
}

// stem is how names of files of an aircraft's day begin.
func stem(a track.Address) string { return "trace_full_" + a.String() }
