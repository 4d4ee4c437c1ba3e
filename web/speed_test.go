package web

import (
	"bufio"
	"bytes"
	"fmt"
	"math"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// large is a synthetic case of one evening with so many events beside three
// movements. Nothing in it happened.
func large(events int) string {
	var b strings.Builder
	b.WriteString(`case: {id: large, caption: "Synthetic v. Benchmark", zone: America/New_York, label: Synthetic. Nothing in this case happened.}
sources:
  - {id: s, kind: article, publisher: nobody, title: synthetic, published: 1 January 2025}
places:
  - {id: AAAA, name: First, at: "26.2N 97.6W", source: s}
  - {id: BBBB, name: Second, at: "14.4N 87.6W", source: s}
movements:
`)
	for i := range 3 {
		fmt.Fprintf(&b, `  - id: m%d
    name: SYN%d
    address: a0000%d
    top-speed: {speed: 550 kt, why: synthetic}
    phases:
      - {phase: wheels-up, place: AAAA, times: [{at: "15 March 2025 17:%d0 EDT", source: s}]}
      - {phase: touchdown, place: BBBB, times: [{at: "15 March 2025 21:%d0 EDT", source: s}]}
`, i, i, i, i, i)
	}
	if events > 0 {
		b.WriteString("events:\n")
	}
	for i := range events {
		fmt.Fprintf(&b, "  - {id: e%d, what: Synthetic event %d, lane: %s, times: [{at: \"15 March 2025 %02d:%02d:%02d EDT\", source: s}]}\n",
			i, i, []string{"court", "notice", "custody", "statements"}[i%4], 17+i*5/events, i*60*5/events%60, i*7%60)
	}
	return b.String()
}

// flown is a synthetic track between the two places, a fix each step.
func flown(n int, begin span.Instant) *track.Analysis {
	t := &track.Track{Origins: []track.Origin{{Name: "synthetic"}}}
	for i := range n {
		f := float64(i) / float64(n)
		t.Fixes = append(t.Fixes, track.Fix{At: begin.Add(span.Length(float64(4*span.Hour) * f)), Pos: geo.Point{Lat: geo.Degrees(26.2 - 11.8*f + 0.3*math.Sin(40*f)), Lon: geo.Degrees(-97.6 + 10*f)}, Row: int64(i + 1)})
	}
	return track.Analyse(t, track.Jet, nil, nil)
}

// BenchmarkScrub measures in a real browser what a step of the moment costs in a
// large case, beside a nearly empty one, and how soon the sample can be used.
func BenchmarkScrub(b *testing.B) {
	if _, err := os.Stat("ui/node_modules/playwright-core"); err != nil || browser() == "" {
		b.Skip("skipped: node, the libraries of web/ui and Chromium are needed")
	}
	dir := b.TempDir()
	for name, events := range map[string]int{"large": 2000, "empty": 0} {
		text := large(events)
		if name == "empty" {
			text = "case: {id: empty, caption: Empty, zone: America/New_York, label: Synthetic.}\nsources: [{id: s, kind: article, publisher: nobody, published: 1 January 2025}]\n" +
				"events: [{id: e, what: Synthetic, times: [{at: 15 March 2025 18:00 EDT, source: s}]}]\n"
		}
		if err := os.MkdirAll(filepath.Join(dir, name), 0o755); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name, "case.yaml"), []byte(text), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	if err := os.CopyFS(filepath.Join(dir, "jgg"), os.DirFS("../cases/jgg-v-trump")); err != nil {
		b.Fatal(err)
	}
	s, err := New(Options{Dir: dir, Load: func(dir string) (*Loaded, error) {
		c, err := holdshort.Load(os.DirFS(dir))
		if err != nil {
			return nil, err
		}
		l := &Loaded{Case: c, Tracks: map[holdshort.ID][]*track.Analysis{}}
		for i, m := range c.Movements {
			if c.ID == "large" && i < 2 {
				l.Tracks[m.ID] = append(l.Tracks[m.ID], flown(50_000, c.Event(string(m.ID)+".wheels-up@AAAA").Hull().Earliest()))
			}
		}
		return l, nil
	}})
	if err != nil {
		b.Fatal(err)
	}
	h := httptest.NewUnstartedServer(nil)
	if err := s.Listening(h.Listener.Addr(), ""); err != nil {
		b.Fatal(err)
	}
	h.Config.Handler = s.Handler()
	h.Start()
	b.Cleanup(func() { s.Close(); h.Close() })
	b.ResetTimer()
	for range b.N {
		speed(b, h.URL)
	}
}

// speed runs the script once, and reports what it says.
func speed(b *testing.B, url string) {
	for only, base := range map[string]string{"scrub": "/c/large/", "load": "/c/jgg/"} {
		cmd := exec.Command("node", "ui/tests/speed.mjs")
		cmd.Env = append(os.Environ(), "ONLY="+only, "BASE="+url+base, "EMPTY="+url+"/c/empty/", "BROWSER="+browser())
		out, err := cmd.CombinedOutput()
		for l := bufio.NewScanner(bytes.NewReader(out)); l.Scan(); {
			line := l.Text()
			if f := strings.Fields(line); len(f) == 3 && f[0] == "metric" {
				if v, err := strconv.ParseFloat(f[2], 64); err == nil {
					b.ReportMetric(v, f[1])
				}
			} else if text, ok := strings.CutPrefix(line, "# "); ok {
				b.Log(text)
			}
		}
		if err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
	}
}
