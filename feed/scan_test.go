package feed

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
)

// Numbers of every length, before and after the point, with what may follow them
// and what makes them none: passed over where encoding/json takes them, and read
// as strconv reads them.
func TestNumbers(t *testing.T) {
	const digits = "12345678901234567890"
	var texts []string
	for whole := range 20 {
		for _, first := range []string{digits[:whole], "0" + digits[:max(whole, 1)-1], strings.Repeat("9", whole)} {
			for frac := -1; frac < 20; frac++ {
				text := first
				if frac >= 0 {
					text += "." + digits[len(digits)-frac:]
				}
				for _, tail := range []string{"", "e5", "E-3", "e+", "e", ".", ".5", "-", "x", "\xff"} {
					texts = append(texts, text+tail, "-"+text+tail)
				}
			}
		}
	}
	read := 0
	for _, text := range texts {
		for _, after := range []string{",", "]", "}", " ", "\n", ",123", ".", ""} {
			b := append([]byte(text+after), make([]byte, pad)...)
			whole := text
			if after == "." {
				whole += "."
			}
			valid := json.Valid([]byte(whole)) && whole[len(whole)-1] != ' '
			end, ok := skipNumber(b, 0)
			if (ok && end == len(whole)) != valid {
				t.Fatalf("%q: passed over to %d, %v; JSON %v", text+after, end, ok, valid)
			}
			d, end, ok := jsonNumber(b, 0)
			if !ok {
				continue
			}
			if f, err := strconv.ParseFloat(whole, 64); end == len(whole) && (err != nil || !valid || d.float() != f) {
				t.Fatalf("%q: %v, want %v", text+after, d.float(), f)
			}
			read++
		}
	}
	if read < 2000 {
		t.Errorf("only %d were read", read)
	}
}

func TestSmallReal(t *testing.T) {
	for i := range 30000 {
		for _, text := range []string{fmt.Sprint(i), fmt.Sprintf("%.1f", float64(i)/10), fmt.Sprintf("%.2f", float64(i)/100), fmt.Sprint(i * 1e5), fmt.Sprintf("-%d", i)} {
			if want, _ := strconv.ParseFloat(text, 64); smallReal([]byte(text)) != want {
				t.Fatalf("%s: %v", text, smallReal([]byte(text)))
			}
		}
	}
	for _, text := range []string{`"8"`, "null", ".5", "5.", "", "1.5.5"} {
		if f := smallReal([]byte(text)); !math.IsNaN(f) && json.Valid([]byte(text)) {
			t.Errorf("%q: %v", text, f)
		}
	}
}

// A trace of long offsets, read through windows of all its places.
func TestTraceAcrossWindows(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"icao":"abc123","timestamp":1600000000,"trace":[`)
	const points = 12000
	for i := range points {
		fmt.Fprintf(&b, `[%d.%02d,45.123456,-93.6,32000,450.1,90.2,0,-64,{"nic":8,"x":%d.5,"flight":"DAL%d"},"adsb_icao",33000,0,280,0.1],`, i*i, i%100, 999990+i, i)
	}
	text := strings.TrimSuffix(b.String(), ",") + "]}"
	for _, blanks := range []int{0, 1, 7, 50, 131} {
		tr, s := one(t, []byte(strings.Repeat(" ", blanks)+text))
		if len(tr.Fixes) != points || s.Unused > 0 || s.Partial {
			t.Fatalf("%d blanks: %d fixes, %+v", blanks, len(tr.Fixes), s)
		}
		for i, f := range tr.Fixes {
			if int64(f.At) != 1600000000000+int64(i*i)*1000+int64(i%100)*10 {
				t.Fatalf("%d: %d", i, f.At)
			}
		}
	}
}
