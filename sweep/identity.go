package sweep

import (
	"strings"

	"github.com/holdshort/holdshort/address"
	"github.com/holdshort/holdshort/feed"
	"github.com/holdshort/holdshort/track"
	"github.com/holdshort/holdshort/tri"
)

// identity answers an atom about what an aircraft is. Calls are the callsigns that
// it sent; nil, and not empty, while they are not known.
//
// Of an address that the database marks as PIA, and of one outside ICAO's plan,
// nothing is known but the address itself: the database's row, if any, is of the
// address and not of an aircraft.
func identity(a *atom, h *feed.Head, calls []string) (v value, ok bool) {
	veiled := h.Flags.Has(feed.PIA) || h.Address.NonICAO
	has := func(says, want string) tri.Truth {
		if veiled || says == "" {
			return tri.Unknown
		}
		return tri.Of(says == want)
	}
	switch a.op {
	case "hex":
		if h.Address.String() == a.name {
			return both(tri.Yes), true
		}
		if veiled {
			return both(tri.Unknown), true // what aircraft sends it is not known
		}
		return both(tri.No), true
	case "tail":
		return both(tailOf(h, a.name, has)), true
	case "type":
		return both(has(strings.ToUpper(h.Type), a.name)), true
	case "operator":
		return both(operatorOf(h, a.name, veiled)), true
	case "flagged":
		return both(tri.Of(h.Flags.Has(a.flag))), true
	case "call":
		return both(callOf(calls, a.name)), true
	case "listed":
		return both(listed(a.list, h, calls, veiled, has)), true
	}
	return value{}, false
}

// tailOf is whether the registration is the one asked for, by the database or by
// the address, where one goes with the other.
func tailOf(h *feed.Head, want string, has func(says, want string) tri.Truth) tri.Truth {
	if n, ok := address.NNumber(h.Address); ok && plainTail(n) == plainTail(want) {
		return tri.Yes
	}
	return has(plainTail(h.Registration), plainTail(want))
}

func plainTail(s string) string { return strings.ToUpper(strings.ReplaceAll(s, "-", "")) }

func operatorOf(h *feed.Head, want string, veiled bool) tri.Truth {
	if veiled || h.Operator == "" {
		return tri.Unknown
	}
	return tri.Of(strings.Contains("-"+words(h.Operator)+"-", "-"+want+"-"))
}

// callOf is whether one of the callsigns begins so. One that says nothing, as
// zeros do, leaves it open, and so does none.
func callOf(calls []string, want string) tri.Truth {
	said := false
	for _, c := range calls {
		if strings.HasPrefix(c, want) {
			return tri.Yes
		}
		said = said || !Dummy(c)
	}
	if said {
		return tri.No
	}
	return tri.Unknown
}

// Dummy reports whether a callsign says nothing of who flies: it is empty, of
// zeros or another character over and over, or one that equipment is delivered or
// tested with.
func Dummy(call string) bool {
	c := strings.TrimSpace(call)
	return c == "" || strings.Count(c, c[:1]) == len(c) || strings.HasPrefix(c, "TEST") || c == "NONE" || c == "UNKNOWN" || c == "12345678" || c == "ABCDEFGH"
}

// listed is whether a row of the list is of the aircraft.
func listed(l *List, h *feed.Head, calls []string, veiled bool, has func(says, want string) tri.Truth) tri.Truth {
	out := tri.No
	for _, e := range l.Entries {
		v := tri.No
		switch e.Kind {
		case "hex":
			if h.Address.String() == e.Value {
				return tri.Yes
			}
			if veiled {
				v = tri.Unknown
			}
		case "tail":
			v = tailOf(h, e.Value, has)
		case "type":
			v = has(strings.ToUpper(h.Type), e.Value)
		case "operator":
			v = operatorOf(h, words(e.Value), veiled)
		case "call":
			v = callOf(calls, e.Value)
		}
		if v == tri.Yes {
			return v
		}
		if v == tri.Unknown {
			out = v
		}
	}
	return out
}

// callsOf are the callsigns of a track, each once; never nil.
func callsOf(t *track.Track) []string {
	out := []string{}
	for _, c := range t.Calls {
		out = append(out, strings.ToUpper(c.Text))
	}
	return out
}
