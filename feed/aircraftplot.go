package feed

import (
	"encoding/json"
	"math"
	"strings"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// maxAge bounds seen_pos: readsb forgets an aircraft within hours.
const maxAge = 24 * span.Hour

// craft is one aircraft of a snapshot by its keys, as far as they are used.
type craft struct {
	keys map[string][]byte
	at   int64
}

// aircraftKeys are the keys that are used.
var aircraftKeys = map[string]bool{
	"hex": true, "type": true, "flight": true, "r": true, "t": true, "ownOp": true,
	"lat": true, "lon": true, "seen_pos": true, "lastPosition": true, "rr_lat": true, "mlat": true, "tisb": true,
	"alt_baro": true, "alt_geom": true, "gs": true, "track": true, "baro_rate": true, "geom_rate": true,
	"nic": true, "rc": true, "nac_p": true, "sil": true, "version": true, "squawk": true, "nav_qnh": true, "category": true,
}

func isAircraftKey(key string) bool { return aircraftKeys[key] }

// newLone is an aircraft that is a line by itself.
func newLone() *craft { return &craft{keys: map[string][]byte{}} }

func (c *craft) set(key string, v []byte, at int64) {
	if isAircraftKey(key) {
		c.keys[key] = v
	}
	if c.at == 0 {
		c.at = at
	}
}

// plotOf reads an aircraft of a snapshot.
func plotOf(v []byte, row, at int64) plot {
	raw := map[string]json.RawMessage{}
	if json.Unmarshal(v, &raw) != nil {
		why := "it is not an object"
		if !json.Valid(v) {
			why = errNaN.Error()
		}
		return plot{fix: track.Fix{Row: row}, at: at, why: why}
	}
	c := craft{keys: make(map[string][]byte, len(raw)), at: at}
	for key, v := range raw {
		c.set(key, v, at)
	}
	return c.plot(row)
}

// plot is the aircraft's fix, its time counted from that of the snapshot.
func (c *craft) plot(row int64) plot {
	p := plot{at: c.at, call: string(callOf(c.keys["flight"])), reg: c.text("r"), kind: c.text("t"), operator: c.text("ownOp")}
	p.fix = track.Fix{Row: row, Slack: readsbSlack, Speed: track.NaN, Course: track.NaN, Climb: track.NaN, NIC: -1, NACp: -1, SIL: -1}
	p.address, _ = track.ParseAddress(c.text("hex"))
	_, hasLat := c.keys["lat"]
	switch last := c.keys["lastPosition"]; {
	case p.address.IsZero():
		p.why = "it has no address of six hexadecimal digits"
	case hasLat:
		p.why = c.place(&p.fix)
		c.state(&p.fix)
	case last != nil:
		p.why = c.lastPlace(&p.fix, last)
	case c.keys["rr_lat"] != nil:
		p.why = roughOnly
	default:
		p.why = noPlace
	}
	p.vehicle = isVehicle(text(c.keys["category"]))
	return p
}

func (c *craft) text(key string) string { return strings.TrimSpace(unquote(c.keys[key])) }

func (c *craft) real(key string) float64 {
	f, _ := real64(c.keys[key])
	return f
}

// place reads the position and its age into f, or says why there is none.
func (c *craft) place(f *track.Fix) (why string) {
	lat, lon, age := c.real("lat"), c.real("lon"), c.real("seen_pos")
	f.Pos = geo.Point{Lat: geo.Degrees(lat), Lon: geo.Degrees(lon)}
	switch {
	case math.IsNaN(lat) || math.IsNaN(lon):
		return noPlace
	case !f.Pos.Valid():
		return outOfRange
	case math.IsNaN(age):
		return noAge
	case age < -60 || age > float64(maxAge/span.Second):
		return "the age of the position (seen_pos) is under -60 s or over a day"
	}
	f.At = -span.Instant(math.Round(age * 1000))
	return ""
}

// lastPlace reads a position that has grown too old to stand beside the rest,
// which is of a later time and not taken.
func (c *craft) lastPlace(f *track.Fix, last []byte) (why string) {
	raw := map[string]json.RawMessage{}
	if json.Unmarshal(last, &raw) != nil {
		return noPlace
	}
	old := craft{keys: make(map[string][]byte, len(raw))}
	for key, v := range raw {
		old.set(key, v, 0)
	}
	return old.place(f)
}

// state reads what the aircraft says beside its position.
func (c *craft) state(f *track.Fix) {
	d := blankDetails
	for _, key := range []string{"nic", "rc", "nac_p", "sil", "version", "squawk", "nav_qnh"} {
		if v := c.keys[key]; v != nil {
			d.field(detailKeyOf(key), v)
		}
	}
	d.settle()
	f.NIC, f.NACp, f.SIL, f.Squawk, f.QNH = d.nic, d.nacp, d.sil, d.squawk, d.qnh
	f.Kind = c.kind()
	if f.Kind == track.ADSB || f.Kind == track.ADSR {
		f.Radius = d.radius
	}
	if c.text("alt_baro") == "ground" {
		f.Ground = track.OnGround
	} else if alt := c.real("alt_baro"); !math.IsNaN(alt) {
		f.Alt, f.Ground = altitudeOf(alt, track.Pressure), track.Airborne
	}
	f.Geo = altitudeOf(c.real("alt_geom"), track.Ellipsoid)
	f.Speed, f.Course = float32(c.real("gs")), float32(c.real("track"))
	rate := c.real("baro_rate")
	if math.IsNaN(rate) {
		rate = c.real("geom_rate")
	}
	f.Climb = float32(rate)
}

// kind is how the position came about: the lists mlat and tisb name the fields
// that did not come from the aircraft.
func (c *craft) kind() track.Kind {
	for key, kind := range map[string]track.Kind{"mlat": track.MLAT, "tisb": track.TISB} {
		var fields []string
		if json.Unmarshal(c.keys[key], &fields) == nil {
			for _, f := range fields {
				if f == "lat" || f == "lon" {
					return kind
				}
			}
		}
	}
	return readsbKinds[c.text("type")]
}
