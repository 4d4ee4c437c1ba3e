package feed

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"testing"
	"unsafe"

	"github.com/holdshort/holdshort/track"
)

// endless writes a trace of so many points as it is read, in one buffer.
type endless struct {
	points, at int
	buf, left  []byte
}

func (e *endless) Read(p []byte) (int, error) {
	if len(e.left) == 0 && e.at > e.points {
		return 0, fmt.Errorf("read past the end")
	}
	if len(e.left) == 0 {
		e.buf = e.buf[:0]
		if e.at == 0 {
			e.buf = append(e.buf, `{"icao":"abc123","timestamp":1700000000,"trace":[`...)
		}
		for i := 0; i < 500 && e.at < e.points; i++ {
			e.buf = fmt.Appendf(e.buf, `[%d.25,45.123456,-93.654321,32000,450.1,90.2,0,0,null,"adsb_icao",33000,0,280,0.1],`, e.at)
			e.at++
		}
		if e.at == e.points {
			e.buf = append(e.buf[:len(e.buf)-1], "]}"...)
			e.at++
		}
		e.left = e.buf
	}
	n := copy(p, e.left)
	e.left = e.left[n:]
	return n, nil
}

// TestTraceMemory reads a large trace in a process of its own: its peak is near
// that of the track itself. HOLDSHORT_POINTS sets how many points it has.
func TestTraceMemory(t *testing.T) {
	points := 1_000_000
	if n, err := strconv.Atoi(os.Getenv("HOLDSHORT_POINTS")); err == nil {
		points = n
	}
	if os.Getenv("HOLDSHORT_CHILD") != "" {
		readEndless(t, points)
		return
	}
	size := int64(points) * int64(unsafe.Sizeof(track.Fix{}))
	peak := peakOf(t, points) - peakOf(t, 1)
	t.Logf("%d points of %d bytes: the track has %d MB, the peak is %d MB, %.2f times that", points, unsafe.Sizeof(track.Fix{}), size>>20, peak>>20, float64(peak)/float64(size))
	if peak > size*13/10+(8<<20) {
		t.Errorf("the peak is %d MB", peak>>20)
	}
}

func readEndless(t *testing.T, points int) {
	fixes := 0
	s, err := Read(&endless{points: points}, "x", Options{}, func(tr *track.Track) error { fixes = len(tr.Fixes); return nil })
	if fixes != points || s.Rows != int64(points) || err != nil {
		t.Fatalf("%d fixes, %v %+v", fixes, err, s)
	}
}

// peakOf is the most memory, in bytes, that a process which reads so many points
// held.
func peakOf(t *testing.T, points int) int64 {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestTraceMemory$")
	cmd.Env = append(os.Environ(), "HOLDSHORT_CHILD=1", fmt.Sprint("HOLDSHORT_POINTS=", points))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss << 10
}
