package feed

import (
	"bytes"

	"github.com/holdshort/holdshort/track"
)

// isFR24JSON tells the answer of Flightradar24's playback by its outer keys.
func isFR24JSON(head []byte) bool {
	found := false
	topKeys(head, func(key string, value []byte) bool {
		found = key == "result" && bytes.Contains(head, []byte(`"flight"`)) && bytes.Contains(head, []byte(`"identification"`))
		return !found
	})
	return found
}

// playback is one playback while it is read. The label in its status, such as
// "Landed 17:47", is the service's own and is not taken: it says so of an
// aircraft that collided on the runway.
type playback struct {
	in    *input
	w     *window
	fleet *fleet
	row   int64
	zeros int64
	call  string
	addr  track.Address
	reg   string
	model string
	owner string
	line  string
}

// readFR24JSON reads it.
func readFR24JSON(in *input) error {
	p := &playback{in: in, w: newWindow(in.r, nil), fleet: newFleet(in)}
	skipMark(p.w)
	err := p.inside("result", func() error {
		return p.inside("response", func() error {
			return p.inside("data", func() error {
				return p.inside("flight", p.flight)
			})
		})
	})
	if stop, ok := err.(stopError); ok {
		return stop.error
	}
	if err := broken(in, p.row, p.w.at(), err); err != nil {
		return err
	}
	noteZeros(in, p.zeros)
	return p.hand()
}

// stopError is an error of the reading itself, not of the file's form.
type stopError struct{ error }

// inside reads the value of one key of the object that comes next, and passes
// over the others.
func (p *playback) inside(name string, do func() error) error {
	return p.object(func(key string) error {
		if key == name && p.w.peek() == '{' {
			return do()
		}
		return p.w.skip()
	})
}

func (p *playback) object(do func(key string) error) error {
	if !p.w.take('{') {
		return p.w.unexpected()
	}
	for first := true; ; first = false {
		key, ok, err := p.w.key(first)
		if err != nil || !ok {
			return err
		}
		if err := do(key); err != nil {
			return err
		}
	}
}

// flight reads what is said of the flight, and its positions.
func (p *playback) flight() error {
	return p.object(func(key string) error {
		switch key {
		case "track":
			if p.w.take('[') {
				return p.w.each(p.item)
			}
			return p.w.skip()
		case "identification":
			return p.deep(func(path, value string) { p.set(path == "/callsign", &p.call, value) })
		case "owner":
			return p.deep(func(path, value string) { p.set(path == "/name", &p.owner, value) })
		case "airline":
			return p.deep(func(path, value string) { p.set(path == "/name", &p.line, value) })
		case "aircraft":
			return p.deep(func(path, value string) {
				p.set(path == "/identification/registration", &p.reg, value)
				p.set(path == "/model/code", &p.model, value)
				if path == "/identification/modes" {
					p.addr, _ = track.ParseAddress(value)
				}
			})
		}
		return p.w.skip()
	})
}

func (p *playback) set(is bool, dst *string, value string) {
	if is {
		*dst = value
	}
}

// deep calls do with each value within the one that comes next.
func (p *playback) deep(do func(path, value string)) error {
	v, err := p.w.value()
	if err == nil {
		eachLeaf(v, do)
	}
	return err
}

// item reads one position.
func (p *playback) item() error {
	p.w.peek()
	at, said := p.w.at(), map[string]string{}
	if err := p.deep(func(path, value string) { said[path] = value }); err != nil {
		return err
	}
	p.row++
	p.in.sum.Rows++
	fix, why := blankFix(p.row), ""
	fix.Slack = fr24Slack
	if fix.At, why = unixTime(said["/timestamp"]); why == "" {
		fix.Pos, why = placeOf(said["/latitude"], said["/longitude"])
	}
	if why != "" {
		p.in.unused(p.row, at, why)
		return nil
	}
	fix.Alt = fr24Altitude(p.in, p.row, at, said["/altitude/feet"], &p.zeros)
	if v, ok := heights.of(p.in, p.row, at, said["/ems/altGPS"], 1); ok {
		fix.Geo = feet(v, track.Ellipsoid)
	}
	speeds.put(&fix.Speed, p.in, p.row, at, said["/speed/kts"], 1)
	courses.put(&fix.Course, p.in, p.row, at, said["/heading"], 1)
	climbs.put(&fix.Climb, p.in, p.row, at, said["/verticalSpeed/fpm"], 1)
	fix.Course, fix.Squawk = turned(fix.Course), squawkOf(said["/squawk"])
	if err := p.fleet.add(p.fleet.plane(track.Address{}, ""), fix); err != nil {
		return stopError{err}
	}
	return nil
}

// hand gives the flight to the sink, with what was said of it, which may stand
// after its positions.
func (p *playback) hand() error {
	if !p.in.wants(p.addr) {
		return nil
	}
	return p.fleet.finish(func(pl *plane) {
		pl.Address, pl.Registration, pl.Type, pl.Operator = p.addr, p.reg, p.model, p.owner
		if p.owner == "" {
			pl.Operator = p.line
		}
		if call := cleanCall(p.call); call != "" {
			pl.heard = []hearing{{text: call, from: pl.Fixes[0].At, until: pl.Fixes[0].At, row: pl.Fixes[0].Row}}
			pl.note(0, "the callsign is the service's for the whole flight")
		}
	})
}
