package feed

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// A heatmap of readsb is records of 16 bytes for half an hour, cut into slices
// of some seconds (readsb: globe_index.c, handleHeatmap). The time of a position
// is known to its slice alone. Positions without an altitude are not written,
// even on the ground: absence from a heatmap proves nothing.
const (
	heatRecord = 16
	heatMark   = 0x0e7f7c9d // begins a slice
	heatInfo   = 1 << 30    // a latitude from here on marks an info record
	heatGround = -123       // altitude
	heatNoAlt  = -124
	// heatDefault is the length of a slice that says none: twice readsb's
	// default of 30 s, to be safe.
	heatDefault = 60 * span.Second
)

// maxHeatPoints bounds the positions held of one heatmap, some 100 bytes each:
// half an hour of the world has about two millions.
const maxHeatPoints = 8 << 20

// heatKinds are the kinds of position by their number in a heatmap.
var heatKinds = [...]track.Kind{
	track.ADSB, track.ADSB, track.ADSR, track.TISB, track.ADSC, track.MLAT, track.UnknownKind, track.ModeS,
	track.ADSB, track.ADSR, track.TISB, track.TISB, track.UnknownKind,
}

// heatEntry is one record.
type heatEntry struct {
	hex, lat, lon int32
	alt, gs       int16
	raw           []byte
}

func heatOf(b []byte) heatEntry {
	le := binary.LittleEndian
	return heatEntry{int32(le.Uint32(b)), int32(le.Uint32(b[4:])), int32(le.Uint32(b[8:])),
		int16(le.Uint16(b[12:])), int16(le.Uint16(b[14:])), b}
}

// address is the aircraft of a record.
func (e heatEntry) address() track.Address {
	return track.Address{Code: uint32(e.hex) & 0xffffff, NonICAO: e.hex&(1<<24) != 0}
}

// time is the beginning of the slice that a marker opens.
func (e heatEntry) time() span.Instant {
	return span.Instant(uint64(uint32(e.lat))<<32 | uint64(uint32(e.lon)))
}

// isHeatmap tells a heatmap by its first marker, before which each record has
// one number alone: where a slice begins.
func isHeatmap(head []byte) bool {
	for ; len(head) >= heatRecord; head = head[heatRecord:] {
		e := heatOf(head)
		if e.hex == heatMark {
			return e.time() >= earliest && e.time() <= latest
		}
		if e.hex <= 0 || !bytes.Equal(head[4:heatRecord], make([]byte, heatRecord-4)) {
			return false
		}
	}
	return false
}

// heatmap is a heatmap while it is read.
type heatmap struct {
	in     *input
	tracks map[track.Address]*track.Track
	rows   map[track.Address]int64
	max    int
	held   int
	row    int64
	in1    bool // a slice has begun
	start  span.Instant
	length span.Length
}

// readHeatmap reads a heatmap into the tracks of all its aircraft.
func readHeatmap(in *input) error { return readHeatmapUpTo(in, maxHeatPoints) }

func readHeatmapUpTo(in *input, most int) error {
	h := &heatmap{in: in, tracks: map[track.Address]*track.Track{}, rows: map[track.Address]int64{}, max: most}
	b := make([]byte, heatRecord)
	for {
		n, err := io.ReadFull(in.r, b)
		if err == io.EOF {
			break
		}
		if err != nil {
			h.broken(n, err)
			break
		}
		h.row++
		if err := h.record(heatOf(b)); err != nil {
			return err
		}
	}
	in.sum.Rows = h.row
	return h.hand()
}

// broken notes that the file ends within a record or its reader failed.
func (h *heatmap) broken(n int, err error) {
	why := "the file ends within a record; what came before was read"
	if err != io.ErrUnexpectedEOF {
		why = err.Error() + "; what came before was read"
	}
	h.in.sum.Partial = true
	h.in.sum.Notes = append(h.in.sum.Notes, track.Note{Row: h.row + 1, Byte: h.row*heatRecord + int64(n), Text: why})
}

// record reads one record.
func (h *heatmap) record(e heatEntry) error {
	switch {
	case e.hex == heatMark:
		h.mark(e)
		return nil
	case !h.in1: // the index before the first slice
		return nil
	case e.lat >= heatInfo:
		h.info(e)
		return nil
	}
	return h.position(e)
}

// mark begins a slice.
func (h *heatmap) mark(e heatEntry) {
	h.in1, h.start, h.length = true, e.time(), span.Length(uint16(e.alt))
	if h.length == 0 {
		h.length = heatDefault
		h.in.odd(h.row, h.at(), "a slice does not say how long it is, and was taken as 60 s")
	}
}

func (h *heatmap) at() int64 { return (h.row - 1) * heatRecord }

// of is the track of a record's aircraft, nil if it was not asked for.
func (h *heatmap) of(e heatEntry) *track.Track {
	a := e.address()
	t := h.tracks[a]
	if t == nil && h.in.wants(a) {
		t = &track.Track{Address: a}
		h.tracks[a] = t
		h.held += 8 // a track costs some fixes
	}
	return t
}

// info reads a callsign. The squawk beside it is not used.
func (h *heatmap) info(e heatEntry) {
	t := h.of(e)
	text := string(bytes.TrimRight(e.raw[8:], "\x00 "))
	if t == nil || text == "" || strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r > '~' }) {
		return
	}
	if n := len(t.Calls); n == 0 || t.Calls[n-1].Text != text {
		t.Calls = append(t.Calls, track.Call{At: h.start, Text: text, Row: h.row})
		h.held++
	}
}

// position reads a position.
func (h *heatmap) position(e heatEntry) error {
	t := h.of(e)
	if t == nil {
		return nil
	}
	f := track.Fix{At: h.start, Slack: h.length, Row: h.row, Course: track.NaN, Climb: track.NaN, Speed: track.NaN,
		NIC: -1, NACp: -1, SIL: -1, Pos: geo.Point{Lat: geo.Degrees(float64(e.lat) / 1e6), Lon: geo.Degrees(float64(e.lon) / 1e6)}}
	switch {
	case !f.Pos.Valid():
		h.in.unused(h.row, h.at(), outOfRange)
		return nil
	case f.At < earliest || f.At > latest:
		h.in.unused(h.row, h.at(), absurdTime)
		return nil
	}
	if h.held++; h.held > h.max {
		return h.in.fail(h.row, h.at(), "", fmt.Sprintf("holds over %d positions", h.max), "choose aircraft by address")
	}
	if k := uint32(e.hex) >> 27; int(k) < len(heatKinds) {
		f.Kind = heatKinds[k]
	}
	switch {
	case e.alt == heatGround:
		f.Ground = track.OnGround
	case e.alt != heatNoAlt:
		// Written from the geometric altitude where the aircraft sends no other.
		f.Alt, f.Ground = track.Altitude{Feet: 25 * int32(e.alt), Datum: track.Unstated}, track.Airborne
	}
	if e.gs >= 0 {
		f.Speed = float32(e.gs) / 10
	}
	t.Fixes = append(t.Fixes, f)
	t.Spacing = max(t.Spacing, h.length)
	h.rows[t.Address]++
	return nil
}

// hand gives the sink all tracks in order of address.
func (h *heatmap) hand() error {
	for _, a := range slices.SortedFunc(maps.Keys(h.tracks), compareAddress) {
		t := h.tracks[a]
		delete(h.tracks, a)
		if len(t.Fixes) == 0 {
			continue
		}
		t.Fixes = slices.Clip(t.Fixes)
		if err := h.in.hand(t, h.rows[a], len(h.in.sum.Notes)); err != nil {
			return err
		}
	}
	return nil
}

// compareAddress orders addresses, those of ICAO's plan first.
func compareAddress(a, b track.Address) int {
	if a.NonICAO != b.NonICAO {
		if b.NonICAO {
			return -1
		}
		return 1
	}
	return cmp.Compare(a.Code, b.Code)
}
