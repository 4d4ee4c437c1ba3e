package feed

import (
	"encoding/xml"
	"fmt"
	"strconv"

	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// logSlack is how far the time of a position in a track log may be off: the
// clock is set by the satellites, but a phone writes when it got the position.
const logSlack = 2 * span.Second

func isGPX(head []byte) bool { return rootOf(head) == "gpx" }

// gpxReader reads GPX 1.0 and 1.1. Each trk is a track of its own. Waypoints
// and routes are places that somebody set, and are not used.
type gpxReader struct {
	*fleet
	x       *elements
	clock   logClock
	creator string
	tracks  int
	names   map[*plane]string
	p       *plane // of the current trk
	segment int    // fixes in the current trkseg, -1 before the first
	fix     track.Fix
	why     string // the current trkpt cannot be used
	timed   bool
	open    bool // a trkpt is
	start   int64
}

func readGPX(in *input) error {
	r := &gpxReader{fleet: newFleet(in), x: newElements(in), clock: logClock{in: in}, names: map[*plane]string{}}
	r.x.open, r.x.close = r.opened, r.closed
	broke, err := r.x.walk()
	r.abandon()
	if err == nil {
		err = r.x.ended(broke)
	}
	if err != nil {
		return err
	}
	return r.finish(r.tell)
}

// abandon ends a track point whose end tag has not come.
func (r *gpxReader) abandon() {
	if r.open {
		r.in.unused(r.fix.Row, r.start, cutOff)
	}
	r.open = false
}

// tell says of a track which program wrote it.
func (r *gpxReader) tell(p *plane) {
	if r.creator != "" {
		p.note(0, fmt.Sprintf("the file says that %q wrote it", clip(r.creator)))
	}
	if name := r.names[p]; name != "" {
		p.note(0, fmt.Sprintf("the file calls the track %q", clip(name)))
	}
}

func (r *gpxReader) opened(e xml.StartElement) error {
	switch e.Name.Local {
	case "gpx":
		r.creator, _ = attr(e, "creator")
	case "trk":
		r.tracks++
		r.p, r.segment = r.plane(track.Address{}, strconv.Itoa(r.tracks)), 0
	case "trkseg":
		r.segment = 0
	case "trkpt":
		r.begin(e)
	case "wpt", "rtept":
		r.in.sum.Rows++
		r.in.unused(r.in.sum.Rows, r.x.at(), "a waypoint or route point is a place that somebody set, not a position")
	}
	return nil
}

// begin begins a track point.
func (r *gpxReader) begin(e xml.StartElement) {
	r.abandon()
	r.in.sum.Rows++
	r.start, r.timed, r.open = r.x.at(), false, true
	r.fix = blankFix(r.in.sum.Rows)
	r.fix.Kind, r.fix.Slack = track.Logged, logSlack
	lat, _ := attr(e, "lat")
	lon, _ := attr(e, "lon")
	r.fix.Pos, r.why = placeOf(lat, lon)
}

func (r *gpxReader) closed(name, text string) error {
	switch {
	case name == "trkpt":
		return r.end()
	case name == "name" && r.x.parent() == "trk" && r.p != nil:
		r.names[r.p] = text
	case name == "trk":
		r.p = nil
	case r.x.parent() == "trkpt" || r.x.parent() == "TrackPointExtension":
		return r.field(name, text)
	}
	return nil
}

// field is a part of the current track point.
func (r *gpxReader) field(name, text string) error {
	in, row := r.in, r.fix.Row
	switch name {
	case "time":
		at, slack, why, err := r.clock.at(text, row)
		if why != "" && r.why == "" {
			r.why = why
		}
		r.fix.At, r.timed = at, true
		r.fix.Slack = max(r.fix.Slack, logSlack+slack)
		return err
	case "ele":
		if v, ok := heights.of(in, row, r.start, text, feetPerMetre); ok {
			r.fix.Alt = feet(v, track.SeaLevel)
		}
	case "speed": // GPX 1.0 and Garmin's extension have metres a second
		speeds.put(&r.fix.Speed, in, row, r.start, text, knotsPerMPS)
	case "course":
		courses.put(&r.fix.Course, in, row, r.start, text, 1)
	case "fix":
		if text == "none" && r.why == "" {
			r.why = "the logger had no fix"
		}
	}
	return nil
}

// end ends a track point. A new segment says that the logger was off, or had no
// reception, since the last.
func (r *gpxReader) end() error {
	if !r.open {
		return nil
	}
	r.open = false
	switch {
	case r.why != "":
	case !r.timed:
		r.why = noTime
	case r.p == nil:
		r.why = "a track point is in no track"
	}
	if r.why != "" {
		r.in.unused(r.fix.Row, r.start, r.why)
		return nil
	}
	if r.segment == 0 && len(r.p.Fixes) > 0 {
		r.fix.Mark |= track.Stale
	}
	r.segment++
	return r.add(r.p, r.fix)
}
