// Package daygen makes a synthetic day of the world's traffic, laid out as the
// day archives of readsb networks are: one tar of gzip'd traces, in folders by
// the last two digits of the address. It is for tests and measurements. Its first
// member says that it is synthetic, and so does each trace's "version".
package daygen

import (
	"archive/tar"
	"bytes"
	"fmt"
	"io"
	"math"
	"runtime"
	"sync"
	"time"

	"github.com/klauspost/compress/gzip"

	"github.com/holdshort/holdshort/span"
)

// World is how many traces a day of the world has, as far as is told of the day
// archives of 2025: about 70,000.
const World = 70_000

// Notice is what the first member of the tar says.
const Notice = "SYNTHETIC: this day was made by a program from a seed. No aircraft flew any of it.\n"

// Options are what a day is made from: the same options make the same bytes.
type Options struct {
	Seed  uint64
	Share float64      // of World, above 0
	Day   span.Instant // midnight, UTC, at which it begins
}

// Made is what was made.
type Made struct {
	Traces, Points int64
	JSON           int64 // bytes of the traces before they were compressed
}

// Write writes a day to w, on all processors.
func Write(w io.Writer, o Options) (Made, error) {
	n := int(math.Ceil(World * o.Share))
	z := tar.NewWriter(w)
	if err := member(z, "./README-SYNTHETIC.txt", []byte(Notice), o.Day); err != nil {
		return Made{}, err
	}
	var sum Made
	folder := -1
	for t := range traces(o, n) {
		if f := int(t.plane.code & 255); f != folder {
			folder = f
			if err := z.WriteHeader(&tar.Header{Typeflag: tar.TypeDir, Name: fmt.Sprintf("./traces/%02x/", f), Mode: 0o755, ModTime: at(o.Day), Format: tar.FormatGNU}); err != nil {
				return sum, err
			}
		}
		if err := member(z, fmt.Sprintf("./traces/%02x/trace_full_%s.json", folder, t.plane.hex()), t.packed.Bytes(), o.Day); err != nil {
			return sum, err
		}
		sum.Traces, sum.Points, sum.JSON = sum.Traces+1, sum.Points+int64(t.points), sum.JSON+int64(t.size)
	}
	return sum, z.Close()
}

func at(t span.Instant) time.Time { return time.UnixMilli(int64(t)).UTC() }

func member(z *tar.Writer, name string, body []byte, day span.Instant) error {
	if err := z.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: int64(len(body)), Mode: 0o644, ModTime: at(day), Format: tar.FormatGNU}); err != nil {
		return err
	}
	_, err := z.Write(body)
	return err
}

// made is one trace.
type made struct {
	plane  plane
	packed bytes.Buffer
	points int
	size   int
}

// traces makes n traces in order of folder, some at once.
func traces(o Options, n int) func(yield func(*made) bool) {
	return func(yield func(*made) bool) {
		order := make(chan chan *made, 4*runtime.GOMAXPROCS(0))
		stop := make(chan struct{})
		var wg sync.WaitGroup
		wg.Go(func() {
			defer close(order)
			for i := range n {
				out := make(chan *made, 1)
				select {
				case order <- out:
					wg.Go(func() { out <- trace(o, inOrder(i, n)) })
				case <-stop:
					return
				}
			}
		})
		defer wg.Wait()
		defer close(stop)
		for out := range order {
			if !yield(<-out) {
				go func() { // let the rest end
					for range order {
					}
				}()
				return
			}
		}
	}
}

// inOrder is the number of the aircraft that comes i-th of n: aircraft k lies in
// folder k%256.
func inOrder(i, n int) int {
	whole, over := n/256, n%256
	if i < over*(whole+1) {
		return i/(whole+1) + i%(whole+1)*256
	}
	i -= over * (whole + 1)
	return over + i/whole + i%whole*256
}

var packers = sync.Pool{New: func() any {
	z, err := gzip.NewWriterLevel(nil, 6)
	if err != nil {
		panic("daygen: " + err.Error())
	}
	return z
}}

// trace makes the trace of aircraft k.
func trace(o Options, k int) *made {
	p := newPlane(o, k)
	text := newText(p, o.Day)
	p.fly(text)
	text.end()
	t := &made{plane: *p, points: text.points, size: len(text.b)}
	z := packers.Get().(*gzip.Writer)
	defer packers.Put(z)
	z.Reset(&t.packed)
	if _, err := z.Write(text.b); err != nil {
		panic("daygen: " + err.Error())
	}
	if err := z.Close(); err != nil {
		panic("daygen: " + err.Error())
	}
	text.free()
	return t
}
