package feed

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// heatWriter writes heatmaps as readsb does.
type heatWriter struct {
	records []byte
	starts  []int32
}

func (h *heatWriter) put(hex, lat, lon int32, alt, gs int16) {
	le := binary.LittleEndian
	h.records = le.AppendUint32(h.records, uint32(hex))
	h.records = le.AppendUint32(h.records, uint32(lat))
	h.records = le.AppendUint32(h.records, uint32(lon))
	h.records = le.AppendUint16(h.records, uint16(alt))
	h.records = le.AppendUint16(h.records, uint16(gs))
}

func (h *heatWriter) slice(at span.Instant, length int) {
	h.starts = append(h.starts, int32(len(h.records)/16))
	h.put(heatMark, int32(at>>32), int32(uint32(at)), int16(length), 0)
}

func (h *heatWriter) call(hex int32, squawk int32, text string) {
	b := []byte(text + "        ")[:8]
	le := binary.LittleEndian
	h.put(hex, 1<<30|squawk, int32(le.Uint32(b)), int16(le.Uint16(b[4:])), int16(le.Uint16(b[6:])))
}

// bytes is the index and the records.
func (h *heatWriter) bytes() []byte {
	var index heatWriter
	for _, s := range h.starts {
		index.put(s+int32(len(h.starts)), 0, 0, 0, 0)
	}
	return append(index.records, h.records...)
}

const heatStart = span.Instant(1770000000000) // a multiple of 30 min

func TestHeatmap(t *testing.T) {
	var h heatWriter
	h.slice(heatStart, 30000)
	h.call(0xabc123, 660, "DAL1812")
	h.put(0xabc123, 45123456, -93123456, 1280, 4786)
	h.put(0x1abc123|int32(-6<<27), -1, 179999999, -123, -1) // ~abc123, source 26: unknown
	h.put(0x000001|5<<27, -90000000, 0, -124, 0)
	h.slice(heatStart+30000, 60000)
	h.put(0xabc123|6<<27, 45200000, -93200000, -4, 10)
	h.put(0xabc123, 95000000, 0, 100, 10)
	h.call(0xabc123, 660, "DAL1812")
	h.call(0xabc123, 660, "DAL9")
	h.call(0xabc123, 660, "\x00\x00\x00\x00\x00\x00\x00\x00")
	ts, s, err := readAll(gz(h.bytes()), "12.bin.ttf", Options{})
	if err != nil || s.Format != "readsb-heatmap" || s.Tracks != 3 || s.Rows != 13 || s.Unused != 1 || s.Partial {
		t.Fatalf("%v %+v", err, s)
	}
	a, b, c := ts[0], ts[1], ts[2]
	if a.Address.String() != "000001" || b.Address.String() != "abc123" || c.Address.String() != "~abc123" {
		t.Fatalf("%v %v %v", a.Address, b.Address, c.Address)
	}
	if f := a.Fixes[0]; f.Kind != track.MLAT || f.Ground != track.Unsaid || f.Alt != (track.Altitude{}) || f.Speed != 0 || f.Pos.Lat != -90 {
		t.Errorf("%+v", f)
	}
	if f := c.Fixes[0]; f.Kind != track.UnknownKind || f.Ground != track.OnGround || f.Speed == f.Speed || f.Pos.Lon != 179.999999 || f.Pos.Lat != -1e-6 {
		t.Errorf("%+v", f)
	}
	f := b.Fixes[0]
	if f.At != heatStart || f.Slack != 30*span.Second || f.Alt.Feet != 32000 || f.Ground != track.Airborne || f.Speed != 478.6 || f.Kind != track.ADSB || f.Row != 5 || f.NIC != -1 {
		t.Errorf("%+v", f)
	}
	if f := b.Fixes[1]; f.At != heatStart+30000 || f.Slack != 60*span.Second || f.Alt.Feet != -100 || f.Kind != track.UnknownKind || b.Spacing != 60*span.Second {
		t.Errorf("%+v", f)
	}
	if len(b.Calls) != 2 || b.Calls[0].Text != "DAL1812" || b.Calls[1].Text != "DAL9" {
		t.Errorf("%v", b.Calls)
	}
	// One aircraft.
	ts, _, err = readAll(h.bytes(), "x", Options{Keep: func(a track.Address) bool { return a == b.Address }})
	if err != nil || len(ts) != 1 {
		t.Errorf("%v %d", err, len(ts))
	}
	// Cut short.
	for n := 96; n < len(h.bytes()); n++ {
		_, s, err := readAll(h.bytes()[:n], "x", Options{})
		if err != nil || s.Partial != (n%16 != 0) {
			t.Errorf("%d: %v %+v", n, err, s)
		}
	}
}

func TestHeatmapBound(t *testing.T) {
	var h heatWriter
	h.slice(heatStart, 30000)
	for i := range 100 {
		h.put(int32(i+1), 1, 1, 1, 1)
	}
	in := &input{name: "x", r: borrow(bytes.NewReader(h.bytes())), sum: &Summary{}, sink: func(*track.Track) error { return nil }}
	err := readHeatmapUpTo(in, 500)
	var e *Error
	if !errors.As(err, &e) || !strings.Contains(err.Error(), "holds over 500 positions") || e.Row == 0 {
		t.Errorf("%v", err)
	}
}

// Random heatmaps: every record comes back.
func TestHeatmapRandom(t *testing.T) {
	r := rand.New(rand.NewSource(3))
	for range 200 {
		var h heatWriter
		want := map[string]bool{}
		for s := range 1 + r.Intn(20) {
			at := heatStart + span.Instant(s*10000)
			h.slice(at, 10000)
			for range r.Intn(30) {
				hex, lat, lon := int32(1+r.Intn(5)), int32(r.Intn(180e6)-90e6), int32(r.Intn(360e6)-180e6)
				alt, gs := int16(r.Intn(1800)-20), int16(r.Intn(6000))
				h.put(hex, lat, lon, alt, gs)
				want[fmt.Sprint(at, hex, lat, lon, int32(alt)*25, float32(gs)/10)] = true
			}
		}
		ts, s, err := readAll(h.bytes(), "x", Options{})
		if err != nil || s.Unused > 0 {
			t.Fatal(err, s)
		}
		for _, tr := range ts {
			for _, f := range tr.Fixes {
				lat, lon := float64(f.Pos.Lat)*1e6, float64(f.Pos.Lon)*1e6
				key := fmt.Sprint(f.At, int32(tr.Address.Code), round32(lat), round32(lon), f.Alt.Feet, f.Speed)
				if !want[key] {
					t.Fatalf("%s", key)
				}
				delete(want, key)
			}
		}
		if len(want) > 0 {
			t.Fatalf("%v", want)
		}
	}
}

func round32(f float64) int32 {
	if f < 0 {
		return int32(f - 0.5)
	}
	return int32(f + 0.5)
}
