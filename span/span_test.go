package span

import (
	"testing"

	"github.com/holdshort/holdshort/tri"
)

// Every relation of small spans is what it is moment by moment.
func TestRelationsMomentByMoment(t *testing.T) {
	var all []Span
	for lo := Instant(0); lo < 4; lo++ {
		for hi := lo - 1; hi < 4; hi++ {
			all = append(all, Of(lo, hi))
		}
	}
	for _, a := range all {
		for _, b := range all {
			yes, no := 0, 0
			for x := Instant(0); x < 4; x++ {
				if h := Hull(a, b).Has(x); (a.Has(x) || b.Has(x)) && !h {
					t.Errorf("the hull of %v and %v lacks %d", a, b, x)
				}
				if Meet(a, b).Has(x) != (a.Has(x) && b.Has(x)) {
					t.Errorf("the meet of %v and %v is wrong at %d", a, b, x)
				}
				for y := Instant(0); y < 4; y++ {
					if a.Has(x) && b.Has(y) && x < y {
						yes++
					} else if a.Has(x) && b.Has(y) {
						no++
					}
				}
			}
			want := tri.Unknown
			if yes > 0 && no == 0 || no > 0 && yes == 0 {
				want = tri.Of(yes > 0)
			}
			if got := Before(a, b); got != want {
				t.Errorf("%v before %v is %v, want %v", a, b, got, want)
			}
		}
	}
}

func TestZeroSpanIsEmpty(t *testing.T) {
	var s Span
	if !s.Empty() || s.Bounded() || s.Has(0) || s.Earliest() != End || s.Latest() != Beginning || Ever.Bounded() || !At(3).Bounded() {
		t.Error("the zero span is not empty")
	}
}
