package follow

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/docket"
	"github.com/holdshort/holdshort/fetch"
)

// busyFeed is a feed of 400 synthetic items as CM/ECF writes them, of which 20 are
// new each time.
func busyFeed(poll int) []byte {
	var b strings.Builder
	at := monday.Add(time.Duration(poll) * 5 * time.Minute)
	fmt.Fprintf(&b, "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<rss version=\"2.0\">\n<channel>\n<title>Synthetic District - Recent Entries</title>\n<link>https://ecf.nysd.uscourts.gov</link>\n<lastBuildDate>%s</lastBuildDate>\n", at.Format(http.TimeFormat))
	for i := range 400 {
		n := 20*poll + 400 - i
		fmt.Fprintf(&b, `<item>
<title>1:25-cv-%05d Roe %d v. Doe et al</title>
<link>https://ecf.nysd.uscourts.gov/cgi-bin/DktRpt.pl?%d</link>
<description>[Order on Motion to Dismiss] (&#x3C;a href=&#x22;https://ecf.nysd.uscourts.gov/doc1/12712%07d?caseid=%d&#x26;de_seq_num=%d&#x22; &#x3E;%d&#x3C;/a&#x3E;)</description>
<guid isPermaLink="true">https://ecf.nysd.uscourts.gov/cgi-bin/DktRpt.pl?%d&#x26;%d</guid>
<pubDate>%s</pubDate>
</item>
`, n%90000, n, n, n, n, n%50, n%200, n, n%50, at.Add(-time.Duration(i)*15*time.Second).Format(http.TimeFormat))
	}
	b.WriteString("</channel></rss>\n")
	return []byte(b.String())
}

// BenchmarkFollow is a poll without the network: the bytes are kept, read, told
// apart and journalled. The ratio is to the reading alone, in the same run.
func BenchmarkFollow(b *testing.B) {
	dir, now, body := fastDir(b), monday, []byte(nil)
	ask := func(_ context.Context, r fetch.Request) (*fetch.Capture, error) {
		c := &fetch.Capture{Body: body, Manifest: fetch.Manifest{Version: fetch.Version, Tool: fetch.Tool(), Method: "GET", URL: r.Address}}
		c.Manifest.Clocks.AskedAt, c.Manifest.Clocks.ReceivedAt = now, now
		c.Manifest.Body = fetch.Body{Received: int64(len(body)), Complete: true, SHA256: cite.Sum(body).String()}
		c.Manifest.Tries = []fetch.Try{{Hops: []fetch.Hop{{Status: 200}}}}
		return c, nil
	}
	readers := Readers(docket.Options{})
	feed := Feed{Name: "f", Kind: Window, Address: "https://example.org/", Every: 5 * time.Minute, Daily: 1 << 30}
	f, err := New([]Feed{feed}, Options{Dir: dir, Ask: ask, Readers: readers, Now: func() time.Time { return now }, Rand: rand.Float64})
	if err != nil {
		b.Fatal(err)
	}
	var whole, alone time.Duration
	for n := 0; b.Loop(); n++ {
		body, now = busyFeed(n), monday.Add(time.Duration(n)*5*time.Minute)
		start := time.Now()
		if _, err := f.Once(b.Context()); err != nil {
			b.Fatal(err)
		}
		whole += time.Since(start)
		start = time.Now()
		if _, err := readers[Window](body); err != nil {
			b.Fatal(err)
		}
		alone += time.Since(start)
	}
	one := f.feeds[0]
	if len(one.records) != 380+20*one.n || len(one.runs) != 1 {
		b.Fatalf("%d records of %d polls in %d runs", len(one.records), one.n, len(one.runs))
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(400*one.n)/whole.Seconds(), "items/s")
	b.ReportMetric(float64(400*one.n)/alone.Seconds(), "read-items/s")
	b.ReportMetric(whole.Seconds()/alone.Seconds(), "ratio")
}
