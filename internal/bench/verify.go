package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/holdshort/holdshort/internal/toylog"
	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/sealed"
	"github.com/holdshort/holdshort/verify"
)

// verifications prints what it costs to check sealed exhibits of growing chains.
func verifications(w io.Writer, sizes []int) error {
	fmt.Fprintln(w, "\n| entries | shown | exhibit | verify | user CPU | growth | peak memory |")
	fmt.Fprintln(w, "|---|---|---|---|---|---|---|")
	var last time.Duration
	for _, n := range sizes {
		took, err := verification(w, n, last)
		if err != nil {
			return err
		}
		last = took
	}
	return nil
}

func verification(w io.Writer, entries int, last time.Duration) (time.Duration, error) {
	f, err := os.CreateTemp("", "holdshort-bench-*.zip")
	if err != nil {
		return 0, err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	key, made, err := seal(f, entries)
	if err != nil {
		return 0, err
	}
	debug.FreeOSMemory()
	resetPeak()
	start, user := time.Now(), userTime()
	r, err := verify.Run(f, made.Size, verify.Options{LogKey: key})
	took, used := time.Since(start), userTime()-user
	if err != nil {
		return 0, err
	}
	if r.Exit != verify.ExitPass {
		return 0, fmt.Errorf("an exhibit of %d entries does not pass", entries)
	}
	growth := ""
	if last > 0 {
		growth = fmt.Sprintf("× %.1f", float64(took)/float64(last))
	}
	fmt.Fprintf(w, "| %d | %d | %.1f MB | %.1f ms | %.1f ms | %s | %d MB |\n", made.Entries, len(made.Shown), float64(made.Size)/1e6, ms(took), ms(used), growth, peak()>>20)
	return took, nil
}

// userTime is what the process has used of the processors in its own code: unlike
// the time that passes, it hardly depends on what else they do. It counts in
// hundredths of a second, as Linux does in field 14 of stat; 0 elsewhere.
func userTime() time.Duration {
	b, _ := os.ReadFile("/proc/self/stat")
	_, rest, _ := bytes.Cut(b, []byte(") ")) // from field 3; the name before it may have spaces
	f := bytes.Fields(rest)
	if len(f) < 12 {
		return 0
	}
	n, _ := strconv.Atoi(string(f[11]))
	return time.Duration(n) * 10 * time.Millisecond
}

// seal writes a synthetic exhibit: of ten entries one is bytes of a kilobyte that
// are shown, one is bytes that are withheld, and eight are heartbeats, of which
// every other is shown.
func seal(w io.Writer, entries int) (string, *sealed.Made, error) {
	l := toylog.NewLog("example.org/bench", "bench")
	c := toylog.Sample(l)
	var shown []uint64
	for i := len(c.Records); i < entries-1; i++ {
		switch i % 10 {
		case 0:
			c.Keep("", ledger.Public, bytes.Repeat(fmt.Appendf(nil, "synthetic %07d\n", i), 55))
		case 1:
			c.Keep("", ledger.SealedClass, fmt.Appendf(nil, "synthetic %07d\n", i))
		default:
			p := c.Seal(ledger.Item{Kind: ledger.Heartbeat, Heartbeat: &ledger.Asked{Address: "https://example.org/synthetic", Got: "same", Next: "2026-11-25T00:00:00Z"}})
			if i%2 == 0 {
				shown = append(shown, p)
			}
		}
	}
	c.Release(ledger.Public, shown)
	in := c.Input(ledger.Public, verify.Basic)
	made, err := sealed.Write(w, in)
	return l.Key.VKey, made, err
}
