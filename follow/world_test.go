package follow

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/holdshort/holdshort/cite"
)

// clock is a clock that moves only by waiting.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// monday is when tests begin unless they say otherwise.
var monday = time.Date(2025, 3, 10, 4, 0, 0, 0, time.UTC)

// readRSS reads feeds as the tests write them, and is not the reader that the
// program uses.
func readRSS(b []byte) (*Page, error) {
	var x struct {
		XMLName xml.Name `xml:"rss"`
		Built   string   `xml:"channel>lastBuildDate"`
		Items   []struct {
			Title string `xml:"title"`
			Text  string `xml:"description"`
			GUID  string `xml:"guid"`
			Date  string `xml:"pubDate"`
		} `xml:"channel>item"`
	}
	if err := xml.NewDecoder(bytes.NewReader(b)).Decode(&x); err != nil {
		return nil, err
	}
	p := &Page{}
	p.Built, _ = time.Parse(time.RFC1123, x.Built)
	for _, i := range x.Items {
		number, _, _ := strings.Cut(i.Title, " ")
		at, _ := time.Parse(time.RFC1123, i.Date)
		p.Items = append(p.Items, Item{Case: number, Text: i.Text, Stated: i.Date, At: at.UTC(), Keys: []string{i.GUID, number + "|" + i.Date},
			Content: strings.Join([]string{i.Title, i.Text, i.GUID, i.Date}, "\n")})
	}
	return p, nil
}

// thing is what a court put on its docket: it was entered at a time, came into
// the feed then or later, left it, and was edited.
type thing struct {
	pub, shown, gone time.Time // gone is zero while it is listed
	forms            []form
	lists            int // how often it is listed at once
}

// form is one wording of a thing, from a time on.
type form struct {
	from       time.Time
	text, guid string
}

func (th *thing) content(title string, i int) string {
	f := th.forms[i]
	return strings.Join([]string{title, f.text, f.guid, th.pub.Format(http.TimeFormat)}, "\n")
}

// policy is what a court's feed drops.
type policy int

const (
	lastCame   policy = iota // lists the last so many that came into it
	lastStated               // lists so many with the latest times
	hours                    // lists what is younger than some hours
)

// court is a feed that never was, with what has ever been in it.
type court struct {
	mu      sync.Mutex // one request at a time
	r       *rand.Rand
	policy  policy
	most    int
	window  time.Duration
	built   bool // states when it was made
	tagged  bool // has an ETag
	title   string
	things  []*thing
	listed  []*thing
	at      time.Time // up to which it has been played
	downs   [][2]time.Time
	served  map[time.Time][]string // what whole answers held, by when they were asked for
	seq     int
	comings []*thing // still to come into the feed
}

func newCourt(seed uint64, i int, end time.Time) *court {
	c := &court{r: rand.New(rand.NewPCG(seed, uint64(i))), policy: policy(i % 3), title: fmt.Sprintf("1:25-cv-%05d X v. Y", i+1),
		built: i%4 != 3, tagged: i%5 == 0, at: monday.Add(-48 * time.Hour), served: map[time.Time][]string{}}
	c.most, c.window = 12+c.r.IntN(40), time.Duration(4+c.r.IntN(20))*time.Hour
	for n := c.r.IntN(3); n > 0; n-- { // out of reach, for longer than some windows
		from := monday.Add(time.Duration(c.r.Int64N(int64(end.Sub(monday)))))
		c.downs = append(c.downs, [2]time.Time{from, from.Add(time.Duration(1+c.r.IntN(16)) * time.Hour)})
	}
	return c
}

// play moves the court to a time, a minute at a step.
func (c *court) play(to time.Time) {
	for ; !c.at.After(to); c.at = c.at.Add(time.Minute) {
		rate := 0.02 // of entries a minute
		if h := c.at.Hour(); h >= 13 && h < 23 {
			rate = 0.12
		}
		if c.r.Float64() < rate {
			c.enter()
		}
		for i := 0; i < len(c.comings); {
			if th := c.comings[i]; !th.shown.After(c.at) {
				c.listed = append(c.listed, th)
				c.comings = slices.Delete(c.comings, i, i+1)
			} else {
				i++
			}
		}
		c.disturb()
		c.drop()
	}
}

// enter puts an entry on the docket, sometimes of several events with one guid,
// sometimes late into the feed.
func (c *court) enter() {
	c.seq++
	events := 1
	if c.r.IntN(8) == 0 {
		events = 2 + c.r.IntN(2)
	}
	guid := fmt.Sprintf("https://ecf.example/%d", c.seq)
	for e := range events {
		th := &thing{pub: c.at, shown: c.at, lists: 1}
		if c.r.IntN(12) == 0 {
			th.shown = c.at.Add(time.Duration(1+c.r.IntN(90)) * time.Minute)
		}
		th.forms = []form{{th.shown, fmt.Sprintf("[Event %d] (%d)", e, c.seq), guid}}
		c.things = append(c.things, th)
		c.comings = append(c.comings, th)
	}
}

// disturb edits, renumbers, doubles and reorders what is listed.
func (c *court) disturb() {
	if len(c.listed) == 0 {
		return
	}
	th := c.listed[c.r.IntN(len(c.listed))]
	last := th.forms[len(th.forms)-1]
	switch c.r.IntN(600) {
	case 0, 1, 2:
		th.forms = append(th.forms, form{c.at, last.text + " edited", last.guid})
	case 3:
		th.forms = append(th.forms, form{c.at, strings.Replace(last.text, "(", "(1", 1), last.guid + "9"})
	case 4:
		th.lists = 3 - th.lists
	case 5, 6, 7:
		c.r.Shuffle(len(c.listed), func(i, j int) { c.listed[i], c.listed[j] = c.listed[j], c.listed[i] })
	}
}

// drop takes out what the feed no longer lists.
func (c *court) drop() {
	gone := func(th *thing) bool { return c.at.Sub(th.pub) >= c.window }
	if c.policy != hours && len(c.listed) <= c.most {
		return
	}
	if c.policy != hours {
		order := slices.Clone(c.listed)
		slices.SortStableFunc(order, func(a, b *thing) int {
			if c.policy == lastStated {
				return b.pub.Compare(a.pub)
			}
			return b.shown.Compare(a.shown)
		})
		out := order[min(len(order), c.most):]
		gone = func(th *thing) bool { return slices.Contains(out, th) }
	}
	c.listed = slices.DeleteFunc(c.listed, func(th *thing) bool {
		if !gone(th) {
			return false
		}
		th.gone = c.at
		return true
	})
}

// body is the feed now, and the contents in it.
func (c *court) body(now time.Time) (string, []string) {
	var b strings.Builder
	var contents []string
	b.WriteString(`<?xml version="1.0"?><rss version="2.0"><channel><title>Synthetic</title>`)
	if c.built {
		fmt.Fprintf(&b, "<lastBuildDate>%s</lastBuildDate>", now.Add(time.Duration(c.r.IntN(7)-3)*time.Second).Format(http.TimeFormat))
	}
	for _, th := range c.listed {
		f := th.forms[len(th.forms)-1]
		for range th.lists {
			fmt.Fprintf(&b, "<item><title>%s</title><description>%s</description><guid>%s</guid><pubDate>%s</pubDate></item>\n", c.title, f.text, f.guid, th.pub.Format(http.TimeFormat))
		}
		contents = append(contents, th.content(c.title, len(th.forms)-1))
	}
	b.WriteString("</channel></rss>\n")
	return b.String(), contents
}

// serve answers a request, well or badly.
func (c *court) serve(w http.ResponseWriter, r *http.Request, now time.Time, faults bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.play(now)
	w.Header().Set("Date", now.Format(http.TimeFormat))
	for _, d := range c.downs {
		if !now.Before(d[0]) && now.Before(d[1]) {
			http.Error(w, "down", http.StatusBadGateway)
			return
		}
	}
	body, contents := c.body(now)
	if faults && c.fault(w, r, now, body) {
		return
	}
	tag := `"` + cite.Sum([]byte(strings.Join(contents, ""))).String() + `"`
	if c.tagged {
		w.Header().Set("ETag", tag)
	}
	c.served[now.Truncate(time.Millisecond)] = contents
	if c.tagged && r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	_, _ = io.WriteString(w, body)
}

// fault spoils one answer in ten.
func (c *court) fault(w http.ResponseWriter, r *http.Request, now time.Time, body string) bool {
	switch c.r.IntN(120) {
	case 0, 1:
		http.Error(w, "no", http.StatusInternalServerError)
	case 2:
		w.Header().Set("Retry-After", "5400")
		w.WriteHeader(http.StatusTooManyRequests)
	case 3:
		w.Header().Set("Retry-After", now.Add(100*time.Minute).Format(http.TimeFormat))
		w.WriteHeader(http.StatusTooManyRequests)
	case 4, 5:
		panic(http.ErrAbortHandler) // the connection breaks
	case 6, 7: // cut off, as its length shows
		w.Header().Set("Content-Length", fmt.Sprint(len(body)))
		_, _ = io.WriteString(w, body[:len(body)/2])
		panic(http.ErrAbortHandler)
	case 8, 9: // cut off, and nothing in HTTP shows it
		_, _ = io.WriteString(w, body[:c.r.IntN(len(body)-8)])
	case 10:
		_, _ = io.WriteString(w, "<!DOCTYPE html><title>Down for maintenance</title>")
	case 11:
		if c.r.IntN(4) > 0 { // few, since each takes time in earnest
			return false
		}
		w.(http.Flusher).Flush()
		c.mu.Unlock()
		<-r.Context().Done()
		c.mu.Lock()
	default:
		return false
	}
	return true
}
