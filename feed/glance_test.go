package feed

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"math/rand/v2"
	"testing"

	"github.com/holdshort/holdshort/internal/daygen"
	"github.com/holdshort/holdshort/track"
)

// madeTraces are the texts of some traces of a synthetic day.
func madeTraces(t testing.TB, share float64) (out [][]byte) {
	t.Helper()
	var day bytes.Buffer
	if _, err := daygen.Write(&day, daygen.Options{Seed: 4, Share: share, Day: 1742083200000}); err != nil {
		t.Fatal(err)
	}
	for z := tar.NewReader(&day); ; {
		h, err := z.Next()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := named(h.Name); !ok {
			continue
		}
		u, err := gzip.NewReader(z)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(u)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, text)
	}
}

// glanced is what Glance tells of a text; nil if it declines.
func glanced(text []byte) (*Head, []track.Fix) {
	var head Head
	fixes := []track.Fix{}
	if !Glance(append(make([]byte, 0, len(text)+Pad), text...), func(h Head) bool { head = h; return true }, func(f *track.Fix) { fixes = append(fixes, *f) }) {
		return nil, nil
	}
	return &head, fixes
}

func sameFloat(a, b float32) bool { return a == b || a != a && b != b }

// twin compares what Glance tells with what Read reads, and reports whether Glance
// told anything.
func twin(t *testing.T, text []byte) bool {
	t.Helper()
	head, fixes := glanced(text)
	if head == nil || !json.Valid(text) {
		return false // of details it does not see whether they are JSON
	}
	var read *track.Track
	_, err := Read(bytes.NewReader(text), "x", Options{}, func(x *track.Track) error { read = x; return nil })
	if len(fixes) == 0 && read == nil {
		return true
	}
	if err != nil || read == nil || len(read.Fixes) != len(fixes) {
		t.Errorf("glanced at %d fixes, and Read says %v of %.300q", len(fixes), err, text)
		return true
	}
	if read.Address != head.Address || read.Registration != head.Registration || read.Type != head.Type || read.Operator != head.Operator {
		t.Errorf("glanced at %+v, read %+v", head, read)
	}
	for i := range fixes {
		f, g := &fixes[i], &read.Fixes[i]
		if f.At != g.At || f.Slack != g.Slack || f.Pos != g.Pos || f.Alt != g.Alt || f.Geo != g.Geo || f.Ground != g.Ground || f.Kind != g.Kind ||
			!sameFloat(f.Speed, g.Speed) || !sameFloat(f.Course, g.Course) || f.Mark.Has(track.Stale) != g.Mark.Has(track.Stale) ||
			g.NIC == 0 && f.NIC != 0 || g.NACp == 0 && f.NACp != 0 {
			t.Errorf("row %d: glanced at %+v, read %+v, of %.300q", i+1, f, g, text)
			return true
		}
	}
	return true
}

// Glance takes all made traces and the real one, and tells what Read reads.
func TestGlance(t *testing.T) {
	for i, text := range madeTraces(t, 0.003) {
		if !twin(t, text) {
			t.Errorf("made trace %d is declined: %.200q", i, text)
		}
	}
	if !twin(t, realFile(t, ac671b)) {
		t.Error("the real trace is declined")
	}
}

// Whatever is done to a text that is JSON still, Glance tells what Read reads or declines.
func TestGlanceSpoilt(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	told, bits := 0, []string{"null", "0", "-", ".", "e9", `"`, "}", "{", "[", "]", ",", " ", "\n", `"ground"`, `\u0041`, ":", "nan", "99999999999", `"nic":0,`, `"timestamp":0,`, `"icao":"aaaaaa",`, `"category":"C1",`}
	for _, text := range madeTraces(t, 0.002) {
		text = append(bytes.Clone(text[:min(len(text), 1500)]), "]}"...)
		if i := bytes.LastIndex(text, []byte(",\n[")); i > 0 {
			text = append(text[:i:i], "]}"...)
		}
		for range 60 {
			s := bytes.Clone(text)
			i, bit := r.IntN(len(s)), bits[r.IntN(len(bits))]
			if c := bytes.IndexByte(s[i:], ','); c >= 0 && r.IntN(3) > 0 {
				i += c + 1 // where a value begins
			}
			till := i + r.IntN(3)
			if c := bytes.IndexByte(s[min(i, len(s)):], ','); c >= 0 && r.IntN(2) > 0 {
				till = i + c
			}
			s = append(append(bytes.Clone(s[:i]), bit...), s[min(len(s), till):]...)
			if twin(t, s) {
				told++
			}
		}
	}
	if told < 500 {
		t.Errorf("only %d were told", told)
	}
}

func FuzzGlance(f *testing.F) {
	f.Add([]byte(`{"icao":"a2fe4c","timestamp":1742083200,"trace":[[0.1,1.5,2.5,"ground",1.2,3,0,null,{"nic":0},"adsb_icao",null,null,null,null]]}`))
	f.Add([]byte(`{"icao":"~a2fe4c","timestamp":1742083200.5,"trace":[[-7,1.5,2.5,-25,null,null,8,64,null,"mlat",0,1,2,-3.5]],"x":[1]}`))
	f.Fuzz(func(t *testing.T, text []byte) { twin(t, text) })
}

func BenchmarkGlance(b *testing.B) {
	var texts [][]byte
	points, size := 0, 0
	for _, x := range madeTraces(b, 0.002) {
		texts = append(texts, append(make([]byte, 0, len(x)+Pad), x...))
		size += len(x)
	}
	for b.Loop() {
		for _, x := range texts {
			Glance(x, func(Head) bool { return true }, func(*track.Fix) { points++ })
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(points), "ns/point")
	b.SetBytes(int64(size))
}
