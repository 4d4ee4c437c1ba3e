package feed

import (
	"encoding/xml"
	"fmt"
	"strings"

	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// kmlWriter is who wrote a KML file, as far as its content tells. It decides
// what the altitudes are and where the positions come from: the format itself
// says neither.
type kmlWriter uint8

const (
	someWriter    kmlWriter = iota
	flightAware             // altitudes are broadcast ones in metres; some positions may be estimated
	flightradar24           // the same, and altitude 0 also stands for none
	tar1090                 // pressure or geometric altitudes; no altitude mode on the ground
	foreFlight              // recorded aboard
)

// flightAwareSlack is how far the time of a position from FlightAware may be
// off: it is in whole seconds and of sources that it does not all name, of which
// radar data comes latest. Not measured; Flightradar24's was 15 s.
const flightAwareSlack = 30 * span.Second

func isKML(head []byte) bool { return rootOf(head) == "kml" }

// kmlReader reads KML: gx:Track with its parallel lists of times and
// coordinates, and Points with a TimeStamp or TimeSpan. Positions without a
// time, such as those of lines and of airports, are counted and not used.
type kmlReader struct {
	*fleet
	x      *elements
	clock  logClock
	writer kmlWriter
	title  string // of the document
	mark   placemark
	line   *gxTrack
}

func readKML(in *input) error {
	r := &kmlReader{fleet: newFleet(in), x: newElements(in), clock: logClock{in: in}}
	r.x.open, r.x.close = r.opened, r.closed
	broke, err := r.x.walk()
	if err == nil {
		err = r.abandon()
	}
	if err == nil {
		err = r.x.ended(broke)
	}
	if err != nil {
		return err
	}
	return r.finish(r.tell)
}

// abandon ends a gx:Track or Placemark whose end tag has not come.
func (r *kmlReader) abandon() error {
	if r.mark.row != 0 {
		r.in.unused(r.mark.row, r.x.at(), cutOff)
	}
	r.mark = placemark{folder: r.mark.folder}
	if r.line == nil {
		return nil
	}
	return r.finishTrack(true)
}

// tell writes on a track what the file is and does not say.
func (r *kmlReader) tell(p *plane) {
	if r.title != "" {
		p.note(0, fmt.Sprintf("the file calls itself %q", clip(r.title)))
	}
	switch r.writer {
	case flightAware:
		p.note(0, "FlightAware's KML does not say how positions came about; some may be estimated")
	case flightradar24:
		p.note(0, "Flightradar24's KML does not say how positions came about; some may be estimated, and altitude 0 also stands for none")
	case tar1090:
		p.note(0, "tar1090's KML does not say whether altitudes are pressure altitudes or above sea level")
	}
	for i := range p.Fixes {
		r.settleFix(&p.Fixes[i])
	}
}

// slacks are how far the times of each writer may be off.
var slacks = [...]span.Length{
	someWriter: zeroSlack, flightAware: flightAwareSlack, flightradar24: fr24Slack, tar1090: readsbSlack, foreFlight: logSlack,
}

// settleFix gives a fix what depends on who wrote the file, which may stand at
// its end.
func (r *kmlReader) settleFix(f *track.Fix) {
	f.Slack = max(f.Slack, slacks[r.writer])
	switch r.writer {
	case flightAware, flightradar24, tar1090:
		if f.Alt.Datum == track.SeaLevel {
			f.Alt.Datum = track.Unstated
		}
		if r.writer == flightradar24 && f.Alt.Feet == 0 {
			f.Alt = track.Altitude{}
		}
	case foreFlight:
		f.Kind = track.Logged
	}
}

func (r *kmlReader) opened(e xml.StartElement) error {
	switch e.Name.Local {
	case "Placemark":
		if err := r.abandon(); err != nil {
			return err
		}
	case "Track":
		if r.line != nil {
			if err := r.finishTrack(true); err != nil {
				return err
			}
		}
		r.line = &gxTrack{}
	case "SimpleArrayData":
		if r.line != nil {
			r.line.array, _ = attr(e, "name")
		}
	}
	return nil
}

func (r *kmlReader) closed(name, text string) error {
	switch {
	case r.line != nil && r.x.within("Track"):
		return r.trackPart(name, text)
	case r.x.within("Placemark"):
		return r.markPart(name, text)
	case name == "name" && r.title == "" && (r.x.parent() == "Document" || r.x.parent() == "kml"):
		r.title = text
		if strings.HasPrefix(text, "FlightAware") {
			r.writer = flightAware
		}
	case name == "name" && text == "FlightAware" && r.x.parent() == "ScreenOverlay":
		r.writer = flightAware
	case name == "Folder":
		r.mark.folder = ""
	case name == "name" && r.x.parent() == "Folder":
		r.mark.folder = text
		if r.writer == someWriter && strings.HasSuffix(text, " track") && r.x.outer(2) == "Folder" {
			r.writer = tar1090
		}
	case name == "value" && strings.HasPrefix(text, "ForeFlight"):
		r.writer = foreFlight
	}
	return nil
}
