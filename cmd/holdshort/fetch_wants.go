package main

import (
	"fmt"
	"io"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/holdshort/holdshort/address"
	"github.com/holdshort/holdshort/fetch"
	"github.com/holdshort/holdshort/track"
)

// mostWants bounds what one run asks for: a slip in a date should not become a
// thousand questions to volunteers.
const mostWants = 1000

// wants are the aircraft, days and sources asked for, in that order of days,
// aircraft, sources.
func (f *fetchTrackFlags) wants(now time.Time, stderr io.Writer) ([]fetch.Want, error) {
	aircraft, err := f.aircraft(stderr)
	if err != nil {
		return nil, err
	}
	days, err := f.days(now)
	if err != nil {
		return nil, err
	}
	sources, err := f.sources(stderr)
	if err != nil {
		return nil, err
	}
	if badContact(f.contact) {
		return nil, usage("for instance an e-mail address", "--contact %q has more than letters, digits and signs in it", f.contact)
	}
	if n := len(aircraft) * len(days) * len(sources); n > mostWants {
		return nil, usage("ask for less at a time; whole days of all aircraft are better had from an archive: see docs/fetch.md", "that is %d requests, more than %d", n, mostWants)
	}
	var out []fetch.Want
	for _, d := range days {
		for _, a := range aircraft {
			for _, s := range sources {
				out = append(out, fetch.Want{Source: s, Address: a, Day: d})
			}
		}
	}
	return out, nil
}

func (f *fetchTrackFlags) aircraft(stderr io.Writer) ([]track.Address, error) {
	var out []track.Address
	for _, h := range f.hex {
		a, ok := track.ParseAddress(h)
		if !ok {
			hint := "six hexadecimal digits such as a2fe4c"
			if _, err := address.FromNNumber(h); err == nil {
				hint = "give a registration by --reg " + strings.ToUpper(h)
			}
			return nil, usage(hint, "%q is not an ICAO address", h)
		}
		out = append(out, a)
	}
	for _, n := range f.reg {
		a, err := address.FromNNumber(n)
		if err != nil {
			return nil, usage("the address follows from United States numbers alone, such as N278GX; of others give it by --hex", "%s", err)
		}
		if slices.Contains(out, a) {
			continue
		}
		fmt.Fprintf(stderr, "note: the United States register has the address %s for %s\n", a, strings.ToUpper(n))
		out = append(out, a)
	}
	if len(out) == 0 {
		return nil, usage("for instance --hex a2fe4c, or --reg N278GX", "no aircraft was given")
	}
	return unique(out), nil
}

func (f *fetchTrackFlags) days(now time.Time) ([]fetch.Day, error) {
	const hint = "a UTC day such as 2025-03-15, or 2025-03-15..2025-03-16 for an evening in the United States"
	var out []fetch.Day
	for _, text := range f.date {
		ds, err := fetch.ParseDays(text)
		if err != nil {
			return nil, usage(hint, "--date: %s", err)
		}
		if last := ds[len(ds)-1]; last > fetch.DayOf(now) {
			return nil, usage("it is "+now.UTC().Format("2006-01-02 15:04")+" UTC by this machine's clock", "--date %s: %s has not begun", text, last)
		}
		out = append(out, ds...)
	}
	if len(out) == 0 {
		return nil, usage(hint, "no day was given by --date")
	}
	return unique(out), nil
}

// sources finds each by its name or address. What is known of the terms of one
// that is not open is said, and its name alone does not do.
func (f *fetchTrackFlags) sources(stderr io.Writer) ([]fetch.Source, error) {
	var out []fetch.Source
	names := f.source
	if len(names) == 0 {
		names = openSources()
	}
	for _, name := range names {
		s, known := fetch.Known(name)
		switch {
		case known && !s.Open:
			return nil, usage("its files are not published under an open licence (terms: "+s.Terms+"); if you are allowed to, give --source "+s.Base, "%s is not asked by its name", name)
		case !known && !strings.Contains(name, "://"):
			return nil, usage("the sources are "+strings.Join(openSources(), ", ")+"; or give an address such as https://host/globe_history", "no source is named %q", name)
		case !known:
			var err error
			if s, err = fetch.At(name); err != nil {
				return nil, usage("for instance --source https://host/globe_history", "%s", err)
			}
			if s.Terms != "" && !s.Open {
				fmt.Fprintf(stderr, "note: terms of %s: %s (%s, seen %s)\n", s.Name, s.Terms, s.From, s.Seen)
			}
		}
		if strings.HasPrefix(s.Base, "http:") && !onThisMachine(s.Base) {
			fmt.Fprintf(stderr, "note: %s is asked without TLS: anybody on the way can change what comes\n", s.Name)
		}
		if f.interval < time.Second && !onThisMachine(s.Base) {
			return nil, usage("give --interval 1s or more", "%s would be asked every %s", s.Name, f.interval)
		}
		out = append(out, s)
	}
	return unique(out), nil
}

// onThisMachine reports whether an address is of this machine itself.
func onThisMachine(base string) bool {
	u, err := url.Parse(base)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(u.Hostname())
	return err == nil && ip.IsLoopback()
}

// unique is xs, each once, where it comes first.
func unique[T comparable](xs []T) []T {
	seen := map[T]bool{}
	var out []T
	for _, x := range xs {
		if !seen[x] {
			seen[x] = true
			out = append(out, x)
		}
	}
	return out
}

// openSources are the names of those that are asked unless another is named.
func openSources() []string {
	var out []string
	for _, s := range fetch.Sources {
		if s.Open {
			out = append(out, s.Name)
		}
	}
	return out
}

// badContact reports whether a text does not fit into the comment of a User-Agent.
func badContact(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' || r == '(' || r == ')' })
}
