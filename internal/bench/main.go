// Bench prints what it costs to answer synthetic cases: after loading, the
// time of a whole report, peak memory, and the ratio to a plain Floyd and
// Warshall over the same network. Then what it costs to check sealed exhibits.
package main

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/finding"
	"github.com/holdshort/holdshort/ground"
	"github.com/holdshort/holdshort/internal/toy"
)

const questions = 40

func main() {
	err := run(os.Stdout, []int{100, 1_000, 10_000})
	if err == nil {
		err = verifications(os.Stdout, []int{1_000, 10_000, 100_000})
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(w io.Writer, sizes []int) error {
	fmt.Fprintf(w, "%s, %s/%s, %d processors; %d questions, %d readings\n\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), questions, toy.Readings)
	fmt.Fprintln(w, "| network | claims | events | load | report | growth | peak memory | Floyd-Warshall | report to it |")
	fmt.Fprintln(w, "|---|---|---|---|---|---|---|---|---|")
	for _, shape := range []toy.Shape{toy.Apart, toy.Chained, toy.Clashing} {
		var last time.Duration
		for _, n := range sizes {
			row, err := measure(n, shape)
			if err != nil {
				return err
			}
			row.print(w, last)
			last = row.report
		}
	}
	return nil
}

// row is what was measured of one case.
type row struct {
	shape                 toy.Shape
	claims, events        int
	load, report, warshal time.Duration
	peak                  int64 // bytes of the process at most, up to the report
}

func measure(claims int, shape toy.Shape) (row, error) {
	out := row{shape: shape}
	files := toy.Synthetic(claims, questions, shape)
	debug.FreeOSMemory()
	resetPeak()
	start := time.Now()
	c, err := holdshort.Load(files)
	if err != nil {
		return out, err
	}
	out.load = time.Since(start)
	start = time.Now()
	e := finding.New(c)
	if _, err := e.Report(finding.Options{}); err != nil {
		return out, err
	}
	out.report = time.Since(start)
	out.peak = peak()
	k := e.Check()
	out.claims, out.events = k.Claims, k.Events
	start = time.Now()
	warshall(c)
	out.warshal = time.Since(start)
	return out, nil
}

func (r row) print(w io.Writer, last time.Duration) {
	growth := ""
	if last > 0 {
		growth = fmt.Sprintf("× %.1f", float64(r.report)/float64(last))
	}
	fmt.Fprintf(w, "| %s | %d | %d | %.1f ms | %.1f ms | %s | %d MB | %.1f ms | %.3f |\n", r.shape, r.claims, r.events, ms(r.load), ms(r.report),
		growth, r.peak>>20, ms(r.warshal), float64(r.report)/float64(r.warshal))
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// warshall closes the whole network by Floyd and Warshall's algorithm.
func warshall(c *holdshort.Case) int64 {
	const far = int64(1) << 60
	at := map[string]int{ground.Zero: 0}
	for i, id := range c.EventIDs() {
		at[id] = i + 1
	}
	n := len(at)
	d := make([]int64, n*n)
	for i := range d {
		d[i] = far
	}
	for i := range n {
		d[i*n+i] = 0
	}
	for _, e := range ground.Edges(c) {
		i := at[e.Y]*n + at[e.X]
		d[i] = min(d[i], e.C)
	}
	for k := range n {
		row := d[k*n : k*n+n]
		for i := range n {
			via := d[i*n+k]
			if via >= far {
				continue
			}
			to := d[i*n : i*n+n]
			for j, b := range row {
				if b < far && via+b < to[j] {
					to[j] = via + b
				}
			}
		}
	}
	return d[1]
}

// resetPeak makes the kernel count the process's peak memory anew, where it can.
func resetPeak() { _ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) }

// peak is VmHWM of the process or, where there is none, what Go has taken.
func peak() int64 {
	b, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			if kb, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64); err == nil {
				return kb << 10
			}
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.Sys)
}
