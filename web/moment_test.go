package web

import (
	"net/http"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/finding"
	"github.com/holdshort/holdshort/tri"
)

// told is a part of what a moment answers.
type told struct {
	At        string
	Movements []struct {
		ID, State string
		InAir     tri.Truth `json:"in_the_air"`
		Region    *struct{ Rings [][][2]float64 }
		Back      []struct{ Place string }
	}
	InForce []struct {
		Ruling, Reading string
		Answer          tri.Truth
	} `json:"in_force"`
	Previous, Next *struct{ Event string }
}

const spoken = "2025-03-15T22:46:00Z"

// A moment tells where each movement was, and of orders what the engine finds.
func TestMoment(t *testing.T) {
	s := sample(t, "jgg-v-trump")
	var m told
	s.read("/api/cases/jgg-v-trump/moment?at="+spoken, &m)
	for i, want := range []string{"in the air", "in the air", "on the ground"} {
		if g := m.Movements[i]; g.State != want || (g.InAir == tri.Yes) != (want == "in the air") || g.Region == nil || len(g.Region.Rings) != 1 {
			t.Errorf("%s is %q at %s, want %q with one region", g.ID, g.State, m.At, want)
		}
	}
	see, err := s.matters[0].state.see(sightKey{asOf: 1<<63 - 1})
	if err != nil {
		t.Fatal(err)
	}
	o, err := see.engine.Orders("2025-03-15T22:46:00.000Z", finding.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(m.InForce) != len(o.Orders) || len(o.Orders) == 0 {
		t.Fatalf("%d orders, want %d", len(m.InForce), len(o.Orders))
	}
	for i, x := range o.Orders {
		if g := m.InForce[i]; g.Ruling != string(x.Ruling.ID) || g.Reading != string(x.Reading.ID) || g.Answer != x.InForce {
			t.Errorf("%+v, want %s under %s to be %s", g, x.Ruling.ID, x.Reading.ID, x.InForce)
		}
	}
	if m.Previous == nil || m.Next == nil || m.Previous.Event == m.Next.Event {
		t.Errorf("between %v and %v", m.Previous, m.Next)
	}
}

// A time that is none is refused with a hint, and so is a movement that is not
// on record.
func TestMomentRefused(t *testing.T) {
	s := sample(t, "jgg-v-trump")
	for path, status := range map[string]int{
		"/api/cases/jgg-v-trump/moment":                                      http.StatusBadRequest,
		"/api/cases/jgg-v-trump/moment?at=yesterdayish":                      http.StatusBadRequest,
		"/api/cases/jgg-v-trump/moment?at=after+18:46+EDT+on+15+March+2025":  http.StatusBadRequest,
		"/c/jgg-v-trump/map.svg?at=25:00":                                    http.StatusBadRequest,
		"/api/cases/jgg-v-trump/tracks/plane-9":                              http.StatusNotFound,
		"/api/cases/jgg-v-trump/tracks/plane-1?as_of=18+March+2025":          http.StatusNotFound,
		"/api/cases/jgg-v-trump/moment?at=" + spoken + "&as_of=1+March+2025": http.StatusOK,
	} {
		g := s.ask("GET", path)
		if g.status != status || status != http.StatusOK && !strings.Contains(g.body, "hint") && !strings.Contains(g.body, "<p>") {
			t.Errorf("%s: status %d, want %d: %.200s", path, g.status, status, g.body)
		}
	}
}
