package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/holdshort/holdshort/geo"
)

const (
	firError     geo.Meters = 5000
	firTolerance            = 2000.0
	firScale                = 100
)

const firNote = "Not authoritative: drawn from a flight simulator network's file, which is close to the published regions but is not them. Says nothing of height. Offered under CC BY-SA 4.0, with attribution to the VATSIM Network."

// firIDs are the regions on the routes of the sample cases.
var firIDs = map[string]string{
	"MMFR": "Mexico", "MMID": "Mérida", "MMTY": "Monterrey", "MMZT": "Mazatlán", "MHCC": "Central America (CENAMER)",
	"MUFH": "Habana", "MKJK": "Kingston", "TJZS": "San Juan", "EISN": "Shannon", "EGTT": "London", "EGPX": "Scottish",
	"HAAA": "Addis Ababa", "HSSS": "Khartoum", "HJJJ": "Juba", "HKNA": "Nairobi",
}

func firs(dir string) ([]region, error) {
	all, err := features(filepath.Join(dir, "vatspy_Boundaries.geojson.gz"))
	if err != nil {
		return nil, err
	}
	out := []region{usFIR()}
	for _, f := range all {
		id := f.text("id")
		name, ok := firIDs[id]
		if !ok || f.text("oceanic") != "0" {
			continue
		}
		polygons, err := f.polygons()
		if err != nil || len(polygons) != 1 || len(polygons[0]) != 1 {
			return nil, fmt.Errorf("FIR %s is not one outline: %w", id, err)
		}
		d := draw(unwrapped(open(polygons[0][0])), firTolerance, firScale, firError)
		d.central(firScale)
		out = append(out, region{
			id: "fir-" + strings.ToLower(id), name: name + " flight information region (" + id + ")", kind: "fir", table: "vatspy", scale: firScale,
			source: "VATSIM Network, VAT-Spy Boundaries.geojson; corners chosen and rounded to 0.01 degree",
			note:   firNote, rings: []drawn{d},
		})
	}
	if len(out) != len(firIDs)+1 {
		return nil, fmt.Errorf("%d of %d FIRs found", len(out)-1, len(firIDs))
	}
	return out, nil
}

// usFIRCorners were drawn by hand for the sample case jgg-v-trump.
var usFIRCorners = at(
	31.75, -106.50, 31.73, -106.38, 31.47, -106.20, 31.38, -106.00, 30.83, -105.32,
	30.68, -104.98, 30.15, -104.68, 30.00, -104.70, 29.65, -104.52, 28.92, -103.18,
	29.18, -102.98, 29.21, -102.88, 29.74, -102.76, 29.77, -102.40, 29.88, -102.32,
	29.76, -101.52, 29.17, -100.75, 28.18, -100.19, 27.49, -99.52, 27.07, -99.45,
	26.40, -99.07, 26.07, -98.22, 26.03, -97.75, 25.84, -97.40, 26.00, -97.00,
	26.00, -95.92, 24.50, -93.00, 24.50, -90.50, 24.50, -88.00, 24.00, -86.00,
	24.00, -82.00, 24.00, -78.00, 22.00, -75.17, 20.00, -73.33, 20.42, -73.00,
	20.42, -70.50, 19.65, -69.15, 21.24, -67.65, 25.00, -68.49, 25.00, -70.85,
	25.00, -73.20, 27.83, -74.83, 27.83, -76.26, 30.00, -77.00, 32.26, -77.00,
)

// usFIR is the airspace controlled by the United States over the south.
func usFIR() region {
	d := drawn{err: 10_000}
	for _, p := range usFIRCorners {
		d.points = append(d.points, gridded(p, firScale))
	}
	return region{
		id: "us-fir", kind: "fir", table: "vatspy", scale: firScale, rings: []drawn{d},
		name:   "Airspace controlled by the United States, south of a line from El Paso to 32.26N 77W; Houston and Miami Oceanic included",
		source: "drawn by hand: corners of VATSIM Network, VAT-Spy Boundaries.geojson, chosen and rounded to 0.01 degree; compared with the FAA's US_ARTCC_boundaries.geojson",
		note:   firNote + " The line from El Paso to 32.26N 77W is no boundary, but where the drawing ends: do not ask it about places north of that. South of 26N the line rests on that file alone.",
	}
}
