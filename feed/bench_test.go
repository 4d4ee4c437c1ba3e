package feed

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"

	"github.com/holdshort/holdshort/track"
)

// manyTraces is the real trace some times over, each gzipped with its numbers
// moved a little, as a day's files lie in a tar.
func manyTraces(b *testing.B, n int) (packed [][]byte, size, points int64) {
	text := realFile(b, ac671b)
	for i := range n {
		moved := bytes.ReplaceAll(text, []byte(".8"), []byte(fmt.Sprintf(".%d", i%10)))
		// The real servers' files have no blanks before a point.
		moved = bytes.ReplaceAll(moved, []byte("\n    ["), []byte("\n["))
		var z bytes.Buffer
		w := gzip.NewWriter(&z)
		w.Write(moved)
		w.Close()
		packed = append(packed, z.Bytes())
		size += int64(len(moved))
		points += 2500
	}
	return packed, size, points
}

// BenchmarkTrace reads gzipped traces, and cleans them and divides them into
// legs; alone inflates with the same library, and peer with encoding/json, all in
// turns. It takes the best of all rounds, since others use the machine too.
// vs-inflate is the speed of a step over that of inflating alone.
func BenchmarkTrace(b *testing.B) {
	packed, size, points := manyTraces(b, 40)
	const never = time.Hour
	read, legs, alone, peer := never, never, never, never
	best := func(d *time.Duration, do func()) {
		at := time.Now()
		do()
		*d = min(*d, time.Since(at))
	}
	sum := 0
	for b.Loop() {
		best(&alone, func() { inflate(b, packed) })
		best(&read, func() { sum += readPacked(b, packed, func(*track.Track) {}) })
		best(&legs, func() {
			sum += readPacked(b, packed, func(t *track.Track) { t.Clean(track.Jet); t.Legs(nil) })
		})
		best(&peer, func() { generic(b, packed[:4]) })
	}
	if sum != 2*b.N*int(points) {
		b.Fatal(sum)
	}
	peer *= 10
	b.ReportMetric(float64(size)/1e6/read.Seconds(), "MB/s")
	b.ReportMetric(float64(points)/read.Seconds(), "points/s")
	b.ReportMetric(float64(size)/1e6/alone.Seconds(), "inflate-MB/s")
	b.ReportMetric(alone.Seconds()/read.Seconds(), "vs-inflate")
	b.ReportMetric(peer.Seconds()/read.Seconds(), "vs-encoding/json")
	b.ReportMetric(float64(points)/legs.Seconds(), "legs-points/s")
	b.ReportMetric(alone.Seconds()/legs.Seconds(), "legs-vs-inflate")
	b.ReportMetric(peer.Seconds()/legs.Seconds(), "legs-vs-encoding/json")
}

// readPacked reads each, and is how many fixes there were.
func readPacked(b *testing.B, packed [][]byte, do func(*track.Track)) (fixes int) {
	for _, p := range packed {
		_, err := Read(bytes.NewReader(p), "x", Options{}, func(t *track.Track) error {
			fixes += len(t.Fixes)
			do(t)
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return fixes
}

func inflate(b *testing.B, packed [][]byte) {
	z := new(gzip.Reader)
	buf := make([]byte, 64<<10)
	for _, p := range packed {
		if err := z.Reset(bytes.NewReader(p)); err != nil {
			b.Fatal(err)
		}
		for {
			if _, err := z.Read(buf); err == io.EOF {
				break
			} else if err != nil {
				b.Fatal(err)
			}
		}
	}
}

// generic reads the points as encoding/json gives them.
func generic(b *testing.B, packed [][]byte) {
	z := new(gzip.Reader)
	for _, p := range packed {
		if err := z.Reset(bytes.NewReader(p)); err != nil {
			b.Fatal(err)
		}
		var file struct {
			Timestamp float64
			Trace     [][]any
		}
		if err := json.NewDecoder(z).Decode(&file); err != nil || len(file.Trace) != 2500 {
			b.Fatal(err)
		}
	}
}

// BenchmarkScan reads a trace that is not compressed.
func BenchmarkScan(b *testing.B) {
	text := realFile(b, ac671b)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := Read(bytes.NewReader(text), "x", Options{}, func(*track.Track) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(2500*float64(b.N)/b.Elapsed().Seconds(), "points/s")
}
