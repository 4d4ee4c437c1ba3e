package feed

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/track"
)

// telling is an address, and how many fixes from how many files.
func telling(t *track.Track) string {
	return fmt.Sprintf("%s:%d/%d", t.Address, len(t.Fixes), len(t.Origins))
}

// joined reads files in the plain way: all tracks held, and joined at the end.
func joined(t *testing.T, names []string, opts Options) (out []string) {
	var all []*track.Track
	if _, err := ReadFiles(names, opts, func(tr *track.Track) error { all = append(all, tr); return nil }); err != nil {
		t.Fatal(err)
	}
	for _, tr := range track.Join(all) {
		out = append(out, telling(tr))
	}
	return out
}

func aircraft(t *testing.T, names []string, opts Options) (out []string, s Summary) {
	s, err := ReadAircraft(names, opts, func(tr *track.Track) error { out = append(out, telling(tr)); return nil })
	if err != nil || s.Tracks != len(out) {
		t.Fatalf("%v %+v", err, s)
	}
	return out, s
}

func traceName(code int) string {
	return fmt.Sprintf("traces/%02x/trace_full_%06x.json", code&0xff, code)
}

func writeTo(t *testing.T, dir, name string, b []byte) string {
	t.Helper()
	name = filepath.Join(dir, name)
	os.MkdirAll(filepath.Dir(name), 0o755)
	if err := os.WriteFile(name, b, 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestAircraftOrder(t *testing.T) {
	dir := t.TempDir()
	tr := func(code, n int) member { return member{name: traceName(code), body: gz(traceOf(code, n))} }
	snapshot := `{"now":1700000000,"aircraft":[{"hex":"000003","lat":1,"lon":2,"seen_pos":0},{"hex":"000001","lat":1,"lon":2,"seen_pos":0},{"hex":"00000a","lat":1,"lon":2,"seen_pos":0}]}`
	names := []string{
		writeTo(t, dir, "1.tar", tarOf(tr(5, 1), tr(4, 2), tr(3, 3), tr(2, 4), tr(9, 2))),
		writeTo(t, dir, "2.tar.gz", gz(tarOf(tr(4, 10), tr(9, 1), member{name: "aircraft.json", body: []byte(snapshot)}, tr(9, 1)))),
		writeTo(t, dir, "3.zip", zipOf(member{name: "in.tar", body: tarOf(tr(1, 7), tr(8, 2))}, tr(8, 1), tr(7, 1))),
		writeTo(t, dir, "4.json", traceOf(2, 1)),
	}
	got, _ := aircraft(t, names, Options{})
	// 5 ends in the first file; then those of the second in the order of their last
	// members, of which two end in the snapshot.
	want := "[000005:1/1 000004:12/2 000003:4/2 00000a:1/1 000009:4/3 000001:8/2 000008:3/2 000007:1/1 000002:5/2]"
	if fmt.Sprint(got) != want {
		t.Errorf("%v\nwant %s", got, want)
	}
	only := Options{Keep: func(a track.Address) bool { return a.Code == 9 || a.Code == 2 }}
	if got, _ := aircraft(t, names, only); fmt.Sprint(got) != "[000009:4/3 000002:5/2]" {
		t.Errorf("%v", got)
	}
	n := 0
	if _, err := ReadAircraft(names, Options{}, func(*track.Track) error { n++; return errStop }); err != errStop || n != 1 {
		t.Errorf("%v after %d", err, n)
	}
}

// Whatever the arrangement, the aircraft are those of the plain way.
func TestAircraftLikeJoin(t *testing.T) {
	r := rand.New(rand.NewSource(3))
	compared := 0
	for i := range 60 {
		dir := t.TempDir()
		var names []string
		for f := range 1 + r.Intn(4) {
			var ms []member
			for range r.Intn(8) {
				ms = append(ms, randomMember(r, 2))
			}
			ms = append(ms, member{name: "x", body: traceOf(r.Intn(6), 1)})
			body := [][]byte{tarOf(ms...), zipOf(ms...), gz(tarOf(ms...)), ms[len(ms)-1].body, gz(ms[len(ms)-1].body)}[r.Intn(5)]
			name := fmt.Sprintf("%d", f)
			if r.Intn(3) == 0 {
				name = fmt.Sprintf("%d/trace_full_%06x.json", f, r.Intn(6)) // which may be of another
			}
			names = append(names, writeTo(t, dir, name, body))
		}
		want := joined(t, names, Options{})
		got, _ := aircraft(t, names, Options{})
		if misnamed(got) {
			continue // a name was wrong
		}
		compared++
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Fatalf("%d: %v\nwant %v", i, got, want)
		}
	}
	if compared < 30 {
		t.Errorf("only %d were compared", compared)
	}
}

// misnamed reports whether an aircraft was given twice.
func misnamed(got []string) bool {
	seen := map[string]bool{}
	for _, g := range got {
		a, _, _ := strings.Cut(g, ":")
		if seen[a] {
			return true
		}
		seen[a] = true
	}
	return false
}

// randomMember is a trace under its right name or another, or an archive.
func randomMember(r *rand.Rand, deep int) member {
	code := 1 + r.Intn(5)
	body := traceOf(code, 1+r.Intn(3))
	if r.Intn(2) == 0 {
		body = gz(body)
	}
	switch k := r.Intn(6); {
	case k == 0 && deep > 0:
		return member{name: traceName(code), body: tarOf(randomMember(r, deep-1), randomMember(r, deep-1))}
	case k == 1 && deep > 0:
		return member{name: "in.zip", body: zipOf(randomMember(r, deep-1), randomMember(r, deep-1))}
	case k == 2:
		return member{name: "other.json", body: body}
	case k == 3:
		return member{name: "README", body: []byte("hello")}
	}
	return member{name: traceName(code), body: body}
}

// A name that has the wrong address parts a track in two, with a note.
func TestAircraftMisnamed(t *testing.T) {
	file := writeTo(t, t.TempDir(), "x.tar", tarOf(member{name: traceName(1), body: traceOf(1, 2)}, member{name: traceName(2), body: traceOf(1, 3)}))
	var notes []string
	var got []string
	_, err := ReadAircraft([]string{file}, Options{}, func(tr *track.Track) error {
		got = append(got, telling(tr))
		for _, n := range tr.Notes {
			notes = append(notes, n.Text)
		}
		return nil
	})
	if err != nil || fmt.Sprint(got) != "[000001:2/1 000001:3/1]" || len(notes) != 1 || !strings.Contains(notes[0], "was given before") {
		t.Errorf("%v %v %v", got, notes, err)
	}
}

// Aircraft without an address are neither joined nor left out.
func TestKeepWithoutAddress(t *testing.T) {
	dir := t.TempDir()
	plain := "time,lat,lon\n2025-03-15T23:25:00Z,26.2,-97.6\n"
	bare := strings.Replace(string(traceOf(1, 2)), `"icao":"000001",`, "", 1)
	names := []string{writeTo(t, dir, "a.csv", []byte(plain)), writeTo(t, dir, "b.csv", []byte(plain)), writeTo(t, dir, "c.json", []byte(bare)), writeTo(t, dir, "d.json", traceOf(1, 2))}
	none := Options{Keep: func(a track.Address) bool {
		if a.IsZero() {
			t.Error("asked of no address")
		}
		return false
	}}
	want := "[000000:1/1 000000:1/1 000000:2/1]"
	if got, _ := aircraft(t, names, none); fmt.Sprint(got) != want {
		t.Errorf("%v", got)
	}
	if got := joined(t, names, none); fmt.Sprint(got) != want {
		t.Errorf("%v", got)
	}
}

// Formats whose readers do not ask for an aircraft themselves are held to it too.
func TestKeepOfEveryFormat(t *testing.T) {
	for name, file := range map[string]string{
		"trace": string(traceOf(0xabc123, 2)), "aircraft-json": `{"now":1700000000,"aircraft":[{"hex":"abc123","lat":1,"lon":2,"seen_pos":0}]}`,
		"csv": "time,lat,lon,hex\n2025-03-15T23:25:00Z,26.2,-97.6,abc123\n", "sbs": sbsLog, "opensky-csv": nativeCSV,
		"geojson": `{"type":"Feature","properties":{"hex":"abc123","times":["2025-03-15T23:25:00Z","2025-03-15T23:26:00Z"]},"geometry":{"type":"LineString","coordinates":[[1,2],[1,3]]}}`,
	} {
		ts, s, err := readAll([]byte(file), "x", Options{Zone: "UTC", Keep: func(track.Address) bool { return false }})
		if len(ts) > 0 {
			t.Errorf("%s: %d tracks, %v %+v", name, len(ts), err, s)
		}
		if all, _, err := readAll([]byte(file), "x", Options{Zone: "UTC"}); len(all) == 0 {
			t.Errorf("%s: no track at all: %v", name, err)
		}
	}
}

// The census of a tar opens no member that its name tells, and a file without
// members is read once.
func TestCensusIsCheap(t *testing.T) {
	dir := t.TempDir()
	day := writeTo(t, dir, "day.tar", tarOf(member{name: traceName(1), body: []byte("not opened")}, member{name: traceName(2), body: []byte("nor this")}))
	c := takeCensus([][]string{{day}}, Options{}, nil)
	if len(c) != 2 || c[track.Address{Code: 2}] != (place{1, 2}) {
		t.Errorf("%v", c)
	}
	one := writeTo(t, dir, "one.json.gz", gz(traceOf(1, 2)))
	if c := takeCensus([][]string{{one}}, Options{}, nil); c != nil {
		t.Errorf("%v", c)
	}
	passes := map[bool]int{}
	if _, err := ReadAircraft([]string{one}, Options{Progress: func(p Progress) { passes[p.Counting]++ }}, func(*track.Track) error { return nil }); err != nil || passes[false] == 0 {
		t.Errorf("%v %v", passes, err)
	}
}

func TestProgressCounts(t *testing.T) {
	dir := t.TempDir()
	var size int64
	var names []string
	for i, b := range [][]byte{gz(traceOf(1, 100)), zipOf(member{name: "a", body: traceOf(2, 300)}), tarOf(member{name: "a", body: traceOf(1, 5)}), []byte("no such thing")} {
		names = append(names, writeTo(t, dir, fmt.Sprint(i), b))
		size += int64(len(b))
	}
	var last, counted Progress
	_, err := ReadAircraft(names, Options{Progress: func(p Progress) {
		if was := map[bool]Progress{true: counted, false: last}[p.Counting]; p.Bytes < was.Bytes || p.Files < was.Files || p.Positions < was.Positions {
			t.Errorf("%+v after %+v", p, was)
		}
		if p.Counting {
			counted = p
		} else {
			last = p
		}
	}}, func(*track.Track) error { return nil })
	if want := (Progress{Files: 4, All: 4, Bytes: size, Size: size, Positions: 405}); err == nil || last != want || counted.Bytes != size {
		t.Errorf("%v\n%+v\n%+v", err, last, counted)
	}
}

// A pipe is read once, whatever is in it.
func TestAircraftFromPipe(t *testing.T) {
	name := filepath.Join(t.TempDir(), "pipe")
	if err := makePipe(name); err != nil {
		t.Skip("no pipes here: ", err)
	}
	file := tarOf(member{name: traceName(2), body: traceOf(2, 2)}, member{name: traceName(1), body: traceOf(1, 2)}, member{name: traceName(2), body: traceOf(2, 3)})
	done := make(chan error)
	go func() {
		f, err := os.OpenFile(name, os.O_WRONLY, 0)
		if err == nil {
			_, err = bytes.NewReader(file).WriteTo(f)
			err = errors.Join(err, f.Close())
		}
		done <- err
	}()
	got, _ := aircraft(t, []string{name}, Options{})
	if err := <-done; err != nil || fmt.Sprint(got) != "[000001:2/1 000002:5/2]" {
		t.Errorf("%v %v", got, err)
	}
}
