package sweep

import (
	"fmt"
	"path"
	"strconv"
	"strings"

	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// Audit is what there was of a day, and what was not: no trace is evidence that an
// aircraft was not received only as far as the archive is whole.
type Audit struct {
	Members  int64      `json:"members"`     // regular files in the tar
	Traces   int64      `json:"traces"`      // of which are traces by their name
	Read     int64      `json:"traces_read"` // of which could be read
	Points   int64      `json:"points"`
	Folders  [256]int64 `json:"folders"` // traces by folder, of which a day has 256
	Broken   []Fault    `json:"broken"`  // traces that could not be read, or not to their end
	Strange  []Fault    `json:"strange"` // names that are not those of traces in their folder
	Others   int64      `json:"others"`  // members that are no traces, as heat maps are
	LostRuns int64      `json:"lost_runs"`
	Lost     int64      `json:"lost_bytes"` // of the tar that belong to no member, in so many runs
	Missing  []string   `json:"missing_parts"`
	Cut      bool       `json:"cut_off"` // the tar has no end
	// First and Last are the earliest and latest point of the day read.
	First span.Instant `json:"first"`
	Last  span.Instant `json:"last"`
	// Hours are how many points each hour of the day has in which most points lie.
	Hours map[int64]int64 `json:"hours"` // by hours since 1970

	faults int64 // in all
}

// Fault is something that is wrong with a member.
type Fault struct {
	Member string `json:"member"`
	Why    string `json:"why"`
}

// mostFaults is how many faults of each sort are listed; the rest are counted.
const mostFaults = 200

func addFault(to *[]Fault, m, why string) {
	if len(*to) < mostFaults {
		*to = append(*to, Fault{shown(m), why})
	} else if n := len(*to); n == mostFaults {
		*to = append(*to, Fault{"and more", "further ones are not listed"})
	}
}

// shown is a member's name as it may be written: it is foreign text, and no path.
func shown(name string) string {
	if len(name) > 200 {
		name = name[:200] + "…"
	}
	q := strconv.Quote(name)
	return q[1 : len(q)-1]
}

// traceOf is the aircraft of which a member is the trace, by its name, and what is
// strange in that name. Names are not used as paths.
func traceOf(name string) (a track.Address, ok bool, strange string) {
	hex, isTrace := strings.CutPrefix(path.Base(name), "trace_full_")
	hex, json := strings.CutSuffix(hex, ".json")
	if !isTrace || !json {
		return a, false, evil(name)
	}
	a, ok = track.ParseAddress(hex)
	if !ok {
		return a, false, "it is named as a trace, and of no address"
	}
	if strange = evil(name); strange == "" {
		if folder := path.Base(path.Dir(name)); folder != fmt.Sprintf("%02x", a.Code&255) {
			strange = fmt.Sprintf("it lies in the folder %q, and belongs into %02x", folder, a.Code&255)
		}
	}
	return a, true, strange
}

// evil says what a careless program would do wrong with a name.
func evil(name string) string {
	clean := strings.ReplaceAll(name, `\`, "/")
	switch {
	case len(name) > 4096:
		return "its name has over 4096 bytes"
	case strings.HasPrefix(clean, "/"), len(clean) > 1 && clean[1] == ':':
		return "its name is an absolute path; names are not used as paths"
	case clean == "..", strings.HasPrefix(path.Clean(clean), "../"), strings.Contains(clean, "/../"):
		return "its name leads out of the archive; names are not used as paths"
	case strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f || r == 0xfffd }):
		return "its name has control characters or is no UTF-8"
	}
	return ""
}

// Empty are the folders of 256 without a trace.
func (a *Audit) Empty() (out []string) {
	for i, n := range a.Folders {
		if n == 0 {
			out = append(out, fmt.Sprintf("%02x", i))
		}
	}
	return out
}

// Notes say in words what is missing or wrong, nothing if nothing is. A folder
// without any trace is told as missing if a whole day would hardly leave one so:
// from traces for 12 in each on.
func (a *Audit) Notes() (out []string) {
	note := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	if e := a.Empty(); len(e) > 0 {
		few := ""
		if a.Traces < 256*12 {
			few = ", which may be so by chance where there are so few traces"
		}
		note("%d of 256 folders have no trace%s: %s", len(e), few, some(e))
	}
	if len(a.Missing) > 0 {
		note("parts are missing: %s", some(a.Missing))
	}
	if a.Lost > 0 {
		note("%d bytes belong to no member, and what they were is lost; stretches of them: %d", a.Lost, a.LostRuns)
	}
	if a.Cut {
		note("the tar has no end: it is cut off, still being written, or has more parts than were given")
	}
	if n := a.Traces - a.Read; n > 0 {
		note("%d of %d traces could not be read; the first: %s: %s", n, a.Traces, a.Broken[0].Member, a.Broken[0].Why)
	}
	if len(a.Strange) > 0 {
		note("%d members have strange names; the first: %s: %s", len(a.Strange), a.Strange[0].Member, a.Strange[0].Why)
	}
	if thin := a.thin(); len(thin) > 0 {
		note("hours with less than a quarter of the points of a usual hour: %s", some(thin))
	}
	return out
}

// thin are the hours between the first full one and the last in which there are few
// points: the archive's writer, or many receivers, had failed.
func (a *Audit) thin() (out []string) {
	usual := a.usual()
	var from, to int64
	for h, n := range a.Hours {
		if n*4 >= usual {
			if from == 0 || h < from {
				from = h
			}
			to = max(to, h)
		}
	}
	for h := from; h < to; h++ {
		if a.Hours[h]*4 < usual {
			out = append(out, span.Instant(h*3_600_000).RFC3339())
		}
	}
	return out
}

// usual is how many points an hour has of the one in which most are.
func (a *Audit) usual() (most int64) {
	for _, n := range a.Hours {
		most = max(most, n)
	}
	return most
}

func some(s []string) string {
	if len(s) > 12 {
		return fmt.Sprintf("%s and %d more", strings.Join(s[:12], ", "), len(s)-12)
	}
	return strings.Join(s, ", ")
}
