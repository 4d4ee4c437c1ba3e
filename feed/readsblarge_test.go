package feed

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"testing"
	"time"
	"unsafe"

	"github.com/holdshort/holdshort/track"
)

// endless writes a trace of so many points as it is read.
type endless struct {
	points, at int
	left       []byte
}

func (e *endless) Read(p []byte) (int, error) {
	if len(e.left) == 0 {
		switch {
		case e.at == 0:
			e.left = []byte(`{"icao":"abc123","timestamp":1700000000,"trace":[`)
		case e.at > e.points:
			return 0, fmt.Errorf("read past the end")
		case e.at == e.points:
			e.left = []byte("]}")
		}
		for i := 0; i < 500 && e.at < e.points; i++ {
			comma := ","
			if e.at == e.points-1 {
				comma = ""
			}
			e.left = fmt.Appendf(e.left, `[%d.25,45.123456,-93.654321,32000,450.1,90.2,0,0,null,"adsb_icao",33000,0,280,0.1]%s`, e.at, comma)
			e.at++
		}
		if e.at == e.points {
			e.left = append(e.left, "]}"...)
			e.at++
		}
	}
	n := copy(p, e.left)
	e.left = e.left[n:]
	return n, nil
}

// The memory of a large trace is bounded by the track itself. HOLDSHORT_POINTS
// sets how many points it has.
func TestTraceMemory(t *testing.T) {
	points := 500000
	if n, err := strconv.Atoi(os.Getenv("HOLDSHORT_POINTS")); err == nil {
		points = n
	}
	runtime.GC()
	var before, m runtime.MemStats
	runtime.ReadMemStats(&before)
	stop, peak := make(chan bool), make(chan uint64)
	go func() {
		top := uint64(0)
		for {
			select {
			case <-stop:
				peak <- top
				return
			case <-time.After(5 * time.Millisecond):
				runtime.ReadMemStats(&m)
				top = max(top, m.HeapAlloc)
			}
		}
	}()
	fixes := 0
	s, err := Read(&endless{points: points}, "x", Options{}, func(tr *track.Track) error { fixes = len(tr.Fixes); return nil })
	stop <- true
	top := <-peak
	if fixes != points || s.Rows != int64(points) {
		t.Fatalf("%d fixes, %v %+v", fixes, err, s)
	}
	size := uint64(points) * uint64(unsafe.Sizeof(track.Fix{}))
	t.Logf("%d points: the track has %d MB, the heap grew by at most %d MB", points, size>>20, (top-min(top, before.HeapAlloc))>>20)
	if top > before.HeapAlloc+5*size/2+(32<<20) {
		t.Errorf("the heap grew by %d MB", (top-before.HeapAlloc)>>20)
	}
}
