// Command sweepbench makes a synthetic day and measures a sweep of it, beside
// decompression alone and the same job in other programs where they are there.
package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/holdshort/holdshort/internal/daygen"
	"github.com/holdshort/holdshort/place"
	"github.com/holdshort/holdshort/sweep"
)

// question is what is measured: a certain part that any program can answer, a fix
// in a box at a time, and nothing else.
const question = `shows-fix(it, box, "2025-03-16T12:00:00Z", "2025-03-16T17:59:59Z")`

// box is a small one over Texas, drawn as GeoJSON; the peers ask of the same
// numbers.
const box = `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"box","error_m":0},"geometry":{"type":"Polygon","coordinates":[[[-98,31],[-95,31],[-95,34],[-98,34],[-98,31]]]}}]}`

func main() {
	share := flag.Float64("share", 0.01, "of a world day")
	file := flag.String("day", "", "the `FILE` to make, or to use if it is there; none for a temporary one")
	makeOnly := flag.Bool("make", false, "make the day and measure nothing")
	child := flag.String("child", "", "what one measurement does")
	python := flag.String("python", "python3", "the Python that may have duckdb, polars and pandas")
	ask := flag.String("ask", question, "the question")
	flag.Parse()
	var err error
	switch {
	case *child != "":
		err = measured(*child, *file, *ask)
	default:
		err = run(*share, *file, *makeOnly, *python, *ask)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(share float64, file string, makeOnly bool, python, ask string) error {
	if file == "" {
		dir, err := os.MkdirTemp("", "sweepbench-*")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		file = filepath.Join(dir, "day.tar")
	}
	if _, err := os.Stat(file); err != nil {
		if err := makeDay(file, share); err != nil {
			return err
		}
	}
	if makeOnly {
		return nil
	}
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	fmt.Printf("%s, %d MB, load %s\n", runtime.Version(), info.Size()>>20, load())
	if err := ours(file, ask); err != nil {
		return err
	}
	return peers(file, python)
}

func makeDay(file string, share float64) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriterSize(f, 1<<20)
	at := time.Now()
	made, err := daygen.Write(w, daygen.Options{Seed: 1, Share: share, Day: 1742083200000})
	if err != nil {
		return err
	}
	fmt.Printf("made %d traces, %d points, %d MB of JSON in %s\n", made.Traces, made.Points, made.JSON>>20, time.Since(at).Round(time.Second))
	return w.Flush()
}

// load is what the machine has to do besides, as it says itself.
func load() string {
	b, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "not known"
	}
	return strings.Join(strings.Fields(string(b))[:3], " ")
}

// ours measures decompression and the sweep, on one processor and on two, each in a
// process of its own and the best of three, in turns since others use the machine.
func ours(file, ask string) error {
	type cell struct{ wall, cpu, peak float64 }
	best := map[string]cell{}
	kinds := []string{"inflate 1", "sweep 1", "inflate 2", "sweep 2"}
	rounds := 3
	if info, err := os.Stat(file); err == nil && info.Size() > 1<<30 {
		rounds = 1
	}
	for range rounds {
		for _, k := range kinds {
			name, procs, _ := strings.Cut(k, " ")
			self, err := os.Executable()
			if err != nil {
				return err
			}
			cmd := exec.Command(self, "-child", name, "-day", file, "-ask", ask)
			cmd.Env, cmd.Stderr = append(os.Environ(), "GOMAXPROCS="+procs), os.Stderr
			at := time.Now()
			out, err := cmd.Output()
			if err != nil {
				return fmt.Errorf("%s: %w", k, err)
			}
			c := cell{time.Since(at).Seconds(), cmd.ProcessState.UserTime().Seconds() + cmd.ProcessState.SystemTime().Seconds(), 0}
			fmt.Sscanf(string(out), "peak %f", &c.peak)
			if b, ok := best[k]; !ok || c.cpu < b.cpu {
				if ok {
					c.wall = min(c.wall, b.wall)
				}
				best[k] = c
			}
			if name == "sweep" && procs == "2" {
				fmt.Print(strings.SplitN(string(out), "\n", 2)[1])
			}
		}
	}
	for _, k := range kinds {
		fmt.Printf("%-10s %7.2f s wall %7.2f s cpu %5.0f MB\n", k, best[k].wall, best[k].cpu, best[k].peak)
	}
	fmt.Printf("sweep to inflate, by cpu: %.2f on one, %.2f on two; two to one by wall: %.2f\n", best["inflate 1"].cpu/best["sweep 1"].cpu, best["inflate 2"].cpu/best["sweep 2"].cpu, best["sweep 1"].wall/best["sweep 2"].wall)
	return nil
}

// measured is one measurement, in a process of its own.
func measured(what, file, ask string) error {
	regions, err := place.ReadGeoJSON(strings.NewReader(box), "box")
	if err != nil {
		return err
	}
	q, err := sweep.Parse(ask, sweep.Names{Zone: "UTC", Area: func(name string) (place.Region, bool) {
		if name == "box" {
			return regions[0], true
		}
		return place.Area(name)
	}})
	if err != nil {
		return err
	}
	parts, err := sweep.Files([]string{file}, nil)
	if err != nil {
		return err
	}
	if what == "inflate" {
		n, err := sweep.Inflate(context.Background(), parts, runtime.GOMAXPROCS(0))
		fmt.Printf("peak %.0f\n%d bytes\n", peak(), n)
		return err
	}
	r, err := sweep.Run(context.Background(), parts, sweep.Options{Query: q})
	if err != nil {
		return err
	}
	defer r.Close()
	_, err = fmt.Printf("peak %.0f\n%d traces, %d points, %d certain, %d possible, %d read in full\n", peak(), r.Audit.Traces, r.Audit.Points, r.Counts[sweep.Certain], r.Counts[sweep.Possible], r.Full)
	return err
}

// peak is the most memory that this process has had, in MB.
func peak() (mb float64) {
	f, err := os.Open("/proc/self/status")
	if err != nil {
		return 0
	}
	defer f.Close()
	b, _ := io.ReadAll(f)
	for l := range strings.Lines(string(b)) {
		if kb, ok := strings.CutPrefix(l, "VmHWM:"); ok {
			fmt.Sscanf(kb, "%f", &mb)
			return mb / 1024
		}
	}
	return 0
}
