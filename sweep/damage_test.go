package sweep

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// tarOf is a tar of members.
func tarOf(t *testing.T, hs []tar.Header, bodies [][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := tar.NewWriter(&b)
	for i, h := range hs {
		h.Size, h.Mode = int64(len(bodies[i])), 0o644
		if err := z.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		if _, err := z.Write(bodies[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func packed(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	io.WriteString(z, text)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// traceText is a trace of one aircraft that stands still over Dallas.
func traceText(hex string) string {
	return fmt.Sprintf(`{"icao":%q,"timestamp":1742083200.0,"trace":[[43200.0,32.9,-97.0,5000,120.0,90.0,0,0,null,"adsb_icao",5100,0,null,null],[43210.0,32.9,-96.996,5000,120.0,90.0,0,0,null,"adsb_icao",5100,0,null,null]]}`, hex)
}

// Bad members and evil names are told and harm nothing; what is whole is read.
func TestBadMembers(t *testing.T) {
	good := packed(t, traceText("a00001"))
	name := func(s string) tar.Header { return tar.Header{Typeflag: tar.TypeReg, Name: s} }
	hs := []tar.Header{name("./traces/01/trace_full_a00001.json"), name("./traces/02/trace_full_a00002.json"), name("./traces/03/trace_full_a00003.json"), name("./traces/04/trace_full_a00004.json"),
		name("../../traces/05/trace_full_a00005.json"), name("/traces/06/trace_full_a00006.json"), name("./traces/08/trace_full_a00007.json"), name("./traces/09/trace_full_zzz.json"),
		{Typeflag: tar.TypeSymlink, Name: "./traces/0a/trace_full_a0000a.json", Linkname: "/etc/passwd"}, name("./README"), name("./traces/0b/trace_full_a0000b.json"), name("./traces/0c/trace_full_a0000c.json")}
	bomb := packed(t, `{"icao":"a0000b",`+strings.Repeat(" ", MaxText+10)+`"trace":[]}`)
	bodies := [][]byte{good, packed(t, traceText("a00002"))[:60], append(append([]byte{}, packed(t, traceText("a00003"))[:40]...), []byte("damaged and then some")...), []byte("\x1f\x8b no gzip"),
		packed(t, traceText("a00005")), packed(t, traceText("a00006")), packed(t, traceText("a00007")), good, nil, []byte("hello"), bomb, packed(t, traceText("a00001"))}
	r := sweepOf(t, `near(it, KDFW, `+between+`)`, Options{}, part("day.tar", tarOf(t, hs, bodies)))
	if got, want := listOf(r), "certain a00001\ncertain a00005\ncertain a00006\ncertain a00007\ncertain a0000c\n"; got != want {
		t.Errorf("found\n%s", got)
	}
	a := r.Audit
	if a.Members != 12 || a.Traces != 10 || a.Others != 2 || a.Read != 5 {
		t.Errorf("%+v", a)
	}
	told := fmt.Sprint(a.Broken, a.Strange)
	for _, want := range []string{"a00002.json the gzip breaks off", "a00003.json the gzip is damaged", "a00004.json it is no whole gzip", "a00005.json its name leads out", "a00006.json its name is an absolute path",
		`a00007.json it lies in the folder "08"`, "zzz.json it is named as a trace, and of no address", "a0000a.json it is a link", fmt.Sprintf("a0000b.json it expands to more than %d", MaxText), "a0000c.json the trace in it is of a00001"} {
		if !strings.Contains(told, want) {
			t.Errorf("%q is not told: %s", want, told)
		}
	}
}

// After lost bytes, a missing part and a cut, what is whole is found again, and what
// was lost is counted.
func TestDamagedTar(t *testing.T) {
	day := madeDay()
	text := `visits(it, us-12nm, ` + between + `)`
	whole := sweepOf(t, text, Options{}, part("day.tar", day))
	third := len(day) / 3
	for name, parts := range map[string][]Part{
		"cut":     {part("day.tar.aa", day[:2*third+99])},
		"zeroed":  {part("day.tar", append(append(append([]byte{}, day[:third]...), bytes.Repeat([]byte{'x'}, 100_001)...), day[third+100_001:]...))},
		"missing": {part("day.tar.aa", day[:third+7]), {Name: "day.tar.ab"}, part("day.tar.ac", day[2*third+11:])},
		"begun":   {part("day.tar.ab", day[third+5:])},
	} {
		t.Run(name, func(t *testing.T) {
			r := sweepOf(t, text, Options{}, parts...)
			lost := whole.Audit.Traces - r.Audit.Read
			if r.Audit.Read < whole.Audit.Traces/4 || lost <= 0 || name == "zeroed" && lost > 30 {
				t.Errorf("%d of %d read", r.Audit.Read, whole.Audit.Traces)
			}
			for _, f := range r.Finds {
				if f.Broken == "" && !strings.Contains(listOf(whole), fmt.Sprintln(f.Verdict, f.Address)) {
					t.Errorf("%s %s is not of the whole day", f.Verdict, f.Address)
				}
			}
			notes := strings.Join(r.Audit.Notes(), "; ")
			for _, want := range map[string][]string{"cut": {"has no end"}, "zeroed": {"is lost; stretches of them: 1"}, "missing": {"parts are missing: day.tar.ab"}, "begun": {"folders have no trace", "belong to no member"}}[name] {
				if !strings.Contains(notes, want) {
					t.Errorf("%q is not told: %s", want, notes)
				}
			}
		})
	}
}

// ended is a part whose reading ends with an error after some bytes, each time
// further on, as a program that is killed and run again sees it.
type ended struct {
	r    io.Reader
	left int
	err  error
}

func (e *ended) Read(b []byte) (int, error) {
	if e.left <= 0 {
		return 0, e.err
	}
	n, err := e.r.Read(b[:min(len(b), e.left)])
	e.left -= n
	return n, err
}

func (e *ended) Close() error { return nil }

// A sweep that is ended over and over finds in the end what one that is not ended
// finds: the same finds, the same audit, the same hearing, byte for byte.
func TestResume(t *testing.T) {
	day, text, broke := madeDay(), `near(it, KDFW, `+between+`)`, errors.New("the plug was pulled")
	q := query(t, text)
	want := sweepOf(t, text, Options{Query: q}, part("day.tar", day))
	state := filepath.Join(t.TempDir(), "state.json")
	step := len(day)/4 + 3
	for tries := 0; ; tries++ {
		if tries > 20 {
			t.Fatal("it does not come to an end")
		}
		p := part("day.tar", day)
		open := p.Open
		p.Open = func(from int64) (io.ReadCloser, error) {
			r, err := open(from)
			return &ended{r, step, broke}, err
		}
		r, err := Run(context.Background(), []Part{p}, Options{Query: q, State: state, Every: time.Millisecond})
		if err != nil && !errors.Is(err, broke) {
			t.Fatal(err)
		}
		defer r.Close()
		if err != nil {
			// What a later run leaves behind must not be taken for kept.
			f, err := os.OpenFile(state+".finds", os.O_APPEND|os.O_WRONLY, 0)
			if err != nil {
				t.Fatal(err)
			}
			f.WriteString("half a member that was being written")
			f.Close()
			continue
		}
		a, _ := want.heard.MarshalBinary()
		b, _ := r.heard.MarshalBinary()
		if tries < 3 || listOf(r) != listOf(want) || fmt.Sprint(r.Audit) != fmt.Sprint(want.Audit) || !bytes.Equal(a, b) || fmt.Sprint(r.Counts) != fmt.Sprint(want.Counts) {
			t.Errorf("after %d ends:\n%s%+v\nnot\n%s%+v", tries, listOf(r), r.Audit, listOf(want), want.Audit)
		}
		for c, err := range r.Candidates() {
			if err != nil || c.Analysis.Track.Address != c.Address {
				t.Errorf("%s: %v", c.Address, err)
			}
		}
		break
	}
	other := query(t, `near(it, EGLL, `+between+`)`)
	if _, err := Run(context.Background(), []Part{part("day.tar", day)}, Options{Query: other, State: state}); err == nil || !strings.Contains(err.Error(), "another sweep") {
		t.Errorf("the state of one question is taken for another: %v", err)
	}
	if err := os.WriteFile(state, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Run(context.Background(), []Part{part("day.tar", day)}, Options{Query: q, State: state}); err == nil || !strings.Contains(err.Error(), "remove it to begin anew") {
		t.Errorf("a broken state: %v", err)
	}
}

// A disk that is full is an error, and the state stays as it was.
func TestDiskFull(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_RDWR, 0)
	if err != nil {
		t.Skipf("there is no /dev/full here: %v", err)
	}
	s := &spool{f: full}
	if _, err := s.add([]byte("x")); err == nil {
		t.Error("a write to a full disk is no error")
	}
	dir := t.TempDir()
	state := filepath.Join(dir, "state")
	if err := os.Symlink("/dev/full", state+".finds"); err != nil {
		t.Fatal(err)
	}
	_, err = Run(context.Background(), []Part{part("day.tar", madeDay())}, Options{Query: query(t, `visits(it, us-12nm, `+between+`)`), State: state})
	if err == nil {
		t.Error("a full disk is no error")
	}
	if b, err := os.ReadFile(state); err == nil && strings.Contains(string(b), `"done":true`) {
		t.Error("the state says that all is done")
	}
}
