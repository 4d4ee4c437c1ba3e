package web

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"math"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/finding"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

//go:embed mapsvg.tmpl
var mapText string

var mapTemplate = template.Must(template.New("map").Parse(mapText))

// svgType is the media type of a drawing.
const svgType = "image/svg+xml"

// moverColors are those of the map in the page, on paper, in their order.
var (
	moverColors = []string{"#20558a", "#96400f", "#33662e", "#6b3a7d", "#7d1f3c", "#4b5158"}
	moverSlants = []int{45, 135, 0, 90, 22, 157}
)

// mapView is a map at a moment as the template draws it.
type mapView struct {
	sheet
	Width, Height   int
	Left, Top, W, H float64
	Title, Desc     string
	Head, Under     string
	Land, Ruler     string
	Areas           []areaView
	Movers          []moverView
	Places          [][2]string
	Grounds         []groundView
	Labels          []label
	Legend          []legendLine
	taken           [][4]float64
	standing        map[holdshort.ID][]int // movers that may have been on the ground at a place
}

type areaView struct{ Path, Band, Dash string }

type moverView struct {
	N, Slant        int
	Color           string
	Tracks, Regions []string
	Several         bool // it may have been in one of several regions
}

type groundView struct{ X, Y, Fill, Stroke string }

type legendLine struct {
	Text         string
	X, Y, Box    float64
	N            int
	Color        string
	Strong, Soft bool
}

// mapSVG answers for GET …/map.svg?at=: a map to print, drawn from the same
// geometry as findings.
func (s *Server) mapSVG(q *asked) (*answer, error) {
	at, err := q.at()
	if err != nil {
		return nil, err
	}
	see, err := q.sight()
	if err != nil {
		return nil, err
	}
	if len(see.c.Movements) == 0 {
		return nil, refuse(http.StatusNotFound, "a map shows where movements were", "the case has no movement to map")
	}
	see.mu.Lock()
	wheres := q.wheres(see, at)
	see.mu.Unlock()
	land, err := outlines()
	if err != nil {
		return nil, err
	}
	v := &mapView{Width: 960, Left: 24, Top: 58, W: 912, H: 540, standing: map[holdshort.ID][]int{}}
	v.left, v.top, v.width, v.height = v.Left, v.Top, v.W, v.H
	v.head(see.c, at, q.loc)
	tracks := map[holdshort.ID][]*track.Analysis{}
	if q.key.asOf == span.End {
		tracks = q.st.loaded.Tracks
	}
	v.fit(extentOf(see.c, wheres, tracks))
	v.ground(see.c, land)
	for i, w := range wheres {
		v.mover(i, w, tracks[w.Movement.ID])
	}
	v.names(see.c, wheres)
	v.legend(wheres)
	var b bytes.Buffer
	if err := mapTemplate.Execute(&b, v); err != nil {
		return nil, err
	}
	return &answer{kind: svgType, body: b.Bytes()}, nil
}

func (v *mapView) head(c *holdshort.Case, at span.Instant, loc *time.Location) {
	v.Head = "Where they could have been at " + span.FormatInstant(at, loc, true)
	v.Under = strings.TrimSuffix(c.Caption, ".") + ". In UTC: " + span.FormatInstant(at, time.UTC, true) + "."
	if c.Label != "" {
		v.Under += " " + c.Label
	}
	v.Title = v.Head
}

// extentOf are the points that the map shows: stops, regions that are drawn, and
// tracks.
func extentOf(c *holdshort.Case, wheres []*finding.Where, tracks map[holdshort.ID][]*track.Analysis) []geo.Point {
	var out []geo.Point
	for i := range c.Movements {
		for _, p := range c.Movements[i].Phases {
			if pl := c.Place(p.Place); pl != nil && pl.Point != nil {
				out = append(out, *pl.Point)
			}
		}
	}
	for _, w := range wheres {
		for _, ring := range drawnRings(w) {
			out = append(out, ring...)
		}
		for _, a := range tracks[w.Movement.ID] {
			for i := range a.Track.Fixes {
				out = append(out, a.Track.Fixes[i].Pos)
			}
		}
	}
	if len(out) == 0 {
		for _, p := range c.Places {
			if p.Point != nil {
				out = append(out, *p.Point)
			}
		}
	}
	if len(out) == 0 {
		out = []geo.Point{{}}
	}
	return out
}

// drawnRings are the regions of flights and of what lies between stops. What a
// vehicle did before and after its record is not drawn.
func drawnRings(w *finding.Where) [][]geo.Point {
	var out [][]geo.Point
	for _, s := range w.Could {
		if ring := geo.Cover(s.Discs); ring != nil && (s.State == finding.InTheAir || s.State == finding.Between) {
			out = append(out, ring)
		}
	}
	return out
}

// ground draws the earth and the areas.
func (v *mapView) ground(c *holdshort.Case, land [][]geo.Point) {
	var b strings.Builder
	for _, ring := range land {
		b.WriteString(v.ring(ring))
	}
	v.Land = b.String()
	for i := range c.Areas {
		a := areaOf(&c.Areas[i])
		for _, r := range a.Rings {
			path := v.ring(closed(each(r, func(p *pointJSON) geo.Point { return pointAt(*p) })))
			if path == "" {
				continue
			}
			dash := map[string]string{"territorial-sea": "", "fir": "7 4", "airspace": "7 4"}
			d, known := dash[a.Kind]
			if !known {
				d = "2 3"
			}
			v.Areas = append(v.Areas, areaView{path, px(max(2, 2*a.ErrorM*v.scale/meanRadius)), d})
		}
	}
}

func pointAt(p pointJSON) geo.Point { return geo.Point{Lat: geo.Degrees(p[0]), Lon: geo.Degrees(p[1])} }

func px(x float64) string { return fmt.Sprintf("%.1f", x) }

// mover draws where one movement could have been, and its track.
func (v *mapView) mover(i int, w *finding.Where, tracks []*track.Analysis) {
	m := moverView{N: i, Slant: moverSlants[i%len(moverSlants)], Color: moverColors[i%len(moverColors)], Several: len(w.Could) > 1}
	for _, ring := range drawnRings(w) {
		m.Regions = append(m.Regions, v.ring(closed(ring)))
	}
	for _, a := range tracks {
		for _, run := range runs(a) {
			m.Tracks = append(m.Tracks, v.line(run))
		}
	}
	for _, s := range w.Could {
		if s.State == finding.OnGround && !slices.Contains(v.standing[s.To.Place.ID], i) {
			v.standing[s.To.Place.ID] = append(v.standing[s.To.Place.ID], i)
		}
	}
	v.Movers = append(v.Movers, m)
}

// runs are the positions of a track that prove something, divided at its gaps: a
// gap is never drawn as a line.
func runs(a *track.Analysis) [][]geo.Point {
	cut := map[int]bool{}
	for _, g := range a.Gaps {
		cut[g.To] = true
	}
	out := [][]geo.Point{nil}
	for i := range a.Track.Fixes {
		if cut[i] {
			out = append(out, nil)
		}
		if f := &a.Track.Fixes[i]; f.Proves() {
			out[len(out)-1] = append(out[len(out)-1], f.Pos)
		}
	}
	return out
}

// ruler is a length in the middle of the map.
func (v *mapView) ruler() {
	unit := v.scale / meanRadius * 1000
	most := 160 / unit
	km := math.Pow(10, math.Floor(math.Log10(most)))
	for _, n := range []float64{5, 2} {
		if n*km <= most {
			km *= n
			break
		}
	}
	x, y := v.Left+14, v.Top+v.H-14
	v.Ruler = fmt.Sprintf("M%.1f,%.1fv4h%.1fv-4", x, y-4, km*unit)
	l, _ := v.place(label{Lines: []string{fmt.Sprintf("%g km", km)}, Size: 11, Weight: 400, Color: "#1b1d1f"}, []spot{{x, y - 9, "start"}}, &v.taken)
	v.Labels = append(v.Labels, l)
}
