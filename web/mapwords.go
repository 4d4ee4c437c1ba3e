package web

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/finding"
)

// At and Line are where the lines of a label stand.
func (l label) At() string        { return px(l.X) }
func (l label) Line(i int) string { return px(l.Y + float64(i)*l.Size*lineHigh) }

// names puts names on the map, the most important first: those for which there
// is no room are left out, and are in the lines below.
func (v *mapView) names(c *holdshort.Case, wheres []*finding.Where) {
	v.ruler()
	for i := range c.Places {
		if p := &c.Places[i]; p.Point != nil {
			v.spot(p)
		}
	}
	for i, w := range wheres {
		for _, ring := range drawnRings(w) {
			x, y := 0.0, 0.0
			for _, p := range ring {
				px, py, _ := v.at(p)
				x, y = x+px/float64(len(ring)), y+py/float64(len(ring))
			}
			l := label{Lines: []string{w.Movement.Name, "within the hatched area"}, Size: 13, Weight: 700, Color: v.Movers[i].Color}
			spots := []spot{{x, y, "middle"}}
			for _, dy := range []float64{-36, 36, -72, 72, -108, 108} {
				spots = append(spots, spot{x, y + dy, "middle"})
			}
			v.put(l, spots)
		}
	}
	for _, p := range c.Places {
		if movers := v.standing[p.ID]; len(movers) > 0 {
			v.stands(&p, movers, wheres)
		}
	}
	for i := range c.Areas {
		v.areaName(&c.Areas[i])
	}
}

func (v *mapView) put(l label, spots []spot) {
	if l, ok := v.place(l, spots, &v.taken); ok {
		v.Labels = append(v.Labels, l)
	}
}

// spot marks a place.
func (v *mapView) spot(p *holdshort.Place) {
	x, y, ok := v.at(*p.Point)
	if !ok || !v.inside(x, y) {
		return
	}
	v.Places = append(v.Places, [2]string{px(x), px(y)})
	v.taken = append(v.taken, [4]float64{x - 5, y - 5, x + 5, y + 5})
	name, _, _ := strings.Cut(p.Name, ",")
	v.put(label{Lines: []string{string(p.ID), name}, Size: 12, Weight: 600, Color: "#1b1d1f"}, beside(x, y, 9))
}

// stands marks movements that were on the ground at a place; hollow, if they
// only may have been.
func (v *mapView) stands(p *holdshort.Place, movers []int, wheres []*finding.Where) {
	x, y, ok := v.at(*p.Point)
	if !ok {
		return
	}
	var sure, perhaps []string
	color := ""
	for _, i := range movers {
		if w := wheres[i]; len(w.Could) > 1 {
			perhaps = append(perhaps, w.Movement.Name)
		} else if sure = append(sure, w.Movement.Name); color == "" {
			color = v.Movers[i].Color
		}
	}
	g := groundView{px(x - 4.5), px(y - 4.5), color, "#ffffff"}
	var lines []string
	if len(sure) > 0 {
		lines = append(lines, strings.Join(sure, ", "), "on the ground")
	} else {
		g.Fill, g.Stroke = "#ffffff", v.Movers[movers[0]].Color
	}
	if len(perhaps) > 0 {
		lines = append(lines, strings.Join(perhaps, ", "), "perhaps on the ground")
	}
	v.Grounds = append(v.Grounds, g)
	v.put(label{Lines: lines, Size: 13, Weight: 700, Color: cmp.Or(color, g.Stroke)}, beside(x, y, 12))
}

// areaName names an area at the corner of its outline nearest to the middle.
func (v *mapView) areaName(a *holdshort.Area) {
	var spots []spot
	for _, r := range areaOf(a).Rings {
		for _, p := range r {
			if x, y, ok := v.at(pointAt(p)); ok && v.inside(x, y) {
				spots = append(spots, spot{x, y + 22, "middle"}, spot{x, y - 18, "middle"})
			}
		}
	}
	far := func(s spot) float64 {
		dx, dy := s.x-v.Left-v.W/2, s.y-v.Top-v.H/2
		return dx*dx + dy*dy
	}
	slices.SortStableFunc(spots, func(a, b spot) int { return int(far(a) - far(b)) })
	v.put(label{Lines: folded(a.Name, 30), Size: 11, Weight: 400, Color: "#75590f"}, spots)
}

// folded is a text in lines of at most most letters, where its words allow.
func folded(text string, most int) []string {
	out := []string{""}
	for _, word := range strings.Fields(text) {
		switch last := &out[len(out)-1]; {
		case *last == "":
			*last = word
		case len([]rune(*last))+1+len([]rune(word)) <= most:
			*last += " " + word
		default:
			out = append(out, word)
		}
	}
	return out
}

// caveat is what a reader of any such map must know.
const caveat = "Hatched: where a movement could have been, by the stops on record and the top speed assumed; not where it is likely to have been. " +
	"A line is a track as received, with nothing across a silence. The width of a boundary is how far its outline may be off. " +
	"Heights, winds and routes are not shown. Coasts and borders: Natural Earth, 1 : 50 000 000, public domain; coarse, and no proof of anything."

// legend says below the map what it shows, and what it does not.
func (v *mapView) legend(wheres []*finding.Where) {
	y := v.Top + v.H + 26
	said := []string{v.Under}
	for i, w := range wheres {
		words := w.Words()
		said = append(said, w.Movement.Name+": "+words+".")
		v.Legend = append(v.Legend, legendLine{Text: w.Movement.Name, X: v.Left + 28, Y: y, Box: y - 10, N: i, Color: v.Movers[i].Color, Strong: true})
		if top := w.Movement.Top; top != nil {
			words += fmt.Sprintf(" (no faster than %s)", top.Speed)
		}
		for _, line := range folded(words, 135) {
			v.Legend = append(v.Legend, legendLine{Text: line, X: v.Left + 130, Y: y})
			y += 17
		}
		y += 3
	}
	for _, line := range folded(caveat, 165) {
		v.Legend = append(v.Legend, legendLine{Text: line, X: v.Left, Y: y + 6, Soft: true})
		y += 15
	}
	v.Desc = strings.Join(append(said, caveat), " ")
	v.Height = int(y) + 16
}
