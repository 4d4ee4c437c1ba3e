package feed

import (
	"fmt"
	"strings"

	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// gxTrack is one gx:Track while it is read: its lists are parallel, and may come
// one after another or in turns.
type gxTrack struct {
	mode   string // altitudeMode; Google Earth takes clampToGround if there is none
	whens  []moment
	coords []track.Fix
	whys   []string // why the coordinate cannot be used, or empty
	array  string   // name of the SimpleArrayData that is open
	speeds []string // knots
	tracks []string // degrees
}

// moment is one of the times of a gx:Track.
type moment struct {
	at    span.Instant
	slack span.Length
	why   string
}

// trackPart takes a part of the gx:Track that is open.
func (r *kmlReader) trackPart(name, text string) (err error) {
	t := r.line
	switch name {
	case "altitudeMode":
		t.mode = text
	case "when":
		var m moment
		m.at, m.slack, m.why, err = r.clock.at(text, r.in.sum.Rows+1)
		t.whens = append(t.whens, m)
		if len(t.whens) > maxHeld {
			return r.in.fail(0, r.x.at(), "", "holds too many times", "split the file")
		}
	case "coord":
		r.addCoord(text)
	case "value":
		switch t.array {
		case "speed_kts":
			t.speeds = append(t.speeds, text)
		case "course":
			t.tracks = append(t.tracks, text)
		case "acc_horiz":
			r.writer = foreFlight
		}
	case "Track":
		return r.finishTrack(false)
	}
	return err
}

// addCoord takes "-72.046050 41.332301 5.1": longitude, latitude, metres.
func (r *kmlReader) addCoord(text string) {
	r.in.sum.Rows++
	t, row := r.line, r.in.sum.Rows
	f := blankFix(row)
	v, ok := numbers(strings.Fields(text))
	pos, metres, high, why := lonLat(v)
	switch {
	case text == "":
		why = noPosition
	case !ok:
		why = badPosition
	}
	f.Pos = pos
	if high && why == "" {
		f.Alt = r.height(metres, row)
	}
	t.coords, t.whys = append(t.coords, f), append(t.whys, why)
}

// height is an altitude in metres, of which the mode is not yet known.
func (r *kmlReader) height(metres float64, row int64) track.Altitude {
	if v, ok := heights.within(r.in, row, r.x.at(), metres*feetPerMetre); ok {
		return feet(v, track.SeaLevel)
	}
	return track.Altitude{}
}

// leveled is an altitude under an altitude mode: metres above the sea if it is
// absolute, and nothing that can be told without the ground's own height if not.
func leveled(a track.Altitude, mode string) track.Altitude {
	if mode != "absolute" {
		return track.Altitude{}
	}
	return a
}

// finishTrack pairs times and coordinates. If there are more of one than of the
// other they may belong together in any way, and none is used; unless the file
// broke off in between, for then the first ones do.
func (r *kmlReader) finishTrack(broke bool) error {
	t := r.line
	r.line = nil
	if len(t.whens) != len(t.coords) && !broke {
		for _, f := range t.coords {
			r.in.unused(f.Row, r.x.at(), fmt.Sprintf("a gx:Track has %d times and %d positions", len(t.whens), len(t.coords)))
		}
		return nil
	}
	p := r.trackPlane()
	if p == nil {
		return nil
	}
	for i, f := range t.coords {
		if i >= len(t.whens) {
			t.whys[i] = noTime
		} else if m := t.whens[i]; t.whys[i] == "" {
			f.At, f.Slack, t.whys[i] = m.at, m.slack, m.why
		}
		if t.whys[i] != "" {
			r.in.unused(f.Row, -1, t.whys[i])
			continue
		}
		r.finishFix(t, i, &f)
		if err := r.add(p, f); err != nil {
			return err
		}
	}
	return nil
}

// finishFix gives a fix of a gx:Track what its other lists have. tar1090 leaves
// out the altitude mode of the parts on the ground, and nowhere else.
func (r *kmlReader) finishFix(t *gxTrack, i int, f *track.Fix) {
	f.Alt = leveled(f.Alt, t.mode)
	if r.writer == tar1090 {
		f.Ground = track.Airborne
		if t.mode == "" {
			f.Ground = track.OnGround
		}
	}
	if len(t.speeds) == len(t.coords) {
		speeds.put(&f.Speed, r.in, f.Row, -1, t.speeds[i], 1)
	}
	if len(t.tracks) == len(t.coords) {
		courses.put(&f.Course, r.in, f.Row, -1, t.tracks[i], 1)
	}
}

// trackPlane is the aircraft of a gx:Track. tar1090 names the placemark by the
// registration in its database or, for want of one, by the address. It is nil
// if the caller does not want the aircraft.
func (r *kmlReader) trackPlane() *plane {
	name := r.mark.name
	if r.writer != tar1090 {
		return r.plane(track.Address{}, name)
	}
	addr, ok := track.ParseAddress(name)
	if !r.in.wants(addr) {
		return nil
	}
	p := r.plane(addr, name)
	if !ok {
		p.Registration = name
	}
	return p
}
