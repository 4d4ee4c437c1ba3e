package docket_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	tok "golang.org/x/net/html"

	"github.com/holdshort/holdshort/docket"
)

// benchEntries is how many synthetic entries a file of the benchmarks has.
const benchEntries = 5_000

// benchPage is a synthetic docket page, its entries as long as real ones.
func benchPage() []byte {
	var b bytes.Buffer
	b.WriteString(`<html><h3>CIVIL DOCKET FOR CASE #: 1:25-cv-00012-JR</h3><table><tr><td>Date Filed</td><th>#</th><td>Docket Text</td></tr>`)
	for i := range benchEntries {
		day := fmt.Sprintf("%02d/%02d/2025", i%12+1, i%28+1)
		fmt.Fprintf(&b, `<tr><td width="94" valign="top" nowrap="">%s</td><td><a href="https://ecf.exd.uscourts.gov/doc1/0991%08d" onclick="goDLS('/doc1/0991%08d','4711','%d','','1','1','','');return(false);">%d</a>&nbsp;</td><td valign="top">ORDER on motion <a href="https://ecf.exd.uscourts.gov/doc1/0991%08d">%d</a> of the petitioners: %s. Signed by Judge Jane Roe on %s. (xyz) (Entered: %s)</td></tr>`+"\n",
			day, i, i, i*2, i, i, i/2, strings.Repeat("it is so ordered, and the parties shall confer; ", 8), day, day)
	}
	b.WriteString(`</table></html>`)
	return b.Bytes()
}

// benchJSON is a synthetic docket of CourtListener of as many entries.
func benchJSON() []byte {
	var b bytes.Buffer
	b.WriteString(`{"court_id": "exd", "docket_number": "1:25-cv-00012", "case_name": "A v. B", "date_filed": "2025-01-01", "docket_entries": [`)
	for i := range benchEntries {
		fmt.Fprintf(&b, `%s{"id": %d, "entry_number": %d, "date_filed": "2025-%02d-%02d", "time_filed": "19:26:%02d", "date_created": "2025-03-15T17:00:%02d.855097-07:00", "date_modified": "2025-03-18T17:00:00-07:00", "description": "ORDER on motion: %s. (Entered: %02d/%02d/2025)", "recap_documents": [{"document_number": "%d", "pacer_doc_id": "0991%08d", "is_available": true}]}`,
			map[bool]string{true: ",\n"}[i > 0], i, i, i%12+1, i%28+1, i%60, i%60, strings.Repeat("it is so ordered, and the parties shall confer; ", 8), i%12+1, i%28+1, i, i)
	}
	b.WriteString(`]}`)
	return b.Bytes()
}

// BenchmarkImport reads a docket of 5000 synthetic entries, with its times, stamps
// and redaction, on one goroutine. "of_plain" is its time over that of the library
// alone on the same bytes in the same run: tokens of HTML, or encoding/json.
func BenchmarkImport(b *testing.B) {
	for _, x := range []struct {
		name  string
		bytes []byte
		plain func([]byte)
	}{
		{"page", benchPage(), func(b []byte) {
			for z := tok.NewTokenizer(bytes.NewReader(b)); z.Next() != tok.ErrorToken; {
			}
		}},
		{"json", benchJSON(), func(b []byte) {
			var v any
			if err := json.Unmarshal(b, &v); err != nil {
				panic(err)
			}
		}},
	} {
		b.Run(x.name, func(b *testing.B) {
			opts := docket.Options{Zone: func(string) (string, bool) { return "America/New_York", true }}
			b.SetBytes(int64(len(x.bytes)))
			var plain time.Duration
			n := 0
			for b.Loop() {
				f, err := docket.Read(bytes.NewReader(x.bytes), "x", opts)
				if err != nil || len(f.Sheets[0].Entries) != benchEntries {
					b.Fatal(err)
				}
				b.StopTimer()
				start := time.Now()
				x.plain(x.bytes)
				plain += time.Since(start)
				n++
				b.StartTimer()
			}
			b.ReportMetric(float64(benchEntries*n)/b.Elapsed().Seconds(), "entries/s")
			b.ReportMetric(b.Elapsed().Seconds()/plain.Seconds(), "of_plain")
		})
	}
}
