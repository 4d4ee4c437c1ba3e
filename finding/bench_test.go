package finding

import (
	"fmt"
	"testing"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/internal/toy"
)

// A report on forty questions under four readings, the case being loaded.
// internal/bench prints more of the same.
func BenchmarkReport(b *testing.B) {
	for _, claims := range []int{100, 1_000, 10_000} {
		for _, shape := range []toy.Shape{toy.Apart, toy.Chained, toy.Clashing} {
			c, err := holdshort.Load(toy.Synthetic(claims, 40, shape))
			if err != nil {
				b.Fatal(err)
			}
			b.Run(fmt.Sprintf("claims=%d/%s", claims, shape), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := New(c).Report(Options{}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
