package sweep

import (
	"context"
	"testing"
	"time"
)

// BenchmarkSweep sweeps a hundredth of a day, in turns with expanding it alone, on
// one worker; vs-inflate is the speed of the one over that of the other, the best of
// all rounds of each, since others use the machine too.
func BenchmarkSweep(b *testing.B) {
	day := []Part{part("day.tar", madeDay())}
	q := query(b, `near(it, KDFW, `+between+`)`)
	alone, sweep := time.Hour, time.Hour
	best := func(d *time.Duration, do func()) {
		at := time.Now()
		do()
		*d = min(*d, time.Since(at))
	}
	points := int64(0)
	for b.Loop() {
		best(&alone, func() {
			if _, err := Inflate(context.Background(), day, 1); err != nil {
				b.Fatal(err)
			}
		})
		best(&sweep, func() {
			r, err := Run(context.Background(), day, Options{Query: q, Workers: 1})
			if err != nil {
				b.Fatal(err)
			}
			points = r.Audit.Points
			r.Close()
		})
	}
	b.ReportMetric(float64(points)/sweep.Seconds()/1e6, "Mpoints/s")
	b.ReportMetric(alone.Seconds()/sweep.Seconds(), "vs-inflate")
}
