package vault

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/holdshort/holdshort/internal/durable"
	"github.com/holdshort/holdshort/ledger"
)

// fsyncs is how many times a second 1 KiB can be added to a file with an fsync
// each: what any durable keeping of one item at a time costs at least.
func fsyncs(b *testing.B) float64 {
	b.Helper()
	f, err := os.Create(filepath.Join(b.TempDir(), "x"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	const times = 200
	kib := make([]byte, 1024)
	start := time.Now()
	for range times {
		if _, err := f.Write(kib); err != nil {
			b.Fatal(err)
		}
		if err := f.Sync(); err != nil {
			b.Fatal(err)
		}
	}
	return times / time.Since(start).Seconds()
}

// item is a draft of 1 KiB that differs from every other: in a blob of its own,
// or in the record alone.
func item(c ledger.Chain, n int, blob bool) Draft {
	text := fmt.Sprintf("%d %s", n, strings.Repeat("x", 1000))
	if blob {
		return keepText(c, text)
	}
	return Draft{Chain: c, Item: ledger.Item{Kind: ledger.Heartbeat, Why: text, Heartbeat: &ledger.Asked{}}}
}

// Items of 1 KiB sealed a second, each durable when it is acknowledged, by the
// size of the batch, and the ratio to an fsync for each item on the same disk.
func BenchmarkSeal(b *testing.B) {
	for _, kind := range []string{"record", "blob"} {
		for _, size := range []int{1, 10, 100, 1000} {
			b.Run(fmt.Sprintf("%s/batch=%d", kind, size), func(b *testing.B) {
				base := fsyncs(b)
				v, c := fresh(b)
				n := 0
				start := time.Now()
				for b.Loop() {
					var ds []Draft
					for range size {
						ds = append(ds, item(c, n, kind == "blob"))
						n++
					}
					if _, err := v.Seal(ds...); err != nil {
						b.Fatal(err)
					}
				}
				rate := float64(n) / time.Since(start).Seconds()
				b.ReportMetric(rate, "items/s")
				b.ReportMetric(base, "fsyncs/s")
				b.ReportMetric(rate/base, "of-fsyncs")
			})
		}
	}
}

// slow makes each wait for the disk take at least 5 ms more, and counts them. It
// is synthetic: it shows how many waits stand one after another, on any disk.
func slow(b *testing.B) *atomic.Int64 {
	var n atomic.Int64
	was := durable.Around
	b.Cleanup(func() { durable.Around = was })
	durable.Around = func(step, name string, do func() error) error {
		if strings.HasPrefix(step, "sync") {
			n.Add(1)
			time.Sleep(5 * time.Millisecond)
		}
		return was(step, name, do)
	}
	return &n
}

// Files of 1 KiB sealed a second on a disk that makes each wait take 5 ms more,
// and the waits of a batch.
func BenchmarkSealSlow(b *testing.B) {
	for _, size := range []int{1, 10, 100, 1000} {
		b.Run(fmt.Sprintf("batch=%d", size), func(b *testing.B) {
			v, c := fresh(b)
			waits := slow(b)
			n, batches := 0, 0
			start := time.Now()
			for b.Loop() {
				var ds []Draft
				for range size {
					ds = append(ds, item(c, n, true))
					n++
				}
				if _, err := v.Seal(ds...); err != nil {
					b.Fatal(err)
				}
				batches++
			}
			b.ReportMetric(float64(n)/time.Since(start).Seconds(), "items/s")
			b.ReportMetric(float64(waits.Load())/float64(batches), "waits/batch")
		})
	}
}

// What the public log and the private records take on disk, by entries, sealed
// in batches of 100 and, for the smaller ones, one by one.
func BenchmarkGrowth(b *testing.B) {
	for _, x := range []struct{ entries, batch int }{{1_000, 1}, {1_000, 100}, {10_000, 100}, {100_000, 1000}} {
		b.Run(fmt.Sprintf("entries=%d/batch=%d", x.entries, x.batch), func(b *testing.B) {
			for b.Loop() {
				v, c := fresh(b)
				for n := 1; n < x.entries; {
					var ds []Draft
					for ; n < x.entries && len(ds) < x.batch; n++ {
						ds = append(ds, Draft{Chain: c, Item: ledger.Item{Kind: ledger.Heartbeat, Heartbeat: &ledger.Asked{Got: "same"}}})
					}
					if _, err := v.Seal(ds...); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(sizeOf(b, filepath.Join(v.Dir(), "log")))/float64(x.entries), "log-B/entry")
				b.ReportMetric(float64(sizeOf(b, v.chains()))/float64(x.entries), "records-B/entry")
				start := time.Now()
				if err := v.Close(); err != nil {
					b.Fatal(err)
				}
				reopen(b, v.Dir())
				b.ReportMetric(float64(time.Since(start).Milliseconds()), "open-ms")
				start = time.Now()
				checked(b, v.Dir())
				b.ReportMetric(float64(time.Since(start).Milliseconds()), "check-ms")
			}
		})
	}
}

// sizeOf is how many bytes the files below a folder have.
func sizeOf(b *testing.B, dir string) (sum int64) {
	b.Helper()
	err := filepath.WalkDir(dir, func(_ string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err == nil {
			sum += info.Size()
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return sum
}
